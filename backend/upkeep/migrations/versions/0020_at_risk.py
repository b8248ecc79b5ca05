"""Whom to tell when someone is at risk, and why a note keeps details that could tell who a client is"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

CONTACT = ("safeguarding_name", "safeguarding_phone", "safeguarding_hours")


def upgrade() -> None:
    """Forth."""
    with op.batch_alter_table("organisations") as batch_op:
        for name in CONTACT:
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=True))
    with op.batch_alter_table("notes") as batch_op:
        batch_op.add_column(sa.Column("kept_because", sa.Text(), nullable=True))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("notes") as batch_op:
        batch_op.drop_column("kept_because")
    with op.batch_alter_table("organisations") as batch_op:
        for name in CONTACT:
            batch_op.drop_column(name)
