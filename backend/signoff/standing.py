"""Keeping items and plans in step with their sign-offs: derived once, at the write.

Live, an item is stated anew from what the act has read, and the plan moves by the difference. `restate_all` states
everything from the rows alone, for a rebuild; `verify` holds one against the other.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Boolean, Date, Integer, Text, and_, bindparam, select, update

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.spans import merged, read, spans_of
from backend.kernel.tenancy import ours
from backend.people.tables import absences
from backend.signoff.counting import Policy, Signed, Standing, standing
from backend.signoff.dates import Dates, dates
from backend.signoff.file import ItemFile, kept
from backend.signoff.pauses import write_days
from backend.signoff.rules import ItemStatus
from backend.signoff.tables import items, pauses, plans, sign_offs


@dataclass(frozen=True)
class Progress:
    """A plan's counters and days."""

    criteria_complete: int
    signatures_counted: int
    last_signed_on: date | None
    dates: Dates


_ITEM = Prepared(
    update(items)
    .where(ours(items), items.c.id == bindparam("of_item", type_=IdType()))
    .values(
        status=bindparam("new_status", type_=Text()),
        counted=bindparam("new_counted", type_=Integer()),
        latest=bindparam("new_latest", type_=Text()),
        missing=bindparam("new_missing", type_=Text()),
    )
)
_PLAN = Prepared(
    update(plans)
    .where(ours(plans), plans.c.id == bindparam("of_plan", type_=IdType()))
    .values(
        version=plans.c.version + bindparam("step", type_=Integer()),
        criteria_complete=bindparam("new_complete", type_=Integer()),
        signatures_counted=bindparam("new_counted", type_=Integer()),
        last_signed_on=bindparam("new_last", type_=Date()),
        ahead_until=bindparam("new_ahead", type_=Date()),
        behind_on=bindparam("new_behind", type_=Date()),
        stalled_on=bindparam("new_stalled", type_=Date()),
    )
)
_COUNTS = Prepared(
    update(sign_offs)
    .where(ours(sign_offs), sign_offs.c.id == bindparam("of_sign_off", type_=IdType()))
    .values(counts=bindparam("new_counts", type_=Boolean()))
)
TOUCH = Prepared(
    update(plans)
    .where(ours(plans), plans.c.id == bindparam("of_plan", type_=IdType()))
    .values(version=plans.c.version + 1)
)
"""A plan's answer has changed, though nothing it counts."""


def standing_of(row: Row, signed: list[Row]) -> Standing:
    """An item's standing from its row and its sign-offs' rows."""
    policy = Policy(row.signatures, row.other_day, row.other_mentor)
    return standing(policy, [_signed(one) for one in signed])


def _signed(row: Row) -> Signed:
    return Signed(
        row.id, row.signer_id, row.outcome, row.seen_on, row.signed_at, row.withdrawn_at is not None,
        row.frozen_at is not None,
    )  # fmt: skip


def restate(tx: Tx, plan_id: Id, item_id: Id) -> None:
    """States an item anew after one of its sign-offs changed, and moves its plan's counters by the difference."""
    if tx.rebuilding:  # `restate_all` follows; only the version moves with each change
        tx.put(TOUCH, of_plan=plan_id)
        return
    file = kept(tx, item_id)
    before, now = file.row, standing_of(file.row, file.sign_offs)
    file.sign_offs = _write(tx, item_id, file.sign_offs, now)
    if before.left_framework_id is not None:  # it counts no more
        tx.put(TOUCH, of_plan=plan_id)
        return
    is_signed, was_signed = now.status is ItemStatus.SIGNED, before.status == ItemStatus.SIGNED
    progress = _progress(
        before,
        before.criteria_complete + is_signed - was_signed,
        before.signatures_counted + len(now.counted) - before.counted,
        _last(tx, before.plan_id, file),
    )
    _write_plan(tx, before.plan_id, progress, 1)
    file.row = before._replace(
        status=now.status.value,
        counted=len(now.counted),
        latest=now.latest,
        missing=now.missing,
        criteria_complete=progress.criteria_complete,
        signatures_counted=progress.signatures_counted,
        last_signed_on=progress.last_signed_on,
        ahead_until=progress.dates.ahead_until,
        behind_on=progress.dates.behind_on,
        stalled_on=progress.dates.stalled_on,
    )


_LAST = Prepared(
    select(sign_offs.c.signed_on)
    .join(items, and_(items.c.org == sign_offs.c.org, items.c.id == sign_offs.c.item_id))
    .where(ours(sign_offs), items.c.plan_id == bindparam("of_plan", type_=IdType()))
    .where(sign_offs.c.withdrawn_at.is_(None), sign_offs.c.frozen_at.is_(None))
    .order_by(sign_offs.c.signed_on.desc(), sign_offs.c.id.desc())
    .limit(1)
)


def _last(tx: Tx, plan_id: Id, file: ItemFile) -> date | None:
    newest = file.sign_offs[-1] if file.sign_offs else None
    if newest is not None and newest.withdrawn_at is None and newest.signed_at == tx.now:
        signed_on: date = newest.signed_on
        return max(signed_on, file.row.last_signed_on or signed_on)
    row = tx.first(_LAST, of_plan=plan_id)  # one that stands no more: the last day may have been its own
    return row.signed_on if row else None


