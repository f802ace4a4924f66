"""From what somebody wrote to the card that answers it: what mentions, direct messages and the agent have in common."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from bot.cards.blocks import Message
from bot.cards.entries import Form
from bot.cards.gaps import tell_me_row, with_row
from bot.cards.help import browse_card, greeting_card
from bot.cards.privacy import private_card
from bot.cards.rack import Rack
from bot.core.admitting import Private
from bot.core.conversing import Helped, Listed, Said, converse
from bot.core.library import Library
from bot.knowledge.asked import Answered, Asked, Fenced, Silent, Suggested
from bot.knowledge.outcomes import (
    Ambiguous,
    Compared,
    DifferentKinds,
    Found,
    NotFound,
    TooFew,
    TooMany,
    Unclear,
)
from bot.storage.gaps import NOWHERE, Gaps, digest_of


@dataclass(frozen=True, slots=True)
class Desk:
    """What answering needs, bound to a listener as one.

    Attributes:
        library: What is asked.
        rack: Hands out the cards.
        prefix: ``COMMAND_PREFIX``.
    """

    library: Library
    rack: Rack
    prefix: str = ""

    def answer(self, text: str, *, is_public: bool = False) -> tuple[Said, Message]:
        """What a text comes to that somebody wrote to the bot, and its card.

        Args:
            text: As typed, without the mention of the bot.
            is_public: Whether others can see what was typed.
        """
        said = converse(self.library, text, self.prefix)
        return said, self.card_of(said, is_public=is_public)

    def card_of(self, said: Said, *, is_public: bool = False) -> Message:
        """The card of whatever a text came to."""
        library, rack = self.library, self.rack
        match said:
            case Private():
                return private_card(said.in_words, is_public=is_public)
            case Helped():
                return greeting_card(library.pack, self.prefix)
            case Listed(kind):
                return browse_card(kind, library.all_of(kind))
            case Found() | Ambiguous() | NotFound():
                return rack.lookup_card(said, library.pack).message
            case Compared() | TooFew() | TooMany() | DifferentKinds() | Unclear():
                return rack.comparison_card(said, library.pack).message
            case Answered() | Suggested() | Silent() | Fenced():
                return self.asked_card(said)
            case _:
                assert_never(said)

    def asked_card(self, asked: Asked) -> Message:
        """The card of what a question came to."""
        comparison = None
        match asked:
            case Answered(understood) | Suggested(understood) if understood.is_comparison:
                comparison = self.library.compare_ids([entry.id for entry in understood.entries])
        return self.rack.asked_card(asked, self.library.pack, comparison)

    def card_by(self, reference: str) -> Message | None:
        """The card of an answer, in the form that its reference names; ``None`` where it is gone.

        Args:
            reference: ``short:mri``, ``plain:mri``, ``compared_full:ct,mri``, ``question:scan-duration:ct``.
        """
        library, rack = self.library, self.rack
        form, _, ids = reference.partition(":")
        if form in {"compared", "compared_full"}:
            outcome = library.compare_ids(ids.split(","))
            is_full = form == "compared_full"
            return rack.comparison_card(outcome, library.pack, full=is_full).message if outcome else None
        if form in {"question", "question_full"}:
            return self.question_card(ids, full=form == "question_full")
        entry = library.entry(ids)
        return rack.entry_card(entry, library.pack, Form(form)).message if entry and form in set(Form) else None

    def question_card(self, reference: str, *, full: bool) -> Message | None:
        """The card that a button's value names, such as ``scan-duration:ct,mri``; ``None`` where it is gone.

        The value is made by `bot.cards.questions.question_value`. An entry that is gone is left out.
        """
        name, _, ids = reference.partition(":")
        question = self.library.question(name)
        entries = [entry for one in ids.split(",") if (entry := self.library.entry(one))]
        return self.rack.question_card(question, self.library.pack, entries, full=full).message if question else None


def with_gap(
    card: Message,
    gap: str,
    gaps: Gaps,
    *,
    team_id: str,
    channel_id: str = NOWHERE,
    may_ask: bool = False,
    now: datetime,
) -> Message:
    """Count that somebody met a gap: its card, with the offer to tell them when it is closed.

    Args:
        card: What they got instead of an answer.
        gap: As `bot.core.gaps.gap_of` names it.
        gaps: Counts it.
        team_id: Where it was asked.
        channel_id: Likewise; left out of what was asked in private.
        may_ask: Whether they are a learner, and alone with the bot: then they may ask their preceptor.
        now: The moment.
    """
    gaps.meet(gap, team_id, channel_id, now)
    return with_row(card, tell_me_row(digest_of(gap), may_ask=may_ask))
