"""Asking: what a sentence is taken for, and how sure that is.

1. A clinical decision is fenced off (`fencing`).
2. The sentence is held against the templates of the vetted questions (`templates`).
3. *Answered* is what a channel would get unasked: a question by its form, whose every word is explained, that names
   what it names exactly, and that no other question comes near. *Suggested* is for a person who addressed the bot.
   Anything less is silence.

Thresholds: ``docs/decisions/questions.md`` has the curves they come from.
"""

import re
from collections.abc import Callable, Container, Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from bot.knowledge.asked import Answered, Asked, Fenced, Silent, Suggested, Understood
from bot.knowledge.entries import Entry
from bot.knowledge.outcomes import Found
from bot.knowledge.questions import Question
from bot.matching.english import is_english
from bot.matching.fencing import Fence, fence_of
from bot.matching.mentions import MOST_WORDS, Mention, MentionFinder, Word, entries_in, words_of
from bot.matching.resolving import Resolver
from bot.matching.templates import SHORTEST_SLIP, Match, Templates
from bot.matching.wording import (
    ASKS,
    BODY,
    COPULAS,
    COURTESY,
    KNOW,
    LITTLE,
    SAME,
    SUBJECTS,
    UNMISTAKABLE,
    WH_WORDS,
    WHETHER,
)
from bot.matching.words import ORDINARY, SCAN_NOUNS
from bot.names import Kind

LONGEST = 1000
"""Characters of a text that are looked at."""

LONGEST_MESSAGE = 12_000
"""The same, of a message that is explained, and for the scope fence; Slack cuts what people type at 40,000."""

MOST_SENTENCES = 6
"""Sentences of a text that are looked at."""
MOST_WORDS_TOGETHER = 24
"""Words of several sentences that may be one question."""

MOST_NEAREST = 3
CLOSE = 2.0
"""How near a vetted question must be to one that is not for this app to be suggested all the same."""

NEAR = 25.0
"""The least score of a question that is offered though it is not the one."""

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
        suggest_card: The same for the card of what is named: with much left unsaid, that is not what was asked.
        suggest_personal: The same, where the sentence tells of somebody's own care.
    """

    answer: float = 86.0
    margin: float = 8.0
    unexplained: float = 0.08
    explained: float = 1.6
    suggest: float = 40.0
    suggest_card: float = 78.0
    suggest_personal: float = 62.0


SHIPPED = Bounds()

_QUICK_ONE = re.compile(
    r"(^|[,.!\n]\s*)(?:just )?(?:a )?quick (?:one|question|query|q)\b(?=\s*(?:[:,.!\n–—-]|how|wh))", re.IGNORECASE
)
"""How a question is announced: it is not about anything being quick."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_DEFINING = {"what", "whats", "mean", "means", "meaning", "define", "definition"}
_AROUND_A_DEFINITION = _DEFINING | set(
    "a an are do does exactly for hi hello is me of please stand stands tell the".split()
)
_ABOUT_CARE = {"cancer", "disease", "symptom", "doctor", "patient", "pregnant", "scan", "hospital", "treatment"}


