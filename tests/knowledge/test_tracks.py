"""``bot.knowledge.tracks``: what makes a track, what the loader says of a bad one, what a site may change.

The packs of the first tests are made up: a porter carries widgets to the moon.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.errors import PackError
from bot.knowledge.loading import load
from bot.knowledge.pack import Pack
from bot.knowledge.questions import ANY_KIND, slots_of
from bot.knowledge.tracks import CONTENTS, LAST_SHIFT, MOST_STEPS, QUESTIONS, Track, TrackStep, entries_asked

# The model


def step(name: str = "look", **fields: Any) -> dict[str, Any]:
    """A step that is fine, with what it is about."""
    given = fields if set(CONTENTS) & set(fields) else {"cards": ["gadget"], **fields}
    return {"id": name, "on_shift": 1, "title": "A look", "why": "You will need it.", **given}


def track(*steps: dict[str, Any], **fields: Any) -> Track:
    """A track of these steps."""
    return Track.model_validate(
        {
            "id": "porter",
            "kind": "track",
            "name": "Porter",
            "summary": "Finds the moon.",
            "steps": list(steps),
            "review": {"owner": "Tests", "reviewed_on": date(2026, 1, 9), "review_by": date(2027, 1, 9)},
            **fields,
        }
    )


@pytest.mark.parametrize(
    ("fields", "content"),
    [
        pytest.param({"cards": ["gadget"]}, "cards", id="cards"),
        pytest.param({"questions": ["how-heavy"]}, "questions", id="questions"),
        pytest.param({"compare": ["gadget", "widget"]}, "compare", id="a comparison"),
        pytest.param({"task": "Walk."}, "task", id="a task"),
        pytest.param({"quiz": 1}, "quiz", id="a quiz"),
        pytest.param({"sign_off": "Walks."}, "sign_off", id="a sign-off"),
        pytest.param({"task": "Walk.", "cards": []}, "task", id="what is empty is none"),
    ],
)
def test_a_step_is_one_thing(fields: dict[str, Any], content: str) -> None:
    """A step knows which one of the contents it is."""
    assert TrackStep.model_validate(step(**fields)).content == content


@pytest.mark.parametrize(
    ("fields", "entries"),
    [
        pytest.param({"cards": ["widget", "gadget"]}, ("widget", "gadget"), id="cards, in their order"),
        pytest.param({"cards": ["widget", "gadget", "widget"]}, ("widget", "gadget"), id="each once"),
        pytest.param({"compare": ["widget", "gadget"]}, ("widget", "gadget"), id="a comparison"),
        pytest.param({"questions": ["how-heavy:widget,gadget", "why"]}, ("widget", "gadget"), id="slots of questions"),
        pytest.param({"questions": ["why"]}, (), id="a question about nothing in particular"),
        pytest.param({"task": "Walk."}, (), id="a task"),
    ],
)
def test_what_a_step_shows(fields: dict[str, Any], entries: tuple[str, ...]) -> None:
    """A step shows its cards, the entries it compares, and those that its questions are asked about."""
    assert TrackStep.model_validate(step(**fields)).entries == entries


@pytest.mark.parametrize(
    ("asking", "entries"),
    [("why", ()), ("why:", ()), ("how-heavy:gadget", ("gadget",)), ("which:gadget,widget", ("gadget", "widget"))],
)
def test_entries_asked(asking: str, entries: tuple[str, ...]) -> None:
    """Behind the colon stand the entries that fill the slots."""
    assert entries_asked(asking) == entries


def test_what_came_before() -> None:
    """A quiz is about everything that the steps before it have shown, each once, and about nothing that comes later."""
    one = track(
        step("a", on_shift=1, cards=["gadget", "widget"]),
        step("b", on_shift=2, task="Walk."),
        step("c", on_shift=3, questions=["how-heavy:widget,doodad"]),
        step("d", on_shift=5, quiz=2),
        step("e", on_shift=6, compare=["moon", "gadget"]),
    )

    assert one.shown_before("d") == ("gadget", "widget", "doodad")
    assert one.shown_before("a") == ()
    assert one.shown_before("e") == ("gadget", "widget", "doodad")


def test_a_step_by_its_id() -> None:
    """A step is found by its id, whatever shift it comes on; what is gone is none."""
    one = track(step("a"), step("b", on_shift=7))

    assert one.step("b") is one.steps[1]
    assert one.step("z") is None


@pytest.mark.parametrize("quiz", QUESTIONS)
def test_shortest_and_longest_quiz(quiz: int) -> None:
    """A quiz has one question at least, and ten at most."""
    assert track(step("a"), step("b", on_shift=2, quiz=quiz)).steps[1].quiz == quiz


def test_longest_track() -> None:
    """A track has thirty steps at most, the last on the sixtieth worked shift at the latest."""
    steps = [step(f"s{number}", on_shift=number) for number in (*range(1, MOST_STEPS), LAST_SHIFT)]

    assert len(track(*steps).steps) == MOST_STEPS
    with pytest.raises(ValidationError, match="at most 30 items"):
        track(step("more", on_shift=1), *(one | {"on_shift": one["on_shift"] + 1} for one in steps[:-1]), steps[-1])
    with pytest.raises(ValidationError, match="less than or equal to 60"):
        track(step("late", on_shift=LAST_SHIFT + 1))


def test_a_track_needs_no_source() -> None:
    """A track states nothing of the world, so nothing of it needs a source."""
    assert track(step()).sources == {}


# What the loader says

REVIEW = "review: {owner: Nobody, reviewed_on: 2026-01-02, review_by: 2027-01-02}\n"

SOURCES = """\
made-up-atlas:
  title: Atlas of Made-up Imaging
  publisher: Nobody Press
  read_on: 2026-01-02
  read: All of it, since there is none.
