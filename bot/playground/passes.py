"""What an app may use for a while: trigger ids, response URLs, codes of OAuth.

Source: docs.slack.dev, /interactivity/handling-user-interaction: a ``trigger_id`` lasts 3 seconds and opens one view; a
``response_url`` takes 5 messages within 30 minutes. That page calls a late trigger ``trigger_expired``; the table of
views.open, and what others saw of it (bolt-python#886), ``expired_trigger_id``. The page is followed.
"""

import secrets
from dataclasses import dataclass, field

from bot.playground.clock import Clock
from bot.playground.workspace import Message

TRIGGER_SECONDS = 3.0
RESPONSE_URL_SECONDS = 30 * 60
RESPONSE_URL_USES = 5
CODE_SECONDS = 600.0
"""How long a code of OAuth lasts: ten minutes (docs.slack.dev, /authentication/installing-with-oauth)."""


@dataclass(slots=True)
class Trigger:
    """A ``trigger_id``.

    Attributes:
        user: Who did what it stands for: the view opens for them.
        expires_at: Seconds since 1970.
        is_spent: Whether a view was opened with it.
    """

    user: str
    expires_at: float
    is_spent: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """A ``response_url``.

    Attributes:
        channel: The id of the conversation it answers into.
        user: Who sees what is not for all.
        expires_at: Seconds since 1970.
        origin: The message that was acted on; ``replace_original`` and ``delete_original`` mean it.
        thread_ts: The thread of the message that was acted on.
        uses: How often it was used.
        redraws: The message whose place the next new one takes, when an interaction is repeated.
        brought: What came by it.
    """

    channel: str
    user: str
    expires_at: float
    origin: Message | None = None
    thread_ts: str | None = None
    uses: int = 0
    redraws: Message | None = None
    brought: list[Message] = field(default_factory=list)


class Passes:
    """All that were given out."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}
        self._response_urls: dict[str, ResponseUrl] = {}
        self._codes: dict[str, tuple[str, float]] = {}

    def trigger(self, user: str) -> str:
        """Give out a ``trigger_id``."""
        made = f"{len(self._triggers) + 1}.{int(self._clock.now())}.{secrets.token_hex(16)}"
        self._triggers[made] = Trigger(user, self._clock.now() + TRIGGER_SECONDS)
        return made

    def redeem(self, trigger_id: str) -> tuple[str, str]:
        """Spend a ``trigger_id``: whose it is, and Slack's error code, empty where it is good."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            return "", "invalid_trigger_id"
        if self._clock.now() >= trigger.expires_at:
            return trigger.user, "trigger_expired"
        if trigger.is_spent:
            return trigger.user, "exchanged_trigger_id"
        trigger.is_spent = True
        return trigger.user, ""

    def response_url(
        self,
        channel: str,
        user: str,
        *,
        origin: Message | None = None,
        thread_ts: str | None = None,
        redraws: Message | None = None,
    ) -> tuple[str, ResponseUrl]:
        """Give out a ``response_url``: the last part of its address, and itself.

        Args:
            channel: Where it answers.
            user: Who sees what is not for all.
            origin: The message that was acted on, where the answer may replace it.
            thread_ts: Where it may not: the thread to answer in.
            redraws: The message whose place the next new one takes.
        """
        token = secrets.token_urlsafe(18)
        thread_ts = origin.thread_ts if origin else thread_ts
        made = ResponseUrl(channel, user, self._clock.now() + RESPONSE_URL_SECONDS, origin, thread_ts, redraws=redraws)
        self._response_urls[token] = made
        return token, made

    def use(self, token: str) -> tuple[ResponseUrl | None, str]:
        """A ``response_url`` by the last part of its address, and Slack's error, empty where it may be used.

        The use counts only once ``ResponseUrl.uses`` is raised, since a refused message is none.
        """
        response_url = self._response_urls.get(token)
        if response_url is None or self._clock.now() >= response_url.expires_at:
            return None, "expired_url"
        if response_url.uses >= RESPONSE_URL_USES:
            return None, "used_url"
        return response_url, ""

    def code(self, user: str) -> str:
        """Give out a code for OAuth to somebody who installs the app."""
        made = secrets.token_hex(16)
        self._codes[made] = (user, self._clock.now() + CODE_SECONDS)
        return made

    def spend_code(self, code: str) -> str | None:
        """Who was given a code; ``None`` where it is unknown, spent, or too old."""
        user, expires_at = self._codes.pop(code, ("", 0.0))
        return user if self._clock.now() < expires_at else None
