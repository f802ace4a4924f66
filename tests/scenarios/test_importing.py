"""``/reading-room import``: what a team has is pasted, held against the pack, mended, and proposed."""

from collections.abc import Awaitable, Callable

import pytest

from bot.playground.people import Person
from tests.scenarios.acting import Json
from tests.scenarios.channel import Ward, until

Connect = Callable[..., Awaitable[Person]]

PASTED = """\
When someone says
scanner wifi code, code for the scanner wifi, which wifi do the scanners use
Slackbot responds
The scanners use the network Imaging-Devices; its code is on the noticeboard of the control room.

When someone says
how long does a CT take
Slackbot responds
About ten minutes.

When someone says
where is Mrs Agnes Whitlock MRN 00123456
Slackbot responds
In bay 4.
"""
SOURCE = {"title": "Handbook of the front desk", "publisher": "Radiology, our hospital", "owner": "Front desk"}


@pytest.fixture
async def ward(connect: Connect) -> Ward:
    """#radiology with the bot in it, and Sam its owner."""
    ward = Ward(await connect())
    await ward.watch()
    return ward


async def opened(who: Person) -> Json:
    """The form."""
    await who.slash("/reading-room import")
    assert who.modal is not None
    return who.modal


def words(view: Json | None) -> str:
    """All that a modal says."""
    assert view is not None
    texts = [block.get("text") or block.get("elements", [{}])[0] for block in view["blocks"]]
    return "\n".join(str(text.get("text", "")) for text in texts)


async def test_a_paste_is_checked_and_proposed(ward: Ward) -> None:
    """The dry run tells each row apart and repeats nothing of a patient; what is new is approved, and live."""
    await opened(ward.sam)
    await ward.sam.submit({"pasted": PASTED, **SOURCE})
    await until(lambda: "What it comes to" in words(ward.sam.modal))
    said = words(ward.sam.modal)
    assert "1 of 3 can go in. Nothing is written yet." in said
    assert "🟢 new" in said
    assert "⚪ answered already: How long does a scan take?" in said
    assert "Line 11\n🔴 may name a patient\nSeems to hold a name and a record number" in said
    assert "Whitlock" not in said
    assert ward.told(ward.robin) == []
    await ward.sam.submit({})
    await until(lambda: "1 answer was proposed" in words(ward.sam.modal))
    await ward.sam.close()
    review = await until(lambda: ward.in_private(ward.sam))
    await ward.sam.click("Approve", on=review[-1])
    await until(lambda: len(ward.told(ward.sam)) > 1)
    assert "Your answer is live" in ward.told(ward.sam)[-1]["text"]
    answer = await ward.kim.slash("/faq which wifi do the scanners use?")
    assert "Imaging-Devices" in answer.message["text"]


async def test_what_cannot_be_read_is_told(ward: Ward) -> None:
    """A text without questions gets a sentence that says what to paste, and stays in the form."""
    await opened(ward.sam)
    await ward.sam.submit({"pasted": "nothing to see", **SOURCE})
    await until(lambda: "What it comes to" in words(ward.sam.modal) or "⚠️" in words(ward.sam.modal))
    assert "nothing to see" in str(ward.sam.modal)
    assert "can go in" not in words(ward.sam.modal)


async def test_only_owners_import(ward: Ward) -> None:
    """Somebody who owns no channel is told who may."""
    reply = await ward.kim.slash("/reading-room import")
    assert ward.kim.modal is None
    assert "owners of channels" in reply.message["text"]
