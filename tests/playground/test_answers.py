"""``bot.playground.answers``: what comes back from the app is shown where Slack would show it, or refused.

Answers to modals are in ``test_people``.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.webhook.async_client import AsyncWebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse

from bot.playground.people import Person
from bot.playground.stand_in import StandIn

Json = dict[str, Any]

BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
CARD = {"text": "card", "blocks": [{"type": "actions", "block_id": "acts", "elements": [BUTTON]}]}

DIVIDERS_51 = [{"type": "divider"} for _ in range(51)]


class Desk:
    """An app that answers ``/carry`` and clicks with what a test puts here, and keeps the ``response_url``.

    Attributes:
        answer: What the acknowledgement carries.
        url: The last ``response_url``.
    """

    def __init__(self, app: AsyncApp) -> None:
        self.answer: Json | str = dict(CARD)
        self.url = ""
        app.command("/carry")(self._hear)
        app.action("go")(self._hear)

    async def _hear(self, ack: AsyncAck, body: Json) -> None:
        self.url = body["response_url"]
        await ack(self.answer)

    async def respond(self, **message: Any) -> WebhookResponse:
        """Post by the ``response_url``, with slack_sdk's own client."""
        return await AsyncWebhookClient(self.url).send_dict(message)


@pytest.fixture
def desk(porter: AsyncApp) -> Desk:
    """The app."""
    return Desk(porter)


@pytest.fixture
def robin(robin: Person) -> Person:
    """Somebody who waits for nothing that does not come by itself."""
    robin.patience = 0.0
    return robin


def cards_of(person: Person) -> list[Json]:
    """What the app shows somebody; commands that stand in the channel are left out."""
    return [message for message in person.messages() if message["user"] != person.user.id]


@pytest.fixture
def sam(stand_in: StandIn) -> Person:
    """Somebody else in the same channel."""
    return stand_in.person("sam")


Place = Callable[[], Awaitable[Json]]


@pytest.fixture(params=[False, True], ids=["on a private card", "on a public card"])
def card(request: pytest.FixtureRequest, desk: Desk, robin: Person) -> Place:
    """A card with a button, private or for all, that somebody has clicked."""

    async def clicked() -> Json:
        desk.answer = CARD | {"response_type": "in_channel" if request.param else "ephemeral"}
        shown = (await robin.slash("/carry")).message
        assert ("is_ephemeral" not in shown) is request.param
        desk.answer = {}
        await robin.click("Go", on=shown)
        return shown

    return clicked


# In an acknowledgement


async def test_an_answer_is_private(desk: Desk, robin: Person, sam: Person) -> None:
    """What acknowledges a command is shown to who typed it, as the app's, and to nobody else."""
    reply = await robin.slash("/carry a tray")
    (shown,) = reply.shown
    assert shown.is_new
    assert robin.messages() == [shown.message]
    assert (shown.message["is_ephemeral"], shown.message["text"]) == (True, "card")
    assert (shown.message["user"], shown.message["bot_id"]) == ("U0PLAYAPP", "B0PLAYGROUND")
    assert sam.messages() == []


async def test_in_channel_is_for_all(desk: Desk, robin: Person, sam: Person) -> None:
    """``response_type: in_channel`` shows it to everybody in the channel, and what was typed before it."""
    desk.answer = CARD | {"response_type": "in_channel"}
    shown = (await robin.slash("/carry a tray")).message
    assert "is_ephemeral" not in shown
    line, card = sam.messages()
    assert (line["user"], line["text"], card) == ("U0ROBIN", "/carry a tray", shown)


@pytest.mark.parametrize(("response_type", "lines"), [("in_channel", ["/carry a tray"]), ("ephemeral", [])])
async def test_a_response_type_alone(
    desk: Desk, robin: Person, sam: Person, response_type: str, lines: list[str]
) -> None:
    """An acknowledgement may say for whom the answer will be before there is one; it decides about the command."""
    desk.answer = {"response_type": response_type}
    assert (await robin.slash("/carry a tray")).error == ""
    assert [message["text"] for message in sam.messages()] == lines
    await desk.respond(text="later", response_type=response_type)
    assert robin.messages()[-1]["text"] == "later"


