"""Filling an organisation with plans by copying rows of one real plan in SQL: half a million acts would take hours.

Nothing here is in the log, so such a database is good for reading lists and for nothing else.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby

from sqlalchemy import Connection, Table, create_engine, text

from backend.kernel.ids import Id
from backend.kernel.ties import Tie, ties
from backend.mentoring.tables import agreement_mentors, agreements
from backend.people.tables import people, people_names, sites
from backend.practice.tables import rhythms
from backend.readiness.days import BEGINNING
from backend.readiness.tables import board, board_totals, owed_spans
from backend.signoff.tables import plans
from backend.upkeep.estimates import apply_estimates

NEAR = 25
"""Of the first copies, so many are at the site manager's site and the mentor's own: few, among however many follow."""

AT_SITE, MENTEES = 25, 5
"""How many work at each other site, and how many each other mentor has."""

GIVEN, FAMILY = "maya", "alder"
"""The mentee's name, by which the copies are found; of the beginnings of names no other is copied."""


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
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        for said in _HASTE[engine.dialect.name]:
            connection.execute(text(said))
        connection.commit()
        connection.execute(text("CREATE TABLE bench_numbers (n integer PRIMARY KEY)"))
        connection.execute(text(_series(is_sqlite)), {"first": copied.size, "last": size - 1})
        for table, copies in groupby(_copies(copied, _Sql(is_sqlite)), key=lambda one: one[0]):
            with _without_indexes(connection, table):
                for _, changed, which in copies:
                    _copy(connection, table, changed, which)
            connection.commit()
        _state_totals(connection, copied.org)
        apply_estimates(connection)  # what SQLite is told of an index goes with it
        connection.execute(text("DROP TABLE bench_numbers"))  # whoever has the file open reads its shape anew
        connection.commit()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Of PostgreSQL, what its autovacuum does by itself a minute later.
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)" if is_sqlite else "VACUUM ANALYZE"))
    engine.dispose()
    copied.size = size


_HASTE = {
    # Nobody loses anything with this file.
    "sqlite": ["PRAGMA synchronous = OFF", "PRAGMA cache_size = -2000000", "PRAGMA temp_store = MEMORY"],
    # No row is looked up that another refers to: it is there.
    "postgresql": ["SET session_replication_role = replica", "SET maintenance_work_mem = '512MB'"],
}
_INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = :of",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = :of AND indexname NOT IN"
    " (SELECT conname FROM pg_constraint)",
}


@contextmanager
def _without_indexes(connection: Connection, table: Table) -> Iterator[None]:
    """Builds the indexes of a table at the end, which takes a tenth of the time."""
    indexes = connection.execute(text(_INDEXES[connection.dialect.name]), {"of": str(table)}).all()
    for name, _ in indexes:
        connection.execute(text(f"DROP INDEX {name}"))
    yield
    for _, made in indexes:
        connection.execute(text(made))


def id_at(kind: int, number: int) -> Id:
    """The id of copy `number`: 1 of people, 2 of agreements, 3 of plans, 4 of sites. Later copies have later ids."""
    return Id(f"0190000{kind}-0000-7000-8000-{number:012x}")


def _series(is_sqlite: bool) -> str:
    if not is_sqlite:
        return "INSERT INTO bench_numbers SELECT generate_series(CAST(:first AS int), CAST(:last AS int))"
    return (
        "INSERT INTO bench_numbers WITH RECURSIVE c(n) AS"
        " (SELECT :first UNION ALL SELECT n + 1 FROM c WHERE n < :last) SELECT n FROM c"
    )


@dataclass(frozen=True)
class _Sql:
    """What the two databases write differently."""

    is_sqlite: bool

    def new(self, kind: int, number: str = "n") -> str:
        """`id_at`."""
        start = f"'0190000{kind}-0000-7000-8000-'"
        return f"{start} || {self._hex(number)}" if self.is_sqlite else f"({start} || {self._hex(number)})::uuid"

    def known(self, id_: Id) -> str:
        return f"'{id_}'" if self.is_sqlite else f"'{id_}'::uuid"

    def key(self) -> str:
        """Everybody has the same name; the keys follow one another as the ids do."""
        return f"name_key || ' ' || {self._hex('n')}"

    def later(self, day: str, of: int) -> str:
        """`day`, or up to `of` days later."""
        return f"date({day}, '+' || (n % {of}) || ' days')" if self.is_sqlite else f"{day} + n % {of}"

    def _hex(self, number: str) -> str:
        return f"printf('%012x', {number})" if self.is_sqlite else f"lpad(to_hex({number}), 12, '0')"


_Copy = tuple[Table, Mapping[str, str], str]


