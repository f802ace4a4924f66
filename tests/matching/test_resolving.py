"""``bot.matching.resolving``: which entry a text means, over the shipped pack and over made-up ones."""

import re
import string
from collections.abc import Sequence
from datetime import date
from itertools import permutations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.entries import ENTRY_TYPES, Entry
from bot.knowledge.outcomes import Ambiguous, Candidate, Found, How, NotFound, Outcome
from bot.knowledge.pack import Pack
from bot.matching.normal import fold, normal
from bot.matching.resolving import LONGEST, MOST_NEAREST, MOST_OFFERED, Resolver
from bot.matching.scoring import ANSWER, ASK, MARGIN, NEAR, Name, closeness, near_word_by_word
from bot.matching.words import GLUE
from bot.names import Kind


@pytest.fixture(scope="module")
def resolver(pack: Pack) -> Resolver:
    """A resolver over the shipped pack."""
    return Resolver(pack.entries.values())


def made_up(
    name: str,
    *,
    kind: Kind = Kind.CONCEPT,
    abbreviations: Sequence[str] = (),
    aliases: Sequence[str] = (),
    dicom: Sequence[str] = (),
) -> Entry:
    """An entry that is true of nothing."""
    fields = {
        "id": "-".join(fold(name).split()),
        "kind": kind,
        "name": name,
        "abbreviations": abbreviations,
        "aliases": aliases,
        "codes": {"dicom": tuple(dicom)},
        "summary": "Nothing of the kind exists.",
        "plain": "There is no such thing.",
        "sources": ["made-up-atlas"],
        "review": {"owner": "Tests", "reviewed_on": date(2026, 1, 9), "review_by": date(2027, 1, 9)},
        **({"ionizing": False} if kind is Kind.MODALITY else {}),
    }
    return ENTRY_TYPES[kind].model_validate(fields)


def offered(outcome: Outcome) -> list[str]:
    """The ids of the entries that an outcome shows as an answer or a choice."""
    match outcome:
        case Found(entry=entry, others=others):
            return [entry.id, *(other.id for other in others)]
        case Ambiguous(candidates=candidates):
            return [candidate.entry.id for candidate in candidates]
        case NotFound():
            return []


def told(outcome: Outcome) -> str:
    """An outcome in one line: ``found mri exact``, ``asks mri ris``, ``nothing``."""
    match outcome:
        case Found(entry=entry, how=how):
            return f"found {entry.id} {how.value}"
        case Ambiguous():
            return " ".join(["asks", *sorted(offered(outcome))])
        case NotFound():
            return "nothing"


