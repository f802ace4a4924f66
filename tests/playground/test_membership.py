"""``bot.playground.membership``: who comes and goes, and what the app hears of it."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from bot.playground import membership
from bot.playground.seeing import CannotError
from bot.playground.slack import Slack
from bot.playground.workspace import Channel, User

Json = dict[str, Any]


@pytest.fixture
def heard(porter: AsyncApp) -> list[Json]:
    """The events that the app hears."""
    events: list[Json] = []

    @porter.middleware
    async def hear(body: Json, next: Any) -> None:  # noqa: A002 - Bolt's name
        events.append(body["event"])
        await next()

    return events


@pytest.fixture
def sam(slack: Slack) -> User:
    """Somebody who is in every channel that was there from the start."""
    return slack.workspace.user_named("sam")


@pytest.fixture
def ward(slack: Slack) -> Channel:
    """#ward, of Robin and the app."""
    return slack.workspace.add_channel("ward", "U0ROBIN", members=(slack.app.bot_user_id,))


async def told(slack: Slack, heard: list[Json]) -> list[Json]:
    """What the app heard, without when."""
    await slack.idle()
    return [{name: value for name, value in event.items() if name != "event_ts"} for event in heard]


async def test_joining_and_leaving(slack: Slack, heard: list[Json], sam: User, ward: Channel) -> None:
    """The app hears who joined and who left a channel that it is in; a second time is no news."""
    for _ in range(2):
        membership.join(slack, ward, sam)
    for _ in range(2):
        membership.leave(slack, ward, sam)
    assert sam.id not in ward.members
    where = {"user": "U0SAM", "channel": ward.id, "channel_type": "C"}
    assert await told(slack, heard) == [
        {"type": "member_joined_channel"} | where, {"type": "member_left_channel"} | where,
    ]  # fmt: skip


async def test_of_other_channels_it_hears_nothing(slack: Slack, heard: list[Json], sam: User) -> None:
    """Who comes and goes where the app is not is none of its business."""
    radiology = slack.workspace.channel_named("radiology")
    membership.leave(slack, radiology, sam)
    membership.join(slack, radiology, sam)
    assert await told(slack, heard) == []


async def test_bringing_in_the_app(slack: Slack, heard: list[Json], sam: User) -> None:
    """Invited into a channel, the app hears that it joined, and by whom; invited again, nothing."""
    radiology = slack.workspace.channel_named("radiology")
    for _ in range(2):
        membership.invite(slack, radiology, sam, slack.app.bot_user_id)
    (event,) = await told(slack, heard)
    assert (event["type"], event["user"], event["inviter"]) == ("member_joined_channel", "U0PLAYAPP", "U0SAM")
    with pytest.raises(CannotError) as caught:
        membership.invite(slack, radiology, sam, "U0NOBODY")
    assert caught.value.code == "user_not_found"


@pytest.mark.parametrize(
    ("real_name", "name"),
    [("Ana María Ruiz", "ana.maría.ruiz"), ("  李 小龙 ", "李.小龙"), ("O'Neil_2", "o.neil.2")],
)
async def test_a_new_person(slack: Slack, heard: list[Json], real_name: str, name: str) -> None:
    """The app hears of who joins the workspace, whatever script their name is in; they begin in the first channel."""
    slack.workspace.join(slack.workspace.channel_named("general"), slack.app.bot_user_id)
    hired = membership.hire(slack, real_name)
    assert (hired.name, hired.real_name, hired.is_bot) == (name, real_name.strip(), False)
    assert hired.id in slack.workspace.channel_named("general").members
    joined, entered = await told(slack, heard)
    assert (joined["type"], joined["user"]["id"], joined["user"]["name"]) == ("team_join", hired.id, name)
    assert (entered["type"], entered["user"]) == ("member_joined_channel", hired.id)


@pytest.mark.parametrize("name", ["", "  ", "?!"])
async def test_nobody_is_nameless(slack: Slack, name: str) -> None:
    """A person without a name is not taken in."""
    people = dict(slack.workspace.users)
    with pytest.raises(CannotError, match="name"):
        membership.hire(slack, name)
    assert slack.workspace.users == people


async def test_a_new_channel(slack: Slack, sam: User) -> None:
    """It has its founder in it, and the name without the sign."""
    made = membership.found(slack, sam, " #ward-3 ")
    assert (made.name, made.kind, made.members, made.creator) == ("ward-3", "channel", ["U0SAM"], "U0SAM")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        pytest.param("general", "name_taken", id="taken"),
        pytest.param("Ward", "invalid_name", id="capitals"),
        pytest.param("ward 3", "invalid_name", id="a space"),
        pytest.param("#", "invalid_name", id="nothing"),
        pytest.param("w" * 81, "invalid_name", id="81 characters"),
    ],
)
async def test_a_channel_that_cannot_be(slack: Slack, sam: User, name: str, code: str) -> None:
    """A name that Slack does not take, or that is taken, opens no channel."""
    channels = dict(slack.workspace.channels)
    with pytest.raises(CannotError) as caught:
        membership.found(slack, sam, name)
    assert (caught.value.code, slack.workspace.channels) == (code, channels)
