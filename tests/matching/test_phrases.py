"""``bot.matching.phrases`` and ``sameness``: order and wording do not matter, and everything else does."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.entries import Entry
from bot.knowledge.outcomes import Found, How
from bot.knowledge.pack import Pack
from bot.matching.resolving import Resolver
from bot.matching.sameness import SameTexts, Term

NAMES = [
    ("wobble tomography", "wt"),
    ("wt", "wt"),
    ("axial wobble tomography", "wt"),
    ("plain wobble emission tomography", "pet"),
    ("flux emission wobble tomography", "flux"),
    ("heart gram", "heart-gram"),
    ("breast imaging", "breast"),
    ("kidney zapping", "zap"),
    ("flux", "one"),
    ("gloss mapping", "gloss-1"),
    ("mapping gloss", "gloss-2"),
]


@dataclass(frozen=True)
class Bearer:
    """As much of an entry as has to do with its names."""

    id: str


def same_texts(names: Sequence[tuple[str, str]] = NAMES) -> SameTexts:
    """The forms of some names, each with the id of its entry."""
    bearers = {entry: Bearer(entry) for _, entry in names}
    return SameTexts([(name, Term(cast(Entry, bearers[entry]), How.ALIAS)) for name, entry in names], ())


def find(text: str, names: Sequence[tuple[str, str]] = NAMES) -> set[str]:
    """The ids of the entries that have a name with the things of a text."""
    return {term.entry.id for term in same_texts(names).find_by_things(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("tomography wobble", {"wt"}, id="order"),
        pytest.param("wt scan flux emission", {"flux"}, id="an abbreviation for a name inside a name, and a scan noun"),
        pytest.param("wt tomography", {"wt"}, id="a word that the abbreviation says already"),
        pytest.param("axial wt", {"wt"}, id="a word of another of its names"),
        pytest.param("diagnostic wobble tomography", {"wt"}, id="a word that adds nothing"),
        pytest.param("renal zapping", {"zap"}, id="another word for the organ"),
        pytest.param("mapping of gloss flop", set(), id="a word that no name has"),
        pytest.param("gloss mapping", {"gloss-1", "gloss-2"}, id="two entries with one bag"),
        pytest.param("breast", set(), id="a name that loses its scan noun is another text"),
        pytest.param("diagnostic", set(), id="nothing but words that add nothing"),
        pytest.param("scan", set(), id="nothing but a scan noun"),
        pytest.param("wobble", set(), id="half a name"),
        pytest.param("wobble tomography flux", set(), id="two names"),
        pytest.param("", set(), id="nothing"),
    ],
)
def test_find(text: str, expected: set[str]) -> None:
    """A text finds the entries that have a name with all of its things and no more."""
    assert find(text) == expected


@given(st.sampled_from(NAMES), st.randoms(use_true_random=False), st.booleans())
def test_any_order_of_a_name_finds_its_entry(name: tuple[str, str], dice: Random, with_noun: bool) -> None:
    """However the words of a name are shuffled, with a scan noun among them or not, its entry is found."""
    words = name[0].split() + ["study"] * with_noun
    dice.shuffle(words)
    assert name[1] in find(" ".join(words))


@given(st.permutations(NAMES))
def test_the_order_of_names_does_not_matter(names: list[tuple[str, str]]) -> None:
    """The same names in another order find the same."""
    texts = ("wt scan flux emission", "tomography axial wt", "gloss mapping study", "medical renal zapping")
    assert [find(text, names) for text in texts] == [find(text) for text in texts]


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        pytest.param("Radiography, Chest", "chest-x-ray", id="as in the index of a library"),
        pytest.param("Tomography, Emission, Positron", "pet", id="with two commas"),
        pytest.param("Mammography (procedure)", "mammography", id="with a qualifier"),
        pytest.param("cardiac MR imaging", "cardiac-mri", id="an abbreviation inside"),
        pytest.param("sonography of the heart", "echocardiography", id="other words for both"),
        pytest.param("conventional mammogram", "mammography", id="a word that adds nothing"),
        pytest.param("therapeutic drainage", "drainage", id="a procedure treats"),
        pytest.param("what is sonography of the heart please", "echocardiography", id="with filler around it"),
        pytest.param("mriscan", "mri", id="one word"),
        pytest.param("petscan", "pet", id="one word that begins with an everyday one"),
        pytest.param("xrayscan", "radiography", id="one word whose name has two"),
    ],
)
def test_wording(pack: Pack, typed: str, entry: str) -> None:
    """What differs from a name in wording and order alone is answered."""
    outcome = Resolver(pack.entries.values()).resolve(typed)
    assert isinstance(outcome, Found)
    assert outcome.entry.id == entry


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("therapeutic ultrasound", id="ultrasound that treats"),
        pytest.param("ultrasound therapy", id="the same in other words"),
        pytest.param("bone", id="an organ"),
        pytest.param("diagnostic", id="a word that many names have"),
        pytest.param("heart tomography", id="a word short of a name"),
        pytest.param("CT MRI", id="two names"),
        pytest.param("uscan", id="a code inside a word"),
    ],
)
def test_more_than_wording(pack: Pack, typed: str) -> None:
    """What says more or less than a name is never answered, at most asked about."""
    assert not isinstance(Resolver(pack.entries.values()).resolve(typed), Found)


def test_other_wording_is_said_to_be_a_guess(pack: Pack) -> None:
    """The card says what the text was taken for."""
    outcome = Resolver(pack.entries.values()).resolve("conventional mammogram")
    assert isinstance(outcome, Found)
    assert outcome.how is How.FUZZY
