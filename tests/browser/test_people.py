"""Who is there: another person, a new one, a new channel, the app in it; and what people do with messages."""

import pytest
from playwright.async_api import expect

from bot.playground.people import Person
from tests.browser.conftest import Ward
from tests.browser.window import Show, Window

SCROLLED_UP = """log => new Promise((done, failed) => {
    if (log.scrollTop === 0) failed("there is nothing to scroll");
    log.addEventListener("scroll", () => requestAnimationFrame(done), {once: true});
    log.scrollTo(0, 0);
})"""
"""To the top, and waits until the page knows: a browser tells of it a frame later."""

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_another_person_sees_what_is_theirs(window: Window) -> None:
    """After a switch the private cards of the one are gone, what is public stays, and the draft is each one's own."""
    await window.send("/modality MRI")
    await window.send("Good morning")
    await expect(window.messages).to_have_count(2)
    await window.composer.fill("half a sen")
    who = window.page.get_by_label("You are")
    await who.select_option("Sam Osei")
    await expect(window.messages).to_have_count(1)
    await expect(window.newest).to_contain_text("Robin Reyes")
    await expect(window.composer).to_have_value("")
    await window.send("Good morning, @Robin Reyes")
    await expect(window.newest).to_contain_text("Sam Osei")
    await expect(window.newest).to_contain_text("@Robin Reyes")
    await who.select_option("Robin Reyes (admin)")
    await expect(window.messages).to_have_count(3)
    await expect(window.composer).to_have_value("half a sen")


async def test_a_channel_and_a_person_are_new(ward: Ward, show: Show) -> None:
    """A channel is founded, the app is invited and answers to its name, and somebody new joins the workspace."""
    window = await show(ward.person)
    add = window.conversations.get_by_role("button", name="Add")
    await add.click()
    await window.page.get_by_role("menuitem", name="New channel").click()
    name = window.page.get_by_role("dialog").get_by_label("Name")
    await name.fill("Night Shift")
    await name.press("Enter")
    await expect(window.page.get_by_role("dialog").get_by_role("alert")).to_contain_text("lower-case letters")
    await name.fill("night-shift")
    await name.press("Enter")
    await expect(window.page.get_by_role("heading", name="#night-shift", exact=True)).to_be_visible()

    await window.send("@Ward Desk are you there?")
    await expect(window.newest).to_contain_text("Invite it first")
    await window.page.get_by_role("button", name="Add Ward Desk").click()
    await expect(window.page.get_by_role("button", name="2 members")).to_be_visible()
    await window.send("@Ward Desk are you there?")
    await window.page.get_by_role("button", name="1 reply").click()
    await expect(window.thread.get_by_role("article").last).to_contain_text("Hello @Robin Reyes")

    await add.click()
    await window.page.get_by_role("menuitem", name="New person").click()
    await window.page.get_by_label("Full name").fill("Noor Haddad")
    await window.page.get_by_role("dialog").get_by_role("button", name="Add").click()
    await expect(window.conversations.get_by_role("button", name="Noor Haddad")).to_be_visible()
    await window.page.get_by_label("You are").select_option("Noor Haddad")
    await window.go_to("night-shift")
    await expect(window.page.get_by_text("You are not in #night-shift.")).to_be_visible()
    await window.page.get_by_role("button", name="Join #night-shift").click()
    await expect(window.page.get_by_text("You are not in #night-shift.")).to_have_count(0)
    await window.send("Hello from me")
    await expect(window.newest).to_contain_text("Noor Haddad")


async def test_messages_are_answered_and_changed(ward: Ward, show: Show) -> None:
    """A message is edited, reacted to, answered in its thread and deleted; whoever else looks sees it at once."""
    window = await show(ward.person)
    other = await show(Person(ward.person.slack, ward.person.slack.workspace.user_named("sam"), ward.person.channel))
    await window.page.get_by_role("button", name="Add Ward Desk").click()
    await window.send("Bed 12 is fre")
    await window.newest.focus()
    await window.keys("e")
    await window.page.get_by_label("Edit message").fill("Bed 12 is free")
    await window.keys("Enter")
    await expect(other.newest).to_contain_text("Bed 12 is free")
    await expect(other.newest).to_contain_text("(edited)")

    await other.newest.hover()
    await other.newest.get_by_role("button", name="Add reaction").click()
    await other.page.get_by_role("group", name="Emoji").get_by_role("button", name="eyes").click()
    await expect(window.newest.get_by_role("button", name="eyes, 1: Sam Osei")).to_be_visible()
    await expect(other.newest).to_contain_text("Only visible to you")
    await expect(other.newest).to_contain_text("Thanks for the 👀")
    await expect(window.messages).to_have_count(1)
    await window.newest.get_by_role("button", name="eyes, 1: Sam Osei").click()
    await expect(other.messages.first.get_by_role("button", name="eyes, 2")).to_be_visible()

    await other.messages.first.hover()
    await other.messages.first.get_by_role("button", name="Reply in thread").click()
    await expect(other.reply).to_be_focused()
    await other.page.keyboard.type("/show menus")
    await expect(other.thread).to_contain_text("Slash commands cannot be used in threads")
    await other.reply.fill("I take it")
    await other.keys("Enter")
    await expect(window.messages.first.get_by_role("button", name="1 reply")).to_be_visible()

    await window.messages.first.hover()
    await window.messages.first.get_by_role("button", name="More").click()
    await window.page.get_by_role("menuitem", name="Delete message").click()
    await expect(window.page.get_by_text("Bed 12 is free")).to_have_count(0)
    await expect(other.messages.first).to_contain_text("This message was deleted.")
    await expect(other.thread).to_contain_text("I take it")
    await expect(window.messages.first.get_by_role("button", name="1 reply")).to_be_visible()


async def test_what_is_new_is_counted(window: Window, show: Show) -> None:
    """A conversation that one does not look at says how much is new there; scrolled up, so does the list."""
    sam = Person(window.person.slack, window.person.slack.workspace.user_named("sam"), window.person.channel)
    await window.go_to("radiology")
    await sam.say("Anybody here?")
    await sam.say("Hello?")
    place = window.conversations.get_by_role("button", name="general")
    await expect(place).to_contain_text("2 new")
    await window.go_to("general")
    await expect(place).not_to_contain_text("new")
    await window.send("/reading-room concepts")
    await expect(window.messages).to_have_count(3)
    log = window.page.get_by_role("log", name="Messages in")
    await log.evaluate(SCROLLED_UP)
    await sam.say("Never mind")
    await window.page.get_by_role("button", name="New messages").click()
    await expect(window.newest).to_be_in_viewport(ratio=1)
