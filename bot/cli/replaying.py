"""What ``reading-room replay`` prints."""

from collections import Counter
from typing import Any

from rich.table import Column, Table
from rich.text import Text

from bot.core.replaying import Replay
from bot.knowledge.asked import Understood
from bot.knowledge.channels import IN_WORDS, Came


def replay_as_json(replay: Replay) -> dict[str, Any]:
    """``{channel, messages, questions, private, fenced, abstained, would_answer, lines}``; it quotes nobody.

    ``lines`` is ``[{ts, reference, outcome, matched_on, score}]``, ``outcome`` a `bot.knowledge.channels.Came`.
    """
    return {
        "channel": replay.channel,
        "messages": replay.messages,
        "questions": replay.questions,
        "private": replay.private,
        "fenced": replay.fenced,
        "abstained": replay.abstained,
        "would_answer": replay.would_answer,
        "lines": [
            {
                "ts": line.post.ts,
                "reference": line.understood.reference,
                "outcome": line.came.value,
                "matched_on": list(line.understood.matched_on),
                "score": line.understood.score,
            }
            for line in replay.lines
        ],
    }


def replay_table(replay: Replay) -> Table:
    """A line for each message that is sure enough to be answered, for the terminal of whoever has the export."""
    table = Table(
        "when (UTC)",
        Column("question", ratio=6, no_wrap=True, overflow="ellipsis"),
        Column("would be answered with", ratio=3),
        Column("matched on", ratio=2),
        Column("outcome", ratio=2),
        expand=True,
    )
    for line in replay.lines:
        cells = (line.post.text, _answer(line.understood), ", ".join(line.understood.matched_on), IN_WORDS[line.came])
        table.add_row(f"{line.post.at:%Y-%m-%d %H:%M}", *map(_one_line, cells))
    return table


def summary(replay: Replay) -> str:
    """The counts in a sentence."""
    if not replay.messages:
        return f"#{replay.channel}: nobody wrote anything."
    came = Counter(line.came for line in replay.lines)
    told = "; ".join(f"{IN_WORDS[one]}: {came[one]}" for one in Came if came[one])
    return (
        f"#{replay.channel}: {_count(replay.messages, 'message')} in {_count(replay.days, 'day')} "
        f"({replay.messages / replay.days:.1f} a day), {replay.questions} of the form of a question: "
        f"{replay.private} stopped by the privacy gate, {replay.fenced} about somebody's care, "
        f"{replay.abstained} not sure enough, {len(replay.lines)} sure{f' ({told})' if told else ''}."
    )


def _answer(understood: Understood) -> str:
    """What would be said: a question's name, with what it is asked about, or the entries whose card it is."""
    short = [entry.short for entry in understood.entries]
    if understood.question is not None:
        return f"{understood.question.name} ({', '.join(short)})" if short else understood.question.name
    if understood.is_comparison:
        return " vs ".join(short)
    return ", ".join(entry.title for entry in understood.entries)


def _one_line(text: str) -> Text:
    """What people wrote in one line, without anything that a terminal would obey."""
    return Text(" ".join("".join(mark if mark.isprintable() else " " for mark in text).split()))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
