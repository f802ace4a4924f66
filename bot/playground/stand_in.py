"""Slack on 127.0.0.1: the Web API, ``response_url``, Socket Mode, OAuth, and the page.

Example:
    >>> async with StandIn(manifest) as stand_in:
    ...     start_my_app(stand_in.api_url, stand_in.slack.app.bot_token, stand_in.slack.app.signing_secret)
    ...     stand_in.connect_http("http://127.0.0.1:3000/slack/events")
    ...     reply = await stand_in.person().slash("/modality MRI")
"""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from bot.playground.answers import Refused, apply_message
from bot.playground.api.answering import WebApi
from bot.playground.clock import Clock
from bot.playground.delivery import Asgi, InProcess, OverHttp
from bot.playground.exchanges import Exchange
from bot.playground.faults import Fault, FaultKind, Way
from bot.playground.page import Page
from bot.playground.people import Person
from bot.playground.slack import ACK_SECONDS, OK, PEOPLE, Slack
from bot.playground.wire import arguments, parsed

HOST = "127.0.0.1"

LARGEST_BODY = 4 * 1024 * 1024
"""Bytes. Slack names no limit; a message of 50 blocks with 10 fields each stays below a megabyte."""


class StandIn:
    """Slack, listening from entering to leaving.

    Attributes:
        slack: The workspace behind it.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any],
        *,
        port: int = 0,
        clock: Clock | None = None,
        ack_seconds: float = ACK_SECONDS,
    ) -> None:
        """Prepare; nothing listens yet.

        Args:
            manifest: The app's manifest.
            port: Where to listen; 0 for any free port.
            clock: Another clock than the real one.
            ack_seconds: How long an answer of the app is waited for.
        """
        self.slack = Slack(manifest, clock=clock, ack_seconds=ack_seconds)
        self._port = port
        self._api = WebApi(self.slack)
        self._page = Page(self.slack)
        self._exits = AsyncExitStack()

    async def __aenter__(self) -> Self:
        server = web.Application(client_max_size=LARGEST_BODY)
        server.router.add_route("*", "/api/{method}", self._call)
        server.router.add_post("/response/{token}", self._respond)
        server.router.add_get("/link", self.slack.socket_mode.serve)
        server.router.add_get("/oauth/v2/authorize", self._authorize)
        self._page.add_routes(server.router)
        async with AsyncExitStack() as exits:
            runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.5)
            await runner.setup()
            exits.push_async_callback(runner.cleanup)
            exits.push_async_callback(self.slack.close)
            exits.callback(self._page.close)
            await web.TCPSite(runner, HOST, self._port).start()
            self.slack.base_url = f"http://{HOST}:{runner.addresses[0][1]}"
            self._exits = exits.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._exits.aclose()

    async def redraw(self) -> None:
        """Repeat the last command or click made on the page, in the place of what it brought."""
        await self._page.redraw()

    def tell_trouble(self, trouble: str | None) -> None:
        """Show on the page what whoever makes the app should see; ``None`` takes it away."""
        self._page.tell_trouble(trouble)

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"{self.slack.base_url}/"

    @property
    def api_url(self) -> str:
        """Base URL of the Web API, for ``SLACK_API_URL``; ends in a slash."""
        return f"{self.slack.base_url}/api/"

    def connect_http(self, url: str) -> None:
        """Send what there is to send to the app as signed HTTP requests."""
        self.slack.connect(OverHttp(url, self.slack.app.signing_secret))

    def connect_in_process(self, app: Asgi) -> None:
        """Hand what there is to send to an ASGI app in this process, signed as over HTTP."""
        self.slack.connect(InProcess(app, self.slack.app.signing_secret))

    def connect_socket_mode(self) -> None:
        """Send what there is to send down the app's WebSocket."""
        self.slack.connect(self.slack.socket_mode)

    def person(self, name: str = PEOPLE[0].name, *, channel: str = "general") -> Person:
        """Somebody, in front of a channel.

        Args:
            name: Who, by any of their names.
            channel: Where, by its name; ``""`` for their conversation with the app.

        Raises:
            LookupError: There is no such person or channel.
        """
        workspace = self.slack.workspace
        user = workspace.user_named(name)
        app = self.slack.app.bot_user_id
        where = workspace.channel_named(channel) if channel else workspace.direct(user.id, app)
        return Person(self.slack, user, where)

    async def _call(self, request: web.Request) -> web.Response:
        """``/api/{method}``: the Web API."""
        try:
            given = arguments(request.content_type, request.query_string, await request.text())
        except (ValueError, LookupError):  # not what the content type says, or in an unknown character set
            return web.json_response({"ok": False, "error": "invalid_json"})
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = bearer or str(given.pop("token", ""))
        if request.headers.get("Authorization", "").startswith("Basic "):
            given |= _basic(request.headers["Authorization"])
        answer = await self._api.answer(request.match_info["method"], token, given)
        return web.json_response(answer.body, status=answer.status, headers=dict(answer.headers))

    async def _respond(self, request: web.Request) -> web.Response:
        """``/response/{token}``: a message by ``response_url``, while it lasts."""
        slack = self.slack
        try:
            sent = parsed(await request.text())
        except (ValueError, LookupError):  # no JSON, or in an unknown character set
            sent = None
        exchange = slack.exchanges.begin(
            at=slack.clock.now(), direction=Way.FROM_APP, title="response_url", transport="HTTP", request=sent
        )
        fault = slack.faults.take(Way.FROM_APP, "response_url")
        exchange.fault = fault.kind.value if fault else ""
        answer = await self._faulty(fault) or self._shown(request.match_info["token"], sent, exchange)
        exchange.status, exchange.answer = answer.status, answer.text
        exchange.error = exchange.error or ("" if answer.status in OK else str(answer.text))
        slack.exchanges.record(exchange)
        return answer

    async def _faulty(self, fault: Fault | None) -> web.Response | None:
        """The answer that a fault gives, where one was asked for and gives any."""
        match fault.kind if fault else None:
            case FaultKind.RATE_LIMIT if fault:
                return web.Response(status=429, text="ratelimited", headers={"Retry-After": f"{fault.seconds:.0f}"})
            case FaultKind.ERROR:
                return web.Response(status=500, text="internal_error")
            case FaultKind.DELAY if fault:
                await self.slack.clock.sleep(fault.seconds)
        return None

    def _shown(self, token: str, sent: object, exchange: Exchange) -> web.Response:
        """Show what came by a ``response_url``, or refuse it."""
        response_url, exchange.error = self.slack.passes.use(token)
        if response_url is None:
            return web.Response(status=404, text=exchange.error)
        if not isinstance(sent, dict):
            exchange.error = "invalid_payload"
            return web.Response(status=400, text=exchange.error)
        try:
            apply_message(self.slack, response_url, sent, exchange)
        except Refused as refused:
            exchange.error, exchange.problems = refused.code, refused.problems
            return web.Response(status=400, text=refused.code)
        response_url.uses += 1
        return web.Response(text="ok")

    async def _authorize(self, request: web.Request) -> web.Response:
        """``/oauth/v2/authorize``: the first person agrees at once, and goes back with a code."""
        app, asked = self.slack.app, request.query
        address = asked.get("redirect_uri", "")
        if asked.get("client_id") != app.client_id:
            return web.Response(status=400, text="invalid_client_id")
        try:
            scheme = urlsplit(address).scheme
        except ValueError:  # such as http://[
            scheme = ""
        if scheme not in {"http", "https"}:
            return web.Response(status=400, text="bad_redirect_uri")
        given = {"code": self.slack.passes.code(PEOPLE[0].id), "state": asked.get("state", "")}
        raise web.HTTPFound(f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(given)}")


def _basic(header: str) -> dict[str, str]:
    """The client's id and secret out of an ``Authorization: Basic`` header, as slack_sdk sends them for OAuth."""
    from aiohttp import BasicAuth

    try:
        sent = BasicAuth.decode(header)
    except ValueError:
        return {}
    return {"client_id": sent.login, "client_secret": sent.password}
