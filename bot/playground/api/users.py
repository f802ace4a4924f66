"""``users.*`` and ``reactions.*``: who is there, and what the app puts under a message.

Source of the arguments and errors: docs.slack.dev, /reference/methods/users.info, /reference/methods/reactions.add and
their neighbours.
"""

import re

from bot.playground import payloads
from bot.playground.api.calls import ApiError, Call, Method, Tier
from bot.playground.api.kinds import READ, every, listed, told_of
from bot.playground.api.paging import MOST, page_of
from bot.playground.wire import Json, is_true
from bot.playground.workspace import Message, User, with_reaction

EMOJI = re.compile(r"[\w+'-]+(::skin-tone-[2-6])?")
"""The form of an emoji's name. Whether there is an emoji of that name is not looked up: workspaces add their own."""


def _told(call: Call, user: User) -> Json:
    """A person as the app is told of them: their address and their locale are not for everybody.

    Source: docs.slack.dev, users.info (``include_locale``) and the scope ``users:read.email``.
    """
    told = payloads.user_json(user)
    if "users:read.email" not in call.slack.app.scopes:
        told["profile"] = {name: value for name, value in told["profile"].items() if name != "email"}
    hidden = set() if is_true(call.arguments.get("include_locale")) else {"locale"}
    return {name: value for name, value in told.items() if name not in hidden}


def info(call: Call) -> Json:
    """``users.info``."""
    user = call.slack.workspace.users.get(call.text("user"))
    if user is None:
        raise ApiError("user_not_found")
    return {"user": _told(call, user)}


def list_users(call: Call) -> Json:
    """``users.list``: all at once, where no ``limit`` is given."""
    users, more = page_of(call, list(call.slack.workspace.users.values()), lambda user: user.id, default=MOST)
    return {"members": [_told(call, user) for user in users], "cache_ts": int(call.slack.clock.now())} | more


def conversations(call: Call) -> Json:
    """``users.conversations``: those that somebody is in, the app itself where nobody is named."""
    user = call.text("user", call.slack.app.bot_user_id)
    if user not in call.slack.workspace.users:
        raise ApiError("user_not_found")
    channels, more = page_of(call, listed(call, member=user), lambda channel: channel.id)
    return {"channels": [told_of(call, channel) for channel in channels]} | more


def look_up_by_email(call: Call) -> Json:
    """``users.lookupByEmail``."""
    email = call.text("email").casefold()
    for user in call.slack.workspace.users.values():
        if payloads.user_json(user)["profile"]["email"].casefold() == email:
            return {"user": _told(call, user)}
    raise ApiError("users_not_found")


def add_reaction(call: Call) -> Json:
    """``reactions.add``."""
    _react(call, on=True, unchanged="already_reacted")
    return {}


def remove_reaction(call: Call) -> Json:
    """``reactions.remove``: of the app's own."""
    _react(call, on=False, unchanged="no_reaction")
    return {}


def get_reactions(call: Call) -> Json:
    """``reactions.get``: a message with what is under it."""
    message = _reacted(call)
    return {"type": "message", "channel": message.channel, "message": message.content}


def _reacted(call: Call) -> Message:
    """The message that a call names by ``channel`` and ``timestamp``.

    Raises:
        ApiError: ``no_item_specified``, ``channel_not_found`` or ``message_not_found``.
    """
    if not call.text("channel") or not call.text("timestamp"):
        raise ApiError("no_item_specified")
    return call.message(call.channel(), "timestamp")


def _react(call: Call, *, on: bool, unchanged: str) -> None:
    """Put the app's reaction under a message or take it away.

    Raises:
        ApiError: There is no such message, its channel is archived, the name is none, or nothing changes.
    """
    message, name, slack = _reacted(call), call.text("name"), call.slack
    channel = slack.workspace.channels[message.channel]
    if channel.is_archived:
        raise ApiError("is_archived")
    if not EMOJI.fullmatch(name):
        raise ApiError("invalid_name")
    changed = with_reaction(message, name, slack.app.bot_user_id, on=on)
    if changed is None:
        raise ApiError(unchanged)
    slack.workspace.change(message, {"reactions": changed or None}, by_app=True)
    if slack.app.bot_user_id in channel.members:
        event = "reaction_added" if on else "reaction_removed"
        item = {"type": "message", "channel": channel.id, "ts": message.ts}
        slack.emit(
            {
                "type": event,
                "user": slack.app.bot_user_id,
                "reaction": name,
                "item": item,
                "item_user": message.user,
            }
        )


METHODS = {
    "users.info": Method(info, ("users:read",), Tier.FOUR),
    "users.list": Method(list_users, ("users:read",), Tier.TWO),
    "users.conversations": Method(conversations, every(READ), Tier.THREE),
    "users.lookupByEmail": Method(look_up_by_email, ("users:read.email",), Tier.THREE),
    "reactions.add": Method(add_reaction, ("reactions:write",), Tier.THREE),
    "reactions.remove": Method(remove_reaction, ("reactions:write",), Tier.TWO),
    "reactions.get": Method(get_reactions, ("reactions:read",), Tier.THREE),
}
