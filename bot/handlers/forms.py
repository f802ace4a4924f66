"""Forms: what was filled into a modal, by the names of its fields."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from bot.handlers.binding import Payload


class Filled:
    """What was filled into a form, by the names of its fields.

    Args:
        view: As it was submitted.
    """

    def __init__(self, view: Payload) -> None:
        self._values: Mapping[str, Any] = view["state"]["values"]

    def text(self, name: str) -> str:
        """What was typed."""
        return str(self._of(name).get("value") or "")

    def option(self, name: str) -> str:
        """The value of the one option that was chosen."""
        return str((self._of(name).get("selected_option") or {}).get("value") or "")

    def label(self, name: str) -> str:
        """What the one option that was chosen says."""
        return str(((self._of(name).get("selected_option") or {}).get("text") or {}).get("text") or "")

    def ticked(self, name: str) -> list[str]:
        """The values of the boxes that were ticked."""
        return [str(one["value"]) for one in self._of(name).get("selected_options") or ()]

    def user(self, name: str) -> str:
        """A person's member id."""
        return str(self._of(name).get("selected_user") or "")

    def users(self, name: str) -> tuple[str, ...]:
        """Several people's."""
        return tuple(sorted(self._of(name).get("selected_users") or ()))

    def conversations(self, name: str) -> tuple[str, ...]:
        """Ids of channels."""
        return tuple(sorted(self._of(name).get("selected_conversations") or ()))

    def day(self, name: str) -> str:
        """A day, as ``2026-11-30``."""
        return str(self._of(name).get("selected_date") or "")

    def at(self, name: str) -> time | None:
        """A time of the day."""
        chosen = self._of(name).get("selected_time")
        return time.fromisoformat(chosen) if chosen else None

    def _of(self, name: str) -> Mapping[str, Any]:
        return (self._values.get(name) or {}).get(name) or {}
