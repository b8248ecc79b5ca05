"""Absence, pauses and endings"""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""


def downgrade() -> None:
    """Back."""
