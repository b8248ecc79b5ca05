"""Moving a plan to another version of its framework, seen beforehand."""

from flask import Response

from backend.kernel.ids import Id
from backend.signoff.moving import MovePlan, MoveShown, move_plan, show_move
from backend.signoff.reading import plan_head, show_plan
from backend.signoff.shown import Plan
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, made, read, writing
from mobile_api.signoff import examples

room = Room("moves", __name__, description="Going on under another version of a framework.")

MOVE = Body(MovePlan, examples.MOVE_PLAN, without=("plan_id",))
REFUSES = [
    "not_found", "not_allowed", "plan.closed", "plan.other_framework", "plan.same_version", "plan.unknown_role",
    "framework.retired",
]  # fmt: skip


@room.operation(
    "GET", "/v1/plans/<id:plan_id>/moves/<id:framework_id>", gives={200: MoveShown}, refuses=REFUSES
)  # fmt: skip
def preview_move(plan_id: Id, framework_id: Id) -> Response:
    """See what moving a plan to that version would change: what carries over, what is new, what is left behind."""
    return answer(read(show_move, plan_id, framework_id))


@room.operation(
    "POST",
    "/v1/plans/<id:plan_id>/moves",
    takes=MOVE,
    gives={201: Plan, 200: Plan},
    refuses=[*REFUSES, "id.reused"],
)
def make_move(plan_id: Id) -> Response:
    """Move a plan to another version of its framework. What was signed stays signed."""
    act = MOVE.load(plan_id=plan_id)
    with writing() as (tx, actor):
        entry = move_plan(tx, actor, act)
        shown = show_plan(tx, actor, plan_head(tx, actor, plan_id))
    return made(shown, entry.is_new)
