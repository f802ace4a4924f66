"""What the app changes about channels and direct messages."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Slack

Refused = Callable[[Awaitable[Any]], Awaitable[str]]


@pytest.fixture
def general(slack: Slack) -> str:
    """The id of #general, which the app is not in."""
    return slack.workspace.channel_named("general").id


# Direct messages


async def test_open(client: AsyncWebClient, slack: Slack) -> None:
    """A direct message is opened once, and found again after that."""
    first = await client.conversations_open(users="U0SAM")
    again = await client.conversations_open(users=["U0SAM"], return_im=True)
    assert first["channel"] == {"id": again["channel"]["id"]}
    assert "already_open" not in first.data
    assert again["already_open"]
    assert again["channel"]["user"] == "U0SAM"
    resumed = await client.conversations_open(channel=first["channel"]["id"])
    assert resumed["channel"] == first["channel"]


async def test_open_group(client: AsyncWebClient, slack: Slack) -> None:
    """With several people it is a group's."""
    opened = await client.conversations_open(users="U0SAM,U0KIM")
    channel = slack.workspace.channels[opened["channel"]["id"]]
    assert (channel.kind, set(channel.members)) == ("mpim", {slack.app.bot_user_id, "U0SAM", "U0KIM"})


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        pytest.param({"users": ""}, "users_list_not_supplied", id="nobody"),
        pytest.param({"users": "U0NOBODY"}, "user_not_found", id="a stranger"),
        pytest.param({"users": "U0PLAYAPP"}, "not_enough_users", id="itself"),
        pytest.param({"users": ",".join(f"U{number}" for number in range(9))}, "too_many_users", id="nine"),
        pytest.param({"channel": "D0NOWHERE"}, "channel_not_found", id="no conversation"),
    ],
)
async def test_open_refused(client: AsyncWebClient, asked: dict[str, Any], error: str, refused: Refused) -> None:
    """It takes one to eight people who are there, or a conversation that is."""
    assert await refused(client.conversations_open(**asked)) == error


# Coming and going


async def test_join(client: AsyncWebClient, slack: Slack, general: str) -> None:
    """The app joins a public channel and is told; a second time is only warned about."""
    joined = await client.conversations_join(channel=general)
    assert joined["channel"]["is_member"]
    await slack.idle()
    assert slack.exchanges.all("member_joined_channel")[0].request["event"]["user"] == slack.app.bot_user_id
    assert (await client.conversations_join(channel=general))["warning"] == "already_in_channel"


async def test_join_private(client: AsyncWebClient, slack: Slack, refused: Refused) -> None:
    """Private channels are not joined: one is invited."""
    own = slack.workspace.add_channel("own", slack.app.bot_user_id, kind="group").id
    assert await refused(client.conversations_join(channel=own)) == "method_not_supported_for_channel_type"


async def test_invite(client: AsyncWebClient, slack: Slack, channel: str) -> None:
    """Who is invited is in, and the app is told by whom."""
    sam = slack.workspace.users["U0SAM"]
    slack.workspace.leave(slack.workspace.channels[channel], sam.id)
    await client.conversations_invite(channel=channel, users=[sam.id])
    assert sam.id in slack.workspace.channels[channel].members
    await slack.idle()
    told = slack.exchanges.all("member_joined_channel")[0].request["event"]
    assert (told["user"], told["inviter"]) == (sam.id, slack.app.bot_user_id)


@pytest.mark.parametrize(
    ("users", "error"),
    [
        pytest.param("", "no_user", id="nobody"),
        pytest.param("U0NOBODY", "user_not_found", id="a stranger"),
        pytest.param("U0KIM", "already_in_channel", id="who is there"),
        pytest.param("U0PLAYAPP", "cant_invite_self", id="itself"),
        pytest.param(",".join(f"U{number}" for number in range(101)), "invalid_arguments", id="101"),
    ],
)
async def test_invite_refused(client: AsyncWebClient, channel: str, users: str, error: str, refused: Refused) -> None:
    """Only people who are there and not yet in are invited."""
    assert await refused(client.conversations_invite(channel=channel, users=users)) == error


async def test_invite_some(client: AsyncWebClient, slack: Slack, channel: str, refused: Refused) -> None:
    """Where one cannot be invited nobody is, unless that is forced."""
    slack.workspace.leave(slack.workspace.channels[channel], "U0SAM")
    both: dict[str, Any] = {"channel": channel, "users": "U0NOBODY,U0SAM"}
    assert await refused(client.conversations_invite(**both)) == "user_not_found"
    assert "U0SAM" not in slack.workspace.channels[channel].members
    await client.conversations_invite(**both, force=True)
    assert "U0SAM" in slack.workspace.channels[channel].members


async def test_kick(client: AsyncWebClient, slack: Slack, channel: str, refused: Refused) -> None:
    """The app takes somebody out who is in, but never itself."""
    await client.conversations_kick(channel=channel, user="U0SAM")
    assert "U0SAM" not in slack.workspace.channels[channel].members
    assert await refused(client.conversations_kick(channel=channel, user="U0SAM")) == "not_in_channel"
    assert await refused(client.conversations_kick(channel=channel, user="U0NOBODY")) == "user_not_found"
    assert await refused(client.conversations_kick(channel=channel, user=slack.app.bot_user_id)) == "cant_kick_self"


