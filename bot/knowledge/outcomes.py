"""What a look-up or a comparison comes to. Not finding something is an outcome, not an error."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.knowledge.comparisons import Comparison
from bot.knowledge.entries import Entry


class How(StrEnum):
    """How a text reached an entry."""

    EXACT = "exact"
    """It is the entry's name or abbreviation."""
    CODE = "code"
    """It is one of the entry's codes."""
    ALIAS = "alias"
    """It is another word for the entry."""
    FUZZY = "fuzzy"
    """It is close to one of these."""


EXACT_SCORE = 100.0
"""The score of a text that is a name, an abbreviation, a code or an alias."""


class Candidate(NamedTuple):
    """An entry that a text may mean.

    Attributes:
        score: How close, 0 to 100.
    """

    entry: Entry
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """One entry is meant.

    Attributes:
        score: How close, 0 to 100; 100 unless ``how`` is fuzzy.
        others: Further entries that bear the same name or code, which the preferred kind ruled out.
    """

    entry: Entry
    how: How
    score: float
    others: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """It could be each of these, closest first; also a single one that is not safe to answer unasked."""

    candidates: tuple[Candidate, ...]

    @property
    def is_exact(self) -> bool:
        """Whether the text is a name of each candidate, not just close to one."""
        return all(candidate.score == EXACT_SCORE for candidate in self.candidates)


@dataclass(frozen=True, slots=True)
class NotFound:
    """Nothing is close enough; at most the nearest three, closest first."""

    nearest: tuple[Candidate, ...] = ()


Outcome = Found | Ambiguous | NotFound


def offered(outcome: Outcome) -> tuple[Entry, ...]:
    """The entries that a look-up came to, closest first: the one found, or those asked about."""
    match outcome:
        case Found(entry=entry):
            return (entry,)
        case Ambiguous(candidates=candidates):
            return tuple(candidate.entry for candidate in candidates)
        case NotFound():
            return ()


@dataclass(frozen=True, slots=True)
class Line:
    """A feature and what it is for each item, in the order of the items; ``None`` where nothing is known."""

    feature: str
    cells: tuple[str | None, ...]

    @property
    def is_equal(self) -> bool:
        """Whether it is known for every item, and the same."""
        return len(set(self.cells)) == 1


@dataclass(frozen=True, slots=True)
class Compared:
    """Two to four entries side by side.

    Attributes:
        items: The entries in the order they were typed.
        differing: The lines that tell the items apart.
        equal: The lines that are the same for every item.
        choose: Entry id to when it is the one.
        written: The written comparison; ``None`` where the lines are derived from the entries' own fields.
        sources: Ids of the sources it rests on.
        other_readings: Other ids the same text may stand for, each a whole list of items.
        guessed: The items that were taken from a text only close to their name.
    """

    items: tuple[Entry, ...]
    differing: tuple[Line, ...]
    equal: tuple[Line, ...]
    choose: Mapping[str, tuple[str, ...]]
    written: Comparison | None
    sources: tuple[str, ...]
    other_readings: tuple[tuple[Entry, ...], ...] = ()
    guessed: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class TooFew:
    """Less than two items: none was named, one, or the same one twice.

    Attributes:
        entry: The one item, where it is known.
        twice: Whether it was named more than once.
        partners: What it could be compared with.
    """

    entry: Entry | None
    twice: bool = False
    partners: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class TooMany:
    """More items than fit side by side."""

    count: int


@dataclass(frozen=True, slots=True)
class DifferentKinds:
    """Items that share no features, such as a modality and a role."""

    items: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Unclear:
    """Some items are clear and some are not; one outcome for each item, in the order typed."""

    parts: tuple[Outcome, ...]


ComparisonOutcome = Compared | TooFew | TooMany | DifferentKinds | Unclear
