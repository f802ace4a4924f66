"""Block Kit messages as cards in a terminal.

``draw`` turns a message (Slack's JSON: ``text``, ``blocks``) into a renderable for ``rich`` and a list of what can be
clicked. Everything is pure, and nothing is dropped in silence: a block, an element or a text object that this module
does not know, or that is malformed, is drawn as a warning in its place.

Text from a message never reaches ``rich`` as markup, and control characters never reach the terminal (see
``printable``).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.columns import Columns
from rich.console import Group, JustifyMethod, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.style import Style
from rich.table import Table
from rich.text import Text

from bot.playground.wire import Json

CARD_WIDTH = 100
"""Widest card in columns: on a wide terminal longer lines are hard to read."""

BUTTON_BESIDE_TEXT = 26
"""Longest label of a button, in characters, that stands beside a section's text; a longer one goes below it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something on a card that can be clicked.

    Attributes:
        number: What the person types to click it.
        label: What the button or option says, as printed.
        block_id: The block it belongs to.
        action: What Slack puts into ``actions[0]`` of the ``block_actions`` payload, without ``action_ts``, which is
            added when it is sent.
        url: The page that a link button opens; empty for all others.
    """

    number: int
    label: str
    block_id: str
    action: Json
    url: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A message, drawn.

    Attributes:
        renderable: What ``rich.console.Console.print`` takes.
        choices: What can be clicked, in the order of the numbers.
    """

    renderable: RenderableType
    choices: tuple[Choice, ...]


def draw(message: Json, *, first: int = 1, channel: str = "general") -> Drawing:
    """Draw a message as a framed card.

    Args:
        message: Slack's JSON. With ``blocks``, ``text`` is only the fallback and stays unseen, as in Slack.
        first: Number of the first thing that can be clicked.
        channel: Name of the channel without ``#``, for the frame of a message that everyone there sees.

    Returns:
        The card, and what can be clicked on it.
    """
    numbering = _Numbering(first)
    parts: list[RenderableType] = []
    after_divider = True  # no empty line at the top either
    for block in _blocks_of(message):
        is_divider = isinstance(block, dict) and block.get("type") == "divider"
        if not (after_divider or is_divider):
            parts.append("")
        parts.append(_draw_block(block, numbering))
        after_divider = is_divider
    is_public = _is_public(message)
    seen_by = f"in #{channel}" if is_public else "only visible to you"
    frame = Panel(
        Group(*parts),
        title=Text(printable(f"Reading Room · {seen_by}")),
        title_align="left",
        border_style="green" if is_public else "blue",
    )
    return Drawing(Constrain(frame, CARD_WIDTH), tuple(numbering.choices))


def _is_public(message: Json) -> bool:
    """Whether all in the channel see a message: one that stands there, or one that is to."""
    if "ts" in message:
        return not message.get("is_ephemeral")
    return message.get("response_type") == "in_channel"


_UNPRINTABLE: dict[int, str] = {
    # C0 has pictures of its own (␛ for Escape); line feed and tab stay what they are.
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"},
    0x7F: "\N{SYMBOL FOR DELETE}",
    # C1 (0x9B alone starts an escape sequence) and halves of surrogate pairs, which no terminal can be sent.
    **dict.fromkeys((*range(0x80, 0xA0), *range(0xD800, 0xE000)), "\N{REPLACEMENT CHARACTER}"),
    # Embeddings, overrides and isolates turn round what follows them, the frame included; line and paragraph
    # separators break lines behind the back of the layout.
    **{code: f"⟨U+{code:04X}⟩" for code in (0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))},
}


def printable(text: str) -> str:
    """Text that a terminal shows as it is: what would steer the terminal is replaced by a visible sign.

    Letters of right-to-left scripts stay; the invisible characters that override the direction are spelled out.
    """
    return text.replace("\r\n", "\n").translate(_UNPRINTABLE)


# ---------------------------------------------------------------------------------------------------------------------
# Text objects
# ---------------------------------------------------------------------------------------------------------------------

CODE = Style(color="red")
LINK = Style(underline=True)
MENTION = Style(color="cyan")
WARNING = Style(color="yellow", bold=True)

_FENCED = re.compile(r"```(.*?)```", re.DOTALL)


