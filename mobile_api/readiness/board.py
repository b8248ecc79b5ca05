"""The readiness board: whom something is owed to, and where each plan stands."""

from collections.abc import Callable

from flask import Response

from backend.readiness.exporting import as_csv, as_xlsx, export_board
from backend.readiness.reading import BoardFilter, BoardWanted, show_board
from backend.readiness.shown import Board, OnBoard
from mobile_api.conditional import tagged
from mobile_api.describing import Room
from mobile_api.doors import dump, query, read
from mobile_api.people.imports import CSV, XLSX
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


def _exported(write: Callable[[list[OnBoard]], bytes], type_: str, name: str) -> Response:
    plans = read(export_board, query(BoardWanted))
    headers = {
        "Content-Type": type_,
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(write(plans), headers=headers)


_REFUSES = ["not_found", "not_allowed", "readiness.too_many"]


@room.operation("GET", "/v1/readiness/export.csv", query=BoardWanted, gives={200: CSV}, refuses=_REFUSES)
def readiness_as_csv() -> Response:
    """Take out a whole board as CSV, as filtered: at most 10,000 plans."""
    return _exported(as_csv, f"{CSV}; charset=utf-8", "readiness.csv")


@room.operation("GET", "/v1/readiness/export.xlsx", query=BoardWanted, gives={200: XLSX}, refuses=_REFUSES)
def readiness_as_xlsx() -> Response:
    """Take out a whole board as a workbook, as filtered: at most 10,000 plans."""
    return _exported(as_xlsx, XLSX, "readiness.xlsx")
