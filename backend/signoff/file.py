"""What an act on an item reads, in one go, under the lock of the mentee's file; and what an apply then needs of it."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Text, and_, bindparam, exists, select

from backend.accounts.tables import sessions
from backend.frameworks.reading import framework_of
from backend.frameworks.rules import Criterion, Framework
from backend.kernel import log
from backend.kernel.columns import IdType
from backend.kernel.database import Given, Tx
from backend.kernel.entries import ENTRY, Entry
from backend.kernel.errors import missing
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, Tie, in_force, ties
from backend.mentoring.tables import agreement_mentors
from backend.people.files import lock_file
from backend.people.tables import people
from backend.signoff.signed_under import FACTS_THEN
from backend.signoff.tables import IS_WAITING, PLAN_SCOPES, REQUEST_SHOWN, items, plans, requests, sign_offs


@dataclass
class ItemFile:
    """An item with its plan and sign-offs, as the lock found them; `sign_offs` grows with what is recorded after.

    `was` is the item's row as it was then; `beside` are the rows of what the act read beside it.
    """

    row: Row
    sign_offs: list[Row]
    framework: Framework
    criterion: Criterion
    was: Row
    beside: list[list[Row]] = field(default_factory=list)


_ITEM = bindparam("of_item", type_=IdType())
_ACTOR = bindparam("actor", type_=IdType())
_signer = people.alias("signer")
_back = ties.alias("back")
_reciprocal = exists(
    select(_back.c.scope_id)
    .where(ours(_back), _back.c.person_id == plans.c.mentee_id, _back.c.tie == Tie.MENTOR.value)
    .where(_back.c.scope_id == _ACTOR, in_force(_back))
    .correlate(plans)
)
_before = sign_offs.alias("before")
_same_words = exists(
    select(_before.c.id)
    .where(ours(_before), _before.c.signer_id == _ACTOR)
    .where(_before.c.words_key == bindparam("words_key", type_=Text()))
)
_on_mentees_device = exists(
    select(sessions.c.id)
    .where(ours(sessions), sessions.c.device_id == bindparam("device", type_=IdType()))
    .where(sessions.c.person_id == plans.c.mentee_id, sessions.c.ended_at.is_(None))
    .correlate(plans)
)
_PLAN_COLUMNS = [c for c in plans.c if c.name not in ("id", "version", "status", "org")]
FACTS = Prepared(
    select(
        items, *_PLAN_COLUMNS, plans.c.status.label("plan_status"), people.c.name.label("mentee_name"),
        agreement_mentors.c.active_since.label("mentor_since"), _signer.c.identity_checked_on,
        _signer.c.identity_checked_by, _signer.c.identity_method, _reciprocal.label("reciprocal"),
        _same_words.label("same_words"), _on_mentees_device.label("on_mentees_device"),
        *REQUEST_SHOWN,
    )
    .select_from(items)
    .join(plans, and_(plans.c.org == items.c.org, plans.c.id == items.c.plan_id))
    .join(people, and_(people.c.org == plans.c.org, people.c.id == plans.c.mentee_id))
    .outerjoin(agreement_mentors, and_(
        agreement_mentors.c.org == plans.c.org, agreement_mentors.c.agreement_id == plans.c.agreement_id,
        agreement_mentors.c.person_id == _ACTOR,
    ))
    .outerjoin(_signer, and_(_signer.c.org == items.c.org, _signer.c.id == _ACTOR))
    .outerjoin(requests, and_(
        requests.c.org == items.c.org, requests.c.item_id == items.c.id, IS_WAITING
    ))
    .where(ours(items), items.c.id == _ITEM)
)  # fmt: skip
"""An item, its plan, what makes the actor eligible to sign it, and the request that waits on it: one row."""

SIGNED = Prepared(
    select(sign_offs, FACTS_THEN)
    .where(ours(sign_offs), sign_offs.c.item_id == _ITEM)
    .order_by(sign_offs.c.signed_at, sign_offs.c.id)
)
_WHOSE = Prepared(
    select(plans.c.mentee_id)
    .join(items, and_(items.c.org == plans.c.org, items.c.plan_id == plans.c.id))
    .where(ours(plans), items.c.id == _ITEM, plans.c.id == bindparam("of_plan", type_=IdType()))
)


def lock_item(
    tx: Tx, actor: Actor, plan_id: Id, item_id: Id, act: log.Act, *beside: Given, words_key: str | None = None
) -> tuple[Actor, ItemFile, Entry | None]:
    """Locks the mentee's file, then reads the item, the actor's ties, what became of this act before, and `beside`.

    `words_key` is what the act's words are found again by.
    Raises `not_found` for an item that is not on that plan, `id.reused`.
    """
    whose = tx.first(_WHOSE, of_item=item_id, of_plan=plan_id)
    if whose is None:
        raise missing()
    given = {"of_item": item_id, "actor": actor.person, "device": actor.device, "words_key": words_key}
    actor, (rows, signed, known, *found) = lock_file(
        tx, actor, whose.mentee_id, (FACTS, given), (SIGNED, given), (ENTRY, {"entry_id": act.id}), *beside
    )
    entry = log.same(actor, act, known[0] if known else None)
    file = keep(tx, rows[0], signed)
    file.beside = found
    return actor, file, entry


def keep(tx: Tx, row: Row, signed: list[Row]) -> ItemFile:
    """Keeps what was read for the applies of this transaction, which do not read it again."""
    framework = framework_of(tx, row.left_framework_id or row.framework_id)
    criterion = next(c for c in framework.criterion if c.key == row.key)
    file = ItemFile(row, list(signed), framework, criterion, row)
    tx.memo["item", row.id] = file
    return file


def kept(tx: Tx, item_id: Id) -> ItemFile:
    """The item's file in this transaction, read now if no act has."""
    file = tx.memo.get(("item", item_id))
    if file is None:
        given: dict[str, Any] = {"of_item": item_id, "actor": None, "device": None, "words_key": None}
        rows, signed = tx.batch((FACTS, given), (SIGNED, given))
        file = keep(tx, rows[0], signed)
    assert isinstance(file, ItemFile)
    return file


def ensure_seen(actor: Actor, file: ItemFile) -> None:
    """Raises `not_found` unless the plan is within the actor's reach."""
    if not actor.may(Do.SEE_PLAN, PLAN_SCOPES, file.row):
        raise missing()