def _emphasis(name: str, mark: str) -> str:
    """Pattern of a pair of marks that hugs its text and stands outside words, as Slack wants it.

    Code, links and marks between two letters may stand inside. All repeats are possessive: no text takes more than
    one pass.
    """
    mark = re.escape(mark)
    inside = rf"(?>`[^`\n]*+`|<[^<>\n]*+>|[^{mark}\n]|(?<=\w){mark}(?=\w))"
    return rf"(?<![\w{mark}]){mark}(?=[^\s{mark}])(?P<{name}>{inside}++)(?<!\s){mark}(?![\w{mark}])"


_INLINE = re.compile(
    "|".join(
        (
            r"`(?P<code>[^`\n]+)`",
            r"<(?P<angle>[^<>\n]+)>",
            _emphasis("bold", "*"),
            _emphasis("italic", "_"),
            _emphasis("strike", "~"),
        )
    )
)
_EMPHASES = {"bold": Style(bold=True), "italic": Style(italic=True), "strike": Style(strike=True)}
_QUOTED = re.compile(r"(?:&gt;|>) ?")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_CLICKABLE = re.compile(r"(?:https?|mailto|tel|slack):", re.IGNORECASE)


def mrkdwn(source: str) -> Text:
    """Slack's mrkdwn as styled text.

    Bold, italic, strike, code, fenced code, quotes, links, mentions, and the three entities ``&amp; &lt; &gt;``.
    """
    text = Text()
    for index, piece in enumerate(_FENCED.split(source)):
        if index % 2:
            if text and not text.plain.endswith("\n"):
                text.append("\n")
            text.append(printable(_unescape(piece.strip("\n"))), CODE)
        else:
            for number, line in enumerate(piece.split("\n")):
                if number or (index and line):
                    text.append("\n")
                if quoted := _QUOTED.match(line):
                    text.append("│ ", "dim")
                _append_inline(text, line[quoted.end() if quoted else 0 :], Style())
    return text


def _append_inline(text: Text, source: str, style: Style) -> None:
    """Append one line of mrkdwn to ``text``; marks nest at most three deep, since none may stand inside itself."""
    end = 0
    for match in _INLINE.finditer(source):
        text.append(printable(_unescape(source[end : match.start()])), style)
        end = match.end()
        kind, inside = match.lastgroup or "", match[match.lastgroup or 0]
        if kind == "code":
            text.append(printable(_unescape(inside)), style + CODE)
        elif kind == "angle":
            text.append_text(_angle(inside, style))
        else:
            _append_inline(text, inside, style + _EMPHASES[kind])
    text.append(printable(_unescape(source[end:])), style)


def _angle(inside: str, style: Style) -> Text:
    """What stands between ``<`` and ``>``: a mention, a link, or neither."""
    target, _, label = (_unescape(part) for part in inside.partition("|"))
    if target[0] in "@#!":
        sign = "#" if target[0] == "#" else "@"
        name = label or target[1:]
        if target.startswith("!date^"):  # <!date^seconds^pattern|what to show instead>
            return Text(printable(name), style)
        return Text(printable(sign + name.removeprefix(sign)), style + MENTION)
    if _ADDRESS.match(target):
        return _link(target, label, style)
    return Text(printable(f"<{_unescape(inside)}>"), style)


def _link(url: str, label: str, style: Style) -> Text:
    """A link as its label, which terminals make clickable; an address that may not be clicked is printed behind it."""
    url, label = printable(url), printable(label)
    if _CLICKABLE.match(url):
        return Text(label or url, style + LINK + Style(link=url))
    return Text(f"{label} ({url})" if label else url, style)


