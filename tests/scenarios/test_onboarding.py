"""Onboarding: somebody is put on a track, gets a step a worked shift, each once, and is signed off at the end."""

import asyncio
import contextlib
import copy
import functools
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.cards import leading, learning
from bot.cards.blocks import escape
from bot.cards.limits import broken_limits
from bot.cards.quizzes import choice_of
from bot.core.library import Library
from bot.core.quizzing import Quizmaster, QuizQuestion
from bot.handlers.quizzing import Place
from bot.knowledge.learning import Assignment
from bot.knowledge.loading import load
from bot.knowledge.shifts import A_DAY
from bot.knowledge.tracks import Track, TrackStep
from bot.playground import membership, payloads
from bot.playground.choices import choices_on
from bot.playground.people import Person
from bot.playground.seeing import Reply
from bot.playground.workspace import TEAM_ID, User
from bot.server import Endpoint
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.store import Store
from bot.storage.tables import METADATA, MISSES
from tests.scenarios.acting import Json, click
from tests.scenarios.channel import nothing_is_due, rename, soon, until
from tests.scenarios.cohort import LONDON, STEPS, TRACK, Team

Live = Callable[..., Awaitable[None]]

TITLES = ("The scans", "How long", "The walk", "Side by side", "A few questions", "Ready")

WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@pytest.fixture(scope="module")
def packs(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """The shipped pack, and a site's with a track of six steps."""
    ours = tmp_path_factory.mktemp("ours")
    (ours / "first-week.yml").write_text(TRACK, encoding="utf-8")
    return root / "knowledge", ours


@pytest.fixture(scope="module")
def both(packs: tuple[Path, ...]) -> Library:
    """What serves them; nobody may change it."""
    return Library(load(packs))


@pytest.fixture(scope="module")
def master(both: Library) -> Quizmaster:
    """What they can be asked about."""
    return Quizmaster(both.pack)


@pytest.fixture
def library(both: Library) -> Library:
    """A library of one's own over both packs."""
    return copy.copy(both)


@pytest.fixture
async def team(connecting: Any, packs: tuple[Path, ...], library: Library) -> AsyncIterator[Team]:
    """Robin, who leads, Sam, who is new, and Kim, who works beside Sam."""
    async with connecting(library=library, knowledge_path=packs) as person:
        yield await Team(person).on_friday()


@pytest.fixture
def url(settings: Settings) -> str:
    """Where the bot keeps what it keeps."""
    return str(settings.database_url.get_secret_value())


@pytest.fixture
async def kept(settings: Settings) -> AsyncIterator[Store]:
    """What the bot keeps."""
    store = Store(settings)
    yield store
    await store.close()


@pytest.fixture
def live(team: Team, url: str) -> Live:
    """Lets time go by, a day or less at once, and has everything done that is due on the way."""

    async def live(
        days: float = 0, *, hours: float = 0, seconds: float = 0, to: tuple[date, str] | None = None
    ) -> None:
        left = timedelta(days=days, hours=hours, seconds=seconds).total_seconds()
        if to:
            wanted = datetime.combine(to[0], time.fromisoformat(to[1]), LONDON)
            left = (wanted - team.now).total_seconds()
        await nothing_is_due(url, team.slack.clock)
        while left > 0:
            await team.slack.clock.advance(min(left, 86_400))
            await team.slack.idle()
            await nothing_is_due(url, team.slack.clock)
            left -= 86_400

    return live


# What is read and done


def by_wall(*days: str, first: date, clock: str) -> list[str]:
    """Moments as ``Team.waiting`` tells them, on days such as ``Mon`` or, in the week after, ``Mon+1``."""
    told = []
    for day in days:
        name, _, weeks = day.partition("+")
        at = first + A_DAY * (WEEK.index(name) + 7 * int(weeks or 0))
        told.append(f"{at:%a %d} {clock}")
    return told


def words_on(place: Json | None) -> str:
    """All that stands on a card or view, as one text; nothing, where there is none."""
    return json.dumps(place["blocks"], ensure_ascii=False) if place else ""


def buttons_on(place: Json) -> list[str]:
    """What can be clicked on it."""
    return [choice.label for choice in choices_on(place)]


def value_of(place: Json, label: str) -> str:
    """The value of a button."""
    return next(str(one.action["value"]) for one in choices_on(place) if one.label.startswith(label))


def titles(team: Team, who: Person | None = None) -> list[str]:
    """The headings of the steps that a learner has, done or not, in the order in which they came."""
    told = [words_on(one) for one in team.told(who or team.sam) if one["blocks"][0]["type"] == "header"]
    return [title for words in told for title in TITLES if f"/6: {title}" in words.split("}")[0]]


def step_of(team: Team, title: str) -> Json:
    """A step that was sent to Sam, as it looks now; nobody is sent one twice."""
    (found,) = [one for one in team.told(team.sam) if one["text"].split("\n")[0].endswith(f": {title}")]
    return found


def errors_of(reply: Reply) -> dict[str, str]:
    """What is told beside the fields of a form."""
    assert (reply.status, reply.error) == (200, "")
    if reply.body is None or reply.body.get("response_action") != "errors":
        return {}
    errors: dict[str, str] = reply.body["errors"]
    return errors


async def do(team: Team, title: str) -> Json:
    """Sam does a step, on its message: what stands there then."""
    shown = (await click(team.sam, step_of(team, title), "Done")).shown[0]
    assert not shown.is_new
    assert "✅ Done" in words_on(shown.message)
    assert "Done" not in buttons_on(shown.message)
    return shown.message


async def set_shifts(team: Team, welcome: Json, **chosen: Any) -> Reply:
    """Sam sets shifts by the button of the welcome."""
    await team.sam.click("Set my shifts", on=welcome)
    return await team.sam.submit(chosen)


async def the_assignment(kept: Store, user_id: str) -> Assignment:
    """What somebody is on, or was on last."""
    return (await kept.assignments.of_learner(TEAM_ID, user_id))[0]


class Candidate:
    """Sam in a quiz.

    Args:
        team: Has Sam.
        kept: Knows what is asked.
        master: Knows what is right.
    """

    def __init__(self, team: Team, kept: Store, master: Quizmaster) -> None:
        self._sam = team.sam
        self._kept = kept
        self._master = master

    @property
    def field(self) -> str:
        """The name of the options that the modal shows."""
        assert self._sam.modal is not None
        return choice_of(Place.of(self._sam.modal["private_metadata"]).number + 1)

    async def question(self) -> QuizQuestion:
        """What the modal asks."""
        assert self._sam.modal is not None
        place = Place.of(self._sam.modal["private_metadata"])
        quiz = await self._kept.quizzes.get(place.quiz_id)
        assert quiz is not None
        found = self._master.ask(quiz.questions[place.number], f"{quiz.id}:{place.number}")
        assert found is not None
        assert found.prompt in words_on(self._sam.modal)
        return found

    async def answer(self, *, right: bool) -> tuple[QuizQuestion, Json]:
        """Answer: the question, and what is told of it."""
        question = await self.question()
        chosen = question.right if right else (question.right + 1) % len(question.options)
        reply = await self._sam.submit({self.field: str(chosen)})
        assert (reply.status, reply.error) == (200, "")
        assert self._sam.modal is not None
        return question, self._sam.modal

    async def go_through(self, *, wrong: int = 0) -> Json:
        """Answer all that is left, the first so many wrong: how it went."""
        while True:
            await self.answer(right=wrong <= 0)
            wrong -= 1
            await self._sam.submit()
            assert self._sam.modal is not None
            if self._sam.modal["title"]["text"] == "Quiz done":
                return self._sam.modal


@pytest.fixture
def candidate(team: Team, kept: Store, master: Quizmaster) -> Candidate:
    """Sam in a quiz."""
    return Candidate(team, kept, master)


# (a) From the first day to the last


async def test_the_whole_way(  # noqa: PLR0915 - it is long
    team: Team, live: Live, candidate: Candidate, master: Quizmaster
) -> None:
    """Sam is welcomed once, gets a step a shift, answers the quiz, is signed off at the second try, and is done."""
    monday = team.next_monday()
    welcome = await team.started()
    assert broken_limits(welcome) == []
    assert "6 short steps" in welcome["text"]
    assert f"The first comes Mon {monday.day}" in welcome["text"]
    assert f"<@{team.kim.user.id}> is your preceptor" in welcome["text"]
    await team.until_waiting(by_wall("Mon", "Tue", "Wed", "Thu", "Fri", first=monday, clock="08:30")[:7])

    for number, title in enumerate(TITLES[:4]):
        await live(to=(monday + A_DAY * number, "08:29"))
        assert titles(team) == list(TITLES[:number])
        await live(to=(monday + A_DAY * number, "08:31"))
        sent = step_of(team, title)
        assert broken_limits(sent) == []
        assert sent["text"].startswith(f"First week {number + 1}/6: {title}")
        await do(team, title)
        assert f"{number + 1} of 6" in words_on(await team.home(team.robin))

    await live(to=(monday + A_DAY * 4, "08:31"))
    quiz = step_of(team, "A few questions")
    assert "Done" not in buttons_on(quiz)
    await team.sam.click("Begin: 4 questions", on=quiz)
    assert team.sam.modal is not None
    assert team.sam.modal["title"]["text"] == "Question 1 of 4"
    question, told = await candidate.answer(right=False)
    right = question.options[question.right]
    assert "*Not quite.*" in words_on(told)
    assert f"*Right:* {escape(right)}" in words_on(told)
    assert len(told["blocks"]) > 3, "the card is there"
    await team.sam.submit()
    result = await candidate.go_through()
    assert "3 of 4 right." in words_on(result)
    await team.sam.close()
    await until(lambda: "✅ Done" in words_on(step_of(team, "A few questions")))

    await live(to=(monday + A_DAY * 7, "08:31"))
    ready = step_of(team, "Ready")
    said = (await click(team.sam, ready, "Ask for the sign-off")).message
    assert f"<@{team.kim.user.id}> has been asked" in said["text"]
    asked = await until(lambda: team.told(team.kim))
    assert "Finds the way alone." in asked[0]["text"]
    await click(team.kim, asked[0], "Not yet")
    answer = await until(lambda: [one for one in team.told(team.sam) if "says not yet" in one["text"]])
    await click(team.sam, answer[0], "Ask again")
    asked = await until(lambda: (told := team.told(team.kim)) and len(told) == 2 and told)
    assert "You said “not yet”" in asked[0]["text"]
    await click(team.kim, asked[1], "Sign off")
    await until(lambda: any("signed off: Finds" in one["text"] for one in team.told(team.sam)))
    await until(lambda: any("You have done all 6 steps" in one["text"] for one in team.told(team.sam)))
    (finished,) = await until(lambda: team.told(team.robin))
    assert f"<@{team.sam.user.id}> has done all 6 steps" in finished["text"]

    home = words_on(await team.home(team.robin))
    assert "▓▓▓▓▓▓▓▓▓▓ 6 of 6 · 🎓 finished" in home
    await live(20)
    assert titles(team) == list(TITLES)
    assert Counter(one["text"] for one in team.told(team.sam)).most_common(1)[0][1] == 1
    assert len(team.told(team.robin)) == 1
    assert len(team.told(team.kim)) == 2
    assert team.waiting() == []
    shown = await team.shows(team.sam, "Practise: 1 question")
    assert master.ask(question.key, "there")
    assert "Your track" not in words_on(shown), "it ended more than two weeks ago"
    await team.sam.click("Practise", on=shown)
    assert (await candidate.question()).key == question.key
    await candidate.answer(right=True)
    await team.sam.submit()
    assert "1 of 1 right." in words_on(team.sam.modal)
    await team.sam.close()
    await soon(lambda: _lacks(team, team.sam, "Practise"))


async def _lacks(team: Team, who: Person, words: str) -> bool:
    return words not in words_on(await team.home(who))


async def test_it_goes_on_where_it_was_left(team: Team, live: Live, candidate: Candidate) -> None:
    """A quiz that was closed in the middle goes on there; closed after its last answer, it is done all the same."""
    await team.started()
    await team.until_waiting(5)
    await live(to=(team.next_monday() + A_DAY * 4, "08:31"))
    await team.sam.click("Begin: 4 questions", on=step_of(team, "A few questions"))
    await candidate.answer(right=True)
    await team.sam.close()
    await team.sam.click("Begin: 4 questions", on=step_of(team, "A few questions"))
    assert team.sam.modal is not None
    assert team.sam.modal["title"]["text"] == "Question 2 of 4"
    for _ in range(2):
        await candidate.answer(right=True)
        await team.sam.submit()
    await candidate.answer(right=True)
    await team.sam.close()
    await until(lambda: "✅ Done" in words_on(step_of(team, "A few questions")))
    await team.shows(team.robin, "1 of 6")


async def test_an_answer_counts_once(team: Team, live: Live, candidate: Candidate, kept: Store) -> None:
    """A form that is sent twice is one answer, and what was chosen first stays."""
    await team.started()
    await team.until_waiting(5)
    await live(to=(team.next_monday() + A_DAY * 4, "08:31"))
    await team.sam.click("Begin: 4 questions", on=step_of(team, "A few questions"))
    question = await candidate.question()
    view = team.sam.modal
    assert view is not None
    await team.sam.submit({choice_of(1): str(question.right)})
    team.slack.workspace.show_views(team.sam.user.id, [view])
    await team.sam.submit({choice_of(1): str((question.right + 1) % 4)})
    quiz_id = Place.of(view["private_metadata"]).quiz_id
    quiz = await kept.quizzes.get(quiz_id)
    assert quiz is not None
    assert quiz.answers == (True,)
    assert await kept.quizzes.miss(TEAM_ID, team.sam.user.id, question.key) is None


async def test_a_quiz_of_somebody_else(team: Team, live: Live, candidate: Candidate, kept: Store) -> None:
    """Kim cannot answer in Sam's quiz, though the modal would say it is the same."""
    await team.started()
    await team.until_waiting(5)
    await live(to=(team.next_monday() + A_DAY * 4, "08:31"))
    await team.sam.click("Begin: 4 questions", on=step_of(team, "A few questions"))
    view = team.sam.modal
    assert view is not None
    team.slack.workspace.show_views(team.kim.user.id, [view])
    await team.kim.submit({choice_of(1): "0"})
    assert "no longer there" in words_on(team.kim.modal)
    quiz = await kept.quizzes.get(Place.of(view["private_metadata"]).quiz_id)
    assert quiz is not None
    assert quiz.answers == ()


# (b) Nights, and leave


async def test_nights_and_leave(team: Team, live: Live) -> None:
    """On nights, four on and four off, with a week away: steps on worked nights alone, and none is lost."""
    monday = team.next_monday()
    welcome = await team.started(pattern="nights")
    reply = await set_shifts(
        team, welcome, begins="20:00", ends="08:00", days=[str(day) for day in range(7)], cycle="4,4",
        leave_from=(monday + A_DAY * 2).isoformat(), leave_to=(monday + A_DAY * 8).isoformat(),
    )  # fmt: skip
    assert errors_of(reply) == {}
    assert team.sam.modal is None
    wanted = [f"{monday + A_DAY * day:%a %d} 20:30" for day in (0, 1, 9, 10, 11, 16)]
    await live(to=(monday, "12:00"))
    for day in range(20):
        came = [at for at, number in zip(wanted, (0, 1, 9, 10, 11, 16), strict=True) if number < day]
        assert team.step_times() == came
        await live(1)
    assert team.step_times() == wanted
    assert titles(team) == list(TITLES)
    back = [title for title in TITLES if "Welcome back" in words_on(step_of(team, title))]
    assert back == ["The walk"]
    assert "What is still open" in buttons_on(step_of(team, "The walk"))


async def test_catching_up(team: Team, live: Live) -> None:
    """After leave, the list of what is open is worked off on the spot: what is done goes, what is left stays."""
    monday = team.next_monday()
    welcome = await team.started()
    away = {"leave_from": (monday + A_DAY * 2).isoformat(), "leave_to": (monday + A_DAY * 6).isoformat()}
    assert errors_of(await set_shifts(team, welcome, **away)) == {}
    await live()
    await live(to=(monday + A_DAY * 7, "08:31"))
    card = (await click(team.sam, step_of(team, "The walk"), "What is still open")).message
    assert card["is_ephemeral"]
    assert [title for title in TITLES if title in words_on(card)] == list(TITLES[:3])
    card = (await click(team.sam, card, "Done")).message
    assert [title for title in TITLES if title in words_on(card)] == list(TITLES[1:3])
    for _ in range(2):
        card = (await click(team.sam, card, "Done")).message
    assert "Nothing is open: you are up to date." in card["text"]
    await team.shows(team.robin, "3 of 6")


# (c) What the learner decides


async def test_pause_and_resume(team: Team, live: Live) -> None:
    """While it is paused nothing comes; resumed, it goes on where it was, and nothing comes twice."""
    monday = team.next_monday()
    welcome = await team.started()
    await team.until_waiting(5)
    await live(to=(monday + A_DAY, "09:00"))
    card = (await click(team.sam, welcome, "Pause")).message
    assert "Paused." in card["text"]
    await team.until_waiting(0)
    assert "⏸️ paused" in words_on(await team.home(team.robin))
    await live(9, hours=9)
    assert titles(team) == list(TITLES[:2])
    await click(team.sam, card, "Resume")
    await team.until_waiting(by_wall("Fri+1", "Mon+2", "Tue+2", "Wed+2", first=monday, clock="08:30"))
    await live(14)
    assert titles(team) == list(TITLES)


async def test_undecided(team: Team, live: Live) -> None:
    """Pause and Resume pressed in any order, and at once, leave what was pressed last, and each step comes once."""
    welcome = await team.started()
    await team.until_waiting(5)
    paused = (await click(team.sam, welcome, "Pause")).message
    for _ in range(3):
        await asyncio.gather(
            team.sam.click("Resume", on=paused),
            team.sam.click("Pause", on=welcome),
            team.sam.click("Resume", on=paused),
        )
    await team.sam.click("Resume", on=paused)
    await live()
    await team.until_waiting(5)
    await live(14)
    assert titles(team) == list(TITLES)


async def test_stop(team: Team, live: Live) -> None:
    """Stopped, nothing more comes; the lead sees it; and its buttons change nothing any more."""
    monday = team.next_monday()
    welcome = await team.started()
    await team.until_waiting(5)
    await live(to=(monday, "09:00"))
    card = (await click(team.sam, welcome, "Stop")).message
    assert "Stopped. Nothing more comes" in card["text"]
    await team.until_waiting(0)
    await live(10)
    assert titles(team) == list(TITLES[:1])
    assert "⏹️ stopped" in words_on(await team.home(team.robin))
    for label in ("Pause", "Stop", "Set my shifts"):
        assert "no longer under way" in (await click(team.sam, welcome, label)).message["text"]
    assert "no longer under way" in (await click(team.sam, step_of(team, "The scans"), "Done")).message["text"]
    assert len(team.told(team.sam)) == 2


async def test_stop_in_the_last_minute(team: Team, live: Live) -> None:
    """Slack takes nothing back within the last minute: that one step still comes, once, and nothing after it."""
    monday = team.next_monday()
    welcome = await team.started()
    await team.until_waiting(5)
    await live(to=(monday, "08:29"))
    await live(seconds=20)
    await click(team.sam, welcome, "Stop")
    await team.until_waiting(1)
    await live(10)
    assert titles(team) == list(TITLES[:1])


async def test_pause_and_resume_in_the_last_minute(team: Team, live: Live) -> None:
    """A step that is on its way counts as sent: paused and resumed around it, it comes once, and the next on time."""
    monday = team.next_monday()
    welcome = await team.started()
    await team.until_waiting(5)
    await live(to=(monday, "08:29"))
    await live(seconds=20)
    paused = (await click(team.sam, welcome, "Pause")).message
    await team.until_waiting(1)
    await click(team.sam, paused, "Resume")
    await live(12)
    assert titles(team) == list(TITLES)


@pytest.mark.parametrize("seconds", [59, 61, 75, 89, 91, 120])
async def test_shortly_before(team: Team, live: Live, seconds: int) -> None:
    """Paused and resumed however shortly before a step is due, it comes once, and all others too."""
    monday = team.next_monday()
    welcome = await team.started()
    await team.until_waiting(5)
    await live(to=(monday, "08:27"))
    await live(seconds=180 - seconds)
    paused = (await click(team.sam, welcome, "Pause")).message
    await click(team.sam, paused, "Resume")
    await live(14)
    assert titles(team) == list(TITLES)


async def test_other_shifts(team: Team, live: Live) -> None:
    """Whoever changes their shifts, and quiet hours, is sent the rest by them; what Slack has scheduled follows."""
    monday = team.next_monday()
    welcome = await team.started()
    await team.until_waiting(5)
    await live(to=(monday, "09:00"))
    assert errors_of(await set_shifts(team, welcome, begins="13:00", ends="21:00")) == {}
    await live()
    assert team.waiting()[:4] == by_wall("Tue", "Wed", "Thu", "Fri", first=monday, clock="13:30")
    assert errors_of(await set_shifts(team, welcome, quiet_from="13:00", quiet_to="18:00")) == {}
    await live()
    assert {at.split()[-1] for at in team.waiting()} == {"18:00"}
    await live(9)
    assert titles(team) == list(TITLES)
    assert team.step_times() == [
        *by_wall("Mon", first=monday, clock="08:30"),
        *by_wall("Tue", "Wed", "Thu", "Fri", "Mon+1", first=monday, clock="18:00"),
    ]


async def test_home_shows_saved_shifts(team: Team, live: Live) -> None:
    """What was saved stands in the form when it is opened again, and on the Home tab."""
    monday = team.next_monday()
    welcome = await team.started()
    leave = {"leave_from": (monday + A_DAY * 2).isoformat(), "leave_to": (monday + A_DAY * 3).isoformat()}
    chosen = {"begins": "07:00", "ends": "19:30", "days": ["0", "2", "5"], "cycle": "7,7",
              "quiet_from": "12:00", "quiet_to": "13:00", "shares": ["yes"], **leave}  # fmt: skip
    assert errors_of(await set_shifts(team, welcome, **chosen)) == {}
    home = await team.shows(team.sam, "07:00 to 19:30, Mon, Wed, Sat, 7 on and 7 off, quiet 12:00 to 13:00, away Wed")
    await team.sam.click("Set my shifts", on=home)
    view = team.sam.modal
    assert view is not None
    found = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert found["begins"]["initial_time"] == "07:00"
    assert found["ends"]["initial_time"] == "19:30"
    assert [one["value"] for one in found["days"]["initial_options"]] == ["0", "2", "5"]
    assert found["cycle"]["initial_option"]["value"] == "7,7"
    assert (found["quiet_from"]["initial_time"], found["quiet_to"]["initial_time"]) == ("12:00", "13:00")
    assert (found["leave_from"]["initial_date"], found["leave_to"]["initial_date"]) == tuple(leave.values())
    assert found["shares"]["initial_options"][0]["value"] == "yes"


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        pytest.param({"days": []}, "days", id="no days"),
        pytest.param({"quiet_from": "12:00"}, "quiet_to", id="half a quiet time"),
        pytest.param({"quiet_to": "12:00"}, "quiet_from", id="the other half"),
        pytest.param({"quiet_from": "07:00", "quiet_to": "17:00"}, "quiet_from", id="quiet all along"),
        pytest.param({"begins": "08:00", "ends": "08:45"}, "ends", id="a shift with no room"),
        pytest.param({"leave_from": "2030-01-01"}, "leave_to", id="leave without an end"),
        pytest.param({"leave_to": "2030-01-01"}, "leave_from", id="leave without a beginning"),
        pytest.param({"leave_from": "2030-01-02", "leave_to": "2030-01-01"}, "leave_to", id="leave backwards"),
    ],
)
async def test_shifts_that_cannot_be(team: Team, kept: Store, chosen: dict[str, Any], field: str) -> None:
    """What cannot be is told beside its field, and nothing is changed."""
    welcome = await team.started()
    before = await the_assignment(kept, team.sam.user.id)
    assert list(errors_of(await set_shifts(team, welcome, **chosen))) == [field]
    assert team.sam.modal is not None
    assert (await the_assignment(kept, team.sam.user.id)).shifts == before.shifts


