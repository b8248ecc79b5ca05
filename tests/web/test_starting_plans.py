"""Starting a plan on the web, from the agreement it is under."""

from datetime import timedelta

from backend.frameworks.retiring import RetireFramework, retire_framework
from backend.signoff.reading import PlanFilter, list_plans
from tests.conftest import Clock
from tests.web.conftest import At
from tests.world import World


def at_plans(world: World) -> str:
    return f"/agreements/{world.agreement}/plans"


def test_a_mentor_starts_a_plan_from_the_agreement(at: At, world: World, clock: Clock) -> None:
    mentor = at("mentor")
    assert at_plans(world) in mentor.get(f"/agreements/{world.agreement}").links()
    mentor.fill(at_plans(world), "start-form", of=f"{world.framework} senior")
    assert mentor.get(mentor.location).heading == "Maya Alder’s plan"
    found = world.read("mentee", list_plans, PlanFilter(agreement_id=world.agreement)).items
    assert [plan.role for plan in found] == ["manager", "senior"]
    assert (found[1].starts_on, found[1].ends_on) == (found[0].starts_on, found[0].ends_on)


def test_the_mentee_reads_the_plans_and_starts_none(at: At, world: World) -> None:
    page = at("mentee").get(at_plans(world))
    assert page.heading == "My plans under this agreement"
    assert [form.id for form in page.forms if form.id == "start-form"] == []
    assert f"/plans/{world.plan}" in page.links()


def test_dates_that_do_not_fit_come_back_at_their_field(at: At, world: World, clock: Clock) -> None:
    mentor = at("mentor")
    form = mentor.get(at_plans(world)).form("start-form")
    of = f"{world.framework} manager"
    early = (clock.today() - timedelta(days=900)).isoformat()
    page = mentor.send(form.action, form.filled(of=of, starts_on=early), 422)
    assert page.by_id("starts_on-error") is not None
    assert "The agreement starts on 1 October 2026." in page.text
    assert page.form("start-form").fields["starts_on"] == early
    page = mentor.send(form.action, form.filled(of=of, ends_on=early), 422)
    assert page.by_id("ends_on-error") is not None
    page = mentor.send(form.action, form.filled(of=""), 422)
    assert page.by_id("of-error") is not None
    assert len(world.read("mentee", list_plans, PlanFilter(agreement_id=world.agreement)).items) == 1


def test_a_retired_version_is_not_offered(at: At, world: World, clock: Clock) -> None:
    world.do("learning", retire_framework, RetireFramework(framework_id=world.framework, on=clock.today()))
    page = at("mentor").get(at_plans(world))
    assert "No framework is published yet." in page.text


def test_sending_the_same_form_twice_starts_one_plan(at: At, world: World) -> None:
    mentor = at("mentor")
    form = mentor.get(at_plans(world)).form("start-form")
    for _ in range(2):
        mentor.send(form.action, form.filled(of=f"{world.framework} senior"), 303)
    assert len(world.read("mentee", list_plans, PlanFilter(agreement_id=world.agreement)).items) == 2


def test_the_page_costs_the_same_with_one_plan_and_with_three(at: At, world: World) -> None:
    mentor = at("mentor")
    costs = [mentor.statements(at_plans(world))]
    for _ in range(2):
        mentor.fill(at_plans(world), "start-form", of=f"{world.framework} senior")
        costs.append(mentor.statements(at_plans(world)))
    assert set(costs) == {costs[0]}
