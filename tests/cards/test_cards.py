"""``bot.cards``: what each card says and offers, whatever the words in it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_bolt.response import BoltResponse

from bot.cards.blocks import Block, Message
from bot.cards.comparisons import Surface, comparison_card
from bot.cards.entries import ONLY_FACT, SHORT_FACT, Form, entry_card, ionizing_line
from bot.cards.failures import apology_card, mistake_card
from bot.cards.help import browse_card, help_card, unknown_topic_card, usage_card
from bot.cards.lookups import lookup_card
from bot.cards.rack import Rack
from bot.cards.sharing import shared_card
from bot.core.comparing import compare_entries
from bot.core.library import Library
from bot.knowledge.comparisons import Comparison
from bot.knowledge.entries import ENTRY_TYPES, Entry, Modality
from bot.knowledge.outcomes import (
    Ambiguous,
    Candidate,
    Compared,
    ComparisonOutcome,
    DifferentKinds,
    Found,
    How,
    Line,
    NotFound,
    Outcome,
    TooFew,
    TooMany,
    Unclear,
)
from bot.knowledge.pack import Contact, Pack
from bot.knowledge.records import Section, Source, View
from bot.knowledge.telling import facts_of
from bot.names import USAGE, Action, Command, Kind

REVIEW = {"owner": "Tests", "reviewed_on": "2026-01-09", "review_by": "2027-01-09"}


def _types(card: Message) -> list[str]:
    return [block["type"] for block in card["blocks"]]


def _elements(card: Message) -> list[Block]:
    """Everything that can be tapped, in order."""
    elements: list[Block] = []
    for block in card["blocks"]:
        elements += block.get("elements", ()) if block["type"] == "actions" else ()
        elements += [block["accessory"]] if "accessory" in block else ()
    return elements


def _buttons(card: Message) -> list[tuple[str, str, str]]:
    return [(e["text"]["text"], e["action_id"], e["value"]) for e in _elements(card) if e["type"] == "button"]


def _modality(**fields: Any) -> Modality:
    given = {"name": "Spoon imaging", "ionizing": False, "summary": "Spoons.", "plain": "Spoons."} | fields
    return Modality.model_validate(
        {"id": "spoon-imaging", "kind": "modality", "sources": ["moon-gazette-2031"], "review": REVIEW} | given
    )


def _compared(pack: Pack, *names: str) -> Compared:
    outcome = compare_entries(pack, [pack.entries[name] for name in names])
    assert isinstance(outcome, Compared)
    return outcome


def _with(pack: Pack, *entries: Entry) -> Pack:
    return replace(pack, entries={**pack.entries, **{entry.id: entry for entry in entries}})


# An entry's card


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize(
    ("ionizing", "sign", "says"),
    [
        pytest.param(True, "☢️ ", "Yes", id="it ionizes"),
        pytest.param(False, "✅ ", "No", id="it does not"),
        pytest.param("depends", "⚠️ ", "Depends on the technique", id="it depends"),
    ],
)
def test_ionizing_line(
    made_up: Pack, shown: Callable[[Message], str], form: Form, *, ionizing: bool | str, sign: str, says: str
) -> None:
    """Every form of a modality's card says whether it uses ionizing radiation, for patients without a sign."""
    entry = _modality(ionizing=ionizing)
    line = {
        Form.SHORT: f"*Ionizing radiation:* {sign}{says}",
        Form.FULL: f"*Ionizing radiation*\n{sign}{says}",
        Form.PLAIN: f"*Ionizing radiation*\n{says}",
    }[form]

    assert ionizing_line(entry, form) == line
    assert f"\n{line}\n" in shown(entry_card(entry, made_up, form))


@pytest.mark.parametrize("form", Form)
def test_no_ionizing_line_on_other_kinds(made_up: Pack, form: Form) -> None:
    """A role or a concept neither ionizes nor does not."""
    for entry in made_up.entries.values():
        assert ("Ionizing" in entry_card(entry, made_up, form)["text"]) is isinstance(entry, Modality), entry


@pytest.mark.parametrize(
    ("form", "types"),
    [
        pytest.param(
            Form.SHORT, ["header", "section", "context", "section", "context", "context", "actions"], id="short"
        ),
        pytest.param(
            Form.FULL,
            ["header", "section", "context", *["section"] * 15, "divider", "context", "context", "actions"],
            id="full",
        ),
        pytest.param(Form.PLAIN, ["header", "section", "section", "context", "context", "actions"], id="plain"),
    ],
)
def test_one_order_everywhere(made_up: Pack, form: Form, types: list[str]) -> None:
    """Header, answer, facts, sources and review, buttons."""
    assert _types(entry_card(made_up.entries["wobble-magnet-imaging"], made_up, form)) == types


def test_short_card_shows_what_matters_first(made_up: Pack) -> None:
    """A short card begins with whether it ionizes, and the most telling facts follow."""
    (cells,) = (b for b in entry_card(made_up.entries["wobble-magnet-imaging"], made_up)["blocks"] if "fields" in b)

    assert [field["text"].partition(":* ")[0] for field in cells["fields"]] == [
        "*Ionizing radiation",
        "*Best for",
        "*Time",
        "*Limits",
    ]


SENTENCE = f"Salt is {'very ' * 9}salty."
"""A sentence of 59 characters: one fits a short card, two do not."""

FITS = "x" * SHORT_FACT


