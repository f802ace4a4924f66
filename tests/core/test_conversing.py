"""``bot.core.conversing`` and ``admitting``: what somebody wants who writes to the bot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.admitting import IN_WORDS, Private, ask, turned_away
from bot.core.conversing import Helped, Listed, Said, converse
from bot.core.library import Library
from bot.knowledge.asked import Answered, Fenced, Silent, Suggested
from bot.knowledge.outcomes import Ambiguous, Compared, Found, NotFound
from bot.names import Kind
from bot.privacy.identifier import Identifier


def told(said: Said) -> str:  # noqa: PLR0911 - a line an outcome
    """What a text came to, in a line."""
    match said:
        case Found(entry=entry):
            return f"found {entry.id}"
        case Ambiguous(candidates=candidates):
            return f"asks {' '.join(one.entry.id for one in candidates)}"
        case Compared(items=items):
            return f"compared {' '.join(entry.id for entry in items)}"
        case Answered(understood) | Suggested(understood):
            if understood.question is None:
                return f"card {' '.join(entry.id for entry in understood.entries)}"
            return f"question {understood.question.id} {' '.join(entry.id for entry in understood.entries)}".strip()
        case Listed(kind):
            return f"list {kind}"
        case Private():
            return "private"
        case Helped() | Fenced() | Silent() | NotFound():
            return type(said).__name__.lower()
        case _:
            return "something else"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        pytest.param("MRI", "found mri", id="a name"),
        pytest.param("CT?", "found ct", id="a name with a question mark"),
        pytest.param("define PACS", "found pacs", id="define"),
        pytest.param("/define PACS", "found pacs", id="with its slash"),
        pytest.param("/rr-define PACS", "found pacs", id="under the prefix"),
        pytest.param("modality DR", "found digital-radiography", id="a command prefers its kind"),
        pytest.param("procedure biopsy", "found biopsy", id="procedure"),
        pytest.param("compare CT MRI", "compared ct mri", id="compare"),
        pytest.param("Compare CT and MRI", "compared ct mri", id="capitals"),
        pytest.param("faq who reads the scans", "question who-interprets", id="faq"),
        pytest.param("help", "helped", id="help"),
        pytest.param("reading-room help", "helped", id="help in full"),
        pytest.param("reading-room modalities", "list modality", id="a list in full"),
        pytest.param("modalities", "list modality", id="a list"),
        pytest.param("", "helped", id="nothing"),
        pytest.param("hi there", "helped", id="a greeting"),
        pytest.param("thanks a lot!", "helped", id="thanks"),
        pytest.param("how long does a CT take?", "question scan-duration ct", id="a question"),
        pytest.param("CT or MRI?", "card ct mri", id="a comparison in a sentence"),
        pytest.param("can we give contrast, eGFR is 25", "fenced", id="a decision"),
        pytest.param("pt John Smith, MRN 12345678", "private", id="a patient"),
        pytest.param("magnetic resonanse imaging", "found mri", id="a slip"),
        pytest.param("procedure for ordering pens", "silent", id="no command in words"),
        pytest.param("what is the weather like today", "silent", id="nothing of ours"),
    ],
)
def test_converse(library: Library, text: str, outcome: str) -> None:
    """Commands in words, names, questions; in this order."""
    assert told(converse(library, text, "rr-")) == outcome


def test_the_gate_is_asked_first(library: Library) -> None:
    """Nothing of a text that may name a patient is looked up, whatever command it begins with."""
    for text in ("define MRN 12345678", "help MRN 12345678", "compare CT MRN 12345678"):
        assert isinstance(converse(library, text), Private)
        assert isinstance(ask(library, text), Private)


def test_every_class_has_words() -> None:
    """Whatever the gate recognises can be told to the person who typed it."""
    assert set(IN_WORDS) == set(Identifier)
    private = turned_away("MRN 12345678")
    assert private is not None
    assert private.in_words
    assert turned_away("how long does a CT take") is None


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_listed(library: Library, kind: Kind) -> None:
    """The plural of every kind lists it."""
    assert converse(library, kind.plural) == Listed(kind)


@given(st.text(max_size=200))
def test_any_text(shipped: Library, text: str) -> None:
    """Whatever is written comes to something."""
    assert told(converse(shipped, text))
