"""Signing in and out: who gets a token, and for how long it is good."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from backend.accounts.opening import Organisation, join
from backend.accounts.pairs import SignedIn
from backend.accounts.rules import PresenceMethod, login_key
from backend.accounts.sessions import sign_out, who
from backend.accounts.signing_in import SignIn, sign_in
from backend.accounts.tables import accounts, logins, memberships, refresh_tokens, sessions
from backend.accounts.tokens import hash_of
from backend.kernel.errors import Refused
from backend.kernel.ids import Id
from backend.people.appointments import RecordLeaving, record_leaving
from backend.people.rules import Post
from seeds.making import PASSWORD, PIN
from tests.accounts.helping import PHONE, login, renew
from tests.conftest import Clock
from tests.kernel.helping import owning, refused, rows_of
from tests.world import World


def person_of(world: World, token: str | None) -> str:
    with world.maker.database.reading(world.org) as tx:
        return who(tx, token).person


def test_signing_in_says_who_one_is_and_where_one_belongs(world: World) -> None:
    found = login(world)
    assert (found.person.id, found.person.name, found.expires_in) == (world.mentor, "Jo Rowan", 3600)
    assert [(member.organisation, member.name, member.person_id) for member in found.memberships] == [
        (world.maker.key, "Hazelwood Care", world.mentor)
    ]
    assert person_of(world, found.access_token) == world.mentor


def test_an_actor_comes_with_name_post_place_zone_and_ties(world: World) -> None:
    with world.maker.database.reading(world.org) as tx:
        actor = who(tx, login(world).access_token)
    assert (actor.name, actor.post, actor.site, actor.zone) == ("Jo Rowan", "manager", "Larch House", "Europe/London")
    assert actor.ties == {
        ("self", world.mentor), ("member", world.org), ("colleague", world.other_site),
        ("site_manager", world.other_site), ("mentor", world.agreement), ("mentor", world.mentee),
    }  # fmt: skip


def _attempt(world: World, **changes: Any) -> SignedIn:
    given = {"login": f"mentor@{world.maker.key}.test", "password": PASSWORD, "organisation": None, "device": PHONE}
    return sign_in(world.maker.database, world.maker.vault, SignIn(**{**given, **changes}))


def test_a_wrong_password_an_unknown_login_and_a_wrong_organisation_are_one_refusal(world: World, other: World) -> None:
    found = []
    attempts: list[dict[str, str]] = [
        {"password": "wrong"}, {"login": "nobody@nowhere.test"}, {"organisation": other.maker.key},
        {"organisation": "nowhere"}, {"login": "mentor"}, {"login": "nobody", "organisation": other.maker.key},
    ]  # fmt: skip
    for changes in attempts:
        with pytest.raises(Refused) as refusal:
            _attempt(world, **changes)
        found.append((refusal.value.code, refusal.value.detail, refusal.value.params))
    assert set(map(str, found)) == {
        str(("session.wrong_login", "That login and password do not go together. Please try again.", {}))
    }


def test_a_pin_never_signs_anyone_in(world: World) -> None:
    with refused("session.wrong_login"):
        login(world, password=PIN)


@pytest.mark.parametrize("typed", ["MENTOR@{}.TEST", "  mentor@{}.test ", "Mentor@{}.Test"])
def test_a_login_is_the_same_in_capitals_and_with_spaces_around(world: World, typed: str) -> None:
    assert _attempt(world, login=typed.format(world.maker.key)).person.id == world.mentor


def test_people_without_an_address_sign_in_by_staff_number_and_organisation(world: World, other: World) -> None:
    for one in (world, other):  # the same number in both
        person = one.maker.person("Casey Ash", Post.RELIEF, date(2025, 1, 6), site=one.site, staff_number="0417")
        one.maker.account(person, f"casey@{one.maker.key}.test", staff_number="0417")
        found = _attempt(one, login="0417", organisation=f" {one.maker.key.upper()} ")
        assert found.person.id == person
    for organisation in (None, "nowhere"):
        with refused("session.wrong_login"):
            _attempt(world, login="0417", organisation=organisation)


def test_a_staff_number_is_looked_up_within_one_organisation_only() -> None:
    assert login_key(" 0417 ", "Hazelwood") == "hazelwood/0417"
    assert login_key("Jo@Rowan.test", None) == "jo@rowan.test"


def join_too(world: World, other: World) -> str:
    """Gives the mentor's login a person in the other organisation as well; that person."""
    person = other.maker.person("Jo Rowan", Post.CLINICIAN, date(2025, 1, 6), site=other.site)
    login(world)
    kept = rows_of(world.maker.database, world.org, sessions, sessions.c.person_id == world.mentor)
    with other.maker.database.writing(other.org) as tx:
        join(tx, kept[0].account_id, Organisation(other.org, other.maker.key, other.maker.name), person)
    return person


