"""``bot.playground.page``: what the page in the browser is told and may do; nothing is drawn here."""

import asyncio
import json
import math
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import page
from bot.playground.page_acts import ACTS
from bot.playground.stand_in import StandIn

WAIT_S = 20
BOT = "U0PLAYAPP"

Json = dict[str, Any]
LookAt = Callable[..., Awaitable[Any]]

GO: Json = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
FIND: Json = {"type": "external_select", "action_id": "find", "placeholder": {"type": "plain_text", "text": "Find"}}
CARD = {"text": "card", "blocks": [{"type": "actions", "block_id": "acts", "elements": [GO, FIND]}]}
CUP = {"text": {"type": "plain_text", "text": "Cup"}, "value": "cup"}
FIELD: Json = {"type": "plain_text_input", "action_id": "ward"}
MODAL: Json = {
    "type": "modal", "callback_id": "carry", "title": {"type": "plain_text", "text": "Where to?"},
    "submit": {"type": "plain_text", "text": "Carry"},
    "blocks": [
        {"type": "input", "block_id": "to", "label": {"type": "plain_text", "text": "Ward"}, "element": FIELD},
    ],
}  # fmt: skip


class Desk:
    """An app with a command, a modal and a home; it answers commands and submissions with what a test puts here.

    Attributes:
        answer: What acknowledges a command.
        submitted: What acknowledges a submission.
        heard: The ``type`` of each payload and event, in order.
    """

    def __init__(self, app: AsyncApp) -> None:
        self.answer: Json = dict(CARD)
        self.submitted: Json = {}
        self.heard: list[str] = []
        app.middleware(self._hear)
        app.command("/carry")(self._carry)
        app.action("go")(self._acked)
        app.options("find")(self._offer)
        app.shortcut("carry")(self._open)
        app.shortcut("carry_it")(self._acked)
        app.view("carry")(self._submitted)
        app.event("app_home_opened")(self._publish)
        app.event(re.compile(".*"))(self._event)

    async def _hear(self, body: Json, next: Any) -> None:  # noqa: A002 - Bolt's name
        self.heard.append(body.get("event", body).get("type", "command"))
        await next()

    async def _carry(self, ack: AsyncAck) -> None:
        await ack(self.answer)

    async def _acked(self, ack: AsyncAck) -> None:
        await ack()

    async def _offer(self, ack: AsyncAck) -> None:
        await ack(options=[CUP])

    async def _open(self, ack: AsyncAck, client: AsyncWebClient, shortcut: Json) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=MODAL)

    async def _submitted(self, ack: AsyncAck) -> None:
        await (ack(self.submitted) if self.submitted else ack())

    async def _publish(self, client: AsyncWebClient, event: Json) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [{"type": "divider"}]})

    async def _event(self) -> None:
        """Hear it."""


@pytest.fixture
def desk(porter: AsyncApp, stand_in: StandIn) -> Desk:
    """The app, which is in #general."""
    stand_in.slack.workspace.join(stand_in.slack.workspace.channel_named("general"), BOT)
    return Desk(porter)


@pytest.fixture
async def robin(desk: Desk, stand_in: StandIn, look_at: LookAt) -> Any:
    """The first person, in front of the page."""
    return await look_at(stand_in.url)


@pytest.fixture
def general(stand_in: StandIn) -> str:
    """The id of #general."""
    return stand_in.slack.workspace.channel_named("general").id


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    """A plain HTTP client."""
    async with ClientSession() as session:
        yield session


def told_to_app(state: Json) -> list[Json]:
    """The exchanges that Slack began; the app's own questions, such as auth.test, are left out."""
    return [exchange for exchange in state["exchanges"] if exchange["direction"] == "to_app"]


# What it is told


async def test_the_snapshot_is_the_protocols(root: Path, robin: Any) -> None:
    """It has every part that ``page/src/protocol.ts`` names, no other, and in them each field that is always there."""
    protocol = (root / "page" / "src" / "protocol.ts").read_text("utf-8")

    def fields(interface: str) -> set[str]:
        body = re.search(rf"export interface {interface} \{{(.*?)\}}", protocol, re.DOTALL)
        assert body
        code = re.sub(r"/\*\*.*?\*/", "", body[1], flags=re.DOTALL)
        return set(re.findall(r"(?:^|;)\s*([a-z_]+):", code, re.MULTILINE))

    state = robin.state
    assert set(state) == {"team", "me", "users", "channels", "messages", "app", "home", "views", "exchanges"} | {
        "statuses", "prompts", "trouble", "faults", "now",
    }  # fmt: skip
    assert fields("Team") == set(state["team"])
    assert fields("User") == set(state["users"][0])
    assert fields("Channel") == set(state["channels"][0])
    assert fields("App") == set(state["app"])
    assert fields("Command") == set(state["app"]["commands"][0])
    assert fields("Shortcut") == set(state["app"]["shortcuts"][0])
    await robin.act("slash", channel=state["channels"][0]["id"], line="/carry")
    exchange = await robin.until(lambda state: state["exchanges"] and state["exchanges"][0])
    assert fields("Exchange") <= set(exchange)
    assert fields("Message") <= set(await robin.until(lambda _: robin.message("card")))


