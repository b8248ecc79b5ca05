"""What tests of importing share: lists as people send them, and what becomes of them."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook

from backend.kernel.ids import Id, new_id
from backend.people.imports.doing import ImportPeople, PeopleImport, dry_run, import_people
from backend.people.imports.sheets import Sheet, read_sheet
from tests.world import World

HEADINGS = "Staff number,Name,Post,Site,Area,Line manager's staff number,Starts on,E-mail"
COLUMNS = {
    "number": 0, "name": 1, "post": 2, "site": 3, "area": 4, "manager": 5, "starts": 6, "email": 7,
}  # fmt: skip


def row(number: str, **said: str) -> str:
    """A row of a list; what is not said is somebody who starts at Maple Court."""
    given = {"name": "Ari Hazel", "post": "Senior", "site": "Maple Court", "starts": "2026-09-01", **said}
    cells = [number] + [given.get(name, "") for name in list(COLUMNS)[1:]]
    return ",".join(cells)


def listing(*rows: str, headings: str = HEADINGS) -> Sheet:
    """A list with these rows, as it is read."""
    return read_sheet("\r\n".join([headings, *rows]).encode())


def look(world: World, sheet: Sheet, who: str = "people_team") -> PeopleImport:
    """What importing it would do."""
    found: PeopleImport = world.read(who, dry_run, sheet)
    return found


def take(world: World, sheet: Sheet, who: str = "people_team", id_: Id | None = None) -> PeopleImport:
    """Imports it."""
    act = ImportPeople(id=id_ or new_id(), digest=sheet.digest)
    found: PeopleImport = world.do(who, import_people, act, sheet)[0]
    return found


def happens(found: PeopleImport) -> list[list[str]]:
    """What each row brings about."""
    return [[str(one) for one in row.happens] for row in found.rows]


def faults(found: PeopleImport) -> list[tuple[int, str | None, str]]:
    """Row, column and code of everything that stands in the way."""
    return [(row.row, fault.column, fault.code) for row in found.rows for fault in row.faults]


def workbook(rows: list[list[Any]], **sheets: list[list[Any]]) -> bytes:
    """A workbook with those rows on its first sheet."""
    book, out = Workbook(), BytesIO()
    assert book.active is not None
    for cells in rows:
        book.active.append(cells)
    for title, more in sheets.items():
        sheet = book.create_sheet(title)
        for cells in more:
            sheet.append(cells)
    book.save(out)
    return out.getvalue()
