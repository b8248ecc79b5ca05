"""Records: drafts, versions, criteria and next steps; the rhythm in which the organisation owes people one"""

from datetime import date, timedelta
from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType, Instant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

DAYS = 31
NOT_OWED = ("manager", "registered_manager", "area_manager", "learning_lead", "people_team", "administrator")
"""Whom no rhythm is owed to, as at this release."""


def upgrade() -> None:
    """Forth. Everybody who is here begins with the rhythm of a month, counted from when they came."""
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.add_column(sa.Column("observation_days", sa.Integer(), nullable=False, server_default=str(DAYS)))
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.alter_column("observation_days", server_default=None)
    _records()
    _beside_records()
    _rhythms()
    connection = op.get_bind()
    for org in connection.scalars(sa.select(_people.c.org).distinct()).all():
        _fill(connection, org)


def downgrade() -> None:
    """Back."""
    for table in ("rhythms", "next_steps", "record_criteria", "record_versions", "records", "record_drafts"):
        op.drop_table(table)
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.drop_column("observation_days")


def _records() -> None:
    op.create_table(
        "record_drafts",
        sa.Column("org", IdType(length=36), nullable=False),
        sa.Column("id", IdType(length=36), nullable=False),
        sa.Column("writer_id", IdType(length=36), nullable=False),
        sa.Column("subject_id", IdType(length=36), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("shows", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("note_id", IdType(length=36), nullable=True),
        sa.Column("written_at", Instant(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("lapses_on", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "subject_id"], ["people.org", "people.id"], name=op.f("fk_record_drafts_org_subject_id")
        ),
        sa.ForeignKeyConstraint(
            ["org", "writer_id"], ["people.org", "people.id"], name=op.f("fk_record_drafts_org_writer_id")
        ),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_record_drafts")),
    )
    op.create_index("ix_record_drafts_org_writer_id", "record_drafts", ["org", "writer_id", "id"])
    op.create_table(
        "records",
        sa.Column("org", IdType(length=36), nullable=False),
        sa.Column("id", IdType(length=36), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", IdType(length=36), nullable=False),
        sa.Column("writer_id", IdType(length=36), nullable=False),
        sa.Column("writer_name", sa.Text(), nullable=False),
        sa.Column("writer_post", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("shared_at", Instant(), nullable=False),
        sa.Column("discussed_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shows", sa.Text(), nullable=False),
        sa.Column("included", sa.Boolean(), nullable=False),
        sa.Column("site_id", IdType(length=36), nullable=True),
        sa.Column("area_id", IdType(length=36), nullable=True),
        sa.Column("circle_id", IdType(length=36), nullable=True),
        sa.Column("evidence_for_id", IdType(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["org", "subject_id"], ["people.org", "people.id"], name=op.f("fk_records_org_subject_id")
        ),
        sa.ForeignKeyConstraint(
            ["org", "writer_id"], ["people.org", "people.id"], name=op.f("fk_records_org_writer_id")
        ),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_records")),
    )
    op.create_index("ix_records_org_area_id", "records", ["org", "area_id", "id"])
    op.create_index("ix_records_org_circle_id", "records", ["org", "circle_id", "id"])
    op.create_index("ix_records_org_evidence_for_id", "records", ["org", "evidence_for_id", "id"])
    op.create_index("ix_records_org_site_id", "records", ["org", "site_id", "id"])
    op.create_index("ix_records_org_subject_id", "records", ["org", "subject_id", "id"])
    op.create_index("ix_records_org_writer_id", "records", ["org", "writer_id", "id"])


def _beside_records() -> None:
    op.create_table(
        "next_steps",
        sa.Column("org", IdType(length=36), nullable=False),
        sa.Column("id", IdType(length=36), nullable=False),
        sa.Column("record_id", IdType(length=36), nullable=False),
        sa.Column("subject_id", IdType(length=36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", IdType(length=36), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("settled_by", IdType(length=36), nullable=True),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org", "owner_id"], ["people.org", "people.id"], name=op.f("fk_next_steps_org_owner_id")
        ),
        sa.ForeignKeyConstraint(
            ["org", "record_id"], ["records.org", "records.id"], name=op.f("fk_next_steps_org_record_id")
        ),
        sa.ForeignKeyConstraint(
            ["org", "subject_id"], ["people.org", "people.id"], name=op.f("fk_next_steps_org_subject_id")
        ),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_next_steps")),
    )
    op.create_index("ix_next_steps_org_owner_id", "next_steps", ["org", "owner_id", "status", "id"])
    op.create_index("ix_next_steps_org_record_id", "next_steps", ["org", "record_id"])
    op.create_index("ix_next_steps_org_subject_id", "next_steps", ["org", "subject_id", "status", "id"])
    op.create_table(
        "record_criteria",
        sa.Column("org", IdType(length=36), nullable=False),
        sa.Column("record_id", IdType(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "record_id"], ["records.org", "records.id"], name=op.f("fk_record_criteria_org_record_id")
        ),
        sa.PrimaryKeyConstraint("org", "record_id", "version", "key", name=op.f("pk_record_criteria")),
    )
    op.create_index("ix_record_criteria_org_key", "record_criteria", ["org", "key", "record_id"])
    op.create_table(
        "record_versions",
        sa.Column("org", IdType(length=36), nullable=False),
        sa.Column("record_id", IdType(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject_id", IdType(length=36), nullable=False),
        sa.Column("written_at", Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("shows", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org", "record_id"], ["records.org", "records.id"], name=op.f("fk_record_versions_org_record_id")
        ),
        sa.PrimaryKeyConstraint("org", "record_id", "version", name=op.f("pk_record_versions")),
    )


def _rhythms() -> None:
    op.create_table(
        "rhythms",
        sa.Column("org", IdType(length=36), nullable=False),
        sa.Column("person_id", IdType(length=36), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("is_owed", sa.Boolean(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("base_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("site_id", IdType(length=36), nullable=True),
        sa.Column("area_id", IdType(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["org", "person_id"], ["people.org", "people.id"], name=op.f("fk_rhythms_org_person_id")
        ),
        sa.PrimaryKeyConstraint("org", "person_id", name=op.f("pk_rhythms")),
    )
    op.create_index("ix_rhythms_org_area_id", "rhythms", ["org", "area_id", "due_on", "person_id"])
    op.create_index("ix_rhythms_org_base_on", "rhythms", ["org", "base_on"])
    op.create_index("ix_rhythms_org_due_on", "rhythms", ["org", "due_on", "person_id"])
    op.create_index("ix_rhythms_org_site_id", "rhythms", ["org", "site_id", "due_on", "person_id"])


_people = sa.table(
    "people",
    sa.column("org", IdType()),
    sa.column("id", IdType()),
    sa.column("post", sa.Text()),
    sa.column("site_id", IdType()),
    sa.column("area_id", IdType()),
    sa.column("left_at", Instant()),
)
_entries = sa.table(
    "entries",
    sa.column("org", IdType()),
    sa.column("seq", sa.BigInteger()),
    sa.column("kind", sa.Text()),
    sa.column("subject", IdType()),
    sa.column("facts", sa.Text()),
)


def _fill(connection: Any, org: Any) -> None:
    """Begins the rhythm of everybody in an organisation with the day on which they came, or came back."""
    came = (
        sa.select(_entries.c.subject, _entries.c.facts)
        .where(_entries.c.org == org, _entries.c.kind.in_(["add_person", "record_return"]))
        .order_by(_entries.c.seq)
    )
    since = {row.subject: orjson.loads(row.facts)["content"]["starts_on"] for row in connection.execute(came)}
    rows = [_row(row, date.fromisoformat(since[row.id])) for row in connection.execute(_of(org))]
    op.bulk_insert(_rhythm_rows, rows)


def _of(org: Any) -> Any:
    return sa.select(_people).where(_people.c.org == org).order_by(_people.c.id)


def _row(row: Any, since: date) -> dict[str, Any]:
    is_owed = row.left_at is None and row.site_id is not None and row.post not in NOT_OWED
    return {
        "org": row.org, "person_id": row.id, "since": since, "base_on": since, "is_owed": is_owed, "last_on": None,
        "due_on": since + timedelta(days=DAYS) if is_owed else None, "site_id": row.site_id, "area_id": row.area_id,
    }  # fmt: skip


_rhythm_rows = sa.table(
    "rhythms",
    *(sa.column(name, IdType()) for name in ("org", "person_id", "site_id", "area_id")),
    *(sa.column(name, sa.Date()) for name in ("since", "base_on", "last_on", "due_on")),
    sa.column("is_owed", sa.Boolean()),
)