"""


def thing(name: str) -> str:
    """The file of an entry that is fine."""
    return (
        f"id: {name}\nkind: concept\nname: {name.capitalize()}\nsummary: A {name}.\nplain: A {name}.\n"
        f"sources: [made-up-atlas]\n{REVIEW}"
    )


HOW_HEAVY = f"""\
id: how-heavy
kind: question
name: How heavy is it?
ask: ["how heavy is {{concept}}"]
answer: As heavy as it looks by moonlight.
sources: [made-up-atlas]
{REVIEW}"""

WHAT_IS = f"""\
id: what-is
kind: question
name: What is it?
ask: ["what is {{concept}}"]
opens: entry
sources: [made-up-atlas]
{REVIEW}"""

PORTER = f"""\
id: porter
kind: track
name: Widget porter
summary: Carries widgets to the moon and back.
steps:
  - id: read
    on_shift: 1
    title: What you carry
    why: You will carry these.
    cards: [gadget, doodad]
  - id: ask
    on_shift: 2
    title: How heavy?
    why: Your back will ask you.
    questions: [how-heavy:gadget]
  - id: side-by-side
    on_shift: 4
    title: Which is which
    why: They look alike at night.
    compare: [gadget, widget]
  - id: walk
    on_shift: 5
    title: The way
    why: You will walk it often.
    task: Walk to the moon.
  - id: look-back
    on_shift: 6
    title: What has stuck?
    why: It is a long way.
    quiz: 2
  - id: ready
    on_shift: 9
    title: Ready
    why: You have been there.
    sign_off: Finds the moon.
{REVIEW}"""

BASE = {
    "sources.yml": SOURCES,
    **{f"{name}.yml": thing(name) for name in ("gadget", "doodad", "widget")},
    "how-heavy.yml": HOW_HEAVY,
    "what-is.yml": WHAT_IS,
    "porter.yml": PORTER,
}

Loading = Callable[..., Pack]


@pytest.fixture
def loading(tmp_path: Path) -> Loading:
    """Loads the made-up pack, with some files changed and a site's own over it."""

    def start(changed: dict[str, str] | None = None, **ours: str) -> Pack:
        packs = {"base": BASE | (changed or {}), "ours": {f"{name}.yml": text for name, text in ours.items()}}
        for folder, files in packs.items():
            (tmp_path / folder).mkdir()
            for name, text in files.items():
                (tmp_path / folder / name).write_text(text, encoding="utf-8")
        return load([tmp_path / "base", tmp_path / "ours"] if ours else [tmp_path / "base"])

    return start


def told(error: pytest.ExceptionInfo[PackError], root: Path) -> list[str]:
    """What loading complains of, with paths as seen from a folder."""
    return str(error.value).replace(f"{root}/", "").splitlines()


