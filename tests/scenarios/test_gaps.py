"""Gaps: what is asked for and not answered is listed, written, approved by a second person, live, and told."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.playground.people import Person
from bot.settings import Settings
from tests.scenarios.acting import Json, header_of
from tests.scenarios.channel import Ward, rename, until

Connect = Callable[..., Awaitable[Person]]

DAY = 24 * 3600
TELL_ME = "Tell me when there is an answer"
WEIGHT = "how heavy is a CT scanner on a lorry?"
PRIVATE = "For John Smith, MRN 12345678"

SOURCE = {"title": "On-call plan 2026", "publisher": "Department of Radiology", "url": "https://example.org/plan"}
WORD = SOURCE | {
    "name": "Qwertyword", "also": "keyboard word", "summary": "Six keys in a row, for staff.", "plain": "It is a word.",
}  # fmt: skip
QUESTION = SOURCE | {
    "name": "How heavy is a CT scanner?",
    "ask": "how heavy is a CT scanner on a lorry\nwhat does a CT scanner weigh\nweight of a CT scanner",
    "answer": "Two to three tonnes, so the floor is checked before it comes.",
}


@pytest.fixture
async def ward(connect: Connect) -> Ward:
    """#radiology with the bot in it, owned by Sam and by Robin."""
    ward = Ward(await connect())
    await ward.set(ward.robin, owners=[ward.sam.user.id, ward.robin.user.id])
    return ward


async def gaps(who: Person) -> Json:
    """The list of gaps, as somebody gets it."""
    return (await who.slash("/reading-room gaps")).message


async def propose(ward: Ward, typed: Json, gap: str = "") -> None:
    """Sam answers a gap of the list: the newest, or the one that begins so."""
    shown = await gaps(ward.sam)
    for block in shown["blocks"]:
        if "accessory" in block and block["text"]["text"].startswith(gap):
            action = {"type": "button", "block_id": block["block_id"]}
            action |= {name: block["accessory"][name] for name in ("action_id", "value", "text")}
            await ward.sam.act_on(shown, action, state={})
            break
    reply = await ward.sam.submit(typed)
    assert reply.body is not None
    assert reply.body["response_action"] == "update"
    await ward.sam.close()


async def decide(ward: Ward, label: str, who: Person | None = None) -> Json:
    """Robin, or somebody, decides about the draft that was sent to them: what stands in its place then."""
    who = who or ward.robin
    await until(lambda: ward.told(who))
    await who.click(label, on=ward.in_private(who)[-1])
    await ward.slack.idle()
    return ward.in_private(who)[-1]


async def told(ward: Ward, who: Person, title: str) -> Json:
    """What the bot told somebody in private, once it did."""
    found: Json = await until(lambda: next((one for one in ward.told(who) if header_of(one) == title), None))
    return found


@pytest.mark.parametrize("transport", ["in process", "Socket Mode"])
async def test_a_word_that_was_missing(ward: Ward) -> None:
    """A word is looked up in vain, written, approved, found by all its names, and who waited is told, once."""
    for _ in range(2):
        missing = (await ward.kim.slash("/define keyboard word")).message
        await ward.kim.click(TELL_ME, on=missing)
    await propose(ward, WORD)
    assert ward.told(ward.kim) == []
    assert (await decide(ward, "Approve"))["text"].startswith("You approved it.")
    live = await told(ward, ward.sam, "Your answer is live")
    assert "For your pack, its files `qwertyword.yml` and `sources.yml`" in live["text"]
    assert "id: qwertyword" in live["text"]
    (answer,) = await until(lambda: ward.told(ward.kim))
    assert answer["text"].startswith("You asked to be told: there is an answer now.\nQwertyword")
    for typed in ("Qwertyword", "keyboard word"):
        assert header_of((await ward.kim.slash(f"/define {typed}")).message) == "Qwertyword"
    await ward.pass_time(DAY)
    assert len(ward.told(ward.kim)) == 1
    assert header_of(await gaps(ward.sam)) == "No gaps"


