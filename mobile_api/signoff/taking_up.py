"""Plans whose agreement ended, taken up under a new one."""

from flask import Response

from backend.kernel.ids import Id
from backend.signoff.reading import plan_head, show_plan
from backend.signoff.shown import Plan
from backend.signoff.taking_up import PlanToTakeUp, TakeUpPlan, plans_to_take_up, take_up_plan
from mobile_api.answer_schemas import page_schema
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, made, read, writing
from mobile_api.signoff import examples

room = Room("taking-up", __name__, description="Plans that go on under a new agreement.")

TAKE_UP = Body(TakeUpPlan, examples.TAKING_UP, without=("plan_id",))


@room.operation(
    "GET",
    "/v1/agreements/<id:agreement_id>/plans-to-take-up",
    gives={200: page_schema(PlanToTakeUp)},
    refuses=["not_found", "not_allowed"],
)
def plans_left_over(agreement_id: Id) -> Response:
    """List the mentee's plans that stand still because their agreement ended, and may go on under this one."""
    return answer({"items": read(plans_to_take_up, agreement_id), "next_cursor": None})


@room.operation(
    "POST",
    "/v1/plans/<id:plan_id>/agreement",
    takes=TAKE_UP,
    gives={201: Plan, 200: Plan},
    example=examples.PLAN,
    refuses=[
        "not_found", "not_allowed", "id.reused", "plan.other_mentee", "plan.agreement_not_active", "plan.closed",
        "plan.agreement_goes_on",
    ],
)  # fmt: skip
def take_up(plan_id: Id) -> Response:
    """Let a plan whose agreement has ended go on today, under an active one of the same mentee."""
    act = TAKE_UP.load(plan_id=plan_id)
    with writing() as (tx, actor):
        entry = take_up_plan(tx, actor, act)
        shown = show_plan(tx, actor, plan_head(tx, actor, plan_id))
    return made(shown, entry.is_new)
