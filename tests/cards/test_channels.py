"""Cards for owners of channels: whatever stands in them, Slack takes them, they call nobody, and leave nothing out."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards import channels, drafting, gaps
from bot.cards.blocks import MOST_BLOCKS, SECTION_LENGTH, Block, Message, message, preformatted, section
from bot.cards.digest import Standing, Voted, Week, digest_card
from bot.cards.entries import entry_card
from bot.cards.failures import failure_modal
from bot.knowledge.asked import Understood
from bot.knowledge.channels import TRIAL, WEEK, Hours, Manners, Mode, Precision
from bot.knowledge.pack import Pack
from bot.knowledge.questions import Audience
from bot.names import Action
from bot.playground.strictness import refuse_view

Judge = Callable[[Message], list[str]]

WORDS = st.text(st.sampled_from(list("ab<>&*_|`'\"\\@!#: é核🩻")), min_size=1, max_size=90).map(
    lambda text: "x" + " ".join(text.split())
)
"""A line in which all stands that means something to Slack."""

FEW = settings(deadline=None, max_examples=40)


def to_judge(count: int, reference: str = "question:lantern-minutes:lantern-tomography") -> list[channels.ToJudge]:
    """So many answers that wait for a verdict."""
    return [
        channels.ToJudge(f"T1|C0WARD|17{number}", "https://a.example/?a=1&b=2", "Thursday 14:02", reference)
        for number in range(count)
    ]


def buttons(card: Message) -> list[tuple[str, str]]:
    """What can be tapped, in order: what it says, and its value."""
    rows = (
        [*block.get("elements", ()), block.get("accessory")]
        for block in card["blocks"]
        if block["type"] in {"actions", "section"}
    )
    return [(one["text"]["text"], one["value"]) for row in rows for one in row if one and one["type"] == "button"]


def state(mode: Mode, manners: Manners, precision: Precision, owners: Sequence[str] = ()) -> channels.Settings:
    """How a channel stands."""
    return channels.Settings(
        mode, owners, manners, precision, "Europe/London", ["26 Nov 14:02 · <@U0SAM> · a → b"] * 10
    )


def element_of(view: Block, name: str) -> Block:
    """What is filled in under a name."""
    (found,) = [block["element"] for block in view["blocks"] if block.get("block_id") == name]
    assert isinstance(found, dict)
    return found


# Whatever stands in them


@FEW
@given(words=WORDS, count=st.integers(0, 30), more=st.integers(0, 5))
def test_any_gaps(made_up: Pack, complaints: Judge, words: str, count: int, more: int) -> None:
    """Gaps of any words and number stand on a list, in the digest, and in the forms that they open."""
    told = [gaps.Told(f"term:{number}", f"about {words}", number + 1) for number in range(count)]
    card = gaps.gaps_card(told, more, may_write=True)
    assert complaints(card) == []
    assert [value for _, value in buttons(card)] == [gap.name for gap in told[: gaps.MOST_GAPS]]
    for view in (drafting.question_modal(words, words, f"T1|{words}"), drafting.concept_modal(words, words, "T1|t")):
        assert refuse_view(view) is None
    week = Week(told, [Voted(f"short:{words}", 1, 2)] * count, (), [Standing("C0WARD", Mode.LIVE, Precision(1), 95)])
    assert complaints(digest_card(week, made_up, date(2026, 11, 26))) == []


@FEW
@given(words=WORDS, count=st.integers(0, 12))
def test_any_draft(made_up: Pack, complaints: Judge, words: str, count: int) -> None:
    """A draft of any words, problems and files is shown to who approves it and to who wrote it."""
    card = entry_card(made_up.entries["moon-archive"], made_up)
    shown = drafting.Shown(card, [section(f"*Words*\n{'x' * count}")] + [preformatted(words * 40)] * count)
    files = {f"{number}.yml": words * 60 for number in range(count)} or {"a.yml": ""}
    for one in (
        drafting.review_card("U0SAM", shown, "0badcafe", is_alone=False),
        drafting.sent_back_card(shown),
        drafting.broken_card([words] * count or ["a"], shown),
        drafting.published_card(card, None, files),
        drafting.published_card(card, words, files),
    ):
        assert complaints(one) == []
    assert complaints(drafting.told_card(card)) == []


@FEW
@given(words=WORDS, count=st.integers(0, 30), more=st.integers(0, 9))
def test_any_list(made_up: Pack, complaints: Judge, words: str, count: int, more: int) -> None:
    """A list of any length, also of answers that are gone, fits a message, and still does when all of it is judged."""
    waiting = to_judge(count, f"short:{words}") if count % 2 else to_judge(count)
    card = channels.list_card("C0WARD", waiting, more if waiting else 0, made_up)
    assert complaints(card) == []
    for one in waiting[: channels.MOST_LISTED]:
        card = channels.judged(
            card["blocks"], one.key, right=True, mode=Mode.WATCH, precision=Precision(count), floor=95
        )
        assert complaints(card) == []
    assert card["text"].count("✓ Right") == min(count, channels.MOST_LISTED)


@FEW
@given(
    words=WORDS,
    mode=st.sampled_from(Mode),
    right=st.integers(0, 300),
    wrong=st.integers(0, 30),
    owners=st.lists(st.integers(1, 10**9).map("U{}".format), max_size=40),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    clock=st.tuples(st.times(), st.times()),
    floor=st.integers(50, 100),
)
def test_any_settings(
    words: str,
    mode: Mode,
    right: int,
    wrong: int,
    owners: list[str],
    days: frozenset[int],
    clock: tuple[time, time],
    floor: int,
) -> None:
    """Settings of any kind open, to be changed and to be read, and show what is set."""
    manners = Manners(floor=floor, hours=Hours(*clock, days, "Europe/London"))
    stands = state(mode, manners, Precision(right, wrong), owners)
    view = channels.settings_modal(words, "T1|C0WARD", stands)
    assert refuse_view(view) is None
    assert refuse_view(channels.read_only_modal(words, stands)) is None
    assert element_of(view, channels.MODE)["initial_option"]["value"] == mode.value
    assert [one["value"] for one in element_of(view, channels.DAYS)["initial_options"]] == [*map(str, sorted(days))]
    assert element_of(view, channels.OPENS)["initial_time"] == clock[0].strftime("%H:%M")
    assert element_of(view, channels.OWNERS).get("initial_users", []) == owners


@pytest.mark.parametrize("hold", channels.HOLDS)
@pytest.mark.parametrize("question", ["lantern-minutes", None])
def test_any_unasked_answer(made_up: Pack, complaints: Judge, hold: int, question: str | None) -> None:
    """Below any answer stands why it is there, and a button that knows whose question it was; at its end the thumbs."""
    entries = tuple(made_up.entries.values())[:3]
    understood = Understood(made_up.questions.get(str(question)), entries, 99.0, ())
    long = message([section("x" * 100)] * MOST_BLOCKS)
    for card in (entry_card(entries[0], made_up), long):
        posted = channels.unasked_card(card, understood, hold_seconds=hold, ts="17.1", asker="U0KIM")
        assert complaints(posted) == []
        assert ("Not needed, take it away", "17.1|U0KIM") in buttons(posted)
        assert f"Nobody had replied for {channels.in_words(hold)}," in posted["text"]


# What they say


def test_a_slip_can_be_changed(made_up: Pack) -> None:
    """A judged answer offers the other verdict in the place of both; the rest of the list stays as it was."""
    card = channels.list_card("C0WARD", to_judge(2), 0, made_up)
    stands = {"mode": Mode.WATCH, "precision": Precision(0, 1), "floor": 95}
    judged = channels.judged(card["blocks"], "T1|C0WARD|171", right=False, **stands)  # type: ignore[arg-type]
    shown = ("Show the answer", "lantern-minutes:lantern-tomography")
    assert buttons(judged) == [
        ("Right", "T1|C0WARD|170"), ("Wrong", "T1|C0WARD|170"), shown, ("Change to right", "T1|C0WARD|171"), shown,
    ]  # fmt: skip
    again = channels.judged(judged["blocks"], "T1|C0WARD|171", right=True, **stands)  # type: ignore[arg-type]
    assert buttons(again)[3] == ("Change to wrong", "T1|C0WARD|171")
    assert again["text"].count("→") == 2
    assert "✗" not in again["text"]


def test_the_next_list_is_one_tap_away(made_up: Pack) -> None:
    """Where more waits than a list has room for, its end offers the rest, of the same channel."""
    assert ("Send me the next ones", "T1|C0WARD") in buttons(channels.list_card("C0WARD", to_judge(12), 8, made_up))
    assert len(buttons(channels.list_card("C0WARD", to_judge(12), 0, made_up))) == 36


@pytest.mark.parametrize(
    ("mode", "precision", "said"),
    [
        pytest.param(Mode.WATCH, Precision(), "nothing judged yet; 20 more to judge before it can go live", id="new"),
        pytest.param(Mode.WATCH, Precision(18, 1), "18 of 19 judged right (94 %, floor 95 %); 1 more to", id="nearly"),
        pytest.param(Mode.WATCH, Precision(19, 1), "19 of 20 judged right (95 %, floor 95 %); it can go", id="at it"),
        pytest.param(Mode.WATCH, Precision(18, 2), "(90 %, floor 95 %); too few were right to go live", id="below it"),
        pytest.param(Mode.LIVE, Precision(199, 10), "(95 %, floor 95 %), votes included", id="live"),
        pytest.param(Mode.LIVE, Precision(1999, 1), "(99 %, floor 95 %), votes included", id="never rounded up"),
    ],
)
def test_how_a_channel_stands(mode: Mode, precision: Precision, said: str) -> None:
    """How it was judged, what it needs, and what that leads to; never more than it is."""
    assert said in channels.so_far(mode, precision, 95).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(15, "15 seconds"), (60, "1 minute"), (90, "90 seconds"), (300, "5 minutes"), (3600, "1 hour")],
)
def test_seconds_in_words(seconds: int, said: str) -> None:
    """The largest unit of which there is a whole number."""
    assert channels.in_words(seconds) == said


def test_hours_in_words() -> None:
    """Days by their names, times as they were set; the whole day where there is none."""
    hours = Hours(time(20), time(7), frozenset({4, 0}), "Europe/London")
    assert channels.hours_in_words(Manners(hours=hours)) == "Mon, Fri, 20:00 to 07:00 (Europe/London)"
    whole = Hours(time(), time(), frozenset({6}), "Asia/Tokyo")
    assert channels.hours_in_words(Manners(hours=whole)) == "Sun, the whole day (Asia/Tokyo)"
    assert channels.hours_in_words(Manners()) == "at any time"


def test_a_moment_is_told_by_the_readers_clock() -> None:
    """The same moment is another weekday on the other side of the world."""
    at = datetime(2026, 11, 26, 22, 30, tzinfo=UTC)
    assert channels.at_in_words(at, "Europe/London") == "Thursday 22:30"
    assert channels.at_in_words(at, "Asia/Tokyo") == "Friday 07:30"


@pytest.mark.parametrize(
    ("reference", "name", "action"),
    [
        pytest.param("short:moon-archive", "Moon archive (MA)", Action.OPEN, id="entry"),
        pytest.param("compared:moon-archive,dream-reader", " compared with ", Action.COMPARE, id="comparison"),
        pytest.param("question:dream-licence:", "Is a licence needed to read dreams?", Action.ANSWER, id="question"),
        pytest.param("question:gone:moon-archive", channels.GONE, Action.ANSWER, id="a question that is gone"),
        pytest.param("short:gone", channels.GONE, Action.OPEN, id="an entry that is gone"),
        pytest.param("", channels.GONE, None, id="nothing"),
    ],
)
def test_an_answer_by_its_name(made_up: Pack, reference: str, name: str, action: Action | None) -> None:
    """An answer is called what its card is called, never by an id; its button shows it."""
    assert name in channels.name_of(reference, made_up)
    assert [one["action_id"] for one in channels.show_button(reference)] == ([action] if action else [])


def test_what_a_reviewer_reads(made_up: Pack) -> None:
    """Beside the card: how people ask it, or what they type and what a patient is told; the source, and who answers."""
    question = message(drafting.particulars(made_up.questions["lantern-minutes"], made_up))["text"]
    word = message(drafting.particulars(made_up.entries["moon-archive"], made_up))["text"]
    assert "How people ask it: how long does {modality} burn\nminutes of {modality}" in question
    assert "What one would say to a patient: A big drawer for pictures." in word
    for told in (question, word):
        assert "Lanterns, dreams &amp; other instruments, Moon Gazette &amp; Sons, https://gazette.moon.example" in told
        assert told.endswith("Who answers for it: Tests")


def test_who_waited_gets_no_button_for_a_channel(made_up: Pack) -> None:
    """Told in private, an answer can be turned and voted on; there is no channel to share it to."""
    labels = [label for label, _ in buttons(drafting.told_card(entry_card(made_up.entries["moon-archive"], made_up)))]
    assert "More" in labels
    assert "Share to channel" not in labels


def test_a_short_word_is_taken_for_an_abbreviation() -> None:
    """``npo`` is offered as an abbreviation in capitals, ``low dose`` as the term itself."""
    short = drafting.concept_modal("npo", "Team", "T1|term:npo")
    assert element_of(short, drafting.SHORT)["initial_value"] == "NPO"
    assert "initial_value" not in element_of(short, drafting.NAME)
    long = drafting.concept_modal("low dose", "Team", "T1|term:low dose")
    assert element_of(long, drafting.NAME)["initial_value"] == "Low dose"
    assert "initial_value" not in element_of(long, drafting.SHORT)


@given(st.text(st.sampled_from("ab \n"), max_size=3 * SECTION_LENGTH + 5))
@settings(deadline=None, max_examples=30)
def test_files_are_whole(text: str) -> None:
    """A file is shown to its last letter, in stretches that end where lines do."""
    block = preformatted(text)
    stretches = [leaf["text"] for part in block["elements"] for leaf in part["elements"]]
    assert "".join(stretches) == (text or " ")
    assert all(0 < len(stretch) <= SECTION_LENGTH for stretch in stretches)


def test_a_form_that_failed(made_up: Pack) -> None:
    """What went wrong stands in a modal of its own, without anything to send."""
    view = failure_modal(message([section("Sorry")]))
    assert refuse_view(view) is None
    assert "submit" not in view


def test_every_setting_has_its_field() -> None:
    """Each mode, audience, day and default stands in the modal, so that saving it unread changes nothing."""
    view = channels.settings_modal("ward", "T1|C1", state(Mode.OFF, Manners(), Precision()))
    assert [one["value"] for one in element_of(view, channels.MODE)["options"]] == list(Mode)
    assert [one["value"] for one in element_of(view, channels.AUDIENCE)["initial_options"]] == list(Audience)
    assert [one["text"]["text"] for one in element_of(view, channels.DAYS)["options"]] == list(WEEK)
    chosen = {name: element_of(view, name)["initial_option"]["value"] for name in ("floor", "hold", "cap")}
    defaults = Manners()
    assert chosen == {
        "floor": str(defaults.floor), "hold": str(defaults.hold_seconds), "cap": str(defaults.cap)
    }  # fmt: skip
    assert f"Live needs {TRIAL} judged answers" in str(view)
