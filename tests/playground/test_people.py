"""``bot.playground.people``: what a person does reaches an app made with Bolt as from Slack, and shows as there.

What comes back to commands and by ``response_url`` is in ``test_answers``.
"""

import asyncio
import uuid
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncAssistant, AsyncRespond, AsyncSay
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.people import Person
from bot.playground.seeing import CannotError
from bot.playground.stand_in import StandIn

Json = dict[str, Any]

BOT = "U0PLAYAPP"


def plain(text: str) -> Json:
    """A text object."""
    return {"type": "plain_text", "text": text}


def option(text: str) -> Json:
    """An option, its value in lower case."""
    return {"text": plain(text), "value": text.lower()}


def button(label: str, **more: Any) -> Json:
    """A button named after what it says."""
    return {"type": "button", "action_id": label.lower(), "value": "v", "text": plain(label)} | more


def modal(title: str = "Where to?", *blocks: Json, **more: Any) -> Json:
    """A modal that asks for a ward and what to carry."""
    ward = {"type": "plain_text_input", "action_id": "ward", "initial_value": "A1"}
    things: Json = {"type": "multi_static_select", "action_id": "things", "options": [option("Tray"), option("Cup")]}
    asked = [
        {"type": "input", "block_id": "to", "label": plain("Ward"), "element": ward},
        {"type": "input", "block_id": "what", "label": plain("What"), "element": things, "optional": True},
    ]
    made = {"type": "modal", "callback_id": "carry", "title": plain(title), "submit": plain("Carry")}
    return made | {"blocks": list(blocks) or asked} | more


class Heard:
    """All that the app hears: payloads, in order.

    Attributes:
        payloads: Of events their own part, of all else the whole.
    """

    def __init__(self, app: AsyncApp) -> None:
        self.payloads: list[Json] = []
        app.middleware(self._hear)

    async def _hear(self, body: Json, next: Any) -> None:  # noqa: A002 - Bolt's name
        self.payloads.append(body.get("event", body))
        await next()

    @property
    def last(self) -> Json:
        """The newest."""
        return self.payloads[-1]

    def types(self) -> list[str]:
        """What came, events by their type and subtype."""
        return [payload.get("subtype") or payload.get("type", "command") for payload in self.payloads]


@pytest.fixture
def heard(porter: AsyncApp) -> Heard:
    """What the app hears."""
    return Heard(porter)


@pytest.fixture
def robin(robin: Person) -> Person:
    """Somebody in front of #general who waits for nothing that does not come by itself."""
    robin.patience = 0.0
    return robin


@pytest.fixture
def direct(stand_in: StandIn) -> Person:
    """The same, in front of their conversation with the app."""
    person = stand_in.person("robin", channel="")
    person.patience = 0.0
    return person


async def acked(ack: AsyncAck) -> None:
    """Acknowledge, and no more."""
    await ack()


# Commands


@pytest.mark.parametrize("listens", [True, False], ids=["in a channel", "in a direct message"])
async def test_a_command_is_slacks_form(
    porter: AsyncApp, heard: Heard, robin: Person, direct: Person, listens: bool
) -> None:
    """A command has all the fields that Slack gives; what was typed stands escaped, without the spaces around it."""
    porter.command("/carry")(acked)
    person = robin if listens else direct
    await person.slash("/carry  a tray & <two> cups  ")
    told = heard.last
    assert told.pop("response_url").startswith(f"{robin.slack.base_url}/response/")
    assert told.pop("trigger_id").count(".") == 2
    assert told == {
        "token": "playground",
        "team_id": "T0PLAYGROUND",
        "team_domain": "playground",
        "channel_id": person.channel.id,
        "channel_name": "general" if listens else "directmessage",
        "user_id": "U0ROBIN",
        "user_name": "robin",
        "command": "/carry",
        "text": "a tray &amp; &lt;two&gt; cups",
        "api_app_id": "A0PLAYGROUND",
        "is_enterprise_install": "false",
    }


async def test_an_unknown_command_reaches_nobody(heard: Heard, robin: Person) -> None:
    """Slack knows the commands of the manifest alone, and says which there are."""
    with pytest.raises(CannotError, match=r"/fetch is not a command here\. There are: /carry\.") as caught:
        await robin.slash("/fetch a cup")
    assert (caught.value.code, heard.payloads) == ("command_not_found", [])


