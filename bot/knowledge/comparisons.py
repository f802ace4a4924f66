"""Comparisons: two to four entries side by side."""

from typing import Annotated, ClassVar, Self

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from bot.knowledge.records import FieldError, Frozen, Record, Section, View
from bot.knowledge.text import IDS, FrozenMap, Id, Label, Phrase, Sentence

MOST_ITEMS = 4
"""How many items a comparison may have: more do not fit side by side on a screen."""


def _for_each_cell(value: object, info: ValidationInfo) -> object:
    """Read ``sources: [a, b]`` as the sources of every cell."""
    if isinstance(value, list | tuple):
        return dict.fromkeys(info.data.get("cells", ()), IDS.validate_python(value))
    return value


class Row(Frozen):
    """One feature and what it is for each item."""

    feature: Label
    cells: FrozenMap[Id, Phrase]
    """Item id to what holds for it."""
    sources: Annotated[
        FrozenMap[Id, tuple[Id, ...]],
        BeforeValidator(_for_each_cell, json_schema_input_type=list[Id] | dict[Id, list[Id]]),
    ]
    """The sources of each cell by item id; a list of sources carries the whole row."""

    def sources_of(self, item: str) -> tuple[str, ...]:
        """The ids of the sources that carry one cell."""
        return self.sources.get(item, ())

    @model_validator(mode="after")
    def _each_cell_is_sourced(self) -> Self:
        if bare := [item for item in self.cells if not self.sources_of(item)]:
            raise FieldError("sources", f"has none for the cell of {', '.join(bare)}")
        return self

    @property
    def is_equal(self) -> bool:
        """Whether every item has the same."""
        return len(set(self.cells.values())) == 1


class Comparison(Record):
    """A written comparison."""

    UNSOURCED: ClassVar[frozenset[str]] = Record.UNSOURCED | {"items", "rows"}

    kind: Annotated[str, Field(pattern="^comparison$")] = "comparison"
    items: Annotated[tuple[Id, ...], Field(min_length=2, max_length=MOST_ITEMS)]
    summary: Sentence
    """The difference in a sentence or two."""
    rows: Annotated[tuple[Row, ...], Field(min_length=1, max_length=20)]
    choose: FrozenMap[Id, tuple[Phrase, ...]] = Field(default={}, validate_default=True)
    """Item id to when it is the one: *choose it when…*"""
    overlap: tuple[Phrase, ...] = ()
    """What they share."""
    sections: tuple[Section, ...] = ()
    views: tuple[View, ...] = ()
    """Who says what, where sources disagree."""

    @model_validator(mode="after")
    def _items_agree(self) -> Self:
        if len(set(self.items)) != len(self.items):
            raise FieldError("items", "names one entry twice")
        items = set(self.items)
        for number, row in enumerate(self.rows):
            if set(row.cells) != items:
                raise FieldError(f"rows.{number}.cells", f"must have one cell for each of {', '.join(self.items)}")
        if not set(self.choose) <= items:
            raise FieldError("choose", f"may name {', '.join(self.items)} only")
        return self
