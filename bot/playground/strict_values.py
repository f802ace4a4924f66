"""How what an app sends is checked: a check looks at one JSON value and yields what it finds.

A finding is either a sentence about what is wrong, which begins with a JSON pointer (RFC 6901), or a `Measure`: how
much of something there is where Slack takes only so much. A measure is yielded whether or not it is over, so that one
walk tells what Slack would refuse and how near to a limit the rest is.

Nothing is certain of what arrives, so every check takes any JSON value and none raises. Lengths are counted in
characters, as Python's ``len`` counts them: Slack's pages say "characters" and give no finer rule.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

TEXT_LENGTH = 3000
"""Of any text object that has no limit of its own (docs.slack.dev, text object, read 2026-09-14); at least 1."""

_SHOWN_LENGTH = 40


class Surface(StrEnum):
    """Where blocks are shown."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Measure:
    """How near to a limit something is.

    Attributes:
        where: A JSON pointer.
        what: What is counted and of what, such as ``"characters of a header"`` or ``"blocks"``.
        used: How many there are.
        most: How many Slack takes.
    """

    where: str
    what: str
    used: int
    most: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: on a surface, at a JSON pointer. ``place / "text"`` is one step further in."""

    surface: Surface
    pointer: str = ""

    def __truediv__(self, step: str | int) -> "Place":
        return Place(self.surface, f"{self.pointer}/{step}")

    def __str__(self) -> str:
        return self.pointer or "/"


Json = Mapping[str, Any]
"""A JSON object, of which nothing else is certain."""

Finding = Measure | str
Findings = Iterator[Finding]
Check = Callable[[Place, object], Findings]
Rule = Callable[[Place, Json], Findings]
"""What holds between the fields of an object. It is asked of any object, whatever its fields hold."""


def problem_of(finding: Finding) -> str | None:
    """The sentence about what is wrong, such as ``/blocks/3/text: is 3,001 characters, at most 3,000``, or ``None``."""
    if isinstance(finding, str):
        return finding
    if finding.used <= finding.most:
        return None
    return f"{finding.where}: {_amount(finding.used, finding.what)}, at most {finding.most:,}"


def wrong(place: Place, value: object, wanted: str) -> str:
    """That a value is of another type than the one wanted."""
    return f"{place}: is {_kind(value)}, must be {wanted}"


def missing(place: Place) -> str:
    """That a required field is not there."""
    return f"{place}: is missing"


def shown(value: object) -> str:
    """A value as a sentence quotes it: a string shortened and escaped as in JSON, anything else by its type."""
    if not isinstance(value, str):
        return _kind(value)
    short = value if len(value) <= _SHOWN_LENGTH else value[:_SHOWN_LENGTH] + "…"
    # JSON may hold half of a surrogate pair, which no log can be written with.
    return json.dumps(short, ensure_ascii=False).encode(errors="backslashreplace").decode()


def unknown(place: Place, value: Json, known: Iterable[str]) -> str:
    """That an object has no ``type``, or none of those that may stand here."""
    if "type" not in value:
        return missing(place / "type")
    return f"{place / 'type'}: is {shown(value['type'])}, must be {_either(known)}"


def kind_of(value: object) -> str:
    """The ``type`` of an object; nothing, where it has none."""
    kind = value.get("type") if isinstance(value, Mapping) else None
    return kind if isinstance(kind, str) else ""


def anything(_place: Place, _value: object) -> Findings:
    """Take every value: for a field of which Slack's pages do not say what it may hold."""
    return iter(())


def nullable(check: Check) -> Check:
    """Take ``null`` as well."""
    return lambda place, value: iter(()) if value is None else check(place, value)


def boolean(place: Place, value: object) -> Findings:
    """Take ``true`` and ``false``."""
    if not isinstance(value, bool):
        yield wrong(place, value, "true or false")


