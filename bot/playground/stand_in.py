"""The part of Slack that the bot talks to, on 127.0.0.1.

Out go slash commands and clicks, signed as Slack signs them; in come ``auth.test`` and what the bot posts to a
``response_url``. Messages are kept as the bot sent them; drawing them is ``bot.playground.drawing``'s.

Sources: the form of a command and of a click, the 3 seconds, the 30 minutes and the 5 uses are docs.slack.dev's
(/interactivity/handling-user-interaction) and those of bolt-python's scenario tests.
"""

import asyncio
import hashlib
import hmac
import itertools
import json
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self
from urllib.parse import urlencode

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, DummyCookieJar, InvalidURL, web

from bot.playground.drawing import Choice

Json = dict[str, Any]
"""A JSON object of Slack's, as it travels."""

TEAM_ID = "T0PLAYGROUND"
TEAM_NAME = "Reading Room playground"
TEAM_DOMAIN = "playground"
APP_ID = "A0PLAYGROUND"
BOT_USER_ID = "U0BOT"
BOT_ID = "B0BOT"
USER_ID = "U0YOU"
USER_NAME = "you"
CHANNEL_ID = "C0GENERAL"
CHANNEL_NAME = "general"
SCOPES = "commands,chat:write,app_mentions:read"
VERIFICATION_TOKEN = "playground"  # noqa: S105 Slack's old token, which nobody should check any more; no secret

ACK_SECONDS = 3.0
"""How long Slack waits for an answer before it tells the person that the command failed."""

RESPONSE_URL_SECONDS = 30 * 60
RESPONSE_URL_USES = 5

QUIET_SECONDS = 0.1
"""After a first message: how long nothing more must come before a click counts as answered in full."""


