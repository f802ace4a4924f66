"""``bot.playground.delivery``: requests reach the app as Slack sends them, and what it answers is heard."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from bot.playground.clock import Clock
from bot.playground.delivery import Answer, Delivery, Envelope, Form, InProcess, NoAnswerError, OverHttp
from bot.playground.stand_in import StandIn

SECRET = "secret of the stand-in"
NOON = 1_700_000_000.25
WAIT_S = 20
Json = dict[str, Any]

COMMAND = Envelope(Form.COMMAND, {"command": "/carry", "text": "MRI & CT=1 ü\ud800", "empty": ""})
CLICK = Envelope(Form.INTERACTION, {"type": "block_actions", "actions": [{"value": "ü & =\u2028"}]})
EVENT = Envelope(Form.EVENT, {"type": "event_callback", "event": {"type": "team_join", "text": "ü"}})


@dataclass
class App:
    """An app that verifies every request with slack_sdk's own verifier, keeps it, and answers as told.

    Attributes:
        heard: Content type, headers in lower case, and body of each request that was signed as it should be.
        answer: Status, headers and body to answer with; one for all requests, or one for each.
        pause: Seconds to wait before answering.
        broken: What to raise instead of answering, in process.
        ended: How many requests were answered, whether or not anybody waited still.
    """

    url: str = ""
    secret: str = SECRET
    heard: list[tuple[dict[str, str], str]] = field(default_factory=list)
    answer: tuple[int, dict[str, str], str] = (200, {}, "")
    pause: float = 0.0
    broken: type[Exception] | None = None
    ended: int = 0

    async def hear(self, headers: Mapping[str, str], body: bytes) -> tuple[int, dict[str, str], str]:
        """Verify, note, answer."""
        if not SignatureVerifier(self.secret).is_valid_request(body, dict(headers)):
            return 401, {}, ""
        self.heard.append(({name.lower(): value for name, value in headers.items()}, body.decode()))
        await asyncio.sleep(self.pause)
        self.ended += 1
        return self.answer

    async def over_http(self, request: web.Request) -> web.Response:
        """As aiohttp has it."""
        status, headers, text = await self.hear(request.headers, await request.read())
        return web.Response(status=status, headers=headers, body=text.encode())

    async def over_asgi(self, scope: Any, receive: Any, send: Any) -> None:
        """As ASGI has it, the body in two parts."""
        assert (scope["type"], scope["method"], scope["path"]) == ("http", "POST", "/slack/events")
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        status, told, text = await self.hear(headers, (await receive())["body"])
        if self.broken:
            raise self.broken
        raw = [(name.encode(), value.encode()) for name, value in told.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        body = text.encode()
        await send({"type": "http.response.body", "body": body[:3], "more_body": True})
        await send({"type": "http.response.body", "body": body[3:]})


@pytest.fixture
async def app() -> AsyncIterator[App]:
    """An app that listens."""
    app = App()
    server = web.Application()
    server.router.add_post("/slack/events", app.over_http)
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    app.url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield app
    await runner.cleanup()


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until it is moved on."""
    return Clock(lambda: NOON)


Ways = Callable[..., Delivery]


@pytest.fixture(params=["HTTP", "in process"])
async def way(request: pytest.FixtureRequest, app: App) -> AsyncIterator[Ways]:
    """Makes a way to the app; the same promises hold for each."""
    made: list[Delivery] = []

    def make(secret: str = SECRET) -> Delivery:
        over_http = request.param == "HTTP"
        delivery: Delivery = OverHttp(app.url, secret) if over_http else InProcess(app.over_asgi, secret)
        assert delivery.transport == request.param
        made.append(delivery)
        return delivery

    yield make
    for delivery in made:
        await delivery.close()


async def test_a_command_is_a_form(way: Ways, app: App) -> None:
    """A slash command arrives signed, as a form with its fields, the empty ones too; broken text becomes marks."""
    assert (await way().deliver(COMMAND)).status == 200
    ((headers, body),) = app.heard
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert headers["user-agent"].startswith("Slackbot")
    assert abs(int(headers["x-slack-request-timestamp"]) - time.time()) < WAIT_S
    form = dict(parse_qsl(body, keep_blank_values=True, strict_parsing=True))
    assert form == {"command": "/carry", "text": "MRI & CT=1 ü?", "empty": ""}


async def test_an_interaction_is_json_in_a_form(way: Ways, app: App) -> None:
    """A click arrives signed, its JSON in the field ``payload``."""
    assert (await way().deliver(CLICK)).status == 200
    ((headers, body),) = app.heard
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    (field_,) = parse_qsl(body, strict_parsing=True)
    assert (field_[0], json.loads(field_[1])) == ("payload", CLICK.payload)


