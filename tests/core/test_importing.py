"""``bot.core.importing``: each row comes to one outcome, and only what was tried before is put into a pack."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.checking import check_packs
from bot.core.importing import Given, JudgedFile, JudgedRow, RowOutcome, judge, place
from bot.errors import PackError, ReadingRoomError
from bot.knowledge.authoring import SourceGiven, concept_files, question_files
from bot.knowledge.drafts import pack_files
from bot.knowledge.importing import ImportedRow, read_rows
from bot.knowledge.loading import load

TODAY = date(2026, 2, 28)
GIVEN = Given(TODAY, "The radiology desk", "Handbook of the desk", "Our Hospital", "https://example.org/handbook")


def rows_of(*rows: tuple[str, str]) -> list[ImportedRow]:
    """Rows from line 2 on: sentences with bars between them, and an answer."""
    return [ImportedRow(line, tuple(ask.split("|")), answer) for line, (ask, answer) in enumerate(rows, 2)]


@pytest.fixture
def packs(root: Path) -> list[Path]:
    """The shipped pack."""
    return [root / "knowledge"]


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """An empty folder."""
    folder = tmp_path / "ours"
    folder.mkdir()
    return folder


def tiny_pack(folder: Path) -> Path:
    """A pack of a concept and a question, quick to load."""
    source = SourceGiven("Handbook", "Our Hospital")
    _, concept = concept_files(
        name="Zorg",
        abbreviations=["ZGX"],
        aliases=[],
        summary="A zorg.",
        plain="A zorg.",
        source=source,
        owner="Desk",
        today=TODAY,
    )
    _, question = question_files(
        name="How is a zorg polished?",
        ask=["how is a zorg polished", "polishing of zorgs"],
        answer="With a cloth.",
        source=source,
        owner="Desk",
        today=TODAY,
        tests=["how do you polish zorgs"],
    )
    for name, files in (("concept", concept), ("question", question)):
        (folder / name).mkdir(parents=True)
        for file, text in files.items():
            (folder / name / file).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def tiny(tmp_path: Path) -> list[Path]:
    """A search path of one small pack."""
    return [tiny_pack(tmp_path / "tiny")]


def outcomes(judged: JudgedFile) -> list[str]:
    """The outcome of each row."""
    return [row.outcome.value for row in judged.rows]


COMES_TO = {
    "where do I get my dosimeter badge?": ("new", "where-do-i-get-my-dosimeter-badge", ""),
    "who reads a CT": ("answered", "who-interprets", "who-interprets (for ct) answers it already"),
    "what is a DEXA scan": ("answered", "dxa", "the card of dxa answers it already"),
    "MRI": ("close", "mri", "the card of mri is close, and what people would get"),
    "where are the lockers?|how long does a CT take": (
        "clash", "scan-duration", "'how long does a CT take' is what scan-duration (for ct) answers: leave it out",
    ),
    "Local matters?|whose desk is in the lobby": ("clash", "local-matters", "its id is taken by"),
    "is John Smith MRN 12345678 in?": ("private", None, "seems to hold a name and a record number: take that out"),
    "can I give contrast with eGFR 25": ("fenced", None, "reads like a decision about a patient"),
    "should we lock the door at night": ("fenced", None, "reads like a decision about a patient"),
    "lockers, where|should we scan this patient": ("fenced", None, "'should we scan this patient' reads like"),
    "hello": ("broken", None, "has no sentence that can be told from other questions"),
    "日本の放射線科はどこですか": ("broken", None, "the name must have Latin letters in it"),
    "where is it " * 9 + "locker": ("broken", None, "is too long to be a heading: shorten the question to 70"),
}  # fmt: skip
"""Sentences, with bars between them, and what a row of them comes to by the shipped pack."""


@pytest.fixture(scope="module")
def by_the_shipped_pack(root: Path) -> dict[str, JudgedRow]:
    """What each of these rows comes to."""
    rows = rows_of(*((ask, f"On floor {number}.") for number, ask in enumerate(COMES_TO)))
    return dict(zip(COMES_TO, judge(rows, [root / "knowledge"], GIVEN).rows, strict=True))


@pytest.mark.parametrize("ask", COMES_TO)
def test_what_a_question_comes_to(by_the_shipped_pack: dict[str, JudgedRow], ask: str) -> None:
    """Each question comes to one outcome, and its detail says why."""
    outcome, there, detail = COMES_TO[ask]
    row = by_the_shipped_pack[ask]
    assert (row.outcome, row.id) == (outcome, there)
    assert detail in row.detail
    assert row.question == (None if outcome == "private" else ask.partition("|")[0])
    assert bool(row.files) is (outcome == "new")


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        pytest.param({"answer": ""}, "has no answer: write one, of one to three sentences", id="no answer"),
        pytest.param({"answer": "a" * 501}, "answer is too long: 501 characters, at most 500", id="long answer"),
        pytest.param({"sentences": ()}, "has no question: write how people ask it", id="no question"),
        pytest.param({"fault": "has more cells than columns"}, "has more cells than columns", id="fault"),
        pytest.param({"audience": ("aliens",)}, "has the audience 'aliens': write one of staff, new-hires", id="aud"),
        pytest.param({"source_url": "the intranet"}, "the source's url should be a valid URL", id="address"),
        pytest.param({"source_title": "t" * 151}, "the source's title is too long: 151 characters", id="title"),
    ],
)  # fmt: skip
def test_what_has_to_be_changed(tiny: list[Path], changes: dict[str, Any], detail: str) -> None:
    """A row that cannot be a question says in one sentence what to change."""
    (row,) = rows_of(("where are the lockers", "Upstairs."))
    (judged,) = judge([replace(row, **changes)], tiny, GIVEN).rows
    assert judged.outcome is RowOutcome.BROKEN
    assert judged.detail.startswith(detail)


@pytest.mark.parametrize(
    ("own", "for_all", "expected"),
    [
        pytest.param(("", "", ""), ("T", "P", "https://e.org"), ("T", "P", "https://e.org/"), id="for the whole file"),
        pytest.param(("t", "p", "https://o.org"), ("T", "P", "https://e.org"), ("t", "p", "https://o.org/"), id="own"),
        pytest.param(("t", "", ""), ("T", "P", "https://e.org"), ("t", "P", None), id="an address goes with its title"),
        pytest.param(("", "", "https://o.org"), ("T", "P", ""), ("T", "P", "https://o.org/"), id="a page of it"),
        pytest.param(("t", "", ""), ("", "", ""), "which lacks a publisher", id="no publisher"),
        pytest.param(("", "", ""), ("", "", ""), "which lacks a title and a publisher", id="no source"),
    ],
)  # fmt: skip
def test_where_it_was_read(
    tiny: list[Path],
    ours: Path,
    own: tuple[str, str, str],
    for_all: tuple[str, str, str],
    expected: tuple[str, str, str | None] | str,
) -> None:
    """A row has its own source or that of the file; one without is told to get one, and is never written."""
    (row,) = rows_of(("where are the lockers", "Upstairs."))
    row = replace(row, source_title=own[0], source_publisher=own[1], source_url=own[2])
    judged = judge([row], tiny, Given(TODAY, "", *for_all), ours)
    place(judged, ours)
    if isinstance(expected, str):
        assert outcomes(judged) == ["broken"]
        assert expected in judged.rows[0].detail
        assert "--source-title and --source-publisher" in judged.rows[0].detail
        assert pack_files(ours) == []
    else:
        source = load([*tiny, ours]).sources["where-are-the-lockers-source"]
        assert (source.title, source.publisher, source.url and str(source.url)) == expected
        assert (source.read_on, source.published) == (TODAY, None)


def test_who_answers_for_it(packs: list[Path]) -> None:
    """Without an owner, the contact that the packs name is to be told what is wrong."""
    (row,) = judge(rows_of(("where are the lockers", "Upstairs.")), packs, replace(GIVEN, owner="")).rows
    review = yaml.safe_load(row.files["where-are-the-lockers.yml"])["review"]
    assert review["owner"] == load(packs).info.contact.name


def test_words_that_say_too_little_are_left_out(packs: list[Path]) -> None:
    """A phrase that would be taken for anything, or that names an entry, is noted and left out; the rest comes in."""
    row = replace(rows_of(("lost badge|hello|badge|[]|MRI", "Ask the desk."))[0], notes=("read it over",))
    (judged,) = judge([row], packs, GIVEN).rows
    assert judged.outcome is RowOutcome.NEW
    assert yaml.safe_load(judged.files["lost-badge.yml"])["ask"] == ["lost badge"]
    assert judged.detail.split("; ") == [
        "read it over",
        "'hello' is left out: it says too little to be told from other questions",
        "'badge' is left out: alone it opens the card of dosimeter",
        "'[]' is left out: it says too little to be told from other questions",
        "'MRI' is left out: alone it opens the card of mri",
    ]


def test_nothing_is_told_of_what_the_gate_stops(packs: list[Path]) -> None:
    """Wherever in a row a patient may be named, no word of the row is in what is told."""
    secret = "pt John Smith MRN 12345678"
    row = rows_of(("where are the lockers", "Upstairs."))[0]
    rows = [
        replace(row, line=2, sentences=(secret,)),
        replace(row, line=3, sentences=("where are the lockers", secret)),
        replace(row, line=4, answer=secret),
        replace(row, line=5, source_title=secret),
        replace(row, line=6, audience=(secret,)),
        replace(row, line=7, answer=secret, fault="has more cells than columns"),
    ]
    judged = judge(rows, packs, GIVEN).rows
    assert {row.outcome for row in judged} == {RowOutcome.PRIVATE}
    assert [row.line for row in judged] == [2, 3, 4, 5, 6, 7]
    assert not any(word in repr(judged) for word in ("Smith", "12345678", "lockers", "Upstairs"))


def test_rows_that_claim_one_sentence(tiny: list[Path]) -> None:
    """With one answer the first row stays; with several, none does until somebody says which is right."""
    rows = rows_of(
        ("where is the canteen", "Upstairs."),
        ("Where is the CANTEEN?|lunch place", "upstairs"),
        ("car park?|parking lot", "Behind the house."),
        ("spaces for cars|Parking lot!", "In front."),
        ("bike shed key, where is it", "At the desk."),
        ("bike shed key, (where is it)", "At the desk, too."),
    )
    judged = judge(rows, tiny, GIVEN)
    assert [(row.outcome.value, row.detail) for row in judged.rows] == [
        ("new", ""),
        ("clash", "says what line 2 says: keep one of them"),
        ("clash", "asks what line 5 asks, with another answer: keep the one that is right"),
        ("clash", "asks what line 4 asks, with another answer: keep the one that is right"),
        ("clash", "asks what line 7 asks, with another answer: keep the one that is right"),
        ("clash", "asks what line 6 asks, with another answer: keep the one that is right"),
    ]


def test_rows_that_are_too_near(tiny: list[Path]) -> None:
    """Where two rows cannot be told apart, or would get one id, the later is told the line of the first."""
    long = "how to get a very long and winding key for the shed of"
    rows = rows_of(
        ("where do I park my bike", "Upstairs."),
        ("where can we park the bikes", "upstairs!"),
        (f"{long} bikes", "Here."),
        (f"{long} scooters", "There."),
    )
    judged = judge(rows, tiny, GIVEN)
    assert outcomes(judged) == ["new", "clash", "new", "clash"]
    assert judged.rows[1].detail == "says what line 2 says: keep one of them"
    assert judged.rows[3].detail == "its id is that of line 4, too: begin the question otherwise"


def test_rows_that_mean_the_same(tiny: list[Path]) -> None:
    """Other words for the same, other forms of a word and another order are no other question."""
    rows = rows_of(
        ("duration of the course", "Five days."),
        ("what is the length of the course?", "Six days."),
        ("renewing the tokens", "We do."),
        ("the token renews", "They do."),
    )
    first, second, third, fourth = judge(rows, tiny, GIVEN).rows
    assert {first.outcome, second.outcome} == {RowOutcome.CLASH}
    assert second.detail == "asks what line 2 asks, with another answer: keep the one that is right"
    assert (third.outcome, fourth.outcome, fourth.id) == (RowOutcome.NEW, RowOutcome.CLASH, third.id)
    assert fourth.detail.startswith("asks much the same as line 4: make them one")


def test_rows_that_share_a_word(tiny: list[Path]) -> None:
    """A word that most rows have is not worn out by them: what it weighs is told by the packs that are there."""
    others = [(f"locker {word}", f"The {word}.") for word in ("key", "door", "shelf", "mirror")]
    alone, _, *rest = judge(rows_of(("locker", "Upstairs."), ("lockers?|wardrobe", "Up."), *others), tiny, GIVEN).rows
    assert alone.outcome is RowOutcome.CLASH  # the two ask the same
    assert {row.outcome for row in rest} == {RowOutcome.NEW}
    alone, *_ = judge(rows_of(("locker", "Upstairs."), *others), tiny, GIVEN).rows
    assert alone.outcome is RowOutcome.NEW
    both, *_ = judge(rows_of(("wardrobe|locker", "Upstairs."), *others), tiny, GIVEN).rows
    assert both.outcome is RowOutcome.NEW


def test_a_source_of_that_name(tiny: list[Path]) -> None:
    """A row never takes the id of a source that is another's."""
    declared = "where-are-the-lockers-source: {title: T, publisher: P, read_on: 2026-01-01, read: All of it}\n"
    (tiny[0] / "sources.yml").write_text(declared)
    (row,) = judge(rows_of(("where are the lockers", "Upstairs.")), tiny, GIVEN).rows
    assert (row.outcome, row.id) == (RowOutcome.CLASH, "where-are-the-lockers")
    assert row.detail.startswith("the id of its source, where-are-the-lockers-source, is taken")


