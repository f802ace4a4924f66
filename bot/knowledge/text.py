"""The kinds of text a pack may hold, each within what Slack shows.

Limits of Slack (docs.slack.dev, Block Kit reference, read 2026-09-14): header 150 characters, section text 3,000,
section field 2,000, button text 75, option text 75. Ours are lower, so that a card stays readable on a phone and the
escapes ``&amp; &lt; &gt;`` never push a text over Slack's.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, StringConstraints, TypeAdapter


def _one_line(value: object) -> object:
    """Fold the line breaks of a YAML block into spaces."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _printable(value: str) -> str:
    if not value.isprintable():
        raise ValueError("has a control character")
    return value


_OneLine = BeforeValidator(_one_line)
_Printable = AfterValidator(_printable)

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""Lower-case words joined by hyphens, as in ``digital-radiography``; also the file's name."""

IDS = TypeAdapter(tuple[Id, ...])
"""Checks a list of ids where it stands for a mapping, so that a complaint names the item."""

Name = Annotated[str, _OneLine, _Printable, StringConstraints(min_length=1, max_length=70)]
"""What a heading or a button says; a button shows at most 75 characters."""

Term = Annotated[str, _OneLine, _Printable, StringConstraints(min_length=1, max_length=100)]
"""An abbreviation, alias or code: what people type."""

Label = Annotated[str, _OneLine, _Printable, StringConstraints(min_length=1, max_length=60)]
"""A row's feature or a section's title."""

Phrase = Annotated[str, _OneLine, _Printable, StringConstraints(min_length=1, max_length=300)]
"""A point in a list or a cell of a table."""

Sentence = Annotated[str, _OneLine, _Printable, StringConstraints(min_length=1, max_length=500)]
"""The answer itself: one to three sentences."""

Paragraph = Annotated[str, _OneLine, _Printable, StringConstraints(min_length=1, max_length=900)]
"""An explanation."""

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

FrozenMap = Annotated[
    Mapping[_Key, _Value],
    AfterValidator(lambda value: MappingProxyType(dict(value))),
    PlainSerializer(dict),
]
"""A mapping that nobody can change after loading."""
