"""Reviews: the decision at the end of a plan, and the day on which it is due"""

from datetime import UTC, date, datetime, time

import sqlalchemy as sa
from alembic import op

from backend.kernel.clock import stamp
from backend.kernel.columns import IdType, Instant
from backend.kernel.spans import day_of, read

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = ("reviews", "review_consultees", "review_basis", "review_views", "review_days")
_PLANS = sa.text(
    "SELECT p.org, p.id, p.mentee_id, p.status, p.starts_on, p.ends_on, p.pauses, p.criteria_total,"
    " p.criteria_complete, m.left_at, (SELECT max(s.signed_on) FROM sign_offs s WHERE s.org = p.org"
    " AND s.plan_id = p.id AND s.counts) AS completed_on FROM plans p"
    " JOIN people m ON m.org = p.org AND m.id = p.mentee_id"
)
_DAY = sa.text(
    "INSERT INTO review_days (org, plan_id, mentee_id, due_on, due_at) VALUES (:org, :id, :mentee, :due, :at)"
)
_WAITS = sa.text(
    "INSERT INTO waits (org, matter_id, holder_id, kind, subject_id, about_id, since, from_on)"
    " SELECT DISTINCT p.org, p.id, t.person_id, 'review_due', p.mentee_id, p.id, d.due_at, d.due_on"
    " FROM plans p JOIN review_days d ON d.org = p.org AND d.plan_id = p.id JOIN ties t ON t.org = p.org"
    " AND t.tie = 'area_manager' AND t.scope_id = p.area_id AND t.ends_at IS NULL AND t.person_id <> p.mentee_id"
    " WHERE d.due_on IS NOT NULL"
)


