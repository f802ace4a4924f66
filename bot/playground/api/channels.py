"""``conversations.*`` that change something: opening, joining, inviting, leaving, making, archiving, describing.

Source of the arguments and errors: docs.slack.dev, /reference/methods/conversations.open and its neighbours.
"""

import re

from bot.playground import membership
from bot.playground.api.calls import ApiError, Call, Method, Tier
from bot.playground.api.kinds import (
    INVITE,
    JOIN,
    MANAGE,
    TOPIC,
    conversation,
    every,
    is_general,
    is_in,
    need_scope,
    open_channel,
    told_of,
)
from bot.playground.wire import Json, is_true
from bot.playground.workspace import Change, Channel, Part

LONGEST_NAME = 80
LONGEST_TOPIC = 250
MOST_INVITED = 100
MOST_IN_DIRECT = 8


def open_direct(call: Call) -> Json:
    """``conversations.open``: the direct message with somebody or with several."""
    workspace, bot = call.slack.workspace, call.slack.app.bot_user_id
    known = set(workspace.channels)
    if call.text("channel"):
        channel = conversation(call, MANAGE)
        if not channel.is_direct:
            raise ApiError("method_not_supported_for_channel_type")
    else:
        people = [user for user in _users(call, "users_list_not_supplied") if user != bot]
        if not people:
            raise ApiError("not_enough_users")
        if len(people) > MOST_IN_DIRECT:
            raise ApiError("too_many_users")
        if not workspace.users.keys() >= set(people):
            raise ApiError("user_not_found")
        need_scope(call, "im" if len(people) == 1 else "mpim", MANAGE)
        channel = workspace.direct(bot, *people)
    told = told_of(call, channel) if is_true(call.arguments.get("return_im")) else {"id": channel.id}
    return {"channel": told} | ({"no_op": True, "already_open": True} if channel.id in known else {})


def join(call: Call) -> Json:
    """``conversations.join``: of public channels; the others one is invited to."""
    channel = conversation(call, JOIN)
    if channel.kind != "channel":
        raise ApiError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise ApiError("is_archived")
    if is_in(call, channel):
        warning = "already_in_channel"
        more: Json = {"warning": warning, "response_metadata": {"warnings": [warning]}}
    else:
        membership.join(call.slack, channel, call.slack.bot)
        more = {}
    return {"channel": told_of(call, channel)} | more


def invite(call: Call) -> Json:
    """``conversations.invite``: up to 100 people; with ``force``, those who can be, else all or nobody."""
    channel = open_channel(call, INVITE)
    users = _users(call, "no_user")
    if len(users) > MOST_INVITED:
        raise ApiError("invalid_arguments", f"/users: has {len(users)} people, at most {MOST_INVITED}")
    refused = {user: code for user in users if (code := _why_not_invited(call, channel, user))}
    invited = [user for user in users if user not in refused]
    if refused and not (invited and is_true(call.arguments.get("force"))):
        errors = [{"user": user, "ok": False, "error": code} for user, code in refused.items()]
        raise ApiError(next(iter(refused.values())), errors=errors)
    for user in invited:
        membership.invite(call.slack, channel, call.slack.bot, user)
    return {"channel": told_of(call, channel)}


def _why_not_invited(call: Call, channel: Channel, user: str) -> str:
    if user == call.slack.app.bot_user_id:
        return "cant_invite_self"
    if user not in call.slack.workspace.users:
        return "user_not_found"
    return "already_in_channel" if user in channel.members else ""


def kick(call: Call) -> Json:
    """``conversations.kick``: never from the channel that everybody is in."""
    channel = open_channel(call, MANAGE)
    user = call.slack.workspace.users.get(call.text("user"))
    if user is None:
        raise ApiError("user_not_found")
    if user.id == call.slack.app.bot_user_id:
        raise ApiError("cant_kick_self")
    if user.id not in channel.members:
        raise ApiError("not_in_channel")
    if is_general(call, channel):
        raise ApiError("cant_kick_from_general")
    membership.leave(call.slack, channel, user)
    return {}


