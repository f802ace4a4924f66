"""Names of patients: a name counts by what stands beside it.

The less the words around it say, the surer the name itself must be:

==================  =============================================================  ============================
beside it           example                                                        what counts as a name
==================  =============================================================  ============================
nothing             *ct for john smith*                                            given name and surname
a patient word      *pt garcia*, *bed 12 Lee*, *Garcia 54M*                        one name
a label, a title    *patient: Xolani*, *Mr Xolani*                                 any capitalised word but words
a married title     *mrs brown*                                                    anything but words
==================  =============================================================  ============================

Staff (*Dr Smith*), people of history (*Wilhelm Röntgen*), institutions (*Johns Hopkins Hospital*) and eponyms (*Jones
fracture*) pass.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from bot.privacy.dates import DATE
from bot.privacy.lexicon import folded, lexicon


class _Trust(IntEnum):
    """How much the words around say that a name follows."""

    BARE = 0
    PATIENT = 1
    LABEL = 2
    TITLE = 3


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SURE_TITLES = _words(
    "mrs mister missus mstr mx herr herrn frau fraulein senor senora senorita sra srta mme mlle monsieur madame signora signor "
    "dhr mevr mevrouw meneer pani shri smt kumari widow"
)
_TITLES = _words("mr ms miss master madam sr sig fru hr pan")
_ABBREVIATIONS = _words("mr ms pt pan sr fru hr sig miss")
"""Titles that are something else in capitals or lower case: magnetic resonance, multiple sclerosis, to miss."""

_PATIENT = _words(
    "pt pts patient pat px pnt ptn client resident inpatient outpatient paciente paziente patientin patiente patienten "
    "pateint patinet patietn patiant patint pacient"
)
_BABY = _words("baby bb babygirl babyboy twin infant newborn neonate toddler")
_KIN = _words(
    "mother father mum mom dad son daughter husband wife brother sister uncle aunt grandma grandpa grandmother grandfather gran partner nan granny mummy nok"
)
_LABELS = _words(
    "name nom nombre nome naam navn namn surname lastname firstname forename patientname ptname patname named called"
)
_PLACES = _words("bed room rm bay cubicle cub bays trolley chair slot bed# resus")
_STAFF = _words(
    "dr doctor drs prof professor nurse consultant radiologist sonographer radiographer technologist tech registrar resident fellow "
    "attending physicist pa rn np manager lead chief director surgeon neurologist cardiologist oncologist physician anaesthetist "
    "anesthesiologist matron sir dame by author authors secretary porter engineer superintendent chair chairman inventor "
    "physicist nobel laureate who contact ask coordinator supervisor officer trainer instructor editor president minister founder "
    "saint st"
)
_INSTITUTION = _words(
    "hospital hospitals clinic clinics university institute college centre center centers unit ward building wing theatre theater room "
    "foundation trust award prize lecture library school department medal society medical health healthcare memorial children "
    "childrens street road avenue lane square bridge park county island islands house suite auditorium campus infirmary ltd inc gmbh corp company brand group press publishing"
)
_EPONYM_NOUNS = _words(
    "fracture fractures disease syndrome sign signs lymphoma sarcoma tumour tumor procedure technique method classification "
    "criteria score scores grade grading scale stage staging stent filter catheter needle needles wire sheath clip coil contrast unit units "
    "transform effect law principle test manoeuvre maneuver view views projection position angle line lines triangle space "
    "operation repair phenomenon lesion lesions cyst cysts nodes node palsy ulcer contracture dystrophy chorea anomaly malformation hernia ganglion duct "
    "canal ligament foramen pouch loop lobe body bodies cell cells artery vein circle nerve muscle gland layer ring plexus "
    "membrane stain reaction rule rules equation constant number numbers spectroscopy camera detector chamber tube grid ratio index "
    "regimen thyroiditis arteritis vasculitis encephalitis dementia deformity defect foot knee elbow scan imaging ultrasound "
    "technology algorithm filter kernel phantom plot curve distribution sequence sampling reconstruction protocol shunt "
    "loading trial study et al and approach approximation model models guidelines categories category cysts bosniak "
    "fibrosis nephropathy esophagus oesophagus diverticulum diagram sinogram theorem frequency field limit flap mesh tunnel"
)
_HISTORY = _words(
    "roentgen rontgen curie hounsfield cormack becquerel seldinger dotter doppler damadian lauterbur mansfield purcell bloch rabi "
    "grandin larmor tesla gauss fourier radon nyquist compton rutherford coolidge crookes edison sievert hevesy anger cassen "
    "kuhl phelps sokoloff dussik langevin hertz einstein bohr planck heisenberg dirac fermi lorentz maxwell faraday volta "
    "kelvin celsius pauli forssmann sones judkins gruentzig gruntzig palmaz bosniak gleason fleischner ogawa ambrose "
    "donald howry wild hopkins nightingale blackwell ter-pogossian pogossian lindell swick moniz geiger joliot bragg laue villard "
    "roentgens rontgens graham-cole sicard forestier minsky nobel marie-curie hippocrates galen vesalius davinci vinci charcot guillain barre"
)
_EPONYMS = _words(
    "parkinson alzheimer hodgkin hodgkins crohn crohns parkinsons alzheimers kaposi whipple marfan huntington hashimoto ewing wilms "
    "paget behcet kawasaki takayasu sjogren raynaud cushing perthes charcot meckel hirschsprung legg calve marie tooth cobb "
    "valsalva trendelenburg bosniak gleason fleischner swan ganz foley hickman broviac tenckhoff ryles yankauer cope kehr "
    "bartter addison colles monteggia galeazzi pott mueller barrett barretts zenker baker bakers graves klinefelter turner "
    "noonan dandy walker chiari arnold guthrie mantoux glasgow apgar virchow wernicke broca schatzki boas dercum wells ranson "
    "child pugh murphy rovsing siemens philips canon toshiba hitachi bayer bracco guerbet samsung fuji agfa varian elekta "
    "carestream sectra mindray hologic medtronic terumo hopkins mayo kaiser agfa esaote boston kodak shimadzu konica barco "
    "epic cerner intuition vitrea terarecon bard merit cordis abbott becton omni omniscan ingenia signa aera vida skyra "
    "prisma lumify vivid logiq voluson acuson azurion artis luminos somatom revolution optima discovery achieva ambition "
    "zenition allia innova precision force go ux drive spectral naeotom alpha florence nova alexa siri watson monte carlo "
    "allura brivo sonata symphony avanto espree trio verio magnetom biograph gemini vereos isocentric tomo theraplan salmon "
    "lauren wilson graham charlie delta sierra oscar juliet romeo victor lima mike"
)
_PARTICLES = _words(
    "de da di du la le el al bin ibn bint van von der den del della dos das do ter ten st o mac mc abu ben y e"
)
_SUFFIXES = _words("jr sr ii iii iv v vi vii viii ix")
_AFTER_A_NAME = _words(
    "needs need is was has had wants went came comes cannot cant can is's in from on for and with s arrived waiting waits aged "
    "refused refuses vomited fell got had's awaiting required requires allergic booked attended attends called due said says"
)
_IMAGING = _words(
    "mri mris ct cts mr xray xrays x scan scans ultrasound us images report films film result results appointment biopsy mammogram pet echo dexa angio cxr notes bloods consent wristband chart request follow"
)
_CODES = _words(
    "ct mr us xr nm pt dr cr ir rt rf mg dx pr px ot sr ed er or icu iv im po gp ae gi gu cv ms md do rn pa np it hr bp o2 kv ma dl uk eu"
    " ge ai io id no ok am pm in on at of to as is be by an if so up we he me my us do go"
)

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+|[^\w\s]|\n")
_LEADING = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_CARET = re.compile(r"[^\W\d_]{2,40}+\^[^\W\d_]{0,40}+(?!\d)|[^\W\d_]{1,40}+\^[^\W\d_]{2,40}+(?!\d)")
_AGE = re.compile(
    r"(?i:(?<![\d.,/\-\w])(?:"
    r"\d{1,3} ?[\-/]?(?:y\.?(?:/|\.)?o\b\.?|y\b|yrs?\b\.?|years?\b|yr old|yrs old|j\.?\b|jährige?r?\b|ans\b|anos\b|años\b|anni\b|m/o\b|mo\b|months? old|"
    r"wks? old|weeks? old|d/o\b|days? old)(?:[ \-]?old)?(?: ?[,/\-]? ?(?:m|f|w|male|female|man|woman|boy|girl|lady|gentleman)\b)?|"
    r"\d{1,3} ?[/,\-]? ?(?:m|f|w|male|female)\b|"
    r"(?:m|f|male|female)[ /,\-]{0,2}\d{1,3}\b|aged? ?[:=]?(?: of)? ?\d{1,3}\b))"
)
_LOOSE_AGE = re.compile(
    r"[ ]?[,(\-/:][ ]?\d{1,3}[ ]?(?:\)|,|\.|$|;|[mf]\b|(?= (?:for|needs|with|in|has|and|ct|mri)\b))", re.IGNORECASE
)


@dataclass(frozen=True)
class _Token:
    """A word, a number or a sign of the text.

    Attributes:
        text: As it stands.
        start: Where it begins.
        end: Where the text goes on.
    """

    text: str
    start: int
    end: int

    @cached_property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @cached_property
    def low(self) -> str:
        """Folded, without a possessive *'s*."""
        text = self.text
        if text[-2:] in {"'s", "'S"}:
            text = text[:-2]
        return folded(text)

    @cached_property
    def cap(self) -> bool:
        return self.text[0].isupper()

    @cached_property
    def capitalised(self) -> bool:
        """Written as a name is: *Smith*, *McNeil*, *O'Brien*; not *MRI*."""
        return self.cap and any(map(str.islower, self.text))


