"""An account says when all of its sessions were ended, in whichever organisation they are"""

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType, Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""
    with op.batch_alter_table("accounts") as batch_op:
        batch_op.add_column(sa.Column("sessions_over_at", Instant(), nullable=True))
        batch_op.add_column(sa.Column("session_kept_id", IdType(length=36), nullable=True))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("accounts") as batch_op:
        batch_op.drop_column("session_kept_id")
        batch_op.drop_column("sessions_over_at")
