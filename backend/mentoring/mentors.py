"""Mentors leaving an agreement. Source: domain 2 (two points of contact); decisions, Rights (add, remove a mentor)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from backend.kernel import log
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import Words
from backend.kernel.ties import Actor, Do
from backend.mentoring import rules
from backend.mentoring.file import AgreementFile, ensure_seen, lock_agreement
from backend.mentoring.rules import Status
from backend.mentoring.tables import AGREEMENT_SCOPES


@dataclass(frozen=True, kw_only=True)
class RemoveMentor:
    """A mentor leaves: from this moment they sign nothing here; what they signed stays."""

    kind: ClassVar[str] = "remove_mentor"
    id: Id = field(default_factory=new_id)
    agreement_id: Id
    mentor_id: Id
    reason: Words


def remove_mentor(tx: Tx, actor: Actor, act: RemoveMentor) -> Entry:
    """Ends a mentor's part in an agreement: by an approver, or by the mentor for themselves.

    Raises `not_found`, `not_allowed`, `agreement.no_such_mentor`.
    """
    actor, file = lock_agreement(tx, actor, act.agreement_id)
    if entry := log.known(tx, actor, act):
        return entry
    agreement = file.agreement
    ensure_seen(actor, agreement)
    if act.mentor_id != actor.person and not actor.may(Do.MANAGE_AGREEMENT, AGREEMENT_SCOPES, agreement):
        raise forbidden()
    if act.mentor_id not in file.mentor_ids():
        raise rules.no_such_mentor()
    vouched = _without(file, act.mentor_id, tx.today(actor.zone))
    return log.record(tx, actor, act, about=agreement.id, subject=agreement.mentee_id, attestation=vouched)


def _without(file: AgreementFile, mentor: Id, today: date) -> dict[str, Any]:
    agreement, left = file.agreement, [other for other in file.mentor_ids() if other != mentor]
    status = rules.status_at(Status(agreement.status), agreement.lapses_on, today)
    answers = [answer for person, answer in file.answers().items() if person != mentor]
    after = rules.status_without(status, agreement.approved_at is not None, answers, left)
    return {"mentee_id": agreement.mentee_id, "mentors": left, "status": after.value, "starts": after is not status}
