"""Channels: off, watched, judged, live; what is answered there unasked, when, and what never is."""

from collections.abc import Awaitable, Callable

import pytest

from bot.knowledge.pack import Pack
from bot.playground.people import Person
from tests.scenarios.channel import HEADING, HOLD, QUESTION, Ward, until

Connect = Callable[..., Awaitable[Person]]


@pytest.fixture
async def ward(connect: Connect) -> Ward:
    """#radiology with the bot in it."""
    return Ward(await connect())


async def test_off_is_off(ward: Ward) -> None:
    """In a channel that nobody opted in nothing is said, however good the question."""
    ts = await ward.say(ward.kim, QUESTION)
    await ward.pass_time(HOLD * 10)
    assert ward.answers(ts) == []


async def test_live_answers_once_after_the_hold(ward: Ward, pack: Pack) -> None:
    """A question that nobody replied to is answered below it, with why, and only then."""
    await ward.live(pack)
    ts = await ward.say(ward.kim, QUESTION)
    await ward.pass_time(HOLD - 1)
    assert ward.answers(ts) == []
    await ward.pass_time(1)
    (answer,) = await until(lambda: ward.answers(ts))
    assert HEADING in answer["text"]
    assert "Nobody had replied for 90 seconds" in answer["text"]
    assert "Matched on: how long" in answer["text"]
    await ward.pass_time(HOLD * 3)
    assert len(ward.answers(ts)) == 1
