"""An ending, a removal, a withdrawal and sign-offs at once: one consistent state, whoever comes first."""

from typing import Any

import pytest

from backend.accounts.sessions import who
from backend.kernel.ids import Id
from backend.kernel.ties import Tie, ties
from backend.kernel.waits import waits
from backend.mentoring.ending import EndAgreement, end_agreement
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.mentoring.pausing import PauseAgreement, pause_agreement, resume_agreement
from backend.mentoring.rules import PlansThen
from backend.people.absences import EndAbsence, RecordAbsence, end_absence, record_absence
from backend.signoff.sign_offs import sign_off
from backend.signoff.tables import plans, requests, sign_offs
from backend.signoff.taking_up import TakeUpPlan, take_up_plan
from tests.accounts.helping import together
from tests.conftest import Clock
from tests.kernel.helping import entries, refused, rows_of
from tests.signoff.helping import act_on, ask, sign, withdraw
from tests.signoff.test_pauses import successor
from tests.signoff.test_races import outsider, waits_for_locks
from tests.world import World

pytestmark = pytest.mark.usefixtures("recounted", "verified")


def rows(world: World, table: Any, *conditions: Any) -> list[Any]:
    return rows_of(world.maker.database, world.org, table, *conditions)


@pytest.mark.parametrize("plans_then", list(PlansThen))
@pytest.mark.parametrize("turn", range(3))
def test_an_ending_a_removal_a_withdrawal_and_two_sign_offs_at_once_end_in_one_state(
    world: World, clock: Clock, plans_then: PlansThen, turn: int
) -> None:
    ask(world, "cover-shifts")
    first = sign(world, "mentor", act_on(world, "support-plans")).sign_off.id
    clock.move(days=1)
    by = {name: world.presence(name) for name in ("mentor", "comentor")}
    acts = {"mentor": act_on(world, "cover-shifts"), "comentor": act_on(world, "support-plans")}
    removal = RemoveMentor(agreement_id=world.agreement, mentor_id=world.comentor, reason="Moved on.")
    ending = EndAgreement(agreement_id=world.agreement, reason="Done.", plans=plans_then)
    world.token("area")
    stories: list[Any] = [
        lambda: sign(world, "mentor", acts["mentor"], by["mentor"]),
        lambda: withdraw(world, "mentor", first, by["mentor"]),
        lambda: world.do("area", remove_mentor, removal),
        lambda: sign(world, "comentor", acts["comentor"], by["comentor"]),
    ]
    stories.insert(turn * 2, lambda: world.do("area", end_agreement, ending))
    outcomes = together(stories)
    assert outcomes.pop(turn * 2) == "done"
    signed, withdrawn, removed, cosigned = outcomes
    assert withdrawn == "done"  # one's own word, also after the agreement ended
    assert removed in ("done", "agreement.over")
    assert {signed, cosigned} <= {"done", "not_found"}
    order = [entry.id for entry in entries(world.maker.database, world.org)]
    for outcome, act in ((signed, acts["mentor"]), (cosigned, acts["comentor"])):
        assert (act.id in order) == (outcome == "done")
        assert act.id not in order or order.index(act.id) < order.index(ending.id)  # signed before, or not at all
    assert rows(world, ties, ties.c.tie == Tie.MENTOR.value, ties.c.ends_at.is_(None)) == []
    assert [row.status for row in rows(world, requests)] == ["answered" if signed == "done" else "ended"]
    assert rows(world, waits, waits.c.kind == "request") == []
    (plan,) = rows(world, plans)
    assert (plan.status, plan.pauses) == (
        ("closed", "") if plans_then is PlansThen.CLOSE else ("active", f"{clock.today()}/")
    )


def test_a_sign_off_that_waited_while_the_agreement_ended_is_not_taken(world: World) -> None:
    waits_for_locks(world)
    act, presence, token = act_on(world, "cover-shifts"), world.presence("mentor"), world.token("mentor")
    ending = EndAgreement(agreement_id=world.agreement, reason="Done.", plans=PlansThen.PAUSE)
    world.token("area")
    with world.maker.database.writing(world.org) as tx:
        actor = who(tx, token)
        outsider(world, lambda: world.do("area", end_agreement, ending))
        with refused("not_found"):
            sign_off(tx, actor, act, presence)
    assert rows(world, sign_offs) == []


def test_pausing_going_on_absence_and_sign_offs_at_once_keep_the_days_right(world: World, clock: Clock) -> None:
    keys = ("cover-shifts", "on-call", "support-plans")
    acts = [act_on(world, key) for key in keys]
    presence, today = world.presence("mentor"), clock.today()
    away = RecordAbsence(person_id=world.mentee, from_on=today)
    for name in ("area", "line"):
        world.token(name)
    stories: list[Any] = [lambda act=act: sign(world, "mentor", act, presence) for act in acts]

    def pause_and_go_on() -> None:
        world.do("area", pause_agreement, PauseAgreement(agreement_id=world.agreement, reason="Moves."))
        world.do("area", resume_agreement, world.agreement)

    def away_and_back() -> None:
        world.do("line", record_absence, away)
        world.do("line", end_absence, EndAbsence(absence_id=away.id, until_on=today))

    assert set(together([*stories, pause_and_go_on, away_and_back])) == {"done"}
    (plan,) = rows(world, plans)
    assert (plan.pauses, plan.signatures_counted, plan.runs_to) == ("", 3, plan.ends_on)


def test_a_plan_taken_up_by_two_at_once_goes_to_one(world: World) -> None:
    ending = EndAgreement(agreement_id=world.agreement, reason="Done.", plans=PlansThen.PAUSE)
    new: list[Id] = [successor(world, name) for name in ("manager", "line")]
    world.do("area", end_agreement, ending)
    for name in ("manager", "line"):
        world.token(name)
    acts = {name: TakeUpPlan(plan_id=world.plan, agreement_id=one)
            for name, one in zip(("manager", "line"), new, strict=True)}  # fmt: skip
    outcomes = together([lambda n=n, a=a: world.do(n, take_up_plan, a) for n, a in acts.items()])  # type: ignore[misc]  # a lambda with its own case
    assert sorted(outcomes) == ["done", "plan.agreement_goes_on"]
    (plan,) = rows(world, plans)
    assert plan.agreement_id == new[outcomes.index("done")]


def test_many_absences_of_mentors_and_mentee_at_once_lock_nobody_out(world: World, clock: Clock) -> None:
    people = [world.mentor, world.comentor, world.mentee, world.colleague]
    acts = [RecordAbsence(person_id=person, from_on=clock.today()) for person in people * 3]
    world.token("people_team")
    assert together([lambda act=act: world.do("people_team", record_absence, act) for act in acts]) == ["done"] * 12  # type: ignore[misc]  # a lambda with its own case
