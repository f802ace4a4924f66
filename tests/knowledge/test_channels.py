"""``bot.knowledge.channels``: hours and precision."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.channels import IN_WORDS, Came, Hours, Precision

WEEKDAYS = frozenset(range(5))
DAY = Hours(time(8), time(18), WEEKDAYS, "Europe/London")
NIGHT = Hours(time(20), time(7), frozenset({4}), "Europe/London")
ALL_DAY = Hours(time(0), time(0), frozenset({5}), "Europe/London")


@pytest.mark.parametrize(
    ("hours", "at", "includes"),
    [
        pytest.param(DAY, datetime(2026, 11, 26, 8, tzinfo=UTC), True, id="the minute it opens"),
        pytest.param(DAY, datetime(2026, 11, 26, 18, tzinfo=UTC), False, id="the minute it closes"),
        pytest.param(DAY, datetime(2026, 11, 28, 12, tzinfo=UTC), False, id="a Saturday"),
        pytest.param(DAY, datetime(2026, 7, 1, 7, 30, tzinfo=UTC), True, id="in summer by the clock on the wall"),
        pytest.param(NIGHT, datetime(2026, 11, 27, 23, tzinfo=UTC), True, id="before midnight"),
        pytest.param(NIGHT, datetime(2026, 11, 28, 6, 59, tzinfo=UTC), True, id="after midnight, still Friday's night"),
        pytest.param(NIGHT, datetime(2026, 11, 27, 6, tzinfo=UTC), False, id="the night before is Thursday's"),
        pytest.param(ALL_DAY, datetime(2026, 11, 28, 0, tzinfo=UTC), True, id="a whole day, from its first minute"),
        pytest.param(ALL_DAY, datetime(2026, 11, 28, 23, 59, tzinfo=UTC), True, id="a whole day, to its last"),
        pytest.param(ALL_DAY, datetime(2026, 11, 29, 0, tzinfo=UTC), False, id="and not the next"),
    ],
)
def test_hours(hours: Hours, at: datetime, includes: bool) -> None:
    """Hours are by the clock on the wall, on the days on which they open, also past midnight."""
    assert hours.include(at) is includes


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - a zone is given


@given(st.times(), st.times(), st.frozensets(st.integers(0, 6)), MOMENTS)
def test_hours_and_their_opposite(opens: time, closes: time, days: frozenset[int], at: datetime) -> None:
    """On every day of the week, hours and the hours between them leave no moment out, and share none."""
    every = frozenset(range(7))
    within, between = Hours(opens, closes, every, "UTC"), Hours(closes, opens, every, "UTC")
    if opens != closes:
        assert within.include(at) is not between.include(at)
    some = Hours(opens, closes, days, "UTC")
    assert not some.include(at) or within.include(at)
    assert Hours(opens, closes, days, "UTC").include(at) is some.include(at + timedelta(weeks=1))


@given(st.integers(0, 500), st.integers(0, 500), st.integers(50, 100))
def test_precision_is_exact(right: int, wrong: int, floor: int) -> None:
    """A floor is met by counting, not by what a rounded percentage shows; nothing judged meets none."""
    precision = Precision(right, wrong)
    assert precision.judged == right + wrong
    assert precision.meets(floor) is (right + wrong > 0 and right * 100 >= floor * (right + wrong))
    assert 0 <= precision.percent <= 100


def test_one_wrong_in_twenty_meets_ninety_five() -> None:
    """The default trial may have one wrong answer, and not two."""
    assert Precision(19, 1).meets(95)
    assert not Precision(18, 2).meets(95)
    assert not Precision().meets(95)


def test_every_end_has_words() -> None:
    """Whatever a question comes to can be told."""
    assert set(IN_WORDS) == set(Came)
