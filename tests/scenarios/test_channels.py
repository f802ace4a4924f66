"""Channels: off, watched, judged, live; what is answered there unasked, when, and what never is."""

import copy
import functools
import logging
from collections.abc import Awaitable, Callable

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.cli import digesting
from bot.core.library import Library
from bot.knowledge.channels import Came
from bot.knowledge.pack import Pack
from bot.playground.people import Person
from bot.settings import Settings
from bot.storage.database import Database
from tests.scenarios.acting import Json, header_of
from tests.scenarios.channel import HEADING, HOLD, QUESTION, Ward, nothing_is_due, rename, until

Connect = Callable[..., Awaitable[Person]]
Ended = Callable[..., Awaitable[None]]

HOUR = 3600
DAY = 24 * HOUR
ALWAYS = ["0", "1", "2", "3", "4", "5", "6"]
OTHER = "what is PACS?"
OTHER_HEADING = "Picture archiving and communication system (PACS)"
PRIVATE = "pt John Smith MRN 12345678, how long does a CT take?"
OVER_BOTH = pytest.mark.parametrize("transport", ["in process", "Socket Mode"])


@pytest.fixture
async def ward(connect: Connect) -> Ward:
    """#radiology with the bot in it."""
    return Ward(await connect())


@pytest.fixture
async def live(ward: Ward, settings: Settings) -> Ward:
    """#radiology, which Sam owns and let go live after a trial."""
    await ward.live_at_once(settings)
    return ward


@pytest.fixture
def ended(caplog: pytest.LogCaptureFixture) -> Ended:
    """Waits until so many questions that were held have come to something."""
    caplog.set_level(logging.INFO, logger="bot.handlers.speaking")

    async def wait(came: Came, count: int = 1) -> None:
        said = f"unasked {came.value} "
        await until(lambda: sum(one.getMessage().startswith(said) for one in caplog.records) >= count)

    return wait


# Off, and live


async def test_off_is_off(ward: Ward) -> None:
    """In a channel that nobody opted in nothing is said, however good the question."""
    ts = await ward.say(ward.kim, QUESTION)
    await ward.pass_time(HOLD * 10)
    assert ward.answers(ts) == []


@OVER_BOTH
async def test_live_answers_once_after_the_hold(ward: Ward, pack: Pack) -> None:
    """A question that nobody replied to is answered below it, with why, and only then."""
    await ward.live(pack)
    ts = await ward.say(ward.kim, QUESTION)
    await ward.pass_time(HOLD - 1)
    assert ward.answers(ts) == []
    await ward.pass_time(1)
    (answer,) = await until(lambda: ward.answers(ts))
    assert HEADING in answer["text"]
    assert "Nobody had replied for 90 seconds" in answer["text"]
    assert "Matched on: how long" in answer["text"]
    await ward.pass_time(HOLD * 3)
    assert len(ward.answers(ts)) == 1


async def test_what_is_not_surely_understood_is_not_answered(live: Ward) -> None:
    """A statement, a clinical decision, what is not for this app, or nothing near: no word; owners see it as a gap."""
    for line in (
        "the CT is down again",
        "can I give contrast if eGFR is 25?",
        "how do I prepare for a CT?",
        "how heavy is a CT scanner on a lorry?",
        "when is lunch?",
    ):
        await live.say(live.kim, line)
    ts = await live.say(live.kim, OTHER)
    await live.answered(ts)
    assert len(live.answers()) == 1
    assert live.told(live.kim) == []
    gaps = (await live.sam.slash("/reading-room gaps")).message
    assert "About Computed tomography (CT)" in gaps["text"]


async def test_the_private_gate_comes_first(
    live: Ward, caplog: pytest.LogCaptureFixture, settings: Settings, ended: Ended
) -> None:
    """What may name a patient is not answered, and leaves no trace: no word, no gap, nothing in the log or on disk."""
    caplog.set_level(logging.DEBUG)
    ts = await live.say(live.kim, PRIVATE)
    await live.answered(await live.say(live.kim, OTHER))
    assert live.answers(ts) == []
    assert live.told(live.sam) == []
    assert live.told(live.kim) == []
    gaps = (await live.sam.slash("/reading-room gaps")).message
    assert header_of(gaps) == "No gaps"
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("asyncio")]
    assert not any(word in line for line in ours for word in ("John", "Smith", "12345678"))
    kept = await _everything_in(str(settings.database_url.get_secret_value()))
    assert not any(word in kept for word in ("John", "Smith", "12345678"))
    assert ts not in kept


