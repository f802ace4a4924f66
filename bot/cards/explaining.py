"""What a message means: each term in it that is known here, and the abbreviations that are not."""

from collections.abc import Sequence

from bot.cards.blocks import Message, actions, button, context, escape, header, message, section
from bot.cards.parts import candidate, open_row, tell_the_owners
from bot.knowledge.entries import Entry
from bot.knowledge.pack import Pack
from bot.names import Action

MOST_EXPLAINED = 8
"""Terms that are explained with a sentence; of the others there are buttons."""

MOST_BUTTONS = 15
MOST_UNKNOWN = 5


def explained_card(entries: Sequence[Entry], unknown: Sequence[str], pack: Pack) -> Message:
    """Explain the terms of a message, to one person.

    Args:
        entries: What it names, in its order.
        unknown: Words in capitals that nothing here goes by.
        pack: Names whom to tell.
    """
    if not entries and not unknown:
        return message(
            [
                header("No term of imaging in it"),
                section("Nothing in that message is explained here. `/define` looks up any other word."),
                tell_the_owners(pack),
            ]
        )
    blocks = [header("What this message means"), *map(candidate, entries[:MOST_EXPLAINED])]
    if rest := entries[MOST_EXPLAINED : MOST_EXPLAINED + MOST_BUTTONS]:
        blocks += [context("Also in it:"), open_row(rest)]
    if unknown:
        missing = ", ".join(f"*{escape(word)}*" for word in unknown[:MOST_UNKNOWN])
        blocks += [
            section(f"Not in here yet: {missing}. One tap tells those who look after the answers."),
            actions(button(f"Ask for {word}", Action.SUGGEST_TERM, word) for word in unknown[:MOST_UNKNOWN]),
        ]
    return message([*blocks, context("Only you see this. It explains words; it says nothing about a patient.")])


def suggested_card(term: str) -> Message:
    """Confirm that a term was asked for."""
    return message([section(f"Noted: *{escape(term)}* is asked for. Thank you.")])
