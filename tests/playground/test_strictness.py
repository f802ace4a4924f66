"""``bot.playground.strictness``: what Slack would refuse is refused, what it takes passes, and nothing raises."""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.strictness import (
    Measure,
    Refusal,
    Surface,
    measures_of,
    refuse_blocks,
    refuse_message,
    refuse_options,
    refuse_view,
)

Block = dict[str, Any]
Message = dict[str, Any]
Refuse = Callable[[Message], Refusal | None]


def _plain(text: str = "a") -> Block:
    return {"type": "plain_text", "text": text}


def _mrkdwn(text: str = "a") -> Block:
    return {"type": "mrkdwn", "text": text}


def _rich(text: str = "a") -> Block:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
    }


def _message(*blocks: Any) -> Message:
    return {"text": "a", "blocks": list(blocks)}


def _modal(*blocks: Any, **rest: Any) -> Message:
    return {"type": "modal", "title": _plain(), "submit": _plain(), "blocks": list(blocks) or [_divider()]} | rest


def _divider(**rest: Any) -> Block:
    return {"type": "divider"} | rest


def _header(text: str = "a") -> Block:
    return {"type": "header", "text": _plain(text)}


def _section(**rest: Any) -> Block:
    return {"type": "section"} | (rest or {"text": _mrkdwn()})


def _context(*elements: Block) -> Block:
    return {"type": "context", "elements": list(elements)}


def _actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def _field(**element: Any) -> Block:
    return {"type": "input", "label": _plain(), "element": element or {"type": "plain_text_input"}}


def _button(**rest: Any) -> Block:
    return {"type": "button", "text": _plain(), "value": "b"} | rest


def _option(text: str = "a", value: str = "b", **rest: Any) -> Block:
    return {"text": _plain(text), "value": value} | rest


def _options(number: int) -> list[Block]:
    return [_option(value=str(index)) for index in range(number)]


def _menu(**rest: Any) -> Block:
    return {"type": "static_select", "options": [_option()]} | rest


def _table(*rows: list[Any], **rest: Any) -> Block:
    return {"type": "table", "rows": list(rows)} | rest


def _cell(text: str = "a") -> Block:
    return {"type": "raw_text", "text": text}


def _rows(number: int, columns: int = 1) -> list[list[Block]]:
    return [[_cell()] * columns] * number


def _data_table(*rows: list[Block], **rest: Any) -> Block:
    return {"type": "data_table", "caption": "a", "rows": list(rows)} | rest


def _pie(*values: float) -> Block:
    slices = [{"label": str(index), "value": value} for index, value in enumerate(values)]
    return {"type": "data_visualization", "title": "a", "chart": {"type": "pie", "segments": slices}}


def _bars(series: list[Block], *categories: str) -> Block:
    chart = {"type": "bar", "series": series, "axis_config": {"categories": list(categories)}}
    return {"type": "data_visualization", "title": "a", "chart": chart}


def _series(name: str, *labels: str) -> Block:
    return {"name": name, "data": [{"label": label, "value": -1} for label in labels]}


def _card(**rest: Any) -> Block:
    return {"type": "card"} | (rest or {"title": _mrkdwn()})


def _container(*children: Block, **rest: Any) -> Block:
    return {"type": "container", "title": _plain(), "child_blocks": list(children) or [_divider()]} | rest


def _alert(text: str = "a") -> Block:
    return {"type": "alert", "text": _plain(text)}


def _markdown(length: int) -> Block:
    return {"type": "markdown", "text": "x" * length}


def _feedback(label: str = "a", value: str = "b") -> Block:
    one = {"text": _plain(label), "value": value}
    return {"type": "feedback_buttons", "positive_button": one, "negative_button": one}


def _context_actions(*elements: Block) -> Block:
    return {"type": "context_actions", "elements": list(elements) or [_feedback()]}


