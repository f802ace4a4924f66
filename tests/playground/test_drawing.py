"""Cards in the terminal: what is drawn, what can be clicked, and what a hostile text cannot do."""

import io
from typing import Any

import pytest
from rich.console import Console

from bot.playground.drawing import Drawing, draw, mrkdwn, printable
from bot.playground.wire import Json


def on_screen(drawing: Drawing, *, width: int = 80) -> str:
    """The drawing as plain text."""
    console = Console(record=True, width=width, file=io.StringIO())
    console.print(drawing.renderable)
    return console.export_text()


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def marked(text: str) -> Json:
    """A mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def button(label: str, **more: Any) -> Json:
    """A button named after its label."""
    return {"type": "button", "text": plain(label), "action_id": label.lower(), "value": f"{label}!", **more}


def option(label: str) -> Json:
    """An option of a select."""
    return {"text": plain(label), "value": label.lower()}


def select(placeholder: str, *labels: str, **more: Any) -> Json:
    """A static select named after its placeholder."""
    options = {"options": [option(label) for label in labels]} if labels else {}
    return {"type": "static_select", "action_id": "pick", "placeholder": plain(placeholder), **options, **more}


def actions(*elements: Json) -> Json:
    """An actions block."""
    return {"type": "actions", "block_id": "acts", "elements": list(elements)}


def section(text: str, **more: Any) -> Json:
    """A section of mrkdwn."""
    return {"type": "section", "text": marked(text), **more}


CARD: Json = {
    "text": "unseen fallback",
    "blocks": [
        {"type": "header", "text": plain("MRI · Magnetic Resonance Imaging")},
        section("Pictures from a *magnet* and _radio waves_. See <https://acr.org/mri|ACR> or ask <@U1>."),
        {"type": "section", "fields": [marked("*Ionizing*\nNo"), marked("*Time*\n20-60 min"), marked("*Dose*\n0 mSv")]},
        {"type": "divider"},
        section("*Digital Radiography*", accessory=button("Open")),
        actions(
            button("Plain words", confirm={"title": plain("Sure?")}),
            button("Share", style="primary"),
            select("Compare with…", "CT", "Ultrasound"),
            button("Guideline", url="https://example.org/guide"),
        ),
        {"type": "image", "image_url": "https://example.org/i.png", "alt_text": "An MRI scanner"},
        {"type": "context", "elements": [marked("Reviewed 2026-01-01"), plain("Owner: MR team")]},
    ],
}

GOLDEN = """\
╭─ Reading Room · only visible to you ─────────────────────────────────────────╮
│ MRI · Magnetic Resonance Imaging                                             │
│                                                                              │
│ Pictures from a magnet and radio waves. See ACR or ask @U1.                  │
│                                                                              │
│ Ionizing                              Time                                   │
│ No                                    20-60 min                              │
│                                                                              │
│ Dose                                                                         │
│ 0 mSv                                                                        │
│ ──────────────────────────────────────────────────────────────────────────── │
│ Digital Radiography                                                 [1] Open │
│                                                                              │
│ [2] Plain words   [3] Share                                                  │
│ Compare with…  [4] CT  [5] Ultrasound                                        │
│ [6] Guideline → https://example.org/guide                                    │
│                                                                              │
│ (image: An MRI scanner)                                                      │
│                                                                              │
│ Reviewed 2026-01-01  Owner: MR team                                          │
╰──────────────────────────────────────────────────────────────────────────────╯
"""


def test_golden_card() -> None:
    """A whole card reads well in 80 columns."""
    assert on_screen(draw(CARD)) == GOLDEN


def test_message_is_left_as_it_was() -> None:
    """Drawing is pure: the same message draws the same card, and nothing in it changes."""
    before = repr(CARD)
    assert draw(CARD).choices == draw(CARD).choices
    assert repr(CARD) == before


@pytest.mark.parametrize(
    ("response_type", "title"),
    [(None, "only visible to you"), ("ephemeral", "only visible to you"), ("in_channel", "in #ward-7")],
)
def test_frame(response_type: str | None, title: str) -> None:
    """The frame says who sees the message; private is the default, as in Slack."""
    message = {"text": "hello"} | ({"response_type": response_type} if response_type else {})
    assert f"─ Reading Room · {title} ─" in on_screen(draw(message, channel="ward-7"))


def test_button_choice_is_what_slack_sends() -> None:
    """A button's choice carries Slack's own action, with its value and its text object."""
    (choice,) = draw({"blocks": [actions(button("Share"))]}).choices
    assert (choice.number, choice.label, choice.block_id, choice.url) == (1, "Share", "acts", "")
    assert choice.action == {
        "type": "button",
        "action_id": "share",
        "block_id": "acts",
        "value": "Share!",
        "text": plain("Share"),
    }


def test_feedback_choices_are_what_slack_sends() -> None:
    """Thumbs stand side by side under their texts; each is sent with the text and the value of its own."""
    thumbs = {
        "type": "feedback_buttons",
        "action_id": "vote",
        "positive_button": {"text": plain("Helpful"), "value": "yes"},
        "negative_button": {"text": plain("Not helpful"), "value": "no"},
    }
    trash = {"type": "icon_button", "icon": "trash", "text": plain("Delete"), "action_id": "delete", "value": "it"}
    drawing = draw({"blocks": [{"type": "context_actions", "block_id": "acts", "elements": [thumbs, trash]}]})
    assert "│ [1] Helpful   [2] Not helpful   [3] Delete  " in on_screen(drawing)
    assert [choice.action for choice in drawing.choices] == [
        {"type": "feedback_buttons", "action_id": "vote", "block_id": "acts", "text": plain("Helpful"), "value": "yes"},
        {
            "type": "feedback_buttons",
            "action_id": "vote",
            "block_id": "acts",
            "text": plain("Not helpful"),
            "value": "no",
        },
        {"type": "icon_button", "action_id": "delete", "block_id": "acts", "value": "it"},
    ]


def test_select_choices_are_what_slack_sends() -> None:
    """Each option of a select can be picked by number, and is sent as ``selected_option``."""
    choices = draw({"blocks": [actions(select("Compare with…", "CT", "Ultrasound"))]}, first=4).choices
    assert [(choice.number, choice.label) for choice in choices] == [(4, "CT"), (5, "Ultrasound")]
    assert choices[1].action == {
        "type": "static_select",
        "action_id": "pick",
        "block_id": "acts",
        "placeholder": plain("Compare with…"),
        "selected_option": option("Ultrasound"),
    }


def test_option_groups() -> None:
    """Option groups keep their labels, one line each, numbers running through."""
    groups = [
        {"label": plain("Modalities"), "options": [option("CT"), option("PET")]},
        {"label": plain("Roles"), "options": [option("Radiographer")]},
    ]
    drawing = draw({"blocks": [actions(select("Browse", option_groups=groups))]})
    screen = on_screen(drawing)
    assert "│ Browse  " in screen
    assert "│   Modalities  [1] CT  [2] PET" in screen
    assert "│   Roles       [3] Radiographer" in screen
    assert [choice.action["selected_option"]["value"] for choice in drawing.choices] == ["ct", "pet", "radiographer"]


def test_overflow_and_descriptions() -> None:
    """An overflow menu lies open too, and an option's description stands behind its label."""
    described = option("Report") | {"description": plain("to the owners")}
    menu = {"type": "overflow", "action_id": "more", "options": [described]}
    assert "More…  [1] Report: to the owners" in on_screen(draw({"blocks": [section("x", accessory=menu)]}))


