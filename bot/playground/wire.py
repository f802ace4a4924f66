"""JSON as it travels between Slack and an app, and the two ways in which a request arrives."""

import json
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

Json = dict[str, Any]
"""A JSON object of Slack's, as it travels."""

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"

_STRUCTURED = frozenset("[{")


def arguments(content_type: str, query: str, body: str) -> Json:
    """The arguments of a call of the Web API, wherever they stand: in JSON, in a form, or in the query.

    A form and a query carry lists and objects as JSON in a field; those come out as what they are.

    Raises:
        ValueError: The body is not what its content type says.
    """
    sent = dict(parse_qsl(query, keep_blank_values=True))
    if content_type == JSON_TYPE:
        read = json.loads(body) if body.strip() else {}
        if not isinstance(read, dict):
            raise ValueError("the body is no JSON object")
        return sent | read
    form = dict(parse_qsl(body, keep_blank_values=True))
    return {name: _unpacked(value) for name, value in (sent | form).items()}


def _unpacked(value: str) -> Any:
    if value[:1] in _STRUCTURED:
        with suppress(ValueError):
            return json.loads(value)
    return value


def answered(content_type: str, body: str) -> Json | None:
    """The message in the body of an acknowledgement: a JSON object, or plain text; ``None`` for nothing."""
    if not body.strip():
        return None
    if content_type == JSON_TYPE:
        with suppress(ValueError):
            message = json.loads(body)
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
