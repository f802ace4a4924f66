"""The library: the knowledge of one revision, and what can be asked of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from bot.core.comparing import compare_entries, compare_outcomes
from bot.core.remembering import Memory
from bot.core.splitting import split
from bot.knowledge.comparisons import MOST_ITEMS
from bot.knowledge.entries import Entry
from bot.knowledge.outcomes import ComparisonOutcome, Outcome, TooMany
from bot.knowledge.pack import Pack
from bot.matching.resolving import Resolver
from bot.names import Kind


@dataclass(frozen=True, slots=True)
class Shelf:
    """A pack and what is built from it; replaced as one, so that a request never sees two revisions."""

    pack: Pack
    resolver: Resolver
    memory: Memory = field(default_factory=Memory)

    @classmethod
    def of(cls, pack: Pack) -> "Shelf":
        """Build all that answers need from a pack."""
        return cls(pack, Resolver(pack.entries.values()))


class Library:
    """Answers look-ups and comparisons from the revision being served.

    Attributes:
        trouble: Why the files as they are now are not being served; ``None`` while they are.
    """

    def __init__(self, pack: Pack) -> None:
        self._shelf = Shelf.of(pack)
        self.trouble: str | None = None

    @property
    def pack(self) -> Pack:
        """The knowledge being served."""
        return self._shelf.pack

    def serve(self, shelf: Shelf) -> None:
        """Serve another revision from the next request on."""
        self._shelf = shelf
        self.trouble = None

    def look_up(self, term: str, kind: Kind | None = None) -> Outcome:
        """What a term means; ``kind`` is the one the command prefers."""
        shelf = self._shelf
        return shelf.memory.recall(f"{kind} {term}", lambda: shelf.resolver.resolve(term, kind))

    def compare(self, text: str) -> ComparisonOutcome:
        """Compare what a text names, however people write it."""
        shelf = self._shelf

        def find() -> ComparisonOutcome:
            resolve = cache(shelf.resolver.resolve)  # splitting asks about each item, and so does comparing
            return self._compare(shelf.pack, resolve, split(text, resolve))

        return shelf.memory.recall(f"compare {text}", find)

    def compare_items(self, items: Sequence[str]) -> ComparisonOutcome:
        """Compare items that are already apart, each as typed."""
        return self._compare(self._shelf.pack, self._shelf.resolver.resolve, items)

    @staticmethod
    def _compare(pack: Pack, resolve: Callable[[str], Outcome], items: Sequence[str]) -> ComparisonOutcome:
        if len(items) > MOST_ITEMS:
            return TooMany(len(items))
        return compare_outcomes(pack, list(map(resolve, items)))

    def compare_ids(self, ids: Sequence[str]) -> ComparisonOutcome | None:
        """Compare entries by id; ``None`` where one of them is no longer there."""
        pack = self._shelf.pack
        if any(name not in pack.entries for name in ids):
            return None
        return compare_entries(pack, [pack.entries[name] for name in ids])

    def entry(self, name: str) -> Entry | None:
        """An entry by id; ``None`` where it is no longer there."""
        return self._shelf.pack.entries.get(name)

    def all_of(self, kind: Kind) -> tuple[Entry, ...]:
        """Every entry of a kind, by name."""
        entries = (entry for entry in self._shelf.pack.entries.values() if entry.kind is kind)
        return tuple(sorted(entries, key=lambda entry: entry.name.casefold()))
