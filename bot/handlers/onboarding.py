"""``/onboard``: leads put people on tracks; learners say when they work; preceptors sign off."""

import asyncio
import functools
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.cards import onboarding as cards
from bot.cards.blocks import Message
from bot.core.cohorts import Cohort, Row, is_member_id, read_cohort
from bot.core.onboarding import (
    complaint_about_start,
    complaints_about_shifts,
    enroll,
    paused,
    resumed,
    stopped,
    with_pattern,
    with_shifts,
)
from bot.errors import StorageError
from bot.handlers.attending import TryAgainError
from bot.handlers.binding import Payload, action_id, bind, chosen_value, is_private, team_of, typed_text
from bot.handlers.courier import RefusedError
from bot.handlers.home import Home
from bot.handlers.mentions import AGAIN
from bot.handlers.owning import Person
from bot.handlers.replies import Replies
from bot.handlers.tutoring import Tutor
from bot.knowledge.learning import Assignment
from bot.knowledge.shifts import Pattern, Shifts, Span, shifts_of
from bot.knowledge.tracks import Track, TrackStep
from bot.names import Action, Command, Modal
from bot.storage.errands import Errand
from bot.storage.leads import Leads

logger = logging.getLogger(__name__)

COHORT, LEADS = "cohort", "leads"
"""What may follow the command."""

AT_ONCE = 5
"""Rows of a cohort that are looked up together."""


UNTIL_SHOWN = (0.0, 0.5, 1.5)
"""Seconds before each try to show a report: a form that was pushed is there only after Slack has read the ack."""

NOBODY = {"users_not_found", "user_not_found", "user_not_visible"}
"""What Slack says of an address or an id that nobody here has."""


class UnknownPersonError(Exception):
    """Nobody goes by what was written.

    Attributes:
        named: It.
    """

    def __init__(self, named: str) -> None:
        self.named = named
        super().__init__("nobody goes by it")


class Counter(NamedTuple):
    """Where learners and leads are served.

    Attributes:
        tutor: Sends steps, and has the store and who is who.
        replies: Answers clicks on messages.
        home: Shows what came of a click on the Home tab, which has no message to answer.
        prefix: ``COMMAND_PREFIX``.
    """

    tutor: Tutor
    replies: Replies
    home: Home
    prefix: str = ""

    def answer(self, body: Payload, card: Message, *, replace: bool = False) -> None:
        """Answer a click: on a message beside or in the place of it, on the Home tab by showing it anew."""
        if body.get("response_url"):
            self.replies.send(body, card, replace=replace)
        else:
            self.home.show_again(body)


class Start(NamedTuple):
    """Who is to start.

    Attributes:
        learner: They.
        track: On what.
        preceptor: Who signs off; ``None`` for the lead.
        starts_on: The first day.
        pattern: Their shifts, to begin with.
    """

    learner: Person
    track: Track
    preceptor: str | None
    starts_on: date
    pattern: Pattern


def register_command(app: AsyncApp, *, counter: Counter) -> None:
    """Listen to ``/onboard``."""
    app.command(Command.ONBOARD.slash(counter.prefix))(bind(onboard, counter=counter))


def register(app: AsyncApp, *, counter: Counter) -> None:
    """Listen to forms, to learners' and preceptors' buttons, and to who comes."""
    app.view_submission(Modal.ONBOARD.value)(bind(start_track, counter=counter))
    app.view_submission(Modal.LEADS.value)(bind(save_leads, counter=counter))
    app.view_submission(Modal.COHORT.value)(bind(start_cohort, counter=counter))
    app.view_submission(Modal.SHIFTS.value)(bind(save_shifts, counter=counter))
    app.action(action_id(Action.START_TRACK))(bind(open_form, counter=counter))
    app.action(action_id(Action.DISMISS))(bind(dismiss, counter=counter))
    app.action(action_id(Action.STEP_DONE))(bind(do_step, counter=counter))
    app.action(action_id(Action.ASK_SIGN_OFF))(bind(ask_for_sign_off, counter=counter))
    app.action(action_id(Action.SIGN_OFF))(bind(decide_sign_off, counter=counter, is_signed=True))
    app.action(action_id(Action.NOT_YET))(bind(decide_sign_off, counter=counter, is_signed=False))
    app.action(action_id(Action.SET_SHIFTS))(bind(open_shifts, counter=counter))
    app.action(action_id(Action.SET_PATTERN))(bind(set_pattern, counter=counter))
    for action, how in ((Action.PAUSE, paused), (Action.RESUME, resumed), (Action.STOP, stopped)):
        app.action(action_id(action))(bind(change_state, counter=counter, how=how))
    app.action(action_id(Action.CATCH_UP))(bind(show_open_steps, counter=counter))
    app.event("team_join")(bind(hear_joiner, counter=counter))
    app.event("member_joined_channel")(bind(hear_member, counter=counter))


