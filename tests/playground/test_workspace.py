"""``bot.playground.workspace``: who is there, what is said, who sees it, and who is told of a change."""

from typing import Any

import pytest

from bot.playground.clock import Clock
from bot.playground.workspace import Change, Channel, Message, Part, User, Workspace

NOON = 1_700_000_000.0

Json = dict[str, Any]


@pytest.fixture
def workspace() -> Workspace:
    """Robin, Sam and Kim, at a time that stands still."""
    workspace = Workspace(Clock(lambda: NOON))
    for name in ("Robin", "Sam", "Kim"):
        workspace.add_user(User(f"U0{name.upper()}", name.lower(), f"{name} Reyes"))
    return workspace


@pytest.fixture
def ward(workspace: Workspace) -> Channel:
    """#ward, of Robin and Sam."""
    return workspace.add_channel("ward", "U0ROBIN", members=("U0SAM",))


@pytest.fixture
def changes(workspace: Workspace, ward: Channel) -> list[Change]:
    """What whoever watches is told from now on."""
    told: list[Change] = []
    workspace.watch(told.append)
    return told


def says(text: str, user: str = "U0ROBIN", **more: Any) -> Json:
    """What somebody says."""
    return {"user": user, "text": text} | more


def seen_by(workspace: Workspace, user: str) -> list[str]:
    """The texts of what somebody sees."""
    return [message.content["text"] for message in workspace.seen(user)]


def test_each_message_is_later_than_the_one_before(workspace: Workspace, ward: Channel) -> None:
    """A ``ts`` is an id: six decimals, and never twice, though the clock stand still."""
    stamps = [workspace.post(ward, says("x")).ts for _ in range(3)]
    assert stamps == ["1700000000.000000", "1700000000.000001", "1700000000.000002"]
    assert list(ward.messages) == stamps


def test_a_message_is_as_slack_tells_it(workspace: Workspace, ward: Channel) -> None:
    """It has a type, a text, a ``ts`` and a team, whatever it was made of."""
    message = workspace.post(ward, {"user": "U0SAM", "ts": "1.000000"})
    assert message.content == {
        "type": "message", "text": "", "user": "U0SAM", "ts": message.ts, "team": "T0PLAYGROUND"
    }  # fmt: skip
    assert message.ts != "1.000000"


def test_only_members_see_a_conversation(workspace: Workspace, ward: Channel) -> None:
    """Who is not in a channel sees nothing of it; who joins sees all; who leaves, nothing again."""
    message = workspace.post(ward, says("hello"))
    assert [seen_by(workspace, user) for user in ("U0SAM", "U0KIM")] == [["hello"], []]
    workspace.join(ward, "U0KIM")
    assert seen_by(workspace, "U0KIM") == ["hello"]
    assert workspace.sees("U0KIM", message)
    workspace.leave(ward, "U0KIM")
    assert seen_by(workspace, "U0KIM") == []
    assert not workspace.sees("U0KIM", message)


def test_one_person_sees_an_ephemeral_message(workspace: Workspace, ward: Channel) -> None:
    """It is on nobody else's screen, and not among the channel's messages."""
    message = workspace.post(ward, says("psst"), seen_by="U0SAM")
    assert [seen_by(workspace, user) for user in ("U0SAM", "U0ROBIN")] == [["psst"], []]
    assert (workspace.sees("U0SAM", message), workspace.sees("U0ROBIN", message)) == (True, False)
    assert ward.messages == {}
    assert workspace.message(ward.id, message.ts) is message


def test_changing_a_message_keeps_its_place(workspace: Workspace, ward: Channel, changes: list[Change]) -> None:
    """Parts are put over the old ones, ``None`` takes a part away, and its ``ts`` stays."""
    message = workspace.post(ward, says("before", blocks=[{"type": "divider", "block_id": "b"}]), exchange=1)
    before = message.ts
    workspace.change(message, {"text": "after", "blocks": None}, by_app=True, exchange=2)
    assert (message.ts, message.content["text"], message.exchange) == (before, "after", 2)
    assert "blocks" not in message.content
    assert changes == [Change(Part.MESSAGE, message), Change(Part.MESSAGE, message, by_app=True)]
    workspace.change(message, {"text": "once more"})
    assert message.exchange == 2


