"""``bot.core.splitting``: where the items of a comparison end, as people write it."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.splitting import MOST_WORDS, cost, split
from bot.knowledge.outcomes import Ambiguous, Candidate, Found, How, NotFound, Outcome
from bot.knowledge.pack import Pack
from bot.matching.resolving import Resolver

Resolve = Callable[[str], Outcome]


@pytest.fixture(scope="module")
def resolve(pack: Pack) -> Resolve:
    """Resolves over the shipped pack."""
    return Resolver(pack.entries.values()).resolve


class Counting:
    """Counts what it is asked to resolve."""

    def __init__(self, resolve: Resolve) -> None:
        self.resolve = resolve
        self.calls = 0

    def __call__(self, text: str) -> Outcome:
        """Resolve and count."""
        self.calls += 1
        return self.resolve(text)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        pytest.param("DR IR", ["DR", "IR"], id="two codes"),
        pytest.param("dr ir", ["dr", "ir"], id="two codes in lower case"),
        pytest.param("  DR   IR ", ["DR", "IR"], id="spaces"),
        pytest.param("CT vs MRI", ["CT", "MRI"], id="vs"),
        pytest.param("CT vs. MRI", ["CT", "MRI"], id="vs and a dot"),
        pytest.param("CT VS MRI", ["CT", "MRI"], id="vs in capitals"),
        pytest.param("CT v MRI", ["CT", "MRI"], id="v"),
        pytest.param("CT versus MRI", ["CT", "MRI"], id="versus"),
        pytest.param("CT against MRI", ["CT", "MRI"], id="against"),
        pytest.param("CT compared to MRI", ["CT", "MRI"], id="compared to"),
        pytest.param("CT compared with MRI", ["CT", "MRI"], id="compared with"),
        pytest.param("CT or MRI", ["CT", "MRI"], id="or"),
        pytest.param("CT and MRI", ["CT", "MRI"], id="and"),
        pytest.param("CT & MRI", ["CT", "MRI"], id="ampersand"),
        pytest.param("CT + MRI", ["CT", "MRI"], id="plus"),
        pytest.param("CT|MRI", ["CT", "MRI"], id="bar"),
        pytest.param("CT;MRI", ["CT", "MRI"], id="semicolon"),
        pytest.param("CT,MRI", ["CT", "MRI"], id="comma without a space"),
        pytest.param("CT\nMRI", ["CT", "MRI"], id="lines"),
        pytest.param("CT, vs MRI,", ["CT", "MRI"], id="a comma before vs"),
        pytest.param("CT,; MRI,", ["CT", "MRI"], id="separators in a row"),
        pytest.param("ct, mri & ultrasound", ["ct", "mri", "ultrasound"], id="a list"),
        pytest.param("CT, MRI, and ultrasound", ["CT", "MRI", "ultrasound"], id="a list with a comma before and"),
        pytest.param("CT vs MRI vs PET", ["CT", "MRI", "PET"], id="three by vs"),
        pytest.param('PET "nuclear medicine"', ["PET", "nuclear medicine"], id="quotes behind"),
        pytest.param('"nuclear medicine" PET', ["nuclear medicine", "PET"], id="quotes first"),
        pytest.param('"CT" "MRI"', ["CT", "MRI"], id="two in quotes"),
        pytest.param("“nuclear medicine” PET", ["nuclear medicine", "PET"], id="curly quotes"),
        pytest.param("“CT” vs “MRI”", ["CT", "MRI"], id="curly quotes and vs"),
        pytest.param("„CT“ «MRI»", ["CT", "MRI"], id="low and angled quotes"),
        pytest.param("compare “CT” “MRI”", ["CT", "MRI"], id="curly quotes behind a lead-in"),
        pytest.param('PET, "CT MRI"', ["PET", "CT MRI"], id="quotes keep together what would be cut"),
        pytest.param("nuclear medicine PET", ["nuclear medicine", "PET"], id="words and a code"),
        pytest.param("PET nuclear medicine", ["PET", "nuclear medicine"], id="a code and words"),
        pytest.param("difference between x-ray and fluoroscopy", ["x-ray", "fluoroscopy"], id="difference between"),
        pytest.param("what is the difference between CT and MRI?", ["CT", "MRI"], id="a question"),
        pytest.param("what’s the difference between CT and MRI??", ["CT", "MRI"], id="a curly contraction"),
        pytest.param("Differences between CT & MRI", ["CT", "MRI"], id="differences"),
        pytest.param("compare CT with MRI", ["CT", "MRI"], id="compare with"),
        pytest.param("please compare CT to MRI", ["CT", "MRI"], id="please compare"),
        pytest.param("CT vs MRI???", ["CT", "MRI"], id="question marks"),
        pytest.param("CT vs. MRI.", ["CT", "MRI"], id="full stop"),
        pytest.param("(CT vs MRI)", ["CT", "MRI"], id="brackets"),
        pytest.param("PET/CT MRI", ["PET/CT", "MRI"], id="a slash inside a name"),
        pytest.param("PET-CT MRI", ["PET-CT", "MRI"], id="a hyphen inside a name"),
        pytest.param("CT/MRI", ["CT", "MRI"], id="a slash between names"),
        pytest.param("CT / MRI", ["CT", "MRI"], id="a slash with spaces"),
        pytest.param("PET CT MRI", ["PET", "CT", "MRI"], id="of codes alone, each is an item"),
        pytest.param("PET CT", ["PET", "CT"], id="two codes that are a name together"),
        pytest.param(
            "interventional radiology diagnostic radiology",
            ["interventional radiology", "diagnostic radiology"],
            id="two names of two words",
        ),
        pytest.param("MR angiography CT angiography", ["MR angiography", "CT angiography"], id="few parts over many"),
        pytest.param(
            "obstetrics and gynecology radiology", ["obstetrics and gynecology", "radiology"], id="and inside a name"
        ),
        pytest.param(
            "picture archiving and communication system vs RIS",
            ["picture archiving and communication system", "RIS"],
            id="and inside a name before vs",
        ),
        pytest.param("interventional radiolgy CT", ["interventional radiolgy", "CT"], id="a slip in a name"),
        pytest.param("CT angiography MRI", ["CT angiography", "MRI"], id="a name that begins with a code"),
        pytest.param("ct angiography vs angiography", ["ct angiography", "angiography"], id="a name that could be two"),
        pytest.param("MRI vs MR angiography", ["MRI", "MR angiography"], id="another behind vs"),
        pytest.param("screening mammography", ["screening", "mammography"], id="two can be compared, one cannot"),
        pytest.param("CT", ["CT"], id="one item"),
        pytest.param("CT vs", ["CT"], id="one item and vs"),
        pytest.param("CT, MRI, PET, US, XR", ["CT", "MRI", "PET", "US", "XR"], id="five in a list"),
        pytest.param("CT MRI PET US XR", ["CT", "MRI", "PET", "US", "XR"], id="five codes"),
        pytest.param("CT,MRI,PET,US,XR,RF", ["CT", "MRI", "PET", "US", "XR", "RF"], id="six"),
        pytest.param("", [], id="empty"),
        pytest.param(" \n ", [], id="spaces"),
        pytest.param(",;|,", [], id="separators alone"),
        pytest.param("and & or / +", [], id="soft separators alone"),
        pytest.param("???", [], id="question marks alone"),
        pytest.param(
            "vs",
            [],
            id="vs alone",
        ),
        pytest.param(
            "vs CT",
            ["CT"],
            id="vs first",
        ),
        pytest.param(
            "CT，MRI、PET",
            ["CT", "MRI", "PET"],
            id="full-width commas",
        ),
    ],
)
def test_split(resolve: Resolve, text: str, items: list[str]) -> None:
    """Items end where people say so; where nobody says, the cut whose parts resolve best is taken."""
    assert list(split(text, resolve)) == items


def test_the_order_typed_is_kept(resolve: Resolve) -> None:
    """Items come in the order typed, also the same one twice."""
    assert split("MRI, CT, MRI", resolve) == ("MRI", "CT", "MRI")


TEXTS = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            [
                "CT",
                "MRI",
                "and",
                "/",
                "vs",
                ",",
                '"',
                "“",
                "”",
                "nuclear medicine",
                "x-ray",
                "?",
                "PET/CT",
                "zzz",
                "(",
                "&",
            ]
        ),
        max_size=9,
    ).map(" ".join),
)


@settings(max_examples=120, deadline=None)
@given(text=TEXTS)
def test_any_text_is_split(resolve: Resolve, text: str) -> None:
    """Any text is split without an error into items that are in it, none of them empty."""
    items = split(text, resolve)
    assert all(item == item.strip() and item for item in items)
    letters = [c for c in text if c.isalnum()]
    assert all(letters.count(c) >= "".join(items).count(c) for c in set(letters))


LONG_PIECE = " ".join(f"wobble{n}" for n in range(MOST_WORDS))


@pytest.mark.parametrize(
    ("text", "most"),
    [
        pytest.param("CT vs MRI", 2, id="two codes"),
        pytest.param(LONG_PIECE, 140, id="as many words as are tried"),
        pytest.param(" ".join(f"wobble{n}" for n in range(MOST_WORDS + 1)), 0, id="a word more"),
        pytest.param(("wobble " * 600)[:4000], 0, id="4,000 characters of words"),
        pytest.param("x" * 4000, 1, id="4,000 characters of one word"),
        pytest.param("," * 4000, 0, id="4,000 separators"),
        pytest.param("and " * 1000, 0, id="4,000 characters of soft separators"),
        pytest.param(", ".join("CT" for _ in range(1000)), 1, id="one item a thousand times"),
        pytest.param(", ".join([LONG_PIECE] * 90), 0, id="more long pieces than fit"),
        pytest.param(", ".join(LONG_PIECE.replace("wobble", word) for word in "abcd"), 560, id="four long pieces"),
        pytest.param(
            " ".join(f"a{n}/b{n}" for n in range(400)),
            140,
            id="4,000 characters of slashes",
        ),
    ],
)
def test_long_texts_cost_few_look_ups(text: str, most: int) -> None:
    """However long the text, a bounded number of pieces is looked up."""
    resolve = Counting(lambda _: NotFound())
    split(text, resolve)
    assert resolve.calls <= most


@pytest.mark.parametrize(
    "words", [pytest.param(2 * MOST_WORDS, id="32 words"), pytest.param(2 * MOST_WORDS + 1, id="33 words")]
)
def test_texts_of_many_words_are_not_cut(resolve: Resolve, words: int) -> None:
    """A text of more than 32 words is taken as people parted it, without looking anything up; one of 32 is cut."""
    resolve = Counting(resolve)
    head = ["CT", "MRI", "vs"]
    text = " ".join([*head, *(["wobble"] * (words - len(head)))])
    is_cut = words <= 2 * MOST_WORDS
    assert split(text, resolve)[:-1] == (("CT", "MRI") if is_cut else ("CT MRI",))
    assert (resolve.calls > 0) is is_cut


def test_cost(pack: Pack) -> None:
    """An exact name costs nothing, a slip less than a question, and a question less than nothing found."""
    entry, other = pack.entries["ct"], pack.entries["mri"]
    ladder: list[Outcome] = [
        Found(entry, How.EXACT, 100.0),
        Found(entry, How.FUZZY, 95.0),
        Found(entry, How.FUZZY, 82.0),
        Ambiguous((Candidate(entry, 90.0), Candidate(other, 88.0))),
        NotFound(),
    ]
    costs = [cost(outcome) for outcome in ladder]
    assert costs == sorted(set(costs))
    assert costs[0] == 0
    assert cost(Found(entry, How.ALIAS, 100.0)) == cost(Found(entry, How.CODE, 100.0)) == 0
    assert cost(Ambiguous((Candidate(entry, 100.0), Candidate(other, 100.0)))) == 0
