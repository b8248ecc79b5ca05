"""Signing in with a password."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from sqlalchemy import bindparam, select, update

from backend.accounts import rules
from backend.accounts.devices import is_known, remember
from backend.accounts.pairs import MEMBERSHIPS, PERSON, Device, SignedIn, start_session, still_there
from backend.accounts.rules import login_key, wrong_login
from backend.accounts.tables import accounts, logins
from backend.accounts.tries import Counted, give_back, take
from backend.accounts.vault import Vault
from backend.kernel.columns import IdType
from backend.kernel.database import Database, Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.shapes import Secret, Within


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """`login` is an e-mail address, or a staff number together with the organisation's short name."""

    login: Annotated[str, Within(1, 200)]
    password: Secret
    organisation: Annotated[str, Within(1, 60)] | None = None
    device: Device

    @property
    def counted_as(self) -> set[str]:
        """What guesses at this login are counted by, whether or not it exists: each way in which it may be looked up,
        or whoever names another organisation each time would be counted anew.
        """
        is_whole = "@" in self.login or "/" in self.login
        named = set() if "@" in self.login else {login_key(self.login, self.organisation)}
        return named | ({login_key(self.login, None)} if is_whole else set())


_LOGIN = Prepared(
    select(accounts.c.id, accounts.c.password_hash)
    .join(logins, logins.c.account_id == accounts.c.id)
    .where(logins.c.login == bindparam("login"))
)
# The password that was looked at is still the one: a session of an old one would outlive its change.
_ENTER = Prepared(
    update(accounts)
    .where(accounts.c.id == bindparam("account", type_=IdType()), accounts.c.password_hash == bindparam("looked_at"))
    .values(wrong_presences=0, signing_locked_until=None, password_hash=bindparam("new_hash"))
    .returning(accounts.c.id)
)


@dataclass(frozen=True)
class _Right:
    """The right password: whose, where they belong, what to keep of it, and the tries to give back."""

    account: Row
    belongs: list[Row]
    kept: str
    counted: list[Counted]


def sign_in(
    database: Database, vault: Vault, act: SignIn, lasts: timedelta | None = None, address: str | None = None
) -> SignedIn:
    """Starts a session. With several memberships and no organisation named, the first by its short name.

    `lasts` is for a browser, which refreshes nothing; `address` is where the request comes from. Raises
    `session.wrong_login`, after the same time whether or not the login exists, `session.too_many_tries`, and `busy`
    in a storm.
    """
    right = _checked(database, vault, act, address)
    belongs = still_there(database, right.belongs)
    wanted = act.organisation.strip().casefold() if act.organisation else None
    for member in belongs:
        if wanted in (None, member.organisation_key):
            with database.writing(member.org) as tx:
                if person := tx.first(PERSON, of_person=member.person_id):
                    return _entered(tx, vault, act, right, person, belongs, lasts)
    raise wrong_login()


def _checked(database: Database, vault: Vault, act: SignIn, address: str | None) -> _Right:
    with vault.entered() as inside:
        with database.writing(None) as tx:
            account = _account(tx, act)
            belongs = tx.rows(MEMBERSHIPS, account=account.id) if account else []
            counted = _counted(tx, vault, act, account and account.id, address)
            take(tx, vault, counted)
        if not inside.matches(account.password_hash if account else None, act.password) or account is None:
            raise wrong_login()
        kept = inside.hash(act.password) if inside.is_cheaper(account.password_hash) else account.password_hash
    return _Right(account, belongs, kept, counted)


def _account(tx: Tx, act: SignIn) -> Row | None:
    named = tx.first(_LOGIN, login=login_key(act.login, act.organisation))
    return named or tx.first(_LOGIN, login=login_key(act.login, None))


def _counted(tx: Tx, vault: Vault, act: SignIn, account: Id | None, address: str | None) -> list[Counted]:
    """A known device has a count of its own, which nobody else can use up; all others share those of login and
    network.
    """
    if account and act.device.id and is_known(tx, vault, account, act.device.id):
        return [rules.DEVICE_TRIES.of(f"{account}:{act.device.id}")]
    return [*map(rules.LOGIN_TRIES.of, act.counted_as), *from_network(rules.NETWORK_TRIES, address)]


def from_network(limit: rules.Limit, address: str | None) -> Sequence[Counted]:
    """That limit for the network of `address`; for none where there is no network, as at the command line."""
    return [limit.of(rules.network_of(address))] if address else []


def _entered(
    tx: Tx, vault: Vault, act: SignIn, right: _Right, person: Row, belongs: list[Row], lasts: timedelta | None
) -> SignedIn:
    account = right.account
    if tx.first(_ENTER, account=account.id, looked_at=account.password_hash, new_hash=right.kept) is None:
        raise wrong_login()
    started = start_session(tx, account.id, person, act.device, belongs, lasts)
    remember(tx, vault, account.id, started.device.id)
    give_back(tx, vault, right.counted)
    return started
