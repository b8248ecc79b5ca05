"""Changing how many signatures an item needs."""

from flask import Response

from backend.kernel.ids import Id
from backend.signoff.reading import ItemNow, show_item
from backend.signoff.requirements import (
    AnswerRequirement,
    ChangeRequirement,
    WithdrawRequirement,
    answer_requirement,
    change_requirement,
    withdraw_requirement,
)
from mobile_api.describing import Room
from mobile_api.doors import Body, done, made, writing
from mobile_api.signoff import examples

room = Room("requirements", __name__, description="How many signatures an item needs, raised and lowered.")

CHANGE = Body(ChangeRequirement, examples.REQUIREMENT, without=("plan_id", "item_id"))
ANSWER = Body(AnswerRequirement, examples.REQUIREMENT_ANSWER, without=("id", "requirement_id"))


@room.operation(
    "POST",
    "/v1/plans/<id:plan_id>/items/<id:item_id>/requirements",
    takes=CHANGE,
    gives={201: ItemNow, 200: ItemNow},
    refuses=[
        "not_found", "not_allowed", "id.reused", "plan.closed", "plan.criterion_left", "requirement.no_change",
        "requirement.already_proposed",
    ],
)  # fmt: skip
def make_requirement(plan_id: Id, item_id: Id) -> Response:
    """Raise the signatures an item needs, at once; or propose to lower them, which the other side answers.

    Who asked, why, who agreed, and both numbers stay on the item, in `requirements`.
    """
    act = CHANGE.load(plan_id=plan_id, item_id=item_id)
    with writing() as (tx, actor):
        entry = change_requirement(tx, actor, act)
        shown = show_item(tx, actor, item_id)
    return made(shown, entry.is_new)


@room.operation(
    "POST",
    "/v1/requirements/<id:requirement_id>/answers",
    takes=ANSWER,
    gives={201: ItemNow, 200: ItemNow},
    refuses=[
        "not_found", "not_allowed", "id.reused", "plan.closed", "requirement.own_proposal", "requirement.over",
    ],
)  # fmt: skip
def make_requirement_answer(requirement_id: Id) -> Response:
    """Agree to a proposal of the other side's, or decline it."""
    act = ANSWER.load(requirement_id=requirement_id)
    with writing() as (tx, actor):
        entry = answer_requirement(tx, actor, act)
        shown = show_item(tx, actor, entry.about)
    return made(shown, entry.is_new)


@room.operation(
    "DELETE",
    "/v1/requirements/<id:requirement_id>",
    gives={204: None},
    refuses=["not_found", "not_allowed", "requirement.over"],
)
def remove_requirement(requirement_id: Id) -> Response:
    """Take one's own proposal back."""
    with writing() as (tx, actor):
        withdraw_requirement(tx, actor, WithdrawRequirement(requirement_id=requirement_id))
    return done()