# Leads


async def onboard(ack: AsyncAck, command: Payload, *, counter: Counter) -> None:
    """Open the form for one person, for a cohort, or for who leads."""
    topic, team_id = typed_text(command).lower(), str(command["team_id"])
    office = counter.tutor.office
    if topic not in {"", COHORT, LEADS}:
        await ack(cards.onboard_usage_card(counter.prefix))
        return
    person, leads = await office.person(str(command["user_id"])), await office.store.leads.get(team_id)
    if not may_lead(person, leads):
        await ack(cards.not_a_lead_card(counter.prefix))
        return
    if topic == LEADS and not person.is_admin:
        await ack(cards.not_an_admin_card())
        return
    tracks = _tracks(counter)
    if not tracks and topic != LEADS:
        await ack(cards.no_tracks_card())
        return
    if topic == LEADS:
        view = cards.leads_modal(
            leads.user_ids, proposes_joiners=leads.proposes_joiners, channels=leads.channels, metadata=team_id
        )
    elif topic == COHORT:
        view = cards.cohort_modal(tracks, team_id)
    else:
        view = cards.onboard_modal(tracks, person=None, today=_today(counter, person.tz), metadata=team_id)
    await office.courier.call("views_open", trigger_id=str(command["trigger_id"]), view=view)
    await ack()


async def open_form(ack: AsyncAck, action: Payload, body: Payload, *, counter: Counter) -> None:
    """Open the form from a proposal, with the person filled in."""
    team_id, office = team_of(body), counter.tutor.office
    person, tracks = await office.person(str(body["user"]["id"])), _tracks(counter)
    if not may_lead(person, await office.store.leads.get(team_id)) or not tracks:
        await ack()
        counter.answer(body, cards.not_a_lead_card(counter.prefix) if tracks else cards.no_tracks_card())
        return
    who = chosen_value(action)
    view = cards.onboard_modal(tracks, person=who, today=_today(counter, person.tz), metadata=team_id)
    await office.courier.call("views_open", trigger_id=str(body["trigger_id"]), view=view)
    await ack()


async def dismiss(ack: AsyncAck, action: Payload, body: Payload, *, counter: Counter) -> None:
    """Take a proposal away."""
    await ack()
    counter.answer(body, cards.dismissed_card(chosen_value(action)), replace=True)


async def start_track(ack: AsyncAck, body: Payload, view: Payload, *, counter: Counter) -> None:
    """Put somebody on a track; what may not be so is told beside the field."""
    office, team_id = counter.tutor.office, team_of(body)
    lead = await office.person(str(body["user"]["id"]))
    if not may_lead(lead, await office.store.leads.get(team_id)):
        await ack(response_action="errors", errors={cards.PERSON: "Only leads and workspace admins may start a track."})
        return
    filled = Filled(view)
    track = office.desk.library.pack.tracks.get(filled.option(cards.TRACK))
    if track is None:
        await ack(response_action="errors", errors={cards.TRACK: "This track is no longer here. Choose another one."})
        return
    start = Start(
        learner=await office.person(filled.user(cards.PERSON)),
        track=track,
        preceptor=filled.user(cards.PRECEPTOR) or None,
        starts_on=date.fromisoformat(filled.day(cards.STARTS_ON)),
        pattern=Pattern(filled.option(cards.PATTERN)),
    )
    wrong = await _wrong_people(counter, start, lead.id)
    if late := complaint_about_start(start.starts_on, _today(counter, start.learner.tz)):
        wrong[cards.STARTS_ON] = late
    begun = None if wrong else await _begin(counter, team_id, lead.id, start)
    if begun is None:
        wrong = wrong or {cards.PERSON: f"They are on the track {track.name} already."}
        await ack(response_action="errors", errors=wrong)
        return
    await ack(response_action="update", view=cards.started_modal(begun, track))


