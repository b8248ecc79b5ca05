"""What waits for somebody today: their own, and what they look after for those who are away.

A deputy is asked as anybody is: only what they may see of their own passes to them, never what one person alone is to
decide. Where they may not do what it waits for, they are told so: nothing waits unseen because who may is away. What
waits for them anyway waits for them once. Source: decisions, Rights; domain 8.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Date, FromClause, and_, bindparam, exists, func, literal_column, or_, select
from sqlalchemy import union_all as both

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.kernel.ties import Do, ties, within
from backend.kernel.ties import in_force as tied
from backend.kernel.waits import waits
from backend.mentoring.applies import APPROVAL_WAIT
from backend.mentoring.tables import AGREEMENT_SCOPES, agreements
from backend.people.deputies import is_away
from backend.people.rules import APPROVING
from backend.people.tables import absences, deputies, organisations
from backend.records.tables import RECORD_SCOPES, records
from backend.records.versions import TO_DISCUSS
from backend.signoff.tables import PLAN_SCOPES, items, plans, sign_offs
from backend.signoff.withdrawing_by_two import WAIT as CONFIRMING

ON_ITEMS = ("request", "request_overdue")
"""Waits about something on a plan that pass to a deputy who may see it. Beside them pass an approval, a talk about
a record, and a withdrawal to whoever may confirm it. The others are for one person to decide, were asked quietly, or
(`requirement`) wait for everyone who may answer anyway."""

_ACTOR = bindparam("actor", type_=IdType())
_TODAY = bindparam("today", type_=Date())


def in_force(of: FromClause = waits) -> ColumnElement[bool]:
    """The condition that a wait holds on the day `:today`."""
    return and_(of.c.from_on <= _TODAY, or_(of.c.until_on.is_(None), of.c.until_on > _TODAY))


def _has_part(who: ColumnElement[Any], around: Collection[FromClause]) -> ColumnElement[bool]:
    """The condition that `who` opened the withdrawal that waits, or signed what it is about."""
    opened = select(sign_offs.c.id).where(
        ours(sign_offs), sign_offs.c.item_id == waits.c.about_id, sign_offs.c.opening_id == waits.c.matter_id
    )
    theirs = or_(sign_offs.c.opened_by_id == who, sign_offs.c.signer_id == who)
    return exists(opened.where(theirs).correlate(*around))


def passes(deputy: ColumnElement[Any] | None = None) -> ColumnElement[bool]:
    """The condition that a wait is one that passes to `:actor`, or to whoever the column `deputy` names: by its kind,
    and by what they may see. What somebody asked for themselves never does, nor what is about their own signature.
    """
    who = _ACTOR if deputy is None else deputy
    around = [waits] if deputy is None else [waits, deputy.table]
    agreement_seen = within(Do.SEE_AGREEMENT, agreements, AGREEMENT_SCOPES, deputy)
    any_seen = or_(
        _about(ON_ITEMS, around, plans, within(Do.SEE_PLAN, plans, PLAN_SCOPES, deputy)),
        _about([CONFIRMING], around, plans, _confirms(deputy), ~_has_part(who, around)),
        _about([APPROVAL_WAIT], around, agreements, agreement_seen, agreements.c.proposer_id != who),
        _about([TO_DISCUSS], around, records, within(Do.SEE_RECORD, records, RECORD_SCOPES, deputy)),
    )
    return and_(waits.c.subject_id != who, any_seen)


def acts(deputy: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition that whoever the column `deputy` names may do what a wait is for, of those that pass to them:
    answer the request, confirm, approve, or note that a record was talked about.
    """
    around = [waits, deputy.table]
    return or_(
        _about(ON_ITEMS, around, plans, within(Do.HAND_ON_REQUEST, plans, PLAN_SCOPES, deputy)),
        _about([CONFIRMING], around, plans, _confirms(deputy)),
        _about([APPROVAL_WAIT], around, agreements, _approves(deputy)),
        _about([TO_DISCUSS], around, records, within(Do.DISCUSS_RECORD, records, RECORD_SCOPES, deputy)),
    )


def _about(
    kinds: Collection[str], around: Collection[FromClause], table: FromClause, *so: ColumnElement[bool]
) -> ColumnElement[bool]:
    """The condition that a wait is of one of these kinds, about a row of `table` (or an item on it) that is so."""
    found = select(table.c.id).where(ours(table), *so)
    of = table
    if table is plans:
        of, found = items, found.join(items, and_(items.c.org == table.c.org, items.c.plan_id == table.c.id))
    # Written out: what is left to be filled in when it runs cannot be prepared.
    named = waits.c.kind.in_([literal_column(f"'{kind}'") for kind in kinds])
    return and_(named, exists(found.where(of.c.id == waits.c.about_id).correlate(*around)))


def _confirms(who: ColumnElement[Any] | None) -> ColumnElement[bool]:
    return within(Do.CONFIRM_WITHDRAWAL, plans, PLAN_SCOPES, who)


def _approves(who: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition that `who` may approve a row of `agreements`, by what their organisation says."""
    held = ties.alias("approving")
    comma: ColumnElement[str] = literal_column("','")
    said = comma.concat(organisations.c.approvers).concat(comma)
    is_one = said.like(literal_column("'%,'").concat(held.c.tie).concat(literal_column("',%'")))
    over = or_(*(and_(held.c.tie == tie, held.c.scope_id == agreements.c[AGREEMENT_SCOPES[tie]]) for tie in APPROVING))
    found = select(held.c.person_id).join(organisations, organisations.c.org == held.c.org)
    return exists(
        found.where(ours(held), held.c.person_id == who, tied(held), is_one, over).correlate(agreements, who.table)
    )


_stood_in_for = (
    select(deputies.c.person_id).join(absences, is_away).where(ours(deputies), deputies.c.deputy_id == _ACTOR)
)
_other = waits.alias("other")
_sooner = and_(_other.c.holder_id < waits.c.holder_id, _other.c.holder_id.in_(_stood_in_for))
_twice = exists(
    select(_other.c.matter_id)
    .where(ours(_other), _other.c.matter_id == waits.c.matter_id, in_force(_other))
    .where(or_(_other.c.holder_id == _ACTOR, _sooner))
    .correlate(waits)
)
holding = and_(
    ours(waits),
    in_force(),
    waits.c.holder_id.in_(both(select(_ACTOR.label("person_id")), _stood_in_for)),
    or_(waits.c.holder_id == _ACTOR, and_(passes(), ~_twice)),
)
"""The condition that a matter waits for `:actor` on the day `:today`, for themselves or for somebody who is away."""

_COUNTS = Prepared(select(waits.c.kind, func.count().label("count")).where(holding).group_by(waits.c.kind))


def counts(tx: Tx, actor: Id, today: Any) -> dict[str, int]:
    """How many matters of each kind wait for that person today."""
    return {row.kind: row.count for row in tx.rows(_COUNTS, actor=actor, today=today)}
