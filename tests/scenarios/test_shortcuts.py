"""Shortcuts and the agent's tab: *Explain this message*, *Look something up*, and prompts to begin with."""

import copy
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from bot.cards.limits import broken_limits
from bot.manifest import build_manifest
from bot.names import EXAMPLES
from bot.playground import payloads
from bot.playground.delivery import Envelope, Form
from bot.playground.people import Person
from bot.settings import Settings
from bot.storage.store import Store
from tests.conftest import TRANSPORTS, Connect, Connecting
from tests.scenarios.acting import HOSTILE, Json, click, header_of

EXPLAIN, LOOK_UP = "explain_message", "look_something_up"
MRI = "Magnetic resonance imaging (MRI)"


@pytest.fixture(params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> str:
    """How Slack reaches the bot; tests of many cases override it with one way."""
    return str(request.param)


one_way = pytest.mark.parametrize("transport", ["in process"])


async def explain(slack: Person, text: str, **more: Any) -> Json:
    """Use *Explain this message* on a message of somebody else's; its answer must be one private card."""
    sam = slack.slack.workspace.user_named("sam")
    message = slack.slack.workspace.post(slack.channel, {"user": sam.id, "text": text} | more)
    reply = await slack.shortcut(EXPLAIN, on={"channel": message.channel, "ts": message.ts})
    assert (reply.status, reply.error) == (200, "")
    (shown,) = reply.shown
    assert shown.is_new
    assert shown.message["is_ephemeral"]
    assert broken_limits(shown.message) == []
    return shown.message


# Explain this message


async def test_terms_are_explained_to_the_one_who_asked(slack: Person) -> None:
    """Every term of a message is explained in its order, one tap from its card; nobody else sees that."""
    card = await explain(slack, "Please send the MRI to PACS before the biopsy")
    text = card["text"]
    assert text.index("Magnetic resonance") < text.index("Picture archiving") < text.index("biopsy")
    assert header_of((await click(slack, card, "Open")).message) == MRI
    sam = Person(slack.slack, slack.slack.workspace.user_named("sam"), slack.channel)
    assert [message["user"] for message in sam.messages()] == [sam.user.id]


@one_way
@pytest.mark.parametrize("text", ["", "See you at lunch, I bring the cake", "👍🙂"], ids=["empty", "no term", "emoji"])
async def test_a_message_without_a_term(slack: Person, text: str) -> None:
    """Where nothing is to be explained, that is said."""
    assert header_of(await explain(slack, text)) == "No term of imaging in it"


async def test_a_message_of_blocks_alone_is_read(slack: Person) -> None:
    """Apps post messages whose words stand in blocks alone: those are explained too."""
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
        {"type": "text", "text": "The "}, {"type": "text", "text": "PACS", "style": {"bold": True}}]}]}  # fmt: skip
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "*MRI* is down"}}, rich]
    card = await explain(slack, "", blocks=blocks)
    assert "Magnetic resonance" in card["text"]
    assert "Picture archiving" in card["text"]


@pytest.mark.parametrize("where", ["text", "blocks"])
async def test_a_private_message_is_not_looked_at(slack: Person, where: str) -> None:
    """A message that may name a patient is explained in no part, wherever in it that stands."""
    said = "MRI of MRN 1234567 please"
    block = {"type": "section", "text": {"type": "mrkdwn", "text": said}}
    card = await (explain(slack, said) if where == "text" else explain(slack, "", blocks=[block]))
    assert header_of(card) == "That may name a patient"
    assert "1234567" not in str(card)
    assert "Magnetic" not in str(card)


@one_way
@pytest.mark.parametrize("typed", [*HOSTILE, pytest.param("CT and MRI. " * 3000, id="36,000 characters")])
async def test_hostile_messages_get_a_card(slack: Person, caplog: pytest.LogCaptureFixture, typed: str) -> None:
    """Whatever a message holds, a card within Slack's limits comes back, and no log has it."""
    caplog.set_level(logging.DEBUG)
    card = await explain(slack, typed)
    assert "<!here>" not in str(card)
    assert not any("zqx" in record.getMessage() for record in caplog.records if record.name != "asyncio")


