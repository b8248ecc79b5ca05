"""Joining codes, and phones that several people use"""

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType, Instant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""
    op.create_table(
        "joining_codes",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("org", IdType(length=36), nullable=False),
        sa.Column("person_id", IdType(length=36), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_joining_codes")),
    )
    op.create_index("ix_joining_codes_org_person_id", "joining_codes", ["org", "person_id"])
    op.create_table(
        "shared_phones",
        sa.Column("org", IdType(length=36), nullable=False),
        sa.Column("id", IdType(length=36), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_shared_phones")),
    )
    op.create_index("uq_shared_phones_org_hash", "shared_phones", ["org", "hash"], unique=True)
    op.create_table(
        "phone_removals",
        sa.Column("org", IdType(length=36), nullable=False),
        sa.Column("id", IdType(length=36), nullable=False),
        sa.Column("phone_id", IdType(length=36), nullable=False),
        sa.Column("person_id", IdType(length=36), nullable=False),
        sa.Column("removed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "phone_id"],
            ["shared_phones.org", "shared_phones.id"],
            name=op.f("fk_phone_removals_org_phone_id"),
        ),
        sa.ForeignKeyConstraint(
            ["org", "person_id"], ["people.org", "people.id"], name=op.f("fk_phone_removals_org_person_id")
        ),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_phone_removals")),
    )
    op.create_index("ix_phone_removals_org_phone_id", "phone_removals", ["org", "phone_id"])
    with op.batch_alter_table("sessions") as batch_op:
        batch_op.add_column(sa.Column("shared_until", Instant(), nullable=True))
        batch_op.create_index("ix_sessions_org_device_id", ["org", "device_id"])


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("sessions") as batch_op:
        batch_op.drop_index("ix_sessions_org_device_id")
        batch_op.drop_column("shared_until")
    op.drop_table("phone_removals")
    op.drop_table("shared_phones")
    op.drop_table("joining_codes")
