"""Workers that are killed at every step: nothing is lost, and nothing is said twice.

Of a hold, an approval, a fall and a digest; one worker over SQLite that is started anew, and two over PostgreSQL of
which one goes on. What is due is brought forward in the database, where a dead worker's lease is ended too: processes
run on the machine's clock.
"""

import asyncio
import random
import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select

from bot.knowledge.authoring import SourceGiven, concept_files
from bot.knowledge.channels import TRIAL, Came, Manners, Mode
from bot.playground import membership
from bot.playground.people import Person
from bot.playground.stand_in import StandIn
from bot.playground.workspace import TEAM_ID
from bot.storage.channels import Channel
from bot.storage.drafts import Draft, State, draft_id_of
from bot.storage.gaps import digest_of
from bot.storage.holds import Place
from bot.storage.store import Store
from bot.storage.tables import DRAFTS
from tests.scenarios.acting import Json
from tests.scenarios.channel import QUESTION, until
from tests.scenarios.dying import SECONDS, Book, Held, Said, Turnstile, Workers, reached
from tests.scenarios.processes import READY_SECONDS, environment

ROBIN, SAM, KIM, LEE, MAX = "U0ROBIN", "U0SAM", "U0KIM", "U0LEE", "U0MAX"

MANY = 20
"""Questions in a storm."""

LATENCY = 0.7
"""Seconds that Slack takes for a call in a storm: long enough for two workers to be at it together."""


class Asked:
    """A question that Kim asks in a channel of its own, which is live.

    Attributes:
        kim: Who asks, in front of it.
        ts: Of the question, once it is asked.
    """

    def __init__(self, kim: Person) -> None:
        self.kim = kim
        self.ts = ""

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(TEAM_ID, self.kim.channel.id, self.ts)

    @property
    def key(self) -> str:
        """Of the errand that ends its hold."""
        return f"hold:{self.place.key}"

    @property
    def withdrawal(self) -> str:
        """Of the errand that takes its answer away."""
        return f"withdraw:{self.place.key}"

    async def ask(self) -> None:
        """Ask it, and wait until Slack has told the app."""
        await self.kim.say(QUESTION, wait=False)
        await self.kim.slack.idle()
        (self.ts,) = self.kim.channel.messages

    @property
    def answer(self) -> Json:
        """The answer below it."""
        (answer,) = [one for one in self.kim.messages() if one["user"] == self.kim.slack.app.bot_user_id]
        return answer


async def live_channel(stand_in: StandIn, store: Store, name: str, owners: tuple[str, ...] = (SAM,)) -> Person:
    """Kim, in front of a new channel that is live."""
    slack = stand_in.slack
    channel = membership.found(slack, slack.workspace.user_named("kim"), name)
    slack.workspace.join(channel, slack.app.bot_user_id)
    now = datetime.now(UTC)
    live = Channel(TEAM_ID, channel.id, Mode.LIVE, owners, Manners(floor=98, hold_seconds=3600, cap=60), now)
    await store.channels.save(live, ["mode: watch → live"], SAM, now)
    return stand_in.person("kim", channel=name)


async def try_out(store: Store, channel: Channel) -> None:
    """What would have been said in a channel, all judged right by an owner."""
    for number in range(TRIAL):
        place, now = Place(channel.team_id, channel.channel_id, f"{number}.0"), datetime.now(UTC)
        await store.holds.hear(place, f"short:{number}", now, now)
        await store.holds.settle(place, Came.WATCHED, now)
        await store.errands.done(f"hold:{place.key}")
        await store.channels.judge(channel, place.ts, SAM, right=True, now=now)


COMES_TO = {
    "asked": (Came.ANSWERED, 1, 1),
    "asked, the ack lost": (Came.ANSWERED, 1, 1),
    "being read": (Came.ANSWERED, 1, 1),
    "being posted": (Came.ANSWERED, 1, 1),
    "posted": (Came.ANSWERED, 1, 1),
    "noted": (Came.ANSWERED, 1, 1),
    "edited while being posted": (Came.CHANGED, 0, 0),
    "edited after being posted": (Came.CHANGED, 1, 0),
    "deleted while being posted": (Came.CHANGED, 0, 0),
    "deleted after being posted": (Came.CHANGED, 1, 0),
    "being taken away": (Came.CHANGED, 1, 0),
    "taken away": (Came.TAKEN_BACK, 1, 0),
}
"""By the step at which the worker is killed: what becomes of a question, how often it is answered, and what of that
stands in the end."""


