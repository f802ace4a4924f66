"""What every test may ask for: the shipped pack, a library that serves it, and Slack with the bot installed in it.

``slack`` is somebody in front of #general: ``await slack.slash("/modality MRI")``, ``slack.click("More")``,
``slack.say(...)``, ``slack.open_home()``. ``connect`` does the same with other settings or over another transport.
``store`` and ``database_url`` are a database of one's own, on SQLite and on PostgreSQL (``tests/databases.py``).
"""

import asyncio
import contextlib
import copy
import json
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from aiohttp import ClientResponse, ClientSession
from pydantic import SecretStr

from bot import socket_mode
from bot.core.library import Library
from bot.knowledge.loading import load
from bot.knowledge.pack import Pack
from bot.manifest import build_manifest
from bot.playground.people import Person
from bot.playground.stand_in import StandIn
from bot.server import EVENTS_PATH, Endpoint
from bot.settings import Settings

ROOT = Path(__file__).parent.parent

pytest_plugins = ["tests.databases"]

TRANSPORTS = ("in process", "HTTP", "Socket Mode")

Json = dict[str, Any]
Connect = Callable[..., Awaitable[Person]]
Connecting = Callable[..., contextlib.AbstractAsyncContextManager[Person]]
Serve = Callable[..., Awaitable[str]]


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The shipped pack; nobody may change it."""
    return load([ROOT / "knowledge"])


@pytest.fixture(scope="session")
def shipped(pack: Pack) -> Library:
    """The library over the shipped pack; building it takes 70 ms."""
    return Library(pack)


@pytest.fixture
def library(shipped: Library) -> Library:
    """A library of one's own over the shipped pack."""
    return copy.copy(shipped)


@pytest.fixture
def no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable or ``.env`` of this machine reaches a test."""
    for name in list(os.environ):
        ours = ("knowledge_path", "command_prefix", "database_url", "retention_days")
        if name.startswith("SLACK_") or name.lower().endswith(("_proxy", *ours)):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def settings(root: Path, no_environment: None, current_file: Path, tmp_path: Path) -> Settings:
    """Settings of a deployment that serves the shipped pack, over an SQLite file of one's own."""
    database = shutil.copy(current_file, tmp_path / "reading-room.db")
    return Settings(
        slack_bot_token=SecretStr("xoxb-not-a-token"),
        slack_signing_secret=SecretStr("a-signing-secret"),
        slack_app_token=SecretStr("xapp-not-a-token"),
        knowledge_path=(root / "knowledge",),
        database_url=SecretStr(f"sqlite+aiosqlite:///{database}"),
    )


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers, and soon gone: by itself it looks every 100 ms whether it should stop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def main_loop(self) -> None:
        while not self.should_exit:
            await asyncio.sleep(0.005)


@contextlib.asynccontextmanager
async def serving(endpoint: Endpoint) -> AsyncIterator[str]:
    """Serve an endpoint on a free port; its base address."""
    server = _Server(uvicorn.Config(endpoint, host="127.0.0.1", port=0, log_config=None, access_log=False))
    running = asyncio.create_task(server.serve())
    while not server.started and not running.done():
        await asyncio.sleep(0.005)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await running


@contextlib.asynccontextmanager
async def connected(stand_in: StandIn, settings: Settings, library: Library, transport: str) -> AsyncIterator[None]:
    """Run the bot, and connect it with a stand-in for Slack."""
    async with contextlib.AsyncExitStack() as exits:
        if transport == "Socket Mode":
            stop = asyncio.Event()
            running = asyncio.create_task(socket_mode.answer(settings, library, stop, clock=stand_in.slack.clock))
            exits.push_async_callback(lambda: running)
            exits.callback(stop.set)
            stand_in.connect_socket_mode()
            await stand_in.slack.socket_mode.connected()
        elif transport == "HTTP":
            endpoint = Endpoint(settings, library, stand_in.slack.clock)
            stand_in.connect_http(await exits.enter_async_context(serving(endpoint)) + EVENTS_PATH)
        else:
            endpoint = Endpoint(settings, library, stand_in.slack.clock)
            await endpoint.open()
            exits.push_async_callback(endpoint.close)
            stand_in.connect_in_process(endpoint)
        yield


@pytest.fixture
async def serve(settings: Settings, library: Library) -> AsyncIterator[Serve]:
    """Serves the endpoint, under other settings, on a free port until the test ends; returns its base address."""
    async with contextlib.AsyncExitStack() as exits:

        async def start(**changes: Any) -> str:
            endpoint = Endpoint(settings.model_copy(update=changes), library)
            return await exits.enter_async_context(serving(endpoint))

        yield start


