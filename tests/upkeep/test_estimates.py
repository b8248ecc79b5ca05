"""No statement walks through all of an organisation's rows on SQLite, but for those that are meant to."""

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, text

import backend
from backend.house import House
from backend.kernel.columns import metadata
from backend.kernel.prepared import Prepared
from backend.people.listing import _LISTS as LISTS
from backend.readiness.queries import Wanted, page
from backend.readiness.rules import Sort
from backend.readiness.shown import ScopeKind
from backend.signoff.reading import _SIGNED as SIGNED
from backend.upkeep.estimates import apply_estimates

ALL_OF_IT = {
    "backend.accounts.opening._NAME": "everybody's membership says the organisation's name",
    "backend.mentoring.choosing._REACH": "a name is sought anywhere in it, among the first two hundred",
    "backend.mentoring.following._OPEN_UNDER[learning_lead]": "their post is for the whole organisation",
    "backend.mentoring.following._OPEN_UNDER[people_team]": "their post is for the whole organisation",
    "backend.signoff.beginning._BEGUN": "whether there is any: the first is enough",
    "backend.notices.claiming._AGAIN": "all that was given up, along the index of just that",
    "backend.notices.claiming._GIVEN_UP": "all that was given up, along the index of just that",
    "backend.notices.claiming._QUEUE": "counts what waits and what was given up, along the indexes of just that",
    "backend.notices.given_up._AGAIN": "all that was given up, along the index of just that",
    "backend.notices.given_up._DEAD": "all that was given up, along the index of just that",
    "backend.notices.given_up._WAITING": "counts what waits, along the index of just that",
    "backend.notices.standing_in._PASSED": "all that has passed to deputies, four times an hour",
    "backend.notices.sweeping._ORGS": "every organisation that somebody belongs to, four times an hour",
    "backend.notices.sweeping._WAITING": "all that waits, four times an hour",
    "backend.notices.targets._DISABLED": "an administrator asks how many phones cannot be reached",
    "backend.notices.would_be._ALONE": "the demo alone shows what stays in the inbox",
    "backend.notices.would_be._LATEST": "the demo alone shows what would have been sent",
    "backend.people.files._ALL": "an import locks everybody, and so does another rhythm",
    "backend.people.imports.reading._PEOPLE": "a list is compared with all there are",
    "backend.people.imports.reading._SITES": "a list is compared with all there are",
    "backend.practice.rhythm._BASES": "another rhythm moves the day of everybody",
    "backend.readiness.following._OTHER_DUE": "another rhythm changes for everybody when something is due",
    "backend.readiness.following._ALL": "the end of a rebuild, and the filling of a new board",
    "backend.reviews.due._ALL": "the end of a rebuild",
    **{f"backend.reviews.promoted._STATE_ALL[{n}]": "whoever enters posts has changed" for n in (0, 1)},
    "backend.reviews.due._FORGET_ALL": "the organisation says anew who reviews",
    **{f"backend.reviews.due._HOLD_ALL[{n}]": "the organisation says anew who reviews" for n in range(6)},
    **{
        f"backend.reviews.due._HOLD_FOR[learning_lead][{n}]": "their post is for the whole organisation" for n in (0, 1)
    },
    "backend.readiness.sampling._SIGNED[organisation]": "a draw is from all that was signed",
    "backend.signoff.standing._ALL_AWAY": "the end of a rebuild",
    "backend.signoff.standing._ALL_ITEMS": "the end of a rebuild",
    "backend.signoff.standing._ALL_PLANS": "the end of a rebuild",
    "backend.signoff.standing._ALL_SIGNED": "the end of a rebuild",
    "backend.signoff.standing._ALL_STILL": "the end of a rebuild",
    "backend.upkeep.looking_at_files._NAMED": "verifying reads every file",
}
"""Statements that read all of an organisation, and why."""

FEW = {"heads", "organisations", "areas", "frameworks", "framework_drafts", "retirements", "uploads", "meetings"}
"""Tables of which an organisation has a few rows at most."""
_WALK = re.compile(r"^SEARCH (\w+) USING .*\(org=\?\)$|^SCAN (\w+)")