# --- exact, codes, aliases -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("MRI", "found mri exact", id="abbreviation"),
        pytest.param("mri", "found mri exact", id="abbreviation in lower case"),
        pytest.param("Magnetic resonance imaging", "found mri exact", id="name"),
        pytest.param("PET", "found pet exact", id="abbreviation that is a word"),
        pytest.param("PT", "found pet code", id="DICOM code alone"),
        pytest.param("rid10337", "found pet code", id="RadLex code"),
        pytest.param("NMR imaging", "found mri alias", id="alias"),
        pytest.param("CAT", "found ct exact", id="capitals say that it is the abbreviation"),
        pytest.param("cat", "asks ct", id="an everyday word in lower case is asked about"),
        pytest.param("US", "found ultrasound exact", id="US in capitals"),
        pytest.param("us", "asks ultrasound", id="us in lower case"),
        pytest.param("IR", "found interventional-radiology exact", id="two letters"),
        pytest.param("DR", "asks diagnostic-radiology digital-radiography", id="shared abbreviation"),
        pytest.param("dr", "asks diagnostic-radiology digital-radiography", id="shared abbreviation, lower case"),
        pytest.param("RT", "asks radiation-therapy radiographer", id="shared by a procedure and a role"),
        pytest.param("tips", "asks tips", id="an everyday plural"),
        pytest.param("pet", "asks pet", id="an animal, or not"),
        pytest.param("pet scan", "found pet exact", id="no animal beside scan"),
        pytest.param("cat scan", "found ct alias", id="nor here"),
        pytest.param("echo", "found echocardiography alias", id="a word that is more than everyday here"),
        pytest.param("Echo", "found echocardiography alias", id="the same with a capital"),
        pytest.param("TIPS", "found tips exact", id="the same as a procedure"),
        pytest.param("the", "nothing", id="an article"),
        pytest.param("no", "nothing", id="no is not ultrasound"),
        pytest.param("a", "nothing", id="one letter"),
        pytest.param("T1", "found t1-weighting alias", id="T1 is not T2"),
        pytest.param("T2", "found t2-weighting alias", id="T2 is not T1"),
        pytest.param("3T", "found magnetic-field-strength alias", id="a field strength"),
        pytest.param("1.5T", "found magnetic-field-strength alias", id="a field strength with a point"),
        pytest.param("3", "nothing", id="a digit"),
        pytest.param("🩻", "nothing", id="emoji alone"),
        pytest.param("MRI 🩻", "found mri exact", id="emoji beside a term"),
        pytest.param("scan", "nothing", id="filler alone"),
        pytest.param("what is", "nothing", id="a question about nothing"),
        pytest.param("MRIs", "found mri exact", id="plural of an abbreviation"),
        pytest.param("CTs", "found ct exact", id="plural of two letters"),
        pytest.param("PETs", "found pet exact", id="plural, capitals before the s"),
        pytest.param("pets", "nothing", id="animals"),
        pytest.param("M.R.I.", "found mri exact", id="dotted"),
        pytest.param("C.T. scan", "found ct exact", id="two dotted letters"),
        pytest.param("ＭＲＩ", "found mri exact", id="full-width"),
        pytest.param("  \tMRI\n", "found mri exact", id="space around"),
        pytest.param("*MRI*", "found mri exact", id="Slack's bold"),
        pytest.param("MRI?", "found mri exact", id="a question mark"),
        pytest.param("PET/CT", "found pet-ct exact", id="slash for hyphen"),
        pytest.param("pet ct", "found pet-ct exact", id="space for hyphen"),
        pytest.param("", "nothing", id="empty"),
        pytest.param("   ", "nothing", id="spaces"),
        pytest.param("\x00\x1b[31m", "nothing", id="control characters"),
        pytest.param("MRI\x00", "found mri exact", id="a control character behind"),
        pytest.param("\u202eMRI\u202c", "found mri exact", id="direction marks"),
        pytest.param("تصوير بالرنين", "nothing", id="another script"),
        pytest.param("x" * 4000, "nothing", id="4,000 characters of one word"),
        pytest.param("please " * 600, "nothing", id="4,000 characters of filler"),
        pytest.param("MRI" + " " * 4000, "found mri exact", id="a term and 4,000 spaces"),
    ],
)
def test_exact(resolver: Resolver, typed: str, expected: str) -> None:
    """What is the same text is found and says how; a shared or everyday short word is asked about; the rest is not."""
    assert told(resolver.resolve(typed)) == expected


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        pytest.param("MRJ", "mri", id="MRJ is not MRI"),
        pytest.param("MIR", "mri", id="MIR may be MRI"),
        pytest.param("MIR", "interventional-radiology", id="MIR may be IR"),
        pytest.param("RMI", "mri", id="swapped letters"),
        pytest.param("TC", "ct", id="two letters swapped"),
        pytest.param("MRIX", "mri", id="a letter too many"),
        pytest.param("mris", "mri", id="plural in lower case"),
        pytest.param("mris", "ris", id="or another abbreviation"),
        pytest.param("PAC", "pacs", id="PAC may be PACS"),
    ],
)
def test_near_codes_are_asked(resolver: Resolver, typed: str, entry: str) -> None:
    """A short code that is near to another is never answered, but asked about."""
    outcome = resolver.resolve(typed)
    assert isinstance(outcome, Ambiguous)
    assert entry in offered(outcome)


@pytest.mark.parametrize(
    ("typed", "kind", "expected", "others"),
    [
        pytest.param("DR", Kind.MODALITY, "found digital-radiography exact", ["diagnostic-radiology"], id="modality"),
        pytest.param("DR", Kind.SPECIALTY, "found diagnostic-radiology exact", ["digital-radiography"], id="specialty"),
        pytest.param("RT", Kind.ROLE, "found radiographer exact", ["radiation-therapy"], id="role"),
        pytest.param("RT", Kind.PROCEDURE, "found radiation-therapy exact", ["radiographer"], id="procedure"),
        pytest.param("us", Kind.MODALITY, "found ultrasound exact", [], id="a kind settles an everyday word"),
        pytest.param("CT", Kind.ROLE, "found ct exact", [], id="a kind never hides the only meaning"),
        pytest.param("DR", Kind.ROLE, "asks diagnostic-radiology digital-radiography", [], id="a kind neither has"),
    ],
)
def test_kind_preference(resolver: Resolver, typed: str, kind: Kind, expected: str, others: list[str]) -> None:
    """The preferred kind decides between equals; the other meanings are kept."""
    outcome = resolver.resolve(typed, kind)
    assert told(outcome) == expected
    assert [other.id for other in getattr(outcome, "others", ())] == others


