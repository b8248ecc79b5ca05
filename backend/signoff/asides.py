"""What stands beside the sign-offs of an item: changes of what is asked for, disputes, a declined request, freezes, and
what was signed on an earlier plan.

Most items have none of it. `items.asides` counts it, so that nothing is read where nothing is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import bindparam, select, update

from backend.kernel.columns import IdType
from backend.kernel.database import Given, Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.people.names import Named
from backend.signoff.prior import PRIOR_BY_ITEM, PRIOR_BY_PLAN
from backend.signoff.rules import RequirementStatus, Side
from backend.signoff.signed_under import SignedUnder
from backend.signoff.tables import disputes, freezes, items, requests, requirements


@dataclass
class RequirementShown:
    """A change of how many signatures an item needs, made or proposed, by whom and why; `ended_at` is when it was
    answered or taken back.
    """

    id: Id
    by: Named
    side: Side
    before: int
    after: int
    reason: str
    status: RequirementStatus
    asked_at: datetime
    answered_by: Named | None
    ended_at: datetime | None
    may: dict[str, bool]


@dataclass
class SaidBefore:
    """A dispute as it was worded before it was amended."""

    id: Id
    at: datetime
    text: str


@dataclass
class DisputeShown:
    """What the mentee says against a sign-off, or against there being none. It alters nothing else. `earlier` has
    what it said before, newest first.
    """

    id: Id
    at: datetime
    text: str
    earlier: list[SaidBefore]


@dataclass
class DeclinedShown:
    """The request that was declined last, by whom and why, until there is another or a sign-off."""

    request_id: Id
    by: Named
    at: datetime
    reason: str


@dataclass
class Asides:
    """What stands beside the sign-offs, by item: rows in order of time; and by sign-off, `under` which version it was
    made, where that is not the plan's.
    """

    requirements: dict[Id, list[Row]] = field(default_factory=dict)
    disputes: dict[Id, list[Row]] = field(default_factory=dict)
    declined: dict[Id, list[Row]] = field(default_factory=dict)
    freezes: dict[Id, list[Row]] = field(default_factory=dict)
    prior: dict[Id, list[Row]] = field(default_factory=dict)
    under: dict[Id, SignedUnder] = field(default_factory=dict)

    def disputed(self, item_id: Id) -> dict[Id | None, DisputeShown]:
        """The disputes of an item by the sign-off they are about; None is the item's own."""
        said: dict[Id | None, list[SaidBefore]] = {}
        for row in reversed(self.disputes.get(item_id, [])):
            said.setdefault(row.sign_off_id, []).append(SaidBefore(row.id, row.at, row.text))
        return {about: DisputeShown(now.id, now.at, now.text, list(rest)) for about, (now, *rest) in said.items()}

    def frozen(self, item_id: Id) -> dict[Id, Row]:
        """The freezes of an item, by sign-off."""
        return {row.sign_off_id: row for row in self.freezes.get(item_id, ())}

    def declined_last(self, item_id: Id, signed: Sequence[Row]) -> DeclinedShown | None:
        """The declined request that nothing has come after."""
        rows = self.declined.get(item_id)
        row: Row = rows[-1] if rows else None
        if row is None or any(one.signed_at > row.ended_at for one in signed):
            return None
        return DeclinedShown(row.id, Named(row.handed_by_id, row.handed_by), row.ended_at, row.handed_reason or "")


NO_ASIDES = Asides()

_OF = bindparam("of_id", type_=IdType())
_DECLINED = requests.c.status == "declined"
_BY_PLAN = (
    Prepared(
        select(requirements).where(ours(requirements), requirements.c.plan_id == _OF)
        .order_by(requirements.c.asked_at, requirements.c.id)
    ),
    Prepared(
        select(disputes).where(ours(disputes), disputes.c.plan_id == _OF).order_by(disputes.c.at, disputes.c.id)
    ),
    Prepared(
        select(requests).where(ours(requests), requests.c.plan_id == _OF, _DECLINED)
        .order_by(requests.c.ended_at, requests.c.id)
    ),
    Prepared(select(freezes).where(ours(freezes), freezes.c.plan_id == _OF).order_by(freezes.c.since, freezes.c.id)),
)  # fmt: skip
_plan = select(items.c.plan_id).where(ours(items), items.c.id == _OF)  # by which requests are found
_BY_ITEM = (
    Prepared(
        select(requirements).where(ours(requirements), requirements.c.item_id == _OF)
        .order_by(requirements.c.asked_at, requirements.c.id)
    ),
    Prepared(
        select(disputes).where(ours(disputes), disputes.c.item_id == _OF).order_by(disputes.c.at, disputes.c.id)
    ),
    Prepared(
        select(requests).where(ours(requests), requests.c.plan_id.in_(_plan), requests.c.item_id == _OF, _DECLINED)
        .order_by(requests.c.ended_at, requests.c.id)
    ),
    Prepared(select(freezes).where(ours(freezes), freezes.c.item_id == _OF).order_by(freezes.c.since, freezes.c.id)),
)  # fmt: skip
_COUNT = Prepared(
    update(items)
    .where(ours(items), items.c.id == bindparam("of_item", type_=IdType()))
    .values(asides=items.c.asides + 1)
)


def count_aside(tx: Tx, item_id: Id) -> None:
    """There is one thing more beside the item's sign-offs. For applies."""
    tx.put(_COUNT, of_item=item_id)


def asides_of_plan(tx: Tx, plan_id: Id, rows: Sequence[Row]) -> Asides:
    """What stands beside the sign-offs of a plan, whose items' rows are `rows`."""
    given = {"of_id": plan_id}
    is_beside = any(row.asides for row in rows)
    found = read_asides(tx, [(statement, given) for statement in _BY_PLAN]) if is_beside else NO_ASIDES
    return with_prior(tx, found, rows, (PRIOR_BY_PLAN, given))


def asides_of_item(tx: Tx, row: Row) -> Asides:
    """What stands beside the sign-offs of one item."""
    given = {"of_id": row.id}
    found = read_asides(tx, [(statement, given) for statement in _BY_ITEM]) if row.asides else NO_ASIDES
    return with_prior(tx, found, [row], (PRIOR_BY_ITEM, given))


def read_asides(tx: Tx, given: list[Given]) -> Asides:
    """What stands beside the sign-offs, as these four statements find it: requirements, disputes, declined, freezes."""
    found = Asides()
    kinds = (found.requirements, found.disputes, found.declined, found.freezes)
    for into, rows in zip(kinds, tx.batch(*given), strict=True):
        for row in rows:
            into.setdefault(row.item_id, []).append(row)
    return found


def with_prior(tx: Tx, found: Asides, rows: Sequence[Row], given: Given) -> Asides:
    """The same with what was signed on earlier plans, read only where an item among `rows` has it."""
    if not any(row.prior_item_id for row in rows):
        return found
    prior: dict[Id, list[Row]] = {}
    for row in tx.rows(given[0], **given[1]):
        prior.setdefault(row.now_id, []).append(row)
    return replace(found, prior=prior)
