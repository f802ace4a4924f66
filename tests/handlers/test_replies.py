"""``bot.handlers.replies``: what goes out after the ack goes to Slack alone, and never stops a listener.

Slack is a server on 127.0.0.1, which ``SLACK_API_URL`` names.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.cards.blocks import Message, message, section
from bot.handlers.replies import Replies

WAIT_S = 20
"""How long anything here may take; a bound, not a measurement."""

CARD: Message = message([section("Spoons wobble.")])


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of this machine stands between."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


class Slack:
    """Takes what is posted to a ``response_url``; answers with the statuses it is given, then with 200.

    Attributes:
        taken: What was posted, in order, and when.
        gate: While it is closed, nothing is answered.
    """

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.taken: list[dict[str, Any]] = []
        self.times: list[float] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        """Take one message."""
        self.taken.append(await request.json())
        self.times.append(asyncio.get_running_loop().time())
        await self.gate.wait()
        status = self.statuses.pop(0) if self.statuses else 200
        return web.Response(status=status, text="invalid_blocks", headers={"Retry-After": "1"} if status == 429 else {})

    async def has(self, count: int) -> None:
        """Wait until so many messages were posted."""
        async with asyncio.timeout(WAIT_S):
            while len(self.taken) < count:
                await asyncio.sleep(0.01)


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """A server that is listening."""
    slack = Slack()
    app = web.Application()
    app.router.add_post("/actions", slack.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield slack
    slack.gate.set()
    await runner.cleanup()


class Resolving(AbstractResolver):
    """Notes the hosts that are asked for, and knows none of them: nothing leaves this machine."""

    def __init__(self) -> None:
        self.hosts: list[str] = []
        self.asked = asyncio.Event()

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        """Note a host."""
        self.hosts.append(host)
        self.asked.set()
        raise OSError("there is no network in tests")

    async def close(self) -> None:
        """Nothing to close."""


def replies_to(slack: Slack, session: aiohttp.ClientSession | None = None) -> Replies:
    """Replies under an API address on the server's host."""
    return Replies(session, f"{slack.url}/api/")


def body(url: str) -> dict[str, Any]:
    """The payload of a click."""
    return {"type": "block_actions", "response_url": url}


def sent(*, replace: bool = False) -> dict[str, Any]:
    """What is posted of the card."""
    return {**CARD, "replace_original": replace}


# --- where answers may go --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://hooks.slack.com/actions/T1/2/x", id="Slack's"),
        pytest.param("https://slack.com/x", id="without a subdomain"),
        pytest.param("https://HOOKS.Slack.com/actions", id="capitals"),
        pytest.param("https://hooks.slack-gov.com/actions/T1/2/x", id="of the US government's Slack"),
    ],
)
async def test_answers_go_to_slack(url: str) -> None:
    """An answer is sent to whatever address of Slack's the payload names."""
    resolver = Resolving()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=resolver)) as session:
        replies = Replies(session, "https://slack.com/api/")
        replies.send(body(url), CARD)
        async with asyncio.timeout(WAIT_S):
            await resolver.asked.wait()
        await replies.drain(0)
    assert set(resolver.hosts) == {url.split("/")[2].lower()}


REFUSED = [
    pytest.param("http://hooks.slack.com/actions", id="without TLS"),
    pytest.param("https://evil.example/actions", id="elsewhere"),
    pytest.param("https://evilslack.com/actions", id="a name that ends alike"),
    pytest.param("https://hooks.slack.com.evil.example/actions", id="a name that begins alike"),
    pytest.param("https://hooks.slack.com@evil.example/actions", id="Slack as a user name"),
    pytest.param("https://[hooks.slack.com/actions", id="half a bracketed address"),
    pytest.param("https://evil.example/hooks.slack.com", id="Slack as a path"),
    pytest.param("https://evil.example#.slack.com", id="Slack as a fragment"),
    pytest.param("ftp://hooks.slack.com/actions", id="another scheme"),
    pytest.param("//hooks.slack.com/actions", id="no scheme"),
    pytest.param("file:///etc/passwd", id="a file"),
    pytest.param("", id="empty"),
    pytest.param("not a URL", id="no URL"),
]


