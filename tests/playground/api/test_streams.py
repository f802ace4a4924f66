"""Messages that are written while people look on."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_sdk.models.messages.chunk import BlocksChunk, MarkdownTextChunk, TaskUpdateChunk
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Slack
from bot.playground.workspace import TEAM_ID, Message

Refused = Callable[[Awaitable[Any]], Awaitable[str]]

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Sources"}}
RECIPIENT: dict[str, Any] = {"recipient_user_id": "U0ROBIN", "recipient_team_id": TEAM_ID}


@pytest.fixture
def asked(slack: Slack, direct: str) -> str:
    """The ``ts`` of a question of Robin's in their direct message with the app."""
    return slack.workspace.post(slack.workspace.channels[direct], {"user": "U0ROBIN", "text": "What is MRI?"}).ts


@pytest.fixture
def streamed(slack: Slack, direct: str) -> Callable[[], Message]:
    """The last message in that conversation."""
    return lambda: list(slack.workspace.channels[direct].messages.values())[-1]


async def test_stream(
    client: AsyncWebClient, direct: str, asked: str, streamed: Callable[[], Message], slack: Slack
) -> None:
    """A message grows with each piece, in one block, and is done when it is stopped, with the final blocks last."""
    started = await client.chat_startStream(channel=direct, thread_ts=asked, markdown_text="**MRI**")
    assert streamed().streaming
    assert streamed().content["streaming_state"] == "in_progress"

    await client.chat_appendStream(channel=direct, ts=started["ts"], markdown_text=" is a modality")
    assert streamed().content["text"] == "**MRI** is a modality"

    stopped = await client.chat_stopStream(channel=direct, ts=started["ts"], markdown_text=".", blocks=[SECTION])
    assert not streamed().streaming
    assert stopped["message"]["streaming_state"] == "completed"
    assert [block["type"] for block in stopped["message"]["blocks"]] == ["markdown", "section"]
    assert stopped["message"]["blocks"][0]["text"] == "**MRI** is a modality."
    assert stopped["message"]["thread_ts"] == asked
    assert stopped["message"]["user"] == slack.app.bot_user_id


async def test_nothing_else_writes_on_it(client: AsyncWebClient, direct: str, asked: str, refused: Refused) -> None:
    """While it is written it can be neither changed nor taken away; then it can."""
    started = await client.chat_startStream(channel=direct, thread_ts=asked, markdown_text="MRI")
    place = {"channel": direct, "ts": started["ts"]}
    assert await refused(client.chat_update(**place, text="CT")) == "streaming_state_conflict"
    assert await refused(client.chat_delete(**place)) == "cant_delete_message"
    await client.chat_stopStream(**place)
    await client.chat_update(**place, text="CT")
    assert (await client.chat_delete(**place))["ok"]


async def test_stream_of_the_sdk(
    client: AsyncWebClient, direct: str, asked: str, streamed: Callable[[], Message]
) -> None:
    """slack_sdk's own helper streams as it does with Slack, all in chunks."""
    stream = await client.chat_stream(channel=direct, thread_ts=asked, buffer_size=4)
    await stream.append(markdown_text="What is ")
    await stream.append(markdown_text="MRI?")
    await stream.append(chunks=[BlocksChunk(blocks=[{"type": "divider"}])])
    await stream.stop(chunks=[MarkdownTextChunk(text="Done.")], blocks=[SECTION])
    types = [block["type"] for block in streamed().content["blocks"]]
    assert types == ["markdown", "divider", "markdown", "section"]
    assert streamed().content["text"] == "What is MRI?Done."


async def test_stream_of_the_sdk_at_once(
    client: AsyncWebClient, direct: str, asked: str, streamed: Callable[[], Message]
) -> None:
    """A stream that is stopped before anything was sent carries what was said until then."""
    stream = await client.chat_stream(channel=direct, thread_ts=asked)
    await stream.append(markdown_text="Short")
    await stream.stop()
    assert streamed().content["text"] == "Short"


async def test_stream_of_a_form(
    client: AsyncWebClient, direct: str, asked: str, streamed: Callable[[], Message]
) -> None:
    """Chunks come as JSON in a form, too."""
    chunks = json.dumps([{"type": "markdown_text", "text": "MRI"}])
    await client.api_call("chat.startStream", params={"channel": direct, "thread_ts": asked, "chunks": chunks})
    assert streamed().content["text"] == "MRI"


