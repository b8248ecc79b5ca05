"""Joining with a code that somebody was handed. Source: domain, Who uses it; trust, S14, S16 and S46."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.accounts.joining import Join, join_with_code
from backend.accounts.making_codes import JoiningCode, MakeJoiningCode, make_joining_code, show_joiner
from backend.accounts.pairs import SignedIn
from backend.accounts.sessions import who
from backend.accounts.signing_in import SignIn, sign_in
from backend.accounts.tables import joining_codes, logins, memberships, sessions
from backend.kernel.errors import Refused
from backend.kernel.ids import Id, new_id
from backend.people.appointments import RecordLeaving, record_leaving
from backend.people.rules import IdentityMethod, Post
from backend.people.tables import people
from seeds.making import PASSWORD, PIN
from tests.accounts.helping import PHONE, login, outcome, present, renew, together
from tests.conftest import Clock
from tests.kernel.helping import entries, owning, refused, rows_of
from tests.people.test_staff_numbers import twin
from tests.world import World

pytestmark = pytest.mark.usefixtures("verified")

NEW = "three plain words"


def newcomer(world: World, staff_number: str | None = None, *, checked: bool = True) -> Id:
    """Somebody without an account."""
    return world.maker.person(
        "Nell Ivy", Post.RELIEF, world.clock.today(), site=world.site, staff_number=staff_number, checked=checked
    )


def code_for(world: World, person: Id, who: str = "people_team", **more: Any) -> str:
    """A fresh code for somebody."""
    made: JoiningCode = world.do(who, make_joining_code, MakeJoiningCode(person_id=person, **more))
    return made.code


def join(world: World, code: str, password: str = NEW, **more: Any) -> SignedIn:
    """Uses a code."""
    return join_with_code(
        world.maker.database, world.maker.vault, Join(code=code, password=password, device=PHONE, **more)
    )


def enter(world: World, login: str, password: str = NEW, organisation: str | None = None) -> SignedIn:
    """Signs in."""
    act = SignIn(login=login, password=password, organisation=organisation, device=PHONE)
    return sign_in(world.maker.database, world.maker.vault, act)


def address(world: World, name: str = "nell") -> str:
    return f"{name}@{world.maker.key}.test"


def person_of(world: World, token: str) -> Id:
    with world.maker.database.reading(world.org) as tx:
        return who(tx, token).person


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


def test_two_who_choose_one_new_address_at_once_do_not_share_it(world: World) -> None:
    codes = [code_for(world, newcomer(world, number)) for number in ("1", "2")]
    outcomes = together([lambda code=code: join(world, code, login=address(world)) for code in codes])  # type: ignore[misc]  # a lambda with its own case
    assert outcomes.count("done") == 1
    assert set(outcomes) <= {"done", "session.wrong_login", "joining.login_taken"}


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
