"""``bot.core.quizzing``: every question of the shipped pack is fair, by rules that hold for any pack.

The first part holds each question of the shipped pack, under several seeds, against plain oracles that read the pack
by themselves. The made-up packs of the second part are small; in them it is about lanterns, and about the heart, since
a quiz knows what a heart is.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.core.quizzing import Form, Quizmaster, QuizQuestion
from bot.core.quizzing.codes import spells
from bot.core.quizzing.fields import stands_alone
from bot.core.quizzing.forms import Blank, Option, gives_away
from bot.core.quizzing.language import texts_of, without_denials, words_of
from bot.core.quizzing.words import GENERAL, REGIONS
from bot.knowledge.comparisons import Comparison
from bot.knowledge.entries import Entry, Modality, Procedure, Role
from bot.knowledge.loading import load
from bot.knowledge.pack import Pack
from bot.matching.normal import fold, squeezed
from bot.names import Kind

SEEDS = ("U1:1", "U2:7", "another week", "\N{BOWL WITH SPOON}", "")
"""What quizzes are drawn by: whatever a handler makes of a person and a step."""

POINTS = {Form.BEST_FOR: "best_for", Form.DONE_FOR: "why", Form.DOES: "does"}
"""The field of each form that asks whose point something is."""

OF_ENTRIES = {Form.IONIZING, Form.BEST_FOR, Form.DONE_FOR, Form.DOES, Form.CHOSEN}
"""The forms whose options are entries, with their abbreviations."""


@pytest.fixture(scope="module")
def master(pack: Pack) -> Quizmaster:
    """Asks about the shipped pack."""
    return Quizmaster(pack)


@pytest.fixture(scope="module")
def questions(master: Quizmaster) -> list[QuizQuestion]:
    """Every question of the shipped pack under every seed: some thousands."""
    return [question for seed in SEEDS for question in every_question(master, seed)]


def every_question(master: Quizmaster, seed: str) -> list[QuizQuestion]:
    """What each key gives, in the order of the keys."""
    keys = master.keys()
    return [question for key in keys if (question := master.ask(key, seed))]


def wrong_ones(question: QuizQuestion) -> Iterator[tuple[str, str]]:
    """The wrong options and the entries they belong to."""
    for place, option in enumerate(question.options):
        if place != question.right:
            yield option, question.opens[place]


def point_of(pack: Pack, question: QuizQuestion) -> str:
    """The phrase that a question is made of, found again by its key."""
    _, name, *rest = question.key.split(":")
    if question.form is Form.CHOSEN:
        return pack.comparisons[name].choose[rest[0]][int(rest[1])]
    point: str = getattr(pack.entries[name], POINTS[question.form])[int(rest[0])]
    return point


def comparison_of(pack: Pack, question: QuizQuestion) -> Comparison:
    """The written comparison that a question is made of."""
    return pack.comparisons[question.key.split(":")[1]]


# --- every question of the shipped pack: its shape -------------------------------------------------------------------


def test_there_is_enough_to_ask(master: Quizmaster, questions: list[QuizQuestion]) -> None:
    """Every form is asked, the shipped pack gives hundreds of questions, and each key that is named can be asked."""
    assert {question.form for question in questions} == set(Form)
    assert len(master.keys()) > 500
    assert len(questions) == len(master.keys()) * len(SEEDS)


def test_questions_fit_slack(questions: list[QuizQuestion]) -> None:
    """Four options of at most 75 characters, a prompt of at most 300, plain text on one line each."""
    for question in questions:
        assert len(question.options) == len(question.opens) == 4
        assert 0 <= question.right < 4
        assert 0 < len(question.prompt) <= 300
        assert all(0 < len(option) <= 75 for option in question.options)
        assert all(text.isprintable() for text in (question.prompt, question.because, *question.options))


def test_keys_are_made_of_the_pack_alone(pack: Pack, questions: list[QuizQuestion]) -> None:
    """A key is the form, then ids, an abbreviation or numbers; at most 150 characters, and the same for every seed."""
    for question in questions:
        form, *parts = question.key.split(":")
        assert form == question.form
        assert len(question.key) <= 150
        known = {*pack.entries, *pack.comparisons, *pack.entries[question.about].abbreviations}
        assert all(part in known or part.isdigit() for part in parts)


def test_everything_named_is_there(pack: Pack, questions: list[QuizQuestion]) -> None:
    """The card to open, and the entry of each option, are in the pack; the right option is the entry's own."""
    for question in questions:
        assert question.about in pack.entries
        assert all(name in pack.entries for name in question.opens)
        assert question.opens[question.right] == question.about


def test_because_tells_the_right_answer(questions: list[QuizQuestion]) -> None:
    """It is one sentence with the right answer in it, or, where entries are the options, its name."""
    for question in questions:
        right = question.options[question.right]
        assert question.because.endswith(".")
        assert right.partition(" (")[0] in question.because


def test_options_are_different(questions: list[QuizQuestion]) -> None:
    """No option is another one, nor stands inside another one, whatever the case and the marks."""
    for question in questions:
        words = [f" {' '.join(words_of(option))} " for option in question.options]
        assert len({option.casefold() for option in question.options}) == 4
        for place, one in enumerate(words):
            assert not any(one in other for number, other in enumerate(words) if number != place), question


def test_options_do_not_say_the_same(questions: list[QuizQuestion]) -> None:
    """*In the body* and *inside the body* are one option: two that say the same would both be known to be wrong."""
    for question in questions:
        told = [frozenset(word for word in words_of(option) if word not in GENERAL) for option in question.options]
        assert len(set(told)) == 4, question


def test_no_option_stands_in_the_prompt(questions: list[QuizQuestion]) -> None:
    """Neither the right option nor a wrong one can be found in the prompt."""
    for question in questions:
        prompt = f" {' '.join(words_of(question.prompt))} "
        assert not any(f" {' '.join(words_of(option))} " in prompt for option in question.options), question


