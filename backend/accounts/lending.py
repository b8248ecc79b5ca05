"""A phone lent: somebody acts as themselves, for one transaction, on another person's phone.

Their own session is opened with their own password, presence with it, and both are over before anybody is answered:
no token leaves the house. Source: trust, S44; S19 (nobody acts in another's session).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, select

from backend.accounts.presence import OpenPresence, confirm, open_in
from backend.accounts.rules import WRONG_PRESENCES, Platform, PresenceMethod, wrong_presence
from backend.accounts.sessions import sign_out, who
from backend.accounts.tables import memberships, sessions
from backend.accounts.tokens import hash_of, new_token
from backend.accounts.vault import Vault
from backend.kernel.columns import IdType
from backend.kernel.database import Database, Tx
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared, put
from backend.kernel.shapes import Secret
from backend.kernel.ties import Actor

LASTS = timedelta(minutes=1)
NAME = "A phone lent by somebody else"

_ACCOUNT = Prepared(
    select(memberships.c.account_id).where(
        memberships.c.org == bindparam("tenant", type_=IdType()),
        memberships.c.person_id == bindparam("of_person", type_=IdType()),
    )
)
_START = put(
    sessions, "id", "account_id", "person_id", "device_id", "device_name", "platform", "access_hash",
    "access_expires_at", "started_at", "used_at", "lasts_until",
)  # fmt: skip


@dataclass(frozen=True)
class AtThePhone:
    """Who has the phone now, in which transaction, and the presence to act with."""

    tx: Tx
    actor: Actor
    presence: str


@contextmanager
def lent(database: Database, vault: Vault, holder: Actor, person: Id, password: Secret) -> Iterator[AtThePhone]:
    """Lets `person` act on the phone of `holder`, who stays signed in and gets nothing of it.

    Everything done inside is kept whole or not at all, and with it the session, which ends here. Wrong tries are those
    of the person's presence: five pause their signing, also elsewhere.
    Raises `not_allowed` for the holder's own name, `presence.wrong`, `presence.locked`, `session.required` for somebody
    who has left.
    """
    if person == holder.person:
        raise forbidden()
    with database.reading(holder.org) as tx:
        found = tx.first(_ACCOUNT, of_person=person)
    if found is None:  # nobody who signs in; it takes as long as a wrong password
        vault.matches(None, password)
        raise wrong_presence(left=WRONG_PRESENCES - 1)
    act = OpenPresence(method=PresenceMethod.PASSWORD, password=password)
    confirm(database, vault, holder.org, found.account_id, act)
    with database.writing(holder.org) as tx:
        actor = _entered(tx, found.account_id, person, holder.device)
        yield AtThePhone(tx, actor, open_in(tx, actor, act).presence)
        sign_out(tx, actor)


def _entered(tx: Tx, account: Id, person: Id, device: Id | None) -> Actor:
    """The person in a session of their own, whose token nobody else ever sees."""
    token = new_token(tx.tenant)
    tx.put(
        _START,
        id=new_id(),
        account_id=account,
        person_id=person,
        device_id=device,
        device_name=NAME,
        platform=Platform.WEB.value,
        access_hash=hash_of(token),
        access_expires_at=tx.now + LASTS,
        started_at=tx.now,
        used_at=tx.now,
        lasts_until=tx.now + LASTS,
    )
    return who(tx, token)
