"""The readiness board: a row for each plan under way, since when something is owed, and totals"""

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth. What stands in the log already is filled in after it, by the code that keeps the board."""
    op.create_table(
        "board",
        sa.Column("org", IdType(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("mentee_id", IdType(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("agreement_id", IdType(), nullable=False),
        sa.Column("framework_id", IdType(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("site_id", IdType(), nullable=True),
        sa.Column("area_id", IdType(), nullable=True),
        sa.Column("criteria_total", sa.Integer(), nullable=False),
        sa.Column("criteria_complete", sa.Integer(), nullable=False),
        sa.Column("signatures_required", sa.Integer(), nullable=False),
        sa.Column("signatures_counted", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        *(
            sa.Column(name, sa.Date(), nullable=True)
            for name in ("last_signed_on", "complete_on", "ahead_until", "behind_on", "stalled_on")
        ),
        sa.Column("pauses", sa.Text(), nullable=False),
        sa.Column("away", sa.Text(), nullable=False),
        sa.Column("mentorless_on", sa.Date(), nullable=True),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.CheckConstraint("signatures_counted BETWEEN 0 AND signatures_required", name=op.f("ck_board_signatures")),
        sa.ForeignKeyConstraint(["org", "id"], ["plans.org", "plans.id"], name=op.f("fk_board_org_id")),
        sa.ForeignKeyConstraint(["org", "mentee_id"], ["people.org", "people.id"], name=op.f("fk_board_org_mentee_id")),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_board")),
    )
    op.create_index("ix_board_org_mentee_id", "board", ["org", "mentee_id", "id"])
    op.create_index("ix_board_org_name_key", "board", ["org", "name_key", "id"])
    op.create_index("ix_board_org_ends_on", "board", ["org", "ends_on", "id"])
    op.create_index("ix_board_org_site_id", "board", ["org", "site_id"])
    op.create_index("ix_board_org_area_id_name_key", "board", ["org", "area_id", "name_key", "id"])
    op.create_index("ix_board_org_area_id_ends_on", "board", ["org", "area_id", "ends_on", "id"])
    op.create_table(
        "owed_spans",
        sa.Column("org", IdType(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("site_id", IdType(), nullable=True),
        sa.Column("area_id", IdType(), nullable=True),
        sa.CheckConstraint("until_on > from_on", name=op.f("ck_owed_spans_days")),
        sa.ForeignKeyConstraint(["org", "id"], ["board.org", "board.id"], name=op.f("fk_owed_spans_org_id")),
        sa.PrimaryKeyConstraint("org", "id", "from_on", name=op.f("pk_owed_spans")),
    )
    order = ["since", "id", "until_on", "from_on", "role"]
    op.create_index("ix_owed_spans_org_since", "owed_spans", ["org", *order])
    op.create_index("ix_owed_spans_org_area_id", "owed_spans", ["org", "area_id", *order])
    op.create_index("ix_owed_spans_org_site_id", "owed_spans", ["org", "site_id"])
    op.create_table(
        "board_totals",
        sa.Column("org", IdType(), nullable=False),
        sa.Column("scope_id", IdType(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("plans", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("org", "scope_id", "role", "what", "day", name=op.f("pk_board_totals")),
    )


def downgrade() -> None:
    """Back."""
    for name in ("board_totals", "owed_spans", "board"):
        op.drop_table(name)