async def test_a_late_answer_is_waited_for(porter: AsyncApp, robin: Person) -> None:
    """Where the acknowledgement shows nothing, what comes by ``response_url`` soon after is part of the reply."""
    responding: list[asyncio.Task[Any]] = []

    @porter.command("/carry")
    async def carry(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        responding.append(asyncio.create_task(respond("later")))

    robin.patience = 20.0
    reply = await robin.slash("/carry")
    await asyncio.gather(*responding)
    assert [(shown.message["text"], shown.is_new) for shown in reply.shown] == [("later", True)]
    assert reply.body is None


# Messages


async def test_a_message_is_heard_where_the_app_is(porter: AsyncApp, heard: Heard, robin: Person) -> None:
    """In a channel that it is in, the app hears what is said, and what it answers is the reply."""

    @porter.message("tray")
    async def answer(say: AsyncSay) -> None:
        await say("I carry it")

    reply = await robin.say("who takes a tray & <this>?")
    said, answered = robin.messages()
    assert uuid.UUID(said["client_msg_id"]).version == 4
    assert heard.payloads[0] == {
        "type": "message",
        "client_msg_id": said["client_msg_id"],
        "channel": robin.channel.id,
        "channel_type": "channel",
        "user": "U0ROBIN",
        "text": "who takes a tray &amp; &lt;this&gt;?",
        "ts": said["ts"],
        "event_ts": said["ts"],
        "team": "T0PLAYGROUND",
    }
    assert reply.message == answered
    assert (answered["text"], answered["user"], answered["bot_id"]) == ("I carry it", BOT, "B0PLAYGROUND")


async def test_a_message_is_not_heard_where_the_app_is_not(heard: Heard, stand_in: StandIn) -> None:
    """In a channel that it is not in, the app hears nothing; mentioned there, the person is told why."""
    person = stand_in.person(channel="radiology")
    await person.say("who takes a tray?")
    await person.say(f"<@{BOT}> take a tray")
    assert heard.payloads == []
    assert [message["user"] for message in person.messages()] == ["U0ROBIN", "U0ROBIN", "USLACKBOT"]
    assert "Invite it first" in person.messages()[-1]["text"]
    assert stand_in.person("sam", channel="radiology").messages()[-1]["user"] == "U0ROBIN"


async def test_a_mention_brings_both_events(heard: Heard, robin: Person, porter: AsyncApp) -> None:
    """Mentioned in a channel that it is in, the app hears ``message`` and ``app_mention``, of the same ``ts``."""
    await robin.say(f"<@{BOT}> take <!here> a tray")
    assert sorted(heard.types()) == ["app_mention", "message"]
    assert len({payload["ts"] for payload in heard.payloads}) == 1
    mention = next(payload for payload in heard.payloads if payload["type"] == "app_mention")
    assert mention["text"] == f"<@{BOT}> take <!here> a tray"
    assert "channel_type" not in mention


async def test_a_direct_message_is_no_mention(heard: Heard, direct: Person, porter: AsyncApp) -> None:
    """In a direct message the app hears ``message`` of an ``im``, mentioned or not."""
    await direct.say(f"<@{BOT}> take a tray")
    assert heard.types() == ["message"]
    assert (heard.last["channel_type"], heard.last["channel"]) == ("im", direct.channel.id)


async def test_a_reply_in_a_thread(porter: AsyncApp, heard: Heard, robin: Person) -> None:
    """A reply says which thread it is in, and whose; the app can answer there."""

    @porter.message("tray")
    async def answer(say: AsyncSay, event: Json) -> None:
        await say("I do", thread_ts=event["thread_ts"])

    await robin.say("who is on call?")
    first = robin.messages()[0]
    reply = await robin.say("and who takes a tray?", thread_ts=first["ts"])
    assert (heard.payloads[1]["thread_ts"], heard.payloads[1]["parent_user_id"]) == (first["ts"], "U0ROBIN")
    assert reply.message["thread_ts"] == first["ts"]
    assert robin.messages()[0]["reply_count"] == 2


@pytest.mark.parametrize("text", ["", "  \n"])
async def test_nothing_is_no_message(robin: Person, text: str) -> None:
    """An empty line is not sent."""
    with pytest.raises(CannotError) as caught:
        await robin.say(text)
    assert (caught.value.code, robin.messages()) == ("no_text", [])


async def test_the_messages_tab_may_be_closed(manifest: Json, direct: Person) -> None:
    """An app whose manifest has no messages tab cannot be written to."""
    manifest["features"]["app_home"]["messages_tab_enabled"] = False
    with pytest.raises(CannotError, match="turned off"):
        await direct.say("a tray, please")


async def test_what_is_not_subscribed_to_is_not_heard(manifest: Json, heard: Heard, robin: Person) -> None:
    """Without ``message.channels`` in the manifest the app hears mentions alone."""
    manifest["settings"]["event_subscriptions"]["bot_events"].remove("message.channels")
    await robin.say(f"<@{BOT}> a tray, please")
    assert heard.types() == ["app_mention"]


@pytest.mark.parametrize(
    ("url", "domains"),
    [
        pytest.param("https://example.org/a?b=1", ["example.org"], id="the domain"),
        pytest.param("http://pictures.example.org", ["example.org"], id="one below it"),
        pytest.param("https://example.org.evil.net/", [], id="another that begins so"),
        pytest.param("https://notexample.org/", [], id="another that ends so"),
        pytest.param("https://evil.net/example.org", [], id="another that has it in its path"),
    ],
)
async def test_links_that_the_app_unfurls(
    heard: Heard, robin: Person, client: AsyncWebClient, url: str, domains: list[str]
) -> None:
    """A link to a domain of the manifest is told by ``link_shared``, whose id unfurls it; any other is not."""
    await robin.say(f"see {url} there")
    told = [payload for payload in heard.payloads if payload["type"] == "link_shared"]
    assert [link["domain"] for payload in told for link in payload["links"]] == domains
    for payload in told:
        assert payload["links"][0]["url"] == url
        assert (payload["message_ts"], payload["channel"]) == (robin.messages()[0]["ts"], robin.channel.id)
        assert payload["is_bot_user_member"]
        by_id = {"unfurl_id": payload["unfurl_id"], "source": payload["source"]}
        await client.chat_unfurl(**by_id, unfurls={url: {"text": "seen"}})
        assert robin.messages()[0]["attachments"][0]["text"] == "seen"


async def test_editing_and_deleting(heard: Heard, robin: Person) -> None:
    """A changed message is told with what it was, a deleted one too; each has a ``ts`` of its own."""
    await robin.say("a tray")
    ts = robin.messages()[0]["ts"]
    await robin.edit(ts, "a cup")
    assert (robin.messages()[0]["text"], robin.messages()[0]["edited"]["user"]) == ("a cup", "U0ROBIN")
    await robin.delete(ts)
    await robin.slack.idle()
    assert robin.messages() == []
    said, changed, deleted = heard.payloads
    assert heard.types() == ["message", "message_changed", "message_deleted"]
    assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("a cup", "a tray")
    assert changed["message"]["ts"] == said["ts"] == ts
    assert (deleted["deleted_ts"], deleted["previous_message"]["text"]) == (ts, "a cup")
    assert len({said["ts"], changed["ts"], deleted["ts"]}) == 3
    assert (changed["hidden"], deleted["hidden"]) == (True, True)


async def test_a_shared_channel_is_marked(robin: Person, stand_in: StandIn, porter: AsyncApp) -> None:
    """Every event of a channel that another organisation is in says so, beside the event itself; no other does."""
    marks: list[bool] = []
    for is_shared in (False, True):
        robin.channel.is_ext_shared = is_shared
        await robin.say("a tray")
        await robin.react(robin.messages()[-1]["ts"], "eyes")
        await robin.slack.idle()
    for name in ("message", "reaction_added"):
        marks += [exchange.request["is_ext_shared_channel"] for exchange in robin.slack.exchanges.all(name)]
    assert marks == [False, True, False, True]


async def test_a_thread_outlives_the_message_that_began_it(heard: Heard, robin: Person, stand_in: StandIn) -> None:
    """A deleted message with replies becomes a tombstone, told as a change; with the last reply it goes too."""
    await robin.say("a tray?")
    ts = robin.messages()[0]["ts"]
    await robin.say("I take it", thread_ts=ts)
    await robin.say("no, I", thread_ts=ts)
    first, second = (message["ts"] for message in robin.messages()[1:])
    await robin.delete(first)
    assert {name: robin.messages()[0][name] for name in ("reply_count", "latest_reply", "reply_users_count")} == {
        "reply_count": 1, "latest_reply": second, "reply_users_count": 1,
    }  # fmt: skip
    await robin.delete(ts)
    tombstone, below = robin.messages()
    assert (tombstone["subtype"], tombstone["user"], tombstone["thread_ts"]) == ("tombstone", "USLACKBOT", ts)
    assert "a tray" not in str(tombstone)
    await robin.delete(below["ts"])
    await robin.slack.idle()
    assert robin.messages() == []
    assert heard.types()[3:] == ["message_deleted", "message_changed", "message_deleted", "message_deleted"]
    changed, reply_gone, gone = heard.payloads[4:]
    assert (changed["message"]["subtype"], changed["previous_message"]["text"]) == ("tombstone", "a tray?")
    assert (reply_gone["deleted_ts"], gone["deleted_ts"]) == (second, ts)
    assert gone["previous_message"]["reply_count"] == 0


async def test_the_app_is_told_what_it_changes_itself(robin: Person, client: AsyncWebClient) -> None:
    """Of its own messages the app is told as of others': that one came, changed, and went. Bolt lets none through."""
    posted = await client.chat_postMessage(channel=robin.channel.id, text="a tray")
    place = {"channel": robin.channel.id, "ts": posted["ts"]}
    await client.chat_update(**place, text="a cup")
    await client.chat_delete(**place)
    await robin.slack.idle()
    events = [exchange.request["event"] for exchange in robin.slack.exchanges.all("message")]
    assert [event.get("subtype") for event in events] == [None, "message_changed", "message_deleted"]
    assert [event["previous_message"]["text"] for event in events[1:]] == ["a tray", "a cup"]


async def test_others_messages_are_theirs(robin: Person, stand_in: StandIn) -> None:
    """Nobody changes or deletes what somebody else wrote; what is gone cannot be changed."""
    await robin.say("a tray")
    ts = robin.messages()[0]["ts"]
    sam = stand_in.person("sam")
    for change in (sam.edit(ts, "a cup"), sam.delete(ts)):
        with pytest.raises(CannotError) as caught:
            await change
        assert caught.value.code == "cant_update_message"
    await robin.delete(ts)
    with pytest.raises(CannotError) as caught:
        await robin.edit(ts, "a cup")
    assert caught.value.code == "message_not_found"


async def test_reactions(heard: Heard, robin: Person, stand_in: StandIn) -> None:
    """Each reaction is counted once for each person, and the app is told of all that changed, and of whose message."""
    await robin.say("a tray")
    ts, sam = robin.messages()[0]["ts"], stand_in.person("sam")
    for person in (robin, robin, sam):
        await person.react(ts, "eyes")
    assert robin.messages()[0]["reactions"] == [{"name": "eyes", "users": ["U0ROBIN", "U0SAM"], "count": 2}]
    for _ in range(2):
        await robin.react(ts, "eyes", on=False)
    assert robin.messages()[0]["reactions"] == [{"name": "eyes", "users": ["U0SAM"], "count": 1}]
    await robin.slack.idle()
    assert heard.types()[1:] == ["reaction_added", "reaction_added", "reaction_removed"]
    told = {name: heard.payloads[2][name] for name in ("user", "reaction", "item", "item_user")}
    item = {"type": "message", "channel": robin.channel.id, "ts": ts}
    assert told == {"user": "U0SAM", "reaction": "eyes", "item": item, "item_user": "U0ROBIN"}


# Clicks


class Cards:
    """An app that answers ``/carry`` with a card, private or public, with all that can be clicked on it."""

    def __init__(self, app: AsyncApp) -> None:
        self.is_public = False
        select = {"type": "static_select", "action_id": "ward", "options": [option("Ward A"), option("Ward B")]}
        search = {"type": "external_select", "action_id": "find", "placeholder": plain("Find"), "min_query_length": 1}
        guide = button("Guide", url="https://example.org/guide")
        elements = [button("Go"), button("Stop"), guide, select | {"placeholder": plain("Ward")}, search]
        self.card: Json = {"text": "card", "blocks": [{"type": "actions", "block_id": "acts", "elements": elements}]}
        app.command("/carry")(self._carry)
        for action_id in ("go", "stop", "guide", "ward", "find"):
            app.action(action_id)(acked)

    async def _carry(self, ack: AsyncAck) -> None:
        await ack(self.card | {"response_type": "in_channel" if self.is_public else "ephemeral"})


@pytest.fixture
def cards(porter: AsyncApp) -> Cards:
    """An app with a card."""
    return Cards(porter)


@pytest.mark.parametrize("is_public", [False, True], ids=["a private card", "a public card"])
async def test_a_click_is_slacks_payload(cards: Cards, heard: Heard, robin: Person, is_public: bool) -> None:
    """A click says what was pressed, where, and by whom; only of a card for all it carries the content."""
    cards.is_public = is_public
    card = (await robin.slash("/carry")).message
    reply = await robin.click("Go")
    assert (reply.status, reply.error, reply.shown) == (200, "", ())
    told = heard.last
    assert told.pop("response_url").startswith(f"{robin.slack.base_url}/response/")
    assert told.pop("trigger_id")
    (action,) = told.pop("actions")
    assert action.pop("action_ts") > card["ts"]
    assert action == button("Go") | {"block_id": "acts"}
    empty = {"ward": {"type": "static_select", "selected_option": None}}
    empty["find"] = {"type": "external_select", "selected_option": None}
    assert told.pop("state") == {"values": {"acts": empty}}
    content = {name: value for name, value in card.items() if name not in {"channel", "exchange"}}
    assert told.pop("message", None) == (content if is_public else None)
    where = {"type": "message", "message_ts": card["ts"], "channel_id": robin.channel.id, "is_ephemeral": not is_public}
    assert told == {
        "type": "block_actions",
        "team": {"id": "T0PLAYGROUND", "domain": "playground"},
        "user": {"id": "U0ROBIN", "username": "robin", "name": "robin", "team_id": "T0PLAYGROUND"},
        "api_app_id": "A0PLAYGROUND",
        "token": "playground",
        "enterprise": None,
        "is_enterprise_install": False,
        "container": where,
        "channel": {"id": robin.channel.id, "name": "general"},
    }


async def test_a_picked_option(cards: Cards, heard: Heard, robin: Person) -> None:
    """An option that is picked is the action's ``selected_option``."""
    await robin.slash("/carry")
    await robin.click("Ward B")
    assert heard.last["actions"][0]["selected_option"] == option("Ward B")
    assert heard.last["actions"][0]["action_id"] == "ward"


async def test_a_thumb_is_clicked(cards: Cards, porter: AsyncApp, heard: Heard, robin: Person) -> None:
    """Of feedback buttons the one that was clicked is told, by its text and its value."""
    porter.action("vote")(acked)
    thumbs = {
        "type": "feedback_buttons", "action_id": "vote",
        "positive_button": {"text": plain("Helpful"), "value": "yes"},
        "negative_button": {"text": plain("Not helpful"), "value": "no"},
    }  # fmt: skip
    cards.card["blocks"].append({"type": "context_actions", "block_id": "thumbs", "elements": [thumbs]})
    await robin.slash("/carry")
    for label, value in (("Helpful", "yes"), ("Not helpful", "no")):
        assert (await robin.click(label)).status == 200
        told = heard.last["actions"][0]
        assert (told["type"], told["action_id"], told["block_id"]) == ("feedback_buttons", "vote", "thumbs")
        assert (told["text"], told["value"]) == (plain(label), value)


async def test_the_newest_card_is_meant(cards: Cards, heard: Heard, robin: Person) -> None:
    """A label means the newest message that has it; another can be named."""
    first = (await robin.slash("/carry")).message
    second = (await robin.slash("/carry")).message
    await robin.click("Go")
    assert heard.last["container"]["message_ts"] == second["ts"]
    await robin.click("Go", on=first)
    assert heard.last["container"]["message_ts"] == first["ts"]


async def test_what_is_not_there_cannot_be_clicked(cards: Cards, robin: Person, stand_in: StandIn) -> None:
    """A label that nothing has is told with those there are; a message that is gone, or another's, is not clicked."""
    card = (await robin.slash("/carry")).message
    with pytest.raises(LookupError, match="nothing is labelled Run; there are: Go, Stop, Guide, Ward A, Ward B"):
        await robin.click("Run")
    with pytest.raises(CannotError, match="This message is gone"):
        await stand_in.person("sam").click("Go", on=card)
    robin.slack.workspace.remove(robin.slack.workspace.channels[robin.channel.id].ephemeral[card["ts"]])
    with pytest.raises(CannotError, match="This message is gone"):
        await robin.click("Go", on=card)


async def test_a_click_waits_for_what_follows(cards: Cards, porter: AsyncApp, robin: Person) -> None:
    """All that a click brings is in its reply, in order, each with what it did."""
    responding: list[asyncio.Task[None]] = []

    async def speak(respond: AsyncRespond) -> None:
        await respond("beside", response_type="in_channel")
        await respond("instead", replace_original=True)
        await respond(delete_original=True)

    @porter.action("more")
    async def more(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        responding.append(asyncio.create_task(speak(respond)))

    cards.card["blocks"][0]["elements"].append(button("More"))
    await robin.slash("/carry")
    robin.patience = 20.0
    reply = await robin.click("More")
    await asyncio.gather(*responding)
    assert [(shown.part.value, shown.is_new, shown.message["text"]) for shown in reply.shown] == [
        ("message", True, "beside"), ("message", False, "instead"), ("removed", False, "instead"),
    ]  # fmt: skip
    assert reply.message["text"] == "instead"


async def test_a_click_that_nobody_hears(cards: Cards, robin: Person) -> None:
    """A click that the app does not take fails, and changes nothing."""
    cards.card["blocks"][0]["elements"].append(button("Deaf"))
    card = (await robin.slash("/carry")).message
    reply = await robin.click("Deaf")
    assert (reply.status, reply.error, robin.messages()) == (404, "dispatch_failed", [card])


# External selects


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({"options": [option("Cup"), option("Tray")]}, id="options"),
        pytest.param({"option_groups": [{"label": plain("Things"), "options": [option("Tray")]}]}, id="groups"),
    ],
)
async def test_picking_what_the_app_offers(
    cards: Cards, porter: AsyncApp, heard: Heard, robin: Person, answer: Json
) -> None:
    """What is typed reaches the app as ``block_suggestion``; what it offers can be picked."""

    @porter.options("find")
    async def find(ack: AsyncAck) -> None:
        await ack(**answer)

    card = (await robin.slash("/carry")).message
    await robin.pick("tr", "Tray")
    asked, clicked = heard.payloads[1:]
    assert (asked["type"], asked["value"]) == ("block_suggestion", "tr")
    assert (asked["action_id"], asked["block_id"]) == ("find", "acts")
    assert asked["container"]["message_ts"] == card["ts"]
    assert clicked["actions"][0]["selected_option"] == option("Tray")
    assert clicked["state"]["values"]["acts"]["find"]["selected_option"] == option("Tray")
    with pytest.raises(LookupError, match=r"Spoon is not offered; there are: .*Tray"):
        await robin.pick("sp", "Spoon")


