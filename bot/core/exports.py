"""A workspace export of Slack, read in place: nothing is unpacked to a disk, and one day is held at a time.

An export is a zip. ``channels.json`` and ``groups.json`` (private channels) list the channels; each has a folder with a
file ``YYYY-MM-DD.json`` for every day on which something was said, a list of messages with their replies among them.
Source: slack.com/help, *How to read Slack data exports*.

Many exports were unpacked, looked at and zipped again: their folders stand in another one, or are written with the
backslashes of Windows. Slack itself writes names that are not ASCII in UTF-8 without marking them so
(zulip/zulip#22533). And a channel's folder may still bear the name of before it was renamed.
"""

import json
import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from bot.errors import ReadingRoomError
from bot.knowledge.markup import plain_text

MOST_BYTES = 64 * 2**20
"""What a file of an export may unpack to; a day of 10,000 messages with their blocks takes some 20 MB."""

MOST_NAMED = 5
"""Channels that are named where one is not there."""

_LISTS = ("channels.json", "groups.json")

_A_DAY = timedelta(days=1)
"""How far a file's date may be from the UTC dates in it: it is one of the workspace's time zone."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\.json", re.ASCII)
_DIRECT = re.compile(r"D[0-9A-Z]{8,}|mpdm-.*")
"""Folders of direct messages; a channel's name has no capitals."""

_TS = re.compile(r"(\d{1,11})(?:\.(\d{1,9}))?", re.ASCII)

_BY_PEOPLE = (None, "file_share", "thread_broadcast")
"""Subtypes of messages that people write, as `bot.handlers.events.heard` has them."""

_ENCRYPTED = 0x1
_IN_UTF_8 = 0x800
"""Flags of a file in a zip."""


class ExportError(ReadingRoomError):
    """An export cannot be read, or has not the channel; the sentence says what to name instead."""


class _UnreadableError(ReadingRoomError):
    """A file of an export is left out; the message is why, as a clause that follows its name."""


@dataclass(frozen=True, slots=True)
class Post:
    """A message that a person wrote in a channel.

    Attributes:
        ts: Its timestamp, as the export has it.
        at: The same as a moment, in UTC.
        text: What it says in the end, as people read it.
        thread: When the thread began that it replies in; ``None`` at the top.
        edited: When it was last edited; ``None`` where it never was.
    """

    ts: str
    at: datetime
    text: str
    thread: datetime | None = None
    edited: datetime | None = None


class Channel:
    """A channel of an export.

    Attributes:
        name: What it is called now.
        left_out: What of the export could not be read so far, a sentence each.
    """

    def __init__(self, name: str, archive: ZipFile, days: Sequence[ZipInfo], left_out: list[str]) -> None:
        self.name = name
        self.left_out = left_out
        self._archive = archive
        self._days = days

    def posts(self, since: date | None = None) -> Iterator[Post]:
        """What people wrote, each message once, day by day and those of a day by their timestamps.

        Args:
            since: The first day to read, in UTC.
        """
        seen = set[datetime]()
        for info in self._days:
            path = _path(info)
            if since is None or since - date.fromisoformat(path.stem) <= _A_DAY:
                for post in self._day(path, info):
                    if post.at not in seen and (since is None or post.at.date() >= since):
                        seen.add(post.at)
                        yield post

    def _day(self, path: PurePosixPath, info: ZipInfo) -> list[Post]:
        try:
            posts = list(filter(None, map(_post, _messages(self._archive, info))))
        except _UnreadableError as error:
            self.left_out.append(_sentence(f"{path.parent.name}/{path.name}", error))
            return []
        # A tool that copies a thread's first message beside each reply must not make two of it.
        by_moment = {post.at: post for post in sorted(posts, key=_order)}
        return list(by_moment.values())


