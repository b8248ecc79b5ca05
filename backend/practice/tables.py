"""The tables of practice. Notes and reflections are plain: nobody's record until signed, written up or shared."""

from datetime import date, datetime

from sqlalchemy import Index

from backend.kernel.columns import Holds, column, id_column, projection_table, refers, tenant_table
from backend.kernel.ties import Scopes, Tie

notes = tenant_table(
    "notes",
    id_column("id", primary_key=True),
    id_column("author_id", Holds.ACTOR),
    id_column("person_id", Holds.SUBJECT),
    column("criterion", str, Holds.FACT, nullable=True),
    column("text", str, Holds.SUBJECT_WORDS),
    column("kept_because", str, Holds.ACTOR_WORDS, nullable=True),
    column("happened_at", datetime, Holds.FACT),
    column("made_at", datetime, Holds.FACT),
    refers("author_id", "people"),
    refers("person_id", "people"),
    Index("ix_notes_org_author_id_happened_at", "org", "author_id", "happened_at", "id"),
)
"""Private jottings. Plain, and deleted for good: only their author ever sees them, and what is signed from one stands
in the log with its times."""

rhythms = projection_table(
    "rhythms",
    id_column("person_id", Holds.SUBJECT, primary_key=True),
    column("since", date, Holds.FACT),
    column("is_owed", bool, Holds.FACT),
    column("last_on", date, Holds.FACT, nullable=True),
    column("base_on", date, Holds.FACT),
    column("due_on", date, Holds.FACT, nullable=True),
    id_column("site_id", Holds.FACT, nullable=True),
    id_column("area_id", Holds.FACT, nullable=True),
    refers("person_id", "people"),
    Index("ix_rhythms_org_base_on", "org", "base_on"),
    Index("ix_rhythms_org_due_on", "org", "due_on", "person_id"),
    Index("ix_rhythms_org_site_id", "org", "site_id", "due_on", "person_id"),
    Index("ix_rhythms_org_area_id", "org", "area_id", "due_on", "person_id"),
)
"""When the organisation last gave somebody an observation or a professional discussion, and from which day it owes
them the next; null where none is owed. `since` is when they came, and `base_on` the later of the two, from which the
days are counted."""

RHYTHM_SCOPES: Scopes = {
    Tie.LINE: "person_id",
    Tie.SITE: "site_id",
    Tie.AREA: "area_id",
    Tie.LEARNING: "org",
    Tie.PEOPLE: "org",
}
"""How people stand to somebody's rhythm."""

reflections = tenant_table(
    "reflections",
    id_column("id", primary_key=True),
    id_column("author_id", Holds.ACTOR),
    column("text", str, Holds.ACTOR_WORDS),
    column("kept_because", str, Holds.ACTOR_WORDS, nullable=True),
    column("criteria", str, Holds.FACT),
    column("happened_on", date, Holds.FACT, nullable=True),
    column("made_at", datetime, Holds.FACT),
    column("revision", int, Holds.NOBODY),
    refers("author_id", "people"),
    Index("ix_reflections_org_author_id", "org", "author_id", "made_at", "id"),
    info={"person": "author_id"},
)
"""What somebody wrote about their own practice, for themselves alone until they share it; then it is evidence, and the
row goes. On PostgreSQL a policy shows a row to no transaction but one that names its author."""

evidence = projection_table(
    "evidence",
    id_column("id", primary_key=True),
    id_column("subject_id", Holds.SUBJECT),
    id_column("added_by_id", Holds.ACTOR),
    column("kind", str, Holds.FACT),
    column("digest", str, Holds.FACT),
    column("media_type", str, Holds.FACT, nullable=True),
    column("size", int, Holds.FACT, nullable=True),
    column("title", str, Holds.SUBJECT_WORDS, nullable=True),
    column("text", str, Holds.SUBJECT_WORDS, nullable=True),
    column("criteria", str, Holds.FACT),
    column("happened_on", date, Holds.FACT, nullable=True),
    column("added_at", datetime, Holds.FACT),
    column("taken_back_at", datetime, Holds.FACT, nullable=True),
    column("pinned", int, Holds.FACT),
    refers("subject_id", "people"),
    refers("added_by_id", "people"),
    Index("ix_evidence_org_subject_id", "org", "subject_id", "added_at", "id"),
)
"""What shows somebody's practice. `digest` is of the file; of a reflection, which has no file, the commitment of the
entry that shared it. `pinned` counts the sign-offs that rest on it: while there are any it stays to be read."""

evidence_criteria = projection_table(
    "evidence_criteria",
    id_column("evidence_id", primary_key=True),
    column("key", str, Holds.FACT, primary_key=True),
    refers("evidence_id", "evidence"),
)
"""The criteria that a piece of evidence is for, by their keys: to be found by. To be read they stand in its row."""

EVIDENCE_SCOPES: Scopes = {
    Tie.SELF: "subject_id",
    Tie.MENTOR: "subject_id",
    Tie.LINE: "subject_id",
    Tie.SITE: "site_id",
    Tie.AREA: "area_id",
    Tie.AUTHOR: "added_by_id",
}
"""How people stand to evidence: as to the person it is about, whose site and area stand beside it."""
