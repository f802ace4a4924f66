"""A channel and its owner on the page: off, watched, judged, live, and back; and a gap that becomes an answer."""

import re
from collections.abc import Mapping

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from bot.cards.channels import MOST_LISTED
from bot.knowledge.channels import TRIAL
from bot.knowledge.pack import Pack
from bot.names import Kind
from bot.playground.people import Person
from tests.browser.window import Show, Window
from tests.scenarios.channel import HEADING, HOLD, QUESTION, Ward

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = {"width": 390, "height": 844}
TAKE_BACK = "Not needed, take it away"
TELL_ME = "Tell me when there is an answer"


@pytest_asyncio.fixture(loop_scope="session")
async def channel(robin: Person) -> Ward:
    """#radiology with the bot in it; Robin runs the workspace, Sam and Kim are there."""
    return Ward(robin)


async def at(show: Show, person: Person, **options: int) -> Window:
    """Somebody's window, in #radiology."""
    window = await show(person, **options)
    await window.go_to("radiology")
    return window


async def open_settings(window: Window) -> Locator:
    """Type the command that opens a channel's settings: the modal."""
    await window.send("/reading-room channel")
    await expect(window.modal.get_by_role("heading", name="Channel settings")).to_be_visible()
    return window.modal


async def choose(window: Window, menu: str, label: str) -> None:
    """Choose from a menu of the modal."""
    await window.modal.get_by_role("combobox", name=menu).click()
    await window.offered.filter(has_text=label).click()


async def name_owner(window: Window, name: str) -> None:
    """Name an owner in the modal, with the keyboard."""
    await window.modal.get_by_role("combobox", name="Owners").click()
    await window.page.keyboard.type(name[:3])
    await window.keys("Enter", "Escape")
    await expect(window.modal.get_by_role("button", name=f"Remove {name}")).to_be_visible()


async def ask_what_things_are(window: Window, pack: Pack, count: int) -> None:
    """Ask so many different questions, each of which has a vetted answer."""
    known = [entry for entry in pack.entries.values() if entry.kind is Kind.MODALITY and not entry.ambiguous]
    for number, entry in enumerate(known[:count], 1):
        await window.send(f"what is {entry.name}?")
        await expect(window.messages).to_have_count(number)
    await window.person.slack.idle()


async def fill(form: Locator, typed: Mapping[str, str]) -> None:
    """Fill in fields by their labels, and propose what is filled in."""
    for label, text in typed.items():
        await form.get_by_role("textbox", name=label, exact=True).fill(text)
    await form.get_by_role("button", name="Propose").click()


async def save(window: Window) -> None:
    """Save the settings, and have them taken."""
    await window.modal.get_by_role("button", name="Save").click()
    await expect(window.modal).to_have_count(0)


async def change_a_verdict(card: Locator) -> None:
    """Judge the first of a list wrong by a slip of the thumb, and make it right."""
    await card.get_by_role("button", name="Wrong", exact=True).first.click()
    await expect(card).to_contain_text("✗ Wrong")
    await card.get_by_role("button", name="Change to right").click()
    await expect(card).to_contain_text("✓ Right")
    await expect(card).not_to_contain_text("✗ Wrong")


async def judge(card: Locator, count: int) -> None:
    """Judge so many of a list right, one tap each."""
    right = card.get_by_role("button", name="Right", exact=True)
    for left in range(count, 0, -1):
        await expect(right).to_have_count(left)
        await right.first.click()
    await expect(right).to_have_count(0)


async def move_clock(window: Window, minutes: int) -> None:
    """Move the stand-in's clock on, as a person at the page does."""
    if not await window.inspector.is_visible():
        await window.page.get_by_role("button", name="Inspector").click()
    minute = window.inspector.get_by_role("button", name="Move the clock on by 1 min")
    if not await minute.is_visible():
        await window.inspector.get_by_text("Clock", exact=True).click()
    for _ in range(minutes):
        async with window.page.expect_response("**/page/advance"):
            await minute.click()


async def open_thread(window: Window, question: str, replies: str = "1 reply") -> Locator:
    """Open the thread below the newest message that says this: what stands in it."""
    asked = window.messages.filter(has_text=question).last
    await asked.get_by_role("button", name=replies, exact=True).click()
    await expect(window.thread.get_by_role("article").first).to_contain_text(question)
    return window.thread.get_by_role("article")


