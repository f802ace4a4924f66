"""Onboarding: who leads, who is on which track and how far, quizzes and misses; what learners and followers opened."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)
CODES = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
UNDER_WAY = sa.text("state IN ('running', 'paused')")


def upgrade() -> None:
    """Make the tables."""
    _table("onboarding", "team_id", more=[_needed("proposes_joiners", sa.Boolean()), _needed("channels", CODES)])
    _table("leads", "team_id", "user_id")
    _table(
        "assignments", "id",
        more=[
            *map(_needed, ("team_id", "user_id", "track_id", "state", "starts_on")), _needed("shifts", CODES),
            _needed("shares", sa.Boolean()), _needed("version", sa.Integer()), sa.Column("held_until", MOMENT),
            _needed("began_at", MOMENT), sa.Column("ended_at", MOMENT),
        ],
    )  # fmt: skip
    op.create_index(
        "ix_assignments_under_way",
        "assignments",
        ["team_id", "user_id", "track_id"],
        unique=True,
        sqlite_where=UNDER_WAY,
        postgresql_where=UNDER_WAY,
    )
    _table("assignment_people", "assignment_id", "part", more=[_needed("user_id")])
    _table(
        "assignment_steps", "assignment_id", "step_id",
        more=[
            _needed("user_id"), _needed("on_shift", sa.Integer()), sa.Column("wanted_at", MOMENT),
            sa.Column("channel_id", sa.String()), sa.Column("scheduled_id", sa.String()),
            sa.Column("scheduled_at", MOMENT), sa.Column("done_at", MOMENT),
        ],
    )  # fmt: skip
    _table(
        "quizzes", "id",
        more=[
            *map(_needed, ("team_id", "user_id")), _needed("questions", CODES), _needed("answers", CODES),
            _needed("begun_at", MOMENT),
        ],
    )  # fmt: skip
    _table(
        "misses", "team_id", "user_id", "question",
        more=[_needed("memory", CODES), _needed("due_at", MOMENT), _needed("missed_at", MOMENT)],
    )  # fmt: skip
    _table("followers", "team_id", "user_id", more=[_needed("since", MOMENT)])
    _table("opened", "team_id", "user_id", "answer", more=[_needed("opened_at", MOMENT), sa.Column("seen", CODES)])
    for table in PERSONAL:
        op.create_index(f"ix_{table}_user_id", table, ["user_id"])


PERSONAL = (
    "leads", "assignments", "assignment_people", "assignment_steps", "quizzes", "misses", "followers", "opened",
)  # fmt: skip


def downgrade() -> None:
    """Drop them, with all that is in them."""
    for table in ("onboarding", *PERSONAL):
        op.drop_table(table)


def _needed(name: str, kind: Any = sa.String) -> Any:
    return sa.Column(name, kind, nullable=False)


def _table(table: str, *key: str, more: list[Any] | None = None) -> None:
    """A table whose primary key is of texts."""
    columns = [*map(_needed, key), *(more or ())]
    op.create_table(table, *columns, sa.PrimaryKeyConstraint(*key, name=f"pk_{table}"))
