"""``bot.core.replaying``: what a channel of an export would have heard, by the rules of the live channel."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.exports import Export
from bot.core.library import Library
from bot.core.replaying import Replay, replay
from bot.core.unasked import hear, sure
from bot.knowledge.asked import Answered
from bot.knowledge.channels import Came, Manners
from bot.knowledge.questions import Audience
from tests.core.exporting import DAY, NOON, Json, reply, said, ts, write_export

MRI = "how long does an MRI take?"
READERS = "who reads the scans?"
DEXA = "what is a DEXA scan?"
VERSUS = "what is the difference between CT and MRI?"
CARE = "can we give contrast, eGFR is 25?"
PATIENT = "pt John Smith MRN 12345678?"

HOUR, A_DAY = 3600, 86_400

W, REPLIED, REPEATED, CAPPED, CHANGED = Came.WATCHED, Came.REPLIED, Came.REPEATED, Came.CAPPED, Came.CHANGED


def replayed(
    library: Library, path: Path, messages: Sequence[Json], since: date | None = None, **manners: object
) -> Replay:
    """What #radiology would have heard, were it live with these messages in it."""
    write_export(path / "export.zip", {DAY: list(messages)})
    with Export(path / "export.zip") as export:
        return replay(library, export.channel("radiology"), Manners(**manners), since)  # type: ignore[arg-type]


def edited(seconds: float) -> Json:
    """The mark of an edit."""
    return {"edited": {"user": "U0ROBIN", "ts": ts(seconds)}}


@pytest.mark.parametrize(
    ("messages", "came"),
    [
        pytest.param([said(0, MRI)], [W], id="a question"),
        pytest.param([said(0, f"<@U0ALEX> {MRI}")], [W], id="that names somebody"),
        pytest.param([said(0, MRI, subtype="file_share", files=[{}])], [W], id="with a file"),
        pytest.param([said(0, MRI, thread_ts=ts(0), reply_count=1)], [W], id="with a thread"),
        pytest.param([said(0, MRI, bot_id="B1")], [], id="a bot's"),
        pytest.param([said(0, "x"), reply(1, 0, MRI)], [], id="in a thread"),
        pytest.param([said(0, "x"), reply(1, 0, MRI, subtype="thread_broadcast")], [], id="in a thread, and sent on"),
        pytest.param([said(0, MRI), reply(1, 0)], [REPLIED], id="a reply"),
        pytest.param([said(0, MRI), reply(1, 0, user="U0ROBIN")], [REPLIED], id="a reply of the asker"),
        pytest.param([said(0, MRI), reply(90, 0)], [REPLIED], id="a reply at the last moment"),
        pytest.param([said(0, MRI), reply(90.000001, 0)], [W], id="a reply that is too late"),
        pytest.param([said(0, MRI), reply(1, 0, bot_id="B1")], [W], id="a bot's reply"),
        pytest.param([said(0, MRI), reply(1, 0, subtype="tombstone")], [W], id="a reply that was deleted"),
        pytest.param([said(0, MRI), said(1, "45 minutes")], [W], id="an answer beside the thread"),
        pytest.param([said(0, MRI), said(5, "x"), reply(6, 5)], [W], id="a reply elsewhere"),
        pytest.param([said(0, MRI, **edited(90))], [CHANGED], id="an edit"),
        pytest.param([said(0, MRI, **edited(91))], [W], id="an edit that is too late"),
        pytest.param([said(0, MRI, **edited(5)), reply(9, 0)], [REPLIED], id="an edit, and a reply"),
        pytest.param([said(0, MRI), said(9, READERS)], [W, W], id="two questions"),
        pytest.param([said(0, MRI), said(9, MRI)], [W, REPEATED], id="the same"),
        pytest.param([said(0, MRI), said(9, "how long does a CT take?")], [W, W], id="the same about something else"),
        pytest.param([said(0, MRI), said(A_DAY - 1, MRI)], [W, REPEATED], id="the same within a day"),
        pytest.param([said(0, MRI), said(A_DAY, MRI)], [W, W], id="the same after a day"),
        pytest.param([said(0, MRI), reply(9, 0), said(10, MRI)], [REPLIED, W], id="the same, that a person answered"),
        pytest.param(
            [said(0, MRI), said(9, MRI), said(A_DAY + 1, MRI)], [W, REPEATED, W], id="what repeats counts not"
        ),
        pytest.param([said(0, MRI), said(1, READERS), said(2, DEXA)], [W, W, CAPPED], id="too many in an hour"),
        pytest.param([said(0, MRI), said(1, READERS), said(HOUR, DEXA)], [W, W, W], id="as many as may be"),
        pytest.param([said(0, MRI), said(0, MRI)], [W], id="a message twice"),
        pytest.param([said(0, MRI, **edited(9)), said(0, READERS)], [CHANGED], id="a message and how it was before"),
    ],
)
def test_what_becomes_of_a_question(library: Library, tmp_path: Path, messages: list[Json], came: list[Came]) -> None:
    """As it would live: a person first, then the asker's edit, then what was said before; here two an hour at most."""
    assert [line.came for line in replayed(library, tmp_path, messages, cap=2).lines] == came


