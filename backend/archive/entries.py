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

BETWEEN_THEM = (
    "note_conversation", "strike_conversation", "ask_for_change", "answer_change", "add_evidence", "share_reflection",
    "take_evidence_back",
)  # fmt: skip
"""What the person reads and the people team does not: it is in the copy one takes oneself, and in no other."""

_PLAN, _PERSON = bindparam("of_plan", type_=IdType()), bindparam("of_person", type_=IdType())
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


def _of_person(*kinds: str) -> Prepared:
    about = and_(entries.c.subject == _PERSON, or_(_is((*OF_A_PLAN, *kinds)), _agreed))
    return _page(WHOLE.where(or_(about, entries.c.id.in_(_given))))


_OF_PERSON, _OF_ONESELF = _of_person(), _of_person(*BETWEEN_THEM)


def receipts_of_plan(tx: Tx, plan_id: Id) -> list[Receipt]:
    """The receipt of everything that happened to a plan and on it, in order."""
    return _all(tx, _OF_PLAN, of_plan=plan_id)


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
