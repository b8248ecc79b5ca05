"""The board as a page: figures that lead on, filters, pages, and a file to take out."""

import csv
import io
from datetime import timedelta

from openpyxl import load_workbook

from backend.people.details import ChangeName, change_name
from backend.people.rules import Post
from tests.conftest import Clock
from tests.reviews.helping import propose, sign_all
from tests.web.conftest import At
from tests.world import World


def grow(world: World, *names: str) -> None:
    """More mentees, each with a plan."""
    today = world.clock.today()
    for name in names:
        person = world.maker.person(name, Post.SENIOR, today, site=world.site)
        agreement = world.maker.agreement(person, [world.mentor], world.area, today, today + timedelta(30))
        world.maker.plan(world.mentor, agreement, world.framework, "senior", today, today + timedelta(30))


def test_the_page_says_what_is_owed_and_where_each_plan_stands(world: World, at: At) -> None:
    page = at("area").get("/board")
    assert "We owe something on one plan" in page.text
    assert "An observation or a talk about their work, since 1 October." in page.text
    assert "0 of 22" in page.text
    assert f"/plans/{world.plan}" in page.links()
    assert page.links().count("/board?flag=owed") == 1
    assert "/board" in at("area").get("/board?flag=owed").links()


def test_a_review_that_waits_says_who_proposed_it_and_for_whom_it_waits(world: World, at: At, clock: Clock) -> None:
    sign_all(world, clock)
    propose(world, consulted=[world.people_team, world.learning])
    for who in ("manager", "area"):
        page = at(who).get("/board")
        assert "Review proposed by Ash Linden today, waits for Bay Juniper or Ivy Cedar." in page.text
        assert "A review:" not in page.text


def test_a_board_is_filtered_searched_and_paged(world: World, at: At) -> None:
    grow(world, *(f"Ida {tree}" for tree in ("Fir", "Oak", "Yew", "Ash", "Elm")))
    area = at("area")
    assert "Ida Fir" in area.get("/board?search=fi&role=senior&sort=name").text
    assert "Maya Alder" not in area.get("/board?role=senior").text
    assert "Nobody here is like that." in area.get("/board?flag=ready").text
    empty = at("far_area").get("/board")
    assert "No plans here yet." in empty.text
    assert "First steps" not in empty.text
    area.get("/board?flag=fast", 422)
    area.get("/board?cursor=nonsense", 422)


def test_long_boards_go_on_by_page(world: World, at: At) -> None:
    grow(world, *(f"Ida {number}" for number in range(26)))
    team = at("people_team")
    first = team.get("/board?sort=name")
    (onward,) = [link for link in first.links() if "cursor=" in link]
    second = team.get(onward)
    assert [link for link in second.links() if "cursor=" in link] == []
    assert "/board?sort=name" in second.links()


def test_a_board_costs_the_same_for_one_and_for_three(world: World, at: At) -> None:
    area = at("area")
    area.get("/board")
    for name in ("Ari Hazel", "Bo Rowan", "Ida Fir"):
        assert area.statements("/board") == 8
        grow(world, name)


def test_no_cell_of_an_export_is_a_formula(world: World, at: At) -> None:
    world.do("people_team", change_name, ChangeName(person_id=world.mentee, name="=HYPERLINK(1)"))
    area = at("area").client
    text = area.get(f"/board/export.csv?scope=area:{world.area_id}").text.lstrip("\ufeff")
    lines = list(csv.reader(io.StringIO(text)))
    assert [line[0] for line in lines] == ["Person", "'=HYPERLINK(1)"]
    sheet = load_workbook(io.BytesIO(area.get("/board/export.xlsx").data)).active
    assert sheet is not None
    assert [row[0].data_type for row in sheet.iter_rows()] == ["s", "s"]
    assert len(lines[1]) == len(lines[0]) == 18
