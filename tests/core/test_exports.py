"""``bot.core.exports``: what is read of a workspace export, however it was packed, and what is told of the rest."""

import json
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.exports import MOST_BYTES, Export, ExportError, Post
from tests.core.exporting import CHANNELS, DAY, NOON, Json, reply, said, ts, write_export


def posts_of(path: Path, channel: str = "radiology", since: date | None = None) -> list[Post]:
    """What people wrote in a channel of an export."""
    with Export(path) as export:
        return list(export.channel(channel).posts(since))


def left_out_of(path: Path) -> tuple[list[str], list[str]]:
    """What is said in #radiology, and what could not be read."""
    with Export(path) as export:
        channel = export.channel("radiology")
        texts = [post.text for post in channel.posts()]
        return texts, channel.left_out


def refusal(path: Path, channel: str = "radiology") -> str:
    """Why a channel of an export cannot be read."""
    with pytest.raises(ExportError) as refused:
        posts_of(path, channel)
    return str(refused.value)


def test_a_message(tmp_path: Path) -> None:
    """Its text as people read it, its moment to the microsecond, its thread, and when it was edited."""
    edited = said(0.0001, "<@U1> is 1 &lt; 2?", thread_ts=ts(0.0001), edited={"user": "U0ROBIN", "ts": ts(9)})
    first, second = posts_of(write_export(tmp_path / "export.zip", {DAY: [edited, reply(60, 0.0001)]}))
    at = NOON + timedelta(microseconds=100)
    assert first == Post(ts(0.0001), at, "is 1 < 2?", None, NOON + timedelta(seconds=9))
    assert second == Post(ts(60), NOON + timedelta(minutes=1), "I look it up", at)


@pytest.mark.parametrize(
    ("message", "counts"),
    [
        pytest.param({}, True, id="a person's"),
        pytest.param({"subtype": "file_share"}, True, id="with a file"),
        pytest.param({"subtype": "thread_broadcast"}, True, id="a reply sent to the channel too"),
        pytest.param(
            {"reactions": [{"name": "eyes"}], "new_of_slack": {"a": []}}, True, id="with keys that nobody knows"
        ),
        pytest.param({"edited": "yes"}, True, id="with an odd edit"),
        pytest.param({"ts": 1772539200}, True, id="a number for a timestamp"),
        pytest.param({"ts": 1772539200.5}, True, id="another number for a timestamp"),
        pytest.param({"text": None}, True, id="without a text"),
        pytest.param({"bot_id": "B1"}, False, id="a bot's"),
        pytest.param({"subtype": "bot_message", "user": None}, False, id="an integration's"),
        pytest.param({"subtype": "channel_join"}, False, id="Slack's own"),
        pytest.param({"subtype": "tombstone"}, False, id="deleted"),
        pytest.param({"subtype": ["odd"]}, False, id="an odd subtype"),
        pytest.param({"user": None}, False, id="without a user"),
        pytest.param({"user": ""}, False, id="an empty user"),
        pytest.param({"ts": None}, False, id="without a timestamp"),
        pytest.param({"ts": "yesterday"}, False, id="no timestamp"),
        pytest.param({"ts": "9" * 30}, False, id="a timestamp beyond all days"),
        pytest.param({"ts": True}, False, id="a boolean for a timestamp"),
        pytest.param({"thread_ts": "odd"}, False, id="in a thread that cannot be told"),
    ],
)
def test_what_counts(tmp_path: Path, message: Json, counts: bool) -> None:
    """What `heard` would hear of people, whatever else an export says of it."""
    assert len(posts_of(write_export(tmp_path / "export.zip", {DAY: [said(0, "x") | message]}))) == counts


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({DAY: [said(0, "hi")]}, id="as Slack packs it"),
        pytest.param({f"acme export/{DAY}": [said(0, "hi")]}, id="in a folder"),
        pytest.param({f"a/b/{DAY}": [said(0, "hi")], "a/b/channels.json": CHANNELS}, id="in folders, the list with it"),
        pytest.param({DAY.replace("/", "\\"): [said(0, "hi")]}, id="with the backslashes of Windows"),
        pytest.param({f"./{DAY}": [said(0, "hi")]}, id="with a dot before"),
        pytest.param({DAY: b"\xef\xbb\xbf" + json.dumps([said(0, "hi")]).encode()}, id="with a byte order mark"),
        pytest.param({DAY: json.dumps([said(0, "hi")]).encode("utf-16")}, id="in UTF-16"),
        pytest.param({DAY: [said(0, "hi"), "odd", None, 3, []]}, id="with what is no message"),
        pytest.param({DAY: [said(0, "hi"), said(0, "hi")]}, id="a message twice"),
        pytest.param({DAY: [said(0, "hi")], "radiology/2026-03-04.json": [said(0, "hi")]}, id="twice in two files"),
        pytest.param(
            {
                "__MACOSX/radiology/._2026-03-03.json": b"\0",
                "radiology/": b"",
                "radiology/2026-13-99.json": b"",
                "radiology/canvas.json": b"",
                "radiology/attachments/scan.png": b"",
                "2026-03-03.json": [said(1, "in no channel")],
                "users.json": b"[",
                DAY: [said(0, "hi")],
            },
            id="among other things",
        ),
    ],
)
@pytest.mark.parametrize("channels", [CHANNELS, None], ids=["with its list", "without a list"])
@pytest.mark.parametrize("method", [ZIP_DEFLATED, ZIP_STORED], ids=["deflated", "stored"])
def test_however_it_was_packed(tmp_path: Path, files: Json, channels: Any, method: int) -> None:
    """What people pack anew is read as what Slack packed."""
    path = write_export(tmp_path / "export.zip", files, channels, method)
    assert left_out_of(path) == (["hi"], [])


