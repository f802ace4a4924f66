"""Links: the numbers of a public page are those of articles; a link that may open a patient is read on."""

import re

_LINK = re.compile(r"https?://([\w.\-]{1,253})(?::\d{1,5})?[^\s<>|]{0,3000}", re.IGNORECASE)
_OF_PATIENTS = re.compile(
    r"mrn|patient|accession|acc(?:no|num|id)?=|study(?:instance)?(?:uid|id)|pid=|pat_?id|ssn|nhs(?:no|=)|dob|birth|"
    r"pacs|ris\b|viewer|epic|emr|ehr|chart|@",
    re.IGNORECASE,
)
_PUBLIC_HOST = re.compile(
    r"(?:[\w\-]{1,63}\.){1,8}(?:com|org|net|edu|gov|int|info|io|ai|health|hospital|uk|de|fr|ca|au|us|eu|nl|ie|nz|in|jp|ch|"
    r"es|it|se|no|dk|fi|be|at|tv|cn|lu|scot|mx|br|ru|cz|ir)$",
    re.IGNORECASE,
)


def without_public_links(text: str) -> str:
    """A text without links to public pages that do not look as if they opened a patient."""
    return _LINK.sub(_hole, text) if "://" in text else text


def _hole(found: re.Match[str]) -> str:
    return " ~ " if _PUBLIC_HOST.match(found[1]) and not _OF_PATIENTS.search(found[0]) else found[0]
