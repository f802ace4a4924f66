"""What somebody new does first, with Reading Room installed."""

import pytest
from playwright.async_api import expect

from bot.playground.people import Person
from tests.browser.window import Show, Window

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_first_question(window: Window) -> None:
    """A slash offers the commands, the keyboard takes one, and Enter brings the card."""
    await window.composer.click()
    await window.page.keyboard.type("/mod")
    await expect(window.offered).to_have_count(1)
    await expect(window.offered).to_contain_text("What an imaging modality is")
    await window.keys("Tab")
    await expect(window.composer).to_have_value("/modality ")
    await window.page.keyboard.type("MRI")
    await window.keys("Enter")
    card = window.newest
    await expect(card.get_by_role("heading", name="Magnetic resonance imaging (MRI)")).to_be_visible()
    await expect(card).to_contain_text("Only visible to you")
    await expect(card).to_contain_text("Reading Room")
    await expect(card).to_contain_text("Sources:")
    left, right = [await card.get_by_text(fact).bounding_box() for fact in ("Ionizing radiation", "Best for")]
    assert left
    assert right
    assert left["y"] == right["y"]
    assert left["x"] < right["x"]
    await expect(window.composer).to_have_value("")


async def test_typing_needs_no_click(window: Window) -> None:
    """What is typed after opening the page, or after going elsewhere, goes into the composer."""
    await expect(window.composer).to_be_focused()
    await window.page.keyboard.type("/define PACS")
    await window.keys("Enter")
    await expect(window.newest.get_by_role("heading", name="Picture archiving")).to_be_visible()
    await window.go_to("radiology")
    await window.page.keyboard.type("/modality CT")
    await expect(window.composer).to_have_value("/modality CT")


async def test_back_leads_back(window: Window) -> None:
    """The browser's Back and Forward go through the conversations, and a reload stays where one is."""
    page = window.page
    await window.go_to("radiology")
    await expect(page.get_by_role("heading", name="#radiology", exact=True)).to_be_visible()
    await window.go_to("new-hires")
    await expect(page.get_by_role("heading", name="#new-hires", exact=True)).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("heading", name="#radiology", exact=True)).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("heading", name="#general", exact=True)).to_be_visible()
    await page.go_forward()
    await expect(page.get_by_role("heading", name="#radiology", exact=True)).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("heading", name="This is the beginning of #radiology")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("heading", name="#general", exact=True)).to_be_visible()


async def test_a_comparison_is_shared(window: Window, show: Show) -> None:
    """More turns the private card, and Share to channel shows it to everybody, in the sharer's name."""
    await window.send("/compare DR IR")
    header = window.page.get_by_role("heading", name="Diagnostic radiology (DR) vs Interventional radiology (IR)")
    await expect(header).to_be_visible()
    rows = window.newest.get_by_text("DR", exact=True)
    few = await rows.count()
    await window.page.get_by_role("button", name="More", exact=True).click()
    await expect(window.page.get_by_role("button", name="Less", exact=True)).to_be_visible()
    assert await rows.count() > few
    await expect(window.messages).to_have_count(1)

    sam = window.person.slack.workspace.user_named("sam")
    other = await show(Person(window.person.slack, sam, window.person.channel))
    await expect(other.page.get_by_role("heading", name="This is the beginning of #general")).to_be_visible()
    await window.page.get_by_role("button", name="Share to channel").click()
    await expect(other.newest).to_contain_text("Shared by @Robin Reyes")
    await expect(other.messages).to_have_count(1)
    await expect(other.newest).not_to_contain_text("Only visible to you")
    await expect(other.newest.get_by_role("button", name="Share to channel")).to_have_count(0)
    await expect(window.messages).to_have_count(2)
    await expect(window.messages.first).to_contain_text("Only visible to you")
    await expect(window.newest).to_contain_text("Shared by @Robin Reyes")


async def test_compare_with_a_partner(window: Window) -> None:
    """The menu of the card is searched by typing, the keyboard picks, and the comparison stands under the card."""
    await window.send("/modality MRI")
    menu = window.newest.get_by_role("combobox", name="Compare with")
    await menu.focus()
    await window.keys("ArrowDown")
    await expect(window.offered.nth(1)).to_be_visible()
    await window.page.keyboard.type("computed")
    await expect(window.offered).to_have_count(1)
    await window.keys("Enter")
    await expect(window.messages).to_have_count(2)
    await expect(window.messages.first).to_contain_text("Magnetic resonance imaging (MRI)")
    await expect(window.newest.get_by_role("heading")).to_contain_text("Computed tomography (CT)")
    await expect(window.newest.get_by_role("heading")).to_contain_text(" vs ")


async def test_a_shared_abbreviation_is_asked_about(window: Window) -> None:
    """Where an abbreviation has two meanings the card asks, and one tap puts the entry in its place."""
    await window.send("/define DR")
    await expect(window.newest.get_by_role("heading", name="Which one did you mean?")).to_be_visible()
    await window.newest.get_by_role("button", name="Open").first.click()
    await expect(window.newest.get_by_role("heading", name="Diagnostic radiology (DR)")).to_be_visible()
    await expect(window.messages).to_have_count(1)


async def test_what_is_no_command_is_said(window: Window) -> None:
    """A command that no app has comes back into the composer with what there is; recalling a line brings it back."""
    await window.send("/modalty MRI")
    await expect(window.page.get_by_role("alert")).to_contain_text(["/modalty is not a command here"])
    await expect(window.composer).to_have_value("/modalty MRI")
    await window.send("/modality MRI")
    await expect(window.messages).to_have_count(1)
    await expect(window.page.get_by_text("is not a command here")).to_have_count(0)
    await window.composer.focus()
    await window.keys("ArrowUp")
    await expect(window.composer).to_have_value("/modality MRI")


async def test_the_conversation_is_kept(window: Window, show: Show) -> None:
    """After a reload the private cards and the messages are there again, and so is the place."""
    await window.send("/modality MRI")
    await expect(window.messages).to_have_count(1)
    await window.conversations.get_by_role("button", name="radiology").click()
    await window.send("Who reads tonight?")
    await expect(window.newest).to_contain_text("Who reads tonight?")
    await window.page.reload()
    await expect(window.newest).to_contain_text("Who reads tonight?")
    await expect(window.page.get_by_role("heading", name="#radiology", exact=True)).to_be_visible()
    await window.conversations.get_by_role("button", name="general").click()
    await expect(window.newest.get_by_role("heading", name="Magnetic resonance imaging (MRI)")).to_be_visible()
