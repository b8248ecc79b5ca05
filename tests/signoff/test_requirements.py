"""Raising and lowering the signatures an item needs, and the trace of it. Source: domain 1; decisions, Rights."""

from typing import Any

import pytest

from backend.house import House
from backend.kernel.ids import Id, new_id
from backend.kernel.pages import Paging
from backend.kernel.waits import waits
from backend.mentoring.ending import EndAgreement, end_agreement
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.mentoring.rules import Answer, PlansThen
from backend.people.appointments import RecordLeaving, record_leaving
from backend.signoff.asides import RequirementShown
from backend.signoff.requirements import (
    AnswerRequirement,
    ChangeRequirement,
    WithdrawRequirement,
    answer_requirement,
    change_requirement,
    withdraw_requirement,
)
from backend.signoff.waiting import list_waits
from tests.conftest import Clock
from tests.kernel.helping import refused, rows_of
from tests.signoff.helping import act_on, ask, close_plan, item_id, sign, strict_plan
from tests.world import World

pytestmark = pytest.mark.usefixtures("recounted", "verified")

ONE, TWO = "cover-shifts", "support-plans"  # as the framework asks for them


def change(world: World, who: str, key: str, signatures: int, **more: Any) -> Id:
    given = {"plan_id": world.plan, "item_id": item_id(world, key), "signatures": signatures, "reason": "We agreed."}
    return Id(world.do(who, change_requirement, ChangeRequirement(**{**given, **more})).id)


def answer(world: World, who: str, requirement: Id, said: str = "agree") -> Any:
    return world.do(who, answer_requirement, AnswerRequirement(requirement_id=requirement, answer=Answer(said)))


def trace(world: World, key: str, who: str = "mentee") -> RequirementShown:
    (one,) = world.item(key, who).requirements
    return one


def proposed_to(world: World) -> set[str]:
    names = ("mentee", "mentor", "comentor", "manager", "area")
    return {who for who in names if any(w.kind == "requirement" for w in world.read(who, list_waits, Paging()).items)}


@pytest.mark.parametrize("who", ["mentee", "mentor", "comentor"])
def test_either_side_raises_at_once_and_the_other_is_told(world: World, who: str) -> None:
    before = world.show().progress
    change(world, who, ONE, 2, reason="Once more in a hard week.")
    item, after = world.item(ONE), world.show().progress
    assert (item.signatures_required, item.policy.other_day, item.rev, item.status) == (2, True, 2, "open")
    assert item.missing[0].code == "two_signatures"
    assert after.signatures_required == before.signatures_required + 1
    one = trace(world, ONE, "mentor")
    assert (one.before, one.after, one.reason, one.status, one.by.id) == (
        1, 2, "Once more in a hard week.", "made", world.people[who],
    )  # fmt: skip
    assert (one.side, one.may) == (
        "mentee" if who == "mentee" else "mentor", {"answer": False, "withdraw": False},
    )  # fmt: skip


def test_raising_what_is_signed_opens_it_again_for_another_day(world: World, clock: Clock) -> None:
    sign(world, "mentor", act_on(world, ONE))
    before = world.show().progress
    change(world, "mentee", ONE, 2)
    item, after = world.item(ONE), world.show().progress
    assert (item.status, [one.counts for one in item.sign_offs]) == ("part_signed", [True])
    assert after.criteria_complete == before.criteria_complete - 1
    assert item.missing[0].code == "another_day"
    sign(world, "comentor", act_on(world, ONE, item_rev=2))
    assert world.item(ONE).status == "part_signed"
    clock.move(days=1)
    sign(world, "comentor", act_on(world, ONE, item_rev=2))
    assert world.item(ONE).status == "signed"


def test_who_saw_what_was_asked_before_does_not_sign_what_is_asked_now(world: World) -> None:
    act = act_on(world, ONE)
    change(world, "mentee", ONE, 2)
    with refused("sign_off.stale_content"):
        sign(world, "mentor", act)


