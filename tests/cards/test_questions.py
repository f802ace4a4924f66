"""Every card that the shipped questions can become: within Slack's limits, told in ``text``, on a phone's screen."""

from collections.abc import Callable, Iterator

import pytest

from bot.cards.blocks import OPTION_VALUE_LENGTH, Message
from bot.cards.help import questions_card
from bot.cards.limits import broken_limits
from bot.cards.phone import SCREEN, height
from bot.cards.questions import matched_card, question_card, question_value
from bot.cards.searching import options_of, search_modal
from bot.cards.sharing import posted_card, shared_card
from bot.knowledge.entries import Entry
from bot.knowledge.pack import Pack
from bot.knowledge.questions import Question, slots_of
from bot.names import Kind


def in_words(pack: Pack) -> list[Question]:
    """The questions that are answered in words."""
    return [question for question in pack.questions.values() if question.opens is None]


def fillers(question: Question, pack: Pack) -> Iterator[tuple[Entry, ...]]:
    """What may fill the slots of a question: nothing, and each entry of a kind that some slot takes."""
    yield ()
    slots = {slot for template in question.ask for slot in slots_of(template)}
    kinds = set(Kind) if "entry" in slots else {Kind(slot) for slot in slots}
    for entry in pack.entries.values() if question.fields else ():
        if entry.kind in kinds and (not question.fits or entry.id in question.fits):
            yield (entry,)


def test_every_answer(pack: Pack, complaints: Callable[[Message], list[str]]) -> None:
    """Slack takes every card, private, shared and posted, short and in full, whatever fills the slots."""
    wrong = {}
    for question in in_words(pack):
        for entries in fillers(question, pack):
            for full in (False, True):
                card = question_card(question, pack, entries, full=full)
                matched = matched_card(card, ("how long", "CT"))
                for shown in (card, shared_card(card, "U0123ABC"), posted_card(matched)):
                    if found := complaints(shown):
                        wrong[question.id, *(entry.id for entry in entries), full] = found
    assert wrong == {}


def test_every_answer_fits_a_phone(pack: Pack) -> None:
    """A short card is read without scrolling, whatever fills the slots."""
    too_high = {
        (question.id, *(entry.id for entry in entries)): high
        for question in in_words(pack)
        for entries in fillers(question, pack)
        if (high := height(matched_card(question_card(question, pack, entries), ("how long", "CT"))["blocks"])) > SCREEN
    }
    assert too_high == {}


def test_a_named_entry_is_told_first(pack: Pack) -> None:
    """What was asked about CT is CT's own field, with its sources, before the general answer."""
    ct = pack.entries["ct"]
    text = question_card(pack.questions["scan-duration"], pack, [ct])["text"]
    assert text.index("10–20 min") < text.index((pack.questions["scan-duration"].answer or "")[:20])
    assert pack.sources["leeds-ct"].publisher in text


def test_what_a_button_carries(pack: Pack) -> None:
    """The longest reference of an answer fits a button's and an option's value."""
    longest = max(pack.entries.values(), key=lambda entry: len(entry.id))
    for question in in_words(pack):
        assert len(question_value(question, [longest, longest])) <= OPTION_VALUE_LENGTH


def test_the_list(pack: Pack) -> None:
    """Every question that is answered in words can be picked."""
    card = questions_card(in_words(pack), "rr-")
    (row,) = (block for block in card["blocks"] if block["type"] == "actions")
    assert [option["value"] for menu in row["elements"] for option in menu["options"]] == [q.id for q in in_words(pack)]
    assert broken_limits(card) == []


@pytest.mark.parametrize("name", ["ct", "mri", "interventional-radiology"])
def test_the_search_modal(pack: Pack, name: str) -> None:
    """The modal has the field, and below it the whole card without buttons."""
    card = question_card(pack.questions["scan-duration"], pack, [pack.entries[name]], full=True)
    view = search_modal(card)
    kinds = [block["type"] for block in view["blocks"]]
    assert kinds[:2] == ["section", "actions"]
    assert kinds.count("actions") == 1
    assert len(view["blocks"]) <= 100
    assert len(view["title"]["text"]) <= 24


def test_every_option(pack: Pack) -> None:
    """Whatever can be found while typing is an option that Slack takes."""
    options = options_of([*pack.entries.values(), *in_words(pack)])
    assert len({option["value"] for option in options}) == len(options)
    for option in options:
        assert 0 < len(option["text"]["text"]) <= 75
        assert 0 < len(option["value"]) <= 150
        assert len(option["description"]["text"]) <= 75