def edited(text: str, old: str, new: str) -> str:
    """A file with one text replaced, which it must have."""
    assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
    return text.replace(old, new)


def test_load(loading: Loading) -> None:
    """A track is served with its steps in order, beside the entries and questions that it shows."""
    pack = loading()

    assert list(pack.tracks) == ["porter"]
    assert [one.content for one in pack.tracks["porter"].steps] == list(CONTENTS)
    assert [one.on_shift for one in pack.tracks["porter"].steps] == [1, 2, 4, 5, 6, 9]


ONE_OF = "needs one of cards, questions, compare, task, quiz, sign_off; this step has"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # one thing
        pytest.param(
            "    quiz: 2\n",
            "    quiz: 2\n    task: Walk.\n",
            f"28: steps.4.title: {ONE_OF} task and quiz",
            id="two contents",
        ),
        pytest.param("    task: Walk to the moon.\n", "", f"23: steps.3.title: {ONE_OF} none", id="no content"),
        pytest.param("[gadget, doodad]", "[]", f"8: steps.0.title: {ONE_OF} none", id="no card"),
        pytest.param(
            "[gadget, widget]", "[gadget]", "20: steps.2.compare: needs at least two entries", id="one to compare"
        ),
        # order
        pytest.param(
            "on_shift: 4",
            "on_shift: 2",
            "17: steps.2.on_shift: must be later than the step before it: one a shift",
            id="two on one shift",
        ),
        pytest.param(
            "on_shift: 9",
            "on_shift: 5",
            "32: steps.5.on_shift: must be later than the step before it: one a shift",
            id="shifts out of order",
        ),
        pytest.param("id: ready", "id: read", "31: steps.5.id: is read, as of a step before it", id="an id again"),
        pytest.param(
            "cards: [gadget, doodad]",
            "quiz: 1",
            "10: steps.0.quiz: comes before anything that it could ask about",
            id="a quiz first",
        ),
        # references
        pytest.param(
            "[gadget, doodad]",
            "[gadget, nobody]",
            "10: steps.0.cards.1: names nobody, which is no entry",
            id="an unknown card",
        ),
        pytest.param(
            "[gadget, doodad]",
            "[gadget, how-heavy]",
            "10: steps.0.cards.1: names how-heavy, which is no entry",
            id="a question among the cards",
        ),
        pytest.param(
            "[gadget, doodad]",
            "[porter, doodad]",
            "10: steps.0.cards.0: names porter, which is no entry",
            id="a track among the cards",
        ),
        pytest.param(
            "[gadget, widget]",
            "[gadget, nobody]",
            "20: steps.2.compare.1: names nobody, which is no entry",
            id="an unknown item",
        ),
        pytest.param(
            "[how-heavy:gadget]",
            "[how-long:gadget]",
            "15: steps.1.questions.0: names how-long, which is no question",
            id="an unknown question",
        ),
        pytest.param(
            "[how-heavy:gadget]",
            "[how-heavy, gadget]",
            "15: steps.1.questions.1: names gadget, which is no question",
            id="an entry among the questions",
        ),
        pytest.param(
            "[how-heavy:gadget]",
            "\n      - how-heavy:gadget\n      - how-heavy:gadget,nobody",
            "17: steps.1.questions.1: names nobody, which is no entry",
            id="a slot filled with nobody",
        ),
        pytest.param(
            "how-heavy:gadget",
            "what-is:gadget",
            "15: steps.1.questions.0: names what-is, which opens a card: put that under cards or compare",
            id="a question that opens a card",
        ),
        # fields
        pytest.param("title: Ready", "title:", "33: steps.5.title: is empty", id="no title"),
        pytest.param("    why: You have been there.\n", "", "31: steps.5.why: is missing", id="no reason"),
        pytest.param(
            "sign_off: Finds",
            "sing_off: Finds",
            "35: steps.5.sing_off: is no field here; did you mean sign_off?",
            id="a misspelling",
        ),
        pytest.param(
            "cards: [gadget, doodad]",
            "cards: gadget",
            "10: steps.0.cards: wants a list: [one, another]",
            id="a card without brackets",
        ),
        pytest.param(
            "[gadget, doodad]", "[a, b, c, d, e, f]", "10: steps.0.cards: has too many: at most 5", id="six cards"
        ),
        pytest.param(
            "[how-heavy:gadget]",
            "[how-heavy: gadget]",
            "15: steps.1.questions.0: is text, but YAML reads it as something else: put it in quotes",
            id="a blank behind the colon",
        ),
        pytest.param(
            "summary: Carries widgets to the moon and back.\n",
            "",
            "1: summary: is missing",
            id="no summary",
        ),
    ],
)
def test_track_is_refused(loading: Loading, tmp_path: Path, old: str, new: str, expected: str) -> None:
    """A mistake in a track is one problem, at its line and field, in words that say what to do."""
    with pytest.raises(PackError) as caught:
        loading({"porter.yml": edited(PORTER, old, new)})

    assert told(caught, tmp_path) == [f"base/porter.yml:{expected}"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("on_shift: 1\n", "on_shift: 0\n", "7: steps.0.on_shift: ", id="before the first shift"),
        pytest.param("on_shift: 9", "on_shift: 61", "32: steps.5.on_shift: ", id="after the last"),
        pytest.param("on_shift: 9", 'on_shift: "9"', "32: steps.5.on_shift: ", id="a shift in quotes"),
        pytest.param("quiz: 2", "quiz: 0", "30: steps.4.quiz: ", id="a quiz of nothing"),
        pytest.param("quiz: 2", "quiz: 11", "30: steps.4.quiz: ", id="a long quiz"),
        pytest.param("quiz: 2", "quiz: yes", "30: steps.4.quiz: ", id="a quiz, yes"),
        pytest.param("how-heavy:gadget", "How heavy:gadget", "15: steps.1.questions.0", id="a question in words"),
        pytest.param("how-heavy:gadget", '":gadget"', "15: steps.1.questions.0", id="no question"),
        pytest.param("how-heavy:gadget", '"how-heavy:gadget, doodad"', "15: steps.1.questions.0", id="a blank in it"),
        pytest.param("how-heavy:gadget", '"how-heavy:gadget:doodad"', "15: steps.1.questions.0", id="two colons"),
        pytest.param("id: ready", "id: Ready", "31: steps.5.id: must fit ", id="an id in capitals"),
    ],
)
def test_value_is_refused(loading: Loading, tmp_path: Path, old: str, new: str, expected: str) -> None:
    """A value that does not fit its field is one problem, at its line and field."""
    with pytest.raises(PackError) as caught:
        loading({"porter.yml": edited(PORTER, old, new)})

    (problem,) = told(caught, tmp_path)
    assert problem.startswith(f"base/porter.yml:{expected}")