async def save_leads(ack: AsyncAck, body: Payload, view: Payload, *, counter: Counter) -> None:
    """Keep who leads."""
    office, filled = counter.tutor.office, Filled(view)
    people = filled.users(cards.LEADS)
    if not (await office.person(str(body["user"]["id"]))).is_admin:
        await ack(response_action="errors", errors={cards.LEADS: "Only a workspace admin may change this."})
        return
    for user_id in people:
        if (await office.person(user_id)).is_bot:
            await ack(response_action="errors", errors={cards.LEADS: "An app cannot lead: name people."})
            return
    leads = Leads(people, bool(filled.ticked(cards.JOINERS)), filled.conversations(cards.CHANNELS))
    if not people and (leads.proposes_joiners or leads.channels):
        await ack(response_action="errors", errors={cards.LEADS: "Name somebody who is to be asked."})
        return
    await office.store.leads.save(team_of(body), leads)
    await ack()


async def start_cohort(ack: AsyncAck, body: Payload, view: Payload, *, counter: Counter) -> None:
    """Read what was pasted; its people are looked up behind the ack, since that may take longer than Slack waits."""
    office, team_id, filled = counter.tutor.office, team_of(body), Filled(view)
    lead = await office.person(str(body["user"]["id"]))
    if not may_lead(lead, await office.store.leads.get(team_id)):
        await ack(response_action="errors", errors={cards.ROWS: "Only leads and workspace admins may start tracks."})
        return
    cohort = read_cohort(filled.text(cards.ROWS), _tracks(counter), _today(counter, lead.tz))
    skips = bool(filled.ticked(cards.SKIP))
    if not cohort.rows:
        await ack(response_action="push", view=cards.cohort_report_modal((), cohort.bad))
        return
    external_id = f"cohort-{view['id']}-{office.clock.now():.3f}"
    waiting = cards.checking_modal(len(cohort.rows)) | {"external_id": external_id}
    await ack(response_action="push", view=waiting)
    counter.replies.begin(_start_rows(counter, team_id, lead, cohort, skips=skips, external_id=external_id))


