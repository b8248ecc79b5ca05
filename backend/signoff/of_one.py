"""Every plan of one person at once: the same statements for one plan and for several."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, Table, and_, bindparam, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, ties
from backend.signoff.asides import NO_ASIDES, Asides, read_asides, with_prior
from backend.signoff.prior import PRIOR_BY_MENTEE
from backend.signoff.reading import ITEMS, MENTORS_NOW, SIGNED, WHOLE, plan_of
from backend.signoff.shown import Plan
from backend.signoff.tables import PLAN_SCOPES, disputes, freezes, items, plans, requests, requirements

_MENTEE = bindparam("of_mentee", type_=IdType())
_theirs = select(plans.c.id).where(ours(plans), plans.c.mentee_id == _MENTEE)
_under = select(plans.c.agreement_id).where(ours(plans), plans.c.mentee_id == _MENTEE)


def _of_mentee(statement: Select[Any], table: Table) -> Prepared:
    return Prepared(statement.where(table.c.plan_id.in_(_theirs)))


_HEADS = Prepared(WHOLE.where(plans.c.mentee_id == _MENTEE).order_by(plans.c.id))
_ITEMS, _SIGNED = _of_mentee(ITEMS, items), _of_mentee(SIGNED, items)
_MENTORS = Prepared(MENTORS_NOW.where(ties.c.scope_id.in_(_under)))
_BESIDE = (
    _of_mentee(
        select(requirements).where(ours(requirements)).order_by(requirements.c.asked_at, requirements.c.id),
        requirements,
    ),
    _of_mentee(select(disputes).where(ours(disputes)).order_by(disputes.c.at, disputes.c.id), disputes),
    _of_mentee(
        select(requests)
        .where(and_(ours(requests), requests.c.status == "declined"))
        .order_by(requests.c.ended_at, requests.c.id),
        requests,
    ),
    _of_mentee(select(freezes).where(ours(freezes)).order_by(freezes.c.since, freezes.c.id), freezes),
)


def plans_of(tx: Tx, actor: Actor, mentee: Id) -> list[Plan]:
    """Every plan of `mentee` that the actor may see, in the order they were made."""
    given = {"of_mentee": mentee}
    heads, rows, signed, mentors = tx.batch(
        (_HEADS, given), (_ITEMS, given), (_SIGNED, given), (_MENTORS, given | {"today": tx.today(actor.zone)})
    )
    is_beside = any(row.asides for row in rows)
    asides = read_asides(tx, [(statement, given) for statement in _BESIDE]) if is_beside else NO_ASIDES
    asides = with_prior(tx, asides, rows, (PRIOR_BY_MENTEE, given))
    return [
        _made(tx, actor, head, rows, signed, mentors, asides)
        for head in heads
        if actor.may(Do.SEE_PLAN, PLAN_SCOPES, head)
    ]


def _made(
    tx: Tx, actor: Actor, head: Row, rows: Sequence[Row], signed: Sequence[Row], mentors: Sequence[Row], asides: Asides
) -> Plan:
    on, by, under = _by("plan_id", rows), _by("plan_id", signed), _by("agreement_id", mentors)
    return plan_of(tx, actor, head, on[head.id], by[head.id], under[head.agreement_id], asides)


def _by(name: str, rows: Sequence[Row]) -> dict[Id, list[Row]]:
    found: dict[Id, list[Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found
