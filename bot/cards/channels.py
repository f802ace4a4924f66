"""Cards of channels: an answer that nobody asked the bot for, a channel's settings, and what its owners judge."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.cards.blocks import (
    Block,
    Message,
    actions,
    bold,
    button,
    context,
    divider,
    escape,
    field,
    header,
    link,
    message,
    modal,
    pick_one,
    pick_people,
    pick_time,
    section,
    tick,
)
from bot.cards.sharing import posted_card
from bot.knowledge.asked import Understood
from bot.knowledge.channels import TRIAL, WEEK, Manners, Mode, Precision
from bot.knowledge.pack import Pack
from bot.knowledge.questions import Audience
from bot.names import Action, Modal

MOST_LISTED = 12
"""Answers that are judged in one message; four blocks each stay within Slack's fifty."""

MODES = {
    Mode.OFF: "Off: messages are not read",
    Mode.WATCH: "Watch: nothing is posted, owners judge",
    Mode.LIVE: "Live: questions are answered",
}
AUDIENCES = {
    Audience.STAFF: "Answers for staff",
    Audience.NEW_HIRES: "Answers for new hires",
    Audience.PATIENTS: "Answers as patients are told",
}
HOLDS = (15, 30, 60, 90, 120, 180, 300, 600, 1800, 3600)
FLOORS = (80, 85, 90, 95, 98, 100)
CAPS = (1, 2, 4, 6, 10, 20, 60)

OWNERS, MODE, FLOOR, HOLD, DAYS, OPENS, CLOSES, AUDIENCE, CAP, SHARED = (
    "owners", "mode", "floor", "hold", "days", "opens", "closes", "audience", "cap", "shared",
)  # fmt: skip
"""The ``block_id`` of each setting."""


GONE = "An answer that is no longer here"

_FOR_OWNERS = "You see this as an owner of the channel; nobody there does."
"""The last line of a list that is judged; with each verdict, how the channel stands comes before it."""


class ToJudge(NamedTuple):
    """Something that would have been answered.

    Attributes:
        key: ``T1|C1|ts``: comes back with the verdict.
        link: Leads to the message; empty where it is not known.
        at: When it was written, in words.
        reference: What would have answered it.
    """

    key: str
    link: str
    at: str
    reference: str


def unasked_card(card: Message, understood: Understood, *, hold_seconds: int, ts: str, asker: str) -> Message:
    """An answer that nobody asked the bot for, as it is posted below the question.

    Args:
        card: The answer.
        understood: What the question was taken for.
        hold_seconds: How long people had to answer first.
        ts: Timestamp of the question.
        asker: Member id of who asked, and may take the answer away.
    """
    if understood.question is not None:
        named = understood.question.name
    else:
        named = " and ".join(entry.title for entry in understood.entries)
    why = (
        f"Nobody had replied for {in_words(hold_seconds)}, so here is the vetted answer: {bold(named)}\n"
        "🔇 on the question mutes this thread."
    )
    take_back = button(
        "Not needed, take it away", Action.TAKE_BACK, f"{ts}|{asker}", "For who asked: take this answer away"
    )
    return posted_card(message(card["blocks"], [context(why), actions([take_back])]))


def settings_modal(
    channel_name: str,
    metadata: str,
    state: "Settings",
) -> Block:
    """A channel's settings, to be changed.

    Args:
        channel_name: Without ``#``.
        metadata: Comes back with what is submitted.
        state: How they stand.
    """
    manners, hours = state.manners, state.manners.hours
    send = button("Send me what is to be judged", Action.SEND_LIST, metadata)
    blocks = [
        _heading(channel_name, state),
        *([actions([send]), context("It comes to your conversation with Reading Room.")]
          if state.mode is Mode.WATCH else []),
        field(OWNERS, "Owners", pick_people(state.owners, "Who answers for this channel"),
              hint="They judge, are told what happens, and may change this; so may workspace admins."),
        field(MODE, "Mode", pick_one([(label, mode.value) for mode, label in MODES.items()], state.mode.value),
              hint=f"Begin with Watch. Live needs {TRIAL} judged answers, and the floor met."),
        field(FLOOR, "Precision floor", pick_one([(_share(floor), str(floor)) for floor in FLOORS], str(manners.floor)),
              hint="How many of the judged answers must be right. Below it, the channel goes back to watch by itself."),
        field(HOLD, "People first", pick_one([(in_words(hold), str(hold)) for hold in HOLDS],
              str(manners.hold_seconds)), hint="How long people have to reply before the bot does."),
        field(CAP, "Answers, at most", pick_one([(f"{cap} an hour", str(cap)) for cap in CAPS], str(manners.cap))),
        field(DAYS, "Days", tick([(day, str(number)) for number, day in enumerate(WEEK)],
              [str(day) for day in sorted(hours.days)] if hours else []), optional=True,
              hint="When it may speak. Nothing ticked and no times: always."),
        field(OPENS, "From", pick_time(hours.opens.strftime("%H:%M") if hours else ""), optional=True),
        field(CLOSES, "Until", pick_time(hours.closes.strftime("%H:%M") if hours else ""), optional=True,
              hint=f"By the clock of {hours.tz if hours else state.tz}."),
        field(AUDIENCE, "For whom", tick([(label, audience.value) for audience, label in AUDIENCES.items()],
              [audience.value for audience in manners.audiences])),
        field(SHARED, "Shared channels", tick([("Answer while another organisation is in the channel", "yes")],
              ["yes"] if manners.allows_shared else []), optional=True),
        *_history(state.changes),
    ]  # fmt: skip
    return modal(
        "Channel settings", blocks, callback_id=Modal.CHANNEL, close="Cancel", submit="Save", metadata=metadata
    )


