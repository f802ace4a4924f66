"""``chat.*``: messages that the app posts, changes and takes away.

Source of the arguments and errors: docs.slack.dev, /reference/methods/chat.postMessage and its neighbours.
"""

from typing import Any

from bot.playground.answers import from_app
from bot.playground.api.calls import ApiError, Call, Method, Tier
from bot.playground.strictness import measures_of, refuse_message
from bot.playground.wire import Json, is_true
from bot.playground.workspace import Channel

SENT = ("text", "blocks", "attachments", "markdown_text", "metadata")


def message_of(call: Call) -> Json:
    """The message that a call carries, once it is known to be within Slack's limits.

    Raises:
        ApiError: It is not.
    """
    sent = {name: call.arguments[name] for name in SENT if call.arguments.get(name) not in (None, "")}
    call.exchange.measures = measures_of(sent)
    call.accept(refuse_message(sent))
    markdown = sent.pop("markdown_text", None)
    if markdown is not None:
        sent |= {"text": markdown, "blocks": [{"type": "markdown", "text": markdown}]}
    return sent


def may_post(call: Call, channel: Channel) -> None:
    """Whether the app may post into a conversation.

    Raises:
        ApiError: It may not: ``is_archived`` or ``not_in_channel``.
    """
    if channel.is_archived:
        raise ApiError("is_archived")
    app = call.slack.app
    if app.bot_user_id not in channel.members and not (channel.kind == "channel" and "chat:write.public" in app.scopes):
        raise ApiError("not_in_channel")


def threaded(call: Call, channel: Channel) -> Json:
    """The part of a message that puts it into a thread, empty where it is in none.

    Raises:
        ApiError: There is no such thread: ``thread_not_found``.
    """
    thread_ts = call.text("thread_ts")
    if not thread_ts:
        return {}
    parent = channel.messages.get(thread_ts)
    if parent is None and channel.kind != "im":  # an assistant's thread may begin without a message
        raise ApiError("thread_not_found")
    subtype = {"subtype": "thread_broadcast"} if is_true(call.arguments.get("reply_broadcast")) else {}
    parent_user = {"parent_user_id": parent.user} if parent else {}
    return {"thread_ts": thread_ts} | parent_user | subtype


def post_message(call: Call) -> Json:
    """``chat.postMessage``."""
    channel = call.recipient()
    may_post(call, channel)
    content = from_app(call.slack, message_of(call)) | threaded(call, channel)
    message = call.slack.workspace.post(channel, content, by_app=True, exchange=call.exchange.id)
    call.slack.emit_message(channel, message)
    if message.thread_ts:
        call.slack.workspace.clear_status(channel.id, message.thread_ts)
    return {"channel": channel.id, "ts": message.ts, "message": message.content}


def post_ephemeral(call: Call) -> Json:
    """``chat.postEphemeral``: the person must be in the conversation."""
    channel, user = call.recipient(), call.user()
    may_post(call, channel)
    if user.id not in channel.members:
        raise ApiError("user_not_in_channel")
    content = from_app(call.slack, message_of(call)) | threaded(call, channel)
    message = call.slack.workspace.post(channel, content, seen_by=user.id, by_app=True, exchange=call.exchange.id)
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """``chat.update``: of the app's own messages; text without blocks takes the blocks away."""
    channel = call.channel()
    message = call.message(channel)
    if message.user != call.slack.app.bot_user_id:
        raise ApiError("cant_update_message")
    if message.streaming:  # on no page of Slack's: what others recorded
        raise ApiError("streaming_state_conflict")
    sent = message_of(call)
    emptied: dict[str, Any] = {"blocks": None, "attachments": None} if "text" in sent else {}
    edited = {"user": call.slack.app.bot_user_id, "ts": call.slack.workspace.new_ts()}
    call.slack.change(message, emptied | sent | {"edited": edited}, by_app=True, exchange=call.exchange.id)
    return {"channel": channel.id, "ts": message.ts, "text": message.content["text"], "message": message.content}


def delete(call: Call) -> Json:
    """``chat.delete``: of the app's own messages."""
    channel = call.channel()
    message = call.message(channel)
    if message.user != call.slack.app.bot_user_id or message.streaming:
        raise ApiError("cant_delete_message")
    call.slack.remove(message, by_app=True)
    return {"channel": channel.id, "ts": message.ts}


def permalink(call: Call) -> Json:
    """``chat.getPermalink``."""
    channel = call.channel()
    message = call.message(channel, "message_ts")
    return {"channel": channel.id, "permalink": f"{call.slack.base_url}/?channel={channel.id}&ts={message.ts}"}


METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",), Tier.POSTING),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",), Tier.FOUR),
    "chat.update": Method(update, ("chat:write",), Tier.THREE),
    "chat.delete": Method(delete, ("chat:write",), Tier.THREE),
    "chat.getPermalink": Method(permalink),
}