@pytest.mark.parametrize(
    ("fields", "label", "told"),
    [
        pytest.param({"contrast": FITS}, "Contrast", FITS, id="just short enough"),
        pytest.param({"contrast": f"{FITS}x"}, "Contrast", None, id="a letter too long"),
        pytest.param({"contrast": f"{SENTENCE} {SENTENCE}"}, "Contrast", SENTENCE, id="one sentence of two"),
        pytest.param({"contrast": f"Salt. {SENTENCE} {SENTENCE}"}, "Contrast", f"Salt. {SENTENCE}", id="two of three"),
        pytest.param({"contrast": f"{FITS}x. Salt."}, "Contrast", None, id="a first sentence that is too long"),
        pytest.param({"limits": [FITS, "Fork"]}, "Limits", FITS, id="a first point that just fits"),
        pytest.param({"limits": [f"{FITS}x", "Fork"]}, "Limits", None, id="a first point that is too long"),
        pytest.param({"limits": ["Fork", FITS, "Knife"]}, "Limits", "Fork", id="points up to a long one"),
        pytest.param({"limits": ["Fork", "Knife"]}, "Limits", "Fork; Knife", id="all points"),
    ],
)
def test_a_short_card_shows_a_fact_whole_or_not(
    made_up: Pack, shown: Callable[[Message], str], fields: dict[str, Any], label: str, told: str | None
) -> None:
    """Lists break off between points, texts between sentences; what does not fit even so is on the full card alone."""
    entry = _modality(**fields, safety="No sparks")

    short, full = (shown(entry_card(entry, made_up, form)).splitlines() for form in (Form.SHORT, Form.FULL))

    in_short = [line.removeprefix(f"*{label}:* ") for line in short if line.startswith(f"*{label}:* ")]
    assert in_short == ([] if told is None else [told])
    (value,) = fields.values()
    assert full[full.index(f"*{label}*") + 1] == (value if isinstance(value, str) else "; ".join(value))


def test_a_long_fact_is_shown_where_there_is_no_other(made_up: Pack, shown: Callable[[Message], str]) -> None:
    """A card has a fact, be it longer than others may be, unless it is longer than anybody reads."""
    for length, lines in ((ONLY_FACT, 1), (ONLY_FACT + 1, 0)):
        read = shown(entry_card(_modality(contrast="x" * length), made_up))
        assert sum(line.startswith("*Contrast:* ") for line in read.splitlines()) == lines


def test_a_fact_left_out_makes_room_for_the_next(made_up: Pack) -> None:
    """As many facts are shown as fit, whichever of the more telling ones are too long."""
    entry = _modality(
        best_for=[f"{FITS}x"], time_min=(1, 2), time_for="a spoon", picture_from="Spoons", limits=["Forks"],
        contrast="Salt", safety="No sparks",
    )  # fmt: skip
    (cells,) = (b for b in entry_card(entry, made_up)["blocks"] if "fields" in b)

    labels = [field["text"].partition(":* ")[0].removeprefix("*") for field in cells["fields"]]
    assert labels == ["Ionizing radiation", "Time", "Picture made from", "Limits", "Contrast", "Safety"]


def test_a_short_card_fits_a_phone(made_up: Pack) -> None:
    """The longer the answer, the fewer facts stand below it; one stands there however long it is."""
    fields = {"best_for": ["Salt"], "picture_from": "Spoons", "limits": ["Forks"], "contrast": "Salt", "safety": "No"}
    counts = []
    for words, meanings in ((1, {}), (90, {}), (99, {"WM": ["salt " * 20]}), (99, {"WM": ["salt " * 59]})):
        entry = _modality(summary="salt " * (words - 1) + "salt.", also_means=meanings, **fields)
        (cells,) = (b for b in entry_card(entry, made_up)["blocks"] if "fields" in b)
        counts.append(len(cells["fields"]) - 1)

    assert counts[0] == len(fields)
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == 1


def test_steps_of_a_pathway(made_up: Pack, shown: Callable[[Message], str]) -> None:
    """A short card names the steps in their order; the full one tells each, numbered."""
    steps = [{"title": "Nap", "text": "One sleeps."}, {"title": "Waking", "text": "One wakes."}]
    pathway = ENTRY_TYPES[Kind.PATHWAY].model_validate(
        {"id": "a-night", "kind": "pathway", "name": "A night", "summary": "How one sleeps.", "plain": "You sleep.",
         "steps": steps, "sources": ["feather-press"], "review": REVIEW},
    )  # fmt: skip
    short, full = (shown(entry_card(pathway, made_up, form)) for form in (Form.SHORT, Form.FULL))

    assert "*Step by step:* Nap → Waking" in short
    assert "*1. Nap*\nOne sleeps.\n*2. Waking*\nOne wakes." in full


def test_full_card_leaves_nothing_out(made_up: Pack, shown: Callable[[Message], str]) -> None:
    """Every fact, section, view and figure of an entry stands on its full card, and every source is named."""
    for entry in made_up.entries.values():
        read = shown(entry_card(entry, made_up, Form.FULL))
        said = [entry.summary, *(entry.label(field) for field in facts_of(entry))]
        said += [text for part in entry.sections for text in (part.title, part.text or "", *part.points)]
        said += [f"*{view.who}*: {view.says}" for view in entry.views]
        said += [f"{fact.statement} ({fact.place}, {fact.year})" for fact in made_up.facts_about(entry.id)]
        parts: tuple[Section | View, ...] = (*entry.sections, *entry.views)
        sources = {*entry.sources, *(source for part in parts for source in part.sources)}
        said += [made_up.sources[source].publisher.replace("|", "/") for source in sources]
        assert [text for text in said if text not in read] == [], entry


def test_an_abbreviation_that_stands_for_more(made_up: Pack, shown: Callable[[Message], str]) -> None:
    """What else an abbreviation stands for is said before the facts, on the short and the full card."""
    warning = '⚠️ Elsewhere in a hospital *WM* is also white marble, the "waiting & <munching>" break.'

    for form in (Form.SHORT, Form.FULL):
        assert shown(entry_card(made_up.entries["wobble-magnet-imaging"], made_up, form)).splitlines()[2] == warning


def test_several_abbreviations_that_stand_for_more(made_up: Pack) -> None:
    """However many abbreviations stand for more, it is one line of small print."""
    entry = _modality(also_means={"WM": ["white marble"], "DR": ["dim room", "doctor"]})
    card = entry_card(entry, made_up)

    assert _types(card)[:4] == ["header", "section", "context", "section"]
    (element,) = card["blocks"][2]["elements"]
    assert element["text"] == "⚠️ Elsewhere in a hospital *WM* is also white marble; *DR* is also dim room, doctor."


