"""Every card that the shipped pack can become: within Slack's limits, escaped, told in ``text``, and of a sane size."""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from math import comb

import pytest

from bot.cards.blocks import Message
from bot.cards.comparisons import Surface, comparison_card
from bot.cards.entries import ONLY_FACT, SHORT_FACT, Form, entry_card, ionizing_line
from bot.cards.help import browse_card, help_card
from bot.cards.lookups import lookup_card, which_one_card
from bot.cards.sharing import shared_card
from bot.core.comparing import compare_entries
from bot.core.library import Library
from bot.knowledge.entries import Entry, Modality
from bot.knowledge.outcomes import Ambiguous, Candidate, Compared, Found, How, NotFound
from bot.knowledge.pack import Pack
from bot.knowledge.telling import facts_of, tell
from bot.names import Kind

MOST_GROUPS = 2000
"""Groups of entries that are compared here; of more, a sample that stays the same."""


def _wrong(
    cards: Iterator[tuple[object, Message]], complaints: Callable[[Message], list[str]]
) -> dict[object, list[str]]:
    return {name: found for name, card in cards if (found := complaints(card))}


def _alike(pack: Pack, size: int, most: int = MOST_GROUPS) -> Sequence[tuple[Entry, ...]]:
    """Groups of entries of one kind: all there are, or a sample that is the same each time."""
    kinds = [[entry for entry in pack.entries.values() if entry.kind is kind] for kind in Kind]
    numbers = [comb(len(entries), size) for entries in kinds]
    if sum(numbers) <= most:
        return [group for entries in kinds for group in combinations(entries, size)]
    chance = random.Random(size)  # noqa: S311 - a sample
    return [tuple(chance.sample(entries, size)) for entries in chance.choices(kinds, numbers, k=most)]


def _compared(items: Sequence[Entry], pack: Pack) -> Compared:
    outcome = compare_entries(pack, items)
    assert isinstance(outcome, Compared)
    return outcome


@pytest.mark.parametrize("form", Form)
def test_every_entry(pack: Pack, complaints: Callable[[Message], list[str]], form: Form) -> None:
    """Every entry's card is one that Slack takes, in each form."""
    cards = ((entry.id, entry_card(entry, pack, form)) for entry in pack.entries.values())

    assert _wrong(cards, complaints) == {}


@pytest.mark.parametrize("form", Form)
def test_every_entry_shared(pack: Pack, complaints: Callable[[Message], list[str]], form: Form) -> None:
    """Every entry's card is one that Slack takes after it was shared."""
    cards = ((entry.id, shared_card(entry_card(entry, pack, form), "U0123ABC")) for entry in pack.entries.values())

    assert _wrong(cards, complaints) == {}


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("full", [pytest.param(False, id="short"), pytest.param(True, id="full")])
def test_every_pair(pack: Pack, complaints: Callable[[Message], list[str]], surface: Surface, *, full: bool) -> None:
    """Every two entries of one kind make a card that Slack takes, written or derived."""
    cards = (
        (items, comparison_card(_compared(items, pack), pack, full=full, surface=surface)) for items in _alike(pack, 2)
    )

    assert _wrong(cards, complaints) == {}


@pytest.mark.parametrize("full", [pytest.param(False, id="short"), pytest.param(True, id="full")])
def test_every_written_comparison(pack: Pack, complaints: Callable[[Message], list[str]], *, full: bool) -> None:
    """Every comparison that somebody wrote makes a card that Slack takes, posted, private or shared."""
    assert pack.comparisons
    for name, written in pack.comparisons.items():
        compared = _compared([pack.entries[item] for item in written.items], pack)
        assert compared.written is written
        cards = {surface: comparison_card(compared, pack, full=full, surface=surface) for surface in Surface}
        cards_and_shared = [*cards.items(), ("shared", shared_card(cards[Surface.ANSWER], "U0123ABC"))]
        assert _wrong(iter(cards_and_shared), complaints) == {}, name


@pytest.mark.parametrize("size", [pytest.param(3, id="three side by side"), pytest.param(4, id="four side by side")])
def test_larger_groups(pack: Pack, size: int) -> None:
    """Three and four entries of one kind break no limit; a sample of them."""
    for items in _alike(pack, size, most=400):
        card = comparison_card(_compared(items, pack), pack, full=True)
        posted = comparison_card(_compared(items, pack), pack, full=True, surface=Surface.POSTED)
        assert len(card["blocks"]) < 50, items
        assert sum(block["type"] == "table" for block in posted["blocks"]) <= 1


@pytest.mark.parametrize("kind", Kind)
def test_every_list(pack: Pack, complaints: Callable[[Message], list[str]], kind: Kind) -> None:
    """The list of a kind names every entry of it, and its menus open each."""
    entries = Library(pack).all_of(kind)
    card = browse_card(kind, entries)

    assert complaints(card) == []
    menus = [element for block in card["blocks"] if block["type"] == "actions" for element in block["elements"]]
    values = [option["value"] for menu in menus for option in menu.get("options", ())]
    assert values == [entry.id for entry in entries]


def test_help(pack: Pack, complaints: Callable[[Message], list[str]]) -> None:
    """Help with the shipped pack's own contact is a card that Slack takes."""
    assert complaints(help_card(pack)) == []


def test_every_term(pack: Pack, complaints: Callable[[Message], list[str]]) -> None:
    """Whatever a term of the pack comes to, found or asked about, its card is one that Slack takes."""
    library = Library(pack)
    terms = {
        term
        for entry in pack.entries.values()
        for term in (entry.name, *entry.abbreviations, *entry.aliases, *entry.codes.every)
    }
    cards = ((term, lookup_card(library.look_up(term), pack)) for term in sorted(terms))

    assert _wrong(cards, complaints) == {}


