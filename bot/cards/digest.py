"""The weekly message to owners: what is missing, what did not help, what is due for review, how channels stand."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bot.cards.blocks import Block, Message, bold, button, context, divider, escape, header, message, section
from bot.cards.channels import name_of, percent
from bot.cards.gaps import Told
from bot.knowledge.channels import Mode, Precision
from bot.knowledge.pack import Pack
from bot.knowledge.records import Record
from bot.names import Action

MOST = 5
"""Of each kind."""


class Standing(NamedTuple):
    """How a channel stands."""

    channel_id: str
    mode: Mode
    precision: Precision
    floor: int


class Voted(NamedTuple):
    """How an answer was voted on.

    Attributes:
        reference: The answer.
        helpful: How many it helped.
        not_helpful: How many it did not.
    """

    reference: str
    helpful: int
    not_helpful: int


class Week(NamedTuple):
    """What there is to tell.

    Attributes:
        gaps: Most often first.
        worst: Answers that helped least.
        stale: Records past their review, longest first.
        channels: The reader's.
    """

    gaps: Sequence[Told]
    worst: Sequence[Voted]
    stale: Sequence[Record]
    channels: Sequence[Standing]


def digest_card(week: Week, pack: Pack, today: date) -> Message:
    """Render the week; every part says so where there is nothing."""
    blocks: list[Block] = [
        header("Your week in the reading room"),
        section("\n".join(["*Channels*", *map(_stands, week.channels)])),
        divider(),
        section("*Asked, and not answered yet*" + ("" if week.gaps else "\nNothing new.")),
    ]
    for gap in week.gaps[:MOST]:
        write = button("Answer this", Action.WRITE_ANSWER, gap.name, f"Answer {gap.in_words}")
        times = "once" if gap.asked == 1 else f"{gap.asked} times"
        blocks.append(section(f"• {escape(gap.in_words)} · {times}", accessory=write))
    worst = [
        f"• {bold(name_of(one.reference, pack))} · 👍 {one.helpful} 👎 {one.not_helpful}" for one in week.worst[:MOST]
    ]
    stale = [f"• {escape(getattr(one, 'name', one.id))} · since {one.review.review_by:%d %b %Y}" for one in week.stale]
    blocks += [
        divider(),
        section("\n".join(["*Helped least*", *(worst or ["Nobody said so of any answer."])])),
        divider(),
        section("\n".join(["*Past their review*", *(stale[:MOST] or ["None."])])),
    ]
    if len(stale) > MOST:
        blocks.append(context(f"And {len(stale) - MOST} more past their review."))
    return message([*blocks, context(f"Sent once a week, to owners of channels. {today:%d %B %Y}.")])


def _stands(one: Standing) -> str:
    figure = f"{one.precision.judged} judged, {percent(one.precision)} right (floor {one.floor} %)"
    return f"• <#{one.channel_id}> · {one.mode} · {figure if one.precision.judged else 'nothing judged yet'}"
