"""What the app reads of channels and direct messages."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Slack

Refused = Callable[[Awaitable[Any]], Awaitable[str]]


@pytest.fixture
def secret(slack: Slack) -> str:
    """The id of a private channel that the app is not in."""
    return slack.workspace.add_channel("secret", "U0ROBIN", kind="group").id


@pytest.fixture
def said(slack: Slack, channel: str) -> list[str]:
    """The ``ts`` of four messages of Robin's in #radiology; the last is a reply to the first."""
    workspace = slack.workspace
    where = workspace.channels[channel]
    first, *others = [workspace.post(where, {"user": "U0ROBIN", "text": text}).ts for text in ("one", "two", "three")]
    reply = workspace.post(where, {"user": "U0ROBIN", "text": "reply", "thread_ts": first, "parent_user_id": "U0ROBIN"})
    return [first, *others, reply.ts]


def texts(answer: Any) -> list[str]:
    """What the messages of an answer say."""
    return [message["text"] for message in answer["messages"]]


# Listing


async def test_list(client: AsyncWebClient, channel: str, secret: str) -> None:
    """Public channels are listed by default, whether the app is in them or not."""
    listed = {found["name"]: found for found in (await client.conversations_list())["channels"]}
    assert listed.keys() == {"general", "radiology", "new-hires"}
    assert (listed["radiology"]["is_member"], listed["general"]["is_member"]) == (True, False)
    assert listed["general"]["num_members"] == 3


async def test_list_pages(client: AsyncWebClient) -> None:
    """Pages lead to one another."""
    names = [[found["name"] for found in page["channels"]] async for page in await client.conversations_list(limit=2)]
    assert names == [["general", "radiology"], ["new-hires"]]


async def test_list_types(client: AsyncWebClient, slack: Slack, direct: str, secret: str, refused: Refused) -> None:
    """Of what is not public, only what the app is in is listed."""
    everything = "public_channel,private_channel,im,mpim"
    own = slack.workspace.add_channel("own", slack.app.bot_user_id, kind="group").id
    ids = {found["id"] for found in (await client.conversations_list(types=everything))["channels"]}
    assert {direct, own} <= ids
    assert secret not in ids
    assert {found["id"] for found in (await client.conversations_list(types=["im"]))["channels"]} == {direct}
    assert await refused(client.conversations_list(types="voice")) == "invalid_types"


async def test_list_archived(client: AsyncWebClient, slack: Slack, channel: str) -> None:
    """An archived channel is left out where that is asked."""
    slack.workspace.channels[channel].is_archived = True
    assert channel in {found["id"] for found in (await client.conversations_list())["channels"]}
    listed = await client.conversations_list(exclude_archived=True)
    assert channel not in {found["id"] for found in listed["channels"]}


# One conversation


async def test_info(client: AsyncWebClient, channel: str, direct: str) -> None:
    """The number of members and the locale are told where they are asked for; a direct message names the other one."""
    brief = (await client.conversations_info(channel=channel))["channel"]
    assert brief["name"] == "radiology"
    assert not {"num_members", "locale"} & brief.keys()
    asked = await client.conversations_info(channel=channel, include_num_members=True, include_locale=True)
    assert (asked["channel"]["num_members"], asked["channel"]["locale"]) == (4, "en-US")
    assert (await client.conversations_info(channel=direct))["channel"]["user"] == "U0ROBIN"


@pytest.mark.parametrize("named", ["C0NOWHERE", "general", "#general", "U0ROBIN", ""])
async def test_info_by_id(client: AsyncWebClient, slack: Slack, named: str, refused: Refused) -> None:
    """A conversation is named by its id alone; naming a person opens none."""
    before = len(slack.workspace.channels)
    assert await refused(client.conversations_info(channel=named)) == "channel_not_found"
    assert len(slack.workspace.channels) == before


async def test_secret(client: AsyncWebClient, secret: str, refused: Refused) -> None:
    """A private channel that the app is not in does not exist for it."""
    for call in (client.conversations_info, client.conversations_members, client.conversations_history):
        assert await refused(call(channel=secret)) == "channel_not_found"


async def test_members(client: AsyncWebClient, slack: Slack, channel: str) -> None:
    """Everybody who is in, page by page."""
    pages = [page["members"] async for page in await client.conversations_members(channel=channel, limit=3)]
    assert pages == [["U0ROBIN", "U0SAM", "U0KIM"], [slack.app.bot_user_id]]


