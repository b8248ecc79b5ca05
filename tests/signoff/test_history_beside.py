"""S28: what is done beside signing stands in the history of its item as well."""

from backend.kernel.pages import Paging
from backend.signoff.disputes import DisputeItem, dispute_item
from backend.signoff.history import show_history
from tests.signoff.helping import act_on, ask, item_id, sign
from tests.signoff.test_disputes import dispute
from tests.signoff.test_passing_on import decline, pass_on
from tests.signoff.test_requirements import answer, change
from tests.signoff.test_withdrawing_by_two import confirmed, opened, take_back
from tests.world import World


def test_s28_what_stands_beside_signing_stands_in_its_order(world: World) -> None:
    key = "on-call"
    request = ask(world, key, world.mentor)
    pass_on(world, "mentor", request, world.comentor, reason="Sam is on.")
    decline(world, "comentor", request, "Not this week.")
    act = DisputeItem(plan_id=world.plan, item_id=item_id(world, key), text="Jo saw it.")
    world.do("mentee", dispute_item, act)
    change(world, "mentee", key, 2)
    answer(world, "mentee", change(world, "mentor", key, 1), "decline")
    answer(world, "mentee", change(world, "mentor", key, 1))
    signed = sign(world, "mentor", act_on(world, key, item_rev=3)).sign_off.id
    dispute(world, "mentee", signed, "Alone.")
    take_back(world, "area", opened(world, "area", signed).id)
    confirmed(world, "line", opened(world, "people_team", signed).id)
    page = world.read("mentee", show_history, world.plan, item_id(world, key), Paging())
    assert [(one.what, one.who.name, one.old, one.new, one.why) for one in page.items] == [
        ("asked", "Maya Alder", None, None, "Thursday?"),
        ("passed_on", "Jo Rowan", "asked", None, "Sam is on."),
        ("declined", "Sam Beech", "asked", None, "Not this week."),
        ("disputed", "Maya Alder", None, None, "Jo saw it."),
        ("requirement_raised", "Maya Alder", "1", "2", "We agreed."),
        ("requirement_proposed", "Jo Rowan", "2", "1", "We agreed."),
        ("requirement_declined", "Maya Alder", "requirement_proposed", None, None),
        ("requirement_proposed", "Jo Rowan", "2", "1", "We agreed."),
        ("requirement_agreed", "Maya Alder", "2", "1", None),
        ("signed", "Jo Rowan", None, "competent", "Did it well, and said why."),
        ("disputed", "Maya Alder", None, None, "Alone."),
        ("withdrawal_opened", "Ash Linden", "signed", None, "The rota shows another shift."),
        ("withdrawal_taken_back", "Ash Linden", "withdrawal_opened", None, None),
        ("withdrawal_opened", "Ivy Cedar", "signed", None, "The rota shows another shift."),
        ("withdrawal_confirmed", "Robin Elder", "signed", None, None),
    ]
    assert [one.person_id for one in page.items if one.person_id] == [
        world.mentor, world.comentor, world.people_team,
    ]  # fmt: skip
