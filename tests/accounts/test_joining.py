"""Joining with a code that somebody was handed. Source: domain, Who uses it; trust, S14, S16 and S46."""

from datetime import timedelta
from typing import Any

import pytest

from backend.accounts.making_codes import JoiningCode, MakeJoiningCode, make_joining_code
from backend.accounts.tables import logins, memberships, sessions
from backend.kernel.errors import Refused
from backend.people.appointments import RecordLeaving, record_leaving
from seeds.making import PIN
from tests.accounts.helping import (
    NEW,
    address,
    code_for,
    enter,
    join,
    login,
    newcomer,
    outcome,
    person_of,
    present,
    renew,
    together,
)
from tests.conftest import Clock
from tests.kernel.helping import entries, owning, refused, rows_of
from tests.world import World

pytestmark = pytest.mark.usefixtures("verified")


def test_somebody_without_e_mail_joins_with_a_code_and_their_staff_number(world: World) -> None:
    person = newcomer(world, "0815")
    signed_in = join(world, code_for(world, person), pin=PIN)
    assert (signed_in.person.id, signed_in.person.name) == (person, "Nell Ivy")
    assert [(m.organisation, m.person_id) for m in signed_in.memberships] == [(world.maker.key, person)]
    assert person_of(world, signed_in.access_token) == person
    assert enter(world, "0815", organisation=world.maker.key).person.id == person
    assert present(world, signed_in.access_token).uses_left == 20
    with refused("session.wrong_login"):
        enter(world, "0815")


def test_somebody_with_e_mail_may_sign_in_by_it_as_well(world: World) -> None:
    person = newcomer(world, "0815")
    join(world, code_for(world, person), login=address(world).upper())
    assert enter(world, address(world)).person.id == person
    assert enter(world, "0815", organisation=world.maker.key).person.id == person


def test_somebody_without_a_staff_number_is_asked_for_an_address_and_the_code_still_works(world: World) -> None:
    person = newcomer(world)
    code = code_for(world, person)
    with pytest.raises(Refused) as asked:
        join(world, code)
    assert (asked.value.code, [fault.pointer for fault in asked.value.faults]) == ("joining.login_needed", ["/login"])
    assert join(world, code, login=address(world)).person.id == person


@pytest.mark.parametrize("typed", ["nell", "0815", "hazelwood/0417", "a@b", "x/y@z.test", "a b@c.test"])
def test_only_an_address_becomes_a_login(world: World, typed: str) -> None:
    code = code_for(world, newcomer(world))
    with refused("request.invalid"):
        join(world, code, login=typed)
    assert join(world, code, login=address(world)).person.name == "Nell Ivy"


@pytest.mark.parametrize(
    ("secrets", "refusal"),
    [({"password": "fourteen chars"}, "password.too_short"),
     ({"password": "Nell Ivy 0123456789"}, "password.easy_to_guess"), ({"pin": "12345"}, "pin.easy_to_guess"),
     ({"pin": "123456"}, "pin.easy_to_guess")],
)  # fmt: skip
def test_a_weak_password_or_pin_is_refused_and_the_code_still_works(
    world: World, secrets: dict[str, str], refusal: str
) -> None:
    code = code_for(world, newcomer(world, "0815"))
    with refused(refusal):
        join(world, code, **secrets)
    assert join(world, code).person.name == "Nell Ivy"


def test_a_code_works_once(world: World) -> None:
    code = code_for(world, newcomer(world, "0815"))
    join(world, code)
    with refused("joining.code_wrong"):
        join(world, code, "another long password")
    assert enter(world, "0815", organisation=world.maker.key).person.name == "Nell Ivy"


def test_a_code_works_typed_by_hand(world: World) -> None:
    code = code_for(world, newcomer(world, "0815"))
    assert join(world, f" {code.lower().replace('-', ' ')}").person.name == "Nell Ivy"


