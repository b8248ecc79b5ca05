"""Published versions, one row each: immutable, with the digest that its entry in the log commits to."""

from datetime import datetime

from sqlalchemy import Index

from backend.kernel.columns import Holds, column, id_column, tenant_table

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
