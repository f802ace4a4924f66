"""Draws the pictures of the README anew: ``make screens``.

The page is the one that ``make try`` opens, with the real bot behind it, in Chromium: two cards, light and dark, on a
desk and on a phone. Chromium is found on the PATH, or where ``CHROMIUM`` says; it needs a font with emoji.
"""

import asyncio
import contextlib
import itertools
import os
import shutil
import sys
from pathlib import Path

from playwright.async_api import Browser, ViewportSize, async_playwright

from bot.cli.trying import over_http, settings_for, welcome
from bot.core.library import Library
from bot.knowledge.loading import load
from bot.manifest import build_manifest
from bot.playground.stand_in import StandIn
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "img"
CARDS = {"modality-mri": "/modality MRI", "compare-dr-ir": "/compare DR IR"}
THEMES = ("light", "dark")
SIZES: dict[str, ViewportSize] = {"1280": {"width": 1280, "height": 900}, "390": {"width": 390, "height": 844}}
NAMES = ("chromium", "chromium-browser", "google-chrome")
HIDDEN = "log => log.scrollHeight - log.clientHeight"


async def main() -> None:
    """Draw every picture."""
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        sys.exit("This needs Chromium: install your system's package, or name it with CHROMIUM=/path/to/chromium.")
    PICTURES.mkdir(exist_ok=True)
    library = Library(load([ROOT / "knowledge"]))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for (name, line), theme, (width, size) in itertools.product(CARDS.items(), THEMES, SIZES.items()):
            await draw(browser, library, line, theme=theme, size=size, name=f"{name}-{theme}-{width}.png")
        await browser.close()


async def draw(browser: Browser, library: Library, line: str, *, theme: str, size: ViewportSize, name: str) -> None:
    """Type a line into a page of its own, and take a picture of the card."""
    async with contextlib.AsyncExitStack() as exits:
        stand_in = await exits.enter_async_context(StandIn(build_manifest()))
        settings = settings_for(stand_in, Settings(knowledge_path=(ROOT / "knowledge",)))
        await exits.enter_async_context(over_http(stand_in, settings, library))
        welcome(stand_in)
        page = await browser.new_page(viewport=size, locale="en-GB")
        await page.goto(f"{stand_in.url}?theme={theme}")
        composer = page.get_by_label("Message #general", exact=True)
        await composer.fill(line)
        await composer.press("Enter")
        await page.get_by_text("Only visible to you").wait_for()
        await page.get_by_role("article").last.evaluate("card => card.scrollIntoView()")
        await page.screenshot(path=PICTURES / name)
        await page.close()


if __name__ == "__main__":
    asyncio.run(main())