def _write(tx: Tx, item_id: Id, signed: list[Row], now: Standing) -> list[Row]:
    tx.put(
        _ITEM,
        of_item=item_id,
        new_status=now.status.value,
        new_counted=len(now.counted),
        new_latest=now.latest,
        new_missing=now.missing,
    )
    for one in signed:
        if one.counts != (one.id in now.counted):
            tx.put(_COUNTS, of_sign_off=one.id, new_counts=not one.counts)
    return [one._replace(counts=one.id in now.counted) for one in signed]


def _progress(plan: Row, complete: int, counted: int, last: date | None) -> Progress:
    days = dates(plan.starts_on, plan.ends_on, plan.signatures_required, counted, last, read(plan.pauses))
    return Progress(complete, counted, last, days)


def _write_plan(tx: Tx, plan_id: Id, progress: Progress, step: int) -> None:
    tx.put(
        _PLAN,
        of_plan=plan_id,
        step=step,
        new_complete=progress.criteria_complete,
        new_counted=progress.signatures_counted,
        new_last=progress.last_signed_on,
        new_ahead=progress.dates.ahead_until,
        new_behind=progress.dates.behind_on,
        new_stalled=progress.dates.stalled_on,
    )


_TOTALS = Prepared(
    update(plans)
    .where(ours(plans), plans.c.id == bindparam("of_plan", type_=IdType()))
    .values(
        criteria_total=bindparam("new_criteria", type_=Integer()),
        signatures_required=bindparam("new_required", type_=Integer()),
        criteria_complete=0,
        signatures_counted=0,
    )
)
_OF_PLAN = bindparam("of_plan", type_=IdType())
_PLAN_ROW = Prepared(select(plans).where(ours(plans), plans.c.id == _OF_PLAN))
_PLAN_ITEMS = Prepared(select(items).where(ours(items), items.c.plan_id == _OF_PLAN))
_PLAN_SIGNED = Prepared(
    select(sign_offs)
    .join(items, and_(items.c.org == sign_offs.c.org, items.c.id == sign_offs.c.item_id))
    .where(ours(sign_offs), items.c.plan_id == _OF_PLAN)
    .order_by(sign_offs.c.item_id, sign_offs.c.signed_at, sign_offs.c.id)
)
_ALL_PLANS = Prepared(select(plans).where(ours(plans)))
_ALL_ITEMS = Prepared(select(items).where(ours(items)))
_ALL_SIGNED = Prepared(
    select(sign_offs).where(ours(sign_offs)).order_by(sign_offs.c.item_id, sign_offs.c.signed_at, sign_offs.c.id)
)

_ALL_AWAY = Prepared(select(absences).where(ours(absences)).order_by(absences.c.id))
_ALL_STILL = Prepared(select(pauses).where(ours(pauses)).order_by(pauses.c.plan_id, pauses.c.cause_id))


def restate_plan(tx: Tx, plan_id: Id) -> None:
    """States a plan from the rows alone, after what is asked for on it has changed."""
    given = {"of_plan": plan_id}
    (plan,), all_items, signed = tx.batch((_PLAN_ROW, given), (_PLAN_ITEMS, given), (_PLAN_SIGNED, given))
    on_it = [item for item in all_items if item.left_framework_id is None]
    required = sum(item.signatures for item in on_it)
    tx.put(_TOTALS, of_plan=plan_id, new_criteria=len(on_it), new_required=required)
    _state(tx, plan._replace(signatures_required=required), all_items, _by(signed, "item_id"))


def restate_all(tx: Tx) -> None:
    """States every item and plan of the organisation from the rows alone: the end of a rebuild."""
    by_item, by_plan = _by(tx.rows(_ALL_SIGNED), "item_id"), _by(tx.rows(_ALL_ITEMS), "plan_id")
    away, still = _by(tx.rows(_ALL_AWAY), "person_id"), _by(tx.rows(_ALL_STILL), "plan_id")
    for plan in tx.rows(_ALL_PLANS):
        progress = _state(tx, plan, by_plan[plan.id], by_item)
        spans = merged(spans_of([*away.get(plan.mentee_id, []), *still.get(plan.id, [])]))
        write_days(tx, plan, spans, progress.signatures_counted, progress.last_signed_on)


def _state(tx: Tx, plan: Row, all_items: list[Row], by_item: dict[Id, list[Row]]) -> Progress:
    complete = counted = 0
    days = []
    for item in all_items:
        signed = by_item.get(item.id, [])
        now = standing_of(item, signed)
        _write(tx, item.id, signed, now)
        if item.left_framework_id is None:  # what the plan has left counts no more
            complete += now.status is ItemStatus.SIGNED
            counted += len(now.counted)
        days += [one.signed_on for one in signed if one.withdrawn_at is None and one.frozen_at is None]
    progress = _progress(plan, complete, counted, max(days, default=None))
    _write_plan(tx, plan.id, progress, 0)
    return progress


def _by(rows: list[Row], name: str) -> dict[Id, list[Row]]:
    found: dict[Id, list[Row]] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found
