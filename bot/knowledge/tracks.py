"""Tracks: what a new hire of one role goes through in the first weeks, a step a worked shift, drawn from the pack."""

import re
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from bot.knowledge.comparisons import MOST_ITEMS
from bot.knowledge.records import Cited, FieldError, Frozen, Record
from bot.knowledge.text import Id, Label, Name, Phrase, Sentence

MOST_STEPS = 30

LAST_SHIFT = 60
"""The worked shift on which a last step may come: Slack takes messages for 120 days ahead at most, and somebody who
works every second day has then worked 60 shifts."""

QUESTIONS = (1, 10)
"""How many questions a quiz may have."""

_ASKING = re.compile(r"[a-z0-9-]+(:[a-z0-9-]+(,[a-z0-9-]+)*)?")

CONTENTS = ("cards", "questions", "compare", "task", "quiz", "sign_off")
"""What a step may be, one of them each."""


def _question_and_entries(value: str) -> str:
    if not _ASKING.fullmatch(value):
        raise ValueError("names a question, and what it is about: need-referral, or scan-duration:ct")
    return value


Asking = Annotated[str, StringConstraints(max_length=150), AfterValidator(_question_and_entries)]
"""A question by id, and the entries that fill its slots: ``need-referral``, ``scan-duration:ct``."""


class TrackStep(Frozen):
    """What a learner gets on one worked shift: one thing to read, to do, or to answer."""

    id: Id
    """Names it within its track, so that who has done it keeps that when steps are added or moved."""
    on_shift: Annotated[int, Field(ge=1, le=LAST_SHIFT, strict=True)]
    """The worked shift on which it comes, counted from 1 by the learner's own shifts."""
    title: Label
    why: Phrase
    """What it is good for, in the learner's own work; no fact of its own, since those stand on cards with a source."""
    cards: Annotated[tuple[Id, ...], Field(max_length=5)] = ()
    """Entries to read."""
    questions: Annotated[tuple[Asking, ...], Field(max_length=5)] = ()
    """Questions to read the answer of."""
    compare: Annotated[tuple[Id, ...], Field(max_length=MOST_ITEMS)] = ()
    """Entries to read side by side."""
    task: Phrase | None = None
    """Something to do in the department, and to tick."""
    quiz: Annotated[int, Field(ge=QUESTIONS[0], le=QUESTIONS[1], strict=True)] | None = None
    """How many questions, about what the steps before it have shown."""
    sign_off: Phrase | None = None
    """What the preceptor confirms."""

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        given = [name for name in CONTENTS if getattr(self, name)]
        if len(given) != 1:
            told = f"has {' and '.join(given)}" if given else "has none"
            raise FieldError("title", f"needs one of {', '.join(CONTENTS)}; this step {told}")
        if len(self.compare) == 1:
            raise FieldError("compare", "needs at least two entries")
        return self

    @property
    def content(self) -> str:
        """Which of `CONTENTS` it is."""
        return next(name for name in CONTENTS if getattr(self, name))

    @property
    def entries(self) -> tuple[str, ...]:
        """Ids of the entries it shows, in its order, each once."""
        asked = (name for asking in self.questions for name in entries_asked(asking))
        return tuple(dict.fromkeys((*self.cards, *self.compare, *asked)))


class Track(Record):
    """What a new hire of one role goes through."""

    UNSOURCED: ClassVar[frozenset[str]] = Record.UNSOURCED | {"summary", "steps"}

    kind: Annotated[str, Field(pattern="^track$")] = "track"
    name: Name
    """For whom it is: ``Ward nurse``."""
    summary: Sentence
    """What somebody can do after it."""
    steps: Annotated[tuple[TrackStep, ...], Field(min_length=1, max_length=MOST_STEPS)]
    sources: Cited = Field(default={}, validate_default=True)
    """None: a track states nothing, it points at what does."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        seen: set[str] = set()
        for number, step in enumerate(self.steps):
            if step.id in seen:
                raise FieldError(f"steps.{number}.id", f"is {step.id}, as of a step before it")
            if number and step.on_shift <= self.steps[number - 1].on_shift:
                raise FieldError(f"steps.{number}.on_shift", "must be later than the step before it: one a shift")
            if step.quiz and not self.shown_before(step.id):
                raise FieldError(f"steps.{number}.quiz", "comes before anything that it could ask about")
            seen.add(step.id)
        return self

    def step(self, name: str) -> TrackStep | None:
        """A step by id; ``None`` where there is none."""
        return next((step for step in self.steps if step.id == name), None)

    def shown_before(self, name: str, *, since_quiz: bool = False) -> tuple[str, ...]:
        """Ids of the entries that the steps before one show, each once: what its quiz may be about.

        Args:
            name: Id of the step.
            since_quiz: Only those after the quiz before it, where there is one.
        """
        shown: dict[str, None] = {}
        for step in self.steps:
            if step.id == name:
                break
            shown = {} if since_quiz and step.quiz else shown | dict.fromkeys(step.entries)
        return tuple(shown)


def entries_asked(asking: str) -> tuple[str, ...]:
    """Ids of the entries that fill the slots of an `Asking`."""
    return tuple(filter(None, asking.partition(":")[2].split(",")))