def test_ids_that_the_message_leaves_out() -> None:
    """Slack makes up missing ids; so does the drawing, and they agree with each other."""
    bare = {"type": "actions", "elements": [{"type": "button", "text": plain("Go")}]}
    (choice,) = draw({"blocks": [bare]}, first=7).choices
    assert choice.action["block_id"] == choice.block_id == "block-7"
    assert choice.action["action_id"] == "action-7"


def test_accessory_with_a_long_label_goes_below() -> None:
    """A long button or a select does not squeeze the text beside it."""
    long = "A label far too long to stand beside"
    screen = on_screen(draw({"blocks": [section("text", accessory=button(long))]}))
    assert "│ text " in screen
    assert f"│ [1] {long}" in screen


def test_four_fields_stay_in_two_columns() -> None:
    """Short fields fill two columns row by row, without empty lines."""
    fields = [marked(f"*{name}* {index}") for index, name in enumerate(("A", "B", "C", "D"))]
    lines = on_screen(draw({"blocks": [{"type": "section", "fields": fields}]})).splitlines()
    assert [line.strip("│ ").split() for line in lines[1:-1]] == [["A", "0", "B", "1"], ["C", "2", "D", "3"]]


def test_table() -> None:
    """A table block is a table: first row as heading, numbers and rich text as text, alignment kept."""
    rich = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "30"}]}],
    }
    rows = [
        [
            {"type": "raw_text", "text": "Feature"},
            {"type": "raw_text", "text": "CT"},
            {"type": "raw_text", "text": "MRI"},
        ],
        [{"type": "raw_text", "text": "Minutes"}, {"type": "raw_number", "value": 5}, rich],
    ]
    block = {"type": "table", "column_settings": [None, {"align": "right"}], "rows": rows}
    lines = on_screen(draw({"blocks": [block]})).splitlines()
    assert [line.strip("│ ").split() for line in lines if "─" not in line] == [
        ["Feature", "CT", "MRI"],
        ["Minutes", "5", "30"],
    ]
    heading, row = (line for line in lines if "Feature" in line or "Minutes" in line)
    assert heading.index("CT") + 1 == row.index("5")


