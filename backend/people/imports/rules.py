"""What is refused about a spreadsheet as a whole, and about one of its cells. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from backend.kernel.errors import Kind, refusal

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 50
MAX_LINES = 20_000
"""Rows of a file with the empty ones between."""


class Column(StrEnum):
    """What a spreadsheet may say of somebody. Other columns are overlooked, and pointed out."""

    STAFF_NUMBER = "staff_number"
    NAME = "name"
    POST = "post"
    SITE = "site"
    AREA = "area"
    LINE_MANAGER = "line_manager"
    STARTS_ON = "starts_on"
    EMAIL = "email"


class Happens(StrEnum):
    """What a row brings about."""

    NEW = "new"
    RETURNED = "returned"
    MOVED = "moved"
    RENAMED = "renamed"
    LINE_MANAGER = "line_manager"
    EMAIL = "email"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class RowFault:
    """What stands in the way of one row: at which column (None: of the row as a whole), and what to do about it."""

    column: Column | None
    detail: str
    code: str


unreadable = refusal("import.unreadable", Kind.INVALID, "We could not read this file. {reason}")
too_much = refusal("import.too_much", Kind.INVALID, "{reason}")
headings = refusal("import.headings", Kind.INVALID, "{reason}")
rows_wrong = refusal(
    "import.rows_wrong",
    Kind.INVALID,
    "Nothing was taken over: {count} of the rows need another look first. Mend them in the file, and send it again.",
)
upload_gone = refusal(
    "import.gone", Kind.MISSING, "This file is no longer here: we keep one for an hour. Choose it once more."
)
