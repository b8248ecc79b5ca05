"""Coach-mentoring agreements: proposed, and true for everybody the moment the last word is in.

Source: domain 2; decisions, Rights and States (agreement).
"""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.ids import new_id
from backend.mentoring.proposing import propose_agreement
from backend.mentoring.rules import Answer, Status, ensure_open, ensure_proposable, status_after, status_at
from backend.people.appointments import Appoint, RecordLeaving, appoint, record_leaving
from backend.people.rules import Post
from backend.signoff.planning import CreatePlan, create_plan
from tests.kernel.helping import entries, refused, rows_of
from tests.mentoring.helping import approve, mentors_of, proposal, propose, say, sees, shown, waiting_for
from tests.world import World

answers = st.lists(st.sampled_from([None, Answer.AGREE, Answer.DECLINE]), min_size=2, max_size=5)


@given(st.booleans(), answers)
def test_an_agreement_starts_when_it_is_approved_and_everyone_agreed_and_one_no_ends_it(
    approved: bool, given_: list[Answer | None]
) -> None:
    expected = (
        Status.DECLINED if Answer.DECLINE in given_
        else Status.ACTIVE if approved and set(given_) == {Answer.AGREE} else Status.PROPOSED
    )  # fmt: skip
    assert status_after(approved, given_) is expected


@given(st.sampled_from(Status), st.integers(-40, 40))
def test_only_a_proposal_runs_out_and_on_its_day(status: Status, after: int) -> None:
    from datetime import date

    lapses_on = date(2026, 10, 31)
    found = status_at(status, lapses_on, lapses_on + timedelta(after))
    assert found is (Status.RUN_OUT if status is Status.PROPOSED and after >= 0 else status)


def test_only_a_proposal_awaits_answers() -> None:
    ensure_open(Status.PROPOSED)
    for status in set(Status) - {Status.PROPOSED, Status.RUN_OUT}:
        with refused("agreement.not_proposed"):
            ensure_open(status)
    with refused("agreement.run_out"):
        ensure_open(Status.RUN_OUT)


def test_what_cannot_be_proposed() -> None:
    from datetime import date

    a, b, one, two = new_id(), new_id(), date(2026, 10, 1), date(2026, 10, 2)
    ensure_proposable(a, [b], one, two)
    for mentee, mentors, starts_on, ends_on, code in (
        (a, [a], one, two, "own_mentor"), (a, [b, a], one, two, "own_mentor"), (a, [b, b], one, two, "mentor_twice"),
        (a, [b], two, two, "wrong_dates"), (a, [b], two, one, "wrong_dates"),
    ):  # fmt: skip
        with refused(f"agreement.{code}"):
            ensure_proposable(mentee, mentors, starts_on, ends_on)


def test_a_proposal_is_shown_with_everything_that_was_agreed_at_the_start(world: World) -> None:
    agreement = propose(world, "area")
    found = shown(world, agreement)
    assert (found.programme, found.mentee.name, found.status, found.mentee_agreed, found.approved) == (
        "new_starters", "Lee Willow", "proposed", False, False,
    )  # fmt: skip
    assert [(mentor.name, mentor.agreed, mentor.active_since) for mentor in found.mentors] == [
        ("Kit Hawthorn", False, None), ("Sam Beech", False, None),
    ]  # fmt: skip
    assert (found.what_matters, [(goal.text, goal.horizon) for goal in found.goals], found.support_arrangement) == (
        "Feeling sure of myself.", [("Lead a shift.", "short")], "ad_hoc",
    )  # fmt: skip
    assert (found.ends_on - found.starts_on).days == 60


STEPS = ["colleague", "manager", "comentor", "approval"]


@pytest.mark.parametrize(
    "order", [pytest.param(order, id=", ".join(order)) for order in list(permutations(STEPS))[::5]]
)
def test_it_starts_with_the_last_of_approval_and_everyones_yes_in_whatever_order(
    world: World, order: tuple[str, ...]
) -> None:
    agreement = propose(world, "area")
    for step in order:
        assert (shown(world, agreement).status, mentors_of(world, agreement)) == ("proposed", set())
        _ = approve(world, agreement) if step == "approval" else say(world, step, agreement)
    found = shown(world, agreement)
    assert (found.status, found.approved, found.mentee_agreed) == ("active", True, True)
    assert mentors_of(world, agreement) == {"manager", "comentor"}
    assert all(mentor.active_since == entries(world.maker.database, world.org)[-1].at for mentor in found.mentors)
    assert waiting_for(world) == set()