def _picture(**rest: Any) -> Block:
    return {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a"} | rest


def _video(**rest: Any) -> Block:
    urls = {"video_url": "https://example.org/a", "thumbnail_url": "https://example.org/a.png"}
    return {"type": "video", "title": _plain(), "alt_text": "a"} | urls | rest


def _provider(**rest: Any) -> Block:
    return {"type": "auth_provider", "value": "a", "name": _plain(), "is_connected": True} | rest


def _task(**rest: Any) -> Block:
    return {"type": "task_card", "task_id": "t", "title": "a"} | rest


def _grouped(label: str = "a") -> Block:
    return {"label": _plain(label), "options": [_option()]}


def _icon(**rest: Any) -> Block:
    return {"type": "icon_button", "icon": "trash", "text": _plain()} | rest


def _picker(kind: str, **rest: Any) -> Block:
    return {"type": kind} | rest


def _attached(*blocks: Block) -> Message:
    return {"text": "a", "attachments": [{"blocks": list(blocks)}]}


def _x(number: int) -> str:
    return "x" * number


LIMITS: dict[str, tuple[Callable[[int], Message], int, str]] = {
    "blocks": (lambda n: _message(*[_divider()] * n), 50, "/blocks: has 51 blocks, at most 50"),
    "header": (lambda n: _message(_header(_x(n))), 150, "/blocks/0/text: is 151 characters, at most 150"),
    "section": (
        lambda n: _message(_section(text=_mrkdwn(_x(n)))),
        3000,
        "/blocks/0/text: is 3,001 characters, at most 3,000",
    ),
    "field": (
        lambda n: _message(_section(fields=[_mrkdwn(), _mrkdwn(_x(n))])),
        2000,
        "/blocks/0/fields/1: is 2,001 characters, at most 2,000",
    ),
    "fields": (lambda n: _message(_section(fields=[_mrkdwn()] * n)), 10, "/blocks/0/fields: has 11 fields"),
    "context text": (lambda n: _message(_context(_mrkdwn(_x(n)))), 3000, "/blocks/0/elements/0: is 3,001"),
    "context elements": (lambda n: _message(_context(*[_mrkdwn()] * n)), 10, "/blocks/0/elements: has 11 elements"),
    "actions": (lambda n: _message(_actions(*[_button()] * n)), 25, "/blocks/0/elements: has 26 elements"),
    "context actions": (lambda n: _message(_context_actions(*[_feedback()] * n)), 5, "has 6 elements, at most 5"),
    "block_id": (lambda n: _message(_divider(block_id=_x(n))), 255, "/blocks/0/block_id: is 256 characters"),
    "button": (lambda n: _message(_actions(_button(text=_plain(_x(n))))), 75, "/blocks/0/elements/0/text: is 76"),
    "button value": (lambda n: _message(_actions(_button(value=_x(n)))), 2000, "/elements/0/value: is 2,001"),
    "button URL": (lambda n: _message(_actions(_button(url=_x(n)))), 3000, "/elements/0/url: is 3,001 characters"),
    "button read": (lambda n: _message(_actions(_button(accessibility_label=_x(n)))), 75, "accessibility_label: is 76"),
    "agent prompt": (lambda n: _message(_actions(_button(agent_prompt=_x(n)))), 4000, "/agent_prompt: is 4,001"),
    "action_id": (lambda n: _message(_actions(_button(action_id=_x(n)))), 255, "/elements/0/action_id: is 256"),
    "options": (
        lambda n: _message(_section(text=_plain(), accessory=_menu(options=_options(n)))),
        100,
        "/blocks/0/accessory/options: has 101 options, at most 100",
    ),
    "overflow": (lambda n: _message(_actions({"type": "overflow", "options": _options(n)})), 5, "has 6 options"),
    "checkboxes": (lambda n: _message(_actions({"type": "checkboxes", "options": _options(n)})), 10, "has 11 options"),
    "radios": (lambda n: _message(_actions({"type": "radio_buttons", "options": _options(n)})), 10, "has 11 options"),
    "option value": (
        lambda n: _message(_actions(_menu(options=[_option(value=_x(n))]))),
        150,
        "/blocks/0/elements/0/options/0/value: is 151 characters, at most 150",
    ),
    "option": (lambda n: _message(_actions(_menu(options=[_option(_x(n))]))), 75, "options/0/text: is 76"),
    "option description": (
        lambda n: _message(_actions(_menu(options=[_option(description=_plain(_x(n)))]))),
        75,
        "options/0/description: is 76",
    ),
    "hint": (lambda n: _message(_actions(_menu(placeholder=_plain(_x(n))))), 150, "placeholder: is 151"),
    "group label": (
        lambda n: _message(_actions({"type": "static_select", "option_groups": [_grouped(_x(n))]})),
        75,
        "/option_groups/0/label: is 76",
    ),
    "groups": (
        lambda n: _message(_actions({"type": "static_select", "option_groups": [_grouped()] * n})),
        100,
        "/option_groups: has 101 option groups, at most 100",
    ),
    "confirm title": (
        lambda n: _message(_actions(_button(confirm={"title": _plain(_x(n)), "text": _mrkdwn()}))),
        100,
        "/confirm/title: is 101",
    ),
    "confirm": (lambda n: _message(_actions(_button(confirm={"text": _mrkdwn(_x(n))}))), 300, "/confirm/text: is 301"),
    "confirm deny": (
        lambda n: _message(_actions(_button(confirm={"text": _mrkdwn(), "deny": _plain(_x(n))}))),
        30,
        "/confirm/deny: is 31",
    ),
    "table rows": (lambda n: _message(_table(*_rows(n))), 100, "/blocks/0/rows: has 101 rows, at most 100"),
    "table cells": (lambda n: _message(_table(*_rows(2, n))), 20, "/blocks/0/rows/0: has 21 cells, at most 20"),
    "table characters": (
        lambda n: _message(_table([_cell(_x(n - 5)), {"type": "raw_number", "value": 12, "text": "12"}, _rich("abc")])),
        10_000,
        "/blocks/0/rows: has 10,001 characters, at most 10,000",
    ),
    "columns set": (lambda n: _message(_table([_cell()], column_settings=[None] * n)), 20, "/column_settings: has 21"),
    "data table rows": (lambda n: _message(_data_table(*_rows(n))), 201, "has 202 rows, at most 201"),
    "data table cells": (lambda n: _message(_data_table(*_rows(2, n))), 20, "/rows/0: has 21 cells"),
    "data table text": (
        lambda n: _message(_data_table([_cell()], [_cell(_x(n - 1))])),
        20_000,
        "has 20,001 characters",
    ),
    "data tables' text": (
        lambda n: _message(_data_table([_cell()], [_cell(_x(9999))]), _data_table([_cell()], [_cell(_x(n - 10_001))])),
        20_000,
        "/blocks: has 20,001 characters, at most 20,000",
    ),
    "page size": (lambda n: _message(_data_table(*_rows(2), page_size=n)), 100, "from 1 to 100"),
    "charts": (lambda n: _message(*[_pie(1)] * n), 2, "/blocks: has 3 charts, at most 2"),
    "slices": (lambda n: _message(_pie(*[1] * n)), 12, "/chart/segments: has 13 slices"),
    "series name": (lambda n: _message(_bars([_series(_x(n), "a")], "a")), 20, "/series/0/name: is 21"),
    "markdown over two blocks": (
        lambda n: _message(_markdown(n - 6000), _markdown(6000)),
        12_000,
        "/blocks: has 12,001 characters, at most 12,000",
    ),
    "alt text": (lambda n: _message(_picture(alt_text=_x(n))), 2000, "/alt_text: is 2,001"),
    "image title": (lambda n: _message(_picture(title=_plain(_x(n)))), 2000, "/title: is 2,001"),
    "image URL": (lambda n: _message(_picture(image_url=_x(n))), 3000, "/image_url: is 3,001"),
    "video title": (lambda n: _message(_video(title=_plain(_x(n)))), 199, "/title: is 200"),
    "video author": (lambda n: _message(_video(author_name=_x(n))), 49, "/author_name: is 50"),
    "card title": (lambda n: _message(_card(title=_mrkdwn(_x(n)))), 150, "/title: is 151"),
    "card body": (lambda n: _message(_card(body=_mrkdwn(_x(n)))), 200, "/body: is 201"),
    "card": (lambda n: _message(_card(actions=[_button(action_id=str(i)) for i in range(n)])), 3, "has 4 buttons"),
    "carousel": (lambda n: _message({"type": "carousel", "elements": [_card()] * n}), 10, "has 11 cards"),
    "container": (lambda n: _message(_container(*[_divider()] * n)), 10, "has 11 child blocks"),
    "container title": (lambda n: _message(_container(title=_plain(_x(n)))), 150, "/title: is 151"),
    "feedback": (lambda n: _message(_context_actions(_feedback(_x(n)))), 75, "/positive_button/text: is 76"),
    "icon seen by": (lambda n: _message(_context_actions(_icon(visible_to_user_ids=["U1"] * n))), 10, "has 11 people"),
    "input label": (lambda n: _message(_field() | {"label": _plain(_x(n))}), 2000, "/label: is 2,001"),
    "input hint": (lambda n: _message(_field() | {"hint": _plain(_x(n))}), 2000, "/hint: is 2,001"),
    "longest input": (lambda n: _message(_field(type="plain_text_input", max_length=n)), 3000, "from 1 to 3000"),
    "element's alt text": (lambda n: _message(_context(_picture(alt_text=_x(n)))), 2000, "alt_text: is 2,001"),
    "confirm's other button": (
        lambda n: _message(_actions(_button(confirm={"text": _mrkdwn(), "confirm": _plain(_x(n))}))),
        30,
        "/confirm/confirm: is 31",
    ),
    "feedback value": (
        lambda n: _message(_context_actions(_feedback(value=_x(n)))),
        2000,
        "/positive_button/value: is 2,001",
    ),
    "shortest input": (
        lambda n: _message(_field(type="plain_text_input", min_length=n)),
        3000,
        "/min_length: must be from 0 to 3000",
    ),
    "icon value": (lambda n: _message(_context_actions(_icon(value=_x(n)))), 2000, "/value: is 2,001"),
    "card subtitle": (lambda n: _message(_card(title=_plain(), subtitle=_plain(_x(n)))), 150, "/subtitle: is 151"),
    "card subtext": (lambda n: _message(_card(title=_plain(), subtext=_plain(_x(n)))), 200, "/subtext: is 201"),
    "container subtitle": (lambda n: _message(_container(subtitle=_plain(_x(n)))), 150, "/subtitle: is 151"),
    "provider": (lambda n: _message(_provider(value=_x(n))), 150, "/value: is 151"),
    "provider's name": (lambda n: _message(_provider(name=_plain(_x(n)))), 75, "/name: is 76"),
    "provider's description": (
        lambda n: _message(_provider(description=_plain(_x(n)))),
        150,
        "/description: is 151",
    ),
    "identity": (
        lambda n: _message(_provider(connected_identity=_plain(_x(n)))),
        75,
        "/connected_identity: is 76",
    ),
    "connection": (lambda n: _message(_provider(connected_context=_plain(_x(n)))), 75, "/connected_context: is 76"),
    "points": (
        lambda n: _message(_bars([_series("a", *map(str, range(n)))], *map(str, range(n)))),
        20,
        "/series/0/data: has 21 points",
    ),
    "chart title": (lambda n: _message(_pie(1) | {"title": _x(n)}), 50, "/title: is 51"),
    "date and time": (
        lambda n: _message(_actions({"type": "datetimepicker", "initial_date_time": n})),
        9_999_999_999,
        "initial_date_time: must be from 0",
    ),
}
"""Messages of a size, the size that Slack takes, and what is said of one more."""


@pytest.mark.parametrize("name", LIMITS)
def test_limits_of_a_message(name: str) -> None:
    """What is just at a limit passes; what is one over is refused, with the place and both numbers."""
    make, most, problem = LIMITS[name]
    assert refuse_message(make(most)) is None

    refusal = refuse_message(make(most + 1))

    assert refusal is not None
    assert refusal.code == "invalid_blocks"
    assert problem in refusal.problems[0]


VIEW_LIMITS: dict[str, tuple[Callable[[int], Message], int, str]] = {
    "blocks": (lambda n: _modal(*[_divider()] * n), 100, "/blocks: has 101 blocks, at most 100"),
    "blocks of Home": (lambda n: {"type": "home", "blocks": [_divider()] * n}, 100, "/blocks: has 101 blocks"),
    "title of a modal": (lambda n: _modal(title=_plain(_x(n))), 24, "/title: is 25 characters, at most 24"),
    "submit": (lambda n: _modal(submit=_plain(_x(n))), 24, "/submit: is 25"),
    "close": (lambda n: _modal(close=_plain(_x(n))), 24, "/close: is 25"),
    "callback_id": (lambda n: _modal(callback_id=_x(n)), 255, "/callback_id: is 256"),
    "external_id": (lambda n: _modal(external_id=_x(n)), 255, "/external_id: is 256"),
    "metadata": (lambda n: _modal(private_metadata=_x(n)), 3000, "/private_metadata: is 3,001"),
    "alert": (lambda n: _modal(_alert(_x(n))), 200, "/blocks/0/text: is 201 characters, at most 200"),
    "files": (lambda n: _modal(_field(type="file_input", max_files=n)), 10, "/max_files: must be from 1 to 10"),
}
"""Views of a size, the size that Slack takes, and what is said of one more."""


@pytest.mark.parametrize("name", VIEW_LIMITS)
def test_limits_of_a_view(name: str) -> None:
    """As for a message; but whatever is wrong with a view is an invalid argument."""
    make, most, problem = VIEW_LIMITS[name]
    assert refuse_view(make(most)) is None

    refusal = refuse_view(make(most + 1))

    assert refusal is not None
    assert refusal.code == "invalid_arguments"
    assert problem in refusal.problems[0]


BROKEN: dict[str, tuple[Any, str]] = {
    "null for a block": (None, "/blocks/0: is null, must be an object"),
    "text for a block": ("divider", "/blocks/0: is text, must be an object"),
    "no type": ({}, "/blocks/0/type: is missing"),
    "odd type": ({"type": ["divider"]}, "/blocks/0/type: is a list, must be a block of Slack's"),
    "unknown type": ({"type": "sections"}, '/blocks/0/type: is "sections", must be'),
    "file": ({"type": "file"}, "/blocks/0/type: is file, which cannot stand in a message, nor"),
    "number as block_id": (_divider(block_id=3), "/blocks/0/block_id: is a number, must be text"),
    "header of nothing": ({"type": "header"}, "/blocks/0/text: is missing"),
    "empty header": (_header(""), "/blocks/0/text: is empty"),
    "mrkdwn header": ({"type": "header", "text": _mrkdwn()}, '/text/type: is "mrkdwn", must be plain_text'),
    "bare header": ({"type": "header", "text": "a"}, "/blocks/0/text: is text, must be an object"),
    "number for text": (
        {"type": "header", "text": {"type": "plain_text", "text": 3}},
        "/blocks/0/text/text: is a number, must be text",
    ),
    "empty section": ({"type": "section"}, "/blocks/0: must have text or fields"),
    "no fields": (_section(text=_mrkdwn(), fields=[]), "/blocks/0/fields: is empty"),
    "odd fields": (_section(text=_mrkdwn(), fields={}), "/fields: is an object, must be a list"),
    "null accessory": (_section(text=_mrkdwn(), accessory=None), "/accessory: is null, must be an"),
    "accessory": (_section(text=_mrkdwn(), accessory={"type": "datetimepicker"}), "/accessory/type"),
    "expand": (_section(text=_mrkdwn(), expand="yes"), "/expand: is text, must be true or false"),
    "button in context": (_context(_button()), '/elements/0/type: is "button", must be image'),
    "no actions": (_actions(), "/blocks/0/elements: is empty"),
    "image in actions": (_actions(_picture()), '/elements/0/type: is "image", must be'),
    "input in actions": (_actions({"type": "plain_text_input"}), '/elements/0/type: is "plain_text_input"'),
    "two of one action_id": (
        _actions(_button(action_id="a"), _button(action_id="a")),
        '/blocks/0/elements/1/action_id: "a" stands more than once',
    ),
    "two of one action_id on a card": (
        _card(actions=[_button(action_id="a"), _button(action_id="a")]),
        '/blocks/0/actions/1/action_id: "a" stands more than once',
    ),
    "style": (_actions(_button(style="loud")), '/style: is "loud", must be primary or danger'),
    "mrkdwn button": (_actions(_button(text=_mrkdwn())), '/text/type: is "mrkdwn"'),
    "empty URL": (_actions(_button(url="")), "/url: is empty"),
    "no options": (_actions(_menu(options=[])), "/options: is empty"),
    "no options at all": (_actions({"type": "static_select"}), "must have options or option_groups"),
    "options twice over": (_actions(_menu(option_groups=[_grouped()])), "must not have both options"),
    "odd initial date": (_actions(_picker("datepicker", initial_date=3)), "/initial_date: is a number, must be text"),
    "least query of half a letter": (_actions(_picker("external_select", min_query_length=0.5)), "a whole number"),
    "odd rows": (_data_table() | {"rows": 3}, "/blocks/0/rows: is a number, must be a list"),
    "odd categories": (
        {"type": "data_visualization", "title": "a"}
        | {"chart": {"type": "line", "series": [_series("a", "b")], "axis_config": {"categories": 3}}},
        "/chart/axis_config/categories: is a number, must be a list",
    ),
    "no value": (_actions(_menu(options=[{"text": _plain()}])), "/options/0/value: is missing"),
    "mrkdwn": (_actions(_menu(options=[{"text": _mrkdwn(), "value": "b"}])), "/options/0/text/type"),
    "chosen from nowhere": (_actions(_menu(initial_option=_option(value="z"))), '/initial_option: "z" is none of'),
    "ticked from nowhere": (
        _actions({"type": "checkboxes", "options": _options(2), "initial_options": [_option(value="9")]}),
        '/initial_options/0: "9" is none of the options',
    ),
    "date": (_actions(_picker("datepicker", initial_date="3 May")), "must be of the form YYYY-MM-DD"),
    "time": (_actions(_picker("timepicker", initial_time="24:00")), "must be of the form HH:mm"),
    "empty filter": (_actions({"type": "conversations_select", "filter": {}}), "/filter: must have include"),
    "choose none": (_actions({"type": "multi_users_select", "max_selected_items": 0}), "must be at least 1"),
    "no workflow": (_actions({"type": "workflow_button", "text": _plain()}), "/workflow: is missing"),
    "no alt text": ({"type": "image", "image_url": "https://a"}, "/blocks/0/alt_text: is missing"),
    "no image": ({"type": "image", "alt_text": "a"}, "must have image_url or slack_file"),
    "file named twice": (
        {"type": "image", "alt_text": "a", "slack_file": {"id": "F1", "url": "https://a"}},
        "/slack_file: must not have both id and url",
    ),
    "no element": ({"type": "input", "label": _plain()}, "/blocks/0/element: is missing"),
    "button in an input": (_field(type="button", text=_plain()), '/element/type: is "button"'),
    "odd trigger": (
        _field(type="plain_text_input", dispatch_action_config={"trigger_actions_on": ["on_blur"]}),
        '/trigger_actions_on/0: is "on_blur", must be on_enter_pressed or on_character_entered',
    ),
    "no rich text": ({"type": "rich_text"}, "/blocks/0/elements: is missing"),
    "empty rich text": (_rich(""), "/elements/0/elements/0/text: is empty"),
    "bare leaf": ({"type": "rich_text", "elements": [{"type": "text", "text": "a"}]}, "/elements/0/type: is"),
    "no video": ({"type": "video"}, "/blocks/0/alt_text: is missing"),
    "empty markdown": (_markdown(0), "/blocks/0/text: is empty"),
    "no rows": (_table(), "/blocks/0/rows: is empty"),
    "empty row": (_table([]), "/blocks/0/rows/0: is empty"),
    "empty cell": (_table([_cell("")]), "/blocks/0/rows/0/0/text: is empty"),
    "cell of nothing": (_table([{"type": "raw_text"}]), "/rows/0/0/text: is missing"),
    "null cell": (_table([None]), "/rows/0/0: is null, must be an object"),
    "empty rich cell": (_table([_rich("")]), "/rows/0/0/elements/0/elements/0/text: is empty"),
    "mrkdwn cell": (_table([_mrkdwn()]), '/rows/0/0/type: is "mrkdwn", must be raw_text'),
    "odd number": (_table([{"type": "raw_number", "value": "3", "text": "3"}]), "/value: is text, must be a"),
    "alignment": (_table([_cell()], column_settings=[{"align": "middle"}]), '/align: is "middle", must be left'),
    "header alone": (_data_table(*_rows(1)), "/blocks/0/rows: has 1 rows, at least 2"),
    "data table, no caption": ({"type": "data_table", "rows": _rows(2)}, "/blocks/0/caption: is missing"),
    "uneven rows": (_data_table([_cell()], [_cell(), _cell()]), "/rows/1: has 2 cells, must have 1"),
    "rich header": (_data_table([_rich()], [_cell()]), "/rows/0/0: is rich text"),
    "slice of nothing": (_pie(0), "/segments/0/value: must be above 0"),
    "point off the axis": (_bars([_series("a", "b")], "a"), "/series/0/data: must have one point"),
    "one name": (_bars([_series("a", "b"), _series("a", "b")], "b"), '/series/1/name: "a" stands more than once'),
    "card": ({"type": "card", "subtitle": _mrkdwn()}, "must have hero_image, title, actions or body"),
    "bare title of a card": (_card(title="a"), "/title: is text, must be an object"),
    "card actions": (_card(actions=[_menu()]), '/actions/0/type: is "static_select", must be button'),
    "two icons": (
        _card(title=_mrkdwn(), icon=_picture(), slack_icon={"type": "icon", "name": "a"}),
        "must not have both icon and slack_icon",
    ),
    "empty carousel": ({"type": "carousel", "elements": []}, "/blocks/0/elements: is empty"),
    "carousel of dividers": ({"type": "carousel", "elements": [_divider()]}, '/elements/0/type: is "divider"'),
    "nested container": (_container(_container()), "/child_blocks/0/type: is container, which cannot"),
    "card in a container": (_container(_card()), "/child_blocks/0/type: is card, which cannot"),
    "untitled": ({"type": "container", "child_blocks": [_divider()]}, "must have title or rich_text_title"),
    "header line": (_container(is_collapsible=True, has_header_divider=True), "/has_header_divider: must not"),
    "collapsed": (_container(default_collapsed=True), "/default_collapsed: must not be true"),
    "button as feedback": (_context_actions(_button()), '/elements/0/type: is "button", must be'),
    "plan's title": ({"type": "plan", "title": _plain()}, "/title: is an object, must be text"),
    "odd status": (_task(status="done"), '/status: is "done", must be pending'),
    "source": (_task(sources=[{"type": "url", "url": "https://a"}]), "/sources/0/text: is missing"),
}
"""Blocks that break a rule, and what is said of them."""


@pytest.mark.parametrize("name", BROKEN)
def test_broken_blocks(name: str) -> None:
    """A required part that is missing, a value of the wrong type, a thing in the wrong place: refused, with where."""
    block, problem = BROKEN[name]

    refusal = refuse_message(_message(block))

    assert refusal is not None
    assert refusal.code == "invalid_blocks"
    assert problem in refusal.problems[0]


@pytest.mark.parametrize(
    ("blocks", "problem"),
    [
        pytest.param([_divider(block_id="a")] * 2, '/blocks/1/block_id: "a" stands more than once', id="block_id"),
        pytest.param([_divider(block_id="")] * 2, '/blocks/1/block_id: "" stands more than once', id="empty block_id"),
        pytest.param(
            [_divider(block_id="a"), _container(_divider(block_id="a"))],
            '/blocks/1/child_blocks/0/block_id: "a" stands more than once',
            id="block_id in a container",
        ),
        pytest.param(
            [_table([_cell()]), _divider(), _table([_cell()])],
            "/blocks/2: is one table too many for a message (only_one_table_allowed)",
            id="two tables",
        ),
        pytest.param(
            [_table([_cell()]), _container(_table([_cell()]))],
            "/blocks/1/child_blocks/0: is one table too many",
            id="two tables, one in a container",
        ),
        pytest.param(
            [_field(type="plain_text_input", focus_on_load=True), _actions(_picker("datepicker", focus_on_load=True))],
            "/blocks/1/elements/0/focus_on_load: may be true of one element alone",
            id="two in focus",
        ),
    ],
)
def test_blocks_that_do_not_go_together(blocks: list[Block], problem: str) -> None:
    """Blocks that pass one by one are refused together."""
    assert all(refuse_message(_message(block)) is None for block in blocks)

    refusal = refuse_message(_message(*blocks))

    assert refusal == Refusal("invalid_blocks", refusal.problems if refusal else ())
    assert problem in refusal.problems[0]


M, V, H = Surface.MESSAGE, Surface.MODAL, Surface.HOME
SAMPLES: dict[str, tuple[Block, set[Surface]]] = {
    "section": (_section(), {M, V, H}),
    "header": (_header(), {M, V, H}),
    "divider": (_divider(), {M, V, H}),
    "context": (_context(_mrkdwn(), _picture()), {M, V, H}),
    "actions": (_actions(_button(), _menu()), {M, V, H}),
    "image": (_picture(), {M, V, H}),
    "input": (_field(), {M, V, H}),
    "rich_text": (_rich(), {M, V, H}),
    "video": (_video(), {M, V, H}),
    "markdown": (_markdown(9), {M}),
    "table": (_table([_cell()], column_settings=[None, {"align": "right", "is_wrapped": True}]), {M, H}),
    "data_table": (_data_table(*_rows(3), page_size=3), {M, H}),
    "data_visualization": (_bars([_series("a", "b", "c"), _series("d", "c", "b")], "b", "c"), {M, H}),
    "card": (_card(title=_mrkdwn(), subtext=_plain(), slack_icon={"type": "icon", "name": "a"}), {M, V, H}),
    "carousel": ({"type": "carousel", "elements": [_card(), _card()]}, {M, H}),
    "container": (_container(_section(), _rich(), is_collapsible=True, default_collapsed=True), {M, H}),
    "alert": (_alert(), {V}),
    "context_actions": (_context_actions(_feedback(), _icon()), {M}),
    "plan": ({"type": "plan", "title": "a", "tasks": [{"task_id": "t", "title": "a", "status": "pending"}]}, {M}),
    "task_card": (_task(details=_rich(), sources=[{"type": "url", "url": "https://a", "text": "a"}]), {M}),
    "auth_provider": (_provider(), {M, V, H}),
    "call": ({"type": "call", "call_id": "R1"}, {M}),
    "file": ({"type": "file", "external_id": "a", "source": "remote"}, set()),
}
"""A good block of every type, and the surfaces that take it."""

ELEMENTS: dict[str, tuple[Block, set[Surface], str]] = {
    "button": (_button(url="https://a", style="primary", visible_to_user_ids=["U1"]), {M, V, H}, "section actions"),
    "workflow_button": (
        {
            "type": "workflow_button",
            "text": _plain(),
            "workflow": {
                "trigger": {
                    "url": "https://a",
                    "customizable_input_parameters": [{"name": "a", "value": ["any"]}],
                }
            },
        },
        {M},
        "section actions",
    ),
    "overflow": ({"type": "overflow", "options": [_option(url="https://a")]}, {M, V, H}, "section actions"),
    "image": (_picture(), {M, V, H}, "section context"),
    "checkboxes": (
        {"type": "checkboxes", "options": [_option(), {"text": _mrkdwn(), "value": "c", "description": _mrkdwn()}]},
        {M, V, H},
        "section actions input",
    ),
    "radio_buttons": (
        {"type": "radio_buttons", "options": _options(2), "initial_option": _option(value="1")},
        {M, V, H},
        "section actions input",
    ),
    "datepicker": (_picker("datepicker", initial_date="2026-11-25"), {M, V, H}, "section actions input"),
    "timepicker": (_picker("timepicker", initial_time="09:05", timezone="UTC"), {M, V, H}, "section actions input"),
    "datetimepicker": (_picker("datetimepicker", initial_date_time=1_800_000_000), {M, V}, "actions input"),
    "static_select": (_menu(initial_option=_option(), placeholder=_plain()), {M, V, H}, "section actions input"),
    "static_select with groups": (
        {"type": "static_select", "option_groups": [_grouped()], "initial_option": _option()},
        {M, V, H},
        "section actions input",
    ),
    "external_select": (_picker("external_select", min_query_length=0), {M, V, H}, "section actions input"),
    "users_select": (_picker("users_select", initial_user="U1"), {M, V, H}, "section actions input"),
    "conversations_select": (
        _picker("conversations_select", filter={"include": ["im"]}, default_to_current_conversation=True),
        {M, V, H},
        "section actions input",
    ),
    "channels_select": (_picker("channels_select", response_url_enabled=True), {M, V, H}, "section actions input"),
    "multi_static_select": (
        {
            "type": "multi_static_select",
            "options": _options(2),
            "initial_options": _options(2),
            "max_selected_items": 2,
        },
        {M, V, H},
        "section actions input",
    ),
    "multi_external_select": (_picker("multi_external_select"), {M, V, H}, "section actions input"),
    "multi_users_select": (_picker("multi_users_select", initial_users=["U1"]), {M, V, H}, "section actions input"),
    "multi_conversations_select": (_picker("multi_conversations_select"), {M, V, H}, "section actions input"),
    "multi_channels_select": (_picker("multi_channels_select"), {M, V, H}, "section actions input"),
    "plain_text_input": (_picker("plain_text_input", multiline=True, min_length=1), {M, V, H}, "input"),
    "rich_text_input": (_picker("rich_text_input", initial_value=_rich()), {V, H}, "input"),
    "email_text_input": (_picker("email_text_input"), {V}, "input"),
    "url_text_input": (_picker("url_text_input"), {V}, "input"),
    "number_input": (
        _picker("number_input", is_decimal_allowed=False, min_value="1", max_value="10"),
        {V},
        "input",
    ),
    "file_input": (_picker("file_input", filetypes=["png"], max_files=1), {V}, "input"),
    "feedback_buttons": (_feedback(), {M}, "context_actions"),
    "icon_button": (_icon(), {M}, "context_actions"),
    "plain_text": (_plain(), {M, V, H}, "context"),
    "mrkdwn": (_mrkdwn(), {M, V, H}, "context"),
}
"""A good element of every type, the surfaces that take it, and the blocks it may stand in."""

HOLDERS: dict[str, tuple[Callable[[Block], Block], set[Surface]]] = {
    "section": (lambda element: _section(text=_mrkdwn(), accessory=element), {M, V, H}),
    "actions": (_actions, {M, V, H}),
    "input": (lambda element: _field(**element), {M, V, H}),
    "context": (_context, {M, V, H}),
    "context_actions": (_context_actions, {M}),
}


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("kind", SAMPLES)
def test_surfaces_of_blocks(kind: str, surface: Surface) -> None:
    """A good block passes on the surfaces that its page names, and on no other."""
    block, surfaces = SAMPLES[kind]

    refusal = refuse_blocks([block], surface)

    assert (refusal is None) == (surface in surfaces)


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("kind", ELEMENTS)
def test_where_elements_stand(kind: str, holder: str, surface: Surface) -> None:
    """A good element passes in the blocks and on the surfaces that its page names, and nowhere else."""
    element, surfaces, holders = ELEMENTS[kind]
    hold, takes = HOLDERS[holder]

    refusal = refuse_blocks([hold(element)], surface)

    assert (refusal is None) == (holder in holders.split() and surface in surfaces & takes)


@pytest.mark.parametrize(
    ("sent", "code", "problem"),
    [
        pytest.param({}, "no_text", "/text: is missing", id="nothing"),
        pytest.param({"text": "", "blocks": [], "attachments": []}, "no_text", "/text: is missing", id="empty things"),
        pytest.param({"text": None, "blocks": None}, "no_text", "/text: is missing", id="null"),
        pytest.param({"text": _x(40_001)}, "msg_too_long", "/text: is 40,001 characters, at most 40,000", id="long"),
        pytest.param({"text": 3}, "invalid_arguments", "/text: is a number, must be text", id="number for text"),
        pytest.param(
            {"markdown_text": _x(12_001)}, "msg_too_long", "/markdown_text: is 12,001 characters", id="long markdown"
        ),
        pytest.param(
            {"markdown_text": "a", "text": "a"},
            "markdown_text_conflict",
            "/markdown_text: must not be given together with text or blocks",
            id="markdown beside text",
        ),
        pytest.param(
            {"markdown_text": "a", "blocks": [_divider()]}, "markdown_text_conflict", "/markdown_text", id="and blocks"
        ),
        pytest.param(
            {"blocks": "[]"}, "invalid_blocks_format", "/blocks: is text, must be a list", id="text as blocks"
        ),
        pytest.param({"blocks": {}}, "invalid_blocks_format", "/blocks: is an object", id="object as blocks"),
        pytest.param(
            {"text": "a", "attachments": [{"text": "a"}] * 101},
            "too_many_attachments",
            "/attachments: has 101 attachments, at most 100",
            id="attachments",
        ),
        pytest.param({"attachments": {}}, "invalid_attachments", "/attachments: is an object", id="odd attachments"),
        pytest.param({"attachments": ["a"]}, "invalid_attachments", "/attachments/0: is text", id="odd attachment"),
        pytest.param(
            _attached(_header(_x(151))),
            "invalid_attachments",
            "/attachments/0/blocks/0/text: is 151 characters, at most 150",
            id="bad block in an attachment",
        ),
        pytest.param(
            _attached(*[_divider()] * 51), "invalid_attachments", "/attachments/0/blocks: has 51", id="attached blocks"
        ),
        pytest.param(
            _message(_table([_cell()])) | {"attachments": [{"blocks": [_table([_cell()])]}]},
            "invalid_attachments",
            "/attachments/0/blocks/0: is one table too many for a message (only_one_table_allowed)",
            id="a table here and one there",
        ),
        pytest.param(
            _message(_header(_x(151))) | {"text": _x(40_001)},
            "msg_too_long",
            "/text: is 40,001",
            id="the first one counts",
        ),
    ],
)
def test_codes_of_messages(sent: Message, code: str, problem: str) -> None:
    """Each way in which a message is wrong has the error code that Slack lists for it."""
    refusal = refuse_message(sent)

    assert refusal is not None
    assert refusal.code == code
    assert problem in refusal.problems[0]


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({"text": "a"}, id="text"),
        pytest.param({"text": _x(40_000)}, id="long text"),
        pytest.param({"markdown_text": _x(12_000)}, id="markdown"),
        pytest.param({"markdown_text": "a", "text": "", "blocks": None}, id="markdown beside nothing"),
        pytest.param({"blocks": [_divider()]}, id="blocks alone"),
        pytest.param({"attachments": [{"text": "a"}] * 100}, id="attachments alone"),
        pytest.param(_attached(_table([_cell()])), id="a table in an attachment"),
        pytest.param(_message(_field()), id="an input in a message"),
        pytest.param(_message(*[_divider()] * 2), id="blocks without a block_id"),
        pytest.param(_message(_actions(_button(), _button())), id="buttons without an action_id"),
        pytest.param(
            _message(_actions(_button(action_id="a")), _actions(_button(action_id="a"))), id="one id, two blocks"
        ),
        pytest.param(_message(_divider(colour="red")), id="a field nobody knows"),
        pytest.param(_message(_table([_cell(" ")])), id="a space for an empty cell"),
        pytest.param(_message(_table([_cell()], [_cell(), _cell()])), id="rows that differ in length"),
    ],
)
def test_good_messages(sent: Message) -> None:
    """What Slack takes is not refused."""
    assert refuse_message(sent) is None


