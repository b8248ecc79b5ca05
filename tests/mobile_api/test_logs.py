"""A line for each request, and nothing about a person in it."""

import re

from seeds.making import PASSWORD, PIN
from tests.mobile_api.conftest import Desk, Log, Phone


def test_a_request_leaves_one_line(desk: Desk, log: Log) -> None:
    phone = desk.phone("mentor")
    log.lines()
    assert phone.get(f"/plans/{desk.world.plan}?colour=blue").status_code == 200
    (line,) = log.lines()
    assert sorted(line) == [
        "event", "level", "method", "milliseconds", "org", "request_id", "route", "statements", "status", "surface",
        "timestamp",
    ]  # fmt: skip
    told = [line[name] for name in ("event", "method", "route", "status", "org")]
    assert told == ["request", "GET", "/v1/plans/<id:plan_id>", 200, desk.world.org[:8]]
    assert line["milliseconds"] > 0


def test_requests_have_ids_of_their_own(desk: Desk, log: Log) -> None:
    log.lines()
    for _ in range(3):
        Phone(desk.app).get("/me")
    assert len({line["request_id"] for line in log.lines()}) == 3


def test_the_log_holds_nothing_personal(desk: Desk, log: Log) -> None:
    log.lines()
    login = desk.world.maker.logins[desk.world.mentor]
    body = {"login": login, "password": PASSWORD, "device": {"name": "Jo's phone", "platform": "ios"}}
    token = Phone(desk.app).post("/auth/sessions", body).json["access_token"]
    phone = Phone(desk.app, token)
    presence = phone.post("/auth/presences", {"method": "pin", "pin": PIN}).json["presence"]
    path, signing = desk.signing(presence=presence)
    assert phone.post(path, signing).status_code == 201
    assert phone.get(f"/plans?mentee_id={desk.world.mentee}").status_code == 200
    assert Phone(desk.app).post("/auth/sessions", {**body, "password": "nearly"}).status_code == 401
    assert phone.get(f"/nothing/{desk.world.mentee}").status_code == 404
    lines = log.lines()
    assert len(lines) == 6
    for line in lines:
        del line["request_id"], line["timestamp"]
        text = str(line)
        assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", text), "ids stay out"
        for secret in (token, presence, login, PASSWORD, PIN, signing["statement"], "Jo", "Maya", "phone"):
            assert secret not in text


def test_an_address_that_is_not_ours_is_not_repeated(desk: Desk, log: Log) -> None:
    log.lines()
    Phone(desk.app).get("/people/maya-alder")
    (line,) = log.lines()
    assert (line["route"], line["status"], line["org"]) == (None, 404, None)
    assert "maya" not in str(line)