async def test_a_second_leave(team: Team, live: Live) -> None:
    """Leave can be moved, and taken out; one that is over is kept, and the next one is added to it."""
    monday = team.next_monday()
    welcome = await team.started()

    def away(first: int, last: int) -> dict[str, str]:
        return {"leave_from": (monday + A_DAY * first).isoformat(), "leave_to": (monday + A_DAY * last).isoformat()}

    await set_shifts(team, welcome, **away(0, 1))
    await set_shifts(team, welcome, **away(1, 2))
    await live(to=(monday + A_DAY * 3, "07:00"))
    await set_shifts(team, welcome, **away(4, 4))
    await live(10)
    assert team.step_times() == by_wall("Mon", "Thu", "Mon+1", "Tue+1", "Wed+1", "Thu+1", first=monday, clock="08:30")
    back = [title for title in TITLES if "Welcome back" in words_on(step_of(team, title))]
    assert back == ["How long", "The walk"]


async def test_late_to_the_form(team: Team) -> None:
    """A form of shifts that was open while the track was stopped says so, and changes nothing."""
    welcome = await team.started()
    await team.sam.click("Set my shifts", on=welcome)
    view = team.sam.modal
    assert view is not None
    await team.sam.close()
    await click(team.sam, welcome, "Stop")
    team.slack.workspace.show_views(team.sam.user.id, [view])
    assert list(errors_of(await team.sam.submit())) == [learning.BEGINS]