async def test_who_waits_too_long_is_not_told(ward: Ward) -> None:
    """After thirty days nobody remembers what they asked, and nobody is told."""
    await ward.kim.click(TELL_ME, on=(await ward.kim.slash("/define keyboard word")).message)
    await ward.pass_time(15 * DAY)
    await ward.robin.click(TELL_ME, on=(await ward.robin.slash("/define keyboard word")).message)
    await ward.pass_time(16 * DAY)
    await ward.sam.slash("/define keyboard word")
    await propose(ward, WORD)
    await decide(ward, "Approve")
    await until(lambda: any("You asked to be told" in one["text"] for one in ward.told(ward.robin)))
    assert ward.told(ward.kim) == []


@pytest.mark.parametrize("way", ["/faq", "mention", "direct message"])
async def test_a_question_that_was_missing(ward: Ward, way: str) -> None:
    """However it was asked, a question is a gap by what was understood of it, and its answer is told to who waits."""
    if way == "/faq":
        silent = (await ward.kim.slash(f"/faq {WEIGHT}")).message
    elif way == "mention":
        await ward.say(ward.kim, f"<@{ward.slack.app.bot_user_id}> {WEIGHT}")
        silent = ward.kim.messages()[-1]
    else:
        direct = ward.slack.workspace.direct(ward.kim.user.id, ward.slack.app.bot_user_id)
        await Person(ward.slack, ward.kim.user, direct).say(WEIGHT)
        silent = ward.in_private(ward.kim)[-1]
    assert header_of(silent) == "No vetted answer to that"
    assert (await ward.kim.click(TELL_ME, on=silent)).message["is_ephemeral"]
    before = len(ward.told(ward.kim))
    assert "About Computed tomography (CT) ·\N{NO-BREAK SPACE}once" in (await gaps(ward.sam))["text"]
    await propose(ward, QUESTION)
    review = await until(lambda: ward.told(ward.robin))
    assert "How people ask it: how heavy is a CT scanner on a lorry\nwhat does a CT" in review[0]["text"]
    await decide(ward, "Approve")
    (answer,) = await until(lambda: ward.told(ward.kim)[before:])
    assert "How heavy is a CT scanner?\nTwo to three tonnes" in answer["text"]
    answered = (await ward.sam.slash("/faq what does a CT scanner weigh")).message
    assert header_of(answered) == "How heavy is a CT scanner?"


async def test_a_gap_that_is_met_again(ward: Ward) -> None:
    """A gap that was answered is off the list, and back on it when somebody asks something else of the kind."""
    await ward.kim.slash(f"/faq {WEIGHT}")
    await propose(ward, QUESTION)
    await decide(ward, "Approve")
    await told(ward, ward.sam, "Your answer is live")
    assert header_of(await gaps(ward.sam)) == "No gaps"
    await ward.kim.slash("/faq what colour is the CT on the moon")
    assert "About Computed tomography (CT) ·\N{NO-BREAK SPACE}once" in (await gaps(ward.sam))["text"]


async def test_whose_gaps(ward: Ward) -> None:
    """An owner sees gaps of their channels and of what is asked in private; an admin sees all; others none."""
    elsewhere = Ward(ward.robin, "new-hires")
    await elsewhere.say(elsewhere.kim, f"<@{ward.slack.app.bot_user_id}> {WEIGHT}")
    await ward.kim.slash("/define keyboard word")
    assert "Computed tomography" not in (await gaps(ward.sam))["text"]
    assert "“keyboard word”" in (await gaps(ward.sam))["text"]
    assert "Computed tomography" in (await gaps(ward.robin))["text"]
    refused = await gaps(ward.kim)
    assert refused["text"].startswith("Gaps are for the owners of channels")


