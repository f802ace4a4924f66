"""How a request reaches the app: signed HTTP, or straight into an ASGI app. Socket Mode is ``socket_mode``'s.

Sources: the form of a request and its signature are docs.slack.dev's (/authentication/verifying-requests-from-slack);
the 3 seconds and the retry headers are those of /apis/events-api and /interactivity/handling-user-interaction.
"""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Any, Protocol, Self
from urllib.parse import urlencode, urlsplit

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, DummyCookieJar, InvalidURL

from bot.playground.clock import Clock
from bot.playground.wire import FORM_TYPE, JSON_TYPE, Json, answered

ACK_SECONDS = 3.0
"""How long Slack waits for an answer."""

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


def took_too_long(seconds: float) -> NoAnswerError:
    """The error for an answer that did not come in time."""
    return NoAnswerError("operation_timeout", f"it took longer than {seconds:g} seconds", "http_timeout")


class Delivery(Protocol):
    """A way to the app."""

    transport: str

    async def deliver(self, envelope: Envelope) -> Answer:
        """Send a request and return its answer.

        Raises:
            NoAnswerError: There was none, or it took too long.
        """

    async def close(self) -> None:
        """Let go of connections."""


def signed(envelope: Envelope, secret: str, clock: Clock) -> tuple[bytes, dict[str, str]]:
    """The body and the headers of a request, signed as Slack signs it."""
    if envelope.form is Form.COMMAND:
        content_type, body = FORM_TYPE, urlencode(envelope.payload, errors="replace")
    elif envelope.form is Form.INTERACTION:
        content_type, body = FORM_TYPE, urlencode({"payload": json.dumps(envelope.payload)}, errors="replace")
    else:
        content_type, body = JSON_TYPE, json.dumps(envelope.payload)
    timestamp = str(int(clock.now()))
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
        clock: Gives the timestamp of signatures.
        seconds: How long to wait for an answer.
    """

    transport = "HTTP"

    def __init__(self, url: str, secret: str, clock: Clock, seconds: float = ACK_SECONDS) -> None:
        self.url = url
        self._secret = secret
        self._clock = clock
        self._seconds = seconds
        # No proxy from the environment may come between two programs on one machine.
        self._session = ClientSession(
            trust_env=False, cookie_jar=DummyCookieJar(), timeout=ClientTimeout(total=seconds)
        )

    async def deliver(self, envelope: Envelope) -> Answer:
        """Post a request; redirects are not followed."""
        body, headers = signed(envelope, self._secret, self._clock)
        try:
            async with self._session.post(self.url, data=body, headers=headers, allow_redirects=False) as answer:
                text = (await answer.read()).decode(errors="replace")
                told = {name.lower(): value for name, value in answer.headers.items()}
                return Answer(answer.status, answered(answer.content_type, text), told)
        except TimeoutError:
            raise took_too_long(self._seconds) from None
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

    The app must have been started: this sends no ``lifespan`` messages.
    """

    transport = "in process"

    def __init__(
        self, app: Asgi, secret: str, clock: Clock, *, path: str = "/slack/events", seconds: float = ACK_SECONDS
    ) -> None:
        self._app = app
        self._secret = secret
        self._clock = clock
        self._path = urlsplit(path).path
        self._seconds = seconds

    async def deliver(self, envelope: Envelope) -> Answer:
        """Call the app."""
        body, headers = signed(envelope, self._secret, self._clock)
        sent: list[MutableMapping[str, Any]] = []
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
            "path": self._path, "raw_path": self._path.encode(), "query_string": b"", "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }  # fmt: skip

        async def receive() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        try:
            async with asyncio.timeout(self._seconds):
                await self._app(scope, receive, send)
        except TimeoutError:
            raise took_too_long(self._seconds) from None
        start = sent[0]
        told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in start.get("headers", ())}
        text = b"".join(part.get("body", b"") for part in sent[1:]).decode(errors="replace")
        return Answer(start["status"], answered(told.get("content-type", "").partition(";")[0], text), told)

    async def close(self) -> None:
        """There is nothing to close."""
