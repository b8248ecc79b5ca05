"""Why a reflection keeps what could tell who somebody is"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""
    with op.batch_alter_table("reflections") as batch_op:
        batch_op.add_column(sa.Column("kept_because", sa.Text(), nullable=True))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("reflections") as batch_op:
        batch_op.drop_column("kept_because")
