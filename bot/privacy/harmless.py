"""Numbers that look like a patient's and are none: they are taken out before anything is looked for.

What is taken out is named by a word beside it, a unit behind it, or a shape that only its own kind has. Every pattern
is bounded, so that a text of any length is read once. All expect lower case.
"""

import re

from stdnum import verhoeff

HOLE = " ~ "
"""What stands in place of a harmless number; no pattern of an identifier reaches across it."""

_KINDS = (
    # work that is ordered of people and machines
    r"jira|tickets?|incidents?|ritm|sctask|(?:support|vendor|siemens|ge|philips|sectra|agfa|canon|fuji|microsoft) case|"
    r"service (?:case|request|ticket)|serial(?: no\.?| number|"
    r" num)?|s/n|"
    r"sn(?=[ #:.]{1,3}\d)|model (?:no\.?|number)|firmware(?: version)?|builds?(?: no\.?| number)?|"
    r"asset(?: tag| no\.?| id| number)?|part (?:no\.?|number)|p/n|(?:exam|procedure|billing) codes?|"
    r"lot(?: no\.?| number)?|batch(?: no\.?| number)?|"
    r"udi|gtin|gmdn|"
    r"p\.?o\.? (?:no\.?|number)|po(?=[ #:]{1,3}\d{6})|purchase order(?: no\.?| number)?|invoice(?: no\.?| number)?|"
    r"cost cent(?:re|er)|"
    # what is published, and what is standardised
    r"grant(?: no\.?| number)?|pubmed|article|nbk|cdr|umls|cui|pmid|pmcid|isbn(?:-1[03])?|issn|arxiv|isrctn|"
    r"eudract(?: no\.?| number)?|"
    r"snomed(?:[ -]?ct)?(?: id| code| concept| concept id)?|sctid|loinc(?: code)?|cpt(?: code)?|hcpcs(?: code)?|"
    r"icd(?:-?1[01])?(?:-cm|-pcs)?(?: code)?|opcs(?: code)?|radlex(?: id)?|510\(k\)|"
    # people who work here
    r"badge(?: no\.?| number| id)?|(?:staff|employee|user) (?:id|no\.?|number)|licen[cs]e key|"
    r"(?:software|product|site) licen[cs]e (?:no\.?|number)|"
    r"certificate (?:no\.?|number)|gmc(?: no\.?| number)?|npi(?: no\.?| number)?|hcpc(?: no\.?| number)?"
)
_NAMED = re.compile(
    rf"\b(?:{_KINDS})(?![a-z])[ :#.=(\-]{{0,4}}(?:no\b|number\b|id\b|code\b|is\b)?[ :#.=\-]{{0,3}}"
    r"(?!mrn|pt|acc|nhs|dob|ssn|hn)[a-z]{0,5}[\-./]?\d[\da-z]{0,24}(?:[\-./:]\d[\da-z]{0,24}){0,6}(?![\da-z])"
)
_TOKEN = re.compile(
    r"\b(?:req(?=0\d{6}\b)|inc|chg|ritm|sctask|task|prb|nct|pmid|pmc|rid|isrctn|cve|kb)[ \-]?\d{1,11}(?:-\d{1,7})?\b"
)
_EXTENSION = re.compile(
    r"(?:\b(?:extensions?|extn?s?|xtn|bleeps?|beeper|pager|dect|dial|internal)[ .:#\-]{0,3}(?:no\b|"
    r"number\b)?[ .:#]{0,2}|"
    r"(?<!mrn )(?<!mrn: )(?<!mrn:)(?<!mrn #)(?<!mrn#)(?<!no )(?<!no\. )(?<!no: )(?<!number )(?<!number: )"
    r"(?<! id )(?<! id: )"
    r"\bx ?|(?<=,) ?#)\d(?:[ \-]?\d){1,5}(?![ \-]?\d|[a-z])"
)
_DESK = re.compile(
    r"\b(?:(?:help|service) ?desk|hot ?line|(?:service|support|help) ?line|switch ?board|vendor|support|"
    r"our (?:fax|phone|telephone|direct line))(?: is| number| no\.?| phone| tel\.?| on| at|:){0,3} ?"
    r"(?=[+(0]|1[ \-]8)[+(]{0,2}\d{1,5}(?:[) .\-]{1,2}\d{1,7}){1,5}(?![\d\-])"
)
"""The phone of a desk; a record number begins otherwise."""

_SHIFT = re.compile(
    r"\b(?:on[ \-]call|shifts?|hours|open|closed|from|between|cover(?:ing)?|rota|nights?|days)[ :(]{1,2}"
    r"(?:[01]\d|2[0-4])[0-5][05] ?- ?(?:[01]\d|2[0-4])[0-5][05](?![\d\-])"
)
_VENDOR = re.compile(
    r"\b(?:case|sr|request|call)(?: no\.?| number| id)?[ :#]{1,3}\d{4,10} (?:is |still |open ){0,3}(?:with|at) "
    r"(?:the )?(?:vendor|siemens|philips|sectra|agfa|canon|microsoft|epic|cerner|support|helpdesk)\b"
    r"(?! (?:scanner|ct|mri?)\b)"
)
_PLACE = re.compile(
    r"\b(?:room|rm|ward|floor|suite|building|bldg|theatre|zip(?: code)?|port|"
    r"vlan)[ :#.]{0,3}[a-z]{0,2}[.\-]?\d{1,5}(?:[.\-]\d{1,4})?\b(?!-)"
)
_TAG = re.compile(r"\( ?(?:0x)?[0-9a-f]{4} ?, ?(?:0x)?[0-9a-f]{4} ?\)|\b(?:0x)?[0-9a-f]{4},(?:0x)?[0-9a-f]{4}\b")
STANDARD_ROOT = "1.2.840.10008"
"""UIDs below it are the standard's own: of transfer syntaxes, of kinds of objects."""

