"""The bot as Slack meets it: the real app over real HTTP or a real WebSocket, and a stand-in for Slack behind both."""

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from aiohttp import ClientSession, WSMsgType, web
from pydantic import SecretStr
from slack_sdk.signature import SignatureVerifier

from bot.core.library import Library
from bot.playground.drawing import Choice, draw
from bot.playground.stand_in import Reply, StandIn
from bot.server import EVENTS_PATH, Endpoint
from bot.settings import Settings

SECRET = "a-signing-secret"
FORM = "application/x-www-form-urlencoded"
BOT_TOKEN = "xoxb-not-a-token"
OURS = ("KNOWLEDGE_PATH", "COMMAND_PREFIX", "PORT")


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable or ``.env`` of this machine reaches a test."""
    for name in list(os.environ):
        if name.startswith("SLACK_") or name.lower() in {
            "https_proxy",
            "http_proxy",
            "knowledge_path",
            "command_prefix",
        }:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def settings(root: Path) -> Settings:
    """Settings of a deployment that serves the shipped pack."""
    return Settings(
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_signing_secret=SecretStr(SECRET),
        slack_app_token=SecretStr("xapp-not-a-token"),
        knowledge_path=(root / "knowledge",),
    )


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass
class Served:
    """A bot being served over HTTP."""

    url: str
    server: uvicorn.Server
    running: asyncio.Task[None]

    async def stop(self) -> None:
        """Stop as a signal would."""
        self.server.should_exit = True
        if not self.running.done():
            await self.running


Serve = Callable[..., Awaitable[Served]]


@pytest.fixture
async def serve(settings: Settings, library: Library) -> AsyncIterator[Serve]:
    """Serves an endpoint on a free port; stops it in the end."""
    all_served: list[Served] = []

    async def start(*, library: Library = library, **changes: object) -> Served:
        endpoint = Endpoint(settings.model_copy(update=changes), library)
        server = _Server(uvicorn.Config(endpoint, host="127.0.0.1", port=0, log_config=None, access_log=False))
        running = asyncio.create_task(server.serve())
        while not server.started and not running.done():
            await asyncio.sleep(0.005)
        port = server.servers[0].sockets[0].getsockname()[1]
        served = Served(f"http://127.0.0.1:{port}", server, running)
        all_served.append(served)
        return served

    yield start
    for served in all_served:
        await served.stop()


class Slack:
    """What a person can do in Slack: type a command, click what a card offers."""

    def __init__(self, stand_in: StandIn, served: Served) -> None:
        self.stand_in = stand_in
        self._served = served

    async def stop(self) -> None:
        """Stop the bot as a signal would."""
        await self._served.stop()

    async def type(self, line: str) -> dict[str, Any]:
        """Type a command; its answer must be a card in the ack."""
        reply = await self.stand_in.slash(line)
        assert reply.status == 200
        assert reply.message is not None, f"{line} was acked without a message"
        return reply.message

    async def click(self, card: dict[str, Any], label: str) -> Reply:
        """Click the button, or pick the option, whose label begins so."""
        choice = next(choice for choice in draw(card).choices if choice.label.startswith(label))
        reply = await self.stand_in.click(choice, card)
        assert reply.status == 200
        return reply

    async def press(self, action_id: str, value: str) -> Reply:
        """Press a button that no card of this version has."""
        action = {"type": "button", "action_id": action_id, "value": value, "text": {"type": "plain_text", "text": "x"}}
        return await self.stand_in.click(Choice(1, "x", "b", action), {"response_type": "ephemeral"})


@pytest.fixture
async def connect(serve: Serve) -> AsyncIterator[Callable[..., Awaitable[Slack]]]:
    """Connects a stand-in for Slack with a served bot."""
    async with contextlib.AsyncExitStack() as exits:

        async def start(**changes: Any) -> Slack:
            stand_in = await exits.enter_async_context(StandIn("", SECRET))
            served = await serve(slack_api_url=stand_in.api_url, **changes)
            stand_in.bot_url = served.url + EVENTS_PATH
            return Slack(stand_in, served)

        yield start


@pytest.fixture
async def slack(connect: Callable[..., Awaitable[Slack]]) -> Slack:
    """Slack, with the bot of the shipped pack installed."""
    return await connect()


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    """A plain HTTP client."""
    async with ClientSession() as session:
        yield session


@pytest.fixture
def sign() -> Callable[..., dict[str, str]]:
    """Signs a body as Slack does."""

    def headers(
        body: str | bytes, timestamp: str, content_type: str = "application/x-www-form-urlencoded"
    ) -> dict[str, str]:
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body=body)
        assert signature is not None
        return {
            "content-type": content_type,
            "x-slack-request-timestamp": timestamp,
            "x-slack-signature": signature,
        }

    return headers


class SocketSlack:
    """Slack's side of Socket Mode: hands out a WebSocket, sends envelopes down it, collects the acks."""

    def __init__(self) -> None:
        self.connections = 0
        self.asked = 0
        self._acks: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._socket: web.WebSocketResponse | None = None
        self._connected = asyncio.Event()
        self.refuses = ""
        self.base_url = ""

    @property
    def api_url(self) -> str:
        """Base URL of the Web API."""
        return f"{self.base_url}/api/"

    async def open_connection(self, request: web.Request) -> web.Response:
        """``apps.connections.open``."""
        assert request.headers["Authorization"] == "Bearer xapp-not-a-token"
        self.asked += 1
        if self.refuses:
            return web.json_response({"ok": False, "error": self.refuses})
        return web.json_response({"ok": True, "url": self.base_url.replace("http", "ws") + "/link"})

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        """The WebSocket."""
        self._socket = socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.connections += 1
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._connected.set()
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.data.startswith("{"):
                await self._acks.put(json.loads(message.data))
        return socket

    async def connected(self) -> None:
        """Wait until the bot is there."""
        async with asyncio.timeout(10):
            await self._connected.wait()

    async def drop(self) -> None:
        """Close the WebSocket under the bot."""
        self._connected.clear()
        assert self._socket is not None
        await self._socket.close()

    async def type(self, line: str) -> dict[str, Any]:
        """Type a command; the card in the ack of its envelope."""
        await self.connected()
        command, _, text = line.partition(" ")
        payload = {
            "token": "t", "team_id": "T1", "team_domain": "d", "channel_id": "C1", "channel_name": "general",
            "user_id": "U1", "user_name": "u", "command": command, "text": text, "api_app_id": "A1",
            "response_url": f"{self.base_url}/response", "trigger_id": "1.2", "is_enterprise_install": "false",
        }  # fmt: skip
        envelope = {"envelope_id": line, "type": "slash_commands", "accepts_response_payload": True, "payload": payload}
        assert self._socket is not None
        await self._socket.send_json(envelope)
        async with asyncio.timeout(10):
            ack = await self._acks.get()
        assert ack["envelope_id"] == line
        card: dict[str, Any] = ack["payload"]
        return card


@pytest.fixture
async def socket_slack() -> AsyncIterator[SocketSlack]:
    """Slack over Socket Mode, listening on a free port."""
    slack = SocketSlack()
    app = web.Application()
    app.router.add_post("/api/apps.connections.open", slack.open_connection)
    app.router.add_get("/link", slack.link)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    slack.base_url = f"http://{host}:{port}"
    yield slack
    await runner.cleanup()
