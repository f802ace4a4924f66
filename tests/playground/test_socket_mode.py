"""``bot.playground.socket_mode``: Bolt's and slack_sdk's own clients connect, are served, and come back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient as AiohttpSocketModeClient
from slack_sdk.socket_mode.builtin import SocketModeClient as BuiltinSocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.clock import Clock
from bot.playground.delivery import Envelope, Form, NoAnswerError
from bot.playground.people import Person
from bot.playground.socket_mode import MOST_CONNECTIONS, SocketMode
from bot.playground.stand_in import StandIn

NOON = 1_700_000_000.0
WAIT_S = 20
"""How long anything here may take; a bound, not a measurement."""

Json = dict[str, Any]

COMMAND = Envelope(Form.COMMAND, {"command": "/carry"})
EVENT = Envelope(Form.EVENT, {"event": {"type": "team_join"}}, retry=1, retry_reason="http_timeout")


@pytest.fixture
def manifest(manifest: Json) -> Json:
    """With a command."""
    manifest["features"]["slash_commands"] = [{"command": "/carry", "description": "Carries something"}]
    return manifest


@pytest.fixture
def socket(stand_in: StandIn) -> SocketMode:
    """Slack's side, which the app is reached over."""
    stand_in.connect_socket_mode()
    return stand_in.slack.socket_mode


@pytest.fixture
def person(stand_in: StandIn) -> Person:
    """Somebody in front of #general."""
    return stand_in.person()