@pytest.mark.parametrize("url", REFUSED)
@pytest.mark.parametrize(
    "api_url", [pytest.param("", id="no API"), pytest.param("https://slack.com/api/", id="Slack's API")]
)
async def test_answers_go_nowhere_else(caplog: pytest.LogCaptureFixture, url: str, api_url: str) -> None:
    """Another host or scheme is refused with a line in the log, and nothing is sent."""
    resolver = Resolving()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=resolver)) as session:
        replies = Replies(session, api_url)
        replies.send(body(url), CARD)
        await replies.drain()
    assert resolver.hosts == []
    assert [record.getMessage() for record in caplog.records] == [
        "an interaction without a response_url of Slack's was not answered"
    ]


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param({}, id="none"),
        pytest.param({"response_url": None}, id="null"),
        pytest.param({"response_url": 7}, id="a number"),
    ],
)
async def test_no_address(caplog: pytest.LogCaptureFixture, payload: dict[str, Any]) -> None:
    """A payload without an address is not answered, and nothing is raised."""
    replies = Replies()
    replies.send(payload, CARD)
    await replies.drain()
    assert len(caplog.records) == 1


async def test_the_host_of_another_api_is_refused(slack: Slack) -> None:
    """A stand-in is answered only where SLACK_API_URL names its host."""
    for api_url in ("", "https://slack.com/api/", "http://localhost/api/"):
        replies = Replies(None, api_url)
        replies.send(body(f"{slack.url}/actions"), CARD)
        await replies.drain()
    assert slack.taken == []


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("shared", [pytest.param(True, id="a shared session"), pytest.param(False, id="one's own")])
async def test_a_stand_in_is_answered(slack: Slack, *, shared: bool, replace: bool) -> None:
    """The whole card goes out, and says whether it takes the place of the one that was clicked."""
    session = aiohttp.ClientSession() if shared else None
    replies = replies_to(slack, session)
    replies.send(body(f"{slack.url}/actions"), CARD, replace=replace)
    await replies.drain()
    assert slack.taken == [sent(replace=replace)]
    if session:
        assert not session.closed
        await session.close()


# --- what Slack says -------------------------------------------------------------------------------------------------


async def answered(slack: Slack, *statuses: int) -> list[dict[str, Any]]:
    """What was posted to a server that answers with these statuses."""
    slack.statuses = [*statuses]
    replies = replies_to(slack)
    replies.send(body(f"{slack.url}/actions"), CARD)
    await replies.drain(WAIT_S)
    return slack.taken


def told(caplog: pytest.LogCaptureFixture) -> list[tuple[int, str]]:
    """What the log says."""
    return [(record.levelno, record.getMessage()) for record in caplog.records]


async def test_an_answer_that_is_taken_is_sent_once(slack: Slack, caplog: pytest.LogCaptureFixture) -> None:
    """Taken the first time, an answer is neither sent again nor worth a line."""
    assert await answered(slack) == [sent()]
    assert told(caplog) == []


async def test_a_refused_card_goes_out_in_words(slack: Slack, caplog: pytest.LogCaptureFixture) -> None:
    """A card that Slack refuses is sent once more, as it is but without blocks, and the log says so."""
    card, words = await answered(slack, 400)
    assert card == sent()
    assert words == {name: value for name, value in sent().items() if name != "blocks"}
    assert told(caplog) == [(logging.ERROR, "Slack refused a card: invalid_blocks")]


async def test_refused_words_are_not_sent_again(slack: Slack, caplog: pytest.LogCaptureFixture) -> None:
    """Words that are refused too are given up."""
    assert len(await answered(slack, 400, 400)) == 2
    assert told(caplog)[1:] == [(logging.WARNING, "an answer was not taken: status 400")]


async def test_words_alone_are_not_sent_again(slack: Slack) -> None:
    """A message that has no blocks is refused for another reason."""
    slack.statuses = [400]
    replies = replies_to(slack)
    replies.send(body(f"{slack.url}/actions"), {"text": "Spoons."})
    await replies.drain()
    assert len(slack.taken) == 1


async def test_too_fast(slack: Slack, caplog: pytest.LogCaptureFixture) -> None:
    """Told to wait, an answer waits as long as Slack says and goes out again as it was."""
    assert await answered(slack, 429) == [sent(), sent()]
    assert slack.times[1] - slack.times[0] >= 1
    assert told(caplog) == []


