"""``bot.matching.mentions``: the entries that a sentence names, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.pack import Pack
from bot.matching.mentions import MentionFinder, entries_in, words_of
from bot.matching.resolving import Resolver


@pytest.fixture(scope="module")
def finder(pack: Pack) -> MentionFinder:
    """Finds the entries of the shipped pack."""
    return MentionFinder(Resolver(pack.entries.values()))


@pytest.mark.parametrize(
    ("sentence", "ids"),
    [
        pytest.param("how long does a CT take", ["ct"], id="an abbreviation"),
        pytest.param("who reads my cat scan", ["ct"], id="the longest name wins over a part of it"),
        pytest.param("is a CT angiogram the same as a ct", ["ct-angiography", "ct"], id="a name inside a name"),
        pytest.param("do X-rays and xrays differ from x rays", ["radiography"], id="however it is spelt"),
        pytest.param("tell us how it works", [], id="us is no ultrasound"),
        pytest.param("US or MRI first", ["ultrasound", "mri"], id="US in capitals is"),
        pytest.param("TELL US WHO READS THE SCANS", [], id="capitals say nothing where all are"),
        pytest.param("my dog is a pet", [], id="a pet is no PET"),
        pytest.param("what is a pet scan", ["pet"], id="before a scan it is"),
        pytest.param("CT and MRI", ["ct", "mri"], id="a joining word ends a name"),
        pytest.param("PET and CT", ["pet", "ct"], id="and joins no PET-CT"),
        pytest.param("PET/CT", ["pet-ct"], id="a slash does"),
        pytest.param("the M.R.I. suite", ["mri"], id="dots inside an abbreviation"),
        pytest.param("what's an interventional radiologist's job", ["interventional-radiologist"], id="apostrophes"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_find(finder: MentionFinder, sentence: str, ids: list[str]) -> None:
    """Longest first, at the borders of words, short codes as they are officially written."""
    assert [entry.id for entry in entries_in(finder.find(words_of(sentence, finder.keep)))] == ids


def test_every_name_is_found_in_a_sentence(pack: Pack, finder: MentionFinder) -> None:
    """Whatever is looked up by its full name is found inside a sentence too, unless it is all everyday words."""
    for entry in pack.entries.values():
        if entry.id == "time-out":
            continue
        found = entries_in(finder.find(words_of(f"please explain {entry.name} to me", finder.keep)))
        assert entry in found, entry.id


@given(st.text(max_size=200))
def test_any_text(finder: MentionFinder, text: str) -> None:
    """Mentions stand in order and never overlap, whatever is typed."""
    words = words_of(text, finder.keep)
    mentions = finder.find(words)
    ends = [0, *(mention.end for mention in mentions)]
    assert all(end <= mention.start < mention.end for end, mention in zip(ends, mentions, strict=False))
    assert ends[-1] <= len(words)
