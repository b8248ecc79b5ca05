"""S27: nothing in the application can update or delete what is written once, on either database."""

from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from backend.house import House
from backend.kernel.columns import metadata
from backend.mentoring.grouping import propose_group
from backend.notices.calendar import make_feed
from backend.people.meetings import ChangeMeeting, Week, change_meeting
from backend.practice.notes import make_note
from backend.reviews.rules import Decision
from backend.upkeep.guards import APP, WORKER, apply_guards, standing_guards, tenant_tables, wanted_guards
from tests.conftest import Clock
from tests.frameworks.test_drafts import drafted
from tests.kernel.helping import head, owning, serving
from tests.mentoring.test_pausing import pause
from tests.mentoring.test_working_together import ask as ask_for_change
from tests.mentoring.test_working_together import group
from tests.mentoring.test_working_together import note as held
from tests.notices.helping import put, tell
from tests.notices.test_preferences import prefer
from tests.people.test_absences import away
from tests.people.test_deputies import name as stand_in
from tests.practice.helping import share, write
from tests.practice.test_notes import note
from tests.readiness.test_insight import draw
from tests.records.helping import drafted as write_draft
from tests.records.helping import shared
from tests.reviews.helping import propose, view
from tests.signoff.helping import act_on, ask, sign
from tests.signoff.test_disputes import dispute
from tests.signoff.test_freezing import reported
from tests.signoff.test_requirements import change
from tests.world import World, make_world

CHANGES = [
    "UPDATE entries SET kind = 'nothing' WHERE org = :org",
    "UPDATE entries SET facts = '{}' WHERE org = :org",
    "UPDATE entries SET at = at WHERE org = :org",
    "DELETE FROM entries WHERE org = :org",
    "UPDATE contents SET words = '{}' WHERE org = :org",
    "UPDATE contents SET nonce = '00' WHERE org = :org",
    "UPDATE contents SET words = NULL WHERE org = :org",
    "UPDATE contents SET part = 'other', words = NULL, nonce = NULL WHERE org = :org AND part = 'said'",
    "DELETE FROM contents WHERE org = :org",
    "UPDATE heads SET seq = seq + 2 WHERE org = :org",
    "UPDATE heads SET seq = seq - 1 WHERE org = :org",
    "UPDATE heads SET hash = hash WHERE org = :org",
    "DELETE FROM heads WHERE org = :org",
    "UPDATE frameworks SET document = '{}' WHERE org = :org",
    "UPDATE frameworks SET title = 'Another' WHERE org = :org",
    "DELETE FROM frameworks WHERE org = :org",
]
REPLACED = [
    "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE org = :org AND seq = 1",
    "REPLACE INTO contents SELECT * FROM contents WHERE org = :org",
    "INSERT OR REPLACE INTO heads SELECT org, 0, hash FROM heads WHERE org = :org",
    "INSERT OR REPLACE INTO frameworks SELECT * FROM frameworks WHERE org = :org",
    "UPDATE OR REPLACE entries SET seq = 1 WHERE org = :org AND seq = 2",
    "INSERT INTO entries SELECT * FROM entries WHERE org = :org ON CONFLICT DO UPDATE SET kind = 'nothing'",
]
TRUNCATED = [f"TRUNCATE {table} CASCADE" for table in ("entries", "contents", "heads", "frameworks")]


@pytest.fixture(scope="module")
def world(house: House, session_clock: Clock) -> World:
    """One organisation for all of these: nothing they try is kept."""
    return make_world(house, session_clock)


@pytest.fixture(scope="module")
def other(house: House, session_clock: Clock) -> World:
    """The one beside it."""
    return make_world(house, session_clock)


def is_refused(connection: Connection, statement: str, world: World) -> bool:
    """Whether the database itself refuses; nothing is kept either way."""
    before = counts(connection, world)
    point = connection.begin_nested()
    try:
        connection.execute(text(statement), {"org": world.org} if ":org" in statement else {})
    except DBAPIError:
        point.rollback()
        assert counts(connection, world) == before
        return True
    point.rollback()
    return False


