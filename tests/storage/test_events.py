"""Seen events: of all deliveries of one message, one is answered."""

import asyncio
import json
import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bot.storage.events import LEASE_SECONDS
from bot.storage.store import Store
from tests.storage.racing import race

NOW = datetime.now(UTC)  # an open store prunes: what these tests keep may not be old
LATER = NOW + timedelta(seconds=LEASE_SECONDS)

MENTION = ["event:Ev1", "ts:T1:C1:1700000000.000100"]
MESSAGE = ["event:Ev2", "ts:T1:C1:1700000000.000100"]


async def test_one_delivery_is_answered(store: Store) -> None:
    """The first delivery is claimed; the same event again, and another event of the same message, are not."""
    assert await store.events.claim(MENTION, NOW)
    assert not await store.events.claim(MENTION, NOW)
    assert not await store.events.claim(MESSAGE, NOW)
    assert await store.events.claim(["event:Ev3", "ts:T1:C1:1700000000.000200"], NOW)


async def test_what_came_with_a_lost_claim_is_remembered(store: Store) -> None:
    """The other keys of a delivery that lost lose by themselves too, and are done when the winner is."""
    assert await store.events.claim(MENTION, NOW)
    assert not await store.events.claim(MESSAGE, NOW)
    assert not await store.events.claim(["event:Ev2"], NOW)
    await store.events.done(MENTION)
    assert not await store.events.claim(["event:Ev2"], LATER)


async def test_after_the_lease_another_may_try(store: Store) -> None:
    """A claim whose worker died holds for the lease, and not longer; so does all that came with it."""
    assert await store.events.claim(MENTION, NOW)
    assert not await store.events.claim(MESSAGE, NOW + timedelta(seconds=30))
    assert not await store.events.claim(MENTION, LATER - timedelta(milliseconds=1))
    assert await store.events.claim(MESSAGE, LATER)
    assert not await store.events.claim(MENTION, LATER)


async def test_done_is_done(store: Store) -> None:
    """What was answered is not answered again, lease or no lease."""
    assert await store.events.claim(MENTION, NOW)
    await store.events.done(MENTION)
    assert not await store.events.claim(MENTION, LATER)
    assert not await store.events.claim(MESSAGE, LATER)
    await store.events.release(MENTION)
    assert not await store.events.claim(MENTION, LATER)


async def test_released_is_free_at_once(store: Store) -> None:
    """Work that failed is released with all that came with it, and the next delivery tries."""
    assert await store.events.claim(MENTION, NOW)
    assert not await store.events.claim(MESSAGE, NOW)
    await store.events.release(MENTION)
    assert await store.events.claim(["event:Ev2"], NOW)
    assert await store.events.claim(MENTION, NOW)


async def test_an_abandoned_key_joins_the_claim_that_it_loses_to(store: Store) -> None:
    """A delivery that finds one key abandoned and one in other hands leaves both in those hands."""
    assert await store.events.claim(["event:Ev1"], NOW)
    assert await store.events.claim(["ts:1"], LATER)
    assert not await store.events.claim(["event:Ev1", "ts:1"], LATER)
    assert not await store.events.claim(["event:Ev1"], LATER + timedelta(seconds=1))


async def test_by_the_clock(store: Store) -> None:
    """Without a moment it is now."""
    assert await store.events.claim(MENTION)
    assert not await store.events.claim(MENTION)
    assert not await store.events.claim(MENTION, datetime.now(UTC) + timedelta(seconds=LEASE_SECONDS - 10))
    assert await store.events.claim(MENTION, datetime.now(UTC) + timedelta(seconds=LEASE_SECONDS + 10))


async def test_keys_are_forgotten_after_a_day(store: Store) -> None:
    """Pruning drops keys older than a day and keeps the others."""
    await store.events.claim(MENTION, NOW)
    await store.events.done(MENTION)
    await store.events.claim(["event:Ev9"], NOW + timedelta(hours=1))
    assert await store.events.prune(NOW + timedelta(hours=24)) == 0
    assert await store.events.prune(NOW + timedelta(hours=24, seconds=1)) == 2
    assert await store.events.claim(MENTION, NOW + timedelta(hours=1))
    assert not await store.events.claim(["event:Ev9"], NOW + timedelta(hours=1))


@pytest.mark.parametrize("many", [2, 20])
async def test_tasks_race(store: Store, many: int) -> None:
    """However many tasks of one worker claim the same message at once, one gets it."""
    won = await asyncio.gather(*(store.events.claim([f"event:Ev{n % 4}", "ts:1"], NOW) for n in range(many)))
    assert won.count(True) == 1


CLAIM = """
import asyncio, json, sys
from pydantic import SecretStr
from bot.settings import Settings
from bot.storage.store import Store
async def main():
    store = Store(Settings(database_url=SecretStr(sys.argv[1])))
    print("ready", flush=True)
    won, waiting = [], asyncio.Semaphore(8)
    async def work(keys):
        async with waiting:
            if await store.events.claim(keys):
                won.append(keys[-1])
                await store.events.done(keys)
    await asyncio.gather(*map(work, json.loads(sys.stdin.readline())))
    await store.close()
    print(json.dumps(won))
asyncio.run(main())
"""


async def test_processes_race(database_url: str, no_environment: None) -> None:
    """Three processes get every delivery of every message, each in an order of its own: each is answered once."""
    messages = [f"ts:T1:C1:1700000000.{n:06}" for n in range(60)]
    deliveries = [[f"event:Ev{n}{kind}", ts] for n, ts in enumerate(messages) for kind in "ab"] * 2
    orders = [random.sample(deliveries, len(deliveries)) for _ in range(3)]
    told = await race(CLAIM, database_url, [json.dumps(order).encode() for order in orders])
    won = [json.loads(out) for out in told]
    assert Counter(ts for mine in won for ts in mine) == Counter(messages)
    assert all(won), "each process had its share"
