"""Next steps: they return until they are done, or dropped with a word why."""

from flask import Response

from backend.kernel.ids import Id
from backend.records.steps import NextStep, SettleNextStep, StepFilter, list_steps, settle_next_step, show_step
from mobile_api.answer_schemas import page_schema
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, made, query, read, writing
from mobile_api.records import examples

room = Room("next_steps", __name__, description="What was agreed to do next.")

SETTLE = Body(SettleNextStep, examples.SETTLE, without=("step_id",))


@room.operation("GET", "/v1/next-steps", query=StepFilter, gives={200: page_schema(NextStep)})
def next_steps() -> Response:
    """List the open next steps within reach: about one person, or of one owner; one's own when nobody is named."""
    return answer(read(list_steps, query(StepFilter)))


@room.operation(
    "POST",
    "/v1/next-steps/<id:step_id>/settlement",
    takes=SETTLE,
    gives={201: NextStep, 200: NextStep},
    example=examples.STEP,
    refuses=["not_found", "not_allowed", "id.reused", "record.step_settled", "record.why_needed"],
)
def settle_a_next_step(step_id: Id) -> Response:
    """Say that a next step is done, or dropped and why."""
    act = SETTLE.load(step_id=step_id)
    with writing() as (tx, actor):
        entry = settle_next_step(tx, actor, act)
        tx.flush()
        shown = show_step(tx, actor, step_id)
    return made(shown, entry.is_new)
