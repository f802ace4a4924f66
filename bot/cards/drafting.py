"""Cards of drafts: the form in which an answer is written, what a second person reads before it is live, and after."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.cards.blocks import (
    Block,
    Message,
    actions,
    bold,
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
from bot.cards.sharing import posted_card
from bot.knowledge.entries import Entry
from bot.knowledge.pack import Pack
from bot.knowledge.questions import Question
from bot.names import Action, Modal

NAME, ASK, ANSWER, SHORT, ALSO, SUMMARY, PLAIN, TITLE, PUBLISHER, URL, OWNER = (
    "name", "ask", "answer", "short", "also", "summary", "plain", "title", "publisher", "url", "owner",
)  # fmt: skip
"""The ``block_id`` of each field."""

SHORT_WORD = 6
"""Letters up to which a word that was looked up is taken for an abbreviation."""

_READABLE = {"header", "section", "context", "divider", "rich_text"}


class Shown(NamedTuple):
    """A draft as people read it.

    Attributes:
        card: As it would be; ``None`` where it would no longer load.
        particulars: What of it no card shows at first; its files, where it would no longer load.
    """

    card: Message | None
    particulars: Sequence[Block]


def question_modal(gap: str, owner: str, metadata: str, *, name: str = "", answer: str = "") -> Block:
    """The form of a question's answer.

    Args:
        gap: What was asked for, in words.
        owner: Who answers for it, as a beginning.
        metadata: Comes back with it.
        name: The question, as a beginning.
        answer: The answer, as a beginning.
    """
    fields = [
        section(f"*Asked:* {escape(gap)}"),
        field(NAME, "The question", text_input(name, most=70, placeholder="Who reads the scans at night?"),
              hint="As the card prints it."),
        field(ASK, "How people ask it", text_input(most=2000, is_long=True), hint="A sentence a line: three or more."),
        field(ANSWER, "The answer", text_input(answer, most=500, is_long=True),
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


def review_card(author_id: str, draft: Shown, draft_id: str, *, is_alone: bool) -> Message:
    """A draft for whoever may approve it: the card as it would be, and what of it no card shows at first.

    Args:
        author_id: Who wrote it.
        draft: It.
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
        *_laid_out(draft),
        actions(
            [
                button("Approve", Action.APPROVE, draft_id),
                button("Send back", Action.DECLINE, draft_id),
            ]
        ),
    ]
    return message(blocks)


def proposed_modal(others: int) -> Block:
    """Tell an author what happens next, in the place of the form.

    Args:
        others: How many others may approve it.
    """
    if others == 0:
        said = "You are the only owner here, so it is sent to you, to read once more and to approve."
    else:
        who = "the other owner approves it" if others == 1 else f"one of the {others} other owners approves it"
        said = f"It goes live as soon as {who}. You will be told."
    return modal("Answer this", [section(f"Thank you. {said}")], callback_id=Modal.WRITE_ANSWER)


def approved_card() -> Message:
    """Confirm an approval."""
    return message([section("You approved it. It goes live in a moment, once everything has been checked with it.")])


def declined_card() -> Message:
    """Confirm that a draft was sent back."""
    return message([section("Sent back. Its author is told, and gets the text.")])


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
    live = section("Whoever asks gets this now, and those who waited for it are told.")
    return message([header("Your answer is live"), live, divider(), *readable(card), divider(), *where])


def sent_back_card(draft: Shown) -> Message:
    """Tell an author that a draft was sent back, with its text."""
    blocks = [
        header("Your answer was sent back"),
        section("It is not live. Talk to the other owners of the channel, and write it again from the list of gaps."),
        *_laid_out(draft),
    ]
    return message(blocks)


def broken_card(problems: Sequence[str], draft: Shown) -> Message:
    """Tell why a draft that was approved cannot go live."""
    told = "\n".join(f"• {escape(problem)}" for problem in problems[:5])
    blocks = [
        header("It cannot go live like this"),
        section(f"With it, not everything would be found as it should:\n{told}"),
        context("Nothing has changed for anybody. Write it again from the list of gaps, with that mended."),
        *_laid_out(draft),
    ]
    return message(blocks)


def told_card(card: Message) -> Message:
    """Tell somebody who waited that there is an answer now, as it is posted to them."""
    said = context("You asked to be told: there is an answer now.")
    return posted_card(message([said, *card["blocks"]]))


def particulars(record: Question | Entry, pack: Pack) -> list[Block]:
    """What a card does not show at first and whoever approves it should read: a section each."""
    told: list[tuple[str, Sequence[str]]] = []
    match record:
        case Question(name=name, ask=ask):
            told.append(("How people ask it", [one for one in ask if one != name]))
        case Entry(aliases=aliases, plain=plain):
            told += [("What people type for it", aliases), ("What one would say to a patient", [plain])]
    read = [pack.sources[source] for source in record.sources]
    told.append(("The source", [f"{one.title}, {one.publisher}" + (f", {one.url}" if one.url else "") for one in read]))
    told.append(("Who answers for it", [record.review.owner]))
    return [section("\n".join([bold(title), *map(escape, lines)])) for title, lines in told if lines]


def readable(card: Message) -> list[Block]:
    """What a card says, without its buttons."""
    return [
        {name: value for name, value in block.items() if name != "accessory"}
        for block in card["blocks"]
        if block["type"] in _READABLE
    ]


def _laid_out(draft: Shown) -> list[Block]:
    card = readable(draft.card) if draft.card else []
    return [*([divider(), *card] if card else []), divider(), *draft.particulars]


def _form(fields: Sequence[Block], owner: str, metadata: str) -> Block:
    blocks = [
        *fields,
        field(TITLE, "The source", text_input(most=150, placeholder="On-call plan 2026"),
              hint="The title of the page, paper or plan that says so. Without a source nothing is shown."),
        field(PUBLISHER, "Who published it", text_input(most=70, placeholder="Department of Radiology")),
        field(URL, "Its address", text_input(most=300, placeholder="https://…"), optional=True),
        field(OWNER, "Who answers for it", text_input(owner, most=70), hint="A role or a team that people can ask."),
        context("Name no patient. Another owner reads it before anybody else does."),
    ]  # fmt: skip
    return modal(
        "Answer this", blocks, callback_id=Modal.WRITE_ANSWER, close="Cancel", submit="Propose", metadata=metadata
    )