def _unescape(text: str) -> str:
    """Undo Slack's escaping; ``&amp;`` last, lest ``&amp;lt;`` be undone twice."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _text(source: Json) -> Text:
    """A text object, ``mrkdwn`` or ``plain_text``; the latter stays untouched."""
    if source["type"] == "mrkdwn":
        return mrkdwn(source["text"])
    if source["type"] == "plain_text":
        return Text(printable(source["text"]))
    raise ValueError(f"a text object cannot be of type {source['type']}")


def _warning(what: str) -> Text:
    return Text(printable(f"⚠ {what}"), WARNING)


# ---------------------------------------------------------------------------------------------------------------------
# Blocks
# ---------------------------------------------------------------------------------------------------------------------


class _Numbering:
    """Numbers what can be clicked, in the order in which it is drawn."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.choices: list[Choice] = []

    def tag(self, label: Text, block: Json, action: Json, url: str = "") -> Text:
        """Take the next number for ``action`` and return ``[number] label``."""
        number = self.first + len(self.choices)
        # Slack makes up the ids that a message leaves out.
        action = {"action_id": f"action-{number}", "block_id": f"block-{number}"} | action
        if block.get("block_id"):
            action["block_id"] = block["block_id"]
        self.choices.append(Choice(number, label.plain, action["block_id"], action, url))
        return Text.assemble((f"[{number}]", "bold cyan"), " ", label)


def _blocks_of(message: Json) -> Sequence[Any]:
    """The blocks of a message and of its attachments; mere text counts as a section."""
    blocks = _own_blocks(message)
    for attachment in _listed(message.get("attachments")):
        blocks = [*blocks, *(_own_blocks(attachment) if isinstance(attachment, dict) else [attachment])]
    return blocks or [{"type": "an empty message"}]


def _own_blocks(holder: Json) -> list[Any]:
    text = holder.get("text") or holder.get("fallback")
    section = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    return _listed(holder.get("blocks")) or ([section] if text else [])


def _listed(value: Any) -> list[Any]:
    """A list as it is; anything else as the only item of one, so that it is drawn as a warning."""
    return value if isinstance(value, list) else [value] if value else []


def _draw_block(block: Any, numbering: _Numbering) -> RenderableType:
    """Draw one block, or a warning where it is unknown or malformed."""
    kind = block.get("type") if isinstance(block, dict) else None
    drawer = _BLOCKS.get(kind) if isinstance(kind, str) else None
    if drawer is None:
        return _warning(f"cannot draw: {kind if isinstance(kind, str) else 'a block without a type'}")
    known = len(numbering.choices)
    try:
        return drawer(block, numbering)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        # What a bot under development sends may have any shape. Slack refuses the whole message; here it is better to
        # see which block is wrong. Numbers given out so far are taken back: nothing on the screen carries them.
        del numbering.choices[known:]
        return _warning(f"cannot draw this {kind}: {type(error).__name__} {error}")


def _header(block: Json, _: _Numbering) -> RenderableType:
    text = _text(block["text"])
    text.stylize("bold")
    return text


def _divider(_: Json, __: _Numbering) -> RenderableType:
    return Rule(style="dim")


def _image(block: Json, _: _Numbering) -> RenderableType:
    text = Text()
    if block.get("title"):
        text.append_text(_text(block["title"])).append("\n")
    return text.append(f"(image: {printable(block['alt_text'])})", "italic dim")


def _context(block: Json, _: _Numbering) -> RenderableType:
    elements = [
        Text(f"(image: {printable(element['alt_text'])})") if element["type"] == "image" else _text(element)
        for element in block["elements"]
    ]
    between = "\n" if any("\n" in element.plain for element in elements) else "  "
    text = Text(between).join(elements)
    text.stylize("dim")
    return text


def _section(block: Json, numbering: _Numbering) -> RenderableType:
    parts: list[RenderableType] = []
    if block.get("text"):
        parts.append(_text(block["text"]))
    if block.get("fields"):
        parts.extend([""] if parts else [])
        parts.append(_fields([_text(field) for field in block["fields"]]))
    if not parts:
        raise ValueError("neither text nor fields")
    if block.get("accessory"):
        drawn = _element(block["accessory"], block, numbering)
        if isinstance(drawn, Text) and "\n" not in drawn.plain and len(drawn) <= BUTTON_BESIDE_TEXT:
            beside = Table.grid(expand=True, padding=(0, 2, 0, 0), pad_edge=False)
            beside.add_column(ratio=1)
            beside.add_column(no_wrap=True, justify="right")
            beside.add_row(parts[0], drawn)
            parts[0] = beside
        else:
            parts.append(drawn)
    return Group(*parts)


