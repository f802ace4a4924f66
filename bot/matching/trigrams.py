"""Candidates for a text among many, by the runs of three letters they share."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MOST_CANDIDATES = 30
"""How many names are scored in full; 50 and 150 found nothing more at any size."""

COMMON = 0.1
"""A run that more than this share of the names has is passed over, unless the query has rarer ones too few."""

FEWEST_RUNS = 8
"""So many of a query's rarest runs count however common they are."""

MOST_RUNS = 16
"""So many of a query's rarest runs count at most; with all of them the same names are found first."""

SMALL = 1000
"""Up to this many names nothing is passed over."""


AT_ONCE = 10_000
"""Names that are taken apart at once; more would need more memory for the moment, and be no faster."""


_LETTER = 2**21 - 1


class TrigramIndex:
    """Finds the names that share most runs of three letters with a query.

    The numbers of the names that have a run lie side by side in one array, run after run: four bytes for each different
    run of a name. 300,000 names of 34 letters take 45 MB.
    """

    def __init__(self, names: Sequence[str]) -> None:
        parts = [_runs_of_all(names[start : start + AT_ONCE], start) for start in range(0, len(names) or 1, AT_ONCE)]
        runs, numbers = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
        order = np.argsort(runs, kind="stable")  # the numbers of one run stay in ascending order
        self._numbers = numbers[order]
        self._sizes = np.bincount(numbers, minlength=len(names)).astype(np.float32)
        different, starts = np.unique(runs[order], return_index=True)
        ends = [*starts[1:].tolist(), len(runs)]
        self._spans = {
            _letters(run): slice(start, end)
            for run, start, end in zip(different.tolist(), starts.tolist(), ends, strict=False)
        }

    def candidates(self, query: str, most: int = MOST_CANDIDATES) -> list[int]:
        """The numbers of at most ``most`` names, in ascending order; none where no run is shared."""
        padded = f"  {query} "
        wanted = {padded[start : start + 3] for start in range(len(padded) - 2)}
        known = (self._spans[run] for run in sorted(wanted & self._spans.keys()))
        lists = sorted((self._numbers[span] for span in known), key=len)
        if not lists:
            return []
        count = len(self._sizes)
        if count > SMALL:
            del lists[MOST_RUNS:]
            lists = [
                numbers for rank, numbers in enumerate(lists) if rank < FEWEST_RUNS or len(numbers) <= COMMON * count
            ]
        shared = np.bincount(np.concatenate(lists), minlength=count)
        touched = np.flatnonzero(shared)
        if len(touched) > most:
            dice = 2.0 * shared[touched] / (self._sizes[touched] + len(wanted))
            least = np.partition(dice, -most)[-most]
            better, equal = np.flatnonzero(dice > least), np.flatnonzero(dice == least)
            touched = np.sort(touched[np.concatenate((better, equal[: most - len(better)]))])
        return touched.tolist()


def _letters(run: int) -> str:
    return chr(run >> 42) + chr(run >> 21 & _LETTER) + chr(run & _LETTER)


def _runs_of_all(names: Sequence[str], first_number: int = 0) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """The different runs of each name, ascending, and beside each the number of its name; names in their order.

    A run is three characters as one number, 21 bits each.
    """
    letters = np.frombuffer(
        "".join(f"  {name} " for name in names).encode("utf-32-le", "surrogatepass"), dtype=np.uint32
    )
    lengths = np.fromiter((len(name) + 3 for name in names), dtype=np.int64, count=len(names))
    numbers = np.repeat(np.arange(len(names), dtype=np.int32), lengths)
    wide = letters.astype(np.uint64)
    runs = (wide[:-2] << np.uint64(42)) | (wide[1:-1] << np.uint64(21)) | wide[2:]
    within = numbers[:-2] == numbers[2:]  # no run reaches into the next name
    runs, numbers = runs[within], numbers[:-2][within]
    order = np.lexsort((runs, numbers))
    runs, numbers = runs[order], numbers[order]
    is_new = np.ones(len(runs), dtype=bool)
    is_new[1:] = (runs[1:] != runs[:-1]) | (numbers[1:] != numbers[:-1])
    return runs[is_new], numbers[is_new] + np.int32(first_number)
