"""What the acts of this room read of an agreement, under the lock of its mentee's file."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.errors import busy, missing
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, Tie, holders
from backend.mentoring import rules
from backend.mentoring.rules import Answer, Status
from backend.mentoring.tables import AGREEMENT_SCOPES, agreement_mentors, agreements
from backend.people.files import lock_file
from backend.people.tables import organisations, people

_OF = bindparam("of_id", type_=IdType())
AGREEMENT = Prepared(select(agreements).where(ours(agreements), agreements.c.id == _OF))
MENTORS = Prepared(
    select(agreement_mentors)
    .where(ours(agreement_mentors), agreement_mentors.c.agreement_id == _OF)
    .order_by(agreement_mentors.c.person_id)
)
_PLACED = Prepared(
    select(
        agreements.c.org, agreements.c.mentee_id, agreements.c.site_id, agreements.c.area_id, organisations.c.approvers
    )
    .join(organisations, organisations.c.org == agreements.c.org)
    .where(ours(agreements), agreements.c.id == _OF)
)
PERSON = Prepared(
    select(people).where(
        ours(people), people.c.id == bindparam("of_person", type_=IdType()), people.c.left_at.is_(None)
    )
)
"""Somebody who works here now."""


@dataclass(frozen=True)
class AgreementFile:
    """An agreement with its mentors, past ones included."""

    agreement: Row
    mentors: list[Row]

    def answers(self) -> dict[Id, Answer | None]:
        """Everybody's answer so far, the mentee's among them."""
        given = {self.agreement.mentee_id: self.agreement.mentee_answer}
        given |= {mentor.person_id: mentor.answer for mentor in self.mentors if mentor.left_at is None}
        return {person: Answer(answer) if answer else None for person, answer in given.items()}

    def mentor_ids(self) -> list[Id]:
        """The mentors who have not left."""
        return [mentor.person_id for mentor in self.mentors if mentor.left_at is None]

    def mentor(self, person: Id) -> Row | None:
        """Somebody's row among the mentors, past ones included."""
        return next((mentor for mentor in self.mentors if mentor.person_id == person), None)

    def invited(self, person: Id) -> Row | None:
        """Somebody's row, when they were asked to join an agreement under way and have not answered."""
        row = self.mentor(person)
        is_open = row is not None and row.left_at is None and row.answer is None
        return row if is_open and Status(self.agreement.status) in rules.STARTED else None

    def status(self, today: date) -> Status:
        """Where it stands on that day."""
        return rules.status_at(Status(self.agreement.status), self.agreement.lapses_on, today)

    def has_mentored(self, person: Id) -> bool:
        """Whether somebody is or was a mentor here, or was asked to be."""
        return self.mentor(person) is not None


def lock_agreement(
    tx: Tx, actor: Actor, id_: Id, *, with_mentors: bool = False, others: Iterable[Id] = ()
) -> tuple[Actor, AgreementFile]:
    """Locks the mentee's file and reads the agreement.

    `with_mentors` locks the files of its mentors too: whoever becomes one is not leaving at the same moment. Raises
    `not_found`, and `busy` when a mentor was added in between.
    """
    given = {"of_id": id_}
    row = tx.first(AGREEMENT, of_id=id_)
    if row is None:
        raise missing()
    asked = tx.rows(MENTORS, of_id=id_) if with_mentors else []
    locked = {*others, *(mentor.person_id for mentor in asked)}
    actor, (rows, mentors) = lock_file(
        tx, actor, row.mentee_id, (AGREEMENT, given), (MENTORS, given), others=locked
    )  # fmt: skip
    file = AgreementFile(rows[0], mentors)
    if with_mentors and not set(file.mentor_ids()) <= locked:
        raise busy()
    return actor, file


def ensure_seen(actor: Actor, agreement: Row) -> None:
    """Raises `not_found` unless the actor may see it; a declined one is its proposer's alone to see."""
    declined_to_others = agreement.status == Status.DECLINED and agreement.proposer_id != actor.person
    if declined_to_others or not actor.may(Do.SEE_AGREEMENT, AGREEMENT_SCOPES, agreement):
        raise missing()


def manages(actor: Actor, agreement: Row) -> bool:
    """Whether the actor decides about this agreement, which is never the mentee's own to decide about."""
    return actor.person != agreement.mentee_id and actor.may(Do.MANAGE_AGREEMENT, AGREEMENT_SCOPES, agreement)


def approvers_of(tx: Tx, actor: Actor, mentee: Id, place: Any) -> list[Id]:
    """Who may approve what concerns that mentee, by the organisation's setting, in id order.

    `place` is a row with the site, the area and the organisation. Source: decisions, Rights (approve it).
    """
    return _approving(tx, actor.approves, mentee, place)


def approvers_now(tx: Tx, id_: Id) -> list[Id]:
    """Who approves agreements around that one now, in id order; never its mentee."""
    row = tx.one(_PLACED, of_id=id_)
    return _approving(tx, row.approvers.split(","), row.mentee_id, row)


def _approving(tx: Tx, ties: Collection[str], mentee: Id, place: Any) -> list[Id]:
    scopes = {Tie.SITE: place.site_id, Tie.AREA: place.area_id, Tie.LEARNING: place.org, Tie.PEOPLE: place.org}
    scopes[Tie.LINE] = mentee
    found = {
        holder
        for tie, scope in scopes.items()
        if tie in ties and scope is not None
        for holder in holders(tx, tie, scope)
    }
    return sorted(found - {mentee})
