"""``bot.knowledge.authoring``: what somebody fills in becomes files that a pack takes, word for word."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.checking import check_packs
from bot.errors import ReadingRoomError
from bot.knowledge.authoring import SourceGiven, concept_files, question_files, record_id_of, without_template_marks
from bot.knowledge.loading import load
from bot.knowledge.pack import Pack
from bot.knowledge.questions import sentences_of, slots_of

TODAY = date(2026, 2, 28)
HANDBOOK = SourceGiven(title="Handbook of the desk", publisher="Our Hospital", url="https://example.org/handbook")
BADGE: dict[str, Any] = {
    "name": "Where do I get my dosimeter badge?",
    "ask": ["where do I get my dosimeter badge?", "dosimeter badge pick-up"],
    "answer": "At the radiology desk, on your first day.",
    "source": HANDBOOK,
    "owner": "The radiology desk",
    "today": TODAY,
}
ZORG: dict[str, Any] = {
    "name": "Zorg",
    "abbreviations": ["ZGX"],
    "aliases": ["zorgs"],
    "summary": "A thing that is imaged.",
    "plain": "The thing we take a picture of.",
    "source": HANDBOOK,
    "owner": "The radiology desk",
    "today": TODAY,
}

LINE = st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1)
NO_ID = "the name must have Latin letters in it, since its id is made of them"


def lines(most: int) -> st.SearchStrategy[str]:
    """One line of text, at most so many characters."""
    return LINE.map(lambda text: " ".join(text.split())[:most].strip()).filter(bool)


def put(pack: Path, files: Mapping[str, str], folder: str = "mine") -> Path:
    """Put files into a folder of a pack; the pack."""
    (pack / folder).mkdir(parents=True)
    for name, text in files.items():
        (pack / folder / name).write_text(text, encoding="utf-8")
    return pack


def test_both_are_part_of_the_shipped_pack(root: Path, tmp_path: Path) -> None:
    """A question and a concept stand beside all that is shipped, and their own tests hold."""
    asks = "where is my dosimeter badge"
    question, files = question_files(**BADGE, audience=["new-hires"], about=["mri"], tests=[asks])
    concept, more = concept_files(**ZORG)
    put(tmp_path, files)
    put(tmp_path, more, "yours")
    pack = check_packs([root / "knowledge", tmp_path])
    told = pack.questions[question]
    assert (told.name, told.ask, told.answer) == (BADGE["name"], tuple(BADGE["ask"]), BADGE["answer"])
    assert (told.audience, told.about) == (("new-hires",), ("mri",))
    assert pack.sources[f"{question}-source"].title == HANDBOOK.title
    assert (pack.entries[concept].name, pack.entries[concept].abbreviations) == ("Zorg", ("ZGX",))
    assert pack.entries[concept].sources_of("plain") == ("zorg-source",)


def test_a_year_on() -> None:
    """What is written today was read today, and is held against its source again a year on."""
    name, files = question_files(**BADGE)
    review = yaml.safe_load(files[f"{name}.yml"])["review"]
    assert review == {"owner": "The radiology desk", "reviewed_on": TODAY, "review_by": date(2027, 2, 28)}
    (source,) = yaml.safe_load(files["sources.yml"]).values()
    assert source == {
        "title": "Handbook of the desk", "publisher": "Our Hospital", "url": "https://example.org/handbook",
        "read": "What the answer rests on", "read_on": TODAY,
    }  # fmt: skip


@settings(deadline=None, max_examples=50)  # each loads a pack
@given(name=lines(60), ask=st.lists(lines(300), min_size=1), answer=lines(500), title=lines(150), owner=lines(70))
def test_any_text_comes_back(name: str, ask: list[str], answer: str, title: str, owner: str) -> None:
    """Whatever is filled in loads as the very same text, and every sentence is a template for itself alone."""
    given_source = SourceGiven(title, owner, published="2025", read=title)
    sentences = [*ask, "at least this"]
    record, files = question_files(
        name=f"zo {name}", ask=sentences, answer=answer, source=given_source, owner=owner, today=TODAY
    )
    with TemporaryDirectory() as folder:
        put(Path(folder), concept_files(**ZORG)[1], "an entry")
        pack: Pack = load([put(Path(folder), files)])
    question = pack.questions[record]
    assert (question.name, question.answer, question.review.owner) == (f"zo {name}", answer, owner)
    assert set(question.ask) == {kept for text in sentences if (kept := without_template_marks(text))}
    assert all(list(sentences_of(template)) == [template] and not slots_of(template) for template in question.ask)
    source = pack.sources[f"{record}-source"]
    assert (source.title, source.publisher, source.published, source.read) == (title, owner, "2025", title)


@given(name=st.text())
def test_any_name_gives_an_id_or_a_sentence(name: str) -> None:
    """An id is one that fits the model with that of its source behind it; what gives none is told so."""
    try:
        record = record_id_of(name)
    except ReadingRoomError as error:
        assert "\n" not in str(error)  # noqa: PT017 - most names give an id
        return
    assert len(f"{record}-source") <= 60
    assert record == record_id_of(record.replace("-", " "))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Where is the desk?", "where-is-the-desk", id="short"),
        pytest.param("a" * 70, "a" * 53, id="one long word"),
        pytest.param("w " * 35, "-".join("w" * 27), id="cut between words"),
        pytest.param("x" * 50 + " tail", "x" * 50, id="cut before a word"),
        pytest.param("No", "no", id="which YAML reads as false"),
    ],
)
def test_record_id_of(name: str, expected: str) -> None:
    """An id ends with a whole word where it can."""
    assert record_id_of(name) == expected


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"name": "日本"}, NO_ID, id="no id"),
        pytest.param({"name": "2024"}, NO_ID, id="digits"),
        pytest.param({"name": "Sources?"}, "sources.yml is a file of the pack itself; give a longer name", id="kept"),
        pytest.param({"name": "n" * 71}, "name is too long: 71 characters, at most 70", id="long name"),
        pytest.param({"ask": []}, "ask is empty", id="no sentence"),
        pytest.param({"ask": ["[]{}"]}, "ask is empty", id="only marks"),
        pytest.param({"ask": ["a", "b" * 301]}, "ask.1 is too long: 301 characters, at most 300", id="long sentence"),
        pytest.param({"answer": ""}, "answer is empty", id="no answer"),
        pytest.param({"answer": "a" * 501}, "answer is too long: 501 characters, at most 500", id="long answer"),
        pytest.param({"answer": "bell\a"}, "answer has a control character", id="control character"),
        pytest.param({"owner": ""}, "review.owner is empty", id="no owner"),
        pytest.param({"source": SourceGiven("", "P")}, "the source's title is missing", id="no title"),
        pytest.param({"source": SourceGiven("T", "p" * 71)}, "the source's publisher is too long: 71", id="publisher"),
        pytest.param(
            {"source": SourceGiven("T", "P", "the intranet")}, "the source's url should be a valid URL", id="url"
        ),
        pytest.param({"audience": ["everybody"]}, "audience.0 should be 'staff', 'new-hires' or", id="audience"),
        pytest.param({"about": ["No Id"]}, "about.0 must fit", id="about"),
    ],
)
def test_what_a_pack_would_refuse(changes: dict[str, Any], sentence: str) -> None:
    """No files are made of what would not load: one sentence names the field and what is wrong with it."""
    with pytest.raises(ReadingRoomError) as caught:
        question_files(**BADGE | changes)
    assert str(caught.value).startswith(sentence)


def test_a_concept_that_a_pack_would_refuse() -> None:
    """A concept is held to its own limits."""
    with pytest.raises(ReadingRoomError, match="plain is empty"):
        concept_files(**ZORG | {"plain": ""})
    with pytest.raises(ReadingRoomError, match=r"aliases\.0 is too long"):
        concept_files(**ZORG | {"aliases": ["z" * 101]})


def test_marks_of_templates_mean_nothing() -> None:
    """Braces, brackets and bars that somebody types are no slots and no choices."""
    asks = ["how long does {modality} take", "MRI (3T) [new] a|b", "how long does modality take"]
    name, files = question_files(**BADGE | {"ask": asks})
    assert yaml.safe_load(files[f"{name}.yml"])["ask"] == ["how long does modality take", "MRI 3T new a b"]
