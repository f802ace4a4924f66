"""Channels: what people write to one another there, heard where an owner opted the channel in, and nowhere else.

A message that may be answered is held (`bot.handlers.speaking` ends it). What is heard is looked at and let go: neither
text nor writer is kept.
"""

import logging
from collections.abc import Mapping
from datetime import timedelta
from time import perf_counter
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.cards.channels import not_yours_card, taken_back_card
from bot.clock import Clock, moment
from bot.core.admitting import Private
from bot.core.gaps import gap_of
from bot.core.library import Library
from bot.core.unasked import hear, sure
from bot.errors import StorageError
from bot.handlers.attending import Attendant
from bot.handlers.binding import Listener, Payload, action_id, bind, chosen_value, message_text, team_of
from bot.handlers.events import Heard, heard
from bot.handlers.journal import CHANNEL, note_outcome
from bot.handlers.mentions import AGAIN
from bot.handlers.replies import Replies
from bot.knowledge.asked import Asked
from bot.knowledge.channels import Came
from bot.names import Action
from bot.storage.channels import Channel
from bot.storage.holds import Place
from bot.storage.store import Store

logger = logging.getLogger(__name__)

MUTE = "mute"
"""The reaction that mutes a thread: 🔇."""


class Ears:
    """Hears messages of the channels that were opted in.

    Args:
        library: Understands them.
        store: What is kept.
        attendant: Ends holds.
        clock: What time it is.
    """

    def __init__(self, library: Library, store: Store, attendant: Attendant, clock: Clock) -> None:
        self._library = library
        self._store = store
        self._attendant = attendant
        self._clock = clock
        self._listening: Mapping[tuple[str, str], Channel] = {}
        attendant.each_round(self.look)
        attendant.each_round(store.gaps.flush)

    async def look(self) -> None:
        """See which channels are opted in.

        Raises:
            StorageError: The database does not answer; it stays as it was.
        """
        found = await self._store.channels.listening()
        self._listening = {(channel.team_id, channel.channel_id): channel for channel in found}

    def channel_of(self, body: Payload, channel_id: str) -> Channel | None:
        """The channel of an event; ``None`` where nobody opted it in: then nothing of the event is looked at."""
        return self._listening.get((str(body.get("team_id") or ""), channel_id))

    async def hear(self, body: Payload, channel: Channel) -> None:
        """Take a message in: a new one, one that was edited, or that one was deleted.

        Raises:
            StorageError: The database does not answer.
        """
        event: dict[str, Any] = body["event"]
        match event.get("subtype"):
            case "message_changed":
                await self._edited(body, channel)
            case "message_deleted":
                await self.let_go(body)
            case _:
                said = heard(body)
                if said and _is_for_everybody(said, body, channel):
                    await self._said(said, channel)

    async def let_go(self, body: Payload) -> None:
        """End a question that was edited or deleted, and take its answer away; nothing of it is read.

        Also where the channel was switched off since.

        Raises:
            StorageError: The database does not answer.
        """
        event: dict[str, Any] = body["event"]
        if _is_unfurl(event):
            return
        ts = str(event.get("deleted_ts") or (event.get("message") or {}).get("ts") or "")
        await self._withdraw(Place(str(body.get("team_id") or ""), str(event.get("channel") or ""), ts), Came.CHANGED)

    async def mute(self, event: Payload, channel: Channel) -> None:
        """Mute the thread that somebody put 🔇 on.

        Raises:
            StorageError: The database does not answer.
        """
        ts = str((event.get("item") or {}).get("ts") or "")
        if ts:
            await self._store.holds.mute(_place(channel, ts), moment(self._clock))

    async def take_back(self, channel: Channel, ts: str) -> None:
        """Take an answer away at the wish of who asked, or of an owner.

        Raises:
            StorageError: The database does not answer.
        """
        await self._withdraw(_place(channel, ts), Came.TAKEN_BACK)

    async def _said(self, said: Heard, channel: Channel) -> None:
        started = perf_counter()
        asked = hear(self._library, said.text)
        if asked is None:
            return
        now = moment(self._clock)
        understood = sure(asked, channel.manners)
        if understood is not None:
            due_at = now + timedelta(seconds=channel.manners.hold_seconds)
            await self._store.holds.hear(_place(channel, said.ts), understood.reference, now, due_at)
        elif gap := gap_of(_asked(asked)):
            self._store.gaps.meet(gap, channel.team_id, channel.channel_id, now)
        outcome = "held" if understood else "private" if isinstance(asked, Private) else "abstained"
        identifiers = tuple(one.value for one in asked.identifiers) if isinstance(asked, Private) else ()
        reference = understood.reference if understood else None
        note_outcome(CHANNEL, outcome, reference, started, self._store.usage, identifiers=identifiers)

    async def _edited(self, body: Payload, channel: Channel) -> None:
        """Hold a question that is still one; else it is no longer there to be answered."""
        event: dict[str, Any] = body["event"]
        message = event.get("message") or {}
        if _is_unfurl(event) or message.get("bot_id"):
            return
        if not message.get("subtype"):  # a tombstone stands where a question was deleted
            understood = sure(hear(self._library, message_text(message)), channel.manners)
            due_at = moment(self._clock) + timedelta(seconds=channel.manners.hold_seconds)
            place = _place(channel, str(message.get("ts") or ""))
            if understood and await self._store.holds.hear_anew(place, understood.reference, due_at):
                return
        await self.let_go(body)

    async def _withdraw(self, place: Place, came: Came) -> None:
        if await self._store.holds.withdraw(place, came, moment(self._clock)):
            self._attendant.wake()


