"""The card of a comparison, whatever it came to."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import chain
from typing import assert_never

from bot.cards.blocks import (
    HEADER_LENGTH,
    Block,
    Message,
    actions,
    bold,
    button,
    cells,
    context,
    divider,
    escape,
    fits_table,
    header,
    message,
    section,
    table,
)
from bot.cards.entries import section_blocks, view_blocks
from bot.cards.lookups import browse_row
from bot.cards.parts import (
    bullets,
    candidate,
    compare_value,
    open_button,
    open_row,
    provenance,
    sources_differ,
    tell_the_owners,
    vote_buttons,
)
from bot.cards.phone import SCREEN, height
from bot.knowledge.comparisons import MOST_ITEMS
from bot.knowledge.entries import Entry
from bot.knowledge.outcomes import (
    Ambiguous,
    Compared,
    ComparisonOutcome,
    DifferentKinds,
    Found,
    Line,
    NotFound,
    Outcome,
    TooFew,
    TooMany,
    Unclear,
)
from bot.knowledge.pack import Pack
from bot.names import Action

MOST_SHORT_LINES = 6
"""Lines of the table on a short card that is posted."""

MOST_SHORT_POINTS = 3
"""Points under *choose it when* and *in common* on a short card that is posted."""

FEWEST_SHORT_LINES = 2
"""Lines that go before *choose it when* and *the same for both* where a short answer has not room for all."""

EXAMPLES = "`CT vs MRI`, `DR IR` or `ct, mri and ultrasound`"


class Surface(StrEnum):
    """Where a card appears: Slack documents tables for posted messages alone."""

    ANSWER = "answer"
    """An ack, a ``response_url`` or an ephemeral message."""
    POSTED = "posted"
    """``chat.postMessage``."""


def comparison_card(
    outcome: ComparisonOutcome, pack: Pack, *, full: bool = False, surface: Surface = Surface.ANSWER
) -> Message:
    """Render any comparison outcome."""
    match outcome:
        case Compared():
            return compared_card(outcome, pack, full=full, surface=surface)
        case TooFew():
            return too_few_card(outcome)
        case TooMany():
            return too_many_card(outcome)
        case DifferentKinds():
            return different_kinds_card(outcome)
        case Unclear():
            return unclear_card(outcome, pack)
        case _:
            assert_never(outcome)


def compared_card(compared: Compared, pack: Pack, *, full: bool = False, surface: Surface = Surface.ANSWER) -> Message:
    """Entries side by side: what differs first, what is equal in one line, then when to choose which.

    A short answer fits one screen of a phone; what does not fit there is on the full one.
    """
    blocks = [header(_title(compared)), *_reading(compared), _summary(compared)]
    if not full and surface is Surface.ANSWER:
        closing = _closing(compared, pack, full=False)
        if compared.written and compared.written.views:
            closing.insert(0, sources_differ())
        return message([*blocks, *_briefly(compared, SCREEN - height([*blocks, *closing]))], closing)
    lines = compared.differing if full else compared.differing[:MOST_SHORT_LINES]
    blocks += _side_by_side(compared.items, lines, surface)
    if compared.equal:
        blocks.append(section(_same(compared)))
    blocks += _choose(compared, full=full)
    if written := compared.written:
        shared = written.overlap if full else written.overlap[:MOST_SHORT_POINTS]
        if shared:
            blocks.append(section("\n".join(["*In common*", *bullets(shared)])))
        if full:
            blocks += [*section_blocks(written.sections), *view_blocks(written.views)]
        elif written.views:
            blocks.append(sources_differ())
    return message(blocks, _closing(compared, pack, full=full))


def too_few_card(outcome: TooFew) -> Message:
    """Ask for the second item, offering what the first is worth comparing with."""
    if outcome.entry is None:
        return message(
            [header("Compare what?"), section(f"Name two to four things, such as {EXAMPLES}."), browse_row()]
        )
    name = escape(outcome.entry.title)
    said = f"That is *{name}* twice." if outcome.twice else f"That is one thing: *{name}*."
    blocks = [header("One more to compare"), section(f"{said} Name two to four, such as {EXAMPLES}.")]
    if outcome.partners:
        row = actions(
            button(partner.title, Action.COMPARE, compare_value((outcome.entry, partner)))
            for partner in outcome.partners
        )
        blocks += [context(f"Compare {name} with:"), row]
    return message(blocks)


def too_many_card(outcome: TooMany) -> Message:
    """Say how many items fit."""
    said = f"Those are {outcome.count} things; up to {MOST_ITEMS} fit side by side. Name fewer, such as {EXAMPLES}."
    return message([header("Too many to compare"), section(said)])


def different_kinds_card(outcome: DifferentKinds) -> Message:
    """Say that the items are of different kinds, and what each is."""
    names = [f"*{escape(entry.title)}* is a {escape(entry.kind.value)}" for entry in outcome.items]
    said = f"{', '.join(names[:-1])} and {names[-1]}: they have no features in common to set side by side."
    return message([header("Different kinds of things"), section(said), *map(candidate, outcome.items)])


def unclear_card(outcome: Unclear, pack: Pack) -> Message:
    """Say which items are clear and which are not."""
    blocks = [header("Not every item is clear")]
    for number, part in enumerate(outcome.parts, start=1):
        blocks += _part_blocks(number, part)
    return message([*blocks, context('Quotes keep words together: `"nuclear medicine" PET`.'), tell_the_owners(pack)])


def _part_blocks(number: int, part: Outcome) -> list[Block]:
    match part:
        case Found(entry=entry):
            return [section(f"{number}. ✅ {bold(entry.title)}")]
        case Ambiguous(candidates=candidates):
            return [section(f"{number}. ❓ Did you mean:"), open_row(one.entry for one in candidates)]
        case NotFound(nearest=nearest):
            said = section(f"{number}. ❌ Not found{'; the nearest:' if nearest else ''}")
            return [said, open_row(one.entry for one in nearest)] if nearest else [said]
        case _:
            assert_never(part)


def _title(compared: Compared) -> str:
    """All items by their full titles, or where those are longer than Slack's headers by their short names."""
    titles = " vs ".join(entry.title for entry in compared.items)
    return titles if len(titles) <= HEADER_LENGTH else " vs ".join(entry.short for entry in compared.items)


