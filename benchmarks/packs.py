"""By size of the pack: from the start of the process to the first answer, memory, and what a reload does to answers.

The larger packs are the shipped one with made-up concepts beside it, one file each, as a site would add its own.
"""

import http.client
import json
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import quantile
from benchmarks.made_up_names import NAMES_AN_ENTRY, names
from benchmarks.rows import EXACT, ROOT, signed_request
from benchmarks.servers import Server, ServerError, bot

ADDED = (0, 1_600)
"""Entries beside the shipped ones."""

BEFORE_SECONDS = 2.0
AFTER_SECONDS = 1.0
"""How long is asked before a file is saved, and after the new revision is served."""

PATIENCE_SECONDS = 60.0

_ENTRY = """\
id: {id}
kind: concept
name: {name}
aliases: [{aliases}]
summary: A made-up concept, to see what a pack of this size costs.
plain: This is made up.
sources: [made-up]
review: {{owner: Benchmarks, reviewed_on: 2026-01-09, review_by: 2099-01-09}}
"""

_SOURCES = """\
made-up:
  title: Made-up names
  publisher: Reading Room's benchmarks
  read_on: 2026-01-09
  read: All of it.
"""


@dataclass(frozen=True, slots=True)
class Served:
    """A pack, served.

    Attributes:
        entries: How many it has.
        start_seconds: From the start of the process until ``/readyz`` says that it answers.
        memory_bytes: What the process has in memory then.
        before: Seconds of each answer before a file was saved, one client.
        during: Seconds of each answer from the save until the new revision was served and a while longer.
        reload_seconds: From the save until the new revision was served.
    """

    entries: int
    start_seconds: float
    memory_bytes: int
    before: Sequence[float]
    during: Sequence[float]
    reload_seconds: float

    @property
    def longest_delay(self) -> float:
        """By how many milliseconds the slowest answer during a reload was slower than the slowest hundredth before."""
        return 1000 * (max(self.during) - quantile(sorted(self.before), 0.99))


def measure(added: Sequence[int] = ADDED) -> list[Served]:
    """Measure each size."""
    return [_measure(count) for count in added]


def _measure(added: int) -> Served:
    with _packs(added) as packs, bot(packs=packs) as server:
        revision, entries = _ready(server)
        memory = server.memory_bytes()
        with _client(server) as ask:
            before = _ask_for(ask, BEFORE_SECONDS)
            saved = packs[0] / "concepts" / "addendum.yml"
            saved.write_text(f"{saved.read_text(encoding='utf-8')}# saved again\n", encoding="utf-8")
            during: list[float] = []
            begun = time.perf_counter()
            while _ready(server)[0] == revision:
                during += _ask_for(ask, 0.02)
                if time.perf_counter() - begun > PATIENCE_SECONDS:
                    raise ServerError("the new revision was not served")
            reload = time.perf_counter() - begun
            during += _ask_for(ask, AFTER_SECONDS)
    return Served(entries, server.start_seconds, memory, before, during, reload)


@contextmanager
def _packs(added: int) -> Iterator[list[Path]]:
    """The shipped pack as a copy that may be written, and one of made-up concepts where any are wanted."""
    with tempfile.TemporaryDirectory() as folder:
        shipped, made_up = Path(folder, "knowledge"), Path(folder, "made-up")
        shutil.copytree(ROOT / "knowledge", shipped)
        if added:
            every = names(added)
            made_up.mkdir()
            (made_up / "sources.yml").write_text(_SOURCES, encoding="utf-8")
            for number in range(0, len(every), NAMES_AN_ENTRY):
                name, *aliases = every[number : number + NAMES_AN_ENTRY]
                text = _ENTRY.format(id=name.replace(" ", "-"), name=name, aliases=", ".join(aliases))
                (made_up / f"{name.replace(' ', '-')}.yml").write_text(text, encoding="utf-8")
        yield [shipped, *([made_up] if added else [])]


class _Ask:
    """One kept connection that asks the same again and again."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._request = signed_request(EXACT.command, EXACT.text)

    def __call__(self) -> float:
        begun = time.perf_counter()
        self._connection.sendall(self._request)
        response = http.client.HTTPResponse(self._connection)
        response.begin()
        response.read()
        return time.perf_counter() - begun


@contextmanager
def _client(server: Server) -> Iterator[_Ask]:
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE_SECONDS) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield _Ask(connection)


def _ask_for(ask: _Ask, seconds: float) -> list[float]:
    until = time.perf_counter() + seconds
    answers = []
    while time.perf_counter() < until:
        answers.append(ask())
    return answers


def _ready(server: Server) -> tuple[str, int]:
    """The revision that is served, and how many entries it has."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", "/readyz")
        state = json.loads(connection.getresponse().read())
        return state["revision"], state["entries"]
    finally:
        connection.close()