async def test_off_watched_judged_and_live(channel: Ward, show: Show, pack: Pack) -> None:
    """An admin names an owner, who lets a channel be watched, judges twenty answers, and only then lets it go live."""
    admin = await at(show, channel.robin)
    modal = await open_settings(admin)
    await expect(modal).to_contain_text("What Reading Room does unasked in #radiology")
    await expect(modal).to_contain_text("Nothing is read here.")
    await expect(modal.get_by_role("button", name="Send me what is to be judged")).to_have_count(0)
    await name_owner(admin, "Sam Osei")
    await save(admin)

    owner = await at(show, channel.sam)
    await open_settings(owner)
    await choose(owner, "Mode", "Watch: nothing is posted, owners judge")
    await choose(owner, "Answers, at most", "60 an hour")
    await save(owner)

    asker = await at(show, channel.kim)
    await ask_what_things_are(asker, pack, TRIAL)
    await move_clock(asker, 2)
    await channel.slack.idle()
    assert channel.answers() == []

    modal = await open_settings(owner)
    await expect(modal).to_contain_text("Watching: nothing judged yet; 20 more to judge before it can go live.")
    await modal.get_by_role("button", name="Send me what is to be judged").click()
    await modal.get_by_role("button", name="Cancel").click()
    await owner.write_to("Reading Room")
    await expect(owner.newest.get_by_role("heading", name="What Reading Room would have said")).to_be_visible()
    await change_a_verdict(owner.newest)
    await judge(owner.newest, MOST_LISTED - 1)
    await expect(owner.newest).to_contain_text("12 of 12 judged right (100 %, floor 95 %); 8 more to judge")

    await owner.go_to("radiology")
    modal = await open_settings(owner)
    await choose(owner, "Mode", "Live: questions are answered")
    await choose(owner, "People first", "1 minute")
    await modal.get_by_role("button", name="Save").click()
    wrong = modal.locator("[data-invalid]")
    await expect(wrong).to_have_count(1)
    await expect(wrong).to_contain_text(re.compile("^Mode.*Live needs 20 judged answers, and there are 12 so far."))
    await expect(modal.get_by_role("combobox", name="People first")).to_have_value("1 minute")
    await modal.get_by_role("button", name="Cancel").click()

    await owner.write_to("Reading Room")
    await owner.newest.get_by_role("button", name="Send me the next ones").click()
    await expect(owner.messages).to_have_count(2)
    await judge(owner.newest, TRIAL - MOST_LISTED)
    await expect(owner.newest).to_contain_text("20 of 20 judged right (100 %, floor 95 %); it can go live.")
    await owner.go_to("radiology")
    await open_settings(owner)
    await choose(owner, "Mode", "Live: questions are answered")
    await save(owner)
    modal = await open_settings(owner)
    await expect(modal).to_contain_text("Live: 20 of 20 judged right (100 %, floor 95 %), votes included.")
    await expect(modal).to_contain_text(re.compile(r"\d\d \w{3} \d\d:\d\d · @Sam Osei · mode: watch → live"))
    await expect(modal).to_contain_text("@Robin Reyes · owners: 1 added")


