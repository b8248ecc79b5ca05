"""Where somebody's own devices can be reached: registering, which apps do at every start, and taking it back.

Source: api, Signing in (push-target); ecosystem, firebase-admin.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from sqlalchemy import Text, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert  # the one form of it, which SQLite takes too

from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.errors import missing
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.removals import ensure_removed, note_removal
from backend.kernel.shapes import Within
from backend.kernel.tenancy import ours, tenant
from backend.kernel.ties import Actor
from backend.notices.rules import FORGOTTEN_AFTER, MOST_VALUE, TargetKind, ensure_subscription, shared
from backend.notices.sending import hash_of_value
from backend.notices.tables import push_targets


@dataclass(frozen=True, kw_only=True)
class PutTarget:
    """This device is reached at `value`: a Firebase installation id, an FCM registration token, or a browser's whole
    subscription as JSON.
    """

    kind: TargetKind
    value: Annotated[str, Within(1, MOST_VALUE)]


@dataclass
class PushTarget:
    """Where a device is reached, as far as its owner is told. It is good for a month after `seen_at`: register at every
    start of the app.
    """

    device_id: Id
    kind: TargetKind
    seen_at: datetime


_DEVICE = bindparam("device", type_=IdType())
_PERSON = bindparam("of_person", type_=IdType())
_HASH = bindparam("of_hash", type_=Text())
_own = (ours(push_targets), push_targets.c.device_id == _DEVICE, push_targets.c.person_id == _PERSON)
_ONE = Prepared(select(push_targets.c.device_id).where(*_own))
_AT_HAND = Prepared(
    select(push_targets.c.device_id, push_targets.c.kind, push_targets.c.seen_at).where(
        *_own, push_targets.c.disabled_at.is_(None)
    )
)
_DROP = Prepared(delete(push_targets).where(*_own))
# The same address on another device of ours is the same phone under an older name.
_MOVED = Prepared(
    delete(push_targets).where(ours(push_targets), push_targets.c.hash == _HASH, push_targets.c.device_id != _DEVICE)
)
_FORGET = Prepared(
    delete(push_targets).where(
        ours(push_targets),
        push_targets.c.person_id == _PERSON,
        push_targets.c.seen_at < bindparam("long_ago", type_=Instant()),
    )
)
_new = insert(push_targets).values(
    org=tenant(), device_id=_DEVICE, person_id=_PERSON, session_id=bindparam("session", type_=IdType()),
    kind=bindparam("of_kind"), value=bindparam("of_value"), hash=_HASH, seen_at=bindparam("now", type_=Instant()),
    disabled_at=None,
)  # fmt: skip
_PUT = Prepared(
    _new.on_conflict_do_update(
        index_elements=["org", "device_id"],
        set_={
            name: _new.excluded[name]
            for name in ("person_id", "session_id", "kind", "value", "hash", "seen_at", "disabled_at")
        },
    )
)
_GONE = Prepared(
    delete(push_targets).where(ours(push_targets), push_targets.c.device_id == _DEVICE, push_targets.c.hash == _HASH)
)
_DISABLE = Prepared(
    update(push_targets)
    .where(ours(push_targets), push_targets.c.device_id == _DEVICE, push_targets.c.hash == _HASH)
    .values(disabled_at=bindparam("now", type_=Instant()))
)
_DISABLED = Prepared(
    select(func.count().label("how_many"))
    .select_from(push_targets)
    .where(ours(push_targets), push_targets.c.disabled_at.is_not(None))
)


def put_target(tx: Tx, actor: Actor, device: Id, act: PutTarget, loopback: bool = False) -> PushTarget:
    """Registers where the device at hand is reached, or that it still is. Whoever was reached there before, on this
    phone, no longer is. `loopback` is a trial's setting.

    Raises `not_found` for any device but the one at hand, `push.shared_phone`, `push.unknown_service`.
    """
    if device != actor.device or actor.session is None:
        raise missing()
    if actor.shared_until is not None:
        raise shared()
    if act.kind is TargetKind.WEBPUSH:
        ensure_subscription(act.value, loopback)
    given = {"device": device, "of_person": actor.person, "of_hash": hash_of_value(act.value)}
    tx.put(_MOVED, **given)
    tx.put(_FORGET, long_ago=tx.now - FORGOTTEN_AFTER, **given)
    tx.put(_PUT, session=actor.session, of_kind=act.kind.value, of_value=act.value, **given)
    return PushTarget(device, act.kind, tx.now)


def drop_target(tx: Tx, actor: Actor, device: Id) -> None:
    """One of the actor's own devices is not reached any more, or was not before. Raises `not_found`."""
    if tx.first(_ONE, device=device, of_person=actor.person) is None:
        return ensure_removed(tx, actor, device)
    tx.put(_DROP, device=device, of_person=actor.person)
    note_removal(tx, actor, device)


def own_target(tx: Tx, actor: Actor) -> PushTarget | None:
    """Where the device at hand is reached, if it is registered as the actor's and not disabled."""
    row = tx.first(_AT_HAND, device=actor.device, of_person=actor.person)
    return PushTarget(row.device_id, TargetKind(row.kind), row.seen_at) if row else None


def release(tx: Tx, actor: Actor) -> None:
    """The device at hand is not reached any more, if it was: whoever is there signs out."""
    tx.put(_DROP, device=actor.device, of_person=actor.person)


def forget(tx: Tx, device: Id, value: str) -> None:
    """The provider says that this address is no more; one that has been registered since stays."""
    tx.put(_GONE, device=device, of_hash=hash_of_value(value))


def disable(tx: Tx, device: Id, value: str) -> None:
    """The provider says that this address belongs to somebody else's project."""
    tx.put(_DISABLE, device=device, of_hash=hash_of_value(value))


def count_disabled(tx: Tx) -> int:
    """How many devices of the organisation cannot be reached until somebody looks at its Firebase project."""
    return int(tx.one(_DISABLED).how_many)