def counts(connection: Connection, world: World) -> list[int]:
    found = [
        connection.scalar(text(f"SELECT count(*) FROM {table} WHERE org = :org"), {"org": world.org}) or 0  # noqa: S608 - ours
        for table in ("entries", "contents", "heads", "frameworks")
    ]
    assert min(found) > 0  # there is something to lose
    return found


@pytest.mark.parametrize("statement", CHANGES)
def test_s27_the_serving_role_cannot_change_what_is_written_once(world: World, house: House, statement: str) -> None:
    with serving(house, world.org) as connection:
        assert is_refused(connection, statement, world)


@pytest.mark.parametrize("statement", CHANGES)
def test_s27_the_owner_meets_the_same_triggers(world: World, house: House, statement: str) -> None:
    with owning(house) as connection:
        assert is_refused(connection, statement, world)


@pytest.mark.parametrize("statement", REPLACED)
def test_s27_replacing_a_row_on_sqlite_is_deleting_it(world: World, house: House, statement: str) -> None:
    if world.maker.database.dialect.name != "sqlite":
        pytest.skip("only SQLite replaces")
    with serving(house, world.org) as connection:
        assert is_refused(connection, statement, world)


@pytest.mark.parametrize("statement", TRUNCATED)
def test_s27_nobody_truncates_the_log_on_postgresql(world: World, house: House, statement: str) -> None:
    if world.maker.database.dialect.name != "postgresql":
        pytest.skip("SQLite knows no TRUNCATE")
    with serving(house, world.org) as connection:
        assert is_refused(connection, statement, world)
    with owning(house) as connection:
        assert is_refused(connection, statement, world)


def test_words_can_be_erased_whole_with_their_nonce(world: World, house: House) -> None:
    with owning(house) as connection:
        done = connection.execute(
            text("UPDATE contents SET words = NULL, nonce = NULL WHERE org = :org AND part = 'said'"),
            {"org": world.org},
        )
        assert done.rowcount == head(world.maker.database, world.org)[0]


def test_s27_the_guards_that_stand_are_the_guards_that_are_wanted(house: House) -> None:
    with owning(house) as connection:
        assert standing_guards(connection) == wanted_guards(connection.dialect.name)


def test_a_guard_that_was_taken_down_is_missed_and_put_back(spare_house: House) -> None:
    name, table = "entries_no_delete", "entries"
    with owning(spare_house) as connection:
        dialect = connection.dialect.name
        connection.execute(text(f"DROP TRIGGER {name}" + (f" ON {table}" if dialect == "postgresql" else "")))
        assert wanted_guards(dialect) - standing_guards(connection) == {name}
        apply_guards(connection)
        assert standing_guards(connection) == wanted_guards(dialect)


def test_a_guard_that_was_only_switched_off_is_missed_too(spare_house: House) -> None:
    with owning(spare_house) as connection:
        if connection.dialect.name != "postgresql":
            pytest.skip("SQLite cannot switch a trigger off")
        connection.execute(text("ALTER TABLE entries DISABLE TRIGGER entries_no_update"))
        assert wanted_guards("postgresql") - standing_guards(connection) == {"entries_no_update"}
        apply_guards(connection)
        assert standing_guards(connection) == wanted_guards("postgresql")


# Row-level security behind the guard at execution: PostgreSQL only.


@pytest.fixture
def postgres(house: House) -> House:
    if not house.settings.database_url.startswith("postgresql"):
        pytest.skip("SQLite has no roles or policies")
    return house


def visible(connection: Connection) -> dict[str, int]:
    return {
        table.name: connection.scalar(text(f"SELECT count(*) FROM {table.name}")) or 0  # noqa: S608 - ours
        for table in tenant_tables()
    }


