"""Chunks: whatever sound ones come, the message stays one that Slack takes."""

from functools import reduce
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.api.chunks import blocks_in, findings_in, text_in, with_chunk
from bot.playground.strict_values import problem_of
from bot.playground.strictness import Surface, refuse_blocks

TITLES = st.text(min_size=1, max_size=256)

SOURCES = st.lists(st.fixed_dictionaries({"type": st.just("url"), "url": TITLES, "text": TITLES}), max_size=2)

CHUNKS = st.one_of(
    st.fixed_dictionaries({"type": st.just("markdown_text"), "text": st.text(max_size=50)}),
    st.fixed_dictionaries(
        {
            "type": st.just("task_update"),
            "id": st.sampled_from(["1", "2", "3"]),
            "title": TITLES,
            "status": st.sampled_from(["pending", "in_progress", "complete", "error"]),
        },
        optional={
            "details": st.none() | st.text(max_size=256),
            "output": st.none() | st.text(max_size=256),
            "sources": st.none() | SOURCES,
        },
    ),
    st.fixed_dictionaries({"type": st.just("plan_update"), "title": TITLES}),
    st.fixed_dictionaries({"type": st.just("blocks"), "blocks": st.just([{"type": "divider"}])}),
    st.fixed_dictionaries({"type": st.just("blocks"), "blocks": st.just([{"type": "plan", "title": "A plan"}])}),
)


@given(chunks=st.lists(CHUNKS, max_size=12), display=st.sampled_from(["timeline", "plan", "dense"]))
def test_message_stays_sound(chunks: list[dict[str, Any]], display: str) -> None:
    """Sound chunks make blocks that Slack takes, lose no text and no block, and show each task once."""
    assert not [problem for finding in findings_in(chunks) if (problem := problem_of(finding))]
    blocks: list[dict[str, Any]] = reduce(lambda so_far, chunk: with_chunk(so_far, chunk, display), chunks, [])
    assert refuse_blocks(blocks, Surface.MESSAGE) is None
    assert "".join(block["text"] for block in blocks if block["type"] == "markdown") == text_in(chunks)
    assert [block["type"] for block in blocks].count("divider") <= blocks_in(chunks)
    cards = [card for block in blocks for card in (block, *block.get("tasks", ())) if card.get("task_id")]
    updated = [chunk["id"] for chunk in chunks if chunk["type"] == "task_update"]
    assert [card["task_id"] for card in cards] == list(dict.fromkeys(updated))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(chunks=JSON | st.lists(st.fixed_dictionaries({"type": st.sampled_from(["blocks", "task_update"])}) | JSON))
def test_any_json(chunks: Any) -> None:
    """Anything may be sent as chunks: it is looked at, never failed upon."""
    assert isinstance(findings_in(chunks), list)


@pytest.mark.parametrize("display", ["timeline", "plan", "dense"])
def test_no_chunk_is_changed(display: str) -> None:
    """What the app sent stays as it was: the inspector shows it."""
    task = {"type": "task_update", "id": "1", "title": "Reading", "status": "pending"}
    before = dict(task)
    blocks = with_chunk([], task, display)
    with_chunk(blocks, {**task, "status": "complete"}, display)
    assert task == before
    assert "complete" not in str(blocks)