class Settings(NamedTuple):
    """How a channel's settings stand.

    Attributes:
        mode: What the bot does.
        owners: Member ids.
        manners: What the owners decided.
        precision: How often answers were right.
        tz: The zone of whoever looks.
        changes: What was decided lately, newest first, as sentences of mrkdwn.
    """

    mode: Mode
    owners: Sequence[str]
    manners: Manners
    precision: Precision
    tz: str
    changes: Sequence[str]


def read_only_modal(channel_name: str, state: Settings) -> Block:
    """A channel's settings, for those who may not change them."""
    manners = state.manners
    owners = ", ".join(f"<@{owner}>" for owner in state.owners) or "nobody yet; a workspace admin names the first"
    lines = [
        f"Owners: {owners}",
        f"Mode: {MODES[state.mode]}",
        f"People first: {in_words(manners.hold_seconds)}",
        f"Answers, at most: {manners.cap} an hour",
        f"Precision floor: {_share(manners.floor)}",
        f"Speaks: {hours_in_words(manners)}",
    ]
    blocks = [
        _heading(channel_name, state),
        section("\n".join(lines)),
        context("Only the owners named here, and workspace admins, may change this."),
        *_history(state.changes),
    ]
    return modal("Channel settings", blocks, callback_id=Modal.CHANNEL)


def standing(state: Settings) -> str:
    """Where a channel stands, in a sentence."""
    if state.mode is Mode.OFF:
        return "Nothing is read here."
    doing = "Watching" if state.mode is Mode.WATCH else "Live"
    return f"{doing}: {so_far(state.mode, state.precision, state.manners.floor)}."


def so_far(mode: Mode, precision: Precision, floor: int) -> str:
    """How a channel's answers were judged, and what that leads to; without a full stop.

    Args:
        mode: What the bot does there.
        precision: How often answers were right.
        floor: What it needs.
    """
    judged = f"{precision.right} of {precision.judged} judged right ({percent(precision)}, floor {_share(floor)})"
    told = judged if precision.judged else "nothing judged yet"
    if mode is Mode.LIVE:
        return f"{told}, votes included"
    missing = TRIAL - precision.judged
    if missing > 0:
        return f"{told}; {missing} more to judge before it can go live"
    return f"{told}; {'it can go live' if precision.meets(floor) else 'too few were right to go live'}"


def in_a_dm_card() -> Message:
    """Say that only channels have settings."""
    return message([section("Type this in the channel that you mean: a direct message has no settings.")])


def not_in_channel_card(bot: str) -> Message:
    """Say that the bot has to be invited first."""
    return message([section(f"<@{bot}> is not in this channel, so it hears nothing here. Type `/invite <@{bot}>`.")])


def list_card(channel_id: str, waiting: Sequence[ToJudge], more: int, pack: Pack) -> Message:
    """What a channel that is watched would have been answered, for an owner to judge."""
    blocks = [
        header("What Reading Room would have said"),
        section(f"In <#{channel_id}>, to questions that no person answered in time. Was each the right answer?"),
    ]
    for one in waiting[:MOST_LISTED]:
        question = link(one.link, f"The question of {one.at}") if one.link else f"A question of {one.at}"
        blocks += [
            divider(),
            section(f"{question}\n→ {bold(name_of(one.reference, pack))}"),
            actions(
                [
                    button("Right", Action.RIGHT, one.key),
                    button("Wrong", Action.WRONG, one.key),
                    *show_button(one.reference),
                ]
            ),
        ]
    if more > 0:
        of_channel = waiting[0].key.rpartition("|")[0]
        blocks += [
            context(f"{more} more {'waits' if more == 1 else 'wait'}."),
            actions([button("Send me the next ones", Action.SEND_LIST, of_channel)]),
        ]
    return message(blocks, [context(_FOR_OWNERS)])


