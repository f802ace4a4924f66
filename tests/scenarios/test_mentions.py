"""Writing to the bot: mentions in channels and threads, direct messages, and what it stays silent at."""

import asyncio
import copy
import logging
from typing import Any

import pytest
from pydantic import SecretStr

from bot.cards.limits import broken_limits
from bot.cards.sharing import posted_card
from bot.core.library import Library
from bot.handlers.mentions import AGAIN
from bot.knowledge.asked import Asked
from bot.manifest import build_manifest
from bot.playground import membership, payloads
from bot.playground.delivery import Answer, Envelope, Form
from bot.playground.exchanges import Exchange
from bot.playground.people import Person
from bot.playground.workspace import Message
from tests.conftest import TRANSPORTS, Connect
from tests.scenarios.acting import HOSTILE, Json, header_of

QUESTION = "how long does a CT take"
SCANS = "How long does a scan take?"
GREETING = "Ask about radiology and imaging"
PAIR = "Computed tomography (CT) vs Magnetic resonance imaging (MRI)"

IN_WORDS = [
    pytest.param(QUESTION, SCANS, id="a question"),
    pytest.param("compare CT MRI", PAIR, id="compare"),
    pytest.param("define PACS", "Picture archiving and communication system (PACS)", id="define"),
    pytest.param("modality MRI", "Magnetic resonance imaging (MRI)", id="modality"),
    pytest.param("procedure biopsy", "Image-guided biopsy", id="procedure"),
    pytest.param("faq how long does a CT take", SCANS, id="faq"),
    pytest.param("help", GREETING, id="help"),
    pytest.param("", GREETING, id="nothing but the mention"),
    pytest.param("hello", GREETING, id="hello"),
    pytest.param("modalities", "🩻 Modalities", id="a list"),
    pytest.param("reading-room help", GREETING, id="help by the command's name"),
    pytest.param("reading-room modalities", "🩻 Modalities", id="a list by the command's name"),
    pytest.param("/define PACS", "Picture archiving and communication system (PACS)", id="with the command's slash"),
    pytest.param("MRI", "Magnetic resonance imaging (MRI)", id="a bare name"),
    pytest.param("flouroscopy", "Fluoroscopy", id="a bare name with a slip"),
    pytest.param("procedure for ordering pens", "No vetted answer to that", id="only begins like a command"),
    pytest.param("can I give contrast if eGFR is 25", "That is for people who know the patient", id="a decision"),
    pytest.param("how can I renew my parking permit", "No vetted answer to that", id="no answer"),
]


