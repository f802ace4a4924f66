"""Numbers of patients: of records, examinations, persons and phones.

Each number is looked at once: the words before it may say what it is, else its shape may. All text is in lower case.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple, Protocol

from bot.privacy.harmless import HOLE, STANDARD_ROOT, UNIT, without_bare
from bot.privacy.identifier import Identifier


class _Kind(NamedTuple):
    """What a word before a number makes of it.

    Attributes:
        identifier: The class.
        numbered: Digits from which on it counts behind *no*, *number*, *id*, ``#``, ``:`` or ``=``; 0: never.
        bare: Digits from which on it counts right behind the word; 0: never.
        far: Whether other words may stand between, as in *the MRN we have for her is 12345*.
    """

    identifier: Identifier
    numbered: int
    bare: int
    far: bool = False


_RECORD, _EXAM, _NATION = Identifier.RECORD_NUMBER, Identifier.ACCESSION_NUMBER, Identifier.NATIONAL_ID

_KINDS: dict[_Kind, str] = {
    # one's number by its very name
    _Kind(_RECORD, 3, 3, far=True): """
        mrn|mrns|mnr|mrm|umrn|emrn|uhid|mpi|empi|medrec|med rec|med record|med records|medical rec|medical record|medical records|
        medical rec'd|health record|patientid|patient-id|ptid|pt-id|patid|patno|ptno|hospno|mrno|recno|chartno|patient identifier|
        krankenaktennummer|patientennummer|patienten-nr|pat-nr|patnr|patientnr|fallnummer|fallnr|fall-nr|aufnahmenummer|
        historia clinica|nhc|numero de dossier|numero dossier|cartella clinica|ipp|
        hospital number|hospital no|hosp no|hosp number|hospital id|unit number|case number""",
    _Kind(_RECORD, 3, 4): """
        patient|patients|pt|pts|pat|px|hosp|hospital|chart|urn|ur|pid|mr|csn|u/n|patient record|patient file|patient card|
        paciente|patientin|paziente|patiente|record|wristband|id band|empi""",
    _Kind(_RECORD, 4, 5): """
        case|file|folder|unit|visit|encounter|enctr|enc|historia|expediente|exp|scheda|journal|journalnummer|emr|ehr|epic|epi|episode|admission|admit|account|acct|a/c|fin|har|registration|reg|
        policy|member|subscriber|insurance|ins|health plan|claim|billing|guarantor|stay|referral|specimen|sample|op|opd|ipd|
        dossier|mbi|hic|hicn|versichertennummer|krankenversicherung|kvnr|tarjeta sanitaria|cip|barcode|label|identifier|id""",
    _Kind(_RECORD, 4, 4): "hn|vn|hospital hn|hsp",
    _Kind(_RECORD, 4, 0): "cr|lab|group|ip|er|ed|plan|card|a&e|ae|er|bill|receipt|token|tracking|consent|sheet|slip",
    # by the state or its health service
    _Kind(_NATION, 5, 5): """
        nhs|chi|h&c|hcn|ohip|phn|ihi|nhi|social insurance|sin|nss|insee|personnr|fnr|ni|nino|national id|national|national identity card|national id card|identity card|id card|health insurance card|ehic|
        national insurance|national identity|national health|national health service|passport|driving licence|driver's license|
        drivers license|driver license|aadhaar|aadhar|adhar|abha|pps|ppsn|bsn|burgerservicenummer|personnummer|pnr|cpr|cpf|dni|nie|nif|curp|codice fiscale|cf|
        nir|secu|securite sociale|numero de securite sociale|numero de secu|no secu|hetu|henkilotunnus|fodselsnummer|pesel|tfn|
        medicare|medicaid|ahv|avs|steuer-id|egn|cnp|nric|mykad|emirates|iqama|cnic|sus|cns|health card|healthcard|ramq|nhsno|nhs-no""",
    _Kind(_NATION, 4, 4): "ssn|ss|soc sec|social|social sec|social security",
    # of an examination
    _Kind(
        _EXAM, 4, 5
    ): "acc|accn|acsn|asc|a/n|accession|accesion|acession|accessoin|accesssion|accessionnumber|accession-number|accno|acc-no|acc num",
    _Kind(_EXAM, 4, 6): """
        exam|examination|study|order|ord|requisition|request|request form|form|req|reqn|dictation|job|report|ris|placer|filler|placer order|filler order|imaging|
        study instance|procedure step""",
    _Kind(_EXAM, 4, 0): "image|img|scan|procedure|xray|x-ray|ct|mri|ultrasound|us|pacs|dicom|reading|film",
    # phones
    _Kind(Identifier.PHONE, 6, 6): """
        tel|telephone|phone|ph|mobile|mob|cell|cellphone|handy|telefon|telefono|telephone|fax|whatsapp|contact|call|ring|text|
        phone her on|callback|call back|reach her at|reach him at|sms|movil|portable""",
}
_OF = {" ".join(word.split()): kind for kind, words in _KINDS.items() for word in words.split("|")}
_LONGEST = max(word.count(" ") for word in _OF) + 1

_NUMBER_WORDS = frozenset(
    "no nos nr num nbr numb number numbers numero nummer id ids ident ref reference # : = code".split()
)
_BETWEEN = frozenset(
    "is was are the this that my her his their our of for pt pts patient ending ends in starts starting with w new old same "
    "correct wrong both plus has it s said says a an el es la le ist lautet n above below on at to".split()
)
_APART = frozenset("~ ? ! ;".split())
_ALONE = {"id": 5, "ids": 5, "no": 6, "nr": 6, "number": 6}
"""Digits from which on a number counts that is called a number, and not of what."""

_MOST_BETWEEN = 6
_FAR = 4

_VALUE = re.compile(
    r"(?<![a-z\d])([a-z]{0,12})([\-/.]?)(\d[\da-z]{0,40}(?:[\-/.][a-z]{0,3}\d[\da-z]{0,30}|[a-z]{0,2} \d[\da-z]{1,30}){0,5})"
)
_WORD = re.compile(r"[a-zà-ÿ](?:[a-zà-ÿ&/'\-]{0,29}[a-zà-ÿ])?|[#:=]|\d{1,20}|[~?!;]")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[\-/](?:19|20)?\d\d)?")
_SINGLES = re.compile(r"(?<![\d.\-])\d(?:[ .\-]\d){4,15}(?![\d.\-])")
_WINDOW = 72
_SPACED = re.compile(r"\b([a-z])[. ]([a-z])[. ]([a-z])\b\.?")
_ACCENTS = str.maketrans("àáâãäåçèéêëìíîïñòóôõöøùúûüý", "aaaaaaceeeeiiiinoooooouuuuy")


def _together(found: re.Match[str]) -> str:
    """Single digits that were typed apart, as one number; but *0 1 2 3 4 5 6* are grades."""
    digits = _PARTS.findall(found[0])
    return found[0] if _counts_up(digits) else "".join(digits)


def announced(text: str) -> Iterator[Identifier]:
    """The classes of numbers that a word before them names."""
    text = _SINGLES.sub(_together, text)
    for found in _VALUE.finditer(text):
        letters, _, number = found.groups()
        digits = sum(map(str.isdigit, number))
        if digits < 3:  # noqa: PLR2004 - no kind has fewer
            continue
        if (
            (kind := _OF.get(letters))
            and kind.bare
            and digits >= min(kind.bare, kind.numbered)
            and (kind.far or not _YEAR.fullmatch(number))
        ):
            yield kind.identifier
            continue
        before = text[max(0, found.start() - _WINDOW) : found.start()]
        if kind := _announced_by(before, number, text[found.end() : found.end() + 16]):
            yield kind.identifier


def _compound(word: str, *, numbered: bool) -> tuple[_Kind | None, bool]:
    """What one word makes of a number where it is a plural or ends in *no* or *id*: *charts*, *PatientNo*."""
    for ending in ("number", "nummer", "num", "no", "nr", "id"):
        if word.endswith(ending) and (kind := _OF.get(word.removesuffix(ending).rstrip("-"))):
            return kind, True
    return _OF.get(word.removesuffix("s")), numbered


def _announced_by(before: str, number: str, behind: str) -> _Kind | None:
    """What the words before a number make of it."""
    before = _SPACED.sub(r"\1\2\3", before.translate(_ACCENTS)).replace(".", "")
    words = _WORD.findall(before)
    numbered, skipped, end, alone = False, 0, len(words), 0
    digits = sum(map(str.isdigit, number))
    together = sum(map(str.isdigit, number.split(" ", maxsplit=1)[0]))
    while end and skipped < _MOST_BETWEEN:
        for length in range(min(_LONGEST, end), 0, -1):
            if length == 1 and words[end - 1] in _NUMBER_WORDS and end > 1 and words[end - 2] not in _APART:
                break  # *exam id* is an exam's, whatever else an id alone may be
            kind = _OF.get(" ".join(words[end - length : end]))
            if kind is None and length == 1:
                kind, numbered = _compound(words[end - 1], numbered=numbered)
            if kind is None:
                continue
            least = kind.numbered if numbered else kind.bare
            if not kind.far and not numbered and _YEAR.fullmatch(number):
                return None
            if (
                least
                and (digits if numbered or kind.far or kind.identifier in {_NATION, Identifier.PHONE} else together)
                >= least
                and not (not numbered and UNIT.match(behind))
            ):
                return kind
        word = words[end - 1]
        if word in _NUMBER_WORDS:
            numbered = True
            alone = max(alone, _ALONE.get(word, 0))
        elif word not in _BETWEEN and not (skipped == 0 and len(word) <= 2):  # noqa: PLR2004 - letters of the number: *NI no. QQ 12 34 56 C*
            break
        skipped += 1
        end -= 1
    if alone and digits >= alone:
        return _Kind(_RECORD, alone, 0)
    if _YEAR.fullmatch(number) or digits < 4:  # noqa: PLR2004 - a figure of what is asked
        return None
    for start in range(max(0, end - _FAR), end):
        for length in (1, 2):
            kind = _OF.get(" ".join(words[start : start + length]))
            if kind and kind.far:
                return kind
    return None


_GROUPS = re.compile(r"(?<![\w.,])(\+?)(\(?)(\d+(?:(?:\)?[ .\-/]{1,3}\(?|\))\d+){0,9})(?![a-wyz\d])")
_PARTS = re.compile(r"\d+")
_LETTERED = re.compile(
    r"(?<![a-z\d])(?:[a-z]{1,4}[\-/ ]?\d{7,}|[a-z]{1,4}\d{6,}|[a-z]{1,4}\d{0,4}[\-/.]\d{6,}|[a-z]{1,4}\d{2,4}[\-/]\d{5,}|[a-z]{1,4}[\-/]\d{2,4}[\-/](?!(?:19|20)\d\d(?!\d))\d{4,}|"
    r"\d{2,4}[\-/]?[a-z]{1,3}[\-/]?\d{5,}|\d{7,}[\-/]?[a-z]{1,2}|\d{6}[a-z]\d{2,4}[a-z]?)[\da-z]{0,6}(?![a-z\d])"
)
_PHONE_SHAPES = frozenset(
    {
        (3, 3, 4),
        (3, 4, 4),
        (5, 6),
        (5, 5),
        (2, 2, 2, 2, 2),
        (4, 3, 3),
        (2, 4, 4),
        (3, 4),
        (4, 6),
        (4, 3, 4),
        (3, 7),
        (5, 3, 3),
        (4, 7),
    }
)
_PERSON_SHAPES = frozenset(
    {
        (3, 2, 4),
        (3, 3, 3),
        (4, 4, 4),
        (6, 4),
        (6, 5),
        (4, 5, 1),
        (3, 3, 3, 2),
        (3, 4, 3),
        (4, 4, 4, 2),
        (6, 3),
        (4, 4, 2),
    }
)
_RECORD_SHAPES = frozenset({(2, 2, 2, 2), (3, 5), (2, 6), (2, 3, 3), (2, 2, 3), (4, 4), (2, 3, 4)})
_NORDIC_SHAPES = frozenset({(2, 2, 2, 2), (3, 2, 3), (4, 4)})
"""Eight digits: a phone only if a plan has it, and nothing that goes upward."""

_LONG = 7


def shaped(text: str) -> Iterator[Identifier]:
    """The classes of numbers that have a patient's shape, whatever stands before them."""
    if national_by_letters(text):
        yield Identifier.NATIONAL_ID
    text = without_bare(text)
    if _LETTERED.search(text):
        yield Identifier.ACCESSION_NUMBER
    for found in _GROUPS.finditer(text):
        plus, bracket, number = found.groups()
        groups = _PARTS.findall(number)
        total = sum(map(len, groups))
        if total < _LONG:
            continue
        if plus or bracket:
            yield Identifier.PHONE
            continue
        yield from _of_groups(number, groups)