def test_before_it_is_active_nobody_is_a_mentor_and_no_plan_is_made(world: World) -> None:
    agreement = propose(world, "area")
    for who in ("colleague", "manager", "comentor"):
        say(world, who, agreement)
    act = CreatePlan(
        agreement_id=agreement, framework_id=world.framework, role="senior", starts_on=world.clock.today(),
        ends_on=world.clock.today() + timedelta(days=30),
    )  # fmt: skip
    with refused("plan.agreement_not_active"):
        world.do("area", create_plan, act)
    with refused("not_allowed"):
        world.do("manager", create_plan, act)
    approve(world, agreement)
    assert world.do("manager", create_plan, act).kind == "create_plan"


def test_whoever_proposes_has_agreed_for_themselves(world: World) -> None:
    by_mentee, by_mentor = propose(world, "colleague"), propose(world, "manager")
    assert shown(world, by_mentee).mentee_agreed
    assert [mentor.agreed for mentor in shown(world, by_mentor).mentors] == [True, False]
    assert not shown(world, by_mentor).mentee_agreed


def test_everyone_whose_word_is_needed_finds_it_among_what_waits_for_them(world: World) -> None:
    agreement = propose(world, "manager")
    assert waiting_for(world, "agreement_answer") == {"colleague", "comentor"}
    assert waiting_for(world, "agreement_approval") == {"area"}
    say(world, "colleague", agreement)
    assert waiting_for(world, "agreement_answer") == {"comentor"}
    approve(world, agreement)
    assert waiting_for(world) == {"comentor"}


def test_who_may_propose(world: World) -> None:
    by = {who: who for who in ("colleague", "manager", "comentor", "area", "learning")}
    for who in by:
        assert propose(world, who)
    world.maker.line_manager(world.colleague, world.line)
    assert propose(world, "line")
    for who, code in (("mentee", "not_allowed"), ("people_team", "not_allowed"), ("admin", "not_allowed"),
                      ("stranger", "not_found"), ("far_area", "not_found")):  # fmt: skip
        with refused(code):
            propose(world, who)


def test_people_of_another_organisation_or_who_left_cannot_be_named(world: World, other: World) -> None:
    for changes, code in (
        ({"mentee_id": other.colleague}, "not_found"), ({"mentor_ids": [other.manager]}, "agreement.unknown_person"),
        ({"mentor_ids": [new_id()]}, "agreement.unknown_person"),
    ):  # fmt: skip
        with refused(code):
            propose(world, "area", **changes)
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.manager))
    with refused("agreement.unknown_person"):
        propose(world, "area")
    with refused("not_found"):
        propose(world, "area", mentee_id=world.manager, mentor_ids=[world.comentor])


def test_who_sees_an_agreement(world: World, other: World) -> None:
    found = {who for who in world.people if sees(world, who, world.agreement)}
    assert found == {"mentee", "mentor", "comentor", "manager", "line", "area", "learning", "people_team"}
    with refused("not_found"):
        shown(other, world.agreement)


def test_an_agreement_follows_its_mentee_to_another_site(world: World) -> None:
    assert not sees(world, "far_area", world.agreement)
    assert sees(world, "manager", world.agreement)
    far = next(iter({row.site_id for row in _people(world) if row.id == world.stranger}))
    move = Appoint(person_id=world.mentee, post=Post.SENIOR, starts_on=world.clock.today(), site_id=far)
    world.do("people_team", appoint, move)
    found = {who: sees(world, who, world.agreement) for who in ("far_area", "area", "manager", "mentor", "line")}
    assert found == {"far_area": True, "area": True, "manager": False, "mentor": True, "line": True}  # area proposed it


def _people(world: World) -> list[Any]:
    from backend.people.tables import people

    return rows_of(world.maker.database, world.org, people)


def test_the_same_proposal_again_is_the_same_proposal(world: World) -> None:
    act = proposal(world)
    first = world.do("area", propose_agreement, act)
    assert world.do("area", propose_agreement, act) == first
    with refused("id.reused"):
        world.do("area", propose_agreement, replace(act, what_matters="Something else."))