def test_a_code_works_to_the_end_of_its_last_day_in_the_organisations_zone(world: World, clock: Clock) -> None:
    person = newcomer(world, "0815")
    act = MakeJoiningCode(person_id=person)
    made: JoiningCode = world.do("admin", make_joining_code, act)
    assert made.expires_on == clock.today() + timedelta(days=14)
    clock.move(days=14, hours=13, minutes=55)  # London is an hour ahead: five to midnight there
    assert join(world, made.code).person.id == person
    clock.now -= timedelta(days=14, hours=13, minutes=55)
    late = code_for(world, person)
    clock.move(days=14, hours=14, minutes=1)
    with refused("joining.code_wrong"):
        join(world, late)


def test_a_new_code_ends_the_one_before(world: World) -> None:
    person = newcomer(world, "0815")
    first, second = code_for(world, person), code_for(world, person, "admin")
    with refused("joining.code_wrong"):
        join(world, first)
    assert join(world, second).person.id == person


def test_s46_a_code_dies_the_moment_its_person_leaves(world: World) -> None:
    person = newcomer(world, "0815")
    code = code_for(world, person)
    world.maker.operate(record_leaving, RecordLeaving(person_id=person))
    with refused("joining.code_wrong"):
        join(world, code)
    with refused("people.has_left"):
        code_for(world, person)


def test_unknown_used_and_expired_codes_are_told_the_same(world: World, clock: Clock) -> None:
    used, old = code_for(world, newcomer(world, "1")), code_for(world, newcomer(world, "2"))
    join(world, used)
    clock.move(days=16)
    told = []
    for code in (used, old, "0000-0000-0000", "x", "é" * 1000):
        with pytest.raises(Refused) as refusal:
            join(world, code, login=address(world))
        told.append((refusal.value.code, refusal.value.detail, str(refusal.value.params), str(refusal.value.faults)))
    assert len(set(told)) == 1
    assert told[0][0] == "joining.code_wrong"


def test_a_code_sets_a_new_password_and_ends_every_session(world: World) -> None:
    before = login(world)
    opened = present(world, before.access_token)
    signed_in = join(world, code_for(world, world.mentor))
    assert signed_in.person.id == world.mentor
    for refusal in (lambda: person_of(world, before.access_token), lambda: renew(world, before.refresh_token)):
        assert outcome(refusal) == "session.required"
    with refused("session.wrong_login"):
        login(world)
    assert login(world, password=NEW).person.id == world.mentor
    assert present(world, signed_in.access_token, PIN).presence != opened.presence  # the PIN stays
    assert outcome(
        lambda: present(world, join(world, code_for(world, world.mentor), pin="246810").access_token, PIN)
    ) == ("presence.wrong")


def test_a_code_unlocks_signing_as_a_password_does(world: World) -> None:
    token = login(world).access_token
    for _ in range(5):
        outcome(lambda: present(world, token, "000000"))
    assert outcome(lambda: present(world, token)) == "presence.locked"
    assert present(world, join(world, code_for(world, world.mentor)).access_token).uses_left == 20


def test_f18_twenty_four_joinings_with_one_code_at_once_make_one_account(world: World, house: Any) -> None:
    person = newcomer(world, "0815")
    code = code_for(world, person)
    outcomes = together([lambda: join(world, code, login=address(world))] * 24)
    assert sorted(set(outcomes)) == ["done", "joining.code_wrong"] or sorted(set(outcomes)) == [
        "done", "joining.code_wrong", "session.wrong_login",
    ]  # fmt: skip
    assert outcomes.count("done") == 1
    with owning(house) as connection:
        made = connection.execute(memberships.select().where(memberships.c.person_id == person)).all()
        typed = connection.execute(logins.select().where(logins.c.account_id == made[0].account_id)).all()
    assert (len(made), len(typed)) == (1, 2)
    assert len(rows_of(world.maker.database, world.org, sessions, sessions.c.person_id == person)) == 1
    assert [e.kind for e in entries(world.maker.database, world.org)].count("use_joining_code") == 1
