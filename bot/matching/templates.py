"""Templates: which vetted questions a sentence is close to.

A sentence and a template are held against each other as bags of concepts: stems of words, words of one meaning as one
(`wording`), entries named as what they are and as the slots they can fill. Rare concepts weigh more. What the template
says and the sentence does not costs as much as what the sentence says and the template does not, so *how long until
the CT is fixed* is not *how long does a CT take*.
"""

import math
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import Stemmer

from bot.knowledge.entries import Entry
from bot.knowledge.questions import ANY_KIND, Question, sentences_of
from bot.matching.mentions import Mention, MentionFinder, Word, words_of
from bot.matching.slips import only_slips
from bot.matching.wording import BODY, BREAKS, DOMAIN, LITTLE, PHRASES, SAME, WEAK
from bot.matching.words import SCAN_NOUNS

UNKNOWN_WEIGHT = 3.6
"""Of a word that no template has, as much as a rare concept: it is what the sentence is about."""
WEAK_WEIGHT = 0.8
"""Of such a word that rarely turns a question into another one."""
LITTLE_WEIGHT = 0.03
BODY_WEIGHT = 0.3
LEAST_WEIGHT = 0.5
"""Of a concept that every question has."""
MENTION_WEIGHT = 1.2
"""Of a name in a sentence, and of the slot that it fills."""
MOST_NAMED_WEIGHT = 2.2
"""Of a name that a template has in words: *is MRI radiology* is about more than two names."""
FIXED_WEIGHTS = {"not": 3.0}
"""*Which imaging uses no radiation* is the contrary of what it is without one word."""

LEAST_CONTENT = 1.0
"""What a template has to say besides names and *scan*; fewer words would be about anything."""
CORE_SHARE = 0.2
"""A concept that so many of a question's templates have is what the question is about."""
CORELESS = 0.75
"""What a score counts where the sentence has nothing of that: *how is it performed* asks for no duration."""
WHOLE = 90.0
"""From this score on a sentence is as good as a template, whatever that is made of."""
GENERAL = 0.95
"""What the score of a question that only opens a card counts: one that was written for the very names goes first."""

MOST_RANKED = 24
"""Templates whose slots are looked at, best first."""

SHORTEST_SLIP = 5
"""Letters from which on a word may be taken for a known one with a slip in it."""

_SLOT = re.compile(r"\{(\w+)\}")
_LONGEST_PHRASE = 5
_PHRASE_BEGINNINGS = frozenset(phrase.partition(" ")[0] for phrase in PHRASES)


class Part(NamedTuple):
    """A stretch of a sentence and what it may stand for.

    Attributes:
        concepts: Any of these; empty for a word that nothing here knows.
        weight: What it counts where no template has it.
        told: What a person may be told that it matched: words folded, an entry by its short name.
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
        fits: Whether the entries are ones that the question is about.
        asks_alike: Whether both ask *how*, or neither does: *is it done* is not *how is it done*.
        is_bare: Whether nothing but names matched.
        is_of_imaging: Whether the sentence has a word of imaging at all.
    """

    question: Question
    score: float
    entries: tuple[Entry, ...]
    matched_on: tuple[str, ...]
    explained: float
    unexplained: float
    fits: bool
    asks_alike: bool
    is_bare: bool
    is_of_imaging: bool


