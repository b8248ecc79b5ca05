"""Joining with a code: a first password, or a new one when the old is forgotten. No e-mail is needed.

What a code may do ends at its organisation: whoever made it there opens nothing of the same login elsewhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Annotated, ClassVar

from sqlalchemy import and_, bindparam, exists, null, select, update

from backend.accounts import rules
from backend.accounts.codes import read_code
from backend.accounts.devices import remember
from backend.accounts.opening import Organisation, join, open_account, sign_in_by_number
from backend.accounts.pairs import MEMBERSHIPS, Device, SignedIn, members, start_session, still_there
from backend.accounts.sessions import who
from backend.accounts.signing_in import from_network
from backend.accounts.strength import ensure_password, ensure_pin
from backend.accounts.tables import accounts, joining_codes, logins, memberships, sessions
from backend.accounts.tokens import hash_of
from backend.accounts.tries import Counted, give_back, take
from backend.accounts.vault import Vault
from backend.kernel import log
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Database, Tx
from backend.kernel.drivers import Clash
from backend.kernel.errors import busy
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.shapes import Secret, Within
from backend.kernel.tenancy import ours, tenant
from backend.people.tables import organisations, people


@dataclass(frozen=True, kw_only=True)
class Join:
    """A code, typed in any case, and the password to sign in with from now on.

    `login` is an e-mail address, needed only by people without a staff number. One that signs in elsewhere already
    comes with its present password, and then belongs here too.
    """

    code: Secret
    password: Secret
    pin: Secret | None = None
    login: Annotated[str, Within(3, 200)] | None = None
    device: Device


@dataclass(frozen=True, kw_only=True)
class UseJoiningCode:
    """Somebody used the code they were handed, and has signed in with it."""

    kind: ClassVar[str] = "use_joining_code"
    id: Id = field(default_factory=new_id)
    person_id: Id


_HASH = joining_codes.c.hash == bindparam("of_hash")
_LIVE = and_(
    joining_codes.c.used_at.is_(None),
    joining_codes.c.retired_at.is_(None),
    joining_codes.c.expires_at > bindparam("now", type_=Instant()),
)
_others = memberships.alias("others")
_CODE = Prepared(
    select(
        joining_codes.c.org, joining_codes.c.person_id, memberships.c.account_id,
        exists(
            select(_others.c.org)
            .where(_others.c.account_id == memberships.c.account_id, _others.c.org != joining_codes.c.org)
        ).label("elsewhere"),
    )
    .outerjoin(
        memberships,
        and_(memberships.c.org == joining_codes.c.org, memberships.c.person_id == joining_codes.c.person_id),
    )
    .where(_HASH, _LIVE)
)  # fmt: skip
_LOGIN = Prepared(
    select(accounts.c.id, accounts.c.password_hash)
    .join(logins, logins.c.account_id == accounts.c.id)
    .where(logins.c.login == bindparam("of_login"))
)
_USE = Prepared(
    update(joining_codes)
    .where(_HASH, _LIVE, joining_codes.c.org == tenant())
    .values(used_at=bindparam("at", type_=Instant()))
    .returning(joining_codes.c.person_id)
)
_PERSON = Prepared(
    select(
        people.c.id, people.c.name, people.c.staff_number, organisations.c.key,
        organisations.c.name.label("organisation"),
    )
    .join(organisations, organisations.c.org == people.c.org)
    .where(ours(people), people.c.id == bindparam("of_person", type_=IdType()), people.c.left_at.is_(None))
)  # fmt: skip
_OF_ACCOUNT = accounts.c.id == bindparam("account", type_=IdType())
_UNLOCK = {"wrong_presences": 0, "signing_locked_until": null()}
_RESET = Prepared(update(accounts).where(_OF_ACCOUNT).values(password_hash=bindparam("password"), **_UNLOCK))
_NEW_PIN = Prepared(update(accounts).where(_OF_ACCOUNT).values(pin_hash=bindparam("pin")))
_HERE = (memberships.c.org == tenant(), memberships.c.person_id == bindparam("of_person", type_=IdType()))
_ACCOUNT_HERE = Prepared(select(memberships.c.account_id).where(*_HERE))
_MOVE = Prepared(update(memberships).where(*_HERE).values(account_id=bindparam("account", type_=IdType())))
_STILL = Prepared(select(accounts.c.id).where(_OF_ACCOUNT, accounts.c.password_hash == bindparam("looked_at")))
_SOMEBODY = Prepared(
    select(memberships.c.person_id)
    .where(memberships.c.org == tenant(), memberships.c.account_id == bindparam("account", type_=IdType()))
)  # fmt: skip
_END_ALL = Prepared(
    update(sessions)
    .where(ours(sessions), sessions.c.person_id == bindparam("of_person", type_=IdType()))
    .where(sessions.c.ended_at.is_(None))
    .values(ended_at=bindparam("at", type_=Instant()))
)


Settle = Callable[[Tx, Row], Id]


@dataclass(frozen=True)
class _Found:
    """What a code and a login lead to. `theirs` is an account that has the login and may be joined with its password;
    `counted` the tries at that login, to be given back.
    """

    code: Row
    names: list[str]
    theirs: Row | None = None
    counted: Sequence[Counted] = ()

    @property
    def is_own(self) -> bool:
        """Whether the person's account is of this organisation alone, so that a code may set its password."""
        return self.code.account_id is not None and not self.code.elsewhere