@pytest.mark.parametrize(
    ("view", "code", "problem"),
    [
        pytest.param({}, "invalid_arguments", "/type: is missing", id="nothing"),
        pytest.param({"type": "dialog"}, "invalid_arguments", '/type: is "dialog", must be modal or', id="odd type"),
        pytest.param({"type": "modal", "blocks": [_divider()]}, "invalid_arguments", "/title: is missing", id="title"),
        pytest.param(_modal(title=_mrkdwn()), "invalid_arguments", "/title/type: is", id="mrkdwn title"),
        pytest.param({"type": "home"}, "invalid_arguments", "/blocks: is missing", id="no blocks"),
        pytest.param({"type": "home", "blocks": []}, "invalid_arguments", "/blocks: is empty", id="empty Home"),
        pytest.param({"type": "home", "blocks": "a"}, "invalid_arguments", "/blocks: is text", id="odd blocks"),
        pytest.param(_modal(_field(), submit=None), "invalid_arguments", "/submit: is missing, which", id="no submit"),
        pytest.param(
            {"type": "home", "blocks": [_divider()], "submit": _plain()},
            "invalid_arguments",
            "/submit: must not be on a Home tab",
            id="Home with submit",
        ),
        pytest.param(
            _modal(_context_actions()),
            "invalid_arguments",
            "/blocks/0/type: is context_actions, which cannot stand in a modal, only in a message",
            id="context_actions",
        ),
        pytest.param(_modal(clear_on_close="no"), "invalid_arguments", "/clear_on_close: is text", id="odd flag"),
        pytest.param(
            _modal(_field(type="number_input", is_decimal_allowed=True, min_value="9", max_value="1")),
            "invalid_arguments",
            "/blocks/0/element/min_value: must not be greater than max_value",
            id="least above greatest",
        ),
        pytest.param(
            _modal(*[_section(text=_mrkdwn(_x(3000)))] * 90), "view_too_large", "/: has 274,", id="more than 250 kB"
        ),
    ],
)
def test_codes_of_views(view: Message, code: str, problem: str) -> None:
    """A bad view is an invalid argument; one that is too big has a code of its own."""
    refusal = refuse_view(view)

    assert refusal is not None
    assert refusal.code == code
    assert problem in refusal.problems[0]


