"""Throttling, one's own secrets, sessions and organisations, as a phone meets them."""

from typing import Any

from backend.kernel.ids import new_id
from seeds.making import PASSWORD, PIN
from tests.accounts.test_signing_in import join_too
from tests.mobile_api.conftest import Desk, Phone, code_of
from tests.mobile_api.test_accounts import DEVICE, signed_in
from tests.network import fresh_address

NEW = "kettle orbit maple thursday"


def enter(desk: Desk, password: str, device: dict[str, Any] = DEVICE, **phone: str) -> Any:
    """The answer to a sign-in of the mentor's."""
    body = {"login": desk.world.maker.logins[desk.world.mentor], "password": password, "device": device}
    return Phone(desk.app, **phone).post("/auth/sessions", body)


def test_many_wrong_tries_are_429_with_the_seconds_to_wait(desk: Desk) -> None:
    mine = signed_in(desk)["device"]
    told = [code_of(enter(desk, "wrong")) for _ in range(11)]
    assert told == [(401, "session.wrong_login")] * 10 + [(429, "session.too_many_tries")]
    refused = enter(desk, PASSWORD)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, str(refused.json["params"]["seconds"]))
    assert 590 <= refused.json["params"]["seconds"] <= 600
    assert enter(desk, PASSWORD, {**DEVICE, **mine}).status_code == 201  # the device it was signed in on before


def test_one_network_is_slowed_at_whichever_login(desk: Desk) -> None:
    address = fresh_address()
    for n in range(40):
        body = {"login": f"no-{n}@{desk.world.maker.key}.test", "password": "x", "device": DEVICE}
        assert Phone(desk.app, address=address).post("/auth/sessions", body).status_code == 401
    assert enter(desk, PASSWORD, address=address).status_code == 429
    assert enter(desk, PASSWORD).status_code == 201


def test_the_password_is_changed_by_whoever_knows_it(desk: Desk) -> None:
    here, there = signed_in(desk), signed_in(desk)
    phone = Phone(desk.app, here["access_token"])
    assert code_of(phone.ask("PUT", "/me/password", {"current": "no", "password": NEW})) == (401, "presence.wrong")
    refused = phone.ask("PUT", "/me/password", {"current": PASSWORD, "password": "too short"})
    assert code_of(refused) == (422, "password.too_short")
    assert [fault["pointer"] for fault in refused.json["errors"]] == ["/password"]
    assert phone.ask("PUT", "/me/password", {"current": PASSWORD, "password": NEW}).status_code == 204
    assert phone.get("/me").status_code == 200
    assert code_of(Phone(desk.app, there["access_token"]).get("/me")) == (401, "session.required")
    assert [enter(desk, password).status_code for password in (PASSWORD, NEW)] == [401, 201]


def test_the_pin_is_changed_with_the_password(desk: Desk) -> None:
    phone = Phone(desk.app, signed_in(desk)["access_token"])
    assert code_of(phone.ask("PUT", "/me/pin", {"password": PASSWORD, "pin": "123456"})) == (422, "pin.easy_to_guess")
    assert phone.ask("PUT", "/me/pin", {"password": PASSWORD, "pin": "280461"}).status_code == 204
    told = [phone.post("/auth/presences", {"method": "pin", "pin": pin}).status_code for pin in (PIN, "280461")]
    assert told == [401, 201]


def test_s11_wrong_tries_are_told_on_me(desk: Desk) -> None:
    phone = Phone(desk.app, signed_in(desk)["access_token"])
    assert phone.get("/me").json["signing"]["wrong_tries"] == 0
    phone.post("/auth/presences", {"method": "pin", "pin": "000000"})
    told = phone.get("/me").json["signing"]
    assert (told["wrong_tries"], told["paused_at"], told["paused_until"]) == (1, None, None)
    assert told["last_wrong_at"].endswith("Z")


def test_sessions_are_listed_and_ended_one_by_one_or_all(desk: Desk) -> None:
    here, lost = signed_in(desk), signed_in(desk)
    phone = Phone(desk.app, here["access_token"])
    listed = phone.get("/auth/sessions").json["items"]
    assert [(one["device"], one["current"]) for one in listed[:2]] == [
        ({"name": "Jo's phone", "platform": "ios"}, False), ({"name": "Jo's phone", "platform": "ios"}, True),
    ]  # fmt: skip
    for _ in range(2):  # the second time as after a lost answer
        assert phone.delete(f"/auth/sessions/{listed[0]['id']}").status_code == 204
    assert code_of(Phone(desk.app, lost["access_token"]).get("/me")) == (401, "session.required")
    colleague = desk.phone("comentor")
    assert code_of(colleague.delete(f"/auth/sessions/{listed[1]['id']}")) == (404, "not_found")
    assert phone.delete("/auth/sessions").status_code == 204
    assert code_of(phone.get("/me")) == (401, "session.required")
    assert colleague.get("/me").status_code == 200


def test_one_login_goes_to_another_of_its_organisations(desk: Desk, elsewhere: Desk) -> None:
    newcomer = join_too(desk.world, elsewhere.world)
    phone = desk.phone("mentor")
    answer = phone.post("/auth/switches", {"organisation": elsewhere.world.maker.key})
    assert (answer.status_code, answer.json["person"]["id"]) == (201, newcomer)
    there = Phone(desk.app, answer.json["access_token"]).get("/me").json
    assert there["organisation"]["key"] == elsewhere.world.maker.key
    for key in (elsewhere.world.maker.key, "nowhere"):
        refused = desk.phone("comentor").post("/auth/switches", {"organisation": key})
        assert code_of(refused) == (404, "not_found")
        assert elsewhere.world.maker.key not in refused.data.decode()


def test_nothing_is_said_of_a_session_that_is_nobodys(desk: Desk, elsewhere: Desk) -> None:
    theirs = elsewhere.phone("mentor").get("/auth/sessions").json["items"][0]["id"]
    mine = desk.phone("mentor")
    assert {code_of(mine.delete(f"/auth/sessions/{one}")) for one in (theirs, new_id())} == {(404, "not_found")}
