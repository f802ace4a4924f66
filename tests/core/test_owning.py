"""``bot.core.owning``: what owners may decide, and what is kept of a decision."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from bot.core.owning import changes, complaints, trial_of
from bot.knowledge.channels import TRIAL, Hours, Manners, Mode, Precision
from bot.storage.channels import Channel

BEGAN, NOW = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 26, tzinfo=UTC)
OFF = Channel("T1", "C1", owners=("U1",), trial_began_at=BEGAN)
WATCH, LIVE = replace(OFF, mode=Mode.WATCH), replace(OFF, mode=Mode.LIVE)
PASSED, SHORT, FAILED = Precision(TRIAL, 0), Precision(TRIAL - 1, 0), Precision(TRIAL - 2, 2)


@pytest.mark.parametrize(
    ("before", "wanted", "precision", "wrong"),
    [
        pytest.param(OFF, WATCH, Precision(), set(), id="to watch"),
        pytest.param(WATCH, LIVE, PASSED, set(), id="live after the trial"),
        pytest.param(OFF, LIVE, PASSED, {"mode"}, id="not live from off"),
        pytest.param(WATCH, LIVE, SHORT, {"mode"}, id="not live before the trial"),
        pytest.param(WATCH, LIVE, FAILED, {"mode"}, id="not live below the floor"),
        pytest.param(LIVE, OFF, FAILED, set(), id="off at any time"),
        pytest.param(LIVE, WATCH, PASSED, set(), id="back to watch at any time"),
        pytest.param(
            LIVE, replace(LIVE, manners=Manners(floor=100)), Precision(30, 1), {"floor"}, id="a floor it would not meet"
        ),
        pytest.param(WATCH, replace(WATCH, owners=()), PASSED, {"owners"}, id="nobody owns it"),
        pytest.param(
            WATCH, replace(WATCH, manners=Manners(audiences=frozenset())), PASSED, {"audience"}, id="for nobody"
        ),
    ],
)
def test_what_may_be_decided(before: Channel, wanted: Channel, precision: Precision, wrong: set[str]) -> None:
    """Live needs a trial that met the floor; off needs nothing."""
    assert set(complaints(before, wanted, precision)) == wrong


def test_a_trial_begins_when_a_channel_is_opted_in() -> None:
    """What was judged before a channel was off no longer counts; changing other things keeps it."""
    assert trial_of(OFF, WATCH, NOW) == NOW
    assert trial_of(WATCH, LIVE, NOW) == BEGAN
    assert trial_of(LIVE, WATCH, NOW) == BEGAN
    assert trial_of(replace(OFF, trial_began_at=None), OFF, NOW) == NOW


def test_changes_name_nobody() -> None:
    """Each setting that changed has a line, and no line names a person: forgetting looks at columns."""
    hours = Hours(time(8), time(18), frozenset(range(5)), "Europe/London")
    after = replace(LIVE, owners=("U2", "U3"), manners=Manners(floor=90, hold_seconds=30, hours=hours, cap=2))
    lines = changes(WATCH, after)
    assert lines[:3] == ["mode: watch → live", "owners: 2 added", "owners: 1 removed"]
    assert "hours: always → 08:00-18:00 on Mon, Tue, Wed, Thu, Fri" in lines
    assert "floor: 95 % → 90 %" in lines
    assert not any(user in line for user in ("U1", "U2", "U3") for line in lines)
    assert changes(LIVE, LIVE) == []