def test_size_of_a_view() -> None:
    """A view's JSON may have 250 kB, counted in bytes of UTF-8, whatever is in it."""
    rest = len(json.dumps(_modal(unknown=""), separators=(",", ":")))
    room = 250 * 1024 - rest

    assert refuse_view(_modal(unknown=_x(room))) is None
    assert refuse_view(_modal(unknown=_x(room - 1) + "é")) == Refusal(
        "view_too_large", ("/: has 256,001 bytes, at most 256,000",)
    )


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(_modal(_field()), id="a form"),
        pytest.param(_modal(submit=None, close=None), id="a modal to read"),
        pytest.param({"type": "home", "blocks": [_field()]}, id="an input on Home needs no submit"),
        pytest.param(
            _modal(_field(type="number_input", is_decimal_allowed=True, min_value="nine", max_value="1")),
            id="a least value that is no number",
        ),
        pytest.param({"type": "home", "blocks": [_table([_cell()]), _table([_cell()])]}, id="two tables on Home"),
        pytest.param(_modal(private_metadata="", callback_id="", external_id=None), id="ids left empty"),
    ],
)
def test_good_views(view: Message) -> None:
    """What Slack takes is not refused."""
    assert refuse_view(view) is None


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        pytest.param({}, "/: must have options or option_groups", id="nothing"),
        pytest.param({"options": [], "option_groups": []}, "/: must not have both", id="both"),
        pytest.param({"options": None}, "/options: is null, must be a list", id="null"),
        pytest.param({"options": _options(101)}, "/options: has 101 options, at most 100", id="101 options"),
        pytest.param({"option_groups": [_grouped()] * 101}, "/option_groups: has 101 option groups", id="101 groups"),
        pytest.param({"options": [_option(value=_x(151))]}, "/options/0/value: is 151", id="long value"),
        pytest.param({"options": [_option(_x(76))]}, "/options/0/text: is 76", id="long text"),
        pytest.param({"options": [{"text": _mrkdwn(), "value": "a"}]}, "/options/0/text/type: is", id="mrkdwn"),
        pytest.param({"option_groups": [{"label": _plain(), "options": []}]}, "/0/options: is empty", id="empty group"),
    ],
)
def test_bad_options(answer: Message, problem: str) -> None:
    """An answer to a block_suggestion keeps to the limits of a select's options."""
    refusal = refuse_options(answer)

    assert refusal is not None
    assert problem in refusal.problems[0]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({"options": []}, id="nothing was found"),
        pytest.param({"options": _options(100)}, id="100 options"),
        pytest.param({"option_groups": [_grouped()] * 100}, id="100 groups"),
    ],
)
def test_good_options(answer: Message) -> None:
    """Up to 100 options or groups are taken, and none at all as well."""
    assert refuse_options(answer) is None


