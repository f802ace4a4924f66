"""The weekly message to owners: what is missing, what did not help, what is due for review, how channels stand."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bot.cards.blocks import Block, Message, bold, context, divider, escape, header, message, section
from bot.cards.channels import name_of, so_far
from bot.cards.gaps import Told, in_a_line, write_button
from bot.knowledge.channels import Mode, Precision
from bot.knowledge.pack import Pack
from bot.knowledge.records import Record

MOST = 5
"""Of each kind."""

MOST_CHANNELS = 20
"""A line each, within the 3,000 characters of a section."""


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
        section("\n".join(["*Channels*", *map(_stands, week.channels[:MOST_CHANNELS])])),
        divider(),
        section("*Asked, and not answered yet*" + ("" if week.gaps else "\nNothing new.")),
    ]
    blocks += [section(f"• {in_a_line(gap)}", accessory=write_button(gap)) for gap in week.gaps[:MOST]]
    worst = [f"• {bold(name_of(one.reference, pack))} · {_votes(one)}" for one in week.worst[:MOST]]
    blocks += [
        divider(),
        section("\n".join(["*Helped least*", *(worst or ["Nobody said so of any answer."])])),
        divider(),
        *past_review(week.stale),
    ]
    return message([*blocks, context(f"Sent once a week, to owners of channels. {today.day} {today:%B %Y}.")])


def past_review(stale: Sequence[Record]) -> list[Block]:
    """Records past their review, the longest first."""
    lines = [
        f"• {escape(getattr(one, 'name', one.id))} · since {one.review.review_by.day} {one.review.review_by:%b %Y}"
        for one in stale[:MOST]
    ]
    blocks = [section("\n".join(["*Past their review*", *(lines or ["None."])]))]
    if len(stale) > MOST:
        blocks.append(context(f"And {len(stale) - MOST} more past their review."))
    return blocks


def _stands(one: Standing) -> str:
    return f"• <#{one.channel_id}> · {one.mode}" + (
        "" if one.mode is Mode.OFF else f" · {so_far(one.mode, one.precision, one.floor)}"
    )


def _votes(one: Voted) -> str:
    return f"👍 {one.helpful} 👎 {one.not_helpful}".replace(" ", "\N{NO-BREAK SPACE}")
