"""``bot.playground.faults``: what goes wrong when one asks for it, and that nothing does otherwise."""

import asyncio
import math
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.playground.clock import Clock
from bot.playground.faults import Fault, FaultKind, Faults, Way
from bot.playground.people import Person
from bot.playground.stand_in import StandIn

ACK_S = 0.2
WAIT_S = 20
NOON = 1_700_000_000.0

Json = dict[str, Any]


@pytest.fixture
async def stand_in(manifest: Json, no_environment: None) -> AsyncIterator[StandIn]:
    """Slack, on a clock that stands still, which waits for answers a fifth of a second."""
    async with StandIn(manifest, clock=Clock(lambda: NOON), ack_seconds=ACK_S) as running:
        yield running


class Desk:
    """An app that answers ``/carry`` with what it was told, and notes all that it hears.

    Attributes:
        heard: The text of commands and the ids of events, in order.
        hears: Set whenever something is heard.
        url: The last ``response_url``.
    """

    def __init__(self, app: AsyncApp) -> None:
        self.heard: list[str] = []
        self.hears = asyncio.Event()
        self.url = ""
        app.command("/carry")(self._carry)
        app.event("team_join")(self._join)

    async def until(self, count: int) -> None:
        """Wait until so much was heard."""
        async with asyncio.timeout(WAIT_S):
            while len(self.heard) < count:
                self.hears.clear()
                await self.hears.wait()

    async def _carry(self, ack: AsyncAck, command: Json) -> None:
        self.url = command["response_url"]
        self._hear(command["text"])
        await ack({"text": f"Carrying {command['text']}"})

    async def _join(self, body: Json) -> None:
        self._hear(body["event_id"])

    def _hear(self, what: str) -> None:
        self.heard.append(what)
        self.hears.set()


@pytest.fixture
def desk(porter: AsyncApp) -> Desk:
    """The app, connected in process."""
    return Desk(porter)


@pytest.fixture
def faults(stand_in: StandIn) -> Faults:
    """What one asks for."""
    return stand_in.slack.faults


@pytest.fixture
def patient(stand_in: StandIn) -> AsyncWebClient:
    """slack_sdk's client with its own handler of rate limits."""
    handler = AsyncRateLimitErrorRetryHandler(max_retry_count=1)
    return AsyncWebClient(token=stand_in.slack.app.bot_token, base_url=stand_in.api_url, retry_handlers=[handler])


def join(stand_in: StandIn) -> None:
    """Let somebody join the workspace."""
    stand_in.slack.emit({"type": "team_join", "user": {"id": "U1"}})


# To the app


async def test_without_a_fault_all_is_well(desk: Desk, robin: Person) -> None:
    """Nothing goes wrong that was not asked for."""
    reply = await robin.slash("/carry a tray")
    assert (reply.error, desk.heard) == ("", ["a tray"])
    assert robin.slack.exchanges.all("/carry a tray")[0].fault == ""


async def test_drop(desk: Desk, robin: Person, faults: Faults) -> None:
    """A dropped command never reaches the app, and fails once Slack has waited long enough; the next one is well."""
    faults.ask("drop", "to_app")
    began = time.perf_counter()
    reply = await robin.slash("/carry a tray")
    assert time.perf_counter() - began >= ACK_S
    assert (reply.status, reply.error, desk.heard) == (None, "operation_timeout", [])
    assert robin.messages()[0]["text"].startswith("/carry failed with the error `operation_timeout`")
    assert robin.slack.exchanges.all("/carry a tray")[0].fault == "drop"
    assert (await robin.slash("/carry a tray")).error == ""


async def test_a_dropped_event_is_sent_again(desk: Desk, stand_in: StandIn, faults: Faults) -> None:
    """What was lost comes again a second later, as Slack sends it."""
    faults.ask("drop", "to_app", method="team_join")
    join(stand_in)
    await stand_in.slack.idle()
    assert desk.heard == []
    await stand_in.slack.clock.advance(1)
    assert len(desk.heard) == 1
    assert [(exchange.fault, exchange.error) for exchange in stand_in.slack.exchanges.all("team_join")] == [
        ("drop", "operation_timeout"), ("", ""),
    ]  # fmt: skip


async def test_delay(desk: Desk, robin: Person, faults: Faults) -> None:
    """A delayed command arrives late, and is answered."""
    faults.ask("delay", "to_app", seconds=ACK_S / 4)
    reply = await robin.slash("/carry a tray")
    assert (reply.error, desk.heard) == ("", ["a tray"])
    assert reply.milliseconds >= ACK_S / 4 * 1000


async def test_a_delay_beyond_what_slack_waits(desk: Desk, robin: Person, faults: Faults) -> None:
    """A command that arrives after Slack has given up fails, and the app hears it all the same."""
    faults.ask("delay", "to_app", seconds=ACK_S * 1.5)
    reply = await robin.slash("/carry a tray")
    assert (reply.error, desk.heard) == ("operation_timeout", [])
    await desk.until(1)
    assert [message["user"] for message in robin.messages()] == ["USLACKBOT"]


