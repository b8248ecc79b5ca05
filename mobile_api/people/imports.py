"""Bringing people in from a spreadsheet, and taking the list out."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from backend.kernel.errors import too_large
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import OwnId
from backend.people.imports.doing import ImportPeople, PeopleImport, dry_run, ensure_imports, import_people
from backend.people.imports.exporting import Listed, as_csv, as_xlsx, export_people
from backend.people.imports.rules import MAX_BYTES
from backend.people.imports.sheets import Sheet, read_sheet
from mobile_api.describing import Room
from mobile_api.doors import File, answer, made, query, read, reading, writing
from mobile_api.people import examples

CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = File((CSV, XLSX), "A list of people with headings in its first row, at most 5 MiB and 5,000 rows.")

room = Room("imports", __name__, description="People from a spreadsheet, and the list of them.")


@dataclass(frozen=True, kw_only=True)
class ImportQuery:
    """`dry_run` only says what would happen. `id` is the import's own: the same one again does nothing twice."""

    dry_run: bool = False
    id: OwnId = field(default_factory=new_id)


@room.operation(
    "POST",
    "/v1/people/imports",
    takes=SHEET,
    query=ImportQuery,
    gives={201: PeopleImport, 200: PeopleImport},
    example=examples.PEOPLE_IMPORT,
    refuses=[
        "not_allowed", "id.reused", "import.unreadable", "import.too_much", "import.headings", "import.rows_wrong",
    ],
)  # fmt: skip
def make_import() -> Response:
    """Bring people in from a spreadsheet (CSV or XLSX), all rows or none.

    Columns, in any order: staff number, name, post, site, area, line manager's staff number, starts on, e-mail. People
    are matched by staff number; an empty cell leaves what we have; nobody is removed. Look first with `dry_run=true`.
    """
    wanted = query(ImportQuery)
    raw = _body()
    with reading() as (_, actor, _):
        ensure_imports(actor)
    sheet = read_sheet(raw)  # takes a second or two: not while anything is held
    return answer(read(dry_run, sheet)) if wanted.dry_run else _imported(wanted.id, sheet)


def _body() -> bytes:
    request.max_content_length = MAX_BYTES
    try:
        raw = request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise too_large(limit="5 MiB") from None
    if request.mimetype not in SHEET.types or request.content_encoding not in (None, "identity"):
        raise UnsupportedMediaType
    return raw


def _imported(id_: Id, sheet: Sheet) -> Response:
    with writing() as (tx, actor):
        found, is_new = import_people(tx, actor, ImportPeople(id=id_, digest=sheet.digest), sheet)
    return made(found, is_new)


def _exported(write: Callable[[Listed], bytes], type_: str, name: str) -> Response:
    people = read(export_people)
    headers = {
        "Content-Type": type_,
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(write(people), headers=headers)


@room.operation("GET", "/v1/people/export.csv", gives={200: CSV}, refuses=["not_allowed"])
def people_as_csv() -> Response:
    """Take out the list of people as CSV, with the columns an import takes."""
    return _exported(as_csv, f"{CSV}; charset=utf-8", "people.csv")


@room.operation("GET", "/v1/people/export.xlsx", gives={200: XLSX}, refuses=["not_allowed"])
def people_as_xlsx() -> Response:
    """Take out the list of people as a workbook, with the columns an import takes."""
    return _exported(as_xlsx, XLSX, "people.xlsx")
