"""App Home: search, what changed on cards that one opened, what is asked here, and what owners have to do."""

import contextlib
import logging
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import insert

from bot.core.library import Library, Shelf
from bot.handlers import home as homes
from bot.knowledge.loading import load
from bot.knowledge.pack import Pack
from bot.playground import payloads
from bot.playground.delivery import Envelope, Form
from bot.playground.people import Person
from bot.playground.workspace import TEAM_ID
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.store import Store
from bot.storage.tables import ASSIGNMENTS
from tests.conftest import TRANSPORTS, Connect, Connecting
from tests.scenarios.acting import Json
from tests.scenarios.channel import Ward, rename, soon, until

CHANGES = "What changed since you last looked"
TELL_ME = "Tell me here"
STOP = "Stop, and forget what I opened"
SEEN = "Seen"
CT, MRI = "Computed tomography (CT)", "Magnetic resonance imaging (MRI)"
BEFORE = "Metal off; for some abdominal scans a few hours without food"
AFTER = "Come to desk 4 on level 2"
MISSING = "cannot be shown just now"

SOURCES = "our-policy: {title: Imaging policy, publisher: Our hospital, read_on: 2026-11-01, read: All of it}\n"
OURS = f"extends: ct\npreparation: {AFTER}\nsources: {{our-policy: preparation}}\n"


@pytest.fixture(params=["in process"])
def transport(request: pytest.FixtureRequest) -> str:
    """How Slack reaches the bot; tests of what travels override it with every way."""
    return str(request.param)


every_way = pytest.mark.parametrize("transport", TRANSPORTS)


def text_of(view: Json | None) -> str:
    """All that stands on a view."""
    found: list[str] = []

    def look(part: Any) -> None:
        if isinstance(part, dict):
            if isinstance(part.get("text"), str):
                found.append(part["text"])
            for one in part.values():
                look(one)
        elif isinstance(part, list):
            for one in part:
                look(one)

    look((view or {}).get("blocks"))
    return "\n".join(found)


async def home_with(who: Person, *wanted: str) -> str:
    """Open one's Home: what stands there, once all of this does."""
    await who.open_home()
    return await now_with(who, *wanted)


async def now_with(who: Person, *wanted: str) -> str:
    """What stands on one's Home, once all of this does."""
    await until(lambda: who.home is not None and all(one in text_of(who.home) for one in wanted))
    return text_of(who.home)


async def click(who: Person, label: str) -> None:
    """Click something on one's Home."""
    assert who.home is not None
    reply = await who.click(label, on=who.home)
    assert (reply.status, reply.error) == (200, "")


async def follow(who: Person) -> None:
    """Ask to be shown changes."""
    await home_with(who, TELL_ME)
    await click(who, TELL_ME)
    await now_with(who, STOP)


async def kept(settings: Settings, who: Person) -> list[str]:
    """The answers that are kept of somebody, by now."""
    store = Store(settings)
    found = [one.answer for one in await store.opened.by(TEAM_ID, who.user.id)]
    await store.close()
    return sorted(found)


def serve(library: Library, pack: Pack, **changes: Json | None) -> None:
    """Have entries say something else, or be gone."""
    entries = dict(pack.entries)
    for name, fields in changes.items():
        if fields is None:
            del entries[name]
        else:
            entries[name] = entries[name].model_copy(update=fields)
    library.serve(Shelf.of(replace(pack, entries=entries)))


# The page


@every_way
async def test_a_newcomer(slack: Person) -> None:
    """The first time one reads what this is; from then on the field stands first. Nothing is there for owners alone."""
    sam = Person(slack.slack, slack.slack.workspace.user_named("sam"), slack.channel)
    text = await home_with(sam, "Reading Room explains radiology", "What do you want to know?", TELL_ME)
    assert "Asked, and not answered yet" not in text
    assert "Recently asked here" not in text
    await sam.open_home()
    await until(lambda: "explains radiology" not in text_of(sam.home))
    assert text_of(sam.home).startswith("*What do you want to know?*")