def _of_groups(number: str, groups: Sequence[str]) -> Iterator[Identifier]:
    """The classes of one number that is written in groups."""
    for group in groups:
        if len(group) >= _LONG:
            yield from _of_digits(group)
    if len(groups) == 1:
        return
    lengths = tuple(map(len, groups))
    if len(lengths) >= _LONG and set(lengths) == {1}:
        if not _counts_up(groups):
            yield Identifier.RECORD_NUMBER
        return
    if (
        groups[0][0] == "0"
        and 9 <= sum(lengths) <= 12
        and len(groups) <= 5
        and any(group[-1] != "0" for group in groups)
    ):
        yield from _of_digits("".join(groups))  # as a phone number is dialled at home
    spaced = " " in number
    for start in range(len(groups)):
        for end in range(start + 2, min(start + 5, len(groups)) + 1):
            shape, part = lengths[start:end], groups[start:end]
            if all(int(group) % 10 == 0 for group in part) or (len(part) == 2 and _is_range(part)):  # noqa: PLR2004 - from, to
                continue
            if shape in _PHONE_SHAPES and not (spaced and shape in {(3, 4), (5, 5)} and part[0][0] not in "0789"):
                yield from _of_digits("".join(part))
                yield Identifier.PHONE
            elif shape in _PERSON_SHAPES:
                yield from _of_digits("".join(part))
                yield Identifier.NATIONAL_ID
            elif spaced and shape in _NORDIC_SHAPES and part != sorted(part) and _is_a_phone("".join(part)):
                yield Identifier.PHONE
            elif (not spaced or shape == (2, 3, 4)) and (
                shape in _RECORD_SHAPES or (len(shape) == 2 and sum(shape) >= _LONG and max(shape) >= 5)
            ):
                yield Identifier.RECORD_NUMBER


