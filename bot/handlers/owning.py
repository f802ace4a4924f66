"""``/reading-room channel``: a channel's settings; and what its owners judge.

Only the owners that are named there, and workspace admins, change them.
"""

import logging
from datetime import time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards import channels as cards
from bot.cards.blocks import Message, escape
from bot.clock import Clock, moment
from bot.core.owning import changes, complaints, trial_of
from bot.handlers.answering import Desk
from bot.handlers.attending import Attendant
from bot.handlers.binding import Payload, action_id, bind, chosen_value, team_of
from bot.handlers.courier import Courier, RefusedError
from bot.handlers.forms import Filled
from bot.handlers.replies import Replies
from bot.knowledge.channels import Hours, Manners, Mode
from bot.knowledge.questions import Audience
from bot.names import Action, Modal
from bot.storage.channels import Change, Channel
from bot.storage.errands import Errand
from bot.storage.store import Store

logger = logging.getLogger(__name__)

ALL_DAYS = frozenset(range(7))

SLACKBOT = "USLACKBOT"
"""Slack's own, of which it says that it is no bot."""


class Person(NamedTuple):
    """Who acts.

    Attributes:
        id: Member id.
        tz: The IANA name of their time zone.
        is_admin: Whether they run the workspace.
        is_bot: Whether it is an app.
    """

    id: str
    tz: str
    is_admin: bool
    is_bot: bool

    def may_change(self, channel: Channel) -> bool:
        """Whether they may change a channel's settings, and judge."""
        return self.is_admin or self.id in channel.owners


class Office:
    """Where channels' owners decide.

    Args:
        desk: Has the pack.
        courier: Asks Slack who and what.
        store: What is kept.
        attendant: Carries out what is decided.
        clock: What time it is.
    """

    def __init__(self, desk: Desk, courier: Courier, store: Store, attendant: Attendant, clock: Clock) -> None:
        self.desk = desk
        self.courier = courier
        self.store = store
        self.attendant = attendant
        self.clock = clock
        attendant.undertake("judge", self.send_list)
        attendant.undertake("fell", self.tell_fall)

    async def person(self, user_id: str) -> Person:
        """Who somebody is, as Slack has it.

        Raises:
            TryAgainError: Slack does not answer just now.
            RefusedError: There is no such person.
        """
        user = (await self.courier.call("users_info", user=user_id))["user"]
        is_admin = bool(user.get("is_admin") or user.get("is_owner"))
        is_bot = bool(user.get("is_bot")) or user_id == SLACKBOT
        return Person(user_id, str(user.get("tz") or "UTC"), is_admin, is_bot)

    async def state(self, channel: Channel, person: Person) -> cards.Settings:
        """How a channel's settings stand.

        Raises:
            StorageError: The database does not answer.
        """
        precision = await self.store.channels.precision(channel)
        history = await self.store.channels.history(channel.team_id, channel.channel_id)
        changed = [_told(one, person.tz) for one in history]
        return cards.Settings(channel.mode, channel.owners, channel.manners, precision, person.tz, changed)

    async def send_list(self, errand: Errand) -> None:
        """Send an owner what a channel would have been answered, and is not judged yet."""
        channel = await self.store.channels.get(errand.team_id, errand.details["channel"])
        user_id = str(errand.user_id)
        since = channel.trial_began_at or errand.due_at
        waiting = await self.store.holds.unjudged(channel.team_id, channel.channel_id, since)
        if not waiting:
            if errand.details.get("wanted"):
                await self.tell(errand, cards.nothing_to_judge_card(channel.channel_id))
            return
        try:
            tz = (await self.person(user_id)).tz
        except RefusedError as error:
            logger.warning("an owner could not be looked up: %s", error.reason)
            return
        shown = [
            cards.ToJudge(
                key=hold.place.key.replace(":", "|"),
                link=await self._link(channel.channel_id, hold.place.ts),
                at=cards.at_in_words(hold.heard_at, tz),
                reference=hold.reference,
            )
            for hold in waiting[: cards.MOST_LISTED]
        ]
        card = cards.list_card(channel.channel_id, shown, len(waiting) - len(shown), self.desk.library.pack)
        await self.tell(errand, card)

    async def tell_fall(self, errand: Errand) -> None:
        """Tell an owner that a channel fell below its floor."""
        details = errand.details
        await self.tell(errand, cards.fell_card(details["channel"], int(details["right"]), int(details["judged"])))

    async def tell(self, errand: Errand, card: Message) -> None:
        """Tell the person whom an errand is to; one who has left, or takes no messages, cannot be told at all.

        Raises:
            TryAgainError: Slack does not answer just now.
        """
        try:
            await self.courier.tell(errand.key, card, str(errand.user_id), may_be_told=errand.is_retry)
        except RefusedError as error:
            logger.warning("somebody could not be told: %s", error.reason)

    async def _link(self, channel_id: str, ts: str) -> str:
        try:
            return str((await self.courier.call("chat_getPermalink", channel=channel_id, message_ts=ts))["permalink"])
        except RefusedError:  # it was deleted
            return ""


def register(app: AsyncApp, *, office: Office, replies: Replies) -> None:
    """Listen to the settings being saved, and to verdicts."""
    app.view_submission(Modal.CHANNEL.value)(bind(save_settings, office=office))
    app.action(action_id(Action.SEND_LIST))(bind(ask_for_list, office=office))
    app.action(action_id(Action.RIGHT))(bind(judge, office=office, replies=replies, right=True))
    app.action(action_id(Action.WRONG))(bind(judge, office=office, replies=replies, right=False))


