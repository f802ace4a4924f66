"""The card of a look-up, whatever it came to."""

from typing import assert_never

from bot.cards.blocks import Block, Message, actions, bold, button, context, escape, header, message, section
from bot.cards.entries import entry_card
from bot.cards.parts import KIND_ICON, candidate, open_button, open_row, tell_the_owners
from bot.knowledge.entries import Entry
from bot.knowledge.outcomes import Ambiguous, Found, How, NotFound, Outcome
from bot.knowledge.pack import Pack
from bot.names import Action, Kind


def lookup_card(outcome: Outcome, pack: Pack) -> Message:
    """Render any look-up outcome; ``text`` is a complete plain-text fallback."""
    match outcome:
        case Found():
            return found_card(outcome, pack)
        case Ambiguous():
            return which_one_card(outcome)
        case NotFound():
            return not_found_card(outcome, pack)
        case _:
            assert_never(outcome)


def found_card(found: Found, pack: Pack) -> Message:
    """The entry's card, with what else the text stands for and whether it was only close."""
    card = entry_card(found.entry, pack)
    notes = _notes(found)
    if not notes:
        return card
    opening, *rest = card["blocks"]
    return message([opening, *notes, *rest])


def which_one_card(outcome: Ambiguous) -> Message:
    """Ask which entry is meant, one tap each."""
    single = len(outcome.candidates) == 1
    question = "Did you mean this?" if single else "Which one did you mean?"
    return message([header(question), *(candidate(one.entry) for one in outcome.candidates)])


def not_found_card(outcome: NotFound, pack: Pack) -> Message:
    """Say that there is no such entry, with the nearest ones and a way on."""
    blocks = [header("Not in here yet"), section("Nothing here goes by that name, and no other name is close enough.")]
    if outcome.nearest:
        blocks += [context("Nearest:"), open_row(one.entry for one in outcome.nearest)]
    return message([*blocks, context("Or look through:"), browse_row(), tell_the_owners(pack)])


def browse_row() -> Block:
    """A row of buttons, one a kind."""
    return actions(button(f"{KIND_ICON[kind]} {kind.plural}", Action.BROWSE, kind.value) for kind in Kind)


def _notes(found: Found) -> list[Block]:
    notes: list[Block] = []
    if found.how is How.FUZZY:
        notes.append(context(f"Closest to what you typed: {bold(found.entry.name)}. Not it? Try another spelling."))
    notes += [_also(other) for other in found.others]
    return notes


def _also(other: Entry) -> Block:
    text = f"⚠️ Also goes by that name: {bold(other.name)} ({escape(other.kind.value)})"
    return section(text, accessory=open_button(other, "Open"))
