"""What changed of a record since somebody saw it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that says something else.

    Attributes:
        label: What cards print before it.
        before: What it said; ``""`` where it said nothing.
        after: What it says; likewise.
    """

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that changed.

    Attributes:
        record: Its id.
        name: Its title; of one that is gone, the one that it had.
        answer: What opens it: ``short:mri``, ``question:scan-duration:``.
        fields: What changed; nothing where it is gone.
        is_gone: Whether it was renamed or retired.
        digest: Stands for what it says by now, so that nothing is taken as seen that was not shown.
    """

    record: str
    name: str
    answer: str
    fields: tuple[FieldChange, ...]
    is_gone: bool
    digest: str
