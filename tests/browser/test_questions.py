"""Asking in one's own words, with Reading Room installed: mentions, direct messages, shortcuts, and votes."""

import re

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.playground.people import Person
from tests.browser.window import Show, Window

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOW_LONG = "How long does a scan take?"
THUMBS = ("Helpful", "Not helpful")


@pytest_asyncio.fixture(loop_scope="session")
async def room(robin: Person, show: Show) -> Window:
    """Robin's window on #general, which the app is in."""
    robin.slack.workspace.join(robin.channel, robin.slack.app.bot_user_id)
    return await show(robin)


@pytest.fixture
def sam(robin: Person) -> Person:
    """Somebody else in front of #general."""
    return Person(robin.slack, robin.slack.workspace.user_named("sam"), robin.channel)


async def test_a_mention_is_answered_in_its_thread(room: Window, sam: Person) -> None:
    """The first screen offers one; everybody reads the card, whose thumbs and buttons answer the clicker alone."""
    await room.page.get_by_role("button", name="@Reading Room How long").click()
    await room.keys("Enter")
    await room.page.get_by_role("button", name="1 reply").click()
    card = room.thread.get_by_role("article").nth(1)
    await expect(card.get_by_role("heading", name=HOW_LONG)).to_be_visible()
    await expect(card).to_contain_text("Computed tomography (CT)")
    await expect(card).to_contain_text("Matched on:")
    await expect(card).not_to_contain_text("Only visible to you")
    await expect(card.get_by_role("button", name="Share to channel")).to_have_count(0)
    for thumb in THUMBS:
        await expect(card.get_by_role("button", name=thumb, exact=True)).to_be_visible()
    await card.get_by_role("button", name="Helpful", exact=True).click()
    await expect(card.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "true")
    answer = room.thread.get_by_role("article").nth(2)
    await expect(answer).to_contain_text("Noted, thank you.")
    await expect(answer).to_contain_text("Only visible to you")
    await card.get_by_role("button", name=f"More: {HOW_LONG}").click()
    answer = room.thread.get_by_role("article").nth(3)
    await expect(answer.get_by_role("button", name=f"Less: {HOW_LONG}")).to_be_visible()
    await expect(answer).to_contain_text("Only visible to you")
    await expect(card.get_by_role("button", name=f"More: {HOW_LONG}")).to_be_visible()
    assert len(sam.messages()) == 2


async def test_in_a_thread_only_mentions_are_answered(room: Window) -> None:
    """A second mention is answered, a command in words as well; what does not mention the app is not."""
    await room.send("@Reading Room what is PACS")
    await room.page.get_by_role("button", name="1 reply").click()
    replies = room.thread.get_by_role("article")
    await expect(replies).to_have_count(2)
    for line, count in (
        ("@Reading Room who reads the scans", 4), ("Thank you all", 5), ("@Reading Room compare CT MRI", 7),
    ):  # fmt: skip
        await room.reply.fill(line)
        await room.reply.press("Enter")
        await expect(replies).to_have_count(count)
    headings = ("Picture archiving", "Who interprets the images?", "Computed tomography (CT) vs Magnetic resonance")
    for place, heading in zip((1, 3, 6), headings, strict=True):
        await expect(replies.nth(place).get_by_role("heading", name=heading)).to_be_visible()
    await room.person.slack.idle()
    await expect(replies).to_have_count(7)
    await expect(room.page.get_by_role("button", name="6 replies")).to_be_visible()


async def test_a_direct_message_is_answered(window: Window) -> None:
    """In the app's own conversation no mention is needed, and the answer stands below the question."""
    await window.write_to("Reading Room")
    await window.send("what is a radiographer")
    await expect(window.messages).to_have_count(2)
    await expect(window.newest.get_by_role("heading", name="Radiographer")).to_be_visible()
    await expect(window.newest.get_by_role("button", name="Not helpful")).to_be_visible()


