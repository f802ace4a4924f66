"""Writes ``docs/knowledge.md``: what the shipped pack holds and how well it is founded. ``make knowledge-report``.

Reading grades are textstat's (Flesch-Kincaid); the codes are those of DICOM's context groups 29 (acquisition) and 33
(all modalities), as pydicom carries them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import yaml
from pydicom.sr.codedict import codes
from textstat.textstat import textstatistics

from bot.core.checking import check_packs
from bot.knowledge.comparisons import Comparison
from bot.knowledge.entries import Entry, Modality, Pathway
from bot.knowledge.pack import Pack
from bot.knowledge.records import Record
from bot.knowledge.telling import FOR_WHOM, tell
from bot.names import Kind

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "docs" / "knowledge.md"
CROSS_READS = ROOT / "docs" / "cross-reads.yml"

OLDEST = 10
"""Reviews that are named as the next ones due."""

HARDEST = 10
"""Plain words that are named as the hardest to read."""

TWO_READERS = 2
"""How many people besides its author hold a figure against its source."""

_PATIENT, _ELSEWHERE = "Risks, safety, recovery, preparation, contrast", "Elsewhere"

_NUMBER = re.compile(r"(?<!\w)(?<![A-Za-z]-)\d+(?:[.,]\d+)*(?=(?:st|nd|rd|th|T)?(?!\w))")
"""A number that is no part of a name, as in HL7, 3D, T1 or technetium-99m; *3T* and *3rd* are numbers."""

_FIGURE_KINDS = {
    "dose_msv": "Doses",
    "time_min": "Times",
    **dict.fromkeys(("risks", "safety", "recovery", "preparation", "contrast"), _PATIENT),
    "statement": "Facts",
    "training": "Training",
}
"""The fields that the report counts by themselves, with the name it gives them."""

Place = tuple[str, str]
"""A record's id and a place in it: ``risks``, ``sections.T-score``, ``rows.Time.ct``."""


class CrossRead(NamedTuple):
    """Who held the figures of one place of a record against their sources. ``figures`` are as they stood then."""

    entry: str
    field: str
    figures: str
    readers: tuple[str, ...] = ()
    in_part: tuple[str, ...] = ()


def cross_reads() -> list[CrossRead]:
    """Every row of ``docs/cross-reads.yml``."""
    return [CrossRead(**row) for row in yaml.safe_load(CROSS_READS.read_text("utf-8"))]


def figures(pack: Pack) -> dict[Place, str]:
    """The numbers that cards tell, place by place, in their order with a space between; for places that have any."""
    numbers = {place: " ".join(_NUMBER.findall(text)) for place, text in _told(pack)}
    return {place: found for place, found in numbers.items() if found}


def _told(pack: Pack) -> Iterator[tuple[Place, str]]:
    """What cards tell, place by place."""
    for entry in pack.entries.values():
        for name, text in chain(_told_of_entry(entry), _told_beside(entry)):
            yield (entry.id, name), text
    for comparison in pack.comparisons.values():
        for name, text in chain(_told_of_comparison(comparison), _told_beside(comparison)):
            yield (comparison.id, name), text
    for fact in pack.facts.values():
        yield (fact.id, "statement"), fact.statement


def _told_of_entry(entry: Entry) -> Iterator[tuple[str, str]]:
    for field in entry.stated_fields():
        if field not in FOR_WHOM.values():  # told together with the figure that it belongs to
            yield field, tell(entry, field) or ""
    if isinstance(entry, Pathway):
        for step in entry.steps:
            yield f"steps.{step.title}", step.text


def _told_of_comparison(comparison: Comparison) -> Iterator[tuple[str, str]]:
    yield "summary", comparison.summary
    yield "overlap", " ".join(comparison.overlap)
    for row in comparison.rows:
        for item, cell in row.cells.items():
            yield f"rows.{row.feature}.{item}", cell
    for item, reasons in comparison.choose.items():
        yield f"choose.{item}", " ".join(reasons)