async def test_the_app_is_asked_from_so_many_characters_on(cards: Cards, heard: Heard, robin: Person) -> None:
    """Before ``min_query_length``, which is 3 where the select does not say, the app hears nothing of what is typed."""
    search = cards.card["blocks"][0]["elements"][-1]
    for least, typed in ((2, "t"), (None, "tr")):
        search["min_query_length"] = least
        cards.card["blocks"][0]["elements"][-1] = {name: value for name, value in search.items() if value is not None}
        await robin.slash("/carry")
        with pytest.raises(CannotError, match=f"Type {least or 3} or more characters") as caught:
            await robin.pick(typed, "Tray")
        assert caught.value.code == "query_too_short"
    assert set(heard.types()) == {"command"}


async def test_a_bad_offer_is_refused(cards: Cards, porter: AsyncApp, robin: Person) -> None:
    """More options than Slack takes, and no answer at all, offer nothing and say why."""

    @porter.options("find")
    async def find(ack: AsyncAck, body: Json) -> None:
        await ack(options=[option(f"Cup {number}") for number in range(101)])

    await robin.slash("/carry")
    with pytest.raises(CannotError, match="The app offered nothing: /options: has 101"):
        await robin.pick("c", "Cup")
    exchange = robin.slack.exchanges.all("block_suggestion")[0]
    assert (exchange.status, exchange.error) == (200, "invalid_arguments")