@pytest.mark.parametrize(
    ("answer", "text"), [({"text": "a & b"}, "a & b"), ("plain", "plain")], ids=["an object", "plain text"]
)
async def test_an_answer_without_blocks(desk: Desk, robin: Person, answer: Json | str, text: str) -> None:
    """Text alone is a message too, said as JSON or not."""
    desk.answer = answer
    shown = (await robin.slash("/carry")).message
    assert shown["text"] == text
    assert "blocks" not in shown


async def test_no_answer_shows_nothing(desk: Desk, robin: Person) -> None:
    """An empty acknowledgement is good, and shows nothing."""
    desk.answer = ""
    reply = await robin.slash("/carry")
    assert (reply.status, reply.error, reply.shown, robin.messages()) == (200, "", (), [])


async def test_only_what_is_the_apps_to_give_is_taken(desk: Desk, robin: Person) -> None:
    """An app cannot say who wrote its message, or when."""
    desk.answer = {"text": "x", "user": "U0SAM", "ts": "1.000000", "team": "T0OTHER"}
    shown = (await robin.slash("/carry")).message
    assert (shown["user"], shown["team"]) == ("U0PLAYAPP", "T0PLAYGROUND")
    assert shown["ts"] != "1.000000"


async def test_the_acknowledgement_of_a_click_shows_nothing(desk: Desk, robin: Person) -> None:
    """A click is answered by its ``response_url``; what its acknowledgement carries is not shown."""
    shown = (await robin.slash("/carry")).message
    reply = await robin.click("Go")
    assert (reply.status, reply.error, reply.shown) == (200, "", ())
    assert robin.messages() == [shown]


async def test_a_bad_answer_is_the_persons_to_see(desk: Desk, robin: Person, sam: Person) -> None:
    """A command answered with blocks that Slack does not take fails, and Slackbot tells who typed it how."""
    desk.answer = {"text": "x", "blocks": DIVIDERS_51}
    reply = await robin.slash("/carry a tray")
    assert (reply.status, reply.error) == (200, "invalid_blocks")
    assert reply.problems == ("/blocks: has 51 blocks, at most 50",)
    (told,) = robin.messages()
    assert (told["user"], told["is_ephemeral"]) == ("USLACKBOT", True)
    assert told["text"] == "/carry failed with the error `invalid_blocks`.\n• /blocks: has 51 blocks, at most 50"
    assert told["exchange"] == robin.slack.exchanges.all("/carry a tray")[0].id
    assert sam.messages() == []


async def test_a_failure_of_the_app_is_the_persons_to_see(robin: Person, porter: AsyncApp) -> None:
    """A status other than 2xx is a failure: nothing is shown but that."""
    reply = await robin.slash("/carry a tray")
    assert (reply.status, reply.error, reply.shown) == (404, "dispatch_failed", ())
    assert robin.messages()[0]["text"].startswith("/carry failed with the error `dispatch_failed`.")
    with pytest.raises(LookupError, match="dispatch_failed the app answered with status 404"):
        _ = reply.message


# By response_url


async def test_a_late_answer_is_private_too(desk: Desk, robin: Person, sam: Person) -> None:
    """By the ``response_url`` of a command comes a private message, unless it says ``in_channel``."""
    desk.answer = ""
    await robin.slash("/carry")
    answer = await desk.respond(text="later")
    assert (answer.status_code, answer.body) == (200, "ok")
    await desk.respond(text="for all", response_type="in_channel")
    assert [(shown["text"], "is_ephemeral" in shown) for shown in robin.messages()] == [
        ("later", True), ("for all", False),
    ]  # fmt: skip
    assert [shown["text"] for shown in sam.messages()] == ["for all"]


async def test_replacing_the_card(desk: Desk, robin: Person, card: Place) -> None:
    """``replace_original`` puts a message in the clicked one's place, as private as that was."""
    before = await card()
    await desk.respond(text="after", replace_original=True, response_type="in_channel")
    (after,) = cards_of(robin)
    assert (after["ts"], after["text"]) == (before["ts"], "after")
    assert after.get("is_ephemeral") == before.get("is_ephemeral")
    assert "blocks" not in after