def test_nothing_gives_the_answer_away(pack: Pack, questions: list[QuizQuestion]) -> None:
    """The right option shares no telling word with the phrase, the name or the abbreviation that is asked about."""
    for question in questions:
        right = question.options[question.right]
        if question.form in POINTS or question.form is Form.CHOSEN:
            assert not gives_away(point_of(pack, question), right), question
        elif question.form is Form.PICTURE_FROM:
            assert not gives_away(question.prompt.removesuffix(", what is the picture made from?"), right), question
        elif question.form in {Form.ROW, Form.CHOOSE}:
            others = [pack.entries[name].short for name in {question.about, *question.opens}]
            assert not any(gives_away(name, option.partition(": ")[2] or option)
                           for name in others for option in question.options), question  # fmt: skip


def test_codes_are_no_words_of_their_names(questions: list[QuizQuestion]) -> None:
    """*SEG* is not asked, since *Segmentation* begins so; *RTPLAN* is not, since *RT plan* is the same."""
    for question in questions:
        code = question.key.split(":")[-1].casefold()
        if question.form is Form.STANDS_FOR:
            for option in question.options:
                assert len(code) < 3 or not any(word.startswith(code) for word in fold(option).split()), question
                assert squeezed(fold(option)) != squeezed(fold(code)), question


def test_options_are_of_one_kind_and_field(pack: Pack, questions: list[QuizQuestion]) -> None:
    """All four are names, abbreviations, pictures, cells or reasons, and of entries of one kind."""
    for question in questions:
        entries = [pack.entries[name] for name in question.opens]
        assert len({entry.kind for entry in entries}) == 1, question
        for option, entry in zip(question.options, entries, strict=True):
            assert option in may_be_option(pack, question, entry), question


def may_be_option(pack: Pack, question: QuizQuestion, entry: Entry) -> Sequence[str]:
    """What an entry may give to the options of a question."""
    if question.form in OF_ENTRIES:
        return (entry.title, entry.name)
    match question.form:
        case Form.STANDS_FOR:
            return (entry.name,)
        case Form.ABBREVIATION:
            return entry.abbreviations
        case Form.PICTURE_FROM:
            assert isinstance(entry, Modality)
            return (entry.picture_from or "",)
        case Form.CHOOSE:
            return comparison_of(pack, question).choose[entry.id]
        case _:
            rows = comparison_of(pack, question).rows
            return [f"{row.feature}{'' if row.feature.endswith('?') else ':'} {row.cells[entry.id]}" for row in rows]


# --- every question of the shipped pack: exactly one is right --------------------------------------------------------


def test_one_option_is_right(pack: Pack, questions: list[QuizQuestion]) -> None:
    """By the field that a question is made of, the right option is right and no other one is."""
    for question in questions:
        answers = [is_right(pack, question, place) for place in range(4)]
        assert answers == [place == question.right for place in range(4)], question


def is_right(pack: Pack, question: QuizQuestion, place: int) -> bool:
    """Whether an option is right by the pack's own field, read anew."""
    option, entry, about = question.options[place], pack.entries[question.opens[place]], pack.entries[question.about]
    if question.form in POINTS:
        return point_of(pack, question) in getattr(entry, POINTS[question.form])
    if question.form is Form.CHOSEN:
        return point_of(pack, question) in comparison_of(pack, question).choose.get(entry.id, ())
    if question.form in {Form.ROW, Form.CHOOSE}:
        return entry is about
    if question.form is Form.STANDS_FOR:
        return stands_for(entry, question.key.split(":")[-1])
    if question.form is Form.ABBREVIATION:
        return stands_for(about, option)
    assert isinstance(entry, Modality)
    assert isinstance(about, Modality)
    is_asked = entry.ionizing is ("no ionizing" not in question.prompt)
    return is_asked if question.form is Form.IONIZING else option == about.picture_from


def stands_for(entry: Entry, code: str) -> bool:
    """Whether an entry goes by a code in any way, or is what else the code stands for by an entry's own words."""
    return squeezed(fold(code)) in codes_of(entry)


def codes_of(entry: Entry) -> set[str]:
    """All that an entry goes by, or is told apart from, in one form."""
    terms = (entry.name, *entry.abbreviations, *entry.aliases, *entry.codes.dicom, *entry.also_means)
    return {squeezed(fold(term)) for term in terms}


def test_nothing_is_both_or_depends(pack: Pack, questions: list[QuizQuestion]) -> None:
    """A modality that comes in both forms is no option where radiation is asked; what has a catheter is no *none*."""
    for question in questions:
        if question.form is Form.IONIZING:
            for name in question.opens:
                entry = pack.entries[name]
                assert isinstance(entry, Modality)
                assert entry.ionizing is not None
                assert entry.ionizing != "depends", question
                assert entry.ionizing or "catheter" not in words_of(entry.picture_from or ""), question


def test_codes_cannot_be_misread(pack: Pack, questions: list[QuizQuestion]) -> None:
    """A code that stands for two entries of a kind is not asked; one of several kinds is asked for one kind."""
    bearers: dict[str, set[str]] = {}
    for entry in pack.entries.values():
        for code in codes_of(entry):
            bearers.setdefault(code, set()).add(entry.id)
    for question in questions:
        if question.form is Form.STANDS_FOR:
            kind = pack.entries[question.about].kind
            named = bearers[squeezed(fold(question.key.split(":")[-1]))]
            assert [name for name in named if pack.entries[name].kind is kind] == [question.about], question
            assert (len(named) > 1) is question.prompt.startswith("Which "), question


def test_other_meanings_of_a_code_are_no_options(pack: Pack, questions: list[QuizQuestion]) -> None:
    """*MRE* is MR elastography too, by the card's own words: elastography is no wrong option for it."""
    for question in questions:
        if question.form is Form.STANDS_FOR:
            meanings = [words_of(text) for texts in pack.entries[question.about].also_means.values() for text in texts]
            for option, _ in wrong_ones(question):
                assert not any(set(words_of(option)) <= set(words) for words in meanings), question


