"""Our own checker of Slack's limits: what Slack would refuse, before Slack does.

Slack refuses a whole message for one bad block, and the person sees silence. slack_sdk's models miss half of these
limits (section fields, tables, duplicate action ids), so the tests run every card of the pack through both.
Source: docs.slack.dev, Block Kit reference, read 2026-09-14.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from bot.cards import blocks as kit

BLOCK_ID_LENGTH = 255
URL_LENGTH = 3000
CONTEXT_ELEMENTS = 10
CONTEXT_ACTIONS = 5


def broken_limits(message: kit.Message) -> list[str]:
    """Every limit a message breaks, as ``/blocks/3/text: is 3,001 characters, at most 3,000``; empty for a good one."""
    return list(_message(message))


def _message(message: kit.Message) -> Iterator[str]:
    blocks = message.get("blocks", [])
    yield from _length("/text", message.get("text", ""), 1, kit.TEXT_LENGTH)
    if len(blocks) > kit.MOST_BLOCKS:
        yield f"/blocks: are {len(blocks)}, at most {kit.MOST_BLOCKS}"
    if sum(block.get("type") == "table" for block in blocks) > 1:
        yield "/blocks: have more than one table"
    yield from _repeated("/blocks", "block_id", blocks)
    for number, block in enumerate(blocks):
        path = f"/blocks/{number}"
        yield from _length(f"{path}/block_id", block.get("block_id", "x"), 1, BLOCK_ID_LENGTH)
        check = _BLOCKS.get(block.get("type"))
        if check is None:
            yield f"{path}: {block.get('type')} is no block this app sends"
        else:
            yield from check(path, block)


def _header(path: str, block: kit.Block) -> Iterator[str]:
    yield from _text(f"{path}/text", block["text"], kit.HEADER_LENGTH, types=("plain_text",))


def _section(path: str, block: kit.Block) -> Iterator[str]:
    fields = block.get("fields")
    if "text" not in block and not fields:
        yield f"{path}: has neither text nor fields"
    if "text" in block:
        yield from _text(f"{path}/text", block["text"], kit.SECTION_LENGTH)
    if fields is not None and not 0 < len(fields) <= kit.MOST_FIELDS:
        yield f"{path}/fields: are {len(fields)}, at least 1 and at most {kit.MOST_FIELDS}"
    for number, field in enumerate(fields or ()):
        yield from _text(f"{path}/fields/{number}", field, kit.FIELD_LENGTH)
    if "accessory" in block:
        yield from _element(f"{path}/accessory", block["accessory"])


def _context(path: str, block: kit.Block) -> Iterator[str]:
    elements = block["elements"]
    if not 0 < len(elements) <= CONTEXT_ELEMENTS:
        yield f"{path}/elements: are {len(elements)}, at least 1 and at most {CONTEXT_ELEMENTS}"
    for number, element in enumerate(elements):
        yield from _text(f"{path}/elements/{number}", element, kit.CONTEXT_LENGTH)


def _actions(path: str, block: kit.Block) -> Iterator[str]:
    elements = block["elements"]
    if not 0 < len(elements) <= kit.MOST_ACTIONS:
        yield f"{path}/elements: are {len(elements)}, at least 1 and at most {kit.MOST_ACTIONS}"
    yield from _repeated(f"{path}/elements", "action_id", elements)
    for number, element in enumerate(elements):
        yield from _element(f"{path}/elements/{number}", element)


def _table(path: str, block: kit.Block) -> Iterator[str]:
    rows = block["rows"]
    if not 0 < len(rows) <= kit.MOST_TABLE_ROWS:
        yield f"{path}/rows: are {len(rows)}, at least 1 and at most {kit.MOST_TABLE_ROWS}"
    for number, row in enumerate(rows):
        if not 0 < len(row) <= kit.MOST_TABLE_COLUMNS:
            yield f"{path}/rows/{number}: has {len(row)} cells, at least 1 and at most {kit.MOST_TABLE_COLUMNS}"
        if any(not cell.get("text") for cell in row if cell.get("type") == "raw_text"):
            yield f"{path}/rows/{number}: has an empty cell"
    total = sum(len(cell.get("text", "")) for row in rows for cell in row)
    if total > kit.TABLE_LENGTH:
        yield f"{path}/rows: hold {total:,} characters, at most {kit.TABLE_LENGTH:,}"


def _rich_text(path: str, block: kit.Block) -> Iterator[str]:
    for number, part in enumerate(block["elements"]):
        where = f"{path}/elements/{number}"
        if part.get("type") != "rich_text_preformatted":
            yield f"{where}: {part.get('type')} is no rich text this app sends"
            continue
        for place, leaf in enumerate(part["elements"]):
            yield from _length(f"{where}/elements/{place}", leaf.get("text", ""), 1, kit.SECTION_LENGTH)


def _divider(_path: str, _block: kit.Block) -> Iterator[str]:
    return iter(())


def _context_actions(path: str, block: kit.Block) -> Iterator[str]:
    elements = block["elements"]
    if not 0 < len(elements) <= CONTEXT_ACTIONS:
        yield f"{path}/elements: are {len(elements)}, at least 1 and at most {CONTEXT_ACTIONS}"
    yield from _repeated(f"{path}/elements", "action_id", elements)
    for number, element in enumerate(elements):
        where = f"{path}/elements/{number}"
        yield from _length(f"{where}/action_id", element.get("action_id", ""), 1, kit.ACTION_ID_LENGTH)
        if element.get("type") != "feedback_buttons":
            yield f"{where}: {element.get('type')} is no element this app sends"
            continue
        for thumb in ("positive_button", "negative_button"):
            yield from _text(f"{where}/{thumb}/text", element[thumb]["text"], kit.BUTTON_LENGTH, types=("plain_text",))
            yield from _length(f"{where}/{thumb}/value", element[thumb]["value"], 1, kit.BUTTON_VALUE_LENGTH)


_BLOCKS: dict[Any, Callable[[str, kit.Block], Iterator[str]]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "context_actions": _context_actions,
    "rich_text": _rich_text,
    "table": _table,
    "divider": _divider,
}


def _element(path: str, element: kit.Block) -> Iterator[str]:
    yield from _length(f"{path}/action_id", element.get("action_id", ""), 1, kit.ACTION_ID_LENGTH)
    match element.get("type"):
        case "button":
            yield from _text(f"{path}/text", element["text"], kit.BUTTON_LENGTH, types=("plain_text",))
            yield from _length(f"{path}/value", element.get("value", ""), 0, kit.BUTTON_VALUE_LENGTH)
            yield from _length(f"{path}/url", element.get("url", ""), 0, URL_LENGTH)
            label = element.get("accessibility_label", "")
            yield from _length(f"{path}/accessibility_label", label, 0, kit.BUTTON_LENGTH)
        case "static_select":
            yield from _text(
                f"{path}/placeholder", element["placeholder"], kit.PLACEHOLDER_LENGTH, types=("plain_text",)
            )
            yield from _options(path, element["options"])
        case other:
            yield f"{path}: {other} is no element this app sends"


def _options(path: str, options: list[kit.Block]) -> Iterator[str]:
    if not 0 < len(options) <= kit.MOST_OPTIONS:
        yield f"{path}/options: are {len(options)}, at least 1 and at most {kit.MOST_OPTIONS}"
    yield from _repeated(f"{path}/options", "value", options)
    for number, option in enumerate(options):
        where = f"{path}/options/{number}"
        yield from _text(f"{where}/text", option["text"], kit.OPTION_LENGTH, types=("plain_text",))
        yield from _length(f"{where}/value", option["value"], 1, kit.OPTION_VALUE_LENGTH)


def _text(path: str, text: kit.Block, most: int, types: tuple[str, ...] = ("mrkdwn", "plain_text")) -> Iterator[str]:
    if text.get("type") not in types:
        yield f"{path}: is {text.get('type')}, must be {' or '.join(types)}"
    yield from _length(path, text.get("text", ""), 1, most)


def _length(path: str, text: str, least: int, most: int) -> Iterator[str]:
    if not least <= len(text) <= most:
        yield f"{path}: is {len(text):,} characters, at least {least} and at most {most:,}"


def _repeated(path: str, name: str, items: list[kit.Block]) -> Iterator[str]:
    counted = Counter(item[name] for item in items if name in item)
    yield from (f"{path}: {name} {value} stands more than once" for value, times in counted.items() if times > 1)