def _is_range(part: Sequence[str]) -> bool:
    """Whether two figures of much the same length go upward, as in *1200-1500*."""
    low, high = part
    return int(low) < int(high) and len(high) - len(low) <= 1 and low[0] != "0" and len(high) <= 4  # noqa: PLR2004 - figures


def _counts_up(groups: Sequence[str]) -> bool:
    return all((int(second) - int(first)) % 10 == 1 for first, second in zip(groups, groups[1:], strict=False))


class _Validator(Protocol):
    """A module of python-stdnum."""

    @staticmethod
    def is_valid(number: str) -> bool: ...


@cache
def _validators() -> tuple[_Validator, ...]:
    """The check digits of nations, in python-stdnum; loaded on first need: 60 ms."""
    from stdnum.br import cpf
    from stdnum.dk import cpr
    from stdnum.fr import nir
    from stdnum.gb import nhs
    from stdnum.in_ import aadhaar
    from stdnum.nl import bsn
    from stdnum.no import fodselsnummer
    from stdnum.pl import pesel
    from stdnum.se import personnummer

    return (nhs, aadhaar, nir, bsn, cpr, personnummer, fodselsnummer, pesel, cpf)


def _of_digits(digits: str) -> Iterator[Identifier]:
    """The classes of a long run of digits: always a record's number, and a nation's where a check digit says so."""
    yield Identifier.RECORD_NUMBER
    if 9 <= len(digits) <= 15:  # noqa: PLR2004 - as long as what nations and telephones number
        if any(validator.is_valid(digits) for validator in _validators()):
            yield Identifier.NATIONAL_ID
        if _is_a_phone(digits):
            yield Identifier.PHONE