async def show_settings(ack: AsyncAck, command: Payload, *, office: Office) -> None:
    """Open a channel's settings; for those who may not change them, to be read."""
    channel_id, user_id = str(command["channel_id"]), str(command["user_id"])
    if channel_id.startswith("D"):
        await ack(cards.in_a_dm_card())
        return
    try:
        info = (await office.courier.call("conversations_info", channel=channel_id))["channel"]
    except RefusedError:
        info = {}
    if not info.get("is_member"):
        await ack(cards.not_in_channel_card(await office.courier.me()))
        return
    person = await office.person(user_id)
    channel = await office.store.channels.get(str(command["team_id"]), channel_id)
    state = await office.state(channel, person)
    name = str(info.get("name") or "")
    metadata = f"{channel.team_id}|{channel_id}"
    view = (
        cards.settings_modal(name, metadata, state)
        if person.may_change(channel)
        else cards.read_only_modal(name, state)
    )
    await office.courier.call("views_open", trigger_id=str(command["trigger_id"]), view=view)
    await ack()


async def save_settings(ack: AsyncAck, body: Payload, view: Payload, *, office: Office) -> None:
    """Keep what was decided; what may not be so is told beside the field."""
    team_id, _, channel_id = str(view["private_metadata"]).partition("|")
    person = await office.person(str(body["user"]["id"]))
    before = await office.store.channels.get(team_id, channel_id)
    if team_id != team_of(body) or not person.may_change(before):
        await ack(
            response_action="errors", errors={cards.OWNERS: "Only an owner or a workspace admin may change this."}
        )
        return
    wanted, wrong = _wanted(before, Filled(view), person)
    wrong |= complaints(before, wanted, await office.store.channels.precision(before))
    for owner in set(wanted.owners) - set(before.owners):
        if (await office.person(owner)).is_bot:
            wrong[cards.OWNERS] = "An app cannot own a channel: name people."
    if wrong:
        await ack(response_action="errors", errors=wrong)
        return
    now = moment(office.clock)
    after = Channel(team_id, channel_id, wanted.mode, wanted.owners, wanted.manners, trial_of(before, wanted, now))
    await office.store.channels.save(after, changes(before, after), person.id, now)
    await office.attendant.look()  # here it holds at once; other processes look within seconds
    await ack()


async def ask_for_list(ack: AsyncAck, action: Payload, body: Payload, *, office: Office) -> None:
    """Send an owner the list now."""
    team_id, _, channel_id = chosen_value(action).partition("|")
    user_id, now = str(body["user"]["id"]), moment(office.clock)
    channel = await office.store.channels.get(team_id, channel_id)
    if (await office.person(user_id)).may_change(channel):
        key = f"judge:{team_id}:{channel_id}:{user_id}:{now.timestamp():.3f}"
        await office.store.errands.put(
            Errand(key, "judge", team_id, now, user_id, {"channel": channel_id, "wanted": "yes"})
        )
        office.attendant.wake()
    await ack()


async def judge(
    ack: AsyncAck, action: Payload, body: Payload, *, office: Office, replies: Replies, right: bool
) -> None:
    """Keep an owner's verdict, and tell how the channel stands with it."""
    key = chosen_value(action)
    team_id, channel_id, ts = (*key.split("|"), "", "")[:3]
    user_id = str(body["user"]["id"])
    channel = await office.store.channels.get(team_id, channel_id)
    if team_id != team_of(body) or not (await office.person(user_id)).may_change(channel):
        await ack()
        replies.send(body, cards.not_an_owner_card())
        return
    precision = await office.store.channels.judge(channel, ts, user_id, right=right, now=moment(office.clock))
    await ack()
    blocks = (body.get("message") or {}).get("blocks") or []
    floor = channel.manners.floor
    card = cards.judged(blocks, key, right=right, mode=channel.mode, precision=precision, floor=floor)
    replies.send(body, card, replace=True)


def _wanted(before: Channel, filled: Filled, person: Person) -> tuple[Channel, dict[str, str]]:
    """What was filled in, and what of it cannot be read."""
    opens, closes = filled.at(cards.OPENS), filled.at(cards.CLOSES)
    days = frozenset(map(int, filled.ticked(cards.DAYS)))
    wrong: dict[str, str] = {}
    if (opens is None) is not (closes is None):
        wrong[cards.CLOSES if opens else cards.OPENS] = "Give both times, or neither."
    hours = None
    if (opens and closes) or days:
        tz = before.manners.hours.tz if before.manners.hours else person.tz
        hours = Hours(opens or time(), closes or time(), days or ALL_DAYS, tz)
    manners = Manners(
        floor=int(filled.option(cards.FLOOR)),
        hold_seconds=int(filled.option(cards.HOLD)),
        hours=hours,
        audiences=frozenset(map(Audience, filled.ticked(cards.AUDIENCE))),
        cap=int(filled.option(cards.CAP)),
        allows_shared=bool(filled.ticked(cards.SHARED)),
    )
    mode, owners = Mode(filled.option(cards.MODE)), filled.users(cards.OWNERS)
    return Channel(before.team_id, before.channel_id, mode, owners, manners), wrong


def _told(change: Change, tz: str) -> str:
    who = f"<@{change.user_id}>" if change.user_id else "Reading Room"
    return f"{change.at.astimezone(ZoneInfo(tz)):%d %b %H:%M} · {who} · {escape(change.what)}"