def _told_beside(record: Entry | Comparison) -> Iterator[tuple[str, str]]:
    for section in record.sections:
        yield f"sections.{section.title}", " ".join((section.title, section.text or "", *section.points))
    for view in record.views:
        yield f"views.{view.who}", f"{view.who} {view.says}"


def main() -> None:
    """Write the report."""
    REPORT.write_text(report(check_packs([ROOT / "knowledge"])), "utf-8")


def report(pack: Pack) -> str:
    """The report, as Markdown."""
    parts = [
        "# The knowledge pack",
        f"Written by `make knowledge-report` from the pack of revision `{pack.revision}`.",
        "## What there is",
        *_counts(pack),
        "## DICOM codes",
        *_codes(pack),
        "## Modalities, field by field",
        *_fields(pack),
        "## Sources",
        *_sources(pack),
        "## Figures",
        *_figures(pack),
        "## Readability",
        *_readability(pack),
        "## Reviews",
        *_reviews(pack),
    ]
    return "\n\n".join(parts) + "\n"


def _counts(pack: Pack) -> Iterator[str]:
    by_kind = Counter(entry.kind for entry in pack.entries.values())
    rows = [[kind.plural, str(by_kind[kind])] for kind in Kind]
    rows += [["Entries together", str(len(pack.entries))]]
    rows += [["Written comparisons", str(len(pack.comparisons))], ["Facts", str(len(pack.facts))]]
    rows += [["Tracks for new hires", str(len(pack.tracks))]]
    shared = sum(entry.ambiguous for entry in pack.entries.values())
    elsewhere = sum(bool(entry.also_means) for entry in pack.entries.values())
    rows += [["Entries that share a term with another", str(shared)]]
    rows += [["Entries with an abbreviation that means something else too", str(elsewhere)]]
    yield _table(["", "number"], rows)


def _codes(pack: Pack) -> Iterator[str]:
    borne = {code: entry for entry in pack.entries.values() for code in entry.codes.dicom}
    rows = []
    for group, name in ((codes.cid29, "29, acquisition modality"), (codes.cid33, "33, modality")):
        every = {getattr(group, attribute).value for attribute in group.dir()}
        missing = ", ".join(sorted(every - borne.keys())) or "none"
        rows.append([name, f"{len(every & borne.keys())} of {len(every)}", missing])
    yield _table(["context group", "codes with an entry", "without"], rows)


def _fields(pack: Pack) -> Iterator[str]:
    modalities = [entry for entry in pack.entries.values() if isinstance(entry, Modality)]
    doses = [entry for entry in modalities if entry.ionizing is not False]
    rows = []
    for field in Modality.FACTS:
        of = doses if field == "dose_msv" else modalities
        rows.append([Modality.label(field), f"{sum(bool(getattr(entry, field)) for entry in of)} of {len(of)}"])
    yield _table(["field", "filled"], rows)
    gaps = Counter(len(_gaps(entry)) for entry in modalities)
    yield (
        f"Every field is filled of {gaps[0]} modalities out of {len(modalities)}, all but one of another {gaps[1]}; "
        "a dose is no gap where nothing ionizes."
    )


def _gaps(entry: Modality) -> list[str]:
    """The fields that an entry could fill and does not."""
    empty = [field for field in Modality.FACTS if not getattr(entry, field)]
    return [field for field in empty if field != "dose_msv" or entry.ionizing is not False]


