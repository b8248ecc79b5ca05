"""One staff number is one person's, whatever its capitals; those who shared one before that was asked keep theirs."""

from pathlib import Path
from typing import Any

import pytest

from backend.accounts.vault import Vault
from backend.house import APPLIES, House
from backend.kernel import log
from backend.kernel.database import Database, Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id
from backend.kernel.settings import Settings
from backend.kernel.ties import Actor
from backend.people.appointments import AddPerson, add_person
from backend.people.details import ChangeStaffNumber, change_staff_number
from backend.people.places import place_of
from backend.people.tables import people
from backend.upkeep.migrating import migrate
from backend.upkeep.verifying import verify
from seeds.making import CHEAP
from tests.accounts.helping import together
from tests.conftest import Clock
from tests.kernel.helping import refused, rows_of
from tests.people.import_helping import faults, listing, look, row, take
from tests.people.test_appointments import joining, row_of
from tests.world import World, make_world


def twin(world: World, staff_number: str) -> Id:
    """Somebody added as an earlier release did, which did not ask who else has the number in other capitals."""

    def as_before(tx: Tx, actor: Actor, act: AddPerson) -> Entry:
        return log.record(tx, actor, act, about=act.id, subject=act.id, attestation=place_of(tx, act))

    act = joining(world, staff_number=staff_number)
    world.do("people_team", as_before, act)
    return act.id


def number(world: World, person: Id, staff_number: str | None) -> None:
    """Gives somebody a number."""
    world.do("people_team", change_staff_number, ChangeStaffNumber(person_id=person, staff_number=staff_number))


def keys(database: Database, world: World) -> dict[Id, str | None]:
    """Who has which key."""
    return {one.id: one.staff_key for one in rows_of(database, world.org, people) if one.staff_number is not None}


@pytest.mark.parametrize(("first", "second"), [("A-99", "a-99"), ("Ab12", "aB12"), ("stra\u00dfe7", "STRASSE7")])
def test_a_number_is_taken_whatever_its_capitals(world: World, first: str, second: str) -> None:
    world.do("people_team", add_person, joining(world, staff_number=first))
    with refused("people.staff_number_taken"):
        world.do("people_team", add_person, joining(world, staff_number=second))
    with refused("people.staff_number_taken"):
        number(world, world.mentee, second)
    assert row_of(world, world.mentee).staff_number is None


def test_of_two_who_race_for_a_number_in_other_capitals_one_gets_it(spare: World) -> None:
    spare.token("people_team")
    spare.token("admin")

    def add(who: str, staff_number: str) -> Any:
        return lambda: spare.do(who, add_person, joining(spare, staff_number=staff_number))

    raced = together([add("people_team", "Ab12"), add("admin", "aB12")])
    assert sorted(raced) == ["done", "people.staff_number_taken"]


def test_a_list_is_told_of_two_who_share_a_number_and_leaves_them_as_they_are(world: World) -> None:
    world.do("people_team", add_person, joining(world, staff_number="Ab12", name="Ari Hazel"))
    other = twin(world, "aB12")
    sheet = listing(row("ab12", name="Somebody Else"), row("3", manager="AB12"))
    assert faults(look(world, sheet)) == [(2, "staff_number", "twins"), (3, "line_manager", "twins")]
    with refused("import.rows_wrong"):
        take(world, sheet)
    assert row_of(world, other).staff_number == "aB12"
    number(world, other, "aB13")
    assert faults(look(world, sheet)) == []


def test_those_who_share_a_number_keep_theirs_when_the_database_is_brought_up_to_date(
    own_url: str, clock: Clock
) -> None:
    migrate(own_url)
    settings = Settings(own_url, own_url, "only for tests", Path("/nonexistent"))
    house = House(settings, Database(own_url, clock, APPLIES), Vault(2, CHEAP))
    world = make_world(house, clock)
    for staff_number in ("Ab12", "aB12", "Cd34", "cD34", "Ef56"):
        twin(world, staff_number)
    first = next(one.id for one in rows_of(house.database, world.org, people) if one.staff_number == "Cd34")
    number(world, first, None)  # the second keeps the number and gets no key: somebody had it when they came
    before = keys(house.database, world)
    house.database.close()
    migrate(own_url, "0015")
    migrate(own_url)
    again = Database(own_url, clock, APPLIES)
    assert keys(again, world) == before
    assert sorted(str(key) for key in before.values()) == ["None", "None", "ab12", "ef56"]
    again.close()
    assert verify(own_url, clock) == []
