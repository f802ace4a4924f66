"""A new colleague's first weeks on the page: from the lead's form over steps, a quiz and the sign-off to the cohort."""

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from bot.core.quizzing import Quizmaster
from bot.knowledge.pack import Pack
from bot.playground.people import Person
from bot.playground.workspace import TEAM_ID
from bot.settings import Settings
from bot.storage.store import Store
from tests.browser.window import Show, Window
from tests.scenarios.channel import until
from tests.scenarios.cohort import Team

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = {"width": 390, "height": 844}
APP = "Reading Room"
TRACK = "Nurse on a ward or unit"
MOST_DAYS = 30


@pytest_asyncio.fixture(loop_scope="session")
async def team(robin: Person) -> Team:
    """Robin leads, Sam is new, Kim is the preceptor."""
    return Team(robin)


async def pick(window: Window, field: str, name: str) -> None:
    """Choose a person or an option in a field of the modal, with the keyboard."""
    await window.modal.get_by_role("combobox", name=field).click()
    await window.page.keyboard.type(name[:3])
    await window.keys("Enter")
    await expect(window.modal.get_by_role("combobox", name=field)).to_have_value(name)


async def next_step(team: Team, count: int) -> None:
    """Let days go by until so many steps have come."""
    for _ in range(MOST_DAYS):
        await until(lambda: team.waiting() or len(team.steps()) >= count)
        if len(team.steps()) >= count:
            return
        await team.pass_days(1)
    raise AssertionError(f"no {count} steps in {MOST_DAYS} days")


def step(window: Window, title: str) -> Locator:
    """The message of a step."""
    return window.messages.filter(has=window.page.get_by_role("heading", name=title))


async def answer(window: Window, text: str) -> None:
    """Choose an option of a question, and send it."""
    await window.modal.get_by_role("radio", name=text, exact=True).check()
    await window.modal.get_by_role("button", name="Answer").click()


async def start(window: Window) -> None:
    """Fill in the lead's form: Sam, with Kim as the preceptor."""
    await window.send("/onboard")
    await expect(window.modal.get_by_role("heading", name="Start a track")).to_be_visible()
    await pick(window, "Who", "Sam Osei")
    await pick(window, "Track", TRACK)
    await pick(window, "Preceptor", "Kim Larsen")
    await window.modal.get_by_role("button", name="Start").click()
    await expect(window.modal).to_contain_text(f"@Sam Osei starts {TRACK}, 14 steps.")
    await window.modal.get_by_role("button", name="Done").click()


async def read_three_steps(team: Team, window: Window) -> None:
    """Open a card of the first step, and do the first three."""
    await next_step(team, 1)
    await step(window, f"{TRACK} 1/14").get_by_role("button", name="Open Magnetic resonance imaging").click()
    await expect(window.newest).to_contain_text("Only visible to you")
    await expect(window.newest).to_contain_text("strong magnet")
    for number in (1, 2, 3):
        await next_step(team, number)
        shown = step(window, f"{TRACK} {number}/14")
        await shown.get_by_role("button", name="Done").click()
        await expect(shown).to_contain_text("✅ Done")


async def do_quiz(team: Team, window: Window, pack: Pack, settings: Settings) -> None:
    """Answer the first question wrong, see its card, and the others right."""
    await next_step(team, 4)
    await step(window, f"{TRACK} 4/14").get_by_role("button", name="Begin: 5 questions").click()
    await expect(window.modal.get_by_role("heading", name="Question 1 of 5")).to_be_visible()
    store, master = Store(settings), Quizmaster(pack)
    (assignment,) = await store.assignments.of_learner(TEAM_ID, team.sam.user.id)
    quiz = await store.quizzes.get(f"{assignment.id}|first-look-back")
    await store.close()
    assert quiz is not None
    for number, key in enumerate(quiz.questions):
        question = master.ask(key, f"{quiz.id}:{number}")
        assert question is not None
        await expect(window.modal).to_contain_text(question.prompt)
        right = question.options[question.right]
        if number == 0:
            await answer(window, question.options[(question.right + 1) % len(question.options)])
            await expect(window.modal).to_contain_text("Not quite.")
            await expect(window.modal).to_contain_text(f"Right: {right}")
            await expect(window.modal).to_contain_text(pack.entries[question.about].summary[:40])
            await expect(window.modal).to_contain_text("Sources:")
        else:
            await answer(window, right)
            await expect(window.modal).to_contain_text(f"✅ Right: {right}")
        go_on = "Next" if number + 1 < len(quiz.questions) else "Finish"
        await window.modal.get_by_role("button", name=go_on).click()
    await expect(window.modal).to_contain_text("4 of 5 right.")
    await window.modal.get_by_role("button", name="Done").click()
    await expect(step(window, f"{TRACK} 4/14")).to_contain_text("✅ Done")


async def test_from_the_form_to_the_cohort(team: Team, show: Show, pack: Pack, settings: Settings) -> None:
    """Robin starts Sam, who does steps and a quiz with a wrong answer; Kim signs off; Robin sees how far Sam is."""
    lead, learner, preceptor = await show(team.robin), await show(team.sam), await show(team.kim)
    await start(lead)
    await learner.write_to(APP)
    await expect(learner.newest).to_contain_text(f"Welcome: {TRACK}")
    await expect(learner.newest).to_contain_text("@Kim Larsen is your preceptor")
    await read_three_steps(team, learner)
    await do_quiz(team, learner, pack, settings)

    await next_step(team, 8)
    await step(learner, f"{TRACK} 8/14").get_by_role("button", name="Ask for the sign-off").click()
    await expect(learner.newest).to_contain_text("@Kim Larsen has been asked.")
    await preceptor.write_to(APP)
    await expect(preceptor.newest).to_contain_text("@Sam Osei asks you to confirm")
    await preceptor.newest.get_by_role("button", name="Sign off").click()
    await expect(preceptor.newest).to_contain_text("✅ Signed off")
    await expect(learner.messages.filter(has_text="@Kim Larsen signed off").first).to_be_visible()

    await lead.go_to(APP)
    home = lead.page.get_by_role("tabpanel")
    await expect(home).to_contain_text("Your cohort")
    await expect(home).to_contain_text("5 of 14")
    await expect(home).to_contain_text("stuck at “Whom to call, day and night”")
    await expect(home).not_to_contain_text("4/5")


async def test_a_learners_home_on_a_phone(team: Team, show: Show) -> None:
    """On a phone Sam does a step from the Home tab, sets nights, and pauses; nothing is wider than the screen."""
    await team.started(track="ward-nurse")
    await next_step(team, 1)
    learner = await show(team.sam, **PHONE)
    await learner.go_to(APP)
    home = learner.page.get_by_role("tabpanel")
    await expect(home).to_contain_text("To do now: The scans your patients go for")
    await home.get_by_role("button", name="Done: The scans your patients go for").click()
    await expect(home).to_contain_text("1 of 14")
    await expect(home).not_to_contain_text("To do now")
    await home.get_by_role("button", name="Set my shifts").click()
    await learner.modal.get_by_label("A shift begins").fill("20:00")
    await learner.modal.get_by_label("A shift ends").fill("08:00")
    await learner.modal.get_by_role("button", name="Save").click()
    await expect(learner.modal).to_have_count(0)
    await expect(home).to_contain_text("Your shifts: 20:00 to 08:00, Mon to Fri")
    await home.get_by_role("button", name="Pause").click()
    await expect(home).to_contain_text("Paused: nothing comes until you resume.")
    assert await learner.overflow() == 0
    await until(lambda: team.waiting() == [])
