"""What if: somebody's sign-offs held against another role or framework."""

from flask import Response

from backend.kernel.ids import Id
from backend.readiness.what_if import StandingThen, WhatIf, what_if
from mobile_api.describing import Room
from mobile_api.doors import answer, query, read
from mobile_api.readiness import examples

room = Room("what-if", __name__, description="What somebody would still need in another role.")


@room.operation(
    "GET",
    "/v1/people/<id:person_id>/what-if",
    query=WhatIf,
    gives={200: StandingThen},
    example=examples.STANDING_THEN,
    refuses=["not_found", "not_allowed", "plan.unknown_role"],
)
def standing_then(person_id: Id) -> Response:
    """See how somebody would stand in another role or framework by what is signed already. Nothing is changed by it.

    A criterion is the same when it has the same `key`. `sign_offs` are all there are on those of their plans that the
    caller may see, and `framework` says under which each was signed.
    """
    return answer(read(what_if, person_id, query(WhatIf)))
