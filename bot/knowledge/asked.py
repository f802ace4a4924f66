"""What a question in a sentence comes to. Not knowing is an outcome, not an error."""

from dataclasses import dataclass

from bot.knowledge.entries import Entry
from bot.knowledge.questions import Question


@dataclass(frozen=True, slots=True)
class Understood:
    """What a sentence was taken for.

    Attributes:
        question: The vetted question; ``None`` where the entries' own card is the answer.
        entries: What the sentence names and the answer is about, in its order.
        score: How close, 0 to 100.
        matched_on: What matched, in the order of the sentence: words folded, entries by their short names.
        nearest: Other questions that it may be, closest first.
        is_comparison: Whether the entries are to stand side by side.
    """

    question: Question | None
    entries: tuple[Entry, ...]
    score: float
    matched_on: tuple[str, ...] = ()
    nearest: tuple[Question, ...] = ()
    is_comparison: bool = False

    @property
    def reference(self) -> str:
        """The answer as it is counted: ``question:scan-duration:ct``, ``compared:ct,mri``, ``short:ct``."""
        ids = ",".join(entry.id for entry in self.entries)
        if self.question is not None:
            return f"question:{self.question.id}:{ids}"
        return f"compared:{ids}" if self.is_comparison else f"short:{ids}"


@dataclass(frozen=True, slots=True)
class Answered:
    """It is sure enough to be answered where nobody addressed the bot."""

    understood: Understood


@dataclass(frozen=True, slots=True)
class Suggested:
    """It is likely enough for a person who addressed the bot, and for nobody else."""

    understood: Understood


@dataclass(frozen=True, slots=True)
class Silent:
    """Nothing is close enough.

    Attributes:
        score: How close the nearest was, 0 to 100.
        nearest: The nearest questions, closest first.
        entries: What the sentence names.
    """

    score: float = 0.0
    nearest: tuple[Question, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Fenced:
    """It is about somebody's care: for the contact that the pack names, never for this app.

    Attributes:
        entries: What the sentence names.
    """

    entries: tuple[Entry, ...] = ()


Asked = Answered | Suggested | Silent | Fenced
