"""What scenarios do in Slack, and what must hold of it wherever it is done."""

import logging
from typing import Any
from urllib.parse import quote_plus

import pytest

from bot.cards.limits import broken_limits
from bot.playground.people import Person
from bot.playground.seeing import Reply

Json = dict[str, Any]

HOSTILE = [
    pytest.param("zq" * 2000, id="4,000 characters"),
    pytest.param("zqx " * 1000, id="a thousand words"),
    pytest.param("?!.,;:–—…", id="only punctuation"),
    pytest.param("🙂🩻👨‍👩‍👧", id="emoji"),
    pytest.param("<@U1> <!here> <#C1|x> <https://e.org|x>", id="a mention and a call to everyone"),
    pytest.param("&lt;!here&gt; &amp;amp; zqx", id="Slack's escapes"),
    pytest.param("zqx\x00\x07\x1b[2J\u200b\u202e", id="control and invisible characters"),
    pytest.param("MRТ зqx МРТ", id="Latin and Cyrillic mixed"),
    pytest.param("تصوير بالرنين zqx", id="right to left"),
    pytest.param('"zqx" "" “” vs , & and', id="nothing but separators"),
    pytest.param("*zqx* _zqx_ `zqx` ~zqx~", id="mrkdwn"),
]
"""What people may type that is meant to break something; ``zqx`` stands for what may come back nowhere."""


def header_of(card: Json) -> str:
    """The text of a card's header."""
    return str(card["blocks"][0]["text"]["text"])


async def ask(slack: Person, line: str) -> Json:
    """Type a command; its answer must be one private card, and must come in the acknowledgement itself."""
    reply = await slack.slash(line)
    assert (reply.status, reply.error) == (200, "")
    (shown,) = reply.shown
    assert reply.body is not None
    assert reply.body["text"] == shown.message["text"]
    assert shown.is_new
    assert shown.message["is_ephemeral"]
    assert shown.message["user"] == slack.slack.app.bot_user_id
    return shown.message


async def ask_hostile(slack: Person, caplog: pytest.LogCaptureFixture, line: str) -> None:
    """Type a command with one of `HOSTILE`: a card that Slack takes comes back, and neither it nor a log repeats it."""
    caplog.set_level(logging.DEBUG)
    card = await ask(slack, line)
    assert broken_limits(card) == []
    assert "zqx" not in str(card)
    assert "<!here>" not in str(card)
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("asyncio")]
    assert not any("zqx" in line or quote_plus("zqx ") in line for line in ours)


async def click(slack: Person, card: Json, label: str) -> Reply:
    """Click the button, or pick the option, whose label begins so."""
    reply = await slack.click(label, on=card)
    assert (reply.status, reply.error, reply.body) == (200, "", None)
    return reply


async def turn(slack: Person, card: Json, label: str) -> Json:
    """Click something that puts another private card in the place of this one."""
    (shown,) = (await click(slack, card, label)).shown
    assert not shown.is_new
    assert (shown.message["ts"], shown.message["is_ephemeral"]) == (card["ts"], True)
    assert [message for message in slack.messages() if message["ts"] == card["ts"]] == [shown.message]
    return shown.message
