"""Reading agreements: one, and the list of those within reach."""

from dataclasses import dataclass
from datetime import date

import orjson
from sqlalchemy import and_, bindparam, or_, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.errors import Refused, missing
from backend.kernel.ids import Id
from backend.kernel.pages import FIRST, Page, Paging, cut
from backend.kernel.prepared import Prepared, Row
from backend.kernel.reach import Reach
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, within
from backend.kernel.waits import waits
from backend.mentoring import rules
from backend.mentoring.applies import APPROVAL_WAIT
from backend.mentoring.file import AgreementFile, manages
from backend.mentoring.mentors import has_lapsed
from backend.mentoring.proposing import manages_mentee
from backend.mentoring.quiet_requests import may_read_changes
from backend.mentoring.rules import STARTED, Answer, Status
from backend.mentoring.shown import (
    AgreementListed,
    AgreementMentor,
    AgreementShown,
    GoalShown,
    GroupShown,
    RolesShown,
)
from backend.mentoring.tables import AGREEMENT_SCOPES, agreement_groups, agreement_mentors, agreements
from backend.people.names import Named
from backend.people.settings import consultee_of
from backend.people.tables import organisations, people


@dataclass(frozen=True, kw_only=True)
class AgreementFilter(Paging):
    """Which agreements are wanted: all within reach, or those that were proposed together."""

    group_id: Id | None = None


_mentee, _proposer, _approver = (people.alias(name) for name in ("mentee", "proposer", "approver"))
_reach = within(Do.SEE_AGREEMENT, agreements, AGREEMENT_SCOPES)
_actor = bindparam("actor", type_=IdType())
_id = bindparam("of_id", type_=IdType())
_not_declined = or_(agreements.c.status != Status.DECLINED.value, agreements.c.proposer_id == _actor)
_ONE = Prepared(
    select(
        agreements, _mentee.c.name.label("mentee_name"), _proposer.c.name.label("proposer_name"),
        _approver.c.name.label("approver_name"), agreement_groups.c.name.label("group_name"),
        organisations.c.small_setting, organisations.c.consultee_name, organisations.c.consultee_role,
    )
    .join(_mentee, and_(_mentee.c.org == agreements.c.org, _mentee.c.id == agreements.c.mentee_id))
    .join(organisations, organisations.c.org == agreements.c.org)
    .outerjoin(_proposer, and_(_proposer.c.org == agreements.c.org, _proposer.c.id == agreements.c.proposer_id))
    .outerjoin(_approver, and_(_approver.c.org == agreements.c.org, _approver.c.id == agreements.c.approver_id))
    .outerjoin(
        agreement_groups,
        and_(agreement_groups.c.org == agreements.c.org, agreement_groups.c.id == agreements.c.group_id),
    )
    .where(ours(agreements), agreements.c.id == _id, _reach, _not_declined)
)  # fmt: skip
_LISTED = (
    select(agreements, _mentee.c.name.label("mentee_name"))
    .join(_mentee, and_(_mentee.c.org == agreements.c.org, _mentee.c.id == agreements.c.mentee_id))
    .where(ours(agreements))
)
_REACH = Reach(_LISTED, Do.SEE_AGREEMENT, agreements, AGREEMENT_SCOPES, _not_declined)
_GROUP = Prepared(
    _LISTED.where(agreements.c.id > bindparam("after", type_=IdType()), _reach, _not_declined)
    .where(agreements.c.id.in_(
        select(agreements.c.id).where(ours(agreements), agreements.c.group_id == bindparam("group", type_=IdType()))
    ))
    .order_by(agreements.c.id)
    .limit(bindparam("limit"))
)  # fmt: skip
_MENTORS = Prepared(
    select(agreement_mentors, people.c.name)
    .join(people, and_(people.c.org == agreement_mentors.c.org, people.c.id == agreement_mentors.c.person_id))
    .where(ours(agreement_mentors), agreement_mentors.c.agreement_id == _id)
    .order_by(people.c.name, people.c.id)
)
_APPROVERS = Prepared(
    select(people.c.id, people.c.name)
    .join(waits, and_(waits.c.org == people.c.org, waits.c.holder_id == people.c.id))
    .where(ours(people), waits.c.about_id == _id, waits.c.kind == APPROVAL_WAIT)
    .order_by(people.c.name, people.c.id)
)


def list_agreements(tx: Tx, actor: Actor, wanted: AgreementFilter) -> Page[AgreementListed]:
    """The agreements within reach, in the order they were proposed."""
    (after,) = wanted.keys(FIRST)
    if wanted.group_id is None:
        rows = _REACH.page(tx, actor, after, wanted.limit + 1)
    else:
        rows = tx.rows(_GROUP, actor=actor.person, after=after, group=wanted.group_id, limit=wanted.limit + 1)
    today = tx.today(actor.zone)
    listed = [
        AgreementListed(
            row.id, row.programme, _mentee_of(row), _status(row, today), row.starts_on, row.ends_on, row.group_id
        )
        for row in rows
    ]  # fmt: skip
    return cut(listed, wanted.limit, lambda one: [one.id])


