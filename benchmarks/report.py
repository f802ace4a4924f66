"""The tables, as they are printed and as ``docs/benchmarks.md`` has them."""

import os
import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from statistics import median, quantiles

from benchmarks.costs import Step
from benchmarks.in_process import InProcess, Matched
from benchmarks.load import quantile
from benchmarks.packs import Served
from benchmarks.questions import Cost
from benchmarks.rows import ROOT
from benchmarks.sizes import Size
from benchmarks.whole_path import Pair, WholePath

PAGE = ROOT / "docs" / "benchmarks.md"

PACKAGES = ("slack-bolt", "slack-sdk", "uvicorn", "uvloop", "httptools", "rapidfuzz", "numpy", "pydantic", "pyyaml")

CLIENT_IS_SLOW = 0.7
"""From this share of what the client can do at all, the client bounds the figure."""

FLOOR_IS_MUCH = 0.5
"""From this share of a time on, the floor is most of it, and the ratio says little."""


ENOUGH_FOR_QUARTERS = 8
"""Values from which on quarters of them mean something."""


@dataclass(frozen=True, slots=True)
class Measurements:
    """All that was measured.

    Attributes:
        path: Over HTTP.
        inside: Without a server.
        sizes: Matching by number of entries.
        served: Packs by size.
        steps: Of one request.
        others: What stands in the place of a step for other requests.
        asked: What questions cost.
        mention_ratio: A mention's processor time by an empty listener's.
        took_seconds: How long measuring took.
    """

    path: WholePath
    inside: InProcess
    sizes: Sequence[Size]
    served: Sequence[Served]
    steps: Sequence[Step]
    others: Sequence[Step]
    asked: Sequence[Cost]
    mention_ratio: float
    took_seconds: float


def tables(measured: Measurements) -> str:
    """Every figure, as Markdown that also reads well in a terminal."""
    path, inside = measured.path, measured.inside
    head = ["what is typed", "clients", "p50 ms", "p99 ms", "other p50", "other p99", "**ratio**", "rounds"]
    head += ["added µs", "throughput"]
    parts = [
        "## Over HTTP, beside the empty listener",
        _table(head, [_pair_cells(pair) for pair in path.pairs]),
        _floor(path),
        *(f"⚠️ {warning}" for warning in _warnings(path)),
        "### Two workers, both",
        _table(head, [_pair_cells(pair) for pair in path.two_workers]),
        "### Beside the naive bot",
        _table(head, [_pair_cells(pair) for pair in path.naive]),
        *_processor(path),
        "### Where the microseconds go: an exact look-up that was asked before",
        _table(["step", "µs", "share"], _step_cells(measured.steps)),
        "In its place, for other requests:",
        _table(["step", "µs"], [[step.name, f"{1e6 * step.seconds:.1f}"] for step in measured.others]),
        "## Questions in a sentence, never asked before: processor time",
        _table(["what", "median µs", "p99 µs"], [_cost_cells(cost) for cost in measured.asked]),
        f"A mention takes **{measured.mention_ratio:.1f}** times what an empty listener takes for the same event.",
        "## Matching alone, beside `extractOne` over the shipped pack",
        _table(
            ["text", "resolving p50 µs", "p99 µs", "`extractOne` p50 µs", "p99 µs", "**ratio**", "rounds"],
            [_matched_cells(one) for one in inside.matched],
        ),
        "## Matching alone, by number of entries",
        *(_size_table(size) for size in measured.sizes),
        "## Starting, memory and reloading",
        _table(["what", "median s", "runs"], _starting_cells(path, inside)),
        _table(
            ["entries", "start s", "memory MB", "p99 ms before", "p99 ms during a reload", "slowest ms", "reload s"],
            [_served_cells(one) for one in measured.served],
        ),
    ]
    return "\n\n".join(parts)


def _cost_cells(cost: Cost) -> list[str]:
    return [cost.name, f"{1e6 * cost.middle:.0f}", f"{1e6 * cost.most:.0f}"]


def _step_cells(steps: Sequence[Step]) -> list[list[str]]:
    whole = sum(step.seconds for step in steps)
    cells = [[step.name, f"{1e6 * step.seconds:.1f}", f"{step.seconds / whole:.0%}"] for step in steps]
    return [*cells, ["together, without HTTP", f"{1e6 * whole:.1f}", ""]]


def _size_table(size: Size) -> str:
    head = [f"{size.entries:,} entries", "first right", "nonsense answered", "p50 ms", "p99 ms", "**times ours**"]
    rows = [
        [
            name,
            f"{one.accuracy:.1%}",
            f"{sum(one.false_hits) / len(one.false_hits):.0%}",
            f"{one.milliseconds(0.5):.2f}",
            f"{one.milliseconds(0.99):.2f}",
            f"**{size.speed(name):.1f}**",
            f"{one.index_seconds:.2f}",
            f"{one.index_bytes / 1e6:.0f}",
        ]
        for name, one in size.contenders.items()
    ]
    return _table([*head, "index s", "index MB"], rows)