def test_what_takes_from_an_earlier_question(packs: list[Path]) -> None:
    """A row that may be another question is new; one that takes what the other is tested with is a clash."""
    near, takes = judge(
        rows_of(
            ("imaging for expectant mums in the annexe", "In the annexe."),
            ("best imaging for expectant mums", "In the annexe, too."),
        ),
        packs,
        GIVEN,
    ).rows
    assert (near.outcome, near.detail.startswith("best-pregnancy may answer it already")) == (RowOutcome.NEW, True)
    assert (takes.outcome, takes.id) == (RowOutcome.CLASH, "best-pregnancy")
    assert takes.detail.startswith("would answer 'best imaging for expectant mums', which is for best-pregnancy")


def test_what_is_written_is_served(packs: list[Path], ours: Path) -> None:
    """New rows, and no others, are in the folder, each found by its sentences; a second time they are there already."""
    rows = rows_of(
        ("where do I get my dosimeter badge|badge (lost) {modality}", "At the *desk*: ask."),
        ("who reads a CT", "A radiologist."),
        ("pt John Smith MRN 12345678", "Yes."),
        ("how do I reset my PACS password", "no"),
    )
    judged = judge(rows, packs, GIVEN, ours)
    assert pack_files(ours) == []
    written = place(judged, ours)
    ids = ["where-do-i-get-my-dosimeter-badge", "how-do-i-reset-my-pacs-password"]
    assert [row.id for row in written] == ids
    assert sorted(path.relative_to(ours).as_posix() for path in pack_files(ours)) == sorted(
        f"{name}/{file}" for name in ids for file in (f"{name}.yml", "sources.yml")
    )
    pack = load([*packs, ours])
    assert pack.questions[ids[0]].ask == ("where do I get my dosimeter badge", "badge lost modality")
    assert pack.questions[ids[1]].answer == "no"
    again = judge(rows, packs, GIVEN, ours)
    assert [row.id for row in again.rows] == [ids[0], "who-interprets", None, ids[1]]
    assert {row.outcome for row in again.rows} <= {RowOutcome.ANSWERED, RowOutcome.CLOSE, RowOutcome.PRIVATE}
    assert place(again, ours) == []


