"""Events that are answered with a message: what they say, whom to answer where, and once only.

Slack delivers an event again when it was not acked in three seconds, and a message that mentions the bot as two events;
whatever comes twice is answered once, on whichever worker. The answer is posted before the ack: an event that no worker
lived to answer is delivered again.
"""

import logging
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.blocks import Message
from bot.errors import StorageError
from bot.handlers.binding import Payload, plain_text
from bot.storage.events import SeenEvents

logger = logging.getLogger(__name__)

MOST_REMEMBERED = 5000
"""Keys of events that a worker remembers itself, for when the database is away."""

_REFUSED = {"invalid_blocks", "invalid_blocks_format", "invalid_attachments"}


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


class Once:
    """Answers each event once, across workers; while the database is away, once a worker.

    Args:
        events: What any worker has seen.
    """

    def __init__(self, events: SeenEvents) -> None:
        self._events = events
        self._here: OrderedDict[str, None] = OrderedDict()

    async def begin(self, keys: tuple[str, ...]) -> bool:
        """Whether this worker is to answer."""
        if any(key in self._here for key in keys):
            return False
        self._here.update(dict.fromkeys(keys))
        while len(self._here) > MOST_REMEMBERED:
            self._here.popitem(last=False)
        try:
            is_ours = await self._events.claim(keys)
        except StorageError as error:
            logger.warning("an event is answered without asking other workers: %s", error)
            return True
        if not is_ours:  # whoever has it may die before it is answered: the next delivery asks again
            self._forget(keys)
        return is_ours

    async def end(self, keys: tuple[str, ...], *, is_answered: bool) -> None:
        """Tell the other workers that it is answered, or that the next delivery may try."""
        try:
            if is_answered:
                await self._events.done(keys)
            else:
                self._forget(keys)
                await self._events.release(keys)
        except StorageError as error:
            logger.warning("an event could not be noted as answered: %s", error)

    def _forget(self, keys: tuple[str, ...]) -> None:
        for key in keys:
            self._here.pop(key, None)


class Posts:
    """Posts messages through the Web API.

    Args:
        client: With the bot's token.
    """

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def post(self, to: Heard, card: Message, *, thread_ts: str | None) -> bool:
        """Post a card for everyone in a conversation; whether Slack took it."""
        return await self._send(
            self._client.chat_postMessage, card, channel=to.channel, thread_ts=thread_ts, unfurl_links=False
        )

    async def whisper(self, to: Heard, card: Message, *, thread_ts: str | None) -> bool:
        """Post a card that one person sees; whether Slack took it."""
        return await self._send(
            self._client.chat_postEphemeral, card, channel=to.channel, user=to.user, thread_ts=thread_ts
        )

    @staticmethod
    async def _send(method: Any, card: Message, **where: Any) -> bool:
        """Send a message; Slack refuses a whole one for a single bad block, so then its words go out without blocks."""
        said = {"text": card["text"], **{name: value for name, value in where.items() if value is not None}}
        try:
            try:
                await method(**said, blocks=card.get("blocks"))
            except SlackApiError as error:
                if error.response.get("error") not in _REFUSED:
                    raise
                logger.error("Slack refused a card: %s", error.response.get("error"))  # noqa: TRY400 - no trace helps
                await method(**said)
        except SlackApiError as error:
            logger.warning("an answer was not taken: %s", error.response.get("error"))
            return False
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            logger.warning("an answer could not be sent: %s", type(error).__name__)
            return False
        return True
