"""Gathering drafts: what a search path of packs holds, merged but not yet checked.

A pack is a folder of YAML files, in whatever sub-folders. ``sources.yml`` maps ids to sources, ``pack.yml`` says whose
pack it is, and every other file is one record named by its id. A later pack may

- add records;
- override fields of an earlier record (``extends: mri`` and the fields);
- retire one (``retires: mri``).

Within a pack, the order of files does not matter.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.errors import Problem
from bot.knowledge.reading import Document, UnreadableError
from bot.knowledge.records import EVERYTHING, Record

Location = tuple[str | int, ...]
"""The way to a field: ``("rows", 2, "cells")``."""

SOURCES_STEM, PACK_STEM = "sources", "pack"
"""Names of the files that hold no record, without ``.yml``."""


class Problems:
    """Everything found wrong so far, and the files read on the way."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self.documents: dict[Path, Document] = {}

    def report(self, path: Path, location: Location, message: str) -> None:
        """Note what is wrong at a field; its line is looked up."""
        try:
            if path not in self.documents:
                self.documents[path] = Document(path)
            line = self.documents[path].line_of(location)
        except UnreadableError:
            line = 1
        self.found.append(Problem(path, line, ".".join(map(str, location)), message))


@dataclass(slots=True)
class Draft:
    """A record before it is checked.

    Attributes:
        data: Its fields, merged.
        path: The file that first had it.
        first: The place of the pack that first had it.
        pack: The place of the pack that last touched it.
        origins: The files that fields (``preparation``) and their parts (``sources.our-leaflet``) come from, where that
            is not ``path``.
    """

    data: dict[str, Any]
    path: Path
    first: int
    pack: int
    origins: dict[str, Path] = field(default_factory=dict)

    def path_of(self, location: Location) -> Path:
        """The file that a field comes from."""
        names = [".".join(map(str, location[:length])) for length in (2, 1)]
        return next((self.origins[name] for name in names if name in self.origins), self.path)


@dataclass(slots=True)
class Gathered:
    """What a search path holds.

    Attributes:
        drafts: By id.
        sources: By id, as the file has them, and the file.
        info: What the last ``pack.yml`` holds, and the file.
        revision: Twelve hex digits of all bytes read.
        retired: The ids that a pack retired.
        unreadable: The names of files that could not be read: what refers to them is not to blame.
    """

    drafts: dict[str, Draft] = field(default_factory=dict)
    sources: dict[str, tuple[object, Path]] = field(default_factory=dict)
    info: tuple[object, Path] | None = None
    revision: str = ""
    unreadable: set[str] = field(default_factory=set)
    retired: set[str] = field(default_factory=set)


def gather(packs: Sequence[Path], problems: Problems) -> Gathered:
    """Read packs and merge them, earliest first."""
    gathered, digest = Gathered(), hashlib.sha256()
    for number, folder in enumerate(packs):
        if not folder.is_dir():
            message = "is no folder; KNOWLEDGE_PATH names folders of YAML files"
            problems.found.append(Problem(folder, 1, "", message))
            continue
        _Pack(number, gathered, problems).add(folder, digest)
    gathered.revision = digest.hexdigest()[:12]
    return gathered


