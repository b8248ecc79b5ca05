"""The figures of deliveries are read on this machine, or by whoever bears the token."""

from dataclasses import replace

import pytest
from flask import Flask

from backend.house import House
from tests.notices.helping import Post, Pretend, put, tell
from tests.world import World
from web import create_app

NEAR, FAR = "127.0.0.1", "203.0.113.9"


def status(app: Flask, address: str, **headers: str) -> int:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.test_client().get("/metrics", headers=given, environ_base={"REMOTE_ADDR": address}).status_code


@pytest.fixture
def with_token(house: House) -> Flask:
    return create_app(replace(house, settings=replace(house.settings, metrics_token="let me see")))


def test_without_a_token_they_are_read_on_this_machine_alone(house: House) -> None:
    app = create_app(house)
    assert [status(app, NEAR), status(app, "::1"), status(app, FAR)] == [200, 200, 404]
    assert status(app, NEAR, X_Forwarded_For=FAR) == 404  # a proxy on this machine asks for somebody else


def test_with_a_token_they_are_read_by_whoever_bears_it(with_token: Flask) -> None:
    assert [status(with_token, address, Authorization="Bearer let me see") for address in (NEAR, FAR)] == [200, 200]
    assert [status(with_token, NEAR), status(with_token, NEAR, Authorization="Bearer wrong")] == [404, 404]


def test_they_tell_how_long_the_queue_is_and_what_was_sent(world: World, house: House) -> None:
    put(world, "mentor")
    tell(world, "mentor")
    before = figures(house)
    Post(house, Pretend()).go()
    after = figures(house)
    sent = 'countersign_deliveries_sent_total{channel="fcm"}'
    assert after["countersign_deliveries_waiting"] < before["countersign_deliveries_waiting"]
    assert after[sent] > before.get(sent, 0)


def figures(house: House) -> dict[str, float]:
    """Every figure by its name; the tests before have left some in this database."""
    lines = create_app(house).test_client().get("/metrics").text.splitlines()
    return {name: float(value) for name, _, value in (one.rpartition(" ") for one in lines if one[0] != "#")}