def test_how_of_several_ways() -> None:
    """A text that is name, code and alias at once is reached by the best of them."""
    entry = made_up("Wobbling", abbreviations=["WB"], dicom=["WB", "WX"], aliases=["W.X", "wobblage", "WOBBLING"])
    resolver = Resolver([entry])
    hows = {typed: told(resolver.resolve(typed)).split()[-1] for typed in ("WB", "WX", "Wobbling", "wobblage")}
    assert hows == {"WB": "exact", "WX": "code", "Wobbling": "exact", "wobblage": "alias"}


@pytest.mark.parametrize("typed", ["T2", "T1x", "X1", "1"])
def test_digits_are_never_slips(typed: str) -> None:
    """A code with another digit is another thing, however close."""
    resolver = Resolver([made_up("Tilting one", abbreviations=["T1"]), made_up("Tilting three", abbreviations=["T3"])])
    assert not isinstance(resolver.resolve(typed), Found)
    assert "tilting-three" not in offered(resolver.resolve(typed))


def test_words_with_digits_in_longer_names() -> None:
    """*T1 mapping* and *T2 mapping* are never taken for each other, not even with a slip in the long word."""
    one, two = made_up("T1 wobble mapping"), made_up("T2 wobble mapping")
    assert told(Resolver([one]).resolve("T2 wobble mapping")) == "nothing"
    assert told(Resolver([one, two]).resolve("T2 wobble mappin")) == "found t2-wobble-mapping fuzzy"


# --- the same words, differently written -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        pytest.param("Imaging, magnetic resonance", "mri", id="inverted"),
        pytest.param("imaging, NMR", "mri", id="inverted alias"),
        pytest.param("radiology, interventional", "interventional-radiology", id="inverted field"),
        pytest.param("resonance magnetic imaging", "mri", id="permuted"),
        pytest.param("magneticresonanceimaging", "mri", id="without spaces"),
        pytest.param("nuclearmedicine", "nuclear-medicine", id="two words without a space"),
        pytest.param("xray", "radiography", id="without a hyphen"),
        pytest.param("x ray", "radiography", id="a space for a hyphen"),
        pytest.param("ultra-sound", "ultrasound", id="a hyphen too many"),
        pytest.param("ultra sound", "ultrasound", id="a space too many"),
        pytest.param("computerised tomography", "ct", id="British -ised"),
        pytest.param("tumour board", "tumor-board", id="British -our"),
        pytest.param("orthopaedic surgery", "orthopedic-surgery", id="British -aed-"),
        pytest.param("paediatric radiology", "pediatric-radiology", id="British paed-"),
        pytest.param("gynaecology", "obstetrics-and-gynecology", id="British gynaec-"),
        pytest.param("ultrasounds", "ultrasound", id="plural"),
        pytest.param("mammograms", "mammography", id="plural of an alias"),
        pytest.param("biopsies", "biopsy", id="plural in -ies"),
        pytest.param("radiologists", "radiologist", id="plural of a role"),
        pytest.param("what is a ct scan please", "ct", id="filler around a code"),
        pytest.param("what's a CT?", "ct", id="a contraction and a question mark"),
        pytest.param("how does an mri work", "mri", id="a question"),
        pytest.param("what does PACS stand for", "pacs", id="a question about an abbreviation"),
        pytest.param("tell me about interventional radiology", "interventional-radiology", id="filler around a name"),
        pytest.param("ct scanner", "ct", id="the machine"),
        pytest.param("US scan", "ultrasound", id="an everyday word beside scan"),
    ],
)
def test_same_words(resolver: Resolver, typed: str, entry: str) -> None:
    """Word order, spaces, spelling, number and filler make no difference, and the score says so."""
    outcome = resolver.resolve(typed)
    assert isinstance(outcome, Found)
    assert (outcome.entry.id, outcome.score) == (entry, 100)
    assert outcome.how is not How.FUZZY


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        pytest.param("fluorsocopy", "fluoroscopy", id="transposed"),
        pytest.param("fluoroscpy", "fluoroscopy", id="dropped"),
        pytest.param("fluorooscopy", "fluoroscopy", id="doubled"),
        pytest.param("fluoroscooy", "fluoroscopy", id="the key beside"),
        pytest.param("flouroscopy", "fluoroscopy", id="swapped vowels"),
        pytest.param("magnetic resonence imaging", "mri", id="wrong vowel in a long name"),
        pytest.param("computed tomograhpy", "ct", id="swap in the second word"),
        pytest.param("imaging, magnetic resonence", "mri", id="inverted and a slip"),
        pytest.param("mamography", "mammography", id="one of two letters"),
        pytest.param("what is fluoroscpy please", "fluoroscopy", id="filler and a slip"),
        pytest.param("CT sacn", "ct", id="a code and filler with a slip"),
        pytest.param("interventional radiolgy", "interventional-radiology", id="long field"),
    ],
)
def test_slips_are_answered(resolver: Resolver, typed: str, entry: str) -> None:
    """A slip in a long word is answered as fuzzy, between the threshold and 100."""
    outcome = resolver.resolve(typed)
    assert isinstance(outcome, Found)
    assert (outcome.entry.id, outcome.how) == (entry, How.FUZZY)
    assert ANSWER <= outcome.score < 100


