"""``bot.matching.asking``: what a sentence is taken for, over the shipped pack."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.asked import Answered, Asked, Fenced, Silent, Suggested
from bot.knowledge.pack import Pack
from bot.knowledge.questions import sentences_of, slots_of
from bot.matching.asking import Asker
from bot.matching.resolving import Resolver

IR = "interventional-radiology"


@pytest.fixture(scope="module")
def asker(pack: Pack) -> Asker:
    """Understands by the shipped pack."""
    return Asker(pack.questions.values(), Resolver(pack.entries.values()))


def told(asked: Asked) -> tuple[str, str | None, list[str]]:
    """The outcome, the question and the entries."""
    match asked:
        case Answered(understood) | Suggested(understood):
            question = understood.question.id if understood.question else None
            return type(asked).__name__.lower(), question, [entry.id for entry in understood.entries]
        case _:
            return type(asked).__name__.lower(), None, []


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        pytest.param("How long does a CT take?", ("answered", "scan-duration", ["ct"]), id="a field of an entry"),
        pytest.param("who reads the scans?", ("answered", "who-interprets", []), id="no entry named"),
        pytest.param(
            "Hi all, how long does a PET scan take?", ("answered", "scan-duration", ["pet"]), id="courtesy around it"
        ),
        pytest.param("What is a DEXA scan?", ("answered", None, ["dxa"]), id="a definition"),
        pytest.param(
            "what is interventional radiology?", ("answered", None, ["interventional-radiology"]), id="a branch"
        ),
        pytest.param(
            "What is the difference between CT and MRI?", ("answered", None, ["ct", "mri"]), id="a difference"
        ),
        pytest.param("TACE?? what does it stand for", ("answered", None, ["tace"]), id="two halves of one question"),
        pytest.param(
            "how lnog does a CT take?", ("suggested", "scan-duration", ["ct"]), id="a slip is never answered unasked"
        ),
        pytest.param("mri duration", ("suggested", "scan-duration", ["mri"]), id="keywords are no question"),
        pytest.param("can I give contrast if eGFR is 25?", ("fenced", None, []), id="a clinical decision"),
        pytest.param(
            "how long does a CT take for this patient?", ("fenced", None, []), id="a decision in a known question"
        ),
        pytest.param("hello", ("silent", None, []), id="a greeting"),
        pytest.param("thanks, that helped", ("silent", None, []), id="thanks"),
        pytest.param("the CT scanner is down again", ("silent", None, []), id="a statement"),
        pytest.param("Quick one: I can do some testing", ("silent", None, []), id="a quick one is not about speed"),
        pytest.param(
            "Quick question, how long does a CT take", ("answered", "scan-duration", ["ct"]), id="a question announced"
        ),
        pytest.param("I think this is how long a CT takes", ("suggested", "scan-duration", ["ct"]), id="it tells"),
        pytest.param("do you know how long a CT takes", ("answered", "scan-duration", ["ct"]), id="it asks around"),
        pytest.param("does anyone know if a CT is quick", ("answered", "scan-duration", ["ct"]), id="whether"),
        pytest.param(
            "so request or not?", ("suggested", "need-referral", []), id="no word that is of imaging and nothing else"
        ),
        pytest.param(
            "how long until the MRI is fixed?", ("silent", None, []), id="a telling word that nothing explains"
        ),
        pytest.param("what is a mouse?", ("silent", None, []), id="nothing of ours"),
        pytest.param("US?", ("suggested", None, ["ultrasound"]), id="a bare name is no question"),
        pytest.param("", ("silent", None, []), id="nothing"),
        pytest.param("?!", ("silent", None, []), id="punctuation"),
    ],
)
def test_ask(asker: Asker, sentence: str, outcome: tuple[str, str | None, list[str]]) -> None:
    """Answered where it is sure, suggested to who addressed the bot, else silent; decisions are fenced."""
    assert told(asker.ask(sentence)) == outcome


def test_matched_on(asker: Asker) -> None:
    """The answer can say by what it was recognised; of a name, the name itself and not what was typed."""
    asked = asker.ask("How long does a CT take?")
    assert isinstance(asked, Answered)
    assert asked.understood.matched_on == ("how long", "CT", "take")


def test_every_template_finds_its_question(pack: Pack, asker: Asker) -> None:
    """A sentence that is one of a question's own templates is taken for it, whatever fills the slots."""
    missed = []
    for question in pack.questions.values():
        if question.opens is not None:
            continue
        for template in question.ask:
            for sentence in sentences_of(template):
                if slots_of(sentence):
                    continue
                asked = asker.ask(sentence)
                if isinstance(asked, Fenced):
                    continue  # written as a person types it, who happens to speak of somebody
                if told(asked)[1] != question.id:
                    missed.append((question.id, sentence, told(asked)))
    assert len(missed) <= 0.02 * sum(len(question.ask) for question in pack.questions.values()), missed


