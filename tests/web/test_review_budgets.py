"""How many statements the pages of reviews cost: the same with one of everything as with three."""

from backend.records.answering import IncludeRecord, include_record
from backend.reviews.rules import Decision
from tests.practice.helping import share, write
from tests.records.helping import shared
from tests.reviews.helping import propose, take_back, view
from tests.web.conftest import At
from tests.world import World


def test_the_pages_of_a_review_cost_the_same_with_one_of_everything_as_with_three(world: World, at: At) -> None:
    area, mentee = at("area"), at("mentee")
    found: list[tuple[int, ...]] = []
    mentee.get("/plan")
    area.get(f"/plans/{world.plan}")
    for giver in ("mentee", "mentor", "comentor"):
        record = shared(world, account=f"What {giver} saw.")
        world.do("mentee", include_record, IncludeRecord(record_id=record, include=True))
        share(world, write(world))
        view(world, giver, "Ready for it.")
        review = propose(world, decision=Decision.CLOSE).id
        pack = f"/plans/{world.plan}/review"
        found.append((area.statements(pack), mentee.statements(pack), area.statements(f"/reviews/{review}")))
        assert f"What {giver} saw." in mentee.get(pack).text
        take_back(world, review)
        found[-1] += (area.statements(f"/plans/{world.plan}/reviews/new"),)
    assert found == [(20, 17, 6, 20)] * 3