async def test_what_it_says_of_the_app(robin: Any) -> None:
    """The page knows the app's name, its commands and shortcuts, what it can do, and how it is reached."""
    app = robin.state["app"]
    assert (robin.state["me"], robin.state["trouble"], robin.state["home"]) == ("U0ROBIN", None, None)
    assert (app["name"], app["bot_user_id"], app["transport"]) == ("Porter", BOT, "in process")
    assert app["commands"] == [{"command": "/carry", "description": "Carries something", "usage_hint": "a tray"}]
    assert [shortcut["callback_id"] for shortcut in app["shortcuts"]] == ["carry", "carry_it"]
    assert (app["home_tab"], app["messages_tab"], app["agent"]) == (True, True, True)


async def test_each_sees_their_own(desk: Desk, robin: Any, stand_in: StandIn, look_at: LookAt, general: str) -> None:
    """What one person sees, a private card and a modal, is told to nobody else; what all see is told to all."""
    sam = await look_at(stand_in.url, "U0SAM")
    assert sam.state["me"] == "U0SAM"
    await robin.act("slash", channel=general, line="/carry")
    await robin.act("shortcut", callback_id="carry")
    await robin.act("open_home", tab="home")
    await robin.until(lambda state: state["home"] and state["views"] and robin.message("card"))
    await robin.act("say", channel=general, text="for all")
    await sam.until(lambda _: sam.message("for all"))
    assert [message["text"] for message in sam.state["messages"]] == ["for all"]
    assert (sam.state["views"], sam.state["home"]) == ([], None)


async def test_who_comes_in_sees_what_was_said(robin: Any, stand_in: StandIn, look_at: LookAt, general: str) -> None:
    """Whoever joins a channel is told what was said there before; whoever leaves is told nothing more."""
    sam = await look_at(stand_in.url, "U0SAM")
    await sam.act("leave", channel=general)
    await robin.act("say", channel=general, text="while Sam was away")
    await robin.act("say", channel=general, text="and this")
    await sam.act("join", channel=general)
    await sam.until(lambda _: sam.message("and this"))
    assert [message["text"] for message in sam.state["messages"]] == ["while Sam was away", "and this"]


async def test_trouble_comes_and_goes(robin: Any, stand_in: StandIn) -> None:
    """What whoever makes the app should see is told once, and taken away."""
    for trouble in ("mri.yml:2: kind: must be one of", "mri.yml:2: kind: must be one of", None, None):
        stand_in.tell_trouble(trouble)
    await robin.act("clear_faults")
    await robin.until(lambda _: {"trouble": None} in robin.updates)
    told = [update["trouble"] for update in robin.updates if "trouble" in update]
    assert told == ["mri.yml:2: kind: must be one of", None]


async def test_the_last_card_is_drawn_anew(desk: Desk, robin: Any, stand_in: StandIn, general: str) -> None:
    """After a command, its answer is drawn anew in its place; before one there is nothing to draw."""
    await stand_in.redraw()
    await robin.act("slash", channel=general, line="/carry")
    before = await robin.until(lambda _: robin.message("card"))
    desk.answer = {"text": "better"}
    await stand_in.redraw()
    after = await robin.until(lambda _: robin.message("better"))
    assert (after["ts"], len(robin.state["messages"])) == (before["ts"], 1)
    await robin.act("say", channel=general, text="thanks")
    desk.answer = {"text": "best"}
    await stand_in.redraw()
    assert (await robin.until(lambda _: robin.message("best")))["ts"] == before["ts"]


