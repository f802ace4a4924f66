"""``bot.knowledge.questions``: templates, and what makes a question one."""

import re
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from bot.knowledge.questions import Question, sentences_of, slots_of


def question(**fields: Any) -> Question:
    """A question about nothing."""
    return Question.model_validate(
        {
            "id": "spoon-duration",
            "kind": "question",
            "name": "How long is a spoon?",
            "ask": ["how long is {modality}"],
            "answer": "Long enough.",
            "sources": ["spoon-atlas"],
            "review": {"owner": "Tests", "reviewed_on": date(2026, 1, 9), "review_by": date(2027, 1, 9)},
            **fields,
        }
    )


@pytest.mark.parametrize(
    ("template", "sentences"),
    [
        pytest.param("who reads it", ["who reads it"], id="as it is"),
        pytest.param("who (reads|interprets) it", ["who reads it", "who interprets it"], id="one or the other"),
        pytest.param("is it safe [now]", ["is it safe now", "is it safe"], id="may be left out"),
        pytest.param("(a|b) [c|d]", ["a c", "a d", "a", "b c", "b d", "b"], id="both"),
        pytest.param("how long does {modality} take", ["how long does {modality} take"], id="a slot stays"),
    ],
)
def test_sentences(template: str, sentences: list[str]) -> None:
    """Brackets stand for several sentences."""
    assert list(sentences_of(template)) == sentences


def test_slots() -> None:
    """Slots are named in order, each time."""
    assert slots_of("{modality} or {modality} for {entry}") == ("modality", "modality", "entry")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        pytest.param({"ask": ["how long is {spoon}"]}, "has the slot {spoon}; there are", id="no such slot"),
        pytest.param({"ask": ["how (long is it"]}, "has a bracket that is not closed", id="an open bracket"),
        pytest.param({"ask": ["a (b (c|d))"]}, "has a bracket that is not closed", id="a bracket in a bracket"),
        pytest.param(
            {"ask": ["(a|b|c|d|e) (a|b|c|d) (a|b|c|d)"]}, "stands for 80 sentences; 64 at most", id="too many"
        ),
        pytest.param({"ask": []}, "at least 1 item", id="nothing to ask"),
        pytest.param({"answer": None}, "is answered in words, or opens a card", id="no answer"),
        pytest.param({"opens": "entry"}, "leaves no room for answer", id="an answer and a card"),
        pytest.param({"answer": None, "sources": {}, "opens": "comparison"}, "needs 2 slots", id="one slot to compare"),
        pytest.param(
            {"ask": ["how long is it"], "fields": ["spoons"]},
            "is spoons, which no kind of entry has",
            id="no such field",
        ),
        pytest.param(
            {"fields": ["training"]}, "has the slot {modality}, whose kind has none", id="another kind's field"
        ),
        pytest.param({"sources": {}}, "has no source", id="no source"),
    ],
)
def test_what_is_no_question(fields: dict[str, Any], told: str) -> None:
    """What cannot be asked or answered is told."""
    with pytest.raises(ValidationError, match=re.escape(told)):
        question(**fields)


@pytest.mark.parametrize("opens", ["entry", "comparison", "nothing"])
def test_what_opens_a_card_needs_no_words(opens: str) -> None:
    """A question that opens a card, or is known and not answered, has no answer and no source."""
    slots = {"entry": ["what is {entry}"], "comparison": ["{entry} or {entry}"], "nothing": ["where is it"]}[opens]
    assert question(ask=slots, answer=None, sources={}, opens=opens).opens == opens