@pytest.fixture(params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> str:
    """How Slack reaches the bot; tests of many cases override it with one way."""
    return str(request.param)


one_way = pytest.mark.parametrize("transport", ["in process"])


def invited(slack: Person) -> Person:
    """The person, with the bot in the channel in front of them."""
    membership.invite(slack.slack, slack.channel, slack.user, slack.slack.app.bot_user_id)
    return slack


@pytest.fixture
async def asker(slack: Person) -> Person:
    """Somebody in a channel that the bot is in."""
    return invited(slack)


@pytest.fixture
def direct(slack: Person) -> Person:
    """Somebody in front of their conversation with the bot."""
    workspace = slack.slack.workspace
    return Person(slack.slack, slack.user, workspace.direct(slack.user.id, slack.slack.app.bot_user_id))


async def mention(slack: Person, text: str, *, thread_ts: str | None = None) -> Json:
    """Mention the bot; its answer must be one message that is new."""
    reply = await slack.say(f"<@{slack.slack.app.bot_user_id}> {text}".strip(), thread_ts=thread_ts)
    (shown,) = reply.shown
    assert shown.is_new
    return shown.message


def answers(slack: Person) -> list[Json]:
    """What the bot said, as this person sees it."""
    return [message for message in slack.messages() if message["user"] == slack.slack.app.bot_user_id]


def calls(slack: Person, title: str = "chat.postMessage") -> list[Exchange]:
    """What the bot asked of the Web API, and what it was told."""
    return slack.slack.exchanges.all(title)


UNANSWERED_SECONDS = 5.0


async def deliver(slack: Person, event: Json, *, event_id: str = "Ev0HANDMADE") -> Answer:
    """Deliver an event that nobody here can bring about by writing; the app's answer to it is awaited.

    Where the event is to come again, the app says so over HTTP, and nothing at all over Socket Mode.
    """
    payload = payloads.event_callback(slack.slack.app, event, event_id=event_id, event_time=1)
    assert slack.slack.delivery is not None
    try:
        async with asyncio.timeout(UNANSWERED_SECONDS):
            return await slack.slack.delivery.deliver(Envelope(Form.EVENT, payload))
    except TimeoutError:
        return Answer(AGAIN, None)


def written(slack: Person, text: str, **more: Any) -> Message:
    """A message that stands in the conversation, of which no event has gone out yet."""
    return slack.slack.workspace.post(slack.channel, {"user": slack.user.id, "text": text} | more)


# What is answered, and where


@one_way
@pytest.mark.parametrize(("typed", "header"), IN_WORDS)
async def test_a_mention_is_answered_in_its_thread(asker: Person, typed: str, header: str) -> None:
    """A mention begins a thread with its answer, within Slack's limits, for everybody there to read."""
    card = await mention(asker, typed)
    assert header_of(card) == header
    assert card["thread_ts"] == asker.messages()[0]["ts"]
    assert "is_ephemeral" not in card
    assert broken_limits(card) == []
    assert card in Person(asker.slack, asker.slack.workspace.user_named("sam"), asker.channel).messages()


async def test_a_mention_in_a_thread_is_answered_there(asker: Person) -> None:
    """Slash commands do not work in threads: a mention does, and its answer stays in the thread."""
    await asker.say("How do we explain this to relatives?")
    top = asker.messages()[0]["ts"]
    card = await mention(asker, "compare CT MRI", thread_ts=top)
    assert header_of(card) == PAIR
    assert card["thread_ts"] == top


@one_way
@pytest.mark.parametrize("typed", ["rr-compare CT MRI", "/rr-compare CT MRI", "compare CT MRI"])
async def test_commands_in_words_follow_the_prefix(connect: Connect, typed: str) -> None:
    """Under a prefix a command in words may have it or not; help names the prefixed one."""
    slack = invited(await connect(command_prefix="rr-"))
    assert header_of(await mention(slack, typed)) == PAIR
    assert "`/rr-reading-room help`" in (await mention(slack, "rr-reading-room help"))["text"]


@one_way
@pytest.mark.parametrize(
    "typed",
    [
        "hey <@{bot}> how long does a CT take?",
        "how long does a CT take, <@{bot}>?",
        "<@{bot}>: how long does a CT take",
    ],
)
async def test_the_mention_may_stand_anywhere(asker: Person, typed: str) -> None:
    """Wherever the mention stands in the sentence, the rest is the question."""
    reply = await asker.say(typed.format(bot=asker.slack.app.bot_user_id))
    assert header_of(reply.message) == SCANS


async def test_a_direct_message_is_answered_where_it_stands(direct: Person) -> None:
    """At the top of a conversation with the bot the answer stands at the top, in a thread in the thread."""
    card = (await direct.say(QUESTION)).message
    assert header_of(card) == SCANS
    assert "thread_ts" not in card
    threaded = (await direct.say("define PACS", thread_ts=card["ts"])).message
    assert header_of(threaded).startswith("Picture archiving")
    assert threaded["thread_ts"] == card["ts"]


@one_way
@pytest.mark.parametrize(("typed", "header"), [case for case in IN_WORDS if case.values[0]])
async def test_direct_messages_take_the_same_words(direct: Person, typed: str, header: str) -> None:
    """Whatever a mention may say, a direct message may say too."""
    (shown,) = (await direct.say(typed)).shown
    assert header_of(shown.message) == header


@one_way
@pytest.mark.parametrize("typed", HOSTILE)
async def test_hostile_text_gets_a_card(asker: Person, caplog: pytest.LogCaptureFixture, typed: str) -> None:
    """Whatever stands beside the mention, one card comes back, which repeats none of it, and no log has it."""
    caplog.set_level(logging.DEBUG)
    card = await mention(asker, typed)
    assert broken_limits(card) == []
    assert "zqx" not in str(card)
    assert "<!here>" not in str(card)
    assert not any("zqx" in record.getMessage() for record in caplog.records if record.name != "asyncio")


# What may name a patient


async def test_a_private_mention_is_answered_to_its_writer_alone(asker: Person) -> None:
    """Where a mention may name a patient, its writer alone is told to take it away; nothing of it is repeated."""
    card = await mention(asker, "MRN 1234567 how long does a CT take")
    assert card["is_ephemeral"]
    assert header_of(card) == "That may name a patient"
    assert "please delete it" in card["text"]
    assert "1234567" not in str(card)
    sam = Person(asker.slack, asker.slack.workspace.user_named("sam"), asker.channel)
    assert answers(sam) == []


async def test_a_private_mention_in_a_thread_is_answered_there(asker: Person) -> None:
    """In a thread that card stands in the thread, still for its writer alone."""
    await asker.say("Who can help?")
    top = asker.messages()[0]["ts"]
    card = await mention(asker, "is the CT of MRN 1234567 done", thread_ts=top)
    assert (card["is_ephemeral"], card["thread_ts"]) == (True, top)


async def test_a_private_direct_message_is_turned_away(direct: Person) -> None:
    """Between a person and the bot nobody else reads: the card says nothing of others."""
    card = (await direct.say("MRN 1234567 how long does a CT take")).message
    assert header_of(card) == "That may name a patient"
    assert "Others here" not in card["text"]
    assert "1234567" not in str(card)


# What is left alone


@pytest.fixture
async def hearing(connect: Connect) -> Person:
    """Somebody in a channel where the bot is told of every message, as a workspace may let it be."""
    manifest = copy.deepcopy(build_manifest())
    manifest["settings"]["event_subscriptions"]["bot_events"] += ["message.channels", "message.groups"]
    return invited(await connect(manifest=manifest))


async def test_what_follows_a_mention_is_left_alone(hearing: Person) -> None:
    """In the thread of an answer people talk among themselves; the bot speaks when it is mentioned again."""
    first = await mention(hearing, QUESTION)
    reply = await hearing.say("And MRI, does anybody know how long an MRI takes?", thread_ts=first["thread_ts"])
    assert reply.shown == ()
    assert hearing.slack.exchanges.all("message")[-1].status == 200, "it was told of the message"
    await mention(hearing, "define PACS", thread_ts=first["thread_ts"])
    assert len(answers(hearing)) == 2


async def test_a_mention_that_comes_as_two_events_is_answered_once(hearing: Person) -> None:
    """Slack tells of a mention as a mention and as a message; one answer comes of both."""
    await mention(hearing, QUESTION)
    told = [
        exchange.title for exchange in hearing.slack.exchanges.all() if exchange.title in {"message", "app_mention"}
    ]
    assert sorted(told)[:2] == ["app_mention", "message"]
    assert len(calls(hearing)) == 1


@one_way
@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"bot_id": "B0OTHER", "user": "U0OTHERBOT"}, id="another bot"),
        pytest.param({"bot_id": "B0OTHER", "subtype": "bot_message", "user": None}, id="a bot without a user"),
        pytest.param({"user": "U0PLAYAPP"}, id="the bot itself"),
        pytest.param({"subtype": "message_changed", "user": None}, id="an edit"),
        pytest.param({"subtype": "message_deleted", "user": None}, id="a deletion"),
        pytest.param({"subtype": "channel_join"}, id="somebody joins"),
        pytest.param({"subtype": "channel_topic"}, id="a new topic"),
        pytest.param({"subtype": "message_replied"}, id="a notice of a reply"),
        pytest.param({"subtype": "assistant_app_thread"}, id="a thread of the assistant begins"),
        pytest.param({"hidden": True, "subtype": "tombstone"}, id="a tombstone"),
        pytest.param({"ts": None}, id="without a timestamp"),
        pytest.param({"channel": None}, id="without a channel"),
        pytest.param({"text": None, "user": None}, id="without a text or a user"),
    ],
)
@pytest.mark.parametrize("kind", ["app_mention", "message"])
async def test_what_no_person_wrote_is_left_alone(direct: Person, more: Json, kind: str) -> None:
    """Neither bots, nor edits, nor notices of Slack's are answered, in whichever event they come."""
    event: Json = {"type": kind, "channel": direct.channel.id, "channel_type": "im", "user": direct.user.id,
             "text": f"<@{direct.slack.app.bot_user_id}> MRI", "ts": "1700000000.000100"}  # fmt: skip
    sent = {name: value for name, value in {**event, **more}.items() if value is not None}
    assert (await deliver(direct, sent)).status == 200
    assert calls(direct) == calls(direct, "chat.postEphemeral") == []