def test_a_name_in_utf_8_that_is_not_marked(tmp_path: Path) -> None:
    """Slack writes such names: zulip/zulip#22533."""
    name = "röntgen"
    spoilt = "r++ntgen"  # as many bytes as the name
    path = write_export(tmp_path / "export.zip", {f"{spoilt}/2026-03-03.json": [said(0, "hi")]}, None)
    path.write_bytes(path.read_bytes().replace(spoilt.encode(), name.encode()))
    assert [post.text for post in posts_of(path, name)] == ["hi"]


@pytest.mark.parametrize("wanted", ["röntgen", "#RÖNTGEN", "ro\u0308ntgen"])
def test_a_name_with_an_accent(tmp_path: Path, wanted: str) -> None:
    """However the accent is written, by whoever typed it or by a Mac that packed the zip anew."""
    for written in ("r\u00f6ntgen", "ro\u0308ntgen"):
        path = write_export(tmp_path / "export.zip", {f"{written}/2026-03-03.json": [said(0, "hi")]}, None)
        assert [post.text for post in posts_of(path, wanted)] == ["hi"]


def test_a_name_in_another_alphabet_that_is_not_marked_stays(tmp_path: Path) -> None:
    """What is no UTF-8 is read as every zip was once meant."""
    path = write_export(tmp_path / "export.zip", {"r+ntgen/2026-03-03.json": [said(0, "hi")]}, None)
    path.write_bytes(path.read_bytes().replace(b"r+ntgen", b"r\x94ntgen"))
    assert [post.text for post in posts_of(path, "röntgen")] == ["hi"]


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("radiology", "new"), ("#radiology", "new"), (" Radiology ", "new"), ("C0NEW", "new"),
        ("imaging", "new"), ("rad-questions", "folder"), ("mammo", "old"), ("mammography", "old"),
        ("breast", "old"), ("MAMMO-NORMAL", "old"), ("lost", "lost"), ("secret", "private"),
    ],
)  # fmt: skip
def test_a_channel_by_any_name(tmp_path: Path, wanted: str, text: str) -> None:
    """By its name, its id, its folder or a name it had; the present name of one wins over a former one of another."""
    channels: Any = [
        {
            "id": "C0OLD",
            "name": "mammography",
            "name_normalized": "mammo-normal",
            "previous_names": ["breast", "mammo"],
        },
        {"id": "C0OTHER", "name": "rad-questions", "previous_names": ["radiology", "imaging-odd", None, 3]},
        {"id": "C0NEW", "name": "radiology", "previous_names": ["imaging", "rad-questions"]},
        {"id": "C0ODD"},
        "odd",
    ]
    groups = [{"id": "G0SECRET", "name": "secret"}]
    folders = {"radiology": "new", "rad-questions": "folder", "mammo": "old", "lost": "lost", "secret": "private"}
    files = {f"{folder}/2026-03-03.json": [said(0, said_there)] for folder, said_there in folders.items()}
    path = write_export(tmp_path / "export.zip", files | {"groups.json": groups}, channels)
    assert [post.text for post in posts_of(path, wanted)] == [text]


def test_a_channel_is_called_as_it_is_now(tmp_path: Path) -> None:
    """Also where its folder bears a name of before."""
    channels = [{"id": "C1", "name": "imaging", "previous_names": ["radiology"]}]
    with Export(write_export(tmp_path / "export.zip", {DAY: []}, channels)) as export:
        assert {export.channel(name).name for name in ("imaging", "radiology", "C1")} == {"imaging"}


