"""The courier: says a thing once, though a worker may die between saying it and noting that it was said.

Every message it posts carries the key of its errand as metadata, which people do not see. Whoever takes an errand over
looks for the key before it posts.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.blocks import Message
from bot.handlers.attending import TryAgainError
from bot.handlers.binding import message_text
from bot.handlers.events import PASSING, REFUSED_CARD

logger = logging.getLogger(__name__)

EVENT_TYPE = "reading_room_errand"

MOST_READ = 50
"""Messages of a thread, or of a conversation's end, that are looked at."""


class RefusedError(Exception):
    """Slack will not do it, now or later.

    Attributes:
        reason: Slack's code.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Thread:
    """A message and what stands below it.

    Attributes:
        text: What the message says, as people read it; nothing, where it is gone.
        user: Who wrote it.
        is_edited: Whether its writer changed it.
        is_gone: Whether its writer took it away from above its replies.
        has_reply: Whether a person has replied.
        ours: Timestamps of the bot's own replies, by the key of their errand; ``""`` for one of no errand.
    """

    text: str
    user: str
    is_edited: bool
    is_gone: bool
    has_reply: bool
    ours: Mapping[str, str]


class Courier:
    """Reads and posts through the Web API.

    Args:
        client: With the bot's token.
    """

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._me = ""

    async def thread(self, channel_id: str, ts: str) -> Thread | None:
        """A message of a channel and its thread, as they stand now; ``None`` where both are gone.

        Raises:
            TryAgainError: Slack does not answer just now.
            RefusedError: The bot may not read there.
        """
        try:
            found = await self.call("conversations_replies", channel=channel_id, ts=ts, limit=MOST_READ,
                                    include_all_metadata=True)  # fmt: skip
        except RefusedError as error:
            if error.reason in {"thread_not_found", "message_not_found"}:
                return None
            raise
        messages: Sequence[dict[str, Any]] = found["messages"]
        above = next((one for one in messages if one.get("ts") == ts), None)
        if above is None:
            return None
        is_gone = above.get("subtype") == "tombstone"
        replies = [one for one in messages if one.get("ts") != ts]
        return Thread(
            text="" if is_gone else message_text(above),
            user=str(above.get("user") or ""),
            is_edited="edited" in above,
            is_gone=is_gone,
            has_reply=bool(found.get("has_more")) or any(not one.get("bot_id") for one in replies),
            ours={_key_of(one): str(one["ts"]) for one in replies if await self._is_ours(one)},
        )

    async def is_shared(self, channel_id: str) -> bool:
        """Whether another organisation is in a channel, or is about to be.

        Raises:
            TryAgainError: Slack does not answer just now.
            RefusedError: The bot may not see the channel.
        """
        info = (await self.call("conversations_info", channel=channel_id))["channel"]
        return bool(info.get("is_ext_shared") or info.get("is_pending_ext_shared"))

    async def reply(self, key: str, card: Message, *, channel_id: str, thread_ts: str) -> str:
        """Post a card below a message: its timestamp.

        Raises:
            TryAgainError: Slack does not answer just now.
            RefusedError: Slack does not take it.
        """
        return await self._post(key, card, channel=channel_id, thread_ts=thread_ts)

    async def tell(self, key: str, card: Message, user_id: str, *, may_be_told: bool) -> None:
        """Post a card to one person, in their conversation with the bot.

        Args:
            key: Of the errand.
            card: What to say.
            user_id: To whom.
            may_be_told: Whether somebody tried before, so that it has to be looked for first.

        Raises:
            TryAgainError: Slack does not answer just now.
            RefusedError: Slack does not take it: the person has left, or takes no messages.
        """
        opened = await self.call("conversations_open", users=user_id)
        channel_id = str(opened["channel"]["id"])
        if may_be_told:
            last = await self.call(
                "conversations_history", channel=channel_id, limit=MOST_READ, include_all_metadata=True
            )
            if any(_key_of(one) == key for one in last["messages"]):
                return
        await self._post(key, card, channel=channel_id)

    async def take_away(self, channel_id: str, ts: str) -> None:
        """Delete a message of the bot's; one that is gone already is no matter.

        Raises:
            TryAgainError: Slack does not answer just now.
            RefusedError: Slack does not allow it.
        """
        try:
            await self.call("chat_delete", channel=channel_id, ts=ts)
        except RefusedError as error:
            if error.reason != "message_not_found":
                raise

    async def call(self, method: str, **arguments: Any) -> Any:
        """Call a method of the Web API.

        Raises:
            TryAgainError: Slack does not answer just now.
            RefusedError: Slack refuses.
        """
        try:
            return await getattr(self._client, method)(**arguments)
        except SlackApiError as error:
            reason = str(error.response.get("error"))
            if reason in PASSING:
                wait = error.response.headers.get("Retry-After")
                raise TryAgainError(reason, float(wait) if wait else None) from None
            raise RefusedError(reason) from None
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            raise TryAgainError(type(error).__name__) from None

    async def _post(self, key: str, card: Message, **where: str) -> str:
        """Post; Slack refuses a whole message for a single bad block, so then its words go out without blocks."""
        said = {
            "text": card["text"],
            "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": key}},
            "unfurl_links": False,
            **where,
        }
        try:
            posted = await self.call("chat_postMessage", **said, blocks=card.get("blocks"))
        except RefusedError as error:
            if error.reason not in REFUSED_CARD:
                raise
            logger.error("Slack refused a card: %s", error.reason)  # noqa: TRY400 - no trace helps
            posted = await self.call("chat_postMessage", **said)
        return str(posted["ts"])

    async def _is_ours(self, message: Mapping[str, Any]) -> bool:
        return bool(message.get("bot_id")) and message.get("user") == await self.me()

    async def me(self) -> str:
        """The bot's own member id, asked for once.

        Raises:
            TryAgainError: Slack does not answer just now.
            RefusedError: Slack does not know the token.
        """
        if not self._me:
            self._me = str((await self.call("auth_test"))["user_id"])
        return self._me


def _key_of(message: Mapping[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    return str((metadata.get("event_payload") or {}).get("key") or "") if metadata else ""
