"""'That was not me': whoever a sign-off names says that they did not sign it. It is frozen while it is looked into.

It asks for no presence: whoever signs in another's name may have paused their signing with wrong tries, or changed
their PIN, and a false alarm costs a look. It can be said once of each sign-off: what two people have looked into and
let count again, its signer can withdraw. Source: trust, S20.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import and_, bindparam, select, update

from backend.kernel import log, waits
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared, Row, put
from backend.kernel.shapes import OwnId
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.signoff import rules
from backend.signoff.asides import count_aside
from backend.signoff.deciders import governors
from backend.signoff.file import ItemFile, kept
from backend.signoff.rules import FreezeEnd
from backend.signoff.sign_off_file import ensure_not_withdrawn, ensure_seen, hold, lock_sign_off, named
from backend.signoff.standing import restate
from backend.signoff.tables import SIGN_OFF_SCOPES, freezes, sign_offs

WAIT = "sign_off_frozen"


@dataclass(frozen=True, kw_only=True)
class ReportNotMe:
    """Whoever a sign-off names says that it was not them."""

    kind: ClassVar[str] = "report_not_me"
    id: OwnId = field(default_factory=new_id)
    sign_off_id: Id


_SIGN_OFF = bindparam("of_sign_off", type_=IdType())
FREEZE = Prepared(select(freezes).where(ours(freezes), freezes.c.sign_off_id == _SIGN_OFF))
"""The freeze of a sign-off, also one that is over: it has one at most."""

_INSERT = put(freezes, "id", "plan_id", "item_id", "sign_off_id", "mentee_id", "signer_id", "since")
_MARK = Prepared(
    update(sign_offs)
    .where(ours(sign_offs), sign_offs.c.id == _SIGN_OFF)
    .values(frozen_at=bindparam("new_frozen_at", type_=Instant()))
)
_END = Prepared(
    update(freezes)
    .where(ours(freezes), freezes.c.sign_off_id == _SIGN_OFF, freezes.c.ended_at.is_(None))
    .values(
        ended_at=bindparam("at", type_=Instant()),
        ended_how=bindparam("how"),
        ended_id=bindparam("entry", type_=IdType()),
        confirmed_by=bindparam("by"),
    )
)
_OPENED = Prepared(
    select(freezes, sign_offs.c.opening_id)
    .join(sign_offs, and_(sign_offs.c.org == freezes.c.org, sign_offs.c.id == freezes.c.sign_off_id))
    .where(ours(freezes), freezes.c.sign_off_id == _SIGN_OFF, freezes.c.ended_at.is_(None))
)


def report_not_me(tx: Tx, actor: Actor, act: ReportNotMe) -> tuple[Entry, ItemFile]:
    """Freezes a sign-off in the actor's name, also after the agreement ended, and asks governance to look into it.

    Raises `not_found`, `id.reused`, `not_allowed`, `sign_off.already_withdrawn`, `sign_off.frozen`,
    `sign_off.looked_into`.
    """
    actor, row, (frozen,) = lock_sign_off(tx, actor, act.sign_off_id, (FREEZE, {"of_sign_off": act.sign_off_id}))
    if entry := log.known(tx, actor, act):
        return entry, kept(tx, row.item_id)
    ensure_seen(actor, row)
    if not actor.may(Do.REPORT_NOT_ME, SIGN_OFF_SCOPES, row):
        raise forbidden()
    ensure_not_withdrawn(row)
    if frozen:
        raise rules.frozen() if frozen[0].ended_at is None else rules.looked_into()
    vouched = {**named(row), "day": tx.today(actor.zone).isoformat()}
    entry = log.record(tx, actor, act, about=row.item_id, subject=row.mentee_id, attestation=vouched)
    return entry, kept(tx, row.item_id)


def apply_reported(tx: Tx, entry: Entry) -> None:
    """Freezes the sign-off, states item and plan anew, and asks governance."""
    sign_off_id, vouched = entry.content["sign_off_id"], entry.attestation
    plan_id, item_id = vouched["plan_id"], vouched["item_id"]
    mark(tx, item_id, sign_off_id, entry.at)
    row = {"plan_id": plan_id, "item_id": item_id, "mentee_id": entry.subject, "signer_id": entry.actor}
    tx.put(_INSERT, id=entry.id, sign_off_id=sign_off_id, since=entry.at, **row)
    count_aside(tx, item_id)
    if not tx.rebuilding:
        file = kept(tx, item_id)
        file.row = file.row._replace(asides=file.row.asides + 1)
    assert entry.subject is not None
    _ask(tx, entry.id, plan_id, entry.actor, {"subject": entry.subject, "about": item_id, "since": entry.at})
    restate(tx, plan_id, item_id)


def mark(tx: Tx, item_id: Id, sign_off_id: Id, at: Any) -> None:
    """From now on a sign-off is frozen since `at`, or (None) is not. For applies, which then state its item anew."""
    if not tx.rebuilding:
        file = kept(tx, item_id)
        file.sign_offs = [one._replace(frozen_at=at) if one.id == sign_off_id else one for one in file.sign_offs]
    tx.put(_MARK, of_sign_off=sign_off_id, new_frozen_at=at)


def end_freeze(tx: Tx, entry: Entry, how: FreezeEnd) -> None:
    """A freeze is over, by what two people decided. For applies."""
    by = (entry.signer or {}).get("name", "")
    tx.put(_END, of_sign_off=entry.content["sign_off_id"], at=entry.at, how=how.value, entry=entry.id, by=by)


def apply_withdrawn(tx: Tx, entry: Entry) -> None:
    """Two people withdrew what was frozen: nothing is left to look into."""
    row = tx.first(_OPENED, of_sign_off=entry.content["sign_off_id"])
    if row is None:
        return
    for matter in filter(None, (row.id, row.lifting_id)):
        waits.close_waits(tx, matter)
    end_freeze(tx, entry, FreezeEnd.WITHDRAWN)


def apply_attended(tx: Tx, entry: Entry) -> None:
    """A freeze waits for governance while nobody of it has opened anything about the sign-off."""
    attend(tx, entry.content.get("sign_off_id") or entry.attestation["sign_off_id"])


def attend(tx: Tx, sign_off_id: Id) -> None:
    """`apply_attended`, for one sign-off. For applies."""
    row = tx.first(_OPENED, of_sign_off=sign_off_id)
    if row is None:
        return
    waits.close_waits(tx, row.id)
    if row.lifting_id is None and row.opening_id is None:
        _ask(tx, row.id, row.plan_id, row.signer_id, _found(row))


def _found(row: Row) -> dict[str, Any]:
    return {"subject": row.mentee_id, "about": row.item_id, "since": row.since}


def _ask(tx: Tx, matter: Id, plan_id: Id, signer: Id, found: dict[str, Any]) -> None:
    people = [person for person in governors(tx, plan_id) if person != signer]
    hold(tx, matter, people, kind=WAIT, **found)
