"""Joining with a code at a browser, and making one for somebody, on a sheet to print."""

import re

import pytest

from backend.accounts.tables import joining_codes
from backend.house import House
from backend.kernel.ids import Id
from backend.people.rules import Post
from backend.people.tables import people
from seeds.making import PASSWORD
from tests.conftest import Clock
from tests.kernel.helping import owning, rows_of
from tests.web.conftest import At, Visitor
from tests.web.reading import Page
from tests.world import JOINED, World

NEW = "three plain words"


def newcomer(world: World, staff_number: str | None = "0815") -> Id:
    """Somebody without an account."""
    return world.maker.person(
        "Nell Ivy", Post.RELIEF, JOINED, site=world.site, staff_number=staff_number, checked=False
    )


def ask(who: Visitor, person: Id, status: int = 200, **typed: str | None) -> Page:
    """Makes a code, as the page says it."""
    form = who.get(f"/people/{person}/joining-code/new").form("make-code")
    return who.send(form.action, form.filled(**{"identity_method": "no", **typed}), status)


def code_on(page: Page) -> str:
    """The code that stands on a page."""
    found = re.search(r'id="code">([0-9A-Z-]{14})<', page.html)
    assert found is not None
    return found[1]


def test_a_code_is_made_on_paper_and_somebody_without_e_mail_joins_with_it(
    world: World, at: At, nobody: Visitor, clock: Clock
) -> None:
    person = newcomer(world)
    sheet = ask(at("people_team"), person, identity_method="document", checked_on=clock.today().isoformat())
    assert sheet.heading == "Nell Ivy: your joining code"
    for told in ("Hazelwood Care", "0815", world.maker.key, "Works once, until the end of Thursday", "localhost/join"):
        assert told in sheet.text
    assert "QR" not in sheet.text  # drawn, with a name of its own
    assert "for the camera of a phone" in sheet.html
    assert [one for one in sheet.elements if "style" in one.attrs] == []  # the policy would refuse it
    nobody.fill("/join", "join", code=code_on(sheet).lower(), password=NEW, pin="246810")
    assert nobody.location == "/me?done=joined"
    page = nobody.get("/me?done=joined")
    assert (page.heading, "Welcome." in page.text) == ("Nell Ivy", True)
    (row,) = rows_of(world.maker.database, world.org, people, people.c.id == person)
    assert (row.identity_method, row.identity_checked_by) == ("document", world.people_team)


def test_the_way_there_is_on_the_persons_page_for_whoever_manages_people(world: World, at: At) -> None:
    at_ = f"/people/{world.mentee}/joining-code/new"
    assert at_ in at("people_team").get(f"/people/{world.mentee}").links()
    assert at_ not in at("manager").get(f"/people/{world.mentee}").links()
    assert (
        f"/people/{world.people_team}/joining-code/new"
        not in at("people_team").get(f"/people/{world.people_team}").links()
    )


@pytest.mark.parametrize(
    ("who", "status"), [("manager", 403), ("mentor", 403), ("stranger", 404), ("people_team", 200)]
)  # fmt: skip
def test_only_whoever_manages_people_makes_codes(world: World, at: At, who: str, status: int) -> None:
    assert at(who).client.get(f"/people/{world.mentee}/joining-code/new").status_code == status


def test_the_page_asks_plainly_how_identity_was_checked(world: World, at: At) -> None:
    page = at("admin").get(f"/people/{newcomer(world)}/joining-code/new")
    assert "Have you made sure that this is Nell Ivy?" in page.text
    assert "Somebody has to, before the first signature of theirs counts." in page.text
    form = page.form("make-code")
    assert form.offered["identity_method"] == ["in_person", "document", "video", "employment_record", "no"]
    assert "identity_method" not in form.fields
    known = at("admin").get(f"/people/{world.mentor}/joining-code/new")
    assert "It lets them choose a new password, and signs them out everywhere." in known.text
    assert "by document. You need not do it again." in known.text


def test_what_is_missing_is_said_where_it_is_missing(world: World, at: At) -> None:
    admin, person = at("admin"), newcomer(world)
    assert "Say how, or that you have not now." in ask(admin, person, 422, identity_method=None).text
    page = ask(admin, person, 422, identity_method="video")
    assert "Choose the day you checked." in page.text
    assert page.form("make-code").fields["identity_method"] == "video"


def test_a_code_is_shown_once_and_the_same_form_again_makes_none(world: World, at: At, house: House) -> None:
    admin, person = at("admin"), newcomer(world)
    form = admin.get(f"/people/{person}/joining-code/new").form("make-code")
    filled = form.filled(identity_method="no")
    code = code_on(admin.send(form.action, filled, 200))
    again = admin.send(form.action, filled, 409)
    assert "is kept nowhere" in again.text
    assert code not in again.html
    assert "There is a code already that still works." in again.text
    with owning(house) as connection:
        assert code not in repr(connection.execute(joining_codes.select()).all())


@pytest.mark.parametrize("htmx", [False, True])
def test_a_wrong_code_is_told_kindly_and_what_was_typed_stays(nobody: Visitor, world: World, htmx: bool) -> None:
    page = nobody.fill(
        "/join", "join", 401, htmx=htmx, code="K7QM-2X9D-4TRW", password=NEW, login="nell@ivy.test", pin="246810"
    )
    fields = page.form("join").fields
    assert (fields["code"], fields["login"], fields["password"], fields["pin"]) == (
        "K7QM-2X9D-4TRW", "nell@ivy.test", "", "",
    )  # fmt: skip
    assert "That code does not work: it may be mistyped, used, or too old." in page.text


def test_somebody_without_a_staff_number_is_asked_for_an_address(world: World, at: At, nobody: Visitor) -> None:
    code = code_on(ask(at("admin"), newcomer(world, None)))
    page = nobody.fill("/join", "join", 422, code=code, password=NEW)
    assert page.by_id("login-error") is not None
    nobody.fill("/join", "join", code=code, password=NEW, login=f"nell@{world.maker.key}.test")
    assert nobody.get("/me").heading == "Nell Ivy"


def test_a_forgotten_password_is_mended_with_a_code(world: World, at: At, nobody: Visitor) -> None:
    before = at("mentor")
    code = code_on(ask(at("admin"), world.mentor))
    nobody.fill("/join", "join", code=code, password=NEW)
    assert nobody.get("/me").heading == "Jo Rowan"
    assert before.goes("/me") == "/sign-in?next=/me"
    before.fill("/sign-in", "sign-in", 401, login=world.maker.logins[world.mentor], password=PASSWORD)
    before.fill("/sign-in", "sign-in", login=world.maker.logins[world.mentor], password=NEW)


def test_an_empty_form_says_everything_it_needs(nobody: Visitor) -> None:
    page = nobody.fill("/join", "join", 422)
    assert "Type the code you were handed." in page.text
    assert "Type your password." in page.text