async def test_who_owns_no_more_does_not_write(ward: Ward) -> None:
    """The form opens for owners and admins; who was one when the list came is told so."""
    await ward.kim.slash("/define keyboard word")
    shown = await gaps(ward.sam)
    await ward.set(ward.robin, owners=[ward.robin.user.id])
    refused = await ward.sam.click("Answer this", on=shown)
    assert refused.message["text"].startswith("Gaps are for the owners of channels")
    assert ward.sam.modal is None


async def test_sent_back(ward: Ward) -> None:
    """What is sent back is not live; its author is told, and has all that they wrote."""
    await ward.kim.click(TELL_ME, on=(await ward.kim.slash("/define keyboard word")).message)
    await propose(ward, WORD)
    assert (await decide(ward, "Send back"))["text"] == "Sent back. Its author is told, and gets the text."
    back = await told(ward, ward.sam, "Your answer was sent back")
    for typed in WORD.values():
        assert typed in back["text"]
    assert header_of((await ward.kim.slash("/define keyboard word")).message) == "Not in here yet"
    assert ward.told(ward.kim) == []


async def test_only_one_decides(ward: Ward) -> None:
    """Every other owner is asked; what one of them decided the next is told, and nothing happens twice."""
    await ward.set(ward.robin, owners=[one.user.id for one in (ward.sam, ward.robin, ward.kim)])
    await ward.robin.slash("/define keyboard word")
    await propose(ward, WORD)
    await until(lambda: ward.told(ward.robin) and ward.told(ward.kim))
    await decide(ward, "Approve")
    await told(ward, ward.sam, "Your answer is live")
    late = await ward.kim.click("Send back", on=ward.in_private(ward.kim)[-1])
    assert late.message["text"] == "This was decided already."
    assert len(ward.told(ward.sam)) == 1
    assert header_of((await ward.kim.slash("/define keyboard word")).message) == "Qwertyword"


async def test_the_only_owner_approves(ward: Ward) -> None:
    """Who owns alone reads once more what they wrote, and approves it themselves."""
    await ward.set(ward.robin, owners=[ward.sam.user.id])
    await ward.kim.slash("/define keyboard word")
    await propose(ward, WORD)
    review = (await until(lambda: ward.told(ward.sam)))[0]
    assert "You wrote this, and nobody else owns a channel here" in review["text"]
    await decide(ward, "Approve", ward.sam)
    await told(ward, ward.sam, "Your answer is live")


async def test_what_would_break_another_answer(ward: Ward) -> None:
    """What takes a sentence from another answer does not go live: who wrote and who approved it are told why."""
    taken = "roughly how many minutes is a CT"
    await ward.kim.slash(f"/faq {WEIGHT}")
    await propose(ward, QUESTION | {"ask": f"{taken}\nhow many minutes is a CT\nminutes of a CT"})
    await decide(ward, "Approve")
    for who in (ward.sam, ward.robin):
        broken = await told(ward, who, "It cannot go live like this")
        assert (
            f"“How long does a scan take?”: '{taken}' is not taken for this question but this draft" in broken["text"]
        )
        assert "Nothing has changed for anybody." in broken["text"]
        assert "Two to three tonnes" in broken["text"]
    assert header_of((await ward.kim.slash(f"/faq {taken}")).message) == "How long does a scan take?"
    assert "About Computed tomography (CT)" in (await gaps(ward.sam))["text"]


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        pytest.param(
            {"summary": PRIVATE, "title": PRIVATE},
            dict.fromkeys(
                ("summary", "title"), "That may name a patient. Leave out whatever points to a person."
            ),
            id="a patient",
        ),
        pytest.param(
            {"url": "the intranet"},
            {"url": "This is no whole address, such as https://example.org/page."},
            id="no address",
        ),
        pytest.param(
            {"name": "放射"},
            {"name": "The name must have Latin letters in it, since its id is made of them."},
            id="no letters",
        ),
        pytest.param({"name": "PACS"}, {"name": "Name is taken: there is a record pacs already."}, id="taken"),
        pytest.param(
            {"also": "keyboard word, MRI"},
            {"also": "'mri' is claimed by “Magnetic resonance imaging” too."},
            id="another's name",
        ),
        pytest.param({"owner": " "}, {"owner": "This is empty."}, id="nobody answers for it"),
        pytest.param({"title": " "}, {"title": "This is missing."}, id="no source"),
    ],
)  # fmt: skip
async def test_what_cannot_be_kept_is_said_beside_the_field(ward: Ward, wrong: Json, errors: Json) -> None:
    """What is wrong with an answer is told where it stands; the form stays, and nobody is asked about it."""
    await ward.kim.slash("/define keyboard word")
    await ward.sam.click("Answer this", on=await gaps(ward.sam))
    refused = await ward.sam.submit(WORD | wrong)
    assert refused.body == {"response_action": "errors", "errors": errors}
    assert ward.sam.modal is not None
    await ward.slack.idle()
    assert ward.told(ward.robin) == []


