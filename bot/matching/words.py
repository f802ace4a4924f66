"""The word lists of matching."""

GLUE = frozenset("a an and by for in of on or the to with".split())
"""Carry no meaning on either side: *structure of the breast*, *breast structure*."""

FILLER = frozenset(
    """
    about are can could define definition describe difference do does exam examination explain exams explained help how
    i image images imaging info information is it its look machine machines me mean meaning means my need picture
    pictures please pls procedure procedures scan scanner scanners scanning scans show stand stands studies study tell
    technique techniques term test tests what whats which who whos work works would you your
    """.split()
)
"""Surround what is asked for in a query: *what is a CT scan please*. Only stripped when something is left."""

SCAN_NOUNS = frozenset("exam examination image imaging picture procedure scan scanning study technique test".split())
"""Say no more than that it is an imaging examination: *bone scan*, *bone imaging*; singular, as normalised."""

ANY_SCAN = "scan"
"""Stands for each of `SCAN_NOUNS`."""

FILLER_WITH_SLIPS = frozenset({"scan", "scans", "scanner", "imaging", "please"})
"""Filler recognised with one slip too, since it stands behind a short code so often: *CT sacn*."""

ORDINARY = frozenset(
    """
    able act add age ago aid aim air all alt am and any app apt arc are arm art as ask at ate bad bag bar bat bay be
    bed best bet big bit box boy bus but buy by call can cap car card care case cat chat cod come cot cow cr cry cs
    cup cut dad day did die dip do doc dog dot dr dry due ear eat ed edge egg end era err est ever eye fact far
    fast fat fee few fit fix flu fly for form free from fun gas gel get gig go good got gun gut had has hat he help
    her here hey hi him his hit hot how i ice if ill in ink io ion is it its jar job join joy just key kid kit la lab
    lap last law lay led left leg less let lid lie like line lip list live log look lot low mad main make man map mark
    mas mat may me mean men met mid mix mob mom more most mr much mud my name near neck need net new next nice no node
    none nor not note now nut odd of off oh oil ok old on once one only op or order our out own pa pad pan part pas
    past pay pen pet pets pie pin plan play plus pop post pot pr pro put ran raw ray read real red reg rest rib rid
    rig right rip road room rot row run sad said same sat save saw say scan scar sea sec see seg send set sex she ship
    show sick side sir sit six skin so some son soon sort spa spot st stain step stop such sum sun sure tag take tap
    tax tea team tell ten term test text than that the them then they this tie till time tin tip tips to toe tone too
    top tour town toy trap tray trip try tub turn two type up us use user van vat very via wait wall want war was way
    we week well went were wet what when who why will win with word work yes yet you your zip
    """.split()
)
"""Everyday words of up to five letters, lower case: typed alone, they never name an entry without asking."""

SPELLINGS = (
    ("aemi", "emi"),
    ("haem", "hem"),
    ("aedi", "edi"),
    ("aesth", "esth"),
    ("naec", "nec"),
    ("caec", "cec"),
    ("oedem", "edem"),
    ("oesoph", "esoph"),
    ("oestr", "estr"),
    ("our", "or"),
    ("isation", "ization"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("iser", "izer"),
    ("yse", "yze"),
    ("entre", "enter"),
    ("ogramme", "ogram"),
    ("lling", "ling"),
    ("lled", "led"),
)
"""British to American, inside words of six letters and more, on both sides of a comparison."""

ADJECTIVES = (
    ("ological", "ology"),
    ("ologic", "ology"),
    ("ographical", "ography"),
    ("ographic", "ography"),
    ("oscopic", "oscopy"),
)
"""The adjective of a field is the field: *radiologic information system*; endings of a word, on both sides."""

FAMILIES = (("gram", "graphy"), ("graph", "graphy"), ("graphical", "graphy"), ("graphic", "graphy"))
"""A picture, its making and what belongs to it, where order and wording do not matter: *mammogram*, *mammography*."""

ONE_PHRASE = (
    (" cat scan ", " ct "),
    (" x ray ", " xray "),
    (" roentgen ray ", " xray "),
    (" computer assisted ", " computed "),
    (" computer aided ", " computed "),
    (" nuclear magnetic resonance ", " magnetic resonance "),
)
"""Phrases of one meaning, and the one that stands for both."""

ONE_WORD = {
    variant: word
    for word, variants in {
        "arterial": "artery",
        "bowel": "intestinal intestine",
        "brain": "cerebral",
        "breast": "mammary",
        "cardiac": "heart",
        "chest": "thoracic thorax",
        "computed": "computer computerized",
        "dental": "teeth tooth",
        "fetal": "fetus foetal foetus",
        "gastric": "stomach",
        "hepatic": "liver",
        "ophthalmic": "eye ocular",
        "pediatric": "child childhood children",
        "pulmonary": "lung",
        "radiography": "roentgenography",
        "radiology": "roentgenology",
        "renal": "kidney",
        "skeletal": "bone osseous",
        "spinal": "spine",
        "therapy": "treatment",
        "tumor": "neoplasm",
        "ultrasound": "echography sonography ultrasonic ultrasonography",
        "uterine": "uterus womb",
        "vascular": "vessel",
        "venous": "vein",
        "xray": "roentgen",
    }.items()
    for variant in variants.split()
}
"""Words of one meaning in front of or behind a name, and the one that stands for them."""

ADDS_NOTHING = frozenset("clinical conventional diagnostic general medical routine standard".split())
"""Said around a name without making it another: *diagnostic mammography*. Names that have them are found with them."""

SAYS_TREATMENT = frozenset("therapeutic therapy treatment".split())
"""Said around the name of a procedure without making it another: *therapeutic drainage*. Beside the name of a
modality they may: ultrasound that treats is no ultrasound that looks."""
