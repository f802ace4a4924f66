"""The words of a text, and what each may be by itself."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.privacy import beside
from bot.privacy.lexicon import folded, lexicon

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+|[^\w\s]")
_JOINING = frozenset({"and", "van", "de", "of"})

TERM_OF_ART = re.compile(
    r"\w(?:graph|graphy|graphic|grams?|scope|scopy|scopic|ology|itis|omas?|omata|osis|oses|asis|axis|ectomy|otomy|"
    r"ostomy|plasty|metry|metric|pathy|"
    r"therapy|trophy|plasia|lysis|centesis|pexy|sound|i[sz]ation|a?emia|uria|algia|rrhagia|rrhage|rrh?oea|rrhea|"
    r"pn?oea|pnea|plegia|paresis|o?edema|cele|"
    r"ectasis|ectasia|stenosis|sclerosis|penia|genesis|tomy|cardia|phagia|philia|malacia|megaly|ptosis|rrhexis|spasm|"
    r"thorax|chondral|clavian|mandibular)$"
)
"""How words of medicine end, and names do not."""

_TERM = re.compile(
    r"(?:ologist|ologic|tions?|sions?|ments?|ness|ings?|ism|ity|ities|able|ible|ous|ive|ical|al|ary|ics?|ine|ide|ium|"
    r"genic|lytic|tome|ance|ence|ful|less|ware|"
    r"rays?|ed|ly|scans?|oid|cyte|blast)$"
)
"""How words end, and names seldom do."""


def is_a_term(low: str) -> bool:
    """Whether a word ends as words do, the field's most of all."""
    return len(low) > 4 and bool(TERM_OF_ART.search(low) or _TERM.search(low))  # noqa: PLR2004 - *Ring*, *Lal*


_NO_NAMES = beside.CODES | beside.EPONYMS | beside.HISTORY | beside.EPONYM_NOUNS | beside.STAFF


class Token:
    """A word, a number or a sign of the text.

    Attributes:
        text: As it stands.
        start: Where it begins.
        end: Where the text goes on.
        is_word: Whether it begins with a letter.
        owns: Whether it ends in *'s*.
        low: Folded, without that *'s*; a sign as it is.
    """

    __slots__ = ("end", "is_word", "low", "owns", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.is_word = text[0].isalpha()
        self.owns = text[-2:] in {"'s", "'S"}
        self.low = folded(text[:-2] if self.owns else text) if self.is_word else text

    def become_a_sign(self) -> None:
        """Be nobody's name."""
        self.text = self.low = "~"
        self.is_word = self.owns = False

    @property
    def cap(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def capitalised(self) -> bool:
        """Written as a name is: *Smith*, *McNeil*, *O'Brien*; not *MRI*."""
        return self.cap and any(map(str.islower, self.text))

    @property
    def is_letter(self) -> bool:
        """A single letter."""
        return self.is_word and len(self.text) == 1

    @property
    def is_sure(self) -> bool:
        """A name that is no word."""
        return self.low in lexicon().sure

    @property
    def is_given(self) -> bool:
        """A given name that is no word."""
        return self.low in lexicon().given

    @property
    def is_both(self) -> bool:
        """A name and a word."""
        return self.low in lexicon().both

    @property
    def is_unknown(self) -> bool:
        """On no list, and no abbreviation."""
        low, known = self.low, lexicon()
        if not self.is_word or len(low) < 3 or low in known.sure or low in known.both or low in known.words:  # noqa: PLR2004 - *CT*
            return False
        return low not in _NO_NAMES

    @property
    def is_strange(self) -> bool:
        """Unknown, capitalised, and not built as the words of medicine are."""
        return self.is_unknown and self.capitalised and not TERM_OF_ART.search(self.low)

    @property
    def is_name(self) -> bool:
        """A name that is no word and stands for no thing by itself."""
        return self.is_sure and self.low not in beside.EPONYMS

    @property
    def may_be_name(self) -> bool:
        """A name, a word that is one when capitalised, or a strange word."""
        return self.is_name or (self.is_both and self.capitalised) or self.is_strange


END = Token("\n", 0, 0)


def tokens_of(text: str) -> list[Token]:
    """The words, numbers and signs of a text; what is called as people are is no word."""
    tokens = [Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text)]
    _take_out_things(tokens)
    return tokens


def _take_out_things(tokens: Sequence[Token]) -> None:
    """Make signs of two words that are called as people are: *Arnold-Chiari*, *Hong Kong*, *St. Thomas*."""
    words = [token for token in tokens if token.is_word and token.low not in _JOINING]
    for first, second in pairwise(words):
        if (
            f"{first.low} {second.low.removesuffix('s')}" in beside.DOUBLE_EPONYMS
            or f"{first.low} {second.low}" in beside.DOUBLE_EPONYMS
        ):
            first.become_a_sign()
            second.become_a_sign()
