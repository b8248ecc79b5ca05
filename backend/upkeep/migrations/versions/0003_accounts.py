"""Accounts: joining codes, tries, known devices"""

import sqlalchemy as sa
from alembic import op

import backend.kernel.columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""
    _tries_and_devices()
    _last_used()
    with op.batch_alter_table("refresh_tokens") as batch_op:
        batch_op.add_column(sa.Column("nonce", sa.Text(), nullable=True))
    with op.batch_alter_table("accounts") as batch_op:
        batch_op.add_column(sa.Column("wrong_presence_at", backend.kernel.columns.Instant(), nullable=True))
        batch_op.add_column(sa.Column("signing_paused_at", backend.kernel.columns.Instant(), nullable=True))


def _tries_and_devices() -> None:
    op.create_table(
        "known_devices",
        sa.Column("account_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("seen_at", backend.kernel.columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_known_devices_account_id")),
        sa.PrimaryKeyConstraint("account_id", "hash", name=op.f("pk_known_devices")),
    )
    op.create_table(
        "tries",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("free_at", backend.kernel.columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_tries")),
    )
    op.create_index("ix_tries_free_at", "tries", ["free_at"])


def _last_used() -> None:
    with op.batch_alter_table("sessions") as batch_op:
        batch_op.add_column(sa.Column("used_at", backend.kernel.columns.Instant(), nullable=True))
        batch_op.add_column(sa.Column("lasts_until", backend.kernel.columns.Instant(), nullable=True))
    op.execute("UPDATE sessions SET used_at = started_at, lasts_until = access_expires_at")
    with op.batch_alter_table("sessions") as batch_op:
        batch_op.alter_column("used_at", nullable=False)
        batch_op.alter_column("lasts_until", nullable=False)
        batch_op.create_index("ix_sessions_org_account_id", ["org", "account_id"], unique=False)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("accounts") as batch_op:
        batch_op.drop_column("signing_paused_at")
        batch_op.drop_column("wrong_presence_at")
    with op.batch_alter_table("refresh_tokens") as batch_op:
        batch_op.drop_column("nonce")
    with op.batch_alter_table("sessions") as batch_op:
        batch_op.drop_index("ix_sessions_org_account_id")
        batch_op.drop_column("lasts_until")
        batch_op.drop_column("used_at")
    op.drop_index("ix_tries_free_at", "tries")
    op.drop_table("tries")
    op.drop_table("known_devices")
