"""Names of patients: a name counts by what stands beside it.

The less the words around say, the surer the name itself must be:

==================  =====================================  ======================================================
beside it           example                                what counts
==================  =====================================  ======================================================
nothing             *ct for john smith*, *Smith, John*     a given name with a surname
a patient word      *pt garcia*, *bed 12 Lee*              one name that is no word
an age, a date      *Garcia 54M*, *Xolani Qwabe, 62*       one name that is no word; two capitalised unknown words
a label, a title    *patient: Xolani*, *Mr Brown*          also names that are words; capitalised unknown words
a certain title     *mrs brown*, *Frau Xu*                 anything but words in lower case
==================  =====================================  ======================================================

Staff (*Dr Smith*), people of history (*Wilhelm Röntgen*), institutions (*Johns Hopkins Hospital*) and eponyms (*Jones
fracture*) pass. A word is unknown that is on no list: typos are, and many of the world's surnames.
"""

import re
from collections.abc import Sequence

from bot.privacy import beside
from bot.privacy.dates import DATE
from bot.privacy.lexicon import folded, lexicon
from bot.privacy.tokens import END, TERM_OF_ART, Token, is_a_term, tokens_of

_LEADING = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_CARET = re.compile(r"[^\W\d_]{2,40}+\^[^\W\d_]{0,40}+(?!\d)|[^\W\d_]{1,40}+\^[^\W\d_]{2,40}+(?!\d)")
"""DICOM's spelling of a name; *ORM^O01* is a message of HL7."""

_SEX = r"(?:m|f|w|male|female|man|woman|boy|girl|lady|gentleman|gent)\b"
_AGE = re.compile(
    r"(?<![\d.,/\-\w])(?:"
    r"\d{1,3} ?[\-/]?(?:y\.?/?o\b\.?|y\b|yrs?\b\.?|years?\b|j\.?\b|jährige?r?\b|ans\b|a[nñ]os\b|anni\b|let\b|lat\b|"
    r"år\b|jaar\b|vuotta\b|m/o\b|mo\b|"
    rf"months? old\b|wks? old\b|weeks? old\b|d/o\b|days? old\b)(?:[ \-]?old\b)?(?: ?[,/\-]? ?{_SEX})?|"
    r"\d{1,3} ?[/,\-]? ?(?:m|f|w|male|female)\b|(?:m|f|male|female)[ /,\-]{0,2}\d{1,3}\b|"
    r"aged? ?[:=]?(?: of)? ?\d{1,3}\b)",
    re.IGNORECASE,
)
_AGE_AND_SEX = re.compile(
    rf"[ ,(]{{1,2}}\d{{1,3}} ?(?:[/,\-]? ?{_SEX}|y\.?/?o\b|yrs? old\b|[\- ]?years?[\- ]old\b)", re.IGNORECASE
)
"""An age that makes a patient even of a doctor; *Dr Smith, 10 years in neuro* is none."""

_LOOSE_AGE = re.compile(
    r"\.? ?[,(\-/:] ?\d{1,3} ?(?:\)|,|\.|$|;|[mf]\b|(?= (?:for|needs|with|in|has|and|ct|mri)\b))", re.IGNORECASE
)
"""A number that is an age only because a name stands before it: *Garcia, 62*."""

_BETWEEN = " .,(:;-/[|)"
_TO_AN_AGE = ("is a", "is", "a", "aged", "age", "who is", "dob")
_FROM_AN_AGE = "old male female man woman lady gentleman boy girl called named m f pt patient name is".split()

_PREDICATE = re.compile(
    r" (?:needs|wants|refuse[sd]|vomited|arrived|(?:is|was) (?:still |now |also |very |not )?(?:ready|allergic|"
    r"claustro\w{0,8}|pregnant|diabetic|asking|moving|scared|anxious|confused|npo|nbm|fasting|bleeding|"
    r"in (?:ct|mri|bed|bay|room)|"
    r"on (?:warfarin|metformin|dialysis|o2|oxygen))|has (?:arrived|an? (?:pacemaker|stent|allergy|reaction|cannula|"
    r"clip)|claustro\w{0,8}|vomited|eaten)|"
    r"(?:cannot|can'?t|won'?t) (?:lie|hold|keep|have|go|eat|drink)|(?:next|first)[.!]?$|signs? (?:the )?consent|signed|"
    r"in (?:bed|bay|room|cubicle) \d|in \d{1,2}[a-z]? (?:needs|wants|cannot|can'?t|won'?t|has|for)\b)",
    re.IGNORECASE,
)
"""What a patient does, and a technique does not."""

