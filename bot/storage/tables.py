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
    Index,
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
"""JSON of a fixed form, such as a sorted list of short codes; equal values are equal to the database."""

CodesOrNone = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

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
    Column("identifiers", CodesOrNone),
)

GAPS = Table(
    "gaps",
    METADATA,
    Column("gap", String, primary_key=True),
    Column("team_id", String, primary_key=True),
    Column("channel_id", String, primary_key=True),
    Column("week", String, primary_key=True),
    Column("asked", Integer, nullable=False),
)

GAP_WAITERS = Table(
    "gap_waiters",
    METADATA,
    Column("digest", String, primary_key=True),
    Column("team_id", String, primary_key=True),
    Column("user_id", String, primary_key=True, index=True),
    Column("asked_at", Moment, nullable=False),
)

CHANNELS = Table(
    "channels",
    METADATA,
    Column("team_id", String, primary_key=True),
    Column("channel_id", String, primary_key=True),
    Column("mode", String, nullable=False),
    Column("floor", Integer, nullable=False),
    Column("hold_seconds", Integer, nullable=False),
    Column("hours", CodesOrNone),
    Column("audiences", Codes, nullable=False),
    Column("cap", Integer, nullable=False),
    Column("allows_shared", Boolean, nullable=False),
    Column("trial_began_at", Moment, nullable=False),
)

CHANNEL_OWNERS = Table(
    "channel_owners",
    METADATA,
    Column("team_id", String, primary_key=True),
    Column("channel_id", String, primary_key=True),
    Column("user_id", String, primary_key=True, index=True),
)

CHANNEL_CHANGES = Table(
    "channel_changes",
    METADATA,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("team_id", String, nullable=False),
    Column("channel_id", String, nullable=False, index=True),
    Column("user_id", String, index=True),
    Column("at", Moment, nullable=False),
    Column("what", String, nullable=False),
)

HOLDS = Table(
    "holds",
    METADATA,
    Column("team_id", String, primary_key=True),
    Column("channel_id", String, primary_key=True),
    Column("ts", String, primary_key=True),
    Column("reference", String, nullable=False),
    Column("came", String, nullable=False),
    Column("heard_at", Moment, nullable=False, index=True),
    Column("settled_at", Moment),
    Column("answer_ts", String, index=True),
    Column("muted", Boolean, nullable=False),
)

VERDICTS = Table(
    "verdicts",
    METADATA,
    Column("team_id", String, primary_key=True),
    Column("channel_id", String, primary_key=True),
    Column("ts", String, primary_key=True),
    Column("user_id", String, nullable=False, index=True),
    Column("right", Boolean, nullable=False),
    Column("judged_at", Moment, nullable=False),
)

ERRANDS = Table(
    "errands",
    METADATA,
    Column("key", Sorted, primary_key=True),
    Column("kind", String, nullable=False),
    Column("team_id", String, nullable=False),
    Column("user_id", String, index=True),
    Column("details", Codes, nullable=False),
    Column("due_at", Moment, nullable=False, index=True),
    Column("claimed_at", Moment),
    Column("tries", Integer, nullable=False),
    Column("done", Boolean, nullable=False),
)

DRAFTS = Table(
    "drafts",
    METADATA,
    Column("id", String, primary_key=True),
    Column("team_id", String, nullable=False),
    Column("channel_id", String, nullable=False),
    Column("gap", String, nullable=False),
    Column("record_id", String, nullable=False),
    Column("files", Codes, nullable=False),
    Column("state", String, nullable=False),
    Column("user_id", String, nullable=False, index=True),
    Column("proposed_at", Moment, nullable=False),
)

RECORDS = Table(
    "records",
    METADATA,
    Column("record_id", String, primary_key=True),
    Column("files", Codes, nullable=False),
    Column("published_at", Moment, nullable=False),
)

REVISIONS = Table(
    "revisions",
    METADATA,
    Column("name", String, primary_key=True),
    Column("number", Integer, nullable=False),
)

ONBOARDING = Table(
    "onboarding",
    METADATA,
    Column("team_id", String, primary_key=True),
    Column("proposes_joiners", Boolean, nullable=False),
    Column("channels", Codes, nullable=False),
)

LEADS = Table(
    "leads",
    METADATA,
    Column("team_id", String, primary_key=True),
    Column("user_id", String, primary_key=True, index=True),
)

ASSIGNMENTS = Table(
    "assignments",
    METADATA,
    Column("id", String, primary_key=True),
    Column("team_id", String, nullable=False),
    Column("user_id", String, nullable=False, index=True),
    Column("track_id", String, nullable=False),
    Column("state", String, nullable=False),
    Column("starts_on", String, nullable=False),
    Column("shifts", Codes, nullable=False),
    Column("shares", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("held_until", Moment),
    Column("began_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

IS_UNDER_WAY = ASSIGNMENTS.c.state.in_(("running", "paused"))

Index(
    "ix_assignments_under_way",
    ASSIGNMENTS.c.team_id,
    ASSIGNMENTS.c.user_id,
    ASSIGNMENTS.c.track_id,
    unique=True,  # somebody is on a track once, however many leads and workers begin it at the same moment
    sqlite_where=IS_UNDER_WAY,
    postgresql_where=IS_UNDER_WAY,
)

ASSIGNMENT_PEOPLE = Table(
    "assignment_people",
    METADATA,
    Column("assignment_id", String, primary_key=True),
    Column("part", String, primary_key=True),
    Column("user_id", String, nullable=False, index=True),
)

ASSIGNMENT_STEPS = Table(
    "assignment_steps",
    METADATA,
    Column("assignment_id", String, primary_key=True),
    Column("step_id", String, primary_key=True),
    Column("user_id", String, nullable=False, index=True),
    Column("on_shift", Integer, nullable=False),
    Column("wanted_at", Moment),
    Column("channel_id", String),
    Column("scheduled_id", String),
    Column("scheduled_at", Moment),
    Column("done_at", Moment),
)

QUIZZES = Table(
    "quizzes",
    METADATA,
    Column("id", String, primary_key=True),
    Column("team_id", String, nullable=False),
    Column("user_id", String, nullable=False, index=True),
    Column("questions", Codes, nullable=False),
    Column("answers", Codes, nullable=False),
    Column("begun_at", Moment, nullable=False),
)

MISSES = Table(
    "misses",
    METADATA,
    Column("team_id", String, primary_key=True),
    Column("user_id", String, primary_key=True, index=True),
    Column("question", String, primary_key=True),
    Column("memory", Codes, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("missed_at", Moment, nullable=False),
)

FOLLOWERS = Table(
    "followers",
    METADATA,
    Column("team_id", String, primary_key=True),
    Column("user_id", String, primary_key=True, index=True),
    Column("since", Moment, nullable=False),
)

OPENED = Table(
    "opened",
    METADATA,
    Column("team_id", String, primary_key=True),
    Column("user_id", String, primary_key=True, index=True),
    Column("answer", String, primary_key=True),
    Column("opened_at", Moment, nullable=False),
    Column("seen", CodesOrNone),
)
