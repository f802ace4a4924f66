"""The rack: cards that are rendered once and handed out until the knowledge changes."""

from bot.cards.blocks import Message
from bot.cards.comparisons import comparison_card
from bot.cards.entries import Form, entry_card
from bot.cards.lookups import lookup_card
from bot.knowledge.entries import Entry
from bot.knowledge.outcomes import Compared, ComparisonOutcome, Found, How, Outcome
from bot.knowledge.pack import Pack

MOST_COMPARISONS = 500
"""Cards of comparisons that are kept, about 6 kB each; people ask for the same few, but could ask for thousands."""


class Rack:
    """Cards of the pack being served, each rendered when it is first asked for.

    Rendering takes hundreds of microseconds, handing out one; nobody may change a card that came from here. There is a
    card for each entry in each form, for each way of finding it, and for each comparison that was asked for: what was
    typed is not part of it.
    """

    def __init__(self) -> None:
        self._pack: Pack | None = None
        self._entries: dict[tuple[str, Form], Message] = {}
        self._found: dict[tuple[str, bool, tuple[str, ...]], Message] = {}
        self._compared: dict[tuple[object, ...], Message] = {}

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

    def comparison_card(self, outcome: ComparisonOutcome, pack: Pack, *, full: bool = False) -> Message:
        """The card of a comparison; one that set items side by side comes from the rack."""
        if not isinstance(outcome, Compared):
            return comparison_card(outcome, pack)
        self._turn_to(pack)
        key = (outcome.items, outcome.other_readings, outcome.guessed, full)
        card = self._compared.get(key)
        if card is None:
            if len(self._compared) >= MOST_COMPARISONS:
                self._compared.clear()
            card = self._compared[key] = comparison_card(outcome, pack, full=full)
        return card

    def _turn_to(self, pack: Pack) -> None:
        """Drop the cards of an earlier pack."""
        if pack is not self._pack:
            self._pack, self._entries, self._found, self._compared = pack, {}, {}, {}