def test_rich_text() -> None:
    """Rich text keeps its sections, lists, quotes, preformatted lines and mentions; its text is literal."""
    elements = [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "*literal* &amp; ", "style": {"bold": True, "code": True}},
                {"type": "link", "url": "https://e.org", "text": "site"},
                {"type": "text", "text": " "},
                {"type": "user", "user_id": "U1"},
                {"type": "text", "text": " "},
                {"type": "emoji", "name": "magnet", "unicode": "1f9f2"},
                {"type": "emoji", "name": "party"},
                {"type": "text", "text": " "},
                {"type": "channel", "channel_id": "C1"},
                {"type": "usergroup", "usergroup_id": "S1"},
                {"type": "broadcast", "range": "here"},
                {"type": "date", "timestamp": 0, "fallback": " 1970"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "ordered",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": word}]} for word in ("one", "two")
            ],
        },
        {
            "type": "rich_text_list",
            "style": "bullet",
            "indent": 1,
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "point"}]}],
        },
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "a    b\n  c"}]},
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "said\ntwice"}]},
        {"type": "rich_text_hologram"},
    ]
    lines = on_screen(draw({"blocks": [{"type": "rich_text", "elements": elements}]})).splitlines()
    assert [line[2:-2].rstrip() for line in lines[1:-1]] == [
        "*literal* &amp; site @U1 🧲:party: #C1@S1@here 1970",
        "1. one",
        "2. two",
        "  • point",
        "a    b",
        "  c",
        "│ said",
        "│ twice",
        "⚠ cannot draw: rich_text_hologram",
    ]


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("*bold* _italic_ ~gone~ `code`", "bold italic gone code"),
        ("*_both_* and *<https://a_b_c.org|a link>*", "both and a link"),
        ("2*3*4 snake_case_name a ~ b ~ c * d *", "2*3*4 snake_case_name a ~ b ~ c * d *"),
        ("`*not bold*`", "*not bold*"),
        ("before ```x  *y*\nz``` after", "before \nx  *y*\nz\n after"),
        ("&gt; quoted\nnot", "│ quoted\nnot"),
        ("&lt;script&gt; &amp;lt; &amp;amp;", "<script> &lt; &amp;"),
        ("<https://e.org> <mailto:a@e.org|a@e.org>", "https://e.org a@e.org"),
        ("<@U1> <@U1|ann> <#C1|general> <!here> <!subteam^S1|@mr-team>", "@U1 @ann #general @here @mr-team"),
        ("<!date^1^{date}|yesterday> <odd> a < b", "yesterday <odd> a < b"),
        ("<javascript:alert(1)|click me>", "click me (javascript:alert(1))"),
    ],
)
def test_mrkdwn(source: str, seen: str) -> None:
    """Slack's marks, mentions, links and entities read as in Slack; what only looks like them stays."""
    assert mrkdwn(source).plain == seen