async def test_an_offer_that_does_not_come(cards: Cards, robin: Person) -> None:
    """An app that does not answer what is typed, or is not there, offers nothing."""
    card = (await robin.slash("/carry")).message
    with pytest.raises(CannotError, match="The app offered nothing: the app answered 404"):
        await robin.pick("c", "Cup")
    robin.slack.delivery = None
    with pytest.raises(CannotError, match="The app offered nothing: no app is connected"):
        await robin.pick("c", "Cup")
    with pytest.raises(LookupError, match="there is no external select"):
        await robin.pick("c", "Cup", on=card | {"blocks": []})


# Modals


class Modals:
    """An app whose shortcut opens a modal, and which answers a submission with what a test puts here."""

    def __init__(self, app: AsyncApp) -> None:
        self.view = modal()
        self.answer: Json = {}
        self.refused = ""
        app.shortcut("carry")(self._open)
        app.view("carry")(self._submitted)
        app.view_closed("carry")(acked)
        app.action("go")(acked)

    async def _open(self, ack: AsyncAck, client: AsyncWebClient, shortcut: Json) -> None:
        await ack()
        try:
            await client.views_open(trigger_id=shortcut["trigger_id"], view=self.view)
        except SlackApiError as error:
            self.refused = error.response["error"]

    async def _submitted(self, ack: AsyncAck) -> None:
        await ack(self.answer) if self.answer else await ack()


