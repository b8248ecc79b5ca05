"""Joining by a code on a phone, and phones that several people use."""

from typing import Any

import pytest

from backend.kernel.ids import new_id
from backend.people.rules import Post
from seeds.making import PASSWORD
from tests.mobile_api.conftest import Answer, Desk, Phone, code_of

DEVICE = {"name": "Nell's phone", "platform": "android"}
SHARED = {"name": "On-call phone", "platform": "android", "shared": True}


def newcomer(desk: Desk, staff_number: str | None = "0815") -> str:
    """Somebody without an account."""
    world = desk.world
    return world.maker.person("Nell Ivy", Post.RELIEF, desk.clock.today(), site=world.site, staff_number=staff_number)


def make(desk: Desk, person: str, who: str = "people_team", **body: Any) -> Answer:
    """Asks for a code."""
    return desk.phone(who).post(f"/people/{person}/joining-codes", body)


def join(desk: Desk, code: str, **more: Any) -> Answer:
    """Uses a code."""
    return Phone(desk.app).post(
        "/auth/joinings", {"code": code, "password": "three plain words", "device": DEVICE} | more
    )


def test_somebody_without_e_mail_joins_and_signs_in_by_staff_number(desk: Desk) -> None:
    person = newcomer(desk)
    made = make(desk, person, identity_method="document", checked_on=desk.clock.today().isoformat())
    assert (made.status_code, sorted(made.json)) == (201, ["code", "expires_on"])
    assert (made.json["expires_on"], made.headers["Cache-Control"]) == ("2026-10-15", "no-store")
    joined = join(desk, made.json["code"], pin="246810")
    assert joined.status_code == 201
    phone = Phone(desk.app, joined.json["access_token"])
    assert phone.get("/me").json["person"]["id"] == joined.json["person"]["id"] == person
    assert phone.post("/auth/presences", {"method": "pin", "pin": "246810"}).status_code == 201
    body = {"login": "0815", "organisation": desk.world.maker.key, "password": "three plain words", "device": DEVICE}
    assert Phone(desk.app).post("/auth/sessions", body).status_code == 201


def test_a_code_is_wrong_in_one_way_only(desk: Desk) -> None:
    code = make(desk, newcomer(desk)).json["code"]
    assert join(desk, code).status_code == 201
    problems = [join(desk, one) for one in (code, "K7QM-2X9D-4TRW", "?", "é")]
    assert [code_of(one) for one in problems] == [(401, "joining.code_wrong")] * 4
    assert len({one.data for one in problems}) == 1


def test_what_is_missing_is_said_at_its_field(desk: Desk) -> None:
    code = make(desk, newcomer(desk, None)).json["code"]
    asked = join(desk, code)
    assert code_of(asked) == (422, "joining.login_needed")
    assert [error["pointer"] for error in asked.json["errors"]] == ["/login"]
    for weak in ({"password": "short"}, {"pin": "123456"}):
        told = join(desk, code, login="nell@ivy.test", **weak)
        assert (told.status_code, [error["pointer"] for error in told.json["errors"]]) == (
            422,
            [f"/{next(iter(weak))}"],
        )
    assert join(desk, code, login=f"nell@{desk.world.maker.key}.test").status_code == 201


def test_a_code_is_shown_once(desk: Desk) -> None:
    person, id_ = newcomer(desk), new_id()
    assert make(desk, person, id=id_).status_code == 201
    assert code_of(make(desk, person, id=id_)) == (409, "joining.code_shown_once")
    assert code_of(make(desk, desk.world.mentor, id=id_)) == (409, "id.reused")


@pytest.mark.parametrize(
    ("who", "told"),
    [("manager", (403, "not_allowed")), ("mentor", (403, "not_allowed")), ("stranger", (404, "not_found")),
     ("admin", (403, "joining.own_code"))],
)  # fmt: skip
def test_codes_are_for_whoever_manages_people(desk: Desk, who: str, told: tuple[int, str]) -> None:
    person = desk.world.admin if who == "admin" else desk.world.mentee
    assert code_of(make(desk, person, who)) == told


def shared(desk: Desk) -> dict[str, Any]:
    """A mentor signed in on a shared phone."""
    body = {"login": desk.world.maker.logins[desk.world.mentor], "password": PASSWORD, "device": SHARED}
    answer = Phone(desk.app).post("/auth/sessions", body)
    assert answer.status_code == 201
    pair: dict[str, Any] = answer.json
    return pair


def test_a_session_on_a_shared_phone_ends_after_a_quarter_of_an_hour_without_use(desk: Desk) -> None:
    pair = shared(desk)
    phone = Phone(desk.app, pair["access_token"])
    assert pair["expires_in"] == 900
    for _ in range(3):
        desk.clock.move(minutes=14)
        assert phone.get("/me").status_code == 200
    desk.clock.move(minutes=15)
    assert code_of(phone.get("/me")) == (401, "session.required")
    assert code_of(refresh(desk, pair)) == (401, "session.required")


def test_a_session_on_a_shared_phone_ends_after_a_shift_however_much_it_is_used(desk: Desk) -> None:
    pair = shared(desk)
    for _ in range(51):
        desk.clock.move(minutes=14)
        fresh = refresh(desk, pair)
        assert fresh.status_code == 201
        pair = fresh.json
        assert pair["expires_in"] <= 900
    desk.clock.move(minutes=7)
    assert code_of(Phone(desk.app, pair["access_token"]).get("/me")) == (401, "session.required")
    assert code_of(refresh(desk, pair)) == (401, "session.required")


def test_a_session_on_ones_own_phone_is_not_short(desk: Desk) -> None:
    body = {"login": desk.world.maker.logins[desk.world.mentor], "password": PASSWORD, "device": DEVICE}
    pair = Phone(desk.app).post("/auth/sessions", body).json
    desk.clock.move(minutes=59)
    assert Phone(desk.app, pair["access_token"]).get("/me").status_code == 200
    desk.clock.move(hours=13)
    assert refresh(desk, pair).status_code == 201


def refresh(desk: Desk, pair: dict[str, Any]) -> Answer:
    """The answer to a refresh token."""
    return Phone(desk.app).post("/auth/refreshes", {"refresh_token": pair["refresh_token"]})