_COMES = re.compile(r" (?:is|was) (?:still |now |also |not )?(?:here|next|late|waiting|coming)\b", re.IGNORECASE)
"""What staff do as well: *Ben is late*, by the given name."""

_PAST = re.compile(rf"\b(?:{'|'.join(sorted(beside.HISTORY))})\b")


def of_the_past(text: str) -> bool:
    """Whether a text, in lower case, names somebody of the history of imaging."""
    return _PAST.search(text) is not None


def name(text: str) -> bool:
    """Whether a text names a patient.

    Args:
        text: As typed, plain.
    """
    if "^" in text and _CARET.search(text):
        return True
    if not _worth_reading(text):
        return False
    return _Reader(text, tokens_of(text)).finds_a_name()


_SYLLABLE = 5
"""Letters of half a given name: *Ji-woo*, *Min-seong*."""

_CALLING = beside.SURE_TITLES | beside.TITLES | beside.PATIENT | beside.BABY | beside.LABELS


_SPEAKING = _CALLING | beside.KIN | beside.PLACES | {"b", "bg", "next"}
"""Words behind which a name counts."""


def _worth_reading(text: str) -> bool:
    """Whether there is a name, a title or a patient word, or an age or a place beside a word that may be a name."""
    known = lexicon()
    sure, words = known.sure, known.words
    unknown = False
    for word in _LEADING.findall(text):
        low = folded(word[:-2] if word[-2:] in {"'s", "'S"} else word)
        if (
            low in sure
            or low in _CALLING
            or (word is not low and word[-2:] in {"'s", "'S"} and low in known.given_words)
        ):
            return True
        unknown = unknown or low not in words
    return unknown and (_AGE.search(text) is not None or _PLACE.search(text) is not None)


_PLACE = re.compile(rf"\b(?:{'|'.join(sorted(beside.PLACES))})\W{{0,3}}\d", re.IGNORECASE)


