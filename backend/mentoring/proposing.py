"""Proposing an agreement, approving it, and everyone's own answer. Source: domain 2; decisions, Rights and States."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar

from sqlalchemy import bindparam, select

from backend.kernel import log
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id, derived_id, new_id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.shapes import Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.mentoring import rules
from backend.mentoring.file import AgreementFile, ensure_seen, lock_agreement
from backend.mentoring.rules import Answer, Arrangement, Horizon, Programme, Status
from backend.mentoring.tables import AGREEMENT_SCOPES
from backend.people.files import lock_file
from backend.people.tables import PERSON_SCOPES, people


@dataclass(frozen=True, kw_only=True)
class Goal:
    """Something the mentee wants to reach."""

    text: Words
    horizon: Horizon


@dataclass(frozen=True, kw_only=True)
class ProposeAgreement:
    """Somebody suggests that these people work together."""

    kind: ClassVar[str] = "propose_agreement"
    id: Id = field(default_factory=new_id)
    programme: Programme
    mentee_id: Id
    mentor_ids: Annotated[list[Id], Within(1, 10)]
    what_matters: Words
    goals: list[Goal]
    support_arrangement: Arrangement
    starts_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class ApproveAgreement:
    """A manager with authority lets it start."""

    kind: ClassVar[str] = "approve_agreement"
    agreement_id: Id

    @property
    def id(self) -> Id:
        """One approval an agreement."""
        return derived_id(self.agreement_id, "approval")


@dataclass(frozen=True, kw_only=True)
class AnswerAgreement:
    """The mentee or a mentor says for themselves whether they take part."""

    kind: ClassVar[str] = "answer_agreement"
    agreement_id: Id
    person_id: Id
    answer: Answer
    note: Words | None = None

    @property
    def id(self) -> Id:
        """One answer a person."""
        return derived_id(self.agreement_id, f"answer/{self.person_id}")


_PERSON = Prepared(
    select(people).where(
        ours(people), people.c.id == bindparam("of_person", type_=IdType()), people.c.left_at.is_(None)
    )
)


def propose_agreement(tx: Tx, actor: Actor, act: ProposeAgreement) -> Entry:
    """Proposes an agreement; whoever proposes has agreed for themselves.

    Raises `not_found`, `not_allowed`, `agreement.own_mentor`, `agreement.mentor_twice`, `agreement.wrong_dates`,
    `agreement.unknown_person`.
    """
    actor, (found,) = lock_file(tx, actor, act.mentee_id, (_PERSON, {"of_person": act.mentee_id}))
    if entry := log.known(tx, actor, act):
        return entry
    if not found or not actor.may(Do.SEE_PERSON, PERSON_SCOPES, found[0]):
        raise missing()
    is_mentor = actor.person in act.mentor_ids
    if not is_mentor and not actor.may(Do.PROPOSE_AGREEMENT, PERSON_SCOPES, found[0]):
        raise forbidden()
    rules.ensure_proposable(act.mentee_id, act.mentor_ids, act.starts_on, act.ends_on)
    if any(tx.first(_PERSON, of_person=mentor) is None for mentor in act.mentor_ids):
        raise rules.unknown_person()
    vouched = _vouched(tx, actor, found[0])
    return log.record(tx, actor, act, about=act.id, subject=act.mentee_id, attestation=vouched)


def _vouched(tx: Tx, actor: Actor, mentee: Row) -> dict[str, Any]:
    today = tx.today(actor.zone)
    return {
        "day": today.isoformat(),
        "lapses_on": (today + rules.LAPSES_AFTER).isoformat(),
        "site_id": mentee.site_id,
        "area_id": mentee.area_id,
    }


def approve_agreement(tx: Tx, actor: Actor, act: ApproveAgreement) -> Entry:
    """Approves it. An approver who is also a mentor is shown as such in the entry.

    Raises `not_found`, `not_allowed`, `agreement.own_approval`, `agreement.not_proposed`, `agreement.run_out`.
    """
    actor, file = lock_agreement(tx, actor, act.agreement_id)
    if entry := log.known(tx, actor, act):
        return entry
    ensure_seen(actor, file.agreement)
    if actor.person == file.agreement.mentee_id:
        raise rules.own_approval()
    if not actor.may(Do.APPROVE_AGREEMENT, AGREEMENT_SCOPES, file.agreement):
        raise forbidden()
    _ensure_open(tx, actor, file)
    vouched = _outcome(file, True, file.answers()) | {"approver_is_mentor": actor.person in file.mentor_ids()}
    return _record(tx, actor, act, file, vouched)


def answer_agreement(tx: Tx, actor: Actor, act: AnswerAgreement) -> Entry:
    """Agrees or declines, each for themselves; a decline is seen by the proposer only.

    Raises `not_found`, `not_allowed`, `agreement.not_proposed`, `agreement.run_out`, and `id.reused` for a second,
    different answer.
    """
    actor, file = lock_agreement(tx, actor, act.agreement_id)
    if entry := log.known(tx, actor, act):
        return entry
    ensure_seen(actor, file.agreement)
    if act.person_id != actor.person or not actor.may(Do.ANSWER_AGREEMENT, AGREEMENT_SCOPES, file.agreement):
        raise forbidden()
    _ensure_open(tx, actor, file)
    answers = file.answers() | {actor.person: act.answer}
    return _record(tx, actor, act, file, _outcome(file, file.agreement.approved_at is not None, answers))


def _ensure_open(tx: Tx, actor: Actor, file: AgreementFile) -> None:
    agreement = file.agreement
    rules.ensure_open(rules.status_at(Status(agreement.status), agreement.lapses_on, tx.today(actor.zone)))


def _outcome(file: AgreementFile, approved: bool, answers: dict[Id, Answer | None]) -> dict[str, Any]:
    return {
        "status": rules.status_after(approved, answers.values()).value,
        "mentee_id": file.agreement.mentee_id,
        "mentors": file.mentor_ids(),
    }


def _record(
    tx: Tx, actor: Actor, act: ApproveAgreement | AnswerAgreement, file: AgreementFile, vouched: dict[str, Any]
) -> Entry:
    agreement = file.agreement
    return log.record(tx, actor, act, about=agreement.id, subject=agreement.mentee_id, attestation=vouched)
