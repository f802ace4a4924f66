"""Importing: what a team already has, held against what the packs already answer.

Each row of a file comes to one outcome. Only what is new can be written, and only what was tried before: the packs are
loaded and checked with the new records in a copy, where each of their sentences must be taken for its own question and
every sentence that an earlier question must answer still for that one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from bot.core.admitting import Private, turned_away
from bot.core.checking import check_packs
from bot.core.library import Shelf
from bot.errors import PackError, Problem, ReadingRoomError
from bot.knowledge.asked import Answered, Asked, Fenced, Suggested, Understood
from bot.knowledge.authoring import SOURCE_SUFFIX, SourceGiven, question_files, record_id_of, without_template_marks
from bot.knowledge.importing import ImportedRow
from bot.knowledge.loading import load
from bot.knowledge.pack import Pack
from bot.knowledge.placing import Rehearsal, put, rehearsal, with_folder
from bot.knowledge.questions import Audience
from bot.matching.asking import SHIPPED
from bot.matching.fencing import Fence, fence_of
from bot.matching.normal import fold, normal
from bot.matching.wording import LITTLE, SAME

LONGEST_NAME = 70
"""Characters of a question as cards print it (`bot.knowledge.text.Name`)."""

_LITTLE = LITTLE - {"how"}
"""Words that make no question another one; *is it done* is not *how is it done*."""

_AUDIENCES = {
    "staff": (Audience.STAFF,),
    "new hires": (Audience.NEW_HIRES,),
    "new hire": (Audience.NEW_HIRES,),
    "new starters": (Audience.NEW_HIRES,),
    "onboarding": (Audience.NEW_HIRES,),
    "patients": (Audience.PATIENTS,),
    "patient": (Audience.PATIENTS,),
    "all": tuple(Audience),
    "everyone": tuple(Audience),
    "everybody": tuple(Audience),
}


class RowOutcome(StrEnum):
    """What a row of a file comes to."""

    NEW = "new"
    """Nothing in the packs answers it."""
    ANSWERED = "answered"
    """The packs answer it already."""
    CLOSE = "close"
    """The packs have an answer that whoever asks this is given, though it may be to another question."""
    CLASH = "clash"
    """Something of it is another question's: its id, or a sentence."""
    PRIVATE = "private"
    """The privacy gate turns it away; nothing of it is told."""
    FENCED = "fenced"
    """It asks for a decision about a patient's care."""
    BROKEN = "broken"
    """It cannot be a question of a pack as it is."""


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row of a file and what it comes to.

    Attributes:
        line: Where it begins in the file, counted from 1.
        question: How it is asked; ``None`` where the gate turned it away, or there is no sentence.
        id: The id that it gets, or that of what is there already; ``None`` where there is neither.
        detail: Why, and what to change, in a sentence; of a new row what was decided, mostly nothing.
        files: The texts of its files by name; of a new row only.
    """

    line: int
    question: str | None
    id: str | None
    outcome: RowOutcome
    detail: str
    files: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Given:
    """What holds of every row that does not say it itself.

    Attributes:
        owner: Who to tell when an answer is wrong; the contact that the packs name where it is empty.
        source_title: Where the answers were read; empty where each row says it.
        source_publisher: Likewise.
        source_url: Likewise; a source may have none.
        today: The day of the review and of the reading.
    """

    today: date
    owner: str = ""
    source_title: str = ""
    source_publisher: str = ""
    source_url: str = ""

    def source_of(self, row: ImportedRow) -> SourceGiven:
        """Where a row was read, as far as it or the file says.

        Raises:
            ReadingRoomError: Neither says enough.
        """
        title = row.source_title or self.source_title
        publisher = row.source_publisher or self.source_publisher
        if not title or not publisher:
            lacking = " and ".join(
                part for part, value in (("a title", title), ("a publisher", publisher)) if not value
            )
            where = "in columns of its own, or for the whole file with --source-title and --source-publisher"
            raise ReadingRoomError(f"needs a source, which lacks {lacking}: give it {where}")
        # The address of one source never goes with the title of another.
        url = row.source_url or ("" if row.source_title else self.source_url)
        return SourceGiven(title, publisher, url or None)


@dataclass(frozen=True, slots=True)
class JudgedFile:
    """A file and what it comes to.

    Attributes:
        rows: In the order of the file.
        elsewhere: What a check of the packs would find wrong with other questions once the new rows are there: the more
            questions there are, the less each word tells.
    """

    rows: tuple[JudgedRow, ...]
    elsewhere: tuple[Problem, ...] = ()


def judge(rows: Sequence[ImportedRow], packs: Sequence[Path], given: Given, folder: Path | None = None) -> JudgedFile:
    """What each row comes to; nothing is written.

    Args:
        rows: Of a file.
        packs: What is served, earliest first.
        given: What holds of every row.
        folder: Where new records are to go: inside one of the packs, or behind them.

    Raises:
        PackError: The packs do not validate as they are.
        ReadingRoomError: The folder is none, or one whose files no pack would have.
    """
    if folder is not None and not folder.is_dir():
        raise ReadingRoomError(f"{folder} is no folder; make it first, and name it in KNOWLEDGE_PATH as well")
    served = with_folder(packs, folder)
    pack = load(served)
    desk = _Desk(pack, given, folder)
    judged = [desk.judge(row) for row in rows]
    _tell_rows_apart(judged, rows)
    with rehearsal(packs, folder) as stage:
        elsewhere = _rehearse(judged, stage, pack)
    return JudgedFile(tuple(judged), tuple(sorted(elsewhere - _problems(served))) if elsewhere else ())


def place(judged: JudgedFile, folder: Path) -> list[JudgedRow]:
    """Put the new rows of a file into a folder of a pack; those that were put there.

    Raises:
        ReadingRoomError: One cannot be written; the sentence says how many were before it, which stay.
    """
    placed: list[JudgedRow] = []
    for row in judged.rows:
        if row.outcome is RowOutcome.NEW and row.id is not None:
            try:
                put(folder, row.id, row.files)
            except ReadingRoomError as error:
                raise ReadingRoomError(f"{error}; {len(placed)} were written before it, and stay") from error
            placed.append(row)
    return placed


class _Refusal(Exception):  # noqa: N818 - nothing went wrong: a row is judged
    """A row comes to something else than new."""

    def __init__(self, outcome: RowOutcome, detail: str, there: str | None = None) -> None:
        self.outcome = outcome
        self.there = there
        super().__init__(detail)


class _Desk:
    """Judges rows one by one by what is served."""

    def __init__(self, pack: Pack, given: Given, folder: Path | None) -> None:
        self._pack = pack
        self._asker = Shelf.of(pack).asker
        self._given = given
        self._owner = given.owner or pack.info.contact.name
        self._folder = folder

    def judge(self, row: ImportedRow) -> JudgedRow:
        """What a row comes to by itself."""
        if private := _private(row):
            detail = f"seems to hold {' and '.join(private)}: take that out"
            return JudgedRow(row.line, None, None, RowOutcome.PRIVATE, detail)
        question = row.sentences[0] if row.sentences else None
        try:
            name, files, notes = self._files(row)
        except _Refusal as refusal:
            return JudgedRow(row.line, question, refusal.there, refusal.outcome, str(refusal))
        except ReadingRoomError as error:
            return JudgedRow(row.line, question, None, RowOutcome.BROKEN, str(error))
        return JudgedRow(row.line, question, name, RowOutcome.NEW, "; ".join(notes), files)

    def _files(self, row: ImportedRow) -> tuple[str, Mapping[str, str], list[str]]:
        """The id and the files of a row that may come in, and what was decided about it."""
        if row.fault:
            raise _Refusal(RowOutcome.BROKEN, row.fault)
        if not row.sentences:
            raise _Refusal(RowOutcome.BROKEN, "has no question: write how people ask it")
        for sentence in row.sentences:
            self._check_fence(sentence)
        near = self._near(row.sentences[0])
        ask, notes = self._usable(row.sentences)
        name = self._name(row.sentences)
        record_id = record_id_of(name)
        self._check_id(record_id)
        if not row.answer:
            raise _Refusal(RowOutcome.BROKEN, "has no answer: write one, of one to three sentences")
        record_id, files = question_files(
            name=name,
            ask=ask,
            answer=row.answer,
            source=self._given.source_of(row),
            owner=self._owner,
            today=self._given.today,
            audience=_audience(row.audience),
        )
        return record_id, files, [*near, *row.notes, *notes]

    def _check_fence(self, sentence: str) -> None:
        if fence_of(sentence) is Fence.DECISION or isinstance(self._asker.ask(sentence), Fenced):
            detail = f"{sentence!r} reads like a decision about a patient, which is never answered here: leave it out"
            raise _Refusal(RowOutcome.FENCED, detail)

    def _near(self, question: str) -> list[str]:
        """What may answer a question already without being close enough for a refusal, as a note."""
        asked = self._asker.ask(question)
        if understood := _taken_for(asked):
            there = _told(understood)
            if isinstance(asked, Answered):
                raise _Refusal(RowOutcome.ANSWERED, f"{there} answers it already", _id_of(understood))
            raise _Refusal(RowOutcome.CLOSE, f"{there} is close, and what people would get", _id_of(understood))
        if isinstance(asked, Suggested):
            return [f"{_told(asked.understood)} may answer it already: hold them against each other"]
        return []

    def _usable(self, sentences: Sequence[str]) -> tuple[list[str], list[str]]:
        """The sentences by which a row can be recognised, and notes on those that are left out."""
        usable: list[str] = []
        notes: list[str] = []
        for sentence in sentences:
            plain = without_template_marks(sentence)
            understood = _taken_for(self._asker.ask(plain))
            if not plain or self._asker.says_nothing(plain):
                notes.append(f"{sentence!r} is left out: it says too little to be told from other questions")
            elif understood and understood.question is None and " " not in plain:
                notes.append(f"{sentence!r} is left out: alone it opens {_told(understood)}")
            elif understood:
                detail = f"{sentence!r} is what {_told(understood)} answers: leave it out, or word it otherwise"
                raise _Refusal(RowOutcome.CLASH, detail, _id_of(understood))
            else:
                usable.append(plain)
        if not usable:
            detail = "has no sentence that can be told from other questions: word it as people would ask it"
            raise _Refusal(RowOutcome.BROKEN, detail)
        return usable, notes

    @staticmethod
    def _name(sentences: Sequence[str]) -> str:
        name = next((sentence for sentence in sentences if len(sentence) <= LONGEST_NAME), None)
        if name is None:
            detail = f"is too long to be a heading: shorten the question to {LONGEST_NAME} characters"
            raise _Refusal(RowOutcome.BROKEN, f"{detail}, and keep the long wording beside it")
        return name

    def _check_id(self, record_id: str) -> None:
        if record_id in self._pack.origins:
            path = self._pack.origins[record_id](())
            raise _Refusal(RowOutcome.CLASH, f"its id is taken by {path}: begin the question otherwise", record_id)
        if f"{record_id}{SOURCE_SUFFIX}" in self._pack.sources:
            detail = f"the id of its source, {record_id}{SOURCE_SUFFIX}, is taken: begin the question otherwise"
            raise _Refusal(RowOutcome.CLASH, detail, record_id)
        if self._folder and (self._folder / record_id).exists():
            detail = f"{self._folder / record_id} is there already: move it, or begin the question otherwise"
            raise _Refusal(RowOutcome.CLASH, detail, record_id)


def _private(row: ImportedRow) -> tuple[str, ...]:
    """What the privacy gate finds in a row, in words; empty where it may come in."""
    found = {one for text in row.texts if (private := turned_away(text)) for one in private.identifiers}
    return Private(tuple(sorted(found))).in_words


def _audience(words: Sequence[str]) -> tuple[str, ...]:
    unknown = [word for word in words if fold(word) not in _AUDIENCES]
    if unknown:
        known = ", ".join(Audience)
        raise ReadingRoomError(f"has the audience {unknown[0]!r}: write one of {known}, or several")
    return tuple(dict.fromkeys(one.value for word in words for one in _AUDIENCES[fold(word)]))


def _taken_for(asked: Asked) -> Understood | None:
    """What somebody who asks this is surely told; ``None`` where that is nothing."""
    match asked:
        case Answered(understood):
            return understood
        case Suggested(understood) if understood.score >= SHIPPED.answer:
            return understood
        case _:
            return None


def _id_of(understood: Understood) -> str:
    return understood.question.id if understood.question else understood.entries[0].id


def _told(understood: Understood) -> str:
    """What a sentence was taken for, as a report names it."""
    ids = " and ".join(entry.id for entry in understood.entries)
    if understood.question is None:
        return f"the card of {ids}"
    return f"{understood.question.id} (for {ids})" if ids else understood.question.id


def _tell_rows_apart(judged: list[JudgedRow], rows: Sequence[ImportedRow]) -> None:
    """Turn rows that claim one sentence, or one id, into clashes.

    Where they agree on the answer, the first stays; where they do not, nobody but their author can say which is right.
    """
    claims: dict[tuple[str, str], list[int]] = {}
    for place, row in enumerate(judged):
        if row.outcome is RowOutcome.NEW:
            for form in dict.fromkeys(map(_as_matched, rows[place].sentences)):
                claims.setdefault(("sentence", form), []).append(place)
            claims.setdefault(("id", str(row.id)), []).append(place)
    for (what, _), (first, *others) in claims.items():
        for place in others:
            here, there = (f"line {judged[number].line}" for number in (place, first))
            if what == "id":
                detail = "its id is that of {}, too: begin the question otherwise"
            elif fold(rows[place].answer) == fold(rows[first].answer):
                detail = "says what {} says: keep one of them"
            else:
                detail = "asks what {} asks, with another answer: keep the one that is right"
                judged[first] = _refused(judged[first], _Refusal(RowOutcome.CLASH, detail.format(here)))
            judged[place] = _refused(judged[place], _Refusal(RowOutcome.CLASH, detail.format(there)))


def _as_matched(sentence: str) -> str:
    """A sentence by the words that tell it from others: two of one form are one to whoever looks for the answer."""
    words = fold(sentence).split()
    telling = {SAME.get(word) or SAME.get(normal(word)) or normal(word) for word in words if word not in _LITTLE}
    return " ".join(sorted(telling)) or " ".join(words)


def _refused(row: JudgedRow, refusal: _Refusal) -> JudgedRow:
    """A row that was new; the first refusal stands."""
    if row.outcome is not RowOutcome.NEW:
        return row
    return replace(row, id=refusal.there or row.id, outcome=refusal.outcome, detail=str(refusal), files={})


def _rehearse(judged: list[JudgedRow], stage: Rehearsal, before: Pack) -> set[Problem]:
    """Try all new rows together, and refuse those that fail the check, are not found, or take from another question.

    Returns:
        What a check finds wrong with the rest of the packs.

    Raises:
        PackError: The packs do not load with the new rows.
        ReadingRoomError: The folder is one whose files no pack has.
    """
    places = {row.id: place for place, row in enumerate(judged) if row.outcome is RowOutcome.NEW and row.id}
    for record_id, place in places.items():
        put(stage.place, record_id, judged[place].files)
    while places:
        lines = {record_id: judged[place].line for record_id, place in places.items()}
        try:
            pack = load(stage.packs)
        except PackError as error:
            raise PackError([stage.as_there(problem) for problem in error.problems]) from None
        if hidden := lines.keys() - pack.questions.keys():
            message = f"{min(hidden)} would not be read: what lies in a folder that begins with a dot is hidden"
            raise ReadingRoomError(message)
        refused = _taken(pack, before, lines)
        if not refused:
            problems = _problems(stage.packs)
            refused = _broken(problems, stage, lines)
            if not refused:
                return {stage.as_there(problem) for problem in problems}
        for record_id, refusal in refused.items():
            place = places.pop(record_id)
            judged[place] = _refused(judged[place], refusal)
            stage.take_back(record_id)
    return set()


def _problems(packs: Sequence[Path]) -> set[Problem]:
    """What a check finds wrong with packs."""
    try:
        check_packs(packs)
    except PackError as error:
        return set(error.problems)
    return set()


def _broken(problems: Iterable[Problem], stage: Rehearsal, lines: Mapping[str, int]) -> dict[str, _Refusal]:
    """The new records that problems are about, by id."""
    return {
        problem.path.parent.name: _Refusal(RowOutcome.BROKEN, f"{problem.field}: {problem.message}")
        for problem in sorted(problems, reverse=True)
        if problem.path.parent.parent == stage.place and problem.path.parent.name in lines
    }


def _taken(pack: Pack, before: Pack, lines: Mapping[str, int]) -> dict[str, _Refusal]:
    """New questions whose sentences are taken for another, or that are taken for another."""
    asker = Shelf.of(pack).asker
    refused: dict[str, _Refusal] = {}
    for record_id in lines:
        is_found = False
        for sentence in pack.questions[record_id].ask:
            understood = _taken_for(asker.ask(sentence))
            other = _id_of(understood) if understood else record_id
            is_found = is_found or (understood is not None and other == record_id)
            if other in lines and other != record_id:
                first, last = sorted((record_id, other), key=lambda name: lines[name])
                detail = f"asks much the same as line {lines[first]}: make them one, or word them further apart"
                refused.setdefault(last, _Refusal(RowOutcome.CLASH, detail, first))
            elif understood and other != record_id:
                detail = f"{sentence!r} is what {_told(understood)} answers: leave it out, or word it otherwise"
                refused.setdefault(record_id, _Refusal(RowOutcome.CLASH, detail, other))
        if not is_found and record_id not in refused:
            detail = "would be found by none of its sentences: word it as people would ask it"
            refused[record_id] = _Refusal(RowOutcome.BROKEN, detail)
    for question in before.questions.values():
        for text in question.tests.should_match:
            understood = _taken_for(asker.ask(text))
            if understood and _id_of(understood) in lines:
                detail = f"would answer {text!r}, which is for {question.id} to answer: word it further apart"
                refused.setdefault(_id_of(understood), _Refusal(RowOutcome.CLASH, detail, question.id))
    return refused
