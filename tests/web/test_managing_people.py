"""What those who manage people do at a browser: each thing a page with a form."""

from datetime import timedelta
from typing import Any

import pytest

from backend.people.appointments import RecordLeaving, record_leaving
from backend.people.rules import Post
from tests.conftest import Clock
from tests.people.test_appointments import row_of, ties_of
from tests.web.conftest import At
from tests.world import JOINED, World

NOUNS = ("appointments", "line-manager", "identity-checks", "staff-number", "names", "leaving")


def test_somebody_is_added_and_stands_on_their_page(world: World, at: At) -> None:
    team = at("people_team")
    team.fill(
        "/people/new", "newcomer", name="Ari Hazel", post="senior", place=f"site:{world.site}", starts_on="2026-10-01",
        staff_number="0417",
    )  # fmt: skip
    page = team.get(team.location)
    assert page.heading == "Ari Hazel"
    assert "Added. Next: make sure who they are" in page.text
    assert "Senior, Maple Court" in page.text
    assert "0417" in page.text


def test_a_form_that_is_refused_comes_back_as_typed(world: World, at: At) -> None:
    team = at("people_team")
    page = team.fill("/people/new", "newcomer", 422, name="Ari Hazel", starts_on="2026-10-01")
    assert "Two things to look at again" in page.text
    assert "Choose as what." in page.text
    assert page.form("newcomer").fields["name"] == "Ari Hazel"
    given: dict[str, Any] = {"name": "Ari Hazel", "post": "manager", "place": "all", "starts_on": "2026-10-01"}
    page = team.fill("/people/new", "newcomer", 422, htmx=True, **given)
    assert "This post is held at a site. Say which one." in page.text


def test_the_same_form_sent_twice_adds_somebody_once(world: World, at: At) -> None:
    team = at("people_team")
    form = team.get("/people/new").form("newcomer")
    given = form.filled(name="Ari Hazel", post="relief", place="all", starts_on="2026-10-01")
    team.send(form.action, given)
    first = team.location
    team.send(form.action, given)
    assert team.location == first


def test_somebody_is_moved_named_numbered_and_checked(world: World, at: At) -> None:
    team, path = at("people_team"), f"/people/{world.unchecked}"
    place: dict[str, Any] = {"post": "manager", "place": f"site:{world.other_site}", "starts_on": "2026-10-01"}
    team.fill(f"{path}/appointments/new", "one-form", **place)
    team.fill(f"{path}/names/new", "one-form", name="Noor Oak")
    team.fill(f"{path}/staff-number/new", "one-form", staff_number="A-7")
    team.fill(f"{path}/identity-checks/new", "one-form", identity_method="video", checked_on="2026-09-30")
    text = team.get(team.location).text
    assert "Noted, with your name beside it." in text
    assert "Noor Oak Manager, Larch House" in text
    assert "Checked yesterday, by video, by Ivy Cedar Staff number A-7" in text
    team.fill(f"{path}/staff-number/new", "one-form", staff_number="")
    assert "Staff number A-7" not in team.get(path).text


def test_a_line_manager_is_searched_for_named_and_ended(world: World, at: At) -> None:
    team, path = at("people_team"), f"/people/{world.colleague}"
    found = team.get(f"{path}/line-manager/new?search=haw")
    assert found.form("one-form").offered == {"manager_id": [world.manager]}
    team.fill(f"{path}/line-manager/new?search=haw", "one-form", manager_id=world.manager)
    assert "Line manager Kit Hawthorn" in team.get(path).text
    assert (
        team.fill(f"{path}/line-manager/new", "one-form", 422).text.count("Choose who it is; search for them first.")
        > 0
    )
    team.fill(f"{path}/line-manager/new", "end-line")
    assert "Nobody manages them just now." in team.get(team.location).text
    assert ("line_manager", world.colleague) not in ties_of(world, world.manager)
    assert "Lee Willow" in team.get("/people?without_line_manager=1").text


