"""Matching alone, by number of entries: ours beside what else one would take.

Each way to match runs in a process of its own (`benchmarks.contender`) and is asked in turn, ten queries at a time, so
that whatever else the machine does falls on all of them.
"""

import json
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import IO

from benchmarks.contender import CONTENDERS
from benchmarks.load import quantile
from benchmarks.made_up_names import Query, names, queries
from benchmarks.rows import ROOT
from benchmarks.servers import ServerError

SIZES = (200, 2_000, 20_000, 100_000)
QUERIES = {200: 420, 2_000: 420, 20_000: 140, 100_000: 70}
"""Queries by size: those that scan take a third of a second each at the largest."""

BURST = 10
"""Queries in a row: after each change of process the processor has to fetch an index anew."""

ALONE = 1000
"""Queries that ours is asked by itself, for the slowest among them: a hundredth of seventy is none."""

OURS, USUAL = "Reading Room", "WRatio"


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to match, over so many entries.

    Attributes:
        index_seconds: To build what it searches.
        index_bytes: By how much its process grew by that.
        seconds: Of each query.
        hits: Whether each query that means an entry came to it, in the order of the queries.
        false_hits: Whether each query that means none was answered.
        alone_seconds: Of each query that was asked of it alone.
    """

    index_seconds: float
    index_bytes: int
    seconds: list[float] = field(default_factory=list)
    hits: list[bool] = field(default_factory=list)
    false_hits: list[bool] = field(default_factory=list)
    alone_seconds: list[float] = field(default_factory=list)

    @property
    def accuracy(self) -> float:
        """The share of queries with a meaning that came to it first."""
        return sum(self.hits) / len(self.hits)

    def milliseconds(self, share: float) -> float:
        """The time that this share of the queries stayed within; of those asked alone, where there are any."""
        return 1000 * quantile(sorted(self.alone_seconds or self.seconds), share)


@dataclass(frozen=True, slots=True)
class Size:
    """All contenders over so many entries."""

    entries: int
    contenders: Mapping[str, Contender]

    def speed(self, name: str) -> float:
        """How many times as long as ours a contender takes, the median over the queries."""
        ours, theirs = self.contenders[OURS].seconds, self.contenders[name].seconds
        return median(other / own for own, other in zip(ours, theirs, strict=True))


def measure(sizes: Sequence[int] = SIZES, count: int | None = None) -> list[Size]:
    """Measure all contenders.

    Args:
        sizes: Numbers of entries.
        count: Queries; as `QUERIES` says where not given.
    """
    return [_measure(entries, count or QUERIES[entries]) for entries in sizes]


def _measure(entries: int, count: int) -> Size:
    asked = queries(names(entries), count)
    dice = random.Random(20)  # noqa: S311 - an order, no secret
    with ExitStack() as exits:
        # One after the other: building keeps a core busy.
        running = {name: exits.enter_context(_running(name, entries)) for name in CONTENDERS}
        turns = list(running.values())
        for start in range(0, len(asked), BURST):
            dice.shuffle(turns)
            for process in turns:
                for query in asked[start : start + BURST]:
                    process.ask(query)
        for query in queries(names(entries), ALONE if count > 20 else count):
            running[OURS].ask_alone(query)
    return Size(entries, {name: process.contender for name, process in running.items()})


@dataclass(frozen=True, slots=True)
class _Process:
    """A contender that is running."""

    queries: IO[str]
    answers: IO[str]
    contender: Contender

    def ask_alone(self, query: Query) -> None:
        """Ask one query and note how long it took."""
        seconds, _, _ = self._answer(query)
        self.contender.alone_seconds.append(seconds)

    def ask(self, query: Query) -> None:
        """Ask one query and note what came."""
        seconds, entry, is_answered = self._answer(query)
        self.contender.seconds.append(seconds)
        if query.entry is None:
            self.contender.false_hits.append(is_answered)
        else:
            self.contender.hits.append(entry == query.entry)

    def _answer(self, query: Query) -> tuple[float, int | None, bool]:
        self.queries.write(f"{query.text}\n")
        self.queries.flush()
        seconds, entry, is_answered = json.loads(self.answers.readline())
        return seconds, entry, is_answered


@contextmanager
def _running(name: str, entries: int) -> Iterator[_Process]:
    """A contender's process, and what its index took; it is stopped whatever happens."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.contender", name, str(entries)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    if process.stdin is None or process.stdout is None:
        raise ServerError(f"{name} has no pipes")
    try:
        told = json.loads(process.stdout.readline())
        yield _Process(process.stdin, process.stdout, Contender(told["seconds"], told["bytes"]))
    finally:
        process.kill()
        process.communicate()
