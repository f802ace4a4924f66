"""``chat.*`` that come later: messages posted at a time, and what is put under a link once it was posted.

Source of the arguments, limits and errors: docs.slack.dev, /reference/methods/chat.scheduleMessage,
chat.deleteScheduledMessage, chat.scheduledMessages.list and chat.unfurl.
"""

import math
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from bot.playground.answers import from_app
from bot.playground.api.calls import ApiError, Call, Method, Tier
from bot.playground.api.chat import may_post, message_of, threaded
from bot.playground.api.paging import page_of
from bot.playground.pending import Scheduled
from bot.playground.strictness import Surface, measures_of, refuse_blocks
from bot.playground.wire import Json, escaped
from bot.playground.workspace import Message

FURTHEST_SECONDS = 120 * 24 * 60 * 60

MOST_SCHEDULED = 30
WINDOW_SECONDS = 5 * 60
"""At most 30 messages may be scheduled for one channel within any 5 minutes."""

TOO_LATE_SECONDS = 60
"""A scheduled message cannot be deleted any more within the last minute before it is posted."""

SOURCES = frozenset({"composer", "conversations_history"})


def schedule(call: Call) -> Json:
    """``chat.scheduleMessage``.

    The page warns of a bug: one scheduled with ``metadata`` is never posted. So it is here, and the exchange says so.
    """
    channel = call.recipient()
    may_post(call, channel)
    pending, now = call.slack.pending, call.slack.clock.now()
    post_at = _post_at(call, now)
    near = [
        other
        for other in pending.scheduled.values()
        if other.channel == channel.id and abs(other.post_at - post_at) < WINDOW_SECONDS
    ]
    if len(near) >= MOST_SCHEDULED:
        raise ApiError("restricted_too_many")
    content = from_app(call.slack, message_of(call)) | threaded(call, channel)
    scheduled = Scheduled(call.slack.workspace.new_id("Q"), channel.id, content, post_at, int(now))
    pending.scheduled[scheduled.id] = scheduled
    if "metadata" in content:
        call.exchange.problems = ("/metadata: keeps a scheduled message from being posted, a known bug of Slack's",)

    async def ring() -> None:
        if pending.scheduled.pop(scheduled.id, None) and "metadata" not in content:
            with suppress(ApiError):
                _post(call, scheduled)

    call.slack.clock.at(post_at, ring)
    return {
        "channel": channel.id,
        "scheduled_message_id": scheduled.id,
        "post_at": post_at,
        "message": {"type": "delayed_message", "text": ""} | content,
    }


def _post_at(call: Call, now: float) -> int:
    """When to post.

    Raises:
        ApiError: ``invalid_time``, ``time_in_past`` or ``time_too_far``.
    """
    try:
        post_at = float(call.required("post_at"))
    except ValueError:
        raise ApiError("invalid_time") from None
    if not math.isfinite(post_at):
        raise ApiError("invalid_time")
    if post_at <= now:
        raise ApiError("time_in_past")
    if post_at > now + FURTHEST_SECONDS:
        raise ApiError("time_too_far")
    return int(post_at)


def _post(call: Call, scheduled: Scheduled) -> None:
    """Post it now.

    Raises:
        ApiError: The app may not any more.
    """
    workspace = call.slack.workspace
    channel = workspace.channels[scheduled.channel]
    may_post(call, channel)
    message = workspace.post(channel, scheduled.content, by_app=True, exchange=call.exchange.id)
    call.slack.emit_message(channel, message)
    if message.thread_ts:
        workspace.clear_status(channel.id, message.thread_ts)


def delete_scheduled(call: Call) -> Json:
    """``chat.deleteScheduledMessage``: up to a minute before it is posted."""
    channel, pending = call.channel(), call.slack.pending
    scheduled = pending.scheduled.get(call.required("scheduled_message_id"))
    if (
        scheduled is None
        or scheduled.channel != channel.id
        or scheduled.post_at - call.slack.clock.now() < TOO_LATE_SECONDS
    ):
        raise ApiError("invalid_scheduled_message_id")
    del pending.scheduled[scheduled.id]
    return {}