def test_codes_are_made_of_their_names(questions: list[QuizQuestion]) -> None:
    """What is asked to stand for something is made of its name, and could not be made of another option's."""
    for question in questions:
        if question.form is Form.STANDS_FOR:
            code = question.key.split(":")[-1]
            assert [spells(code, option) for option in question.options].index(True) == question.right
            assert sum(spells(code, option) for option in question.options) == 1, question


def test_nothing_speaks_for_a_wrong_option(pack: Pack, questions: list[QuizQuestion]) -> None:
    """No text about a wrong entry has a telling word of the phrase that is asked, plural or not.

    The exceptions are what the pack itself says of it: a role whose card says that it does not do that, and what a
    reviewed comparison was made with.
    """
    texts = {entry.id: own_words(pack, entry) for entry in pack.entries.values()}
    for question in questions:
        if question.form in POINTS or question.form is Form.CHOSEN:
            telling = {plain(word) for word in words_of(point_of(pack, question)) if tells(word)}
            for _, name in wrong_ones(question):
                other = pack.entries[name]
                left = {plain(word) for word in words_of(" ".join(other.does_not))} if isinstance(other, Role) else ()
                compared = question.form is Form.CHOSEN and name in comparison_of(pack, question).items
                if not compared and telling.isdisjoint(left):
                    assert telling.isdisjoint(texts[name]), (question, telling & texts[name])


def test_a_comparison_rules_out_only_what_it_does_not_praise(pack: Pack, questions: list[QuizQuestion]) -> None:
    """Where what was compared is a wrong option, nothing that is said for it speaks of the reason either."""
    for question in questions:
        if question.form is Form.CHOSEN:
            comparison = comparison_of(pack, question)
            telling = {plain(word) for word in words_of(point_of(pack, question)) if tells(word)}
            for _, name in wrong_ones(question):
                if name in comparison.items:
                    other = pack.entries[name]
                    assert isinstance(other, Modality | Procedure)
                    own = other.best_for if isinstance(other, Modality) else other.why
                    praise = " ".join((other.summary, *own, *comparison.choose.get(name, ())))
                    assert telling.isdisjoint(map(plain, words_of(praise))), question


def test_no_picture_is_made_as_another_option_says(pack: Pack, questions: list[QuizQuestion]) -> None:
    """No text about the modality asked has a telling word of what another one makes its picture from."""
    for question in questions:
        if question.form is Form.PICTURE_FROM:
            own = own_words(pack, pack.entries[question.about])
            for option, _ in wrong_ones(question):
                telling = {plain(word) for word in words_of(option) if tells(word)}
                assert telling.isdisjoint(own), (question, telling & own)


def test_no_option_is_a_form_of_another(pack: Pack, questions: list[QuizQuestion]) -> None:
    """A wrong entry's name does not stand in a name of the right one, nor the other way round: CT, CT angiography."""
    for question in questions:
        if question.form is not Form.IONIZING:
            right = pack.entries[question.about]
            for _, name in wrong_ones(question):
                other = pack.entries[name]
                if other is not right and question.form is not Form.CHOOSE:
                    assert not names_inside(right, other), (question, name)
                    assert not names_inside(other, right), (question, name)


def names_inside(one: Entry, other: Entry) -> bool:
    """Whether an official name of one entry stands in a name or an alias of the other."""
    theirs = [f" {' '.join(words_of(name))} " for name in (other.name, *other.abbreviations, *other.aliases)]
    mine = [f" {' '.join(words_of(name))} " for name in (one.name, *one.abbreviations)]
    return any(name in their for name in mine for their in theirs)


def test_a_technique_for_the_whole_body_is_never_wrong(pack: Pack, questions: list[QuizQuestion]) -> None:
    """What is best for a region has wrong options whose names say another region; CT and MRI are none."""
    for question in questions:
        if question.form in {Form.BEST_FOR, Form.DONE_FOR}:
            asked = REGIONS.of(words_of(point_of(pack, question)))
            assert asked, question
            for _, name in wrong_ones(question):
                at_home = REGIONS.of(words_of(pack.entries[name].name))
                assert at_home, question
                assert asked.isdisjoint(at_home), question


def test_rows_tell_apart(pack: Pack, questions: list[QuizQuestion]) -> None:
    """Rows whose cells share a telling word, have figures, or are a mere yes and no are not asked about."""
    for question in questions:
        if question.form is Form.ROW:
            comparison = comparison_of(pack, question)
            features = {option.partition(":")[0].partition("?")[0] for option in question.options}
            for row in comparison.rows:
                if row.feature.rstrip("?") in features:
                    one, other = (words_of(row.cells[item]) for item in comparison.items)
                    assert {plain(w) for w in one if tells(w)}.isdisjoint(plain(w) for w in other if tells(w))
                    assert not any(word.isdigit() for word in (*one, *other))
                    assert max(len(one), len(other)) > 1


def own_words(pack: Pack, entry: Entry) -> frozenset[str]:
    """Every word of an entry's card, and of what comparisons say about it, without its plural."""
    told = list(texts_of(entry))
    for comparison in pack.comparisons.values():
        if entry.id in comparison.items:
            told += comparison.choose.get(entry.id, ())
            told += [row.cells[entry.id] for row in comparison.rows]
            told += comparison.overlap
    return frozenset(plain(word) for text in told for word in words_of(text))


def plain(word: str) -> str:
    """A word without its plural, as somebody would take it off who knows nothing of stems."""
    return re.sub(r"(?<=[a-z]{3})s$", "", word)


def tells(word: str) -> bool:
    """Whether a word says what a phrase is about."""
    return len(word) > 2 and word not in GENERAL and not word.isdigit()


# --- the same for everybody ------------------------------------------------------------------------------------------


