"""Words that stand beside names, or look like them, and what they say.

All are folded: lower case, without accents and apostrophes.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SURE_TITLES = _words("""
    mrs mister missus mstr mx herr herrn frau fraulein senor senora senorita sra srta mme mlle monsieur madame
    signora signor mdm mdme puan encik dhr mevr mevrouw meneer pani shri smt kumari
""")
"""Titles that are nothing else."""

TITLES = _words("""
    mr ms miss master madam sr sig fru hr pan
""")
"""Titles that are something else as well: magnetic resonance, multiple sclerosis, to miss."""

PATIENT = _words("""
    pt pts patient pat px pnt ptn client resident inpatient outpatient paciente paziente patientin patiente
    patienten pateint patinet patietn patiant patint pacient
""")
"""Words for a patient, and how they are mistyped; *pt* is physical therapy as well."""

BABY = _words("""
    baby bb babygirl babyboy twin infant newborn neonate toddler
""")
"""Who is called by the surname of the mother."""

KIN = _words("""
    mother father mum mom dad son daughter husband wife brother uncle aunt grandma grandpa grandmother grandfather
    gran partner nan granny mummy nok
""")
"""Who comes with a patient."""

LABELS = _words("""
    name nom nombre nome naam navn namn surname lastname firstname forename patientname ptname patname named called
""")
"""Fields of a form."""

PLACES = _words("""
    bed room rm bay cubicle cub bays trolley chair slot bed# resus
""")
"""Where a patient lies or sits; a number follows."""

STAFF = _words("""
    dr doctor drs prof professor nurse consultant radiologist sonographer radiographer technologist tech registrar
    resident fellow attending physicist pa rn np manager lead chief director surgeon neurologist cardiologist
    oncologist physician anaesthetist anesthesiologist matron sister sir dame by author authors secretary porter
    engineer
    superintendent chair chairman inventor nobel laureate who contact ask coordinator supervisor officer trainer
    instructor editor president minister founder saint st
""")
"""Who works here, or is quoted: a name behind these is no patient's."""

ROLES = _words("""
    doctor professor nurse consultant radiologist sonographer radiographer technologist registrar resident fellow
    physicist manager lead
    chief director surgeon matron superintendent coordinator supervisor officer trainer editor president neurologist
    cardiologist oncologist
    head vendor engineer
""")
"""What stands behind the name of somebody who works here."""

INSTITUTION = _words("""
    hospital hospitals clinic clinics university institute college centre center centers unit ward building wing
    theatre theater room foundation trust award prize lecture library school department medal society medical health
    healthcare memorial children childrens street road avenue lane square bridge park county island islands house
    suite auditorium campus infirmary ltd inc gmbh corp company brand group press publishing
""")
"""What is called after people."""

EPONYM_NOUNS = _words("""
    fracture fractures disease syndrome sign signs lymphoma sarcoma tumour tumor procedure technique method
    classification criteria score scores grade grading scale stage staging stent filter catheter needle needles wire
    sheath clip coil contrast unit units transform effect law principle test manoeuvre maneuver view views
    projection position angle line lines triangle space operation repair phenomenon lesion lesions cyst cysts nodes
    node palsy ulcer contracture dystrophy chorea anomaly malformation hernia ganglion duct canal ligament foramen
    pouch loop lobe body bodies cell cells artery vein circle nerve muscle gland layer ring plexus membrane stain
    reaction rule rules equation constant number numbers spectroscopy camera detector chamber tube grid ratio index
    regimen thyroiditis arteritis vasculitis encephalitis dementia deformity defect foot knee elbow scan imaging
    ultrasound technology algorithm kernel phantom plot curve distribution sequence sampling reconstruction protocol
    shunt loading trial study et al and approach approximation model models guidelines categories category bosniak
    fibrosis nephropathy esophagus oesophagus diverticulum diagram sinogram theorem frequency field limit flap mesh
    tunnel
""")
"""What makes the name before it a thing's."""

