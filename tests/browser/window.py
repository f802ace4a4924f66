"""A window with the page in it, and what tests do and look at there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from playwright.async_api import ConsoleMessage, Error, Locator, Page, Request

from bot.playground.people import Person

HERE = "127.0.0.1"


@dataclass
class Window:
    """A window with the page in it.

    Attributes:
        page: Playwright's page.
        person: Who is in front of it, for looking behind the page.
        complaints: What must not happen and did: an error of the page or on its console, a request to another host.
            A test that provokes one takes it out.
    """

    page: Page
    person: Person
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._said)
        self.page.on("pageerror", self._broke)
        self.page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def _broke(self, error: Error) -> None:
        self.complaints.append(f"page error: {error}")

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in {HERE, None}:  # data: and blob: have none
            self.complaints.append(f"request to {request.url}")

    # What is there

    @property
    def composer(self) -> Locator:
        """Where one types into the conversation."""
        return self.page.locator("#composer")

    @property
    def messages(self) -> Locator:
        """The messages of the conversation."""
        return self.page.get_by_role("log", name="Messages in").get_by_role("article")

    @property
    def newest(self) -> Locator:
        """The newest message."""
        return self.messages.last

    @property
    def offered(self) -> Locator:
        """What the completion or an open menu offers."""
        return self.page.get_by_role("listbox").get_by_role("option")

    @property
    def thread(self) -> Locator:
        """The thread that is open."""
        return self.page.get_by_role("complementary", name="Thread")

    @property
    def reply(self) -> Locator:
        """Where one types into the thread."""
        return self.page.locator("#thread-composer")

    @property
    def inspector(self) -> Locator:
        """The inspector."""
        return self.page.get_by_role("complementary", name="Inspector")

    @property
    def conversations(self) -> Locator:
        """The side bar, or the drawer."""
        return self.page.get_by_role("navigation", name="Conversations")

    @property
    def modal(self) -> Locator:
        """The modal on top."""
        return self.page.get_by_role("dialog")

    # What one does

    async def send(self, line: str) -> None:
        """Type a line into the conversation and send it."""
        await self.composer.fill(line)
        await self.composer.press("Enter")

    async def go_to(self, name: str) -> None:
        """Go to a conversation or to the app, through the drawer where the window is narrow."""
        if not await self.conversations.is_visible():
            await self.page.get_by_role("button", name="Conversations", exact=True).click()
        await self.conversations.get_by_role("button", name=name).click()

    async def write_to(self, app: str) -> None:
        """Go to the conversation with an app, beside its Home."""
        await self.go_to(app)
        await self.page.get_by_role("tab", name="Messages").click()

    async def keys(self, *keys: str) -> None:
        """Press keys one after another, wherever the focus is."""
        for key in keys:
            await self.page.keyboard.press(key)

    async def tab_to(self, target: Locator, *, back: bool = False, most: int = 60) -> None:
        """Press Tab until something has the focus."""
        for _ in range(most):
            if await target.evaluate("one => one === document.activeElement"):
                return
            await self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{most} times Tab do not lead to {target}")

    # How it looks

    async def theme(self) -> Literal["light", "dark"]:
        """Whether the ground is ``light`` or ``dark``, as drawn."""
        ground = await self.page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
        return "light" if sum(ground) > 3 * 127 else "dark"

    async def turn_theme(self) -> None:
        """Let the system go from light to dark, or back; where no theme was chosen the page follows."""
        other: Literal["light", "dark"] = "light" if await self.theme() == "dark" else "dark"
        await self.page.emulate_media(color_scheme=other)
        await self.page.locator(f"html[data-theme={other}]").wait_for()

    async def overflow(self) -> int:
        """By how many pixels the page is wider than the window: of itself, and of all that scrolls within."""
        return int(
            await self.page.evaluate(
                """Math.max(
                    document.scrollingElement.scrollWidth - innerWidth,
                    ...[...document.querySelectorAll('.messages, .pane-body, .tab-panel, .places, .view-body, .dialog')]
                        .map(one => one.scrollWidth - one.clientWidth),
                )"""
            )
        )


Show = Callable[..., Awaitable[Window]]
"""Opens a window for somebody."""