@pytest.mark.parametrize(
    ("wanted", "said_of_it"),
    [
        ("radiolgy", "export.zip has no #radiolgy: did you mean #radiology or #radiology-jobs?"),
        ("jobs", "export.zip has no #jobs: did you mean #radiology-jobs?"),
        ("zzz", "export.zip has no #zzz: it has #general, #quiz, #radiology, #radiology-jobs, #theatre and 1 more"),
        ("moved", "export.zip lists #moved but has no message of it; if it was renamed, name the folder it had: quiz"),
    ],
)
def test_a_channel_that_is_not_there(tmp_path: Path, wanted: str, said_of_it: str) -> None:
    """It says what to name instead; conversations between people are nobody's to name."""
    names = ["general", "radiology", "radiology-jobs", "theatre", "ward", "moved"]
    files: Json = {
        f"{name}/2026-03-03.json": [] for name in [*names[:-1], "quiz", "D0123ABCD", "mpdm-robin--alex-1", "a\x1b"]
    }
    path = write_export(
        tmp_path / "export.zip", files, [{"id": f"C{name}", "name": name} for name in [*names, "b\x1b"]]
    )
    assert refusal(path, wanted) == said_of_it


@pytest.mark.parametrize("direct", ["D0123ABCD", "mpdm-robin--alex-1"])
def test_conversations_between_people_are_no_channels(tmp_path: Path, direct: str) -> None:
    """Nobody speaks there unasked, so nothing is replayed."""
    path = write_export(tmp_path / "export.zip", {DAY: [], f"{direct}/2026-03-03.json": [said(0, "psst")]})
    assert refusal(path, direct) == f"export.zip has no #{direct.casefold()}: it has #radiology"


def test_a_listed_channel_without_messages(tmp_path: Path) -> None:
    """Where every folder is some channel's, there is nothing else to name."""
    path = write_export(tmp_path / "export.zip", {DAY: []}, [*CHANNELS, {"name": "quiet"}])
    assert refusal(path, "quiet") == "export.zip lists #quiet but has no message of it"


def test_two_exports_in_one_zip(tmp_path: Path) -> None:
    """Which of two channels of one name is meant is not guessed."""
    path = write_export(tmp_path / "export.zip", {f"{at}/{DAY}": [] for at in ("may", "june")})
    assert refusal(path) == "export.zip has 2 folders radiology: name a zip with one export in it"


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        pytest.param(lambda path: None, "cannot be read: No such file", id="nothing"),
        pytest.param(_folder, "is a folder: name the zip as Slack gave it", id="a folder"),
        pytest.param(lambda path: path.write_bytes(b""), "is no zip: name the export", id="an empty file"),
        pytest.param(lambda path: path.write_text("PK?"), "is no zip: name the export", id="a text"),
        pytest.param(lambda path: write_export(path, {}), "no day of any channel in it", id="a list alone"),
        pytest.param(lambda path: write_export(path, {}, None), "no day of any channel in it", id="an empty zip"),
    ],
)
def test_what_is_no_export(tmp_path: Path, make: Callable[[Path], Any], why: str) -> None:
    """It is said in a sentence."""
    make(tmp_path / "export.zip")
    assert why in refusal(tmp_path / "export.zip")


def _patched(path: Path, offset: int, value: int, length: int = 2) -> None:
    """Change a field in a zip's directory, of its first file."""
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02") + offset
    content[at : at + length] = value.to_bytes(length, "little")
    path.write_bytes(content)


SIZE = 24
"""Where the directory of a zip has the size of a file, unpacked."""


@pytest.mark.parametrize(
    ("content", "spoil", "why"),
    [
        pytest.param(b"[{", None, "is no valid JSON", id="half a file"),
        pytest.param(b"", None, "is no valid JSON", id="an empty file"),
        pytest.param(b"\xff\xfe\xfd", None, "is no valid JSON", id="no text"),
        pytest.param(b"[" * 200_000, None, "is no valid JSON", id="nested without end"),
        pytest.param(b"[" + b"9" * 9999 + b"]", None, "is no valid JSON", id="a number without end"),
        pytest.param(b"{}", None, "is no list", id="no list"),
        pytest.param(b" " * (MOST_BYTES + 1), None, "would unpack to more than 64 MiB", id="a bomb"),
        pytest.param(b"[]" + b" " * 99_999, (SIZE, 2, 4), "is damaged", id="a bomb that lies about its size"),
        pytest.param(b"[]", (8, 1), "is locked with a password", id="locked"),
        pytest.param(b"[]", (10, 9), "is packed as no export is", id="packed by a way unknown"),
        pytest.param(b"[]", (42, 1, 4), "is damaged", id="not where it should be"),
        pytest.param(b"[]", (42, 2**31, 4), "is damaged", id="beyond the end"),
        pytest.param(b"[]", (16, 7, 4), "is damaged", id="another check sum"),
    ],
)  # fmt: skip
def test_a_day_that_cannot_be_read(tmp_path: Path, content: bytes, spoil: tuple[int, ...] | None, why: str) -> None:
    """It is told by its name, in a sentence that quotes nothing of it, and the other days are read."""
    path = write_export(tmp_path / "export.zip", {"radiology/2026-03-02.json": content, DAY: [said(0, "hi")]}, None)
    if spoil:
        _patched(path, *spoil)
    assert left_out_of(path) == (["hi"], [f"radiology/2026-03-02.json is left out: it {why}."])


