"""Where else somebody is signed in, and ending that: one session, or all of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select, update

from backend.accounts.pairs import MEMBERSHIPS
from backend.accounts.rules import Platform
from backend.accounts.sessions import END, who
from backend.accounts.tables import accounts, sessions
from backend.accounts.tokens import org_of
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Database, Tx
from backend.kernel.errors import missing, signed_out
from backend.kernel.ids import Id
from backend.kernel.pages import Page, Paging, cut
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor


@dataclass
class DeviceShown:
    """A device by the name it gave itself."""

    name: str
    platform: Platform


@dataclass
class SessionShown:
    """A session of one's own. `used_at` is right to about a quarter of an hour; `current` says that it is this one."""

    id: Id
    device: DeviceShown
    started_at: datetime
    used_at: datetime
    current: bool


_ACCOUNT, _BEFORE = bindparam("account", type_=IdType()), bindparam("before", type_=IdType())
_mine = (ours(sessions), sessions.c.account_id == _ACCOUNT)
_live = (sessions.c.ended_at.is_(None), sessions.c.lasts_until > bindparam("now", type_=Instant()))
_LIST = Prepared(
    select(sessions)
    .where(*_mine, *_live, sessions.c.id < _BEFORE)
    .order_by(sessions.c.id.desc())
    .limit(bindparam("limit"))
)
_ONE = Prepared(select(sessions.c.id).where(*_mine, sessions.c.id == bindparam("session", type_=IdType())))
END_OTHERS = Prepared(
    update(sessions)
    .where(*_mine, sessions.c.ended_at.is_(None), sessions.c.id != bindparam("but", type_=IdType()))
    .values(ended_at=bindparam("at", type_=Instant()))
)
"""Ends every session of `:account` here but `:but`."""

OVER = (
    update(accounts)
    .where(accounts.c.id == _ACCOUNT)
    .values(sessions_over_at=bindparam("now", type_=Instant()), session_kept_id=bindparam("kept", type_=IdType()))
)
"""Lets no session of `:account` begin from one begun before, but from `:kept`: said before any is ended, since
organisations come one after the other, and a session not yet reached could go where the others are over already.
"""
_OVER = Prepared(OVER)
_GOES_ON = Prepared(
    select(accounts.c.id)
    .where(accounts.c.id == _ACCOUNT)
    .where(
        or_(
            accounts.c.sessions_over_at.is_(None),
            accounts.c.sessions_over_at < bindparam("started_at", type_=Instant()),
            accounts.c.session_kept_id == bindparam("session", type_=IdType()),
        )
    )
    .with_for_update(read=True)
)

_NEWEST = "ffffffff-ffff-ffff-ffff-ffffffffffff"


def list_sessions(tx: Tx, actor: Actor, paging: Paging) -> Page[SessionShown]:
    """The actor's own sessions in this organisation that go on, the newest first."""
    (before,) = paging.keys(_NEWEST)
    rows = tx.rows(_LIST, account=actor.account, before=before, limit=paging.limit + 1)
    return cut([_shown(row, actor) for row in rows], paging.limit, lambda one: [one.id])


def _shown(row: Row, actor: Actor) -> SessionShown:
    device = DeviceShown(row.device_name, Platform(row.platform))
    return SessionShown(row.id, device, row.started_at, row.used_at, row.id == actor.session)


def end_one(tx: Tx, actor: Actor, session: Id) -> None:
    """Ends one of the actor's own sessions, with every presence in it; one that is over stays so.

    Raises `not_found` for anybody else's.
    """
    if tx.first(_ONE, account=actor.account, session=session) is None:
        raise missing()
    tx.put(END, session=session, at=tx.now)


def end_everywhere(database: Database, token: str | None) -> None:
    """Signs out everywhere: ends every session of this login in each of its organisations, this one last, so that
    whoever is told that we are busy can ask again. Raises `session.required`.
    """
    with database.reading(org_of(token)) as tx:
        actor = who(tx, token)
    with database.writing(actor.org) as tx:
        tx.put(_OVER, account=actor.account, kept=None)
    end_others(database, actor)
    with database.writing(actor.org) as tx:
        tx.put(END, session=actor.session, at=tx.now)


def ensure_goes_on(tx: Tx, account: Id, session: Id, started_at: datetime) -> None:
    """Raises `session.required` when all sessions of the account are being ended, and that one with them."""
    if tx.first(_GOES_ON, account=account, session=session, started_at=started_at) is None:
        raise signed_out()


def end_others(database: Database, actor: Actor) -> None:
    """Ends every session of the actor's login but this one, here and in its other organisations."""
    with database.reading(actor.org) as tx:
        places = [member.org for member in tx.rows(MEMBERSHIPS, account=actor.account)]
    for org in places:
        with database.writing(org) as tx:
            tx.put(END_OTHERS, account=actor.account, but=actor.session, at=tx.now)
