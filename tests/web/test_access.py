"""One's own password, PIN, sessions and organisations as pages; and many wrong tries at the door."""

import pytest
from flask import Flask

from backend.kernel.ids import is_id
from seeds.making import PASSWORD
from tests.accounts.test_signing_in import join_too
from tests.kernel.helping import refused
from tests.web.conftest import At, Visitor, browser
from tests.world import World
from web.accounts.browsers import named

NEW = "kettle orbit maple thursday"


def knock(nobody: Visitor, world: World, password: str, status: int) -> str:
    login = world.maker.logins[world.mentor]
    return nobody.fill("/sign-in", "sign-in", status, login=login, password=password).text


def test_many_wrong_tries_are_told_with_how_long_to_wait_and_a_known_browser_still_gets_in(
    app: Flask, world: World, at: At
) -> None:  # fmt: skip
    mine, stranger = at("mentor"), Visitor(app, browser(app))
    for _ in range(10):
        knock(stranger, world, "wrong", 401)
    assert "please wait: ten minutes." in knock(stranger, world, PASSWORD, 429)
    assert stranger.answer is not None
    assert 590 <= int(stranger.answer.headers["Retry-After"]) <= 600
    mine.fill("/me", "sign-out")
    knock(mine, world, PASSWORD, 303)


def test_a_browser_is_known_again_by_a_cookie_that_scripts_cannot_read(world: World, nobody: Visitor) -> None:
    knock(nobody, world, PASSWORD, 303)
    kept = nobody.client.get_cookie("countersign-device")
    assert kept is not None
    assert (is_id(kept.value), kept.http_only, kept.same_site, kept.path) == (True, True, "Lax", "/")
    nobody.fill("/me", "sign-out")
    knock(nobody, world, PASSWORD, 303)
    again = nobody.client.get_cookie("countersign-device")
    assert again is not None
    assert again.value == kept.value


def test_the_password_is_changed_from_me(world: World, at: At) -> None:
    here, elsewhere = at("mentor"), at("mentor")
    page = here.fill("/me/password", "password-form", 422)
    assert "Type the password you have now." in page.text
    page = here.fill("/me/password", "password-form", 422, current=PASSWORD, password=NEW, again="other")
    assert "Type the new one again, the same way." in page.text
    page = here.fill("/me/password", "password-form", 422, current=PASSWORD, password="short", again="short")
    assert "Please use at least 15 characters." in page.text
    assert page.form("password-form").fields["current"] == ""
    page = here.fill("/me/password", "password-form", 401, current="wrong", password=NEW, again=NEW)
    assert "That password was not right. Tries left before signing pauses for a while: 4." in page.text
    here.fill("/me/password", "password-form", current=PASSWORD, password=NEW, again=NEW)
    assert "Your password is changed, and everywhere else you are signed out." in here.get(here.location).text
    assert elsewhere.goes("/me") == "/sign-in?next=/me"
    knock(elsewhere, world, NEW, 303)


@pytest.mark.parametrize("htmx", [False, True])
def test_the_pin_is_changed_from_me(world: World, at: At, htmx: bool) -> None:
    mentor = at("mentor")
    page = mentor.fill("/me/pin", "pin-form", 422, htmx=htmx, password=PASSWORD, pin="111111", again="111111")
    assert "Please choose six digits that are not all the same" in page.text
    given = {"password": PASSWORD, "pin": "280461", "again": "280461"}
    page = mentor.fill("/me/pin", "pin-form", 200 if htmx else 303, htmx=htmx, **given)
    page = page if htmx else mentor.get(mentor.location)
    assert "Your PIN is changed." in page.text
    with refused("presence.wrong"):
        world.presence("mentor")  # with the PIN before


def test_s11_wrong_tries_and_a_pause_are_told_on_me(world: World, at: At) -> None:
    mentor = at("mentor")
    assert mentor.get("/me").by_id("signing") is None
    for _ in range(2):
        mentor.fill("/me/pin", "pin-form", 401, password="wrong", pin="280461", again="280461")
    assert "Two wrong tries at your PIN or password, the last today at " in mentor.get("/me").text
    assert at("comentor").get("/me").by_id("signing") is None
    for status in (401, 401, 403):
        mentor.fill("/me/pin", "pin-form", status, password="wrong", pin="280461", again="280461")
    assert "Signing is paused until " in mentor.get("/me").text
    assert "Signing was paused today at " in at("mentor").get("/me").text  # the password ended it


def test_where_one_is_signed_in_is_listed_and_ended(world: World, at: At) -> None:
    here, lost = at("manager"), at("manager")
    page = here.get("/me/sessions")
    assert page.heading == "You are signed in on two devices"
    (form,) = [form for form in page.forms if (form.id or "").startswith("end-")]
    here.send(form.action, form.filled())
    assert "That is over." in here.get(here.location).text
    assert here.get("/me/sessions").heading == "You are signed in here alone"
    assert lost.goes("/me") == "/sign-in?next=/me"
    at("comentor").fill("/me/sessions", "everywhere")
    assert here.get("/me").heading == "Kit Hawthorn"
    here.fill("/me/sessions", "everywhere")
    assert here.location == "/sign-in"
    assert here.goes("/me") == "/sign-in?next=/me"


def test_nobody_ends_the_session_of_somebody_else(world: World, at: At) -> None:
    manager, other, comentor = at("manager"), at("manager"), at("comentor")
    (form,) = [form for form in manager.get("/me/sessions").forms if (form.id or "").startswith("end-")]
    token = comentor.get("/me").form("sign-out").fields["csrf_token"]
    comentor.send(form.action, {"csrf_token": token}, 404)
    assert other.get("/me").heading == "Kit Hawthorn"


def test_a_login_of_several_organisations_chooses_where_to_go(
    world: World, other: World, nobody: Visitor
) -> None:  # fmt: skip
    join_too(world, other)
    login = world.maker.logins[world.mentor]
    nobody.fill("/sign-in", "sign-in", login=login, password=PASSWORD)
    assert nobody.location == "/me/organisations?next=/"
    assert nobody.get(nobody.location).heading == "Where would you like to go?"
    for there in (other, world):
        nobody.fill("/me/organisations", f"to-{there.maker.key}")
        assert nobody.location == "/"
        assert there.maker.key in nobody.get("/me").text
    assert "/me/organisations" in nobody.get("/me").links()
    nobody.fill("/sign-in", "sign-in", login=login, password=PASSWORD, organisation=other.maker.key)
    assert nobody.location == "/"


def test_whoever_belongs_to_one_organisation_is_asked_nothing(world: World, other: World, at: At) -> None:
    join_too(world, other)
    comentor = at("comentor")
    assert comentor.location == "/"
    page = comentor.get("/me")
    assert "/me/organisations" not in page.links()
    assert other.maker.key not in comentor.get("/me/organisations").text
    token = page.form("sign-out").fields["csrf_token"]
    comentor.send("/me/organisations", {"csrf_token": token, "organisation": other.maker.key}, 404)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox on Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537 Chrome/126.0 Mobile Safari/537", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari on an iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537 Edg/126.0", "Edge on Windows"),
        ("curl/8", "Web browser"),
        ("", "Web browser"),
    ],
)
def test_a_browser_is_called_what_people_call_it(said: str, name: str) -> None:
    assert named(said) == name
