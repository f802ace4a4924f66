"""The app manifest, made from the names that the code listens to.

``manifest.yml`` is this for the default settings; ``reading-room manifest`` prints it for others.
Source of the shape: Slack's own JSON Schema for manifests, major version 2.
"""

from typing import Any

from bot.names import EXAMPLES, SHORTCUTS, USAGE

DESCRIPTION = "Vetted, sourced answers about radiology and medical imaging, for everyone in the hospital."
SCOPES = {
    "commands": "slash commands and shortcuts",
    "chat:write": "answers to mentions and direct messages",
    "app_mentions:read": "being asked by a mention",
    "im:history": "being asked in a direct message",
    "assistant:write": "the prompts of the messages tab",
    "channels:history": "what is asked in channels that their owner opted in",
    "groups:history": "the same, in private channels",
    "channels:read": "the settings of a channel",
    "groups:read": "the same, of private channels",
    "reactions:read": "muting a thread with 🔇",
    "users:read": "who runs the workspace, and by which clock an owner lives",
    "users:read.email": "whom a pasted list of new colleagues means",
    "im:write": "telling owners, who waited for an answer, and learners",
}
"""What the bot may do, and what for; nothing else is asked of a workspace."""

EVENTS = (
    "app_home_opened", "app_mention", "member_joined_channel", "message.channels", "message.groups", "message.im",
    "reaction_added", "team_join",
)  # fmt: skip
"""What the bot hears of. Slack sends the messages of channels that it was invited to; where no owner opted it in,
they are dropped unread."""

LONG_DESCRIPTION = (
    "Reading Room answers what hospital staff ask about radiology and medical imaging: what a modality is, what a "
    "procedure involves, what an abbreviation stands for, and how two things differ. Every sentence was written "
    "beforehand, reviewed, and carries its source; no language model is involved. Answers are private until the asker "
    "shares them. It explains imaging and gives no advice on a patient's care."
)


def build_manifest(prefix: str = "", url: str | None = None) -> dict[str, Any]:
    """The manifest that fits a deployment.

    Args:
        prefix: ``COMMAND_PREFIX``.
        url: Where Slack reaches the app over HTTP, e.g. ``https://host/slack/events``; ``None`` for Socket Mode.
    """
    commands = [
        {
            "command": command.slash(prefix),
            **({"url": url} if url else {}),
            "description": usage.description,
            "usage_hint": usage.hint,
            "should_escape": False,
        }
        for command, usage in USAGE.items()
    ]
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": "Reading Room",
            "description": DESCRIPTION,
            "background_color": "#1f3a4d",
            "long_description": LONG_DESCRIPTION,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Reading Room", "always_online": True},
            "shortcuts": [
                {"name": name, "type": kind, "callback_id": shortcut.value, "description": description}
                for shortcut, (kind, name, description) in SHORTCUTS.items()
            ],
            "agent_view": {
                "agent_description": DESCRIPTION,
                "suggested_prompts": [{"title": example, "message": example} for example in EXAMPLES],
            },
            "slash_commands": commands,
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**({"request_url": url} if url else {}), "bot_events": list(EVENTS)},
            "interactivity": {
                "is_enabled": True,
                **({"request_url": url, "message_menu_options_url": url} if url else {}),
            },
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }
