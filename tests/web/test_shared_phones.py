"""A phone that several people use, as a browser: choosing oneself, and leaving nothing behind."""

import pytest
from flask import Flask

from backend.kernel.ids import new_id
from seeds.making import PASSWORD, PIN
from tests.conftest import Clock
from tests.web.conftest import At, Visitor, spot
from tests.web.filling import competent
from tests.web.reading import Page
from tests.world import World

NOTHING = '"cache", "storage"'


def shared(nobody: Visitor, world: World, who: str = "mentor") -> Visitor:
    """A browser on a shared phone, where somebody signed in and said so."""
    login = world.maker.logins[world.people[who]]
    nobody.fill("/sign-in", "sign-in", login=login, password=PASSWORD, shared="yes")
    return nobody


def hand_over(visitor: Visitor) -> None:
    visitor.fill("/me", "hand-over")
    assert visitor.location == "/sign-in"


def choose(visitor: Visitor, world: World, who: str, status: int = 303, password: str = PASSWORD) -> Page:
    return visitor.fill(f"/sign-in?person={world.people[who]}", "sign-in", status, password=password)


def names(page: Page) -> list[str]:
    return [one.split(">", 1)[1].split("<", 1)[0] for one in page.html.split('class="row-title"')[1:]]


def cookies(visitor: Visitor) -> dict[str, str]:
    return {name: cookie.value for (_, _, name), cookie in (visitor.client._cookies or {}).items()}


def header(visitor: Visitor, name: str) -> str | None:
    assert visitor.answer is not None
    return visitor.answer.headers.get(name)


def test_whoever_says_that_the_phone_is_shared_hands_it_over_with_one_button_on_every_page(
    world: World, nobody: Visitor
) -> None:
    phone = shared(nobody, world)
    there = spot(world, "on-call")
    for path in ("/", "/me", "/mentees", f"/plans/{world.plan}", there.page, there.new, "/people"):
        page = phone.get(path)
        assert page.form("hand-over").action == "/hand-over", path
        assert "Shared phone. Jo Rowan is signed in." in page.text
        assert header(phone, "Cache-Control") == "no-store"
    assert phone.get("/nowhere", 404).form("hand-over").action == "/hand-over"
    hand_over(phone)
    assert header(phone, "Clear-Site-Data") == NOTHING
    assert phone.goes("/me") == "/sign-in?next=/me"


def test_ones_own_phone_has_no_such_button(at: At) -> None:
    page = at("mentor").get("/me")
    assert page.by_id("hand-over") is None
    assert page.by_id("share") is not None


def test_after_handing_over_one_opaque_cookie_is_left(world: World, nobody: Visitor) -> None:
    phone = shared(nobody, world)
    before = cookies(phone)
    hand_over(phone)
    left = cookies(phone)
    assert left == {"countersign-phone": before["countersign-phone"]}
    org, _, secret = left["countersign-phone"].partition(".")
    assert (org, len(secret)) == (world.org, 43)


def test_a_session_that_was_left_lying_about_is_over_and_leaves_nothing(
    world: World, nobody: Visitor, clock: Clock
) -> None:
    phone = shared(nobody, world)
    for _ in range(3):
        clock.move(minutes=14)
        phone.get("/me")
    clock.move(minutes=15)
    assert phone.goes("/me") == "/sign-in?next=/me"
    assert header(phone, "Clear-Site-Data") == NOTHING
    assert list(cookies(phone)) == ["countersign-phone"]


def test_the_next_person_picks_their_name_and_types_their_own_password(world: World, nobody: Visitor) -> None:
    phone = shared(nobody, world)
    hand_over(phone)
    page = phone.get("/sign-in?next=/plans/somebody-elses")
    assert (page.heading, names(page)) == ("Who is signing in?", ["Jo Rowan"])
    phone.fill("/sign-in?person=other", "sign-in", login=world.maker.logins[world.comentor], password=PASSWORD)
    assert phone.get("/me").heading == "Sam Beech"
    hand_over(phone)
    assert names(phone.get("/sign-in")) == ["Jo Rowan", "Sam Beech"]
    page = phone.get(f"/sign-in?person={world.mentor}")
    assert page.heading == "Jo Rowan"
    assert [e.attrs.get("autocomplete") for e in page.elements if e.attrs.get("type") == "password"] == ["off"]
    assert world.maker.logins[world.mentor] not in page.html
    choose(phone, world, "mentor")
    assert phone.location == "/"
    assert phone.get("/me").heading == "Jo Rowan"


