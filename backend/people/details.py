"""What is kept of a person beside their appointment: name, staff number, and who checked their identity."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar

from sqlalchemy import Text, bindparam, case, exists, select, update

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.shapes import OneLine, Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor
from backend.people import rules
from backend.people.folding import key_of
from backend.people.managing import PERSON, managed, setting
from backend.people.name_index import forget_names, put_names
from backend.people.rules import IdentityMethod
from backend.people.tables import people


@dataclass(frozen=True, kw_only=True)
class ChangeName:
    """Somebody is called otherwise from now on. What they signed keeps the name it was signed with (trust, S15)."""

    kind: ClassVar[str] = "change_name"
    id: Id = field(default_factory=new_id)
    person_id: Id
    name: Annotated[Words, Within(1, 120), OneLine()]


@dataclass(frozen=True, kw_only=True)
class ChangeStaffNumber:
    """Somebody gets a staff number, another one, or (None) has none any more. They sign in by the new one at once."""

    kind: ClassVar[str] = "change_staff_number"
    id: Id = field(default_factory=new_id)
    person_id: Id
    staff_number: Annotated[str, Within(1, 40)] | None


@dataclass(frozen=True, kw_only=True)
class RecordIdentityCheck:
    """Who made sure, and how, that a person is who they say; needed before their first signature (trust, S16)."""

    kind: ClassVar[str] = "record_identity_check"
    id: Id = field(default_factory=new_id)
    person_id: Id
    method: IdentityMethod
    checked_on: date


_holder = people.alias("holder")
_KEY = bindparam("new_key", type_=Text())
_TAKEN = select(_holder.c.id).where(
    ours(_holder), _holder.c.staff_key == _KEY, _holder.c.id != bindparam("but", type_=IdType())
)
KEY_IF_FREE = case((exists(_TAKEN), None), else_=_KEY)
"""The value of `staff_key` that goes with `new_key`, for the person `but`: an earlier release let two have one number
that differed in capitals, and then the first one keeps the key.
"""
_HOLDER = Prepared(_TAKEN)
_NUMBERED = Prepared(
    update(people)
    .where(ours(people), people.c.id == bindparam("but", type_=IdType()))
    .values(staff_number=bindparam("new_number", type_=Text()), staff_key=KEY_IF_FREE)
)
_NAMED = setting("name", "name_key")
_CHECKED = setting("identity_checked_on", "identity_checked_by", "identity_method")


def change_name(tx: Tx, actor: Actor, act: ChangeName) -> Entry:
    """Gives a person another name. Raises `not_found`, `not_allowed`, `people.has_left`."""
    return managed(tx, actor, act)


def change_staff_number(tx: Tx, actor: Actor, act: ChangeStaffNumber) -> Entry:
    """Gives a person a staff number, another one, or none.

    Raises `not_found`, `not_allowed`, `people.has_left`, `people.staff_number_taken`.
    """

    def vouch(person: Row) -> dict[str, Any]:
        ensure_free(tx, act.staff_number, act.person_id)
        return {"was": person.staff_number}

    return managed(tx, actor, act, vouch=vouch)


def record_identity_check(tx: Tx, actor: Actor, act: RecordIdentityCheck) -> Entry:
    """Keeps who checked a person's identity, and how.

    Raises `not_found`, `not_allowed`, `people.own_identity`, `people.has_left`.
    """
    return managed(tx, actor, act, rules.own_identity)


def ensure_free(tx: Tx, number: str | None, person: Id | None = None) -> None:
    """Raises `people.staff_number_taken` when somebody else has that staff number, in capitals or not."""
    key = rules.staff_key(number)
    if key is not None and tx.first(_HOLDER, new_key=key, but=person or tx.tenant):  # nobody has the organisation's id
        raise rules.staff_number_taken()


def apply_name(tx: Tx, entry: Entry) -> None:
    """Changes the name on the person's row, and by what they are found."""
    person, name = entry.content["person_id"], (entry.words or {}).get("name", "")
    row = tx.one(PERSON, of_person=person)
    tx.put(_NAMED, of_person=person, name=name, name_key=key_of(name))
    forget_names(tx, person)
    put_names(tx, person, name, row._asdict())


def apply_staff_number(tx: Tx, entry: Entry) -> None:
    """Changes the staff number on the person's row."""
    number = entry.content["staff_number"]
    tx.put(_NUMBERED, but=entry.content["person_id"], new_number=number, new_key=rules.staff_key(number))


def apply_identity_check(tx: Tx, entry: Entry) -> None:
    """Keeps the latest check on the person's row."""
    facts = entry.content
    tx.put(
        _CHECKED,
        of_person=facts["person_id"],
        identity_checked_on=date.fromisoformat(facts["checked_on"]),
        identity_checked_by=entry.actor,
        identity_method=facts["method"],
    )
