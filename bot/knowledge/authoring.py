"""New records from plain fields: what somebody fills in becomes the files of a pack.

The fields come from a form or from a file that is imported, so what they hold is text and nothing else: a sentence that
people ask is no template here, and its brackets and braces mean nothing. A record that would not load makes no files.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.errors import ReadingRoomError
from bot.knowledge.complaints import in_words
from bot.knowledge.drafts import PACK_STEM, SOURCES_STEM
from bot.knowledge.entries import Concept
from bot.knowledge.questions import Question
from bot.knowledge.reading import write_yaml
from bot.knowledge.records import FieldError, Record, Source
from bot.knowledge.scaffold import A_YEAR, id_of
from bot.names import Kind

LONGEST_ID = 60
"""Characters of an id (`bot.knowledge.text.Id`)."""

SOURCE_SUFFIX = "-source"
"""Makes the id of a record's own source, which no other pack has, from that of the record."""

_OF_TEMPLATES = re.compile(r"[{}()\[\]|]")


@dataclass(frozen=True, slots=True)
class SourceGiven:
    """Where a new record was read, as somebody gives it.

    Attributes:
        title: At most 150 characters.
        publisher: At most 70 characters.
        url: Its address; a source may have none.
        published: Year, month or day: ``2025``, ``2025-03``, ``2025-03-31``.
        read: What of it was read, at most 300 characters.
    """

    title: str
    publisher: str
    url: str | None = None
    published: str | None = None
    read: str = "What the answer rests on"


def question_files(
    *,
    name: str,
    ask: Sequence[str],
    answer: str,
    source: SourceGiven,
    owner: str,
    today: date,
    audience: Sequence[str] = (),
    about: Sequence[str] = (),
    tests: Sequence[str] = (),
) -> tuple[str, dict[str, str]]:
    """The files of a new question.

    Args:
        name: The question as cards print it, at most 70 characters; its id is made from it.
        ask: Sentences by which people ask it, at most 300 characters each; what templates are made of is dropped.
        answer: One to three sentences, at most 500 characters.
        source: Where the answer was read.
        owner: Who to tell when it is wrong.
        today: The day of the review and of the reading; both hold for a year.
        audience: ``staff``, ``new-hires``, ``patients``; staff where empty.
        about: Ids of entries that the card offers to open; whether they are there is for the check.
        tests: Sentences that must be taken for it.

    Returns:
        The id, and the texts by file name: ``{"<id>.yml": …, "sources.yml": …}``.

    Raises:
        ReadingRoomError: No id can be made of the name, or a field is not one that a pack may hold; a sentence says
            which and why.
    """
    record_id = record_id_of(name)
    sentences = {sentence: None for sentence in map(without_template_marks, ask) if sentence}
    record: dict[str, Any] = {
        "id": record_id,
        "kind": "question",
        "name": name,
        "ask": list(sentences),
        "answer": answer,
    }
    record |= _filled(about=about, audience=audience)
    if tests:
        record["tests"] = {"should_match": list(tests)}
    return record_id, _files(Question, record, source, stated=["answer"], owner=owner, today=today)


def concept_files(
    *,
    name: str,
    abbreviations: Sequence[str],
    aliases: Sequence[str],
    summary: str,
    plain: str,
    source: SourceGiven,
    owner: str,
    today: date,
) -> tuple[str, dict[str, str]]:
    """The files of a new entry of the kind concept.

    Args:
        name: The standard term in full, at most 70 characters; its id is made from it.
        abbreviations: Official short forms, printed on cards.
        aliases: What people type for it.
        summary: The answer in staff wording, at most 500 characters.
        plain: What one would say to a patient, at most 500 characters.
        source: Where both were read.
        owner: Who to tell when it is wrong.
        today: The day of the review and of the reading; both hold for a year.

    Returns:
        As `question_files`.

    Raises:
        ReadingRoomError: As `question_files`.
    """
    record_id = record_id_of(name)
    record: dict[str, Any] = {"id": record_id, "kind": Kind.CONCEPT.value, "name": name}
    record |= _filled(abbreviations=abbreviations, aliases=aliases)
    record |= {"summary": summary, "plain": plain}
    return record_id, _files(Concept, record, source, stated=["summary", "plain"], owner=owner, today=today)


def record_id_of(name: str) -> str:
    """The id that a new record gets from its name: short enough for its source to be named after it.

    Raises:
        ReadingRoomError: The name has no letters that an id can be made of, or gives the name of a pack's own file.
    """
    record_id = _cut(id_of(name), LONGEST_ID - len(SOURCE_SUFFIX))
    if not re.search("[a-z]", record_id):
        raise ReadingRoomError("the name must have Latin letters in it, since its id is made of them")
    if record_id in {SOURCES_STEM, PACK_STEM}:
        raise ReadingRoomError(f"{record_id}.yml is a file of the pack itself; give a longer name")
    return record_id


def without_template_marks(sentence: str) -> str:
    """A sentence as a template that stands for that sentence alone: without braces, brackets and bars."""
    return " ".join(_OF_TEMPLATES.sub(" ", sentence).split())


def _cut(record_id: str, most: int) -> str:
    """An id of at most so many characters, of whole words where there are several."""
    if len(record_id) <= most:
        return record_id
    cut = record_id[:most]
    return cut if record_id[most] == "-" else cut.rpartition("-")[0] or cut


def _filled(**lists: Sequence[str]) -> dict[str, list[str]]:
    return {field: list(values) for field, values in lists.items() if values}


def _files(
    model: type[Record], record: dict[str, Any], source: SourceGiven, *, stated: Sequence[str], owner: str, today: date
) -> dict[str, str]:
    """The texts of a record and of its source, by file name; what is ``stated`` rests on that source."""
    source_id = f"{record['id']}{SOURCE_SUFFIX}"
    record["sources"] = {source_id: list(stated)}
    record["review"] = {"owner": owner, "reviewed_on": today, "review_by": today + A_YEAR}
    declared: dict[str, Any] = {field: value for field, value in asdict(source).items() if value}
    declared["read_on"] = today
    _validate(model, record)
    _validate(Source, declared, "the source's ")
    return {
        f"{record['id']}.yml": write_yaml(record),
        f"{SOURCES_STEM}.yml": write_yaml({source_id: declared}),
    }


def _validate(model: type[BaseModel], fields: Mapping[str, Any], whose: str = "") -> None:
    """Raise what is wrong with the first field that a pack would refuse."""
    try:
        model.model_validate(fields)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        cause = detail.get("ctx", {}).get("error")
        field = cause.field if isinstance(cause, FieldError) else ".".join(map(str, detail["loc"]))
        raise ReadingRoomError(f"{whose}{field} {in_words(detail, model).removeprefix('input ')}") from None