def number(place: Place, value: object) -> Findings:
    """Take any number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield wrong(place, value, "a number")


def integer(least: int = 0, most: int | None = None) -> Check:
    """Take a whole number from ``least`` to ``most``; a limit on a value is no measure, for nobody fills it up."""

    def check(place: Place, value: object) -> Findings:
        if isinstance(value, bool) or not isinstance(value, int):
            yield wrong(place, value, "a whole number")
        elif value < least or (most is not None and value > most):
            yield f"{place}: must be {f'at least {least}' if most is None else f'from {least} to {most}'}"

    return check


def string(what: str, most: int | None = None, *, least: int = 0) -> Check:
    """Take a string of ``least`` to ``most`` characters; ``what`` names it, as in "characters of a button's value"."""

    def check(place: Place, value: object) -> Findings:
        if not isinstance(value, str):
            yield wrong(place, value, "text")
        else:
            yield from count(place, f"characters of {what}", len(value), most, least=least)

    return check


def matching(pattern: str, form: str) -> Check:
    """Take a string that is wholly of a form, which ``form`` names for a person: ``YYYY-MM-DD``."""
    compiled = re.compile(pattern)

    def check(place: Place, value: object) -> Findings:
        if not isinstance(value, str):
            yield wrong(place, value, "text")
        elif not compiled.fullmatch(value):
            yield f"{place}: is {shown(value)}, must be of the form {form}"

    return check


def one_of(*allowed: str) -> Check:
    """Take one of a few strings."""

    def check(place: Place, value: object) -> Findings:
        if value not in allowed:
            yield f"{place}: is {shown(value)}, must be {_either(allowed)}"

    return check


def array(what: str, each: Check, *, least: int = 1, most: int | None = None) -> Check:
    """Take a list of ``least`` to ``most`` items, each of which ``each`` takes.

    Slack takes no empty list but where its pages say so (slack_sdk.models.basic_objects lists the exceptions).
    """

    def check(place: Place, value: object) -> Findings:
        if not isinstance(value, list):
            yield wrong(place, value, "a list")
            return
        yield from count(place, what, len(value), most, least=least)
        for index, item in enumerate(value):
            yield from each(place / index, item)

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *rules: Rule) -> Check:
    """Take an object with these fields, for which these rules hold. Fields that are not named here pass unseen."""
    fields = {**required, **(optional or {})}

    def check(place: Place, value: object) -> Findings:
        if not isinstance(value, Mapping):
            yield wrong(place, value, "an object")
            return
        yield from (missing(place / name) for name in required if name not in value)
        for name, takes in fields.items():
            if name in value:
                yield from takes(place / name, value[name])
        for rule in rules:
            yield from rule(place, value)

    return check


def by_type(checks: Mapping[str, Check]) -> Check:
    """Take an object of one of these types, each with its own check."""

    def check(place: Place, value: object) -> Findings:
        if not isinstance(value, Mapping):
            yield wrong(place, value, "an object")
            return
        kind = kind_of(value)
        if kind in checks:
            yield from checks[kind](place, value)
        else:
            yield unknown(place, value, checks)

    return check


def text(what: str, most: int = TEXT_LENGTH, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> Check:
    """Take a text object of 1 to ``most`` characters. What is over is told of the object, not of its ``text``."""
    parts = shape(
        {"type": one_of(*kinds), "text": string(what)},
        {"emoji": boolean, "verbatim": boolean},
    )

    def check(place: Place, value: object) -> Findings:
        yield from parts(place, value)
        if isinstance(value, Mapping) and isinstance(value.get("text"), str):
            yield from count(place, f"characters of {what}", len(value["text"]), most, least=1)

    return check


def plain_text(what: str, most: int = TEXT_LENGTH) -> Check:
    """Take a text object of the type ``plain_text`` alone."""
    return text(what, most, ("plain_text",))


def some_of(*names: str) -> Rule:
    """At least one of these fields must be there."""

    def rule(place: Place, value: Json) -> Findings:
        if not any(name in value for name in names):
            yield f"{place}: must have {_either(names)}"

    return rule


def not_both(first: str, second: str) -> Rule:
    """Two fields exclude each other."""

    def rule(place: Place, value: Json) -> Findings:
        if first in value and second in value:
            yield f"{place}: must not have both {first} and {second}"

    return rule


def objects_in(place: Place, value: object) -> Iterator[tuple[Place, Json]]:
    """The objects of a list, each with its place; nothing, where it is no list."""
    if isinstance(value, list):
        yield from ((place / index, item) for index, item in enumerate(value) if isinstance(item, Mapping))


def different(name: str, objects: Iterable[tuple[Place, Json]]) -> Findings:
    """No two of these objects have the same string in the field ``name``."""
    seen: set[str] = set()
    for place, item in objects:
        given = item.get(name)
        if isinstance(given, str):
            if given in seen:
                yield f"{place / name}: {shown(given)} stands more than once"
            seen.add(given)


def count(place: Place, what: str, used: int, most: int | None, *, least: int = 0) -> Findings:
    """A measure, where there is a limit, or that there is too little."""
    if used < least:
        yield f"{place}: is empty" if not used else f"{place}: {_amount(used, what)}, at least {least:,}"
    elif most is not None:
        yield Measure(str(place), what, used, most)


def _either(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def _amount(used: int, what: str) -> str:
    counted, of, _ = what.partition(" of ")
    return f"{'is' if of and counted == 'characters' else 'has'} {used:,} {counted.partition(' in ')[0]}"


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case _:
            return "an object"
