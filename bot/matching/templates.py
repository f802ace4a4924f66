"""Templates: which vetted questions a sentence is close to.

A sentence and a template are held against each other as bags of concepts: stems of words, words of one meaning as one
(`wording`), entries named as what they are and as the slots they can fill. Rare concepts weigh more. What the template
says and the sentence does not costs as much as what the sentence says and the template does not, so *how long until
the CT is fixed* is not *how long does a CT take*.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import Stemmer

from bot.knowledge.entries import Entry
from bot.knowledge.questions import ANY_KIND, Question, sentences_of
from bot.matching.english import is_english
from bot.matching.mentions import Mention, MentionFinder, Word, words_of
from bot.matching.slips import only_slips
from bot.matching.wording import BODY, DOMAIN, LITTLE, PHRASES, SAME

LITTLE_WEIGHT = 0.03
MENTION_WEIGHT = 1.6
MOST_NAMED_WEIGHT = 2.2
"""Of a name that a template has in words: *is MRI radiology* is about more than two names."""
FIXED_WEIGHTS = {"not": 3.0}
GENERAL = 0.95
"""What the score of a question that only opens a card counts: one that was written for the very names goes first."""
UNKNOWN_WEIGHT = 3.0
BODY_WEIGHT = 0.3
LEAST_WEIGHT = 0.5

MOST_RANKED = 24
"""Templates whose slots are looked at, best first."""

SHORTEST_SLIP = 5
"""Letters from which on a word may be taken for a known one with a slip in it."""

_SLOT = re.compile(r"\{(\w+)\}")
_LONGEST_PHRASE = 5


class Part(NamedTuple):
    """A stretch of a sentence and what it may stand for.

    Attributes:
        concepts: Any of these; empty for a word that nothing here knows.
        weight: What it counts where no template has it.
        told: The words, as a person may be told that they matched.
        entries: What it names.
    """

    concepts: tuple[str, ...]
    weight: float
    told: str
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A question that a sentence may be.

    Attributes:
        question: It.
        score: 0 to 100; 100 is a sentence that is one of its templates.
        entries: What fills the template's slots, in the order of the sentence.
        matched_on: What of the sentence the template has, in its order.
        explained: The weight of what the template has of the sentence, names too.
        unexplained: The share of the sentence's weight that the template does not have, 0 to 1.
        is_bare: Whether nothing but names matched.
        is_of_imaging: Whether the sentence has a word of imaging at all.
    """

    question: Question
    score: float
    entries: tuple[Entry, ...]
    matched_on: tuple[str, ...]
    explained: float
    unexplained: float
    is_bare: bool
    is_of_imaging: bool