class Templates:
    """The templates of one revision's questions.

    Args:
        questions: In any order.
        mentions: Finds the entries that a sentence names.
        weighed_by: Ids of the questions that tell what words weigh; all of them where none is given.
    """

    def __init__(
        self, questions: Iterable[Question], mentions: MentionFinder, weighed_by: Container[str] | None = None
    ) -> None:
        self._mentions = mentions
        self._stem = Stemmer.Stemmer("english")
        self._stem.maxCacheSize = 0  # it would keep what people type
        self._same_stems = {self._stem.stemWord(word): concept for word, concept in SAME.items()}
        self._weak = frozenset(map(self._stem.stemWord, WEAK))
        self._questions = sorted(questions, key=lambda question: question.id)
        self._templates = list(self._compiled())
        weighing = [weighed_by is None or question.id in weighed_by for question in self._questions]
        self._weights = self._weigh(weighing)
        self._templates = [one for one in self._templates if self._says_enough(*one)]
        self._cores = [self._core(number) for number in range(len(self._questions))]
        phrased = (word for phrase in PHRASES for word in phrase.split())
        words = {word for word in (*SAME, *self._weights, *phrased) if word.isalpha() and len(word) >= SHORTEST_SLIP}
        self._words = sorted(words)
        count = len(self._templates)
        weights = (sum(self._weights[concept] for concept in concepts) for _, concepts in self._templates)
        self._whole = np.fromiter(weights, np.float32, count)
        factors = (GENERAL if self._questions[number].opens else 1.0 for number, _ in self._templates)
        self._factors = 100.0 * np.fromiter(factors, np.float32, count)
        self._has: dict[str, np.ndarray] = {}
        for place, (_, concepts) in enumerate(self._templates):
            for concept in concepts:
                self._has.setdefault(concept, np.zeros(count, np.float32))[place] = 1.0

    def _compiled(self) -> Iterator[tuple[int, frozenset[str]]]:
        """Each template as the number of its question and its concepts, once."""
        for number, question in enumerate(self._questions):
            sentences = (sentence for template in question.ask for sentence in sentences_of(template))
            for concepts in dict.fromkeys(map(self._concepts_of, sentences)):
                yield number, concepts

    def _says_enough(self, number: int, concepts: frozenset[str]) -> bool:
        return bool(self._questions[number].opens) or self._content(concepts) >= LEAST_CONTENT

    def says_nothing(self, sentence: str) -> bool:
        """Whether a sentence of a template has too little besides names to be told from others."""
        return self._content(self._concepts_of(sentence)) < LEAST_CONTENT

    def corrected(self, word: Word) -> Word | None:
        """The only word that templates are made of which a word is with slips of the hand; ``None`` where none is."""
        close = [
            known
            for typed in dict.fromkeys((word.folded, self._stem.stemWord(word.folded)))
            for known in self._words
            if abs(len(known) - len(typed)) <= 1 and only_slips(typed, known)
        ]
        stems = {self._of_word(Word(known, known, known)).concepts for known in close}
        return Word(word.typed, close[0], close[0]) if len(stems) == 1 else None

    def _content(self, concepts: Iterable[str]) -> float:
        return sum(
            self._weights.get(concept, UNKNOWN_WEIGHT)
            for concept in concepts
            if concept != "scan" and concept[0] not in "~{#"
        )

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
                score = float(scores[place])
                core = self._cores[number]
                if score < WHOLE and core and all(core.isdisjoint(part.concepts) for part in parts):
                    score *= CORELESS
                match = self._match(number, score, concepts, parts, total)
                if match.fits:
                    matches[number] = match
        return sorted(matches.values(), key=lambda match: (-match.score, match.question.id))

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
        fits = self._questions[number].fits
        named = [entry for part in parts for entry in part.entries if slots & {ANY_KIND, entry.kind.value}]
        fitting = [entry for entry in named if not fits or entry.id in fits]
        return Match(
            question=self._questions[number],
            score=round(score, 1),
            entries=tuple(dict.fromkeys(fitting)),
            fits=bool(fitting) or not slots,
            matched_on=tuple(dict.fromkeys(part.told for part in explained if part.weight > LITTLE_WEIGHT)),
            explained=(weight := sum(part.weight for part in explained)),
            unexplained=1.0 - weight / total if total else 1.0,
            asks_alike=("~how" in concepts) is any("~how" in part.concepts for part in parts),
            is_bare=all(
                part.entries or part.weight <= LITTLE_WEIGHT or part.concepts == ("scan",) for part in explained
            ),
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
            words = words[_behind_scan(words, 0) if number else 0 :]
            for part in self._raw_parts(words, self._mentions.find(words)):
                named = [concept for concept in part.concepts if concept.startswith("@")]
                # A word that means something in a question is that, also where an entry goes by it: *referral*.
                concepts.update(part.concepts[:1] if not part.entries or part.concepts[0] not in named else named)
        return frozenset(concepts)

    def _core(self, number: int) -> frozenset[str]:
        """What a question is about: the concepts of a good share of its templates."""
        if self._questions[number].opens in {"entry", "comparison"}:
            return frozenset()
        mine = [concepts for owner, concepts in self._templates if owner == number]
        counts = Counter(c for concepts in mine for c in concepts if c != "scan" and c[0] not in "~{#")
        return frozenset(concept for concept, count in counts.items() if count >= CORE_SHARE * len(mine))

    def _weigh(self, weighing: Sequence[bool]) -> dict[str, float]:
        """The weight of each concept: the fewer questions have it, the more.

        Args:
            weighing: For each question, whether it counts; what only others have weighs as an unknown word does.
        """
        owners: dict[str, set[int]] = {}
        for number, concepts in self._templates:
            for concept in concepts:
                owners.setdefault(concept, set())
                # Those that open nothing would make what vetted questions say lighter.
                if weighing[number] and self._questions[number].opens != "nothing":
                    owners[concept].add(number)
        count = sum(
            counts and question.opens != "nothing" for counts, question in zip(weighing, self._questions, strict=True)
        )
        weights: dict[str, float] = {}
        for concept, of in owners.items():
            unowned = WEAK_WEIGHT if concept in self._weak else UNKNOWN_WEIGHT
            rare = LEAST_WEIGHT + math.log(count / len(of)) if of else unowned
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
                meant = 0.0 if part.concepts[0][0] == "@" else self._weights.get(part.concepts[0], 0.0)
                yield part._replace(weight=max(MENTION_WEIGHT, meant))
            elif part.weight:
                yield part
            elif known:
                yield part._replace(weight=max(known))
            else:
                unknown = WEAK_WEIGHT if part.told.lower() in WEAK else UNKNOWN_WEIGHT
                yield part._replace(concepts=(), weight=unknown)

    def _raw_parts(self, words: Sequence[Word], mentions: Sequence[Mention]) -> Iterator[Part]:
        begins = {mention.start: mention for mention in mentions}
        seen: dict[str, set[Entry]] = {}
        place = 0
        while place < len(words):
            mention = begins.get(place)
            phrase, length = self._phrase(words, place)
            if mention and mention.end - place >= length:
                meant = phrase if mention.end - place == length else ""
                if mention.end - place == 1:
                    meant = _meant(words[place]) or ""
                concepts = self._concepts_of_mention(mention, seen)
                end = _behind_scan(words, mention.end)
                told = mention.entries[0].short
                yield Part((meant, *concepts) if meant else concepts, 0.0, told, mention.entries)
                place = end
            elif phrase:
                yield Part((phrase,), 0.0, " ".join(word.folded for word in words[place : place + length]))
                place += length
            else:
                word = words[place]
                is_fracture = word.folded in BREAKS and any(other.plain in BODY for other in words)
                yield Part(("fracture",), 0.0, word.folded) if is_fracture else self._of_word(word)
                place += 1

    @staticmethod
    def _phrase(words: Sequence[Word], place: int) -> tuple[str, int]:
        if words[place].folded not in _PHRASE_BEGINNINGS:
            return "", 0
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
        if word.plain in BODY:
            return Part((f"#{word.plain}",), BODY_WEIGHT, word.folded)
        if concept := _meant(word):
            return Part((concept,), 0.0, word.folded)
        if word.folded in LITTLE:
            return Part((f"~{word.folded}",), LITTLE_WEIGHT, word.folded)
        stem = self._stem.stemWord(word.plain)
        return Part((self._same_stems.get(stem, stem),), 0.0, word.folded)


def _behind_scan(words: Sequence[Word], place: int) -> int:
    """The place behind a scan noun that follows a name: *a CT scan* is *a CT*."""
    return place + 1 if place < len(words) and words[place].plain in SCAN_NOUNS else place


def _meant(word: Word) -> str | None:
    """What a word is by the lists of words that mean the same."""
    return SAME.get(word.folded) or SAME.get(word.plain)


def _slot(kind: str, number: int) -> str:
    return f"{{{kind}}}{number}"