async def test_the_first_sentence_stays_while_one_looks(slack: Person) -> None:
    """What a newcomer reads does not go away because they tap something."""
    await home_with(slack, "explains radiology")
    await click(slack, TELL_ME)
    assert "explains radiology" in await now_with(slack, STOP)


async def test_the_messages_tab_is_no_home(slack: Person) -> None:
    """Opening another tab of the app publishes nothing."""
    for tab in ("messages", "about"):
        await slack.open_home(tab)
    assert slack.home is None
    assert {exchange.status for exchange in slack.slack.exchanges.all("app_home_opened")} == {200}


async def test_without_a_database(connect: Connect, caplog: pytest.LogCaptureFixture) -> None:
    """With the database away one can look things up, one line says that something is missing, and a tap apologises."""
    slack = await connect(database_url=SecretStr("sqlite:////nowhere/to/be/found.db"))
    text = await home_with(slack, "What do you want to know?", MISSING)
    assert text.count(MISSING) == 1
    assert "a section of a Home could not be made: the database of DATABASE_URL" in caplog.text
    assert slack.home is not None
    action = {"type": "button", "action_id": "follow", "block_id": "b", "value": "follow"}
    await slack.act_on(slack.home, action, state={})
    assert slack.modal is not None
    assert "Sorry, that went wrong on our side" in text_of(slack.modal)
    await slack.close()
    await slack.pick("mri", MRI, on=slack.home)
    assert "How it works" in text_of(slack.modal)


