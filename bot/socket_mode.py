"""Socket Mode: the same app over a WebSocket, for workspaces whose network lets nothing in."""

import asyncio
import logging
import signal

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler

from bot.app import build_app, build_library
from bot.core.reloading import keep_current
from bot.handlers.background import Background
from bot.settings import Settings

logger = logging.getLogger(__name__)

SILENT_SECONDS = 120.0
"""How long the socket may be gone before the process gives up, so that its platform starts it anew.

slack_sdk reconnects by itself within seconds; a socket that stays silent is a known fault (python-slack-sdk#1110).
"""

CHECK_SECONDS = 5.0


class SocketSilentError(Exception):
    """The socket was gone for too long."""


async def run(settings: Settings, *, silent_seconds: float = SILENT_SECONDS) -> None:
    """Answer over Socket Mode until a signal comes.

    Raises:
        SettingMissingError: A token is missing.
        PackError: The packs do not validate.
        SocketSilentError: The socket stayed silent; whoever runs this process should start it again.
    """
    app_token = settings.require("SLACK_APP_TOKEN")
    settings.require("SLACK_BOT_TOKEN")
    library, background, stop = build_library(settings), Background(), asyncio.Event()
    _stop_on_signals(stop)
    async with aiohttp.ClientSession() as session:
        app = build_app(settings, library, background, session=session)
        handler = AsyncSocketModeHandler(app, app_token)
        watch = asyncio.create_task(keep_current(library, settings.knowledge_path, stop))
        try:
            await handler.connect_async()  # type: ignore[no-untyped-call]
            logger.info("connected over Socket Mode")
            await _watch_socket(handler, stop, silent_seconds)
        finally:
            stop.set()
            await handler.disconnect_async()  # type: ignore[no-untyped-call]
            await background.drain()
            await handler.close_async()  # type: ignore[no-untyped-call]
            await watch


async def _watch_socket(handler: AsyncSocketModeHandler, stop: asyncio.Event, silent_seconds: float) -> None:
    """Wait for ``stop``; give up when the socket is gone for too long."""
    loop = asyncio.get_running_loop()
    last_seen = loop.time()
    while not stop.is_set():
        if await handler.client.is_connected():
            last_seen = loop.time()
        elif loop.time() - last_seen > silent_seconds:
            raise SocketSilentError(f"no connection to Slack for {silent_seconds:.0f} s")
        try:
            await asyncio.wait_for(stop.wait(), timeout=min(CHECK_SECONDS, silent_seconds / 4))
        except TimeoutError:
            continue


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(name, stop.set)
        except NotImplementedError:  # Windows
            signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop.set))
