"""Work that waits on the network, after the ack.

With ``process_before_response`` the ack leaves only when the listener returns, so nothing that waits may stand in it.
"""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackClientError

from bot.cards.blocks import Message

logger = logging.getLogger(__name__)

DRAIN_SECONDS = 8.0
"""How long a stop waits for what is under way; platforms kill after 10 (Heroku 30, Docker 10, Kubernetes 30)."""

_OK = 200


class Background:
    """Tasks that outlive their listener; kept from the garbage collector and finished before a stop."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run some work after the ack."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def drain(self, seconds: float = DRAIN_SECONDS) -> None:
        """Wait for what is under way; what takes longer is cancelled and said in the log."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            logger.warning("stopped with %d answers unsent", len(late))

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logger.error("background work failed: %s", type(error).__name__)


async def post(respond: AsyncRespond, card: Message, *, replace: bool = False) -> None:
    """Send a card to the ``response_url`` of an interaction.

    Slack refuses a whole message for one bad block; then the same words go out without blocks.

    Args:
        respond: Bolt's, bound to the ``response_url`` (five uses within 30 minutes).
        card: What to show.
        replace: Whether it takes the place of the message that was clicked.
    """
    body = card | {"replace_original": replace}
    try:
        answer = await respond(body)
        if answer.status_code != _OK and card.get("blocks"):
            logger.error("a card was refused: %s %s", answer.status_code, answer.body[:80])
            plain = {name: value for name, value in body.items() if name != "blocks"}
            await respond(plain)
    except (SlackClientError, OSError, TimeoutError) as error:
        logger.warning("an answer could not be sent: %s", type(error).__name__)
