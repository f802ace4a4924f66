"""Cards of an import: the form to paste into, and what each row of it comes to."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.cards.blocks import Block, bold, context, divider, escape, field, header, modal, pick_one, section, text_input
from bot.cards.drafting import OWNER, PUBLISHER, TITLE, URL
from bot.names import Modal

PASTED, ACT = "pasted", "act"
"""The ``block_id`` of the field to paste into, and of what is to be done."""

CHECK, PROPOSE = "check", "propose"
"""What is to be done: look again, or propose what is new."""

LONGEST_PASTE = 3000
"""Characters; Slack's own limit of a field."""

MOST_ROWS = 30
"""Rows of a report that are shown."""

MARKS = {
    "new": "🟢 new",
    "answered": "⚪ answered already",
    "close": "⚪ close to",
    "clash": "🟠 clash",
    "private": "🔴 may name a patient",
    "fenced": "🔴 a decision about care",
    "broken": "🟠 cannot be used yet",
}


class Row(NamedTuple):
    """A row and what it comes to.

    Attributes:
        line: Where it begins, counted from 1.
        question: How it is asked; empty where nothing of it is told.
        outcome: One of `MARKS`.
        there: What answers it already, in words; empty where nothing does.
        detail: Why, and what to change.
    """

    line: int
    question: str
    outcome: str
    there: str
    detail: str


def import_modal(typed: Mapping[str, str], rows: Sequence[Row] | None = None, unread: str = "") -> Block:
    """The form, with what was checked of it above.

    Args:
        typed: What stands in the fields.
        rows: What each row comes to; ``None`` before anything was checked.
        unread: What could not be read at all, as a sentence.
    """
    new = sum(row.outcome == "new" for row in rows or ())
    blocks: list[Block] = [
        section(
            "*What your team has already*\nPaste Slackbot responses (phrases, then what Slackbot responds), "
            "`question → answer` lines, or a table as CSV with a line of column names."
        )
    ]
    if unread:
        blocks.append(section(f"⚠️ {escape(unread)}"))
    if rows is not None:
        blocks += _report(rows, new)
    if new:
        options = [(f"Propose the {new} new" if new > 1 else "Propose the new one", PROPOSE), ("Check again", CHECK)]
        blocks.append(field(ACT, "And now", pick_one(options, PROPOSE)))
    blocks += [
        field(PASTED, "Questions and answers",
              text_input(typed.get(PASTED, ""), most=LONGEST_PASTE, is_long=True),
              hint=f"Up to {LONGEST_PASTE:,} characters at once. Name no patient, and no person's phone number."),
        field(TITLE, "Where the answers stand", text_input(typed.get(TITLE, ""), most=150,
              placeholder="Handbook of the front desk"), hint="For rows that name no source of their own."),
        field(PUBLISHER, "Whose that is", text_input(typed.get(PUBLISHER, ""), most=70)),
        field(URL, "Its address", text_input(typed.get(URL, ""), most=300), optional=True),
        field(OWNER, "Who answers for them", text_input(typed.get(OWNER, ""), most=70)),
    ]  # fmt: skip
    return modal("Import", blocks, callback_id=Modal.IMPORT, submit="Go on" if new else "Check")


def busy_modal() -> Block:
    """What is shown while rows are held against the pack."""
    said = "Each row is held against everything that is answered already. This takes some seconds."
    return modal("Import", [section(said)], callback_id=Modal.IMPORT)


def proposed_modal(names: Sequence[str], *, is_alone: bool) -> Block:
    """What was proposed.

    Args:
        names: The questions.
        is_alone: Whether there is no other owner who could approve.
    """
    if not names:
        said = "None of it was new any more, so nothing was proposed."
    else:
        who = "you, being the only owner," if is_alone else "another owner"
        what = "1 answer was" if len(names) == 1 else f"{len(names)} answers were"
        said = f"{what} proposed. Each goes live as soon as {who} approved it; you will be told."
    listed = [context("\n".join(f"• {escape(name)}" for name in names))] if names else []
    return modal("Import", [section(said), *listed], callback_id=Modal.IMPORT)


def _report(rows: Sequence[Row], new: int) -> list[Block]:
    told = "Nothing in it is new." if not new else f"{new} of {len(rows)} can go in."
    blocks: list[Block] = [header("What it comes to"), context(f"{told} Nothing is written yet.")]
    for row in rows[:MOST_ROWS]:
        what = bold(row.question) if row.question else f"Line {row.line}"
        there = f": {escape(row.there)}" if row.there else ""
        detail = f"\n{escape(row.detail[:1].upper() + row.detail[1:])}" if row.detail else ""
        blocks.append(section(f"{what}\n{MARKS.get(row.outcome, row.outcome)}{there}{detail}"))
    if len(rows) > MOST_ROWS:
        blocks.append(context(f"And {len(rows) - MOST_ROWS} more rows."))
    return [*blocks, divider()]
