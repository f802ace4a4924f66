"""What the endpoint refuses, how it tells its state, how it stops, and what a person sees when it fails."""

import asyncio
import io
import json
import logging
import shutil
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession, web

from bot.core.library import Library
from bot.errors import PersonMistakeError
from bot.knowledge.loading import load
from bot.knowledge.outcomes import Outcome
from bot.knowledge.pack import Pack
from bot.names import Kind
from bot.playground.delivery import OverHttp
from bot.playground.people import Person
from bot.server import EVENTS_PATH, LARGEST_BODY

FORM = "application/x-www-form-urlencoded"

COMMAND = urlencode(
    {"command": "/modality", "text": "MRI", "team_id": "T1", "user_id": "U1", "channel_id": "C1", "trigger_id": "1.2",
     "response_url": "http://127.0.0.1/never"}
)  # fmt: skip

Sign = Callable[..., dict[str, str]]
Serve = Callable[..., Awaitable[str]]
Connect = Callable[..., Awaitable[Person]]


def now() -> str:
    """The time as Slack's timestamp header has it."""
    return str(int(time.time()))


def url_of(slack: Person) -> str:
    """Where Slack sends its requests."""
    delivery = slack.slack.delivery
    assert isinstance(delivery, OverHttp)
    return delivery.url


@pytest.mark.parametrize(
    ("body", "changes", "status"),
    [
        pytest.param(COMMAND, {}, 200, id="signed"),
        pytest.param(COMMAND, {"x-slack-signature": None}, 401, id="unsigned"),
        pytest.param(COMMAND, {"x-slack-signature": "v0=00"}, 401, id="wrong signature"),
        pytest.param(COMMAND, {"x-slack-request-timestamp": None}, 401, id="no timestamp"),
        pytest.param(COMMAND, {"x-slack-request-timestamp": "yesterday"}, 401, id="a timestamp that is no number"),
        pytest.param(COMMAND, {"x-slack-request-timestamp": "٣٣"}, 401, id="a timestamp in other digits"),
        pytest.param(COMMAND, {"x-slack-request-timestamp": "-1"}, 401, id="a negative timestamp"),
        pytest.param(COMMAND, {"content-type": "text/plain"}, 415, id="wrong content type"),
        pytest.param(COMMAND, {"content-type": None}, 415, id="no content type"),
        pytest.param('{"type": ', {"content-type": "application/json"}, 400, id="malformed JSON"),
        pytest.param("[" * 50_000, {"content-type": "application/json"}, 400, id="JSON nested without end"),
        pytest.param("[1]", {"content-type": "application/json"}, 400, id="JSON that is no object"),
        pytest.param("payload=%7Bnope", {}, 400, id="a malformed payload"),
        pytest.param(b"command=\xff\xfe", {}, 400, id="a body that is no UTF-8"),
        pytest.param("text=" + "a" * LARGEST_BODY, {}, 413, id="an oversized body"),
        pytest.param("", {}, 400, id="an empty body"),
        pytest.param(COMMAND, {"x-slack-signature": "v0=" + "é" * 64}, 401, id="a signature of other letters"),
        pytest.param(COMMAND, {"x-slack-signature": "v0=" + "A" * 64}, 401, id="a signature in capitals"),
        pytest.param(COMMAND, {"x-slack-request-timestamp": "9" * 5000}, 401, id="a timestamp of 5,000 digits"),
        pytest.param("&".join(f"a{n}=1" for n in range(500)), {}, 400, id="a form of 500 fields"),
    ],
)
async def test_what_is_not_from_slack_is_refused(
    serve: Serve, http: ClientSession, sign: Sign, body: str | bytes, changes: dict[str, str | None], status: int
) -> None:
    """Only a whole, signed, fresh request is answered; everything else is refused with 4xx and a reason, never 5xx."""
    url = f"{await serve()}/slack/events"
    headers = sign(body if isinstance(body, str) else "", now()) | changes
    sent = {name: value for name, value in headers.items() if value is not None}
    skip = ["content-type"] if headers["content-type"] is None else []
    data = io.BytesIO(body if isinstance(body, bytes) else body.encode())
    async with http.post(url, data=data, headers=sent, skip_auto_headers=skip) as answer:
        assert answer.status == status
        assert (await answer.json())["blocks" if status == 200 else "error"]


async def test_a_stale_request_is_refused(serve: Serve, http: ClientSession, sign: Sign) -> None:
    """A request six minutes old is a replay, however well it is signed."""
    url = await serve()
    headers = sign(COMMAND, str(int(time.time()) - 360))
    async with http.post(f"{url}/slack/events", data=COMMAND, headers=headers) as answer:
        assert answer.status == 401


async def test_an_oversized_body_without_a_length_is_refused(serve: Serve, http: ClientSession, sign: Sign) -> None:
    """A body that comes in pieces is counted as it comes."""
    url = await serve()

    async def pieces() -> Any:
        for _ in range(LARGEST_BODY // 65536 + 2):
            yield b"a" * 65536

    async with http.post(f"{url}/slack/events", data=pieces(), headers=sign("", now())) as answer:
        assert answer.status == 413


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/slack/events", 405), ("GET", "/", 404), ("POST", "/healthz", 404), ("GET", "/slack/install", 404)],
)
async def test_other_paths(serve: Serve, http: ClientSession, method: str, path: str, status: int) -> None:
    """There is one door for Slack and two for health checks."""
    url = await serve()
    async with http.request(method, url + path) as answer:
        assert answer.status == status