@pytest.mark.parametrize(
    "typed",
    [
        "hematology",
        "haematology",
        "ontology",
        "stenographer",
        "colposcopy",
        "venography",
        "sialography",
        "sialendoscopy",
        "nephrology",
        "virology",
        "bronchoscopy",
        "speech therapist",
        "school nurse",
        "pediatric oncology",
        "medical physician",
        "interventional pulmonologist",
        "magnetic resonance thermometry",
    ],
)
def test_other_words_are_never_answered(resolver: Resolver, pack: Pack, typed: str) -> None:
    """A real word of medicine that the pack does not have is asked about or not found."""
    assert typed not in words_and_terms(pack), "choose another word: the pack has this one now"
    assert not isinstance(resolver.resolve(typed), Found)


def test_a_word_of_another_entry_is_not_a_slip() -> None:
    """A word that the pack has elsewhere is no slip of one in a name; nowhere else, it is."""
    entries = [made_up("Bowl wobbling"), made_up("Wabbling", kind=Kind.ROLE)]
    assert not isinstance(Resolver(entries).resolve("bowl wabbling"), Found)
    assert told(Resolver(entries[:1]).resolve("bowl wabbling")) == "found bowl-wobbling fuzzy"


def test_equals_are_offered_by_id() -> None:
    """What bears the same code, and what is equally close, is offered in the order of ids, not of texts."""
    entries = [made_up("Able", aliases=["wobblegraphz", "GG"]), made_up("Baker", aliases=["wobblegrapha", "GG"])]
    for order in permutations(entries):
        resolver = Resolver(order)
        assert offered(resolver.resolve("GG")) == ["able", "baker"]
        assert offered(resolver.resolve("wobblegraphm")) == ["able", "baker"]


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        pytest.param("brain MRI", "mri", id="a body part before"),
        pytest.param("MRI brain", "mri", id="a body part behind"),
        pytest.param("MRI of the knee", "mri", id="glue between"),
        pytest.param("chest CT", "ct", id="two letters"),
        pytest.param("shoulder MRI with contrast", "mri", id="two terms, the first"),
        pytest.param("shoulder MRI with contrast", "contrast-agent", id="two terms, the second"),
        pytest.param("kidney biopsy", "biopsy", id="a long word"),
        pytest.param("brain PET", "pet", id="a code that is an everyday word, in capitals"),
        pytest.param("PET of the brain", "pet", id="the same at the start"),
        pytest.param("abdominal US", "ultrasound", id="two letters that are an everyday word, in capitals"),
    ],
)
def test_terms_inside_longer_texts_are_offered(resolver: Resolver, typed: str, entry: str) -> None:
    """A term among other words is offered, not answered: the card is about the term alone."""
    outcome = resolver.resolve(typed)
    assert isinstance(outcome, Ambiguous)
    assert entry in offered(outcome)


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        pytest.param("hematology", "hepatology", id="another field"),
        pytest.param("ontology", "oncology", id="no field of medicine"),
        pytest.param("stenographer", "sonographer", id="another trade"),
        pytest.param("stunt", "stenting", id="another word of five letters"),
        pytest.param("contract", "contrast-agent", id="a letter away"),
        pytest.param("radial", "ionizing-radiation", id="the beginning of a name"),
        pytest.param("thrombosis", "thrombolysis", id="what is treated"),
    ],
)
def test_an_english_word_is_not_asked_about(resolver: Resolver, pack: Pack, typed: str, nearest: str) -> None:
    """A single English word that no name has was meant as it stands: not found, with the nearest named."""
    assert typed not in words_and_terms(pack), "choose another word: the pack has this one now"
    outcome = resolver.resolve(typed)
    assert isinstance(outcome, NotFound)
    assert outcome.nearest[0].entry.id == nearest


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        pytest.param("nuclear", "nuclear-medicine", id="a word of names"),
        pytest.param("magnetic", "mri", id="another"),
        pytest.param("angiopl", "angioplasty", id="no English word"),
    ],
)
def test_a_word_of_a_name_is_asked_about(resolver: Resolver, typed: str, entry: str) -> None:
    """A word that a name has, or one that English has not, is asked about where it is near enough."""
    outcome = resolver.resolve(typed)
    assert isinstance(outcome, Ambiguous)
    assert entry in offered(outcome)


