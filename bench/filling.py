"""Filling an organisation with plans by copying rows of one real plan in SQL: half a million acts would take hours.

Nothing here is in the log, so such a database is good for reading lists and for nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, Table, create_engine, text

from backend.kernel.ids import Id
from backend.kernel.ties import Tie, ties
from backend.mentoring.tables import agreements
from backend.people.tables import people, people_names, sites
from backend.readiness.tables import board, owed_spans
from backend.signoff.tables import plans

NEAR = 25
"""Of the first copies, so many are at the site manager's site and the mentor's own: few, among however many follow."""


AT_SITE = 25
SEARCH = "maya"
"""The mentee's given name, by which the copies are found; of the beginnings of names no other is copied."""


@dataclass
class Copied:
    """What is copied: the real plan with its mentee and agreement, the areas rows are spread over, and the mentor.

    `near` is the mentee's site, `elsewhere` one that the other sites are copied from. `size` counts the copies.
    """

    org: Id
    plan: Id
    agreement: Id
    mentee: Id
    mentor: Id
    near: Id
    elsewhere: Id
    areas: list[Id]
    size: int = field(default=0)


def grow(owner_url: str, copied: Copied, size: int) -> None:
    """Copies until there are `size`."""
    engine = create_engine(owner_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS bench_numbers (n integer PRIMARY KEY)"))
        connection.execute(text("DELETE FROM bench_numbers"))
        connection.execute(text(_series(connection)), {"first": copied.size, "last": size - 1})
        if connection.dialect.name != "sqlite":
            connection.execute(text(f"SET app.org = '{copied.org}'"))
        _copy_all(connection, copied)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name != "sqlite":  # as its autovacuum does by itself, a minute later
            connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()
    copied.size = size


def id_at(kind: int, number: int) -> Id:
    """The id of copy `number`: 1 of people, 2 of agreements, 3 of plans. Later copies have later ids."""
    return Id(f"0190000{kind}-0000-7000-8000-{number:012x}")


def _series(connection: Connection) -> str:
    if connection.dialect.name != "sqlite":
        return "INSERT INTO bench_numbers SELECT generate_series(:first, :last)"
    return (
        "INSERT INTO bench_numbers WITH RECURSIVE c(n) AS"
        " (SELECT :first UNION ALL SELECT n + 1 FROM c WHERE n < :last) SELECT n FROM c"
    )


def _copy_all(connection: Connection, of: Copied) -> None:
    is_sqlite = connection.dialect.name == "sqlite"

    def new(kind: int, number: str = "n") -> str:
        start = f"'0190000{kind}-0000-7000-8000-'"
        if is_sqlite:
            return f"{start} || printf('%012x', {number})"
        return f"({start} || lpad(to_hex({number}), 12, '0'))::uuid"

    def known(id_: Id) -> str:
        return f"'{id_}'" if is_sqlite else f"'{id_}'::uuid"

    key = "name_key || ' ' || " + ("printf('%012x', n)" if is_sqlite else "lpad(to_hex(n), 12, '0')")
    area = "CASE n % {} {} END".format(
        len(of.areas), " ".join(f"WHEN {number} THEN {known(id_)}" for number, id_ in enumerate(of.areas))
    )
    is_near = f"n < {NEAR}"
    near = f"CASE WHEN {is_near} THEN {known(of.near)} ELSE {new(4, f'n - n % {AT_SITE}')} END"
    _copy(connection, sites, {"id": new(4), "area_id": area}, f"id = {known(of.elsewhere)} AND n % {AT_SITE} = 0")
    place = {"site_id": near, "area_id": area}
    names = f"person_id = {known(of.mentee)}"
    person = {"id": new(1), "staff_number": "NULL", "name_key": key, **place}
    _copy(connection, people, person, f"id = {known(of.mentee)}")
    _copy(
        connection, people_names, {"person_id": new(1), "name_key": key}, f"{names} AND beginning IN ('', '{SEARCH}')"
    )
    agreement = {"id": new(2), "mentee_id": new(1), "proposer_id": new(1), "group_id": "NULL", **place}
    _copy(connection, agreements, agreement, f"id = {known(of.agreement)}")
    plan = {"id": new(3), "mentee_id": new(1), "agreement_id": new(2), **place}
    _copy(connection, plans, plan, f"id = {known(of.plan)}")
    shown = {"id": new(3), "mentee_id": new(1), "agreement_id": new(2), "name_key": key, **place}
    _copy(connection, board, shown, f"id = {known(of.plan)}")
    _copy(connection, owed_spans, {"id": new(3), **place}, f"id = {known(of.plan)}")
    own = {"entry_id": new(1), "person_id": new(1), "scope_id": new(1)}
    _copy(connection, ties, own, f"person_id = {known(of.mentee)} AND tie = '{Tie.SELF}'")
    mentored = {
        "entry_id": new(2),
        "person_id": f"CASE WHEN {is_near} THEN person_id ELSE {new(1)} END",
        "scope_id": f"CASE WHEN scope_id = {known(of.agreement)} THEN {new(2)} ELSE {new(1)} END",
    }
    _copy(
        connection,
        ties,
        mentored,
        f"person_id = {known(of.mentor)} AND tie = '{Tie.MENTOR}'"
        f" AND scope_id IN ({known(of.agreement)}, {known(of.mentee)})",
    )


def _copy(connection: Connection, table: Table, changed: Mapping[str, str], which: str) -> None:
    names = [column.name for column in table.c]
    said = ", ".join(changed.get(name, name) for name in names)
    statement = f"INSERT INTO {table} ({', '.join(names)}) SELECT {said} FROM bench_numbers, {table} WHERE {which}"  # noqa: S608 - our own
    connection.execute(text(statement))