def join_with_code(
    database: Database, vault: Vault, act: Join, lasts: timedelta | None = None, address: str | None = None
) -> SignedIn:
    """Signs in whoever the code was made for, with the password they choose; their earlier sessions end.

    The code works once. A refusal leaves it as it was. `lasts` is for a browser, `address` is where the request comes
    from. Raises `joining.code_wrong`, `joining.login_needed`, `joining.login_taken`, `session.wrong_login`,
    `session.too_many_tries`, `password.too_short`, `password.easy_to_guess`, `pin.easy_to_guess`, `request.invalid`,
    `people.staff_number_taken`, `busy`.
    """
    if act.login is not None:
        rules.ensure_address(act.login)
    of_hash = hash_of(read_code(act.code) or "")
    found = _looked_up(database, vault, act, of_hash, address)
    settle = _settling(vault, act, found)
    try:
        with database.writing(found.code.org) as tx:
            account, signed_in = _joined(tx, act, of_hash, settle, lasts)
            remember(tx, vault, account, signed_in.device.id)
            give_back(tx, vault, found.counted)
            belongs = tx.rows(MEMBERSHIPS, account=account)
    except Clash as clash:  # somebody else took the same e-mail address at this very moment
        raise rules.wrong_login() from clash
    return replace(signed_in, memberships=members(still_there(database, belongs)))


def _looked_up(database: Database, vault: Vault, act: Join, of_hash: str, address: str | None) -> _Found:
    at_codes = from_network(rules.CODE_TRIES, address)
    with database.writing(None) as tx:
        take(tx, vault, at_codes)
        code = tx.first(_CODE, of_hash=of_hash)
        if code is None:
            raise rules.code_wrong.recorded()
        give_back(tx, vault, at_codes)
        found = _Found(code, [act.login or ""])
        login = rules.login_key(act.login, None) if act.login and not found.is_own else None
        theirs = tx.first(_LOGIN, of_login=login) if login else None
        if login:  # counted also where nobody has it: else a code would tell who signs in with which address
            counted = [*from_network(rules.NETWORK_TRIES, address)]
            counted += [rules.LOGIN_TRIES.of(login)] if theirs else []
            take(tx, vault, counted)
            found = replace(found, theirs=theirs, counted=counted)
        if theirs:
            return found
    with database.reading(code.org) as tx:
        person = tx.first(_PERSON, of_person=code.person_id)
    if person is None:
        raise rules.code_wrong()
    return replace(found, names=[*found.names, person.name, person.key, person.organisation])


def _settling(vault: Vault, act: Join, found: _Found) -> Settle:
    """What will give the person their account: the slow part, hashing, is done here, outside any transaction."""
    if act.pin is not None:
        ensure_pin(act.pin)
    if (theirs := found.theirs) is not None:
        if not vault.matches(theirs.password_hash, act.password):
            raise rules.wrong_login()
        own_pin = vault.hash(act.pin) if act.pin else None
        return lambda tx, person: _attached(tx, theirs, person, own_pin)
    ensure_password(act.password, found.names)
    password, pin = vault.hash(act.password), vault.hash(act.pin) if act.pin else None
    if found.is_own:
        return lambda tx, person: _reset(tx, found.code.account_id, password, pin)
    return lambda tx, person: _opened(tx, act.login, person, password, pin)


def _joined(tx: Tx, act: Join, of_hash: str, settle: Settle, lasts: timedelta | None) -> tuple[Id, SignedIn]:
    used = tx.first(_USE, of_hash=of_hash, at=tx.now)
    person = tx.first(_PERSON, of_person=used.person_id) if used else None
    if person is None:
        raise rules.code_wrong()
    account = settle(tx, person)
    if person.staff_number is not None:
        sign_in_by_number(tx, account, person.key, person.staff_number)
    tx.put(_END_ALL, of_person=person.id, at=tx.now)
    signed_in = start_session(tx, account, person, act.device, tx.rows(MEMBERSHIPS, account=account), lasts)
    actor = who(tx, signed_in.access_token)
    log.record(tx, actor, UseJoiningCode(person_id=person.id), about=person.id, subject=person.id)
    return account, signed_in


def _reset(tx: Tx, account: Id, password: str, pin: str | None) -> Id:
    if any(member.org != tx.tenant for member in tx.rows(MEMBERSHIPS, account=account)):
        raise busy()  # joined elsewhere a moment ago: a code must not reach there
    tx.put(_RESET, account=account, password=password)
    if pin is not None:
        tx.put(_NEW_PIN, account=account, pin=pin)
    return account


def _attached(tx: Tx, theirs: Row, person: Row, pin: str | None) -> Id:
    account = Id(theirs.id)
    if tx.first(_STILL, account=account, looked_at=theirs.password_hash) is None:
        raise rules.wrong_login()  # the password was changed a moment ago
    somebody = tx.first(_SOMEBODY, account=account)
    if somebody is not None and somebody.person_id != person.id:
        raise rules.login_taken()
    if somebody is None:
        _belong(tx, account, person)
    if pin is not None:
        tx.put(_NEW_PIN, account=account, pin=pin)
    return account


def _opened(tx: Tx, login: str | None, person: Row, password: str, pin: str | None) -> Id:
    if login is None and person.staff_number is None:
        raise rules.no_login()
    account = open_account(tx, login, password, pin)
    _belong(tx, account, person)
    return account


def _belong(tx: Tx, account: Id, person: Row) -> None:
    """Gives the account that person; from another account that had them, which keeps what it has elsewhere."""
    if tx.first(_ACCOUNT_HERE, of_person=person.id) is None:
        join(tx, account, Organisation(tx.tenant, person.key, person.organisation), person.id)
    else:
        tx.put(_MOVE, of_person=person.id, account=account)