async def test_too_fast_twice(slack: Slack, caplog: pytest.LogCaptureFixture) -> None:
    """Told to wait a second time, an answer is given up."""
    assert await answered(slack, 429, 429) == [sent(), sent()]
    assert told(caplog) == [(logging.WARNING, "an answer was not taken: status 429")]


@pytest.mark.parametrize("status", [403, 404, 410, 500, 503])
async def test_not_taken(slack: Slack, caplog: pytest.LogCaptureFixture, status: int) -> None:
    """Whatever else is wrong is in the log with its status, and nothing is sent again: a person would see it twice."""
    assert await answered(slack, status) == [sent()]
    assert told(caplog) == [(logging.WARNING, f"an answer was not taken: status {status}")]


async def test_nobody_listens(unused_tcp_port: int, caplog: pytest.LogCaptureFixture) -> None:
    """A connection that cannot be had is in the log, without the address, and nothing is raised."""
    url = f"http://127.0.0.1:{unused_tcp_port}"
    replies = Replies(None, url)
    replies.send(body(f"{url}/actions"), CARD)
    await replies.drain(WAIT_S)
    assert told(caplog) == [(logging.WARNING, "an answer could not be sent: ClientConnectorError")]


async def test_a_broken_connection(caplog: pytest.LogCaptureFixture) -> None:
    """A connection that breaks is tried once more and then in the log; nothing is raised."""
    calls = 0

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal calls
        calls += 1
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        replies = Replies(None, url)
        replies.send(body(f"{url}/actions"), CARD)
        await replies.drain(WAIT_S)
    assert calls == 2
    ((level, text),) = told(caplog)
    assert level == logging.WARNING
    assert text.startswith("an answer could not be sent: ")
    assert url not in text


# --- before a stop ---------------------------------------------------------------------------------------------------


async def test_sending_does_not_wait(slack: Slack) -> None:
    """A listener that answers goes on at once; what it began is under way."""
    slack.gate.clear()
    replies = replies_to(slack)
    replies.send(body(f"{slack.url}/actions"), CARD)
    assert slack.taken == []
    await slack.has(1)
    slack.gate.set()
    await replies.drain()


async def test_drain_of_nothing() -> None:
    """Where nothing is under way a stop does not wait."""
    async with asyncio.timeout(1):
        await Replies().drain()


async def test_drain_waits_for_all(slack: Slack, caplog: pytest.LogCaptureFixture) -> None:
    """A stop waits for all that is under way, also for what is begun while it waits."""
    slack.gate.clear()
    replies = replies_to(slack)
    for _ in range(3):
        replies.send(body(f"{slack.url}/actions"), CARD)
    await slack.has(3)
    draining = asyncio.create_task(replies.drain(WAIT_S))
    await asyncio.sleep(0)
    replies.send(body(f"{slack.url}/actions"), CARD, replace=True)
    await slack.has(4)
    assert not draining.done()
    slack.gate.set()
    await draining
    assert slack.taken == [sent(), sent(), sent(), sent(replace=True)]
    assert told(caplog) == []


async def test_drain_waits_for_what_is_begun_meanwhile(slack: Slack) -> None:
    """An answer that begins when the others are done already is waited for too."""
    replies = replies_to(slack)
    replies.send(body(f"{slack.url}/actions"), CARD)
    (first,) = (task for task in asyncio.all_tasks() if task is not asyncio.current_task() and "_post" in repr(task))
    first.add_done_callback(lambda _: replies.send(body(f"{slack.url}/actions"), CARD, replace=True))
    await replies.drain(WAIT_S)
    assert slack.taken == [sent(), sent(replace=True)]


async def test_drain_cancels_what_is_late(slack: Slack, caplog: pytest.LogCaptureFixture) -> None:
    """What takes longer than a stop waits is cancelled, and the log says how much it was."""
    slack.gate.clear()
    replies = replies_to(slack)
    for _ in range(2):
        replies.send(body(f"{slack.url}/actions"), CARD)
    await slack.has(2)
    async with asyncio.timeout(WAIT_S):
        await replies.drain(0.05)
    assert told(caplog) == [(logging.WARNING, "stopped with 2 answers unsent")]
    assert [task for task in asyncio.all_tasks() if "_post" in repr(task)] == []
    await replies.drain(0)
    assert len(told(caplog)) == 1
