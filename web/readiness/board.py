"""The readiness board as a page: what is owed to people first, then where each plan stands."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Blueprint, Response

from backend.kernel.shapes import load
from backend.readiness.exporting import as_csv, as_xlsx, export_board
from backend.readiness.reading import BoardFilter, BoardWanted, show_board
from backend.readiness.scopes import offered_scopes
from backend.readiness.shown import OnBoard
from web.beginning import first_steps
from web.forms import asked
from web.pages import render
from web.readiness import board_faces
from web.visits import looking

board = Blueprint("board", __name__)

ASKED = ("scope", "role", "flag", "sort", "search")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@board.get("/board")
def plans() -> Response:
    """A board: one's own widest, until another is chosen."""
    given = asked(*ASKED, "cursor")
    wanted = load(BoardFilter, given)
    with looking() as visit:
        shown = show_board(visit.tx, visit.actor, wanted)
        scopes = offered_scopes(visit.tx, visit.actor, shown.scope)
        steps = [] if shown.summary.plans else first_steps(visit)
    kept = {name: given[name] for name in ASKED if given.get(name)}
    return render(
        "readiness/board.html", visit.frame, tab="plans", board=shown, wanted=wanted, kept=kept,
        scopes=board_faces.scopes(scopes), is_first=wanted.cursor is None, steps=steps,
        onward=f"/board?{urlencode({**kept, 'cursor': shown.next_cursor})}" if shown.next_cursor else None,
    )  # fmt: skip


def _exported(write: Callable[[list[OnBoard]], bytes], mimetype: str, name: str) -> Response:
    wanted = load(BoardWanted, asked(*ASKED))
    with looking() as visit:
        found = export_board(visit.tx, visit.actor, wanted)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(write(found), mimetype=mimetype, headers=headers)


@board.get("/board/export.csv")
def csv_file() -> Response:
    """A whole board as CSV."""
    return _exported(as_csv, "text/csv", "readiness.csv")


@board.get("/board/export.xlsx")
def xlsx_file() -> Response:
    """A whole board as a workbook."""
    return _exported(as_xlsx, XLSX, "readiness.xlsx")
