"""``chat.startStream``, ``chat.appendStream``, ``chat.stopStream``: a message that people see being written.

Source of the arguments, limits and errors: the pages of the three methods on docs.slack.dev, /ai/agent-sessions, and
the types of node-slack-sdk (``streaming_state``). ``streaming_mode_mismatch`` and the end after five minutes are on no
page: they are what others saw of Slack.
"""

from bot.playground.answers import from_app
from bot.playground.api.calls import ApiError, Call, Method, Tier
from bot.playground.api.chat import may_post, threaded
from bot.playground.api.chunks import blocks_in, findings_in, text_in, with_chunk
from bot.playground.api.sessions import STATUSES, change_session
from bot.playground.pending import Stream
from bot.playground.strict_values import problem_of
from bot.playground.strictness import Measure, Surface, measures_of, refuse_blocks, refuse_message
from bot.playground.wire import Json
from bot.playground.workspace import Message

DISPLAYS = ("timeline", "plan", "dense")
MODES = ("markdown_text", "chunks")

MOST_BLOCKS = 50
"""In all chunks of one stream; the blocks of chat.stopStream are counted by themselves."""

LONGEST_SECONDS = 5 * 60
"""After this, Slack stops a stream that the app does not."""


def start(call: Call) -> Json:
    """``chat.startStream``: a stream into a channel is written for one person there."""
    channel = call.recipient()
    may_post(call, channel)
    thread = threaded(call, channel)
    if channel.kind != "im":
        _need_recipient(call)
    display = call.text("task_display_mode") or DISPLAYS[0]
    if display not in DISPLAYS:
        raise ApiError("invalid_arguments", f"/task_display_mode: is none of {', '.join(DISPLAYS)}")
    workspace, stream = call.slack.workspace, Stream(display)
    content = from_app(call.slack, _continued(call, stream, {"text": "", "blocks": []})) | thread
    message = workspace.post(
        channel,
        content | {"streaming_state": "in_progress"},
        by_app=True,
        exchange=call.exchange.id,
        streaming=True,
    )
    call.slack.pending.streams[channel.id, message.ts] = stream
    call.slack.emit_message(channel, message)
    _set_session(call, message, "processing")
    workspace.clear_status(channel.id, message.thread_ts or message.ts)

    async def expire() -> None:
        if workspace.message(channel.id, message.ts) is message and message.streaming:
            _end(call, message, {"streaming_state": "errored"})

    call.slack.clock.at(call.slack.clock.now() + LONGEST_SECONDS, expire)
    return {"channel": channel.id, "ts": message.ts}


def append(call: Call) -> Json:
    """``chat.appendStream``."""
    message, stream = _streamed(call)
    if not _given(call):
        raise ApiError("no_text")
    content = _continued(call, stream, message.content)
    call.slack.workspace.change(message, content, by_app=True, exchange=call.exchange.id)
    return {"channel": message.channel, "ts": message.ts}


def stop(call: Call) -> Json:
    """``chat.stopStream``: its own blocks come after all that was streamed."""
    message, stream = _streamed(call)
    status, blocks = call.text("session_status") or "active", call.arguments.get("blocks") or []
    if status not in STATUSES:
        raise ApiError("invalid_arguments", f"/session_status: is none of {', '.join(STATUSES)}")
    call.accept(refuse_blocks(blocks, Surface.MESSAGE))
    content = _continued(call, stream, message.content)
    metadata = {"metadata": call.arguments["metadata"]} if call.arguments.get("metadata") else {}
    ended = {"blocks": [*content["blocks"], *blocks], "streaming_state": "completed"}
    _end(call, message, content | ended | metadata)
    _set_session(call, message, status)
    return {"channel": message.channel, "ts": message.ts, "message": message.content}


def _need_recipient(call: Call) -> None:
    """Check for whom a stream into a channel is.

    Raises:
        ApiError: ``missing_recipient_user_id``, ``missing_recipient_team_id`` or ``user_not_found``.
    """
    for name in ("recipient_user_id", "recipient_team_id"):
        if not call.text(name):
            raise ApiError(f"missing_{name}")
    call.user("recipient_user_id")


def _streamed(call: Call) -> tuple[Message, Stream]:
    """The message that a call writes on.

    Raises:
        ApiError: It is not there, another's, or not being written any more.
    """
    message = call.message(call.channel())
    if message.user != call.slack.app.bot_user_id:
        raise ApiError("message_not_owned_by_app")
    stream = call.slack.pending.streams.get((message.channel, message.ts))
    if stream is None:
        raise ApiError("message_not_in_streaming_state")
    return message, stream


def _given(call: Call) -> list[str]:
    """Which of the arguments that carry content a call has."""
    return [mode for mode in MODES if call.arguments.get(mode) not in (None, "", [])]


def _continued(call: Call, stream: Stream, so_far: Json) -> Json:
    """The text and the blocks of a message with what a call adds to them; nothing is a fine addition.

    Raises:
        ApiError: What it adds is of the wrong kind, too much, or not sound.
    """
    given = _given(call)
    if not given:
        return {name: so_far[name] for name in ("text", "blocks")}
    if len(given) > 1:
        raise ApiError("invalid_arguments", "/markdown_text: must not be given together with chunks")
    (mode,) = given
    if stream.mode not in {"", mode}:
        raise ApiError("streaming_mode_mismatch")
    chunks = _chunks(call) if mode == "chunks" else _markdown(call)
    if stream.blocks + blocks_in(chunks) > MOST_BLOCKS:
        raise ApiError("msg_blocks_too_many", f"/chunks: have more than {MOST_BLOCKS} blocks together")
    stream.mode = mode
    stream.blocks += blocks_in(chunks)
    blocks = so_far["blocks"]
    for chunk in chunks:
        blocks = with_chunk(blocks, chunk, stream.display)
    return {"text": so_far["text"] + text_in(chunks), "blocks": blocks}


def _markdown(call: Call) -> list[Json]:
    sent = {"markdown_text": call.arguments["markdown_text"]}
    call.exchange.measures = measures_of(sent)
    call.accept(refuse_message(sent))
    return [{"type": "markdown_text", "text": sent["markdown_text"]}]


def _chunks(call: Call) -> list[Json]:
    chunks: list[Json] = call.arguments["chunks"]
    findings = findings_in(chunks)
    call.exchange.measures = tuple(finding for finding in findings if isinstance(finding, Measure))
    problems = [problem for finding in findings if (problem := problem_of(finding))]
    if problems:
        raise ApiError("invalid_chunks", *problems)
    return chunks


def _end(call: Call, message: Message, content: Json) -> None:
    call.slack.pending.streams.pop((message.channel, message.ts), None)
    message.streaming = False
    call.slack.workspace.change(message, content, by_app=True, exchange=call.exchange.id)


def _set_session(call: Call, message: Message, status: str) -> None:
    """Change the session that the stream is part of, where the app is an agent: only agents have any."""
    if call.slack.app.agent_view is not None:
        change_session(call, (message.channel, message.thread_ts or message.ts), status)


METHODS = {
    "chat.startStream": Method(start, ("chat:write",), Tier.TWO),
    "chat.appendStream": Method(append, ("chat:write",), Tier.FOUR),
    "chat.stopStream": Method(stop, ("chat:write",), Tier.TWO),
}
