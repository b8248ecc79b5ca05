"""Reading spreadsheets as people's programs write them, and as somebody who means harm does."""

import struct
import tracemalloc
from datetime import date
from io import BytesIO
from time import process_time
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from backend.people.imports.sheets import Sheet, read_sheet
from tests.kernel.helping import refused
from tests.people.import_helping import workbook

TEXT = "Staff number,Name\r\n0417,Zoë Öster\r\n"
ROWS = [(1, ["Staff number", "Name"]), (2, ["0417", "Zoë Öster"])]
MAIN = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_as_spreadsheets_write_it(encoding: str, delimiter: str) -> None:
    sheet = read_sheet(TEXT.replace(",", delimiter).encode(encoding))
    assert (sheet.rows, sheet.beside) == (ROWS, [])
    assert read_sheet(TEXT.replace("\r\n", "\n").encode(encoding)).digest == read_sheet(TEXT.encode()).digest


def test_empty_rows_keep_their_number_and_say_nothing() -> None:
    assert read_sheet(b"\nName\n\n,,\n Ada ,,\n").rows == [(2, ["Name"]), (5, ["Ada"])]
    assert read_sheet(b"").rows == []


def test_quotation_marks_hold_commas_and_line_breaks() -> None:
    assert read_sheet(b'a,b\n"x, ""y""","1\n2"\n').rows[1] == (2, ['x, "y"', "1\n2"])


def test_our_own_escaping_of_formulas_is_taken_off_and_other_apostrophes_stay() -> None:
    assert read_sheet(b"'=1+1\t'+44\t'Abd\t''x\t'\n").rows == [(1, ["=1+1", "+44", "'Abd", "'x", "'"])]


def test_a_workbook_is_read_as_it_is_shown() -> None:
    raw = workbook(
        [["Staff number", "Name", "Starts on", "n"], ["0417", "Zoë", date(2026, 10, 2), 7.0], [417, "  B ", None, 1.5]],
        Payroll=[["secret"]],
    )
    sheet = read_sheet(raw)
    assert sheet.rows[1:] == [(2, ["0417", "Zoë", "2026-10-02", "7"]), (3, ["417", "B", "", "1.5"])]
    assert sheet.beside == ["Payroll"]
    assert Sheet.of(sheet.text) == sheet


def test_a_number_shown_with_zeros_keeps_them() -> None:
    raw = changed(workbook([["Staff number"], [417]]), style="0000")
    assert read_sheet(raw).rows[1] == (2, ["0417"])


def changed(raw: bytes, style: str) -> bytes:
    """The workbook with its second row shown in that form."""
    from openpyxl import load_workbook

    book, out = load_workbook(BytesIO(raw)), BytesIO()
    book.worksheets[0]["A2"].number_format = style
    book.save(out)
    return out.getvalue()


def test_no_formula_is_worked_out_and_no_error_taken_for_text() -> None:
    raw = workbook([["Staff number", "Name"], ["=1+1", "#N/A"], ["1", '=WEBSERVICE("http://evil.example")']])
    assert read_sheet(raw).rows[1:] == [(2, [None, None]), (3, ["1", None])]


