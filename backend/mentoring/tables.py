"""Agreements, their mentors, and what happens between them: projections of the log."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, FromClause, Index, and_, or_

from backend.kernel.columns import Holds, column, id_column, projection_table, refers
from backend.kernel.ties import Scopes, Tie
from backend.mentoring.rules import STARTED

agreement_groups = projection_table(
    "agreement_groups",
    id_column("id", primary_key=True),
    column("name", str, Holds.ACTOR_WORDS),
    id_column("proposer_id", Holds.ACTOR),
)
"""A mentor with several mentees: each has an agreement of their own, and this says which were proposed together."""

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
    column("approver_manages", bool, Holds.FACT, nullable=True),
    column("consulted", str, Holds.ACTOR_WORDS, nullable=True),
    column("what_matters", str, Holds.SUBJECT_WORDS),
    column("goals", str, Holds.SUBJECT_WORDS),
    column("support_arrangement", str, Holds.FACT),
    column("rev", int, Holds.NOBODY),
    column("starts_on", date, Holds.FACT),
    column("ends_on", date, Holds.FACT),
    column("lapses_on", date, Holds.FACT),
    id_column("site_id", Holds.FACT, nullable=True),
    id_column("area_id", Holds.FACT, nullable=True),
    id_column("pause_id", nullable=True),
    column("paused_on", date, Holds.FACT, nullable=True),
    column("ended_on", date, Holds.FACT, nullable=True),
    id_column("group_id", Holds.FACT, nullable=True),
    refers("mentee_id", "people"),
    refers("group_id", "agreement_groups"),
    CheckConstraint("ends_on > starts_on", name="dates"),
    Index("ix_agreements_org_mentee_id", "org", "mentee_id"),
    Index("ix_agreements_org_group_id", "org", "group_id"),
    Index("ix_agreements_org_proposer_id", "org", "proposer_id"),
    Index("ix_agreements_org_site_id", "org", "site_id", "id"),
    Index("ix_agreements_org_area_id", "org", "area_id", "id"),
)
"""`rev` counts how often what was agreed has been put in other words; `consulted` names whom an approver with a second
role talked to."""

agreement_mentors = projection_table(
    "agreement_mentors",
    id_column("agreement_id", primary_key=True),
    id_column("person_id", Holds.ACTOR, primary_key=True),
    column("is_peer", bool, Holds.FACT),
    id_column("invited_by", Holds.FACT),
    column("invited_at", datetime, Holds.FACT),
    id_column("invitation_id", Holds.FACT, nullable=True),
    column("lapses_on", date, Holds.FACT, nullable=True),
    id_column("replaces_id", Holds.FACT, nullable=True),
    column("answer", str, Holds.FACT, nullable=True),
    column("active_since", datetime, Holds.FACT, nullable=True),
    column("left_at", datetime, Holds.FACT, nullable=True),
    refers("agreement_id", "agreements"),
    refers("person_id", "people"),
    Index("ix_agreement_mentors_org_person_id", "org", "person_id"),
)
"""A mentor as they stand now; what went before is in the log. `invitation_id`, `lapses_on` and `replaces_id` are those
of somebody asked after the proposal: the entry that asked, until when, and whose place they would take."""

change_requests = projection_table(
    "change_requests",
    id_column("id", primary_key=True),
    id_column("agreement_id"),
    id_column("mentee_id", Holds.SUBJECT),
    column("text", str, Holds.SUBJECT_WORDS),
    column("asked_at", datetime, Holds.FACT),
    id_column("answered_by", Holds.ACTOR, nullable=True),
    column("answered_at", datetime, Holds.FACT, nullable=True),
    column("answer", str, Holds.ACTOR_WORDS, nullable=True),
    refers("agreement_id", "agreements"),
    Index("ix_change_requests_org_agreement_id", "org", "agreement_id"),
)
"""What a mentee asks the approvers quietly; no mentor of the agreement ever reads it."""

conversations = projection_table(
    "conversations",
    id_column("id", primary_key=True),
    id_column("agreement_id"),
    id_column("mentee_id", Holds.SUBJECT),
    id_column("mentor_id", Holds.ACTOR),
    column("held_on", date, Holds.FACT),
    column("month", str, Holds.FACT),
    column("minutes", int, Holds.FACT),
    column("mode", str, Holds.FACT),
    column("note", str, Holds.ACTOR_WORDS, nullable=True),
    column("noted_at", datetime, Holds.FACT),
    column("struck_at", datetime, Holds.FACT, nullable=True),
    column("struck_reason", str, Holds.ACTOR_WORDS, nullable=True),
    refers("agreement_id", "agreements"),
    CheckConstraint("minutes BETWEEN 5 AND 480", name="minutes"),
    Index("ix_conversations_org_agreement_id", "org", "agreement_id", "held_on"),
    Index("ix_conversations_org_mentor_id", "org", "mentor_id", "month"),
)
"""A conversation as a mentor noted it. `month` is that of `held_on`, `2026-10`, to sum hours by."""

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

IS_STARTED = or_(*(agreements.c.status == status.value for status in STARTED))
"""The condition that an agreement has begun and not ended, whether it stands still or not."""


def mentors_now(of: FromClause = agreement_mentors) -> ColumnElement[bool]:
    """The condition that a row of `agreement_mentors` is somebody who mentors: they have begun, and not left."""
    return and_(of.c.active_since.is_not(None), of.c.left_at.is_(None))
