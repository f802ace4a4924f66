"""Look-ups and comparisons: what somebody types or clicks in Slack, and what they and the others see."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.cards.limits import broken_limits
from bot.core.library import Library
from bot.knowledge.loading import load
from bot.knowledge.pack import Pack
from bot.manifest import build_manifest
from bot.playground.people import Person
from tests.scenarios.acting import HOSTILE, ask, ask_hostile, click, header_of, turn

Connect = Callable[..., Awaitable[Person]]

COMMANDS = ("/modality", "/procedure", "/define", "/compare", "/reading-room")


@pytest.fixture(params=["HTTP", "Socket Mode"])
def transport(request: pytest.FixtureRequest) -> str:
    """Every scenario holds whichever way Slack reaches the bot; hostile text, for its many cases, in process alone."""
    return str(request.param)


@pytest.mark.parametrize(
    ("line", "header"),
    [
        pytest.param("/modality MRI", "Magnetic resonance imaging (MRI)", id="an abbreviation"),
        pytest.param("/modality flouroscopy", "Fluoroscopy", id="a slip"),
        pytest.param("/modality DR", "Digital radiography (DR)", id="the command's kind settles a shared code"),
        pytest.param("/define DR", "Which one did you mean?", id="without a kind a shared code is asked about"),
        pytest.param("/define PACS", "Picture archiving and communication system (PACS)", id="a concept"),
        pytest.param("/procedure TIPS", "Transjugular intrahepatic portosystemic shunt (TIPS)", id="a procedure"),
        pytest.param("/define MIR", "Which one did you mean?", id="a code is never guessed"),
        pytest.param("/define qwertyuiop", "Not in here yet", id="nothing near"),
        pytest.param("/modality", "What an imaging modality is", id="nothing typed opens help"),
        pytest.param("/reading-room", "Reading Room", id="help"),
        pytest.param("/reading-room modalities", "🩻 Modalities", id="a list"),
        pytest.param("/reading-room teapot", "Help or a list?", id="no such list"),
        pytest.param("/compare", "Compare what?", id="nothing to compare"),
        pytest.param("/compare MRI", "One more to compare", id="one thing to compare"),
        pytest.param("/compare MRI MRI", "One more to compare", id="one thing twice"),
        pytest.param("/compare CT, MRI, PET, US, XR", "Too many to compare", id="five things"),
        pytest.param("/compare MRI vs radiologist", "Different kinds of things", id="two kinds"),
        pytest.param("/define payload", "Not in here yet", id="the name of a field of Slack's"),
        pytest.param("/compare MRI vs qwertyuiop", "Not every item is clear", id="one unknown"),
        pytest.param("/compare CT vs MRI", "Computed tomography (CT) vs Magnetic resonance imaging (MRI)", id="pair"),
        pytest.param(
            "/compare DR IR", "Diagnostic radiology (DR) vs Interventional radiology (IR)", id="two of one kind"
        ),
    ],
)  # fmt: skip
async def test_each_question_gets_its_card(slack: Person, line: str, header: str) -> None:
    """The ack itself carries the whole answer, to the asker alone, within Slack's limits."""
    card = await ask(slack, line)
    assert header_of(card) == header
    assert header in card["text"]
    assert broken_limits(card) == []
    assert slack.messages() == [card]
    assert Person(slack.slack, slack.slack.workspace.user_named("sam"), slack.channel).messages() == []


@pytest.mark.parametrize("transport", ["in process"])
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("typed", HOSTILE)
async def test_hostile_text_gets_a_card(
    slack: Person, caplog: pytest.LogCaptureFixture, command: str, typed: str
) -> None:
    """Whatever is typed, a card comes back, which repeats none of it, and no log has it."""
    await ask_hostile(slack, caplog, f"{command} {typed}")


async def test_a_shared_code_shows_its_other_meaning(slack: Person) -> None:
    """Even where the command settles a code, the card shows what else it stands for, one tap away."""
    card = await ask(slack, "/modality DR")
    assert "Also goes by that name: Diagnostic radiology" in card["text"]
    assert header_of((await click(slack, card, "Open")).message) == "Diagnostic radiology (DR)"


async def test_asking_is_one_tap(slack: Person) -> None:
    """A card that asks offers each meaning; a tap puts its card in the place of the question."""
    card = await ask(slack, "/define DR")
    assert header_of(await turn(slack, card, "Open")) == "Diagnostic radiology (DR)"


async def test_more_and_plain_words_turn_the_card(slack: Person) -> None:
    """More, less, plain words and staff words replace the private card, and each leads back."""
    card = await ask(slack, "/modality MRI")
    for label, seen in (("More", "How it works"), ("Plain words", "in plain words"), ("Staff words", "Best for")):
        card = await turn(slack, card, label)
        assert seen in card["text"]
        assert "Ionizing radiation" in card["text"]
        assert broken_limits(card) == []


async def test_compare_with_stands_under_the_card(slack: Person) -> None:
    """Picking a partner adds a private comparison and leaves the entry's card."""
    card = await ask(slack, "/modality MRI")
    (shown,) = (await click(slack, card, "Computed tomography")).shown
    assert shown.is_new
    assert shown.message["is_ephemeral"]
    assert " vs " in header_of(shown.message)
    assert slack.messages() == [card, shown.message]