async def test_an_ephemeral_message_never_becomes_public(desk: Desk, robin: Person, sam: Person) -> None:
    """A private card that is replaced stays private, whatever ``response_type`` says."""
    await robin.slash("/carry")
    desk.answer = ""
    await robin.click("Go")
    await desk.respond(text="for all?", replace_original=True, response_type="in_channel")
    assert [(shown["text"], shown["is_ephemeral"]) for shown in robin.messages()] == [("for all?", True)]
    assert sam.messages() == []


async def test_a_message_beside_the_card(desk: Desk, robin: Person, sam: Person, card: Place) -> None:
    """Without ``replace_original`` the clicked card stays, and another, private message comes."""
    before = await card()
    await desk.respond(text="beside")
    kept, beside = cards_of(robin)
    assert kept == before
    assert (beside["text"], beside["is_ephemeral"]) == ("beside", True)
    assert beside not in sam.messages()


async def test_deleting_the_card(desk: Desk, robin: Person, card: Place) -> None:
    """``delete_original`` takes the clicked message away; then it can be neither clicked nor replaced."""
    before = await card()
    assert (await desk.respond(delete_original=True)).status_code == 200
    assert cards_of(robin) == []
    await desk.respond(text="instead", replace_original=True)
    assert [shown["ts"] == before["ts"] for shown in cards_of(robin)] == [False]


async def test_what_was_typed_is_not_the_apps_to_change(desk: Desk, robin: Person) -> None:
    """A command's own line is no message: ``delete_original`` and ``replace_original`` find nothing to take away."""
    shown = (await robin.slash("/carry")).message
    assert (await desk.respond(delete_original=True)).status_code == 200
    await desk.respond(text="beside", replace_original=True)
    assert [message["text"] for message in robin.messages()] == [shown["text"], "beside"]


async def test_an_answer_in_a_thread(desk: Desk, robin: Person) -> None:
    """With a ``thread_ts`` the message stands in that thread."""
    desk.answer = CARD | {"response_type": "in_channel"}
    first = (await robin.slash("/carry")).message
    desk.answer = ""
    await robin.click("Go", on=first)
    await desk.respond(text="below", response_type="in_channel", thread_ts=first["ts"], replace_original=False)
    parent, below = cards_of(robin)
    assert (below["text"], below["thread_ts"]) == ("below", first["ts"])
    assert parent["reply_count"] == 1


async def test_a_private_answer_stands_in_the_cards_thread(desk: Desk, robin: Person) -> None:
    """What answers a click in a thread, for one person, is seen in that thread."""
    first = robin.slack.workspace.post(robin.channel, {"user": "U0SAM", "text": "who carries?"})
    content = {"user": "U0PLAYAPP", "thread_ts": first.ts} | CARD
    reply = robin.slack.workspace.post(robin.channel, content)
    desk.answer = ""
    await robin.click("Go", on={"channel": robin.channel.id, "ts": reply.ts} | content)
    await desk.respond(text="I do")
    assert (robin.messages()[-1]["text"], robin.messages()[-1]["thread_ts"]) == ("I do", first.ts)


async def test_the_sixth_use_is_refused(desk: Desk, robin: Person) -> None:
    """A ``response_url`` takes five messages; a refused one is none of them."""
    desk.answer = ""
    await robin.slash("/carry")
    assert (await desk.respond(text="x", blocks=DIVIDERS_51)).status_code == 400
    for use in range(5):
        assert (await desk.respond(text=f"use {use}")).status_code == 200
    answer = await desk.respond(text="use 5")
    assert (answer.status_code, answer.body) == (404, "used_url")
    assert [shown["text"] for shown in robin.messages()] == [f"use {use}" for use in range(5)]


