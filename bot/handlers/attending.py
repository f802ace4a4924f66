"""Attending: what is due is done, in every process that serves, without anybody asking for it.

Each process looks every two seconds, and at once when it put something into the book itself. What is due is claimed, so
of several processes one does it; whoever dies over it is followed by another (`bot.storage.errands`).
"""

import asyncio
import contextlib
import functools
import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta

from bot.clock import Clock, moment
from bot.errors import StorageError
from bot.handlers.journal import log_fault
from bot.storage.errands import AT_ONCE, Errand, Errands

logger = logging.getLogger(__name__)

ROUND_SECONDS = 2.0
"""How often each process looks what is due, and what others have decided."""

CARRY_SECONDS = 45.0
"""How long an errand may take: less than its lease, after which another would take it for abandoned and do it too."""

STOP_SECONDS = 1.5
"""How long a stop waits for what is in hand. Whatever takes longer is taken over by others, after its lease."""

MOST_TRIES = 20
"""How often an errand is begun: over some two hours. Then it is given up, and the log says so."""

LONGEST_WAIT = 600.0
"""How long the next try is put off at most, where Slack does not ask for more."""

Doer = Callable[[Errand], Awaitable[None]]
"""Carries out an errand, or raises `TryAgainError`."""


class TryAgainError(Exception):
    """It cannot be done just now: Slack is away, or holds us back.

    Attributes:
        seconds: Before which it is not worth another try; each is put off for longer than the last in any case.
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
        self._never_given_up: set[str] = set()
        self._rounds: list[Callable[[], Awaitable[None]]] = []
        self._in_hand: dict[str, asyncio.Task[bool]] = {}
        self._wake = asyncio.Event()
        self._stop = asyncio.Event()
        self._going: asyncio.Task[None] | None = None
        self._is_away = False

    def undertake(self, kind: str, doer: Doer, *, gives_up: bool = True) -> None:
        """Carry out errands of a kind; one that must not be given up is tried for as long as it takes."""
        self._doers[kind] = doer
        if not gives_up:
            self._never_given_up.add(kind)

    def each_round(self, act: Callable[[], Awaitable[None]]) -> None:
        """Do something on every round, before what is due."""
        self._rounds.append(act)

    def wake(self) -> None:
        """Look now: something was put into the book."""
        self._wake.set()

    async def look(self) -> None:
        """See what others have decided.

        Raises:
            StorageError: The database does not answer.
        """
        for act in self._rounds:
            await act()

    async def open(self) -> None:
        """See what is decided, so that it holds from the first request on; then go on doing what is due."""
        await self._in_a_round(self.look)
        self.wake()
        self._going = asyncio.create_task(self._go_on())

    async def close(self) -> None:
        """Begin nothing more, and finish what is in hand, for at most `STOP_SECONDS`."""
        self._stop.set()
        self._wake.set()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                if self._going:
                    await self._going
                while self._in_hand:
                    await asyncio.wait(self._in_hand.values())
        except TimeoutError:
            late = list(self._in_hand.values())
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
            logger.warning("stopped with %d errands in hand", len(late))

    async def run_due(self, kinds: Collection[str] = ()) -> int:
        """Carry out all that is due, of some kinds or of all: how many errands were carried out.

        Raises:
            StorageError: The database does not answer.
        """
        count = 0
        while begun := await self._begin(kinds):
            for came in await asyncio.gather(*begun, return_exceptions=True):
                if isinstance(came, BaseException):
                    raise came
                count += came
        return count

    async def _go_on(self) -> None:
        while not self._stop.is_set():
            await self._wait()
            if not self._stop.is_set():
                await self._in_a_round(self.look, self._begin_all)

    async def _in_a_round(self, *acts: Callable[[], Awaitable[None]]) -> None:
        try:
            for act in acts:
                await act()
        except StorageError as error:
            if not self._is_away:
                logger.warning("what is due has to wait: %s", error)
            self._is_away = True
        except Exception as error:  # noqa: BLE001 - whatever it is, the next round comes
            log_fault("a round", error)
        else:
            self._is_away = False

    async def _wait(self) -> None:
        """Until the next round: when something is due and a hand is free, when woken, or after `ROUND_SECONDS`."""
        seconds = ROUND_SECONDS
        with contextlib.suppress(StorageError):
            if len(self._in_hand) < AT_ONCE and (due := await self._errands.next_due(self._doers.keys())):
                seconds = min(seconds, max(0.02, (due - moment(self._clock)).total_seconds()))
        waits = [asyncio.ensure_future(self._clock.sleep(seconds)), asyncio.ensure_future(self._wake.wait())]
        try:
            await asyncio.wait(waits, timeout=ROUND_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for waiting in waits:
                waiting.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
        self._wake.clear()

    async def _begin_all(self) -> None:
        while not self._stop.is_set() and await self._begin():
            pass

    async def _begin(self, kinds: Collection[str] = ()) -> list[asyncio.Task[bool]]:
        """Claim what is due, as far as there are hands, and begin to carry it out: one that lasts holds up no other."""
        free = AT_ONCE - len(self._in_hand)
        due = await self._errands.claim(moment(self._clock), kinds or self._doers.keys(), free) if free > 0 else []
        begun = []
        for errand in due:
            if errand.key not in self._in_hand:
                task = asyncio.create_task(self._carry_out(errand))
                self._in_hand[errand.key] = task
                task.add_done_callback(functools.partial(self._put_down, errand.key))
                begun.append(task)
        return begun

    def _put_down(self, key: str, task: asyncio.Task[bool]) -> None:
        if len(self._in_hand) >= AT_ONCE:
            self.wake()  # there may be more that is due
        del self._in_hand[key]
        if not task.cancelled() and (error := task.exception()):
            logger.warning("an errand has to wait: %s", error)

    async def _carry_out(self, errand: Errand) -> bool:
        """Carry an errand out; what cannot be done now is put off, what cannot be done at all is given up.

        Raises:
            StorageError: The database does not answer: whoever claims it after the lease goes on with it.
        """
        try:
            async with asyncio.timeout(CARRY_SECONDS):
                await self._doers[errand.kind](errand)
        except TryAgainError as error:
            await self._put_off(errand, str(error), error.seconds or 0.0)
        except TimeoutError:
            await self._put_off(errand, "it takes too long")
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001 - a fault of one errand holds up no other
            log_fault(f"the errand {errand.kind}", error)
            await self._put_off(errand, type(error).__name__)
        else:
            await self._errands.done(errand.key)
            return True
        return False

    async def _put_off(self, errand: Errand, reason: str, seconds: float = 0.0) -> None:
        if errand.tries >= MOST_TRIES and errand.kind not in self._never_given_up:
            logger.error("an errand of kind %s was given up after %d tries: %s", errand.kind, errand.tries, reason)
            await self._errands.done(errand.key)
            return
        wait = max(seconds, min(LONGEST_WAIT, 2.0 ** min(errand.tries, MOST_TRIES)))
        at: datetime = moment(self._clock) + timedelta(seconds=wait)
        await self._errands.later(errand, at)
