"""Slack itself, as far as one app can tell: a workspace, the app installed in it, and the way between the two.

``people`` acts in it, ``api`` answers the app, ``stand_in`` puts it on the network.
"""

import asyncio
import time
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from typing import Any

from bot.playground import payloads
from bot.playground.clock import Clock
from bot.playground.delivery import Answer, Delivery, Envelope, Form, NoAnswerError
from bot.playground.exchanges import Exchange, Exchanges
from bot.playground.faults import Fault, FaultKind, Faults, Way
from bot.playground.installed import InstalledApp
from bot.playground.passes import Passes
from bot.playground.pending import Pending
from bot.playground.socket_mode import SocketMode
from bot.playground.wire import Json
from bot.playground.workspace import SLACKBOT, Channel, Message, User, Workspace

ACK_SECONDS = 3.0
"""How long Slack waits for an answer.

Source: docs.slack.dev, /apis/events-api and /interactivity/handling-user-interaction.
"""

OK = range(200, 300)
NO_RETRY = "x-slack-no-retry"

RETRY_AFTER_SECONDS = (1.0, 60.0, 300.0)
"""When an event is sent again: at once, after one minute, after five. Source: docs.slack.dev, /apis/events-api, whose
*nearly immediately* is a second here."""

PEOPLE = (
    User("U0ROBIN", "robin", "Robin Reyes", is_admin=True),
    User("U0SAM", "sam", "Sam Osei"),
    User("U0KIM", "kim", "Kim Larsen"),
)
"""Who is there from the start; the first is who a person at the page is."""

CHANNELS = {
    "general": "Everybody in the hospital",
    "radiology": "Questions for radiology",
    "new-hires": "Your first weeks here",
}
"""Which channels are there from the start, and their topics."""


