"""What a spreadsheet says, as rows of text: from CSV as spreadsheets write it, or from XLSX."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

import orjson

from backend.kernel.errors import Refused, too_large
from backend.people.imports import rules
from backend.people.imports.workbooks import workbook_rows

Cells = list[str | None]
"""The cells of a row as text; None stands for one that holds a formula or an error."""

ESCAPED = ("=", "+", "-", "@", "\t", "\r", "'", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet would take for the beginning of a formula; our own lists put an apostrophe before it."""


@dataclass(frozen=True)
class Sheet:
    """The rows of a spreadsheet that say something, by the number a spreadsheet gives them, the headings first.

    `beside` names sheets of the workbook that were not read.
    """

    rows: list[tuple[int, Cells]]
    beside: list[str]

    @property
    def text(self) -> str:
        """The whole as text, to keep."""
        return orjson.dumps({"rows": self.rows, "beside": self.beside}).decode()

    @property
    def digest(self) -> str:
        """What tells this sheet from every other: hexadecimal sha256 of its rows."""
        return sha256(orjson.dumps(self.rows)).hexdigest()

    @classmethod
    def of(cls, text: str) -> "Sheet":
        """The sheet that was kept as `text`."""
        kept = orjson.loads(text)
        return cls([(number, cells) for number, cells in kept["rows"]], kept["beside"])


def read_sheet(raw: bytes) -> Sheet:
    """The sheet in a file.

    What it is, is told by its first bytes, not by its name. Raises `request.too_large`, `import.unreadable`,
    `import.too_much`.
    """
    if len(raw) > rules.MAX_BYTES:
        raise too_large(limit="5 MiB")
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise rules.unreadable(reason="It is an old workbook (.xls) or one with a password. Save it as XLSX or CSV.")
    beside: list[str] = []
    if raw.startswith(b"PK\x03\x04"):
        lines, beside = workbook_rows(raw)
    else:
        lines = _csv_rows(_text(raw))
    return Sheet(_told(lines), beside)


def _told(lines: Iterable[Cells]) -> list[tuple[int, Cells]]:
    found: list[tuple[int, Cells]] = []
    for number, line in enumerate(lines, 1):
        if number > rules.MAX_LINES or len(found) > rules.MAX_ROWS + 1:
            break
        cells = [cell if cell is None else unescaped(cell) for cell in line]
        while cells and cells[-1] == "":
            cells.pop()
        if len(cells) > rules.MAX_COLUMNS:
            raise rules.too_much(
                reason=f"Row {number} has more than {rules.MAX_COLUMNS} columns. Keep those that are needed."
            )
        if cells:
            found.append((number, cells))
    else:
        if len(found) <= rules.MAX_ROWS + 1:
            return found
    raise rules.too_much(reason=f"The list is longer than {rules.MAX_ROWS:,} rows. Send it in parts.")


def unescaped(text: str) -> str:
    """A cell's text without blanks around it, and without the apostrophe that keeps it from being a formula."""
    text = text.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(ESCAPED) else text


def escaped(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(ESCAPED) else text


def _text(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _decoded(raw, "utf-16")
    else:
        text = _decoded(raw, "utf-8-sig", "cp1252")
    if "\0" in text:
        raise rules.unreadable(reason="It holds NUL characters. Save it again as CSV (UTF-8) or XLSX.")
    return text


def _decoded(raw: bytes, *encodings: str) -> str:
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise rules.unreadable(reason="Its letters are in no form we know. Save it again as CSV (UTF-8) or XLSX.")


def _csv_rows(text: str) -> Iterator[Cells]:
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield list(cells)
    except csv.Error as error:
        raise _broken(error) from None


def _broken(error: csv.Error) -> Refused:
    reason = "A quotation mark was opened and never closed, or a cell is far too long. Save it again as CSV or XLSX."
    return rules.unreadable(reason=reason)
