"""What time it is, and waiting for a time. A test, and the page of ``reading-room try``, bring a clock of their own."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time in seconds since 1970, and waits."""

    def now(self) -> float:
        """Seconds since 1970."""

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock has gone on by ``seconds``."""


class MachineClock:
    """The clock of this machine."""

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Wait ``seconds``."""
        await asyncio.sleep(seconds)


def moment(clock: Clock) -> datetime:
    """Now, in UTC."""
    return datetime.fromtimestamp(clock.now(), UTC)
