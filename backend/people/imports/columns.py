"""Which column says what, and what one row says of somebody. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from backend.kernel.canonical import nfc
from backend.kernel.shapes import is_one_line
from backend.people.imports import rules
from backend.people.imports.rules import Column, RowFault
from backend.people.imports.sheets import Cells, Sheet
from backend.people.rules import Post

HEADINGS: Mapping[Column, str] = {
    Column.STAFF_NUMBER: "Staff number",
    Column.NAME: "Name",
    Column.POST: "Post",
    Column.SITE: "Site",
    Column.AREA: "Area",
    Column.LINE_MANAGER: "Line manager's staff number",
    Column.STARTS_ON: "Starts on",
    Column.EMAIL: "E-mail",
}
"""The headings of our own lists."""

_SYNONYMS: Mapping[Column, str] = {
    Column.STAFF_NUMBER: "staffnumber staffno staffid number employeenumber employeeno employeeid payrollnumber"
    " payrollno personnelnumber personnelno",
    Column.NAME: "name fullname staffname employeename",
    Column.POST: "post role jobtitle position job",
    Column.SITE: "site service setting school home nursery location workplace",
    Column.AREA: "area region",
    Column.LINE_MANAGER: "linemanagersstaffnumber linemanagerstaffnumber linemanagersnumber linemanagernumber"
    " linemanagerno linemanagerid linemanager managersstaffnumber managerstaffnumber managernumber reportsto",
    Column.STARTS_ON: "startson startdate starts start started startedon datestarted",
    Column.EMAIL: "email emailaddress mail workemail",
}
_COLUMNS = {synonym: column for column, words in _SYNONYMS.items() for synonym in words.split()}
_LONGEST: Mapping[Column, int] = {
    Column.STAFF_NUMBER: 40,
    Column.NAME: 120,
    Column.LINE_MANAGER: 40,
    Column.EMAIL: 200,
}
_OTHER_LONGEST = 120
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00)?)?")
_BRITISH = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_POSTS = {post.value.replace("_", ""): post for post in Post}


@dataclass
class Wanted:
    """What a row says of somebody. What it does not say is None: that stays as it is."""

    row: int
    said: dict[Column, str] = field(default_factory=dict)
    post: Post | None = None
    starts_on: date | None = None
    faults: list[RowFault] = field(default_factory=list)

    def get(self, column: Column) -> str | None:
        """The text of a column, or None."""
        return self.said.get(column)

    @property
    def key(self) -> str | None:
        """By what people are matched: their staff number, in whatever case it is written."""
        number = self.get(Column.STAFF_NUMBER)
        return None if number is None else key_of(number)

    def fault(self, column: Column | None, code: str, detail: str) -> None:
        """Notes what stands in the way."""
        self.faults.append(RowFault(column, detail, code))


def key_of(staff_number: str) -> str:
    """A staff number as it is compared."""
    return staff_number.casefold()


def post_label(post: str) -> str:
    """A post as our lists write it."""
    return post.replace("_", " ").capitalize()


def read_rows(sheet: Sheet) -> tuple[list[Wanted], set[Column], list[str]]:
    """What each row says, which columns there are, and the headings that were overlooked.

    Raises `import.headings`.
    """
    if not sheet.rows:
        raise rules.headings(reason="There is nothing in this file. The first row has headings, the others people.")
    at, overlooked = _columns(sheet.rows[0][1])
    width = len(sheet.rows[0][1])
    return [_wanted(number, cells, at, width) for number, cells in sheet.rows[1:]], set(at), overlooked


def _columns(cells: Cells) -> tuple[dict[Column, int], list[str]]:
    at: dict[Column, int] = {}
    overlooked = []
    for index, cell in enumerate(cells):
        heading = nfc(cell or "")
        column = _COLUMNS.get("".join(letter for letter in heading.casefold() if letter.isalnum()))
        if column is None:
            overlooked += [heading[:60]] if heading else []
        elif column in at:
            raise rules.headings(reason=f"Two columns say '{HEADINGS[column]}'. Keep one of them.")
        else:
            at[column] = index
    missing = [HEADINGS[column] for column in (Column.STAFF_NUMBER, Column.NAME) if column not in at]
    if missing:
        raise rules.headings(reason=f"The first row has no heading {' and none '.join(missing)}. It names the columns.")
    return at, overlooked


def _wanted(number: int, cells: Cells, at: Mapping[Column, int], width: int) -> Wanted:
    wanted = Wanted(number)
    for column, index in at.items():
        _read(wanted, column, cells[index] if index < len(cells) else "")
    if len(cells) > width:
        wanted.fault(None, "too_many_cells", "There are more cells here than headings. Is a comma in one of them?")
    return wanted


def _read(wanted: Wanted, column: Column, cell: str | None) -> None:
    if cell is None:
        wanted.fault(column, "formula", "A formula or an error stands here. Copy the column, and paste it as values.")
        return
    text = nfc(cell).strip()
    if not text:
        return
    if not is_one_line(text):
        wanted.fault(column, "invalid", "Leave out line breaks and characters that cannot be seen.")
    elif len(text) > _LONGEST.get(column, _OTHER_LONGEST):
        wanted.fault(column, "invalid", f"Use at most {_LONGEST.get(column, _OTHER_LONGEST)} letters here.")
    else:
        wanted.said[column] = text
        _understand(wanted, column, text)


def _understand(wanted: Wanted, column: Column, text: str) -> None:
    if column is Column.POST:
        wanted.post = _POSTS.get("".join(letter for letter in text.casefold() if letter.isalpha()))
        if wanted.post is None:
            named = ", ".join(post_label(post) for post in Post)
            wanted.fault(column, "unknown_post", f"We know no such post. The posts are: {named}.")
    elif column is Column.STARTS_ON:
        wanted.starts_on = day_of(text)
        if wanted.starts_on is None:
            wanted.fault(column, "invalid", "Write the day as 2026-10-02 or 02/10/2026.")
    elif column is Column.EMAIL and _EMAIL.fullmatch(text) is None:
        wanted.fault(column, "invalid", "This does not look like an e-mail address.")


def day_of(text: str) -> date | None:
    """The day a cell says, as ISO writes it or as people here do (day first); None when it is none."""
    iso, british = _ISO.fullmatch(text), _BRITISH.fullmatch(text)
    if iso:
        year, month, day = iso.groups()
    elif british:
        day, month, year = british.groups()
    else:
        return None
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2200 else None
