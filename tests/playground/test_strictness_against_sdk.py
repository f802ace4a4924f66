"""``bot.playground.strictness`` beside slack_sdk's models, which know a part of the same limits.

The models are the oracle in both directions: what they find broken is refused, and what they build is taken.
"""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models import blocks as kit
from slack_sdk.models.blocks.basic_components import DispatchActionConfig, SlackFile, Workflow, WorkflowTrigger
from slack_sdk.models.blocks.block_elements import FileInputElement, WorkflowButtonElement
from slack_sdk.models.views import View

from bot.playground.strictness import Surface, refuse_blocks, refuse_view

Json = dict[str, Any]

OPTIONS = [kit.Option(value=str(number), text=f"Choice {number}", description="One of many") for number in range(3)]
LEAVES = kit.RichTextElementParts
WORDS = kit.RichTextSectionElement(
    elements=[
        LEAVES.Text(text="Read ", style=LEAVES.TextStyle(bold=True)),
        LEAVES.Link(url="https://example.org", text="this"),
        LEAVES.Emoji(name="wave"),
        LEAVES.User(user_id="U1"),
        LEAVES.Channel(channel_id="C1"),
        LEAVES.UserGroup(usergroup_id="S1"),
        LEAVES.Team(team_id="T1"),
        LEAVES.Broadcast(range="here"),
        LEAVES.Color(value="#aabbcc"),
        LEAVES.Date(timestamp=1_800_000_000, format="{date_long}"),
    ]
)
RICH = kit.RichTextBlock(
    elements=[
        WORDS,
        kit.RichTextListElement(elements=[WORDS], style="bullet", indent=1, border=1),
        kit.RichTextPreformattedElement(elements=[LEAVES.Text(text="code")], border=0),
        kit.RichTextQuoteElement(elements=[]),
    ]
)
IMAGE = kit.ImageElement(image_url="https://example.org/a.png", alt_text="A drawing")
CONFIRM = kit.ConfirmObject(title="Sure?", text="There is no way *back*.", confirm="Go", deny="Stay", style="danger")
ANYWHERE = (Surface.MESSAGE, Surface.MODAL, Surface.HOME)
MESSAGE, MODAL = (Surface.MESSAGE,), (Surface.MODAL,)
NOT_MODAL = (Surface.MESSAGE, Surface.HOME)

