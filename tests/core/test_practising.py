"""``bot.core.practising``: what is got wrong comes again, the better it is known the later; nothing else does."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.practising import recalled
from bot.storage.quizzes import Miss

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)


def after(answers: Sequence[bool], *, late: timedelta = timedelta(0)) -> Miss | None:
    """What is known of a question that was answered so, each time when it was due, or so much later."""
    miss, now = None, NOW
    for is_right in answers:
        miss = recalled("code:ct", miss, now, is_right=is_right)
        now = (miss.due_at if miss else now + A_DAY) + late
    return miss


def test_never_wrong() -> None:
    """A question that was never got wrong does not come back."""
    assert after([True, True]) is None


def test_on_another_shift() -> None:
    """What is got wrong comes again on another day, not in ten minutes, and within three."""
    miss = recalled("code:ct", None, NOW, is_right=False)
    assert miss is not None
    assert miss.question == "code:ct"
    assert A_DAY <= miss.due_at - NOW <= 3 * A_DAY


def test_less_and_less() -> None:
    """Answered right each time it is due, it comes after longer and longer; wrong again, soon."""
    gaps, now, miss = [], NOW, recalled("code:ct", None, NOW, is_right=False)
    for _ in range(5):
        assert miss is not None
        now = miss.due_at
        miss = recalled("code:ct", miss, now, is_right=True)
        assert miss is not None
        gaps.append(miss.due_at - now)
    assert gaps == sorted(set(gaps))
    assert gaps[-1] > 30 * A_DAY
    miss = recalled("code:ct", miss, now, is_right=False)
    assert miss is not None
    assert miss.due_at - now < gaps[-1]


@given(st.lists(st.booleans(), min_size=1, max_size=12), st.timedeltas(timedelta(0), timedelta(days=400)))
def test_whatever_is_answered(answers: list[bool], late: timedelta) -> None:
    """It is due a day later or more, in UTC; what is kept of it is JSON, and the same after it was kept."""
    miss = after([False, *answers], late=late)
    assert miss is not None
    assert miss.due_at.tzinfo is UTC or miss.due_at.utcoffset() == timedelta(0)
    read = Miss(miss.question, json.loads(json.dumps(miss.memory)), miss.due_at)
    now = miss.due_at + late
    again = recalled("code:ct", read, now, is_right=True)
    assert again == recalled("code:ct", miss, now, is_right=True)
    assert again is not None
    assert again.due_at >= now + A_DAY


def test_the_same_everywhere() -> None:
    """Every worker counts the same: nothing is drawn by chance."""
    assert after([False, True, True, False, True]) == after([False, True, True, False, True])
