"""The guard that refuses a statement on a tenant table unless the organisation is pinned to the caller's own.

Each use of a tenant table must hold `org = :tenant`, or `org` equal to another use's that does, among the conditions
that always apply. The value of `:tenant` comes from the transaction and from nowhere else.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, FromClause, Select, Table, and_, bindparam
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.dml import Delete, Insert, Update
from sqlalchemy.sql.elements import BinaryExpression, BooleanClauseList, Grouping
from sqlalchemy.sql.selectable import Join

from backend.kernel.columns import IdType

TENANT = "tenant"


def tenant() -> BindParameter[str]:
    """The organisation of the transaction, as a parameter of a statement."""
    return bindparam(TENANT, type_=IdType())


def ours(*tables: FromClause) -> ColumnElement[bool]:
    """The condition that these tables' rows belong to the organisation of the transaction."""
    return and_(*(table.c.org == tenant() for table in tables))


class TenancyError(Exception):
    """A statement reaches a tenant table without naming the organisation: a mistake of ours, never a person's."""


def ensure_tenanted(statement: Any) -> None:
    """Raises `TenancyError` unless every tenant table in `statement` is pinned to `:tenant`."""
    used = set(_uses(statement))
    pinned = {table for condition in _conditions(statement) for table in _pins(condition)}
    links = [link for condition in _conditions(statement) if (link := _link(condition))]
    while grown := {a for pair in links for a in pair if pinned & set(pair)} - pinned:
        pinned |= grown
    if isinstance(statement, Insert) and _names_tenant(statement):
        pinned.add(statement.table)
    if loose := used - pinned:
        names = ", ".join(sorted(str(table) for table in loose))
        raise TenancyError(f"no organisation for {names} in: {statement}")


def _uses(statement: Any) -> Iterator[Any]:
    if isinstance(statement, Insert | Update | Delete):
        yield from _tenanted(statement.table)
    for element in visitors.iterate(statement):
        if isinstance(element, Select):
            for source in element.get_final_froms():
                for leaf in _leaves(source):
                    yield from _tenanted(leaf)


def _leaves(source: FromClause) -> Iterator[FromClause]:
    if isinstance(source, Join):
        yield from _leaves(source.left)
        yield from _leaves(source.right)
    else:
        yield source


def _tenanted(source: FromClause) -> Iterator[FromClause]:
    table = getattr(source, "element", source)
    if isinstance(table, Table) and table.info.get("tenant"):
        yield source


def _conditions(statement: Any) -> Iterator[Any]:
    for element in visitors.iterate(statement):
        if isinstance(element, Select | Update | Delete) and element.whereclause is not None:
            yield from _conjuncts(element.whereclause)
        if isinstance(element, Select):
            for source in element.get_final_froms():
                yield from _joined(source)


def _joined(source: FromClause) -> Iterator[Any]:
    if isinstance(source, Join):
        yield from _conjuncts(source.onclause)
        yield from _joined(source.left)
        yield from _joined(source.right)


def _conjuncts(condition: Any) -> Iterator[Any]:
    if isinstance(condition, Grouping):
        yield from _conjuncts(condition.element)
    elif isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
        for part in condition.clauses:
            yield from _conjuncts(part)
    else:
        yield condition


def _org(element: Any) -> Any:
    return element.table if getattr(element, "name", None) == "org" and hasattr(element, "table") else None


def _pins(condition: Any) -> Iterator[Any]:
    if isinstance(condition, BinaryExpression) and condition.operator is operators.eq:
        for one, other in ((condition.left, condition.right), (condition.right, condition.left)):
            if _org(one) is not None and isinstance(other, BindParameter) and other.key == TENANT:
                yield _org(one)


def _link(condition: Any) -> tuple[Any, Any] | None:
    if isinstance(condition, BinaryExpression) and condition.operator is operators.eq:
        left, right = _org(condition.left), _org(condition.right)
        if left is not None and right is not None:
            return left, right
    return None


def _names_tenant(statement: Insert) -> bool:
    if statement.select is not None:
        # The first column of `insert ... from select` must be the tenant itself, not what another row says.
        return any(getattr(c, "key", None) == TENANT for c in statement.select.inner_columns)
    values: dict[Any, Any] = dict(statement._values or {})
    return any(getattr(k, "name", k) == "org" and getattr(v, "key", None) == TENANT for k, v in values.items())
