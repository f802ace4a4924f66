"""Words that mean the same in a question, and those that mean nothing there.

Language, not medicine: what a word says about a question. Words are compared by their stems, so one form is enough.
"""

LITTLE = frozenset(
    """
    a able about actually again all also am an and any anybody anyone are as at be been being briefly but by can cheers
    could curious dear did do does doing ever everybody everyone exactly explain explained explaining folks for
    from had has have having hello help hey hi hiya how i id if in into is it its ive just kind kindly kinda know
    let may maybe me mean meant might mine morning evening my now of ok okay on one ones or please pls plz question
    questions quick quickly quite really regarding related right say she should so some somebody someone something
    sort still stuff such suppose team tell than thank thanks that thats the their them then there these they thing
    things think this those to too understand up us very was we well were wet what whats whether which while will
    with wonder wondering would yes you your yours
    """.split()
)
"""Weigh next to nothing: *hi all, does anyone know who reads the CT scans* is *who reads CT scans*."""

COURTESY = frozenset(
    "thx ty tyvm cheers bye goodbye welcome great good lot lots much nice perfect awesome appreciated appreciate "
    "helpful bot reading room there all everyone".split()
)
"""With the words above, all that a greeting or thanks consists of."""

WEAK = frozenset(
    """
    ahead already always back basically colleague colleagues first general generally get gets getting give given
    gives go goes going gonna got guys id im like list look make many most name normally our ours out over own
    particular people person put said says see share today tomorrow type types used using usual usually various want
    wanted wants way time need day new week q trainee student students class course lecture textbook homework essay
    presentation school college caller callers front desk saw thought told asked asks roughly else overall here simply
    aside key main
    """.split()
)
"""Weigh little where no template has them: they rarely turn a question into another one."""

PHRASES: dict[str, str] = {
    phrase: concept
    for concept, phrases in {
        "duration": "how long; how much time; how many minutes; how many hours; amount of time; length of time; how "
        "quick; how fast; time slot",
        "read": "look at; looks at; sign off; signs off; goes through; looking at",
        "risk": "side effect; side effects; bad for; at risk; unborn baby risk",
        "ai": "artificial intelligence; machine learning; deep learning; neural network; neural networks; computer "
        "aided; large language model",
        "dose": "radiation dose; x ray dose; radiation doses",
        "print3d": "3d print; 3d printing; 3d printed; 3d printer; 3d prints; 3 d printing; three dimensional "
        "printing; 3d printed model; 3d model; 3d models; 3d modeling",
        "softtissue": "soft tissue; soft tissues; rotator cuff; cruciate ligament; acl tear; torn acl",
        "fracture": "broken bone; broken bones; bone break; bone breaks; broken arm; broken leg",
        "radiation": "ionizing radiation; ionising radiation; radiation exposure",
        "prevent": "check up; check ups; health check; well person",
        "wholebody": "whole body; full body; total body",
        "monitor": "follow up; keep track; keep an eye",
        "happen": "what to expect; walk through; walk me through; walk me thru; take me through; talk me through; "
        "step by step; go through; be like; what goes on",
        "invasive": "minimally invasive; key hole; keyhole surgery; non surgical; image guided",
        "before": "before symptoms; without symptoms; no symptoms",
        "needed": "have to; has to; got to; need to",
        "choose": "look for; go to; go about",
        "difference": "compared to; compared with; as opposed to; tell apart",
        "same": "same as; same thing; one and the same; other word; another word; another name; used interchangeably",
        "partof": "part of; type of radiology; kind of radiology; form of radiology; branch of; belong to; come "
        "under; fall under; comes under; falls under; count as; counts as; classed as; counted as; considered as",
        "serious": "life threatening; last resort; very sick; really sick; very ill; end stage",
        "referral": "doctors note; doctors order; doctor s order; gp letter; self refer; self referral; without a "
        "doctor; walk in; see my gp; request form; go through my gp",
        "future": "next generation; coming years; next few years; cutting edge; state of the art; new developments; "
        "on the horizon; years from now; next big thing; coming down the line",
        "replace": "rather than; instead of; in place of; do away with; get rid of; need for",
        "doctor": "board certified",
        "credential": "board certification; fellowship trained",
        "early": "early stage; early stages; at an early stage; early on; too late; before it is too late",
        "personal": "tailor made; made to measure; one size fits all; individual patient; precision medicine; "
        "personalized medicine; personalised medicine; individualized medicine; stratified medicine",
        "not": "free of; does not; do not; is not; no longer",
    }.items()
    for phrase in phrases.split("; ")
}
"""Phrases that are one thing in a question."""

