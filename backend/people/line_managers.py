"""Who manages whom: naming a line manager, and ending that. Source: decisions, Rights (L)."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import bindparam, select, update

from backend.kernel import log
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import missing
from backend.kernel.ids import Id, derived_id, new_id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, Tie, tie, ties, untie
from backend.people import rules
from backend.people.files import lock_file
from backend.people.managing import PERSON, ensure_manages, managed, setting
from backend.people.tables import PERSON_SCOPES, people


@dataclass(frozen=True, kw_only=True)
class NameLineManager:
    """From now on that person manages this one."""

    kind: ClassVar[str] = "name_line_manager"
    id: Id = field(default_factory=new_id)
    person_id: Id
    manager_id: Id


@dataclass(frozen=True, kw_only=True)
class EndLineManagement:
    """That person manages this one no longer, and nobody else does yet. `naming_id` is the entry that named them."""

    kind: ClassVar[str] = "end_line_management"
    person_id: Id
    naming_id: Id

    @property
    def id(self) -> Id:
        """One end a naming."""
        return derived_id(self.naming_id, "end")


_PERSON = bindparam("of_person", type_=IdType())
_AT = bindparam("at", type_=Instant())
_LINE = ties.c.tie == Tie.LINE.value
_LAST = Prepared(
    select(ties.c.entry_id, ties.c.person_id, ties.c.ends_at)
    .where(ours(ties), ties.c.scope_id == _PERSON, _LINE)
    .order_by(ties.c.starts_at.desc(), ties.c.entry_id.desc())
    .limit(1)
)
_END = Prepared(
    update(ties).where(ours(ties), ties.c.scope_id == _PERSON, _LINE, ties.c.ends_at.is_(None)).values(ends_at=_AT)
)
_led = select(ties.c.scope_id).where(ours(ties), ties.c.person_id == _PERSON, _LINE, ties.c.ends_at.is_(None))
_ALL_UNMANAGED = Prepared(update(people).where(ours(people), people.c.id.in_(_led)).values(unmanaged_since=_AT))
_UNMANAGED = setting("unmanaged_since")


def name_line_manager(tx: Tx, actor: Actor, act: NameLineManager) -> Entry:
    """Ties a person to a new line manager. Two people may manage each other, as they do in a small setting.

    Raises `not_found`, `not_allowed`, `people.own_line_manager`, `people.has_left`.
    """
    return managed(tx, actor, act, vouch=lambda _person: _ensure_manager(tx, act))


def end_line_management(tx: Tx, actor: Actor, person_id: Id) -> Entry:
    """Ends it, until somebody else is named.

    Raises `not_found`, `not_allowed`, `people.no_line_manager`.
    """
    given = {"of_person": person_id}
    actor, (found, last) = lock_file(tx, actor, person_id, (PERSON, given), (_LAST, given))
    if not found or not actor.may(Do.SEE_PERSON, PERSON_SCOPES, found[0]):
        raise missing()
    ensure_manages(actor)
    if not last:
        raise rules.no_line_manager()
    act = EndLineManagement(person_id=person_id, naming_id=last[0].entry_id)
    if entry := log.known(tx, actor, act):
        return entry
    if last[0].ends_at is not None:
        raise rules.no_line_manager()
    vouched = {"manager_id": last[0].person_id}
    return log.record(tx, actor, act, about=person_id, subject=person_id, attestation=vouched)


def _ensure_manager(tx: Tx, act: NameLineManager) -> dict[str, Any]:
    if act.manager_id == act.person_id:
        raise rules.own_line_manager()
    found = tx.first(PERSON, of_person=act.manager_id)
    if found is None:
        raise missing()
    if found.left_at is not None:
        raise rules.has_left()
    return {}


def apply_named(tx: Tx, entry: Entry) -> None:
    """Replaces the line manager's tie."""
    person = entry.content["person_id"]
    tx.put(_END, of_person=person, at=entry.at)
    tx.put(_UNMANAGED, of_person=person, unmanaged_since=None)
    tie(tx, entry.id, entry.content["manager_id"], Tie.LINE, person, entry.at)


def apply_ended(tx: Tx, entry: Entry) -> None:
    """Ends the tie, and notes since when they are without a line manager."""
    person = entry.content["person_id"]
    untie(tx, entry.attestation["manager_id"], Tie.LINE, person, entry.at)
    tx.put(_UNMANAGED, of_person=person, unmanaged_since=entry.at)


def leave_behind(tx: Tx, manager: Id, entry: Entry) -> None:
    """Whom somebody managed who leaves is without a line manager. For applies, before the ties end."""
    tx.put(_ALL_UNMANAGED, of_person=manager, at=entry.at)
