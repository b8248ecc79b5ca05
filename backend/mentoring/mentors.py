"""Mentors joining an agreement later, leaving it, and being replaced.

Source: domain 2 (two points of contact; voluntary on both sides); decisions, Rights (add, remove a mentor).
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, ClassVar

from sqlalchemy import bindparam, select

from backend.kernel import log
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import ENTRY, Entry, entries, entry_of
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.shapes import Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor
from backend.mentoring import rules
from backend.mentoring.file import PERSON, AgreementFile, ensure_seen, lock_agreement, manages
from backend.mentoring.rules import STARTED, Status
from backend.people.identifying.kinds import KeptBecause


@dataclass(frozen=True, kw_only=True)
class AddMentor:
    """Somebody is asked to be a mentor here too. They answer for themselves, and are one from their yes on.

    With `replaces_id`, that mentor stays until then and leaves with the same yes: there is no gap.
    """

    kind: ClassVar[str] = "add_mentor"
    id: Id = field(default_factory=new_id)
    agreement_id: Id
    person_id: Id
    replaces_id: Id | None = None
    is_peer: bool = False
    reason: Annotated[Words, Within(1, 1000)] | None = None
    kept_because: KeptBecause | None = None


@dataclass(frozen=True, kw_only=True)
class RemoveMentor:
    """A mentor leaves: from this moment they sign nothing here; what they signed stays."""

    kind: ClassVar[str] = "remove_mentor"
    id: Id = field(default_factory=new_id)
    agreement_id: Id
    mentor_id: Id
    reason: Annotated[Words, Within(1, 1000)]
    kept_because: KeptBecause | None = None


_LEAVING = Prepared(
    select(entries.c.id).where(
        ours(entries),
        entries.c.about == bindparam("of_id", type_=IdType()),
        entries.c.kind == RemoveMentor.kind,
        entries.c.actor == bindparam("by", type_=IdType()),
        entries.c.at == bindparam("left_at", type_=Instant()),
    )
)


def add_mentor(tx: Tx, actor: Actor, act: AddMentor) -> Entry:
    """Asks somebody to be a mentor in an agreement; an approver who adds themselves to one under way is one at once.

    Raises `not_found`, `not_allowed`, `agreement.over`, `agreement.not_started` (nobody is replaced before it has
    begun), `agreement.own_mentor`, `agreement.already_mentor`, `agreement.no_such_mentor`, `agreement.unknown_person`.
    """
    actor, file = lock_agreement(tx, actor, act.agreement_id, with_mentors=True, others=(act.person_id,))
    if entry := log.known(tx, actor, act):
        return entry
    agreement, today = file.agreement, tx.today(actor.zone)
    ensure_seen(actor, agreement)
    if not manages(actor, agreement):
        raise forbidden()
    rules.ensure_goes_on(file.status(today))
    if act.replaces_id is not None:
        rules.ensure_started(file.status(today))
    rules.ensure_invitable(act.person_id, agreement.mentee_id, _asked(file, today), act.replaces_id)
    person, mentee = (tx.first(PERSON, of_person=one) for one in (act.person_id, agreement.mentee_id))
    if person is None or mentee is None:
        raise rules.unknown_person()
    is_peer = act.is_peer or person.post == mentee.post
    vouched = _invitation(actor, file, act, today) | {"is_peer": is_peer}
    return log.record(tx, actor, act, about=agreement.id, subject=agreement.mentee_id, attestation=vouched)


def _asked(file: AgreementFile, today: date) -> list[Id]:
    """The mentors, and those who are asked to be and may still answer."""
    return [one.person_id for one in file.mentors if one.left_at is None and not has_lapsed(one, today)]


def has_lapsed(mentor: Row, today: date) -> bool:
    """Whether somebody was asked to join later and the day to answer by has come."""
    return bool(mentor.answer is None and mentor.lapses_on is not None and today >= mentor.lapses_on)


def _invitation(actor: Actor, file: AgreementFile, act: AddMentor, today: date) -> dict[str, Any]:
    agreement = file.agreement
    is_started = Status(agreement.status) in STARTED
    lapses_on = today + rules.LAPSES_AFTER if is_started else agreement.lapses_on
    return {
        "mentee_id": agreement.mentee_id,
        "day": today.isoformat(),
        "lapses_on": lapses_on.isoformat(),
        "again": file.mentor(act.person_id) is not None,
        "joins": is_started and act.person_id == actor.person,
        "approver_is_mentor": act.person_id == agreement.approver_id,
    }


def remove_mentor(tx: Tx, actor: Actor, act: RemoveMentor) -> Entry:
    """Ends a mentor's part in an agreement: by an approver, or by the mentor for themselves.

    Raises `not_found`, `not_allowed`, `agreement.over`, `agreement.no_such_mentor`.
    """
    actor, file = lock_agreement(tx, actor, act.agreement_id, with_mentors=True)
    if entry := log.known(tx, actor, act) or _left_before(tx, actor, act, file):
        return entry
    agreement = file.agreement
    ensure_seen(actor, agreement)
    if act.mentor_id != actor.person and not manages(actor, agreement):
        raise forbidden()
    rules.ensure_goes_on(file.status(tx.today(actor.zone)))
    if act.mentor_id not in file.mentor_ids():
        raise rules.no_such_mentor()
    vouched = _without(file, act.mentor_id, tx.today(actor.zone))
    return log.record(tx, actor, act, about=agreement.id, subject=agreement.mentee_id, attestation=vouched)


def _left_before(tx: Tx, actor: Actor, act: RemoveMentor, file: AgreementFile) -> Entry | None:
    """The entry by which this very person has removed that mentor in these very words: a client that makes no ids has
    lost the answer.
    """
    mentor = file.mentor(act.mentor_id)
    if mentor is None or mentor.left_at is None:
        return None
    given = {"of_id": act.agreement_id, "by": actor.person, "left_at": mentor.left_at}
    found = tx.first(_LEAVING, **given)
    if found is None:
        return None
    entry = entry_of(tx.one(ENTRY, entry_id=found.id))
    return entry if log.is_same(actor, replace(act, id=entry.id), entry) else None


def _without(file: AgreementFile, mentor: Id, today: date) -> dict[str, Any]:
    agreement, left = file.agreement, [other for other in file.mentor_ids() if other != mentor]
    status = file.status(today)
    answers = [answer for person, answer in file.answers().items() if person != mentor]
    after = rules.status_without(status, agreement.approved_at is not None, answers, left)
    return {"mentee_id": agreement.mentee_id, "mentors": left, "status": after.value, "starts": after is not status}