class How(StrEnum):
    """What a post to a ``response_url`` did."""

    NEW = "new"
    REPLACED = "replaced"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that the bot posted to a ``response_url``.

    Attributes:
        how: Whether it stands by itself, took the place of the message clicked on, or removed that message.
        message: The message as it was sent, except that one which replaces another keeps the other's
            ``response_type``: Slack never turns a private message public. ``None`` where one was deleted.
    """

    how: How
    message: Json | None


@dataclass(frozen=True, slots=True)
class Reply:
    """The bot's whole answer to a command or a click.

    Attributes:
        status: HTTP status of the acknowledgement. Slack takes any but 200 for a failure.
        milliseconds: From sending to what answered it: the acknowledgement, or, where that was empty, the first
            message posted.
        message: The message in the acknowledgement of a command; ``None`` where it was empty, or failed.
        posted: What came by ``response_url``, in order.
    """

    status: int
    milliseconds: float
    message: Json | None
    posted: tuple[Posted, ...] = ()


class NoAnswerError(Exception):
    """The bot gave no answer at all: nobody listens, the connection broke, or 3 seconds passed.

    Attributes:
        url: Where the bot was looked for.
        reason: What happened, as a clause.
    """

    def __init__(self, url: str, reason: str) -> None:
        self.url = url
        self.reason = reason
        super().__init__(f"no answer from the bot at {url}: {reason}")


@dataclass(slots=True)
class _ResponseUrl:
    """One ``response_url``: how often and how long it may be used, and what came by it and is not handed on yet."""

    expires_at: float
    response_type: str
    uses: int = 0
    posted: list[Posted] = field(default_factory=list)
    first_at: float | None = None
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def record(self, message: Json) -> None:
        """Keep what was posted and wake who waits for it."""
        if message.get("delete_original"):
            self.posted.append(Posted(How.DELETED, None))
        elif message.get("replace_original"):
            self.posted.append(Posted(How.REPLACED, message | {"response_type": self.response_type}))
        else:
            self.posted.append(Posted(How.NEW, message))
        self.first_at = self.first_at or time.perf_counter()
        self.heard.set()

    async def listen(self, seconds: float) -> None:
        """Wait up to ``seconds`` for a first message, then until no more follow."""
        with suppress(TimeoutError):
            while True:
                async with asyncio.timeout(seconds):
                    await self.heard.wait()
                self.heard.clear()
                seconds = QUIET_SECONDS

    def take(self) -> tuple[Posted, ...]:
        """Hand on what has come so far."""
        taken, self.posted = tuple(self.posted), []
        return taken


class StandIn:
    """Slack, as far as the bot can tell: one workspace, one channel, one person.

    Use it as an async context manager; it listens from entering to leaving.

    Attributes:
        bot_url: The bot's events URL, e.g. ``http://127.0.0.1:3000/slack/events``. It may be set after entering,
            since a bot wants ``api_url`` before it has a port.
    """

    def __init__(
        self,
        bot_url: str,
        signing_secret: str,
        *,
        clock: Callable[[], float] = time.time,
        patience: float = ACK_SECONDS,
    ) -> None:
        """Prepare a stand-in; nothing listens yet.

        Args:
            bot_url: The bot's events URL.
            signing_secret: The secret that the bot was started with.
            clock: Seconds since 1970, for signatures and the age of a ``response_url``.
            patience: Seconds to wait for a message by ``response_url``.
        """
        self.bot_url = bot_url
        self._secret = signing_secret.encode()
        self._clock = clock
        self._patience = patience
        self._response_urls: dict[str, _ResponseUrl] = {}
        self._counter = itertools.count(1)
        self._exits = AsyncExitStack()
        self._base_url = ""
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        server = web.Application()
        server.router.add_post("/api/{method}", self._web_api)
        server.router.add_post("/response/{token}", self._receive)
        async with AsyncExitStack() as exits:
            runner = web.AppRunner(server, access_log=None, shutdown_timeout=1.0)
            await runner.setup()
            exits.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            host, port = runner.addresses[0][:2]
            self._base_url = f"http://{host}:{port}"
            # No proxy from the environment may come between two programs on one machine.
            session = ClientSession(
                trust_env=False, cookie_jar=DummyCookieJar(), timeout=ClientTimeout(total=ACK_SECONDS)
            )
            self._session = await exits.enter_async_context(session)
            self._exits = exits.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._session = None
        await self._exits.aclose()

    @property
    def api_url(self) -> str:
        """Base URL of the Web API, for ``SLACK_API_URL``; ends in a slash."""
        return f"{self._base_url}/api/"

    async def slash(self, text_line: str) -> Reply:
        """Send a slash command and return the bot's answer.

        Where the acknowledgement carries no message, one by ``response_url`` is waited for.

        Args:
            text_line: What a person types, e.g. ``"/modality MRI"``.

        Raises:
            NoAnswerError: If the bot cannot be reached or takes longer than 3 seconds.
        """
        command, _, text = text_line.strip().partition(" ")
        address, response_url = self._open_response_url("ephemeral")
        form = {
            "token": VERIFICATION_TOKEN,
            "team_id": TEAM_ID,
            "team_domain": TEAM_DOMAIN,
            "channel_id": CHANNEL_ID,
            "channel_name": CHANNEL_NAME,
            "user_id": USER_ID,
            "user_name": USER_NAME,
            "command": command,
            "text": text.strip(),
            "response_url": address,
            "trigger_id": self._trigger_id(),
            "api_app_id": APP_ID,
            "is_enterprise_install": "false",
        }
        started = time.perf_counter()
        status, message = await self._send(form)
        acknowledged = time.perf_counter()
        if message is not None:
            response_url.response_type = message.get("response_type", "ephemeral")
        elif status == web.HTTPOk.status_code:
            await response_url.listen(self._patience)
        answered = acknowledged if message is not None else response_url.first_at or acknowledged
        return Reply(status, (answered - started) * 1000, message, response_url.take())

    async def click(self, choice: Choice, message: Json) -> Reply:
        """Click a button or pick an option, and return what the bot then posts.

        As in Slack, a body in the acknowledgement of a click shows nothing: messages come by ``response_url``. Nothing
        is waited for after a link button, which opens its page by itself.

        Args:
            choice: What to click, as ``drawing.draw`` numbered it.
            message: The message it stands on.

        Raises:
            NoAnswerError: If the bot cannot be reached or takes longer than 3 seconds.
        """
        public = message.get("response_type") == "in_channel"
        address, response_url = self._open_response_url("in_channel" if public else "ephemeral")
        now = f"{self._clock():.6f}"
        message_ts = message.get("ts", now)
        action = choice.action | {"action_ts": now}
        payload = {
            "type": "block_actions",
            "user": {"id": USER_ID, "username": USER_NAME, "name": USER_NAME, "team_id": TEAM_ID},
            "api_app_id": APP_ID,
            "token": VERIFICATION_TOKEN,
            "container": {
                "type": "message",
                "message_ts": message_ts,
                "channel_id": CHANNEL_ID,
                "is_ephemeral": not public,
            },
            "trigger_id": self._trigger_id(),
            "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
            "enterprise": None,
            "is_enterprise_install": False,
            "channel": {"id": CHANNEL_ID, "name": CHANNEL_NAME},
            "state": {"values": _state(action)},
            "response_url": address,
            "actions": [action],
        }
        if public:  # Slack leaves the content of a message out where only one person sees it.
            shown = {key: message[key] for key in ("text", "blocks", "attachments") if key in message}
            origin = {"type": "message", "user": BOT_USER_ID, "bot_id": BOT_ID, "app_id": APP_ID, "ts": message_ts}
            payload["message"] = origin | shown
        started = time.perf_counter()
        status, _ = await self._send({"payload": json.dumps(payload)})
        acknowledged = time.perf_counter()
        if status == web.HTTPOk.status_code:
            await response_url.listen(QUIET_SECONDS if choice.url else self._patience)
        answered = response_url.first_at or acknowledged
        return Reply(status, (answered - started) * 1000, None, response_url.take())

    def take_posted(self) -> tuple[Posted, ...]:
        """What came by any ``response_url`` too late for the ``Reply`` it belongs to; each is handed on once."""
        return tuple(posted for response_url in self._response_urls.values() for posted in response_url.take())

    async def _send(self, form: Mapping[str, str]) -> tuple[int, Json | None]:
        """Post a signed form to the bot; return the status and the message in the body, if there is one."""
        if self._session is None:
            raise RuntimeError("enter the stand-in first: async with StandIn(...) as stand_in")
        body = urlencode(form, errors="replace").encode()
        timestamp = str(int(self._clock()))
        signature = hmac.new(self._secret, b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={signature}",
        }
        try:
            async with self._session.post(self.bot_url, data=body, headers=headers, allow_redirects=False) as answer:
                text = (await answer.read()).decode(errors="replace")
                is_ok = answer.status == web.HTTPOk.status_code
                return answer.status, _message(answer.content_type, text) if is_ok else None
        except TimeoutError:
            raise NoAnswerError(self.bot_url, f"it took longer than {ACK_SECONDS:.0f} seconds") from None
        except ClientConnectorError as error:
            raise NoAnswerError(self.bot_url, "nothing listens there") from error
        except InvalidURL as error:
            raise NoAnswerError(self.bot_url, "this is no address") from error
        except ClientError as error:
            raise NoAnswerError(self.bot_url, "the connection broke") from error

    def _open_response_url(self, response_type: str) -> tuple[str, _ResponseUrl]:
        token = secrets.token_urlsafe(18)
        response_url = _ResponseUrl(self._clock() + RESPONSE_URL_SECONDS, response_type)
        self._response_urls[token] = response_url
        return f"{self._base_url}/response/{token}", response_url

    def _trigger_id(self) -> str:
        return f"{next(self._counter)}.{int(self._clock())}.{secrets.token_hex(16)}"

    async def _web_api(self, request: web.Request) -> web.Response:
        """``POST /api/{method}``: ``auth.test`` alone is known."""
        if request.match_info["method"] != "auth.test":
            return web.json_response({"ok": False, "error": "unknown_method"})
        identity = {
            "ok": True,
            "url": f"{self._base_url}/",
            "team": TEAM_NAME,
            "team_id": TEAM_ID,
            "user": "reading_room",
            "user_id": BOT_USER_ID,
            "bot_id": BOT_ID,
            "is_enterprise_install": False,
        }
        return web.json_response(identity, headers={"x-oauth-scopes": SCOPES})

    async def _receive(self, request: web.Request) -> web.Response:
        """``POST /response/{token}``: a message from the bot, while the address lasts."""
        response_url = self._response_urls.get(request.match_info["token"])
        if response_url is None or self._clock() >= response_url.expires_at:
            return web.Response(status=404, text="expired_url")
        if response_url.uses >= RESPONSE_URL_USES:
            return web.Response(status=404, text="used_url")
        try:
            message = await request.json()
        except ValueError:
            return web.Response(status=400, text="invalid_payload")
        if not isinstance(message, dict):
            return web.Response(status=400, text="invalid_payload")
        if not any(message.get(key) for key in ("text", "blocks", "attachments", "delete_original")):
            return web.Response(status=400, text="no_text")
        response_url.uses += 1
        response_url.record(message)
        return web.Response(text="ok")


def _message(content_type: str, body: str) -> Json | None:
    """The message in the body of an acknowledgement: a JSON object, or plain text; ``None`` for nothing."""
    if not body.strip():
        return None
    if content_type == "application/json":
        with suppress(ValueError):
            message = json.loads(body)
            if isinstance(message, dict):
                return message or None
    return {"text": body}


def _state(action: Json) -> Json:
    """``state.values`` of a message: what is picked now in the selects on it."""
    if "selected_option" not in action:
        return {}
    picked = {"type": action["type"], "selected_option": action["selected_option"]}
    return {action["block_id"]: {action["action_id"]: picked}}
