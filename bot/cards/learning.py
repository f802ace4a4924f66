"""Cards of learners and of their preceptors: the welcome, steps, shifts, and the sign-off."""

from collections.abc import Iterable, Sequence

from bot.cards.blocks import (
    Block,
    Message,
    actions,
    bold,
    button,
    confirmed,
    context,
    escape,
    field,
    header,
    message,
    modal,
    pick_date,
    pick_one,
    pick_time,
    primary,
    section,
    tick,
)
from bot.cards.parts import compare_value, open_button
from bot.cards.questions import question_value
from bot.cards.sharing import posted_card
from bot.cards.standing import Standing, at_shift, bar, coming_leave, date_in_words, day_of, in_words, questions
from bot.knowledge.channels import WEEK
from bot.knowledge.learning import Assignment, State
from bot.knowledge.pack import Pack
from bot.knowledge.shifts import Pattern
from bot.knowledge.tracks import TrackStep, entries_asked
from bot.names import Action, Modal

DAYS, BEGINS, ENDS, CYCLE, QUIET_FROM, QUIET_TO, LEAVE_FROM, LEAVE_TO, SHARES = (
    "days", "begins", "ends", "cycle", "quiet_from", "quiet_to", "leave_from", "leave_to", "shares",
)  # fmt: skip
"""The ``block_id`` of each field."""

I_WORK = {
    Pattern.DAYS: "I work days",
    Pattern.NIGHTS: "I work nights",
    Pattern.WEEKENDS: "I work weekends",
}

CYCLES = {"": "The same every week", "2,2": "2 on, 2 off", "4,4": "4 on, 4 off", "7,7": "7 on, 7 off"}
"""Days on and off in turn, as hospitals roster them."""

MOST_OPEN = 8
"""Steps that are shown together: each has up to five blocks, and a message takes fifty."""

_DONE = "✅"


def welcome_card(standing: Standing) -> Message:
    """The first message: what will come, who is there, and how to have it otherwise."""
    assignment, track = standing.assignment, standing.track
    first = next((step.wanted_at for step in assignment.steps if step.wanted_at), None)
    when = f"The first comes {at_shift(first, assignment.shifts)}." if first else "The first comes on your next shift."
    people = []
    if assignment.lead:
        people.append(f"<@{assignment.lead}> started this for you, and sees how far you are. What you answer in a quiz "
                      "stays with you, unless you share it.")  # fmt: skip
    if assignment.preceptor and assignment.preceptor != assignment.lead:
        people.append(f"<@{assignment.preceptor}> is your preceptor, and signs off what you can do.")
    blocks = [
        header(f"Welcome: {standing.name}"),
        section(escape(track.summary) if track else "This track is no longer here."),
        section(f"*What will come:* {len(assignment.steps)} short steps, at most one on each shift you work. {when}"),
        *([section(" ".join(people))] if people else []),
        section(f"*Your shifts:* {escape(in_words(assignment.shifts, standing.now))}. Nothing comes outside them."),
        actions(button(label, Action.SET_PATTERN, f"{assignment.id}|{one}") for one, label in I_WORK.items()),
        _controls(assignment),
        context("A word you don't know? Ask me here, in your own words, whenever you like."),
    ]
    return posted_card(message(blocks))


def step_card(standing: Standing, step: TrackStep, pack: Pack, *, is_back: bool = False) -> Message:
    """A step as it is sent, and what stands in its place once it is done.

    Args:
        standing: Whose it is; whether the step is done is read there.
        step: It.
        pack: Has what it shows.
        is_back: Whether leave lies between it and the step before.
    """
    blocks = [
        header(heading(standing, step)),
        *([section("*Welcome back.* Nothing was sent while you were away.")] if is_back else []),
        *step_blocks(standing, step, pack),
        *([actions([button("What is still open", Action.CATCH_UP, standing.assignment.id)])] if is_back else []),
    ]
    return posted_card(message(blocks))