def test_plain_words(made_up: Pack, shown: Callable[[Message], str]) -> None:
    """In plain words the card has the patient's sentence and its disclaimer, and not the staff's sentence."""
    entry = made_up.entries["wobble-magnet-imaging"]
    read = shown(entry_card(entry, made_up, Form.PLAIN))

    assert read.startswith("Wobble magnet imaging (WMI): in plain words\n" + entry.plain)
    assert entry.summary not in read
    assert "it is no advice on anyone's care" in read


@pytest.mark.parametrize(
    ("form", "buttons"),
    [
        pytest.param(Form.SHORT, [("More", "open_full"), ("Plain words", "plain_words")], id="short"),
        pytest.param(Form.FULL, [("Less", "open"), ("Plain words", "plain_words")], id="full"),
        pytest.param(Form.PLAIN, [("Staff words", "open")], id="plain"),
    ],
)
def test_buttons_turn_the_card(made_up: Pack, form: Form, buttons: list[tuple[str, str]]) -> None:
    """Each form leads to the others, can be voted on, and can be shared as it is."""
    card = entry_card(made_up.entries["moon-archive"], made_up, form)

    assert _buttons(card) == [
        *((label, action, "moon-archive") for label, action in buttons),
        ("👍", "helpful", f"{form}:moon-archive"),
        ("👎", "not_helpful", f"{form}:moon-archive"),
        ("Share to channel", "share", f"{form}:moon-archive"),
    ]


def test_compare_menu(made_up: Pack) -> None:
    """What is worth comparing is offered: what somebody compared, then what is related and of the same kind."""
    menus = {
        entry.id: [option["value"] for element in _elements(card) for option in element.get("options", ())]
        for entry in made_up.entries.values()
        if (card := entry_card(entry, made_up))
    }

    assert menus["wobble-magnet-imaging"] == [
        "wobble-magnet-imaging,lantern-tomography",
        "wobble-magnet-imaging,dream-radiography",
    ]
    assert menus["dream-reading"] == ["dream-reading,improbable-repair"]
    assert menus["moon-archive"] == []


def test_small_print_names_two_sources_and_counts_the_rest(made_up: Pack, shown: Callable[[Message], str]) -> None:
    """A short card stays short however many sources an entry has; the full one names each, and the reviewer."""
    sources = {f"source-{number}": _source(f"Press {number}") for number in range(6)}
    pack = replace(made_up, sources=sources)
    entry = _modality(sources=list(sources))

    short, full = (shown(entry_card(entry, pack, form)) for form in (Form.SHORT, Form.FULL))

    assert "Sources: Press 0 · Press 1 · 4 more · Reviewed 9 Jan 2026" in short
    assert "Tests" not in short
    assert "Press 3 · Press 4 · Press 5\nReviewed 9 Jan 2026 · Tests" in full


def test_small_print_names_secondary_sources_last(made_up: Pack, shown: Callable[[Message], str]) -> None:
    """A page of a company's is named after those that answer for themselves, however much it carries."""
    shop = _source("Shop").model_copy(update={"secondary": True})
    sources = {"shop": shop, "press": _source("Press"), "inn": _source("Inn")}
    pack = replace(made_up, sources=sources)
    entry = _modality(sources=list(sources))

    assert "Sources: Press · Inn · 1 more" in shown(entry_card(entry, pack))
    assert "Sources: Press · Inn · Shop" in shown(entry_card(entry, pack, Form.FULL))


def test_small_print_tells_sources_of_one_publisher_apart(made_up: Pack, shown: Callable[[Message], str]) -> None:
    """A short card names a publisher once; the full one says which of its pages each is."""
    salt, tea = (_source("Press").model_copy(update={"title": title}) for title in ("On salt", "On tea"))
    sources = {"salt": salt, "tea": tea, "inn": _source("Inn")}
    pack = replace(made_up, sources=sources)
    entry = _modality(sources=list(sources))

    assert "Sources: Press · Inn · 1 more" in shown(entry_card(entry, pack))
    assert "Sources: Press, On salt · Press, On tea · Inn" in shown(entry_card(entry, pack, Form.FULL))


def test_small_print_is_never_cut(
    made_up: Pack, shown: Callable[[Message], str], complaints: Callable[[Message], list[str]]
) -> None:
    """However many sources with however long addresses: no link is cut in two, and the review is still there."""
    sources = {f"source-{n}": _source(f"Press {n}", url=f"https://a.example/{'x' * 300}?{n}") for n in range(60)}
    pack = replace(made_up, sources=sources)

    card = entry_card(_modality(sources=list(sources)), pack, Form.FULL)

    assert complaints(card) == []
    assert "Reviewed 9 Jan 2026 · Tests" in shown(card)
    assert "Press 59" in shown(card)


@pytest.mark.parametrize("form", [Form.SHORT, Form.PLAIN])
def test_the_ionizing_line_is_sourced(made_up: Pack, shown: Callable[[Message], str], form: Form) -> None:
    """The source of what a card says of ionizing radiation is among those it names."""
    entry = _modality(sources={"college-of-dreams": ["summary", "plain"], "feather-press": ["ionizing"]})

    assert "Feather Press" in shown(entry_card(entry, made_up, form))


def _source(publisher: str, url: str | None = None) -> Source:
    return Source.model_validate(
        {"title": "A", "publisher": publisher, "url": url, "read_on": date(2026, 1, 1), "read": "All."}
    )


# A look-up's card


def test_a_plain_hit_is_the_entry_itself(made_up: Pack) -> None:
    """A name that is exact and means one thing is answered without a word about how it was reached."""
    entry = made_up.entries["moon-archive"]

    for how in (How.EXACT, How.CODE, How.ALIAS):
        assert lookup_card(Found(entry, how, 100), made_up) == entry_card(entry, made_up)


def test_a_close_hit_says_so(made_up: Pack, shown: Callable[[Message], str]) -> None:
    """A text that was only close is answered with what it was taken for, right under the heading."""
    card = lookup_card(Found(made_up.entries["moon-archive"], How.FUZZY, 90), made_up)

    assert "Closest to what you typed: *Moon archive*" in shown(card).splitlines()[1]
    assert "Closest to what you typed: Moon archive" in card["text"]
    assert card["blocks"][2:] == entry_card(made_up.entries["moon-archive"], made_up)["blocks"][1:]