def _fields(cells: Sequence[Text]) -> RenderableType:
    """Two columns, row by row, as Slack lays fields out; an empty line between rows where a field has several lines."""
    grid = Table.grid(expand=True, padding=(0, 2, 0, 0))
    grid.add_column(ratio=1)
    grid.add_column(ratio=1)
    roomy = any("\n" in cell.plain for cell in cells)
    for start in range(0, len(cells), 2):
        if roomy and start:
            grid.add_row()
        grid.add_row(*cells[start : start + 2])
    return grid


def _actions(block: Json, numbering: _Numbering) -> RenderableType:
    """Short buttons side by side; selects and link buttons on lines of their own."""
    lines: list[RenderableType] = []
    side_by_side: list[Text] = []
    for element in block["elements"]:
        drawn = _element(element, block, numbering)
        if isinstance(drawn, Text) and not element.get("url"):
            side_by_side.append(drawn)
            continue
        lines.extend(_flow(side_by_side))
        side_by_side = []
        lines.append(drawn)
    lines.extend(_flow(side_by_side))
    return Group(*lines)


def _flow(items: Sequence[Text]) -> list[RenderableType]:
    """Items side by side, none broken while it fits; no line at all for no items."""
    return [Columns(items, padding=(0, 3))] if items else []


def _element(element: Json, block: Json, numbering: _Numbering) -> RenderableType:
    """A button, a select, an image; anything else as a warning."""
    kind = element["type"]
    if kind == "button":
        return _button(element, block, numbering)
    if kind in {"static_select", "radio_buttons", "overflow"}:
        return _select(element, block, numbering)
    if kind == "image":
        return _image(element, numbering)
    if kind == "feedback_buttons":
        return _feedback_buttons(element, block, numbering)
    if kind == "icon_button":
        return _icon_button(element, block, numbering)
    return _warning(f"cannot draw: {kind}")


def _feedback_buttons(element: Json, block: Json, numbering: _Numbering) -> Text:
    """Thumbs up and down under their texts; a click tells the text and the value of the one that was clicked."""
    tags = []
    for name in ("positive_button", "negative_button"):
        button = element[name]
        action: Json = {key: element[key] for key in ("type", "action_id") if key in element}
        action |= {key: button[key] for key in ("text", "value") if key in button}
        tags.append(numbering.tag(_text(button["text"]), block, action))
    return Text("   ").join(tags)


def _icon_button(element: Json, block: Json, numbering: _Numbering) -> Text:
    action: Json = {key: element[key] for key in ("type", "action_id", "value") if key in element}
    return numbering.tag(_text(element["text"]), block, action)


_BUTTON_STYLES = {"primary": "green", "danger": "red"}


def _button(element: Json, block: Json, numbering: _Numbering) -> Text:
    label = _text(element["text"])
    label.stylize(_BUTTON_STYLES.get(element.get("style", ""), ""))
    action: Json = {key: element[key] for key in ("type", "action_id", "text", "value") if key in element}
    url = element.get("url") or ""
    tag = numbering.tag(label, block, action, url)
    return tag.append(" → ").append_text(_link(url, "", Style(dim=True))) if url else tag


def _select(element: Json, block: Json, numbering: _Numbering) -> RenderableType:
    """A select with its options in the open, each numbered; one line a group."""
    about: Json = {key: element[key] for key in ("type", "action_id", "placeholder") if key in element}

    def options(of: Sequence[Json]) -> RenderableType:
        tags = []
        for option in of:
            tag = numbering.tag(_text(option["text"]), block, {**about, "selected_option": option})
            if option.get("description"):
                tag.append(": ", "dim").append_text(_text(option["description"]))
            tags.append(tag)
        return Columns(tags, padding=(0, 2))

    head = _text(element["placeholder"]) if element.get("placeholder") else Text("More…")
    grid = Table.grid(expand=True, padding=(0, 2, 0, 0), pad_edge=False)
    grid.add_column(max_width=30)
    grid.add_column(ratio=1)
    if element.get("option_groups"):
        for group in element["option_groups"]:
            label = Padding(_text(group["label"]), (0, 0, 0, 2), style="dim", expand=False)
            grid.add_row(label, options(group["options"]))
        return Group(head, grid)
    grid.add_row(head, options(element["options"]))
    return grid