def upgrade() -> None:
    """Forth. Plans that are there already get the day on which their review is due; area managers review."""
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.add_column(sa.Column("reviewers", sa.Text(), nullable=False, server_default="area_manager"))
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.alter_column("reviewers", server_default=None)
    with op.batch_alter_table("plans") as batch_op:
        batch_op.add_column(sa.Column("review_id", IdType(), nullable=True))
        batch_op.add_column(sa.Column("review_status", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("review_decision", sa.Text(), nullable=True))
    for make in (_reviews, _review_consultees, _review_basis, _review_views, _review_days):
        make()
    _state_days()


def _state_days() -> None:
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == "sqlite"
    for plan in connection.execute(_PLANS).all():
        due = _due(plan)
        at = None if due is None else datetime.combine(due, time(), UTC)
        given = {"org": plan.org, "id": plan.id, "mentee": plan.mentee_id}
        said = {"due": due and due.isoformat(), "at": at and stamp(at)} if is_sqlite else {"due": due, "at": at}
        connection.execute(_DAY, given | said)
    connection.execute(_WAITS)


def _due(plan: sa.Row) -> date | None:  # type: ignore[type-arg]  # whatever the database gives
    if plan.status == "closed" or plan.left_at is not None:
        return None
    starts_on, ends_on, completed = (_day(one) for one in (plan.starts_on, plan.ends_on, plan.completed_on))
    assert starts_on is not None
    assert ends_on is not None
    is_complete = plan.criteria_complete == plan.criteria_total
    end = day_of(starts_on, (ends_on - starts_on).days, read(plan.pauses))
    return min((one for one in (completed if is_complete else None, end) if one), default=None)


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("org", IdType(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("plan_id", IdType(), nullable=False),
        sa.Column("mentee_id", IdType(), nullable=False),
        sa.Column("agreement_id", IdType(), nullable=False),
        sa.Column("site_id", IdType(), nullable=True),
        sa.Column("area_id", IdType(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("discussed_on", sa.Date(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("extend_to", sa.Date(), nullable=True),
        sa.Column("must_be_seen", sa.Text(), nullable=False),
        sa.Column("support", sa.Text(), nullable=True),
        sa.Column("carry_over", sa.Text(), nullable=False),
        sa.Column("upholds", sa.Boolean(), nullable=False),
        sa.Column("answers_id", IdType(), nullable=True),
        sa.Column("answered_by_id", IdType(), nullable=True),
        sa.Column("proposed_by_id", IdType(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_post", sa.Text(), nullable=False),
        sa.Column("proposed_at", Instant(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("mentored", sa.Boolean(), nullable=False),
        sa.Column("assurance", sa.Text(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("ended_by_id", IdType(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_post", sa.Text(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("declined_reason", sa.Text(), nullable=True),
        sa.Column("outside_name", sa.Text(), nullable=True),
        sa.Column("outside_role", sa.Text(), nullable=True),
        sa.Column("outside_agreed_on", sa.Date(), nullable=True),
        sa.Column("needs_since", Instant(), nullable=True),
        sa.Column("needs_on", sa.Date(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("commented_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org", "mentee_id"], ["people.org", "people.id"], name=op.f("fk_reviews_org_mentee_id")
        ),
        sa.ForeignKeyConstraint(["org", "plan_id"], ["plans.org", "plans.id"], name=op.f("fk_reviews_org_plan_id")),
        sa.CheckConstraint(
            "ended_by_id <> proposed_by_id OR status <> 'decided'", name=op.f("ck_reviews_ck_reviews_alone")
        ),
        sa.CheckConstraint("proposed_by_id <> mentee_id", name=op.f("ck_reviews_ck_reviews_own_plan")),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_reviews")),
    )
    op.create_index("ix_reviews_org_proposed_by_id", "reviews", ["org", "proposed_by_id"], unique=False)
    op.create_index("ix_reviews_org_agreement_id", "reviews", ["org", "agreement_id"], unique=False)
    op.create_index("ix_reviews_org_area_id", "reviews", ["org", "area_id", "id"], unique=False)
    op.create_index("ix_reviews_org_mentee_id", "reviews", ["org", "mentee_id"], unique=False)
    op.create_index("ix_reviews_org_plan_id", "reviews", ["org", "plan_id", "id"], unique=False)
    op.create_index("ix_reviews_org_site_id", "reviews", ["org", "site_id", "id"], unique=False)
    op.create_index(
        "uq_reviews_org_plan_id_proposed",
        "reviews",
        ["org", "plan_id"],
        unique=True,
        sqlite_where=sa.text("status = 'proposed'"),
        postgresql_where=sa.text("status = 'proposed'"),
    )


def _review_consultees() -> None:
    op.create_table(
        "review_consultees",
        sa.Column("org", IdType(), nullable=False),
        sa.Column("review_id", IdType(), nullable=False),
        sa.Column("person_id", IdType(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "person_id"], ["people.org", "people.id"], name=op.f("fk_review_consultees_org_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["org", "review_id"], ["reviews.org", "reviews.id"], name=op.f("fk_review_consultees_org_review_id")
        ),
        sa.PrimaryKeyConstraint("org", "review_id", "person_id", name=op.f("pk_review_consultees")),
    )
    op.create_index("ix_review_consultees_org_person_id", "review_consultees", ["org", "person_id"], unique=False)


def _review_basis() -> None:
    op.create_table(
        "review_basis",
        sa.Column("org", IdType(), nullable=False),
        sa.Column("review_id", IdType(), nullable=False),
        sa.Column("sign_off_id", IdType(), nullable=False),
        sa.Column("item_id", IdType(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "review_id"], ["reviews.org", "reviews.id"], name=op.f("fk_review_basis_org_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["org", "sign_off_id"], ["sign_offs.org", "sign_offs.id"], name=op.f("fk_review_basis_org_sign_off_id")
        ),
        sa.PrimaryKeyConstraint("org", "review_id", "sign_off_id", name=op.f("pk_review_basis")),
    )
    op.create_index("ix_review_basis_org_sign_off_id", "review_basis", ["org", "sign_off_id"], unique=False)


def _review_views() -> None:
    op.create_table(
        "review_views",
        sa.Column("org", IdType(), nullable=False),
        sa.Column("id", IdType(), nullable=False),
        sa.Column("plan_id", IdType(), nullable=False),
        sa.Column("mentee_id", IdType(), nullable=False),
        sa.Column("person_id", IdType(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("amended", sa.Boolean(), nullable=False),
        sa.Column("review_id", IdType(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org", "plan_id"], ["plans.org", "plans.id"], name=op.f("fk_review_views_org_plan_id")
        ),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_review_views")),
    )
    op.create_index("ix_review_views_org_plan_id", "review_views", ["org", "plan_id"], unique=False)
    op.create_index("ix_review_views_org_mentee_id", "review_views", ["org", "mentee_id"], unique=False)
    op.create_index(
        "uq_review_views_org_plan_id_person_id_open",
        "review_views",
        ["org", "plan_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("review_id IS NULL"),
        postgresql_where=sa.text("review_id IS NULL"),
    )


def _review_days() -> None:
    op.create_table(
        "review_days",
        sa.Column("org", IdType(), nullable=False),
        sa.Column("plan_id", IdType(), nullable=False),
        sa.Column("mentee_id", IdType(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["org", "plan_id"], ["plans.org", "plans.id"], name=op.f("fk_review_days_org_plan_id")),
        sa.PrimaryKeyConstraint("org", "plan_id", name=op.f("pk_review_days")),
    )


def downgrade() -> None:
    """Back."""
    op.execute("DELETE FROM waits WHERE kind LIKE 'review%'")
    op.execute("DELETE FROM ties WHERE tie = 'consultee'")
    for table in reversed(TABLES):
        op.drop_table(table)
    with op.batch_alter_table("plans") as batch_op:
        for name in ("review_decision", "review_status", "review_id"):
            batch_op.drop_column(name)
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.drop_column("reviewers")
