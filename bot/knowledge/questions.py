"""Questions: what people ask in a sentence, and the answer that was written for it.

A question is recognised by its ``ask`` templates: sentences as people type them, with slots for what they name:

- ``how long does {modality} take`` has a slot that any modality fills; ``{entry}`` takes any kind;
- ``who (reads|interprets) {modality}`` stands for two sentences;
- ``do I need a referral [for a scan]`` may leave out what stands in brackets.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import product
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from bot.knowledge.entries import ENTRY_TYPES, Entry
from bot.knowledge.records import FieldError, Record, Section, Tests, View
from bot.knowledge.text import Id, Name, Phrase, Sentence
from bot.names import Kind

ANY_KIND = "entry"
"""The slot that an entry of any kind fills."""

SLOTS = frozenset({ANY_KIND, *(kind.value for kind in Kind)})

MOST_SENTENCES = 64
"""Sentences that one template may stand for."""

_SLOT = re.compile(r"\{([^{}]*)\}")
_PART = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]")
_LEFT_OVER = re.compile(r"[()\[\]|]|\{(?!\w+\})|(?<!\w)\}")


class Audience(StrEnum):
    """For whom an answer is written."""

    STAFF = "staff"
    NEW_HIRES = "new-hires"
    PATIENTS = "patients"


def sentences_of(template: str) -> Iterator[str]:
    """The sentences that a template stands for.

    Args:
        template: ``who (reads|interprets) [the] {modality}`` stands for four.
    """
    parts: list[tuple[str, ...]] = []
    start = 0
    for match in _PART.finditer(template):
        parts.append((template[start : match.start()],))
        choices = (match[1] if match[1] is not None else match[2]).split("|")
        parts.append(tuple(choices) if match[1] is not None else (*choices, ""))
        start = match.end()
    parts.append((template[start:],))
    for chosen in product(*parts):
        yield " ".join(" ".join(chosen).split())


def slots_of(template: str) -> tuple[str, ...]:
    """The names of a template's slots, in its order."""
    return tuple(_SLOT.findall(template))


def _well_formed(template: str) -> str:
    if unknown := [slot for slot in slots_of(template) if slot not in SLOTS]:
        known = ", ".join(f"{{{slot}}}" for slot in sorted(SLOTS))
        raise ValueError(f"has the slot {{{unknown[0]}}}; there are {known}")
    if _LEFT_OVER.search(_PART.sub("", template)):
        raise ValueError("has a bracket that is not closed, or one inside another")
    count = 1
    for match in _PART.finditer(template):
        count *= (match[1] or match[2] or "").count("|") + (1 if match[1] is not None else 2)
    if count > MOST_SENTENCES:
        raise ValueError(f"stands for {count} sentences; {MOST_SENTENCES} at most: write it as several")
    return template


Template = Annotated[Phrase, AfterValidator(_well_formed)]
"""A sentence as people type it, with slots: ``how long does {modality} take``."""


class Question(Record):
    """A question that people ask in a sentence."""

    UNSOURCED: ClassVar[frozenset[str]] = Record.UNSOURCED | {
        "ask",
        "tests",
        "fields",
        "opens",
        "fits",
        "about",
        "audience",
        "hand_off",
    }

    kind: Annotated[str, Field(pattern="^question$")] = "question"
    name: Name
    """The question as cards print it: ``How long does a scan take?``."""
    ask: Annotated[tuple[Template, ...], Field(min_length=1)]
    """How people ask it: sentences with slots, ``(one|other)`` and ``[left out]``."""
    answer: Sentence | None = None
    """The answer in staff wording, whatever fills the slots."""
    points: tuple[Phrase, ...] = ()
    """What belongs to the answer, a point a line."""
    fields: tuple[str, ...] = ()
    """Fields of the entry in the slot that answer it: ``[time_min]``."""
    opens: Literal["entry", "comparison", "nothing"] | None = None
    """What answers in place of words: the card of the entry in the slot, or of those in two. ``nothing`` says that the
    question is known and not for this app: rooms, prices, results."""
    fits: tuple[Id, ...] = ()
    """Entries that may fill the slots, where not every entry of the slot's kind may."""
    about: tuple[Id, ...] = ()
    """Entries that the card offers to open."""
    audience: tuple[Audience, ...] = (Audience.STAFF,)
    hand_off: Phrase | None = None
    """Where the answer ends: what is for whom to decide."""
    sections: tuple[Section, ...] = ()
    views: tuple[View, ...] = ()
    """Who says what, where sources disagree."""
    tests: Tests = Tests()

    def takes(self, entry: Entry) -> bool:
        """Whether an entry may fill its slot."""
        slots = {slot for template in self.ask for slot in slots_of(template)}
        return bool(slots & {ANY_KIND, entry.kind.value}) and (not self.fits or entry.id in self.fits)

    @model_validator(mode="after")
    def _answers(self) -> Self:
        if self.opens is None and self.answer is None:
            raise FieldError("answer", "is missing: a question is answered in words, or opens a card")
        if self.opens is not None and (self.answer or self.points or self.fields):
            raise FieldError("opens", "leaves no room for answer, points and fields")
        for number, template in enumerate(self.ask):
            self._check_slots(number, slots_of(template))
        return self

    def _check_slots(self, number: int, slots: tuple[str, ...]) -> None:
        """What answers with a card names it, and a field of an entry is one that its kind has."""
        needed = {"entry": 1, "comparison": 2}.get(self.opens or "", 0)
        if needed and len(slots) != needed:
            raise FieldError(f"ask.{number}", f"needs {needed} {'slot' if needed == 1 else 'slots'}")
        for slot in slots if self.fields else ():
            kinds = ENTRY_TYPES if slot == ANY_KIND else {Kind(slot): ENTRY_TYPES[Kind(slot)]}
            if not any(field in kind.model_fields for kind in kinds.values() for field in self.fields):
                message = f"has the slot {{{slot}}}, whose kind has none of {', '.join(self.fields)}"
                raise FieldError(f"ask.{number}", message)

    @model_validator(mode="after")
    def _fields_exist(self) -> Self:
        known = {"ionizing"}.union(*(kind.FACTS for kind in ENTRY_TYPES.values()))
        for number, field in enumerate(self.fields):
            if field not in known:
                raise FieldError(f"fields.{number}", f"is {field}, which no kind of entry has")
        return self