class Templates:
    """The templates of one revision's questions.

    Args:
        questions: In any order.
        mentions: Finds the entries that a sentence names.
    """

    def __init__(self, questions: Iterable[Question], mentions: MentionFinder) -> None:
        self._mentions = mentions
        self._stem = Stemmer.Stemmer("english")
        self._stem.maxCacheSize = 0  # it would keep what people type
        self._same_stems = {self._stem.stemWord(word): concept for word, concept in SAME.items()}
        self._questions = sorted(questions, key=lambda question: question.id)
        templates: dict[tuple[int, frozenset[str]], None] = {}
        for number, question in enumerate(self._questions):
            for template in question.ask:
                for sentence in sentences_of(template):
                    templates[number, self._concepts_of(sentence)] = None
        self._templates = list(templates)
        self._weights = self._weigh()
        self._surface = {word: concept for word, concept in SAME.items() if concept in self._weights}
        self._surface |= {word: word for word in self._weights if word.isalpha()}
        self._whole = np.array(
            [sum(self._weights[concept] for concept in concepts) for _, concepts in self._templates], dtype=np.float32
        )
        general = [GENERAL if question.opens else 1.0 for question in self._questions]
        self._factors = np.array([100.0 * general[number] for number, _ in self._templates], dtype=np.float32)
        self._has: dict[str, np.ndarray] = {}
        for place, (_, concepts) in enumerate(self._templates):
            for concept in concepts:
                self._has.setdefault(concept, np.zeros(len(self._templates), dtype=np.float32))[place] = 1.0

    def knows(self, word: Word) -> bool:
        """Whether some template, or the lists of wording, have a word."""
        return any(concept in self._weights for concept in self._of_word(word).concepts)

    def rank(self, words: Sequence[Word], mentions: Sequence[Mention]) -> list[Match]:
        """The questions that a sentence may be, best first, each once."""
        parts = list(self._parts(words, mentions))
        if not parts or not self._templates:
            return []
        covered = np.zeros(len(self._templates), dtype=np.float32)
        present = np.zeros(len(self._templates), dtype=np.float32)
        counted = set[str]()
        total = 0.0
        for part in parts:
            total += part.weight
            rows = [self._has[concept] for concept in part.concepts if concept in self._has]
            if rows:
                covered += part.weight * (rows[0] if len(rows) == 1 else np.maximum.reduce(rows))
            for concept, row in ((c, self._has[c]) for c in part.concepts if c in self._has and c not in counted):
                counted.add(concept)
                present += self._weights[concept] * row
        scores = self._factors * (covered + present) / (total + self._whole)
        matches: dict[int, Match] = {}
        best = np.argpartition(-scores, min(MOST_RANKED, len(scores) - 1))[:MOST_RANKED]
        for place in sorted(best, key=lambda place: (-round(float(scores[place]), 3), place)):
            number, concepts = self._templates[place]
            if number not in matches and self._fills(concepts, counted):
                matches[number] = self._match(number, float(scores[place]), concepts, parts, total)
        return list(matches.values())

    def _match(
        self,
        number: int,
        score: float,
        concepts: frozenset[str],
        parts: Sequence[Part],
        total: float,
    ) -> Match:
        explained = [part for part in parts if not concepts.isdisjoint(part.concepts)]
        slots = {concept[1:].partition("}")[0] for concept in concepts if concept.startswith("{")}
        named = (entry for part in parts for entry in part.entries if slots & {ANY_KIND, entry.kind.value})
        return Match(
            question=self._questions[number],
            score=round(score, 1),
            entries=tuple(dict.fromkeys(named)),
            matched_on=tuple(dict.fromkeys(part.told for part in explained if part.weight > LITTLE_WEIGHT)),
            explained=(weight := sum(part.weight for part in explained)),
            unexplained=1.0 - weight / total if total else 1.0,
            is_bare=all(part.entries or part.weight <= LITTLE_WEIGHT for part in explained),
            is_of_imaging=any(part.entries or not DOMAIN.isdisjoint(part.concepts) for part in parts),
        )

    @staticmethod
    def _fills(concepts: frozenset[str], present: set[str]) -> bool:
        """Whether a sentence fills every slot of a template."""
        return all(concept in present for concept in concepts if concept.startswith("{"))

    def _concepts_of(self, sentence: str) -> frozenset[str]:
        """The concepts of a template's sentence."""
        concepts: set[str] = set()
        seen = Counter[str]()
        for number, piece in enumerate(_SLOT.split(sentence)):
            if number % 2:
                seen[piece] += 1
                concepts.add(_slot(piece, seen[piece]))
                continue
            words = words_of(piece, self._mentions.keep)
            for part in self._raw_parts(words, self._mentions.find(words)):
                named = [concept for concept in part.concepts if concept.startswith("@")]
                # A word that means something in a question is that, also where an entry goes by it: *referral*.
                concepts.update(part.concepts[:1] if not part.entries or part.concepts[0] not in named else named)
        return frozenset(concepts)

    def _weigh(self) -> dict[str, float]:
        """The weight of each concept: the fewer questions have it, the more."""
        owners: dict[str, set[int]] = {}
        for number, concepts in self._templates:
            for concept in concepts:
                owners.setdefault(concept, set()).add(number)
        count = len(self._questions)
        weights: dict[str, float] = {}
        for concept, of in owners.items():
            rare = LEAST_WEIGHT + math.log(count / len(of))
            match concept[0]:
                case "~":
                    weights[concept] = LITTLE_WEIGHT
                case "{":
                    weights[concept] = MENTION_WEIGHT
                case "@":
                    weights[concept] = min(rare, MOST_NAMED_WEIGHT)
                case "#":
                    weights[concept] = BODY_WEIGHT
                case _:
                    weights[concept] = FIXED_WEIGHTS.get(concept, rare)
        return weights

    def _parts(self, words: Sequence[Word], mentions: Sequence[Mention]) -> Iterator[Part]:
        """What a sentence consists of, with what each stretch counts."""
        for part in self._raw_parts(words, mentions):
            known = [self._weights[concept] for concept in part.concepts if concept in self._weights]
            if part.entries:
                yield part._replace(weight=max(MENTION_WEIGHT, self._weights.get(part.concepts[0], 0.0)))
            elif part.weight:
                yield part
            elif known:
                yield part._replace(weight=max(known))
            elif corrected := self._corrected(part):
                yield part._replace(concepts=(corrected,), weight=self._weights[corrected])
            else:
                yield part._replace(concepts=(), weight=UNKNOWN_WEIGHT)

    def _corrected(self, part: Part) -> str | None:
        """The concept of a known word that a word is with a slip in it."""
        (stem,) = part.concepts
        if len(stem) < SHORTEST_SLIP or is_english(part.told):
            return None
        typed = part.told.lower()
        close = {
            concept
            for word, concept in self._surface.items()
            if len(word) >= SHORTEST_SLIP and abs(len(word) - len(typed)) <= 1 and only_slips(typed, word)
        }
        return close.pop() if len(close) == 1 else None

    def _raw_parts(self, words: Sequence[Word], mentions: Sequence[Mention]) -> Iterator[Part]:
        begins = {mention.start: mention for mention in mentions}
        seen: dict[str, set[Entry]] = {}
        place = 0
        while place < len(words):
            mention = begins.get(place)
            phrase, length = self._phrase(words, place)
            if phrase and length >= (mention.end - mention.start if mention else 0):
                yield Part((phrase,), 0.0, _told(words[place : place + length]))
                place += length
            elif mention:
                named = words[place : mention.end]
                concepts = self._concepts_of_mention(mention, seen)
                if len(named) == 1 and (meant := _meant(named[0])):
                    concepts = (meant, *concepts)
                yield Part(concepts, 0.0, _told(named), mention.entries)
                place = mention.end
            else:
                yield self._of_word(words[place])
                place += 1

    @staticmethod
    def _phrase(words: Sequence[Word], place: int) -> tuple[str, int]:
        for length in range(min(_LONGEST_PHRASE, len(words) - place), 1, -1):
            concept = PHRASES.get(" ".join(word.folded for word in words[place : place + length]))
            if concept:
                return concept, length
        return "", 0

    @staticmethod
    def _concepts_of_mention(mention: Mention, seen: dict[str, set[Entry]]) -> tuple[str, ...]:
        """The entries a mention names, and the slots they fill: of two modalities, the second fills the second too."""
        numbered: list[str] = []
        for slot in dict.fromkeys([ANY_KIND, *(entry.kind.value for entry in mention.entries)]):
            named = seen.setdefault(slot, set())
            if named.isdisjoint(mention.entries):
                named.add(mention.entries[0])
            numbered += [_slot(slot, number) for number in range(1, len(named) + 1)]
        return (*(f"@{entry.id}" for entry in mention.entries), *numbered)

    def _of_word(self, word: Word) -> Part:
        if word.folded in BODY:
            return Part((f"#{word.folded}",), BODY_WEIGHT, word.folded)
        if concept := _meant(word):
            return Part((concept,), 0.0, word.folded)
        if word.folded in LITTLE:
            return Part((f"~{word.folded}",), LITTLE_WEIGHT, word.folded)
        stem = self._stem.stemWord(word.plain)
        return Part((self._same_stems.get(stem, stem),), 0.0, word.folded)


def _meant(word: Word) -> str | None:
    """What a word is by the lists of words that mean the same."""
    return SAME.get(word.folded) or SAME.get(word.plain)


def _slot(kind: str, number: int) -> str:
    return f"{{{kind}}}{number}"


def _told(words: Sequence[Word]) -> str:
    return " ".join(word.typed for word in words)