def test_every_entry_as_a_candidate(pack: Pack, complaints: Callable[[Message], list[str]]) -> None:
    """Every entry can be asked about, be nearest to a text, be guessed, and be the other meaning."""
    entries = list(pack.entries.values())
    for entry, other in zip(entries, [*entries[1:], entries[0]], strict=True):
        candidates = (Candidate(entry, 90), Candidate(other, 80))
        for card in (
            which_one_card(Ambiguous(candidates)),
            lookup_card(NotFound(candidates), pack),
            lookup_card(Found(entry, How.FUZZY, 90, others=(other,)), pack),
        ):
            assert complaints(card) == [], entry


@pytest.mark.parametrize("form", Form)
def test_every_modality_says_whether_it_ionizes(pack: Pack, shown: Callable[[Message], str], form: Form) -> None:
    """No form of a modality's card leaves out whether it uses ionizing radiation."""
    modalities = [entry for entry in pack.entries.values() if isinstance(entry, Modality)]

    assert modalities
    for modality in modalities:
        card = entry_card(modality, pack, form)
        assert f"{shown(card)}\n".count(f"\n{ionizing_line(modality, form)}\n") == 1, modality
        assert "Ionizing radiation: " in card["text"], modality


NO_END = re.compile(r"\b(?:e\.g|i\.e|etc|approx|ca|vs|cf|incl|max|min|no|fig|Dr|Prof|St|[A-Z])\.$")
"""Ends in a full stop that ends no sentence."""


def test_every_fact_of_a_short_card_is_whole(pack: Pack) -> None:
    """No short card of the pack ends a fact inside a point or a sentence: half of one may say the opposite."""
    shortened = 0
    for entry in pack.entries.values():
        fields = [field["text"] for block in entry_card(entry, pack)["blocks"] for field in block.get("fields", ())]
        facts = {entry.label(field): field for field in facts_of(entry) if field not in {"ionizing", "steps"}}
        for label, _, escaped in (field.removeprefix("*").partition(":* ") for field in fields):
            if label not in facts:
                continue
            told = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            value, full = getattr(entry, facts[label]), tell(entry, facts[label]) or ""
            assert len(told) <= (SHORT_FACT if len(fields) - isinstance(entry, Modality) > 1 else ONLY_FACT), (
                entry,
                label,
            )
            shortened += told != full
            if isinstance(value, str) and told != full:
                assert re.match(r"\s+[A-Z]", full.removeprefix(told)), (entry, label, told)
                assert told[-1] in ".!?", (entry, label, told)
                assert not NO_END.search(told), (entry, label, told)
            else:
                points = [f"{name}: {text}" for name, text in value.items()] if isinstance(value, Mapping) else value
                broken_off = ["; ".join(map(str, points[:count])) for count in range(1, len(points))]
                assert told in {full, *broken_off}, (entry, label, told)
    assert shortened > 20


def test_every_short_card_has_facts(pack: Pack) -> None:
    """No entry of the pack has facts and a short card without any, because all of them are too long."""
    for entry in pack.entries.values():
        if {*facts_of(entry)} - {"ionizing"}:
            fields = [field for block in entry_card(entry, pack)["blocks"] for field in block.get("fields", ())]
            assert len(fields) > isinstance(entry, Modality), entry


@pytest.mark.parametrize("form", Form)
def test_every_card_ends_with_its_review(pack: Pack, shown: Callable[[Message], str], form: Form) -> None:
    """Sources and the day of review stand on every card, who reviewed on the full one; no small print is cut."""
    for entry in pack.entries.values():
        read = shown(entry_card(entry, pack, form))
        assert f"Reviewed {entry.review.reviewed_on.day} {entry.review.reviewed_on:%b %Y}" in read, entry
        assert (entry.review.owner in read) is (form is Form.FULL), entry


@pytest.mark.parametrize("full", [pytest.param(False, id="short"), pytest.param(True, id="full")])
def test_every_pair_ends_with_its_review(pack: Pack, shown: Callable[[Message], str], *, full: bool) -> None:
    """A comparison's small print is never so long that its end, the day of review, is cut off."""
    for items in _alike(pack, 2):
        assert ("\nReviewed " if full else " · Reviewed ") in shown(
            comparison_card(_compared(items, pack), pack, full=full)
        ), items


@pytest.mark.parametrize(
    ("form", "blocks", "characters"),
    [
        # The largest in the pack of 2026-11: 9 blocks and 1,168 characters; 27 and 6,113; 6 and 556.
        pytest.param(Form.SHORT, 12, 1500, id="a short card fits a screen or so of a phone"),
        pytest.param(Form.FULL, 40, 9000, id="a full card is no book"),
        pytest.param(Form.PLAIN, 8, 900, id="plain words are few words"),
    ],
)
def test_size_of_entries(pack: Pack, form: Form, blocks: int, characters: int) -> None:
    """Cards stay of a size that people read."""
    for entry in pack.entries.values():
        card = entry_card(entry, pack, form)
        assert len(card["blocks"]) <= blocks, entry
        assert len(card["text"]) <= characters, entry


@pytest.mark.parametrize(
    ("surface", "blocks"),
    [
        # The largest in the pack of 2026-11: 15 blocks and 2,475 characters; 10 and 2,361.
        pytest.param(Surface.ANSWER, 18, id="in cells"),
        pytest.param(Surface.POSTED, 13, id="in a table"),
    ],
)
def test_size_of_pairs(pack: Pack, surface: Surface, blocks: int) -> None:
    """The short card of two entries stays of a size that people read."""
    for items in _alike(pack, 2):
        card = comparison_card(_compared(items, pack), pack, surface=surface)
        assert len(card["blocks"]) <= blocks, items
        assert len(card["text"]) <= 3500, items