_NOBODY = re.compile(
    r"\b(?:hong kong|san (?:francisco|diego|antonio|jose|marino)|los angeles|santa (?:clara|barbara|fe)|saint louis|johns? hopkins|mary ann liebert|"
    r"shirley ryan|henry ford|james cook|king'?s college|guy'?s and|jean monnet|sri lanka|ann arbor|st\.? (?:thomas|george|james|mary|bart|vincent|jude|luke|john)\w{0,8}'?s?|"
    r"north carolina|south carolina|virginia mason|carl zeiss|hewlett packard|general electric|monte carlo|roland garros|arnold chiari|marie tooth)\b",
    re.IGNORECASE,
)
"""Places, hospitals and firms that are called as people are."""


def name(text: str) -> bool:
    """Whether a text names a patient.

    Args:
        text: As typed, plain.
    """
    if "^" in text and _CARET.search(text):
        return True
    if not _worth_reading(text):
        return False
    text = _NOBODY.sub("~", text)
    tokens = [_Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text)]
    return _Reader(text, tokens).finds_a_name()


_PAST = re.compile(rf"\b(?:{'|'.join(sorted(_HISTORY))})\b")


def of_the_past(text: str) -> bool:
    """Whether a text, in lower case, names somebody of the history of imaging."""
    return _PAST.search(text) is not None


