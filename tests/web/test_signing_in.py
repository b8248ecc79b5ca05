"""The door: in with an e-mail address or a staff number, and out again."""

from dataclasses import replace

import pytest

from backend.house import House
from backend.people.rules import Post
from seeds.making import PASSWORD
from tests.web.conftest import At, Visitor
from tests.world import JOINED, World
from web import create_app
from web.paths import local


def test_a_mentor_signs_in_and_starts_with_what_waits(world: World, nobody: Visitor) -> None:
    nobody.fill("/sign-in", "sign-in", login=world.maker.logins[world.mentor], password=PASSWORD)
    assert nobody.location == "/"
    assert nobody.get("/").heading == "Nothing waits for you"


def test_somebody_without_an_e_mail_address_signs_in_by_staff_number(world: World, nobody: Visitor) -> None:
    person = world.maker.person("Nell Ivy", Post.RELIEF, JOINED, site=world.site, staff_number="0815")
    world.maker.account(person, f"nell@{world.maker.key}.test", staff_number="0815")
    nobody.fill("/sign-in", "sign-in", login="0815", organisation=world.maker.key, password=PASSWORD)
    assert nobody.get("/me").heading == "Nell Ivy"


@pytest.mark.parametrize("htmx", [False, True])
def test_a_wrong_password_is_told_kindly_and_what_was_typed_stays(
    world: World, nobody: Visitor, htmx: bool
) -> None:  # fmt: skip
    page = nobody.fill("/sign-in", "sign-in", 401, htmx=htmx, login="maya@x.test", password="no", organisation="hazel")
    form = page.form("sign-in")
    assert (form.fields["login"], form.fields["organisation"], form.fields["password"]) == ("maya@x.test", "hazel", "")
    assert "That login and password do not go together. Please try again." in page.text


def test_an_empty_form_says_everything_it_needs(nobody: Visitor) -> None:
    page = nobody.fill("/sign-in", "sign-in", 422)
    assert "Type your e-mail address or staff number." in page.text
    assert "Type your password." in page.text


def test_whoever_came_for_a_page_gets_there_after_signing_in(world: World, nobody: Visitor) -> None:
    assert nobody.goes("/plans?cursor=abc") == "/sign-in?next=/plans%3Fcursor%3Dabc"
    page = nobody.get(nobody.location)
    form = page.form("sign-in")
    nobody.send(form.action, form.filled(login=world.maker.logins[world.mentor], password=PASSWORD))
    assert nobody.location == "/plans?cursor=abc"


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a b", "/\n/evil", "", None],
)
def test_nobody_is_led_to_another_site(elsewhere: str | None) -> None:
    assert local(elsewhere) == "/"


def test_htmx_is_told_to_load_the_next_page_afresh(world: World, nobody: Visitor) -> None:
    login = world.maker.logins[world.mentor]
    nobody.fill("/sign-in", "sign-in", 200, htmx=True, login=login, password=PASSWORD)
    assert nobody.answer is not None
    assert nobody.answer.headers["HX-Redirect"] == "/"


def test_signing_out_ends_the_session_itself_and_not_only_the_cookie(at: At) -> None:
    mentor = at("mentor")
    kept = mentor.client.get_cookie("countersign")
    assert kept is not None
    mentor.fill("/me", "sign-out")
    assert mentor.location == "/sign-in"
    mentor.client.set_cookie("countersign", kept.value)
    assert mentor.goes("/me") == "/sign-in?next=/me"


def test_s09_signing_out_takes_the_presence_along(world: World, at: At) -> None:
    mentor = at("mentor")
    with mentor.client.session_transaction() as cookie:
        cookie["presence"] = world.presence("mentor")
    mentor.fill("/me", "sign-out")
    with mentor.client.session_transaction() as cookie:
        assert dict(cookie) == {}


def test_signing_in_leaves_nothing_of_the_session_before(world: World, at: At) -> None:
    mentor = at("mentor")
    with mentor.client.session_transaction() as cookie:
        cookie["presence"] = "somebody's"
        before = cookie["token"]
    mentor.sign_in(world.maker.logins[world.mentee])
    with mentor.client.session_transaction() as cookie:
        assert "presence" not in cookie
        assert cookie["token"] != before


def test_the_cookie_of_a_real_server_is_bound_to_its_host_and_to_https(house: House) -> None:
    app = create_app(replace(house, settings=replace(house.settings, secure_cookies=True)))
    answer = app.test_client().get("/sign-in", base_url="https://countersign.test")
    name, *rest = answer.headers["Set-Cookie"].split("; ")
    assert name.startswith("__Host-countersign=")
    assert sorted(rest) == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_without_a_secret_key_there_is_no_app(house: House) -> None:
    with pytest.raises(ValueError, match="COUNTERSIGN_SECRET_KEY"):
        create_app(replace(house, settings=replace(house.settings, secret_key="")))
