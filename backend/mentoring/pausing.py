"""Letting an agreement stand still for a while, and going on. Source: decisions, Rights (pause) and States."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, ClassVar

from sqlalchemy import Date, bindparam, update

from backend.kernel import log
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import ENTRY, Entry
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, derived_id, new_id
from backend.kernel.prepared import Prepared
from backend.kernel.shapes import Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.mentoring import rules
from backend.mentoring.file import AgreementFile, ensure_seen, lock_agreement
from backend.mentoring.rules import Status
from backend.mentoring.tables import AGREEMENT_SCOPES, agreements
from backend.people.identifying.kinds import KeptBecause


@dataclass(frozen=True, kw_only=True)
class PauseAgreement:
    """From today the agreement and its plans stand still. The reason is kept on the record and shown on no plan."""

    kind: ClassVar[str] = "pause_agreement"
    id: Id = field(default_factory=new_id)
    agreement_id: Id
    reason: Annotated[Words, Within(1, 1000)]
    kept_because: KeptBecause | None = None


@dataclass(frozen=True, kw_only=True)
class ResumeAgreement:
    """From today they go on."""

    kind: ClassVar[str] = "resume_agreement"
    agreement_id: Id
    pause_id: Id

    @property
    def id(self) -> Id:
        """One going on a pause."""
        return derived_id(self.pause_id, "resumption")


@dataclass
class AgreementPaused:
    """A pause of an agreement, from its first day on."""

    id: Id
    agreement_id: Id
    from_on: date


_AGREEMENT = update(agreements).where(ours(agreements), agreements.c.id == bindparam("of_id", type_=IdType()))
_PAUSE = Prepared(
    _AGREEMENT.values(
        status=Status.PAUSED.value,
        pause_id=bindparam("new_pause", type_=IdType()),
        paused_on=bindparam("on_day", type_=Date()),
    )
)
_RESUME = Prepared(_AGREEMENT.values(status=Status.ACTIVE.value, paused_on=None))


def pause_agreement(tx: Tx, actor: Actor, act: PauseAgreement) -> Entry:
    """Lets an agreement and its plans stand still from today. What was seen before can still be signed.

    Raises `not_found`, `id.reused`, `not_allowed`, `agreement.already_paused`, `agreement.not_active`.
    """
    actor, file = lock_agreement(tx, actor, act.agreement_id)
    if entry := log.known(tx, actor, act):
        return entry
    _ensure_manages(actor, file)
    rules.ensure_pausable(Status(file.agreement.status))
    return _record(tx, actor, act, file)


def resume_agreement(tx: Tx, actor: Actor, agreement_id: Id) -> Entry:
    """Lets an agreement that stands still go on from today.

    Raises `not_found`, `not_allowed`, `agreement.not_paused`.
    """
    actor, file = lock_agreement(tx, actor, agreement_id)
    if entry := _gone_on(tx, actor, file):
        return entry
    _ensure_manages(actor, file)
    if file.agreement.status != Status.PAUSED:
        raise rules.not_paused()
    act = ResumeAgreement(agreement_id=agreement_id, pause_id=file.agreement.pause_id)
    return _record(tx, actor, act, file)


def _gone_on(tx: Tx, actor: Actor, file: AgreementFile) -> Entry | None:
    """The entry by which this very person ended the latest pause before: their answer was lost."""
    if file.agreement.pause_id is None or file.agreement.status == Status.PAUSED:
        return None
    act = ResumeAgreement(agreement_id=file.agreement.id, pause_id=file.agreement.pause_id)
    row = tx.first(ENTRY, entry_id=act.id)
    return log.same(actor, act, row) if row is not None and row.actor == actor.person else None


def _ensure_manages(actor: Actor, file: AgreementFile) -> None:
    ensure_seen(actor, file.agreement)
    if not may_pause(actor, file):
        raise forbidden()


def may_pause(actor: Actor, file: AgreementFile) -> bool:
    """Whether somebody decides when this agreement stands still: never its mentee, whatever else they are."""
    is_own = actor.person == file.agreement.mentee_id
    return not is_own and actor.may(Do.MANAGE_AGREEMENT, AGREEMENT_SCOPES, file.agreement)


def _record(tx: Tx, actor: Actor, act: PauseAgreement | ResumeAgreement, file: AgreementFile) -> Entry:
    agreement = file.agreement
    vouched = {"day": tx.today(actor.zone).isoformat(), "mentee_id": agreement.mentee_id}
    return log.record(tx, actor, act, about=agreement.id, subject=agreement.mentee_id, attestation=vouched)


def paused(entry: Entry) -> AgreementPaused:
    """The answer to a pause."""
    return AgreementPaused(entry.id, entry.about, date.fromisoformat(entry.attestation["day"]))


def apply_paused(tx: Tx, entry: Entry) -> None:
    """Marks the agreement as standing still."""
    tx.put(_PAUSE, of_id=entry.about, new_pause=entry.id, on_day=date.fromisoformat(entry.attestation["day"]))


def apply_resumed(tx: Tx, entry: Entry) -> None:
    """Marks the agreement as active again."""
    tx.put(_RESUME, of_id=entry.about)
