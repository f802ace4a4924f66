"""Socket Mode: the same app over a WebSocket, for workspaces whose network lets nothing in."""

import asyncio
import contextlib
import logging
import signal
import time

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.app import build_library, running
from bot.clock import Clock, MachineClock
from bot.core.library import Library
from bot.errors import ReadingRoomError
from bot.handlers.dispatching import dispatch
from bot.handlers.replies import discreet_logger
from bot.settings import WHERE_TO_FIND, Settings
from bot.storage.schema import prepare

logger = logging.getLogger(__name__)

SILENT_SECONDS = 120.0
"""How long the socket may be gone before the process gives up, so that its platform starts it anew.

slack_sdk reconnects by itself within seconds; a socket that stays silent is a known fault (python-slack-sdk#1110).
"""

CHECK_SECONDS = 5.0

REFUSALS = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_allowed_token_type"})
"""Errors of ``apps.connections.open`` that no waiting mends."""


class SocketSilentError(Exception):
    """The socket was gone for too long."""


class _Handler(AsyncSocketModeHandler):
    """Bolt's handler, over the same dispatching as HTTP."""

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Answer one envelope."""
        started = time.time()
        response = await dispatch(self.app, dict(req.payload), build_headers(req) or {})
        await send_async_response(client, req, response, started)


async def run(settings: Settings, *, silent_seconds: float = SILENT_SECONDS) -> None:
    """Answer over Socket Mode until a signal comes.

    Raises:
        SettingMissingError: A token is missing.
        ReadingRoomError: Slack does not take the token.
        PackError: The packs do not validate.
        StorageError: The database does not answer, or must be upgraded first.
        SocketSilentError: The socket stayed silent; whoever runs this process should start it again.
    """
    settings.require("SLACK_APP_TOKEN")
    settings.require("SLACK_BOT_TOKEN")
    library, stop = build_library(settings), asyncio.Event()
    await prepare(settings)
    stop_on_signals(stop)
    await answer(settings, library, stop, silent_seconds=silent_seconds)


async def answer(
    settings: Settings,
    library: Library,
    stop: asyncio.Event,
    *,
    silent_seconds: float = SILENT_SECONDS,
    clock: Clock | None = None,
) -> None:
    """Answer over Socket Mode until ``stop`` is set.

    Args:
        settings: What the deployment decides.
        library: What is asked; it is kept current meanwhile.
        stop: Ends it.
        silent_seconds: How long the socket may be gone.
        clock: What time it is; this machine's where none is given.

    Raises:
        SettingMissingError: A token is missing.
        ReadingRoomError: Slack does not take the token.
        SocketSilentError: The socket stayed silent.
    """
    app_token = settings.require("SLACK_APP_TOKEN")
    async with contextlib.AsyncExitStack() as last, running(settings, library, clock or MachineClock()) as app:
        handler = _Handler(app, app_token, logger=discreet_logger("socket_mode"))
        last.push_async_callback(handler.close_async)
        connect = asyncio.create_task(_connect(handler))
        try:
            await _watch_socket(handler, connect, stop, silent_seconds)
        finally:
            connect.cancel()
            await handler.disconnect_async()  # type: ignore[no-untyped-call]


async def _connect(handler: AsyncSocketModeHandler) -> None:
    """Open the socket; slack_sdk tries again every ten seconds for as long as it takes.

    Raises:
        ReadingRoomError: Slack does not take the token.
    """
    try:
        opened = await handler.app.client.apps_connections_open(app_token=handler.app_token)
        handler.client.wss_uri = opened["url"]
    except SlackApiError as error:
        reason = str(error.response.get("error"))
        if reason in REFUSALS:
            where = WHERE_TO_FIND["SLACK_APP_TOKEN"]
            raise ReadingRoomError(f"Slack does not take SLACK_APP_TOKEN ({reason}): {where}") from None
        logger.warning("Slack gives no connection yet: %s", reason)
    except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
        logger.warning("Slack cannot be reached yet: %s", type(error).__name__)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    logger.info("connected over Socket Mode")


async def _watch_socket(
    handler: AsyncSocketModeHandler, connect: asyncio.Task[None], stop: asyncio.Event, silent_seconds: float
) -> None:
    """Wait for ``stop``; give up when the socket is gone for too long, or Slack refuses it."""
    loop = asyncio.get_running_loop()
    last_seen = loop.time()
    while not stop.is_set():
        if connect.done():
            connect.result()
        if await handler.client.is_connected():
            last_seen = loop.time()
        elif loop.time() - last_seen > silent_seconds:
            raise SocketSilentError(f"no connection to Slack for {silent_seconds:.0f} s")
        waiting = [asyncio.ensure_future(stop.wait()), *([] if connect.done() else [connect])]
        await asyncio.wait(waiting, timeout=min(CHECK_SECONDS, silent_seconds / 4), return_when="FIRST_COMPLETED")
        waiting[0].cancel()


def stop_on_signals(stop: asyncio.Event) -> None:
    """Set an event when the process is told to stop, from the keyboard or by its platform."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(name, stop.set)
        except NotImplementedError:  # Windows
            signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop.set))