# (d) Who may do what


async def test_of_others(team: Team, live: Live, kept: Store) -> None:
    """Kim, who signs off, cannot do Sam's steps or change Sam's track; nobody signs off for themselves."""
    await team.started()
    await live()
    await live(to=(team.next_monday() + A_DAY * 7, "08:31"))
    before = await the_assignment(kept, team.sam.user.id)
    for act, value in (
        ("step_done", f"{before.id}|scans"), ("pause", before.id), ("stop", before.id), ("resume", before.id),
        ("set_shifts", before.id), ("begin_quiz", f"{before.id}|first-quiz"), ("ask_sign_off", f"{before.id}|ready"),
    ):  # fmt: skip
        card = await press(team, team.kim, act, value)
        assert "no longer under way" in card["text"]
        assert team.kim.modal is None
    for who in (team.sam,):
        card = await press(team, who, "sign_off", f"{before.id}|ready")
        assert "no longer under way" in card["text"]
    assert await the_assignment(kept, team.sam.user.id) == before
    assert [one["text"] for one in team.told(team.kim)] == []


async def press(team: Team, who: Person, action: str, value: str) -> Json:
    """Press a button that stands on no message of theirs, as one that forges a request would: what is answered."""
    where = team.slack.workspace.channel_named("general")
    message = team.slack.workspace.post(where, {"user": team.slack.app.bot_user_id, "text": "x", "blocks": []})
    place = {"channel": where.id, "ts": message.ts}
    reply = await who.act_on(place, {"type": "button", "action_id": action, "block_id": "b", "value": value}, state={})
    assert (reply.status, reply.error) == (200, "")
    return reply.message


async def test_a_lead_alone(team: Team, live: Live) -> None:
    """A lead who goes on a track alone needs somebody else for the sign-off; with somebody, may not sign off either."""
    reply = await team.start(person=team.robin.user.id, preceptor=None)
    assert list(errors_of(reply)) == [leading.PRECEPTOR]
    await team.robin.close()
    assert errors_of(await team.start(person=team.robin.user.id)) == {}
    await team.robin.close()
    await until(lambda: team.told(team.robin))
    assignment_id = value_of(team.told(team.robin)[0], "Pause")
    assert "no longer under way" in (await press(team, team.robin, "sign_off", f"{assignment_id}|ready"))["text"]


async def test_leads(team: Team) -> None:
    """Who leads nobody is told whom to ask; named by an admin, they may start tracks, but name no leads themselves."""
    told = (await team.kim.slash("/onboard")).message
    assert "Tracks are started by leads" in told["text"]
    for line in ("/onboard leads", "/onboard cohort"):
        assert "Tracks are started by leads" in (await team.kim.slash(line)).message["text"]
    assert "one person" in (await team.kim.slash("/onboard me please")).message["text"]
    await team.robin.slash("/onboard leads")
    assert errors_of(await team.robin.submit({leading.LEADS: [team.kim.user.id]})) == {}
    assert team.robin.modal is None
    assert "Leads are named by admins" in (await team.kim.slash("/onboard leads")).message["text"]
    await team.kim.slash("/onboard")
    filled = {
        leading.PERSON: team.sam.user.id,
        leading.TRACK: "first-week",
        leading.STARTS_ON: team.next_monday().isoformat(),
    }
    assert errors_of(await team.kim.submit(filled)) == {}
    (welcome,) = await until(lambda: team.told(team.sam))
    assert f"<@{team.kim.user.id}> started this for you" in welcome["text"]
    assert "your preceptor" not in welcome["text"]
    await team.robin.slash("/onboard leads")
    assert team.robin.modal is not None
    assert team.kim.user.id in words_on(team.robin.modal)


async def test_no_longer_a_lead(team: Team, kept: Store) -> None:
    """A form that was open while its lead was taken off the list starts nothing."""
    await team.robin.slash("/onboard leads")
    await team.robin.submit({leading.LEADS: [team.kim.user.id]})
    await team.kim.slash("/onboard")
    form = team.kim.modal
    await team.kim.slash("/onboard cohort")
    table = team.kim.modal
    assert form is not None
    assert table is not None
    await team.robin.slash("/onboard leads")
    await team.robin.submit({leading.LEADS: []})
    team.slack.workspace.show_views(team.kim.user.id, [form])
    assert list(errors_of(await team.kim.submit({leading.PERSON: team.sam.user.id}))) == [leading.PERSON]
    team.slack.workspace.show_views(team.kim.user.id, [table])
    assert list(errors_of(await team.kim.submit({leading.ROWS: "x"}))) == [leading.ROWS]
    assert await kept.assignments.under_way() == []


async def test_apps_do_not_learn(team: Team, kept: Store) -> None:
    """An app, or Slackbot, is no learner, preceptor or lead: it is told beside the field."""
    bot = team.slack.app.bot_user_id
    for app in (bot, "USLACKBOT"):
        assert list(errors_of(await team.start(person=app))) == [leading.PERSON]
        assert list(errors_of(await team.start(preceptor=app))) == [leading.PRECEPTOR]
        await team.robin.slash("/onboard leads")
        assert list(errors_of(await team.robin.submit({leading.LEADS: [app]}))) == [leading.LEADS]
    assert await kept.assignments.under_way() == []


async def test_a_start_that_cannot_be(team: Team, kept: Store) -> None:
    """The learner as their own preceptor, and a day too far or too late, are told beside the field."""
    assert list(errors_of(await team.start(preceptor=team.sam.user.id))) == [leading.PRECEPTOR]
    for days in (-8, 91):
        day = (team.today + A_DAY * days).isoformat()
        assert list(errors_of(await team.start(starts_on=day))) == [leading.STARTS_ON]
    assert await kept.assignments.under_way() == []
    assert team.told(team.sam) == []


async def test_the_same_track_twice(team: Team, live: Live) -> None:
    """Who is on a track is not put on it again; another one may be begun beside it."""
    await team.started()
    assert "already" in errors_of(await team.start())[leading.PERSON]
    await live()
    assert len(team.told(team.sam)) == 1
    assert errors_of(await team.start(track="ward-nurse")) == {}
    await until(lambda: len(team.told(team.sam)) == 2)


async def test_two_leads_at_once(team: Team, live: Live, kept: Store) -> None:
    """Two leads who start the same person on the same track at the same moment start them once."""
    kim_leads = Team(team.robin)
    await team.robin.slash("/onboard leads")
    await team.robin.submit({leading.LEADS: [team.kim.user.id]})
    kim_leads.robin = team.kim
    replies = await asyncio.gather(team.start(preceptor=None), kim_leads.start(preceptor=None))
    assert sorted(len(errors_of(reply)) for reply in replies) == [0, 1]
    await live()
    assert len(team.told(team.sam)) == 1
    assert len(await kept.assignments.of_learner(TEAM_ID, team.sam.user.id)) == 1
    await live(14)
    assert titles(team) == list(TITLES)


async def test_double_clicks(team: Team, live: Live) -> None:
    """Whatever is clicked twice at once is done once, and told once."""
    await team.started()
    await live()
    await live(to=(team.next_monday() + A_DAY * 7, "08:31"))
    step = step_of(team, "The scans")
    await asyncio.gather(*(team.sam.click("Done", on=step) for _ in range(3)))
    await asyncio.gather(*(team.sam.click("Ask for the sign-off", on=step_of(team, "Ready")) for _ in range(3)))
    (asked,) = await until(lambda: team.told(team.kim))
    await asyncio.gather(team.kim.click("Sign off", on=asked), team.kim.click("Sign off", on=asked))
    await live()
    assert len(team.told(team.kim)) == 1
    assert sum("signed off" in one["text"] for one in team.told(team.sam)) == 1
    await team.shows(team.robin, "2 of 6")


