"""Proposing an agreement, approving it, and everyone's own answer. Source: domain 2; decisions, Rights and States."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, ClassVar

from backend.kernel import log
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id, derived_id, new_id
from backend.kernel.prepared import Row
from backend.kernel.shapes import Within, Words
from backend.kernel.ties import Actor, Do, Tie
from backend.mentoring import rules
from backend.mentoring.file import PERSON, AgreementFile, approvers_of, ensure_seen, lock_agreement
from backend.mentoring.rules import Answer, Arrangement, Horizon, Programme
from backend.mentoring.tables import AGREEMENT_SCOPES
from backend.people.files import lock_file
from backend.people.identifying.kinds import KeptBecause
from backend.people.tables import PERSON_SCOPES


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
    kept_because: KeptBecause | None = None
    goals: list[Goal]
    support_arrangement: Arrangement
    starts_on: date
    ends_on: date
    peer_ids: Annotated[list[Id], Within(0, 10)] | None = None
    group_id: Id | None = None


@dataclass(frozen=True, kw_only=True)
class ApproveAgreement:
    """A manager with authority lets it start. `consulted` names somebody unconnected they talked to about it.

    Source: domain 2 (where the same person approves, mentors and decides).
    """

    kind: ClassVar[str] = "approve_agreement"
    agreement_id: Id
    consulted: Annotated[Words, Within(1, 200)] | None = None

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
    kept_because: KeptBecause | None = None
    invitation_id: Id | None = None

    @property
    def id(self) -> Id:
        """One answer a person, and another for each time they are asked to join later."""
        asked = f"/{self.invitation_id}" if self.invitation_id else ""
        return derived_id(self.agreement_id, f"answer/{self.person_id}{asked}")


def propose_agreement(tx: Tx, actor: Actor, act: ProposeAgreement) -> Entry:
    """Proposes an agreement; whoever proposes has agreed for themselves.

    Raises `not_found`, `not_allowed`, `agreement.own_mentor`, `agreement.mentor_twice`, `agreement.wrong_dates`,
    `agreement.unknown_person`, `agreement.unknown_peer`.
    """
    actor, (found,) = lock_file(
        tx, actor, act.mentee_id, (PERSON, {"of_person": act.mentee_id}), others=act.mentor_ids
    )  # fmt: skip
    if entry := log.known(tx, actor, act):
        return entry
    if not found or not actor.may(Do.SEE_PERSON, PERSON_SCOPES, found[0]):
        raise missing()
    is_mentor = actor.person in act.mentor_ids
    if not is_mentor and not actor.may(Do.PROPOSE_AGREEMENT, PERSON_SCOPES, found[0]):
        raise forbidden()
    rules.ensure_proposable(act.mentee_id, act.mentor_ids, act.starts_on, act.ends_on)
    mentors = [tx.first(PERSON, of_person=mentor) for mentor in act.mentor_ids]
    if None in mentors:
        raise rules.unknown_person()
    vouched = _vouched(tx, actor, found[0]) | {"peers": _peers(act, found[0], mentors)}
    return log.record(tx, actor, act, about=act.id, subject=act.mentee_id, attestation=vouched)


def _vouched(tx: Tx, actor: Actor, mentee: Row) -> dict[str, Any]:
    today = tx.today(actor.zone)
    return {
        "day": today.isoformat(),
        "lapses_on": (today + rules.LAPSES_AFTER).isoformat(),
        "site_id": mentee.site_id,
        "area_id": mentee.area_id,
        "approvers": approvers_of(tx, actor, mentee.id, mentee),
    }


def _peers(act: ProposeAgreement, mentee: Row, mentors: Iterable[Any]) -> list[Id]:
    said = set(act.peer_ids or [])
    if not said <= set(act.mentor_ids):
        raise rules.unknown_peer()
    return [mentor.id for mentor in mentors if mentor.id in said or mentor.post == mentee.post]


def approve_agreement(tx: Tx, actor: Actor, act: ApproveAgreement) -> Entry:
    """Approves it. An approver who is also a mentor, or manages the mentee, is shown as such in the entry.

    Raises `not_found`, `not_allowed`, `agreement.own_approval`, `agreement.not_proposed`, `agreement.run_out`.
    """
    actor, file = lock_agreement(tx, actor, act.agreement_id, with_mentors=True)
    if entry := log.known(tx, actor, act):
        return entry
    ensure_seen(actor, file.agreement)
    if actor.person == file.agreement.mentee_id:
        raise rules.own_approval()
    if not actor.may(Do.APPROVE_AGREEMENT, AGREEMENT_SCOPES, file.agreement):
        raise forbidden()
    rules.ensure_open(file.status(tx.today(actor.zone)))
    vouched = _outcome(file, True, file.answers()) | {
        "approver_is_mentor": actor.person in file.mentor_ids(),
        "approver_manages": manages_mentee(actor, file.agreement),
    }
    return _record(tx, actor, act, file, vouched)


def manages_mentee(actor: Actor, agreement: Row) -> bool:
    """Whether somebody is the mentee's line manager, or manages their site."""
    return not {Tie.LINE, Tie.SITE}.isdisjoint(actor.over(AGREEMENT_SCOPES, agreement))


def answer_agreement(tx: Tx, actor: Actor, act: AnswerAgreement) -> Entry:
    """Agrees or declines, each for themselves; a decline is seen by the proposer only.

    Whoever is asked to join an agreement under way becomes a mentor by their own yes. Raises `not_found`,
    `not_allowed`, `agreement.not_proposed`, `agreement.run_out`, `agreement.invitation_run_out`, and `id.reused` for
    a second, different answer.
    """
    actor, file = lock_agreement(tx, actor, act.agreement_id, with_mentors=True)
    row = file.mentor(actor.person)
    act = replace(act, invitation_id=row.invitation_id if row else None)
    if entry := log.known(tx, actor, act):
        return entry
    ensure_seen(actor, file.agreement)
    if act.person_id != actor.person or not actor.may(Do.ANSWER_AGREEMENT, AGREEMENT_SCOPES, file.agreement):
        raise forbidden()
    today = tx.today(actor.zone)
    if invited := file.invited(actor.person):
        if today >= invited.lapses_on:
            raise rules.invitation_run_out()
        return _record(tx, actor, act, file, _joining(file, act, invited))
    rules.ensure_open(file.status(today))
    answers = file.answers() | {actor.person: act.answer}
    return _record(tx, actor, act, file, _outcome(file, file.agreement.approved_at is not None, answers))


def _joining(file: AgreementFile, act: AnswerAgreement, invited: Row) -> dict[str, Any]:
    """What an answer to being asked later comes to; whom they replace may have left by now."""
    replaces = invited.replaces_id if invited.replaces_id in file.mentor_ids() else None
    return {
        "mentee_id": file.agreement.mentee_id,
        "status": file.agreement.status,
        "joins": act.answer is Answer.AGREE,
        "replaces_id": replaces,
    }


def _outcome(file: AgreementFile, approved: bool, answers: dict[Id, Answer | None]) -> dict[str, Any]:
    mentors = file.mentor_ids()  # without any, there is nothing to start
    return {
        "status": rules.status_after(approved and bool(mentors), answers.values()).value,
        "mentee_id": file.agreement.mentee_id,
        "mentors": mentors,
    }


def _record(
    tx: Tx, actor: Actor, act: ApproveAgreement | AnswerAgreement, file: AgreementFile, vouched: dict[str, Any]
) -> Entry:
    agreement = file.agreement
    return log.record(tx, actor, act, about=agreement.id, subject=agreement.mentee_id, attestation=vouched)