HISTORY = _words("""
    roentgen rontgen curie hounsfield cormack becquerel seldinger dotter doppler damadian lauterbur mansfield
    purcell bloch rabi grandin larmor tesla gauss fourier radon nyquist compton rutherford coolidge crookes edison
    sievert hevesy anger cassen kuhl phelps sokoloff dussik langevin hertz einstein bohr planck heisenberg dirac
    fermi lorentz maxwell faraday volta kelvin celsius pauli forssmann sones judkins gruentzig gruntzig palmaz
    bosniak gleason fleischner ogawa ambrose donald howry wild hopkins nightingale blackwell ter-pogossian pogossian
    lindell swick moniz geiger joliot bragg laue villard holzknecht edler ledley oldendorf kassabian grubbe beclere
    meitner yalow dally snook bucky roentgens rontgens graham-cole sicard forestier minsky nobel marie-curie
    hippocrates galen vesalius davinci vinci charcot guillain barre
""")
"""People of the history of imaging; a text that names one speaks of the past."""

BRANDS = _words("""
    siemens philips canon toshiba hitachi bayer bracco guerbet samsung fuji agfa varian elekta carestream sectra
    mindray hologic medtronic terumo hopkins mayo kaiser esaote boston kodak shimadzu konica barco epic cerner
    intuition vitrea terarecon bard merit cordis abbott becton omni omniscan ingenia signa aera vida skyra prisma
    lumify vivid logiq voluson acuson azurion artis luminos somatom revolution optima discovery achieva ambition
    zenition allia innova precision force go ux drive spectral naeotom alpha nova alexa siri watson monte carlo
    allura brivo sonata symphony avanto espree trio verio magnetom biograph gemini vereos isocentric tomo theraplan
    salmon delta sierra juliet romeo victor gadovist dotarem multihance prohance magnevist primovist eovist ablavar
    feridex feraheme ferumoxytol clariscan elucirem vueway omnipaque visipaque ultravist isovue iopamiro xenetix
    optiray iomeron hexabrix conray gastrografin definity lumason sonovue optison lexiscan adenoscan luminity
    buscopan regadenoson lutathera pluvicto xofigo zevalin lipiodol onyx stryker maquet
""")
"""Makers and products."""

BRANDS_AND_SURNAMES = _words("abbott hopkins mayo philips victor watson")
"""Brands that are a surname behind a given name."""

EPONYMS = BRANDS | _words("""
    parkinson alzheimer hodgkin hodgkins crohn crohns parkinsons alzheimers kaposi whipple marfan huntington
    hashimoto ewing wilms paget behcet kawasaki takayasu sjogren raynaud cushing perthes charcot meckel hirschsprung
    legg cobb valsalva trendelenburg bosniak gleason fleischner ganz hickman broviac tenckhoff ryles yankauer kehr
    bartter colles monteggia galeazzi pott zenker baker bakers graves klinefelter noonan dandy chiari guthrie
    mantoux glasgow apgar virchow wernicke broca schatzki boas dercum ranson rovsing osgood schlatter lisfranc
    chopart segond maisonneuve tillaux rolando klatskin ollier maffucci mazabraud mccune gorham castleman burkitt
    warthin kasai peyronie buerger leriche abernethy boerhaave bochdalek morgagni spigelian amyand garengeot
    menetrier dieulafoy mirizzi lemmel caroli courvoisier riedel couinaud morison retzius bogros zuckerkandl gerota
    toldt treitz littre grynfeltt freiberg kienbock panner madelung sprengel scheuermann schmorl modic andersson
    bertolotti tarlov rathke thornwaldt tornwaldt bartholin gartner nabothian skene asherman krukenberg meigs
    hurthle quervain pemberton lemierre pancoast binswanger fahr lewy leigh canavan krabbe schilder balo devic susac
    dorello monro luschka magendie sylvius heschl heubner percheron adamkiewicz labbe trolard joubert aicardi
    sanfilippo morquio pompe mcardle fabry refsum zellweger menkes friedreich duchenne moebius mobius parinaud
    wallenberg gerstmann lutembacher ebstein eisenmenger fallot kommerell dressler takotsubo brugada westermark
    felson luftsichel rigler riglers stierlin kirklin chilaiditi ogilvie bouveret wegener goodpasture caplan
    kartagener macleod birbeck langerhans codman brodie garre caffey pindborg stafne garcin wharton stensen stenson
    santorini wirsung oddi vater calot luschkas mascagni riolan buhler hoffa pellegrini stieda bankart goutallier
    ideberg rockwood neer schatzker meyerding pfirrmann fazekas scheltens koedam balthazar hinchey todani strasberg
    corlette savary hetzel deauville lugano cheson recist percist masaoka lungrads kerley glisson cantlie rex
    debakey svensson robson fuhrman pirads graf tonnis ficat steinberg kellgren outerbridge risser lenke letournel
    magerl denis
""")
"""Names that stand for things without a noun behind them, and brands."""