async def test_after_the_sign_off(team: Team, live: Live) -> None:
    """What is signed off stays so: an older request says it, and asking again says it too; nobody is told otherwise."""
    await team.started()
    await live()
    await live(to=(team.next_monday() + A_DAY * 7, "08:31"))
    ready = step_of(team, "Ready")
    await team.sam.click("Ask for the sign-off", on=ready)
    await live(seconds=70)
    await team.sam.click("Ask for the sign-off", on=ready)
    first, second = await until(lambda: (told := team.told(team.kim)) and len(told) == 2 and told)
    await click(team.kim, second, "Sign off")
    assert "✅ Signed off" in (await click(team.kim, first, "Not yet")).message["text"]
    assert "✅ Done" in words_on((await click(team.sam, ready, "Ask for the sign-off")).message)
    await live()
    assert not any("not yet" in one["text"] for one in team.told(team.sam))
    assert len(team.told(team.kim)) == 2


async def test_the_lead_signs_off_without_a_preceptor(team: Team, live: Live) -> None:
    """Where no preceptor is named the lead is asked."""
    assert errors_of(await team.start(preceptor=None)) == {}
    await team.robin.close()
    await live()
    await live(to=(team.next_monday() + A_DAY * 7, "08:31"))
    await team.sam.click("Ask for the sign-off", on=step_of(team, "Ready"))
    (asked,) = await until(lambda: team.told(team.robin))
    await click(team.robin, asked, "Sign off")
    await until(lambda: any("signed off" in one["text"] for one in team.told(team.sam)))


# (e) Who comes


async def lead_by(team: Team, **chosen: Any) -> None:
    """Robin names Kim a lead, and says when leads are asked."""
    await team.robin.slash("/onboard leads")
    assert errors_of(await team.robin.submit({leading.LEADS: [team.kim.user.id], **chosen})) == {}


async def test_nobody_is_proposed_unless_wanted(team: Team, live: Live) -> None:
    """By itself the bot asks nobody when somebody comes, and starts nothing."""
    await lead_by(team)
    membership.hire(team.slack, "Alex Novak")
    membership.join(team.slack, team.slack.workspace.channel_named("new-hires"), membership.hire(team.slack, "Bo Lind"))
    await team.slack.idle()
    await live()
    assert team.told(team.kim) == []
    assert team.told(team.robin) == []


async def test_a_joiner_is_proposed(team: Team, live: Live, kept: Store) -> None:
    """Leads are asked once about who joins, though Slack tells it twice; a form opens with the person in it."""
    await lead_by(team, joiners=["yes"])
    team.slack.faults.ask("duplicate", "to_app", method="team_join")
    alex = membership.hire(team.slack, "Alex Novak")
    (asked,) = await until(lambda: team.told(team.kim))
    await live(seconds=5)
    assert len(team.told(team.kim)) == 1
    assert f"<@{alex.id}> joined the workspace" in asked["text"]
    assert await kept.assignments.under_way() == []
    await team.kim.click("Choose a track", on=asked)
    assert team.kim.modal is not None
    assert errors_of(await team.kim.submit({leading.TRACK: "first-week"})) == {}
    person = Person(team.slack, alex, team.kim.channel)
    (welcome,) = await until(lambda: team.told(person))
    assert "First week" in welcome["text"]
    # A second lead, or the same card, is told beside the field.
    await team.kim.close()
    await team.kim.click("Choose a track", on=asked)
    assert list(errors_of(await team.kim.submit({leading.TRACK: "first-week"}))) == [leading.PERSON]


async def test_not_now(team: Team, live: Live) -> None:
    """What a lead declines is taken away, and is not asked again."""
    channel = team.slack.workspace.channel_named("new-hires")
    team.slack.workspace.join(channel, team.slack.app.bot_user_id)
    await lead_by(team, joiners=["yes"], channels=[channel.id])
    alex = membership.hire(team.slack, "Alex Novak")
    (asked,) = await until(lambda: team.told(team.kim))
    await click(team.kim, asked, "Not now")
    (left,) = team.told(team.kim)
    assert "was not put on a track" in left["text"]
    assert buttons_on(left) == []
    membership.join(team.slack, channel, alex)
    await team.slack.idle()
    await live()
    assert len(team.told(team.kim)) == 1


async def test_a_channel(team: Team, live: Live) -> None:
    """Leads are asked about who joins a channel that they named, and of no other channel, and of no app."""
    channel, other = (team.slack.workspace.channel_named(name) for name in ("new-hires", "radiology"))
    await lead_by(team, channels=[channel.id])
    for one in (channel, other):
        team.slack.workspace.join(one, team.slack.app.bot_user_id)
    helper = team.slack.workspace.add_user(User("U0HELPER", "helper", "Helper", is_bot=True))
    membership.join(team.slack, channel, helper)
    team.slack.emit({"type": "team_join", "user": payloads.user_json(helper)})
    team.slack.emit({"type": "member_joined_channel", "user": team.slack.app.bot_user_id, "channel": channel.id})
    alex = membership.hire(team.slack, "Alex Novak")
    membership.join(team.slack, other, alex)
    await team.slack.idle()
    await live()
    assert team.told(team.kim) == []
    membership.join(team.slack, channel, alex)
    (asked,) = await until(lambda: team.told(team.kim))
    assert f"<@{alex.id}> joined <#{channel.id}>" in asked["text"]


async def test_somebody_on_a_track_is_not_proposed(team: Team, live: Live) -> None:
    """About somebody who is on a track already nobody is asked."""
    channel = team.slack.workspace.channel_named("new-hires")
    await lead_by(team, channels=[channel.id])
    await team.started()
    team.slack.workspace.join(channel, team.slack.app.bot_user_id)
    membership.leave(team.slack, channel, team.sam.user)
    membership.join(team.slack, channel, team.sam.user)
    await team.slack.idle()
    await live()
    assert team.told(team.kim) == []


async def test_nobody_to_ask(team: Team) -> None:
    """Whoever wants leads to be asked has to name one."""
    await team.robin.slash("/onboard leads")
    assert list(errors_of(await team.robin.submit({leading.JOINERS: ["yes"]}))) == [leading.LEADS]


async def test_a_proposal_to_who_leads_no_more(team: Team) -> None:
    """A proposal that was sent to somebody who leads no more opens no form."""
    await lead_by(team, joiners=["yes"])
    membership.hire(team.slack, "Alex Novak")
    (asked,) = await until(lambda: team.told(team.kim))
    await team.robin.slash("/onboard leads")
    await team.robin.submit({leading.LEADS: [], leading.JOINERS: []})
    assert "Tracks are started by leads" in (await click(team.kim, asked, "Choose a track")).message["text"]
    assert team.kim.modal is None


# (f) Several at once


async def paste(team: Team, rows: str, *, skips: bool = False) -> Json:
    """Robin pastes a table: the report."""
    if team.robin.modal is None:
        await team.robin.slash("/onboard cohort")
    reply = await team.robin.submit({leading.ROWS: rows, leading.SKIP: ["yes"] if skips else []})
    assert (reply.status, reply.error) == (200, "")
    await until(lambda: "Looking up" not in words_on(team.robin.modal))
    assert team.robin.modal is not None
    return team.robin.modal


async def test_a_cohort(team: Team, live: Live, kept: Store) -> None:
    """Good rows start: by address or member ID, with or without a preceptor, each with their own shifts."""
    alex = membership.hire(team.slack, "Alex Novak")
    monday = team.next_monday()
    report = await paste(
        team,
        "person,track,preceptor,start,shifts\n"
        f"sam@playground.invalid,first-week,kim@playground.invalid,{monday},nights\n"
        f"{alex.id},WARD-nurse,,{monday + A_DAY},\n",
    )
    assert f"✅ Started 2: <@{team.sam.user.id}>, <@{alex.id}>" in words_on(report), words_on(report)
    assert "cannot be used" not in words_on(report)
    (sam,) = await kept.assignments.of_learner(TEAM_ID, team.sam.user.id)
    (other,) = await kept.assignments.of_learner(TEAM_ID, alex.id)
    assert (sam.lead, sam.preceptor, sam.starts_on) == (team.robin.user.id, team.kim.user.id, monday)
    assert f"{sam.shifts.begins:%H:%M}" == "20:00"
    assert (other.track_id, other.preceptor, other.starts_on) == ("ward-nurse", None, monday + A_DAY)
    await until(lambda: team.told(team.sam))
    await until(lambda: team.told(Person(team.slack, alex, team.sam.channel)))


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param("Role;E-Mail;Start date\nfirst-week;sam@playground.invalid;{day}", id="semicolons, other names"),
        pytest.param("E-MAIL\tTRACK\tSTART\nSAM@playground.invalid\tFIRST WEEK\t{day}", id="tabs, capitals"),
        pytest.param('"person", "track", "start"\n"U0SAM", "first-week", "{day}"', id="quotes and spaces"),
        pytest.param("\ufeff\n\nperson,track,start\r\n\r\n  U0SAM  , first-week ,{day},,,\r\n\r\n", id="blank lines"),
        pytest.param("Name,E-mail,Track,Start,Ward\nSam,sam@playground.invalid,first-week,{day},7", id="more columns"),
    ],
)
async def test_as_spreadsheets_write_it(team: Team, rows: str) -> None:
    """Whatever stands between, however columns are called: Sam starts."""
    report = await paste(team, rows.format(day=team.next_monday()))
    assert f"Started 1: <@{team.sam.user.id}>" in words_on(report), words_on(report)


