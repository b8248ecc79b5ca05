"""One login in several organisations: going from one to another without the password again."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from sqlalchemy import bindparam, select

from backend.accounts.elsewhere import ensure_goes_on
from backend.accounts.pairs import MEMBERSHIPS, PERSON, Device, Member, SignedIn, start_session, still_there
from backend.accounts.rules import Platform
from backend.accounts.sessions import who
from backend.accounts.tables import sessions
from backend.accounts.tokens import org_of
from backend.kernel.columns import IdType
from backend.kernel.database import Database, Tx
from backend.kernel.errors import missing
from backend.kernel.prepared import Prepared
from backend.kernel.shapes import Within
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor


@dataclass(frozen=True, kw_only=True)
class Switch:
    """The organisation to go to, by its short name."""

    organisation: Annotated[str, Within(1, 60)]


_SESSION = Prepared(select(sessions).where(ours(sessions), sessions.c.id == bindparam("session", type_=IdType())))


def has_others(tx: Tx, actor: Actor) -> bool:
    """Whether the actor's login belongs to more than this organisation."""
    return len(tx.rows(MEMBERSHIPS, account=actor.account)) > 1


def list_places(database: Database, token: str | None) -> list[Member]:
    """The organisations of the login behind `token`, by short name. Raises `session.required`."""
    with database.reading(org_of(token)) as tx:
        belongs = tx.rows(MEMBERSHIPS, account=who(tx, token).account)
    found = still_there(database, belongs)
    return [Member(m.organisation_key, m.organisation_name, m.person_id) for m in found]


def switch(database: Database, token: str | None, act: Switch) -> SignedIn:
    """A session in another organisation of the same login, on the same device. The one it came from goes on, and no
    presence is carried over. One that is not refreshed gives one that lasts no longer than itself.

    Raises `session.required`; `not_found` for an organisation where this login is nobody, whether there is one or not.
    """
    with database.reading(org_of(token)) as tx:
        actor = who(tx, token)
        belongs = tx.rows(MEMBERSHIPS, account=actor.account)
        old = tx.one(_SESSION, session=actor.session)
        lasts: timedelta | None = old.lasts_until - tx.now if old.lasts_until == old.access_expires_at else None
    found = still_there(database, belongs)
    wanted = act.organisation.strip().casefold()
    member = next((m for m in found if m.organisation_key == wanted), None)
    if member is None:
        raise missing()
    device = Device(
        id=old.device_id, name=old.device_name, platform=Platform(old.platform), shared=old.shared_until is not None
    )
    with database.writing(member.org) as tx:
        person = tx.first(PERSON, of_person=member.person_id)
        if person is None:
            raise missing()
        ensure_goes_on(tx, old.account_id, old.id, old.started_at)
        return start_session(tx, old.account_id, person, device, found, lasts)
