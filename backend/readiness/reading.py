"""Reading the board: whom something is owed to first, then where each plan stands; one scope at a time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Annotated, Any

from cachetools import LRUCache

from backend.frameworks.reading import framework_of
from backend.kernel.database import Given, Tx
from backend.kernel.ids import Id
from backend.kernel.pages import FIRST, Paging, cut, day_key
from backend.kernel.prepared import Row
from backend.kernel.shapes import Within
from backend.kernel.ties import Actor
from backend.people.folding import terms
from backend.readiness import queries
from backend.readiness.queries import KEYS, SEARCH_KEYS, TERMS, Wanted
from backend.readiness.rules import Flag, Sort, What
from backend.readiness.scopes import SCOPE, scope_for, seen_scope
from backend.readiness.showing import on_board
from backend.readiness.shown import Board, OnBoard, Summary
from backend.signoff.showing import mentors_of


@dataclass(frozen=True, kw_only=True)
class BoardWanted:
    """Which board is wanted (`site:ID`, `area:ID` or `organisation`; without it one's own widest), and what of it: one
    role, one flag, names of which any word begins so (by name then), in which order.
    """

    scope: Annotated[str, Within(1, 60)] | None = None
    role: Annotated[str, Within(1, 60)] | None = None
    flag: Flag | None = None
    sort: Sort = Sort.OWED
    search: Annotated[str, Within(1, 100)] | None = None


@dataclass(frozen=True, kw_only=True)
class BoardFilter(Paging, BoardWanted):
    """Which page of which board is wanted."""


def show_board(tx: Tx, actor: Actor, wanted: BoardFilter) -> Board:
    """A page of a board.

    Raises `request.invalid` for a scope that names no board and a cursor that is not ours, `not_found`, `not_allowed`.
    """
    scope = scope_for(actor, wanted.scope)
    found = terms(wanted.search) if wanted.search else []
    kind = Wanted(scope.kind, wanted.sort, wanted.flag, wanted.role is not None, len(found))
    today = tx.today(actor.zone)
    given = {
        "of_scope": scope.id,
        "of_role": wanted.role,
        "today": today,
        "limit": wanted.limit + 1,
        **_after(wanted, bool(found)),
        **dict(zip(TERMS, found, strict=False)),
    }
    scopes, totals, rows, mentors = tx.batch(*_statements(kind, given))
    shown = seen_scope(actor, scope, scopes)
    roles = [row.role for row in totals if row.what == What.PLANS]
    summary = _summary([row for row in totals if wanted.role in (None, row.role)])
    if wanted.search and not found:  # nothing but punctuation: nobody is called that
        return Board(shown, roles, summary, [], None)
    keys = SEARCH_KEYS if found else KEYS[wanted.sort]
    page = cut(rows, wanted.limit, lambda row: [_key(getattr(row, name)) for name in keys])
    has_proposed = any(row.review_id is not None for row in page.items)
    proposed = tx.rows(queries.proposed(kind), **given) if has_proposed else []
    return Board(shown, roles, summary, shown_rows(tx, page.items, mentors, proposed, today), page.next_cursor)


def _summary(totals: list[Row]) -> Summary:
    found: Counter[str] = Counter()
    for row in totals:
        found[row.what] += int(row.plans)
    return Summary(**found)


def _statements(kind: Wanted, given: dict[str, Any]) -> list[Given]:
    return [
        (SCOPE, given),
        (queries.TOTALS, given),
        (queries.page(kind), given),
        (queries.mentors(kind), given),
    ]


def _after(wanted: BoardFilter, is_search: bool) -> dict[str, Any]:
    if is_search:
        key, person, after = wanted.keys("", FIRST, FIRST)
        return {"after_key": key, "after_person": person, "after": after}
    if wanted.sort is Sort.NAME:
        key, after = wanted.keys("", FIRST)
        return {"after_key": key, "after": after}
    key, after = wanted.keys(date.min.isoformat(), FIRST)
    return {"after_key": day_key(key), "after": after}


def _key(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


_kept: LRUCache[tuple[Row, tuple[Row, ...], tuple[Row, ...], date], OnBoard] = LRUCache(maxsize=4096)
_guard = Lock()


def shown_rows(tx: Tx, rows: list[Row], mentors: list[Row], proposed: list[Row], today: date) -> list[OnBoard]:
    """Rows of a page as people see them, with rows of the mentors of them all, and of the reviews that wait.

    What a row says follows from the row, its mentors, its review and the day alone, so it is made once and kept under
    them.
    """
    of_plan: dict[Id, list[Row]] = {}
    for mentor in mentors:
        of_plan.setdefault(mentor.agreement_id, []).append(mentor)
    of_review: dict[Id, list[Row]] = {}
    for one in proposed:
        of_review.setdefault(one.review_id, []).append(one)
    keys = [
        (row, tuple(of_plan.get(row.agreement_id, ())), tuple(of_review.get(row.review_id, ())), today) for row in rows
    ]
    with _guard:
        known = [_kept.get(key) for key in keys]
    found = [one or _made(tx, *key) for one, key in zip(known, keys, strict=True)]
    with _guard:
        _kept.update((key, made) for key, made, one in zip(keys, found, known, strict=True) if one is None)
    return found


def _made(tx: Tx, row: Row, mentors: Sequence[Row], proposed: Sequence[Row], today: date) -> OnBoard:
    return on_board(row, framework_of(tx, row.framework_id), mentors_of(mentors, today), proposed, today)
