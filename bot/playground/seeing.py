"""What a person sees: messages as they look to them, what an act of theirs came to, and what they cannot do."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field

from bot.playground.wire import Json
from bot.playground.workspace import Change, Message, Part

QUIET_SECONDS = 0.05
"""After something was shown: how long nothing more must come before an act counts as answered in full."""


class CannotError(Exception):
    """Something that Slack would not let this person do, in words for them.

    Attributes:
        code: Slack's error code.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that appeared, changed or went while an act was answered.

    Attributes:
        part: ``MESSAGE`` or ``REMOVED``.
        is_new: Whether the message was not there before.
        message: The message as it is then: Slack's JSON with ``channel`` and, where one person sees it,
            ``is_ephemeral``.
    """

    part: Part
    is_new: bool
    message: Json


@dataclass(frozen=True, slots=True)
class Reply:
    """What an act came to.

    Attributes:
        status: Of the acknowledgement; ``None`` where there was none.
        error: Slack's error code, empty where all went well.
        milliseconds: Until the acknowledgement, or, where it showed nothing, until the first thing shown.
        shown: The messages that came of it, in order.
        body: The acknowledgement itself.
        problems: What is wrong with what the app sent, in words.
        exchange: The number of the exchange; ``None`` where there was none of its own.
    """

    status: int | None
    error: str = ""
    milliseconds: float = 0.0
    shown: tuple[Shown, ...] = ()
    body: Json | None = None
    problems: tuple[str, ...] = ()
    exchange: int | None = None

    @property
    def message(self) -> Json:
        """The last message that came or changed.

        Raises:
            LookupError: None did.
        """
        for shown in reversed(self.shown):
            if shown.part is Part.MESSAGE:
                return shown.message
        raise LookupError(f"no message was shown: {self.error or self.status} {' '.join(self.problems)}".strip())


def as_seen(message: Message) -> Json:
    """A message as the page and the tests see it."""
    seen = message.content | {"channel": message.channel}
    if message.seen_by is not None:
        seen["is_ephemeral"] = True
    if message.streaming:
        seen["streaming"] = True
    if message.exchange is not None:
        seen["exchange"] = message.exchange
    return seen


@dataclass(slots=True)
class Witness:
    """Sees what the app shows somebody from one moment on."""

    known: set[tuple[str, str]]
    shown: list[Shown] = field(default_factory=list)
    first_at: float | None = None
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def see(self, change: Change) -> None:
        """Take note of a change."""
        if change.message is not None:
            place = (change.message.channel, change.message.ts)
            is_new = place not in self.known and change.part is Part.MESSAGE
            self.known.add(place)
            self.shown.append(Shown(change.part, is_new, as_seen(change.message)))
        self.first_at = self.first_at or time.perf_counter()
        self.heard.set()

    async def wait(self, patience: float) -> None:
        """Wait for a first thing, then until no more follows."""
        seconds = QUIET_SECONDS if self.heard.is_set() else patience
        with suppress(TimeoutError):
            while True:
                self.heard.clear()
                async with asyncio.timeout(seconds):
                    await self.heard.wait()
                seconds = QUIET_SECONDS
