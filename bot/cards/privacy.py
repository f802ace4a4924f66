"""What somebody sees whose text was turned away: what it seemed to have in it, and how to ask without."""

from collections.abc import Sequence

from bot.cards.blocks import Message, context, escape, header, message, section


def private_card(seemed: Sequence[str], *, is_public: bool = False) -> Message:
    """Say that a text was not looked at.

    Args:
        seemed: What seemed to be in it, in words: ``a record number``.
        is_public: Whether others can see what was typed.
    """
    what = _listed(seemed) or "something about a patient"
    blocks = [
        header("That may name a patient"),
        section(
            f"It seems to have {escape(what)} in it, so it was not looked up, and it is kept nowhere. Please ask again "
            "without anything that points to a person: `how long does a CT take`, not for whom."
        ),
    ]
    if is_public:
        blocks.append(section("Others here can read your message. If it does name a patient, please delete it."))
    blocks.append(context("Reading Room explains imaging; it needs to know of no patient."))
    return message(blocks)


def _listed(seemed: Sequence[str]) -> str:
    """``a name``, ``a name and an address``, ``a name, an address and a phone number``."""
    *first, last = seemed or ("",)
    return f"{', '.join(first)} and {last}" if first else last
