"""The gate: every text that somebody types passes here before anything else sees it.

What is found is a class, never a text: nothing that was typed leaves this room.
"""

import re

from bot.privacy.addresses import address
from bot.privacy.announced import announced
from bot.privacy.dates import date_of_birth
from bot.privacy.harmless import without_named
from bot.privacy.headers import fields
from bot.privacy.identifier import Identifier
from bot.privacy.links import without_public_links
from bot.privacy.people import name, of_the_past
from bot.privacy.plain import plain
from bot.privacy.shapes import shaped, without_uids

__all__ = ["Identifier", "identifiers"]

_DIGIT = re.compile(r"[0-9]")
_SHARED = (
    r"(?:help|help\.?desk|service\.?desk|it|support|info|office|contact|service|sales|admin|no-?reply|feedback|security|"
    r"library|training|radiology|imaging|pacs|reading-?room|hr|privacy|dpo|legal|postmaster|webmaster)"
    r"(?:[.\-_](?:team|desk|help|helpdesk|support|dept|department|admin|office|it|group|secretaries|pacs))?"
)
"""Mailboxes of a desk, not of somebody."""

_EMAIL = re.compile(
    rf"(?<![\w.+\-'%])(?!{_SHARED}@)"
    r"(?:[\w.+\-'%]{1,64}@ ?[\w\-]{1,63}(?:\.[\w\-]{1,63}){0,6}\.[a-z]{2,24}\b|"
    r"[a-z][\w.+\-']{2,63}@[a-z][\w\-]{2,63}\b)|"
    r"\b[\w.+\-]{2,64} ?[(\[{ ] ?at ?[)\]} ] ?[\w\-]{2,63} ?[(\[{ ] ?dot ?[)\]} ] ?[a-z]{2,24}\b"
)


def identifiers(text: str) -> frozenset[Identifier]:
    """The classes of what points at a patient in a text; empty where nothing does.

    Any text is taken, in time that grows with its length. Sixty characters without digits take 10 µs, or up to 60
    where a title, a name or the word *patient* is among them; with numbers, 100 to 400.
    """
    text = without_public_links(plain(text))
    found: set[Identifier] = set()
    if name(text):
        found.add(Identifier.NAME)
    low = text.lower()
    if ("@" in low or " dot " in low or "dot)" in low or "dot]" in low) and _EMAIL.search(low):
        found.add(Identifier.EMAIL)
    if _DIGIT.search(low):
        _add_numbers(low, found)
    return frozenset(found)


def _add_numbers(low: str, found: set[Identifier]) -> None:
    """Add the classes of numbers, dates and addresses of a text in lower case."""
    found.update(fields(low))
    low, made_for_a_study = without_uids(low)
    if made_for_a_study:
        found.add(Identifier.STUDY_UID)
    low = without_named(low)
    found.update(announced(low))
    found.update(shaped(low))
    if date_of_birth(low, of_the_past=of_the_past(low)):
        found.add(Identifier.DATE_OF_BIRTH)
    if address(low):
        found.add(Identifier.ADDRESS)
