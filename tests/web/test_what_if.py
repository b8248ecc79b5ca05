"""What if on the web: one choice, and what is signed already held against it."""

from tests.readiness.test_what_if import other_framework
from tests.signoff.helping import act_on, sign
from tests.web.conftest import At
from tests.world import World


def test_a_manager_looks_from_the_persons_page(at: At, world: World) -> None:
    sign(world, "mentor", act_on(world, "cover-shifts"))
    manager, path = at("manager"), f"/people/{world.mentee}/what-if"
    assert path in manager.get(f"/people/{world.mentee}").links()
    assert manager.get(path).heading == "What if Maya took another role?"
    page = manager.get(f"{path}?of={world.framework}+senior")
    assert "1 of 15 criteria would be signed" in page.text
    assert "Signed by Jo Rowan" in page.html
    assert "Would still be needed 14" in page.text


def test_a_mentee_looks_from_their_own_plan(at: At, world: World) -> None:
    mentee, path = at("mentee"), f"/people/{world.mentee}/what-if"
    assert path in mentee.get("/plan").links()
    assert mentee.get(path).heading == "What if it were another role?"


def test_what_is_used_here_is_offered_before_the_rest(at: At, world: World) -> None:
    other_framework(world)
    page = at("manager").get(f"/people/{world.mentee}/what-if").html
    places = [page.index(said) for said in (
        'label="Used here"', "Senior and manager mentoring plan: becoming a senior",
        'label="Published, and not used here', "Room leaders: becoming a leader",
    )]  # fmt: skip
    assert places == sorted(places)


def test_an_answer_that_is_none_is_a_kind_problem(at: At, world: World) -> None:
    manager, path = at("manager"), f"/people/{world.mentee}/what-if"
    assert "This framework is for" in manager.get(f"{path}?of={world.framework}+gardener", 422).text
    manager.get(f"{path}?of=nonsense", 422)


def test_it_costs_the_same_with_one_signature_and_with_three(at: At, world: World) -> None:
    manager, path = at("manager"), f"/people/{world.mentee}/what-if?of={world.framework}+senior"
    costs = []
    for key in ("cover-shifts", "workload", "on-call"):
        sign(world, "mentor", act_on(world, key))
        costs.append(manager.statements(path))
    assert set(costs) == {costs[0]}
