"""The bot as Slack meets it; what the tests of the endpoint need beside ``slack`` and ``connect``."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiohttp import ClientSession
from slack_sdk.signature import SignatureVerifier

from bot.manifest import build_manifest
from bot.playground.stand_in import StandIn
from bot.playground.workspace import User
from bot.settings import Settings
from bot.storage.store import Store
from tests.scenarios.dying import Book, Said, Turnstile, Workers
from tests.scenarios.processes import Served, served


@pytest.fixture(autouse=True)
def nothing_of_this_machine(no_environment: None) -> None:
    """No variable or ``.env`` of this machine reaches a test, nor a process that one starts."""


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    """A plain HTTP client."""
    async with ClientSession() as session:
        yield session


@pytest.fixture
def sign(settings: Settings) -> Callable[..., dict[str, str]]:
    """Signs a body as Slack does."""
    verifier = SignatureVerifier(settings.require("SLACK_SIGNING_SECRET"))

    def headers(
        body: str | bytes, timestamp: str, content_type: str = "application/x-www-form-urlencoded"
    ) -> dict[str, str]:
        signature = verifier.generate_signature(timestamp=timestamp, body=body)
        assert signature is not None
        return {
            "content-type": content_type,
            "x-slack-request-timestamp": timestamp,
            "x-slack-signature": signature,
        }

    return headers


# Real processes, for the tests that kill them.


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    """Slack with a few people more, before anything is connected with it."""
    async with StandIn(build_manifest()) as stand_in:
        stand_in._api = Turnstile(stand_in.slack)
        for user in (User("U0LEE", "lee", "Lee Park"), User("U0MAX", "max", "Max Ito")):
            stand_in.slack.workspace.add_user(user)
        yield stand_in


@pytest.fixture
def turnstile(stand_in: StandIn) -> Turnstile:
    """Where its Web API is called."""
    assert isinstance(stand_in._api, Turnstile)
    return stand_in._api


@pytest.fixture
def said(stand_in: StandIn) -> Said:
    """All that the app says there."""
    return Said(stand_in.slack)


@pytest.fixture
def book(store: Store) -> Book:
    """The errands."""
    return Book(store)


@pytest.fixture
async def workers(
    stand_in: StandIn, store: Store, database_kind: str, database_url: str, root: Path, tmp_path: Path
) -> AsyncIterator[Workers]:
    """One worker on SQLite, two on PostgreSQL; a test starts them."""
    async with AsyncExitStack() as exits:

        async def start() -> Served:
            return await exits.enter_async_context(served(stand_in, database_url, tmp_path, root / "knowledge"))

        yield Workers(stand_in, store, start, count=1 if database_kind == "sqlite" else 2)