def test_another_meaning_is_one_tap_away(made_up: Pack, shown: Callable[[Message], str]) -> None:
    """An abbreviation that was settled by the command shows what else it names, with a button to open it."""
    entry, other = made_up.entries["dream-radiography"], made_up.entries["dream-reading"]
    card = lookup_card(Found(entry, How.EXACT, 100, others=(other,)), made_up)

    assert "⚠️ Also goes by that name: *Dream reading* (specialty)" in shown(card)
    assert card["blocks"][1]["accessory"]["value"] == "dream-reading"


@pytest.mark.parametrize(
    ("names", "question"),
    [
        pytest.param(["moon-archive"], "Did you mean this?", id="one candidate"),
        pytest.param(["dream-radiography", "dream-reading"], "Which one did you mean?", id="two candidates"),
    ],
)
def test_which_one(made_up: Pack, names: list[str], question: str) -> None:
    """Each candidate is one tap away, closest first."""
    card = lookup_card(Ambiguous(tuple(Candidate(made_up.entries[name], 100) for name in names)), made_up)

    assert card["text"].startswith(question)
    assert _buttons(card) == [("Open", "open", name) for name in names]


def test_not_found_leads_on(made_up: Pack, shown: Callable[[Message], str]) -> None:
    """Nothing found: the nearest, the lists, and whom to tell."""
    card = lookup_card(NotFound((Candidate(made_up.entries["moon-archive"], 40),)), made_up)

    browse = [(kind.plural, kind.value) for kind in Kind]
    assert _buttons(card)[0] == ("Moon archive (MA)", "open", "moon-archive")
    assert [(label.split(" ", 1)[1], value) for label, _, value in _buttons(card)[1:]] == browse
    assert "Tell the <Moon> desk & friends." in shown(card)


def test_not_found_with_nothing_near(made_up: Pack) -> None:
    """With nothing near there is no row of nothing, which Slack would refuse."""
    card = lookup_card(NotFound(), made_up)

    assert "Nearest" not in card["text"]
    assert len(_buttons(card)) == len(Kind)


# A comparison's card


def test_a_posted_short_comparison_is_cut_to_six_lines_and_three_points(
    made_up: Pack, shown: Callable[[Message], str]
) -> None:
    """The posted short card has the first six lines, three points a side and three in common; the full card has all."""
    compared = _compared(made_up, "dream-reading", "improbable-repair")
    posted = comparison_card(compared, made_up, surface=Surface.POSTED)
    short, full = shown(posted), shown(comparison_card(compared, made_up, full=True))
    (rows,) = (block["rows"] for block in posted["blocks"] if block["type"] == "table")

    assert [row[0]["text"] for row in rows[1:]] == [line.feature for line in compared.differing[:6]]
    for beyond in ("There is time for tea", "Both are listed by the moon archive", "*What cooks ask*"):
        assert beyond not in short
        assert beyond in full
    for within in ('It is "not urgent"', "Both < 7 spoons a day"):
        assert within in short


def test_a_short_comparison_fits_a_phone(made_up: Pack, shown: Callable[[Message], str]) -> None:
    """A short answer has as many lines as fit, with all items in each."""
    compared = _compared(made_up, "dream-reading", "improbable-repair")
    short, full = (shown(comparison_card(compared, made_up, full=full)) for full in (False, True))
    first, second = compared.differing[:2]

    assert f"*{first.feature}*\nDR: {first.cells[0]}\nIR: {first.cells[1]}" in short
    assert f"*{second.feature}*" in short
    assert "*In common*" not in short
    assert [line.feature for line in compared.differing if f"*{line.feature}*" not in full] == []


@pytest.mark.parametrize("words", [1, 20, 60])
def test_a_short_comparison_has_a_line_however_long(made_up: Pack, words: int) -> None:
    """Long cells leave room for fewer lines; one stands there in any case."""
    items = tuple(made_up.entries[name] for name in ("lantern-tomography", "wobble-magnet-imaging"))
    lines = tuple(Line(f"Feature {number}", ("salt " * words, "tea " * words)) for number in range(9))
    card = comparison_card(Compared(items, lines, (), {}, None, ("feather-press",)), made_up)

    (fields,) = (block["fields"] for block in card["blocks"] if "fields" in block)
    assert len(fields) == {1: 4, 20: 1, 60: 1}[words]


def test_a_short_comparison_says_when_to_choose_each_or_none(made_up: Pack, shown: Callable[[Message], str]) -> None:
    """Where there is room, a reason for each item stands there; a reason for one of them alone would be half of it."""
    compared = _compared(made_up, "lantern-tomography", "wobble-magnet-imaging")
    for lines in range(3):
        few = replace(compared, differing=compared.differing[:lines], equal=())
        for reason, said in (("Salt", True), ("salt " * 99, lines == 0)):
            choose = {"lantern-tomography": ("Soup",), "wobble-magnet-imaging": (reason,)}
            read = shown(comparison_card(replace(few, choose=choose), made_up))
            assert [f"*{name} is best for:*" in read for name in ("LT", "WMI")] == [said, said]


def test_a_short_card_names_the_source_of_whom_a_figure_counts(made_up: Pack, shown: Callable[[Message], str]) -> None:
    """Whoever says for whom a figure holds is named beside who measured it."""
    entry = _modality(
        time_min=[10, 20],
        time_for="our scanner",
        sources={"feather-press": ["summary", "plain", "ionizing", "time_min"], "college-of-dreams": ["time_for"]},
    )
    read = shown(entry_card(entry, made_up))
    assert "10–20 min (our scanner)" in read
    assert made_up.sources["college-of-dreams"].publisher in read


def test_a_short_comparison_says_what_is_the_same(made_up: Pack, shown: Callable[[Message], str]) -> None:
    """What holds for both is worth more than a third difference; where nothing differs it is all there is to say."""
    compared = _compared(made_up, "lantern-tomography", "wobble-magnet-imaging")
    for lines in range(3):
        few = replace(compared, differing=compared.differing[:lines], choose={})
        assert "*The same for both*\nContrast: Sometimes a pinch of salt" in shown(comparison_card(few, made_up))


