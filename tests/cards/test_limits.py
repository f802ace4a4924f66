"""``bot.cards.limits``: our own checker finds each breach, and says nothing of what Slack takes."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.cards.blocks import Block, Message
from bot.cards.limits import broken_limits


def _message(*blocks: Block, text: str = "a") -> Message:
    return {"response_type": "ephemeral", "text": text, "blocks": list(blocks)}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def _mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def _header(text: str) -> Message:
    return _message({"type": "header", "text": _plain(text)})


def _section(**rest: Any) -> Message:
    return _message({"type": "section", **rest})


def _context(*texts: str) -> Message:
    return _message({"type": "context", "elements": [_mrkdwn(text) for text in texts]})


def _button(**rest: Any) -> Block:
    return {"type": "button", "text": _plain("a"), "action_id": "open", "value": "b"} | rest


def _menu(**rest: Any) -> Block:
    options = [{"text": _plain("a"), "value": "b"}]
    return {"type": "static_select", "placeholder": _plain("a"), "action_id": "open", "options": options} | rest


def _option(text: str = "a", value: str = "b") -> Block:
    return {"text": _plain(text), "value": value}


def _actions(*elements: Block) -> Message:
    return _message({"type": "actions", "elements": list(elements)})


def _thumbs(count: int = 1, **rest: Any) -> Message:
    thumb = {"text": _plain("a"), "value": "b"} | rest
    thumbs = {
        "type": "feedback_buttons",
        "positive_button": thumb,
        "negative_button": {"text": _plain("a"), "value": "b"},
    }
    return _message({"type": "context_actions", "elements": [thumbs | {"action_id": f"a{n}"} for n in range(count)]})


def _table(*rows: list[str]) -> Block:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in rows]}


def _rich_text(*texts: str, kind: str = "rich_text_preformatted") -> Block:
    leaves = [{"type": "text", "text": text} for text in texts]
    return {"type": "rich_text", "elements": [{"type": kind, "elements": leaves}]}


def _divider(**rest: Any) -> Block:
    return {"type": "divider", **rest}


@pytest.mark.parametrize(
    ("make", "most"),
    [
        pytest.param(lambda n: _message(*[_divider()] * n), 50, id="blocks"),
        pytest.param(lambda n: _message(_divider(), text="x" * n), 40_000, id="text of a message"),
        pytest.param(lambda n: _message(_divider(block_id="x" * n)), 255, id="block id"),
        pytest.param(lambda n: _header("x" * n), 150, id="header"),
        pytest.param(lambda n: _section(text=_mrkdwn("x" * n)), 3000, id="section"),
        pytest.param(lambda n: _section(fields=[_mrkdwn("x" * n)]), 2000, id="field"),
        pytest.param(lambda n: _section(fields=[_mrkdwn("x")] * n), 10, id="fields"),
        pytest.param(lambda n: _context("x" * n), 3000, id="small print"),
        pytest.param(lambda n: _context(*["x"] * n), 10, id="pieces of small print"),
        pytest.param(lambda n: _actions(*[_button(action_id=f"a{i}") for i in range(n)]), 25, id="actions"),
        pytest.param(lambda n: _actions(_button(action_id="x" * n)), 255, id="action id"),
        pytest.param(lambda n: _actions(_button(text=_plain("x" * n))), 75, id="button"),
        pytest.param(lambda n: _actions(_button(value="x" * n)), 2000, id="value of a button"),
        pytest.param(lambda n: _actions(_button(url="x" * n)), 3000, id="address of a button"),
        pytest.param(lambda n: _actions(_button(accessibility_label="x" * n)), 75, id="what a button says aloud"),
        pytest.param(lambda n: _section(text=_mrkdwn("a"), accessory=_button(value="x" * n)), 2000, id="accessory"),
        pytest.param(lambda n: _actions(_menu(placeholder=_plain("x" * n))), 150, id="placeholder"),
        pytest.param(lambda n: _actions(_menu(options=[_option(text="x" * n)])), 75, id="option"),
        pytest.param(lambda n: _actions(_menu(options=[_option(value="x" * n)])), 150, id="value of an option"),
        pytest.param(lambda n: _actions(_menu(options=[_option(value=f"{i}") for i in range(n)])), 100, id="options"),
        pytest.param(_thumbs, 5, id="pairs of thumbs"),
        pytest.param(lambda n: _thumbs(text=_plain("x" * n)), 75, id="thumb"),
        pytest.param(lambda n: _thumbs(value="x" * n), 2000, id="value of a thumb"),
        pytest.param(lambda n: _message(_table(*[["x"]] * n)), 100, id="rows of a table"),
        pytest.param(lambda n: _message(_table(["x"] * n)), 20, id="columns of a table"),
        pytest.param(lambda n: _message(_table(["x"] * 10, ["x" * (n - 10)])), 10_000, id="characters of a table"),
        pytest.param(lambda n: _message(*[_table(["x"])] * n), 1, id="tables"),
        pytest.param(lambda n: _message(_rich_text("x" * n)), 3000, id="a stretch of rich text"),
    ],
)
def test_each_limit(make: Callable[[int], Message], most: int) -> None:
    """As much as Slack takes passes; one more is one breach, whose numbers are told."""
    assert broken_limits(make(most)) == []

    (breach,) = broken_limits(make(most + 1))
    assert breach.startswith("/")
    assert f"{most:,}" in breach or breach.endswith("more than one table")


@pytest.mark.parametrize(
    ("make", "path"),
    [
        pytest.param(lambda n: _message(_divider(), text="x" * n), "/text", id="text of a message"),
        pytest.param(lambda n: _message(_divider(block_id="x" * n)), "/blocks/0/block_id", id="block id"),
        pytest.param(lambda n: _header("x" * n), "/blocks/0/text", id="header"),
        pytest.param(lambda n: _section(text=_mrkdwn("x" * n)), "/blocks/0/text", id="section"),
        pytest.param(lambda n: _section(fields=[_mrkdwn("x" * n)]), "/blocks/0/fields/0", id="field"),
        pytest.param(lambda n: _section(text=_mrkdwn("a"), fields=[_mrkdwn("x")] * n), "/blocks/0/fields", id="fields"),
        pytest.param(lambda n: _context("x" * n), "/blocks/0/elements/0", id="small print"),
        pytest.param(lambda n: _context(*["x"] * n), "/blocks/0/elements", id="pieces of small print"),
        pytest.param(lambda n: _actions(*[_button()] * n), "/blocks/0/elements", id="actions"),
        pytest.param(lambda n: _actions(_button(action_id="x" * n)), "/blocks/0/elements/0/action_id", id="action id"),
        pytest.param(lambda n: _actions(_button(text=_plain("x" * n))), "/blocks/0/elements/0/text", id="button"),
        pytest.param(
            lambda n: _section(text=_mrkdwn("a"), accessory=_button(text=_plain("x" * n))),
            "/blocks/0/accessory/text",
            id="accessory",
        ),
        pytest.param(
            lambda n: _actions(_menu(placeholder=_plain("x" * n))), "/blocks/0/elements/0/placeholder", id="placeholder"
        ),
        pytest.param(
            lambda n: _actions(_menu(options=[_option(text="x" * n)])),
            "/blocks/0/elements/0/options/0/text",
            id="option",
        ),
        pytest.param(
            lambda n: _actions(_menu(options=[_option(value="x" * n)])),
            "/blocks/0/elements/0/options/0/value",
            id="value of an option",
        ),
        pytest.param(lambda n: _actions(_menu(options=[_option()] * n)), "/blocks/0/elements/0/options", id="options"),
        pytest.param(lambda n: _message(_table(*[["x"]] * n)), "/blocks/0/rows", id="rows of a table"),
        pytest.param(lambda n: _message(_table(["x"], ["x"] * n)), "/blocks/0/rows/1", id="cells of a row"),
        pytest.param(lambda n: _message(_table(["x", "x" * n])), "/blocks/0/rows/0", id="a cell"),
        pytest.param(
            lambda n: _message(_rich_text("x", "x" * n)),
            "/blocks/0/elements/0/elements/1",
            id="a stretch of rich text",
        ),
    ],
)
def test_nothing_is_empty(make: Callable[[int], Message], path: str) -> None:
    """What is there says something; what is empty is one breach, found where it stands."""
    assert broken_limits(make(1)) == []

    (breach,) = broken_limits(make(0))
    assert breach.startswith(f"{path}: ")


@pytest.mark.parametrize(
    ("message", "breach"),
    [
        pytest.param(
            _header("x" * 151),
            "/blocks/0/text: is 151 characters, at least 1 and at most 150",
            id="a length with its path and limits",
        ),
        pytest.param(
            _message(_divider(), {"type": "section", "text": _mrkdwn("x" * 3001)}),
            "/blocks/1/text: is 3,001 characters, at least 1 and at most 3,000",
            id="blocks are counted from nought",
        ),
        pytest.param({"blocks": [_divider()]}, "/text: is 0 characters, at least 1 and at most 40,000", id="no text"),
        pytest.param(_section(), "/blocks/0: has neither text nor fields", id="a section of nothing"),
        pytest.param(
            _header("x") | {"blocks": [{"type": "header", "text": _mrkdwn("x")}]},
            "/blocks/0/text: is mrkdwn, must be plain_text",
            id="mrkdwn in a header",
        ),
        pytest.param(
            _actions(_button(text=_mrkdwn("x"))),
            "/blocks/0/elements/0/text: is mrkdwn, must be plain_text",
            id="mrkdwn on a button",
        ),
        pytest.param(
            _section(text={"type": "rich_text", "text": "x"}),
            "/blocks/0/text: is rich_text, must be mrkdwn or plain_text",
            id="a text of another type",
        ),
        pytest.param(
            _actions(_button(), _button()),
            "/blocks/0/elements: action_id open stands more than once",
            id="one action id twice in a row",
        ),
        pytest.param(
            _actions({name: value for name, value in _button().items() if name != "action_id"}),
            "/blocks/0/elements/0/action_id: is 0 characters, at least 1 and at most 255",
            id="no action id",
        ),
        pytest.param(
            _actions(_menu(options=[_option("a"), _option("b")])),
            "/blocks/0/elements/0/options: value b stands more than once",
            id="one value twice in a menu",
        ),
        pytest.param(
            _message(_divider(block_id="a"), _divider(), _divider(block_id="a")),
            "/blocks: block_id a stands more than once",
            id="one block id twice",
        ),
        pytest.param(_message(_table(["a", ""])), "/blocks/0/rows/0: has an empty cell", id="an empty cell"),
        pytest.param(
            _message(_table(["a"]), _divider(), _table(["b"])), "/blocks: have more than one table", id="two tables"
        ),
        pytest.param(
            _message({"type": "image", "image_url": "x", "alt_text": "y"}),
            "/blocks/0: image is no block this app sends",
            id="a block we never send",
        ),
        pytest.param(
            _message(_rich_text("x", kind="rich_text_quote")),
            "/blocks/0/elements/0: rich_text_quote is no rich text this app sends",
            id="rich text we never send",
        ),
        pytest.param(_message({}), "/blocks/0: None is no block this app sends", id="a block without a type"),
        pytest.param(
            _actions({"type": "checkboxes", "action_id": "a"}),
            "/blocks/0/elements/0: checkboxes is no element this app sends",
            id="an element we never send",
        ),
    ],
)
def test_a_breach_in_words(message: Message, breach: str) -> None:
    """Each breach is told once, by its path and what is wrong there."""
    assert broken_limits(message) == [breach]


def test_every_breach_is_told() -> None:
    """One breach does not hide the next."""
    message = _message({"type": "header", "text": _plain("")}, _divider(), {"type": "section"}, {"type": "video"})

    assert [breach.partition(": ")[0] for breach in broken_limits(message)] == [
        "/blocks/0/text",
        "/blocks/2",
        "/blocks/3",
    ]


def test_one_action_id_in_two_rows_is_no_breach() -> None:
    """Slack wants an action id once in its block, not once in the message."""
    row = {"type": "actions", "elements": [_button()]}

    assert broken_limits(_message(row, row)) == []


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(_header("x" * 151), id="a header too long"),
        pytest.param(_section(text=_mrkdwn("x" * 3001)), id="a section too long"),
        pytest.param(_section(fields=[_mrkdwn("x")] * 11), id="too many fields"),
        pytest.param(_section(), id="a section of nothing"),
        pytest.param(_actions(*[_button(action_id=f"a{i}") for i in range(26)]), id="too many actions"),
        pytest.param(_actions(_button(text=_plain("x" * 76))), id="a button too long"),
        pytest.param(_actions(_button(vaule="x")), id="a misspelled name"),
        pytest.param(_message({"type": "heading"}), id="an unknown block"),
    ],
)
def test_the_oracle_of_the_other_tests_can_refuse(
    refused_by_slack_sdk: Callable[[Message], list[str]], message: Message
) -> None:
    """slack_sdk's models, which judge every card beside our checker, see these; so their silence means something."""
    assert len(refused_by_slack_sdk(message)) == 1