async def test_the_messages_tab_suggests_what_to_ask(window: Window) -> None:
    """The agent's prompts are pinned above the conversation; a click asks one, and they stay for the next."""
    await window.write_to("Reading Room")
    prompts = window.page.get_by_role("region", name="Ask about radiology and imaging")
    await expect(prompts.get_by_role("button")).to_have_count(4)
    await prompts.get_by_role("button", name="CT or MRI?").click()
    await expect(window.messages).to_have_count(2)
    await expect(window.messages.first).to_contain_text("CT or MRI?")
    await expect(window.newest.get_by_role("heading")).to_contain_text(" vs ")
    await prompts.get_by_role("button", name="Who reads the scans?").click()
    await expect(window.messages).to_have_count(4)


async def test_the_agents_pane_answers(window: Window) -> None:
    """Beside any conversation the agent suggests what to ask, and answers what was clicked."""
    await window.page.get_by_role("button", name="Ask Reading Room").click()
    pane = window.page.get_by_role("complementary", name="Ask Reading Room")
    await pane.get_by_role("button", name="How long does a CT take?").click()
    await expect(pane.get_by_role("article")).to_have_count(2)
    await expect(pane.get_by_role("article").last.get_by_role("heading", name=HOW_LONG)).to_be_visible()
    await expect(pane.get_by_role("button", name="Who reads the scans?")).to_have_count(0)


async def test_a_message_is_explained(window: Window, sam: Person) -> None:
    """Its known terms in its order, for the reader alone; an abbreviation that is not known can be asked for."""
    await sam.say("CTPA is on PACS, but the XQZ is missing")
    await window.newest.hover()
    await window.newest.get_by_role("button", name="More actions").click()
    await window.page.get_by_role("menuitem", name="Explain this message").click()
    await expect(window.newest.get_by_role("heading", name="What this message means")).to_be_visible()
    await expect(window.newest).to_contain_text("Only visible to you")
    await expect(window.newest).to_contain_text(re.compile(r"angiography \(CTPA\).*system \(PACS\)", re.DOTALL))
    await expect(window.newest).to_contain_text("Not in here yet: XQZ.")
    await window.newest.get_by_role("button", name="Ask for XQZ").click()
    await expect(window.newest).to_contain_text("Noted: XQZ is asked for.")
    assert len(sam.messages()) == 1


async def test_a_reply_is_explained_in_its_thread(window: Window, sam: Person) -> None:
    """What a message of a thread means stands in the thread, where its reader is."""
    await sam.say("Where are the pictures?")
    await sam.say("On PACS", thread_ts=sam.messages()[0]["ts"])
    await window.page.get_by_role("button", name="1 reply").click()
    replies = window.thread.get_by_role("article")
    await replies.last.hover()
    await replies.last.get_by_role("button", name="More actions").click()
    await window.page.get_by_role("menuitem", name="Explain this message").click()
    await expect(replies).to_have_count(3)
    await expect(replies.last.get_by_role("heading", name="What this message means")).to_be_visible()
    await expect(window.page.get_by_role("button", name="2 replies")).to_be_visible()


async def test_looking_something_up(window: Window) -> None:
    """A modal completes what is typed, the keyboard picks, and each pick is shown below in the place of the last."""
    await window.page.get_by_role("button", name="Shortcuts and commands").click()
    await window.page.get_by_role("menuitem", name="Look something up").click()
    field = window.modal.get_by_role("combobox")
    await field.click()
    await expect(window.modal).to_contain_text("Type 1 or more characters.")
    await window.page.keyboard.type("ultrasound")
    await expect(window.offered.nth(1)).to_contain_text("concept")
    second = (await window.offered.nth(1).inner_text()).splitlines()[0]
    await window.keys("ArrowDown", "Enter")
    await expect(window.modal.get_by_role("heading", name=second)).to_be_visible()
    await expect(field).to_have_value(second)
    await expect(window.modal).to_contain_text("Sources:")
    await field.click()
    await window.page.keyboard.type("how long does a scan")
    await expect(window.offered).to_have_count(1)
    await expect(window.offered.first).to_contain_text("question")
    await window.keys("Enter")
    await expect(window.modal.get_by_role("heading", name=HOW_LONG)).to_be_visible()
    await expect(window.modal.get_by_role("heading", name=second)).to_have_count(0)
    await window.keys("Escape")
    await expect(window.modal).to_have_count(0)


