"""``bot.handlers.home`` and ``reading``: what scenarios do not reach."""

from datetime import UTC, datetime

from bot.clock import MachineClock
from bot.core.library import Library
from bot.handlers.attending import Attendant
from bot.handlers.home import HomeVisit
from bot.handlers.owning import Person
from bot.handlers.reading import Readers
from bot.storage.store import Store

COMMAND = {"team_id": "T1", "user_id": "U1"}


async def test_slack_is_asked_once_a_visit() -> None:
    """However many sections want to know who somebody is, Slack is asked once."""
    asked: list[str] = []

    async def find(user_id: str) -> Person:
        asked.append(user_id)
        return Person(user_id, "UTC", is_admin=False, is_bot=False)

    visit = HomeVisit("T1", "U1", datetime.now(UTC), is_first=False, _find=find)
    assert await visit.person() is await visit.person()
    assert asked == ["U1"]


async def test_what_is_gone_is_not_noted(store: Store, library: Library) -> None:
    """An answer that is retired while it is being opened leaves nothing; others are noted of who follows alone."""
    readers = Readers(store.opened, library, Attendant(store.errands, MachineClock()), MachineClock())
    await store.opened.follow("T1", "U1", datetime.now(UTC))
    readers.opened(COMMAND, "short:mri")  # before it is known that they follow
    await readers.look()
    for answer in ("short:long-gone", None, "full:ct"):
        readers.opened(COMMAND, answer)
    readers.opened(COMMAND | {"user_id": "U2"}, "short:mri")
    await store.opened.flush()
    assert [one.answer for one in await store.opened.by("T1", "U1")] == ["short:ct"]
    assert not readers.is_learner("T1", "U1")
