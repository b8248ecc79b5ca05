"""What the acts of this room read of an agreement, under the lock of its mentee's file."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.errors import missing
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.mentoring.rules import Answer, Status
from backend.mentoring.tables import AGREEMENT_SCOPES, agreement_mentors, agreements
from backend.people.files import lock_file

_OF = bindparam("of_id", type_=IdType())
AGREEMENT = Prepared(select(agreements).where(ours(agreements), agreements.c.id == _OF))
MENTORS = Prepared(
    select(agreement_mentors)
    .where(ours(agreement_mentors), agreement_mentors.c.agreement_id == _OF)
    .order_by(agreement_mentors.c.person_id)
)


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


def lock_agreement(tx: Tx, actor: Actor, id_: Id) -> tuple[Actor, AgreementFile]:
    """Locks the mentee's file and reads the agreement. Raises `not_found`."""
    row = tx.first(AGREEMENT, of_id=id_)
    if row is None:
        raise missing()
    given = {"of_id": id_}
    actor, (rows, mentors) = lock_file(tx, actor, row.mentee_id, (AGREEMENT, given), (MENTORS, given))
    return actor, AgreementFile(rows[0], mentors)


def ensure_seen(actor: Actor, agreement: Row) -> None:
    """Raises `not_found` unless the actor may see it; a declined one is its proposer's alone to see."""
    declined_to_others = agreement.status == Status.DECLINED and agreement.proposer_id != actor.person
    if declined_to_others or not actor.may(Do.SEE_AGREEMENT, AGREEMENT_SCOPES, agreement):
        raise missing()
