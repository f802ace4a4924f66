"""The agent's messages tab: prompts to begin with. What is written there comes as a direct message.

``app_home_opened`` with the tab ``messages`` stands for the agent messaging experience; ``assistant_thread_started``
for the assistant that Slack has closed to new apps (``docs.slack.dev/ai/migrating-to-agent-messaging``).
"""

import logging

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.handlers.binding import Payload, bind
from bot.names import EXAMPLES

logger = logging.getLogger(__name__)

TITLE = "Ask about radiology and imaging"


def register(app: AsyncApp, *, client: AsyncWebClient) -> None:
    """Listen to conversations with the older assistant being opened; those with the agent come with App Home."""
    app.event("assistant_thread_started")(bind(greet_in_assistant, client=client))


async def greet_in_messages_tab(ack: AsyncAck, event: Payload, *, client: AsyncWebClient) -> None:
    """Suggest prompts where the messages tab was opened; without a thread, of which the agent knows none."""
    if event.get("tab") == "messages" and event.get("channel"):
        await _suggest(client, channel_id=str(event["channel"]))
    await ack()


async def greet_in_assistant(ack: AsyncAck, event: Payload, *, client: AsyncWebClient) -> None:
    """Suggest prompts in a thread of the older assistant."""
    thread = event.get("assistant_thread") or {}
    if thread.get("channel_id") and thread.get("thread_ts"):
        await _suggest(client, channel_id=str(thread["channel_id"]), thread_ts=str(thread["thread_ts"]))
    await ack()


async def _suggest(client: AsyncWebClient, **where: str) -> None:
    prompts = [{"title": example, "message": example} for example in EXAMPLES]
    try:
        await client.assistant_threads_setSuggestedPrompts(**where, title=TITLE, prompts=prompts)
    except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
        logger.warning("no prompts were suggested: %s", type(error).__name__)
