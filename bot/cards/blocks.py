"""Block Kit as plain dicts, within Slack's limits.

The only module that knows the limits, escapes and clips. slack_sdk's block classes cost a hundred times a dict and miss
half of the limits; they are the oracle of the tests instead.

Source of the limits: docs.slack.dev, Block Kit reference, read 2026-09-14.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

Block = dict[str, Any]
Message = dict[str, Any]

MOST_BLOCKS = 50
MOST_VIEW_BLOCKS = 100
TITLE_LENGTH = 24
HEADER_LENGTH = 150
SECTION_LENGTH = 3000
FIELD_LENGTH = 2000
MOST_FIELDS = 10
CONTEXT_LENGTH = 3000
BUTTON_LENGTH = 75
BUTTON_VALUE_LENGTH = 2000
OPTION_LENGTH = 75
OPTION_VALUE_LENGTH = 150
PLACEHOLDER_LENGTH = 150
CONFIRM_TITLE_LENGTH = 100
CONFIRM_TEXT_LENGTH = 300
CONFIRM_BUTTON_LENGTH = 30
MOST_OPTIONS = 100
MOST_ACTIONS = 25
ACTION_ID_LENGTH = 255
METADATA_LENGTH = 3000
MOST_BOXES = 10
TEXT_LENGTH = 40_000
WHOLE_WORDS = 0.8
"""A cut goes back to the end of a word where that leaves so much of the room filled."""

TABLE_LENGTH = 10_000
MOST_TABLE_ROWS = 100
MOST_TABLE_COLUMNS = 20

_HALF_ENTITY = re.compile(r"&(?:am?p?|lt?|gt?)?$")
_BOLD = re.compile(r"(?<!\w)\*([^*\n]+)\*(?!\w)")
_ITALIC = re.compile(r"(?<!\w)_([^_\n]+)_(?!\w)")
_LINK = re.compile(r"<(https?://[^|>]+)\|([^>]+)>")


def escape(text: str) -> str:
    """A text with the three characters escaped that Slack reads as control: ``&``, ``<``, ``>``."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clip(text: str, length: int) -> str:
    """A text of at most ``length`` characters; a cut leaves an ellipsis, and never half an entity."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    if (space := cut.rfind(" ")) > length * WHOLE_WORDS:
        cut = cut[:space]
    return f"{_HALF_ENTITY.sub('', cut).rstrip()}…"


def bold(text: str) -> str:
    """Plain text as bold mrkdwn."""
    return f"*{escape(text)}*"


def link(url: str, label: str) -> str:
    """A link as mrkdwn; ``|`` and ``>`` would end it early."""
    return f"<{escape(url).replace('|', '%7C')}|{escape(label).replace('|', '/')}>"


def header(text: str) -> Block:
    """A heading, from plain text."""
    return {"type": "header", "text": _plain(text, HEADER_LENGTH)}


def section(mrkdwn: str, fields: Sequence[str] = (), accessory: Block | None = None) -> Block:
    """A paragraph, with cells in two columns under it, and one element at its side."""
    block: Block = {"type": "section", "text": _mrkdwn(mrkdwn, SECTION_LENGTH)}
    if fields:
        block["fields"] = [_mrkdwn(field, FIELD_LENGTH) for field in fields[:MOST_FIELDS]]
    if accessory is not None:
        block["accessory"] = accessory
    return block


def cells(fields: Sequence[str]) -> list[Block]:
    """Sections of nothing but cells in two columns: as many as it takes."""
    return [
        {"type": "section", "fields": [_mrkdwn(field, FIELD_LENGTH) for field in fields[start : start + MOST_FIELDS]]}
        for start in range(0, len(fields), MOST_FIELDS)
    ]


def context(mrkdwn: str) -> Block:
    """Small print."""
    return {"type": "context", "elements": [_mrkdwn(mrkdwn, CONTEXT_LENGTH)]}


def divider() -> Block:
    """A thin line."""
    return {"type": "divider"}


def actions(elements: Iterable[Block]) -> Block:
    """A row of buttons and menus; equal action ids are told apart by ``:1``, ``:2`` and so on."""
    row = list(elements)[:MOST_ACTIONS]
    seen: dict[str, int] = {}
    for number, element in enumerate(row):
        name = element["action_id"]
        seen[name] = seen.get(name, -1) + 1
        if seen[name]:
            row[number] = element | {"action_id": f"{name}:{seen[name]}"}
    return {"type": "actions", "elements": row}


def button(label: str, action: str, value: str, accessibility_label: str | None = None) -> Block:
    """A button, from plain text."""
    block: Block = {
        "type": "button",
        "text": _plain(label, BUTTON_LENGTH),
        "action_id": action,
        "value": value[:BUTTON_VALUE_LENGTH],
    }
    if accessibility_label:
        block["accessibility_label"] = clip(accessibility_label, BUTTON_LENGTH)
    return block


def confirmed(element: Block, title: str, text: str, yes: str, no: str, *, is_loud: bool = True) -> Block:
    """A button that asks before it does something that cannot be taken back; a loud one is red."""
    asks = {
        "confirm": {
            "title": _plain(title, CONFIRM_TITLE_LENGTH),
            "text": _plain(text, CONFIRM_TEXT_LENGTH),
            "confirm": _plain(yes, CONFIRM_BUTTON_LENGTH),
            "deny": _plain(no, CONFIRM_BUTTON_LENGTH),
        }
    }
    return element | ({"style": "danger"} if is_loud else {}) | asks


def primary(element: Block) -> Block:
    """A button that stands out from its row."""
    return element | {"style": "primary"}


def menu(placeholder: str, action: str, options: Iterable[tuple[str, str]]) -> Block:
    """A menu of ``(label, value)``, from plain text; at most a hundred."""
    return {
        "type": "static_select",
        "placeholder": _plain(placeholder, PLACEHOLDER_LENGTH),
        "action_id": action,
        "options": [
            {"text": _plain(label, OPTION_LENGTH), "value": value} for label, value in list(options)[:MOST_OPTIONS]
        ],
    }


def suggestions(placeholder: str, action: str, *, min_length: int = 1) -> Block:
    """A menu whose options come while somebody types; Slack asks for them from ``min_length`` characters on."""
    return {
        "type": "external_select",
        "placeholder": _plain(placeholder, PLACEHOLDER_LENGTH),
        "action_id": action,
        "min_query_length": min_length,
    }


def option(label: str, value: str, description: str = "") -> Block:
    """An option of a menu, from plain text."""
    shown: Block = {"text": _plain(label, OPTION_LENGTH), "value": value}
    if description:
        shown["description"] = _plain(description, OPTION_LENGTH)
    return shown


def feedback(action: str, positive: str, negative: str) -> Block:
    """Thumbs up and down under a message that was posted; no page of Slack's says that an ephemeral one may have them.

    Args:
        action: The ``action_id``.
        positive: The value of the thumb up.
        negative: The value of the thumb down.
    """
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": action,
                "positive_button": {
                    "text": _plain("Helpful", BUTTON_LENGTH),
                    "accessibility_label": "Helpful",
                    "value": positive,
                },
                "negative_button": {
                    "text": _plain("Not helpful", BUTTON_LENGTH),
                    "accessibility_label": "Not helpful",
                    "value": negative,
                },
            }
        ],
    }


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str,
    close: str = "Close",
    submit: str | None = None,
    metadata: str = "",
) -> Block:
    """A modal; blocks over Slack's limit are left out.

    Args:
        title: 24 characters.
        blocks: What it shows.
        callback_id: Names it to the listeners.
        close: The button that closes it.
        submit: The button that submits it; it needs one where it has inputs.
        metadata: What comes back with it, at most 3,000 characters.
    """
    view = {
        "type": "modal",
        "callback_id": callback_id,
        "title": _plain(title, TITLE_LENGTH),
        "close": _plain(close, TITLE_LENGTH),
        "private_metadata": metadata[:METADATA_LENGTH],
        "blocks": list(blocks[:MOST_VIEW_BLOCKS]),
    }
    return view | {"submit": _plain(submit, TITLE_LENGTH)} if submit else view


def home_tab(blocks: Sequence[Block]) -> Block:
    """An app's Home tab."""
    return {"type": "home", "blocks": list(blocks[:MOST_VIEW_BLOCKS])}


