"""What was signed on an earlier plan and carried over to be read: it stands beside an item, and counts nothing.

Source: domain 1 (review); decisions, Counting (distinct valid sign-offs of the item itself).
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, select

from backend.frameworks.rules import Method
from backend.kernel.columns import IdType
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.signoff.rules import Outcome
from backend.signoff.tables import PLAN_SCOPES, items, plans, sign_offs


@dataclass
class PriorShown:
    """A signature on an earlier plan, by whom and for what day, in its signer's words. `withdrawn_at` is there when it
    was withdrawn, `frozen_at` while it is looked into; `may.see` says whether the earlier plan is within the viewer's
    reach.
    """

    sign_off_id: Id
    plan_id: Id
    item_id: Id
    signer: str
    role: str
    seen_on: date
    method: Method
    statement: str
    signed_at: datetime
    assurance: str
    withdrawn_at: datetime | None
    frozen_at: datetime | None
    may: dict[str, bool]


_OF = bindparam("of_id", type_=IdType())
_now = items.alias("now")
PRIOR = (
    select(
        sign_offs, _now.c.id.label("now_id"), plans.c.agreement_id.label("agreement_id"),
        plans.c.site_id.label("site_id"), plans.c.area_id.label("area_id"),
    )
    .select_from(_now)
    .join(sign_offs, and_(sign_offs.c.org == _now.c.org, sign_offs.c.item_id == _now.c.prior_item_id))
    .join(plans, and_(plans.c.org == sign_offs.c.org, plans.c.id == sign_offs.c.plan_id))
    .where(ours(_now), sign_offs.c.outcome == Outcome.COMPETENT.value)
    .order_by(sign_offs.c.signed_at, sign_offs.c.id)
)  # fmt: skip
"""What was signed before, each with the item that shows it now as `now_id`."""

PRIOR_BY_PLAN = Prepared(PRIOR.where(_now.c.plan_id == _OF))
PRIOR_BY_ITEM = Prepared(PRIOR.where(_now.c.id == _OF))
PRIOR_BY_MENTEE = Prepared(
    PRIOR.where(_now.c.plan_id.in_(
        select(plans.c.id).where(ours(plans), plans.c.mentee_id == bindparam("of_mentee", type_=IdType()))
        .correlate(None)
    ))
)  # fmt: skip


def prior_of(actor: Actor, row: Row) -> PriorShown:
    """A signature on an earlier plan from its row."""
    return PriorShown(
        row.id, row.plan_id, row.item_id, row.signer_name, row.signer_post, row.seen_on, row.method, row.statement,
        row.signed_at, row.assurance, row.withdrawn_at, row.frozen_at,
        {"see": actor.may(Do.SEE_PLAN, PLAN_SCOPES, row)},
    )  # fmt: skip
