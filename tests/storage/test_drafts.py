"""Drafts: kept until a second person decides; published once, with everybody told who waits for it."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.drafts import Draft, MovedError, State, draft_id_of
from bot.storage.errands import Errand
from bot.storage.gaps import digest_of
from bot.storage.store import Store
from tests.storage.racing import race

NOW = datetime.now(UTC)
FILES = {"blue-folder.yml": "id: blue-folder\n", "sources.yml": "blue-folder-source: {}\n"}
DRAFT = Draft("d1", "T1", "C1", "term:blue folder", "blue-folder", FILES, "U1")
ABOUT = {"draft": "d1", "record": "blue-folder"}


async def due(store: Store) -> dict[str, Errand]:
    """What is to be said and was not asked for yet, by its key."""
    errands = await store.errands.claim(NOW + timedelta(days=1), most=100)
    return {errand.key: errand for errand in errands}


async def test_proposed(store: Store) -> None:
    """A draft is kept as it was written, and each who may approve it is asked."""
    await store.drafts.propose(DRAFT, ("U2", "U3"), NOW)
    assert await store.drafts.get("d1") == DRAFT
    assert await store.drafts.get("d2") is None
    asked = await due(store)
    assert {key: (errand.kind, errand.user_id, errand.details) for key, errand in asked.items()} == {
        f"review:d1:{user}": ("review", user, {"draft": "d1"}) for user in ("U2", "U3")
    }
    assert (await store.drafts.records(), await store.drafts.revision()) == ({}, 0)


async def test_proposed_twice(store: Store) -> None:
    """What is submitted again, since no answer came, is one draft, and nobody is asked twice."""
    await store.drafts.propose(DRAFT, ("U2",), NOW)
    assert (await due(store)).keys() == {"review:d1:U2"}
    await store.drafts.propose(DRAFT, ("U2",), NOW)
    assert await due(store) == {}
    assert await store.drafts.approve(DRAFT, NOW, 0)
    await store.drafts.propose(DRAFT, ("U2",), NOW)
    assert await store.drafts.get("d1") == replace(DRAFT, state=State.APPROVED)


async def test_approved(store: Store) -> None:
    """An approved draft is published under the next revision; its author and all who waited are to be told."""
    await store.drafts.propose(DRAFT, (), NOW)
    for user in ("U5", "U6"):
        await store.gaps.wait_for(digest_of(DRAFT.gap), "T1", user, NOW)
    await store.gaps.wait_for(digest_of("term:other"), "T1", "U7", NOW)
    await store.gaps.ask_for("blue folder", NOW)
    assert await store.drafts.approve(DRAFT, NOW, 0)
    assert await store.drafts.get("d1") == replace(DRAFT, state=State.APPROVED)
    assert (await store.drafts.records(), await store.drafts.revision()) == ({"blue-folder": FILES}, 1)
    assert await due(store) == {
        "published:d1": Errand("published:d1", "published", "T1", NOW, "U1", ABOUT, tries=1),
        "told:d1:T1:U5": Errand("told:d1:T1:U5", "told", "T1", NOW, "U5", ABOUT, tries=1),
        "told:d1:T1:U6": Errand("told:d1:T1:U6", "told", "T1", NOW, "U6", ABOUT, tries=1),
    }
    assert await store.gaps.most_asked(NOW.date()) == [], "it is no gap any more"


async def test_decided_once(store: Store) -> None:
    """What was approved cannot be declined, nor approved again, and the other way round."""
    declined = replace(DRAFT, id="d2", record_id="green-folder")
    for draft in (DRAFT, declined):
        await store.drafts.propose(draft, (), NOW)
    assert [await store.drafts.approve(DRAFT, NOW, 0), await store.drafts.decline(declined, NOW)] == [True, True]
    for draft in (DRAFT, declined):
        assert [await store.drafts.approve(draft, NOW, 1), await store.drafts.decline(draft, NOW)] == [False, False]
    assert (await due(store)).keys() == {"published:d1", "declined:d2"}
    assert (list(await store.drafts.records()), await store.drafts.revision()) == (["blue-folder"], 1)


async def test_a_draft_that_is_not_there(store: Store) -> None:
    """What was never proposed is not published."""
    assert not await store.drafts.approve(DRAFT, NOW, 0)
    assert not await store.drafts.decline(DRAFT, NOW)
    assert (await store.drafts.records(), await due(store)) == ({}, {})


async def test_a_record_is_published_once(store: Store) -> None:
    """A second draft of a record that is live takes the place of nothing, and is still to be decided."""
    second = replace(DRAFT, id="d2", files={"blue-folder.yml": "id: blue-folder\nname: B\n"}, gap="")
    for draft in (DRAFT, second):
        await store.drafts.propose(draft, (), NOW)
    assert await store.drafts.approve(DRAFT, NOW, 0)
    with pytest.raises(MovedError):
        await store.drafts.approve(second, NOW, 1)
    assert (await store.drafts.records(), await store.drafts.revision()) == ({"blue-folder": FILES}, 1)
    assert await store.drafts.proposed() == [second]


async def test_who_waited_for_too_long_is_not_told(store: Store) -> None:
    """Who met a gap more than thirty days ago is told nothing; and nobody is told twice of two answers to it."""
    await store.gaps.wait_for(digest_of(DRAFT.gap), "T1", "U5", NOW - timedelta(days=30))
    await store.gaps.wait_for(digest_of(DRAFT.gap), "T1", "U6", NOW - timedelta(days=30, seconds=1))
    for number, draft in enumerate((DRAFT, replace(DRAFT, id="d2", record_id="green-folder"))):
        await store.drafts.propose(draft, (), NOW)
        assert await store.drafts.approve(draft, NOW, number)
    told = [errand for errand in (await due(store)).values() if errand.kind == "told"]
    assert [(errand.user_id, errand.details["draft"]) for errand in told] == [("U5", "d1")]


APPROVE = """
import asyncio, sys
from datetime import UTC, datetime
from pydantic import SecretStr
from bot.settings import Settings
from bot.storage.store import Store
async def main():
    store = Store(Settings(database_url=SecretStr(sys.argv[1])))
    print("ready", flush=True)
    sys.stdin.readline()
    draft = await store.drafts.get("d1")
    now = datetime.now(UTC)
    decided = [store.drafts.decline(draft, now), *(store.drafts.approve(draft, now, 0) for _ in range(4))]
    print((await asyncio.gather(*decided)).count(True))
    await store.close()
