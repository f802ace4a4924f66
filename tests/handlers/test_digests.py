"""``bot.handlers.digests``: what ``reading-room digest`` sends, from a process that serves nothing."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest
from pydantic import SecretStr

from bot.cli.digesting import send
from bot.core.library import Library
from bot.knowledge.authoring import SourceGiven, concept_files
from bot.knowledge.channels import Manners, Mode
from bot.manifest import build_manifest
from bot.playground.stand_in import StandIn
from bot.playground.workspace import TEAM_ID
from bot.settings import Settings
from bot.storage.channels import Channel
from bot.storage.drafts import Draft
from bot.storage.gaps import digest_of
from bot.storage.store import Store

OWNERS = ("U0KIM", "U0SAM")


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    """Slack, with nothing connected with it."""
    async with StandIn(build_manifest()) as stand_in:
        yield stand_in


@pytest.fixture
def mine(settings: Settings, stand_in: StandIn, database_url: str) -> Settings:
    """The settings of a deployment there."""
    changes = {
        "slack_bot_token": SecretStr(stand_in.slack.app.bot_token),
        "slack_api_url": stand_in.api_url,
        "database_url": SecretStr(database_url),
    }
    return settings.model_copy(update=changes)


@pytest.fixture
async def watched(stand_in: StandIn, store: Store) -> Channel:
    """A channel that is watched, and its owners."""
    channel = stand_in.slack.workspace.channel_named("radiology")
    watched = Channel(TEAM_ID, channel.id, Mode.WATCH, OWNERS, Manners(), datetime.now(UTC))
    await store.channels.save(watched, [], "U0SAM", datetime.now(UTC))
    return watched


def told(stand_in: StandIn, user: str) -> list[str]:
    """What somebody was told in private."""
    slack = stand_in.slack
    direct = slack.workspace.direct(user, slack.app.bot_user_id)
    return [message.content["text"] for message in direct.messages.values()]


async def test_sent_once(stand_in: StandIn, mine: Settings, watched: Channel, library: Library) -> None:
    """However often the scheduler runs it, each owner gets the week once, and no list where nothing waits."""
    sent = [await send(mine, library) for _ in range(3)]
    assert sent == [2 * len(OWNERS), 0, 0]
    assert [len(told(stand_in, owner)) for owner in (*OWNERS, "U0ROBIN")] == [1, 1, 0]


async def test_what_was_written_in_slack_counts(
    stand_in: StandIn, mine: Settings, watched: Channel, library: Library, store: Store
) -> None:
    """A gap that was closed in Slack is on no list, though this process never served the record that closed it."""
    record_id, files = concept_files(
        name="Linen room",
        abbreviations=[],
        aliases=[],
        summary="Where linen is handed out.",
        plain="Where linen is handed out.",
        source=SourceGiven("Ward handbook", "Department of Radiology"),
        owner="Radiology",
        today=date(2026, 1, 5),
    )
    draft, now = Draft("d1", TEAM_ID, "", "", record_id, files, "U0SAM"), datetime.now(UTC)
    await store.drafts.propose(draft, (), now)
    assert await store.drafts.approve(draft, now, 0)
    for term in ("linen room", "plaster room"):
        await store.gaps.ask_for(term, now)
    await send(mine, library)
    (week,) = told(stand_in, "U0SAM")
    assert ("linen room" in week, "plaster room" in week) == (False, True)


async def test_a_word_that_a_file_has_by_now(
    stand_in: StandIn, mine: Settings, watched: Channel, library: Library, store: Store
) -> None:
    """Who waited for a word that a file of the packs has by now is told once; for others nobody is told."""
    now = datetime.now(UTC)
    for term in ("pacs", "plaster room"):
        await store.gaps.ask_for(term, now)
        await store.gaps.wait_for(digest_of(f"term:{term}"), TEAM_ID, "U0ROBIN", now)
    for _ in range(2):
        await send(mine, library)
    (answer,) = told(stand_in, "U0ROBIN")
    assert "Picture archiving and communication system" in answer
    assert [gap.name for gap in await store.gaps.most_asked(now.date())] == ["term:plaster room"]