class Export(AbstractContextManager["Export"]):
    """A workspace export of Slack, open for reading.

    Args:
        path: The zip.

    Raises:
        ExportError: It is no export.
    """

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._archive = _opened(path)
        files = {_path(info): info for info in self._archive.infolist() if not info.filename.endswith("/")}
        self._folders = _folders(files)
        if not self._folders:
            self._archive.close()
            raise ExportError(f"{self._name} has no day of any channel in it: name the zip as Slack gave it")
        self._left_out: list[str] = []
        self._listed = tuple(self._read_lists(files))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()

    def channel(self, wanted: str) -> Channel:
        """A channel, by the name that it has or had, or by its id.

        Args:
            wanted: With or without ``#``.

        Raises:
            ExportError: It is not there, or there twice.
        """
        called = _Names(self._folders, self._listed)
        key = _folded(wanted.strip().removeprefix("#"))
        if key not in called.folders:
            raise ExportError(f"{self._name} has no #{key}: {called.nearest(key)}")
        name, folder = called.folders[key]
        where = self._folders.get(folder, {})
        if not where:
            raise ExportError(f"{self._name} lists #{name} but has no message of it{called.unclaimed()}")
        if len(where) > 1:
            raise ExportError(f"{self._name} has {len(where)} folders {folder}: name a zip with one export in it")
        (days,) = where.values()
        return Channel(name, self._archive, days, list(self._left_out))

    def _read_lists(self, files: Mapping[PurePosixPath, ZipInfo]) -> Iterator["_Listed"]:
        roots = {root for where in self._folders.values() for root in where}
        for path in (root / name for root in sorted(roots) for name in _LISTS):
            if path in files:
                try:
                    yield from filter(None, map(_listed, _messages(self._archive, files[path])))
                except _UnreadableError as error:
                    self._left_out.append(_sentence(path.name, error))


@dataclass(frozen=True, slots=True)
class _Listed:
    """A channel as an export lists it.

    Attributes:
        name: What it is called now.
        others: What else it may be called by, or its folder: its id and the names that it had.
    """

    name: str
    others: tuple[str, ...]


_Folders = Mapping[str, Mapping[PurePosixPath, Sequence[ZipInfo]]]
"""By a folder's name and by the folder in which it stands: its days, earliest first."""


class _Names:
    """What the channels of an export go by.

    Attributes:
        folders: By each name, folded: the channel's present name, and the name of its folder, or ``""``.
    """

    def __init__(self, folders: _Folders, listed: Sequence[_Listed]) -> None:
        # Present names win over the names of folders, and those over ids and names of before.
        found = {one: next((name for name in (one.name, *one.others) if name in folders), "") for one in listed}
        claimed = {folder: one.name for one, folder in found.items() if folder}
        self.folders = {_folded(one.name): (one.name, folder) for one, folder in found.items()}
        for folder in folders:
            self.folders.setdefault(_folded(folder), (claimed.get(folder, folder), folder))
        for one, folder in found.items():
            for other in one.others:
                self.folders.setdefault(_folded(other), (one.name, folder))
        self._shown = sorted({name for name, folder in self.folders.values() if folder})
        self._unclaimed = sorted(set(folders) - set(claimed))

    def nearest(self, key: str) -> str:
        """What to name instead, as a clause."""
        if near := get_close_matches(key, self._shown, MOST_NAMED) or [name for name in self._shown if key in name]:
            return f"did you mean {' or '.join(f'#{name}' for name in near[:MOST_NAMED])}?"
        more = f" and {len(self._shown) - MOST_NAMED} more" if len(self._shown) > MOST_NAMED else ""
        return f"it has {', '.join(f'#{name}' for name in self._shown[:MOST_NAMED])}{more}"

    def unclaimed(self) -> str:
        """Under which names the messages of a channel that was renamed may stand, as a clause."""
        if not self._unclaimed:
            return ""
        names = " or ".join(self._unclaimed[:MOST_NAMED])
        return f"; if it was renamed, name the folder it had: {names}"


