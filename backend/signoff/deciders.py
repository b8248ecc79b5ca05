"""Whom a matter of a plan waits for, by how people stand to the plan."""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.kernel.ties import GRANTS, Do, holders
from backend.people.tables import organisations
from backend.signoff.tables import PLAN_SCOPES, plans

_PLAN = Prepared(select(plans).where(ours(plans), plans.c.id == bindparam("of_id", type_=IdType())))
_APPROVERS = Prepared(select(organisations.c.approvers).where(ours(organisations)))


def approvers(tx: Tx, plan_id: Id) -> list[Id]:
    """Who approves agreements around that plan now, as the organisation says; never its mentee."""
    return _standing_so(tx, plan_id, tx.one(_APPROVERS).approvers.split(","))


def confirmers(tx: Tx, plan_id: Id) -> list[Id]:
    """Who may confirm a withdrawal on that plan now, by their ties; never its mentee."""
    return _standing_so(tx, plan_id, GRANTS[Do.CONFIRM_WITHDRAWAL])


def _standing_so(tx: Tx, plan_id: Id, ties: Collection[str]) -> list[Id]:
    plan = tx.one(_PLAN, of_id=plan_id)
    found = {
        person for tie, name in PLAN_SCOPES.items() if tie in ties for person in holders(tx, tie, getattr(plan, name))
    }
    return sorted(found - {plan.mentee_id})