async def _start_rows(
    counter: Counter, team_id: str, lead: Person, cohort: Cohort, *, skips: bool, external_id: str
) -> None:
    """Look up who is meant, start those who can be, and show what became of each row."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def look_up(row: Row) -> Start | str:
        async with turns:
            return await _ready(counter, row, lead.id)

    found = list(zip(cohort.rows, await asyncio.gather(*map(look_up, cohort.rows)), strict=True))
    bad = [*cohort.bad, *((row.line, one) for row, one in found if isinstance(one, str))]
    started: list[str] = []
    for row, one in found if skips or not bad else ():
        if isinstance(one, str):
            continue
        try:
            is_begun = await _begin(counter, team_id, lead.id, one)
        except StorageError:
            bad.append((row.line, "could not be kept just now. Paste it again in a minute"))
            continue
        if is_begun:
            started.append(one.learner.id)
        else:
            bad.append((row.line, f"is on the track {row.track.name} already"))
    view = cards.cohort_report_modal(started, sorted(bad))
    for seconds in UNTIL_SHOWN:
        await asyncio.sleep(seconds)
        try:
            await counter.tutor.office.courier.call("views_update", external_id=external_id, view=view)
        except (RefusedError, TryAgainError):
            continue
        return
    counter.home.show(team_id, lead.id)  # it was closed; what was started is on the Home tab


async def _ready(counter: Counter, row: Row, lead_id: str) -> Start | str:
    """Who is meant by a row, or what is wrong with it."""
    try:
        learner = await _who(counter, row.person)
        preceptor = await _who(counter, row.preceptor) if row.preceptor else None
        start = Start(learner, row.track, preceptor.id if preceptor else None, row.starts_on, row.pattern)
        wrong = await _wrong_people(counter, start, lead_id)
    except UnknownPersonError as error:
        return f"names {error.named}, whom nobody here goes by"
    except RefusedError as error:
        return f"could not be looked up: Slack says {error.reason}"
    except TryAgainError:
        return "could not be looked up: Slack is busy. Paste it again in a minute"
    return next(iter(wrong.values()), start)


async def _who(counter: Counter, named: str) -> Person:
    """Somebody by e-mail address or member id.

    Raises:
        UnknownPersonError: Nobody goes by it.
        RefusedError: Slack does not say.
        TryAgainError: Slack does not answer just now.
    """
    office = counter.tutor.office
    try:
        if is_member_id(named):
            return await office.person(named)
        user = (await office.courier.call("users_lookupByEmail", email=named))["user"]
        return await office.person(str(user["id"]))
    except RefusedError as error:
        if error.reason in NOBODY:
            raise UnknownPersonError(named) from None
        raise


async def _wrong_people(counter: Counter, start: Start, lead_id: str) -> dict[str, str]:
    """What is wrong with who was named, by field."""
    needs_sign_off = any(step.sign_off for step in start.track.steps)
    wrong: dict[str, str] = {}
    if start.learner.is_bot:
        wrong[cards.PERSON] = "An app cannot be on a track: name a person."
    if start.learner.id == (start.preceptor or (lead_id if needs_sign_off else None)):
        wrong[cards.PRECEPTOR] = "Somebody else has to sign off: name another person."
    elif start.preceptor and (await counter.tutor.office.person(start.preceptor)).is_bot:
        wrong[cards.PRECEPTOR] = "An app cannot sign off: name a person."
    return wrong


async def _begin(counter: Counter, team_id: str, lead_id: str, start: Start) -> Assignment | None:
    """Put somebody on a track; ``None`` where they are on it already."""
    tutor, learner = counter.tutor, start.learner
    assignment = enroll(
        start.track,
        team_id,
        learner.id,
        lead=lead_id,
        preceptor=start.preceptor,
        starts_on=start.starts_on,
        shifts=shifts_of(start.pattern, learner.tz, start.starts_on),
        now=tutor.now(),
    )
    if not await tutor.office.store.assignments.begin(assignment, tutor.now()):
        return None
    tutor.office.attendant.wake()
    return assignment


def may_lead(person: Person, leads: Leads) -> bool:
    """Whether somebody may put others on tracks."""
    return person.is_admin or person.id in leads.user_ids


# Who comes


async def hear_joiner(ack: AsyncAck, event: Payload, body: Payload, *, counter: Counter) -> BoltResponse | None:
    """Somebody joined the workspace: ask the leads, where they want to be asked."""
    user = event.get("user") or {}
    return await _hear(ack, body, str(user.get("id")), None, counter=counter)


async def hear_member(ack: AsyncAck, event: Payload, body: Payload, *, counter: Counter) -> BoltResponse | None:
    """Somebody joined a channel: ask the leads, where they want to be asked of it."""
    return await _hear(ack, body, str(event.get("user")), str(event.get("channel")), counter=counter)


async def _hear(
    ack: AsyncAck, body: Payload, user_id: str, channel_id: str | None, *, counter: Counter
) -> BoltResponse | None:
    team_id, office = str(body.get("team_id") or ""), counter.tutor.office
    try:
        leads = await office.store.leads.get(team_id)
        is_wanted = channel_id in leads.channels if channel_id else leads.proposes_joiners
        if is_wanted and not (await office.person(user_id)).is_bot:
            await _propose(counter, team_id, user_id, leads, channel_id)
    except (StorageError, TryAgainError) as error:
        logger.warning("who came has to be told again: %s", error)
        return BoltResponse(status=AGAIN, body="")
    await ack()
    return None


async def _propose(counter: Counter, team_id: str, user_id: str, leads: Leads, channel_id: str | None) -> None:
    """Ask each lead once about somebody, however they came."""
    tutor = counter.tutor
    details = {"user": user_id} | ({"channel": channel_id} if channel_id else {})
    errands = [
        Errand(f"proposal:{team_id}:{user_id}:{lead}", "proposal", team_id, tutor.now(), lead, details)
        for lead in leads.user_ids
        if lead != user_id
    ]
    await tutor.office.store.errands.put(*errands)
    tutor.office.attendant.wake()


# Learners


async def do_step(ack: AsyncAck, action: Payload, body: Payload, *, counter: Counter) -> None:
    """A learner did a step; on the disk before the ack."""
    found = await _theirs(counter, action, body)
    if found is None:
        await ack()
        counter.answer(body, cards.gone_track_card())
        return
    assignment, step = found
    tutor = counter.tutor
    await tutor.office.store.assignments.do(assignment, step.id, tutor.now())
    await ack()
    tutor.office.attendant.wake()
    after = await tutor.office.store.assignments.get(assignment.id) or assignment
    if is_private(body):  # the list of what is open, which shows what is left of it
        card = await _open_steps(counter, body)
    else:
        card = cards.step_card(tutor.standing(after), step, tutor.office.desk.library.pack)
    counter.answer(body, card, replace=True)


async def ask_for_sign_off(ack: AsyncAck, action: Payload, body: Payload, *, counter: Counter) -> None:
    """Ask the preceptor; the same button more than once a minute asks only once."""
    found, tutor = await _theirs(counter, action, body), counter.tutor
    card, is_done = cards.gone_track_card(), False
    if found:
        assignment, step = found
        card, is_done = cards.nobody_signs_off_card(), assignment.has_done(step.id)
        if is_done:
            card = cards.step_card(tutor.standing(assignment), step, tutor.office.desk.library.pack)
        elif who := assignment.signs_off:
            now, clicked = tutor.now(), str((body.get("container") or {}).get("message_ts") or "")
            key = f"sign_off:{assignment.id}:{step.id}:{now:%Y-%m-%dT%H:%M}:{clicked}"
            details = {"assignment": assignment.id, "step": step.id}
            await tutor.office.store.errands.put(Errand(key, "sign_off", assignment.team_id, now, who, details))
            tutor.office.attendant.wake()
            card = cards.asked_for_sign_off_card(who)
    await ack()
    counter.answer(body, card, replace=is_done)


async def decide_sign_off(ack: AsyncAck, action: Payload, body: Payload, *, counter: Counter, is_signed: bool) -> None:
    """A preceptor decides; the learner is told, and it is on the disk before the ack."""
    tutor, by = counter.tutor, str(body["user"]["id"])
    found = await _found(counter, action)
    if found is None or by == found[0].user_id or by not in {found[0].preceptor, found[0].lead}:
        await ack()
        counter.answer(body, cards.gone_track_card())
        return
    assignment, step = found
    now = tutor.now()
    if assignment.has_done(step.id):  # on another card, or by the other of the two
        await ack()
        counter.answer(body, cards.signed_off_card(tutor.standing(assignment), step, is_signed=True), replace=True)
        return
    if is_signed:
        await tutor.office.store.assignments.do(assignment, step.id, now)
    details = {"assignment": assignment.id, "step": step.id, "by": by, "signed": "yes" if is_signed else ""}
    key = f"signed:{assignment.id}:{step.id}:{'yes' if is_signed else f'{now:%Y-%m-%dT%H:%M}'}"
    await tutor.office.store.errands.put(Errand(key, "signed", assignment.team_id, now, assignment.user_id, details))
    tutor.office.attendant.wake()
    await ack()
    counter.answer(body, cards.signed_off_card(tutor.standing(assignment), step, is_signed=is_signed), replace=True)


async def open_shifts(ack: AsyncAck, action: Payload, body: Payload, *, counter: Counter) -> None:
    """Open the form of a learner's shifts."""
    tutor = counter.tutor
    assignment = await tutor.office.store.assignments.get(chosen_value(action))
    if assignment is None or assignment.user_id != body["user"]["id"] or not assignment.state.is_under_way:
        await ack()
        counter.answer(body, cards.gone_track_card())
        return
    view = cards.shifts_modal(tutor.standing(assignment))
    await tutor.office.courier.call("views_open", trigger_id=str(body["trigger_id"]), view=view)
    await ack()


