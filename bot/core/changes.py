"""What changed on a card since somebody opened it: of the fields that somebody's safety hangs on, before and after.

What a card said is remembered by record and field, so that one change is told once, in however many answers it stood.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from hashlib import blake2b

from bot.knowledge.changed import Changed, FieldChange
from bot.knowledge.entries import Entry
from bot.knowledge.pack import Pack
from bot.knowledge.questions import Question
from bot.knowledge.telling import tell
from bot.storage.opened import Texts

NAME = "name"
"""Stands, among the fields of a record, for its title, which is not watched: it names one that is gone."""

OF_ENTRIES = (
    "ionizing", "dose_msv", "contrast", "preparation", "sedation", "safety", "risks", "recovery", "limits",
)  # fmt: skip
"""The fields of an entry on which somebody's safety hangs, in the order in which changes are told; a dose is told with
for whom it holds."""

OF_QUESTIONS = {"answer": "Answer", "points": "Points of the answer", "hand_off": "Who decides"}
"""The fields of a question likewise, and what is printed before them."""

AROUND = 6
"""Words that are shown of what is the same, on each side of what differs."""

LONG = 90
"""Characters from which on what is the same is left out."""

DIGEST_BYTES = 6


def texts_of(answer: str, pack: Pack) -> Texts:
    """What is watched of an answer, and what it says now; nothing where it is gone.

    Args:
        answer: As `bot.core.references.same_answer` names it. Of an entry, and of those that stand side by side, it is
            what somebody's safety hangs on; of a question its own words, and the fields of entries that answer it.
        pack: Has it.
    """
    form, _, rest = answer.partition(":")
    if form != "question":
        entries = (pack.entries[one] for one in rest.split(",") if one in pack.entries)
        return {one.id: _told(one.id, [field for field in OF_ENTRIES if hasattr(one, field)], pack) for one in entries}
    name, _, ids = rest.partition(":")
    question = pack.questions.get(name)
    if question is None:
        return {}
    told = {name: _told(name, OF_QUESTIONS, pack)}
    if question.fields:
        told |= {one: _told(one, question.fields, pack) for one in ids.split(",") if one in pack.entries}
    return told


def changes(seen: Iterable[tuple[str, Texts]], pack: Pack) -> list[Changed]:
    """What changed of what somebody saw.

    Args:
        seen: Answers, each with what it said; a change is told by the first that had it.
        pack: What is served now.
    """
    before: dict[str, dict[str, str]] = {}
    answers: dict[str, str] = {}
    for answer, texts in seen:
        for record, fields in texts.items():
            mine = before.setdefault(record, {})
            answers.setdefault(record, _opens(record, answer))
            now = _told(record, fields, pack)
            # Where one answer was seen before a change and another after it, the change is still one to be told.
            mine |= {field: text for field, text in fields.items() if field not in mine or mine[field] == now[field]}
    found = (_changed(record, fields, answers[record], pack) for record, fields in before.items())
    return [one for one in found if one is not None]


def seen_now(shown: Mapping[str, str], changed: Sequence[Changed], pack: Pack) -> dict[str, Mapping[str, str] | None]:
    """What records say by now that were shown as changed, to be taken as seen.

    Args:
        shown: Record to the digest of what was shown of it; what says something else since then is left out.
        changed: What changed by now.
        pack: What is served now.

    Returns:
        Record to the texts of every field that may be watched; ``None`` where it is gone.
    """
    current = [one for one in changed if shown.get(one.record) == one.digest]
    return {one.record: None if one.is_gone else _everything(one.record, pack) for one in current}


def beside(before: str, after: str) -> tuple[str, str]:
    """Two texts with what is the same in both left out where that is long, so that every difference stays in sight."""
    if max(len(before), len(after)) <= LONG or not before or not after:
        return before, after
    old, new = before.split(), after.split()
    olds: list[str] = []
    news: list[str] = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            kept = _shortened(old[start:end], is_first=start == 0, is_last=end == len(old))
            olds += kept
            news += kept
        else:
            olds += old[start:end]
            news += new[new_start:new_end]
    return " ".join(olds), " ".join(news)


def _shortened(words: list[str], *, is_first: bool, is_last: bool) -> list[str]:
    """Words that are the same, but for those far from what differs."""
    left, right = 0 if is_first else AROUND, 0 if is_last else AROUND
    if len(words) <= left + right + 1:
        return words
    return [*words[:left], "…", *words[len(words) - right :]]


def _changed(record: str, before: Mapping[str, str], answer: str, pack: Pack) -> Changed | None:
    found = _find(record, pack)
    if found is None:
        return Changed(record, before.get(NAME) or record, answer, (), is_gone=True, digest=_digest({}))
    now = _told(record, before, pack)
    differing = [field for field in before if field != NAME and before[field] != now[field]]
    if not differing:
        return None
    fields = (FieldChange(_label(found, field), *beside(before[field], now[field])) for field in differing)
    return Changed(record, now[NAME], answer, tuple(fields), is_gone=False, digest=_digest(now))


def _opens(record: str, answer: str) -> str:
    form, _, rest = answer.partition(":")
    return answer if form == "question" and rest.partition(":")[0] == record else f"short:{record}"


def _told(record: str, fields: Iterable[str], pack: Pack) -> dict[str, str]:
    """A record's name, and these fields of it as text; ``""`` for what it has not."""
    match _find(record, pack):
        case Question() as question:
            texts = {"answer": question.answer, "points": "; ".join(question.points), "hand_off": question.hand_off}
            return {NAME: question.name} | {field: texts.get(field) or "" for field in fields if field != NAME}
        case Entry() as entry:
            return {NAME: entry.title} | {field: tell(entry, field) or "" for field in fields if field != NAME}
        case _:
            return dict.fromkeys((NAME, *fields), "")


def _everything(record: str, pack: Pack) -> dict[str, str]:
    entry = pack.entries.get(record)
    return _told(record, OF_QUESTIONS if entry is None else ("ionizing", *entry.FACTS), pack)


def _find(record: str, pack: Pack) -> Entry | Question | None:
    return pack.entries.get(record) or pack.questions.get(record)


def _label(record: Entry | Question, field: str) -> str:
    return OF_QUESTIONS.get(field, field) if isinstance(record, Question) else record.label(field)


def _digest(texts: Mapping[str, str]) -> str:
    return blake2b(json.dumps(texts, sort_keys=True).encode(), digest_size=DIGEST_BYTES).hexdigest()