def test_nearest_are_few_and_ordered(resolver: Resolver) -> None:
    """What is not found names at most three nearest, closest first, none of them far."""
    outcome = resolver.resolve("bronchoscopy")
    assert isinstance(outcome, NotFound)
    scores = [candidate.score for candidate in outcome.nearest]
    assert 1 <= len(scores) <= MOST_NEAREST
    assert scores == sorted(scores, reverse=True)
    assert all(NEAR <= score < ASK for score in scores)


@pytest.mark.parametrize(
    "typed",
    [
        "test procedure",
        "exam technique",
        "what machine",
        "explain the procedure please",
    ],
)
def test_filler_is_no_term(resolver: Resolver, typed: str) -> None:
    """Words that surround a term are not one, however many there are."""
    assert not isinstance(resolver.resolve(typed), Found)


def test_no_entries() -> None:
    """A resolver over nothing finds nothing."""
    resolver = Resolver([])
    assert {told(resolver.resolve(typed)) for typed in ("MRI", "fluoroscopy", "", "brain MRI")} == {"nothing"}


# --- rules over the shipped pack -------------------------------------------------------------------------------------


def terms_of(entry: Entry) -> tuple[str, ...]:
    """Everything by which an entry is known."""
    return (entry.name, *entry.abbreviations, *entry.codes.every, *entry.aliases)


def words_and_terms(pack: Pack) -> set[str]:
    """The folded and normalised terms of a pack, and their words."""
    terms = {fold(term) for entry in pack.entries.values() for term in terms_of(entry)}
    terms |= {normal(term) for term in terms}
    return terms | {word for term in terms for word in term.split()}


def test_every_term_finds_or_offers_its_own_entry(pack: Pack, resolver: Resolver) -> None:
    """Each name, abbreviation, code and alias, as written or in capitals, leads to the entry that has it."""
    lost = [
        (entry.id, typed, told(outcome))
        for entry in pack.entries.values()
        for term in terms_of(entry)
        for typed in (term, term.upper())
        if entry.id not in offered(outcome := resolver.resolve(typed))
    ]
    assert lost == []


def test_every_term_finds_its_entry_under_its_kind(pack: Pack, resolver: Resolver) -> None:
    """Under an entry's own kind, each of its terms is answered with it, exactly and at 100; one shared there asks."""
    lost = []
    for entry in pack.entries.values():
        for term in terms_of(entry):
            match resolver.resolve(term, entry.kind):
                case Found(entry=found, how=how, score=100) if found is entry and how is not How.FUZZY:
                    pass
                case Ambiguous(is_exact=True) as asked if entry.ambiguous and entry.id in offered(asked):
                    pass
                case outcome:
                    lost.append((entry.id, term, told(outcome)))
    assert lost == []


ORDER_TEXTS = (
    *("DR", "RT", "us", "cat", "MIR", "mris", "CR", "tips", "T1", "PT"),
    *("brain MRI", "shoulder MRI with contrast", "radiol", "diagnostic", "interventional", "nuclear", "tomography"),
    *("hematology", "stenographer", "cholangiography", "fluoroscpy", "magnetic resonence", "radiation doctor"),
    *("imaging suite", "digital imaging", "bone scan", "embolisation of fibroids", "medical oncology", "zzzz"),
)


@settings(max_examples=8, deadline=None)
@given(shuffling=st.randoms(use_true_random=False))
def test_entry_order_never_matters(pack: Pack, resolver: Resolver, shuffling: Random) -> None:
    """Whatever the order of the entries, every outcome is the same, down to scores and the order of candidates."""
    entries = list(pack.entries.values())
    shuffling.shuffle(entries)
    shuffled = Resolver(entries)
    assert [shuffled.resolve(typed) for typed in ORDER_TEXTS] == [resolver.resolve(typed) for typed in ORDER_TEXTS]


def test_entry_order_never_matters_between_equals() -> None:
    """Entries that are equally close are offered in the order of their ids, in every order they are given."""
    entries = [
        made_up("Wobblegraphy alpha", abbreviations=["WG"]),
        made_up("Wobblegraphy beta", abbreviations=["WG"], kind=Kind.ROLE),
        made_up("Wobblegraphy gamma", aliases=["WG"]),
        made_up("Wabblegraphy", dicom=["WG", "GW"]),
    ]
    texts = ("WG", "GW", "wobblegraphy", "wobblegrphy", "wibblegraphy", "wobblegraphy delta", "WGX")
    resolvers = [Resolver(order) for order in permutations(entries)]
    for kind in (None, Kind.ROLE, Kind.CONCEPT, Kind.MODALITY):
        for typed in texts:
            first, *others = [resolver.resolve(typed, kind) for resolver in resolvers]
            assert all(outcome == first for outcome in others)


