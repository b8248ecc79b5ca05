"""Calendars: secret addresses, and the managers' meeting by the organisation's own rule"""

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType, Instant

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""
    op.create_table(
        "calendar_feeds",
        sa.Column("org", IdType(), nullable=False),
        sa.Column("person_id", IdType(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "person_id"], ["people.org", "people.id"], name=op.f("fk_calendar_feeds_org_person_id")
        ),
        sa.PrimaryKeyConstraint("org", "person_id", name=op.f("pk_calendar_feeds")),
    )
    op.create_index("uq_calendar_feeds_org_hash", "calendar_feeds", ["org", "hash"], unique=True)
    op.create_table(
        "meetings",
        sa.Column("org", IdType(), nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("weekday", "hour", "minute", "minutes")),
        sa.PrimaryKeyConstraint("org", name=op.f("pk_meetings")),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("meetings")
    op.drop_table("calendar_feeds")