class Link:
    """An app's WebSocket, by hand."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket

    async def frame(self) -> Json:
        """The next frame; empty once Slack has closed."""
        frame = await self._socket.receive(WAIT_S)
        return dict(frame.json()) if frame.type is WSMsgType.TEXT else {}

    async def send(self, text: str) -> None:
        """Send a frame."""
        await self._socket.send_str(text)

    async def ack(self, envelope: Json, payload: Any = None) -> None:
        """Acknowledge an envelope."""
        more = {"payload": payload} if payload is not None else {}
        await self._socket.send_json({"envelope_id": envelope["envelope_id"], **more})


@pytest.fixture
async def links(stand_in: StandIn) -> AsyncIterator["Links"]:
    """Opens WebSockets by hand."""
    async with AsyncExitStack() as exits:
        yield Links(stand_in, await exits.enter_async_context(ClientSession()), exits)


class Links:
    """Opens WebSockets as an app does: asks for an address, and connects."""

    def __init__(self, stand_in: StandIn, session: ClientSession, exits: AsyncExitStack) -> None:
        self._stand_in = stand_in
        self._session = session
        self._exits = exits

    async def address(self) -> str:
        """An address as ``apps.connections.open`` gives it."""
        client = AsyncWebClient(base_url=self._stand_in.api_url)
        opened = await client.apps_connections_open(app_token=self._stand_in.slack.app.app_token)
        return str(opened["url"])

    async def open(self, address: str = "") -> Link:
        """Open one."""
        connecting = self._session.ws_connect(address or await self.address())
        return Link(await self._exits.enter_async_context(connecting))


def bolt(stand_in: StandIn) -> AsyncApp:
    """A Bolt app that carries what it is told to."""
    client = AsyncWebClient(token=stand_in.slack.app.bot_token, base_url=stand_in.api_url)
    app = AsyncApp(client=client, process_before_response=True)

    @app.command("/carry")
    async def carry(ack: AsyncAck, command: Json) -> None:
        await ack({"text": f"Carrying {command['text']}"})

    return app


@asynccontextmanager
async def over_bolt(stand_in: StandIn) -> AsyncIterator[None]:
    """Bolt's own Socket Mode handler."""
    handler = AsyncSocketModeHandler(bolt(stand_in), stand_in.slack.app.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    yield
    await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def over_aiohttp(stand_in: StandIn) -> AsyncIterator[None]:
    """slack_sdk's client over aiohttp."""
    web_client = AsyncWebClient(base_url=stand_in.api_url)
    client = AiohttpSocketModeClient(stand_in.slack.app.app_token, web_client=web_client)

    async def answer(client: Any, request: SocketModeRequest) -> None:
        text = {"text": f"Carrying {request.payload['text']}"}
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, text))

    client.socket_mode_request_listeners.append(answer)
    await client.connect()  # type: ignore[no-untyped-call]
    yield
    await client.close()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def over_builtin(stand_in: StandIn) -> AsyncIterator[None]:
    """slack_sdk's builtin client, which runs in threads."""
    web_client = WebClient(base_url=stand_in.api_url)
    client = BuiltinSocketModeClient(stand_in.slack.app.app_token, web_client=web_client)

    def answer(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        text = {"text": f"Carrying {request.payload['text']}"}
        client.send_socket_mode_response(SocketModeResponse(request.envelope_id, text))

    client.socket_mode_request_listeners.append(answer)
    await asyncio.to_thread(client.connect)
    yield
    await asyncio.to_thread(client.close)


@pytest.mark.parametrize(
    ("app", "reason"),
    [
        pytest.param(over_bolt, "refresh_requested", id="Bolt, asked to come anew"),
        pytest.param(over_bolt, "", id="Bolt, dropped"),
        pytest.param(over_aiohttp, "warning", id="slack_sdk over aiohttp"),
        pytest.param(over_builtin, "refresh_requested", id="slack_sdk's builtin client"),  # closing it takes 3 s
    ],
)
async def test_unmodified_clients_are_served(
    stand_in: StandIn, socket: SocketMode, person: Person, app: Any, reason: str
) -> None:
    """A client as it comes out of its package is served; when Slack ends its connection it comes back, and is again."""
    async with app(stand_in):
        await socket.connected(WAIT_S)
        reply = await person.slash("/carry a tray")
        assert (reply.status, reply.body) == (200, {"text": "Carrying a tray"})
        assert reply.message["text"] == "Carrying a tray"
        await socket.disconnect(reason)
        await socket.connected(WAIT_S)
        assert (await person.slash("/carry a cup")).body == {"text": "Carrying a cup"}
        assert socket.connections == 2


async def test_hello(socket: SocketMode, links: Links) -> None:
    """The first frame says whose connection it is, and how many there are."""
    for count in (1, 2):
        hello = await (await links.open()).frame()
        assert (hello["type"], hello["num_connections"]) == ("hello", count)
        assert hello["connection_info"] == {"app_id": "A0PLAYGROUND"}


async def test_the_eleventh_connection_is_refused(socket: SocketMode, links: Links) -> None:
    """Ten may be open at once; another is told why and closed, and the ten are served as before."""
    opened = [await links.open() for _ in range(MOST_CONNECTIONS)]
    for link in opened:
        await link.frame()
    eleventh = await links.open()
    assert await eleventh.frame() == {"type": "disconnect", "reason": "too_many_websockets"}
    assert await eleventh.frame() == {}
    delivering = asyncio.create_task(socket.deliver(COMMAND))
    await opened[0].ack(await opened[0].frame())
    assert (await delivering).status == 200


async def test_a_ticket_opens_one_connection(socket: SocketMode, links: Links) -> None:
    """An address is good once, and none can be guessed."""
    address = await links.address()
    await links.open(address)
    for wrong in (address, f"{address.partition('?')[0]}?ticket=guess", address.partition("?")[0]):
        with pytest.raises(WSServerHandshakeError) as caught:
            await links.open(wrong)
        assert caught.value.status == 404


@pytest.mark.parametrize(
    ("token", "error"), [("xapp-guess", "invalid_auth"), ("bot", "not_allowed_token_type"), ("", "not_authed")]
)
async def test_only_the_app_token_opens_it(stand_in: StandIn, token: str, error: str) -> None:
    """``apps.connections.open`` wants the token of the app's level; the bot's is another."""
    client = AsyncWebClient(base_url=stand_in.api_url)
    with pytest.raises(SlackApiError) as caught:
        await client.apps_connections_open(app_token=stand_in.slack.app.bot_token if token == "bot" else token)
    assert caught.value.response["error"] == error


@pytest.mark.parametrize(
    ("envelope", "more"),
    [
        pytest.param(COMMAND, {"type": "slash_commands", "accepts_response_payload": True}, id="a command"),
        pytest.param(
            Envelope(Form.INTERACTION, {"type": "shortcut"}),
            {"type": "interactive", "accepts_response_payload": True},
            id="an interaction",
        ),
        pytest.param(
            EVENT,
            {"type": "events_api", "accepts_response_payload": False, "retry_attempt": 1}
            | {"retry_reason": "http_timeout"},
            id="an event, for the second time",
        ),
    ],
)  # fmt: skip
async def test_an_envelope(socket: SocketMode, links: Links, envelope: Envelope, more: Json) -> None:
    """What is sent has an id of its own and says what it is; an event says how often it was sent, too."""
    link = await links.open()
    await link.frame()
    ids = set()
    for _ in range(2):
        delivering = asyncio.create_task(socket.deliver(envelope))
        frame = await link.frame()
        await link.ack(frame)
        assert (await delivering).body is None
        ids.add(frame.pop("envelope_id"))
        assert frame == {"payload": dict(envelope.payload)} | more
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("payload", "body"),
    [(None, None), ({}, None), ({"text": "t"}, {"text": "t"}), ("text", None)],
    ids=["none", "an empty one", "a message", "no object"],
)
async def test_what_an_acknowledgement_carries(socket: SocketMode, links: Links, payload: Any, body: Any) -> None:
    """Its payload, where it is an object that holds something."""
    link = await links.open()
    await link.frame()
    delivering = asyncio.create_task(socket.deliver(COMMAND))
    await link.ack(await link.frame(), payload)
    assert (await delivering).body == body