def test_a_quiz_about_questions_alone(loading: Loading, tmp_path: Path) -> None:
    """Questions that are about no entry leave a quiz nothing to ask about."""
    asking = edited(edited(PORTER, "cards: [gadget, doodad]", "questions: [how-heavy]"), "[how-heavy:gadget]", "[x]")
    alone = edited(edited(asking, "questions: [x]", "quiz: 1"), "quiz: 2", "task: Rest.")

    with pytest.raises(PackError) as caught:
        loading({"porter.yml": alone})

    assert told(caught, tmp_path) == ["base/porter.yml:15: steps.1.quiz: comes before anything that it could ask about"]


@pytest.mark.parametrize(("file", "asked"), [("gadget.yml", "cards and slots"), ("how-heavy.yml", "a question")])
def test_what_is_unreadable_is_not_missed(loading: Loading, tmp_path: Path, file: str, asked: str) -> None:
    """A file that cannot be read is told once; the steps that show it are not to blame."""
    with pytest.raises(PackError) as caught:
        loading({file: "id: [\n"})

    (problem,) = told(caught, tmp_path)
    assert problem.startswith(f"base/{file}:2: is no valid YAML: ")


# What a site may change

OUR_STEPS = """\
steps:
  - id: read
    on_shift: 1
    title: What we carry here
    why: Here it is another.
    cards: [widget]
  - id: sing
    on_shift: 2
    title: Our song
    why: Everybody knows it here.
    task: Learn our song.
"""


def test_a_site_adds_a_track(loading: Loading) -> None:
    """A later pack adds a track of its own, of the earlier pack's entries and of its own."""
    more = PORTER.replace("porter", "runner").replace("doodad", "rocket")

    pack = loading(runner=more, rocket=thing("rocket"), sources=SOURCES)

    assert list(pack.tracks) == ["porter", "runner"]
    assert pack.tracks["runner"].steps[0].cards == ("gadget", "rocket")


