"""Asking: what a sentence is taken for, and how sure that is.

1. A clinical decision is fenced off (`fencing`).
2. The sentence is held against the templates of the vetted questions (`templates`).
3. *Answered* is what a channel would get unasked: a question by its form, whose every word is explained, that names
   what it names exactly, and that no other question comes near. *Suggested* is for a person who addressed the bot.
   Anything less is silence.

Thresholds: ``docs/decisions/questions.md`` has the curves they come from.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from bot.knowledge.asked import Answered, Asked, Fenced, Silent, Suggested, Understood
from bot.knowledge.entries import Entry
from bot.knowledge.outcomes import Found
from bot.knowledge.questions import Question
from bot.matching.english import is_english
from bot.matching.fencing import Fence, fence_of
from bot.matching.mentions import Mention, MentionFinder, Word, entries_in, words_of
from bot.matching.resolving import Resolver
from bot.matching.templates import SHORTEST_SLIP, Match, Templates
from bot.matching.wording import ASKS, BODY, LITTLE, SAME
from bot.matching.words import ORDINARY

LONGEST = 1000
"""Characters of a text that are looked at."""

LONGEST_MESSAGE = 12_000
"""The same, of a message that is explained; Slack cuts what people type at 40,000."""

MOST_SENTENCES = 6
MOST_NEAREST = 3
MOST_CAPITALS = 6
MOST_CORRECTED = 2
"""Words of a sentence that may be taken for names with a slip in them; each costs as much as a look-up."""


class Bounds(NamedTuple):
    """Where answers and suggestions begin.

    Attributes:
        answer: Score from which a question is answered.
        margin: How far it must be ahead of the second.
        unexplained: Share of the sentence's weight that may stay unexplained.
        explained: Weight of what has to be explained for a suggestion.
        suggest: Score from which a question is suggested.
        suggest_personal: The same, where the sentence tells of somebody's own care.
    """

    answer: float = 86.0
    margin: float = 8.0
    unexplained: float = 0.08
    explained: float = 2.4
    suggest: float = 50.0
    suggest_personal: float = 62.0


SHIPPED = Bounds()

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_ABOUT_CARE = {"cancer", "disease", "symptom", "doctor", "patient", "pregnant", "scan", "hospital", "treatment"}


class Asker:
    """Understands sentences by the questions and entries of one revision.

    Args:
        questions: In any order.
        resolver: Knows the names of the entries.
        bounds: Where answers and suggestions begin.
    """

    def __init__(self, questions: Iterable[Question], resolver: Resolver, bounds: Bounds = SHIPPED) -> None:
        self._resolver = resolver
        self._mentions = MentionFinder(resolver)
        self._templates = Templates(questions, self._mentions)
        self._bounds = bounds

    def ask(self, text: str) -> Asked:
        """What a text comes to."""
        text = text[:LONGEST]
        fence = fence_of(text)
        sentences = [_Sentence(part) for part in islice(_SENTENCE_END.split(text), MOST_SENTENCES) if part.strip()]
        readings = [self._read(sentence) for sentence in sentences]
        if not readings:
            return Silent()
        best = max(readings, key=lambda reading: (reading.score, reading.asks))
        entries = tuple(dict.fromkeys(entry for reading in readings for entry in entries_in(reading.mentions)))
        if fence is Fence.DECISION:
            return (
                Fenced(entries) if entries or any(_is_about_care(reading.words) for reading in readings) else Silent()
            )
        alone = all(reading is best or reading.is_courtesy for reading in readings)
        return self._decide(best, entries, fence, alone=alone)

    def terms_in(self, text: str) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
        """What a text names: the entries in its order, and words in capitals that nothing here goes by.

        Args:
            text: A message of any length; its first `LONGEST_MESSAGE` characters are looked at.
        """
        entries: dict[Entry, None] = {}
        unknown: dict[str, None] = {}
        for part in _SENTENCE_END.split(text[:LONGEST_MESSAGE]):
            words = words_of(part, self._mentions.keep)
            mentions = self._mentions.find(words)
            entries |= dict.fromkeys(entries_in(mentions))
            named = {place for mention in mentions for place in range(mention.start, mention.end)}
            shouted = sum(word.typed.isupper() for word in words) > len(words) / 2 and len(words) > 2  # noqa: PLR2004
            if not shouted:
                unknown |= dict.fromkeys(
                    word.typed for place, word in enumerate(words) if place not in named and _is_abbreviation(word)
                )
        return tuple(entries), tuple(unknown)

    def _decide(self, best: "_Reading", entries: tuple[Entry, ...], fence: Fence | None, *, alone: bool) -> Asked:
        bounds, matches = self._bounds, best.matches
        nearest = tuple(match.question for match in matches if match.question.opens is None)[:MOST_NEAREST]
        if matches:
            first = matches[0]
            # A general question, such as what a name means, is no rival of one that was written for it.
            second = max(
                (match.score for match in matches[1:] if first.question.opens or not match.question.opens), default=0.0
            )
            understood = _understood(first, matches[1:])
            if (
                fence is None
                and alone
                and best.asks
                and best.is_exact
                and not first.is_bare
                and first.is_of_imaging
                and first.score >= max(bounds.answer, second + bounds.margin)
                and first.unexplained <= bounds.unexplained
                and _is_definite(understood)
            ):
                return Answered(understood)
            enough = bounds.suggest if fence is None else bounds.suggest_personal
            if (
                first.is_of_imaging
                and first.score >= enough
                and (first.explained >= bounds.explained or first.question.opens)
            ):
                return Suggested(understood)
        if fence is not None and (entries or _is_about_care(best.words)):
            return Fenced(entries)
        return Silent(best.score, nearest, entries)

    def _read(self, sentence: "_Sentence") -> "_Reading":
        words = words_of(sentence.text, self._mentions.keep)
        mentions = self._mentions.find(words)
        corrected = self._corrected(words, mentions)
        if corrected:
            mentions = sorted([*mentions, *corrected])
        matches = self._templates.rank(words, mentions)
        return _Reading(sentence.asks(words), words, mentions, not corrected, matches)

    def _corrected(self, words: Sequence[Word], mentions: Sequence[Mention]) -> list[Mention]:
        """Names with a slip in them: a word that neither English nor the templates know."""
        taken = {place for mention in mentions for place in range(mention.start, mention.end)}
        found: list[Mention] = []
        tried = 0
        for place, word in enumerate(words):
            if place in taken or len(word.folded) < SHORTEST_SLIP or tried == MOST_CORRECTED:
                continue
            if is_english(word.folded) or is_english(word.plain) or self._templates.knows(word):
                continue
            tried += 1
            outcome = self._resolver.resolve(word.folded)
            if isinstance(outcome, Found):
                found.append(Mention(place, place + 1, (outcome.entry,)))
        return found


class _Sentence(NamedTuple):
    text: str

    def asks(self, words: Sequence[Word]) -> bool:
        """Whether it has the form of a question."""
        if self.text.rstrip(" )\"'").endswith("?"):
            return True
        first = next((word.folded for word in words if word.folded in ASKS or word.folded not in LITTLE), "")
        return first in ASKS


class _Reading(NamedTuple):
    """A sentence as it was read.

    Attributes:
        asks: Whether it has the form of a question.
        is_exact: Whether every name in it is written as it is.
    """

    asks: bool
    words: list[Word]
    mentions: list[Mention]
    is_exact: bool
    matches: list[Match]

    @property
    def score(self) -> float:
        """The score of the best match."""
        return self.matches[0].score if self.matches else 0.0

    @property
    def is_courtesy(self) -> bool:
        """Whether it says nothing: *hi all*, *thanks*."""
        return all(word.folded in LITTLE for word in self.words)


def _understood(first: Match, others: Sequence[Match]) -> Understood:
    opens = first.question.opens
    return Understood(
        question=first.question if opens is None else None,
        entries=first.entries,
        score=first.score,
        matched_on=first.matched_on,
        nearest=tuple(match.question for match in others if match.question.opens is None)[:MOST_NEAREST],
        is_comparison=opens == "comparison",
    )


def _is_definite(understood: Understood) -> bool:
    """Whether a card that is opened is of one entry, or of as many as are compared."""
    if understood.question is not None:
        return True
    if understood.is_comparison:
        return len(understood.entries) > 1 and len({entry.kind for entry in understood.entries}) == 1
    return len(understood.entries) == 1


def _is_abbreviation(word: Word) -> bool:
    """Whether a word looks like an abbreviation: two to six capitals, digits among them, and no word of English."""
    return (
        word.is_capital
        and 2 <= len(word.typed) <= MOST_CAPITALS  # noqa: PLR2004 - one letter is no abbreviation
        and any(character.isalpha() for character in word.typed)
        and word.folded not in ORDINARY
        and not is_english(word.folded)
    )


def _is_about_care(words: Sequence[Word]) -> bool:
    """Whether words are of medicine at all."""
    return any(word.folded in BODY or SAME.get(word.folded) in _ABOUT_CARE for word in words)