# Who is heard


async def test_bots_are_not_heard(live: Ward) -> None:
    """What another bot writes is not answered, though it asks a question."""
    said = {"user": "U0OTHERBOT", "bot_id": "B0OTHERBOT", "subtype": "bot_message", "text": QUESTION}
    message = live.slack.workspace.post(live.channel, said)
    live.slack.emit_message(live.channel, message)
    await live.slack.idle()
    await live.answered(await live.say(live.kim, OTHER))
    assert live.answers(message.ts) == []


async def test_threads_are_left_to_people(live: Ward) -> None:
    """A question inside a thread is to those in it, and not answered."""
    top = await live.say(live.sam, "Good morning everybody")
    await live.say(live.kim, QUESTION, thread_ts=top)
    await live.answered(await live.say(live.kim, OTHER))
    assert live.answers(top) == []


@OVER_BOTH
async def test_a_mention_is_answered_once(ward: Ward, pack: Pack) -> None:
    """A message that mentions the bot is answered as a mention, at once, and not a second time after the hold."""
    await ward.live(pack)
    ts = await ward.say(ward.kim, f"<@{ward.slack.app.bot_user_id}> {QUESTION}")
    (answer,) = await until(lambda: ward.answers(ts))
    assert "Nobody had replied" not in answer["text"]
    await ward.answered(await ward.say(ward.kim, OTHER))
    assert len(ward.answers(ts)) == 1


async def test_shared_channels(live: Ward) -> None:
    """While another organisation is in the channel nothing is said unasked, unless an owner allows it."""
    live.channel.is_ext_shared = True
    ts = await live.say(live.kim, QUESTION)
    await live.pass_time(HOLD * 2)
    await live.set(live.sam, shared=["yes"])
    await live.answered(await live.say(live.kim, OTHER))
    assert live.answers(ts) == []


async def test_audience(live: Ward, ended: Ended) -> None:
    """An answer that is not written for those in the channel is not given there."""
    await live.set(live.sam, audience=["patients"])
    ts = await live.say(live.kim, "what are the side effects of an MRI?")  # staff and new hires
    await live.answered(await live.say(live.kim, QUESTION))  # for all
    assert live.answers(ts) == []
    await live.set(live.sam, audience=["staff"])
    await live.answered(await live.say(live.kim, "what are the side effects of an MRI?"))


# When


async def test_hours(live: Ward, ended: Ended) -> None:
    """Within the hours a question is answered; what would come after them, at night or on a Saturday, is not."""
    await live.set(live.sam, days=["0", "1", "2", "3", "4"], opens="09:00", closes="17:00")
    outside = (("Wednesday", "16:59"), ("Friday", "22:00"), ("Saturday", "10:00"), ("Monday", "08:57"))
    for number, (day, clock) in enumerate(outside, 1):
        await live.go_to(day, clock)
        ts = await live.say(live.kim, QUESTION)
        await live.pass_time(HOLD)
        await ended(Came.CLOSED, number)
        assert live.answers(ts) == []
    await live.go_to("Tuesday", "09:00")
    await live.answered(await live.say(live.kim, QUESTION))


async def test_overnight_hours(live: Ward, ended: Ended) -> None:
    """Hours that end after midnight belong to the day on which they begin."""
    await live.set(live.sam, days=["4"], opens="20:00", closes="07:00")
    for number, (day, clock) in enumerate((("Friday", "06:00"), ("Friday", "19:00"), ("Saturday", "21:00")), 1):
        await live.go_to(day, clock)
        await live.say(live.kim, QUESTION)
        await live.pass_time(HOLD)
        await ended(Came.CLOSED, number)
    for line, day, clock in ((QUESTION, "Friday", "19:59"), (OTHER, "Saturday", "06:50")):
        await live.go_to(day, clock)
        await live.answered(await live.say(live.kim, line))
    assert len(live.answers()) == 2


