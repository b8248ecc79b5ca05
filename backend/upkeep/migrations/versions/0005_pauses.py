"""Absence, pauses and endings"""

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth. Plans made before stood still on no day: they run to the day that was agreed."""
    op.create_table(
        "absences",
        sa.Column("org", IdType(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("person_id", IdType(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_absences_days")),
        sa.ForeignKeyConstraint(
            ["org", "person_id"], ["people.org", "people.id"], name=op.f("fk_absences_org_person_id")
        ),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_absences")),
    )
    op.create_index("ix_absences_org_person_id", "absences", ["org", "person_id", "from_on"])
    # Not in batches: SQLite would make these tables anew, without their checks.
    op.add_column("agreements", sa.Column("pause_id", IdType(), nullable=True))
    op.add_column("agreements", sa.Column("paused_on", sa.Date(), nullable=True))
    op.add_column("agreements", sa.Column("ended_on", sa.Date(), nullable=True))
    op.add_column("plans", sa.Column("runs_to", sa.Date(), nullable=False, server_default="1970-01-01"))
    op.add_column("plans", sa.Column("pauses", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE plans SET runs_to = ends_on")
    if op.get_bind().dialect.name == "postgresql":  # SQLite keeps the defaults, which nothing relies on
        op.alter_column("plans", "runs_to", server_default=None)
        op.alter_column("plans", "pauses", server_default=None)
    op.create_table(
        "pauses",
        sa.Column("org", IdType(), nullable=False),
        sa.Column("plan_id", IdType(), nullable=False),
        sa.Column("cause_id", IdType(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_pauses_days")),
        sa.ForeignKeyConstraint(["org", "plan_id"], ["plans.org", "plans.id"], name=op.f("fk_pauses_org_plan_id")),
        sa.PrimaryKeyConstraint("org", "plan_id", "cause_id", name=op.f("pk_pauses")),
    )
    op.create_index("ix_pauses_org_cause_id", "pauses", ["org", "cause_id"])


def downgrade() -> None:
    """Back."""
    op.drop_table("pauses")
    for name in ("pauses", "runs_to"):
        op.drop_column("plans", name)
    for name in ("ended_on", "paused_on", "pause_id"):
        op.drop_column("agreements", name)
    op.drop_table("absences")
