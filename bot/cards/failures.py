"""What a person sees when something is wrong: on their side a sentence, on ours an apology."""

from bot.cards.blocks import Block, Message, context, escape, header, message, modal, section


def mistake_card(sentence: str) -> Message:
    """Show a person what to do instead."""
    return message([section(escape(sentence))])


def gone_card() -> Message:
    """A button of an old card whose entry is no longer there."""
    return message([section("That entry is no longer here; it was renamed or retired. Please look it up again.")])


def no_such_command_card(help_command: str) -> Message:
    """A command that the workspace's manifest has and this version has not."""
    return message([section(f"Reading Room has no such command. `{help_command}` lists what there is.")])


def unknown_card() -> Message:
    """A button that this version does not know."""
    return message([section("That belongs to another version of Reading Room. Please look it up again.")])


def apology_card(reference: str) -> Message:
    """Apologise, with the reference under which the log has the fault."""
    return message(
        [
            header("Sorry, that went wrong on our side"),
            section("Nothing you did. Please try again in a moment."),
            context(f"If it keeps happening, tell whoever runs Reading Room this reference: `{escape(reference)}`"),
        ]
    )


def failure_modal(card: Message) -> Block:
    """What went wrong with a form, to be shown above it."""
    return modal("That did not work", card["blocks"], callback_id="failure")
