"""``bot.matching.typeahead``: what somebody may be about to type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.pack import Pack
from bot.matching.normal import fold
from bot.matching.resolving import Resolver
from bot.matching.typeahead import MOST, Typeahead


@pytest.fixture(scope="module")
def typeahead(pack: Pack) -> Typeahead:
    """Knows the shipped pack."""
    return Typeahead(pack.entries.values(), pack.questions.values(), Resolver(pack.entries.values()))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        pytest.param("mr", "mri", id="the shortest name that begins so"),
        pytest.param("MRI", "mri", id="a whole name"),
        pytest.param("magnetic reson", "mri", id="a name half typed"),
        pytest.param("how long", "scan-duration", id="a question"),
        pytest.param("magnetic resonanse imaging", "mri", id="a slip"),
    ],
)
def test_the_first(typeahead: Typeahead, typed: str, first: str) -> None:
    """The likeliest comes first."""
    assert typeahead.find(typed)[0].id == first


def test_a_later_word(typeahead: Typeahead) -> None:
    """A name is found by each of its words; names that begin so come first."""
    ids = [one.id for one in typeahead.find("resonance")]
    assert "mri" in ids


@pytest.mark.parametrize("typed", ["", "   ", "?!", "zqzqzq"])
def test_nothing(typeahead: Typeahead, typed: str) -> None:
    """Where nothing begins so and nothing is close, nothing is offered."""
    assert typeahead.find(typed) == ()


def test_every_entry_is_found_by_any_beginning(pack: Pack, typeahead: Typeahead) -> None:
    """From three letters on, an entry is among those that begin so, or is crowded out by as many as are shown."""
    for entry in pack.entries.values():
        for length in range(3, len(entry.name) + 1):
            if fold(beginning := entry.name[:length]):
                found = typeahead.find(beginning)
                assert entry in found or len(found) == MOST, beginning


@given(st.text(max_size=60))
def test_any_text(typeahead: Typeahead, typed: str) -> None:
    """Never more than fit, never one twice."""
    found = typeahead.find(typed)
    assert len(found) == len({one.id for one in found}) <= MOST