class _Reader:
    """Goes over the tokens of one text."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self._text = text
        self._tokens = tokens
        spans: list[tuple[int, int]] = []
        if any(token.text.isdecimal() for token in tokens):
            spans = [found.span() for pattern in (_AGE, DATE) for found in pattern.finditer(text.lower())]
        self._starts_of_ages = {start for start, _ in spans}
        self._ends_of_ages = {end for _, end in spans}
        self._past = any(token.low in beside.HISTORY for token in tokens)
        self._cited = " et al" in text.lower()

    def finds_a_name(self) -> bool:
        """Whether any token begins a patient's name, or announces one."""
        known = lexicon()
        for i, token in enumerate(self._tokens):
            if not token.is_word:
                continue
            if token.low in _SPEAKING and (self._titled(i) or self._announced(i)):
                return True
            low = token.low
            if (low not in known.words or low in known.both) and (
                self._full(i) or self._aged(i) or self._acts(i) or self._lies(i)
            ):
                return True
        return False

    # where things stand

    def _at(self, i: int) -> Token:
        return self._tokens[i] if 0 <= i < len(self._tokens) else END

    def _skip(self, i: int, signs: str = ".:,=-#|[(\"'/>") -> int:
        """The place of the next token that is none of these signs; four are skipped at most."""
        for _ in range(4):
            if self._at(i).is_word or self._at(i).text not in signs:
                break
            i += 1
        return i

    def _last(self, i: int) -> int:
        """The place of the last token of the run of names and initials that begins here."""
        last = i
        for j in range(i + 1, i + 8):
            token = self._at(j)
            if token.is_word and self._goes_on(j):
                last = j
            elif token.text not in {".", "-", "'", ","}:
                break
        return last

    def _goes_on(self, j: int) -> bool:
        """Whether a token goes on with the name before it: *John A. Smith*, *Nguyen Thi Lan*, *Kim Min-jun*."""
        token, before, behind = self._at(j), self._at(j - 1), self._at(j + 1)
        if token.is_name or token.low in beside.PARTICLES or token.low in beside.SUFFIXES:
            return True
        if token.capitalised and token.is_both:
            return True
        if token.is_letter:
            return token.start > before.end
        if (before.text == "-" and before.end == token.start) or (behind.text == "-" and behind.start == token.end):
            return True
        if token.is_unknown and token.low not in beside.IMAGING and not is_a_term(token.low):
            return True
        return (
            token.capitalised
            and before.capitalised
            and before.is_given
            and token.low not in beside.INSTITUTION | beside.EPONYM_NOUNS
        )

    def _names_a_thing(self, i: int) -> bool:
        """Whether what stands behind the run of names makes it a thing's: *Jones fracture*, *Mary Rutan Hospital*."""
        last = self._last(i)
        behind = self._at(last + 1).low
        if behind in beside.NUMBERED and self._at(last + 2).text.isdigit():
            return False
        return behind in beside.EPONYM_NOUNS or behind in beside.INSTITUTION or TERM_OF_ART.search(behind) is not None

    def _is_staff(self, i: int) -> bool:
        """Whether the words around make it somebody who works here, or did: *Dr Smith*, *Mary Jones, radiographer*."""
        around = {self._at(j).low for j in range(max(0, i - 3), i)}
        if not around.isdisjoint(beside.STAFF) and not ("who" in around and around & beside.HANDLING):
            return True
        last = self._last(i)
        if self._at(last + 1).text not in {",", "("}:
            return False
        return any(self._at(j).low in beside.ROLES for j in range(last + 2, last + 5))

    def _before_age(self, i: int) -> bool:
        """Whether an age, a sex with an age, or a full date stands right behind a token."""
        j = self._at(i).end
        for _ in range(4):
            while j not in self._starts_of_ages and j < len(self._text) and self._text[j] in _BETWEEN:
                j += 1
            if j in self._starts_of_ages:
                return True
            word = next((word for word in _TO_AN_AGE if self._text[j : j + len(word) + 1].lower() == f"{word} "), None)
            if word is None:
                return False
            j += len(word) + 1
        return False

    def _behind_age(self, i: int) -> bool:
        """Whether an age stands right before a token."""
        start = self._at(i).start
        for _ in range(4):
            while start not in self._ends_of_ages and start and self._text[start - 1] in _BETWEEN:
                start -= 1
            if start in self._ends_of_ages:
                return True
            word = next(
                (w for w in _FROM_AN_AGE if self._text[max(0, start - len(w) - 1) : start].lower() == f" {w}"), None
            )
            if word is None:
                return False
            start -= len(word)
        return False

    def _beside_age(self, i: int) -> bool:
        """Whether an age stands before or behind the run of names that begins here; one more word may belong to it."""
        last = self._last(i)
        if self._before_age(last) or self._behind_age(i) or self._behind_age(self._first(i)):
            return True
        return self._has_more(last + 1) and (
            self._before_age(last + 1) or (self._has_more(last + 2) and self._before_age(last + 2))
        )

    def _first(self, i: int) -> int:
        """The place where the name begins whose surname stands here: *dawn newton*, *Siv Edvardsen*."""
        before = self._at(i - 1)
        return (
            i - 1
            if before.is_word
            and before.end + 1 == self._at(i).start
            and (before.is_both or before.is_unknown or before.is_letter)
            else i
        )

    def _loosely_aged(self, i: int) -> bool:
        """Whether a number that may be an age stands behind the run of names that begins here."""
        last = self._last(i)
        if _LOOSE_AGE.match(self._text, self._at(last).end):
            return True
        return self._has_more(last + 1) and _LOOSE_AGE.match(self._text, self._at(last + 1).end) is not None

    def _has_more(self, i: int) -> bool:
        """Whether the word behind a name may belong to it, though it is a word: *erika knight*."""
        token = self._at(i)
        return token.is_word and token.low not in beside.IMAGING | beside.CODES | beside.EPONYM_NOUNS | beside.FIELD

    def _name_after_initials(self, i: int) -> int:
        """The place behind initials and particles: *j. smith*, *van der Berg*."""
        for _ in range(3):
            token = self._at(i)
            if token.low in beside.PARTICLES or (token.is_letter and (token.cap or token.low not in "ai")):
                i = self._skip(i + 1, ".-'")
        return i

    # titles

    def _titled(self, i: int) -> bool:
        """*Mrs Lee*, *MR. JONES*, *Ms Xolani*, *mr van der berg*."""
        token = self._at(i)
        if token.owns:
            return False
        if token.low in beside.SURE_TITLES:
            return self._surely_titled(i)
        return token.low in beside.TITLES and self._perhaps_titled(i)

    def _surely_titled(self, i: int) -> bool:
        j = self._skip(i + 1, ".:")
        while self._at(j).low in {"dr", "prof", "med", "ing"}:
            j = self._skip(j + 1, ".")
        if self._at(j).is_letter:
            return True
        following = self._at(self._name_after_initials(j))
        if following.low in beside.HISTORY or not following.is_word:
            return False
        if len(following.low) == 2 and following.low not in beside.CODES:  # noqa: PLR2004 - *Li*, *Ng*
            return True
        return following.capitalised or following.is_sure or following.is_both or following.is_unknown

    def _perhaps_titled(self, i: int) -> bool:  # noqa: PLR0911 - one rule a line
        """Behind a title that is something else as well: *MR Jones*, but not *MR angiography* nor *Miss rate*."""
        j = self._skip(i + 1, ".")
        following = self._at(j)
        if not following.is_word:
            return False
        as_a_title = self._at(i).text in {"Mr", "Ms", "Miss", "Master", "Fru", "Hr", "Sig"}
        if as_a_title and following.is_letter and following.cap:
            return True
        k = self._name_after_initials(j)
        if k > j:
            return self._at(k).is_name or (self._at(k).may_be_name and as_a_title)
        if as_a_title and following.capitalised:
            return (
                following.is_sure
                or following.is_both
                or (following.is_strange and not is_a_term(following.low) and self._at(i).low != "master")
            )
        if following.is_sure and self._at(i).text != "Sr":
            return following.low not in beside.SEQUENCES and not self._names_a_thing(j)
        if self._at(i).low not in {"mr", "ms", "miss"}:
            return False
        return self._titled_in_lower_case(j) and (
            self._at(i).text != "MR" or following.text.isupper() or not following.is_unknown
        )

    def _titled_in_lower_case(self, j: int) -> bool:
        """*mr smiths ct*, *mr brown needs*, *mr brown*, *mr xolani*."""
        following, behind = self._at(j), self._at(j + 1)
        if following.low.endswith("s") and following.low[:-1] in lexicon().sure and behind.low in beside.IMAGING:
            return True
        if following.is_both:
            return (
                following.owns
                or behind.low in beside.PREDICATES
                or (behind is END and following.low not in beside.FIELD)
            )
        return (
            following.is_unknown
            and len(following.low) > 3  # noqa: PLR2004 - abbreviations
            and following.low not in beside.SEQUENCES
            and not is_a_term(following.low)
            and behind.low not in beside.IMAGING
            and not self._names_a_thing(j)
        )

    # words that announce a patient

    def _announced(self, i: int) -> bool:  # noqa: PLR0911 - one rule a line
        """*pt John*, *patient: Xolani*, *baby Jones*, *bed 12 Lee*, *his wife Mary*, *next: Garcia*."""
        low = self._at(i).low
        if low in beside.PATIENT or low in beside.LABELS:
            return self._after_patient(i)
        if low in beside.BABY:
            return self._after_baby(i)
        if low in {"b", "bg", "bb"} and self._at(i + 1).text == "/" and self._at(i + 2).low in {"o", "of"}:
            return self._at(self._skip(i + 3)).may_be_name
        if low in beside.PLACES:
            return self._after_place(i)
        if low == "bg":
            return self._at(i + 1).capitalised and self._at(i + 1).is_name
        if low not in beside.KIN and low != "next":
            return False
        j = self._skip(i + 1)
        following = self._at(j)
        if self._names_a_thing(j) or not following.cap:
            return False
        return following.is_given if low in beside.KIN else following.is_name and following.capitalised

    def _after_baby(self, i: int) -> bool:
        j = self._skip(i + 1)
        while self._at(j).low in {"girl", "boy", "of", "a", "b", "i", "ii", "1", "2", "one", "two", "g"}:
            j = self._skip(j + 1)
        return (self._at(j).is_name or self._at(j).is_strange) and not self._names_a_thing(j)

    def _after_place(self, i: int) -> bool:
        """*bed 12 Lee*, *room 4B, Garcia*."""
        j = self._skip(i + 1)
        if not self._at(j).text.isdigit():
            return False
        j = self._skip(j + 1)
        if self._at(j).is_letter and self._at(j).start == self._at(j - 1).end:
            j = self._skip(j + 1)
        lies = self._at(i).low in {"bed", "bay", "cubicle", "trolley"}
        token = self._at(self._name_after_initials(j))
        if lies and token.capitalised and token.may_be_name and token.low not in beside.FIELD | beside.EPONYMS:
            return not self._names_a_thing(j)
        return token.is_name and not self._names_a_thing(j)

    def _after_patient(self, i: int) -> bool:  # noqa: PLR0911 - one rule a line
        """Behind a word for a patient, or a label of a form."""
        j, labelled = self._behind_labels(i)
        token = self._at(j)
        if not token.is_word:
            return False
        if self._initials(j):
            return True
        if token.low in {"dr", "prof"} and self._at(j - 1).text != ".":
            return self._at(self._name_after_initials(self._skip(j + 1, "."))).is_name
        if token.low in beside.SURE_TITLES | beside.TITLES | beside.STAFF or self._names_a_thing(j):
            return False
        k = self._name_after_initials(j)
        second = self._at(self._skip(k + 1, ",."))
        if self._at(k).is_name:
            return not (labelled and self._past)
        if second.is_name and (token.is_both or (token.is_unknown and not is_a_term(token.low))):
            return True
        if token.low in beside.FAMILY_FIRST and second.is_name and token.capitalised and second.cap:
            return True
        if all(
            t.may_be_name and t.capitalised and t.low not in beside.FIELD for t in (token, second)
        ) and not is_a_term(second.low):
            return True
        if not labelled or self._past or self._at(i).low in {"called", "named"}:
            return False
        return token.is_strange or (token.is_both and token.capitalised and (second.may_be_name or self._before_age(j)))

    def _behind_labels(self, i: int) -> tuple[int, bool]:
        """The place behind *patient*, *patient name is*, *Pt:*, and whether the word is a label there."""
        labelled = self._at(i).low in beside.LABELS
        for j in range(i + 1, i + 8):
            token = self._at(j)
            if token.text in {":", "=", "["} or token.low in beside.LABELS or token.low in {"pn", "lo"}:
                labelled = True
            elif token.low in {"of", "after"}:
                return j + 1, False
            elif token.low not in {"is", "full", "first", "last", "by", "the"} and (
                token.is_word or token.text not in ".,-#\"'(/|>;"
            ):
                break
        return j, labelled

    def _initials(self, i: int) -> bool:
        """*J.S.*, or *JS* beside an age."""
        token, second = self._at(i), self._at(i + 2)
        if token.is_letter and token.cap and self._at(i + 1).text == "." and second.is_letter and second.cap:
            return self._at(i + 3).text in {".", ","} or self._before_age(i + 2)
        if not (2 <= len(token.text) <= 3 and token.text.isupper()):  # noqa: PLR2004 - initials
            return False
        return not token.is_both and token.low not in beside.CODES | lexicon().words and self._before_age(i)

    # names by themselves

    def _full(self, i: int) -> bool:
        """*John Smith*, *john smith*, *John A. Smith*, *Smith, John*."""
        token = self._at(i)
        if self._past or self._cited or self._is_staff(i):
            return False
        if not (token.is_sure or token.is_both or token.is_unknown or token.low in beside.FAMILY_FIRST):
            return False
        if self._is_listed(i) or self._is_son_or_daughter(i) or self._has_the_family_first(i):
            return not self._names_a_thing(i)
        j = i + 1
        for _ in range(3):
            if self._at(j).is_letter and self._at(j).cap:
                j = self._skip(j + 1, ".")
            elif self._at(j).low in beside.PARTICLES and self._at(j + 1).is_word:
                j += 1
        surname = self._at(j)
        if not surname.is_word or surname.low in beside.INSTITUTION or self._names_a_thing(i):
            return False
        return self._make_a_name(i, surname)

    def _is_listed(self, i: int) -> bool:
        """*Smith, John*, *van der Berg, Pieter*, *TUCKWELL, Desmond*."""
        token, own = self._at(i), self._at(i + 2)
        if self._at(i + 1).text != "," or not (own.is_given and own.is_name):
            return False
        if token.is_name:
            return token.low in lexicon().surnames
        if token.is_both:
            return token.cap and self._at(i - 1).low in {"van", "von", "der", "den", "de", "del", "bin"}
        return token.text.isupper() and token.is_unknown and not is_a_term(token.low) and own.cap

    def _is_son_or_daughter(self, i: int) -> bool:
        """*Noura bint Khalid*, *Abdulrahman Al-Otaibi*, whether or not a list has them."""
        token, joint = self._at(i), self._at(i + 1)
        if not (token.capitalised and token.may_be_name):
            return False
        if joint.low in {"bin", "bint", "binti", "ibn"} and joint.text.islower():
            return self._at(i + 2).capitalised and self._at(i + 2).may_be_name
        family = self._at(i + 3)
        if joint.text not in {"Al", "El"} or self._at(i + 2).text != "-":
            return False
        return token.is_name and family.capitalised and (family.is_name or family.is_unknown)

    def _has_the_family_first(self, i: int) -> bool:
        """*Chen Xiaoming*, *Li Wei*, *Park Ji-woo*."""
        token, own = self._at(i), self._at(i + 1)
        if token.low not in beside.FAMILY_FIRST or not (token.capitalised and own.capitalised):
            return False
        if own.is_given:
            return own.is_name
        last = self._at(i + 3)
        return (
            own.low not in lexicon().words
            and self._at(i + 2).text == "-"
            and last.text.islower()
            and len(last.low) <= _SYLLABLE
        )

    def _make_a_name(self, i: int, surname: Token) -> bool:  # noqa: PLR0911 - one rule a line
        """Whether what stands here and a surname are a person, since neither is a word, or both are capitalised."""
        token = self._at(i)
        of = self._at(i - 1).low in {"for", "of", "re"}
        if token.cap and surname.capitalised and surname.is_given and surname.is_name and token.is_name:
            return True  # either way round: *Novak Eleanor*
        if token.is_given:
            if surname.is_sure:
                return (
                    surname.low not in beside.BRANDS - beside.BRANDS_AND_SURNAMES
                    and not {token.low, surname.low} <= beside.EPONYMS
                )
            if token.low in beside.EPONYMS:
                return False
            if surname.is_both:
                return (token.capitalised and surname.capitalised) or of
            return surname.is_strange and token.capitalised and not is_a_term(surname.low)
        if of and token.low in lexicon().given_words and surname.is_name:
            return True
        if (
            surname.low not in lexicon().surnames
            or surname.low in beside.EPONYMS
            or not (token.capitalised and surname.capitalised)
        ):
            return False
        return token.low in lexicon().given_words or (of and token.is_strange)

    def _aged(self, i: int) -> bool:  # noqa: PLR0911 - one rule a line
        """*Garcia 54M*, *54 yo Garcia*, *J. Smith aged 60*, *Xolani Qwabe, 62F*, *for Maria, 62*."""
        token, before = self._at(i), self._at(i - 1).low
        if before in beside.STAFF or (before == "." and self._at(i - 2).low in beside.STAFF):
            return token.is_name and _AGE_AND_SEX.match(self._text, self._at(self._last(i)).end) is not None
        if token.is_letter and token.cap:
            return self._initial_aged(i)
        if token.is_name and not self._names_a_thing(i):
            if self._beside_age(i):
                return True
            if (
                self._at(self._first(i) - 1).low in {"for", "of", "re", "about", "little", "\n"}
                and not self._past
                and self._loosely_aged(i)
            ):
                return True
        first = before in {"\n", "for", ".", ",", ";", "re", "about"}
        if token.is_strange and first and self._before_age(i):
            return True
        if (
            token.is_strange
            and (self._at(i + 1).capitalised or self._at(i + 1).low in beside.PARTICLES)
            and self._behind_age(i)
        ):
            return True
        if before == "\n" and token.is_unknown and not token.cap and len(token.low) > 4 and not is_a_term(token.low):  # noqa: PLR2004
            return self._at(i + 1).text == "," and self._before_age(i)
        return self._unknown_pair_aged(i)

    def _unknown_pair_aged(self, i: int) -> bool:
        """*Xolani Qwabe 62F*, *xolani qwabe 62f*."""
        token, second = self._at(i), self._at(i + 1)
        if (
            token.capitalised
            and second.capitalised
            and token.may_be_name
            and second.may_be_name
            and not (token.is_both and second.is_both)
        ):
            return (self._before_age(self._last(i + 1)) or self._behind_age(i)) and not is_a_term(second.low)
        if (
            not (token.is_unknown and second.is_unknown)
            or is_a_term(token.low)
            or is_a_term(second.low)
            or token.text.isupper()
        ):
            return False
        return len(token.low) > 3 and len(second.low) > 3 and (self._before_age(i + 1) or self._behind_age(i))  # noqa: PLR2004 - abbreviations

    def _initial_aged(self, i: int) -> bool:
        """*J.S. 45F*, *J. Smith, 60*, *J Smith 60*."""
        j = self._skip(i + 1, ".")
        second = self._at(j)
        if second.is_letter and second.cap and j > i + 1:
            return self._before_age(j)
        if not second.is_name:
            return False
        ends_in_a_number = re.fullmatch(r" \d{1,3}", self._text[second.end : second.end + 5]) is not None
        return ends_in_a_number or self._beside_age(j) or self._loosely_aged(j)

    def _lies(self, i: int) -> bool:
        """*gladys bed 11*, *Tanaka Hiroshi, bay 3*; not *thanks Sarah, bed 4 is free*."""
        token = self._at(i)
        if not token.is_name or self._past or self._is_staff(i) or self._at(i - 1).low in beside.GREETINGS:
            return False
        place = self._skip(self._last(i) + 1, ",-(:")
        if self._at(place).low not in beside.LYING or not self._at(place + 1).text.isdigit():
            return False
        return self._at(place + 2).low not in {"is", "are", "was", "has"}

    def _acts(self, i: int) -> bool:  # noqa: PLR0911 - one rule a line
        """*Mary's CT*, *Jack's mum*, *Smith is ready for MRI*, *Mary J.* behind *for*."""
        token = self._at(i)
        if not (token.is_name or token.low in lexicon().given_words) or self._past or self._is_staff(i):
            return False
        if token.owns and self._at(i + 1).low in beside.KIN:
            return token.is_given or token.low in lexicon().given_words
        if not token.is_name:
            return False
        if token.owns:
            return token.low not in beside.EPONYM_SURNAMES and any(
                self._at(i + k).low in beside.IMAGING for k in (1, 2)
            )
        if self._at(i + 1).text == "'" and token.low.endswith("s") and self._at(i + 2).low in beside.IMAGING:
            return token.low not in beside.EPONYM_SURNAMES
        if not token.is_given and not token.capitalised:
            return False
        initial = self._at(i + 1)
        if (
            token.is_given
            and token.capitalised
            and initial.is_letter
            and initial.cap
            and self._at(i - 1).low in {"for", "of", "re"}
        ):
            return self._at(i + 2).text in {".", "\n"}
        if token.low in beside.SEQUENCES:
            return False
        if not token.is_given and _COMES.match(self._text, token.end):
            return True
        return _PREDICATE.match(self._text, token.end) is not None
