"""Telling a field: ranges, units, lists and mappings as people read them; and what records say of themselves."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.entries import ENTRY_TYPES, Entry
from bot.knowledge.pack import Pack
from bot.knowledge.telling import facts_of, tell
from bot.names import Kind

REVIEW = {"owner": "Nobody", "reviewed_on": "2026-01-02", "review_by": "2027-01-02"}


def made_up(kind: Kind = Kind.MODALITY, /, **fields: Any) -> Entry:
    """An entry of a kind with these fields."""
    values = {
        "id": "widgetscope",
        "kind": kind,
        "name": "Widgetscopy",
        "summary": "Makes pictures of widgets by moonlight.",
        "plain": "We look at your widget by moonlight.",
        "sources": {"made-up-atlas": ["all"]},
        "review": REVIEW,
    }
    steps = [{"title": "Nap", "text": "One sleeps."}, {"title": "Waking", "text": "One wakes."}]
    always: dict[Kind, dict[str, Any]] = {Kind.MODALITY: {"ionizing": True}, Kind.PATHWAY: {"steps": steps}}
    return ENTRY_TYPES[kind].model_validate(values | always.get(kind, {}) | fields)


def test_tell_steps() -> None:
    """Steps are told by what they are called, in their order, as many as fit."""
    assert [tell(made_up(Kind.PATHWAY), "steps", most) for most in (None, 5)] == ["Nap → Waking", "Nap"]


@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        pytest.param({}, "summary", "Makes pictures of widgets by moonlight.", id="a sentence"),
        pytest.param({"contrast": "Starlight"}, "contrast", "Starlight", id="a phrase"),
        pytest.param({"ionizing": True}, "ionizing", "Yes", id="it ionizes"),
        pytest.param({"ionizing": False}, "ionizing", "No", id="it does not"),
        pytest.param({"ionizing": "depends"}, "ionizing", "Depends on the technique", id="it depends"),
        pytest.param({"dose_msv": (1, 2), "dose_for": "moles"}, "dose_msv", "1–2 mSv (moles)", id="a dose"),
        pytest.param({"dose_msv": (7, 7), "dose_for": "moles"}, "dose_msv", "7 mSv (moles)", id="low and high alike"),
        pytest.param({"dose_msv": (0.001, 0.5), "dose_for": "x"}, "dose_msv", "0.001–0.5 mSv (x)", id="small figures"),
        pytest.param({"dose_msv": (2.0, 10.0), "dose_for": "x"}, "dose_msv", "2–10 mSv (x)", id="no needless zeros"),
        pytest.param({"time_min": (15, 90), "time_for": "moles"}, "time_min", "15–90 min (moles)", id="minutes"),
        pytest.param({"time_min": (2.5, 2.5), "time_for": "moles"}, "time_min", "2.5 min (moles)", id="half a minute"),
        pytest.param({"time_min": (1440, 4320), "time_for": "x"}, "time_min", "1440–4320 min (x)", id="days"),
        pytest.param({"best_for": ("Widgets",)}, "best_for", "Widgets", id="a list of one"),
        pytest.param({"best_for": ("Widgets", "Gadgets")}, "best_for", "Widgets; Gadgets", id="a list"),
        pytest.param({"limits": ()}, "limits", None, id="an empty list"),
        pytest.param({}, "contrast", None, id="nothing said"),
        pytest.param({}, "dose_msv", None, id="no dose"),
        pytest.param({}, "training", None, id="a field of another kind"),
    ],
)
def test_tell(fields: dict[str, Any], field: str, told: str | None) -> None:
    """A value is told in words, with its unit and for whom it holds; nothing where it is not filled."""
    assert tell(made_up(**fields), field) == told


@pytest.mark.parametrize(
    ("training", "told"),
    [
        pytest.param({"Nowhere": "Two moons"}, "Nowhere: Two moons", id="a country"),
        pytest.param({"B": "Two moons", "A": "Three"}, "B: Two moons; A: Three", id="countries, in the file's order"),
        pytest.param({}, None, id="no country"),
    ],
)
@pytest.mark.parametrize("kind", [Kind.ROLE, Kind.SPECIALTY])
def test_tell_by_country(kind: Kind, training: dict[str, str], told: str | None) -> None:
    """What differs by country is told country by country."""
    assert tell(made_up(kind, training=training), "training") == told


def test_tell_minutes_of_a_procedure() -> None:
    """A procedure's minutes are told as a modality's are."""
    procedure = made_up(Kind.PROCEDURE, time_min=(5, 10), time_for="the polishing; Nowhere")

    assert tell(procedure, "time_min") == "5–10 min (the polishing; Nowhere)"


FIGURES = st.floats(0.001, 99_999, allow_nan=False)


@settings(max_examples=100, deadline=None)
@given(figures=st.tuples(FIGURES, FIGURES).map(sorted), field=st.sampled_from(["dose_msv", "time_min"]))
def test_tell_any_range(figures: list[float], field: str) -> None:
    """Any range is told as plain figures that are right to six digits, low before high."""
    low, high = figures
    told = tell(made_up(**{field: (low, high), field.replace("msv", "for").replace("min", "for"): "moles"}), field)

    match = re.fullmatch(r"([\d.]+)(?:–([\d.]+))? (?:mSv|min) \(moles\)", told or "")
    assert match
    assert float(match[1]) == pytest.approx(low, rel=1e-5)
    assert float(match[2] or match[1]) == pytest.approx(high, rel=1e-5)


POINTS = st.lists(st.text("abcxyz", min_size=1, max_size=12), min_size=1, max_size=6)


@settings(max_examples=100, deadline=None)
@given(points=POINTS, most=st.integers(1, 60))
def test_tell_at_most(points: list[str], most: int) -> None:
    """A list too long for its place breaks off between two points, as late as it can, and keeps the first."""
    told = tell(made_up(best_for=points), "best_for", most)

    assert told is not None
    count = told.count(";") + 1
    assert told == "; ".join(points[:count])
    assert count == 1 or len(told) <= most
    assert count == len(points) or len("; ".join(points[: count + 1])) > most


SENTENCES = st.lists(
    st.lists(st.sampled_from(["and", "so;", "7.5", "moles,", "Ben", "eats"]), max_size=3).map(
        lambda words: " ".join(["All", *words]) + "!"
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=100, deadline=None)
@given(sentences=SENTENCES, most=st.integers(1, 60))
def test_tell_sentences_at_most(sentences: list[str], most: int) -> None:
    """A text too long for its place breaks off between two sentences, as late as it can, and keeps the first."""
    told = tell(made_up(contrast=" ".join(sentences)), "contrast", most)

    assert told is not None
    count = told.count("!")
    assert told == " ".join(sentences[:count])
    assert count == 1 or len(told) <= most
    assert count == len(sentences) or len(" ".join(sentences[: count + 1])) > most


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("No stop at all, however long it gets", None, id="one sentence"),
        pytest.param("About 2.5 moons a year. Or more.", "About 2.5 moons a year.", id="a figure with a point"),
        pytest.param("Is it safe? It is. Mostly so.", "Is it safe? It is.", id="a question"),
        pytest.param("Moles first; badgers then. Others.", "Moles first; badgers then.", id="a semicolon"),
        pytest.param("Short. and then small letters, at length", None, id="no capital, no new sentence"),
        pytest.param("Ask Dr. Mole at night. Or Ben.", "Ask Dr. Mole at night.", id="a title"),
        pytest.param("E.g. MRI of a mole. Or not so.", "E.g. MRI of a mole.", id="an abbreviation first"),
        pytest.param("Moles vs. Badgers, approx. Ten", None, id="abbreviations alone"),
    ],
)
def test_tell_where_a_sentence_ends(text: str, told: str | None) -> None:
    """A text breaks off where a sentence ends and another begins, and nowhere else; so it may stay whole."""
    assert tell(made_up(contrast=text), "contrast", 27) == (told or text)


def test_tell_by_country_at_most() -> None:
    """What differs by country breaks off between two countries, and keeps the first whole."""
    role = made_up(Kind.ROLE, training={"Nowhere": "Two moons", "Elsewhere": "Three"})

    assert [tell(role, "training", most) for most in (1, 35, 36)] == [
        "Nowhere: Two moons", "Nowhere: Two moons", "Nowhere: Two moons; Elsewhere: Three",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", list(Kind))
def test_facts_of_nothing(kind: Kind) -> None:
    """An entry that says no more than it has to has no facts but whether it ionizes, or the steps of a pathway."""
    assert set(facts_of(made_up(kind))) <= {"ionizing", "steps"}


def _facts(kind: Kind) -> tuple[str, ...]:
    return ENTRY_TYPES[kind].FACTS


def test_facts_of() -> None:
    """The filled fields come in the order that cards print them, however the file has them."""
    entry = made_up(how_it_works="Moonlight.", best_for=["Widgets"], limits=[], dose_msv=(1, 2), dose_for="moles")

    filled = {"ionizing", "dose_msv", "best_for", "how_it_works"}
    assert facts_of(entry) == tuple(field for field in _facts(Kind.MODALITY) if field in filled)
    assert len(facts_of(entry)) >= 3


@pytest.mark.parametrize("kind", list(Kind))
def test_every_fact_has_a_label(kind: Kind) -> None:
    """What cards print has a label that people can read, and is a field of the kind."""
    labels = [ENTRY_TYPES[kind].label(field) for field in _facts(kind)]

    assert all(re.fullmatch(r"[A-Z][a-z ]+", label) for label in labels), labels
    assert len(set(labels)) == len(labels)


def test_every_fact_of_the_shipped_pack_can_be_told(pack: Pack) -> None:
    """No fact is told as Python prints it."""
    for entry in pack.entries.values():
        for field in facts_of(entry):
            told = tell(entry, field)
            assert told
            assert not re.search(r"[\[{<]|\('", told), (entry.id, field, told)


@pytest.mark.parametrize(
    ("abbreviations", "title", "short"),
    [
        pytest.param([], "Widgetscopy", "Widgetscopy", id="none"),
        pytest.param(["WSC"], "Widgetscopy (WSC)", "WSC", id="one"),
        pytest.param(["WSC", "WS"], "Widgetscopy (WSC)", "WSC", id="several: the first"),
    ],
)
def test_title(abbreviations: list[str], title: str, short: str) -> None:
    """An entry goes by its name and its first abbreviation, never by an alias."""
    entry = made_up(abbreviations=abbreviations, aliases=["moonlooking"])

    assert (entry.title, entry.short) == (title, short)


def test_sources_of() -> None:
    """A field's sources come in the order the record names them; one that carries all carries each."""
    sources = {"b": ["summary", "ionizing"], "a": ["all"], "c": ["plain"]}

    entry = made_up(sources=sources)

    assert (entry.sources_of("summary"), entry.sources_of("plain")) == (("b", "a"), ("a", "c"))


@pytest.mark.parametrize(
    ("codes", "every"),
    [
        pytest.param({}, (), id="none"),
        pytest.param({"dicom": "WS"}, ("WS",), id="one without brackets"),
        pytest.param({"snomed": ["7"], "radlex": "RID0", "dicom": ["WS", "WX"]}, ("WS", "WX", "RID0", "7"), id="each"),
    ],
)
def test_codes(codes: dict[str, Any], every: tuple[str, ...]) -> None:
    """The codes of an entry are known by system, DICOM's first."""
    entry = made_up(codes=codes)

    assert entry.codes.every == every
    assert bool(entry.codes) is bool(every)


def test_told_apart_by_id() -> None:
    """Records go into sets and print by their id."""
    first, second = made_up(), made_up(id="gadget")

    assert len({first, second, made_up()}) == 2
    assert repr(first) == "Modality('widgetscope')"


@pytest.mark.parametrize("text", ["Not with poor function, e.g. Renal failure.", "Iodine vs. Barium, often and again."])
def test_a_sentence_does_not_end_at_an_abbreviation(text: str) -> None:
    """A text is never broken off behind *e.g.* or *vs.*, which would leave half a statement."""
    assert tell(made_up(contrast=text), "contrast", 20) == text
