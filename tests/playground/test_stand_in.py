"""The stand-in speaks to a bot as Slack does, and is spoken to as Slack is."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import pytest
from aiohttp import ClientSession, web
from slack_sdk.signature import Clock, SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.playground.drawing import Choice, Json, draw
from bot.playground.stand_in import How, NoAnswerError, Posted, StandIn

SECRET = "secret of the stand-in"


@dataclass
class FakeClock(Clock):
    """A clock for both sides, moved by hand."""

    seconds: float = 1_700_000_000.25

    def now(self) -> float:
        """Seconds since 1970."""
        return self.seconds


@dataclass
class Bot:
    """A bot on loopback that verifies every request, keeps its form, and answers as told."""

    clock: FakeClock
    url: str = ""
    forms: list[dict[str, str]] = field(default_factory=list)
    answer: Callable[[dict[str, str]], Awaitable[web.Response]] | None = None
    body: Json | str | None = None

    async def hear(self, request: web.Request) -> web.Response:
        """Verify with slack_sdk's own verifier, note, answer."""
        body = await request.read()
        if not SignatureVerifier(SECRET, self.clock).is_valid_request(body, dict(request.headers)):
            return web.Response(status=401)
        assert request.content_type == "application/x-www-form-urlencoded"
        form = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
        self.forms.append(form)
        if self.answer:
            return await self.answer(form)
        return web.json_response(self.body) if isinstance(self.body, dict) else web.Response(text=self.body)

    @property
    def payload(self) -> Json:
        """The last click's payload."""
        payload: Json = json.loads(self.forms[-1]["payload"])
        return payload


@pytest.fixture
def clock() -> FakeClock:
    """The time, shared by the bot and the stand-in."""
    return FakeClock()


@pytest.fixture
async def bot(clock: FakeClock) -> AsyncIterator[Bot]:
    """A bot that listens."""
    bot = Bot(clock)
    server = web.Application()
    server.router.add_post("/slack/events", bot.hear)
    runner = web.AppRunner(server, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    bot.url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield bot
    await runner.cleanup()


@pytest.fixture
async def slack(bot: Bot, clock: FakeClock) -> AsyncIterator[StandIn]:
    """A stand-in that soon gives up waiting; a test in which something comes gives it more patience."""
    async with StandIn(bot.url, SECRET, clock=clock.now, patience=0.05) as slack:
        yield slack


async def post(url: str, message: Any) -> tuple[int, str]:
    """Post JSON as a bot does; the status and the body that come back."""
    async with ClientSession() as session, session.post(url, json=message) as answer:
        return answer.status, await answer.text()


def card(**more: Any) -> Json:
    """A message with a button and a select."""
    options = [{"text": {"type": "plain_text", "text": name}, "value": name.lower()} for name in ("CT", "PET")]
    elements = [
        {"type": "button", "action_id": "share", "value": "mri", "text": {"type": "plain_text", "text": "Share"}},
        {
            "type": "static_select",
            "action_id": "compare_with",
            "placeholder": {"type": "plain_text", "text": "Compare with…"},
            "options": options,
        },
    ]
    return {"text": "MRI", "blocks": [{"type": "actions", "block_id": "acts", "elements": elements}], **more}


def choices(message: Json) -> tuple[Choice, ...]:
    """What can be clicked on a message."""
    return draw(message).choices


async def test_slash_sends_slacks_form(bot: Bot, slack: StandIn, clock: FakeClock) -> None:
    """A command arrives as Slack's own form, signed; its text is what stands behind the first space."""
    bot.body = {"text": "answer"}
    await slack.slash("/compare  MRI & CT=1 ü ")
    (form,) = bot.forms
    assert form.pop("response_url").startswith("http://127.0.0.1:")
    assert form.pop("trigger_id").count(".") == 2
    assert form == {
        "token": "playground",
        "team_id": "T0PLAYGROUND",
        "team_domain": "playground",
        "channel_id": "C0GENERAL",
        "channel_name": "general",
        "user_id": "U0YOU",
        "user_name": "you",
        "command": "/compare",
        "text": "MRI & CT=1 ü",
        "api_app_id": "A0PLAYGROUND",
        "is_enterprise_install": "false",
    }
    clock.seconds += 60 * 60
    assert (await slack.slash("/compare")).status == 200
    assert bot.forms[-1]["text"] == ""


async def test_wrong_secret(bot: Bot, clock: FakeClock) -> None:
    """The signature is real: a bot with another secret refuses it, and its body is no message."""
    async with StandIn(bot.url, "another secret", clock=clock.now) as slack:
        reply = await slack.slash("/modality MRI")
    assert (reply.status, reply.message, reply.posted) == (401, None, ())


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"text": "t", "blocks": [{"type": "divider"}]}, {"text": "t", "blocks": [{"type": "divider"}]}),
        ("just text", {"text": "just text"}),
        ('{"text": "not said to be JSON"}', {"text": '{"text": "not said to be JSON"}'}),
        ("", None),
        ({}, None),
    ],
)
async def test_acknowledgement(bot: Bot, slack: StandIn, body: Json | str, message: Json | None) -> None:
    """JSON is a message, other text is its text, and an empty body is no message."""
    bot.body = body
    reply = await slack.slash("/modality MRI")
    assert (reply.status, reply.message, reply.posted) == (200, message, ())
    assert 0 < reply.milliseconds < 3000


