"""Taking up a plan whose agreement has ended, under a new one of the same mentee: its ids and signatures stay.

Source: decisions, States (agreement: pauses plans for a new agreement).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from sqlalchemy import and_, bindparam, select, update

from backend.frameworks.reading import framework_of
from backend.kernel import log
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.mentoring.file import AGREEMENT
from backend.mentoring.rules import Status
from backend.mentoring.tables import AGREEMENT_SCOPES, agreements
from backend.people.files import lock_file
from backend.signoff import rules
from backend.signoff.pauses import go_on
from backend.signoff.rules import PlanStatus
from backend.signoff.tables import IS_OPEN, PLAN_SCOPES, plans


@dataclass(frozen=True, kw_only=True)
class TakeUpPlan:
    """A plan goes on today under another agreement of its mentee."""

    kind: ClassVar[str] = "take_up_plan"
    id: Id = field(default_factory=new_id)
    plan_id: Id
    agreement_id: Id


@dataclass
class PlanToTakeUp:
    """A plan that waits for a new agreement, and how much of it is signed."""

    id: Id
    title: str
    role: str
    criteria_total: int
    criteria_complete: int


_ID = bindparam("of_id", type_=IdType())
_own = and_(agreements.c.org == plans.c.org, agreements.c.id == plans.c.agreement_id)
_PLAN = Prepared(
    select(plans, agreements.c.status.label("agreement_status"))
    .join(agreements, _own)
    .where(ours(plans), plans.c.id == _ID)
)
_LEFT_OVER = Prepared(
    select(plans)
    .join(agreements, _own)
    .where(ours(plans), plans.c.mentee_id == bindparam("of_mentee", type_=IdType()))
    .where(IS_OPEN, agreements.c.status == Status.ENDED.value)
    .order_by(plans.c.id)
    .limit(100)
)
_MOVE = Prepared(
    update(plans)
    .where(ours(plans), plans.c.id == _ID)
    .values(agreement_id=bindparam("new_agreement", type_=IdType()), version=plans.c.version + 1)
)


def take_up_plan(tx: Tx, actor: Actor, act: TakeUpPlan) -> Entry:
    """Lets a plan go on under a new agreement: a mentor in that one, or whoever approves agreements.

    Raises `not_found`, `id.reused`, `not_allowed`, `plan.other_mentee`, `plan.agreement_not_active`, `plan.closed`,
    `plan.agreement_goes_on`.
    """
    plan = tx.first(_PLAN, of_id=act.plan_id)
    if plan is None:
        raise missing()
    reads = ((_PLAN, {"of_id": act.plan_id}), (AGREEMENT, {"of_id": act.agreement_id}))
    actor, ((plan,), agreement) = lock_file(tx, actor, plan.mentee_id, *reads)
    if entry := log.known(tx, actor, act):
        return entry
    _ensure_seen(actor, plan, agreement)
    if not actor.may(Do.CREATE_PLAN, AGREEMENT_SCOPES, agreement[0]):
        raise forbidden()
    _ensure_free(plan, agreement[0])
    vouched = {"day": tx.today(actor.zone).isoformat(), "mentee_id": plan.mentee_id, "from": plan.agreement_id}
    return log.record(tx, actor, act, about=plan.id, subject=plan.mentee_id, attestation=vouched)


def _ensure_seen(actor: Actor, plan: Row, agreement: list[Row]) -> None:
    if not agreement or not actor.may(Do.SEE_AGREEMENT, AGREEMENT_SCOPES, agreement[0]):
        raise missing()
    if plan.mentee_id != agreement[0].mentee_id and not actor.may(Do.SEE_PLAN, PLAN_SCOPES, plan):
        raise missing()


def _ensure_free(plan: Row, agreement: Row) -> None:
    if plan.mentee_id != agreement.mentee_id:
        raise rules.other_mentee()
    if agreement.status != Status.ACTIVE:
        raise rules.agreement_not_active()
    if plan.status == PlanStatus.CLOSED:
        raise rules.plan_closed()
    if plan.agreement_status != Status.ENDED:
        raise rules.agreement_goes_on()


def plans_to_take_up(tx: Tx, actor: Actor, agreement_id: Id) -> list[PlanToTakeUp]:
    """The plans that may be taken up under an active agreement, in the order they were made.

    For whoever may take them up. Raises `not_found`, `not_allowed`.
    """
    agreement = tx.first(AGREEMENT, of_id=agreement_id)
    if agreement is None or not actor.may(Do.SEE_AGREEMENT, AGREEMENT_SCOPES, agreement):
        raise missing()
    if not actor.may(Do.CREATE_PLAN, AGREEMENT_SCOPES, agreement):
        raise forbidden()
    if agreement.status != Status.ACTIVE:
        return []
    return [
        PlanToTakeUp(
            row.id,
            framework_of(tx, row.framework_id).title,
            row.role,
            row.criteria_total,
            row.criteria_complete,
        )
        for row in tx.rows(_LEFT_OVER, of_mentee=agreement.mentee_id)
    ]


def apply_taken_up(tx: Tx, entry: Entry) -> None:
    """Ties the plan to its new agreement and lets its days run."""
    facts = entry.content
    tx.put(_MOVE, of_id=facts["plan_id"], new_agreement=facts["agreement_id"])
    go_on(tx, facts["plan_id"], date.fromisoformat(entry.attestation["day"]))
