"""People from a spreadsheet: choose a file, look at what would happen, then all of it or nothing."""

from collections.abc import Callable
from contextlib import closing

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.errors import Fault, invalid, missing
from backend.kernel.ids import Id, new_id
from backend.kernel.ties import Do
from backend.people.imports.columns import HEADINGS
from backend.people.imports.doing import ImportPeople, dry_run, ensure_imports, import_people, imported
from backend.people.imports.exporting import Listed, as_csv, as_xlsx, export_people
from backend.people.imports.rules import Happens, upload_gone
from backend.people.imports.sheets import Sheet, read_sheet
from backend.people.imports.uploads import forget_upload, keep_upload, upload_of
from web import refusals, words
from web.forms import EMPTY, Typed
from web.pages import answered, redrawn, render
from web.visits import Visit, acting, looking

imports = Blueprint("imports", __name__)
SHOWN = 100
"""So many rows of each kind are shown; all are counted."""


def import_page(typed: Typed = EMPTY) -> Response:
    """The page to choose a file on. Raises `not_allowed`."""
    with looking() as visit:
        ensure_imports(visit.actor)
    return render("people/import.html", visit.frame, tab="me", typed=typed, headings=list(HEADINGS.values()))


@imports.get("/people/import")
def choose() -> Response:
    """The page to choose a file on."""
    return import_page()


@imports.post("/people/import")
@redrawn(import_page)
def upload() -> AnyResponse:
    """Reads a file and keeps what it says, to be looked at."""
    with looking() as visit:
        ensure_imports(visit.actor)
    sheet = _sheet()
    id_ = new_id()
    with acting() as writing:
        keep_upload(writing.tx, writing.actor, id_, sheet)
        dry_run(writing.tx, writing.actor, sheet)  # whatever it refuses as a whole is said at once
    return answered(looked_at, f"/people/imports/{id_}", "looked", import_id=id_)


def _sheet() -> Sheet:
    file = request.files.get("list")
    raw = b""
    if file is not None:
        with closing(file):
            raw = file.read()
    if not raw:
        raise invalid(faults=[Fault("/list", refusals.FAULTS["list"], "required")], fields="list")
    return read_sheet(raw)


def looked_at(import_id: Id, typed: Typed = EMPTY, done: str | None = None) -> Response:
    """What an import would do, or what it did. Raises `not_found`."""
    with looking() as visit:
        _ensure_imports(visit)
        result = imported(visit.tx, visit.actor, import_id)
        sheet = upload_of(visit.tx, visit.actor, import_id) if result is None else None
        found = dry_run(visit.tx, visit.actor, sheet) if sheet else result
    if found is None and typed.refused:
        return import_page(typed)
    if found is None:
        raise missing()
    changed = [row for row in found.rows if not row.faults and Happens.UNCHANGED not in row.happens]
    return render(
        "people/imported.html",
        visit.frame,
        tab="me",
        typed=typed,
        done=done,
        found=found,
        import_id=import_id,
        heading=_heading(found.counts, found.dry_run),
        wrong=[row for row in found.rows if row.faults],
        changed=changed,
        headings=HEADINGS,
        most=SHOWN,
    )


def _ensure_imports(visit: Visit) -> None:
    """An import is seen by whoever makes it, and so by nobody who may make none."""
    if not visit.actor.may_anywhere(Do.MANAGE_PEOPLE):
        raise missing()


def _heading(counts: dict[str, int], is_dry: bool) -> str:
    if counts["wrong"]:
        count = counts["wrong"]
        return words.sentence(words.many(count, "row needs", "rows need")) + " another look"
    told = [f"{words.number(counts[code])} {said[counts[code] != 1]}" for code, said in _CHANGES if counts[code]]
    if not told:
        return "All is as we have it"
    return words.sentence(words.together(told)) + ("" if is_dry else ": done")


_CHANGES = [(code, said) for code, said in words.HAPPENS.items() if code != Happens.UNCHANGED]


@imports.get("/people/imports/<id:import_id>")
def one(import_id: Id) -> Response:
    """What an import would do, or what it did."""
    return looked_at(import_id, done=request.args.get("done"))


@imports.post("/people/imports/<id:import_id>")
@redrawn(looked_at)
def confirm(import_id: Id) -> AnyResponse:
    """Does it, once."""
    with acting() as visit:
        _ensure_imports(visit)
        sheet = upload_of(visit.tx, visit.actor, import_id)
        if sheet is not None:
            act = ImportPeople(id=import_id, digest=sheet.digest)
            if import_people(visit.tx, visit.actor, act, sheet)[1]:
                forget_upload(visit.tx, import_id)
        elif imported(visit.tx, visit.actor, import_id) is None:
            raise upload_gone()
    return answered(looked_at, f"/people/imports/{import_id}", "imported", import_id=import_id)


def _exported(write: Callable[[Listed], bytes], mimetype: str, name: str) -> Response:
    with looking() as visit:
        people = export_people(visit.tx, visit.actor)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(write(people), mimetype=mimetype, headers=headers)


@imports.get("/people/export.csv")
def as_csv_file() -> Response:
    """The list of people as CSV."""
    return _exported(as_csv, "text/csv", "people.csv")


@imports.get("/people/export.xlsx")
def as_xlsx_file() -> Response:
    """The list of people as a workbook."""
    type_ = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _exported(as_xlsx, type_, "people.xlsx")
