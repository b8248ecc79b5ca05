"""The decision at the end of a plan: proposed by one, confirmed by another. Source: domain 1 (review) and 6; decisions,
Rights (review a plan) and States (plan).
"""

from datetime import timedelta
from typing import Any

import pytest

from backend.kernel.ids import Id, new_id
from backend.people.settings import change_settings
from backend.reviews.reading import ReviewFilter, list_reviews
from backend.reviews.rules import Decision, ReviewStatus
from backend.signoff.rules import PlanStatus
from tests.conftest import Clock
from tests.kernel.helping import refused
from tests.people.test_settings import change
from tests.reviews.helping import (
    comment,
    confirm,
    decide,
    decline,
    pack,
    proposal,
    propose,
    seen,
    sign_all,
    take_back,
    view,
    waiting,
)
from tests.signoff.helping import act_on, ask, sign, strict_plan
from tests.world import World

pytestmark = pytest.mark.usefixtures("recounted", "verified")


@pytest.fixture
def signed(world: World, clock: Clock) -> list[Id]:
    """A plan with everything signed."""
    return sign_all(world, clock)


def test_a_promotion_is_proposed_and_counts_once_a_consultee_confirms(world: World, signed: list[Id]) -> None:
    review = propose(world).id
    shown = seen(world, review)
    assert (shown.status, shown.decision, shown.proposed.name) == ("proposed", "promote", "Ash Linden")
    assert (world.show().status, world.show().review.status) == (PlanStatus.ACTIVE, "proposed")  # type: ignore[union-attr]  # it is there
    assert waiting(world, "review_confirmation") == {"people_team"}
    confirm(world, review)
    shown = seen(world, review)
    assert shown.ended is not None
    assert (shown.status, shown.ended.name, shown.assurance) == ("decided", "Ivy Cedar", "online")
    assert sorted(one.sign_off_id for one in shown.rests_on) == sorted(signed)
    assert (world.show().status, waiting(world, "review_confirmation")) == (PlanStatus.CLOSED, set())
    with refused("plan.closed"):
        sign(world, "mentor", act_on(world, "once"))
    with refused("review.already_decided"):
        propose(world)


def test_nobody_decides_alone(world: World, signed: list[Id]) -> None:
    for consulted in ([world.area], [world.mentee], [world.people_team, world.area]):
        with refused("review.own_consultee"):
            propose(world, consulted=consulted)
    for consulted in ([new_id()], [world.people_team, new_id()]):
        with refused("review.unknown_consultee"):
            propose(world, consulted=consulted)
    with refused("review.consultee_mentors"):
        propose(world, consulted=[world.mentor])
    review = propose(world, consulted=[world.people_team, world.manager]).id
    for who, code in (("area", "not_allowed"), ("mentee", "not_allowed"), ("mentor", "not_allowed"),
                      ("line", "not_found"), ("learning", "not_found"), ("stranger", "not_found"),
                      ("admin", "not_found")):  # fmt: skip
        with refused(code):
            confirm(world, review, who)
        with refused(code):
            decline(world, review, who)
    confirm(world, review, "manager")
    with refused("review.over"):
        confirm(world, review, "people_team")


def test_only_who_reviews_may_propose(world: World, signed: list[Id]) -> None:
    for who, code in (("mentee", "review.own_plan"), ("mentor", "not_allowed"), ("line", "not_allowed"),
                      ("manager", "not_allowed"), ("learning", "not_allowed"), ("people_team", "not_allowed"),
                      ("colleague", "not_found"), ("far_area", "not_found"), ("admin", "not_found")):  # fmt: skip
        with refused(code):
            propose(world, who, consulted=[world.manager if who != "manager" else world.people_team])


def test_s08_proposing_and_confirming_need_presence(world: World, signed: list[Id]) -> None:
    for presence in (None, "x", world.presence("people_team")):
        with refused("presence.required"):
            propose(world, presence=presence)
    review = propose(world).id
    for presence in (None, "x", world.presence("area")):
        with refused("presence.required"):
            confirm(world, review, presence=presence)
    assert seen(world, review).status == "proposed"


