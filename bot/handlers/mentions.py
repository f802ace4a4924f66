"""Where somebody writes to the bot: a mention in a channel or thread, and a direct message."""

from dataclasses import dataclass
from time import perf_counter

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.cards.sharing import posted_card
from bot.clock import Clock, moment
from bot.core.admitting import Private
from bot.core.gaps import gap_of
from bot.errors import StorageError
from bot.handlers.answering import Desk, with_gap
from bot.handlers.binding import Payload, bind
from bot.handlers.events import Heard, Once, Posts, Turn, heard
from bot.handlers.journal import DIRECT, MENTION, note
from bot.handlers.reading import Readers
from bot.knowledge.asked import Silent
from bot.storage.gaps import NOWHERE, Gaps
from bot.storage.holds import Holds, Place
from bot.storage.usage import UsageWriter

AGAIN = 503
"""The status upon which Slack delivers an event again: at once, after a minute, after five. Socket Mode sends nothing
for it, with the same effect."""


@dataclass(frozen=True, slots=True)
class Front:
    """What answering those who write to the bot needs, bound to a listener as one.

    Attributes:
        desk: From a text to a card.
        once: Each event is answered once.
        posts: Posts the answer.
        holds: Knows which threads are muted.
        gaps: Counts what has no answer.
        usage: Counts what has.
        readers: Notes what learners and followers are told.
        clock: What time it is.
    """

    desk: Desk
    once: Once
    posts: Posts
    holds: Holds
    gaps: Gaps
    usage: UsageWriter
    readers: Readers
    clock: Clock


def register(app: AsyncApp, *, front: Front) -> None:
    """Listen to mentions; direct messages come with all other messages (`bot.handlers.channels`)."""
    app.event("app_mention")(bind(answer_mention, front=front))


async def answer_mention(ack: AsyncAck, body: Payload, *, front: Front) -> BoltResponse | None:
    """Answer a mention in its thread, where everybody can read it.

    For the asker alone, where it may name a patient, or stands in a thread that somebody muted.
    """
    said = heard(body)
    thread_ts = (said.thread_ts or said.ts) if said else None
    return await _answer(ack, body, said, MENTION, thread_ts, front=front)


async def answer_direct_message(ack: AsyncAck, body: Payload, *, front: Front) -> BoltResponse | None:
    """Answer a direct message, in its thread where it stands in one."""
    said = heard(body)
    thread_ts = said.thread_ts if said else None
    return await _answer(ack, body, said, DIRECT, thread_ts, front=front)


async def _answer(
    ack: AsyncAck, body: Payload, said: Heard | None, surface: str, thread_ts: str | None, *, front: Front
) -> BoltResponse | None:
    """Answer what was heard, and ack; without an ack, Slack delivers the event again."""
    started = perf_counter()
    turn = await front.once.begin(said.keys) if said else Turn.ANSWERED
    is_answered = turn is Turn.ANSWERED
    if said and turn is Turn.OURS:
        came_to, card = front.desk.answer(said.text, is_public=surface == MENTION)
        front.readers.opened(body, note(surface, came_to, started, front.usage))
        team_id = str(body.get("team_id") or "")
        if gap := gap_of(came_to) if isinstance(came_to, Silent) else None:
            where = said.channel if surface == MENTION else NOWHERE
            may_ask = surface != MENTION and front.readers.is_learner(team_id, said.user)
            now = moment(front.clock)
            card = with_gap(card, gap, front.gaps, team_id=team_id, channel_id=where, may_ask=may_ask, now=now)
        if surface == MENTION and (isinstance(came_to, Private) or await _is_muted(said, team_id, front)):
            is_answered = await front.posts.whisper(said, card, thread_ts=said.thread_ts)
        else:
            is_answered = await front.posts.post(said, posted_card(card), thread_ts=thread_ts)
        await front.once.end(said.keys, is_answered=is_answered)
    if not is_answered:
        return BoltResponse(status=AGAIN, body="")
    await ack()
    return None


async def _is_muted(said: Heard, team_id: str, front: Front) -> bool:
    """Whether a mention stands in a thread that was muted; while the database is away, none is."""
    if said.thread_ts is None:
        return False
    try:
        return await front.holds.is_muted(Place(team_id, said.channel, said.thread_ts))
    except StorageError:
        return False
