"""Processes that do the same thing to one database at the same moment."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import Sequence


async def race(script: str, url: str, inputs: Sequence[bytes]) -> list[str]:
    """Start a process for each input, wait until all are ready, and let them go; what each then printed.

    Args:
        script: Python that is given ``url``, prints a line when it is ready, and reads a line before it goes.
        url: The database.
        inputs: The line that each process reads.
    """
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-W", "error", "-c", script, url, stdin=PIPE, stdout=PIPE, stderr=PIPE
        )
        for _ in inputs
    ]
    for process in processes:
        assert process.stdout
        await process.stdout.readline()
    told = await asyncio.gather(
        *(process.communicate(line + b"\n") for process, line in zip(processes, inputs, strict=True))
    )
    assert [error for _, error in told] == [b""] * len(inputs)
    return [out.decode().strip() for out, _ in told]