async def test_leave(client: AsyncWebClient, slack: Slack, channel: str) -> None:
    """The app leaves; that it was not there is no error."""
    await client.conversations_leave(channel=channel)
    assert slack.app.bot_user_id not in slack.workspace.channels[channel].members
    assert (await client.conversations_leave(channel=channel))["not_in_channel"]


async def test_leave_last(client: AsyncWebClient, slack: Slack, refused: Refused) -> None:
    """Nobody leaves a channel empty."""
    own = slack.workspace.add_channel("own", slack.app.bot_user_id).id
    assert await refused(client.conversations_leave(channel=own)) == "last_member"


async def test_general(client: AsyncWebClient, general: str, refused: Refused) -> None:
    """The channel that everybody is in stays so."""
    await client.conversations_join(channel=general)
    assert await refused(client.conversations_leave(channel=general)) == "cant_leave_general"
    assert await refused(client.conversations_kick(channel=general, user="U0SAM")) == "cant_kick_from_general"
    assert await refused(client.conversations_archive(channel=general)) == "cant_archive_general"


# Making and changing


@pytest.mark.parametrize("is_private", [False, True], ids=["public", "private"])
async def test_create(client: AsyncWebClient, slack: Slack, is_private: bool) -> None:
    """A new channel has the app as its first member."""
    made = (await client.conversations_create(name="mri-1_5-tesla", is_private=is_private))["channel"]
    assert (made["name"], made["is_private"], made["is_member"]) == ("mri-1_5-tesla", is_private, True)
    assert slack.workspace.channels[made["id"]].members == [slack.app.bot_user_id]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        pytest.param("", "invalid_name_required", id="empty"),
        pytest.param("x" * 81, "invalid_name_maxlength", id="81 characters"),
        pytest.param("Radiology", "invalid_name_specials", id="upper case"),
        pytest.param("mri ct", "invalid_name_specials", id="space"),
        pytest.param("mri.ct", "invalid_name_specials", id="dot"),
        pytest.param("--", "invalid_name_punctuation", id="punctuation alone"),
        pytest.param("radiology", "name_taken", id="taken"),
    ],
)
async def test_create_refused(client: AsyncWebClient, name: str, error: str, refused: Refused) -> None:
    """A name has up to 80 lower-case letters, digits, hyphens and underscores, and is free."""
    assert await refused(client.conversations_create(name=name)) == error


async def test_create_scope(client: AsyncWebClient, manifest: dict[str, Any], refused: Refused) -> None:
    """A private channel needs its own scope."""
    manifest["oauth_config"]["scopes"]["bot"].remove("groups:write")
    assert await refused(client.conversations_create(name="mri", is_private=True)) == "missing_scope"
    assert (await client.conversations_create(name="mri"))["ok"]


async def test_archive(client: AsyncWebClient, channel: str, refused: Refused) -> None:
    """In an archived channel nothing is said, changed or archived again."""
    await client.conversations_archive(channel=channel)
    assert (await client.conversations_info(channel=channel))["channel"]["is_archived"]
    assert await refused(client.conversations_archive(channel=channel)) == "already_archived"
    assert await refused(client.chat_postMessage(channel=channel, text="Hello")) == "is_archived"
    assert await refused(client.conversations_setTopic(channel=channel, topic="MRI")) == "is_archived"
    assert await refused(client.conversations_join(channel=channel)) == "is_archived"
    assert await refused(client.conversations_leave(channel=channel)) == "is_archived"


async def test_topic_and_purpose(client: AsyncWebClient, channel: str, refused: Refused) -> None:
    """Topic and purpose are one line of 250 characters each."""
    await client.conversations_setTopic(channel=channel, topic="Questions")
    await client.conversations_setPurpose(channel=channel, purpose="x" * 250)
    told = (await client.conversations_info(channel=channel))["channel"]
    assert (told["topic"]["value"], told["purpose"]["value"]) == ("Questions", "x" * 250)
    assert await refused(client.conversations_setTopic(channel=channel, topic="x" * 251)) == "too_long"


async def test_outside(client: AsyncWebClient, general: str, refused: Refused) -> None:
    """From outside, a channel is not changed."""
    for call in (
        client.conversations_setTopic(channel=general, topic="MRI"),
        client.conversations_invite(channel=general, users="U0SAM"),
        client.conversations_kick(channel=general, user="U0SAM"),
        client.conversations_archive(channel=general),
    ):
        assert await refused(call) == "not_in_channel"


async def test_direct(client: AsyncWebClient, direct: str, refused: Refused) -> None:
    """A direct message is no channel: it is not left, archived, described or filled."""
    for call in (
        client.conversations_leave(channel=direct),
        client.conversations_archive(channel=direct),
        client.conversations_setPurpose(channel=direct, purpose="MRI"),
        client.conversations_invite(channel=direct, users="U0SAM"),
        client.conversations_kick(channel=direct, user="U0ROBIN"),
        client.conversations_join(channel=direct),
    ):
        assert await refused(call) == "method_not_supported_for_channel_type"


async def test_open_a_channel(client: AsyncWebClient, channel: str, refused: Refused) -> None:
    """A channel is not opened like a direct message."""
    assert await refused(client.conversations_open(channel=channel)) == "method_not_supported_for_channel_type"
