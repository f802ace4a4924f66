"""JSON as it travels between Slack and an app, and the two ways in which a request arrives."""

import json
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

Json = dict[str, Any]
"""A JSON object of Slack's, as it travels."""

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"

STRUCTURED = frozenset(
    "attachments blocks chunks loading_messages metadata options outputs prompts unfurls user_auth_blocks view".split()
)
"""The arguments of the Web API that are lists or objects; each may come as JSON in a text as well, in JSON too.

Source: docs.slack.dev, /reference/methods: "A JSON-based array of structured blocks … presented as a URL-encoded
string", and slack_sdk, which takes ``str`` for each of them.
"""


def parsed(text: str) -> Any:
    """What a text is as JSON.

    Raises:
        ValueError: It is none: ``NaN`` and the like are none either, nor is what is nested too deeply to be read.
    """
    try:
        return json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def arguments(content_type: str, query: str, body: str) -> Json:
    """The arguments of a call of the Web API, wherever they stand: in JSON, in a form, or in the query.

    Lists and objects that come as JSON in a text come out as what they are.

    Raises:
        ValueError: The body is not what its content type says.
    """
    sent = dict(parse_qsl(query, keep_blank_values=True))
    if content_type == JSON_TYPE:
        read = parsed(body) if body.strip() else {}
        if not isinstance(read, dict):
            raise ValueError("the body is no JSON object")
    else:
        read = dict(parse_qsl(body, keep_blank_values=True))
    return {name: _unpacked(name, value) for name, value in (sent | read).items()}


def _unpacked(name: str, value: Any) -> Any:
    if name in STRUCTURED and isinstance(value, str):
        with suppress(ValueError):
            return parsed(value)
    return value


def answered(content_type: str, body: str) -> Json | None:
    """The message in the body of an acknowledgement: a JSON object, or plain text; ``None`` for nothing."""
    if not body.strip():
        return None
    if content_type == JSON_TYPE:
        with suppress(ValueError):
            message = parsed(body)
            if isinstance(message, dict):
                return message or None
    return {"text": body}


def escaped(text: str) -> str:
    """Text with the three characters escaped that mean something in Slack's messages."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """Undo Slack's escaping; ``&amp;`` last, lest ``&amp;lt;`` be undone twice."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def is_true(value: object) -> bool:
    """Whether an argument says yes: ``True``, ``1``, ``"true"`` or ``"1"``."""
    return str(value).lower() in {"true", "1"}
