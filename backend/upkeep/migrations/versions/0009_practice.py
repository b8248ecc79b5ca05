"""Notes, and signing several criteria in one sitting"""

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""


def downgrade() -> None:
    """Back."""
