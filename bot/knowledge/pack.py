"""The knowledge being served: every pack of the search path, merged and checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field, HttpUrl

from bot.knowledge.comparisons import Comparison
from bot.knowledge.entries import Entry
from bot.knowledge.questions import Question
from bot.knowledge.records import Fact, Frozen, Record, Source
from bot.knowledge.text import Name, Phrase
from bot.knowledge.tracks import Track

MOST_PARTNERS = 8
"""How many entries are offered to compare one with."""


class Contact(Frozen):
    """Whom a person turns to when the pack has no answer."""

    name: Name
    """As it follows *tell*: ``the radiology desk``."""
    url: HttpUrl | None = None
    """Where to tell them: a Slack channel's link, a form."""


class PackInfo(Frozen):
    """``pack.yml``: what a pack says about itself."""

    name: Name
    contact: Contact
    licence: Annotated[Phrase | None, Field()] = None


@dataclass(frozen=True, eq=False)
class Pack:
    """All knowledge of one revision; nothing in it changes.

    Attributes:
        revision: Twelve hex digits that differ whenever a file differs.
        info: What the last pack that has a ``pack.yml`` says about itself.
        entries: By id, ordered by id.
        comparisons: By id, ordered by id.
        facts: By id, ordered by id.
        questions: By id, ordered by id.
        tracks: By id, ordered by id.
        sources: By id.
        origins: By id of a record: tells the file that a field of it comes from.
        first: Ids of the records that the first pack has. What words of a question weigh is told by these alone, so
            that no later pack changes how they are understood.
    """

    revision: str
    info: PackInfo
    entries: Mapping[str, Entry]
    comparisons: Mapping[str, Comparison]
    facts: Mapping[str, Fact]
    questions: Mapping[str, Question]
    tracks: Mapping[str, Track]
    sources: Mapping[str, Source] = field(repr=False)
    origins: Mapping[str, Callable[[tuple[str | int, ...]], Path]] = field(repr=False)
    first: frozenset[str] = field(default=frozenset(), repr=False)

    @cached_property
    def _by_items(self) -> dict[frozenset[str], Comparison]:
        return {frozenset(comparison.items): comparison for comparison in self.comparisons.values()}

    @cached_property
    def _facts_about(self) -> dict[str, tuple[Fact, ...]]:
        about: dict[str, tuple[Fact, ...]] = {}
        for fact in self.facts.values():
            for entry in fact.about:
                about[entry] = (*about.get(entry, ()), fact)
        return about

    def comparison_of(self, *items: str) -> Comparison | None:
        """The written comparison of just these entries, in whatever order."""
        return self._by_items.get(frozenset(items))

    def facts_about(self, entry: str) -> tuple[Fact, ...]:
        """The facts that an entry's card shows."""
        return self._facts_about.get(entry, ())

    def past_review(self, today: date) -> list[Record]:
        """The entries, questions and comparisons that should have been reviewed by now, the longest overdue first."""
        records: list[Record] = [*self.entries.values(), *self.questions.values(), *self.comparisons.values()]
        stale = [record for record in records if record.review.review_by < today]
        return sorted(stale, key=lambda record: (record.review.review_by, record.id))

    def partners_of(self, entry: Entry) -> tuple[Entry, ...]:
        """What an entry is worth comparing with: first written comparisons, then related entries of its kind."""
        written = (other for items in self._by_items if entry.id in items for other in sorted(items))
        related = (other for other in entry.related if self.entries[other].kind is entry.kind)
        ids = dict.fromkeys((*written, *related))
        ids.pop(entry.id, None)
        return tuple(self.entries[other] for other in ids)[:MOST_PARTNERS]