def test_mrkdwn_styles() -> None:
    """Marks become styles, also inside each other; only harmless addresses become links."""
    text = mrkdwn("*b _i_* ~s~ <https://e.org|l> <javascript:x|j>")
    console = Console(width=80)
    bold, italic, strike, link, no_link = (
        text.get_style_at_offset(console, text.plain.index(at)) for at in ("b ", "i ", "s ", "l ", "j (")
    )
    assert (bold.bold, bold.italic) == (True, None)
    assert (italic.bold, italic.italic) == (True, True)
    assert strike.strike
    assert link.link == "https://e.org"
    assert no_link.link is None


def test_mrkdwn_takes_one_pass() -> None:
    """No text makes the parser hang: 10,000 marks, open brackets or ticks would take a backtracking one hours."""
    for hostile in ("*a ", "_", "<a>", "`", "*<a", "_`a` ~<b> *", "*a*b"):
        assert mrkdwn(hostile * 10_000)


def test_images() -> None:
    """An image is its title and its alt text, as a block, beside a text and in a context."""
    image = {"type": "image", "image_url": "https://example.org/i.png", "alt_text": "a coil"}
    context = {"type": "context", "elements": [image]}
    blocks = [image | {"title": plain("Coils")}, section("x", accessory=image), context]
    screen = on_screen(draw({"blocks": blocks}))
    assert "│ Coils " in screen
    assert screen.count("(image: a coil)") == 3


def test_plain_text_is_untouched() -> None:
    """A plain_text object is shown as it is: no marks, no entities, no links."""
    text = "*no* &amp; <https://e.org|x> [bold]"
    assert f"│ {text} " in on_screen(draw({"blocks": [{"type": "section", "text": plain(text)}]}))


@pytest.mark.parametrize(
    ("hostile", "seen"),
    [
        pytest.param("[bold red]x[/] [link=f:/]y[/link]", "[bold red]x[/] [link=f:/]y[/link]", id="rich markup"),
        pytest.param("&lt;script&gt;", "<script>", id="markup of the web"),
        pytest.param("a\x1b[2Jb\x07c\x9b1md\x7f", "a␛[2Jb␇c\ufffd1md␡", id="control characters"),
        pytest.param("a\rb\x0bc\x00", "a␍b␋c␀", id="what moves the cursor"),
        pytest.param("\ud83d x", "\ufffd x", id="half a surrogate pair"),
        pytest.param("שלום مرحبا", "שלום مرحبا", id="right-to-left letters"),
        pytest.param("a\u202eb\u2066c\u2028d", "a⟨U+202E⟩b⟨U+2066⟩c⟨U+2028⟩d", id="what overrides the direction"),
        pytest.param(":warning: {x} %s \\n", ":warning: {x} %s \\n", id="other people's formats"),
    ],
)
def test_hostile_text_is_drawn_literally(hostile: str, seen: str) -> None:
    """Wherever text stands on a card, nothing in it steers the terminal or the layout."""
    message = {
        "blocks": [
            {"type": "header", "text": plain(hostile.replace("&lt;", "<").replace("&gt;", ">"))},
            section(hostile),
            {"type": "context", "elements": [marked(hostile)]},
            actions(button(hostile.replace("&lt;", "<").replace("&gt;", ">"))),
            {"type": "section", "fields": [marked(hostile)]},
        ]
    }
    drawing = draw(message)
    screen = on_screen(drawing)
    assert screen.count(seen) == 5
    screen.encode()
    assert not set(screen) & {chr(code) for code in (*range(10), *range(11, 32), *range(0x7F, 0xA0))}
    assert drawing.choices[0].label == seen


