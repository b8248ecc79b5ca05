"""Sign-offs that are frozen while somebody looks into them"""

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType, Instant

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""
    with op.batch_alter_table("sign_offs") as batch_op:
        batch_op.add_column(sa.Column("frozen_at", Instant(), nullable=True))
    op.create_table(
        "freezes",
        *(sa.Column(name, IdType(), nullable=False) for name in ("org", "id", "plan_id", "item_id", "sign_off_id")),
        sa.Column("mentee_id", IdType(), nullable=False),
        sa.Column("signer_id", IdType(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("lifting_id", IdType(), nullable=True),
        sa.Column("opened_by_id", IdType(), nullable=True),
        sa.Column("opened_by", sa.Text(), nullable=True),
        sa.Column("opened_at", Instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended_how", sa.Text(), nullable=True),
        sa.Column("ended_id", IdType(), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["org", "item_id"], ["items.org", "items.id"], name=op.f("fk_freezes_org_item_id")),
        sa.ForeignKeyConstraint(
            ["org", "sign_off_id"], ["sign_offs.org", "sign_offs.id"], name=op.f("fk_freezes_org_sign_off_id")
        ),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_freezes")),
    )
    for name in ("item_id", "plan_id", "signer_id"):
        op.create_index(f"ix_freezes_org_{name}", "freezes", ["org", name], unique=False)
    op.create_index("uq_freezes_org_sign_off_id", "freezes", ["org", "sign_off_id"], unique=True)


def downgrade() -> None:
    """Back."""
    op.drop_table("freezes")
    with op.batch_alter_table("sign_offs") as batch_op:
        batch_op.drop_column("frozen_at")