async def test_each_connection_has_its_turn(socket: SocketMode, links: Links) -> None:
    """Several connections share the envelopes; each goes to one."""
    both = [await links.open(), await links.open()]
    for link in both:
        await link.frame()
    for link in (*both, *both):
        delivering = asyncio.create_task(socket.deliver(COMMAND))
        await link.ack(await link.frame())
        await delivering


async def test_other_frames_are_let_go(socket: SocketMode, links: Links) -> None:
    """What is no acknowledgement, or one of nothing, changes nothing; the one that counts is still heard."""
    link = await links.open()
    await link.frame()
    delivering = asyncio.create_task(socket.deliver(COMMAND))
    frame = await link.frame()
    others = ('{"envelope_id": "another"}', '{"envelope_id": 1}', '{"envelope_id": []}')
    for text in ("{broken", "[" * 100_000, "[]", "{}", *others):
        await link.send(text)
    await link.ack(frame, {"text": "counts"})
    await link.ack(frame, {"text": "comes twice"})
    assert (await delivering).body == {"text": "counts"}


async def test_no_acknowledgement_in_time(manifest: Json) -> None:
    """An envelope that nobody acknowledges was not answered."""
    async with StandIn(manifest, ack_seconds=0.05) as stand_in, AsyncExitStack() as exits:
        links = Links(stand_in, await exits.enter_async_context(ClientSession()), exits)
        await (await links.open()).frame()
        slack = stand_in.slack
        stand_in.connect_socket_mode()
        with pytest.raises(NoAnswerError) as caught:
            await slack.deliver(COMMAND, slack.begin("/carry", COMMAND.payload), name="/carry")
    assert (caught.value.code, caught.value.retry_reason) == ("operation_timeout", "http_timeout")


async def test_no_connection(socket: SocketMode, person: Person) -> None:
    """Where the app has no WebSocket open, a command fails at once, and waiting for one ends."""
    reply = await person.slash("/carry a tray")
    assert (reply.status, reply.error, reply.problems) == (None, "dispatch_failed", ("the app has no WebSocket open",))
    with pytest.raises(TimeoutError):
        await socket.connected(0.01)


async def test_an_event_goes_again_to_who_comes_back(manifest: Json) -> None:
    """An event that came while nobody was connected arrives at the next try, and says why it is late."""
    clock = Clock(lambda: NOON)
    async with StandIn(manifest, clock=clock) as stand_in, AsyncExitStack() as exits:
        stand_in.connect_socket_mode()
        stand_in.slack.emit({"type": "team_join", "user": {"id": "U1"}})
        await stand_in.slack.idle()
        links = Links(stand_in, await exits.enter_async_context(ClientSession()), exits)
        link = await links.open()
        await link.frame()
        moving = asyncio.create_task(clock.advance(1))
        frame = await link.frame()
        await link.ack(frame)
        await moving
    assert (frame["retry_attempt"], frame["retry_reason"]) == (1, "connection_failed")
    assert frame["payload"]["event"]["type"] == "team_join"
