"""Signing in and out, refreshing, and who a token belongs to."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from sqlalchemy import and_, bindparam, select, update
from sqlalchemy import func as sql

from backend.accounts import rules
from backend.accounts.rules import Platform, login_key, spent_refresh, wrong_login
from backend.accounts.tables import accounts, logins, memberships, refresh_tokens, sessions
from backend.accounts.tokens import hash_of, new_token, org_of
from backend.accounts.vault import Vault
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Database, Tx
from backend.kernel.errors import signed_out
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared, Row, put
from backend.kernel.shapes import Secret, Within
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Tie, held_by, in_force, ties
from backend.people.names import Named
from backend.people.tables import organisations, people, sites


@dataclass(frozen=True, kw_only=True)
class Device:
    """The device somebody signs in on. On a shared one a session ends when it is not used, and after a shift."""

    id: Id | None = None
    name: Annotated[str, Within(1, 100)]
    platform: Platform
    app_version: Annotated[str, Within(1, 40)] | None = None
    shared: bool = False


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """`login` is an e-mail address, or a staff number together with the organisation's short name."""

    login: Annotated[str, Within(1, 200)]
    password: Secret
    organisation: Annotated[str, Within(1, 60)] | None = None
    device: Device


@dataclass(frozen=True, kw_only=True)
class Refresh:
    """A new pair of tokens for an old refresh token."""

    refresh_token: Secret


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


_ACCOUNT = bindparam("account", type_=IdType())
_LOGIN = Prepared(
    select(accounts.c.id, accounts.c.password_hash)
    .join(logins, logins.c.account_id == accounts.c.id)
    .where(logins.c.login == bindparam("login"))
)
MEMBERSHIPS = Prepared(
    select(memberships).where(memberships.c.account_id == _ACCOUNT).order_by(memberships.c.organisation_key)
)
"""The organisations an account belongs to."""

_UNLOCK = Prepared(
    update(accounts).where(accounts.c.id == _ACCOUNT).values(wrong_presences=0, signing_locked_until=None)
)
_START = put(
    sessions, "id", "account_id", "person_id", "device_id", "device_name", "platform", "access_hash",
    "access_expires_at", "started_at", "used_at", "lasts_until", "shared_until",
    "ended_at",
)  # fmt: skip
_ISSUE = put(refresh_tokens, "hash", "session_id", "generation", "issued_at", "used_at", "retired_at")
_SESSION = bindparam("session", type_=IdType())
_RENEW = Prepared(
    update(sessions)
    .where(ours(sessions), sessions.c.id == _SESSION)
    .values(access_hash=bindparam("new_hash"), access_expires_at=bindparam("expires", type_=Instant()))
)
_END = Prepared(
    update(sessions)
    .where(ours(sessions), sessions.c.id == _SESSION, sessions.c.ended_at.is_(None))
    .values(ended_at=bindparam("at", type_=Instant()))
)
_END_BY_TOKEN = Prepared(
    update(sessions)
    .where(ours(sessions), sessions.c.access_hash == bindparam("access"), sessions.c.ended_at.is_(None))
    .values(ended_at=bindparam("at", type_=Instant()))
)
_USE = Prepared(
    update(refresh_tokens)
    .where(ours(refresh_tokens), refresh_tokens.c.hash == bindparam("of_hash"))
    .values(used_at=bindparam("at", type_=Instant()))
)
_newest = (
    select(sql.max(refresh_tokens.c.generation))
    .where(ours(refresh_tokens), refresh_tokens.c.session_id == sessions.c.id)
    .correlate(sessions)
    .scalar_subquery()
)
_REFRESH = Prepared(
    select(
        refresh_tokens.c.session_id, refresh_tokens.c.generation, refresh_tokens.c.issued_at,
        refresh_tokens.c.retired_at, sessions.c.account_id,
        sessions.c.person_id, sessions.c.device_id, sessions.c.access_expires_at, sessions.c.shared_until,
        people.c.name, people.c.left_at, _newest.label("newest"),
    )
    .join(sessions, and_(sessions.c.org == refresh_tokens.c.org, sessions.c.id == refresh_tokens.c.session_id))
    .join(people, and_(people.c.org == sessions.c.org, people.c.id == sessions.c.person_id))
    .where(ours(refresh_tokens), refresh_tokens.c.hash == bindparam("of_hash"), sessions.c.ended_at.is_(None))
)  # fmt: skip
_LOCK = Prepared(
    select(sessions.c.id)
    .join(
        refresh_tokens, and_(refresh_tokens.c.org == sessions.c.org, refresh_tokens.c.session_id == sessions.c.id)
    )
    .where(ours(sessions), refresh_tokens.c.hash == bindparam("of_hash"))
    .with_for_update(of=sessions)
)  # fmt: skip
_RETIRE = Prepared(
    update(refresh_tokens)
    .where(ours(refresh_tokens), refresh_tokens.c.session_id == _SESSION, refresh_tokens.c.retired_at.is_(None))
    .where(refresh_tokens.c.generation == bindparam("of_generation"))
    .values(retired_at=bindparam("at", type_=Instant()))
)
_NEWEST_USED = Prepared(
    select(refresh_tokens.c.used_at)
    .where(ours(refresh_tokens), refresh_tokens.c.session_id == _SESSION)
    .where(refresh_tokens.c.generation == bindparam("of_generation"), refresh_tokens.c.used_at.is_not(None))
)
_held = and_(ties.c.org == people.c.org, ties.c.person_id == people.c.id, in_force())
WHO = Prepared(
    select(
        sessions.c.id.label("session"), sessions.c.account_id, sessions.c.device_id, sessions.c.access_expires_at,
        sessions.c.shared_until, people.c.id.label("person"),
        people.c.name, people.c.post, people.c.identity_checked_on,
        sites.c.name.label("site"), organisations.c.zone, organisations.c.approvers,
        organisations.c.site_word, organisations.c.client_word, ties.c.tie, ties.c.scope_id,
    )
    .join(people, and_(people.c.org == sessions.c.org, people.c.id == sessions.c.person_id))
    .join(organisations, organisations.c.org == sessions.c.org)
    .outerjoin(sites, and_(sites.c.org == people.c.org, sites.c.id == people.c.site_id))
    .outerjoin(ties, _held)
    .where(ours(sessions), sessions.c.access_hash == bindparam("access"), sessions.c.ended_at.is_(None))
    .where(sessions.c.access_expires_at > bindparam("now", type_=Instant()), people.c.left_at.is_(None))
)  # fmt: skip
"""One session with its person, organisation and every tie in force: a row a tie."""


