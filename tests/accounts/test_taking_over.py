"""A code takes nothing over: neither another's login nor their number, in this organisation or the next."""

import pytest

from backend.accounts.joining import Join, join_with_code
from backend.people.appointments import RecordLeaving, record_leaving
from seeds.making import PASSWORD
from tests.accounts.helping import (
    NEW,
    PHONE,
    address,
    code_for,
    enter,
    join,
    login,
    newcomer,
    outcome,
    person_of,
    together,
)
from tests.conftest import Clock
from tests.kernel.helping import refused
from tests.people.test_staff_numbers import twin
from tests.world import World

pytestmark = pytest.mark.usefixtures("verified")


def test_one_login_joins_a_second_organisation_with_its_own_password(world: World, other: World) -> None:
    there = newcomer(other, "0815")
    code = code_for(other, there)
    mine = world.maker.logins[world.mentor]
    with refused("session.wrong_login"):
        join(other, code, "not my password at all", login=mine)
    signed_in = join(other, code, PASSWORD, login=mine)
    assert signed_in.person.id == there
    assert {m.organisation for m in signed_in.memberships} == {world.maker.key, other.maker.key}
    assert enter(other, mine, PASSWORD, other.maker.key).person.id == there
    assert enter(other, "0815", PASSWORD, other.maker.key).person.id == there
    assert enter(world, mine, PASSWORD, world.maker.key).person.id == world.mentor


def test_s14_a_login_that_is_somebody_else_here_is_not_two_people(world: World) -> None:
    code = code_for(world, newcomer(world, "0815"))
    with refused("joining.login_taken"):
        join(world, code, PASSWORD, login=world.maker.logins[world.comentor])
    assert join(world, code).person.name == "Nell Ivy"


def test_a_code_of_one_organisation_opens_nothing_in_another(world: World, other: World) -> None:
    there = newcomer(other, "0815")
    mine = world.maker.logins[world.mentor]
    join(other, code_for(other, there), PASSWORD, login=mine)
    kept = login(world, organisation=world.maker.key)
    taken = join(other, code_for(other, there), NEW)  # whoever made it keeps it for themselves
    assert [m.organisation for m in taken.memberships] == [other.maker.key]
    with refused("session.wrong_login"):
        enter(world, mine, NEW)
    with refused("session.wrong_login"):
        enter(other, mine, PASSWORD, other.maker.key)
    assert person_of(world, kept.access_token) == world.mentor
    assert enter(world, mine, PASSWORD).person.id == world.mentor
    assert enter(other, "0815", NEW, other.maker.key).person.id == there


def test_a_login_of_two_organisations_stays_whole_for_whoever_knows_its_password(world: World, other: World) -> None:
    there = newcomer(other, "0815")
    mine = world.maker.logins[world.mentor]
    for _ in range(2):
        signed_in = join(other, code_for(other, there), PASSWORD, login=mine)
    assert {m.organisation for m in signed_in.memberships} == {world.maker.key, other.maker.key}


def test_two_who_choose_one_new_address_at_once_do_not_share_it(world: World) -> None:
    codes = [code_for(world, newcomer(world, number)) for number in ("1", "2")]
    outcomes = together([lambda code=code: join(world, code, login=address(world)) for code in codes])  # type: ignore[misc]  # a lambda with its own case
    assert outcomes.count("done") == 1
    assert set(outcomes) <= {"done", "session.wrong_login", "joining.login_taken"}


def test_guesses_at_codes_from_one_network_are_slowed_down_and_a_right_code_is_none(world: World, clock: Clock) -> None:
    def guess(code: str, address: str = "192.0.2.7") -> str:
        act = Join(code=code, password=NEW, device=PHONE)
        return outcome(lambda: join_with_code(world.maker.database, world.maker.vault, act, address=address))

    right = [code_for(world, newcomer(world, str(number))) for number in range(3)]
    assert guess(right[0]) == "done"
    assert [guess("0000-0000-0000") for _ in range(11)] == ["joining.code_wrong"] * 10 + ["session.too_many_tries"]
    assert guess(right[1]) == "session.too_many_tries"
    assert guess(right[1], "192.0.2.8") == "done"
    clock.move(minutes=1)
    assert guess(right[2]) == "done"


def test_a_code_is_no_way_to_guess_the_password_of_a_login(world: World, other: World) -> None:
    code = code_for(other, newcomer(other, "0815"))
    mine = world.maker.logins[world.mentor]
    guesses = [outcome(lambda: join(other, code, "a guess of some length", login=mine)) for _ in range(11)]
    assert guesses == ["session.wrong_login"] * 10 + ["session.too_many_tries"]
    assert outcome(lambda: join(other, code, PASSWORD, login=mine)) == "session.too_many_tries"


def test_a_code_is_no_way_to_find_out_which_addresses_sign_in(world: World, other: World) -> None:
    code = code_for(other, newcomer(other, "0815"))

    def one(login: str) -> str:
        act = Join(code=code, password="short", login=login, device=PHONE)
        return outcome(lambda: join_with_code(other.maker.database, other.maker.vault, act, address="192.0.2.9"))

    asked = [one(address(world, f"nobody{number}")) for number in range(41)]
    assert asked == ["password.too_short"] * 40 + ["session.too_many_tries"]
    assert one(world.maker.logins[world.mentor]) == "session.too_many_tries"


@pytest.mark.parametrize(("first", "second"), [("Ab12", "aB12"), ("stra\u00dfe7", "STRASSE7")])
def test_nobody_takes_over_the_number_that_somebody_here_signs_in_by(world: World, first: str, second: str) -> None:
    before, after = newcomer(world, first), twin(world, second)
    join(world, code_for(world, before))
    code = code_for(world, after)
    with refused("people.staff_number_taken"):
        join(world, code, "three other plain words")
    assert enter(world, first, organisation=world.maker.key).person.id == before
    assert outcome(lambda: enter(world, first, "three other plain words", world.maker.key)) == "session.wrong_login"
    world.do("people_team", record_leaving, RecordLeaving(person_id=before))
    assert join(world, code, "three other plain words").person.id == after
    assert enter(world, first, "three other plain words", world.maker.key).person.id == after
