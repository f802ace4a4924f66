"""Placing new records: tried in a copy of the pack first, then put there whole, and never over anything."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.errors import Problem, ReadingRoomError
from bot.knowledge.drafts import pack_files


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A search path in which a folder, and the pack it lies in, are a copy.

    Attributes:
        packs: Earliest first, the copy among them.
        place: The folder's copy: where new records are tried.
        copy: The copy of the pack.
        original: What it is a copy of; ``None`` where there is no folder yet.
    """

    packs: tuple[Path, ...]
    place: Path
    copy: Path
    original: Path | None

    def take_back(self, record_id: str) -> None:
        """Take a record away that was put here to be tried."""
        shutil.rmtree(self.place / record_id)

    def as_there(self, problem: Problem) -> Problem:
        """A problem with the path of the file that was copied."""
        if self.original is None or not problem.path.is_relative_to(self.copy):
            return problem
        return replace(problem, path=self.original / problem.path.relative_to(self.copy))


def is_inside(packs: Sequence[Path], folder: Path) -> bool:
    """Whether a folder is one of the packs, or lies in one."""
    return _home(packs, folder) is not None


def with_folder(packs: Sequence[Path], folder: Path | None) -> tuple[Path, ...]:
    """A search path that ends with a folder, unless the folder lies in one of its packs."""
    return tuple(packs) if folder is None or _home(packs, folder) else (*packs, folder)


@contextmanager
def rehearsal(packs: Sequence[Path], folder: Path | None) -> Iterator[Rehearsal]:
    """A place to try records that are to be put into a folder; gone when the context is left.

    Args:
        packs: What is served, earliest first.
        folder: Inside one of these packs, or a pack of its own behind them; without one, an empty pack stands in.
    """
    with TemporaryDirectory() as top:
        copy = Path(top) / "pack"
        copy.mkdir()
        if folder is None:
            yield Rehearsal((*packs, copy), copy, copy, None)
            return
        home = _home(packs, folder)
        original = home or folder
        for path in pack_files(original):
            target = copy / path.relative_to(original)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        place = copy / folder.resolve().relative_to(original.resolve())
        place.mkdir(parents=True, exist_ok=True)
        served = tuple(copy if pack is home else pack for pack in with_folder(packs, folder))
        yield Rehearsal(served if home else (*packs, copy), place, copy, original)


def put(folder: Path, record_id: str, files: Mapping[str, str]) -> Path:
    """Put the files of a record into a folder, under a folder of the record's own, all of them at once.

    Args:
        folder: Of a pack.
        record_id: Names the record's folder.
        files: Texts by file name.

    Returns:
        The record's folder.

    Raises:
        ReadingRoomError: There is something of that name, or the folder cannot be written to.
    """
    target = folder / record_id
    if target.exists() or target.is_symlink():
        raise ReadingRoomError(f"{target} is there already")
    try:
        # Hidden, so that a pack that is read meanwhile does not have it.
        with TemporaryDirectory(dir=folder, prefix=".placing-") as top:
            made = Path(top) / record_id
            made.mkdir()
            for name, text in files.items():
                (made / name).write_text(text, encoding="utf-8")
            made.rename(target)
    except OSError as error:
        raise ReadingRoomError(f"{target} cannot be written: {error.strerror}") from error
    return target


def _home(packs: Sequence[Path], folder: Path) -> Path | None:
    """The pack that a folder lies in, or is."""
    return next((pack for pack in packs if folder.resolve().is_relative_to(pack.resolve())), None)
