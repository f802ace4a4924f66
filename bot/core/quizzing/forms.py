"""Quiz questions: what they are, and what holds for the options of every form."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from random import Random
from typing import NamedTuple

from bot.core.quizzing.language import is_content, words_of

LONGEST_KEY = 150
"""Characters of a key."""

LONGEST_PROMPT = 300
"""Characters of a prompt."""

LONGEST_OPTION = 75
"""Characters of an option: the text of a radio button (docs.slack.dev, option object)."""

WRONG = 3
"""Wrong options of a question."""

MOST_WRONG = 8
"""Wrong options that a question is drawn from; more would be ever farther from the right one."""

_SHORTEST_INSIDE = 4
"""Letters of a word that gives another one away by standing in it, *sound* in *ultrasound*, or by beginning it."""

_LONGEST_ENDING = 2
"""Letters at the end of a word that may differ for that: *echoes* and *echocardiography*."""

_SHORTEST_BEGINNING = 6
"""Letters with which two words begin alike that give each other away: *mammogram* and *mammographer*."""


class Form(StrEnum):
    """How a question is made; its value begins the keys of its questions."""

    STANDS_FOR = "stands-for"
    """An abbreviation, and four names."""
    ABBREVIATION = "abbreviation"
    """A name, and four abbreviations."""
    IONIZING = "ionizing"
    """Which of four modalities uses ionizing radiation, or uses none."""
    BEST_FOR = "best-for"
    """What a modality is best for, and four modalities."""
    DONE_FOR = "done-for"
    """What a procedure is done for, and four procedures."""
    DOES = "does"
    """What somebody does, and four roles."""
    PICTURE_FROM = "picture-from"
    """A modality, and what four of them make their picture from."""
    ROW = "row"
    """Things that somebody compared, and cells of the table: one of the one, three of the others."""
    CHOOSE = "choose"
    """Things that somebody compared, and reasons to choose: one for the one, three for the others."""
    CHOSEN = "chosen"
    """A reason to choose one of the things that somebody compared, and four things."""


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """A question with four options, one of them right.

    Attributes:
        key: Names it for as long as what it is made of stands where it stands: made of ids, an abbreviation and
            numbers, at most 150 characters.
        form: How it is made.
        prompt: Plain text, at most 300 characters.
        options: Four, plain text, at most 75 characters each.
        right: The place of the right one, 0 to 3.
        about: Id of the entry whose card tells the answer.
        because: A sentence that tells the right answer, made of the same field.
        opens: For each option the id of the entry that it belongs to; ``""`` where it belongs to none.
    """

    key: str
    form: Form
    prompt: str
    options: tuple[str, ...]
    right: int
    about: str
    because: str
    opens: tuple[str, ...]


class Option(NamedTuple):
    """A text to choose, and the id of the entry that it belongs to."""

    text: str
    entry: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A question before its options are drawn.

    Attributes:
        key: As of the question.
        form: As of the question.
        prompt: As of the question.
        right: The right option.
        wrong: Three to eight wrong ones, any three of which may stand together; first those that make a confusable
            pair with the right one, then those near it.
        pairs: How many of them make such a pair.
        because: As of the question.
        entries: Ids of the entries that it asks about, the one whose card tells the answer first.
        clue: Questions of one clue tell one another's answers: a quiz has not both if it can help it.
    """

    key: str
    form: Form
    prompt: str
    right: Option
    wrong: tuple[Option, ...]
    pairs: int
    because: str
    entries: tuple[str, ...]
    clue: str

    @classmethod
    def of(
        cls,
        form: Form,
        *named: object,
        prompt: str,
        right: Option,
        offered: Iterable[Option],
        because: str,
        entries: tuple[str, ...],
        pairs: AbstractSet[str] = frozenset(),
        clue: str = "",
    ) -> Iterator["Blank"]:
        """A blank, where there are three wrong options that may stand together; else none.

        Args:
            form: As of the question.
            *named: What names it among those of its form: ids, an abbreviation, numbers.
            prompt: As of the question.
            right: The right option.
            offered: Wrong options, pairs first, then near ones; read only as far as needed.
            because: As of the question.
            entries: As of the blank.
            pairs: Ids of the entries that make a confusable pair with the right one.
            clue: As of the blank; its key where none is given.
        """
        key = ":".join(map(str, (form, *named)))
        if len(key) <= LONGEST_KEY and len(prompt) <= LONGEST_PROMPT and fits(right.text):
            wrong = tuple(_together(right, offered, prompt))
            if len(wrong) >= WRONG:
                count = sum(option.entry in pairs for option in wrong)
                yield cls(key, form, prompt, right, wrong, count, because, entries, clue or key)

    def fill(self, seed: str) -> QuizQuestion:
        """Draw its options and their places, the same for a seed; one of a pair is among them wherever there is one."""
        random = Random(f"{self.key} {seed}")  # noqa: S311 - a quiz keeps no secret
        kept = [self.wrong[random.randrange(self.pairs)]] if self.pairs else []
        options = kept + random.sample([o for o in self.wrong if o not in kept], WRONG - len(kept))
        random.shuffle(options)
        right = random.randrange(WRONG + 1)
        options.insert(right, self.right)
        return QuizQuestion(
            key=self.key,
            form=self.form,
            prompt=self.prompt,
            options=tuple(option.text for option in options),
            right=right,
            about=self.entries[0],
            because=self.because,
            opens=tuple(option.entry for option in options),
        )


def fits(text: str) -> bool:
    """Whether a text fits an option whole: a phrase of medicine is never cut."""
    return 0 < len(text) <= LONGEST_OPTION


def gives_away(one: str, other: str) -> bool:
    """Whether two texts share a word, or words of one root, so that one leads to the other without knowing either."""
    theirs = _telling(other)
    return any(_alike(word, their) for word in _telling(one) for their in theirs)


def _together(right: Option, offered: Iterable[Option], prompt: str) -> Iterator[Option]:
    """The first wrong options of which none stands in the prompt, in another one, or says the same as another one."""
    asked = _words_alone(prompt)
    taken = [_words_alone(right.text)]
    said = {_telling(right.text)}
    if taken[0] in asked:
        return
    for option in offered:
        words, telling = _words_alone(option.text), _telling(option.text)
        is_new = not any(words in other or other in words for other in taken) and (telling not in said or not telling)
        if fits(option.text) and words not in asked and is_new:
            yield option
            taken.append(words)
            said.add(telling)
            if len(taken) > MOST_WRONG:
                return


@lru_cache(maxsize=4096)
def _telling(text: str) -> frozenset[str]:
    return frozenset(filter(is_content, words_of(text)))


@lru_cache(maxsize=4096)
def _words_alone(text: str) -> str:
    """A text as its words, whatever its marks, so that one text inside another is seen."""
    return f" {' '.join(words_of(text))} "


def _alike(one: str, other: str) -> bool:
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if short == long or (len(short) >= _SHORTEST_INSIDE and short in long):
        return True
    beginning = min(_SHORTEST_BEGINNING, max(_SHORTEST_INSIDE, len(short) - _LONGEST_ENDING))
    return len(short) >= beginning and short[:beginning] == long[:beginning]
