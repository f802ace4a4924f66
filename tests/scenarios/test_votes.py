"""Votes: from every card that has thumbs, changed, given a reason, forgotten, and never acked before they are kept."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select, text, update

from bot.playground import membership
from bot.playground.people import Person
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.store import Store
from bot.storage.tables import VOTES
from tests.conftest import Connect, Connecting
from tests.scenarios.acting import Json, ask, click, header_of

QUESTION = "/faq how long does a CT take"
UP, DOWN = "👍", "👎"


async def votes_in(url: str) -> Sequence[Any]:
    """Every vote that is kept, in order of their messages and voters."""
    database = Database(url)
    async with database.transaction() as connection:
        rows = (await connection.execute(select(VOTES).order_by(VOTES.c.message_ts, VOTES.c.user_id))).all()
    await database.close()
    return rows


async def thumb(slack: Person, card: Json, which: str) -> Json:
    """Click a thumb: a button of a private or shared card, or one of Slack's own under a posted card."""
    last = card["blocks"][-1]
    if last["type"] != "context_actions":
        return (await click(slack, card, which)).message
    (thumbs,) = last["elements"]
    button = thumbs["positive_button" if which == UP else "negative_button"]
    action = {"type": "feedback_buttons", "action_id": thumbs["action_id"], "block_id": last["block_id"],
              "text": button["text"], "value": button["value"]}  # fmt: skip
    reply = await slack.act_on(card, action, state={})
    assert (reply.status, reply.error, reply.body) == (200, "", None)
    return reply.message


async def card_of(slack: Person, kind: str) -> Json:
    """A card with thumbs, as it comes about."""
    if kind == "posted":
        membership.invite(slack.slack, slack.channel, slack.user, slack.slack.app.bot_user_id)
        return (await slack.say(f"<@{slack.slack.app.bot_user_id}> how long does a CT take")).message
    card = await ask(slack, QUESTION)
    return card if kind == "private" else (await click(slack, card, "Share to channel")).message


@pytest.mark.parametrize("kind", ["private", "shared", "posted"])
async def test_a_vote_is_kept_with_its_message(connecting: Connecting, database_url: str, kind: str) -> None:
    """A thumb on whichever card is thanked for privately, and kept: who, on which message, which answer."""
    async with connecting(database_url=SecretStr(database_url)) as slack:
        card = await card_of(slack, kind)
        before = slack.messages()
        thanks = await thumb(slack, card, UP)
        assert "Noted, thank you" in thanks["text"]
        assert thanks["is_ephemeral"]
        assert slack.messages()[: len(before)] == before, "the card stays as it is"
        (row,) = await votes_in(database_url)
        assert (row.team_id, row.channel_id, row.message_ts) == ("T0PLAYGROUND", card["channel"], card["ts"])
        assert (row.user_id, row.answer) == (slack.user.id, "question:scan-duration:ct")
        assert (row.helpful, row.reasons) == (True, [])


@pytest.mark.parametrize("kind", ["private", "shared", "posted"])
async def test_a_vote_is_changed_and_given_a_reason(connecting: Connecting, database_url: str, kind: str) -> None:
    """The other thumb takes the vote's place, a tap says why, and the first thumb takes it back: one vote all along."""
    async with connecting(database_url=SecretStr(database_url)) as slack:
        card = await card_of(slack, kind)
        await thumb(slack, card, UP)
        why = await thumb(slack, card, DOWN)
        assert "Why did it not help?" in why["text"]
        (row,) = await votes_in(database_url)
        assert (row.helpful, row.reasons, row.message_ts) == (False, [], card["ts"])
        (shown,) = (await click(slack, why, "Hard to understand")).shown
        assert not shown.is_new, "the question why is answered in its place"
        assert "hard to understand" in shown.message["text"]
        (row,) = await votes_in(database_url)
        assert (row.helpful, row.reasons, row.message_ts) == (False, ["unclear"], card["ts"])
        await thumb(slack, card, UP)
        (row,) = await votes_in(database_url)
        assert (row.helpful, row.reasons) == (True, [])


