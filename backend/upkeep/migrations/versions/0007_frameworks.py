"""Frameworks: drafts, retiring, moving plans"""

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType, Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""
    op.create_table(
        "retirements",
        sa.Column("org", IdType(length=36), nullable=False),
        sa.Column("framework_id", IdType(length=36), nullable=False),
        sa.Column("retires_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "framework_id"], ["frameworks.org", "frameworks.id"], name=op.f("fk_retirements_org_framework_id")
        ),
        sa.PrimaryKeyConstraint("org", "framework_id", name=op.f("pk_retirements")),
    )
    op.create_table(
        "framework_drafts",
        sa.Column("org", IdType(length=36), nullable=False),
        sa.Column("id", IdType(length=36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", IdType(length=36), nullable=False),
        sa.Column("written_at", Instant(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "written_by"], ["people.org", "people.id"], name=op.f("fk_framework_drafts_org_written_by")
        ),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_framework_drafts")),
    )
    with op.batch_alter_table("items") as batch_op:
        batch_op.add_column(sa.Column("left_framework_id", IdType(length=36), nullable=True))
    op.create_index("ix_plans_org_framework_id", "plans", ["org", "framework_id", "id"])


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_plans_org_framework_id", "plans")
    with op.batch_alter_table("items") as batch_op:
        batch_op.drop_column("left_framework_id")
    op.drop_table("framework_drafts")
    op.drop_table("retirements")