async def test_a_quiet_page_is_kept_open(
    stand_in: StandIn, session: ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing happens a comment says that the stand-in is still here."""
    monkeypatch.setattr(page, "KEEP_ALIVE_SECONDS", 0.01)
    async with session.get(f"{stand_in.url}page/events") as told:
        assert (await told.content.readuntil(b"\n\n")).startswith(b"event: snapshot\ndata: {")
        assert await told.content.readuntil(b"\n\n") == b": still here\n\n"


async def test_the_end_is_told(manifest: Json, look_at: LookAt) -> None:
    """When the stand-in stops, what the browsers listen to ends."""
    async with StandIn(manifest) as stand_in:
        robin = await look_at(stand_in.url)
    with pytest.raises(ConnectionError, match="told no more"):
        await robin.until(lambda _: False)


# What it does


async def test_commands(desk: Desk, robin: Any, general: str) -> None:
    """A command is answered at once, its card comes by itself; a failure is an outcome, and Slackbot's message too."""
    assert await robin.act("slash", channel=general, line="/carry a tray") == {"ok": True}
    card = await robin.until(lambda _: robin.message("card"))
    (exchange,) = await robin.until(told_to_app)
    assert (exchange["id"], exchange["title"], exchange["status"]) == (card["exchange"], "/carry a tray", 200)
    unknown = await robin.act("slash", channel=general, line="/fetch")
    assert (unknown["ok"], unknown["error"]) == (False, "command_not_found")
    assert "/carry" in unknown["message"]
    desk.answer = {"blocks": []}
    await robin.act("slash", channel=general, line="/carry")
    assert (await robin.until(lambda _: robin.message("/carry failed")))["user"] == "USLACKBOT"


async def test_messages(desk: Desk, robin: Any, general: str) -> None:
    """What is written, changed, reacted to and deleted is shown, and told to the app."""
    await robin.act("say", channel=general, text="a tray")
    said = await robin.until(lambda _: robin.message("a tray"))
    place = {"channel": general, "ts": said["ts"]}
    await robin.act("say", channel=general, text="below", thread_ts=said["ts"])
    assert (await robin.until(lambda _: robin.message("below")))["thread_ts"] == said["ts"]
    await robin.act("react", **place, name="eyes", on=True)
    await robin.until(lambda _: robin.message("a tray").get("reactions"))
    await robin.act("react", **place, name="eyes", on=False)
    await robin.act("edit", **place, text="a cup")
    changed = await robin.until(lambda _: robin.message("a cup"))
    assert (changed["ts"], changed["reactions"]) == (said["ts"], [])
    await robin.act("delete", **place)
    tombstone = await robin.until(lambda _: robin.message("This message was deleted."))
    assert (tombstone["ts"], tombstone["subtype"]) == (said["ts"], "tombstone")
    foreign = await robin.act("delete", **place)
    assert (foreign["ok"], foreign["error"]) == (False, "cant_update_message")
    await robin.act("delete", channel=general, ts=robin.message("below")["ts"])
    await robin.until(lambda state: not state["messages"])
    gone = await robin.act("delete", **place)
    assert (gone["ok"], gone["error"]) == (False, "message_not_found")
    await robin.until(lambda state: len(told_to_app(state)) == 8)
    assert sorted(desk.heard) == ["message"] * 6 + ["reaction_added", "reaction_removed"]


async def test_clicks_and_external_selects(desk: Desk, robin: Any, general: str) -> None:
    """A click reaches the app; what it offers to what is typed is the outcome."""
    await robin.act("slash", channel=general, line="/carry")
    card = await robin.until(lambda _: robin.message("card"))
    place = {"channel": general, "ts": card["ts"]}
    action = {"type": "button", "action_id": "go", "block_id": "acts"}
    assert await robin.act("click", place=place, action=action, state={}) == {"ok": True}
    deaf = await robin.act("click", place=place, action=action | {"action_id": "deaf"}, state={})
    assert (deaf["ok"], deaf["error"]) == (False, "dispatch_failed")
    offered = await robin.act("suggest", place=place, action_id="find", block_id="acts", value="cup")
    assert offered == {"ok": True, "options": [CUP]}
    gone = await robin.act("click", place=place | {"ts": "1.000000"}, action=action, state={})
    assert gone["error"] == "message_not_found"


async def test_modals(desk: Desk, robin: Any, general: str) -> None:
    """A modal opens, shows what is wrong with it, and closes; one that is not in front any more is not sent off."""
    await robin.act("shortcut", callback_id="carry")
    (view,) = await robin.until(lambda state: state["views"])
    state = {"to": {"ward": {"type": "plain_text_input", "value": "Z9"}}}
    desk.submitted = {"response_action": "errors", "errors": {"to": "There is no such ward"}}
    outcome = await robin.act("submit", view_id=view["id"], state=state)
    assert outcome == {"ok": False, "errors": {"to": "There is no such ward"}}
    desk.submitted = {"response_action": "explode"}
    assert (await robin.act("submit", view_id=view["id"], state=state))["error"] == "invalid_arguments"
    stale = await robin.act("submit", view_id="V0STALE", state=state)
    assert (stale["ok"], stale["error"]) == (False, "not_found")
    await robin.act("close", view_id="V0STALE")
    desk.submitted = {"response_action": "push", "view": MODAL}
    assert await robin.act("submit", view_id=view["id"], state=state) == {"ok": True}
    below, above = await robin.until(lambda state: len(state["views"]) == 2 and state["views"])
    assert (below["id"], below["id"] == above["id"]) == (view["id"], False)
    await robin.act("close", view_id=above["id"])
    await robin.until(lambda state: len(state["views"]) == 1)
    desk.submitted = {}
    assert await robin.act("submit", view_id=view["id"], state=state) == {"ok": True}
    await robin.until(lambda state: state["views"] == [])


async def test_shortcuts_on_messages(desk: Desk, robin: Any, general: str) -> None:
    """A message's shortcut reaches the app; one that it does not have is refused in words."""
    await robin.act("say", channel=general, text="a tray")
    said = await robin.until(lambda _: robin.message("a tray"))
    on = {"channel": general, "ts": said["ts"]}
    assert await robin.act("shortcut", callback_id="carry_it", **on) == {"ok": True}
    assert desk.heard[-1] == "message_action"
    unknown = await robin.act("shortcut", callback_id="fetch", **on)
    assert (unknown["ok"], unknown["error"]) == (False, "shortcut_not_found")


async def test_the_app_and_people_are_met(desk: Desk, robin: Any) -> None:
    """The App Home opens, and conversations with the app and with people, each once."""
    await robin.act("open_home", tab="home")
    assert (await robin.until(lambda state: state["home"]))["type"] == "home"
    direct = (await robin.act("open_dm", **{"with": BOT}))["channel"]
    assert direct == (await robin.act("open_dm", **{"with": BOT}))["channel"]
    kinds = {channel["id"]: channel["kind"] for channel in robin.state["channels"]}
    assert kinds[direct] == "im"
    with_sam = (await robin.act("open_dm", **{"with": "U0SAM"}))["channel"]
    await robin.until(lambda state: any(channel["id"] == with_sam for channel in state["channels"]))
    nobody = await robin.act("open_dm", **{"with": "U0NOBODY"})
    assert (nobody["ok"], nobody["error"]) == (False, "user_not_found")


async def test_channels_and_people_come(desk: Desk, robin: Any) -> None:
    """A channel opens, the app is brought into it, a person is hired: the page and the app are told."""
    made = (await robin.act("new_channel", name="ward-3"))["channel"]
    await robin.act("invite", channel=made, invited=BOT)
    await robin.act("leave", channel=made)
    await robin.act("join", channel=made)
    (ward,) = await robin.until(
        lambda state: [each for each in state["channels"] if each["id"] == made and each["members"] == [BOT, "U0ROBIN"]]
    )
    assert ward["name"] == "ward-3"
    assert await robin.act("hire", name="Ana Ruiz") == {"ok": True}
    await robin.until(lambda state: any(user["real_name"] == "Ana Ruiz" for user in state["users"]))
    await robin.until(lambda state: len(told_to_app(state)) == 5)
    assert sorted(desk.heard) == ["member_joined_channel"] * 3 + ["member_left_channel", "team_join"]
    taken = await robin.act("new_channel", name="general")
    assert (taken["ok"], taken["error"]) == (False, "name_taken")


async def test_faults_and_the_clock(desk: Desk, robin: Any, general: str) -> None:
    """A fault that is asked for waits until it falls or is cleared; the clock moves on."""
    asked = {"kind": "delay", "on": "to_app", "times": 2, "seconds": 0.01, "method": "/carry"}
    assert await robin.act("fault", **asked) == {"ok": True}
    waiting = {"kind": "delay", "on": "to_app", "seconds": 0.01, "method": "/carry"}
    await robin.until(lambda state: state["faults"] == {"waiting": [waiting, waiting]})
    await robin.act("slash", channel=general, line="/carry")
    await robin.until(lambda state: state["faults"] == {"waiting": [waiting]})
    (delayed,) = await robin.until(told_to_app)
    assert (delayed["title"], delayed["fault"]) == ("/carry", "delay")
    await robin.act("clear_faults")
    await robin.until(lambda state: state["faults"] == {"waiting": []})
    now = robin.state["now"]
    await robin.act("advance", seconds=86_400)
    await robin.until(lambda state: state["now"] - now >= 86_400)
    for wrong in ({"kind": "earthquake", "times": 1}, {"kind": "drop", "times": math.inf}):
        outcome = await robin.act("fault", on="to_app", **wrong)
        assert (outcome["ok"], outcome["error"]) == (False, "invalid_arguments")


# What it refuses


@pytest.mark.parametrize(
    "body", ["{}", "[]", "null", "{", '{"user": "U0NOBODY"}', '{"user": "U0ROBIN"}', '{"user": []}']
)
@pytest.mark.parametrize("act", ACTS)
async def test_a_body_that_is_none(stand_in: StandIn, session: ClientSession, act: str, body: str) -> None:
    """Whatever is sent, an outcome comes back and nothing fails."""
    headers = {"Content-Type": "application/json"}
    async with session.post(f"{stand_in.url}page/{act}", data=body, headers=headers) as answer:
        assert answer.status == 200
        outcome = await answer.json()
    needs_nothing = act in {"join", "leave", "clear_faults"} and "U0ROBIN" in body
    assert outcome["ok"] is needs_nothing
    assert needs_nothing or (outcome["error"] and outcome["message"])


async def test_other_acts(stand_in: StandIn, session: ClientSession) -> None:
    """An act that there is not is told so: the page is older than the stand-in."""
    async with session.post(f"{stand_in.url}page/explode", json={"user": "U0ROBIN"}) as answer:
        assert (answer.status, "load it anew" in await answer.text()) == (404, True)
    async with session.get(f"{stand_in.url}page/events", params={"user": "U0NOBODY"}) as answer:
        assert answer.status == 404


PATHS = [("GET", ""), ("GET", "page/events"), ("POST", "page/clear_faults")]


@pytest.mark.parametrize(("method", "path"), PATHS, ids=["the page", "the events", "an act"])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Host": "evil.example"}, 403, id="another name for this machine"),
        pytest.param({"Host": "evil.example:{port}"}, 403, id="another name, with the port"),
        pytest.param({"Origin": "https://evil.example"}, 403, id="another site's page"),
        pytest.param({"Origin": "null"}, 403, id="a page of nowhere"),
        pytest.param({"Origin": "http://127.0.0.1:1"}, 403, id="another program's page"),
        pytest.param({"Origin": "http://127.0.0.1:{port}"}, 200, id="its own page"),
        pytest.param({"Host": "localhost:{port}", "Origin": "http://localhost:{port}"}, 200, id="by its other name"),
        pytest.param({}, 200, id="without an origin"),
    ],
)
async def test_it_is_for_this_machine_alone(
    stand_in: StandIn, session: ClientSession, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    """Another site's page, or a name of another site that points here, gets nothing and does nothing."""
    port = stand_in.url.rstrip("/").rpartition(":")[2]
    sent = {name: value.format(port=port) for name, value in headers.items()}
    stand_in.slack.faults.ask("drop", "to_app")
    body = {"user": "U0ROBIN"} if method == "POST" else None
    async with session.request(method, stand_in.url + path, headers=sent, json=body) as answer:
        assert answer.status == status
    cleared = not stand_in.slack.faults.as_json()["waiting"]
    assert cleared is (status == 200 and method == "POST")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_what_a_form_could_send_is_refused(stand_in: StandIn, session: ClientSession, content_type: str) -> None:
    """Content types that another site's page may send unasked are refused."""
    data, headers = json.dumps({"user": "U0ROBIN"}), {"Content-Type": content_type}
    async with session.post(f"{stand_in.url}page/clear_faults", data=data, headers=headers) as answer:
        assert answer.status == 415


# Its files


async def test_the_page_asks_nothing_of_others(stand_in: StandIn, session: ClientSession) -> None:
    """It comes with a policy that lets it reach this machine alone; its files are there, and no other."""
    async with session.get(stand_in.url) as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        html = await answer.text()
    paths = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert paths
    for path in paths:
        assert not re.match(r"[a-z]+:|//", path)
        async with session.get(stand_in.url + path.lstrip("./")) as answer:
            assert answer.status == 200
    async with session.get(f"{stand_in.url}%2e%2e/page.py") as answer:
        assert answer.status in {403, 404}


async def test_a_page_that_is_not_built(
    stand_in: StandIn, session: ClientSession, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without its files it says how they are made."""
    monkeypatch.setattr(page, "STATIC", tmp_path)
    async with session.get(stand_in.url) as answer:
        assert (answer.status, await answer.text()) == (404, "The page is not built: make playground builds it.")


async def test_many_look_at_once(desk: Desk, stand_in: StandIn, look_at: LookAt, general: str) -> None:
    """Every window of a person is told the same."""
    first, second = [await look_at(stand_in.url) for _ in range(2)]
    await first.act("slash", channel=general, line="/carry")
    cards = await asyncio.gather(*(window.until(lambda _, w=window: w.message("card")) for window in (first, second)))
    assert cards[0] == cards[1]
