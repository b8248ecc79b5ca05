"""Putting what was agreed in other words, together and for all to see. Source: domain 2; trust, S34."""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from sqlalchemy import bindparam, update

from backend.kernel import log
from backend.kernel.canonical import canonical
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared
from backend.kernel.shapes import Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.mentoring import rules
from backend.mentoring.file import ensure_seen, lock_agreement
from backend.mentoring.proposing import Goal
from backend.mentoring.rules import Arrangement
from backend.mentoring.tables import AGREEMENT_SCOPES, agreements
from backend.people.identifying.kinds import KeptBecause


@dataclass(frozen=True, kw_only=True)
class AmendAgreement:
    """The mentee or a mentor writes afresh what matters, the goals and how support works.

    `rev` is that of the words they have read. What stood there before stays to be read beside it.
    """

    kind: ClassVar[str] = "amend_agreement"
    id: Id = field(default_factory=new_id)
    agreement_id: Id
    rev: int
    what_matters: Words
    kept_because: KeptBecause | None = None
    goals: Annotated[list[Goal], Within(0, 20)]
    support_arrangement: Arrangement


_AMEND = Prepared(
    update(agreements)
    .where(ours(agreements), agreements.c.id == bindparam("of_id", type_=IdType()))
    .values(
        what_matters=bindparam("matters"),
        goals=bindparam("new_goals"),
        support_arrangement=bindparam("support"),
        rev=bindparam("new_rev"),
    )
)


def amend_agreement(tx: Tx, actor: Actor, act: AmendAgreement) -> Entry:
    """Amends an agreement under way.

    Raises `not_found`, `not_allowed`, `agreement.over`, `agreement.not_started`, `agreement.amended_meanwhile`.
    """
    actor, file = lock_agreement(tx, actor, act.agreement_id)
    if entry := log.known(tx, actor, act):
        return entry
    agreement = file.agreement
    ensure_seen(actor, agreement)
    if not actor.may(Do.AMEND_AGREEMENT, AGREEMENT_SCOPES, agreement):
        raise forbidden()
    rules.ensure_started(file.status(tx.today(actor.zone)))
    if act.rev != agreement.rev:
        raise rules.amended_meanwhile()
    return log.record(
        tx,
        actor,
        act,
        about=agreement.id,
        subject=agreement.mentee_id,
        attestation={"mentee_id": agreement.mentee_id, "new_rev": agreement.rev + 1},
    )


def apply_amended(tx: Tx, entry: Entry) -> None:
    """Writes the new words over the old, which stay in the log."""
    words = entry.words or {}
    tx.put(
        _AMEND,
        of_id=entry.about,
        matters=words.get("what_matters", ""),
        new_goals=canonical(words.get("goals", [])).decode(),
        support=entry.content["support_arrangement"],
        new_rev=entry.attestation["new_rev"],
    )
