"""The composition root: the only place that wires rooms together."""

import logging

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.rack import Rack
from bot.core.library import Library
from bot.handlers import comparisons, failures, help, lookups, sharing  # noqa: A004 - the feature's name
from bot.handlers.background import Background
from bot.knowledge.loading import load
from bot.settings import Settings

logger = logging.getLogger(__name__)


def build_library(settings: Settings) -> Library:
    """Load the packs of ``KNOWLEDGE_PATH``.

    Raises:
        PackError: They do not validate.
    """
    library = Library(load(settings.knowledge_path))
    pack = library.pack
    logger.info("serving revision %s with %d entries", pack.revision, len(pack.entries))
    return library


def build_app(
    settings: Settings, library: Library, background: Background, *, session: aiohttp.ClientSession | None = None
) -> AsyncApp:
    """Wire the Bolt app that both HTTP and Socket Mode serve.

    Args:
        settings: What the deployment decides.
        library: What is asked.
        background: Holds what outlives a listener; whoever serves the app drains it.
        session: Shared by all calls to Slack; without one, each call opens a connection of its own.

    Raises:
        SettingMissingError: There is no bot token.
    """
    token = settings.require("SLACK_BOT_TOKEN")
    secret = settings.slack_signing_secret
    quiet_bolt()

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        """One workspace, one token; without this, Bolt asks ``auth.test`` before it answers."""
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

    app = AsyncApp(
        client=AsyncWebClient(base_url=settings.slack_api_url, session=session),
        # Only Socket Mode runs without a secret, and Bolt verifies nothing there.
        signing_secret=secret.get_secret_value() if secret else "",
        authorize=authorize,
        process_before_response=True,
        name="reading-room",
    )
    prefix, rack = settings.command_prefix, Rack()
    # Hottest first: Bolt tries listeners in order.
    lookups.register_commands(app, library=library, rack=rack, prefix=prefix)
    comparisons.register_commands(app, library=library, prefix=prefix)
    help.register_commands(app, library=library, prefix=prefix)
    lookups.register_actions(app, library=library, rack=rack, background=background)
    comparisons.register_actions(app, library=library, background=background)
    help.register_actions(app, library=library, background=background)
    sharing.register_actions(app, library=library, rack=rack, background=background)
    failures.register(app, background=background)
    return app


def quiet_bolt() -> None:
    """Keep what people typed out of the log: at INFO, Bolt writes the body of each request it cannot verify."""
    for name in ("slack_bolt", "slack_sdk"):
        logging.getLogger(name).setLevel(logging.WARNING)