async def test_the_answer_goes_with_its_question(channel: Ward, show: Show, pack: Pack) -> None:
    """When nobody replied the answer stands in the thread, with why; it goes when the asker edits, or has no need."""
    await channel.live(pack)
    asker = await at(show, channel.kim)
    await asker.send(QUESTION)
    await channel.slack.idle()
    await move_clock(asker, 1)
    await channel.slack.idle()
    assert channel.answers() == []
    await move_clock(asker, 1)
    thread = await open_thread(asker, QUESTION)
    await expect(thread).to_have_count(2)
    card = thread.last
    await expect(card.get_by_role("heading", name=HEADING)).to_be_visible()
    await expect(card).to_contain_text(f"Nobody had replied for 90 seconds, so here is the vetted answer: {HEADING}")
    await expect(card).to_contain_text("🔇 on the question mutes this thread.")
    await expect(card).not_to_contain_text("Only visible to you")
    await expect(card.get_by_role("button", name="For who asked: take this answer away")).to_have_text(TAKE_BACK)

    other = await at(show, channel.sam)
    await open_thread(other, QUESTION)
    asked = asker.messages.filter(has_text=QUESTION).last
    await asked.focus()
    await asker.keys("e")
    await asker.page.get_by_label("Edit message").fill("how long does the lift take?")
    await asker.keys("Enter")
    await expect(thread.first).to_contain_text("how long does the lift take?(edited)")
    await expect(thread).to_have_count(1)
    await expect(other.thread.get_by_role("article")).to_have_count(1)
    assert channel.answers() == []

    await asker.send("What is PACS?")
    await channel.slack.idle()
    await channel.pass_time(HOLD + 1)
    thread = await open_thread(asker, "What is PACS?")
    await open_thread(other, "What is PACS?")
    refused = other.thread.get_by_role("article").last
    bystander = await at(show, channel.robin)
    await open_thread(bystander, "What is PACS?")
    await bystander.thread.get_by_role("button", name="For who asked").click()
    await expect(bystander.thread.get_by_role("article").last).to_contain_text("Only who asked, or an owner of this")
    await expect(bystander.thread.get_by_role("article").last).to_contain_text("Only visible to you")
    await expect(refused.get_by_role("heading", name="Picture archiving")).to_be_visible()
    await thread.last.get_by_role("button", name="For who asked").click()
    await expect(thread.last).to_contain_text("Taken away.")
    await expect(thread).to_have_count(2)
    await expect(other.thread.get_by_role("article")).to_have_count(1)
    assert channel.answers() == []


async def test_people_come_first(channel: Ward, show: Show, pack: Pack) -> None:
    """A thread muted with 🔇, or with a reply in it, gets no answer; who mentions the bot there is answered alone."""
    await channel.live(pack)
    asker, other = await at(show, channel.kim), await at(show, channel.sam)
    await asker.send(QUESTION)
    await expect(other.newest).to_contain_text(QUESTION)
    await other.newest.hover()
    await other.newest.get_by_role("button", name="Add reaction").click()
    await other.page.get_by_label("Emoji by name").fill("mute")
    await other.keys("Enter")
    await expect(asker.newest.get_by_role("button", name="mute, 1: Sam Osei")).to_have_text("🔇 1")

    await asker.send("What is PACS?")
    await expect(other.newest).to_contain_text("What is PACS?")
    await other.newest.hover()
    await other.newest.get_by_role("button", name="Reply in thread").click()
    await other.reply.fill("Where the pictures are.")
    await other.keys("Enter")
    await expect(asker.newest.get_by_role("button", name="1 reply")).to_be_visible()
    await channel.slack.idle()
    await channel.pass_time(HOLD + 1)
    await channel.pass_time(HOLD)
    assert channel.answers() == []

    muted = asker.messages.filter(has_text=QUESTION).last
    await muted.hover()
    await muted.get_by_role("button", name="Reply in thread").click()
    await asker.reply.fill("@Reading Room how long does a CT take?")
    await asker.keys("Enter")
    thread = asker.thread.get_by_role("article")
    await expect(thread).to_have_count(3)
    await expect(thread.last.get_by_role("heading", name=HEADING)).to_be_visible()
    await expect(thread.last).to_contain_text("Only visible to you")
    await open_thread(other, QUESTION)
    await channel.slack.idle()
    await expect(other.thread.get_by_role("article")).to_have_count(2)


