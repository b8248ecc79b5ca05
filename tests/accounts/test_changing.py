"""Changing one's own password and PIN. Source: NIST SP 800-63B-4; trust, S11."""

from functools import partial

import pytest
from sqlalchemy import bindparam, select

from backend.accounts.changing import ChangePassword, ChangePin, change_password, change_pin
from backend.accounts.pairs import SignedIn
from backend.accounts.sessions import who
from backend.accounts.signing_in import SignIn, sign_in
from backend.accounts.tables import accounts, sessions
from backend.accounts.vault import Vault
from backend.kernel.errors import Refused
from backend.kernel.prepared import Prepared
from backend.people.appointments import RecordLeaving, record_leaving
from seeds.making import PASSWORD, PIN
from tests.accounts.helping import PHONE, WRONG, login, outcome, present, renew
from tests.accounts.test_signing_in import join_too
from tests.kernel.helping import refused, rows_of
from tests.world import World

_ACCOUNT = Prepared(select(accounts).where(accounts.c.id == bindparam("account")))
NEW = "kettle orbit maple thursday"


def change(world: World, token: str, current: str = PASSWORD, password: str = NEW) -> None:
    act = ChangePassword(current=current, password=password)
    change_password(world.maker.database, world.maker.vault, token, act)


def set_pin(world: World, token: str, password: str = PASSWORD, pin: str = "280461") -> None:
    change_pin(world.maker.database, world.maker.vault, token, ChangePin(password=password, pin=pin))


def is_in(world: World, signed_in: SignedIn) -> bool:
    with world.maker.database.reading(world.org) as tx:
        return outcome(lambda: who(tx, signed_in.access_token)) == "done"


def test_the_new_password_signs_in_and_the_old_one_no_more(world: World) -> None:
    change(world, login(world).access_token)
    assert login(world, password=NEW).person.id == world.mentor
    with refused("session.wrong_login"):
        login(world)
    assert login(world, "comentor").person.id == world.comentor


def test_changing_the_password_ends_every_other_session_and_keeps_this_one(world: World) -> None:
    here, phone, colleague = login(world), login(world), login(world, "comentor")
    opened = present(world, phone.access_token)
    change(world, here.access_token)
    assert [is_in(world, one) for one in (here, phone, colleague)] == [True, False, True]
    with refused("session.required"):
        renew(world, phone.refresh_token)
    assert opened.uses_left == 20
    assert is_in(world, renew(world, here.refresh_token))


def test_changing_the_password_ends_the_sessions_in_other_organisations_too(world: World, other: World) -> None:
    join_too(world, other)
    here, there = login(world, organisation=world.maker.key), login(world, organisation=other.maker.key)
    change(world, here.access_token)
    assert (is_in(world, here), is_in(other, there)) == (True, False)


def test_a_wrong_current_password_changes_nothing_and_counts_against_signing(world: World) -> None:
    token = login(world).access_token
    for left in (4, 3, 2, 1):
        with pytest.raises(Refused) as refusal:
            change(world, token, current="wrong")
        assert (refusal.value.code, refusal.value.params) == ("presence.wrong", {"left": left})
    assert [outcome(partial(change, world, token, current=given)) for given in ("wrong", PASSWORD)] == [
        "presence.locked"
    ] * 2
    assert login(world).person.id == world.mentor


def test_a_right_current_password_starts_the_count_of_wrong_tries_anew(world: World) -> None:
    token = login(world).access_token
    assert [outcome(lambda: present(world, token, WRONG)) for _ in range(4)] == ["presence.wrong"] * 4
    change(world, token)
    assert [outcome(lambda: present(world, token, WRONG)) for _ in range(4)] == ["presence.wrong"] * 4


def test_a_password_of_names_that_go_with_somebody_is_refused_and_the_old_one_stays(world: World) -> None:
    token = login(world).access_token
    tried = ["Jo Rowan Jo Rowan 1", f"mentor@{world.maker.key}.test", "Hazelwood Care 2026", "countersign-demo", "x"]
    told = [outcome(partial(change, world, token, password=password)) for password in tried]
    assert told == ["password.easy_to_guess"] * 4 + ["password.too_short"]
    assert login(world).person.id == world.mentor


def test_s11_the_new_pin_proves_presence_and_the_old_one_no_more(world: World) -> None:
    token = login(world).access_token
    set_pin(world, token)
    assert present(world, token, "280461").uses_left == 20
    with refused("presence.wrong"):
        present(world, token, PIN)


def test_a_pin_needs_the_password_and_not_the_pin_before(world: World) -> None:
    token = login(world).access_token
    assert outcome(lambda: set_pin(world, token, password=PIN)) == "presence.wrong"
    assert outcome(lambda: set_pin(world, token, pin="111111")) == "pin.easy_to_guess"
    assert present(world, token).uses_left == 20


def test_only_whoever_is_signed_in_changes_anything(world: World) -> None:
    token = login(world).access_token
    world.maker.operate(record_leaving, RecordLeaving(person_id=world.mentor))
    for story in (change, set_pin):
        for given in (token, "", f"{world.org}.made-up"):
            with refused("session.required"):
                story(world, given)


def test_a_hash_of_lower_cost_is_made_anew_at_signing_in_and_a_dearer_one_stays(world: World) -> None:
    dearer = Vault(2, (2, 16))
    act = SignIn(login=f"mentor@{world.maker.key}.test", password=PASSWORD, device=PHONE)

    def kept() -> str:
        row = rows_of(world.maker.database, world.org, sessions, sessions.c.person_id == world.mentor)[0]
        with world.maker.database.reading(None) as tx:
            return str(tx.one(_ACCOUNT, account=row.account_id).password_hash)

    sign_in(world.maker.database, world.maker.vault, act)
    before = kept()
    sign_in(world.maker.database, dearer, act)
    raised = kept()
    assert ("m=8,t=1" in before, "m=16,t=2" in raised) == (True, True)
    sign_in(world.maker.database, world.maker.vault, act)
    assert kept() == raised
