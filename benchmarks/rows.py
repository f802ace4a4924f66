"""What is asked: one line a person may type for each way an answer can go."""

import hashlib
import hmac
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.made_up_names import slip
from bot.core.library import Library
from bot.knowledge.loading import load
from bot.knowledge.outcomes import Compared, Found, How, NotFound
from bot.matching.resolving import Resolver
from bot.names import Kind

SECRET = "a-signing-secret-of-the-benchmarks"
EVENTS_PATH = "/slack/events"
ROOT = Path(__file__).parent.parent


class WrongOutcomeError(Exception):
    """A row no longer comes to what its name says, since the pack changed; its figure would be of something else."""


@dataclass(frozen=True, slots=True)
class Row:
    """Something to ask.

    Attributes:
        name: What the row shows.
        command: The slash command, with its slash.
        text: What is typed behind it.
        is_fresh: Whether each request types it in other words, none of which was asked lately.
    """

    name: str
    command: str
    text: str
    is_fresh: bool = False

    @property
    def line(self) -> str:
        """What a person types."""
        return f"{self.command} {self.text}"


EXACT = Row("exact look-up", "/modality", "MRI")
FUZZY = Row("fuzzy look-up", "/modality", "flouroscopy")
FRESH = Row("fuzzy look-up, never asked before", "/modality", "magentic resonanse imaging", is_fresh=True)
NOT_FOUND = Row("not found", "/modality", "hovercraft maintenance")
WRITTEN = Row("written comparison", "/compare", "DR IR")
DERIVED = Row("derived comparison", "/compare", "CT vs MRI")
ROWS = (EXACT, FUZZY, FRESH, WRITTEN, DERIVED, NOT_FOUND)

_FRESH_TEXTS = 5000
"""More than a bot remembers (`bot.core.remembering`), so that each has been forgotten when its turn comes again."""


def check_rows(library: Library) -> None:
    """See that each row still is what it is called.

    Raises:
        WrongOutcomeError: One is not.
    """
    exact, fuzzy, fresh = (library.look_up(row.text, Kind.MODALITY) for row in (EXACT, FUZZY, FRESH))
    written, derived = (library.compare(row.text) for row in (WRITTEN, DERIVED))
    holds = {
        EXACT: isinstance(exact, Found) and exact.how is How.EXACT,
        FUZZY: isinstance(fuzzy, Found) and fuzzy.how is How.FUZZY,
        FRESH: isinstance(fresh, Found) and fresh.how is How.FUZZY,
        NOT_FOUND: isinstance(library.look_up(NOT_FOUND.text, Kind.MODALITY), NotFound),
        WRITTEN: isinstance(written, Compared) and written.written is not None,
        DERIVED: isinstance(derived, Compared),
    }
    for row, is_so in holds.items():
        if not is_so:
            raise WrongOutcomeError(f"{row.line} is no longer: {row.name}; choose another text in benchmarks/rows.py")


@cache
def requests(row: Row) -> Iterator[bytes]:
    """What Slack sends for a row, without end; whoever asks for a row goes on where the last one stopped."""
    texts = _fresh_texts() if row.is_fresh else [row.text]
    return cycle([signed_request(row.command, text) for text in texts])


def _fresh_texts() -> list[str]:
    """Different texts, each with two slips of the hand, that all come to the card of the fresh row."""
    dice = random.Random(20)  # noqa: S311 - slips, no secret
    resolver = Resolver(load([ROOT / "knowledge"]).entries.values())
    texts: dict[str, None] = {}
    while len(texts) < _FRESH_TEXTS:
        text = slip(slip("magnetic resonance imaging", dice), dice)
        outcome = resolver.resolve(text, Kind.MODALITY)
        if isinstance(outcome, Found) and (outcome.entry.id, outcome.how, outcome.others) == ("mri", How.FUZZY, ()):
            texts[text] = None
    return list(texts)


def signed_request(command: str, text: str) -> bytes:
    """A whole HTTP request, as Slack sends a slash command; its signature is good for five minutes."""
    form = {
        "token": "token-of-the-benchmarks",
        "team_id": "T0BENCH",
        "team_domain": "benchmarks",
        "channel_id": "C0BENCH",
        "channel_name": "general",
        "user_id": "U0BENCH",
        "user_name": "bench",
        "command": command,
        "text": text,
        "response_url": "https://hooks.slack.com/commands/T0BENCH/1234567890/abcdefghijklmnopqrstuvwx",
        "trigger_id": "1234567890.1234567890.0123456789abcdef0123456789abcdef",
        "api_app_id": "A0BENCH",
        "is_enterprise_install": "false",
    }
    body = urlencode(form)
    timestamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
    head = [
        f"POST {EVENTS_PATH} HTTP/1.1",
        "Host: 127.0.0.1",
        "User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)",
        "Accept: application/json,*/*",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        f"X-Slack-Request-Timestamp: {timestamp}",
        f"X-Slack-Signature: v0={digest}",
    ]
    return "\r\n".join([*head, "", body]).encode()