def pack_files(folder: Path) -> list[Path]:
    """The YAML files of a pack in a stable order; hidden files and folders do not count."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in {".yml", ".yaml"}
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
    )


class _Pack:
    """One pack being merged into what earlier packs hold."""

    def __init__(self, number: int, gathered: Gathered, problems: Problems) -> None:
        self._number = number
        self._gathered = gathered
        self._problems = problems

    def add(self, folder: Path, digest: "hashlib._Hash") -> None:
        """Read a folder; first what it retires, then what it adds, then what it overrides."""
        records = list(self._read(folder, digest))
        for verb, take in (("retires", self._retire), ("", self._add), ("extends", self._extend)):
            for path, data in records:
                if verb == next((name for name in ("retires", "extends") if name in data), ""):
                    take(path, data)

    def _read(self, folder: Path, digest: "hashlib._Hash") -> Iterator[tuple[Path, dict[str, Any]]]:
        """The records of a folder; its sources and what it says of itself are taken on the way."""
        declared: dict[str, Path] = {}
        for path in pack_files(folder):
            try:
                self._problems.documents[path] = document = Document(path)
                data = document.mapping()
            except UnreadableError as error:
                self._problems.found.append(Problem(path, error.line, "", str(error)))
                self._gathered.unreadable.add(path.stem)
                continue
            digest.update(f"{self._number}:{path.relative_to(folder)}\n".encode() + document.data)
            if path.stem == SOURCES_STEM:
                self._declare(path, data, declared)
            elif path.stem == PACK_STEM:
                self._gathered.info = (data, path)
            else:
                yield path, data

    def _declare(self, path: Path, data: Mapping[str, object], declared: dict[str, Path]) -> None:
        for name, value in data.items():
            if name in declared:
                self._problems.report(path, (name,), f"is declared in {declared[name]} too")
            declared[name] = path
            self._gathered.sources[name] = (value, path)

    def _retire(self, path: Path, data: dict[str, Any]) -> None:
        if unknown := set(data) - {"retires"}:
            self._problems.report(path, (min(unknown),), "does not go with retires")
        elif self._earlier(path, data["retires"], "retires"):
            del self._gathered.drafts[data["retires"]]
            self._gathered.retired.add(data["retires"])

    def _add(self, path: Path, data: dict[str, Any]) -> None:
        name = path.stem
        if data.get("id") != name:
            self._problems.report(path, ("id",), f"must be {name}, the file's name")
        elif earlier := self._gathered.drafts.get(name):
            message = f"is taken by {earlier.path}; to change that one, write extends: {name}"
            self._problems.report(path, ("id",), message)
        else:
            self._gathered.drafts[name] = Draft(data, path, self._number, self._number)

    def _extend(self, path: Path, data: dict[str, Any]) -> None:
        base = self._earlier(path, data["extends"], "extends")
        if base is None:
            return
        changes = {name: value for name, value in data.items() if name != "extends"}
        for name in ("id", "kind"):
            if name in changes and changes[name] != base.data.get(name):
                self._problems.report(path, (name,), "cannot be overridden")
                return
        added = _spelled_out(changes.get("sources", {}))
        changes["sources"] = _merge_sources(base.data, changes)
        origins = base.origins | dict.fromkeys((name for name in changes if name != "sources"), path)
        origins |= dict.fromkeys(["sources"] if added is None else [f"sources.{source}" for source in added], path)
        self._gathered.drafts[data["extends"]] = Draft(
            base.data | changes, base.path, base.first, self._number, origins
        )

    def _earlier(self, path: Path, name: object, verb: str) -> Draft | None:
        base = self._gathered.drafts.get(name) if isinstance(name, str) else None
        if base is None or base.pack >= self._number:
            self._problems.report(path, (verb,), f"names {name}, which no earlier pack has")
            return None
        return base


def _merge_sources(base: Mapping[str, Any], changes: Mapping[str, Any]) -> object:
    """The sources of an overridden record: an overriding field no longer rests on the earlier pack's sources."""
    earlier, added = _spelled_out(base.get("sources", {})), _spelled_out(changes.get("sources", {}))
    if earlier is None or added is None:
        return changes.get("sources")
    overridden = list(changes)  # a list, since what the earlier pack names as a field may be anything
    kept: dict[Any, list[Any]] = {}
    for source, fields in earlier.items():
        carried = [name for name in base if name not in Record.UNSOURCED] if EVERYTHING in fields else fields
        if left := [name for name in carried if name not in overridden]:
            kept[source] = left
    for source, fields in added.items():
        kept[source] = [*kept.get(source, []), *fields]
    return kept


def _spelled_out(sources: object) -> dict[Any, list[Any]] | None:
    """``sources`` as a file may write it, as a mapping of lists; ``None`` where it is neither list nor mapping."""
    if isinstance(sources, list) and all(isinstance(source, str) for source in sources):
        return {source: [EVERYTHING] for source in sources}
    if isinstance(sources, dict):
        return {name: fields if isinstance(fields, list) else [fields] for name, fields in sources.items()}
    return None


def sources_inside(sources: object) -> Iterator[str]:
    """The ids of sources that a part of a record names, in a list or cell by cell."""
    if isinstance(sources, Mapping):
        for names in sources.values():
            yield from names
    elif isinstance(sources, tuple):
        yield from sources
