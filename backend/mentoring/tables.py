"""Agreements and their mentors: projections of the log."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index

from backend.kernel.columns import Holds, column, id_column, projection_table, refers
from backend.kernel.ties import Scopes, Tie

agreements = projection_table(
    "agreements",
    id_column("id", primary_key=True),
    column("programme", str, Holds.FACT),
    id_column("mentee_id", Holds.SUBJECT),
    id_column("proposer_id", Holds.ACTOR),
    column("status", str, Holds.FACT),
    column("mentee_answer", str, Holds.FACT, nullable=True),
    id_column("approver_id", Holds.ACTOR, nullable=True),
    column("approved_at", datetime, Holds.FACT, nullable=True),
    column("what_matters", str, Holds.SUBJECT_WORDS),
    column("goals", str, Holds.SUBJECT_WORDS),
    column("support_arrangement", str, Holds.FACT),
    column("starts_on", date, Holds.FACT),
    column("ends_on", date, Holds.FACT),
    column("lapses_on", date, Holds.FACT),
    id_column("site_id", Holds.FACT, nullable=True),
    id_column("area_id", Holds.FACT, nullable=True),
    column("version", int, Holds.NOBODY),
    id_column("pause_id", nullable=True),
    column("paused_on", date, Holds.FACT, nullable=True),
    column("ended_on", date, Holds.FACT, nullable=True),
    refers("mentee_id", "people"),
    CheckConstraint("ends_on > starts_on", name="dates"),
    Index("ix_agreements_org_mentee_id", "org", "mentee_id"),
)

agreement_mentors = projection_table(
    "agreement_mentors",
    id_column("agreement_id", primary_key=True),
    id_column("person_id", Holds.ACTOR, primary_key=True),
    column("answer", str, Holds.FACT, nullable=True),
    column("active_since", datetime, Holds.FACT, nullable=True),
    column("left_at", datetime, Holds.FACT, nullable=True),
    refers("agreement_id", "agreements"),
    refers("person_id", "people"),
    Index("ix_agreement_mentors_org_person_id", "org", "person_id"),
)

AGREEMENT_SCOPES: Scopes = {
    Tie.SELF: "mentee_id",
    Tie.MENTOR: "id",
    Tie.INVITED: "id",
    Tie.PROPOSER: "proposer_id",
    Tie.LINE: "mentee_id",
    Tie.SITE: "site_id",
    Tie.AREA: "area_id",
    Tie.LEARNING: "org",
    Tie.PEOPLE: "org",
}
"""How people stand to an agreement."""
