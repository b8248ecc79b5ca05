"""The tables of notices. Plain ones: a rebuild leaves them alone, for what was told cannot be told again.

A notice is written in the transaction of what it tells of (`notifying.tell`), and a delivery beside it for each way
in which it is to reach the person. The deliveries are the truth of what is still to be sent.
"""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, text

from backend.kernel.columns import Holds, column, id_column, refers, tenant_table
from backend.notices.rules import HELD, State

_STILL = text("read_at IS NULL AND matter_id IS NOT NULL")

notices = tenant_table(
    "notices",
    id_column("entry_id", primary_key=True),
    id_column("person_id", Holds.SUBJECT, primary_key=True),
    column("kind", str, Holds.FACT),
    column("topic", str, Holds.FACT),
    id_column("about", Holds.FACT),
    id_column("matter_id", nullable=True),
    column("at", datetime, Holds.FACT),
    column("read_at", datetime, Holds.FACT, nullable=True),
    refers("person_id", "people"),
    Index("ix_notices_org_person_id_at", "org", "person_id", "at", "entry_id"),
    Index(
        "ix_notices_unread",
        "org",
        "person_id",
        sqlite_where=text("read_at IS NULL"),
        postgresql_where=text("read_at IS NULL"),
    ),
    *(
        Index(f"ix_notices_waiting_{name}", "org", name, sqlite_where=_STILL, postgresql_where=_STILL)
        for name in ("matter_id", "about")
    ),
)
"""`entry_id` is the entry's that it tells of, or for what no entry tells (a reminder) an id derived from the wait and
the day, so that it is told once. It refers to no entry: an apply writes it before the entry is appended. `about` is the
thing that it leads to, which is also what later notices of the same thing take the place of on a lock screen.
`matter_id` is what waits for the person, if that is what it tells of: once it does no more, the notice is read. `topic`
is what people choose by, empty for what always arrives.
"""

push_targets = tenant_table(
    "push_targets",
    id_column("device_id", Holds.FACT, primary_key=True),
    id_column("person_id", Holds.SUBJECT),
    id_column("session_id"),
    column("kind", str, Holds.FACT),
    column("value", str, Holds.SECRET),
    column("hash", str, Holds.SECRET),
    column("seen_at", datetime, Holds.FACT),
    column("disabled_at", datetime, Holds.FACT, nullable=True),
    refers("person_id", "people"),
    refers("session_id", "sessions"),
    Index("uq_push_targets_org_hash", "org", "hash", unique=True),
    Index("ix_push_targets_org_person_id", "org", "person_id"),
)
"""Where a device can be reached: one row a device, changed in place when its address changes or another person signs in
on it, deleted when the provider says that it is gone. With the session it was registered in it is no target any more.
`disabled_at`: the provider says it belongs to somebody else's project, which an administrator must look at.
"""

notice_wishes = tenant_table(
    "notice_wishes",
    id_column("person_id", Holds.SUBJECT, primary_key=True),
    id_column("state_id"),
    column("rhythm", str, Holds.FACT),
    column("weekdays", str, Holds.FACT),
    column("starts", str, Holds.FACT),
    column("ends", str, Holds.FACT),
    column("no_push", str, Holds.FACT),
    column("no_web_push", str, Holds.FACT),
    column("by_mail", str, Holds.FACT),
    column("mail_stopped", str, Holds.SUBJECT_WORDS, nullable=True),
    column("mail_stopped_at", datetime, Holds.FACT, nullable=True),
    refers("person_id", "people"),
)
"""How somebody wants to be told, once they have said so. `no_push` and `no_web_push` name the topics that are not
pushed, `by_mail` those that come by mail, by commas. `weekdays` are digits (Monday is 0), `starts` and `ends` hours on
the wall. `mail_stopped` is the address that refused a mail, and is written to no more.
"""

_WAITING = text(f"state = '{State.WAITING.value}'")
_DEAD = text(f"state = '{State.DEAD.value}'")
_CLAIMED = text("claim_id IS NOT NULL")
_HELD = text(f"state = '{State.SENT.value}' AND last_code = '{HELD}'")

deliveries = tenant_table(
    "deliveries",
    id_column("entry_id", primary_key=True),
    id_column("person_id", Holds.SUBJECT, primary_key=True),
    column("channel", str, Holds.FACT, primary_key=True),
    id_column("target_id", Holds.FACT, primary_key=True),
    column("state", str, Holds.FACT),
    column("due_at", datetime, Holds.FACT),
    id_column("claim_id", nullable=True),
    column("attempts", int, Holds.FACT),
    column("last_code", str, Holds.FACT, nullable=True),
    column("made_at", datetime, Holds.FACT),
    column("done_at", datetime, Holds.FACT, nullable=True),
    ForeignKeyConstraint(
        ["org", "entry_id", "person_id"], ["notices.org", "notices.entry_id", "notices.person_id"],
    ),
    Index("ix_deliveries_due", "channel", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    Index("ix_deliveries_dead", "made_at", sqlite_where=_DEAD, postgresql_where=_DEAD),
    Index("ix_deliveries_claimed", "org", "claim_id", sqlite_where=_CLAIMED, postgresql_where=_CLAIMED),
    Index("ix_deliveries_done", "org", "done_at"),
    Index(
        "ix_deliveries_held", "org", "person_id", "target_id", "done_at", sqlite_where=_HELD, postgresql_where=_HELD,
    ),
    info={"across": "a worker claims what is due in every organisation, oldest first"},
)  # fmt: skip
"""`target_id` is a device, or for mail the person. `due_at` is when it may be claimed: a claim moves it on to the end
of its lease, a failed try to the next one, so that whatever a killed worker held comes round again by itself.
`claim_id` says which claim holds it: who comes back too late changes nothing. What was
held until working time and sent says so in `last_code`. Rows go some weeks after they are done (`purging`).
"""

calendar_feeds = tenant_table(
    "calendar_feeds",
    id_column("person_id", Holds.SUBJECT, primary_key=True),
    column("hash", str, Holds.SECRET),
    column("made_at", datetime, Holds.FACT),
    refers("person_id", "people"),
    Index("uq_calendar_feeds_org_hash", "org", "hash", unique=True),
)
"""The secret address at which somebody's calendar reads their days: one a person, of which only a hash is kept."""
