"""Leads: who may start tracks in a workspace, and when they are asked."""

import asyncio

from bot.storage.leads import Leads
from bot.storage.store import Store


async def test_nobody(store: Store) -> None:
    """Of a workspace that decided nothing nobody leads, and nobody is asked."""
    assert await store.leads.get("T1") == Leads((), proposes_joiners=False, channels=())


async def test_kept(store: Store) -> None:
    """What was saved last holds, each workspace's own, each person once."""
    await store.leads.save("T1", Leads(("U0ROBIN",), proposes_joiners=True, channels=("C2", "C1")))
    await store.leads.save("T2", Leads(("U0LEE",)))
    assert await store.leads.get("T1") == Leads(("U0ROBIN",), proposes_joiners=True, channels=("C1", "C2"))
    await store.leads.save("T1", Leads(("U0KIM", "U0SAM", "U0KIM")))
    assert await store.leads.get("T1") == Leads(("U0KIM", "U0SAM"), proposes_joiners=False, channels=())
    await store.leads.save("T1", Leads(()))
    assert await store.leads.get("T1") == Leads(())
    assert await store.leads.get("T2") == Leads(("U0LEE",))


async def test_two_save_at_once(store: Store) -> None:
    """Two admins who save at the same moment: it is what one of them saved, whole."""
    first, second = (
        Leads(("U0ROBIN", "U0SAM"), proposes_joiners=True, channels=("C1",)),
        Leads(("U0KIM", "U0SAM"), proposes_joiners=False, channels=("C2",)),
    )
    for _ in range(10):
        await asyncio.gather(*(store.leads.save("T1", leads) for leads in (first, second, first, second)))
        assert await store.leads.get("T1") in {first, second}


async def test_forgotten(store: Store) -> None:
    """A lead who is forgotten leads no more."""
    await store.leads.save("T1", Leads(("U0KIM", "U0ROBIN"), proposes_joiners=True))
    assert await store.forget("U0KIM") == 1
    assert await store.leads.get("T1") == Leads(("U0ROBIN",), proposes_joiners=True)
