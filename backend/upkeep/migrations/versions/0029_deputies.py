"""Deputies: who looks after what waits for somebody who is away"""

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType, Instant

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""
    op.create_table(
        "deputies",
        sa.Column("org", IdType(), nullable=False),
        sa.Column("person_id", IdType(), nullable=False),
        sa.Column("deputy_id", IdType(), nullable=False),
        sa.Column("naming_id", IdType(), nullable=False),
        sa.Column("named_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint(["org", name], ["people.org", "people.id"], name=op.f(f"fk_deputies_org_{name}"))
            for name in ("person_id", "deputy_id")
        ),
        sa.PrimaryKeyConstraint("org", "person_id", name=op.f("pk_deputies")),
    )
    op.create_index("ix_deputies_org_deputy_id", "deputies", ["org", "deputy_id"])


def downgrade() -> None:
    """Back."""
    op.drop_table("deputies")
