"""The shipped pack: every file keeps what the pack promises, and everything in it can be found."""

import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydicom.sr.codedict import codes

from bot.core.checking import check_packs
from bot.knowledge.drafts import pack_files
from bot.knowledge.entries import Entry
from bot.knowledge.loading import load
from bot.knowledge.outcomes import Ambiguous, Found, Outcome
from bot.knowledge.pack import Pack
from bot.knowledge.reading import Document
from bot.knowledge.records import Record
from bot.knowledge.tracks import Track
from bot.matching.resolving import Resolver
from bot.names import Kind

PACK = Path(__file__).parents[2] / "knowledge"

RECORDS = {
    path.stem: path.relative_to(PACK).as_posix()
    for path in pack_files(PACK)
    if path.name not in {"pack.yml", "sources.yml"}
}

KINDS = [pytest.param(kind, id=kind.plural.lower()) for kind in Kind]


@pytest.fixture(scope="module")
def resolver(pack: Pack) -> Resolver:
    """What finds the entries of the shipped pack."""
    return Resolver(pack.entries.values())


def records(pack: Pack) -> list[Record]:
    """Every record of a pack."""
    kinds = (pack.entries, pack.comparisons, pack.facts, pack.questions, pack.tracks)
    return [record for of_kind in kinds for record in of_kind.values()]


def texts(value: Any) -> Iterator[str]:
    """Every text inside a value, the keys of mappings too."""
    match value:
        case str():
            yield value
        case dict():
            for name, inner in value.items():
                yield from texts(name)
                yield from texts(inner)
        case list() | tuple():
            for inner in value:
                yield from texts(inner)


NOT_SHOWN = {"id", "sources", "review", "tests", "related", "items", "about", "ask", "fields", "opens", "audience"}

NOT_SHOWN_OF_A_STEP = {"id", "cards", "questions", "compare"}


def shown(record: Record) -> Iterator[tuple[str, str]]:
    """Every text of a record that people see, with its field."""
    values = record.model_dump(mode="json", exclude=NOT_SHOWN)
    if isinstance(record, Track):
        values["steps"] = [step.model_dump(mode="json", exclude=NOT_SHOWN_OF_A_STEP) for step in record.steps]
    return ((field, text) for field, value in values.items() for text in texts(value))


def test_check(pack: Pack) -> None:
    """The shipped pack loads, and its entries are found by what they say they are found by."""
    assert check_packs([PACK]).revision == pack.revision


def test_every_file_is_served(pack: Pack) -> None:
    """Each file is one record, in the folder of its kind."""
    assert {record.id for record in records(pack)} == set(RECORDS)
    for entry in pack.entries.values():
        assert RECORDS[entry.id] == f"{entry.kind.plural.lower()}/{entry.id}.yml"
    for folder in ("comparisons", "facts", "questions", "tracks"):
        ids = getattr(pack, folder)
        assert [RECORDS[name] for name in ids] == [f"{folder}/{name}.yml" for name in ids]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_there(pack: Pack, kind: Kind) -> None:
    """There is something to look up of each kind."""
    assert sum(entry.kind is kind for entry in pack.entries.values()) >= 5


@pytest.mark.parametrize(
    "items",
    [
        ("diagnostic-radiology", "interventional-radiology"),
        ("diagnostic-imaging", "radiology"),
        ("medical-imaging", "radiology"),
    ],
    ids=" and ".join,
)
def test_comparison_is_written(pack: Pack, items: tuple[str, str]) -> None:
    """The three comparisons that people ask for most are written out, not derived."""
    comparison = pack.comparison_of(*items)

    assert comparison
    assert comparison.rows
    assert set(comparison.items) == set(items)


def test_every_source_is_cited(pack: Pack) -> None:
    """Nothing stands in the list of sources that nothing rests on."""
    cited = {source for record in records(pack) for source in record.sources}
    parts = [
        part for record in records(pack) for name in ("sections", "views", "rows") for part in getattr(record, name, ())
    ]
    cited |= {text for part in parts for text in texts(part.model_dump(mode="json")["sources"])}

    assert sorted(set(pack.sources) - cited) == []