async def test_an_event_is_json(way: Ways, app: App) -> None:
    """An event arrives signed, as JSON; the first time it says nothing of retries."""
    assert (await way().deliver(EVENT)).status == 200
    ((headers, body),) = app.heard
    assert headers["content-type"] == "application/json"
    assert json.loads(body) == EVENT.payload
    assert not any(name.startswith("x-slack-retry") for name in headers)


async def test_a_retry_says_so(way: Ways, app: App) -> None:
    """What is sent again says how often and why."""
    await way().deliver(Envelope(Form.EVENT, EVENT.payload, retry=2, retry_reason="http_timeout"))
    headers = app.heard[0][0]
    assert (headers["x-slack-retry-num"], headers["x-slack-retry-reason"]) == ("2", "http_timeout")


async def test_the_signature_is_real(way: Ways, app: App) -> None:
    """An app with another secret refuses what is sent."""
    assert (await way(secret="another").deliver(COMMAND)).status == 401
    assert app.heard == []


@pytest.mark.parametrize(
    ("content_type", "body", "message"),
    [
        pytest.param("application/json", '{"text": "t", "blocks": []}', {"text": "t", "blocks": []}, id="a message"),
        pytest.param("application/json; charset=utf-8", '{"text": "ü"}', {"text": "ü"}, id="with a character set"),
        pytest.param("text/plain", "just text", {"text": "just text"}, id="text"),
        pytest.param("text/plain", '{"text": 1}', {"text": '{"text": 1}'}, id="JSON that is not said to be"),
        pytest.param("application/json", "{broken", {"text": "{broken"}, id="JSON that is none"),
        pytest.param("application/json", "[1]", {"text": "[1]"}, id="JSON that is no object"),
        pytest.param("application/json", "{}", None, id="an empty object"),
        pytest.param("text/plain", " \n", None, id="nothing"),
    ],
)  # fmt: skip
async def test_what_an_acknowledgement_carries(
    way: Ways, app: App, content_type: str, body: str, message: Json | None
) -> None:
    """A JSON object is a message, other text is its text, and an empty body is none."""
    app.answer = 200, {"Content-Type": content_type}, body
    answer = await way().deliver(COMMAND)
    assert (answer.status, answer.body) == (200, message)


@pytest.mark.parametrize("status", [201, 301, 404, 500])
async def test_every_status_is_handed_on(way: Ways, app: App, status: int) -> None:
    """Whoever asked sees the status and the headers, and no redirect is followed."""
    app.answer = status, {"Location": app.url, "X-Slack-No-Retry": "1"}, ""
    answer = await way().deliver(COMMAND)
    assert (answer.status, answer.headers["x-slack-no-retry"]) == (status, "1")
    assert len(app.heard) == 1


async def test_an_answer_that_takes_too_long_is_none(way: Ways, app: App, manifest: Json) -> None:
    """After the seconds that Slack waits there was no answer; the app goes on all the same, and ends its work."""
    app.pause = 0.2
    async with StandIn(manifest, ack_seconds=0.05) as stand_in:
        slack = stand_in.slack
        slack.connect(way())
        with pytest.raises(NoAnswerError, match=r"it took longer than 0\.05 seconds") as caught:
            await slack.deliver(COMMAND, slack.begin("/carry", COMMAND.payload), name="/carry")
        assert (caught.value.code, caught.value.retry_reason) == ("operation_timeout", "http_timeout")
        assert (len(app.heard), app.ended) == (1, 0)
        async with asyncio.timeout(WAIT_S):
            while not app.ended:
                await asyncio.sleep(0.01)


@pytest.mark.parametrize("error", [RuntimeError, TimeoutError])
async def test_an_app_that_raises(app: App, error: type[Exception], caplog: pytest.LogCaptureFixture) -> None:
    """In process as behind a server: an error of the app's is status 500, and logged; one of time is not Slack's."""
    app.broken = error
    way = InProcess(app.over_asgi, SECRET)
    assert await way.deliver(COMMAND) == Answer(500, None)
    assert error.__name__ in caplog.text
    await way.close()


async def test_an_app_that_answers_nothing() -> None:
    """An app that returns without an answer gave status 500."""

    async def silent(scope: Any, receive: Any, send: Any) -> None:
        """Return."""

    assert await InProcess(silent, SECRET).deliver(COMMAND) == Answer(500, None)


async def test_an_app_that_listens_for_the_end() -> None:
    """An app may wait for whoever asked to go: they do once they have their answer."""
    received: list[str] = []

    async def listening(scope: Any, receive: Any, send: Any) -> None:
        received.append((await receive())["type"])
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body", "body": b"text"})
        received.append((await receive())["type"])

    way = InProcess(listening, SECRET)
    assert (await way.deliver(COMMAND)).body == {"text": "text"}
    await asyncio.sleep(0)
    assert received == ["http.request", "http.disconnect"]
    await way.close()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        pytest.param("http://127.0.0.1:1/slack/events", "nothing listens at http://127.0.0.1:1/slack/events", id="no"),
        pytest.param("", " is no address", id="no address"),
    ],
)  # fmt: skip
async def test_nobody_listens(url: str, why: str) -> None:
    """An app that is not there is told with where it was looked for."""
    async with OverHttp(url, SECRET) as way:
        with pytest.raises(NoAnswerError, match=why) as caught:
            await way.deliver(COMMAND)
    assert (caught.value.code, caught.value.retry_reason) == ("dispatch_failed", "connection_failed")


