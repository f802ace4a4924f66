"""``bot.privacy.gate``: what points at a patient is stopped, what only looks like it is not.

Two tables hold it: ``patients.tsv`` (class, line) and ``harmless.tsv`` (topic, line). Everybody in them is invented.
Escapes as in Python stand for what cannot be seen. A line that was let through, or stopped in vain, is added there
first.
"""

import time
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.loading import load
from bot.privacy.gate import Identifier, identifiers
from bot.privacy.kinds import OF

HERE = Path(__file__).parent

MOST_STOPPED_IN_VAIN = 0
"""A harmless line may be stopped in one of a hundred; here, none is."""


def table(name: str) -> dict[str, list[str]]:
    """The lines of a table by what its first column says."""
    rows = defaultdict(list)
    for row in (HERE / name).read_text("utf-8").splitlines():
        head, line = row.split("\t")
        rows[head].append(line.encode("latin-1", "backslashreplace").decode("unicode_escape"))
    return rows


PATIENTS = table("patients.tsv")
HARMLESS = table("harmless.tsv")


@pytest.mark.parametrize("identifier", Identifier)
def test_every_patient_shaped_line_is_stopped(identifier: Identifier) -> None:
    """Each line is stopped, and its class is among those recognised."""
    lines = PATIENTS[identifier.name]
    assert len(lines) > 10
    assert [line for line in lines if identifier not in identifiers(line)] == []


@pytest.mark.parametrize("topic", HARMLESS)
def test_look_alikes_pass(topic: str) -> None:
    """Words, codes, doses, places and eponyms of the field pass, and so does the talk around them."""
    stopped = {line: identifiers(line) for line in HARMLESS[topic] if identifiers(line)}
    assert len(stopped) <= MOST_STOPPED_IN_VAIN, stopped


def test_the_tables_are_as_large_as_they_should_be() -> None:
    """The tables cover what people type: hundreds of lines each, none twice."""
    stopped = [line for lines in PATIENTS.values() for line in lines]
    passed = [line for lines in HARMLESS.values() for line in lines]
    assert len(stopped) >= 400
    assert len(passed) >= 600
    assert len({*stopped, *passed}) == len(stopped) + len(passed)


def test_nothing_of_the_pack_is_stopped(root: Path) -> None:
    """Whoever looks up what the shipped pack has, by any of its names and codes, is never taken to name a patient."""
    pack = load([root / "knowledge"])
    typed = {text for entry in pack.entries.values() for text in (entry.id, entry.name, entry.title, entry.short)}
    for entry in pack.entries.values():
        typed |= {
            *entry.abbreviations,
            *entry.aliases,
            *entry.codes.every,
            *entry.also_means,
            entry.summary,
            entry.plain,
        }
        typed |= {*entry.tests.should_match, *entry.tests.must_not_match}
        typed |= {f"what is {entry.name.lower()}", f"how long does {entry.short} take?", f"compare {entry.short}, MRI"}
    assert len(typed) > 3000
    assert {text: identifiers(text) for text in typed if identifiers(text)} == {}


def test_only_the_class_leaves_the_room() -> None:
    """What comes back are classes; nothing of what was typed is in them."""
    assert identifiers("pt John Smith, MRN 4821377") == {Identifier.NAME, Identifier.RECORD_NUMBER}
    assert identifiers("how long does a CT take?") == frozenset()


@pytest.mark.parametrize(
    ("typed", "stopped"),
    [
        pytest.param("Dr Smith", False, id="staff are no patients"),
        pytest.param("Dr Smith 54M", False, id="nor beside an age: it is somebody else's"),
        pytest.param("Dr Smith's patient John Jones", True, id="but their patients are"),
        pytest.param("INC0012345", False, id="a ticket"),
        pytest.param("RAD-1234", False, id="a ticket by its project"),
        pytest.param("RAD-1234567", True, id="too long for a ticket"),
        pytest.param("ext 45678", False, id="an extension"),
        pytest.param("ext 4567890123", True, id="too long for an extension"),
        pytest.param("patient 1234", True, id="four digits behind the bare word"),
        pytest.param("patient 123", False, id="three may count something"),
        pytest.param("visit 1234", False, id="and so may four behind another word"),
        pytest.param("patient no 123", True, id="three are enough for what is called a number"),
        pytest.param("registration 2024", False, id="a year"),
        pytest.param("MRN 2024", True, id="a year is no excuse behind the very name"),
        pytest.param("1.2.840.10008.1.2.1", False, id="the standard's own UID"),
        pytest.param("1.2.840.113619", False, id="the root of a maker"),
        pytest.param("77477000", False, id="a concept of SNOMED CT, check digit and all"),
        pytest.param("77477001", True, id="as long, but no concept"),
        pytest.param("https://pubmed.ncbi.nlm.nih.gov/14560327/", False, id="an article"),
        pytest.param("https://pacs.example.org/viewer/14560327", True, id="a page that may open a patient"),
        pytest.param("Hodgkin lymphoma", False, id="an eponym with its noun"),
        pytest.param("John Smith", True, id="a full name"),
        pytest.param("Jones fracture 22M", False, id="an eponym beside an age"),
        pytest.param("Jones 22M", True, id="a name beside an age"),
    ],
)
def test_where_the_line_is_drawn(typed: str, stopped: bool) -> None:
    """The decisions of docs/decisions/privacy-gate.md, one by one."""
    assert bool(identifiers(typed)) is stopped


