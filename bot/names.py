"""The names that the manifest, the listeners, the help card and the README must agree on.

A command's name is what people type after ``/``; ``COMMAND_PREFIX`` goes before it, since command names collide in
real workspaces. ``tests/test_house.py`` holds the four places against this module.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an entry of the knowledge base is, in the field's own sense of the word."""

    MODALITY = "modality"
    SPECIALTY = "specialty"
    PROCEDURE = "procedure"
    ROLE = "role"
    CONCEPT = "concept"
    PATHWAY = "pathway"

    @property
    def plural(self) -> str:
        """The kind as a heading, e.g. ``"Modalities"``."""
        return {"modality": "Modalities", "specialty": "Specialties"}.get(self.value, f"{self.value.capitalize()}s")


class Command(StrEnum):
    """A slash command, named without the slash and without the prefix."""

    MODALITY = "modality"
    PROCEDURE = "procedure"
    DEFINE = "define"
    COMPARE = "compare"
    FAQ = "faq"
    ONBOARD = "onboard"
    READING_ROOM = "reading-room"

    def slash(self, prefix: str = "") -> str:
        """The command as a person types it, e.g. ``"/modality"``, or ``"/rr-modality"`` under the prefix ``rr-``."""
        return f"/{prefix}{self.value}"


@dataclass(frozen=True, slots=True)
class Usage:
    """How a command is explained to people.

    Attributes:
        description: What it is for; the manifest shows it in Slack's command completion (at most 2,000 characters).
        hint: What goes behind the command; the manifest's ``usage_hint`` (at most 1,000 characters).
        examples: What to type behind the command, one example each.
    """

    description: str
    hint: str
    examples: tuple[str, ...]


USAGE: dict[Command, Usage] = {
    Command.MODALITY: Usage("What an imaging modality is", "MRI", ("MRI", "ultrasound")),
    Command.PROCEDURE: Usage("What a procedure involves", "biopsy", ("biopsy", "TIPS")),
    Command.DEFINE: Usage("What any word or abbreviation of imaging means", "PACS", ("PACS", "sonographer")),
    Command.COMPARE: Usage("Two to four things side by side", "CT vs MRI", ("DR IR", "CT vs MRI")),
    Command.FAQ: Usage(
        "A question in a sentence, answered from vetted ones", "how long does a CT take", ("who reads the scans",)
    ),
    Command.ONBOARD: Usage("Start a new colleague on a track; for leads", "cohort | leads", ("", "cohort")),
    Command.READING_ROOM: Usage(
        "Help, everything there is to look up, and a channel's settings",
        "help | modalities | channel | gaps | import",
        ("help", "modalities"),
    ),
}


class Reason(StrEnum):
    """Why an answer did not help, as the person who asked says."""

    WRONG = "wrong"
    UNCLEAR = "unclear"
    OUTDATED = "outdated"
    NOT_MY_QUESTION = "not_my_question"
    TOO_LONG = "too_long"


class Action(StrEnum):
    """An ``action_id`` of a card's button or menu.

    Slack wants each ``action_id`` once in a block, so a card with several of one kind adds ``:1``, ``:2``, …
    """

    OPEN = "open"
    OPEN_CHOSEN = "open_chosen"
    OPEN_FULL = "open_full"
    PLAIN_WORDS = "plain_words"
    COMPARE = "compare"
    COMPARE_FULL = "compare_full"
    COMPARE_WITH = "compare_with"
    BROWSE = "browse"
    SHARE = "share"
    ANSWER = "answer"
    ANSWER_FULL = "answer_full"
    ANSWER_CHOSEN = "answer_chosen"
    HELPFUL = "helpful"
    NOT_HELPFUL = "not_helpful"
    VOTE = "vote"
    REASON = "reason"
    LOOK_UP = "look_up"
    LOOK_UP_HOME = "look_up_home"
    READ = "read"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    SEEN = "seen"
    SUGGEST_TERM = "suggest_term"
    TAKE_BACK = "take_back"
    RIGHT = "right"
    WRONG = "wrong"
    SEND_LIST = "send_list"
    TELL_ME = "tell_me"
    WRITE_ANSWER = "write_answer"
    APPROVE = "approve"
    DECLINE = "decline"
    START_TRACK = "start_track"
    DISMISS = "dismiss"
    STEP_DONE = "step_done"
    ASK_SIGN_OFF = "ask_sign_off"
    SIGN_OFF = "sign_off"
    NOT_YET = "not_yet"
    BEGIN_QUIZ = "begin_quiz"
    PRACTISE = "practise"
    SET_SHIFTS = "set_shifts"
    SET_PATTERN = "set_pattern"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    CATCH_UP = "catch_up"
    ASK_PRECEPTOR = "ask_preceptor"
    REPLY_LEARNER = "reply_learner"
    MAKE_QUESTION = "make_question"


class Modal(StrEnum):
    """A ``callback_id`` of a modal that is submitted."""

    CHANNEL = "channel_settings"
    WRITE_ANSWER = "write_answer"
    IMPORT = "import_answers"
    ONBOARD = "start_track"
    LEADS = "leads"
    COHORT = "cohort"
    COHORT_REPORT = "cohort_report"
    SHIFTS = "my_shifts"
    QUIZ = "quiz"
    ASK_PRECEPTOR = "ask_preceptor"
    REPLY_LEARNER = "reply_learner"


class Topic(StrEnum):
    """What may follow ``/reading-room``, besides ``help`` and a kind."""

    CHANNEL = "channel"
    GAPS = "gaps"
    IMPORT = "import"


class Shortcut(StrEnum):
    """A ``callback_id`` of a shortcut, and of the modal that it opens."""

    EXPLAIN = "explain_message"
    LOOK_UP = "look_something_up"


SHORTCUTS: dict[Shortcut, tuple[str, str, str]] = {
    Shortcut.EXPLAIN: ("message", "Explain this message", "What its words of imaging mean, for you alone"),
    Shortcut.LOOK_UP: ("global", "Look something up", "Type, pick, read: every answer there is"),
}
"""Type, name (24 characters at most) and description (150) of each shortcut, as the manifest shows them."""

EXAMPLES = ("What is an MRI?", "CT or MRI?", "How long does a CT take?", "Who reads the scans?")
"""What one may ask: the agent's prompts, at most four, and the greeting."""