def test_what_says_that_all_can_be_done_rests_on_all_being_signed(world: World, clock: Clock) -> None:
    strict_plan(world, [world.mentor, world.comentor])
    sign(world, "mentor", act_on(world, "once"))
    for decision in (Decision.PROMOTE, Decision.CONFIRM_IN_ROLE, Decision.READY_NO_VACANCY):
        with refused("review.incomplete"):
            propose(world, decision=decision)
    said = pack(world).decisions
    assert [one.decision for one in said if one.is_open] == [Decision.EXTEND, Decision.CLOSE]
    assert said[0].lacking[0].text == "Two signatures. Jo or Sam can sign."
    assert pack(world, "mentee").decisions == []
    decide(world, decision=Decision.CLOSE)
    assert world.show().status == PlanStatus.CLOSED


def test_extending_keeps_the_plan_active_with_new_dates(world: World, clock: Clock) -> None:
    strict_plan(world, [world.mentor, world.comentor])
    clock.move(days=60)
    assert world.show().progress.pace == "behind"
    until = clock.today() + timedelta(days=200)
    decide(world, decision=Decision.EXTEND)
    plan = world.show()
    assert (plan.status, plan.ends_on, plan.agreed_ends_on, plan.progress.pace) == ("active", until, until, "on")
    sign(world, "mentor", act_on(world, "once"))
    assert waiting(world, "review_due") == set()
    clock.move(days=200)
    assert waiting(world, "review_due") == {"area"}


@pytest.mark.parametrize("given", [{"extend_to": None}, {"must_be_seen": []}, {"support": None}])
def test_extending_says_until_when_what_must_be_seen_and_with_what_support(world: World, given: Any) -> None:
    with refused("request.invalid"):
        propose(world, decision=Decision.EXTEND, **given)


def test_an_extension_goes_beyond_the_dates_there_are(world: World, clock: Clock) -> None:
    for days in (-1, 0, 90):
        with refused("review.extend_to_later"):
            propose(world, decision=Decision.EXTEND, extend_to=clock.today() + timedelta(days=days))


def test_ready_without_a_vacancy_may_be_reviewed_again(world: World, signed: list[Id], clock: Clock) -> None:
    first = decide(world, decision=Decision.READY_NO_VACANCY)
    assert (world.show().status, world.show("area").may["review"]) == (PlanStatus.CLOSED, True)
    clock.move(days=100)
    second = decide(world, decision=Decision.PROMOTE)
    assert (seen(world, first).status, seen(world, second).status) == ("decided", "decided")
    assert world.show("area").may["review"] is False


def test_it_was_talked_through_on_a_day_that_has_been(world: World, signed: list[Id], clock: Clock) -> None:
    with refused("review.discussed_in_future"):
        propose(world, discussed_on=clock.today() + timedelta(days=1))
    with refused("review.discussed_too_early"):
        propose(world, discussed_on=clock.today() - timedelta(days=2))


def test_a_consultee_says_no_and_it_goes_back(world: World, signed: list[Id]) -> None:
    review = propose(world, consulted=[world.people_team, world.manager]).id
    assert waiting(world, "review_due") == set()
    first = decline(world, review)
    assert decline(world, review) == first
    shown = seen(world, review)
    assert (shown.status, shown.declined_reason) == ("declined", "Too soon, I think.")
    assert (waiting(world, "review_confirmation"), waiting(world, "review_due")) == (set(), {"area"})
    with refused("review.over"):
        confirm(world, review, "manager")
    assert world.show().review is None
    decide(world)


def test_the_proposer_takes_it_back(world: World, signed: list[Id]) -> None:
    review = propose(world).id
    for who in ("people_team", "mentee", "mentor"):
        with refused("not_allowed"):
            take_back(world, review, who)
    first = take_back(world, review)
    assert take_back(world, review) == first
    assert (seen(world, review).status, waiting(world, "review_due")) == ("taken_back", {"area"})
    with refused("review.over"):
        confirm(world, review)


def test_one_proposal_at_a_time(world: World, signed: list[Id]) -> None:
    act = proposal(world)
    first = propose(world, act=act)
    assert propose(world, act=act, presence=None) == first
    with refused("review.already_proposed"):
        propose(world)
    with refused("id.reused"):
        propose(world, id=act.id, reasons="Others.")