async def test_a_gap_becomes_an_answer(channel: Ward, show: Show) -> None:
    """What nobody could look up is written by one owner, approved by another, live for all, and told to who waited."""
    await channel.set(channel.robin, owners=[channel.sam.user.id, channel.robin.user.id])
    asker, author, second = [await at(show, one) for one in (channel.kim, channel.sam, channel.robin)]
    await asker.send("/define qwertyword")
    await expect(asker.newest.get_by_role("heading", name="Not in here yet")).to_be_visible()
    await asker.newest.get_by_role("button", name=TELL_ME).click()
    await expect(asker.newest).to_contain_text("You will get one message when it is answered")

    await author.send("/reading-room gaps")
    await expect(author.newest.get_by_role("heading", name="Asked, and not answered yet")).to_be_visible()
    await expect(author.newest).to_contain_text("“qwertyword” · once")
    await author.newest.get_by_role("button", name="Answer this: “qwertyword”").click()
    form = author.modal
    await expect(form).to_contain_text("Looked up in vain: qwertyword")
    await expect(form.get_by_role("textbox", name="The standard term, in full")).to_have_value("Qwertyword")
    typed = {
        "What people type for it (optional)": "keyboard word",
        "What it is, for staff": "Six keys in a row, and the word that they stand for.",
        "What you would say to a patient": "For Mr John Smith, MRN 12345678, it is a word.",
        "The source": "On-call plan 2026",
        "Who published it": "Department of Radiology",
        "Its address (optional)": "nowhere",
    }
    await fill(form, typed)
    wrong = form.locator("[data-invalid]")
    await expect(wrong).to_contain_text(re.compile("^What you would say to a patient.*That may name a patient."))
    for label, text in typed.items():
        await expect(form.get_by_role("textbox", name=label, exact=True)).to_have_value(text)
    await fill(form, {"What you would say to a patient": "It is a word."})
    await expect(wrong).to_contain_text("Its address")
    await expect(wrong.get_by_text("This is no whole address")).to_be_in_viewport(ratio=0.9)
    await fill(form, {"Its address (optional)": "https://example.org/on-call"})
    await expect(form).to_contain_text("It goes live as soon as the other owner approves it. You will be told.")
    await form.get_by_role("button", name="Close").last.click()

    await second.write_to("Reading Room")
    review = second.newest
    await expect(review.get_by_role("heading", name="An answer to approve")).to_be_visible()
    await expect(review).to_contain_text("@Sam Osei wrote this.")
    for text in ("Qwertyword", "Six keys in a row", "It is a word.", "keyboard word", "On-call plan 2026"):
        await expect(review).to_contain_text(text)
    await review.get_by_role("button", name="Approve").click()
    await expect(second.newest).to_contain_text("You approved it.")
    await expect(second.messages).to_have_count(1)

    await author.write_to("Reading Room")
    await expect(author.newest.get_by_role("heading", name="Your answer is live")).to_be_visible()
    await expect(author.newest).to_contain_text("For your pack, its files qwertyword.yml and sources.yml")
    await expect(author.newest).to_contain_text("id: qwertyword")
    await asker.write_to("Reading Room")
    await expect(asker.newest).to_contain_text("You asked to be told: there is an answer now.")
    await expect(asker.newest.get_by_role("heading", name="Qwertyword")).to_be_visible()
    await expect(asker.newest.get_by_role("button", name="Share to channel")).to_have_count(0)
    await asker.go_to("radiology")
    await asker.send("/define keyboard word")
    await expect(asker.newest.get_by_role("heading", name="Qwertyword")).to_be_visible()
    await channel.pass_time(3600)
    assert len(channel.told(channel.kim)) == 1
    await author.go_to("radiology")
    await author.send("/reading-room gaps")
    await expect(author.newest.get_by_role("heading", name="No gaps")).to_be_visible()


async def test_a_question_becomes_an_answer(channel: Ward, show: Show) -> None:
    """A question that got none, in the channel or behind a command, is answered by who asks for it after that."""
    await channel.set(channel.robin, owners=[channel.sam.user.id])
    asker, author = await at(show, channel.kim), await at(show, channel.sam)
    await asker.send("@Reading Room how heavy is a CT scanner on a lorry")
    thread = await open_thread(asker, "how heavy is a CT scanner on a lorry")
    await expect(thread.last.get_by_role("heading", name="No vetted answer to that")).to_be_visible()
    await thread.last.get_by_role("button", name=TELL_ME).click()
    await expect(thread.last).to_contain_text("You will get one message when it is answered")
    await expect(thread.last).to_contain_text("Only visible to you")

    await author.send("/reading-room gaps")
    await expect(author.newest).to_contain_text("About Computed tomography (CT) · once")
    await author.newest.get_by_role("button", name="Answer this: about Computed tomography").click()
    form = author.modal
    await expect(form).to_contain_text("Asked: about Computed tomography (CT)")
    ways = ("how heavy is a CT scanner on a lorry", "what does a CT scanner weigh", "weight of a CT scanner")
    typed = {
        "The question": "How heavy is a CT scanner?",
        "How people ask it": "\n".join(ways),
        "The answer": "Two to three tonnes, so the floor is checked before it comes.",
        "The source": "Site planning guide 2026",
        "Who published it": "Department of Radiology",
    }
    await fill(form, typed)
    await expect(form).to_contain_text("You are the only owner here, so it is sent to you")
    await form.get_by_role("button", name="Close").last.click()
    await author.write_to("Reading Room")
    review = author.newest
    await expect(review).to_contain_text("You wrote this, and nobody else owns a channel here")
    await expect(review).to_contain_text("what does a CT scanner weigh")
    await review.get_by_role("button", name="Approve").click()
    await expect(author.newest.get_by_role("heading", name="Your answer is live")).to_be_visible()
    await asker.write_to("Reading Room")
    await expect(asker.newest.get_by_role("heading", name="How heavy is a CT scanner?")).to_be_visible()
    await asker.go_to("radiology")
    await asker.send("/faq what does a CT scanner weigh?")
    await expect(asker.newest.get_by_role("heading", name="How heavy is a CT scanner?")).to_be_visible()
    await author.go_to("radiology")
    await author.send("/reading-room gaps")
    await expect(author.newest.get_by_role("heading", name="No gaps")).to_be_visible()