SNIPPETS = st.sampled_from(
    [
        "MRI",
        "ct",
        "US",
        "scan",
        "what is",
        "PET/CT",
        "s",
        "of",
        "T1",
        "x-ray",
        "radiology",
        "fluoro",
        "’s",
        ".",
        "🩻",
        " ",
    ]
)
ANY_TEXT = st.one_of(
    st.text(max_size=50), st.lists(st.one_of(SNIPPETS, st.text(max_size=6)), max_size=12).map(" ".join)
)


@settings(max_examples=180, deadline=None)
@given(typed=ANY_TEXT, kind=st.sampled_from([None, *Kind]))
def test_any_text_gives_an_outcome(resolver: Resolver, typed: str, kind: Kind | None) -> None:
    """Any text at all gives an outcome within its bounds, the same one each time, and raises nothing."""
    outcome = resolver.resolve(typed, kind)
    assert resolver.resolve(typed, kind) == outcome
    shown: tuple[Candidate, ...] = ()
    match outcome:
        case Found(entry=entry, how=how, score=score, others=others):
            assert (score == 100) or (how is How.FUZZY and ANSWER <= score < 100)
            assert entry not in others
            assert len(set(others)) == len(others)
        case Ambiguous(candidates=shown):
            assert 1 <= len(shown) <= MOST_OFFERED
            assert all(ASK <= candidate.score <= 100 for candidate in shown)
        case NotFound(nearest=shown):
            assert len(shown) <= MOST_NEAREST
            assert all(NEAR <= candidate.score <= 100 for candidate in shown)
    assert len({candidate.entry for candidate in shown}) == len(shown)


@settings(max_examples=15, deadline=None)
@given(piece=st.text(min_size=1, max_size=30))
def test_4000_characters(resolver: Resolver, piece: str) -> None:
    """A text as long as Slack allows gives an outcome, and what stands behind the part looked at changes nothing."""
    long = (piece * 4000)[:4000]
    assert isinstance(resolver.resolve(long), Found | Ambiguous | NotFound)
    words = f"wobble {'knee ' * LONGEST}"
    assert resolver.resolve(f"{words} {piece}") == resolver.resolve(words)


KEY_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
BESIDE = {
    key: row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    for row in KEY_ROWS
    for place, key in enumerate(row)
}


@st.composite
def slipped(draw: st.DrawFn, terms: Sequence[str]) -> tuple[str, str]:
    """A term, and the same with one letter dropped, doubled, swapped with the next or hit beside."""
    term = draw(st.sampled_from(terms), label="term")
    place = draw(st.sampled_from([place for place, letter in enumerate(term) if letter.isalpha()]), label="place")
    letter, behind = term[place], term[place + 1 :]
    slips = ["", letter * 2, *BESIDE.get(letter.lower(), "")]
    options = [term[:place] + slip + behind for slip in slips]
    options += [term[:place] + behind[0] + letter + behind[1:]] if behind and behind[0] != letter else []
    return term, draw(st.sampled_from(options), label="slipped")


def answers_another(resolver: Resolver, term: str, typed: str) -> bool:
    """Whether a slipped term is taken for an entry that the clean one does not name."""
    outcome = resolver.resolve(typed)
    guessed = isinstance(outcome, Found) and outcome.how is How.FUZZY
    return guessed and offered(outcome)[0] not in offered(resolver.resolve(term))


@settings(max_examples=250, deadline=None)
@given(data=st.data())
def test_a_slip_never_answers_another_entry(pack: Pack, resolver: Resolver, data: st.DataObject) -> None:
    """One slip in a term of eight letters or more never answers another entry, unless it names that one to the letter.

    *NM imaging* is a slip of *NMR imaging*, and is also what nuclear medicine is called: nobody can tell.
    """
    terms = sorted({t for entry in pack.entries.values() for t in terms_of(entry) if sum(map(str.isalpha, t)) >= 8})
    term, typed = data.draw(slipped(terms))
    assert not answers_another(resolver, term, typed)


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        pytest.param("aRdiologist", "Radiologist", id="a radiologist, not a cardiologist"),
        pytest.param("aRdiology", "Radiology", id="radiology, not cardiology"),
        pytest.param("coronary fT angiography", "coronary CT angiography", id="a code with a slip is not left out"),
        pytest.param("coronary Cf angiography", "coronary CT angiography", id="the same with the other letter"),
    ],
)
def test_slips_that_answered_another_entry(resolver: Resolver, typed: str, term: str) -> None:
    """The same of the slips for which it once did not hold, found by trying all 82,000 of every long term."""
    assert not answers_another(resolver, term, typed)