@pytest.mark.parametrize("seen_by", [None, "U0SAM"], ids=["of a channel", "of one person"])
def test_a_removed_message_is_gone(
    workspace: Workspace, ward: Channel, changes: list[Change], seen_by: str | None
) -> None:
    """Nobody finds it any more, and whoever watches is told once."""
    message = workspace.post(ward, says("x"), seen_by=seen_by)
    workspace.remove(message, by_app=True)
    assert workspace.message(ward.id, message.ts) is None
    assert list(workspace.seen("U0SAM")) == []
    assert changes[1:] == [Change(Part.REMOVED, message, by_app=True)]


def test_a_thread_counts_its_replies(workspace: Workspace, ward: Channel) -> None:
    """The first message tells how many replies it has, of whom, and when the last came; an ephemeral one is none."""
    first = workspace.post(ward, says("who is on call?"))
    workspace.post(ward, says("psst", thread_ts=first.ts), seen_by="U0ROBIN")
    assert "reply_count" not in first.content
    workspace.post(ward, says("I am", "U0SAM", thread_ts=first.ts))
    last = workspace.post(ward, says("so is Kim", "U0SAM", thread_ts=first.ts))
    told = {name: first.content[name] for name in ("thread_ts", "reply_count", "reply_users", "latest_reply")}
    assert told == {"thread_ts": first.ts, "reply_count": 2, "reply_users": ["U0SAM"], "latest_reply": last.ts}
    assert (first.is_reply, last.is_reply) == (False, True)
    assert [message.content["text"] for message in workspace.thread(ward, first.ts)] == [
        "who is on call?", "I am", "so is Kim",
    ]  # fmt: skip


def test_a_reply_to_nothing_is_a_message(workspace: Workspace, ward: Channel) -> None:
    """A thread whose first message is not there, as an assistant's, is no error."""
    assert workspace.post(ward, says("x", thread_ts="1.000000")).is_reply


