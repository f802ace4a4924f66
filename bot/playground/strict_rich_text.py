"""Rich text: what Slack takes of it, wherever it stands.

Sources: docs.slack.dev, rich text block, read 2026-09-14; the types of @slack/types 3.2.0. No page limits how long a
rich text may be.
"""

from bot.playground.strict_values import array, boolean, by_type, integer, one_of, shape, string

_STYLES = ("bold", "italic", "strike", "underline", "code", "highlight", "client_highlight", "unlink")
_STYLE = {"style": shape({}, dict.fromkeys(_STYLES, boolean))}
_NAME = string("a name in rich text", least=1)
# Slack refuses an empty text or link text (slack-go#1412, hermes-agent#59621)…
_WORDS = string("a stretch of rich text", least=1)

_LEAF = by_type(
    {
        "text": shape({"text": _WORDS}, _STYLE),
        "link": shape({"url": _NAME}, {"text": _WORDS, "unsafe": boolean, **_STYLE}),
        "emoji": shape({"name": _NAME}, {"unicode": _NAME, "skin_tone": integer(1), **_STYLE}),
        "user": shape({"user_id": _NAME}, _STYLE),
        "usergroup": shape({"usergroup_id": _NAME}, _STYLE),
        "team": shape({"team_id": _NAME}, _STYLE),
        "channel": shape({"channel_id": _NAME}, _STYLE),
        "broadcast": shape({"range": one_of("here", "channel", "everyone")}, _STYLE),
        "color": shape({"value": _NAME}, _STYLE),
        "date": shape(
            {"timestamp": integer(), "format": _NAME},
            {"url": _NAME, "fallback": string("a date's fallback"), **_STYLE},
        ),
    }
)

# … but takes an empty list of elements (python-slack-sdk#1576).
_LEAVES = {"elements": array("elements of rich text", _LEAF, least=0)}
_BORDER = {"border": integer(0, 1)}
_SECTION = shape(_LEAVES)
_LIST_ITEM = by_type({"rich_text_section": _SECTION})

_PART = by_type(
    {
        "rich_text_section": _SECTION,
        "rich_text_preformatted": shape(_LEAVES, {"language": string("a language"), **_BORDER}),
        "rich_text_quote": shape(_LEAVES, _BORDER),
        "rich_text_list": shape(
            {"style": one_of("bullet", "ordered"), "elements": array("items of a list", _LIST_ITEM, least=0)},
            {"indent": integer(), "offset": integer(), **_BORDER},
        ),
    }
)

RICH_TEXT = shape({"type": one_of("rich_text"), "elements": array("elements of rich text", _PART, least=0)})
"""A rich text block; also a table's cell, a task's details and a container's title."""