def test_a_folder_inside_a_pack(tiny: list[Path]) -> None:
    """A folder of a pack that is served takes new records, too."""
    folder = tiny[0] / "imported"
    folder.mkdir()
    judged = judge(rows_of(("where are the lockers", "Upstairs.")), tiny, GIVEN, folder)
    assert [row.id for row in place(judged, folder)] == ["where-are-the-lockers"]
    assert "where-are-the-lockers" in check_packs(tiny).questions


def test_a_folder_that_is_none(tiny: list[Path], ours: Path) -> None:
    """A mistyped folder is not made, and one that no pack would read is told."""
    rows = rows_of(("where are the lockers", "Upstairs."))
    with pytest.raises(ReadingRoomError, match="nowhere is no folder; make it first"):
        judge(rows, tiny, GIVEN, ours / "nowhere")
    hidden = tiny[0] / ".hidden"
    hidden.mkdir()
    with pytest.raises(ReadingRoomError, match=r"where-are-the-lockers would not be read: .* dot is hidden"):
        judge(rows, tiny, GIVEN, hidden)


def test_what_is_in_the_way(tiny: list[Path], ours: Path) -> None:
    """A folder of that name is left alone, whatever is in it; one that comes meanwhile stops the writing."""
    rows = rows_of(("where are the lockers", "Upstairs."), ("where is the canteen", "Upstairs, too."))
    (ours / "where-are-the-lockers").mkdir()
    (ours / "where-are-the-lockers" / "notes.txt").write_text("precious")
    judged = judge(rows, tiny, GIVEN, ours)
    assert outcomes(judged) == ["clash", "new"]
    assert "where-are-the-lockers is there already: move it" in judged.rows[0].detail
    (ours / "where-is-the-canteen").write_text("precious")
    with pytest.raises(ReadingRoomError, match="canteen is there already; 0 were written before it, and stay"):
        place(judged, ours)
    assert (ours / "where-is-the-canteen").read_text() == "precious"


