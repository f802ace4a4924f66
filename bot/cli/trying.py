"""Trying the bot without Slack: the real app, and a stand-in for Slack in the browser or in the terminal."""

import asyncio
import contextlib
import logging
import webbrowser
from collections.abc import AsyncIterator, Iterator

import uvicorn
from pydantic import SecretStr
from rich.console import Console

from bot import socket_mode
from bot.app import build_library
from bot.cli.digesting import send
from bot.core.library import Library
from bot.errors import ReadingRoomError
from bot.manifest import build_manifest
from bot.playground.membership import join
from bot.playground.stand_in import HOST, StandIn
from bot.playground.terminal import run as converse
from bot.server import EVENTS_PATH, Endpoint
from bot.settings import Settings
from bot.storage.schema import prepare

logger = logging.getLogger(__name__)

NOT_SERVED = "What was saved is not served: the cards are those of the last good version until this is mended."

AN_HOUR = 3600.0

LOOK_SECONDS = 0.2
"""How often to look whether another revision of the packs is served."""


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: whoever started it decides when to stop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


async def run(settings: Settings, *, port: int, over_socket: bool, in_terminal: bool, open_browser: bool) -> None:
    """Start the bot and the stand-in on this machine, and serve until the person leaves.

    Args:
        settings: What the deployment decides; tokens and addresses are the stand-in's.
        port: Where the page is; 0 for any free port.
        over_socket: Whether the bot is reached over Socket Mode instead of HTTP.
        in_terminal: Whether to talk in the terminal instead of the browser.
        open_browser: Whether to open the page in a browser.

    Raises:
        PackError: The packs do not validate.
        ReadingRoomError: The port is taken.
        StorageError: The database does not answer, or must be upgraded first.
    """
    library = build_library(settings)
    await prepare(settings)
    console = Console(highlight=False)
    stand_in = StandIn(build_manifest(settings.command_prefix), port=port)
    async with contextlib.AsyncExitStack() as exits:
        try:
            await exits.enter_async_context(stand_in)
        except OSError as error:
            raise ReadingRoomError(f"port {port} is not free; name another with --port: {error.strerror}") from None
        mine = settings_for(stand_in, settings)
        bot = over_socket_mode(stand_in, mine, library) if over_socket else over_http(stand_in, mine, library)
        address = await exits.enter_async_context(bot)
        welcome(stand_in)
        console.print(f"Reading Room {address}", style="dim")
        if in_terminal:
            await converse(stand_in.person(), console=console)
            return
        console.print(f"Open [bold]{stand_in.url}[/bold] and type /modality MRI. Ctrl-C stops.", soft_wrap=True)
        if open_browser:
            await asyncio.to_thread(webbrowser.open, stand_in.url)
        stop = asyncio.Event()
        socket_mode.stop_on_signals(stop)
        _send_digests(stand_in, mine, library)
        await _follow(library, stand_in, stop)


def settings_for(stand_in: StandIn, settings: Settings) -> Settings:
    """These settings with the stand-in's tokens, secret and address."""
    app = stand_in.slack.app
    return settings.model_copy(
        update={
            "slack_bot_token": SecretStr(app.bot_token),
            "slack_app_token": SecretStr(app.app_token),
            "slack_signing_secret": SecretStr(app.signing_secret),
            "slack_api_url": stand_in.api_url,
        }
    )


def welcome(stand_in: StandIn) -> None:
    """Let the bot be in the channel that is seen first: whoever tries it expects an answer to a mention."""
    join(stand_in.slack, stand_in.person().channel, stand_in.slack.bot)


@contextlib.asynccontextmanager
async def over_http(stand_in: StandIn, settings: Settings, library: Library) -> AsyncIterator[str]:
    """Serve the bot on a free port; where it listens, in words."""
    endpoint = Endpoint(settings, library, stand_in.slack.clock)
    server = _Server(uvicorn.Config(endpoint, host=HOST, port=0, log_config=None, access_log=False))
    serving = asyncio.create_task(server.serve())
    try:
        while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn offers no event
            await asyncio.sleep(0.01)
        if serving.done():
            await serving
        url = f"http://{HOST}:{server.servers[0].sockets[0].getsockname()[1]}"
        stand_in.connect_http(url + EVENTS_PATH)
        yield f"listens on {url}"
    finally:
        server.should_exit = True
        await serving


@contextlib.asynccontextmanager
async def over_socket_mode(stand_in: StandIn, settings: Settings, library: Library) -> AsyncIterator[str]:
    """Run the bot over Socket Mode; that it is connected, in words."""
    stop = asyncio.Event()
    running = asyncio.create_task(socket_mode.answer(settings, library, stop, clock=stand_in.slack.clock))
    stand_in.connect_socket_mode()
    try:
        await stand_in.slack.socket_mode.connected()
        yield "is connected over Socket Mode"
    finally:
        stop.set()
        await running


def _send_digests(stand_in: StandIn, settings: Settings, library: Library) -> None:
    """Stand in for the platform's scheduler: once an hour, by the clock that can be moved on."""
    clock = stand_in.slack.clock

    async def ring() -> None:
        clock.at(clock.now() + AN_HOUR, ring)
        try:
            await send(settings, library, clock)
        except ReadingRoomError as error:
            logger.warning("no digest: %s", error)

    clock.at(clock.now() + AN_HOUR, ring)


async def _follow(library: Library, stand_in: StandIn, stop: asyncio.Event) -> None:
    """Whenever a file of the packs is saved: draw the last card anew, or show why it cannot be."""
    revision = library.pack.revision
    while not stop.is_set():
        stand_in.tell_trouble(library.trouble and f"{NOT_SERVED}\n{library.trouble}")
        if library.pack.revision != revision:
            revision = library.pack.revision
            await stand_in.redraw()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), LOOK_SECONDS)
