"""When a review is due, and for whom it waits: stored days, true when reached. Source: domain 8 (absence moves dates
without showing why); decisions, Rights (by A, or as the organisation sets).
"""

from datetime import date, timedelta

import pytest

from backend.kernel.spans import Span
from backend.mentoring.rules import PlansThen
from backend.people.absences import EndAbsence, end_absence
from backend.people.appointments import Appoint, RecordLeaving, RecordReturn, appoint, record_leaving, record_return
from backend.people.rules import Approver, Post
from backend.people.settings import change_settings
from backend.reviews import rules
from backend.reviews.rules import Decision
from backend.signoff.requirements import ChangeRequirement, change_requirement
from tests.conftest import Clock
from tests.kernel.helping import refused
from tests.mentoring.test_pausing import end, pause
from tests.people.test_absences import away
from tests.people.test_settings import change
from tests.reviews.helping import confirm, decide, propose, seen, sign_all, waiting
from tests.signoff.helping import item_id, withdraw
from tests.world import JOINED, World

pytestmark = pytest.mark.usefixtures("verified")

FIRST = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("status", "review", "completed", "pauses", "due"),
    [
        ("active", None, None, [], date(2026, 9, 30)),
        ("active", None, date(2026, 9, 20), [], date(2026, 9, 20)),
        ("active", None, date(2026, 10, 2), [], date(2026, 9, 30)),
        ("active", None, None, [Span(date(2026, 9, 10), date(2026, 9, 15))], date(2026, 10, 5)),
        ("active", None, None, [Span(date(2026, 9, 10))], None),
        ("active", None, date(2026, 9, 20), [Span(date(2026, 9, 25))], date(2026, 9, 20)),
        ("active", "proposed", date(2026, 9, 20), [], None),
        ("active", "decided", None, [], date(2026, 9, 30)),
        ("closed", None, date(2026, 9, 20), [], None),
    ],
)
def test_it_is_due_when_all_is_signed_or_the_dates_end(
    status: str, review: str | None, completed: date | None, pauses: list[Span], due: date | None
) -> None:
    assert rules.due_on(status, review, completed, FIRST, date(2026, 9, 30), pauses) == due


@pytest.mark.parametrize(
    ("pauses", "extend_to", "agreed"),
    [
        ([], date(2026, 12, 1), date(2026, 12, 1)),
        ([Span(date(2026, 9, 10), date(2026, 9, 15))], date(2026, 12, 1), date(2026, 11, 26)),
        ([Span(date(2026, 9, 10))], date(2026, 12, 1), date(2026, 12, 1)),
    ],
)
def test_an_extension_names_a_day_on_the_calendar(pauses: list[Span], extend_to: date, agreed: date) -> None:
    assert rules.ends_on(FIRST, extend_to, pauses) == agreed


def test_it_waits_from_the_day_the_dates_end(world: World, clock: Clock) -> None:
    clock.move(days=89)
    assert waiting(world, "review_due") == set()
    clock.move(days=1)
    assert waiting(world, "review_due") == {"area"}
    propose(world, decision=Decision.CLOSE)
    assert waiting(world, "review_due") == set()


def test_the_last_signature_makes_it_due_and_a_withdrawal_takes_that_back(world: World, clock: Clock) -> None:
    signed = sign_all(world, clock)
    assert waiting(world, "review_due") == {"area"}
    withdraw(world, "mentor", signed[0])
    assert waiting(world, "review_due") == set()


def test_asking_for_more_takes_it_back_too(world: World, clock: Clock) -> None:
    sign_all(world, clock)
    raised = ChangeRequirement(plan_id=world.plan, item_id=item_id(world, "once"), signatures=2, reason="Twice.")
    world.do("mentor", change_requirement, raised)
    assert waiting(world, "review_due") == set()


def test_days_of_absence_move_it(world: World, clock: Clock) -> None:
    one = away(world, world.mentee, clock.today() + timedelta(days=1), None)
    clock.move(days=100)
    assert waiting(world, "review_due") == set()
    world.do("people_team", end_absence, EndAbsence(absence_id=one, until_on=clock.today()))
    assert waiting(world, "review_due") == set()
    clock.move(days=89)
    assert waiting(world, "review_due") == {"area"}


