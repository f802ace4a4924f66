"""The bench: what went to and fro, faults on request, the clock, and the page's own connection."""

import json

import pytest
from playwright.async_api import expect

from bot.playground.stand_in import StandIn
from tests.browser.ward_desk import MANIFEST
from tests.browser.window import Show, Window

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_exchange_can_be_looked_into(window: Window) -> None:
    """The inspector has status, time, limits and the blocks of an exchange, and copies them as JSON."""
    await window.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await window.send("/modality MRI")
    listed = window.inspector.get_by_role("button", name="/modality MRI")
    await expect(listed).to_contain_text("200")
    await expect(listed).to_contain_text(" ms")
    await listed.click()
    await expect(window.inspector.get_by_role("heading", name="/modality MRI")).to_be_focused()
    await expect(window.inspector).to_contain_text("in process")
    limits = window.inspector.get_by_role("listitem").filter(has_text=" of ")
    await expect(limits).to_have_count(4)
    await window.inspector.get_by_role("button", name="Show all").click()
    assert await limits.count() > 4
    await expect(limits.filter(has_text="/blocks/0/text")).to_contain_text("of 150")
    await window.inspector.get_by_role("button", name="Copy blocks").click()
    await expect(window.inspector.get_by_text("Copied")).to_be_visible()
    copied = json.loads(await window.page.evaluate("navigator.clipboard.readText()"))
    (card,) = window.person.messages()
    assert [block["type"] for block in copied] == [block["type"] for block in card["blocks"]]
    assert copied[0]["text"]["text"] == "Magnetic resonance imaging (MRI)"
    await window.inspector.get_by_role("button", name="All exchanges").click()
    await expect(listed).to_be_focused()


async def test_a_request_that_never_arrives_is_told_of(show: Show) -> None:
    """A fault that was asked for falls once: Slackbot says what Slack would, the inspector why."""
    async with StandIn(MANIFEST, ack_seconds=0.3) as stand_in:
        window = await show(stand_in.person())
        stand_in.connect_in_process(never)
        await window.inspector.get_by_text("Faults").click()
        await window.inspector.get_by_label("Only for").fill("/show")
        await window.inspector.get_by_role("button", name="Let it go wrong").click()
        waiting = window.inspector.get_by_role("list", name="Faults that wait")
        await expect(waiting).to_contain_text("Never arrives")
        await window.send("/show menus")
        await expect(window.newest).to_contain_text("/show failed with the error operation_timeout")
        await expect(window.newest).to_contain_text("Slackbot")
        await expect(waiting).to_have_count(0)
        listed = window.inspector.get_by_role("button", name="/show menus")
        await expect(listed).to_contain_text("operation_timeout")
        await listed.click()
        await expect(window.inspector).to_contain_text("Asked to go wrong: drop")
        await expect(window.inspector.get_by_role("list", name="Problems")).to_contain_text("longer than 0.3 seconds")


async def never(*_: object) -> None:
    """An app that must not be asked."""
    raise AssertionError("the request was to be dropped")


async def test_time_can_be_moved_on(window: Window) -> None:
    """The clock goes on by a day at a click, and what is written then stands under another day."""
    await window.send("Good night")
    await window.inspector.get_by_text("Clock").click()
    before = window.person.slack.clock.now()
    await window.inspector.get_by_role("button", name="Move the clock on by 1 day").click()
    await expect(window.page.get_by_role("heading", name="Yesterday")).to_be_visible()
    assert window.person.slack.clock.now() >= before + 86_400
    await window.send("Good morning")
    await expect(window.page.get_by_role("heading", name="Today")).to_be_visible()


async def test_a_stand_in_that_stops_is_told_of(show: Show, no_environment: None) -> None:
    """When the stand-in goes the page says so and loses nothing; when it is back, so is the page."""
    async with StandIn(MANIFEST) as stand_in:
        port = int(stand_in.url.rpartition(":")[2].strip("/"))
        window = await show(stand_in.person())
        await window.send("Is somebody there?")
        await expect(window.newest).to_contain_text("Is somebody there?")
    gone = window.page.get_by_text("Not connected")
    await expect(gone.first).to_be_visible()
    await expect(window.newest).to_contain_text("Is somebody there?")
    await window.send("Hello?")
    await expect(window.composer).to_have_value("Hello?")
    async with StandIn(MANIFEST, port=port):
        await expect(window.page.get_by_role("status").filter(has_text="Not connected")).to_have_count(0)
        await expect(window.messages).to_have_count(0)
        await window.composer.press("Enter")
        await expect(window.newest).to_contain_text("Hello?")
    window.complaints[:] = [one for one in window.complaints if "ERR_" not in one]
