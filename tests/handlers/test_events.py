"""``bot.handlers.events``: who wrote what to the bot, and whether it is to be answered."""

from typing import Any

import pytest

from bot.errors import StorageError
from bot.handlers.events import MOST_REMEMBERED, Once, Turn, heard
from bot.knowledge.markup import plain_text
from bot.storage.events import SeenEvents
from bot.storage.store import Store

ME = "U0BOT"


def body(**event: Any) -> dict[str, Any]:
    """A message as Slack delivers it."""
    said = {"type": "app_mention", "user": "U0ROBIN", "channel": "C1", "ts": "1.2", "text": f"<@{ME}> MRI", **event}
    return {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": "Ev1",
        "event": said,
        "authorizations": [{"team_id": "T1", "user_id": ME, "is_bot": True}],
    }


def test_what_was_said() -> None:
    """Its text without the mention, who said it where, and every name of the event."""
    said = heard(body(thread_ts="1.0"))
    assert said is not None
    assert (said.text, said.user, said.channel, said.ts, said.thread_ts) == ("MRI", "U0ROBIN", "C1", "1.2", "1.0")
    assert set(said.keys) == {"ts:T1:C1:1.2", "event:Ev1"}


@pytest.mark.parametrize(
    "event",
    [
        pytest.param({"bot_id": "B1"}, id="another bot"),
        pytest.param({"user": ME}, id="itself"),
        pytest.param({"subtype": "message_changed"}, id="an edit"),
        pytest.param({"subtype": "message_deleted"}, id="a deletion"),
        pytest.param({"subtype": "channel_join"}, id="a join"),
        pytest.param({"user": None}, id="nobody"),
        pytest.param({"channel": None}, id="nowhere"),
        pytest.param({"ts": 5}, id="no timestamp"),
    ],
)
def test_what_nobody_said(event: dict[str, Any]) -> None:
    """Bots, edits and half a payload are not answered."""
    assert heard(body(**event)) is None


@pytest.mark.parametrize("payload", [{}, {"event": None}, {"event": {}}, {"authorizations": None, "event": {}}])
def test_half_a_payload(payload: dict[str, Any]) -> None:
    """Nothing is made of a payload without its parts."""
    assert heard(payload) is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("<@U1> hello <@U2|robin>", "hello", id="people"),
        pytest.param("<!here> <!subteam^S1|@radiology> look", "look", id="groups"),
        pytest.param("see <#C1|general>", "see general", id="a channel"),
        pytest.param("<https://e.org/x|the page> and <https://e.org>", "the page and https://e.org", id="links"),
        pytest.param("<tel:+15550100|+1 555 0100>", "+1 555 0100", id="a phone number"),
        pytest.param("<mailto:a@b.example|a@b.example>", "a@b.example", id="an address"),
        pytest.param("a &lt; b &amp;amp; c", "a < b &amp; c", id="escapes, once"),
    ],
)
def test_plain_text(text: str, plain: str) -> None:
    """A message as people read it."""
    assert " ".join(plain_text(text).split()) == plain


class Away(SeenEvents):
    """A database that is away."""

    def __init__(self) -> None:
        pass

    async def claim(self, keys: Any, now: Any = None) -> bool:
        """Away."""
        raise StorageError("away")

    async def done(self, keys: Any) -> None:
        """Away."""
        raise StorageError("away")

    async def release(self, keys: Any) -> None:
        """Away."""
        raise StorageError("away")


async def test_without_a_database() -> None:
    """Each worker answers an event once by itself, and again where the answer failed."""
    once = Once(Away())
    assert await once.begin(("event:1", "ts:1")) is Turn.OURS
    assert await once.begin(("event:2", "ts:1")) is Turn.TAKEN
    await once.end(("event:1", "ts:1"), is_answered=False)
    assert await once.begin(("event:1", "ts:1")) is Turn.OURS
    await once.end(("event:1", "ts:1"), is_answered=True)
    assert await once.begin(("event:1",)) is Turn.ANSWERED


async def test_what_is_remembered_has_an_end() -> None:
    """A worker forgets the oldest keys."""
    once = Once(Away())
    for number in range(MOST_REMEMBERED + 1):
        assert await once.begin((f"event:{number}",)) is Turn.OURS
    assert await once.begin(("event:0",)) is Turn.OURS


async def test_what_another_worker_has(store: Store) -> None:
    """An event is to come again until it is answered, on whichever worker."""
    one, other = Once(store.events), Once(store.events)
    assert await one.begin(("event:1", "ts:1")) is Turn.OURS
    assert await other.begin(("event:2", "ts:1")) is Turn.TAKEN
    await one.end(("event:1", "ts:1"), is_answered=True)
    assert await other.begin(("event:2", "ts:1")) is Turn.ANSWERED
    assert await one.begin(("event:2", "ts:1")) is Turn.ANSWERED