GREETINGS = _words("thanks thank thx ta cheers hi hello hey morning ask tell call text from with by and you")
"""What stands before the name of somebody who is spoken to, or of."""

LYING = PLACES - {"room", "rm", "chair", "slot"}
"""Places where staff and machines are not said to be."""

FAMILY_FIRST = _words("""
    cai cao chen cheng choi chung deng fang feng gao guo han ho hu huang jiang jung kang kim lai le lee li lim lin liu
    lu luo ma ng park peng pham shen shin song sun tan tang tran vu vo wang wong wu xie xu yang yeo yoon yu zhang zhao
    zheng zhou zhu
""")
"""Surnames that stand before the given name; half of them are words."""

HANDLING = _words(
    "scanned saw reported read took did has ordered requested cannulated booked called injected consented"
)
"""What staff do with a patient: *who scanned Mary Jones* asks about two people."""

NUMBERED = _words("ward unit room theatre theater suite building")
"""Institutions that a number follows: *Smith, ward 6*, but *Nightingale ward*."""

PARTICLES = _words("""
    de da di du la le el al bin ibn bint binti van von der den del della dos das do ter ten st o mac mc abu ben y e
""")
"""Small words inside names."""

SUFFIXES = _words("""
    jr sr ii iii iv v vi vii viii ix
""")
"""What follows a name."""

PREDICATES = _words("""
    needs need is was has had wants went came comes cannot cant can arrived waiting waits aged refused refuses
    vomited got awaiting required requires allergic booked attended attends called due said says
""")
"""What people do, so that *mr brown needs* is a man."""

IMAGING = _words("""
    mri mris ct cts mr xray xrays x scan scans ultrasound us images report films film result results appointment
    biopsy mammogram pet echo dexa angio cxr notes bloods consent wristband chart request follow
""")
"""What a patient has of us: *Mary's CT*."""

CODES = _words("""
    ct mr us xr nm pt dr cr ir rt rf mg dx pr px ot sr ed er or icu iv im po gp ae gi gu cv ms md do rn pa np it hr
    bp o2 kv ma dl uk eu ge ai io id no ok am pm in on at of to as is be by an if so up we he me my go
""")
"""Short words that are no names though no list of words has them."""

EPONYM_SURNAMES = _words("""
    wilson turner walker wells murphy arnold foley cope barrett mueller addison child pugh graves baker bell bennett
    bright down hunter morton simmonds still weber gilbert gordon gardner leigh alexander lynch ross fisher
""")
"""Surnames of many people and of things too: *Wilson's MRI* is not somebody's."""

SEQUENCES = _words("""
    truefisp trufi haste vibe tricks twist noddi dwibs propeller blade fiesta bssfp ciss mprage space flair stir
    swan tof mra mrv mrs mrcp thrive lava disco qiss native linac dixon asl dti dwi swi epi gre tse fse spgr vista
    cube radial grasp caipi sense grappa
""")
"""Ways of MRI that no list of words has."""

FIELD = _words("""
    brain head spine neck knee hip foot hand wrist elbow shoulder chest heart liver breast prostate bowel pelvis
    abdomen orbit sella joint contrast safe scan scanner film image imaging coil field fields magnet signal room
    suite list slot day test report request screen gate flow stress rest fat water black bright blood white gray
    grey dark light fast slow high low long short deep new old cold hot open closed wide bore small large guide
    guided core case page price cost bill time times hours desk team lead staff port clip clips stent pump bolus
    line lines mark marks marker art tech physics safety zone zones cave cage rose call dose map maps mapping plan
    post pre prep note notes
""")
"""Words of the field that are surnames too: *mr brown* alone is a man, *mr head* is not."""