async def test_share_says_who_and_offers_thumbs_alone(slack: Person) -> None:
    """Sharing posts to the channel in the sharer's name, for everybody there; the private card stays as it is."""
    card = await ask(slack, "/compare DR IR")
    (shown,) = (await click(slack, card, "Share to channel")).shown
    assert shown.is_new
    assert "is_ephemeral" not in shown.message
    *blocks, said, thumbs = shown.message["blocks"]
    assert said["elements"][0]["text"].startswith(f"Shared by <@{slack.user.id}>")
    assert [element["action_id"] for element in thumbs["elements"]] == ["helpful", "not_helpful"]
    assert not any("accessory" in block or block["type"] == "actions" for block in blocks)
    assert slack.messages() == [card, shown.message]
    assert Person(slack.slack, slack.slack.workspace.user_named("sam"), slack.channel).messages() == [shown.message]


async def test_the_other_reading_is_one_tap_away(slack: Person) -> None:
    """The comparison says which reading of DR it took, and a tap takes the other."""
    card = await ask(slack, "/compare DR IR")
    assert "Read as Diagnostic radiology" in card["text"]
    assert header_of(await turn(slack, card, "Use Digital radiography")) == "Different kinds of things"


async def test_a_full_comparison_has_every_row(slack: Person, pack: Pack) -> None:
    """More shows every row and what the items share; less folds it again."""
    card = await ask(slack, "/compare DR IR")
    full = await turn(slack, card, "More")
    rows = pack.comparisons["diagnostic-vs-interventional-radiology"].rows
    assert all(row.feature in full["text"] for row in rows)
    assert not all(row.feature in card["text"] for row in rows)
    assert broken_limits(full) == []
    assert header_of(await turn(slack, full, "Less")) == header_of(card)


async def test_lists_open_entries(slack: Person) -> None:
    """A list leads to each of its entries, and to the other lists."""
    card = await ask(slack, "/reading-room help")
    modalities = (await click(slack, card, "🩻 Modalities")).message
    opened = (await click(slack, modalities, "Magnetic resonance imaging")).message
    assert header_of(opened) == "Magnetic resonance imaging (MRI)"


@pytest.mark.parametrize(
    ("action", "value"),
    [
        pytest.param("open", "long-gone", id="an entry that was retired"),
        pytest.param("open:3", "", id="a button without a value"),
        pytest.param("compare", "mri,long-gone", id="a comparison with a retired entry"),
        pytest.param("share", "short:long-gone", id="sharing a retired entry"),
        pytest.param("share", "nonsense:mri", id="sharing in a form that does not exist"),
        pytest.param("browse", "teapots", id="a list that does not exist"),
        pytest.param("of_another_version", "x", id="a button of another version"),
    ],
)
async def test_old_buttons_get_an_answer(slack: Person, action: str, value: str) -> None:
    """A button of an old card says what to do instead; it never shares, fails or stays silent."""
    card = await ask(slack, "/modality MRI")
    text = {"type": "plain_text", "text": "As it was called then"}
    button = {"type": "button", "block_id": "b", "action_id": action, "value": value, "text": text}
    reply = await slack.act_on(card, button, state={})
    assert (reply.status, reply.error) == (200, "")
    (shown,) = reply.shown
    assert shown.message["is_ephemeral"]
    assert "Please look it up again" in shown.message["text"]


async def test_commands_follow_the_prefix(connect: Connect) -> None:
    """Under a prefix the prefixed commands answer, and help names them."""
    slack = await connect(command_prefix="rr-")
    assert header_of(await ask(slack, "/rr-modality MRI")) == "Magnetic resonance imaging (MRI)"
    assert "/rr-modality" in (await ask(slack, "/rr-reading-room"))["text"]
    assert "/rr-define" in (await ask(slack, "/rr-define"))["text"]


async def test_a_command_of_another_prefix_is_answered(connect: Connect) -> None:
    """Where Slack still has the commands of before, they say which command helps."""
    slack = await connect(manifest=build_manifest(), command_prefix="rr-")
    assert "has no such command. `/rr-reading-room`" in (await ask(slack, "/modality MRI"))["text"]


async def test_an_edited_entry_is_served(connect: Connect, root: Path, tmp_path: Path) -> None:
    """A hospital's pack overrides one field of a shipped entry, and its card shows it."""
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "sources.yml").write_text(
        "our-policy: {title: Imaging policy, publisher: Our hospital, read_on: 2026-11-01, read: All of it}\n"
    )
    (tmp_path / "house" / "mri.yml").write_text(
        "extends: mri\nsummary: Our scanner stands on level 2.\nsources: {our-policy: summary}\n"
    )
    slack = await connect(library=Library(load([root / "knowledge", tmp_path / "house"])))
    card = await ask(slack, "/modality MRI")
    assert "Our scanner stands on level 2." in card["text"]
    assert "Our hospital" in card["text"]
