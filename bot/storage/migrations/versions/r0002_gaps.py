"""Gaps."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of terms that are asked for."""
    op.create_table(
        "gaps",
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("term", "week", name="pk_gaps"),
    )


def downgrade() -> None:
    """Drop it, with all that is in it."""
    op.drop_table("gaps")
