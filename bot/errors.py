"""Everything that can go wrong and has a name.

::

    ReadingRoomError
    ├── PersonMistakeError    what someone typed in Slack cannot be served; the sentence is shown to them
    ├── PackError             a knowledge pack does not validate; carries every problem found
    ├── SettingMissingError   a setting is missing; the sentence says where to find it
    └── StorageError          the database does not do what it is asked; what needs none of it is answered all the same

Not finding an entry is no error but an outcome (``bot.knowledge.outcomes``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class ReadingRoomError(Exception):
    """Base of all errors of this package."""


class PersonMistakeError(ReadingRoomError):
    """What a person sent cannot be served; ``str(error)`` is a sentence that says what to do instead."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with a pack.

    Attributes:
        path: The file.
        line: Line in the file, counted from 1.
        field: Dotted path of the field, e.g. ``rows.2.cells.ct``; empty where the file as a whole is meant.
        message: What is wrong, as a clause that follows the field.
    """

    path: Path
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        """``file:line: field: what is wrong``, as compilers print it."""
        where = f"{self.path}:{self.line}: "
        return f"{where}{self.field}: {self.message}" if self.field else f"{where}{self.message}"


class PackError(ReadingRoomError):
    """A search path of packs does not validate.

    Attributes:
        problems: Every problem found, in the order of files and lines; never empty.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class SettingMissingError(ReadingRoomError):
    """A setting without which nothing can start.

    Attributes:
        variable: Name of the environment variable.
        where: Where its value is found.
    """

    def __init__(self, variable: str, where: str) -> None:
        self.variable = variable
        self.where = where
        super().__init__(f"{variable} is not set: {where}")


class StorageError(ReadingRoomError):
    """The database cannot be reached, refuses, or has a schema that this version cannot work with.

    ``str(error)`` is for whoever runs this: it names neither a password nor a value that was to be kept.
    """
