"""What hangs on somebody, said before they leave the organisation: whom they mentor, what waits for them, whom they
lead. Nothing is changed here. Source: domain 2 and 8; the house on one page (what a leaving carries with it).
"""

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, exists, func, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.errors import missing
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, Tie, ties, within
from backend.kernel.ties import in_force as holds
from backend.kernel.waits import waits
from backend.mentoring.tables import AGREEMENT_SCOPES, IS_STARTED, agreement_mentors, agreements, mentors_now
from backend.people import rules
from backend.people.managing import ensure_manages
from backend.people.names import Named
from backend.people.tables import PERSON_SCOPES, deputies, people
from backend.signoff.held import in_force
from backend.signoff.requests import WAIT

SHOWN = 50


@dataclass
class Mentored:
    """Somebody they mentor, and who else does: with nobody, the mentee would be without a mentor."""

    agreement_id: Id
    mentee: Named
    others: list[Named]


@dataclass
class Leaving:
    """What hangs on a person. `mentored` are the agreements they mentor in that the reader may see, first those without
    another mentor, at most fifty; `mentoring` and `alone` count all of them, and those without another. `agreements`
    are those under way about themselves. `requests` and `others_waiting` wait for them today, `led` is how many they
    are the line manager of, and `deputy` who looks after what waits for them where nobody else does.
    """

    person: Named
    mentored: list[Mentored]
    mentoring: int
    alone: int
    agreements: int
    requests: int
    others_waiting: int
    led: int
    deputy: Named | None


_OF = bindparam("of_person", type_=IdType())
_other, _mentee, _deputy = agreement_mentors.alias("other"), people.alias("mentee"), people.alias("deputy")
_theirs = (
    and_(agreements.c.org == agreement_mentors.c.org, agreements.c.id == agreement_mentors.c.agreement_id),
    ours(agreement_mentors), agreement_mentors.c.person_id == _OF, mentors_now(), IS_STARTED,
)  # fmt: skip
_has_another = exists(
    select(_other.c.person_id)
    .where(ours(_other), _other.c.agreement_id == agreements.c.id, _other.c.person_id != _OF, mentors_now(_other))
    .correlate(agreements)
)
_PERSON = Prepared(
    select(people, _deputy.c.id.label("deputy_id"), _deputy.c.name.label("deputy_name"))
    .outerjoin(deputies, and_(deputies.c.org == people.c.org, deputies.c.person_id == people.c.id))
    .outerjoin(_deputy, and_(_deputy.c.org == deputies.c.org, _deputy.c.id == deputies.c.deputy_id))
    .where(ours(people), people.c.id == _OF)
)
_MENTORED = Prepared(
    select(agreements.c.id, _mentee.c.id.label("mentee_id"), _mentee.c.name)
    .select_from(agreements)
    .join(agreement_mentors, _theirs[0])
    .join(_mentee, and_(_mentee.c.org == agreements.c.org, _mentee.c.id == agreements.c.mentee_id))
    .where(*_theirs[1:], ours(agreements), within(Do.SEE_AGREEMENT, agreements, AGREEMENT_SCOPES))
    .order_by(_has_another, _mentee.c.name, agreements.c.id)
    .limit(SHOWN)
)
_OTHERS = Prepared(
    select(_other.c.agreement_id, people.c.id, people.c.name)
    .join(people, and_(people.c.org == _other.c.org, people.c.id == _other.c.person_id))
    .where(ours(_other), _other.c.person_id != _OF, mentors_now(_other))
    .where(_other.c.agreement_id.in_(
        select(agreements.c.id).join(agreement_mentors, _theirs[0]).where(*_theirs[1:], ours(agreements))
    ))
    .order_by(people.c.name, people.c.id)
)  # fmt: skip
_mentoring = select(func.count()).select_from(agreements).join(agreement_mentors, _theirs[0]).where(*_theirs[1:])
_held = select(func.count()).where(ours(waits), waits.c.holder_id == _OF, in_force())
_COUNTS = Prepared(
    select(
        _mentoring.where(ours(agreements)).scalar_subquery().label("mentoring"),
        _mentoring.where(ours(agreements), ~_has_another).scalar_subquery().label("alone"),
        select(func.count()).where(ours(agreements), agreements.c.mentee_id == _OF, IS_STARTED)
        .scalar_subquery().label("agreements"),
        _held.where(waits.c.kind == WAIT).scalar_subquery().label("requests"),
        _held.where(waits.c.kind != WAIT).scalar_subquery().label("others_waiting"),
        select(func.count()).where(ours(ties), ties.c.person_id == _OF, ties.c.tie == Tie.LINE.value, holds())
        .scalar_subquery().label("led"),
    )
)  # fmt: skip


def show_leaving(tx: Tx, actor: Actor, person_id: Id) -> Leaving:
    """What hangs on somebody, for whoever may record that they leave.

    Raises `not_found`, `not_allowed`, `people.own_appointment`, `people.has_left`.
    """
    row = tx.first(_PERSON, of_person=person_id)
    if row is None or not actor.may(Do.SEE_PERSON, PERSON_SCOPES, row):
        raise missing()
    ensure_manages(actor)
    if person_id == actor.person:
        raise rules.own_appointment()
    if row.left_at is not None:
        raise rules.has_left()
    given = {"of_person": person_id, "actor": actor.person, "today": tx.today(actor.zone)}
    mentored, others, (counts,) = tx.batch((_MENTORED, given), (_OTHERS, given), (_COUNTS, given))
    return Leaving(
        person=Named(row.id, row.name),
        mentored=[_mentored(one, others) for one in mentored],
        deputy=Named(row.deputy_id, row.deputy_name) if row.deputy_id else None,
        **counts._asdict(),
    )


def _mentored(row: Row, others: list[Row]) -> Mentored:
    named = [Named(other.id, other.name) for other in others if other.agreement_id == row.id]
    return Mentored(row.id, Named(row.mentee_id, row.name), named)
