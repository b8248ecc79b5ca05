"""A promotion changes no post by itself: it waits for whoever enters posts until that is done, and is not lost."""

import pytest

from backend.kernel.ids import Id
from backend.notices.sweeping import sweep_one
from backend.people.appointments import AddPerson, Appoint, RecordLeaving, add_person, appoint, record_leaving
from backend.people.rules import Post
from backend.reviews.rules import Decision
from tests.conftest import Clock
from tests.notices.test_telling import news
from tests.reviews.helping import confirm, decide, propose, sign_all, waiting
from tests.world import World


def moved(world: World, post: Post) -> None:
    """The people team appoints the mentee as that, at their site."""
    act = Appoint(person_id=world.mentee, post=post, starts_on=world.clock.today(), site_id=world.site)
    world.do("people_team", appoint, act)


@pytest.mark.usefixtures("verified")
def test_a_promotion_waits_for_the_people_team_and_whoever_comes_after_them(world: World, clock: Clock) -> None:
    moved(world, Post.SUPPORT_WORKER)
    sign_all(world, clock)
    review = Id(propose(world).id)
    assert waiting(world, "new_post") == set()
    clock.move(days=1)
    confirm(world, review)
    assert waiting(world, "new_post") == {"people_team"}
    with world.maker.database.writing(world.org) as tx:
        sweep_one(tx)
    assert "new_post" in news(world, "people_team")
    world.maker.operate(record_leaving, RecordLeaving(person_id=world.people.pop("people_team")))
    assert waiting(world, "new_post") == {"admin"}
    team = AddPerson(name="Alma Thorn", post=Post.PEOPLE_TEAM, starts_on=clock.today())
    world.people["new_team"] = Id(world.do("admin", add_person, team).id)
    assert waiting(world, "new_post") == {"new_team"}


def test_nothing_waits_where_the_post_is_theirs_already_or_nobody_is_promoted(world: World, clock: Clock) -> None:
    sign_all(world, clock)  # for a senior, as which the mentee is appointed
    clock.move(days=1)
    decide(world, decision=Decision.READY_NO_VACANCY)
    assert waiting(world, "new_post") == set()
    decide(world)
    assert waiting(world, "new_post") == set()