BAD = """\
person,track,preceptor,start,shifts
sam@playground.invalid,first-week,,{day},days
nobody@playground.invalid,first-week,,{day},days
U0SAM,astronaut,,{day},days
U0NOBODY,first-week,,{day},days
kim@playground.invalid,first-week,,30.11.2026,days
kim@playground.invalid,first-week,,{day},sometimes
sam@playground.invalid,first-week,,{day},nights
,first-week,,{day},days
kim@playground.invalid,first-week,kim@playground.invalid,{day},days
kim@playground.invalid,ward-nurse,nobody@playground.invalid,{day},
Kim Larsen,first-week,,{day},
USLACKBOT,first-week,,{day},
kim@playground.invalid,first-week,,2020-01-01,days
"""

WRONG = {
    3: "nobody@playground.invalid, whom nobody here goes by",
    4: "track is 'astronaut'",
    5: "U0NOBODY, whom nobody here goes by",
    6: "start is '30.11.2026'",
    7: "shifts is 'sometimes'",
    8: "the same person and track as line 2",
    9: "has no person",
    10: "Somebody else has to sign off",
    11: "nobody@playground.invalid, whom nobody here goes by",
    12: "person is 'Kim Larsen'",
    13: "An app cannot be on a track",
    14: "more than a week ago",
}


async def test_bad_rows(team: Team, live: Live, kept: Store) -> None:
    """What is wrong is told by line, and nobody starts; the paste is still there; with the tick the others start."""
    rows = BAD.format(day=team.next_monday())
    report = await paste(team, rows)
    told = words_on(report)
    assert "Nobody was started." in told
    assert "12 rows cannot be used" in told
    lines = {int(line.partition(":")[0]): line for line in told.replace("\\n", "\n").split("• Line ")[1:]}
    assert {number: words for number, words in WRONG.items() if words not in lines.get(number, "")} == {}
    assert list(lines) == sorted(lines)
    assert await kept.assignments.under_way() == []
    assert leading.STILL_THERE in told
    await team.robin.close()
    assert team.robin.modal is not None
    assert team.robin.modal["callback_id"] == "cohort"
    report = await paste(team, rows, skips=True)
    assert f"Started 1: <@{team.sam.user.id}>" in words_on(report)
    assert "12 rows cannot be used" in words_on(report)
    await until(lambda: team.told(team.sam))
    await team.robin.close()
    report = await paste(team, rows, skips=True)
    assert "13 rows cannot be used" in words_on(report)
    assert "Line 2: is on the track First week already" in words_on(report)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        pytest.param("   \n \n", "there is nothing in it", id="nothing"),
        pytest.param("sam@playground.invalid first-week", "names no column person, track, start", id="no head"),
        pytest.param("person,track,start", "There was nothing to start.", id="a head alone"),
        pytest.param("x" * 3000, "names no column", id="one long word"),
        pytest.param('person,track,start\n"U0SAM,first-week,x', "has no track", id="a quote that never ends"),
    ],
)
async def test_no_table(team: Team, rows: str, told: str) -> None:
    """What is no table is told to be none."""
    assert told in words_on(await paste(team, rows))


async def test_a_cohort_while_slack_is_busy(team: Team, kept: Store) -> None:
    """Whom Slack does not look up just now is told by line, and nothing is left in the air."""
    team.slack.faults.ask("error", "from_app", method="users.lookupByEmail", times=4)
    report = await paste(team, f"person,track,start\nsam@playground.invalid,first-week,{team.next_monday()}")
    assert "Line 2: could not be looked up: Slack" in words_on(report)
    assert await kept.assignments.under_way() == []


async def test_a_cohort_while_the_database_is_away(team: Team, url: str) -> None:
    """Who could not be kept is told by line; nobody waits in front of a form that never ends."""
    await team.robin.slash("/onboard cohort")
    day = team.next_monday()
    await rename(url, "assignments", "elsewhere")
    report = await paste(team, f"person,track,start\nU0SAM,first-week,{day}\nU0KIM,first-week,{day}")
    assert "Line 2: could not be kept just now" in words_on(report)
    await rename(url, "elsewhere", "assignments")
    await team.robin.close()
    assert "Started 2" in words_on(
        await paste(team, f"person,track,start\nU0SAM,first-week,{day}\nU0KIM,first-week,{day}")
    )


async def test_a_cohort_that_nobody_waits_for(team: Team) -> None:
    """Who closes the form meanwhile finds on Home who was started."""
    await team.robin.open_home()
    await team.robin.slash("/onboard cohort")
    team.slack.faults.ask("delay", "from_app", method="users.info", times=1, seconds=0.0)
    team.slack.faults.ask("delay", "from_app", method="users.info", times=1, seconds=0.7)
    await team.robin.submit({leading.ROWS: f"person,track,start\nU0SAM,first-week,{team.next_monday()}"})
    await team.robin.close()
    await team.robin.close()
    assert team.robin.modal is None
    await until(lambda: "<@U0SAM> · *First week*" in words_on(team.robin.home))
    assert team.robin.modal is None


# (g) What nobody else sees


def heard_by(team: Team, *people: Person) -> str:
    """All that was ever told to them in private, and what stands on their Homes."""
    told = [words_on(message) for who in people for message in team.told(who)]
    return "\n".join([*told, *(words_on(who.home) for who in people if who.home)])


async def test_what_nobody_else_sees(team: Team, live: Live, candidate: Candidate) -> None:
    """How a quiz went, and what was missed, is Sam's alone; once Sam shares it, Robin sees the result on Home."""
    welcome = await team.started()
    await live()
    await live(to=(team.next_monday() + A_DAY * 4, "08:31"))
    await team.sam.click("Begin", on=step_of(team, "A few questions"))
    question, _ = await candidate.answer(right=False)
    await team.sam.submit()
    await candidate.go_through()
    await team.sam.close()
    await live()
    for who in (team.robin, team.kim):
        await team.shows(who, "1 of 6")
    heard = heard_by(team, team.robin, team.kim)
    for secret in ("3/4", "3 of 4", "quizzes", question.prompt, question.because):
        assert secret not in heard, secret
    assert errors_of(await set_shifts(team, welcome, shares=["yes"])) == {}
    home = words_on(await team.shows(team.robin, "quizzes 3/4"))
    assert question.prompt not in home
    assert errors_of(await set_shifts(team, welcome, shares=[])) == {}
    await soon(lambda: _lacks(team, team.robin, "quizzes 3/4"))


async def test_nothing_typed_is_kept(team: Team, url: str) -> None:
    """Of a pasted table only ids are kept: no address, no name, nothing of a bad row."""
    await team.robin.slash("/onboard cohort")
    rows = (
        f"person,track,start,notes\nsam@playground.invalid,first-week,{team.next_monday()},zqx\nzqx@zqx.zq,zqx,zqx,zqx"
    )
    await paste(team, rows, skips=True)
    await until(lambda: team.told(team.sam))
    found = await everything_in(url)
    assert "playground.invalid" not in found
    assert "zq" not in found


async def everything_in(url: str) -> str:
    """All that stands in the tables of a database."""
    database = Database(url)
    async with database.transaction() as connection:
        rows = {table.name: (await connection.execute(select(table))).all() for table in METADATA.sorted_tables}
    await database.close()
    return "\n".join(f"{name}: {row}" for name, of_table in rows.items() for row in of_table)


# (h) Forgotten


