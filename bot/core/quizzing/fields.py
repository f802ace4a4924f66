"""Questions made of one field of an entry: what it is best for, done for, does, and what makes its picture."""

from collections import Counter
from collections.abc import Iterable, Iterator

from bot.core.quizzing.evidence import HELD_AGAINST, Evidence
from bot.core.quizzing.forms import WRONG, Blank, Form, Option, fits, gives_away
from bot.core.quizzing.language import is_content, words_of
from bot.core.quizzing.neighbours import Neighbours
from bot.core.quizzing.words import (
    ACTS,
    COMMON,
    DENSE,
    DOCTORS,
    EVERYBODY,
    FIELDS_OF_VIEW,
    FINDINGS,
    IN_VESSELS,
    IONIZES,
    NOT_ALONE,
    NOT_FIRST,
    NOT_LAST,
    REGIONS,
)
from bot.knowledge.entries import Entry, Modality, Procedure, Role
from bot.names import Kind

LEAST_CONTENT = 2
"""Words of a phrase that place it; a single one is too vague."""

FEW = 3
"""Roles whose cards speak of something, so that it alone tells whose work it is."""

LEAST_ACTS = 2
"""Things that a phrase speaks of, where more roles than that share each."""

_FIRST_WORDS = 6
"""Words of a summary that say who somebody is."""

_PARTLY = frozenset("main mainly many most mostly".split())
"""Words with which something is denied in part."""

_ASKED = {
    Form.BEST_FOR: ("Which of these is best for: {}?", "{} is best for: {}."),
    Form.DONE_FOR: ("Which procedure is done for: {}?", "{} is done for: {}."),
    Form.DOES: ("Who does this: {}?", "{} does this: {}."),
}


def titled(entry: Entry) -> str:
    """An entry as an option: its name with its abbreviation where both fit."""
    return entry.title if fits(entry.title) else entry.name


def stands_alone(phrase: str) -> bool:
    """Whether a phrase can be asked by itself: it leans on no other, does not hedge, and says enough to be placed."""
    words = words_of(phrase)
    return (
        bool(words)
        and ":" not in phrase
        and not phrase.endswith(NOT_LAST)
        and NOT_ALONE.isdisjoint(words)
        and words[0] not in NOT_FIRST
        and len(set(filter(is_content, words))) >= LEAST_CONTENT
    )