async def test_a_fault_of_one_section(
    slack: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault of ours takes its own section away and no other, and the log has it without its words."""
    word = "SECRETWORD"

    async def fail(*_: object) -> None:
        raise RuntimeError(word)

    monkeypatch.setattr("bot.storage.usage.UsageWriter.most_given", fail)
    await home_with(slack, "What do you want to know?", CHANGES, MISSING, "Past their review")
    assert "in a section of a Home: RuntimeError" in caplog.text
    assert "SECRETWORD" not in caplog.text


async def test_a_section_that_is_late(slack: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes its time holds nothing up: the page is there without it, and then with it."""
    monkeypatch.setattr(homes, "SOON", 0.05)
    slack.slack.faults.ask("delay", "from_app", seconds=0.6, method="users.info")
    seen: list[str] = []
    slack.slack.workspace.watch(lambda _: seen.append(text_of(slack.home)))
    await home_with(slack, "Past their review")
    assert any("More is coming." in one and CHANGES in one for one in seen)
    assert "More is coming." not in text_of(slack.home)


async def test_a_home_that_slack_does_not_take(slack: Person, caplog: pytest.LogCaptureFixture) -> None:
    """Where Slack takes no Home, one line says so, and the event is acked."""
    slack.slack.faults.ask("error", "from_app", method="views.publish")
    await slack.open_home()
    await until(lambda: "a Home could not be shown" in caplog.text)
    assert [exchange.status for exchange in slack.slack.exchanges.all("app_home_opened")] == [200]


# Search


@every_way
@pytest.mark.parametrize(
    ("typed", "label", "detail"),
    [
        pytest.param("magn", MRI, "How it works", id="an entry"),
        pytest.param("how long", "How long does a scan take?", "Interventional procedures", id="a question"),
    ],
)
async def test_search_on_home(slack: Person, typed: str, label: str, detail: str) -> None:
    """What is picked opens in full, with a field for the next; the field on Home is empty again."""
    await home_with(slack, "What do you want to know?")
    before = slack.home
    assert before is not None
    reply = await slack.pick(typed, label, on=before)
    assert (reply.status, reply.error) == (200, "")
    assert slack.modal is not None
    assert label in text_of(slack.modal)
    assert detail in text_of(slack.modal)
    await slack.pick("pacs", "Picture archiving")
    assert "Picture archiving and communication system" in text_of(slack.modal)
    await until(lambda: slack.home and slack.home["blocks"][2]["block_id"] != before["blocks"][2]["block_id"])


@pytest.mark.parametrize("typed", ["MRN 1234567", "qwertyuiopasd", "<!here> zqx"])
async def test_nothing_is_offered_for_what_is_no_beginning(slack: Person, typed: str) -> None:
    """The field on Home turns away what the others do."""
    await home_with(slack, "What do you want to know?")
    assert slack.home is not None
    (block,) = [one for one in slack.home["blocks"] if "search-" in one["block_id"]]
    offered = await slack.suggest(typed, slack.home, action_id="look_up_home", block_id=block["block_id"])
    assert offered["options"] == []


async def test_what_is_gone_is_said(slack: Person) -> None:
    """A pick, or a button, of before a retirement says what to do instead."""
    await home_with(slack, "What do you want to know?")
    chosen = {"text": {"type": "plain_text", "text": "Gone"}, "value": "entry:long-gone"}
    for action in (
        {"type": "external_select", "action_id": "look_up_home", "selected_option": chosen},
        {"type": "button", "action_id": "read", "value": "short:long-gone"},
    ):
        assert slack.home is not None
        await slack.act_on(slack.home, action | {"block_id": "b"}, state={})
        assert "look it up again" in text_of(slack.modal)
        await slack.close()


# What changed


@every_way
async def test_what_changed_is_shown_until_it_is_seen(
    connect: Connect, root: Path, tmp_path: Path, transport: str
) -> None:
    """A file is saved, and who opened the card before reads what it said and what it says, until they tap *Seen*."""
    packs, ours = tmp_path / "knowledge", tmp_path / "house"
    shutil.copytree(root / "knowledge", packs)
    ours.mkdir()
    slack = await connect(library=Library(load([packs, ours])), knowledge_path=(packs, ours))
    await follow(slack)
    await slack.slash("/modality CT")
    assert "Nothing on the one card that you opened." in await home_with(slack, "on the one card")
    (ours / "sources.yml").write_text(SOURCES)

    async def shows() -> bool:
        await slack.open_home()
        return AFTER in text_of(slack.home)

    for _ in range(5):  # a file that is saved before the watcher looks is saved once more
        (ours / "ct.yml").write_text(OURS)
        with contextlib.suppress(TimeoutError):
            await soon(shows, 5)
            break
    text = text_of(slack.home)
    assert f"*{CT}*\n_Preparation_\nBefore: {BEFORE}\n*Now:* {AFTER}" in text
    await slack.slash("/modality CT")
    assert AFTER in await home_with(slack, CHANGES)
    await click(slack, SEEN)
    assert AFTER not in await now_with(slack, "Nothing on the one card that you opened.")
    assert AFTER not in await home_with(slack, "Nothing on the one card that you opened.")


async def test_a_change_opens_its_card(slack: Person, library: Library, pack: Pack) -> None:
    """Beside a change stands a button that opens the card as it is now, in full."""
    await follow(slack)
    await slack.slash("/compare CT MRI")
    serve(library, pack, ct={"preparation": AFTER})
    await home_with(slack, AFTER)
    await click(slack, "Open")
    assert f"*Preparation*\n{AFTER}" in text_of(slack.modal)


async def test_what_changed_once_more_is_not_taken_as_seen(slack: Person, library: Library, pack: Pack) -> None:
    """*Seen* stands for what was shown: what changed since is shown anew, and so is a record that is gone since."""
    await follow(slack)
    await slack.slash("/modality CT")
    serve(library, pack, ct={"preparation": AFTER})
    await home_with(slack, AFTER)
    serve(library, pack, ct={"preparation": "Nothing to do"})
    await click(slack, SEEN)
    assert f"Before: {BEFORE}\n*Now:* Nothing to do" in await now_with(slack, "Nothing to do")
    serve(library, pack, ct=None)
    await click(slack, SEEN)
    assert "Do not rely on what it said" in await now_with(slack, "No longer here")
    await click(slack, SEEN)
    await now_with(slack, "Nothing yet.")


async def test_all_of_them_are_seen_at_once(slack: Person, library: Library, pack: Pack) -> None:
    """Where several changed, one tap takes them all as seen; each can be seen by itself too."""
    await follow(slack)
    for line in ("/modality CT", "/modality MRI", "/procedure biopsy", "/faq how long does a CT take"):
        await slack.slash(line)
    changes: dict[str, Json] = {
        "ct": {"preparation": AFTER, "time_min": (1, 2)}, "mri": {"safety": AFTER}, "biopsy": {"risks": ("None",)},
    }  # fmt: skip
    serve(library, pack, **changes)
    text = await home_with(slack, CT, MRI, "biopsy")
    assert "_Time_" in text
    await click(slack, SEEN)
    await until(lambda: text_of(slack.home).count("Before: ") == 2)
    await click(slack, "All of these: seen")
    assert "Before: " not in await now_with(slack, "Nothing on the 4 cards that you opened.")


async def test_a_card_that_went_back(slack: Person, library: Library, pack: Pack) -> None:
    """What says again what it said when it was opened is no change."""
    await follow(slack)
    await slack.slash("/modality CT")
    serve(library, pack, ct={"preparation": AFTER})
    await home_with(slack, AFTER)
    library.serve(Shelf.of(pack))
    await home_with(slack, "Nothing on the one card that you opened.")


# Who is noted, and of what


async def _by_search(who: Person) -> None:
    await who.shortcut("look_something_up")
    await who.pick("pacs", "Picture archiving")


async def _by_search_on_home(who: Person) -> None:
    await who.pick("pacs", "Picture archiving", on=who.home)


async def _by_mention(who: Person) -> None:
    who.slack.workspace.join(who.channel, who.slack.app.bot_user_id)
    await who.say(f"<@{who.slack.app.bot_user_id}> how long does a CT take?")


async def _by_direct_message(who: Person) -> None:
    direct = who.slack.workspace.direct(who.user.id, who.slack.app.bot_user_id)
    await Person(who.slack, who.user, direct).say("CT or MRI?")


def _slash(line: str, *labels: str) -> Callable[[Person], Awaitable[None]]:
    async def type_and_click(who: Person) -> None:
        await who.slash(line)
        for label in labels:
            await who.click(label)

    return type_and_click


@pytest.mark.parametrize(
    ("opens", "answers"),
    [
        pytest.param(_slash("/modality MRI"), ["short:mri"], id="modality"),
        pytest.param(_slash("/modality MRI", "More", "Plain words"), ["short:mri"], id="all forms of one card"),
        pytest.param(_slash("/define PACS"), ["short:pacs"], id="define"),
        pytest.param(_slash("/procedure biopsy"), ["short:biopsy"], id="procedure"),
        pytest.param(_slash("/compare MRI CT", "More"), ["compared:ct,mri"], id="compare"),
        pytest.param(_slash("/modality MRI", CT), ["compared:ct,mri", "short:mri"], id="compare with"),
        pytest.param(_slash("/define DR", "Open"), ["short:diagnostic-radiology"], id="which one"),
        pytest.param(_slash("/faq how long does a CT take", "More"), ["question:scan-duration:ct"], id="faq"),
        pytest.param(
            _slash("/faq", "How long does a scan"), ["question:scan-duration:"], id="a question from the list"
        ),
        pytest.param(_slash("/reading-room modalities", CT), ["short:ct"], id="an entry from a list"),
        pytest.param(_by_mention, ["question:scan-duration:ct"], id="mention"),
        pytest.param(_by_direct_message, ["compared:ct,mri"], id="direct message"),
        pytest.param(_by_search, ["short:pacs"], id="search"),
        pytest.param(_by_search_on_home, ["short:pacs"], id="search on Home"),
        pytest.param(_slash("/define DR"), [], id="asked which one"),
        pytest.param(_slash("/define qwertyword"), [], id="not found"),
        pytest.param(_slash("/faq how can I renew my parking permit"), [], id="no answer"),
        pytest.param(_slash("/define MRN 1234567"), [], id="turned away"),
    ],
)
async def test_what_is_noted(
    slack: Person, settings: Settings, opens: Callable[[Person], Awaitable[None]], answers: list[str]
) -> None:
    """Whatever way a follower comes to a card, it is noted once, as one answer in all its forms; nothing else is."""
    await follow(slack)
    await opens(slack)
    await home_with(slack, CHANGES)  # which writes what waits
    assert await kept(settings, slack) == answers


async def test_nobody_else_is_noted(slack: Person, settings: Settings) -> None:
    """Of who did not ask for it nothing is kept; nor of others, when somebody did."""
    sam = Person(slack.slack, slack.slack.workspace.user_named("sam"), slack.channel)
    await slack.slash("/modality MRI")
    await follow(sam)
    await slack.slash("/modality MRI")
    await slack.click("More")
    await sam.slash("/modality CT")
    for who in (slack, sam):
        await home_with(who, CHANGES)
    assert (await kept(settings, slack), await kept(settings, sam)) == ([], ["short:ct"])


async def test_stopping_forgets(slack: Person, settings: Settings) -> None:
    """One tap ends it and deletes what was kept; what is opened afterwards is not noted."""
    await follow(slack)
    await slack.slash("/modality MRI")
    await home_with(slack, "on the one card")
    assert await kept(settings, slack) == ["short:mri"]
    await click(slack, STOP)
    await now_with(slack, TELL_ME)
    await slack.slash("/modality CT")
    await home_with(slack, TELL_ME)
    assert await kept(settings, slack) == []


async def test_who_is_forgotten_has_nothing_left(slack: Person, settings: Settings) -> None:
    """Forgetting somebody, from a process beside the bot, leaves neither what they opened nor that they followed."""
    await follow(slack)
    await slack.slash("/modality MRI")
    await home_with(slack, "on the one card")
    await slack.slash("/modality CT")  # waits to be written
    store = Store(settings)
    assert await store.forget(slack.user.id) == 2
    await store.close()
    await home_with(slack, TELL_ME)
    assert await kept(settings, slack) == []


async def test_a_learner_need_not_ask(slack: Person, library: Library, pack: Pack, settings: Settings) -> None:
    """Who is on a track is shown changes without asking, and reads what is kept for that."""
    database = Database(settings.database_url.get_secret_value())
    row = {
        "id": "a1", "team_id": TEAM_ID, "user_id": slack.user.id, "track_id": "ward-nurse", "state": "running",
        "starts_on": "2026-11-23", "shifts": {}, "shares": False, "version": 1, "began_at": datetime.now(UTC),
    }  # fmt: skip
    async with database.transaction() as connection:
        await connection.execute(insert(ASSIGNMENTS), row)
    await database.close()

    async def is_known() -> bool:
        await slack.open_home()
        return "While you are on a track" in text_of(slack.home)

    await soon(is_known)
    assert TELL_ME not in text_of(slack.home)
    await slack.slash("/modality CT")
    serve(library, pack, ct={"preparation": AFTER})
    await home_with(slack, AFTER)


# Recently asked here


async def test_recently_asked(connecting: Connecting, database_url: str) -> None:
    """What was asked for most often comes first, in one form, and opens in full; who asked is nowhere."""
    async with connecting(database_url=SecretStr(database_url)) as slack:
        lines = ["/compare MRI CT", "/compare CT MRI", "/compare CT MRI", "/faq how long does a CT take"]
        for line in [*lines, "/define PACS", "/define PACS", "/define qwertyword"]:
            await slack.slash(line)

        async def is_counted() -> bool:
            await slack.open_home()
            return "Recently asked here" in text_of(slack.home) and "How long" in text_of(slack.home)

        await soon(is_counted)
        text = text_of(slack.home)
        compared, pacs, question = (
            text.index(one) for one in (f"{CT} compared with {MRI}", "Picture archiving", "How long does a scan take?")
        )
        assert compared < pacs < question
        assert "qwertyword" not in text.partition("Asked, and not answered yet")[0]
        assert slack.user.id not in str((slack.home or {})["blocks"])
        for heading in (CT, "Picture archiving", "How long does a scan take?"):
            (block,) = [one for one in (slack.home or {})["blocks"]
                        if "accessory" in one and one["text"]["text"].startswith(heading)]  # fmt: skip
            action = {name: block["accessory"][name] for name in ("type", "action_id", "value")}
            await slack.act_on(slack.home or {}, action | {"block_id": block["block_id"]}, state={})
            assert heading in text_of(slack.modal)
            await slack.close()


async def test_what_is_gone_is_not_recent(slack: Person, library: Library, pack: Pack, settings: Settings) -> None:
    """What was asked for and is retired since is not offered."""
    for line in ("/modality CT", "/compare CT MRI", "/define PACS"):
        await slack.slash(line)

    async def is_counted() -> bool:
        await slack.open_home()
        return "Picture archiving" in text_of(slack.home)

    await soon(is_counted)
    serve(library, pack, ct=None)
    await slack.open_home()
    await until(lambda: "tomography" not in (text := text_of(slack.home)) and "Picture archiving" in text)


# Owners


async def test_what_owners_have_to_do(connect: Connect) -> None:
    """Owners and admins read what has no answer and what is past its review, and answer it there; others do not."""
    ward = Ward(await connect())
    await ward.set(ward.robin, owners=[ward.sam.user.id])
    for _ in range(2):
        await ward.kim.slash("/define qwertyword")
    for who in (ward.sam, ward.robin):
        text = await home_with(who, "Asked, and not answered yet", "Past their review", "“qwertyword”")
        assert "2\N{NO-BREAK SPACE}times" in text
    assert "Asked, and not answered yet" not in await home_with(ward.kim, CHANGES)
    await click(ward.sam, "Answer this")
    assert ward.sam.modal is not None
    assert ward.sam.modal["callback_id"] == "write_answer"
    await ward.sam.close()
    await ward.set(ward.robin, owners=[ward.kim.user.id])
    await click(ward.sam, "Answer this")
    assert "Gaps are for the owners of channels" in text_of(ward.sam.modal)


async def test_a_click_in_a_modal_that_fails(connect: Connect, settings: Settings) -> None:
    """A click for which there is no message to answer is apologised for in a modal above."""
    ward = Ward(await connect())
    await ward.watch()
    view = await ward.settings(ward.sam)
    url = settings.database_url.get_secret_value()
    await rename(url, "channels", "away")
    await ward.sam.click("Send me what is to be judged", on=view)
    assert "Sorry, that went wrong on our side" in text_of(ward.sam.modal)
    assert len(ward.slack.workspace.views[ward.sam.user.id]) == 2
    await rename(url, "away", "channels")


async def test_a_modal_that_comes_too_late(slack: Person, caplog: pytest.LogCaptureFixture) -> None:
    """Where Slack takes no modal any more, the click is acked, and the log says so once."""
    caplog.set_level(logging.WARNING)
    await home_with(slack, CHANGES)
    action = {"type": "button", "action_id": "read", "block_id": "b", "value": "short:mri"}
    payload = payloads.block_actions(
        slack.slack.app, slack.user, action=action, state={}, trigger_id="1.2", view=slack.home
    )
    assert slack.slack.delivery is not None
    assert (await slack.slack.delivery.deliver(Envelope(Form.INTERACTION, payload))).status == 200
    assert "a modal could not be shown: SlackApiError" in caplog.text
