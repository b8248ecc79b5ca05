"""Fresh tokens for an old refresh token: a lost answer is forgiven, a stolen token noticed.

Source: decisions, Surfaces, and note 0008; trust, F22.
"""

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_hex

from sqlalchemy import Text, and_, bindparam, select, update
from sqlalchemy import func as sql

from backend.accounts import rules
from backend.accounts.pairs import MEMBERSHIPS, SignedIn, issue, pair, still_there
from backend.accounts.rules import spent_refresh
from backend.accounts.sessions import END
from backend.accounts.tables import refresh_tokens, sessions
from backend.accounts.tokens import hash_of, org_of, token_of
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Database, Tx
from backend.kernel.errors import signed_out
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.shapes import Secret
from backend.kernel.tenancy import ours
from backend.people.names import Named
from backend.people.tables import people


@dataclass(frozen=True, kw_only=True)
class Refresh:
    """A new pair of tokens for an old refresh token."""

    refresh_token: Secret


_SESSION, _HASH = bindparam("session", type_=IdType()), bindparam("of_hash", type_=Text())
_AT = bindparam("at", type_=Instant())
_LOCK = Prepared(
    select(sessions.c.id)
    .join(
        refresh_tokens, and_(refresh_tokens.c.org == sessions.c.org, refresh_tokens.c.session_id == sessions.c.id)
    )
    .where(ours(sessions), refresh_tokens.c.hash == _HASH)
    .with_for_update(of=sessions)
)  # fmt: skip
_newest = (
    select(sql.max(refresh_tokens.c.generation))
    .where(ours(refresh_tokens), refresh_tokens.c.session_id == sessions.c.id)
    .correlate(sessions)
    .scalar_subquery()
)
_TOKEN = Prepared(
    select(
        refresh_tokens.c.session_id, refresh_tokens.c.generation, refresh_tokens.c.issued_at,
        refresh_tokens.c.retired_at, refresh_tokens.c.nonce, sessions.c.account_id,
        sessions.c.person_id, sessions.c.device_id, sessions.c.access_expires_at, sessions.c.shared_until,
        people.c.name, people.c.left_at, _newest.label("newest"),
    )
    .join(sessions, and_(sessions.c.org == refresh_tokens.c.org, sessions.c.id == refresh_tokens.c.session_id))
    .join(people, and_(people.c.org == sessions.c.org, people.c.id == sessions.c.person_id))
    .where(ours(refresh_tokens), refresh_tokens.c.hash == _HASH, sessions.c.ended_at.is_(None))
)  # fmt: skip
_USE = Prepared(
    update(refresh_tokens)
    .where(ours(refresh_tokens), refresh_tokens.c.hash == _HASH)
    .values(used_at=_AT, nonce=bindparam("own_nonce"))
)
_RETIRE_OTHERS = Prepared(
    update(refresh_tokens)
    .where(ours(refresh_tokens), refresh_tokens.c.session_id == _SESSION, refresh_tokens.c.retired_at.is_(None))
    .where(refresh_tokens.c.generation == bindparam("of_generation"), refresh_tokens.c.hash != _HASH)
    .values(retired_at=_AT)
)
_RENEW = Prepared(
    update(sessions)
    .where(ours(sessions), sessions.c.id == _SESSION)
    .values(
        access_hash=bindparam("new_hash"),
        access_expires_at=bindparam("expires", type_=Instant()),
        used_at=_AT,
        lasts_until=bindparam("until", type_=Instant()),
    )
)


def refresh(database: Database, act: Refresh) -> SignedIn:
    """A new pair for a refresh token, which works until its successor was used, since an answer may be lost.

    Every answer to the same token has the same access token and a refresh token of its own. The first of those that
    is used retires the others; a retired or older token means theft, and the whole session ends. On a shared phone a
    session that was not used for fifteen minutes, or is a shift old, is over.

    Raises `session.required`, `session.refresh_reused`.
    """
    given = {"of_hash": hash_of(act.refresh_token)}
    with database.writing(org_of(act.refresh_token)) as tx:
        old = next(iter(tx.batch((_LOCK, given), (_TOKEN, given))[1]), None)
        if old is None or old.left_at is not None or old.issued_at + rules.REFRESH_LASTS < tx.now:
            raise signed_out()
        if old.shared_until is not None and old.access_expires_at <= tx.now:
            raise signed_out()
        lasts = rules.renewed(old.shared_until, tx.now)
        if not rules.may_refresh(old.generation, old.newest, old.retired_at):
            tx.put(END, session=old.session_id, at=tx.now)
            raise spent_refresh.recorded()
        access = _renewed(tx, old, act.refresh_token, lasts)
        token = issue(tx, Id(old.session_id), old.generation + 1)
        belongs = tx.rows(MEMBERSHIPS, account=old.account_id)
    return pair(access, token, old.device_id, Named(old.person_id, old.name), still_there(database, belongs), lasts)


def _renewed(tx: Tx, old: Row, token: str, lasts: timedelta) -> str:
    """The access token that every answer to this refresh token has."""
    nonce = old.nonce or token_hex(16)
    access = token_of(tx.tenant, token, nonce)
    tx.put(_USE, of_hash=hash_of(token), at=tx.now, own_nonce=nonce)
    tx.put(_RETIRE_OTHERS, session=old.session_id, of_generation=old.generation, of_hash=hash_of(token), at=tx.now)
    tx.put(
        _RENEW,
        session=old.session_id,
        new_hash=hash_of(access),
        expires=tx.now + lasts,
        at=tx.now,
        until=old.shared_until or tx.now + rules.REFRESH_LASTS,
    )
    return access
