"""Blocks: what Slack takes of each, on which surfaces, and of all that stand together.

Every limit stands once, in the tables below. Sources: docs.slack.dev, Block Kit blocks, read 2026-09-14; the models of
slack_sdk 3.47 and the types of @slack/types 3.2.0, which carry the same pages' words. Where others report that Slack
does otherwise than its pages say, the pages are followed and the report is told beside.
"""

from collections.abc import Iterator, Mapping

from bot.playground.strict_elements import (
    AN_IMAGE,
    AN_OVERFLOW_MENU,
    EVERYWHERE,
    IN_ACTIONS,
    IN_CARD,
    IN_CONTEXT,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    SLACK_FILE,
    off_surface,
)
from bot.playground.strict_rich_text import RICH_TEXT
from bot.playground.strict_tables import CHART, DATA_TABLE, DATA_TABLE_CHARACTERS, TABLE, characters
from bot.playground.strict_values import (
    Check,
    Findings,
    Json,
    Place,
    Rule,
    Surface,
    anything,
    array,
    boolean,
    by_type,
    count,
    different,
    kind_of,
    not_both,
    objects_in,
    one_of,
    plain_text,
    shape,
    some_of,
    string,
    text,
    unknown,
    wrong,
)

MOST_BLOCKS: Mapping[Surface, int] = {Surface.MESSAGE: 50, Surface.MODAL: 100, Surface.HOME: 100}

MARKDOWN_CHARACTERS = 12_000
"""Of all markdown blocks together, and of ``markdown_text``."""

_CHARTS = 2
"""Of a message. On no page of Slack's; its API says so when it refuses a third (vercel/chat#696)."""

_CHILDREN = tuple("actions context divider file header image input rich_text section table video".split())

_URL = string("a URL", 3000, least=1)
_CONTENT_URL = string("a URL", least=1)


def _different_actions(field: str) -> Rule:
    return lambda place, block: different("action_id", objects_in(place / field, block.get(field)))


def _only_collapsible(place: Place, block: Json) -> Findings:
    if block.get("is_collapsible") is True and block.get("has_header_divider") is True:
        yield f"{place / 'has_header_divider'}: must not be true of a collapsible container"
    if block.get("default_collapsed") is True and block.get("is_collapsible") is not True:
        yield f"{place / 'default_collapsed'}: must not be true unless is_collapsible is"


def _child(place: Place, value: object) -> Findings:
    kind = kind_of(value)
    if kind in _BLOCKS and kind not in _CHILDREN:
        yield f"{place / 'type'}: is {kind}, which cannot stand in a container"
    else:
        yield from _block(place, value)


_TASK = {
    "task_id": string("a task's id", least=1),
    "title": string("a task's title", least=1),
}
# The page has `pending` for a task that stands alone, too; others report that Slack refuses it there.
_TASK_DETAILS = {
    "details": RICH_TEXT,
    "output": RICH_TEXT,
    "sources": array(
        "sources of a task",
        by_type({"url": shape({"url": _CONTENT_URL, "text": string("a source", least=1)})}),
        least=0,
    ),
    "status": one_of("pending", "in_progress", "complete", "error"),
}

_CARD = shape(
    {},
    {
        "hero_image": AN_IMAGE,
        "icon": AN_IMAGE,
        "slack_icon": shape({"type": one_of("icon"), "name": string("an icon's name", least=1)}),
        "title": text("a card's title", 150),
        "subtitle": text("a card's subtitle", 150),
        "body": text("a card's body", 200),
        "subtext": text("a card's subtext", 200),
        "actions": array("buttons of a card", IN_CARD, most=3),
    },
    some_of("hero_image", "title", "actions", "body"),
    not_both("icon", "slack_icon"),
    _different_actions("actions"),
)

