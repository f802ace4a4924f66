"""``bot.core.reloading``: what the files say now is served, and never what does not validate.

The packs of these tests are made up: widgets are looked at by moonlight.
"""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from watchfiles import awatch
from watchfiles.main import FileChange

from bot.core import reloading
from bot.core.library import Library
from bot.core.reloading import keep_current, reload
from bot.knowledge.loading import load
from bot.knowledge.outcomes import Found
from bot.knowledge.pack import Pack

SOURCES = """\
made-up-atlas:
  title: Atlas of Made-up Imaging
  publisher: Nobody Press
  read_on: 2026-01-02
  read: All of it, since there is none.
"""

GADGET = """\
id: gadget
kind: concept
name: Gadget
summary: What widgets are part of.
plain: A thing with widgets in it.
sources: [made-up-atlas]
review: {owner: Nobody, reviewed_on: 2026-01-02, review_by: 2027-01-02}
"""

CHANGED = GADGET.replace("What widgets", "What all widgets")
BROKEN = GADGET.replace("name: Gadget", "name: NO")
WIDGET = GADGET.replace("gadget", "widget").replace("Gadget", "Widget")
PROBLEM = "gadget.yml:3: name: is text, but YAML reads it as yes or no: put it in quotes"

WAIT_S = 20
"""How long a watcher may take; a bound, not a measurement."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A pack of one entry."""
    (tmp_path / "sources.yml").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "gadget.yml").write_text(GADGET, encoding="utf-8")
    return tmp_path


@pytest.fixture
def gadgets(folder: Path) -> Library:
    """A library that serves the pack."""
    return Library(load([folder]))


def summary(library: Library) -> str:
    """What is served of the gadget."""
    entry = library.entry("gadget")
    assert entry is not None
    return entry.summary


def write(folder: Path, text: str, name: str = "gadget.yml") -> None:
    """Save a file of the pack."""
    (folder / name).write_text(text, encoding="utf-8")


async def test_a_changed_file_is_served(folder: Path, gadgets: Library, caplog: pytest.LogCaptureFixture) -> None:
    """What a file says now is served from the next request on, under another revision, and the log tells."""
    before = gadgets.pack.revision
    write(folder, CHANGED)
    with caplog.at_level(logging.INFO, logger="bot.core.reloading"):
        await reload(gadgets, [folder])
    assert summary(gadgets) == "What all widgets are part of."
    assert gadgets.pack.revision != before
    assert gadgets.trouble is None
    assert [record.getMessage() for record in caplog.records] == [
        f"serving revision {gadgets.pack.revision} with 1 entries"
    ]


async def test_new_and_deleted_files_are_served(folder: Path, gadgets: Library) -> None:
    """An entry comes with its file and goes with it, in look-ups too."""
    write(folder, WIDGET, "widget.yml")
    await reload(gadgets, [folder])
    assert isinstance(gadgets.look_up("Widget"), Found)
    (folder / "widget.yml").unlink()
    await reload(gadgets, [folder])
    assert not isinstance(gadgets.look_up("Widget"), Found)
    assert isinstance(gadgets.look_up("Gadget"), Found)


async def test_a_broken_file_is_not_served(folder: Path, gadgets: Library, caplog: pytest.LogCaptureFixture) -> None:
    """What does not validate never replaces what does; trouble and log name file, line and field."""
    served = gadgets.pack
    write(folder, BROKEN)
    await reload(gadgets, [folder])
    assert gadgets.pack is served
    assert summary(gadgets) == "What widgets are part of."
    assert gadgets.trouble == f"{folder}/{PROBLEM}"
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [record.getMessage() for record in errors] == [f"pack not reloaded: {folder}/{PROBLEM}"]
    assert not any(record.exc_info for record in errors)


async def test_every_problem_is_told(folder: Path, gadgets: Library, caplog: pytest.LogCaptureFixture) -> None:
    """Two broken files are two lines of trouble and two errors in the log."""
    write(folder, BROKEN)
    write(folder, "id: [", "widget.yml")
    await reload(gadgets, [folder])
    assert gadgets.trouble is not None
    told = gadgets.trouble.splitlines()
    assert [line.removeprefix(f"{folder}/").split(":")[0] for line in told] == ["gadget.yml", "widget.yml"]
    assert len(caplog.records) == len(told)


