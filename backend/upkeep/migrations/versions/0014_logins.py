"""The logins of one account are read by an index: else every login there is was walked"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""
    op.create_index("ix_logins_account_id", "logins", ["account_id"])


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_logins_account_id", table_name="logins")
