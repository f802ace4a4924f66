"""``/faq`` and the cards of questions: what somebody asks, what they see, and where each button leads."""

import pytest

from bot.cards.limits import broken_limits
from bot.playground.people import Person
from tests.conftest import TRANSPORTS, Connect
from tests.scenarios.acting import HOSTILE, Json, ask, ask_hostile, click, header_of, turn

QUESTION = "how long does a CT take"


@pytest.fixture(params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> str:
    """Every scenario holds whichever way Slack reaches the bot; hostile text, for its many cases, in process alone."""
    return str(request.param)


@pytest.mark.parametrize(
    ("typed", "header", "said"),
    [
        pytest.param(QUESTION, "How long does a scan take?", "Computed tomography (CT)", id="answered"),
        pytest.param("is there anything quick about the scan duration?", "How long does a scan take?",
                     "The closest question that has a vetted answer", id="only close, and says so"),
        pytest.param("CT or MRI?", "Computed tomography (CT) vs Magnetic resonance imaging (MRI)", "", id="two things"),
        pytest.param("what is a PACS?", "Picture archiving and communication system (PACS)", "", id="one thing"),
        pytest.param("", "Ask in your own words", "/faq how long does a CT take", id="nothing typed lists them"),
        pytest.param("can I give contrast if eGFR is 25", "That is for people who know the patient",
                     "never advises on a patient", id="a decision is handed on"),
        pytest.param("MRN 1234567 how long does a CT take", "That may name a patient", "a record number", id="private"),
        pytest.param("how can I renew my parking permit", "No vetted answer to that", "nothing is said about it",
                     id="no answer"),
    ],
)  # fmt: skip
async def test_each_question_gets_its_card(slack: Person, typed: str, header: str, said: str) -> None:
    """The ack itself carries the whole answer, to the asker alone, within Slack's limits."""
    card = await ask(slack, f"/faq {typed}")
    assert header_of(card) == header
    assert said in card["text"]
    assert broken_limits(card) == []
    assert slack.messages() == [card]
    assert Person(slack.slack, slack.slack.workspace.user_named("sam"), slack.channel).messages() == []


async def test_what_may_name_a_patient_is_not_repeated(slack: Person) -> None:
    """A card that turns a text away names classes of what it saw, and nothing of the text."""
    card = await ask(slack, "/faq MRN 1234567 how long does a CT take")
    assert "1234567" not in str(card)
    assert "CT" not in card["text"].replace("how long does a CT take", "")


@pytest.mark.parametrize("transport", ["in process"])
@pytest.mark.parametrize("typed", HOSTILE)
async def test_hostile_text_gets_a_card(slack: Person, caplog: pytest.LogCaptureFixture, typed: str) -> None:
    """Whatever is asked, a card comes back, which repeats none of it, and no log has it."""
    await ask_hostile(slack, caplog, f"/faq {typed}")


async def test_the_command_follows_the_prefix(connect: Connect) -> None:
    """Under a prefix the prefixed command answers, and without a question it names itself so."""
    slack = await connect(command_prefix="rr-")
    assert header_of(await ask(slack, f"/rr-faq {QUESTION}")) == "How long does a scan take?"
    assert "`/rr-faq how long" in (await ask(slack, "/rr-faq"))["text"]


async def test_a_question_is_picked_from_the_list(slack: Person) -> None:
    """Who asks nothing can pick a question, and its answer takes the list's place."""
    listed = await ask(slack, "/faq")
    assert header_of(await turn(slack, listed, "Who interprets")) == "Who interprets the images?"


async def test_more_and_less(slack: Person) -> None:
    """More shows every section, what was named stays in front, and Less folds it again."""
    card = await ask(slack, f"/faq {QUESTION}")
    full = await turn(slack, card, "More")
    assert "Computed tomography (CT)" in full["text"]
    assert len(full["text"]) > len(card["text"])
    assert broken_limits(full) == []
    folded = await turn(slack, full, "Less")
    assert header_of(folded) == header_of(card)
    assert "Computed tomography (CT)" in folded["text"]


async def test_what_is_near_is_one_tap_away(slack: Person) -> None:
    """Under an answer that may not be the one meant stand others, and a tap takes one."""
    card = await ask(slack, "/faq is there anything quick about the scan duration?")
    assert "Or did you mean:" in card["text"]
    near = [element for block in card["blocks"] if block["type"] == "actions" for element in block["elements"]]
    other = next(e["text"]["text"] for e in near if e["action_id"].startswith("answer") and e["text"]["text"] != "More")
    assert header_of(await turn(slack, card, other)) == other


async def test_what_the_question_is_about_opens(slack: Person) -> None:
    """An answer leads to the entries that it is about."""
    card = await ask(slack, f"/faq {QUESTION}")
    assert header_of(await turn(slack, card, "MRI")) == "Magnetic resonance imaging (MRI)"


@pytest.mark.parametrize("full", [False, True], ids=["short", "in full"])
async def test_a_shared_answer_is_the_one_that_was_seen(slack: Person, full: bool) -> None:
    """Sharing posts the answer with what was named in it, short or in full, saying who shared it; the private stays."""
    card = await ask(slack, f"/faq {QUESTION}")
    if full:
        card = await turn(slack, card, "More")
    (shown,) = (await click(slack, card, "Share to channel")).shown
    assert shown.is_new
    assert "is_ephemeral" not in shown.message
    assert "Computed tomography (CT)" in shown.message["text"]
    assert _read(shown.message)[:-1] == _read(card)
    assert f"Shared by <@{slack.user.id}>" in shown.message["text"]
    assert slack.messages() == [card, shown.message]
    assert Person(slack.slack, slack.slack.workspace.user_named("sam"), slack.channel).messages() == [shown.message]


def _read(card: Json) -> list[Json]:
    """The blocks that others read too: neither what is clicked, nor which words of the asker's were recognised."""
    return [
        {name: value for name, value in block.items() if name not in {"accessory", "block_id"}}
        for block in card["blocks"]
        if block["type"] != "actions" and "Matched on: " not in str(block)
    ]


@pytest.mark.parametrize(
    ("action", "value"),
    [
        pytest.param("answer", "long-gone", id="a question that was retired"),
        pytest.param("answer_full", "long-gone:ct", id="the same, in full"),
        pytest.param("answer_chosen", "", id="a menu without a value"),
        pytest.param("share", "question:long-gone:", id="sharing a retired question"),
        pytest.param("reason", "wrong", id="a reason without an answer"),
        pytest.param("reason", "of_another_version|C1|1.2|short:mri", id="a reason that does not exist"),
        pytest.param("suggest_term", "<!here>", id="asking for what is no term"),
    ],
)
async def test_old_buttons_get_an_answer(slack: Person, action: str, value: str) -> None:
    """A button of an old card says what to do instead; it never shares, fails or stays silent."""
    card = await ask(slack, f"/faq {QUESTION}")
    text = {"type": "plain_text", "text": "As it was called then"}
    button = {"type": "button", "block_id": "b", "action_id": action, "value": value, "text": text}
    reply = await slack.act_on(card, button, state={})
    assert (reply.status, reply.error) == (200, "")
    (shown,) = reply.shown
    assert shown.message["is_ephemeral"]
    assert "look it up again" in shown.message["text"]


async def test_an_answer_about_a_retired_entry_is_told_without_it(slack: Person) -> None:
    """Where an entry that was named is gone, the question is answered in general."""
    card = await ask(slack, f"/faq {QUESTION}")
    text = {"type": "plain_text", "text": "More"}
    button = {"type": "button", "block_id": "b", "action_id": "answer_full", "value": "scan-duration:long-gone",
              "text": text}  # fmt: skip
    shown = (await slack.act_on(card, button, state={})).message
    assert header_of(shown) == "How long does a scan take?"
    assert "long-gone" not in str(shown)