def test_one_login_belongs_to_people_in_two_organisations(world: World, other: World) -> None:
    newcomer = join_too(world, other)
    there = login(world, organisation=other.maker.key)
    assert (there.person.id, person_of(other, there.access_token)) == (newcomer, newcomer)
    here = login(world, organisation=world.maker.key)
    assert (here.person.id, person_of(world, here.access_token)) == (world.mentor, world.mentor)
    keys = [member.organisation for member in there.memberships]
    assert keys == sorted([world.maker.key, other.maker.key])
    assert login(world).person.id == {world.maker.key: world.mentor, other.maker.key: newcomer}[keys[0]]


def test_whoever_left_one_organisation_still_signs_in_to_the_other(world: World, other: World) -> None:
    newcomer = join_too(world, other)
    first, second = sorted([(world, world.mentor), (other, newcomer)], key=lambda one: one[0].maker.key)
    first[0].maker.operate(record_leaving, RecordLeaving(person_id=Id(first[1])))
    with refused("session.wrong_login"):
        login(world, organisation=first[0].maker.key)
    assert login(world, organisation=second[0].maker.key).person.id == second[1]
    assert login(world).person.id == second[1]


def test_a_token_of_one_organisation_is_nobody_in_another(world: World, other: World) -> None:
    token = login(world).access_token
    with other.maker.database.reading(other.org) as tx, refused("session.required"):
        who(tx, token)
    borrowed = f"{other.org}.{token.partition('.')[2]}"
    with other.maker.database.reading(other.org) as tx, refused("session.required"):
        who(tx, borrowed)


@pytest.mark.parametrize("token", [None, "", "x", ".", "nonsense.nonsense", "0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3f.x"])
def test_what_is_no_token_is_a_session_that_is_not_known(world: World, token: str | None) -> None:
    with refused("session.required"):
        person_of(world, token)


def test_an_access_token_is_good_for_an_hour(world: World, clock: Clock) -> None:
    token = login(world).access_token
    clock.move(minutes=59, seconds=59)
    assert person_of(world, token) == world.mentor
    clock.move(seconds=2)
    with refused("session.required"):
        person_of(world, token)


def test_signing_out_ends_this_session_and_no_other(world: World) -> None:
    one, two = login(world), login(world)
    with world.maker.database.writing(world.org) as tx:
        sign_out(tx, who(tx, one.access_token))
    with refused("session.required"):
        person_of(world, one.access_token)
    with refused("session.required"):
        renew(world, one.refresh_token)
    assert person_of(world, two.access_token) == world.mentor


def test_only_hashes_of_tokens_and_secrets_are_kept(world: World) -> None:
    found = login(world)
    kept = [
        *rows_of(world.maker.database, world.org, sessions),
        *rows_of(world.maker.database, world.org, refresh_tokens),
    ]
    text = repr(kept)
    assert hash_of(found.access_token) in text
    assert hash_of(found.refresh_token) in text
    for token in (found.access_token, found.refresh_token):
        assert token not in text
        assert token.partition(".")[2] not in text


def test_no_secret_is_kept_readable(world: World, house: Any) -> None:
    login(world)
    with owning(house) as connection:
        rows = [tuple(row) for table in (accounts, logins, memberships) for row in connection.execute(table.select())]
    assert "$argon2id$" in repr(rows)
    assert PASSWORD not in repr(rows)
    assert PIN not in repr(rows)


def test_the_same_device_keeps_its_id(world: World) -> None:
    first = login(world)
    act = SignIn(login=f"mentor@{world.maker.key}.test", password=PASSWORD, device=replace(PHONE, id=first.device.id))
    assert sign_in(world.maker.database, world.maker.vault, act).device.id == first.device.id
    assert login(world).device.id != first.device.id


def test_a_password_does_not_prove_presence_by_pin_and_a_pin_not_by_password(world: World) -> None:
    from backend.accounts.presence import OpenPresence, open_presence

    token = login(world).access_token
    for act in (
        OpenPresence(method=PresenceMethod.PIN, pin=PASSWORD),
        OpenPresence(method=PresenceMethod.PASSWORD, password=PIN),
        OpenPresence(method=PresenceMethod.PIN, pin=PIN[:-1]),
    ):
        with refused("presence.wrong"):
            open_presence(world.maker.database, world.maker.vault, token, act)
    act = OpenPresence(method=PresenceMethod.PASSWORD, password=PASSWORD)
    assert open_presence(world.maker.database, world.maker.vault, token, act).uses_left == 20
