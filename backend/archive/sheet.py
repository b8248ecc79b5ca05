"""What stands on the sheet of a copy: its parts, one after the other.

Pure: a copy in, names and texts out, in the order in which `paper/` sets them. Codes stay codes: their words stand in
the template.
"""

from typing import Any

from backend.archive.copies import OwnCopy, PlanCopy, RecordCopy, ReviewCopy
from backend.archive.own_sheet import OwnWriter
from backend.archive.writing import written

Copy = PlanCopy | OwnCopy | RecordCopy | ReviewCopy
_CALLED: dict[type[Copy], tuple[str, str]] = {
    PlanCopy: ("mentoring-plan", "Mentoring plan: a copy to keep"),
    OwnCopy: ("own-copy", "Own copy: all that is one's own"),
    RecordCopy: ("written-record", "A written record: a copy to keep"),
    ReviewCopy: ("review-pack", "Review: a copy of what it is decided with"),
}
"""What each is called: as a file, and as a document. Neither says anything about a person."""


def sheet_of(copy: Copy) -> dict[str, Any]:
    """The sheet of a copy."""
    writer = OwnWriter(copy.zone, {receipt.id: receipt for receipt in copy.receipts})
    return {
        "title": _CALLED[type(copy)][1],
        "organisation": written(copy.organisation),
        "as_of": writer.moment(copy.as_of),
        "parts": _parts(writer, copy),
    }


def _parts(writer: OwnWriter, copy: Copy) -> list[dict[str, Any]]:
    match copy:
        case PlanCopy():
            return [writer.plan(copy.plan)]
        case RecordCopy():
            return [writer.record(copy.record)]
        case ReviewCopy():
            return [writer.pack(copy.pack), writer.plan(copy.pack.plan)]
        case OwnCopy():
            return writer.parts(copy)


def file_name(copy: Copy, kind: str) -> str:
    """What the file is called: nothing about a person, and the day in UTC. `kind` is `pdf` or `json`."""
    return f"{_CALLED[type(copy)][0]}-{copy.as_of:%Y-%m-%d}.{kind}"