async def test_the_app_hangs_up() -> None:
    """A connection that breaks before an answer came is told so."""

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server, OverHttp(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", SECRET) as way:
        with pytest.raises(NoAnswerError, match="the connection broke"):
            await way.deliver(COMMAND)


async def test_proxies_never_apply(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy in the environment does not come between two programs on one machine."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with OverHttp(app.url, SECRET) as way:
        assert (await way.deliver(COMMAND)).status == 200


async def test_slack_keeps_no_cookies(app: App) -> None:
    """A cookie that the app sets does not come back."""
    app.answer = 200, {"Set-Cookie": "seen=1; Path=/"}, ""
    async with OverHttp(app.url, SECRET) as way:
        for _ in range(2):
            await way.deliver(COMMAND)
    assert all("cookie" not in headers for headers, _ in app.heard)


# Events are sent again


@dataclass
class Retried:
    """Slack with an app that answers events badly."""

    stand_in: StandIn
    clock: Clock
    app: App

    async def event(self) -> None:
        """Let somebody join the workspace."""
        self.stand_in.slack.emit({"type": "team_join", "user": {"id": "U1"}})
        await self.stand_in.slack.idle()

    def retries(self) -> list[tuple[str, str]]:
        """The number and the reason of each request that arrived."""
        names = ("x-slack-retry-num", "x-slack-retry-reason")
        return [(headers.get(names[0], ""), headers.get(names[1], "")) for headers, _ in self.app.heard]


@pytest.fixture
async def retried(manifest: Json, app: App, clock: Clock) -> AsyncIterator[Retried]:
    """Slack on a clock that stands still, and an app that fails."""
    async with StandIn(manifest, clock=clock, ack_seconds=0.1) as stand_in:
        app.secret, app.answer = stand_in.slack.app.signing_secret, (500, {}, "")
        stand_in.connect_http(app.url)
        yield Retried(stand_in, clock, app)


async def test_a_failed_event_is_sent_again_three_times(retried: Retried) -> None:
    """At once, after one minute and after five: the same event, with its number and the reason; then no more.

    However far the clock was moved on, each is signed so that the app takes it.
    """
    await retried.event()
    expected = [("", ""), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    for seconds, sent in ((0.9, 1), (0.1, 2), (59, 2), (1, 3), (299, 3), (1, 4), (3600, 4)):
        await retried.clock.advance(seconds)
        assert retried.retries() == expected[:sent]
    assert len({json.loads(body)["event_id"] for _, body in retried.app.heard}) == 1
    assert [exchange.error for exchange in retried.stand_in.slack.exchanges.all("team_join")] == ["http_error"] * 4


async def test_a_taken_event_is_not_sent_again(retried: Retried) -> None:
    """A 2xx to any try ends it."""
    await retried.event()
    retried.app.answer = 204, {}, ""
    await retried.clock.advance(3600)
    assert retried.retries() == [("", ""), ("1", "http_error")]


async def test_the_app_may_want_no_retry(retried: Retried) -> None:
    """A failure with ``x-slack-no-retry: 1`` is not sent again."""
    retried.app.answer = 500, {"X-Slack-No-Retry": "1"}, ""
    await retried.event()
    await retried.clock.advance(3600)
    assert retried.retries() == [("", "")]


async def test_a_late_event_is_sent_again_as_late(retried: Retried) -> None:
    """An acknowledgement that came too late counts as none, and the reason says so."""
    retried.app.pause = 0.3
    await retried.event()
    retried.app.pause, retried.app.answer = 0.0, (200, {}, "")
    await retried.clock.advance(1)
    assert retried.retries() == [("", ""), ("1", "http_timeout")]


async def test_an_event_for_nobody_is_sent_again(retried: Retried) -> None:
    """An app that was not there gets its event once it is."""
    retried.stand_in.connect_http("http://127.0.0.1:1/")
    await retried.event()
    retried.stand_in.connect_http(retried.app.url)
    retried.app.answer = 200, {}, ""
    await retried.clock.advance(1)
    assert retried.retries() == [("1", "connection_failed")]


async def test_what_the_app_does_not_subscribe_to_is_not_sent(retried: Retried, manifest: Json) -> None:
    """Slack tells an app of the events of its manifest alone."""
    manifest["settings"]["event_subscriptions"]["bot_events"].remove("team_join")
    await retried.event()
    assert retried.app.heard == []
