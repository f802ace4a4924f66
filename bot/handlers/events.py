"""Events that are answered with a message: what they say, whom to answer where, and once only.

Slack delivers an event again when it was not acked in three seconds, and a message that mentions the bot as two events;
whatever comes twice is answered once, on whichever worker. The answer is posted before the ack: an event that no worker
lived to answer, or that Slack would not take the answer to, is delivered again.
"""

import logging
from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.blocks import Block, Message
from bot.errors import StorageError
from bot.handlers.binding import Payload
from bot.knowledge.markup import plain_text
from bot.storage.events import SeenEvents

logger = logging.getLogger(__name__)

MOST_REMEMBERED = 5000
"""Keys of events that a worker remembers itself, for when the database is away."""

PASSING = {"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
"""What may be gone in a minute; other refusals stay."""

REFUSED_CARD = {"invalid_blocks", "invalid_blocks_format", "invalid_attachments"}


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that somebody wrote to the bot.

    Attributes:
        text: What it says, without mentions and without Slack's escapes.
        user: Who wrote it.
        channel: Where.
        ts: Its timestamp.
        thread_ts: Of the thread it stands in; ``None`` at the top.
        keys: All that name the event, however it is delivered.
    """

    text: str
    user: str
    channel: str
    ts: str
    thread_ts: str | None
    keys: tuple[str, ...]


def heard(body: Payload) -> Heard | None:
    """What an event says; ``None`` where nobody wrote to the bot: its own messages, other bots, edits."""
    event: dict[str, Any] = body.get("event") or {}
    me = {one.get("user_id") for one in body.get("authorizations") or ()}
    user, channel, ts = event.get("user"), event.get("channel"), event.get("ts")
    if event.get("bot_id") or event.get("subtype") not in {None, "file_share", "thread_broadcast"}:
        return None
    if not (isinstance(user, str) and isinstance(channel, str) and isinstance(ts, str)) or user in me:
        return None
    team = body.get("team_id") or event.get("team") or ""
    keys = [f"ts:{team}:{channel}:{ts}"]
    if event_id := body.get("event_id"):
        keys.append(f"event:{event_id}")
    text = plain_text(str(event.get("text") or ""))
    return Heard(text, user, channel, ts, event.get("thread_ts") or None, tuple(keys))


class Turn(Enum):
    """Whose turn it is to answer an event."""

    OURS = "ours"
    TAKEN = "taken"
    """Somebody is answering it, and may die before that is done: it has to come again."""
    ANSWERED = "answered"


class Once:
    """Answers each event once, across workers; while the database is away, once a worker.

    Args:
        events: What any worker has seen.
    """

    def __init__(self, events: SeenEvents) -> None:
        self._events = events
        self._answered_here: OrderedDict[str, bool] = OrderedDict()

    async def begin(self, keys: tuple[str, ...]) -> Turn:
        """Whether this worker is to answer."""
        here = [self._answered_here[key] for key in keys if key in self._answered_here]
        if here:
            return Turn.ANSWERED if any(here) else Turn.TAKEN
        self._remember(keys, is_answered=False)
        try:
            if await self._events.claim(keys):
                return Turn.OURS
            is_answered = await self._events.is_done(keys)
        except StorageError as error:
            logger.warning("an event is answered without asking other workers: %s", error)
            return Turn.OURS
        self._forget(keys)  # the next delivery asks again
        return Turn.ANSWERED if is_answered else Turn.TAKEN

    async def end(self, keys: tuple[str, ...], *, is_answered: bool) -> None:
        """Tell the other workers that it is answered, or that the next delivery may try."""
        try:
            if is_answered:
                self._remember(keys, is_answered=True)
                await self._events.done(keys)
            else:
                self._forget(keys)
                await self._events.release(keys)
        except StorageError as error:
            logger.warning("an event could not be noted as answered: %s", error)

    def _remember(self, keys: tuple[str, ...], *, is_answered: bool) -> None:
        self._answered_here.update(dict.fromkeys(keys, is_answered))
        while len(self._answered_here) > MOST_REMEMBERED:
            self._answered_here.popitem(last=False)

    def _forget(self, keys: tuple[str, ...]) -> None:
        for key in keys:
            self._answered_here.pop(key, None)


class Posts:
    """Posts messages through the Web API.

    Args:
        client: With the bot's token.
    """

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def post(self, to: Heard, card: Message, *, thread_ts: str | None) -> bool:
        """Post a card for everyone in a conversation; ``False`` where it is worth trying again."""
        return await self._send(
            self._client.chat_postMessage, card, channel=to.channel, thread_ts=thread_ts, unfurl_links=False
        )

    async def whisper(self, to: Heard, card: Message, *, thread_ts: str | None) -> bool:
        """Post a card that one person sees; ``False`` where it is worth trying again."""
        return await self._send(
            self._client.chat_postEphemeral, card, channel=to.channel, user=to.user, thread_ts=thread_ts
        )

    async def show(self, body: Payload, view: Block) -> None:
        """Open a modal for whoever clicked: above the modal that they clicked in."""
        is_above = (body.get("view") or {}).get("type") == "modal"
        method = self._client.views_push if is_above else self._client.views_open
        try:
            await method(trigger_id=str(body["trigger_id"]), view=view)
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            logger.warning("a modal could not be shown: %s", type(error).__name__)

    @staticmethod
    async def _send(method: Any, card: Message, **where: Any) -> bool:
        """Send a message; Slack refuses a whole one for a single bad block, so then its words go out without blocks."""
        said = {"text": card["text"], **{name: value for name, value in where.items() if value is not None}}
        try:
            try:
                await method(**said, blocks=card.get("blocks"))
            except SlackApiError as error:
                if error.response.get("error") not in REFUSED_CARD:
                    raise
                logger.error("Slack refused a card: %s", error.response.get("error"))  # noqa: TRY400 - no trace helps
                await method(**said)
        except SlackApiError as error:
            reason = error.response.get("error")
            logger.warning("an answer was not taken: %s", reason)
            return reason not in PASSING
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            logger.warning("an answer could not be sent: %s", type(error).__name__)
            return False
        return True