class Slack:
    """One workspace with one app.

    Attributes:
        app: The installed app.
        clock: What time it is here.
        workspace: Who is there, and what is said and shown.
        passes: Trigger ids and response URLs.
        pending: What the app has begun and not ended.
        faults: What is asked to go wrong.
        exchanges: What went to and fro.
        socket_mode: The app's WebSockets.
        delivery: The way to the app; ``None`` until it is connected.
        base_url: Where this listens, e.g. ``http://127.0.0.1:8000``; empty until it does.
        trouble: What whoever makes the app should see; ``None`` for nothing.
    """

    def __init__(
        self, manifest: Mapping[str, Any], *, clock: Clock | None = None, ack_seconds: float = ACK_SECONDS
    ) -> None:
        """Set up a workspace with a few people and channels.

        Args:
            manifest: The app's manifest.
            clock: Another clock than the real one.
            ack_seconds: How long an answer is waited for.
        """
        self.app = InstalledApp(manifest)
        self.clock = clock or Clock()
        self.workspace = Workspace(self.clock)
        self.passes = Passes(self.clock)
        self.pending = Pending()
        self.faults = Faults()
        self.exchanges = Exchanges()
        self.socket_mode = SocketMode(self.app)
        self.delivery: Delivery | None = None
        self.base_url = ""
        self.trouble: str | None = None
        self._ack_seconds = ack_seconds
        self._events = 0
        self._requests = 0
        self._overtakable: dict[int, asyncio.Event] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._ways: list[Delivery] = []
        self._settle()

    def _settle(self) -> None:
        workspace = self.workspace
        workspace.add_user(User(SLACKBOT, "slackbot", "Slackbot", is_bot=True))
        workspace.add_user(User(self.app.bot_user_id, "app", self.app.name, is_bot=True))
        for person in PEOPLE:
            workspace.add_user(User(person.id, person.name, person.real_name, is_admin=person.is_admin))
        everybody = tuple(person.id for person in PEOPLE)
        for name, topic in CHANNELS.items():
            workspace.add_channel(name, everybody[0], members=everybody).topic = topic

    @property
    def bot(self) -> User:
        """The app as a member of the workspace."""
        return self.workspace.users[self.app.bot_user_id]

    @property
    def transport(self) -> str:
        """How requests reach the app: ``HTTP``, ``Socket Mode`` or ``in process``; empty before it is connected."""
        return self.delivery.transport if self.delivery else ""

    # To the app

    def connect(self, delivery: Delivery) -> None:
        """Reach the app this way from now on; what was sent another way is still answered."""
        self.delivery = delivery
        self._ways.append(delivery)

    def begin(self, title: str, payload: Json) -> Exchange:
        """Begin to remember a request to the app."""
        return self.exchanges.begin(
            at=self.clock.now(), direction=Way.TO_APP, title=title, transport=self.transport, request=payload
        )

    async def deliver(self, envelope: Envelope, exchange: Exchange, *, name: str) -> Answer:
        """Send a request to the app, with the fault that was asked for.

        Args:
            envelope: The request.
            exchange: Where it is remembered; the caller records it.
            name: What faults know it by: a command, an event, the ``type`` of a payload.

        Raises:
            NoAnswerError: There was no answer in time.
        """
        fault = self.faults.take(Way.TO_APP, name)
        exchange.fault = fault.kind.value if fault else ""
        self._requests += 1
        number, started = self._requests, time.perf_counter()
        try:
            answer = await self._deliver(envelope, fault, number)
        except NoAnswerError as error:
            exchange.error, exchange.problems = error.code, (error.reason,)
            raise
        finally:
            exchange.milliseconds = (time.perf_counter() - started) * 1000
            for overtaken, arrived in self._overtakable.items():
                if number > overtaken:
                    arrived.set()
        exchange.status, exchange.answer = answer.status, answer.body
        return answer

    async def _deliver(self, envelope: Envelope, fault: Fault | None, number: int) -> Answer:
        """Send a request in time; what a fault takes of the time is not left for the answer."""
        way = self.delivery
        if way is None:
            raise NoAnswerError("dispatch_failed", "no app is connected", "connection_failed")
        try:
            async with asyncio.timeout(self._ack_seconds):
                await self._befall(fault, way, envelope, number)
                return await way.deliver(envelope)
        except TimeoutError:
            reason = f"it took longer than {self._ack_seconds:g} seconds"
            raise NoAnswerError("operation_timeout", reason, "http_timeout") from None

    async def _befall(self, fault: Fault | None, way: Delivery, envelope: Envelope, number: int) -> None:
        """Let what was asked for happen to a request before it is sent."""
        match fault.kind if fault else None:
            case FaultKind.DROP:
                await asyncio.Event().wait()
            case FaultKind.DELAY if fault:
                if fault.seconds >= self._ack_seconds:
                    self.spawn(self._arrive(way, envelope, fault.seconds))
                await asyncio.sleep(fault.seconds)
            case FaultKind.REORDER if fault:
                await self._overtaken(number, min(fault.seconds, self._ack_seconds / 2))  # and leave time for an answer
            case FaultKind.DUPLICATE:
                self.spawn(self._arrive(way, envelope, 0.0))
            case FaultKind.DISCONNECT:
                await self.socket_mode.disconnect()

    async def _arrive(self, way: Delivery, envelope: Envelope, seconds: float) -> None:
        """Let a request reach the app some time, where nobody waits for its answer."""
        await asyncio.sleep(seconds)
        with suppress(NoAnswerError, TimeoutError):
            async with asyncio.timeout(self._ack_seconds):
                await way.deliver(envelope)

    async def _overtaken(self, number: int, seconds: float) -> None:
        """Wait until a request that began later has reached the app, or for so long that none will."""
        arrived = self._overtakable[number] = asyncio.Event()
        try:
            async with asyncio.timeout(seconds):
                await arrived.wait()
        except TimeoutError:
            return
        finally:
            del self._overtakable[number]

    # Events

    def emit(self, event: Json, *, subscription: str = "") -> None:
        """Tell the app of an event, where it subscribes to it; what fails is sent again, as Slack does.

        Args:
            event: Its own part, ``type`` and all.
            subscription: What the manifest calls it, where that is not its type (``message.channels``).
        """
        if not self.app.hears(subscription or event["type"]):
            return
        self._events += 1
        where = event.get("channel") or event.get("item", {}).get("channel")
        channel = self.workspace.channels.get(where) if isinstance(where, str) else None
        payload = payloads.event_callback(
            self.app,
            {"event_ts": self.workspace.new_ts()} | event,
            event_id=f"Ev{self._events:09d}",
            event_time=int(self.clock.now()),
            is_ext_shared=channel is not None and channel.is_ext_shared,
        )
        self.spawn(self._deliver_event(payload))

    async def _deliver_event(self, payload: Json, retry: int = 0, reason: str = "") -> None:
        name = payload["event"]["type"]
        exchange = self.begin(name, payload)
        try:
            answer = await self.deliver(Envelope(Form.EVENT, payload, retry, reason), exchange, name=name)
            if answer.status in OK:
                return
            reason, exchange.error = "http_error", "http_error"
            if answer.headers.get(NO_RETRY) == "1":
                return
        except NoAnswerError as error:
            reason = error.retry_reason
        finally:
            self.exchanges.record(exchange)
        if retry < len(RETRY_AFTER_SECONDS):
            self.clock.at(
                self.clock.now() + RETRY_AFTER_SECONDS[retry], lambda: self._deliver_event(payload, retry + 1, reason)
            )

    def emit_message(self, channel: Channel, message: Message) -> None:
        """Tell the app of a message, where it is in the conversation; and that it is mentioned in it, if it is."""
        event = payloads.message_event(channel, message)
        self.emit_change(channel, event)
        is_heard = self.app.bot_user_id in channel.members and message.user != self.app.bot_user_id
        if is_heard and channel.kind != "im" and f"<@{self.app.bot_user_id}>" in message.content["text"]:
            mention = {name: value for name, value in event.items() if name != "channel_type"}
            self.emit(mention | {"type": "app_mention"})

    def emit_change(self, channel: Channel, event: Json) -> None:
        """Tell the app of an event of type ``message``, where it is in the conversation and subscribes to its kind."""
        if self.app.bot_user_id in channel.members:
            kind = {"channel": "channels", "group": "groups"}.get(channel.kind, channel.kind)
            self.emit(event, subscription=f"message.{kind}")

    def change(
        self, message: Message, content: Mapping[str, Any], *, by_app: bool = False, exchange: int | None = None
    ) -> None:
        """Change some of a message, as ``Workspace.change`` does, and tell the app of it."""
        before = message.content
        self.workspace.change(message, content, by_app=by_app, exchange=exchange)
        self._tell_changed(message, before)

    def remove(self, message: Message, *, by_app: bool = False) -> None:
        """Take a message away, and tell the app of it; a tombstone goes with the last reply below it."""
        before = message.content
        self.workspace.remove(message, by_app=by_app)
        if message.is_tombstone and before is not message.content:
            self._tell_changed(message, before)
            return
        channel = self.workspace.channels[message.channel]
        if message.seen_by is None:
            self.emit_change(channel, payloads.deleted_event(channel, message, self.workspace.new_ts()))
        above = channel.messages.get(str(message.thread_ts))
        if above is not None and above.is_tombstone and not above.content["reply_count"]:
            self.remove(above, by_app=by_app)

    def _tell_changed(self, message: Message, before: Json) -> None:
        if message.seen_by is None:
            channel, event_ts = self.workspace.channels[message.channel], self.workspace.new_ts()
            self.emit_change(channel, payloads.changed_event(channel, message, before, event_ts))

    # Background work

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something without waiting for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def idle(self) -> None:
        """Wait until all that was begun has ended; what waits for its time on the clock is not meant."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Stop all that is under way."""
        await self.clock.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.socket_mode.close()
        for way in self._ways:
            await way.close()

    # What Slack itself says

    def slackbot(self, channel: Channel, user: str, text: str, *, exchange: int | None = None) -> Message:
        """Say something to one person in Slackbot's name."""
        return self.workspace.post(channel, {"user": SLACKBOT, "text": text}, seen_by=user, exchange=exchange)