EVERYDAY = """
    about above accept across action afraid after again agenda agree airport allow almost alone along already always
    amount angry animal answer anyone apple around arrive article attack author autumn avenue average badly balance
    banana bargain basket battle beach beauty become before begin behind believe below belong beside better between
    bicycle birthday bitter blanket blood board body borrow bottle bottom branch bread breakfast breath bridge bright
    bring broken brother budget build burden business butter button cabin cable camera campus cancel candle capital
    captain carpet castle casual celery center century certain chain chair change chapter charge cheese cherry choice
    church circle citizen clean clever climate clock cloud coffee collect college colour comedy comfort common company
    complain concert confirm copper corner cotton council country couple courage cousin cover create credit cricket
    crowd culture current curtain custom damage danger daughter debate decade decide degree deliver demand dentist
    depend desert desk detail develop dinner direction dirty discover doctor dollar double dream drink drive during
    early earth editor effort eight either elect eleven email empty engine enjoy enough entire evening event every
    exact example expect expert explain fabric famous farmer father feather feeling figure final finger finish flight
    flower follow foreign forest forget fortune forward freedom friend frozen garden gather gentle giant glass golden
    grammar gravity great green grocery ground growth guess guitar habit hammer happen harbour hardly health heavy
    history holiday honest horse hotel house human hungry husband imagine income indeed insect inside invite island
    jacket journey judge juice kitchen knife ladder language laptop laugh lawyer leader leather lemon lesson letter
    library listen little lonely lunch magazine manage market marry matter meeting member memory middle million mirror
    modern moment money monkey month morning mother mountain museum music nation nature neither nephew never noise
    north novel number object ocean office often onion orange ordinary oxygen package palace parent parking partner
    patient pencil people pepper perhaps phone picnic pillow planet plastic please pocket police potato prayer pretty
    price prince problem promise public purple puzzle quality quarter question quickly rabbit railway rather reason
    recipe record remember repeat report rescue result return ribbon river rocket sailor salary sample school season
    second secret sentence seven shadow shelter shoulder signal silver simple sister sleep slowly smile soldier spring
    square station storm stranger street student summer sunday supper sweater table teacher temple theatre thirsty
    thunder ticket tiger today together tomorrow tongue travel treasure trouble twelve uncle under until useful valley
    vegetable village violin visitor voice waiter wallet water weather weekend welcome whisper window winter wisdom
    woman wonder wooden worry yellow yesterday young geology theology biology typography topography demography
    microscope telescope horoscope mediation medication variation station irritation telegram program diagram
    stethoscope photocopy philosophy radiator gladiator sonata monogram
""".split()


def test_everyday_words_are_never_answered(pack: Pack, resolver: Resolver) -> None:
    """No word of everyday English is answered, except one that the pack has."""
    known = words_and_terms(pack)
    answered = {
        word: told(outcome)
        for word in EVERYDAY
        if word not in known and normal(word) not in known and isinstance(outcome := resolver.resolve(word), Found)
    }
    assert answered == {}


LONG_WORD = re.compile(r"[a-z]{7,}")


LOOK_LIKE_TERMS = {
    "near a short code": "casts masks trees rises traces trance specs species aspect aspects stint stunt",
    "one letter from a name": """
        contract contracts deferral sedition ablution oblation stunting stinting cooling ceiling coping
    """,
    "the beginning of a name": """
        absorb cinema combine consult convention effort felony individual intern labor opera person customize prevent
        project surge target vista
    """,
}


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(word, id=f"{word} is {reason}")
        for reason, words in LOOK_LIKE_TERMS.items()
        for word in words.split()
    ],
)
def test_words_that_look_like_terms_are_never_answered(pack: Pack, resolver: Resolver, typed: str) -> None:
    """An English word that begins a name, or is a letter away from one, is asked about at most."""
    assert typed not in words_and_terms(pack)
    assert not isinstance(resolver.resolve(typed), Found)


@settings(max_examples=150, deadline=None)
@given(typed=st.text(string.ascii_letters + string.digits, min_size=1, max_size=4))
def test_short_texts_are_exact_or_asked(resolver: Resolver, typed: str) -> None:
    """Whatever is typed in up to four characters is never answered by closeness."""
    outcome = resolver.resolve(typed)
    assert not (isinstance(outcome, Found) and outcome.how is How.FUZZY)


# --- longer texts against a full scan --------------------------------------------------------------------------------


