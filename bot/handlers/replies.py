"""Answers that go out after the ack, through the ``response_url`` of a click.

With ``process_before_response`` the ack leaves only when the listener returns, so nothing that waits on the network may
stand in it. An ack of a click carries no message; its card goes to the ``response_url`` (five uses within 30 minutes).
"""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.cards.blocks import Message

logger = logging.getLogger(__name__)

DRAIN_SECONDS = 5.0
"""How long a stop waits for answers under way; with uvicorn's own 3 s it stays under Docker's 10."""

SLACK_HOSTS = (".slack.com", ".slack-gov.com")
"""Where a ``response_url`` may lead; besides the host of ``SLACK_API_URL``, for stand-ins."""

_REFUSED = 400


def retry_handlers() -> list[AsyncRetryHandler]:
    """For a connection that broke, and for *too fast*, once each; by itself slack_sdk tries again after the first."""
    return [AsyncConnectionErrorRetryHandler(), AsyncRateLimitErrorRetryHandler(max_retry_count=1)]


def discreet_logger(name: str) -> logging.Logger:
    """A logger for slack_sdk, which at DEBUG quotes all that is sent and received, and so what people type.

    Args:
        name: Below ``bot``: what it logs for.
    """
    discreet = logging.getLogger(f"bot.slack_sdk.{name}")
    discreet.setLevel(logging.INFO)
    return discreet


class Replies:
    """Sends cards after the ack, and is drained before a stop.

    Args:
        session: Shared by all answers; without one, each opens a connection of its own.
        api_url: Base URL of the Web API: answers may go to its host too.
    """

    def __init__(self, session: aiohttp.ClientSession | None = None, api_url: str = "") -> None:
        self._session = session
        self._own_host = urlsplit(api_url).hostname
        self._tasks: set[asyncio.Task[None]] = set()

    def send(self, body: dict[str, Any], card: Message, *, replace: bool = False) -> None:
        """Begin to answer an interaction.

        Args:
            body: Its payload; one without a ``response_url`` (a modal, App Home) cannot be answered this way.
            card: What to show.
            replace: Whether it takes the place of the message that was clicked.
        """
        url = str(body.get("response_url") or "")
        if not self._may_go_to(url):
            logger.warning("an interaction without a response_url of Slack's was not answered")
            return
        self.begin(self._post(url, card | {"replace_original": replace}))

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something behind an ack, that a stop waits for."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self, seconds: float = DRAIN_SECONDS) -> None:
        """Wait for what is under way; what takes longer is cancelled and said in the log."""
        try:
            async with asyncio.timeout(seconds):
                while self._tasks:
                    await asyncio.wait(self._tasks)
        except TimeoutError:
            late = list(self._tasks)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
            logger.warning("stopped with %d answers unsent", len(late))

    def _may_go_to(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        if parts.hostname and parts.hostname == self._own_host:
            return True
        return parts.scheme == "https" and f".{parts.hostname}".endswith(SLACK_HOSTS)

    async def _post(self, url: str, message: Message) -> None:
        """Post a message; Slack refuses a whole one for a single bad block, so then its words go out without blocks."""
        client = AsyncWebhookClient(
            url,
            session=self._session,
            logger=discreet_logger("webhook"),
            retry_handlers=retry_handlers(),
        )
        try:
            answer = await client.send_dict(message)
            if answer.status_code == _REFUSED and "blocks" in message:
                logger.error("Slack refused a card: %s", answer.body[:80])
                answer = await client.send_dict({name: value for name, value in message.items() if name != "blocks"})
            if not answer.status_code < _REFUSED:
                logger.warning("an answer was not taken: status %s", answer.status_code)
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            logger.warning("an answer could not be sent: %s", type(error).__name__)
