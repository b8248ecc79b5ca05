"""The statements of the board: a page along an index of its scope and order, its mentors, and the totals.

A page costs the same among five thousand plans and among half a million: nothing is counted, sorted or skipped but
what a filter leaves out on the way.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Select,
    Text,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    not_,
    select,
    tuple_,
)

from backend.kernel.columns import IdType
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.kernel.ties import ties
from backend.people.tables import people, people_names, sites
from backend.readiness.rules import NEARLY, Flag, Sort
from backend.readiness.scopes import COLUMNS
from backend.readiness.shown import ScopeKind
from backend.readiness.tables import board, board_totals, owed_spans
from backend.reviews.tables import review_consultees, reviews
from backend.signoff.pauses import still_on
from backend.signoff.reading import MENTORS_NOW

_TODAY = bindparam("today", type_=Date())
_OF = bindparam("of_scope", type_=IdType())
_ROLE = bindparam("of_role", type_=Text())
_SHOWN = [column for column in board.c if column.name not in ("org", "agreement_id")]
_site = and_(sites.c.org == board.c.org, sites.c.id == board.c.site_id)
_more = people_names.alias("more")
_outstanding = board.c.signatures_required - board.c.signatures_counted


@dataclass(frozen=True)
class Wanted:
    """What kind of page is wanted; the values come as parameters. `terms` words of a name are searched for."""

    kind: ScopeKind
    sort: Sort
    flag: Flag | None = None
    by_role: bool = False
    terms: int = 0


TERMS = ("term", "second", "third")
KEYS = {Sort.OWED: ("since", "id"), Sort.NAME: ("name_key", "id"), Sort.ENDS_ON: ("ends_on", "id")}
SEARCH_KEYS = ("name_key", "mentee_id", "id")
"""By what a page is in order: the names of the columns, which a cursor holds."""


TOTALS = Prepared(
    select(board_totals.c.role, board_totals.c.what, func.sum(board_totals.c.plans).label("plans"))
    .where(ours(board_totals), board_totals.c.scope_id == _OF, board_totals.c.day <= _TODAY)
    .group_by(board_totals.c.role, board_totals.c.what)
    .order_by(board_totals.c.role, board_totals.c.what)
)
"""How many plans of a scope and role are counted as what today."""


@cache
def page(wanted: Wanted) -> Prepared:
    """A page of rows, each with its site's name and with what it is in order by."""
    return Prepared(_rows(wanted, *_SHOWN, sites.c.name.label("site_name"), board.c.agreement_id))


@cache
def mentors(wanted: Wanted) -> Prepared:
    """The mentors of the plans on that page, by name; those who are away repeat for each absence that is not over."""
    agreements = _rows(wanted, board.c.agreement_id).subquery("page")
    return Prepared(MENTORS_NOW.where(ties.c.scope_id.in_(select(agreements.c.agreement_id))))


@cache
def proposed(wanted: Wanted) -> Prepared:
    """The reviews on that page that wait to be confirmed, a row for each person who is here and may, by name."""
    waiting = _rows(wanted, board.c.review_id).subquery("page")
    return Prepared(
        select(review_consultees, people.c.name, reviews.c.proposed_by_id, reviews.c.proposed_by, reviews.c.proposed_on)
        .join(reviews, and_(reviews.c.org == review_consultees.c.org, reviews.c.id == review_consultees.c.review_id))
        .join(people, and_(people.c.org == review_consultees.c.org, people.c.id == review_consultees.c.person_id))
        .where(ours(review_consultees), review_consultees.c.review_id.in_(select(waiting.c.review_id)))
        .where(people.c.left_at.is_(None))
        .order_by(review_consultees.c.review_id, people.c.name_key, people.c.id)
    )


