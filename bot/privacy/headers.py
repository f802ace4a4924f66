"""Fields of DICOM headers with a value in them: *(0010,0010) PN [DOE^JANE]*, *PatientBirthDate=19560312*.

The field alone is harmless: people ask what it means.
"""

import re
from collections.abc import Iterator

from bot.privacy.identifier import Identifier

_FIELDS = (
    (Identifier.NAME, "0010,? ?(?:0010|1001|1005|1060)", "patient'?s? ?(?:birth ?|mother'?s? ?birth ?)?name"),
    (
        Identifier.RECORD_NUMBER,
        "0010,? ?(?:0020|1000|1090|2180)|0038,? ?0010",
        "(?:other ?)?patient ?ids?|admission ?id",
    ),
    (Identifier.DATE_OF_BIRTH, "0010,? ?(?:0030|0032)", "patient'?s? ?birth ?(?:date|time|day)"),
    (Identifier.ADDRESS, "0010,? ?1040", "patient'?s? ?address"),
    (Identifier.PHONE, "0010,? ?2154", "patient'?s? ?telephone ?numbers?"),
    (Identifier.ACCESSION_NUMBER, "0008,? ?0050|0020,? ?0010", "accession ?number|study ?id"),
)
_REPRESENTATION = r"(?:[ :,]{0,3}\b(?:pn|lo|da|sh|st|tm|lt|ui)\b)?"
_IN_BRACKETS = (
    r"[ :=]{0,4}[\[\"'<(][ ]?(?=[^\])\"'>]{0,40}(?:[\d^]|[a-z]{2}))"
    r"(?!patient|no |n/a|empty|anon|none|redacted|removed|type|vr|pn|lo|sh|da|0)[^\])\"'>]{2,64}[\])\"'>]"
)
_DIGITS = r"[ :=]{1,5}(?:is |was )?[a-z]{0,4}[\-/]?\d[\d\-/.]{2,}"
_NAME_VALUE = r"[ :=]{1,5}(?:is |was )?[a-z'\-]{2,40}\^"

_PATTERNS = tuple(
    (
        identifier,
        re.compile(
            rf"(?:\(? ?(?<![\da-f])(?:{tag})(?! ?\d) ?\)?(?:[ ,]{{0,2}}(?:{keyword})\b)?|"
            rf"\b(?:{keyword})(?![a-z])){_REPRESENTATION}"
            rf"(?:{_IN_BRACKETS}|{_NAME_VALUE}|{_DIGITS})"
        ),
    )
    for identifier, tag, keyword in _FIELDS
)


def fields(text: str) -> Iterator[Identifier]:
    """The classes of the fields that have a value in a text in lower case."""
    return (identifier for identifier, pattern in _PATTERNS if pattern.search(text))
