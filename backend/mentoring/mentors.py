"""Mentors leaving an agreement. Source: domain 2 (two points of contact); decisions, Rights (add, remove a mentor)."""

from dataclasses import dataclass, field
from typing import ClassVar

from backend.kernel import log
from backend.kernel.database import Tx
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.log import Entry
from backend.kernel.shapes import Words
from backend.kernel.ties import Actor, Do
from backend.mentoring import rules
from backend.mentoring.file import ensure_seen, lock_agreement
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
    if act.mentor_id != actor.person and not actor.may(Do.REMOVE_MENTOR, AGREEMENT_SCOPES, agreement):
        raise forbidden()
    if act.mentor_id not in file.mentor_ids():
        raise rules.no_such_mentor()
    vouched = {"mentee_id": agreement.mentee_id}
    return log.record(tx, actor, act, about=agreement.id, subject=agreement.mentee_id, attestation=vouched)
