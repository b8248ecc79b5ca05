"""The board follows what happens: which rows an entry changes. Applies; of the highest floor that keeps a plan's rows.

A rebuild states each row once, at its end.
"""

from typing import Any

from sqlalchemy import Date, Integer, Text, and_, bindparam, delete, func, or_, select, union, update

from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.mentoring.tables import agreement_mentors
from backend.practice.tables import rhythms
from backend.readiness.rules import What, nearness
from backend.readiness.short import OF_OTHERS, write_need
from backend.readiness.stating import restate
from backend.readiness.tables import board, owed_spans
from backend.reviews.tables import review_consultees, reviews
from backend.signoff.file import ItemFile, kept
from backend.signoff.tables import plans

_ID = bindparam("of_id", type_=IdType())
_AT = bindparam("at", type_=Instant())
_ALL = Prepared(select(plans.c.id).where(ours(plans)).order_by(plans.c.id))
_OF_AGREEMENT = Prepared(
    select(plans.c.id).where(ours(plans), plans.c.agreement_id == _ID).order_by(plans.c.id)
)  # fmt: skip
_OF_MENTEE = Prepared(select(plans.c.id).where(ours(plans), plans.c.mentee_id == _ID).order_by(plans.c.id))
_mentored = (
    select(agreement_mentors.c.agreement_id)
    .where(ours(agreement_mentors), agreement_mentors.c.person_id == _ID)
    .where(agreement_mentors.c.active_since.is_not(None))
    .where(or_(agreement_mentors.c.left_at.is_(None), agreement_mentors.c.left_at == _AT))
)
_OF_PERSON = Prepared(
    union(
        select(plans.c.id).where(ours(plans), plans.c.mentee_id == _ID),
        select(plans.c.id).where(ours(plans), plans.c.agreement_id.in_(_mentored)),
    ).order_by("id")
)
_named = select(review_consultees.c.review_id).where(ours(review_consultees), review_consultees.c.person_id == _ID)
_ENDED = Prepared(
    select(reviews.c.plan_id)
    .where(ours(reviews), reviews.c.ended_at == _AT, or_(reviews.c.proposed_by_id == _ID, reviews.c.id.in_(_named)))
    .order_by(reviews.c.plan_id)
)
_OTHER_DUE = Prepared(
    select(board.c.id)
    .join(rhythms, and_(rhythms.c.org == board.c.org, rhythms.c.person_id == board.c.mentee_id))
    .where(
        ours(board),
        or_(board.c.observation_on.is_distinct_from(rhythms.c.due_on), rhythms.c.due_on <= board.c.starts_on),
    )
    .order_by(board.c.id)
)
_SIGNED = Prepared(
    update(board)
    .where(ours(board), board.c.id == _ID)
    .values(
        criteria_complete=bindparam("new_complete", type_=Integer()),
        signatures_counted=bindparam("new_counted", type_=Integer()),
        last_signed_on=bindparam("new_last", type_=Date()),
        ahead_until=bindparam("new_ahead", type_=Date()),
        behind_on=bindparam("new_behind", type_=Date()),
        stalled_on=bindparam("new_stalled", type_=Date()),
        needs=func.replace(board.c.needs, bindparam("was", type_=Text()), bindparam("becomes", type_=Text())),
    )
)
_OVER = Prepared(
    delete(owed_spans).where(
        ours(owed_spans), owed_spans.c.id == _ID, owed_spans.c.until_on <= bindparam("day", type_=Date())
    )
)


def apply_plan(tx: Tx, entry: Entry) -> None:
    """Something about the plan itself."""
    _restate(tx, [entry.about])


def apply_item(tx: Tx, entry: Entry) -> None:
    """Something about one of a plan's items."""
    _restate(tx, [entry.content.get("plan_id") or entry.attestation["plan_id"]])


def apply_agreement(tx: Tx, entry: Entry) -> None:
    """Something about an agreement or its mentors: the plans under it."""
    if not tx.rebuilding:
        _restate(tx, [row.id for row in tx.rows(_OF_AGREEMENT, of_id=entry.about)])


def apply_own(tx: Tx, entry: Entry) -> None:
    """Something about a person: their own plans."""
    if not tx.rebuilding:
        _restate(tx, [row.id for row in tx.rows(_OF_MENTEE, of_id=entry.subject)])


def apply_person(tx: Tx, entry: Entry) -> None:
    """Something about a person: their own plans, and those of whom they mentor or did until this moment. The act has
    locked the files of these too.
    """
    if not tx.rebuilding:
        _restate(tx, [row.id for row in tx.rows(_OF_PERSON, of_id=entry.subject, at=entry.at)])


def apply_left(tx: Tx, entry: Entry) -> None:
    """Somebody left: what `apply_person` follows, and the plans whose proposed review has ended with it. The act has
    locked the files of these too.
    """
    if not tx.rebuilding:
        given = {"of_id": entry.subject, "at": entry.at}
        of_theirs, ended = tx.batch((_OF_PERSON, given), (_ENDED, given))
        _restate(tx, sorted({row.id for row in of_theirs} | {row.plan_id for row in ended}))


def apply_settings(tx: Tx, entry: Entry) -> None:
    """The organisation wants another rhythm of observations: those to whom one is due on another day. The act has
    locked everybody's file.
    """
    if not tx.rebuilding and entry.content.get("observation_days") is not None:
        _restate(tx, [row.id for row in tx.rows(_OTHER_DUE)])


def apply_signed(tx: Tx, entry: Entry) -> None:
    """A sign-off, the commonest of all: where it changes nothing that is counted or owed, it costs no read."""
    if tx.rebuilding:
        return
    file = kept(tx, entry.about)
    was, row = file.was, file.row
    if entry.attestation["answers"] is not None or not _is_plain(was, row) or _is_frozen(file):
        restate(tx, [row.plan_id])
        return
    tx.put(
        _SIGNED,
        of_id=row.plan_id,
        new_complete=row.criteria_complete,
        new_counted=row.signatures_counted,
        new_last=row.last_signed_on,
        new_ahead=row.ahead_until,
        new_behind=row.behind_on,
        new_stalled=row.stalled_on,
        was=write_need(row.key, was.missing) if was.missing else ";;",
        becomes=write_need(row.key, row.missing) if row.missing else "",
    )
    if was.last_signed_on != row.last_signed_on:  # what was over then has gone already
        tx.put(_OVER, of_id=row.plan_id, day=row.last_signed_on)


def _is_plain(was: Row, row: Row) -> bool:
    near = {nearness(one.signatures_counted, one.signatures_required) for one in (was, row)}
    return len(near) == 1 and What.READY not in near and {was.missing, row.missing}.isdisjoint(OF_OTHERS)


def _is_frozen(file: ItemFile) -> bool:
    return any(one.frozen_at is not None for one in file.sign_offs)


def _restate(tx: Tx, plan_ids: list[Any]) -> None:
    if not tx.rebuilding:
        restate(tx, [Id(one) for one in plan_ids])


def state_all(tx: Tx) -> None:
    """States every row of the organisation: the end of a rebuild, and the filling of a board that is new."""
    restate(tx, [row.id for row in tx.rows(_ALL)])