def test_a_site_changes_the_steps(loading: Loading) -> None:
    """Steps of a later pack stand in place of the earlier ones, all of them; what it leaves alone stays."""
    changed = loading(porter=f"extends: porter\nsources: {{}}\n{OUR_STEPS}").tracks["porter"]

    assert [one.id for one in changed.steps] == ["read", "sing"]
    assert changed.steps[0].cards == ("widget",)
    assert (changed.name, changed.review.owner) == ("Widget porter", "Nobody")


def test_a_site_need_not_name_sources(loading: Loading) -> None:
    """Whoever changes steps says nothing of sources, since a track has none."""
    assert len(loading(porter=f"extends: porter\n{OUR_STEPS}").tracks["porter"].steps) == 2


def test_a_site_renames_a_track(loading: Loading) -> None:
    """A later pack may change the name alone, and the steps stay."""
    changed = loading(porter="extends: porter\nsources: {}\nname: Moon runner\n").tracks["porter"]

    assert changed.name == "Moon runner"
    assert len(changed.steps) == len(CONTENTS)


def test_a_changed_step_is_told_where_it_stands(loading: Loading, tmp_path: Path) -> None:
    """What is wrong with a site's steps is told with the site's file and line."""
    with pytest.raises(PackError) as caught:
        loading(porter=f"extends: porter\nsources: {{}}\n{edited(OUR_STEPS, '[widget]', '[nobody]')}")

    assert told(caught, tmp_path) == ["ours/porter.yml:8: steps.0.cards.0: names nobody, which is no entry"]


def test_a_site_retires_a_track(loading: Loading) -> None:
    """A track that a later pack retires is gone, and all else is there."""
    pack = loading(x="retires: porter\n")

    assert not pack.tracks
    assert list(pack.entries) == ["doodad", "gadget", "widget"]


@pytest.mark.parametrize(
    ("retired", "left"),
    [
        pytest.param(
            ["gadget"],
            {"read": ("doodad",), "walk": (), "look-back": (), "ready": ()},
            id="the question about it and the comparison with it go, the other card stays",
        ),
        pytest.param(
            ["doodad"],
            {
                "read": ("gadget",),
                "ask": ("gadget",),
                "side-by-side": ("gadget", "widget"),
                "walk": (),
                "look-back": (),
                "ready": (),
            },
            id="one of two cards",
        ),
        pytest.param(
            ["how-heavy"],
            {
                "read": ("gadget", "doodad"),
                "side-by-side": ("gadget", "widget"),
                "walk": (),
                "look-back": (),
                "ready": (),
            },
            id="a question",
        ),
        pytest.param(
            ["doodad", "how-heavy"],
            {"read": ("gadget",), "side-by-side": ("gadget", "widget"), "walk": (), "look-back": (), "ready": ()},
            id="two at once",
        ),
    ],
)
def test_what_is_retired_leaves_the_steps(
    loading: Loading, retired: list[str], left: dict[str, tuple[str, ...]]
) -> None:
    """A step no longer shows what a site retires, and is dropped where nothing is left of it; the others stay."""
    pack = loading(**{f"x{number}": f"retires: {name}\n" for number, name in enumerate(retired)})

    assert {one.id: one.entries for one in pack.tracks["porter"].steps} == left


def test_three_compared_without_one(loading: Loading) -> None:
    """A comparison of three goes on with the two that are left."""
    three = edited(PORTER, "[gadget, widget]", "[gadget, doodad, widget]")

    pack = loading({"porter.yml": three}, x="retires: doodad\n")

    side_by_side = pack.tracks["porter"].step("side-by-side")
    assert side_by_side
    assert side_by_side.compare == ("gadget", "widget")


def test_a_track_of_which_nothing_is_left(loading: Loading) -> None:
    """A track whose every step showed what a site retires is dropped with them."""
    head, _, _ = PORTER.partition("  - id: ask")
    alone = edited(head, "[gadget, doodad]", "[gadget]") + REVIEW

    assert not loading({"porter.yml": alone}, x="retires: gadget\n").tracks