def sign_in(database: Database, vault: Vault, act: SignIn, lasts: timedelta = rules.ACCESS_LASTS) -> SignedIn:
    """Starts a session. With several memberships and no organisation named, the first by its short name.

    Raises `session.wrong_login`, after the same time whether or not the login exists, and `busy` in a storm.
    """
    with database.reading(None) as tx:
        keys = [login_key(act.login, act.organisation), login_key(act.login, None)]
        account = tx.first(_LOGIN, login=keys[0]) or tx.first(_LOGIN, login=keys[1])
        belongs = tx.rows(MEMBERSHIPS, account=account.id) if account else []
    is_right = vault.matches(account.password_hash if account else None, act.password)
    wanted = act.organisation.strip().casefold() if act.organisation else None
    chosen = [m for m in belongs if wanted in (None, m.organisation_key)]
    if account is None or not is_right:
        raise wrong_login()
    for member in chosen:
        with database.writing(member.org) as tx:
            if person := tx.first(_PERSON, of_person=member.person_id):  # else they left, and may belong elsewhere
                tx.put(_UNLOCK, account=account.id)
                return start_session(tx, account.id, person, act.device, belongs, lasts)
    raise wrong_login()


_PERSON = Prepared(
    select(people.c.id, people.c.name)
    .where(ours(people), people.c.id == bindparam("of_person", type_=IdType()), people.c.left_at.is_(None))
)  # fmt: skip


def start_session(
    tx: Tx, account: Id, person: Row, device: Device, belongs: list[Row], lasts: timedelta
) -> SignedIn:  # fmt: skip
    """A session of that account, as `person` (id and name) of the transaction's organisation.

    On a shared phone it is short: `lasts` then counts for nothing.
    """
    org = tx.tenant
    shared_until = tx.now + rules.SHARED_SHIFT if device.shared else None
    lasts = rules.SHARED_IDLE if device.shared else lasts
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
        access_expires_at=tx.now + lasts,
        started_at=tx.now,
        used_at=tx.now,
        lasts_until=shared_until or tx.now + lasts,
        shared_until=shared_until,
        ended_at=None,
    )
    refresh = _issue(tx, org, session, 1)
    return _pair(access, refresh, device_id, person.id, person.name, belongs, lasts)


