"""Channels: settings, holds, verdicts; gaps by channel; errands; drafts and the records made of them."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)
CODES = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SORTED = sa.String().with_variant(sa.String(collation="C"), "postgresql")
WHERE = ("team_id", "channel_id")


def upgrade() -> None:
    """Make the tables; the terms that were asked for become gaps of no channel."""
    terms = _taken("SELECT lower(term) AS term, week, sum(asked) AS asked FROM gaps GROUP BY lower(term), week")
    op.drop_table("gaps")
    gaps = _text_columns("gaps", "gap", *WHERE, "week", more=[_needed("asked", sa.Integer())])
    op.bulk_insert(
        gaps,
        [{"gap": f"term:{term}", "team_id": "", "channel_id": "", "week": week, "asked": n} for term, week, n in terms],
    )
    _text_columns("gap_waiters", "digest", "team_id", "user_id", more=[_needed("asked_at", MOMENT)])
    _text_columns(
        "channels", *WHERE,
        more=[
            _needed("mode"), _needed("floor", sa.Integer()), _needed("hold_seconds", sa.Integer()),
            sa.Column("hours", CODES), _needed("audiences", CODES), _needed("cap", sa.Integer()),
            _needed("allows_shared", sa.Boolean()), _needed("trial_began_at", MOMENT),
        ],
    )  # fmt: skip
    _text_columns("channel_owners", *WHERE, "user_id")
    op.create_table(
        "channel_changes",
        sa.Column("id", NUMBER, nullable=False),
        *map(_needed, WHERE),
        sa.Column("user_id", sa.String()),
        _needed("at", MOMENT),
        _needed("what"),
        sa.PrimaryKeyConstraint("id", name="pk_channel_changes"),
    )
    _text_columns(
        "holds", *WHERE, "ts",
        more=[
            _needed("reference"), _needed("came"), _needed("heard_at", MOMENT), sa.Column("settled_at", MOMENT),
            sa.Column("answer_ts", sa.String()), _needed("muted", sa.Boolean()),
        ],
    )  # fmt: skip
    _text_columns(
        "verdicts", *WHERE, "ts",
        more=[_needed("user_id"), _needed("right", sa.Boolean()), _needed("judged_at", MOMENT)],
    )  # fmt: skip
    op.create_table(
        "errands",
        _needed("key", SORTED),
        _needed("kind"),
        _needed("team_id"),
        sa.Column("user_id", sa.String()),
        _needed("details", CODES),
        _needed("due_at", MOMENT),
        sa.Column("claimed_at", MOMENT),
        _needed("tries", sa.Integer()),
        _needed("done", sa.Boolean()),
        sa.PrimaryKeyConstraint("key", name="pk_errands"),
    )
    _text_columns(
        "drafts", "id",
        more=[
            *map(_needed, (*WHERE, "gap", "record_id")), _needed("files", CODES), _needed("state"),
            _needed("user_id"), _needed("proposed_at", MOMENT),
        ],
    )  # fmt: skip
    _text_columns("records", "record_id", more=[_needed("files", CODES), _needed("published_at", MOMENT)])
    _text_columns("revisions", "name", more=[_needed("number", sa.Integer())])
    for table, column in INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column])


INDEXES = (
    ("gap_waiters", "user_id"), ("channel_owners", "user_id"), ("channel_changes", "channel_id"),
    ("channel_changes", "user_id"), ("holds", "heard_at"), ("holds", "answer_ts"), ("verdicts", "user_id"),
    ("errands", "user_id"), ("errands", "due_at"), ("drafts", "user_id"),
)  # fmt: skip


def downgrade() -> None:
    """Drop them, with all that is in them; gaps become terms again, those that are no term go."""
    terms = _taken(
        "SELECT upper(substr(gap, 6)) AS term, week, sum(asked) AS asked FROM gaps WHERE gap LIKE 'term:%'"
        " GROUP BY upper(substr(gap, 6)), week"
    )
    op.drop_table("gaps")
    gaps = _text_columns("gaps", "term", "week", more=[_needed("asked", sa.Integer())])
    op.bulk_insert(gaps, [{"term": term, "week": week, "asked": asked} for term, week, asked in terms])
    for table in dict.fromkeys(("revisions", "records", *(table for table, _ in INDEXES), "verdicts", "channels")):
        op.drop_table(table)


def _needed(name: str, kind: Any = sa.String) -> Any:
    return sa.Column(name, kind, nullable=False)


def _text_columns(table: str, *key: str, more: list[Any] | None = None) -> sa.Table:
    """A table whose primary key is of texts."""
    columns = [*map(_needed, key), *(more or ())]
    return op.create_table(table, *columns, sa.PrimaryKeyConstraint(*key, name=f"pk_{table}"))


def _taken(query: str) -> list[tuple[str, str, int]]:
    """What a query finds, before its table goes."""
    return [tuple(row) for row in op.get_bind().execute(sa.text(query)).all()]
