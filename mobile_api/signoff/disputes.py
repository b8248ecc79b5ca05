"""What a mentee says against a sign-off, or against there being none."""

from flask import Response

from backend.kernel.ids import Id
from backend.signoff.disputes import DisputeItem, DisputeSignOff, dispute_item, dispute_sign_off
from backend.signoff.reading import ItemNow, show_item
from mobile_api.describing import Room
from mobile_api.doors import Body, made, writing
from mobile_api.signoff import examples

room = Room("disputes", __name__, description="What a mentee says against a sign-off; it alters nothing.")

SIGNED = Body(DisputeSignOff, examples.DISPUTE, without=("sign_off_id",))
UNSIGNED = Body(DisputeItem, examples.DISPUTE, without=("plan_id", "item_id"))


@room.operation(
    "POST",
    "/v1/sign-offs/<id:sign_off_id>/dispute",
    takes=SIGNED,
    gives={201: ItemNow, 200: ItemNow},
    refuses=["not_found", "not_allowed", "id.reused"],
)
def make_dispute(sign_off_id: Id) -> Response:
    """Say how the mentee sees a sign-off, withdrawn or not. It stands beside it and alters nothing.

    Another one amends it; what it said before stays in `earlier`.
    """
    act = SIGNED.load(sign_off_id=sign_off_id)
    with writing() as (tx, actor):
        entry = dispute_sign_off(tx, actor, act)
        shown = show_item(tx, actor, entry.about)
    return made(shown, entry.is_new)


@room.operation(
    "POST",
    "/v1/plans/<id:plan_id>/items/<id:item_id>/disputes",
    takes=UNSIGNED,
    gives={201: ItemNow, 200: ItemNow},
    refuses=["not_found", "not_allowed", "id.reused", "plan.closed"],
)
def make_item_dispute(plan_id: Id, item_id: Id) -> Response:
    """Say that something ought to be signed here and is not. It stands on the item and alters nothing."""
    act = UNSIGNED.load(plan_id=plan_id, item_id=item_id)
    with writing() as (tx, actor):
        entry = dispute_item(tx, actor, act)
        shown = show_item(tx, actor, entry.about)
    return made(shown, entry.is_new)