async def save_shifts(ack: AsyncAck, body: Payload, view: Payload, *, counter: Counter) -> None:
    """Keep a learner's shifts, and plan by them what is not sent yet."""
    tutor, filled = counter.tutor, Filled(view)
    assignment = await tutor.office.store.assignments.get(str(view["private_metadata"]))
    user_id = str(body["user"]["id"])
    if assignment is None or assignment.user_id != user_id or not assignment.state.is_under_way:
        await ack(response_action="errors", errors={cards.BEGINS: "This track is no longer under way."})
        return
    shifts, wrong = _shifts(filled, assignment.shifts, shown=cards.coming_leave(assignment.shifts, tutor.now()))
    wrong |= complaints_about_shifts(shifts)
    if wrong:
        await ack(response_action="errors", errors=wrong)
        return
    shares = bool(filled.ticked(cards.SHARES))
    await tutor.change(assignment.id, lambda before, now: with_shifts(before, now, shifts=shifts, shares=shares))
    await ack()
    counter.home.show(team_of(body), user_id)


async def set_pattern(ack: AsyncAck, action: Payload, body: Payload, *, counter: Counter) -> None:
    """Keep in one tap that a learner works days, nights or weekends; leave stays, the rest is as usual for it."""
    tutor = counter.tutor
    assignment_id, _, pattern = chosen_value(action).partition("|")
    assignment = await tutor.office.store.assignments.get(assignment_id)
    after = None
    if assignment and assignment.user_id == body["user"]["id"] and pattern in set(Pattern):
        after = await tutor.change(assignment_id, functools.partial(with_pattern, pattern=Pattern(pattern)))
    await ack()
    counter.answer(body, cards.changed_card(tutor.standing(after)) if after else cards.gone_track_card())


