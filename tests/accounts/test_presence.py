"""Presence: proof that the signer is there. Source: trust, S08-S11; decisions, States (presence)."""

from typing import Any

import pytest
from sqlalchemy import select

from backend.accounts.elsewhere import end_one
from backend.accounts.presence import Opened, OpenPresence, Signing, Spent, is_live, open_presence, show_signing, spend
from backend.accounts.rules import PresenceMethod
from backend.accounts.sessions import sign_out, who
from backend.accounts.tables import presences
from backend.accounts.vault import Vault
from backend.kernel.errors import Refused
from backend.kernel.ids import new_id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from seeds.making import CHEAP, PASSWORD, PIN
from tests.accounts.helping import WRONG, login, outcome, present, renew, together
from tests.conftest import Clock
from tests.kernel.helping import refused
from tests.world import World


def use(world: World, token: str, presence: str | None) -> Spent:
    with world.maker.database.writing(world.org) as tx:
        return spend(tx, who(tx, token), presence)


def live(world: World, token: str, presence: str | None) -> bool:
    with world.maker.database.reading(world.org) as tx:
        return is_live(tx, who(tx, token), presence)


def wrong(world: World, token: str, times: int) -> list[str]:
    return [outcome(lambda: present(world, token, WRONG)) for _ in range(times)]


def test_s09_a_presence_is_good_for_twenty_uses_and_not_one_more(world: World) -> None:
    token = login(world).access_token
    opened = present(world, token)
    assert (opened.expires_in, opened.uses_left) == (600, 20)
    ids = {use(world, token, opened.presence).id for _ in range(20)}
    assert len(ids) == 1
    with refused("presence.required"):
        use(world, token, opened.presence)
    assert not live(world, token, opened.presence)


def test_s09_a_presence_is_good_for_ten_minutes(world: World, clock: Clock) -> None:
    token = login(world).access_token
    opened = present(world, token)
    clock.move(minutes=9, seconds=59)
    assert live(world, token, opened.presence)
    use(world, token, opened.presence)
    clock.move(seconds=1)
    assert not live(world, token, opened.presence)
    with refused("presence.required"):
        use(world, token, opened.presence)


def test_s09_using_a_presence_does_not_make_it_last_longer(world: World, clock: Clock) -> None:
    token = login(world).access_token
    opened = present(world, token)
    for _ in range(9):
        clock.move(minutes=1)
        use(world, token, opened.presence)
    clock.move(minutes=1)
    with refused("presence.required"):
        use(world, token, opened.presence)


def test_s10_a_presence_is_bound_to_its_session(world: World) -> None:
    one, two = login(world).access_token, login(world).access_token
    opened = present(world, one)
    with refused("presence.required"):
        use(world, two, opened.presence)
    assert use(world, one, opened.presence).method == "pin"


def test_s10_a_presence_is_bound_to_its_person_and_organisation(world: World, other: World) -> None:
    opened = present(world, login(world).access_token)
    with refused("presence.required"):
        use(world, login(world, "comentor").access_token, opened.presence)
    with refused("presence.required"):
        use(other, login(other).access_token, opened.presence)


def test_s10_a_presence_lives_on_when_its_session_is_refreshed(world: World) -> None:
    first = login(world)
    opened = present(world, first.access_token)
    second = renew(world, first.refresh_token)
    assert use(world, second.access_token, opened.presence).method == "pin"


def test_s09_a_presence_ends_with_signing_out(world: World) -> None:
    token = login(world).access_token
    opened = present(world, token)
    with world.maker.database.writing(world.org) as tx:
        sign_out(tx, who(tx, token))
    with refused("session.required"):
        use(world, token, opened.presence)
    with refused("presence.required"):
        use(world, login(world).access_token, opened.presence)


@pytest.mark.parametrize("presence", [None, "", "x", "\x00"])
def test_no_presence_is_no_presence(world: World, presence: str | None) -> None:
    token = login(world).access_token
    present(world, token)  # there is one that could leak
    with refused("presence.required"):
        use(world, token, presence)
    assert not live(world, token, presence)


