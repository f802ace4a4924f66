"""The rack: cards that are rendered and serialised once, and handed out until the knowledge changes."""

import json
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.cards.answers import asked_card
from bot.cards.blocks import Message
from bot.cards.comparisons import comparison_card
from bot.cards.entries import Form, entry_card
from bot.cards.lookups import lookup_card
from bot.cards.questions import matched_card, question_card
from bot.knowledge.asked import Answered, Asked, Fenced, Silent, Suggested
from bot.knowledge.entries import Entry
from bot.knowledge.outcomes import Ambiguous, Compared, ComparisonOutcome, Found, How, NotFound, Outcome
from bot.knowledge.pack import Pack
from bot.knowledge.questions import Question

MOST_CARDS = 3000
"""Cards that are kept, about 6 kB each and as much again as JSON; people ask for the same few, but could ask for
everything beside everything."""


@dataclass(frozen=True)
class Card:
    """A card of the rack. Nobody may change its message."""

    message: Message

    @cached_property
    def json(self) -> str:
        """The message as it travels: ``ack(card.json)`` sends it as it stands, and saves turning it into JSON."""
        return json.dumps(self.message)


class Rack:
    """Cards of the pack being served, each rendered when it is first asked for.

    Rendering takes a millisecond or more and serialising tens of microseconds, handing out one. There is a card for
    each entry in each form, and for each outcome of a look-up or comparison by the entries it shows: what was typed is
    not part of it.
    """

    def __init__(self) -> None:
        self._pack: Pack | None = None
        self._cards: dict[Hashable, Card] = {}

    def entry_card(self, entry: Entry, pack: Pack, form: Form = Form.SHORT) -> Card:
        """An entry's card."""
        return self._card((entry.id, form), pack, lambda: entry_card(entry, pack, form))

    def lookup_card(self, outcome: Outcome, pack: Pack) -> Card:
        """The card of a look-up."""
        key: Hashable
        match outcome:
            case Found(entry=entry, how=how, others=others):
                key = (Found, entry.id, how is How.FUZZY, tuple(other.id for other in others))
            case Ambiguous(candidates=candidates) | NotFound(nearest=candidates):
                key = (type(outcome), tuple(one.entry.id for one in candidates))
        return self._card(key, pack, lambda: lookup_card(outcome, pack))

    def comparison_card(self, outcome: ComparisonOutcome, pack: Pack, *, full: bool = False) -> Card:
        """The card of a comparison; one that set no items side by side is rendered anew each time."""
        if not isinstance(outcome, Compared):
            return Card(comparison_card(outcome, pack))
        key = (outcome.items, outcome.other_readings, outcome.guessed, full)
        return self._card(key, pack, lambda: comparison_card(outcome, pack, full=full))

    def question_card(
        self, question: Question, pack: Pack, entries: Sequence[Entry] = (), *, full: bool = False
    ) -> Card:
        """A question's card, as a button opens it."""
        key = (question.id, tuple(entry.id for entry in entries), full)
        return self._card(key, pack, lambda: question_card(question, pack, entries, full=full))

    def asked_card(self, outcome: Asked, pack: Pack, comparison: ComparisonOutcome | None = None) -> Message:
        """The card of what a question came to; what it was recognised by is added to the card that all get."""
        match outcome:
            case Answered(understood) | Suggested(understood):
                is_sure = isinstance(outcome, Answered)
                nearest = () if is_sure else tuple(question.id for question in understood.nearest)
                ids = tuple(entry.id for entry in understood.entries)
                key: Hashable = (understood.question, ids, nearest, is_sure, understood.is_comparison)
                card = self._card(key, pack, lambda: asked_card(outcome, pack, comparison)).message
                return matched_card(card, understood.matched_on)
            case Silent(nearest=questions, entries=entries):
                key = (Silent, tuple(question.id for question in questions), tuple(entry.id for entry in entries))
            case Fenced(entries=entries):
                key = (Fenced, tuple(entry.id for entry in entries))
        return self._card(key, pack, lambda: asked_card(outcome, pack, comparison)).message

    def _card(self, key: Hashable, pack: Pack, render: Callable[[], Message]) -> Card:
        """The card under a key; those of an earlier pack are dropped."""
        if pack is not self._pack:
            self._pack, self._cards = pack, {}
        card = self._cards.get(key)
        if card is None:
            if len(self._cards) >= MOST_CARDS:
                self._cards.clear()
            card = self._cards[key] = Card(render())
        return card