def statements() -> Iterator[tuple[str, Prepared]]:
    """Every statement of the house, by where it stands."""
    for module in walk_packages(backend.__path__, "backend."):
        if ".migrations" not in module.name:
            for name, held in vars(import_module(module.name)).items():
                yield from within(f"{module.name}.{name}", held)


def within(name: str, held: Any) -> Iterator[tuple[str, Prepared]]:
    """The statements that something at the top of a module holds."""
    if isinstance(held, Prepared):
        yield name, held
    elif isinstance(held, dict):
        for key, value in held.items():
            yield from within(f"{name}[{key}]", value)
    elif isinstance(held, list | tuple):
        for number, value in enumerate(held):
            yield from within(f"{name}[{number}]", value)
    elif type(held).__module__.startswith("backend.") and hasattr(held, "__dict__"):
        for key, value in vars(held).items():
            yield from within(f"{name}.{key}", value)


def walks(connection: Connection, statement: Prepared) -> list[str]:
    """The tables of which it walks through all rows of an organisation, or through all there are."""
    form = statement.form(connection.dialect)
    if "sha256(" in form.sql:  # only PostgreSQL knows it
        return []
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {form.sql}", tuple("" for _ in form.names))
    tables = [
        looked_up or scanned
        for *_, step in plan
        for looked_up, scanned in _WALK.findall(step)
        if looked_up or scanned in metadata.tables  # what is scanned beside them is a part of the statement itself
    ]
    return [table for table in tables if table not in FEW]


@pytest.fixture
def sqlite(house: House) -> Iterator[Connection]:
    """The migrated database, where it is SQLite; what is changed in it is undone."""
    if house.database.dialect.name != "sqlite":
        pytest.skip("PostgreSQL counts its rows itself")
    engine = create_engine(house.settings.owner_url)
    with engine.connect() as connection:
        yield connection
        connection.rollback()
    engine.dispose()


def test_only_what_is_meant_to_walks_through_all_of_an_organisation(sqlite: Connection) -> None:
    found = {name for name, statement in statements() if walks(sqlite, statement)}

    assert (sorted(found - set(ALL_OF_IT)), sorted(set(ALL_OF_IT) - found)) == ([], [])


def test_without_being_told_sqlite_walks_through_every_sign_off_for_one_plan(sqlite: Connection) -> None:
    told = walks(sqlite, SIGNED)
    sqlite.execute(text("DELETE FROM sqlite_stat1"))
    sqlite.execute(text("ANALYZE sqlite_schema"))  # reads what is there again
    untold = walks(sqlite, SIGNED)
    apply_estimates(sqlite)
    sqlite.execute(text("ANALYZE sqlite_schema"))

    assert (told, untold, walks(sqlite, SIGNED)) == ([], ["sign_offs"], [])


def test_every_index_that_begins_with_the_organisation_has_an_estimate(sqlite: Connection) -> None:
    named = text("SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%(org%' ORDER BY name")
    told = {name for (name,) in sqlite.execute(text("SELECT idx FROM sqlite_stat1"))}

    assert {name for (name,) in sqlite.execute(named)} - told == set()


def test_the_people_of_a_place_are_read_along_its_own_index(sqlite: Connection) -> None:
    read = {
        "ix_people_names_site": (LISTS[False]["site"], page(Wanted(ScopeKind.SITE, Sort.NAME, terms=1))),
        "ix_people_names_area": (LISTS[False]["reach"], page(Wanted(ScopeKind.AREA, Sort.NAME, terms=1))),
        "ix_people_names_area_post": (LISTS[False]["reach post"],),
    }
    for index, listed in read.items():
        for statement in listed:
            form = statement.form(sqlite.dialect)
            plan = sqlite.exec_driver_sql(f"EXPLAIN QUERY PLAN {form.sql}", tuple("" for _ in form.names))
            assert any(f"INDEX {index} (org=?" in step for *_, step in plan), index