async def test_the_site_keeps_its_files(connect: Connect, root: Path, tmp_path: Path) -> None:
    """Where the deployment has a pack of its own, what was approved is written into it, and its author told where."""
    site = tmp_path / "site"
    site.mkdir()
    ward = Ward(await connect(knowledge_path=(root / "knowledge", site)))
    await ward.set(ward.robin, owners=[ward.sam.user.id, ward.robin.user.id])
    await ward.kim.slash("/define keyboard word")
    await propose(ward, WORD)
    await decide(ward, "Approve")
    live = await told(ward, ward.sam, "Your answer is live")
    assert f"Its files are in {site / 'qwertyword'}" in live["text"].replace("`", "")
    assert {file.name for file in (site / "qwertyword").iterdir()} == {"qwertyword.yml", "sources.yml"}


async def test_nobody_is_promised_what_is_not_kept(ward: Ward, settings: Settings) -> None:
    """With the database away, who wants to be told sees an apology; afterwards the same tap counts."""
    missing = (await ward.kim.slash("/define keyboard word")).message
    url = str(settings.database_url.get_secret_value())
    await rename(url, "gap_waiters", "elsewhere")
    assert header_of((await ward.kim.click(TELL_ME, on=missing)).message) == "Sorry, that went wrong on our side"
    await rename(url, "elsewhere", "gap_waiters")
    assert (await ward.kim.click(TELL_ME, on=missing)).message["text"].startswith("You will get one message")


async def test_two_answers_that_clash(ward: Ward) -> None:
    """Of two drafts that claim one word, approved at once, one goes live; the other's people are told why it cannot."""
    other = WORD | {"name": "Asdfword"}
    for typed, term in ((WORD, "qwertyword"), (other, "asdfword")):
        await ward.sam.slash(f"/define {term}")
        await propose(ward, typed, f"“{term}”")
    reviews = await until(lambda: ward.told(ward.robin)[1:] and ward.in_private(ward.robin)[-2:])
    for review in reviews:
        await ward.robin.click("Approve", on=review)
    await told(ward, ward.sam, "Your answer is live")
    await told(ward, ward.sam, "It cannot go live like this")
    await told(ward, ward.robin, "It cannot go live like this")
    found = [header_of((await ward.kim.slash(f"/define {name}")).message) for name in ("Qwertyword", "Asdfword")]
    assert sorted(found) in (["Not in here yet", "Qwertyword"], ["Asdfword", "Not in here yet"])
    assert header_of((await ward.kim.slash("/define keyboard word")).message) in {"Qwertyword", "Asdfword"}


async def test_who_owns_a_channel_by_now_is_asked(ward: Ward) -> None:
    """A draft waits for nobody who has left: whoever owns a channel by now is asked, too."""
    await ward.sam.slash("/define qwertyword")
    await propose(ward, WORD)
    await until(lambda: ward.told(ward.robin))
    assert ward.told(ward.kim) == []
    await ward.set(ward.robin, owners=[ward.sam.user.id, ward.kim.user.id])
    await until(lambda: ward.told(ward.kim))
    await decide(ward, "Approve", ward.kim)
    await told(ward, ward.sam, "Your answer is live")
