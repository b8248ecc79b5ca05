"""The tables of records: drafts are plain and their writer's own; what was shared is a projection of the log."""

from datetime import date, datetime

from sqlalchemy import Index

from backend.kernel.columns import Holds, column, id_column, projection_table, refers, tenant_table
from backend.kernel.ties import Scopes, Tie

record_drafts = tenant_table(
    "record_drafts",
    id_column("id", primary_key=True),
    id_column("writer_id", Holds.ACTOR),
    id_column("subject_id", Holds.SUBJECT),
    column("kind", str, Holds.FACT),
    column("happened_on", date, Holds.FACT),
    column("shows", str, Holds.FACT),
    column("said", str, Holds.SUBJECT_WORDS),
    column("criteria", str, Holds.FACT),
    column("steps", str, Holds.SUBJECT_WORDS),
    id_column("note_id", Holds.FACT, nullable=True),
    column("written_at", datetime, Holds.FACT),
    column("written_on", date, Holds.FACT),
    column("lapses_on", date, Holds.FACT),
    column("revision", int, Holds.NOBODY),
    refers("writer_id", "people"),
    refers("subject_id", "people"),
    Index("ix_record_drafts_org_writer_id", "org", "writer_id", "id"),
)
"""What somebody is writing about a person: seen by nobody else, and from `lapses_on` by nobody at all."""

records = projection_table(
    "records",
    id_column("id", primary_key=True),
    column("kind", str, Holds.FACT),
    id_column("subject_id", Holds.SUBJECT),
    id_column("writer_id", Holds.ACTOR),
    column("writer_name", str, Holds.ACTOR_WORDS),
    column("writer_post", str, Holds.FACT),
    column("happened_on", date, Holds.FACT),
    column("written_on", date, Holds.FACT),
    column("shared_at", datetime, Holds.FACT),
    column("discussed_on", date, Holds.FACT, nullable=True),
    column("answer", str, Holds.FACT, nullable=True),
    column("answered_at", datetime, Holds.FACT, nullable=True),
    column("answer_due_on", date, Holds.FACT, nullable=True),
    column("version", int, Holds.NOBODY),
    column("shows", str, Holds.FACT),
    column("included", bool, Holds.FACT),
    id_column("site_id", Holds.FACT, nullable=True),
    id_column("area_id", Holds.FACT, nullable=True),
    id_column("circle_id", Holds.FACT, nullable=True),
    id_column("evidence_for_id", Holds.FACT, nullable=True),
    refers("subject_id", "people"),
    refers("writer_id", "people"),
    Index("ix_records_org_subject_id", "org", "subject_id", "id"),
    Index("ix_records_org_writer_id", "org", "writer_id", "id"),
    Index("ix_records_org_site_id", "org", "site_id", "id"),
    Index("ix_records_org_area_id", "org", "area_id", "id"),
    Index("ix_records_org_circle_id", "org", "circle_id", "id"),
    Index("ix_records_org_evidence_for_id", "org", "evidence_for_id", "id"),
)
"""A shared record as it stands. What says who reads it: of the team's circle, `site_id` and `area_id` are the
subject's, and `evidence_for_id` is the subject while it names a criterion and is of a kind that mentors read; of the
narrow one those are null and `circle_id` is the organisation. `included`: the subject has agreed that it is read in
their review."""

record_versions = projection_table(
    "record_versions",
    id_column("record_id", primary_key=True),
    column("version", int, Holds.NOBODY, primary_key=True),
    id_column("subject_id", Holds.SUBJECT),
    column("written_at", datetime, Holds.FACT),
    column("reason", str, Holds.ACTOR_WORDS, nullable=True),
    column("happened_on", date, Holds.FACT),
    column("shows", str, Holds.FACT),
    column("said", str, Holds.SUBJECT_WORDS),
    column("commitment", str, Holds.NOBODY),
    column("answer", str, Holds.FACT, nullable=True),
    column("comment", str, Holds.SUBJECT_WORDS, nullable=True),
    column("answered_at", datetime, Holds.FACT, nullable=True),
    refers("record_id", "records"),
)
"""The words of a record, version by version, each with its answer. `commitment` is that of the entry that wrote it,
which the answer covers."""

record_criteria = projection_table(
    "record_criteria",
    id_column("record_id", primary_key=True),
    column("version", int, Holds.NOBODY, primary_key=True),
    column("key", str, Holds.FACT, primary_key=True),
    refers("record_id", "records"),
    Index("ix_record_criteria_org_key", "org", "key", "record_id"),
)
"""The criteria that a version names as what it is evidence for."""

next_steps = projection_table(
    "next_steps",
    id_column("id", primary_key=True),
    id_column("record_id"),
    id_column("subject_id", Holds.SUBJECT),
    column("text", str, Holds.SUBJECT_WORDS),
    id_column("owner_id", Holds.ACTOR),
    column("due_on", date, Holds.FACT, nullable=True),
    column("status", str, Holds.FACT),
    column("why", str, Holds.SUBJECT_WORDS, nullable=True),
    id_column("settled_by", Holds.ACTOR, nullable=True),
    column("settled_at", datetime, Holds.FACT, nullable=True),
    refers("record_id", "records"),
    refers("subject_id", "people"),
    refers("owner_id", "people"),
    Index("ix_next_steps_org_subject_id", "org", "subject_id", "status", "id"),
    Index("ix_next_steps_org_owner_id", "org", "owner_id", "status", "id"),
    Index("ix_next_steps_org_record_id", "org", "record_id"),
)
"""What was agreed to do next, by whom and until when; it returns until it is done or dropped."""

RECORD_SCOPES: Scopes = {
    Tie.SELF: "subject_id",
    Tie.AUTHOR: "writer_id",
    Tie.LINE: "subject_id",
    Tie.SITE: "site_id",
    Tie.AREA: "area_id",
    Tie.MENTOR: "evidence_for_id",
    Tie.PEOPLE: "circle_id",
}
"""How people stand to a record. Its columns are null where a kind of tie gives nothing, so that one table of rights
holds for both circles."""
