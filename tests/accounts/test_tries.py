"""Guessing is slowed, and nobody is locked out of their own device. Source: decisions, note 0009; NIST SP 800-63B-4."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import bindparam, select

from backend.accounts.pairs import SignedIn
from backend.accounts.rules import CODE_TRIES, DEVICE_TRIES, LOGIN_TRIES, NETWORK_TRIES, Limit, network_of
from backend.accounts.signing_in import SignIn, sign_in
from backend.accounts.tables import known_devices, tries
from backend.accounts.tries import give_back, take
from backend.accounts.vault import Vault
from backend.kernel.errors import Kind, Refused
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared
from seeds.making import CHEAP, PASSWORD
from tests.accounts.helping import PHONE, outcome, together
from tests.conftest import Clock
from tests.network import fresh_address
from tests.world import World

NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
THREE = Limit("three", 3, timedelta(minutes=10))
MANY = "session.too_many_tries"
_FREE_AT = Prepared(select(tries.c.free_at).where(tries.c.hash == bindparam("of_hash")))
_ALL = Prepared(select(tries).order_by(tries.c.hash).limit(1000))
_DEVICES = Prepared(select(known_devices).order_by(known_devices.c.hash).limit(1000))


def test_a_limit_lets_some_through_at_once_and_then_one_every_so_often() -> None:
    free_at, waits = NOW, []
    for _ in range(5):
        waits.append(max(THREE.wait(free_at, NOW), timedelta()))
        free_at = THREE.after_one(free_at, NOW)
    assert waits == [timedelta(minutes=minutes) for minutes in (0, 0, 0, 10, 20)]
    assert THREE.wait(NOW + timedelta(minutes=30), NOW + timedelta(minutes=9)) == timedelta(minutes=1)
    assert THREE.wait(NOW - timedelta(days=400), NOW) < timedelta()


def test_the_limits_are_those_that_are_written_down() -> None:
    told = [(limit.name, limit.at_once, limit.every.total_seconds()) for limit in
            (LOGIN_TRIES, DEVICE_TRIES, NETWORK_TRIES, CODE_TRIES)]  # fmt: skip
    assert told == [("login", 10, 600), ("device", 10, 300), ("network", 40, 30), ("code", 10, 60)]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
    ],
)
def test_an_address_counts_for_the_network_that_one_caller_can_have_all_of(address: str, network: str) -> None:
    assert network_of(address) == network


def attempt(
    world: World, who: str = "mentor", password: str = "wrong", device: Id | None = None, address: str | None = None
) -> SignedIn:
    act = SignIn(login=f"{who}@{world.maker.key}.test", password=password, device=replace(PHONE, id=device))
    return sign_in(world.maker.database, world.maker.vault, act, address=address)


def guess(world: World, times: int, who: str = "mentor", **given: str | None) -> list[str]:
    return [outcome(lambda: attempt(world, who, **given)) for _ in range(times)]  # type: ignore[arg-type]  # keywords by name


def test_guesses_at_a_login_are_slowed_to_one_in_ten_minutes(world: World, clock: Clock) -> None:
    assert guess(world, 12) == ["session.wrong_login"] * 10 + [MANY] * 2
    clock.move(minutes=9, seconds=50)
    assert guess(world, 1) == [MANY]
    clock.move(seconds=10)
    assert guess(world, 2) == ["session.wrong_login", MANY]
    clock.move(days=1)
    assert guess(world, 11) == ["session.wrong_login"] * 10 + [MANY]


def test_the_refusal_says_how_long_to_wait(world: World) -> None:
    guess(world, 10)
    with pytest.raises(Refused) as refusal:
        attempt(world)
    assert (refusal.value.kind, refusal.value.params["seconds"]) == (Kind.THROTTLED, 600)


def test_a_login_that_nobody_has_is_slowed_the_same_so_that_it_tells_nothing(world: World) -> None:
    known, unknown = guess(world, 12), guess(world, 12, "nobody")
    assert known == unknown
    logins = [f"mentor@{world.maker.key}.test"] * 12 + [f"no@{world.maker.key}.test"] * 12
    named = [SignIn(login=login, password="wrong", organisation=new_id(), device=PHONE) for login in logins]
    told = [outcome(partial(sign_in, world.maker.database, world.maker.vault, act)) for act in named]
    assert told[:12] == [MANY] * 12
    assert told[12:] == ["session.wrong_login"] * 10 + [MANY] * 2


def test_nobody_is_locked_out_of_a_device_they_signed_in_on_before(world: World) -> None:
    mine = attempt(world, password=PASSWORD).device.id
    address = fresh_address()
    assert guess(world, 40, address=address)[-1] == MANY
    assert outcome(lambda: attempt(world, password=PASSWORD, address=address)) == MANY
    for _ in range(30):
        assert attempt(world, password=PASSWORD, device=mine, address=address).device.id == mine


def test_a_device_is_known_for_its_own_login_alone(world: World) -> None:
    mine = attempt(world, password=PASSWORD).device.id
    guess(world, 10, "comentor")
    assert outcome(lambda: attempt(world, "comentor", PASSWORD, mine)) == MANY
    assert guess(world, 1, "comentor", device=mine) == [MANY]


def test_guesses_on_a_known_device_are_slowed_by_a_count_of_its_own(world: World) -> None:
    one, two = (attempt(world, password=PASSWORD).device.id for _ in range(2))
    assert guess(world, 11, device=one) == ["session.wrong_login"] * 10 + [MANY]
    assert attempt(world, password=PASSWORD, device=two).person.id == world.mentor
    assert attempt(world, password=PASSWORD).person.id == world.mentor


def test_guesses_from_one_network_at_many_logins_are_slowed(world: World, clock: Clock) -> None:
    address = fresh_address()
    spray = [outcome(partial(attempt, world, f"nobody-{n}", address=address)) for n in range(42)]
    assert spray == ["session.wrong_login"] * 40 + [MANY] * 2
    assert outcome(lambda: attempt(world, "nobody", address=fresh_address())) == "session.wrong_login"
    clock.move(seconds=30)
    assert outcome(lambda: attempt(world, password=PASSWORD, address=address)) == "done"


def test_whoever_knows_their_password_is_never_slowed(world: World) -> None:
    address = fresh_address()
    for _ in range(50):
        assert attempt(world, password=PASSWORD, address=address).person.id == world.mentor


def test_a_right_password_gives_back_its_own_try_and_nobody_elses(world: World) -> None:
    assert guess(world, 9) == ["session.wrong_login"] * 9
    assert outcome(lambda: attempt(world, password=PASSWORD)) == "done"
    assert guess(world, 2) == ["session.wrong_login", MANY]


def test_guesses_sent_at_once_are_counted_one_by_one(world: World) -> None:
    told = together([lambda: attempt(world)] * 20)
    assert sorted(told) == [MANY] * 10 + ["session.wrong_login"] * 10


def test_counts_outlive_the_process_that_made_them(world: World) -> None:
    guess(world, 10)
    afresh = Vault(2, CHEAP)
    act = SignIn(login=f"mentor@{world.maker.key}.test", password=PASSWORD, device=PHONE)
    assert outcome(lambda: sign_in(world.maker.database, afresh, act)) == MANY


def test_only_keyed_hashes_of_what_is_counted_are_kept(world: World) -> None:
    address = fresh_address()
    device = attempt(world, password=PASSWORD, address=address).device.id
    attempt(world, password=PASSWORD, device=device)
    guess(world, 1, address=address)
    with world.maker.database.reading(None) as tx:
        kept = repr([*tx.rows(_ALL), *tx.rows(_DEVICES)])
    assert "hash=" in kept
    assert [plain for plain in (world.maker.key, address, device) if plain in kept] == []
    one, other = Vault(1, CHEAP, key="one"), Vault(1, CHEAP, key="another")
    assert one.blind("network:10.0.0.1") != other.blind("network:10.0.0.1")


def test_whatever_is_free_again_goes(world: World, clock: Clock) -> None:
    hashed = world.maker.vault.blind(f"login:mentor@{world.maker.key}.test")
    guess(world, 1)
    with world.maker.database.reading(None) as tx:
        assert len(tx.rows(_FREE_AT, of_hash=hashed)) == 1
    clock.move(days=300)
    for _ in range(40):  # a few go with each try, the oldest first; other tests left some too
        guess(world, 1, "nobody")
        clock.move(days=1)
    with world.maker.database.reading(None) as tx:
        assert tx.rows(_FREE_AT, of_hash=hashed) == []


def test_joining_codes_are_counted_the_same_way(world: World, clock: Clock) -> None:
    vault, counted = world.maker.vault, [CODE_TRIES.of(fresh_address())]

    def one(*, is_right: bool) -> None:
        with world.maker.database.writing(None) as tx:
            take(tx, vault, counted)
            if is_right:
                give_back(tx, vault, counted)

    assert [outcome(lambda: one(is_right=True)) for _ in range(20)] == ["done"] * 20
    assert [outcome(lambda: one(is_right=False)) for _ in range(11)] == ["done"] * 10 + [MANY]
    clock.move(minutes=1)
    assert outcome(lambda: one(is_right=False)) == "done"


def test_no_other_way_to_write_a_login_has_a_count_of_its_own(world: World) -> None:
    key = world.maker.key
    whole = f"{key}/4711"

    def one(login: str, organisation: str | None) -> str:
        act = SignIn(login=login, password="wrong", organisation=organisation, device=PHONE)
        return outcome(lambda: sign_in(world.maker.database, world.maker.vault, act))

    assert [one(whole, f"guess {n}") for n in range(11)] == ["session.wrong_login"] * 10 + [MANY]
    assert [one(*way) for way in ((whole, None), (whole, key), ("4711", key))] == [MANY] * 3
    assert one("4711", f"{key}-too") == "session.wrong_login"
