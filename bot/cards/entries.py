"""The card of an entry, in three forms: short, full, and in a patient's words."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import chain
from typing import assert_never

from bot.cards.blocks import (
    Block,
    Message,
    actions,
    bold,
    button,
    cells,
    context,
    divider,
    escape,
    header,
    message,
    section,
)
from bot.cards.parts import bullets, compare_menu, provenance, sources_differ, tell_the_owners, vote_buttons
from bot.cards.phone import SCREEN, height
from bot.knowledge.entries import Entry, Modality, Pathway
from bot.knowledge.pack import Pack
from bot.knowledge.records import Fact, Section, View
from bot.knowledge.telling import FOR_WHOM, facts_of, tell
from bot.names import Action

SHORT_FACT = 110
"""Characters of a fact on a short card. Of a longer one the first points or sentences are shown; what does not fit even
so is left to the full card: half a sentence may say the opposite."""

ONLY_FACT = 220
"""Characters of a fact on a short card that has no shorter one."""

AT_A_GLANCE = {
    "picture_from": 2,
    "dose_msv": 1,
    "time_min": 1,
    "best_for": 0,
    "contrast": 3,
    "limits": 3,
    "why": 0,
    "guidance": 1,
    "sedation": 1,
    "performed_by": 1,
    "recovery": 2,
    "does": 0,
    "patient_contact": 1,
    "setting": 1,
    "tools": 2,
    "does_not": 0,
    "works_with": 2,
    "why_it_matters": 0,
    "examples": 1,
    "steps": 0,
}
"""How soon a field belongs on a short card: lower first; a field not named here comes last."""


_IONIZING: dict[object, str] = {True: "☢️ Yes", False: "✅ No", "depends": "⚠️ Depends on the technique"}


class Form(StrEnum):
    """How an entry is shown."""

    SHORT = "short"
    FULL = "full"
    PLAIN = "plain"


def entry_card(entry: Entry, pack: Pack, form: Form = Form.SHORT) -> Message:
    """Render an entry."""
    match form:
        case Form.SHORT:
            return message(*_short_blocks(entry, pack, _short_fields(entry, pack)))
        case Form.FULL:
            return message([*_opening(entry), *_all_facts(entry, pack)], _closing(entry, pack, form))
        case Form.PLAIN:
            return message(_plain_words(entry), _closing(entry, pack, form))
        case _:
            assert_never(form)


def ionizing_line(entry: Modality, form: Form = Form.SHORT) -> str:
    """Whether a modality uses ionizing radiation, as mrkdwn; on every form of its card, for patients without a sign."""
    if form is Form.SHORT:
        return _in_a_line("Ionizing radiation", _IONIZING[entry.ionizing])
    told = tell(entry, "ionizing") if form is Form.PLAIN else _IONIZING[entry.ionizing]
    return f"*Ionizing radiation*\n{told}"


def _opening(entry: Entry) -> list[Block]:
    blocks = [header(entry.title), section(escape(entry.summary))]
    if entry.also_means:
        others = (
            f"{bold(short)} is also {escape(', '.join(meanings))}" for short, meanings in entry.also_means.items()
        )
        blocks.append(context(f"⚠️ Elsewhere in a hospital {'; '.join(others)}."))
    return blocks


def _short_blocks(entry: Entry, pack: Pack, fields: Sequence[str]) -> tuple[list[Block], list[Block]]:
    """A short card with these fields, and its ending."""
    return [*_opening(entry), *_short_facts(entry, fields)], _closing(entry, pack, Form.SHORT, fields)


def _short_facts(entry: Entry, fields: Sequence[str]) -> list[Block]:
    facts = [ionizing_line(entry)] if isinstance(entry, Modality) else []
    blocks = cells([*facts, *(_short_fact(entry, field) for field in fields)])
    if entry.views:
        blocks.append(sources_differ())
    return blocks


def _short_fact(entry: Entry, field: str) -> str:
    return _in_a_line(entry.label(field), tell(entry, field, most=SHORT_FACT) or "")


def _short_fields(entry: Entry, pack: Pack) -> tuple[str, ...]:
    """The fields that a short card shows: the most telling of those that are short, as many as fit a phone's screen.

    One at least, be it longer: a card without a fact says too little.
    """
    told = {field: tell(entry, field, most=SHORT_FACT) or "" for field in facts_of(entry)}
    fields = sorted(told, key=lambda field: AT_A_GLANCE.get(field, len(AT_A_GLANCE)))
    fit: list[str] = []
    for field in fields:
        with_it = [*fit, field]
        if len(told[field]) <= SHORT_FACT and (
            not fit or height(chain(*_short_blocks(entry, pack, with_it))) <= SCREEN
        ):
            fit = with_it
    return tuple(fit or [field for field in fields if len(told[field]) <= ONLY_FACT][:1])


def _all_facts(entry: Entry, pack: Pack) -> list[Block]:
    blocks = [section(ionizing_line(entry, Form.FULL))] if isinstance(entry, Modality) else []
    blocks += [section(_fact(entry, field)) for field in facts_of(entry) if field != "steps"]
    if isinstance(entry, Pathway):
        blocks += [
            section(f"{bold(f'{number}. {step.title}')}\n{escape(step.text)}")
            for number, step in enumerate(entry.steps, 1)
        ]
    blocks += section_blocks(entry.sections)
    blocks += view_blocks(entry.views)
    for fact in pack.facts_about(entry.id):
        blocks.append(section(f"{bold(fact.name)}\n{escape(fact.statement)} ({escape(fact.place)}, {fact.year})"))
    return blocks


def section_blocks(sections: tuple[Section, ...]) -> list[Block]:
    """The further pieces of a record."""
    return [
        section("\n".join([bold(part.title), *([escape(part.text)] if part.text else []), *bullets(part.points)]))
        for part in sections
    ]


def view_blocks(views: tuple[View, ...]) -> list[Block]:
    """Who says what, where sources disagree."""
    if not views:
        return []
    said = "\n".join(f"• {bold(view.who)}: {escape(view.says)}" for view in views)
    return [section(f"⚖️ *Sources differ*\n{said}")]


def _fact(entry: Entry, field: str) -> str:
    return f"{bold(entry.label(field))}\n{escape(tell(entry, field) or '')}"


def _in_a_line(label: str, told: str) -> str:
    """A fact as a short card shows it."""
    return f"{bold(f'{label}:')} {escape(told)}"


def _plain_words(entry: Entry) -> list[Block]:
    blocks = [header(f"{entry.title}: in plain words"), section(escape(entry.plain))]
    if isinstance(entry, Modality):
        blocks += cells([ionizing_line(entry, Form.PLAIN)])
    blocks.append(context("Words for explaining it to a patient; it is no advice on anyone's care."))
    return blocks


def _closing(entry: Entry, pack: Pack, form: Form, fields: Sequence[str] = ()) -> list[Block]:
    small_print = provenance(_sources(entry, pack, form, fields), entry.review, pack, full=form is Form.FULL)
    turn = {
        Form.SHORT: [_turn("More", Action.OPEN_FULL, entry), _turn("Plain words", Action.PLAIN_WORDS, entry)],
        Form.FULL: [_turn("Less", Action.OPEN, entry), _turn("Plain words", Action.PLAIN_WORDS, entry)],
        Form.PLAIN: [_turn("Staff words", Action.OPEN, entry)],
    }[form]
    answer = f"{form.value}:{entry.id}"
    share = button("Share to channel", Action.SHARE, answer)
    row = actions([*turn, *vote_buttons(answer), share, *compare_menu(entry, pack)])
    return [divider(), *small_print, tell_the_owners(pack), row] if form is Form.FULL else [*small_print, row]


def _sources(entry: Entry, pack: Pack, form: Form, fields: Sequence[str]) -> tuple[str, ...]:
    """The sources of what a form shows, those of the answer itself first; ``fields`` are those of a short card."""
    stated = set(entry.stated_fields())
    shown = {
        Form.SHORT: ("summary", "also_means", "ionizing", *fields, *(FOR_WHOM[f] for f in fields if f in FOR_WHOM)),
        Form.FULL: ("summary",),
        Form.PLAIN: ("plain", "ionizing"),
    }[form]
    of_fields = tuple(source for field in shown if field in stated for source in entry.sources_of(field))
    if form is not Form.FULL:
        return tuple(dict.fromkeys(of_fields))
    parts: tuple[Section | View | Fact, ...] = (*entry.sections, *entry.views, *pack.facts_about(entry.id))
    of_parts = (source for part in parts for source in part.sources)
    return tuple(dict.fromkeys((*of_fields, *entry.sources, *of_parts)))


def _turn(label: str, action: Action, entry: Entry) -> Block:
    return button(label, action, entry.id, accessibility_label=f"{label}: {entry.name}")
