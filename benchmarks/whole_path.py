"""The whole path: a signed form over HTTP to the real endpoint, and to an empty listener that acks the same card.

The two are asked in bursts that follow each other at once, in an order drawn anew each time, so that whatever else the
machine does falls on both. Each round gives one ratio a row; what is reported is the median of the rounds.
"""

import asyncio
import json
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain, cycle
from pathlib import Path
from statistics import median

import uvloop

from benchmarks.load import Burst, burst, quantile
from benchmarks.rows import EXACT, FUZZY, ROWS, Row, requests, signed_request
from benchmarks.servers import Server, ServerError, bare_responder, bot, empty_listener, naive_bot

CLIENTS = (1, 16, 64)

NAIVE_ROWS, NAIVE_CLIENTS = (EXACT, FUZZY), (1, 16)
TWO_WORKERS_ROWS, TWO_WORKERS_CLIENTS = (EXACT, FUZZY), (16, 64)


@dataclass(frozen=True, slots=True)
class Measured:
    """The bursts of one server for one row, a burst a round.

    Attributes:
        clients: Connections.
        processor: Seconds of processor time that the server took for a request, by burst; empty where not known.
    """

    clients: int
    bursts: list[Burst] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    async def add(self, server: Server, asked: Iterator[bytes], seconds: float) -> None:
        """Measure another burst."""
        before = server.processor_seconds()
        one = await burst(server.port, asked, clients=self.clients, seconds=seconds)
        after = server.processor_seconds()
        self.bursts.append(one)
        if before is not None and after is not None:
            # Each client's first request is not timed, and served all the same.
            self.processor.append((after - before) / (len(one.seconds) + self.clients))

    def milliseconds(self, share: float) -> float:
        """The time that this share of all requests stayed within."""
        seconds = sorted(chain.from_iterable(one.seconds for one in self.bursts))
        return 1000 * quantile(seconds, share)

    @property
    def per_second(self) -> float:
        """Answers a second; the median of the rounds."""
        return median(one.per_second for one in self.bursts)

    @property
    def requests(self) -> int:
        """Requests that were timed."""
        return sum(len(one.seconds) for one in self.bursts)


@dataclass(frozen=True, slots=True)
class Pair:
    """A row, asked of the bot and of another server in turn; of the empty listener, where nothing else is said."""

    row: Row
    ours: Measured
    empty: Measured

    @classmethod
    def of(cls, row: Row, clients: int) -> "Pair":
        """A pair that nothing is measured of yet."""
        return cls(row, Measured(clients), Measured(clients))

    @property
    def throughputs(self) -> list[float]:
        """The answers a second of the bot by those of the empty listener, one for each round."""
        both = zip(self.ours.bursts, self.empty.bursts, strict=True)
        return [ours.per_second / empty.per_second for ours, empty in both]

    @property
    def ratios(self) -> list[float]:
        """The median time of the bot by that of the empty listener, one for each round."""
        both = zip(self.ours.bursts, self.empty.bursts, strict=True)
        return [ours.median / empty.median for ours, empty in both]

    @property
    def processor_ratios(self) -> list[float]:
        """The processor time of the bot by that of the empty listener, one for each round."""
        return [ours / empty for ours, empty in zip(self.ours.processor, self.empty.processor, strict=True)]

    @property
    def added_microseconds(self) -> float:
        """What a request costs beyond the empty listener, by the medians; 16 clients wait for each other's."""
        both = zip(self.ours.bursts, self.empty.bursts, strict=True)
        return median(1e6 * (ours.median - empty.median) / self.ours.clients for ours, empty in both)


@dataclass(frozen=True, slots=True)
class WholePath:
    """All that was measured over HTTP.

    Attributes:
        pairs: A pair for each row and number of clients.
        naive: Pairs with the naive bot.
        two_workers: Pairs in which both servers have two workers.
        floor: By number of clients: the client against the bare responder.
        starts: By server: seconds from the start of its process to its first answer.
        bytes: By row: length of the card as it travels.
    """

    pairs: Sequence[Pair]
    naive: Sequence[Pair]
    two_workers: Sequence[Pair]
    floor: Mapping[int, Measured]
    starts: Mapping[str, list[float]]
    bytes: Mapping[Row, int]