def synthetic() -> list[Entry]:
    """Three thousand entries with names as alike as those of a field: ``Plovurigraphy of the kneff``."""
    starts = "plo kne wob fli gru dram ste quo zin mub harp yel tov vask oi cren dul fex jorn lim".split()
    middles = "vu ra sni ko dle mph tte ji no xa bru cle fo gha pi".split()
    endings = "graphy scopy logy gram plasty tomy metry pexy stim centesis".split()
    places = "kneff blorp gizzle tramb oodle zarn quill mips dorf yast".split()
    names = (
        f"{start}{middle}{ending} of the {places[number % len(places)]}"
        for number, (start, middle, ending) in enumerate(product(starts, middles, endings))
    )
    return [made_up(name.capitalize()) for name in names]


@pytest.fixture(scope="module")
def thousands() -> tuple[list[Entry], Resolver]:
    """The synthetic entries and a resolver over them."""
    entries = synthetic()
    assert len({entry.id for entry in entries}) == 3000
    return entries, Resolver(entries)


def full_scan(entries: Sequence[Entry], typed: str) -> list[tuple[float, str]]:
    """Every entry near to a text by its name alone, closest first, without any index."""
    query, best = Name.of(normal(fold(typed))), dict[str, float]()
    # Each as spelt, too, as far as it carries meaning.
    spelt = [" ".join(word for word in fold(entry.name).split() if word not in GLUE) for entry in entries]
    names = [Name.of(normal(fold(entry.name))) for entry in entries] + [Name.of(name) for name in spelt]
    found = [(place, closeness(query, name)) for place, name in enumerate(names)]
    if max(score for _, score in found) < ASK:
        found += near_word_by_word(query, names)
    for place, score in found:
        entry = entries[place % len(entries)]
        best[entry.id] = max(best.get(entry.id, 0.0), score)
    return sorted(
        ((round(score, 1), name) for name, score in best.items() if score >= NEAR), key=lambda one: (-one[0], one[1])
    )


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_candidate_cut_never_changes_the_winner(
    thousands: tuple[list[Entry], Resolver], data: st.DataObject
) -> None:
    """Among 3,000 names, a name with one slip leads to the entry that scoring every name puts first."""
    entries, resolver = thousands
    _, typed = data.draw(slipped([entry.name for entry in entries]))
    ranked = full_scan(entries, typed)
    outcome = resolver.resolve(typed)
    if isinstance(outcome, Found):
        assert outcome.entry.id == ranked[0][1]
        if outcome.how is How.FUZZY:
            assert outcome.score == ranked[0][0]
            assert len(ranked) == 1 or ranked[0][0] - ranked[1][0] > MARGIN - 0.1
    else:
        shown = outcome.candidates if isinstance(outcome, Ambiguous) else outcome.nearest
        assert [(candidate.score, candidate.entry.id) for candidate in shown[:1]] == ranked[:1]


@pytest.mark.parametrize("typed", ["hematology", "haematology", "what is hematology", "hematology please"])
def test_another_word_of_medicine_is_not_asked_about(resolver: Resolver, typed: str) -> None:
    """A word of English that no name has is not found, however it is asked for; the nearest are named."""
    outcome = resolver.resolve(typed)
    assert isinstance(outcome, NotFound)
    assert "hepatology" in [one.entry.id for one in outcome.nearest]


@pytest.mark.parametrize("typed", ["pet scan", "pet scans", "a pet scan please", "PET"])
def test_an_everyday_word_beside_scan_is_the_scan(resolver: Resolver, typed: str) -> None:
    """What is asked about alone is answered where *scan* stands beside it."""
    outcome = resolver.resolve(typed)
    assert isinstance(outcome, Found)
    assert outcome.entry.id == "pet"


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_dropped_letter_in_a_long_word_is_no_loss(pack: Pack, resolver: Resolver, data: st.DataObject) -> None:
    """Whatever letter inside a long word of a name is left out, the entry is answered or offered."""
    entry = data.draw(st.sampled_from([one for one in pack.entries.values() if LONG_WORD.search(fold(one.name))]))
    name = fold(entry.name)
    word = data.draw(st.sampled_from(list(LONG_WORD.finditer(name))))
    place = data.draw(st.integers(word.start() + 1, word.end() - 2))
    assert entry.id in offered(resolver.resolve(name[:place] + name[place + 1 :]))


def test_a_frequent_name_with_a_slip_is_found_among_thousands_alike(resolver: Resolver) -> None:
    """Runs of letters that very many names have do not hide the one name that is meant."""
    for typed in ("radigraphy", "radiogrphy", "radiograhpy", "tomograpy", "ultrasond", "imagng", "angiograpy"):
        assert offered(resolver.resolve(typed)), typed
    assert told(resolver.resolve("radiogrphy")) == "found radiography fuzzy"
