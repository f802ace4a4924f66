"""Where somebody writes to the bot: a mention in a channel or thread, and a direct message."""

from time import perf_counter

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.cards.sharing import posted_card
from bot.core.admitting import Private
from bot.handlers.answering import Desk
from bot.handlers.binding import Payload, bind
from bot.handlers.events import Heard, Once, Posts, Turn, heard
from bot.handlers.journal import DIRECT, MENTION, note
from bot.storage.usage import UsageWriter

AGAIN = 503
"""The status upon which Slack delivers an event again: at once, after a minute, after five. Socket Mode sends nothing
for it, with the same effect."""


def register(app: AsyncApp, *, desk: Desk, once: Once, posts: Posts, usage: UsageWriter) -> None:
    """Listen to mentions and direct messages."""
    tools = {"desk": desk, "once": once, "posts": posts, "usage": usage}
    app.event("app_mention")(bind(answer_mention, **tools))
    app.event("message")(bind(answer_direct_message, **tools))


async def answer_mention(
    ack: AsyncAck, body: Payload, *, desk: Desk, once: Once, posts: Posts, usage: UsageWriter
) -> BoltResponse | None:
    """Answer a mention in its thread, where everybody can read it; what may name a patient, for the asker alone."""
    said = heard(body)
    thread_ts = (said.thread_ts or said.ts) if said else None
    return await _answer(ack, said, MENTION, thread_ts, desk=desk, once=once, posts=posts, usage=usage)


async def answer_direct_message(
    ack: AsyncAck, body: Payload, *, desk: Desk, once: Once, posts: Posts, usage: UsageWriter
) -> BoltResponse | None:
    """Answer a direct message, in its thread where it stands in one; messages of channels are left alone."""
    said = heard(body) if body.get("event", {}).get("channel_type") == "im" else None
    thread_ts = said.thread_ts if said else None
    return await _answer(ack, said, DIRECT, thread_ts, desk=desk, once=once, posts=posts, usage=usage)


async def _answer(
    ack: AsyncAck,
    said: Heard | None,
    surface: str,
    thread_ts: str | None,
    *,
    desk: Desk,
    once: Once,
    posts: Posts,
    usage: UsageWriter,
) -> BoltResponse | None:
    """Answer what was heard, and ack; without an ack, Slack delivers the event again."""
    started = perf_counter()
    turn = await once.begin(said.keys) if said else Turn.ANSWERED
    is_answered = turn is Turn.ANSWERED
    if said and turn is Turn.OURS:
        came_to, card = desk.answer(said.text, is_public=surface == MENTION)
        note(surface, came_to, started, usage)
        if isinstance(came_to, Private) and surface == MENTION:
            is_answered = await posts.whisper(said, card, thread_ts=said.thread_ts)
        else:
            is_answered = await posts.post(said, posted_card(card), thread_ts=thread_ts)
        await once.end(said.keys, is_answered=is_answered)
    if not is_answered:
        return BoltResponse(status=AGAIN, body="")
    await ack()
    return None
