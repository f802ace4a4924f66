"""How much of a card fits one screen of a phone: Slack lays cards out, so this counts lines and leaves some room.

Measured in the playground's page at 390 by 844 pixels, the size of a common phone: between its bars it shows 650, of
which the name above a card takes 70. A line of body text is 22 pixels high; all heights here are in such lines.
``tests/browser/`` holds every card of the pack against that.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from textwrap import wrap

from bot.cards.blocks import Block

SCREEN = 25.6
"""What the blocks of a card may take together."""

_BODY, _HEADING, _SMALL = 38, 30, 40
"""Characters in a line of body text, of a heading, of small print."""

_HEADING_LINE, _SMALL_LINE, _ROW = 1.1, 0.87, 1.75
"""The height of a line of each, and of a row of buttons."""

_GAP = 0.37
"""Below each block and cell."""

_WIDTH = 312.0
"""Pixels of a row of buttons."""

_LINK = re.compile(r"<[^|>]*\|([^>]*)>")


def height(blocks: Iterable[Block]) -> float:
    """How high blocks stand on a phone, where cells stand below one another."""
    return sum(map(_height, blocks))


def _height(block: Block) -> float:
    match block["type"]:
        case "header":
            return _lines(block["text"], _HEADING) * _HEADING_LINE + _GAP
        case "section":
            texts = [block["text"]] if "text" in block else []
            return sum(_lines(text, _BODY) + _GAP for text in (*texts, *block.get("fields", ())))
        case "context":
            return sum(_lines(text, _SMALL) * _SMALL_LINE for text in block["elements"]) + _GAP
        case "actions":
            return _rows(block["elements"]) * _ROW
        case _:
            return _GAP


def _lines(text: Block, characters: int) -> int:
    return _lines_of(text["text"], characters)


@lru_cache(maxsize=1024)
def _lines_of(text: str, characters: int) -> int:
    """Lines of a text of a pack; a card is tried with one fact more or less, so most texts are measured ten times."""
    told = _LINK.sub(r"\1", text).replace("*", "")
    return sum(max(1, len(wrap(line, characters))) for line in told.split("\n"))


def _rows(elements: Iterable[Block]) -> int:
    """How many rows buttons and menus take."""
    rows, used = 1, 0.0
    for element in elements:
        width = 7.6 * len(element["text"]["text"]) + 34 if element["type"] == "button" else 158.0
        if used and used + width > _WIDTH + 8:
            rows, used = rows + 1, 0.0
        used += width
    return rows
