"""What a notice is about, by topic, and what waits for whom it tells"""

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_STILL = "read_at IS NULL AND matter_id IS NOT NULL"


def upgrade() -> None:
    """Forth."""
    op.add_column("notices", sa.Column("topic", sa.Text(), nullable=False, server_default=""))
    op.add_column("notices", sa.Column("matter_id", IdType(length=36), nullable=True))
    with op.batch_alter_table("notices") as table:
        table.alter_column("topic", server_default=None)
    for name in ("matter_id", "about"):
        index, where = f"ix_notices_waiting_{name}", sa.text(_STILL)
        op.create_index(index, "notices", ["org", name], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Back."""
    for name in ("matter_id", "about"):
        op.drop_index(f"ix_notices_waiting_{name}", "notices")
    with op.batch_alter_table("notices") as table:
        table.drop_column("matter_id")
        table.drop_column("topic")
