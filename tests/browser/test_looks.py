"""How the page looks and whom it serves: themes, a phone, the keyboard alone, a screen reader."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import expect

from bot.cards.comparisons import comparison_card
from bot.cards.entries import entry_card
from bot.core.comparing import compare_entries
from bot.knowledge.pack import Pack
from bot.playground.people import Person
from tests.browser.conftest import Ward
from tests.browser.window import Show, Window

pytestmark = pytest.mark.asyncio(loop_scope="session")

Size = dict[str, int]

DESK: Size = {"width": 1280, "height": 900}
PHONE: Size = {"width": 390, "height": 844}

EVERY_RULE = {"resultTypes": ["violations"], "preload": False}
COLOURS = EVERY_RULE | {"runOnly": ["color-contrast", "link-in-text-block"]}
"""In the other theme nothing but the colours is another."""

FOCUSED = """() => {
    const one = document.activeElement;
    const hasOutline = style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    const drawn = style => hasOutline(style) || style.boxShadow !== 'none';
    const box = one.getBoundingClientRect();
    return {
        name: one.getAttribute('aria-label') ?? one.textContent.trim() ?? one.tagName,
        isSomething: one !== document.body,
        isDrawn: [one, one.parentElement, one.nextElementSibling].some(near => near && drawn(getComputedStyle(near))),
        isInside: box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight,
    };
}"""
"""What has the focus, and whether one sees it: by an outline or a ring of its own, or of the field it is part of."""


async def test_the_theme_is_the_systems_until_one_is_chosen(robin: Person, show: Show) -> None:
    """Without a choice the page is as dark as the system, at once; a choice holds, and is kept."""
    window = await show(robin, theme="", color_scheme="dark")
    await expect(window.composer).to_be_visible()
    assert await window.theme() == "dark"
    await window.page.emulate_media(color_scheme="light")
    await expect(window.page.locator("html[data-theme=light]")).to_be_attached()
    assert await window.theme() == "light"
    await window.page.get_by_role("radio", name="Dark").check()
    assert await window.theme() == "dark"
    await window.page.goto(f"{robin.slack.base_url}/")
    await expect(window.page.get_by_role("radio", name="Dark")).to_be_checked()
    assert await window.theme() == "dark"


async def test_a_phone_is_wide_enough(robin: Person, show: Show) -> None:
    """On a phone nothing sticks out, the drawer opens and closes, and a card can be asked for, read and used."""
    window = await show(robin, **PHONE, has_touch=True, is_mobile=True)
    opener = window.page.get_by_role("button", name="Conversations", exact=True)
    await expect(window.composer).to_be_visible()
    assert await window.overflow() == 0
    await expect(window.conversations).to_be_hidden()
    await opener.tap()
    await expect(window.conversations).to_be_visible()
    assert await window.overflow() == 0
    await window.conversations.get_by_role("button", name="radiology").tap()
    await expect(window.conversations).to_be_hidden()
    await expect(window.page.get_by_role("heading", name="#radiology", exact=True)).to_be_visible()
    await opener.tap()
    await expect(window.conversations).to_be_visible()
    await window.keys("Escape")
    await expect(window.conversations).to_be_hidden()
    await expect(opener).to_be_focused()

    await window.composer.fill("/modality MRI")
    await window.page.get_by_role("button", name="Send").tap()
    left, right = [await window.newest.get_by_text(fact).bounding_box() for fact in ("Ionizing radiation", "Best for")]
    assert left
    assert right
    assert left["x"] == right["x"]  # one under the other
    assert await window.overflow() == 0
    await window.newest.get_by_role("combobox", name="Compare with").tap()
    option = window.offered.filter(has_text="Computed tomography (CT)")
    await expect(option).to_be_in_viewport(ratio=1)
    assert await window.overflow() == 0
    await option.tap()
    await expect(window.messages).to_have_count(2)
    assert await window.overflow() == 0

    await window.page.get_by_role("button", name="Inspector").tap()
    await expect(window.inspector).to_be_visible()
    assert await window.overflow() == 0
    await window.inspector.get_by_role("button", name="/modality MRI").tap()
    await expect(window.inspector.get_by_role("heading", name="/modality MRI")).to_be_visible()
    assert await window.overflow() == 0
    await window.inspector.get_by_role("button", name="Back", exact=True).tap()
    await expect(window.composer).to_be_visible()


HEIGHTS = """() => ({
    screen: document.querySelector('.messages').clientHeight,
    cards: [...document.querySelectorAll('.messages article')].map(card => card.offsetHeight),
})"""


async def test_every_short_card_fits_a_phones_screen(robin: Person, show: Show, pack: Pack) -> None:
    """Of every entry and comparison of the pack, the card before *More* is no higher than a phone's screen."""
    cards = {name: entry_card(entry, pack) for name, entry in pack.entries.items()}
    for name, written in pack.comparisons.items():
        compared = compare_entries(pack, [pack.entries[item] for item in written.items])
        cards[name] = comparison_card(compared, pack)
    sent = {"user": robin.slack.app.bot_user_id}
    for card in cards.values():
        robin.slack.workspace.post(robin.channel, sent | card, seen_by=robin.user.id)
    window = await show(robin, **PHONE)
    await expect(window.messages).to_have_count(len(cards))
    measured = await window.page.evaluate(HEIGHTS)
    heights = dict(zip(cards, measured["cards"], strict=True))
    assert {name: height for name, height in heights.items() if height > measured["screen"]} == {}
    assert max(heights.values()) > measured["screen"] * 0.8, "there is room for more on the cards"


