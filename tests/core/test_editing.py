"""``bot.core.editing``: records that were written in Slack are served behind the packs."""

import asyncio
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.core.editing import Editor
from bot.core.library import Library
from bot.errors import PackError, ReadingRoomError
from bot.knowledge.authoring import SourceGiven, concept_files, question_files
from bot.knowledge.loading import load

TODAY = date(2026, 11, 26)
SOURCE = SourceGiven("Handbook", "Our hospital")


def wifi() -> tuple[str, dict[str, str]]:
    """A question of a site's own."""
    return question_files(
        name="Which wifi do the scanners use?", ask=["scanner wifi network"], answer="Imaging-Devices.",
        source=SOURCE, owner="Front desk", today=TODAY,
    )  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A pack of the site's own, empty."""
    folder = tmp_path / "our-hospital"
    folder.mkdir()
    return folder


@pytest.fixture
def served(root: Path, site: Path) -> Library:
    """A library over the shipped pack and the site's."""
    return Library(load([root / "knowledge", site]))


@pytest.fixture
def editor(served: Library, root: Path, site: Path) -> Iterator[Editor]:
    """Serves what was written, behind both."""
    editor = Editor(served, [root / "knowledge", site])
    yield editor
    editor.close()


async def test_a_record_is_served_and_taken_back(editor: Editor, served: Library) -> None:
    """A published record is there at once, and gone when it is no longer published."""
    record_id, files = wifi()
    await editor.serve({record_id: files}, 1)
    assert served.question(record_id) is not None
    assert editor.revision == 1
    await editor.serve({}, 2)
    assert served.question(record_id) is None


async def test_a_file_has_the_last_word(editor: Editor, served: Library, site: Path) -> None:
    """Filed in the site's pack, a record is read from there; what was written in Slack steps back without a clash."""
    record_id, files = wifi()
    await editor.serve({record_id: files}, 1)
    folder = editor.file(record_id, files)
    assert folder == site / record_id
    mine = site / record_id / f"{record_id}.yml"
    mine.write_text(mine.read_text("utf-8").replace("Imaging-Devices.", "Imaging-Devices-2."), "utf-8")
    await editor.reload()
    question = served.question(record_id)
    assert question is not None
    assert question.answer == "Imaging-Devices-2."
    assert served.trouble is None
    assert editor.file(record_id, files) == folder, "nothing is written over"
    assert "Devices-2" in mine.read_text("utf-8")


async def test_what_would_not_load_is_refused(editor: Editor, served: Library) -> None:
    """A taken id, a broken file and a name that is another's are told before anything is published."""
    record_id, files = wifi()
    await editor.validate(record_id, files)
    with pytest.raises(ReadingRoomError, match="name is taken: there is a record mri already"):
        await editor.validate("mri", files)
    with pytest.raises(PackError):
        await editor.validate(record_id, {f"{record_id}.yml": "id: [", "sources.yml": ""})
    other_id, other = concept_files(
        name="Machine with a magnet", abbreviations=["MRI"], aliases=[], summary="A magnet.", plain="A magnet.",
        source=SOURCE, owner="Front desk", today=TODAY,
    )  # fmt: skip
    with pytest.raises(PackError, match="'mri' is claimed by mri too"):
        await editor.check(other_id, other)
    assert served.question(record_id) is None, "looking publishes nothing"


async def test_without_a_site_there_is_no_folder_to_write_to(served: Library, root: Path) -> None:
    """The shipped pack is nobody's to write to."""
    editor = Editor(served, [root / "knowledge"])
    assert editor.file(*wifi()) is None
    editor.close()


async def test_one_bad_record_keeps_no_other_away(editor: Editor, served: Library) -> None:
    """Of many published records one that does not go with the packs is left out, and the others are served."""
    record_id, files = wifi()
    bad_id, bad = concept_files(
        name="Machine with a magnet", abbreviations=["MRI"], aliases=[], summary="A magnet.", plain="A magnet.",
        source=SOURCE, owner="Front desk", today=TODAY,
    )  # fmt: skip
    await editor.serve({record_id: files, bad_id: bad}, 1)
    assert served.question(record_id) is not None
    assert served.entry(bad_id) is None
    assert served.entry("mri") is not None


async def test_looking_while_serving(editor: Editor) -> None:
    """Whoever looks at a new record while others are put in place sees a whole search path."""
    records = {}
    for number in range(6):
        record_id, files = question_files(
            name=f"Where is locker number {number}?", ask=[f"locker {number}"], answer="Upstairs.",
            source=SOURCE, owner="Front desk", today=TODAY,
        )  # fmt: skip
        records[record_id] = files
    looks = [editor.validate(*wifi()) for _ in range(3)]
    await asyncio.gather(*(editor.serve(records, number) for number in (1, 2)), *looks)
    assert editor.revision == 2