async def test_an_unknown_abbreviation_is_asked_for(connecting: Connecting, database_url: str) -> None:
    """Capitals that nothing goes by can be asked for with a tap: the word is counted, and who asked is not kept."""
    async with connecting(database_url=SecretStr(database_url)) as slack:
        card = await explain(slack, "Is the MRI of bed four ready, or QZXW?")
        assert "Not in here yet: QZXW" in card["text"]
        for _ in range(2):
            (shown,) = (await click(slack, card, "Ask for QZXW")).shown
            assert shown.message["is_ephemeral"]
            assert "QZXW is asked for" in shown.message["text"]
        store = Store(Settings(database_url=SecretStr(database_url)))
        since = datetime.now(UTC) - timedelta(days=1)
        assert [(gap.name, gap.asked) for gap in await store.gaps.most_asked(since)] == [("term:qzxw", 2)]
        assert await store.forget(slack.user.id) == 0
        await store.close()


async def test_what_cannot_be_counted_is_apologised_for(connect: Connect) -> None:
    """With the database away nobody is told that a word was noted."""
    slack = await connect(database_url=SecretStr("sqlite:////nowhere/to/be/found.db"))
    card = await explain(slack, "Is the QZXW ready?")
    (shown,) = (await click(slack, card, "Ask for QZXW")).shown
    assert header_of(shown.message) == "Sorry, that went wrong on our side"


# Look something up


async def look_up(slack: Person, typed: str, label: str) -> Json:
    """Use the shortcut, type, and pick; the modal then."""
    assert (await slack.shortcut(LOOK_UP)).error == ""
    assert slack.modal is not None
    reply = await slack.pick(typed, label)
    assert (reply.status, reply.error) == (200, "")
    return slack.modal


@pytest.mark.parametrize(
    ("typed", "label", "header", "detail"),
    [
        pytest.param("mri", MRI, MRI, "How it works", id="an entry"),
        pytest.param("magn", MRI, MRI, "How it works", id="the beginning of a word"),
        pytest.param("how long", "How long does a scan take?", "How long does a scan take?", "MRI", id="a question"),
    ],
)
async def test_type_pick_read(slack: Person, typed: str, label: str, header: str, detail: str) -> None:
    """What was picked stands in full below the field, which is still there for the next."""
    modal = await look_up(slack, typed, label)
    assert header in str(modal["blocks"])
    assert detail in str(modal["blocks"])
    assert any(element["type"] == "external_select" for element in modal["blocks"][1]["elements"])
    again = (await slack.pick("pacs", "Picture archiving")).error
    assert again == ""
    assert slack.modal is not None
    assert "Picture archiving and communication system" in str(slack.modal["blocks"])
    assert slack.messages() == []


@one_way
@pytest.mark.parametrize("typed", ["MRN 1234567", "qwertyuiopasd", *(case.values[0] for case in HOSTILE)], ids=ascii)
async def test_nothing_is_offered_for_what_is_no_beginning(
    slack: Person, caplog: pytest.LogCaptureFixture, typed: str
) -> None:
    """For what may name a patient nothing is offered, for anything else at most what there is; no log has it."""
    caplog.set_level(logging.DEBUG)
    await slack.shortcut(LOOK_UP)
    assert slack.modal is not None
    offered = await slack.suggest(typed, slack.modal, action_id="look_up", block_id="term")
    if "1234567" in typed or "qwerty" in typed:
        assert offered["options"] == []
    assert len(offered["options"]) <= 100
    assert "zqx" not in str(offered)
    found = [record.getMessage() for record in caplog.records if record.name != "asyncio"]
    assert not any("zqx" in line or "1234567" in line for line in found)