def repacked(part: str, content: bytes, raw: bytes | None = None, kind: int = ZIP_DEFLATED) -> bytes:
    """A workbook with one part put in place of its own, or beside them."""
    out = BytesIO()
    with ZipFile(BytesIO(raw or workbook([["Staff number", "Name"], ["1", "Ada"]]))) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content, compress_type=kind)
    return out.getvalue()


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (98 + n, *([97 + n] * 10)) for n in range(9)
)
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</worksheet>'
HUGE_NUMBER = SHEET % (b'<sheetData><row r="1"><c r="A1"><v>%s</v></c></row></sheetData>' % (b"9" * 5000))
UNREADABLE: dict[str, Any] = {
    "nothing but a signature": lambda: b"PK\x03\x04",
    "half a workbook": lambda: workbook([["a"]])[:-400],
    "another archive": lambda: archive({"readme.txt": b"hello"}),
    "an old workbook": lambda: b"\xd0\xcf\x11\xe0" + bytes(2000),
    "entities that grow": lambda: repacked(MAIN, LAUGHS + b"]><worksheet>&j;</worksheet>"),
    "entities that grow, in another encoding": lambda: repacked(
        MAIN, (LAUGHS + b"]><worksheet>&j;</worksheet>").decode().encode("utf-16")
    ),
    "a file of ours": lambda: repacked(
        "xl/sharedStrings.xml", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst><si><t>&e;</t></si></sst>'
    ),
    "a document type from elsewhere": lambda: repacked(
        "xl/workbook.xml", b'<!DOCTYPE x SYSTEM "http://evil.example/x.dtd"><workbook/>'
    ),
    "links to other files": lambda: repacked("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
    "no XML": lambda: repacked(MAIN, b"\x00\x01\x02"),
    "XML of something else": lambda: repacked("xl/workbook.xml", b"<html/>"),
    "a number of 5,000 digits": lambda: repacked(MAIN, HUGE_NUMBER),
    "an unusual packing": lambda: repacked(MAIN, b"<worksheet/>", kind=ZIP_BZIP2),
    "a false size": lambda: lied(workbook([["a"]])),
    "NUL bytes": lambda: b"Staff number,Name\n1,A\0da\n",
    "NUL bytes all through": lambda: bytes(1000),
    "half of UTF-16": lambda: "Staff number".encode("utf-16")[:-1],
    "lone surrogates": lambda: b"\xff\xfe\x00\xd8,\x00",
    "letters of no encoding": lambda: b"Name\n\x81\x8d\xff\n",
    "a quotation mark never closed": lambda: b'Staff number,Name\n1,"Ada\n2,Bo\n',
    "a cell far too long": lambda: b'Staff number,Name\n1,"' + b"x" * 200_000 + b'"\n',
}


def archive(parts: dict[str, bytes], kind: int = ZIP_STORED) -> bytes:
    """A zip archive of those parts."""
    out = BytesIO()
    with ZipFile(out, "w", kind) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def lied(raw: bytes) -> bytes:
    """The workbook, saying that each of its parts unpacks to ten bytes."""
    found, at = bytearray(raw), -1
    while (at := found.find(b"PK\x01\x02", at + 1)) >= 0:
        found[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(found)


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_read_says_what_to_do(what: str) -> None:
    with refused("import.unreadable") as refusal:
        read_sheet(UNREADABLE[what]())
    assert refusal.value.detail.startswith("We could not read this file. ")
    assert refusal.value.detail.endswith((".", "!"))


def columns(count: int) -> bytes:
    """A workbook with that many columns."""
    return workbook([["x"] * count, ["y"] * count])


TOO_MUCH: dict[str, Any] = {
    "a zip bomb": lambda: repacked(MAIN, b"<worksheet>" + b" " * 30_000_000 + b"</worksheet>"),
    "a bomb beside the sheet": lambda: repacked("xl/media/image1.png", bytes(30_000_000)),
    "ten thousand parts": lambda: archive({f"{n}.xml": b"<a/>" for n in range(1_001)}),
    "10,000 columns of a workbook": lambda: columns(10_000),
    "600,000 cells in one row": lambda: repacked(
        MAIN, SHEET % (b"<sheetData><row>" + b"<c><v>1</v></c>" * 600_000 + b"</row></sheetData>")
    ),
    "a million styles": lambda: repacked("xl/styles.xml", b"<styleSheet>" + b"<xf/>" * 1_000_000 + b"</styleSheet>"),
    "10,000 columns of a CSV": lambda: b"," * 9_999 + b"x\n",
    "too many rows of a workbook": lambda: workbook([["x"]] * 5_002),
    "too many rows of a CSV": lambda: b"x\n" * 5_002,
    "a row a million rows down": lambda: repacked(
        MAIN,
        SHEET % b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="str"><v>N</v></c></row>'
        b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>',
    ),
    "a million empty lines": lambda: b"\n" * 1_000_000,
}


@pytest.mark.parametrize("what", TOO_MUCH)
def test_too_much_is_refused_soon_and_without_taking_room(what: str) -> None:
    raw = TOO_MUCH[what]()
    tracemalloc.start()
    began = process_time()
    with refused("import.too_much"):
        read_sheet(raw)
    took, (_, most) = process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 5
    assert most < 64 * 1024 * 1024


def test_a_file_over_five_mebibytes_is_too_large() -> None:
    with refused("request.too_large"):
        read_sheet(b"x" * (5 * 1024 * 1024 + 1))


def test_five_thousand_rows_are_read() -> None:
    assert len(read_sheet(b"h\n" + b"x\n" * 5_000).rows) == 5_001