def _issue(tx: Tx, org: Id, session: Id, generation: int) -> str:
    token = new_token(org)
    given = {"session_id": session, "generation": generation, "issued_at": tx.now}
    tx.put(_ISSUE, hash=hash_of(token), used_at=None, retired_at=None, **given)
    return token


def _pair(
    access: str, refresh: str, device: Id, person: Id, name: str, belongs: list[Row], lasts: timedelta
) -> SignedIn:
    members = [Member(m.organisation_key, m.organisation_name, m.person_id) for m in belongs]
    return SignedIn(access, int(lasts.total_seconds()), refresh, DeviceId(device), Named(person, name), members)


def refresh(database: Database, act: Refresh) -> SignedIn:
    """A new pair for a refresh token. Its predecessor works too until the newest was used, since an answer may be lost,
    and then retires what that answer held. Any other old one means theft, and the whole session ends. On a shared phone
    a session that was not used for fifteen minutes, or is a shift old, is over.

    Source: decisions, Surfaces.

    Raises `session.required`, `session.refresh_reused`.
    """
    org = org_of(act.refresh_token)
    with database.writing(org) as tx:
        given = {"of_hash": hash_of(act.refresh_token)}
        old = next(iter(tx.batch((_LOCK, given), (_REFRESH, given))[1]), None)
        if old is None or old.left_at is not None or old.issued_at + rules.REFRESH_LASTS < tx.now:
            raise signed_out()
        if old.shared_until is not None and old.access_expires_at <= tx.now:
            raise signed_out()
        lasts = rules.renewed(old.shared_until, tx.now)
        is_newest = old.generation == old.newest
        is_lost_answer = old.generation == old.newest - 1 and not tx.rows(
            _NEWEST_USED, session=old.session_id, of_generation=old.newest
        )
        if old.retired_at is not None or not (is_newest or is_lost_answer):
            tx.put(_END, session=old.session_id, at=tx.now)
            raise spent_refresh.recorded()
        tx.put(_USE, of_hash=hash_of(act.refresh_token), at=tx.now)
        access = new_token(org)
        tx.put(_RENEW, session=old.session_id, new_hash=hash_of(access), expires=tx.now + lasts)
        tx.put(_RETIRE, session=old.session_id, of_generation=old.generation + 1, at=tx.now)
        token = _issue(tx, org, old.session_id, old.generation + 1)
        belongs = tx.rows(MEMBERSHIPS, account=old.account_id)
        return _pair(access, token, old.device_id, old.person_id, old.name, belongs, lasts)


def actor_of(token: str | None, rows: list[Row]) -> Actor:
    """The actor from rows of `WHO`. Raises `session.required`."""
    org = org_of(token)
    if not rows:
        raise signed_out()
    one = rows[0]
    actor = Actor(
        org=org,
        person=one.person,
        name=one.name,
        post=one.post,
        site=one.site or "",
        zone=one.zone,
        approves=frozenset(one.approvers.split(",")),
        sector=(one.site_word, one.client_word),
        identity_checked=one.identity_checked_on is not None,
        ties=held_by(rows),
        account=one.account_id,
        session=one.session,
        device=one.device_id,
        idle_at=one.access_expires_at,
        shared_until=one.shared_until,
    )
    if (Tie.SELF, actor.person) not in actor.ties:
        raise signed_out()
    return actor


def who(tx: Tx, token: str | None) -> Actor:
    """Who acts with this access token, with every tie in force now. Raises `session.required`."""
    return actor_of(token, tx.rows(WHO, access=hash_of(token or "")))


def sign_out(tx: Tx, actor: Actor) -> None:
    """Ends the actor's session, and with it every presence opened in it."""
    assert actor.session is not None
    tx.put(_END, session=actor.session, at=tx.now)


def end_session(database: Database, token: str | None) -> None:
    """Ends the session of that access token, if there is one: somebody else signs in where it was."""
    if token is not None:
        with database.writing(org_of(token)) as tx:
            tx.put(_END_BY_TOKEN, access=hash_of(token), at=tx.now)
