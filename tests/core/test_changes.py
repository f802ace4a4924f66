"""``bot.core.changes``: what changed on a card since somebody opened it, told once, and fairly."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.changes import beside, changes, seen_now, texts_of
from bot.core.references import in_full, same_answer
from bot.knowledge.changed import FieldChange
from bot.knowledge.pack import Pack

METAL = "Metal off; for some abdominal scans a few hours without food"


def changed(pack: Pack, record: str, **fields: Any) -> Pack:
    """A pack in which a record says something else."""
    if record in pack.entries:
        entries = dict(pack.entries) | {record: pack.entries[record].model_copy(update=fields)}
        return replace(pack, entries=entries)
    questions = dict(pack.questions) | {record: pack.questions[record].model_copy(update=fields)}
    return replace(pack, questions=questions)


def without(pack: Pack, record: str) -> Pack:
    """A pack from which a record is gone."""
    entries = {name: one for name, one in pack.entries.items() if name != record}
    questions = {name: one for name, one in pack.questions.items() if name != record}
    return replace(pack, entries=entries, questions=questions)


def told(before: Pack, after: Pack, *answers: str) -> list[tuple[str, list[FieldChange]]]:
    """What is told to somebody who opened these answers before."""
    seen = [(answer, texts_of(answer, before)) for answer in answers]
    return [(one.record, list(one.fields)) for one in changes(seen, after)]


@pytest.mark.parametrize(
    ("given", "same", "full"),
    [
        pytest.param("short:mri", "short:mri", "full:mri", id="short"),
        pytest.param("full:mri", "short:mri", "full:mri", id="full"),
        pytest.param("plain:mri", "short:mri", "full:mri", id="plain words"),
        pytest.param("compared:mri,ct", "compared:ct,mri", "compared_full:mri,ct", id="compared"),
        pytest.param("compared_full:ct,mri", "compared:ct,mri", "compared_full:ct,mri", id="compared in full"),
        pytest.param("question:a:ct,mri", "question:a:ct,mri", "question_full:a:ct,mri", id="a question about entries"),
        pytest.param("question:a", "question:a:", "question_full:a", id="a question as a button names it"),
        pytest.param("question_full:a:", "question:a:", "question_full:a:", id="a question in full"),
    ],
)
def test_forms_of_one_answer(given: str, same: str, full: str) -> None:
    """All forms of an answer are kept as one, and each is opened in full."""
    assert same_answer(given) == same
    assert same_answer(same) == same
    assert in_full(given) == full


def test_what_is_watched_of_an_entry(pack: Pack) -> None:
    """Of an entry it is what somebody's safety hangs on, filled or not; not how long it takes, nor what it is."""
    texts = texts_of("short:ultrasound", pack)["ultrasound"]
    assert set(texts) == {"name", "ionizing", "dose_msv", "contrast", "preparation", "safety", "limits"}
    assert (texts["ionizing"], texts["dose_msv"]) == ("No", "")
    assert set(texts_of("short:biopsy", pack)["biopsy"]) == {"name", "sedation", "risks", "recovery"}
    assert set(texts_of("compared:ct,mri", pack)) == {"ct", "mri"}


def test_what_is_watched_of_a_question(pack: Pack) -> None:
    """Of a question it is its own words, and the fields of what it was asked about."""
    texts = texts_of("question:scan-duration:ct", pack)
    assert set(texts["scan-duration"]) == {"name", "answer", "points", "hand_off"}
    assert set(texts["ct"]) == {"name", "time_min"}
    assert texts["ct"]["time_min"].startswith("10–20 min")
    plain = next(one.id for one in pack.questions.values() if not one.fields)
    assert set(texts_of(f"question:{plain}:ct", pack)) == {plain}


@pytest.mark.parametrize("answer", ["short:gone", "question:gone:ct", "compared:gone", "greeting:hello"])
def test_what_is_gone_is_not_watched(pack: Pack, answer: str) -> None:
    """Of what is not there nothing is watched."""
    assert texts_of(answer, pack) == {}


def test_nothing_changed(pack: Pack) -> None:
    """Without a change nothing is told; nor where only what is not watched changed."""
    answers = ("short:ct", "compared:ct,mri", "question:scan-duration:ct")
    assert told(pack, pack, *answers) == []
    assert told(pack, changed(pack, "ct", summary="Another.", plain="Another."), *answers) == []


def test_before_and_after(pack: Pack) -> None:
    """Each field that changed is told with what it said, under the name that cards give it."""
    after = changed(pack, "ct", preparation="Nothing to do", ionizing=False, dose_msv=None, dose_for=None)
    ((record, fields),) = told(pack, after, "short:ct")
    assert record == "ct"
    assert [field.label for field in fields] == ["Ionizing radiation", "Typical dose", "Preparation"]
    assert fields[0] == FieldChange("Ionizing radiation", "Yes", "No")
    assert fields[1].after == ""
    assert fields[2] == FieldChange("Preparation", METAL, "Nothing to do")


def test_for_whom_a_dose_holds(pack: Pack) -> None:
    """A dose for somebody else is another dose."""
    ((_, fields),) = told(pack, changed(pack, "ct", dose_for="children"), "short:ct")
    assert [field.label for field in fields] == ["Typical dose"]
    assert "children" in fields[0].after


