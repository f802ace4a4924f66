"""Entries: what a person can look up.

The title of a field is the label that cards print before it; its description is what an editor shows the author.
Units live in the names; a range is ``(low, high)``; absent is ``None`` or ``()``.
"""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, StrictBool, model_validator

from bot.knowledge.records import FieldError, Frozen, Record, Section, Tests, View
from bot.knowledge.text import FrozenMap, Id, Label, Name, Paragraph, Phrase, Sentence, Term
from bot.names import Kind


def _in_a_list(value: object) -> object:
    return (value,) if isinstance(value, str) else value


CodeList = Annotated[tuple[Term, ...], BeforeValidator(_in_a_list, json_schema_input_type=str | list[str])]

PositiveNumber = Annotated[float, Field(gt=0, strict=True, allow_inf_nan=False)]


def _in_order(value: tuple[float, float]) -> tuple[float, float]:
    if value[0] > value[1]:
        raise ValueError("must be [low, high]")
    return value


Range = Annotated[tuple[PositiveNumber, PositiveNumber], AfterValidator(_in_order)]
"""``(low, high)``, both positive."""


def _say_for_whom(entry: "Entry", *pairs: tuple[str, str]) -> None:
    """A figure and the field that says for whom it holds are given together."""
    for figure, whom in pairs:
        if getattr(entry, figure) is not None and getattr(entry, whom) is None:
            raise FieldError(figure, f"needs {whom}: a figure says for whom and where")
        if getattr(entry, figure) is None and getattr(entry, whom) is not None:
            raise FieldError(whom, f"is given without {figure}")


class Codes(Frozen):
    """The codes by which systems name an entry."""

    dicom: CodeList = ()
    """Defined terms of DICOM (0008,0060) Modality, e.g. ``MR``."""
    radlex: CodeList = ()
    """RadLex ids, e.g. ``RID10312``."""
    snomed: CodeList = ()
    """SNOMED CT concept ids, in quotes."""

    @property
    def every(self) -> tuple[str, ...]:
        """All of them, DICOM's first."""
        return self.dicom + self.radlex + self.snomed

    def __bool__(self) -> bool:
        """Whether there is any code."""
        return bool(self.every)


class Entry(Record):
    """Something a person can look up. Its subclasses add what is particular to a kind.

    Attributes:
        FACTS: The fields particular to the kind, in the order cards print them.
    """

    UNSOURCED: ClassVar[frozenset[str]] = Record.UNSOURCED | {"aliases", "abbreviations", "tests", "ambiguous"}
    FACTS: ClassVar[tuple[str, ...]] = ()

    kind: Kind
    name: Name
    """The standard term in full, as a heading: ``Magnetic resonance imaging``."""
    abbreviations: tuple[Term, ...] = ()
    """Official short forms, printed on cards: ``MRI``."""
    aliases: tuple[Term, ...] = ()
    """What people type for it; never printed."""
    codes: Codes = Codes()
    """The codes by which systems name it."""
    ambiguous: StrictBool = False
    """True on every entry that shares an abbreviation with another."""
    also_means: FrozenMap[Term, tuple[Phrase, ...]] = Field(default={}, validate_default=True)
    """An abbreviation of this entry, and what else it stands for in a hospital."""
    summary: Sentence
    """The answer in staff wording."""
    plain: Sentence
    """What you would say to a patient."""
    sections: tuple[Section, ...] = ()
    """Further pieces, for the full card."""
    views: tuple[View, ...] = ()
    """Who says what, where sources disagree."""
    related: tuple[Id, ...] = ()
    """Entries a reader goes on to; those of the same kind are offered for comparison."""
    tests: Tests = Tests()

    @property
    def title(self) -> str:
        """The name with its first abbreviation, e.g. ``Magnetic resonance imaging (MRI)``."""
        return f"{self.name} ({self.abbreviations[0]})" if self.abbreviations else self.name

    @property
    def short(self) -> str:
        """The shortest official form, e.g. ``MRI``: for table heads and buttons."""
        return self.abbreviations[0] if self.abbreviations else self.name

    @classmethod
    def label(cls, field: str) -> str:
        """What cards print before a field, e.g. ``Best for``."""
        return cls.model_fields[field].title or field


