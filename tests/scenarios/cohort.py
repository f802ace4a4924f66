"""A lead, a learner and a preceptor, for scenarios of onboarding in which days go by on the stand-in's clock."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.cards import leading
from bot.knowledge.shifts import A_DAY, Pattern
from bot.playground.people import Person
from bot.playground.seeing import Reply
from tests.scenarios.acting import Json
from tests.scenarios.channel import soon, until

LONDON = ZoneInfo("Europe/London")

TRACK = """\
id: first-week
kind: track
name: First week
summary: Knows the way around the pictures.
steps:
  - {id: scans, on_shift: 1, title: The scans, why: You hear these words all day., cards: [ct, mri]}
  - {id: how-long, on_shift: 2, title: How long, why: People ask., questions: ["scan-duration:ct", need-referral]}
  - {id: walk, on_shift: 3, title: The walk, why: You will be asked the way., task: Walk to every room once.}
  - {id: side-by-side, on_shift: 4, title: Side by side, why: They are mixed up., compare: [ct, mri]}
  - {id: first-quiz, on_shift: 5, title: A few questions, why: To see what stuck., quiz: 4}
  - {id: ready, on_shift: 6, title: Ready, why: The last step., sign_off: Finds the way alone.}
review: {owner: Nobody, reviewed_on: 2026-01-02, review_by: 2027-01-02}
"""

STEPS = ("scans", "how-long", "walk", "side-by-side", "first-quiz", "ready")


FRIDAY, ELEVEN = 4, 11


class Team:
    """Who is there.

    Attributes:
        robin: The lead, who runs the workspace.
        sam: The learner.
        kim: The preceptor.
    """

    def __init__(self, robin: Person) -> None:
        self.slack = robin.slack
        channel = self.slack.workspace.channel_named("general")
        self.robin, self.sam, self.kim = (
            Person(self.slack, self.slack.workspace.user_named(name), channel, patience=robin.patience)
            for name in ("robin", "sam", "kim")
        )

    @property
    def now(self) -> datetime:
        """The moment."""
        return datetime.fromtimestamp(self.slack.clock.now(), UTC)

    @property
    def today(self) -> date:
        """The day, by everybody's wall."""
        return self.now.astimezone(LONDON).date()

    async def start(self, **chosen: Any) -> Reply:
        """Robin puts Sam on the track, with Kim as the preceptor, from the next Monday on."""
        await self.robin.slash("/onboard")
        assert self.robin.modal is not None
        filled = {
            leading.PERSON: self.sam.user.id,
            leading.TRACK: "first-week",
            leading.PRECEPTOR: self.kim.user.id,
            leading.STARTS_ON: self.next_monday().isoformat(),
            leading.PATTERN: Pattern.DAYS.value,
        }
        reply = await self.robin.submit(filled | chosen)
        await self.slack.idle()
        return reply

    async def started(self, **chosen: Any) -> Json:
        """The same, all of it well: Sam's welcome."""
        assert (await self.start(**chosen)).error == ""
        assert self.robin.modal is not None
        await self.robin.close()
        await until(lambda: self.told(self.sam))
        return self.told(self.sam)[0]

    async def on_friday(self) -> "Team":
        """Let time go on to a Friday at eleven: what is seven days ahead is the same on whatever day a test runs."""
        ahead = A_DAY * ((FRIDAY - self.today.weekday()) % 7)
        await self.go_to(self.today + ahead, "11:00")
        if self.now.astimezone(LONDON).hour != ELEVEN:  # it is Friday, and later
            await self.go_to(self.today + A_DAY * 7, "11:00")
        return self

    def next_monday(self) -> date:
        """The first Monday after today."""
        return self.today + A_DAY * (7 - self.today.weekday())

    def told(self, who: Person) -> list[Json]:
        """What the bot told somebody in private, oldest first, as they see it."""
        bot = self.slack.app.bot_user_id
        seen = who.messages(self.slack.workspace.direct(who.user.id, bot))
        return [message for message in seen if message.get("user") == bot and not message.get("is_ephemeral")]

    def steps(self, who: Person | None = None) -> list[Json]:
        """The steps that a learner was sent, oldest first."""
        return [one for one in self.told(who or self.sam) if "Reference " in one["text"]]

    def step_times(self, who: Person | None = None) -> list[str]:
        """When they came, by the wall: ``Mon 30 20:30``."""
        zone = LONDON
        return [f"{datetime.fromtimestamp(float(one['ts']), zone):%a %d %H:%M}" for one in self.steps(who)]

    def waiting(self) -> list[str]:
        """What Slack will send, by the wall, the next first."""
        waiting = sorted(self.slack.pending.scheduled.values(), key=lambda one: one.post_at)
        return [f"{datetime.fromtimestamp(one.post_at, LONDON):%a %d %H:%M}" for one in waiting]

    async def until_waiting(self, wanted: Sequence[str] | int) -> None:
        """Wait until Slack has so many messages to send, or just these."""
        is_it: Callable[[], bool] = (
            (lambda: len(self.waiting()) == wanted) if isinstance(wanted, int) else (lambda: self.waiting() == wanted)
        )
        await until(is_it)

    async def pass_days(self, days: int) -> None:
        """Let days go by, one after the other, as the bot would live through them."""
        for _ in range(days):
            await self.slack.clock.advance(timedelta(days=1).total_seconds())
            await self.slack.idle()

    async def go_to(self, day: date, clock: str) -> None:
        """Let time go on until a day and time by the wall."""
        hour, minute = map(int, clock.split(":"))
        wanted = datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)
        while (left := (wanted - self.now).total_seconds()) > 0:
            await self.slack.clock.advance(min(left, timedelta(hours=12).total_seconds()))
            await self.slack.idle()

    async def home(self, who: Person) -> Json:
        """Somebody's Home tab, as it is published when they open it."""
        before = who.home
        await who.open_home()
        await until(lambda: who.home is not before)
        await self.slack.idle()
        assert who.home is not None
        return who.home

    async def shows(self, who: Person, *texts: str) -> Json:
        """Wait until somebody's Home tab has these in it."""

        async def has() -> Json | None:
            home = await self.home(who)
            return home if all(text in str(home) for text in texts) else None

        found: Json = await soon(has)
        return found