@pytest.mark.parametrize(
    ("message", "lost"),
    [
        pytest.param(_message(_divider(), text="a"), [], id="nothing to say"),
        pytest.param(_section(text=_mrkdwn("*a* _b_")) | {"text": "a b"}, [], id="said without marks"),
        pytest.param(_section(text=_mrkdwn("a b")) | {"text": "a c b"}, ["not in text: 'a b'"], id="torn apart"),
        pytest.param(_header("soup & stew") | {"text": "soup"}, ["not in text: 'soup stew'"], id="a header cut"),
        pytest.param(_message(_table(["a"], ["b"]), text="a"), ["not in text: 'b'"], id="a cell of a table"),
        pytest.param(_section(fields=[_mrkdwn("b")]), ["not in text: 'b'"], id="a field"),
        pytest.param(_context("<https://a.example/|b>") | {"text": "a"}, ["not in text: 'b'"], id="label of a link"),
    ],
)
def test_the_judge_of_text_can_refuse(
    missing_from_text: Callable[[Message], list[str]], message: Message, lost: list[str]
) -> None:
    """What judges ``text`` in the other tests sees a word that is missing."""
    assert missing_from_text(message) == lost


@pytest.mark.parametrize(
    ("mrkdwn", "good"),
    [
        pytest.param("a &amp; &lt;b&gt;", True, id="escaped"),
        pytest.param("<https://a.example/?b=1&amp;c|soup &amp; stew>", True, id="a link of ours"),
        pytest.param("Shared by <@U0123ABC> from Reading Room", True, id="who shared it"),
        pytest.param("a & b", False, id="a bare ampersand"),
        pytest.param("&quot;", False, id="an entity Slack does not know"),
        pytest.param("<!here>", False, id="a call to everyone here"),
        pytest.param("<@U0123ABC>", False, id="a mention"),
        pytest.param("<https://a.example/|soup", False, id="a link cut in two"),
        pytest.param("<https://a.example/|soup|stew>", False, id="a bar inside a label"),
    ],
)
def test_the_judge_of_escapes_can_refuse(unescaped: Callable[[Message], list[str]], mrkdwn: str, *, good: bool) -> None:
    """What judges mrkdwn in the other tests sees what Slack would read as control."""
    assert (unescaped(_context(mrkdwn)) == []) is good