def test_measures() -> None:
    """Of every limit the fullest is told, whether or not it is over, and the nearest to its limit first."""
    sent = _message(
        _header(_x(30)), _header(_x(151)), _section(fields=[_mrkdwn(_x(500)), _mrkdwn(_x(20))]), _table([_cell(_x(90))])
    )

    measures = measures_of(sent)

    assert measures[0] == Measure("/blocks/1/text", "characters of a header", 151, 150)
    assert {
        Measure("/blocks/2/fields/0", "characters of a field", 500, 2000),
        Measure("/blocks/2/fields", "fields of a section", 2, 10),
        Measure("/blocks", "blocks", 4, 50),
        Measure("/text", "characters of text", 1, 40_000),
        Measure("/blocks/3/rows", "characters in a table", 90, 10_000),
        Measure("/blocks/3/rows", "rows of a table", 1, 100),
    } < set(measures)
    assert [one.used / one.most for one in measures] == sorted((one.used / one.most for one in measures), reverse=True)
    assert len({one.what for one in measures}) == len(measures)


def test_measures_of_views() -> None:
    """A view may have 100 blocks, and its JSON is measured too."""
    measures = measures_of(_modal(title=_plain(_x(20))))

    assert measures[0] == Measure("/title", "characters of a view's title", 20, 24)
    assert Measure("/blocks", "blocks", 1, 100) in measures
    assert any(one.what == "bytes of a view" and one.used > 100 for one in measures)