def fill(world: World) -> None:
    """Lets there be a row of nearly every kind."""
    ask(world, "on-call")
    ask(world, "support-plans")
    signed = sign(world, "mentor", act_on(world, "support-plans")).sign_off.id
    draw(world)
    dispute(world, "mentee", signed)
    change(world, "mentor", "cover-shifts", 2)
    world.do("mentor", make_note, note(world))
    held(world)
    ask_for_change(world)
    world.do("area", propose_group, group(world, "colleague", "unchecked"))
    drafted(world)
    view(world, "mentee", "I am ready.")
    propose(world, decision=Decision.CLOSE)
    away(world, world.mentee)
    stand_in(world, "mentee", "colleague")
    pause(world)
    shared(world)
    write_draft(world)
    share(world, write(world))
    write(world)
    put(world, "mentor")
    tell(world, "mentor")
    reported(world, "mentor", signed)
    prefer(world, "mentor")
    world.do("mentor", make_feed)
    world.do("admin", change_meeting, ChangeMeeting(week=Week.SECOND, weekday=1))


BARE = {"shared_phones", "phone_removals", "removals", "retirements", "uploads"}


def test_the_serving_role_sees_its_own_organisation_and_no_other(postgres: House, world: World, other: World) -> None:
    fill(other)
    with serving(postgres, world.org) as connection:
        for table in tenant_tables():
            rows = connection.execute(text(f"SELECT DISTINCT org FROM {table.name}"))  # noqa: S608 - ours
            assert {org for (org,) in rows} <= {_uuid(world.org)}, table.name
    with serving(postgres, other.org) as connection:  # and there is something it could have seen
        connection.execute(text(f"SET LOCAL app.person = '{other.mentee}'"))
        assert {table for table, count in visible(connection).items() if count == 0} == BARE


@pytest.mark.parametrize("org", [None, "0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3f"], ids=["none", "one that is not here"])
def test_with_no_organisation_or_a_strange_one_every_table_is_empty(postgres: House, world: World, org: Any) -> None:
    with serving(postgres, org) as connection:
        assert set(visible(connection).values()) == {0}


def test_a_connection_that_never_named_an_organisation_sees_nothing(postgres: House, world: World) -> None:
    from sqlalchemy import create_engine

    engine = create_engine(postgres.settings.database_url)
    with engine.connect() as connection:
        assert set(visible(connection).values()) == {0}
    engine.dispose()


def test_the_serving_role_cannot_write_for_another_organisation(postgres: House, world: World, other: World) -> None:
    with serving(postgres, world.org) as connection:
        mine = "INSERT INTO areas (org, id, name) VALUES (:org, gen_random_uuid(), 'East')"
        connection.execute(text(mine), {"org": world.org})
        for statement in (mine, "UPDATE areas SET org = :org"):
            point = connection.begin_nested()
            with pytest.raises(DBAPIError, match="row-level security"):
                connection.execute(text(statement), {"org": other.org})
            point.rollback()
        moved = connection.execute(text("UPDATE areas SET name = 'Mine' WHERE org = :org"), {"org": other.org})
        assert moved.rowcount == 0


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE entries DISABLE TRIGGER ALL",
        "ALTER TABLE entries DISABLE ROW LEVEL SECURITY",
        "DROP TRIGGER entries_no_update ON entries",
        "DROP POLICY one_organisation ON people",
        "CREATE POLICY all_of_them ON people USING (true)",
        "DROP TABLE people",
        "ALTER TABLE people ADD COLUMN more text",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION countersign_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RETURN NEW; END $$",
        "SET ROLE postgres",
        "ALTER ROLE countersign_app BYPASSRLS",
        "CREATE TABLE public.mine (id int)",
        "DELETE FROM people",
        "DELETE FROM sign_offs",
        "UPDATE alembic_version SET version_num = '0000'",
    ],
)
def test_s27_the_serving_role_cannot_take_its_own_bonds_off(postgres: House, world: World, statement: str) -> None:
    with serving(postgres, world.org) as connection, pytest.raises(DBAPIError):
        connection.execute(text(statement))


@pytest.mark.filterwarnings("ignore")
def test_the_serving_role_cannot_pass_its_rights_on(postgres: House, world: World) -> None:
    with serving(postgres, world.org) as connection:
        connection.execute(text("GRANT ALL ON people TO PUBLIC"))  # PostgreSQL only warns
        granted = "SELECT count(*) FROM information_schema.role_table_grants WHERE grantee = 'PUBLIC'"
        assert connection.scalar(text(f"{granted} AND table_schema = 'public'")) == 0


