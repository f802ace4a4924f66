"""What needs no server: matching against RapidFuzz's own ``WRatio``, and loading the pack."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from rapidfuzz import fuzz, process

from benchmarks.rows import EXACT, FUZZY, NOT_FOUND, ROOT, Row, check_rows
from bot.core.library import Library
from bot.knowledge.loading import load
from bot.knowledge.pack import Pack
from bot.matching.resolving import Resolver
from bot.names import Kind

LOOK_UPS = (EXACT, FUZZY, NOT_FOUND)
CALLS = 20
"""Calls a round and alternative."""


@dataclass(frozen=True, slots=True)
class Matched:
    """One text looked up by us and by ``extractOne``.

    Attributes:
        ours: Seconds of each call of the resolver, in rounds of `CALLS`.
        scan: Seconds of each call of ``process.extractOne``, likewise.
    """

    row: Row
    ours: Sequence[Sequence[float]]
    scan: Sequence[Sequence[float]]

    @property
    def ratios(self) -> list[float]:
        """The median time of ours by that of the scan, one for each round."""
        return [median(ours) / median(scan) for ours, scan in zip(self.ours, self.scan, strict=True)]


@dataclass(frozen=True, slots=True)
class InProcess:
    """All that was measured without a server.

    Attributes:
        matched: A comparison for each text.
        entries: Entries of the shipped pack.
        names: Texts that ``extractOne`` scans: names, abbreviations, codes and aliases.
        load_seconds: Reading and validating the pack, once for each time it was loaded.
        index_seconds: Building what look-ups need from it, likewise.
    """

    matched: Sequence[Matched]
    entries: int
    names: int
    load_seconds: Sequence[float]
    index_seconds: Sequence[float]


def measure(*, rounds: int, loads: int) -> InProcess:
    """Measure matching and loading.

    Args:
        rounds: How often the alternatives take turns.
        loads: How often the pack is loaded.

    Raises:
        WrongOutcomeError: A row is no longer what it is called.
    """
    load_seconds, index_seconds = [], []
    for _ in range(loads):
        begun = time.perf_counter()
        pack = load([ROOT / "knowledge"])
        loaded = time.perf_counter()
        library = Library(pack)
        load_seconds.append(loaded - begun)
        index_seconds.append(time.perf_counter() - loaded)
    check_rows(library)
    names = names_of(pack)
    matched = [_match(row, library, names, rounds) for row in LOOK_UPS]
    return InProcess(matched, len(pack.entries), len(names), load_seconds, index_seconds)


def _match(row: Row, library: Library, names: Sequence[str], rounds: int) -> Matched:
    resolve = Resolver(library.pack.entries.values()).resolve  # a library would remember

    def look_up() -> object:
        return resolve(row.text, Kind.MODALITY)

    def scan() -> object:
        return process.extractOne(row.text, names, scorer=fuzz.WRatio)

    ours: list[list[float]] = []
    others: list[list[float]] = []
    turns = [(look_up, ours), (scan, others)]
    dice = random.Random(20)  # noqa: S311 - an order, no secret
    for _ in range(rounds):
        dice.shuffle(turns)
        for call, seconds in turns:
            seconds.append(_times(call))
    return Matched(row, ours, others)


def _times(call: Callable[[], object]) -> list[float]:
    call()
    seconds = []
    for _ in range(CALLS):
        begun = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - begun)
    return seconds


def names_of(pack: Pack) -> list[str]:
    """Everything that look-ups know an entry by."""
    entries = pack.entries.values()
    return [
        text for entry in entries for text in (entry.name, *entry.abbreviations, *entry.codes.every, *entry.aliases)
    ]