_HOT = _SURE_TITLES | _TITLES | _PATIENT | _BABY | _LABELS


def _worth_reading(text: str) -> bool:
    """Whether there is a name, a title or a patient word at all, or an age beside a word that may be a name."""
    known = lexicon()
    sure, words = known.sure, known.words
    aged = None
    for word in _LEADING.findall(text):
        low = folded(word.removesuffix("'s"))
        if low in sure or low in _HOT:
            return True
        if word[0].isupper() and low not in words:
            if aged is None:
                aged = _AGE.search(text) is not None
            if aged:
                return True
    return False


class _Reader:
    """Goes over the tokens of one text once."""

    def __init__(self, text: str, tokens: Sequence[_Token]) -> None:
        self._text = text
        self._tokens = tokens
        self._known = lexicon()
        self._ages = [found.span() for found in _AGE.finditer(text)]
        self._days = (
            [found.span() for found in DATE.finditer(text.lower())]
            if self._ages or any(t.text.isdigit() for t in tokens)
            else []
        )
        self._starts_of_ages = {start for start, _ in self._ages} | {start for start, _ in self._days}
        self._ends_of_ages = {end for _, end in self._ages} | {end for _, end in self._days}
        self._past = any(token.low in _HISTORY for token in tokens if token.is_word)
        self._cited = " et al" in text.lower()
        self._shouted = not any(map(str.islower, text))

    def finds_a_name(self) -> bool:
        return any(
            self._titled(i) or self._beside_a_word(i) or self._full(i) or self._aged(i) or self._owns_a_scan(i)
            for i, token in enumerate(self._tokens)
            if token.is_word
        )

    # what a token may be

    def _token(self, i: int) -> _Token | None:
        return self._tokens[i] if 0 <= i < len(self._tokens) else None

    def _low(self, i: int) -> str:
        token = self._token(i)
        return token.low if token and token.is_word else token.text if token else ""

    def _is_initial(self, i: int) -> bool:
        token = self._token(i)
        return bool(token and token.is_word and len(token.text) == 1 and token.cap)

    def _may_be(self, i: int, trust: _Trust) -> bool:
        """Whether a token is a name, by what the words around say."""
        token = self._token(i)
        if token is None or not token.is_word or len(token.low) < 2:  # noqa: PLR2004 - an initial
            return False
        low = token.low
        if low in self._known.sure:
            return trust >= _Trust.TITLE or low not in _EPONYMS
        if trust >= _Trust.LABEL and low in self._known.both:
            return token.capitalised or trust >= _Trust.TITLE
        if low in self._known.words or low in _CODES:
            return False
        if trust >= _Trust.TITLE:
            return True
        return trust >= _Trust.LABEL and token.capitalised and not _is_a_term(low)

    def _is_surname(self, i: int) -> bool:
        """Whether a token may follow a given name."""
        token = self._token(i)
        if token is None or not token.is_word:
            return False
        low = token.low
        if low in self._known.sure:
            return True
        if not token.capitalised and not (token.cap and self._shouted and len(low) > 3):  # noqa: PLR2004 - no abbreviation
            return False
        return low in self._known.both or (
            low not in self._known.words and low not in _CODES and len(low) > 2 and not _is_a_term(low)
        )  # noqa: PLR2004

    def _behind(self, i: int) -> int:
        """Where a run of names and initials that begins here ends."""
        last = i
        for j in range(i, min(i + 8, len(self._tokens))):
            token = self._tokens[j]
            if token.is_word and (
                self._may_be(j, _Trust.PATIENT) or self._is_initial(j) or token.low in _PARTICLES | _SUFFIXES
            ):
                last = j
            elif token.is_word and token.capitalised and (token.low in self._known.both or self._low(j - 1) == "-"):
                last = j
            elif token.text not in {".", "-", "'", ","}:
                break
        return last

    def _is_eponym(self, i: int) -> bool:
        """Whether what stands behind a name makes it a thing's."""
        behind = self._low(self._behind(i) + 1)
        return behind in _EPONYM_NOUNS or behind in _INSTITUTION or _is_a_term(behind)

    def _skip(self, i: int, signs: str = ".:,=-#|[(\"'/>") -> int:
        for _ in range(4):
            token = self._token(i)
            if token is None or token.is_word or token.text not in signs:
                break
            i += 1
        return i

    # what stands beside it

    def _titled(self, i: int) -> bool:
        """*Mrs Lee*, *MR. JONES*, *Ms Xolani*."""
        token = self._tokens[i]
        low = token.low
        if low in _SURE_TITLES and not token.text.endswith(("'s", "'S")):
            j = self._skip(i + 1, ".:")
            while self._low(j) in {"dr", "prof", "med", "ing"}:
                j = self._skip(j + 1, ".")
            return self._named_by(j, _Trust.TITLE)
        if low not in _TITLES or token.text[-2:] in {"'s", "'S"}:
            return False
        j = self._skip(i + 1, ".")
        following = self._token(j)
        if following is None or not following.is_word or self._tokens[i].end == following.start:
            return False
        if following.low in _PARTICLES and self._named_by(j, _Trust.LABEL):
            return True
        if self._is_initial(j) and self._may_be(self._skip(j + 1, "."), _Trust.PATIENT):
            return True
        if token.text[0].isupper() and token.text[1:].islower() and following.capitalised:
            return self._may_be(j, _Trust.LABEL) and not (low in _ABBREVIATIONS and _is_a_term(following.low))
        if self._may_be(j, _Trust.TITLE) and following.low in self._known.sure and not self._is_eponym(j):
            return True
        behind = self._low(j + 1)
        if following.low in self._known.both and following.low not in _CODES:
            return behind in _AFTER_A_NAME - {"in", "for", "and", "with", "on"} or following.text[-2:] in {"'s", "'S"}
        dotted = self._low(i + 1) == "."
        return dotted and following.cap and self._may_be(j, _Trust.LABEL) and not _is_a_term(following.low)

    def _named_by(self, i: int, trust: _Trust) -> bool:
        """Whether a name stands here, an initial before it or not."""
        for _ in range(3):
            if self._is_initial(i) or self._low(i) in _PARTICLES:
                i = self._skip(i + 1, ".-'")
        return self._may_be(i, trust)

    def _beside_a_word(self, i: int) -> bool:
        """*pt John*, *patient: Xolani*, *baby Jones*, *bed 12 Lee*, *his wife Mary*."""
        low = self._tokens[i].low
        if low in _PATIENT or low in _LABELS:
            return self._after_patient(i)
        if low in _BABY:
            j = self._skip(i + 1)
            while self._low(j) in {"girl", "boy", "of", "a", "b", "i", "ii", "1", "2", "one", "two", "g"}:
                j = self._skip(j + 1)
            token = self._token(j)
            return (
                token is not None
                and token.is_word
                and self._may_be(j, _Trust.LABEL if token.capitalised else _Trust.PATIENT)
                and token.low not in self._known.both
                and not self._is_eponym(j)
            )
        if low in {"b", "bg", "bb", "d", "s"} and self._low(i + 1) == "/" and self._low(i + 2) in {"o", "of"}:
            return self._may_be(self._skip(i + 3), _Trust.LABEL)
        if low in _KIN:
            j = self._skip(i + 1)
            return self._low(j) in self._known.given and self._tokens[j].cap and not self._is_eponym(j)
        if low in _PLACES:
            return self._after_place(i)
        return False

    def _after_patient(self, i: int) -> bool:
        labelled = self._tokens[i].low in _LABELS
        j = i + 1
        for _ in range(6):
            token = self._token(j)
            if token is None:
                return False
            if token.text in {":", "=", "["}:
                labelled = True
            elif (
                token.is_word
                and token.low
                in {
                    "name",
                    "named",
                    "called",
                    "surname",
                    "lastname",
                    "is",
                    "was",
                    "full",
                    "first",
                    "last",
                    "the",
                    "in",
                    "bed",
                    "a",
                    "s",
                    "pn",
                    "lo",
                }
                and (token.low not in {"in", "a", "was", "the"})
            ):
                labelled = labelled or token.low in {"name", "named", "called", "surname", "lastname", "pn", "lo"}
            elif token.is_word or token.text not in ".,-#\"'(/|>;":
                break
            j += 1
        token = self._token(j)
        if token is None or not token.is_word:
            return False
        if self._initials(j):
            return True
        if token.low in _SURE_TITLES | _TITLES | _STAFF or self._is_eponym(j):
            return False
        if self._named_by(j, _Trust.PATIENT):
            return not (labelled and self._past)
        if (
            token.capitalised
            and token.low in self._known.both
            and self._is_surname(self._skip(j + 1, "."))
            and self._low(self._skip(j + 1, ".")) not in self._known.both
        ):
            return True
        if not labelled or self._past:
            return self._unknown_pair(j)
        second = self._skip(j + 1, ",.")
        if token.low in self._known.both and token.capitalised:
            return self._may_be(second, _Trust.LABEL) or self._is_aged(j)
        return self._may_be(j, _Trust.LABEL) and self._tokens[i].low not in {"called", "named"}

    def _unknown_pair(self, i: int) -> bool:
        """*pt Xolani Qwabe*: two capitalised words, neither of which is one."""
        first, second = self._token(i), self._token(i + 1)
        return bool(
            first and second and first.is_word and second.is_word and first.capitalised and second.capitalised
            and self._may_be(i, _Trust.LABEL) and self._may_be(i + 1, _Trust.LABEL)
            and not {first.low, second.low} & (self._known.words | _EPONYMS)
        )  # fmt: skip

    def _initials(self, i: int) -> bool:
        """*J.S.*, or *JS* beside an age."""
        if (
            self._is_initial(i)
            and self._low(i + 1) == "."
            and self._is_initial(i + 2)
            and (self._low(i + 3) in {".", ","} or self._is_aged(i + 2))
        ):
            return True
        token = self._token(i)
        return bool(
            token
            and 2 <= len(token.text) <= 3
            and token.text.isupper()
            and token.low not in _CODES | self._known.words
            and self._is_aged(i)  # noqa: PLR2004
        )

    def _after_place(self, i: int) -> bool:
        """*bed 12 Lee*, *room 4B, Garcia*."""
        j = self._skip(i + 1)
        token = self._token(j)
        if token is None or not token.text.isdigit():
            return False
        j = self._skip(j + 1)
        if self._is_single_letter(j) and self._tokens[j].start == self._tokens[j - 1].end:
            j = self._skip(j + 1)
        following = self._token(j)
        return bool(following and following.is_word and self._may_be(j, _Trust.PATIENT) and not self._is_eponym(j))

    def _is_single_letter(self, i: int) -> bool:
        token = self._token(i)
        return bool(token and token.is_word and len(token.text) == 1)

    # names by themselves

    def _is_staff(self, i: int) -> bool:
        """Whether the words before make it somebody who works here, or did long ago."""
        return any(self._low(j) in _STAFF for j in range(max(0, i - 3), i))

    def _full(self, i: int) -> bool:
        """*John Smith*, *john smith*, *John A. Smith*, *Smith, John*, *J. Smith* beside a patient word."""
        token = self._tokens[i]
        low, known = token.low, self._known
        if self._past or self._cited or low in _EPONYMS and not self._is_aged_run(i):
            return False
        if low in known.given or (low in known.both and token.capitalised):
            j = self._skip(i + 1, "")
            for _ in range(3):
                if self._is_initial(j):
                    j = self._skip(j + 1, ".")
                elif self._low(j) in _PARTICLES and self._is_surname(j + 1):
                    j += 1
            if self._is_surname(j) and self._apart(i, j):
                surname = self._tokens[j]
                certain = surname.low in known.sure
                if low not in known.given:
                    certain = (
                        certain
                        and surname.low in known.surnames
                        and surname.capitalised
                        and low not in _CODES
                        and self._common_given(low)
                    )
                elif not certain:
                    certain = token.capitalised and surname.capitalised and surname.low in known.both
                return (
                    certain
                    and surname.low not in _EPONYMS | _INSTITUTION
                    and not self._is_staff(i)
                    and not self._is_eponym(i)
                )
        if (
            low in known.surnames
            and self._low(i + 1) == ","
            and self._low(i + 2) in known.given
            and low not in _EPONYMS
        ):
            return (
                token.cap
                and self._tokens[i + 2].cap
                and not self._is_staff(i)
                and self._low(i + 3) != ","
                and not self._is_eponym(i)
            )
        return False

    @staticmethod
    def _common_given(low: str) -> bool:
        return low in _GIVEN_WORDS

    def _apart(self, i: int, j: int) -> bool:
        """Whether nothing but spaces and dots lies between two tokens, and no line ends there."""
        return all(self._tokens[k].is_word or self._tokens[k].text == "." for k in range(i, j))

    def _is_aged(self, i: int) -> bool:
        """Whether an age, a sex with an age, or a full date stands right beside a token."""
        token = self._tokens[i]
        j = token.end
        for _ in range(4):
            if j in self._starts_of_ages:
                return True
            while j < len(self._text) and self._text[j] in " .,(:;-/[|)":
                j += 1
                if j in self._starts_of_ages:
                    return True
            for word in ("is a", "is", "a", "aged", "age", "who is", "dob"):
                if self._text[j : j + len(word) + 1].lower() == f"{word} ":
                    j += len(word) + 1
                    break
            else:
                break
        return False

    def _is_aged_run(self, i: int) -> bool:
        """Whether an age stands before or behind the run of names that begins here."""
        return self._is_aged(self._behind(i)) or self._follows_an_age(i)

    def _follows_an_age(self, i: int) -> bool:
        start = self._tokens[i].start
        for _ in range(4):
            while start and self._text[start - 1] in " .,(:;-/[|)":
                if start in self._ends_of_ages:
                    return True
                start -= 1
            if start in self._ends_of_ages:
                return True
            for word in (
                "old",
                "male",
                "female",
                "man",
                "woman",
                "lady",
                "gentleman",
                "boy",
                "girl",
                "called",
                "named",
                "m",
                "f",
                "pt",
                "patient",
                "name",
                "is",
            ):
                if self._text[max(0, start - len(word) - 1) : start].lower() == f" {word}":
                    start -= len(word)
                    break
            else:
                return False
        return False

    def _aged(self, i: int) -> bool:
        """*Garcia 54M*, *54 yo Garcia*, *J. Smith aged 60*, *Xolani Qwabe, 62F*, *for Maria, 62*."""
        token = self._tokens[i]
        if self._is_staff_title(i):
            return False
        if self._is_initial(i) and self._low(i + 1) == ".":
            return (self._is_initial(i + 2) and self._is_aged(i + 2)) or (
                self._may_be(i + 2, _Trust.PATIENT) and (self._is_aged_run(i + 2) or self._is_loosely_aged(i + 2))
            )
        if self._may_be(i, _Trust.PATIENT) and self._is_aged_run(i) and not self._is_eponym(i):
            return True
        if (
            self._may_be(i, _Trust.PATIENT)
            and self._is_loosely_aged(i)
            and self._low(i - 1) in {"for", "of", "re", "about", "on", ""}
        ):
            return not self._past
        second = self._token(i + 1)
        if (
            token.capitalised
            and second is not None
            and second.is_word
            and second.capitalised
            and (self._is_aged(i + 1) or self._follows_an_age(i))
        ):
            return (
                self._may_be(i, _Trust.LABEL)
                and self._may_be(i + 1, _Trust.LABEL)
                and not {token.low, second.low} <= self._known.both | _EPONYMS
            )
        if (
            token.capitalised
            and self._may_be(i, _Trust.LABEL)
            and token.low not in self._known.both | _EPONYMS
            and len(token.low) > 3
        ):  # noqa: PLR2004
            return self._is_aged(i) and self._low(i - 1) in {"", "for", ".", ",", ";", "re", "about"}
        return False

    def _is_loosely_aged(self, i: int) -> bool:
        """Whether a number that may be an age stands behind the run of names that begins here: *Garcia, 62*."""
        return _LOOSE_AGE.match(self._text, self._tokens[self._behind(i)].end) is not None

    def _is_staff_title(self, i: int) -> bool:
        return self._low(i - 1) in _STAFF or (self._low(i - 1) == "." and self._low(i - 2) in _STAFF)

    def _owns_a_scan(self, i: int) -> bool:
        """*Mary's CT*, *Garcia's report*."""
        token = self._tokens[i]
        if token.text[-2:] not in {"'s", "'S"} or token.low in _EPONYMS or self._past or self._is_staff_title(i):
            return False
        return token.low in self._known.sure and any(self._low(i + k) in _IMAGING for k in (1, 2))


