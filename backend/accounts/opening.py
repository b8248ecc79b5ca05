"""Making an account and giving it a person: for the operator, and for joining with a code."""

from dataclasses import dataclass

from sqlalchemy import Table, and_, bindparam, insert, select, update

from backend.accounts.rules import login_key
from backend.accounts.tables import accounts, logins, memberships
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.people.rules import staff_number_taken
from backend.people.tables import people


@dataclass(frozen=True)
class Organisation:
    """What a membership says of its organisation: id, short name to type, name to show."""

    id: Id
    key: str
    name: str


def _into(table: Table, *names: str) -> Prepared:
    return Prepared(insert(table).values({name: bindparam(name) for name in names}))


_ACCOUNT = _into(accounts, "id", "password_hash", "pin_hash", "wrong_presences", "signing_locked_until")
_LOGIN = _into(logins, "login", "account_id")
_MEMBERSHIP = _into(memberships, "account_id", "org", "person_id", "organisation_key", "organisation_name")


_NAME = Prepared(
    update(memberships)
    .where(memberships.c.org == bindparam("tenant", type_=IdType()))
    .values(organisation_name=bindparam("new_name"))
)


def apply_settings(tx: Tx, entry: Entry) -> None:
    """Tells everyone's memberships the organisation's new name. They are no projection: a rebuild leaves them."""
    if not tx.rebuilding:
        tx.put(_NAME, new_name=entry.content["name"])


def open_account(tx: Tx, login: str | None, password_hash: str, pin_hash: str | None) -> Id:
    """A new account that signs in as `login`, or without one by staff number alone.

    The hashes come from the vault, made before the transaction.
    """
    account = new_id()
    tx.put(
        _ACCOUNT, id=account, password_hash=password_hash, pin_hash=pin_hash, wrong_presences=0,
        signing_locked_until=None,
    )  # fmt: skip
    if login is not None:
        tx.put(_LOGIN, login=login_key(login, None), account_id=account)
    return account


def join(tx: Tx, account: Id, organisation: Organisation, person: Id, staff_number: str | None = None) -> None:
    """Gives an account the person it belongs to in one organisation, who may also sign in by staff number there."""
    tx.put(
        _MEMBERSHIP,
        account_id=account,
        org=organisation.id,
        person_id=person,
        organisation_key=organisation.key,
        organisation_name=organisation.name,
    )
    if staff_number is not None:
        sign_in_by_number(tx, account, organisation.key, staff_number)


_HOLDER = Prepared(
    select(people.c.staff_number)
    .join(memberships, and_(memberships.c.org == people.c.org, memberships.c.person_id == people.c.id))
    .join(logins, logins.c.account_id == memberships.c.account_id)
    .where(ours(people), people.c.left_at.is_(None), people.c.staff_number.is_not(None))
    .where(logins.c.login == bindparam("of_login"), logins.c.account_id != bindparam("account", type_=IdType()))
)
_NUMBER = Prepared(
    update(logins)
    .where(logins.c.login == bindparam("of_login"))
    .values(account_id=bindparam("account", type_=IdType()))
    .returning(logins.c.login)
)


def sign_in_by_number(tx: Tx, account: Id, organisation_key: str, staff_number: str) -> None:
    """From now on that staff number signs in this account, whoever had the number before.

    Raises `people.staff_number_taken` when somebody else who is here signs in by it: two numbers that differ on paper
    may be one when they are typed, as Ab12 and aB12 are.
    """
    login = login_key(staff_number, organisation_key)
    held = tx.first(_HOLDER, of_login=login, account=account)
    if held is not None and login_key(held.staff_number, organisation_key) == login:
        raise staff_number_taken()
    if tx.first(_NUMBER, of_login=login, account=account) is None:
        tx.put(_LOGIN, login=login, account_id=account)
