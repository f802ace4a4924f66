"""``bot.knowledge.placing``: a record is tried where nobody reads it, then there whole, and never over anything."""

from pathlib import Path

import pytest

from bot.errors import Problem, ReadingRoomError
from bot.knowledge.drafts import pack_files
from bot.knowledge.placing import is_inside, put, rehearsal, with_folder

FILES = {"zorg.yml": "id: zorg\n", "sources.yml": "zorg-source: {}\n"}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack with a file in a folder, a hidden one and one of another kind."""
    pack = tmp_path / "ours"
    (pack / "questions").mkdir(parents=True)
    (pack / ".git").mkdir()
    (pack / "questions" / "a.yml").write_text("id: a\n")
    (pack / ".git" / "b.yml").write_text("id: b\n")
    (pack / "notes.txt").write_text("notes")
    return pack


def test_put(pack: Path) -> None:
    """Both files are there under a folder of the record's own, and nothing else is left behind."""
    assert put(pack / "questions", "zorg", FILES) == pack / "questions" / "zorg"
    assert {path.name: path.read_text("utf-8") for path in (pack / "questions" / "zorg").iterdir()} == FILES
    assert {path.name for path in (pack / "questions").iterdir()} == {"a.yml", "zorg"}


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_nothing_is_written_over(pack: Path, kind: str) -> None:
    """Whatever bears the name stays as it is, a link that leads nowhere too."""
    there = pack / "zorg"
    if kind == "file":
        there.write_text("precious")
    elif kind == "folder":
        there.mkdir()
    else:
        there.symlink_to(pack / "nowhere")
    with pytest.raises(ReadingRoomError, match="zorg is there already"):
        put(pack, "zorg", FILES)
    assert not list(there.iterdir()) if kind == "folder" else there.is_symlink() or there.read_text() == "precious"


def test_a_file_that_cannot_be_written(pack: Path) -> None:
    """Where one file fails, none is there, and the sentence says why."""
    with pytest.raises(ReadingRoomError, match="zorg cannot be written: File name too long"):
        put(pack, "zorg", FILES | {"x" * 300: ""})
    assert {path.name for path in pack.iterdir()} == {"questions", ".git", "notes.txt"}


def test_a_folder_inside_a_pack(pack: Path, tmp_path: Path) -> None:
    """The pack that has the folder is a copy in its place, with the files that count and no others."""
    earlier, folder = tmp_path / "earlier", pack / "questions"
    earlier.mkdir()
    with rehearsal([earlier, pack], folder) as stage:
        assert stage.packs == (earlier, stage.copy)
        assert [path.relative_to(stage.copy) for path in pack_files(stage.copy)] == [Path("questions/a.yml")]
        put(stage.place, "zorg", FILES)
        problem = Problem(stage.place / "a.yml", 1, "id", "is odd")
        assert stage.as_there(problem) == Problem(folder / "a.yml", 1, "id", "is odd")
        assert stage.as_there(Problem(earlier, 1, "", "is odd")).path == earlier
        stage.take_back("zorg")
        assert not (stage.place / "zorg").exists()
    assert not stage.copy.exists()
    assert pack_files(pack) == [pack / "questions" / "a.yml"]
    assert (is_inside([earlier, pack], folder), with_folder([earlier, pack], folder)) == (True, (earlier, pack))


def test_a_folder_of_its_own(pack: Path, tmp_path: Path) -> None:
    """A folder outside all packs comes behind them; without one, an empty pack stands there."""
    earlier = tmp_path / "earlier"
    with rehearsal([earlier], pack) as stage:
        assert stage.packs == (earlier, stage.copy)
        assert (stage.place / "questions" / "a.yml").exists()
    with rehearsal([earlier], None) as stage:
        assert (stage.packs, pack_files(stage.place)) == ((earlier, stage.copy), [])
        assert stage.as_there(Problem(stage.copy, 1, "", "is odd")).path == stage.copy
    assert (is_inside([earlier], pack), with_folder([earlier], pack)) == (False, (earlier, pack))
    assert with_folder([earlier], None) == (earlier,)
