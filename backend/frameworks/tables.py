"""Published versions (immutable, with the digest their entries commit to), when they retire, and drafts."""

from datetime import date, datetime

from sqlalchemy import Index

from backend.kernel.columns import Holds, column, id_column, projection_table, refers, tenant_table

frameworks = tenant_table(
    "frameworks",
    id_column("id", primary_key=True),
    column("key", str, Holds.NOBODY),
    column("version", int, Holds.NOBODY),
    column("title", str, Holds.NOBODY),
    column("digest", str, Holds.NOBODY),
    column("document", str, Holds.NOBODY),
    column("published_at", datetime, Holds.NOBODY),
    Index("uq_frameworks_org_key_version", "org", "key", "version", unique=True),
)

retirements = projection_table(
    "retirements",
    id_column("framework_id", primary_key=True),
    column("retires_on", date, Holds.NOBODY),
    refers("framework_id", "frameworks"),
)
"""From that day on no new plan is made of the version; plans that are made of it stay."""

framework_drafts = tenant_table(
    "framework_drafts",
    id_column("id", primary_key=True),
    column("text", str, Holds.NOBODY),
    id_column("written_by", Holds.ACTOR),
    column("written_at", datetime, Holds.FACT),
    column("revision", int, Holds.NOBODY),
    refers("written_by", "people"),
)
"""What is not published yet: plain text that changes in place and may be thrown away. Nothing is made of it."""