@pytest.fixture
def modals(porter: AsyncApp) -> Modals:
    """An app with a modal."""
    return Modals(porter)


def title(person: Person) -> str:
    """The title of the modal in front of somebody; empty for none."""
    return str(person.modal["title"]["text"]) if person.modal else ""


async def test_a_shortcut_opens_a_modal(modals: Modals, heard: Heard, robin: Person, stand_in: StandIn) -> None:
    """A global shortcut carries a trigger; the modal opens for who used it alone, with ids as Slack gives them."""
    reply = await robin.shortcut("carry")
    assert (reply.status, reply.error) == (200, "")
    told = heard.last
    assert (told["type"], told["callback_id"], told["user"]["id"]) == ("shortcut", "carry", "U0ROBIN")
    assert "response_url" not in told
    assert "channel" not in told
    view = robin.modal
    assert view is not None
    assert (view["callback_id"], view["team_id"], view["app_id"]) == ("carry", "T0PLAYGROUND", "A0PLAYGROUND")
    assert (view["root_view_id"], view["previous_view_id"]) == (view["id"], None)
    assert stand_in.person("sam").modal is None


async def test_a_submission_carries_what_was_filled_in(modals: Modals, heard: Heard, robin: Person) -> None:
    """What is filled in and what was there from the start stands in the state; an empty answer closes the modal."""
    await robin.shortcut("carry")
    await robin.submit({"things": ["Tray", "cup"]})
    told = heard.last
    assert (told["type"], told["view"]["callback_id"], told["response_urls"]) == ("view_submission", "carry", [])
    assert told["view"]["state"]["values"] == {
        "to": {"ward": {"type": "plain_text_input", "value": "A1"}},
        "what": {"things": {"type": "multi_static_select", "selected_options": [option("Tray"), option("Cup")]}},
    }
    assert robin.modal is None


