"""App Home: one page a person, put together from sections that are made at the same time.

A section is a list of blocks that a provider makes for a visit. One that fails, or is late, is said to be missing; the
others are shown all the same.
"""

import asyncio
import itertools
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.blocks import Block
from bot.cards.digest import MOST
from bot.cards.home import (
    WELCOME,
    home_view,
    late_section,
    missing_section,
    owners_section,
    recent_section,
    search_section,
)
from bot.clock import moment
from bot.core.references import same_answer
from bot.errors import StorageError
from bot.handlers.attending import TryAgainError
from bot.handlers.binding import Listener, Payload, bind, who
from bot.handlers.courier import RefusedError
from bot.handlers.gaps import channels_of, open_gaps
from bot.handlers.journal import log_fault
from bot.handlers.owning import Office, Person
from bot.handlers.replies import Replies

logger = logging.getLogger(__name__)

SOON = 1.5
"""Seconds after which the page is shown without the sections that are not there yet; they follow."""

LATELY = timedelta(days=7)

MOST_RECENT = 5

MOST_COUNTED = 100
"""References among which the answers given most often are looked for: an answer has several."""


@dataclass(slots=True)
class HomeVisit:
    """Somebody looks at their Home.

    Attributes:
        team_id: The workspace.
        user_id: Who.
        now: When.
        is_first: Whether they never did before.
    """

    team_id: str
    user_id: str
    now: datetime
    is_first: bool
    _find: Callable[[str], Awaitable[Person]] = field(repr=False)
    _found: asyncio.Future[Person] | None = field(default=None, repr=False)

    async def person(self) -> Person:
        """Who they are, as Slack has it; Slack is asked once a visit.

        Raises:
            TryAgainError: Slack does not answer just now.
            RefusedError: There is no such person.
        """
        if self._found is None:
            self._found = asyncio.ensure_future(self._find(self.user_id))
        return await self._found


Provider = Callable[[HomeVisit], Awaitable[list[Block]]]
"""Makes a section of the page; an empty one, where there is nothing for this person."""


class Home:
    """Shows people their Homes.

    Args:
        office: Knows who is who, and reaches Slack.
        replies: Does it behind the ack.
        providers: Make the sections, in the order of the page.
    """

    def __init__(self, office: Office, replies: Replies, providers: Sequence[Provider]) -> None:
        self._office = office
        self._replies = replies
        self._providers = providers
        self._visits = itertools.count(1)
        self._shown: dict[tuple[str, str], int] = {}

    def show(self, team_id: str, user_id: str, *, is_first: bool = False) -> None:
        """Begin to show somebody their Home as it is now. Never waits."""
        self._replies.begin(self.publish(team_id, user_id, is_first=is_first))

    def show_again(self, body: Payload) -> None:
        """Begin to show whoever clicked on their Home how it is now; of a click elsewhere nothing comes."""
        view: dict[str, Any] = body.get("view") or {}
        if view.get("type") == "home":
            is_first = any(block.get("block_id") == WELCOME for block in view.get("blocks") or ())
            self.show(*who(body), is_first=is_first)

    async def publish(self, team_id: str, user_id: str, *, is_first: bool = False) -> None:
        """Show somebody their Home as it is now: what is there soon at once, the rest when it is there."""
        number = next(self._visits)
        visit = HomeVisit(team_id, user_id, moment(self._office.clock), is_first, self._office.person)
        making = [asyncio.ensure_future(_make(provider, visit)) for provider in self._providers]
        try:
            _, late = await asyncio.wait(making, timeout=SOON)
            await self._put(visit, number, [one.result() if one.done() else late_section() for one in making])
            if late:
                await asyncio.wait(making)
                await self._put(visit, number, [one.result() for one in making])
        finally:
            for one in making:
                one.cancel()

    async def _put(self, visit: HomeVisit, number: int, sections: Sequence[Sequence[Block]]) -> None:
        """Show a page, unless a later visit of the same person has been shown already: that one is newer."""
        key = (visit.team_id, visit.user_id)
        if self._shown.get(key, 0) > number:
            return
        self._shown[key] = number
        try:
            await self._office.courier.call("views_publish", user_id=visit.user_id, view=home_view(sections))
        except (TryAgainError, RefusedError) as error:
            logger.warning("a Home could not be shown: %s", error)


async def _make(provider: Provider, visit: HomeVisit) -> list[Block]:
    """A section; where it cannot be made just now, a line that says so."""
    try:
        return await provider(visit)
    except (StorageError, TryAgainError, RefusedError) as error:
        logger.warning("a section of a Home could not be made: %s", error)
    except Exception as error:  # noqa: BLE001 - a fault of one section takes no other with it
        log_fault("a section of a Home", error)
    return missing_section()


def register(app: AsyncApp, *, home: Home, messages: Listener) -> None:
    """Listen to the app being opened.

    Args:
        app: Where to.
        home: Shows Homes.
        messages: Answers that another tab was opened, which comes as the same event.
    """
    app.event("app_home_opened")(bind(open_tab, home=home, messages=messages))


async def open_tab(ack: AsyncAck, body: Payload, event: Payload, *, home: Home, messages: Listener) -> None:
    """Show somebody their Home, behind the ack; hand on that another tab was opened."""
    if event.get("tab") != "home":
        await messages(ack=ack, event=event)
        return
    home.show(*who(body), is_first=not event.get("view"))
    await ack()


async def show_search(visit: HomeVisit) -> list[Block]:
    """The section to look something up; the field is empty whenever the page is made anew."""
    return search_section(f"search-{visit.now.timestamp():.3f}", is_first=visit.is_first)


async def show_recent(visit: HomeVisit, *, office: Office) -> list[Block]:
    """The section of what was asked for most often in the last week."""
    counts: Counter[str] = Counter()
    for answer, count in await office.store.usage.most_given(visit.now - LATELY, MOST_COUNTED):
        counts[same_answer(answer)] += count
    there = (answer for answer, _ in counts.most_common() if office.desk.card_by(answer))
    return recent_section(list(islice(there, MOST_RECENT)), office.desk.library.pack)


async def show_owned(visit: HomeVisit, *, office: Office) -> list[Block]:
    """The section of what is asked and not answered, and what is past its review; for owners and admins alone."""
    person = await visit.person()
    mine = await channels_of(office, person)
    if not mine and not person.is_admin:
        return []
    gaps, more = await open_gaps(office, None if person.is_admin else mine, MOST)
    stale = office.desk.library.pack.past_review(visit.now.date())
    return owners_section(gaps, more, stale, office.desk.prefix)
