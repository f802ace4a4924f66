"""Loading a search path of packs: strict, whole, and with every problem named.

A pack is a folder of YAML files, in whatever sub-folders. ``sources.yml`` maps ids to sources, ``pack.yml`` says whose
pack it is, and every other file is one record named by its id. A later pack may

- add records;
- override fields of an earlier record (``extends: mri`` and the fields);
- retire one (``retires: mri``).
"""

import gc
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.errors import PackError, Problem
from bot.knowledge.comparisons import Comparison
from bot.knowledge.complaints import in_words, is_of_pydantic
from bot.knowledge.entries import ENTRY_TYPES, Entry
from bot.knowledge.pack import Contact, Pack, PackInfo
from bot.knowledge.reading import UnreadableError, line_of, read_mapping
from bot.knowledge.records import EVERYTHING, Fact, FieldError, Record, Source

RECORD_TYPES: dict[str, type[Record]] = {
    **{kind.value: entry_type for kind, entry_type in ENTRY_TYPES.items()},
    "comparison": Comparison,
    "fact": Fact,
}

_NAMELESS = PackInfo(name="Unnamed pack", contact=Contact(name="whoever installed Reading Room here"))

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(slots=True)
class _Draft:
    """A record before it is checked: its values, and the file each came from."""

    data: dict[str, Any]
    path: Path
    pack: int
    origins: dict[str, Path] = field(default_factory=dict)

    def path_of(self, name: str) -> Path:
        return self.origins.get(name, self.path)


def load(packs: Sequence[Path]) -> Pack:
    """Read, merge and check a search path of packs.

    Args:
        packs: Folders, earliest first.

    Raises:
        PackError: Something does not validate; it carries every problem found.
    """
    with _no_garbage_collection():
        return _Loading().load(packs)


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


