"""Ending an agreement: by an approver, or by somebody who takes part no longer.

Source: domain 2 (consent can be withdrawn); decisions, States (agreement).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, ClassVar

from sqlalchemy import Date, bindparam, update

from backend.kernel import log, waits
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import Refusal, forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared
from backend.kernel.shapes import Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, Tie, untie, untie_with
from backend.mentoring import rules
from backend.mentoring.file import AgreementFile, ensure_seen, lock_agreement
from backend.mentoring.rules import PlansThen, Status
from backend.mentoring.tables import AGREEMENT_SCOPES, agreement_mentors, agreements
from backend.people.identifying.kinds import KeptBecause


@dataclass(frozen=True, kw_only=True)
class EndAgreement:
    """The agreement ends today. What is signed stays; its plans stand still for a new one, or are closed."""

    kind: ClassVar[str] = "end_agreement"
    id: Id = field(default_factory=new_id)
    agreement_id: Id
    reason: Annotated[Words, Within(1, 1000)]
    kept_because: KeptBecause | None = None
    plans: PlansThen


@dataclass
class AgreementEnded:
    """The end of an agreement, and what became of its plans."""

    id: Id
    agreement_id: Id
    ended_on: date
    plans: PlansThen


_ID = bindparam("of_id", type_=IdType())
_END = Prepared(
    update(agreements)
    .where(ours(agreements), agreements.c.id == _ID)
    .values(status=Status.ENDED.value, paused_on=None, ended_on=bindparam("on_day", type_=Date()))
)
_LEAVE = Prepared(
    update(agreement_mentors)
    .where(ours(agreement_mentors), agreement_mentors.c.agreement_id == _ID, agreement_mentors.c.left_at.is_(None))
    .values(left_at=bindparam("at_instant", type_=Instant()))
)


def end_agreement(tx: Tx, actor: Actor, act: EndAgreement) -> Entry:
    """Ends an agreement: an approver, the mentee for themselves, or its only mentor for themselves.

    Raises `not_found`, `id.reused`, `not_allowed`, `agreement.others_mentor`, `agreement.plans_stay`,
    `agreement.not_active`.
    """
    actor, file = lock_agreement(tx, actor, act.agreement_id)
    if entry := log.known(tx, actor, act):
        return entry
    agreement = file.agreement
    ensure_seen(actor, agreement)
    if bar := bar_to_ending(actor, file, act.plans):
        raise bar()
    rules.ensure_under_way(Status(agreement.status))
    vouched = {
        "day": tx.today(actor.zone).isoformat(),
        "mentee_id": agreement.mentee_id,
        "mentors": file.mentor_ids(),
        "pause_id": agreement.pause_id if agreement.status == Status.PAUSED else None,
    }
    return log.record(tx, actor, act, about=agreement.id, subject=agreement.mentee_id, attestation=vouched)


def bar_to_ending(actor: Actor, file: AgreementFile, plans: PlansThen) -> Refusal | None:
    """Why somebody who sees an agreement may not end it so, or None when they may."""
    agreement = file.agreement
    mentors = [one.person_id for one in file.mentors if one.left_at is None and one.active_since is not None]
    is_mentee = actor.person == agreement.mentee_id
    if not is_mentee and actor.may(Do.MANAGE_AGREEMENT, AGREEMENT_SCOPES, agreement):
        return None
    if not is_mentee and actor.person not in mentors:
        return forbidden
    if not is_mentee and len(mentors) > 1:
        return rules.others_mentor
    return rules.plans_stay if plans is PlansThen.CLOSE else None


def ended(entry: Entry) -> AgreementEnded:
    """The answer to an ending: also for a mentor, who sees the agreement no longer."""
    facts = entry.content
    on = date.fromisoformat(entry.attestation["day"])
    return AgreementEnded(entry.id, entry.about, on, PlansThen(facts["plans"]))


def apply_ended(tx: Tx, entry: Entry) -> None:
    """Ends the agreement, its mentors' ties, and whatever waits about it."""
    vouched = entry.attestation
    tx.put(_END, of_id=entry.about, on_day=date.fromisoformat(vouched["day"]))
    tx.put(_LEAVE, of_id=entry.about, at_instant=entry.at)
    for mentor in vouched["mentors"]:
        untie(tx, mentor, Tie.INVITED, entry.about, entry.at)
        untie_with(tx, mentor, Tie.MENTOR, entry.about, entry.at)
    waits.close_about(tx, entry.about)
