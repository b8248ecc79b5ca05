"""While a plan stands still a mentor is owed and nothing else; what stood on the board is stated anew"""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth. An empty board is filled after it, by the code that keeps it."""
    _empty()


def downgrade() -> None:
    """Back."""
    _empty()


def _empty() -> None:
    for table in ("board_totals", "owed_spans", "board"):
        op.execute(f"DELETE FROM {table}")  # noqa: S608 - our own