_REGIONS = "US GB DE FR IN AU IE ES IT NL SE NO DK SG HK CH BR ZA".split()


@cache
def _phones() -> Callable[[str, str], bool]:
    """Whether digits are a phone number of a region, by the plans of all regions; loaded on first need."""
    import phonenumbers

    def holds(digits: str, region: str) -> bool:
        try:
            return phonenumbers.is_valid_number(phonenumbers.parse(digits, region))
        except phonenumbers.NumberParseException:
            return False

    return holds


def _is_a_phone(digits: str) -> bool:
    """Whether digits are a phone number as it is dialled at home."""
    return len(digits) <= 12 and any(_phones()(digits, region) for region in _REGIONS)  # noqa: PLR2004 - prefix and all


_BY_LETTERS = re.compile(
    r"(?<![a-z\d])(?:"
    r"[a-z]{6}\d\d[a-ehlmpr-t]\d\d[a-z]\d{3}[a-z]|"  # Italy: codice fiscale
    r"x{3}-?x{2}-?\d{4}|"  # United States, the first five hidden
    r"[xyz][ \-]?\d{7}[ \-]?[a-z]|\d{8}[ \-]?[a-z]|\d{2}\.\d{3}\.\d{3}[ \-]?[a-z]|"  # Spain: NIE, DNI
    r"\d{6}[\-+a]\d{3}[\da-y]|(?:19|20)\d{6}[\-+]\d{4}|"  # Finland
    r"[a-ceghj-prstw-z][a-ceghj-nprstw-z] ?\d\d ?\d\d ?\d\d ?[a-d]|"  # United Kingdom: national insurance
    r"\d{7}[a-w][abhtwx]?|"  # Ireland: PPS
    r"[a-z]{3}[abcfghljpt][a-z]\d{4}[a-z]|"  # India: PAN
    r"[a-hj-np-z]{3}\d{2}[a-hj-np-z]{2}\d(?!\d)|[a-hj-np-z]{3}\d{4}(?!\d)(?=$)|"  # New Zealand: NHI
    r"\d[ac-hj-km-np-rt-y][\dac-hj-km-np-rt-y]\d-?[ac-hj-km-np-rt-y][\dac-hj-km-np-rt-y]\d-?[ac-hj-km-np-rt-y]{2}\d\d|"  # Medicare
    r"[12] ?\d\d ?(?:0[1-9]|1[0-2]) ?(?:\d\d|2[ab]) ?\d{3} ?\d{3}(?: ?\d\d)?|"  # France
    r"[a-z]{4}( ?)\d\d(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])\1[0-3]\d\d\d"  # Québec
    r")(?![a-z\d])"
)


def national_by_letters(text: str) -> bool:
    """Whether a text has a person's number of a nation whose shape is its own."""
    return _BY_LETTERS.search(text) is not None


_UID = re.compile(r"(?<![\w.+])(?:[0-2](?:\.\d{1,39}){3,30}|2\.25\.\d{12,39})(?!\w)")
_MADE_FOR_A_STUDY = 30, 9
"""So many characters, or dots, has the UID of one study; the root of whoever made it is shorter."""


def without_uids(text: str) -> tuple[str, bool]:
    """A text with holes for UIDs, and whether one of them was made for a study rather than by a standard."""
    made = [found[0] for found in _UID.finditer(text) if not found[0].startswith(STANDARD_ROOT)]
    length, dots = _MADE_FOR_A_STUDY
    return _UID.sub(HOLE, text), any(len(uid) >= length or uid.count(".") >= dots for uid in made)
