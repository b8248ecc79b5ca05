"""The board says when a review is due as reviews do, and which one waits; what stood on it is stated anew"""

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth. An empty board is filled after it, by the code that keeps it."""
    _empty()
    op.drop_column("board", "complete_on")
    op.add_column("board", sa.Column("review_on", sa.Date(), nullable=True))
    op.add_column("board", sa.Column("review_id", IdType(length=36), nullable=True))


def downgrade() -> None:
    """Back."""
    _empty()
    op.drop_column("board", "review_id")
    op.drop_column("board", "review_on")
    op.add_column("board", sa.Column("complete_on", sa.Date(), nullable=True))


def _empty() -> None:
    for table in ("board_totals", "owed_spans", "board"):
        op.execute(f"DELETE FROM {table}")  # noqa: S608 - our own
