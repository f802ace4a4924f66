"""The cards of questions: an answer, one that may not be the one meant, none, and one that is not for us."""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from bot.cards.blocks import Block, Message, actions, bold, button, context, divider, escape, header, message, section
from bot.cards.entries import ionizing_line, section_blocks, view_blocks
from bot.cards.parts import (
    bullets,
    open_button,
    open_row,
    provenance,
    sources_differ,
    tell_the_owners,
    the_owners,
    vote_buttons,
)
from bot.cards.phone import SCREEN, height
from bot.knowledge.asked import Fenced, Silent, Understood
from bot.knowledge.entries import Entry, Modality
from bot.knowledge.pack import Pack
from bot.knowledge.questions import Question
from bot.knowledge.records import Section, View
from bot.knowledge.telling import FOR_WHOM, tell
from bot.names import Action

MOST_TOLD = 2
"""Entries whose own fields a card shows: *how long does a CT or an MRI take*."""

MOST_FIELDS = 2
"""Fields of an entry that a short card shows."""

MOST_POINTS = 3
"""Points of an answer that a short card shows."""

MOST_ENTRIES = 3
"""Entries that a card offers to open."""

MATCHED = 1.24
"""The height of the line that says what a question was recognised by, as `bot.cards.phone` counts."""

BRIEF_FIELD = 80
FIELD = 160
"""Characters of a field; of a longer one the first points or sentences are shown."""


def question_card(
    question: Question,
    pack: Pack,
    entries: Sequence[Entry] = (),
    *,
    full: bool = False,
    nearest: Sequence[Question] = (),
    is_sure: bool = True,
) -> Message:
    """Render the answer of a question.

    Args:
        question: It.
        pack: Has its sources.
        entries: What the person named: their own fields are told before the general answer.
        full: Whether to show everything.
        nearest: Other questions that may be meant.
        is_sure: Whether it is surely the question that was asked.
    """
    asked = _Asked(question, tuple(entries), tuple(nearest), is_sure)
    if full:
        return message(*_blocks(asked, pack, _Size(points=len(question.points)), full=True))
    # The entry's own fields first, then as many points as leave the card on one screen of a phone.
    for size in _SIZES:
        card = _blocks(asked, pack, size)
        if height(chain(*card)) + MATCHED <= SCREEN:
            break
    return message(*card)


class _Size(NamedTuple):
    """How much of an answer a card shows.

    Attributes:
        fields: Fields of each entry that was named.
        points: Points of the answer.
        entries: Entries to open.
        has_answer: Whether the general answer stands under what was told of an entry.
        field: Characters of a field.
    """

    fields: int = MOST_FIELDS
    points: int = MOST_POINTS
    entries: int = MOST_ENTRIES
    has_answer: bool = True
    field: int = FIELD


_SIZES = (
    *(_Size(points=points) for points in range(MOST_POINTS, -1, -1)),
    *(_Size(points=0, entries=entries) for entries in range(MOST_ENTRIES - 1, -1, -1)),
    *(_Size(fields=1, points=0, entries=entries) for entries in range(MOST_ENTRIES - 1, -1, -1)),
    # Where an entry's own field says it, the answer for any of them can wait; but half of it may say the opposite.
    *(_Size(fields=fields, points=0, entries=1, has_answer=False) for fields in range(MOST_FIELDS, 0, -1)),
    _Size(fields=1, points=0, entries=0, has_answer=False, field=BRIEF_FIELD),
)
"""From the largest card to the smallest."""


class _Asked(NamedTuple):
    """What a card is to answer; the fields are those of `question_card`."""

    question: Question
    entries: tuple[Entry, ...]
    nearest: tuple[Question, ...]
    is_sure: bool


def _blocks(asked: _Asked, pack: Pack, size: _Size, *, full: bool = False) -> tuple[list[Block], list[Block]]:
    """The blocks of a card with so much on it, and its ending."""
    question = asked.question
    told = [
        (entry, fields)
        for entry in asked.entries[:MOST_TOLD]
        if (fields := [field for field in question.fields if tell(entry, field) is not None][: size.fields])
    ]
    blocks: list[Block] = [header(question.name)]
    if not asked.is_sure:
        blocks.append(context("The closest question that has a vetted answer. Not yours? See below."))
    for entry, fields in told:
        blocks.append(section("\n".join([bold(entry.title), *(_told(entry, field, size.field) for field in fields)])))
    if size.has_answer or not told:
        blocks.append(section(escape(question.answer or "")))
    if points := question.points[: size.points]:
        blocks.append(section("\n".join(bullets(points))))
    if full:
        blocks += [*section_blocks(question.sections), *view_blocks(question.views)]
    elif question.views:
        blocks.append(sources_differ())
    if question.hand_off:
        blocks.append(context(f"🧭 {escape(question.hand_off)}"))
    return blocks, _closing(asked, pack, told, size, full=full)