async def test_a_modal_that_was_closed_is_left_closed(slack: Person, caplog: pytest.LogCaptureFixture) -> None:
    """Who closes the modal while its answer is under way sees no apology, and the log no fault."""
    caplog.set_level(logging.ERROR)
    await slack.shortcut(LOOK_UP)
    modal = slack.modal
    assert modal is not None
    await slack.close()
    chosen = {"text": {"type": "plain_text", "text": MRI}, "value": "entry:mri"}
    action = {"type": "external_select", "action_id": "look_up", "block_id": "term", "selected_option": chosen}
    view = modal | {"state": {"values": {}}}
    payload = payloads.block_actions(slack.slack.app, slack.user, action=action, state={}, trigger_id="1.2", view=view)
    assert slack.slack.delivery is not None
    assert (await slack.slack.delivery.deliver(Envelope(Form.INTERACTION, payload))).status == 200
    assert [call.error for call in slack.slack.exchanges.all("views.update")] == ["not_found"]
    assert caplog.text == ""


async def test_what_is_gone_is_said(slack: Person) -> None:
    """A pick from a list of before a retirement says what to do instead."""
    await slack.shortcut(LOOK_UP)
    assert slack.modal is not None
    chosen = {"text": {"type": "plain_text", "text": "Gone"}, "value": "entry:long-gone"}
    action = {"type": "external_select", "action_id": "look_up", "block_id": "term", "selected_option": chosen}
    await slack.act_on(slack.modal, action, state={})
    assert "look it up again" in str(slack.modal["blocks"])


# The agent's tab


def prompts(slack: Person) -> list[Json]:
    """What the bot suggested to ask."""
    return [exchange.request for exchange in slack.slack.exchanges.all("assistant.threads.setSuggestedPrompts")]


async def test_the_messages_tab_begins_with_prompts(slack: Person) -> None:
    """Opening the agent's tab brings prompts, which name no thread: an agent's would not be shown with one."""
    await slack.open_home("messages")
    (suggested,) = prompts(slack)
    assert "thread_ts" not in suggested
    direct = slack.slack.workspace.direct(slack.user.id, slack.slack.app.bot_user_id)
    shown = slack.slack.workspace.prompts[direct.id]
    assert [prompt["message"] for prompt in shown["prompts"]] == list(EXAMPLES)


@pytest.mark.parametrize("tab", ["home", "about"])
async def test_other_tabs_bring_none(slack: Person, tab: str) -> None:
    """Opening the app elsewhere suggests nothing, and is acked."""
    await slack.open_home(tab)
    assert prompts(slack) == []
    assert [exchange.status for exchange in slack.slack.exchanges.all("app_home_opened")] == [200]


async def test_the_older_assistant_begins_with_prompts_in_its_thread(connect: Connect) -> None:
    """Where the app is an assistant still, its prompts stand in the thread that was opened."""
    manifest = copy.deepcopy(build_manifest())
    manifest["features"]["assistant_view"] = {"assistant_description": "Answers"}
    del manifest["features"]["agent_view"]
    manifest["settings"]["event_subscriptions"]["bot_events"].append("assistant_thread_started")
    slack = await connect(manifest=manifest)
    await slack.open_home("messages")
    await slack.slack.idle()
    (thread,) = slack.slack.exchanges.all("assistant_thread_started")
    threaded = [suggested for suggested in prompts(slack) if "thread_ts" in suggested]
    assert [suggested["thread_ts"] for suggested in threaded] == [
        thread.request["event"]["assistant_thread"]["thread_ts"]
    ]


@one_way
async def test_every_prompt_is_answered(slack: Person) -> None:
    """What the bot suggests to ask it can answer."""
    await slack.open_home("messages")
    direct = slack.slack.workspace.direct(slack.user.id, slack.slack.app.bot_user_id)
    asker = Person(slack.slack, slack.user, direct)
    for prompt in prompts(slack)[0]["prompts"]:
        assert "No vetted answer" not in (await asker.say(prompt["message"])).message["text"]


async def test_without_prompts_the_tab_opens_all_the_same(slack: Person, caplog: pytest.LogCaptureFixture) -> None:
    """Where Slack takes no prompts, one line says so and the event is acked."""
    caplog.set_level(logging.WARNING)
    slack.slack.faults.ask("error", "from_app", times=2, method="assistant.threads.setSuggestedPrompts")
    await slack.open_home("messages")
    assert "no prompts were suggested: SlackApiError" in caplog.text
    assert [exchange.status for exchange in slack.slack.exchanges.all("app_home_opened")] == [200]