def measure(*, rounds: int, seconds: float, starts: int) -> WholePath:
    """Measure all rows.

    Args:
        rounds: How often each burst is repeated.
        seconds: Length of a burst.
        starts: How often the servers are started; once is needed anyhow.

    Raises:
        ServerError: A server did not start, or the two do not answer the same.
    """
    pairs = [Pair.of(row, clients) for row in ROWS for clients in CLIENTS]
    naive = [Pair.of(row, clients) for row in NAIVE_ROWS for clients in NAIVE_CLIENTS]
    two_workers = [Pair.of(row, clients) for row in TWO_WORKERS_ROWS for clients in TWO_WORKERS_CLIENTS]
    floor = {clients: Measured(clients) for clients in CLIENTS}
    with ExitStack() as exits:
        run = exits.enter_context(asyncio.Runner(loop_factory=uvloop.new_event_loop)).run
        with _three_servers() as (ours, empty, bare, cards):
            times = {ours.name: [ours.start_seconds], empty.name: [empty.start_seconds]}
            turns = [_turn(pair, ours, empty) for pair in pairs]
            turns += [[(measured, bare, requests(EXACT))] for measured in floor.values()]
            run(_rounds(turns, rounds=rounds, seconds=seconds))
        path, _ = exits.enter_context(_written(cards))
        with bot() as ours, naive_bot(path) as other:
            run(_rounds([_turn(pair, ours, other) for pair in naive], rounds=rounds // 2, seconds=seconds))
        with bot(workers=2) as ours, empty_listener(path, workers=2) as empty:
            run(_rounds([_turn(pair, ours, empty) for pair in two_workers], rounds=rounds // 2, seconds=seconds))
        for _ in range(starts - 1):
            with bot() as again:
                times[again.name].append(again.start_seconds)
            with empty_listener(path) as again:
                times[again.name].append(again.start_seconds)
    return WholePath(pairs, naive, two_workers, floor, times, {row: len(cards[row]) for row in ROWS})


_Turn = list[tuple[Measured, Server, Iterator[bytes]]]
"""What is asked one right after the other."""


def _turn(pair: Pair, ours: Server, other: Server) -> _Turn:
    # The others know one command and one card for a row: what is typed behind it tells them which.
    return [
        (pair.ours, ours, requests(pair.row)),
        (pair.empty, other, cycle([signed_request("/modality", pair.row.text)])),
    ]


async def _rounds(turns: Sequence[_Turn], *, rounds: int, seconds: float) -> None:
    dice = random.Random(20)  # noqa: S311 - an order, no secret
    order = list(turns)
    for _ in range(max(1, rounds)):
        dice.shuffle(order)
        for turn in order:
            dice.shuffle(turn)
            for measured, server, asked in turn:
                await measured.add(server, asked, seconds)


@contextmanager
def _three_servers() -> Iterator[tuple[Server, Server, Server, dict[Row, bytes]]]:
    """The bot, the empty listener, the bare responder, and the cards that the first two agree on."""
    with ExitStack() as exits:
        ours = exits.enter_context(bot())
        cards = {row: ours.ask(row.command, row.text) for row in ROWS}
        path, body = exits.enter_context(_written(cards))
        empty = exits.enter_context(empty_listener(path))
        bare = exits.enter_context(bare_responder(body))
        for row, card in cards.items():
            if empty.ask("/modality", row.text) != card:
                raise ServerError(f"the empty listener does not ack the very bytes of {row.line}")
        yield ours, empty, bare, cards


@contextmanager
def _written(cards: Mapping[Row, bytes]) -> Iterator[tuple[Path, Path]]:
    """The cards as a file for the empty listener, and one of them as a file for the bare responder."""
    with tempfile.TemporaryDirectory() as folder:
        path, body = Path(folder, "cards.json"), Path(folder, "body.json")
        path.write_text(json.dumps({row.text: json.loads(card) for row, card in cards.items()}), encoding="utf-8")
        body.write_bytes(cards[EXACT])
        yield path, body