asyncio.run(main())
"""


async def test_processes_race(store: Store, database_url: str) -> None:
    """However many people decide at once, on whichever worker, one of them does, and it is published at most once."""
    await store.drafts.propose(DRAFT, (), NOW)
    await store.gaps.wait_for(digest_of(DRAFT.gap), "T1", "U5", NOW)
    assert sorted(await race(APPROVE, database_url, [b"", b"", b""])) == ["0", "0", "1"]
    draft, told = await store.drafts.get("d1"), set(await due(store))
    assert draft is not None
    if draft.state is State.APPROVED:
        assert (await store.drafts.revision(), told) == (1, {"published:d1", "told:d1:T1:U5"})
    else:
        assert (await store.drafts.revision(), told) == (0, {"declined:d1"})


async def test_several_are_approved_at_once(store: Store) -> None:
    """Of several that were checked with one revision one is published: the others have to be checked with it."""
    drafts = [replace(DRAFT, id=f"d{n}", record_id=f"record-{n}") for n in range(8)]
    for draft in drafts:
        await store.drafts.propose(draft, (), NOW)
    came = await asyncio.gather(*(store.drafts.approve(draft, NOW, 0) for draft in drafts), return_exceptions=True)
    assert came.count(True) == 1
    assert sum(isinstance(one, MovedError) for one in came) == 7
    assert (len(await store.drafts.records()), await store.drafts.revision()) == (1, 1)
    assert len(await store.drafts.proposed()) == 7
    for number, draft in enumerate(await store.drafts.proposed(), start=1):
        assert await store.drafts.approve(draft, NOW, number)
    assert (len(await store.drafts.records()), await store.drafts.revision()) == (8, 8)


SUBMITTED = st.tuples(st.text(max_size=8), st.dictionaries(st.text(max_size=8), st.text(max_size=20), max_size=3))


@given(SUBMITTED, SUBMITTED)
def test_what_is_submitted_again_is_one_draft(
    one: tuple[str, dict[str, str]], other: tuple[str, dict[str, str]]
) -> None:
    """The same form with the same in it gives the same id, in whatever order it stands; anything else another."""
    shuffled = dict(reversed(one[1].items()))
    assert draft_id_of(*one) == draft_id_of(one[0], shuffled)
    assert (draft_id_of(*one) == draft_id_of(*other)) is (one == other)
