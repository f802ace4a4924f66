"""``bot.matching.trigrams``: the index against a slow, plain oracle."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.trigrams import COMMON, FEWEST_RUNS, MOST_CANDIDATES, MOST_RUNS, SMALL, TrigramIndex

NAMES = st.lists(st.lists(st.text("abc", min_size=1, max_size=5), min_size=1, max_size=3).map(" ".join), max_size=120)


def oracle(names: Sequence[str], query: str, most: int) -> list[int]:
    """What the documentation promises, without an index and without numpy."""

    def runs(text: str) -> set[str]:
        padded = f"  {text} "
        return {padded[start : start + 3] for start in range(len(padded) - 2)}

    spread = Counter(run for name in names for run in runs(name))
    known = sorted((run for run in runs(query) if spread[run]), key=lambda run: (spread[run], run))
    if len(names) > SMALL:
        rare = known[FEWEST_RUNS:MOST_RUNS]
        known = known[:FEWEST_RUNS] + [run for run in rare if spread[run] <= COMMON * len(names)]
    dice = {
        number: 2 * len(shared) / (len(runs(name)) + len(runs(query)))
        for number, name in enumerate(names)
        if (shared := runs(name) & set(known))
    }
    best = sorted(dice, key=lambda number: (-dice[number], number))
    return sorted(best[:most])


@settings(max_examples=150, deadline=None)
@given(NAMES, st.text("abcd ", max_size=12), st.integers(1, 60))
def test_candidates_of_a_small_index(names: list[str], query: str, most: int) -> None:
    """Up to a thousand names, the candidates are those the oracle finds, ties and all."""
    assert TrigramIndex(names).candidates(query, most) == oracle(names, query, most)


def made_up_names(count: int) -> list[str]:
    """Names that share beginnings, middles and endings as names of a field do: ``plovuriscopy``."""
    starts = ("plo", "kne", "wob", "fli", "gru", "dram", "ste", "quo", "zin", "mub", "harp", "yel", "tov", "vask", "oi")
    middles = ("vu", "ra", "sni", "ko", "dle", "mph", "tte", "ji", "no", "xa", "bru", "cle", "fo", "gha")
    endings = ("graphy", "scopy", "logy", "gram", "plasty", "tomy", "metry", "sis", "pexy", "stim")
    every = (s + m + n + e for n in middles for s in starts for m in middles for e in endings)
    return [name for name, _ in zip(every, range(count), strict=False)]


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_candidates_of_a_large_index(data: st.DataObject) -> None:
    """Beyond a thousand names common runs are passed over, and only those."""
    names = made_up_names(1500)
    query = data.draw(st.sampled_from(names), label="name") + data.draw(st.text("aqz", max_size=2), label="tail")
    assert TrigramIndex(names).candidates(query) == oracle(names, query, MOST_CANDIDATES)


@pytest.mark.parametrize(
    ("names", "query", "expected"),
    [
        pytest.param([], "wobble", [], id="no names"),
        pytest.param(["wobble"], "quiz", [], id="nothing shared"),
        pytest.param(["wobble", "quiz"], "wobbly", [0], id="one shares"),
        pytest.param(["wobble"], "", [], id="empty query"),
        pytest.param(["a"], "a", [0], id="one letter"),
        pytest.param(["quiz wobble", "wobble quiz"], "wobble", [0, 1], id="a word is found wherever it stands"),
    ],
)
def test_candidates(names: list[str], query: str, expected: list[int]) -> None:
    """Only names that share a run of three letters are candidates."""
    assert TrigramIndex(names).candidates(query) == expected


def test_never_more_candidates_than_asked_for() -> None:
    """However many names share runs, the closest few are handed on, the name itself among them."""
    names = made_up_names(900)
    found = TrigramIndex(names).candidates(names[700])
    assert len(found) == MOST_CANDIDATES
    assert 700 in found


def test_the_rarest_runs_count_however_common() -> None:
    """Of a query whose runs are all common, only the rarest count, and the others are passed over."""
    query = "abcdefghi"
    inner = [f"{{0}}{query[start : start + 3]}{{0}}" for start in range(len(query) - 2)]
    shapes = ["a{0}", "{0} ab{0}", *inner, "{0}hi"]
    names = [
        f"{shapes[k].format(f'kq{n}')} {shapes[(k + 1) % len(shapes)].format(f'qk{n}')}"
        for k in range(len(shapes))
        for n in range(300 - 5 * k)
    ]
    spread = {run: sum(run in f"  {name} " for name in names) for run in ("  a", " ab", "abc", "bcd", "ghi", "hi ")}
    assert min(spread.values()) > COMMON * len(names)

    found = TrigramIndex(names).candidates(query, most=len(names))

    assert found == oracle(names, query, len(names))
    assert 0 < len(found) < len(names)


TIED = """
from bot.matching.trigrams import TrigramIndex
letters = "klmnopqrst"
tails = [a + b + c for a in letters for b in letters for c in letters][:300]
shapes = ("a{}", "{} ab{}", "{}abc{}", "{}bcd{}", "{}cd")
print(TrigramIndex([shape.format(tail, tail) for shape in shapes for tail in tails]).candidates("abcd"))
"""


def test_candidates_are_the_same_in_every_process(root: Path) -> None:
    """Two workers that serve one pack have the same candidates, whatever the seed of their string hashes."""
    answers = {
        subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", TIED],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3", "4")
    }
    assert len(answers) == 1