class _Loading:
    """One load: what has been read so far, and what is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.drafts: dict[str, _Draft] = {}
        self.sources: dict[str, Source] = {}
        self.info = _NAMELESS
        self.digest = hashlib.sha256()

    def load(self, packs: Sequence[Path]) -> Pack:
        for number, folder in enumerate(packs):
            self._read_pack(number, folder)
        records = {name: record for name, draft in sorted(self.drafts.items()) if (record := self._check(draft))}
        for name, record in records.items():
            self._check_references(record, self.drafts[name])
            self._check_sources(record, self.drafts[name])
        entries = {name: record for name, record in records.items() if isinstance(record, Entry)}
        self._check_shared_terms(entries.values())
        if not entries and not self.problems:
            where = packs[-1] if packs else Path("knowledge")
            self.problems.append(Problem(where, 1, "", "has no entries"))
        if self.problems:
            raise PackError(self.problems)
        return Pack(
            revision=self.digest.hexdigest()[:12],
            info=self.info,
            entries=MappingProxyType(entries),
            comparisons=_only(Comparison, records),
            facts=_only(Fact, records),
            sources=MappingProxyType(self.sources),
        )

    def _read_pack(self, number: int, folder: Path) -> None:
        if not folder.is_dir():
            self.problems.append(Problem(folder, 1, "", "is no folder; KNOWLEDGE_PATH names folders of YAML files"))
            return
        for path in pack_files(folder):
            try:
                data = read_mapping(path)
            except UnreadableError as error:
                self.problems.append(Problem(path, error.line, "", str(error)))
                continue
            self.digest.update(f"{number}:{path.relative_to(folder)}\n".encode())
            self.digest.update(path.read_bytes())
            match path.stem:
                case "sources":
                    self._add_sources(path, data)
                case "pack":
                    self.info = self._validate(PackInfo, data, path) or self.info
                case _:
                    self._add_record(number, path, data)

    def _add_sources(self, path: Path, data: dict[str, Any]) -> None:
        for name, value in data.items():
            source = self._validate(Source, value, path, at=(name,))
            if source:
                self.sources[name] = source

    def _add_record(self, number: int, path: Path, data: dict[str, Any]) -> None:
        if "retires" in data:
            self._retire(number, path, data)
        elif "extends" in data:
            self._extend(number, path, data)
        elif data.get("id") != path.stem:
            self._report(path, ("id",), f"must be {path.stem}, the file's name")
        elif earlier := self.drafts.get(path.stem):
            self._report(path, ("id",), f"is taken by {earlier.path}; to change that one, write extends: {path.stem}")
        else:
            self.drafts[path.stem] = _Draft(data, path, number)

    def _retire(self, number: int, path: Path, data: dict[str, Any]) -> None:
        if unknown := set(data) - {"retires"}:
            self._report(path, (str(min(map(str, unknown))),), "does not go with retires")
        elif self._earlier(number, path, data["retires"], "retires"):
            del self.drafts[data["retires"]]

    def _extend(self, number: int, path: Path, data: dict[str, Any]) -> None:
        base = self._earlier(number, path, data["extends"], "extends")
        if base is None:
            return
        changes = {name: value for name, value in data.items() if name != "extends"}
        if fixed := next(
            (name for name in ("id", "kind") if name in changes and changes[name] != base.data.get(name)), ""
        ):
            self._report(path, (fixed,), "cannot be overridden")
            return
        changes["sources"] = _merge_sources(base.data, changes)
        origins = base.origins | dict.fromkeys(changes, path)
        self.drafts[data["extends"]] = _Draft(base.data | changes, base.path, number, origins)

    def _earlier(self, number: int, path: Path, name: object, verb: str) -> _Draft | None:
        base = self.drafts.get(name) if isinstance(name, str) else None
        if base is None or base.pack >= number:
            self._report(path, (verb,), f"names {name}, which no earlier pack has")
            return None
        return base

    def _check(self, draft: _Draft) -> Record | None:
        kind = draft.data.get("kind")
        record_type = RECORD_TYPES.get(kind) if isinstance(kind, str) else None
        if record_type is None:
            self._report(draft.path, ("kind",), f"must be one of {', '.join(RECORD_TYPES)}")
            return None
        return self._validate(record_type, draft.data, draft)

    def _validate(
        self, model: type[_Model], data: object, where: Path | _Draft, at: tuple[str, ...] = ()
    ) -> _Model | None:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                location = tuple(step for step in detail["loc"] if not is_of_pydantic(step))
                cause = detail.get("ctx", {}).get("error")
                if isinstance(cause, FieldError):
                    location += tuple(int(step) if step.isdigit() else step for step in cause.field.split("."))
                path = where if isinstance(where, Path) else where.path_of(str(location[0]) if location else "")
                self._report(path, (*at, *location), in_words(detail, model))
            return None

    def _check_references(self, record: Record, draft: _Draft) -> None:
        """Every entry that a record names is there."""
        for name in ("related", "about", "items"):
            targets: tuple[str, ...] = getattr(record, name, ())
            for number, target in enumerate(targets):
                if not self._is_entry(target):
                    self._report(draft.path_of(name), (name, number), f"names {target}, which is no entry")
                elif target in targets[:number]:
                    self._report(draft.path_of(name), (name, number), f"names {target} twice")

    def _check_sources(self, record: Record, draft: _Draft) -> None:
        """Every source that a record names is there."""
        for source in record.sources:
            if source not in self.sources:
                self._report(draft.path_of("sources"), ("sources", source), "is no source of sources.yml")
        for name in ("sections", "views", "rows"):
            for number, part in enumerate(getattr(record, name, ())):
                for source in _sources_inside(part.sources):
                    if source not in self.sources:
                        message = f"names {source}, which is no source of sources.yml"
                        self._report(draft.path_of(name), (name, number, "sources"), message)

    def _is_entry(self, name: str) -> bool:
        return name in self.drafts and self.drafts[name].data.get("kind") not in {"comparison", "fact"}

    def _check_shared_terms(self, entries: Iterable[Entry]) -> None:
        """Two entries may claim one term only if both say so."""
        claims: dict[str, dict[str, tuple[Entry, str, int]]] = {}
        for entry in entries:
            terms = [("name", 0, entry.name)]
            terms += [("abbreviations", number, term) for number, term in enumerate(entry.abbreviations)]
            terms += [("aliases", number, term) for number, term in enumerate(entry.aliases)]
            terms += [("codes", number, term) for number, term in enumerate(entry.codes.every)]
            for name, number, term in terms:
                claims.setdefault(term.casefold(), {}).setdefault(entry.id, (entry, name, number))
        for term, claimants in claims.items():
            if len(claimants) == 1:
                continue
            for entry, name, number in claimants.values():
                if not entry.ambiguous:
                    others = ", ".join(other for other in claimants if other != entry.id)
                    message = f"{term!r} is claimed by {others} too: keep it on one, or put ambiguous: true on each"
                    where = (name,) if name in {"name", "codes"} else (name, number)
                    self._report(self.drafts[entry.id].path_of(name), where, message)

    def _report(self, path: Path, location: tuple[str | int, ...], message: str) -> None:
        try:
            line = line_of(path, location)
        except UnreadableError:
            line = 1
        self.problems.append(Problem(path, line, ".".join(map(str, location)), message))


def pack_files(folder: Path) -> list[Path]:
    """The YAML files of a pack in a stable order; hidden files and folders do not count."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in {".yml", ".yaml"}
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
    )


def _only(record_type: type[_Model], records: Mapping[str, object]) -> Mapping[str, _Model]:
    return MappingProxyType({name: record for name, record in records.items() if isinstance(record, record_type)})


def _merge_sources(base: Mapping[str, Any], changes: Mapping[str, Any]) -> object:
    """The sources of an overridden record: an overriding field no longer rests on the earlier pack's sources."""
    earlier, added = _spelled_out(base.get("sources")), _spelled_out(changes.get("sources", {}))
    if earlier is None or added is None:
        return changes.get("sources")
    kept: dict[Any, list[Any]] = {}
    for source, fields in earlier.items():
        carried = [name for name in base if name not in Record.UNSOURCED] if EVERYTHING in fields else fields
        if left := [name for name in carried if name not in changes]:
            kept[source] = left
    for source, fields in added.items():
        kept[source] = [*kept.get(source, []), *fields]
    return kept


def _spelled_out(sources: object) -> dict[Any, list[Any]] | None:
    """``sources`` as a file may write it, as a mapping of lists; ``None`` where it is neither list nor mapping."""
    if isinstance(sources, list):
        return {source: [EVERYTHING] for source in sources}
    if isinstance(sources, dict):
        return {name: fields if isinstance(fields, list) else [fields] for name, fields in sources.items()}
    return None


def _sources_inside(sources: object) -> Iterator[str]:
    if isinstance(sources, Mapping):
        for names in sources.values():
            yield from names
    elif isinstance(sources, tuple):
        yield from sources