async def test_everybody_has_a_vote_on_what_was_shared(connecting: Connecting, database_url: str) -> None:
    """On one shared answer each person has one vote, and what they say of it is for them alone."""
    async with connecting(database_url=SecretStr(database_url)) as slack:
        card = await card_of(slack, "shared")
        sam = Person(slack.slack, slack.slack.workspace.user_named("sam"), slack.channel)
        await thumb(slack, card, UP)
        why = await thumb(sam, card, DOWN)
        assert why not in slack.messages()
        rows = await votes_in(database_url)
        assert [(row.user_id, row.helpful) for row in rows] == [(slack.user.id, True), (sam.user.id, False)]


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/modality MRI", "short:mri"),
        ("/compare CT vs MRI", "compared:ct,mri"),
        (QUESTION, "question:scan-duration:ct"),
    ],
)
async def test_votes_name_what_usage_counts(connecting: Connecting, settings: Settings, line: str, answer: str) -> None:
    """A vote and a row of usage call one answer by one name, so that they can be put side by side."""
    url = settings.database_url.get_secret_value()
    async with connecting() as slack:
        await thumb(slack, await ask(slack, line), UP)
    (row,) = await votes_in(url)
    store = Store(settings)
    assert row.answer == answer
    assert (await store.votes.tally(answer)).helpful == 1
    await store.close()


async def test_a_person_is_forgotten(connecting: Connecting, database_url: str) -> None:
    """Forgetting a person deletes each of their votes, of whichever card, and nobody else's."""
    async with connecting(database_url=SecretStr(database_url)) as slack:
        sam = Person(slack.slack, slack.slack.workspace.user_named("sam"), slack.channel)
        shared, posted = await card_of(slack, "shared"), await card_of(slack, "posted")
        await thumb(slack, await card_of(slack, "private"), UP)
        for card in (shared, posted):
            await thumb(slack, card, UP)
            why = await thumb(sam, card, DOWN)
            await click(sam, why, "Out of date")
        store = Store(Settings(database_url=SecretStr(database_url)))
        assert await store.forget(slack.user.id) == 3
        rows = await votes_in(database_url)
        assert [row.user_id for row in rows] == [sam.user.id] * 2
        assert await store.forget(sam.user.id) == 2
        assert await votes_in(database_url) == []
        assert await store.forget(sam.user.id) == 0
        await store.close()
        await thumb(slack, shared, UP)
        assert len(await votes_in(database_url)) == 1, "who was forgotten may vote again"


async def test_votes_are_kept_as_long_as_was_promised(connecting: Connecting, database_url: str) -> None:
    """A vote of before the retention goes when the app starts; a vote that was changed since counts from the change."""
    async with connecting(database_url=SecretStr(database_url)) as slack:
        old, changed = await card_of(slack, "shared"), await card_of(slack, "shared")
        await thumb(slack, old, UP)
        await thumb(slack, changed, UP)
        database = Database(database_url)
        async with database.transaction() as connection:
            long_ago = datetime.now(UTC) - timedelta(days=8)
            await connection.execute(update(VOTES).values(voted_at=long_ago))
        await database.close()
        await thumb(slack, changed, DOWN)
    async with connecting(database_url=SecretStr(database_url), retention_days=7), asyncio.timeout(20):
        while len(await votes_in(database_url)) > 1:
            await asyncio.sleep(0.05)
    (row,) = await votes_in(database_url)
    assert (row.message_ts, row.helpful) == (changed["ts"], False)


# While the database is away


@pytest.mark.parametrize("url", ["sqlite:////nowhere/to/be/found.db", "postgresql://rr@127.0.0.1:1/rr"])
@pytest.mark.parametrize("kind", ["private", "shared", "posted"])
async def test_what_cannot_be_kept_is_not_said_to_be(connect: Connect, url: str, kind: str) -> None:
    """With the database away questions are answered, and who votes sees an apology, not thanks."""
    slack = await connect(database_url=SecretStr(url))
    card = await card_of(slack, kind)
    assert header_of(card) == "How long does a scan take?"
    for which in (UP, DOWN):
        sorry = await thumb(slack, card, which)
        assert header_of(sorry) == "Sorry, that went wrong on our side"
        assert sorry["is_ephemeral"]


async def test_a_reason_that_cannot_be_kept_is_not_said_to_be(connecting: Connecting, database_url: str) -> None:
    """Where the table is gone when the reason comes, an apology comes; once it is back, the same tap counts."""
    async with connecting(database_url=SecretStr(database_url)) as slack:
        card = await card_of(slack, "private")
        why = await thumb(slack, card, DOWN)
        await _rename(database_url, "votes", "elsewhere")
        assert header_of((await click(slack, why, "Too long")).message) == "Sorry, that went wrong on our side"
        assert header_of(await ask(slack, "/modality MRI")).startswith("Magnetic resonance")
        await _rename(database_url, "elsewhere", "votes")
        (row,) = await votes_in(database_url)
        assert row.reasons == []
        await click(slack, why, "Too long")
        (row,) = await votes_in(database_url)
        assert row.reasons == ["too_long"]


async def _rename(url: str, old: str, new: str) -> None:
    database = Database(url)
    async with database.transaction() as connection:
        await connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
    await database.close()