async def test_days_without_times(live: Ward, ended: Ended) -> None:
    """Days alone mean the whole of them, and the settings say so to who reads them."""
    await live.set(live.sam, days=["5"])
    await live.go_to("Friday", "23:00")
    await live.say(live.kim, QUESTION)
    await live.pass_time(HOLD)
    await ended(Came.CLOSED)
    await live.go_to("Saturday", "00:01")
    await live.answered(await live.say(live.kim, QUESTION))
    view = await live.settings(live.kim)
    assert "Speaks: Sat, the whole day (Europe/London)" in str(view)


async def test_a_cap_an_hour(live: Ward, ended: Ended) -> None:
    """Above the cap nothing more is said until an hour has passed."""
    await live.set(live.sam, cap="1")
    await live.answered(await live.say(live.kim, QUESTION))
    ts = await live.say(live.kim, OTHER)
    await live.pass_time(HOLD)
    await ended(Came.CAPPED)
    assert live.answers(ts) == []
    await live.pass_time(HOUR)
    await live.answered(await live.say(live.kim, "what is a radiographer?"))


async def test_the_same_is_said_once_a_day(live: Ward, ended: Ended) -> None:
    """A question that was answered in the channel within a day is not answered there again, whoever asks it."""
    await live.answered(await live.say(live.kim, QUESTION))
    await live.pass_time(DAY - 2 * HOLD - 60)
    ts = await live.say(live.sam, "how many minutes is a CT?")
    await live.pass_time(HOLD)
    await ended(Came.REPEATED)
    assert live.answers(ts) == []
    await live.pass_time(HOUR)
    await live.answered(await live.say(live.sam, "how many minutes is a CT?"))


async def test_too_late_is_not_said(live: Ward, ended: Ended) -> None:
    """Where the bot was away for more than an hour, what was due then is not said any more."""
    ts = await live.say(live.kim, QUESTION)
    await live.pass_time(HOLD + HOUR + 60)
    await ended(Came.LATE)
    assert live.answers(ts) == []
    await live.answered(await live.say(live.kim, QUESTION))


# People come first


@OVER_BOTH
async def test_a_reply_is_left_to_stand(ward: Ward, pack: Pack, ended: Ended) -> None:
    """Where a person replied during the hold nothing is said."""
    await ward.live(pack)
    ts = await ward.say(ward.kim, QUESTION)
    await ward.say(ward.sam, "Ten minutes or so", thread_ts=ts)
    await ward.pass_time(HOLD)
    await ended(Came.REPLIED)
    assert ward.answers(ts) == []


def _whispered(to: Person, thread_ts: str) -> list[Json]:
    """What somebody alone sees in a thread."""
    return [one for one in to.messages() if one.get("is_ephemeral") and one.get("thread_ts") == thread_ts]


async def test_a_muted_thread(live: Ward) -> None:
    """🔇 on a question or on its answer mutes the thread: nothing is said, and a mention is answered to its writer."""
    mention = f"<@{live.slack.app.bot_user_id}> {OTHER}"
    quiet = await live.say(live.kim, QUESTION)
    await live.sam.react(quiet, "mute")
    await live.slack.idle()
    loud = await live.say(live.kim, OTHER)
    answer = await live.answered(loud)
    assert live.answers(quiet) == []
    await live.sam.react(answer["ts"], "mute")
    await live.slack.idle()
    for ts in (quiet, loud):
        before = len(live.answers())
        await live.say(live.kim, mention, thread_ts=ts)
        whispered = await until(functools.partial(_whispered, live.kim, ts))
        assert header_of(whispered[-1]) == OTHER_HEADING
        assert len(live.answers()) == before


async def test_another_reaction_mutes_nothing(live: Ward) -> None:
    """A reaction that is not 🔇 leaves a question as it is."""
    ts = await live.say(live.kim, QUESTION)
    await live.sam.react(ts, "eyes")
    await live.answered(ts)


