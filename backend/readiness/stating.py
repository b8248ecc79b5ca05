"""Stating a board's row: read from what the floors below have written, compared with what stood, and written.

A row is written under the lock of its mentee's file. The totals are not: they change by increments alone, the last of
all before the log's head and always in the same order. Source: decisions, Locks.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import Date, and_, bindparam, delete, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert  # the one form of it, which SQLite takes too

from backend.kernel.clock import day_in
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row, put
from backend.kernel.spans import Span, Spans, common, merged, spans_of, written
from backend.kernel.tenancy import ours, tenant
from backend.kernel.ties import Tie, in_force, ties
from backend.mentoring.tables import agreement_mentors
from backend.people.tables import absences, organisations, people
from backend.practice.tables import rhythms
from backend.readiness.counting import Totals, kept_of, totals_of
from backend.readiness.days import BEGINNING
from backend.readiness.short import OF_OTHERS, Asked, write_asked, write_needs
from backend.readiness.tables import board, board_totals, owed_spans
from backend.reviews.rules import ReviewStatus
from backend.reviews.tables import review_days
from backend.signoff.tables import IS_OPEN, IS_WAITING, items, plans, requests, sign_offs

_ID = bindparam("of_id", type_=IdType())
_NAMES = [column.name for column in board.c if column.name != "org"]
_COPIED = (
    "id", "mentee_id", "agreement_id", "framework_id", "role", "site_id", "area_id", "criteria_total",
    "criteria_complete", "signatures_required", "signatures_counted", "starts_on", "last_signed_on", "ahead_until",
    "behind_on", "stalled_on", "pauses",
)  # fmt: skip

_review_on = review_days.c.due_on.label("review_on")
_PLAN = Prepared(
    select(plans, people.c.name, people.c.name_key, organisations.c.zone, rhythms.c.due_on, _review_on)
    .join(people, and_(people.c.org == plans.c.org, people.c.id == plans.c.mentee_id))
    .outerjoin(rhythms, and_(rhythms.c.org == plans.c.org, rhythms.c.person_id == plans.c.mentee_id))
    .outerjoin(review_days, and_(review_days.c.org == plans.c.org, review_days.c.plan_id == plans.c.id))
    .join(organisations, organisations.c.org == plans.c.org)
    .where(ours(plans), plans.c.id == _ID, IS_OPEN, people.c.left_at.is_(None))
)
_frozen = sign_offs.alias("frozen")
_is_frozen = and_(
    items.c.asides > 0,
    exists(
        select(_frozen.c.id)
        .where(ours(_frozen), _frozen.c.item_id == items.c.id, _frozen.c.frozen_at.is_not(None))
        .correlate(items)
    ),
)
_NEEDED = Prepared(
    select(items.c.key, items.c.missing, sign_offs.c.signer_id, _is_frozen.label("is_frozen"))
    .outerjoin(sign_offs, and_(
        sign_offs.c.org == items.c.org, sign_offs.c.item_id == items.c.id, sign_offs.c.counts,
        or_(*(items.c.missing == code for code in OF_OTHERS)),
    ))
    .where(ours(items), items.c.plan_id == _ID, items.c.missing.is_not(None), items.c.left_framework_id.is_(None))
    .order_by(items.c.position, items.c.round, items.c.id)
)  # fmt: skip
_ASKED = Prepared(
    select(requests)
    .where(ours(requests), requests.c.plan_id == _ID, IS_WAITING)
    .order_by(requests.c.asked_at, requests.c.id)
)
_MENTORS = Prepared(
    select(ties.c.person_id, absences.c.from_on, absences.c.until_on)
    .join(plans, and_(plans.c.org == ties.c.org, plans.c.agreement_id == ties.c.scope_id))
    .outerjoin(absences, and_(absences.c.org == ties.c.org, absences.c.person_id == ties.c.person_id))
    .where(ours(ties), plans.c.id == _ID, ties.c.tie == Tie.MENTOR.value, in_force())
    .order_by(ties.c.person_id, absences.c.from_on, absences.c.id)
)
_STATED = Prepared(select(board).where(ours(board), board.c.id == _ID))
_LEFT = Prepared(
    select(func.max(agreement_mentors.c.left_at).label("left_at"))
    .join(plans, and_(plans.c.org == agreement_mentors.c.org, plans.c.agreement_id == agreement_mentors.c.agreement_id))
    .where(ours(agreement_mentors), plans.c.id == _ID)
)
_INSERT = put(board, *_NAMES)
_UPDATE = Prepared(
    update(board)
    .where(ours(board), board.c.id == _ID)
    .values({board.c[name]: bindparam(f"new_{name}", type_=board.c[name].type) for name in _NAMES if name != "id"})
)
_DELETE = Prepared(delete(board).where(ours(board), board.c.id == _ID))
_SPAN = put(owed_spans, "id", "from_on", "until_on", "since", "role", "site_id", "area_id")
_NO_SPANS = Prepared(delete(owed_spans).where(ours(owed_spans), owed_spans.c.id == _ID))

_total = insert(board_totals).values(
    {"org": tenant(), **{c.name: bindparam(c.name, type_=c.type) for c in board_totals.c if c.name != "org"}}
)
_TOTAL = put(board_totals, "scope_id", "role", "what", "day", "plans")  # of a rebuild, which begins with none
_COUNT = Prepared(
    _total.on_conflict_do_update(
        index_elements=["org", "scope_id", "role", "what", "day"],
        set_={"plans": board_totals.c.plans + _total.excluded.plans},
    )
)
_NONE_LEFT = Prepared(
    delete(board_totals).where(
        ours(board_totals),
        board_totals.c.scope_id == bindparam("of_scope", type_=IdType()),
        board_totals.c.role == bindparam("of_role"),
        board_totals.c.what == bindparam("of_what"),
        board_totals.c.day == bindparam("of_day", type_=Date()),
        board_totals.c.plans == 0,
    )
)


def restate(tx: Tx, plan_ids: Iterable[Id]) -> None:
    """States the rows of these plans anew, and moves the totals by the difference. For applies."""
    moved: Totals = Totals()
    for plan_id in plan_ids:
        given = {"of_id": plan_id}
        found = tx.batch(*((one, given) for one in (_STATED, _PLAN, _NEEDED, _ASKED, _MENTORS)))
        stated, plan, *beside = found
        before = stated[0] if stated else None
        after = _made(tx, plan[0], *beside) if plan else None
        _write(tx, plan_id, before, after)
        if before is not None:
            moved.subtract(totals_of(before, tx.tenant))
        if after is not None:
            moved.update(totals_of(after, tx.tenant))
    _count(tx, moved)


class _Made:
    """A row as it ought to be."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)