def test_a_comparison_names_every_item_in_its_heading(made_up: Pack) -> None:
    """Where the full titles do not fit Slack's header, the short names stand there; none is cut off."""
    entry = made_up.entries["lantern-tomography"]
    items = tuple(
        entry.model_copy(update={"id": f"lantern-{n}", "name": "Lantern " * 8 + str(n), "abbreviations": (f"L{n}",)})
        for n in range(4)
    )
    card = comparison_card(Compared(items, (), (Line("Light", ("yes",) * 4),), {}, None, ("feather-press",)), made_up)
    assert card["blocks"][0]["text"]["text"] == "L0 vs L1 vs L2 vs L3"


def test_what_is_the_same_is_said_in_one_line(made_up: Pack, shown: Callable[[Message], str]) -> None:
    """Equal lines do not stand side by side."""
    compared = _compared(made_up, "lantern-tomography", "wobble-magnet-imaging")
    read = shown(comparison_card(compared, made_up, full=True))

    assert "*The same for both*\nContrast: Sometimes a pinch of salt; Read by: Dream reader" in read
    assert read.count("pinch of salt") == 1


def test_what_is_not_known_is_said(made_up: Pack, shown: Callable[[Message], str]) -> None:
    """Where one side has nothing, the card says that it is not recorded, not that there is none."""
    items = tuple(made_up.entries[name] for name in ("lantern-tomography", "wobble-magnet-imaging"))
    compared = Compared(items, (Line("Spoons", (None, "two")),), (), {}, None, ("feather-press",))

    for surface in Surface:
        assert "Not recorded" in shown(comparison_card(compared, made_up, surface=surface))


def test_a_derived_comparison_says_so_and_carries_the_older_review(
    made_up: Pack, shown: Callable[[Message], str]
) -> None:
    """Nobody wrote it, and it is as fresh as the older of its entries."""
    read = shown(comparison_card(_compared(made_up, "wobble-magnet-imaging", "lantern-tomography"), made_up))

    assert "no comparison of them has been written" in read
    assert "Reviewed 24 Dec 2025" in read


def test_a_comparison_can_be_turned_shared_and_opened(made_up: Pack) -> None:
    """Each form leads to the other, is shared as it is, and opens each of its entries."""
    compared = _compared(made_up, "improbable-repair", "dream-reading")
    ids = "improbable-repair,dream-reading"
    opens = [
        ("IR", "open", "improbable-repair"),
        ("DR", "open:1", "dream-reading"),
    ]

    assert _buttons(comparison_card(compared, made_up)) == [
        ("More", "compare_full", ids),
        ("👍", "helpful", f"compared:{ids}"),
        ("👎", "not_helpful", f"compared:{ids}"),
        ("Share to channel", "share", f"compared:{ids}"),
        *opens,
    ]
    assert _buttons(comparison_card(compared, made_up, full=True)) == [
        ("Less", "compare", ids),
        ("👍", "helpful", f"compared_full:{ids}"),
        ("👎", "not_helpful", f"compared_full:{ids}"),
        ("Share to channel", "share", f"compared_full:{ids}"),
        *opens,
    ]


def test_a_comparison_says_how_it_read_the_text(made_up: Pack, shown: Callable[[Message], str]) -> None:
    """An item that was only close, and another reading, are told under the heading; the other is one tap away."""
    compared = _compared(made_up, "dream-reading", "improbable-repair")
    other = (made_up.entries["dream-radiography"], made_up.entries["improbable-repair"])
    card = comparison_card(
        replace(compared, guessed=(made_up.entries["improbable-repair"],), other_readings=(other,)), made_up
    )

    assert "Closest to what you typed: *Improbable repair*." in shown(card)
    assert "Read as *Dream reading (DR)* (specialty); it also stands for *Dream radiography (DR)*." in shown(card)
    assert ("Use Dream radiography", "compare", "dream-radiography,improbable-repair") in _buttons(card)


@pytest.mark.parametrize("full", [pytest.param(False, id="short"), pytest.param(True, id="full")])
def test_a_table_only_where_slack_documents_one(made_up: Pack, *, full: bool) -> None:
    """A posted comparison is one table with a line a row; an answer has none."""
    compared = _compared(made_up, "dream-reading", "improbable-repair")
    posted = comparison_card(compared, made_up, full=full, surface=Surface.POSTED)
    answered = comparison_card(compared, made_up, full=full)

    (table,) = (block for block in posted["blocks"] if block["type"] == "table")
    assert [[cell["text"] for cell in row] for row in table["rows"]][:2] == [
        [" ", "DR", "IR"],
        ["Main role", "Looks & tells", "Mends under lantern light"],
    ]
    assert len(table["rows"]) == (8 if full else 7)
    assert "table" not in _types(answered)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([Line("Spoons", ("x" * 5000, "y" * 5000))], id="too many characters"),
        pytest.param([Line(f"Spoon {number}", ("x", "y")) for number in range(100)], id="too many rows"),
        pytest.param([], id="no line at all"),
    ],
)
def test_a_table_too_large_becomes_cells(
    made_up: Pack, complaints: Callable[[Message], list[str]], lines: Sequence[Line]
) -> None:
    """What Slack would refuse as a table is shown in cells, and no table of nothing is made."""
    compared = replace(_compared(made_up, "dream-reading", "improbable-repair"), differing=tuple(lines))
    card = comparison_card(compared, made_up, full=True, surface=Surface.POSTED)

    assert "table" not in _types(card)
    assert sum("fields" in block for block in card["blocks"]) >= min(len(lines), 40)
    assert complaints(card) == []


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        pytest.param(lambda _: TooFew(None), "Compare what?", id="nothing named"),
        pytest.param(
            lambda pack: TooFew(pack.entries["moon-archive"]), "That is one thing: Moon archive (MA).", id="one named"
        ),
        pytest.param(
            lambda pack: TooFew(pack.entries["moon-archive"], twice=True),
            "That is Moon archive (MA) twice.",
            id="one named twice",
        ),
        pytest.param(lambda _: TooMany(7), "Those are 7 things; up to 4 fit side by side.", id="too many"),
        pytest.param(
            lambda pack: DifferentKinds((pack.entries["moon-archive"], pack.entries["dream-reader"])),
            "Moon archive (MA) is a concept and Dream reader is a role",
            id="different kinds",
        ),
        pytest.param(
            lambda pack: Unclear((NotFound(), Found(pack.entries["moon-archive"], How.EXACT, 100))),
            "1. ❌ Not found\n2. ✅ Moon archive (MA)",
            id="one item unclear",
        ),
    ],
)
def test_comparisons_that_cannot_be_made(
    made_up: Pack,
    complaints: Callable[[Message], list[str]],
    outcome: Callable[[Pack], ComparisonOutcome],
    said: str,
) -> None:
    """Each tells what is missing, in a card that Slack takes."""
    card = comparison_card(outcome(made_up), made_up)

    assert said in card["text"]
    assert complaints(card) == []