async def test_edits_and_deletions_are_left_alone(direct: Person) -> None:
    """Changing a question, or taking it away, brings no second answer."""
    await direct.say(QUESTION)
    asked = direct.messages()[0]["ts"]
    await direct.edit(asked, "how long does a PET scan take")
    await direct.slack.idle()
    await direct.delete(asked)
    await direct.slack.idle()
    assert len(calls(direct)) == 1
    assert [exchange.status for exchange in direct.slack.exchanges.all("message")][-2:] == [200, 200]


async def test_its_own_answers_are_left_alone(hearing: Person) -> None:
    """The bot is told of its own messages too, and does not answer them."""
    await mention(hearing, "MRI")
    await hearing.slack.idle()
    own = [e for e in hearing.slack.exchanges.all("message") if e.request["event"].get("bot_id")]
    assert [exchange.status for exchange in own] == [200]
    assert len(calls(hearing)) == 1


@one_way
@pytest.mark.parametrize("more", [{"subtype": "file_share"}, {"subtype": "thread_broadcast"}, {}], ids=str)
async def test_what_a_person_wrote_is_answered_in_any_form(direct: Person, more: Json) -> None:
    """A message with a file, and one that is also sent to the channel, are messages of people."""
    message = written(direct, QUESTION, **more)
    await deliver(direct, payloads.message_event(direct.channel, message))
    assert len(calls(direct)) == 1


