"""Slack's markup in a message, read as people read it."""

import re

_ENTITIES = re.compile("&(amp|lt|gt);")
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">"}

_REFERENCE = re.compile(r"<(?P<sign>[@#!]?)(?P<to>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")


def plain_text(text: str) -> str:
    """A message's text as people read it: people and groups left out, channels and links by their label.

    ``<tel:…|…>`` and ``<mailto:…|…>`` keep what they lead to: the privacy gate has to see it.
    """
    return unescaped(_REFERENCE.sub(_told, text)).strip()


def unescaped(text: str) -> str:
    """A text without Slack's three escapes."""
    return _ENTITIES.sub(lambda match: _CHARACTERS[match[1]], text)


def _told(match: re.Match[str]) -> str:
    if match["sign"] in {"@", "!"}:
        return " "
    return match["label"] or ("" if match["sign"] else match["to"])