async def test_what_is_not_in_the_modal_cannot_be_filled_in(modals: Modals, robin: Person) -> None:
    """A field or an option that is not there is told by name."""
    await robin.shortcut("carry")
    with pytest.raises(LookupError, match="nothing to fill in is called floor"):
        await robin.submit({"floor": "3"})
    with pytest.raises(LookupError, match="things has no option Spoon"):
        await robin.submit({"things": ["Spoon"]})


async def test_errors_stand_in_the_modal(modals: Modals, robin: Person) -> None:
    """Errors keep the modal open and come back by block."""
    await robin.shortcut("carry")
    modals.answer = {"response_action": "errors", "errors": {"to": "There is no such ward"}}
    reply = await robin.submit({"ward": "Z9"})
    assert (reply.error, reply.body) == ("", modals.answer)
    assert title(robin) == "Where to?"


async def test_a_modal_is_changed_in_place(modals: Modals, robin: Person) -> None:
    """``update`` shows another content in the same modal; what is filled in stays where the block does."""
    await robin.shortcut("carry")
    before = robin.modal
    modals.answer = {"response_action": "update", "view": modal("Sure?")}
    reply = await robin.submit({"ward": "B2"})
    after = robin.modal
    assert before is not None
    assert after is not None
    assert (title(robin), after["id"]) == ("Sure?", before["id"])
    assert after["hash"] != before["hash"]
    assert after["state"]["values"]["to"]["ward"]["value"] == "B2"
    assert [shown.part.value for shown in reply.shown] == []