def heading(standing: Standing, step: TrackStep) -> str:
    """What a step is called: ``Ward nurse 3/12: Contrast``.

    No other message to the same person begins so: `bot.handlers.tutoring` tells by it what Slack has scheduled.
    """
    ids = [one.step_id for one in standing.assignment.steps]
    number = ids.index(step.id) + 1 if step.id in ids else 1
    return f"{standing.name} {number}/{len(ids)}: {step.title}"


def step_blocks(standing: Standing, step: TrackStep, pack: Pack) -> list[Block]:
    """What a step is about, and its buttons; the same in a message and on the Home tab."""
    key = f"{standing.assignment.id}|{step.id}"
    done = next((one.done_at for one in standing.assignment.steps if one.step_id == step.id), None)
    blocks = [section(escape(step.why)), *_shown(step, pack)]
    if done:
        return [*blocks, context(f"{_DONE} Done {day_of(done, standing.assignment.shifts)}")]
    match step.content:
        case "quiz":
            return [*blocks, actions([button(f"Begin: {questions(step.quiz or 0)}", Action.BEGIN_QUIZ, key)])]
        case "sign_off":
            who = standing.assignment.signs_off
            to = f"<@{who}> confirms this" if who else "A lead confirms this"
            return [*blocks, context(to), actions([button("Ask for the sign-off", Action.ASK_SIGN_OFF, key)])]
        case _:
            return [*blocks, actions([button("Done", Action.STEP_DONE, key, f"Done: {step.title}")])]


def _shown(step: TrackStep, pack: Pack) -> list[Block]:
    if step.task:
        return [section(f"☑️ {bold(step.task)}")]
    if step.sign_off:
        return [section(f"🖊️ {bold(step.sign_off)}")]
    if step.compare:
        entries = [pack.entries[one] for one in step.compare if one in pack.entries]
        names = " · ".join(entry.short for entry in entries)
        return [actions([button(f"Compare {names}", Action.COMPARE, compare_value(entries))])]
    if step.questions:
        return [actions(_question_buttons(step.questions, pack))]
    if step.cards:
        return [actions(open_button(pack.entries[one]) for one in step.cards if one in pack.entries)]
    return []


def _question_buttons(asked: Iterable[str], pack: Pack) -> list[Block]:
    buttons = []
    for asking in asked:
        question = pack.questions.get(asking.partition(":")[0])
        entries = [pack.entries[one] for one in entries_asked(asking) if one in pack.entries]
        if question:
            about = f" ({', '.join(entry.short for entry in entries)})" if entries else ""
            buttons.append(button(f"{question.name}{about}", Action.ANSWER, question_value(question, entries)))
    return buttons


def open_steps_card(standings: Sequence[Standing], pack: Pack) -> Message:
    """What a learner has and did not do yet, to catch up."""
    steps = [
        (standing, step)
        for standing in standings
        for progress in standing.assignment.open_steps(standing.now)
        if standing.track and (step := standing.track.step(progress.step_id))
    ]
    if not steps:
        return message([section("Nothing is open: you are up to date.")])
    blocks = [header("Still open")]
    for standing, step in steps[:MOST_OPEN]:
        blocks += [section(bold(heading(standing, step))), *step_blocks(standing, step, pack)]
    if len(steps) > MOST_OPEN:
        blocks.append(context(f"And {len(steps) - MOST_OPEN} more, once these are done."))
    return message(blocks)


def learner_blocks(standing: Standing, pack: Pack) -> list[Block]:
    """A learner's part of the Home tab: how far, what is open, what comes, and how to have it otherwise.

    Args:
        standing: How it stands.
        pack: Has what steps show.
    """
    assignment, track = standing.assignment, standing.track
    blocks: list[Block] = [
        header(f"Your track: {standing.name}"),
        section(f"{bar(assignment)}{_state_told(assignment)}"),
    ]
    open_steps = [step for one in assignment.open_steps(standing.now) if track and (step := track.step(one.step_id))]
    if open_steps:
        first, *rest = open_steps
        blocks += [section(f"*To do now: {escape(first.title)}*"), *step_blocks(standing, first, pack)]
        if rest:
            blocks.append(context(f"Also open: {escape(', '.join(step.title for step in rest))}"))
    if (coming := assignment.next_step(standing.now)) and coming.wanted_at and track:
        step = track.step(coming.step_id)
        title = f": {escape(step.title)}" if step else ""
        blocks.append(context(f"Comes {at_shift(coming.wanted_at, assignment.shifts)}{title}"))
    if assignment.state.is_under_way:
        blocks += [context(f"Your shifts: {escape(in_words(assignment.shifts, standing.now))}"), _controls(assignment)]
    return blocks