class Placer:
    """Tells what a phrase is certainly about, and what it is certainly not about."""

    def __init__(self, evidence: Evidence, neighbours: Neighbours) -> None:
        self._evidence = evidence
        self._neighbours = neighbours
        roles = [entry for entry in evidence.entries if isinstance(entry, Role)]
        self._roles_about = Counter(topic for role in roles for topic in evidence.topics(role.id).topics)
        self._leaves = {role.id: self._acts(". ".join(filter(_denies_outright, role.does_not))) for role in roles}
        self._does = {role.id: evidence.stems.content(". ".join(role.does)) for role in roles}
        self._doctors = self._bits(role for role in roles if not DOCTORS.isdisjoint(_called(role)))
        held = [entry for entry in evidence.entries if entry.kind in HELD_AGAINST]
        self._pictures = self._bits(entry for entry in held if evidence.topics(entry.id).made_from)
        self._by_x_rays = self._bits(entry for entry in held if "x-rays" in evidence.topics(entry.id).physics)
        self._certain = self._bits(filter(self._can_be_wrong, held))

    def can_ask(self, entry: Entry, phrase: str) -> bool:
        """Whether a phrase is certainly about an entry, and does not name it or another one of its kind.

        Where all techniques work, none is best: a phrase about a modality or a procedure names a region of the body. A
        phrase about a role speaks of what few do, or of what enough others do not do by their own cards.
        """
        if not stands_alone(phrase) or gives_away(phrase, entry.title):
            return False
        if self._evidence.named_in(phrase) & self._evidence.of_kind(entry.kind):
            return False
        words = words_of(phrase)
        if entry.kind is not Kind.ROLE:
            return bool(REGIONS.of(words)) and self._evidence.stems.content(entry.name) != frozenset()
        topics = _topics_of(entry.kind, phrase) - COMMON
        few = any(self._roles_about[topic] <= FEW for topic in topics)
        left = self._left_to_others(phrase) & ~self._evidence.kin(entry.id)
        return words[0] not in EVERYBODY and (few or len(topics) >= LEAST_ACTS or left.bit_count() >= WRONG)

    def strangers(self, entry: Entry, phrase: str) -> Iterator[Entry]:
        """The entries of an entry's kind that a phrase is certainly not about, in the order of neighbours.

        No text of the pack says a word of the phrase about them, their cards speak of no region, finding or act that
        the phrase speaks of, and they are no kin. What makes no picture stands beside its like; no doctor is wrong for
        what another doctor does, and nothing that uses x-rays for bones and stones, which x-rays show whatever they are
        made for. Certain as well is a role whose card says that it does *not* do what the phrase says.
        """
        evidence = self._evidence
        kin = evidence.kin(entry.id)
        said = evidence.stems.content(phrase)
        topics = _topics_of(entry.kind, phrase)
        certain = self._certain & ~kin & ~evidence.said(said)
        certain &= self._pictures if evidence.bit(entry.id) & self._pictures else ~self._pictures
        if evidence.bit(entry.id) & self._doctors:
            certain &= ~self._doctors
        if DENSE in topics:
            certain &= ~self._by_x_rays
        left = self._left_to_others(phrase) & ~kin if entry.kind is Kind.ROLE else 0
        may_be_wrong = certain | left
        for bit, other in self._neighbours.of(entry):
            if bit & may_be_wrong and (bit & left or topics.isdisjoint(evidence.topics(other.id).topics)):
                yield other

    def _bits(self, entries: Iterable[Entry]) -> int:
        return sum(self._evidence.bit(entry.id) for entry in entries)

    def _can_be_wrong(self, entry: Entry) -> bool:
        """Whether an entry has a place of its own.

        A modality or a procedure says in its very name where in the body it belongs: a technique for the whole body is
        never certainly wrong. Nor is a procedure or a role of which there are several forms.
        """
        if entry.kind is not Kind.MODALITY and self._evidence.is_broad(entry.id):
            return False
        return entry.kind is Kind.ROLE or bool(self._evidence.topics(entry.id).at_home)

    def _left_to_others(self, phrase: str) -> int:
        """The roles whose cards say that they do not do something, and nowhere that they do."""
        acts, said = self._acts(phrase), self._evidence.stems.content(phrase)
        return sum(
            self._evidence.bit(role)
            for role, leaves in self._leaves.items()
            if not acts.isdisjoint(leaves) and said.isdisjoint(self._does[role])
        )

    def _acts(self, text: str) -> frozenset[str]:
        """The stems of the words of a text that speak of work."""
        return frozenset(self._evidence.stems.of(word for word in words_of(text) if ACTS.of((word,))))


def field_blanks(evidence: Evidence, neighbours: Neighbours) -> Iterator[Blank]:
    """Every question made of a field of one entry."""
    placer = Placer(evidence, neighbours)
    pictures = _Pictures(evidence, neighbours)
    for entry in evidence.entries:
        match entry:
            case Modality():
                yield from _of_points(Form.BEST_FOR, entry, entry.best_for, placer, neighbours)
                yield from pictures.ionizing(entry)
                yield from pictures.picture_from(entry)
            case Procedure():
                yield from _of_points(Form.DONE_FOR, entry, entry.why, placer, neighbours)
            case Role():
                yield from _of_points(Form.DOES, entry, entry.does, placer, neighbours)
            case _:
                pass


def _denies_outright(point: str) -> bool:
    """Whether somebody does not do a thing at all, where others do it but as no main work."""
    return _PARTLY.isdisjoint(words_of(point))


def _called(role: Role) -> tuple[str, ...]:
    """The words of a role's names, and those with which its summary begins: *A physician who…*."""
    return (*words_of(" ".join((role.name, *role.aliases))), *words_of(role.summary)[:_FIRST_WORDS])


