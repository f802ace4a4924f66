"""Faults on request: what a network and a busy Slack do to an app, one at a time and when one wants it."""

import math
from collections import deque
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Way(StrEnum):
    """Which way a request goes."""

    TO_APP = "to_app"
    FROM_APP = "from_app"


class FaultKind(StrEnum):
    """What goes wrong.

    To the app: ``drop`` (it never arrives), ``delay``, ``duplicate``, ``reorder`` (it arrives after the next one) and
    ``disconnect`` (the app's WebSockets are closed first). From the app: ``rate_limit`` (429), ``error`` (500),
    ``delay``.
    """

    DROP = "drop"
    DELAY = "delay"
    DUPLICATE = "duplicate"
    REORDER = "reorder"
    DISCONNECT = "disconnect"
    RATE_LIMIT = "rate_limit"
    ERROR = "error"


MOST_TIMES = 1000

POSSIBLE = {
    Way.TO_APP: {FaultKind.DROP, FaultKind.DELAY, FaultKind.DUPLICATE, FaultKind.REORDER, FaultKind.DISCONNECT},
    Way.FROM_APP: {FaultKind.RATE_LIMIT, FaultKind.ERROR, FaultKind.DELAY},
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault that waits for the next request it fits.

    Attributes:
        kind: What goes wrong.
        on: Which way the request goes.
        seconds: How long a delay lasts, or what ``Retry-After`` says.
        method: The method of the Web API, the event or the kind of payload it waits for; empty for any.
    """

    kind: FaultKind
    on: Way
    seconds: float = 1.0
    method: str = ""


class Faults:
    """The faults that wait, in order."""

    def __init__(self) -> None:
        self._waiting: deque[Fault] = deque()

    def ask(
        self, kind: FaultKind | str, on: Way | str, *, times: int = 1, seconds: float = 1.0, method: str = ""
    ) -> None:
        """Ask for a fault on each of the next requests that it fits.

        Args:
            kind: What goes wrong.
            on: Which way the requests go.
            times: On how many of them, 1 to 1,000.
            seconds: How long a delay lasts, or what ``Retry-After`` says.
            method: The method, the event or the kind of payload; empty for any.

        Raises:
            ValueError: There is no such fault this way, or not so often or so long.
        """
        if not 1 <= times <= MOST_TIMES or not 0 <= seconds < math.inf:
            raise ValueError(f"a fault falls 1 to {MOST_TIMES:,} times, and lasts no negative or endless time")
        fault = Fault(FaultKind(kind), Way(on), seconds, method)
        if fault.kind not in POSSIBLE[fault.on]:
            possible = ", ".join(sorted(POSSIBLE[fault.on]))
            raise ValueError(f"{fault.kind} does not happen {fault.on}; there are: {possible}")
        self._waiting.extend([fault] * times)

    def take(self, on: Way, method: str) -> Fault | None:
        """The fault that falls on this request, if any; it falls once."""
        for fault in self._waiting:
            if fault.on is on and fault.method in {"", method}:
                self._waiting.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Ask for none any more."""
        self._waiting.clear()

    def as_json(self) -> dict[str, Any]:
        """What waits, for the page."""
        return {"waiting": [asdict(fault) for fault in self._waiting]}
