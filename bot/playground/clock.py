"""The stand-in's clock: it runs like any other, and can be moved on.

What falls due on the way happens in order, each at its own time, so a test or a person at the page can pass a week
in a moment.
"""

import asyncio
import heapq
import itertools
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

Action = Callable[[], Awaitable[None]]


@dataclass(order=True, slots=True)
class Alarm:
    """Something to do at a time.

    Attributes:
        when: Seconds since 1970.
        number: Settles which of two at the same time comes first: the one set earlier.
        action: What to do; ``None`` once it is cancelled.
    """

    when: float
    number: int
    action: Action | None = field(compare=False)

    def cancel(self) -> None:
        """Let it never ring."""
        self.action = None


class Clock:
    """Seconds since 1970.

    Args:
        source: Where time comes from; a test may give a clock that stands still.
    """

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._ahead = 0.0
        self._alarms: list[Alarm] = []
        self._numbers = itertools.count()
        self._timer: asyncio.TimerHandle | None = None
        self._ringing: set[asyncio.Task[None]] = set()

    def now(self) -> float:
        """Seconds since 1970, with all that it was moved on."""
        return self._source() + self._ahead

    def at(self, when: float, action: Action) -> Alarm:
        """Do something at a time, given in seconds since 1970; at once, where that has passed."""
        alarm = Alarm(when, next(self._numbers), action)
        heapq.heappush(self._alarms, alarm)
        self._set_timer()
        return alarm

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock has gone on by ``seconds``."""
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def wake() -> None:
            if not woken.done():
                woken.set_result(None)

        alarm = self.at(self.now() + seconds, wake)
        try:
            await woken
        finally:
            alarm.cancel()

    async def advance(self, seconds: float) -> None:
        """Move on, and do all that falls due on the way, in order.

        Raises:
            ValueError: ``seconds`` is negative, or no finite number.
        """
        if not 0 <= seconds < math.inf:
            raise ValueError("a clock goes forwards only")
        end = self.now() + seconds
        while self._alarms and self._alarms[0].when <= end:
            alarm = heapq.heappop(self._alarms)
            self._ahead += max(0.0, alarm.when - self.now())
            if alarm.action:
                await alarm.action()
        self._ahead += max(0.0, end - self.now())
        self._set_timer()

    async def close(self) -> None:
        """Ring no more."""
        self._alarms.clear()
        self._set_timer()
        for task in self._ringing:
            task.cancel()
        await asyncio.gather(*self._ringing, return_exceptions=True)

    def _set_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if self._alarms:
            wait = max(0.0, self._alarms[0].when - self.now())
            self._timer = asyncio.get_running_loop().call_later(wait, self._ring)

    def _ring(self) -> None:
        """Begin all that is due by now."""
        while self._alarms and self._alarms[0].when <= self.now():
            action = heapq.heappop(self._alarms).action
            if action:
                task = asyncio.ensure_future(action())
                self._ringing.add(task)
                task.add_done_callback(self._ringing.discard)
        self._set_timer()
