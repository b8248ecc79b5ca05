"""What was signed on an earlier plan, to be read on the next"""

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""
    with op.batch_alter_table("items") as batch_op:
        batch_op.add_column(sa.Column("prior_item_id", IdType(), nullable=True))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("items") as batch_op:
        batch_op.drop_column("prior_item_id")
