"""Slack alone, with an app of every scope and feature installed in it, and slack_sdk's own client to talk to it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.people import Person
from bot.playground.slack import Slack
from bot.playground.stand_in import StandIn

SCOPES = """
    app_mentions:read assistant:write channels:history channels:join channels:manage channels:read chat:write
    commands groups:history groups:read groups:write im:history im:read im:write links:read links:write mpim:history
    mpim:read mpim:write reactions:read reactions:write team:read users:read users:read.email
""".split()

EVENTS = """
    agent_session_stopped app_home_opened app_mention link_shared member_joined_channel member_left_channel
    message.channels message.groups message.im message.mpim reaction_added reaction_removed team_join
""".split()

Refused = Callable[[Awaitable[Any]], Awaitable[str]]


@pytest.fixture
def manifest() -> dict[str, Any]:
    """Of an app that has every scope; Slack reads it anew at each call, so a test may take something away."""
    return {
        "_metadata": {"major_version": 2},
        "display_information": {"name": "Porter"},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "agent_view": {"agent_description": "Carries things"},
            "unfurl_domains": ["example.org"],
            "slash_commands": [{"command": "/carry", "description": "Carries something", "usage_hint": "a tray"}],
            "shortcuts": [
                {"name": "Carry", "type": "global", "callback_id": "carry", "description": "Carries something"},
                {"name": "Carry it", "type": "message", "callback_id": "carry_it", "description": "Carries this"},
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {"event_subscriptions": {"bot_events": list(EVENTS)}},
        "functions": {
            "reverse": {
                "title": "Reverse",
                "description": "Turns a word round",
                "input_parameters": {"properties": {"word": {"type": "string"}}, "required": ["word"]},
                "output_parameters": {"properties": {"turned": {"type": "string"}}, "required": ["turned"]},
            }
        },
    }


@pytest.fixture
async def stand_in(manifest: dict[str, Any], no_environment: None) -> AsyncIterator[StandIn]:
    """Slack, listening; no app is connected."""
    async with StandIn(manifest) as running:
        yield running


@pytest.fixture
def slack(stand_in: StandIn) -> Slack:
    """The workspace behind it."""
    return stand_in.slack


@pytest.fixture
def client(stand_in: StandIn) -> AsyncWebClient:
    """slack_sdk's client, with the bot token."""
    return AsyncWebClient(token=stand_in.slack.app.bot_token, base_url=stand_in.api_url)


@pytest.fixture
def porter(stand_in: StandIn) -> AsyncApp:
    """The app itself, made with Bolt and connected in process; a test adds its listeners."""
    app, address = stand_in.slack.app, stand_in.api_url
    client = AsyncWebClient(token=app.bot_token, base_url=address)
    bolt = AsyncApp(client=client, signing_secret=app.signing_secret, process_before_response=True)
    stand_in.connect_in_process(AsyncSlackRequestHandler(bolt))
    return bolt


@pytest.fixture
def robin(stand_in: StandIn) -> Person:
    """Somebody in front of #general, which the app is in."""
    person = stand_in.person("robin")
    stand_in.slack.workspace.join(person.channel, stand_in.slack.app.bot_user_id)
    return person


@pytest.fixture
def channel(slack: Slack) -> str:
    """The id of #radiology, which the app is in."""
    radiology = slack.workspace.channel_named("radiology")
    slack.workspace.join(radiology, slack.app.bot_user_id)
    return radiology.id


@pytest.fixture
def direct(slack: Slack) -> str:
    """The id of Robin's direct message with the app."""
    return slack.workspace.direct("U0ROBIN", slack.app.bot_user_id).id


@pytest.fixture
def refused() -> Refused:
    """The error code of a call that Slack must refuse."""

    async def code(call: Awaitable[Any]) -> str:
        with pytest.raises(SlackApiError) as caught:
            await call
        return str(caught.value.response["error"])

    return code