def test_too_few_offers_partners(made_up: Pack) -> None:
    """One item with known partners is one tap from a comparison."""
    entry = made_up.entries["wobble-magnet-imaging"]
    card = comparison_card(TooFew(entry, partners=made_up.partners_of(entry)), made_up)

    assert _buttons(card) == [
        ("Lantern tomography (LT)", "compare", "wobble-magnet-imaging,lantern-tomography"),
        ("Dream radiography (DR)", "compare:1", "wobble-magnet-imaging,dream-radiography"),
    ]


# Help, lists, failures


@pytest.mark.parametrize("prefix", [pytest.param("", id="bare"), pytest.param("rr-", id="under a prefix")])
def test_help_names_each_command_as_it_is_typed(made_up: Pack, shown: Callable[[Message], str], prefix: str) -> None:
    """Help shows every command with its prefix, its hint and what it is for."""
    read = shown(help_card(made_up, prefix))

    for command, usage in USAGE.items():
        assert f"`/{prefix}{command} {usage.hint}`  {usage.description}" in read
    assert "no advice on a patient" in read


@pytest.mark.parametrize("command", USAGE)
def test_usage_shows_examples(
    shown: Callable[[Message], str], complaints: Callable[[Message], list[str]], command: Command
) -> None:
    """A command that came alone is answered with what to type behind it."""
    card = usage_card(command, "rr-")

    assert complaints(card) == []
    for example in USAGE[command].examples:
        assert f"`/rr-{command} {example}`" in shown(card)


def test_an_unknown_topic_is_answered_with_the_known_ones(shown: Callable[[Message], str]) -> None:
    """Every list that can be asked for is named."""
    read = shown(unknown_topic_card("rr-"))

    for kind in Kind:
        assert f"`/rr-reading-room {kind.plural.lower()}`" in read


@pytest.mark.parametrize(
    ("count", "menus"),
    [
        pytest.param(0, [], id="none"),
        pytest.param(1, [1], id="one"),
        pytest.param(100, [100], id="a menu full"),
        pytest.param(101, [100, 1], id="one more than a menu"),
        pytest.param(1000, [100] * 10, id="a thousand"),
        pytest.param(1500, [100] * 10, id="more than ten menus hold"),
    ],
)
def test_a_list_of_any_length(complaints: Callable[[Message], list[str]], count: int, menus: list[int]) -> None:
    """Menus hold a hundred each, up to a thousand; beyond, one types the name. No name is cut in the list."""
    entries = [_modality(id=f"spoon-{n}", name=f"Spoon & bowl number {n:04} of a very long row") for n in range(count)]
    card = browse_card(Kind.MODALITY, entries)

    assert complaints(card) == []
    assert [len(element["options"]) for element in _elements(card) if "options" in element] == menus
    names = [name for b in card["blocks"] if b["type"] == "section" for name in b["text"]["text"].split(" · ")]
    assert names == [entry.name.replace("&", "&amp;") for entry in entries][: len(names)]
    assert len(names) >= min(count, 500)


@pytest.mark.parametrize(
    "card",
    [
        pytest.param(mistake_card("Type <this> & *that*, not <!here>."), id="a person's mistake"),
        pytest.param(apology_card("<!here> & co"), id="our fault"),
    ],
)
def test_failures_are_escaped(complaints: Callable[[Message], list[str]], card: Message) -> None:
    """Whatever a sentence or a reference holds, it cannot call anyone."""
    assert complaints(card) == []
    assert "&lt;!here&gt;" in card["text"]


# Sharing


@pytest.mark.parametrize(
    "render",
    [
        pytest.param(lambda pack: entry_card(pack.entries["wobble-magnet-imaging"], pack), id="short"),
        pytest.param(lambda pack: entry_card(pack.entries["wobble-magnet-imaging"], pack, Form.FULL), id="full"),
        pytest.param(lambda pack: entry_card(pack.entries["wobble-magnet-imaging"], pack, Form.PLAIN), id="plain"),
        pytest.param(
            lambda pack: comparison_card(
                replace(
                    _compared(pack, "dream-reading", "improbable-repair"),
                    other_readings=((pack.entries["dream-radiography"], pack.entries["improbable-repair"]),),
                ),
                pack,
            ),
            id="a comparison with another reading",
        ),
    ],
)
def test_shared_cards(
    made_up: Pack,
    shown: Callable[[Message], str],
    complaints: Callable[[Message], list[str]],
    render: Callable[[Pack], Message],
) -> None:
    """A shared card is for all, has only thumbs to tap, says all that the private one said, and who shared it."""
    private = render(made_up)
    before = json.dumps(private)
    shared = shared_card(private, "U0123ABC")

    assert shared["response_type"] == "in_channel"
    assert _elements(private)
    assert [element["action_id"] for element in _elements(shared)] == ["helpful", "not_helpful"]
    said, said_shared = (shown(card).splitlines() for card in (private, shared))
    assert said_shared == [*said, "Shared by <@U0123ABC> from Reading Room"]
    assert shared["text"].endswith("Shared by <@U0123ABC> from Reading Room")
    assert complaints(shared) == []
    assert json.dumps(private) == before


