"""The words by which a quiz knows what a phrase is about.

Each table joins words, as people write them and in lower case, under the one thing that they all speak of: who reads
*coronary* or *angina* is told of the heart. A word that ends in ``*`` stands for every word that begins so. The tables
only ever leave questions out: a word too many costs a question, a word too few may make one unfair.
"""

from collections.abc import Iterable, Mapping

_SHORTEST = 3
"""Letters of the shortest beginning of a word that stands in a table."""


class Topics:
    """Words joined under what they speak of.

    Args:
        words: A topic to its words, with spaces between; a word may stand under several topics.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        self._whole: dict[str, set[str]] = {}
        self._beginnings: dict[str, list[tuple[str, str]]] = {}
        for topic, listed in words.items():
            for word in listed.split():
                if word.endswith("*"):
                    self._beginnings.setdefault(word[:_SHORTEST], []).append((word[:-1], topic))
                else:
                    self._whole.setdefault(word, set()).add(topic)
        self._known: dict[str, frozenset[str]] = {}

    def of(self, words: Iterable[str]) -> frozenset[str]:
        """What any of these words, in lower case, speaks of; mostly nothing."""
        found = set[str]()
        for word in words:
            known = self._known.get(word)
            if known is None:
                known = self._known[word] = self._look_up(word)
            found |= known
        return frozenset(found)

    def _look_up(self, word: str) -> frozenset[str]:
        begun = {topic for beginning, topic in self._beginnings.get(word[:_SHORTEST], ()) if word.startswith(beginning)}
        return frozenset(begun | self._whole.get(word, set()))


REGIONS = Topics(
    {
        "brain": "brain* cerebr* head skull crani* intracrani* stroke* epilep* seizure* dement* neuro* encephal* "
        "hydrocephal* memory speech electroenceph* magnetoenceph* sleep* nervous csf",
        "spine": "spine* spinal vertebr* disc discs cord nerve* sciatic* lumbar epidural myelo* buttock* csf",
        "eye": "eye* ocular retin* cornea* vision visual sight glasses spectacle* lens* cataract* glaucoma* macula* "
        "kerato* optic ophthalm* lasik refract* autorefract* intraocular "
        "electrooculo*",
        "ear": "ear ears sinus* hearing nose nasal",
        "mouth": "tooth teeth dental dent* jaw* orthodont* gum gums bitewing* periapical mouth throat tongue saliva* "
        "braces occlusal face facial",
        "neck": "neck thyro* parathyr* goiter* carotid* graves",
        "heart": "heart* cardi* coronar* angina valve* atri* ventric* myocard* pericard* echocard* electrocard* "
        "infarct* pacemaker* rhythm* murmur* ejection tracings aort*",
        "chest": "lung* chest pulmon* thora* pleur* breath* cough* pneumon* bronch* rib ribs airway* respirat* "
        "emphysema* asthma* asbest* trache* dust ventilat*",
        "breast": "breast* mammo* mamma*",
        "vessels": "vessel* arter* vein* vena venous vascul* aneurysm* aort* angio* bypass* graft* fistula* varic* "
        "endovasc* intravasc* transarter* plaque* dvt limb* leg legs groin hemodynam* circulation",
        "liver": "liver* hepat* bile* biliary gallbladder* pancrea* spleen* ascites cirrho* portal portosystemic "
        "jaundice* chol* duct ducts abdom* belly varices",
        "bowel": "bowel* intestin* colon* colorect* rectum rectal stomach* gastr* gullet esophag* swallow* digest* "
        "gut polyp* crohn* feed* feeding reflux hernia* hiatal ulcer* duoden* appendi* abdom* belly barium food "
        "enterog* enteroc* transrectal",
        "urinary": "kidney* renal* nephr* urin* urog* bladder* ureter* urethr* cysto* pelvi* stone stones dialysis "
        "hemodialysis",
        "womb": "womb* uter* ovar* pregnan* fetus* fetal* baby babies placent* fertil* infertil* cervix vagin* "
        "periods fibroid* pelvi* menstr* birth childbirth gynec* obstet* hysterosalp* steriliz* newborn* "
        "transvagin*",
        "prostate": "transrectal prostat* scrot* testic* male psa psma varicocel* fertil* infertil*",
        "bones": "bone* joint* fractur* arthr* cartilage* ligament* tendon* labrum labral muscle* osteo* skelet* "
        "shoulder* knee* hip hips wrist* elbow* gout* musculoskel* orthop* limb* leg legs foot ankle hand hands "
        "vertebr* spine* spinal menisc* paget* myeloma* rib ribs skull heel "
        "electromyo*",
        "skin": "skin* mole moles melanom* dermat* dermo* wound* pigment* burn*",
        "lymph": "lymph* node nodes sentinel* lymphoma* marrow",
    }
)
"""Regions of the body, and what is found in no other; what belongs to two stands under both."""

FIELDS_OF_VIEW = (
    frozenset({"brain", "eye", "ear", "mouth", "neck"}),
    frozenset({"heart", "chest", "breast"}),
    frozenset({"heart", "vessels"}),
    frozenset({"liver", "bowel", "urinary", "womb", "prostate"}),
    frozenset({"bones", "spine"}),
)
"""Regions that lie in one picture: who scans the lungs sees the heart."""

FINDINGS = Topics(
    {
        "cancer": "cancer* tumor* malign* metasta* lesion* mass masses lump* growth* nodule* melanoma* lymphoma* "
        "carcino* onco* neoplas* chemoth* neuroma* meningioma* myeloma* spread* staging biops* psa brca",
        "clot": "clot* thromb* embol* stroke*",
        "in a vessel": "embol* chemoembol* radioembol* stent* catheter* filter* clot* thromb* blood dialysis "
        "hemodialysis",
        "bleeding": "bleed* hemorrh* bled",
        "narrowing": "narrow* block* stenos* obstruct* jaundice angina ischem* peripheral",
        "infection": "infect* absces* sepsis inflam* fever pneumon* swell* arthritis pancreatitis crohn*",
        "pain": "pain* ache* aching sore sores discomfort angina sciatica",
        "injury": "injur* traum* fractur* accident* torn tear tears",
        "fluid": "fluid* ascites effusion* drain* cyst cysts edema* lymphedema* pleural csf",
        "screening": "screen*",
        "child": "child* pediatr* baby babies newborn* infant*",
        "stone": "stone* calcul* calci*",
        "malformed": "aneurysm* malform* dissect*",
        "sample": "sample* biops* cells cytolog*",
        "density": "densit* osteopor* mineral",
        "dense": "bone* spine* vertebr* fractur* osteopor* densit* stone stones calcul* calci* object* metal* implant* "
        "gout*",
        "scarring": "fibros* scar* stiff* elast*",
        "access": "port picc dialysis catheter* chemoth* antibiotic* hemodialysis vein* transfusion* feed*",
        "breathing": "breathless* breath*",
        "failure": "failure pump* ejection",
    }
)
"""What is found in a region, or done to it."""

IN_VESSELS = frozenset({"bleeding", "clot", "in a vessel"})
"""Findings that are looked for in vessels, wherever they are."""

DENSE = "dense"
"""The finding that every picture made by x-rays shows, whatever it is made for."""

ACTS = Topics(
    {
        "reading": "read reads reading interpret* report* dictat* diagnos*",
        "ultrasound": "ultraso* sonogra* echocard*",
        "pictures": "xray* mammogra* panoramic radiograph* ct mri scan* fluoroscop* angiogra* tomogra*",
        "radiation": "radiation dose doses xray* mammogra* radiograph* ct fluoroscop* angiogra* nuclear radioact* "
        "radiother* beam* radiopharm*",
        "tracers": "radioactiv* tracer* radiopharm* nuclear cyclotron camera* pet spect isotop*",
        "radiotherapy": "beam* radiother* oncolog* linear",
        "anesthesia": "anesth* sedat* numb*",
        "operating": "surg* operat*",
        "needles": "biops* drain* embol* angioplast* stent* ablat* catheter* puncture* tips needle* procedur*",
        "tissue": "tissue* laborator* microscop* cells pathol*",
        "photographs": "photogr*",
        "booking": "book* schedul* appointment* directions",
        "money": "budget* billing costs",
        "data": "data software archiv* storage system systems pacs dicom hl7 workflow ris information comput*",
        "children": "child* pediatr* play",
        "referring": "refer* request*",
        "boards": "boards conferences",
        "emergencies": "emergenc* urgent* critical*",
        "rules": "rule* law* license* regulat* employer* safety",
        "teaching": "teach* train* trainee* supervis*",
        "explaining": "explain* words interpret* language* understand*",
        "preparing": "prepar* position*",
        "giving": "inject* administ* dispens* contrast medicine* drug*",
        "quality": "quality control test* accura*",
        "planning": "plan plans planning calculat* dosimet*",
        "support": "support* comfort* accompan*",
        "leading": "manag* budget* overse* leads research*",
        "consent": "consent* allerg*",
    }
)
"""What people do at work."""

COMMON = frozenset("explaining preparing giving quality support teaching leading consent planning pictures".split())
"""Acts of many: they rule a role out, but do not tell whose work something is."""

DOCTORS = frozenset("clinician consultant doctor physician surgeon".split())
"""Words of the names of those who have studied medicine; what one of them does, another may."""

PHYSICS = Topics(
    {
        "x-rays": "xray* ct radiograph* radiogram* fluoroscop* mammogra* tomosynth* shadow* cat",
        "gamma rays": "gamma positron* tracer* radioactiv* radiopharm* scintigra* pet spect nuclear radionuclid*",
        "sound": "sound* echo* ultraso* acoust* photoacoust* doppler sonogra*",
        "magnet": "magnet* mri mr radio hydrogen nmr",
        "light": "light* laser* infrared camera* photo photos photograph* microscop* optic* photoacoust* magnifier* "
        "oct endoscop* dermoscop*",
        "current": "electri* electro* voltage*",
        "touch": "pressure* pressed heat temperatur* movement* orientation",
        "catheter": "catheter*",
    }
)
"""What makes a picture, and what is not led to its place without rays."""

IONIZES = frozenset({"x-rays", "gamma rays", "catheter"})
"""What speaks of ionizing radiation, or of a room where there is some."""

NO_PICTURE = frozenset({"current", "touch", "catheter"})
"""What makes a tracing or a number, if nothing else is there."""

NO_PICTURES = frozenset(
    "acuity audio calculation measurement measurements refraction sensor waveform waveforms".split()
)
"""Words of the names of what makes none."""

GENERAL = frozenset(
    """
    a about above after again against all alone along already also always an and any are around as at away back bad
    badly be because been before begin begun being below beside between body both but by can change changes could
    different do does doing done down during each early either especially even every example extra far few finding finds
    fine first for found from full further get gets getting give gives going good great groups had hard has have help
    helps here high how if in inside instead into is it its itself just keep keeps kind kinds known large larger later
    least less like likely little long look looking looks low lower made make makes making many may means mild more most
    mostly much must near nearby nearly need needs never new no none normal not now of off often on once one only onto
    open or other others out outside over own part parts people person place places possible put quick rather really
    regular repeated right same see seeing seen several severe show showing shows since size small smaller so some soon
    still strong such suspected take takes telling than that the their them then there these they thing things this
    those through time times to together too toward turn two type types under unclear until up upon use used uses using
    usual usually various very way ways weak well were what when where whether which while who whole whom whose why wide
    will with within without work working works would yes yet you your amount answer area areas cause causes checking
    choosing condition conditions disease diseases disorder disorders effect effects exam examination exams follow
    following form forms guided guiding image images imaging judging level measure patient patients picture pictures
    planning problem problems procedure procedures question questions result results risk run runs scan scanner scans
    sees side sign signs state studies study symptom symptoms test tests treating treatment treatments
    """.split()
)
"""Words that place nothing: they stand in a phrase without telling whose it is."""

RELATES = frozenset("alike another both equal equally likewise other others same similar similarly too".split())
"""Words that make what a cell says hold for what stands beside it as well, or lean on it."""

NOT_ALONE = RELATES | frozenset(
    """
    attempt attempts he her here his it its itself may might nearby now research she some something sometimes study
    their them themselves there these they this those
    """.split()
)
"""Words that lean on a sentence before, or hedge: a phrase that has one is not asked by itself."""

NOT_LAST = ("as well", "so far")
"""Ends of a phrase that lean on a sentence before."""

NOT_FIRST = frozenset(
    "after also although as at because before except few fewer further if in instead less many more most no "
    "not only since than until when where while which with without".split()
)
"""Beginnings of what is no thing, so that *best for …* and *done for …* would not hold as grammar."""

EVERYBODY = frozenset(
    "aims answers applies assists cares checks covers explains follows has helps is joins keeps knows looks meets "
    "needs receives refers requests sees supports uses watches weighs works".split()
)
"""First words of what many in a hospital do, whoever's card says it: *keeps records*, *helps in procedures*."""

DENIES = frozenset("no not without never nor neither unlike instead rather avoids minus".split())
"""What follows one of these, up to the next mark, is said not to be."""
