"""How many calls a minute Slack takes.

Source: docs.slack.dev, /apis/web-api/rate-limits: each method counts by itself, in each workspace; chat.postMessage
takes one message a second into each channel, *short bursts* allowed, without a figure.
"""

from collections import deque

from bot.playground.api.calls import Tier
from bot.playground.clock import Clock

MINUTE = 60.0
BURST = 10
"""Messages into one channel at once before they are held to one a second; Slack gives no figure."""


class Rates:
    """Counts the calls.

    Args:
        clock: What time it is.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: dict[tuple[str, str], deque[float]] = {}

    def wait(self, method: str, tier: Tier, channel: str) -> float:
        """Count a call; how many seconds to wait before it may be made again, 0 where it may be made now.

        Args:
            method: Its name.
            tier: The method's.
            channel: The id of the conversation that is posted into, for ``Tier.POSTING``; empty for all others.
        """
        if tier is Tier.POSTING:
            return self._count((method, channel), BURST, float(BURST))
        return self._count((method, channel), int(tier), MINUTE)

    def _count(self, key: tuple[str, str], most: int, seconds: float) -> float:
        """At most so many within so many seconds."""
        now, calls = self._clock.now(), self._calls.setdefault(key, deque())
        while calls and calls[0] <= now - seconds:
            calls.popleft()
        if len(calls) >= most:
            return calls[0] + seconds - now
        calls.append(now)
        return 0.0
