"""``bot.knowledge.marks``: bold, links and faces of Slack become the text that a reader has before them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.marks import joined, unmarked


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        pytest.param("<https://example.org/form|the form>", "the form (https://example.org/form)", id="link"),
        pytest.param("<https://example.org/a_b_c>", "https://example.org/a_b_c", id="bare link"),
        pytest.param("<http://example.org/|example.org>", "http://example.org/", id="link under its own address"),
        pytest.param("<https://example.org/?a=1&amp;b=2|x>", "x (https://example.org/?a=1&b=2)", id="escaped address"),
        pytest.param("see https://example.org/_a_, *now*", "see https://example.org/_a_, now", id="marks in addresses"),
        pytest.param("<mailto:desk@example.org|desk@example.org>", "desk@example.org", id="mail"),
        pytest.param("<mailto:jane@example.org|Jane>", "Jane (jane@example.org)", id="mail that a name hides"),
        pytest.param("<#C012|radiology> or <#C013>", "#radiology or #C013", id="channel"),
        pytest.param("<@U012|jane> and <@U013>", "@jane and @U013", id="people"),
        pytest.param("<!here> <!subteam^S01|@desk> <!subteam^S02>", "@here @desk @subteam", id="groups"),
        pytest.param("<!date^1392734382^{date}|18 February>", "18 February", id="date"),
        pytest.param("*bold*, _slanted_, ~struck~ and `code`", "bold, slanted, struck and code", id="styles"),
        pytest.param("*_both_* and *more `of` it*", "both and more of it", id="styles in styles"),
        pytest.param("```\ncode\n```", "code", id="block of code"),
        pytest.param("> quoted\n&gt; and so", "quoted and so", id="quotation"),
        pytest.param("T2* and *T2**, 2 * 3 * 4, snake_case", "T2* and *T2**, 2 * 3 * 4, snake_case", id="no marks"),
        pytest.param("5 &lt; 6 &amp;&amp; a &gt; b", "5 < 6 && a > b", id="escapes"),
        pytest.param("&amp;lt;b&amp;gt;", "&lt;b&gt;", id="escaped once"),
        pytest.param("hi :wave::skin-tone-2: there :+1:", "hi there", id="emoji"),
        pytest.param("at 10:30:00 in room a:b:c, ratio 1:2:3", "at 10:30:00 in room a:b:c, ratio 1:2:3", id="no emoji"),
        pytest.param("x-rays < 5 mSv > none", "x-rays < 5 mSv > none", id="comparisons"),
        pytest.param("a\u200bb\x07c\u00a0d\n\te", "abc d e", id="what cannot be printed"),
    ],
)  # fmt: skip
def test_unmarked(marked: str, plain: str) -> None:
    """Each mark becomes what it stands for; what only looks like one stays."""
    assert unmarked(marked) == plain


@given(st.text() | st.text("*_~`<>|:&;amp!@#htps/ \n", max_size=60))
def test_any_text_is_one_line_that_can_be_printed(text: str) -> None:
    """Whatever it is, it comes out as one stripped line without characters that a pack refuses."""
    plain = unmarked(text)
    assert plain.isprintable()
    assert plain == " ".join(plain.split())


@given(st.text(st.characters(categories=("L", "N")), min_size=1))
def test_words_stay(text: str) -> None:
    """A text of letters and figures alone is as it was."""
    assert unmarked(text) == text


@pytest.mark.parametrize("piece", [":", "a", "*a ", "<https://", ":a", "_", "&gt;", "`", "https://a.", "<!"])
def test_long_texts_take_no_time(piece: str) -> None:
    """A cell full of beginnings of marks is read in time that grows with its length: a quadratic way would not end."""
    assert unmarked(piece * 100_000) is not None


@pytest.mark.parametrize(
    ("lines", "one"),
    [
        pytest.param(["Ask the desk.", "It is on floor 1"], "Ask the desk. It is on floor 1", id="stops"),
        pytest.param(["Network: ward", "", "• *Key*: on the wall"], "Network: ward; Key: on the wall", id="list"),
        pytest.param([], "", id="nothing"),
    ],
)  # fmt: skip
def test_joined(lines: list[str], one: str) -> None:
    """Lines become one text in which each is told from the next."""
    assert joined(lines) == one