def test_s08_a_presence_needs_a_session(world: World) -> None:
    for token in (None, "", "x", f"{world.org}.x"):
        with refused("session.required"):
            present(world, token)


def test_s08_presence_is_proved_by_pin_or_password(world: World) -> None:
    token = login(world).access_token
    by_password = OpenPresence(method=PresenceMethod.PASSWORD, password=PASSWORD)
    opened = open_presence(world.maker.database, world.maker.vault, token, by_password)
    assert use(world, token, opened.presence).method == "password"
    assert use(world, token, present(world, token).presence).method == "pin"


def test_a_presence_without_its_secret_is_no_wrong_try() -> None:
    for given in ({}, {"password": PASSWORD}):
        with pytest.raises(Refused) as refusal:
            OpenPresence(method=PresenceMethod.PIN, **given)
        assert [fault.pointer for fault in refusal.value.faults] == ["/pin"]


def test_s11_five_wrong_tries_in_a_row_lock_signing_for_fifteen_minutes(world: World, clock: Clock) -> None:
    token = login(world).access_token
    assert wrong(world, token, 7) == ["presence.wrong"] * 4 + ["presence.locked"] * 3
    assert outcome(lambda: present(world, token, PIN)) == "presence.locked"
    clock.move(minutes=14, seconds=55)
    assert outcome(lambda: present(world, token, PIN)) == "presence.locked"
    clock.move(seconds=5)
    assert outcome(lambda: present(world, token, PIN)) == "done"


def test_s11_the_refusal_says_how_many_tries_are_left(world: World) -> None:
    token = login(world).access_token
    left = []
    for _ in range(4):
        with pytest.raises(Refused) as refusal:
            present(world, token, WRONG)
        left.append(refusal.value.params["left"])
    assert left == [4, 3, 2, 1]


def test_s11_after_the_lock_there_are_five_tries_again(world: World, clock: Clock) -> None:
    token = login(world).access_token
    wrong(world, token, 5)
    clock.move(minutes=15)
    assert wrong(world, token, 5) == ["presence.wrong"] * 4 + ["presence.locked"]
    assert outcome(lambda: present(world, token, PIN)) == "presence.locked"


def test_s11_a_right_try_starts_the_count_anew_even_the_fifth(world: World) -> None:
    token = login(world).access_token
    assert wrong(world, token, 4) == ["presence.wrong"] * 4
    assert outcome(lambda: present(world, token)) == "done"
    assert wrong(world, token, 4) == ["presence.wrong"] * 4
    assert outcome(lambda: present(world, token)) == "done"


def test_s11_tries_count_for_the_account_on_whatever_device(world: World) -> None:
    tokens = [login(world).access_token for _ in range(5)]
    assert [wrong(world, token, 1)[0] for token in tokens] == ["presence.wrong"] * 4 + ["presence.locked"]
    assert outcome(lambda: present(world, login(world, "comentor").access_token)) == "done"


def test_s11_the_lock_is_on_signing_and_signing_in_with_the_password_unlocks(world: World) -> None:
    token = login(world).access_token
    wrong(world, token, 5)
    again = login(world).access_token
    assert outcome(lambda: present(world, again)) == "done"
    assert outcome(lambda: present(world, token)) == "done"


def test_s11_a_failed_sign_in_unlocks_nothing(world: World) -> None:
    token = login(world).access_token
    wrong(world, token, 5)
    with refused("session.wrong_login"):
        login(world, password="wrong")
    assert outcome(lambda: present(world, token)) == "presence.locked"


def test_s11_the_lock_is_on_a_presence_opened_before_it_too(world: World) -> None:
    token = login(world).access_token
    opened = present(world, token)
    wrong(world, token, 5)
    assert not live(world, token, opened.presence)
    with refused("presence.required"):
        use(world, token, opened.presence)
    login(world)  # with the password, which unlocks
    assert use(world, token, opened.presence).method == "pin"


