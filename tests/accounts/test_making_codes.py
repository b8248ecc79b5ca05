"""Making a code for somebody to join with, and making sure who they are. Source: trust, S14 and S16."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.accounts.making_codes import JoiningCode, MakeJoiningCode, make_joining_code, show_joiner
from backend.accounts.tables import joining_codes
from backend.kernel.errors import Refused
from backend.kernel.ids import new_id
from backend.people.rules import IdentityMethod
from backend.people.tables import people
from tests.accounts.helping import code_for, join, newcomer, outcome
from tests.conftest import Clock
from tests.kernel.helping import entries, owning, refused, rows_of
from tests.world import World

pytestmark = pytest.mark.usefixtures("verified")


@pytest.mark.parametrize(
    ("who", "code"),
    [("people_team", "done"), ("admin", "done"), ("manager", "not_allowed"), ("area", "not_allowed"),
     ("learning", "not_allowed"), ("mentor", "not_allowed"), ("mentee", "not_allowed"), ("stranger", "not_found")],
)  # fmt: skip
def test_whoever_manages_people_makes_codes(world: World, who: str, code: str) -> None:
    assert outcome(lambda: code_for(world, world.mentee if who != "mentee" else world.colleague, who)) == code


def test_nobody_makes_a_code_for_themselves_nor_for_somebody_elsewhere(world: World, other: World) -> None:
    assert outcome(lambda: code_for(world, world.admin, "admin")) == "joining.own_code"
    assert outcome(lambda: code_for(world, other.mentor)) == "not_found"
    assert outcome(lambda: code_for(world, new_id())) == "not_found"


def test_s16_the_trail_says_who_handed_out_a_code_and_who_checked_who_it_is(world: World, clock: Clock) -> None:
    person = newcomer(world, "0815", checked=False)
    code = code_for(world, person, identity_method=IdentityMethod.DOCUMENT, checked_on=clock.today())
    join(world, code)
    told = entries(world.maker.database, world.org)[-3:]
    assert [(e.kind, e.actor, e.subject) for e in told] == [
        ("record_identity_check", world.people_team, person),
        ("make_joining_code", world.people_team, person),
        ("use_joining_code", person, person),
    ]
    assert code not in repr(told)
    assert code.replace("-", "") not in repr(told)
    (row,) = rows_of(world.maker.database, world.org, people, people.c.id == person)
    assert (row.identity_method, row.identity_checked_by) == ("document", world.people_team)


def test_a_code_without_a_check_leaves_the_check_as_it_was(world: World) -> None:
    person = newcomer(world, "0815", checked=False)
    join(world, code_for(world, person))
    (row,) = rows_of(world.maker.database, world.org, people, people.c.id == person)
    assert row.identity_checked_on is None


def test_half_a_check_or_one_to_come_is_refused(world: World, clock: Clock) -> None:
    person, tomorrow = newcomer(world, "0815", checked=False), clock.today() + timedelta(days=1)
    for given, field in (
        ({"identity_method": IdentityMethod.VIDEO}, "/checked_on"),
        ({"checked_on": clock.today()}, "/identity_method"),
        ({"identity_method": IdentityMethod.VIDEO, "checked_on": tomorrow}, "/checked_on"),
    ):
        with pytest.raises(Refused) as refusal:
            code_for(world, person, **given)
        assert [fault.pointer for fault in refusal.value.faults] == [field]
    assert world.read("admin", show_joiner, person).code_expires_at is None


def test_the_same_act_again_makes_no_second_code(world: World) -> None:
    act = MakeJoiningCode(person_id=newcomer(world, "0815"))
    made: JoiningCode = world.do("admin", make_joining_code, act)
    with refused("joining.code_shown_once"):
        world.do("admin", make_joining_code, act)
    with refused("id.reused"):
        world.do("admin", make_joining_code, replace(act, person_id=world.mentor))
    assert join(world, made.code).person.name == "Nell Ivy"


def test_only_a_hash_of_a_code_is_kept(world: World, house: Any) -> None:
    code = code_for(world, newcomer(world, "0815"))
    with owning(house) as connection:
        kept = repr(connection.execute(joining_codes.select()).all())
    assert code not in kept
    assert code.replace("-", "") not in kept


def test_whoever_hands_out_a_code_sees_where_its_person_stands(world: World) -> None:
    person = newcomer(world, "0815", checked=False)
    before = world.read("admin", show_joiner, person)
    assert (before.name, before.staff_number, before.organisation_key) == ("Nell Ivy", "0815", world.maker.key)
    assert (before.has_account, before.identity_checked_on, before.code_expires_at) == (False, None, None)
    code = code_for(world, person)
    assert world.read("admin", show_joiner, person).code_expires_at is not None
    join(world, code)
    after = world.read("admin", show_joiner, person)
    assert (after.has_account, after.code_expires_at) == (True, None)
    assert world.read("admin", show_joiner, world.mentor).identity_method == "document"
