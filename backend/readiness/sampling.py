"""A few statements drawn by chance, to be read by whoever looks after the quality of sign-offs.

The server draws, with a seed of its own that stands on the record: nobody picks, and every draw can be seen. A drawn
sign-off is among the `size` whose `sha256(seed || id)` is smallest, so that who has the list can draw it again.
Source: trust, S38; decisions, Rights (readiness board).
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Annotated, Any, ClassVar

from sqlalchemy import Date, and_, bindparam, select

from backend.kernel import log
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared, put
from backend.kernel.shapes import Within
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor
from backend.people.files import lock_file
from backend.readiness import rules
from backend.readiness.scopes import SCOPE, Scope, scope_for, seen_scope
from backend.readiness.shown import ScopeKind
from backend.readiness.tables import sampled, samples
from backend.signoff.tables import items, plans, sign_offs


@dataclass(frozen=True, kw_only=True)
class DrawSample:
    """Draws `size` statements of the sign-offs that were signed in a scope from one day to another."""

    kind: ClassVar[str] = "draw_sample"
    id: Id = field(default_factory=new_id)
    scope: Annotated[str, Within(1, 60)]
    from_on: date
    until_on: date
    size: Annotated[int, Within(1, 50)] = 10


LONGEST = timedelta(days=366)
_OF = bindparam("of_scope", type_=IdType())
_IN = {ScopeKind.SITE: [plans.c.site_id == _OF], ScopeKind.AREA: [plans.c.area_id == _OF], ScopeKind.ORGANISATION: []}
_SIGNED = {
    kind: Prepared(
        select(sign_offs.c.id)
        .select_from(plans)
        .join(items, and_(items.c.org == plans.c.org, items.c.plan_id == plans.c.id))
        .join(sign_offs, and_(sign_offs.c.org == items.c.org, sign_offs.c.item_id == items.c.id))
        .where(ours(plans), sign_offs.c.withdrawn_at.is_(None), sign_offs.c.frozen_at.is_(None), *of)
        .where(sign_offs.c.signed_on.between(bindparam("from_on", type_=Date()), bindparam("until_on", type_=Date())))
    )
    for kind, of in _IN.items()
}
_SAMPLE = put(
    samples, "id", "scope_kind", "scope_id", "drawn_by", "drawn_at", "from_on", "until_on", "seed", "population"
)
_ONE = put(sampled, "sample_id", "position", "sign_off_id")


def draw_sample(tx: Tx, actor: Actor, act: DrawSample) -> Entry:
    """Draws a sample.

    Raises `request.invalid` for a scope that names no board, `not_found`, `not_allowed`, `sample.wrong_dates`,
    `sample.nothing_signed`, `id.reused`.
    """
    scope = scope_for(actor, act.scope)
    actor, (places,) = lock_file(tx, actor, actor.person, (SCOPE, {"of_scope": scope.id}))
    if entry := log.known(tx, actor, act):
        return entry
    seen_scope(actor, scope, places)
    if not timedelta(0) <= act.until_on - act.from_on <= LONGEST:
        raise rules.sample_wrong_dates()
    signed = [row.id for row in _population(tx, scope, act)]
    if not signed:
        raise rules.nothing_signed()
    seed = secrets.token_hex(16)
    vouched = {
        "scope_kind": scope.kind.value,
        "scope_id": scope.id,
        "seed": seed,
        "population": len(signed),
        "population_digest": sha256("".join(sorted(signed)).encode()).hexdigest(),
        "drawn": drawn(seed, signed, act.size),
    }
    return log.record(tx, actor, act, about=act.id, subject=None, attestation=vouched)


def _population(tx: Tx, scope: Scope, act: DrawSample) -> list[Any]:
    return tx.rows(_SIGNED[scope.kind], of_scope=scope.id, from_on=act.from_on, until_on=act.until_on)


def drawn(seed: str, ids: Iterable[Id], size: int) -> list[Id]:
    """Which of them a seed draws, in the order they are drawn."""
    return sorted(ids, key=lambda id_: sha256(bytes.fromhex(seed) + id_.encode()).digest())[:size]


def apply_drawn(tx: Tx, entry: Entry) -> None:
    """Keeps the sample."""
    facts, vouched = entry.content, entry.attestation
    tx.put(
        _SAMPLE,
        id=entry.id,
        scope_kind=vouched["scope_kind"],
        scope_id=vouched["scope_id"],
        drawn_by=entry.actor,
        drawn_at=entry.at,
        from_on=date.fromisoformat(facts["from_on"]),
        until_on=date.fromisoformat(facts["until_on"]),
        seed=vouched["seed"],
        population=vouched["population"],
    )
    for position, sign_off in enumerate(vouched["drawn"], 1):
        tx.put(_ONE, sample_id=entry.id, position=position, sign_off_id=sign_off)
