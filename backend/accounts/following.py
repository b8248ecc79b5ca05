"""What happens to sessions and logins when something happens to a person.

These are plain tables: nothing of the log is in them, and a rebuild leaves them alone.
"""

from sqlalchemy import bindparam, delete, select, update

from backend.accounts.opening import sign_in_by_number
from backend.accounts.rules import login_key
from backend.accounts.tables import joining_codes, logins, memberships, presences, sessions
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours

_PERSON = bindparam("of_person", type_=IdType())
_END_ALL = Prepared(
    update(sessions)
    .where(ours(sessions), sessions.c.person_id == _PERSON, sessions.c.ended_at.is_(None))
    .values(ended_at=bindparam("at", type_=Instant()))
)
_END_PRESENCES = Prepared(
    update(presences)
    .where(ours(presences), presences.c.person_id == _PERSON, presences.c.uses_left > 0)
    .where(presences.c.expires_at > bindparam("now", type_=Instant()))
    .values(uses_left=0)
)
_MEMBER = Prepared(
    select(memberships.c.account_id, memberships.c.organisation_key)
    .where(memberships.c.org == bindparam("tenant", type_=IdType()), memberships.c.person_id == _PERSON)
)  # fmt: skip
_ACCOUNT = bindparam("account", type_=IdType())
_FORGET = Prepared(delete(logins).where(logins.c.login == bindparam("of_login"), logins.c.account_id == _ACCOUNT))
_RETIRE = Prepared(
    update(joining_codes)
    .where(joining_codes.c.org == bindparam("tenant", type_=IdType()), joining_codes.c.person_id == _PERSON)
    .where(joining_codes.c.used_at.is_(None), joining_codes.c.retired_at.is_(None))
    .values(retired_at=bindparam("at", type_=Instant()))
)


def apply_left(tx: Tx, entry: Entry) -> None:
    """Ends every session of somebody who left, and with it every presence and token; their joining code is worth
    nothing any more. Source: trust, S46.
    """
    if not tx.rebuilding:
        tx.put(_END_ALL, of_person=entry.content["person_id"], at=entry.at)
        tx.put(_RETIRE, of_person=entry.content["person_id"], at=entry.at)


def apply_reported(tx: Tx, entry: Entry) -> None:
    """Somebody says that a signature in their name was not theirs: every presence of theirs is over, wherever it is.

    Whoever signs in their name from then on needs their PIN or password anew. Source: trust, S10 and S20.
    """
    if not tx.rebuilding:
        tx.put(_END_PRESENCES, of_person=entry.actor)


def apply_returned(tx: Tx, entry: Entry) -> None:
    """Ends what an earlier release left open when they left: whoever comes back signs in afresh."""
    apply_left(tx, entry)


def apply_staff_number(tx: Tx, entry: Entry) -> None:
    """Lets a person sign in by their new staff number, and no longer by the old one."""
    if tx.rebuilding:
        return
    facts, was = entry.content, entry.attestation["was"]
    member = tx.first(_MEMBER, of_person=facts["person_id"])
    if member is None:  # nobody signs in as them yet
        return
    if was is not None:
        tx.put(_FORGET, of_login=login_key(was, member.organisation_key), account=member.account_id)
    if facts["staff_number"] is not None:
        sign_in_by_number(tx, member.account_id, member.organisation_key, facts["staff_number"])
