"""People, and what the app puts under messages."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Slack

Refused = Callable[[Awaitable[Any]], Awaitable[str]]


@pytest.fixture
def greeting(slack: Slack, channel: str) -> str:
    """The ``ts`` of a message of Robin's in #radiology."""
    return slack.workspace.post(slack.workspace.channels[channel], {"user": "U0ROBIN", "text": "Hello"}).ts


def under(slack: Slack, channel: str, ts: str) -> Any:
    """The reactions under a message."""
    return slack.workspace.channels[channel].messages[ts].content.get("reactions")


# People


async def test_info(client: AsyncWebClient, refused: Refused) -> None:
    """Somebody by their id; their locale only where it is asked for."""
    robin = (await client.users_info(user="U0ROBIN"))["user"]
    assert (robin["name"], robin["real_name"], robin["is_admin"]) == ("robin", "Robin Reyes", True)
    assert "locale" not in robin
    assert (await client.users_info(user="U0ROBIN", include_locale=True))["user"]["locale"] == "en-US"
    assert await refused(client.users_info(user="robin")) == "user_not_found"


async def test_email(client: AsyncWebClient, manifest: dict[str, Any], refused: Refused) -> None:
    """Addresses are for apps with their scope."""
    email = (await client.users_info(user="U0SAM"))["user"]["profile"]["email"]
    assert (await client.users_lookupByEmail(email=email.upper()))["user"]["id"] == "U0SAM"
    assert await refused(client.users_lookupByEmail(email="nobody@example.org")) == "users_not_found"
    manifest["oauth_config"]["scopes"]["bot"].remove("users:read.email")
    assert "email" not in (await client.users_info(user="U0SAM"))["user"]["profile"]
    assert await refused(client.users_lookupByEmail(email=email)) == "missing_scope"


async def test_list(client: AsyncWebClient, slack: Slack) -> None:
    """Everybody at once, or page by page."""
    everybody = [user["id"] for user in (await client.users_list())["members"]]
    assert everybody == list(slack.workspace.users)
    pages = [[user["id"] for user in page["members"]] async for page in await client.users_list(limit=2)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [user for page in pages for user in page] == everybody


async def test_conversations(client: AsyncWebClient, channel: str, direct: str, refused: Refused) -> None:
    """Where the app is by default, where somebody else is if asked; what is private, only where the app is too."""
    own = await client.users_conversations(types="public_channel,im")
    assert {found["id"] for found in own["channels"]} == {channel, direct}
    sams = await client.users_conversations(user="U0SAM", types="public_channel,im")
    assert {found["name"] for found in sams["channels"]} == {"general", "radiology", "new-hires"}
    assert await refused(client.users_conversations(user="U0NOBODY")) == "user_not_found"


# Reactions


async def test_reactions(client: AsyncWebClient, slack: Slack, channel: str, greeting: str) -> None:
    """A reaction is put under a message, told, counted, and taken back."""
    item: dict[str, Any] = {"channel": channel, "timestamp": greeting}
    await client.reactions_add(**item, name="wave")
    assert under(slack, channel, greeting) == [{"name": "wave", "users": [slack.app.bot_user_id], "count": 1}]
    assert (await client.reactions_get(**item))["message"]["reactions"][0]["name"] == "wave"
    await client.reactions_remove(**item, name="wave")
    assert under(slack, channel, greeting) is None
    await slack.idle()
    (added,) = slack.exchanges.all("reaction_added")
    assert (added.request["event"]["reaction"], added.request["event"]["item_user"]) == ("wave", "U0ROBIN")
    assert slack.exchanges.all("reaction_removed")


async def test_reactions_of_others(client: AsyncWebClient, slack: Slack, channel: str, greeting: str) -> None:
    """The reactions of others stay when the app takes its own back."""
    message = slack.workspace.channels[channel].messages[greeting]
    slack.workspace.change(message, {"reactions": [{"name": "wave", "users": ["U0SAM"], "count": 1}]})
    item = {"channel": channel, "timestamp": greeting, "name": "wave"}
    await client.reactions_add(**item)
    assert under(slack, channel, greeting)[0]["count"] == 2
    await client.reactions_remove(**item)
    assert under(slack, channel, greeting) == [{"name": "wave", "users": ["U0SAM"], "count": 1}]


async def test_reactions_twice(client: AsyncWebClient, channel: str, greeting: str, refused: Refused) -> None:
    """The same reaction is put once and taken back once."""
    item = {"channel": channel, "timestamp": greeting, "name": "+1::skin-tone-3"}
    assert await refused(client.reactions_remove(**item)) == "no_reaction"
    await client.reactions_add(**item)
    assert await refused(client.reactions_add(**item)) == "already_reacted"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"name": ":wave:"}, "invalid_name", id="colons"),
        pytest.param({"name": ""}, "invalid_name", id="no name"),
        pytest.param({"timestamp": "1.000000"}, "message_not_found", id="no message"),
        pytest.param({"timestamp": ""}, "no_item_specified", id="no timestamp"),
        pytest.param({"channel": "C0NOWHERE"}, "channel_not_found", id="no channel"),
    ],
)
async def test_reactions_refused(
    client: AsyncWebClient, channel: str, greeting: str, changes: dict[str, str], error: str, refused: Refused
) -> None:
    """A reaction has a name, and a message to be under."""
    item = {"channel": channel, "timestamp": greeting, "name": "wave"} | changes
    assert await refused(client.reactions_add(**item)) == error


async def test_reactions_archived(client: AsyncWebClient, channel: str, greeting: str, refused: Refused) -> None:
    """In an archived channel nobody reacts any more."""
    await client.conversations_archive(channel=channel)
    assert await refused(client.reactions_add(channel=channel, timestamp=greeting, name="wave")) == "is_archived"