def digest(pack: Pack) -> str:
    """Everything that a pack is asked about, in one number."""
    master = Quizmaster(pack)
    told = [repr(question) for question in every_question(master, "seed")]
    told += [repr(master.draw(about, 10, seed)) for about in ((), ("ct", "mri")) for seed in SEEDS]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def test_questions_are_the_same_in_every_process(pack: Pack, root: Path) -> None:
    """A worker with another hash seed gives the same questions, options and places."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path;"
        "from importlib.util import spec_from_file_location as spec, module_from_spec as of;"
        "found = spec('quizzing_tests', sys.argv[2]); tests = of(found); found.loader.exec_module(tests);"
        "print(tests.digest(tests.load([Path(sys.argv[1]) / 'knowledge'])))"
    )
    ran = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code, str(root), __file__],
        env={**os.environ, "PYTHONHASHSEED": "1"},
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == digest(pack)


def test_questions_do_not_depend_on_the_order_of_files(pack: Pack) -> None:
    """A pack whose records come in another order gives the same."""
    turned = replace(
        pack,
        entries=dict(reversed(list(pack.entries.items()))),
        comparisons=dict(reversed(list(pack.comparisons.items()))),
        questions=dict(reversed(list(pack.questions.items()))),
    )
    assert digest(turned) == digest(pack)


def test_places_of_the_right_one(questions: list[QuizQuestion]) -> None:
    """The right option stands in each place about as often."""
    counts = Counter(question.right for question in questions)
    assert set(counts) == {0, 1, 2, 3}
    assert all(0.22 < count / len(questions) < 0.28 for count in counts.values())


def test_another_seed_is_another_question(master: Quizmaster) -> None:
    """Under some seeds a key has other options, or the same in other places; under one it is always the same."""
    for key in master.keys()[::25]:
        assert master.ask(key, "same") == master.ask(key, "same")
        assert len({master.ask(key, str(seed)) for seed in range(20)}) > 5


def test_one_of_a_pair_is_always_there(master: Quizmaster) -> None:
    """Where CT can be told from MRI, MRI is among the options under every seed."""
    for seed in range(20):
        question = master.ask("ionizing:ct", str(seed))
        assert question
        assert "mri" in question.opens


# --- drawing ---------------------------------------------------------------------------------------------------------


def is_of_pair(pack: Pack, question: QuizQuestion) -> bool:
    """Whether a question tells apart what somebody compared, or abbreviations that differ in a letter."""
    mine = pack.entries[question.about]
    return any(
        any({question.about, name} <= set(comparison.items) for comparison in pack.comparisons.values())
        or (question.form in {Form.STANDS_FOR, Form.ABBREVIATION} and one_letter_apart(mine, pack.entries[name]))
        for _, name in wrong_ones(question)
    )


def one_letter_apart(one: Entry, other: Entry) -> bool:
    """Whether two entries have abbreviations that are as long and differ in one letter."""
    codes = [[squeezed(fold(code)) for code in entry.abbreviations] for entry in (one, other)]
    return any(
        len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1 for a in codes[0] for b in codes[1]
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_draw(master: Quizmaster, seed: str) -> None:
    """Ten questions, none twice, each about another entry, of several forms; each is the one that its key gives."""
    drawn = master.draw((), 10, seed)
    assert len({question.key for question in drawn}) == 10
    assert len({question.about for question in drawn}) == 10
    assert len({question.form for question in drawn}) >= 4
    assert drawn == master.draw((), 10, seed)
    assert drawn != master.draw((), 10, f"not {seed}")
    assert all(question == master.ask(question.key, seed) for question in drawn)


@pytest.mark.parametrize("seed", SEEDS)
def test_confusable_pairs_come_first(pack: Pack, master: Quizmaster, seed: str) -> None:
    """What tells apart what people confuse comes before the rest, in a quiz as in the list of keys."""
    about = ["pet", "spect", "mammography", "ecg", "eeg"]
    told = [is_of_pair(pack, question) for question in master.draw(about, 8, seed)]
    assert told == sorted(told, reverse=True)
    told = [is_of_pair(pack, question) for question in every_question(master, seed)]
    assert told == sorted(told, reverse=True)


def test_what_somebody_got_wrong_comes_first(master: Quizmaster) -> None:
    """Own misses come first, in their order, once each, whatever the quiz is about; one that is gone is left out."""
    first = ["ionizing:mammography", "gone:for:ever", "stands-for:pet:PET", "ionizing:mammography"]
    drawn = master.draw(["ct"], 5, "seed", first)
    assert [question.key for question in drawn[:2]] == ["ionizing:mammography", "stands-for:pet:PET"]
    assert len({question.key for question in drawn}) == 5
    assert all(question.about == "ct" or "ct" in question.opens for question in drawn[2:])
    assert [question.key for question in master.draw((), 1, "seed", first)] == ["ionizing:mammography"]


def test_about(pack: Pack, master: Quizmaster) -> None:
    """Keys and quizzes ask about the entries that are named, and about all where none is."""
    keys = master.keys({"ct", "pacs"})
    assert {"stands-for:ct:CT", "stands-for:pacs:PACS", "ionizing:ct"} <= set(keys)
    assert set(keys) < set(master.keys())
    for key in keys:
        question = master.ask(key, "seed")
        assert question
        compared = comparison_of(pack, question).items if question.form in {Form.ROW, Form.CHOOSE, Form.CHOSEN} else ()
        assert {"ct", "pacs"} & {question.about, *compared}
    drawn = master.draw({"ct", "pacs"}, 1000, "seed")
    assert sorted(question.key for question in drawn) == sorted(keys)
    assert master.keys(["nobody"]) == ()
    assert master.draw(["nobody"], 3, "seed") == ()


@pytest.mark.parametrize("count", [0, -1])
def test_no_questions_are_no_questions(master: Quizmaster, count: int) -> None:
    """A quiz of nothing is empty, also where something was got wrong."""
    assert master.draw((), count, "seed", ["ionizing:ct"]) == ()


def test_one_question_does_not_tell_another(master: Quizmaster) -> None:
    """As long as there are others, a code is asked one way round, and a comparison once."""
    for seed in SEEDS:
        drawn = master.draw(["ct", "mri", "pet", "spect", "pacs", "ris"], 8, seed)
        codes = [question.about for question in drawn if question.form in {Form.STANDS_FOR, Form.ABBREVIATION}]
        tables = [question.key.split(":")[1] for question in drawn if question.form is Form.ROW]
        assert len(set(codes)) == len(codes)
        assert len(set(tables)) == len(tables)


# --- made-up packs ---------------------------------------------------------------------------------------------------

REVIEW = {"owner": "Tests", "reviewed_on": "2026-01-09", "review_by": "2027-01-09"}
SOURCE = {"title": "Lanterns", "publisher": "Nobody Press", "read_on": "2026-01-02", "read": "All of it."}


def made_up(folder: Path, *records: dict[str, Any]) -> Pack:
    """A pack of records, read from files as any pack is; JSON is YAML too."""
    folder.mkdir(exist_ok=True)
    told = {"summary": "It is there.", "plain": "It is there for you."}
    (folder / "sources.yml").write_text(json.dumps({"s": SOURCE}), encoding="utf-8")
    for record in records:
        whole = {
            "name": record["id"].replace("-", " ").capitalize(),
            **told,
            **record,
            "sources": ["s"],
            "review": REVIEW,
        }
        if record["kind"] == "comparison":
            del whole["name"], whole["plain"]
        (folder / f"{record['id']}.yml").write_text(json.dumps(whole), encoding="utf-8")
    return load([folder])


def concept(name: str, *codes: str, **more: Any) -> dict[str, Any]:
    """A concept that goes by these abbreviations."""
    return {"id": name, "kind": "concept", "abbreviations": list(codes), **more}


def modality(name: str, **more: Any) -> dict[str, Any]:
    """A modality without radiation."""
    return {"id": name, "kind": "modality", "ionizing": False, **more}


CODED = (
    concept("lantern-oil", "LO"),
    concept("bowl-glue", "BG"),
    concept("spoon-wax", "SW"),
    concept("moon-dust", "MD"),
)


def test_four_names_are_needed(tmp_path: Path) -> None:
    """With three wrong ones a code is asked both ways; with two nothing is."""
    master = Quizmaster(made_up(tmp_path / "four", *CODED))
    assert len(master.keys()) == 8
    question = master.ask("stands-for:lantern-oil:LO", "seed")
    assert question
    assert (question.prompt, question.because) == ("What does LO stand for?", "LO stands for Lantern oil.")
    assert set(question.options) == {"Lantern oil", "Bowl glue", "Spoon wax", "Moon dust"}
    assert Quizmaster(made_up(tmp_path / "three", *CODED[:3])).keys() == ()
    assert Quizmaster(made_up(tmp_path / "one", CODED[0])).draw((), 3, "seed") == ()


def test_what_is_no_longer_there_is_not_asked(tmp_path: Path) -> None:
    """A key that a quiz of last week held gives nothing once its entry, its code or its point is gone."""
    key = "stands-for:lantern-oil:LO"
    assert Quizmaster(made_up(tmp_path / "before", *CODED, concept("fork-tin", "FT"))).ask(key, "seed")
    assert Quizmaster(made_up(tmp_path / "gone", *CODED[1:], concept("fork-tin", "FT"))).ask(key, "seed") is None
    renamed = (concept("lantern-oil", "OL"), *CODED[1:])
    assert Quizmaster(made_up(tmp_path / "renamed", *renamed)).ask(key, "seed") is None
    assert Quizmaster(made_up(tmp_path / "before", *CODED)).ask("nonsense", "seed") is None


def test_a_code_of_two_entries_of_a_kind_is_not_asked(tmp_path: Path) -> None:
    """Two concepts that share a code are not asked by it, nor is one a wrong option for the other."""
    twice = [concept(name, "LO", ambiguous=True) for name in ("lantern-oil", "lid-opener")]
    keys = Quizmaster(made_up(tmp_path, *twice, *CODED[1:], concept("fork-tin", "FT"))).keys()
    assert not [key for key in keys if key.endswith(":LO")]
    assert "stands-for:fork-tin:FT" in keys


def test_a_code_of_two_kinds_is_asked_for_one(tmp_path: Path) -> None:
    """A code that stands for a concept and for a role is asked with the kind in the question."""
    other = {"id": "lamp-oiler", "kind": "role", "abbreviations": ["LO"], "ambiguous": True}
    shared = concept("lantern-oil", "LO", ambiguous=True)
    question = Quizmaster(made_up(tmp_path, shared, other, *CODED[1:])).ask("stands-for:lantern-oil:LO", "seed")
    assert question
    assert question.prompt == "Which concept does LO stand for?"


def test_a_code_that_means_something_else_outside(tmp_path: Path) -> None:
    """Where a code stands for something else in a hospital the question says that it is about imaging."""
    told = concept("lantern-oil", "LO", also_means={"LO": ["bowl glue (in kitchens)"]})
    pack = made_up(tmp_path, told, *CODED[1:], concept("fork-tin", "FT"))
    question = Quizmaster(pack).ask("stands-for:lantern-oil:LO", "seed")
    assert question
    assert question.prompt == "In imaging, what does LO stand for?"
    assert "Bowl glue" not in question.options


@pytest.mark.parametrize(
    ("code", "name", "is_made"),
    [
        pytest.param("MRCP", "Magnetic resonance cholangiopancreatography", True, id="letters inside a word"),
        pytest.param("DICOM", "Digital Imaging and Communications in Medicine", True, id="two letters of a word"),
        pytest.param("MR", "Magnetic resonance imaging", True, id="imaging may give none"),
        pytest.param("DXA", "Dual-energy x-ray absorptiometry", True, id="a compound is one word"),
        pytest.param("BI-RADS", "Breast Imaging Reporting and Data System", True, id="and gives a letter"),
        pytest.param("fMRI", "Functional magnetic resonance imaging", True, id="lower case"),
        pytest.param("KUB", "Abdominal x-ray", False, id="another name"),
        pytest.param("ALARP", "As low as reasonably achievable", False, id="another last word"),
        pytest.param("CT", "Computed tomography angiography", False, id="a word that gives none"),
        pytest.param("CAT", "Computed tomography", False, id="a word that is not there"),
        pytest.param("", "Lantern", False, id="no code"),
    ],
)
def test_codes_that_are_made_of_a_name(code: str, name: str, is_made: bool) -> None:
    """Each word of a name gives its first letter, and may give more."""
    assert spells(code, name) is is_made


@pytest.mark.parametrize(
    ("phrase", "stands"),
    [
        pytest.param("Early stroke from a blocked artery", True, id="clear"),
        pytest.param("Screening", False, id="a single word"),
        pytest.param("Very fine structures", False, id="a single telling word"),
        pytest.param("Treating it in the same session", False, id="leans on what was said"),
        pytest.param("Bleeding not explained by other endoscopy", False, id="other than what"),
        pytest.param("When surgery is difficult or not possible", False, id="a time, not a thing"),
        pytest.param("Ablation: chronic pain of the spine", False, id="a heading inside"),
        pytest.param("May interpret heart images", False, id="hedges"),
        pytest.param("Seeing the organs around the bowel as well", False, id="an afterthought"),
        pytest.param("…", False, id="no word"),
    ],
)
def test_phrases_that_stand_alone(phrase: str, stands: bool) -> None:
    """Only a phrase that says by itself what it is about is asked."""
    assert stands_alone(phrase) is stands


@pytest.mark.parametrize(
    ("one", "other", "gives"),
    [
        pytest.param("Takes mammograms", "Mammographer", True, id="one root"),
        pytest.param("Echoes of sound", "Echocardiography", True, id="inside"),
        pytest.param("MRI", "An MRI of the knee", True, id="the same"),
        pytest.param("Strong magnet", "MRI", False, id="one has to know"),
        pytest.param("For the knee", "For the heart", False, id="glue"),
    ],
)
def test_what_gives_away(one: str, other: str, gives: bool) -> None:
    """Words of one root lead to one another without knowledge."""
    assert gives_away(one, other) is gives
    assert gives_away(other, one) is gives


@pytest.mark.parametrize(
    ("right", "prompt"),
    [
        pytest.param("Knee glare", "Does a knee-glare hurt?", id="stands in the prompt"),
        pytest.param("Glare " * 20, "What is it?", id="does not fit"),
    ],
)
def test_a_right_option_that_cannot_be_shown_is_not_asked(right: str, prompt: str) -> None:
    """Whatever its form, a question whose answer can be read in it, or would be cut, is none."""
    offered = [Option(text, text) for text in ("Glow", "Glint", "Gleam")]

    def asked(text: str) -> list[Blank]:
        own = Option(text, "knee")
        blank = Blank.of(Form.DOES, 0, prompt=prompt, right=own, offered=offered, because="So.", entries=("knee",))
        return list(blank)

    assert len(asked("Glitter")) == 1
    assert asked(right) == []


def test_names_without_words_do_no_harm(tmp_path: Path) -> None:
    """An alias of a mark alone, or of a word that everybody uses, names nothing inside a text."""
    odd = {**named(PARTS[1]), "aliases": ["\N{DAGGER}", "leaking", "use"]}
    pack = made_up(tmp_path, named(PARTS[0]), odd, *map(named, PARTS[2:]))
    assert Quizmaster(pack).ask("best-for:heart-lamp:0", "seed") is None  # *leaking* names it
    odd["aliases"] = ["\N{DAGGER}", "use"]
    pack = made_up(tmp_path, named(PARTS[0]), odd, *map(named, PARTS[2:]))
    assert Quizmaster(pack).ask("best-for:heart-lamp:0", "seed")


def test_what_is_denied_is_not_said() -> None:
    """What stands between a *no* and the next mark is left out."""
    assert (
        without_denials("It uses sound, no x-rays, and shows the heart") == "it uses sound and shows the heart".split()
    )


SHINE = "Shine seen by a camera"
PARTS = (
    modality("heart-lamp", best_for=["Leaking heart valves"], picture_from=SHINE),
    modality("knee-lamp", best_for=["Worn knee cartilage"], picture_from=SHINE),
    modality("eye-lamp", best_for=["Clouded eye lenses"], picture_from=SHINE),
    modality("kidney-lamp", best_for=["Stones in kidneys"], picture_from=SHINE),
    modality("lamp", best_for=["Rainy evenings"], picture_from=SHINE),
)
NAMES = {"heart-lamp": "Glow", "knee-lamp": "Knee glare", "eye-lamp": "Eye glint", "kidney-lamp": "Kidney gleam"}


def named(record: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A lamp with a name that has no word of the others."""
    return {**record, "name": NAMES.get(record["id"], "Lamp"), **more}