@pytest.mark.parametrize(("body", "text"), [("{broken", "{broken"), ("[1]", "[1]")])
async def test_acknowledgement_that_is_no_json_object(bot: Bot, slack: StandIn, body: str, text: str) -> None:
    """What claims to be JSON and is no object is shown as the text it is."""

    async def answer(_: dict[str, str]) -> web.Response:
        return web.Response(text=body, content_type="application/json")

    bot.answer = answer
    assert (await slack.slash("/modality")).message == {"text": text}


async def test_late_answer_to_a_command(bot: Bot, slack: StandIn) -> None:
    """After an empty acknowledgement, the message that comes by ``response_url`` is part of the reply."""
    tasks: list[asyncio.Task[tuple[int, str]]] = []

    async def answer(form: dict[str, str]) -> web.Response:
        tasks.append(asyncio.create_task(post(form["response_url"], {"text": "later"})))
        return web.Response()

    bot.answer = answer
    slack._patience = 5
    reply = await slack.slash("/modality MRI")
    assert await tasks[0] == (200, "ok")
    assert (reply.message, reply.posted) == (None, (Posted(How.NEW, {"text": "later"}),))


async def test_too_late_for_the_reply(bot: Bot, slack: StandIn) -> None:
    """What comes after the reply is kept, and handed on once."""
    bot.body = {"text": "at once"}
    assert (await slack.slash("/modality MRI")).posted == ()
    await post(bot.forms[0]["response_url"], {"text": "much later"})
    assert slack.take_posted() == (Posted(How.NEW, {"text": "much later"}),)
    assert slack.take_posted() == ()


