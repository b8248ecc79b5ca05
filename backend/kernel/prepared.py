"""Statements built once: checked for tenancy at import, compiled once a dialect, run straight on the driver.

A Core statement costs as much as a whole small request; the same statement on the driver costs a tenth of it. So every
statement of the house is a `Prepared`, and `Tx` runs nothing else.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Dialect, Table, bindparam, insert

from backend.kernel.tenancy import ensure_across, ensure_tenanted, tenant

Row = Any


class Prepared:
    """A statement with named parameters. `:tenant` and `:now` are filled in by the transaction."""

    def __init__(self, statement: Any) -> None:
        ensure_tenanted(statement)
        self.statement = statement
        self._forms: dict[str, _Form] = {}

    def form(self, dialect: Dialect) -> "_Form":
        """The statement as that database takes it."""
        form = self._forms.get(dialect.name)
        if form is None:
            # Two threads may both compile it; they get the same form, and the last one stays.
            form = self._forms[dialect.name] = _Form(self.statement, dialect)
        return form


class _Form:
    """SQL text, the order of its parameters, and how values are turned on the way in and out."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        self.sql: str = str(compiled)
        self.names: list[str] = list(compiled.positiontup or compiled.params)
        self.positional = compiled.positiontup is not None
        self.defaults: dict[str, Any] = {
            name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required
        }
        self.into = _processors({name: bind.type for name, bind in compiled.binds.items()}, "bind", dialect)
        columns = list(statement.exported_columns) if _returns_rows(statement) else []
        self.row = namedtuple("row", [c.key for c in columns]) if columns else None
        out = _processors({c.key: c.type for c in columns}, "result", dialect)
        self.out = [(i, out[c.key]) for i, c in enumerate(columns) if c.key in out]

    def bound(self, params: Mapping[str, Any]) -> Any:
        values = {**self.defaults, **params}
        for name, turn in self.into.items():
            if name in values:
                values[name] = turn(values[name])
        if self.positional:
            return [values[name] for name in self.names]
        return {name: values[name] for name in self.names}

    def rows(self, raw: list[Any]) -> list[Row]:
        make = self.row._make  # type: ignore[union-attr]  # asked only of statements with rows
        if not self.out:
            return [make(row) for row in raw]
        rows = []
        for row in raw:
            values = list(row)
            for i, turn in self.out:
                values[i] = turn(values[i])
            rows.append(make(values))
        return rows


class Across(Prepared):
    """A statement over the rows of all organisations, of a table that says why that may be (`across`).

    On PostgreSQL only the worker's role sees them; whoever serves sees none.
    """

    def __init__(self, statement: Any) -> None:
        ensure_across(statement)
        self.statement = statement
        self._forms = {}


def _returns_rows(statement: Any) -> bool:
    return bool(statement.is_select or getattr(statement, "_returning", ()))


def _processors(types: Mapping[str, Any], way: str, dialect: Dialect) -> dict[str, Callable[[Any], Any]]:
    found = {}
    for name, type_ in types.items():
        if way == "bind":
            turn = type_.dialect_impl(dialect).bind_processor(dialect)
        else:
            turn = type_.dialect_impl(dialect).result_processor(dialect, None)
        if turn is not None:
            found[name] = turn
    return found


def inserting(table: Table, *names: str) -> Any:
    """`insert` of one row of a tenant table: its organisation, and a parameter for each named column."""
    return insert(table).values(
        {"org": tenant(), **{name: bindparam(name, type_=table.c[name].type) for name in names}}
    )


def put(table: Table, *names: str) -> Prepared:
    """A prepared `inserting`."""
    return Prepared(inserting(table, *names))