def asked_about_valves(folder: Path, **changes: dict[str, Any]) -> QuizQuestion | None:
    """What is asked about leaking valves, of a pack of lamps of which some are changed."""
    records = [named(record, **changes.get(record["id"].partition("-")[0], {})) for record in PARTS]
    return Quizmaster(made_up(folder, *records)).ask("best-for:heart-lamp:0", "seed")


def test_best_for(tmp_path: Path) -> None:
    """What is best for a part of the body stands beside what is at home in other parts, never beside a plain lamp."""
    question = asked_about_valves(tmp_path)
    assert question
    assert question.prompt == "Which of these is best for: Leaking heart valves?"
    assert set(question.options) == {"Glow", "Knee glare", "Eye glint", "Kidney gleam"}
    assert question.because == "Glow is best for: Leaking heart valves."
    assert question.about == "heart-lamp"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            {"knee": {"limits": ["Does not show valves"]}}, id="a word of it on the other's card, even denied"
        ),
        pytest.param({"knee": {"summary": "It also shows the coronary vessels."}}, id="the same part by another word"),
        pytest.param({"knee": {"aliases": ["knee glow"]}}, id="a form of it"),
        pytest.param({"knee": {"name": "Glare"}}, id="at home nowhere"),
        pytest.param({"knee": {"picture_from": "No picture; a number"}}, id="no picture beside pictures"),
        pytest.param({"heart": {"name": "Valve glow"}}, id="the name gives it away"),
        pytest.param({"heart": {"best_for": ["Leaking valves like those of a knee glare"]}}, id="names another"),
        pytest.param({"heart": {"best_for": ["Rainy evening walks"]}}, id="no part of the body"),
        pytest.param({"heart": {"best_for": ["Leaking heart " + "valves " * 40]}}, id="does not fit"),
        pytest.param({"heart": {"name": "Scan"}}, id="a name that says nothing"),
    ],
)
def test_best_for_is_left_out_when_in_doubt(tmp_path: Path, changes: dict[str, dict[str, Any]]) -> None:
    """Whatever might make a wrong option right leaves too few of them, and nothing is asked."""
    assert asked_about_valves(tmp_path, **changes) is None


