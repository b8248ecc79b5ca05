"""Who approves agreements is an organisation's setting"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.add_column(sa.Column("approvers", sa.Text(), nullable=False, server_default="area_manager"))
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.alter_column("approvers", server_default=None)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.drop_column("approvers")
