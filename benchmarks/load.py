"""The client: kept connections that send a request as soon as the last answer is whole.

It is written to take little time of its own: the requests are signed beforehand, an answer is recognised by its first
line and its length, and the sending of the next request is all that happens between two answers. What it takes all the
same, `bare_responder` shows.
"""

import asyncio
import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

_OK = b"HTTP/1.1 200 "
_PATIENCE_SECONDS = 20.0


class BadAnswerError(Exception):
    """A server answered something other than a 200 of the length it answered first, or closed the connection."""


@dataclass(frozen=True, slots=True)
class Burst:
    """What one burst of requests came to.

    Attributes:
        seconds: How long each request took from sending to the last byte, ascending.
        per_second: Answers a second, all clients together.
    """

    seconds: tuple[float, ...]
    per_second: float

    @property
    def median(self) -> float:
        """The time that half of the requests stayed within, in seconds."""
        return quantile(self.seconds, 0.5)


def quantile(ascending: Sequence[float], share: float) -> float:
    """The time that this share of some times stays within."""
    return ascending[min(len(ascending) - 1, int(share * len(ascending)))]


class _Client(asyncio.Protocol):
    """One kept connection. The first answer is read for its length and not timed."""

    def __init__(self, requests: Iterator[bytes]) -> None:
        loop = asyncio.get_running_loop()
        self.ready: asyncio.Future[None] = loop.create_future()
        self.done: asyncio.Future[None] = loop.create_future()
        self.seconds: list[float] = []
        self._requests = requests
        self._transport: asyncio.WriteTransport
        self._first = bytearray()
        self._length = 0
        self._missing = 0
        self._sent = 0.0
        self._until = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)
        self._transport.write(next(self._requests))

    def start(self, until: float) -> None:
        """Send request after request until then (``time.perf_counter``)."""
        self._until = until
        self._missing = self._length
        self._sent = time.perf_counter()
        self._transport.write(next(self._requests))

    def data_received(self, data: bytes) -> None:
        if not self._length:
            self._measure(data)
            return
        if self._missing == self._length and not data.startswith(_OK):
            self._fail(f"expected 200, got {data[:60]!r}")
            return
        self._missing -= len(data)
        if self._missing > 0:
            return
        now = time.perf_counter()
        self.seconds.append(now - self._sent)
        if self._missing < 0:
            self._fail("an answer is longer than the first one")
        elif now < self._until:
            self._missing = self._length
            self._sent = time.perf_counter()
            self._transport.write(next(self._requests))
        elif not self.done.done():
            self.done.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(f"the connection was closed: {exc}")

    def close(self) -> None:
        """Let go of the connection."""
        for future in (self.ready, self.done):
            future.cancel()
        self._transport.close()

    def _measure(self, data: bytes) -> None:
        self._first += data
        head, end, body = self._first.partition(b"\r\n\r\n")
        if not end:
            return
        if not head.startswith(_OK):
            self._fail(f"expected 200, got {bytes(head[:60])!r}")
            return
        lengths = [line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        if not lengths:
            self._fail("an answer without a length")
        elif len(body) == int(lengths[0]):
            self._length = len(self._first)
            self.ready.set_result(None)

    def _fail(self, reason: str) -> None:
        for future in (self.ready, self.done):
            if not future.done():
                future.set_exception(BadAnswerError(reason))
                future.exception()  # whichever nobody waits for shall not complain


async def burst(port: int, requests: Iterator[bytes], *, clients: int, seconds: float) -> Burst:
    """Keep a server busy for a while.

    Args:
        port: Where it listens on 127.0.0.1.
        requests: Whole HTTP requests without end, whose answers are all of one length.
        clients: Connections, each with one request under way.
        seconds: For how long.

    Raises:
        BadAnswerError: It failed.
        TimeoutError: It fell silent.
    """
    loop = asyncio.get_running_loop()
    made: list[_Client] = []
    try:
        async with asyncio.timeout(seconds + _PATIENCE_SECONDS):
            for _ in range(clients):
                _, client = await loop.create_connection(lambda: _Client(requests), "127.0.0.1", port)
                made.append(client)
            for client in made:
                await client.ready
            with _no_collection():
                begun = time.perf_counter()
                for client in made:
                    client.start(begun + seconds)
                for client in made:
                    await client.done
                took = time.perf_counter() - begun
    finally:
        for client in made:
            client.close()
    times = sorted(time for client in made for time in client.seconds)
    return Burst(tuple(times), len(times) / took)


@contextmanager
def _no_collection() -> Iterator[None]:
    """The client's garbage collection is no time of the server's."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
