"""HTTP: an ASGI app in front of Bolt, and the server that runs it.

Bolt's own adapter fails with 500 on malformed JSON and non-numeric timestamps, before it has verified anything, and
reads bodies of any size. This endpoint refuses those with 4xx, and answers the health checks.
"""

import asyncio
import contextlib
import importlib.util
import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

import uvicorn
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from yarl import query_to_pairs

from bot.app import build_library, running
from bot.clock import Clock, MachineClock
from bot.core.library import Library
from bot.errors import ReadingRoomError
from bot.handlers.dispatching import dispatch
from bot.settings import Settings, load_settings
from bot.storage.schema import prepare

logger = logging.getLogger(__name__)

EVENTS_PATH = "/slack/events"

LARGEST_BODY = 1024 * 1024
"""Bytes. Slack names no limit; a view of 100 blocks with all its state stays under a tenth of this."""

MOST_FIELDS = 100
"""Fields of a form; a slash command has 13."""

STOP_SECONDS = 3
"""How long uvicorn waits for requests under way before it closes; then answers under way are drained."""

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

CONTENT_TYPES = ("application/x-www-form-urlencoded", "application/json")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")


class RefusedError(Exception):
    """A request that is not from Slack or not whole, or that comes while the app starts or stops.

    Attributes:
        status: The HTTP status, 400 to 503.
    """

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


class Endpoint:
    """``POST /slack/events``, ``GET /healthz`` and ``GET /readyz``.

    Args:
        settings: What the deployment decides.
        library: What is asked; loaded at start-up where none is given.
        clock: What time it is; this machine's where none is given.
    """

    def __init__(self, settings: Settings, library: Library | None = None, clock: Clock | None = None) -> None:
        self._verifier = SignatureVerifier(settings.require("SLACK_SIGNING_SECRET"))
        settings.require("SLACK_BOT_TOKEN")
        self._settings = settings
        self._library = library or build_library(settings)
        self._clock = clock or MachineClock()
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
        try:
            await self.open()
        except Exception:
            await send({"type": "lifespan.startup.failed"})
            raise
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def open(self) -> None:
        """Build the app, and begin to keep what is kept and to watch the packs."""
        self._app = await self._closing.enter_async_context(running(self._settings, self._library, self._clock))

    async def close(self) -> None:
        """Finish what was acked, then let go of everything."""
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
        try:
            raw = (await _read_body(receive)).decode("utf-8")
        except UnicodeDecodeError:
            raise RefusedError(400, "the body is not UTF-8") from None
        if not self._verifier.is_valid(raw, headers["x-slack-request-timestamp"], headers["x-slack-signature"]):
            raise RefusedError(401, "the signature does not fit, or is older than five minutes")
        try:
            body = _parse(raw, headers["content-type"])
        except (ValueError, RecursionError):
            raise RefusedError(400, "the body is not what its content type says") from None
        if not isinstance(body, dict) or not body:
            raise RefusedError(400, "the body is no object, or an empty one")
        return await dispatch(self._app, body, headers)


def _check_headers(headers: Mapping[str, str]) -> None:
    content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type not in CONTENT_TYPES:
        raise RefusedError(415, f"the content type must be {' or '.join(CONTENT_TYPES)}")
    length = headers.get("content-length", "0")
    if not length.isascii() or not length.isdigit() or int(length[:20]) > LARGEST_BODY:
        raise RefusedError(413, f"the body may have {LARGEST_BODY:,} bytes")
    if not _TIMESTAMP.fullmatch(headers.get("x-slack-request-timestamp", "")):
        raise RefusedError(401, "X-Slack-Request-Timestamp is missing or no number of seconds")
    if not _SIGNATURE.fullmatch(headers.get("x-slack-signature", "")):
        raise RefusedError(401, "X-Slack-Signature is missing or no signature")


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


def _parse(text: str, content_type: str) -> object:
    """What Slack posts: JSON, a form with JSON in its field ``payload``, or a plain form.

    Raises:
        ValueError: It is none of these.
    """
    if content_type.lower().startswith("application/json"):
        return json.loads(text)
    form = dict(query_to_pairs(text, max_fields=MOST_FIELDS))  # as `parse_qsl`, in a sixth of its time
    return json.loads(form["payload"]) if "payload" in form else form


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


def log_to_stderr() -> None:
    """Log as processes of a platform do: a line an event, on standard error."""
    # No line says these, so that no record need know them.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
    logging.captureWarnings(capture=True)


def create() -> Endpoint:
    """The endpoint from the environment; uvicorn calls this in each worker."""
    log_to_stderr()
    return Endpoint(load_settings())


def serve(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Serve HTTP until a signal comes.

    More than one worker needs uvloop: with asyncio's own loop the socket that workers share lacks TCP_NODELAY, and each
    request on a kept connection takes 44 ms.

    Raises:
        SettingMissingError: A token is missing.
        PackError: The packs do not validate.
        ReadingRoomError: More than one worker is wanted without uvloop, or ``DATABASE_URL`` cannot be used.
        StorageError: The database does not answer, or must be upgraded first.
    """
    endpoint = Endpoint(settings)  # also for several workers: what cannot start is told here, once
    if workers > 1 and importlib.util.find_spec("uvloop") is None:
        raise ReadingRoomError("more than one worker needs uvloop, which this Python does not have: use --workers 1")
    asyncio.run(prepare(settings))
    uvicorn.run(
        endpoint if workers == 1 else "bot.server:create",
        factory=workers > 1,
        host=host,
        port=port,
        workers=workers,
        loop="uvloop" if workers > 1 else "auto",
        http="auto",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
