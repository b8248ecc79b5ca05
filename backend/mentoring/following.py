"""How agreements follow people: somebody comes, moves, leaves or returns, and what waited for them waits for others.

Source: decisions, Rights (approve it); trust, S46.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, or_, select

from backend.kernel import waits
from backend.kernel.clock import day_in
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry, entries
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Tie, holders, ties
from backend.mentoring import rules
from backend.mentoring.applies import APPROVAL_WAIT, approval, restate
from backend.mentoring.ending import apply_ended
from backend.mentoring.file import MENTORS, AgreementFile
from backend.mentoring.rules import Status
from backend.mentoring.tables import AGREEMENT_SCOPES, agreement_mentors, agreements
from backend.people.tables import organisations

_PERSON = bindparam("of_person", type_=IdType())
_AT = bindparam("at", type_=Instant())
_SETTINGS = Prepared(select(organisations.c.approvers, organisations.c.zone).where(ours(organisations)))
# What the floor below has just begun or ended for them, with the instant of this very entry.
_CHANGED = Prepared(
    select(ties.c.tie, ties.c.scope_id)
    .where(ours(ties), ties.c.person_id == _PERSON, or_(ties.c.starts_at == _AT, ties.c.ends_at == _AT))
    .order_by(ties.c.tie, ties.c.scope_id)
)
_OPEN = (
    select(agreements, entries.c.at.label("proposed_at"))
    .join(entries, and_(entries.c.org == agreements.c.org, entries.c.id == agreements.c.id))
    .where(ours(agreements), agreements.c.status == Status.PROPOSED.value, agreements.c.approved_at.is_(None))
    .order_by(agreements.c.id)
    # An approval of the same moment locks no file of ours: whoever comes second sees what the first made of it.
    .with_for_update(of=agreements, key_share=True)
)
_SCOPE = bindparam("of_scope", type_=IdType())
_OPEN_UNDER = {
    tie: Prepared(_OPEN.where(agreements.c[AGREEMENT_SCOPES[tie]] == _SCOPE))
    for tie in (Tie.SITE, Tie.AREA, Tie.LEARNING, Tie.PEOPLE)
}
_OPEN_OF = Prepared(_OPEN.where(agreements.c.mentee_id == _PERSON))
_LEFT_NOW = Prepared(
    select(agreements)
    .join(
        agreement_mentors,
        and_(agreement_mentors.c.org == agreements.c.org, agreement_mentors.c.agreement_id == agreements.c.id),
    )
    .where(ours(agreements), agreements.c.status == Status.PROPOSED.value)
    .where(agreement_mentors.c.person_id == _PERSON, agreement_mentors.c.left_at == _AT)
    .order_by(agreements.c.id)
)
_OVER = (Status.DECLINED.value, Status.RUN_OUT.value, Status.ENDED.value)
_OF_MENTEE = Prepared(
    select(agreements)
    .where(ours(agreements), agreements.c.mentee_id == _PERSON, and_(*(agreements.c.status != over for over in _OVER)))
    .order_by(agreements.c.id)
)


def apply_place(tx: Tx, entry: Entry) -> None:
    """Somebody came, or came back: what waits for approval in their area waits for them as well."""
    _follow(tx, entry, entry.about)


def apply_moved(tx: Tx, entry: Entry) -> None:
    """Somebody moved: what waits for approval waits for those who hold their old post and their new one, and what is
    proposed for them waits where they are now.
    """
    person = entry.content["person_id"]
    _follow(tx, entry, person)
    setting = tx.one(_SETTINGS)
    for row in tx.rows(_OPEN_OF, of_person=person):
        _ask_approvers(tx, row, setting)


def apply_left(tx: Tx, entry: Entry) -> None:
    """Somebody left: what waited for their approval waits for others, a proposal that waited for their answer alone
    starts, and agreements about them are over, with the ties of those who mentored them.
    """
    person = entry.content["person_id"]
    _follow(tx, entry, person)
    today = day_in(tx.one(_SETTINGS).zone, entry.at)
    for row in tx.rows(_LEFT_NOW, of_person=person, at=entry.at):
        _start_without(tx, entry, row, today)
    for row in tx.rows(_OF_MENTEE, of_person=person):
        mentors = AgreementFile(row, tx.rows(MENTORS, of_id=row.id)).mentor_ids()
        vouched = {"day": today.isoformat(), "mentors": mentors}
        apply_ended(tx, replace(entry, about=row.id, attestation=vouched))


def _follow(tx: Tx, entry: Entry, person: Id) -> None:
    setting = tx.one(_SETTINGS)
    for changed in tx.rows(_CHANGED, of_person=person, at=entry.at):
        if changed.tie in setting.approvers.split(",") and changed.tie in _OPEN_UNDER:
            for row in tx.rows(_OPEN_UNDER[Tie(changed.tie)], of_scope=changed.scope_id):
                _ask_approvers(tx, row, setting)


def _ask_approvers(tx: Tx, row: Row, setting: Row) -> None:
    waits.close_waits(tx, approval(row.id))
    for holder in _approvers(tx, row, setting):
        waits.open_wait(
            tx,
            approval(row.id),
            holder,
            kind=APPROVAL_WAIT,
            subject=row.mentee_id,
            about=row.id,
            since=row.proposed_at,
            from_on=row.lapses_on - rules.LAPSES_AFTER,
            until_on=row.lapses_on,
        )


def _approvers(tx: Tx, row: Row, setting: Row) -> list[Id]:
    scopes: dict[Tie, Any] = {tie: getattr(row, AGREEMENT_SCOPES[tie]) for tie in _OPEN_UNDER}
    found = {
        holder
        for tie, scope in scopes.items()
        if tie in setting.approvers.split(",") and scope is not None
        for holder in holders(tx, tie, scope)
    }
    return sorted(found - {row.mentee_id})


def _start_without(tx: Tx, entry: Entry, row: Row, today: date) -> None:
    file = AgreementFile(row, tx.rows(MENTORS, of_id=row.id))
    mentors = file.mentor_ids()
    status = rules.status_at(Status(row.status), row.lapses_on, today)
    after = rules.status_without(status, row.approved_at is not None, file.answers().values(), mentors)
    if after is Status.ACTIVE:
        restate(tx, entry, row.id, after, row.mentee_id, mentors)
