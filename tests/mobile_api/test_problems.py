"""Everything that goes wrong is a problem document with a stable code, and in the right order."""

import pytest
from flask import Flask, Response
from werkzeug.exceptions import TooManyRequests

from backend.house import House
from backend.kernel.errors import CATALOGUE, Kind, busy, full
from backend.kernel.ids import Id
from mobile_api import create_app
from mobile_api.problems import STATUSES
from tests.mobile_api.conftest import Desk, Log, Phone, code_of

NOWHERE = Id("0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3f")


def test_every_kind_of_refusal_has_a_status() -> None:
    assert STATUSES.keys() == set(Kind)


def test_a_problem_says_what_to_do(desk: Desk) -> None:
    answer = desk.phone("mentor").get(f"/plans/{NOWHERE}")
    assert answer.json == {
        "type": "urn:countersign:problem:not_found",
        "title": "Not Found",
        "status": 404,
        "detail": CATALOGUE["not_found"].text,
        "code": "not_found",
        "params": {},
    }
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/plans/", "//plans", "/plans/7", f"/plans/{NOWHERE}x", f"/plans/{NOWHERE}/", "/plans/%00", "/%ff%fe",
     "/plans/..%2f", f"/plans/{NOWHERE}/items/1/sign-offs", "/plans/%ED%A0%80"],
)  # fmt: skip
def test_an_unknown_address_is_not_found(desk: Desk, path: str) -> None:
    assert code_of(desk.phone("mentor").get(path)) == (404, "not_found")


def test_a_method_that_is_not_taken_names_those_that_are(desk: Desk) -> None:
    answer = desk.phone("mentor").ask("PUT", "/plans", {})
    assert code_of(answer) == (405, "request.method_not_allowed")
    assert sorted(answer.headers["Allow"].split(", ")) == ["GET", "HEAD", "POST"]
    assert code_of(desk.phone("mentor").ask("OPTIONS", "/me")) == (405, "request.method_not_allowed")


def test_without_a_session_one_is_told_to_sign_in(desk: Desk) -> None:
    answer = Phone(desk.app).get("/me")
    assert code_of(answer) == (401, "session.required")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="countersign"'


@pytest.mark.parametrize("token", ["", "x", "é", f"{NOWHERE}.", f"{NOWHERE}.abc", f"{NOWHERE.upper()}.abc", "." * 5000])
def test_a_token_of_nobody_opens_nothing(desk: Desk, token: str) -> None:
    answer = Phone(desk.app, token).get("/me")
    assert code_of(answer) == (401, "session.required")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="countersign", error="invalid_token"'


def test_a_token_under_another_scheme_opens_nothing(desk: Desk) -> None:
    token = desk.world.token("mentor")
    assert Phone(desk.app).get("/me", Authorization=f"bearer {token}").status_code == 200
    assert code_of(Phone(desk.app).get("/me", Authorization=f"Basic {token}")) == (401, "session.required")


def test_without_presence_one_is_told_to_show_it(desk: Desk) -> None:
    path, body = desk.signing()
    answer = desk.phone("mentor").post(path, body)
    assert code_of(answer) == (401, "presence.required")
    wanted = 'Bearer realm="countersign", error="insufficient_user_authentication"'
    assert answer.headers["WWW-Authenticate"] == wanted


def test_an_invalid_body_names_every_fault(desk: Desk) -> None:
    path, body = desk.signing(outcome="splendid", seen_on="yesterday", extra=1)
    del body["statement"]
    answer = desk.phone("mentor").post(path, body)
    assert code_of(answer) == (422, "request.invalid")
    faults = {fault["pointer"]: fault["code"] for fault in answer.json["errors"]}
    assert faults == {
        "/outcome": "invalid",
        "/seen_on": "invalid",
        "/statement": "required",
        "/extra": "unknown",
    }
    assert all(fault["detail"] for fault in answer.json["errors"])


