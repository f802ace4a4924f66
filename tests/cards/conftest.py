"""What the tests of cards share: a small made-up pack, and the judges that every card has to please."""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block as SlackBlock

from bot.cards.blocks import Block, Message
from bot.cards.limits import broken_limits
from bot.knowledge.loading import load
from bot.knowledge.pack import Pack

_LINK = re.compile(r"<https?://[^|<>\s]+\|([^|<>]+)>")
_SHARER = re.compile(r"(?<=Shared by )<@[UW][A-Z0-9]+>(?= from Reading Room$)", re.MULTILINE)
_NAMED = re.compile("<(?:@U0SAM|@U0KIM|@U0ROBIN|#C0WARD)>")
"""The people and the channel that the tests' cards name."""

_CONTROL = re.compile(r"[<>]|&(?!amp;|lt;|gt;)")
_WORD = re.compile(r"[^\W_]+")


@pytest.fixture(scope="session")
def made_up() -> Pack:
    """Eight entries that are true of nothing, with every field a card can show; nobody may change it."""
    return load([Path(__file__).parent / "pack"])


@pytest.fixture(scope="session")
def complaints() -> Callable[[Message], list[str]]:
    """Everything wrong with a message: limits, slack_sdk's opinion, unescaped text, words missing from ``text``."""

    def judge(message: Message) -> list[str]:
        return [
            *broken_limits(message),
            *_refused_by_slack_sdk(message),
            *_unescaped(message),
            *_missing_from_text(message),
        ]

    return judge


@pytest.fixture(scope="session")
def refused_by_slack_sdk() -> Callable[[Message], list[str]]:
    """What slack_sdk's models refuse, or do not know, of a message's blocks."""
    return _refused_by_slack_sdk


@pytest.fixture(scope="session")
def missing_from_text() -> Callable[[Message], list[str]]:
    """The texts of a message's blocks whose words its ``text`` does not say."""
    return _missing_from_text


@pytest.fixture(scope="session")
def unescaped() -> Callable[[Message], list[str]]:
    """The mrkdwn of a message in which a character stands that Slack reads as control."""
    return _unescaped


@pytest.fixture(scope="session")
def shown() -> Callable[[Message], str]:
    """All that a person reads on a card, line by line, with links as their labels."""

    def read(message: Message) -> str:
        return "\n".join(_seen(text) for text in _texts(message["blocks"]))

    return read


def _refused_by_slack_sdk(message: Message) -> list[str]:
    return [
        f"/blocks/{number}: slack_sdk: {refusal}"
        for number, block in enumerate(message["blocks"])
        if (refusal := _refusal(json.dumps(block, sort_keys=True)))
    ]


@cache
def _refusal(block: str) -> str:
    """Why slack_sdk refuses a block; cards have many blocks in common, and each costs it a millisecond."""
    try:
        (parsed,) = SlackBlock.parse_all([json.loads(block)])
        if parsed is None:
            return "is unknown"
        understood = parsed.to_dict()  # which validates it, and all in it
    except SlackObjectFormationError as error:
        return str(error)
    return "" if json.dumps(understood, sort_keys=True) == block else f"understood only {understood}"


def _unescaped(message: Message) -> list[str]:
    mrkdwn = [text["text"] for text in _texts(message["blocks"]) if text["type"] == "mrkdwn"]
    without_ours = [_without_ours(_LINK.sub("", text)) for text in mrkdwn] + [_without_ours(message["text"])]
    return [f"unescaped: {text!r}" for text in without_ours if _CONTROL.search(text)]


def _without_ours(text: str) -> str:
    return _NAMED.sub("", _SHARER.sub("", text))


def _missing_from_text(message: Message) -> list[str]:
    """Word by word, whatever marks stand between; two words may touch in ``text`` where only marks parted them."""
    told = "".join(_words(_unescape(message["text"])))
    seen = (_words(_seen(text)) for text in _texts(message["blocks"]))
    return [f"not in text: {' '.join(words)!r}" for words in seen if "".join(words) not in told]


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _seen(text: Block) -> str:
    return _unescape(_LINK.sub(r"\1", text["text"])) if text["type"] == "mrkdwn" else str(text["text"])


def _unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _texts(blocks: list[Block]) -> Iterator[dict[str, Any]]:
    """The text objects that people read, in order; not those on buttons and menus."""
    for block in blocks:
        match block["type"]:
            case "header":
                yield block["text"]
            case "section":
                yield from [block["text"]] if "text" in block else []
                yield from block.get("fields", ())
            case "context":
                yield from block["elements"]
            case "rich_text":
                yield from (leaf | {"type": "plain_text"} for part in block["elements"] for leaf in part["elements"])
            case "table":
                yield from (cell for row in block["rows"] for cell in row)