_NETWORK = re.compile(
    r"(?<![\w.])(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?:/\d{1,2}|:\d{1,5})?(?![\w]|[.\-]\d)"
)
_ARTICLE = re.compile(r"\bs\d{5}-\d{3}-\d{4,5}-[\dwxyz]\b")
_DOI = re.compile(r"\b10\.\d{4,6}/[^\s]{1,80}")
_HEX = re.compile(
    r"\b[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\b|\b(?=[\da-f]{0,62}[a-f][\da-f]{0,62}[a-f])(?:[\da-f]{32}|"
    r"[\da-f]{40}|[\da-f]{64})\b"
)
_SLACK = re.compile(r"\b(?:[ucdtwb]0(?=[a-z0-9]*[a-z])[a-z0-9]{6,10}|p1[67]\d{14})\b")

_DAY = re.compile(
    r"(?<![\d.\-/])(?:(?:19|20)\d\d([\-/. ])\d{1,2}\1\d{1,2}|\d{1,2}([\-/. ])\d{1,2}\2(?:19|"
    r"20)\d\d)(?:[t ]\d{1,2}:\d\d(?::\d\d(?:\.\d{1,6})?)?z?)?(?![\d/\-])"
)
_STAMP = re.compile(
    r"(?:\b(?:(?:study|series|content|acquisition)?dates?|version|release|released|backup|logs?|build|since|until|"
    r"from|till|to|by|on|v|updated|effective|of|hl7)[ :=\-.]{1,3}|"
    r"\b[a-z]{3,12}-)(?:19[89]|20[0-4])\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[ t\-.]?\d{4}(?:\d\d)?)?(?![\w\-])"
)
_UNITS = (
    r"m/s|m[glv]|kg|[µμu]g|mcg|ng|ml|cc|mm|cm|[µμu]m|nm|[mµμu]?sv|[mc]?gy|[kmgt]?bq|m?ci|kvp?|[km]?ev|ma?s|ma|kw|"
    r"volts?|[kmgt]?hz|"
    r"sec|seconds?|min|minutes?|hours?|days?|weeks?|months?|years?|hu|iu|units?|m?mol|px|pixels?|voxels?|bits?|"
    r"bytes?|[kmgt]i?b|"
    r"slices?|rows?|channels?|frames?|images|pictures|exams|examinations|scans|studies|series|procedures?|people|"
    r"persons|patients|women|"
    r"men|children|users?|entries|records|reports|beds|hospitals|euros?|eur|usd|gbp|dollars?|pounds?|counts?|cpm|cps|"
    r"visits|"
    r"admissions|messages|views|inhabitants"
)
UNIT = re.compile(rf" ?(?:%|(?:{_UNITS})(?![a-z\d]))")
"""A unit, or what is counted, right behind a number."""
_QUANTITY = re.compile(
    rf"(?<![\w.\-])\d{{1,13}}(?:[., ]\d{{1,3}}){{0,4}}(?: ?(?:-|to|and) ?\d{{1,9}}(?:[.,]\d{{1,3}}){{0,3}})? ?(?:%|"
    rf"(?:{_UNITS})(?![a-z\d]))"
)
_ROUND = re.compile(r"(?<![\w.\-])[1-9]\d{0,2}(?:0{5,9}|(?:[ .]\d{3}){0,2}(?:[ .]000){1,3})(?![\w\-]|[ .]\d)")
_MONEY = re.compile(r"(?:[$€£¥₹]|\b(?:usd|eur|gbp|inr|rs\.?)) ?\d{1,12}(?:[.,]\d{1,3}){0,4}")
_CODE = re.compile(r"(?<![\w\-])\d{1,5}-\d(?![\w\-])")
_LONG_DECIMAL = re.compile(r"(?<![\d.\-])\d{1,3}\.\d{7,15}(?![\d.\-])|\b1[67]\d{8}\.\d{6}\b")
_CAS = re.compile(r"\bcas(?: no\.?| number)?[ :#]{0,3}\d{2,7}-\d\d-\d\b|\b(?:\d{4,6})-\d\d-\d\b(?=[^\d]{0,30}gad)")
_CONCEPT = re.compile(r"(?<![\w.\-/#])[1-9]\d{3,14}00\d(?![\w\-])")

_NAMED_KINDS = (_TAG, _NETWORK, _DOI, _ARTICLE, _HEX, _SLACK, _CAS, _NAMED, _TOKEN, _EXTENSION, _DESK, _SHIFT, _VENDOR)
_BARE_KINDS = (_PLACE, _DAY, _STAMP, _QUANTITY, _MONEY, _ROUND, _CODE, _LONG_DECIMAL)


def without_named(text: str) -> str:
    """A text with a hole for each number that its name, or a shape of its own, says is harmless."""
    for pattern in _NAMED_KINDS:
        text = pattern.sub(HOLE, text)
    return text


def without_bare(text: str) -> str:
    """A text with a hole for each number that a unit, a place, a day or its roundness makes harmless.

    Only for what looks for numbers without a name: *MRN 4821 m* is no length. A number that is built like a concept of
    SNOMED CT, check digit and all, is one: so is one in ten thousand others.
    """
    for pattern in _BARE_KINDS:
        text = pattern.sub(HOLE, text)
    return _CONCEPT.sub(lambda found: HOLE if verhoeff.is_valid(found[0]) else found[0], text)
