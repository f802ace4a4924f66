"""Trying the bot without Slack: the real app over HTTP, and a stand-in for Slack in the terminal."""

import asyncio
import contextlib
import secrets
from collections.abc import Iterator

import uvicorn
from pydantic import SecretStr
from rich.console import Console

from bot.names import Command
from bot.playground.stand_in import StandIn
from bot.playground.terminal import run as converse
from bot.server import EVENTS_PATH, Endpoint
from bot.settings import Settings

HOST = "127.0.0.1"


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: the prompt decides when to stop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


async def run(settings: Settings, *, port: int = 0) -> None:
    """Start the bot and the stand-in on free ports of this machine, and talk until the person leaves.

    Raises:
        PackError: The packs do not validate.
    """
    secret = secrets.token_hex(16)
    async with StandIn(bot_url="", signing_secret=secret) as slack:
        mine = settings.model_copy(
            update={
                "slack_bot_token": SecretStr("xoxb-playground"),
                "slack_signing_secret": SecretStr(secret),
                "slack_api_url": slack.api_url,
            }
        )
        server = _Server(uvicorn.Config(Endpoint(mine), host=HOST, port=port, log_config=None, access_log=False))
        serving = asyncio.create_task(server.serve())
        try:
            while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn offers no event
                await asyncio.sleep(0.01)
            if serving.done():
                await serving
                return
            listening = server.servers[0].sockets[0].getsockname()[1]
            slack.bot_url = f"http://{HOST}:{listening}{EVENTS_PATH}"
            console = Console(highlight=False)
            console.print(f"Reading Room listens on http://{HOST}:{listening}", style="dim")
            commands = tuple(command.slash(mine.command_prefix) for command in Command)
            await converse(slack, commands=commands, console=console)
        finally:
            server.should_exit = True
            await serving