def field(name: str, label: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    """A field of a modal; what is filled in comes back under its name, which is ``block_id`` and ``action_id``."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": _plain(label, FIELD_LENGTH),
        "element": element | {"action_id": name},
        "optional": optional,
    }
    return block | {"hint": _plain(hint, FIELD_LENGTH)} if hint else block


def text_input(initial: str = "", *, most: int, is_long: bool = False, placeholder: str = "") -> Block:
    """A field to type into: at most ``most`` characters, up to Slack's 3,000."""
    element: Block = {"type": "plain_text_input", "multiline": is_long, "max_length": most}
    if initial:
        element["initial_value"] = clip(initial, most)
    if placeholder:
        element["placeholder"] = _plain(placeholder, PLACEHOLDER_LENGTH)
    return element


def pick_one(options: Sequence[tuple[str, str]], chosen: str) -> Block:
    """A menu in a field, of ``(label, value)``; ``chosen`` is the value that stands there."""
    shown = [option(label, value) for label, value in options[:MOST_OPTIONS]]
    initial = next((one for one in shown if one["value"] == chosen), shown[0])
    return {"type": "static_select", "options": shown, "initial_option": initial}


def tick(options: Sequence[tuple[str, str]], chosen: Iterable[str]) -> Block:
    """Boxes to tick in a field, at most ten."""
    shown = [option(label, value) for label, value in options[:MOST_BOXES]]
    ticked = [one for one in shown if one["value"] in set(chosen)]
    element: Block = {"type": "checkboxes", "options": shown}
    return element | {"initial_options": ticked} if ticked else element


def pick_people(chosen: Sequence[str], placeholder: str) -> Block:
    """A menu of people, by their member ids."""
    element: Block = {
        "type": "multi_users_select",
        "placeholder": _plain(placeholder, PLACEHOLDER_LENGTH),
    }
    return element | {"initial_users": list(chosen)} if chosen else element


def pick_person(chosen: str | None, placeholder: str) -> Block:
    """A menu of people for one of them, by member id."""
    element: Block = {"type": "users_select", "placeholder": _plain(placeholder, PLACEHOLDER_LENGTH)}
    return element | {"initial_user": chosen} if chosen else element


def pick_channels(chosen: Sequence[str], placeholder: str) -> Block:
    """A menu of channels, public and private ones, by their ids."""
    element: Block = {
        "type": "multi_conversations_select",
        "placeholder": _plain(placeholder, PLACEHOLDER_LENGTH),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return element | {"initial_conversations": list(chosen)} if chosen else element


def pick_date(chosen: str) -> Block:
    """A day, as ``2026-11-30``; nothing chosen where it is empty."""
    element: Block = {"type": "datepicker"}
    return element | {"initial_date": chosen} if chosen else element


def choose(options: Sequence[tuple[str, str]]) -> Block:
    """Options of which one is chosen, all of them in sight: at most ten of ``(label, value)``."""
    return {"type": "radio_buttons", "options": [option(label, value) for label, value in options[:MOST_BOXES]]}


def pick_time(chosen: str) -> Block:
    """A time of the day, as ``08:30``; nothing chosen where it is empty."""
    element: Block = {"type": "timepicker"}
    return element | {"initial_time": chosen} if chosen else element


def preformatted(text: str) -> Block:
    """Text as it is, whole, in letters of one width.

    No page of Slack's limits how long rich text may be; so it stands in stretches, each within a section's limit.
    """
    stretches = [""]
    for line in text.splitlines(keepends=True) or [" "]:
        for start in range(0, len(line), SECTION_LENGTH):
            piece = line[start : start + SECTION_LENGTH]
            if len(stretches[-1]) + len(piece) > SECTION_LENGTH:
                stretches.append("")
            stretches[-1] += piece
    parts = [
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": stretch}]} for stretch in stretches
    ]
    return {"type": "rich_text", "elements": parts}


def quotation(text: str) -> Block:
    """What somebody wrote, set off as a quotation: nothing in it is read as a mark, a mention or a link."""
    quoted = {"type": "rich_text_quote", "elements": [{"type": "text", "text": clip(text, SECTION_LENGTH) or " "}]}
    return {"type": "rich_text", "elements": [quoted]}


def table(rows: Sequence[Sequence[str]]) -> Block:
    """A table, from plain text; its first row is the head.

    For messages posted with ``chat.postMessage`` alone: no page of Slack's says that an ack, a ``response_url`` or an
    ephemeral message may carry one. A table over 10,000 characters is Slack's to refuse, so ask `fits_table` first.
    """
    return {
        "type": "table",
        "column_settings": [{"is_wrapped": True} for _ in rows[0]],
        "rows": [[{"type": "raw_text", "text": cell or " "} for cell in row] for row in rows],
    }


def fits_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether Slack takes these rows as one table."""
    return (
        0 < len(rows) <= MOST_TABLE_ROWS
        and all(0 < len(row) <= MOST_TABLE_COLUMNS for row in rows)
        and sum(len(cell) or 1 for row in rows for cell in row) <= TABLE_LENGTH
    )


def message(blocks: Sequence[Block], ending: Sequence[Block] = ()) -> Message:
    """An ephemeral message; its ``text`` says all that the blocks say, for screen readers and notifications.

    Args:
        blocks: What it says; blocks over Slack's limit are left out.
        ending: Blocks that are never left out.
    """
    shown = [*blocks[: MOST_BLOCKS - len(ending)], *ending]
    return {"response_type": "ephemeral", "text": clip("\n".join(_tell(shown)), TEXT_LENGTH), "blocks": shown}


def _tell(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block["type"]:
            case "header":
                yield escape(block["text"]["text"])
            case "section":
                texts = [block["text"]] if "text" in block else []
                yield from (_without_marks(text["text"]) for text in (*texts, *block.get("fields", ())))
            case "context":
                yield from (_without_marks(text["text"]) for text in block["elements"])
            case "rich_text":
                yield from (escape(one["text"]) for part in block["elements"] for one in part["elements"])
            case "table":
                yield from (escape(" | ".join(cell["text"] for cell in row)) for row in block["rows"])


def _without_marks(mrkdwn: str) -> str:
    text = _LINK.sub(lambda match: match[2], mrkdwn)
    text = _ITALIC.sub(r"\1", _BOLD.sub(r"\1", text))
    return text.replace("\n", ": ", 1) if mrkdwn.startswith("*") else text


def _plain(text: str, length: int) -> Block:
    return {"type": "plain_text", "text": clip(text, length), "emoji": True}


def _mrkdwn(text: str, length: int) -> Block:
    return {"type": "mrkdwn", "text": clip(text, length)}
