"""Cards of onboarding: how somebody is put on a track, what a learner gets, and what is asked of those beside them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

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
    pick_channels,
    pick_date,
    pick_one,
    pick_people,
    pick_person,
    pick_time,
    primary,
    section,
    text_input,
    tick,
)
from bot.cards.parts import compare_value, open_button
from bot.cards.questions import question_value
from bot.cards.sharing import posted_card
from bot.knowledge.channels import WEEK
from bot.knowledge.learning import Assignment, State
from bot.knowledge.pack import Pack
from bot.knowledge.shifts import Pattern, Shifts, Span
from bot.knowledge.tracks import Track, TrackStep, entries_asked
from bot.names import Action, Command, Modal

PERSON, TRACK, PRECEPTOR, STARTS_ON, PATTERN = "person", "track", "preceptor", "starts_on", "pattern"
DAYS, BEGINS, ENDS, CYCLE, QUIET_FROM, QUIET_TO, LEAVE_FROM, LEAVE_TO, SHARES = (
    "days", "begins", "ends", "cycle", "quiet_from", "quiet_to", "leave_from", "leave_to", "shares",
)  # fmt: skip
LEADS, JOINERS, CHANNELS, ROWS, SKIP = "leads", "joiners", "channels", "rows", "skip"
"""The ``block_id`` of each field."""

PATTERNS = {
    Pattern.DAYS: "Days, Monday to Friday",
    Pattern.NIGHTS: "Nights, Monday to Friday",
    Pattern.WEEKENDS: "Weekends",
}

I_WORK = {
    Pattern.DAYS: "I work days",
    Pattern.NIGHTS: "I work nights",
    Pattern.WEEKENDS: "I work weekends",
}

CYCLES = {"": "The same every week", "2,2": "2 on, 2 off", "4,4": "4 on, 4 off", "7,7": "7 on, 7 off"}
"""Days on and off in turn, as hospitals roster them."""

MOST_PASTED = 3000
"""Characters that a field of a form takes (docs.slack.dev, plain-text input element): some fifty rows."""

EXAMPLE_ROWS = "person,track,preceptor,start,shifts\nsam@example.org,ward-nurse,kim@example.org,2026-12-07,nights"

MOST_BAD_ROWS = 40

MOST_OPEN = 8
"""Steps that are shown together: each has up to five blocks, and a message takes fifty."""

STILL_THERE = (
    "What you pasted is still there: close this, and mend the lines; or tick that the others start all the same."
)

CELLS = 10
"""Of a bar that shows progress."""

_DONE = "✅"


class Standing(NamedTuple):
    """An assignment and its track, as cards show them.

    Attributes:
        assignment: It.
        track: ``None`` where the pack has it no longer.
        now: The moment.
    """

    assignment: Assignment
    track: Track | None
    now: datetime

    @property
    def name(self) -> str:
        """What the track is called."""
        return self.track.name if self.track else self.assignment.track_id


# For a lead


def onboard_modal(tracks: Sequence[Track], *, person: str | None, today: date, metadata: str) -> Block:
    """The form that puts somebody on a track.

    Args:
        tracks: What there is.
        person: Who, where that is known already.
        today: What stands in the field of the first day.
        metadata: Comes back with what is submitted.
    """
    options = [(track.name, track.id) for track in tracks]
    blocks = [
        section("A track sends short steps as direct messages, at most one on each shift they work. They can set their "
                "shifts, pause or stop it; you see how far they are, and nothing of what they answer."),
        field(PERSON, "Who", pick_person(person, "A new colleague")),
        field(TRACK, "Track", pick_one(options, options[0][1])),
        field(PRECEPTOR, "Preceptor", pick_person(None, "Who works beside them"), optional=True,
              hint="Signs off, and is asked what no card answers. You, where nobody is named."),
        field(STARTS_ON, "First day", pick_date(today.isoformat())),
        field(PATTERN, "Shifts", pick_one([(label, one.value) for one, label in PATTERNS.items()], Pattern.DAYS.value),
              hint="A beginning: they set the hours and days off themselves."),
    ]  # fmt: skip
    return modal(
        "Start a track",
        blocks,
        callback_id=Modal.ONBOARD,
        close="Cancel",
        submit="Start",
        metadata=metadata,
    )


def started_modal(assignment: Assignment, track: Track) -> Block:
    """What was begun."""
    first = next((step.wanted_at for step in assignment.steps if step.wanted_at), None)
    when = f" The first step comes {_at(first, assignment.shifts)}." if first else ""
    blocks = [
        section(f"✅ <@{assignment.user_id}> starts {bold(track.name)}, {len(track.steps)} steps.{when}"),
        context("They have been told, and can change their shifts. How far they are stands on the Home tab."),
    ]
    return modal("Started", blocks, callback_id=Modal.ONBOARD, close="Done")


def no_tracks_card() -> Message:
    """What a lead sees where the packs have no tracks."""
    return message(
        [
            header("There is no track yet"),
            section("A track is a file in the folder `tracks` of a pack. Ask whoever looks after Reading Room here."),
        ]
    )


def not_a_lead_card(prefix: str) -> Message:
    """What somebody sees who may not start tracks."""
    slash = Command.ONBOARD.slash(prefix)
    return message(
        [
            header("Tracks are started by leads"),
            section(f"Ask a workspace admin to name you one: they type `{slash} leads`."),
        ]
    )


def not_an_admin_card() -> Message:
    """What a lead sees who may not name leads."""
    return message(
        [
            header("Leads are named by admins"),
            section("Ask a workspace admin to change who leads, and when they are asked."),
        ]
    )


def onboard_usage_card(prefix: str) -> Message:
    """What may follow ``/onboard``."""
    slash = Command.ONBOARD.slash(prefix)
    return message(
        [
            header("Start somebody on a track"),
            section(
                f"`{slash}`  one person\n`{slash} cohort`  several at once, from a table\n"
                f"`{slash} leads`  who may do so, and when they are asked; for workspace admins"
            ),
        ]
    )


def leads_modal(leads: Sequence[str], *, proposes_joiners: bool, channels: Sequence[str], metadata: str) -> Block:
    """Who may start tracks, and when they are asked whether somebody should."""
    joined = [("Somebody joins the workspace", "yes")]
    blocks = [
        field(LEADS, "Leads", pick_people(leads, "Who may start tracks"), optional=True,
              hint="Workspace admins may start tracks too; only those named here are asked."),
        field(JOINERS, "Ask the leads when", tick(joined, ["yes"] if proposes_joiners else []), optional=True),
        field(CHANNELS, "Ask the leads when somebody joins one of these", pick_channels(channels, "Channels"),
              optional=True, hint="Reading Room has to be in the channel. Nothing starts before a lead says so."),
    ]  # fmt: skip
    return modal(
        "Leads",
        blocks,
        callback_id=Modal.LEADS,
        close="Cancel",
        submit="Save",
        metadata=metadata,
    )


def proposal_card(user_id: str, channel_id: str | None) -> Message:
    """Asks a lead whether somebody who came should start a track."""
    where = f"joined <#{channel_id}>" if channel_id else "joined the workspace"
    return message(
        [
            section(f"<@{user_id}> {where}. Should they start a track?"),
            actions(
                [
                    button("Choose a track…", Action.START_TRACK, user_id),
                    button("Not now", Action.DISMISS, user_id),
                ]
            ),
            context("You are asked as a lead. Nothing has been sent to them."),
        ]
    )


def dismissed_card(user_id: str) -> Message:
    """What is left of a proposal that a lead declined."""
    return message([context(f"<@{user_id}> was not put on a track.")])


def cohort_modal(tracks: Sequence[Track], metadata: str) -> Block:
    """The form for several people at once."""
    ids = ", ".join(f"`{track.id}`" for track in tracks)
    patterns = ", ".join(f"`{one.value}`" for one in Pattern)
    blocks = [
        section(
            "Paste a table, one person a line. *person* and *preceptor* are e-mail addresses or member IDs; "
            f"*preceptor* may be empty. *track*: {ids}. *start*: a day such as `2026-12-07`. *shifts*: {patterns}."
        ),
        field(ROWS, "Rows, with commas, semicolons or tabs between",
              text_input(most=MOST_PASTED, is_long=True, placeholder=EXAMPLE_ROWS),
              hint="As copied from a spreadsheet; the first line names the columns."),
        field(SKIP, "If some rows cannot be used", tick([("Start the others all the same", "yes")], []), optional=True),
    ]  # fmt: skip
    return modal(
        "Start a cohort",
        blocks,
        callback_id=Modal.COHORT,
        close="Cancel",
        submit="Check and start",
        metadata=metadata,
    )


def checking_modal(count: int) -> Block:
    """What is shown while rows are looked up."""
    return modal(
        "Start a cohort",
        [section(f"Looking up {_rows(count)}…")],
        callback_id=Modal.COHORT_REPORT,
    )


def cohort_report_modal(started: Sequence[str], bad: Sequence[tuple[int, str]]) -> Block:
    """What became of the rows.

    Args:
        started: Member ids of who was put on a track.
        bad: The line and what is wrong with it, of rows that cannot be used.
    """
    if started:
        people = ", ".join(f"<@{user}>" for user in started)
        blocks = [section(f"✅ Started {len(started)}: {people}")]
    else:
        blocks = [section("Nobody was started." if bad else "There was nothing to start.")]
    if bad:
        told = [f"• Line {line}: {escape(why)}" for line, why in bad[:MOST_BAD_ROWS]]
        if len(bad) > MOST_BAD_ROWS:
            told.append(f"• And {len(bad) - MOST_BAD_ROWS} more.")
        blocks += [section("\n".join([f"*{_rows(len(bad))} cannot be used*", *told]))]
        advice = "Paste these rows again once they are right." if started else STILL_THERE
        blocks.append(context(advice))
    return modal("Start a cohort", blocks, callback_id=Modal.COHORT_REPORT)


# For a learner


def welcome_card(standing: Standing) -> Message:
    """The first message: what will come, who is there, and how to have it otherwise."""
    assignment, track = standing.assignment, standing.track
    first = next((step.wanted_at for step in assignment.steps if step.wanted_at), None)
    when = f"The first comes {_at(first, assignment.shifts)}." if first else "The first comes on your next shift."
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
        return [*blocks, context(f"{_DONE} Done {_day(done, standing.assignment.shifts)}")]
    match step.content:
        case "quiz":
            return [*blocks, actions([button(f"Begin: {_questions(step.quiz or 0)}", Action.BEGIN_QUIZ, key)])]
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
        blocks.append(context(f"Comes {_at(coming.wanted_at, assignment.shifts)}{title}"))
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
    again = button(f"Practise: {_questions(due)}", Action.PRACTISE, "practice")
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
              hint=f"Counted from {_date(shifts.anchor)}, your first day."),
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
        State.RUNNING: f"Next step: {_at(at, assignment.shifts)}." if at else unsent,
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


# For a lead's Home


def cohort_blocks(standings: Sequence[Standing], shared: Mapping[str, str], most: int) -> list[Block]:
    """Whom somebody leads: a line each, those who are stuck first.

    Args:
        standings: Theirs.
        shared: How the quizzes went of those who share it, by assignment.
        most: Lines at most.
    """
    if not standings:
        return []
    ordered = sorted(
        standings, key=lambda one: (not one.assignment.is_stuck(one.now), not one.assignment.state.is_under_way)
    )
    lines = [_line(one, shared.get(one.assignment.id, "")) for one in ordered[:most]]
    blocks: list[Block] = [header("Your cohort"), *(section(line) for line in lines)]
    if len(ordered) > most:
        blocks.append(context(f"And {len(ordered) - most} more."))
    stuck = sum(one.assignment.is_stuck(one.now) for one in standings)
    told = f"{stuck} stuck: a step has lain undone for three shifts or more. " if stuck else ""
    return [*blocks, context(f"{told}You see how far they are, and no answers unless they share them.")]


def _line(standing: Standing, shared: str) -> str:
    assignment = standing.assignment
    coming = assignment.next_step(standing.now)
    if assignment.is_stuck(standing.now):
        open_steps = assignment.open_steps(standing.now)
        step = standing.track.step(open_steps[0].step_id) if standing.track else None
        state = f"⚠️ stuck at “{escape(step.title)}”" if step else "⚠️ stuck"
    elif assignment.state is State.RUNNING:
        at = coming.wanted_at if coming else None
        state = f"next {_at(at, assignment.shifts)}" if at else "all steps sent"
    else:
        state = {State.PAUSED: "⏸️ paused", State.STOPPED: "⏹️ stopped", State.FINISHED: "🎓 finished"}[assignment.state]
    return "\n".join([f"<@{assignment.user_id}> · {bold(standing.name)}", f"{bar(assignment)} · {state}{shared}"])


def new_hires_asked_blocks(asked: Sequence[tuple[str, int]], fewest: int) -> list[Block]:
    """What new hires asked this month; only what several did, so that nobody is told apart.

    Args:
        asked: What, in words, and by how many.
        fewest: From how many on it is shown.
    """
    lines = [f"• {escape(what)} · {count} new hires" for what, count in asked]
    said = "\n".join(lines) if lines else f"Nothing that {fewest} or more of them asked."
    return [section(f"*New hires asked this month*\n{said}")]


# Words


def bar(assignment: Assignment) -> str:
    """How far somebody is: ``▓▓▓░░░░░░░ 3 of 12``."""
    total = len(assignment.steps) or 1
    filled = assignment.done * CELLS // total
    return f"{'▓' * filled}{'░' * (CELLS - filled)} {assignment.done} of {len(assignment.steps)}"


def coming_leave(shifts: Shifts, now: datetime) -> Span | None:
    """The leave that somebody is on, or will be on next; ``None`` where none is known."""
    today = now.astimezone(ZoneInfo(shifts.tz)).date()
    return next((leave for leave in shifts.leaves if leave.last >= today), None)


def in_words(shifts: Shifts, now: datetime) -> str:
    """When somebody works, in words: ``20:00 to 08:00, Mon to Fri``."""
    told = f"{shifts.begins:%H:%M} to {shifts.ends:%H:%M}, {_days(sorted(shifts.days))}"
    if shifts.cycle:
        told += f", {shifts.cycle[0]} on and {shifts.cycle[1]} off"
    if shifts.quiet:
        told += f", quiet {shifts.quiet[0]:%H:%M} to {shifts.quiet[1]:%H:%M}"
    if leave := coming_leave(shifts, now):
        told += f", away {_date(leave.first)} to {_date(leave.last)}"
    return told


def _days(days: Sequence[int]) -> str:
    names = [WEEK[day][:3] for day in days]
    if len(days) == len(WEEK):
        return "every day"
    is_run = len(days) > 2 and list(days) == list(range(days[0], days[0] + len(days)))  # noqa: PLR2004 - three in a row
    return f"{names[0]} to {names[-1]}" if is_run else ", ".join(names)


def _at(at: datetime | None, shifts: Shifts) -> str:
    """``Mon 30 Nov at 20:30`` by the learner's clock."""
    if at is None:
        return "on the next shift"
    local = at.astimezone(ZoneInfo(shifts.tz))
    return f"{_date(local.date())} at {local:%H:%M}"


def _day(at: datetime, shifts: Shifts) -> str:
    return _date(at.astimezone(ZoneInfo(shifts.tz)).date())


def _date(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _questions(count: int) -> str:
    return "1 question" if count == 1 else f"{count} questions"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"
