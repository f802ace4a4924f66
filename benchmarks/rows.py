"""What is asked: one line a person may type for each way an answer can go."""

import hashlib
import hmac
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.core.library import Library
from bot.knowledge.outcomes import Compared, Found, How, NotFound
from bot.names import Kind

SECRET = "a-signing-secret-of-the-benchmarks"
EVENTS_PATH = "/slack/events"


class WrongOutcomeError(Exception):
    """A row no longer comes to what its name says, since the pack changed; its figure would be of something else."""


@dataclass(frozen=True, slots=True)
class Row:
    """Something to ask.

    Attributes:
        name: What the row shows.
        command: The slash command, with its slash.
        text: What is typed behind it.
    """

    name: str
    command: str
    text: str

    @property
    def line(self) -> str:
        """What a person types."""
        return f"{self.command} {self.text}"


EXACT = Row("exact look-up", "/modality", "MRI")
FUZZY = Row("fuzzy look-up", "/modality", "flouroscopy")
NOT_FOUND = Row("not found", "/modality", "hovercraft maintenance")
WRITTEN = Row("written comparison", "/compare", "DR IR")
DERIVED = Row("derived comparison", "/compare", "CT vs MRI")
ROWS = (EXACT, FUZZY, WRITTEN, DERIVED, NOT_FOUND)


def check_rows(library: Library) -> None:
    """See that each row still is what it is called.

    Raises:
        WrongOutcomeError: One is not.
    """
    exact, fuzzy = (library.look_up(row.text, Kind.MODALITY) for row in (EXACT, FUZZY))
    written, derived = (library.compare(row.text) for row in (WRITTEN, DERIVED))
    holds = {
        EXACT: isinstance(exact, Found) and exact.how is How.EXACT,
        FUZZY: isinstance(fuzzy, Found) and fuzzy.how is How.FUZZY,
        NOT_FOUND: isinstance(library.look_up(NOT_FOUND.text, Kind.MODALITY), NotFound),
        WRITTEN: isinstance(written, Compared) and written.written is not None,
        DERIVED: isinstance(derived, Compared),
    }
    for row, is_so in holds.items():
        if not is_so:
            raise WrongOutcomeError(f"{row.line} is no longer: {row.name}; choose another text in benchmarks/rows.py")


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
