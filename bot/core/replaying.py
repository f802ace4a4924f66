"""Replaying a channel of an export: what the bot would have said there, were it live. ``reading-room replay``.

The rules are those of `bot.core.unasked`, at the moment at which each answer would have been due. A reply may stand in
any file, so what is sure waits until the last is read; of all other messages no text is held.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.core.admitting import Private
from bot.core.exports import Channel, Post
from bot.core.library import Library
from bot.core.unasked import A_DAY, Spoken, hear, sure, why_not
from bot.knowledge.asked import Asked, Fenced, Understood
from bot.knowledge.channels import Came, Manners


@dataclass(frozen=True, slots=True)
class Line:
    """A message that is sure enough to be answered unasked.

    Attributes:
        post: It.
        understood: What would be said.
        came: ``WATCHED`` where it would have been, else why not.
    """

    post: Post
    understood: Understood
    came: Came


@dataclass(frozen=True, slots=True)
class Replay:
    """What a channel would have heard.

    Attributes:
        channel: Its name.
        messages: What people wrote at the top level.
        days: From the first of them to the last, in UTC, both counted.
        questions: Messages of the form of a question; each is one of those below, or a line.
        private: Those that the privacy gate stopped; nothing else of them is kept.
        fenced: Those about somebody's care.
        abstained: Those that are not sure enough, or not for the channel's audiences.
        lines: Those that are sure, in their order.
    """

    channel: str
    messages: int
    days: int
    questions: int
    private: int
    fenced: int
    abstained: int
    lines: tuple[Line, ...]

    @property
    def would_answer(self) -> int:
        """How many would have been answered."""
        return sum(line.came is Came.WATCHED for line in self.lines)


def replay(library: Library, channel: Channel, manners: Manners, since: date | None = None) -> Replay:
    """What a channel would have heard from the bot.

    Args:
        library: What it knows.
        channel: What people wrote.
        manners: How the channel is answered.
        since: The first day, in UTC; nothing was said before.
    """
    hold = timedelta(seconds=manners.hold_seconds)
    heard = Counter[str]()
    days = set[date]()
    sure_ones: list[tuple[Post, Understood]] = []
    replied = set[datetime]()
    for post in channel.posts(since):
        if post.thread is not None:
            if _is_within(hold, post.thread, post.at):
                replied.add(post.thread)
            continue
        days.add(post.at.date())
        asked = hear(library, post.text)
        understood = sure(asked, manners)
        heard[_counted_as(asked, understood)] += 1
        if understood is not None:
            sure_ones.append((post, understood))
    return Replay(
        channel.name,
        messages=heard.total(),
        days=(max(days) - min(days)).days + 1 if days else 0,
        questions=heard.total() - heard["chatter"],
        private=heard["private"],
        fenced=heard["fenced"],
        abstained=heard["abstained"],
        lines=tuple(_lines(sorted(sure_ones, key=lambda one: one[0].at), replied, manners)),
    )


def _counted_as(asked: Asked | Private | None, understood: Understood | None) -> str:
    match asked:
        case None:
            return "chatter"
        case Private():
            return "private"
        case Fenced():
            return "fenced"
        case _:
            return "sure" if understood else "abstained"


def _lines(
    sure_ones: Iterable[tuple[Post, Understood]], replied: Container[datetime], manners: Manners
) -> Iterator[Line]:
    """What becomes of each, in their order, by what was said before."""
    hold = timedelta(seconds=manners.hold_seconds)
    spoken: list[Spoken] = []
    for post, understood in sure_ones:
        due = post.at + hold
        spoken = [one for one in spoken if due - one.at < A_DAY]
        if post.at in replied:
            came = Came.REPLIED
        elif post.edited and _is_within(hold, post.at, post.edited):
            came = Came.CHANGED
        else:
            came = why_not(understood.reference, spoken, manners, due) or Came.WATCHED
        if came is Came.WATCHED:
            spoken.append(Spoken(understood.reference, due))
        yield Line(post, understood, came)


def _is_within(hold: timedelta, began: datetime, at: datetime) -> bool:
    return began <= at <= began + hold