async def test_url_verification(serve: Serve, http: ClientSession, sign: Sign) -> None:
    """Slack's handshake for the request URL is answered when it is signed."""
    url = await serve()
    body = json.dumps({"type": "url_verification", "challenge": "c-1", "token": "t"})
    headers = sign(body, now(), "application/json")
    async with http.post(f"{url}/slack/events", data=body, headers=headers) as answer:
        assert answer.status == 200
        assert "c-1" in await answer.text()


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param({"type": "event_callback", "event": {"type": "app_home_opened", "user": "U1"}}, id="an event"),
        pytest.param({"type": "shortcut", "callback_id": "x", "trigger_id": "1"}, id="a global shortcut"),
        pytest.param({"type": "view_submission", "view": {"callback_id": "x", "type": "modal"}}, id="a modal"),
        pytest.param({"type": "block_suggestion", "action_id": "x", "value": "y"}, id="a typeahead"),
        pytest.param({"type": "block_suggestion", "value": "y"}, id="a typeahead without an action"),
        pytest.param({"type": "view_closed", "view": {"callback_id": "x", "type": "modal"}}, id="a closed modal"),
        pytest.param({"type": "message_action", "callback_id": "x", "trigger_id": "1"}, id="a message shortcut"),
        pytest.param({"type": "block_actions", "actions": []}, id="a click on nothing"),
        pytest.param(
            {"type": "block_actions", "actions": [{"action_id": "open", "value": "mri"}]}, id="a click at home"
        ),
        pytest.param({"type": "event_callback", "event": None}, id="an event that is null"),
        pytest.param({"type": "event_callback", "event": {"type": None}}, id="an event of no type"),
        pytest.param({"type": "event_callback", "event": {"type": "message", "text": None}}, id="a message of no text"),
        pytest.param({"type": "app_rate_limited", "minute_rate_limited": 1}, id="a rate limit"),
        pytest.param({"type": "workflow_step_edit"}, id="something long gone"),
        pytest.param({"type": "of_tomorrow"}, id="something yet to come"),
    ],
)
async def test_what_nobody_listens_to_is_acked(
    serve: Serve, http: ClientSession, sign: Sign, payload: dict[str, Any]
) -> None:
    """Slack never sees an error for what this version does not use, so that it sends nothing twice."""
    url = await serve()
    is_event = payload["type"] in {"event_callback", "app_rate_limited"}
    payload |= {"team": {"id": "T1"}, "user": {"id": "U1"}, "team_id": "T1", "api_app_id": "A1", "token": "t"}
    body = json.dumps(payload) if is_event else urlencode({"payload": json.dumps(payload)})
    headers = sign(body, now(), "application/json" if is_event else FORM)
    async with http.post(f"{url}/slack/events", data=body, headers=headers) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("typed", ["payload", "PACS payload=1", "a payload & more"])
async def test_the_word_payload_is_a_word(connect: Connect, typed: str) -> None:
    """What somebody types is never taken for a field of the form."""
    slack = await connect()
    assert (await slack.slash(f"/define {typed}")).message["blocks"]


