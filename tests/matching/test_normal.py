"""``bot.matching.normal``: what is made equal, and what is kept apart."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.normal import fold, normal, permuted, squeezed


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        pytest.param("MRI", "mri", id="case"),
        pytest.param("  MRI\t\n", "mri", id="space around"),
        pytest.param("M.R.I.", "mri", id="dots between letters"),
        pytest.param("M.R.I", "mri", id="dots between letters, none at the end"),
        pytest.param("the M.R.I. of a knee", "the mri of a knee", id="three dotted letters inside a text"),
        pytest.param("1.5T", "1 5t", id="a decimal point is no dotted abbreviation"),
        pytest.param("PET/CT", "pet ct", id="slash"),
        pytest.param("x-ray", "x ray", id="hyphen"),
        pytest.param("x\u2011ray", "x ray", id="non-breaking hyphen"),
        pytest.param("x\u2013ray", "x ray", id="dash"),
        pytest.param("snake_case", "snake case", id="underscore"),
        pytest.param("Röntgen", "rontgen", id="accent in one character"),
        pytest.param("Ro\u0308ntgen", "rontgen", id="accent as a character of its own"),
        pytest.param("ＭＲＩ", "mri", id="full-width letters"),
        pytest.param("ﬂuoroscopy", "fluoroscopy", id="ligature"),
        pytest.param("M\u200bR\u200dI\ufeff", "mri", id="invisible characters"),
        pytest.param("\u202eMRI\u202c", "mri", id="direction marks"),
        pytest.param("Children's radiology", "children radiology", id="possessive"),
        pytest.param("Children\u2019s radiology", "children radiology", id="curly possessive"),
        pytest.param("what's", "what", id="contraction"),
        pytest.param("O&G", "o g", id="ampersand"),
        pytest.param("🩻", "", id="emoji alone"),
        pytest.param("MRI 🩻", "mri", id="emoji beside a term"),
        pytest.param("?!…", "", id="punctuation alone"),
        pytest.param("\x00\x07MRI\x1b", "mri", id="control characters"),
        pytest.param("رنين", "رنين", id="another script stays"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_fold(typed: str, folded: str) -> None:
    """Case, accents, punctuation, spacing and compatibility forms are made equal; letters stay letters."""
    assert fold(typed) == folded


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_folded_text_is_words_with_single_spaces(typed: str) -> None:
    """Whatever comes in, words of letters and digits come out, a single space between them."""
    folded = fold(typed)
    assert folded == " ".join(folded.split())
    assert all(c == " " or c.isalnum() or unicodedata.category(c)[0] in "MN" for c in folded)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec="ascii"), max_size=40))
def test_folding_ignores_case(typed: str) -> None:
    """Of plain text, capitals never change the folded form."""
    assert fold(typed.upper()) == fold(typed.lower())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("scans", "scan", id="plural"),
        pytest.param("biopsies", "biopsy", id="plural in -ies"),
        pytest.param("diagnoses", "diagnosis", id="plural in -oses"),
        pytest.param("boxes", "box", id="plural in -xes"),
        pytest.param("masses", "mass", id="plural in -sses"),
        pytest.param("approaches", "approach", id="plural in -ches"),
        pytest.param("tumour", "tumor", id="British -our"),
        pytest.param("haematology", "hematology", id="British -aem-"),
        pytest.param("paediatric", "pediatric", id="British -aed-"),
        pytest.param("orthopaedics", "orthopedics", id="British -aed- and a field in -ics"),
        pytest.param("gynaecology", "gynecology", id="British -aec-"),
        pytest.param("oesophagus", "esophagus", id="British oes-"),
        pytest.param("embolisation", "embolization", id="British -isation"),
        pytest.param("ionising radiation", "ionizing radiation", id="British -ising"),
        pytest.param("computerised", "computerized", id="British -ised"),
        pytest.param("angiogramme", "angiogram", id="British -ogramme"),
        pytest.param("labelling", "labeling", id="British doubled l"),
        pytest.param("cancer centres", "cancer center", id="British -entre in the plural"),
        pytest.param("radiologic", "radiology", id="adjective in -ologic"),
        pytest.param("radiological", "radiology", id="adjective in -ological"),
        pytest.param("angiographic", "angiography", id="adjective in -ographic"),
        pytest.param("fluoroscopic", "fluoroscopy", id="adjective in -oscopic"),
        pytest.param("structure of the breast", "structure breast", id="glue"),
    ],
)
def test_normal_makes_equal(one: str, other: str) -> None:
    """Plurals, British spellings, adjectives of fields and glue words make no difference."""
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("pus", id="too short for a plural"),
        pytest.param("virus", id="ends in -us"),
        pytest.param("diagnosis", id="ends in -is"),
        pytest.param("physics", id="ends in -ics"),
        pytest.param("abscess", id="ends in -ss"),
        pytest.param("hour", id="too short for a British spelling"),
    ],
)
def test_normal_leaves_alone(word: str) -> None:
    """What only looks like a plural or a British spelling stays."""
    assert normal(word) == word


def test_normal_keeps_abbreviations() -> None:
    """A word that is an abbreviation is no plural, and only in the form it has."""
    assert normal("pacs tips", {"pacs"}) == "pacs tip"


def test_normal_keeps_a_text_of_glue() -> None:
    """Where nothing but glue would be left out, the text stays as it is."""
    assert normal("of the") == "of the"
    assert normal("") == ""


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text("abcdefgs", min_size=1, max_size=6), max_size=6).map(" ".join))
def test_permuted_forgets_order_alone(text: str) -> None:
    """Two texts have one permuted form just when they have the same words as often."""
    words = text.split()
    assert permuted(" ".join(reversed(words))) == permuted(text)
    assert sorted(permuted(text).split()) == sorted(words)
    assert permuted(f"{text} extra") != permuted(text)


def test_squeezed() -> None:
    """Only spaces go."""
    assert squeezed("bone  density é") == "bonedensityé"
