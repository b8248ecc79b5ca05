"""How many statements reviews cost: the same with one of everything as with three."""

from datetime import timedelta

from backend.records.answering import IncludeRecord, include_record
from backend.reviews.rules import Decision
from tests.mobile_api.conftest import Desk, Log
from tests.mobile_api.test_budgets import cost
from tests.practice.helping import share, write
from tests.records.helping import shared
from tests.reviews.helping import decide, propose, take_back, view
from tests.world import World


def one_more(world: World, giver: str) -> str:
    """A record that is included, a piece of evidence, a view, and a proposal that stands; its id."""
    record = shared(world)
    world.do("mentee", include_record, IncludeRecord(record_id=record, include=True))
    share(world, write(world))
    view(world, giver, "Ready for it.")
    return str(propose(world, decision=Decision.CLOSE).id)


def test_reviews_and_their_page_cost_the_same_with_one_of_everything_as_with_three(desk: Desk, log: Log) -> None:
    world, phone = desk.world, desk.phone("area")
    phone.get(f"/plans/{world.plan}")
    for giver in ("mentee", "mentor", "comentor"):
        review = one_more(world, giver)
        paths = (f"/reviews/{review}", "/reviews", f"/plans/{world.plan}/review-pack")
        assert [cost(log, phone, "GET", path) for path in paths] == [(200, 5), (200, 2), (200, 19)]
        take_back(world, review)  # type: ignore[arg-type]  # an id
    assert len(phone.get("/reviews").json["items"]) == 3
    pack = phone.get(paths[2]).json
    assert [len(pack[name]) for name in ("records", "evidence", "views", "reviews")] == [3, 3, 3, 3]


def test_a_plan_that_carries_signatures_over_costs_one_statement_more(desk: Desk, log: Log) -> None:
    world, phone, today = desk.world, desk.phone("mentor"), desk.clock.today()
    keys, first, costs = [item.key for item in world.show().items[:3]], world.plan, []
    for days, chosen in ((200, []), (201, keys[:1]), (202, keys), (203, [])):
        plan = world.maker.plan(world.mentor, world.agreement, world.framework, "manager", today, today + timedelta(9))
        costs.append(cost(log, phone, "GET", f"/plans/{plan}"))
        decide(world, decision=Decision.EXTEND, carry_over=chosen, extend_to=today + timedelta(days), plan_id=first)
    assert costs == [(200, 5), (200, 5), (200, 6), (200, 6)]
