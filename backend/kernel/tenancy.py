"""The guard that refuses a statement on a tenant table unless the organisation is pinned to the caller's own.

Each use of a tenant table must hold `org = :tenant`, or `org` equal to another use's that does, among the conditions
that always apply: in its own `select`, not in the one around it, and in a join that leaves nothing of it unfiltered.
The value of `:tenant` comes from the transaction and from nowhere else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CTE, BindParameter, ColumnElement, CompoundSelect, FromClause, Select, Table, and_, bindparam
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.dml import Delete, Insert, Update
from sqlalchemy.sql.elements import BinaryExpression, BooleanClauseList, Grouping, Label
from sqlalchemy.sql.selectable import Join, SelectBase

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
    if not isinstance(statement, Select | CompoundSelect | Insert | Update | Delete):
        raise TenancyError(f"a statement that cannot be read for its organisation: {statement}")
    scopes = [_scope_of(part) for part in visitors.iterate(statement) if isinstance(part, _SCOPED)]
    while sum(scope.grow(scopes) for scope in scopes):
        pass
    if loose := {table for scope in scopes for table in scope.used - scope.pinned}:
        names = ", ".join(sorted(str(table) for table in loose))
        raise TenancyError(f"no organisation for {names} in: {statement}")


def ensure_across(statement: Any) -> None:
    """Raises `TenancyError` unless every table in `statement` is one that says why it is read across organisations."""
    tables = {part for part in visitors.iterate(statement) if isinstance(part, Table) and not isinstance(part, CTE)}
    if loose := [table.name for table in tables if not table.info.get("across")]:
        raise TenancyError(f"not to be read across organisations: {', '.join(sorted(loose))} in: {statement}")


_SCOPED = (Select, Insert, Update, Delete)


@dataclass
class _Scope:
    """One `select`, `insert`, `update` or `delete`: the tenant tables it uses, and those that are pinned in it.

    A link (a, b) pins `a` once `b` is.
    """

    used: set[Any]
    pinned: set[Any] = field(default_factory=set)
    links: set[tuple[Any, Any]] = field(default_factory=set)

    def hold(self, condition: Any, reach: set[Any] | None = None) -> None:
        """Takes in a condition that always applies; where it leaves other rows alone, to the tables of `reach`."""
        for part in _conjuncts(condition):
            self.pinned |= {table for table in _pins(part) if reach is None or table in reach}
            self.links |= {(a, b) for a, b in _links(part) if reach is None or a in reach}

    def grow(self, scopes: list["_Scope"]) -> bool:
        """Follows the links once; whether that pinned anything more."""
        more = {a for a, b in self.links if self._is_pinned(b, scopes)} - self.pinned
        self.pinned |= more
        return bool(more)

    def _is_pinned(self, table: Any, scopes: list["_Scope"]) -> bool:
        if table in self.used:
            return table in self.pinned
        around = [scope for scope in scopes if table in scope.used]
        return bool(around) and all(table in scope.pinned for scope in around)


def _scope_of(part: Any) -> _Scope:
    if isinstance(part, Select):
        return _select_scope(part)
    scope = _Scope(set(_tenanted(part.table)))
    if isinstance(part, Insert):
        scope.pinned |= scope.used if _names_tenant(part) else set()
        return scope
    if part.whereclause is not None:
        scope.used |= {table for source in _tables_in(part.whereclause) for table in _tenanted(source)}
        scope.hold(part.whereclause)
    if isinstance(part, Update) and "org" in {getattr(k, "name", k) for k in part._values or {}}:
        raise TenancyError(f"rows stay with their organisation: {part}")
    return scope


def _select_scope(select: Select[Any]) -> _Scope:
    froms = [source for source in select.get_final_froms() if source not in (select._correlate or ())]
    scope = _Scope({table for source in froms for leaf in _leaves(source) for table in _tenanted(leaf)})
    if select.whereclause is not None:
        scope.hold(select.whereclause)
    for source in froms:
        _hold_joins(scope, source)
    return scope


def _hold_joins(scope: _Scope, source: FromClause) -> None:
    if isinstance(source, Join):
        # An outer join keeps the rows of its left side whatever its condition says; a full one those of both.
        outer = set() if source.full else set(_leaves(source.right))
        scope.hold(source.onclause, outer if source.full or source.isouter else None)
        _hold_joins(scope, source.left)
        _hold_joins(scope, source.right)


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


def _tables_in(condition: Any) -> Iterator[FromClause]:
    """The tables that a condition of an update or delete reads by itself, outside any select of its own."""
    if (table := getattr(condition, "table", None)) is not None:
        yield table
    for part in condition.get_children():
        if not isinstance(part, SelectBase | FromClause):
            yield from _tables_in(part)


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


def _is_tenant(element: Any) -> bool:
    return isinstance(element, BindParameter) and element.key == TENANT


def _equal(condition: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(condition, BinaryExpression) and condition.operator is operators.eq:
        yield condition.left, condition.right
        yield condition.right, condition.left


def _pins(condition: Any) -> Iterator[Any]:
    for one, other in _equal(condition):
        if _org(one) is not None and _is_tenant(other):
            yield _org(one)


def _links(condition: Any) -> Iterator[tuple[Any, Any]]:
    for one, other in _equal(condition):
        if _org(one) is not None and _org(other) is not None:
            yield _org(one), _org(other)


def _names_tenant(statement: Insert) -> bool:
    if statement.select is not None:
        # `insert ... from select`: `org` comes first, and is the tenant itself, not what another row says.
        names, columns = statement._select_names or [""], list(statement.select.exported_columns)
        first = columns[0].element if isinstance(columns[0], Label) else columns[0]
        return names[0] == "org" and _is_tenant(first)
    values: dict[Any, Any] = dict(statement._values or {})
    return any(getattr(k, "name", k) == "org" and _is_tenant(v) for k, v in values.items())