class Modality(Entry):
    """An imaging modality: a way of making the picture."""

    FACTS: ClassVar[tuple[str, ...]] = (
        "picture_from",
        "dose_msv",
        "time_min",
        "best_for",
        "limits",
        "contrast",
        "preparation",
        "safety",
        "acquired_by",
        "read_by",
        "how_it_works",
    )

    kind: Literal[Kind.MODALITY]
    ionizing: StrictBool | Literal["depends"] = Field(title="Ionizing radiation")
    """Whether it uses ionizing radiation; ``depends`` where the technique comes in both forms."""
    picture_from: Phrase | None = Field(None, title="Picture made from")
    """What makes the picture: x-rays, radio waves in a magnet, sound, gamma rays, light…"""
    dose_msv: Range | None = Field(None, title="Typical dose")
    """Typical adult effective dose ``[low, high]`` in millisievert; absent where nothing ionizes."""
    dose_for: Phrase | None = None
    """For whom and where the dose holds."""
    time_min: Range | None = Field(None, title="Time")
    """Minutes ``[low, high]``."""
    time_for: Phrase | None = None
    """What the minutes count, for whom and where."""
    best_for: tuple[Phrase, ...] = Field((), title="Best for")
    limits: tuple[Phrase, ...] = Field((), title="Limits")
    contrast: Phrase | None = Field(None, title="Contrast")
    preparation: Phrase | None = Field(None, title="Preparation")
    safety: Phrase | None = Field(None, title="Safety")
    acquired_by: Phrase | None = Field(None, title="Acquired by")
    read_by: Phrase | None = Field(None, title="Read by")
    how_it_works: Paragraph | None = Field(None, title="How it works")

    @model_validator(mode="after")
    def _figures_hold(self) -> Self:
        _say_for_whom(self, ("dose_msv", "dose_for"), ("time_min", "time_for"))
        if self.ionizing is False and self.dose_msv is not None:
            raise FieldError("dose_msv", "is given although ionizing is false")
        return self

    def stated_fields(self) -> tuple[str, ...]:
        """As in `Record.stated_fields`; ``ionizing: false`` is a statement too."""
        return ("ionizing", *(field for field in super().stated_fields() if field != "ionizing"))


class Specialty(Entry):
    """A branch of medicine or of science."""

    FACTS: ClassVar[tuple[str, ...]] = (
        "does",
        "tools",
        "setting",
        "patient_contact",
        "subspecialties",
        "procedures",
        "training",
    )

    kind: Literal[Kind.SPECIALTY]
    does: tuple[Phrase, ...] = Field((), title="What it does")
    tools: Phrase | None = Field(None, title="Tools")
    setting: Phrase | None = Field(None, title="Where")
    patient_contact: Phrase | None = Field(None, title="Patient contact")
    subspecialties: tuple[Phrase, ...] = Field((), title="Subspecialties")
    procedures: tuple[Phrase, ...] = Field((), title="Procedures")
    training: FrozenMap[Name, Phrase] = Field(default={}, title="Training", validate_default=True)
    """Country to how one trains there."""


class Procedure(Entry):
    """Something done to or for a patient under imaging."""

    FACTS: ClassVar[tuple[str, ...]] = (
        "why",
        "guidance",
        "sedation",
        "time_min",
        "recovery",
        "risks",
        "performed_by",
        "what",
    )

    kind: Literal[Kind.PROCEDURE]
    what: Paragraph | None = Field(None, title="What happens")
    why: tuple[Phrase, ...] = Field((), title="Done for")
    guidance: Phrase | None = Field(None, title="Imaging guidance")
    sedation: Phrase | None = Field(None, title="Sedation or anesthesia")
    time_min: Range | None = Field(None, title="Time")
    """Minutes ``[low, high]``."""
    time_for: Phrase | None = None
    """What the minutes count, for whom and where."""
    recovery: Phrase | None = Field(None, title="Recovery")
    risks: tuple[Phrase, ...] = Field((), title="Risks")
    performed_by: Phrase | None = Field(None, title="Performed by")

    @model_validator(mode="after")
    def _figures_hold(self) -> Self:
        _say_for_whom(self, ("time_min", "time_for"))
        return self


class Role(Entry):
    """Someone a patient or a colleague meets."""

    FACTS: ClassVar[tuple[str, ...]] = ("does", "does_not", "works_with", "training")

    kind: Literal[Kind.ROLE]
    does: tuple[Phrase, ...] = Field((), title="Does")
    does_not: tuple[Phrase, ...] = Field((), title="Does not")
    works_with: Phrase | None = Field(None, title="Works with")
    training: FrozenMap[Name, Phrase] = Field(default={}, title="Training", validate_default=True)
    """Country to how one trains there."""


class Concept(Entry):
    """A word of the trade: a system, a quantity, a place, an idea."""

    FACTS: ClassVar[tuple[str, ...]] = ("what", "why_it_matters", "examples")

    kind: Literal[Kind.CONCEPT]
    what: Paragraph | None = Field(None, title="What it is")
    why_it_matters: Paragraph | None = Field(None, title="Why it matters")
    examples: tuple[Phrase, ...] = Field((), title="Examples")


class Step(Frozen):
    """One step of a pathway."""

    title: Label
    """What it is called, in a word or two: ``Referral``."""
    text: Phrase
    """What happens."""


class Pathway(Entry):
    """What a patient goes through, step by step."""

    FACTS: ClassVar[tuple[str, ...]] = ("steps",)

    kind: Literal[Kind.PATHWAY]
    steps: Annotated[tuple[Step, ...], Field(min_length=2, max_length=12, title="Step by step")]


ENTRY_TYPES: dict[Kind, type[Entry]] = {
    Kind.MODALITY: Modality,
    Kind.SPECIALTY: Specialty,
    Kind.PROCEDURE: Procedure,
    Kind.ROLE: Role,
    Kind.CONCEPT: Concept,
    Kind.PATHWAY: Pathway,
}
