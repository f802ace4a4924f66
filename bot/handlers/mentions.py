"""Where somebody writes to the bot: a mention in a channel or thread, and a direct message."""

from time import perf_counter

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.sharing import posted_card
from bot.core.admitting import Private
from bot.handlers.answering import Desk
from bot.handlers.binding import Payload, bind
from bot.handlers.events import Heard, Once, Posts, heard
from bot.handlers.journal import DIRECT, MENTION, note
from bot.storage.usage import UsageWriter


def register(app: AsyncApp, *, desk: Desk, once: Once, posts: Posts, usage: UsageWriter) -> None:
    """Listen to mentions and direct messages."""
    tools = {"desk": desk, "once": once, "posts": posts, "usage": usage}
    app.event("app_mention")(bind(answer_mention, **tools))
    app.event("message")(bind(answer_direct_message, **tools))


async def answer_mention(
    ack: AsyncAck, body: Payload, *, desk: Desk, once: Once, posts: Posts, usage: UsageWriter
) -> None:
    """Answer a mention in its thread, where everybody can read it; what may name a patient, for the asker alone."""
    if said := heard(body):
        await _answer(said, MENTION, said.thread_ts or said.ts, desk=desk, once=once, posts=posts, usage=usage)
    await ack()


async def answer_direct_message(
    ack: AsyncAck, body: Payload, *, desk: Desk, once: Once, posts: Posts, usage: UsageWriter
) -> None:
    """Answer a direct message, in its thread where it stands in one; messages of channels are left alone."""
    if body.get("event", {}).get("channel_type") == "im" and (said := heard(body)):
        await _answer(said, DIRECT, said.thread_ts, desk=desk, once=once, posts=posts, usage=usage)
    await ack()


async def _answer(
    said: Heard, surface: str, thread_ts: str | None, *, desk: Desk, once: Once, posts: Posts, usage: UsageWriter
) -> None:
    started = perf_counter()
    if not await once.begin(said.keys):
        return
    came_to, card = desk.answer(said.text, is_public=surface == MENTION)
    note(surface, came_to, started, usage)
    if isinstance(came_to, Private) and surface == MENTION:
        is_answered = await posts.whisper(said, card, thread_ts=said.thread_ts)
    else:
        is_answered = await posts.post(said, posted_card(card), thread_ts=thread_ts)
    await once.end(said.keys, is_answered=is_answered)
