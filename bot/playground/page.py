"""The page in the browser: its files, what it is told, and what people do on it.

The page and this module speak as ``page/src/protocol.ts`` says: the page is told by server-sent events, first a
snapshot, then what changes; it acts by ``POST /page/<act>`` with JSON. It is served to this machine alone: requests
that name another host, or that another site's page sends, are refused.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.playground.delivery import NoAnswerError
from bot.playground.exchanges import Exchange
from bot.playground.page_acts import ACTS
from bot.playground.people import Person
from bot.playground.seeing import CannotError, as_seen
from bot.playground.slack import Slack
from bot.playground.wire import JSON_TYPE, Json, parsed
from bot.playground.workspace import TEAM_DOMAIN, TEAM_ID, TEAM_NAME, Change, Part

STATIC = Path(__file__).parent / "static"

HOSTS = frozenset({"127.0.0.1", "localhost"})
"""What a request may call this machine: a name of somebody else's would be another site's that points here."""

POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
"""The page asks nothing of any other host."""

KEEP_ALIVE_SECONDS = 15.0


class Page:
    """Serves the page.

    Args:
        slack: The workspace it shows.
    """

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._people: dict[str, dict[str, Person]] = {}
        self._listeners: set[_Listener] = set()
        self._last: Person | None = None
        self._parts: Mapping[Part, Callable[[str], Any]] = {
            Part.USERS: lambda _: self._users(),
            Part.CHANNELS: self._channels,
            Part.HOME: slack.workspace.homes.get,
            Part.VIEWS: lambda user: slack.workspace.views.get(user, []),
            Part.STATUSES: lambda _: self._statuses(),
            Part.PROMPTS: self._prompts,
        }
        slack.workspace.watch(self._workspace_changed)
        slack.exchanges.watch(self._exchanged)

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Put the page at ``/``."""
        router.add_get("/", self._index)
        router.add_get("/page/events", self._events)
        router.add_post("/page/{act}", self._act)
        if STATIC.is_dir():
            router.add_static("/", STATIC)

    def close(self) -> None:
        """End what the browsers listen to."""
        for listener in self._listeners:
            listener.end()

    # What it is told

    def tell_trouble(self, trouble: str | None) -> None:
        """Show everybody what whoever makes the app should see; ``None`` takes it away."""
        if trouble != self._slack.trouble:
            self._slack.trouble = trouble
            self._tell({"trouble": trouble})

    async def redraw(self) -> None:
        """Repeat the last command or click of whoever acted last, in the place of what it brought."""
        if self._last is not None:
            with suppress(CannotError, NoAnswerError):
                await self._last.again()

    def snapshot(self, user: str) -> Json:
        """All that somebody sees."""
        slack = self._slack
        return {
            "team": {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN},
            "me": user,
            "users": self._users(),
            "channels": self._channels(user),
            "messages": [as_seen(message) for message in slack.workspace.seen(user)],
            "app": self._app(),
            "home": slack.workspace.homes.get(user),
            "views": slack.workspace.views.get(user, []),
            "exchanges": [exchange.as_json() for exchange in slack.exchanges.all()],
            "statuses": self._statuses(),
            "prompts": self._prompts(user),
            "trouble": slack.trouble,
            "faults": slack.faults.as_json(),
            "now": slack.clock.now(),
        }

    def _users(self) -> list[Json]:
        return [
            {
                "id": user.id,
                "name": user.name,
                "real_name": user.real_name,
                "is_bot": user.is_bot,
                "is_admin": user.is_admin,
            }
            for user in self._slack.workspace.users.values()
        ]

    def _channels(self, user: str) -> list[Json]:
        return [
            {
                "id": channel.id,
                "name": channel.name,
                "kind": channel.kind,
                "topic": channel.topic,
                "members": channel.members,
            }
            for channel in self._slack.workspace.channels.values()
            if channel.kind == "channel" or user in channel.members
        ]

    def _app(self) -> Json:
        app = self._slack.app
        wanted = ("command", "description", "usage_hint")
        shown = ("name", "type", "callback_id", "description")
        return {
            "id": app.id,
            "name": app.name,
            "description": app.description,
            "bot_user_id": app.bot_user_id,
            "commands": [{name: command.get(name, "") for name in wanted} for command in app.commands],
            "shortcuts": [{name: shortcut.get(name, "") for name in shown} for shortcut in app.shortcuts],
            "home_tab": app.has_home_tab,
            "messages_tab": app.has_messages_tab,
            "agent": app.agent_view is not None or app.assistant_view is not None,
            "hears_mentions": app.hears("app_mention"),
            "transport": self._slack.transport,
        }

    def _statuses(self) -> list[Json]:
        statuses = self._slack.workspace.statuses.items()
        return [{"channel": channel, "thread_ts": thread_ts, "text": text} for (channel, thread_ts), text in statuses]

    def _prompts(self, user: str) -> Json | None:
        app = self._slack.app
        direct = self._slack.workspace.direct(user, app.bot_user_id)
        said = self._slack.workspace.prompts.get(direct.id)
        fixed = (app.agent_view or {}).get("suggested_prompts")
        if said is None and fixed:
            return {"channel": direct.id, "thread_ts": "", "title": "", "prompts": fixed}
        return said

    def _workspace_changed(self, change: Change) -> None:
        for listener in self._listeners:
            if change.part is Part.CHANNELS and self._came_in(listener):
                listener.put("snapshot", self.snapshot(listener.user))
                continue
            for update in self._updates(change, listener.user):
                listener.put("update", update)

    def _came_in(self, listener: "_Listener") -> bool:
        """Whether somebody is in a conversation since now: they see what was said in it before."""
        channels = self._slack.workspace.channels.values()
        before, listener.joined = (
            listener.joined,
            {channel.id for channel in channels if listener.user in channel.members},
        )
        return not listener.joined <= before

    def _updates(self, change: Change, user: str) -> list[Json]:
        """What a change means to somebody; nothing, where they do not see it."""
        if change.message is not None:
            if not self._slack.workspace.sees(user, change.message):
                return []
            if change.part is Part.REMOVED:
                return [{"removed": {"channel": change.message.channel, "ts": change.message.ts}}]
            return [{"message": as_seen(change.message)}]
        if change.user not in {None, user}:
            return []
        return [{change.part.value: self._parts[change.part](user)}]

    def _exchanged(self, exchange: Exchange) -> None:
        self._tell({"exchange": exchange.as_json()})
        self._tell({"faults": self._slack.faults.as_json()})

    def _tell(self, update: Json) -> None:
        for listener in self._listeners:
            listener.put("update", update)

    # What it serves

    async def _index(self, request: web.Request) -> web.StreamResponse:
        _check_host(request)
        index = STATIC / "index.html"
        if not index.is_file():
            return web.Response(status=404, text="The page is not built: make playground builds it.")
        return web.FileResponse(index, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-store"})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """``GET /page/events?user=U…``: a snapshot, then what changes."""
        _check_host(request)
        user = request.query.get("user") or next(
            user.id for user in self._slack.workspace.users.values() if not user.is_bot
        )
        if user not in self._slack.workspace.users:
            return web.Response(status=404, text="nobody here has this id")
        self._slack.workspace.direct(user, self._slack.app.bot_user_id)
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await stream.prepare(request)
        listener = _Listener(user)
        self._came_in(listener)
        listener.put("snapshot", self.snapshot(user))
        self._listeners.add(listener)
        try:
            async for text in listener:
                await stream.write(text.encode())
        except ConnectionError:
            pass
        finally:
            self._listeners.discard(listener)
        return stream

    async def _act(self, request: web.Request) -> web.Response:
        """``POST /page/<act>``: what somebody does."""
        _check_host(request)
        if request.content_type != JSON_TYPE:  # another site's page cannot send this without being asked first
            raise web.HTTPUnsupportedMediaType(text=f"the content type must be {JSON_TYPE}")
        act = ACTS.get(request.match_info["act"])
        if act is None:
            raise web.HTTPNotFound(text="this page is older than the stand-in: load it anew")
        try:
            body = parsed(await request.text())
            person = self._person(body)
            self._last = person if request.match_info["act"] in {"slash", "click"} else self._last
            outcome: Json = {"ok": True} | await act(person, body)
        except (ValueError, TypeError, LookupError, OverflowError) as error:
            outcome = {"ok": False, "error": "invalid_arguments", "message": f"This cannot be done: {error}."}
        except CannotError as error:
            outcome = {"ok": False, "error": error.code, "message": str(error)}
        self._tell({"faults": self._slack.faults.as_json(), "now": self._slack.clock.now()})
        return web.json_response(outcome)

    def _person(self, body: Mapping[str, Any]) -> Person:
        """Whoever acts, in front of the conversation they act in."""
        workspace = self._slack.workspace
        user = workspace.users[str(body["user"])]
        place = body.get("place")
        named = body.get("channel") or (place.get("channel") if isinstance(place, dict) else None)
        channel = workspace.channels.get(str(named)) or workspace.direct(user.id, self._slack.app.bot_user_id)
        people = self._people.setdefault(user.id, {})
        # At the page nobody waits for an answer: it comes by itself, as an update.
        return people.setdefault(channel.id, Person(self._slack, user, channel, patience=0.0))


class _Listener:
    """One browser, and what it is still to be told."""

    def __init__(self, user: str) -> None:
        self.user = user
        self.joined: set[str] = set()
        self._queue: asyncio.Queue[str | None] = asyncio.Queue()

    def put(self, event: str, value: Json) -> None:
        """Tell it something."""
        self._queue.put_nowait(f"event: {event}\ndata: {json.dumps(value)}\n\n")

    def end(self) -> None:
        """Tell it no more."""
        self._queue.put_nowait(None)

    def __aiter__(self) -> "_Listener":
        return self

    async def __anext__(self) -> str:
        try:
            async with asyncio.timeout(KEEP_ALIVE_SECONDS):
                text = await self._queue.get()
        except TimeoutError:
            return ": still here\n\n"
        if text is None:
            raise StopAsyncIteration
        return text


def _check_host(request: web.Request) -> None:
    """Refuse a request that does not mean this machine.

    Raises:
        HTTPForbidden: It calls this host by another name, or comes from another site's page.
    """
    host = request.host.rpartition(":")[0] or request.host
    origin = request.headers.get("Origin")
    if host not in HOSTS or (origin is not None and origin != f"http://{request.host}"):
        raise web.HTTPForbidden(text="this page is for this machine alone")
