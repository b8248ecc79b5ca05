"""What if: the same person against another role or framework, by what is signed already."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.frameworks.files import parse
from backend.frameworks.publishing import publish
from backend.frameworks.rules import Method
from backend.kernel.ids import Id, new_id
from backend.people.organisation import operator
from backend.readiness.what_if import CriterionThen, StandingThen, WhatIf, what_if
from backend.signoff.rules import Missing, Outcome
from seeds.making import MENTORING_PLAN
from tests.conftest import Clock
from tests.kernel.helping import refused
from tests.signoff.helping import act_on, sign, withdraw
from tests.world import World

OLD = parse(MENTORING_PLAN.read_text())


def asked(world: World, who: str = "area", role: str = "senior", framework: Id | None = None) -> StandingThen:
    found: StandingThen = world.read(
        who, what_if, world.mentee, WhatIf(framework_id=framework or world.framework, role=role)
    )
    return found


def signs(world: World, key: str, **said: Any) -> Id:
    return Id(sign(world, "mentor", act_on(world, key, **said)).sign_off.id)


def one(then: StandingThen, key: str) -> CriterionThen:
    return next(criterion for criterion in then.criteria if criterion.key == key)


def other_framework(world: World) -> Id:
    """A nursery's own: it shares `reflect`, and wants it twice, by two mentors."""
    by_key = {criterion.key: criterion for criterion in OLD.criterion}
    reflect = replace(by_key["reflect"], signatures=2, other_mentor=True, roles=["leader"])
    welcome = replace(by_key["cover-shifts"], key="welcome", title="Welcome a family", roles=["leader"])
    framework = replace(
        OLD, key="nursery", version=1, title="Room leaders", roles=["leader"], criterion=[reflect, welcome]
    )
    with world.maker.database.writing(world.org) as tx:
        return publish(tx, operator(world.org), framework)


def test_what_is_signed_for_one_role_counts_in_another_of_the_same_framework(world: World) -> None:
    signs(world, "cover-shifts")
    then = asked(world)
    assert (then.person.name, then.role, then.progress.criteria_total) == ("Maya Alder", "senior", 15)
    assert (then.progress.criteria_complete, then.progress.signatures_counted) == (1, 1)
    criterion = one(then, "cover-shifts")
    assert (criterion.status, criterion.missing) == ("signed", None)
    assert [(it.signer.name, it.plan_id, it.framework, it.counts) for it in criterion.sign_offs] == [
        ("Jo Rowan", world.plan, OLD.title, True)
    ]
    assert one(then, "on-call").missing == Missing.SIGNATURE


def test_another_framework_asks_by_its_own_rules_and_says_where_it_was_signed(world: World, clock: Clock) -> None:
    signs(world, "reflect", method=Method.DISCUSSED)
    clock.now += timedelta(days=1)
    then = asked(world, role="leader", framework=other_framework(world))
    criterion = one(then, "reflect")
    assert (criterion.status, criterion.signatures_required, criterion.signatures_counted) == ("part_signed", 2, 1)
    assert criterion.missing == Missing.ANOTHER_DAY_AND_MENTOR
    assert [it.framework for it in criterion.sign_offs] == [OLD.title]
    assert [criterion.key for criterion in then.criteria] == ["reflect", "welcome"]
    assert then.progress.percent == 33


def test_what_was_withdrawn_counts_nowhere(world: World) -> None:
    signed = signs(world, "cover-shifts")
    withdraw(world, "mentor", signed)
    assert one(asked(world), "cover-shifts").sign_offs == []


def test_not_yet_is_told_and_counts_nothing(world: World) -> None:
    signs(world, "cover-shifts", outcome=Outcome.NOT_YET, help=None, next_step="Ask the sister team first.")
    criterion = one(asked(world), "cover-shifts")
    assert [(it.outcome, it.counts) for it in criterion.sign_offs] == [("not_yet", False)]
    assert criterion.status == "open"


@pytest.mark.parametrize("who", ["mentee", "mentor", "line", "manager", "area", "learning", "people_team"])
def test_whoever_sees_the_plan_may_ask(world: World, who: str) -> None:
    signs(world, "cover-shifts")
    assert asked(world, who).progress.signatures_counted == 1


def test_a_colleague_and_an_administrator_see_the_person_and_may_not_ask(world: World) -> None:
    for who, code in (("colleague", "not_allowed"), ("admin", "not_allowed"), ("stranger", "not_found")):
        with refused(code):
            asked(world, who)


def test_a_role_or_framework_that_is_not_there_is_said(world: World) -> None:
    with refused("plan.unknown_role"):
        asked(world, role="gardener")
    with refused("not_found"):
        asked(world, framework=new_id())
