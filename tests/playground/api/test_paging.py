"""Pages: all of them together are the whole, and what cannot be understood is refused."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.api.calls import ApiError, Call
from bot.playground.api.paging import page_of
from bot.playground.exchanges import Exchange
from bot.playground.faults import Way
from bot.playground.slack import Slack


def call(arguments: Mapping[str, Any]) -> Call:
    """A call with these arguments, in a workspace that plays no part."""
    exchange = Exchange(1, 0.0, Way.FROM_APP, "conversations.list", "HTTP", dict(arguments))
    return Call(Slack({}), arguments, exchange)


@given(items=st.lists(st.text(max_size=8), unique=True, max_size=30), limit=st.integers(1, 12))
def test_pages(items: list[str], limit: int) -> None:
    """Page after page, every item comes once and in order, and no page is longer than asked."""
    seen: list[str] = []
    cursor = ""
    while True:
        page, more = page_of(call({"limit": limit, "cursor": cursor}), items, str)
        seen += page
        cursor = more["response_metadata"]["next_cursor"]
        assert len(page) <= limit
        if not cursor:
            break
    assert seen == items


def test_added_between_pages() -> None:
    """An item that is added in front between two pages shifts nothing."""
    _, more = page_of(call({"limit": 2}), ["b", "c", "d"], str)
    cursor = more["response_metadata"]["next_cursor"]
    page, _ = page_of(call({"limit": 2, "cursor": cursor}), ["a", "b", "c", "d"], str)
    assert page == ["d"]


@pytest.mark.parametrize("way", [1, -1], ids=["oldest first", "newest first"])
@pytest.mark.parametrize("gone", [3, 6], ids=["in the middle", "the last"])
def test_gone_between_pages(way: int, gone: int) -> None:
    """Where the message that the next page begins with is deleted, it begins with the one after."""
    times = [f"170000000{number}.000000" for number in range(7)][::way]
    _, more = page_of(call({"limit": gone}), times, str, by_time=True)
    cursor = more["response_metadata"]["next_cursor"]
    left = [time for time in times if time != times[gone]]
    page, _ = page_of(call({"limit": 9, "cursor": cursor}), left, str, by_time=True)
    assert page == times[gone + 1 :]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        pytest.param({"limit": "many"}, "invalid_limit", id="words"),
        pytest.param({"limit": -1}, "invalid_limit", id="negative"),
        pytest.param({"limit": 1.5}, "invalid_limit", id="fraction"),
        pytest.param({"limit": [1]}, "invalid_limit", id="list"),
        pytest.param({"cursor": "?"}, "invalid_cursor", id="no cursor"),
        pytest.param({"cursor": "é"}, "invalid_cursor", id="no ASCII"),
        pytest.param({"cursor": "bmV4dDpnb25l"}, "invalid_cursor", id="gone"),
    ],
)
def test_refused(arguments: dict[str, Any], error: str) -> None:
    """A limit that is none, and a cursor that was not given out or whose item is gone, are refused."""
    with pytest.raises(ApiError) as caught:
        page_of(call(arguments), ["a", "b"], str)
    assert caught.value.code == error


@pytest.mark.parametrize(("limit", "length"), [(0, 100), ("", 100), ("7", 7), (5000, 999)])
def test_limit(limit: Any, length: int) -> None:
    """100 items where nothing is asked, 999 at most."""
    page, _ = page_of(call({"limit": limit}), [str(number) for number in range(2000)], str)
    assert len(page) == length