def list_scheduled(call: Call) -> Json:
    """``chat.scheduledMessages.list``: those that wait, the next one first."""
    channel, oldest, latest = call.text("channel"), call.number("oldest", 0), call.number("latest", math.inf)
    if channel and channel not in call.slack.workspace.channels:
        raise ApiError("invalid_channel")
    waiting = sorted(call.slack.pending.scheduled.values(), key=lambda scheduled: scheduled.post_at)
    asked = [
        scheduled
        for scheduled in waiting
        if channel in {"", scheduled.channel} and oldest <= scheduled.post_at <= latest
    ]
    page, more = page_of(call, asked, lambda scheduled: scheduled.id)
    told = [
        {
            "id": scheduled.id,
            "channel_id": scheduled.channel,
            "post_at": scheduled.post_at,
            "date_created": scheduled.created_at,
            "text": scheduled.content.get("text", ""),
        }
        for scheduled in page
    ]
    return {"scheduled_messages": told} | more


def unfurl(call: Call) -> Json:
    """``chat.unfurl``: what is shown under links of a message; a second time takes the place of the first.

    The invitations to log in (``user_auth_…``) are not shown.
    """
    message = _linking(call)
    unfurls = call.arguments.get("unfurls")
    if unfurls in (None, "", {}):
        raise ApiError("missing_unfurls")
    if not isinstance(unfurls, dict):
        raise ApiError("invalid_unfurls_format", "/unfurls: is no object")
    attachments = [_attachment(call, message, url, shown) for url, shown in unfurls.items()]
    call.exchange.measures = measures_of({"attachments": attachments})
    kept = [other for other in message.content.get("attachments", ()) if other.get("app_unfurl_url") not in unfurls]
    numbered = [attachment | {"id": number} for number, attachment in enumerate([*kept, *attachments], 1)]
    call.slack.workspace.change(message, {"attachments": numbered}, by_app=True, exchange=call.exchange.id)
    return {}


def _linking(call: Call) -> Message:
    """The message whose links are unfurled.

    Raises:
        ApiError: The call names none, or one that is not there.
    """
    by_id = bool(call.text("unfurl_id") or call.text("source"))
    for name in ("unfurl_id", "source") if by_id else ("channel", "ts"):
        if not call.text(name):
            raise ApiError(f"missing_{name}")
    if by_id and call.text("source") not in SOURCES:
        raise ApiError("invalid_source")
    named = call.slack.pending.unfurls.get(call.text("unfurl_id"), ("", ""))
    if by_id and named not in call.slack.pending.unfurls.values():
        raise ApiError("invalid_unfurl_id")
    channel_id, ts = named if by_id else (call.text("channel"), call.text("ts"))
    channel = call.slack.workspace.channels.get(channel_id)
    if channel is None or call.slack.app.bot_user_id not in channel.members:
        raise ApiError("cannot_find_channel")
    message = channel.messages.get(ts)
    if message is None:
        raise ApiError("cannot_find_message")
    return message


def _attachment(call: Call, message: Message, url: str, shown: Any) -> Json:
    """What is shown under one link.

    Raises:
        ApiError: The link is not in the message, its domain is none of the app's, or what is shown is nothing.
    """
    where = f"/unfurls/{url.replace('~', '~0').replace('/', '~1')}"
    if not isinstance(shown, Mapping) or not shown:
        raise ApiError("cannot_parse_attachment", f"{where}: is no object, or an empty one")
    if not _is_own(call, url):
        raise ApiError("cannot_unfurl_url", f"{where}: is of none of the app's unfurl_domains")
    text = message.content.get("text", "")
    if url not in text and escaped(url) not in text:
        raise ApiError("cannot_unfurl_message", f"{where}: is not in the message")
    refusal = refuse_blocks(shown["blocks"], Surface.MESSAGE) if "blocks" in shown else None
    if refusal is not None:
        raise ApiError("cannot_parse_attachment", *(f"{where}{problem}" for problem in refusal.problems))
    app = call.slack.app
    return dict(shown) | {
        "app_id": app.id,
        "bot_id": app.bot_id,
        "from_url": url,
        "app_unfurl_url": url,
        "is_app_unfurl": True,
    }


def _is_own(call: Call, url: str) -> bool:
    """Whether a URL is of a domain that the app unfurls, or of one below it."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return any(host == domain or host.endswith(f".{domain}") for domain in call.slack.app.unfurl_domains)


METHODS = {
    "chat.scheduleMessage": Method(schedule, ("chat:write",), Tier.THREE),
    "chat.deleteScheduledMessage": Method(delete_scheduled, ("chat:write",), Tier.THREE),
    "chat.scheduledMessages.list": Method(list_scheduled, tier=Tier.THREE),
    "chat.unfurl": Method(unfurl, ("links:write",), Tier.THREE),
}
