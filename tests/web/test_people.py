"""Finding people and reading about one of them, at a browser."""

import pytest

from backend.people.rules import Post
from tests.web.conftest import At
from tests.world import JOINED, World


def test_people_are_searched_without_a_script(world: World, at: At) -> None:
    visitor = at("people_team")
    page = visitor.get("/people")
    assert page.heading == "People here"
    assert page.text.index("Ash Linden") < page.text.index("Maya Alder")
    found = visitor.get("/people?search=jo")
    assert f"/people/{world.mentor}" in found.links()
    assert f"/people/{world.mentee}" not in found.links()
    assert (found.by_id("search") or page.elements[0]).attrs["value"] == "jo"
    assert "Nobody by that name." in visitor.get("/people?search=zzz").text


def test_more_people_than_a_page_holds_are_on_the_next(world: World, at: At) -> None:
    for number in range(20):
        world.maker.person(f"Hazel {number:02} Featherstonehaugh-Cholmondeley", Post.RELIEF, JOINED, site=world.site)
    visitor = at("people_team")
    first = visitor.get("/people")
    (onward,) = [link for link in first.links() if "cursor=" in link]
    second = visitor.get(onward)
    people = [{link for link in page.links() if link.startswith("/people/01")} for page in (first, second)]
    assert [len(links) for links in people] == [25, 8]
    assert not people[0] & people[1]


@pytest.mark.parametrize(
    ("who", "tab"), [("people_team", True), ("admin", True), ("manager", False), ("mentee", False)]
)
def test_people_is_a_tab_of_those_who_manage_them_and_a_link_for_the_rest(at: At, who: str, tab: bool) -> None:
    page = at(who).get("/me")
    tabs = page.html.split('id="tabs"', 1)[1].split("</nav>", 1)[0]
    assert ('href="/people"' in tabs) is tab
    assert "/people" in page.links()
    assert tabs.count("<li>") <= 4


def test_a_page_tells_each_no_more_than_they_need(world: World, at: At) -> None:
    path = f"/people/{world.mentee}"
    plain = at("colleague").get(path)
    assert (plain.heading, plain.by_id("appointment")) == ("Maya Alder", None)
    assert "Senior, Maple Court" in plain.text
    near = at("manager").get(path).text
    assert "Line manager Robin Elder Identity Checked on" in near
    assert "by whoever runs Countersign" not in near
    assert "by document, by whoever runs Countersign" in at("people_team").get(path).text
    at("stranger").get(path, 404)
    at("manager").get("/people?left=1", 403)
