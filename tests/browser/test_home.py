"""The app's Home tab, with Reading Room installed: search by keyboard, what changed, and what owners have to do."""

from dataclasses import replace
from typing import Any

import pytest
from playwright.async_api import expect

from bot.core.library import Library, Shelf
from bot.knowledge.pack import Pack
from bot.playground.people import Person
from tests.browser.test_looks import DESK, PHONE, Size, assert_accessible
from tests.browser.window import Show, Window

pytestmark = pytest.mark.asyncio(loop_scope="session")

MRI = "Magnetic resonance imaging (MRI)"
BEFORE = "Metal off; for some abdominal scans a few hours without food"
AFTER = "Come to desk 4 on level 2"


def serve(library: Library, pack: Pack, name: str, **fields: Any) -> None:
    """Have an entry say something else."""
    entries = dict(pack.entries) | {name: pack.entries[name].model_copy(update=fields)}
    library.serve(Shelf.of(replace(pack, entries=entries)))


async def home_of(window: Window) -> Any:
    """Go to the app's Home: what stands there."""
    await window.go_to("Reading Room")
    panel = window.page.get_by_role("tabpanel", name="Home")
    await expect(panel.get_by_text("What do you want to know?")).to_be_visible()
    return panel


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_search_by_keyboard(robin: Person, show: Show, size: Size) -> None:
    """With the keyboard alone one finds the field, types, picks and reads; closing leads back to an empty field."""
    window = await show(robin, **size)
    panel = await home_of(window)
    await expect(panel).to_contain_text("Reading Room explains radiology and imaging")
    field = panel.get_by_role("combobox")
    for typed, heading in (("mri", MRI), ("how long", "How long does a scan take?")):
        await window.tab_to(field)
        await window.page.keyboard.type(typed)
        await expect(window.offered.filter(has_text=heading).first).to_be_visible()
        assert await window.overflow() == 0
        await window.keys("Enter")
        await expect(window.modal.get_by_role("heading", name=heading)).to_be_visible()
        await expect(window.modal).to_contain_text("Sources:")
        assert await window.overflow() == 0
        await window.keys("Escape")
        await expect(window.modal).to_have_count(0)
        await expect(field).to_have_value("")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_what_changed(robin: Person, show: Show, library: Library, pack: Pack, size: Size) -> None:
    """One tap follows; after a change one reads what a card said and says, opens it, takes it as seen, and stops."""
    window = await show(robin, **size)
    panel = await home_of(window)
    await panel.get_by_role("button", name="Tell me here").click()
    await expect(panel).to_contain_text("Nothing yet. Open a card")
    await window.go_to("general")
    await window.send("/modality CT")
    await expect(window.messages).to_have_count(1)
    serve(library, pack, "ct", preparation=AFTER)
    panel = await home_of(window)
    await expect(panel).to_contain_text(f"Before: {BEFORE}")
    await expect(panel).to_contain_text(f"Now: {AFTER}")
    assert await window.overflow() == 0
    await panel.get_by_role("button", name="Open: Computed tomography (CT)").first.click()
    await expect(window.modal).to_contain_text(AFTER)
    await window.keys("Escape")
    await panel.get_by_role("button", name="Seen: Computed tomography (CT)").click()
    await expect(panel).to_contain_text("Nothing on the one card that you opened.")
    await expect(panel).not_to_contain_text("Before:")
    await panel.get_by_role("button", name="Stop, and forget").click()
    await window.page.get_by_role("alertdialog").get_by_role("button", name="Stop and forget").click()
    await expect(panel.get_by_role("button", name="Tell me here")).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_home_serves_everybody(robin: Person, show: Show, library: Library, pack: Pack, size: Size) -> None:
    """With everything on it, an owner's Home has no grave fault in either theme, fits, and opens the form of a gap."""
    window = await show(robin, **size, theme="")
    panel = await home_of(window)
    await panel.get_by_role("button", name="Tell me here").click()
    await expect(panel.get_by_role("button", name="Stop, and forget")).to_be_visible()
    for line in ("/modality CT", "/compare CT MRI", "/faq how long does a CT take", "/define qwertyword"):
        await robin.slash(line)
    serve(library, pack, "ct", preparation=AFTER)
    await robin.open_home()
    await expect(panel).to_contain_text(AFTER)
    await expect(panel).to_contain_text("“qwertyword” · once")
    assert await window.overflow() == 0
    await assert_accessible(window, "Home")
    await panel.get_by_role("button", name="Answer this: “qwertyword”").click()
    await expect(window.modal.get_by_role("textbox").first).to_be_visible()
