"""Reflections, evidence, and the sign-offs that rest on it"""

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType, Instant

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def _person(name: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["org", name], ["people.org", "people.id"], name=op.f(f"fk_{table}_org_{name}"))


def upgrade() -> None:
    """Forth."""
    op.create_table(
        "reflections",
        sa.Column("org", IdType(length=36), nullable=False),
        sa.Column("id", IdType(length=36), nullable=False),
        sa.Column("author_id", IdType(length=36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _person("author_id", "reflections"),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_reflections")),
    )
    op.create_index("ix_reflections_org_author_id", "reflections", ["org", "author_id", "made_at", "id"])
    op.create_table(
        "evidence",
        sa.Column("org", IdType(length=36), nullable=False),
        sa.Column("id", IdType(length=36), nullable=False),
        sa.Column("subject_id", IdType(length=36), nullable=False),
        sa.Column("added_by_id", IdType(length=36), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("taken_back_at", Instant(), nullable=True),
        sa.Column("pinned", sa.Integer(), nullable=False),
        _person("subject_id", "evidence"),
        _person("added_by_id", "evidence"),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_org_subject_id", "evidence", ["org", "subject_id", "added_at", "id"])
    op.create_table(
        "evidence_criteria",
        sa.Column("org", IdType(length=36), nullable=False),
        sa.Column("evidence_id", IdType(length=36), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "evidence_id"],
            ["evidence.org", "evidence.id"],
            name=op.f("fk_evidence_criteria_org_evidence_id"),
        ),
        sa.PrimaryKeyConstraint("org", "evidence_id", "key", name=op.f("pk_evidence_criteria")),
    )
    with op.batch_alter_table("sign_offs") as batch_op:
        batch_op.add_column(sa.Column("rests_on", sa.Text(), nullable=True))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("sign_offs") as batch_op:
        batch_op.drop_column("rests_on")
    op.drop_table("evidence_criteria")
    op.drop_index("ix_evidence_org_subject_id", "evidence")
    op.drop_table("evidence")
    op.drop_index("ix_reflections_org_author_id", "reflections")
    op.drop_table("reflections")
