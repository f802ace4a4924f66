"""The quizmaster: what a pack can be asked about, and the questions of a quiz."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from random import Random

from bot.core.quizzing.codes import code_blanks
from bot.core.quizzing.comparisons import comparison_blanks
from bot.core.quizzing.evidence import Evidence
from bot.core.quizzing.fields import field_blanks
from bot.core.quizzing.forms import Blank, Form, QuizQuestion
from bot.core.quizzing.neighbours import Neighbours
from bot.knowledge.pack import Pack


class Quizmaster:
    """What a pack can be asked about; made once a pack revision.

    Whatever it answers depends on the pack, the key and the seed alone: every process and every worker gives the same.
    """

    def __init__(self, pack: Pack) -> None:
        evidence = Evidence(pack)
        neighbours = Neighbours(pack, evidence)
        blanks = (
            *comparison_blanks(pack, evidence, neighbours),
            *code_blanks(evidence, neighbours),
            *field_blanks(evidence, neighbours),
        )
        self._blanks = {blank.key: blank for blank in sorted(blanks, key=lambda blank: (not blank.pairs, blank.key))}

    def keys(self, about: Collection[str] = ()) -> tuple[str, ...]:
        """Every key that can be asked, those first that tell apart what people confuse.

        Args:
            about: Ids of entries; only what asks about one of them is given, where there are any.
        """
        return tuple(blank.key for blank in self._of(about))

    def ask(self, key: str, seed: str) -> QuizQuestion | None:
        """The question of a key, its options drawn and placed by a seed; ``None`` where the pack gives it no longer."""
        blank = self._blanks.get(key)
        return blank.fill(seed) if blank else None

    def draw(
        self, about: Collection[str], count: int, seed: str, first: Sequence[str] = ()
    ) -> tuple[QuizQuestion, ...]:
        """Questions for a quiz, none twice; less than asked for where the pack gives no more.

        Args:
            about: Ids of entries to ask about; all of them where there are none.
            count: How many.
            seed: What the choice depends on, besides the pack.
            first: Keys that come first, in their order, whatever they ask about: what somebody got wrong.
        """
        random = Random(seed)  # noqa: S311 - a quiz keeps no secret
        known = (self._blanks.get(key) for key in dict.fromkeys(first))
        drawn = [blank for blank in known if blank][: max(count, 0)]
        pairs = [blank for blank in self._of(about) if blank.pairs]
        others = [blank for blank in self._of(about) if not blank.pairs]
        for may_share_a_clue in (False, True):
            for group in (pairs, others):
                drawn.extend(_mixed(group, drawn, count - len(drawn), random, may_share_a_clue=may_share_a_clue))
        return tuple(blank.fill(seed) for blank in drawn)

    def _of(self, about: Collection[str]) -> Iterator[Blank]:
        wanted = frozenset(about)
        return (blank for blank in self._blanks.values() if not wanted or not wanted.isdisjoint(blank.entries))


def _mixed(
    blanks: Iterable[Blank], drawn: Sequence[Blank], count: int, random: Random, *, may_share_a_clue: bool
) -> list[Blank]:
    """At most so many of these, the forms taking turns; as long as there are enough, each about another entry.

    Args:
        blanks: To choose from.
        drawn: What the quiz has already.
        count: How many.
        random: Decides.
        may_share_a_clue: Whether one may tell the answer of another.
    """
    keys = {blank.key for blank in drawn}
    by_form: dict[Form, list[Blank]] = {}
    for blank in blanks:
        if blank.key not in keys:
            by_form.setdefault(blank.form, []).append(blank)
    forms = sorted(by_form)
    random.shuffle(forms)
    for form in forms:
        random.shuffle(by_form[form])
    entries = {blank.entries[0] for blank in drawn}
    clues = {blank.clue for blank in drawn}
    found: list[Blank] = []
    for may_share_an_entry in (False, True):
        is_more = True
        while is_more:
            is_more = False
            for form in forms:
                free = (
                    blank
                    for blank in by_form[form]
                    if (may_share_a_clue or blank.clue not in clues)
                    and (may_share_an_entry or blank.entries[0] not in entries)
                )
                if len(found) < count and (one := next(free, None)):
                    by_form[form].remove(one)
                    found.append(one)
                    entries.add(one.entries[0])
                    clues.add(one.clue)
                    is_more = True
    return found
