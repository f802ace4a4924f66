"""What cards have in common: sources and review, the rows of buttons, a candidate to tap."""

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.cards.blocks import CONTEXT_LENGTH, Block, actions, bold, button, clip, context, escape, link, menu, section
from bot.knowledge.entries import Entry
from bot.knowledge.pack import Pack
from bot.knowledge.records import Review, Source
from bot.names import Action, Kind

MOST_SOURCES = 2
"""Publishers named on a short card; the full card names every source."""

TITLE = 60
"""Characters of a source's title, where its publisher does not tell it from another."""

BRIEF = 140
"""Characters of a summary beside a button."""

KIND_ICON = {
    Kind.MODALITY: "🩻",
    Kind.SPECIALTY: "🩺",
    Kind.PROCEDURE: "💉",
    Kind.ROLE: "👤",
    Kind.CONCEPT: "📖",
    Kind.PATHWAY: "🧭",
}


def provenance(sources: Sequence[str], review: Review, pack: Pack, *, full: bool) -> list[Block]:
    """The small print under a card: where it was read, and when it was last reviewed.

    Args:
        sources: Ids, the most important first; secondary ones are named last all the same.
        review: Who reviewed it, and when.
        pack: Has the sources.
        full: Whether to name all sources and the reviewer, in as many blocks as it takes, or the first two.
    """
    read = sorted((pack.sources[source] for source in dict.fromkeys(sources)), key=lambda source: source.secondary)
    reviewed = f"Reviewed {review.reviewed_on.day} {review.reviewed_on:%b %Y}"
    if not full:
        return [context(f"Sources: {_named_briefly(read)} · {reviewed}")]
    reviewed += f" · {escape(review.owner)}"
    labels = Counter(_label(source) for source in read)
    named = [_cite(source, _in_full(source) if labels[_label(source)] > 1 else _label(source)) for source in read]
    lines = ["Sources: " + named[0]]
    for name in named[1:]:
        if len(lines[-1]) + len(name) + len(reviewed) + 8 > CONTEXT_LENGTH:
            lines.append(name)
        else:
            lines[-1] += f" · {name}"
    lines[-1] += f"\n{reviewed}"
    return list(map(context, lines))


def bullets(points: Iterable[str]) -> list[str]:
    """Points as lines of mrkdwn."""
    return [f"• {escape(point)}" for point in points]


def sources_differ() -> Block:
    """Says on a short card that the full one tells who says what."""
    return context("⚖️ Sources differ on this; the full card says who says what.")


def candidate(entry: Entry) -> Block:
    """An entry that may be meant, with a button that opens it."""
    kind = f"{KIND_ICON[entry.kind]}\N{NO-BREAK SPACE}{entry.kind.value}"  # an icon alone at a line's end says nothing
    what = f"{bold(entry.title)} · {kind}\n{escape(clip(entry.summary, BRIEF))}"
    return section(what, accessory=open_button(entry, "Open"))


def vote_buttons(answer: str) -> list[Block]:
    """Whether an answer helped, one tap.

    Args:
        answer: What is voted on: ``short:mri``, ``compared:ct,mri``, ``question:scan-duration:ct``.
    """
    return [
        button("👍", Action.HELPFUL, answer, accessibility_label="Helpful"),
        button("👎", Action.NOT_HELPFUL, answer, accessibility_label="Not helpful"),
    ]


def open_button(entry: Entry, label: str | None = None) -> Block:
    """A button that opens an entry's card."""
    return button(label or entry.title, Action.OPEN, entry.id, accessibility_label=f"Open {entry.name}")


def compare_menu(entry: Entry, pack: Pack) -> Iterable[Block]:
    """A menu of what an entry is worth comparing with; nothing where there is none."""
    partners = pack.partners_of(entry)
    if partners:
        options = [(partner.title, compare_value((entry, partner))) for partner in partners]
        yield menu("Compare with…", Action.COMPARE_WITH, options)


def compare_value(items: Iterable[Entry]) -> str:
    """The ``value`` of a button or option that compares these entries: at most four ids of 60 characters."""
    return ",".join(entry.id for entry in items)


def open_row(entries: Iterable[Entry]) -> Block:
    """A row of buttons, each opening an entry."""
    return actions(open_button(entry) for entry in entries)


def tell_the_owners(pack: Pack) -> Block:
    """Whom to tell when something is missing or wrong."""
    return context(f"Missing or wrong? Tell {the_owners(pack)}.")


def the_owners(pack: Pack) -> str:
    """Whom the pack names as its contact, as mrkdwn."""
    contact = pack.info.contact
    return link(str(contact.url), contact.name) if contact.url else escape(contact.name)


def _named_briefly(sources: Sequence[Source]) -> str:
    """The first publishers, each once, and how many sources there are beside theirs."""
    first = {source.publisher: source for source in reversed(sources)}
    publishers = list(dict.fromkeys(source.publisher for source in sources))[:MOST_SOURCES]
    names = [_cite(first[publisher], publisher) for publisher in publishers]
    others = len(sources) - len(publishers)
    return " · ".join([*names, f"{others} more"] if others else names)


def _label(source: Source) -> str:
    return f"{source.publisher} {source.published[:4]}" if source.published else source.publisher


def _in_full(source: Source) -> str:
    """For a publisher of whom several sources are named: which one it is."""
    return f"{_label(source)}, {clip(source.title, TITLE)}"


def _cite(source: Source, name: str) -> str:
    return link(str(source.url), name) if source.url else escape(name)
