"""Block elements and composition objects: what Slack takes of each, and where each may stand.

Every limit stands once, in the tables below. Sources: docs.slack.dev, block elements and composition objects, read
2026-09-14; the models of slack_sdk 3.47 and the types of @slack/types 3.2.0, which carry the same pages' words.

``action_id`` is taken as optional throughout: Slack makes one up where none is given. Pages give no least length for
``value``, ``action_id`` and ``initial_value``, so an empty one passes.
"""

from collections.abc import Iterator, Mapping

from bot.playground.strict_rich_text import RICH_TEXT
from bot.playground.strict_values import (
    Check,
    Findings,
    Json,
    Place,
    Rule,
    Surface,
    anything,
    array,
    boolean,
    by_type,
    integer,
    kind_of,
    matching,
    not_both,
    objects_in,
    one_of,
    plain_text,
    shape,
    shown,
    some_of,
    string,
    text,
)

EVERYWHERE = frozenset(Surface)

MOST_OPTIONS = 100
"""Of a select, of an option group, and of the answer to a ``block_suggestion``; as many option groups."""

MOST_CHOICES = 10
"""Of checkboxes and of radio buttons."""

_LABEL = 75
_URL = string("a URL", 3000, least=1)
_STYLE = one_of("primary", "danger")


def _confirm() -> Check:
    # The page says that `text` is plain text; its own example and both SDKs have mrkdwn, so both pass.
    return shape(
        {"text": text("a confirm dialog's text", 300)},
        {
            "title": plain_text("a confirm dialog's title", 100),
            "confirm": plain_text("a confirm dialog's buttons", 30),
            "deny": plain_text("a confirm dialog's buttons", 30),
            "style": _STYLE,
        },
    )


def _option(label: Check, details: Check, more: Mapping[str, Check] | None = None) -> Check:
    value = string("an option's value", 150)
    return shape({"text": label, "value": value}, {"description": details, **(more or {})})


_PLAIN_LABEL = plain_text("an option", _LABEL)
_PLAIN_DETAILS = plain_text("an option's description", _LABEL)

OPTION = _option(_PLAIN_LABEL, _PLAIN_DETAILS)
"""An option of a select."""

OPTION_GROUP = shape(
    {
        "label": plain_text("an option group's label", _LABEL),
        "options": array("options of an option group", OPTION, most=MOST_OPTIONS),
    }
)

_CHOICE = _option(text("an option", _LABEL), text("an option's description", _LABEL))
_OVERFLOW_OPTION = _option(_PLAIN_LABEL, _PLAIN_DETAILS, {"url": _URL})

_ACTION = {"action_id": string("an action_id", 255)}
_CONFIRM = {"confirm": _confirm()}
_FOCUS = {"focus_on_load": boolean}
_PLACEHOLDER = {"placeholder": plain_text("a placeholder", 150)}
_DISPATCH = {
    "dispatch_action_config": shape(
        {}, {"trigger_actions_on": array("triggers", one_of("on_enter_pressed", "on_character_entered"))}
    )
}
_FILTER = {
    "filter": shape(
        {},
        {
            "include": array("kinds of conversation", one_of("im", "mpim", "private", "public")),
            "exclude_external_shared_channels": boolean,
            "exclude_bot_users": boolean,
        },
        some_of("include", "exclude_external_shared_channels", "exclude_bot_users"),
    )
}


def _one_of_the_options(place: Place, element: Json) -> Findings:
    """What is chosen at first must be among the options; they are told apart by their values."""
    values = (option.get("value") for option in _offered(place, element))
    offered = {value for value in values if isinstance(value, str)}
    first = element.get("initial_option")
    chosen = [(place / "initial_option", first)] if isinstance(first, Mapping) else []
    chosen += objects_in(place / "initial_options", element.get("initial_options"))
    for where, option in chosen:
        value = option.get("value")
        if isinstance(value, str) and value not in offered:
            yield f"{where}: {shown(value)} is none of the options"


def _offered(place: Place, element: Json) -> Iterator[Json]:
    for _, holder in ((place, element), *objects_in(place, element.get("option_groups"))):
        yield from (option for _, option in objects_in(place, holder.get("options")))


def _least_below_greatest(place: Place, element: Json) -> Findings:
    least, greatest = _as_number(element.get("min_value")), _as_number(element.get("max_value"))
    if least is not None and greatest is not None and least > greatest:
        yield f"{place / 'min_value'}: must not be greater than max_value"


