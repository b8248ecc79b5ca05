"""Where somebody's device can be reached, and when it no longer can."""

import json
from base64 import urlsafe_b64encode
from datetime import timedelta

import pytest

from backend.accounts.sessions import sign_out
from backend.accounts.shared_phones import share_phone
from backend.kernel.ids import Id, new_id
from backend.notices.rules import TargetKind
from backend.notices.tables import deliveries, push_targets
from backend.notices.targets import PutTarget, drop_target, put_target
from tests.conftest import Clock
from tests.kernel.helping import refused, rows_of
from tests.notices.helping import put, tell
from tests.world import World


def targets(world: World) -> dict[Id, tuple[Id, str]]:
    """Person and value, by device."""
    rows = rows_of(world.maker.database, world.org, push_targets)
    return {row.device_id: (row.person_id, row.value) for row in rows}


def reached(world: World) -> list[Id]:
    """The devices a notice told now would go out to."""
    thing = tell(world, "mentor")
    rows = rows_of(world.maker.database, world.org, deliveries, deliveries.c.entry_id == thing.id)
    return sorted(row.target_id for row in rows)


def test_a_phone_is_registered_refreshed_and_taken_back(world: World, clock: Clock) -> None:
    device = put(world, "mentor", "old")
    assert targets(world) == {device: (world.mentor, "old")}
    put(world, "mentor", "new")
    assert (targets(world), reached(world)) == ({device: (world.mentor, "new")}, [device])
    world.do("mentor", drop_target, device)
    assert (targets(world), reached(world)) == ({}, [])
    world.do("mentor", drop_target, device)  # the answer was lost, and is given again
    assert targets(world) == {}


def test_only_the_device_at_hand_is_registered_and_only_ones_own_taken_back(world: World) -> None:
    device = put(world, "mentor")
    for foreign in (device, new_id()):
        with refused("not_found"):
            world.do("mentee", put_target, foreign, PutTarget(kind=TargetKind.FID, value="mine"))
        with refused("not_found"):
            world.do("mentee", drop_target, foreign)
    assert targets(world) == {device: (world.mentor, f"ok/{device}")}


def test_one_phone_belongs_to_whoever_signed_in_on_it_last(world: World) -> None:
    put(world, "mentor", "the phone")
    device = put(world, "mentee", "the phone")
    assert (targets(world), reached(world)) == ({device: (world.mentee, "the phone")}, [])


def test_a_phone_is_left_alone_after_a_month_until_its_app_is_opened_again(world: World, clock: Clock) -> None:
    device = put(world, "mentor")
    clock.move(days=30, minutes=-1)
    assert reached(world) == [device]
    clock.move(minutes=2)
    assert reached(world) == []
    put(world, "mentor")
    assert reached(world) == [device]


def test_with_its_session_a_phone_is_reached_no_more(world: World) -> None:
    put(world, "mentor")
    world.do("mentor", sign_out)
    assert reached(world) == []


def test_a_shared_phone_is_never_reached(world: World) -> None:
    put(world, "mentor")
    world.do("mentor", share_phone)
    assert reached(world) == []
    with refused("push.shared_phone"):
        put(world, "mentor")


def test_what_long_was_not_seen_is_forgotten_by_the_next_registering(world: World, clock: Clock) -> None:
    old = put(world, "mentor")
    clock.move(days=271)
    world.maker.tokens.clear()
    new = put(world, "mentor", "another phone")
    assert (set(targets(world)), old != new) == ({new}, True)


KEYS = {"p256dh": urlsafe_b64encode(b"\4" + bytes(64)).decode(), "auth": urlsafe_b64encode(bytes(16)).decode()}
STRANGE = [
    "http://updates.push.services.mozilla.com/wpush/1", "https://updates.push.services.mozilla.com:8443/wpush/1",
    "https://updates.push.services.mozilla.com.evil.test/1", "https://evil.test/updates.push.services.mozilla.com",
    "https://me@fcm.googleapis.com/1", "https://push.apple.com/1", "https://127.0.0.1/1", "https://[::1]/1",
    "https://169.254.169.254/latest/meta-data", "https://fcm.googleapis.com:x/1",
    "https://127.0.0.1\\.push.apple.com/../../admin", "https://evil.test%2F.push.apple.com/1",
    "ftp://fcm.googleapis.com/1", "",
]  # fmt: skip


@pytest.mark.parametrize("endpoint", STRANGE)
def test_a_browser_is_reached_by_a_push_service_we_know_and_no_other(world: World, endpoint: str) -> None:
    value = json.dumps({"endpoint": endpoint, "keys": KEYS})
    with refused("push.unknown_service"):
        world.do("mentor", lambda tx, actor: put_target(tx, actor, actor.device, browser(value)))


@pytest.mark.parametrize(
    "value",
    ["", "[]", "null", "{}", "1", "[" * 3000, json.dumps({"endpoint": 1, "keys": KEYS}),
     json.dumps({"endpoint": "https://web.push.apple.com/1", "keys": {**KEYS, "auth": "short"}}),
     json.dumps({"endpoint": "https://web.push.apple.com/1"})],
)  # fmt: skip
def test_a_subscription_that_is_none_is_refused(world: World, value: str) -> None:
    with refused("push.unknown_service"):
        world.do("mentor", lambda tx, actor: put_target(tx, actor, actor.device, browser(value)))


@pytest.mark.parametrize("host", ["web.push.apple.com", "fcm.googleapis.com", "db5.notify.windows.com"])
def test_a_subscription_of_a_browser_is_taken(world: World, host: str) -> None:
    value = json.dumps({"endpoint": f"https://{host}/abc", "expirationTime": None, "keys": KEYS})
    world.do("mentor", lambda tx, actor: put_target(tx, actor, actor.device, browser(value)))
    thing = tell(world, "mentor")
    rows = rows_of(world.maker.database, world.org, deliveries, deliveries.c.entry_id == thing.id)
    assert [row.channel for row in rows] == ["webpush"]


def browser(value: str) -> PutTarget:
    return PutTarget(kind=TargetKind.WEBPUSH, value=value)


def test_a_target_seen_just_within_the_month_counts_from_its_last_registering(world: World, clock: Clock) -> None:
    device = put(world, "mentor")
    clock.now += timedelta(days=20)
    put(world, "mentor")
    clock.now += timedelta(days=20)
    assert reached(world) == [device]