def test_a_mentor_of_the_plan_reviews_it_only_with_somebody_from_outside(world: World, clock: Clock) -> None:

    today = clock.today()
    world.agreement = world.maker.agreement(world.mentee, [world.area], world.area, today, today + timedelta(days=90))
    world.plan = world.maker.plan(world.area, world.agreement, world.framework, "senior", today, today + timedelta(80))
    with refused("review.outside_needed"):
        propose(world, decision=Decision.CLOSE)
    world.do("admin", change_settings, change(world))
    review = propose(world, decision=Decision.CLOSE).id
    assert seen(world, review).outside_consultee is not None
    with refused("request.invalid"):
        confirm(world, review)
    with refused("review.discussed_in_future"):
        confirm(world, review, outside_agreed_on=clock.today() + timedelta(days=1))
    confirm(world, review, outside_agreed_on=clock.today())
    shown = seen(world, review)
    assert shown.outside is not None
    assert (shown.reviewer_mentored, shown.outside.name, shown.outside.agreed_on) == (True, "Wren Aspen", today)


def test_nobody_outside_is_put_down_where_nobody_is_needed(world: World, signed: list[Id], clock: Clock) -> None:
    with refused("request.invalid"):
        confirm(world, propose(world).id, outside_agreed_on=clock.today())


def test_each_gives_one_view_and_amends_it_until_it_is_decided(world: World, signed: list[Id]) -> None:
    view(world, "mentee", "I am ready.")
    view(world, "mentor", "So she is.")
    view(world, "mentee", "I am ready, and I would like the nights.")
    for who, code in (("area", "not_allowed"), ("line", "not_allowed"), ("colleague", "not_found")):
        with refused(code):
            view(world, who, "Me too.")
    said = [(one.by.name, one.side, one.text, one.amended) for one in pack(world).views]
    assert sorted(said) == [
        ("Jo Rowan", "mentor", "So she is.", False),
        ("Maya Alder", "mentee", "I am ready, and I would like the nights.", True),
    ]
    review = decide(world)
    with refused("review.view_closed"):
        view(world, "mentee", "One thing more.")
    assert (pack(world).views, len(seen(world, review).views)) == ([], 2)


def test_the_mentee_comments_on_what_was_decided(world: World, signed: list[Id]) -> None:
    review = propose(world).id
    with refused("review.not_decided"):
        comment(world, review, "Thank you.")
    confirm(world, review)
    for who in ("mentor", "area", "people_team"):
        with refused("not_allowed"):
            comment(world, review, "Thank you.", who)
    comment(world, review, "Thank you.")
    comment(world, review, "Thank you, all of you.")
    assert seen(world, review, "mentee").comment.text == "Thank you, all of you."  # type: ignore[union-attr]  # it is there


def test_a_review_is_seen_by_those_it_concerns(world: World, signed: list[Id]) -> None:
    review = propose(world, consulted=[world.manager]).id
    for who in ("mentee", "mentor", "comentor", "area", "people_team", "manager"):
        assert seen(world, review, who).id == review
        assert pack(world, who).plan.id == world.plan
        assert [one.id for one in world.read(who, list_reviews, ReviewFilter()).items] == [review]
    for who in ("line", "learning"):
        with refused("not_allowed"):
            pack(world, who)
    for who in ("line", "learning", "colleague", "stranger", "admin", "far_area", "unchecked"):
        with refused("not_found"):
            seen(world, review, who)
        assert world.read(who, list_reviews, ReviewFilter()).items == []
    assert world.show("line").review is None
    wanted = ReviewFilter(state=ReviewStatus.DECIDED)
    assert world.read("area", list_reviews, wanted).items == []


def test_closing_ends_what_still_waits(world: World) -> None:
    strict_plan(world, [world.mentor, world.comentor])
    ask(world, "once")
    assert waiting(world, "request") == {"mentor", "comentor"}
    decide(world, decision=Decision.CLOSE)
    assert waiting(world, "request") == set()


def test_carrying_over_names_criteria_of_the_plan(world: World, signed: list[Id]) -> None:
    with refused("review.unknown_criterion"):
        propose(world, carry_over=["on-call"])
    assert seen(world, propose(world, carry_over=["once", "strict"]).id).carry_over == ["once", "strict"]