BUILT: dict[str, tuple[kit.Block, tuple[Surface, ...]]] = {
    "section": (kit.SectionBlock(text="*a*", fields=["a", "b"], accessory=IMAGE, expand=True), ANYWHERE),
    "header": (kit.HeaderBlock(text="a", block_id="b"), ANYWHERE),
    "divider": (kit.DividerBlock(), ANYWHERE),
    "context": (kit.ContextBlock(elements=[kit.MarkdownTextObject(text="a", verbatim=True), IMAGE]), ANYWHERE),
    "image": (kit.ImageBlock(image_url="https://example.org/a.png", alt_text="a", title="a"), ANYWHERE),
    "image by file": (kit.ImageBlock(slack_file=SlackFile(id="F1"), alt_text="a"), ANYWHERE),
    "rich text": (RICH, ANYWHERE),
    "video": (
        kit.VideoBlock(
            alt_text="a",
            title="a",
            title_url="https://example.org",
            video_url="https://example.org/a",
            thumbnail_url="https://example.org/a.png",
            author_name="A",
            description="a",
        ),
        ANYWHERE,
    ),
    "buttons": (
        kit.ActionsBlock(
            elements=[
                kit.ButtonElement(text="a", action_id="a", value="b", style="primary", confirm=CONFIRM),
                kit.LinkButtonElement(text="a", url="https://example.org", action_id="b"),
                kit.OverflowMenuElement(options=OPTIONS, action_id="c"),
            ]
        ),
        ANYWHERE,
    ),
    "menus": (
        kit.ActionsBlock(
            elements=[
                kit.StaticSelectElement(options=OPTIONS, initial_option=OPTIONS[1], placeholder="a", action_id="a"),
                kit.StaticSelectElement(option_groups=[kit.OptionGroup(label="a", options=OPTIONS)], action_id="b"),
                kit.ExternalDataSelectElement(min_query_length=1, action_id="c", placeholder="a"),
                kit.UserSelectElement(initial_user="U1", action_id="d"),
                kit.ConversationSelectElement(filter=kit.ConversationFilter(include=["im"]), action_id="e"),
                kit.ChannelSelectElement(initial_channel="C1", action_id="f"),
            ]
        ),
        ANYWHERE,
    ),
    "menus for several": (
        kit.ActionsBlock(
            elements=[
                kit.StaticMultiSelectElement(options=OPTIONS, initial_options=OPTIONS[:2], action_id="a"),
                kit.ExternalDataMultiSelectElement(initial_options=OPTIONS, action_id="b"),
                kit.UserMultiSelectElement(initial_users=["U1"], max_selected_items=2, action_id="c"),
                kit.ConversationMultiSelectElement(default_to_current_conversation=True, action_id="d"),
                kit.ChannelMultiSelectElement(initial_channels=["C1"], action_id="e"),
            ]
        ),
        ANYWHERE,
    ),
    "pickers": (
        kit.ActionsBlock(
            elements=[
                kit.DatePickerElement(initial_date="2026-11-25", action_id="a"),
                kit.TimePickerElement(initial_time="23:59", timezone="Europe/Berlin", action_id="b"),
                kit.CheckboxesElement(options=OPTIONS, initial_options=[OPTIONS[0]], action_id="c"),
                kit.RadioButtonsElement(options=OPTIONS, initial_option=OPTIONS[2], action_id="d"),
            ]
        ),
        ANYWHERE,
    ),
    "date and time": (
        kit.ActionsBlock(elements=[kit.DateTimePickerElement(initial_date_time=1_800_000_000)]),
        (Surface.MESSAGE, Surface.MODAL),
    ),
    "workflow button": (
        kit.ActionsBlock(
            elements=[
                WorkflowButtonElement(
                    text="a",
                    action_id="a",
                    workflow=Workflow(
                        trigger=WorkflowTrigger(
                            url="https://slack.com/shortcuts/Ft1/abc",
                            customizable_input_parameters=[{"name": "a", "value": "b"}],
                        )
                    ),
                )
            ]
        ),
        MESSAGE,
    ),
    "text input": (
        kit.InputBlock(
            label="a",
            hint="b",
            optional=True,
            dispatch_action=True,
            element=kit.PlainTextInputElement(
                multiline=True,
                min_length=1,
                max_length=300,
                dispatch_action_config=DispatchActionConfig(trigger_actions_on=["on_enter_pressed"]),
            ),
        ),
        ANYWHERE,
    ),
    "rich text input": (
        kit.InputBlock(label="a", element=kit.RichTextInputElement(initial_value=RICH)),
        (Surface.MODAL, Surface.HOME),
    ),
    "email input": (kit.InputBlock(label="a", element=kit.EmailInputElement(initial_value="a@example.org")), MODAL),
    "URL input": (kit.InputBlock(label="a", element=kit.UrlInputElement(placeholder="a")), MODAL),
    "number input": (
        kit.InputBlock(label="a", element=kit.NumberInputElement(is_decimal_allowed=True, min_value=1, max_value=2)),
        MODAL,
    ),
    "file input": (kit.InputBlock(label="a", element=FileInputElement(filetypes=["png"], max_files=2)), MODAL),
    "markdown": (kit.MarkdownBlock(text="# a"), MESSAGE),
    "table": (
        kit.TableBlock(
            rows=[
                [kit.RawTextObject(text="a"), kit.RawNumberObject(value=1.5, text="1.5"), RICH],
                [kit.RawTextObject(text=" ")],
            ],
            column_settings=[kit.TableBlockColumnSettings(align="right", is_wrapped=True), None],
        ),
        NOT_MODAL,
    ),
    "context actions": (
        kit.ContextActionsBlock(
            elements=[
                kit.FeedbackButtonsElement(
                    action_id="a",
                    positive_button=kit.FeedbackButtonObject(text="Good", value="good", accessibility_label="Good"),
                    negative_button=kit.FeedbackButtonObject(text="Bad", value="bad"),
                ),
                kit.IconButtonElement(icon="trash", text="Remove", action_id="b", confirm=CONFIRM),
            ]
        ),
        MESSAGE,
    ),
    "plan": (
        kit.PlanBlock(
            title="a",
            tasks=[
                kit.TaskCardBlock(
                    task_id="a",
                    title="a",
                    status="complete",
                    details=RICH,
                    output=RICH,
                    sources=[kit.UrlSourceElement(url="https://example.org", text="a")],
                )
            ],
        ),
        MESSAGE,
    ),
    "card": (
        kit.CardBlock(
            title="a",
            subtitle="b",
            body="c",
            icon=IMAGE,
            hero_image=IMAGE,
            actions=[kit.ButtonElement(text="a", action_id="a")],
        ),
        ANYWHERE,
    ),
    "carousel": (kit.CarouselBlock(elements=[kit.CardBlock(title="a"), kit.CardBlock(body="b")]), NOT_MODAL),
    "container": (
        kit.ContainerBlock(
            title="a",
            subtitle="b",
            icon=IMAGE,
            width="wide",
            is_collapsible=True,
            default_collapsed=True,
            child_blocks=[kit.SectionBlock(text="a"), kit.DividerBlock()],
        ),
        NOT_MODAL,
    ),
    "alert": (kit.AlertBlock(text="a", level="warning"), MODAL),
    "auth provider": (
        kit.AuthProviderBlock(
            value="a",
            name="a",
            is_connected=False,
            accessory=kit.OverflowMenuElement(options=OPTIONS, action_id="c"),
            fallback=[kit.DividerBlock()],
        ),
        ANYWHERE,
    ),
}


