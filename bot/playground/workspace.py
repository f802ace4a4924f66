"""The workspace: its people, its conversations, and what is said and shown in them.

Everything the page draws and the Web API tells is kept here, and whoever watches is told of each change. Nothing here
sends anything.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.playground.clock import Clock
from bot.playground.wire import Json

TEAM_ID = "T0PLAYGROUND"
TEAM_NAME = "Playground Hospital"
TEAM_DOMAIN = "playground"
SLACKBOT = "USLACKBOT"


class Part(StrEnum):
    """A part of the workspace that can change."""

    MESSAGE = "message"
    REMOVED = "removed"
    USERS = "users"
    CHANNELS = "channels"
    HOME = "home"
    VIEWS = "views"
    STATUSES = "statuses"
    PROMPTS = "prompts"


@dataclass(slots=True)
class User:
    """A person, or a bot.

    Attributes:
        id: ``U…``.
        name: The short name, one word in lower case.
        real_name: The name that people see.
        is_bot: Whether it is an app's.
        is_admin: Whether the person runs the workspace.
        tz: The time zone by its IANA name.
    """

    id: str
    name: str
    real_name: str
    is_bot: bool = False
    is_admin: bool = False
    tz: str = "Europe/London"


@dataclass(slots=True)
class Message:
    """A message.

    Attributes:
        channel: Where it stands.
        content: As ``conversations.history`` tells it: ``type, user, text, ts, blocks, thread_ts…``
        seen_by: The one person who sees it, where it is ephemeral.
        streaming: Whether it is still being written.
        exchange: The number of the exchange that brought or last changed it.
    """

    channel: str
    content: Json
    seen_by: str | None = None
    streaming: bool = False
    exchange: int | None = None

    @property
    def ts(self) -> str:
        """When it was sent, which is also its id within its channel."""
        return str(self.content["ts"])

    @property
    def user(self) -> str:
        """Who sent it."""
        return str(self.content.get("user", ""))

    @property
    def thread_ts(self) -> str | None:
        """The message at the top of its thread, where it is in one."""
        return self.content.get("thread_ts")

    @property
    def is_tombstone(self) -> bool:
        """Whether it stands for a message that was taken away from above its replies."""
        return self.content.get("subtype") == "tombstone"

    @property
    def is_reply(self) -> bool:
        """Whether it stands below another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(slots=True)
class Channel:
    """A conversation.

    Attributes:
        id: ``C…``, ``G…`` or ``D…``.
        name: Without ``#``; empty for a direct message.
        kind: ``channel``, ``group`` (private), ``im`` or ``mpim``; what ``channel_type`` of a message event says.
        members: Ids of the people in it.
        messages: By ``ts``.
        ephemeral: What one person sees only, by ``ts``.
        is_ext_shared: Whether another organisation is in it too.
    """

    id: str
    name: str
    kind: str
    creator: str
    created: int
    members: list[str] = field(default_factory=list)
    topic: str = ""
    purpose: str = ""
    is_archived: bool = False
    is_ext_shared: bool = False
    messages: dict[str, Message] = field(default_factory=dict)
    ephemeral: dict[str, Message] = field(default_factory=dict)

    @property
    def is_direct(self) -> bool:
        """Whether it has no name: a direct message, of two or of several."""
        return self.kind in {"im", "mpim"}


@dataclass(frozen=True, slots=True)
class Change:
    """That a part of the workspace changed.

    Attributes:
        part: Which.
        message: The message that came, changed or went.
        user: Whose home, views or prompts they are.
        by_app: Whether the app did it.
    """

    part: Part
    message: Message | None = None
    user: str | None = None
    by_app: bool = False


Watcher = Callable[[Change], None]


