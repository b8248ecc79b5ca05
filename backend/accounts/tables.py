"""The tables of accounts. Plain tables: nothing of the log is in them, and they prove who somebody is."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text

from backend.kernel.columns import Holds, IdType, Instant, column, id_column, refers, shared_table, tenant_table

accounts = shared_table(
    "accounts",
    "one login may belong to people in several organisations, and is looked up before any is known",
    Column("id", IdType(), primary_key=True, info={"holds": Holds.SUBJECT}),
    Column("password_hash", Text(), nullable=False, info={"holds": Holds.SECRET}),
    Column("pin_hash", Text(), info={"holds": Holds.SECRET}),
    Column("wrong_presences", Integer(), nullable=False, info={"holds": Holds.FACT}),
    Column("signing_locked_until", Instant(), info={"holds": Holds.FACT}),
    Column("wrong_presence_at", Instant(), info={"holds": Holds.FACT}),
    Column("signing_paused_at", Instant(), info={"holds": Holds.FACT}),
    Column("sessions_over_at", Instant(), info={"holds": Holds.FACT}),
    Column("session_kept_id", IdType(), info={"holds": Holds.FACT}),
)
"""`wrong_presence_at` and `signing_paused_at` are the last times of each, and stay so that the person is told. When the
sessions of every organisation are ended, `sessions_over_at` says so first: from none begun before it, but the one that
was kept, does another begin."""

logins = shared_table(
    "logins",
    "what people type to sign in, before any organisation is known",
    Column("login", Text(), primary_key=True, info={"holds": Holds.SUBJECT}),
    Column("account_id", IdType(), ForeignKey("accounts.id"), nullable=False, info={"holds": Holds.SUBJECT}),
    Index("ix_logins_account_id", "account_id"),
)

memberships = shared_table(
    "memberships",
    "says which organisations a login belongs to",
    Column("account_id", IdType(), ForeignKey("accounts.id"), primary_key=True, info={"holds": Holds.SUBJECT}),
    Column("org", IdType(), primary_key=True, info={"holds": Holds.FACT}),
    Column("person_id", IdType(), nullable=False, info={"holds": Holds.SUBJECT}),
    Column("organisation_key", Text(), nullable=False, info={"holds": Holds.NOBODY}),
    Column("organisation_name", Text(), nullable=False, info={"holds": Holds.NOBODY}),
    Index("uq_memberships_org_person_id", "org", "person_id", unique=True),
)

known_devices = shared_table(
    "known_devices",
    "where a login has signed in before is asked before any organisation is known",
    Column("account_id", IdType(), ForeignKey("accounts.id"), primary_key=True, info={"holds": Holds.SUBJECT}),
    Column("hash", Text(), primary_key=True, info={"holds": Holds.SECRET}),
    Column("seen_at", Instant(), nullable=False, info={"holds": Holds.FACT}),
)

tries = shared_table(
    "tries",
    "guesses at a login or a code come before any organisation is known, and must outlive a restart",
    Column("hash", Text(), primary_key=True, info={"holds": Holds.SECRET}),
    Column("free_at", Instant(), nullable=False, info={"holds": Holds.FACT}),
    Index("ix_tries_free_at", "free_at"),
)
"""A row changes in place and goes once it is free: it is a measure of the last minutes, and nobody's record. What is
counted (a login, a device, a network) is kept as a keyed hash alone.
"""

sessions = tenant_table(
    "sessions",
    id_column("id", primary_key=True),
    id_column("account_id", Holds.SUBJECT),
    id_column("person_id", Holds.SUBJECT),
    id_column("device_id", Holds.FACT),
    column("device_name", str, Holds.SUBJECT_WORDS),
    column("platform", str, Holds.FACT),
    column("access_hash", str, Holds.SECRET),
    column("access_expires_at", datetime, Holds.FACT),
    column("started_at", datetime, Holds.FACT),
    column("used_at", datetime, Holds.FACT),
    column("lasts_until", datetime, Holds.FACT),
    column("ended_at", datetime, Holds.FACT, nullable=True),
    column("shared_until", datetime, Holds.FACT, nullable=True),
    refers("person_id", "people"),
    Index("uq_sessions_org_access_hash", "org", "access_hash", unique=True),
    Index("ix_sessions_org_person_id", "org", "person_id"),
    Index("ix_sessions_org_account_id", "org", "account_id"),
    Index("ix_sessions_org_device_id", "org", "device_id"),
)
"""`used_at` follows to about a quarter of an hour, `lasts_until` is how long it goes on without signing in again.
`shared_until` says that it is on a shared phone, and when it ends there at the latest.
"""

refresh_tokens = tenant_table(
    "refresh_tokens",
    column("hash", str, Holds.SECRET, primary_key=True),
    id_column("session_id"),
    column("generation", int, Holds.NOBODY),
    column("issued_at", datetime, Holds.FACT),
    column("used_at", datetime, Holds.FACT, nullable=True),
    column("retired_at", datetime, Holds.FACT, nullable=True),
    column("nonce", str, Holds.SECRET, nullable=True),
    refers("session_id", "sessions"),
    Index("ix_refresh_tokens_org_session_id", "org", "session_id"),
)

presences = tenant_table(
    "presences",
    id_column("id", primary_key=True),
    column("hash", str, Holds.SECRET),
    id_column("session_id"),
    id_column("person_id", Holds.SUBJECT),
    column("method", str, Holds.FACT),
    column("opened_at", datetime, Holds.FACT),
    column("expires_at", datetime, Holds.FACT),
    column("uses_left", int, Holds.FACT),
    refers("session_id", "sessions"),
    CheckConstraint("uses_left >= 0", name="uses_left"),
    Index("uq_presences_org_hash", "org", "hash", unique=True),
    Index("ix_presences_org_person_id", "org", "person_id"),
)
"""Proof that a person is there, bound to one session and so to one person and device."""

joining_codes = shared_table(
    "joining_codes",
    "typed by people who are not signed in, before any organisation is known",
    Column("hash", Text(), primary_key=True, info={"holds": Holds.SECRET}),
    Column("org", IdType(), nullable=False, info={"holds": Holds.FACT}),
    Column("person_id", IdType(), nullable=False, info={"holds": Holds.SUBJECT}),
    Column("made_at", Instant(), nullable=False, info={"holds": Holds.FACT}),
    Column("expires_at", Instant(), nullable=False, info={"holds": Holds.FACT}),
    Column("used_at", Instant(), info={"holds": Holds.FACT}),
    Column("retired_at", Instant(), info={"holds": Holds.FACT}),
    Index("ix_joining_codes_org_person_id", "org", "person_id"),
)
"""Codes that were handed out, changed in place when one is used or retired: who made and who used it is in the log."""

shared_phones = tenant_table(
    "shared_phones",
    id_column("id", primary_key=True),
    column("hash", str, Holds.SECRET),
    column("made_at", datetime, Holds.FACT),
    column("ended_at", datetime, Holds.FACT, nullable=True),
    Index("uq_shared_phones_org_hash", "org", "hash", unique=True),
)
"""Phones that several people use: a phone's id is the device of the sessions on it, and nothing here says whose."""

phone_removals = tenant_table(
    "phone_removals",
    id_column("id", primary_key=True),
    id_column("phone_id"),
    id_column("person_id", Holds.SUBJECT),
    column("removed_at", datetime, Holds.FACT),
    refers("phone_id", "shared_phones"),
    refers("person_id", "people"),
    Index("ix_phone_removals_org_phone_id", "org", "phone_id"),
)
"""Names taken off the list of a shared phone: whoever signs in there afterwards is on it again."""
