"""Sign-off: requirements, disputes, withdrawals by two"""

import json

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType, Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_WITHDRAWN = sa.text("SELECT org, id, facts FROM entries WHERE kind = 'withdraw_sign_off'")
_NAMED = sa.text("UPDATE sign_offs SET withdrawal_id = :entry WHERE org = :org AND id = :sign_off")


def upgrade() -> None:
    """Forth."""
    _items_and_requests()
    _sign_offs()
    _requirements()
    _disputes()


def _items_and_requests() -> None:
    with op.batch_alter_table("items") as batch_op:
        batch_op.add_column(sa.Column("asides", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("items") as batch_op:
        batch_op.alter_column("asides", server_default=None)
    with op.batch_alter_table("requests") as batch_op:
        batch_op.add_column(sa.Column("overdue_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("without", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("handed_how", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("handed_by_id", IdType(), nullable=True))
        batch_op.add_column(sa.Column("handed_by", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("handed_at", Instant(), nullable=True))
        batch_op.add_column(sa.Column("handed_reason", sa.Text(), nullable=True))
    with op.batch_alter_table("requests") as batch_op:
        batch_op.alter_column("without", server_default=None)


def _sign_offs() -> None:
    with op.batch_alter_table("sign_offs") as batch_op:
        batch_op.add_column(sa.Column("withdrawal_id", IdType(), nullable=True))
        batch_op.add_column(sa.Column("confirmed_by", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("opening_id", IdType(), nullable=True))
        batch_op.add_column(sa.Column("opened_by_id", IdType(), nullable=True))
        batch_op.add_column(sa.Column("opened_by", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("opened_at", Instant(), nullable=True))
        batch_op.add_column(sa.Column("opening_reason", sa.Text(), nullable=True))
    connection = op.get_bind()
    for org, entry, facts in connection.execute(_WITHDRAWN).all():  # their own entry names each withdrawal
        content = json.loads(facts)["content"]
        connection.execute(_NAMED, {"entry": entry, "org": org, "sign_off": content["sign_off_id"]})


def _requirements() -> None:
    op.create_table(
        "requirements",
        sa.Column("org", IdType(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("plan_id", IdType(), nullable=False),
        sa.Column("item_id", IdType(), nullable=False),
        sa.Column("mentee_id", IdType(), nullable=False),
        sa.Column("asked_by_id", IdType(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("answered_by_id", IdType(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org", "item_id"], ["items.org", "items.id"], name=op.f("fk_requirements_org_item_id")
        ),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_requirements")),
    )
    op.create_index("ix_requirements_org_item_id", "requirements", ["org", "item_id"], unique=False)
    op.create_index("ix_requirements_org_plan_id", "requirements", ["org", "plan_id"], unique=False)
    op.create_index(
        "uq_requirements_org_item_id_proposed",
        "requirements",
        ["org", "item_id"],
        unique=True,
        sqlite_where=sa.text("status = 'proposed'"),
        postgresql_where=sa.text("status = 'proposed'"),
    )


def _disputes() -> None:
    op.create_table(
        "disputes",
        sa.Column("org", IdType(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("plan_id", IdType(), nullable=False),
        sa.Column("item_id", IdType(), nullable=False),
        sa.Column("sign_off_id", IdType(), nullable=True),
        sa.Column("mentee_id", IdType(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["org", "item_id"], ["items.org", "items.id"], name=op.f("fk_disputes_org_item_id")),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_disputes")),
    )
    op.create_index("ix_disputes_org_item_id", "disputes", ["org", "item_id"], unique=False)
    op.create_index("ix_disputes_org_plan_id", "disputes", ["org", "plan_id"], unique=False)


def downgrade() -> None:
    """Back."""
    op.drop_table("disputes")
    op.drop_table("requirements")
    with op.batch_alter_table("sign_offs") as batch_op:
        for name in ("opening_reason", "opened_at", "opened_by", "opened_by_id", "opening_id", "confirmed_by",
                     "withdrawal_id"):  # fmt: skip
            batch_op.drop_column(name)
    with op.batch_alter_table("requests") as batch_op:
        for name in ("handed_reason", "handed_at", "handed_by", "handed_by_id", "handed_how", "without",
                     "overdue_on"):  # fmt: skip
            batch_op.drop_column(name)
    with op.batch_alter_table("items") as batch_op:
        batch_op.drop_column("asides")