def practice_blocks(due: int) -> list[Block]:
    """A learner's part of the Home tab on what they got wrong.

    Args:
        due: How many questions should come again by now.
    """
    if not due:
        return []
    again = button(f"Practise: {questions(due)}", Action.PRACTISE, "practice")
    return [section("Some questions you got wrong are due again."), actions([again])]


def _state_told(assignment: Assignment) -> str:
    return {
        State.RUNNING: "",
        State.PAUSED: "\n⏸️ Paused: nothing comes until you resume.",
        State.STOPPED: "\n⏹️ Stopped.",
        State.FINISHED: "\n🎓 Finished.",
    }[assignment.state]


def _controls(assignment: Assignment) -> Block:
    pause = (
        button("Resume", Action.RESUME, assignment.id)
        if assignment.state is State.PAUSED
        else button("Pause", Action.PAUSE, assignment.id)
    )
    stop = confirmed(
        button("Stop", Action.STOP, assignment.id),
        "Stop this track?",
        "Nothing more comes. Your lead sees that it stopped.",
        "Stop it",
        "Keep it",
    )
    return actions([button("Set my shifts", Action.SET_SHIFTS, assignment.id), pause, stop])


def shifts_modal(standing: Standing) -> Block:
    """The form in which a learner says when they work, and when not to be written to."""
    assignment, shifts = standing.assignment, standing.assignment.shifts
    cycle = ",".join(map(str, shifts.cycle)) if shifts.cycle else ""
    quiet = [at.strftime("%H:%M") for at in shifts.quiet] if shifts.quiet else ["", ""]
    leave = coming_leave(shifts, standing.now)
    blocks = [
        section(f"Steps of {bold(standing.name)} come on shifts you work, half an hour after they begin. "
                f"All times are by the clock of {escape(shifts.tz)}."),
        field(BEGINS, "A shift begins", pick_time(shifts.begins.strftime("%H:%M"))),
        field(ENDS, "A shift ends", pick_time(shifts.ends.strftime("%H:%M")),
              hint="For nights this is the next morning."),
        field(DAYS, "Days on which a shift may begin", tick([(day, str(number)) for number, day in enumerate(WEEK)],
              [str(day) for day in sorted(shifts.days)]), hint="A night from Friday to Saturday is Friday's."),
        field(CYCLE, "Days on and off", pick_one([(label, value) for value, label in
              ((value or "same", label) for value, label in CYCLES.items())], cycle or "same"),
              hint=f"Counted from {date_in_words(shifts.anchor)}, your first day."),
        field(QUIET_FROM, "Quiet time: from", pick_time(quiet[0]), optional=True,
              hint="Hours of a shift in which nothing comes."),
        field(QUIET_TO, "Quiet time: until", pick_time(quiet[1]), optional=True),
        field(LEAVE_FROM, "Leave: first day away", pick_date(leave.first.isoformat() if leave else ""), optional=True,
              hint="Days away do not count as shifts: you go on where you left off."),
        field(LEAVE_TO, "Leave: last day away", pick_date(leave.last.isoformat() if leave else ""), optional=True),
        field(SHARES, "Quizzes", tick([("My lead and preceptor may see my results", "yes")],
              ["yes"] if assignment.shares else []), optional=True),
    ]  # fmt: skip
    return modal(
        "My shifts",
        blocks,
        callback_id=Modal.SHIFTS,
        close="Cancel",
        submit="Save",
        metadata=assignment.id,
    )


