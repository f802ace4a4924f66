"""Gaps: what was asked for in vain is counted by channel and week, and who wants to be told is kept until they are."""

import asyncio
import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import func, select

from bot.errors import StorageError
from bot.settings import Settings
from bot.storage import gaps
from bot.storage.gaps import NOWHERE, TOLD_WITHIN, Gap, Gaps, digest_of, week_of
from bot.storage.store import Store
from bot.storage.tables import GAP_WAITERS, GAPS
from tests.storage.racing import race

NOW = datetime.now(UTC)
TODAY = NOW.date()
NPO, NEAR = "term:npo", "near:scan-duration:ct"


async def waiting(store: Store) -> int:
    """How many wait to be told of anything."""
    async with store._database.transaction() as connection:
        return int((await connection.execute(select(func.count()).select_from(GAP_WAITERS))).scalar_one())


async def released(store: Store, name: str, now: datetime = NOW) -> list[tuple[str, str]]:
    """Who is to be told that a gap is closed, as it is."""
    async with store._database.transaction() as connection:
        return await Gaps.release_within(connection, name, now)


async def test_counted_behind_the_answer(store: Store) -> None:
    """A gap that is met is counted when the count is next written, together with all before it."""
    for _ in range(3):
        store.gaps.meet(NPO, "T1", "C1", NOW)
    assert await store.gaps.most_asked(TODAY) == []
    await store.gaps.flush()
    store.gaps.meet(NPO, "T1", "C1", NOW)
    await store.gaps.flush()
    await store.gaps.flush()
    assert await store.gaps.most_asked(TODAY) == [Gap(NPO, 4)]


async def test_a_row_as_it_is_kept(store: Store) -> None:
    """A gap is kept by its name, the place and the week: neither when it was met, nor by whom."""
    store.gaps.meet(NPO, "T1", "C1", NOW)
    await store.gaps.flush()
    async with store._database.transaction() as connection:
        (row,) = (await connection.execute(select(GAPS))).mappings()
    assert dict(row) == {"gap": NPO, "team_id": "T1", "channel_id": "C1", "week": week_of(TODAY), "asked": 1}


async def test_closing_writes_the_rest(store: Store, database_url: str) -> None:
    """What was counted before a stop is written, and taken up by the next worker."""
    before = Store(Settings(database_url=SecretStr(database_url)))
    before.gaps.meet(NPO, "T1", "C1", NOW)
    await before.close()
    assert await store.gaps.most_asked(TODAY) == [Gap(NPO, 1)]


async def test_while_the_database_is_away(no_environment: None) -> None:
    """What cannot be written waits for the next time, and is counted together with what comes meanwhile."""
    store = Store(Settings(database_url=SecretStr("sqlite:////nowhere/to/be/found.db")))
    for _ in range(2):
        store.gaps.meet(NPO, "T1", "C1", NOW)
        with pytest.raises(StorageError):
            await store.gaps.flush()
    assert list(store.gaps._met.values()) == [2]
    await store.close()


