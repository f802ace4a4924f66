"""Golden cards: whole messages as readable JSON, from the made-up pack beside this file.

After a wanted change: ``pytest tests/cards/test_golden.py --snapshot-update``, then read the difference.
"""

from collections.abc import Callable

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.cards.blocks import Message
from bot.cards.comparisons import Surface, comparison_card
from bot.cards.entries import Form, entry_card
from bot.cards.explaining import explained_card, suggested_card
from bot.cards.failures import apology_card, gone_card, mistake_card, unknown_card
from bot.cards.help import browse_card, greeting_card, help_card, questions_card, unknown_topic_card, usage_card
from bot.cards.lookups import lookup_card
from bot.cards.privacy import private_card
from bot.cards.questions import fenced_card, question_card, silent_card
from bot.cards.rack import Rack
from bot.cards.sharing import posted_card, shared_card
from bot.cards.voting import reason_card, thanks_card, why_card
from bot.core.comparing import compare_entries
from bot.knowledge.asked import Answered, Fenced, Silent, Suggested, Understood
from bot.knowledge.entries import Entry
from bot.knowledge.outcomes import (
    Ambiguous,
    Candidate,
    DifferentKinds,
    Found,
    How,
    NotFound,
    Outcome,
    TooFew,
    TooMany,
    Unclear,
)
from bot.knowledge.pack import Pack
from bot.names import Command, Kind, Reason


def _entry(name: str, form: Form = Form.SHORT) -> Callable[[Pack], Message]:
    return lambda pack: entry_card(pack.entries[name], pack, form)


def _pair(*names: str, full: bool = False, surface: Surface = Surface.ANSWER) -> Callable[[Pack], Message]:
    def render(pack: Pack) -> Message:
        outcome = compare_entries(pack, _entries(pack, *names))
        return comparison_card(outcome, pack, full=full, surface=surface)

    return render


def _entries(pack: Pack, *names: str) -> tuple[Entry, ...]:
    return tuple(pack.entries[name] for name in names)


def _candidates(pack: Pack, *names: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(entry, 100) for entry in _entries(pack, *names))


def _found_with_another(pack: Pack) -> Message:
    entry, other = _entries(pack, "dream-radiography", "dream-reading")
    return lookup_card(Found(entry, How.EXACT, 100, others=(other,)), pack)


def _found_nearby(pack: Pack) -> Message:
    return lookup_card(Found(pack.entries["feather-drainage"], How.FUZZY, 91), pack)


def _which_one(pack: Pack) -> Message:
    return lookup_card(Ambiguous(_candidates(pack, "dream-radiography", "dream-reading")), pack)


def _not_found(pack: Pack) -> Message:
    return lookup_card(NotFound(_candidates(pack, "lantern-tomography", "dream-reader", "moon-archive")), pack)


def _too_few(pack: Pack) -> Message:
    entry = pack.entries["wobble-magnet-imaging"]
    return comparison_card(TooFew(entry, partners=pack.partners_of(entry)), pack)


def _different_kinds(pack: Pack) -> Message:
    return comparison_card(DifferentKinds(_entries(pack, "wobble-magnet-imaging", "dream-reader")), pack)


def _unclear(pack: Pack) -> Message:
    parts: tuple[Outcome, ...] = (
        Found(pack.entries["lantern-tomography"], How.EXACT, 100),
        Ambiguous(_candidates(pack, "dream-radiography", "dream-reading")),
        NotFound(_candidates(pack, "moon-archive")),
        NotFound(),
    )
    return comparison_card(Unclear(parts), pack)


def _asked(pack: Pack, *, is_sure: bool) -> Message:
    understood = Understood(
        question=pack.questions["lantern-minutes"],
        entries=_entries(pack, "lantern-tomography"),
        score=91.0,
        matched_on=("how long", "lantern tomography", "<burn>"),
        nearest=(pack.questions["dream-licence"],),
    )
    return Rack().asked_card(Answered(understood) if is_sure else Suggested(understood), pack)


def _silent(pack: Pack) -> Message:
    return silent_card(Silent(40.0, (pack.questions["dream-licence"],), _entries(pack, "moon-archive")), pack)


def _of_kind(pack: Pack, kind: Kind) -> list[Entry]:
    return sorted((entry for entry in pack.entries.values() if entry.kind is kind), key=lambda entry: entry.name)