async def test_duplicate(desk: Desk, robin: Person, stand_in: StandIn, faults: Faults) -> None:
    """A doubled command reaches the app twice and is shown once; a doubled event has the same id."""
    faults.ask("duplicate", "to_app", times=2)
    reply = await robin.slash("/carry a tray")
    await stand_in.slack.idle()
    assert (desk.heard, len(reply.shown)) == (["a tray", "a tray"], 1)
    join(stand_in)
    await stand_in.slack.idle()
    assert len(desk.heard) == 4
    assert desk.heard[2] == desk.heard[3]


async def test_a_copy_that_is_not_answered(stand_in: StandIn, robin: Person, faults: Faults) -> None:
    """The answer to the first of two counts, whatever becomes of the second."""
    calls = 0

    async def once(scope: Any, receive: Any, send: Any) -> None:
        nonlocal calls
        calls += 1
        if calls > 1:
            await asyncio.Event().wait()
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body", "body": b"a tray"})

    stand_in.connect_in_process(once)
    faults.ask("duplicate", "to_app")
    assert (await robin.slash("/carry")).body == {"text": "a tray"}


async def test_reorder(desk: Desk, robin: Person, faults: Faults) -> None:
    """A command is overtaken by the next; both are answered."""
    faults.ask("reorder", "to_app", seconds=WAIT_S)
    replies = await asyncio.gather(robin.slash("/carry a tray"), robin.slash("/carry a cup"))
    assert desk.heard == ["a cup", "a tray"]
    assert [reply.body for reply in replies] == [{"text": "Carrying a tray"}, {"text": "Carrying a cup"}]


async def test_only_what_begins_later_overtakes(desk: Desk, robin: Person, faults: Faults) -> None:
    """A request that was under way already is not the one that overtakes."""
    faults.ask("delay", "to_app", seconds=ACK_S / 8)
    first = asyncio.create_task(robin.slash("/carry a tray"))
    await asyncio.sleep(0)
    faults.ask("reorder", "to_app", seconds=WAIT_S)
    second = asyncio.create_task(robin.slash("/carry a cup"))
    await first
    await robin.slash("/carry a spoon")
    await second
    assert desk.heard == ["a tray", "a spoon", "a cup"]


async def test_a_delay_is_no_respite(stand_in: StandIn, robin: Person, faults: Faults) -> None:
    """What a fault takes of the time that Slack waits, the app has not got."""

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(ACK_S * 0.7)
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body"})

    stand_in.connect_in_process(slow)
    assert (await robin.slash("/carry")).error == ""
    faults.ask("delay", "to_app", seconds=ACK_S * 0.7)
    assert (await robin.slash("/carry")).error == "operation_timeout"


async def test_nothing_overtakes(desk: Desk, robin: Person, faults: Faults) -> None:
    """Where no other request follows, the one that was to be overtaken goes after its seconds."""
    faults.ask("reorder", "to_app", seconds=0.02)
    assert (await robin.slash("/carry a tray")).error == ""
    assert desk.heard == ["a tray"]


async def test_disconnect(stand_in: StandIn, robin: Person, faults: Faults) -> None:
    """The app's WebSockets are closed before the request; it comes back, and is served again."""
    app = stand_in.slack.app
    bolt = AsyncApp(client=AsyncWebClient(token=app.bot_token, base_url=stand_in.api_url), process_before_response=True)
    desk, handler = Desk(bolt), AsyncSocketModeHandler(bolt, app.app_token)
    stand_in.connect_socket_mode()
    socket = stand_in.slack.socket_mode
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await socket.connected(WAIT_S)
    faults.ask("disconnect", "to_app", method="team_join")
    join(stand_in)
    await stand_in.slack.idle()
    await socket.connected(WAIT_S)
    assert socket.connections == 2
    await stand_in.slack.clock.advance(1)
    await desk.until(1)
    assert (await robin.slash("/carry a tray")).error == ""
    await handler.close_async()  # type: ignore[no-untyped-call]


# From the app


async def test_rate_limit(client: AsyncWebClient, faults: Faults) -> None:
    """A call is answered with 429 and ``Retry-After``, which slack_sdk raises."""
    faults.ask("rate_limit", "from_app", seconds=30)
    with pytest.raises(SlackApiError) as caught:
        await client.auth_test()
    response = caught.value.response
    assert (response.status_code, response["error"], response.headers["Retry-After"]) == (429, "ratelimited", "30")
    assert (await client.auth_test())["ok"]


