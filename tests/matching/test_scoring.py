"""``bot.matching.scoring``: scores and their range, and what counts as a code."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.scoring import ANSWER, ASK, INSIDE, NEAR, Name, could_be_code, is_code, is_one_slip, near
from bot.matching.scoring import closeness as closeness_of_names


def closeness(query: str, name: str) -> float:
    """How close two texts are."""
    return closeness_of_names(Name.of(query), Name.of(name))


WORDS = st.lists(st.text("abct12", min_size=1, max_size=6), min_size=1, max_size=4).map(" ".join)


@settings(max_examples=250, deadline=None)
@given(WORDS, WORDS)
def test_scores_lie_between_0_and_100(query: str, name: str) -> None:
    """No two texts score less than 0 or more than 100, and two texts that are one text score just that."""
    assert 0 <= closeness(query, name) <= 100
    assert closeness(query, query) == 100


@settings(max_examples=250, deadline=None)
@given(WORDS, st.lists(WORDS, min_size=1, max_size=12))
def test_all_that_are_near_and_no_others(query: str, names: list[str]) -> None:
    """Scoring many names at once finds those, with those scores, that scoring each by itself finds."""
    one_by_one = {place: score for place, name in enumerate(names) if (score := closeness(query, name)) >= NEAR}
    assert dict(near(Name.of(query), [Name.of(name) for name in names])) == one_by_one


@pytest.mark.parametrize(
    ("query", "name"),
    [
        pytest.param("ab", "xy", id="short words that share nothing"),
        pytest.param("quux", "lamp", id="longer words that share nothing"),
        pytest.param("q", "lamp post", id="short against long"),
    ],
)
def test_nothing_shared(query: str, name: str) -> None:
    """Texts that share nothing score low, and not less than 0."""
    assert 0 <= closeness(query, name) < ASK


@pytest.mark.parametrize(
    ("better", "worse", "name"),
    [
        pytest.param("wobble magnet", "magnet wobble", "wobble magnet", id="order counts a little"),
        pytest.param("wobble magnit", "wobbel magnit", "wobble magnet", id="one slip before two"),
        pytest.param("wobblegr", "wobbleg", "wobblegraphy", id="a longer beginning"),
        pytest.param("t1 mapping", "t2 mapping", "t1 mapping", id="another digit"),
        pytest.param("wobblegr", "bblegraphy", "wobblegraphy", id="the beginning counts more than the end"),
    ],
)
def test_closer(better: str, worse: str, name: str) -> None:
    """Of two texts, the one that keeps more of a name scores higher."""
    assert closeness(better, name) > closeness(worse, name)


@pytest.mark.parametrize(
    ("query", "name", "low", "high"),
    [
        pytest.param("wobblegraphi", "wobblegraphy", ANSWER, 100, id="one slip may be answered"),
        pytest.param("wobbleg", "wobblegraphy", ANSWER, 100, id="a beginning may be answered"),
        pytest.param("wobb", "wobblegraphy", 0, ANSWER, id="four letters are too few for a beginning"),
        pytest.param("wobble", "wobble magnet imaging", INSIDE, 87, id="the first word of a name is asked about"),
        pytest.param("magnet imaging", "imaging wobble magnet", INSIDE, 100, id="several words of a name are asked"),
        pytest.param("t2 mapping", "t1 mapping", 0, ASK, id="a digit apart is not even offered"),
        pytest.param("zz mapping", "t1 mapping", 0, ASK, id="a short word apart is not even offered"),
        pytest.param("magnet wobble", "wobble magnet", ANSWER, 99, id="swapped words may be answered, below order"),
    ],
)
def test_thresholds(query: str, name: str, low: float, high: float) -> None:
    """Scores fall on the side of the thresholds where the words say they do."""
    assert low <= closeness(query, name) < high


def test_the_first_word_of_a_name_is_always_asked_about() -> None:
    """What a name begins with, or has among its words, scores enough to be offered, however long the name."""
    for name in (f"wobble {'magnet ' * count}".strip() for count in range(1, 12)):
        assert closeness("wobble", name) >= ASK
    assert closeness("magnet imaging", f"imaging of {'x' * 60} magnet") == INSIDE >= ASK


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("us", True, id="two letters"),
        pytest.param("pacs", True, id="four letters"),
        pytest.param("spect", False, id="five letters"),
        pytest.param("rid10330", True, id="long with a digit"),
        pytest.param("t1 map", False, id="two words"),
        pytest.param("١٢٣٤٥", True, id="digits of another script"),
    ],
)
def test_is_code(word: str, expected: bool) -> None:
    """A code is one word of at most four characters, or with a digit."""
    assert is_code(word) is expected


@pytest.mark.parametrize(
    ("word", "other", "expected"),
    [
        pytest.param("sacn", "scan", True, id="swap"),
        pytest.param("scn", "scan", True, id="dropped"),
        pytest.param("scaan", "scan", True, id="doubled"),
        pytest.param("scam", "scan", True, id="another letter"),
        pytest.param("scan", "scan", False, id="the same"),
        pytest.param("cans", "scan", False, id="moved further"),
        pytest.param("", "scan", False, id="nothing"),
    ],
)
def test_is_one_slip(word: str, other: str, expected: bool) -> None:
    """One insertion, deletion, substitution or swap; both ways round."""
    assert is_one_slip(word, other) is expected
    assert is_one_slip(other, word) is expected


@pytest.mark.parametrize(
    ("typed", "code", "expected"),
    [
        pytest.param("mir", "mri", True, id="swapped"),
        pytest.param("mir", "ir", True, id="a letter too many before two"),
        pytest.param("mra", "mri", True, id="another letter of three"),
        pytest.param("tc", "ct", True, id="two letters swapped"),
        pytest.param("cr", "ct", False, id="another letter of two"),
        pytest.param("c", "ct", False, id="one letter of two"),
        pytest.param("t1", "t2", False, id="another digit"),
        pytest.param("t12", "t1", False, id="a digit more"),
        pytest.param("t1x", "t1w", True, id="the same digit, another letter"),
        pytest.param("mri", "mri", False, id="the same"),
        pytest.param("no", "us", False, id="nothing in common"),
    ],
)
def test_could_be_code(typed: str, code: str, expected: bool) -> None:
    """Codes one slip apart are worth a question; of two letters only swapped ones, and digits never differ."""
    assert could_be_code(typed, code) is expected
