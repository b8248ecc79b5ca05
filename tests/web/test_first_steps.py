"""What an organisation with nobody or nothing yet reads on its empty pages."""

from flask import Flask

from backend.house import House
from backend.people.rules import Post
from seeds.making import Maker
from tests.conftest import Clock
from tests.web.conftest import At, Visitor, browser
from tests.world import JOINED


def test_a_new_organisation_reads_what_comes_first_and_each_goes_where_they_may(
    app: Flask, house: House, clock: Clock
) -> None:
    maker = Maker(house.database, "org-beginning", "Rookery Trust", vault=house.vault).found()
    area = maker.area("North")
    leads = maker.person("Eden Larch", Post.AREA_MANAGER, JOINED, area=area)
    adds = maker.person("Ivy Cedar", Post.PEOPLE_TEAM, JOINED)
    for person, key in ((leads, "area"), (adds, "people")):
        maker.account(person, f"{key}@beginning.test")
    empty = Visitor(app, browser(app)).sign_in("area@beginning.test").get("/board")
    assert (
        "First steps Open an area, and a site in it For the people team, or an administrator Add people" in empty.text
    )
    assert "/agreements/new" in empty.links()
    assert not {"/people/new", "/frameworks"} & set(empty.links())
    maker.site(area, "Maple Court")
    maker.framework()
    again = Visitor(app, browser(app)).sign_in("people@beginning.test").get("/plans")
    assert "Open an area, and a site in it Everybody works at one done Add people" in again.text
    assert {"/people/new", "/frameworks"} <= set(again.links())


def test_where_somebody_has_a_plan_an_empty_page_is_no_beginning(at: At) -> None:
    for page in ("/board", "/plans"):
        assert "First steps" not in at("far_area").get(page).text
    assert "First steps" not in at("admin").get("/plans").text
