"""The same app over Socket Mode: the same cards, a socket that comes back, a process that knows when to give up."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot import socket_mode
from bot.errors import ReadingRoomError
from bot.settings import Settings

QUESTIONS = (
    "/modality MRI",
    "/modality flouroscopy",
    "/compare DR IR",
    "/compare CT vs MRI",
    "/define PACS",
    "/define",
)

Running = Callable[..., Any]


@pytest.fixture
def running(settings: Settings, socket_slack: Any, monkeypatch: pytest.MonkeyPatch) -> Running:
    """Runs the Socket Mode process in this loop; ends as a signal would."""
    stops: list[asyncio.Event] = []
    monkeypatch.setattr(socket_mode, "_stop_on_signals", stops.append)

    @asynccontextmanager
    async def run(**options: Any) -> AsyncIterator[asyncio.Task[None]]:
        task = asyncio.create_task(
            socket_mode.run(settings.model_copy(update={"slack_api_url": socket_slack.api_url}), **options)
        )
        try:
            if not socket_slack.refuses:
                await socket_slack.connected()
            yield task
        finally:
            if not task.done():
                stops[0].set()
                await asyncio.wait_for(task, timeout=20)

    return run


async def test_both_protocols_give_the_same_cards(running: Running, socket_slack: Any, slack: Any) -> None:
    """Whatever way Slack reaches the app, the card in the ack is the same."""
    async with running():
        for question in QUESTIONS:
            assert await socket_slack.type(question) == await slack.type(question)


async def test_a_dropped_socket_comes_back(running: Running, socket_slack: Any) -> None:
    """When Slack closes the WebSocket, the app opens another and goes on answering."""
    async with running():
        await socket_slack.type("/define PACS")
        await socket_slack.drop()
        card = await socket_slack.type("/modality MRI")
        assert card["blocks"][0]["text"]["text"] == "Magnetic resonance imaging (MRI)"
        assert socket_slack.connections == 2


async def test_a_silent_socket_ends_the_process(
    running: Running, socket_slack: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """When no connection comes about for too long, the process ends with an error, so that its platform restarts it."""
    caplog.set_level(logging.CRITICAL)
    async with running(silent_seconds=0.4) as task:
        socket_slack.refuses = "internal_error"
        await socket_slack.drop()
        with pytest.raises(socket_mode.SocketSilentError):
            await asyncio.wait_for(task, timeout=20)


async def test_a_refused_token_is_told_in_a_sentence(running: Running, socket_slack: Any) -> None:
    """A token that Slack does not take ends the process with a sentence that says where to find the right one."""
    socket_slack.refuses = "invalid_auth"
    async with running() as task:
        with pytest.raises(ReadingRoomError, match=r"does not take SLACK_APP_TOKEN \(invalid_auth\): api.slack.com"):
            await asyncio.wait_for(task, timeout=20)


async def test_a_stop_before_the_first_connection(
    running: Running, socket_slack: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """While Slack cannot be reached, the process still stops when it is told to."""
    caplog.set_level(logging.CRITICAL)
    socket_slack.refuses = "internal_error"
    async with running() as task:
        async with asyncio.timeout(10):
            while not socket_slack.asked:
                await asyncio.sleep(0.05)
    assert task.done()
    assert task.exception() is None


async def test_slack_silent_from_the_start(
    running: Running, socket_slack: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """A first connection that never comes about ends the process too."""
    caplog.set_level(logging.CRITICAL)
    socket_slack.refuses = "internal_error"
    async with running(silent_seconds=0.4) as task:
        with pytest.raises(socket_mode.SocketSilentError):
            await asyncio.wait_for(task, timeout=20)