@pytest.mark.parametrize(("who", "other"), [("mentee", "comentor"), ("mentor", "mentee")])
def test_lowering_waits_for_the_other_side_and_changes_nothing_until_it_agrees(
    world: World, who: str, other: str
) -> None:
    requirement = change(world, who, TWO, 1)
    assert world.item(TWO).signatures_required == 2
    assert proposed_to(world) == ({"mentor", "comentor"} if who == "mentee" else {"mentee"})
    answer(world, other, requirement)
    item = world.item(TWO)
    assert (item.signatures_required, item.rev, proposed_to(world)) == (1, 2, set())
    one = trace(world, TWO)
    assert one.answered_by is not None
    assert (one.status, one.before, one.after, one.by.id, one.answered_by.id, one.reason) == (
        "agreed", 2, 1, world.people[who], world.people[other], "We agreed.",
    )  # fmt: skip


def test_a_declined_proposal_leaves_a_trace_and_nothing_else(world: World) -> None:
    requirement = change(world, "mentee", TWO, 1)
    answer(world, "mentor", requirement, "decline")
    item = world.item(TWO)
    assert (item.signatures_required, item.rev, trace(world, TWO).status) == (2, 1, "declined")
    change(world, "mentee", TWO, 1)
    assert [one.status for one in world.item(TWO).requirements] == ["declined", "proposed"]


def test_lowering_completes_what_has_one_signature_and_ends_the_question(world: World) -> None:
    sign(world, "mentor", act_on(world, TWO))
    ask(world, TWO)
    before = world.show().progress
    answer(world, "mentor", change(world, "mentee", TWO, 1))
    item, after = world.item(TWO), world.show().progress
    assert (item.status, item.waiting, item.missing) == ("signed", None, [])
    assert (after.criteria_complete, after.signatures_required, after.signatures_counted) == (
        before.criteria_complete + 1, before.signatures_required - 1, before.signatures_counted,
    )  # fmt: skip


def test_lowering_what_is_signed_twice_counts_the_first_and_keeps_the_second(world: World, clock: Clock) -> None:
    sign(world, "mentor", act_on(world, TWO))
    clock.move(days=1)
    sign(world, "comentor", act_on(world, TWO))
    answer(world, "mentee", change(world, "mentor", TWO, 1))
    assert [one.counts for one in world.item(TWO).sign_offs] == [True, False]


def test_raised_again_it_follows_the_frameworks_own_rule_for_a_second(world: World) -> None:
    strict_plan(world)
    answer(world, "mentee", change(world, "mentor", "strict", 1))
    assert world.item("strict").signatures_required == 1
    change(world, "mentor", "strict", 2)
    policy = world.item("strict").policy
    assert (policy.other_day, policy.other_mentor, world.item("strict").rev) == (True, True, 3)


def test_ones_own_side_does_not_answer(world: World) -> None:
    by_mentee, by_mentor = change(world, "mentee", TWO, 1), change(world, "mentor", "monthly-finances", 1)
    for who, requirement in (("mentee", by_mentee), ("mentor", by_mentor), ("comentor", by_mentor)):
        with refused("requirement.own_proposal"):
            answer(world, who, requirement)
    assert trace(world, TWO).may == {"answer": False, "withdraw": True}
    assert trace(world, TWO, "comentor").may == {"answer": True, "withdraw": False}
    assert trace(world, TWO, "area").may == {"answer": False, "withdraw": False}


def test_nobody_else_changes_or_answers(world: World, other: World) -> None:
    requirement = change(world, "mentee", TWO, 1)
    for who, code in (
        ("manager", "not_allowed"), ("line", "not_allowed"), ("area", "not_allowed"), ("learning", "not_allowed"),
        ("people_team", "not_allowed"), ("colleague", "not_found"), ("stranger", "not_found"), ("admin", "not_found"),
        ("far_area", "not_found"), ("unchecked", "not_found"),
    ):  # fmt: skip
        for act in (lambda who=who: change(world, who, ONE, 2), lambda who=who: answer(world, who, requirement)):
            with refused(code):
                act()
    with refused("not_found"):
        answer(other, "mentor", requirement)
    with refused("not_found"):
        answer(world, "mentor", new_id())
    assert (world.item(ONE).signatures_required, world.item(TWO).signatures_required) == (1, 2)


