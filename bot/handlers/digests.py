"""The digest: each day what a watched channel would have been answered, each week what owners should know.

``reading-room digest`` is run by the platform's scheduler, as often as it likes: what was sent for a day or a week is
not sent again.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.cards.digest import MOST, Standing, Voted, Week, digest_card
from bot.clock import moment
from bot.core.gaps import found_by_now
from bot.handlers.gaps import open_gaps
from bot.handlers.owning import Office
from bot.knowledge.channels import Mode
from bot.storage.channels import Channel
from bot.storage.errands import Errand
from bot.storage.gaps import TOLD_WITHIN, week_of

KINDS = ("judge", "weekly", "told")


class Secretary:
    """Sends owners their lists.

    Args:
        office: Has the store, the library, and who is who.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        office.attendant.undertake("weekly", self.send_week)

    async def send_due(self) -> int:
        """Send every list of today and of this week that was not sent yet: how many errands that took.

        Raises:
            StorageError: The database does not answer.
        """
        office, now = self._office, moment(self._office.clock)
        channels = await office.store.channels.all()
        errands = [
            Errand(
                f"judge:{channel.team_id}:{channel.channel_id}:{_day_of(channel, now)}:{owner}",
                "judge", channel.team_id, now, owner, {"channel": channel.channel_id},
            )
            for channel in channels
            if channel.mode is Mode.WATCH
            for owner in channel.owners
        ]  # fmt: skip
        owners = {(channel.team_id, owner) for channel in channels for owner in channel.owners}
        errands += [
            Errand(f"weekly:{team_id}:{owner}:{week_of(now)}", "weekly", team_id, now, owner)
            for team_id, owner in sorted(owners)
        ]
        await office.store.errands.put(*errands)
        await office.attendant.look()  # what was written in Slack closes gaps, and has a name, here too
        await self._close_found(now)
        return await office.attendant.run_due(KINDS)

    async def _close_found(self, now: datetime) -> None:
        """Close the gaps of words that a file of the packs has by now, and have those told who waited for them."""
        store, library = self._office.store, self._office.desk.library
        for gap in await store.gaps.most_asked((now - TOLD_WITHIN).date()):
            if entry := found_by_now(gap.name, library):
                await store.drafts.found(gap.name, entry.id, now)

    async def send_week(self, errand: Errand) -> None:
        """Send an owner the week."""
        office, owner, today = self._office, str(errand.user_id), errand.due_at.date()
        mine = [channel for channel in await office.store.channels.all() if owner in channel.owners]
        standing = [
            Standing(one.channel_id, one.mode, await office.store.channels.precision(one), one.manners.floor)
            for one in mine
        ]
        worst = [
            Voted(tally.answer, tally.helpful, tally.not_helpful)
            for tally in await office.store.votes.tallies()
            if tally.not_helpful
        ]
        gaps, _ = await open_gaps(office, mine, MOST)
        week = Week(gaps, worst, office.desk.library.pack.past_review(today), standing)
        card = digest_card(week, office.desk.library.pack, today)
        await office.tell(errand, card)


def _day_of(channel: Channel, now: datetime) -> date:
    hours = channel.manners.hours
    return now.astimezone(ZoneInfo(hours.tz) if hours else UTC).date()
