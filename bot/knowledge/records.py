"""What every record of a pack shares: identity, sources, review."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, HttpUrl, StrictBool, model_validator

from bot.knowledge.text import IDS, FrozenMap, Id, Label, Name, Paragraph, Phrase, Term

_A_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"

EVERYTHING = "all"
"""Stands for every field of a record in its ``sources``."""


class FieldError(ValueError):
    """A rule that spans fields is broken.

    Attributes:
        field: The field a reader should look at.
    """

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class Frozen(BaseModel):
    """A value that cannot change and admits no unknown field."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def _cite(value: object) -> object:
    """Read ``sources: [a, b]`` as two sources that carry everything."""
    if isinstance(value, list | tuple) and not any(isinstance(source, dict) for source in value):
        return {source: [EVERYTHING] for source in IDS.validate_python(value)}
    if isinstance(value, dict):
        return {source: [fields] if isinstance(fields, str) else fields for source, fields in value.items()}
    return value


Cited = Annotated[FrozenMap[Id, tuple[str, ...]], BeforeValidator(_cite, json_schema_input_type=dict | list)]
"""Source id to the fields it carries; a list of ids means that each carries everything."""


class Review(Frozen):
    """Who answers for a record, and how fresh it is."""

    owner: Name
    """Who to tell when it is wrong."""
    reviewed_on: date
    """The day it was last held against its sources."""
    review_by: date
    """The day by which that has to happen again."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.review_by <= self.reviewed_on:
            raise FieldError("review_by", "must be later than reviewed_on")
        return self


class Tests(Frozen):
    """What people type that must, and must not, find a record."""

    should_match: tuple[Term, ...] = ()
    must_not_match: tuple[Term, ...] = ()


class Section(Frozen):
    """A further piece of a record, shown in its full card."""

    title: Label
    text: Paragraph | None = None
    points: tuple[Phrase, ...] = ()
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Where this was read."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.text is None and not self.points:
            raise ValueError("needs text or points")
        return self


class View(Frozen):
    """What one side says where sources disagree."""

    who: Label
    says: Phrase
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]


class Source(Frozen):
    """Where a fact was read."""

    title: Annotated[str, Field(min_length=1, max_length=150)]
    publisher: Name
    published: (
        Annotated[
            str,
            BeforeValidator(
                lambda value: str(value) if isinstance(value, int | date) else value,
                json_schema_input_type=Annotated[str, Field(pattern=_A_DATE)] | int,
            ),
            Field(pattern=_A_DATE),
        ]
        | None
    ) = None
    """Year, month or day, as the source gives it; absent where it gives none."""
    url: HttpUrl | None = None
    read_on: date
    """The day somebody read it for this pack."""
    read: Phrase
    """What of it was read."""
    secondary: StrictBool = False
    """True for a page of a company's or of nobody's in particular: cards name it after the others."""


class Record(Frozen):
    """One YAML file of a pack.

    Every field outside ``UNSOURCED`` states something, and what is stated needs a source: ``sources`` maps each source
    to the fields it carries.
    """

    UNSOURCED: ClassVar[frozenset[str]] = frozenset(
        {"id", "kind", "sources", "review", "sections", "views", "name", "related", "about"}
    )

    id: Id
    sources: Cited
    review: Review

    def __hash__(self) -> int:
        """Records of a pack are told apart by id; hashing every field would cost more than a whole look-up."""
        return hash(self.id)

    def __repr__(self) -> str:
        """Short, since outcomes and test failures print records."""
        return f"{type(self).__name__}({self.id!r})"

    def sources_of(self, field: str) -> tuple[str, ...]:
        """The ids of the sources that carry ``field``, in the order the record names them."""
        return tuple(source for source, fields in self.sources.items() if field in fields or EVERYTHING in fields)

    def stated_fields(self) -> Iterable[str]:
        """The fields that are filled and need a source."""
        return (name for name in type(self).model_fields if name not in self.UNSOURCED and getattr(self, name))

    @model_validator(mode="after")
    def _everything_is_sourced(self) -> Self:
        for source, fields in self.sources.items():
            for field in fields:
                if field != EVERYTHING and field not in self.model_fields_set:
                    raise FieldError(f"sources.{source}", f"names {field}, which this record does not fill")
        if bare := [field for field in self.stated_fields() if not self.sources_of(field)]:
            others = f"; the same for {', '.join(bare[1:])}" if bare[1:] else ""
            raise FieldError(bare[0], f"has no source: name it under one in sources{others}")
        return self


class Fact(Record):
    """One sourced figure of the world, with its year and place."""

    kind: Annotated[str, Field(pattern="^fact$")] = "fact"
    name: Name
    statement: Phrase
    """The figure in a sentence."""
    year: Annotated[int, Field(ge=1895, le=2100, strict=True)]
    place: Label
    about: Annotated[tuple[Id, ...], Field(min_length=1)]
    """The entries whose cards show it."""
