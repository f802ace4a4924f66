"""Conversations by kind: which scope a call needs for one, and which one it names.

Source: docs.slack.dev, /reference/methods/conversations.list and its neighbours: each page lists a scope for each kind.
"""

from collections.abc import Mapping

from bot.playground import payloads
from bot.playground.api.calls import ApiError, Call
from bot.playground.wire import Json, is_true
from bot.playground.workspace import Channel

KINDS = {"public_channel": "channel", "private_channel": "group", "mpim": "mpim", "im": "im"}
"""What ``types`` calls a conversation, and what events and this workspace call it."""

Scopes = Mapping[str, tuple[str, ...]]
"""By the kind of a conversation: the scopes of which one is needed."""


def _scopes(*suffixes: str, **others: tuple[str, ...]) -> Scopes:
    prefixes = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
    return {kind: tuple(f"{prefix}:{suffix}" for suffix in suffixes) for kind, prefix in prefixes.items()} | others


READ = _scopes("read")
HISTORY = _scopes("history")
MANAGE = _scopes("write", channel=("channels:manage",))
TOPIC = _scopes("write", "write.topic", channel=("channels:manage", "channels:write.topic"))
INVITE = _scopes("write", "write.invites", channel=("channels:manage", "channels:write.invites"))
JOIN = {"channel": ("channels:join",)}


def every(scopes: Scopes) -> tuple[str, ...]:
    """All scopes of which a method takes one."""
    return tuple(scope for of_kind in scopes.values() for scope in of_kind)


def need_scope(call: Call, kind: str, scopes: Scopes) -> None:
    """Check that the token may do this to a conversation of this kind.

    Raises:
        ApiError: It may not: ``missing_scope``.
    """
    held = call.slack.app.scopes
    if kind in scopes and held.isdisjoint(scopes[kind]):
        raise ApiError("missing_scope", needed=scopes[kind][0], provided=",".join(sorted(held)))


def listed(call: Call, member: str | None = None) -> list[Channel]:
    """The conversations that a call asks for by ``types`` and ``exclude_archived``, as far as the app sees them.

    Args:
        call: The call.
        member: Only those that somebody is in.

    Raises:
        ApiError: ``invalid_types`` or ``missing_scope``.
    """
    asked = [kind.strip() for kind in (call.text("types") or "public_channel").split(",")]
    if not KINDS.keys() >= set(asked):
        raise ApiError("invalid_types")
    kinds = [KINDS[kind] for kind in asked]
    for kind in kinds:
        need_scope(call, kind, READ)
    excludes = is_true(call.arguments.get("exclude_archived"))
    return [
        channel
        for channel in call.slack.workspace.channels.values()
        if channel.kind in kinds
        and _is_seen(call, channel)
        and member in {None, *channel.members}
        and not (excludes and channel.is_archived)
    ]


def _is_seen(call: Call, channel: Channel) -> bool:
    return channel.kind == "channel" or is_in(call, channel)


def is_in(call: Call, channel: Channel) -> bool:
    """Whether the app is a member."""
    return call.slack.app.bot_user_id in channel.members


def conversation(call: Call, scopes: Scopes) -> Channel:
    """The conversation that a call names by its id; a name or a person will not do here, unlike in ``chat.*``.

    Raises:
        ApiError: ``channel_not_found`` or ``missing_scope``.
    """
    channel = call.slack.workspace.channels.get(call.text("channel"))
    if channel is None or not _is_seen(call, channel):
        raise ApiError("channel_not_found")
    need_scope(call, channel.kind, scopes)
    return channel


def open_channel(call: Call, scopes: Scopes) -> Channel:
    """A public or private channel that the app is in, and that is not archived.

    Raises:
        ApiError: ``method_not_supported_for_channel_type``, ``is_archived`` or ``not_in_channel``.
    """
    channel = conversation(call, scopes)
    if channel.is_direct:
        raise ApiError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise ApiError("is_archived")
    if not is_in(call, channel):
        raise ApiError("not_in_channel")
    return channel


def told_of(call: Call, channel: Channel) -> Json:
    """A conversation as the app is told of it, without the number of members, which costs Slack a count."""
    told = payloads.channel_json(channel, call.slack.app.bot_user_id)
    return {name: value for name, value in told.items() if name != "num_members"}


def is_general(call: Call, channel: Channel) -> bool:
    """Whether it is the one that everybody is in: the workspace's first."""
    return channel is next(iter(call.slack.workspace.channels.values()))
