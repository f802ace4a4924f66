"""Views as Slack keeps them: with ids, a hash, and what is filled in.

Source: docs.slack.dev, /surfaces/modals and /reference/views; at most 3 views stand on one another (views.push).
"""

import secrets

from bot.playground.slack import Slack
from bot.playground.wire import Json
from bot.playground.workspace import TEAM_ID

MOST_STACKED = 3

_GIVEN = ("type", "title", "submit", "close", "callback_id", "private_metadata", "external_id")
_FLAGS = ("clear_on_close", "notify_on_close", "submit_disabled")


def opened(slack: Slack, sent: Json, *, previous: Json | None = None) -> Json:
    """A new view out of what the app sent.

    Args:
        slack: Where.
        sent: The view as the app sent it.
        previous: The view it stands on.
    """
    view_id = slack.workspace.new_id("V")
    root = previous["root_view_id"] if previous else view_id
    return _made(slack, sent) | {
        "id": view_id,
        "root_view_id": root,
        "previous_view_id": previous["id"] if previous else None,
    }


def replaced(slack: Slack, view: Json, sent: Json) -> Json:
    """A view with another content; what is filled in stays where a block and its element keep their ids."""
    kept = {name: view[name] for name in ("id", "root_view_id", "previous_view_id")}
    made = _made(slack, sent)
    ids = {block.get("block_id") for block in made["blocks"]}
    values = {block_id: filled for block_id, filled in view["state"]["values"].items() if block_id in ids}
    return made | kept | {"state": {"values": values}}


def _made(slack: Slack, sent: Json) -> Json:
    return {
        "team_id": TEAM_ID,
        "app_id": slack.app.id,
        "bot_id": slack.app.bot_id,
        "hash": f"{int(slack.clock.now())}.{secrets.token_hex(4)}",
        "state": {"values": {}},
        "blocks": slack.workspace.with_ids(sent["blocks"]),
        **{name: sent.get(name) or ("" if name not in {"submit", "close"} else None) for name in _GIVEN},
        **{name: bool(sent.get(name)) for name in _FLAGS},
    }
