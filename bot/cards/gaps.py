"""Cards of gaps: what was asked for and is not answered yet, for owners; and being told when it is."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.cards.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    escape,
    header,
    message,
    section,
)
from bot.names import Action, Command, Topic

MOST_GAPS = 12
"""Gaps on a list; three blocks each stay within Slack's fifty."""


class Told(NamedTuple):
    """A gap as owners read it.

    Attributes:
        name: Names it, and comes back with the button.
        in_words: What it is.
        asked: How often it was asked for.
    """

    name: str
    in_words: str
    asked: int


def gaps_card(gaps: Sequence[Told], more: int, *, may_write: bool) -> Message:
    """What was asked for in the last weeks and got no answer, most often first.

    Args:
        gaps: They.
        more: How many there are beside these.
        may_write: Whether the reader may write an answer.
    """
    if not gaps:
        return message([header("No gaps"), section("Everything that was asked in the last four weeks had an answer.")])
    blocks = [
        header("Asked, and not answered yet"),
        context(
            "Of the last four weeks. What people typed is not kept, only what it was about and which answer came near."
        ),
    ]
    blocks += [section(in_a_line(gap), accessory=write_button(gap) if may_write else None) for gap in gaps[:MOST_GAPS]]
    if more > 0:
        blocks.append(context(f"And {more} more."))
    return message(blocks)


def in_a_line(gap: Told) -> str:
    """``About Computed tomography (CT) · 3 times``, as mrkdwn."""
    times = "once" if gap.asked == 1 else f"{gap.asked}\N{NO-BREAK SPACE}times"
    return f"{escape(gap.in_words[:1].upper() + gap.in_words[1:])} ·\N{NO-BREAK SPACE}{times}"


def write_button(gap: Told) -> Block:
    """A button that opens the form of an answer."""
    return button("Answer this", Action.WRITE_ANSWER, gap.name, f"Answer this: {gap.in_words}")


def not_an_owner_card(prefix: str = "") -> Message:
    """Say who sees gaps.

    Args:
        prefix: ``COMMAND_PREFIX``.
    """
    command = f"`{Command.READING_ROOM.slash(prefix)} {Topic.CHANNEL}`"
    return message([section(f"Gaps are for the owners of channels, and for workspace admins. {command} names them.")])


def tell_me_row(digest: str, *, may_ask: bool = False) -> Block:
    """A button for who wants to be told when a gap is closed; its value repeats nothing of what was typed.

    Args:
        digest: Stands for the gap.
        may_ask: Whether the reader is a learner, who may ask the preceptor.
    """
    tell_me = button("Tell me when there is an answer", Action.TELL_ME, digest)
    return actions([tell_me, *([button("Ask my preceptor…", Action.ASK_PRECEPTOR, digest)] if may_ask else [])])


def with_row(card: Message, row: Block) -> Message:
    """A card with one row more at its end."""
    return message(card["blocks"], [row])


def will_tell_card() -> Message:
    """Confirm that somebody will be told."""
    return message([section("You will get one message when it is answered, if that is within 30 days.")])