def test_a_shared_card_always_says_who(made_up: Pack) -> None:
    """Even a card as long as Slack takes says who shared it."""
    sections = [{"title": f"Part {n}", "text": "Spoons.", "sources": ["feather-press"]} for n in range(60)]
    card = entry_card(_modality(sections=sections), made_up, Form.FULL)

    shared = shared_card(card, "U0123ABC")

    assert len(shared["blocks"]) <= 50
    assert "Shared by <@U0123ABC>" in json.dumps(shared["blocks"])


# The rack


def test_rack_renders_a_card_once(made_up: Pack) -> None:
    """The same card is handed out again, one for each form."""
    rack, entry = Rack(), made_up.entries["moon-archive"]

    assert rack.entry_card(entry, made_up) is rack.entry_card(entry, made_up)
    assert [rack.entry_card(entry, made_up, form).message for form in Form] == [
        entry_card(entry, made_up, f) for f in Form
    ]


def test_rack_is_emptied_when_the_pack_changes(made_up: Pack) -> None:
    """A card of an earlier revision is never handed out, even for an entry that is the same."""
    rack, entry = Rack(), made_up.entries["moon-archive"]
    other = replace(made_up, info=made_up.info.model_copy(update={"contact": Contact(name="another desk")}))
    changed = entry.model_copy(update={"summary": "It moved."})

    first = rack.entry_card(entry, made_up, Form.FULL)
    second = rack.entry_card(entry, other, Form.FULL)

    assert second is not first
    assert "another desk" in second.message["text"]
    assert "It moved." in rack.entry_card(changed, _with(made_up, changed), Form.FULL).json
    assert rack.entry_card(entry, made_up, Form.FULL) == first


@pytest.mark.parametrize("how", How)
@pytest.mark.parametrize(
    "others", [pytest.param((), id="one meaning"), pytest.param(("dream-reader",), id="two meanings")]
)
def test_rack_serves_every_lookup(made_up: Pack, how: How, others: tuple[str, ...]) -> None:
    """A look-up's card is the one that would be rendered, and the next such look-up gets the same one."""
    rack, entry = Rack(), made_up.entries["moon-archive"]
    found = Found(entry, how, 100, others=tuple(made_up.entries[name] for name in others))

    card = rack.lookup_card(found, made_up)

    assert card.message == lookup_card(found, made_up)
    assert card is rack.lookup_card(found, made_up)


def test_rack_tells_outcomes_apart(made_up: Pack) -> None:
    """Asking about entries and naming them as nearest are two cards, and other entries make another card."""
    rack, first = Rack(), Candidate(made_up.entries["moon-archive"], 80)
    second = Candidate(made_up.entries["dream-reader"], 79)
    outcomes: list[Outcome] = [NotFound(), NotFound((first,)), Ambiguous((first,)), Ambiguous((first, second))]

    cards = [rack.lookup_card(outcome, made_up) for outcome in outcomes]

    assert [card.message for card in cards] == [lookup_card(outcome, made_up) for outcome in outcomes]
    assert [rack.lookup_card(outcome, made_up) for outcome in outcomes] == cards


def test_a_card_travels_as_bolt_would_send_it(made_up: Pack) -> None:
    """The JSON that a rack hands out is what Bolt makes of the message, to the byte."""
    card = Rack().entry_card(made_up.entries["moon-archive"], made_up)
    assert card.json == BoltResponse(status=200, body=card.message).body


