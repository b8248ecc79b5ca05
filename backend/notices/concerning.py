"""Whether a notice still concerns whom it was told to: rights are asked again when it is sent and when it is read.

Static conditions over ties, as `kernel.ties.within` has them, for the person of each notice instead of one at hand.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, FromClause, and_, bindparam, exists, literal_column, or_, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Do, Scopes, within
from backend.mentoring.tables import AGREEMENT_SCOPES, agreements
from backend.notices.kinds import Thing, leading_to
from backend.notices.tables import deliveries, notices
from backend.notices.texts import GENERIC
from backend.records.tables import RECORD_SCOPES, records
from backend.reviews.tables import REVIEW_SCOPES, reviews
from backend.signoff.tables import PLAN_SCOPES, items, plans, sign_offs


def _sees(do: Do, table: FromClause, scopes: Scopes, by: FromClause | None = None) -> ColumnElement[bool]:
    """The person of the notice may do that to the row of `table` that it leads to, or to the plan that `by` is on."""
    seen = within(do, table, scopes, notices.c.person_id)
    source: FromClause = table
    if by is not None:
        source = table.join(by, and_(by.c.org == table.c.org, by.c.plan_id == table.c.id))
    found = select(table.c.id).select_from(source).where(ours(table), seen).correlate(notices)
    return exists(found.where((table if by is None else by).c.id == notices.c.about))


def _leads(thing: Thing) -> ColumnElement[bool]:
    # Written out: what is left to be filled in when it runs cannot be prepared.
    return notices.c.kind.in_([literal_column(f"'{kind}'") for kind in leading_to(thing)])


def _is_own(table: FromClause, author: str) -> ColumnElement[bool]:
    """The row that the notice leads to is of the person's own making."""
    is_theirs = table.c[author] == notices.c.person_id
    return exists(
        select(table.c.id).where(ours(table), table.c.id == notices.c.about, is_theirs).correlate(notices)
    )  # fmt: skip


CONCERNED: ColumnElement[bool] = or_(
    notices.c.kind == GENERIC,
    _leads(Thing.NONE),
    and_(_leads(Thing.ITEM), _sees(Do.SEE_PLAN, plans, PLAN_SCOPES, items)),
    and_(
        _leads(Thing.SIGN_OFF), or_(_is_own(sign_offs, "signer_id"), _sees(Do.SEE_PLAN, plans, PLAN_SCOPES, sign_offs))
    ),
    and_(_leads(Thing.PLAN), _sees(Do.SEE_PLAN, plans, PLAN_SCOPES)),
    and_(_leads(Thing.AGREEMENT), _sees(Do.SEE_AGREEMENT, agreements, AGREEMENT_SCOPES)),
    and_(
        _leads(Thing.REVIEW),
        or_(_is_own(reviews, "proposed_by_id"), _sees(Do.SEE_REVIEW, reviews, REVIEW_SCOPES)),
    ),
    and_(_leads(Thing.RECORD), _sees(Do.SEE_RECORD, records, RECORD_SCOPES)),
)
"""The condition that a row of `notices` still concerns its person: they may see what it leads to."""

_claimed = and_(
    deliveries.c.org == notices.c.org,
    deliveries.c.entry_id == notices.c.entry_id,
    deliveries.c.person_id == notices.c.person_id,
    deliveries.c.claim_id == bindparam("claim", type_=IdType()),
)
_STILL = Prepared(
    select(notices.c.entry_id, notices.c.person_id)
    .join(deliveries, _claimed)
    .where(ours(notices), CONCERNED)
    .distinct()
)


def concerned(tx: Tx, rows: Sequence[Row]) -> Collection[tuple[Id, Id]]:
    """Of the rows of one claim, which (entry, person) may still be told of it."""
    return {(row.entry_id, row.person_id) for row in tx.rows(_STILL, claim=rows[0].claim_id)}
