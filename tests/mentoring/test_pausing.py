"""An agreement stands still for a while and goes on; or it ends, and consent can be withdrawn."""

from datetime import timedelta
from typing import Any

import pytest

from backend.kernel.ids import Id
from backend.kernel.ties import Tie, ties
from backend.mentoring.ending import EndAgreement, end_agreement
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.mentoring.pausing import PauseAgreement, pause_agreement, resume_agreement
from backend.mentoring.rules import PlansThen
from backend.mentoring.tables import agreement_mentors, agreements
from tests.conftest import Clock
from tests.kernel.helping import entries, head, refused, rows_of
from tests.world import World

pytestmark = pytest.mark.usefixtures("verified")


def pause(world: World, who: str = "area", **changes: Any) -> Id:
    """Lets the agreement stand still; the pause's id."""
    act = PauseAgreement(**{"agreement_id": world.agreement, "reason": "The house moves.", **changes})
    return Id(world.do(who, pause_agreement, act).id)


def end(world: World, who: str = "area", plans: PlansThen = PlansThen.PAUSE, **changes: Any) -> Any:
    """Ends the agreement; its entry."""
    given = {"agreement_id": world.agreement, "reason": "It has done its work.", "plans": plans}
    return world.do(who, end_agreement, EndAgreement(**{**given, **changes}))


def row(world: World) -> Any:
    (found,) = rows_of(world.maker.database, world.org, agreements, agreements.c.id == world.agreement)
    return found


def mentors(world: World) -> list[Id]:
    found = rows_of(world.maker.database, world.org, ties, ties.c.tie == Tie.MENTOR.value)
    return sorted({one.person_id for one in found if one.ends_at is None})


def test_an_approver_lets_it_stand_still_and_go_on(world: World, clock: Clock) -> None:
    first = pause(world)
    assert (row(world).status, row(world).pause_id, row(world).paused_on) == ("paused", first, clock.today())
    clock.move(days=3)
    world.do("area", resume_agreement, world.agreement)
    assert (row(world).status, row(world).paused_on) == ("active", None)
    second = pause(world)
    assert (row(world).status, row(world).pause_id) == ("paused", second)


@pytest.mark.parametrize(
    ("who", "code"),
    [("mentee", "not_allowed"), ("mentor", "not_allowed"), ("line", "not_allowed"), ("learning", "not_allowed"),
     ("colleague", "not_found"), ("far_area", "not_found"), ("admin", "not_found")],
)  # fmt: skip
def test_nobody_else_pauses_or_goes_on(world: World, who: str, code: str) -> None:
    with refused(code):
        pause(world, who)
    pause(world)
    with refused(code):
        world.do(who, resume_agreement, world.agreement)
    assert row(world).status == "paused"


def test_what_stands_still_is_not_paused_again_and_what_goes_on_does_not_go_on_again(world: World) -> None:
    with refused("agreement.not_paused"):
        world.do("area", resume_agreement, world.agreement)
    pause(world)
    with refused("agreement.already_paused"):
        pause(world)


def test_going_on_answers_again_to_whoever_lost_the_answer(world: World, clock: Clock) -> None:
    pause(world)
    first = world.do("area", resume_agreement, world.agreement)
    before = head(world.maker.database, world.org)
    again = world.do("area", resume_agreement, world.agreement)
    assert (first.is_new, again.is_new, again.id) == (True, False, first.id)
    assert head(world.maker.database, world.org) == before


def test_a_pause_sent_again_is_one_pause_also_after_going_on(world: World) -> None:
    act = PauseAgreement(agreement_id=world.agreement, reason="The house moves.")
    assert world.do("area", pause_agreement, act).is_new
    world.do("area", resume_agreement, world.agreement)
    assert not world.do("area", pause_agreement, act).is_new
    assert row(world).status == "active"
    with refused("id.reused"):
        pause(world, id=act.id, reason="Another.")


def test_an_approver_ends_it_and_every_mentor_leaves(world: World, clock: Clock) -> None:
    clock.move(days=2)
    entry = end(world)
    assert (row(world).status, row(world).ended_on) == ("ended", clock.today())
    assert mentors(world) == []
    left = rows_of(world.maker.database, world.org, agreement_mentors)
    assert {one.left_at for one in left} == {entry.at}
    assert entry.words == {"reason": "It has done its work."}
    for again in (end, pause):
        with refused("agreement.not_active"):
            again(world)
    with refused("agreement.not_paused"):
        world.do("area", resume_agreement, world.agreement)


def test_ending_sent_again_by_a_mentor_who_sees_it_no_longer_is_answered_again(world: World) -> None:
    removal = RemoveMentor(agreement_id=world.agreement, mentor_id=world.comentor, reason="Moved on.")
    world.do("area", remove_mentor, removal)
    act = EndAgreement(agreement_id=world.agreement, reason="I cannot go on.", plans=PlansThen.PAUSE)
    assert [world.do("mentor", end_agreement, act).is_new for _ in range(2)] == [True, False]
    with refused("not_found"):
        end(world, "mentor")


def test_consent_can_be_withdrawn_by_the_mentee(world: World) -> None:
    end(world, "mentee")
    assert row(world).status == "ended"
    assert entries(world.maker.database, world.org)[-1].actor == world.mentee


def test_one_of_two_mentors_leaves_and_does_not_end_it(world: World) -> None:
    with refused("agreement.others_mentor"):
        end(world, "mentor")
    removal = RemoveMentor(agreement_id=world.agreement, mentor_id=world.comentor, reason="Moved on.")
    world.do("comentor", remove_mentor, removal)
    end(world, "mentor")
    assert mentors(world) == []


@pytest.mark.parametrize("who", ["mentee", "mentor"])
def test_closing_plans_is_for_whoever_approves(world: World, who: str) -> None:
    removal = RemoveMentor(agreement_id=world.agreement, mentor_id=world.comentor, reason="Moved on.")
    world.do("area", remove_mentor, removal)
    with refused("agreement.plans_stay"):
        end(world, who, PlansThen.CLOSE)
    end(world, "area", PlansThen.CLOSE)


@pytest.mark.parametrize(
    ("who", "code"),
    [("line", "not_allowed"), ("manager", "not_allowed"), ("people_team", "not_allowed"),
     ("colleague", "not_found"), ("far_area", "not_found")],
)  # fmt: skip
def test_nobody_else_ends_it(world: World, who: str, code: str) -> None:
    with refused(code):
        end(world, who)
    assert row(world).status == "active"


def test_a_proposal_is_declined_not_ended(world: World, clock: Clock) -> None:
    until = clock.today() + timedelta(30)
    world.agreement = world.maker.propose(world.area, world.mentee, [world.mentor], clock.today(), until)
    for again in (end, pause):
        with refused("agreement.not_active"):
            again(world)


def test_what_stands_still_can_end(world: World) -> None:
    pause(world)
    end(world)
    assert (row(world).status, row(world).paused_on) == ("ended", None)


def test_another_organisations_is_not_found(world: World, other: World) -> None:
    for story in (lambda: pause(world, agreement_id=other.agreement), lambda: end(world, agreement_id=other.agreement),
                  lambda: world.do("area", resume_agreement, other.agreement)):  # fmt: skip
        with refused("not_found"):
            story()
    assert row(other).status == "active"