def _opened(path: Path) -> ZipFile:
    try:
        return ZipFile(path)
    except IsADirectoryError:
        raise ExportError(f"{path} is a folder: name the zip as Slack gave it") from None
    except OSError as error:
        raise ExportError(f"{path} cannot be read: {error.strerror or type(error).__name__}") from None
    except (BadZipFile, NotImplementedError, ValueError):
        raise ExportError(f"{path} is no zip: name the export as Slack gave it, e.g. export.zip") from None


def _folders(files: Mapping[PurePosixPath, ZipInfo]) -> _Folders:
    folders: dict[str, dict[PurePosixPath, list[ZipInfo]]] = {}
    for path in sorted(files):
        name = path.parent.name
        is_channel = name and name.isprintable() and not _DIRECT.fullmatch(name)
        if is_channel and _DAY.fullmatch(path.name) and _is_date(path.stem):
            folders.setdefault(name, {}).setdefault(path.parent.parent, []).append(files[path])
    return folders


def _path(info: ZipInfo) -> PurePosixPath:
    """Where a file stands, whatever wrote the zip."""
    name = info.filename
    if not info.flag_bits & _IN_UTF_8:
        with suppress(UnicodeError):  # some other tool's, that was no UTF-8
            name = name.encode("cp437").decode()
    return PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/"))


def _messages(archive: ZipFile, info: ZipInfo) -> list[dict[str, Any]]:
    """The objects of a file that lists some.

    Only what Slack packs with is unpacked: Python unpacks the rest without a bound on the memory it takes.

    Raises:
        _UnreadableError: It is none, or more than may be.
    """
    if info.flag_bits & _ENCRYPTED:
        raise _UnreadableError("is locked with a password")
    if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise _UnreadableError("is packed as no export is")
    if info.file_size > MOST_BYTES:
        raise _UnreadableError(f"would unpack to more than {MOST_BYTES >> 20} MiB")
    try:
        with archive.open(info) as file:
            content = file.read(MOST_BYTES)
    except (BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError):
        raise _UnreadableError("is damaged") from None
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        raise _UnreadableError("is no valid JSON") from None
    if not isinstance(value, list):
        raise _UnreadableError("is no list")
    return [one for one in value if isinstance(one, dict)]


def _post(message: Mapping[str, Any]) -> Post | None:
    """What a person wrote; ``None`` where it was a bot, Slack itself, or has no author or time."""
    at = _moment(message.get("ts"))
    if message.get("bot_id") or message.get("subtype") not in _BY_PEOPLE:
        return None
    user = message.get("user")
    if at is None or not user or not isinstance(user, str):
        return None
    thread = _moment(of) if (of := message.get("thread_ts")) else at
    if thread is None:
        return None
    edited = message.get("edited")
    return Post(
        str(message["ts"]),
        at,
        plain_text(str(message.get("text") or "")),
        None if thread == at else thread,
        _moment(edited.get("ts")) if isinstance(edited, dict) else None,
    )


def _order(post: Post) -> tuple[datetime, bool, datetime, str, str]:
    """The order of posts; of two at one moment, what was edited last comes last, whatever their order in the file."""
    return post.at, post.thread is not None, post.edited or post.at, post.text, post.ts


def _moment(ts: object) -> datetime | None:
    """The moment of a timestamp, e.g. ``"1700000000.000100"``; exact, as no float is."""
    if not isinstance(ts, str | int | float) or not (match := _TS.fullmatch(str(ts))):
        return None
    microseconds = (match[2] or "").ljust(6, "0")[:6]
    return datetime.fromtimestamp(int(match[1]), UTC) + timedelta(microseconds=int(microseconds))


def _listed(channel: Mapping[str, Any]) -> _Listed | None:
    previous = channel.get("previous_names")
    others = (channel.get("id"), channel.get("name_normalized"), *(previous if isinstance(previous, list) else ()))
    names = [
        unicodedata.normalize("NFC", name) if isinstance(name, str) and name.isprintable() else ""
        for name in (channel.get("name"), *others)
    ]
    return _Listed(names[0], tuple(filter(None, names[1:]))) if names[0] else None


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _sentence(name: str, error: _UnreadableError) -> str:
    return f"{name} is left out: it {error}."
