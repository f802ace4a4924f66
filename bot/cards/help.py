"""Help, and everything there is to look up."""

from collections.abc import Sequence

from bot.cards.blocks import (
    MOST_OPTIONS,
    SECTION_LENGTH,
    Block,
    Message,
    actions,
    context,
    escape,
    header,
    menu,
    message,
    section,
)
from bot.cards.lookups import browse_row
from bot.cards.parts import KIND_ICON, tell_the_owners
from bot.knowledge.entries import Entry
from bot.knowledge.pack import Pack
from bot.knowledge.questions import Question
from bot.names import EXAMPLES, USAGE, Action, Command, Kind


def help_card(pack: Pack, prefix: str = "") -> Message:
    """What Reading Room is, and every command with an example."""
    lines = [f"`{command.slash(prefix)} {usage.hint}`  {escape(usage.description)}" for command, usage in USAGE.items()]
    return message(
        [
            header("Reading Room"),
            section(
                "Vetted answers about radiology and medical imaging. Every sentence was written beforehand, "
                "carries its source, and is shown to you alone until you share it."
            ),
            section("\n".join(lines)),
            context("Typing slips are fine. Short codes such as `CT` must be exact, or you are asked."),
            browse_row(),
            context("It explains imaging. It gives no advice on a patient; ask radiology for that."),
            tell_the_owners(pack),
        ]
    )


def greeting_card(pack: Pack, prefix: str = "") -> Message:
    """What somebody sees who says hello, or asks for help, in a conversation."""
    asked = "\n".join(f"• {example}" for example in EXAMPLES)
    slash = Command.READING_ROOM.slash(prefix)
    return message(
        [
            header("Ask about radiology and imaging"),
            section(f"A word, two things to compare, or a question in a sentence:\n{asked}"),
            context(
                f"`define PACS`, `compare CT MRI`, `modalities` work here too; `{slash} help` lists every command. "
                "Leave out anything that points to a patient."
            ),
            browse_row(),
            tell_the_owners(pack),
        ]
    )


def questions_card(questions: Sequence[Question], prefix: str = "") -> Message:
    """Every question that is answered in words, to pick from, and how to ask in one's own."""
    usage = USAGE[Command.FAQ]
    slash = Command.FAQ.slash(prefix)
    options = [(question.name, question.id) for question in questions]
    menus = [
        menu("Pick a question…", Action.ANSWER_CHOSEN, options[start : start + MOST_OPTIONS])
        for start in range(0, min(len(options), MOST_MENUS * MOST_OPTIONS), MOST_OPTIONS)
    ]
    return message(
        [
            header("Ask in your own words"),
            section(f"Type the question behind the command: `{slash} {usage.hint}`."),
            *([context("Or pick one that is answered here:"), actions(menus)] if menus else []),
        ]
    )


def usage_card(command: Command, prefix: str = "") -> Message:
    """What to type behind a command that came alone."""
    usage = USAGE[command]
    slash = command.slash(prefix)
    examples = " or ".join(f"`{slash} {example}`" for example in usage.examples)
    return message(
        [
            header(f"{usage.description}"),
            section(f"Type what you want to know behind the command: {examples}."),
            context("Or look through:"),
            browse_row(),
        ]
    )


def unknown_topic_card(prefix: str = "") -> Message:
    """What may follow ``/reading-room``."""
    slash = Command.READING_ROOM.slash(prefix)
    kinds = ", ".join(f"`{slash} {kind.plural.lower()}`" for kind in Kind)
    define = f"`{Command.DEFINE.slash(prefix)} PACS`"
    said = f"There is `{slash} help`, and a list of each kind: {kinds}. To look something up, type {define}."
    return message([header("Help or a list?"), section(said), browse_row()])


def browse_card(kind: Kind, entries: Sequence[Entry]) -> Message:
    """Every entry of a kind by name, with menus to open one."""
    names = " · ".join(escape(entry.title) for entry in entries)
    blocks = [header(f"{KIND_ICON[kind]} {kind.plural}"), *_in_sections(names)]
    menus = [
        menu(_from_to(entries[start : start + MOST_OPTIONS]), Action.OPEN_CHOSEN, _options(entries, start))
        for start in range(0, min(len(entries), MOST_MENUS * MOST_OPTIONS), MOST_OPTIONS)
    ]
    if menus:
        blocks.append(actions(menus))
    return message([*blocks, browse_row()])


MOST_MENUS = 10
"""Menus on a list, for a thousand entries of one kind; beyond, one types the name."""

MOST_SECTIONS = 10


def _options(entries: Sequence[Entry], start: int) -> list[tuple[str, str]]:
    return [(entry.title, entry.id) for entry in entries[start : start + MOST_OPTIONS]]


def _from_to(entries: Sequence[Entry]) -> str:
    return f"Open… ({entries[0].name[:20]} to {entries[-1].name[:20]})" if len(entries) > 1 else "Open…"


def _in_sections(names: str) -> list[Block]:
    """A long list of names as sections, cut between names."""
    blocks: list[Block] = []
    while names and len(blocks) < MOST_SECTIONS:
        if len(names) <= SECTION_LENGTH:
            return [*blocks, section(names)]
        cut = names.rfind(" · ", 0, SECTION_LENGTH)
        blocks.append(section(names[:cut]))
        names = names[cut + 3 :]
    return blocks
