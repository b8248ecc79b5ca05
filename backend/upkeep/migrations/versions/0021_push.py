"""Notices, where people can be reached, and what is still to be sent"""

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType, Instant

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""
    _notices()
    _targets()
    _deliveries()


def _only(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("org", IdType(length=36), nullable=False),
        sa.Column("entry_id", IdType(length=36), nullable=False),
        sa.Column("person_id", IdType(length=36), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", IdType(length=36), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("read_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org", "person_id"], ["people.org", "people.id"], name=op.f("fk_notices_org_person_id")
        ),
        sa.PrimaryKeyConstraint("org", "entry_id", "person_id", name=op.f("pk_notices")),
    )
    op.create_index("ix_notices_org_person_id_at", "notices", ["org", "person_id", "at", "entry_id"])
    _only("ix_notices_unread", "notices", ["org", "person_id"], "read_at IS NULL")


def _targets() -> None:
    op.create_table(
        "push_targets",
        sa.Column("org", IdType(length=36), nullable=False),
        sa.Column("device_id", IdType(length=36), nullable=False),
        sa.Column("person_id", IdType(length=36), nullable=False),
        sa.Column("session_id", IdType(length=36), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("disabled_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org", "person_id"], ["people.org", "people.id"], name=op.f("fk_push_targets_org_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["org", "session_id"], ["sessions.org", "sessions.id"], name=op.f("fk_push_targets_org_session_id")
        ),
        sa.PrimaryKeyConstraint("org", "device_id", name=op.f("pk_push_targets")),
    )
    op.create_index("uq_push_targets_org_hash", "push_targets", ["org", "hash"], unique=True)
    op.create_index("ix_push_targets_org_person_id", "push_targets", ["org", "person_id"])


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("org", IdType(length=36), nullable=False),
        sa.Column("entry_id", IdType(length=36), nullable=False),
        sa.Column("person_id", IdType(length=36), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("target_id", IdType(length=36), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("claim_id", IdType(length=36), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_code", sa.Text(), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("done_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org", "entry_id", "person_id"],
            ["notices.org", "notices.entry_id", "notices.person_id"],
            name=op.f("fk_deliveries_org_entry_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("org", "entry_id", "person_id", "channel", "target_id", name=op.f("pk_deliveries")),
    )
    _only("ix_deliveries_due", "deliveries", ["channel", "due_at"], "state = 'waiting'")
    _only("ix_deliveries_dead", "deliveries", ["made_at"], "state = 'dead'")
    _only("ix_deliveries_claimed", "deliveries", ["org", "claim_id"], "claim_id IS NOT NULL")


def downgrade() -> None:
    """Back."""
    for table in ("deliveries", "push_targets", "notices"):
        op.drop_table(table)
