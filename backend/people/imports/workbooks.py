"""The first sheet of an XLSX workbook, row by row, read as if its sender meant harm.

Before anything is made of it the archive is looked at: what it unpacks to, how much is in its parts, and that none
declares entities or draws on other files. No formula is worked out.
"""

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from openpyxl import load_workbook

from backend.kernel.errors import Refused
from backend.people.imports import rules

MAX_PARTS = 1_000
MAX_UNPACKED = 24 * 1024 * 1024
MAX_TOLD, MAX_BESIDE = 800_000, 50_000
"""Elements that say what stands in cells (a full list has half a million), and others: styles, names, relations."""
_TOLD = frozenset({"row", "c", "v", "is", "si", "t", "r"})
_ZEROS = re.compile("0{2,40}")


def workbook_rows(raw: bytes) -> tuple[Iterator[list[str | None]], list[str]]:
    """The rows of the first sheet, and the names of the sheets beside it.

    Raises `import.unreadable`, `import.too_much`; so may the rows while they are read.
    """
    try:
        with ZipFile(io.BytesIO(raw)) as archive:
            _ensure_harmless(archive)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and validations that openpyxl does not keep
            workbook: Any = load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
            sheets = workbook.worksheets
        if not sheets:
            raise _damaged()
        beside = [sheet.title for sheet in sheets[1:] if sheet.sheet_state == "visible"]
        sheets[0].reset_dimensions()  # what a file says of its own size is not to be relied on
        return _rows(sheets[0]), beside
    except Refused:
        raise
    except Exception:  # whatever a parser makes of a file that was made to break it
        raise _damaged() from None


def _ensure_harmless(archive: ZipFile) -> None:
    parts, count = archive.infolist(), _Count()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _too_large()
    for part in parts:
        if part.flag_bits & 1 or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise rules.unreadable(reason="It has a password, or is packed in an unusual way. Save it again as XLSX.")
        if "externallink" in part.filename.lower():
            raise rules.unreadable(reason="It draws on other files. Copy the list into a new workbook as values.")
        _ensure_plain(archive, part, count)


class _Count:
    """How much a workbook holds. What is read from an element costs a hundred times what counting it does."""

    def __init__(self) -> None:
        self._left = {True: MAX_TOLD, False: MAX_BESIDE}

    def take(self, name: str, _attributes: object) -> None:
        """Counts one element. Raises `import.too_much`."""
        is_told = name.rpartition(":")[2] in _TOLD
        self._left[is_told] -= 1
        if self._left[is_told] < 0:
            raise _too_large()


def _ensure_plain(archive: ZipFile, part: ZipInfo, count: _Count) -> None:
    """Entities can make a few bytes into gigabytes, and read files of ours: no workbook needs to declare any."""
    if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler, parser.StartElementHandler = _refuse_entities, count.take
    try:
        parser.Parse(archive.read(part), True)
    except (ExpatError, BadZipFile):
        raise _damaged() from None


def _refuse_entities(*_given: Any) -> None:
    raise rules.unreadable(reason="It declares entities, as no spreadsheet program does. Save it again as XLSX or CSV.")


def _rows(sheet: Any) -> Iterator[list[str | None]]:
    try:
        for row in sheet.iter_rows(max_row=rules.MAX_LINES + 1, max_col=rules.MAX_COLUMNS + 1):
            yield [_cell(cell) for cell in row]
    except Refused:
        raise
    except Exception:  # as above
        raise _damaged() from None


def _cell(cell: Any) -> str | None:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        return None
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = str(value)
    if isinstance(value, int) and _ZEROS.fullmatch(cell.number_format or ""):
        return text.zfill(len(cell.number_format))  # 417, shown as 0417
    return text


def _too_large() -> Refused:
    return rules.too_much(reason="This workbook is too large inside. Save the one sheet that is needed as CSV.")


def _damaged() -> Refused:
    return rules.unreadable(reason="It may be damaged. Open it in your spreadsheet program and save it again.")