async def test_a_hold_at_every_step(
    stand_in: StandIn, store: Store, turnstile: Turnstile, said: Said, book: Book, workers: Workers
) -> None:
    """Killed with a hold at each of its steps: each question is answered once; none that was withdrawn meanwhile."""
    asked = {step: Asked(await live_channel(stand_in, store, f"ward-{number}")) for number, step in enumerate(COMES_TO)}
    await workers.start()
    late = ("asked", "asked, the ack lost")
    for step in asked.keys() - set(late):
        await asked[step].ask()
    early = ("noted", "being taken away", "taken away")
    await book.make_due(*(asked[step].key for step in early))
    await book.all_done(*(asked[step].key for step in early))

    await workers.let_first_work()
    held = {
        "being read": Held("conversations.replies", asked["being read"].ts),
        "being posted": Held("chat.postMessage", asked["being posted"].key),
        "posted": Held("chat.postMessage", asked["posted"].key, carried_out=True),
        "edited while being posted": Held("chat.postMessage", asked["edited while being posted"].key),
        "edited after being posted": Held("chat.postMessage", asked["edited after being posted"].key, carried_out=True),
        "deleted while being posted": Held("chat.postMessage", asked["deleted while being posted"].key),
        "deleted after being posted": Held(
            "chat.postMessage", asked["deleted after being posted"].key, carried_out=True
        ),
        "being taken away": Held("chat.delete", asked["being taken away"].answer["ts"]),
        "taken away": Held("chat.delete", asked["taken away"].answer["ts"], carried_out=True),
    }
    turnstile.hold(*held.values())
    await book.make_due(*(asked[step].key for step in held))
    await reached({step: one for step, one in held.items() if one.method != "chat.delete"})
    for step in held:
        if step.startswith(("edited", "being taken")):
            await asked[step].kim.edit(asked[step].ts, "never mind, found it")
        elif step.startswith("deleted"):
            await asked[step].kim.delete(asked[step].ts)
    await asked["taken away"].kim.click("Not needed", on=asked["taken away"].answer)
    await reached(held)
    await asked["asked"].ask()
    workers.lose_next_answer()
    await asked["asked, the ack lost"].ask()

    await workers.kill_first()
    turnstile.release()
    assert await store.holds.get(asked["asked, the ack lost"].place) is not None
    await book.end_leases()
    await workers.go_on()
    await stand_in.slack.clock.advance(60)  # when Slack delivers again what was not acked
    await stand_in.slack.idle()
    await book.make_due(*(one.key for one in asked.values()))
    await book.all_done(*(one.key for one in asked.values()))
    await book.make_due()
    await book.all_done()
    assert await outcomes(asked, store, said) == COMES_TO

    await book.forget_done()
    await book.all_done()
    assert await outcomes(asked, store, said) == COMES_TO, "killed again before anything was noted as done"


async def outcomes(asked: dict[str, Asked], store: Store, said: Said) -> dict[str, tuple[Came, int, int]]:
    """What became of each question, how often it was answered, and what of that stands."""
    found = {}
    for step, one in asked.items():
        hold = await store.holds.get(one.place)
        assert hold is not None, step
        found[step] = (hold.came, said.by_errand()[one.key], said.standing()[one.key])
    return found


