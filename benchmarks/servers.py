"""The processes that are measured: each on a free port of 127.0.0.1, and stopped whatever happens."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from benchmarks.rows import EVENTS_PATH, ROOT, SECRET, signed_request

START_SECONDS = 30.0
"""How long a server may take to answer for the first time."""

POLL_SECONDS = 0.002
STOP_SECONDS = 5.0
ATTEMPTS = 3
"""How often a server is started anew when it dies at once: somebody may have taken the port that was free."""

_OURS = ("SLACK_", "KNOWLEDGE_", "COMMAND_PREFIX", "DATABASE_", "PORT", "PYTHON")


class ServerError(Exception):
    """A server did not start, or answered what it should not."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server under measurement.

    Attributes:
        name: What the report calls it.
        port: Where it listens on 127.0.0.1.
        process_id: Its process; there is one worker.
        start_seconds: From the start of its process to its first answer.
    """

    name: str
    port: int
    process_id: int
    start_seconds: float

    def processor_seconds(self) -> float | None:
        """Processor time its event loop has had so far; ``None`` where the system does not say (it is Linux's)."""
        try:
            return int(Path(f"/proc/{self.process_id}/schedstat").read_bytes().split()[0]) / 1e9
        except OSError:
            return None

    def memory_bytes(self) -> int:
        """What the process has in memory; 0 where the system does not say."""
        try:
            return int(Path(f"/proc/{self.process_id}/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            return 0

    def ask(self, command: str, text: str) -> bytes:
        """The body of one answer.

        Raises:
            ServerError: It is not a 200.
        """
        with socket.create_connection(("127.0.0.1", self.port), timeout=START_SECONDS) as connection:
            connection.sendall(signed_request(command, text))
            response = http.client.HTTPResponse(connection)
            response.begin()
            body = response.read()
        if response.status != http.HTTPStatus.OK:
            raise ServerError(f"{self.name} answered {command} {text} with {response.status}: {body[:200]!r}")
        return body


@contextmanager
def bot(*, workers: int = 1, packs: Sequence[Path] = (ROOT / "knowledge",)) -> Iterator[Server]:
    """The bot, as ``reading-room serve`` serves it; it has started when ``/readyz`` says so."""
    environment = {"KNOWLEDGE_PATH": os.pathsep.join(map(str, packs))}
    before = ["-m", "bot", "serve", "--workers", str(workers), "--host", "127.0.0.1", "--port"]
    with _served("Reading Room", before, [], "/readyz", environment) as server:
        yield server


@contextmanager
def empty_listener(cards: Path, *, workers: int = 1) -> Iterator[Server]:
    """The server that the bot is compared with."""
    after = [str(cards), str(workers)]
    with _served("empty listener", ["-m", "benchmarks.empty_listener"], after, EVENTS_PATH) as server:
        yield server


@contextmanager
def naive_bot(cards: Path) -> Iterator[Server]:
    """The server that does what most would."""
    with _served("naive bot", ["-m", "benchmarks.naive_bot"], [str(cards)], EVENTS_PATH) as server:
        yield server


@contextmanager
def bare_responder(body: Path) -> Iterator[Server]:
    """The server that shows how fast the client is."""
    with _served("bare responder", ["-m", "benchmarks.bare_responder"], [str(body)], EVENTS_PATH) as server:
        yield server


@contextmanager
def _served(
    name: str,
    before_port: Sequence[str],
    after_port: Sequence[str],
    first: str,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Server]:
    """Start a Python program with a port among its arguments, wait for its first answer, and stop it in the end."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as log:
        for attempt in range(1, ATTEMPTS + 1):
            port = _free_port()
            started = time.perf_counter()
            process = subprocess.Popen(
                [sys.executable, *before_port, str(port), *after_port],
                cwd=folder,  # no `.env` of this checkout counts, and nothing is left in it
                env=_environment() | dict(environment),
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
            try:
                if _wait_until_answered(process, port, first):
                    yield Server(name, port, process.pid, time.perf_counter() - started)
                    return
            finally:
                _stop(process)
            log.seek(0)
            if attempt == ATTEMPTS:
                raise ServerError(f"{name} did not start:\n{log.read().decode(errors='replace')[-2000:]}")


def _environment() -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return others | {
        "SLACK_BOT_TOKEN": "xoxb-not-a-token",
        "SLACK_SIGNING_SECRET": SECRET,
        "PYTHONPATH": str(ROOT),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_answered(process: "subprocess.Popen[bytes]", port: int, path: str) -> bool:
    """Whether a server answers before it dies or the time is up; a 503 is no answer yet."""
    until = time.perf_counter() + START_SECONDS
    while process.poll() is None and time.perf_counter() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
        try:
            connection.request("GET", path)
            if connection.getresponse().status != http.HTTPStatus.SERVICE_UNAVAILABLE:
                return True
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(POLL_SECONDS)
    return False


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
