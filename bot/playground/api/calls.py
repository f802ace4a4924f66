"""What every method of the Web API has in common."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from bot.playground.exchanges import Exchange
from bot.playground.slack import Slack
from bot.playground.strictness import Refusal
from bot.playground.wire import Json
from bot.playground.workspace import Channel, Message, User


class ApiError(Exception):
    """A call that Slack refuses.

    Attributes:
        code: Slack's error code.
        problems: Where and why, in words; they go into ``response_metadata.messages``.
        more: What else the answer has beside ``ok`` and ``error``.
    """

    def __init__(self, code: str, *problems: str, **more: Any) -> None:
        self.code = code
        self.problems = problems
        self.more = more
        super().__init__(code, *problems)


class Token(StrEnum):
    """The token that a method wants."""

    BOT = "bot"
    APP = "app"
    NONE = "none"


class Tier(IntEnum):
    """How many calls a minute a method takes, in one workspace.

    Source: docs.slack.dev, /apis/web-api/rate-limits: tiers 1 to 4 take 1, 20, 50 and 100 calls a minute and more.
    ``POSTING`` is chat.postMessage's own: one message a second into one channel, short bursts allowed. ``MANY`` is for
    methods that take hundreds a minute (auth.test) or of which no tier is known.
    """

    MANY = 600
    ONE = 1
    TWO = 20
    THREE = 50
    FOUR = 100
    POSTING = 60


@dataclass(frozen=True, slots=True)
class Call:
    """One call.

    Attributes:
        slack: Where.
        arguments: As they came: text in a form, anything in JSON.
        exchange: Where it is remembered.
    """

    slack: Slack
    arguments: Mapping[str, Any]
    exchange: Exchange

    def text(self, name: str, default: str = "") -> str:
        """An argument as text."""
        value = self.arguments.get(name)
        return default if value is None else str(value)

    def required(self, name: str) -> str:
        """An argument that must be there.

        Raises:
            ApiError: It is not: ``invalid_arguments``.
        """
        value = self.text(name)
        if not value:
            raise ApiError("invalid_arguments", f"/{name}: is missing")
        return value

    def number(self, name: str, default: float) -> float:
        """An argument as a number.

        Raises:
            ApiError: It is none: ``invalid_arguments``.
        """
        try:
            return float(self.text(name) or default)
        except ValueError:
            raise ApiError("invalid_arguments", f"/{name}: is no number") from None

    def channel(self, name: str = "channel") -> Channel:
        """The conversation that an argument names by its id.

        Raises:
            ApiError: There is none that the app sees: ``channel_not_found``.
        """
        return self._seen(self.slack.workspace.channels.get(self.text(name)))

    def recipient(self) -> Channel:
        """The conversation to post into: by its id, its name, or the id of the person it is with.

        Only posting takes these: chat.update and its like want the id that posting gave back.

        Raises:
            ApiError: There is none that the app sees: ``channel_not_found``.
        """
        workspace, named = self.slack.workspace, self.text("channel")
        if named in workspace.users:
            return workspace.direct(named, self.slack.app.bot_user_id)
        with suppress(LookupError):
            return self._seen(workspace.channel_named(named))
        raise ApiError("channel_not_found")

    def _seen(self, channel: Channel | None) -> Channel:
        if channel is None or (channel.kind != "channel" and self.slack.app.bot_user_id not in channel.members):
            raise ApiError("channel_not_found")
        return channel

    def message(self, channel: Channel, name: str = "ts") -> Message:
        """The message of a channel that an argument names.

        Raises:
            ApiError: There is none: ``message_not_found``.
        """
        message = channel.messages.get(self.required(name))
        if message is None:
            raise ApiError("message_not_found")
        return message

    def user(self, name: str = "user") -> User:
        """The person that an argument names.

        Raises:
            ApiError: There is none: ``user_not_found``.
        """
        user = self.slack.workspace.users.get(self.required(name))
        if user is None:
            raise ApiError("user_not_found")
        return user

    def accept(self, refusal: Refusal | None) -> None:
        """Refuse what breaks Slack's limits.

        Raises:
            ApiError: It does.
        """
        if refusal is not None:
            raise ApiError(refusal.code, *refusal.problems)


@dataclass(frozen=True, slots=True)
class Method:
    """A method and what it demands.

    Attributes:
        answer: From a call to the answer beside ``ok``.
        scopes: The scopes of which the bot token needs one; none for none.
        tier: How many calls a minute it takes.
        token: The token it wants.
    """

    answer: Callable[[Call], Json]
    scopes: tuple[str, ...] = ()
    tier: Tier = Tier.MANY
    token: Token = Token.BOT
