"""The rack: cards that are rendered once and handed out until the knowledge changes."""

from bot.cards.blocks import Message
from bot.cards.entries import Form, entry_card
from bot.cards.lookups import lookup_card
from bot.knowledge.entries import Entry
from bot.knowledge.outcomes import Found, How, Outcome
from bot.knowledge.pack import Pack


class Rack:
    """Entry cards of the pack being served, each rendered when it is first asked for.

    Rendering takes tens of microseconds, handing out a tenth of one; nobody may change a card that came from here.
    """

    def __init__(self) -> None:
        self._pack: Pack | None = None
        self._cards: dict[tuple[str, Form], Message] = {}

    def entry_card(self, entry: Entry, pack: Pack, form: Form = Form.SHORT) -> Message:
        """An entry's card."""
        if pack is not self._pack:
            self._pack, self._cards = pack, {}
        card = self._cards.get((entry.id, form))
        if card is None:
            card = self._cards[entry.id, form] = entry_card(entry, pack, form)
        return card

    def lookup_card(self, outcome: Outcome, pack: Pack) -> Message:
        """The card of a look-up; that of a plain hit comes from the rack."""
        if isinstance(outcome, Found) and outcome.how is not How.FUZZY and not outcome.others:
            return self.entry_card(outcome.entry, pack)
        return lookup_card(outcome, pack)