def test_a_field_that_was_empty(pack: Pack) -> None:
    """What is said for the first time is a change; of a field that was not watched then, nothing is told."""
    after = changed(pack, "ultrasound", dose_msv=(1.0, 2.0), dose_for="nobody")
    ((_, fields),) = told(pack, after, "short:ultrasound")
    assert fields == [FieldChange("Typical dose", "", "1–2 mSv (nobody)")]
    assert changes([("short:ultrasound", {"ultrasound": {"name": "Ultrasound"}})], after) == []


def test_a_question(pack: Pack) -> None:
    """A question's words and the field it was answered from are told apart, and each is opened by what shows it."""
    after = changed(changed(pack, "ct", time_min=(1, 2)), "scan-duration", answer="An hour.", hand_off="The desk.")
    seen = [("question:scan-duration:ct", texts_of("question:scan-duration:ct", pack))]
    question, entry = changes(seen, after)
    assert (question.answer, entry.answer) == ("question:scan-duration:ct", "short:ct")
    assert [(field.label, field.after) for field in question.fields] == [
        ("Answer", "An hour."), ("Who decides", "The desk."),
    ]  # fmt: skip
    assert [field.label for field in entry.fields] == ["Time"]


def test_told_once(pack: Pack) -> None:
    """In however many answers it stood, one change is told once; of two things side by side, each by itself."""
    after = changed(pack, "ct", preparation="None")
    answers = ("compared:ct,mri", "short:ct", "question:scan-duration:ct")
    assert [record for record, _ in told(pack, after, *answers)] == ["ct"]
    both = changed(after, "mri", safety="None")
    assert [record for record, _ in told(pack, both, *answers)] == ["ct", "mri"]


@pytest.mark.parametrize("first", ["short:ct", "compared:ct,mri"])
def test_seen_in_one_answer_and_not_in_another(pack: Pack, first: str) -> None:
    """Where one answer was opened before a change and another after it, it is told: that one may not have shown it."""
    after = changed(pack, "ct", preparation="None")
    second = "short:ct" if first != "short:ct" else "compared:ct,mri"
    seen = [(first, texts_of(first, pack)), (second, texts_of(second, after))]
    for order in (seen, seen[::-1]):
        (one,) = changes(order, after)
        assert one.fields == (FieldChange("Preparation", METAL, "None"),)


@pytest.mark.parametrize(("answer", "record"), [("short:ct", "ct"), ("question:scan-duration:", "scan-duration")])
def test_a_record_that_is_gone(pack: Pack, answer: str, record: str) -> None:
    """A record that was renamed or retired is told by the name that it had."""
    (one,) = changes([(answer, texts_of(answer, pack))], without(pack, record))
    name = (pack.entries | pack.questions)[record]  # type: ignore[operator]
    assert (one.is_gone, one.fields) == (True, ())
    assert one.name == getattr(name, "title", name.name)


def test_taken_as_seen_is_what_was_shown(pack: Pack) -> None:
    """Only what still says what was shown is taken as seen, and of it every field that may be watched."""
    seen = [("short:ct", texts_of("short:ct", pack)), ("short:mri", texts_of("short:mri", pack))]
    after = without(changed(pack, "ct", preparation="None"), "mri")
    ct, mri = changes(seen, after)
    shown = {ct.record: ct.digest, mri.record: mri.digest, "pet": "0"}
    taken = seen_now(shown, [ct, mri], after)
    assert taken["mri"] is None
    assert isinstance(taken["ct"], Mapping)
    assert (taken["ct"]["preparation"], taken["ct"]["time_min"][:5]) == ("None", "10–20")
    once_more = changed(after, "ct", preparation="Everything")
    assert set(seen_now(shown, changes(seen, once_more), once_more)) == {"mri"}
    question = changed(pack, "scan-duration", answer="An hour.")
    asked = changes([("question:scan-duration:", texts_of("question:scan-duration:", pack))], question)
    assert seen_now({"scan-duration": asked[0].digest}, asked, question)["scan-duration"] is not None


def test_every_field_of_the_pack_is_told(pack: Pack) -> None:
    """Whatever is watched of any record can be told, and taken as seen."""
    for name in pack.entries:
        (texts,) = texts_of(f"short:{name}", pack).values()
        assert texts["name"]
        emptied = {name: dict.fromkeys(texts, "Something else")}
        shown = changes([(f"short:{name}", emptied)], pack)
        assert len(shown[0].fields if shown else ()) == len(texts) - 1
        taken = seen_now({one.record: one.digest for one in shown}, shown, pack)
        assert set(texts) <= set(taken.get(name, texts) or ())


def test_what_is_the_same_is_left_out() -> None:
    """Of long texts the words around each difference are shown, and none that differs is left out."""
    same = " ".join(f"same{number}" for number in range(60))
    before, after = beside(f"Two hours {same} no food", f"Six hours {same} no drink")
    kept = "hours same0 same1 same2 same3 same4 … same55 same56 same57 same58 same59 no"
    assert (before, after) == (f"Two {kept} food", f"Six {kept} drink")


@given(
    st.lists(st.sampled_from(["contrast", "no", "food", "hours", "six", "metal"]), max_size=80),
    st.lists(st.sampled_from(["contrast", "no", "food", "hours", "six", "metal"]), max_size=80),
)
def test_a_cut_is_fair(old: list[str], new: list[str]) -> None:
    """What is left out of one text is left out of the other: nothing but what both have, at the same places."""
    before, after = beside(" ".join(old), " ".join(new))
    assert Counter(old) - Counter(before.split()) == Counter(new) - Counter(after.split())
    assert (before == after) is (old == new)
    assert before.split().count("…") == after.split().count("…")