def leave(call: Call) -> Json:
    """``conversations.leave``; it is no error not to have been there."""
    channel = conversation(call, MANAGE)
    if channel.is_direct:
        raise ApiError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise ApiError("is_archived")
    if not is_in(call, channel):
        return {"not_in_channel": True}
    if is_general(call, channel):
        raise ApiError("cant_leave_general")
    if len(channel.members) == 1:
        raise ApiError("last_member")
    membership.leave(call.slack, channel, call.slack.bot)
    return {}


def _users(call: Call, missing: str) -> list[str]:
    """The ids in ``users``: a list, or text with commas.

    Raises:
        ApiError: There are none: the code ``missing``.
    """
    given = call.arguments.get("users")
    ids = given if isinstance(given, list) else call.text("users").split(",")
    users = [user for user in dict.fromkeys(str(user).strip() for user in ids) if user]
    if not users:
        raise ApiError(missing)
    return users


def create(call: Call) -> Json:
    """``conversations.create``: the app is its first member."""
    kind = "group" if is_true(call.arguments.get("is_private")) else "channel"
    need_scope(call, kind, MANAGE)
    name = call.text("name")
    workspace = call.slack.workspace
    if not name:
        raise ApiError("invalid_name_required")
    if len(name) > LONGEST_NAME:
        raise ApiError("invalid_name_maxlength")
    if not re.fullmatch(r"[\w-]+", name) or name != name.lower():
        raise ApiError("invalid_name_specials")
    if not re.search(r"[^\W_]", name):
        raise ApiError("invalid_name_punctuation")
    if any(channel.name == name for channel in workspace.channels.values()):
        raise ApiError("name_taken")
    channel = workspace.add_channel(name, call.slack.app.bot_user_id, kind=kind)
    return {"channel": told_of(call, channel)}


def archive(call: Call) -> Json:
    """``conversations.archive``."""
    channel = conversation(call, MANAGE)
    if channel.is_direct:
        raise ApiError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise ApiError("already_archived")
    if not is_in(call, channel):
        raise ApiError("not_in_channel")
    if is_general(call, channel):
        raise ApiError("cant_archive_general")
    channel.is_archived = True
    _tell_changed(call)
    return {}


def set_topic(call: Call) -> Json:
    """``conversations.setTopic``."""
    channel = open_channel(call, TOPIC)
    channel.topic = _line(call, "topic")
    _tell_changed(call)
    return {"channel": told_of(call, channel)}


def set_purpose(call: Call) -> Json:
    """``conversations.setPurpose``: a channel's description."""
    channel = open_channel(call, TOPIC)
    channel.purpose = _line(call, "purpose")
    _tell_changed(call)
    return {"channel": told_of(call, channel)}


def _line(call: Call, name: str) -> str:
    text = call.text(name)
    if len(text) > LONGEST_TOPIC:
        raise ApiError("too_long")
    return text


def _tell_changed(call: Call) -> None:
    call.slack.workspace.tell(Change(Part.CHANNELS, by_app=True))


METHODS = {
    "conversations.open": Method(open_direct, every(MANAGE), Tier.THREE),
    "conversations.join": Method(join, every(JOIN), Tier.THREE),
    "conversations.invite": Method(invite, every(INVITE), Tier.THREE),
    "conversations.kick": Method(kick, every(MANAGE), Tier.THREE),
    "conversations.leave": Method(leave, every(MANAGE), Tier.THREE),
    "conversations.create": Method(create, every(MANAGE), Tier.TWO),
    "conversations.archive": Method(archive, every(MANAGE), Tier.TWO),
    "conversations.setTopic": Method(set_topic, every(TOPIC), Tier.TWO),
    "conversations.setPurpose": Method(set_purpose, every(TOPIC), Tier.TWO),
}
