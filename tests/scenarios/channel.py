"""A channel and its people, for scenarios in which time goes on by the stand-in's clock."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, not_, select, text

from bot.cards.channels import MOST_LISTED
from bot.clock import Clock, moment
from bot.knowledge.channels import TRIAL, WEEK, Came
from bot.knowledge.pack import Pack
from bot.names import Kind
from bot.playground.people import Person
from bot.playground.seeing import Reply
from bot.playground.workspace import TEAM_ID
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.holds import Place
from bot.storage.store import Store
from bot.storage.tables import ERRANDS
from tests.scenarios.acting import Json

PATIENCE = 60.0
"""Seconds to wait for what happens behind an act; a bound for a busy machine."""

QUESTION = "how long does a CT take?"
HEADING = "How long does a scan take?"
HOLD = 90


class Ward:
    """A channel with the bot in it, and who is there.

    Attributes:
        robin: A workspace admin.
        sam: Who asks, and owns the channel where a test says so.
        kim: Somebody else.
    """

    def __init__(self, robin: Person, channel: str = "radiology") -> None:
        slack = robin.slack
        self.slack = slack
        self.channel = slack.workspace.channel_named(channel)
        if slack.app.bot_user_id not in self.channel.members:
            slack.workspace.join(self.channel, slack.app.bot_user_id)
        self.robin, self.sam, self.kim = (
            Person(slack, slack.workspace.user_named(name), self.channel, patience=robin.patience)
            for name in ("robin", "sam", "kim")
        )

    async def settings(self, who: Person) -> Json:
        """Open the channel's settings: the modal."""
        await who.slash("/reading-room channel")
        assert who.modal is not None
        return who.modal

    async def set(self, who: Person, **chosen: Any) -> Reply:
        """Change settings by their names: a menu by its value, boxes and people as lists."""
        await self.settings(who)
        reply = await who.submit(chosen)
        await self.slack.idle()
        return reply

    async def watch(self, **chosen: Any) -> None:
        """Robin, an admin, makes Sam the owner, and Sam opts the channel in to be watched."""
        assert (await self.set(self.robin, owners=[self.sam.user.id], **chosen)).error == ""
        assert (await self.set(self.sam, mode="watch")).error == ""
        assert self.sam.modal is None

    async def live(self, pack: Pack, **chosen: Any) -> None:
        """A trial of twenty questions, all judged right by Sam, who then lets the channel go live."""
        await self.watch(**{"cap": "60", **chosen})
        await self.try_out(pack)
        assert (await self.set(self.sam, mode="live", cap=chosen.get("cap", "6"))).error == ""
        assert self.sam.modal is None

    async def live_at_once(self, settings: Settings) -> None:
        """The same, with the trial written into the database: for tests of what comes after it."""
        await self.watch()
        store, now = Store(settings), datetime.fromtimestamp(self.slack.clock.now(), UTC)
        channel = await store.channels.get(TEAM_ID, self.channel.id)
        for number in range(TRIAL):
            place = Place(TEAM_ID, self.channel.id, f"1.{number}")
            await store.holds.hear(place, f"short:{number}", now, now)
            await store.holds.settle(place, Came.WATCHED, now)
            await store.channels.judge(channel, place.ts, self.sam.user.id, right=True, now=now)
        await store.close()
        assert (await self.set(self.sam, mode="live")).error == ""
        assert self.sam.modal is None

    async def try_out(self, pack: Pack, *, right: int = TRIAL, wrong: int = 0) -> None:
        """Kim asks what so many things are; Sam judges what would have been said."""
        entries = [entry for entry in pack.entries.values() if entry.kind is Kind.MODALITY and not entry.ambiguous]
        for entry in entries[: right + wrong]:
            await self.say(self.kim, f"what is {entry.name}?")
        await self.pass_time(HOLD + 1)
        await asyncio.sleep(0.5)
        verdicts = iter(["Right"] * right + ["Wrong"] * wrong)
        left = right + wrong
        while left:
            card = await self.ask_for_list(self.sam)
            for _ in range(min(left, MOST_LISTED)):
                (shown,) = [one for one in self.in_private(self.sam) if one["ts"] == card["ts"]]
                await self.sam.click(next(verdicts), on=shown)
                left -= 1
            await self.slack.idle()

    async def ask_for_list(self, who: Person) -> Json:
        """Have the list of what is to be judged sent: the message."""
        before = len(self.told(who))
        view = await self.settings(who)
        await who.click("Send me what is to be judged", on=view)
        await until(lambda: len(self.told(who)) > before)
        await who.close()
        return self.in_private(who)[-1]

    def in_private(self, who: Person) -> list[Json]:
        """What somebody sees in the conversation with the bot."""
        return who.messages(self.slack.workspace.direct(who.user.id, self.slack.app.bot_user_id))

    async def say(self, who: Person, text: str, *, thread_ts: str | None = None) -> str:
        """Write a message: its timestamp."""
        await who.say(text, thread_ts=thread_ts, wait=False)
        await self.slack.idle()
        return max(ts for ts, message in self.channel.messages.items() if message.user == who.user.id)

    async def pass_time(self, seconds: float) -> None:
        """Let time go on."""
        await self.slack.clock.advance(seconds)
        await self.slack.idle()

    async def go_to(self, day: str, clock: str) -> None:
        """Let time go on until it is this day and time, such as ``Wednesday 16:59``, by the clock of Sam's wall."""
        zone = ZoneInfo(self.sam.user.tz)
        now = datetime.fromtimestamp(self.slack.clock.now(), zone)
        hour, minute = map(int, clock.split(":"))
        wanted = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        wanted += timedelta(days=(WEEK.index(day) - now.weekday()) % 7)
        if wanted <= now:
            wanted += timedelta(days=7)
        await self.pass_time(wanted.timestamp() - now.timestamp())

    async def answered(self, ts: str, hold: float = HOLD) -> Json:
        """Let people's time pass below a question: the one answer."""
        await self.pass_time(hold + 1)
        await until(lambda: self.answers(ts))
        (answer,) = self.answers(ts)
        return answer

    def seen(self, who: Person, content: Json) -> Json:
        """A message as somebody has it in front of them, to click on."""
        (message,) = [one for one in who.messages() if one["ts"] == content["ts"]]
        return message

    def answers(self, ts: str | None = None) -> list[Json]:
        """What the bot said in the channel; below a message, where one is given."""
        bot = self.slack.app.bot_user_id
        return [
            message.content
            for message in self.channel.messages.values()
            if message.user == bot and (ts is None or message.thread_ts == ts)
        ]

    def told(self, who: Person) -> list[Json]:
        """What the bot told somebody in private, oldest first."""
        bot = self.slack.app.bot_user_id
        direct = self.slack.workspace.direct(who.user.id, bot)
        return [message.content for message in direct.messages.values() if message.user == bot]


async def until(holds: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """Wait until something holds: what it gave."""
    async with asyncio.timeout(seconds):
        while not (found := holds()):
            await asyncio.sleep(0.01)
    return found


async def soon(act: Callable[[], Awaitable[Any]], seconds: float = PATIENCE) -> Any:
    """Wait until an act gives something."""
    async with asyncio.timeout(seconds):
        while not (found := await act()):
            await asyncio.sleep(0.01)
    return found


async def rename(url: str, old: str, new: str) -> None:
    """Call a table something else: to whoever uses it the database is away, until the table has its name again."""
    database = Database(url)
    async with database.transaction() as connection:
        await connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
    await database.close()


async def nothing_is_due(url: str, clock: Clock) -> None:
    """Wait until every errand that is due by now was carried out."""
    database = Database(url)

    async def is_done() -> bool:
        due = and_(not_(ERRANDS.c.done), ERRANDS.c.due_at <= moment(clock))
        async with database.transaction() as connection:
            return (await connection.execute(select(ERRANDS.c.key).where(due))).first() is None

    await soon(is_done)
    await database.close()