_GIVEN_WORDS = _words(
    "rose grace mark will bill hope faith joy dawn amber ruby violet daisy olive robin may june april august jack rob pat art "
    "ivy iris lily pearl heather hazel holly jasmine ginger penny sandy rusty chase grant dean earl duke king prince rich "
    "frank guy dale glen lance wade clay cliff buck chuck skip miles mason hunter carter tucker parker tanner taylor tyler "
    "summer autumn brook brooke christian angel melody harmony charity destiny trinity crystal bob sue gene jean ray jay don ron "
    "carol victor oliver basil constance prudence patience felicity verity honor honour clement tony tom tim ted ed max ben sam"
)

_TERM = re.compile(
    r"(?:graph|graphy|graphic|gram|grams|scope|scopy|scopic|logy|logist|logic|itis|oma|omas|osis|oses|otic|ectomy|otomy|ostomy|plasty|metry|metric|meter|"
    r"tion|tions|sion|sions|ment|ments|ness|ing|ings|ism|ity|ities|able|ible|ous|ive|ical|al|ary|ic|ics|ine|ide|ium|emia|aemia|uria|pathy|therapy|"
    r"trophy|plasia|plegia|genic|genesis|lysis|lytic|centesis|pexy|ization|isation|tomy|ance|ence|ful|less|ware|sound|ray|rays|ed|ly|scan|scans|oid|cyte|blast)$"
)


def _is_a_term(low: str) -> bool:
    """Whether a word ends as words do, and the field's most of all."""
    return len(low) > 4 and low not in lexicon().sure and _TERM.search(low) is not None  # noqa: PLR2004 - *Ring*, *Ewing*
