"""What somebody sees after a vote, and why an answer did not help."""

from bot.cards.blocks import Message, actions, button, context, message, section
from bot.names import Action, Reason

REASONS = {
    Reason.WRONG: "Something is wrong",
    Reason.UNCLEAR: "Hard to understand",
    Reason.OUTDATED: "Out of date",
    Reason.NOT_MY_QUESTION: "Not what I asked",
    Reason.TOO_LONG: "Too long",
}


def thanks_card() -> Message:
    """Thank for a vote."""
    return message([section("Noted, thank you. You can change your mind with the other thumb.")])


def why_card(reference: str) -> Message:
    """Ask why an answer did not help; one tap, and none is needed.

    Args:
        reference: What the tap is about: goes with each reason.
    """
    return message(
        [
            section("Noted, thank you. Why did it not help? One tap, if you like."),
            actions(button(label, Action.REASON, f"{reason}|{reference}") for reason, label in REASONS.items()),
            context("The people who look after the answers see the reason, not who gave it."),
        ]
    )


def reason_card(reason: Reason) -> Message:
    """Confirm a reason."""
    return message([section(f"Noted: {REASONS[reason].lower()}. Thank you.")])