def test_a_rack_does_not_grow_for_ever(made_up: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many cards are asked for, only so many are kept, and each is still the right one."""
    monkeypatch.setattr("bot.cards.rack.MOST_CARDS", 3)
    rack = Rack()
    for entry in (*made_up.entries.values(), *made_up.entries.values()):
        assert rack.entry_card(entry, made_up).message == entry_card(entry, made_up)
        assert len(rack._cards) <= 3


# Whatever the words

_PIECES = ["*bold*", "_it_", "~gone~", "`code`", "<!here>", "<!channel>", "<@U1>", "<#C1>", "<https://a.example|b>"]
_PIECES += [
    "&amp;",
    "&lt;",
    "&",
    "<",
    ">",
    "|",
    '"',
    "'",
    "\\",
    ":smile:",
    "🩻",
    "👩",
    "شعاع",
    "רנטגן",
    "核磁",
    "e\u0301",
]
_PIECES += ["a", "Ω", " ", " ", "x" * 45, "•", "…", ";"]


def _hostile(most: int) -> st.SearchStrategy[str]:
    """Printable text of at most ``most`` characters, as a pack may hold it."""
    pieces = st.lists(st.sampled_from(_PIECES) | st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=14)
    texts = pieces.map(lambda parts: " ".join("".join(parts).split())[:most].strip())
    return texts.filter(lambda text: bool(text) and text.isprintable())


@st.composite
def _hostile_entries(draw: st.DrawFn, kinds: Sequence[Kind] = tuple(Kind)) -> Entry:
    kind = draw(st.sampled_from(kinds))
    phrase, phrases = _hostile(300), st.lists(_hostile(300), min_size=1, max_size=3)
    of_kind: dict[Kind, dict[str, Any]] = {
        Kind.MODALITY: {
            "ionizing": draw(st.sampled_from([False, "depends"])),
            "best_for": draw(phrases),
            "safety": draw(phrase),
            "time_min": (5.0, 10.0),
            "time_for": draw(phrase),
            "how_it_works": draw(_hostile(900)),
        },
        Kind.SPECIALTY: {"does": draw(phrases), "training": {draw(_hostile(70)): draw(phrase)}},
        Kind.PROCEDURE: {"why": draw(phrases), "what": draw(_hostile(900))},
        Kind.ROLE: {"does_not": draw(phrases)},
        Kind.CONCEPT: {"examples": draw(phrases)},
        Kind.PATHWAY: {"steps": [{"title": draw(_hostile(60)), "text": text} for text in (draw(phrase), draw(phrase))]},
    }
    source = {"sources": ["feather-press"]}
    return ENTRY_TYPES[kind].model_validate(
        {
            "id": "hostile",
            "kind": kind,
            "name": draw(_hostile(70)),
            "abbreviations": draw(st.lists(_hostile(100), max_size=2)),
            "summary": draw(_hostile(500)),
            "plain": draw(_hostile(500)),
            "also_means": draw(st.dictionaries(_hostile(100), phrases, max_size=1)),
            "sections": [{"title": draw(_hostile(60)), "text": draw(_hostile(900)), "points": draw(phrases)} | source],
            "views": [{"who": draw(_hostile(60)), "says": draw(phrase)} | source],
            "sources": ["feather-press", "hostile-press"],
            "review": REVIEW | {"owner": draw(_hostile(70))},
        }
        | of_kind[kind]
    )


def _hostile_pack(made_up: Pack, words: str, entry: Entry) -> Pack:
    press = _source(words, url="https://a.example/?b=1&c=<d>|e")
    contact = Contact(name=words)
    return replace(
        _with(made_up, entry),
        sources={**made_up.sources, "hostile-press": press},
        info=made_up.info.model_copy(update={"contact": contact}),
    )


@settings(deadline=None, max_examples=25)
@given(entry=_hostile_entries(), words=_hostile(70), form=st.sampled_from(Form))
def test_any_entry_renders(
    made_up: Pack,
    shown: Callable[[Message], str],
    complaints: Callable[[Message], list[str]],
    *,
    entry: Entry,
    words: str,
    form: Form,
) -> None:
    """Whatever a pack may say, its cards pass Slack's limits, call nobody, and show what was written."""
    pack = _hostile_pack(made_up, words, entry)
    card = entry_card(entry, pack, form)

    assert complaints(card) == []
    assert complaints(shared_card(card, "U0123ABC")) == []
    assert shown(card).splitlines()[1] == (entry.plain if form is Form.PLAIN else entry.summary)


@settings(deadline=None, max_examples=25)
@given(entry=_hostile_entries(), words=_hostile(70))
def test_any_lookup_renders(
    made_up: Pack, complaints: Callable[[Message], list[str]], entry: Entry, words: str
) -> None:
    """Whatever an entry is called, it can be asked about, be nearest, be guessed, be listed, and be the other one."""
    pack = _hostile_pack(made_up, words, entry)
    other = made_up.entries["moon-archive"]
    candidates = (Candidate(entry, 90), Candidate(other, 80))

    for card in (
        lookup_card(Ambiguous(candidates), pack),
        lookup_card(NotFound(candidates), pack),
        lookup_card(Found(entry, How.FUZZY, 90), pack),
        lookup_card(Found(other, How.EXACT, 100, others=(entry,)), pack),
        browse_card(entry.kind, [entry]),
        comparison_card(TooFew(entry, partners=(other, entry)), pack),
        comparison_card(DifferentKinds((entry, other)), pack),
        comparison_card(Unclear((Found(entry, How.EXACT, 100), Ambiguous(candidates), NotFound(candidates))), pack),
    ):
        assert complaints(card) == []


@settings(deadline=None, max_examples=25)
@given(
    entry=_hostile_entries(kinds=[Kind.MODALITY]),
    words=_hostile(70),
    surface=st.sampled_from(Surface),
    full=st.booleans(),
)
def test_any_derived_comparison_renders(
    made_up: Pack,
    complaints: Callable[[Message], list[str]],
    *,
    entry: Entry,
    words: str,
    surface: Surface,
    full: bool,
) -> None:
    """Whatever two entries say, side by side they pass Slack's limits and call nobody."""
    pack = _hostile_pack(made_up, words, entry)
    other = made_up.entries["wobble-magnet-imaging"]
    compared = replace(
        _compared(pack, "hostile", other.id),
        guessed=(entry,),
        other_readings=((made_up.entries["moon-archive"], other),),
    )

    assert complaints(comparison_card(compared, pack, full=full, surface=surface)) == []


@settings(deadline=None, max_examples=25)
@given(
    cells=st.lists(st.tuples(_hostile(60), _hostile(300), _hostile(300)), min_size=1, max_size=8),
    points=st.lists(_hostile(300), min_size=1, max_size=5),
    title=_hostile(60),
    surface=st.sampled_from(Surface),
    full=st.booleans(),
)
def test_any_written_comparison_renders(
    made_up: Pack,
    complaints: Callable[[Message], list[str]],
    *,
    cells: list[tuple[str, str, str]],
    points: list[str],
    title: str,
    surface: Surface,
    full: bool,
) -> None:
    """Whatever somebody wrote into a comparison, its card passes Slack's limits and calls nobody."""
    source = {"sources": ["feather-press"]}
    a, b = "dream-reading", "improbable-repair"
    written = Comparison.model_validate(
        {
            "id": "hostile-comparison",
            "items": [a, b],
            "summary": points[0],
            "rows": [{"feature": feature, "cells": {a: one, b: two}} | source for feature, one, two in cells],
            "choose": {a: points},
            "overlap": points,
            "sections": [{"title": title, "points": points} | source],
            "views": [{"who": title, "says": points[-1]} | source],
            "sources": ["feather-press"],
            "review": REVIEW,
        }
    )
    pack = replace(made_up, comparisons={written.id: written})
    compared = _compared(pack, a, b)
    card = comparison_card(compared, pack, full=full, surface=surface)

    assert compared.written is written
    assert complaints(card) == []
    assert complaints(shared_card(card, "U0123ABC")) == []


def test_every_action_is_one_of_ours(made_up: Pack) -> None:
    """Every button and menu carries an action that a listener waits for, numbered or not."""
    cards = [entry_card(entry, made_up, form) for entry in made_up.entries.values() for form in Form]
    cards += [comparison_card(_compared(made_up, "dream-reading", "improbable-repair"), made_up), help_card(made_up)]

    actions = {element["action_id"].partition(":")[0] for card in cards for element in _elements(card)}
    assert actions <= set(Action)


def test_rack_serves_every_comparison(made_up: Pack) -> None:
    """A comparison's card is the one that would be rendered, full and short, and the next such one is the same."""
    rack, library = Rack(), Library(made_up)
    for text in ("DR IR", "WMI"):
        for full in (False, True):
            outcome = library.compare(text)
            card = rack.comparison_card(outcome, made_up, full=full)
            assert card.message == comparison_card(outcome, made_up, full=full)
            again = rack.comparison_card(library.compare(text), made_up, full=full)
            assert (again is card) is isinstance(outcome, Compared)
