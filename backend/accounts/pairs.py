"""Starting a session, and the pair of tokens that it is answered with."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from sqlalchemy import bindparam, select

from backend.accounts.rules import ACCESS_LASTS, REFRESH_LASTS, SHARED_IDLE, SHARED_SHIFT, Platform
from backend.accounts.tables import memberships, refresh_tokens, sessions
from backend.accounts.tokens import hash_of, new_token
from backend.kernel.columns import IdType
from backend.kernel.database import Database, Tx
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared, Row, put
from backend.kernel.shapes import Within
from backend.kernel.tenancy import ours
from backend.people.names import Named
from backend.people.tables import people


@dataclass(frozen=True, kw_only=True)
class Device:
    """The device somebody signs in on. On a shared one a session ends when it is not used, and after a shift."""

    id: Id | None = None
    name: Annotated[str, Within(1, 100)]
    platform: Platform
    app_version: Annotated[str, Within(1, 40)] | None = None
    shared: bool = False


@dataclass
class DeviceId:
    """The device's id, to send again next time."""

    id: Id


@dataclass
class Member:
    """One organisation this login belongs to, and who they are there."""

    organisation: str
    name: str
    person_id: Id


@dataclass
class SignedIn:
    """A new pair of tokens. `expires_in` is in seconds, of the access token."""

    access_token: str
    expires_in: int
    refresh_token: str
    device: DeviceId
    person: Named
    memberships: list[Member]


MEMBERSHIPS = Prepared(
    select(memberships)
    .where(memberships.c.account_id == bindparam("account", type_=IdType()))
    .order_by(memberships.c.organisation_key)
)
"""Where an account belongs, by the organisations' short names."""

PERSON = Prepared(
    select(people.c.id, people.c.name)
    .where(ours(people), people.c.id == bindparam("of_person", type_=IdType()), people.c.left_at.is_(None))
)  # fmt: skip
"""A person who has not left."""

_START = put(
    sessions, "id", "account_id", "person_id", "device_id", "device_name", "platform", "access_hash",
    "access_expires_at", "started_at", "used_at", "lasts_until", "shared_until", "ended_at",
)  # fmt: skip
_ISSUE = put(refresh_tokens, "hash", "session_id", "generation", "issued_at", "used_at", "retired_at", "nonce")


def start_session(
    tx: Tx, account: Id, person: Row, device: Device, belongs: list[Row], lasts: timedelta | None = None
) -> SignedIn:
    """A new session of `person` (a row of `PERSON`), answered with its tokens.

    The first access token is good for an hour and refreshed from there, or for all of `lasts`. On a shared phone it is
    short: `lasts` then counts for nothing.
    """
    org = tx.tenant
    shared_until = tx.now + SHARED_SHIFT if device.shared else None
    lasts = SHARED_IDLE if device.shared else lasts
    session, device_id, access = new_id(), device.id or new_id(), new_token(org)
    tx.put(
        _START,
        id=session,
        account_id=account,
        person_id=person.id,
        device_id=device_id,
        device_name=device.name,
        platform=device.platform.value,
        access_hash=hash_of(access),
        access_expires_at=tx.now + (lasts or ACCESS_LASTS),
        started_at=tx.now,
        used_at=tx.now,
        lasts_until=shared_until or tx.now + (lasts or REFRESH_LASTS),
        shared_until=shared_until,
        ended_at=None,
    )
    refresh = issue(tx, session, 1)
    return pair(access, refresh, device_id, Named(person.id, person.name), belongs, lasts or ACCESS_LASTS)


def issue(tx: Tx, session: Id, generation: int) -> str:
    """A new refresh token of that session."""
    token = new_token(tx.tenant)
    given = {"session_id": session, "generation": generation, "issued_at": tx.now}
    tx.put(_ISSUE, hash=hash_of(token), used_at=None, retired_at=None, nonce=None, **given)
    return token


def pair(
    access: str, refresh: str, device: Id, person: Named, belongs: list[Row], lasts: timedelta = ACCESS_LASTS
) -> SignedIn:
    """Both tokens, with whom and where they stand for."""
    return SignedIn(access, int(lasts.total_seconds()), refresh, DeviceId(device), person, members(belongs))


def members(belongs: list[Row]) -> list[Member]:
    """Where a login belongs, as it is told."""
    return [Member(m.organisation_key, m.organisation_name, m.person_id) for m in belongs]


def still_there(database: Database, belongs: list[Row]) -> list[Row]:
    """Those memberships whose person has not left: of the others not even the name is told any more."""
    if len(belongs) < 2:
        return belongs
    found = []
    for member in belongs:
        with database.reading(member.org) as tx:
            if tx.first(PERSON, of_person=member.person_id):
                found.append(member)
    return found
