"""What an agent tells of its work."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Slack

Refused = Callable[[Awaitable[Any]], Awaitable[str]]

PROMPTS = [{"title": "MRI", "message": "What is MRI?"}, {"title": "CT", "message": "What is CT?"}]


@pytest.fixture
def asked(slack: Slack, direct: str) -> dict[str, Any]:
    """The thread of a question of Robin's in their direct message with the app."""
    message = slack.workspace.post(slack.workspace.channels[direct], {"user": "U0ROBIN", "text": "What is MRI?"})
    return {"channel_id": direct, "thread_ts": message.ts}


def shown(slack: Slack) -> list[str]:
    """The statuses that are shown."""
    return list(slack.workspace.statuses.values())


# The status


async def test_status_ends(client: AsyncWebClient, slack: Slack, asked: dict[str, Any]) -> None:
    """A status goes by itself after two minutes."""
    await client.assistant_threads_setStatus(**asked, status="is thinking…")
    await slack.clock.advance(119)
    assert shown(slack) == ["is thinking…"]
    await slack.clock.advance(2)
    assert shown(slack) == []


async def test_status_renewed(client: AsyncWebClient, slack: Slack, asked: dict[str, Any]) -> None:
    """Each status has two minutes of its own."""
    await client.assistant_threads_setStatus(**asked, status="is thinking…")
    await slack.clock.advance(100)
    await client.assistant_threads_setStatus(**asked, status="is writing…")
    await slack.clock.advance(100)
    assert shown(slack) == ["is writing…"]


async def test_status_answered(client: AsyncWebClient, slack: Slack, asked: dict[str, Any]) -> None:
    """An answer in the thread takes the status away; so does an empty one."""
    await client.assistant_threads_setStatus(**asked, status="is thinking…")
    await client.chat_postMessage(channel=asked["channel_id"], thread_ts=asked["thread_ts"], text="A modality")
    assert shown(slack) == []
    await client.assistant_threads_setStatus(**asked, status="is thinking…")
    await client.assistant_threads_setStatus(**asked, status="")
    assert shown(slack) == []


async def test_status_where(client: AsyncWebClient, slack: Slack, channel: str, direct: str, refused: Refused) -> None:
    """A thread in a channel begins with a message; one in a direct message may begin without."""
    status: dict[str, Any] = {"thread_ts": "1800000000.000001", "status": "is thinking…"}
    assert await refused(client.assistant_threads_setStatus(channel_id=channel, **status)) == "invalid_thread_ts"
    assert (await client.assistant_threads_setStatus(channel_id=direct, **status))["ok"]
    assert await refused(client.assistant_threads_setStatus(channel_id="D0X", **status)) == "channel_not_found"
    unheard = status | {"thread_ts": "now"}
    assert await refused(client.assistant_threads_setStatus(channel_id=direct, **unheard)) == "invalid_thread_ts"


async def test_loading_messages(client: AsyncWebClient, asked: dict[str, Any], refused: Refused) -> None:
    """There are ten loading messages at most."""
    status: dict[str, Any] = {**asked, "status": "is thinking…"}
    assert (await client.assistant_threads_setStatus(**status, loading_messages=["…"] * 10))["ok"]
    call = client.assistant_threads_setStatus(**status, loading_messages=["…"] * 11)
    assert await refused(call) == "invalid_arguments"


async def test_status_scope(
    client: AsyncWebClient, manifest: dict[str, Any], asked: dict[str, Any], refused: Refused
) -> None:
    """Either of two scopes is enough for a status; a title needs the one of assistants."""
    scopes = manifest["oauth_config"]["scopes"]["bot"]
    scopes.remove("assistant:write")
    assert (await client.assistant_threads_setStatus(**asked, status="is thinking…"))["ok"]
    assert await refused(client.assistant_threads_setTitle(**asked, title="MRI")) == "missing_scope"
    scopes.remove("chat:write")
    assert await refused(client.assistant_threads_setStatus(**asked, status="is thinking…")) == "missing_scope"


# Titles and prompts


async def test_title(client: AsyncWebClient, slack: Slack, asked: dict[str, Any], refused: Refused) -> None:
    """A thread gets a title, whichever method gives it."""
    await client.assistant_threads_setTitle(**asked, title="MRI")
    session = slack.pending.sessions[asked["channel_id"], asked["thread_ts"]]
    assert session.title == "MRI"
    assert (await client.agents_sessions_rename(**asked, title="MRI, explained"))["title"] == "MRI, explained"
    assert session.title == "MRI, explained"
    assert await refused(client.assistant_threads_setTitle(**asked, title="")) == "invalid_arguments"


async def test_prompts(client: AsyncWebClient, slack: Slack, direct: str) -> None:
    """Prompts are shown in their conversation."""
    await client.assistant_threads_setSuggestedPrompts(channel_id=direct, prompts=PROMPTS, title="Ask")
    expected = {"channel": direct, "thread_ts": "", "title": "Ask", "prompts": PROMPTS}
    assert slack.workspace.prompts[direct] == expected


