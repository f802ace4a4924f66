"""What scenarios do in Slack, and what must hold of it wherever it is done."""

from typing import Any

from bot.playground.people import Person
from bot.playground.seeing import Reply

Json = dict[str, Any]


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
