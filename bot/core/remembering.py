"""Remembering what came of the texts that were asked lately, without the texts."""

import secrets
from collections.abc import Callable
from hashlib import blake2b
from typing import TypeVar, cast

MOST = 2000
"""Outcomes that are kept, at most about 3 kB each; the oldest goes first."""

_SECRET = secrets.token_bytes(16)
_DIGEST_BYTES = 16

T = TypeVar("T")


class Memory:
    """Outcomes by a keyed digest of what was asked, so that what people type comes to rest nowhere.

    The key is drawn anew in each process and never leaves it. A digest takes 1 µs; finding a close name takes 100.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._outcomes: dict[bytes, object] = {}

    def recall(self, asked: str, find: Callable[[], T]) -> T:
        """What came of this text before, or what comes of it now.

        Args:
            asked: What was typed, and all else that the outcome depends on.
            find: Finds the outcome; of one text always the same, and of one type.
        """
        key = blake2b(asked.encode("utf-8", "surrogatepass"), key=_SECRET, digest_size=_DIGEST_BYTES).digest()
        if key in self._outcomes:
            return cast(T, self._outcomes[key])  # the same `find` put it there
        outcome = find()
        if len(self._outcomes) >= self._most:
            del self._outcomes[next(iter(self._outcomes))]
        self._outcomes[key] = outcome
        return outcome
