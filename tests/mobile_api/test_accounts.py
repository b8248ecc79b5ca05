"""Signing in, and fresh tokens whatever becomes of an answer."""

from typing import Any

import pytest

from backend.kernel.ids import new_id
from seeds.making import PASSWORD
from tests.mobile_api.conftest import Desk, Phone, code_of

DEVICE = {"name": "Jo's phone", "platform": "ios"}


def signed_in(desk: Desk) -> dict[str, Any]:
    """What a mentor gets for their password."""
    body = {"login": desk.world.maker.logins[desk.world.mentor], "password": PASSWORD, "device": DEVICE}
    answer = Phone(desk.app).post("/auth/sessions", body)
    assert answer.status_code == 201
    pair: dict[str, Any] = answer.json
    return pair


def test_signing_in_says_who_and_where(desk: Desk) -> None:
    pair = signed_in(desk)
    assert sorted(pair) == ["access_token", "device", "expires_in", "memberships", "person", "refresh_token"]
    assert pair["person"] == {"id": desk.world.mentor, "name": "Jo Rowan"}
    member = {"organisation": desk.world.maker.key, "name": "Hazelwood Care", "person_id": desk.world.mentor}
    assert pair["memberships"] == [member]
    me = Phone(desk.app, pair["access_token"]).get("/me").json
    assert (me["person"]["id"], me["organisation"]["zone"]) == (desk.world.mentor, "Europe/London")
    assert {"tie": "mentor", "scope_id": desk.world.agreement} in me["ties"]


def test_a_device_keeps_its_id(desk: Desk) -> None:
    id_ = new_id()
    login = desk.world.maker.logins[desk.world.mentor]
    body = {"login": login, "password": PASSWORD, "device": {**DEVICE, "id": id_.upper()}}
    assert Phone(desk.app).post("/auth/sessions", body).json["device"] == {"id": id_}


@pytest.mark.parametrize("wrong", [{"password": "nearly"}, {"login": "nobody@example.test"}, {"organisation": "else"}])
def test_a_wrong_login_is_told_the_same_whatever_is_wrong(desk: Desk, wrong: dict[str, str]) -> None:
    login = desk.world.maker.logins[desk.world.mentor]
    body = {"login": login, "password": PASSWORD, "device": DEVICE}
    assert code_of(Phone(desk.app).post("/auth/sessions", body | wrong)) == (401, "session.wrong_login")
    assert Phone(desk.app).post("/auth/sessions", {**body, "login": login.upper()}).status_code == 201


def refresh(desk: Desk, token: str) -> Any:
    """The answer to a refresh token."""
    return Phone(desk.app).post("/auth/refreshes", {"refresh_token": token})


def test_a_refresh_gives_a_new_pair_and_ends_the_old_access(desk: Desk) -> None:
    old = signed_in(desk)
    fresh = refresh(desk, old["refresh_token"])
    assert fresh.status_code == 201
    assert {fresh.json[k] == old[k] for k in ("access_token", "refresh_token")} == {False}
    assert {fresh.json[k] == old[k] for k in ("device", "person", "memberships")} == {True}
    assert Phone(desk.app, fresh.json["access_token"]).get("/me").status_code == 200
    assert code_of(Phone(desk.app, old["access_token"]).get("/me")) == (401, "session.required")


def test_f22_a_retry_whose_answer_was_lost_gets_a_pair_too(desk: Desk) -> None:
    old = signed_in(desk)
    assert refresh(desk, old["refresh_token"]).status_code == 201  # and the answer is lost
    second = refresh(desk, old["refresh_token"])
    assert second.status_code == 201
    third = refresh(desk, second.json["refresh_token"])
    assert third.status_code == 201
    assert Phone(desk.app, third.json["access_token"]).get("/me").status_code == 200


def test_f22_an_old_token_after_its_successor_was_used_ends_the_session(desk: Desk) -> None:
    stolen = signed_in(desk)["refresh_token"]
    second = refresh(desk, stolen).json
    third = refresh(desk, second["refresh_token"]).json
    assert Phone(desk.app, third["access_token"]).get("/me").status_code == 200
    assert code_of(refresh(desk, stolen)) == (401, "session.refresh_reused")
    assert code_of(Phone(desk.app, third["access_token"]).get("/me")) == (401, "session.required")
    assert code_of(refresh(desk, third["refresh_token"])) == (401, "session.required")


def test_one_theft_ends_no_other_session(desk: Desk) -> None:
    stolen, other = signed_in(desk), signed_in(desk)
    second = refresh(desk, stolen["refresh_token"]).json
    refresh(desk, second["refresh_token"])
    assert code_of(refresh(desk, stolen["refresh_token"])) == (401, "session.refresh_reused")
    assert Phone(desk.app, other["access_token"]).get("/me").status_code == 200


@pytest.mark.parametrize("what", ["nonsense", "access", "foreign", "old"])
def test_a_refresh_token_of_nobody_is_refused(desk: Desk, elsewhere: Desk, what: str) -> None:
    pair = signed_in(desk)
    tokens = {
        "nonsense": "x",
        "access": pair["access_token"],
        "foreign": pair["refresh_token"].replace(desk.world.org, elsewhere.world.org),
        "old": pair["refresh_token"],
    }
    if what == "old":
        desk.clock.move(days=91)
    assert code_of(refresh(desk, tokens[what])) == (401, "session.required")


def test_tokens_are_kept_by_nobody_on_the_way(desk: Desk) -> None:
    login = desk.world.maker.logins[desk.world.mentor]
    answer = Phone(desk.app).post("/auth/sessions", {"login": login, "password": PASSWORD, "device": DEVICE})
    assert answer.headers["Cache-Control"] == "no-store"
