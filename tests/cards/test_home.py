"""App Home: as it was last looked at in each of its states, and one that Slack takes whatever stands on it."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.cards import home
from bot.cards.blocks import MOST_VIEW_BLOCKS, Block, Message, message, section
from bot.cards.gaps import Told
from bot.cards.home import Watch
from bot.knowledge.changed import Changed, FieldChange
from bot.knowledge.pack import Pack
from bot.playground.strictness import refuse_view

Judge = Callable[[Message], list[str]]

TODAY = date(2027, 2, 1)
"""When the review of the made-up pack is overdue."""

GAPS = (Told("about:ct,mri", "about CT & <MRI>", 12), Told("term:npo", "“npo”", 1))
RECENT = ("short:lantern-tomography", "question:lantern-minutes:lantern-tomography",
          "compared:dream-reading,improbable-repair")  # fmt: skip

LANTERN = Changed(
    "lantern-tomography",
    "Lantern tomography (LT)",
    "short:lantern-tomography",
    (
        FieldChange("Ionizing radiation", "No", "Yes"),
        FieldChange("Typical dose", "", "2–7.5 mSv (one bowl; grown-ups, Moon)"),
        FieldChange("Contrast", "A pinch of salt & <pepper>", ""),
    ),
    is_gone=False,
    digest="0badcafe0bad",
)
MINUTES = Changed(
    "lantern-minutes",
    "How long does a lantern burn?",
    "question:lantern-minutes:",
    (FieldChange("Answer", "A moment.", "As long as it likes."),),
    is_gone=False,
    digest="0badcafe0bae",
)
GONE = Changed("moon-archive", "Moon <archive>", "short:moon-archive", (), is_gone=True, digest="0badcafe0baf")

NOBODY = Watch(is_following=False, is_learner=False, opened=0, days=90)
FOLLOWER = Watch(is_following=True, is_learner=False, opened=12, days=90)
LEARNER = Watch(is_following=False, is_learner=True, opened=1, days=90)

WORDS = st.text(st.sampled_from(list("ab<>&*_|`'\"\\@!#: é核🩻")), min_size=1, max_size=400).map(
    lambda text: "x" + " ".join(text.split())
)
"""A line in which all stands that means something to Slack."""


def page(
    pack: Pack,
    watch: Watch,
    changed: Sequence[Changed] = (),
    recent: Sequence[str] = (),
    owned: Sequence[Block] = (),
    *,
    is_first: bool = False,
) -> Block:
    """A Home with its sections."""
    return home.home_view(
        [
            home.search_section("search-1", is_first=is_first),
            home.changes_section(watch, changed),
            home.recent_section(recent, pack),
            owned,
        ]
    )


@pytest.mark.parametrize(
    "render",
    [
        pytest.param(lambda pack: page(pack, NOBODY, is_first=True), id="newcomer"),
        pytest.param(lambda pack: page(pack, NOBODY, recent=RECENT), id="somebody who came before"),
        pytest.param(lambda pack: page(pack, FOLLOWER._replace(opened=0)), id="follower who opened nothing"),
        pytest.param(lambda pack: page(pack, FOLLOWER), id="follower, nothing changed"),
        pytest.param(lambda pack: page(pack, FOLLOWER, [LANTERN, MINUTES, GONE]), id="follower, three changed"),
        pytest.param(lambda pack: page(pack, LEARNER), id="learner, nothing changed"),
        pytest.param(
            lambda pack: page(pack, LEARNER._replace(is_following=True), [MINUTES]),
            id="learner who follows, one changed",
        ),
        pytest.param(
            lambda pack: page(
                pack,
                NOBODY,
                recent=RECENT[:1],
                owned=home.owners_section(GAPS, 3, pack.past_review(TODAY), "rr-"),
            ),
            id="owner",
        ),
        pytest.param(
            lambda pack: page(pack, NOBODY, owned=home.owners_section((), 0, ())), id="owner with nothing to do"
        ),
        pytest.param(
            lambda pack: home.home_view(
                [
                    home.search_section("search-1", is_first=False),
                    home.missing_section(),
                    home.missing_section(),
                    [],
                    home.late_section(),
                ]
            ),
            id="sections that are not there",
        ),
    ],
)
def test_golden_home(made_up: Pack, snapshot: SnapshotAssertion, render: Callable[[Pack], Block]) -> None:
    """A Home is, to the letter, the one that was last looked at; and it is one that Slack takes."""
    view = render(made_up)
    assert refuse_view(view) is None
    assert view == snapshot.use_extension(JSONSnapshotExtension)


@settings(deadline=None, max_examples=60)
@given(words=WORDS, fields=st.integers(1, 12), count=st.integers(0, 30), more=st.integers(0, 5))
def test_any_home(made_up: Pack, unescaped: Judge, words: str, fields: int, count: int, more: int) -> None:
    """Changes, gaps and names of any words and number stand on a Home that Slack takes, and call nobody."""
    changes = (FieldChange(words[:20], words * (number % 3), words) for number in range(fields))
    one = Changed("a" * 60, words[:80], "short:a", tuple(changes), is_gone=False, digest="0badcafe0bad")
    gaps = [Told(f"term:{number}", words, number) for number in range(count)]
    owned = home.owners_section(gaps[:5], more, made_up.past_review(TODAY))
    view = page(made_up, FOLLOWER, [one] * count, RECENT, owned, is_first=True)
    assert refuse_view(view) is None
    assert unescaped(message(view["blocks"])) == []


def test_what_is_left_out_is_said(made_up: Pack) -> None:
    """Of fields that have no room the number is told, and of records; that a page has no room for more is told too."""
    long = tuple(FieldChange(f"Field {number}", "x" * 400, "y" * 400) for number in range(7))
    view = page(made_up, FOLLOWER, [LANTERN, *[LANTERN] * home.MOST_CHANGED])
    assert "1 more changed" in str(view)
    (_, text, _, _) = home.changes_section(FOLLOWER, [Changed("a", "A", "short:a", long, is_gone=False, digest="0")])
    assert text["text"]["text"].endswith("And 3 more fields: open the card.")
    assert text["text"]["text"].count("Before: x") == 4
    (_, text, _, _) = home.changes_section(
        FOLLOWER, [Changed("a", "A", "short:a", long[:5], is_gone=False, digest="0")]
    )
    assert text["text"]["text"].endswith("And 1 more field: open the card.")
    whole = home.home_view([[section("one")] * 50, [section("two")] * 47, [section("three")] * 2])
    assert len(whole["blocks"]) == MOST_VIEW_BLOCKS - 1  # a line with nothing below it is no part of it
    assert "left out" in str(whole["blocks"][-1])
    assert whole["blocks"][-2]["type"] == "section"
    full = home.home_view([[section("one")] * 50, [section("two")] * 49])
    assert "left out" not in str(full)


def test_what_seen_stands_for() -> None:
    """A button names each record with what was shown of it, one or all together, within Slack's 2,000 characters."""
    many = [Changed("a" * 60 + str(number), "A", "short:a", (), is_gone=True, digest="0badcafe0bad")
            for number in range(40)]  # fmt: skip
    buttons = [element for block in home.changes_section(FOLLOWER, many) if block["type"] == "actions"
               for element in block["elements"] if element["action_id"] == "seen"]  # fmt: skip
    shown = [home.shown_as_changed(button["value"]) for button in buttons]
    assert shown[:-1] == [{one.record: one.digest} for one in many[: home.MOST_CHANGED]]
    assert shown[-1] == {one.record: one.digest for one in many[: home.MOST_CHANGED]}
