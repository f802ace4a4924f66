"""Who comes and goes: into channels, and into the workspace."""

import re

from bot.playground import payloads
from bot.playground.seeing import CannotError
from bot.playground.slack import Slack
from bot.playground.workspace import Channel, User

CHANNEL_NAME = re.compile(r"[a-z0-9_-]{1,80}")
"""Source: docs.slack.dev, /reference/methods/conversations.create."""


def join(slack: Slack, channel: Channel, user: User) -> None:
    """Become a member of a channel; who is one stays one, and nobody is told."""
    _join(slack, channel, user.id)


def leave(slack: Slack, channel: Channel, user: User) -> None:
    """Leave a channel; of who is not in it, nobody is told."""
    was_member = user.id in channel.members
    slack.workspace.leave(channel, user.id)
    if was_member and slack.app.bot_user_id in channel.members:
        slack.emit({"type": "member_left_channel", "user": user.id} | _where(channel))


def invite(slack: Slack, channel: Channel, inviter: User, invited: str) -> None:
    """Bring somebody, or the app, into a channel.

    Raises:
        CannotError: Nobody here has this id.
    """
    if invited not in slack.workspace.users:
        raise CannotError("user_not_found", "Nobody here is called so.")
    _join(slack, channel, invited, inviter=inviter.id)


def hire(slack: Slack, real_name: str) -> User:
    """Let a new person join the workspace, and its first channel.

    Raises:
        CannotError: They have no name.
    """
    name = re.sub(r"[\W_]+", ".", real_name.casefold()).strip(".")
    if not name:
        raise CannotError("invalid_name", "Type the new person's name.")
    user = slack.workspace.add_user(User(slack.workspace.new_id("U"), name, real_name.strip()))
    slack.emit({"type": "team_join", "user": payloads.user_json(user)})
    first = next(channel for channel in slack.workspace.channels.values() if channel.kind == "channel")
    join(slack, first, user)
    return user


def found(slack: Slack, founder: User, name: str) -> Channel:
    """Open a new channel.

    Raises:
        CannotError: Its name is none, or taken.
    """
    bare = name.strip().removeprefix("#")
    if not CHANNEL_NAME.fullmatch(bare):
        raise CannotError(
            "invalid_name", "A channel's name has at most 80 lower-case letters, digits, hyphens and underscores."
        )
    if any(channel.name == bare for channel in slack.workspace.channels.values()):
        raise CannotError("name_taken", f"There is a channel #{bare} already.")
    return slack.workspace.add_channel(bare, founder.id)


def _join(slack: Slack, channel: Channel, user: str, *, inviter: str = "") -> None:
    if user in channel.members:
        return
    slack.workspace.join(channel, user)
    if slack.app.bot_user_id in channel.members:
        by = {"inviter": inviter} if inviter else {}
        slack.emit({"type": "member_joined_channel", "user": user} | _where(channel) | by)


def _where(channel: Channel) -> dict[str, str]:
    return {"channel": channel.id, "channel_type": "C" if channel.kind == "channel" else "G"}