def changed_card(standing: Standing) -> Message:
    """How an assignment stands after the learner changed it."""
    assignment = standing.assignment
    coming = assignment.next_step(standing.now)
    at = coming.wanted_at if coming else None
    # What is still wanted of a plan that is not running can no longer be taken back.
    but = " A step that is on its way still comes." if at and assignment.state is not State.RUNNING else ""
    unsent = "No shift is known on which the next step could come." if coming else "Every step has been sent."
    told = {
        State.PAUSED: f"Paused. Nothing comes until you resume; what you did stays done.{but}",
        State.STOPPED: f"Stopped. Nothing more comes, and your lead sees that it stopped.{but}",
        State.FINISHED: "Finished.",
        State.RUNNING: f"Next step: {at_shift(at, assignment.shifts)}." if at else unsent,
    }[assignment.state]
    blocks = [section(f"{bold(standing.name)}: {told}")]
    if assignment.state.is_under_way:
        blocks.append(context(f"Your shifts: {escape(in_words(assignment.shifts, standing.now))}"))
    if assignment.state is State.PAUSED:
        blocks.append(actions([button("Resume", Action.RESUME, assignment.id)]))
    return message(blocks)


def gone_track_card() -> Message:
    """What a button of an assignment says that is over, or was forgotten."""
    return message([section("This track is no longer under way, so nothing was changed.")])


def finished_card(standing: Standing, *, is_learner: bool) -> Message:
    """The last message: to the learner, and to the lead."""
    assignment = standing.assignment
    if is_learner:
        said = f"🎓 You have done all {len(assignment.steps)} steps of {bold(standing.name)}. "
        said += "Questions you got wrong still come back on the Home tab, until you know them."
    else:
        said = f"🎓 <@{assignment.user_id}> has done all {len(assignment.steps)} steps of {bold(standing.name)}."
    return posted_card(message([section(said)]))


# For a preceptor


def sign_off_card(standing: Standing, step: TrackStep) -> Message:
    """Asks whoever signs off."""
    assignment = standing.assignment
    key, what = f"{assignment.id}|{step.id}", bold(step.sign_off or "")
    return posted_card(
        message(
            [
                header("To sign off"),
                section(f"<@{assignment.user_id}> asks you to confirm, for {bold(standing.name)}:\n{what}"),
                actions(
                    [
                        primary(button("Sign off", Action.SIGN_OFF, key)),
                        button("Not yet", Action.NOT_YET, key),
                    ]
                ),
                context("Not yet: they are told to talk with you, and can ask again."),
            ]
        )
    )


def signed_off_card(standing: Standing, step: TrackStep, *, is_signed: bool) -> Message:
    """What stands in the place of the request, for whoever decided."""
    told = f"{_DONE} Signed off" if is_signed else "You said “not yet”"
    about = f"<@{standing.assignment.user_id}> · {bold(step.sign_off or '')}"
    return message([section(f"{told}: {about}")])


def sign_off_told_card(standing: Standing, step: TrackStep, by: str, *, is_signed: bool) -> Message:
    """Tells the learner what was decided."""
    what = bold(step.sign_off or "")
    if is_signed:
        said = f"{_DONE} <@{by}> signed off: {what}"
        return posted_card(message([section(said)]))
    ask = button("Ask again", Action.ASK_SIGN_OFF, f"{standing.assignment.id}|{step.id}")
    said = f"<@{by}> says not yet: {what}\nTalk it through with them, and ask again when you are ready."
    return posted_card(message([section(said), actions([ask])]))


def asked_for_sign_off_card(who: str) -> Message:
    """Tells a learner that the request went out."""
    return message([section(f"<@{who}> has been asked. You are told when they have decided.")])


def nobody_signs_off_card() -> Message:
    """What a learner sees whose lead and preceptor are gone."""
    return message([section("Nobody is left who could sign this off. Ask a workspace admin whom to turn to.")])
