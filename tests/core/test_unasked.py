"""``bot.core.unasked``: what may be said in a channel though nobody addressed the bot."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.admitting import Private
from bot.core.library import Library
from bot.core.unasked import A_DAY, AN_HOUR, LONGEST, Spoken, hear, may_be_question, sure, why_not
from bot.knowledge.asked import Answered
from bot.knowledge.channels import Came, Hours, Manners
from bot.knowledge.pack import Pack
from bot.knowledge.questions import Audience

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
CT = "question:scan-duration:ct"


@pytest.mark.parametrize(
    ("text", "may"),
    [
        pytest.param("how long does a CT take", True, id="begins with a question's word"),
        pytest.param("Hi all, who reads the scans", True, id="after a greeting"),
        pytest.param("CT scan time?", True, id="a mark"),
        pytest.param("the CT scanner is down again", False, id="a statement"),
        pytest.param("", False, id="nothing"),
        pytest.param("?" * (LONGEST + 1), False, id="a story"),
    ],
)
def test_form(text: str, may: bool) -> None:
    """A first look by form alone, before anything reads the text."""
    assert may_be_question(text) is may


def test_the_first_look_drops_nothing_that_would_be_answered(library: Library, pack: Pack) -> None:
    """Whatever would be answered unasked passes the first look: it saves time, and decides nothing."""
    texts = [text for question in pack.questions.values() for text in question.tests.should_match]
    texts += [f"what is {entry.name}?" for entry in pack.entries.values()]
    sure_ones = [text for text in texts if isinstance(library.ask(text), Answered)]
    assert len(sure_ones) > 100
    assert [text for text in sure_ones if not may_be_question(text)] == []


def test_what_may_name_a_patient_is_not_read(library: Library) -> None:
    """The gate stands before a channel's messages, too."""
    assert isinstance(hear(library, "how long does the CT of Mrs Agnes Whitlock, MRN 00123456, take?"), Private)


def test_only_what_is_sure_and_for_this_audience(library: Library) -> None:
    """Suggestions are never said unasked, nor answers that were written for others; a card is for everybody."""
    answer = hear(library, "how long does a CT take?")
    assert sure(answer, Manners()) is not None
    assert sure(hear(library, "how lnog does a CT take?"), Manners()) is None
    risks = hear(library, "What are the risks of medical imaging?")
    assert isinstance(risks, Answered)
    assert risks.understood.question is not None
    assert Audience.PATIENTS not in risks.understood.question.audience
    assert sure(risks, Manners(audiences=frozenset({Audience.PATIENTS}))) is None
    assert sure(risks, Manners(audiences=frozenset({Audience.STAFF}))) is not None
    assert sure(hear(library, "what is PACS?"), Manners(audiences=frozenset({Audience.PATIENTS}))) is not None
    assert sure(None, Manners()) is None


@pytest.mark.parametrize(
    ("ago", "came"),
    [
        pytest.param(timedelta(minutes=1), Came.REPEATED, id="a minute ago"),
        pytest.param(A_DAY - timedelta(seconds=1), Came.REPEATED, id="almost a day ago"),
        pytest.param(A_DAY, None, id="a day ago"),
    ],
)
def test_the_same_is_not_said_twice_within_a_day(ago: timedelta, came: Came | None) -> None:
    """The same answer waits for a day; another one does not."""
    assert why_not(CT, [Spoken(CT, NOW - ago)], Manners(), NOW) is came
    assert why_not("question:scan-duration:mri", [Spoken(CT, NOW - ago)], Manners(), NOW) is None


@given(st.integers(1, 10), st.lists(st.integers(0, 7200), max_size=20))
def test_the_cap_counts_the_last_hour(cap: int, ago: list[int]) -> None:
    """No more is said than the cap allows within any hour, and what is older does not count."""
    spoken = [Spoken(f"short:{number}", NOW - timedelta(seconds=one)) for number, one in enumerate(ago)]
    within = sum(timedelta(seconds=one) < AN_HOUR for one in ago)
    came = why_not(CT, spoken, Manners(cap=cap), NOW)
    assert came is (Came.CAPPED if within >= cap else None)


def test_outside_the_hours_nothing_is_said() -> None:
    """Hours come first: nothing else needs to be looked at."""
    hours = Hours(time(8), time(11), frozenset(range(7)), "UTC")
    assert why_not(CT, [Spoken(CT, NOW)], Manners(hours=hours), NOW) is Came.CLOSED