@pytest.mark.parametrize(
    "mended",
    [pytest.param(GADGET, id="back to what is served"), pytest.param(CHANGED, id="to something new")],
)
async def test_mending_ends_the_trouble(folder: Path, gadgets: Library, mended: str) -> None:
    """Once the files validate again they are served and the trouble is over, also where nothing else changed."""
    write(folder, BROKEN)
    await reload(gadgets, [folder])
    write(folder, mended)
    await reload(gadgets, [folder])
    assert gadgets.trouble is None
    assert gadgets.pack.revision == load([folder]).revision


async def test_trouble_is_of_the_files_as_they_are(folder: Path, gadgets: Library) -> None:
    """A second mistake replaces what was said about the first."""
    write(folder, BROKEN)
    await reload(gadgets, [folder])
    write(folder, GADGET.replace("kind: concept", "kind: conceit"))
    await reload(gadgets, [folder])
    assert gadgets.trouble is not None
    assert gadgets.trouble.startswith(f"{folder}/gadget.yml:2: kind: ")


async def test_a_pack_that_is_gone_is_trouble(folder: Path, gadgets: Library, tmp_path: Path) -> None:
    """A folder that cannot be read, or an empty one, never replaces what is served."""
    for packs in ([folder, tmp_path / "gone"], []):
        await reload(gadgets, packs)
        assert gadgets.trouble is not None
        assert summary(gadgets) == "What widgets are part of."


async def test_unchanged_bytes_do_not_swap(folder: Path, gadgets: Library, caplog: pytest.LogCaptureFixture) -> None:
    """A file saved as it was leaves what is served in place, cards built from it too, and nothing in the log."""
    served = gadgets.pack
    write(folder, GADGET)
    with caplog.at_level(logging.INFO, logger="bot.core.reloading"):
        await reload(gadgets, [folder])
    assert gadgets.pack is served
    assert caplog.records == []


class Failing:
    """Stands in for ``load``: fails so often, then loads."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)

    def __call__(self, packs: Sequence[Path]) -> Pack:
        """Fail, or load."""
        if self.errors:
            raise self.errors.pop(0)
        return load(packs)


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(FileNotFoundError("gadget.yml"), id="a file that vanishes while it is read"),
        pytest.param(RecursionError(), id="a fault of ours"),
    ],
)
async def test_a_fault_is_trouble(
    folder: Path,
    gadgets: Library,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    """Whatever goes wrong while reloading is trouble and in the log with its trace; the next reload may end it."""
    served = gadgets.pack
    monkeypatch.setattr(reloading, "load", Failing(error))
    await reload(gadgets, [folder])
    assert gadgets.pack is served
    assert gadgets.trouble == "a fault of ours; the log has its trace"
    assert [(one.levelno, one.exc_info and one.exc_info[1]) for one in caplog.records] == [(logging.ERROR, error)]
    await reload(gadgets, [folder])
    assert gadgets.trouble is None


async def until(library: Library, text: str) -> None:
    """Wait until a summary is served."""
    while summary(library) != text:
        await asyncio.sleep(0.02)


@asynccontextmanager
async def watching(library: Library, folder: Path) -> AsyncIterator[None]:
    """Keep a library current, and stop within bounds."""
    stop = asyncio.Event()
    task = asyncio.create_task(keep_current(library, [folder], stop))
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(WAIT_S):
            await task


async def saved_until(library: Library, folder: Path, text: str, expected: str) -> None:
    """Save a file again and again until its text is served: the watcher needs a moment before it sees anything."""
    async with asyncio.timeout(WAIT_S):
        while summary(library) != expected:
            write(folder, text)
            try:
                async with asyncio.timeout(1):
                    await until(library, expected)
            except TimeoutError:
                continue


async def test_a_change_on_disk_is_noticed(folder: Path, gadgets: Library) -> None:
    """While the watcher runs, saving a file is all it takes; a broken save in between does not end the watch."""
    async with watching(gadgets, folder):
        await saved_until(gadgets, folder, CHANGED, "What all widgets are part of.")
        write(folder, BROKEN)
        async with asyncio.timeout(WAIT_S):
            while gadgets.trouble is None:
                await asyncio.sleep(0.02)
        assert summary(gadgets) == "What all widgets are part of."
        write(folder, GADGET)
        async with asyncio.timeout(WAIT_S):
            await until(gadgets, "What widgets are part of.")
        assert gadgets.trouble is None


async def in_trouble(library: Library, *, trouble: bool = True) -> None:
    """Wait until there is trouble, or until it is over."""
    async with asyncio.timeout(WAIT_S):
        while (library.trouble is not None) is not trouble:
            await asyncio.sleep(0.02)


async def test_a_fault_does_not_end_the_watch(folder: Path, gadgets: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a reload that failed, the next change on disk is served."""
    async with watching(gadgets, folder):
        await saved_until(gadgets, folder, CHANGED, "What all widgets are part of.")
        monkeypatch.setattr(reloading, "load", Failing(FileNotFoundError("gadget.yml")))
        write(folder, GADGET)
        await in_trouble(gadgets)
        assert summary(gadgets) == "What all widgets are part of."
        await saved_until(gadgets, folder, GADGET, "What widgets are part of.")
        assert gadgets.trouble is None


