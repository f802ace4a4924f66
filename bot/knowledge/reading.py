"""Reading YAML: the only module that does.

Values come from PyYAML's C loader, six times as fast as the pure one; the line of a field is looked up only when there
is something to say about it. Refused, since a pack is edited by hand and read without a reviewer at its side: duplicate
keys (YAML keeps the last without a word), anchors and aliases (an alias bomb is a few lines), files over a mebibyte.
"""

import re
from collections.abc import Hashable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

LARGEST_FILE = 1024 * 1024
"""Bytes; the shipped entries have up to 10,000 and ``sources.yml`` 530,000."""

DEEPEST = 500
"""Levels of nesting; the models need six, and the C loader, which recurses without a check, stands thousands."""

_ANCHOR_OR_ALIAS = re.compile(r"[&*](?<![^\s\[\]{},:?!\ufeff-][&*])[\w-]")
"""Where one could begin: not inside a word, as in an address that ends in ``?a=1&b=2``."""

_MARGIN = " ?:-\ufeff"
"""What may stand before a nested block."""

_TEXT, _LIST, _MAPPING = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class UnreadableError(Exception):
    """A file that is no YAML mapping.

    Attributes:
        line: Where, counted from 1.
    """

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__(message)


class _StrictLoader(_Loader):  # type: ignore[misc]
    """Loads plain values, under keys that are text and stand there once."""

    def get_single_data(self) -> object:
        """The value of a document: text, lists and mappings straight, whose way through PyYAML takes twice the time."""
        node = self.get_single_node()
        return None if node is None else self._value(node)

    def _value(self, node: yaml.Node) -> object:
        if node.tag == _TEXT:
            return node.value
        if node.tag == _LIST:
            values = []
            for child in node.value:
                values.append(self._value(child))  # noqa: PERF401 - a comprehension would double the depth of the stack
            return values
        if node.tag == _MAPPING:
            mapping: dict[str, object] = {}
            for key, child in node.value:
                if key.tag != _TEXT or key.value in mapping:
                    break  # PyYAML's own way, below, says what is wrong
                mapping[key.value] = self._value(child)
            else:
                return mapping
        return self.construct_object(node, deep=True)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        if len(mapping) != len(node.value) or not all(isinstance(key, str) for key in mapping):
            seen: set[str] = set()
            for key, _ in node.value:
                if not isinstance(self.construct_object(key), str):
                    message = f"{key.value}: is a name, but YAML reads it as something else: put it in quotes"
                    raise UnreadableError(key.start_mark.line + 1, message)
                if key.value in seen:
                    raise UnreadableError(key.start_mark.line + 1, f"{key.value}: is given twice")
                seen.add(key.value)
        return mapping

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> object:
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            raise UnreadableError(node.start_mark.line + 1, f"{node.value} is no date of the calendar") from None


_StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _StrictLoader.construct_yaml_timestamp)


class Document:
    """A YAML file, read once: what is checked, counted and quoted are the same bytes.

    Attributes:
        data: Its bytes.

    Raises:
        UnreadableError: It cannot be read, or is too large.
    """

    def __init__(self, path: Path) -> None:
        try:
            self.data = path.read_bytes()
        except OSError as error:
            raise UnreadableError(1, f"cannot be read: {error.strerror}") from None
        if len(self.data) > LARGEST_FILE:
            raise UnreadableError(1, f"is larger than {LARGEST_FILE:,} bytes; one entry a file")

    def mapping(self) -> dict[str, Any]:
        """The mapping it holds.

        Raises:
            UnreadableError: It is no mapping, or uses what packs may not use.
        """
        try:
            loader = _StrictLoader(self._text)
            try:
                value = loader.get_single_data()
            finally:
                loader.dispose()
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise UnreadableError(line, f"is no valid YAML: {error.problem}") from None
        except (yaml.YAMLError, ValueError, AttributeError, LookupError, TypeError):  # the last of them from odd tags
            raise UnreadableError(1, "is no valid YAML: it holds characters or tags that cannot be read") from None
        if not isinstance(value, dict):
            raise UnreadableError(1, "must hold fields (name: value), one a line")
        return value

    def line_of(self, field: tuple[str | int, ...]) -> int:
        """The line on which a field stands, or that of its nearest parent; counted from 1."""
        line, node = 1, self._node
        for step in field:
            child = _child(node, step)
            if child is None:
                break
            line, node = child
        return line

    @cached_property
    def _text(self) -> str:
        try:
            text = self.data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = self.data.count(b"\n", 0, error.start) + 1
            raise UnreadableError(line, "is not UTF-8; save it as UTF-8") from None
        _refuse_depth(text)
        if _ANCHOR_OR_ALIAS.search(text):
            _refuse_aliases(text)
        return text

    @cached_property
    def _node(self) -> yaml.Node | None:
        return yaml.compose(self._text, Loader=_Loader)


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line + 1, node.value[step]
    return None


def _refuse_depth(text: str) -> None:
    """The C loader recurses without a check, so what could be deep is measured before it is built.

    A bracket or a column of margin opens two levels at most (``[a: b]`` is a mapping in a list, and a list may stand
    right below its name), so most files pass on that alone.
    """
    brackets = text.count("[") + text.count("{")
    # `splitlines` knows every line break that YAML does.
    widest = max((len(line) - len(line.lstrip(_MARGIN)) for line in text.splitlines()), default=0)
    if 2 * (brackets + widest) < DEEPEST:
        return
    depth = 0
    for event in _events(text):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise UnreadableError(_line(event), f"is nested deeper than {DEEPEST} levels")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _refuse_aliases(text: str) -> None:
    for event in _events(text):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise UnreadableError(
                _line(event), "uses a YAML anchor or alias (& or *); write the text out, or put it in quotes"
            )


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _events(text: str) -> Iterator[yaml.Event]:
    """The events of a text, up to the first that cannot be read: reading it will say what is wrong there."""
    try:
        yield from yaml.parse(text, Loader=_Loader)
    except yaml.YAMLError:
        return


def write_yaml(value: object) -> str:
    """A value as YAML that people can read, in the order of its fields."""
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=100)