def _served_cells(one: Served) -> list[str]:
    before, during = (1000 * quantile(sorted(times), 0.99) for times in (one.before, one.during))
    return [
        f"{one.entries:,}",
        f"{one.start_seconds:.2f}",
        f"{one.memory_bytes / 1e6:.0f}",
        f"{before:.2f}",
        f"{during:.2f}",
        f"{1000 * max(one.during):.1f}",
        f"{one.reload_seconds:.2f}",
    ]


def page(measured: Measurements) -> str:
    """The whole of ``docs/benchmarks.md``."""
    path, inside = measured.path, measured.inside
    exact = {pair.ours.clients: pair for pair in path.pairs if pair.row is path.pairs[0].row}
    in_short = " and ".join(
        f"{median(pair.ratios):.2f} at {clients} client{'s' * (clients > 1)}" for clients, pair in exact.items()
    ).replace(" and ", ", ", len(exact) - 2)
    requests = sum(pair.ours.requests + pair.empty.requests for pair in path.pairs)
    rounds = len(path.pairs[0].ours.bursts)
    return f"""\
# Benchmarks

`make bench` wrote this page on {time.strftime("%Y-%m-%d")}; `.venv/bin/python -m benchmarks --no-write` only prints.
An exact look-up takes **{in_short}** times what an empty Bolt listener takes to ack the very same card.

- Machine: {machine()}
- {versions()}
- {requests:,} timed requests in {rounds} rounds; {measured.took_seconds:.0f} s in all. Load average: {_load()}.

{tables(measured)}

## What is measured

- A slash command as Slack sends it: a signed form over HTTP/1.1 on a kept connection, to `reading-room serve` with one
  worker (uvicorn, uvloop, httptools). The time runs from sending to the last byte of the answer, which is the card.
- The *other* server is the empty listener where nothing else is said: an `AsyncApp` with
  `process_before_response=True` behind Bolt's own ASGI adapter and the same uvicorn settings, with a single command.
  Its listener acks the same card as a dict; the run stops if the two servers' bodies differ by a byte. So Bolt and the
  signature are on both sides; *ratio* and *added* are what our endpoint, parsing, matching and rendering add, less
  what they save: our form is parsed in C, and a card is JSON already. With more clients *added* is the difference by
  their number: one worker serves them one after the other.
- *Processor time* is what Linux says the server's event loop had, by the number of requests: the steadiest figure, as
  neither the client nor the wait for a core is in it. A worker answers at most a million by it in a second.
- In each round every row is asked of both servers, one right after the other in an order drawn anew. p50 and p99 are
  over all requests; *ratio* is the median of the rounds' ratios of p50, and *rounds* is the least of them, the middle
  half, and the greatest.
- *Throughput* is the bot's answers a second by the other server's, the median of the rounds.
- *Never asked before*: each request types the term with other filler and another slip, more of them than the bot
  remembers, so that each is resolved anew; the other rows ask the same again and again.
- The *naive bot* is the empty listener with `extractOne` over the same names before each ack, its cards ready.
- *By number of entries*: made-up names of two to four words, three an entry; queries are names as they are, with one
  slip, two, swapped words, both, cut off, and made-up words that are no name. *First right* is the share of the others
  whose entry came first, asked about or not; *nonsense answered* is the share of the made-up words that were answered
  without asking. Every way to match runs in a process of its own and is asked in turn, ten queries at a time; *times
  ours* is the median over the queries of its time by ours. Ours does more in that time: it also decides whether to
  answer, to ask, or to find nothing. Its p50 and p99 are of 1,000 further queries asked of it alone.
- *During a reload*: a file is saved, and one client asks on until a second after the new revision is served.
- `extractOne` is `rapidfuzz.process.extractOne(text, names, scorer=WRatio)` over the {inside.names:,} names,
  abbreviations, codes and aliases of the {inside.entries} entries: the usual way to match, which also serves *no* as
  ultrasound. A ratio under 1 means that ours is faster.
- *Start* is from the start of the process to the first 200 on `/readyz`, with compiled modules in place.

## What limits it

- Client and server share {os.cpu_count()} cores with whatever else runs here; a load average above that means that
  they waited for a core. Milliseconds then differ severalfold from run to run, and single rounds do too; the medians of
  the ratios hold. p99 is mostly the machine's.
- At one client, the kernel and both event loops' waking up are part of each time (the floor above). They are the same
  for both servers, so they pull the ratio towards 1; *added* is free of them.
- The same text is asked again and again, so what the bot keeps between requests (`bot.core.remembering`,
  `bot.cards.rack`), by design, is there; the first request after a change of the pack also pays for rendering. The
  empty listener turns its card into JSON each time, as any listener that acks a dict does.
- Nothing here crosses a network: between Slack and a server lie tens of milliseconds.
"""