def _as_number(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _menu(chosen: Mapping[str, Check], *, several: bool, more: Mapping[str, Check] | None = None) -> Check:
    """A select whose options come from elsewhere."""
    limit = {"max_selected_items": integer(1)} if several else {}
    return shape({}, {**chosen, **(more or {}), **limit, **_ACTION, **_CONFIRM, **_FOCUS, **_PLACEHOLDER})


def _static_menu(chosen: Mapping[str, Check], *, several: bool) -> Check:
    limit = {"max_selected_items": integer(1)} if several else {}
    return shape(
        {},
        {
            "options": array("options of a select", OPTION, most=MOST_OPTIONS),
            "option_groups": array("option groups of a select", OPTION_GROUP, most=MOST_OPTIONS),
            **chosen,
            **limit,
            **_ACTION,
            **_CONFIRM,
            **_FOCUS,
            **_PLACEHOLDER,
        },
        some_of("options", "option_groups"),
        not_both("options", "option_groups"),
        _one_of_the_options,
    )


def _choices(what: str, chosen: Mapping[str, Check]) -> Check:
    return shape(
        {"options": array(f"options of {what}", _CHOICE, most=MOST_CHOICES)},
        {**chosen, **_ACTION, **_CONFIRM, **_FOCUS},
        _one_of_the_options,
    )


def _field(more: Mapping[str, Check] | None = None, *rules: Rule, required: Mapping[str, Check] | None = None) -> Check:
    """A field that something is typed into."""
    return shape(required or {}, {**(more or {}), **_ACTION, **_DISPATCH, **_FOCUS, **_PLACEHOLDER}, *rules)


def _feedback_button() -> Check:
    return shape(
        {"text": plain_text("a feedback button's label", _LABEL), "value": string("a feedback button's value", 2000)},
        {"accessibility_label": string("an accessibility label", _LABEL)},
    )


_ID = string("an id")
_IDS = array("ids", _ID)
_FIRST = {"initial_option": OPTION}
_FIRST_SEVERAL = {"initial_options": array("options chosen at first", OPTION)}
_QUERY = {"min_query_length": integer()}
_RESPONSE_URL = {"response_url_enabled": boolean}
_CURRENT = {"default_to_current_conversation": boolean}

SLACK_FILE = shape({}, {"id": _ID, "url": _URL}, some_of("id", "url"), not_both("id", "url"))

IMAGE = shape(
    {"alt_text": string("an image's alt text", 2000)},
    {"image_url": _URL, "slack_file": SLACK_FILE},
    some_of("image_url", "slack_file"),
)

BUTTON = shape(
    {"text": plain_text("a button's label", _LABEL)},
    {
        **_ACTION,
        **_CONFIRM,
        "url": _URL,
        "value": string("a button's value", 2000),
        "style": _STYLE,
        "accessibility_label": string("an accessibility label", _LABEL),
        "agent_prompt": string("an agent prompt", 4000),
        # An icon button may name 10 people; no page gives a button's limit.
        "visible_to_user_ids": _IDS,
    },
)

_ELEMENTS: Mapping[str, Check] = {
    "button": BUTTON,
    "image": IMAGE,
    "static_select": _static_menu(_FIRST, several=False),
    "multi_static_select": _static_menu(_FIRST_SEVERAL, several=True),
    "external_select": _menu(_FIRST, several=False, more=_QUERY),
    "multi_external_select": _menu(_FIRST_SEVERAL, several=True, more=_QUERY),
    "users_select": _menu({"initial_user": _ID}, several=False),
    "multi_users_select": _menu({"initial_users": _IDS}, several=True),
    "conversations_select": _menu(
        {"initial_conversation": _ID}, several=False, more={**_FILTER, **_CURRENT, **_RESPONSE_URL}
    ),
    "multi_conversations_select": _menu({"initial_conversations": _IDS}, several=True, more={**_FILTER, **_CURRENT}),
    "channels_select": _menu({"initial_channel": _ID}, several=False, more=_RESPONSE_URL),
    "multi_channels_select": _menu({"initial_channels": _IDS}, several=True),
    "overflow": shape({"options": array("options of an overflow menu", _OVERFLOW_OPTION, most=5)}, _ACTION | _CONFIRM),
    "checkboxes": _choices("checkboxes", {"initial_options": array("options chosen at first", _CHOICE)}),
    "radio_buttons": _choices("radio buttons", {"initial_option": _CHOICE}),
    "datepicker": shape(
        {},
        {
            "initial_date": matching(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "YYYY-MM-DD"),
            **_ACTION,
            **_CONFIRM,
            **_FOCUS,
            **_PLACEHOLDER,
        },
    ),
    "timepicker": shape(
        {},
        {
            "initial_time": matching(r"([01]\d|2[0-3]):[0-5]\d", "HH:mm"),
            "timezone": string("a time zone"),
            **_ACTION,
            **_CONFIRM,
            **_FOCUS,
            **_PLACEHOLDER,
        },
    ),
    "datetimepicker": shape({}, {"initial_date_time": integer(0, 9_999_999_999), **_ACTION, **_CONFIRM, **_FOCUS}),
    "plain_text_input": _field(
        {
            "initial_value": string("an initial value"),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        }
    ),
    "email_text_input": _field({"initial_value": string("an initial value")}),
    "url_text_input": _field({"initial_value": string("an initial value")}),
    "number_input": _field(
        {
            "initial_value": string("an initial value"),
            "min_value": string("a least value"),
            "max_value": string("a greatest value"),
        },
        _least_below_greatest,
        required={"is_decimal_allowed": boolean},
    ),
    "rich_text_input": _field({"initial_value": RICH_TEXT}),
    "file_input": shape(
        {}, {"filetypes": array("file types", string("a file type")), "max_files": integer(1, 10), **_ACTION}
    ),
    "workflow_button": shape(
        {
            "text": plain_text("a button's label", _LABEL),
            "workflow": shape(
                {
                    "trigger": shape(
                        {"url": _URL},
                        {
                            "customizable_input_parameters": array(
                                "input parameters", shape({"name": string("a parameter's name"), "value": anything})
                            )
                        },
                    )
                }
            ),
        },
        {"style": _STYLE, "accessibility_label": string("an accessibility label", _LABEL), **_ACTION, **_CONFIRM},
    ),
    "feedback_buttons": shape(
        {"positive_button": _feedback_button(), "negative_button": _feedback_button()},
        _ACTION,
    ),
    "icon_button": shape(
        # No page lists the icons ("trash" is the example), nor limits the label.
        {"icon": string("an icon's name", least=1), "text": plain_text("an icon button's label")},
        {
            "value": string("a button's value", 2000),
            "accessibility_label": string("an accessibility label", _LABEL),
            "visible_to_user_ids": array("people of an icon button", _ID, most=10),
            **_ACTION,
            **_CONFIRM,
        },
    ),
    "plain_text": text("a context text"),
    "mrkdwn": text("a context text"),
}

_SURFACES: Mapping[str, frozenset[Surface]] = {
    "email_text_input": frozenset({Surface.MODAL}),
    "url_text_input": frozenset({Surface.MODAL}),
    "number_input": frozenset({Surface.MODAL}),
    "file_input": frozenset({Surface.MODAL}),
    "rich_text_input": frozenset({Surface.MODAL, Surface.HOME}),
    "datetimepicker": frozenset({Surface.MESSAGE, Surface.MODAL}),
    "workflow_button": frozenset({Surface.MESSAGE}),
    "feedback_buttons": frozenset({Surface.MESSAGE}),
    "icon_button": frozenset({Surface.MESSAGE}),
}
"""Where an element may be shown; one that is not named here, on every surface."""

_SELECTS = frozenset(kind for kind in _ELEMENTS if kind.endswith("_select"))
_PICKERS = frozenset({"checkboxes", "radio_buttons", "datepicker", "timepicker"})
_INPUTS = frozenset(kind for kind in _ELEMENTS if kind.endswith("_input"))


def _element(kinds: frozenset[str]) -> Check:
    """Take an element of one of these types, where its surface lets it stand."""
    check = by_type({kind: _ELEMENTS[kind] for kind in sorted(kinds)})

    def here(place: Place, value: object) -> Findings:
        kind = kind_of(value)
        if kind in kinds and place.surface not in _SURFACES.get(kind, EVERYWHERE):
            yield off_surface(place, kind, _SURFACES[kind])
        else:
            yield from check(place, value)

    return here


def off_surface(place: Place, kind: str, surfaces: frozenset[Surface]) -> str:
    """That a block or element cannot be shown on a surface, and on which it can."""
    others = " or ".join(_NAMES[surface] for surface in Surface if surface in surfaces)
    where = f"only in {others}" if others else "nor anywhere else: no app can send it"
    return f"{place / 'type'}: is {kind}, which cannot stand in {_NAMES[place.surface]}, {where}"


_NAMES: Mapping[Surface, str] = {
    Surface.MESSAGE: "a message",
    Surface.MODAL: "a modal",
    Surface.HOME: "a Home tab",
}

# Which elements work in which block: docs.slack.dev, block elements, the column "Blocks". @slack/types has
# rich_text_input in actions blocks as well; the page, which says "Input" alone, is followed.
IN_SECTION = _element(frozenset({"button", "workflow_button", "overflow", "image"}) | _PICKERS | _SELECTS)
IN_ACTIONS = _element(frozenset({"button", "workflow_button", "overflow", "datetimepicker"}) | _PICKERS | _SELECTS)
IN_INPUT = _element(frozenset({"datetimepicker"}) | _PICKERS | _SELECTS | _INPUTS)
IN_CONTEXT = _element(frozenset({"image", "plain_text", "mrkdwn"}))
IN_CONTEXT_ACTIONS = _element(frozenset({"feedback_buttons", "icon_button"}))
IN_CARD = _element(frozenset({"button"}))
AN_IMAGE = _element(frozenset({"image"}))
AN_OVERFLOW_MENU = _element(frozenset({"overflow"}))
