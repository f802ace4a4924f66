"""The rack: cards that are rendered once and handed out until the knowledge changes."""

from bot.cards.blocks import Message
from bot.cards.entries import Form, entry_card
from bot.cards.lookups import lookup_card
from bot.knowledge.entries import Entry
from bot.knowledge.outcomes import Found, How, Outcome
from bot.knowledge.pack import Pack


class Rack:
    """Cards of the pack being served, each rendered when it is first asked for.

    Rendering takes hundreds of microseconds, handing out one; nobody may change a card that came from here. There is a
    card for each entry in each form, and for each way of finding it: what was typed is not part of it.
    """

    def __init__(self) -> None:
        self._pack: Pack | None = None
        self._entries: dict[tuple[str, Form], Message] = {}
        self._found: dict[tuple[str, bool, tuple[str, ...]], Message] = {}

    def entry_card(self, entry: Entry, pack: Pack, form: Form = Form.SHORT) -> Message:
        """An entry's card."""
        self._turn_to(pack)
        card = self._entries.get((entry.id, form))
        if card is None:
            card = self._entries[entry.id, form] = entry_card(entry, pack, form)
        return card

    def lookup_card(self, outcome: Outcome, pack: Pack) -> Message:
        """The card of a look-up; one that found its entry comes from the rack."""
        if not isinstance(outcome, Found):
            return lookup_card(outcome, pack)
        self._turn_to(pack)
        key = (outcome.entry.id, outcome.how is How.FUZZY, tuple(other.id for other in outcome.others))
        card = self._found.get(key)
        if card is None:
            card = self._found[key] = lookup_card(outcome, pack)
        return card

    def _turn_to(self, pack: Pack) -> None:
        """Drop the cards of an earlier pack."""
        if pack is not self._pack:
            self._pack, self._entries, self._found = pack, {}, {}