@OVER_BOTH
async def test_who_takes_an_answer_away(ward: Ward, pack: Pack) -> None:
    """Its asker and an owner each take an answer away in one tap; anybody else is told that they cannot."""
    await ward.live(pack)
    for line, taker in ((QUESTION, ward.kim), (OTHER, ward.sam)):
        ts = await ward.say(ward.kim, line)
        answer = await ward.answered(ts)
        refused = await ward.robin.click("Not needed", on=ward.seen(ward.robin, answer))
        assert refused.message["text"].startswith("Only who asked, or an owner of this channel")
        assert refused.message["is_ephemeral"]
        assert len(ward.answers(ts)) == 1
        taken = await taker.click("Not needed", on=ward.seen(taker, answer))
        assert [one.message["text"] for one in taken.shown if one.message.get("is_ephemeral")] == ["Taken away."]
        await until(lambda: ward.answers() == [])
    await ward.pass_time(HOLD * 2)
    assert ward.answers() == []


# What becomes of the question


async def test_an_unfurl_is_no_edit(live: Ward) -> None:
    """A message that Slack changed, as it does to show a link, is the same question still; also after the answer."""
    ts = await live.say(live.kim, QUESTION)
    message = live.channel.messages[ts]
    live.slack.change(message, {"attachments": [{"title": "CT", "title_link": "https://example.org/ct"}]})
    await live.slack.idle()
    await live.answered(ts)
    live.slack.change(message, {"attachments": []})
    await live.slack.idle()
    await live.answered(await live.say(live.kim, OTHER))
    assert len(live.answers(ts)) == 1


async def test_edited_into_another_question(live: Ward) -> None:
    """A question that became another during the hold is answered as what it is now, and waits anew."""
    ts = await live.say(live.kim, QUESTION)
    await live.pass_time(HOLD - 10)
    await live.kim.edit(ts, OTHER)
    await live.slack.idle()
    await live.pass_time(HOLD - 10)
    assert live.answers(ts) == []
    answer = await live.answered(ts, 10)
    assert header_of(answer) == OTHER_HEADING
    assert "Nobody had replied for 90 seconds" in answer["text"]


@pytest.mark.parametrize("line", ["never mind", PRIVATE, "how heavy is a CT scanner on a lorry?"])
async def test_edited_into_something_else(live: Ward, line: str) -> None:
    """What is no question any more, or may name a patient by now, is not answered."""
    ts = await live.say(live.kim, QUESTION)
    await live.kim.edit(ts, line)
    await live.slack.idle()
    await live.answered(await live.say(live.kim, OTHER))
    assert live.answers(ts) == []


async def test_edited_after_the_answer(live: Ward) -> None:
    """An answer goes when its question is edited, and none comes in its place."""
    ts = await live.say(live.kim, QUESTION)
    await live.answered(ts)
    await live.kim.edit(ts, OTHER)
    await until(lambda: not live.answers(ts))
    await live.pass_time(HOLD * 2)
    await live.answered(await live.say(live.kim, "what is a radiographer?"))
    assert live.answers(ts) == []


async def test_deleted_during_the_hold(live: Ward) -> None:
    """A question that is gone is not answered."""
    ts = await live.say(live.kim, QUESTION)
    await live.kim.delete(ts)
    await live.slack.idle()
    await live.answered(await live.say(live.kim, OTHER))
    assert live.answers(ts) == []


async def test_deleted_after_the_answer(live: Ward) -> None:
    """An answer goes with its question, and so does what Slack leaves in the question's place."""
    ts = await live.say(live.kim, QUESTION)
    await live.answered(ts)
    await live.kim.delete(ts)
    await until(lambda: not live.answers(ts))
    await until(lambda: ts not in live.channel.messages)


async def test_deleted_and_asked_again(live: Ward, ended: Ended) -> None:
    """Who deletes an answered question and asks it anew gets no second answer within the day."""
    ts = await live.say(live.kim, QUESTION)
    await live.answered(ts)
    await live.kim.delete(ts)
    await until(lambda: not live.answers(ts))
    again = await live.say(live.kim, QUESTION)
    await live.pass_time(HOLD)
    await ended(Came.REPEATED)
    assert live.answers(again) == []


