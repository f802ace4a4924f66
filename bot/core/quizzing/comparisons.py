"""Questions made of written comparisons, where somebody reviewed what tells things apart."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.core.quizzing.evidence import Evidence
from bot.core.quizzing.fields import Placer, stands_alone, titled
from bot.core.quizzing.forms import Blank, Form, Option, gives_away
from bot.core.quizzing.language import words_of
from bot.core.quizzing.neighbours import Neighbours
from bot.core.quizzing.words import RELATES
from bot.knowledge.comparisons import Comparison, Row
from bot.knowledge.entries import Entry, Modality, Procedure
from bot.knowledge.pack import Pack

LEAST_WORDS = 2
"""Words that one of the cells of a row has; *yes* and *no* tell nothing by themselves."""

_LEANS = RELATES | {"here", "it", "its", "there", "this"}
"""Words with which a cell leans on what stands beside it, or on the thing that it is about."""


def comparison_blanks(pack: Pack, evidence: Evidence, neighbours: Neighbours) -> Iterator[Blank]:
    """Every question made of a written comparison of things of one kind."""
    placer = Placer(evidence, neighbours)
    for comparison in pack.comparisons.values():
        items = [pack.entries[item] for item in comparison.items]
        if len({item.kind for item in items}) == 1:
            for mine in items:
                side = _Side(comparison, mine, [item for item in items if item is not mine], evidence)
                yield from side.choose()
                if not any(evidence.forms(mine.id) & evidence.bit(other.id) for other in side.others):
                    yield from side.rows()
                    yield from side.chosen(placer)


@dataclass(frozen=True, slots=True)
class _Side:
    """A comparison as it tells one thing from the others."""

    comparison: Comparison
    mine: Entry
    others: Sequence[Entry]
    evidence: Evidence

    def rows(self) -> Iterator[Blank]:
        """What holds for this one; nothing is asked of forms of one another, since what holds for one may for both."""
        telling = [(number, row) for number, row in enumerate(self.comparison.rows) if self._tells_apart(row)]
        cells = [row.cells[item.id] for _, row in telling for item in (self.mine, *self.others)]
        for number, row in telling:
            right = Option(_with_feature(row, self.mine), self.mine.id)
            offered = (
                Option(_with_feature(another, other), other.id)
                for _, another in telling
                for other in self.others
                if another is not row
            )
            prompt = f"Which of these holds for {self._versus(cells)}?"
            because = f"{self.mine.title}: {right.text}."
            yield from self._blank(Form.ROW, number, prompt=prompt, right=right, offered=offered, because=because)

    def choose(self) -> Iterator[Blank]:
        """Reasons to choose this one, beside reasons to choose the others."""
        points = {item.id: self.comparison.choose.get(item.id, ()) for item in (self.mine, *self.others)}
        asked = "When would you choose" if isinstance(self.mine, Modality | Procedure) else "When is it"
        for number, point in enumerate(points[self.mine.id]):
            if self._can_stand(point):
                said = self.evidence.stems.content(point)
                offered = [
                    Option(theirs, other.id)
                    for other in self.others
                    for theirs in points[other.id]
                    if self._can_stand(theirs) and said.isdisjoint(self.evidence.stems.content(theirs))
                ]
                prompt = f"{asked} {self._versus([point, *(option.text for option in offered)])}?"
                right = Option(point, self.mine.id)
                why = self._why(point)
                yield from self._blank(Form.CHOOSE, number, prompt=prompt, right=right, offered=offered, because=why)

    def chosen(self, placer: Placer) -> Iterator[Blank]:
        """A reason to choose this one; beside it those that it was compared with, and strangers."""
        if isinstance(self.mine, Modality | Procedure):
            praised = frozenset[str]().union(*map(self._praise, self.others))
            right = Option(titled(self.mine), self.mine.id)
            for number, point in enumerate(self.comparison.choose.get(self.mine.id, ())):
                if placer.can_ask(self.mine, point) and praised.isdisjoint(self.evidence.stems.content(point)):
                    strangers = (other for other in placer.strangers(self.mine, point) if other not in self.others)
                    offered = (Option(titled(other), other.id) for other in (*self.others, *strangers))
                    prompt = f"Which of these would you choose when this holds: {point}?"
                    why = self._why(point)
                    yield from self._blank(
                        Form.CHOSEN, number, prompt=prompt, right=right, offered=offered, because=why
                    )

    def _blank(
        self, form: Form, number: int, *, prompt: str, right: Option, offered: Iterable[Option], because: str
    ) -> Iterator[Blank]:
        others = [other.id for other in self.others]
        return Blank.of(
            form,
            self.comparison.id,
            self.mine.id,
            number,
            prompt=prompt,
            right=right,
            offered=offered,
            because=because,
            entries=(self.mine.id, *others),
            pairs=frozenset(others),
            clue=f"{Form.ROW if form is Form.ROW else Form.CHOOSE}:{self.comparison.id}",
        )

    def _versus(self, told: Iterable[str]) -> str:
        """This one *rather than* the others, by their titles unless what is told has a word of one."""
        given_away = any(gives_away(text, item.title) for text in told for item in (self.mine, *self.others))
        mine, *others = (item.short if given_away else item.title for item in (self.mine, *self.others))
        return f"{mine} rather than {' or '.join(others)}"

    def _why(self, point: str) -> str:
        return f"{self.mine.title} rather than {' or '.join(other.title for other in self.others)}: {point}."

    def _can_stand(self, point: str) -> bool:
        return stands_alone(point) and not any(gives_away(point, item.short) for item in (self.mine, *self.others))

    def _tells_apart(self, row: Row) -> bool:
        """Whether what a row says of each thing is certainly not said of the other, nor given away by a name.

        Figures are left out: a scan of 20 minutes may take 15, and ranges overlap.
        """
        content = self.evidence.stems.content
        mine = row.cells[self.mine.id]
        for other in self.others:
            cells = (mine, row.cells[other.id])
            words = [words_of(cell) for cell in cells]
            both = {*words[0], *words[1]}
            if (
                max(map(len, words)) < LEAST_WORDS
                or any(word.isdigit() for word in both)
                or not both.isdisjoint(_LEANS)
                or not content(cells[0]).isdisjoint(content(cells[1]))
                or not content(row.feature).isdisjoint(content(" ".join(cells)))
                or any(gives_away(cell, item.short) for cell in cells for item in (self.mine, other))
            ):
                return False
        return True

    def _praise(self, entry: Entry) -> frozenset[str]:
        """The stems of what is said for an entry, in general and in this comparison."""
        own = entry.best_for if isinstance(entry, Modality) else entry.why if isinstance(entry, Procedure) else ()
        cells = (row.cells[entry.id] for row in self.comparison.rows)
        told = (entry.name, entry.summary, *own, *self.comparison.choose.get(entry.id, ()), *cells)
        return self.evidence.stems.content(". ".join(told))


def _with_feature(row: Row, entry: Entry) -> str:
    return f"{row.feature}{'' if row.feature.endswith('?') else ':'} {row.cells[entry.id]}"
