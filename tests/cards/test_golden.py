"""Golden cards: whole messages as readable JSON, from the made-up pack beside this file.

After a wanted change: ``pytest tests/cards/test_golden.py --snapshot-update``, then read the difference.
"""

from collections.abc import Callable
from datetime import date, time

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.cards import channels, drafting, gaps
from bot.cards.blocks import Block, Message, preformatted
from bot.cards.comparisons import Surface, comparison_card
from bot.cards.digest import Standing, Voted, Week, digest_card
from bot.cards.entries import Form, entry_card
from bot.cards.explaining import explained_card, suggested_card
from bot.cards.failures import apology_card, failure_modal, gone_card, mistake_card, unknown_card
from bot.cards.gaps import Told
from bot.cards.help import browse_card, greeting_card, help_card, questions_card, unknown_topic_card, usage_card
from bot.cards.lookups import lookup_card
from bot.cards.privacy import private_card
from bot.cards.questions import fenced_card, question_card, silent_card
from bot.cards.rack import Rack
from bot.cards.sharing import posted_card, shared_card
from bot.cards.voting import reason_card, thanks_card, why_card
from bot.core.comparing import compare_entries
from bot.knowledge.asked import Answered, Fenced, Silent, Suggested, Understood
from bot.knowledge.channels import Hours, Manners, Mode, Precision
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
from bot.knowledge.questions import Audience
from bot.names import Command, Kind, Reason
from bot.playground.strictness import refuse_view


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


TODAY = date(2026, 11, 26)
GAPS = (Told("about:ct,mri", "about CT & <MRI>", 12), Told("term:npo", "“npo”", 1))
FILES = {"moon.yml": "id: moon\nname: <Moon>\n", "sources.yml": "moon-source:\n  title: Moon & Co\n"}
NOTHING = Precision()
MANNERS = Manners(
    floor=90,
    hold_seconds=300,
    hours=Hours(time(20), time(7), frozenset({4, 5}), "Europe/London"),
    audiences=frozenset({Audience.STAFF}),
    cap=2,
    allows_shared=True,
)


def _unasked(pack: Pack, question: str = "") -> Message:
    understood = Understood(
        question=pack.questions.get(question),
        entries=_entries(pack, "lantern-tomography"),
        score=99.0,
        matched_on=("how long",),
    )
    card = Rack().asked_card(Answered(understood), pack)
    return channels.unasked_card(card, understood, hold_seconds=90, ts="1700000000.000100", asker="U0KIM")


def _to_judge(count: int) -> list[channels.ToJudge]:
    references = ("question:lantern-minutes:lantern-tomography", "compared:dream-reading,improbable-repair",
                  "short:moon-archive", "short:gone")  # fmt: skip
    return [
        channels.ToJudge(
            key=f"T1|C0WARD|1700000000.{number:06}",
            link="https://a.example/?channel=C0WARD&ts=1" if number else "",
            at="Thursday 14:02",
            reference=references[number % 4],
        )
        for number in range(count)
    ]


def _judged(pack: Pack) -> Message:
    card = channels.list_card("C0WARD", _to_judge(3), 0, pack)
    for number, right, precision in ((0, True, Precision(1)), (2, False, Precision(1, 1)), (0, False, Precision(0, 2))):
        key = f"T1|C0WARD|1700000000.{number:06}"
        card = channels.judged(card["blocks"], key, right=right, mode=Mode.WATCH, precision=precision, floor=95)
    return card


def _draft(pack: Pack, name: str) -> drafting.Shown:
    if question := pack.questions.get(name):
        return drafting.Shown(question_card(question, pack), drafting.particulars(question, pack))
    return drafting.Shown(_entry(name)(pack), drafting.particulars(pack.entries[name], pack))


def _review(pack: Pack, name: str, *, is_alone: bool = False) -> Message:
    return drafting.review_card("U0SAM", _draft(pack, name), "0badcafe", is_alone=is_alone)


def _week(pack: Pack) -> Message:
    stale = sorted((*pack.entries.values(), *pack.questions.values()), key=lambda record: record.id)
    voted = [Voted("short:moon-archive", 1, 3), Voted("question:lantern-minutes:lantern-tomography", 0, 1)]
    standing = [
        Standing("C0WARD", Mode.WATCH, Precision(11, 1), 95),
        Standing("C0WARD", Mode.LIVE, Precision(39, 1), 95),
    ]
    return digest_card(Week(GAPS, voted, stale, standing), pack, TODAY)


