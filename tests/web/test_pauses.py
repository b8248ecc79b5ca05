"""Pages: somebody is away, an agreement stands still or ends, and a plan that stands still looks calm."""

from datetime import timedelta

from tests.conftest import Clock
from tests.mentoring.test_pausing import end, pause, row
from tests.people.test_absences import away
from tests.signoff.test_pauses import successor
from tests.web.conftest import At, spot
from tests.world import World


def test_a_manager_notes_that_somebody_is_away_and_back(at: At, world: World, clock: Clock) -> None:
    manager, path = at("manager"), f"/people/{world.mentee}/absences"
    assert path in manager.get(f"/people/{world.mentee}").links()
    manager.fill(path, "absence", from_on="2026-10-01")
    assert manager.location == f"{path}?done=away"
    page = manager.get(path)
    assert (page.heading, "From 1 October" in page.text, "away now" in page.text) == ("When Maya is away", True, True)
    (ending,) = [link for link in page.links() if link.endswith("/ending/new")]
    assert "Choose the day they are back." in manager.fill(ending, "ending", 422, until_on="").text
    manager.fill(ending, "ending", until_on="2026-10-08")
    assert "1 October, back on 8 October" in manager.get(path).text
    manager.fill(ending, "ending", until_on="2026-10-01")
    assert "Taken out: 1 October" in manager.get(path).text
    page = manager.fill(path, "absence", 422, from_on="2026-10-08", until_on="2026-10-07")
    assert "The day they are back comes after the first day away." in page.text
    assert "Choose the first day away." in manager.fill(path, "absence", 422, from_on="").text


def test_one_sees_ones_own_absences_and_notes_none(at: At, world: World, clock: Clock) -> None:
    one = away(world, world.mentee, clock.today())
    mentee = at("mentee")
    page = mentee.get(f"/people/{world.mentee}/absences")
    assert (page.heading, [form.id for form in page.forms]) == ("When you are away", [])
    assert not any(link.endswith("/ending/new") for link in page.links())
    assert "Tell Robin Elder your first day away and the day you are back" in page.text
    assert "Tell Ivy Cedar" in at("manager").get(f"/people/{world.manager}/absences").text
    mentee.send(f"/absences/{one}/ending", {}, 400)
    at("mentor").get(f"/people/{world.mentee}/absences", 403)
    at("stranger").get(f"/people/{world.mentee}/absences", 404)


def test_a_plan_that_stands_still_says_so_calmly_and_not_why(at: At, world: World, clock: Clock) -> None:
    away(world, world.mentee, clock.today(), clock.today() + timedelta(9))
    for who, path in (("mentee", "/plan"), ("mentor", f"/plans/{world.plan}"), ("area", f"/plans/{world.plan}")):
        text = at(who).get(path).text
        assert "Standing still since 1 October. The days do not run. Jo and Sam can sign." in text
        assert "away" not in text
    assert "standing still" in at("area").get("/plans").text


def test_a_mentor_who_is_away_is_named_kindly_and_asked_last(at: At, world: World, clock: Clock) -> None:
    away(world, world.mentor, clock.today(), clock.today() + timedelta(5))
    mentee, there = at("mentee"), spot(world, "cover-shifts")
    assert "Jo is away until 6 October; Sam can sign." in mentee.get("/plan").text
    page = mentee.get(there.page)
    assert page.form("ask-form").offered["mentor_id"] == [world.comentor, world.mentor, "any"]
    assert "Away until 6 October" in page.text
    mentee.fill(there.page, "ask-form", mentor_id=world.mentor)
    assert "It is with Jo. Jo is away until 6 October." in mentee.get(there.page).text


def test_an_approver_lets_an_agreement_stand_still_and_go_on(at: At, world: World, clock: Clock) -> None:
    area, path = at("area"), f"/agreements/{world.agreement}/pauses/new"
    assert "Say in a few words why." in area.fill(path, "pause", 422, reason="").text
    area.fill(path, "pause", reason="The house moves.")
    page = area.get(path)
    assert page.heading == "Standing still since 1 October"
    assert area.fill(path, "go-on", 200, htmx=True).heading == "Let it stand still"
    assert row(world).status == "active"
    for who, status in (("mentor", 403), ("mentee", 403), ("stranger", 404)):
        at(who).get(path, status)


def test_an_approver_ends_an_agreement_and_says_what_becomes_of_the_plans(at: At, world: World, clock: Clock) -> None:
    area, path = at("area"), f"/agreements/{world.agreement}/ending/new"
    page = area.fill(path, "ending", 422, reason="Done.")
    assert "Say what becomes of the plans." in page.text
    area.fill(path, "ending", reason="Done.", plans="close")
    assert area.get(path).heading == "Ended on 1 October"
    assert world.show().status == "closed"


def test_a_mentee_withdraws_consent_and_a_mentor_among_several_cannot_end_it(at: At, world: World) -> None:
    path = f"/agreements/{world.agreement}/ending/new"
    at("mentor").get(path, 403)
    mentee = at("mentee")
    assert "Your plan stands still from today" in mentee.get(path).text
    mentee.fill(path, "ending", reason="It is too much just now.")
    assert row(world).status == "ended"
    assert "Standing still since 1 October." in mentee.get("/plan").text


def test_the_only_mentor_ends_it_and_is_led_to_the_start(at: At, world: World) -> None:
    world.agreement = successor(world)
    manager = at("manager")
    manager.fill(f"/agreements/{world.agreement}/ending/new", "ending", reason="I move to another house.")
    assert manager.location == "/"


def test_a_plan_is_taken_up_under_the_new_agreement(at: At, world: World) -> None:
    end(world)
    new = successor(world)
    manager, path = at("manager"), f"/agreements/{new}/plans"
    page = manager.get(path)
    assert page.heading == "Maya’s plans under this agreement"
    manager.fill(path, f"plan-{world.plan}")
    assert manager.location.startswith(f"/plans/{world.plan}")
    assert "Kit can sign." in manager.get(f"/plans/{world.plan}").text
    assert f"plan-{world.plan}" not in [form.id for form in manager.get(path).forms]


def test_pages_of_agreements_cost_the_same_with_one_pause_and_with_three(at: At, world: World) -> None:
    area, path = at("area"), f"/agreements/{world.agreement}/ending/new"
    costs = [area.statements(path)]
    for _ in range(3):
        pause(world)
        costs.append(area.statements(path))
        away(world, world.mentee)
        area.fill(f"/agreements/{world.agreement}/pauses/new", "go-on")
    assert set(costs) == {costs[0]}
