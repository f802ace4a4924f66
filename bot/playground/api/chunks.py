"""Chunks: the pieces in which a streamed message comes, and what each makes of the message's blocks.

Source: docs.slack.dev, /reference/methods/chat.startStream and chat.appendStream; a title of 256 characters at most is
what the pages say of tasks and plans, and 1 to 50 blocks of a chunk of blocks.
"""

from collections.abc import Callable, Sequence
from typing import Any

from bot.playground.strict_blocks import MARKDOWN_CHARACTERS, blocks
from bot.playground.strict_values import (
    Finding,
    Place,
    Surface,
    array,
    by_type,
    nullable,
    one_of,
    shape,
    string,
    wrong,
)
from bot.playground.wire import Json

LONGEST = 256

PLAN_TITLE = "Plan"
"""Of a plan that was given none."""

_CHUNK = by_type(
    {
        "markdown_text": shape({"text": string("markdown", MARKDOWN_CHARACTERS)}),
        "task_update": shape(
            {
                "id": string("a task's id", least=1),
                "title": string("a task's title", LONGEST, least=1),
                "status": one_of("pending", "in_progress", "complete", "error"),
            },
            {
                "details": nullable(string("a task's details", LONGEST)),
                "output": nullable(string("a task's output", LONGEST)),
                "sources": nullable(
                    array(
                        "sources of a task",
                        by_type({"url": shape({"url": string("a URL", least=1), "text": string("a source", least=1)})}),
                        least=0,
                    )
                ),
            },
        ),
        "plan_update": shape({"title": string("a plan's title", LONGEST, least=1)}),
        "blocks": shape({"blocks": lambda place, value: blocks(place, value, least=1)}),
    }
)


def findings_in(chunks: object) -> list[Finding]:
    """What is wrong with chunks, and how near they come to their limits. Pointers begin with ``/chunks``."""
    place = Place(Surface.MESSAGE) / "chunks"
    if not isinstance(chunks, list):
        return [wrong(place, chunks, "a list")]
    return [finding for number, chunk in enumerate(chunks) for finding in _CHUNK(place / number, chunk)]


def blocks_in(chunks: Sequence[Json]) -> int:
    """How many blocks chunks carry."""
    return sum(len(chunk["blocks"]) for chunk in chunks if chunk["type"] == "blocks")


def text_in(chunks: Sequence[Json]) -> str:
    """The text that chunks carry."""
    return "".join(chunk["text"] for chunk in chunks if chunk["type"] == "markdown_text")


def with_chunk(so_far: Sequence[Json], chunk: Json, display: str) -> list[Json]:
    """The blocks of a message after one more chunk.

    Text goes on in the markdown block at the end, or begins one. A task changes the card with its id, or adds one: in
    the message's one plan where the display is ``plan``, else on its own. A plan's title is shown in a plan alone.

    Args:
        so_far: The message's blocks.
        chunk: A chunk that is sound.
        display: ``task_display_mode``.
    """
    match chunk["type"]:
        case "markdown_text":
            return _with_text(so_far, chunk["text"])
        case "blocks":
            return [*so_far, *chunk["blocks"]]
        case "task_update" if display != "plan":
            return _with_card(so_far, _card(chunk))
        case "task_update":
            plan = _plan(so_far)
            return _with_plan(so_far, plan | {"tasks": _with_card(plan["tasks"], _card(chunk))})
        case _ if display == "plan":
            return _with_plan(so_far, _plan(so_far) | {"title": chunk["title"]})
    return list(so_far)


def _with_text(so_far: Sequence[Json], text: str) -> list[Json]:
    if not text:
        return list(so_far)
    if so_far and so_far[-1]["type"] == "markdown":
        return [*so_far[:-1], so_far[-1] | {"text": so_far[-1]["text"] + text}]
    return [*so_far, {"type": "markdown", "text": text}]


def _with_card(cards: Sequence[Json], card: Json) -> list[Json]:
    return _with_first(cards, card, lambda other: other.get("task_id") == card["task_id"])


def _plan(so_far: Sequence[Json]) -> Json:
    begun = {"type": "plan", "title": PLAN_TITLE}
    return {"tasks": []} | next((block for block in so_far if block["type"] == "plan"), begun)


def _with_plan(so_far: Sequence[Json], plan: Json) -> list[Json]:
    return _with_first(so_far, plan, lambda other: other["type"] == "plan")


def _with_first(objects: Sequence[Json], changed: Json, is_it: Callable[[Json], bool]) -> list[Json]:
    """The objects with the first that is meant changed, or with it added at the end."""
    where = next((number for number, other in enumerate(objects) if is_it(other)), len(objects))
    before = objects[where] if where < len(objects) else {}
    return [*objects[:where], before | changed, *objects[where + 1 :]]


def _card(chunk: Json) -> Json:
    card: dict[str, Any] = {
        "type": "task_card",
        "task_id": chunk["id"],
        "title": chunk["title"],
        "status": chunk["status"],
    }
    card |= {name: _rich_text(chunk[name]) for name in ("details", "output") if chunk.get(name)}
    return card | ({"sources": chunk["sources"]} if chunk.get("sources") else {})


def _rich_text(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}