@pytest.mark.parametrize("password", [PIN, "wrong", f"{PASSWORD}x"])
def test_a_pin_or_a_wrong_password_signs_nobody_in(world: World, nobody: Visitor, password: str) -> None:
    phone = shared(nobody, world)
    hand_over(phone)
    page = choose(phone, world, "mentor", 401, password)
    assert (page.heading, page.by_id("password-error") is not None) == ("Jo Rowan", True)
    assert phone.goes("/me") == "/sign-in?next=/me"


def test_nobody_is_chosen_who_is_not_on_the_list(world: World, nobody: Visitor) -> None:
    phone = shared(nobody, world)
    hand_over(phone)
    form = phone.get(f"/sign-in?person={world.mentor}").form("sign-in")
    for person in (world.mentee, new_id()):
        phone.send(form.action, form.filled(person=person, password=PASSWORD), 401)
    assert "Maya Alder" not in phone.get(f"/sign-in?person={world.mentee}").html


def test_a_name_is_taken_off_the_list(world: World, nobody: Visitor) -> None:
    phone = shared(nobody, world)
    hand_over(phone)
    phone.fill("/sign-in", f"off-{world.mentor}")
    assert phone.location == "/sign-in"
    page = phone.get("/sign-in")
    assert (page.heading, "Jo Rowan" in page.text) == ("Sign in", False)


def test_a_browser_that_is_no_shared_phone_has_no_list(app: Flask, world: World, nobody: Visitor) -> None:
    shared(nobody, world)
    stranger = Visitor(app, app.test_client())
    assert stranger.get("/sign-in").heading == "Sign in"
    stranger.client.set_cookie("countersign-phone", f"{world.org}.made-up")
    assert stranger.get("/sign-in").heading == "Sign in"
    assert "Jo Rowan" not in stranger.get(f"/sign-in?person={world.mentor}").text


def test_a_phone_is_shared_and_one_persons_again_from_me(world: World, at: At) -> None:
    phone = at("mentor")
    phone.fill("/me", "share")
    assert phone.location == "/me?done=shared"
    page = phone.get("/me?done=shared")
    assert "This phone is shared now." in page.text
    phone.fill("/me", "unshare")
    assert header(phone, "Clear-Site-Data") == NOTHING
    assert cookies(phone) == {}
    phone.sign_in(world.maker.logins[world.comentor])
    assert phone.get("/me").by_id("hand-over") is None


def test_s09_presence_ends_when_the_phone_is_handed_over(world: World, nobody: Visitor, clock: Clock) -> None:
    phone, there = shared(nobody, world), spot(world, "cover-shifts")
    form = phone.get(there.new).form("sign-off")
    phone.send(form.action, form.filled(**competent(clock.today())))
    assert "pin" not in phone.get(there.new).form("sign-off").fields
    hand_over(phone)
    choose(phone, world, "mentor")
    assert "pin" in phone.get(there.new).form("sign-off").fields


def test_s14_on_a_shared_phone_each_signs_as_themselves(world: World, nobody: Visitor, clock: Clock) -> None:
    phone = shared(nobody, world)
    for who, key in (("mentor", "cover-shifts"), ("comentor", "on-call")):
        there = spot(world, key)
        if who == "comentor":
            hand_over(phone)
            phone.fill("/sign-in?person=other", "sign-in", login=world.maker.logins[world.comentor], password=PASSWORD)
        form = phone.get(there.new).form("sign-off")
        phone.send(form.action, form.filled(**competent(clock.today())))
    hand_over(phone)
    assert [world.item(key).sign_offs[0].signer.name for key in ("cover-shifts", "on-call")] == [
        "Jo Rowan",
        "Sam Beech",
    ]
    there = spot(world, "reflect")
    token = phone.get("/sign-in?person=other").form("sign-in").fields["csrf_token"]
    phone.send(f"{there.page}/sign-offs", competent(clock.today(), csrf_token=token), 401)
    assert world.item("reflect").sign_offs == []


def test_handing_over_needs_the_forms_token(world: World, nobody: Visitor) -> None:
    phone = shared(nobody, world)
    phone.send("/hand-over", {}, 400)
    assert phone.get("/me").heading == "Jo Rowan"
