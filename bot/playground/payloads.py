"""Slack's payloads, as an app receives them.

Pure functions from what happened to JSON. Source of the shapes: docs.slack.dev (/interactivity, /apis/events-api,
/reference/interaction-payloads) and the scenario tests of bolt-python.
"""

from collections.abc import Mapping
from typing import Any

from bot.playground.installed import InstalledApp
from bot.playground.wire import Json
from bot.playground.workspace import TEAM_DOMAIN, TEAM_ID, Channel, Message, User

_TOLD = (
    *("client_msg_id", "user", "text", "ts", "thread_ts", "parent_user_id", "blocks", "attachments"),
    *("bot_id", "app_id", "team", "subtype", "metadata"),
)
"""What of a message its event tells."""

VERIFICATION_TOKEN = "playground"  # noqa: S105 Slack's old token, which nobody should check any more; no secret


def channel_name(channel: Channel) -> str:
    """What payloads call a conversation: a direct message and a private channel have no name to tell."""
    return {"im": "directmessage", "group": "privategroup"}.get(channel.kind, channel.name)


def slash_command(
    app: InstalledApp, user: User, channel: Channel, *, command: str, text: str, response_url: str, trigger_id: str
) -> Json:
    """A slash command; over HTTP it travels as a form."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": app.id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def block_actions(
    app: InstalledApp,
    user: User,
    *,
    action: Json,
    state: Json,
    trigger_id: str,
    channel: Channel | None = None,
    message: Message | None = None,
    view: Json | None = None,
    response_url: str = "",
) -> Json:
    """A click on a message (``channel``, ``message``, ``response_url``) or in a view (``view``)."""
    payload = _interaction(app, "block_actions", user) | {"trigger_id": trigger_id, "actions": [action]}
    if view is not None:
        return payload | {"container": {"type": "view", "view_id": view["id"]}, "view": _with_state(view, state)}
    if channel is None or message is None:
        raise ValueError("a click stands on a message or in a view")
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.seen_by is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload |= {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": state},
        "response_url": response_url,
    }
    if message.seen_by is None:  # Slack leaves the content of a message out where only one person sees it.
        payload["message"] = message.content
    return payload


def block_suggestion(
    app: InstalledApp,
    user: User,
    *,
    action_id: str,
    block_id: str,
    value: str,
    channel: Channel | None = None,
    message: Message | None = None,
    view: Json | None = None,
) -> Json:
    """What is typed into an external select."""
    payload = _interaction(app, "block_suggestion", user) | {
        "action_id": action_id,
        "block_id": block_id,
        "value": value,
    }
    if view is not None:
        return payload | {"container": {"type": "view", "view_id": view["id"]}, "view": view}
    if channel is None or message is None:
        raise ValueError("a select stands on a message or in a view")
    container = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
    is_ephemeral = {"is_ephemeral": message.seen_by is not None}
    payload |= {"container": container | is_ephemeral, "channel": {"id": channel.id, "name": channel_name(channel)}}
    return payload | ({"message": message.content} if message.seen_by is None else {})


def view_submission(app: InstalledApp, user: User, *, view: Json, state: Json, trigger_id: str) -> Json:
    """A modal that is sent off."""
    payload = _interaction(app, "view_submission", user)
    return payload | {"trigger_id": trigger_id, "view": _with_state(view, state), "response_urls": []}


def view_closed(app: InstalledApp, user: User, *, view: Json, is_cleared: bool) -> Json:
    """A modal that is closed; Slack tells it only where the view asked with ``notify_on_close``."""
    return _interaction(app, "view_closed", user) | {"view": view, "is_cleared": is_cleared}


def global_shortcut(app: InstalledApp, user: User, *, callback_id: str, trigger_id: str, action_ts: str) -> Json:
    """A shortcut from the menu beside the composer."""
    payload = _interaction(app, "shortcut", user)
    return payload | {"callback_id": callback_id, "trigger_id": trigger_id, "action_ts": action_ts}


def message_shortcut(
    app: InstalledApp,
    user: User,
    channel: Channel,
    message: Message,
    *,
    callback_id: str,
    trigger_id: str,
    response_url: str,
    action_ts: str,
) -> Json:
    """A shortcut from a message's own menu."""
    return _interaction(app, "message_action", user) | {
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "action_ts": action_ts,
        "response_url": response_url,
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": message.content,
    }


