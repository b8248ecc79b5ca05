"""Counting what a decision rests on twice, by independent ways, and refusing it when they differ.

Once the fold of the log's entries (`folding`), once SQL over the tables, which knows nothing of the first. A difference
means that somebody or something changed rows behind the house's back: it is told to whoever runs it, without names.
Source: style, idea 4; trust, S13 and F21.
"""

import logging
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, FromClause, and_, bindparam, case, exists, or_, select

from backend.frameworks.reading import framework_of
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import entries
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.reviews import rules
from backend.reviews.folding import KINDS, ONLINE, Counted, Told, Unsound, fold
from backend.signoff.tables import items, sign_offs

_alerts = logging.getLogger("countersign.alerts")


@dataclass(frozen=True)
class Recount:
    """What both ways agree on: every criterion of the plan by its key."""

    criteria: dict[str, Counted]

    @property
    def missing(self) -> list[str]:
        """The criteria that are not signed as often as they ask for."""
        return [key for key, one in self.criteria.items() if not one.is_complete]

    @property
    def not_online(self) -> list[str]:
        """The criteria that are signed, though not with online assurance."""
        return [key for key, one in self.criteria.items() if one.is_complete and not one.is_online]

    @property
    def signatures(self) -> int:
        """How many signatures count."""
        return sum(len(one.pinned) for one in self.criteria.values())


_PLAN, _MENTEE = bindparam("of_plan", type_=IdType()), bindparam("of_mentee", type_=IdType())
_TOLD = Prepared(
    select(entries.c.id, entries.c.kind, entries.c.actor, entries.c.facts, entries.c.commitment)
    .where(ours(entries), entries.c.subject == _MENTEE, or_(*(entries.c.kind == kind for kind in KINDS)))
    .order_by(entries.c.seq)
)


def _valid(one: FromClause, is_online: bool) -> ColumnElement[bool]:
    """The condition that a sign-off of the item may count."""
    valid = and_(
        ours(one), one.c.item_id == items.c.id, one.c.outcome == "competent", one.c.withdrawn_at.is_(None),
        one.c.frozen_at.is_(None),
    )  # fmt: skip
    return and_(valid, one.c.assurance == ONLINE) if is_online else valid


def _complete(name: str, is_online: bool) -> ColumnElement[Any]:
    """Whether an item has one signature, or two that keep to its rules: a join, with no order and no choosing."""
    one, other = sign_offs.alias(f"{name}_one"), sign_offs.alias(f"{name}_other")
    single = exists(select(one.c.id).where(_valid(one, is_online)).correlate(items))
    double = exists(
        select(one.c.id)
        .join(other, and_(other.c.org == one.c.org, other.c.item_id == one.c.item_id, other.c.id > one.c.id))
        .where(_valid(one, is_online), _valid(other, is_online))
        .where(or_(items.c.other_day.is_(False), one.c.seen_on != other.c.seen_on))
        .where(or_(items.c.other_mentor.is_(False), one.c.signer_id != other.c.signer_id))
        .correlate(items)
    )
    return case((items.c.signatures == 1, single), else_=double).label(name)


_TABLES = Prepared(
    select(items.c.key, items.c.signatures, _complete("is_complete", False), _complete("is_online", True))
    .where(ours(items), items.c.plan_id == _PLAN, items.c.left_framework_id.is_(None))
    .order_by(items.c.position, items.c.id)
)
_COUNTED = Prepared(
    select(items.c.key, sign_offs.c.id, sign_offs.c.commitment)
    .join(items, and_(items.c.org == sign_offs.c.org, items.c.id == sign_offs.c.item_id))
    .where(ours(sign_offs), items.c.plan_id == _PLAN, items.c.left_framework_id.is_(None))
    .where(sign_offs.c.counts.is_(True))
    .order_by(items.c.key, sign_offs.c.id)
)


def recount(tx: Tx, plan_id: Id, mentee_id: Id) -> Recount:
    """Counts a plan both ways. Raises `review.recount_differs`, after alerting whoever runs the house."""
    told, rows, counted = tx.batch(
        (_TOLD, {"of_mentee": mentee_id}), (_TABLES, {"of_plan": plan_id}), (_COUNTED, {"of_plan": plan_id})
    )
    try:
        found = fold(map(_entry, told), plan_id, lambda id_: framework_of(tx, id_))
    except (Unsound, KeyError):
        raise _differs(tx, plan_id, "the log contradicts itself") from None
    if _by_log(found) != {row.key: (row.signatures, bool(row.is_complete), bool(row.is_online)) for row in rows}:
        raise _differs(tx, plan_id, "what is complete differs")
    if _counting(found) != {(row.key, row.id, row.commitment) for row in counted}:
        raise _differs(tx, plan_id, "which signatures count differs")
    return Recount({row.key: found[row.key] for row in rows})


def _by_log(found: dict[str, Counted]) -> dict[str, tuple[int, bool, bool]]:
    return {key: (one.signatures, one.is_complete, one.is_online) for key, one in found.items()}


def _counting(found: dict[str, Counted]) -> set[tuple[str, Id, str]]:
    return {(key, pin.id, pin.commitment) for key, one in found.items() for pin in one.counting}


def _entry(row: Row) -> Told:
    facts = orjson.loads(row.facts)
    commitment = bytes(row.commitment).hex()
    return Told(row.id, row.kind, row.actor, facts["content"], facts["attestation"], commitment)


def _differs(tx: Tx, plan_id: Id, what: str) -> Exception:
    _alerts.critical("review.recount_differs: %s (organisation %s, plan %s)", what, tx.tenant[:8], plan_id)
    return rules.recount_differs()
