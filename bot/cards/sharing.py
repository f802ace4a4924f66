"""A card as everyone in a conversation sees it: shared by somebody, or posted in answer to somebody."""

from typing import Any

from bot.cards.blocks import MOST_BLOCKS, Block, Message, actions, context, feedback, message
from bot.names import Action

_NOT_FOR_A_CHANNEL = {"actions"}
_VOTES = (Action.HELPFUL.value, Action.NOT_HELPFUL.value)
_ONLY_PRIVATE = {Action.SHARE.value, *_VOTES}

HELPFUL, NOT_HELPFUL = "yes", "no"
"""What stands before the answer in the value of a thumb of feedback buttons."""


def shared_card(card: Message, user_id: str) -> Message:
    """A card that somebody shared: who did, and no buttons that would change it for all.

    Args:
        card: The private card.
        user_id: Slack's id of who shares, from a payload that Slack signed.
    """
    blocks = [_without_button(block) for block in card["blocks"] if block["type"] not in _NOT_FOR_A_CHANNEL]
    said = context(f"Shared by <@{user_id}> from Reading Room")
    votes = [element for element in _elements(card) if element["action_id"] in _VOTES]
    return message(blocks, [said, *([actions(votes)] if votes else [])]) | {"response_type": "in_channel"}


def posted_card(card: Message) -> Message:
    """A card as ``chat.postMessage`` takes it: a click answers the clicker alone, and thumbs are Slack's own."""
    answer = next((e["value"] for e in _elements(card) if e["action_id"] == Action.HELPFUL), None)
    blocks = [kept for block in card["blocks"] if (kept := _for_everyone(block))]
    if answer is not None:
        del blocks[MOST_BLOCKS - 1 :]
        blocks.append(feedback(Action.VOTE, f"{HELPFUL}|{answer}", f"{NOT_HELPFUL}|{answer}"))
    return {name: value for name, value in card.items() if name != "response_type"} | {"blocks": blocks}


def _elements(card: Message) -> list[Block]:
    return [element for block in card["blocks"] if block["type"] == "actions" for element in block["elements"]]


def _for_everyone(block: Block) -> Block | None:
    if block["type"] != "actions":
        return block
    left = [element for element in block["elements"] if element["action_id"] not in _ONLY_PRIVATE]
    return block | {"elements": left} if left else None


def _without_button(block: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in block.items() if name != "accessory"}