_ALIGNMENTS: dict[str, JustifyMethod] = {"left": "left", "center": "center", "right": "right"}


def _table(block: Json, _: _Numbering) -> RenderableType:
    """A table, its first row as the heading; cells always wrap, since a terminal does not scroll sideways."""
    rows = [[_cell(cell) for cell in row] for row in block["rows"]]
    settings = [setting or {} for setting in block.get("column_settings") or []]
    table = Table(box=box.HORIZONTALS, show_lines=True, expand=True, show_header=bool(rows))
    for index in range(max(map(len, rows), default=0)):
        align = settings[index].get("align", "left") if index < len(settings) else "left"
        table.add_column(rows[0][index] if index < len(rows[0]) else "", justify=_ALIGNMENTS[align], overflow="fold")
    for row in rows[1:]:
        table.add_row(*row)
    return table


def _cell(cell: Json) -> RenderableType:
    match cell["type"]:
        case "raw_text":
            return Text(printable(cell["text"]))
        case "raw_number":
            return Text(printable(str(cell.get("text", cell["value"]))))
        case "rich_text":
            return _rich_text(cell, _Numbering(0))
        case kind:
            return _warning(f"cannot draw: {kind}")


# ---------------------------------------------------------------------------------------------------------------------
# rich_text, which escapes nothing: its text is literal
# ---------------------------------------------------------------------------------------------------------------------


def _rich_text(block: Json, _: _Numbering) -> RenderableType:
    parts: list[RenderableType] = []
    for element in block["elements"]:
        match element["type"]:
            case "rich_text_section":
                parts.append(_runs(element["elements"]))
            case "rich_text_preformatted":
                text = _runs(element["elements"])
                text.stylize(CODE)
                parts.append(text)
            case "rich_text_quote":
                lines = _runs(element["elements"]).split("\n")
                parts.append(Text("\n").join([Text.assemble(("│ ", "dim"), line) for line in lines]))
            case "rich_text_list":
                parts.append(_list(element))
            case kind:
                parts.append(_warning(f"cannot draw: {kind}"))
    return Group(*parts)


_RUN_STYLES = {**_EMPHASES, "code": CODE}


def _list(element: Json) -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True, justify="right")
    grid.add_column()
    first = 1 + element.get("offset", 0)
    for number, item in enumerate(element["elements"], start=first):
        grid.add_row(f"{number}." if element["style"] == "ordered" else "•", _runs(item["elements"]))
    return Padding(grid, (0, 0, 0, 2 * element.get("indent", 0)), expand=False)


def _runs(elements: Sequence[Json]) -> Text:
    """The inline elements of a rich text, one after the other."""
    text = Text()
    for element in elements:
        wanted = element.get("style") or {}
        style = sum((look for name, look in _RUN_STYLES.items() if wanted.get(name)), Style())
        match element["type"]:
            case "text":
                text.append(printable(element["text"]), style)
            case "link":
                text.append_text(_link(element["url"], element.get("text", ""), style))
            case "user":
                text.append(printable(f"@{element['user_id']}"), style + MENTION)
            case "usergroup":
                text.append(printable(f"@{element['usergroup_id']}"), style + MENTION)
            case "channel":
                text.append(printable(f"#{element['channel_id']}"), style + MENTION)
            case "broadcast":
                text.append(printable(f"@{element['range']}"), style + MENTION)
            case "emoji":
                text.append(printable(_emoji(element)), style)
            case "date":
                text.append(printable(element.get("fallback") or str(element["timestamp"])), style)
            case kind:
                text.append_text(_warning(f"cannot draw: {kind}"))
    return text


def _emoji(element: Json) -> str:
    """The emoji itself where Slack gives its code points (``"1f44d-1f3fd"``), else its name in colons."""
    if codes := element.get("unicode"):
        return "".join(chr(int(code, 16)) for code in codes.split("-"))
    return f":{element['name']}:"


_BLOCKS: dict[str, Callable[[Json, _Numbering], RenderableType]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "divider": _divider,
    "actions": _actions,
    "context_actions": _actions,
    "image": _image,
    "table": _table,
    "rich_text": _rich_text,
}