keywords = st.sampled_from(sorted(word for word, kind in OF.items() if kind.numbered and word.isascii()))
separators = st.sampled_from(
    [" ", ": ", ":", " #", "# ", " no ", " no. ", " number ", " nr ", " = ", " id ", " is ", " - #"]
)
numbers = st.integers(min_value=1_000_001, max_value=9_999_999_999).map(str).filter(lambda digits: "00" not in digits)
cases = st.sampled_from([str.lower, str.upper, str.title, str.swapcase])


def _full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "\u3000" if c == " " else c for c in text)


def _with_invisible(text: str) -> str:
    return "\u200b".join(text)


spellings = st.sampled_from([str, _full_width, _with_invisible, lambda text: text.replace(" ", "\u00a0")])


@given(keywords, separators, numbers, cases, spellings)
def test_any_keyword_with_any_number(keyword: str, separator: str, number: str, case: object, spelling: object) -> None:
    """A number behind a word that names it is stopped, however it is separated, capitalised and encoded."""
    assert callable(case)
    assert callable(spelling)
    assert identifiers(spelling(case(keyword + separator + number)))


titles = st.sampled_from(["Mrs", "mrs", "MRS", "Herr", "Frau", "Señora", "Mme", "Mister", "Mr", "Mr.", "Ms"])
surnames = st.sampled_from(
    "Smith Patel Okafor Nguyen Kowalska O'Brien García Müller Hussain Tanaka Rossi Schmidt".split()
)


@given(titles, surnames, spellings)
def test_any_title_with_any_name(title: str, surname: str, spelling: object) -> None:
    """A title before a name is stopped, wherever in the text."""
    assert callable(spelling)
    assert Identifier.NAME in identifiers(spelling(f"what about the ct of {title} {surname}?"))


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    """No text breaks the gate, and none has an answer that is no class."""
    assert identifiers(text) <= set(Identifier)


pieces = st.sampled_from(
    "MRN|pt|Mr|Mrs.|John|Smith|54M|12/03/1956|dob|(0010,0010)|<|>|&lt;|^|@|.|,|-|#|1.2.840|943 476 5919|\u0661\u0662|"
    "'s|https://|snomed|x-ray|\u200b|(|)|[|]|born|\n|\t|*|_|é|ﬁ|½".split("|")
)


@settings(max_examples=300)
@given(st.lists(pieces, max_size=30), st.sampled_from(["", " "]))
def test_any_muddle_has_an_answer(muddle: list[str], between: str) -> None:
    """Nor does any muddle of what the patterns look for."""
    assert identifiers(between.join(muddle)) <= set(Identifier)


@pytest.mark.parametrize(
    "piece",
    "1 |12-34/|a1|pt |Mr. |^|@a.|1.2.|(0010,0010)|dob 1/|John |<|12/03/|54m |x|mrn is the |1,000|J.|A-|9| |https://a|"
    "&lt;|0|(|bed 1 |a.b@".split("|"),
)
def test_time_grows_with_the_text(piece: str) -> None:
    """Four times the text takes four times as long, not sixteen."""
    identifiers("pt John Smith 07700900123")  # lists and plans are loaded
    short, long = ((piece * size)[:size] for size in (10_000, 40_000))
    assert _least_seconds(long) < 9 * _least_seconds(short) + 0.02


def _least_seconds(text: str) -> float:
    seconds = []
    for _ in range(3):
        begin = time.process_time()
        identifiers(text)
        seconds.append(time.process_time() - begin)
    return min(seconds)
