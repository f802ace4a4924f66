"""The search modal: type, pick, read."""

from collections.abc import Sequence

from bot.cards.blocks import Block, Message, actions, context, modal, option, section, suggestions
from bot.cards.parts import KIND_ICON
from bot.knowledge.entries import Entry
from bot.knowledge.questions import Question
from bot.names import Action, Shortcut

TERM_BLOCK = "term"
ENTRY, QUESTION = "entry", "question"
"""What stands before the id in an option's value."""

_READABLE = {"header", "section", "context", "divider"}


def search_modal(card: Message | None = None) -> Block:
    """The modal, with what was picked below the field."""
    shown = [_without_button(block) for block in (card or {}).get("blocks", ()) if block["type"] in _READABLE]
    blocks = shown or [context("Every answer was written beforehand, is reviewed, and carries its source.")]
    field = search_field(Action.LOOK_UP, TERM_BLOCK)
    return modal("Look something up", [*field, *blocks], callback_id=Shortcut.LOOK_UP)


def search_field(action: Action, block_id: str) -> list[Block]:
    """A field that completes what is typed into it.

    Args:
        action: What is picked comes back under it.
        block_id: Of the field; under another one it is empty again.
    """
    what = section("*What do you want to know?*\nA word, its beginning, or a question. Leave out whom it is about.")
    return [what, actions([suggestions("MRI, how long…", action)]) | {"block_id": block_id}]


def options_of(found: Sequence[Entry | Question]) -> list[Block]:
    """What was found, as options."""
    return [
        option(one.title, f"{ENTRY}:{one.id}", f"{KIND_ICON[one.kind]} {one.kind.value}")
        if isinstance(one, Entry)
        else option(one.name, f"{QUESTION}:{one.id}", "❓ question")
        for one in found
    ]


def _without_button(block: Block) -> Block:
    return {name: value for name, value in block.items() if name != "accessory"}
