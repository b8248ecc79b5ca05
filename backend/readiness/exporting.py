"""A board to take out, as CSV or as a workbook: its whole scope, as filtered."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date

from backend.kernel.database import Tx
from backend.kernel.ties import Actor
from backend.people.imports.exporting import csv_of, harmless, xlsx_of
from backend.readiness import rules
from backend.readiness.reading import BoardFilter, BoardWanted, show_board
from backend.readiness.shown import OnBoard

MOST, AT_ONCE = 10_000, 500
HEADINGS = (
    "Person", "Role", "Framework", "Site", "What we owe them", "Criteria signed", "Criteria in all",
    "Signatures outstanding", "Per cent of signatures given", "Requests waiting", "Waiting with", "Last signed on",
    "Ends on", "Pace", "Marked as", "Still needed", "Review proposed by", "Review waits for",
)  # fmt: skip


def export_board(tx: Tx, actor: Actor, wanted: BoardWanted) -> list[OnBoard]:
    """Every plan of a board that is wanted, in its order.

    Raises what `show_board` raises, and `readiness.too_many` for more plans than a spreadsheet is good for.
    """
    given = {field.name: getattr(wanted, field.name) for field in fields(BoardWanted)}
    found: list[OnBoard] = []
    cursor = None
    while True:
        page = show_board(tx, actor, BoardFilter(**given, limit=AT_ONCE, cursor=cursor))
        found += page.items
        if len(found) > MOST:
            raise rules.too_many(limit=f"{MOST:,}")
        if page.next_cursor is None:
            return found
        cursor = page.next_cursor


def as_csv(plans: list[OnBoard]) -> bytes:
    """A board as CSV: UTF-8 with the mark by which spreadsheets know it, every cell in quotation marks."""
    return csv_of(_lines(plans))


def as_xlsx(plans: list[OnBoard]) -> bytes:
    """A board as a workbook, every cell a text."""
    return xlsx_of("Readiness", _lines(plans))


def _lines(plans: list[OnBoard]) -> Iterator[list[str]]:
    yield list(HEADINGS)
    for plan in plans:
        yield [harmless(cell) for cell in _cells(plan)]


def _cells(plan: OnBoard) -> list[str]:
    return [
        plan.person.name,
        plan.role.replace("_", " "),
        plan.framework.title,
        plan.site.name if plan.site else "",
        " ".join(one.text for one in plan.owed),
        str(plan.criteria_complete),
        str(plan.criteria_total),
        str(plan.signatures_outstanding),
        str(plan.percent),
        str(plan.waiting.count),
        ", ".join(one.name for one in plan.waiting.on),
        _day(plan.last_signed_on),
        _day(plan.ends_on),
        plan.pace.value,
        ", ".join(flag.value for flag in plan.flags),
        " ".join(one.text for one in plan.why_not),
        plan.review.proposed_by.name if plan.review else "",
        ", ".join(one.name for one in plan.review.waits_for) if plan.review else "",
    ]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