_BLOCKS: Mapping[str, Check] = {
    "section": shape(
        {},
        {
            "text": text("a section's text", 3000),
            "fields": array("fields of a section", text("a field", 2000), most=10),
            "accessory": IN_SECTION,
            "expand": boolean,
        },
        some_of("text", "fields"),
    ),
    "header": shape({"text": plain_text("a header", 150)}),
    "divider": shape({}),
    # No page limits a text in a context block: the limit of any text object stands.
    "context": shape({"elements": array("elements of a context block", IN_CONTEXT, most=10)}),
    "actions": shape(
        {"elements": array("elements of an actions block", IN_ACTIONS, most=25)}, {}, _different_actions("elements")
    ),
    "image": shape(
        {"alt_text": string("an image's alt text", 2000)},
        {"image_url": _URL, "slack_file": SLACK_FILE, "title": plain_text("an image's title", 2000)},
        some_of("image_url", "slack_file"),
    ),
    "input": shape(
        {"label": plain_text("an input's label", 2000), "element": IN_INPUT},
        {"hint": plain_text("an input's hint", 2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": RICH_TEXT,
    "video": shape(
        {
            "alt_text": string("a video's alt text"),
            "title": plain_text("a video's title", 199),
            "thumbnail_url": _CONTENT_URL,
            "video_url": _CONTENT_URL,
        },
        {
            "title_url": _CONTENT_URL,
            "description": plain_text("a video's description"),
            "provider_icon_url": _CONTENT_URL,
            "provider_name": string("a video's provider"),
            "author_name": string("a video's author", 49),
        },
    ),
    # The 12,000 characters are counted over all of them, in `_together`.
    "markdown": shape({"text": string("markdown", least=1)}),
    "table": TABLE,
    "data_table": DATA_TABLE,
    "data_visualization": CHART,
    "card": _CARD,
    "carousel": shape({"elements": array("cards of a carousel", by_type({"card": _CARD}), most=10)}),
    "container": shape(
        {"child_blocks": array("child blocks of a container", _child, most=10)},
        {
            "title": plain_text("a container's title", 150),
            "rich_text_title": RICH_TEXT,
            "subtitle": text("a container's subtitle", 150),
            "icon": AN_IMAGE,
            "width": one_of("narrow", "standard", "wide", "full"),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        some_of("title", "rich_text_title"),
        _only_collapsible,
    ),
    "alert": shape(
        {"text": text("an alert", 200)}, {"level": one_of("default", "info", "warning", "error", "success")}
    ),
    "context_actions": shape(
        {"elements": array("elements of a context actions block", IN_CONTEXT_ACTIONS, most=5)},
        {},
        _different_actions("elements"),
    ),
    # How many tasks a plan may have is on no page; Slack's example leaves out the tasks' `type`.
    "plan": shape(
        {"title": string("a plan's title", least=1)},
        {"tasks": array("tasks of a plan", shape(_TASK, {"type": one_of("task_card"), **_TASK_DETAILS}), least=0)},
    ),
    "task_card": shape(_TASK, _TASK_DETAILS),
    "auth_provider": shape(
        {
            "value": string("a provider's value", 150, least=1),
            "name": plain_text("a provider's name", 75),
            "is_connected": boolean,
        },
        {
            "description": plain_text("a provider's description", 150),
            "connected_identity": plain_text("a connected identity", 75),
            "connected_context": plain_text("a connected context", 75),
            "icon_url": _URL,
            "auth_url": _URL,
            "disconnect_url": _URL,
            "accessory": AN_OVERFLOW_MENU,
            "fallback": array("fallback blocks", anything),
        },
    ),
    "call": shape({"call_id": string("a call's id", least=1)}),
    "file": shape({}),
}
"""Every type of block. ``call`` and ``auth_provider`` are known from slack_sdk's models alone."""

_MESSAGES = frozenset({Surface.MESSAGE})
_NOT_IN_MODALS = frozenset({Surface.MESSAGE, Surface.HOME})

_SURFACES: Mapping[str, frozenset[Surface]] = {
    "markdown": _MESSAGES,
    "context_actions": _MESSAGES,
    "plan": _MESSAGES,
    "task_card": _MESSAGES,
    "call": _MESSAGES,
    "alert": frozenset({Surface.MODAL}),
    # Others report that the Home tab shows neither kind of table.
    "table": _NOT_IN_MODALS,
    "data_table": _NOT_IN_MODALS,
    "data_visualization": _NOT_IN_MODALS,
    "carousel": _NOT_IN_MODALS,
    "container": _NOT_IN_MODALS,
    "file": frozenset(),
}
"""Where a block may be shown; one that is not named here, on every surface.

Cards may stand in modals by their page; others report that they fail there. Where ``auth_provider`` may stand is on no
page that was read.
"""

_BLOCK_ID = shape({}, {"block_id": string("a block_id", 255)})
"""Slack makes one up where none is given. An empty one passes, a second empty one does not (slack-go#823)."""


def _block(place: Place, value: object) -> Findings:
    kind = kind_of(value)
    if not isinstance(value, Mapping):
        yield wrong(place, value, "an object")
    elif kind not in _BLOCKS:
        yield unknown(place, value, ["a block of Slack's"])
    elif place.surface not in _SURFACES.get(kind, EVERYWHERE):
        yield off_surface(place, kind, _SURFACES[kind])
    else:
        yield from _BLOCK_ID(place, value)
        yield from _BLOCKS[kind](place, value)


def blocks(place: Place, value: object, *, least: int = 0) -> Findings:
    """Take a list of blocks as the surface of ``place`` does, all but how many tables it may have."""
    yield from array("blocks", _block, least=least, most=MOST_BLOCKS[place.surface])(place, value)
    yield from _together(place, list(_all_blocks(place, value)))


def tables(place: Place, value: object) -> list[Place]:
    """Where the tables of a list of blocks stand, those in containers among them."""
    return [where for where, block in _all_blocks(place, value) if kind_of(block) == "table"]


def one_table(places: list[Place]) -> Findings:
    """A message takes one table, in its blocks or in its attachments.

    What others report is left out: that a table written into a markdown block counts as well, and a data table.
    """
    for place in places[1:]:
        yield f"{place}: is one table too many for a message (only_one_table_allowed)"


def _all_blocks(place: Place, value: object) -> Iterator[tuple[Place, Json]]:
    """Every block of a list, and after it those it holds."""
    for where, block in objects_in(place, value):
        yield where, block
        field = {"container": "child_blocks", "carousel": "elements"}.get(kind_of(block))
        if field:
            yield from objects_in(where / field, block.get(field))


def _together(place: Place, placed: list[tuple[Place, Json]]) -> Findings:
    """What holds of all blocks that stand together."""
    yield from different("block_id", placed)
    focused = [where for at, block in placed for where, one in _elements(at, block) if one.get("focus_on_load") is True]
    yield from (f"{where / 'focus_on_load'}: may be true of one element alone" for where in focused[1:])
    if place.surface is not Surface.MESSAGE:
        return
    texts = [block.get("text") for _, block in placed if kind_of(block) == "markdown"]
    if texts:
        written = sum(len(words) for words in texts if isinstance(words, str))
        yield from count(place, "characters in markdown blocks", written, MARKDOWN_CHARACTERS)
    data_tables = [block for _, block in placed if kind_of(block) == "data_table"]
    if len(data_tables) > 1:
        total = sum(characters(block) for block in data_tables)
        yield from count(place, "characters in all data tables", total, DATA_TABLE_CHARACTERS)
    charts = [block for _, block in placed if kind_of(block) == "data_visualization"]
    if charts:
        yield from count(place, "charts", len(charts), _CHARTS)


def _elements(place: Place, block: Json) -> Iterator[tuple[Place, Json]]:
    for field in ("accessory", "element"):
        if isinstance(element := block.get(field), Mapping):
            yield place / field, element
    yield from objects_in(place / "elements", block.get("elements"))