async def test_a_storm(
    stand_in: StandIn, store: Store, turnstile: Turnstile, said: Said, book: Book, workers: Workers
) -> None:
    """Twenty questions are due at once, and a worker is killed at any moment of that: each is answered once."""
    asked = [Asked(await live_channel(stand_in, store, f"ward-{number}")) for number in range(MANY)]
    await workers.start()
    for one in asked:
        await one.ask()
    calls = iter(range(random.randrange(3 * MANY // 2)))  # noqa: S311 - a moment, no secret

    def count(_: str) -> None:
        if next(calls, None) is None:
            workers.first.die()

    turnstile.on_call, turnstile.latency = count, LATENCY
    await book.make_due()
    await until(lambda: not workers.first.is_alive, SECONDS)
    turnstile.on_call = lambda _: None
    await workers.kill_first()
    await workers.go_on()
    await asyncio.sleep(4 * LATENCY)  # what the other has in hand it carries out, and what is under way arrives
    await book.end_leases()
    await book.all_done()
    assert said.by_errand() == {one.key: 1 for one in asked}


def draft(name: str, gap: str = "", author: str = ROBIN) -> Draft:
    """An answer that somebody wrote: a word of this hospital's own."""
    record_id, files = concept_files(
        name=name,
        abbreviations=[],
        aliases=[],
        summary=f"{name}: where porters are called from.",
        plain=f"{name}: where somebody is called who brings you.",
        source=SourceGiven("Ward handbook", "Department of Radiology"),
        owner="Radiology",
        today=date(2026, 1, 5),
    )
    return Draft(draft_id_of(name, files), TEAM_ID, "", gap, record_id, files, author)


FORM = {
    "name": "Blue folder desk",
    "summary": "Where requests on paper are handed in.",
    "plain": "Where you hand in your referral.",
    "title": "Ward handbook",
    "publisher": "Department of Radiology",
}


async def test_an_approval_at_every_step(
    stand_in: StandIn, store: Store, turnstile: Turnstile, said: Said, book: Book, workers: Workers
) -> None:
    """Killed while reviewers, authors and those who waited are told, and after a submission: each is told once."""
    await live_channel(stand_in, store, "ward")
    now = datetime.now(UTC)
    for gap, people in {"term:porter desk": (KIM, LEE), "term:night desk": (MAX,)}.items():
        for person in people:
            await store.gaps.wait_for(digest_of(gap), TEAM_ID, person, now)
    await store.gaps.ask_for("blue folder")
    first, second = draft("Porter desk", "term:porter desk"), draft("Night desk", "term:night desk")
    await workers.start()
    robin, sam = stand_in.person("robin"), stand_in.person("sam", channel="")
    await robin.slash("/reading-room gaps")
    await robin.click("Answer this")
    await workers.let_first_work()
    for one in (first, second):
        await store.drafts.propose(one, (SAM,), now)
    await book.all_done()
    held = {
        "before telling the author": Held("chat.postMessage", f"published:{first.id}"),
        "after telling the author": Held("chat.postMessage", f"published:{second.id}", carried_out=True),
        "before finding who waited": Held("conversations.open", MAX),
        "before telling who waited": Held("chat.postMessage", f"told:{first.id}:{TEAM_ID}:{KIM}"),
        "after telling who waited": Held("chat.postMessage", f"told:{first.id}:{TEAM_ID}:{LEE}", carried_out=True),
    }
    turnstile.hold(*held.values())
    for one in (first, second):
        await sam.click("Approve", on=review_of(sam, one))
    await reached(held)
    third, fourth = draft("Linen room"), draft("Plaster room")
    asking = {
        "before asking": Held("chat.postMessage", f"review:{third.id}:{SAM}"),
        "after asking": Held("chat.postMessage", f"review:{fourth.id}:{SAM}", carried_out=True),
    }
    turnstile.hold(*asking.values())
    for one in (third, fourth):
        await store.drafts.propose(one, (SAM,), now)
    await reached(asking)
    workers.kill_when_answered("view_submission")
    reply = await robin.submit(FORM)
    assert (reply.status, reply.error) == (200, "")

    await workers.kill_first()
    turnstile.release()
    await book.end_leases()
    await workers.go_on()
    await book.all_done()
    (fifth,) = await drafts_of(store, "blue-folder-desk")
    once = [f"review:{one.id}:{SAM}" for one in (first, second, third, fourth, fifth)]
    once += [f"published:{one.id}" for one in (first, second)]
    once += [f"told:{one.id}:{TEAM_ID}:{person}" for one, person in ((first, KIM), (first, LEE), (second, MAX))]
    assert told(said) == dict.fromkeys(once, 1)
    assert (await store.drafts.records()).keys() == {first.record_id, second.record_id}
    assert await store.drafts.revision() == 2
    await everybody_serves(stand_in, workers, "porter desk", "night desk")

    await book.forget_done()
    await book.all_done()
    assert told(said) == dict.fromkeys(once, 1), "killed again before anything was noted as done"
    assert await store.drafts.revision() == 2


async def test_one_approval_and_three_kills(
    stand_in: StandIn, store: Store, said: Said, book: Book, workers: Workers
) -> None:
    """Killed before a submission is acked, right after an approval is, and while it is checked: published once."""
    await live_channel(stand_in, store, "ward")
    await store.gaps.ask_for("blue folder")
    await store.gaps.wait_for(digest_of("term:blue folder"), TEAM_ID, KIM, datetime.now(UTC))
    await workers.start()
    robin, sam = stand_in.person("robin"), stand_in.person("sam", channel="")
    await robin.slash("/reading-room gaps")
    await robin.click("Answer this")
    await workers.let_first_work()
    workers.lose_next_answer()
    assert (await robin.submit(FORM)).error == "dispatch_failed"
    assert robin.modal is not None, "Slack keeps the form open, so that it can be sent off again"

    await workers.kill_first()
    await book.end_leases()
    await workers.go_on()
    assert (await robin.submit(FORM)).error == ""
    await book.all_done()
    (proposed,) = await drafts_of(store, "blue-folder-desk")
    assert told(said) == {f"review:{proposed.id}:{SAM}": 1}

    await workers.start()
    await workers.let_first_work()
    workers.kill_when_answered("block_actions")
    sam.patience = 0.0  # nothing more is shown by a worker that is dead
    await sam.click("Approve", on=review_of(sam, proposed))
    await workers.kill_first()
    await book.end_leases()
    await workers.go_on()
    await book.in_hand(f"approve:{proposed.id}:{SAM}")
    await workers.kill_first()
    decided = await store.drafts.get(proposed.id)
    assert decided is not None
    assert (decided.state, await store.drafts.revision()) == (State.PROPOSED, 0), "it was still being checked"

    await book.end_leases()
    await workers.go_on()
    await book.all_done()
    once = [f"review:{proposed.id}:{SAM}", f"published:{proposed.id}", f"told:{proposed.id}:{TEAM_ID}:{KIM}"]
    assert told(said) == dict.fromkeys(once, 1)
    assert (list(await store.drafts.records()), await store.drafts.revision()) == ([proposed.record_id], 1)
    await everybody_serves(stand_in, workers, "blue folder desk")


def review_of(reviewer: Person, draft: Draft) -> Json:
    """The message in which somebody is asked to approve a draft."""
    (found,) = [
        one
        for one in reviewer.messages()
        if one.get("metadata", {}).get("event_payload", {}).get("key") == f"review:{draft.id}:{reviewer.user.id}"
    ]
    return found


async def drafts_of(store: Store, record_id: str) -> list[Draft]:
    """Every draft of a record."""
    async with store._database.transaction() as connection:
        ids = (await connection.execute(select(DRAFTS.c.id).where(DRAFTS.c.record_id == record_id))).scalars().all()
    return [found for one in ids if (found := await store.drafts.get(one))]


def told(said: Said) -> Counter[str]:
    """How often each thing was said on an errand."""
    return Counter({key: count for key, count in said.by_errand().items() if key})


async def everybody_serves(stand_in: StandIn, workers: Workers, *terms: str) -> None:
    """Every worker that lives answers with what was published."""
    robin = stand_in.person("robin")
    for worker in workers.living:
        stand_in.connect_http(worker.url)
        for term in terms:
            card = (await robin.slash(f"/define {term}")).message
            assert term.casefold() in str(card["blocks"][0]).casefold()


async def test_a_fall(
    stand_in: StandIn, store: Store, turnstile: Turnstile, said: Said, book: Book, workers: Workers
) -> None:
    """Killed while owners are told that a channel fell below its floor: it fell once, and each is told once."""
    owners = (LEE, MAX, ROBIN, SAM)
    asked = Asked(await live_channel(stand_in, store, "ward", owners))
    await try_out(store, await store.channels.get(TEAM_ID, asked.kim.channel.id))
    await workers.start()
    await asked.ask()
    await book.make_due()
    await book.all_done()
    await workers.let_first_work()
    held = {
        "before": Held("chat.postMessage", f":{LEE}"),
        "after": Held("chat.postMessage", f":{MAX}", carried_out=True),
        "before finding": Held("conversations.open", ROBIN),
    }
    turnstile.hold(*held.values())
    reply = await asked.kim.click("Not helpful", on=asked.answer)
    assert reply.status == 200
    await reached(held)
    await workers.kill_first()
    turnstile.release()
    await book.end_leases()
    await workers.go_on()
    await book.all_done()
    fell = {key.rpartition(":")[2]: count for key, count in told(said).items() if key.startswith("fell:")}
    assert fell == dict.fromkeys(owners, 1)
    channel = await store.channels.get(TEAM_ID, asked.place.channel_id)
    assert channel.mode is Mode.WATCH
    changes = [change.what for change in await store.channels.history(TEAM_ID, asked.place.channel_id)]
    assert changes == ["mode: live → watch (20 of 21 right, below 98 %)", "mode: watch → live"]


async def test_a_digest(
    stand_in: StandIn,
    store: Store,
    turnstile: Turnstile,
    said: Said,
    book: Book,
    database_url: str,
    root: Path,
    tmp_path: Path,
) -> None:
    """A digest that is killed in the middle is sent on by the next run: each owner gets each list once."""
    owners = (LEE, MAX, ROBIN, SAM)
    now = datetime.now(UTC)
    kim = await live_channel(stand_in, store, "ward", owners)
    watched = Channel(TEAM_ID, kim.channel.id, Mode.WATCH, owners, Manners(), now)
    await store.channels.save(watched, ["mode: live → watch"], SAM, now)
    place = Place(TEAM_ID, kim.channel.id, "1700000000.000100")
    await store.holds.hear(place, "question:scan-duration:ct", now, now)
    await store.holds.settle(place, Came.WATCHED, now)
    await store.errands.done(f"hold:{place.key}")
    held = {
        "before": Held("chat.postMessage", f"weekly:{TEAM_ID}:{LEE}"),
        "after": Held("chat.postMessage", f"weekly:{TEAM_ID}:{MAX}", carried_out=True),
        "a list before": Held("chat.postMessage", '"key": "judge:', carried_out=False),
        "a list after": Held("chat.postMessage", '"key": "judge:', carried_out=True),
    }
    turnstile.hold(*held.values())

    async def run() -> asyncio.subprocess.Process:
        settings = {"DATABASE_URL": database_url, "KNOWLEDGE_PATH": str(root / "knowledge")}
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "digest", cwd=tmp_path, env=environment(stand_in, 0) | settings,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip

    first = await run()
    await reached(held)
    first.kill()
    await first.communicate()
    turnstile.release()
    await book.end_leases()
    two = [await run() for _ in range(2)]
    outputs = [await asyncio.wait_for(process.communicate(), READY_SECONDS) for process in two]
    assert [process.returncode for process in two] == [0, 0], outputs
    assert not await book.left()
    keys = Counter(key.partition(":")[0] for key in told(said).elements())
    assert keys == {"weekly": len(owners), "judge": len(owners)}
    assert set(told(said).values()) == {1}


async def test_a_stop_in_the_middle(
    stand_in: StandIn, store: Store, turnstile: Turnstile, said: Said, book: Book, workers: Workers
) -> None:
    """Stopped as a platform stops it, a worker finishes what ends soon and leaves what does not to the next one."""
    soon, hanging = [Asked(await live_channel(stand_in, store, f"ward-{number}")) for number in range(2)]
    await workers.start()
    for one in (soon, hanging):
        await one.ask()
    await workers.let_first_work()
    held = {"hanging": Held("chat.postMessage", hanging.key, carried_out=True)}
    turnstile.hold(*held.values())
    await book.make_due(hanging.key)
    await reached(held)
    stand_in.slack.faults.ask("delay", "from_app", seconds=1.0, method="conversations.replies")
    await book.make_due(soon.key)
    await book.in_hand(soon.key)
    async with asyncio.timeout(10):  # Docker's patience
        await workers.first.stop()
    assert await book.left() == [hanging.key]
    await workers.kill_first()
    turnstile.release()
    await book.end_leases()
    await workers.go_on()
    await book.all_done()
    assert said.by_errand() == {soon.key: 1, hanging.key: 1}
