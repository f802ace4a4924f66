"""The bot as Slack meets it; what the tests of the endpoint need beside ``slack`` and ``connect``."""

from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import ClientSession
from slack_sdk.signature import SignatureVerifier

from bot.settings import Settings


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