@pytest.mark.parametrize("name", BUILT)
def test_what_the_models_build_is_taken(name: str) -> None:
    """A block that slack_sdk builds passes on every surface that its page names."""
    block, surfaces = BUILT[name]

    for surface in surfaces:
        assert refuse_blocks([block.to_dict()], surface) is None


def _around(*limits: int) -> st.SearchStrategy[str]:
    """Texts as long as a limit, one shorter, one longer, or of a usual length."""
    lengths = sorted({1, *limits, *(limit + 1 for limit in limits), *(limit - 1 for limit in limits)} - {0})
    return st.sampled_from(lengths).map(lambda length: "x" * length)


def _text(*limits: int, kind: str = "plain_text") -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries({"type": st.just(kind), "text": _around(*limits)})


def _some(each: st.SearchStrategy[Any], *sizes: int) -> st.SearchStrategy[list[Any]]:
    """Lists of one of these sizes, all items alike: what matters is how many there are."""
    return st.tuples(each, st.sampled_from(sizes)).map(lambda drawn: [drawn[0]] * drawn[1])


def _block(kind: str, required: Json, optional: Json | None = None) -> st.SearchStrategy[Json]:
    optional = {"block_id": _around(255)} | (optional or {})
    return st.fixed_dictionaries({"type": st.just(kind), **required}, optional=optional)


