"""``conversations.*``: channels and direct messages, and what was said in them. What changes them is in ``channels``.

Source of the arguments and errors: docs.slack.dev, /reference/methods/conversations.list and its neighbours.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation

from bot.playground import payloads
from bot.playground.api import channels
from bot.playground.api.calls import ApiError, Call, Method, Tier
from bot.playground.api.kinds import HISTORY, READ, conversation, every, is_in, listed, told_of
from bot.playground.api.paging import DEFAULT, MOST, page_of
from bot.playground.wire import Json, is_true
from bot.playground.workspace import Message


def list_conversations(call: Call) -> Json:
    """``conversations.list``."""
    page, more = page_of(call, listed(call), lambda channel: channel.id)
    return {"channels": [payloads.channel_json(channel, call.slack.app.bot_user_id) for channel in page]} | more


def info(call: Call) -> Json:
    """``conversations.info``; the number of members and the locale are told only where they are asked for."""
    channel = conversation(call, READ)
    told = told_of(call, channel)
    if is_true(call.arguments.get("include_num_members")):
        told["num_members"] = len(channel.members)
    if is_true(call.arguments.get("include_locale")):
        told["locale"] = "en-US"
    return {"channel": told}


def members(call: Call) -> Json:
    """``conversations.members``."""
    ids, more = page_of(call, conversation(call, READ).members, str)
    return {"members": ids} | more


def history(call: Call) -> Json:
    """``conversations.history``: what stands in a conversation itself, newest first; replies stand in their threads."""
    channel = conversation(call, HISTORY)
    if not is_in(call, channel):
        raise ApiError("not_in_channel")
    is_within = _range(call)
    standing = [
        message
        for message in reversed(channel.messages.values())
        if is_within(message) and (not message.is_reply or message.content.get("subtype") == "thread_broadcast")
    ]
    return _messages(call, standing) | {"pin_count": 0}


def replies(call: Call) -> Json:
    """``conversations.replies``: a thread, its first message before its replies."""
    channel = conversation(call, HISTORY)
    if not is_in(call, channel):
        raise ApiError("channel_not_found")
    ts = call.text("ts")
    named = channel.messages.get(ts)
    thread = call.slack.workspace.thread(channel, named.thread_ts or ts if named else ts)
    if not thread:
        raise ApiError("thread_not_found")
    is_within = _range(call)
    return _messages(call, [message for message in thread if is_within(message)], default=MOST)


def _messages(call: Call, messages: Sequence[Message], *, default: int = DEFAULT) -> Json:
    page, more = page_of(call, messages, lambda message: message.ts, default=default, by_time=True)
    hidden = set() if is_true(call.arguments.get("include_all_metadata")) else {"metadata"}
    told = [{name: value for name, value in message.content.items() if name not in hidden} for message in page]
    return {"messages": told, "has_more": bool(more["response_metadata"]["next_cursor"])} | more


def _range(call: Call) -> Callable[[Message], bool]:
    """Whether a message stands between ``oldest`` and ``latest``; these two themselves only where ``inclusive``."""
    oldest, latest = _moment(call, "oldest"), _moment(call, "latest")
    inclusive = is_true(call.arguments.get("inclusive"))

    def is_within(message: Message) -> bool:
        ts = Decimal(message.ts)
        after = oldest is None or ts > oldest or (inclusive and ts == oldest)
        return after and (latest is None or ts < latest or (inclusive and ts == latest))

    return is_within


def _moment(call: Call, name: str) -> Decimal | None:
    text = call.text(name)
    if not text or text == "now":
        return None
    try:
        moment = Decimal(text)
    except InvalidOperation:
        raise ApiError(f"invalid_ts_{name}") from None
    if not moment.is_finite():
        raise ApiError(f"invalid_ts_{name}")
    return moment


METHODS = {
    "conversations.list": Method(list_conversations, every(READ), Tier.TWO),
    "conversations.info": Method(info, every(READ), Tier.THREE),
    "conversations.members": Method(members, every(READ), Tier.FOUR),
    "conversations.history": Method(history, every(HISTORY), Tier.THREE),
    "conversations.replies": Method(replies, every(HISTORY), Tier.THREE),
    **channels.METHODS,
}