def test_packs_that_do_not_validate(tiny: list[Path], ours: Path) -> None:
    """What is wrong with the packs themselves is told as a check tells it, with the paths of their own files."""
    (ours / "bad.yml").write_text("id: bad\nkind: teapot\n")
    with pytest.raises(PackError, match=rf"{ours}/bad\.yml:2: kind: must be one of"):
        judge(rows_of(("where are the lockers", "Upstairs.")), tiny, GIVEN, ours)


def test_what_new_rows_do_to_others(packs: list[Path]) -> None:
    """What a check would find wrong elsewhere is told with its file, and does not keep the rows out."""
    subjects = "locker badge scrubs payslip pager rota canteen printer".split()
    asks = ("where is the {}", "who repairs the {}", "when is the {} due", "does the {} cost anything")
    rows = rows_of(*((ask.format(subject), f"{subject}: {ask}") for subject in subjects for ask in asks))
    judged = judge(rows, packs, GIVEN)
    assert outcomes(judged).count("new") > 20
    assert all(problem.path.is_relative_to(packs[0]) for problem in judged.elsewhere)
    assert all(problem.field.startswith(("tests.", "ask.")) for problem in judged.elsewhere)


WORD = st.sampled_from(
    "where is the zorg ZGX locker key lunch hello {modality} (a|b) [c] can I give contrast 25 MRN ?".split()
)
ROW = st.builds(
    ImportedRow,
    line=st.just(0),
    sentences=st.lists(st.lists(WORD, min_size=1, max_size=7).map(" ".join) | st.text(min_size=1), max_size=3).map(
        tuple
    ),
    answer=st.sampled_from(["", "Upstairs.", "No", "a" * 600]) | st.text(max_size=20),
    source_title=st.sampled_from(["", "T", "Sources"]),
    fault=st.sampled_from([None, None, None, "cannot be read"]),
)