# Redeliveries


async def test_a_redelivery_is_answered_once(direct: Person) -> None:
    """The same event again, at once or later, brings no second answer."""
    event = payloads.message_event(direct.channel, written(direct, QUESTION))
    await asyncio.gather(*(deliver(direct, event) for _ in range(4)))
    await deliver(direct, event)
    assert len(calls(direct)) == 1


async def test_events_that_come_twice_are_answered_once(asker: Person) -> None:
    """With every event delivered twice by the network each mention has one answer."""
    asker.slack.faults.ask("duplicate", "to_app", times=20, method="app_mention")
    for word in ("MRI", "CT", "PACS"):
        await mention(asker, word)
    await asker.slack.idle()
    assert len(calls(asker)) == 3


# What Slack refuses


async def test_the_words_go_out_where_slack_refuses_the_card(
    asker: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Slack refuses a whole message for one bad block: then its words are posted alone, and the log has the code."""
    caplog.set_level(logging.ERROR)
    too_long = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}

    def spoilt(card: Json) -> Json:
        return posted_card(card) | {"blocks": [too_long]}

    monkeypatch.setattr("bot.handlers.mentions.posted_card", spoilt)
    card = await mention(asker, QUESTION)
    assert "blocks" not in card
    assert card["text"].startswith(SCANS)
    assert card["thread_ts"] == asker.messages()[0]["ts"]
    assert [call.error for call in calls(asker)] == ["invalid_blocks", ""]
    assert "Slack refused a card: invalid_blocks" in caplog.text


async def test_where_the_bot_may_not_post_it_stays_silent(slack: Person, caplog: pytest.LogCaptureFixture) -> None:
    """Where Slack lets the bot not post, the event is acked and the log says why; trying again would not help."""
    caplog.set_level(logging.WARNING)
    message = written(slack, f"<@{slack.slack.app.bot_user_id}> zqx how long does a CT take")
    event = payloads.message_event(slack.channel, message) | {"type": "app_mention"}
    assert (await deliver(slack, event)).status == 200
    assert [call.error for call in calls(slack)] == ["not_in_channel"]
    assert "an answer was not taken: not_in_channel" in caplog.text
    assert "zqx" not in caplog.text
    invited(slack)
    assert (await deliver(slack, event)).status == 200
    assert answers(slack) == []


async def test_too_fast_is_waited_out(asker: Person) -> None:
    """Told that it posts too fast, the bot waits as long as it is told and posts then, once."""
    asker.slack.faults.ask("rate_limit", "from_app", seconds=1, method="chat.postMessage")
    assert header_of(await mention(asker, QUESTION)) == SCANS
    assert [call.error for call in calls(asker)] == ["ratelimited", ""]


async def test_too_fast_twice_is_left_to_the_next_delivery(direct: Person, caplog: pytest.LogCaptureFixture) -> None:
    """Where Slack takes no answer, the question counts as unanswered: the next delivery of it is answered."""
    caplog.set_level(logging.WARNING)
    direct.slack.faults.ask("rate_limit", "from_app", times=2, seconds=0, method="chat.postMessage")
    event = payloads.message_event(direct.channel, written(direct, QUESTION))
    await deliver(direct, event)
    assert answers(direct) == []
    assert "an answer was not taken: ratelimited" in caplog.text
    await deliver(direct, event)
    await deliver(direct, event)
    assert len(answers(direct)) == 1


@one_way
@pytest.mark.parametrize("typed", [QUESTION, "MRN 1234567 how long does a CT take"], ids=["a question", "private"])
async def test_a_broken_connection_is_no_fault(connect: Connect, caplog: pytest.LogCaptureFixture, typed: str) -> None:
    """Where the connection to Slack breaks while an answer is sent, one line says so, and the next delivery may try."""
    caplog.set_level(logging.WARNING)
    tries: list[int] = []

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tries.append(1)
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    slack = invited(await connect(slack_api_url=f"http://127.0.0.1:{port}/api/"))
    event = payloads.message_event(slack.channel, written(slack, typed)) | {"type": "app_mention"}
    assert (await deliver(slack, event)).status == AGAIN
    tried = len(tries)
    assert tried
    assert (await deliver(slack, event)).status == AGAIN
    assert len(tries) == 2 * tried, "it was tried again"
    server.close()
    await server.wait_closed()
    assert caplog.text.count("an answer could not be sent") == 2
    assert "fault" not in caplog.text


# Faults of ours


class Failing(Library):
    """A library that fails at a question."""

    def ask(self, text: str) -> Asked:
        """Fail, quoting what was asked."""
        raise RuntimeError(f"cannot make sense of {text}")


@pytest.fixture
async def failing(connect: Connect, library: Library) -> Person:
    """Somebody in a channel with a bot that fails at every question."""
    return invited(await connect(library=Failing(library.pack)))


def reference_in(text: str) -> str:
    """The reference that an apology gives."""
    return text.rpartition("`")[0].rpartition("`")[2]


@pytest.mark.parametrize("where", ["channel", "thread", "direct message", "command"])
async def test_a_fault_is_an_apology_with_a_reference(
    failing: Person, caplog: pytest.LogCaptureFixture, where: str
) -> None:
    """Its writer alone sees an apology where they asked; the log has the trace under its reference, not the text."""
    caplog.set_level(logging.DEBUG)
    app, thread_ts = failing.slack.app.bot_user_id, None
    if where == "command":
        card = (await failing.slash("/faq what about zqx in the morning")).message
    else:
        if where == "direct message":
            failing = Person(failing.slack, failing.user, failing.slack.workspace.direct(failing.user.id, app))
        if where == "thread":
            await failing.say("Good morning")
            thread_ts = failing.messages()[0]["ts"]
        card = await mention(failing, "what about zqx in the morning", thread_ts=thread_ts)
        assert card.get("thread_ts") == thread_ts
    assert header_of(card) == "Sorry, that went wrong on our side"
    assert bool(card.get("is_ephemeral")) == (where != "direct message")
    reference = reference_in(card["text"])
    (record,) = [record for record in caplog.records if reference and f"fault {reference}" in record.getMessage()]
    assert "RuntimeError" in record.getMessage()
    assert "in ask" in record.getMessage()
    assert not any("zqx" in record.getMessage() for record in caplog.records if record.name != "asyncio")


async def test_a_fault_is_apologised_for_once(failing: Person) -> None:
    """A redelivery of what failed brings no second apology."""
    event = payloads.message_event(failing.channel, written(failing, "what about mornings"))
    for _ in range(3):
        assert (await deliver(failing, event | {"type": "app_mention"})).status == 200
    assert len(answers(failing)) == 1


async def test_without_a_database_everybody_is_answered_once(connect: Connect) -> None:
    """With the database away a worker answers as ever, and still once an event."""
    slack = invited(await connect(database_url=SecretStr("sqlite:////nowhere/to/be/found.db")))
    event = payloads.message_event(slack.channel, written(slack, QUESTION)) | {"type": "app_mention"}
    await deliver(slack, event)
    await deliver(slack, event)
    assert len(answers(slack)) == 1