def test_every_source_is_told(pack: Pack) -> None:
    """A source says what it is, whose it is, how much of it was read, and when, after it was published."""
    for name, source in pack.sources.items():
        assert source.title.strip(), name
        assert source.publisher.strip(), name
        assert source.read.strip(), name
        assert (source.published or "0000") <= source.read_on.isoformat(), name


def test_sources_are_in_order() -> None:
    """The list of sources is in the order of ids, where an author looks for one."""
    ids = list(Document(PACK / "sources.yml").mapping())

    assert ids == sorted(ids)


def test_no_source_twice(pack: Pack) -> None:
    """No page is listed under two ids, so that a card never cites it twice."""
    pages = [re.sub(r"^https?://(www\.)?|/$", "", str(source.url)) for source in pack.sources.values() if source.url]

    assert sorted({page for page in pages if pages.count(page) > 1}) == []


def test_every_record_is_reviewed(pack: Pack) -> None:
    """Every record has an owner, and a day in the future of its review by which it is reviewed again."""
    for record in records(pack):
        assert record.review.owner, record.id
        assert record.review.review_by > record.review.reviewed_on, record.id
        assert (record.review.review_by - record.review.reviewed_on).days <= 3 * 366, record.id


def test_read_before_reviewed(pack: Pack) -> None:
    """Nobody has reviewed a record before its sources were read."""
    late = [
        (record.id, source)
        for record in records(pack)
        for source in record.sources
        if pack.sources[source].read_on > record.review.reviewed_on
    ]

    assert late == []


def offered(outcome: Outcome) -> set[str]:
    """The ids of the entries that an outcome serves or asks about."""
    match outcome:
        case Found(entry=entry, others=others):
            return {entry.id, *(other.id for other in others)}
        case Ambiguous(candidates=candidates):
            return {candidate.entry.id for candidate in candidates}
        case _:
            return set()


def terms(entry: Entry) -> tuple[str, ...]:
    """What an entry goes by."""
    return (entry.name, *entry.abbreviations, *entry.codes.every, *entry.aliases)


@pytest.mark.parametrize(
    "shape", [str, str.upper, str.lower, " {} ".format], ids=["as written", "upper", "lower", "blanks"]
)
def test_every_term_finds_its_entry(pack: Pack, resolver: Resolver, shape: Any) -> None:
    """Every name, abbreviation, code and alias leads to its entry, or offers it, in capitals or not."""
    lost = [
        (entry.id, term)
        for entry in pack.entries.values()
        for term in terms(entry)
        if entry.id not in offered(resolver.resolve(shape(term)))
    ]

    assert lost == []


def test_every_term_finds_its_entry_by_kind(pack: Pack, resolver: Resolver) -> None:
    """Asked for by its kind, an entry answers to each of its terms, unless another of the kind shares it."""
    lost = []
    for entry in pack.entries.values():
        for term in terms(entry):
            outcome = resolver.resolve(term, entry.kind)
            if isinstance(outcome, Found) and outcome.entry is not entry:
                lost.append((entry.id, term, outcome.entry.id))
            if isinstance(outcome, Ambiguous) and entry.id not in offered(outcome):
                lost.append((entry.id, term, "not offered"))

    assert lost == []


def modality_codes(group: int) -> list[tuple[str, str]]:
    """Code and meaning of every member of a context group of DICOM, as pydicom carries the standard."""
    members = getattr(codes, f"cid{group}")
    return [(getattr(members, name).value, getattr(members, name).meaning) for name in members.dir()]


@pytest.mark.parametrize("group", [29, 33], ids=["what a machine makes", "all that stands in a study"])
def test_every_modality_code_is_there(pack: Pack, resolver: Resolver, group: int) -> None:
    """Each active code that DICOM has for a modality leads to an entry that bears it, by code and by meaning."""
    lost = [
        (code, text)
        for code, meaning in modality_codes(group)
        for text in (code, meaning)
        if not any(code in pack.entries[one].codes.dicom for one in offered(resolver.resolve(text)))
    ]

    assert lost == []


def test_every_entry_is_reached(pack: Pack) -> None:
    """Every entry leads on to others, and the entries it leads to are there."""
    alone = [entry.id for entry in pack.entries.values() if not entry.related]

    assert alone == []