async def test_a_clinical_decision_is_handed_on(room: Window) -> None:
    """A question about somebody's care is not answered; what it names is explained, to whoever opens it."""
    await room.send("@Reading Room can I give contrast if eGFR is 25")
    await room.page.get_by_role("button", name="1 reply").click()
    card = room.thread.get_by_role("article").last
    await expect(card.get_by_role("heading", name="That is for people who know the patient")).to_be_visible()
    await expect(card).to_contain_text("ask the radiologist on duty or the treating team")
    await card.get_by_role("button", name="Contrast agent").click()
    await expect(room.thread.get_by_role("article")).to_have_count(3)
    await expect(room.thread.get_by_role("article").last).to_contain_text("Only visible to you")


async def test_what_may_name_a_patient_is_not_answered_in_public(room: Window, sam: Person) -> None:
    """Only the asker is told, without a word of what they wrote, and is asked to delete it."""
    await room.send("@Reading Room pt John Smith MRN 12345678 needs a CT, how long?")
    await expect(room.messages).to_have_count(2)
    await expect(room.newest.get_by_role("heading", name="That may name a patient")).to_be_visible()
    await expect(room.newest).to_contain_text("Only visible to you")
    await expect(room.newest).to_contain_text("please delete it")
    for typed in ("John", "Smith", "12345678"):
        await expect(room.newest).not_to_contain_text(typed)
    await expect(room.messages.first.get_by_role("button", name="1 reply")).to_have_count(0)
    await room.person.slack.idle()
    assert len(sam.messages()) == 1


async def test_a_question_behind_a_command(window: Window) -> None:
    """More and Less turn the private answer; after a thumb down one tap says why, and takes the reasons away."""
    await window.send("/faq how long does a CT take")
    answer = window.messages.first
    await expect(answer.get_by_role("heading", name=HOW_LONG)).to_be_visible()
    await expect(answer).to_contain_text("Only visible to you")
    await answer.get_by_role("button", name=f"More: {HOW_LONG}").click()
    await expect(answer).to_contain_text("The scan and the visit")
    await answer.get_by_role("button", name=f"Less: {HOW_LONG}").click()
    await expect(answer).not_to_contain_text("The scan and the visit")
    await answer.get_by_role("button", name="Not helpful").click()
    await expect(window.messages).to_have_count(2)
    await expect(window.newest).to_contain_text("Why did it not help?")
    await window.newest.get_by_role("button", name="Too long").click()
    await expect(window.newest).to_contain_text("Noted: too long. Thank you.")
    await expect(window.newest.get_by_role("button", name="Out of date")).to_have_count(0)
    await expect(window.messages).to_have_count(2)
    await expect(answer.get_by_role("heading", name=HOW_LONG)).to_be_visible()


async def test_asking_fits_a_phone(robin: Person, show: Show) -> None:
    """On a phone an answer, the reasons, the modal with its offers and the pinned prompts stay inside the window."""
    window = await show(robin, width=390, height=844)
    beginning = window.page.get_by_role("heading", name="This is the beginning of #general")
    await expect(beginning).to_be_in_viewport(ratio=1)
    await window.send("/faq how long does a CT take")
    await window.newest.get_by_role("button", name="Not helpful").click()
    await expect(window.newest.get_by_role("button", name="Too long")).to_be_in_viewport(ratio=1)
    assert await window.overflow() == 0
    await window.page.get_by_role("button", name="Shortcuts and commands").click()
    await window.page.get_by_role("menuitem", name="Look something up").click()
    await window.modal.get_by_role("combobox").click()
    await window.page.keyboard.type("ultrasound")
    await expect(window.offered.first).to_be_in_viewport(ratio=1)
    assert await window.overflow() == 0
    await window.keys("Enter")
    await expect(window.modal).to_contain_text("Sources:")
    assert await window.overflow() == 0
    await window.keys("Escape")
    await window.write_to("Reading Room")
    await expect(window.page.get_by_role("button", name="What is an MRI?")).to_be_in_viewport(ratio=1)
    assert await window.overflow() == 0
