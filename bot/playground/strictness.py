"""What Slack would refuse of what an app sends, and how near to a limit the rest is.

The checks are in ``strict_blocks`` and below it; here they become Slack's error codes. Sources: the errors that
docs.slack.dev lists for chat.postMessage and views.open, read in stored copies of the pages; a view's limits are those
of slack_sdk.models.views and of docs.slack.dev, views.

Three things Slack refuses for which its pages give no figure, so nothing here does: blocks that are too long taken
together (``msg_blocks_too_long``; others saw it from some 13,000 characters of markdown on), an image or URL that
cannot be reached, and attachments that hold nothing. The errors of ``metadata`` are not looked for.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.strict_blocks import MARKDOWN_CHARACTERS, blocks, one_table, tables
from bot.playground.strict_elements import MOST_OPTIONS, OPTION, OPTION_GROUP
from bot.playground.strict_values import (
    Finding,
    Measure,
    Place,
    Surface,
    array,
    boolean,
    count,
    kind_of,
    missing,
    not_both,
    nullable,
    objects_in,
    plain_text,
    problem_of,
    shape,
    some_of,
    string,
    unknown,
    wrong,
)

__all__ = [
    "Measure",
    "Refusal",
    "Surface",
    "measures_of",
    "refuse_blocks",
    "refuse_message",
    "refuse_options",
    "refuse_view",
]

MESSAGE_CHARACTERS = 40_000
"""Of a message's ``text``. The page says that Slack cuts off what is longer, and lists ``msg_too_long`` as well."""

MOST_ATTACHMENTS = 100

VIEW_BYTES = 250 * 1024
"""Of a view's JSON without needless spaces. The page says "250kb", and not which kilobyte it means."""

_TITLE = 24

_VIEWS = (Surface.MODAL, Surface.HOME)

_Coded = Iterator[tuple[str, Finding]]
"""Findings, each with the error code that Slack gives where it is a problem."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why Slack would refuse.

    Attributes:
        code: Slack's error code: ``invalid_blocks``, ``msg_too_long``, ``no_text``, ``invalid_arguments``…; where
            several are due, the first of ``problems`` decides.
        problems: Sentences that begin with a JSON pointer, such as
            ``/blocks/3/text: is 3,001 characters, at most 3,000``; at least one.
    """

    code: str
    problems: tuple[str, ...]


def refuse_message(message: Mapping[str, Any]) -> Refusal | None:
    """Why Slack would refuse a message, or ``None``; ephemeral or not, since no page of Slack's names a difference.

    Args:
        message: As an app sends it to chat.postMessage or a ``response_url``, its lists as lists.
    """
    return _refusal(_message(message))


def refuse_view(view: Mapping[str, Any]) -> Refusal | None:
    """Why Slack would refuse a modal or a Home tab, or ``None``. Pointers begin at the view."""
    return _refusal(_view(view))


def refuse_options(answer: Mapping[str, Any]) -> Refusal | None:
    """Why Slack would not take the answer to a ``block_suggestion``, or ``None``.

    It may be empty: then nothing was found. Slack gives the app no error for a bad one; it shows the person no
    options (bolt-js#1630). The code is the one of a bad argument.
    """
    place = Place(Surface.MESSAGE)
    return _refusal(("invalid_arguments", finding) for finding in _OPTIONS(place, answer))


def refuse_blocks(blocks: object, surface: Surface) -> Refusal | None:
    """Why Slack would refuse these blocks on a surface, or ``None``. Pointers begin with ``/blocks``."""
    return _refusal(_blocks(Place(surface) / "blocks", blocks))


def measures_of(message_or_view: Mapping[str, Any]) -> tuple[Measure, ...]:
    """How near a message or view is to Slack's limits: of every kind the fullest, and the nearest first."""
    is_view = kind_of(message_or_view) in _VIEWS
    fullest: dict[str, Measure] = {}
    for _, finding in _view(message_or_view) if is_view else _message(message_or_view):
        if isinstance(finding, Measure):
            fuller = fullest.setdefault(finding.what, finding)
            if finding.used * fuller.most > fuller.used * finding.most:
                fullest[finding.what] = finding
    return tuple(sorted(fullest.values(), key=lambda measure: -measure.used / measure.most))


def _refusal(coded: _Coded) -> Refusal | None:
    problems = [(code, problem) for code, finding in coded if (problem := problem_of(finding))]
    if not problems:
        return None
    return Refusal(problems[0][0], tuple(problem for _, problem in problems))


