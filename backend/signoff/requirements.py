"""Changing how many signatures an item needs: raised at once, lowered when the other side agrees.

Nothing of it is hidden: who asked, why, who agreed, the old number and the new stay on the item.
Source: domain 1 (rules); decisions, Rights (raise, lower).
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Annotated, Any, ClassVar

from sqlalchemy import Boolean, Integer, and_, bindparam, case, select, update

from backend.kernel import log, waits
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id, derived_id, new_id
from backend.kernel.prepared import Prepared, Row, put
from backend.kernel.shapes import Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, Tie, holders
from backend.mentoring.rules import Answer
from backend.people.identifying.kinds import KeptBecause
from backend.signoff import rules
from backend.signoff.asides import count_aside
from backend.signoff.counting import Policy, policy_of
from backend.signoff.file import ItemFile, ensure_seen, kept, lock_item
from backend.signoff.requests import end_request
from backend.signoff.rules import ItemStatus, PlanStatus, RequestStatus, RequirementStatus, Side
from backend.signoff.standing import TOUCH, restate, standing_of
from backend.signoff.tables import PLAN_SCOPES, items, plans, requirements

WAIT = "requirement"


@dataclass(frozen=True, kw_only=True)
class ChangeRequirement:
    """The mentee or a mentor asks for another number of signatures on an item, and says why."""

    kind: ClassVar[str] = "change_requirement"
    id: Id = field(default_factory=new_id)
    plan_id: Id
    item_id: Id
    signatures: Annotated[int, Within(1, 2)]
    reason: Annotated[Words, Within(1, 500)]
    kept_because: KeptBecause | None = None


@dataclass(frozen=True, kw_only=True)
class AnswerRequirement:
    """The other side agrees to a proposal, or declines it. It goes by the proposal and by who answers."""

    kind: ClassVar[str] = "answer_requirement"
    id: Id = field(default_factory=lambda: Id(""))
    requirement_id: Id
    answer: Answer


@dataclass(frozen=True, kw_only=True)
class WithdrawRequirement:
    """Whoever proposed it takes the proposal back."""

    kind: ClassVar[str] = "withdraw_requirement"
    requirement_id: Id

    @property
    def id(self) -> Id:
        """One taking back a proposal."""
        return derived_id(self.requirement_id, "withdrawal")


_ID = bindparam("of_id", type_=IdType())
_INSERT = put(
    requirements, "id", "plan_id", "item_id", "mentee_id", "asked_by_id", "asked_by", "side", "reason", "before",
    "after", "status", "asked_at",
)  # fmt: skip
_END = Prepared(
    update(requirements)
    .where(ours(requirements), requirements.c.id == _ID)
    .values(
        status=bindparam("new_status"),
        answered_by_id=bindparam("by_id", type_=IdType()),
        answered_by=bindparam("by"),
        ended_at=bindparam("at", type_=Instant()),
    )
)
_ONE = Prepared(select(requirements).where(ours(requirements), requirements.c.id == _ID))
_is_open = requirements.c.status == "proposed"
_OPEN_ON_ITEM = Prepared(
    select(requirements.c.id, requirements.c.plan_id)
    .where(ours(requirements), _is_open, requirements.c.item_id == _ID)
    .order_by(requirements.c.id)
)
_OPEN_OF_MENTEE = Prepared(
    select(requirements.c.id, requirements.c.plan_id)
    .join(plans, and_(plans.c.org == requirements.c.org, plans.c.id == requirements.c.plan_id))
    .where(ours(requirements), _is_open, plans.c.mentee_id == _ID)
    .order_by(requirements.c.id)
)
_OPEN_OF_AGREEMENT = Prepared(
    select(requirements)
    .join(plans, and_(plans.c.org == requirements.c.org, plans.c.id == requirements.c.plan_id))
    .where(ours(requirements), _is_open, plans.c.agreement_id == _ID)
    .order_by(requirements.c.id)
)
_new = bindparam("new_signatures", type_=Integer())
_SET = Prepared(
    update(items)
    .where(ours(items), items.c.id == _ID)
    .values(
        signatures=_new,
        other_day=bindparam("new_other_day", type_=Boolean()),
        other_mentor=bindparam("new_other_mentor", type_=Boolean()),
        rev=items.c.rev + 1,
        counted=case((items.c.counted > _new, _new), else_=items.c.counted),
    )
)
_required = plans.c.signatures_required + bindparam("step", type_=Integer())
_SET_PLAN = Prepared(
    update(plans)
    .where(ours(plans), plans.c.id == _ID)
    .values(
        signatures_required=_required,
        signatures_counted=case((plans.c.signatures_counted > _required, _required), else_=plans.c.signatures_counted),
    )
)


def change_requirement(tx: Tx, actor: Actor, act: ChangeRequirement) -> Entry:
    """Raises the number at once, or proposes to lower it.

    Raises `not_found`, `id.reused`, `not_allowed`, `plan.closed`, `plan.criterion_left`, `requirement.no_change`,
    `requirement.already_proposed`.
    """
    actor, file, entry = lock_item(tx, actor, act.plan_id, act.item_id, act)
    if entry:
        return entry
    ensure_seen(actor, file)
    row = file.row
    if not actor.may(Do.CHANGE_REQUIREMENT, PLAN_SCOPES, row):
        raise forbidden()
    if row.plan_status == PlanStatus.CLOSED:
        raise rules.plan_closed()
    if row.left_framework_id is not None:
        raise rules.criterion_left()
    if act.signatures == row.signatures:
        raise rules.no_change(signatures=row.signatures)
    if tx.first(_OPEN_ON_ITEM, of_id=row.id):
        raise rules.already_proposed()
    side = Side.MENTEE if actor.person == row.mentee_id else Side.MENTOR
    vouched = {
        "day": tx.today(actor.zone).isoformat(),
        "side": side.value,
        "at_once": act.signatures > row.signatures,
        "others": holders(tx, Tie.MENTOR, row.agreement_id) if side is Side.MENTEE else [row.mentee_id],
        **_changed(file, policy_of(file.criterion, act.signatures)),
    }
    content = {"criterion": row.key, "item_rev": row.rev}
    return log.record(tx, actor, act, about=row.id, subject=row.mentee_id, content=content, attestation=vouched)


def answer_requirement(tx: Tx, actor: Actor, act: AnswerRequirement) -> Entry:
    """Agrees to a proposal, which changes the number now, or declines it.

    Raises `not_found`, `id.reused`, `not_allowed`, `requirement.own_proposal`, `plan.closed`, `requirement.over`.
    """
    if not act.id:
        act = replace(act, id=derived_id(act.requirement_id, f"answer/{actor.person}"))
    actor, file, entry = _lock(tx, actor, act)
    if entry:
        return entry
    asked = tx.one(_ONE, of_id=act.requirement_id)
    if (actor.person == file.row.mentee_id) == (asked.side == Side.MENTEE):
        raise rules.own_proposal()
    if file.row.plan_status == PlanStatus.CLOSED:
        raise rules.plan_closed()
    if asked.status != RequirementStatus.PROPOSED:
        raise rules.requirement_over()
    vouched = {"plan_id": asked.plan_id, "item_id": asked.item_id}
    if act.answer is Answer.AGREE:
        vouched |= _changed(file, policy_of(file.criterion, asked.after))
    return log.record(tx, actor, act, about=asked.item_id, subject=asked.mentee_id, attestation=vouched)


def withdraw_requirement(tx: Tx, actor: Actor, act: WithdrawRequirement) -> Entry:
    """Takes a proposal back. Raises `not_found`, `not_allowed`, `requirement.over`."""
    actor, _, entry = _lock(tx, actor, act)
    if entry:
        return entry
    asked = tx.one(_ONE, of_id=act.requirement_id)
    if asked.asked_by_id != actor.person:
        raise forbidden()
    if asked.status != RequirementStatus.PROPOSED:
        raise rules.requirement_over()
    vouched = {"plan_id": asked.plan_id, "item_id": asked.item_id}
    return log.record(tx, actor, act, about=asked.item_id, subject=asked.mentee_id, attestation=vouched)


def _lock(
    tx: Tx, actor: Actor, act: AnswerRequirement | WithdrawRequirement
) -> tuple[Actor, ItemFile, Entry | None]:  # fmt: skip
    row = tx.first(_ONE, of_id=act.requirement_id)
    if row is None:
        raise missing()
    actor, file, entry = lock_item(tx, actor, row.plan_id, row.item_id, act)
    if entry is None:
        ensure_seen(actor, file)
        if not actor.may(Do.CHANGE_REQUIREMENT, PLAN_SCOPES, file.row):
            raise forbidden()
    return actor, file, entry


def _changed(file: ItemFile, becomes: Policy) -> dict[str, Any]:
    """What changes with the number, as facts: an apply reads them alone."""
    row = file.row
    after = row._replace(signatures=becomes.signatures, other_day=becomes.other_day, other_mentor=becomes.other_mentor)
    is_done = standing_of(after, file.sign_offs).status is ItemStatus.SIGNED
    return {
        "was": asdict(Policy(row.signatures, row.other_day, row.other_mentor)),
        "becomes": asdict(becomes),
        "ends_request": row.request_id if is_done else None,
    }


def apply_changed(tx: Tx, entry: Entry) -> None:
    """Keeps who asked and why; the number changes at once, or the other side is asked."""
    facts, vouched = entry.content, entry.attestation
    tx.put(
        _INSERT,
        id=entry.id,
        plan_id=facts["plan_id"],
        item_id=facts["item_id"],
        mentee_id=entry.subject,
        asked_by_id=entry.actor,
        asked_by=(entry.signer or {}).get("name", ""),
        side=vouched["side"],
        reason=(entry.words or {}).get("reason", ""),
        before=vouched["was"]["signatures"],
        after=facts["signatures"],
        status=(RequirementStatus.MADE if vouched["at_once"] else RequirementStatus.PROPOSED).value,
        asked_at=entry.at,
    )
    count_aside(tx, facts["item_id"])
    if not tx.rebuilding:
        file = kept(tx, facts["item_id"])
        file.row = file.row._replace(asides=file.row.asides + 1)
    if vouched["at_once"]:
        _require(tx, entry, facts["plan_id"], facts["item_id"])
        return
    for holder in vouched["others"]:
        _wait(tx, entry.id, holder, entry.subject, facts["item_id"], entry, date.fromisoformat(vouched["day"]))
    tx.put(TOUCH, of_plan=facts["plan_id"])


def _wait(tx: Tx, matter: Id, holder: Id, subject: Id | None, item_id: Id, entry: Entry, from_on: date) -> None:
    assert subject is not None
    waits.open_wait(
        tx, matter, holder, kind=WAIT, subject=subject, about=item_id, since=entry.at, from_on=from_on
    )  # fmt: skip


def apply_answered(tx: Tx, entry: Entry) -> None:
    """Keeps the answer; with a yes the number changes."""
    vouched = entry.attestation
    is_agreed = entry.content["answer"] == Answer.AGREE
    _end(tx, entry, RequirementStatus.AGREED if is_agreed else RequirementStatus.DECLINED)
    if is_agreed:
        _require(tx, entry, vouched["plan_id"], vouched["item_id"])
    else:
        tx.put(TOUCH, of_plan=vouched["plan_id"])


def apply_withdrawn(tx: Tx, entry: Entry) -> None:
    """Ends the proposal."""
    _end(tx, entry, RequirementStatus.WITHDRAWN)
    tx.put(TOUCH, of_plan=entry.attestation["plan_id"])


def _end(tx: Tx, entry: Entry, status: RequirementStatus) -> None:
    requirement, name = entry.content["requirement_id"], (entry.signer or {}).get("name", "")
    tx.put(_END, of_id=requirement, new_status=status.value, by_id=entry.actor, by=name, at=entry.at)
    waits.close_waits(tx, requirement)


def _require(tx: Tx, entry: Entry, plan_id: Id, item_id: Id) -> None:
    """Changes what the item asks for, and states item and plan anew."""
    was, becomes, ends = (entry.attestation[name] for name in ("was", "becomes", "ends_request"))
    step = becomes["signatures"] - was["signatures"]
    tx.put(_SET, of_id=item_id, **{f"new_{name}": value for name, value in becomes.items()})
    tx.put(_SET_PLAN, of_id=plan_id, step=step)
    if ends is not None:
        end_request(tx, ends, RequestStatus.ENDED, entry)
    if not tx.rebuilding:
        file = kept(tx, item_id)
        now = {"rev": file.row.rev + 1, "signatures_required": file.row.signatures_required + step}
        if ends is not None:
            now["request_id"] = None
        file.row = file.row._replace(**becomes, **now)
    restate(tx, plan_id, item_id)


def apply_agreement_ended(tx: Tx, entry: Entry) -> None:
    """Ends what is still proposed on its plans: they close, or go on with other mentors."""
    _end_all(tx, tx.rows(_OPEN_OF_AGREEMENT, of_id=entry.about), entry)


def end_proposals_on(tx: Tx, item_ids: Collection[Id], entry: Entry) -> None:
    """Ends what is proposed on those items. For applies: their criteria are on the plan no more."""
    for item in item_ids:
        _end_all(tx, tx.rows(_OPEN_ON_ITEM, of_id=item), entry)


def apply_left(tx: Tx, entry: Entry) -> None:
    """Ends what is still proposed for somebody who left."""
    _end_all(tx, tx.rows(_OPEN_OF_MENTEE, of_id=entry.content["person_id"]), entry)


def _end_all(tx: Tx, rows: list[Row], entry: Entry) -> None:
    for row in rows:
        tx.put(_END, of_id=row.id, new_status=RequirementStatus.ENDED.value, by_id=None, by=None, at=entry.at)
        waits.close_waits(tx, row.id)
        tx.put(TOUCH, of_plan=row.plan_id)


def apply_mentor_joined(tx: Tx, entry: Entry) -> None:
    """Lets a mentor who joined answer too, in the place of whom they replace."""
    if entry.attestation.get("joins"):
        apply_mentors_changed(tx, entry)


def apply_mentors_changed(tx: Tx, entry: Entry) -> None:
    """What a mentee proposed waits for the mentors there are now."""
    mentors = holders(tx, Tie.MENTOR, entry.about)
    proposed = [row for row in tx.rows(_OPEN_OF_AGREEMENT, of_id=entry.about) if row.side == Side.MENTEE]
    for row in proposed:
        waits.close_waits(tx, row.id)
        for mentor in mentors:
            waits.open_wait(
                tx, row.id, mentor, kind=WAIT, subject=row.mentee_id, about=row.item_id, since=row.asked_at,
                from_on=row.asked_at.date(),
            )  # fmt: skip