def test_a_list_that_cannot_be_read(tmp_path: Path) -> None:
    """The folders' names stand for the channels' then."""
    path = write_export(tmp_path / "export.zip", {DAY: [said(0, "hi")]}, {"radiology": 1})
    assert left_out_of(path) == (["hi"], ["channels.json is left out: it is no list."])


def test_what_unpacks_without_a_bound_is_not_unpacked(tmp_path: Path) -> None:
    """Python's zipfile has bounds on memory for what Slack packs with, and for nothing else."""
    path = write_export(tmp_path / "export.zip", {DAY: []}, None, ZIP_BZIP2)
    assert left_out_of(path) == ([], [f"{DAY} is left out: it is packed as no export is."])


@pytest.mark.parametrize(
    ("since", "texts"),
    [(None, 4), (date(2026, 3, 2), 4), (date(2026, 3, 3), 3), (date(2026, 3, 4), 2), (date(2026, 3, 5), 0)],
)
def test_since(tmp_path: Path, since: date | None, texts: int) -> None:
    """Days are those of UTC; a file's is one of the workspace's time zone, so its neighbours are read too."""
    night = timedelta(hours=12).total_seconds()
    files = {
        "radiology/2026-03-02.json": [said(-night - 1, "the day before"), said(-night, "after midnight in UTC")],
        "radiology/2026-03-03.json": [said(night, "after the next midnight")],
        "radiology/2026-03-04.json": [said(night + 1, "and then")],
        "radiology/9999-12-31.json": [],
    }
    assert len(posts_of(write_export(tmp_path / "export.zip", files), since=since)) == texts


def test_nothing_is_unpacked_beyond_a_day(tmp_path: Path) -> None:
    """A long export takes the memory of one of its days: here 12,000 messages of 2 kB on 60 days."""
    files = {
        f"radiology/{date(2026, 1, 1) + timedelta(days=day)}.json": [
            said(86_400 * day + second, "x" * 2000) for second in range(200)
        ]
        for day in range(60)
    }
    path = write_export(tmp_path / "export.zip", files)
    with Export(path) as export:
        channel = export.channel("radiology")
        tracemalloc.start()
        try:
            assert sum(1 for _ in channel.posts()) == 12_000
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 5_000_000


@given(st.integers(0, 10**11 - 1), st.integers(0, 999_999))
def test_moments_are_exact(zips: Path, seconds: int, microseconds: int) -> None:
    """Two messages a microsecond apart are two, at any time."""
    message = said(0, "x") | {"ts": f"{seconds}.{microseconds:06}"}
    (post,) = posts_of(write_export(zips / "exact.zip", {DAY: [message]}))
    assert post.at == datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=microseconds)


@pytest.fixture(scope="session")
def zips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the zips of property tests."""
    return tmp_path_factory.mktemp("zips")


@given(st.data())
def test_a_spoilt_zip_never_ends_in_an_accident(zips: Path, data: st.DataObject) -> None:
    """Whatever bytes of an export are changed, it is read, read in part, or refused in a sentence."""
    path = write_export(zips / "spoilt.zip", {DAY: [said(0, "hi")], "radiology/2026-03-04.json": [reply(9, 0)]})
    content = bytearray(path.read_bytes())
    for at, value in data.draw(st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), max_size=9)):
        content[at] = value
    path.write_bytes(content[: data.draw(st.integers(len(content) - 40, len(content)))])
    try:
        with Export(path) as export:
            list(export.channel("radiology").posts())
    except ExportError as error:
        assert str(error).startswith(("spoilt.zip", str(path)))  # noqa: PT017 - or nothing is raised


def test_the_zip_is_closed(tmp_path: Path) -> None:
    """It may be moved away as soon as it was read."""
    with Export(write_export(tmp_path / "export.zip", {DAY: []})) as export:
        assert export.channel("radiology").name == "radiology"
    assert export._archive.fp is None
