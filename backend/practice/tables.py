"""The tables of practice: notes are plain, for a note is nobody's record; the rhythm is a projection."""

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
