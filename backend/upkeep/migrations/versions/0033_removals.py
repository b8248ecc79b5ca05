"""What was removed for good, so that a second request is answered as the first"""

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType, Instant

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""
    op.create_table(
        "removals",
        sa.Column("org", IdType(length=36), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("removed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("org", "digest", name=op.f("pk_removals")),
    )
    op.create_index("ix_removals_org_removed_at", "removals", ["org", "removed_at"])


def downgrade() -> None:
    """Back."""
    op.drop_table("removals")
