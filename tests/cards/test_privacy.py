"""The card of a text that was turned away."""

import pytest

from bot.cards.privacy import private_card


@pytest.mark.parametrize(
    ("seemed", "told"),
    [
        ((), "something about a patient"),
        (("a name",), "a name"),
        (("a name", "an address"), "a name and an address"),
        (("a name", "an address", "a phone number"), "a name, an address and a phone number"),
    ],
)
def test_what_seemed_to_be_in_it_reads_as_a_list(seemed: tuple[str, ...], told: str) -> None:
    """However much was recognised, it is one sentence."""
    assert f"It seems to have {told} in it, so" in private_card(seemed)["blocks"][1]["text"]["text"]
