"""Cards of drafts: the form in which an answer is written, what a second person reads before it is live, and after."""

from collections.abc import Mapping, Sequence

from bot.cards.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    divider,
    escape,
    field,
    header,
    message,
    modal,
    preformatted,
    section,
    text_input,
)
from bot.names import Action, Modal

NAME, ASK, ANSWER, SHORT, ALSO, SUMMARY, PLAIN, TITLE, PUBLISHER, URL, OWNER = (
    "name", "ask", "answer", "short", "also", "summary", "plain", "title", "publisher", "url", "owner",
)  # fmt: skip
"""The ``block_id`` of each field."""

SHORT_WORD = 6
"""Letters up to which a word that was looked up is taken for an abbreviation."""

_READABLE = {"header", "section", "context", "divider", "rich_text"}


def question_modal(gap: str, owner: str, metadata: str) -> Block:
    """The form of a question's answer.

    Args:
        gap: What was asked for, in words.
        owner: Who answers for it, as a beginning.
        metadata: Comes back with it.
    """
    fields = [
        section(f"*Asked for:* {escape(gap)}"),
        field(NAME, "The question", text_input(most=70, placeholder="Who reads the scans at night?"),
              hint="As the card prints it."),
        field(ASK, "How people ask it", text_input(most=2000, is_long=True), hint="A sentence a line, three or more."),
        field(ANSWER, "The answer", text_input(most=500, is_long=True),
              hint="One to three sentences. It explains imaging, and advises on no patient."),
    ]  # fmt: skip
    return _form(fields, owner, metadata)


def concept_modal(term: str, owner: str, metadata: str) -> Block:
    """The form of a word's meaning.

    Args:
        term: What was looked up.
        owner: Who answers for it, as a beginning.
        metadata: Comes back with it.
    """
    is_short = len(term) <= SHORT_WORD and " " not in term
    fields = [
        section(f"*Looked up in vain:* {escape(term)}"),
        field(NAME, "The standard term, in full", text_input("" if is_short else term.capitalize(), most=70)),
        field(SHORT, "Official abbreviations", text_input(term.upper() if is_short else "", most=200), optional=True,
              hint="With commas between them."),
        field(ALSO, "What people type for it", text_input(most=500), optional=True, hint="With commas between them."),
        field(SUMMARY, "What it is, for staff", text_input(most=500, is_long=True), hint="One to three sentences."),
        field(PLAIN, "What you would say to a patient", text_input(most=500, is_long=True)),
    ]  # fmt: skip
    return _form(fields, owner, metadata)


def review_card(author_id: str, card: Message, files: Mapping[str, str], draft_id: str, *, is_alone: bool) -> Message:
    """A draft for whoever may approve it: the card as it would be, and its files.

    Args:
        author_id: Who wrote it.
        card: The card that people would see.
        files: YAML by file name.
        draft_id: Comes back with the decision.
        is_alone: Whether the reader wrote it, there being nobody else.
    """
    said = (
        "You wrote this, and nobody else owns a channel here, so you approve it yourself. Read it once more."
        if is_alone
        else f"<@{author_id}> wrote this. Is it right, does its source say so, and would you put your name to it?"
    )
    blocks = [
        header("An answer to approve"),
        section(said),
        divider(),
        *readable(card),
        divider(),
        *map(preformatted, files.values()),
        actions(
            [
                button("Approve", Action.APPROVE, draft_id),
                button("Send back", Action.DECLINE, draft_id),
            ]
        ),
    ]
    return message(blocks)


def proposed_card(count: int) -> Message:
    """Tell an author what happens next."""
    who = "you, being the only owner," if count == 0 else "another owner" if count == 1 else f"one of {count} owners"
    return message([section(f"Thank you. It goes live as soon as {who} approved it; you will be told.")])


def approved_card() -> Message:
    """Confirm an approval."""
    return message([section("You approved it. It goes live in a moment, once everything was checked with it.")])


def declined_card() -> Message:
    """Confirm that a draft was sent back."""
    return message([section("Sent back. Its author is told, and has the text.")])


def decided_card() -> Message:
    """Say that somebody else decided."""
    return message([section("This was decided already.")])


def not_yours_card() -> Message:
    """Say who approves."""
    return message(
        [section("An owner of a channel, or a workspace admin, approves it: somebody else than who wrote it.")]
    )


def published_card(card: Message, folder: str | None, files: Mapping[str, str]) -> Message:
    """Tell an author that an answer is live, and where its files are.

    Args:
        card: The card that people see now.
        folder: Where its files were written; ``None`` where there is no folder to write to: then they are offered.
        files: YAML by file name.
    """
    if folder:
        where = [context(f"Its files are in `{escape(folder)}`.")]
    else:
        names = " and ".join(f"`{escape(name)}`" for name in files)
        where = [
            context(f"It is kept in the database. For your pack, its files {names}:"),
            *map(preformatted, files.values()),
        ]
    return message([header("Your answer is live"), *readable(card), divider(), *where])


def sent_back_card(files: Mapping[str, str]) -> Message:
    """Tell an author that a draft was sent back, with its text."""
    blocks = [
        header("Your answer was sent back"),
        section("It is not live. Talk to the other owners of the channel, and write it again from the list of gaps."),
        *map(preformatted, files.values()),
    ]
    return message(blocks)


def broken_card(problems: Sequence[str], files: Mapping[str, str]) -> Message:
    """Tell why a draft that was approved cannot go live."""
    told = "\n".join(f"• {escape(problem)}" for problem in problems[:5])
    blocks = [
        header("It cannot go live like this"),
        section(f"With it, not everything would be found as it should:\n{told}"),
        context("Nothing has changed for anybody. Write it again from the list of gaps, with that mended."),
        *map(preformatted, files.values()),
    ]
    return message(blocks)


def told_card(card: Message) -> Message:
    """Tell somebody who waited that there is an answer now."""
    return message([context("You asked for this, and there is an answer now:"), *card["blocks"]])


def readable(card: Message) -> list[Block]:
    """What a card says, without its buttons."""
    return [
        {name: value for name, value in block.items() if name != "accessory"}
        for block in card["blocks"]
        if block["type"] in _READABLE
    ]


def _form(fields: Sequence[Block], owner: str, metadata: str) -> Block:
    blocks = [
        *fields,
        field(TITLE, "Where it stands", text_input(most=150, placeholder="On-call plan 2026"),
              hint="The title of the page, paper or plan that says so. Without a source nothing is shown."),
        field(PUBLISHER, "Whose that is", text_input(most=70, placeholder="Department of Radiology")),
        field(URL, "Its address", text_input(most=300, placeholder="https://…"), optional=True),
        field(OWNER, "Who answers for it", text_input(owner, most=70), hint="A role or a team that people can ask."),
        context("Name no patient. Another owner reads it before anybody else does."),
    ]  # fmt: skip
    return modal("Answer this", blocks, callback_id=Modal.WRITE_ANSWER, submit="Propose", metadata=metadata)