def judged(blocks: Sequence[Block], key: str, *, right: bool, mode: Mode, precision: Precision, floor: int) -> Message:
    """A list in which one was judged just now; a slip of the thumb can be changed.

    Args:
        blocks: The list as it stands.
        key: Of what was judged.
        right: How.
        mode: What the bot does in the channel.
        precision: How the channel stands with it.
        floor: What it needs.
    """
    change = button("Change to wrong", Action.WRONG, key) if right else button("Change to right", Action.RIGHT, key)
    told = list(blocks)
    for number, block in enumerate(told):
        if number and _is_of(block, key):
            asked = told[number - 1]["text"]["text"].split("\n")[:2]
            shows = [element for element in block["elements"] if element["value"] != key]
            verdict = "✓ Right" if right else "✗ Wrong"
            told[number - 1 : number + 1] = [section("\n".join([*asked, verdict])), actions([change, *shows])]
    return message(told[:-1], [context(f"So far: {so_far(mode, precision, floor)}.\n{_FOR_OWNERS}")])


def nothing_to_judge_card(channel_id: str) -> Message:
    """Say that nothing waits for a verdict."""
    return message([section(f"Nothing waits for your verdict in <#{channel_id}>.")])


def fell_card(channel_id: str, right: int, count: int) -> Message:
    """Tell an owner that a channel is no longer live."""
    return message(
        [
            header("Back to watch"),
            section(
                f"Only {right} of {count} answers in <#{channel_id}> were right, votes included: that is below the "
                "floor. Nothing is posted there unasked any more. Each day you get the list of what would have been "
                f"said; after {TRIAL} verdicts, with the floor met, it can go live again."
            ),
        ]
    )


def taken_back_card() -> Message:
    """Confirm that an answer goes."""
    return message([section("Taken away.")])


def not_yours_card() -> Message:
    """Say who may take an answer away."""
    return message(
        [section("Only who asked, or an owner of this channel, can take this away. 👎 says that it is wrong.")]
    )


def not_an_owner_card() -> Message:
    """Say who may do this."""
    return message([section("Only an owner of the channel, or a workspace admin, can do that.")])


def name_of(reference: str, pack: Pack) -> str:
    """An answer in words: ``How long does a scan take? · Computed tomography (CT)``."""
    kind, _, rest = reference.partition(":")
    name, _, ids = rest.partition(":") if kind == "question" else ("", "", rest)
    entries = [pack.entries[one].title for one in ids.split(",") if one in pack.entries]
    if kind == "question":
        question = pack.questions.get(name)
        return " · ".join([question.name, *entries]) if question else GONE
    return (" compared with " if kind == "compared" else " · ").join(entries) or GONE


def show_button(reference: str) -> list[Block]:
    """A button that shows an answer to who clicks."""
    kind, _, rest = reference.partition(":")
    action = {"question": Action.ANSWER, "compared": Action.COMPARE, "short": Action.OPEN}.get(kind)
    return [button("Show the answer", action, rest)] if action else []


def at_in_words(at: datetime, tz: str) -> str:
    """``Thursday 14:02``, by the clock of who reads it."""
    local = at.astimezone(ZoneInfo(tz))
    return f"{WEEK[local.weekday()]} {local:%H:%M}"


def percent(precision: Precision) -> str:
    """A share, rounded down, so that it never shows more than it is."""
    return _share(int(precision.percent))


def in_words(seconds: int) -> str:
    """``90 seconds``, ``3 minutes``, ``1 hour``."""
    for unit, size in (("hour", 3600), ("minute", 60)):
        if seconds % size == 0:
            count = seconds // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{seconds} seconds"


def hours_in_words(manners: Manners) -> str:
    """``Monday to Friday`` is not made out of days: each is named."""
    if manners.hours is None:
        return "at any time"
    hours = manners.hours
    times = "the whole day" if hours.opens == hours.closes else f"{hours.opens:%H:%M} to {hours.closes:%H:%M}"
    return f"{', '.join(hours.day_names)}, {times} ({escape(hours.tz)})"


def _share(percent: int) -> str:
    return f"{percent}\N{NO-BREAK SPACE}%"


def _heading(channel_name: str, state: Settings) -> Block:
    return section(f"*What Reading Room does unasked in #{escape(channel_name)}*\n{standing(state)}")


def _history(changes: Sequence[str]) -> list[Block]:
    if not changes:
        return [context("Nothing was changed yet.")]
    return [divider(), context("\n".join(["What was changed lately:", *changes]))]


def _is_of(block: Block, key: str) -> bool:
    return block["type"] == "actions" and any(element.get("value") == key for element in block["elements"])
