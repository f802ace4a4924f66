"""Cohorts: a pasted table of people who start on tracks; what is wrong with a row is said of its line."""

import csv
import io
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from bot.core.onboarding import complaint_about_start
from bot.knowledge.shifts import Pattern
from bot.knowledge.tracks import Track

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "person": ("person", "e-mail", "email", "member", "member id", "who", "name"),
    "track": ("track", "role"),
    "preceptor": ("preceptor", "mentor", "buddy"),
    "start": ("start", "starts", "start date", "first day", "starts on"),
    "shifts": ("shifts", "shift", "pattern"),
}
"""What a column may be called, in whatever case."""

REQUIRED = ("person", "track", "start")

MOST_ROWS = 100

SEPARATORS = ",;\t"

_MEMBER_ID = re.compile(r"[UW][A-Z0-9]{2,31}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One person of a cohort.

    Attributes:
        line: Which line of what was pasted, counted from 1.
        person: An e-mail address or a member id.
        track: The track.
        preceptor: An e-mail address or a member id; ``""`` where none is named.
        starts_on: The first day.
        pattern: The shifts.
    """

    line: int
    person: str
    track: Track
    preceptor: str
    starts_on: date
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Cohort:
    """What was pasted.

    Attributes:
        rows: Those that can be used as far as they can be read, in their order.
        bad: The line, and what is wrong with it, of every other.
    """

    rows: tuple[Row, ...]
    bad: tuple[tuple[int, str], ...]


def read_cohort(pasted: str, tracks: Collection[Track], today: date) -> Cohort:
    """Read a pasted table.

    Args:
        pasted: With commas, semicolons or tabs between; the first line names the columns.
        tracks: What there is.
        today: The day.
    """
    lines = pasted.removeprefix("\ufeff").splitlines()
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return Cohort((), ((1, "there is nothing in it"),))
    lines = lines[first:]
    separator = max(SEPARATORS, key=lines[0].count)
    table = csv.reader(io.StringIO("\n".join(lines)), delimiter=separator, skipinitialspace=True)
    head = next(table)
    places = _places(head)
    if missing := [name for name in REQUIRED if name not in places]:
        told = ", ".join(missing)
        return Cohort((), ((first + 1, f"names no column {told}; write: person,track,preceptor,start,shifts"),))
    rows, bad = list[Row](), list[tuple[int, str]]()
    seen: dict[tuple[str, str], int] = {}
    for cells in table:
        line = first + table.line_num
        if not any(cell.strip() for cell in cells):
            continue
        row = _row(line, {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()},
                   tracks, today)  # fmt: skip
        if isinstance(row, str):
            bad.append((line, row))
        elif (earlier := seen.setdefault((row.person.casefold(), row.track.id), line)) != line:
            bad.append((line, f"is the same person and track as line {earlier}"))
        elif len(rows) == MOST_ROWS:
            bad.append((line, f"is beyond the {MOST_ROWS} that can be started at once"))
        else:
            rows.append(row)
    return Cohort(tuple(rows), tuple(bad))


def is_member_id(person: str) -> bool:
    """Whether a person is named by a member id of Slack's, such as ``U0123ABCD``."""
    return bool(_MEMBER_ID.fullmatch(person))


def _places(head: list[str]) -> dict[str, int]:
    """Where each column stands that is known."""
    names = [cell.strip().casefold() for cell in head]
    places: dict[str, int] = {}
    for column, called in COLUMNS.items():
        if found := [names.index(name) for name in called if name in names]:
            places[column] = found[0]
    return places


def _row(line: int, cells: Mapping[str, str], tracks: Collection[Track], today: date) -> Row | str:
    """A row, or what is wrong with it."""
    if empty := [name for name in REQUIRED if not cells[name]]:
        return f"has no {empty[0]}"
    for column in ("person", "preceptor"):
        who = cells.get(column, "")
        if who and not (is_member_id(who) or _EMAIL.fullmatch(who)):
            return f"{column} is {who!r}, neither an e-mail address nor a member ID such as U0123ABCD"
    track, pattern = _track(cells["track"], tracks), _pattern(cells.get("shifts", ""))
    if track is None:
        return f"track is {cells['track']!r}; there are {', '.join(sorted(one.id for one in tracks))}"
    if pattern is None:
        return f"shifts is {cells['shifts']!r}; there are {', '.join(Pattern)}"
    starts_on = _day(cells["start"])
    wrong = complaint_about_start(starts_on, today) if starts_on else f"Write the day as {today.isoformat()}."
    if wrong or starts_on is None:
        return f"start is {cells['start']!r}. {wrong}"
    return Row(line, cells["person"], track, cells.get("preceptor", ""), starts_on, pattern)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _track(written: str, tracks: Collection[Track]) -> Track | None:
    """A track by its id or name, in whatever case."""
    wanted = written.casefold()
    return next((track for track in tracks if wanted in {track.id, track.name.casefold()}), None)


def _pattern(written: str) -> Pattern | None:
    """A pattern, in the singular too; days, where nothing is written."""
    wanted = written.casefold() or Pattern.DAYS
    return next((one for one in Pattern if wanted in {one.value, one.value.removesuffix("s")}), None)