def _sources(pack: Pack) -> Iterator[str]:
    cited = Counter(source for record in _records(pack) for source in _cited(record))
    per_field = [len(entry.sources_of(field)) for entry in pack.entries.values() for field in entry.stated_fields()]
    several = sum(number > 1 for number in per_field)
    rows = [
        ["Sources", str(len(pack.sources))],
        [
            "of these secondary (a company's page, or nobody's in particular)",
            str(sum(s.secondary for s in pack.sources.values())),
        ],
        ["Fields that state something", str(len(per_field))],
        ["of these with two sources or more", f"{several} ({several / len(per_field):.0%})"],
        ["Sources per field, on average", f"{sum(per_field) / len(per_field):.2f}"],
    ]
    yield _table(["", "number"], rows)
    yield "Publishers that carry most, by records that cite them:"
    publishers = Counter[str]()
    for source, number in cited.items():
        publishers[pack.sources[source].publisher] += number
    yield _table(["publisher", "records"], [[name, str(number)] for name, number in publishers.most_common(15)])
    lean = [entry for entry in pack.entries.values() if len(_cited(entry) - {"dcmtk-dicom-cid29"}) < 2]  # noqa: PLR2004
    yield f"Entries that lean on one source, beside the one for their code: {len(lean)}."
    yield _listed(lean)
    only = [entry for entry in pack.entries.values() if all(pack.sources[source].secondary for source in _cited(entry))]
    yield f"Entries with secondary sources alone: {len(only)}."
    yield _listed(only)


def _figures(pack: Pack) -> Iterator[str]:
    yield (
        "Whoever writes an entry reads its sources; these are the figures that others held against them afterwards "
        "([who read what](cross-reads.yml))."
    )
    read = {(row.entry, row.field): len(row.readers) for row in cross_reads()}
    kinds: dict[str, list[Place]] = {kind: [] for kind in (*_FIGURE_KINDS.values(), _ELSEWHERE)}
    for place in figures(pack):
        kinds[_FIGURE_KINDS.get(place[1], _ELSEWHERE)].append(place)
    rows = []
    for kind, places in kinds.items():
        by = Counter(min(read.get(place, 0), TWO_READERS) for place in places)
        rows.append([kind, str(len(places)), *(str(by[number]) for number in (2, 1, 0))])
    yield _table(["kind of figure", "places", "read by two others or more", "by one", "by none, or in part"], rows)
    yield f"*{_ELSEWHERE}* counts every further place with a number, years among them; a number in a name is none."
    for kind, places in kinds.items():
        unread = sorted({record for record, field in places if not read.get((record, field))})
        if unread and kind != _ELSEWHERE:
            yield f"{kind}, still to be read whole by somebody else: {', '.join(unread)}."


def _readability(pack: Pack) -> Iterator[str]:
    grades = sorted(
        ((grade(entry.plain), entry) for entry in pack.entries.values()), key=lambda pair: (-pair[0], pair[1].id)
    )
    middle, highest = grades[len(grades) // 2][0], grades[0][0]
    yield f"Reading grade of *plain words* (Flesch-Kincaid): median {middle:.1f}, highest {highest:.1f}; at most 8."
    yield _table(["the hardest", "grade"], [[entry.name, f"{hard:.1f}"] for hard, entry in grades[:HARDEST]])


def grade(text: str) -> float:
    """The Flesch-Kincaid reading grade of a text, in years of school in the United States."""
    return float(textstatistics().flesch_kincaid_grade(text))  # type: ignore[no-untyped-call]


def _reviews(pack: Pack) -> Iterator[str]:
    due = sorted(_records(pack), key=lambda record: (record.review.review_by, record.review.reviewed_on, record.id))
    days = Counter(str(record.review.reviewed_on) for record in due)
    yield _table(["reviewed on", "records"], [[day, str(number)] for day, number in sorted(days.items())])
    yield f"The {OLDEST} that are due first: {', '.join(f'{one.id} ({one.review.review_by})' for one in due[:OLDEST])}."


def _records(pack: Pack) -> Iterator[Record]:
    yield from (*pack.entries.values(), *pack.comparisons.values(), *pack.facts.values(), *pack.tracks.values())


def _cited(record: Record) -> set[str]:
    inside = {
        source for part in (*getattr(record, "sections", ()), *getattr(record, "views", ())) for source in part.sources
    }
    cells = {source for row in getattr(record, "rows", ()) for ids in row.sources.values() for source in ids}
    return {*record.sources, *inside, *cells}


def _listed(entries: Iterable[Entry]) -> str:
    return ", ".join(entry.id for entry in entries) or "None."


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
