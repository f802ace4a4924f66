"""Real processes of the app, for what only a process can show: that it dies, and that there are two of it."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import ClientError, ClientSession

from bot.playground.stand_in import StandIn
from bot.server import EVENTS_PATH

READY_SECONDS = 40
"""How long a process may take to start; a bound for a busy machine, not a measurement."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(slack: StandIn, port: int) -> dict[str, str]:
    """What a deployment of the app that is installed there has in its environment."""
    app = slack.slack.app
    return os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PORT": str(port),
        "SLACK_BOT_TOKEN": app.bot_token,
        "SLACK_APP_TOKEN": app.app_token,
        "SLACK_SIGNING_SECRET": app.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "PYTHONUNBUFFERED": "1",
    }


async def is_ready(http: ClientSession, url: str) -> bool:
    """Whether a process answers there that it serves."""
    try:
        async with http.get(url) as answer:
            return answer.status == 200
    except ClientError:
        return False


class Served:
    """A running ``reading-room serve``.

    Attributes:
        url: Where Slack sends its requests.
    """

    def __init__(self, process: asyncio.subprocess.Process, url: str) -> None:
        self._process = process
        self.url = url

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended."""
        return self._process.returncode is None

    def die(self) -> None:
        """End it at once, as ``kill -9`` and a power cut do, without waiting until the system has buried it."""
        if self.is_alive:
            self._process.kill()

    async def kill(self) -> None:
        """End it at once, and wait until it has."""
        self.die()
        await self._process.wait()

    def pause(self) -> None:
        """Let it do nothing until it may `go_on`."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it go on after a `pause`."""
        self._process.send_signal(signal.SIGCONT)

    async def stop(self) -> str:
        """End it as a platform does, unless it has ended: what it said."""
        if self._process.returncode is None:
            self.go_on()
            self._process.terminate()
        output, _ = await asyncio.wait_for(self._process.communicate(), READY_SECONDS)
        return output.decode()


@contextlib.asynccontextmanager
async def served(slack: StandIn, database_url: str, folder: Path, knowledge: Path) -> AsyncIterator[Served]:
    """Run ``reading-room serve`` as its own process, from when it is ready until leaving."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve", "--host", "127.0.0.1", "--port", str(port), cwd=folder,
        env=environment(slack, port) | {"DATABASE_URL": database_url, "KNOWLEDGE_PATH": str(knowledge)},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    running = Served(process, base + EVENTS_PATH)
    try:
        async with ClientSession() as http, asyncio.timeout(READY_SECONDS):
            while not await is_ready(http, f"{base}/readyz"):
                assert process.returncode is None, await running.stop()
                await asyncio.sleep(0.05)
        yield running
    finally:
        if process.returncode is None:
            await running.stop()
        process._transport.close()  # type: ignore[attr-defined]