def _message(message: object) -> _Coded:
    place = Place(Surface.MESSAGE)
    if not isinstance(message, Mapping):
        yield "invalid_arguments", wrong(place, message, "an object")
        return
    # An argument that is null or empty counts as one that was not given.
    given = {name: value for name, value in message.items() if value not in (None, "", [])}
    if "markdown_text" in given and ("text" in given or "blocks" in given):
        yield "markdown_text_conflict", "/markdown_text: must not be given together with text or blocks"
    yield from _words(place / "text", given.get("text"), MESSAGE_CHARACTERS)
    yield from _words(place / "markdown_text", given.get("markdown_text"), MARKDOWN_CHARACTERS)
    in_blocks = place / "blocks"
    if "blocks" in given:
        yield from _blocks(in_blocks, given["blocks"])
    if "attachments" in given:
        yield from _attachments(place / "attachments", given["attachments"], tables(in_blocks, given.get("blocks")))
    if given.keys().isdisjoint({"text", "markdown_text", "blocks", "attachments"}):
        yield "no_text", "/text: is missing, and there are no blocks or attachments in its stead"


def _words(place: Place, value: object, most: int) -> _Coded:
    if isinstance(value, str):
        for finding in count(place, f"characters of {place.pointer[1:]}", len(value), most):
            yield "msg_too_long", finding
    elif value is not None:
        yield "invalid_arguments", wrong(place, value, "text")


def _blocks(place: Place, value: object) -> _Coded:
    if not isinstance(value, list):
        yield "invalid_blocks_format", wrong(place, value, "a list")
        return
    for finding in blocks(place, value):
        yield "invalid_blocks", finding
    if place.surface is Surface.MESSAGE:
        for finding in one_table(tables(place, value)):
            yield "invalid_blocks", finding


def _attachments(place: Place, value: object, tables_before: list[Place]) -> _Coded:
    if not isinstance(value, list):
        yield "invalid_attachments", wrong(place, value, "a list")
        return
    for finding in count(place, "attachments", len(value), MOST_ATTACHMENTS):
        yield "too_many_attachments", finding
    found = tables_before[:1]
    for index, attachment in enumerate(value):
        # No page limits the blocks of one attachment, so those of a message count; a person saw 21 refused
        # (bolt-python#914), others only 51.
        for finding in _ATTACHMENT(place / index, attachment):
            yield "invalid_attachments", finding
        if isinstance(attachment, Mapping):
            found += tables(place / index / "blocks", attachment.get("blocks"))
    for finding in one_table(found):
        yield "invalid_attachments", finding


_ATTACHMENT = shape({}, {"blocks": nullable(blocks)})

_VIEW = shape(
    {},
    {
        "title": nullable(plain_text("a view's title", _TITLE)),
        "submit": nullable(plain_text("a view's buttons", _TITLE)),
        "close": nullable(plain_text("a view's buttons", _TITLE)),
        "blocks": nullable(lambda place, value: blocks(place, value, least=1)),
        "private_metadata": nullable(string("private_metadata", 3000)),
        "callback_id": nullable(string("a callback_id", 255)),
        "external_id": nullable(string("an external_id", 255)),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
    },
)


def _view(view: object) -> _Coded:
    kind = kind_of(view)
    place = Place(Surface.HOME if kind == Surface.HOME else Surface.MODAL)
    if not isinstance(view, Mapping):
        yield "invalid_arguments", wrong(place, view, "an object")
        return
    for finding in _view_parts(place, kind, view):
        yield "invalid_arguments", finding
    try:
        size = len(json.dumps(dict(view), ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass"))
    except RecursionError:
        yield "invalid_arguments", f"{place}: is nested too deeply"
    else:
        yield "view_too_large", Measure(str(place), "bytes of a view", size, VIEW_BYTES)


def _view_parts(place: Place, kind: str, view: Mapping[str, Any]) -> Iterator[Finding]:
    if kind not in _VIEWS:
        yield unknown(place, view, _VIEWS)
        return
    yield from _VIEW(place, view)
    needed = ("title", "blocks") if kind == Surface.MODAL else ("blocks",)
    yield from (missing(place / name) for name in needed if view.get(name) is None)
    kinds = [kind_of(block) for _, block in objects_in(place, view.get("blocks"))]
    if kind == Surface.HOME:
        on_modals = (name for name in ("submit", "close") if view.get(name) is not None)
        yield from (f"{place / name}: must not be on a Home tab" for name in on_modals)
    elif view.get("submit") is None and "input" in kinds:
        yield f"{place / 'submit'}: is missing, which a modal with an input block needs"


_OPTIONS = shape(
    {},
    {
        "options": array("options", OPTION, least=0, most=MOST_OPTIONS),
        "option_groups": array("option groups", OPTION_GROUP, least=0, most=MOST_OPTIONS),
    },
    some_of("options", "option_groups"),
    not_both("options", "option_groups"),
)
