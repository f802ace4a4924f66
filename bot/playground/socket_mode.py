"""Socket Mode, Slack's side: hands out WebSockets, sends envelopes down them, collects the acknowledgements.

Sources: the frames are docs.slack.dev's (/apis/events-api/using-socket-mode); at most 10 connections an app, each
envelope to any one of them, are the same page's.
"""

import asyncio
import itertools
import secrets
from contextlib import suppress

from aiohttp import WSMsgType, web

from bot.playground.delivery import Answer, Envelope, Form, NoAnswerError
from bot.playground.installed import InstalledApp
from bot.playground.wire import Json, parsed

MOST_CONNECTIONS = 10
CONNECTION_SECONDS = 3600
"""What ``hello`` says of how long a connection lasts."""

HEARTBEAT_SECONDS = 10.0

PARTING_SECONDS = 1.0
"""How long the app, told to come anew, has to close a WebSocket itself. Slack gives some ten seconds; slack_sdk needs a
moment, and would connect twice if it had none."""


class SocketMode:
    """The app's WebSockets.

    Args:
        app: The installed app.
    """

    transport = "Socket Mode"

    def __init__(self, app: InstalledApp) -> None:
        self._app = app
        self._tickets: set[str] = set()
        self._sockets: dict[web.WebSocketResponse, asyncio.Event] = {}
        self._next = itertools.count()
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._connected = asyncio.Event()
        self.connections = 0
        """How many connections there have been so far."""

    def ticket(self) -> str:
        """Something that opens one connection, as the address from ``apps.connections.open`` carries it."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """``GET /link?ticket=…``: the WebSocket."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404, text="this ticket is spent or unknown")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS)
        await socket.prepare(request)
        if len(self._sockets) >= MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        gone = self._sockets[socket] = asyncio.Event()
        self.connections += 1
        hello = {
            "type": "hello",
            "num_connections": len(self._sockets),
            "debug_info": {"host": "playground", "approximate_connection_time": CONNECTION_SECONDS},
            "connection_info": {"app_id": self._app.id},
        }
        try:
            await socket.send_json(hello)
            self._connected.set()
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._take(frame.data)
        except ConnectionError:
            pass  # the app went
        finally:
            gone.set()
            self._forget(socket)
        return socket

    async def connected(self, seconds: float = 10.0) -> None:
        """Wait until the app is there.

        Raises:
            TimeoutError: It did not come.
        """
        async with asyncio.timeout(seconds):
            await self._connected.wait()

    async def deliver(self, envelope: Envelope) -> Answer:
        """Send an envelope down one of the WebSockets, each in its turn."""
        if not self._sockets:
            raise NoAnswerError("dispatch_failed", "the app has no WebSocket open", "connection_failed")
        socket = tuple(self._sockets)[next(self._next) % len(self._sockets)]
        envelope_id = secrets.token_hex(16)
        frame: Json = {
            "envelope_id": envelope_id,
            "type": envelope.form.value,
            "payload": envelope.payload,
            "accepts_response_payload": envelope.form is not Form.EVENT,
        }
        if envelope.form is Form.EVENT:
            frame |= {"retry_attempt": envelope.retry, "retry_reason": envelope.retry_reason}
        acked = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        try:
            await socket.send_json(frame)
            ack = await acked
        except ConnectionError:
            raise NoAnswerError("dispatch_failed", "the WebSocket broke", "connection_failed") from None
        finally:
            del self._waiting[envelope_id]
        payload = ack.get("payload")
        return Answer(200, payload if isinstance(payload, dict) and payload else None)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to come anew, and end every WebSocket.

        Args:
            reason: Slack's, such as ``warning``; empty to close without a word.
        """
        self._connected.clear()
        await asyncio.gather(*(self._part(socket, gone, reason) for socket, gone in tuple(self._sockets.items())))

    async def close(self) -> None:
        """Close every WebSocket."""
        await self.disconnect("")

    async def _part(self, socket: web.WebSocketResponse, gone: asyncio.Event, reason: str) -> None:
        """End a WebSocket; the app, told why, may do so first, as slack_sdk does."""
        self._forget(socket)
        with suppress(ConnectionError):
            if reason:
                await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})
                with suppress(TimeoutError):
                    await asyncio.wait_for(gone.wait(), PARTING_SECONDS)
            await socket.close()

    def _forget(self, socket: web.WebSocketResponse) -> None:
        self._sockets.pop(socket, None)
        if not self._sockets:
            self._connected.clear()

    def _take(self, text: str) -> None:
        """Hand an acknowledgement to whoever waits for it; what is none, or comes too late, is let go."""
        with suppress(ValueError):
            frame = parsed(text)
            waiting = self._waiting.get(str(frame.get("envelope_id"))) if isinstance(frame, dict) else None
            if waiting and not waiting.done():
                waiting.set_result(frame)