async def change_state(
    ack: AsyncAck,
    action: Payload,
    body: Payload,
    *,
    counter: Counter,
    how: Callable[[Assignment, Any], Assignment],
) -> None:
    """Pause, resume or stop a track; only the learner does, or who leads them."""
    tutor, user_id = counter.tutor, str(body["user"]["id"])
    assignment = await tutor.office.store.assignments.get(chosen_value(action))
    after = None
    if assignment and user_id in {assignment.user_id, assignment.lead}:
        after = await tutor.change(assignment.id, how)
    await ack()
    counter.answer(body, cards.changed_card(tutor.standing(after)) if after else cards.gone_track_card())


async def show_open_steps(ack: AsyncAck, body: Payload, *, counter: Counter) -> None:
    """Show a learner what is still open, of every track."""
    card = await _open_steps(counter, body)
    await ack()
    counter.answer(body, card)


async def _open_steps(counter: Counter, body: Payload) -> Message:
    tutor = counter.tutor
    theirs = await tutor.office.store.assignments.of_learner(team_of(body), str(body["user"]["id"]))
    standings = [tutor.standing(one) for one in theirs if one.state.is_under_way]
    return cards.open_steps_card(standings, tutor.office.desk.library.pack)


async def _theirs(counter: Counter, action: Payload, body: Payload) -> tuple[Assignment, TrackStep] | None:
    """The learner's own assignment and the step that a button names."""
    found = await _found(counter, action)
    return found if found and found[0].user_id == body["user"]["id"] else None


async def _found(counter: Counter, action: Payload) -> tuple[Assignment, TrackStep] | None:
    """The assignment and step that a button names, while it is under way."""
    assignment_id, _, step_id = chosen_value(action).partition("|")
    assignment = await counter.tutor.office.store.assignments.get(assignment_id)
    track = counter.tutor.track(assignment) if assignment else None
    step = track.step(step_id) if track else None
    return (assignment, step) if assignment and step and assignment.state.is_under_way else None