def test_the_order_of_questions_does_not_matter(pack: Pack, asker: Asker) -> None:
    """The same is understood however the files are ordered."""
    questions = list(pack.questions.values())
    Random(7).shuffle(questions)  # noqa: S311 - an order, no secret
    other = Asker(questions, Resolver(pack.entries.values()))
    for question in pack.questions.values():
        for text in (*question.tests.should_match, *question.tests.must_not_match):
            assert told(other.ask(text)) == told(asker.ask(text)), text


TOPICS = "locker badge uniform parking payslip rota canteen printer login password pager door shed fridge".split()
ASKED = ("where do I get", "how do I book", "who handles", "how do I renew", "when is the deadline for")


def test_a_site_changes_nothing_that_is_shipped(pack: Pack, asker: Asker) -> None:
    """With seventy questions of a site's own, every shipped sentence is understood as before."""
    template = pack.questions["printing-3d"]
    site = [
        template.model_copy(update={"id": f"site-{number}", "name": f"{ask} {topic}?", "ask": (f"{ask} a {topic}",)})
        for number, (ask, topic) in enumerate((ask, topic) for ask in ASKED for topic in TOPICS)
    ]
    both = Asker([*pack.questions.values(), *site], Resolver(pack.entries.values()), weighed_by=pack.first)
    changed = [
        text
        for question in pack.questions.values()
        for text in (*question.tests.should_match, *question.tests.must_not_match)
        if told(both.ask(text))[:2] != told(asker.ask(text))[:2] and not isinstance(asker.ask(text), Silent)
    ]
    assert changed == []


def test_without_questions(pack: Pack) -> None:
    """A pack without questions understands nothing, and breaks at nothing."""
    assert isinstance(Asker([], Resolver(pack.entries.values())).ask("how long does a CT take?"), Silent)


@given(st.text(max_size=300))
def test_any_text(asker: Asker, text: str) -> None:
    """Whatever is typed comes to an outcome, and always to the same."""
    assert asker.ask(text) == asker.ask(text)


@given(st.lists(st.sampled_from("how long CT MRI risk scan radiation the a who reads ? . is".split()), max_size=40))
def test_any_words_of_ours(asker: Asker, words: list[str]) -> None:
    """A score is between 0 and 100, whatever words of ours come together."""
    match asker.ask(" ".join(words)):
        case Answered(understood) | Suggested(understood):
            assert 0 <= understood.score <= 100
        case Silent(score=score):
            assert 0 <= score <= 100


@pytest.mark.parametrize(
    ("message", "named", "unknown"),
    [
        pytest.param(
            "CT and MRI booked, XQZ from midnight", ["ct", "mri"], ["XQZ"], id="known terms and an unknown one"
        ),
        pytest.param("please ASAP, OK? TY", [], ["TY"], id="English in capitals"),
        pytest.param("THE CT IS DOWN AGAIN FOLKS", ["ct"], [], id="a shout has no abbreviations"),
        pytest.param("nothing of ours", [], [], id="nothing"),
    ],
)
def test_terms_in(asker: Asker, message: str, named: list[str], unknown: list[str]) -> None:
    """What a message names, and capitals that nothing here goes by."""
    entries, others = asker.terms_in(message)
    assert [entry.id for entry in entries] == named
    assert list(others) == unknown
