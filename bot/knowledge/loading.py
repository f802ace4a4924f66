"""Loading a search path of packs: strict, whole, and with every problem named."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.errors import PackError, Problem
from bot.knowledge.comparisons import Comparison
from bot.knowledge.complaints import in_words, is_of_pydantic
from bot.knowledge.drafts import SOURCES_STEM, Draft, Gathered, Location, Problems, gather, sources_inside
from bot.knowledge.entries import ENTRY_TYPES, Entry
from bot.knowledge.pack import Contact, Pack, PackInfo
from bot.knowledge.questions import Question
from bot.knowledge.records import Fact, FieldError, Record, Source
from bot.knowledge.text import Id
from bot.knowledge.tracks import Track, TrackStep, entries_asked

RECORD_TYPES: dict[str, type[Record]] = {
    **{kind.value: entry_type for kind, entry_type in ENTRY_TYPES.items()},
    "comparison": Comparison,
    "fact": Fact,
    "question": Question,
    "track": Track,
}

_NO_ENTRIES = ("comparison", "fact", "question", "track")

_NAMELESS = PackInfo(name="Unnamed pack", contact=Contact(name="whoever installed Reading Room here"))
_ID = TypeAdapter[str](Id)

_Model = TypeVar("_Model", bound=BaseModel)


def load(packs: Sequence[Path]) -> Pack:
    """Read, merge and check a search path of packs.

    Args:
        packs: Folders, earliest first.

    Raises:
        PackError: Something does not validate; it carries every problem found.
    """
    with _no_garbage_collection():
        problems = Problems()
        pack = _Check(gather(packs, problems), problems).pack()
        if not pack.entries and not problems.found:
            problems.found.append(Problem(packs[-1] if packs else Path("knowledge"), 1, "", "has no entries"))
        if problems.found:
            raise PackError(problems.found)
        gc.freeze()  # it stays; a collector that looked at all of it would stop everything for 50 ms
        return pack


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Loading makes objects and drops none: at 20,000 entries the collector takes two thirds of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Check:
    """Makes records of drafts, and holds them against one another."""

    def __init__(self, gathered: Gathered, problems: Problems) -> None:
        self._drafts = gathered.drafts
        self._gathered = gathered
        self._problems = problems
        self._gone = gathered.retired - gathered.drafts.keys()

    def pack(self) -> Pack:
        """The pack, of what validates; the rest is among the problems."""
        sources = dict(self._sources())
        info = self._validate(PackInfo, *self._gathered.info) if self._gathered.info else None
        records = {name: record for name, draft in sorted(self._drafts.items()) if (record := self._record(draft))}
        for name, record in records.items():
            self._check_references(record, self._drafts[name])
            self._check_sources(record, self._drafts[name], sources)
            if isinstance(record, Track):
                self._check_steps(record, self._drafts[name], records)
        records = {name: left for name, record in records.items() if (left := self._without_retired(record))}
        self._check_shared_terms([record for record in records.values() if isinstance(record, Entry)])
        self._check_comparisons([record for record in records.values() if isinstance(record, Comparison)])
        return Pack(
            revision=self._gathered.revision,
            info=info or _NAMELESS,
            entries=_only(Entry, records),
            comparisons=_only(Comparison, records),
            facts=_only(Fact, records),
            questions=_only(Question, records),
            tracks=_only(Track, records),
            sources=MappingProxyType(sources),
            origins=MappingProxyType({name: draft.path_of for name, draft in self._drafts.items()}),
            first=frozenset(name for name, draft in self._drafts.items() if draft.first == 0),
        )

    def _sources(self) -> Iterator[tuple[str, Source]]:
        for name, (value, path) in self._gathered.sources.items():
            try:
                _ID.validate_python(name)
            except ValidationError:
                self._problems.report(path, (name,), "must be an id: lower-case words joined by hyphens")
                continue
            if source := self._validate(Source, value, path, at=(name,)):
                yield name, source

    def _record(self, draft: Draft) -> Record | None:
        kind = draft.data.get("kind")
        record_type = RECORD_TYPES.get(kind) if isinstance(kind, str) else None
        if record_type is None:
            self._problems.report(draft.path, ("kind",), f"must be one of {', '.join(RECORD_TYPES)}")
            return None
        return self._validate(record_type, draft.data, draft)

    def _validate(self, model: type[_Model], data: object, where: Path | Draft, at: Location = ()) -> _Model | None:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            found: list[tuple[Location, str]] = []
            for detail in error.errors(include_url=False):
                location = tuple(step for step in detail["loc"] if not is_of_pydantic(step))
                cause = detail.get("ctx", {}).get("error")
                if isinstance(cause, FieldError):
                    location += tuple(int(step) if step.isdigit() else step for step in cause.field.split("."))
                found.append((location, in_words(detail, model)))
            for location, message in found:
                # A list whose item is bad is also short of an item: the item's problem says it all.
                if not any(other[: len(location)] == location and other != location for other, _ in found):
                    path = where if isinstance(where, Path) else where.path_of(location)
                    self._problems.report(path, (*at, *location), message)
            return None

    def _check_references(self, record: Record, draft: Draft) -> None:
        """Every entry that a record names is there."""
        for name in ("related", "about", "items", "fits"):
            targets: tuple[str, ...] = getattr(record, name, ())
            for number, target in enumerate(targets):
                location = (name, number)
                if target in self._gone:
                    continue
                if not self._is_entry(target):
                    self._problems.report(draft.path_of(location), location, f"names {target}, which is no entry")
                elif target in targets[:number]:
                    self._problems.report(draft.path_of(location), location, f"names {target} twice")

    def _check_steps(self, track: Track, draft: Draft, records: Mapping[str, Record]) -> None:
        """Every entry and question that a step shows is there, and a question is one that is answered in words."""
        for number, step in enumerate(track.steps):
            for field in ("cards", "compare"):
                shown: tuple[str, ...] = getattr(step, field)
                for place, target in enumerate(shown):
                    location: Location = ("steps", number, field, place)
                    if target in shown[:place]:
                        self._problems.report(draft.path_of(location), location, f"names {target} twice")
                    self._check_entry(target, location, draft)
            for place, asking in enumerate(step.questions):
                self._check_asking(asking, ("steps", number, "questions", place), draft, records)

    def _check_asking(self, asking: str, location: Location, draft: Draft, records: Mapping[str, Record]) -> None:
        name = asking.partition(":")[0]
        if name in self._gone or name in self._gathered.unreadable:
            return
        question, path = records.get(name), draft.path_of(location)
        if name not in self._drafts or self._drafts[name].data.get("kind") != "question":
            self._problems.report(path, location, f"names {name}, which is no question")
        elif isinstance(question, Question) and question.opens is not None:
            message = f"names {name}, which opens a card: put that under cards or compare"
            self._problems.report(path, location, message)
        for target in entries_asked(asking):
            self._check_entry(target, location, draft)
            entry = records.get(target)
            if isinstance(question, Question) and isinstance(entry, Entry) and not question.takes(entry):
                self._problems.report(path, location, f"fills {name} with {target}, which it is not asked about")

    def _check_entry(self, target: str, location: Location, draft: Draft) -> None:
        if target not in self._gone and not self._is_entry(target):
            self._problems.report(draft.path_of(location), location, f"names {target}, which is no entry")

    def _without_retired(self, record: Record) -> Record | None:
        """A record without its links to retired ones; ``None`` where nothing is left to compare or to tell."""
        if not self._gone:
            return record
        match record:
            case Comparison(items=items) if self._gone.intersection(items):
                return None
            case Fact(about=of):
                left = tuple(name for name in of if name not in self._gone)
                return record.model_copy(update={"about": left}) if left else None
            case Track():
                return self._track_left(record)
            case Question() | Entry():
                kept = {
                    name: tuple(one for one in getattr(record, name) if one not in self._gone)
                    for name in ("related", "about", "fits")
                    if hasattr(record, name)
                }
                return record.model_copy(update=kept)
            case _:
                return record

    def _track_left(self, track: Track) -> Track | None:
        """A track without what is retired, nor a quiz that is left with nothing to ask about."""
        left = track.model_copy(update={"steps": tuple(filter(None, map(self._step_left, track.steps)))})
        steps = tuple(step for step in left.steps if not step.quiz or left.shown_before(step.id))
        return left.model_copy(update={"steps": steps}) if steps else None

    def _step_left(self, step: TrackStep) -> TrackStep | None:
        """A step without what is retired; ``None`` where nothing is left of it to read."""
        kept: dict[str, tuple[str, ...]] = {
            name: tuple(one for one in getattr(step, name) if one not in self._gone) for name in ("cards", "compare")
        }
        kept["questions"] = tuple(
            asking
            for asking in step.questions
            if not self._gone.intersection((asking.partition(":")[0], *entries_asked(asking)))
        )
        is_whole = len(kept["compare"]) != 1 and bool(kept.get(step.content, True))
        return step.model_copy(update=kept) if is_whole else None

    def _is_entry(self, name: str) -> bool:
        if name in self._gathered.unreadable:
            return True
        return name in self._drafts and self._drafts[name].data.get("kind") not in _NO_ENTRIES

    def _check_sources(self, record: Record, draft: Draft, sources: Mapping[str, Source]) -> None:
        """Every source that a record names is declared, as far as that can be read."""
        if SOURCES_STEM in self._gathered.unreadable:
            return  # every source would be missing; what is wrong with the file says it all
        declared = sources.keys() | self._gathered.sources.keys()
        for source in record.sources:
            if source not in declared:
                location: Location = ("sources", source)
                self._problems.report(draft.path_of(location), location, "is no source of sources.yml")
        for name in ("sections", "views", "rows"):
            for number, part in enumerate(getattr(record, name, ())):
                location = (name, number, "sources")
                for source in dict.fromkeys(sources_inside(part.sources)):
                    if source not in declared:
                        message = f"names {source}, which is no source of sources.yml"
                        self._problems.report(draft.path_of(location), location, message)

    def _check_shared_terms(self, entries: Iterable[Entry]) -> None:
        """Two entries may claim one term only if both say so."""
        claims: dict[str, dict[str, tuple[Entry, Location]]] = {}
        for entry in entries:
            terms: list[tuple[str, Location]] = [(entry.name, ("name",))]
            terms += [(term, ("abbreviations", number)) for number, term in enumerate(entry.abbreviations)]
            terms += [(term, ("aliases", number)) for number, term in enumerate(entry.aliases)]
            terms += [(term, ("codes",)) for term in entry.codes.every]
            for term, location in terms:
                claims.setdefault(term.casefold(), {}).setdefault(entry.id, (entry, location))
        for term, claimants in claims.items():
            for entry, location in claimants.values() if len(claimants) > 1 else ():
                if not entry.ambiguous:
                    others = ", ".join(other for other in claimants if other != entry.id)
                    message = f"{term!r} is claimed by {others} too: keep it on one, or put ambiguous: true on each"
                    self._problems.report(self._drafts[entry.id].path_of(location), location, message)

    def _check_comparisons(self, comparisons: Iterable[Comparison]) -> None:
        """No two comparisons are of the same items; where two are, the later pack's is told."""
        known: dict[frozenset[str], str] = {}
        for comparison in sorted(comparisons, key=lambda comparison: self._drafts[comparison.id].pack):
            items = frozenset(comparison.items)
            if items in known:
                path = self._drafts[comparison.id].path_of(("items",))
                self._problems.report(path, ("items",), f"are those of {known[items]}")
            known[items] = comparison.id


def _only(record_type: type[_Model], records: Mapping[str, object]) -> Mapping[str, _Model]:
    return MappingProxyType({name: record for name, record in records.items() if isinstance(record, record_type)})