def test_the_worker_sees_the_deliveries_of_all_organisations_and_nothing_else(
    postgres: House, world: World, other: World
) -> None:
    from sqlalchemy import create_engine

    for one in (world, other):
        put(one, "mentor")
        tell(one, "mentor")
    with owning(postgres) as connection:
        rows = connection.execute(
            text("SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = :role"),
            {"role": WORKER},
        )
        assert {tuple(row) for row in rows} == {("deliveries", "SELECT"), ("deliveries", "UPDATE")}
    engine = create_engine(postgres.settings.owner_url.replace("postgres@", f"{WORKER}@", 1))
    with engine.connect() as connection:
        seen = {org for (org,) in connection.execute(text("SELECT DISTINCT org FROM deliveries"))}
        assert {_uuid(world.org), _uuid(other.org)} <= seen
        for table in sorted({*metadata.tables, "alembic_version"} - {"deliveries"}):
            with pytest.raises(DBAPIError, match="permission denied"), connection.begin_nested():
                connection.execute(text(f"SELECT 1 FROM {table}"))  # noqa: S608 - ours
        for statement in ("DELETE FROM deliveries", "TRUNCATE deliveries", "SET ROLE countersign_app"):
            with pytest.raises(DBAPIError, match="permission denied"), connection.begin_nested():
                connection.execute(text(statement))
    engine.dispose()


@pytest.mark.parametrize("role", [APP, WORKER])
def test_a_role_that_serves_owns_nothing_and_is_nobody_special(postgres: House, role: str) -> None:
    with owning(postgres) as connection:
        owned = connection.scalar(
            text("SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = :app"),
            {"app": role},
        )
        special = connection.execute(
            text("SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles"
                 " WHERE rolname = :app"), {"app": role},
        ).one()  # fmt: skip
        groups = connection.scalar(
            text("SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = :app"),
            {"app": role},
        )
    assert (owned, tuple(special), groups) == (0, (False,) * 5, 0)


def test_every_tenant_table_has_its_policy_enabled_in_the_catalogue(postgres: House) -> None:
    with owning(postgres) as connection:
        enabled = connection.execute(
            text("SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace")
        )
        policies = connection.execute(
            text(
                "SELECT tablename, policyname, permissive, cmd, qual = with_check FROM pg_policies"
                " WHERE schemaname = 'public'"
            )
        )
        wanted = {table.name for table in tenant_tables()}
        assert {name for (name,) in enabled} == wanted
        everywhere = {(name, "one_organisation", "PERMISSIVE", "ALL", True) for name in wanted}
        own = ("reflections", "one_person", "RESTRICTIVE", "ALL", True)
        across = ("deliveries", "all_of_them", "PERMISSIVE", "ALL", True)
        assert {tuple(row) for row in policies} == {*everywhere, own, across}


def test_what_is_written_once_can_only_be_read_and_added_by_grant(postgres: House) -> None:
    with owning(postgres) as connection:
        rows = connection.execute(
            text("SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = :app"),
            {"app": APP},
        )
        granted: dict[str, set[str]] = {}
        for table, privilege in rows:
            granted.setdefault(table, set()).add(privilege)
    assert {name: granted[name] for name in ("entries", "contents", "frameworks", "heads")} == {
        "entries": {"SELECT", "INSERT"},
        "contents": {"SELECT", "INSERT"},  # erasing is not a story yet, and so nobody who serves may do it
        "frameworks": {"SELECT", "INSERT"},
        "heads": {"SELECT", "INSERT", "UPDATE"},
    }
    deletes = {name for name, privileges in granted.items() if "DELETE" in privileges}
    assert deletes == {
        "waits",
        "tries",
        "people_names",
        "notes",
        "reflections",
        "retirements",
        "framework_drafts",
        "uploads",
        "logins",
        "record_drafts",
        "board",
        "deputies",
        "meetings",
        "calendar_feeds",
        "owed_spans",
        "board_totals",
        "push_targets",
        "deliveries",
        "removals",
    }
    assert {p for privileges in granted.values() for p in privileges} <= {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert set(granted) == {*metadata.tables, "alembic_version"}


def _uuid(text_: str) -> Any:
    from uuid import UUID

    return UUID(text_)