def test_what_another_card_says_counts(tmp_path: Path) -> None:
    """A sentence of any card that names a wrong entry beside a word of the phrase makes it no wrong entry."""
    told = {"summary": "It is old. A knee glare would see how valves leak."}
    assert asked_about_valves(tmp_path / "said", lamp=told) is None
    apart = {"summary": "A knee glare is old. Some see how valves leak."}
    assert asked_about_valves(tmp_path / "apart", lamp=apart) is not None


def role(name: str, does: str, **more: Any) -> dict[str, Any]:
    """Somebody who does one thing."""
    return {"id": name, "kind": "role", "does": [does], **more}


def test_who_does_not_do_it_is_surely_wrong(tmp_path: Path) -> None:
    """A role whose card says that it does not do something is a wrong option for it, although its card speaks of it."""
    reader = role("dream-reader", "Interprets pictures and dictates the report")
    taker = role("lamp-carrier", "Carries the lamp", does_not=["Usually interpret the pictures"])
    plain_roles = [role(name, f"Washes {name}s") for name in ("bowl", "spoon")]
    pack = made_up(tmp_path / "said", reader, taker, *plain_roles)
    question = Quizmaster(pack).ask("does:dream-reader:0", "seed")
    assert question
    assert question.prompt == "Who does this: Interprets pictures and dictates the report?"
    assert set(question.opens) == {"dream-reader", "lamp-carrier", "bowl", "spoon"}
    for number, doubtful in enumerate(
        (
            role("lamp-carrier", "Interprets the lamp", does_not=["Usually interpret the pictures"]),
            role("lamp-carrier", "Carries the report", does_not=["Interpret pictures as the main work"]),
            role("lamp-carrier", "Carries the report", does_not=["Hang pictures"]),
        )
    ):
        assert Quizmaster(made_up(tmp_path / str(number), reader, doubtful, *plain_roles)).keys() == ()