@pytest.mark.parametrize(("hold", "came"), [(15, Came.WATCHED), (60, Came.REPLIED)])
def test_the_hold_decides(library: Library, tmp_path: Path, hold: int, came: Came) -> None:
    """A reply after half a minute is within a minute."""
    (line,) = replayed(library, tmp_path, [said(0, MRI), reply(30, 0)], hold_seconds=hold).lines
    assert line.came is came


def test_what_is_counted(library: Library, tmp_path: Path) -> None:
    """Every message of the form of a question is private, fenced, abstained from, or a line; the rest is a number."""
    texts = [MRI, VERSUS, CARE, PATIENT, PATIENT, "who took my mug?", "which one then?", "thanks all", "ok", ""]
    messages = [said(HOUR * number, text) for number, text in enumerate(texts)]
    messages += [reply(1, 0, PATIENT, bot_id="B1"), said(5, PATIENT, subtype="channel_topic"), reply(999, 0, CARE)]
    counted = replayed(library, tmp_path, messages)
    assert (counted.channel, counted.messages, counted.days) == ("radiology", len(texts), 1)
    assert (counted.questions, counted.private, counted.fenced, counted.abstained) == (7, 2, 1, 2)
    assert [line.understood.reference for line in counted.lines] == ["question:scan-duration:mri", "compared:ct,mri"]
    assert counted.would_answer == 2


def test_an_answer_for_others_is_abstained_from(library: Library, tmp_path: Path) -> None:
    """Of whom the channel's owners say that they are not there."""
    asked = hear(library, MRI)
    assert isinstance(asked, Answered)
    assert asked.understood.question
    others = frozenset(Audience) - set(asked.understood.question.audience)
    counted = replayed(library, tmp_path, [said(0, MRI)], audiences=others)
    assert (counted.questions, counted.abstained, counted.lines) == (1, 1, ())


def test_a_line_is_what_the_live_channel_would_say(library: Library, tmp_path: Path) -> None:
    """The same text by the same rules; `bot.core.unasked` is asked, and nothing is judged anew."""
    (line,) = replayed(library, tmp_path, [said(0, "how long does an <https://e.org|MRI> take?")]).lines
    assert line.understood == sure(hear(library, MRI), Manners())
    assert (line.post.text, line.post.ts, line.post.at) == (MRI, ts(0), NOON)


@pytest.mark.parametrize(("days", "since", "came"), [(0, 0, [W]), (0, 1, []), (1, 1, [W]), (1, 0, [W, REPEATED])])
def test_since(library: Library, tmp_path: Path, days: int, since: int, came: list[Came]) -> None:
    """What stands before the first day is neither counted, nor was anything said then."""
    messages = [said(A_DAY * day - HOUR * day, MRI) for day in range(days + 1)]
    first = (NOON + timedelta(days=since)).date()
    counted = replayed(library, tmp_path, messages, since=first)
    assert [line.came for line in counted.lines] == came
    assert counted.messages == len(came)


def test_nobody_wrote(library: Library, tmp_path: Path) -> None:
    """A channel without messages is one with nothing in it."""
    assert replayed(library, tmp_path, []) == Replay("radiology", 0, 0, 0, 0, 0, 0, ())


MANY = [
    *(said(seconds, text) for seconds in range(0, 5 * A_DAY, 9 * HOUR) for text in (MRI,)),
    *(said(seconds, READERS, **edited(seconds + 5 * (seconds % 7))) for seconds in range(60, 5 * A_DAY, 7 * HOUR)),
    *(said(seconds, DEXA, thread_ts=ts(seconds)) for seconds in range(120, 5 * A_DAY, 5 * HOUR)),
    *(said(seconds, VERSUS) for seconds in range(200, 5 * A_DAY, 11 * HOUR)),
    *(said(200, other) for other in (VERSUS, "the same again", MRI)),
    *(said(300 + seconds, text) for seconds, text in enumerate((CARE, PATIENT, "ok", "which?"))),
    *(reply(seconds + 45, seconds) for seconds in range(0, 5 * A_DAY, 27 * HOUR)),
    *(reply(seconds + 45, seconds, bot_id="B1") for seconds in range(120, 5 * A_DAY, 10 * HOUR)),
]
"""Five days on which much becomes of questions; and three texts of one message."""


@given(st.randoms(use_true_random=False), st.integers(1, 9))
def test_no_order_changes_anything(shipped: Library, zips: Path, chance: random.Random, count: int) -> None:
    """Neither that of the messages in a file nor that of the files in the zip, nor which file a reply stands in."""

    def result(messages: Sequence[Json], names: Sequence[str]) -> Replay:
        files: dict[str, list[Json]] = {f"radiology/{name}.json": [] for name in names}
        tops = [message for message in messages if message.get("thread_ts", message["ts"]) == message["ts"]]
        for message in messages:
            day = sorted(files)[int(float(message["ts"])) % len(files)] if message in tops else chance.choice([*files])
            files[day].append(message)
        write_export(zips / "order.zip", files)
        with Export(zips / "order.zip") as export:
            return replay(shipped, export.channel("radiology"), Manners(cap=1))

    names = [f"2026-03-{day:02}" for day in range(1, count + 1)]
    usual = result(MANY, names)
    assert {line.came for line in usual.lines} == {W, REPLIED, REPEATED, CAPPED, CHANGED}
    assert result(chance.sample(MANY, len(MANY)), chance.sample(names, len(names))) == usual


@pytest.fixture(scope="module")
def zips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the zips of property tests."""
    return tmp_path_factory.mktemp("zips")