def _rows(wanted: Wanted, *columns: Any) -> Select[Any]:
    if wanted.terms:
        rows = _called(wanted, columns)
    elif wanted.sort is Sort.OWED:
        rows = _owed(wanted, columns)
    else:
        key = board.c[KEYS[wanted.sort][0]]
        after = tuple_(bindparam("after_key", type_=key.type), bindparam("after", type_=IdType()))
        rows = (
            select(*columns)
            .select_from(board)
            .where(ours(board), _held(board, wanted), tuple_(key, board.c.id) > after)
            .order_by(key, board.c.id)
        )
    rows = rows.outerjoin(sites, _site).where(*_flagged(wanted)).limit(bindparam("limit"))
    return rows.where(board.c.role == _ROLE) if wanted.by_role else rows


def _held(table: FromClause, wanted: Wanted) -> ColumnElement[bool]:
    return table.c[COLUMNS[wanted.kind]] == _OF


def _holds_now() -> ColumnElement[bool]:
    return and_(owed_spans.c.from_on <= _TODAY, owed_spans.c.until_on > _TODAY)


def _owed(wanted: Wanted, columns: Any) -> Select[Any]:
    after = tuple_(bindparam("after_key", type_=Date()), bindparam("after", type_=IdType()))
    rows = (
        select(*columns, owed_spans.c.since)
        .select_from(owed_spans)
        .join(board, and_(board.c.org == owed_spans.c.org, board.c.id == owed_spans.c.id))
        .where(ours(owed_spans), _held(owed_spans, wanted), _holds_now())
        .where(tuple_(owed_spans.c.since, owed_spans.c.id) > after)
        .order_by(owed_spans.c.since, owed_spans.c.id)
    )
    rows = rows.where(owed_spans.c.since <= _TODAY) if wanted.flag is Flag.OWED else rows
    return rows.where(owed_spans.c.role == _ROLE) if wanted.by_role else rows


def _called(wanted: Wanted, columns: Any) -> Select[Any]:
    """Those a word of whose name begins so: in the order of names, from the beginnings of the names there."""
    names = people_names
    after = tuple_(
        bindparam("after_key", type_=Text()), bindparam("after_person", type_=IdType()),
        bindparam("after", type_=IdType()),
    )  # fmt: skip
    # The same of the names alone, since no index holds what stands in two tables.
    from_here = tuple_(names.c.name_key, names.c.person_id) >= tuple_(
        bindparam("after_key", type_=Text()), bindparam("after_person", type_=IdType())
    )
    found = [
        exists(
            select(_more.c.person_id)
            .where(ours(_more), _more.c.beginning == bindparam(term), _more.c.person_id == names.c.person_id)
            .correlate(names)
        )
        for term in TERMS[1 : wanted.terms]
    ]
    return (
        select(*columns)
        .select_from(names)
        .join(board, and_(board.c.org == names.c.org, board.c.mentee_id == names.c.person_id))
        .where(ours(names), names.c.has_left.is_(False), names.c.beginning == bindparam(TERMS[0]), *found)
        .where(_held(names, wanted), _held(board, wanted), from_here)
        .where(tuple_(names.c.name_key, names.c.person_id, board.c.id) > after)
        .order_by(names.c.name_key, names.c.person_id, board.c.id)
    )


def _flagged(wanted: Wanted) -> list[ColumnElement[bool]]:
    still = still_on(board)
    owed = exists(
        select(owed_spans.c.id)
        .where(ours(owed_spans), owed_spans.c.id == board.c.id, _holds_now(), owed_spans.c.since <= _TODAY)
        .correlate(board)
    )
    flags: dict[Flag | None, list[ColumnElement[bool]]] = {
        None: [],
        Flag.OWED: [] if wanted.sort is Sort.OWED and not wanted.terms else [owed],
        Flag.READY: [_outstanding <= 0],
        Flag.NEARLY: [_outstanding >= 1, _outstanding <= NEARLY],
        Flag.WAITING: [board.c.asked != ""],
        Flag.BEHIND: [board.c.behind_on <= _TODAY, not_(still)],
        Flag.STALLED: [board.c.stalled_on <= _TODAY, not_(still)],
        Flag.PAUSED: [board.c.pauses != literal_column("''"), still],
    }
    return flags[wanted.flag]
