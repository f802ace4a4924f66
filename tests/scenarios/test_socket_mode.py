"""The same app over Socket Mode: the same cards, a socket that comes back, a process that knows when to give up."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from pydantic import SecretStr

from bot import socket_mode
from bot.errors import ReadingRoomError
from bot.manifest import build_manifest
from bot.playground.people import Person
from bot.playground.slack import Slack
from bot.playground.stand_in import StandIn
from bot.settings import Settings

QUESTIONS = (
    "/modality MRI",
    "/modality flouroscopy",
    "/compare DR IR",
    "/compare CT vs MRI",
    "/define PACS",
    "/define",
)

OPENING = "apps.connections.open"
WAIT_S = 20
"""How long anything here may take; a bound, not a measurement."""

Connect = Callable[..., Awaitable[Person]]
Running = Callable[..., AbstractAsyncContextManager[asyncio.Task[None]]]


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    """Slack, before anything is connected with it."""
    async with StandIn(build_manifest()) as stand_in:
        stand_in.connect_socket_mode()
        yield stand_in


@pytest.fixture
def running(settings: Settings, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> Running:
    """Runs the Socket Mode process in this loop; ends as a signal would."""
    stops: list[asyncio.Event] = []
    monkeypatch.setattr(socket_mode, "stop_on_signals", stops.append)

    @asynccontextmanager
    async def run(app_token: str | None = None, **options: Any) -> AsyncIterator[asyncio.Task[None]]:
        app = stand_in.slack.app
        mine = settings.model_copy(
            update={
                "slack_bot_token": SecretStr(app.bot_token),
                "slack_app_token": SecretStr(app_token or app.app_token),
                "slack_api_url": stand_in.api_url,
            }
        )
        task = asyncio.create_task(socket_mode.run(mine, **options))
        try:
            yield task
        finally:
            if not task.done():
                stops[0].set()
                await asyncio.wait_for(task, WAIT_S)

    return run


def refuse_connections(slack: Slack) -> None:
    """Let Slack give no more WebSockets."""
    slack.faults.ask("error", "from_app", times=100, method=OPENING)


async def test_both_protocols_give_the_same_cards(connect: Connect) -> None:
    """Whatever way Slack reaches the app, the card in the ack is the same."""
    over_http, over_socket = await connect(transport="HTTP"), await connect(transport="Socket Mode")
    assert (over_http.slack.transport, over_socket.slack.transport) == ("HTTP", "Socket Mode")
    for question in QUESTIONS:
        answer = (await over_http.slash(question)).body
        assert answer is not None
        assert (await over_socket.slash(question)).body == answer


async def test_the_log_has_no_envelopes(connect: Connect, caplog: pytest.LogCaptureFixture) -> None:
    """However much is logged, what people type comes to rest in no log line, as over HTTP."""
    caplog.set_level(logging.DEBUG)
    slack = await connect(transport="Socket Mode")
    assert (await slack.slash("/define SECRETWORD")).message["blocks"]
    assert not any("SECRETWORD" in record.getMessage() for record in caplog.records if record.name != "asyncio")


@pytest.mark.parametrize("reason", ["refresh_requested", "warning", ""], ids=["refresh", "warning", "without a word"])
async def test_a_dropped_socket_comes_back(running: Running, stand_in: StandIn, reason: str) -> None:
    """When Slack closes the WebSocket, the app opens another and goes on answering."""
    async with running():
        socket = stand_in.slack.socket_mode
        await socket.connected()
        person = stand_in.person()
        await person.slash("/define PACS")
        await socket.disconnect(reason)
        await socket.connected(WAIT_S)
        reply = await person.slash("/modality MRI")
        assert reply.message["blocks"][0]["text"]["text"] == "Magnetic resonance imaging (MRI)"
        assert socket.connections == 2


async def test_a_silent_socket_ends_the_process(
    running: Running, stand_in: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    """When no connection comes about for too long, the process ends with an error, so that its platform restarts it."""
    caplog.set_level(logging.CRITICAL)
    async with running(silent_seconds=0.4) as task:
        await stand_in.slack.socket_mode.connected()
        refuse_connections(stand_in.slack)
        await stand_in.slack.socket_mode.disconnect("")
        with pytest.raises(socket_mode.SocketSilentError):
            await asyncio.wait_for(task, WAIT_S)


@pytest.mark.parametrize(
    ("token", "error"), [("xapp-of-another-app", "invalid_auth"), ("", "not_allowed_token_type")], ids=lambda v: v
)
async def test_a_refused_token_is_told_in_a_sentence(
    running: Running, stand_in: StandIn, token: str, error: str
) -> None:
    """A token that Slack does not take ends the process with a sentence that says where to find the right one."""
    async with running(app_token=token or stand_in.slack.app.bot_token) as task:
        with pytest.raises(ReadingRoomError, match=rf"does not take SLACK_APP_TOKEN \({error}\): api.slack.com"):
            await asyncio.wait_for(task, WAIT_S)


async def test_a_stop_before_the_first_connection(
    running: Running, stand_in: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    """While Slack cannot be reached, the process still stops when it is told to."""
    caplog.set_level(logging.CRITICAL)
    refuse_connections(stand_in.slack)
    asked = asyncio.Event()
    stand_in.slack.exchanges.watch(lambda _: asked.set())
    async with running() as task:
        await asyncio.wait_for(asked.wait(), WAIT_S)
    assert task.done()
    assert task.exception() is None
    assert stand_in.slack.socket_mode.connections == 0


async def test_slack_silent_from_the_start(
    running: Running, stand_in: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    """A first connection that never comes about ends the process too."""
    caplog.set_level(logging.CRITICAL)
    refuse_connections(stand_in.slack)
    async with running(silent_seconds=0.4) as task:
        with pytest.raises(socket_mode.SocketSilentError):
            await asyncio.wait_for(task, WAIT_S)
