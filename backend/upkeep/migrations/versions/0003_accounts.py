"""Accounts: joining codes, tries, known devices"""

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""


def downgrade() -> None:
    """Back."""
