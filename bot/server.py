"""HTTP: an ASGI app in front of Bolt, and the server that runs it.

Bolt's own adapter fails with 500 on malformed JSON and non-numeric timestamps, before it has verified anything, and
reads bodies of any size. This endpoint refuses those with 4xx, and answers the health checks.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

import aiohttp
import uvicorn
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.app import build_app, build_library
from bot.core.library import Library
from bot.core.reloading import keep_current
from bot.handlers.background import Background
from bot.settings import Settings, load_settings

logger = logging.getLogger(__name__)

EVENTS_PATH = "/slack/events"

LARGEST_BODY = 1024 * 1024
"""Bytes. Slack names no limit; a view of 100 blocks with all its state stays under a tenth of this."""

CONTENT_TYPES = ("application/x-www-form-urlencoded", "application/json")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class RefusedError(Exception):
    """A request that is not from Slack, or not whole.

    Attributes:
        status: The HTTP status, 400 to 499.
    """

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


class Endpoint:
    """``POST /slack/events``, ``GET /healthz`` and ``GET /readyz``.

    Args:
        settings: What the deployment decides.
        library: What is asked; loaded at start-up where none is given.
    """

    def __init__(self, settings: Settings, library: Library | None = None) -> None:
        settings.require("SLACK_SIGNING_SECRET")
        settings.require("SLACK_BOT_TOKEN")
        self._settings = settings
        self._library = library or build_library(settings)
        self._background = Background()
        self._stop = asyncio.Event()
        self._closing = contextlib.AsyncExitStack()
        self._app: AsyncApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI connection."""
        if scope["type"] == "http":
            status, headers, body = await self._answer(scope, receive)
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await self.open()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def open(self) -> None:
        """Build the app and begin to watch the packs."""
        session = await self._closing.enter_async_context(aiohttp.ClientSession())
        self._app = build_app(self._settings, self._library, self._background, session=session)
        watch = asyncio.create_task(keep_current(self._library, self._settings.knowledge_path, self._stop))
        self._closing.push_async_callback(_wait_for, watch)

    async def close(self) -> None:
        """Finish what was acked, then let go of everything."""
        self._stop.set()
        await self._background.drain()
        await self._closing.aclose()
        self._app = None

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        path, method = scope["path"], scope["method"]
        if path == EVENTS_PATH and method == "POST":
            try:
                return _from_bolt(await self._dispatch(scope, receive))
            except RefusedError as error:
                return _json(error.status, {"error": str(error)})
        if path == EVENTS_PATH:
            return _json(405, {"error": "Slack sends POST"}, allow="POST")
        if path in {"/healthz", "/readyz"} and method in {"GET", "HEAD"}:
            return _json(200, {"ok": True}) if path == "/healthz" else self._readiness()
        return _json(404, {"error": f"there is {EVENTS_PATH}, /healthz and /readyz"})

    def _readiness(self) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        pack, trouble = self._library.pack, self._library.trouble
        state = {"ok": self._app is not None, "revision": pack.revision, "entries": len(pack.entries)}
        if trouble:
            state["trouble"] = f"the files as they are now are not served: {trouble}"
        return _json(200 if self._app is not None else 503, state)

    async def _dispatch(self, scope: Scope, receive: Receive) -> BoltResponse:
        if self._app is None:
            raise RefusedError(503, "starting or stopping")
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        _check_headers(headers)
        body = await _read_body(receive)
        try:
            request = AsyncBoltRequest(
                body=body.decode("utf-8"), query=scope["query_string"].decode("latin-1"), headers=headers
            )
        except UnicodeDecodeError:
            raise RefusedError(400, "the body is not UTF-8") from None
        except (ValueError, RecursionError, AttributeError, LookupError, TypeError):  # Bolt reads on as it parses
            raise RefusedError(400, "the body is not what its content type says") from None
        if not isinstance(request.body, dict):
            raise RefusedError(400, "the body is no object")
        return await self._app.async_dispatch(request)


def _check_headers(headers: Mapping[str, str]) -> None:
    content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type not in CONTENT_TYPES:
        raise RefusedError(415, f"the content type must be {' or '.join(CONTENT_TYPES)}")
    length = headers.get("content-length", "0")
    if not length.isascii() or not length.isdigit() or int(length[:20]) > LARGEST_BODY:
        raise RefusedError(413, f"the body may have {LARGEST_BODY:,} bytes")
    timestamp = headers.get("x-slack-request-timestamp", "")
    if not timestamp.isascii() or not timestamp.isdigit():
        raise RefusedError(401, "X-Slack-Request-Timestamp is missing or no number")
    if not headers.get("x-slack-signature"):
        raise RefusedError(401, "X-Slack-Signature is missing")


async def _read_body(receive: Receive) -> bytes:
    body = bytearray()
    more = True
    while more:
        part = await receive()
        if part["type"] != "http.request":
            raise RefusedError(400, "the body broke off")
        body += part.get("body", b"")
        if len(body) > LARGEST_BODY:
            raise RefusedError(413, f"the body may have {LARGEST_BODY:,} bytes")
        more = part.get("more_body", False)
    return bytes(body)


def _from_bolt(response: BoltResponse) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    body = response.body.encode("utf-8")
    headers = [
        (name.encode("latin-1"), value.encode("latin-1"))
        for name, values in response.headers.items()
        for value in values
        if name.lower() not in {"set-cookie", "content-length"}
    ]
    return response.status, [*headers, (b"content-length", str(len(body)).encode())], body


def _json(status: int, value: object, **headers: str) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    body = json.dumps(value).encode()
    extra = [(name.encode(), text.encode()) for name, text in headers.items()]
    length = (b"content-length", str(len(body)).encode())
    return status, [(b"content-type", b"application/json"), length, *extra], body


async def _wait_for(task: asyncio.Task[None]) -> None:
    await task


def create() -> Endpoint:
    """The endpoint from the environment; uvicorn calls this in each worker."""
    return Endpoint(load_settings())


def serve(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Serve HTTP until a signal comes.

    More than one worker needs uvloop: with asyncio's own loop the socket that workers share lacks TCP_NODELAY, and each
    request on a kept connection takes 44 ms.
    """
    uvicorn.run(
        "bot.server:create" if workers > 1 else Endpoint(settings),
        factory=workers > 1,
        host=host,
        port=port,
        workers=workers,
        loop="uvloop" if workers > 1 else "auto",
        http="auto",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=10,
    )