async def test_forgotten(team: Team, live: Live, kept: Store, url: str, candidate: Candidate) -> None:
    """Of a learner who is forgotten no row is left anywhere, and Slack sends nothing more."""
    await lead_by(team, joiners=["yes"])
    alex = Person(team.slack, membership.hire(team.slack, "Alex Novak"), team.robin.channel)
    await until(lambda: team.told(team.kim))
    await team.started()
    assert errors_of(await team.start(person=alex.user.id, preceptor=None)) == {}
    await team.robin.close()
    await live()
    await live(to=(team.next_monday() + A_DAY * 4, "08:31"))
    await team.sam.click("Begin", on=step_of(team, "A few questions"))
    await candidate.answer(right=False)
    await team.sam.close()
    await do(team, "The scans")
    await team.sam.slash("/modality MRI")
    assert await kept.forget(team.sam.user.id) > 0
    assert await kept.forget(alex.user.id) > 0
    await team.until_waiting(0)
    await live()
    found = await everything_in(url)
    assert [line for line in found.splitlines() if team.sam.user.id in line or alex.user.id in line] == []
    before = len(team.told(team.sam))
    await live(10)
    assert len(team.told(team.sam)) == before
    assert "no longer under way" in (await click(team.sam, step_of(team, "The walk"), "Done")).message["text"]
    assert team.sam.user.id not in await everything_in(url)


async def test_a_forgotten_preceptor(team: Team, live: Live, kept: Store, url: str) -> None:
    """Of a preceptor who is forgotten no row is left; the lead signs off then; with no lead, nobody can."""
    await team.started()
    await live()
    await live(to=(team.next_monday() + A_DAY * 7, "08:31"))
    await team.sam.click("Ask for the sign-off", on=step_of(team, "Ready"))
    (asked,) = await until(lambda: team.told(team.kim))
    await team.kim.click("Not yet", on=asked)
    await until(lambda: any("not yet" in one["text"] for one in team.told(team.sam)))
    await kept.forget(team.kim.user.id)
    assert team.kim.user.id not in await everything_in(url)
    await live(seconds=70)
    card = (await click(team.sam, step_of(team, "Ready"), "Ask for the sign-off")).message
    assert f"<@{team.robin.user.id}> has been asked" in card["text"]
    assert "no longer under way" in (await click(team.kim, asked, "Sign off")).message["text"]
    await kept.forget(team.robin.user.id)
    card = (await click(team.sam, step_of(team, "Ready"), "Ask for the sign-off")).message
    assert "Nobody is left who could sign this off" in card["text"]
    assert len([line for line in (await everything_in(url)).splitlines() if line.startswith("assignments:")]) == 1


# (i) Who is stuck


async def test_stuck(team: Team, live: Live) -> None:
    """A step undone for three worked shifts shows on the lead's Home, at the step, and no sooner."""
    monday = team.next_monday()
    await team.started()
    await live()
    for day in range(3):
        await live(to=(monday + A_DAY * day, "09:00"))
        assert "⚠️" not in words_on(await team.home(team.robin))
    await live(to=(monday + A_DAY * 3, "09:00"))
    home = words_on(await team.home(team.robin))
    assert "⚠️ stuck at “The scans”" in home
    assert "1 stuck" in home
    await do(team, "The scans")
    await team.shows(team.robin, "1 of 6 · next")
    await live(1)
    assert "stuck at “How long”" in words_on(await team.home(team.robin))


async def test_away_is_not_stuck(team: Team, live: Live) -> None:
    """Days off and leave do not count: whoever comes back finds three shifts before they count as stuck."""
    monday = team.next_monday()
    welcome = await team.started()
    away = {"leave_from": (monday + A_DAY).isoformat(), "leave_to": (monday + A_DAY * 11).isoformat()}
    assert errors_of(await set_shifts(team, welcome, **away)) == {}
    await live()
    await live(to=(monday + A_DAY * 15, "07:00"))
    assert "⚠️" not in words_on(await team.home(team.robin))
    await live(1)
    assert "⚠️" in words_on(await team.home(team.robin))


# (j) The track changes


def with_steps(library: Library, *steps: TrackStep | None) -> None:
    """Serve the track with other steps; without any, it is retired."""
    pack = library.pack
    tracks = dict(pack.tracks)
    track = tracks.pop("first-week")
    if steps:
        tracks["first-week"] = Track.model_validate(
            track.model_dump(exclude={"steps", "review"})
            | {
                "steps": [step.model_dump(exclude_none=True) for step in steps if step],
                "review": track.review.model_dump(),
            }
        )
    library.serve(replace(library._shelf, pack=replace(pack, revision=f"{pack.revision}+", tracks=tracks)))


def steps_of(library: Library) -> dict[str, TrackStep]:
    """The steps of the track, by id."""
    return {step.id: step for step in library.pack.tracks["first-week"].steps}


async def _has_steps(kept: Store, team: Team, count: int) -> bool:
    return len((await the_assignment(kept, team.sam.user.id)).steps) == count


async def test_a_step_is_added(team: Team, live: Live, library: Library, kept: Store) -> None:
    """A step that is added comes in its turn, or next where its turn is over; nothing comes twice or on one day."""
    monday = team.next_monday()
    await team.started()
    await live()
    await live(to=(monday + A_DAY * 2, "09:00"))
    steps = steps_of(library)
    early = TrackStep(id="early", on_shift=2, title="Too late", why="It was forgotten.", task="Say hello.")
    moved = [steps[name].model_copy(update={"on_shift": number + 2}) for number, name in enumerate(STEPS) if number]
    with_steps(library, steps["scans"], early, *moved)
    await soon(lambda: _has_steps(kept, team, 7))
    await live(14)
    headings = [one["text"].split("\n")[0].split(": ")[1] for one in team.told(team.sam)[1:]]
    assert headings == ["The scans", "How long", "The walk", "Too late", *TITLES[3:]]
    assert len({at.split(" ")[1] for at in team.step_times()}) == 7
    home = words_on(await team.home(team.robin))
    assert "0 of 7" in home


async def test_a_step_is_removed(team: Team, live: Live, library: Library, kept: Store) -> None:
    """A step that is removed does not come, and is not missed at the end; what Slack would send of it is taken back."""
    await team.started()
    await live()
    await team.until_waiting(5)
    steps = steps_of(library)
    await live(to=(team.next_monday(), "09:00"))
    with_steps(library, steps["how-long"].model_copy(update={"on_shift": 1}), steps["side-by-side"])
    await soon(lambda: _has_steps(kept, team, 2))
    await live(10)
    assert [at.split()[0] for at in team.step_times()] == ["Mon", "Tue", "Fri"]
    for title in ("How long", "Side by side"):
        await do(team, title)
    await until(lambda: any("You have done all 2 steps" in one["text"] for one in team.told(team.sam)))


async def test_a_card_that_slack_refuses(team: Team, live: Live, library: Library, kept: Store) -> None:
    """A step whose card Slack does not take comes in words alone, and takes none of the others with it."""
    await team.started()
    await live()
    steps = steps_of(library)
    empty = TrackStep(id="empty", on_shift=2, title="Of nothing", why="It is gone.", cards=("gone",))
    with_steps(library, steps["scans"], empty, steps["walk"])
    await soon(lambda: _has_steps(kept, team, 3))
    await live(8)
    assert [one["text"].split("\n")[:2] for one in team.steps()] == [
        ["First week 1/6: The scans", "You hear these words all day."],
        ["First week 2/3: Of nothing", "It is gone."],
        ["First week 3/6: The walk", "You will be asked the way."],
    ]


async def test_what_is_left_is_done(team: Team, live: Live, library: Library) -> None:
    """Where all is done but a step that is removed, the track is finished, and it is told once."""
    await team.started()
    await live()
    await live(to=(team.next_monday(), "09:00"))
    await do(team, "The scans")
    with_steps(library, steps_of(library)["scans"])
    await until(lambda: any("You have done all 1 steps" in one["text"] for one in team.told(team.sam)))
    await team.until_waiting(0)
    await until(lambda: team.told(team.robin))
    await live(10)
    assert len(team.told(team.robin)) == 1


async def test_nights_in_one_tap(team: Team) -> None:
    """Sam says in one tap under the welcome to work nights, or weekends, and Slack sends by that."""
    welcome = await team.started()
    await team.until_waiting(5)
    monday = team.next_monday()
    said = (await click(team.sam, welcome, "I work nights")).message["text"]
    assert f"Next step: Mon {monday.day} {monday:%b} at 20:30." in said
    assert "Your shifts: 20:00 to 08:00, Mon to Fri" in said
    await until(lambda: [at[-5:] for at in team.waiting()] == ["20:30"] * 4)
    said = (await click(team.sam, welcome, "I work weekends")).message["text"]
    assert f"Next step: Sat {(monday + A_DAY * 5).day} " in said
    await team.until_waiting(0)