def _copies(of: Copied, sql: _Sql) -> list[_Copy]:
    """The tables, what is another in a copy, and which rows are copied."""
    new, known, is_near = sql.new, sql.known, f"n < {NEAR}"
    areas = " ".join(f"WHEN {number} THEN {known(id_)}" for number, id_ in enumerate(of.areas))
    place = {
        "site_id": f"CASE WHEN {is_near} THEN {known(of.near)} ELSE {new(4, f'n - n % {AT_SITE}')} END",
        # A site's people are all in its area.
        "area_id": f"CASE WHEN {is_near} THEN {known(of.areas[0])}"
        f" ELSE CASE n / {AT_SITE} % {len(of.areas)} {areas} END END",
    }
    own = {"mentee_id": new(1), "agreement_id": new(2), **place}
    mentor = f"CASE WHEN {is_near} THEN person_id ELSE {new(1, f'n - n % {MENTEES}')} END"
    his = f"person_id = {known(of.mentee)}"
    site = {"id": new(4), "area_id": place["area_id"], "name": f"name || {sql.key().removeprefix('name_key ||')}"}
    mentored = {
        "entry_id": new(2),
        "person_id": mentor,
        "scope_id": f"CASE WHEN scope_id = {known(of.agreement)} THEN {new(2)} ELSE {new(1)} END",
    }
    return [
        (sites, site, f"id = {known(of.elsewhere)} AND n >= {NEAR} AND n % {AT_SITE} = 0"),
        (people, {"id": new(1), "staff_number": "NULL", "name_key": sql.key(), **place}, f"id = {known(of.mentee)}"),
        (
            people_names,
            {"person_id": new(1), "name_key": sql.key(), **place},
            f"{his} AND beginning IN ('', '{GIVEN}', '{FAMILY}')",
        ),
        (rhythms, {"person_id": new(1), "due_on": sql.later("due_on", 90), **place}, his),
        (
            agreements,
            {"id": new(2), "mentee_id": new(1), "proposer_id": new(1), "group_id": "NULL", **place},
            f"id = {known(of.agreement)}",
        ),
        (agreement_mentors, {"agreement_id": new(2), "person_id": mentor}, f"agreement_id = {known(of.agreement)}"),
        (plans, {"id": new(3), **own}, f"id = {known(of.plan)}"),
        (board, {"id": new(3), "name_key": sql.key(), **own, **_flags(sql)}, f"id = {known(of.plan)}"),
        (owed_spans, {"id": new(3), "since": sql.later("since", 90), **place}, f"id = {known(of.plan)}"),
        (ties, {"entry_id": new(1), "person_id": new(1), "scope_id": new(1)}, f"{his} AND tie = '{Tie.SELF}'"),
        (
            ties,
            mentored,
            f"person_id = {known(of.mentor)} AND tie = '{Tie.MENTOR}'"
            f" AND scope_id IN ({known(of.agreement)}, {known(of.mentee)})",
        ),
    ]


def _flags(sql: _Sql) -> dict[str, str]:
    """One in 19 is ready, one in 19 nearly so, and one in seven is behind: on any day, so the numbers share no factor
    with those of the days.
    """
    return {
        "ends_on": sql.later("ends_on", 200),
        "signatures_counted": "CASE n % 19 WHEN 3 THEN signatures_required WHEN 7 THEN signatures_required - 1"
        " ELSE signatures_counted END",
        "behind_on": "CASE n % 7 WHEN 1 THEN starts_on ELSE ends_on END",
        "stalled_on": "NULL",
    }


def _copy(connection: Connection, table: Table, changed: Mapping[str, str], which: str) -> None:
    names = [column.name for column in table.c]
    said = ", ".join(changed.get(name, name) for name in names)
    statement = f"INSERT INTO {table} ({', '.join(names)}) SELECT {said} FROM bench_numbers, {table} WHERE {which}"  # noqa: S608 - our own
    connection.execute(text(statement))


def _state_totals(connection: Connection, org: Id) -> None:
    """What the board says above its rows: how many plans there are, and to how many something is owed since when."""
    connection.execute(text(f"DELETE FROM {board_totals}"))  # noqa: S608 - our own
    for table, what, day in ((board, "plans", f"'{BEGINNING}'"), (owed_spans, "owed", "since")):
        for scope in ("org", "area_id", "site_id"):
            statement = (
                f"INSERT INTO {board_totals} (org, scope_id, role, what, day, plans)"  # noqa: S608 - our own
                f" SELECT org, {scope}, role, '{what}', {day}, count(*) FROM {table}"
                f" WHERE org = :org GROUP BY org, {scope}, role{', since' if what == 'owed' else ''}"
            )
            connection.execute(text(statement), {"org": org})
