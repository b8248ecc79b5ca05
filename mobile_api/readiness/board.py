"""The readiness board: whom something is owed to, and where each plan stands."""

from flask import Response

from backend.readiness.reading import BoardFilter, show_board
from backend.readiness.shown import Board
from mobile_api.conditional import tagged
from mobile_api.describing import Room
from mobile_api.doors import dump, query, read
from mobile_api.readiness import examples

room = Room("board", __name__, description="Whom something is owed to, and who is ready.")


@room.operation(
    "GET",
    "/v1/readiness",
    query=BoardFilter,
    gives={200: Board, 304: None},
    example=examples.BOARD,
    refuses=["not_found", "not_allowed"],
    has_tag=True,
)
def readiness() -> Response:
    """Read a page of the readiness board: of a site, an area or the organisation, one at a time.

    Those whom something is owed to come first, the longest since, unless `sort` says otherwise; a `search` answers by
    name. `summary` counts the whole scope and role, whatever flag or name is asked for.
    """
    return tagged(dump(read(show_board, query(BoardFilter))))