@pytest.mark.parametrize(
    ("block", "given"),
    [
        pytest.param({"type": "divider"}, {"type": "divider", "block_id": "@b"}, id="a block"),
        pytest.param({"type": "divider", "block_id": "mine"}, {"type": "divider", "block_id": "mine"}, id="its own id"),
        pytest.param(
            {"type": "section", "accessory": {"type": "button"}},
            {"type": "section", "block_id": "@b", "accessory": {"type": "button", "action_id": "@a"}},
            id="an accessory",
        ),
        pytest.param(
            {"type": "input", "element": {"type": "plain_text_input", "action_id": "mine"}},
            {"type": "input", "block_id": "@b", "element": {"type": "plain_text_input", "action_id": "mine"}},
            id="an element with its own id",
        ),
        pytest.param(
            {"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}, {"type": "image"}]},
            {"type": "context", "block_id": "@b", "elements": [{"type": "mrkdwn", "text": "x"}, {"type": "image"}]},
            id="what cannot be acted on",
        ),
        pytest.param(
            {"type": "container", "child_blocks": [{"type": "actions", "elements": [{"type": "button"}]}]},
            {"type": "container", "block_id": "@b", "child_blocks": [
                {"type": "actions", "block_id": "@b", "elements": [{"type": "button", "action_id": "@a"}]}]},
            id="a block in a container",
        ),
        pytest.param(
            {"type": "carousel", "elements": [{"type": "card", "actions": [{"type": "button"}]}]},
            {"type": "carousel", "block_id": "@b", "elements": [
                {"type": "card", "block_id": "@b", "actions": [{"type": "button", "action_id": "@a"}]}]},
            id="a card in a carousel",
        ),
        pytest.param("no block", "no block", id="what is no block"),
    ],
)  # fmt: skip
def test_slack_gives_the_ids_that_the_app_left_out(workspace: Workspace, ward: Channel, block: Any, given: Any) -> None:
    """Every block has a ``block_id`` and all that can be acted on an ``action_id``; the app's own stay."""
    made: list[str] = []

    def masked(value: Any) -> Any:
        if isinstance(value, list):
            return [masked(item) for item in value]
        if not isinstance(value, dict):
            return value
        ids = {name: value[name] for name in ("block_id", "action_id") if value.get(name, "mine") != "mine"}
        made.extend(ids.values())
        return {name: f"@{name[0]}" if name in ids else masked(held) for name, held in value.items()}

    message = workspace.post(ward, says("x", blocks=[block]))
    assert masked(message.content["blocks"]) == [given]
    assert len(made) == len(set(made))
    workspace.change(message, {"blocks": [block]})
    assert masked(message.content["blocks"]) == [given]


@pytest.mark.parametrize(
    ("people", "kind"),
    [
        pytest.param(("U0ROBIN", "U0SAM"), "im", id="of two"),
        pytest.param(("U0ROBIN", "U0ROBIN"), "im", id="with oneself"),
        pytest.param(("U0ROBIN", "U0SAM", "U0KIM"), "mpim", id="of several"),
    ],
)
def test_a_direct_conversation_is_opened_once(workspace: Workspace, people: tuple[str, ...], kind: str) -> None:
    """The same people always share the same conversation, in whatever order they are named."""
    opened = workspace.direct(*people)
    assert (opened.kind, opened.name, opened.is_direct) == (kind, "", True)
    assert opened.id[0] == {"im": "D", "mpim": "G"}[kind]
    assert workspace.direct(*reversed(people)) is opened
    assert workspace.direct("U0SAM", "U0KIM") is not opened


@pytest.mark.parametrize("name", ["U0SAM", "sam", "SAM", "Sam Reyes"])
def test_people_are_found_by_any_of_their_names(workspace: Workspace, name: str) -> None:
    """An id, a short name or a real name, in any case."""
    assert workspace.user_named(name).id == "U0SAM"


def test_channels_are_found_by_name_and_id(workspace: Workspace, ward: Channel) -> None:
    """With and without the sign; a direct conversation has no name to be found by."""
    workspace.direct("U0ROBIN", "U0SAM")
    assert [workspace.channel_named(name) for name in ("ward", "#ward", ward.id)] == [ward] * 3


@pytest.mark.parametrize("name", ["nobody", ""])
def test_whoever_is_not_there_is_not_found(workspace: Workspace, ward: Channel, name: str) -> None:
    """An unknown or an empty name is a ``LookupError``, of people and of channels."""
    workspace.direct("U0ROBIN", "U0SAM")
    with pytest.raises(LookupError, match="nobody here is called"):
        workspace.user_named(name)
    with pytest.raises(LookupError, match="no channel here is called"):
        workspace.channel_named(name)
    assert workspace.message("C0NONE", "1.000000") is None


def test_a_change_of_nothing_is_not_told(workspace: Workspace, ward: Channel, changes: list[Change]) -> None:
    """Joining and leaving twice is told once; whoever no longer watches is told nothing."""
    late: list[Change] = []
    end = workspace.watch(late.append)
    workspace.join(ward, "U0KIM")
    workspace.join(ward, "U0KIM")
    end()
    workspace.leave(ward, "U0KIM")
    workspace.leave(ward, "U0KIM")
    assert changes == [Change(Part.CHANNELS), Change(Part.CHANNELS)]
    assert late == [Change(Part.CHANNELS)]


def test_views_and_homes_are_found_by_id(workspace: Workspace, changes: list[Change]) -> None:
    """A view is found with whose it is, wherever in the stack it stands; a home likewise."""
    stack: list[Json] = [{"id": "V1"}, {"id": "V2"}]
    workspace.show_views("U0SAM", stack)
    workspace.show_home("U0KIM", {"id": "V3"})
    assert workspace.view("V1") == ("U0SAM", {"id": "V1"})
    assert workspace.view("V3") == ("U0KIM", {"id": "V3"})
    assert workspace.view("V4") is None
    assert changes == [Change(Part.VIEWS, user="U0SAM"), Change(Part.HOME, user="U0KIM", by_app=True)]


def test_what_the_app_is_doing_comes_and_goes(workspace: Workspace, ward: Channel, changes: list[Change]) -> None:
    """A status stands until it is emptied or cleared; clearing none is not told."""
    workspace.set_status(ward.id, "1.0", "is thinking")
    assert workspace.statuses == {(ward.id, "1.0"): "is thinking"}
    workspace.clear_status(ward.id, "1.0")
    workspace.clear_status(ward.id, "1.0")
    assert workspace.statuses == {}
    assert len(changes) == 2


def test_a_message_knows_its_author(workspace: Workspace, ward: Channel) -> None:
    """Who wrote it; nobody, where it does not say."""
    assert workspace.post(ward, says("x", "U0KIM")).user == "U0KIM"
    assert Message(ward.id, {"ts": "1.0"}).user == ""