class Asker:
    """Understands sentences by the questions and entries of one revision.

    Args:
        questions: In any order.
        resolver: Knows the names of the entries.
        bounds: Where answers and suggestions begin.
        can_compare: Whether entries can stand side by side; those that cannot are no answer.
        weighed_by: Ids of the questions that tell what words weigh; all of them where none is given.
    """

    def __init__(
        self,
        questions: Iterable[Question],
        resolver: Resolver,
        bounds: Bounds = SHIPPED,
        can_compare: Callable[[tuple[Entry, ...]], bool] = lambda entries: len(entries) > 1,
        weighed_by: Container[str] | None = None,
    ) -> None:
        self._resolver = resolver
        self._can_compare = can_compare
        self._mentions = MentionFinder(resolver)
        self._templates = Templates(questions, self._mentions, weighed_by)
        self._bounds = bounds

    def ask(self, text: str) -> Asked:
        """What a text comes to; where only its beginning is looked at, nothing is answered unasked."""
        fence = fence_of(text[:LONGEST_MESSAGE])
        text = _QUICK_ONE.sub(r"\1", text)
        parts = [part for part in _SENTENCE_END.split(text[:LONGEST]) if part.strip()]
        readings = [self._read(part) for part in parts[:MOST_SENTENCES]]
        if not readings:
            return Silent()
        best = max(readings, key=lambda reading: (reading.score, reading.asks))
        if len(readings) > 1 and sum(len(reading.words) for reading in readings) <= MOST_WORDS_TOGETHER:
            whole = self._read(text[:LONGEST])  # *TACE? what does it stand for* is one question
            if whole.score > best.score:
                best, readings = whole, [whole]
        entries = tuple(dict.fromkeys(entry for reading in readings for entry in entries_in(reading.mentions)))
        if fence is Fence.DECISION:
            is_of_care = entries or any(_is_about_care(reading.words) for reading in readings)
            return Fenced(entries) if is_of_care else Silent()
        is_all = len(text) <= LONGEST and len(parts) <= MOST_SENTENCES and len(best.words) < MOST_WORDS
        alone = is_all and all(reading is best or reading.is_courtesy for reading in readings)
        if len(readings) < len(parts) and not best.mentions:
            alone = False  # put together of several, it may say what none of them does; a name holds them together
        return self._decide(best, entries, fence, alone=alone)

    def says_nothing(self, sentence: str) -> bool:
        """Whether a sentence of a template has no word that tells it from other questions."""
        return self._templates.says_nothing(sentence)

    def is_courtesy(self, text: str) -> bool:
        """Whether a text has no word but such as *hello* and *thanks*."""
        return all(word.folded in LITTLE or word.folded in COURTESY for word in words_of(text[:LONGEST]))

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
        """What the likeliest sentence of a text comes to.

        Args:
            best: It.
            entries: What the text names.
            fence: Why the text is about somebody's own care, where it is.
            alone: Whether the rest of the text says nothing.
        """
        matches = [
            match for match in best.matches if match.question.opens != "comparison" or self._can_compare(match.entries)
        ]
        nearest = _nearest(matches)
        definition = next((match for match in matches if match.question.opens == "entry"), None)
        if definition and _is_definition(best):
            matches = [definition]
        if matches and matches[0].question.opens == "nothing":
            # One that is not for us wins only where no vetted one is about as close.
            matches = [
                m for m in matches if m.question.opens is None and m.score > matches[0].score - CLOSE
            ] or matches[:1]
        first = matches[0] if matches else None
        is_ours = first is not None and (first.question.opens != "nothing" or first.score < self._bounds.suggest)
        if first is not None and is_ours:
            understood = _understood(first, matches[1:])
            if fence is None and alone and self._is_sure(best, matches) and _is_definite(understood):
                return Answered(understood)
            if self._is_likely(first, fence):
                return Suggested(understood)
        if fence is not None and (entries or _is_about_care(best.words)):
            return Fenced(entries)
        return Silent(best.score, nearest, entries)

    def _is_sure(self, reading: "_Reading", matches: Sequence[Match]) -> bool:
        """Whether the first match is worth answering where nobody addressed the bot."""
        bounds, (first, *others) = self._bounds, matches
        # A general question, such as what a name means, is no rival of one that was written for it.
        rivals = (match.score for match in others if first.question.opens or not match.question.opens)
        return (
            reading.asks
            and reading.is_exact
            and (reading.says_imaging if first.question.opens is None else first.is_of_imaging)
            and first.asks_alike
            and (not first.is_bare or _defines(reading.words))
            and first.unexplained <= bounds.unexplained
            and first.score >= max(bounds.answer, max(rivals, default=0.0) + bounds.margin)
        )

    def _is_likely(self, match: Match, fence: Fence | None) -> bool:
        """Whether a match is worth suggesting to somebody who addressed the bot."""
        bounds = self._bounds
        if match.score >= bounds.answer:
            return True
        enough = bounds.suggest if match.question.opens is None else bounds.suggest_card
        if fence is not None:
            enough = max(enough, bounds.suggest_personal)
        says_enough = match.question.opens is not None or match.explained >= bounds.explained
        return match.score >= enough and says_enough and match.is_of_imaging

    def _read(self, sentence: str) -> "_Reading":
        words = words_of(sentence, self._mentions.keep)
        mentions = self._mentions.find(words)
        slips = self._slips(words, mentions)
        for place in slips:
            if known := self._templates.corrected(words[place]):
                words[place] = known
        if slips:
            mentions = self._mentions.find(words)
            mentions = sorted([*mentions, *self._close_names(words, mentions, slips)])
        return _Reading(_asks(sentence, words), words, mentions, not slips, self._templates.rank(words, mentions))

    def _slips(self, words: Sequence[Word], mentions: Sequence[Mention]) -> list[int]:
        """The places of words that neither English nor the templates nor names know."""
        named = {place for mention in mentions for place in range(mention.start, mention.end)}
        places = (
            place
            for place, word in enumerate(words)
            if place not in named
            and len(word.folded) >= SHORTEST_SLIP
            and not (is_english(word.folded) or is_english(word.plain) or self._templates.knows(word))
        )
        return list(islice(places, MOST_CORRECTED))

    def _close_names(self, words: Sequence[Word], mentions: Sequence[Mention], slips: Sequence[int]) -> list[Mention]:
        """The entries that words with slips in them name."""
        named = {place for mention in mentions for place in range(mention.start, mention.end)}
        found: list[Mention] = []
        for place in slips:
            if place not in named and not self._templates.knows(words[place]):
                outcome = self._resolver.resolve(words[place].folded)
                if isinstance(outcome, Found):
                    found.append(Mention(place, place + 1, (outcome.entry,)))
        return found


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
    def says_imaging(self) -> bool:
        """Whether it has a word that means nothing else: *scan*, a modality, a procedure.

        A *test* and a *request* are made of much, and *pregnant* names a concept.
        """
        named = (entry for mention in self.mentions for entry in mention.entries)
        return any(word.folded in UNMISTAKABLE for word in self.words) or any(
            entry.kind is not Kind.CONCEPT for entry in named
        )

    @property
    def is_courtesy(self) -> bool:
        """Whether it says nothing: *hi all*, *thanks*."""
        return all(word.folded in LITTLE for word in self.words)


