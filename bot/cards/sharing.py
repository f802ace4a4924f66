"""A card that somebody shared to a channel."""

from typing import Any

from bot.cards.blocks import Message, context, message

_NOT_FOR_A_CHANNEL = {"actions"}


def shared_card(card: Message, user_id: str) -> Message:
    """A card as everyone in a channel sees it: who shared it, and no buttons that would change it for all.

    Args:
        card: The private card.
        user_id: Slack's id of who shares, from a payload that Slack signed.
    """
    blocks = [_without_button(block) for block in card["blocks"] if block["type"] not in _NOT_FOR_A_CHANNEL]
    said = context(f"Shared by <@{user_id}> from Reading Room")
    return message(blocks, [said]) | {"response_type": "in_channel"}


def _without_button(block: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in block.items() if name != "accessory"}