def _reading(compared: Compared) -> Iterator[Block]:
    """How the text was read."""
    if compared.guessed:
        yield context(f"Closest to what you typed: {', '.join(bold(entry.name) for entry in compared.guessed)}.")
    for other in compared.other_readings:
        taken, instead = _instead(compared, other)
        yield context(f"⚠️ Read as {bold(taken.title)} ({taken.kind.value}); it also stands for {bold(instead.title)}.")


def _instead(compared: Compared, other: tuple[Entry, ...]) -> tuple[Entry, Entry]:
    """The entry that was taken, and the one that another reading takes."""
    return next((a, b) for a, b in zip(compared.items, other, strict=True) if a is not b)


def _summary(compared: Compared) -> Block:
    if compared.written:
        return section(escape(compared.written.summary))
    names = " and ".join(bold(entry.short) for entry in compared.items)
    return section(
        f"{names}, side by side from each entry's own reviewed facts; no comparison of them has been written."
    )


def _same(compared: Compared) -> str:
    same = "; ".join(f"{escape(line.feature)}: {escape(str(line.cells[0]))}" for line in compared.equal)
    return f"*The same for {'both' if len(compared.items) == 2 else 'all'}*\n{same}"  # noqa: PLR2004


def _briefly(compared: Compared, room: float) -> list[Block]:
    """What fits into so much of a phone's screen: lines, when to choose each item (or none), and what is the same.

    Two lines come before the rest, and something in any case.
    """
    lines = [cells([line]) for line in _lines(compared)]
    choices = list(map(section, _choices(compared)))
    same = [section(_same(compared))] if compared.equal else []
    taken = list[list[Block]]()
    for blocks in (*lines[:FEWEST_SHORT_LINES], choices, same, *lines[FEWEST_SHORT_LINES:]):
        if blocks and (height(blocks) <= room or not taken):
            room -= height(blocks)
            taken.append(blocks)
    shown = [line for line in lines if line in taken]
    others = chain.from_iterable(blocks for blocks in (choices, same) if blocks in taken)
    return [*cells([block["fields"][0]["text"] for block in chain.from_iterable(shown)]), *others]


def _lines(compared: Compared) -> Iterator[str]:
    """A line of a comparison each, as a cell of a short answer: the feature, and what holds for each item."""
    for line in compared.differing:
        said = zip(compared.items, line.cells, strict=True)
        yield "\n".join(
            [bold(line.feature), *(f"{escape(entry.short)}: {escape(_known(cell))}" for entry, cell in said)]
        )


def _choices(compared: Compared) -> Iterator[str]:
    """The first reason to choose each item."""
    for entry in compared.items:
        if points := compared.choose.get(entry.id, ()):
            title = f"Choose {entry.short} when:" if compared.written else f"{entry.short} is best for:"
            yield f"{bold(title)} {escape(points[0])}"


def _side_by_side(items: Sequence[Entry], lines: Sequence[Line], surface: Surface) -> list[Block]:
    rows = [["", *(entry.short for entry in items)], *([line.feature, *map(_known, line.cells)] for line in lines)]
    if surface is Surface.POSTED and lines and fits_table(rows):
        return [table(rows)]
    return [
        section(
            bold(line.feature),
            [f"{bold(entry.short)}\n{escape(_known(cell))}" for entry, cell in zip(items, line.cells, strict=True)],
        )
        for line in lines
    ]


def _known(cell: str | None) -> str:
    return cell if cell is not None else "Not recorded"


def _choose(compared: Compared, *, full: bool) -> list[Block]:
    blocks = []
    for entry in compared.items:
        if points := compared.choose.get(entry.id, ()):
            shown = points if full else points[:MOST_SHORT_POINTS]
            name = escape(entry.short)
            title = f"*Choose {name} when*" if compared.written else f"*{name} is best for*"
            blocks.append("\n".join([title, *bullets(shown)]))
    return [section(text) for text in blocks]


def _closing(compared: Compared, pack: Pack, *, full: bool) -> list[Block]:
    review = (
        compared.written.review
        if compared.written
        else min((entry.review for entry in compared.items), key=lambda review: review.reviewed_on)
    )
    ids = compare_value(compared.items)
    turn = button("Less", Action.COMPARE, ids) if full else button("More", Action.COMPARE_FULL, ids)
    answer = f"{'compared_full' if full else 'compared'}:{ids}"
    share = button("Share to channel", Action.SHARE, answer)
    opens = [open_button(entry, entry.short) for entry in compared.items]
    others = [
        button(f"Use {_instead(compared, other)[1].name}", Action.COMPARE, compare_value(other))
        for other in compared.other_readings
    ]
    small_print = provenance(compared.sources, review, pack, full=full)
    return [
        *([divider()] if full else []),
        *small_print,
        actions([turn, *vote_buttons(answer), share, *opens, *others]),
    ]