def _asks(sentence: str, words: Sequence[Word]) -> bool:
    """Whether a sentence has the form of a question: a mark, or a word that questions begin with before others.

    *I can do some testing* begins with a subject, and *this is how it works* tells; *does anyone know* asks for
    nothing yet.
    """
    if "?" in sentence:
        return True
    said = [word.folded for word in words]
    for place, word in enumerate(said):
        before = said[max(0, place - 2) : place]
        if word in WH_WORDS:
            return not (len(before) > 1 and before[0] in SUBJECTS and before[1] in COPULAS)
        if word in WHETHER and KNOW in said[:place]:
            return True
        if word in ASKS and not (before and before[-1] in SUBJECTS) and KNOW not in said[place + 1 : place + 3]:
            return True
        if word not in LITTLE and word not in ASKS:
            return False
    return False


def _understood(first: Match, others: Sequence[Match]) -> Understood:
    opens = first.question.opens
    return Understood(
        question=first.question if opens is None else None,
        entries=first.entries,
        score=first.score,
        matched_on=first.matched_on,
        nearest=_nearest(others),
        is_comparison=opens == "comparison",
    )


def _nearest(matches: Sequence[Match]) -> tuple[Question, ...]:
    """The questions with words for an answer that are near enough to be offered beside another, or instead of one."""
    near = (match for match in matches if match.question.opens is None and match.score >= NEAR and match.is_of_imaging)
    return tuple(match.question for match in islice(near, MOST_NEAREST))


def _is_definite(understood: Understood) -> bool:
    """Whether a card that is opened is of one entry, or of as many as are compared."""
    if understood.question is not None:
        return True
    if understood.is_comparison:
        return len(understood.entries) > 1 and len({entry.kind for entry in understood.entries}) == 1
    return len(understood.entries) == 1


def _is_definition(reading: _Reading) -> bool:
    """Whether a sentence asks what one name means, in so many words: *what is interventional radiology*."""
    if len(reading.mentions) != 1:
        return False
    (mention,) = reading.mentions
    around = {word.folded for place, word in enumerate(reading.words) if not mention.start <= place < mention.end}
    return bool(around & _DEFINING) and around <= _AROUND_A_DEFINITION | SCAN_NOUNS


def _defines(words: Sequence[Word]) -> bool:
    """Whether a sentence of nothing but a name asks what that is: not *who is the radiologist*."""
    said = {word.folded for word in words}
    return "the" not in said and bool(said & _DEFINING or {"who", "a"} <= said or {"who", "an"} <= said)


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