async def test_click_sends_slacks_payload(bot: Bot, slack: StandIn, clock: FakeClock) -> None:
    """A click on a private card arrives as ``block_actions``, signed, without the card's content."""
    message = card()
    await slack.click(choices(message)[0], message)
    payload = bot.payload
    assert payload.pop("response_url").startswith("http://127.0.0.1:")
    assert payload.pop("trigger_id")
    now = f"{clock.seconds:.6f}"
    assert payload == {
        "type": "block_actions",
        "user": {"id": "U0YOU", "username": "you", "name": "you", "team_id": "T0PLAYGROUND"},
        "api_app_id": "A0PLAYGROUND",
        "token": "playground",
        "container": {"type": "message", "message_ts": now, "channel_id": "C0GENERAL", "is_ephemeral": True},
        "team": {"id": "T0PLAYGROUND", "domain": "playground"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": "C0GENERAL", "name": "general"},
        "state": {"values": {}},
        "actions": [
            {
                "type": "button",
                "action_id": "share",
                "block_id": "acts",
                "value": "mri",
                "text": {"type": "plain_text", "text": "Share"},
                "action_ts": now,
            }
        ],
    }


async def test_click_on_a_public_card(bot: Bot, slack: StandIn) -> None:
    """A click on a card in the channel carries the card, and does not claim that it is private."""
    message = card(response_type="in_channel", ts="1.5")
    await slack.click(choices(message)[0], message)
    assert bot.payload["container"]["is_ephemeral"] is False
    assert bot.payload["message"] == {
        "type": "message",
        "user": "U0BOT",
        "bot_id": "B0BOT",
        "app_id": "A0PLAYGROUND",
        "ts": "1.5",
        "text": "MRI",
        "blocks": message["blocks"],
    }


async def test_pick_an_option(bot: Bot, slack: StandIn) -> None:
    """A picked option is the action's ``selected_option``, and stands in the state too."""
    message = card()
    await slack.click(choices(message)[2], message)
    picked = {"text": {"type": "plain_text", "text": "PET"}, "value": "pet"}
    assert bot.payload["actions"][0]["selected_option"] == picked
    assert bot.payload["state"]["values"] == {
        "acts": {"compare_with": {"type": "static_select", "selected_option": picked}}
    }


async def test_click_waits_for_what_is_posted(bot: Bot, slack: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that a click brings is in its reply, in order, each with what it did; the acknowledgement shows nothing."""
    monkeypatch.setattr("bot.playground.stand_in.QUIET_SECONDS", 1)
    slack._patience = 5
    tasks = []

    async def speak(url: str) -> None:
        await post(url, {"text": "shared", "response_type": "in_channel"})
        await post(url, {"text": "done", "replace_original": True, "response_type": "in_channel"})
        await post(url, {"delete_original": True})

    async def answer(form: dict[str, str]) -> web.Response:
        tasks.append(asyncio.create_task(speak(json.loads(form["payload"])["response_url"])))
        return web.json_response({"text": "nobody sees this"})

    bot.answer = answer
    message = card()
    reply = await slack.click(choices(message)[0], message)
    await tasks[0]
    assert reply.message is None
    assert reply.posted == (
        Posted(How.NEW, {"text": "shared", "response_type": "in_channel"}),
        Posted(How.REPLACED, {"text": "done", "replace_original": True, "response_type": "ephemeral"}),
        Posted(How.DELETED, None),
    )
    assert reply.milliseconds < 1000  # until the first message, not until nothing more came


async def test_click_without_an_answer(bot: Bot, slack: StandIn) -> None:
    """A click that brings nothing is over once patience is; a failed one at once."""
    message = card()
    reply = await slack.click(choices(message)[0], message)
    assert (reply.status, reply.message, reply.posted) == (200, None, ())

    async def fail(_: dict[str, str]) -> web.Response:
        return web.Response(status=500, text="trace")

    bot.answer = fail
    assert (await slack.click(choices(message)[0], message)).status == 500


async def test_sixth_use_of_a_response_url_is_refused(bot: Bot, slack: StandIn) -> None:
    """A ``response_url`` takes five messages; refused posts neither count nor show."""
    bot.body = {"text": "at once"}
    await slack.slash("/modality MRI")
    webhook = AsyncWebhookClient(bot.forms[0]["response_url"])
    assert await post(webhook.url, ["no", "message"]) == (400, "invalid_payload")
    assert await post(webhook.url, {"response_type": "in_channel"}) == (400, "no_text")
    for use in range(5):
        answer = await webhook.send(text=f"use {use}")
        assert (answer.status_code, answer.body) == (200, "ok")
    answer = await webhook.send(text="use 5")
    assert (answer.status_code, answer.body) == (404, "used_url")
    assert [posted.message for posted in slack.take_posted()] == [{"text": f"use {use}"} for use in range(5)]


async def test_response_url_expires_after_30_minutes(bot: Bot, slack: StandIn, clock: FakeClock) -> None:
    """A ``response_url`` serves for 30 minutes, to the second; an unknown one never."""
    bot.body = {"text": "at once"}
    await slack.slash("/modality MRI")
    url = bot.forms[0]["response_url"]
    clock.seconds += 30 * 60 - 1
    assert await post(url, {"text": "in time"}) == (200, "ok")
    clock.seconds += 1
    assert await post(url, {"text": "too late"}) == (404, "expired_url")
    assert await post(url + "x", {"text": "astray"}) == (404, "expired_url")
    assert len(slack.take_posted()) == 1


async def test_response_url_wants_json(bot: Bot, slack: StandIn) -> None:
    """A body that is no JSON is refused."""
    bot.body = {"text": "at once"}
    await slack.slash("/modality MRI")
    async with ClientSession() as session, session.post(bot.forms[0]["response_url"], data=b"\xff{") as answer:
        assert (answer.status, await answer.text()) == (400, "invalid_payload")


async def test_auth_test(slack: StandIn) -> None:
    """slack_sdk's client learns from ``auth.test`` who it is; other methods are unknown."""
    assert slack.api_url.endswith("/api/")
    client = AsyncWebClient(token="xoxb-playground", base_url=slack.api_url, proxy="")
    answer = await client.auth_test()
    assert {key: answer[key] for key in ("ok", "team", "team_id", "user", "user_id", "bot_id")} == {
        "ok": True,
        "team": "Reading Room playground",
        "team_id": "T0PLAYGROUND",
        "user": "reading_room",
        "user_id": "U0BOT",
        "bot_id": "B0BOT",
    }
    assert "commands" in answer.headers["x-oauth-scopes"]
    async with ClientSession() as session, session.post(f"{slack.api_url}chat.postMessage") as other:
        assert await other.json() == {"ok": False, "error": "unknown_method"}


async def test_nobody_listens() -> None:
    """A bot that cannot be reached is an error that says where it was looked for, and why in words."""
    async with StandIn("http://127.0.0.1:1/slack/events", SECRET) as slack:
        with pytest.raises(NoAnswerError, match="nothing listens there") as caught:
            await slack.slash("/modality MRI")
        assert caught.value.url == slack.bot_url
        slack.bot_url = ""
        with pytest.raises(NoAnswerError, match="this is no address"):
            await slack.slash("/modality MRI")


async def test_bot_hangs_or_breaks_off(bot: Bot, slack: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot slower than Slack's 3 seconds, or one that closes the connection, gave no answer."""

    async def hang(_: dict[str, str]) -> web.Response:
        await asyncio.sleep(0.5)
        return web.Response()

    bot.answer = hang
    monkeypatch.setattr("bot.playground.stand_in.ACK_SECONDS", 0.05)
    async with StandIn(bot.url, SECRET, clock=slack._clock) as hasty:
        with pytest.raises(NoAnswerError, match="took longer than"):
            await hasty.slash("/modality MRI")

    async def close(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(close, "127.0.0.1", 0)
    async with server:
        slack.bot_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/slack/events"
        with pytest.raises(NoAnswerError, match="the connection broke"):
            await slack.slash("/modality MRI")


async def test_proxies_never_apply(bot: Bot, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy in the environment does not come between two programs on one machine."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    bot.body = {"text": "direct"}
    async with StandIn(bot.url, SECRET, clock=clock.now) as slack:
        assert (await slack.slash("/modality MRI")).message == {"text": "direct"}


async def test_must_be_entered(bot: Bot) -> None:
    """Outside ``async with`` nothing is sent, and the error says what to do."""
    with pytest.raises(RuntimeError, match="async with"):
        await StandIn(bot.url, SECRET).slash("/modality MRI")