def test_an_invalid_query_names_its_faults(desk: Desk) -> None:
    phone = desk.phone("mentor")
    for query, pointer in [
        ("limit=0", "/limit"),
        ("limit=101", "/limit"),
        ("limit=x", "/limit"),
        ("limit=5&limit=6", "/limit"),
        ("limit=" + "9" * 5000, "/limit"),
        ("cursor=%00", "/cursor"),
        ("cursor=nonsense", "/cursor"),
        ("mentor_id=somebody", "/mentor_id"),
        ("mentee_id=%27%3B--", "/mentee_id"),
        ("status=splendid", "/status"),
        ("colour=blue", "/colour"),
    ]:
        answer = phone.get(f"/plans?{query}")
        assert code_of(answer) == (422, "request.invalid"), query
        assert [fault["pointer"] for fault in answer.json["errors"]] == [pointer]


def test_the_shape_is_looked_at_before_the_session_and_the_session_before_the_thing(desk: Desk) -> None:
    path, body = desk.signing()
    nobody, unknown = Phone(desk.app), f"/plans/{NOWHERE}/items/{NOWHERE}/sign-offs"
    assert code_of(nobody.post(path, b"x" * (1024 * 1024 + 1), Content_Type="text/plain")) == (413, "request.too_large")
    assert code_of(nobody.post(path, b"{", Content_Type="text/plain")) == (415, "request.unsupported_media_type")
    assert code_of(nobody.post(path, b"{")) == (400, "request.malformed")
    assert code_of(nobody.post(path, {})) == (422, "request.invalid")
    assert code_of(nobody.post(unknown, body)) == (401, "session.required")
    assert code_of(desk.phone("mentor").post(unknown, body)) == (404, "not_found")


def test_right_is_looked_at_before_presence_and_presence_before_the_rules(desk: Desk) -> None:
    path, wrong_day = desk.signing(seen_on="2199-01-01")
    assert code_of(desk.phone("stranger").post(path, wrong_day)) == (404, "not_found")
    assert code_of(desk.phone("area").post(path, wrong_day)) == (403, "not_allowed")
    assert code_of(desk.phone("mentor").post(path, wrong_day)) == (401, "presence.required")
    with_presence = {**wrong_day, "presence": desk.world.presence("mentor")}
    assert code_of(desk.phone("mentor").post(path, with_presence)) == (422, "sign_off.in_future")


@pytest.fixture
def failing(house: House, log: Log) -> Flask:
    app = create_app(house, log)

    def fail() -> Response:
        raise ZeroDivisionError("secret words of somebody")

    def wait() -> Response:
        raise busy()

    def swell() -> Response:
        raise full()

    def slow_down() -> Response:
        raise TooManyRequests(retry_after=7)

    for view in (fail, wait, swell, slow_down):
        app.add_url_rule(f"/v1/{view.__name__}", view_func=view)
    log.lines()
    return app


def test_a_mistake_of_ours_is_told_plainly_and_logged_without_words(failing: Flask, log: Log) -> None:
    answer = Phone(failing).get("/fail")
    assert code_of(answer) == (500, "unexpected")
    assert b"ZeroDivisionError" not in answer.data
    failed, request = log.lines()
    assert (failed["error"], failed["level"], request["status"]) == ("ZeroDivisionError", "error", 500)
    assert failed["request_id"] == request["request_id"] == answer.json["params"]["request_id"]
    assert any("fail" in frame for frame in failed["where"])
    assert "secret words" not in str(failed)


@pytest.mark.parametrize(
    ("path", "status", "code", "seconds"),
    [("/wait", 503, "busy", "1"), ("/swell", 507, "storage.full", "1"), ("/slow_down", 429, "request.too_many", "7")],
)
def test_what_passes_says_when_to_try_again(failing: Flask, path: str, status: int, code: str, seconds: str) -> None:
    answer = Phone(failing).get(path)
    assert code_of(answer) == (status, code)
    assert answer.headers["Retry-After"] == seconds
