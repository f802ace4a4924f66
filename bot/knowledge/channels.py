"""How the bot behaves in a channel: what its owners decide, and what becomes of a question that is for everybody.

A channel is *off* until an owner opts it in. In *watch* nothing is posted: the owners see what would have been
answered, and judge it. *Live*, the bot answers, once people had their time to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.knowledge.questions import Audience

TRIAL = 20
"""Judged answers that a channel needs before it may go live."""

HOLD_SECONDS = 90
"""How long people have to answer first, by default."""

FLOOR = 95
"""Per cent of the judged answers that must be right, by default."""

CAP = 6
"""Answers an hour at most, by default."""

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Mode(StrEnum):
    """What the bot does in a channel when nobody addressed it."""

    OFF = "off"
    WATCH = "watch"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Hours:
    """When the bot may speak.

    Attributes:
        opens: From when on.
        closes: Until when; at or before ``opens``: the next day.
        days: The days on which it opens; 0 is Monday.
        tz: The IANA name of the time zone, e.g. ``Europe/London``.
    """

    opens: time
    closes: time
    days: frozenset[int]
    tz: str

    @property
    def day_names(self) -> tuple[str, ...]:
        """The days in short, from Monday on: ``("Mon", "Tue")``."""
        return tuple(WEEK[day][:3] for day in sorted(self.days))

    def include(self, at: datetime) -> bool:
        """Whether a moment lies within them."""
        local = at.astimezone(ZoneInfo(self.tz))
        clock, today = local.time(), local.weekday()
        if self.opens < self.closes:
            return today in self.days and self.opens <= clock < self.closes
        return (today in self.days and clock >= self.opens) or ((today - 1) % 7 in self.days and clock < self.closes)


@dataclass(frozen=True, slots=True)
class Manners:
    """How a channel is answered, as its owners decide.

    Attributes:
        floor: Per cent of the judged answers that must be right, 50 to 100.
        hold_seconds: How long people have to answer first, 15 to 3,600.
        hours: When it may speak; ``None`` for any time.
        audiences: For whom answers are written that may be given here.
        cap: Answers an hour at most, 1 to 60.
        allows_shared: Whether it may answer while another organisation is in the channel.
    """

    floor: int = FLOOR
    hold_seconds: int = HOLD_SECONDS
    hours: Hours | None = None
    audiences: frozenset[Audience] = frozenset(Audience)
    cap: int = CAP
    allows_shared: bool = False


@dataclass(frozen=True, slots=True)
class Precision:
    """How often the answers of a channel were right, since its trial began.

    Attributes:
        right: Answers that an owner judged right, and votes that an answer helped.
        wrong: Those judged wrong, and votes that it did not help.
    """

    right: int = 0
    wrong: int = 0

    @property
    def judged(self) -> int:
        """How many verdicts there are."""
        return self.right + self.wrong

    @property
    def percent(self) -> float:
        """The share that was right, 0 to 100; 0 where nothing is judged."""
        return 100 * self.right / self.judged if self.judged else 0.0

    def meets(self, floor: int) -> bool:
        """Whether enough was right: exact, without rounding."""
        return self.judged > 0 and 100 * self.right >= floor * self.judged


class Came(StrEnum):
    """What became of a question that a channel heard."""

    WAITING = "waiting"
    """People have their time to answer."""
    SPEAKING = "speaking"
    """The answer is being posted."""
    ANSWERED = "answered"
    WATCHED = "watched"
    """It would have been answered, were the channel live."""
    REPLIED = "replied"
    """A person replied first."""
    CHANGED = "changed"
    """The asker edited or deleted the question."""
    TAKEN_BACK = "taken_back"
    """The asker, or an owner, took the answer away in one tap."""
    MUTED = "muted"
    """Somebody muted the thread before there was an answer."""
    REPEATED = "repeated"
    """The same was answered here within a day."""
    CAPPED = "capped"
    """Enough was answered this hour."""
    CLOSED = "closed"
    """It came outside the hours."""
    LATE = "late"
    """The bot was away when it was due, for too long."""
    GONE = "gone"
    """The channel was switched off, or the bot left it, meanwhile; or the answer is no longer sure."""


IN_WORDS: Mapping[Came, str] = {
    Came.WAITING: "people have time to answer",
    Came.SPEAKING: "being answered",
    Came.ANSWERED: "answered",
    Came.WATCHED: "would have been answered",
    Came.REPLIED: "a person replied first",
    Came.CHANGED: "edited or deleted by the asker",
    Came.TAKEN_BACK: "taken back",
    Came.MUTED: "muted",
    Came.REPEATED: "answered here within a day already",
    Came.CAPPED: "enough was answered this hour",
    Came.CLOSED: "outside the hours",
    Came.LATE: "the bot was away for too long",
    Came.GONE: "no longer to be answered",
}
