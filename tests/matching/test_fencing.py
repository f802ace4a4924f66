"""``bot.matching.fencing``: decisions about a patient are told from questions about imaging."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.fencing import Fence, fence_of

DECISIONS = [
    "can I give contrast if eGFR is 25",
    "creatinine 180, ok for a contrast CT?",
    "should we scan this pregnant lady",
    "is this nodule malignant",
    "ok to proceed with the biopsy on warfarin?",
    "how much gadolinium for 30 kg",
    "58 yo with a pacemaker, MRI?",
    "which scan should I order for a suspected bleed",
    "does bed 7 need a repeat film, can it wait",
    "6 mm nodule, follow up when",
    "would you stent this lesion",
    "NG tube tip is here, ok to feed?",
    "patient is on metformin and due for contrast",
    "can we send her to MRI now",
]

PERSONAL = [
    "my MRI shows white spots",
    "I have back pain and had a CT",
    "my father had an angiogram",
    "should I worry about the radiation",
    "hello doctor, what does it mean",
]

NEITHER = [
    "how long does a CT take",
    "who reads the scans",
    "what is the difference between CT and MRI",
    "which imaging uses ionizing radiation",
    "is a referral needed for ultrasound",
    "do diagnostic radiologists do biopsies",
    "what do we use 3D printing for",
    "what happens during an angiogram",
    "what should patients expect from an interventional procedure",
    "can image-guided procedures replace surgery",
    "",
]


@pytest.mark.parametrize("text", DECISIONS)
def test_a_decision_is_fenced_off(text: str) -> None:
    """What to do for somebody, and what only matters for one patient."""
    assert fence_of(text) is Fence.DECISION


@pytest.mark.parametrize("text", PERSONAL)
def test_what_is_told_of_oneself(text: str) -> None:
    """An illness or a picture of one's own is no decision, and no general question either."""
    assert fence_of(text) is Fence.PERSONAL


@pytest.mark.parametrize("text", NEITHER)
def test_a_question_about_imaging(text: str) -> None:
    """General questions pass, also those that have *patient* or *can* in them."""
    assert fence_of(text) is None


@pytest.mark.parametrize("text", DECISIONS)
def test_writing_does_not_matter(text: str) -> None:
    """Capitals, punctuation and spaces open no hole."""
    assert fence_of(text.upper()) is Fence.DECISION
    assert fence_of(text.replace(" ", "   ").replace("?", " ??!")) is Fence.DECISION


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    """Nothing that can be typed breaks it."""
    assert fence_of(text) in {None, *Fence}