def _made(tx: Tx, plan: Row, needed: list[Row], waiting: list[Row], mentors: list[Row]) -> Any:
    values = {name: getattr(plan, name) for name in _COPIED}
    values |= {
        "name": plan.name,
        "name_key": plan.name_key,
        "ends_on": plan.runs_to,
        "review_on": plan.review_on,
        "review_id": plan.review_id if plan.review_status == ReviewStatus.PROPOSED else None,
        "away": written(_away(plan, mentors)),
        "observation_on": plan.due_on and max(plan.due_on, plan.starts_on),
        "mentorless_on": None if mentors else _mentorless_on(tx, plan),
        "asked": write_asked(map(Asked.of, waiting)),
        "needs": write_needs(needed),
    }
    return _Made(values)


def _away(plan: Row, mentors: list[Row]) -> Spans:
    """The days since the plan began on which every mentor is away."""
    each = [
        merged(spans_of(row for row in rows if row.from_on is not None))
        for _, rows in groupby(mentors, lambda row: row.person_id)
    ]
    return [
        Span(max(span.from_on, plan.starts_on), span.until_on)
        for span in common(each)
        if span.until_on is None or span.until_on > plan.starts_on
    ]


def _mentorless_on(tx: Tx, plan: Row) -> Any:
    left_at = tx.one(_LEFT, of_id=plan.id).left_at
    return plan.starts_on if left_at is None else day_in(plan.zone, left_at)


def _write(tx: Tx, plan_id: Id, before: Any, after: Any) -> None:
    spans, wanted = [_spans(row) if row is not None else [] for row in (before, after)]
    if spans and spans != wanted:
        tx.put(_NO_SPANS, of_id=plan_id)
    if after is None:
        if before is not None:
            tx.put(_DELETE, of_id=plan_id)
        return
    values = vars(after)
    if before is None:
        tx.put(_INSERT, **values)
    elif any(getattr(before, name) != value for name, value in values.items()):
        tx.put(_UPDATE, of_id=plan_id, **{f"new_{name}": value for name, value in values.items() if name != "id"})
    if spans != wanted:
        for span in wanted:
            tx.put(_SPAN, **span)


def _spans(row: Any) -> list[dict[str, Any]]:
    place = {"id": row.id, "role": row.role, "site_id": row.site_id, "area_id": row.area_id}
    return [{**place, **vars(one)} for one in kept_of(row)]


def _count(tx: Tx, moved: Totals) -> None:
    for (scope, role, what, day), step in sorted(moved.items()):
        if step:
            tx.put(_TOTAL if tx.rebuilding else _COUNT, scope_id=scope, role=role, what=what, day=day, plans=step)
        if step < 0 or (step > 0 and day > BEGINNING):  # on days that are reached, fewer are counted too
            tx.put(_NONE_LEFT, of_scope=scope, of_role=role, of_what=what, of_day=day)
