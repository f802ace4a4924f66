"""Tutoring: what a learner is sent, and when; as errands, so that no stop loses a step and no worker sends it twice.

Steps are messages that Slack itself sends (``chat.scheduleMessage``), so that they come while the bot is away. One with
metadata is never posted, a bug of Slack's, so a step is told by a mark at the end of its text, which people do not see:
what Slack has is looked through before anything is scheduled again or taken back.
"""

import functools
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any, NamedTuple

from bot.cards import leading, learning, standing
from bot.clock import moment
from bot.core.onboarding import came_back, fitted, follows, planned
from bot.handlers.attending import TryAgainError
from bot.handlers.courier import RefusedError
from bot.handlers.events import REFUSED_CARD
from bot.handlers.owning import Office
from bot.knowledge.learning import Assignment, Progress
from bot.knowledge.tracks import Track, TrackStep
from bot.storage.assignments import AHEAD, ChangedError
from bot.storage.errands import Errand

logger = logging.getLogger(__name__)

SOONEST = timedelta(seconds=20)
"""How near a moment may be for which Slack is asked to send something: by the time it is asked, it is not past."""

BUSY_SECONDS = 5.0
"""After how long a step is looked at again that another worker has in hand."""

MOST_LISTED = 100
"""Messages of a conversation that are looked through, scheduled or posted."""


class Sending(NamedTuple):
    """A message that Slack will send, or has sent.

    Attributes:
        id: Slack's id of it while it is scheduled; its timestamp once it is posted.
        at: When.
        text: What it says.
    """

    id: str
    at: datetime
    text: str


class There(NamedTuple):
    """What Slack has in a conversation.

    Attributes:
        scheduled: What it will send.
        posted: What the bot said there last.
    """

    scheduled: Sequence[Sending] = ()
    posted: Sequence[Sending] = ()