@pytest.mark.parametrize(
    "render",
    [
        pytest.param(_entry("wobble-magnet-imaging"), id="modality short"),
        pytest.param(_entry("wobble-magnet-imaging", Form.FULL), id="modality full"),
        pytest.param(_entry("wobble-magnet-imaging", Form.PLAIN), id="modality in plain words"),
        pytest.param(_entry("lantern-tomography"), id="ionizing modality short"),
        pytest.param(_entry("dream-reader"), id="role short"),
        pytest.param(_entry("dream-reading", Form.FULL), id="specialty full"),
        pytest.param(_entry("feather-drainage"), id="procedure short"),
        pytest.param(_entry("moon-archive"), id="concept short"),
        pytest.param(_pair("dream-reading", "improbable-repair"), id="written comparison short"),
        pytest.param(_pair("dream-reading", "improbable-repair", full=True), id="written comparison full"),
        pytest.param(
            _pair("dream-reading", "improbable-repair", surface=Surface.POSTED), id="written comparison posted"
        ),
        pytest.param(_pair("lantern-tomography", "wobble-magnet-imaging"), id="derived comparison short"),
        pytest.param(_found_with_another, id="found with another meaning"),
        pytest.param(_found_nearby, id="found nearby"),
        pytest.param(_which_one, id="which one"),
        pytest.param(_not_found, id="not found"),
        pytest.param(lambda pack: lookup_card(NotFound(), pack), id="not found and nothing near"),
        pytest.param(lambda pack: comparison_card(TooFew(None), pack), id="comparison of nothing"),
        pytest.param(_too_few, id="comparison of one"),
        pytest.param(lambda pack: comparison_card(TooMany(5), pack), id="comparison of too many"),
        pytest.param(_different_kinds, id="comparison of different kinds"),
        pytest.param(_unclear, id="comparison unclear"),
        pytest.param(lambda pack: help_card(pack, "rr-"), id="help under a prefix"),
        pytest.param(lambda _: usage_card(Command.COMPARE), id="usage of compare"),
        pytest.param(lambda _: unknown_topic_card(), id="unknown topic"),
        pytest.param(lambda pack: browse_card(Kind.MODALITY, _of_kind(pack, Kind.MODALITY)), id="list of modalities"),
        pytest.param(lambda _: mistake_card("Type a & b, not <a>."), id="mistake"),
        pytest.param(lambda _: apology_card("0badcafe"), id="apology"),
        pytest.param(lambda _: gone_card(), id="entry gone"),
        pytest.param(lambda _: unknown_card(), id="unknown button"),
        pytest.param(lambda pack: shared_card(_entry("wobble-magnet-imaging")(pack), "U0123ABC"), id="modality shared"),
        pytest.param(lambda pack: posted_card(_entry("wobble-magnet-imaging")(pack)), id="modality posted"),
        pytest.param(lambda pack: _asked(pack, is_sure=True), id="question answered"),
        pytest.param(lambda pack: posted_card(_asked(pack, is_sure=True)), id="question posted"),
        pytest.param(lambda pack: _asked(pack, is_sure=False), id="question suggested"),
        pytest.param(
            lambda pack: question_card(pack.questions["lantern-minutes"], pack, full=True), id="question in full"
        ),
        pytest.param(
            lambda pack: question_card(pack.questions["dream-licence"], pack), id="question with little to say"
        ),
        pytest.param(_silent, id="no answer, something near"),
        pytest.param(lambda pack: silent_card(Silent(), pack), id="no answer, nothing near"),
        pytest.param(lambda pack: fenced_card(Fenced(_entries(pack, "lantern-tomography")), pack), id="fenced"),
        pytest.param(lambda pack: fenced_card(Fenced(), pack), id="fenced, nothing named"),
        pytest.param(lambda _: private_card(["a name", "a <date>"]), id="private"),
        pytest.param(lambda _: private_card(["a name"], is_public=True), id="private, typed in public"),
        pytest.param(lambda _: thanks_card(), id="voted helpful"),
        pytest.param(lambda _: why_card("C1|1700000000.000100|short:mri"), id="voted not helpful"),
        pytest.param(lambda _: reason_card(Reason.OUTDATED), id="reason given"),
        pytest.param(
            lambda pack: explained_card(_entries(pack, "lantern-tomography", "moon-archive"), ["XQZ", "R&D"], pack),
            id="message explained",
        ),
        pytest.param(lambda pack: explained_card((), (), pack), id="message without terms"),
        pytest.param(lambda _: suggested_card("XQZ"), id="term asked for"),
        pytest.param(lambda pack: greeting_card(pack, "rr-"), id="greeting"),
        pytest.param(lambda pack: questions_card(tuple(pack.questions.values()), "rr-"), id="questions to pick from"),
    ],
)
def test_golden(
    made_up: Pack,
    snapshot: SnapshotAssertion,
    complaints: Callable[[Message], list[str]],
    render: Callable[[Pack], Message],
) -> None:
    """A card is, to the letter, the one that was last looked at; and it is one that Slack takes."""
    card = render(made_up)

    assert complaints(card) == []
    assert card == snapshot.use_extension(JSONSnapshotExtension)
