"""The traps that other matchers walk into, over the shipped pack; each in a line."""

import pytest

from bot.knowledge.outcomes import Ambiguous, Found, NotFound, offered
from bot.knowledge.pack import Pack
from bot.matching.resolving import Resolver
from bot.names import Kind


@pytest.fixture(scope="module")
def resolver(pack: Pack) -> Resolver:
    """A resolver over the shipped pack."""
    return Resolver(pack.entries.values())


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        pytest.param("T1", "t1-weighting", id="T1 is not T2"),
        pytest.param("T2", "t2-weighting", id="T2 is not T1"),
        pytest.param("MRI", "mri", id="MRI is not MRA"),
        pytest.param("MRA", "mr-angiography", id="MRA is not MRI"),
        pytest.param("PET", "pet", id="PET"),
        pytest.param("PT", "pet", id="PT, DICOM's code for it"),
        pytest.param("IR", "interventional-radiology", id="IR"),
        pytest.param("US", "ultrasound", id="US in capitals"),
        pytest.param("🩻 MRI", "mri", id="an emoji beside a code"),
        pytest.param("3T", "magnetic-field-strength", id="3T"),
        pytest.param("1.5T", "magnetic-field-strength", id="1.5T"),
        pytest.param("what is a CT angiogram please", "ct-angiography", id="filler around a name"),
        pytest.param("could you explain MRCP to me", "mrcp", id="filler around a code"),
        pytest.param("Radiology, Interventional", "interventional-radiology", id="inverted"),
        pytest.param("resonance imaging magnetic", "mri", id="permuted"),
        pytest.param("barium swallow test", "gi-series", id="another scan noun"),
        pytest.param("boneageassessment", "", id="a compound that is no name"),
        pytest.param("interventionalradiology", "interventional-radiology", id="a compound"),
        pytest.param("mriscanner", "", id="a device"),
        pytest.param("orthopaedic surgery", "orthopedic-surgery", id="British"),
        pytest.param("paediatric radiologists", "pediatric-radiologist", id="British plural of a role"),
        pytest.param("ultrasounds", "ultrasound", id="plural"),
        pytest.param("biopsies", "biopsy", id="plural in -ies"),
        pytest.param("prostheses", "", id="a plural of something else"),
        pytest.param("angoigraphy", "angiography", id="transposed"),
        pytest.param("angiogrsphy", "angiography", id="the key beside"),
        pytest.param("angioggraphy", "angiography", id="doubled"),
        pytest.param("angigraphy", "angiography", id="dropped"),
    ],
)
def test_found(resolver: Resolver, typed: str, entry: str) -> None:
    """The one entry, or none where nothing of the kind is in the pack; never another."""
    outcome = resolver.resolve(typed)
    if entry:
        assert isinstance(outcome, Found)
        assert outcome.entry.id == entry
    else:
        assert not isinstance(outcome, Found)


@pytest.mark.parametrize("typed", ["DR", "MIR", "us", "cat", "pet", "tips"])
def test_asked(resolver: Resolver, typed: str) -> None:
    """Two meanings, one slip in a code, an everyday word: the person is asked."""
    assert isinstance(resolver.resolve(typed), Ambiguous)


@pytest.mark.parametrize(
    "typed", ["the", "no", "a", "I", "🩻", "…", "?", "ok", "hello", "thanks", "it", "or", "2", "11"]
)
def test_not_found(resolver: Resolver, typed: str) -> None:
    """What is no term comes to nothing at all."""
    outcome = resolver.resolve(typed)
    assert isinstance(outcome, NotFound)
    assert offered(outcome) == ()


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        pytest.param("T1 mapping", "t2-weighting", id="T1 and T2"),
        pytest.param("MRA of the neck", "mri", id="MRA and MRI"),
        pytest.param("CTA coronary", "mr-angiography", id="CTA and MRA"),
        pytest.param("1.5T MRI", "ct", id="MRI and CT"),
    ],
)
def test_a_neighbour_is_not_even_offered(resolver: Resolver, typed: str, other: str) -> None:
    """A code in a longer text never leads to the code beside it."""
    assert other not in [entry.id for entry in offered(resolver.resolve(typed))]


def test_a_command_settles_what_is_shared(resolver: Resolver) -> None:
    """DR is a modality under /modality, and the card can tell of the other."""
    outcome = resolver.resolve("DR", Kind.MODALITY)
    assert isinstance(outcome, Found)
    assert (outcome.entry.id, [entry.id for entry in outcome.others]) == (
        "digital-radiography",
        ["diagnostic-radiology"],
    )