def _topics_of(kind: Kind, phrase: str) -> frozenset[str]:
    """What a phrase speaks of; where it is not about a role, all that lies in one picture with a region of it too."""
    words = words_of(phrase)
    regions, findings = REGIONS.of(words), FINDINGS.of(words)
    if kind is Kind.ROLE:
        return regions | findings | ACTS.of(words)
    if not findings.isdisjoint(IN_VESSELS):
        regions |= {"vessels"}
    return regions.union(findings, *(view for view in FIELDS_OF_VIEW if not view.isdisjoint(regions)))


def _of_points(
    form: Form, entry: Entry, points: tuple[str, ...], placer: Placer, neighbours: Neighbours
) -> Iterator[Blank]:
    asked, told = _ASKED[form]
    for number, point in enumerate(points):
        if placer.can_ask(entry, point):
            yield from Blank.of(
                form,
                entry.id,
                number,
                prompt=asked.format(point),
                right=Option(titled(entry), entry.id),
                offered=(Option(titled(other), other.id) for other in placer.strangers(entry, point)),
                because=told.format(entry.name, point),
                entries=(entry.id,),
                pairs=neighbours.pairs_with(entry),
            )


class _Pictures:
    """What the modalities make their pictures with."""

    def __init__(self, evidence: Evidence, neighbours: Neighbours) -> None:
        self._evidence = evidence
        self._neighbours = neighbours
        self._ionizing: dict[bool, int] = {True: 0, False: 0}
        self._made_from: dict[str, tuple[str, frozenset[str], int]] = {}
        for entry in evidence.entries:
            if isinstance(entry, Modality) and (made_from := evidence.topics(entry.id).made_from):
                if entry.ionizing != "depends" and self._is_on_one_side(entry):
                    self._ionizing[entry.ionizing] |= evidence.bit(entry.id)
                text = entry.picture_from or ""
                self._made_from[entry.id] = text, made_from, evidence.said(evidence.stems.content(text))

    def ionizing(self, entry: Modality) -> Iterator[Blank]:
        """Whether one uses ionizing radiation, beside those on the other side."""
        if entry.ionizing == "depends" or not self._evidence.bit(entry.id) & self._ionizing[entry.ionizing]:
            return
        what = "ionizing radiation" if entry.ionizing else "no ionizing radiation"
        contrary = self._ionizing[not entry.ionizing]
        yield from Blank.of(
            Form.IONIZING,
            entry.id,
            prompt=f"Which of these uses {what}?",
            right=Option(titled(entry), entry.id),
            offered=(Option(titled(other), other.id) for bit, other in self._neighbours.of(entry) if bit & contrary),
            because=f"{entry.title} uses {what}.",
            entries=(entry.id,),
            pairs=self._neighbours.pairs_with(entry),
        )

    def picture_from(self, entry: Modality) -> Iterator[Blank]:
        """What one makes its picture from, beside what others do; not where that names it, or what it is a form of."""
        text, *_ = self._made_from.get(entry.id, ("",))
        if not text or self._evidence.named_in(text) & self._evidence.kin(entry.id):
            return
        name = next((name for name in (entry.name, entry.short) if not gives_away(name, text)), None)
        if name is not None:
            yield from Blank.of(
                Form.PICTURE_FROM,
                entry.id,
                prompt=f"In {name}, what is the picture made from?",
                right=Option(text, entry.id),
                offered=self._made_otherwise(entry, name),
                because=f"In {entry.title}, the picture is made from: {text}.",
                entries=(entry.id,),
                pairs=self._neighbours.pairs_with(entry),
            )

    def _is_on_one_side(self, entry: Modality) -> bool:
        """Whether a card nowhere mixes a modality with rays where it says that there are none."""
        return bool(entry.ionizing) or self._evidence.topics(entry.id).physics.isdisjoint(IONIZES)

    def _made_otherwise(self, entry: Modality, name: str) -> Iterator[Option]:
        """What other modalities make their picture from, where nothing says that this one does so too."""
        physics = self._evidence.topics(entry.id).physics
        me, kin = self._evidence.bit(entry.id), self._evidence.kin(entry.id)
        for bit, other in self._neighbours.of(entry):
            if other.id in self._made_from and not bit & kin:
                text, made_from, said_of = self._made_from[other.id]
                if not me & said_of and physics.isdisjoint(made_from) and not gives_away(name, text):
                    yield Option(text, other.id)
