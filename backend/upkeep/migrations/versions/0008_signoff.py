"""Sign-off: requirements, disputes, withdrawals by two"""

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""


def downgrade() -> None:
    """Back."""
