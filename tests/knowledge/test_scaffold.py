"""``bot.knowledge.scaffold``: a new entry's file says what it wants, and is a good entry once that is there."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.errors import PackError, ReadingRoomError
from bot.knowledge.entries import ENTRY_TYPES
from bot.knowledge.loading import load
from bot.knowledge.scaffold import id_of, new_entry, scaffold
from bot.names import Kind

TODAY = date(2026, 2, 28)

WANTED: dict[str, Any] = {
    "summary": "Makes pictures of zorgs.",
    "plain": "We take a picture of your zorg.",
    "ionizing": False,
    "steps": [{"title": "Nap", "text": "One sleeps."}, {"title": "Waking", "text": "One wakes."}],
}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack with a source and no entry."""
    press = "some-source: {title: T, publisher: P, read_on: 2026-01-01, read: All of it}\n"
    (tmp_path / "sources.yml").write_text(press)
    return tmp_path


@pytest.mark.parametrize("kind", Kind)
def test_it_names_every_field(kind: Kind) -> None:
    """Every field of the kind stands there once, what must be filled in without a mark before it."""
    text = scaffold(kind, "Zorgography", TODAY)
    for field, info in ENTRY_TYPES[kind].model_fields.items():
        lines = [line for line in text.splitlines() if line.removeprefix("# ").startswith(f"{field}:")]
        assert len(lines) == 1, field
        assert lines[0].startswith("# ") is not (info.is_required() or field == "tests"), field


@pytest.mark.parametrize("kind", Kind)
def test_it_says_what_is_missing(kind: Kind, pack: Path) -> None:
    """As it is written, the check asks for what must be filled in, and for nothing else."""
    new_entry(kind, "Zorgography", [pack], today=TODAY)
    with pytest.raises(PackError) as caught:
        load([pack])
    missing = {problem.field for problem in caught.value.problems}
    required = {name for name, info in ENTRY_TYPES[kind].model_fields.items() if info.is_required()}
    assert missing == required - {"id", "kind", "name", "review"} | {"review.owner"}


@pytest.mark.parametrize("kind", Kind)
def test_filled_in_it_is_an_entry(kind: Kind, pack: Path) -> None:
    """With what it asks for it is served, under its name and id."""
    path = new_entry(kind, "Zorgography: the art", [pack], today=TODAY)
    written = yaml.safe_load(path.read_text("utf-8"))
    written |= {field: value for field, value in WANTED.items() if field in written}
    written |= {"sources": ["some-source"], "review": written["review"] | {"owner": "Nobody"}}
    path.write_text(yaml.safe_dump(written))
    (entry,) = load([pack]).entries.values()
    assert (entry.id, entry.kind, entry.name) == ("zorgography-the-art", kind, "Zorgography: the art")
    assert (entry.review.reviewed_on, entry.review.review_by) == (TODAY, date(2027, 2, 28))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Magnetic resonance imaging", "magnetic-resonance-imaging"),
        ("  X-ray (plain) ", "x-ray-plain"),
        ("Röntgen's ray", "rontgen-s-ray"),
        ("a" * 80, "a" * 60),
        ("Straße", "strasse"),
        ("日本", ""),
    ],
)
def test_id_of(name: str, expected: str) -> None:
    """An id is lower-case words joined by hyphens."""
    assert id_of(name) == expected


def test_an_id_that_is_taken(pack: Path, tmp_path: Path) -> None:
    """What another pack has is not written again: it can be edited there, or extended."""
    new_entry(Kind.ROLE, "Zorgographer", [pack])
    mine = tmp_path / "ours"
    mine.mkdir()
    with pytest.raises(ReadingRoomError, match=r"zorgographer is taken by .*zorgographer\.yml.* extends: zorgographer"):
        new_entry(Kind.CONCEPT, "ZORGOGRAPHER!", [pack, mine])
    assert list(mine.iterdir()) == []


def test_nothing_is_written_over(pack: Path, tmp_path: Path) -> None:
    """A file stays as it is, in a pack's own folder and in one that is linked to, where the loader does not look."""
    path = new_entry(Kind.ROLE, "Zorgographer", [pack])
    linked = tmp_path / "linked"
    linked.mkdir()
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "roles").symlink_to(linked)
    (linked / "tea-maker.yml").write_text("precious")
    before = path.read_bytes()
    with pytest.raises(ReadingRoomError, match="is taken by"):
        new_entry(Kind.ROLE, "Zorgographer", [pack])
    with pytest.raises(ReadingRoomError, match=r"tea-maker\.yml cannot be written: File exists"):
        new_entry(Kind.ROLE, "Tea maker", [tmp_path / "ours"])
    assert (path.read_bytes(), (linked / "tea-maker.yml").read_text()) == (before, "precious")


@pytest.mark.parametrize("name", ["!?", "2024", "Zorg\udcff", "Zorg\nography"])
def test_a_name_without_letters(pack: Path, name: str) -> None:
    """A name that gives no id, or that is no line of text, is refused in a sentence."""
    with pytest.raises(ReadingRoomError, match="one line of text with letters"):
        new_entry(Kind.ROLE, name, [pack])
    assert not (pack / "roles").exists()


@pytest.mark.parametrize("name", ["Pack", "Sources"])
def test_a_name_of_the_packs_own_files(pack: Path, name: str) -> None:
    """An entry cannot be called what the loader reads as something else."""
    with pytest.raises(ReadingRoomError, match="a file of the pack itself"):
        new_entry(Kind.CONCEPT, name, [pack])


@pytest.mark.parametrize("name", ["No", "Null", "1e3", "Off"])
def test_a_name_that_yaml_reads_otherwise(pack: Path, name: str) -> None:
    """An id stays a text where YAML would read a truth, a number or nothing."""
    path = new_entry(Kind.CONCEPT, name, [pack])
    assert yaml.safe_load(path.read_text("utf-8"))["id"] == path.stem == name.lower()


@pytest.mark.parametrize("where", ["nowhere", "sources.yml"])
def test_a_pack_that_is_no_folder(pack: Path, where: str) -> None:
    """A mistyped folder is not made, and a file is none."""
    with pytest.raises(ReadingRoomError, match=f"{where} is no folder"):
        new_entry(Kind.CONCEPT, "Zorg", [pack, pack / where])
    assert not (pack / "nowhere").exists()
