"""Draws the README's screens anew: ``make screens``.

The cards come from the same code as in Slack; the text goes between the markers in README.md, the picture into
docs/img/terminal.svg.
"""

import io
import re
from pathlib import Path

from rich.console import Console

from bot.cards.blocks import Message
from bot.cards.comparisons import comparison_card
from bot.cards.lookups import lookup_card
from bot.core.library import Library
from bot.knowledge.loading import load
from bot.names import Kind
from bot.playground.drawing import draw

ROOT = Path(__file__).parent.parent
WIDTH = 80


def main() -> None:
    """Write the picture and the screens."""
    library = Library(load([ROOT / "knowledge"]))
    modality = lookup_card(library.look_up("MRI", Kind.MODALITY), library.pack)
    comparison = comparison_card(library.compare("DR IR"), library.pack)
    _write_picture(ROOT / "docs" / "img" / "terminal.svg", "/modality MRI", modality)
    readme = ROOT / "README.md"
    text = readme.read_text("utf-8")
    for name, typed, card in (("mri", "/modality MRI", modality), ("dr-ir", "/compare DR IR", comparison)):
        text = _replace(text, name, f"> {typed}\n{_as_text(card)}")
    readme.write_text(text, "utf-8")


def _as_text(card: Message) -> str:
    console = Console(file=io.StringIO(), width=WIDTH, record=True)
    console.print(draw(card).renderable)
    return console.export_text()


def _write_picture(path: Path, typed: str, card: Message) -> None:
    console = Console(file=io.StringIO(), width=WIDTH, record=True, force_terminal=True, color_system="truecolor")
    console.print(f"> {typed}", highlight=False)
    console.print(draw(card).renderable)
    path.parent.mkdir(exist_ok=True)
    path.write_text(console.export_svg(title="reading-room try", unique_id="reading-room"), "utf-8")


def _replace(text: str, name: str, screen: str) -> str:
    """Put a screen between its markers.

    Raises:
        ValueError: The README has no such markers.
    """
    pattern = re.compile(rf"(<!-- screen:{name} -->\n```text\n).*?(```\n<!-- /screen -->)", re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"README.md has no markers for {name}")
    return pattern.sub(lambda match: match[1] + screen + match[2], text)


if __name__ == "__main__":
    main()