def register(app: AsyncApp, *, ears: Ears, direct: Listener) -> None:
    """Listen to messages and reactions.

    Args:
        app: Where to.
        ears: Hears what is written in channels.
        direct: Answers direct messages.
    """
    app.event("message")(bind(hear_message, ears=ears, direct=direct))
    app.event("reaction_added")(bind(hear_reaction, ears=ears))


def register_actions(app: AsyncApp, *, ears: Ears, store: Store, replies: Replies) -> None:
    """Listen to the button that takes an answer away."""
    app.action(action_id(Action.TAKE_BACK))(bind(take_back, ears=ears, store=store, replies=replies))


async def hear_message(ack: AsyncAck, body: Payload, *, ears: Ears, direct: Listener) -> BoltResponse | None:
    """Hand a direct message to who answers it; of a channel's, hear those of channels that were opted in."""
    event: dict[str, Any] = body.get("event") or {}
    if event.get("channel_type") == "im":
        response: BoltResponse | None = await direct(ack=ack, body=body)
        return response
    channel = ears.channel_of(body, str(event.get("channel") or ""))
    is_of_earlier = event.get("subtype") in {"message_changed", "message_deleted"}
    if channel is not None or is_of_earlier:
        try:
            await (ears.hear(body, channel) if channel else ears.let_go(body))
        except StorageError as error:
            logger.warning("a message has to come again: %s", error)
            return BoltResponse(status=AGAIN, body="")
    await ack()
    return None


async def hear_reaction(ack: AsyncAck, body: Payload, event: Payload, *, ears: Ears) -> BoltResponse | None:
    """Mute a thread that 🔇 was put on."""
    channel = ears.channel_of(body, str((event.get("item") or {}).get("channel") or ""))
    if channel is not None and str(event.get("reaction")) == MUTE:
        try:
            await ears.mute(event, channel)
        except StorageError as error:
            logger.warning("a reaction has to come again: %s", error)
            return BoltResponse(status=AGAIN, body="")
    await ack()
    return None


async def take_back(
    ack: AsyncAck, action: Payload, body: Payload, *, ears: Ears, store: Store, replies: Replies
) -> None:
    """Take an answer away, where its asker or an owner wants it."""
    ts, _, asker = chosen_value(action).partition("|")
    user_id = str(body["user"]["id"])
    channel_id = str((body.get("container") or {}).get("channel_id") or "")
    channel = await store.channels.get(team_of(body), channel_id)
    may = user_id == asker or user_id in channel.owners
    if may:
        await ears.take_back(channel, ts)
    await ack()
    replies.send(body, taken_back_card() if may else not_yours_card())


def _is_unfurl(event: Payload) -> bool:
    """Whether a message changed and says what it said: a link below it was unfurled, or somebody replied."""
    message, before = event.get("message") or {}, event.get("previous_message") or {}
    return event.get("subtype") == "message_changed" and message.get("text") == before.get("text")


def _is_for_everybody(said: Heard, body: Payload, channel: Channel) -> bool:
    """Whether a message stands at the top, addresses no bot, and may be answered where it stands."""
    if said.thread_ts and said.thread_ts != said.ts:
        return False
    if body.get("is_ext_shared_channel") and not channel.manners.allows_shared:
        return False
    text = str(body["event"].get("text") or "")
    me = (one.get("user_id") for one in body.get("authorizations") or ())
    return not any(f"<@{one}>" in text for one in me)


def _asked(asked: Asked | Private) -> Asked | None:
    return None if isinstance(asked, Private) else asked


def _place(channel: Channel, ts: str) -> Place:
    return Place(channel.team_id, channel.channel_id, ts)