async def test_modals_stand_on_one_another(modals: Modals, robin: Person) -> None:
    """``push`` puts one on top, closing it brings back the one below; there may be three; ``clear`` ends all."""
    await robin.shortcut("carry")
    first = robin.modal
    for name in ("Second", "Third"):
        modals.answer = {"response_action": "push", "view": modal(name)}
        await robin.submit()
        assert title(robin) == name
    assert first is not None
    assert robin.modal is not None
    assert robin.modal["root_view_id"] == first["id"]
    modals.answer = {"response_action": "push", "view": modal("Fourth")}
    assert (await robin.submit()).error == "push_limit_reached"
    await robin.close()
    assert title(robin) == "Second"
    modals.answer = {}
    await robin.submit()
    assert title(robin) == "Where to?"
    modals.answer = {"response_action": "clear"}
    await robin.submit()
    assert robin.modal is None


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        pytest.param(
            {"response_action": "errors", "errors": {"floor": "?"}}, "/errors/floor: ", id="errors of no block"
        ),
        pytest.param({"response_action": "errors", "errors": {}}, "/errors: ", id="no errors"),
        pytest.param({"response_action": "errors", "errors": {"to": 1}}, "/errors/to: ", id="an error that is no text"),
        pytest.param({"response_action": "update"}, "/view: ", id="no view"),
        pytest.param({"response_action": "update", "view": modal("T" * 25)}, "/title", id="a view that breaks a limit"),
        pytest.param({"response_action": "explode"}, "/response_action: ", id="something else"),
    ],
)
async def test_a_bad_answer_keeps_the_modal(modals: Modals, robin: Person, answer: Json, problem: str) -> None:
    """An answer that Slack does not take fails with where it is wrong, and the modal stays as it was."""
    await robin.shortcut("carry")
    before = robin.modal
    modals.answer = answer
    reply = await robin.submit()
    assert reply.error == "invalid_arguments"
    assert reply.problems[0].startswith(problem)
    assert robin.modal == before


async def test_a_bad_modal_does_not_open(modals: Modals, robin: Person) -> None:
    """A view beyond Slack's limits is refused to the app, and the person sees none."""
    modals.view = modal("T" * 25)
    await robin.shortcut("carry")
    assert (modals.refused, robin.modal) == ("invalid_arguments", None)


async def test_a_modal_that_was_closed_meanwhile_stays_closed(modals: Modals, porter: AsyncApp, robin: Person) -> None:
    """What answers a submission changes the modal that is open; it opens none that the person has closed."""

    async def slow(ack: AsyncAck) -> None:
        await robin.close()
        await ack(response_action="update", view=modal("Too late"))

    await robin.shortcut("carry")
    porter.view("late")(slow)
    assert robin.modal
    robin.modal["callback_id"] = "late"
    await robin.submit()
    assert robin.modal is None


@pytest.mark.parametrize("asks", [True, False], ids=["asks to be told", "does not ask"])
async def test_closing_is_told_to_who_asks(modals: Modals, heard: Heard, robin: Person, asks: bool) -> None:
    """A closed modal is told as ``view_closed`` where it asked for that."""
    modals.view = modal(notify_on_close=asks)
    await robin.shortcut("carry")
    await robin.close()
    assert robin.modal is None
    assert heard.types()[1:] == (["view_closed"] if asks else [])


async def test_clear_on_close(modals: Modals, heard: Heard, robin: Person) -> None:
    """A modal that says ``clear_on_close`` takes those below with it, and the app is told so."""
    await robin.shortcut("carry")
    modals.answer = {"response_action": "push", "view": modal("Second", clear_on_close=True, notify_on_close=True)}
    await robin.submit()
    await robin.close()
    assert robin.modal is None
    assert heard.last["is_cleared"] is True


async def test_clicks_in_a_modal(modals: Modals, heard: Heard, robin: Person) -> None:
    """A click in a modal carries the view and what is filled in, and no ``response_url``."""
    modals.view = modal("Ask", *modal()["blocks"], {"type": "actions", "block_id": "acts", "elements": [button("Go")]})
    await robin.shortcut("carry")
    await robin.click("Go")
    told = heard.last
    assert robin.modal is not None
    assert told["container"] == {"type": "view", "view_id": robin.modal["id"]}
    assert told["view"]["state"]["values"]["to"]["ward"]["value"] == "A1"
    assert "response_url" not in told


async def test_no_modal(robin: Person) -> None:
    """Where no modal is open, none is sent off or closed; a view that is gone is not clicked."""
    for act in (robin.submit(), robin.close(), robin.act_on({"id": "V1"}, button("Go"), state={})):
        with pytest.raises(CannotError) as caught:
            await act
        assert caught.value.code == "not_found"