DOUBLE_EPONYMS = frozenset(
    " ".join(
        """
    budd chiari, mallory weiss, plummer vinson, killian jamieson, zollinger ellison, peutz jeghers, osgood
    schlatter, sinding larsen, larsen johansson, legg calve, ehlers danlos, marie tooth, charcot marie, guillain
    barre, miller fisher, lambert eaton, eaton lambert, brown sequard, arnold chiari, klippel feil, klippel
    trenaunay, sturge weber, parkes weber, osler weber, weber rendu, hippel lindau, schuller christian, erdheim
    chester, rosai dorfman, churg strauss, henoch schonlein, kasabach merritt, wolff parkinson, parkinson white,
    lown ganong, ganong levine, stokes adams, adams stokes, jervell lange, lange nielsen, romano ward, holt oram,
    ellis creveld, loeys dietz, treacher collins, pierre robin, prader willi, smith magenis, smith lemli, lemli
    opitz, rubinstein taybi, cornelia lange, beckwith wiedemann, bardet biedl, laurence moon, mccune albright,
    niemann pick, tay sachs, hallervorden spatz, creutzfeldt jakob, steele richardson, richardson olszewski, shy
    drager, wernicke korsakoff, tolosa hunt, ramsay hunt, foster kennedy, may thurner, cruveilhier baumgarten,
    hill sachs, salter harris, gustilo anderson, lauge hansen, danis weber, mason johnston, kellgren lawrence,
    tanner whitehouse, greulich pyle, ficat arlet, meyers mckeever, spetzler martin, hunt hess, ann arbor, glasgow
    blatchford, blalock taussig, swan ganz, hickman broviac, jackson pratt, sengstaken blakemore, gunther tulip,
    rosch uchida, ivor lewis, kausch whipple, austin moore, watson jones, smith petersen, smith robinson, essex
    lopresti, pellegrini stieda, gorlin goltz, birt hogg, hogg dube, bannayan riley, muir torre, li fraumeni,
    lhermitte duclos, fitz hugh, hugh curtis, mayer rokitansky, rokitansky kuster, kuster hauser, stein leventhal,
    swyer james, mounier kuhn, williams campbell, hamman rich, rutherford morison, cronkhite canada, eagle
    barrett, weigert meyer, sertoli leydig, schiller duval, hughes stovin, waterhouse friderichsen, pelizaeus
    merzbacher, monro kellie, walker warburg, miller dieker, galloway mowat, maroteaux lamy, kearns sayre,
    dejerine sottas, werdnig hoffmann, kugelberg welander, emery dreifuss, millard gubler, kluver bucy, lennox
    gastaut, landau kleffner, louis bar, wiskott aldrich, chediak higashi, shwachman diamond, diamond blackfan,
    bernard soulier, maude abbott, bland white, white garland, libman sacks, austin flint, graham steell, frimann
    dahl, hoffman rigler, bing neel, potter bucky, carr purcell, meiboom gill, stern gerlach, bloch siegert,
    kramers kronig, beer lambert, graham bell, graham cole, marie curie, joliot curie, monte carlo, levenberg
    marquardt, nelder mead, gerchberg saxton, wiener hopf, bland altman, kaplan meier, mann whitney, cox
    regression, fisher exact, cohen kappa, dixon chemical, hadamard encoding, catalano sign, judkins left, judkins
    right, simmons sidewinder, berenstein catheter, sos omni, amplatz super, lunderquist wire, newton wire,
    bentson wire, rosen wire, tuohy borst, chiba needle, quincke needle, franseen needle, hawkins needle, kopans
    needle, homer mammalok, trendelenburg position, sims position, fowler position, stenvers view, towne view,
    caldwell view, waters view, judet view, ferguson view, harris view, merchant view, grashey view, garth view,
    stryker notch, rosenberg view, laurin view, settegast view, danelius miller, cleaves lauenstein, johann radon,
    gustav bucky, eugen goldstein, hans berger, harold hopkins, basil hirschowitz, sven seldinger, robert ledley,
    william oldendorf, edward purcell, isidor rabi, richard ernst, inge edler, carl hertz, john wild, karl dussik,
    ian donald, mayo robson, st thomas, st george, st james, st mary, bill gates, steve jobs, elon musk, florence
    nightingale, henry ford, james cook, robert jones, virginia mason, shirley ryan, mary ann, johns hopkins, john
    hopkins, gregorio maranon, georges pompidou, nelson mandela, chris hani, aunt minnie, easter
    monday, easter sunday, harry potter, taylor
    swift, mount sinai, brigham women, princess margaret, prince wales, queen mary, queen elizabeth, king
    edward, santa clara, santa barbara, san francisco, san diego, hong kong, los angeles, carl zeiss, hewlett
    packard, konica minolta, becton dickinson, johnson johnson, mcgraw hill, taylor francis, lippincott williams,
    williams wilkins, merrill atlas, bontrager lampignano, brant helms, grainger allison, weir abrahams, frank
    netter, henry gray, jordan river, agnes hunt, anderson dalonzo
    """.split()
    ).split(", ")
)
"""Two names that stand for a thing, a place, a firm or somebody well known."""