def test_one_doctor_is_not_wrong_for_another(tmp_path: Path) -> None:
    """What a doctor does another doctor may do too, whatever their cards say."""
    surgeon = role("bone-setter", "Operates on broken knees", aliases=["bone surgeon"])
    others = [role(name, f"Washes {name}s") for name in ("bowl", "spoon", "fork")]
    assert Quizmaster(made_up(tmp_path / "one", surgeon, *others)).ask("does:bone-setter:0", "seed")
    doctor = {**others[0], "aliases": ["bowl doctor"]}
    assert Quizmaster(made_up(tmp_path / "two", surgeon, doctor, *others[1:])).ask("does:bone-setter:0", "seed") is None


def test_done_for(tmp_path: Path) -> None:
    """Procedures are asked by what they are done for."""
    parts = {
        "heart": "Leaking heart valves",
        "knee": "Worn knee cartilage",
        "eye": "Clouded lenses",
        "kidney": "Stones",
    }
    records = [
        {"id": f"{part}-work", "kind": "procedure", "name": f"{part.capitalize()} {verb}", "why": [why]}
        for (part, why), verb in zip(parts.items(), ("mending", "filing", "wiping", "rinsing"), strict=True)
    ]
    question = Quizmaster(made_up(tmp_path, *records)).ask("done-for:knee-work:0", "seed")
    assert question is None  # its name has the knee in it
    records[1]["name"] = "Ankle filing"
    question = Quizmaster(made_up(tmp_path, *records)).ask("done-for:knee-work:0", "seed")
    assert question
    assert question.prompt == "Which procedure is done for: Worn knee cartilage?"


def test_ionizing(tmp_path: Path) -> None:
    """One side stands against three of the other; what depends is on neither, and a doubtful card on none."""
    plain_lamps = [modality(f"{name}-lamp", picture_from="Light") for name in ("red", "blue", "green")]
    ray = modality("ray", ionizing=True, picture_from="X-rays")
    master = Quizmaster(made_up(tmp_path / "clear", *plain_lamps, ray))
    question = master.ask("ionizing:ray", "seed")
    assert question
    assert question.prompt == "Which of these uses ionizing radiation?"
    assert question.because == "Ray uses ionizing radiation."
    assert master.ask("ionizing:red-lamp", "seed") is None  # of three against it there is one
    for doubt in ({"ionizing": "depends"}, {"plain": "Under x-rays."}, {"picture_from": "No picture; a number"}):
        doubtful = {**plain_lamps[0], **doubt}
        folder = tmp_path / next(iter(doubt))
        assert Quizmaster(made_up(folder, doubtful, *plain_lamps[1:], ray)).ask("ionizing:ray", "seed") is None
    denied = {**plain_lamps[0], "plain": "It uses no x-rays."}
    assert Quizmaster(made_up(tmp_path / "denied", denied, *plain_lamps[1:], ray)).ask("ionizing:ray", "seed")