async def test_after_thirty_minutes_it_is_expired(desk: Desk, robin: Person) -> None:
    """A ``response_url`` serves for 30 minutes, and another address never."""
    desk.answer = ""
    await robin.slash("/carry")
    await robin.slack.clock.advance(30 * 60 - 5)
    assert (await desk.respond(text="in time")).status_code == 200
    await robin.slack.clock.advance(5)
    answer = await desk.respond(text="too late")
    assert (answer.status_code, answer.body) == (404, "expired_url")
    desk.url += "x"
    assert (await desk.respond(text="astray")).status_code == 404
    assert [shown["text"] for shown in robin.messages()] == ["in time"]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        pytest.param({"text": "x", "blocks": DIVIDERS_51}, "invalid_blocks", id="51 blocks"),
        pytest.param({"response_type": "in_channel"}, "no_text", id="nothing"),
        pytest.param({"text": "x", "blocks": DIVIDERS_51, "replace_original": True}, "invalid_blocks", id="in place"),
    ],
)
async def test_a_bad_message_is_refused(desk: Desk, robin: Person, message: Json, code: str) -> None:
    """What breaks Slack's limits is answered with 400 and the code, shows nothing, and is kept with its reasons."""
    shown = (await robin.slash("/carry")).message
    answer = await desk.respond(**message)
    assert (answer.status_code, answer.body) == (400, code)
    assert robin.messages() == [shown]
    (exchange,) = robin.slack.exchanges.all("response_url")
    assert (exchange.status, exchange.error) == (400, code)
    assert exchange.problems


@pytest.mark.parametrize("body", [b"\xff{", b"{", b"[1]", b'"text"', b""])
async def test_a_response_url_wants_json(desk: Desk, robin: Person, body: bytes) -> None:
    """A body that is no JSON object is refused."""
    await robin.slash("/carry")
    async with ClientSession() as session, session.post(desk.url, data=body) as answer:
        assert (answer.status, await answer.text()) == (400, "invalid_payload")
    (exchange,) = robin.slack.exchanges.all("response_url")
    assert (exchange.status, exchange.error) == (400, "invalid_payload")


async def test_what_came_by_it_is_kept(desk: Desk, robin: Person) -> None:
    """Each use is kept with what was sent, how near it is to the limits, and the message it became."""
    desk.answer = ""
    await robin.slash("/carry")
    await desk.respond(text="x", blocks=[{"type": "header", "text": {"type": "plain_text", "text": "y" * 140}}])
    (exchange,) = robin.slack.exchanges.all("response_url")
    assert (exchange.direction, exchange.status, exchange.request["text"]) == ("from_app", 200, "x")
    nearest = exchange.measures[0]
    assert (nearest.used, nearest.most) == (140, 150)
    assert robin.messages()[0]["exchange"] == exchange.id


# Once more, for whoever writes what the app says


async def test_again_draws_in_place(desk: Desk, robin: Person) -> None:
    """Repeating a command puts its new answer in the place of the old one, as private as that was."""
    before = (await robin.slash("/carry")).message
    desk.answer = {"text": "better", "response_type": "in_channel"}
    again = await robin.again()
    assert again is not None
    (shown,) = again.shown
    assert not shown.is_new
    assert robin.messages() == [shown.message]
    assert (shown.message["ts"], shown.message["text"], shown.message["is_ephemeral"]) == (before["ts"], "better", True)


async def test_again_after_a_click(desk: Desk, robin: Person) -> None:
    """Repeating a click draws anew what it brought."""
    await robin.slash("/carry")
    desk.answer = ""
    await robin.click("Go")
    await desk.respond(text="beside")
    beside = robin.messages()[-1]
    await robin.again()
    await desk.respond(text="better")
    assert [shown["text"] for shown in robin.messages()] == ["card", "better"]
    assert robin.messages()[-1]["ts"] == beside["ts"]


async def test_again_of_nothing(robin: Person, desk: Desk) -> None:
    """Before anything was done there is nothing to repeat; what failed is not repeated either."""
    assert await robin.again() is None
    desk.answer = {"blocks": DIVIDERS_51}
    await robin.slash("/carry")
    assert await robin.again() is None
