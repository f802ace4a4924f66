"""Cards of leads: how somebody is put on a track, or a whole cohort, and how they get on."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.cards.blocks import (
    Block,
    Message,
    actions,
    bold,
    button,
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
    section,
    text_input,
    tick,
)
from bot.cards.standing import Standing, at_shift, bar, rows
from bot.knowledge.learning import Assignment, State
from bot.knowledge.shifts import Pattern
from bot.knowledge.tracks import Track
from bot.names import Action, Command, Modal

PERSON, TRACK, PRECEPTOR, STARTS_ON, PATTERN = "person", "track", "preceptor", "starts_on", "pattern"
LEADS, JOINERS, CHANNELS, ROWS, SKIP = "leads", "joiners", "channels", "rows", "skip"
"""The ``block_id`` of each field."""

PATTERNS = {
    Pattern.DAYS: "Days, Monday to Friday",
    Pattern.NIGHTS: "Nights, Monday to Friday",
    Pattern.WEEKENDS: "Weekends",
}

MOST_PASTED = 3000
"""Characters that a field of a form takes (docs.slack.dev, plain-text input element): some fifty rows."""

EXAMPLE_ROWS = "person,track,preceptor,start,shifts\nsam@example.org,ward-nurse,kim@example.org,2026-12-07,nights"

MOST_BAD_ROWS = 40

STILL_THERE = (
    "What you pasted is still there: close this, and mend the lines; or tick that the others start all the same."
)


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
    when = f" The first step comes {at_shift(first, assignment.shifts)}." if first else ""
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
        [section(f"Looking up {rows(count)}…")],
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
        blocks += [section("\n".join([f"*{rows(len(bad))} cannot be used*", *told]))]
        advice = "Paste these rows again once they are right." if started else STILL_THERE
        blocks.append(context(advice))
    return modal("Start a cohort", blocks, callback_id=Modal.COHORT_REPORT)


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
        state = f"next {at_shift(at, assignment.shifts)}" if at else "all steps sent"
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
