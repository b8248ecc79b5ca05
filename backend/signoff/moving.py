"""Moving a plan to another version of its framework: seen beforehand, criterion by criterion, then done.

What both versions have carries over with everything signed on it. What the new version leaves out stays readable and
counts no more. Source: domain 1; decisions, The canonical record (an item is criterion and round).
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import bindparam, select, update

from backend.frameworks.changes import Changes, changes_in
from backend.frameworks.reading import framework_of
from backend.frameworks.retiring import ensure_in_use
from backend.frameworks.rules import Criterion, digest_of
from backend.kernel import log
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id, derived_id, new_id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.files import lock_file
from backend.signoff import rules
from backend.signoff.planning import put_item
from backend.signoff.requests import end_requests_on
from backend.signoff.requirements import end_proposals_on
from backend.signoff.rules import PlanStatus
from backend.signoff.standing import restate_plan
from backend.signoff.tables import PLAN_SCOPES, items, plans


@dataclass(frozen=True, kw_only=True)
class MovePlan:
    """A plan goes on under another version of its framework."""

    kind: ClassVar[str] = "move_plan"
    id: Id = field(default_factory=new_id)
    plan_id: Id
    framework_id: Id


@dataclass
class MoveShown:
    """What moving a plan to a version would change. `signed_left` signatures would count no more."""

    framework_id: Id
    version: int
    title: str
    kept: int
    changes: Changes
    signed_left: int
    may: dict[str, bool]


_PLAN_ID = bindparam("of_plan", type_=IdType())
_PLAN = Prepared(select(plans).where(ours(plans), plans.c.id == _PLAN_ID))
_ITEMS = Prepared(select(items).where(ours(items), items.c.plan_id == _PLAN_ID).order_by(items.c.position, items.c.id))
_ITEM = update(items).where(ours(items), items.c.id == bindparam("of_item", type_=IdType()))
_KEEP = Prepared(
    _ITEM.values(
        position=bindparam("new_position"),
        signatures=bindparam("new_signatures"),
        other_day=bindparam("new_other_day"),
        other_mentor=bindparam("new_other_mentor"),
        rev=items.c.rev + bindparam("step"),
        left_framework_id=None,
    )
)
_LEAVE = Prepared(_ITEM.values(left_framework_id=bindparam("was_of", type_=IdType()), rev=items.c.rev + 1))
_MOVE = Prepared(
    update(plans)
    .where(ours(plans), plans.c.id == _PLAN_ID)
    .values(framework_id=bindparam("new_framework", type_=IdType()), version=plans.c.version + 1)
)


def move_plan(tx: Tx, actor: Actor, act: MovePlan) -> Entry:
    """Moves a plan.

    Raises `not_found`, `not_allowed`, `plan.closed`, `plan.other_framework`, `plan.same_version`, `plan.unknown_role`,
    `framework.retired`.
    """
    row = tx.first(_PLAN, of_plan=act.plan_id)
    if row is None:
        raise missing()
    actor, (rows,) = lock_file(tx, actor, row.mentee_id, (_PLAN, {"of_plan": act.plan_id}))
    if entry := log.known(tx, actor, act):
        return entry
    plan = rows[0]
    _ensure_movable(tx, actor, plan, act.framework_id)
    framework = framework_of(tx, act.framework_id)
    content = {"framework": {"key": framework.key, "version": framework.version, "digest": digest_of(framework)}}
    vouched = {"from_framework_id": plan.framework_id, "role": plan.role}
    return log.record(tx, actor, act, about=plan.id, subject=plan.mentee_id, content=content, attestation=vouched)


def _ensure_movable(tx: Tx, actor: Actor, plan: Row, framework_id: Id) -> None:
    if not actor.may(Do.SEE_PLAN, PLAN_SCOPES, plan):
        raise missing()
    if not actor.may(Do.MOVE_PLAN, PLAN_SCOPES, plan):
        raise forbidden()
    if plan.status == PlanStatus.CLOSED:
        raise rules.plan_closed()
    if framework_id == plan.framework_id:
        raise rules.same_version()
    now, then = framework_of(tx, plan.framework_id), framework_of(tx, framework_id)
    if now.key != then.key:
        raise rules.other_framework()
    ensure_in_use(tx, framework_id, tx.today(actor.zone))
    if not then.of_role(plan.role):
        raise rules.unknown_role(roles=", ".join(then.roles))


def show_move(tx: Tx, actor: Actor, plan_id: Id, framework_id: Id) -> MoveShown:
    """What moving the plan there would change. Raises what `move_plan` raises."""
    rows, there = tx.batch((_PLAN, {"of_plan": plan_id}), (_ITEMS, {"of_plan": plan_id}))
    if not rows:
        raise missing()
    plan = rows[0]
    _ensure_movable(tx, actor, plan, framework_id)
    now, then = framework_of(tx, plan.framework_id), framework_of(tx, framework_id)
    changes = changes_in(now.of_role(plan.role), then.of_role(plan.role))
    left = {criterion.key for criterion in changes.left_out}
    counted = sum(item.counted for item in there if item.left_framework_id is None and item.key in left)
    kept = len(then.of_role(plan.role)) - len(changes.added)
    return MoveShown(framework_id, then.version, then.title, kept, changes, counted, {"move": True})


def apply_plan_moved(tx: Tx, entry: Entry) -> None:
    """Keeps, adds and leaves items as the versions say, and states the plan anew."""
    facts, vouched = entry.content, entry.attestation
    plan_id, role, before = facts["plan_id"], vouched["role"], vouched["from_framework_id"]
    old = {criterion.key: criterion for criterion in framework_of(tx, before).criterion}
    now = framework_of(tx, facts["framework_id"]).of_role(role)
    there = {item.key: item for item in tx.rows(_ITEMS, of_plan=plan_id)}
    tx.put(_MOVE, of_plan=plan_id, new_framework=facts["framework_id"])
    for position, criterion in enumerate(now, 1):
        if item := there.pop(criterion.key, None):
            _keep(tx, item, position, criterion, old.get(criterion.key))
        else:
            put_item(tx, derived_id(plan_id, f"{criterion.key}/1"), plan_id, position, criterion)
    gone = [item for item in there.values() if item.left_framework_id is None]
    for item in gone:
        tx.put(_LEAVE, of_item=item.id, was_of=before)
    end_requests_on(tx, [item.id for item in gone], entry)
    end_proposals_on(tx, [item.id for item in gone], entry)
    restate_plan(tx, plan_id)


def _keep(tx: Tx, item: Row, position: int, criterion: Criterion, before: Criterion | None) -> None:
    """The same criterion goes on. What the plan itself asked for stays; what came from the version follows it."""
    is_own = before is not None and item.signatures != before.signatures
    given: dict[str, Any] = {
        "new_signatures": item.signatures if is_own else criterion.signatures,
        "new_other_day": item.other_day if is_own else criterion.other_day,
        "new_other_mentor": item.other_mentor if is_own else criterion.other_mentor,
    }
    has_changed = before != criterion or item.left_framework_id is not None
    tx.put(_KEEP, of_item=item.id, new_position=position, step=int(has_changed), **given)