@pytest.mark.parametrize("signature", ["v0=" + "0" * 64, "v0=\u00e9", ""])
async def test_an_unsigned_click_reaches_nobody(
    connect: Connect, http: ClientSession, signature: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Without Slack's signature nothing is posted anywhere, and nothing of the body is logged."""
    caplog.set_level(logging.DEBUG)
    reached = []
    attacked = web.Application()

    async def receive(request: web.Request) -> web.Response:
        reached.append(request.path)
        return web.Response()

    attacked.router.add_post("/{path:.*}", receive)
    runner = web.AppRunner(attacked, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    async with AsyncExitStack() as bot:
        slack = await connect(transport="HTTP", bot=bot)  # whose Web API is on the same host
        payload = {"type": "block_actions", "actions": [{"action_id": "open", "value": "SECRETWORD"}],
                   "response_url": f"http://{host}:{port}/internal"}  # fmt: skip
        headers = {"content-type": FORM, "x-slack-request-timestamp": now(), "x-slack-signature": signature}
        body = urlencode({"payload": json.dumps(payload)})
        async with http.post(url_of(slack), data=body, headers=headers) as answer:
            assert answer.status == 401
    assert reached == []  # the bot has stopped, and sends before it does what it still has to send
    assert "SECRETWORD" not in caplog.text
    await runner.cleanup()


async def test_answers_go_to_slack_alone(
    serve: Serve, http: ClientSession, sign: Sign, caplog: pytest.LogCaptureFixture
) -> None:
    """Even a signed payload does not make the bot post to a host that is not Slack's."""
    url = await serve(slack_api_url="https://slack.com/api/")
    payload = {"type": "block_actions", "actions": [{"type": "button", "action_id": "open", "value": "mri"}],
               "response_url": f"{url}/healthz", "user": {"id": "U1"}, "team": {"id": "T1"}}  # fmt: skip
    body = urlencode({"payload": json.dumps(payload)})
    async with http.post(f"{url}/slack/events", data=body, headers=sign(body, now())) as answer:
        assert answer.status == 200
    assert "without a response_url of Slack's" in caplog.text


async def test_healthy_and_ready(serve: Serve, http: ClientSession, pack: Pack) -> None:
    """Health says that the process lives, readiness what it serves."""
    url = await serve()
    async with http.get(f"{url}/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"ok": True})
    async with http.get(f"{url}/readyz") as answer:
        expected = {"ok": True, "revision": pack.revision, "entries": len(pack.entries)}
        assert (answer.status, await answer.json()) == (200, expected)


async def test_a_saved_file_is_served_and_a_broken_one_is_not(
    connect: Connect, http: ClientSession, root: Path, tmp_path: Path
) -> None:
    """Saving an entry changes its card; a broken save keeps the old card, and readiness says why."""
    packs = tmp_path / "knowledge"
    shutil.copytree(root / "knowledge", packs)
    slack = await connect(library=Library(load([packs])), knowledge_path=(packs,), transport="HTTP")
    ready = url_of(slack).replace(EVENTS_PATH, "/readyz")
    entry = packs / "modalities" / "mri.yml"
    good = entry.read_text()

    async def until(condition: Callable[[], Awaitable[bool]]) -> None:
        async with asyncio.timeout(20):
            while not await condition():
                await asyncio.sleep(0.05)

    async def shows(text: str) -> bool:
        return text in (await slack.slash("/modality MRI")).message["text"]

    async def troubled(expected: bool) -> bool:
        async with http.get(ready) as answer:
            assert answer.status == 200
            trouble = (await answer.json()).get("trouble", "")
            return ("mri.yml:2: kind: must be one of" in trouble) if expected else not trouble

    await asyncio.sleep(0.5)  # the watcher takes a moment to look at the folder
    entry.write_text(good.replace("name: Magnetic resonance imaging", "name: Magnet imaging"))
    await until(lambda: shows("Magnet imaging (MRI)"))
    entry.write_text(good.replace("kind: modality", "kind: teapot"))
    await until(lambda: troubled(expected=True))
    assert await shows("Magnet imaging (MRI)")
    entry.write_text(good)
    await until(lambda: shows("Magnetic resonance imaging (MRI)"))
    await until(lambda: troubled(expected=False))


async def test_a_stop_finishes_what_was_acked(connect: Connect) -> None:
    """A click that was acked gets its card although the server was told to stop meanwhile; then nobody answers."""
    async with AsyncExitStack() as bot:
        slack = await connect(transport="HTTP", bot=bot)
        card = (await slack.slash("/modality MRI")).message
        slack.patience = 0.0
        slack.slack.faults.ask("delay", "from_app", seconds=0.5, method="response_url")
        reply = await slack.click("Plain words", on=card)
        assert (reply.status, reply.shown) == (200, ())
        assert slack.messages() == [card]
    assert "in plain words" in slack.messages()[0]["text"]
    reply = await slack.click("Staff words")
    assert (reply.status, reply.error) == (None, "dispatch_failed")


class Failing(Library):
    """A library that fails once it is given an error."""

    error: Exception | None = None

    def look_up(self, term: str, kind: Kind | None = None) -> Outcome:
        """Look up, or fail."""
        if self.error:
            raise self.error
        return super().look_up(term, kind)

    def entry(self, name: str) -> Any:
        """Find, or fail."""
        if self.error:
            raise self.error
        return super().entry(name)


async def test_a_fault_is_an_apology_with_a_reference(
    connect: Connect, pack: Pack, caplog: pytest.LogCaptureFixture
) -> None:
    """A person sees an apology; the log has the trace under its reference, and nothing that was typed."""
    caplog.set_level(logging.INFO)
    library = Failing(pack)
    slack = await connect(library=library)
    card = (await slack.slash("/modality MRI")).message
    library.error = RuntimeError("about zqx, which somebody typed")
    for reply in (await slack.slash("/define zqx"), await slack.click("More", on=card)):
        assert (reply.status, reply.error) == (200, "")
        assert reply.message["is_ephemeral"]
        text = reply.message["text"]
        assert "Sorry, that went wrong on our side" in text
        reference = text.rpartition("`")[0].rpartition("`")[2]
        (record,) = [record for record in caplog.records if reference in record.getMessage()]
        assert "in look_up" in record.getMessage() or "in entry" in record.getMessage()
        assert "RuntimeError" in record.getMessage()
    assert "zqx" not in caplog.text


async def test_a_persons_mistake_is_shown_to_them(connect: Connect, pack: Pack) -> None:
    """A mistake comes back as the sentence that says what to do instead, without an apology."""
    library = Failing(pack)
    library.error = PersonMistakeError("Name a term & try <again>.")
    slack = await connect(library=library)
    card = (await slack.slash("/define x")).message
    assert card["blocks"][0]["text"]["text"] == "Name a term &amp; try &lt;again&gt;."
