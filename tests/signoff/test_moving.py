"""Moving a plan to another version: what carries over, what is new, what is left and stays readable."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.frameworks.changes import Difference
from backend.frameworks.files import parse
from backend.frameworks.publishing import publish
from backend.frameworks.retiring import RetireFramework, retire_framework
from backend.frameworks.rules import Framework
from backend.house import House
from backend.kernel.ids import Id, derived_id, new_id
from backend.kernel.pages import Paging
from backend.people.organisation import operator
from backend.signoff.history import show_history
from backend.signoff.moving import MovePlan, MoveShown, move_plan, show_move
from backend.signoff.planning import CreatePlan, create_plan
from backend.signoff.reading import PlanFilter, list_plans
from backend.signoff.receipts import show_receipt
from backend.signoff.requests import RequestSignOff, request_sign_off
from backend.signoff.requirements import ChangeRequirement, change_requirement
from backend.signoff.shown import Plan
from backend.signoff.sign_offs import SignOff
from backend.signoff.signed_under import SignedUnder
from backend.signoff.waiting import list_waits
from backend.signoff.withdrawals import WithdrawSignOff, withdraw_sign_off
from backend.upkeep.verifying import verify
from seeds.making import MENTORING_PLAN
from tests.archive.helping import bare, paper, plan_copy, text_of
from tests.conftest import Clock
from tests.kernel.helping import refused
from tests.signoff.helping import CRITERION, SMALL, act_on, item_id, sign, withdraw
from tests.world import World

OLD = parse(MENTORING_PLAN.read_text())


def newer(**changed: Any) -> Framework:
    """Version 2: `on-call` is left out, `cover-shifts` reworded, `reflect` needs two, and one is new."""
    criteria = [one for one in OLD.criterion if one.key != "on-call"]
    by_key = {one.key: place for place, one in enumerate(criteria)}
    criteria[by_key["cover-shifts"]] = replace(criteria[by_key["cover-shifts"]], question="Whom did they find?")
    criteria[by_key["reflect"]] = replace(criteria[by_key["reflect"]], signatures=2)
    criteria.append(replace(OLD.criterion[0], key="handover", title="Hand over a shift"))
    return replace(OLD, version=2, criterion=criteria, **changed)


def published(world: World, framework: Framework) -> Id:
    with world.maker.database.writing(world.org) as tx:
        return publish(tx, operator(world.org), framework)


def moved(world: World, to: Id, who: str = "area") -> Plan:
    world.do(who, move_plan, MovePlan(plan_id=world.plan, framework_id=to))
    return world.show()


def findings(world: World, house: House) -> list[str]:
    return verify(house.settings.owner_url, only=[world.org])


def whole(world: World, key: str) -> SignOff:
    """A sign-off of that criterion by a method it takes."""
    return act_on(world, key, method=world.item(key).policy.methods[0])


@pytest.fixture
def signed(world: World, clock: Clock) -> World:
    """`on-call` and `cover-shifts` signed, `on-call` asked for again."""
    clock.move(days=3)
    for key in ("on-call", "cover-shifts", "reflect"):
        sign(world, "mentor", whole(world, key))
    return world


def test_beforehand_one_sees_what_would_change(signed: World) -> None:
    to = published(signed, newer())
    shown: MoveShown = signed.read("area", show_move, signed.plan, to)
    named = [[one.key for one in part] for part in (shown.changes.added, shown.changes.changed, shown.changes.left_out)]
    assert named == [["handover"], ["cover-shifts", "reflect"], ["on-call"]]
    (asked,), (needs,) = (one.differences for one in shown.changes.changed)
    assert asked.before == signed.item("cover-shifts").question
    assert (asked.part, asked.after) == ("question", "Whom did they find?")
    assert needs == Difference("signatures", "1", "2")
    assert (shown.version, shown.kept, shown.signed_left) == (2, 21, 1)


def test_signatures_carry_over_and_what_is_left_counts_no_more(signed: World, house: House) -> None:
    before = signed.show()
    after = moved(signed, published(signed, newer()))
    assert (after.framework.version, len(after.items), after.progress.criteria_total) == (2, 22, 22)
    by_key = {item.key: item for item in after.items}
    old = {item.key: item for item in before.items}
    assert [one.id for one in by_key["cover-shifts"].sign_offs] == [one.id for one in old["cover-shifts"].sign_offs]
    assert (by_key["cover-shifts"].rev, by_key["support-plans"].rev) == (2, 1)
    assert (by_key["reflect"].status, by_key["reflect"].missing[0].code) == ("part_signed", "another_day")
    assert (by_key["handover"].id, by_key["handover"].status) == (derived_id(signed.plan, "handover/1"), "open")
    (left,) = after.left_items
    assert (left.key, left.missing, set(left.may.values())) == ("on-call", [], {False})
    assert [one.id for one in left.sign_offs] == [one.id for one in old["on-call"].sign_offs]
    progress = after.progress
    assert progress.signatures_required == sum(item.signatures_required for item in after.items)
    assert (progress.signatures_counted, progress.criteria_complete) == (2, before.progress.criteria_complete - 2)
    assert findings(signed, house) == []


def test_nothing_is_signed_or_asked_on_what_is_left_and_a_withdrawal_still_is(signed: World, house: House) -> None:
    asked = RequestSignOff(plan_id=signed.plan, item_id=item_id(signed, "annual-leave"))
    signed.do("mentee", request_sign_off, asked)
    item, sign_off = item_id(signed, "on-call"), signed.item("on-call").sign_offs[0].id
    act = whole(signed, "on-call")
    moved(signed, published(signed, newer()))
    with refused("plan.criterion_left"):
        sign(signed, "mentor", act)
    with refused("plan.criterion_left"):
        signed.do("mentee", request_sign_off, RequestSignOff(plan_id=signed.plan, item_id=item))
    before = signed.show().progress
    withdrawal = WithdrawSignOff(sign_off_id=sign_off, reason="The wrong day.")
    signed.do("mentor", withdraw_sign_off, withdrawal, signed.presence("mentor"))
    assert signed.show().progress == before
    assert signed.item("annual-leave").waiting is not None
    assert findings(signed, house) == []


def test_what_waits_on_a_criterion_that_is_left_out_ends(world: World, house: House) -> None:
    raised = ChangeRequirement(
        plan_id=world.plan, item_id=item_id(world, "on-call"), signatures=2, reason="Nights too."
    )
    world.do("mentor", change_requirement, raised)
    lowered = ChangeRequirement(plan_id=world.plan, item_id=item_id(world, "on-call"), signatures=1, reason="Once.")
    world.do("mentor", change_requirement, lowered)
    world.do("mentee", request_sign_off, RequestSignOff(plan_id=world.plan, item_id=item_id(world, "on-call")))
    assert moved(world, published(world, newer())).left_items[0].waiting is None
    assert world.read("mentee", list_waits, Paging()).items == []
    with refused("plan.criterion_left"):
        world.do("mentor", change_requirement, replace(lowered, id=new_id()))
    assert findings(world, house) == []


def test_a_criterion_comes_back_with_what_was_signed_on_it(signed: World, house: House) -> None:
    moved(signed, published(signed, newer()))
    third = published(signed, replace(OLD, version=3))
    after = moved(signed, third)
    assert {item.key: item.status for item in after.items}["on-call"] == "signed"
    assert [item.key for item in after.left_items] == ["handover"]
    assert findings(signed, house) == []


def test_a_receipt_still_says_what_was_signed_under_which_version(signed: World) -> None:
    sign_off = signed.item("cover-shifts").sign_offs[0].id
    moved(signed, published(signed, newer()))
    assert signed.read("mentee", show_receipt, sign_off).content["framework"]["version"] == 1


def test_s22_what_was_signed_under_another_version_says_so_and_the_history_tells_of_the_move(signed: World) -> None:
    second = newer()
    place = [one.key for one in second.criterion].index("cover-shifts")
    second.criterion[place] = replace(second.criterion[place], title="Cover shifts fairly")
    was = signed.item("cover-shifts").title
    assert signed.item("cover-shifts").sign_offs[0].signed_under is None
    after = moved(signed, published(signed, second))
    assert signed.item("cover-shifts").sign_offs[0].signed_under == SignedUnder(1, was)
    assert after.left_items[0].sign_offs[0].signed_under == SignedUnder(1, "Be 'on call'")
    signed.clock.move(days=1)
    answer = sign(signed, "mentor", replace(whole(signed, "cover-shifts"), item_rev=2))
    assert answer.item is not None
    for item in (answer.item, signed.item("cover-shifts")):
        assert [one.signed_under for one in item.sign_offs] == [SignedUnder(1, was), None]
    gone = withdraw(signed, "mentor", signed.item("cover-shifts").sign_offs[0].id)
    assert gone.sign_off.signed_under == SignedUnder(1, was)
    text = bare(text_of(paper(plan_copy(signed))))
    assert text.count(bare(f"Signed under version 1: {was}")) == 1
    assert text.count(bare("Signed under version 1:")) == 3
    told: list[tuple[str, str | None, str | None]] = []
    for key in ("cover-shifts", "annual-leave", "on-call"):
        page = signed.read("mentee", show_history, signed.plan, item_id(signed, key), Paging())
        told += [(one.what, one.old, one.new) for one in page.items if one.what == "moved"]
    assert told == [("moved", was, "2"), ("moved", None, "2"), ("moved", "Be 'on call'", "2")]


def test_a_stale_screen_does_not_sign_what_was_reworded(signed: World) -> None:
    signed.clock.move(days=1)
    act = whole(signed, "cover-shifts")
    moved(signed, published(signed, newer()))
    with refused("sign_off.stale_content"):
        sign(signed, "mentor", act)


def test_the_same_move_twice_is_one_and_a_version_is_moved_to_once(world: World) -> None:
    to = published(world, newer())
    act = MovePlan(plan_id=world.plan, framework_id=to)
    first, again = (world.do("learning", move_plan, act) for _ in range(2))
    assert (first.id, first.is_new, again.is_new) == (again.id, True, False)
    with refused("plan.same_version"):
        world.do("area", move_plan, MovePlan(plan_id=world.plan, framework_id=to))


def test_only_approvers_and_learning_leads_move_a_plan(world: World, other: World) -> None:
    to = published(world, newer())
    act = MovePlan(plan_id=world.plan, framework_id=to)
    for who in ("mentee", "mentor", "manager", "line", "people_team"):
        with refused("not_allowed"):
            world.do(who, move_plan, act)
        with refused("not_allowed"):
            world.read(who, show_move, world.plan, to)
    for who, there in (("colleague", world), ("far_area", world), ("admin", world), ("area", other)):
        with refused("not_found"):
            there.do(who, move_plan, act)
    moved(world, to)


def test_a_plan_moves_within_its_own_framework_and_role(world: World) -> None:
    small = published(world, parse(SMALL + CRITERION.format(key="once", signatures=1, both="false", posts="")))
    with refused("plan.other_framework"):
        moved(world, small)
    seniors = [replace(one, roles=["senior"]) for one in OLD.criterion]
    with refused("plan.unknown_role"):
        moved(world, published(world, replace(OLD, version=4, criterion=seniors)))


def test_a_retired_version_makes_no_new_plans_from_its_day_on(world: World, clock: Clock) -> None:
    to = published(world, newer())
    on = clock.today() + timedelta(days=2)
    act = RetireFramework(framework_id=to, on=on)
    world.do("learning", retire_framework, act)
    plan: dict[str, Any] = {
        "agreement_id": world.agreement, "framework_id": to, "role": "senior", "starts_on": on,
        "ends_on": on + timedelta(days=9),
    }  # fmt: skip
    world.do("mentor", create_plan, CreatePlan(**plan))
    clock.move(days=2)
    with refused("framework.retired"):
        world.do("mentor", create_plan, CreatePlan(**plan))
    with refused("framework.retired"):
        moved(world, to)
    with refused("framework.retires_in_past"):
        world.do("learning", retire_framework, RetireFramework(framework_id=to, on=on - timedelta(days=1)))
    later = RetireFramework(framework_id=to, on=on + timedelta(days=30))
    world.do("learning", retire_framework, later)
    assert world.do("mentor", create_plan, CreatePlan(**plan)).is_new
    for who, code in (("mentee", "not_allowed"), ("area", "not_allowed")):
        with refused(code):
            world.do(who, retire_framework, RetireFramework(framework_id=to, on=on))


def test_who_is_on_which_version_is_a_list_of_plans(world: World) -> None:
    to = published(world, newer())
    assert world.read("learning", list_plans, PlanFilter(framework_id=to)).items == []
    moved(world, to)
    assert [one.id for one in world.read("learning", list_plans, PlanFilter(framework_id=to)).items] == [world.plan]
    assert world.read("learning", list_plans, PlanFilter(framework_id=world.framework)).items == []
