"""Speaking unasked: when a question was held for long enough, it is answered, or why not is kept.

The message and its thread are read again at that moment, so what a worker missed (a reply, an edit, a deletion) counts
all the same, and nothing of it needs to be kept.
"""

import logging
from datetime import datetime

from bot.cards.channels import unasked_card
from bot.clock import Clock, moment
from bot.core.unasked import AN_HOUR, Spoken, hear, sure, why_not
from bot.handlers.answering import Desk
from bot.handlers.attending import Attendant, TryAgainError
from bot.handlers.courier import Courier, RefusedError, Thread
from bot.knowledge.asked import Answered, Understood
from bot.knowledge.channels import Came, Mode
from bot.storage.channels import Channel
from bot.storage.errands import Errand
from bot.storage.holds import SPOKEN, WOULD_HAVE_SPOKEN, Hold, Place, Said
from bot.storage.store import Store

logger = logging.getLogger(__name__)

WAIT_FOR_ANSWER = 3.0
"""Seconds after which a withdrawal looks again, while the answer is being posted."""

WITHDRAWN = (Came.CHANGED, Came.TAKEN_BACK)
"""What a question comes to whose answer is to be taken away."""


class Speaker:
    """Carries holds on to their end.

    Args:
        desk: What is asked, and the cards.
        courier: Reads the thread, and posts.
        store: What is kept.
        clock: What time it is.
    """

    def __init__(self, desk: Desk, courier: Courier, store: Store, clock: Clock) -> None:
        self._desk = desk
        self._courier = courier
        self._store = store
        self._clock = clock

    def register(self, attendant: Attendant) -> None:
        """Undertake holds and withdrawals."""
        attendant.undertake("hold", self.end_hold)
        attendant.undertake("withdraw", self.withdraw, gives_up=False)

    async def end_hold(self, errand: Errand) -> None:
        """Answer a question that was held, or keep why it is not answered."""
        place = _place_of(errand)
        hold = await self._store.holds.get(place)
        if hold is None:
            return
        try:
            if hold.came not in {Came.WAITING, Came.SPEAKING}:
                await self._note_answer(hold, errand)
                return
            came = await self._decide(hold, errand)
        except RefusedError as error:
            logger.warning("a channel could not be answered: %s", error.reason)
            came = Came.GONE
        if came is not Came.ANSWERED:
            await self._store.holds.settle(place, came, moment(self._clock))
        logger.info("unasked %s %s", came.value, hold.reference)

    async def withdraw(self, errand: Errand) -> None:
        """Take an answer away whose question was edited, deleted, or that its asker took back."""
        place = _place_of(errand)
        hold = await self._store.holds.get(place)
        if hold is None:
            return
        if hold.answer_ts is None:
            if not await self._store.errands.is_done(f"hold:{place.key}"):
                raise TryAgainError("the answer is being posted", WAIT_FOR_ANSWER)
            return
        try:
            await self._courier.take_away(place.channel_id, hold.answer_ts)
        except RefusedError as error:
            logger.warning("an answer could not be taken away: %s", error.reason)

    async def _note_answer(self, hold: Hold, errand: Errand) -> None:
        """Find the answer to a question that has ended: a worker may have posted it and died before it could note it.

        Raises:
            TryAgainError: Slack does not answer just now.
            RefusedError: The bot may not read there.
        """
        if hold.answer_ts is not None or hold.came not in WITHDRAWN or not errand.is_retry:
            return
        thread = await self._courier.thread(hold.place.channel_id, hold.place.ts)
        if thread and (posted := thread.ours.get(errand.key)):
            await self._store.holds.answered(hold.place, posted)

    async def _decide(self, hold: Hold, errand: Errand) -> Came:
        """What becomes of a question now; ``ANSWERED`` once its answer is posted and noted.

        Raises:
            TryAgainError: Slack does not answer just now.
            RefusedError: The bot may not read or post there.
        """
        place, now = hold.place, moment(self._clock)
        thread = await self._courier.thread(place.channel_id, place.ts)
        if thread and (posted := thread.ours.get(errand.key)):  # by a worker that died before it could note it
            await self._store.holds.answered(place, posted)
            if thread.is_gone:
                await self._store.holds.withdraw(place, Came.CHANGED, now)
            return Came.ANSWERED
        channel = await self._store.channels.get(place.team_id, place.channel_id)
        if await self._store.channels.fall_if_below(place.team_id, place.channel_id, now):
            channel = await self._store.channels.get(place.team_id, place.channel_id)
        understood, came = self._looked_at(hold, thread, channel)
        if understood is None:
            return came
        if kept_from := await self._kept_from(errand, channel, now):
            return kept_from
        is_live = channel.mode is Mode.LIVE

        def judge(said: Said) -> Came:
            spoken = [Spoken(reference, at) for reference, at in said]
            return why_not(hold.reference, spoken, channel.manners, now) or (Came.SPEAKING if is_live else Came.WATCHED)

        counts = SPOKEN if is_live else WOULD_HAVE_SPOKEN
        came = await self._store.holds.begin_to_speak(hold, judge, now, counts=counts)
        if came is Came.WAITING:
            raise TryAgainError("the question was edited meanwhile", channel.manners.hold_seconds)
        if came is Came.SPEAKING and not is_live:  # a worker died over it while the channel was live
            return Came.WATCHED
        if came is not Came.SPEAKING:
            return came
        card = unasked_card(
            self._desk.asked_card(Answered(understood)),
            understood,
            hold_seconds=channel.manners.hold_seconds,
            ts=place.ts,
            asker=thread.user if thread else "",
        )
        posted = await self._courier.reply(errand.key, card, channel_id=place.channel_id, thread_ts=place.ts)
        await self._store.holds.answered(place, posted)
        return Came.ANSWERED

    async def _kept_from(self, errand: Errand, channel: Channel, now: datetime) -> Came | None:
        """What keeps an answer from a channel, whatever it is: it is too late, or another organisation is there."""
        if now - datetime.fromisoformat(errand.details["due"]) > AN_HOUR:
            return Came.LATE
        if not channel.manners.allows_shared and await self._courier.is_shared(channel.channel_id):
            return Came.GONE
        return None

    def _looked_at(self, hold: Hold, thread: Thread | None, channel: Channel) -> tuple[Understood | None, Came]:
        """What is to be answered, by how message, thread and channel stand now; or why nothing is."""
        if thread is None or thread.is_gone:
            return None, Came.CHANGED
        if channel.mode is Mode.OFF or not channel.owners:
            return None, Came.GONE
        if thread.has_reply or thread.ours:
            return None, Came.REPLIED
        understood = sure(hear(self._desk.library, thread.text), channel.manners)
        if understood is None or understood.reference != hold.reference:
            return None, Came.CHANGED if thread.is_edited else Came.GONE
        return understood, Came.SPEAKING


def _place_of(errand: Errand) -> Place:
    return Place(errand.team_id, errand.details["channel"], errand.details["ts"])