def test_somebody_leaves_and_comes_back(world: World, at: At) -> None:
    team, path = at("people_team"), f"/people/{world.line}"
    mate = at("line")
    assert "One person they lead Without a line manager" in team.get(f"{path}/leaving/new").text
    team.fill(f"{path}/leaving/new", "one-form")
    assert "They have left, and are signed out everywhere." in team.get(team.location).text
    assert mate.goes("/me") == "/sign-in?next=/me"
    assert "Robin Elder" in team.get("/people?left=1").text
    page = team.get("/people")
    assert "Without a line manager Maya Alder" in page.text
    place: dict[str, Any] = {"post": "senior", "place": f"site:{world.site}", "starts_on": "2026-10-01"}
    team.fill(f"{path}/returning/new", "one-form", **place)
    assert "They are back." in team.get(team.location).text
    assert row_of(world, world.line).left_at is None
    assert mate.goes("/me") == "/sign-in?next=/me"


def test_before_somebody_leaves_their_page_says_who_would_be_without_a_mentor(
    world: World, at: At, clock: Clock
) -> None:
    team, admin, path = at("people_team"), at("admin"), f"/people/{world.mentor}/leaving/new"
    page = team.get(path)
    assert "Maya Alder Sam Beech goes on mentoring" in page.text
    assert ("would be without a mentor" in page.text, f"/agreements/{world.agreement}" in page.links()) == (False, True)
    cost = team.statements(path)
    for mentee in (world.colleague, world.unchecked):
        until = clock.today() + timedelta(days=60)
        world.maker.agreement(mentee, [world.mentor], world.area, clock.today(), until)
    text = team.get(path).text
    assert "Two people would be without a mentor." in text
    assert "Lee Willow Nobody else mentors here: those who approve agreements are told no other mentor" in text
    assert (team.statements(path), cost) == (7, 7)
    assert "Three agreements Those who approve agreements see which." in admin.get(path).text


def test_only_those_who_manage_people_reach_the_forms(world: World, other: World, at: At) -> None:
    manager, stranger, team = at("manager"), at("stranger"), at("people_team")
    for noun in NOUNS:
        manager.get(f"/people/{world.mentee}/{noun}/new", 403)
        stranger.get(f"/people/{world.mentee}/{noun}/new", 404)
        team.get(f"/people/{other.mentee}/{noun}/new", 404)
        team.get(f"/people/{world.mentee}/{noun}/new")
    for path in ("/people/new", "/sites", "/sites/new", "/areas/new", f"/sites/{world.site}/names/new"):
        manager.get(path, 403)
        team.get(path)
    assert manager.get(f"/people/{world.mentee}").by_id("changes") is None
    for noun in ("appointments", "leaving", "identity-checks"):  # not about themselves
        team.get(f"/people/{world.people_team}/{noun}/new", 403)
    token = manager.get("/me").form("sign-out").fields["csrf_token"]
    manager.send(f"/people/{world.mentee}/leaving", {"csrf_token": token}, 403)
    assert row_of(world, world.mentee).left_at is None


def test_what_may_be_done_about_whoever_left_is_to_bring_them_back(world: World, at: At) -> None:
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.colleague))
    team = at("people_team")
    links = team.get(f"/people/{world.colleague}").links()
    assert [link for link in links if link.endswith("/new")] == [f"/people/{world.colleague}/returning/new"]
    team.get(f"/people/{world.colleague}/names/new", 403)


def test_areas_and_sites_are_opened_and_renamed(world: World, other: World, at: At) -> None:
    team = at("admin")
    team.fill("/areas/new", "place", name="West")
    area = team.get("/sites/new").html.split(">West<")[0].rsplit('value="', 1)[1].split('"')[0]
    team.fill("/sites/new", "place", name="Fir Yard", area_id=area)
    assert "Opened." in team.get(team.location).text
    team.fill(f"/sites/{world.site}/names/new", "place", name="Apple Court")
    team.fill(f"/areas/{world.area_id}/names/new", "place", name="Upper North")
    text = team.get("/sites").text
    assert "West Fir Yard" in text
    assert "Upper North Apple Court" in text
    assert team.fill("/sites/new", "place", 422, name="Nowhere").text.count("Choose the area.") > 0
    team.get(f"/sites/{other.site}/names/new", 404)


@pytest.mark.parametrize("path", ["/people/new", "/people?search=jo"])
def test_names_that_would_break_a_page_are_shown_as_they_are(world: World, at: At, path: str) -> None:
    world.maker.person("Jo <b>Fir</b> & Oak", Post.RELIEF, JOINED, site=world.site)
    assert "<b>Fir" not in at("people_team").get(path).html
