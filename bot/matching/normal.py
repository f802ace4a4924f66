"""Bringing what people type, and what a pack says, to one form."""

import re
import unicodedata
from collections.abc import Container

from bot.matching.words import ADJECTIVES, GLUE, SPELLINGS

_DOTTED = re.compile(r"\b(?:\w\.){2,}\w?\b\.?")
_POSSESSIVE = re.compile(r"['\u2018\u2019\u02bc`](?:s\b)?")
_QUALIFIER = re.compile(r"(?<=\w)\s*[(\[][^()\[\]]*[)\]]\s*$")
_NO_WORD = re.compile(r"[\W_]+")

_BRITISH = re.compile("|".join(british for british, _ in SPELLINGS))
_ADJECTIVE_ENDINGS = tuple(ending for ending, _ in ADJECTIVES)

_SHORTEST_PLURAL = 4
_SHORTEST_SPELLING = 6

_PLURALS = (
    ("theses", "thesis"),
    ("gnoses", "gnosis"),
    ("lyses", "lysis"),
    ("noses", "nosis"),
    ("ies", "y"),
    ("sses", "ss"),
    ("shes", "sh"),
    ("ches", "ch"),
    ("xes", "x"),
)
_NO_PLURALS = ("ss", "us", "is", "ics")


def fold(text: str) -> str:
    """Case, accents, punctuation and spacing made equal: ``"M.R.I. (Röntgen)"`` becomes ``"mri rontgen"``.

    Compatibility forms become plain ones (NFKC), so that full-width and ligature letters match; invisible characters
    vanish. A letter is never changed into another one.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text))
        text = "".join(c for c in text if unicodedata.category(c) not in {"Mn", "Cf"})
    text = _POSSESSIVE.sub("", text.casefold())
    text = _DOTTED.sub(lambda match: match[0].replace(".", ""), text)
    return _NO_WORD.sub(" ", text).strip()


def normal(text: str, keep: Container[str] = ()) -> str:
    """A folded text with plurals, British spellings, adjectives of fields and glue words made equal.

    Args:
        text: A folded text.
        keep: Folded words that stay as they are: abbreviations such as ``pacs`` and ``tips`` are no plurals.

    Returns:
        The same words in the same order; the text itself where no more than a letter would be left: *A.I.* is no *I*.
    """
    words = [word if word in keep else _plain(word) for word in text.split() if word not in GLUE]
    return text if len(words) < 2 and len("".join(words)) < 2 else " ".join(words)  # noqa: PLR2004 - as said


def squeezed(text: str) -> str:
    """A text without its spaces: ``xray``, ``bonedensitometry``."""
    return text.replace(" ", "")


def permuted(text: str) -> str:
    """A text's words in alphabetical order, so that *Imaging, NMR* and *NMR imaging* are one."""
    return " ".join(sorted(text.split()))


def uninverted(typed: str) -> list[str]:
    """A text as typed, without a qualifier in brackets, and in the order it would have without its commas.

    *Tomography, Emission* is *Emission Tomography* in the indexes of libraries.
    """
    plain = _QUALIFIER.sub(" ", typed)
    return [plain, *([" ".join(plain.split(",")[::-1])] if "," in plain else [])]


def _plain(word: str) -> str:
    if len(word) >= _SHORTEST_PLURAL and word.endswith("s"):
        word = _singular(word)
    if len(word) >= _SHORTEST_SPELLING:
        if _BRITISH.search(word):
            for british, american in SPELLINGS:
                word = word.replace(british, american)
        if word.endswith(_ADJECTIVE_ENDINGS):
            ending, noun = next(pair for pair in ADJECTIVES if word.endswith(pair[0]))
            return word[: -len(ending)] + noun
    return word


def _singular(word: str) -> str:
    for plural, singular in _PLURALS:
        if word.endswith(plural):
            return word[: -len(plural)] + singular
    return word if word.endswith(_NO_PLURALS) else word[:-1]
