"""Asking the preceptor: a new colleague's miss goes to one person in private, and the reply can help everybody."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cards import preceptors as cards
from bot.core.library import Library
from bot.knowledge.loading import load
from bot.knowledge.pack import Pack
from tests.conftest import Connecting
from tests.scenarios.acting import Json, ask
from tests.scenarios.channel import soon, until
from tests.scenarios.cohort import TRACK, Team

MISS = "/define porter bleep"
ASK = "Ask my preceptor"
QUESTION = "Whom do I bleep for a porter & where <are> they?"
REPLY = "Extension on the wall by the lift; they come within ten minutes."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site's pack with one short track."""
    ours = tmp_path_factory.mktemp("ours")
    (ours / "first-week.yml").write_text(TRACK)
    return ours


@pytest.fixture(scope="module")
def tracked(root: Path, folder: Path) -> Pack:
    """The shipped pack with that track."""
    return load([root / "knowledge", folder])


@pytest.fixture
async def team(connecting: Connecting, root: Path, folder: Path, tracked: Pack) -> AsyncIterator[Team]:
    """Sam is on the track, and Kim is the preceptor."""
    async with connecting(library=Library(tracked), knowledge_path=(root / "knowledge", folder)) as person:
        team = await Team(person).on_friday()
        await team.started()
        yield team


async def missed(team: Team) -> Json:
    """Sam looks up what is not there, once the bot knows of Sam: the card."""

    async def card() -> Json | None:
        found = await ask(team.sam, MISS)
        return found if ASK in str(found) else None

    shown: Json = await soon(card)
    return shown


async def asked(team: Team) -> Json:
    """Sam asks Kim: the card that Kim gets."""
    await team.sam.click(ASK, on=await missed(team))
    reply = await team.sam.submit({cards.QUESTION: QUESTION})
    assert (reply.status, reply.error) == (200, "")
    await team.sam.close()
    await until(lambda: team.told(team.kim))
    return team.told(team.kim)[-1]


async def replied(team: Team) -> Json:
    """Kim replies: the card that stands in the place of the question then."""
    card = await asked(team)
    await team.kim.click("Reply", on=card)
    assert QUESTION in str(team.kim.modal)
    await team.kim.submit({cards.REPLY: REPLY})
    await team.kim.close()
    await until(lambda: "You replied" in str(team.told(team.kim)[-1]))
    return team.told(team.kim)[-1]


async def test_a_miss_goes_to_the_preceptor_and_back(team: Team) -> None:
    """Sam's question comes to Kim alone, as it was written, and Kim's reply to Sam."""
    card = await replied(team)
    assert card["ts"] == team.told(team.kim)[-1]["ts"]
    answer = team.told(team.sam)[-1]
    assert cards.in_card(answer["blocks"], cards.QUESTION) == QUESTION
    assert cards.in_card(answer["blocks"], cards.REPLY) == REPLY
    assert "not a reviewed card" in answer["text"]
    assert not any(QUESTION in str(one) or REPLY in str(one) for one in team.told(team.robin))


async def test_a_reply_becomes_a_draft(team: Team) -> None:
    """Kim, who owns no channel, makes an answer for everybody of it; Robin, an owner, is asked to approve it."""
    robin = team.robin
    radiology = team.slack.workspace.channel_named("radiology")
    if team.slack.app.bot_user_id not in radiology.members:
        team.slack.workspace.join(radiology, team.slack.app.bot_user_id)
    robin.channel = radiology
    await robin.slash("/reading-room channel")
    await robin.submit({"owners": [robin.user.id]})
    await team.kim.click("Make it an answer", on=await replied(team))
    form = str(team.kim.modal)
    assert REPLY in form
    assert "Whom do I bleep for a porter" in form
    typed = {
        "name": "Who fetches patients for a scan?",
        "ask": "who fetches patients\nwho brings the patient down\nhow do I call a porter",
        "title": "Ward handbook",
        "publisher": "Department of Radiology",
        "owner": "Radiology",
    }
    reply = await team.kim.submit(typed)
    assert reply.error == ""
    await until(lambda: any("An answer to approve" in str(one) for one in team.told(robin)))
    shown = next(one for one in team.told(robin) if "An answer to approve" in str(one))
    assert REPLY in str(shown)


@pytest.mark.parametrize(
    ("form", "typed"),
    [
        pytest.param(cards.QUESTION, "Does Mr John Smith, DOB 04/05/1961, need contrast?", id="a question"),
        pytest.param(cards.REPLY, "Yes, call his daughter on 07700 900123", id="a reply"),
    ],
)
async def test_nothing_of_a_patient_passes(team: Team, form: str, typed: str) -> None:
    """What points at a patient is refused beside the field, and goes to nobody."""
    if form == cards.REPLY:
        await team.kim.click("Reply", on=await asked(team))
        who, other = team.kim, team.sam
    else:
        await team.sam.click(ASK, on=await missed(team))
        who, other = team.sam, team.kim
    before = len(team.told(other))
    reply = await who.submit({form: typed})
    assert reply.body is not None
    assert list(reply.body["errors"]) == [form]
    assert who.modal is not None
    assert len(team.told(other)) == before


async def test_who_is_on_no_track_is_not_offered_it(team: Team) -> None:
    """Robin, who learns nothing here, gets the card of a miss without it; nor has it who stopped."""
    await missed(team)
    assert ASK not in str(await ask(team.robin, MISS))
    await team.sam.click("Stop", on=team.told(team.sam)[0])
    await team.slack.idle()

    async def is_gone() -> bool:
        return ASK not in str(await ask(team.sam, MISS))

    await soon(is_gone)


async def test_in_a_direct_message_too(team: Team) -> None:
    """A question in a sentence that nothing answers has it as well, in the conversation with the bot."""
    await missed(team)
    team.sam.channel = team.slack.workspace.direct(team.sam.user.id, team.slack.app.bot_user_id)
    await team.sam.say("how heavy is the lead apron on a wet Tuesday in the corridor")
    await until(lambda: ASK in str(team.sam.messages()[-1]))
