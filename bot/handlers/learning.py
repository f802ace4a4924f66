"""Learners do steps and say when they work; preceptors sign off."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards import learning as cards
from bot.cards import standing
from bot.cards.blocks import Message
from bot.core.onboarding import (
    complaints_about_shifts,
    paused,
    resumed,
    stopped,
    with_pattern,
    with_shifts,
)
from bot.handlers.binding import Payload, action_id, bind, chosen_value, is_private, team_of
from bot.handlers.counter import Counter
from bot.handlers.forms import Filled
from bot.knowledge.learning import Assignment
from bot.knowledge.shifts import Pattern, Shifts, Span
from bot.knowledge.tracks import TrackStep
from bot.names import Action, Modal
from bot.storage.errands import Errand


def register(app: AsyncApp, *, counter: Counter) -> None:
    """Listen to learners' and preceptors' buttons, and to the form of shifts."""
    app.view_submission(Modal.SHIFTS.value)(bind(save_shifts, counter=counter))
    app.action(action_id(Action.STEP_DONE))(bind(do_step, counter=counter))
    app.action(action_id(Action.ASK_SIGN_OFF))(bind(ask_for_sign_off, counter=counter))
    app.action(action_id(Action.SIGN_OFF))(bind(decide_sign_off, counter=counter, is_signed=True))
    app.action(action_id(Action.NOT_YET))(bind(decide_sign_off, counter=counter, is_signed=False))
    app.action(action_id(Action.SET_SHIFTS))(bind(open_shifts, counter=counter))
    app.action(action_id(Action.SET_PATTERN))(bind(set_pattern, counter=counter))
    for action, how in ((Action.PAUSE, paused), (Action.RESUME, resumed), (Action.STOP, stopped)):
        app.action(action_id(action))(bind(change_state, counter=counter, how=how))
    app.action(action_id(Action.CATCH_UP))(bind(show_open_steps, counter=counter))


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
    shifts, wrong = _shifts(filled, assignment.shifts, shown=standing.coming_leave(assignment.shifts, tutor.now()))
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
