"""``bot.matching.slips``: what a hand does by mistake, and what is another word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.slips import ENOUGH_OF_A_NAME, only_slips


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        pytest.param("fluoroscpy", "fluoroscopy", id="dropped letter"),
        pytest.param("luoroscopy", "fluoroscopy", id="dropped first letter"),
        pytest.param("fluorooscopy", "fluoroscopy", id="doubled letter"),
        pytest.param("fluorsocopy", "fluoroscopy", id="swapped neighbours"),
        pytest.param("lfuoroscopy", "fluoroscopy", id="swapped at the start"),
        pytest.param("fluoroscoyp", "fluoroscopy", id="swapped at the end"),
        pytest.param("fluoroscooy", "fluoroscopy", id="key to the left of p"),
        pytest.param("fluoroscipy", "fluoroscopy", id="key to the left of o"),
        pytest.param("fluoroscoppy", "fluoroscopy", id="key hit twice"),
        pytest.param("fluotroscopy", "fluoroscopy", id="key beside hit too"),
        pytest.param("flouroscopy", "fluoroscopy", id="vowels swapped"),
        pytest.param("fluoroscapy", "fluoroscopy", id="wrong vowel"),
        pytest.param("fluoroskopy", "fluoroscopy", id="k for c"),
        pytest.param("elasdography", "elastography", id="d for t"),
        pytest.param("ultra sound", "ultrasound", id="a space too many"),
        pytest.param("nuclearmedicine", "nuclear medicine", id="a space missing"),
        pytest.param("magnetc resonence imaging", "magnetic resonance imaging", id="two slips in a long name"),
        pytest.param("fluorosc", "fluoroscopy", id="typed so far"),
        pytest.param("fluoroscopy", "fluoroscopy", id="no slip at all"),
    ],
)
def test_slips(typed: str, name: str) -> None:
    """Letters dropped, doubled, swapped, hit beside or misheard are slips."""
    assert only_slips(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        pytest.param("hematology", "hepatology", id="m and p lie apart: another field"),
        pytest.param("ontology", "oncology", id="t and c lie apart: another word"),
        pytest.param("stenographer", "sonographer", id="letters that no slip adds: another trade"),
        pytest.param("colposcopy", "colonoscopy", id="two letters in a row: another organ"),
        pytest.param("cholangiography", "angiography", id="a beginning too many: another procedure"),
        pytest.param("nuclear", "nuclear medicine", id="a whole word missing is no slip"),
        pytest.param("brain scan", "bone scan", id="another word of the same length"),
        pytest.param("flouroscpoyy", "fluoroscopy", id="three slips in eleven letters"),
        pytest.param("spevt", "scent", id="two slips in five letters"),
        pytest.param("angiographyx", "angiography", id="a letter too many, from the other end of the board"),
        pytest.param("xxxxxxxx", "fluoroscopy", id="nothing in common"),
        pytest.param("chemo", "chemoembolization", id="a beginning that is little of the name"),
        pytest.param("fluoro", "fluoroscopy", id="a beginning of six letters of eleven"),
    ],
)
def test_other_words(typed: str, name: str) -> None:
    """What no slip of the hand explains is another word, however close."""
    assert not only_slips(typed, name)


NAMES = st.lists(st.text("bcdfghjklmnprstvwaeiou", min_size=6, max_size=9), min_size=1, max_size=3).map(" ".join)


@settings(max_examples=120, deadline=None)
@given(NAMES, st.data())
def test_every_single_slip_is_one(name: str, data: st.DataObject) -> None:
    """Whatever the name, dropping, doubling or mistyping a vowel anywhere in it is a slip."""
    place = data.draw(st.integers(0, len(name) - 1), label="place")
    dropped = name[:place] + name[place + 1 :]
    doubled = name[:place] + name[place] + name[place:]
    assert only_slips(dropped, name)
    assert only_slips(doubled, name)
    if name[place] in "aeiou":
        assert only_slips(name[:place] + data.draw(st.sampled_from("aeiou")) + name[place + 1 :], name)


@settings(max_examples=120, deadline=None)
@given(NAMES, st.data())
def test_every_swap_is_a_slip(name: str, data: st.DataObject) -> None:
    """Whatever the name, swapping two neighbours anywhere in it is a slip."""
    place = data.draw(st.integers(0, len(name) - 2), label="place")
    assert only_slips(name[:place] + name[place + 1] + name[place] + name[place + 2 :], name)


@settings(max_examples=120, deadline=None)
@given(st.text("bcdfghjklmnprstvwaeiou", min_size=20, max_size=30), st.data())
def test_a_beginning_is_a_slip_if_it_is_most_of_the_name(name: str, data: st.DataObject) -> None:
    """The name typed so far counts from a share of it on; below it, more is missing than slips explain."""
    length = data.draw(st.integers(1, len(name) - 1), label="length")
    assert only_slips(name[:length], name) is (length >= ENOUGH_OF_A_NAME * len(name))


@settings(max_examples=100, deadline=None)
@given(NAMES, st.integers(4, 10))
def test_many_changes_are_no_slips(name: str, count: int) -> None:
    """More letters in front than slips are allowed never make the name, whatever they are."""
    assert not only_slips("q" * count + name, name)
