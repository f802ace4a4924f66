"""Attending: what is due is done, in every process that serves, without anybody asking for it.

Each process looks every two seconds, and at once when it put something into the book itself. What is due is claimed, so
of several processes one does it; whoever dies over it is followed by another (`bot.storage.errands`).
"""

import asyncio
import contextlib
import logging
import secrets
import traceback
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta

from bot.clock import Clock, moment
from bot.errors import StorageError
from bot.storage.errands import Errand, Errands

logger = logging.getLogger(__name__)

ROUND_SECONDS = 2.0
"""How often each process looks what is due, and what others have decided."""

MOST_TRIES = 20
"""How often an errand is begun: over some two hours. Then it is given up, and the log says so."""

LONGEST_WAIT = 600.0

Doer = Callable[[Errand], Awaitable[None]]
"""Carries out an errand, or raises `TryAgainError`."""


class TryAgainError(Exception):
    """It cannot be done just now: Slack is away, or holds us back.

    Attributes:
        seconds: When it is worth another try; ``None`` for a little later than the last time.
    """

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        self.seconds = seconds
        super().__init__(reason)


class Attendant:
    """Does what is due.

    Args:
        errands: What there is to do.
        clock: What time it is.
    """

    def __init__(self, errands: Errands, clock: Clock) -> None:
        self._errands = errands
        self._clock = clock
        self._doers: dict[str, Doer] = {}
        self._rounds: list[Callable[[], Awaitable[None]]] = []
        self._in_hand: set[str] = set()
        self._wake = asyncio.Event()
        self._stop = asyncio.Event()
        self._going: asyncio.Task[None] | None = None
        self._is_away = False

    def undertake(self, kind: str, doer: Doer) -> None:
        """Carry out errands of a kind."""
        self._doers[kind] = doer

    def each_round(self, act: Callable[[], Awaitable[None]]) -> None:
        """Do something on every round, before what is due."""
        self._rounds.append(act)

    def wake(self) -> None:
        """Look now: something was put into the book."""
        self._wake.set()

    async def open(self) -> None:
        """Make a round, so that whatever is decided holds from the first request on; then go on making them."""
        await self._make_round()
        self._going = asyncio.create_task(self._go_on())

    async def close(self) -> None:
        """Finish what is in hand, and stop."""
        self._stop.set()
        self._wake.set()
        if self._going:
            await self._going

    async def run_due(self, kinds: Collection[str] = ()) -> int:
        """Carry out all that is due, of some kinds or of all: how many errands were carried out.

        Raises:
            StorageError: The database does not answer.
        """
        count = 0
        while due := await self._errands.claim(moment(self._clock), kinds or self._doers.keys()):
            mine = [errand for errand in due if errand.key not in self._in_hand]
            count += sum(await asyncio.gather(*map(self._carry_out, mine)))
            if not mine:
                break
        return count

    async def _go_on(self) -> None:
        while not self._stop.is_set():
            await self._wait()
            if not self._stop.is_set():
                await self._make_round()

    async def _make_round(self) -> None:
        try:
            for act in self._rounds:
                await act()
            await self.run_due()
        except StorageError as error:
            if not self._is_away:
                logger.warning("what is due has to wait: %s", error)
            self._is_away = True
        except Exception as error:  # noqa: BLE001 - whatever it is, the next round comes
            _log_fault("a round", error)
        else:
            self._is_away = False

    async def _wait(self) -> None:
        """Until the next round: when something is due, when woken, or after `ROUND_SECONDS`."""
        seconds = ROUND_SECONDS
        with contextlib.suppress(StorageError):
            if due := await self._errands.next_due():
                seconds = min(seconds, max(0.02, (due - moment(self._clock)).total_seconds()))
        waits = [asyncio.ensure_future(self._clock.sleep(seconds)), asyncio.ensure_future(self._wake.wait())]
        try:
            await asyncio.wait(waits, timeout=ROUND_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for waiting in waits:
                waiting.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
        self._wake.clear()

    async def _carry_out(self, errand: Errand) -> bool:
        """Carry an errand out; what cannot be done now is put off, what cannot be done at all is given up."""
        self._in_hand.add(errand.key)
        try:
            await self._doers[errand.kind](errand)
        except TryAgainError as error:
            await self._put_off(errand, str(error), error.seconds)
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001 - a fault of one errand holds up no other
            _log_fault(f"the errand {errand.kind}", error)
            await self._put_off(errand, type(error).__name__, None)
        else:
            await self._errands.done(errand.key)
            return True
        finally:
            self._in_hand.discard(errand.key)
        return False

    async def _put_off(self, errand: Errand, reason: str, seconds: float | None) -> None:
        if errand.tries >= MOST_TRIES:
            logger.error("an errand of kind %s was given up after %d tries: %s", errand.kind, errand.tries, reason)
            await self._errands.done(errand.key)
            return
        wait = min(LONGEST_WAIT, 2.0**errand.tries) if seconds is None else seconds
        at: datetime = moment(self._clock) + timedelta(seconds=wait)
        await self._errands.later(errand.key, at)


def _log_fault(what: str, error: Exception) -> None:
    """Log a fault without its words, which may quote what somebody typed."""
    trace = "".join(traceback.format_tb(error.__traceback__))
    logger.error("fault %s in %s: %s\n%s", secrets.token_hex(4), what, type(error).__name__, trace)
