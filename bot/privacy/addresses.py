"""Addresses: where somebody lives, by the word before it or by the postcode behind it. All text is in lower case."""

import re

_STREET = (
    r"(?:street|st|road|rd|avenue|ave|av|lane|ln|drive|close|crescent|court|ct|boulevard|blvd|way|place|pl|terrace|gardens|"
    r"square|grove|hill|mews|park|stra(?:ss|ß)e|str|weg|platz|rue|calle|via)"
)
_HOUSE = rf"\d{{1,5}}[a-z]?,? (?:[\w'\-]{{1,30}}\.? ){{1,3}}{_STREET}\b"
_HOUSE_BEHIND = r"(?:rue|calle|via) [\w'\- ]{2,40},? \d{1,4}\b|[\w\-]{2,30}(?:stra(?:ss|ß)e|str\.?|weg|platz) \d{1,4}"
_POSTCODE = r"(?:[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|[a-z]{2},? \d{5}|\d{5})\b"
_LIVES = (
    r"\b(?:lives|living|live|resides|residing|resident|home|house|address|addr|adresse|direcci[oó]n)\b[ :,]{0,3}"
    r"(?:(?:at|is|in|on|of|address|no|flat \d{1,4}[a-z]?,?)\b[ :,]{0,3}){0,3}"
)
_POSTCODE_OF_SOMEBODY = (
    rf"\b(?:(?:her|his|their|pt'?s?|patient'?s?|home) post ?code[ :]{{0,2}}(?:is )?{_POSTCODE}|"
    rf"{_POSTCODE} is (?:her|his|the (?:pt|patient)'?s?) post ?code)"
)
_ADDRESS = re.compile(
    rf"{_LIVES}(?:{_HOUSE}|{_HOUSE_BEHIND})|\b{_HOUSE}[ ,.]{{1,3}}(?:[\w'\-]{{2,30}}[ ,]{{1,2}}){{0,3}}{_POSTCODE}|"
    rf"\b(?:{_HOUSE_BEHIND}|\d{{1,4}},? (?:rue|via|calle) [\w'\- ]{{2,40}}),? \d{{5}}\b|{_POSTCODE_OF_SOMEBODY}"
)


def address(text: str) -> bool:
    """Whether a text says where somebody lives; *12 Hospital Road* alone does not."""
    return _ADDRESS.search(text) is not None
