"""Plans: made under an active agreement, seen by those with a tie to them, tagged by all that changes the answer."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.kernel.errors import Refused
from backend.kernel.ids import Id, derived_id, new_id
from backend.signoff.planning import CreatePlan, create_plan
from backend.signoff.reading import PlanFilter, list_plans, plan_head
from backend.signoff.rules import PlanStatus
from backend.signoff.tables import items, plans
from backend.signoff.tagging import plan_tag
from tests.conftest import Clock
from tests.kernel.helping import entries, refused, rows_of
from tests.signoff.helping import act_on, ask, close_plan, recount, sign, strict_plan
from tests.world import World


def making(world: World, **changes: Any) -> CreatePlan:
    today = world.clock.today()
    given = {"agreement_id": world.agreement, "framework_id": world.framework, "role": "senior",
             "starts_on": today, "ends_on": today + timedelta(days=60)}  # fmt: skip
    return CreatePlan(**{**given, **changes})


def listed(world: World, who: str, **wanted: Any) -> list[Id]:
    return [plan.id for plan in world.read(who, list_plans, PlanFilter(**wanted)).items]


def tag(world: World, who: str = "mentee", locale: str = "en") -> str:
    return str(world.read(who, lambda tx, actor: plan_tag(tx, actor, plan_head(tx, actor, world.plan), locale)))


def test_a_plan_has_the_criteria_of_its_role_in_order(world: World) -> None:
    shown = world.show()
    assert (shown.role, shown.status, len(shown.items)) == ("manager", "active", 22)
    act = making(world)
    world.do("mentor", create_plan, act)
    world.plan = act.id
    senior = world.show()
    assert len(senior.items) == 15
    assert [item.key for item in senior.items] == [item.key for item in shown.items if item.key in
                                                   {one.key for one in senior.items}]  # fmt: skip
    recount(world)


def test_an_items_id_is_the_same_on_every_rebuild(world: World) -> None:
    for row in rows_of(world.maker.database, world.org, items):
        assert row.id == derived_id(row.plan_id, f"{row.key}/1")


def test_the_entry_of_a_plan_names_the_exact_version_it_is_made_of(world: World) -> None:
    entry = next(e for e in entries(world.maker.database, world.org) if e.kind == "create_plan")
    framework = entry.content["framework"]
    assert (framework["key"], framework["version"], len(framework["digest"])) == (
        "senior-manager-mentoring-plan",
        1,
        64,
    )


def test_who_makes_a_plan(world: World) -> None:
    for who in ("mentor", "comentor", "area"):
        assert world.do(who, create_plan, making(world)).is_new
    for who in ("mentee", "manager", "line", "learning", "people_team"):
        with refused("not_allowed"):
            world.do(who, create_plan, making(world))
    for who in ("colleague", "stranger", "far_area", "admin"):
        with refused("not_found"):
            world.do(who, create_plan, making(world))


def test_what_a_plan_cannot_be_made_of(world: World, other: World) -> None:
    today = world.clock.today()
    for changes, code in (
        ({"agreement_id": new_id()}, "not_found"), ({"agreement_id": other.agreement}, "not_found"),
        ({"framework_id": new_id()}, "not_found"), ({"framework_id": other.framework}, "not_found"),
        ({"role": "chef"}, "plan.unknown_role"), ({"ends_on": today}, "plan.wrong_dates"),
        ({"ends_on": today - timedelta(days=1)}, "plan.wrong_dates"),
    ):  # fmt: skip
        with refused(code):
            world.do("mentor", create_plan, making(world, **changes))


def test_the_same_plan_again_is_the_same_plan(world: World) -> None:
    act = making(world)
    first = world.do("mentor", create_plan, act)
    assert world.do("mentor", create_plan, act) == first
    with refused("id.reused"):
        world.do("mentor", create_plan, replace(act, role="manager"))
    assert len(rows_of(world.maker.database, world.org, plans)) == 2


def test_the_list_of_plans_is_what_one_may_see(world: World, other: World) -> None:
    second = making(world)
    world.do("mentor", create_plan, second)
    everything = sorted([world.plan, second.id])
    seeing = ("mentee", "mentor", "comentor", "manager", "line", "area", "learning", "people_team")
    assert {who: listed(world, who) for who in world.people} == {
        who: everything if who in seeing else [] for who in world.people
    }
    assert world.plan not in listed(other, "people_team")


def test_plans_are_found_by_mentee_mentor_and_status(world: World, house: Any) -> None:
    mine = world.plan
    assert listed(world, "area", mentee_id=world.mentee) == [mine]
    assert listed(world, "area", mentee_id=world.mentor) == []
    assert listed(world, "area", mentor_id=world.mentor.upper()) == [mine]
    assert listed(world, "mentor", mentor_id="me") == listed(world, "mentee", mentee_id="me") == [mine]
    assert listed(world, "manager", mentor_id="me") == []
    close_plan(world, house)
    assert listed(world, "mentee", status=PlanStatus.CLOSED) == [mine]
    assert listed(world, "mentee", status=PlanStatus.ACTIVE) == []


@pytest.mark.parametrize("who", ["", "x", "you", "0192f0c1", "0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3f "])
def test_f15_a_person_named_by_something_else_is_refused_by_field(who: str) -> None:
    with pytest.raises(Refused) as refusal:
        PlanFilter(mentee_id=who, mentor_id=who)
    assert [fault.pointer for fault in refusal.value.faults] == ["/mentee_id", "/mentor_id"]


def test_pages_of_plans_follow_one_another(world: World) -> None:
    for _ in range(4):
        world.do("mentor", create_plan, making(world))
    met: list[Id] = []
    cursor = None
    for size in (2, 2, 1):
        page = world.read("mentee", list_plans, PlanFilter(limit=2, cursor=cursor))
        assert len(page.items) == size
        met, cursor = met + [plan.id for plan in page.items], page.next_cursor
    assert (met, cursor) == (sorted(met), None)


def test_a_list_of_three_takes_as_many_statements_as_a_list_of_one(world: World) -> None:
    def statements() -> int:
        def story(tx: Any, actor: Any) -> int:
            before = tx.statements
            list_plans(tx, actor, PlanFilter())
            return int(tx.statements - before)

        return int(world.read("area", story))

    one = statements()
    for _ in range(2):
        world.do("mentor", create_plan, making(world))
    assert (one, statements()) == (1, 1)


def test_a_plan_takes_four_statements_however_much_is_signed_on_it(world: World, clock: Clock) -> None:
    def statements() -> int:
        from backend.signoff.reading import show_plan

        def story(tx: Any, actor: Any) -> int:
            before = tx.statements
            show_plan(tx, actor, plan_head(tx, actor, world.plan))
            return int(tx.statements - before)

        return int(world.read("mentee", story))

    statements()  # the framework is read once a process
    assert statements() == 4
    for key in ("cover-shifts", "support-plans", "on-call"):
        sign(world, "mentor", act_on(world, key))
    clock.move(days=1)
    ask(world, "support-plans")
    assert statements() == 4


def test_the_tag_changes_with_plan_viewer_language_ties_and_day(world: World, clock: Clock) -> None:
    first = tag(world)
    assert tag(world) == first
    assert len({first, tag(world, "mentor"), tag(world, "comentor"), tag(world, locale="cy")}) == 4
    sign(world, "mentor", act_on(world, "cover-shifts"))
    second = tag(world)
    assert second != first
    clock.move(days=1)
    assert tag(world) != second
    before = tag(world, "manager")
    world.maker.line_manager(world.mentee, world.manager)
    assert tag(world, "manager") != before


def test_a_plan_of_another_organisation_or_out_of_reach_is_not_there(world: World, other: World) -> None:
    for who in ("colleague", "stranger", "far_area", "admin"):
        with refused("not_found"):
            tag(world, who)
    other.plan = world.plan
    with refused("not_found"):
        tag(other, "mentee")


def test_a_strict_plan_shows_its_policy(world: World) -> None:
    strict_plan(world)
    assert {item.key: (item.signatures_required, item.policy.other_day, item.policy.other_mentor)
            for item in world.show().items} == {
        "once": (1, False, False), "strict": (2, True, True), "managers": (1, False, False),
    }  # fmt: skip