class Tutor:
    """Sends learners their steps, and asks those beside them.

    Args:
        office: Has the store, the library, and who is who.
    """

    def __init__(self, office: Office) -> None:
        self.office = office
        self._fitted_to: str | None = None  # a new version, with other tracks, begins with a new process
        attendant = office.attendant
        attendant.each_round(self.fit_tracks)
        attendant.undertake("welcome", self.welcome)
        attendant.undertake("plan", self.arrange, gives_up=False)
        attendant.undertake("unschedule", self.take_back, gives_up=False)
        attendant.undertake("sign_off", self.ask_for_sign_off)
        attendant.undertake("signed", self.tell_signed)
        attendant.undertake("finished", self.tell_finished)
        attendant.undertake("proposal", self.propose)

    def now(self) -> datetime:
        """The moment."""
        return moment(self.office.clock)

    def track(self, assignment: Assignment) -> Track | None:
        """The track of an assignment, as the pack has it now."""
        return self.office.desk.library.pack.tracks.get(assignment.track_id)

    def standing(self, assignment: Assignment) -> standing.Standing:
        """An assignment as cards show it."""
        return standing.Standing(assignment, self.track(assignment), self.now())

    async def change(self, assignment_id: str, how: Callable[[Assignment, datetime], Assignment]) -> Assignment | None:
        """Change an assignment that is under way, however many do so at once; ``None`` where it is not, or is gone.

        Raises:
            StorageError: The database does not answer.
        """
        while True:
            before = await self.office.store.assignments.get(assignment_id)
            if before is None or not before.state.is_under_way:
                return None
            now = self.now()
            try:
                after = await self.office.store.assignments.change(before, how(before, now), now)
            except ChangedError:
                continue
            self.office.attendant.wake()
            return after

    async def fit_tracks(self) -> None:
        """At the start, and after the packs changed: give every assignment the steps that its track has now.

        Raises:
            StorageError: The database does not answer.
        """
        pack = self.office.desk.library.pack
        if pack.revision == self._fitted_to:
            return
        for assignment in await self.office.store.assignments.under_way():
            track = pack.tracks.get(assignment.track_id)
            if track is None or not follows(assignment, track):
                await self.change(assignment.id, functools.partial(fitted, track=track))
        self._fitted_to = pack.revision

    async def welcome(self, errand: Errand) -> None:
        """Tell a learner what will come."""
        assignment = await self._assignment(errand)
        if assignment and assignment.state.is_under_way:
            await self.office.tell(errand, learning.welcome_card(self.standing(assignment)))

    async def arrange(self, errand: Errand) -> None:
        """See that Slack will send each step of an assignment when it is wanted, once, and nothing else of it.

        Raises:
            TryAgainError: Another worker is at it, Slack does not answer, or something is for later.
        """
        store, assignment_id = self.office.store.assignments, errand.details["assignment"]
        if not await store.hold(assignment_id):
            if await store.get(assignment_id) is None:
                return
            raise TryAgainError("another worker has it", BUSY_SECONDS)
        try:
            # Read only now that nobody else changes what Slack has of it.
            assignment = await store.get(assignment_id)
            if assignment is None or str(assignment.version) != errand.details["version"]:
                return  # whatever changed it has an errand of its own
            later = await self._arrange_steps(assignment, is_first=not (errand.is_retry or assignment.version))
        except RefusedError as error:
            logger.warning("the steps of somebody could not be arranged: %s", error.reason)
            return
        finally:
            await store.let_go(assignment_id)
        if later:
            raise TryAgainError("there is more for later", later.total_seconds() + 1)

    async def take_back(self, errand: Errand) -> None:
        """Take back what Slack would still send to somebody who was forgotten."""
        try:
            await self._take_back(errand.details["channel"], errand.details["message"])
        except RefusedError as error:
            logger.warning("a step could not be taken back: %s", error.reason)

    async def ask_for_sign_off(self, errand: Errand) -> None:
        """Ask whoever signs off."""
        if found := await self._undone(errand):
            await self.office.tell(errand, learning.sign_off_card(self.standing(found[0]), found[1]))

    async def tell_signed(self, errand: Errand) -> None:
        """Tell a learner what was decided about a sign-off."""
        assignment, details = await self._assignment(errand), errand.details
        track = self.track(assignment) if assignment else None
        step = track.step(details["step"]) if track else None
        if assignment and step:
            is_signed = details["signed"] == "yes"
            card = learning.sign_off_told_card(self.standing(assignment), step, details["by"], is_signed=is_signed)
            await self.office.tell(errand, card)

    async def tell_finished(self, errand: Errand) -> None:
        """Tell a learner, or a lead, that a track is done."""
        if assignment := await self._assignment(errand):
            is_learner = errand.user_id == assignment.user_id
            await self.office.tell(errand, learning.finished_card(self.standing(assignment), is_learner=is_learner))

    async def propose(self, errand: Errand) -> None:
        """Ask a lead whether somebody who came should start a track."""
        user_id, channel_id = errand.details["user"], errand.details.get("channel")
        if not any(
            one.state.is_under_way for one in await self.office.store.assignments.of_learner(errand.team_id, user_id)
        ):
            await self.office.tell(errand, leading.proposal_card(user_id, channel_id))

    async def _undone(self, errand: Errand) -> tuple[Assignment, TrackStep] | None:
        """The assignment and step of an errand, while the step is still to be done."""
        assignment = await self._assignment(errand)
        track = self.track(assignment) if assignment else None
        step = track.step(errand.details["step"]) if track else None
        if assignment is None or step is None or not assignment.state.is_under_way:
            return None
        is_done = any(one.step_id == step.id and one.done_at for one in assignment.steps)
        return None if is_done else (assignment, step)

    async def _assignment(self, errand: Errand) -> Assignment | None:
        return await self.office.store.assignments.get(errand.details["assignment"])

    async def _conversation(self, user_id: str) -> str:
        return str((await self.office.courier.call("conversations_open", users=user_id))["channel"]["id"])

    async def _arrange_steps(self, assignment: Assignment, *, is_first: bool) -> timedelta | None:
        """Arrange every step, in their order.

        Args:
            assignment: Whose they are.
            is_first: Whether nobody can have scheduled any yet, so that there is nothing to look for.

        Returns:
            After which time there is more to do; ``None`` where nothing is left.
        """
        known = next((step.channel_id for step in assignment.steps if step.channel_id), None)
        channel_id = known or await self._conversation(assignment.user_id)
        there = There() if is_first else await self._there(channel_id)
        later: list[timedelta] = []
        for progress in assignment.steps:
            now = self.now()
            if progress.is_sent(now):
                continue
            wanted = None if self._is_over(assignment, progress) else progress.wanted_at
            kept = await self._kept(assignment, progress, channel_id, there, wanted)
            if kept is None and wanted and SOONEST <= wanted - now <= AHEAD:
                kept = await self._schedule(assignment, progress, channel_id)
            if not await self.office.store.assignments.settle(assignment.id, progress.step_id, channel_id, kept):
                if kept:  # the learner was forgotten meanwhile
                    await self._take_back(channel_id, kept.id)
                return None
            if kept is None and wanted:
                if wanted - now <= AHEAD:  # too late for its shift: it and all that follow move on
                    await self.change(assignment.id, planned)
                    return None
                later.append(wanted - now - AHEAD)
        return min(later, default=None)

    def _is_over(self, assignment: Assignment, progress: Progress) -> bool:
        """Whether a step is not to be sent any more: it is done, or the track has it no longer."""
        track = self.track(assignment)
        return progress.done_at is not None or track is None or track.step(progress.step_id) is None

    async def _kept(
        self, assignment: Assignment, progress: Progress, channel_id: str, there: There, wanted: datetime | None
    ) -> Sending | None:
        """What Slack has of a step and is to keep; everything else that it would send of it is taken back."""
        mark = mark_of(assignment, progress)
        found = [one for one in there.scheduled if one.text.endswith(mark)]
        kept = next((one for one in found if one.at == wanted), None)
        wrong = [one for one in found if one is not kept]
        if wrong and progress.scheduled_id:
            # First, so that whoever dies over it leaves nothing in the book that Slack will not send.
            await self.office.store.assignments.settle(assignment.id, progress.step_id, channel_id, None)
        for one in wrong:
            if not await self._take_back(channel_id, one.id):
                kept = kept or one  # it is on its way, and stands for the step
        return kept or next((one for one in there.posted if one.text.endswith(mark)), None)

    async def _there(self, channel_id: str) -> There:
        """What Slack has scheduled in a conversation, and has posted there."""
        call = self.office.courier.call
        listed = await call("chat_scheduledMessages_list", channel=channel_id, limit=MOST_LISTED)
        last = await call("conversations_history", channel=channel_id, limit=MOST_LISTED)
        return There(
            [_sending(one["id"], one["post_at"], one) for one in listed["scheduled_messages"]],
            [_sending(one["ts"], one["ts"], one) for one in last["messages"] if one.get("bot_id")],
        )

    async def _schedule(self, assignment: Assignment, progress: Progress, channel_id: str) -> Sending | None:
        """Have Slack send a step at the moment that is wanted; ``None`` where that has passed meanwhile."""
        track, wanted = self.track(assignment), progress.wanted_at
        step = track.step(progress.step_id) if track else None
        if step is None or wanted is None:
            return None
        is_back = came_back(assignment, progress)
        card = learning.step_card(self.standing(assignment), step, self.office.desk.library.pack, is_back=is_back)
        text = f"{card['text']}\n{mark_of(assignment, progress)}"
        said = {"channel": channel_id, "post_at": int(wanted.timestamp()), "text": text, "unfurl_links": False}
        call = self.office.courier.call
        try:
            try:
                scheduled = await call("chat_scheduleMessage", **said, blocks=card["blocks"])
            except RefusedError as error:
                if error.reason not in REFUSED_CARD:
                    raise
                logger.error("Slack refused a card: %s", error.reason)  # noqa: TRY400 - no trace helps
                scheduled = await call("chat_scheduleMessage", **said)  # its words, and what comes after it
        except RefusedError as error:
            if error.reason != "time_in_past":
                raise
            return None
        return Sending(str(scheduled["scheduled_message_id"]), wanted, text)

    async def _take_back(self, channel_id: str, message_id: str) -> bool:
        """Whether Slack will not send a message; not where it has, or is about to."""
        try:
            await self.office.courier.call(
                "chat_deleteScheduledMessage", channel=channel_id, scheduled_message_id=message_id
            )
        except RefusedError as error:
            if error.reason != "invalid_scheduled_message_id":
                raise
            return False
        return True


def _sending(message_id: object, at: object, message: Mapping[str, Any]) -> Sending:
    moment_of = datetime.fromtimestamp(float(str(at)), UTC)
    return Sending(str(message_id), moment_of, str(message.get("text") or ""))


def mark_of(assignment: Assignment, progress: Progress) -> str:
    """The end of a step's text, by which it is told from everything else that Slack has scheduled or posted.

    A scheduled message with metadata is never posted, and Slack's list of them shows nothing but their text.
    """
    return f"Reference {blake2b(f'{assignment.id}:{progress.step_id}'.encode(), digest_size=6).hexdigest()}"
