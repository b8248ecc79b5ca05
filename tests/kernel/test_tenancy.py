"""The guard that keeps organisations apart: which statements it takes, and which it refuses as our own mistake."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import and_, bindparam, delete, exists, func, insert, or_, select, text, true, union_all, update

from backend.accounts.tables import accounts
from backend.kernel.tenancy import TenancyError, ensure_tenanted, ours, tenant
from backend.mentoring.tables import agreements
from backend.people.tables import people, sites
from backend.signoff.tables import items, plans

other = plans.alias("other")
SAME_PLAN = and_(items.c.org == plans.c.org, items.c.plan_id == plans.c.id)
A_LITERAL = "0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3f"

GOOD: dict[str, Callable[[], Any]] = {
    "one table": lambda: select(plans).where(ours(plans)),
    "the parameter on the left": lambda: select(plans).where(tenant() == plans.c.org),
    "among other conditions": lambda: select(plans).where(and_(plans.c.version > 1, and_(ours(plans), true()))),
    "a join along org": lambda: select(plans, items).join(items, SAME_PLAN).where(ours(plans)),
    "a join whose second table is the pinned one": lambda: select(plans).join(items, SAME_PLAN).where(ours(items)),
    "a chain of joins": lambda: (
        select(items)
        .join(plans, SAME_PLAN)
        .join(people, and_(people.c.org == plans.c.org, people.c.id == plans.c.mentee_id))
        .where(ours(items))
    ),
    "an outer join along org": lambda: select(plans).outerjoin(items, SAME_PLAN).where(ours(plans)),
    "an outer join whose second table names the organisation itself": lambda: (
        select(plans).outerjoin(items, and_(ours(items), items.c.plan_id == plans.c.id)).where(ours(plans))
    ),
    "an alias": lambda: select(other).where(ours(other)),
    "a subquery of its own": lambda: select(plans).where(
        ours(plans), plans.c.id.in_(select(items.c.plan_id).where(ours(items)))
    ),
    "a correlated subquery along org": lambda: select(plans).where(
        ours(plans), exists(select(items.c.id).where(SAME_PLAN).correlate(plans))
    ),
    "a derived table": lambda: select(select(plans.c.id).where(ours(plans)).subquery().c.id),
    "a common table expression": lambda: select(select(plans.c.id).where(ours(plans)).cte("own").c.id),
    "both sides of a union": lambda: union_all(
        select(plans.c.id).where(ours(plans)), select(items.c.id).where(ours(items))
    ),
    "an update": lambda: update(plans).where(ours(plans)).values(version=2),
    "a delete": lambda: delete(plans).where(ours(plans)),
    "an insert": lambda: insert(sites).values(org=tenant(), id=bindparam("id"), name=bindparam("name")),
    "a table without tenants": lambda: select(accounts),
    "an update of a table without tenants": lambda: update(accounts).values(wrong_presences=0),
}

BAD: dict[str, Callable[[], Any]] = {
    "no organisation": lambda: select(plans),
    "only a count": lambda: select(func.count()).select_from(plans),
    "another column": lambda: select(plans).where(plans.c.id == bindparam("tenant")),
    "an organisation by its literal value": lambda: select(plans).where(plans.c.org == A_LITERAL),
    "an organisation by another parameter": lambda: select(plans).where(plans.c.org == bindparam("org")),
    "an organisation that is one of two ways in": lambda: select(plans).where(or_(ours(plans), plans.c.version > 1)),
    "every organisation but one's own": lambda: select(plans).where(plans.c.org != tenant()),
    "not one's own organisation": lambda: select(plans).where(~(plans.c.org == tenant())),
    "an organisation at or after": lambda: select(plans).where(plans.c.org >= tenant()),
    "a join without org": lambda: select(plans).join(items, items.c.plan_id == plans.c.id).where(ours(plans)),
    "a join to everything": lambda: select(plans, items).where(ours(plans)),
    "two tables pinned to each other and to nothing": lambda: select(plans).join(items, SAME_PLAN),
    "a table pinned to itself": lambda: select(plans).where(plans.c.org == plans.c.org),
    "an outer join without org": lambda: (
        select(plans).outerjoin(items, items.c.plan_id == plans.c.id).where(ours(plans))
    ),
    "an outer join that names the organisation only beside the join": lambda: (
        select(plans).outerjoin(items, and_(ours(plans), SAME_PLAN))
    ),
    "a full join pinned on one side": lambda: (
        select(plans).join(items, and_(SAME_PLAN, ours(plans), ours(items)), full=True)
    ),
    "an alias beside its pinned table": lambda: (
        select(plans).join(other, other.c.id == plans.c.agreement_id).where(ours(plans))
    ),
    "a subquery without org": lambda: select(plans).where(ours(plans), plans.c.id.in_(select(items.c.plan_id))),
    "a subquery on the same table without org": lambda: (
        select(plans.c.id).where(ours(plans), plans.c.version.in_(select(plans.c.version)))
    ),
    "a scalar subquery on the same table without org": lambda: (
        select(plans.c.id, select(func.max(plans.c.version)).select_from(plans).scalar_subquery()).where(ours(plans))
    ),
    "a correlated subquery along another column": lambda: (
        select(plans).where(ours(plans), exists(select(items).where(items.c.plan_id == plans.c.id).correlate(plans)))
    ),
    "a derived table without org": lambda: select(select(plans.c.id).subquery().c.id),
    "a common table expression without org": lambda: select(select(plans.c.id).cte("all_of_them").c.id),
    "one side of a union": lambda: union_all(select(plans.c.id).where(ours(plans)), select(plans.c.id)),
    "an update of everybody's": lambda: update(plans).values(version=2),
    "an update by id alone": lambda: update(plans).where(plans.c.id == bindparam("of_id")).values(version=2),
    "an update that reads another table": lambda: (
        update(plans).where(ours(plans), plans.c.id == items.c.plan_id).values(version=2)
    ),
    "a delete of everybody's": lambda: delete(plans),
    "a delete by id alone": lambda: delete(plans).where(plans.c.id == bindparam("of_id")),
    "a delete that reads another table": lambda: delete(plans).where(ours(plans), plans.c.id == items.c.plan_id),
    "an insert without org": lambda: insert(sites).values(id=bindparam("new_id")),
    "an insert into a named organisation": lambda: insert(sites).values(org=A_LITERAL, id=bindparam("new_id")),
    "an insert of all columns": lambda: insert(sites),
    "an insert of several rows": lambda: insert(sites).values([{"org": A_LITERAL, "id": "a"}]),
    "an insert from what others have": lambda: (
        insert(sites).from_select(["org", "id", "area_id", "name"], select(sites))
    ),
    "an insert that names the tenant in another column": lambda: (
        insert(sites).from_select(
            ["org", "id"], select(agreements.c.org, tenant()).where(agreements.c.rev > 0)
        )
    ),
    "an update that moves rows to another organisation": lambda: (
        update(plans).where(ours(plans)).values(org=bindparam("elsewhere"))
    ),
    "text": lambda: text("SELECT * FROM plans"),
}  # fmt: skip


def is_taken(statement: Any) -> bool:
    """Whether the guard lets a statement pass."""
    try:
        ensure_tenanted(statement)
    except TenancyError:
        return False
    return True


@pytest.mark.parametrize("statement", GOOD.values(), ids=GOOD.keys())
def test_the_guard_takes_a_statement_that_is_pinned(statement: Callable[[], Any]) -> None:
    assert is_taken(statement())


@pytest.mark.filterwarnings("ignore:Column 'sites.org' is marked:sqlalchemy.exc.SAWarning")  # the refusal shows it
@pytest.mark.parametrize("statement", BAD.values(), ids=BAD.keys())
def test_the_guard_refuses_a_statement_that_is_not_pinned(statement: Callable[[], Any]) -> None:
    assert not is_taken(statement())


def test_the_refusal_names_the_table_that_is_loose() -> None:
    with pytest.raises(TenancyError, match=r"no organisation for items in"):
        ensure_tenanted(select(plans).join(items, items.c.plan_id == plans.c.id).where(ours(plans)))