async def test_tasks(client: AsyncWebClient, direct: str, asked: str, streamed: Callable[[], Message]) -> None:
    """In a timeline each task is a card where it began; an update changes that card alone."""
    reading = TaskUpdateChunk(id="1", title="Reading", status="in_progress", details="Chapter 1")
    started = await client.chat_startStream(channel=direct, thread_ts=asked, chunks=[reading])
    done = TaskUpdateChunk(id="1", title="Read", status="complete")
    await client.chat_appendStream(channel=direct, ts=started["ts"], chunks=[MarkdownTextChunk(text="So:"), done])
    card, text = streamed().content["blocks"]
    assert (card["type"], card["title"], card["status"]) == ("task_card", "Read", "complete")
    assert card["details"]["elements"][0]["elements"][0]["text"] == "Chapter 1"
    assert text["text"] == "So:"


async def test_plan(client: AsyncWebClient, direct: str, asked: str, streamed: Callable[[], Message]) -> None:
    """As a plan all tasks stand together, under its title."""
    tasks = [
        {"type": "task_update", "id": number, "title": f"Step {number}", "status": "pending"} for number in ("1", "2")
    ]
    chunks = [
        tasks[0],
        {"type": "markdown_text", "text": "So:"},
        {"type": "plan_update", "title": "Two steps"},
        tasks[1],
    ]
    await client.chat_startStream(channel=direct, thread_ts=asked, chunks=chunks, task_display_mode="plan")
    plan, text = streamed().content["blocks"]
    assert (plan["type"], plan["title"], text["text"]) == ("plan", "Two steps", "So:")
    assert [task["title"] for task in plan["tasks"]] == ["Step 1", "Step 2"]


async def test_channel_needs_a_recipient(client: AsyncWebClient, slack: Slack, channel: str, refused: Refused) -> None:
    """In a channel a stream is for one person, who must be named with their workspace."""
    ts = slack.workspace.post(slack.workspace.channels[channel], {"user": "U0ROBIN", "text": "?"}).ts
    asked: dict[str, Any] = {"channel": channel, "thread_ts": ts}
    assert await refused(client.chat_startStream(**asked)) == "missing_recipient_user_id"
    assert await refused(client.chat_startStream(**asked, recipient_user_id="U0ROBIN")) == "missing_recipient_team_id"
    nobody: dict[str, Any] = {"recipient_user_id": "U0NOBODY", "recipient_team_id": TEAM_ID}
    assert await refused(client.chat_startStream(**asked, **nobody)) == "user_not_found"
    assert (await client.chat_startStream(**asked, **RECIPIENT))["ok"]


def task(**changes: Any) -> dict[str, Any]:
    """A task, sound but for the changes."""
    return {"type": "task_update", "id": "1", "title": "Reading", "status": "complete"} | changes


def carrying(*blocks: dict[str, Any]) -> dict[str, Any]:
    """A chunk of blocks."""
    return {"type": "blocks", "blocks": list(blocks)}


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        pytest.param({"markdown_text": "x" * 12_001}, "msg_too_long", id="long text"),
        pytest.param({"markdown_text": "x", "chunks": [task()]}, "invalid_arguments", id="both"),
        pytest.param({"chunks": {"type": "markdown_text"}}, "invalid_chunks", id="no list"),
        pytest.param({"chunks": ["text"]}, "invalid_chunks", id="no chunk"),
        pytest.param({"chunks": [{"type": "image"}]}, "invalid_chunks", id="unknown type"),
        pytest.param({"chunks": [{"type": "markdown_text", "text": "x" * 12_001}]}, "invalid_chunks", id="long chunk"),
        pytest.param({"chunks": [task(title="x" * 257)]}, "invalid_chunks", id="long title"),
        pytest.param({"chunks": [task(status="cancelled")]}, "invalid_chunks", id="unknown status"),
        pytest.param({"chunks": [{"type": "task_update"}]}, "invalid_chunks", id="no id"),
        pytest.param({"chunks": [{"type": "plan_update"}]}, "invalid_chunks", id="no plan title"),
        pytest.param({"chunks": [carrying()]}, "invalid_chunks", id="no blocks"),
        pytest.param({"chunks": [carrying({"type": "header"})]}, "invalid_chunks", id="bad block"),
        pytest.param({"chunks": [carrying(*[SECTION] * 26)] * 2}, "msg_blocks_too_many", id="52 blocks"),
        pytest.param({"task_display_mode": "carousel"}, "invalid_arguments", id="unknown display"),
    ],
)
async def test_refused(
    client: AsyncWebClient, direct: str, asked: str, sent: dict[str, Any], error: str, refused: Refused, slack: Slack
) -> None:
    """What is not sound begins no stream."""
    assert await refused(client.chat_startStream(channel=direct, thread_ts=asked, **sent)) == error
    assert list(slack.workspace.channels[direct].messages) == [asked]


