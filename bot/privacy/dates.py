"""Dates of birth: what a word, a sex, an age or a name beside a date makes of it. All text is in lower case."""

import re

_MONTH = (
    r"(?:jan|feb|fev|fév|mar|mär|maer|mrz|mae|apr|abr|avr|may|mai|maj|mei|mag|jun|juin|jui|jul|giu|lug|gen|ene|aug|"
    r"aou|aoû|ago|sep|set|"
    r"oct|okt|ott|out|nov|dec|dez|dic|déc)[a-zäéû]{0,7}\.?"
)
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d)"
_DATE = (
    rf"(?:\d{{1,2}} ?[./\-\\, ] ?\d{{1,2}} ?[./\-\\, ] ?{_YEAR}|(?:19|20)\d\d ?[./\- ] ?\d{{1,2}} ?[./\- ] ?\d{{1,2}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th|\.|º|er)?[ \-/.,]{{0,2}}(?:of |de |den )?{_MONTH}[ \-/.,]{{0,3}}(?:de |del )?{_YEAR}|"
    rf"{_MONTH}[ \-]{{0,2}}\d{{1,2}}(?:st|nd|rd|th)?[ ,\-/]{{1,3}}{_YEAR}|(?:19|20)\d\d[ \-/]{_MONTH}[ \-/]\d{{1,2}}|"
    rf"{_MONTH}[ \-/']{{0,2}}(?:19|20)\d\d|\d{{1,2}}(?:st|nd|rd|th|\.)? ?{_MONTH}(?![a-z])|"
    rf"[a-z\-]{{3,14}} (?:of )?{_MONTH} (?:19|20)\d\d)(?!\d)"
)
_COMPACT = r"(?:(?:19|20)\d{6}|\d{4}(?:19|20)\d\d|\d{6})(?!\d)"
_BORN = (
    r"(?:d[ ./]{0,2}o[ ./]{0,2}b\b\.?|(?:pt|pat|patient)?dob|birth ?dates?|date ?birth|dates? ?of ?birth|b-?day|"
    r"birth ?day|birth|born|bd|bdate|birthdate|patientbirthdate|b\.|b(?= ?\d{1,2}/)|"
    r"geb\.?|geboren|geburts(?:datum|tag)|née?(?:\(e\))?|nee?(?= le )|naissance|ddn|nacid[oa]|nacimiento|"
    r"f\.? ?n(?:ac)?\.?(?=[ :])|f\. nac\.?|nascita|nat[oa]|"
    r"nascid[oa]|nascimento|dn|född|fødselsdato|f[øo]dt|f[öo]delsedatum|geboortedatum|geboortedat|gebdat\.?|"
    r"d\.? ?de naissance|d\.n\.)"
)
_LINK = (
    r"[ :=.,;\-#()\[\]\"'/]{0,4}"
    r"(?:(?:is|was|on|in|the|date|le|am|el|il|em|den|of|of birth|d)\b[ :=.,;\-#(]{0,4}){0,3}"
)
_BY_WORD = re.compile(rf"(?<![a-z]){_BORN}{_LINK}(?:{_DATE}|{_COMPACT})")
_BY_YEAR = re.compile(
    rf"(?<![a-z])(?:y\.? ?o\.? ?b\.?|years? of birth|birth ?years?|jahrgang|d\.?o\.?b\.?|"
    rf"birth ?date)(?![a-z]){_LINK}(?:(?:19|20)\d\d|'?\d\d)(?![\d/.\-]|\w)|(?<![a-z])(?:born|b\.?|geb\.?|"
    rf"jg\.?) ?'?(?:in )?(?:19[1-9]|20[0-2])\d(?!\d)"
)
_SHORT = r"\d{1,2}([./\-])\d{1,2}\1\d\d(?![\d./\-])"
_SHORT_AND_SEX = re.compile(rf"(?<![\d./\-]){_SHORT}[ ,;(/]{{1,3}}(?:m|f|male|female)\b(?!')")
_SEX_AND_SHORT = re.compile(rf"(?<![a-z\d])(?:m|f|male|female)[ ,;:]{{1,3}}{_SHORT}")
_PERSON = re.compile(
    r"\b(?:pts?|patients?|male|female|man|woman|lady|gentleman|boy|girl|baby|she|he|her|him|m|f|mrs?|ms|miss|mrn|mum|"
    r"patientin|herr|frau)\b"
)
_SEX = r"(?:m|f|w|male|female|man|woman|boy|girl|lady|gentleman|weiblich|männlich)"
_AGED = r"(?:\d{1,3} ?(?:y/?o?|yrs?|years?|m/?o|months?|f|m)\b|aged? ?\d{1,3}\b)"
_FULL = (
    r"(?:\d{1,2}([./\- ])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d([./\-])\d{1,2}\2\d{1,2}|"
    rf"\d{{1,2}}[ \-]?{_MONTH}[ \-,]{{0,2}}(?:19|20)\d\d)(?!\d)"
)
_DATED = re.compile(
    rf"(?<!on )(?<!since )(?<!until )(?<!by )(?<!from )(?<![\d/.\-]){_FULL}[ ,;(/\-)|]{{1,4}}(?:{_SEX}(?![a-z'])|"
    rf"{_AGED})"
)
_SEXED = re.compile(rf"(?<![a-z\d])(?:{_SEX}|{_AGED}|pt|patient|pat)[ ,;:(/\-|]{{1,4}}{_FULL}")
_OLD = re.compile(
    r"(?<![\w./\-])(?:\d{1,2}([./\-])\d{1,2}\1(19[1-9]\d)|(19[1-9]\d)([/\-.])\d{1,2}\4\d{1,2})(?![\d./\-])"
)
_HISTORY = re.compile(
    r"\b(?:on|since|in|from|until|till|by|dated|first|invented|history|historic|founded|discovered|introduced|"
    r"published|standard|approved|"
    r"established|act|law|patent|released|launched|version|effective|issued|of|installed|purchased|bought|calibrated|"
    r"commissioned|updated|revised|review|reviewed|last|built|opened|dated|copyright|accessed|retrieved|conference|"
    r"congress|meeting)\b"
)

DATE = re.compile(rf"(?<![\w./\-])(?:{_FULL}|\d{{1,2}}([./\-])\d{{1,2}}\3\d\d(?![\d./\-]))")
"""A full date, as a name may stand beside it."""


def date_of_birth(text: str, *, of_the_past: bool) -> bool:
    """Whether a text has a date of birth.

    Args:
        text: In lower case, without harmless numbers that have a name.
        of_the_past: Whether the text names somebody of the history of imaging, whose birthday is no secret.
    """
    if not of_the_past and _BY_WORD.search(text):
        return True
    if (
        (found := _BY_YEAR.search(text))
        and not of_the_past
        and (found[0][0] in "ydj" or "birth" in found[0] or _PERSON.search(text))
    ):
        return True
    if _DATED.search(text) or _SHORT_AND_SEX.search(text) or _SEX_AND_SHORT.search(text) or _SEXED.search(text):
        return True
    return _OLD.search(text) is not None and _HISTORY.search(text) is None