async def test_a_track_is_retired(team: Team, live: Live, library: Library) -> None:
    """Of a track that is retired, perhaps by mistake, nothing more comes: it is paused, and its buttons say so."""
    welcome = await team.started()
    await live()
    await live(to=(team.next_monday(), "09:00"))
    step = step_of(team, "The scans")
    with_steps(library)
    await team.until_waiting(0)
    await live(10)
    assert len(team.steps()) == 1
    assert "no longer under way" in (await click(team.sam, step, "Done")).message["text"]
    assert "Paused." in (await click(team.sam, welcome, "Pause")).message["text"]
    assert "⏸️ paused" in words_on(await team.home(team.robin))


async def test_a_new_version_has_other_steps(
    connecting: Any, packs: tuple[Path, ...], library: Library, url: str
) -> None:
    """A bot that is stopped, and started again with another track, gives those who are on it the steps it has now."""
    bot = contextlib.AsyncExitStack()
    async with bot, connecting(library=library, knowledge_path=packs, bot=bot) as person:
        team = await Team(person).on_friday()
        await team.started()
        await nothing_is_due(url, team.slack.clock)
        assert len(team.waiting()) == 5
        await bot.aclose()
        later = copy.copy(library)
        with_steps(later, steps_of(later)["how-long"].model_copy(update={"on_shift": 1}))
        await _serve_again(team, later, packs, url)


async def _serve_again(team: Team, library: Library, packs: tuple[Path, ...], url: str) -> None:
    """Start the bot anew over what it kept."""
    app = team.slack.app
    settings = Settings(
        slack_bot_token=SecretStr(app.bot_token), slack_signing_secret=SecretStr(app.signing_secret),
        slack_api_url=f"{team.slack.base_url}/api/", database_url=SecretStr(url), knowledge_path=packs,
    )  # fmt: skip
    endpoint = Endpoint(settings, library, team.slack.clock)
    await endpoint.open()
    try:
        await team.until_waiting(1)
        await nothing_is_due(url, team.slack.clock)
        await team.go_to(team.next_monday(), "09:00")
        (step,) = team.steps()
        assert step["text"].startswith("First week 1/1: How long")
    finally:
        await endpoint.close()


async def test_a_question_that_is_gone(
    team: Team, live: Live, library: Library, candidate: Candidate, kept: Store, url: str
) -> None:
    """A missed question that the pack gives no longer does not stay on Home for ever."""
    await team.started()
    await live()
    await live(to=(team.next_monday() + A_DAY * 4, "08:31"))
    await team.sam.click("Begin", on=step_of(team, "A few questions"))
    question, _ = await candidate.answer(right=False)
    await team.sam.close()
    database = Database(url)
    async with database.transaction() as connection:
        await connection.execute(MISSES.update().values(question="gone:" + question.key))
    await database.close()
    await live(10)
    home = await team.shows(team.sam, "Practise: 1 question")
    await team.sam.click("Practise", on=home)
    assert "Nothing is due just now" in words_on(team.sam.modal)
    await soon(lambda: _lacks(team, team.sam, "Practise"))


# (k) Once more


async def test_once_more(team: Team, live: Live, candidate: Candidate) -> None:
    """Whoever was stopped and is started again on the same track gets everything from the beginning, each once."""
    welcome = await team.started()
    await live()
    await live(to=(team.next_monday() + A_DAY, "09:00"))
    await do(team, "The scans")
    await click(team.sam, welcome, "Stop")
    assert errors_of(await team.start()) == {}
    await team.robin.close()
    await live()
    assert len([one for one in team.told(team.sam) if one["text"].startswith("Welcome")]) == 2
    home = words_on(await team.home(team.robin))
    assert "1 of 6 · ⏹️ stopped" in home
    assert "0 of 6 · next Mon" in home
    await live(21)
    assert titles(team) == [*TITLES[:2], *TITLES]
    last = [one for one in team.steps() if "A few questions" in one["text"]][-1]
    await team.sam.click("Begin: 4 questions", on=last)
    assert "Question 1 of 4" in str(team.sam.modal)
    assert "stuck at “The scans”" in words_on(await team.home(team.robin))


# (l) Home


async def test_buttons_of_home(team: Team, live: Live, candidate: Candidate) -> None:
    """What is clicked on Home shows there: done, paused, resumed, set, practised, stopped."""
    await team.started()
    await live()
    await live(to=(team.next_monday(), "09:00"))
    home = await team.shows(team.sam, "To do now: The scans", "0 of 6")
    await team.sam.click("Done", on=home)
    await until(lambda: "1 of 6" in words_on(team.sam.home))
    assert "To do now" not in words_on(team.sam.home)
    await team.sam.click("Pause", on=team.sam.home)
    await until(lambda: "⏸️ Paused" in words_on(team.sam.home))
    await team.until_waiting(0)
    await team.sam.click("Resume", on=team.sam.home)
    await until(lambda: "⏸️" not in words_on(team.sam.home))
    await team.until_waiting(5)
    await team.sam.click("Set my shifts", on=team.sam.home)
    await team.sam.submit({"begins": "09:00", "ends": "17:00"})
    await until(lambda: "09:00 to 17:00" in words_on(team.sam.home))
    await live()
    await live(to=(team.next_monday() - A_DAY * 3, "10:00"))
    await team.sam.click("Begin: 4 questions", on=await quiz_first(team))
    await candidate.go_through(wrong=1)
    await team.sam.close()
    await until(lambda: "of 6" in words_on(team.sam.home) and "Begin" not in words_on(team.sam.home))
    await live(7)
    await team.sam.click("Practise: 1 question", on=await team.shows(team.sam, "Practise: 1 question"))
    await candidate.answer(right=True)
    await team.sam.submit()
    await team.sam.close()
    await until(lambda: "Practise" not in words_on(team.sam.home))
    await team.sam.click("Ask for the sign-off", on=await team.shows(team.sam, "Ask for the sign-off"))
    await until(lambda: team.told(team.kim))
    await team.sam.click("Stop", on=team.sam.home)
    await until(lambda: "⏹️ Stopped" in words_on(team.sam.home))


def _is_another(who: Person, home: Json) -> bool:
    """Whether somebody's Home was shown anew."""
    return words_on(who.home) != words_on(home)


async def quiz_first(team: Team) -> Json:
    """Do what is open before the quiz, on Home, until the quiz is the next step there."""
    home = await team.home(team.sam)
    while "Begin: 4 questions" not in buttons_on(home):
        await team.sam.click("Done", on=home)
        await until(functools.partial(_is_another, team.sam, home))
        home = await team.home(team.sam)
    return home


# (m) While the database is away


async def test_the_database_is_away(team: Team, live: Live, url: str) -> None:
    """What falls due while the database is away is done when it is back, once; what is clicked says that it failed."""
    await team.started()
    await live()
    await live(to=(team.next_monday(), "09:00"))
    await rename(url, "assignment_steps", "elsewhere")
    await team.slack.clock.advance(86_400)
    await team.slack.idle()
    reply = await team.sam.click("Done", on=step_of(team, "The scans"))
    assert "Nothing you did. Please try again in a moment." in reply.message["text"]
    await asyncio.sleep(0.3)
    await rename(url, "elsewhere", "assignment_steps")
    await do(team, "The scans")
    await live(seconds=70)
    await live(14)
    assert titles(team) == list(TITLES)


async def test_a_start_while_the_database_is_away(team: Team, live: Live, url: str) -> None:
    """A start that could not be kept says so above the form, and can be sent again: it starts once."""
    await team.robin.slash("/onboard")
    await rename(url, "assignment_steps", "elsewhere")
    filled = {leading.PERSON: "U0SAM", leading.TRACK: "first-week", leading.STARTS_ON: team.next_monday().isoformat()}
    await team.robin.submit(filled)
    assert "Nothing you did." in words_on(team.robin.modal)
    await rename(url, "elsewhere", "assignment_steps")
    await team.robin.close()
    assert errors_of(await team.robin.submit(filled)) == {}
    await live()
    assert len(team.told(team.sam)) == 1


async def test_who_comes_while_the_database_is_away(team: Team, live: Live, url: str) -> None:
    """A joiner whom nobody could be asked about is told again by Slack, and proposed then."""
    await lead_by(team, joiners=["yes"])
    await rename(url, "leads", "elsewhere")
    membership.hire(team.slack, "Alex Novak")
    await team.slack.idle()
    await rename(url, "elsewhere", "leads")
    await team.slack.clock.advance(2)
    await until(lambda: team.told(team.kim))