def test_picture_from(tmp_path: Path) -> None:
    """What makes a picture stands beside what makes others, unless the name tells it or the card speaks of it."""
    made = {"glow": "Bright light", "hum": "Echoes of voices", "pull": "A large magnet", "ray": "X-rays of a tube"}
    records = [modality(name, picture_from=source) for name, source in made.items()]
    question = Quizmaster(made_up(tmp_path / "clear", *records)).ask("picture-from:glow", "seed")
    assert question
    assert question.prompt == "In Glow, what is the picture made from?"
    assert question.because == "In Glow, the picture is made from: Bright light."
    assert set(question.options) == set(made.values())
    told = {**records[0], "how_it_works": "Voices are heard as well."}
    assert not Quizmaster(made_up(tmp_path / "told", told, *records[1:])).ask("picture-from:glow", "seed")
    given_away = {**records[0], "name": "Brightening"}
    assert not Quizmaster(made_up(tmp_path / "name", given_away, *records[1:])).ask("picture-from:glow", "seed")
    short = {**given_away, "abbreviations": ["GL"]}
    question = Quizmaster(made_up(tmp_path / "short", short, *records[1:])).ask("picture-from:glow", "seed")
    assert question
    assert question.prompt == "In GL, what is the picture made from?"


ROWS = {
    "Shape": ("Round as a bowl", "Square as a box"),
    "Price": ("Two spoons", "One fork"),
    "Sound": ("A low hum", "A loud bang"),
    "Smell": ("Fresh bread", "Old soup"),
    "Weight": ("12 stones", "9 stones"),
    "Taste": ("Salt and bread", "Salt and soup"),
    "Holds water?": ("Yes", "No"),
    "Color": ("Red all over", "The same in green"),
}
"""Rows of a comparison of which the first four tell apart."""


def compared(*, rows: dict[str, tuple[str, str]] = ROWS, **more: Any) -> dict[str, Any]:
    """A written comparison of two concepts."""
    told = [
        {"feature": feature, "cells": dict(zip(("lantern", "moon"), cells, strict=True)), "sources": ["s"]}
        for feature, cells in rows.items()
    ]
    return {"id": "lantern-vs-moon", "kind": "comparison", "items": ["lantern", "moon"], "rows": told, **more}


def test_rows(tmp_path: Path) -> None:
    """A cell of one stands beside three of the other, of rows that tell apart; figures and *the same* do not."""
    pack = made_up(tmp_path, concept("lantern"), concept("moon"), compared())
    master = Quizmaster(pack)
    assert master.keys() == tuple(
        f"row:lantern-vs-moon:{item}:{row}" for item in ("lantern", "moon") for row in range(4)
    )
    assert master.keys(["moon"]) == master.keys()
    question = master.ask("row:lantern-vs-moon:moon:2", "seed")
    assert question
    assert question.prompt == "Which of these holds for Moon rather than Lantern?"
    assert set(question.options) == {
        "Sound: A loud bang",
        "Shape: Round as a bowl",
        "Price: Two spoons",
        "Smell: Fresh bread",
    }
    assert question.because == "Moon: Sound: A loud bang."
    assert question.opens.count("lantern") == 3


def test_rows_of_a_thing_and_a_form_of_it_are_not_asked(tmp_path: Path) -> None:
    """What holds for a lantern may hold for a paper lantern."""
    pack = made_up(tmp_path, concept("lantern"), concept("moon", aliases=["paper lantern"]), compared())
    assert Quizmaster(pack).keys() == ()


def test_rows_of_different_kinds_are_not_asked(tmp_path: Path) -> None:
    """Options are of one kind."""
    assert Quizmaster(made_up(tmp_path, concept("lantern"), role("moon", "Shines"), compared())).keys() == ()


def test_choose(tmp_path: Path) -> None:
    """A reason for one stands beside three for the other; two are too few."""
    nights = ["Bread is baked", "Soup is cold", "Guests dance late"]
    choose = {"lantern": ["Lost socks are needed"], "moon": nights}
    items = [modality("lantern"), modality("moon")]
    master = Quizmaster(made_up(tmp_path / "three", *items, compared(rows={"Holds?": ("Yes", "No")}, choose=choose)))
    assert master.keys() == ("choose:lantern-vs-moon:lantern:0",)
    question = master.ask("choose:lantern-vs-moon:lantern:0", "seed")
    assert question
    assert question.prompt == "When would you choose Lantern rather than Moon?"
    assert question.because == "Lantern rather than Moon: Lost socks are needed."
    assert set(question.options) == {"Lost socks are needed", *nights}
    fewer = {**choose, "moon": nights[:2]}
    pack = made_up(tmp_path / "two", *items, compared(rows={"Holds?": ("Yes", "No")}, choose=fewer))
    assert Quizmaster(pack).keys() == ()


def test_chosen(tmp_path: Path) -> None:
    """What was compared is a wrong option, unless it is praised for the same; beside it stand strangers."""
    lamps = [named(record) for record in PARTS[1:4]]
    items = [modality("lantern", picture_from=SHINE), modality("moon", picture_from=SHINE)]
    choose = {"lantern": ["Heart valves may leak tomorrow"], "moon": ["Heart valves leak"]}
    choose["lantern"] = ["A leaking valve is in question"]
    table = compared(rows={"Holds?": ("Yes", "No")}, choose={"lantern": choose["lantern"]})
    key = "chosen:lantern-vs-moon:lantern:0"
    question = Quizmaster(made_up(tmp_path / "clear", *items, *lamps, table)).ask(key, "seed")
    assert question
    assert question.prompt == "Which of these would you choose when this holds: A leaking valve is in question?"
    assert "moon" in question.opens
    praised = compared(rows={"Holds?": ("Yes", "No")}, choose=choose)
    assert Quizmaster(made_up(tmp_path / "praised", *items, *lamps, praised)).ask(key, "seed") is None


def test_kinds_that_are_never_held_against_another(pack: Pack, master: Quizmaster) -> None:
    """Of concepts, specialties and pathways only abbreviations and comparisons are asked."""
    kinds = {Kind.CONCEPT, Kind.SPECIALTY, Kind.PATHWAY}
    names = [entry.id for entry in pack.entries.values() if entry.kind in kinds]
    asked = [master.ask(key, "seed") for key in master.keys(names)]
    forms = {question.form for question in asked if question and pack.entries[question.about].kind in kinds}
    assert forms <= {Form.STANDS_FOR, Form.ABBREVIATION, Form.ROW, Form.CHOOSE}