def test_so_do_pauses_and_a_plan_without_an_agreement_is_not_due(world: World, clock: Clock) -> None:
    pause(world)
    clock.move(days=100)
    assert waiting(world, "review_due") == set()
    end(world)
    clock.move(days=100)
    assert waiting(world, "review_due") == set()


def test_a_plan_closed_with_its_agreement_has_no_review_and_its_proposal_ends(world: World) -> None:
    review = propose(world, decision=Decision.CLOSE).id
    end(world, plans=PlansThen.CLOSE)
    assert (seen(world, review).status, waiting(world, "review_confirmation")) == ("ended", set())
    with refused("plan.closed"):
        propose(world, decision=Decision.CLOSE)
    with refused("review.over"):
        confirm(world, review)


def test_a_plan_whose_agreement_has_ended_is_closed_and_not_extended(world: World) -> None:
    end(world)
    with refused("review.agreement_ended"):
        propose(world, decision=Decision.EXTEND)
    decide(world, decision=Decision.CLOSE)


def test_it_waits_for_whoever_is_area_manager_where_the_mentee_is(world: World, clock: Clock) -> None:
    sign_all(world, clock)
    second = world.maker.person("Sky Maple", Post.AREA_MANAGER, JOINED, area=world.area_id)
    world.maker.account(second, f"second@{world.maker.key}.test")
    world.people["second"] = second
    assert waiting(world, "review_due") == {"area", "second"}
    moved = Appoint(person_id=second, post=Post.AREA_MANAGER, starts_on=clock.today(), area_id=world.far_area_id)
    world.maker.operate(appoint, moved)
    assert waiting(world, "review_due") == {"area"}
    far = world.maker.site(world.far_area_id, "Holly Bank")
    world.maker.operate(
        appoint, Appoint(person_id=world.mentee, post=Post.SENIOR, starts_on=clock.today(), site_id=far)
    )
    assert waiting(world, "review_due") == {"far_area", "second"}


def test_it_waits_for_nobody_who_left_and_again_for_whoever_returns(world: World, clock: Clock) -> None:
    sign_all(world, clock)
    world.maker.operate(record_leaving, RecordLeaving(person_id=world.area))
    held = world.people.pop("area")
    assert waiting(world, "review_due") == set()
    back = RecordReturn(person_id=held, post=Post.AREA_MANAGER, starts_on=clock.today(), area_id=world.area_id)
    world.maker.operate(record_return, back)
    world.people["area"] = held
    world.maker.tokens.pop(held, None)
    assert waiting(world, "review_due") == {"area"}


def test_nothing_is_due_about_a_mentee_who_left(world: World, clock: Clock) -> None:
    sign_all(world, clock)
    review = propose(world).id
    world.maker.operate(record_leaving, RecordLeaving(person_id=world.people.pop("mentee")))
    assert (waiting(world, "review_due"), waiting(world, "review_confirmation")) == (set(), set())
    assert seen(world, review).status == "ended"


@pytest.mark.parametrize("who", ["people_team", "area"])
def test_a_proposal_ends_when_nobody_is_left_to_confirm_it_or_its_proposer_leaves(
    world: World, clock: Clock, who: str
) -> None:
    sign_all(world, clock)
    review = propose(world).id
    world.maker.operate(record_leaving, RecordLeaving(person_id=world.people.pop(who)))
    assert seen(world, review, "mentee").status == "ended"


def test_the_organisation_says_who_reviews_beside_area_managers(world: World, clock: Clock) -> None:
    clock.move(days=90)
    with refused("not_allowed"):
        propose(world, "manager", decision=Decision.CLOSE)
    world.do("admin", change_settings, change(world, reviewers=[Approver.SITE_MANAGER, Approver.LEARNING_LEAD]))
    assert waiting(world, "review_due") == {"area", "manager", "learning"}
    review = propose(world, "manager", decision=Decision.CLOSE).id
    assert seen(world, review, "learning").may["take_back"] is False
    world.do("admin", change_settings, change(world, reviewers=[]))
    confirm(world, review)
    assert waiting(world, "review_due") == set()