@pytest.fixture
def again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be watched is tried again at once."""
    monkeypatch.setattr(reloading, "AGAIN_SECONDS", 0.05)


def unwatchable(*errors: Exception) -> Callable[..., AsyncIterator[set[FileChange]]]:
    """Stands in for ``awatch``: fails so often, then watches."""
    left = list(errors)

    async def watch(*paths: Path, **options: Any) -> AsyncIterator[set[FileChange]]:
        if left:
            raise left.pop(0)
        async for changes in awatch(*paths, **options):
            yield changes

    return watch


@pytest.mark.usefixtures("again_soon")
async def test_watching_begins_again(
    folder: Path, gadgets: Library, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be watched is in the log each time, and tried until it can; what changed meanwhile is served."""
    errors = FileNotFoundError("gone"), RuntimeError("no more watches")
    monkeypatch.setattr(reloading, "awatch", unwatchable(*errors))
    write(folder, CHANGED)
    async with watching(gadgets, folder):
        async with asyncio.timeout(WAIT_S):
            await until(gadgets, "What all widgets are part of.")
        await saved_until(gadgets, folder, GADGET, "What widgets are part of.")
        assert gadgets.trouble is None
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING] == [
        f"the packs cannot be watched ({type(error).__name__}); trying again" for error in errors
    ]


async def test_waiting_to_watch_again_stops(folder: Path, gadgets: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be watched is trouble; told to stop while it waits to try again, the watcher ends at once."""
    monkeypatch.setattr(reloading, "awatch", unwatchable(*[FileNotFoundError("gone")] * 9))
    monkeypatch.setattr(reloading, "AGAIN_SECONDS", 3 * WAIT_S)
    async with watching(gadgets, folder):
        await in_trouble(gadgets)
        assert gadgets.trouble == "the packs cannot be watched: FileNotFoundError"
        assert summary(gadgets) == "What widgets are part of."


@pytest.mark.usefixtures("again_soon")
async def test_a_folder_moved_for_a_moment(folder: Path, gadgets: Library, elsewhere: Path) -> None:
    """A folder that is moved away is trouble, what was served stays, and back in its place it is served again."""
    async with watching(gadgets, folder):
        await saved_until(gadgets, folder, CHANGED, "What all widgets are part of.")
        shutil.move(folder, elsewhere)
        await in_trouble(gadgets)
        assert summary(gadgets) == "What all widgets are part of."
        shutil.move(elsewhere, folder)
        await in_trouble(gadgets, trouble=False)
        await saved_until(gadgets, folder, GADGET, "What widgets are part of.")


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a folder may be moved."""
    return tmp_path_factory.mktemp("elsewhere") / "pack"


@pytest.mark.usefixtures("again_soon")
@pytest.mark.parametrize("at_first", [pytest.param(True, id="at first"), pytest.param(False, id="for a moment")])
async def test_a_folder_that_is_not_there(folder: Path, gadgets: Library, elsewhere: Path, *, at_first: bool) -> None:
    """Where a folder is made, at last or anew, it is served without a restart."""
    shutil.copytree(folder, elsewhere)
    if at_first:
        shutil.rmtree(folder)
    async with watching(gadgets, folder):
        if not at_first:
            await saved_until(gadgets, folder, CHANGED, "What all widgets are part of.")
            shutil.rmtree(folder)
            await in_trouble(gadgets)
        await asyncio.sleep(0.3)
        shutil.copytree(elsewhere, folder)
        write(folder, WIDGET, "widget.yml")
        async with asyncio.timeout(3):
            while gadgets.entry("widget") is None:
                await asyncio.sleep(0.02)


async def test_watching_stops(folder: Path, gadgets: Library) -> None:
    """The watcher ends once it is told to stop, without any change on disk."""
    async with watching(gadgets, folder):
        await asyncio.sleep(0)
    assert gadgets.trouble is None
