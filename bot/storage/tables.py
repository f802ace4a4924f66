"""The tables. ``docs/what-is-kept.md`` explains every column; the migrations make what stands here."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Double,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
)
from sqlalchemy.dialects.postgresql import JSONB

METADATA = MetaData(
    naming_convention={  # so that a later migration can name what it drops, on both databases
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zones: there it is written without one, and read as what it is."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's
        """Refuse a moment without a zone: nobody could tell which it is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's
        """What SQLite gives back is UTC."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


Codes = JSON().with_variant(JSONB(), "postgresql")
"""A sorted list of short codes; equal lists are equal to the database."""

Sorted = String().with_variant(String(collation="C"), "postgresql")
"""Text in the order of its code points, as Python sorts it."""

SEEN_EVENTS = Table(
    "seen_events",
    METADATA,
    Column("key", Sorted, primary_key=True),
    Column("claim", String, nullable=False, index=True),
    Column("claimed_at", Moment, nullable=False),
    Column("done", Boolean, nullable=False),
)

VOTES = Table(
    "votes",
    METADATA,
    Column("team_id", String, primary_key=True),
    Column("channel_id", String, primary_key=True),
    Column("message_ts", String, primary_key=True),
    Column("user_id", String, primary_key=True, index=True),
    Column("answer", String, nullable=False, index=True),
    Column("helpful", Boolean, nullable=False),
    Column("reasons", Codes, nullable=False),
    Column("voted_at", Moment, nullable=False),
)

USAGE = Table(
    "usage",
    METADATA,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("surface", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("answer", String),
    Column("milliseconds", Double, nullable=False),
    Column("identifiers", JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")),
)

GAPS = Table(
    "gaps",
    METADATA,
    Column("term", String, primary_key=True),
    Column("week", String, primary_key=True),
    Column("asked", Integer, nullable=False),
)
