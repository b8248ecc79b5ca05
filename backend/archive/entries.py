"""The entries that belong into a copy, as receipts: chosen by kind, so that a copy tells nobody more than the pages do.

A kind that is not named here is in no copy: add it with the act, once its words are shown to all who get the copy.
"""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, Table, and_, bindparam, or_, select, union_all

from backend.archive.agreements import kept_of
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import WHOLE, entries, entry_of
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.records.tables import records
from backend.signoff.history import TELLING
from backend.signoff.receipts import Receipt, receipt_of
from backend.signoff.tables import freezes, items, sign_offs

AT_ONCE = 500
OF_PLANS = ("create_plan", "move_plan", "take_up_plan")
OF_A_PLAN = (*OF_PLANS, *TELLING)
"""What happens to a plan and on it: everybody who sees the plan may read all of it."""

AGREED = ("propose_agreement", "amend_agreement")
OWN_ANSWER = "answer_agreement"
"""Of agreements, what was agreed and what the person answered themselves. Why one stands still or ended, and what
others answered, was not said to them."""

OF_A_RECORD = ("share_record", "discuss_record", "answer_record", "amend_record")
OF_RECORDS = (*OF_A_RECORD, "include_record", "settle_next_step")
"""What happens to records about somebody. All who may read one read its versions and answers."""

OF_REVIEWS = ("review_plan", "confirm_review", "decline_review", "take_review_back")
"""What was decided, and who said no: the person reads it, and so does the people team."""

OWN_VIEW = "give_view"
"""Of the views for a review, the person's own: how a mentor first put theirs is told to nobody, once it is amended."""

BETWEEN_THEM = (
    "note_conversation", "strike_conversation", "ask_for_change", "answer_change", "add_evidence", "share_reflection",
    "take_evidence_back", "comment_on_review", *OF_RECORDS,
)  # fmt: skip
"""What the person reads and the people team does not, or not all of it: it is in the copy one takes oneself, and in no
other. Of records the people team reads those of the narrow circle."""

_PLAN, _PERSON, _RECORD = (bindparam(name, type_=IdType()) for name in ("of_plan", "of_person", "of_record"))
_seq, _limit = bindparam("after", type_=BigInteger()), bindparam("limit", type_=BigInteger())


def _page(statement: Select[Any]) -> Prepared:
    return Prepared(statement.where(entries.c.seq > _seq).order_by(entries.c.seq).limit(_limit))


def _is(kinds: tuple[str, ...]) -> ColumnElement[bool]:
    return or_(*(entries.c.kind == kind for kind in kinds))


_on_it = select(items.c.id).where(ours(items), items.c.plan_id == _PLAN)
_OF_PLAN = _page(WHOLE.where(or_(entries.c.about == _PLAN, entries.c.about.in_(_on_it)), _is(OF_A_PLAN)))


def _signed(table: Table, name: str) -> Select[Any]:
    column = table.c[name]
    return select(column).where(ours(table), table.c.signer_id == _PERSON, column.is_not(None))


_signed_off = [_signed(sign_offs, name) for name in ("id", "opening_id", "withdrawal_id")]
_given = union_all(*_signed_off, *(_signed(freezes, name) for name in ("id", "lifting_id", "ended_id")))
_agreed = and_(
    entries.c.about.in_(kept_of(_PERSON)),
    or_(_is(AGREED), and_(entries.c.kind == OWN_ANSWER, entries.c.actor == _PERSON)),
)
_of_the_team = select(records.c.id).where(
    ours(records), records.c.subject_id == _PERSON, records.c.circle_id.is_not(None)
)  # fmt: skip
_for_the_team = and_(entries.c.about.in_(_of_the_team), _is(OF_RECORDS))
_own_view = and_(entries.c.kind == OWN_VIEW, entries.c.actor == _PERSON)


def _of_person(kinds: tuple[str, ...], beside: ColumnElement[bool]) -> Prepared:
    about = and_(entries.c.subject == _PERSON, or_(_is((*OF_A_PLAN, *OF_REVIEWS, *kinds)), _agreed, beside))
    return _page(WHOLE.where(or_(about, entries.c.id.in_(_given))))


_OF_PERSON, _OF_ONESELF = _of_person((), _for_the_team), _of_person(BETWEEN_THEM, _own_view)
_OF_RECORD = _page(WHOLE.where(entries.c.about == _RECORD, _is(OF_A_RECORD)))


def receipts_of_plan(tx: Tx, plan_id: Id) -> list[Receipt]:
    """The receipt of everything that happened to a plan and on it, in order."""
    return _all(tx, _OF_PLAN, of_plan=plan_id)


def receipts_of_record(tx: Tx, record_id: Id) -> list[Receipt]:
    """The receipt of every version of a record and of every answer, in order."""
    return _all(tx, _OF_RECORD, of_record=record_id)


def receipts_of_person(tx: Tx, person: Id, by_oneself: bool) -> list[Receipt]:
    """The receipts of what is about somebody and of what they signed as a mentor, with what became of it, in order."""
    return _all(tx, _OF_ONESELF if by_oneself else _OF_PERSON, of_person=person)


def _all(tx: Tx, statement: Prepared, **given: Id) -> list[Receipt]:
    found: list[Receipt] = []
    rows = tx.rows(statement, after=0, limit=AT_ONCE, **given)
    while rows:
        found += [receipt_of(entry_of(row)) for row in rows]
        rows = tx.rows(statement, after=rows[-1].seq, limit=AT_ONCE, **given) if len(rows) == AT_ONCE else []
    return found
