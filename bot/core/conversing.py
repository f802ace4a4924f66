"""Conversing: what somebody wants who writes to the bot instead of typing a slash command.

Slash commands do not work inside threads, so each has a form in words: ``compare CT MRI``, ``define PACS``, ``help``.
Anything else is a name to look up or a question in a sentence.
"""

from dataclasses import dataclass
from typing import assert_never

from bot.core.admitting import Private, turned_away
from bot.core.library import Library
from bot.knowledge.asked import Answered, Asked, Fenced, Silent, Suggested
from bot.knowledge.outcomes import Ambiguous, ComparisonOutcome, Found, How, Outcome
from bot.names import Command, Kind

KINDS = {name: kind for kind in Kind for name in (kind.value, kind.plural.lower())}

LOOKUPS: dict[Command, Kind | None] = {
    Command.MODALITY: Kind.MODALITY,
    Command.DEFINE: None,
    Command.PROCEDURE: Kind.PROCEDURE,
}
"""The commands that look a word up, and the kind that each prefers."""

SHORT = 3
"""Words up to which a text is a name before it is a question."""

MOST_WORDS_OF_A_NAME = 6
"""Words up to which a text that is no question may be close to a name."""


@dataclass(frozen=True, slots=True)
class Helped:
    """Somebody wants help, or says hello."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody wants everything of a kind."""

    kind: Kind


Said = Outcome | ComparisonOutcome | Asked | Private | Helped | Listed


def converse(library: Library, text: str, prefix: str = "") -> Said:
    """What a text comes to that somebody wrote to the bot.

    Args:
        library: What is asked.
        text: As typed, without the mention of the bot.
        prefix: ``COMMAND_PREFIX``: a command may be written with it, or without.
    """
    if private := turned_away(text):
        return private
    first, _, rest = text.strip().partition(" ")
    name = first.lower().lstrip("/").removeprefix(prefix)
    if name in {"", "help", Command.READING_ROOM}:
        topic = rest.strip().lower() if name == Command.READING_ROOM else ""
        return Listed(KINDS[topic]) if topic in KINDS else Helped()
    if not rest and name in KINDS and name.endswith("s"):
        return Listed(KINDS[name])
    if rest and name in set(Command) and (said := _command(library, Command(name), rest.strip())):
        return said
    return _free(library, text.strip())


def _command(library: Library, command: Command, rest: str) -> Said | None:
    """What a command in words comes to; ``None`` where it is none: *procedure for ordering pens*."""
    match command:
        case Command.COMPARE:
            return library.compare(rest)
        case Command.FAQ:
            return library.ask(rest)
        case Command.MODALITY | Command.DEFINE | Command.PROCEDURE:
            outcome = library.look_up(rest, LOOKUPS[command])
            return outcome if command is Command.DEFINE or isinstance(outcome, Found) else None
        case Command.READING_ROOM | Command.ONBOARD:
            return None
        case _:
            assert_never(command)


def _free(library: Library, text: str) -> Said:
    """A name, a question in a sentence, or something close to a name; in this order.

    Looking a whole sentence up costs three times what understanding it does, so only a few words are taken for a name.
    """
    length = len(text.split())
    if length <= SHORT:
        known = library.look_up(text)
        if isinstance(known, Found) and known.how is not How.FUZZY:
            return known
    asked = library.ask(text)
    match asked:
        case Answered() | Suggested() | Fenced():
            return asked
        case Silent():
            if library.says_nothing(text):
                return Helped()
            close = library.look_up(text) if length <= MOST_WORDS_OF_A_NAME else asked
            return close if isinstance(close, Found | Ambiguous) else asked
        case _:
            assert_never(asked)
