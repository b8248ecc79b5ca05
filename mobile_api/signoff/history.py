"""What happened about one criterion on a plan, in order."""

from flask import Response

from backend.kernel.ids import Id
from backend.kernel.pages import Paging
from backend.signoff.history import Happened, show_history
from mobile_api.answer_schemas import page_schema
from mobile_api.describing import Room
from mobile_api.doors import answer, query, read

room = Room("history", __name__, description="Who did what about a criterion, when and why.")


@room.operation(
    "GET",
    "/v1/plans/<id:plan_id>/items/<id:item_id>/history",
    query=Paging,
    gives={200: page_schema(Happened)},
    refuses=["not_found"],
)
def history(plan_id: Id, item_id: Id) -> Response:
    """List what happened about an item, in order: who, what, from what to what, when and why.

    New kinds of `what` may come; overlook those you do not know.
    """
    return answer(read(show_history, plan_id, item_id, query(Paging)))