@pytest.fixture
def transport() -> str:
    """How Slack reaches the bot; a file that cares overrides this with ``TRANSPORTS`` as parameters."""
    return "in process"


@pytest.fixture
def connecting(settings: Settings, library: Library, transport: str) -> Connecting:
    """Slack with the bot installed, under other settings, and somebody in front of #general, from entering to leaving.

    ``manifest`` is what was installed, where that is not what the settings would give; closing ``bot`` stops the bot
    as a signal would.
    """

    @contextlib.asynccontextmanager
    async def start(
        *,
        library: Library = library,
        transport: str = transport,
        manifest: Mapping[str, Any] | None = None,
        bot: contextlib.AsyncExitStack | None = None,
        **changes: Any,
    ) -> AsyncIterator[Person]:
        prefix = changes.get("command_prefix", "")
        async with contextlib.AsyncExitStack() as exits:
            stand_in = await exits.enter_async_context(StandIn(manifest or build_manifest(prefix)))
            app = stand_in.slack.app
            secrets = {
                "slack_bot_token": SecretStr(app.bot_token),
                "slack_app_token": SecretStr(app.app_token),
                "slack_signing_secret": SecretStr(app.signing_secret),
                "slack_api_url": stand_in.api_url,
            }
            mine = settings.model_copy(update=secrets | changes)
            await (bot or exits).enter_async_context(connected(stand_in, mine, library, transport))
            yield stand_in.person()

    return start


@pytest.fixture
async def connect(connecting: Connecting) -> AsyncIterator[Connect]:
    """Sets up Slack as ``connecting`` does, until the test ends."""
    async with contextlib.AsyncExitStack() as exits:

        async def start(**options: Any) -> Person:
            return await exits.enter_async_context(connecting(**options))

        yield start


@pytest.fixture
async def slack(connect: Connect) -> Person:
    """Somebody in front of #general, with the bot of the shipped pack installed."""
    return await connect()


class Screen:
    """What somebody sees on the page, put together from what the page is told; nothing is drawn.

    Attributes:
        state: The snapshot with all updates so far in it, as ``page/src/protocol.ts`` says.
        updates: The updates, in order.
    """

    def __init__(self, session: ClientSession, url: str, told: ClientResponse) -> None:
        self.state: Json = {}
        self.updates: list[Json] = []
        self._session = session
        self._url = url
        self._told = told

    async def act(self, act: str, /, **body: Any) -> Json:
        """Do something: the outcome."""
        sent = {"user": self.state["me"]} | body
        async with self._session.post(f"{self._url}page/{act}", json=sent) as answer:
            outcome: Json = await answer.json()
            return outcome

    async def until(self, wanted: Callable[[Json], Any], seconds: float = 20.0) -> Any:
        """Listen until this holds of the state; what it gave then."""
        async with asyncio.timeout(seconds):
            while not (found := self.state and wanted(self.state)):
                await self._listen()
        return found

    def message(self, text: str) -> Json | None:
        """The newest message with this in its text."""
        found = [message for message in self.state["messages"] if text in message["text"]]
        return found[-1] if found else None

    async def _listen(self) -> None:
        told = await self._told.content.readuntil(b"\n\n")
        if not told:
            raise ConnectionError("the page is told no more")
        lines = told.decode().splitlines()
        fields = dict(line.split(": ", 1) for line in lines if line)
        if fields.get("event") == "snapshot":
            self.state = json.loads(fields["data"])
        elif fields.get("event") == "update":
            self.updates.append(json.loads(fields["data"]))
            for part, value in self.updates[-1].items():
                self._put(part, value)

    def _put(self, part: str, value: Any) -> None:
        if part in {"message", "removed"}:
            place = value["channel"], value["ts"]
            others = [message for message in self.state["messages"] if (message["channel"], message["ts"]) != place]
            self.state["messages"] = [*others, value] if part == "message" else others
            self.state["messages"].sort(key=lambda message: message["ts"])
        elif part == "exchange":
            self.state["exchanges"].append(value)
        else:
            self.state[part] = value


@pytest.fixture
async def look_at() -> AsyncIterator[Callable[..., Awaitable[Screen]]]:
    """Puts somebody, by default the first person there, in front of the page at an address."""
    async with contextlib.AsyncExitStack() as exits:
        session = await exits.enter_async_context(ClientSession(read_bufsize=2**24))

        async def start(url: str, user: str = "") -> Screen:
            asked = {"user": user} if user else {}
            told = await exits.enter_async_context(session.get(f"{url}page/events", params=asked))
            assert (told.status, told.content_type) == (200, "text/event-stream")
            screen = Screen(session, url, told)
            await screen.until(bool)
            return screen

        yield start
