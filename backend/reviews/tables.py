"""Reviews, whom they wait for, what they rest on, and what was said before them: projections of the log."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text

from backend.kernel.columns import Holds, column, id_column, projection_table, refers
from backend.kernel.ties import Scopes, Tie

reviews = projection_table(
    "reviews",
    id_column("id", primary_key=True),
    id_column("plan_id"),
    id_column("mentee_id", Holds.SUBJECT),
    id_column("agreement_id"),
    id_column("site_id", Holds.FACT, nullable=True),
    id_column("area_id", Holds.FACT, nullable=True),
    column("status", str, Holds.FACT),
    column("version", int, Holds.NOBODY),
    column("decision", str, Holds.FACT),
    column("discussed_on", date, Holds.FACT),
    column("reasons", str, Holds.SUBJECT_WORDS),
    column("extend_to", date, Holds.FACT, nullable=True),
    column("must_be_seen", str, Holds.SUBJECT_WORDS),
    column("support", str, Holds.SUBJECT_WORDS, nullable=True),
    column("carry_over", str, Holds.FACT),
    column("upholds", bool, Holds.FACT),
    id_column("answers_id", Holds.FACT, nullable=True),
    id_column("answered_by_id", Holds.FACT, nullable=True),
    id_column("proposed_by_id", Holds.ACTOR),
    column("proposed_by", str, Holds.ACTOR_WORDS),
    column("proposed_post", str, Holds.FACT),
    column("proposed_at", datetime, Holds.FACT),
    column("proposed_on", date, Holds.FACT),
    column("mentored", bool, Holds.FACT),
    column("assurance", str, Holds.FACT),
    column("commitment", str, Holds.NOBODY),
    column("basis", str, Holds.FACT),
    id_column("ended_by_id", Holds.ACTOR, nullable=True),
    column("ended_by", str, Holds.ACTOR_WORDS, nullable=True),
    column("ended_post", str, Holds.FACT, nullable=True),
    column("ended_at", datetime, Holds.FACT, nullable=True),
    column("ended_on", date, Holds.FACT, nullable=True),
    column("declined_reason", str, Holds.ACTOR_WORDS, nullable=True),
    column("outside_name", str, Holds.ACTOR_WORDS, nullable=True),
    column("outside_role", str, Holds.ACTOR_WORDS, nullable=True),
    column("outside_agreed_on", date, Holds.FACT, nullable=True),
    column("needs_since", datetime, Holds.FACT, nullable=True),
    column("needs_on", date, Holds.FACT, nullable=True),
    column("comment", str, Holds.SUBJECT_WORDS, nullable=True),
    column("commented_at", datetime, Holds.FACT, nullable=True),
    refers("plan_id", "plans"),
    refers("mentee_id", "people"),
    CheckConstraint("proposed_by_id <> mentee_id", name="own_plan"),
    CheckConstraint("ended_by_id <> proposed_by_id OR status <> 'decided'", name="alone"),
    Index("ix_reviews_org_plan_id", "org", "plan_id", "id"),
    Index("ix_reviews_org_mentee_id", "org", "mentee_id"),
    Index("ix_reviews_org_proposed_by_id", "org", "proposed_by_id"),
    Index("ix_reviews_org_agreement_id", "org", "agreement_id"),
    Index("ix_reviews_org_site_id", "org", "site_id", "id"),
    Index("ix_reviews_org_area_id", "org", "area_id", "id"),
    Index(
        "uq_reviews_org_plan_id_proposed",
        "org",
        "plan_id",
        unique=True,
        sqlite_where=text("status = 'proposed'"),
        postgresql_where=text("status = 'proposed'"),
    ),
)
"""A review. `ended_*` say who confirmed it, declined it or took it back. `basis` is what it rests on, as its entry pins
it; `mentored` says that whoever proposed it has mentored on the plan, so that somebody outside was asked as well.
`needs_since` is when a sign-off it rested on was withdrawn; `answers_id` and `answered_by_id` join it to the review
that looked at it again."""

review_consultees = projection_table(
    "review_consultees",
    id_column("review_id", primary_key=True),
    id_column("person_id", Holds.ACTOR, primary_key=True),
    refers("review_id", "reviews"),
    refers("person_id", "people"),
    Index("ix_review_consultees_org_person_id", "org", "person_id"),
)
"""Whom a review names to be asked. Any one of them confirms it."""

review_basis = projection_table(
    "review_basis",
    id_column("review_id", primary_key=True),
    id_column("sign_off_id", primary_key=True),
    id_column("item_id"),
    refers("review_id", "reviews"),
    refers("sign_off_id", "sign_offs"),
    Index("ix_review_basis_org_sign_off_id", "org", "sign_off_id"),
)
"""The sign-offs that a review rests on."""

review_views = projection_table(
    "review_views",
    id_column("id", primary_key=True),
    id_column("plan_id"),
    id_column("mentee_id", Holds.SUBJECT),
    id_column("person_id", Holds.ACTOR),
    column("name", str, Holds.ACTOR_WORDS),
    column("side", str, Holds.FACT),
    column("text", str, Holds.SUBJECT_WORDS),
    column("at", datetime, Holds.FACT),
    column("amended", bool, Holds.FACT),
    id_column("review_id", nullable=True),
    refers("plan_id", "plans"),
    Index("ix_review_views_org_plan_id", "org", "plan_id"),
    Index("ix_review_views_org_mentee_id", "org", "mentee_id"),
    Index(
        "uq_review_views_org_plan_id_person_id_open",
        "org",
        "plan_id",
        "person_id",
        unique=True,
        sqlite_where=text("review_id IS NULL"),
        postgresql_where=text("review_id IS NULL"),
    ),
)
"""What the mentee and each mentor say for the review, one each, amended until it is decided; `review_id` is the review
that was decided with it in view."""

review_days = projection_table(
    "review_days",
    id_column("plan_id", primary_key=True),
    id_column("mentee_id", Holds.SUBJECT),
    column("due_on", date, Holds.FACT, nullable=True),
    column("due_at", datetime, Holds.FACT, nullable=True),
    refers("plan_id", "plans"),
)
"""The day on which a plan's review is due, true when reached; `due_at` is that day's beginning."""

REVIEW_SCOPES: Scopes = {
    Tie.SELF: "mentee_id",
    Tie.MENTOR: "agreement_id",
    Tie.SITE: "site_id",
    Tie.AREA: "area_id",
    Tie.LEARNING: "org",
    Tie.PEOPLE: "org",
    Tie.CONSULTEE: "id",
}
"""How people stand to a review."""