async def test_every_card_fits_a_small_phone(robin: Person, show: Show) -> None:
    """The widest cards too stay within 320 pixels."""
    window = await show(robin, width=320, height=640)
    for number, line in enumerate(("/compare CT, MRI, PET, US", "/reading-room modalities", "/define DR"), start=1):
        await window.send(line)
        await expect(window.messages).to_have_count(number)
        assert await window.overflow() == 0


async def test_the_keyboard_alone_is_enough(robin: Person, show: Show) -> None:  # noqa: PLR0915 - one long way
    """From loading to the card, its buttons, its menu, a thread, the inspector and back: no mouse, no focus lost."""
    window = await show(robin)
    page = window.page
    await expect(window.composer).to_be_focused()

    async def seen() -> None:
        focused = await page.evaluate(FOCUSED)
        assert focused == focused | {"isSomething": True, "isDrawn": True, "isInside": True}

    await window.tab_to(page.get_by_role("link", name="Skip to the composer"), back=True)
    await seen()
    await window.keys("Enter")
    await expect(window.composer).to_be_focused()
    await page.keyboard.type("/mod")
    await window.keys("Enter")
    await page.keyboard.type("MRI")
    await window.keys("Enter")
    await expect(window.messages).to_have_count(1)
    await seen()

    await window.tab_to(window.newest.get_by_role("combobox", name="Compare with"), back=True)
    await seen()
    await window.tab_to(window.newest.get_by_role("button", name="More:"), back=True)
    await seen()
    await window.keys("Enter")
    await expect(window.newest.get_by_role("button", name="Less")).to_be_focused()
    await seen()
    await window.tab_to(window.newest.get_by_role("combobox", name="Compare with"))
    await page.keyboard.type("CT")
    await window.keys("Enter")
    await expect(window.messages).to_have_count(2)
    await expect(window.messages.first.get_by_role("combobox")).to_be_focused()
    await window.tab_to(window.composer)
    await page.keyboard.type("Thank you all")
    await window.keys("Enter", "F6")
    await expect(window.messages).to_have_count(3)
    await page.get_by_role("log", name="Messages in").focus()
    await window.keys("End")
    await expect(window.newest).to_be_focused()
    await seen()
    await window.keys("t")
    await expect(window.reply).to_be_focused()
    await seen()
    await page.keyboard.type("And to you")
    await window.keys("Enter")
    await expect(window.thread.get_by_role("article")).to_have_count(2)
    await window.keys("Escape")
    await expect(window.thread).to_have_count(0)
    await expect(window.newest).to_be_focused()
    await seen()

    await window.keys("Home", "i")
    await expect(window.inspector.get_by_role("heading", name="response_url")).to_be_focused()
    await window.keys("Shift+Tab")
    await expect(window.inspector.get_by_role("button", name="All exchanges")).to_be_focused()
    await seen()
    await window.keys("Enter")
    await expect(window.inspector.get_by_role("button", name="response_url").last).to_be_focused()
    await seen()
    await window.keys("Control+.")
    await expect(window.inspector).to_have_count(0)
    await expect(page.locator("body")).not_to_be_focused()
    await window.keys("Control+/")
    await expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    await window.keys("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def assert_accessible(window: Window, where: str) -> None:
    """What axe-core finds may be moderate at most, in either theme; leaves the page in the other one."""
    if await window.page.evaluate("typeof axe === 'undefined'"):
        await window.page.evaluate(AXE_SCRIPT)
    for options in (EVERY_RULE, COLOURS):
        results = await window.page.evaluate("options => axe.run(options)", options)
        grave = [one for one in results["violations"] if one["impact"] in {"serious", "critical"}]
        told = [(one["id"], node["html"], node["failureSummary"]) for one in grave for node in one["nodes"]]
        assert told == [], f"{where}, {await window.theme()}"
        await window.turn_theme()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_axe_finds_nothing_grave_in_a_conversation(robin: Person, show: Show, size: Size) -> None:
    """Empty, with the completion open, with cards, their menus, a thread and the inspector."""
    window = await show(robin, **size, theme="")
    await assert_accessible(window, "an empty channel")
    await window.composer.press_sequentially("/")
    await expect(window.offered.first).to_be_visible()
    await assert_accessible(window, "the completion")
    await window.send("Good morning, @Sam Osei")
    await window.send("/compare DR IR")
    await expect(window.messages).to_have_count(2)
    await window.send("/modality MRI")
    await expect(window.messages).to_have_count(3)
    await window.newest.get_by_role("combobox", name="Compare with").click()
    await expect(window.offered.first).to_be_visible()
    await assert_accessible(window, "cards and a menu")
    await window.keys("Escape")
    await window.messages.first.focus()
    await window.keys("t")
    await window.page.keyboard.type("Good morning")
    await window.keys("Enter")
    await expect(window.thread.get_by_role("article")).to_have_count(2)
    await assert_accessible(window, "a thread")
    await window.keys("Escape")
    await expect(window.thread).to_have_count(0)
    await window.messages.last.focus()
    await expect(window.messages.last).to_be_focused()
    await window.keys("i")
    await expect(window.inspector.get_by_role("heading", name="/modality MRI")).to_be_visible()
    await assert_accessible(window, "an exchange")
    await window.inspector.get_by_role("button", name="All exchanges").click()
    await window.inspector.get_by_text("Faults").click()
    await assert_accessible(window, "the inspector")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_axe_finds_nothing_grave_in_an_apps_surfaces(ward: Ward, show: Show, size: Size) -> None:
    """App Home, a modal with every error shown, a question before a click, the agent's pane."""
    window = await show(ward.person, **size, theme="")
    await window.send("/show menus")
    await window.newest.get_by_role("button", name="Discharge").click()
    await expect(window.page.get_by_role("alertdialog")).to_be_visible()
    await assert_accessible(window, "a question")
    await window.page.get_by_role("button", name="Keep them").click()
    await window.page.get_by_role("button", name="Shortcuts and commands").click()
    await assert_accessible(window, "a menu")
    await window.page.get_by_role("menuitem", name="Order").click()
    await window.modal.get_by_role("button", name="Order it").click()
    await expect(window.modal.get_by_text("Please complete this required field.").first).to_be_visible()
    await assert_accessible(window, "a modal")
    await window.modal.get_by_role("button", name="Not now").click()
    await window.page.get_by_role("button", name="Ask").click()
    await expect(window.page.get_by_role("button", name="Who is on call?")).to_be_visible()
    await assert_accessible(window, "the agent's pane")
    await window.go_to("Ward Desk")
    await expect(window.page.get_by_role("tabpanel")).to_contain_text("Nothing is ordered.")
    await assert_accessible(window, "App Home")