def test_s11_twenty_wrong_guesses_sent_at_once_are_never_more_than_five_tries(world: World) -> None:
    tokens = [login(world).access_token for _ in range(20)]

    def guess(token: str) -> Any:
        return lambda: present(world, token, WRONG)

    outcomes = together([guess(token) for token in tokens])
    assert sorted(outcomes) == ["presence.locked"] * 16 + ["presence.wrong"] * 4
    assert outcome(lambda: present(world, tokens[0])) == "presence.locked"


def test_twenty_uses_spent_at_once_by_thirty_are_twenty(world: World) -> None:
    token = login(world).access_token
    opened = present(world, token)
    outcomes = together([lambda: use(world, token, opened.presence)] * 30)
    assert sorted(outcomes) == ["done"] * 20 + ["presence.required"] * 10


def test_s10_a_presence_cannot_be_replayed_on_another_device_or_by_another_person(world: World) -> None:
    mine = login(world)
    opened = present(world, mine.access_token)
    elsewhere, colleague = login(world), login(world, "comentor")
    present(world, elsewhere.access_token)
    present(world, colleague.access_token)
    for token in (elsewhere.access_token, colleague.access_token):
        assert not live(world, token, opened.presence)
        with refused("presence.required"):
            use(world, token, opened.presence)
    assert use(world, mine.access_token, opened.presence).method == "pin"


def test_s09_a_presence_ends_when_its_session_is_ended_from_elsewhere(world: World) -> None:
    lost, here = login(world), login(world)
    opened = present(world, lost.access_token)
    with world.maker.database.writing(world.org) as tx:
        end_one(tx, who(tx, here.access_token), who(tx, lost.access_token).session or new_id())
    for token in (lost.access_token, here.access_token):
        assert outcome(lambda token=token: use(world, token, opened.presence)) != "done"  # type: ignore[misc]  # a lambda with its own case


def test_s11_a_vault_that_is_busy_counts_no_wrong_try(world: World) -> None:
    token, vault = login(world).access_token, Vault(1, CHEAP, wait=0)
    act = OpenPresence(method=PresenceMethod.PIN, pin=WRONG)
    with vault.entered():
        told = [outcome(lambda: open_presence(world.maker.database, vault, token, act)) for _ in range(9)]
    assert told == ["busy"] * 9
    assert wrong(world, token, 4) == ["presence.wrong"] * 4
    assert outcome(lambda: present(world, token)) == "done"


def standing(world: World, token: str) -> Signing:
    with world.maker.database.reading(world.org) as tx:
        return show_signing(tx, who(tx, token))


def test_s11_wrong_tries_and_a_pause_are_told_to_the_person(world: World, clock: Clock) -> None:
    token = login(world).access_token
    present(world, token)
    assert standing(world, token) == Signing(0, None, None, None)
    wrong(world, token, 2)
    last = standing(world, token)
    assert (last.wrong_tries, last.paused_at, last.paused_until) == (2, None, None)
    assert last.last_wrong_at is not None
    wrong(world, token, 3)
    paused = standing(world, token)
    assert paused.paused_at is not None
    assert paused.paused_until is not None
    assert round((paused.paused_until - paused.paused_at).total_seconds()) == 15 * 60
    again = login(world).access_token  # unlocks, and still tells what was
    after = standing(world, again)
    assert (after.wrong_tries, after.paused_at, after.paused_until) == (0, paused.paused_at, None)
    clock.move(days=31)
    assert standing(world, login(world).access_token) == Signing(0, None, None, None)


def test_s11_nobody_else_is_told_of_wrong_tries(world: World) -> None:
    wrong(world, login(world).access_token, 5)
    assert standing(world, login(world, "comentor").access_token) == Signing(0, None, None, None)


def test_s11_a_right_fifth_try_is_no_pause(world: World) -> None:
    token = login(world).access_token
    wrong(world, token, 4)
    present(world, token)
    assert (standing(world, token).wrong_tries, standing(world, token).paused_at) == (0, None)


def test_only_a_hash_of_a_presence_is_kept(world: World) -> None:
    opened: Opened = present(world, login(world).access_token)
    with world.maker.database.reading(world.org) as tx:
        kept = repr(tx.rows(Prepared(select(presences).where(ours(presences)))))
    assert "hash=" in kept
    assert opened.presence.partition(".")[2] not in kept
