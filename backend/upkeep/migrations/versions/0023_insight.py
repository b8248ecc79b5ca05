"""Days to an answer by site, and samples of statements to read"""

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType, Instant

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""
    op.create_table(
        "answer_days",
        sa.Column("org", IdType(), nullable=False),
        sa.Column("site_id", IdType(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.CheckConstraint("days >= 0", name=op.f("ck_answer_days_days")),
        sa.ForeignKeyConstraint(["org", "site_id"], ["sites.org", "sites.id"], name=op.f("fk_answer_days_org_site_id")),
        sa.PrimaryKeyConstraint("org", "site_id", "month", "days", name=op.f("pk_answer_days")),
    )
    op.create_table(
        "samples",
        sa.Column("org", IdType(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("scope_kind", sa.Text(), nullable=False),
        sa.Column("scope_id", IdType(), nullable=False),
        sa.Column("drawn_by", IdType(), nullable=False),
        sa.Column("drawn_at", Instant(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_samples_days")),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_samples")),
    )
    op.create_index("ix_samples_org_scope_id", "samples", ["org", "scope_id", "id"])
    op.create_table(
        "sampled",
        sa.Column("org", IdType(), nullable=False),
        sa.Column("sample_id", IdType(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sign_off_id", IdType(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "sample_id"], ["samples.org", "samples.id"], name=op.f("fk_sampled_org_sample_id")
        ),
        sa.ForeignKeyConstraint(
            ["org", "sign_off_id"], ["sign_offs.org", "sign_offs.id"], name=op.f("fk_sampled_org_sign_off_id")
        ),
        sa.PrimaryKeyConstraint("org", "sample_id", "position", name=op.f("pk_sampled")),
    )


def downgrade() -> None:
    """Back."""
    for name in ("sampled", "samples", "answer_days"):
        op.drop_table(name)
