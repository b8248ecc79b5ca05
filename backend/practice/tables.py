"""The tables of practice. A plain one so far: a note is nobody's record until it is signed or written up."""

from datetime import datetime

from sqlalchemy import Index

from backend.kernel.columns import Holds, column, id_column, refers, tenant_table

notes = tenant_table(
    "notes",
    id_column("id", primary_key=True),
    id_column("author_id", Holds.ACTOR),
    id_column("person_id", Holds.SUBJECT),
    column("criterion", str, Holds.FACT, nullable=True),
    column("text", str, Holds.SUBJECT_WORDS),
    column("happened_at", datetime, Holds.FACT),
    column("made_at", datetime, Holds.FACT),
    refers("author_id", "people"),
    refers("person_id", "people"),
    Index("ix_notes_org_author_id_happened_at", "org", "author_id", "happened_at", "id"),
)
"""Private jottings. Plain, and deleted for good: only their author ever sees them, and what is signed from one stands
in the log with its times."""