async def test_switched_off_after_the_answer(live: Ward) -> None:
    """Where a channel was switched off since, an answer still goes with its question."""
    ts = await live.say(live.kim, QUESTION)
    await live.answered(ts)
    assert (await live.set(live.sam, mode="off")).error == ""
    await live.pass_time(3)
    await live.kim.edit(ts, "never mind")
    await until(lambda: not live.answers(ts))


async def test_shared_during_the_hold(live: Ward, ended: Ended) -> None:
    """Where another organisation joins while people have their time, nothing is said."""
    ts = await live.say(live.kim, QUESTION)
    live.channel.is_ext_shared = True
    await live.pass_time(HOLD)
    await ended(Came.GONE)
    assert live.answers(ts) == []


async def test_an_app_owns_nothing(ward: Ward) -> None:
    """An app cannot answer for a channel."""
    reply = await ward.set(ward.robin, owners=[ward.sam.user.id, ward.slack.app.bot_user_id])
    assert reply.body is not None
    assert reply.body["errors"] == {"owners": "An app cannot own a channel: name people."}


async def test_switched_off_during_the_hold(live: Ward, ended: Ended) -> None:
    """Once an owner switches a channel off nothing more is said there, and nothing more is read."""
    ts = await live.say(live.kim, QUESTION)
    assert (await live.set(live.sam, mode="off")).error == ""
    await live.pass_time(HOLD)
    await ended(Came.GONE)
    await live.say(live.kim, "how heavy is a CT scanner on a lorry?")
    await live.pass_time(HOLD * 3)
    assert live.answers(ts) == []
    assert header_of((await live.sam.slash("/reading-room gaps")).message) == "No gaps"


# Precision


async def test_below_the_floor(live: Ward) -> None:
    """Votes that an answer did not help bring a channel back to watch: owners are told once, and a new trial begins."""
    await live.set(live.robin, owners=[live.sam.user.id, live.robin.user.id])
    owners = (live.sam, live.robin)
    before = sum(len(live.told(who)) for who in owners)
    answer = await live.answered(await live.say(live.kim, QUESTION))
    await live.kim.click("Not helpful", on=live.seen(live.kim, answer))
    await live.slack.idle()
    assert "Live: 20 of 21 judged right" in str(await live.settings(live.sam))
    await live.sam.close()
    await live.robin.click("Not helpful", on=live.seen(live.robin, answer))
    await until(lambda: sum(len(live.told(who)) for who in owners) == before + 2)
    for who in owners:
        assert header_of(live.told(who)[-1]) == "Back to watch"
        assert "Only 20 of 22 answers" in live.told(who)[-1]["text"]

    ts = await live.say(live.kim, OTHER)
    await live.pass_time(HOLD * 3)
    view = await live.settings(live.sam)
    assert "Reading Room · mode: live → watch (20 of 22 right, below 95 %)" in str(view)
    refused = await live.sam.submit({"mode": "live"})
    assert refused.body == {
        "response_action": "errors", "errors": {"mode": "Live needs 20 judged answers, and there are 0 so far."}
    }  # fmt: skip
    assert live.answers(ts) == []
    await live.sam.click("Not helpful", on=live.seen(live.sam, answer))
    await live.slack.idle()
    assert sum(len(live.told(who)) for who in owners) == before + 2


async def test_a_trial_that_failed(ward: Ward, pack: Pack) -> None:
    """With too few answers right a channel does not go live, and says which figure is missing; a lower floor may do."""
    await ward.watch(cap="60")
    await ward.try_out(pack, right=18, wrong=2)
    await ward.settings(ward.sam)
    refused = await ward.sam.submit({"mode": "live"})
    assert refused.body is not None
    assert refused.body["errors"] == {"mode": "18 of 20 were right, and the floor is 95 %."}
    assert (await ward.sam.submit({"mode": "live", "floor": "90"})).body is None
    await ward.settings(ward.sam)
    refused = await ward.sam.submit({"floor": "95"})
    assert refused.body is not None
    assert refused.body["errors"] == {"floor": "18 of 20 were right: with this floor it could not be live."}