def test_measures_of_nothing() -> None:
    """What is not there is not measured."""
    assert measures_of({}) == ()


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([*SAMPLES, *ELEMENTS]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                "type text blocks elements element accessory fields rows title submit options option_groups value "
                "chart series segments axis_config data categories child_blocks attachments initial_option "
                "column_settings block_id action_id".split()
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)
"""JSON of any shape, among names that the checks look at."""

GOOD_MESSAGE = _message(*[block for block, surfaces in SAMPLES.values() if M in surfaces]) | {
    "attachments": [{"blocks": [_section(text=_mrkdwn(), accessory=element)]} for element in (_button(), _menu())]
}
GOOD_MODAL = _modal(
    *[block for block, surfaces in SAMPLES.values() if V in surfaces],
    *[_field(**element) for element, surfaces, holders in ELEMENTS.values() if V in surfaces and "input" in holders],
)
GOOD: dict[str, tuple[Message, Refuse]] = {
    "message": (GOOD_MESSAGE, refuse_message),
    "modal": (GOOD_MODAL, refuse_view),
}


def _places(value: Any, *steps: str | int) -> Iterator[tuple[str | int, ...]]:
    """Where there is something in a JSON value, but the whole of it."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in inner:
        yield (*steps, step)
        yield from _places(item, *steps, step)


def _reached(value: Any, pointer: str) -> Any:
    """What a JSON pointer leads to."""
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def _hold(sent: Message, refusal: Refusal | None) -> None:
    """A refusal tells where: every pointer leads to something, or to something that is missing beside it."""
    pointers = [problem.partition(": ")[0] for problem in refusal.problems] if refusal else ["/type"]
    for pointer in pointers + [one.where for one in measures_of(sent)]:
        holder, _, name = pointer.rpartition("/")
        held = _reached(sent, holder)
        assert isinstance(held, dict) or int(name) < len(held)


@pytest.mark.parametrize("kind", GOOD)
def test_the_good_ones_are_good(kind: str) -> None:
    """What is about to be broken passes as it is."""
    sent, refuse = GOOD[kind]

    assert refuse(sent) is None


@pytest.mark.parametrize("kind", GOOD)
@settings(deadline=None)
@given(data=st.data())
def test_anything_in_any_place(kind: str, data: st.DataObject) -> None:
    """Whatever stands anywhere in a good message or view, nothing raises, and every pointer leads somewhere."""
    good, refuse = GOOD[kind]
    sent = copy.deepcopy(good)
    *steps, last = data.draw(st.sampled_from(list(_places(good))))
    holder = _reached(sent, "".join(f"/{step}" for step in steps))
    if data.draw(st.booleans()):
        holder[last] = data.draw(JSON)
    else:
        del holder[last]

    _hold(sent, refuse(sent))


@settings(deadline=None)
@given(sent=st.dictionaries(st.sampled_from("type text blocks attachments markdown_text title submit".split()), JSON))
def test_any_json(sent: Message) -> None:
    """Any JSON is either taken or refused for a reason; nothing raises."""
    for refusal in (refuse_message(sent), refuse_view(sent), refuse_options(sent)):
        assert refusal is None or refusal.problems
    _hold(sent, refuse_message(sent))


@pytest.mark.parametrize("sent", [None, True, 3, "a", []], ids=str)
@pytest.mark.parametrize("refuse", [refuse_message, refuse_view, refuse_options])
def test_what_is_no_object(refuse: Refuse, sent: Any) -> None:
    """JSON that is no object at all is refused, too."""
    refusal = refuse(sent)

    assert refusal is not None
    assert refusal.code == "invalid_arguments"
    assert refusal.problems[0].endswith("must be an object")


@settings(deadline=None)
@given(blocks=JSON, surface=st.sampled_from(Surface))
def test_any_blocks(blocks: Any, surface: Surface) -> None:
    """Whatever is sent as blocks is either taken or refused; nothing raises."""
    refusal = refuse_blocks(blocks, surface)

    assert refusal is None or all(problem.startswith("/blocks") for problem in refusal.problems)


def test_deeply_nested_json() -> None:
    """What is nested more deeply than Python likes is refused or taken, too."""
    deep: Any = []
    for _ in range(20_000):
        deep = [deep]
    nested = {"type": "rich_text_section", "elements": deep}

    assert refuse_message(_message(_table([{"type": "rich_text", "elements": [nested]}]))) is not None
    assert refuse_view(_modal(private_metadata=deep)) is not None
    assert refuse_view(_modal(unknown=deep)) == Refusal("invalid_arguments", ("/: is nested too deeply",))


def test_problems_are_lines_for_a_log() -> None:
    """A value that is quoted is cut short and escaped, so a problem is one line that can be printed anywhere."""
    refusal = refuse_message(_message({"type": _x(5000)}, {"type": {}}, {"type": "a\nb\ud800"}))

    assert refusal is not None
    assert refusal.problems == (
        f'/blocks/0/type: is "{_x(40)}…", must be a block of Slack\'s',
        "/blocks/1/type: is an object, must be a block of Slack's",
        '/blocks/2/type: is "a\\nb\\ud800", must be a block of Slack\'s',
    )