def matched_card(card: Message, matched_on: Sequence[str]) -> Message:
    """A card with what it was recognised by as its last line: so the card itself is one for all who ask."""
    if not matched_on:
        return card
    return message(card["blocks"], [context(f"Matched on: {escape(' · '.join(matched_on))}")])


def understood_card(understood: Understood, pack: Pack, *, is_sure: bool) -> Message:
    """The card of a question that was recognised in a sentence; not for one that opens an entry's card."""
    if understood.question is None:
        raise ValueError("the entries' own card is the answer")
    return question_card(
        understood.question,
        pack,
        understood.entries,
        nearest=() if is_sure else understood.nearest,
        is_sure=is_sure,
    )


def silent_card(outcome: Silent, pack: Pack) -> Message:
    """Say that there is no vetted answer, what is near, and who may have one."""
    blocks = [
        header("No vetted answer to that"),
        section(
            "Nothing that was written and reviewed here fits what you asked, so nothing is said about it. "
            f"Who may know, or know who does: {the_owners(pack)}."
        ),
    ]
    if outcome.entries:
        blocks += [context("What you named is explained here:"), open_row(outcome.entries[:MOST_ENTRIES])]
    if outcome.nearest:
        blocks += [context("Questions that are answered here:"), ask_row(outcome.nearest)]
    return message(blocks)


def fenced_card(outcome: Fenced, pack: Pack) -> Message:
    """Hand a clinical decision to those who can see the patient."""
    blocks = [
        header("That is for people who know the patient"),
        section(
            "It sounds like a question about somebody's care. Reading Room explains imaging and never advises on a "
            "patient. Please ask the radiologist on duty or the treating team. To find whom to call: "
            f"{the_owners(pack)}."
        ),
    ]
    if outcome.entries:
        blocks += [context("What you named is explained here, in general:"), open_row(outcome.entries[:MOST_ENTRIES])]
    return message(blocks)


def ask_row(questions: Sequence[Question]) -> Block:
    """A row of buttons, each showing a question's answer."""
    return actions(button(question.name, Action.ANSWER, question.id) for question in questions)


def question_value(question: Question, entries: Sequence[Entry]) -> str:
    """The ``value`` of a button that shows a question about entries: ``scan-duration:ct,mri``."""
    return f"{question.id}:{','.join(entry.id for entry in entries[:MOST_TOLD])}"


def _told(entry: Entry, field: str, most: int) -> str:
    if field == "ionizing" and isinstance(entry, Modality):
        return ionizing_line(entry)
    return f"{bold(f'{entry.label(field)}:')} {escape(tell(entry, field, most=most) or '')}"


def _closing(
    asked: _Asked, pack: Pack, told: Sequence[tuple[Entry, Sequence[str]]], size: _Size, *, full: bool
) -> list[Block]:
    question = asked.question
    sources = [
        source
        for entry, fields in told
        for field in fields
        for name in (field, FOR_WHOM.get(field, field))
        for source in entry.sources_of(name)
    ]
    sources += question.sources
    if full:
        parts: tuple[Section | View, ...] = (*question.sections, *question.views)
        sources += [source for part in parts for source in part.sources]
    blocks: list[Block] = [divider()] if full else []
    blocks += provenance(sources, question.review, pack, full=full)
    value = question_value(question, asked.entries)
    label, action = ("Less", Action.ANSWER) if full else ("More", Action.ANSWER_FULL)
    turn = button(label, action, value, accessibility_label=f"{label}: {question.name}")
    answer = f"{'question_full' if full else 'question'}:{value}"
    share = button("Share to channel", Action.SHARE, answer)
    opened = dict.fromkeys((*asked.entries, *(pack.entries[name] for name in question.about)))
    opening = [open_button(entry, entry.short) for entry in list(opened)[: size.entries]]
    blocks.append(actions([turn, *vote_buttons(answer), share, *opening]))
    if asked.nearest:
        blocks += [context("Or did you mean:"), ask_row(asked.nearest)]
    return [*blocks, tell_the_owners(pack)] if full else blocks
