"""The page in Chromium, with the real bot or an app of the tests' own behind it.

Chromium is the system's own; where there is none these tests skip, except in CI. All tests here share one event loop
and one browser: starting it takes longer than most of them do.

A test of the page that fails is run once more, as Playwright's own runner does in CI: a browser with two cores to share
is late now and then. The summary names whatever was run again (`R`); a test that is named often is to be mended.
"""

import contextlib
import os
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect
from slack_bolt.adapter.asgi.aiohttp import AsyncSlackRequestHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.people import Person
from bot.playground.stand_in import StandIn
from tests.browser.ward_desk import MANIFEST, WardDesk, make
from tests.browser.window import Show, Window

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip

PATIENCE = 15_000
"""Milliseconds, for clicks and for what is expected of a page: a bound, since tests share the machine."""

expect.set_options(timeout=PATIENCE)

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and no others, to be run once more."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.flaky(reruns=1))


Connecting = Callable[..., contextlib.AbstractAsyncContextManager[Person]]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None and os.environ.get("CI"):
        pytest.fail("Chromium is missing, and these tests may not skip in CI")
    if found is None:
        pytest.skip("needs Chromium: install your system's package, or name it with CHROMIUM=/path/to/chromium")
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """The browser of all tests; each window is a profile of its own."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def show(browser: Browser) -> AsyncIterator[Show]:
    """Opens a window for somebody: of a size, in a theme. No window may have complained when the test ends."""
    windows: list[Window] = []

    async def start(
        person: Person, *, width: int = 1280, height: int = 900, theme: str = "light", **options: Any
    ) -> Window:
        page = await browser.new_page(viewport={"width": width, "height": height}, locale="en-GB", **options)
        page.set_default_timeout(PATIENCE)
        windows.append(Window(page, person))
        asked = f"&theme={theme}" if theme else ""
        await page.goto(f"{person.slack.base_url}/?user={person.user.id}{asked}")
        await page.get_by_role("banner").wait_for()
        return windows[-1]

    yield start
    for window in windows:
        await window.page.context.close()
    assert [complaint for window in windows for complaint in window.complaints] == []


@pytest_asyncio.fixture(loop_scope="session")
async def robin(connecting: Connecting) -> AsyncIterator[Person]:
    """Robin, in front of #general, with Reading Room installed."""
    async with connecting() as person:
        yield person


@pytest_asyncio.fixture(loop_scope="session")
async def window(robin: Person, show: Show) -> Window:
    """Robin's window, of a desk's size."""
    return await show(robin)


@dataclass(frozen=True)
class Ward:
    """Ward Desk installed, and Robin in front of it.

    Attributes:
        person: Robin, in front of #general.
        desk: What the app knows.
    """

    person: Person
    desk: WardDesk


@pytest_asyncio.fixture(loop_scope="session")
async def ward(no_environment: None) -> AsyncIterator[Ward]:
    """A workspace with Ward Desk in it."""
    async with StandIn(MANIFEST) as stand_in:
        installed = stand_in.slack.app
        client = AsyncWebClient(installed.bot_token, base_url=stand_in.api_url)
        app, desk = make(client, installed.signing_secret)
        stand_in.connect_in_process(AsyncSlackRequestHandler(app))
        yield Ward(stand_in.person(), desk)


@pytest_asyncio.fixture(loop_scope="session")
async def ward_window(ward: Ward, show: Show) -> Window:
    """Robin's window on the ward."""
    return await show(ward.person)
