"""What if: what somebody has signed already, held against another role or framework.

Nothing is changed by looking. A criterion is the same when it has the same key; what was signed under another
framework says under which, and whoever decides about it reads what was signed. Source: domain 1 (review).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import and_, bindparam, select

from backend.frameworks.reading import framework_of
from backend.frameworks.rules import Criterion, Framework
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.shapes import Within
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, within
from backend.people.names import Named
from backend.people.tables import PERSON_SCOPES, people
from backend.signoff import rules
from backend.signoff.counting import Signed, Standing, percent, policy_of, standing
from backend.signoff.rules import ItemStatus, Missing, Outcome
from backend.signoff.shown import FrameworkNamed
from backend.signoff.tables import PLAN_SCOPES, items, plans, sign_offs


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """Against which framework and which of its roles."""

    framework_id: Id
    role: Annotated[str, Within(1, 100)]


@dataclass
class SignedBefore:
    """A sign-off that is there already, on which plan and under which framework. `counts`: it would be a signature."""

    id: Id
    plan_id: Id
    item_id: Id
    framework: str
    outcome: Outcome
    seen_on: date
    signer: Named
    counts: bool


@dataclass
class CriterionThen:
    """A criterion as it would stand. `missing` says what it would still need."""

    key: str
    title: str
    status: ItemStatus
    signatures_required: int
    signatures_counted: int
    missing: Missing | None
    sign_offs: list[SignedBefore]


@dataclass
class ProgressThen:
    """How far they would be; `percent` is of the signatures asked for, not of the criteria, floored."""

    criteria_total: int
    criteria_complete: int
    signatures_required: int
    signatures_counted: int
    percent: int


@dataclass
class StandingThen:
    """How somebody would stand in that role."""

    person: Named
    framework: FrameworkNamed
    role: str
    progress: ProgressThen
    criteria: list[CriterionThen]


_ID = bindparam("of_person", type_=IdType())
_PERSON = Prepared(
    select(people.c.org, people.c.id, people.c.name, people.c.site_id, people.c.area_id).where(
        ours(people), people.c.id == _ID, people.c.left_at.is_(None)
    )
)
_SIGNED = Prepared(
    select(
        items.c.key, plans.c.framework_id, sign_offs.c.plan_id, sign_offs.c.item_id, sign_offs.c.id,
        sign_offs.c.signer_id, sign_offs.c.signer_name, sign_offs.c.outcome, sign_offs.c.seen_on,
        sign_offs.c.signed_at,
    )
    .select_from(plans)
    .join(items, and_(items.c.org == plans.c.org, items.c.plan_id == plans.c.id))
    .join(sign_offs, and_(sign_offs.c.org == items.c.org, sign_offs.c.item_id == items.c.id))
    .where(ours(plans), plans.c.mentee_id == _ID, sign_offs.c.withdrawn_at.is_(None))
    .where(sign_offs.c.frozen_at.is_(None))
    .where(within(Do.SEE_PLAN, plans, PLAN_SCOPES))
    .order_by(sign_offs.c.signed_at, sign_offs.c.id)
)  # fmt: skip


def person_to_ask_about(tx: Tx, actor: Actor, person_id: Id) -> Named:
    """Somebody whose plans the actor may see. Raises `not_found`, `not_allowed`."""
    return _seen(actor, tx.rows(_PERSON, of_person=person_id))


def _seen(actor: Actor, found: Sequence[Row]) -> Named:
    if not found or not actor.may(Do.SEE_PERSON, PERSON_SCOPES, found[0]):
        raise missing()
    if not actor.may(Do.SEE_PLAN, PERSON_SCOPES, found[0]):
        raise forbidden()
    return Named(found[0].id, found[0].name)


def what_if(tx: Tx, actor: Actor, person_id: Id, wanted: WhatIf) -> StandingThen:
    """How the person would stand, by the sign-offs on those of their plans that the actor may see.

    Raises `not_found` for the person and the framework, `not_allowed`, `plan.unknown_role`.
    """
    given = {"of_person": person_id}
    found, signed = tx.batch((_PERSON, given), (_SIGNED, given | {"actor": actor.person}))
    person = _seen(actor, found)
    framework = framework_of(tx, wanted.framework_id)
    criteria = framework.of_role(wanted.role)
    if not criteria:
        raise rules.unknown_role(roles=", ".join(framework.roles))
    titles = {row.framework_id: framework_of(tx, row.framework_id).title for row in signed}
    by_key: dict[str, list[Row]] = defaultdict(list)
    for row in signed:
        by_key[row.key].append(row)
    then = [_then(criterion, by_key[criterion.key], titles) for criterion in criteria]
    return StandingThen(
        person=person,
        framework=_named(wanted.framework_id, framework),
        role=wanted.role,
        progress=_progress(then),
        criteria=then,
    )


def _named(id_: Id, framework: Framework) -> FrameworkNamed:
    return FrameworkNamed(id_, framework.key, framework.version, framework.title)


def _then(criterion: Criterion, signed: Sequence[Row], titles: Mapping[Id, str]) -> CriterionThen:
    stands = standing(
        policy_of(criterion, criterion.signatures),
        [Signed(one.id, one.signer_id, one.outcome, one.seen_on, one.signed_at) for one in signed],
    )
    return CriterionThen(
        key=criterion.key,
        title=criterion.title,
        status=stands.status,
        signatures_required=criterion.signatures,
        signatures_counted=len(stands.counted),
        missing=stands.missing,
        sign_offs=[_before(one, stands, titles) for one in signed],
    )


def _before(one: Row, stands: Standing, titles: Mapping[Id, str]) -> SignedBefore:
    signer = Named(one.signer_id, one.signer_name)
    counts = one.id in stands.counted
    return SignedBefore(
        one.id, one.plan_id, one.item_id, titles[one.framework_id], one.outcome, one.seen_on, signer, counts
    )


def _progress(then: Sequence[CriterionThen]) -> ProgressThen:
    required = sum(one.signatures_required for one in then)
    counted = sum(one.signatures_counted for one in then)
    complete = sum(one.status == ItemStatus.SIGNED for one in then)
    return ProgressThen(len(then), complete, required, counted, percent(counted, required))
