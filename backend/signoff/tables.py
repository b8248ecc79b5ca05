"""Plans, items, requests and sign-offs: projections of the log, written by applies alone."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, literal_column, text

from backend.kernel.columns import Holds, column, id_column, projection_table, refers
from backend.kernel.ties import Scopes, Tie
from backend.signoff.rules import PlanStatus

plans = projection_table(
    "plans",
    id_column("id", primary_key=True),
    id_column("agreement_id"),
    id_column("mentee_id", Holds.SUBJECT),
    id_column("framework_id"),
    column("role", str, Holds.FACT),
    column("status", str, Holds.FACT),
    column("starts_on", date, Holds.FACT),
    column("ends_on", date, Holds.FACT),
    id_column("site_id", Holds.FACT, nullable=True),
    id_column("area_id", Holds.FACT, nullable=True),
    column("version", int, Holds.NOBODY),
    column("criteria_total", int, Holds.FACT),
    column("criteria_complete", int, Holds.FACT),
    column("signatures_required", int, Holds.FACT),
    column("signatures_counted", int, Holds.FACT),
    column("last_signed_on", date, Holds.FACT, nullable=True),
    column("ahead_until", date, Holds.FACT, nullable=True),
    column("behind_on", date, Holds.FACT, nullable=True),
    column("stalled_on", date, Holds.FACT, nullable=True),
    column("runs_to", date, Holds.FACT),
    column("pauses", str, Holds.FACT),
    id_column("review_id", nullable=True),
    column("review_status", str, Holds.FACT, nullable=True),
    column("review_decision", str, Holds.FACT, nullable=True),
    refers("agreement_id", "agreements"),
    refers("mentee_id", "people"),
    refers("framework_id", "frameworks"),
    CheckConstraint("ends_on > starts_on", name="dates"),
    CheckConstraint("criteria_complete BETWEEN 0 AND criteria_total", name="criteria"),
    CheckConstraint("signatures_counted BETWEEN 0 AND signatures_required", name="signatures"),
    Index("ix_plans_org_mentee_id", "org", "mentee_id"),
    Index("ix_plans_org_agreement_id", "org", "agreement_id"),
    Index("ix_plans_org_site_id", "org", "site_id", "id"),
    Index("ix_plans_org_area_id", "org", "area_id", "id"),
    Index("ix_plans_org_framework_id", "org", "framework_id", "id"),
    Index("ix_plans_org_runs_to", "org", "runs_to"),
)

"""A plan with its counters and days. `ends_on` is the agreed end; `runs_to` the same, moved by the days the plan stood
still. `pauses` are those days, merged, as `kernel.spans` writes them: what a sign-off needs, without reading more.
`review_*` say which review of it stands now, proposed or decided: the room of reviews writes them."""

pauses = projection_table(
    "pauses",
    id_column("plan_id", primary_key=True),
    id_column("cause_id", primary_key=True),
    column("from_on", date, Holds.FACT),
    column("until_on", date, Holds.FACT, nullable=True),
    refers("plan_id", "plans"),
    CheckConstraint("until_on >= from_on", name="days"),
    Index("ix_pauses_org_cause_id", "org", "cause_id"),
)
"""A plan stands still from `from_on` until the day before `until_on`, because its agreement does or has ended
(`cause_id` is the entry that says so). While its mentee is away it stands still too: that is read from `absences`."""

items = projection_table(
    "items",
    id_column("id", primary_key=True),
    id_column("plan_id"),
    column("key", str, Holds.FACT),
    column("position", int, Holds.NOBODY),
    column("round", int, Holds.FACT),
    column("level", str, Holds.FACT, nullable=True),
    column("valid_until", date, Holds.FACT, nullable=True),
    column("signatures", int, Holds.FACT),
    column("other_day", bool, Holds.FACT),
    column("other_mentor", bool, Holds.FACT),
    column("rev", int, Holds.NOBODY),
    column("status", str, Holds.FACT),
    column("counted", int, Holds.FACT),
    column("latest", str, Holds.FACT, nullable=True),
    column("missing", str, Holds.FACT, nullable=True),
    column("asides", int, Holds.NOBODY),
    id_column("left_framework_id", nullable=True),
    id_column("prior_item_id", nullable=True),
    refers("plan_id", "plans"),
    CheckConstraint("signatures IN (1, 2)", name="signatures"),
    CheckConstraint("counted BETWEEN 0 AND signatures", name="counted"),
    Index("ix_items_org_plan_id", "org", "plan_id", "position"),
)
"""A criterion on a plan. `asides` counts what stands beside its sign-offs (`asides.py`): most items have none, and
then nothing is read."""

"""`left_framework_id`: the last version that had the criterion, once the plan has moved to one
without it. The item and what was signed on it stay; they count no more. `prior_item_id`: the item of an earlier plan
whose signatures the reviewer carried over, to be read here and to count nothing; the room of reviews writes it."""

requests = projection_table(
    "requests",
    id_column("id", primary_key=True),
    id_column("plan_id"),
    id_column("item_id"),
    id_column("mentee_id", Holds.SUBJECT),
    id_column("mentor_id", Holds.ACTOR, nullable=True),
    column("note", str, Holds.SUBJECT_WORDS, nullable=True),
    column("status", str, Holds.FACT),
    column("asked_at", datetime, Holds.FACT),
    column("asked_on", date, Holds.FACT),
    column("passes_on", date, Holds.FACT),
    column("overdue_on", date, Holds.FACT, nullable=True),
    column("without", str, Holds.ACTOR),
    column("handed_how", str, Holds.FACT, nullable=True),
    id_column("handed_by_id", Holds.ACTOR, nullable=True),
    column("handed_by", str, Holds.ACTOR_WORDS, nullable=True),
    column("handed_at", datetime, Holds.FACT, nullable=True),
    column("handed_reason", str, Holds.ACTOR_WORDS, nullable=True),
    column("ended_at", datetime, Holds.FACT, nullable=True),
    refers("item_id", "items"),
    Index("ix_requests_org_plan_id", "org", "plan_id"),
    Index(
        "uq_requests_org_item_id_waiting",
        "org",
        "item_id",
        unique=True,
        sqlite_where=text("status = 'waiting'"),
        postgresql_where=text("status = 'waiting'"),
    ),
)
"""A question to mentors. `without` has the ids of those who declined it or passed it on, by spaces; `handed_*` say who
did so last. From `overdue_on` on it waits for the approvers as well; one asked before that was kept has none."""

sign_offs = projection_table(
    "sign_offs",
    id_column("id", primary_key=True),
    id_column("plan_id"),
    id_column("item_id"),
    id_column("mentee_id", Holds.SUBJECT),
    id_column("signer_id", Holds.ACTOR),
    column("signer_name", str, Holds.ACTOR_WORDS),
    column("signer_post", str, Holds.FACT),
    column("outcome", str, Holds.FACT),
    column("seen_on", date, Holds.FACT),
    column("method", str, Holds.FACT),
    column("help", str, Holds.FACT, nullable=True),
    column("statement", str, Holds.SUBJECT_WORDS),
    column("next_step", str, Holds.SUBJECT_WORDS, nullable=True),
    column("gap_reason", str, Holds.ACTOR_WORDS, nullable=True),
    column("signed_at", datetime, Holds.FACT),
    column("signed_on", date, Holds.FACT),
    column("assurance", str, Holds.FACT),
    column("reciprocal", bool, Holds.FACT),
    column("commitment", str, Holds.NOBODY),
    column("counts", bool, Holds.FACT),
    column("withdrawn_at", datetime, Holds.FACT, nullable=True),
    column("withdrawn_by", str, Holds.ACTOR_WORDS, nullable=True),
    column("withdrawal_reason", str, Holds.ACTOR_WORDS, nullable=True),
    column("note_happened_at", datetime, Holds.ACTOR_WORDS, nullable=True),
    column("note_made_at", datetime, Holds.ACTOR_WORDS, nullable=True),
    column("words_key", str, Holds.SUBJECT_WORDS, nullable=True),
    column("same_words", bool, Holds.FACT),
    column("on_device_of", str, Holds.FACT, nullable=True),
    column("rests_on", str, Holds.FACT, nullable=True),
    id_column("withdrawal_id", nullable=True),
    column("confirmed_by", str, Holds.ACTOR_WORDS, nullable=True),
    id_column("opening_id", nullable=True),
    id_column("opened_by_id", Holds.ACTOR, nullable=True),
    column("opened_by", str, Holds.ACTOR_WORDS, nullable=True),
    column("opened_at", datetime, Holds.FACT, nullable=True),
    column("opening_reason", str, Holds.ACTOR_WORDS, nullable=True),
    column("frozen_at", datetime, Holds.FACT, nullable=True),
    refers("item_id", "items"),
    CheckConstraint("signer_id <> mentee_id", name="own_work"),
    Index("ix_sign_offs_org_item_id", "org", "item_id"),
    Index("ix_sign_offs_org_signer_id_words_key", "org", "signer_id", "words_key"),
)
"""A mentor's word. `rests_on` is the evidence it names, as JSON, so that a plan is read without asking for any.
`opening_*` is a withdrawal that governance opened, waiting while `withdrawn_at` is null. `frozen_at` is there while it
is looked into, since its signer says that it was not them."""

freezes = projection_table(
    "freezes",
    id_column("id", primary_key=True),
    id_column("plan_id"),
    id_column("item_id"),
    id_column("sign_off_id"),
    id_column("mentee_id", Holds.SUBJECT),
    id_column("signer_id", Holds.ACTOR),
    column("since", datetime, Holds.FACT),
    id_column("lifting_id", nullable=True),
    id_column("opened_by_id", Holds.ACTOR, nullable=True),
    column("opened_by", str, Holds.ACTOR_WORDS, nullable=True),
    column("opened_at", datetime, Holds.FACT, nullable=True),
    column("reason", str, Holds.ACTOR_WORDS, nullable=True),
    column("ended_at", datetime, Holds.FACT, nullable=True),
    column("ended_how", str, Holds.FACT, nullable=True),
    id_column("ended_id", nullable=True),
    column("confirmed_by", str, Holds.ACTOR_WORDS, nullable=True),
    refers("item_id", "items"),
    refers("sign_off_id", "sign_offs"),
    Index("ix_freezes_org_item_id", "org", "item_id"),
    Index("ix_freezes_org_plan_id", "org", "plan_id"),
    Index("ix_freezes_org_signer_id", "org", "signer_id"),
    Index("uq_freezes_org_sign_off_id", "org", "sign_off_id", unique=True),
)
"""A sign-off that its signer says was not theirs, since when, and what became of it (`ended_*`, by the entry
`ended_id`). `opened_by*`, `opened_at` and `reason` are of the lifting that governance asked for, `confirmed_by` of
whoever confirmed the last word."""

requirements = projection_table(
    "requirements",
    id_column("id", primary_key=True),
    id_column("plan_id"),
    id_column("item_id"),
    id_column("mentee_id", Holds.SUBJECT),
    id_column("asked_by_id", Holds.ACTOR),
    column("asked_by", str, Holds.ACTOR_WORDS),
    column("side", str, Holds.FACT),
    column("reason", str, Holds.ACTOR_WORDS),
    column("before", int, Holds.FACT),
    column("after", int, Holds.FACT),
    column("status", str, Holds.FACT),
    column("asked_at", datetime, Holds.FACT),
    id_column("answered_by_id", Holds.ACTOR, nullable=True),
    column("answered_by", str, Holds.ACTOR_WORDS, nullable=True),
    column("ended_at", datetime, Holds.FACT, nullable=True),
    refers("item_id", "items"),
    Index("ix_requirements_org_item_id", "org", "item_id"),
    Index("ix_requirements_org_plan_id", "org", "plan_id"),
    Index(
        "uq_requirements_org_item_id_proposed",
        "org",
        "item_id",
        unique=True,
        sqlite_where=text("status = 'proposed'"),
        postgresql_where=text("status = 'proposed'"),
    ),
)
"""Every change of how many signatures an item needs, made or only proposed: the trace that stays."""

disputes = projection_table(
    "disputes",
    id_column("id", primary_key=True),
    id_column("plan_id"),
    id_column("item_id"),
    id_column("sign_off_id", nullable=True),
    id_column("mentee_id", Holds.SUBJECT),
    column("text", str, Holds.SUBJECT_WORDS),
    column("at", datetime, Holds.FACT),
    refers("item_id", "items"),
    Index("ix_disputes_org_item_id", "org", "item_id"),
    Index("ix_disputes_org_plan_id", "org", "plan_id"),
)
"""What a mentee says against a sign-off, or against there being none (`sign_off_id` is null)."""

IS_OPEN = plans.c.status != PlanStatus.CLOSED.value
"""The condition that a plan is not closed, whether it stands still or not."""

IS_WAITING = requests.c.status == literal_column("'waiting'")
"""Written out, since a partial index is not found through a parameter."""

REQUEST_SHOWN = (
    requests.c.id.label("request_id"), requests.c.mentor_id.label("request_mentor_id"), requests.c.asked_at,
    requests.c.passes_on, requests.c.note, requests.c.without, requests.c.handed_how, requests.c.handed_by_id,
    requests.c.handed_by, requests.c.handed_at, requests.c.handed_reason,
)  # fmt: skip
"""What an item's row says of the request that waits on it."""

PLAN_SCOPES: Scopes = {
    Tie.SELF: "mentee_id",
    Tie.MENTOR: "agreement_id",
    Tie.LINE: "mentee_id",
    Tie.SITE: "site_id",
    Tie.AREA: "area_id",
    Tie.LEARNING: "org",
    Tie.PEOPLE: "org",
}
"""How people stand to a plan and to all that is on it."""

REVIEWED_SCOPES: Scopes = {**PLAN_SCOPES, Tie.CONSULTEE: "review_id"}
"""How people stand to the review of a plan, by the plan's row."""

MENTEE_SCOPES: Scopes = {**PLAN_SCOPES, Tie.MENTOR: "mentee_id"}
"""How people stand to the mentee of a plan, whichever agreement it is under."""

SIGN_OFF_SCOPES: Scopes = {**PLAN_SCOPES, Tie.AUTHOR: "signer_id"}
"""How people stand to one sign-off: as to its plan, and whoever signed."""
