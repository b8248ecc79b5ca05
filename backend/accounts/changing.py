"""Changing one's own password or PIN. Both are proved with the password that holds until then."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from backend.accounts.elsewhere import END_OTHERS, OVER, end_others
from backend.accounts.pairs import MEMBERSHIPS
from backend.accounts.presence import OpenPresence, confirm
from backend.accounts.rules import PresenceMethod
from backend.accounts.sessions import who
from backend.accounts.strength import ensure_password, ensure_pin
from backend.accounts.tables import accounts, logins
from backend.accounts.tokens import org_of
from backend.accounts.vault import Vault
from backend.kernel.columns import IdType
from backend.kernel.database import Database
from backend.kernel.prepared import Prepared
from backend.kernel.shapes import Secret
from backend.kernel.ties import Actor


@dataclass(frozen=True, kw_only=True)
class ChangePassword:
    """A new password in place of the current one."""

    current: Secret
    password: Secret


@dataclass(frozen=True, kw_only=True)
class ChangePin:
    """A new PIN, or the first one. The password shows that it is you."""

    password: Secret
    pin: Secret


_ACCOUNT = bindparam("account", type_=IdType())
_LOGINS = Prepared(select(logins.c.login).where(logins.c.account_id == _ACCOUNT).order_by(logins.c.login))
_SET_PASSWORD = Prepared(OVER.values(password_hash=bindparam("new_hash")))
_SET_PIN = Prepared(update(accounts).where(accounts.c.id == _ACCOUNT).values(pin_hash=bindparam("new_hash")))


def change_password(database: Database, vault: Vault, token: str | None, act: ChangePassword) -> None:
    """Changes the password, and ends every other session of this login, in every organisation.

    A wrong current password is a wrong try as for signing, unless the new one holds already: then the answer was lost
    before. Raises `session.required`, `presence.wrong`,
    `presence.locked`, `password.too_short`, `password.easy_to_guess`.
    """
    actor = _proved(database, vault, token, act.current, or_else=act.password)
    ensure_password(act.password, _names(database, actor))
    hashed = vault.hash(act.password)
    with database.writing(actor.org) as tx:
        tx.put(_SET_PASSWORD, account=actor.account, new_hash=hashed, kept=actor.session)
        tx.put(END_OTHERS, account=actor.account, but=actor.session, at=tx.now)
    end_others(database, actor)


def change_pin(database: Database, vault: Vault, token: str | None, act: ChangePin) -> None:
    """Sets the PIN that proves presence.

    Raises `session.required`, `presence.wrong`, `presence.locked`, `pin.easy_to_guess`.
    """
    actor = _proved(database, vault, token, act.password)
    ensure_pin(act.pin)
    hashed = vault.hash(act.pin)
    with database.writing(actor.org) as tx:
        tx.put(_SET_PIN, account=actor.account, new_hash=hashed)


def _proved(database: Database, vault: Vault, token: str | None, password: str, or_else: str | None = None) -> Actor:
    with database.reading(org_of(token)) as tx:
        actor = who(tx, token)
    act = OpenPresence(method=PresenceMethod.PASSWORD, password=password)
    confirm(database, vault, actor.org, actor.account, act, or_else)
    return actor


def _names(database: Database, actor: Actor) -> Iterable[str]:
    """What a password must not be made of: their name and logins, and what their organisations are called."""
    with database.reading(actor.org) as tx:
        typed = [row.login for row in tx.rows(_LOGINS, account=actor.account)]
        belongs = tx.rows(MEMBERSHIPS, account=actor.account)
    return [actor.name, *typed, *(name for m in belongs for name in (m.organisation_key, m.organisation_name))]
