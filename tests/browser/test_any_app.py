"""The page serves any app: modals, App Home, shortcuts, an agent, and messages that Slack refuses."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Ward
from tests.browser.window import Show, Window

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_what_slack_refuses_is_told_of(ward_window: Window) -> None:
    """Of a message with one block too many Slackbot names Slack's error and where it is; nothing of it is shown."""
    await ward_window.send("/show too many")
    await expect(ward_window.newest).to_contain_text("Slackbot")
    await expect(ward_window.newest).to_contain_text("/show failed with the error invalid_blocks")
    await expect(ward_window.newest).to_contain_text("/blocks: ")
    await expect(ward_window.newest).to_contain_text("51")
    await expect(ward_window.messages).to_have_count(1)
    await ward_window.newest.focus()
    await ward_window.keys("i")
    await expect(ward_window.inspector.get_by_role("list", name="Problems")).to_contain_text("/blocks: ")


async def test_a_message_does_no_harm(ward_window: Window) -> None:
    """A link that is a program is not live, escapes stay text, no other host is asked, what is unknown is told of."""
    await ward_window.send("/show harmful")
    message = ward_window.newest
    await expect(message).to_contain_text("<!here>")
    await expect(message).to_contain_text("<script>document.title='x'</script>")
    await expect(message).to_contain_text("A pixel that counts readers")
    await expect(message.get_by_role("note")).to_have_text("⚠ cannot draw: call")
    await expect(message.get_by_role("link", name="Press me")).to_have_count(0)
    await expect(message.locator("img[src^='http']")).to_have_count(0)
    await message.get_by_text("Press me").click()
    await expect(ward_window.page).to_have_title("#general | Playground Hospital")


async def test_every_element_of_a_message_answers(ward_window: Window) -> None:
    """A menu behind dots, a select, a date, boxes, and a button that asks first: each sends what Slack sends."""
    await ward_window.send("/show menus")
    message = ward_window.messages.first
    await message.get_by_role("button", name="More actions").click()
    await ward_window.page.get_by_role("menuitem", name="Ward 2").click()
    await expect(ward_window.newest).to_contain_text("ward: ward 2")
    await message.get_by_role("combobox", name="Bed").click()
    await ward_window.offered.filter(has_text="2").click()
    await expect(ward_window.newest).to_contain_text("bed: 2")
    await message.get_by_role("checkbox", name="Lift").check()
    await expect(ward_window.newest).to_contain_text("needs: lift")
    await message.get_by_role("checkbox", name="Interpreter").check()
    await expect(ward_window.newest).to_contain_text("needs: lift, interpreter")
    day = message.locator("input[type=date]")
    await expect(day).to_have_value("2026-11-25")
    await day.fill("2026-12-01")
    await day.press("Enter")
    await expect(ward_window.newest).to_contain_text("day: 2026-12-01")
    await message.get_by_role("button", name="Discharge").click()
    question = ward_window.page.get_by_role("alertdialog", name="Discharge?")
    await question.get_by_role("button", name="Keep them").click()
    await expect(question).to_have_count(0)
    await expect(ward_window.messages).to_have_count(6)
    await message.get_by_role("button", name="Discharge").click()
    await question.get_by_role("button", name="Discharge them").click()
    await expect(ward_window.newest).to_contain_text("discharge: pressed")


async def test_a_modal_is_filled_in(ward_window: Window) -> None:
    """A shortcut opens it; what is wrong is told at the field; pushed, updated and sent, Home shows the order."""
    page, modal = ward_window.page, ward_window.modal
    await page.get_by_role("button", name="Shortcuts and commands").click()
    await page.get_by_role("menuitem", name="Order").click()
    await expect(modal.get_by_role("heading", name="Order", exact=True)).to_be_visible()
    await expect(modal.get_by_label("Patient")).to_be_focused()
    await ward_window.keys("Enter")
    await expect(modal.get_by_text("Please complete this required field.")).to_have_count(3)
    await modal.get_by_label("Patient").fill("Mr Miller")
    await modal.get_by_role("combobox", name="Examination").click()
    await page.keyboard.type("chest")
    await expect(ward_window.offered).to_have_count(2)
    await ward_window.keys("ArrowDown", "Enter")
    await expect(modal.get_by_role("combobox", name="Examination")).to_have_value("CT of the chest")
    await modal.get_by_label("This week").check()

    await modal.get_by_role("button", name="How to prepare").click()
    await expect(modal).to_contain_text("Nothing to eat")
    await ward_window.keys("Escape")
    await expect(modal.get_by_role("button", name="How to prepare")).to_be_focused()
    await expect(modal.get_by_label("Patient")).to_have_value("Mr Miller")
    await modal.get_by_role("button", name="Shorter").click()
    await expect(modal.get_by_role("heading", name="Short order")).to_be_visible()
    await expect(modal.get_by_role("button", name="Shorter")).to_have_count(0)
    await expect(modal.get_by_label("Patient")).to_have_value("Mr Miller")

    await modal.get_by_role("button", name="Order it").click()
    patient = modal.get_by_label("Patient")
    await expect(patient).to_have_accessible_description("A patient's number has digits only.")
    await expect(patient).to_be_focused()
    await patient.fill("1234")
    await modal.get_by_role("button", name="Order it").click()
    await expect(modal).to_have_count(0)
    await ward_window.go_to("Ward Desk")
    await expect(page.get_by_role("tabpanel")).to_contain_text("• CT of the chest for 1234, This week")
    await page.get_by_role("tabpanel").get_by_role("button", name="Order").click()
    await expect(modal.get_by_role("heading", name="Order", exact=True)).to_be_visible()
    await expect(modal.get_by_label("Patient")).to_have_value("")
    await modal.get_by_role("button", name="Close").click()
    await expect(modal).to_have_count(0)


async def test_a_message_shortcut_answers_in_private(ward_window: Window) -> None:
    """The app's shortcut stands in the message's menu, and its answer is for whoever used it."""
    await ward_window.send("Bed 12 is free")
    await ward_window.newest.hover()
    await ward_window.newest.get_by_role("button", name="More").click()
    await ward_window.page.get_by_role("menuitem", name="Note it").click()
    await expect(ward_window.newest).to_contain_text("Noted: Bed 12 is free")
    await expect(ward_window.newest).to_contain_text("Only visible to you")


async def test_an_agent_is_asked(ward: Ward, show: Show) -> None:
    """The agent's pane suggests what to ask, says what the app is doing, and has the answer; a new chat begins anew."""
    window = await show(ward.person)
    page = window.page
    await page.get_by_role("button", name="Ask Ward Desk").click()
    pane = page.get_by_role("complementary", name="Ask Ward Desk")
    await expect(pane.get_by_role("heading", name="Ask the ward")).to_be_visible()
    await pane.get_by_role("button", name="Who is on call?").click()
    await expect(pane.get_by_role("status").filter(has_text="is reading the rota…")).to_be_visible()
    await expect(pane.get_by_role("button", name="Where is bed 12?")).to_have_count(0)
    ward.desk.rota.set()
    await expect(pane.get_by_role("article").last).to_contain_text("Kim Larsen is on call.")
    await expect(pane.get_by_text("is reading the rota…")).to_have_count(0)
    await pane.get_by_label("Message Ward Desk", exact=True).fill("And tomorrow?")
    await window.keys("Enter")
    await expect(pane.get_by_role("article")).to_have_count(4)
    await pane.get_by_role("button", name="New chat").click()
    await expect(pane.get_by_role("article")).to_have_count(0)
    await expect(pane.get_by_role("button", name="Where is bed 12?")).to_be_visible()
