"""Handing somebody a joining code: whoever manages people makes it, and the trail says who did.

Source: domain, Who uses it (no work e-mail); trust, S16 (identity before the first signature) and S46.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from sqlalchemy import and_, bindparam, exists, func, insert, select, update

from backend.accounts import rules
from backend.accounts.codes import new_code, read_code
from backend.accounts.tables import joining_codes, logins, memberships
from backend.accounts.tokens import hash_of
from backend.kernel import log
from backend.kernel.clock import zone
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.errors import Fault, forbidden, invalid, missing
from backend.kernel.ids import Id, derived_id, new_id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours, tenant
from backend.kernel.ties import Actor, Do
from backend.people.details import RecordIdentityCheck, record_identity_check
from backend.people.files import lock_file
from backend.people.rules import IdentityMethod, has_left
from backend.people.tables import PERSON_SCOPES, organisations, people


@dataclass(frozen=True, kw_only=True)
class MakeJoiningCode:
    """A one-time code by which a person joins, or gets in again. May say how their identity was checked."""

    kind: ClassVar[str] = "make_joining_code"
    id: Id = field(default_factory=new_id)
    person_id: Id
    identity_method: IdentityMethod | None = None
    checked_on: date | None = None


@dataclass
class JoiningCode:
    """A code, shown this once. It works until the end of the day `expires_on`, in the organisation's zone."""

    code: str
    expires_on: date


@dataclass
class Joiner:
    """Whom a code would be for, and where they stand: what whoever hands it out needs to know."""

    id: Id
    name: str
    staff_number: str | None
    organisation_key: str
    organisation_name: str
    has_account: bool
    identity_checked_on: date | None
    identity_method: str | None
    code_expires_at: datetime | None


_live = and_(
    joining_codes.c.org == people.c.org,
    joining_codes.c.person_id == people.c.id,
    joining_codes.c.used_at.is_(None),
    joining_codes.c.retired_at.is_(None),
    joining_codes.c.expires_at > bindparam("now", type_=Instant()),
)
_JOINER = Prepared(
    select(
        people.c.org, people.c.id, people.c.name, people.c.staff_number, people.c.site_id, people.c.area_id,
        people.c.identity_checked_on, people.c.identity_method, people.c.left_at,
        organisations.c.key, organisations.c.name.label("organisation"),
        exists(
            select(memberships.c.account_id)
            .where(memberships.c.org == people.c.org, memberships.c.person_id == people.c.id)
            .correlate(people)
        ).label("has_account"),
        select(func.max(joining_codes.c.expires_at)).where(_live).correlate(people).scalar_subquery().label("live"),
    )
    .join(organisations, organisations.c.org == people.c.org)
    .where(ours(people), people.c.id == bindparam("of_person", type_=IdType()))
)  # fmt: skip
_RETIRE = Prepared(
    update(joining_codes)
    .where(joining_codes.c.org == tenant(), joining_codes.c.person_id == bindparam("of_person", type_=IdType()))
    .where(joining_codes.c.used_at.is_(None), joining_codes.c.retired_at.is_(None))
    .values(retired_at=bindparam("at", type_=Instant()))
)

_KEEP = Prepared(
    insert(joining_codes).values(
        hash=bindparam("of_hash"),
        org=tenant(),
        person_id=bindparam("person", type_=IdType()),
        made_at=bindparam("at", type_=Instant()),
        expires_at=bindparam("expires", type_=Instant()),
    )
)

_BY_LOGIN = Prepared(
    select(memberships.c.person_id)
    .join(logins, logins.c.account_id == memberships.c.account_id)
    .where(memberships.c.org == tenant(), logins.c.login == bindparam("of_login"))
)
_BY_NUMBER = Prepared(select(people.c.id).where(ours(people), people.c.staff_number == bindparam("of_number")))


def find_by_login(tx: Tx, organisation_key: str, login: str) -> Id | None:
    """Who signs in as `login` in this organisation, or has it as their staff number. For the operator."""
    for key in (rules.login_key(login, organisation_key), rules.login_key(login, None)):
        if row := tx.first(_BY_LOGIN, of_login=key):
            return Id(row.person_id)
    row = tx.first(_BY_NUMBER, of_number=login.strip())
    return Id(row.id) if row else None


def make_joining_code(tx: Tx, actor: Actor, act: MakeJoiningCode) -> JoiningCode:
    """Makes a code that works once within fourteen days, and ends the person's earlier ones.

    With `identity_method` and `checked_on` it also records that check. The code itself is answered here and kept
    nowhere. Raises `not_found`, `not_allowed`, `joining.own_code`, `joining.code_shown_once`, `people.has_left`,
    `request.invalid`.
    """
    actor, (found,) = lock_file(tx, actor, act.person_id, (_JOINER, {"of_person": act.person_id}))
    if found and log.known(tx, actor, act):
        raise rules.code_shown_once()
    person = _reached(actor, found)
    if person.left_at is not None:
        raise has_left()
    _check_identity(tx, actor, act)
    code, expires_on = new_code(), tx.today(actor.zone) + timedelta(days=rules.CODE_DAYS)
    expires_at = datetime.combine(expires_on + timedelta(days=1), time.min, zone(actor.zone))
    tx.put(_RETIRE, of_person=person.id, at=tx.now)
    tx.put(_KEEP, of_hash=hash_of(read_code(code) or ""), person=person.id, at=tx.now, expires=expires_at)
    vouched = {"expires_on": expires_on.isoformat()}
    log.record(tx, actor, act, about=person.id, subject=person.id, attestation=vouched)
    return JoiningCode(code, expires_on)


def show_joiner(tx: Tx, actor: Actor, person: Id) -> Joiner:
    """Whom a code would be for. Raises `not_found`, `not_allowed`, `joining.own_code`."""
    row = _reached(actor, tx.rows(_JOINER, of_person=person))
    return Joiner(
        row.id, row.name, row.staff_number, row.key, row.organisation, bool(row.has_account),
        row.identity_checked_on, row.identity_method, row.live,
    )  # fmt: skip


def _reached(actor: Actor, found: list[Row]) -> Row:
    if not found or not actor.may(Do.SEE_PERSON, PERSON_SCOPES, found[0]):
        raise missing()
    if not actor.may_anywhere(Do.MANAGE_PEOPLE):
        raise forbidden()
    if found[0].id == actor.person:
        raise rules.own_code()
    return found[0]


def _check_identity(tx: Tx, actor: Actor, act: MakeJoiningCode) -> None:
    if act.identity_method is None and act.checked_on is None:
        return
    if act.identity_method is None or act.checked_on is None:
        wrong = "identity_method" if act.identity_method is None else "checked_on"
        raise invalid(faults=[Fault(f"/{wrong}", "Say both how and when, or neither.", "required")], fields=wrong)
    if act.checked_on > tx.today(actor.zone):
        raise invalid(faults=[Fault("/checked_on", "That day is still to come.", "invalid")], fields="checked_on")
    check = RecordIdentityCheck(
        id=derived_id(act.id, "identity"),
        person_id=act.person_id,
        method=act.identity_method,
        checked_on=act.checked_on,
    )
    record_identity_check(tx, actor, check)