def numbered(rows: Sequence[ImportedRow]) -> list[ImportedRow]:
    """Rows, each on a line of its own."""
    return [replace(row, line=line) for line, row in enumerate(rows, 2)]


@settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], max_examples=40
)
@given(rows=st.lists(ROW, max_size=8).map(numbered))
def test_no_row_is_lost(rows: list[ImportedRow]) -> None:
    """Every row comes to one outcome, in the order of the file; what is new is written, loads, and passes the check."""
    with TemporaryDirectory() as top:
        packs, folder = [tiny_pack(Path(top) / "tiny")], Path(top) / "ours"
        folder.mkdir()
        judged = judge(rows, packs, GIVEN, folder)
        assert [row.line for row in judged.rows] == [row.line for row in rows]
        new = [row for row in judged.rows if row.outcome is RowOutcome.NEW]
        written: list[JudgedRow] = place(judged, folder)
        assert written == new
        assert {row.id for row in new} == {path.stem for path in pack_files(folder)} - {"sources"}
        assert all(row.detail for row in judged.rows if row.outcome is not RowOutcome.NEW)
        pack = load([*packs, folder])
        assert all(row.id in pack.questions for row in new)


def test_from_the_file_to_the_pack(tiny: list[Path], ours: Path) -> None:
    """What is pasted is what is served."""
    text = "When someone says:\nwhere are the lockers?, lockers\nSlackbot responds:\nSee <https://example.org|the map>."
    judged = judge(read_rows(text.encode()).rows, tiny, GIVEN, ours)
    place(judged, ours)
    question = check_packs([*tiny, ours]).questions["where-are-the-lockers"]
    assert (question.ask, question.answer) == (
        ("where are the lockers?", "lockers"),
        "See the map (https://example.org).",
    )
