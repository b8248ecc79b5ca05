"""Phones that several people use. Source: domain, Who uses it; trust, S09 and S14."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from backend.accounts.pairs import SignedIn
from backend.accounts.presence import OpenPresence, open_presence
from backend.accounts.rules import PresenceMethod
from backend.accounts.sessions import end_session, sign_out, who
from backend.accounts.shared_phones import find_phone, login_on, share_phone, stay, take_off, unshare_phone
from backend.accounts.signing_in import SignIn, sign_in
from backend.accounts.tables import shared_phones
from backend.kernel.ids import Id
from backend.people.appointments import RecordLeaving, record_leaving
from backend.people.rules import Post
from seeds.making import PASSWORD, PIN
from tests.accounts.helping import PHONE, login, outcome, present
from tests.conftest import Clock
from tests.kernel.helping import refused, rows_of
from tests.signoff.helping import act_on
from tests.signoff.helping import sign as sign_off
from tests.world import World


def share(world: World, who_: str = "mentor") -> str:
    """Makes a shared phone; its token."""
    token = login(world, who_).access_token
    with world.maker.database.writing(world.org) as tx:
        return share_phone(tx, who(tx, token))


def on(world: World, phone: str, who_: str, password: str = PASSWORD) -> SignedIn:
    """Somebody signs in on that phone, by its list or as on any other."""
    found = find_phone(world.maker.database, phone)
    assert found is not None
    act = SignIn(
        login=world.maker.logins[world.people[who_]],
        password=password,
        organisation=world.maker.key,
        device=replace(PHONE, id=found.id, shared=True),
    )
    return sign_in(world.maker.database, world.maker.vault, act)


def names(world: World, phone: str) -> list[str]:
    found = find_phone(world.maker.database, phone)
    return [one.name for one in found.people] if found else ["no phone"]


def use(world: World, token: str) -> Id:
    """A request of that session, as a surface handles it."""
    with world.maker.database.reading(world.org) as tx:
        actor = who(tx, token)
    stay(world.maker.database, actor)
    return actor.person


def test_the_session_at_hand_becomes_a_short_one(world: World, clock: Clock) -> None:
    token = login(world).access_token
    with world.maker.database.writing(world.org) as tx:
        share_phone(tx, who(tx, token))
    clock.move(minutes=14)
    assert use(world, token) == world.mentor
    clock.move(minutes=14)
    assert use(world, token) == world.mentor
    clock.move(minutes=15)
    with refused("session.required"):
        use(world, token)


def test_a_session_on_a_shared_phone_ends_with_the_shift(world: World, clock: Clock) -> None:
    token = on(world, share(world), "comentor").access_token
    for _ in range(12 * 60 // 10 - 1):
        clock.move(minutes=10)
        assert use(world, token) == world.comentor
    clock.move(minutes=10)
    with refused("session.required"):
        use(world, token)


def test_the_phone_keeps_a_token_that_says_nothing_about_anybody(world: World) -> None:
    phone = share(world)
    org, _, secret = phone.partition(".")
    assert (org, len(secret)) == (world.org, 43)
    assert phone not in repr(rows_of(world.maker.database, world.org, shared_phones))


def test_the_list_is_of_who_signed_in_here_by_name(world: World) -> None:
    phone, elsewhere = share(world), share(world, "manager")
    on(world, phone, "mentee")
    on(world, phone, "comentor")
    on(world, phone, "comentor")
    assert names(world, phone) == ["Jo Rowan", "Maya Alder", "Sam Beech"]
    assert names(world, elsewhere) == ["Kit Hawthorn"]


def test_after_thirty_days_one_is_off_the_list(world: World, clock: Clock) -> None:
    phone = share(world)
    clock.move(days=29)
    on(world, phone, "mentee")
    assert names(world, phone) == ["Jo Rowan", "Maya Alder"]
    clock.move(days=2)
    assert names(world, phone) == ["Maya Alder"]


def test_the_list_has_twelve_names_at_most_the_latest(world: World) -> None:
    phone = share(world)
    for number in range(12):
        name = f"Person {number:02}"
        person = world.maker.person(name, Post.RELIEF, world.clock.today(), site=world.site)
        world.people[name] = person
        world.maker.account(person, f"p{number}@{world.maker.key}.test")
        on(world, phone, name)
    assert names(world, phone) == [f"Person {number:02}" for number in range(12)]


def test_a_name_is_taken_off_until_its_person_signs_in_again(world: World, other: World) -> None:
    phone = share(world)
    on(world, phone, "mentee")
    take_off(world.maker.database, phone, world.mentor)
    take_off(world.maker.database, phone, world.mentor)
    take_off(world.maker.database, phone, other.mentor)
    assert names(world, phone) == ["Maya Alder"]
    with refused("session.wrong_login"):
        login_on(world.maker.database, phone, world.mentor)
    on(world, phone, "mentor")
    assert names(world, phone) == ["Jo Rowan", "Maya Alder"]


def test_whoever_left_is_off_the_list(world: World) -> None:
    phone = share(world)
    on(world, phone, "mentee")
    world.maker.operate(record_leaving, RecordLeaving(person_id=world.mentee))
    assert names(world, phone) == ["Jo Rowan"]


def test_somebody_chosen_from_the_list_signs_in_as_they_always_do(world: World) -> None:
    phone = share(world)
    found = login_on(world.maker.database, phone, world.mentor)
    assert (found.login, found.organisation) == (world.maker.logins[world.mentor], world.maker.key)
    person = world.maker.person("Nell Ivy", Post.RELIEF, world.clock.today(), site=world.site, staff_number="0815")
    world.people["nell"] = person
    world.maker.account(person, f"nell@{world.maker.key}.test", staff_number="0815")
    on(world, phone, "nell")
    found = login_on(world.maker.database, phone, person)
    act = SignIn(login=found.login, organisation=found.organisation, password=PASSWORD, device=PHONE)
    assert sign_in(world.maker.database, world.maker.vault, act).person.id == person


def test_nobody_is_chosen_who_is_not_on_the_list(world: World, other: World) -> None:
    phone = share(world)
    for person in (world.mentee, other.mentor):
        with refused("session.wrong_login"):
            login_on(world.maker.database, phone, person)


def test_a_pin_signs_nobody_in_on_a_shared_phone(world: World) -> None:
    phone = share(world)
    with refused("session.wrong_login"):
        on(world, phone, "mentor", password=PIN)


@pytest.mark.parametrize("token", [None, "", "x", "0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3f.x"])
def test_what_is_no_phones_token_is_no_phone(world: World, token: str | None) -> None:
    share(world)
    assert find_phone(world.maker.database, token) is None
    assert find_phone(world.maker.database, f"{world.org}.x") is None
    with refused("session.required"):
        take_off(world.maker.database, token, world.mentor)


def test_a_phones_token_is_nobodys_session(world: World) -> None:
    phone = share(world)
    with refused("session.required"):
        use(world, phone)


def test_a_phone_of_one_organisation_is_none_in_another(world: World, other: World) -> None:
    phone = share(world)
    assert find_phone(other.maker.database, phone.replace(world.org, other.org)) is None


def test_a_phone_that_is_one_persons_again_forgets_its_list(world: World) -> None:
    phone = share(world)
    with world.maker.database.writing(world.org) as tx:
        unshare_phone(tx, phone)
    assert find_phone(world.maker.database, phone) is None


def test_s14_no_shared_account_signs_each_signs_as_themselves(world: World) -> None:
    phone = share(world, "manager")
    one = on(world, phone, "mentor")
    world.maker.tokens[world.mentor] = one.access_token
    first = act_on(world, "cover-shifts")
    sign_off(world, "mentor", first, present(world, one.access_token).presence)
    end_session(world.maker.database, one.access_token)
    two = on(world, phone, "comentor")
    world.maker.tokens[world.comentor] = two.access_token
    second = act_on(world, "on-call")
    sign_off(world, "comentor", second, present(world, two.access_token).presence)
    signers = {key: [s.signer.name for s in world.item(key).sign_offs] for key in ("cover-shifts", "on-call")}
    assert signers == {"cover-shifts": ["Jo Rowan"], "on-call": ["Sam Beech"]}
    with refused("session.required"):  # the phone itself is nobody, and signs nothing
        present(world, phone)


@pytest.mark.parametrize("leaving", ["signs out", "hands over", "falls idle"])
def test_s09_presence_ends_with_change_of_user(world: World, clock: Clock, leaving: str) -> None:
    phone = share(world, "manager")
    one = on(world, phone, "mentor")
    opened = present(world, one.access_token)
    end: dict[str, Callable[[], None]] = {
        "signs out": lambda: _sign_out(world, one.access_token),
        "hands over": lambda: end_session(world.maker.database, one.access_token),
        "falls idle": lambda: clock.move(minutes=16),
    }
    end[leaving]()
    world.maker.tokens[world.comentor] = on(world, phone, "comentor").access_token
    act = act_on(world, "cover-shifts")
    assert outcome(lambda: sign_off(world, "comentor", act, opened.presence)) == "presence.required"
    world.maker.tokens[world.mentor] = on(world, phone, "mentor").access_token
    assert outcome(lambda: sign_off(world, "mentor", act, opened.presence)) == "presence.required"
    assert world.item("cover-shifts").sign_offs == []


def _sign_out(world: World, token: str) -> None:
    with world.maker.database.writing(world.org) as tx:
        sign_out(tx, who(tx, token))


def test_presence_on_a_shared_phone_keeps_its_own_rules(world: World, clock: Clock) -> None:
    token = on(world, share(world), "mentor").access_token
    by_password = OpenPresence(method=PresenceMethod.PASSWORD, password=PASSWORD)
    assert open_presence(world.maker.database, world.maker.vault, token, by_password).expires_in == 600
    assert present(world, token).uses_left == 20
