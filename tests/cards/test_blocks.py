"""``bot.cards.blocks``: escaping, clipping, and the ``text`` beside the blocks."""

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.cards import blocks as kit
from bot.cards.blocks import Block, Message

RACY = st.lists(
    st.sampled_from(["&", "<", ">", ";", "&amp;", "&lt;", "amp;", "a", "wörd", " ", "*", "_", "|", "شعاع", "🩻"]),
    max_size=40,
).map("".join)
"""Texts made of what escaping and clipping could trip over."""


def _unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@pytest.mark.parametrize(
    ("plain", "escaped"),
    [
        pytest.param("Soup & stew", "Soup &amp; stew", id="an ampersand"),
        pytest.param("< 5 > 2", "&lt; 5 &gt; 2", id="angle brackets"),
        pytest.param("<!here>", "&lt;!here&gt;", id="a call to everyone here"),
        pytest.param("<@U1>", "&lt;@U1&gt;", id="a mention"),
        pytest.param("&amp;", "&amp;amp;", id="what somebody typed as an entity stays what they typed"),
        pytest.param('"it\'s"', '"it\'s"', id="quotes are no control characters of Slack"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_escape(plain: str, escaped: str) -> None:
    """The three characters that Slack reads as control are escaped, and no other."""
    assert kit.escape(plain) == escaped


@settings(deadline=None)
@given(RACY | st.text())
def test_escaping_loses_nothing(plain: str) -> None:
    """What is escaped reads as what was written, and holds no control character."""
    escaped = kit.escape(plain)

    assert _unescape(escaped) == plain
    assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", escaped)


@pytest.mark.parametrize(
    ("text", "length", "clipped"),
    [
        pytest.param("spoon", 5, "spoon", id="what fits stays whole"),
        pytest.param("spoons", 5, "spoo…", id="a cut leaves an ellipsis"),
        pytest.param("big spoon", 5, "big…", id="no space before the ellipsis"),
        pytest.param("soup &amp; stew", 8, "soup…", id="an entity is left out whole"),
        pytest.param("soup &amp; stew", 11, "soup &amp;…", id="an entity that just fits stays"),
        pytest.param("&lt;", 3, "…", id="nothing but an entity"),
        pytest.param("abc", 1, "…", id="room for the ellipsis alone"),
        pytest.param("a long wooden spoon", 16, "a long wooden…", id="a word near the end is left out whole"),
        pytest.param("a spoonspoonspoonspoon", 17, "a spoonspoonspoo…", id="a word that is most of it is cut"),
        pytest.param(
            "Ear, nose & throat bowls of the northern moon",
            30,
            "Ear, nose & throat bowls of…",
            id="a bare ampersand is no entity",
        ),
    ],
)
def test_clip(text: str, length: int, clipped: str) -> None:
    """A text is cut to its length, with an ellipsis in the place of what is gone."""
    assert kit.clip(text, length) == clipped


@settings(deadline=None)
@given(RACY, st.integers(1, 120))
@example("&amp;" * 3, 7)
def test_clip_never_cuts_an_entity(plain: str, length: int) -> None:
    """However short, what is left of an escaped text is within its length and made of whole entities."""
    escaped = kit.escape(plain)
    clipped = kit.clip(escaped, length)

    assert len(clipped) <= length
    assert not re.search(r"&(?!amp;|lt;|gt;)", clipped)
    assert clipped == escaped or (clipped.endswith("…") and escaped.startswith(clipped[:-1]))


@settings(deadline=None)
@given(RACY | st.text(), st.integers(1, 120))
def test_clip_holds_its_length_for_any_text(text: str, length: int) -> None:
    """Text that was never escaped is cut to its length too."""
    assert len(kit.clip(text, length)) <= length


@pytest.mark.parametrize(
    ("block", "path"),
    [
        pytest.param(kit.header("a & <b>"), ("text",), id="header"),
        pytest.param(kit.button("a & <b>", "open", "x"), ("text",), id="button"),
        pytest.param(kit.menu("a & <b>", "open", [("x", "y")]), ("placeholder",), id="placeholder of a menu"),
        pytest.param(kit.menu("x", "open", [("a & <b>", "y")]), ("options", 0, "text"), id="option of a menu"),
    ],
)
def test_plain_text_is_not_escaped(block: Block, path: tuple[str | int, ...]) -> None:
    """Slack shows plain text as it is; an entity would be shown as typed."""
    text = block
    for step in path:
        text = text[step]  # type: ignore[index]  # a path through lists and dicts

    assert text == {"type": "plain_text", "text": "a & <b>", "emoji": True}


def test_cells_of_a_table_are_not_escaped() -> None:
    """A table's cells are raw text; an empty one, which Slack refuses, is a space."""
    assert kit.table([["", "a & <b>"]])["rows"] == [
        [{"type": "raw_text", "text": " "}, {"type": "raw_text", "text": "a & <b>"}]
    ]


@pytest.mark.parametrize(
    ("block", "length"),
    [
        pytest.param(lambda text: kit.header(text)["text"], 150, id="header"),
        pytest.param(lambda text: kit.section(text)["text"], 3000, id="section"),
        pytest.param(lambda text: kit.section("x", [text])["fields"][0], 2000, id="field beside a text"),
        pytest.param(lambda text: kit.cells([text])[0]["fields"][0], 2000, id="cell"),
        pytest.param(lambda text: kit.context(text)["elements"][0], 3000, id="small print"),
        pytest.param(lambda text: kit.button(text, "open", "x")["text"], 75, id="button"),
        pytest.param(lambda text: kit.menu(text, "open", [])["placeholder"], 150, id="placeholder"),
        pytest.param(lambda text: kit.menu("x", "open", [(text, "y")])["options"][0]["text"], 75, id="option"),
    ],
)
def test_builders_clip(block: Callable[[str], Block], length: int) -> None:
    """No builder makes a text longer than Slack takes, and none cuts one that fits."""
    assert block("x" * length)["text"] == "x" * length
    assert block("x" * (length + 1))["text"] == "x" * (length - 1) + "…"


def test_a_button_says_aloud_what_it_does() -> None:
    """An accessibility label is cut as the label is; without one there is none."""
    assert kit.button("More", "open", "x", "y" * 76)["accessibility_label"] == "y" * 74 + "…"
    assert "accessibility_label" not in kit.button("More", "open", "x")


def test_cells_go_on_in_further_sections() -> None:
    """A section takes ten cells; none is lost beyond."""
    sections = kit.cells([f"cell {number}" for number in range(21)])

    assert [len(section["fields"]) for section in sections] == [10, 10, 1]
    assert [cell["text"] for section in sections for cell in section["fields"]] == [f"cell {n}" for n in range(21)]
    assert kit.cells([]) == []


def test_action_ids_are_told_apart() -> None:
    """Equal action ids in a row are numbered from the second on, and the buttons given are left as they were."""
    buttons = [kit.button("a", "open", "1"), kit.button("b", "share", "2")] + [kit.button("c", "open", "3")] * 2

    row = kit.actions(buttons)

    assert [button["action_id"] for button in row["elements"]] == ["open", "share", "open:1", "open:2"]
    assert [button["value"] for button in row["elements"]] == ["1", "2", "3", "3"]
    assert [button["action_id"] for button in buttons] == ["open", "share", "open", "open"]


@pytest.mark.parametrize(
    ("make", "count", "kept"),
    [
        pytest.param(
            lambda n: kit.actions([kit.button("x", "open", "y")] * n)["elements"], 26, 25, id="buttons in a row"
        ),
        pytest.param(
            lambda n: kit.menu("x", "open", [("y", str(i)) for i in range(n)])["options"], 101, 100, id="options"
        ),
        pytest.param(lambda n: kit.section("x", ["y"] * n)["fields"], 11, 10, id="fields beside a text"),
        pytest.param(lambda n: kit.message([kit.divider()] * n)["blocks"], 51, 50, id="blocks of a message"),
    ],
)
def test_what_does_not_fit_is_left_out(make: Callable[[int], list[Block]], count: int, kept: int) -> None:
    """One more than Slack takes is left out; as many as it takes are kept."""
    assert len(make(count)) == kept
    assert len(make(kept)) == kept


@pytest.mark.parametrize(
    ("url", "label", "mrkdwn"),
    [
        pytest.param("https://a.example/", "Soup", "<https://a.example/|Soup>", id="plain"),
        pytest.param("https://a.example/?b=1&c=2", "S & T", "<https://a.example/?b=1&amp;c=2|S &amp; T>", id="escaped"),
        pytest.param("https://a.example/b|c", "S | <T>", "<https://a.example/b%7Cc|S / &lt;T&gt;>", id="a bar inside"),
    ],
)
def test_link(url: str, label: str, mrkdwn: str) -> None:
    """Nothing in an address or a label ends the link early."""
    assert kit.link(url, label) == mrkdwn


@pytest.mark.parametrize(
    ("rows", "fits"),
    [
        pytest.param([["a", "b"]] * 100, True, id="a hundred rows"),
        pytest.param([["a", "b"]] * 101, False, id="one row more"),
        pytest.param([["a"] * 20], True, id="twenty columns"),
        pytest.param([["a"] * 21], False, id="one column more"),
        pytest.param([["a" * 5000, "b" * 5000]], True, id="ten thousand characters"),
        pytest.param([["a" * 5000, "b" * 5001]], False, id="one character more"),
        pytest.param([["a" * 9999, "", ""]], False, id="empty cells count as the space they become"),
        pytest.param([], False, id="no rows"),
        pytest.param([["a"], []], False, id="a row without cells"),
    ],
)
def test_fits_table(rows: list[list[str]], *, fits: bool) -> None:
    """A table is made only of what Slack takes as one."""
    assert kit.fits_table(rows) is fits


@pytest.mark.parametrize(
    ("block", "told"),
    [
        pytest.param(kit.header("Soup & stew"), "Soup &amp; stew", id="a header, escaped as all of text is"),
        pytest.param(kit.section("It is *hot* and _thick_"), "It is hot and thick", id="marks are left out"),
        pytest.param(kit.section("*Time*\n5 min"), "Time: 5 min", id="a label and its value on one line"),
        pytest.param(kit.section("a_b and 2*3*4"), "a_b and 2*3*4", id="marks inside a word are no marks"),
        pytest.param(
            kit.section("See <https://a.example/?b&amp;c|the bowl>"), "See the bowl", id="a link is its label"
        ),
        pytest.param(kit.section("&lt;!here&gt;"), "&lt;!here&gt;", id="what is escaped stays escaped"),
        pytest.param(kit.section("Soup", ["*Time*\n5", "*Heat*\n9"]), "Soup\nTime: 5\nHeat: 9", id="text and fields"),
        pytest.param(kit.cells(["a", "b"])[0], "a\nb", id="cells alone"),
        pytest.param(kit.context("Sources: *Moon*"), "Sources: Moon", id="small print"),
        pytest.param(kit.table([["", "A"], ["b & c", "<d>"]]), "  | A\nb &amp; c | &lt;d&gt;", id="a table row by row"),
        pytest.param(kit.section("x", accessory=kit.button("Open", "open", "y")), "x", id="no buttons at the side"),
    ],
)
def test_text_says_what_the_block_says(block: Block, told: str) -> None:
    """Screen readers and notifications get the words of every block without its marks."""
    assert kit.message([block])["text"] == told


def test_text_leaves_out_what_is_only_tapped() -> None:
    """Buttons and lines say nothing in ``text``."""
    card = kit.message([kit.header("a"), kit.divider(), kit.actions([kit.button("b", "open", "c")]), kit.section("d")])

    assert card["text"] == "a\nd"


def test_a_message_is_private() -> None:
    """Whatever is rendered is for the asker alone until it is shared."""
    assert kit.message([kit.header("a")])["response_type"] == "ephemeral"


@settings(deadline=None, max_examples=60)
@given(st.lists(RACY.filter(str.strip), min_size=1, max_size=6))
def test_text_holds_every_word_of_any_blocks(complaints: Callable[[Message], list[str]], words: list[str]) -> None:
    """Whatever the words, a message passes Slack's limits, is escaped, and says in ``text`` what its blocks say."""
    blocks = [
        kit.header(words[0]),
        kit.section(kit.bold(words[-1]), [kit.escape(word) for word in words]),
        kit.context(f"_{kit.escape(words[0])}_ {kit.link('https://a.example/?b=1&c', words[-1])}"),
        kit.table([words]),
    ]

    assert complaints(kit.message(blocks)) == []
