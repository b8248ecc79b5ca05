"""Phones that several people use: sessions on them are short, and the phone itself knows nobody.

The phone keeps one opaque token; who signed in on it is known here, by its sessions. Nobody signs in as the phone: each
person has an account of their own. Source: domain, Who uses it (on-call phones are shared, nights rotate); trust, S14.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, bindparam, exists, func, select, update

from backend.accounts import rules
from backend.accounts.rules import wrong_login
from backend.accounts.tables import logins, memberships, phone_removals, sessions, shared_phones
from backend.accounts.tokens import hash_of, new_token, org_of
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Database, Tx
from backend.kernel.errors import Refused, signed_out
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared, put
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor
from backend.people.names import Named
from backend.people.tables import people

_FRESH = timedelta(minutes=1)
"""A session that was kept going less than this ago is left as it is: not every request needs to write."""

_PHONE = and_(ours(shared_phones), shared_phones.c.hash == bindparam("of_hash"), shared_phones.c.ended_at.is_(None))
_ONE = Prepared(select(shared_phones.c.id).where(_PHONE))
_MAKE = put(shared_phones, "id", "hash", "made_at", "ended_at")
_UNSHARE = Prepared(update(shared_phones).where(_PHONE).values(ended_at=bindparam("at", type_=Instant())))
_SESSION = (ours(sessions), sessions.c.id == bindparam("session", type_=IdType()), sessions.c.ended_at.is_(None))
_SHORTEN = Prepared(
    update(sessions)
    .where(*_SESSION)
    .values(
        device_id=bindparam("phone", type_=IdType()),
        access_expires_at=bindparam("idle", type_=Instant()),
        shared_until=bindparam("until", type_=Instant()),
    )
)
_STAY = Prepared(
    update(sessions)
    .where(*_SESSION, sessions.c.access_expires_at < bindparam("idle", type_=Instant()))
    .values(access_expires_at=bindparam("idle", type_=Instant()))
)
_taken_off = exists(
    select(phone_removals.c.id)
    .where(ours(phone_removals), phone_removals.c.phone_id == sessions.c.device_id)
    .where(phone_removals.c.person_id == sessions.c.person_id, phone_removals.c.removed_at >= sessions.c.started_at)
    .correlate(sessions)
)
_signed_in = func.max(sessions.c.started_at)
_SEEN = (
    select(people.c.id, people.c.name)
    .select_from(shared_phones)
    .join(sessions, and_(sessions.c.org == shared_phones.c.org, sessions.c.device_id == shared_phones.c.id))
    .join(people, and_(people.c.org == sessions.c.org, people.c.id == sessions.c.person_id))
    .where(_PHONE, people.c.left_at.is_(None), ~_taken_off)
    .where(sessions.c.started_at > bindparam("since", type_=Instant()))
)
_LIST = Prepared(
    _SEEN.group_by(people.c.id, people.c.name)
    .order_by(_signed_in.desc(), people.c.id)
    .limit(rules.SHARED_MOST)
)  # fmt: skip
_LOGIN = Prepared(
    _SEEN.add_columns(logins.c.login, memberships.c.organisation_key)
    .join(memberships, and_(memberships.c.org == people.c.org, memberships.c.person_id == people.c.id))
    .join(logins, logins.c.account_id == memberships.c.account_id)
    .where(people.c.id == bindparam("of_person", type_=IdType()))
    .order_by(logins.c.login)
    .limit(1)
)
_TAKE_OFF = put(phone_removals, "id", "phone_id", "person_id", "removed_at")


@dataclass(frozen=True)
class Login:
    """What somebody on a phone's list would type to sign in there."""

    login: str
    organisation: str


@dataclass
class SharedPhone:
    """A shared phone: the id its sessions have as their device, and who signed in on it lately, by name."""

    id: Id
    people: list[Named]


def share_phone(tx: Tx, actor: Actor) -> str:
    """Makes a shared phone of the device the actor is at; their session is short from now on. Its token, to keep."""
    assert actor.session is not None
    token, phone = new_token(actor.org), new_id()
    until = actor.shared_until or tx.now + rules.SHARED_SHIFT
    tx.put(_MAKE, id=phone, hash=hash_of(token), made_at=tx.now, ended_at=None)
    idle = tx.now + rules.renewed(until, tx.now)
    tx.put(_SHORTEN, session=actor.session, phone=phone, idle=idle, until=until)
    return token


def unshare_phone(tx: Tx, token: str) -> None:
    """The phone is one person's again, and its list is gone. The session at hand stays as short as it is."""
    tx.put(_UNSHARE, of_hash=hash_of(token), at=tx.now)


def find_phone(database: Database, token: str | None) -> SharedPhone | None:
    """The shared phone with that token, and who signed in on it within thirty days: twelve at most, by name."""
    try:
        org = org_of(token)
    except Refused:
        return None
    with database.reading(org) as tx:
        given = {"of_hash": hash_of(token or "")}
        found, seen = tx.batch((_ONE, given), (_LIST, {**given, "since": tx.now - rules.SHARED_SEEN}))
    named = sorted((Named(row.id, row.name) for row in seen), key=lambda one: (one.name, one.id))
    return SharedPhone(found[0].id, named) if found else None


def login_on(database: Database, token: str | None, person: Id) -> Login:
    """How that person signs in, for somebody who chose them from the phone's list.

    Raises `session.wrong_login` for anybody who is not on it.
    """
    with database.reading(org_of(token)) as tx:
        since = tx.now - rules.SHARED_SEEN
        row = tx.first(_LOGIN, of_hash=hash_of(token or ""), of_person=person, since=since)
    if row is None:
        raise wrong_login()
    return Login(row.login.removeprefix(f"{row.organisation_key}/"), row.organisation_key)


def take_off(database: Database, token: str | None, person: Id) -> None:
    """Takes a name off the phone's list. Nobody needs to sign in for that. Raises `session.required`."""
    phone = find_phone(database, token)
    if phone is None:
        raise signed_out()
    if person in {one.id for one in phone.people}:
        with database.writing(org_of(token)) as tx:
            tx.put(_TAKE_OFF, id=new_id(), phone_id=phone.id, person_id=person, removed_at=tx.now)


def stay(database: Database, actor: Actor) -> None:
    """Keeps a session on a shared phone going, which was just used: for fifteen minutes, within its shift."""
    if actor.shared_until is None or actor.idle_at is None or actor.idle_at >= actor.shared_until:
        return
    if actor.idle_at - database.clock() < rules.SHARED_IDLE - _FRESH:
        with database.writing(actor.org) as tx:
            tx.put(_STAY, session=actor.session, idle=tx.now + rules.renewed(actor.shared_until, tx.now))
