"""How a request reaches the app: signed HTTP, or straight into an ASGI app. Socket Mode is ``socket_mode``'s.

Sources: the form of a request and its signature are docs.slack.dev's (/authentication/verifying-requests-from-slack);
the retry headers are those of /apis/events-api.
"""

import asyncio
import hashlib
import hmac
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Any, Protocol, Self
from urllib.parse import urlencode, urlsplit

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, DummyCookieJar, InvalidURL

from bot.playground.wire import FORM_TYPE, JSON_TYPE, Json, answered

_log = logging.getLogger(__name__)

USER_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


class Form(StrEnum):
    """What kind of request it is; the value is the ``type`` of its envelope in Socket Mode."""

    COMMAND = "slash_commands"
    INTERACTION = "interactive"
    EVENT = "events_api"


@dataclass(frozen=True, slots=True)
class Envelope:
    """A request to the app.

    Attributes:
        form: What kind it is.
        payload: Slack's payload.
        retry: How often it was sent before, 0 to 3.
        retry_reason: Why it is sent again: ``http_timeout``, ``http_error``, ``connection_failed``.
    """

    form: Form
    payload: Json
    retry: int = 0
    retry_reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The app's acknowledgement.

    Attributes:
        status: Of HTTP; 200 for any answer in Socket Mode.
        body: What it carries: a JSON object, plain text as ``{"text": …}``, or ``None``.
        headers: In lower case.
    """

    status: int
    body: Json | None
    headers: Mapping[str, str] = field(default_factory=dict)


class NoAnswerError(Exception):
    """The app gave no answer at all.

    Attributes:
        code: What Slack shows: ``operation_timeout`` or ``dispatch_failed``.
        reason: What happened, as a clause.
        retry_reason: What ``x-slack-retry-reason`` of the next try says.
    """

    def __init__(self, code: str, reason: str, retry_reason: str) -> None:
        self.code = code
        self.reason = reason
        self.retry_reason = retry_reason
        super().__init__(f"no answer from the app: {reason}")


class Delivery(Protocol):
    """A way to the app."""

    transport: str

    async def deliver(self, envelope: Envelope) -> Answer:
        """Send a request and return its answer; whoever waits no longer cancels this, and the app may go on.

        Raises:
            NoAnswerError: There was none.
        """

    async def close(self) -> None:
        """Let go of connections."""


def signed(envelope: Envelope, secret: str) -> tuple[bytes, dict[str, str]]:
    """The body and the headers of a request, signed as Slack signs it.

    The time is this computer's, not that of a clock moved on: the app compares it with its own, and refuses what is
    more than five minutes away.
    """
    if envelope.form is Form.COMMAND:
        content_type, body = FORM_TYPE, urlencode(envelope.payload, errors="replace")
    elif envelope.form is Form.INTERACTION:
        content_type, body = FORM_TYPE, urlencode({"payload": json.dumps(envelope.payload)}, errors="replace")
    else:
        content_type, body = JSON_TYPE, json.dumps(envelope.payload)
    timestamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "content-type": content_type,
        "user-agent": USER_AGENT,
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": f"v0={digest}",
    }
    if envelope.retry:
        headers |= {"x-slack-retry-num": str(envelope.retry), "x-slack-retry-reason": envelope.retry_reason}
    return body.encode(), headers


class OverHttp:
    """Signed HTTP requests to the app's address.

    Args:
        url: The app's request URL, e.g. ``http://127.0.0.1:3000/slack/events``.
        secret: The signing secret.
    """

    transport = "HTTP"

    def __init__(self, url: str, secret: str) -> None:
        self.url = url
        self._secret = secret
        # No proxy from the environment may come between two programs on one machine.
        self._session = ClientSession(trust_env=False, cookie_jar=DummyCookieJar(), timeout=ClientTimeout(total=None))

    async def deliver(self, envelope: Envelope) -> Answer:
        """Post a request; redirects are not followed."""
        body, headers = signed(envelope, self._secret)
        try:
            async with self._session.post(self.url, data=body, headers=headers, allow_redirects=False) as answer:
                text = (await answer.read()).decode(errors="replace")
                told = {name.lower(): value for name, value in answer.headers.items()}
                return Answer(answer.status, answered(answer.content_type, text), told)
        except ClientConnectorError as error:
            raise NoAnswerError("dispatch_failed", f"nothing listens at {self.url}", "connection_failed") from error
        except InvalidURL as error:
            raise NoAnswerError("dispatch_failed", f"{self.url} is no address", "connection_failed") from error
        except ClientError as error:
            raise NoAnswerError("dispatch_failed", "the connection broke", "connection_failed") from error

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


Asgi = Callable[[Any, Any, Any], Awaitable[None]]
"""An ASGI application; frameworks name the types of its three arguments each in a way of their own."""


class InProcess:
    """The same signed requests, handed to an ASGI app in this process: no socket between.

    The app must have been started: this sends no ``lifespan`` messages. Where it raises, or answers nothing, the answer
    is 500, as a server's would be.
    """

    transport = "in process"

    def __init__(self, app: Asgi, secret: str, *, path: str = "/slack/events") -> None:
        self._app = app
        self._secret = secret
        self._path = urlsplit(path).path
        self._running: set[asyncio.Task[None]] = set()

    async def deliver(self, envelope: Envelope) -> Answer:
        """Call the app; as over HTTP it goes on where nobody waits any more."""
        body, headers = signed(envelope, self._secret)
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
            "path": self._path, "raw_path": self._path.encode(), "query_string": b"", "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }  # fmt: skip
        request = _Request(body)
        running = asyncio.create_task(request.run(self._app, scope))
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        await request.answered.wait()
        return request.answer()

    async def close(self) -> None:
        """Stop what the app is still at."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)


class _Request:
    """One request to an ASGI app, from its side: what it receives and what it has sent so far.

    Attributes:
        answered: Set once the answer is whole, or will never be.
    """

    def __init__(self, body: bytes) -> None:
        self.answered = asyncio.Event()
        self._body: bytes | None = body
        self._start: Mapping[str, Any] | None = None
        self._parts: list[bytes] = []

    async def run(self, app: Asgi, scope: Mapping[str, Any]) -> None:
        """Let the app work; what it raises is logged, as a server does."""
        try:
            await app(scope, self._receive, self._send)
        except Exception:  # noqa: BLE001 - whatever an app raises, its server answers 500
            _log.exception("the app raised")
            self._start = self._start if self.answered.is_set() else None
        finally:
            self.answered.set()

    async def _receive(self) -> MutableMapping[str, Any]:
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self.answered.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            self._parts.append(message.get("body", b""))
            if not message.get("more_body"):
                self.answered.set()

    def answer(self) -> Answer:
        """What the app answered."""
        if self._start is None:
            return Answer(500, None)
        headers = self._start.get("headers", ())
        told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}
        text = b"".join(self._parts).decode(errors="replace")
        return Answer(self._start["status"], answered(told.get("content-type", "").partition(";")[0], text), told)
