"""The gate: every text that somebody types passes here before anything else sees it.

What is found is a class, never a text: nothing that was typed leaves this room.
"""

import re

from bot.privacy import dates, headers, numbers, people
from bot.privacy.harmless import without_named
from bot.privacy.identifier import Identifier
from bot.privacy.plain import plain

__all__ = ["Identifier", "identifiers"]

_DIGIT = re.compile(r"[0-9]")
_EMAIL = re.compile(
    r"[\w.+\-'%]{1,64}@ ?[\w\-]{1,63}(?:\.[\w\-]{1,63}){0,6}\.[a-z]{2,24}\b|[a-z][\w.+\-']{2,63}@[a-z][\w\-]{2,63}\b|"
    r"\b[\w.+\-]{2,64} ?[(\[{ ] ?at ?[)\]} ] ?[\w\-]{2,63} ?[(\[{ ] ?dot ?[)\]} ] ?[a-z]{2,24}\b"
)


def identifiers(text: str) -> frozenset[Identifier]:
    """The classes of what points at a patient in a text; empty where nothing does.

    Any text is taken, of any length, in time that grows with it; 20 µs for sixty characters without digits.
    """
    text = _without_addresses(plain(text))
    found: set[Identifier] = set()
    if people.name(text):
        found.add(Identifier.NAME)
    low = text.lower()
    if ("@" in low or " at " in low or "(at)" in low or "[at]" in low) and _EMAIL.search(low):
        found.add(Identifier.EMAIL)
    if _DIGIT.search(low):
        _look_at_numbers(low, found)
    return frozenset(found)


_URL = re.compile(r"https?://([\w.\-]{1,253})(?::\d{1,5})?[^\s<>|]{0,3000}", re.IGNORECASE)
_OF_PATIENTS = re.compile(
    r"mrn|patient|accession|acc(?:no|num|id)?=|study(?:instance)?(?:uid|id)|pid=|pat_?id|ssn|nhs(?:no|=)|dob|birth|pacs|ris\b|viewer|epic|emr|ehr|chart|@",
    re.IGNORECASE,
)
_PUBLIC_HOST = re.compile(
    r"(?:[\w\-]+\.)+(?:com|org|net|edu|gov|int|info|io|ai|health|hospital|uk|de|fr|ca|au|us|eu|nl|ie|nz|in|jp|ch|es|it|se|no|dk|fi|be|at|tv|cn|lu|scot|mx|br|ru|cz|ir)$",
    re.IGNORECASE,
)


def _without_addresses(text: str) -> str:
    """A text without links to public pages, whose numbers are those of articles; a link that may open a patient stays."""
    if "://" not in text:
        return text
    return _URL.sub(
        lambda found: " ~ " if _PUBLIC_HOST.match(found[1]) and not _OF_PATIENTS.search(found[0]) else found[0], text
    )


def _look_at_numbers(low: str, found: set[Identifier]) -> None:
    """Add the classes of numbers and dates of a text in lower case."""
    found.update(headers.fields(low))
    low, made_for_a_study = numbers.without_uids(low)
    if made_for_a_study:
        found.add(Identifier.STUDY_UID)
    low = without_named(low)
    found.update(numbers.announced(low))
    found.update(numbers.shaped(low))
    if dates.date_of_birth(low, of_the_past=people.of_the_past(low)):
        found.add(Identifier.DATE_OF_BIRTH)
    if _ADDRESS.search(low):
        found.add(Identifier.ADDRESS)


_STREET = r"(?:street|st|road|rd|avenue|ave|av|lane|ln|drive|close|crescent|court|ct|boulevard|blvd|way|place|pl|terrace|gardens|square|grove|hill|mews|park|stra(?:ss|ß)e|str|weg|platz|rue|calle|via)"
_ADDRESS = re.compile(
    rf"\b(?:lives|living|live|resides|residing|resident|home|house|address|addr|adresse|direcci[oó]n)\b[ :,]{{0,3}}(?:(?:at|is|in|on|of|address|no|flat \d{{1,4}}[a-z]?,?)\b[ :,]{{0,3}}){{0,3}}"
    rf"(?:\d{{1,5}}[a-z]?,? (?:[\w'\-]{{1,30}}\.? ){{1,3}}{_STREET}\b|(?:rue|calle|via) [\w'\- ]{{2,40}},? \d{{1,4}}\b|[\w\-]{{2,30}}(?:stra(?:ss|ß)e|str\.?|weg|platz) \d{{1,4}})|"
    rf"\b\d{{1,5}}[a-z]? (?:[\w'\-]{{2,30}} ){{1,3}}{_STREET}\b[ ,.]{{1,3}}(?:[\w'\-]{{2,30}}[ ,]{{1,2}}){{0,3}}(?:[a-z]{{1,2}}\d[a-z\d]? ?\d[a-z]{{2}}|[a-z]{{2}},? \d{{5}}|\d{{5}})\b"
)