async def test_what_waits_has_an_end(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where too many different gaps wait to be written, new ones are not counted, and known ones are."""
    monkeypatch.setattr(gaps, "MOST_WAITING", 2)
    for name in ("term:a", "term:b", "term:c", "term:a"):
        store.gaps.meet(name, "T1", "C1", NOW)
    await store.gaps.flush()
    assert await store.gaps.most_asked(TODAY) == [Gap("term:a", 2), Gap("term:b", 1)]


async def test_most_asked(store: Store) -> None:
    """What was asked for most comes first, over channels and weeks; of some channels, with what has no channel."""
    last_week = NOW - timedelta(weeks=1)
    for name, channel, at, times in (
        (NEAR, "C1", NOW, 2),
        (NEAR, "C2", NOW, 2),
        (NPO, NOWHERE, NOW, 3),
        ("term:a", "C2", last_week, 9),
        ("term:b", "C1", NOW, 3),
    ):
        for _ in range(times):
            store.gaps.meet(name, "T1", channel, at)
    store.gaps.meet(NEAR, "T2", "C1", NOW)
    await store.gaps.flush()
    assert await store.gaps.most_asked(TODAY) == [Gap(NEAR, 5), Gap("term:b", 3), Gap(NPO, 3)]
    assert (await store.gaps.most_asked(last_week.date()))[0] == Gap("term:a", 9)
    assert await store.gaps.most_asked(TODAY, [("T1", "C1")]) == [Gap("term:b", 3), Gap(NPO, 3), Gap(NEAR, 2)]
    assert await store.gaps.most_asked(TODAY, []) == [Gap(NPO, 3)]


async def test_asked_for_with_a_tap(store: Store) -> None:
    """A tap counts at once, as asked in private, whatever the case of what was typed."""
    await store.gaps.ask_for("NPO", NOW)
    await store.gaps.ask_for("npo")
    assert await store.gaps.most_asked(TODAY, []) == [Gap(NPO, 2)]


async def test_who_waits_is_told_once(store: Store) -> None:
    """Everybody who wants to be told of a gap is released with it, once; those who wait for another go on waiting."""
    for user in ("U2", "U1", "U1"):
        await store.gaps.wait_for(digest_of(NPO), "T1", user, NOW)
    await store.gaps.wait_for(digest_of(NPO), "T2", "U1", NOW)
    await store.gaps.wait_for(digest_of(NEAR), "T1", "U3", NOW)
    assert await released(store, NPO) == [("T1", "U1"), ("T1", "U2"), ("T2", "U1")]
    assert await released(store, NPO) == []
    assert await released(store, NEAR) == [("T1", "U3")]


async def test_a_closed_gap_is_counted_anew(store: Store) -> None:
    """A gap that is closed is on no list, until somebody meets it again."""
    for name in (NPO, NEAR):
        await store.gaps.ask_for(name.removeprefix("term:"), NOW)
    await released(store, NPO)
    assert [gap.name for gap in await store.gaps.most_asked(TODAY)] == [f"term:{NEAR}"]
    await store.gaps.ask_for("npo", NOW)
    assert Gap(NPO, 1) in await store.gaps.most_asked(TODAY)


async def test_told_within_thirty_days(store: Store) -> None:
    """Who met a gap too long ago is not told; who meets it again waits anew."""
    for user, ago in (("U1", TOLD_WITHIN), ("U2", TOLD_WITHIN + timedelta(seconds=1))):
        await store.gaps.wait_for(digest_of(NPO), "T1", user, NOW - ago)
    await store.gaps.wait_for(digest_of(NPO), "T1", "U3", NOW - 2 * TOLD_WITHIN)
    await store.gaps.wait_for(digest_of(NPO), "T1", "U3", NOW)
    assert await released(store, NPO) == [("T1", "U1"), ("T1", "U3")]
    assert await waiting(store) == 0


async def test_what_is_old_is_pruned(store: Store) -> None:
    """Counts go by whole weeks, and who waits when they have waited for as long."""
    monday = datetime.combine(date.fromisoformat(week_of(TODAY)), time(), UTC)
    store.gaps.meet(NPO, "T1", "C1", monday)
    await store.gaps.flush()
    await store.gaps.wait_for(digest_of(NPO), "T1", "U1", monday)
    assert await store.gaps.prune(monday) == 0
    assert await store.gaps.prune(monday + timedelta(days=6)) == 1
    assert await store.gaps.prune(monday + timedelta(days=7)) == 1
    assert await store.gaps.most_asked(monday.date()) == []


async def test_tasks_race(store: Store) -> None:
    """What is met while it is being written is counted too."""

    async def meet(number: int) -> None:
        store.gaps.meet(NPO, "T1", f"C{number % 3}", NOW)
        await store.gaps.flush()

    await asyncio.gather(*map(meet, range(30)))
    assert await store.gaps.most_asked(TODAY) == [Gap(NPO, 30)]


MEET = """
import asyncio, random, sys
from datetime import UTC, datetime
from pydantic import SecretStr
from bot.settings import Settings
from bot.storage.store import Store
async def main():
    store = Store(Settings(database_url=SecretStr(sys.argv[1])))
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(20):
        for name in random.sample("abcdef", 6):
            store.gaps.meet(f"term:{name}", "T1", "C1", datetime.now(UTC))
        await store.gaps.flush()
    await store.close()
asyncio.run(main())
"""


async def test_processes_race(store: Store, database_url: str) -> None:
    """Workers that write their counts at the same moment add up, and none waits for another for ever."""
    await race(MEET, database_url, [b"", b"", b""])
    assert await store.gaps.most_asked(TODAY - timedelta(days=7)) == [Gap(f"term:{name}", 60) for name in "abcdef"]


@given(st.dates(min_value=date(2000, 1, 1)))
def test_a_week_begins_on_monday(day: date) -> None:
    """All days of a week have the same name: that of its Monday, in an order that is theirs."""
    monday = date.fromisoformat(week_of(day))
    assert (monday.weekday(), 0 <= (day - monday).days < 7) == (0, True)
    assert week_of(monday) == week_of(day) > week_of(day - timedelta(days=7))


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_digest_tells_nothing(one: str, other: str) -> None:
    """What stands for a gap is of one form and length, the same for the same gap alone."""
    assert re.fullmatch("[0-9a-f]{24}", digest_of(one))
    assert (digest_of(one) == digest_of(other)) is (one == other)
