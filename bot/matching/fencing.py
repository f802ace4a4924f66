"""The scope fence: questions about one patient's care, which nobody here answers.

Whether to scan, inject or treat somebody, and what somebody's picture shows, is for people who can see that patient.
Wording tells such questions from those about imaging as such: a decision to take, a laboratory value, a measurement,
an age, an illness of one's own.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from bot.matching.normal import fold


class Fence(StrEnum):
    """Why a question is about somebody's care."""

    DECISION = "decision"
    """It asks what to do for a patient, or has values that only matter for one."""
    PERSONAL = "personal"
    """It tells of somebody's own illness or picture; a general question may be in it as well."""


def _any(words: str) -> str:
    """Any of some words, or of phrases with ``_`` for each space."""
    return f"(?:{'|'.join(words.split()).replace('_', ' ')})"


_PATIENT = _any(
    "patient pt pts lady gentleman woman man guy child baby kid boy girl neonate infant toddler mother mom mum dad "
    "father son daughter husband wife"
)
_ACT = _any(
    "give inject administer scan hold stop restart resume withhold order proceed premedicate sedate discharge "
    "prescribe send put continue omit skip repeat biopsy drain ablate embolize embolise operate treat dilute "
    "increase reduce flush cancel delay image push infuse run pull feed wait take do stent go_ahead clear reset"
)
_ACT_ON = _ACT.replace("do|", "").replace("take|", "").replace("wait|", "")
_FAMILY = _any(
    "mother father mom mum dad son daughter husband wife baby child kid sister brother grandma grandpa friend "
    "partner boyfriend girlfriend"
)
_OWN = _any(
    "leg knee back head chest breasts? lungs? heart neck shoulder stomach liver kidneys? brain spine hand foot hip "
    "ankle wrist symptoms? cancer tumou?r case condition pain period ovaries nodule cyst lesions? mass tubes "
    "gallbladder thyroid uterus arm age body risk"
)
_PICTURE = _any(
    "mri ct scans? x_?rays? ultrasounds? ultra_sound mammograms? mammo reports? results? biopsy sonogram echo pet dexa "
    "images? films? radiologist doctor gp dr obgyn"
)
_FINDING = _any("nodule lesion mass fracture cyst tumou?r shadow spot")