def test_related_to_others(pack: Pack) -> None:
    """No entry sends its reader back to itself."""
    assert [entry.id for entry in pack.entries.values() if entry.id in entry.related] == []


ADVICE = re.compile(
    r"""
    \b you\ (?:should|must|ought|need\ to|have\ to|had\ better|shouldn't|mustn't|can't\ have|cannot\ have) \b
    | \b (?:we|i|doctors|experts)\ (?:recommend|advise|suggest) \b | \b (?:is|are)\ recommended \b
    | \b it\ is\ (?:best|better|important)\ to \b | \b please \b
    | (?: ^ | [.!?;:,]\s | \b then\s )
      (?: (?:ask|call|consult|contact|see|inform|tell|talk\ to|speak\ to|speak\ with)\ (?:your|a|the|us)
        | make\ sure | be\ sure | remember | avoid | stop | go\ to | (?:don't|do\ not|never|always) ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "You should rest.",
            "It hurts, so you must rest.",
            "Please lie still.",
            "Ask your doctor.",
            "It helps. Don't worry.",
        ),
        *("It is best to come early.", "Doctors recommend it.", "If it hurts, tell the nurse.", "Then call us."),
    ],
)
def test_advice_is_seen(text: str) -> None:
    """The list of advising phrases catches what it is for."""
    assert ADVICE.search(text)


@pytest.mark.parametrize(
    "text",
    [
        *("You lie still.", "The nurse tells you when to stop.", "They tell your care team what they see."),
        *("People who make sure that it works.", "Some need an operation and some do not.", "You may have to wait."),
    ],
)
def test_what_is_no_advice(text: str) -> None:
    """Telling what happens is no advice."""
    assert not ADVICE.search(text)


def test_plain_words_give_no_advice(pack: Pack) -> None:
    """What one would say to a patient tells what happens; what to do is for the people who know the patient."""
    advising = [
        (RECORDS[entry.id], found[0]) for entry in pack.entries.values() if (found := ADVICE.search(entry.plain))
    ]

    assert advising == []


def test_plain_words_are_plain(pack: Pack) -> None:
    """What one would say to a patient has short sentences."""
    long = [
        (RECORDS[entry.id], sentence)
        for entry in pack.entries.values()
        for sentence in re.split(r"(?<=[.?!])\s+", entry.plain)
        if len(sentence.split()) > 30
    ]

    assert long == []


HIGHEST_GRADE = 8.0
"""Years of school in the United States that plain words may ask for."""


@pytest.fixture(scope="module")
def grade() -> Callable[[str], float]:
    """The reading grade of a text, by textstat (Flesch-Kincaid)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # textstat imports pkg_resources, which warns of its end
        from textstat.textstat import textstatistics
    statistics = textstatistics()  # type: ignore[no-untyped-call]
    return lambda text: float(statistics.flesch_kincaid_grade(text))


def test_hard_words_are_seen(grade: Callable[[str], float]) -> None:
    """The grade tells a hard text from an easy one."""
    hard = "Percutaneous transhepatic cholangiography necessitates opacification of intrahepatic biliary radicles."
    assert grade(hard) > HIGHEST_GRADE > grade("You lie still. We take a picture. It does not hurt.")


def test_plain_words_are_easy_to_read(pack: Pack, grade: Callable[[str], float]) -> None:
    """Plain words can be read after eight years of school."""
    hard = [(RECORDS[entry.id], of) for entry in pack.entries.values() if (of := grade(entry.plain)) > HIGHEST_GRADE]

    assert hard == []


MARKS = re.compile(
    r"""[`~|<>\\\[\]{}] | (?<!\w)[*_] | [*_](?!\w) | ^[#>-]\s | :[a-z_]+: | &(?:amp|lt|gt|\#?\w+);
    | https?:|www\.|mailto: | \s\s | ^\s | \s$""",
    re.VERBOSE,
)


@pytest.mark.parametrize(
    "text",
    ["*bold*", "_slanted_", "`code`", "~gone~", "<!here>", "[a](b)", "- a point", ":tada:", "a &amp; b", "www.x.org"],
)
def test_marks_are_seen(text: str) -> None:
    """The list of marks catches what it is for."""
    assert MARKS.search(text)


def test_text_is_plain_text(pack: Pack) -> None:
    """No text has marks of Markdown or of Slack, nor an address: cards put those in."""
    marked = [
        (RECORDS[record.id], field, text)
        for record in records(pack)
        for field, text in shown(record)
        if MARKS.search(text)
    ]

    assert marked == []


def test_sources_are_plain_text(pack: Pack) -> None:
    """Titles and publishers of sources have no marks either; the address has a field of its own."""
    marked = [
        (name, text)
        for name, source in pack.sources.items()
        for text in (source.title, source.publisher, source.read)
        if MARKS.search(text)
    ]

    assert marked == []


def test_shares_no_term_unsaid(pack: Pack) -> None:
    """An entry is marked ambiguous only where another entry bears one of its terms."""
    claims: dict[str, set[str]] = {}
    for entry in pack.entries.values():
        for term in terms(entry):
            claims.setdefault(term.casefold(), set()).add(entry.id)
    shared = {name for names in claims.values() if len(names) > 1 for name in names}

    assert [entry.id for entry in pack.entries.values() if entry.ambiguous and entry.id not in shared] == []


def test_also_means_is_about_own_terms(pack: Pack) -> None:
    """What else an abbreviation stands for is said where the abbreviation is an entry's own."""
    foreign = [
        (RECORDS[entry.id], term)
        for entry in pack.entries.values()
        for term in entry.also_means
        if term.casefold() not in {own.casefold() for own in terms(entry)}
    ]

    assert foreign == []


@pytest.mark.parametrize("name", list(RECORDS))
def test_file(name: str) -> None:
    """A file can be read by itself, is named by its id, and ends in a line break."""
    path = PACK / RECORDS[name]

    assert Document(path).mapping()["id"] == name
    assert path.read_bytes().endswith(b"\n")


RETIRED_TOO = ("mri", "radiology", "tactile-imaging", "ct", "diagnostic-radiology", "interventional-radiology")
"""Entries that much refers to."""

ENTRIES = [name for name, path in RECORDS.items() if not path.startswith(("comparisons/", "facts/", "tracks/"))]


@pytest.mark.parametrize("retired", sorted({*RETIRED_TOO, *ENTRIES[:: len(ENTRIES) // 20]}))
def test_any_entry_can_be_retired(pack: Pack, tmp_path: Path, retired: str) -> None:
    """A site may retire any entry: the pack loads, nothing refers to it any more, and all else is as it was."""
    (tmp_path / "ours.yml").write_text(f"retires: {retired}\n", encoding="utf-8")

    left = load([PACK, tmp_path])

    assert left.entries.keys() == pack.entries.keys() - {retired}
    named = {
        *(name for entry in left.entries.values() for name in entry.related),
        *(name for fact in left.facts.values() for name in fact.about),
        *(name for comparison in left.comparisons.values() for name in comparison.items),
        *(name for track in left.tracks.values() for step in track.steps for name in step.entries),
    }
    assert named <= left.entries.keys()
    assert {name for name, one in pack.comparisons.items() if retired not in one.items} == left.comparisons.keys()
    assert {name for name, fact in pack.facts.items() if {*fact.about} - {retired}} == left.facts.keys()
    assert pack.tracks.keys() == left.tracks.keys()
    kept = (name for name, entry in pack.entries.items() if retired not in (name, *entry.related))
    assert all(left.entries[name] == pack.entries[name] for name in kept)


def test_overlay_of_any_entry(pack: Pack, tmp_path: Path) -> None:
    """A hospital can put its own words on any entry without touching its other fields."""
    for entry in pack.entries.values():
        (tmp_path / f"{entry.id}.yml").write_text(
            f"extends: {entry.id}\nplain: Ours.\nsources: {{{next(iter(entry.sources))}: plain}}\n", encoding="utf-8"
        )

    ours = load([PACK, tmp_path])

    changed = {"plain", "sources"}
    for name, entry in ours.entries.items():
        assert entry.plain == "Ours."
        assert entry.model_dump(exclude=changed) == pack.entries[name].model_dump(exclude=changed)
        for field in set(entry.stated_fields()) - changed:
            assert set(entry.sources_of(field)) == set(pack.entries[name].sources_of(field)), (name, field)