def test_hostile_addresses_end_no_escape_sequence() -> None:
    """An address cannot break out of the sequence that makes it clickable."""
    console = Console(width=80, force_terminal=True, color_system="standard", legacy_windows=False)
    with console.capture() as capture:
        console.print(draw({"text": "<https://e.org/\x1b\\\x1b[2J|x>"}).renderable)
    assert "\x1b[2J" not in capture.get()


@pytest.mark.parametrize(
    ("block", "warning"),
    [
        ({"type": "carousel", "elements": []}, "⚠ cannot draw: carousel"),
        ({"type": "\x1b[2J"}, "⚠ cannot draw: ␛[2J"),
        ({}, "⚠ cannot draw: a block without a type"),
        ({"type": ["section"]}, "⚠ cannot draw: a block without a type"),
        (7, "⚠ cannot draw: a block without a type"),
        ({"type": "section"}, "⚠ cannot draw this section: ValueError neither text nor fields"),
        ({"type": "section", "text": "bare"}, "⚠ cannot draw this section: TypeError"),
        ({"type": "header", "text": {"type": "html", "text": "x"}}, "a text object cannot be of type html"),
        ({"type": "header", "text": {"type": "mrkdwn", "text": None}}, "⚠ cannot draw this header: TypeError"),
        ({"type": "image"}, "⚠ cannot draw this image: KeyError 'alt_text'"),
        ({"type": "actions", "elements": [{"type": "datepicker"}]}, "⚠ cannot draw: datepicker"),
        ({"type": "table", "rows": [[{"type": "raw_sound"}]]}, "⚠ cannot draw: raw_sound"),
        (
            {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "scent"}]}]},
            "⚠ cannot draw: scent",
        ),
    ],
)
def test_what_cannot_be_drawn_is_seen(block: Any, warning: str) -> None:
    """An unknown or malformed block, element or text is a warning in its place; the rest of the card stands."""
    screen = on_screen(draw({"blocks": [section("above"), block, section("below")]}))
    assert warning in screen
    assert screen.index("above") < screen.index(warning) < screen.index("below")


def test_a_malformed_block_takes_no_numbers() -> None:
    """Numbers stay without gaps when a block fails halfway: what is not on the screen cannot be clicked."""
    broken = actions(button("Lost"), {"type": "button"})
    drawing = draw({"blocks": [broken, actions(button("Found"))]})
    assert [(choice.number, choice.label) for choice in drawing.choices] == [(1, "Found")]


@pytest.mark.parametrize(
    ("message", "seen"),
    [
        ({"text": "*just* text"}, "│ just text "),
        ({"attachments": [{"text": "attached"}, {"fallback": "fallen"}]}, "│ attached "),
        ({"text": "above", "attachments": [{"blocks": [section("inside")]}]}, "│ inside "),
        ({"attachments": ["bare"]}, "⚠ cannot draw: a block without a type"),
        ({"blocks": "bare"}, "⚠ cannot draw: a block without a type"),
        ({}, "⚠ cannot draw: an empty message"),
    ],
)
def test_messages_without_blocks(message: Json, seen: str) -> None:
    """Text alone and attachments are drawn too; an empty message is warned of."""
    assert seen in on_screen(draw(message))


def test_fallback_text_stays_unseen() -> None:
    """With blocks, ``text`` is for notifications and screen readers, as in Slack."""
    assert "unseen" not in on_screen(draw(CARD))


def test_wide_terminals() -> None:
    """A card never grows wider than is good to read, and fits a narrow terminal."""
    assert max(map(len, on_screen(draw(CARD), width=240).splitlines())) == 100
    assert max(map(len, on_screen(draw(CARD), width=40).splitlines())) == 40


def test_printable_keeps_lines_and_tabs() -> None:
    """Line feeds and tabs are text; a carriage return before a line feed is part of it."""
    assert printable("a\tb\r\nc") == "a\tb\nc"