STYLES = st.sampled_from(["primary", "danger", "loud"])
OPTION = st.fixed_dictionaries({"text": _text(75), "value": _around(150)})
CONFIRMATION = st.fixed_dictionaries(
    {"title": _text(100), "text": _text(300, kind="mrkdwn"), "confirm": _text(30), "deny": _text(30)},
    optional={"style": STYLES},
)
BUTTON = _block(
    "button",
    {"text": _text(75)},
    {
        "action_id": _around(255),
        "url": _around(3000),
        "value": _around(2000),
        "style": STYLES,
        "confirm": CONFIRMATION,
        "accessibility_label": _around(75),
        "agent_prompt": _around(4000),
    },
).map(lambda button: {name: value for name, value in button.items() if name != "block_id"})
MENU = st.fixed_dictionaries(
    {"type": st.just("static_select")},
    optional={
        "options": _some(OPTION, 0, 1, 100, 101),
        "option_groups": _some(
            st.fixed_dictionaries({"label": _text(75), "options": _some(OPTION, 1, 100, 101)}), 0, 1, 100, 101
        ),
        "placeholder": _text(150),
        "action_id": _around(255),
    },
)
PICKER = st.one_of(
    st.fixed_dictionaries({"type": st.just("datepicker"), "initial_date": st.sampled_from(["2026-11-25", "25.11."])}),
    st.fixed_dictionaries({"type": st.just("timepicker"), "initial_time": st.sampled_from(["09:30", "9h30"])}),
    st.fixed_dictionaries(
        {"type": st.just("datetimepicker"), "initial_date_time": st.sampled_from([-1, 0, 9_999_999_999, 10**10])}
    ),
    st.fixed_dictionaries({"type": st.just("overflow"), "options": _some(OPTION, 0, 1, 5, 6)}),
)
PICTURE = {"image_url": _around(3000), "alt_text": _around(2000)}
CARD = _block(
    "card",
    {},
    {"title": _text(150), "subtitle": _text(150), "body": _text(200), "actions": _some(BUTTON, 1)},
)
BLOCK = st.one_of(
    _block("section", {}, {"text": _text(3000), "fields": _some(_text(1), 0, 1, 10, 11), "accessory": MENU}),
    _block("header", {"text": _text(150)}),
    _block("context", {"elements": _some(_text(1, kind="mrkdwn"), 1, 10, 11)}),
    _block("actions", {"elements": _some(st.one_of(BUTTON, MENU, PICKER), 1, 25, 26)}),
    _block("image", PICTURE, {"title": _text(2000)}),
    _block("input", {"label": _text(2000), "element": st.one_of(MENU, BUTTON, PICKER)}, {"hint": _text(2000)}),
    _block("markdown", {"text": _around(12_000)}),
    _block(
        "video",
        {"alt_text": _around(1), "video_url": _around(1), "thumbnail_url": _around(1), "title": _text(199, 200)},
        {"author_name": _around(49, 50)},
    ),
    _block("table", {"rows": _some(st.just([{"type": "raw_text", "text": "a"}]), 0, 1)}),
    _block(
        "task_card",
        {"task_id": _around(1), "title": _around(1), "status": st.sampled_from(["complete", "done"])},
    ),
    _block("alert", {"text": _text(1)}, {"level": st.sampled_from(["info", "loud"])}),
    CARD,
    _block("carousel", {"elements": _some(CARD, 0, 1, 10, 11)}),
    _block(
        "container",
        {"child_blocks": _some(_block("header", {"text": _text(150)}), 0, 1, 10, 11)},
        {
            "title": _text(150),
            "subtitle": _text(150),
            "width": st.sampled_from(["wide", "broad"]),
            "is_collapsible": st.booleans(),
            "has_header_divider": st.booleans(),
        },
    ),
    _block(
        "context_actions",
        {
            "elements": _some(
                st.fixed_dictionaries(
                    {
                        "type": st.just("feedback_buttons"),
                        "positive_button": st.fixed_dictionaries({"text": _text(75), "value": _around(2000)}),
                        "negative_button": st.fixed_dictionaries({"text": _text(75), "value": _around(2000)}),
                    }
                ),
                1,
                5,
                6,
            )
        },
    ),
    _block(
        "auth_provider",
        {"value": _around(150), "name": _text(75), "is_connected": st.booleans()},
        {"description": _text(150), "connected_identity": _text(75), "auth_url": _around(3000)},
    ),
)
"""Blocks around every limit that the models know; many are good."""


def _broken(block: Json) -> bool:
    """Whether slack_sdk's models find a block broken."""
    try:
        parsed = kit.Block.parse(block)
        assert parsed is not None
        parsed.to_dict()
    except SlackObjectFormationError:
        return True
    return False


@settings(deadline=None, max_examples=300)
@given(BLOCK)
@example({"type": "header", "text": {"type": "plain_text", "text": "x" * 151}})
def test_what_the_models_find_broken_is_refused(block: Json) -> None:
    """There is no block that slack_sdk's models find broken and the stand-in takes."""
    surface = Surface.MODAL if block["type"] == "alert" else Surface.MESSAGE

    if _broken(block):
        assert refuse_blocks([block], surface) is not None


VIEW = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["modal", "home", "dialog"]),
        "title": _text(24),
        "blocks": _some(st.just({"type": "divider"}), 0, 1, 100, 101),
    },
    optional={
        "submit": _text(24),
        "close": _text(24),
        "private_metadata": _around(3000),
        "callback_id": _around(255),
    },
)


@settings(deadline=None, max_examples=200)
@given(VIEW)
def test_views_that_the_models_find_broken_are_refused(view: Json) -> None:
    """There is no view that slack_sdk's model finds broken and the stand-in takes, nor one the other way round."""
    try:
        View(**view).to_dict()
    except SlackObjectFormationError:
        assert refuse_view(view) is not None
    else:
        assert refuse_view(view) is None