async def test_prompts_in_a_thread(
    client: AsyncWebClient, manifest: dict[str, Any], slack: Slack, asked: dict[str, Any], refused: Refused
) -> None:
    """With a thread, prompts are shown for an assistant of the older form alone; an agent's vanish without an error."""
    await client.assistant_threads_setSuggestedPrompts(**asked, prompts=PROMPTS)
    assert slack.workspace.prompts == {}
    manifest["features"]["assistant_view"] = manifest["features"].pop("agent_view")
    await client.assistant_threads_setSuggestedPrompts(**asked, prompts=PROMPTS)
    assert slack.workspace.prompts[asked["channel_id"]]["thread_ts"] == asked["thread_ts"]
    nowhere = asked | {"thread_ts": "now"}
    call = client.assistant_threads_setSuggestedPrompts(**nowhere, prompts=PROMPTS)
    assert await refused(call) == "invalid_thread_ts"


@pytest.mark.parametrize(
    "prompts",
    [
        pytest.param([], id="none"),
        pytest.param(PROMPTS * 3, id="six"),
        pytest.param([{"title": "MRI"}], id="no message"),
        pytest.param(["MRI"], id="text alone"),
        pytest.param("MRI", id="no list"),
    ],
)
async def test_prompts_refused(client: AsyncWebClient, direct: str, prompts: Any, refused: Refused) -> None:
    """There are one to four prompts, each with a title and a message."""
    call = client.assistant_threads_setSuggestedPrompts(channel_id=direct, prompts=prompts)
    assert await refused(call) == "invalid_arguments"


# Sessions


async def test_session(client: AsyncWebClient, slack: Slack, asked: dict[str, Any]) -> None:
    """A session begins with its first status; while it is processing, people see that the app works."""
    begun = await client.agents_sessions_setStatus(
        **asked, status="processing", title="MRI", initiator_user_id="U0ROBIN"
    )
    assert (begun["status"], begun["agent_status"], begun["title"]) == ("processing", "processing", "MRI")
    assert "warning" not in begun.data
    assert shown(slack) == ["is working…"]
    ended = await client.agents_sessions_setStatus(**asked, status="active", title="Another")
    assert (ended["status"], ended["title"]) == ("active", "MRI")
    assert shown(slack) == []


async def test_session_warning(client: AsyncWebClient, manifest: dict[str, Any], asked: dict[str, Any]) -> None:
    """An agent that could not hear that somebody stopped it is warned."""
    manifest["settings"]["event_subscriptions"]["bot_events"].remove("agent_session_stopped")
    begun = await client.agents_sessions_setStatus(**asked, status="processing")
    assert begun["response_metadata"]["warnings"] == ["missing_agent_session_stopped_event_subscription"]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"status": "is thinking…"}, "invalid_arguments", id="words"),
        pytest.param({"title": "x" * 201}, "invalid_arguments", id="long title"),
        pytest.param({"initiator_user_id": "U0SAM"}, "invalid_arguments", id="somebody else"),
        pytest.param({"thread_ts": None}, "invalid_arguments", id="no thread"),
        pytest.param({"thread_ts": "now"}, "invalid_thread_ts", id="unheard thread"),
        pytest.param({"channel_id": "D0X"}, "channel_not_found", id="no conversation"),
    ],
)
async def test_session_refused(
    client: AsyncWebClient, slack: Slack, asked: dict[str, Any], changes: dict[str, Any], error: str, refused: Refused
) -> None:
    """A session is one thread's, with one of four statuses."""
    sent = {**asked, "status": "processing", **changes}
    assert await refused(client.agents_sessions_setStatus(**sent)) == error
    assert slack.pending.sessions == {}


async def test_session_outside(client: AsyncWebClient, slack: Slack, refused: Refused) -> None:
    """An agent has no session where it may not write."""
    general = slack.workspace.channel_named("general")
    ts = slack.workspace.post(general, {"user": "U0ROBIN", "text": "?"}).ts
    call = client.agents_sessions_setStatus(channel_id=general.id, thread_ts=ts, status="processing")
    assert await refused(call) == "not_in_channel"


async def test_no_agent(
    client: AsyncWebClient, manifest: dict[str, Any], asked: dict[str, Any], refused: Refused
) -> None:
    """Only an app that is declared as an agent has sessions."""
    assert await refused(client.agents_sessions_rename(**asked, title="MRI")) == "session_not_found"
    del manifest["features"]["agent_view"]
    assert await refused(client.agents_sessions_setStatus(**asked, status="active")) == "not_authorized"
    assert await refused(client.agents_sessions_rename(**asked, title="MRI")) == "not_authorized"
