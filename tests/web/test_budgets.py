"""How many statements a page sends to the database: the same for one row and for three."""

from datetime import timedelta

from backend.mentoring.conversations import NoteConversation, note_conversation
from backend.mentoring.rules import Mode
from backend.people.rules import Post
from backend.signoff.requests import RequestSignOff, request_sign_off
from tests.conftest import Clock
from tests.web.conftest import At, spot
from tests.world import JOINED, World

KEYS = ("cover-shifts", "on-call", "reflect")


def test_what_waits_costs_the_same_for_one_and_for_three(world: World, at: At) -> None:
    mentor = at("mentor")
    mentor.get("/")
    for key, expected in zip(KEYS, (3, 3, 3), strict=True):
        act = RequestSignOff(plan_id=world.plan, item_id=world.item(key).id, mentor_id=world.mentor)
        world.do("mentee", request_sign_off, act)
        assert mentor.statements("/") == expected


def test_lists_of_plans_cost_the_same_for_one_and_for_three(world: World, at: At, clock: Clock) -> None:
    comentor, area, ends_on = at("comentor"), at("area"), clock.today() + timedelta(days=60)
    comentor.get("/mentees")
    for _ in range(3):
        assert (comentor.statements("/mentees"), area.statements("/plans")) == (3, 3)
        world.maker.plan(world.mentor, world.agreement, world.framework, "senior", clock.today(), ends_on)


def test_a_plan_and_an_item_cost_the_same_for_one_and_for_three_sign_offs(world: World, at: At, clock: Clock) -> None:
    mentor, mentee, there = at("mentor"), at("mentee"), spot(world, "cover-shifts")
    mentor.get(there.page)
    for _ in range(3):
        world.maker.sign(world.mentor, world.plan, there.item, clock.today(), "Found cover.")
        found = [mentee.statements("/plan"), mentee.statements(there.page), mentor.statements(there.page)]
        assert [*found, mentor.statements(there.new)] == [7, 8, 8, 8]


def test_a_receipt_costs_little(world: World, at: At, clock: Clock) -> None:
    signed = world.maker.sign(world.mentor, world.plan, spot(world, "on-call").item, clock.today(), "Two calls.")
    mentee = at("mentee")
    mentee.get("/plan")
    assert mentee.statements(f"/sign-offs/{signed}/receipt") == 7


def test_people_cost_the_same_for_one_and_for_three(world: World, at: At) -> None:
    team, colleague = at("people_team"), at("colleague")
    team.get("/people")
    for name in ("Ari Hazel", "Bo Rowan", "Ida Fir"):
        assert (team.statements("/people"), colleague.statements("/people")) == (4, 3)
        assert colleague.statements(f"/people/{world.colleague}") == 3
        world.maker.person(name, Post.RELIEF, JOINED, site=world.site)


def test_agreements_and_conversations_cost_the_same_for_one_and_for_three(world: World, at: At, clock: Clock) -> None:
    mentor, area, ends_on = at("mentor"), at("area"), clock.today() + timedelta(days=60)
    agreed = f"/agreements/{world.agreement}"
    mentor.get(agreed)
    world.maker.propose(world.area, world.unchecked, [world.mentor], clock.today(), ends_on)  # so that something waits
    for _ in range(3):
        act = NoteConversation(agreement_id=world.agreement, held_on=clock.today(), minutes=30, mode=Mode.BOTH)
        world.do("mentor", note_conversation, act)
        found = [area.statements("/agreements"), area.statements(agreed), mentor.statements(f"{agreed}/conversations")]
        assert [*found, mentor.statements("/hours")] == [3, 15, 7, 3]
        world.maker.propose(world.area, world.colleague, [world.mentor], clock.today(), ends_on)