def show_agreement(tx: Tx, actor: Actor, id_: Id) -> AgreementShown:
    """One agreement. Raises `not_found`."""
    given = {"of_id": id_}
    rows, mentors, approvers = tx.batch((_ONE, given | {"actor": actor.person}), (_MENTORS, given), (_APPROVERS, given))
    if not rows:
        raise missing()
    row, today = rows[0], tx.today(actor.zone)
    status = _status(row, today)
    file = AgreementFile(row, mentors)
    return AgreementShown(
        id=row.id,
        programme=row.programme,
        mentee=_mentee_of(row),
        mentors=[_mentor(one) for one in mentors if _is_told(actor, row, one)],
        proposer=_named(row.proposer_id, row.proposer_name),
        status=status,
        mentee_agreed=row.mentee_answer == Answer.AGREE,
        approved=row.approved_at is not None,
        approved_at=row.approved_at,
        approver=_named(row.approver_id, row.approver_name),
        approvers=[Named(one.id, one.name) for one in approvers if status is Status.PROPOSED],
        double_roles=_double_roles(row, file),
        consulted=row.consulted,
        outside_consultee=consultee_of(row.consultee_name, row.consultee_role) if row.small_setting else None,
        your_roles=_roles_of(actor, file),
        group=GroupShown(row.group_id, row.group_name) if row.group_id else None,
        rev=row.rev,
        what_matters=row.what_matters,
        goals=[GoalShown(**goal) for goal in orjson.loads(row.goals)],
        support_arrangement=row.support_arrangement,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        lapses_on=row.lapses_on,
        may=_may(actor, file, status, today),
    )  # fmt: skip


def show_if_seen(tx: Tx, actor: Actor, id_: Id) -> AgreementShown | None:
    """One agreement, or None for whoever sees it no more: after their own no, or after leaving it."""
    try:
        return show_agreement(tx, actor, id_)
    except Refused:
        return None


def _mentee_of(row: Row) -> Named:
    return Named(row.mentee_id, row.mentee_name)


def _named(id_: Id | None, name: str | None) -> Named | None:
    return Named(id_, name) if id_ and name is not None else None


def _mentor(row: Row) -> AgreementMentor:
    return AgreementMentor(
        row.person_id, row.name, row.is_peer, row.answer == Answer.AGREE, row.invited_at, row.lapses_on,
        row.replaces_id, row.active_since, row.left_at,
    )  # fmt: skip


def _is_told(actor: Actor, agreement: Row, mentor: Row) -> bool:
    """Whether the reader hears of this mentor: who was asked later and declined is known to whoever asked, alone."""
    is_hidden = mentor.answer == Answer.DECLINE and agreement.status != Status.DECLINED
    return not is_hidden or actor.person in (mentor.invited_by, mentor.person_id)


def _status(row: Row, today: date) -> Status:
    return rules.status_at(Status(row.status), row.lapses_on, today)


def _double_roles(row: Row, file: AgreementFile) -> list[RolesShown]:
    """Who approved and is something else here too. Source: domain 2 (that is declared)."""
    if row.approver_id is None:
        return []
    roles = ["approver"]
    roles += ["mentor"] if row.approver_id in file.mentor_ids() else []
    roles += ["manager"] if row.approver_manages else []
    return [RolesShown(Named(row.approver_id, row.approver_name), roles)] if len(roles) > 1 else []


def _roles_of(actor: Actor, file: AgreementFile) -> list[str]:
    agreement = file.agreement
    found = {
        "mentee": actor.person == agreement.mentee_id,
        "mentor": actor.person in file.mentor_ids(),
        "manager": manages_mentee(actor, agreement),
        "approver": _may_approve(actor, agreement),
    }
    return [role for role, is_so in found.items() if is_so]


def _may_approve(actor: Actor, agreement: Row) -> bool:
    return actor.person != agreement.mentee_id and actor.may(Do.APPROVE_AGREEMENT, AGREEMENT_SCOPES, agreement)


def _may(actor: Actor, file: AgreementFile, status: Status, today: date) -> dict[str, bool]:
    row, person = file.agreement, actor.person
    is_open, is_started = status is Status.PROPOSED, status in STARTED
    goes_on = is_open or is_started
    invited = file.invited(person)
    is_asked = is_open if invited is None else not has_lapsed(invited, today)
    held = {do: actor.may(do, AGREEMENT_SCOPES, row) for do in _NEEDED}
    return {
        "answer": is_asked and held[Do.ANSWER_AGREEMENT] and file.answers().get(person) is None,
        "approve": is_open and row.approved_at is None and _may_approve(actor, row),
        "manage": goes_on and manages(actor, row),
        "leave": goes_on and person in file.mentor_ids(),
        "amend": is_started and held[Do.AMEND_AGREEMENT],
        "create_plan": status is Status.ACTIVE and held[Do.CREATE_PLAN],
        "note_conversation": is_started and held[Do.NOTE_CONVERSATION],
        "see_conversations": held[Do.SEE_CONVERSATIONS],
        "ask_for_change": goes_on and held[Do.ASK_FOR_CHANGE],
        "see_change_requests": may_read_changes(actor, file),
    }


_NEEDED = (
    Do.ANSWER_AGREEMENT, Do.AMEND_AGREEMENT, Do.CREATE_PLAN, Do.NOTE_CONVERSATION, Do.SEE_CONVERSATIONS,
    Do.ASK_FOR_CHANGE,
)  # fmt: skip
