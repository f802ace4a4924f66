"""The words that stand before a patient's number, and how many digits make it one."""

from typing import NamedTuple

from bot.privacy.identifier import Identifier


class Kind(NamedTuple):
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

_WORDS: dict[Kind, str] = {
    # one's number by its very name
    Kind(_RECORD, 3, 3, far=True): """
        mrn|mrns|mnr|mrm|umrn|emrn|uhid|mpi|empi|medrec|med rec|med record|med records|medical rec|medical record|
        medical records|medical rec'd|health record|patientid|patient-id|ptid|pt-id|patid|patno|ptno|hospno|mrno|
        recno|chartno|patient identifier|krankenaktennummer|patientennummer|patienten-nr|pat-nr|patnr|patientnr|
        fallnummer|fallnr|fall-nr|aufnahmenummer|historia clinica|nhc|numero de dossier|numero dossier|
        cartella clinica|ipp|hospital number|hospital no|hosp no|hosp number|hospital id|unit number|case number""",
    Kind(_RECORD, 3, 4): """
        patient|patients|pt|pts|pat|px|hosp|hospital|chart|urn|ur|pid|mr|csn|u/n|patient record|patient file|
        patient card|paciente|patientin|paziente|patiente|record|wristband|id band""",
    Kind(_RECORD, 4, 5): """
        case|file|folder|unit|visit|encounter|enctr|enc|historia|expediente|exp|scheda|journal|journalnummer|emr|
        ehr|epic|epi|episode|admission|admit|account|acct|a/c|fin|har|registration|reg|policy|member|subscriber|
        insurance|ins|health plan|claim|billing|guarantor|stay|referral|specimen|sample|op|opd|ipd|dossier|mbi|hic|
        hicn|versichertennummer|krankenversicherung|kvnr|tarjeta sanitaria|cip|barcode|label|identifier|id""",
    Kind(_RECORD, 4, 4): """
        hn|hrn|vn|hospital hn|hsp""",
    Kind(_RECORD, 4, 0): """
        cr|lab|group|ip|er|ed|plan|card|a&e|ae|bill|receipt|token|tracking|consent|sheet|slip""",
    # by the state or its health service
    Kind(_NATION, 5, 5): """
        nhs|chi|h&c|hcn|ohip|phn|ihi|social insurance|sin|nss|insee|personnr|fnr|ni|nino|national id|national|
        national identity card|national id card|identity card|id card|health insurance card|ehic|national insurance|
        national identity|national health|national health service|passport|driving licence|driver's license|
        drivers license|driver license|aadhaar|aadhar|adhar|abha|pps|ppsn|bsn|burgerservicenummer|personnummer|pnr|
        cpr|cpf|dni|nie|nif|curp|codice fiscale|cf|nir|secu|securite sociale|numero de securite sociale|
        numero de secu|no secu|hetu|henkilotunnus|fodselsnummer|pesel|tfn|medicare|medicaid|ahv|avs|steuer-id|egn|
        cnp|nric|mykad|emirates|iqama|cnic|sus|cns|health card|healthcard|ramq|nhsno|nhs-no""",
    Kind(_NATION, 4, 4): """
        nhi|ss|soc sec|social|social sec|social security""",
    Kind(_NATION, 4, 4, far=True): """
        ssn""",
    # of an examination
    Kind(_EXAM, 4, 5): """
        acc|request form|accn|acsn|asc|a/n|accession|accesion|acession|accessoin|accesssion|accessionnumber|
        accession-number|
        accno|acc-no|acc num""",
    Kind(_EXAM, 4, 6): """
        exam|examination|study|order|ord|requisition|request|req|reqn|dictation|job|report|ris|
        placer|filler|placer order|filler order|imaging|study instance|procedure step""",
    Kind(_EXAM, 4, 0): """
        image|img|scan|procedure|xray|x-ray|ct|mri|ultrasound|us|pacs|dicom|reading|film""",
    # phones
    Kind(Identifier.PHONE, 6, 6): """
        tel|telephone|phone|ph|mobile|mob|cell|cellphone|handy|telefon|telefono|fax|whatsapp|contact|call|ring|text|
        phone her on|callback|call back|reach her at|reach him at|sms|movil|portable""",
}

OF = {" ".join(word.split()): kind for kind, words in _WORDS.items() for word in words.split("|")}
"""The kind of each word or phrase, in lower case without accents and dots."""

LONGEST = max(word.count(" ") for word in OF) + 1
"""Words of the longest phrase."""

ENDINGS = ("number", "nummer", "num", "no", "nr", "id")
"""How words end that name a number in one: *PatientNo*."""

NUMBER_WORDS = frozenset(
    "no nos nr num nbr numb number numbers numero nummer id ids ident ref reference # : = code".split()
)
"""What says that a number follows."""

ALONE = {"id": 5, "ids": 5, "no": 6, "nr": 6, "number": 6}
"""Digits from which on a number counts that is called a number, and not of what."""

BETWEEN = frozenset(
    "is was are the this that my her his their our of for pt pts patient ending ends in starts starting with w new "
    "old same "
    "correct wrong both plus has it s said says a an el es la le ist lautet n above below on at to".split()
)
"""What may stand between the word and its number."""

APART = frozenset("~ ? ! ;".split())
"""What parts a number from the words before it."""
