"""``bot.core.gaps``: what had no answer is named by what was understood of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.conversing import converse
from bot.core.gaps import LONGEST_TERM, MOST_WORDS, gap_of, in_words, is_closed, term_gap
from bot.core.library import Library
from bot.knowledge.outcomes import NotFound


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        pytest.param("how long does a CT take?", None, id="answered"),
        pytest.param("can I give contrast if eGFR is 25?", None, id="fenced"),
        pytest.param("how can I renew my parking permit", None, id="nothing was understood"),
        pytest.param("pt John Smith, MRN 00123456, how long is his CT?", None, id="turned away"),
    ],
)
def test_no_gap(library: Library, text: str, gap: str | None) -> None:
    """What was answered, handed on or not understood leaves no gap."""
    assert gap_of(converse(library, text)) is gap


def test_gaps_name_ids_alone(library: Library) -> None:
    """A sentence leaves the nearest question and what it named; nothing of its words."""
    gap = gap_of(library.ask("is the MRI noisy on the ward at weekends"))
    assert gap is not None
    kind, _, rest = gap.partition(":")
    ids = set(rest.replace(":", ",").split(",")) - {""}
    assert kind in {"near", "about"}
    assert ids <= {*library.pack.entries, *library.pack.questions}
    assert "noisy" not in gap
    assert "MRI" in in_words(gap, library)


@given(st.text(max_size=200))
def test_a_term_is_short_and_normal(term: str) -> None:
    """Whatever is typed, a gap's term is a few folded words without a long number, or there is none."""
    gap = term_gap(term)
    if gap is not None:
        kept = gap.removeprefix("term:")
        assert 0 < len(kept) <= LONGEST_TERM
        assert len(kept.split()) <= MOST_WORDS
        assert kept == term_gap(kept).removeprefix("term:")  # type: ignore[union-attr]


@pytest.mark.parametrize("term", ["a 12345", "one two three four five", "x" * 41, "", "?!"])
def test_what_is_no_term(term: str) -> None:
    """Numbers, stories and signs are no terms."""
    assert gap_of(NotFound(()), term) is None


def test_a_term_that_is_there_by_now_is_closed(library: Library) -> None:
    """A look-up that finds something exactly closes its gap; a slip, and gaps of sentences, stay open."""
    assert is_closed("term:pacs", library)
    assert is_closed("term:dr", library)
    assert not is_closed("term:qwertyword", library)
    assert not is_closed("term:flouroscopy", library)
    assert not is_closed("near:scan-duration:ct", library)


def test_in_words(library: Library) -> None:
    """Owners read names, and an id only of what is gone."""
    assert in_words("term:npo", library) == "“npo”"
    assert in_words("about:ct,mri", library).startswith("about Computed tomography (CT), Magnetic resonance")
    assert "How long does a scan take?" in in_words("near:scan-duration:ct", library)
    assert in_words("about:gone", library) == "gone"
