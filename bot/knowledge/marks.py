"""Text as people mark it up in Slack, as the plain text that cards print.

``<https://example.org|the form>`` becomes ``the form (https://example.org)``, ``*bold*`` becomes ``bold``, ``&amp;``
becomes ``&`` and ``:wave:`` nothing. What a star or an underline means elsewhere stays: ``T2*``, ``2 * 3``,
``snake_case``. Source of the marks: docs.slack.dev, *Formatting message text*.
"""

import re
from collections.abc import Iterable

from bot.knowledge.markup import unescaped

_LINK = re.compile(r"<((?:https?://|mailto:|tel:|[@#!])[^<>|]*)(?:\|([^<>]*))?>")
_ADDRESS = re.compile(r"https?://[^\s<>]*[^\s<>()\[\].,;:!?*_~`'\"]")
_AROUND = re.compile(r"(?<![\w*~`])([*_~`])(?=\S)((?:(?!\1).)*?)(?<=\S)\1(?![\w*~`])")
_EMOJI = re.compile(r"(?<![\w:])(?::(?:(?=[0-9_'-]*[a-z+])[a-z0-9_'+-]{1,100}|-1|100):)+(?![\w:])")
_QUOTED = re.compile(r"^\s*(?:>|&gt;)+[ \t]?", re.MULTILINE)
_BULLET = re.compile(r"^\s*[•◦▪*-]\s+")
_STOPS = ".!?:;,…"

DEEPEST = 3
"""Marks around marks, as in ``*_bold and slanted_*``, that are taken away."""

_AN_ADDRESS = "\ue000"
"""Stands for an address while marks are taken away around it; of no text, since it cannot be printed."""


def unmarked(text: str) -> str:
    """A text without Slack's marks, on one line, of characters that can be printed."""
    text = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in _QUOTED.sub("", text))
    text = _LINK.sub(_told, text.replace("```", " "))
    addresses = iter(_ADDRESS.findall(text))
    text = _ADDRESS.sub(_AN_ADDRESS, text)
    for _ in range(DEEPEST):
        text = _AROUND.sub(r"\2", text)
    text = re.sub(_AN_ADDRESS, lambda _: next(addresses), _EMOJI.sub("", text))
    return " ".join(unescaped(text).split())


def joined(lines: Iterable[str]) -> str:
    """Lines that may be marked up as one of plain text; where a line ends without a stop, a semicolon is set."""
    told = ""
    for line in filter(None, (unmarked(_BULLET.sub("", line)) for line in lines)):
        told += ("" if not told else " " if told[-1] in _STOPS else "; ") + line
    return told


def _told(match: re.Match[str]) -> str:
    """What stands between angle brackets, as a reader is told it."""
    target, label = match[1], (match[2] or "").strip()
    if target[0] in "@#":
        return f"{target[0]}{(label or target[1:]).removeprefix(target[0])}"
    if target[0] == "!":  # a group, a date with a text for those who cannot show it, or @here
        return label or f"@{target[1:].partition('^')[0]}"
    target = target if target.startswith("http") else target.partition(":")[2]
    return target if not label or _bare(label) == _bare(target) else f"{label} ({target})"


def _bare(address: str) -> str:
    return re.sub(r"^https?://|/$", "", address)
