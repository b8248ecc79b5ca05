"""The list of people to take out, with the columns an import takes: sent back unchanged, it changes nothing."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from backend.kernel.database import Tx
from backend.kernel.errors import forbidden
from backend.kernel.ties import Actor, Do
from backend.people.imports.columns import HEADINGS, post_label
from backend.people.imports.reading import listed
from backend.people.imports.rules import Column
from backend.people.imports.sheets import escaped

Listed = list[dict[str, Any]]


def export_people(tx: Tx, actor: Actor) -> Listed:
    """Everybody who works here. Raises `not_allowed` unless the actor manages people."""
    if not actor.may_anywhere(Do.MANAGE_PEOPLE):
        raise forbidden()
    return listed(tx)


def as_csv(people: Listed) -> bytes:
    """The list as CSV: UTF-8 with the mark by which spreadsheets know it, every cell in quotation marks."""
    return csv_of(_lines(people))


def as_xlsx(people: Listed) -> bytes:
    """The list as a workbook, every cell a text."""
    return xlsx_of("People", _lines(people))


def csv_of(lines: Iterable[list[str]]) -> bytes:
    """Lines of texts as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(lines)
    return out.getvalue().encode("utf-8-sig")


def xlsx_of(title: str, lines: Iterable[list[str]]) -> bytes:
    """Lines of texts as a workbook of one sheet."""
    workbook, out = Workbook(write_only=True), io.BytesIO()
    sheet = workbook.create_sheet(title)
    for line in lines:
        sheet.append([cell or None for cell in line])
    workbook.save(out)
    return out.getvalue()


def harmless(text: str) -> str:
    """A text that a spreadsheet takes, and takes for no formula."""
    return escaped(ILLEGAL_CHARACTERS_RE.sub("", text))


def _lines(people: Iterable[dict[str, Any]]) -> Iterator[list[str]]:
    yield list(HEADINGS.values())
    for person in people:
        yield [_cell(column, person[column.value]) for column in HEADINGS]


def _cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    text = post_label(value) if column is Column.POST else str(value)
    return harmless(text)