# Owners' lists


@pytest.fixture
def secretary(ward: Ward, settings: Settings, library: Library) -> Callable[[], Awaitable[int]]:
    """What the platform's scheduler runs: ``reading-room digest``, by the stand-in's clock.

    What is due has been carried out before it, and after it: also by the bot that serves, which may take it first.
    """
    secrets = {
        "slack_bot_token": SecretStr(ward.slack.app.bot_token),
        "slack_api_url": f"{ward.slack.base_url}/api/",
    }
    mine = settings.model_copy(update=secrets)
    url = mine.database_url.get_secret_value()

    async def run() -> int:
        await nothing_is_due(url, ward.slack.clock)
        count = await digesting.send(mine, copy.copy(library), ward.slack.clock)
        await nothing_is_due(url, ward.slack.clock)
        return count

    return run


def _titles(messages: list[Json]) -> list[str]:
    return [header_of(message) for message in messages]


async def test_the_daily_list(ward: Ward, secretary: Callable[[], Awaitable[int]]) -> None:
    """A watched channel's list goes to each owner once a day, however often it is run, and not where nothing waits."""
    await ward.set(ward.robin, owners=[ward.sam.user.id, ward.robin.user.id])
    await ward.set(ward.sam, mode="watch")
    await ward.go_to("Tuesday", "08:00")
    await secretary()
    lists = [_titles(ward.told(who)) for who in (ward.sam, ward.robin)]
    assert lists == [["Your week in the reading room"]] * 2
    await ward.go_to("Wednesday", "08:00")
    await ward.say(ward.kim, QUESTION)
    await ward.pass_time(HOLD + 1)
    for _ in range(3):
        await secretary()
        await ward.pass_time(HOUR)
    for who in (ward.sam, ward.robin):
        assert _titles(ward.told(who))[1:] == ["What Reading Room would have said"]
        assert f"→ {HEADING}" in ward.told(who)[1]["text"]
    assert ward.told(ward.kim) == []
    await ward.pass_time(DAY)
    await secretary()
    assert [len(ward.told(who)) for who in (ward.sam, ward.robin)] == [3, 3]


async def test_the_weekly_digest(ward: Ward, secretary: Callable[[], Awaitable[int]]) -> None:
    """Each owner gets one message a week: gaps, how channels stand; and the next week one again."""
    await ward.watch()
    await ward.go_to("Monday", "07:00")
    await ward.kim.slash("/define qwertyword")
    await ward.slack.idle()
    for _ in range(3):
        await secretary()
        await ward.pass_time(2 * DAY)
    (told,) = ward.told(ward.sam)
    assert header_of(told) == "Your week in the reading room"
    assert f"<#{ward.channel.id}> · watch · nothing judged yet" in told["text"]
    await ward.go_to("Monday", "07:00")
    for _ in range(2):
        await secretary()
    assert _titles(ward.told(ward.sam)) == ["Your week in the reading room"] * 2
    assert "“qwertyword” · once" in ward.told(ward.sam)[-1]["text"].replace("\N{NO-BREAK SPACE}", " ")
    assert (ward.told(ward.robin), ward.told(ward.kim)) == ([], [])


async def test_an_owner_who_cannot_be_told(
    ward: Ward, secretary: Callable[[], Awaitable[int]], caplog: pytest.LogCaptureFixture
) -> None:
    """An owner to whom Slack delivers nothing holds up nobody else's lists, and is no fault of ours."""
    await ward.set(ward.robin, owners=[ward.kim.user.id, ward.sam.user.id], mode="watch")
    await ward.say(ward.robin, QUESTION)
    await ward.pass_time(HOLD + 1)
    del ward.slack.workspace.users[ward.kim.user.id]  # who has left
    await secretary()
    assert sorted(_titles(ward.told(ward.sam))) == [
        "What Reading Room would have said", "Your week in the reading room"
    ]  # fmt: skip
    await ward.pass_time(HOUR)
    assert not any(record.getMessage().startswith("fault") for record in caplog.records)


