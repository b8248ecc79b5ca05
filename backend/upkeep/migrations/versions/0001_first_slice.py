"""The first slice: log, people, accounts, frameworks, mentoring, sign-off"""

import sqlalchemy as sa
from alembic import op

import backend.kernel.columns

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""
    op.create_table(
        "accounts",
        sa.Column("id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=True),
        sa.Column("wrong_presences", sa.Integer(), nullable=False),
        sa.Column("signing_locked_until", backend.kernel.columns.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
    )
    op.create_table(
        "areas",
        sa.Column("org", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_areas")),
    )
    op.create_table(
        "entries",
        sa.Column("org", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("about", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("subject", backend.kernel.columns.IdType(length=36), nullable=True),
        sa.Column("at", backend.kernel.columns.Instant(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_entries")),
    )
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index("ix_entries_org_subject", ["org", "subject"], unique=False)
        batch_op.create_index("uq_entries_org_seq", ["org", "seq"], unique=True)

    op.create_table(
        "frameworks",
        sa.Column("org", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("published_at", backend.kernel.columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_frameworks")),
    )
    with op.batch_alter_table("frameworks", schema=None) as batch_op:
        batch_op.create_index("uq_frameworks_org_key_version", ["org", "key", "version"], unique=True)

    op.create_table(
        "heads",
        sa.Column("org", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("org", name=op.f("pk_heads")),
    )
    op.create_table(
        "organisations",
        sa.Column("org", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("org", name=op.f("pk_organisations")),
    )
    op.create_table(
        "ties",
        sa.Column("org", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("entry_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("person_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("tie", sa.Text(), nullable=False),
        sa.Column("scope_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("starts_at", backend.kernel.columns.Instant(), nullable=False),
        sa.Column("ends_at", backend.kernel.columns.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("org", "entry_id", "person_id", "tie", "scope_id", name=op.f("pk_ties")),
    )
    with op.batch_alter_table("ties", schema=None) as batch_op:
        batch_op.create_index("ix_ties_org_person_id", ["org", "person_id"], unique=False)
        batch_op.create_index("ix_ties_org_scope_id", ["org", "scope_id"], unique=False)

    op.create_table(
        "waits",
        sa.Column("org", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("matter_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("holder_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("about_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("since", backend.kernel.columns.Instant(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("org", "matter_id", "holder_id", name=op.f("pk_waits")),
    )
    with op.batch_alter_table("waits", schema=None) as batch_op:
        batch_op.create_index("ix_waits_org_about_id", ["org", "about_id"], unique=False)
        batch_op.create_index("ix_waits_org_holder_id", ["org", "holder_id", "since", "matter_id"], unique=False)

    op.create_table(
        "contents",
        sa.Column("org", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["org", "id"], ["entries.org", "entries.id"], name=op.f("fk_contents_org_id")),
        sa.PrimaryKeyConstraint("org", "id", "part", name=op.f("pk_contents")),
    )
    op.create_table(
        "logins",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("account_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_logins_account_id")),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_logins")),
    )
    op.create_table(
        "memberships",
        sa.Column("account_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("org", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("person_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("organisation_key", sa.Text(), nullable=False),
        sa.Column("organisation_name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_memberships_account_id")),
        sa.PrimaryKeyConstraint("account_id", "org", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index("uq_memberships_org_person_id", ["org", "person_id"], unique=True)

    op.create_table(
        "sites",
        sa.Column("org", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("area_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["org", "area_id"], ["areas.org", "areas.id"], name=op.f("fk_sites_org_area_id")),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_sites")),
    )
    with op.batch_alter_table("sites", schema=None) as batch_op:
        batch_op.create_index("ix_sites_org_area_id", ["org", "area_id"], unique=False)

    op.create_table(
        "people",
        sa.Column("org", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("staff_number", sa.Text(), nullable=True),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("site_id", backend.kernel.columns.IdType(length=36), nullable=True),
        sa.Column("area_id", backend.kernel.columns.IdType(length=36), nullable=True),
        sa.Column("appointment_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("appointed_on", sa.Date(), nullable=False),
        sa.Column("identity_checked_on", sa.Date(), nullable=True),
        sa.Column("identity_checked_by", backend.kernel.columns.IdType(length=36), nullable=True),
        sa.Column("identity_method", sa.Text(), nullable=True),
        sa.Column("left_at", backend.kernel.columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["org", "area_id"], ["areas.org", "areas.id"], name=op.f("fk_people_org_area_id")),
        sa.ForeignKeyConstraint(["org", "site_id"], ["sites.org", "sites.id"], name=op.f("fk_people_org_site_id")),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_people")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index("ix_people_org_site_id", ["org", "site_id"], unique=False)
        batch_op.create_index("uq_people_org_staff_number", ["org", "staff_number"], unique=True)

    op.create_table(
        "agreements",
        sa.Column("org", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("mentee_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("proposer_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("mentee_answer", sa.Text(), nullable=True),
        sa.Column("approver_id", backend.kernel.columns.IdType(length=36), nullable=True),
        sa.Column("approved_at", backend.kernel.columns.Instant(), nullable=True),
        sa.Column("what_matters", sa.Text(), nullable=False),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("support_arrangement", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("lapses_on", sa.Date(), nullable=False),
        sa.Column("site_id", backend.kernel.columns.IdType(length=36), nullable=True),
        sa.Column("area_id", backend.kernel.columns.IdType(length=36), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_agreements_dates")),
        sa.ForeignKeyConstraint(
            ["org", "mentee_id"], ["people.org", "people.id"], name=op.f("fk_agreements_org_mentee_id")
        ),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_agreements")),
    )
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.create_index("ix_agreements_org_mentee_id", ["org", "mentee_id"], unique=False)

    op.create_table(
        "sessions",
        sa.Column("org", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("account_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("person_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("device_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("device_name", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("access_hash", sa.Text(), nullable=False),
        sa.Column("access_expires_at", backend.kernel.columns.Instant(), nullable=False),
        sa.Column("started_at", backend.kernel.columns.Instant(), nullable=False),
        sa.Column("ended_at", backend.kernel.columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org", "person_id"], ["people.org", "people.id"], name=op.f("fk_sessions_org_person_id")
        ),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_sessions")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index("uq_sessions_org_access_hash", ["org", "access_hash"], unique=True)

    op.create_table(
        "agreement_mentors",
        sa.Column("org", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("agreement_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("person_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("active_since", backend.kernel.columns.Instant(), nullable=True),
        sa.Column("left_at", backend.kernel.columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org", "agreement_id"],
            ["agreements.org", "agreements.id"],
            name=op.f("fk_agreement_mentors_org_agreement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["org", "person_id"], ["people.org", "people.id"], name=op.f("fk_agreement_mentors_org_person_id")
        ),
        sa.PrimaryKeyConstraint("org", "agreement_id", "person_id", name=op.f("pk_agreement_mentors")),
    )
    with op.batch_alter_table("agreement_mentors", schema=None) as batch_op:
        batch_op.create_index("ix_agreement_mentors_org_person_id", ["org", "person_id"], unique=False)

    op.create_table(
        "plans",
        sa.Column("org", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("agreement_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("mentee_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("framework_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("site_id", backend.kernel.columns.IdType(length=36), nullable=True),
        sa.Column("area_id", backend.kernel.columns.IdType(length=36), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("criteria_total", sa.Integer(), nullable=False),
        sa.Column("criteria_complete", sa.Integer(), nullable=False),
        sa.Column("signatures_required", sa.Integer(), nullable=False),
        sa.Column("signatures_counted", sa.Integer(), nullable=False),
        sa.Column("last_signed_on", sa.Date(), nullable=True),
        sa.Column("ahead_until", sa.Date(), nullable=True),
        sa.Column("behind_on", sa.Date(), nullable=True),
        sa.Column("stalled_on", sa.Date(), nullable=True),
        sa.CheckConstraint("criteria_complete BETWEEN 0 AND criteria_total", name=op.f("ck_plans_criteria")),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_plans_dates")),
        sa.CheckConstraint("signatures_counted BETWEEN 0 AND signatures_required", name=op.f("ck_plans_signatures")),
        sa.ForeignKeyConstraint(
            ["org", "agreement_id"], ["agreements.org", "agreements.id"], name=op.f("fk_plans_org_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["org", "framework_id"], ["frameworks.org", "frameworks.id"], name=op.f("fk_plans_org_framework_id")
        ),
        sa.ForeignKeyConstraint(["org", "mentee_id"], ["people.org", "people.id"], name=op.f("fk_plans_org_mentee_id")),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_plans")),
    )
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.create_index("ix_plans_org_agreement_id", ["org", "agreement_id"], unique=False)
        batch_op.create_index("ix_plans_org_area_id", ["org", "area_id"], unique=False)
        batch_op.create_index("ix_plans_org_mentee_id", ["org", "mentee_id"], unique=False)
        batch_op.create_index("ix_plans_org_site_id", ["org", "site_id"], unique=False)

    op.create_table(
        "presences",
        sa.Column("org", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("session_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("person_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("opened_at", backend.kernel.columns.Instant(), nullable=False),
        sa.Column("expires_at", backend.kernel.columns.Instant(), nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.CheckConstraint("uses_left >= 0", name=op.f("ck_presences_uses_left")),
        sa.ForeignKeyConstraint(
            ["org", "session_id"], ["sessions.org", "sessions.id"], name=op.f("fk_presences_org_session_id")
        ),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_presences")),
    )
    with op.batch_alter_table("presences", schema=None) as batch_op:
        batch_op.create_index("uq_presences_org_hash", ["org", "hash"], unique=True)

    op.create_table(
        "refresh_tokens",
        sa.Column("org", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("session_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("issued_at", backend.kernel.columns.Instant(), nullable=False),
        sa.Column("used_at", backend.kernel.columns.Instant(), nullable=True),
        sa.Column("retired_at", backend.kernel.columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org", "session_id"], ["sessions.org", "sessions.id"], name=op.f("fk_refresh_tokens_org_session_id")
        ),
        sa.PrimaryKeyConstraint("org", "hash", name=op.f("pk_refresh_tokens")),
    )
    with op.batch_alter_table("refresh_tokens", schema=None) as batch_op:
        batch_op.create_index("ix_refresh_tokens_org_session_id", ["org", "session_id"], unique=False)

    op.create_table(
        "items",
        sa.Column("org", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("plan_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("signatures", sa.Integer(), nullable=False),
        sa.Column("other_day", sa.Boolean(), nullable=False),
        sa.Column("other_mentor", sa.Boolean(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("latest", sa.Text(), nullable=True),
        sa.Column("missing", sa.Text(), nullable=True),
        sa.CheckConstraint("counted BETWEEN 0 AND signatures", name=op.f("ck_items_counted")),
        sa.CheckConstraint("signatures IN (1, 2)", name=op.f("ck_items_signatures")),
        sa.ForeignKeyConstraint(["org", "plan_id"], ["plans.org", "plans.id"], name=op.f("fk_items_org_plan_id")),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_items")),
    )
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.create_index("ix_items_org_plan_id", ["org", "plan_id", "position"], unique=False)

    op.create_table(
        "requests",
        sa.Column("org", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("plan_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("item_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("mentee_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("mentor_id", backend.kernel.columns.IdType(length=36), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("asked_at", backend.kernel.columns.Instant(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("passes_on", sa.Date(), nullable=False),
        sa.Column("ended_at", backend.kernel.columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["org", "item_id"], ["items.org", "items.id"], name=op.f("fk_requests_org_item_id")),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_requests")),
    )
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.create_index("ix_requests_org_plan_id", ["org", "plan_id"], unique=False)
        batch_op.create_index(
            "uq_requests_org_item_id_waiting",
            ["org", "item_id"],
            unique=True,
            sqlite_where=sa.text("status = 'waiting'"),
            postgresql_where=sa.text("status = 'waiting'"),
        )

    op.create_table(
        "sign_offs",
        sa.Column("org", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("plan_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("item_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("mentee_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("signer_id", backend.kernel.columns.IdType(length=36), nullable=False),
        sa.Column("signer_name", sa.Text(), nullable=False),
        sa.Column("signer_post", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("help", sa.Text(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=True),
        sa.Column("gap_reason", sa.Text(), nullable=True),
        sa.Column("signed_at", backend.kernel.columns.Instant(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("assurance", sa.Text(), nullable=False),
        sa.Column("reciprocal", sa.Boolean(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", backend.kernel.columns.Instant(), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("signer_id <> mentee_id", name=op.f("ck_sign_offs_own_work")),
        sa.ForeignKeyConstraint(["org", "item_id"], ["items.org", "items.id"], name=op.f("fk_sign_offs_org_item_id")),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_sign_offs")),
    )
    with op.batch_alter_table("sign_offs", schema=None) as batch_op:
        batch_op.create_index("ix_sign_offs_org_item_id", ["org", "item_id"], unique=False)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("sign_offs", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_offs_org_item_id")

    op.drop_table("sign_offs")
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_requests_org_item_id_waiting",
            sqlite_where=sa.text("status = 'waiting'"),
            postgresql_where=sa.text("status = 'waiting'"),
        )
        batch_op.drop_index("ix_requests_org_plan_id")

    op.drop_table("requests")
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.drop_index("ix_items_org_plan_id")

    op.drop_table("items")
    with op.batch_alter_table("refresh_tokens", schema=None) as batch_op:
        batch_op.drop_index("ix_refresh_tokens_org_session_id")

    op.drop_table("refresh_tokens")
    with op.batch_alter_table("presences", schema=None) as batch_op:
        batch_op.drop_index("uq_presences_org_hash")

    op.drop_table("presences")
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.drop_index("ix_plans_org_site_id")
        batch_op.drop_index("ix_plans_org_mentee_id")
        batch_op.drop_index("ix_plans_org_area_id")
        batch_op.drop_index("ix_plans_org_agreement_id")

    op.drop_table("plans")
    with op.batch_alter_table("agreement_mentors", schema=None) as batch_op:
        batch_op.drop_index("ix_agreement_mentors_org_person_id")

    op.drop_table("agreement_mentors")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index("uq_sessions_org_access_hash")

    op.drop_table("sessions")
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.drop_index("ix_agreements_org_mentee_id")

    op.drop_table("agreements")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index("uq_people_org_staff_number")
        batch_op.drop_index("ix_people_org_site_id")

    op.drop_table("people")
    with op.batch_alter_table("sites", schema=None) as batch_op:
        batch_op.drop_index("ix_sites_org_area_id")

    op.drop_table("sites")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index("uq_memberships_org_person_id")

    op.drop_table("memberships")
    op.drop_table("logins")
    op.drop_table("contents")
    with op.batch_alter_table("waits", schema=None) as batch_op:
        batch_op.drop_index("ix_waits_org_holder_id")
        batch_op.drop_index("ix_waits_org_about_id")

    op.drop_table("waits")
    with op.batch_alter_table("ties", schema=None) as batch_op:
        batch_op.drop_index("ix_ties_org_scope_id")
        batch_op.drop_index("ix_ties_org_person_id")

    op.drop_table("ties")
    op.drop_table("organisations")
    op.drop_table("heads")
    with op.batch_alter_table("frameworks", schema=None) as batch_op:
        batch_op.drop_index("uq_frameworks_org_key_version")

    op.drop_table("frameworks")
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index("uq_entries_org_seq")
        batch_op.drop_index("ix_entries_org_subject")

    op.drop_table("entries")
    op.drop_table("areas")
    op.drop_table("accounts")