class Workspace:
    """One workspace.

    Attributes:
        users: By id.
        channels: By id.
        views: The modals that a person has open, the topmost last, by the person's id.
        homes: The App Home as published, by the person's id.
        statuses: What the app is doing, by channel and thread.
        prompts: What the app suggests to ask, by channel.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.views: dict[str, list[Json]] = {}
        self.homes: dict[str, Json] = {}
        self.statuses: dict[tuple[str, str], str] = {}
        self.prompts: dict[str, Json] = {}
        self._watchers: list[Watcher] = []
        self._last_ts = 0
        self._numbers = itertools.count(1)

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Be told of each change; returns what ends that."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def tell(self, change: Change) -> None:
        """Tell whoever watches."""
        for watcher in tuple(self._watchers):
            watcher(change)

    # People and conversations

    def add_user(self, user: User) -> User:
        """Take somebody in."""
        self.users[user.id] = user
        self.tell(Change(Part.USERS))
        return user

    def add_channel(self, name: str, creator: str, *, kind: str = "channel", members: tuple[str, ...] = ()) -> Channel:
        """Open a conversation; ``name`` is empty for a direct one."""
        letter = "D" if kind == "im" else "G" if kind == "mpim" else "C"
        made = Channel(
            id=self.new_id(letter), name=name, kind=kind, creator=creator, created=int(self.clock.now()),
            members=list(dict.fromkeys((creator, *members))),
        )  # fmt: skip
        self.channels[made.id] = made
        self.tell(Change(Part.CHANNELS))
        return made

    def direct(self, *people: str) -> Channel:
        """The direct conversation of these people, opened where there is none yet."""
        for channel in self.channels.values():
            if channel.is_direct and set(channel.members) == set(people):
                return channel
        kind = "im" if len(set(people)) <= 2 else "mpim"  # noqa: PLR2004 - oneself, or one other
        return self.add_channel("", people[0], kind=kind, members=people)

    def user_named(self, name: str) -> User:
        """Somebody by id, short name or real name, in any case.

        Raises:
            LookupError: Nobody is called so.
        """
        for user in self.users.values():
            if name.casefold() in {user.id.casefold(), user.name.casefold(), user.real_name.casefold()}:
                return user
        raise LookupError(f"nobody here is called {name}")

    def channel_named(self, name: str) -> Channel:
        """A channel by id or name, with or without ``#``.

        Raises:
            LookupError: None is called so.
        """
        bare = name.removeprefix("#")
        for channel in self.channels.values():
            if channel.id == bare or (channel.name and channel.name == bare):
                return channel
        raise LookupError(f"no channel here is called {name}")

    def join(self, channel: Channel, user: str) -> None:
        """Make somebody a member."""
        if user not in channel.members:
            channel.members.append(user)
            self.tell(Change(Part.CHANNELS))

    def leave(self, channel: Channel, user: str) -> None:
        """Make somebody no member."""
        if user in channel.members:
            channel.members.remove(user)
            self.tell(Change(Part.CHANNELS))

    # Messages

    def post(
        self,
        channel: Channel,
        content: Mapping[str, Any],
        *,
        seen_by: str | None = None,
        by_app: bool = False,
        exchange: int | None = None,
        streaming: bool = False,
    ) -> Message:
        """Put a message into a conversation; its ``ts`` is given here, and ids to blocks that have none."""
        given = {"type": "message", "text": "", **content, "ts": self.new_ts(), "team": TEAM_ID}
        if "blocks" in given:
            given["blocks"] = self.with_ids(given["blocks"])
        message = Message(channel.id, given, seen_by, streaming, exchange)
        shelf = channel.messages if seen_by is None else channel.ephemeral
        shelf[message.ts] = message
        self.tell(Change(Part.MESSAGE, message, by_app=by_app))
        if message.is_reply and seen_by is None:
            self._count_replies(channel, str(message.thread_ts))
        return message

    def change(
        self, message: Message, content: Mapping[str, Any], *, by_app: bool = False, exchange: int | None = None
    ) -> None:
        """Change some of a message; a value of ``None`` takes a part away."""
        merged = {**message.content, **content}
        message.content = {name: value for name, value in merged.items() if value is not None}
        if content.get("blocks"):
            message.content["blocks"] = self.with_ids(content["blocks"])
        message.exchange = exchange if exchange is not None else message.exchange
        self.tell(Change(Part.MESSAGE, message, by_app=by_app))

    def remove(self, message: Message, *, by_app: bool = False) -> None:
        """Take a message away; one with replies leaves a tombstone, below which they stand.

        Source: the payloads in slack-edge/slack-edge#10 and 42wim/matterbridge#600; no page of Slack's tells of it.
        """
        channel = self.channels[message.channel]
        if message.seen_by is None and message.content.get("reply_count"):
            stays = {name: message.content[name] for name in _OF_A_TOMBSTONE}
            message.content = _TOMBSTONE | stays
            self.tell(Change(Part.MESSAGE, message, by_app=by_app))
            return
        shelf = channel.messages if message.seen_by is None else channel.ephemeral
        shelf.pop(message.ts, None)
        self.tell(Change(Part.REMOVED, message, by_app=by_app))
        if message.is_reply and message.seen_by is None:
            self._count_replies(channel, str(message.thread_ts))

    def message(self, channel_id: str, ts: str) -> Message | None:
        """A message by its place, ephemeral ones too."""
        channel = self.channels.get(channel_id)
        if channel is None:
            return None
        return channel.messages.get(ts) or channel.ephemeral.get(ts)

    def thread(self, channel: Channel, thread_ts: str) -> list[Message]:
        """A thread: its first message, then the replies."""
        return [message for message in channel.messages.values() if thread_ts in {message.ts, message.thread_ts}]

    def seen(self, user: str) -> Iterator[Message]:
        """All messages that somebody sees, conversation by conversation."""
        for channel in self.channels.values():
            if user in channel.members:
                yield from channel.messages.values()
                yield from (message for message in channel.ephemeral.values() if message.seen_by == user)

    def sees(self, user: str, message: Message) -> bool:
        """Whether somebody sees a message."""
        if message.seen_by is not None:
            return message.seen_by == user
        return user in self.channels[message.channel].members

    # Views

    def show_views(self, user: str, views: list[Json], *, by_app: bool = False) -> None:
        """Set the modals that somebody has open."""
        self.views[user] = views
        self.tell(Change(Part.VIEWS, user=user, by_app=by_app))

    def show_home(self, user: str, home: Json) -> None:
        """Set somebody's App Home."""
        self.homes[user] = home
        self.tell(Change(Part.HOME, user=user, by_app=True))

    def view(self, view_id: str) -> tuple[str, Json] | None:
        """Whose a view is, and the view; modals and homes alike."""
        for user, views in self.views.items():
            for view in views:
                if view["id"] == view_id:
                    return user, view
        return next(((user, home) for user, home in self.homes.items() if home["id"] == view_id), None)

    # What the app is doing, and suggests

    def set_status(self, channel_id: str, thread_ts: str, text: str) -> None:
        """Say what the app is doing in a thread; an empty text takes it away."""
        self.statuses[channel_id, thread_ts] = text
        if not text:
            del self.statuses[channel_id, thread_ts]
        self.tell(Change(Part.STATUSES, by_app=True))

    def clear_status(self, channel_id: str, thread_ts: str) -> None:
        """Say nothing of what the app is doing in a thread: it has answered."""
        if (channel_id, thread_ts) in self.statuses:
            self.set_status(channel_id, thread_ts, "")

    def suggest(self, channel_id: str, prompts: Json) -> None:
        """Suggest what to ask in a conversation."""
        self.prompts[channel_id] = prompts
        self.tell(Change(Part.PROMPTS, by_app=True))

    # Ids

    def new_ts(self) -> str:
        """The next timestamp: later than any before, to the microsecond."""
        self._last_ts = max(self._last_ts + 1, int(self.clock.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def new_id(self, letter: str) -> str:
        """A new id such as ``C0000000A1``."""
        return f"{letter}{next(self._numbers):010X}"

    def with_ids(self, blocks: Any) -> Any:
        """Blocks with the ids that Slack makes up where the app left them out."""
        return [self._with_ids(block) for block in blocks] if isinstance(blocks, list) else blocks

    def _with_ids(self, block: Any) -> Any:
        if not isinstance(block, dict):
            return block
        given = {**block, "block_id": block.get("block_id") or self.new_id("b")}
        for name in ("accessory", "element"):
            if isinstance(block.get(name), dict):
                given[name] = self._with_action_id(block[name])
        for name in ("elements", "actions"):
            if isinstance(block.get(name), list):
                given[name] = [self._with_action_id(element) for element in block[name]]
        if isinstance(block.get("child_blocks"), list):
            given["child_blocks"] = self.with_ids(block["child_blocks"])
        return given

    def _with_action_id(self, element: Any) -> Any:
        """An element with an ``action_id``, where it is one that can be acted on."""
        if not isinstance(element, dict) or element.get("type") in _INERT or element.get("action_id"):
            return element
        if element.get("type") == "card":  # a carousel's
            return self._with_ids(element)
        return {**element, "action_id": self.new_id("a")}

    def _count_replies(self, channel: Channel, thread_ts: str) -> None:
        parent = channel.messages.get(thread_ts)
        if parent is None:
            return
        replies = [message for message in self.thread(channel, parent.ts) if message is not parent]
        users = list(dict.fromkeys(message.user for message in replies))
        counted = {
            "thread_ts": parent.ts,
            "reply_count": len(replies),
            "reply_users": users,
            "reply_users_count": len(users),
            "latest_reply": replies[-1].ts if replies else NO_REPLY,
        }
        self.change(parent, counted)


def with_reaction(message: Message, name: str, user: str, *, on: bool) -> list[Json] | None:
    """The reactions of a message after somebody put one or took it back; ``None`` where that changes nothing."""
    by_name: dict[str, list[str]] = {
        reaction["name"]: list(reaction["users"]) for reaction in message.content.get("reactions", ())
    }
    users = by_name.setdefault(name, [])
    if (user in users) is on:
        return None
    if on:
        users.append(user)
    else:
        users.remove(user)
    return [{"name": name, "users": users, "count": len(users)} for name, users in by_name.items() if users]


NO_REPLY = "0000000000.000000"
"""The ``latest_reply`` of a thread whose replies are all gone."""

_TOMBSTONE: Json = {
    "type": "message",
    "subtype": "tombstone",
    "user": SLACKBOT,
    "text": "This message was deleted.",
    "hidden": True,
    "parent_user_id": SLACKBOT,
}
_OF_A_TOMBSTONE = ("ts", "team", "thread_ts", "reply_count", "reply_users", "reply_users_count", "latest_reply")
"""What a tombstone keeps of the message it stands for."""

_INERT = frozenset(
    {
        *("mrkdwn", "plain_text", "image", "url"),
        *("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"),
    }
)
"""What cannot be acted on, and so has no ``action_id``."""
