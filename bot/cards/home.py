"""App Home: sections, each a list of blocks, one below the other."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.cards.blocks import (
    MOST_VIEW_BLOCKS,
    SECTION_LENGTH,
    Block,
    actions,
    bold,
    button,
    clip,
    confirmed,
    context,
    divider,
    escape,
    home_tab,
    section,
)
from bot.cards.channels import name_of
from bot.cards.digest import past_review
from bot.cards.gaps import Told, in_a_line, write_button
from bot.cards.searching import search_field
from bot.knowledge.changed import Changed, FieldChange
from bot.knowledge.pack import Pack
from bot.knowledge.records import Record
from bot.names import Action, Command, Topic

WELCOME = "welcome"
"""The ``block_id`` of what a newcomer reads first."""

MOST_CHANGED = 10
"""Records of which changes are shown at once, two blocks each."""

MOST_TEXT = 300
"""Characters of what a field said, and of what it says."""

CHANGES = "*What changed since you last looked*"


class Watch(NamedTuple):
    """How somebody stands with what changes.

    Attributes:
        is_following: Whether they asked to be shown it.
        is_learner: Whether they are shown it since they are on a track.
        opened: How many answers they opened that are kept.
        days: How long each is kept.
    """

    is_following: bool
    is_learner: bool
    opened: int
    days: int


def home_view(sections: Sequence[Sequence[Block]]) -> Block:
    """The page: its sections with a line between; what does not fit is left out, and that is said."""
    blocks: list[Block] = []
    before: Sequence[Block] = ()
    for one in sections:
        if one and list(one) != list(before):  # several that are missing are missed once
            blocks += [*([divider()] if blocks else []), *one]
            before = one
    if len(blocks) > MOST_VIEW_BLOCKS:
        kept = blocks[: MOST_VIEW_BLOCKS - 1]
        while kept[-1]["type"] == "divider":
            kept.pop()
        blocks = [*kept, context("There is more than fits on this page. The rest is left out.")]
    return home_tab(blocks)


def missing_section() -> list[Block]:
    """Stands where a section could not be made."""
    return [context("⚠️ A part of this page cannot be shown just now. Come back in a minute.")]


def late_section() -> list[Block]:
    """Stands where a section takes its time."""
    return [context("⏳ More is coming.")]


def search_section(block_id: str, *, is_first: bool) -> list[Block]:
    """The field to look something up; before it, for a newcomer, what this is.

    Args:
        block_id: Of the field; under another one it is empty again.
        is_first: Whether a newcomer reads it.
    """
    welcome = section(
        "Reading Room explains radiology and imaging: every answer was written beforehand, is reviewed and carries its "
        "source, and none is advice on a patient."
    )
    return [*([welcome | {"block_id": WELCOME}] if is_first else []), *search_field(Action.LOOK_UP_HOME, block_id)]


def recent_section(answers: Sequence[str], pack: Pack) -> list[Block]:
    """What was asked for lately.

    Args:
        answers: They, most often asked for first.
        pack: Has them.
    """
    named = [(answer, name_of(answer, pack)) for answer in answers]
    shown = [section(escape(name), accessory=read_button(answer, name)) for answer, name in named]
    return [section("*Recently asked here*"), *shown] if shown else []


def read_button(answer: str, name: str, label: str = "Open") -> Block:
    """A button that opens an answer in a modal, from wherever it is clicked.

    Args:
        answer: ``short:mri``, ``question:scan-duration:ct``, ``compared:ct,mri``.
        name: What it opens, for who does not see what stands beside it.
        label: What it says.
    """
    return button(label, Action.READ, answer, accessibility_label=f"{label}: {name}")


def changes_section(watch: Watch, changed: Sequence[Changed]) -> list[Block]:
    """What changed on the cards that somebody opened; before they want to be shown it, what that takes."""
    if not (watch.is_following or watch.is_learner):
        return _offer(watch.days)
    if changed:
        blocks = [section(f"{CHANGES}\nEach stays here until you tap *Seen*.")]
        for one in changed[:MOST_CHANGED]:
            blocks += [section(_change(one)), actions(_change_buttons(one))]
        if len(changed) > 1:
            together = ",".join(map(_seen_value, changed[:MOST_CHANGED]))
            blocks.append(actions([button("All of these: seen", Action.SEEN, together)]))
        if (more := len(changed) - MOST_CHANGED) > 0:
            blocks.append(context(f"{more} more changed. They come up as you tap *Seen*."))
    else:
        blocks = [section(f"{CHANGES}\n{_nothing(watch.opened)}")]
    if watch.is_learner:
        blocks.append(
            context(
                f"While you are on a track, the cards you open are kept for this, each for {watch.days} days. Your "
                "lead sees none of it but what five new colleagues or more opened, without names."
            )
        )
    if watch.is_following:
        blocks.append(actions([_stop()]))
    return blocks


def owners_section(gaps: Sequence[Told], more: int, stale: Sequence[Record], prefix: str = "") -> list[Block]:
    """What owners of channels, and admins, have to do.

    Args:
        gaps: What was asked for and not answered, most often first.
        more: How many there are beside these.
        stale: Records past their review, the longest first.
        prefix: ``COMMAND_PREFIX``.
    """
    blocks: list[Block] = [section("*Asked, and not answered yet*" + ("" if gaps else "\nNothing."))]
    blocks += [section(f"• {in_a_line(gap)}", accessory=write_button(gap)) for gap in gaps]
    if more > 0:
        blocks.append(context(f"And {more} more: `{Command.READING_ROOM.slash(prefix)} {Topic.GAPS}`"))
    return [
        *blocks,
        *past_review(stale),
        context("You see these two lists as an owner of a channel, or as a workspace admin."),
    ]


def shown_as_changed(value: str) -> dict[str, str]:
    """What a button *Seen* stands for: ids of records, each with the digest of what was shown of it."""
    return {record: digest for record, _, digest in (one.partition("=") for one in value.split(","))}


def _offer(days: int) -> list[Block]:
    return [
        section(
            f"{CHANGES}\nCards are corrected now and then: a dose, a preparation, a risk. This page can show you when "
            "one that you opened has changed, with the old words and the new."
        ),
        actions(
            [button("Tell me here when they change", Action.FOLLOW, "follow", "Tell me here when cards I open change")]
        ),
        context(
            f"For that, Reading Room keeps from then on which cards you open, each for {days} days, and shows it to "
            "nobody. You can stop at any time: then it is deleted."
        ),
    ]


def _stop() -> Block:
    stop = button("Stop, and forget what I opened", Action.UNFOLLOW, "stop")
    return confirmed(
        stop,
        "Stop, and forget?",
        "The list of the cards you opened is deleted at once, and changes to them are no longer shown here.",
        "Stop and forget",
        "Keep it",
        is_loud=False,
    )


def _nothing(opened: int) -> str:
    match opened:
        case 0:
            return "Nothing yet. Open a card: if its dose, preparation or risks change later, you see it here."
        case 1:
            return "Nothing on the one card that you opened."
        case _:
            return f"Nothing on the {opened} cards that you opened."


def _change(changed: Changed) -> str:
    """A record and what changed of it; as many fields as fit."""
    told = bold(changed.name)
    if changed.is_gone:
        return f"{told}\nNo longer here: it was renamed or retired. Do not rely on what it said; look it up again."
    fields = list(map(_field, changed.fields))
    room = SECTION_LENGTH - len("\nAnd 99 more fields: open the card.")
    for number, field in enumerate(fields):
        if len(told) + 1 + len(field) > room:
            left = len(fields) - number
            return f"{told}\nAnd {left} more {'field' if left == 1 else 'fields'}: open the card."
        told = f"{told}\n{field}"
    return told


def _field(change: FieldChange) -> str:
    before = clip(escape(change.before), MOST_TEXT) or "nothing was said of it"
    after = clip(escape(change.after), MOST_TEXT) or "nothing is said of it any more"
    return f"_{escape(change.label)}_\nBefore: {before}\n*Now:* {after}"


def _change_buttons(changed: Changed) -> list[Block]:
    seen = button("Seen", Action.SEEN, _seen_value(changed), accessibility_label=f"Seen: {changed.name}")
    return [seen] if changed.is_gone else [read_button(changed.answer, changed.name), seen]


def _seen_value(changed: Changed) -> str:
    return f"{changed.record}={changed.digest}"