# Shortcuts and App Home


async def test_a_message_shortcut(porter: AsyncApp, heard: Heard, robin: Person) -> None:
    """A message's own shortcut carries the message, and an answer by ``response_url`` is private."""
    responding: list[asyncio.Task[Any]] = []

    @porter.shortcut("carry_it")
    async def carry(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        responding.append(asyncio.create_task(respond("On its way")))

    await robin.say("a tray")
    said = robin.messages()[0]
    robin.patience = 20.0
    reply = await robin.shortcut("carry_it", said)
    await asyncio.gather(*responding)
    told = heard.last
    assert (told["type"], told["callback_id"], told["message_ts"]) == ("message_action", "carry_it", said["ts"])
    assert told["message"]["text"] == "a tray"
    assert (reply.message["text"], reply.message["is_ephemeral"]) == ("On its way", True)


@pytest.mark.parametrize("at", [0, 1], ids=["above the thread", "in the thread"])
async def test_a_message_shortcut_in_a_thread(porter: AsyncApp, robin: Person, at: int) -> None:
    """On a reply the private answer stands in its thread; it takes nothing's place, since the message is a person's."""

    @porter.shortcut("carry_it")
    async def carry(ack: AsyncAck, respond: AsyncRespond) -> None:
        await respond("On its way", replace_original=True)
        await ack()

    await robin.say("who takes a tray?")
    first = robin.messages()[0]["ts"]
    await robin.say("I do", thread_ts=first)
    reply = await robin.shortcut("carry_it", robin.messages()[at])
    assert (reply.message["text"], reply.message["is_ephemeral"]) == ("On its way", True)
    assert reply.message.get("thread_ts") == (first if at else None)
    assert [message["text"] for message in robin.messages()] == ["who takes a tray?", "I do", "On its way"]


async def test_shortcuts_are_the_manifests(robin: Person) -> None:
    """A shortcut that the app does not have, or not of this kind, is none."""
    await robin.say("a tray")
    for callback_id, on in (("fetch", None), ("carry_it", None), ("carry", robin.messages()[0])):
        with pytest.raises(CannotError) as caught:
            await robin.shortcut(callback_id, on)
        assert caught.value.code == "shortcut_not_found"


async def test_app_home(porter: AsyncApp, heard: Heard, robin: Person, stand_in: StandIn) -> None:
    """Opening it is told as ``app_home_opened``; what the app publishes is that person's home, and is told next."""

    @porter.event("app_home_opened")
    async def publish(client: AsyncWebClient, event: Json) -> None:
        home = {"type": "home", "blocks": [{"type": "actions", "elements": [button("Go")]}]}
        await client.views_publish(user_id=event["user"], view=home)

    reply = await robin.open_home()
    assert (heard.last["tab"], "view" in heard.last) == ("home", False)
    home = robin.home
    assert home is not None
    assert home["type"] == "home"
    assert stand_in.person("sam").home is None
    assert reply.error == ""
    await robin.open_home()
    assert heard.last["view"]["id"] == home["id"]
    porter.action("go")(acked)
    await robin.click("Go", on=robin.home)
    assert heard.last["container"] == {"type": "view", "view_id": home["id"]}


async def test_the_messages_tab_of_an_agent(heard: Heard, robin: Person, direct: Person) -> None:
    """In the agent's experience, opening the messages tab is ``app_home_opened`` alone."""
    await robin.open_home("messages")
    assert heard.types() == ["app_home_opened"]
    assert (heard.last["tab"], heard.last["channel"]) == ("messages", direct.channel.id)


async def test_the_assistants_pane(manifest: Json, stand_in: StandIn, porter: AsyncApp, robin: Person) -> None:
    """In the older experience it begins a thread, which Bolt's ``Assistant`` hears and answers in."""
    manifest["features"]["assistant_view"] = {"assistant_description": "Carries things"}
    del manifest["features"]["agent_view"]
    manifest["settings"]["event_subscriptions"]["bot_events"].append("assistant_thread_started")
    assistant = AsyncAssistant()

    @assistant.thread_started
    async def greet(say: AsyncSay) -> None:
        await say("What shall I carry?")

    porter.assistant(assistant)
    reply = await robin.open_home("messages")
    direct = stand_in.person("robin", channel="")
    (greeting,) = direct.messages()
    assert (greeting["text"], reply.message) == ("What shall I carry?", greeting)
    assert greeting["thread_ts"] < greeting["ts"]


# Who else is there


async def test_people_see_their_own(cards: Cards, robin: Person, stand_in: StandIn) -> None:
    """Each person sees what stands in the conversation in front of them, oldest first."""
    cards.is_public = True
    await robin.slash("/carry")
    await robin.say("a tray")
    sam = stand_in.person("sam", channel="radiology")
    said = ["/carry", "card", "a tray"]
    assert [message["text"] for message in stand_in.person("sam").messages()] == said
    assert sam.messages() == []
    assert [message["text"] for message in sam.messages(robin.channel)] == said
