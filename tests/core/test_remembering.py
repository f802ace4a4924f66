"""``bot.core.remembering``: what is remembered is right, bounded, and without what was typed."""

import gc
import secrets
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.core.library import Library
from bot.core.remembering import Memory
from bot.knowledge.pack import Pack
from bot.names import Kind


@given(st.lists(st.text(max_size=3), max_size=40), st.integers(1, 8))
def test_recall_changes_no_answer(asked: list[str], most: int) -> None:
    """Whatever is asked in whatever order, and however little is kept, each text gets its own outcome."""
    memory = Memory(most)
    for text in asked:
        assert memory.recall(text, lambda text=text: f"about {text}") == f"about {text}"  # type: ignore[misc]
    assert len(memory._outcomes) <= most


def test_what_was_asked_is_not_looked_for_again() -> None:
    """An outcome is found once, as long as it is among those kept."""
    memory, found = Memory(2), Counter[str]()

    def find(text: str) -> str:
        found[text] += 1
        return text

    for text in ("a", "a", "b", "a", "c", "a"):
        memory.recall(text, lambda text=text: find(text))  # type: ignore[misc]
    assert found == {"a": 2, "b": 1, "c": 1}


def test_a_library_remembers_by_kind_and_by_revision(pack: Pack) -> None:
    """The same text under another command, and after a reload, is another question."""
    library = Library(pack)
    first = library.look_up("DR", Kind.MODALITY)
    assert library.look_up("DR", Kind.MODALITY) is first
    assert library.look_up("DR", Kind.SPECIALTY) != first
    assert library.look_up("DR") != first
    library.serve(type(library._shelf).of(pack))
    assert library.look_up("DR", Kind.MODALITY) is not first


def test_what_was_typed_is_not_kept(pack: Pack) -> None:
    """No text that can be reached from a library has what was typed, once it is answered."""
    library, word = Library(pack), secrets.token_hex(8)

    library.look_up(f"{word} scan")
    library.look_up(f"flouroscopy {word}", Kind.MODALITY)
    library.compare(f"MRI and {word}")

    texts = [text for text in _reachable(library) if isinstance(text, str)]
    assert len(texts) > len(pack.entries)
    assert not [text for text in texts if word in text]
    assert not [text for text in _reachable(library) if isinstance(text, bytes) and word.encode() in text]


def _reachable(start: object) -> list[object]:
    """All that can be reached from an object through what the garbage collector sees."""
    seen: dict[int, object] = {}
    todo = [start]
    while todo:
        value = todo.pop()
        if id(value) not in seen and not isinstance(value, type) and not hasattr(value, "__builtins__"):
            seen[id(value)] = value
            if not callable(value) or hasattr(value, "__closure__"):
                todo += gc.get_referents(value)
    return list(seen.values())