def event_callback(
    app: InstalledApp, event: Mapping[str, Any], *, event_id: str, event_time: int, is_ext_shared: bool = False
) -> Json:
    """An event in its wrapping, which marks one of a channel that another organisation is in too."""
    authorization = {
        "enterprise_id": None, "team_id": TEAM_ID, "user_id": app.bot_user_id, "is_bot": True,
        "is_enterprise_install": False,
    }  # fmt: skip
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "api_app_id": app.id,
        "event": dict(event),
        "type": "event_callback",
        "event_id": event_id,
        "event_time": event_time,
        "authorizations": [authorization],
        "is_ext_shared_channel": is_ext_shared,
        "event_context": f"4-{event_id}",
    }


def message_event(channel: Channel, message: Message) -> Json:
    """The ``message`` event of a message that somebody wrote."""
    content = {name: message.content[name] for name in _TOLD if name in message.content}
    return {"type": "message", "channel": channel.id, "channel_type": channel.kind, "event_ts": message.ts} | content


def changed_event(channel: Channel, message: Message, before: Json, event_ts: str) -> Json:
    """The ``message`` event of a message that its author changed, or that became a tombstone."""
    changed = {"message": message.content, "previous_message": before}
    return _changed(channel, "message_changed", event_ts) | changed


def deleted_event(channel: Channel, message: Message, event_ts: str) -> Json:
    """The ``message`` event of a message that its author took away."""
    gone = {"deleted_ts": message.ts, "previous_message": message.content}
    return _changed(channel, "message_deleted", event_ts) | gone


def link_shared(app: InstalledApp, channel: Channel, message: Message, links: list[Json], unfurl_id: str) -> Json:
    """The event of links to domains that the app unfurls.

    Source: docs.slack.dev, /reference/events/link_shared; of a posted message ``source`` is ``conversations_history``.
    """
    threaded = {"thread_ts": message.thread_ts} if message.thread_ts else {}
    return {
        "type": "link_shared",
        "channel": channel.id,
        "is_bot_user_member": app.bot_user_id in channel.members,
        "user": message.user,
        "message_ts": message.ts,
        "links": links,
        "unfurl_id": unfurl_id,
        "source": "conversations_history",
    } | threaded


def _changed(channel: Channel, subtype: str, event_ts: str) -> Json:
    told = {"type": "message", "subtype": subtype, "hidden": True, "channel": channel.id, "channel_type": channel.kind}
    return told | {"ts": event_ts, "event_ts": event_ts}


def user_json(user: User) -> Json:
    """A person as ``users.info`` tells of them."""
    profile = {"real_name": user.real_name, "display_name": user.name, "real_name_normalized": user.real_name}
    return {
        "id": user.id,
        "team_id": TEAM_ID,
        "name": user.name,
        "deleted": False,
        "real_name": user.real_name,
        "tz": user.tz,
        "profile": profile | {"email": f"{user.name}@playground.invalid"},
        "is_admin": user.is_admin,
        "is_owner": user.is_admin,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "locale": "en-US",
    }


def channel_json(channel: Channel, viewer: str) -> Json:
    """A conversation as ``conversations.info`` tells of it to a member or a stranger."""
    told: Json = {
        "id": channel.id,
        "created": channel.created,
        "creator": channel.creator,
        "is_archived": channel.is_archived,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": channel.kind == "im",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "channel",
        "is_ext_shared": channel.is_ext_shared,
        "is_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "is_member": viewer in channel.members,
        "context_team_id": TEAM_ID,
    }
    if channel.kind == "im":
        return told | {"user": next((member for member in channel.members if member != viewer), viewer)}
    return told | {
        "name": channel.name,
        "name_normalized": channel.name,
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": channel.created},
        "purpose": {"value": channel.purpose, "creator": channel.creator, "last_set": channel.created},
        "num_members": len(channel.members),
    }


def _interaction(app: InstalledApp, kind: str, user: User) -> Json:
    return {
        "type": kind,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": TEAM_ID},
        "api_app_id": app.id,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _with_state(view: Json, state: Json) -> Json:
    return view | {"state": {"values": state}}
