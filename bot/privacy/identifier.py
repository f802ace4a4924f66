"""The classes of what points at a patient; a class is all that is ever kept of a text that was stopped."""

from enum import StrEnum


class Identifier(StrEnum):
    """What was recognised in a text."""

    RECORD_NUMBER = "record number"
    """The number of a record, chart, case, visit, account or insurance, or a long number of unknown kind."""
    ACCESSION_NUMBER = "accession number"
    """The number of an examination, order or report."""
    STUDY_UID = "study UID"
    """A DICOM UID that a device made for one study, series or image."""
    NATIONAL_ID = "national id"
    """A number that a state or its health service gives a person."""
    DATE_OF_BIRTH = "date of birth"
    PHONE = "phone number"
    EMAIL = "e-mail address"
    NAME = "name"
    ADDRESS = "address"