async def test_a_list_that_is_asked_for(ward: Ward) -> None:
    """Who asks for the list gets it at once, as often as they ask; with nothing on it, that is said."""
    await ward.watch()
    empty = await ward.ask_for_list(ward.sam)
    assert empty["text"] == f"Nothing waits for your verdict in <#{ward.channel.id}>."
    ts = await ward.say(ward.kim, QUESTION)
    await ward.pass_time(HOLD + 1)
    shown = await ward.ask_for_list(ward.sam)
    assert header_of(shown) == "What Reading Room would have said"
    assert f"ts={ts}|The question of " in str(shown["blocks"])
    assert QUESTION not in str(shown)


# Who decides


async def test_who_changes_settings(ward: Ward) -> None:
    """Who is no owner reads; who was one when the modal opened, and is none when it is sent off, changes nothing."""
    view = await ward.settings(ward.kim)
    assert view["submit"] is None
    assert "nobody yet; a workspace admin names the first" in str(view)
    await ward.kim.close()
    await ward.watch()
    await ward.settings(ward.sam)
    await ward.set(ward.robin, owners=[ward.kim.user.id])
    late = await ward.sam.submit({"mode": "off"})
    assert late.body == {
        "response_action": "errors", "errors": {"owners": "Only an owner or a workspace admin may change this."}
    }  # fmt: skip
    view = await ward.settings(ward.kim)
    assert "Watching" in str(view)
    assert view["submit"] is not None


async def test_who_judges(ward: Ward) -> None:
    """A verdict of somebody who owns the channel no more is refused, and does not count."""
    await ward.watch()
    await ward.say(ward.kim, QUESTION)
    await ward.pass_time(HOLD + 1)
    shown = await ward.ask_for_list(ward.sam)
    await ward.set(ward.robin, owners=[ward.kim.user.id])
    refused = await ward.sam.click("Right", on=shown)
    assert refused.message["text"] == "Only an owner of the channel, or a workspace admin, can do that."
    assert "nothing judged yet" in str(await ward.settings(ward.kim))


async def test_a_verdict_can_be_changed(ward: Ward) -> None:
    """The last verdict on an answer counts, once, and the list says how the channel stands with it."""
    await ward.watch()
    await ward.say(ward.kim, QUESTION)
    await ward.pass_time(HOLD + 1)
    shown = await ward.ask_for_list(ward.sam)
    for verdict, said in (("Wrong", "✗ Wrong"), ("Change to right", "✓ Right"), ("Change to wrong", "✗ Wrong")):
        reply = await ward.sam.click(verdict, on=ward.in_private(ward.sam)[-1])
        assert reply.message["ts"] == shown["ts"]
        assert said in reply.message["text"]
    assert "So far: 0 of 1 judged right (0\N{NO-BREAK SPACE}%" in reply.message["text"]
    assert "Show the answer" in str(reply.message["blocks"])


@pytest.mark.parametrize(
    ("chosen", "errors"),
    [
        pytest.param({"owners": []}, {"owners": "Name at least one person who answers for this channel."}, id="nobody"),
        pytest.param({"audience": []}, {"audience": "Tick at least one: nothing could be answered."}, id="for nobody"),
        pytest.param({"opens": "08:00"}, {"closes": "Give both times, or neither."}, id="no end"),
        pytest.param({"closes": "08:00"}, {"opens": "Give both times, or neither."}, id="no beginning"),
        pytest.param(
            {"mode": "live", "owners": []},
            {
                "mode": "Choose Watch first: live needs 20 judged answers, and there is no trial yet.",
                "owners": "Name at least one person who answers for this channel.",
            },
            id="live at once, and nobody",
        ),
    ],
)
async def test_what_cannot_be_so_is_said_beside_the_field(ward: Ward, chosen: Json, errors: Json) -> None:
    """What is wrong with the settings is told where it stands, all at once, and nothing of it is kept."""
    await ward.set(ward.robin, owners=[ward.sam.user.id])
    before = await ward.settings(ward.robin)
    refused = await ward.robin.submit(chosen)
    assert refused.body == {"response_action": "errors", "errors": errors}
    assert ward.robin.modal is not None
    await ward.robin.close()
    after = await ward.settings(ward.robin)
    assert [block.get("element") for block in after["blocks"]] == [block.get("element") for block in before["blocks"]]