def test_what_is_asked_for_already_is_no_change(world: World) -> None:
    for key, signatures in ((ONE, 1), (TWO, 2)):
        with refused("requirement.no_change"):
            change(world, "mentor", key, signatures)


def test_one_proposal_at_a_time_and_its_proposer_takes_it_back(world: World) -> None:
    requirement = change(world, "mentor", TWO, 1)
    with refused("requirement.already_proposed"):
        change(world, "mentee", TWO, 1)
    take_back = WithdrawRequirement(requirement_id=requirement)
    for who, code in (("mentee", "not_allowed"), ("comentor", "not_allowed"), ("colleague", "not_found")):
        with refused(code):
            world.do(who, withdraw_requirement, take_back)
    first = world.do("mentor", withdraw_requirement, take_back)
    assert world.do("mentor", withdraw_requirement, take_back) == first
    assert (trace(world, TWO).status, proposed_to(world)) == ("withdrawn", set())
    with refused("requirement.over"):
        answer(world, "mentee", requirement)


def test_the_same_again_gets_the_first_answer(world: World) -> None:
    mine = new_id()
    change(world, "mentee", TWO, 1, id=mine)
    assert change(world, "mentee", TWO, 1, id=mine) == mine
    with refused("id.reused"):
        change(world, "mentee", TWO, 1, id=mine, reason="Another.")
    first = answer(world, "mentor", mine)
    assert answer(world, "mentor", mine) == first
    with refused("id.reused"):
        answer(world, "mentor", mine, "decline")
    with refused("requirement.over"):
        answer(world, "comentor", mine)


def test_a_proposal_waits_for_the_mentors_there_are(world: World) -> None:
    change(world, "mentee", TWO, 1)
    removal = RemoveMentor(agreement_id=world.agreement, mentor_id=world.mentor, reason="Moved on.")
    world.do("area", remove_mentor, removal)
    assert proposed_to(world) == {"comentor"}


def test_when_the_mentee_leaves_what_was_proposed_ends(world: World) -> None:
    change(world, "mentor", TWO, 1)
    world.maker.operate(record_leaving, RecordLeaving(person_id=world.mentee))
    assert (trace(world, TWO, "area").status, proposed_to_mentors(world)) == ("ended", set())


@pytest.mark.parametrize("then", PlansThen)
def test_when_the_agreement_ends_what_was_proposed_and_asked_ends(world: World, then: PlansThen) -> None:
    change(world, "mentee", TWO, 1)
    ask(world, ONE)
    act = EndAgreement(agreement_id=world.agreement, reason="Done.", plans=then)
    world.do("area", end_agreement, act)
    assert trace(world, TWO, "mentee").status == "ended"
    held = rows_of(world.maker.database, world.org, waits)
    assert {row.kind for row in held} & {"requirement", "request", "request_overdue"} == set()


def proposed_to_mentors(world: World) -> set[str]:
    found = {who: world.read(who, list_waits, Paging()).items for who in ("mentor", "comentor")}
    return {who for who, held in found.items() if any(wait.kind == "requirement" for wait in held)}


def test_a_closed_plan_keeps_what_it_asked_for(world: World, house: House) -> None:
    requirement = change(world, "mentee", TWO, 1)
    close_plan(world, house)
    with refused("plan.closed"):
        change(world, "mentor", ONE, 2)
    with refused("plan.closed"):
        answer(world, "mentor", requirement)
    close_plan(world, house, "active")


def test_the_trace_is_for_everyone_who_sees_the_plan(world: World) -> None:
    answer(world, "mentor", change(world, "mentee", TWO, 1))
    for who in ("mentee", "mentor", "comentor", "manager", "line", "area", "learning", "people_team"):
        assert (trace(world, TWO, who).before, trace(world, TWO, who).after) == (2, 1)
