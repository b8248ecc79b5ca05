"""Making a plan: the criteria of a role, with dates, under an active agreement."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from sqlalchemy import bindparam, update

from backend.frameworks.reading import framework_of
from backend.frameworks.retiring import ensure_in_use
from backend.frameworks.rules import Criterion, digest_of
from backend.kernel import log
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, derived_id, new_id
from backend.kernel.prepared import Prepared, put
from backend.kernel.spans import written
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.mentoring.file import ensure_seen, lock_agreement
from backend.mentoring.rules import Status
from backend.mentoring.tables import AGREEMENT_SCOPES
from backend.signoff import rules
from backend.signoff.counting import Policy, standing
from backend.signoff.dates import dates, runs_to
from backend.signoff.pauses import absences_of
from backend.signoff.rules import ItemStatus, PlanStatus
from backend.signoff.tables import items, plans


@dataclass(frozen=True, kw_only=True)
class CreatePlan:
    """A mentee gets a plan: a framework's criteria for a role, between two days."""

    kind: ClassVar[str] = "create_plan"
    id: Id = field(default_factory=new_id)
    agreement_id: Id
    framework_id: Id
    role: str
    starts_on: date
    ends_on: date


_PLAN = put(
    plans, "id", "agreement_id", "mentee_id", "framework_id", "role", "status", "starts_on", "ends_on", "site_id",
    "area_id", "version", "criteria_total", "criteria_complete", "signatures_required", "signatures_counted",
    "ahead_until", "behind_on", "stalled_on", "runs_to", "pauses",
)  # fmt: skip
_ITEM = put(
    items, "id", "plan_id", "key", "position", "round", "signatures", "other_day", "other_mentor", "rev", "status",
    "counted", "missing", "asides",
)  # fmt: skip
_MOVE = Prepared(
    update(plans)
    .where(ours(plans), plans.c.mentee_id == bindparam("of_person", type_=IdType()))
    .values(
        site_id=bindparam("new_site", type_=IdType()),
        area_id=bindparam("new_area", type_=IdType()),
        version=plans.c.version + 1,
    )
)


def create_plan(tx: Tx, actor: Actor, act: CreatePlan) -> Entry:
    """Makes a plan. Raises `not_found`, `not_allowed`, `plan.agreement_not_active`, `framework.retired`,
    `plan.unknown_role`, `plan.wrong_dates`, `plan.before_agreement`.
    """
    actor, file = lock_agreement(tx, actor, act.agreement_id)
    if entry := log.known(tx, actor, act):
        return entry
    agreement = file.agreement
    ensure_seen(actor, agreement)
    if not actor.may(Do.CREATE_PLAN, AGREEMENT_SCOPES, agreement):
        raise forbidden()
    if agreement.status != Status.ACTIVE:
        raise rules.agreement_not_active()
    framework = framework_of(tx, act.framework_id)
    ensure_in_use(tx, act.framework_id, tx.today(actor.zone))
    if not framework.of_role(act.role):
        raise rules.unknown_role(roles=", ".join(framework.roles))
    if act.ends_on <= act.starts_on:
        raise rules.wrong_dates()
    if act.starts_on < agreement.starts_on:
        raise rules.before_agreement(starts_on=agreement.starts_on.isoformat())
    content = {"framework": {"key": framework.key, "version": framework.version, "digest": digest_of(framework)}}
    place = {"mentee_id": agreement.mentee_id, "site_id": agreement.site_id, "area_id": agreement.area_id}
    return log.record(
        tx, actor, act, about=act.id, subject=agreement.mentee_id, content=content, attestation=place
    )  # fmt: skip


def apply_created(tx: Tx, entry: Entry) -> None:
    """Writes the plan and an item for each criterion of its role."""
    facts, vouched = entry.content, entry.attestation
    criteria = framework_of(tx, facts["framework_id"]).of_role(facts["role"])
    required = sum(criterion.signatures for criterion in criteria)
    starts_on, ends_on = date.fromisoformat(facts["starts_on"]), date.fromisoformat(facts["ends_on"])
    pauses = () if tx.rebuilding else absences_of(tx, vouched["mentee_id"])
    days = dates(starts_on, ends_on, required, 0, None, pauses)
    tx.put(
        _PLAN,
        id=entry.id,
        agreement_id=facts["agreement_id"],
        mentee_id=vouched["mentee_id"],
        framework_id=facts["framework_id"],
        role=facts["role"],
        status=PlanStatus.ACTIVE.value,
        starts_on=starts_on,
        ends_on=ends_on,
        site_id=vouched["site_id"],
        area_id=vouched["area_id"],
        version=1,
        criteria_total=len(criteria),
        criteria_complete=0,
        signatures_required=required,
        signatures_counted=0,
        ahead_until=days.ahead_until,
        behind_on=days.behind_on,
        stalled_on=days.stalled_on,
        runs_to=runs_to(starts_on, ends_on, pauses),
        pauses=written(pauses),
    )
    for position, criterion in enumerate(criteria, 1):
        put_item(tx, derived_id(entry.id, f"{criterion.key}/1"), entry.id, position, criterion)


def put_item(tx: Tx, id_: Id, plan_id: Id, position: int, criterion: Criterion) -> None:
    """Writes an item nothing is signed on yet. For applies."""
    policy = Policy(criterion.signatures, criterion.other_day, criterion.other_mentor)
    tx.put(
        _ITEM,
        id=id_,
        plan_id=plan_id,
        key=criterion.key,
        position=position,
        round=1,
        signatures=policy.signatures,
        other_day=policy.other_day,
        other_mentor=policy.other_mentor,
        rev=1,
        status=ItemStatus.OPEN.value,
        counted=0,
        missing=standing(policy, []).missing,
        asides=0,
    )


def apply_moved(tx: Tx, entry: Entry) -> None:
    """Follows the mentee to another site: their plans are seen by the managers there."""
    facts = entry.content
    tx.put(_MOVE, of_person=facts["person_id"], new_site=facts["site_id"], new_area=entry.attestation["area_id"])
