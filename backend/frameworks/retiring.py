"""Retiring a version: from a day on no new plan is made of it. Plans that are made of it stay as they are."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from sqlalchemy import bindparam, delete, select

from backend.frameworks import rules
from backend.frameworks.tables import frameworks, retirements
from backend.kernel import log
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared, put
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do


@dataclass(frozen=True, kw_only=True)
class RetireFramework:
    """A version is retired from a day on; said again, another day takes the place of the first."""

    kind: ClassVar[str] = "retire_framework"
    id: Id = field(default_factory=new_id)
    framework_id: Id
    on: date


_OF = bindparam("of_framework", type_=IdType())
_KNOWN = Prepared(select(frameworks.c.id).where(ours(frameworks), frameworks.c.id == _OF))
_RETIRES = Prepared(
    select(retirements.c.retires_on).where(ours(retirements), retirements.c.framework_id == _OF)
)  # fmt: skip
_CLEAR = Prepared(delete(retirements).where(ours(retirements), retirements.c.framework_id == _OF))
_SET = put(retirements, "framework_id", "retires_on")


def retire_framework(tx: Tx, actor: Actor, act: RetireFramework) -> Entry:
    """Retires a version. Raises `not_found`, `not_allowed`, `framework.retires_in_past`."""
    if entry := log.known(tx, actor, act):
        return entry
    if not actor.may_anywhere(Do.SEE_FRAMEWORKS) or tx.first(_KNOWN, of_framework=act.framework_id) is None:
        raise missing()
    if not actor.may_anywhere(Do.PUBLISH_FRAMEWORK):
        raise forbidden()
    if act.on < tx.today(actor.zone):
        raise rules.retires_in_past()
    return log.record(tx, actor, act, about=act.framework_id, subject=None)


def ensure_in_use(tx: Tx, framework_id: Id, today: date) -> None:
    """Raises `framework.retired` when that version is retired on that day."""
    row = tx.first(_RETIRES, of_framework=framework_id)
    if row is not None and row.retires_on <= today:
        raise rules.retired()


def apply_retired(tx: Tx, entry: Entry) -> None:
    """Keeps the day."""
    framework = entry.content["framework_id"]
    tx.put(_CLEAR, of_framework=framework)
    tx.put(_SET, framework_id=framework, retires_on=date.fromisoformat(entry.content["on"]))