def test_a_quiz_about_nothing_left(loading: Loading) -> None:
    """A quiz goes when a site retires everything that it could ask about."""
    head, _, _ = PORTER.partition("  - id: ask")
    quiz = "  - {id: look-back, on_shift: 2, title: What has stuck?, why: It is a long way., quiz: 2}\n"
    later = "  - {id: more, on_shift: 3, title: More to carry, why: There is more., cards: [widget]}\n"
    files = {"porter.yml": edited(head, "[gadget, doodad]", "[gadget]") + quiz + later + REVIEW}

    steps = loading(files, x="retires: gadget\n").tracks["porter"].steps

    assert [one.id for one in steps] == ["more"]


def test_what_is_replaced_stays(loading: Loading) -> None:
    """An entry that a site retires and adds anew is still shown."""
    pack = loading(x="retires: gadget\n", gadget=thing("gadget"), sources=SOURCES)

    assert [one.content for one in pack.tracks["porter"].steps] == list(CONTENTS)


# The shipped five

PACK = Path(__file__).parents[2] / "knowledge"

SHIPPED = ["front-desk", "imaging-it", "new-radiographer", "reading-room-resident", "ward-nurse"]

READING = {"cards", "questions", "compare"}


@pytest.fixture(params=SHIPPED)
def shipped_track(pack: Pack, request: pytest.FixtureRequest) -> Track:
    """Each of the shipped tracks."""
    return pack.tracks[request.param]


def words(one: Track) -> Iterator[tuple[str, str]]:
    """Every text of a track that people read, with where it stands."""
    yield "name", one.name
    yield "summary", one.summary
    for part in one.steps:
        for field in ("title", "why", "task", "sign_off"):
            if text := getattr(part, field):
                yield f"{part.id}.{field}", text


def test_the_five_are_there(pack: Pack) -> None:
    """A front desk, imaging IT, a radiographer, a resident and a nurse have a track each."""
    assert list(pack.tracks) == SHIPPED


def test_every_kind_of_step_is_used(shipped_track: Track) -> None:
    """Nobody only reads: each track has something to compare, to ask, to do, to answer and to have confirmed."""
    assert {one.content for one in shipped_track.steps} == set(CONTENTS)


def test_a_few_weeks(shipped_track: Track) -> None:
    """A track begins on the first shift and has nine to fourteen steps, within four weeks of work."""
    assert 9 <= len(shipped_track.steps) <= 14
    assert shipped_track.steps[0].on_shift == 1
    assert shipped_track.steps[-1].on_shift <= 20


def test_quizzes_come_in_time(shipped_track: Track) -> None:
    """The first quiz comes after two to four steps of reading, one more later on; four to six questions each."""
    contents = [one.content for one in shipped_track.steps]
    quizzes = [one.quiz for one in shipped_track.steps if one.quiz]

    assert 2 <= sum(one in READING for one in contents[: contents.index("quiz")]) <= 4
    assert len(quizzes) == 2
    assert all(4 <= number <= 6 for number in quizzes)


def test_the_last_word_is_the_preceptors(shipped_track: Track) -> None:
    """Somebody confirms what was learned at the end, and once on the way."""
    contents = [one.content for one in shipped_track.steps]

    assert contents[-1] == "sign_off"
    assert contents.count("sign_off") == 2


def test_titles_fit_a_phone(shipped_track: Track) -> None:
    """A title reads in 5 to 60 characters, and no two steps of a track have the same."""
    titles = [one.title for one in shipped_track.steps]

    assert all(5 <= len(title) <= 60 for title in titles)
    assert len(set(titles)) == len(titles)


def test_one_sentence_of_why(shipped_track: Track) -> None:
    """Why somebody does it, what they do and what is confirmed are one sentence each, with a full stop."""
    sentences = [text for place, text in words(shipped_track) if place.endswith((".why", ".task", ".sign_off"))]

    assert [text for text in sentences if not re.fullmatch(r"[A-Z][^.!?]*\.", text)] == []


def test_no_figure_of_its_own(shipped_track: Track) -> None:
    """A figure needs a source, so a track has none outside its cards; a title may have one in a name, as HL7."""
    told = [(place, text) for place, text in words(shipped_track) if not place.endswith(".title")]

    assert [place for place, text in told if re.search(r"\d", text)] == []


