"""How much of a card fits one screen of a phone: Slack lays cards out, so this counts lines and leaves room.

Measured in the playground's page at 390 by 844 pixels, the size of a common phone: between its bars it shows 650, of
which the name above a card, the small print and the buttons take about 220. ``tests/browser/`` holds every card of the
pack against that.
"""

from textwrap import wrap

SCREEN = 19.0
"""Lines of body text that a short card's heading, answer, warnings and facts may take together."""

BODY, HEADING, SMALL = 40, 30, 46
"""Characters in a line of body text, of a heading, of small print."""

HEADING_HEIGHT, SMALL_HEIGHT, GAP = 1.2, 0.9, 0.4
"""Of a line of each, and of the space between two blocks or cells, in lines of body text."""


def height(text: str, characters: int = BODY, of_line: float = 1.0) -> float:
    """How high a text stands with the gap below it, in lines of body text."""
    return len(wrap(text, characters)) * of_line + GAP