SAME: dict[str, str] = {
    word: concept
    for concept, words in {
        "scan": "scan scanned scanner exam examination test study imaging image picture modality technique scanning "
        "machine film",
        "procedure": "procedure intervention interventions",
        "surgery": "surgery surgical operation operate surgeon surgeries knife scalpel",
        "duration": "duration minute minutes mins hour hours long length quick lengthy timing",
        "take": "take last takes taking took spend",
        "risk": "risk risky danger dangerous hazard hazardous harm harmful complication adverse damage damaging safe "
        "safely safety safer safest unsafe bad drawback downside",
        "read": "read reader interpret interpretation interpreting analyze analyse analyses analysis evaluate review "
        "reporting reviews diagnose writes write decode",
        "needed": "need needed require required requirement must necessary mandatory compulsory obligatory",
        "referral": "referral refer referred referring prescription requisition order request script",
        "pregnant": "pregnant pregnancy expecting expectant unborn fetus foetus fetal foetal baby gestation trimester"
        " antenatal prenatal gravid",
        "radiation": "radiation ionizing ionising radioactive radioactivity irradiate irradiated exposure expose "
        "exposed rads radiates",
        "dose": "dose doses dosage msv millisievert millisieverts sievert sieverts",
        "fracture": "fracture fractured fractures hairline snapped",
        "softtissue": "ligament ligaments tendon tendons muscle muscles cartilage meniscus sprain sprained sprains "
        "torn tear tears acl mcl strain muscular",
        "doctor": "doctor doctors physician gp clinician provider doc docs specialist",
        "choose": "choose choosing pick picking select selecting choice find",
        "credential": "qualified qualification qualifications credential credentials certified certification "
        "accredited accreditation licensed license licence registered experience experienced reputable trustworthy "
        "trained expertise accredit good",
        "early": "early earlier earliest sooner beforehand presymptomatic",
        "detect": "detect detection find finding catch spot discover identify show reveal visible pick diagnose "
        "diagnosis seen detected shows picked",
        "prevent": "screening screen prevent preventive prevention preventative checkup routine asymptomatic healthy "
        "wellness",
        "future": "future upcoming emerging horizon trend advance advancement advances innovation innovations "
        "developments evolve evolving breakthrough breakthroughs heading frontier novel forthcoming",
        "replace": "replace replaces replacing replacement instead substitute alternative alternatives avoid avoids "
        "eliminate spare",
        "best": "best better ideal preferred good suitable recommended recommend choice gold optimal prefer right "
        "appropriate",
        "personal": "personalised personalized personalise personalize precision individual individualised "
        "individualized tailored tailor custom customized bespoke genomics",
        "monitor": "monitor monitoring track tracking response respond responding progress effectiveness effective "
        "working works worked efficacy shrink shrinking shrinkage assess",
        "treatment": "treatment therapy therapies treat treatments chemo chemotherapy drug drugs treating",
        "serious": "serious severe critical grave nasty sick ill illness failing complex major emergency emergencies "
        "fatal terminal advanced dying",
        "minor": "minor benign simple mild everyday routine",
        "happen": "happen happens happening expect involve involved involves process steps step stages during",
        "same": "same identical equal synonym synonymous synonyms interchangeable interchangeably equivalent alike",
        "partof": "part considered consider belong belongs classed counted count counts included include includes "
        "subset category under umbrella branch falls",
        "difference": "difference differences different distinguishes separates differ differs vs versus distinguish "
        "distinction compare compared comparison diff v",
        "not": "not no non without none never free dont doesnt isnt cant wont zero arent didnt nothing neither",
        "perform": "perform performs performed carry conduct conducts doing",
        "ai": "ai ml cad algorithm algorithms computers robot robots chatgpt",
        "print3d": "3dprinting 3dp",
        "only": "only just solely purely exclusively merely",
        "patient": "patient patients pt pts",
        "cancer": "cancer cancers cancerous tumor tumors tumour tumours malignancy oncology",
        "disease": "disease diseases condition conditions problem problems disorder issue illness",
        "hospital": "hospital clinic center centre facility department unit practice",
        "symptom": "symptom symptoms signs feel",
    }.items()
    for word in words.split()
}
"""Words that are one thing in a question; a word that stands in several lists belongs to the last."""

DOMAIN = frozenset("scan radiation dose referral print3d invasive wholebody interv".split())
"""Concepts without which, and without a name, a sentence is hardly about imaging."""

UNMISTAKABLE = frozenset(
    """
    imaging ionising ionizing irradiated irradiates radiation radioactive radioactivity radiologic radiological
    radiologist radiology referral referrals scan scanned scanner scanners scanning scans
    """.split()
)
"""Words that are said of imaging and of nothing else, or nearly so: one is needed where nobody addressed the bot."""

BREAKS = frozenset("broken break breaks breaking crack cracked".split())
"""Beside a part of the body, a fracture: a coffee machine breaks too."""

BODY = frozenset(
    """
    abdomen abdominal ankle arm back belly bladder bone bowel brain breast cardiac chest elbow eye face foot hand head
    heart hip joint kidney knee leg liver lumbar lung neck pelvic pelvis prostate rib shoulder sinus skull spine
    stomach throat thyroid wrist finger toe jaw spinal body
    """.split()
)
"""Parts of the body: said beside a modality, they leave the question what it is."""

ASKS = frozenset(
    """
    am are can could did do does had has have how is may might must should shall was were what whats when where which
    who whom whos whose why will would
    """.split()
)
"""Words that a question begins with."""

WH_WORDS = frozenset("how what whats when where which who whom whos whose why".split())
"""Those that ask wherever they stand before anything else is said."""

SUBJECTS = frozenset("i you we they he she it this that these those there one".split())
"""Before a verb that questions begin with, they make it a statement."""

COPULAS = frozenset("is was are were".split())
"""Between a subject and one of the words above, they make it a statement: *this is how it works*."""

WHETHER = frozenset("if whether".split())
"""They ask after `KNOW`: *does anyone know if*."""

KNOW = "know"
