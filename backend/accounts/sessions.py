"""Who a token belongs to, and the end of a session."""

from datetime import datetime

from sqlalchemy import and_, bindparam, select, update

from backend.accounts import rules
from backend.accounts.tables import sessions
from backend.accounts.tokens import hash_of, org_of
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Database, Tx
from backend.kernel.errors import Refused, signed_out
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Tie, held_by, in_force, ties
from backend.people.tables import organisations, people, sites

_SESSION, _AT = bindparam("session", type_=IdType()), bindparam("at", type_=Instant())
END = Prepared(
    update(sessions)
    .where(ours(sessions), sessions.c.id == _SESSION, sessions.c.ended_at.is_(None))
    .values(ended_at=_AT)
)
"""Ends a session, unless it is over."""

_END_BY_TOKEN = Prepared(
    update(sessions)
    .where(ours(sessions), sessions.c.access_hash == bindparam("access"), sessions.c.ended_at.is_(None))
    .values(ended_at=_AT)
)
_NOTE_USE = Prepared(
    update(sessions)
    .where(ours(sessions), sessions.c.id == _SESSION, sessions.c.used_at < _AT)
    .values(used_at=_AT)
)  # fmt: skip
_held = and_(ties.c.org == people.c.org, ties.c.person_id == people.c.id, in_force())
WHO = Prepared(
    select(
        sessions.c.id.label("session"), sessions.c.account_id, sessions.c.device_id, sessions.c.used_at,
        sessions.c.access_expires_at, sessions.c.shared_until,
        people.c.id.label("person"), people.c.name, people.c.post, people.c.identity_checked_on,
        sites.c.name.label("site"), organisations.c.zone, organisations.c.approvers, organisations.c.reviewers,
        organisations.c.site_word, organisations.c.client_word, organisations.c.safeguarding_name,
        organisations.c.safeguarding_phone, organisations.c.safeguarding_hours, ties.c.tie, ties.c.scope_id,
    )
    .join(people, and_(people.c.org == sessions.c.org, people.c.id == sessions.c.person_id))
    .join(organisations, organisations.c.org == sessions.c.org)
    .outerjoin(sites, and_(sites.c.org == people.c.org, sites.c.id == people.c.site_id))
    .outerjoin(ties, _held)
    .where(ours(sessions), sessions.c.access_hash == bindparam("access"), sessions.c.ended_at.is_(None))
    .where(sessions.c.access_expires_at > bindparam("now", type_=Instant()), people.c.left_at.is_(None))
)  # fmt: skip
"""One session with its person, organisation and every tie in force: a row a tie."""


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
        reviews=frozenset(one.reviewers.split(",")),
        sector=(one.site_word, one.client_word),
        at_risk=(one.safeguarding_name, one.safeguarding_phone, one.safeguarding_hours),
        identity_checked=one.identity_checked_on is not None,
        ties=held_by(rows),
        account=one.account_id,
        session=one.session,
        device=one.device_id,
        seen_at=one.used_at,
        idle_at=one.access_expires_at,
        shared_until=one.shared_until,
    )
    if (Tie.SELF, actor.person) not in actor.ties:
        raise signed_out()
    return actor


def who(tx: Tx, token: str | None) -> Actor:
    """Who acts with this access token, with every tie in force now. Raises `session.required`."""
    return actor_of(token, tx.rows(WHO, access=hash_of(token or "")))


def note_use(database: Database, actor: Actor, now: datetime) -> None:
    """Notes that the actor's session is in use, if that was noted a quarter of an hour ago: one small write then, and
    none with every request. Called after the request's own transaction; a busy database loses the note and no more.
    """
    if actor.seen_at is None or now - actor.seen_at < rules.USE_NOTED_AFTER:
        return
    try:
        with database.writing(actor.org) as tx:
            tx.put(_NOTE_USE, session=actor.session, at=now)
    except Refused:
        return


def sign_out(tx: Tx, actor: Actor) -> None:
    """Ends the actor's session, and with it every presence opened in it."""
    assert actor.session is not None
    tx.put(END, session=actor.session, at=tx.now)


def end_session(database: Database, token: str | None) -> None:
    """Ends the session of that access token, if there is one: somebody else signs in where it was."""
    if token is not None:
        with database.writing(org_of(token)) as tx:
            tx.put(_END_BY_TOKEN, access=hash_of(token), at=tx.now)
