"""What went to and fro between the stand-in and the app: the inspector's memory, and a test's."""

import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.playground.faults import Way
from bot.playground.strictness import Measure

KEPT = 300
"""How many exchanges are remembered."""


@dataclass(slots=True)
class Exchange:
    """One request and its answer.

    Attributes:
        id: Its number.
        at: When it began, seconds since 1970.
        direction: Who asked.
        title: ``/modality MRI``, ``block_actions``, ``chat.postMessage``, ``response_url``, ``app_mention``…
        transport: How it went: ``HTTP``, ``Socket Mode``, ``in process``.
        request: What was asked.
        answer: What was answered; ``None`` where nothing was.
        status: Of HTTP, where it had one.
        milliseconds: From asking to the answer.
        error: Slack's error code, where it failed.
        problems: Where and why, in words.
        fault: The fault that was asked for, where one fell on it.
        measures: How near what was sent is to Slack's limits, nearest first.
    """

    id: int
    at: float
    direction: Way
    title: str
    transport: str
    request: Any
    answer: Any = None
    status: int | None = None
    milliseconds: float = 0.0
    error: str = ""
    problems: tuple[str, ...] = ()
    fault: str = ""
    measures: tuple[Measure, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """As the page wants it."""
        return asdict(self)


class Exchanges:
    """The last exchanges."""

    def __init__(self) -> None:
        self._kept: deque[Exchange] = deque(maxlen=KEPT)
        self._numbers = itertools.count(1)
        self._watchers: list[Callable[[Exchange], None]] = []

    def begin(self, *, at: float, direction: Way, title: str, transport: str, request: Any) -> Exchange:
        """Begin to remember one; it counts from ``record`` on."""
        return Exchange(next(self._numbers), at, direction, title, transport, request)

    def record(self, exchange: Exchange) -> None:
        """Keep one that has ended, and tell who watches."""
        self._kept.append(exchange)
        for watcher in tuple(self._watchers):
            watcher(exchange)

    def watch(self, watcher: Callable[[Exchange], None]) -> Callable[[], None]:
        """Be told of each one; returns what ends that."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def all(self, title: str = "") -> list[Exchange]:
        """Those kept, oldest first; of one title, or of all."""
        return [exchange for exchange in self._kept if title in {"", exchange.title}]
