"""``/onboard``: leads put people on tracks, one or a whole cohort, and are asked about who joins."""

import asyncio
import logging
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.cards import leading as cards
from bot.core.cohorts import Cohort, Row, is_member_id, read_cohort
from bot.core.onboarding import (
    complaint_about_start,
    enroll,
)
from bot.errors import StorageError
from bot.handlers.attending import TryAgainError
from bot.handlers.binding import Payload, action_id, bind, chosen_value, team_of, typed_text
from bot.handlers.counter import Counter
from bot.handlers.courier import RefusedError
from bot.handlers.forms import Filled
from bot.handlers.mentions import AGAIN
from bot.handlers.owning import Person
from bot.knowledge.learning import Assignment
from bot.knowledge.shifts import Pattern, shifts_of
from bot.knowledge.tracks import Track
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
    """Listen to leads' forms, to proposals, and to who comes."""
    app.view_submission(Modal.ONBOARD.value)(bind(start_track, counter=counter))
    app.view_submission(Modal.LEADS.value)(bind(save_leads, counter=counter))
    app.view_submission(Modal.COHORT.value)(bind(start_cohort, counter=counter))
    app.action(action_id(Action.START_TRACK))(bind(open_form, counter=counter))
    app.action(action_id(Action.DISMISS))(bind(dismiss, counter=counter))
    app.event("team_join")(bind(hear_joiner, counter=counter))
    app.event("member_joined_channel")(bind(hear_member, counter=counter))


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


def _tracks(counter: Counter) -> list[Track]:
    tracks = counter.tutor.office.desk.library.pack.tracks.values()
    return sorted(tracks, key=lambda track: track.name.casefold())


def _today(counter: Counter, tz: str) -> date:
    return counter.tutor.now().astimezone(ZoneInfo(tz)).date()