async def test_blocks_add_up(client: AsyncWebClient, direct: str, asked: str, refused: Refused) -> None:
    """50 blocks in all chunks of a stream, and 50 more at its end."""
    many = [{"type": "blocks", "blocks": [SECTION] * 50}]
    started = await client.chat_startStream(channel=direct, thread_ts=asked, chunks=many)
    one = [{"type": "blocks", "blocks": [SECTION]}]
    assert (
        await refused(client.chat_appendStream(channel=direct, ts=started["ts"], chunks=one)) == "msg_blocks_too_many"
    )
    end: dict[str, Any] = {"channel": direct, "ts": started["ts"]}
    assert await refused(client.chat_stopStream(**end, blocks=[SECTION] * 51)) == "invalid_blocks"
    stopped = await client.chat_stopStream(**end, blocks=[SECTION] * 50)
    assert len(stopped["message"]["blocks"]) == 100


async def test_one_mode(client: AsyncWebClient, direct: str, asked: str, refused: Refused) -> None:
    """A stream that began with text goes on with text, and one of chunks with chunks."""
    started = await client.chat_startStream(channel=direct, thread_ts=asked, markdown_text="Text")
    append: dict[str, Any] = {"channel": direct, "ts": started["ts"]}
    assert await refused(client.chat_appendStream(**append, chunks=[task()])) == "streaming_mode_mismatch"
    assert await refused(client.chat_appendStream(**append)) == "no_text"
    assert (await client.chat_appendStream(**append, markdown_text=" and text"))["ok"]


async def test_not_streaming(client: AsyncWebClient, direct: str, asked: str, refused: Refused) -> None:
    """Only a message that is being written goes on, and only the app's own."""
    posted = await client.chat_postMessage(channel=direct, text="Done")
    more: dict[str, Any] = {"channel": direct, "markdown_text": "More"}
    assert await refused(client.chat_appendStream(**more, ts=posted["ts"])) == "message_not_in_streaming_state"
    assert await refused(client.chat_appendStream(**more, ts=asked)) == "message_not_owned_by_app"
    assert await refused(client.chat_appendStream(**more, ts="1.000000")) == "message_not_found"

    started = await client.chat_startStream(channel=direct, thread_ts=asked)
    await client.chat_stopStream(channel=direct, ts=started["ts"])
    assert await refused(client.chat_stopStream(channel=direct, ts=started["ts"])) == "message_not_in_streaming_state"


async def test_forgotten(
    client: AsyncWebClient, slack: Slack, direct: str, asked: str, streamed: Callable[[], Message], refused: Refused
) -> None:
    """A stream that the app does not stop ends after five minutes, as failed."""
    started = await client.chat_startStream(channel=direct, thread_ts=asked, markdown_text="So")
    await slack.clock.advance(299)
    assert streamed().streaming
    await slack.clock.advance(2)
    assert not streamed().streaming
    assert streamed().content["streaming_state"] == "errored"
    call = client.chat_appendStream(channel=direct, ts=started["ts"], markdown_text="…")
    assert await refused(call) == "message_not_in_streaming_state"


async def test_session(client: AsyncWebClient, slack: Slack, direct: str, asked: str, refused: Refused) -> None:
    """A stream takes the status away, and keeps an agent's session at work until it is stopped."""
    await client.assistant_threads_setStatus(channel_id=direct, thread_ts=asked, status="is thinking…")
    started = await client.chat_startStream(channel=direct, thread_ts=asked)
    assert slack.workspace.statuses == {}
    session = slack.pending.sessions[direct, asked]
    assert session.status == "processing"

    end: dict[str, Any] = {"channel": direct, "ts": started["ts"]}
    assert await refused(client.chat_stopStream(**end, session_status="asleep")) == "invalid_arguments"
    await client.chat_stopStream(**end, session_status="suspended")
    assert session.status == "suspended"


async def test_metadata(client: AsyncWebClient, direct: str, asked: str) -> None:
    """What stops a stream may give the message metadata."""
    metadata = {"event_type": "answered", "event_payload": {"entry": "mri"}}
    started = await client.chat_startStream(channel=direct, thread_ts=asked)
    stopped = await client.chat_stopStream(channel=direct, ts=started["ts"], metadata=metadata)
    assert stopped["message"]["metadata"] == metadata
