"""Pages of a long answer: ``limit``, ``cursor``, ``next_cursor``.

Source: docs.slack.dev, /apis/web-api/pagination: a cursor is opaque, and an empty ``next_cursor`` ends the pages.
"""

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.playground.api.calls import ApiError, Call
from bot.playground.wire import Json

MOST = 999
"""Items on a page. conversations.history says "Maximum of 999", conversations.list "an integer under 1000"."""

DEFAULT = 100

TS = re.compile(r"\d{10}\.\d{6}")

_Item = TypeVar("_Item")


def page_of(
    call: Call, items: Sequence[_Item], key: Callable[[_Item], str], *, default: int = DEFAULT, by_time: bool = False
) -> tuple[list[_Item], Json]:
    """The page that a call asks for, and the part of the answer that leads to the next.

    A page begins at the item that its cursor names, so that one added before it does not shift the pages.

    Args:
        call: The call, with its ``limit`` and ``cursor``.
        items: All there are, in order.
        key: What tells an item from all others.
        default: How many items where no ``limit`` is given.
        by_time: Whether the key is a ``ts``, by which the items are ordered: a page then begins in the right place even
            where what its cursor names is gone.

    Raises:
        ApiError: ``invalid_limit`` or ``invalid_cursor``.
    """
    limit, start = _limit(call, default), _start(call, [key(item) for item in items], by_time=by_time)
    page, rest = list(items[start : start + limit]), items[start + limit :]
    return page, {"response_metadata": {"next_cursor": _cursor(key(rest[0])) if rest else ""}}


def _limit(call: Call, default: int) -> int:
    try:
        limit = int(call.text("limit") or default)
    except ValueError:
        raise ApiError("invalid_limit") from None
    if limit < 0:
        raise ApiError("invalid_limit")
    return min(limit, MOST) or default


def _start(call: Call, keys: list[str], *, by_time: bool) -> int:
    cursor = call.text("cursor")
    if not cursor:
        return 0
    try:
        named = base64.b64decode(cursor, validate=True).decode().removeprefix("next:")
    except (binascii.Error, ValueError):
        raise ApiError("invalid_cursor") from None
    if named in keys:
        return keys.index(named)
    if not (by_time and TS.fullmatch(named)):
        raise ApiError("invalid_cursor")
    newest_first = keys != sorted(keys)
    return next((place for place, key in enumerate(keys) if (key < named) is newest_first), len(keys))


def _cursor(key: str) -> str:
    return base64.b64encode(f"next:{key}".encode()).decode()
