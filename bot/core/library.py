"""The library: the knowledge of one revision, and what can be asked of it.

No text comes here that the privacy gate has not let pass (`bot.core.admitting`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from bot.core.comparing import compare_entries, compare_outcomes
from bot.core.remembering import Memory
from bot.core.splitting import split
from bot.knowledge.asked import Asked
from bot.knowledge.comparisons import MOST_ITEMS
from bot.knowledge.entries import Entry
from bot.knowledge.outcomes import Compared, ComparisonOutcome, Outcome, TooMany
from bot.knowledge.pack import Pack
from bot.knowledge.questions import Question
from bot.matching.asking import Asker
from bot.matching.resolving import Resolver
from bot.matching.typeahead import Typeahead
from bot.names import Kind


@dataclass(frozen=True, slots=True)
class Shelf:
    """A pack and what is built from it; replaced as one, so that a request never sees two revisions."""

    pack: Pack
    resolver: Resolver
    asker: Asker
    typeahead: Typeahead
    memory: Memory = field(default_factory=Memory)

    @classmethod
    def of(cls, pack: Pack, resolver: Resolver | None = None) -> "Shelf":
        """Build all that answers need from a pack; a resolver, where it is not to be the usual one."""
        resolver = resolver or Resolver(pack.entries.values())
        typeahead = Typeahead(pack.entries.values(), pack.questions.values(), resolver)
        asker = Asker(
            pack.questions.values(),
            resolver,
            can_compare=lambda entries: isinstance(compare_entries(pack, entries), Compared),
            weighed_by=pack.first,
        )
        return cls(pack, resolver, asker, typeahead)


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

    def ask(self, text: str) -> Asked:
        """What a question in a sentence comes to."""
        shelf = self._shelf
        return shelf.memory.recall(f"ask {text}", lambda: shelf.asker.ask(text))

    def question(self, name: str) -> Question | None:
        """A question by id; ``None`` where it is no longer there."""
        return self._shelf.pack.questions.get(name)

    def all_questions(self) -> tuple[Question, ...]:
        """Every question that is answered in words, by name."""
        questions = (question for question in self._shelf.pack.questions.values() if question.opens is None)
        return tuple(sorted(questions, key=lambda question: question.name.casefold()))

    def says_nothing(self, text: str) -> bool:
        """Whether a text is a greeting or thanks and no more."""
        return self._shelf.asker.is_courtesy(text)

    def terms_in(self, text: str) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
        """What a text names: the entries in its order, and words in capitals that nothing here goes by."""
        return self._shelf.asker.terms_in(text)

    def type_ahead(self, typed: str) -> tuple[Entry | Question, ...]:
        """What somebody may be about to type, likeliest first."""
        return self._shelf.typeahead.find(typed)

    def entry(self, name: str) -> Entry | None:
        """An entry by id; ``None`` where it is no longer there."""
        return self._shelf.pack.entries.get(name)

    def all_of(self, kind: Kind) -> tuple[Entry, ...]:
        """Every entry of a kind, by name."""
        entries = (entry for entry in self._shelf.pack.entries.values() if entry.kind is kind)
        return tuple(sorted(entries, key=lambda entry: entry.name.casefold()))
