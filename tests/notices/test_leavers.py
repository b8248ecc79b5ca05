"""Who hears of it when a mentor leaves, an agreement or the organisation, and when no plan is open any more."""

from datetime import timedelta

from backend.kernel.pages import Paging
from backend.mentoring.mentors import AddMentor, RemoveMentor, add_mentor, remove_mentor
from backend.mentoring.proposing import AnswerAgreement, answer_agreement
from backend.mentoring.rules import Answer
from backend.notices.inbox import list_notices
from backend.people.appointments import RecordLeaving, record_leaving
from backend.reviews.rules import Decision
from tests.conftest import Clock
from tests.mentoring.helping import say
from tests.notices.test_telling import clear, news
from tests.reviews.helping import decide
from tests.world import World


def leave(world: World, who: str, by: str | None = None) -> None:
    """Somebody is no longer a mentor in the agreement, by their own word or another's."""
    act = RemoveMentor(agreement_id=world.agreement, mentor_id=world.people[who], reason="A new post.")
    world.do(by or who, remove_mentor, act)


def lines(world: World, who: str) -> list[str]:
    """What somebody has not read, in sentences, newest first."""
    return [one.line for one in world.read(who, list_notices, Paging()).items if one.read_at is None]


def test_a_mentor_who_leaves_is_news_to_mentee_and_co_mentors_and_the_last_one_to_the_approvers(world: World) -> None:
    clear(world)
    leave(world, "mentor")
    assert lines(world, "mentee") == ["Jo Rowan is no longer your mentor."]
    assert lines(world, "comentor") == ["Jo Rowan no longer mentors Maya Alder."]
    assert (news(world, "mentor"), news(world, "area")) == ([], [])
    clear(world)
    leave(world, "comentor")
    assert news(world, "mentee") == ["mentor_stepped_back"]
    assert lines(world, "area") == [
        "Maya Alder has no mentor any more. Somebody else can be asked, or the agreement ended."
    ]
    assert (news(world, "line"), news(world, "manager"), news(world, "mentor")) == ([], [], [])


def test_who_was_only_asked_and_goes_again_is_news_to_whoever_asked_alone(world: World) -> None:
    world.do("area", add_mentor, AddMentor(agreement_id=world.agreement, person_id=world.manager))
    clear(world)
    leave(world, "manager")
    assert news(world, "area") == ["agreement_declined"]
    assert (news(world, "mentee"), news(world, "mentor"), news(world, "comentor")) == ([], [], [])


def test_whose_place_another_takes_hears_that_their_part_is_over(world: World) -> None:
    act = AddMentor(agreement_id=world.agreement, person_id=world.manager, replaces_id=world.mentor)
    world.do("area", add_mentor, act)
    clear(world)
    yes = AnswerAgreement(agreement_id=world.agreement, person_id=world.manager, answer=Answer.AGREE)
    world.do("manager", answer_agreement, yes)
    assert (news(world, "mentor"), news(world, "comentor")) == (["mentoring_over"], ["mentor_joined"])


def test_a_mentor_who_leaves_the_organisation_is_news_in_every_agreement_of_theirs(world: World, clock: Clock) -> None:
    today = clock.today()
    until = today + timedelta(days=60)
    world.maker.agreement(world.colleague, [world.mentor], world.area, today, until)
    world.maker.agreement(world.colleague, [world.mentor, world.comentor], world.area, today, until)
    begins = world.maker.propose(world.area, world.unchecked, [world.mentor, world.comentor], today, until)
    for who in ("unchecked", "comentor"):
        say(world, who, begins)
    world.maker.approve(begins, world.area)
    clear(world)
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.mentor))
    assert news(world, "mentee") == ["mentor_left"]
    assert news(world, "colleague") == ["mentor_left", "mentor_left"]
    assert sorted(news(world, "comentor")) == ["agreement_active", "mentor_left", "mentor_left"]
    assert sorted(news(world, "area")) == ["agreement_active", "mentor_missing"]
    assert news(world, "unchecked") == ["agreement_active"]


def test_mentors_whose_mentee_leaves_the_organisation_hear_that_their_part_is_over(world: World) -> None:
    clear(world)
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.mentee))
    assert (news(world, "mentor"), news(world, "comentor")) == (["mentoring_over"], ["mentoring_over"])


def test_once_the_last_open_plan_is_closed_the_approvers_hear_what_can_come_next(world: World, clock: Clock) -> None:
    first, until = world.plan, clock.today() + timedelta(days=60)
    other = world.maker.plan(world.mentor, world.agreement, world.framework, "senior", clock.today(), until)
    clear(world)
    decide(world, decision=Decision.CLOSE)
    assert news(world, "area") == ["review_decided"]
    world.plan = other
    decide(world, decision=Decision.CLOSE, plan_id=other)
    assert first != other
    assert sorted(news(world, "area")) == ["plans_closed", "review_decided", "review_decided"]
    assert "plans_closed" not in news(world, "mentee")
