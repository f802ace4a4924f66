"""The composition root: the only place that wires rooms together."""

import logging

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.rack import Rack
from bot.core.admitting import warm_up
from bot.core.library import Library
from bot.handlers import (
    agent,
    comparisons,
    explaining,
    failures,
    feedback,
    help,  # noqa: A004 - the feature's name
    lookups,
    mentions,
    questions,
    searching,
    sharing,
)
from bot.handlers.answering import Desk
from bot.handlers.events import Once, Posts
from bot.handlers.replies import Replies, discreet_logger, retry_handlers
from bot.knowledge.loading import load
from bot.names import Command
from bot.settings import Settings
from bot.storage.store import Store

logger = logging.getLogger(__name__)


def build_library(settings: Settings) -> Library:
    """Load the packs of ``KNOWLEDGE_PATH``.

    Raises:
        PackError: They do not validate.
    """
    warm_up()
    library = Library(load(settings.knowledge_path))
    pack = library.pack
    logger.info("serving revision %s with %d entries", pack.revision, len(pack.entries))
    return library


def build_app(
    settings: Settings, library: Library, replies: Replies, store: Store, session: aiohttp.ClientSession | None
) -> AsyncApp:
    """Wire the Bolt app that both HTTP and Socket Mode serve.

    Args:
        settings: What the deployment decides.
        library: What is asked.
        replies: Sends what goes out after the ack; whoever serves the app drains it.
        store: What is kept; whoever serves the app opens and closes it.
        session: Carries the calls of the Web API; without one, each opens a connection of its own.

    Raises:
        SettingMissingError: There is no bot token.
    """
    token = settings.require("SLACK_BOT_TOKEN")

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        """One workspace, one token; without this, Bolt asks ``auth.test`` before it answers."""
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

    client = AsyncWebClient(
        token,
        base_url=settings.slack_api_url,
        session=session,
        logger=discreet_logger("web"),
        retry_handlers=retry_handlers(),
    )
    app = AsyncApp(
        client=client,
        # The endpoint verifies what comes over HTTP; Socket Mode has nothing to verify.
        request_verification_enabled=False,
        ssl_check_enabled=False,
        authorize=authorize,
        process_before_response=True,
        logger=silent_logger(),
        name="reading-room",
    )
    prefix, rack, usage = settings.command_prefix, Rack(), store.usage
    desk, posts, once = Desk(library, rack, prefix), Posts(client), Once(store.events)
    # Hottest first: Bolt tries listeners in order, and each that is passed over costs a twelfth of a request.
    lookups.register_command(app, Command.MODALITY, library=library, rack=rack, usage=usage, prefix=prefix)
    comparisons.register_command(app, library=library, rack=rack, usage=usage, prefix=prefix)
    lookups.register_command(app, Command.DEFINE, library=library, rack=rack, usage=usage, prefix=prefix)
    lookups.register_command(app, Command.PROCEDURE, library=library, rack=rack, usage=usage, prefix=prefix)
    questions.register_command(app, desk=desk, usage=usage)
    mentions.register(app, desk=desk, once=once, posts=posts, usage=usage)
    searching.register(app, desk=desk, client=client, usage=usage)
    help.register_commands(app, library=library, prefix=prefix)
    lookups.register_actions(app, library=library, rack=rack, replies=replies)
    comparisons.register_actions(app, library=library, rack=rack, replies=replies)
    help.register_actions(app, library=library, replies=replies)
    sharing.register_actions(app, desk=desk, replies=replies)
    questions.register_actions(app, desk=desk, replies=replies)
    feedback.register_actions(app, votes=store.votes, replies=replies)
    explaining.register(app, library=library, replies=replies, gaps=store.gaps, usage=usage)
    agent.register(app, client=client)
    failures.register(app, replies=replies, posts=posts, once=once, prefix=prefix)
    return app


def silent_logger() -> logging.Logger:
    """A logger that keeps quiet, for Bolt.

    From INFO to WARNING Bolt quotes the bodies of requests, in which people type. What fails is told by
    `bot.handlers.failures`, in words of our own.
    """
    silent = logging.getLogger("bot.bolt")
    silent.setLevel(logging.CRITICAL)
    return silent
