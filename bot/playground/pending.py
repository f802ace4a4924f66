"""What the app has begun and not ended: scheduled messages, streams, an agent's sessions, custom steps.

It is kept beside the workspace, for nobody sees any of it before it becomes a message or a status.
"""

import asyncio
from dataclasses import dataclass, field

from bot.playground.wire import Json

Thread = tuple[str, str]
"""The id of a conversation, and the ``ts`` of a message or of a thread's first message."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A message that is to be posted later.

    Attributes:
        id: ``Q…``.
        channel: The id of the conversation.
        content: The message, as it will be posted.
        post_at: When, in seconds since 1970.
        created_at: When it was scheduled, in seconds since 1970.
    """

    id: str
    channel: str
    content: Json
    post_at: int
    created_at: int


@dataclass(slots=True)
class Stream:
    """A message that is being written.

    Attributes:
        display: How its tasks are shown: ``timeline``, ``plan`` or ``dense``.
        mode: The argument its first content came in: ``markdown_text`` or ``chunks``; empty before there is any.
        blocks: How many blocks came in chunks.
    """

    display: str
    mode: str = ""
    blocks: int = 0


@dataclass(slots=True)
class Session:
    """An agent's session: its work in one thread.

    Attributes:
        status: ``active``, ``processing``, ``suspended`` or ``closed``.
        title: What it is called in the person's list; empty for nothing.
    """

    status: str = "active"
    title: str = ""


@dataclass(slots=True)
class StepRun:
    """A custom step of a workflow while the app works on it.

    Attributes:
        id: The ``function_execution_id``, ``Fx…``.
        callback_id: Which step.
        inputs: What it was given.
        user: Who ran the workflow.
        outputs: What it gave; ``None`` while it runs, and where it failed.
        error: Why it failed; ``None`` while it runs, and where it succeeded.
        ended: Set once it has ended, either way.
    """

    id: str
    callback_id: str
    inputs: Json
    user: str
    outputs: Json | None = None
    error: str | None = None
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def end(self, *, outputs: Json | None = None, error: str | None = None) -> None:
        """End it, with what it gave or with why it failed."""
        self.outputs, self.error = outputs, error
        self.ended.set()


@dataclass(slots=True)
class Pending:
    """All that is pending in one workspace.

    Attributes:
        scheduled: Messages to be posted, by id.
        streams: Messages being written, by their place.
        sessions: An agent's sessions, by thread.
        status_ends: When a status goes by itself, in seconds since 1970, by thread.
        steps: Custom steps, those that ended too, by ``function_execution_id``.
        unfurls: The messages whose links the app was told of, by ``unfurl_id``.
    """

    scheduled: dict[str, Scheduled] = field(default_factory=dict)
    streams: dict[Thread, Stream] = field(default_factory=dict)
    sessions: dict[Thread, Session] = field(default_factory=dict)
    status_ends: dict[Thread, float] = field(default_factory=dict)
    steps: dict[str, StepRun] = field(default_factory=dict)
    unfurls: dict[str, Thread] = field(default_factory=dict)