def write(text: str) -> Path:
    """Write the page; returns where."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    return PAGE


def machine() -> str:
    """Cores, processor and system."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{os.cpu_count()} cores, {models[0] if models else platform.machine()}, {platform.system()}"


def versions() -> str:
    """Python, and the packages whose versions matter."""
    return f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in PACKAGES)


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _pair_cells(pair: Pair) -> list[str]:
    return [
        f"`{pair.row.line}` ({pair.row.name})",
        str(pair.ours.clients),
        *(f"{one.milliseconds(share):.3f}" for one in (pair.ours, pair.empty) for share in (0.5, 0.99)),
        f"**{median(pair.ratios):.2f}**",
        _spread(pair.ratios),
        f"{pair.added_microseconds:.0f}",
        f"{median(pair.throughputs):.2f}",
    ]


def _matched_cells(one: Matched) -> list[str]:
    figures = []
    for rounds in (one.ours, one.scan):
        seconds = sorted(chain.from_iterable(rounds))
        figures += [f"{1e6 * quantile(seconds, share):.1f}" for share in (0.5, 0.99)]
    return [f"`{one.row.text}` ({one.row.name})", *figures, f"**{median(one.ratios):.3f}**", _spread(one.ratios, 3)]


def _starting_cells(path: WholePath, inside: InProcess) -> list[list[str]]:
    rows = {f"start of {name}": seconds for name, seconds in path.starts.items()}
    rows["load the pack"] = list(inside.load_seconds)
    rows["build the index"] = list(inside.index_seconds)
    return [[what, f"{median(seconds):.3f}", _spread(seconds, 3)] for what, seconds in rows.items()]


def _processor(path: WholePath) -> list[str]:
    """A table of what the servers' own processes took; nothing where the system does not say."""
    clients = max(path.floor)
    pairs = [pair for pair in path.pairs if pair.ours.clients == clients and pair.processor_ratios]
    if not pairs:
        return []
    rows = [
        [
            f"`{pair.row.line}` ({pair.row.name})",
            *(f"{1e6 * median(one.processor):.0f}" for one in (pair.ours, pair.empty)),
            f"**{median(pair.processor_ratios):.2f}**",
            _spread(pair.processor_ratios),
            f"{path.bytes[pair.row]:,}",
        ]
        for pair in pairs
    ]
    head = ["what is typed", "CPU µs", "empty CPU µs", "**ratio**", "rounds", "card bytes"]
    return [f"### Processor time a request, at {clients} clients", _table(head, rows)]


def _floor(path: WholePath) -> str:
    said = [
        f"{clients} client{'s' * (clients > 1)}: p50 {one.milliseconds(0.5):.3f} ms, {one.per_second:,.0f} a second"
        for clients, one in path.floor.items()
    ]
    return f"The client's own floor, against a bare ASGI responder: {'; '.join(said)}."


def _warnings(path: WholePath) -> list[str]:
    """Where the client, and not the server, bounds what was measured."""
    warnings = []
    for clients, floor in path.floor.items():
        pairs = [pair for pair in path.pairs if pair.ours.clients == clients]
        if clients == 1:
            most = max(floor.milliseconds(0.5) / pair.empty.milliseconds(0.5) for pair in pairs)
            if most > FLOOR_IS_MUCH:
                warnings.append(f"At one client the floor is {most:.0%} of the empty listener's time.")
        else:
            most = max(max(pair.ours.per_second, pair.empty.per_second) for pair in pairs) / floor.per_second
            if most > CLIENT_IS_SLOW:
                warnings.append(f"At {clients} clients the client is the bottleneck: {most:.0%} of what it can send.")
    return warnings


def _spread(values: Sequence[float], digits: int = 2) -> str:
    """The least and the greatest, and between them the middle half where there are enough."""
    ends = [min(values), max(values)]
    if len(values) >= ENOUGH_FOR_QUARTERS:
        first, _, third = quantiles(values, n=4)
        middle = f"({first:.{digits}f}-{third:.{digits}f})"
        return f"{ends[0]:.{digits}f} {middle} {ends[1]:.{digits}f}"
    return "-".join(f"{end:.{digits}f}" for end in ends)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = [head, ["-" * widths[0], *(f"{'-' * (width - 1)}:" for width in widths[1:])], *rows]
    return "\n".join(
        "| "
        + " | ".join([line[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(line[1:], widths[1:], strict=True))])
        + " |"
        for line in lines
    )
