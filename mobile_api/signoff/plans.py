"""Plans: making one, listing them, and the one answer that phones ask for most."""

from flask import Response, current_app

from backend.kernel.ids import Id
from backend.signoff.planning import CreatePlan, create_plan
from backend.signoff.reading import HEAD, PlanFilter, PlanListed, list_plans, plan_head, seen_head, show_plan
from backend.signoff.shown import Plan
from backend.signoff.tagging import plan_tag
from mobile_api.answer_schemas import page_schema
from mobile_api.conditional import Kept, is_known, tagged, unchanged
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, dump, made, query, read, reading, writing
from mobile_api.signoff import examples

room = Room("plans", __name__, description="Who works through what, and how far they are.")

CREATE = Body(CreatePlan, examples.CREATE_PLAN)


@room.operation(
    "POST",
    "/v1/plans",
    takes=CREATE,
    gives={201: Plan, 200: Plan},
    example=examples.PLAN,
    refuses=[
        "not_found", "not_allowed", "id.reused", "plan.agreement_not_active", "framework.retired",
        "plan.unknown_role", "plan.wrong_dates", "plan.before_agreement",
    ],
)  # fmt: skip
def make_plan() -> Response:
    """Make a plan: a framework's criteria for a role, between two days, under an active agreement."""
    act = CREATE.load()
    with writing() as (tx, actor):
        entry = create_plan(tx, actor, act)
        shown = show_plan(tx, actor, plan_head(tx, actor, entry.id))
    return made(shown, entry.is_new)


@room.operation("GET", "/v1/plans", query=PlanFilter, gives={200: page_schema(PlanListed)})
def plans() -> Response:
    """List the plans within reach, in the order they were made.

    `mentee_id` and `mentor_id` name a person by id, or oneself as `me`.
    """
    return answer(read(list_plans, query(PlanFilter)))


@room.operation(
    "GET",
    "/v1/plans/<id:plan_id>",
    gives={200: Plan, 304: None},
    example=examples.PLAN,
    refuses=["not_found"],
    has_tag=True,
)
def plan(plan_id: Id) -> Response:
    """Read a plan with everything on it, and what the caller may do now."""
    kept: Kept = current_app.extensions["kept"]
    with reading((HEAD, {"of_id": plan_id})) as (tx, actor, (heads,)):
        head = seen_head(actor, heads)
        tag = f"{current_app.extensions['edition']}-{plan_tag(tx, actor, head)}"
        if is_known(tag):
            return unchanged(tag)
        key = (actor.org, plan_id, tag)
        body = kept.get(key)
        shown = show_plan(tx, actor, head) if body is None else None
    if body is None:
        body = dump(shown)
        kept.put(key, body)
    return tagged(body, tag)
