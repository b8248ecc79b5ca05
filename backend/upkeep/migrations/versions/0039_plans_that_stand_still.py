"""The board finds plans that stand still without looking at all others"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

STANDS_STILL = sa.text("pauses <> ''")


def upgrade() -> None:
    """Forth."""
    op.create_index(
        "ix_board_org_pauses", "board", ["org", "id"], sqlite_where=STANDS_STILL, postgresql_where=STANDS_STILL
    )


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_board_org_pauses", table_name="board")