async def test_retry_after_is_obeyed(patient: AsyncWebClient, stand_in: StandIn, channel: str, faults: Faults) -> None:
    """slack_sdk's own handler waits as long as it is told, and the message arrives once."""
    faults.ask("rate_limit", "from_app", seconds=1, method="chat.postMessage")
    began = time.perf_counter()
    assert (await patient.chat_postMessage(channel=channel, text="x"))["ok"]
    assert time.perf_counter() - began >= 1
    assert [exchange.status for exchange in stand_in.slack.exchanges.all("chat.postMessage")] == [429, 200]
    assert len(stand_in.slack.workspace.channels[channel].messages) == 1


async def test_error(client: AsyncWebClient, faults: Faults) -> None:
    """A call is answered with 500."""
    faults.ask("error", "from_app")
    with pytest.raises(SlackApiError) as caught:
        await client.auth_test()
    assert caught.value.response.status_code == 500


async def test_a_slow_slack(client: AsyncWebClient, stand_in: StandIn, faults: Faults) -> None:
    """A delayed call is answered late."""
    faults.ask("delay", "from_app", seconds=0.05)
    assert (await client.auth_test())["ok"]
    (exchange,) = stand_in.slack.exchanges.all("auth.test")
    assert (exchange.fault, exchange.error) == ("delay", "")
    assert exchange.milliseconds >= 50


@pytest.mark.parametrize(
    ("kind", "status", "body"), [("rate_limit", 429, "ratelimited"), ("error", 500, "internal_error")]
)
async def test_a_response_url_that_fails(
    desk: Desk, robin: Person, faults: Faults, kind: str, status: int, body: str
) -> None:
    """A ``response_url`` can be held up and fail too; what failed was no use of it, and shows nothing."""
    await robin.slash("/carry a tray")
    faults.ask(kind, "from_app", seconds=7, method="response_url")
    answer = await AsyncWebhookClient(desk.url).send(text="later")
    assert (answer.status_code, answer.body) == (status, body)
    assert answer.headers.get("Retry-After") == ("7" if status == 429 else None)
    assert len(robin.messages()) == 1
    for _ in range(5):
        assert (await AsyncWebhookClient(desk.url).send(text="later")).status_code == 200


async def test_a_slow_response_url(desk: Desk, robin: Person, faults: Faults) -> None:
    """A message by ``response_url`` is shown only when the clock says so."""
    await robin.slash("/carry a tray")
    faults.ask("delay", "from_app", seconds=60, method="response_url")
    sending = asyncio.create_task(AsyncWebhookClient(desk.url).send(text="later"))
    async with asyncio.timeout(WAIT_S):
        while faults.as_json()["waiting"]:
            await asyncio.sleep(0.005)
    assert len(robin.messages()) == 1
    await robin.slack.clock.advance(60)
    assert (await sending).status_code == 200
    assert robin.messages()[-1]["text"] == "later"


# The ones that wait


def test_each_falls_on_the_first_request_it_fits() -> None:
    """In the order in which they were asked for; on requests that way alone, and of the method it names."""
    faults = Faults()
    faults.ask("error", "from_app", method="chat.update")
    faults.ask(FaultKind.RATE_LIMIT, Way.FROM_APP, times=2, seconds=9)
    assert faults.take(Way.TO_APP, "chat.update") is None
    assert faults.take(Way.FROM_APP, "auth.test") == Fault(FaultKind.RATE_LIMIT, Way.FROM_APP, 9)
    assert faults.take(Way.FROM_APP, "chat.update") == Fault(FaultKind.ERROR, Way.FROM_APP, 1, "chat.update")
    assert faults.as_json() == {"waiting": [{"kind": "rate_limit", "on": "from_app", "seconds": 9, "method": ""}]}
    faults.clear()
    assert faults.take(Way.FROM_APP, "auth.test") is None


@pytest.mark.parametrize(
    ("kind", "on", "why"),
    [
        ("rate_limit", "to_app", "rate_limit does not happen to_app; there are: delay, disconnect, drop"),
        ("drop", "from_app", "drop does not happen from_app; there are: delay, error, rate_limit"),
        ("earthquake", "to_app", "earthquake"),
        ("drop", "sideways", "sideways"),
    ],
)
def test_some_faults_do_not_happen(kind: str, on: str, why: str) -> None:
    """What cannot go wrong that way is refused with what can, and nothing waits."""
    faults = Faults()
    with pytest.raises(ValueError, match=why):
        faults.ask(kind, on)
    assert faults.as_json() == {"waiting": []}


@pytest.mark.parametrize(("times", "seconds"), [(0, 1.0), (1001, 1.0), (1, -1.0), (1, math.inf), (1, math.nan)])
def test_no_fault_is_endless(times: int, seconds: float) -> None:
    """A fault that never falls, falls without end, or lasts for ever is refused."""
    faults = Faults()
    with pytest.raises(ValueError, match="a fault falls 1 to 1,000 times"):
        faults.ask("delay", "to_app", times=times, seconds=seconds)
    assert faults.as_json() == {"waiting": []}
