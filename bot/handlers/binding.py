"""Binding what is ours to a listener, and reading what is Slack's."""

import functools
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from bot.knowledge.markup import plain_text, unescaped
from bot.names import Action

Listener = Callable[..., Awaitable[Any]]
Payload = dict[str, Any]


def bind(listener: Listener, **ours: object) -> Listener:
    """A listener with what stands right of its star filled in; Bolt injects what stands left of it.

    Bolt unwraps a listener to read its arguments, so it sees the original's positional ones.
    """
    return functools.update_wrapper(functools.partial(listener, **ours), listener)


def typed_text(command: Payload) -> str:
    """What a person typed behind a command, without Slack's three escapes; ``""`` where there is nothing."""
    return unescaped(command.get("text") or "").strip()


def message_text(message: Payload) -> str:
    """What a message says, as people read it; of one whose words stand in blocks alone, as apps may post it, those."""
    return plain_text(str(message.get("text") or "") or "\n".join(_in_blocks(message.get("blocks"))))


def _in_blocks(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _in_blocks(one)
    elif isinstance(part, dict):
        if str(part.get("type")).startswith("rich_text_") and part["type"] != "rich_text_list":
            yield "".join(
                str(element.get("text") or element.get("url") or " ") for element in part.get("elements") or ()
            )
        elif isinstance(part.get("text"), str):
            yield part["text"]
        else:
            yield from _in_blocks(list(part.values()))


def action_id(action: Action) -> re.Pattern[str]:
    """Matches an action, also where a card has several of it (``open``, ``open:1``, ``open:2``…)."""
    return re.compile(rf"^{re.escape(action.value)}(:\d+)?$")


def chosen_value(action: Payload) -> str:
    """The value of a button, or of the option chosen from a menu."""
    option = action.get("selected_option") or {}
    return str(action.get("value") or option.get("value") or "")


def is_private(body: Payload) -> bool:
    """Whether the message that was clicked is seen by the clicker alone."""
    return bool(body.get("container", {}).get("is_ephemeral"))


def who(payload: Payload) -> tuple[str, str]:
    """Workspace and member id of whoever typed a command, clicked, or wrote what came as an event."""
    user = payload.get("user_id") or (payload.get("user") or {}).get("id") or (payload.get("event") or {}).get("user")
    return str(payload.get("team_id") or team_of(payload)), str(user or "")


def team_of(body: Payload) -> str:
    """The workspace of an interaction."""
    team = body.get("team") or {}
    return str(team.get("id") or body.get("user", {}).get("team_id") or "")
