"""What can be clicked and filled in on a message or a view, found by what people read on it."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.playground.drawing import Choice, draw
from bot.playground.wire import Json

__all__ = ["Choice", "choices_on", "elements_on", "filled_in"]


def choices_on(place: Mapping[str, Any]) -> tuple[Choice, ...]:
    """The buttons and options on a message or a view, in the order in which they are drawn."""
    return draw(dict(place)).choices


def elements_on(place: Mapping[str, Any]) -> Iterator[tuple[str, Json]]:
    """The elements that hold something, each with the ``block_id`` of its block."""
    for block in place.get("blocks", ()):
        held = [block.get("element"), block.get("accessory"), *block.get("elements", ())]
        for element in held:
            if isinstance(element, dict) and element.get("type") in _SHAPES and "action_id" in element:
                yield block["block_id"], element


def filled_in(place: Mapping[str, Any], values: Mapping[str, Any] | None = None) -> Json:
    """``state.values`` of a message or view: what it begins with, with what is filled in over it.

    Args:
        place: The message or view.
        values: What is filled in, by ``action_id``: a text; for a select an option's value or its text; a list of these
            where several can be chosen.

    Raises:
        LookupError: There is no such element, or no such option.
    """
    left, state = dict(values or {}), Json()
    for block_id, element in elements_on(place):
        initial, name = _SHAPES[element["type"]]
        held = element.get(initial)
        if element["action_id"] in left:
            held = _given(element, left.pop(element["action_id"]), name)
        state.setdefault(block_id, {})[element["action_id"]] = {"type": element["type"], name: held}
    if left:
        raise LookupError(f"nothing to fill in is called {', '.join(left)}")
    return state


_SHAPES = {
    "plain_text_input": ("initial_value", "value"),
    "email_text_input": ("initial_value", "value"),
    "url_text_input": ("initial_value", "value"),
    "number_input": ("initial_value", "value"),
    "rich_text_input": ("initial_value", "rich_text_value"),
    "static_select": ("initial_option", "selected_option"),
    "external_select": ("initial_option", "selected_option"),
    "radio_buttons": ("initial_option", "selected_option"),
    "checkboxes": ("initial_options", "selected_options"),
    "multi_static_select": ("initial_options", "selected_options"),
    "multi_external_select": ("initial_options", "selected_options"),
    "users_select": ("initial_user", "selected_user"),
    "multi_users_select": ("initial_users", "selected_users"),
    "conversations_select": ("initial_conversation", "selected_conversation"),
    "multi_conversations_select": ("initial_conversations", "selected_conversations"),
    "channels_select": ("initial_channel", "selected_channel"),
    "multi_channels_select": ("initial_channels", "selected_channels"),
    "datepicker": ("initial_date", "selected_date"),
    "timepicker": ("initial_time", "selected_time"),
    "datetimepicker": ("initial_date_time", "selected_date_time"),
}
"""What each element begins with, and what ``state.values`` calls what it holds.

Source: docs.slack.dev, /reference/block-kit/block-elements.
"""


def _given(element: Json, value: Any, name: str) -> Any:
    if name == "selected_option":
        return _option(element, value)
    if name == "selected_options":
        return [_option(element, one) for one in value]
    return value


def _option(element: Json, value: Any) -> Any:
    if isinstance(value, dict):
        return value
    groups = element.get("option_groups", ())
    options = [*element.get("options", ()), *(option for group in groups for option in group["options"])]
    for option in options:
        if value in {option["value"], option["text"]["text"]}:
            return option
    raise LookupError(f"{element['action_id']} has no option {value}")
