"""What hangs on a mentor in one agreement, said before they leave it or are taken out. Nothing is changed here.

Source: domain 2 (two points of contact) and 8 (requests do not die on the mentee).
"""

from dataclasses import dataclass

from sqlalchemy import Date, and_, bindparam, func, or_, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor
from backend.kernel.waits import waits
from backend.mentoring.file import AGREEMENT, MENTORS, AgreementFile, ensure_seen, manages
from backend.mentoring.rules import ensure_goes_on, no_such_mentor
from backend.mentoring.tables import agreement_mentors
from backend.people.names import Named
from backend.people.tables import people
from backend.practice.tables import notes
from backend.records.tables import record_drafts
from backend.signoff.held import in_force
from backend.signoff.requests import WAIT
from backend.signoff.tables import IS_OPEN, items, plans


@dataclass
class OwnWriting:
    """What a mentor has of their own about the mentee, which nobody else reads: drafts of records, and notes."""

    drafts: int
    notes: int


@dataclass
class Parting:
    """What hangs on a mentor in one agreement. `others` mentor there too: with none, nobody does once this one leaves.
    `open_plans` are not closed, `requests` wait for this mentor today. `own` is told to the mentor alone, else null.
    `has_begun` is false for somebody who was asked and is no mentor yet.
    """

    mentor: Named
    has_begun: bool
    mentee: Named
    others: list[Named]
    open_plans: int
    requests: int
    own: OwnWriting | None


_OF, _MENTEE = bindparam("of_id", type_=IdType()), bindparam("mentee", type_=IdType())
_MENTOR, _TODAY = bindparam("mentor", type_=IdType()), bindparam("today", type_=Date())
_named = select(agreement_mentors.c.person_id).where(
    ours(agreement_mentors), agreement_mentors.c.agreement_id == _OF, agreement_mentors.c.left_at.is_(None)
)
_NAMES = Prepared(
    select(people.c.id, people.c.name)
    .where(ours(people), or_(people.c.id == _MENTEE, people.c.id.in_(_named)))
    .order_by(people.c.name, people.c.id)
)
_asked = (
    select(func.count())
    .select_from(waits)
    .join(items, and_(items.c.org == waits.c.org, items.c.id == waits.c.about_id))
    .join(plans, and_(plans.c.org == items.c.org, plans.c.id == items.c.plan_id))
    .where(ours(waits), waits.c.holder_id == _MENTOR, waits.c.kind == WAIT, in_force(), plans.c.agreement_id == _OF)
)
_open = select(func.count()).where(
    ours(plans), plans.c.agreement_id == _OF, IS_OPEN
)  # fmt: skip
_drafts = select(func.count()).where(
    ours(record_drafts), record_drafts.c.writer_id == _MENTOR, record_drafts.c.subject_id == _MENTEE,
    record_drafts.c.lapses_on > _TODAY,
)  # fmt: skip
_notes = select(func.count()).where(ours(notes), notes.c.author_id == _MENTOR, notes.c.person_id == _MENTEE)
_COUNTS = Prepared(
    select(
        _asked.scalar_subquery().label("requests"), _open.scalar_subquery().label("open_plans"),
        _drafts.scalar_subquery().label("drafts"), _notes.scalar_subquery().label("notes"),
    )
)  # fmt: skip


def show_parting(tx: Tx, actor: Actor, agreement_id: Id, mentor_id: Id) -> Parting:
    """What hangs on a mentor, or on somebody asked to be one, for whoever may take them out and for themselves.

    Raises `not_found`, `not_allowed`, `agreement.over`, `agreement.no_such_mentor`.
    """
    given = {"of_id": agreement_id}
    rows, mentors = tx.batch((AGREEMENT, given), (MENTORS, given))
    if not rows:
        raise missing()
    file = AgreementFile(rows[0], mentors)
    ensure_seen(actor, file.agreement)
    if mentor_id != actor.person and not manages(actor, file.agreement):
        raise forbidden()
    ensure_goes_on(file.status(tx.today(actor.zone)))
    if mentor_id not in file.mentor_ids():
        raise no_such_mentor()
    return _parting(tx, actor, file, mentor_id)


def _parting(tx: Tx, actor: Actor, file: AgreementFile, mentor: Id) -> Parting:
    agreement, is_own = file.agreement, actor.person == mentor
    given = {"of_id": agreement.id, "mentor": mentor, "mentee": agreement.mentee_id, "today": tx.today(actor.zone)}
    names, (counts,) = tx.batch((_NAMES, given), (_COUNTS, given))
    active = {one.person_id for one in file.mentors if one.left_at is None and one.active_since is not None}
    by_id = {row.id: Named(row.id, row.name) for row in names}
    return Parting(
        mentor=by_id[mentor],
        has_begun=mentor in active,
        mentee=by_id[agreement.mentee_id],
        others=[named for id_, named in by_id.items() if id_ in active - {mentor}],
        open_plans=counts.open_plans,
        requests=counts.requests,
        own=OwnWriting(counts.drafts, counts.notes) if is_own else None,
    )
