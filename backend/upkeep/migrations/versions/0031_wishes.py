"""How people want to be told, and after how many days an organisation reminds"""

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType, Instant

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

DAYS = {"reminder_days": "5,10", "ending_days": "3,14"}
SAID = ("rhythm", "weekdays", "starts", "ends", "no_push", "no_web_push", "by_mail")


def upgrade() -> None:
    """Forth. Organisations that are there already keep the days that were fixed."""
    with op.batch_alter_table("organisations") as batch_op:
        for name, days in DAYS.items():
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=days))
    with op.batch_alter_table("organisations") as batch_op:
        for name in DAYS:
            batch_op.alter_column(name, server_default=None)
    op.create_table(
        "notice_wishes",
        sa.Column("org", IdType(length=36), nullable=False),
        sa.Column("person_id", IdType(length=36), nullable=False),
        sa.Column("state_id", IdType(length=36), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in SAID),
        sa.Column("mail_stopped", sa.Text(), nullable=True),
        sa.Column("mail_stopped_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org", "person_id"], ["people.org", "people.id"], name=op.f("fk_notice_wishes_org_person_id")
        ),
        sa.PrimaryKeyConstraint("org", "person_id", name=op.f("pk_notice_wishes")),
    )
    op.create_index("ix_plans_org_runs_to", "plans", ["org", "runs_to"])
    op.create_index("ix_deliveries_done", "deliveries", ["org", "done_at"])
    held = sa.text("state = 'sent' AND last_code = 'held'")
    columns = ["org", "person_id", "target_id", "done_at"]
    op.create_index("ix_deliveries_held", "deliveries", columns, sqlite_where=held, postgresql_where=held)


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_deliveries_held", "deliveries")
    op.drop_index("ix_deliveries_done", "deliveries")
    op.drop_index("ix_plans_org_runs_to", "plans")
    op.drop_table("notice_wishes")
    with op.batch_alter_table("organisations") as batch_op:
        for name in DAYS:
            batch_op.drop_column(name)
