"""One spelling for what people can write in many: before anything is looked for in it."""

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_FOLDED = str.maketrans(
    dict.fromkeys("‐‑‒–—―−﹘﹣－", "-") | dict.fromkeys("’‘ʼʹ′`´＇", "'") | dict.fromkeys("“”„«»″", '"') | {"№": "no"}
)
_OTHER_DIGIT = re.compile(r"[^\D0-9]")

_MARKUP = re.compile(r"[*_~`\t\r\n\v\f]")
"""Emphasis in Slack, and other kinds of space."""

_MENTION = re.compile(r"<[@#!][^<>]{0,200}>")
_LINK = re.compile(r"<((?:https?|mailto|tel|sip)[^<>|\s]{0,3000})(?:\|([^<>]{0,300}))?>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def plain(text: str) -> str:
    """The text in NFKC, without what nobody sees, with plain digits, dashes, quotes and spaces.

    Slack's escapes are undone: mentions of people and channels go; a link leaves its address and its label.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_FOLDED))
        text = _INVISIBLE.sub("", text).translate(_FOLDED)
        text = _OTHER_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), text)
    if "<" in text:
        text = _LINK.sub(r" \1 \2 ", _MENTION.sub(" ", text))
    if "&" in text:
        for entity, character in _ENTITIES:
            text = text.replace(entity, character)
    return _MARKUP.sub(" ", text)
