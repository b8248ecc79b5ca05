"""Mentoring: the rest of an agreement"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import backend.kernel.columns

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Who was asked with a proposal was asked by whoever proposed it, at that moment.
_ASKED = """
UPDATE agreement_mentors SET (invited_at, invited_by) = (
  SELECT e.at, e.actor FROM entries e WHERE e.org = agreement_mentors.org AND e.id = agreement_mentors.agreement_id
)"""


def _id(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, backend.kernel.columns.IdType(length=36), nullable=nullable)


def _at(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, backend.kernel.columns.Instant(), nullable=nullable)


def _text(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def upgrade() -> None:
    """Forth."""
    _make_groups()
    with op.batch_alter_table("agreements") as batch_op:
        batch_op.add_column(sa.Column("approver_manages", sa.Boolean(), nullable=True))
        batch_op.add_column(_text("consulted", nullable=True))
        batch_op.add_column(sa.Column("rev", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(_id("group_id", nullable=True))
        batch_op.drop_column("version")
    with op.batch_alter_table("agreements") as batch_op:
        batch_op.alter_column("rev", server_default=None)
        batch_op.create_foreign_key(
            "fk_agreements_org_group_id", "agreement_groups", ["org", "group_id"], ["org", "id"]
        )
        batch_op.create_index("ix_agreements_org_group_id", ["org", "group_id"], unique=False)
    with op.batch_alter_table("agreement_mentors") as batch_op:
        batch_op.add_column(sa.Column("is_peer", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(_id("invited_by", nullable=True))
        batch_op.add_column(_at("invited_at", nullable=True))
        batch_op.add_column(_id("invitation_id", nullable=True))
        batch_op.add_column(sa.Column("lapses_on", sa.Date(), nullable=True))
        batch_op.add_column(_id("replaces_id", nullable=True))
    op.execute(_ASKED)
    with op.batch_alter_table("agreement_mentors") as batch_op:
        batch_op.alter_column("is_peer", server_default=None)
        batch_op.alter_column("invited_by", nullable=False)
        batch_op.alter_column("invited_at", nullable=False)
    _make_change_requests()
    _make_conversations()


def _make_groups() -> None:
    op.create_table(
        "agreement_groups",
        _id("org"),
        _id("id"),
        _text("name"),
        _id("proposer_id"),
        sa.PrimaryKeyConstraint("org", "id", name="pk_agreement_groups"),
    )


def _make_change_requests() -> None:
    op.create_table(
        "change_requests",
        _id("org"),
        _id("id"),
        _id("agreement_id"),
        _id("mentee_id"),
        _text("text"),
        _at("asked_at"),
        _id("answered_by", nullable=True),
        _at("answered_at", nullable=True),
        _text("answer", nullable=True),
        sa.ForeignKeyConstraint(
            ["org", "agreement_id"], ["agreements.org", "agreements.id"], name="fk_change_requests_org_agreement_id"
        ),
        sa.PrimaryKeyConstraint("org", "id", name="pk_change_requests"),
    )
    with op.batch_alter_table("change_requests") as batch_op:
        batch_op.create_index("ix_change_requests_org_agreement_id", ["org", "agreement_id"], unique=False)


def _make_conversations() -> None:
    op.create_table(
        "conversations",
        _id("org"),
        _id("id"),
        _id("agreement_id"),
        _id("mentee_id"),
        _id("mentor_id"),
        sa.Column("held_on", sa.Date(), nullable=False),
        _text("month"),
        sa.Column("minutes", sa.Integer(), nullable=False),
        _text("mode"),
        _text("note", nullable=True),
        _at("noted_at"),
        _at("struck_at", nullable=True),
        _text("struck_reason", nullable=True),
        sa.CheckConstraint("minutes BETWEEN 5 AND 480", name="ck_conversations_minutes"),
        sa.ForeignKeyConstraint(
            ["org", "agreement_id"], ["agreements.org", "agreements.id"], name="fk_conversations_org_agreement_id"
        ),
        sa.PrimaryKeyConstraint("org", "id", name="pk_conversations"),
    )
    with op.batch_alter_table("conversations") as batch_op:
        batch_op.create_index("ix_conversations_org_agreement_id", ["org", "agreement_id", "held_on"], unique=False)
        batch_op.create_index("ix_conversations_org_mentor_id", ["org", "mentor_id", "month"], unique=False)


def downgrade() -> None:
    """Back."""
    op.drop_table("conversations")
    op.drop_table("change_requests")
    with op.batch_alter_table("agreement_mentors") as batch_op:
        for name in ("is_peer", "invited_by", "invited_at", "invitation_id", "lapses_on", "replaces_id"):
            batch_op.drop_column(name)
    with op.batch_alter_table("agreements") as batch_op:
        batch_op.drop_index("ix_agreements_org_group_id")
        batch_op.drop_constraint("fk_agreements_org_group_id", type_="foreignkey")
        for name in ("approver_manages", "consulted", "rev", "group_id"):
            batch_op.drop_column(name)
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("agreements") as batch_op:
        batch_op.alter_column("version", server_default=None)
    op.drop_table("agreement_groups")