async def test_where_there_is_nothing_to_set(ward: Ward) -> None:
    """A direct message has no settings, and in a channel without the bot it says how to bring it in."""
    bot = ward.slack.app.bot_user_id
    direct = Person(ward.slack, ward.sam.user, ward.slack.workspace.direct(ward.sam.user.id, bot))
    assert (await direct.slash("/reading-room channel")).message["text"].startswith("Type this in the channel that you")
    outside = Person(ward.slack, ward.sam.user, ward.slack.workspace.channel_named("new-hires"))
    said = (await outside.slash("/reading-room channel")).message["text"]
    assert said == f"<@{bot}> is not in this channel, so it hears nothing here. Type `/invite <@{bot}>`."


async def test_history_says_who_and_when(ward: Ward) -> None:
    """Every change is told with who made it and when, by the reader's clock, newest first; nobody is named in words."""
    await ward.watch()
    await ward.go_to("Thursday", "14:02")
    await ward.set(ward.sam, cap="2", hold="300", days=["0"], opens="08:00", closes="16:00")
    (*_, history) = (await ward.settings(ward.kim))["blocks"]
    told = history["elements"][0]["text"].split("\n")
    who = f"14:02 · <@{ward.sam.user.id}> · "
    assert [line.partition(who)[2] for line in told[1:4]] == [
        "hours: always → 08:00-16:00 on Mon", "answers an hour: 6 → 2", "people first: 90 s → 300 s"
    ]  # fmt: skip
    assert told[-1].endswith(f"<@{ward.robin.user.id}> · owners: 1 added")


# While the database is away


@OVER_BOTH
async def test_what_is_not_kept_comes_again(ward: Ward, pack: Pack, settings: Settings) -> None:
    """A message that comes while the database is away is not acked: Slack delivers it again, and it is answered."""
    await ward.live(pack)
    url = str(settings.database_url.get_secret_value())
    await rename(url, "holds", "elsewhere")
    ts = await ward.say(ward.kim, QUESTION)
    await rename(url, "elsewhere", "holds")
    await ward.pass_time(2)
    await ward.answered(ts)


async def test_a_reaction_that_is_not_kept_comes_again(live: Ward, settings: Settings) -> None:
    """A thread that is muted while the database is away is muted when Slack delivers the reaction again."""
    url = str(settings.database_url.get_secret_value())
    ts = await live.say(live.kim, QUESTION)
    await rename(url, "holds", "elsewhere")
    await live.sam.react(ts, "mute")
    await live.slack.idle()
    await rename(url, "elsewhere", "holds")
    await live.pass_time(2)
    await live.answered(await live.say(live.kim, OTHER))
    assert live.answers(ts) == []


async def test_settings_that_cannot_be_kept(ward: Ward, settings: Settings) -> None:
    """With the database away an apology stands above the form, which is still there below it, and can be sent again."""
    await ward.settings(ward.robin)
    url = str(settings.database_url.get_secret_value())
    await rename(url, "channel_owners", "elsewhere")
    await ward.robin.submit({"owners": [ward.sam.user.id]})
    assert ward.robin.modal is not None
    assert ward.robin.modal["title"]["text"] == "That did not work"
    assert "Nothing you did. Please try again in a moment." in str(ward.robin.modal)
    await rename(url, "elsewhere", "channel_owners")
    await ward.robin.close()
    await ward.robin.submit({"owners": [ward.sam.user.id]})
    assert ward.robin.modal is None
    assert f"<@{ward.sam.user.id}>" in str(await ward.settings(ward.kim))


async def _everything_in(url: str) -> str:
    """All that stands in the tables of a database."""
    database = Database(url)
    async with database.transaction() as connection:
        names = (await connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))).scalars().all()
        rows = [(await connection.execute(text(f'SELECT * FROM "{name}"'))).all() for name in names]  # noqa: S608
    await database.close()
    return str(rows)