# Forms


class Filled:
    """What was filled into a form, by the names of its fields.

    Args:
        view: As it was submitted.
    """

    def __init__(self, view: Payload) -> None:
        self._values: Mapping[str, Any] = view["state"]["values"]

    def text(self, name: str) -> str:
        """What was typed."""
        return str(self._of(name).get("value") or "")

    def option(self, name: str) -> str:
        """The value of the one option that was chosen."""
        return str((self._of(name).get("selected_option") or {}).get("value") or "")

    def label(self, name: str) -> str:
        """What the one option that was chosen says."""
        return str(((self._of(name).get("selected_option") or {}).get("text") or {}).get("text") or "")

    def ticked(self, name: str) -> list[str]:
        """The values of the boxes that were ticked."""
        return [str(one["value"]) for one in self._of(name).get("selected_options") or ()]

    def user(self, name: str) -> str:
        """A person's member id."""
        return str(self._of(name).get("selected_user") or "")

    def users(self, name: str) -> tuple[str, ...]:
        """Several people's."""
        return tuple(sorted(self._of(name).get("selected_users") or ()))

    def conversations(self, name: str) -> tuple[str, ...]:
        """Ids of channels."""
        return tuple(sorted(self._of(name).get("selected_conversations") or ()))

    def day(self, name: str) -> str:
        """A day, as ``2026-11-30``."""
        return str(self._of(name).get("selected_date") or "")

    def at(self, name: str) -> time | None:
        """A time of the day."""
        chosen = self._of(name).get("selected_time")
        return time.fromisoformat(chosen) if chosen else None

    def _of(self, name: str) -> Mapping[str, Any]:
        return (self._values.get(name) or {}).get(name) or {}


def _shifts(filled: Filled, before: Shifts, *, shown: Span | None) -> tuple[Shifts, dict[str, str]]:
    """The shifts that were filled in, and what of it cannot be read.

    Args:
        filled: The form.
        before: The shifts so far.
        shown: The leave that stood in the form.
    """
    wrong: dict[str, str] = {}
    quiet_from, quiet_to = filled.at(cards.QUIET_FROM), filled.at(cards.QUIET_TO)
    if (quiet_from is None) is not (quiet_to is None):
        wrong[cards.QUIET_TO if quiet_from else cards.QUIET_FROM] = "Give both times, or neither."
    away, back = filled.day(cards.LEAVE_FROM), filled.day(cards.LEAVE_TO)
    leaves = tuple(leave for leave in before.leaves if leave != shown)
    if bool(away) is not bool(back):
        wrong[cards.LEAVE_TO if away else cards.LEAVE_FROM] = "Give both days, or neither."
    elif away and away > back:
        wrong[cards.LEAVE_TO] = "The last day away is before the first."
    elif away:
        leaves = _with_leave(leaves, Span(date.fromisoformat(away), date.fromisoformat(back)))
    cycle = filled.option(cards.CYCLE)
    on, _, off = cycle.partition(",")
    shifts = replace(
        before,
        begins=filled.at(cards.BEGINS) or before.begins,
        ends=filled.at(cards.ENDS) or before.ends,
        days=frozenset(map(int, filled.ticked(cards.DAYS))),
        cycle=(int(on), int(off)) if off else None,
        quiet=(quiet_from, quiet_to) if quiet_from and quiet_to else None,
        leaves=leaves,
    )
    return shifts, wrong


def _with_leave(leaves: Sequence[Span], leave: Span) -> tuple[Span, ...]:
    """Leave in the place of what it overlaps, in the order of its days."""
    others = (one for one in leaves if one.last < leave.first or one.first > leave.last)
    return tuple(sorted((*others, leave), key=lambda one: one.first))


def _tracks(counter: Counter) -> list[Track]:
    tracks = counter.tutor.office.desk.library.pack.tracks.values()
    return sorted(tracks, key=lambda track: track.name.casefold())


def _today(counter: Counter, tz: str) -> date:
    return counter.tutor.now().astimezone(ZoneInfo(tz)).date()