def _settings(mode: Mode, precision: Precision = NOTHING, manners: Manners = MANNERS) -> channels.Settings:
    changes = ["26 Nov 14:02 · <@U0SAM> · mode: off → watch"] if mode is not Mode.OFF else []
    owners = ["U0SAM"] if mode is not Mode.OFF else []
    return channels.Settings(mode, owners, manners, precision, "Europe/London", changes)


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
        pytest.param(lambda pack: _unasked(pack, "lantern-minutes"), id="unasked question"),
        pytest.param(_unasked, id="unasked entry"),
        pytest.param(lambda pack: channels.list_card("C0WARD", _to_judge(4), 8, pack), id="list to judge"),
        pytest.param(_judged, id="list judged"),
        pytest.param(lambda _: channels.nothing_to_judge_card("C0WARD"), id="nothing to judge"),
        pytest.param(lambda _: channels.fell_card("C0WARD", 18, 20), id="fell below the floor"),
        pytest.param(lambda _: channels.taken_back_card(), id="answer taken back"),
        pytest.param(lambda _: channels.not_yours_card(), id="answer of somebody else"),
        pytest.param(lambda _: channels.not_an_owner_card(), id="not an owner"),
        pytest.param(lambda _: channels.in_a_dm_card(), id="settings in a direct message"),
        pytest.param(lambda _: channels.not_in_channel_card("U0SAM"), id="settings without the bot"),
        pytest.param(lambda _: gaps.gaps_card(GAPS, 3, may_write=True), id="gaps"),
        pytest.param(lambda _: gaps.gaps_card(GAPS[:1], 0, may_write=False), id="gaps to read"),
        pytest.param(lambda _: gaps.gaps_card((), 0, may_write=True), id="no gaps"),
        pytest.param(lambda _: gaps.not_an_owner_card("rr-"), id="gaps are for owners"),
        pytest.param(lambda _: gaps.will_tell_card(), id="will be told"),
        pytest.param(
            lambda pack: gaps.with_row(_silent(pack), gaps.tell_me_row("0badcafe")), id="no answer, tell me when"
        ),
        pytest.param(lambda pack: _review(pack, "lantern-minutes"), id="question to approve"),
        pytest.param(lambda pack: _review(pack, "moon-archive", is_alone=True), id="word to approve alone"),
        pytest.param(lambda pack: drafting.sent_back_card(_draft(pack, "moon-archive")), id="sent back"),
        pytest.param(
            lambda pack: drafting.broken_card(["'a & b' finds <nothing>"], _draft(pack, "moon-archive")),
            id="approved and broken",
        ),
        pytest.param(
            lambda _: drafting.sent_back_card(drafting.Shown(None, [preformatted("id: moon")])),
            id="sent back, and loads no more",
        ),
        pytest.param(
            lambda pack: drafting.published_card(_entry("moon-archive")(pack), None, FILES), id="published, with files"
        ),
        pytest.param(
            lambda pack: drafting.published_card(_entry("moon-archive")(pack), "site/moon", FILES),
            id="published into a folder",
        ),
        pytest.param(lambda pack: drafting.told_card(_entry("moon-archive")(pack)), id="told who waited"),
        pytest.param(lambda _: drafting.approved_card(), id="approved"),
        pytest.param(lambda _: drafting.declined_card(), id="declined"),
        pytest.param(lambda _: drafting.decided_card(), id="decided already"),
        pytest.param(lambda _: drafting.not_yours_card(), id="approval is for others"),
        pytest.param(_week, id="week"),
        pytest.param(
            lambda pack: digest_card(Week((), (), (), [Standing("C0WARD", Mode.OFF, Precision(), 95)]), pack, TODAY),
            id="week in which nothing was",
        ),
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


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(
            channels.settings_modal("ward", "T1|C0WARD", _settings(Mode.OFF, manners=Manners())), id="settings off"
        ),
        pytest.param(
            channels.settings_modal("ward", "T1|C0WARD", _settings(Mode.WATCH, Precision(11, 1))), id="settings watch"
        ),
        pytest.param(
            channels.settings_modal("ward", "T1|C0WARD", _settings(Mode.LIVE, Precision(38, 2))), id="settings live"
        ),
        pytest.param(
            channels.read_only_modal("ward", _settings(Mode.OFF, manners=Manners())), id="settings off, to read"
        ),
        pytest.param(channels.read_only_modal("ward", _settings(Mode.WATCH)), id="settings watch, to read"),
        pytest.param(drafting.question_modal("about <CT>", "The owners", "T1|about:ct"), id="form of a question"),
        pytest.param(drafting.concept_modal("npo", "The owners", "T1|term:npo"), id="form of a short word"),
        pytest.param(drafting.concept_modal("low dose", "The owners", "T1|term:low dose"), id="form of a word"),
        pytest.param(drafting.proposed_modal(0), id="proposed, alone"),
        pytest.param(drafting.proposed_modal(1), id="proposed to one"),
        pytest.param(drafting.proposed_modal(3), id="proposed to several"),
        pytest.param(failure_modal(apology_card("0badcafe")), id="form that failed"),
    ],
)
def test_golden_modal(snapshot: SnapshotAssertion, view: Block) -> None:
    """A modal is, to the letter, the one that was last looked at; and it is one that Slack takes."""
    assert refuse_view(view) is None
    assert view == snapshot.use_extension(JSONSnapshotExtension)
