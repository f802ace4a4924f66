"""The door: what people type is let in by the privacy gate, or turned away unread.

Every entry point asks here first. What is turned away is looked at by nothing else; its classes and a count are all
that is kept.
"""

from dataclasses import dataclass

from bot.core.library import Library
from bot.knowledge.asked import Asked
from bot.privacy.gate import identifiers
from bot.privacy.identifier import Identifier

IN_WORDS = {
    Identifier.RECORD_NUMBER: "a record number",
    Identifier.ACCESSION_NUMBER: "an accession number",
    Identifier.STUDY_UID: "the UID of a study",
    Identifier.NATIONAL_ID: "a national number",
    Identifier.DATE_OF_BIRTH: "a date of birth",
    Identifier.PHONE: "a phone number",
    Identifier.EMAIL: "an e-mail address",
    Identifier.NAME: "a name",
    Identifier.ADDRESS: "an address",
}


@dataclass(frozen=True, slots=True)
class Private:
    """A text in which a patient may be named.

    Attributes:
        identifiers: The classes of what was recognised, in a fixed order; never the text.
    """

    identifiers: tuple[Identifier, ...]

    @property
    def in_words(self) -> tuple[str, ...]:
        """The classes as a person reads them: ``a record number``."""
        return tuple(IN_WORDS[one] for one in self.identifiers)


def turned_away(text: str) -> Private | None:
    """Why a text may not come in; ``None`` where it may."""
    found = identifiers(text)
    return Private(tuple(sorted(found))) if found else None


def warm_up() -> None:
    """Read the gate's lists now rather than when the first person types: 80 ms."""
    turned_away("pt Warm Up, MRN 0000000000")


def ask(library: Library, text: str) -> Asked | Private:
    """What a question comes to, if it may come in."""
    return turned_away(text) or library.ask(text)
