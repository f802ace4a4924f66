"""``bot.core.cohorts``: a pasted table is read however it is written, and what is wrong is told by its line."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cohorts import COLUMNS, MOST_ROWS, Cohort, is_member_id, read_cohort
from bot.knowledge.shifts import Pattern
from tests.core.test_onboarding import track_of

TODAY = date(2026, 11, 27)
PORTER = track_of(("a", 1))
NURSE = PORTER.model_copy(update={"id": "ward-nurse", "name": "Ward nurse"})
HEAD = "person,track,preceptor,start,shifts\n"


def read(pasted: str) -> Cohort:
    """What was pasted, on a Friday, where there are porters and nurses."""
    return read_cohort(pasted, [PORTER, NURSE], TODAY)


def test_a_row() -> None:
    """A row says who, on what, with whom, from when, and how they work."""
    (row,) = read(f"{HEAD}sam@example.org,Ward Nurse,U0KIM,2026-12-07,Night\n").rows
    assert (row.line, row.person, row.track, row.preceptor) == (2, "sam@example.org", NURSE, "U0KIM")
    assert (row.starts_on, row.pattern) == (date(2026, 12, 7), Pattern.NIGHTS)


def test_what_may_be_left_out() -> None:
    """Without a preceptor and shifts, in whatever way they are missing, it is days and the lead."""
    for pasted in (
        f"{HEAD}U0SAM,porter,,2026-12-07,\n",
        f"{HEAD}U0SAM,porter,,2026-12-07",
        "start,person,track\n2026-12-07,U0SAM,porter",
    ):
        (row,) = read(pasted).rows
        assert (row.preceptor, row.pattern) == ("", Pattern.DAYS)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("person", COLUMNS["person"])
@pytest.mark.parametrize("start", COLUMNS["start"])
def test_columns(separator: str, person: str, start: str) -> None:
    """Columns may stand in any order, under any of their names, in any case, among others."""
    head = separator.join([start.upper(), "Ward", person.title(), "ROLE"])
    (row,) = read(f"{head}\n{separator.join(['2026-12-07', '7', 'U0SAM', 'porter'])}").rows
    assert (row.person, row.track) == ("U0SAM", PORTER)


def test_an_address_before_a_name() -> None:
    """Where a table has a name and an address, the address is who is meant."""
    (row,) = read("Name,Track,E-mail,Start\nSam Osei,porter,sam@example.org,2026-12-07").rows
    assert row.person == "sam@example.org"


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        pytest.param(",porter,,2026-12-07,", "has no person", id="no person"),
        pytest.param("U0SAM,,,2026-12-07,", "has no track", id="no track"),
        pytest.param("U0SAM", "has no track", id="cut short"),
        pytest.param("U0SAM,porter,,,", "has no start", id="no start"),
        pytest.param("Sam Osei,porter,,2026-12-07,", "person is 'Sam Osei'", id="a name"),
        pytest.param("@sam,porter,,2026-12-07,", "person is '@sam'", id="a handle"),
        pytest.param("U0SAM,porter,Kim,2026-12-07,", "preceptor is 'Kim'", id="a preceptor's name"),
        pytest.param("U0SAM,astronaut,,2026-12-07,", "there are porter, ward-nurse", id="a track there is not"),
        pytest.param("U0SAM,porter,,7.12.2026,", "Write the day as 2026-11-27", id="a day written otherwise"),
        pytest.param("U0SAM,porter,,2026-02-30,", "Write the day as", id="a day there is not"),
        pytest.param("U0SAM,porter,,2025-12-07,", "more than a week ago", id="last year"),
        pytest.param("U0SAM,porter,,2027-12-07,", "more than 90 days ahead", id="next year"),
        pytest.param("U0SAM,porter,,2026-12-07,always", "there are days, nights, weekends", id="shifts there are not"),
    ],
)
def test_what_is_wrong(cells: str, told: str) -> None:
    """What is wrong with a row is told of its line, and the row below is read all the same."""
    cohort = read(f"{HEAD}\n{cells}\nU0KIM,porter,,2026-12-07,\n")
    ((line, why),) = cohort.bad
    assert line == 3
    assert told in why
    assert [row.person for row in cohort.rows] == ["U0KIM"]


def test_lines_are_those_of_the_paste() -> None:
    """Lines are counted in what was pasted, empty ones and all, as somebody looks for them there."""
    pasted = f"\ufeff\n\n{HEAD}\nU0SAM,porter,,2026-12-07,\n\n,porter,,2026-12-07,\n"
    cohort = read(pasted)
    assert [row.line for row in cohort.rows] == [5]
    assert [line for line, _ in cohort.bad] == [7]
    assert read("\n\nnothing").bad[0][0] == 3


def test_twice() -> None:
    """The same person on the same track is told of its second line; on another track it is fine."""
    row = "Sam@example.org,porter,,2026-12-07,\n"
    cohort = read(HEAD + row + row.lower() + row.replace("porter", "Ward nurse"))
    assert [one.line for one in cohort.rows] == [2, 4]
    assert cohort.bad == ((3, "is the same person and track as line 2"),)


def test_too_many() -> None:
    """Beyond a hundred rows, each is told that it was not taken."""
    day = TODAY + timedelta(days=3)
    cohort = read(HEAD + "".join(f"U{number:03},porter,,{day},\n" for number in range(MOST_ROWS + 2)))
    assert len(cohort.rows) == MOST_ROWS
    assert [line for line, _ in cohort.bad] == [MOST_ROWS + 2, MOST_ROWS + 3]


@pytest.mark.parametrize(
    ("pasted", "told"),
    [
        ("", "there is nothing in it"),
        (" \n\t\n", "there is nothing in it"),
        ("U0SAM,porter,,2026-12-07", "names no column person, track, start"),
        ("person,track\nU0SAM,porter", "names no column start"),
    ],
)
def test_no_table(pasted: str, told: str) -> None:
    """What is no table is told to be none, once."""
    ((_, why),) = read(pasted).bad
    assert told in why


TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from('",;\t\n\r\x00\ufeff'), max_size=200)


@given(TEXTS | TEXTS.map(lambda text: HEAD + text))
def test_whatever_is_pasted(pasted: str) -> None:
    """Whatever is pasted is read: rows that can be used, and for others a line and what is wrong with it."""
    cohort = read(pasted)
    assert all(row.track in {PORTER, NURSE} for row in cohort.rows)
    assert all(line >= 1 and why for line, why in cohort.bad)


@pytest.mark.parametrize(
    ("named", "expected"),
    [("U0SAM", True), ("W0123ABCD", True), ("sam@e.org", False), ("u0sam", False), ("U", False), ("<@U0SAM>", False)],
)
def test_member_ids(named: str, expected: bool) -> None:
    """A member id is told from an address and from a mention."""
    assert is_member_id(named) is expected
