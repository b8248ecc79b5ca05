"""Whom a matter of a plan waits for, by how people stand to the plan."""

from collections.abc import Collection, Sequence

from sqlalchemy import and_, bindparam, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.kernel.ties import GRANTS, Do, holders, within
from backend.mentoring.tables import agreement_mentors
from backend.people.names import Named
from backend.people.tables import deputies, organisations, people
from backend.signoff.shown import MentorShown
from backend.signoff.tables import PLAN_SCOPES, plans

_PLAN = Prepared(select(plans).where(ours(plans), plans.c.id == bindparam("of_id", type_=IdType())))
_DEPUTIES = Prepared(
    select(deputies.c.person_id, deputies.c.deputy_id, people.c.name)
    .join(plans, plans.c.org == deputies.c.org)
    .join(agreement_mentors, and_(
        agreement_mentors.c.org == plans.c.org, agreement_mentors.c.agreement_id == plans.c.agreement_id,
        agreement_mentors.c.person_id == deputies.c.person_id,
    ))
    .join(people, and_(people.c.org == deputies.c.org, people.c.id == deputies.c.deputy_id))
    .where(ours(deputies), plans.c.id == bindparam("of_id", type_=IdType()))
    .where(deputies.c.deputy_id != plans.c.mentee_id, within(Do.SEE_PLAN, plans, PLAN_SCOPES, deputies.c.deputy_id))
)  # fmt: skip
_LEFT_TO = Prepared(
    select(deputies.c.deputy_id)
    .join(agreement_mentors, and_(
        agreement_mentors.c.org == deputies.c.org, agreement_mentors.c.person_id == deputies.c.person_id
    ))
    .join(plans, and_(plans.c.org == deputies.c.org, plans.c.agreement_id == agreement_mentors.c.agreement_id))
    .join(people, and_(people.c.org == deputies.c.org, people.c.id == deputies.c.person_id))
    .where(ours(deputies), plans.c.id == bindparam("of_id", type_=IdType()), people.c.left_at.is_not(None))
)  # fmt: skip
_APPROVERS = Prepared(select(organisations.c.approvers).where(ours(organisations)))


def approvers(tx: Tx, plan_id: Id) -> list[Id]:
    """Who approves agreements around that plan now, as the organisation says; never its mentee."""
    return _standing_so(tx, plan_id, tx.one(_APPROVERS).approvers.split(","))


def governors(tx: Tx, plan_id: Id) -> list[Id]:
    """Who governs the sign-offs of that plan now, by their ties; never its mentee."""
    return _standing_so(tx, plan_id, GRANTS[Do.OPEN_LIFTING])


def confirmers(tx: Tx, plan_id: Id) -> list[Id]:
    """Who may confirm a withdrawal, or a lifting, on that plan now, by their ties; never its mentee."""
    return _standing_so(tx, plan_id, GRANTS[Do.CONFIRM_WITHDRAWAL])


def name_deputies(tx: Tx, plan_id: Id, mentors: Sequence[MentorShown]) -> None:
    """Says of each mentor who is away who looks after what waits for them: nothing is read unless somebody is."""
    if not any(mentor.is_away for mentor in mentors):
        return
    named = {row.person_id: Named(row.deputy_id, row.name) for row in tx.rows(_DEPUTIES, of_id=plan_id)}
    for mentor in mentors:
        mentor.deputy = named.get(mentor.id) if mentor.is_away else None


def left_to(tx: Tx, plan_id: Id) -> list[Id]:
    """The deputies of its mentors who have left, as far as they may see that plan now; never its mentee."""
    deputies_of = {row.deputy_id for row in tx.rows(_LEFT_TO, of_id=plan_id)}
    return sorted(deputies_of & set(_standing_so(tx, plan_id, GRANTS[Do.SEE_PLAN]))) if deputies_of else []


def _standing_so(tx: Tx, plan_id: Id, ties: Collection[str]) -> list[Id]:
    plan = tx.one(_PLAN, of_id=plan_id)
    found = {
        person for tie, name in PLAN_SCOPES.items() if tie in ties for person in holders(tx, tie, getattr(plan, name))
    }
    return sorted(found - {plan.mentee_id})
