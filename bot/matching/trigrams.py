"""Candidates for a text among many, by the runs of three letters they share."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MOST_CANDIDATES = 50
"""How many names are scored in full; 150 found nothing more at 100,000 entries."""

COMMON = 0.1
"""A run that more than this share of the names has is passed over, unless the query has rarer ones too few."""

FEWEST_RUNS = 3
"""So many of a query's rarest runs count however common they are."""

SMALL = 1000
"""Up to this many names nothing is passed over."""


class TrigramIndex:
    """Finds the names that share most runs of three letters with a query.

    Memory is about 90 bytes a name; a query at 100,000 names takes about a millisecond.
    """

    def __init__(self, names: Sequence[str]) -> None:
        postings: dict[str, list[int]] = {}
        for number, name in enumerate(names):
            for run in _runs(name):
                postings.setdefault(run, []).append(number)
        self._postings: dict[str, NDArray[np.int32]] = {
            run: np.array(numbers, dtype=np.int32) for run, numbers in postings.items()
        }
        self._sizes: NDArray[np.float32] = np.array([len(_runs(name)) for name in names], dtype=np.float32)

    def candidates(self, query: str, most: int = MOST_CANDIDATES) -> list[int]:
        """The numbers of at most ``most`` names, in ascending order; none where no run is shared."""
        runs = _runs(query)
        lists = sorted((self._postings[run] for run in sorted(runs) if run in self._postings), key=len)
        if not lists:
            return []
        count = len(self._sizes)
        if count > SMALL:
            lists = [
                numbers for rank, numbers in enumerate(lists) if rank < FEWEST_RUNS or len(numbers) <= COMMON * count
            ]
        shared = np.bincount(np.concatenate(lists), minlength=count)
        touched = np.flatnonzero(shared)
        if len(touched) <= most:
            return [int(number) for number in touched]
        dice = 2.0 * shared[touched] / (self._sizes[touched] + len(runs))
        best = np.lexsort((touched, -dice))[:most]
        return sorted(int(number) for number in touched[best])


def _runs(name: str) -> frozenset[str]:
    padded = f"  {name} "
    return frozenset(padded[start : start + 3] for start in range(len(padded) - 2))