async def test_who_is_no_owner_reads(channel: Ward, show: Show) -> None:
    """Settings can be read by everybody, with who changed what and when; to change them there is nothing to click."""
    reader = await at(show, channel.kim)
    modal = await open_settings(reader)
    await expect(modal).to_contain_text("Owners: nobody yet; a workspace admin names the first")
    await expect(modal).to_contain_text("Nothing was changed yet.")
    await reader.keys("Escape")
    await channel.watch()
    modal = await open_settings(reader)
    await expect(modal).to_contain_text("Owners: @Sam Osei")
    await expect(modal).to_contain_text("Mode: Watch: nothing is posted, owners judge")
    await expect(modal).to_contain_text("Only the owners named here, and workspace admins, may change this.")
    await expect(modal).to_contain_text(re.compile(r"\d\d \w{3} \d\d:\d\d · @Sam Osei · mode: off → watch"))
    await expect(modal).to_contain_text("@Robin Reyes · owners: 1 added")
    await expect(modal.get_by_role("combobox")).to_have_count(0)
    await expect(modal.get_by_role("button", name="Save")).to_have_count(0)
    await expect(modal.get_by_role("button", name="Send me what is to be judged")).to_have_count(0)
    await reader.keys("Escape")
    await reader.send("/reading-room gaps")
    await expect(reader.newest).to_contain_text("Gaps are for the owners of channels")


async def test_a_channel_fits_a_phone(channel: Ward, show: Show, pack: Pack) -> None:
    """On a phone the settings, the list, the answer and the form stay inside the window, and can be used."""
    await channel.live(pack)
    await channel.set(channel.robin, owners=[channel.sam.user.id, channel.kim.user.id], days=["0", "6"], opens="00:00",
                      closes="23:59")  # fmt: skip
    phone = await at(show, channel.kim, **PHONE)
    modal = await open_settings(phone)
    assert await phone.overflow() == 0
    await modal.get_by_role("combobox", name="Owners").click()
    await expect(phone.offered.first).to_be_in_viewport(ratio=1)
    assert await phone.overflow() == 0
    await phone.keys("Escape")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        await modal.get_by_role("checkbox", name=day).check()
    await modal.get_by_label("From").fill("00:00")
    await modal.get_by_label("Until").fill("00:00")
    await choose(phone, "People first", "15 seconds")
    await save(phone)

    await phone.send(QUESTION)
    await channel.slack.idle()
    await channel.pass_time(16)
    thread = await open_thread(phone, QUESTION)
    await expect(thread.last).to_contain_text("Nobody had replied for 15 seconds")
    taking = thread.last.get_by_role("button", name="For who asked")
    await taking.scroll_into_view_if_needed()
    await expect(taking).to_be_in_viewport(ratio=1)
    assert await phone.overflow() == 0
    await taking.click()
    await expect(thread.last).to_contain_text("Taken away.")
    assert await phone.overflow() == 0

    await phone.page.get_by_role("button", name="Back", exact=True).click()
    await phone.send("/define qwertyword")
    await phone.send("/reading-room gaps")
    await expect(phone.newest).to_contain_text("“qwertyword” · once")
    assert await phone.overflow() == 0
    await phone.newest.get_by_role("button", name="Answer this").click()
    await expect(phone.modal).to_contain_text("Looked up in vain: qwertyword")
    assert await phone.overflow() == 0
