"""Onboarding and quizzes: cards and forms as they were last looked at, with the shortest track and the longest.

After a wanted change: ``pytest tests/cards/test_onboarding.py --snapshot-update``, then read the difference.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.cards import leading, learning, quizzes
from bot.cards.blocks import MOST_BLOCKS, Block, Message, home_tab, message
from bot.cards.entries import entry_card
from bot.cards.standing import Standing
from bot.core.onboarding import enroll, paused, planned
from bot.knowledge.comparisons import MOST_ITEMS
from bot.knowledge.learning import Assignment, State
from bot.knowledge.pack import Pack
from bot.knowledge.shifts import Shifts, Span
from bot.knowledge.tracks import LAST_SHIFT, MOST_STEPS, Track, TrackStep
from bot.playground.strictness import refuse_view

Judge = Callable[[Message], list[str]]

MONDAY = date(2026, 11, 30)
BEFORE = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
NOW = datetime(2026, 12, 3, 12, 0, tzinfo=UTC)

DAYS = Shifts(time(8), time(16), frozenset(range(5)), "Europe/London", anchor=MONDAY)
NIGHTS = Shifts(
    time(20), time(8), frozenset({0, 2, 6}), "Europe/London", cycle=(4, 4), anchor=MONDAY,
    quiet=(time(22), time(6)), leaves=(Span(date(2026, 12, 24), date(2027, 1, 2)),),
)  # fmt: skip

ENTRIES = ("lantern-tomography", "wobble-magnet-imaging", "dream-radiography", "moon-archive", "dream-reader")
ASKED = ("lantern-minutes:lantern-tomography", "dream-licence", "lantern-minutes:wobble-magnet-imaging")


def track(steps: Sequence[dict[str, Any]], name: str = "Porter", summary: str = "Finds the <moon> & back.") -> Track:
    """A track of the made-up pack."""
    review = {"owner": "Tests", "reviewed_on": date(2026, 1, 9), "review_by": date(2027, 1, 9)}
    told = [{"id": f"s{number}", "on_shift": number, **step} for number, step in enumerate(steps, 1)]
    return Track.model_validate(
        {"id": "porter", "kind": "track", "name": name, "summary": summary, "steps": told, "review": review}
    )


SHORT = track(
    [
        {"title": "Lanterns", "why": "You carry them & light them.", "cards": ENTRIES[:2]},
        {"title": "How long?", "why": "People ask.", "questions": ASKED[:2]},
        {"title": "The walk", "why": "You will be asked the way.", "task": "Walk to the <moon> once."},
        {"title": "Side by side", "why": "They are mixed up.", "compare": ("dream-reading", "improbable-repair")},
        {"title": "What stuck", "why": "To see what stuck.", "quiz": 1},
        {"title": "Ready", "why": "The last step.", "sign_off": "Finds the way alone."},
    ]
)


def filled(length: int, start: str) -> str:
    """A text of just this length, with all in it that Slack takes for something."""
    return (f"{start} " + "words & <marks> of *every* kind, " * length)[: length - 1] + "."


def longest() -> Track:
    """The most that a track may have: of steps, of what each shows, of letters."""
    contents: list[dict[str, Any]] = [
        {"cards": ENTRIES},
        {"questions": (*ASKED, "dream-licence:moon-archive", "dream-licence:dream-reader")},
        {"task": filled(300, "Do")},
        {"compare": ENTRIES[:MOST_ITEMS]},
        {"quiz": 10},
        {"sign_off": filled(300, "Confirms")},
    ]
    steps = [
        {"id": f"s{number}", "on_shift": number * (LAST_SHIFT // MOST_STEPS), "title": filled(60, f"T{number}"),
         "why": filled(300, "Since"), **contents[(number - 1) % len(contents)]}
        for number in range(1, MOST_STEPS + 1)
    ]  # fmt: skip
    return track(steps, name=filled(70, "Everything"), summary=filled(500, "Knows"))


LONG = longest()


def assignment(of: Track, shifts: Shifts = DAYS, **changes: Any) -> Assignment:
    """Sam on a track, from Monday on, with Kim beside."""
    begun = enroll(
        of, "T1", "U0SAM", lead="U0ROBIN", preceptor="U0KIM", starts_on=MONDAY, shifts=shifts, now=BEFORE
    )  # fmt: skip
    return replace(begun, id="0badcafe0bad", **changes)


def standing(of: Track, *, sent: int = 0, done: int = 0, now: datetime = NOW, **changes: Any) -> Standing:
    """How Sam stands, who was sent so many steps and did so many."""
    begun = assignment(of, **changes)
    steps = tuple(
        replace(
            step,
            scheduled_at=step.wanted_at if number < sent else None,
            done_at=NOW if number < done else None,
        )
        for number, step in enumerate(begun.steps)
    )
    after = replace(begun, steps=steps)
    return Standing(after if after.state is State.RUNNING else planned(after, now), of, now)


def on_its_way(of: Track) -> Standing:
    """Sam pauses a minute before the first step."""
    begun = assignment(of)
    first = begun.steps[0]
    assert first.wanted_at is not None
    now = first.wanted_at - timedelta(minutes=1)
    steps = (replace(first, scheduled_at=first.wanted_at), *begun.steps[1:])
    return Standing(paused(replace(begun, steps=steps), now), of, now)


def step(of: Track, number: int) -> TrackStep:
    """A step by its number, counted from 1."""
    return of.steps[number - 1]


def sent(of: Track, number: int, *, done: bool = False, is_back: bool = False) -> Callable[[Pack], Message]:
    """A step as it is sent."""
    stands = standing(of, sent=number, done=number if done else 0)
    return lambda pack: learning.step_card(stands, step(of, number), pack, is_back=is_back)


def of_home(blocks: Sequence[Block]) -> Message:
    """A part of Home, so that it can be judged as messages are."""
    return message(blocks)


GOLDEN = [
    pytest.param(lambda _: leading.no_tracks_card(), id="no tracks"),
    pytest.param(lambda _: leading.not_a_lead_card("rr-"), id="not a lead"),
    pytest.param(lambda _: leading.not_an_admin_card(), id="not an admin"),
    pytest.param(lambda _: leading.onboard_usage_card("rr-"), id="usage"),
    pytest.param(lambda _: leading.proposal_card("U0SAM", None), id="proposal"),
    pytest.param(lambda _: leading.proposal_card("U0SAM", "C0WARD"), id="proposal from a channel"),
    pytest.param(lambda _: leading.dismissed_card("U0SAM"), id="proposal declined"),
    pytest.param(lambda _: learning.welcome_card(standing(SHORT, now=BEFORE)), id="welcome"),
    pytest.param(
        lambda _: learning.welcome_card(standing(SHORT, now=BEFORE, shifts=NIGHTS, preceptor=None)),
        id="welcome on nights, nobody beside",
    ),
    *(
        pytest.param(sent(SHORT, number), id=f"step of {content}")
        for number, content in enumerate(("cards", "questions", "a task", "a comparison", "a quiz", "a sign-off"), 1)
    ),
    pytest.param(sent(SHORT, 3, done=True), id="step done"),
    pytest.param(sent(SHORT, 3, is_back=True), id="step after leave"),
    pytest.param(
        lambda pack: learning.open_steps_card([standing(SHORT, sent=3, done=1)], pack), id="what is open, two steps"
    ),
    pytest.param(lambda pack: learning.open_steps_card([standing(SHORT, sent=1, done=1)], pack), id="nothing is open"),
    *(
        pytest.param(
            lambda _, state=state: learning.changed_card(standing(SHORT, sent=2, state=state)), id=f"now {state}"
        )
        for state in State
    ),
    pytest.param(lambda _: learning.changed_card(on_its_way(SHORT)), id="now paused, one on its way"),
    pytest.param(lambda _: learning.gone_track_card(), id="no longer under way"),
    pytest.param(lambda _: learning.sign_off_card(standing(SHORT, sent=6), step(SHORT, 6)), id="to sign off"),
    pytest.param(
        lambda _: learning.signed_off_card(standing(SHORT, sent=6), step(SHORT, 6), is_signed=True), id="signed off"
    ),
    pytest.param(
        lambda _: learning.signed_off_card(standing(SHORT, sent=6), step(SHORT, 6), is_signed=False),
        id="not signed off",
    ),
    pytest.param(
        lambda _: learning.sign_off_told_card(standing(SHORT, sent=6), step(SHORT, 6), "U0KIM", is_signed=True),
        id="told of the sign-off",
    ),
    pytest.param(
        lambda _: learning.sign_off_told_card(standing(SHORT, sent=6), step(SHORT, 6), "U0KIM", is_signed=False),
        id="told of a not yet",
    ),
    pytest.param(lambda _: learning.asked_for_sign_off_card("U0KIM"), id="asked for the sign-off"),
    pytest.param(lambda _: learning.nobody_signs_off_card(), id="nobody signs off"),
    pytest.param(lambda _: learning.finished_card(standing(SHORT, sent=6, done=6), is_learner=True), id="finished"),
    pytest.param(
        lambda _: learning.finished_card(standing(SHORT, sent=6, done=6), is_learner=False), id="finished, to the lead"
    ),
    pytest.param(
        lambda pack: of_home(learning.learner_blocks(standing(SHORT, sent=3, done=1), pack)), id="home of a learner"
    ),
    pytest.param(
        lambda pack: of_home(learning.learner_blocks(standing(SHORT, sent=2, done=2, state=State.PAUSED), pack)),
        id="home of a learner who paused",
    ),
    pytest.param(
        lambda pack: of_home(learning.learner_blocks(standing(SHORT, sent=6, done=6, state=State.FINISHED), pack)),
        id="home of a learner who finished",
    ),
    pytest.param(lambda _: of_home(learning.practice_blocks(3)), id="home, questions due"),
    pytest.param(
        lambda _: of_home(
            leading.cohort_blocks(
                [
                    standing(SHORT, sent=5, done=5),
                    standing(SHORT, sent=1, done=0),
                    standing(SHORT, sent=1, done=1, state=State.PAUSED),
                    standing(SHORT, sent=6, done=6, state=State.FINISHED),
                    standing(SHORT, sent=1, done=1, state=State.STOPPED),
                ],
                {"0badcafe0bad": " · quizzes 3/4"},
                4,
            )
        ),
        id="home of a lead",
    ),
    pytest.param(
        lambda _: of_home(
            [*leading.new_hires_asked_blocks([("CT & <MRI>", 6)], 5), *leading.new_hires_asked_blocks([], 5)]
        ),
        id="home, what new hires asked",
    ),
]


@pytest.mark.parametrize("render", GOLDEN)
def test_golden(
    made_up: Pack, snapshot: SnapshotAssertion, complaints: Judge, render: Callable[[Pack], Message]
) -> None:
    """A card is, to the letter, the one that was last looked at; and it is one that Slack takes."""
    card = render(made_up)
    assert complaints(card) == []
    assert card == snapshot.use_extension(JSONSnapshotExtension)


TURN = quizzes.Turn(2, 5, "0badcafe0bad|s5\n1\nasked\nD1\n1700000000.000100")


@pytest.mark.parametrize(
    "render",
    [
        pytest.param(
            lambda _: leading.onboard_modal([SHORT], person=None, today=MONDAY, metadata="T1"), id="form of a start"
        ),
        pytest.param(
            lambda _: leading.onboard_modal([SHORT], person="U0SAM", today=MONDAY, metadata="T1"),
            id="form of a start, person known",
        ),
        pytest.param(lambda _: leading.started_modal(assignment(SHORT), SHORT), id="started"),
        pytest.param(
            lambda _: leading.leads_modal((), proposes_joiners=False, channels=(), metadata="T1"),
            id="form of leads, new",
        ),
        pytest.param(
            lambda _: leading.leads_modal(("U0KIM",), proposes_joiners=True, channels=("C0WARD",), metadata="T1"),
            id="form of leads",
        ),
        pytest.param(lambda _: leading.cohort_modal([SHORT], "T1"), id="form of a cohort"),
        pytest.param(lambda _: leading.checking_modal(12), id="cohort looked up"),
        pytest.param(lambda _: leading.cohort_report_modal(["U0SAM", "U0KIM"], ()), id="cohort started"),
        pytest.param(
            lambda _: leading.cohort_report_modal(
                ["U0SAM"], [(3, "has no <person>"), (7, "names zq, whom nobody goes by")]
            ),
            id="cohort started in part",
        ),
        pytest.param(
            lambda _: leading.cohort_report_modal((), [(1, "there is nothing in it")]), id="cohort not started"
        ),
        pytest.param(lambda _: learning.shifts_modal(standing(SHORT)), id="form of shifts"),
        pytest.param(lambda _: learning.shifts_modal(standing(SHORT, shifts=NIGHTS, shares=True)), id="form of nights"),
        pytest.param(
            lambda _: quizzes.question_modal("Which one wobbles & <why>?", ["A", "B", "C", "D"], TURN), id="question"
        ),
        pytest.param(lambda _: quizzes.right_modal("A & B", "Since A & B wobble.", TURN), id="right"),
        pytest.param(
            lambda pack: quizzes.wrong_modal(
                "C", "A", "Since A wobbles.", entry_card(pack.entries["moon-archive"], pack), TURN._replace(number=5)
            ),
            id="wrong, the last one",
        ),
        pytest.param(lambda _: quizzes.wrong_modal("C", "A", "Since A wobbles.", None, TURN), id="wrong, card gone"),
        pytest.param(lambda _: quizzes.result_modal(5, 5), id="all right"),
        pytest.param(lambda _: quizzes.result_modal(4, 5), id="most right"),
        pytest.param(lambda _: quizzes.result_modal(1, 5), id="little right"),
        pytest.param(lambda _: quizzes.no_questions_modal(), id="nothing to ask"),
        pytest.param(lambda _: quizzes.nothing_due_modal(), id="nothing due"),
        pytest.param(lambda _: quizzes.over_modal(), id="quiz gone"),
    ],
)
def test_golden_modal(made_up: Pack, snapshot: SnapshotAssertion, render: Callable[[Pack], Block]) -> None:
    """A modal is, to the letter, the one that was last looked at; and it is one that Slack takes."""
    view = render(made_up)
    assert refuse_view(view) is None
    assert view == snapshot.use_extension(JSONSnapshotExtension)


# The longest track


@pytest.mark.parametrize("number", range(1, 7))
@pytest.mark.parametrize("done", [False, True])
def test_the_longest_step(made_up: Pack, complaints: Judge, number: int, *, done: bool) -> None:
    """A step with the most that it may have is one that Slack takes, and says its words whole."""
    card = sent(LONG, number, done=done, is_back=True)(made_up)
    assert complaints(card) == []
    assert len(card["text"]) < 3500
    assert "…" not in card["text"]


def test_the_longest_track(made_up: Pack, complaints: Judge) -> None:
    """Every card of the longest track is one that Slack takes, also where nothing of it was done."""
    all_sent = standing(LONG, sent=MOST_STEPS, now=NOW + timedelta(days=120))
    by_nights = standing(LONG, shifts=NIGHTS, sent=MOST_STEPS)
    last = step(LONG, MOST_STEPS)
    for card in (
        learning.welcome_card(all_sent),
        learning.open_steps_card([all_sent, all_sent], made_up),
        learning.changed_card(by_nights),
        learning.sign_off_card(all_sent, last),
        learning.signed_off_card(all_sent, last, is_signed=False),
        learning.sign_off_told_card(all_sent, last, "U0KIM", is_signed=False),
        learning.finished_card(all_sent, is_learner=True),
        of_home(learning.learner_blocks(all_sent, made_up)),
        of_home(leading.cohort_blocks([all_sent] * 40, {"0badcafe0bad": " · quizzes 10/10, 10/10"}, 25)),
    ):
        assert complaints(card) == []
        assert len(card["blocks"]) <= MOST_BLOCKS


def test_what_is_left_out_is_told(made_up: Pack) -> None:
    """Of many open steps the first are shown whole, and how many more there are."""
    all_sent = standing(LONG, sent=MOST_STEPS, now=NOW + timedelta(days=120))
    card = learning.open_steps_card([all_sent], made_up)
    assert f"And {MOST_STEPS - learning.MOST_OPEN} more" in card["text"]
    assert f"{LONG.name} {learning.MOST_OPEN}/{MOST_STEPS}"[:60].replace("&", "&amp;").split("<")[0] in card["text"]


def test_the_longest_forms(made_up: Pack) -> None:
    """Forms with the most tracks, rows, people and letters are such as Slack takes."""
    many = [LONG.model_copy(update={"id": f"a{'-long' * 11}-{number}"}) for number in range(100)]
    bad = [(line, filled(3000, "start is")) for line in range(1, 101)]
    card = entry_card(made_up.entries["wobble-magnet-imaging"], made_up)
    turn = quizzes.Turn(10, 10, TURN.metadata)
    by_nights = standing(LONG, shifts=NIGHTS)
    for view in (
        leading.onboard_modal(many, person="U0SAM", today=MONDAY, metadata="T1"),
        leading.cohort_modal(many, "T1"),
        leading.cohort_report_modal([f"U{number:010}" for number in range(100)], bad),
        learning.shifts_modal(by_nights),
        leading.started_modal(assignment(LONG), LONG),
        quizzes.question_modal(filled(2000, "Which"), [filled(200, str(number)) for number in range(4)], turn),
        quizzes.wrong_modal(filled(75, "A"), filled(75, "B"), filled(900, "Since"), card, turn),
        home_tab(learning.learner_blocks(standing(LONG, sent=MOST_STEPS, now=NOW + timedelta(days=120)), made_up)),
    ):
        assert refuse_view(view) is None


def test_every_step_that_ships(pack: Pack, complaints: Judge) -> None:
    """Every step of every track that is shipped is one that Slack takes, and has something to click."""
    for of in pack.tracks.values():
        for number, one in enumerate(of.steps, 1):
            card = learning.step_card(standing(of, sent=number), one, pack)
            assert complaints(card) == []
            assert any(block["type"] == "actions" for block in card["blocks"])