# Messages


async def test_history(client: AsyncWebClient, channel: str, said: list[str]) -> None:
    """The newest message comes first, and replies stay in their threads."""
    answer = await client.conversations_history(channel=channel)
    assert texts(answer) == ["three", "two", "one"]
    assert answer["messages"][-1]["reply_count"] == 1
    assert not answer["has_more"]


async def test_history_pages(client: AsyncWebClient, channel: str, said: list[str]) -> None:
    """Pages lead to one another, and say whether there is more."""
    pages = [
        (texts(page), page["has_more"]) async for page in await client.conversations_history(channel=channel, limit=2)
    ]
    assert pages == [(["three", "two"], True), (["one"], False)]


@pytest.mark.parametrize(
    ("inclusive", "found"), [pytest.param(False, [], id="between"), pytest.param(True, ["two", "one"], id="with both")]
)
async def test_history_range(
    client: AsyncWebClient, channel: str, said: list[str], inclusive: bool, found: list[str]
) -> None:
    """The messages at both ends of a range count only where that is asked."""
    oldest, latest = said[:2]
    answer = await client.conversations_history(channel=channel, oldest=oldest, latest=latest, inclusive=inclusive)
    assert texts(answer) == found


@pytest.mark.parametrize("name", ["oldest", "latest"])
@pytest.mark.parametrize("moment", ["yesterday", "nan"])
async def test_history_no_range(client: AsyncWebClient, channel: str, name: str, moment: str, refused: Refused) -> None:
    """A moment that is none is refused."""
    asked: dict[str, Any] = {"channel": channel, name: moment}
    assert await refused(client.conversations_history(**asked)) == f"invalid_ts_{name}"


async def test_history_elsewhere(client: AsyncWebClient, slack: Slack, refused: Refused) -> None:
    """What is said in a public channel that the app is not in, it does not read."""
    general = slack.workspace.channel_named("general").id
    assert await refused(client.conversations_history(channel=general)) == "not_in_channel"


async def test_history_metadata(client: AsyncWebClient, channel: str) -> None:
    """Metadata is told only where it is asked for."""
    metadata = {"event_type": "answered", "event_payload": {}}
    await client.chat_postMessage(channel=channel, text="MRI", metadata=metadata)
    (brief,) = (await client.conversations_history(channel=channel))["messages"]
    assert "metadata" not in brief
    (whole,) = (await client.conversations_history(channel=channel, include_all_metadata=True))["messages"]
    assert whole["metadata"] == metadata


@pytest.mark.parametrize("of", [0, 3], ids=["first message", "reply"])
async def test_replies(client: AsyncWebClient, channel: str, said: list[str], of: int) -> None:
    """A thread is found by its first message and by any of its replies, and comes in order."""
    assert texts(await client.conversations_replies(channel=channel, ts=said[of])) == ["one", "reply"]


async def test_replies_without(client: AsyncWebClient, channel: str, said: list[str], refused: Refused) -> None:
    """A message without replies is a thread of one; one that is not there is none."""
    assert texts(await client.conversations_replies(channel=channel, ts=said[1])) == ["two"]
    assert await refused(client.conversations_replies(channel=channel, ts="1.000000")) == "thread_not_found"


# Scopes


@pytest.mark.parametrize(
    ("kind", "scope"), [("channel", "channels:history"), ("im", "im:history")], ids=["public channel", "direct message"]
)
async def test_scope_by_kind(
    client: AsyncWebClient, manifest: dict[str, Any], channel: str, direct: str, kind: str, scope: str
) -> None:
    """Each kind of conversation needs its own scope; the other scopes stay good for the others."""
    manifest["oauth_config"]["scopes"]["bot"].remove(scope)
    places = {"channel": channel, "im": direct}
    with pytest.raises(Exception, match="missing_scope") as caught:
        await client.conversations_history(channel=places.pop(kind))
    assert scope in str(caught.value)
    (other,) = places.values()
    assert (await client.conversations_history(channel=other))["ok"]


async def test_list_scope(client: AsyncWebClient, manifest: dict[str, Any], refused: Refused) -> None:
    """Direct messages are not listed without their scope."""
    manifest["oauth_config"]["scopes"]["bot"].remove("im:read")
    assert await refused(client.conversations_list(types="public_channel,im")) == "missing_scope"
    assert (await client.conversations_list())["ok"]