_DECISIONS: dict[str, Iterable[str]] = {
    "a laboratory value, or a drug that matters for one patient": (
        r"\be ?gfr",
        r"\bgfr\b",
        r"\bcreat(?:inine)?\b",
        r"\b" + _any("inr hcg hb gcs nihss crcl troponin d_?dimer hemoglobin potassium platelets?") + r"\b",
        _any("metformin warfarin apixaban rivaroxaban heparin eliquis clopidogrel insulin beta_blocker antibiotics"),
        r"\bis allergic\b|allergic (?:to|pt|patient)|allergy (?:pt|patient)|anaphyla\w+|asthmatic",
    ),
    "a measurement": (r"\b\d+(?: \d+)? ?" + _any("mm cm mls? mg mcg kgs? lbs? cc mmol umol bpm kilos?") + r"\b",),
    "an age": (
        r"\b\d{1,3} ?(?:yo|y o|yrs? old|years? old|year old|yr old|months? old|days? old|wks? \w*|f|m)\b",
        r"\b\d{1,3} ?weeks? (?:old|pregnant|gestation|along)\b",
        r"\b(?:year|month|week|day)s? old (?:male|female|man|woman|boy|girl|baby)",
    ),
    "somebody in a bed": (
        rf"\b(?:this|that|our) (?:\w+ )?{_PATIENT}\b|\bmy (?:\w+ )?(?:patient|pt|lady|gentleman)s?\b",
        r"\bbed \d|\bbay \d|\bin situ\b",
        r"\b(?:patient|pt|he|she) (?:is|has|had|refuses|swallowed|ate|took|needs|due|on)\b(?! asking)",
        r"\b(?:for|on|with|to) (?:him|her)\b|\b(?:him|her) (?:into|in|to|for|now|or)\b",
        r"\b(?:is|does|can|should|will|would|could|has|tell me if) (?:he|she|mr|mrs|ms|the (?:trauma|stroke))\b",
        rf"\b(?:is|does|can|should|will|would|could|has) this {_PATIENT}\b|\bpatient (?:ok|safe|fine) for\b",
    ),
    "a decision to take": (
        r"\b(?:can|could|should|shall|may|must|cant) (?:i|we) (?:still |just |safely |not )*"
        + _ACT
        + r"\b(?! (?:a )?referr)",
        rf"\b(?:ok|okay|safe|fine|alright|right) (?:for (?:me|us) )?to {_ACT_ON}\b|\bwould you {_ACT}\b",
        r"(?<!how long )(?<!much time )\bshould we\b",
        r"\bshould (?:he|she|they) (?:get|have|be)\b",
        r"\b(?:what|which) (?:\w+ ){0,3}?should (?:i|we) (?:\w+ )?"
        + _any("order use give request get book start recommend suggest")
        + r"\b",
        r"\b(?:what|which) (?:\w+ ){0,3}?do (?:i|we) (?:order|give|request|book)\b",
        r"\bor (?:can it )?wait\b|\bgo ahead with\b",
    ),
    "a verdict on a picture": (
        r"\b(?:is|are) (?:this|it|that|these) (?:\w+ ){0,3}?"
        + _any(
            "normal abnormal serious cancer cancerous malignant benign a_fracture a_tumou?r a_stroke a_bleed "
            "concerning worrying alarming deadly"
        )
        + r"\b",
        r"\bis there (?:a|an|any) (?:\w+ )?" + _FINDING.replace("spot", "spot|bleed|stroke|clot|pneumothorax") + r"\b",
        rf"\b(?:this|that) (?!an? )(?:\w+ )?(?:{_FINDING}|scan|film|xray|x ray|report|finding|abg)\b",
        r"\b(?:can|could|would|please) (?:you |someone |anyone )?(?:help (?:me )?)?"
        + _any("look_at read check interpret explain review")
        + r" (?:my|this|his|her)\b",
        r"\b(?:mass|lesion|nodule) (?:is|cancer|malignant|benign)\b|\bthe (?:\w+ )?(?:lesion|nodule|mass) in\b",
        r"\b(?:tip|tube|ett|placement) (?:\w+ )?(?:in the right|look|on this|is here)|\blooks? like a\b|birads \d",
    ),
}
"""What a clinical decision looks like, by what gives it away."""

_PERSONAL: dict[str, Iterable[str]] = {
    "an examination of one's own": (rf"\b(?:my|his|her) (?:\w+ ){{0,4}}?{_PICTURE}\b",),
    "an illness of one's own": (
        r"\bi "
        + _any("have had ve got was am feel felt cough fell broke hurt just recently keep suffer underwent noticed m")
        + r"\b",
        rf"\bmy (?:\w+ )?(?:{_FAMILY}|{_OWN})\b|family history|mother in law",
    ),
    "a worry": (
        r"\b(?:hello|hi|dear) doctor\b|diagnosed with|help me with the diagnosis|due date|second opinion",
        r"\b(?:is|can|could) it be cancer\b|came back (?:normal|abnormal|clear|positive|negative)",
        r"(?<!how long )(?<!much time )\bshould i\b|\bam i\b|what (?:should|can) i do",
        r"\bdo i need (?:surgery|an operation|another|to worry)",
        r"\bwhat does (?:this|that|it|my) mean\b|breast ?feeding|lactating",
    ),
}
"""What tells of somebody's own care, without asking for a decision."""


def _compiled(groups: dict[str, Iterable[str]]) -> re.Pattern[str]:
    return re.compile("|".join(pattern for patterns in groups.values() for pattern in patterns))


_DECISION_PATTERN, _PERSONAL_PATTERN = _compiled(_DECISIONS), _compiled(_PERSONAL)


def fence_of(text: str) -> Fence | None:
    """Why a text is about somebody's care; ``None`` where it is not."""
    padded = f"{fold(text)} "
    if _DECISION_PATTERN.search(padded):
        return Fence.DECISION
    return Fence.PERSONAL if _PERSONAL_PATTERN.search(padded) else None
