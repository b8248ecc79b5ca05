"""The board says when an observation is owed; what stood on it is stated anew"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth. An empty board is filled after it, by the code that keeps it."""
    for table in ("board_totals", "owed_spans", "board"):
        op.execute(f"DELETE FROM {table}")  # noqa: S608 - our own
    op.add_column("board", sa.Column("observation_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Back."""
    op.drop_column("board", "observation_on")