def test_no_advice(shipped_track: Track) -> None:
    """A track says what will be asked of a new hire, never what is right for a patient."""
    advising = re.compile(r"\b(?:should|must|ought|recommend\w*|advis\w*|never|always)\b", re.IGNORECASE)

    assert [place for place, text in words(shipped_track) if advising.search(text)] == []


ONE_COUNTRY = re.compile(
    r"""\b(?:A&E|ER|GP|HIPAA|NHS|OR|PTO|(?i:attending|bank\ holiday|bleep|charge\ nurse|consultant|crash\ cart
    |crash\ trolley|diary|elevator|floor|gurney|handoff|handover|houseman|lift|matron|orderly|pager|rad\ tech|registrar
    |roster|rota|sister|theatre|transporter|trolley))\b""",
    re.VERBOSE,
)


def test_no_word_of_one_country(shipped_track: Track) -> None:
    """A track keeps to words of London and Boston alike; others stand on cards that explain them."""
    assert [(place, found[0]) for place, text in words(shipped_track) if (found := ONE_COUNTRY.search(text))] == []


def test_questions_are_asked_about_what_fits(pack: Pack, shipped_track: Track) -> None:
    """A question is asked about entries of a kind that it takes, and only where a field of theirs answers it."""
    for asking in (asking for one in shipped_track.steps for asking in one.questions):
        question = pack.questions[asking.partition(":")[0]]
        entries = [pack.entries[name] for name in entries_asked(asking)]
        kinds = {slot for template in question.ask for slot in slots_of(template)}
        for entry in entries:
            assert {entry.kind.value, ANY_KIND} & kinds, asking
            assert not question.fits or entry.id in question.fits, asking
            assert any(getattr(entry, field, None) is not None for field in question.fields), asking


def test_comparisons_are_written_out(pack: Pack, shipped_track: Track) -> None:
    """What a learner compares was compared by somebody, not derived."""
    assert [one.id for one in shipped_track.steps if one.compare and not pack.comparison_of(*one.compare)] == []


def test_nothing_is_shown_twice(shipped_track: Track) -> None:
    """A card comes once in a track; a comparison or a question may come back to it."""
    cards = [name for one in shipped_track.steps for name in one.cards]

    assert sorted({name for name in cards if cards.count(name) > 1}) == []


def test_any_card_may_be_retired(pack: Pack, tmp_path: Path) -> None:
    """Whatever entry of its tracks a site retires, each track is still one that would load."""
    names = {name for one in pack.tracks.values() for part in one.steps for name in part.entries}
    for name in sorted(names)[::12]:
        (tmp_path / "ours.yml").write_text(f"retires: {name}\n", encoding="utf-8")
        left = load([PACK, tmp_path])
        assert list(left.tracks) == SHIPPED
        for one in left.tracks.values():
            Track.model_validate(one.model_dump(exclude_defaults=True))
            assert name not in {shown for part in one.steps for shown in part.entries}


# The guide


def test_the_examples_of_the_guide_load(root: Path, pack: Pack, tmp_path: Path) -> None:
    """What ``CONTRIBUTING.md`` shows is a pack that loads over the shipped one: it adds a track, and changes one."""
    guide = (root / "CONTRIBUTING.md").read_text("utf-8").partition("\n## A track\n")[2].partition("\n## ")[0]
    examples = re.findall(r"```yaml\n# /etc/our-hospital/([a-z-]+)\.yml\n(.*?)```", guide, re.DOTALL)
    for name, text in examples:
        (tmp_path / f"{name}.yml").write_text(text, encoding="utf-8")

    ours = load([root / "knowledge", tmp_path]).tracks

    assert guide.count("```yaml") == len(examples) == 2
    assert [one.content for one in ours["evening-desk"].steps].count("quiz") == 1
    assert {one.content for one in ours["evening-desk"].steps} == set(CONTENTS)
    assert {name for name in pack.tracks if ours[name] != pack.tracks[name]} == {"ward-nurse"}


def test_the_guide_says_what_a_step_may_be(root: Path) -> None:
    """The guide names each of the contents."""
    guide = (root / "CONTRIBUTING.md").read_text("utf-8").partition("\n## A track\n")[2].partition("```")[0]

    assert [name for name in CONTENTS if f"`{name}`" not in guide] == []
