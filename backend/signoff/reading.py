"""Reading plans: one, with everything on it, and the list of those within reach."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, not_, or_, select

from backend.frameworks.reading import framework_of
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.errors import Fault, invalid, missing
from backend.kernel.ids import Id, is_id
from backend.kernel.pages import FIRST, Page, Paging, cut
from backend.kernel.prepared import Prepared, Row
from backend.kernel.reach import Reach
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, Tie, in_force, ties, within
from backend.people.names import Named
from backend.people.tables import absences, people
from backend.signoff.asides import Asides, asides_of_item, asides_of_plan
from backend.signoff.deciders import name_deputies
from backend.signoff.file import ItemFile, kept
from backend.signoff.pauses import still_on
from backend.signoff.rules import PlanStatus, is_reviewable
from backend.signoff.showing import View, item_of, left_item_of, paused_since, progress_of, status_of
from backend.signoff.shown import FrameworkNamed, Item, Plan, PlanReviewed, Progress
from backend.signoff.signed_under import FACTS_THEN, signed_under
from backend.signoff.tables import (
    IS_OPEN,
    IS_WAITING,
    MENTEE_SCOPES,
    PLAN_SCOPES,
    REQUEST_SHOWN,
    REVIEWED_SCOPES,
    items,
    plans,
    requests,
    sign_offs,
)
from backend.signoff.tagging import TAGGED


@dataclass
class PlanListed:
    """A plan in a list."""

    id: Id
    mentee: Named
    role: str
    status: PlanStatus
    framework: FrameworkNamed
    starts_on: date
    ends_on: date
    progress: Progress


@dataclass(frozen=True, kw_only=True)
class PlanFilter(Paging):
    """Which plans are wanted: of one mentee, of one mentor (`me` for one's own), under one agreement, in one status, of
    one version.
    """

    mentee_id: str | None = None
    mentor_id: str | None = None
    agreement_id: Id | None = None
    status: PlanStatus | None = None
    framework_id: Id | None = None

    def __post_init__(self) -> None:
        """Raises `request.invalid` when a person is named by something that is neither an id nor `me`."""
        named = {"mentee_id": self.mentee_id, "mentor_id": self.mentor_id}
        wrong = [name for name, who in named.items() if who not in (None, "me") and not is_id(str(who).lower())]
        if wrong:
            faults = [Fault(f"/{name}", "Name a person by their id, or say me.", "invalid") for name in wrong]
            raise invalid(faults=faults, fields=", ".join(wrong))

    def person(self, who: str | None, actor: Actor) -> Id | None:
        """The id of a person named so."""
        return actor.person if who == "me" else Id(who.lower()) if who else None


@dataclass
class Requested:
    """A request for a sign-off by its id, and the item it is about as it is now."""

    id: Id
    item: Item


@dataclass
class ItemNow:
    """An item as it is now, and its plan's progress; null once the plan is out of the caller's reach."""

    item: Item | None
    progress: Progress | None


_ID = bindparam("of_id", type_=IdType())
_ACTOR = bindparam("actor", type_=IdType())
_mentee = and_(people.c.org == plans.c.org, people.c.id == plans.c.mentee_id)
WHOLE = select(plans, people.c.name.label("mentee_name")).join(people, _mentee).where(ours(plans))
HEAD = Prepared(WHOLE.add_columns(*TAGGED).where(plans.c.id == _ID))
"""A plan, its mentee's name, and what its tag is made of."""

MENTORS_NOW = (
    select(people.c.id, people.c.name, absences.c.from_on, absences.c.until_on, ties.c.scope_id.label("agreement_id"))
    .select_from(people)
    .join(ties, and_(ties.c.org == people.c.org, ties.c.person_id == people.c.id))
    .outerjoin(absences, and_(
        absences.c.org == people.c.org, absences.c.person_id == people.c.id,
        or_(absences.c.until_on.is_(None), absences.c.until_on > bindparam("today", type_=Date())),
    ))
    .where(ours(people), ties.c.tie == Tie.MENTOR.value, in_force())
    .order_by(people.c.name, people.c.id, absences.c.from_on, absences.c.id)
)  # fmt: skip
MENTORS = Prepared(MENTORS_NOW.where(ties.c.scope_id == bindparam("of_agreement", type_=IdType())))
"""The mentors active now, by name; one who is, or will be, away has a row for each absence that is not over."""

ITEMS = (
    select(items, *REQUEST_SHOWN)
    .select_from(items)
    .outerjoin(requests, and_(
        requests.c.org == items.c.org, requests.c.item_id == items.c.id, IS_WAITING
    ))
    .where(ours(items))
    .order_by(items.c.position, items.c.round, items.c.id)
)  # fmt: skip
SIGNED = (
    select(sign_offs, FACTS_THEN)
    .join(items, and_(items.c.org == sign_offs.c.org, items.c.id == sign_offs.c.item_id))
    .where(ours(sign_offs))
    .order_by(sign_offs.c.signed_at, sign_offs.c.id)
)
_ITEMS = Prepared(ITEMS.where(items.c.plan_id == _ID))
_SIGNED = Prepared(SIGNED.where(items.c.plan_id == _ID))


def plan_head(tx: Tx, actor: Actor, id_: Id) -> Row:
    """A plan's own row. Raises `not_found`."""
    return seen_head(actor, tx.rows(HEAD, of_id=id_))


def seen_head(actor: Actor, rows: list[Row]) -> Row:
    """`plan_head`, for rows of `HEAD` that are read already. Raises `not_found`."""
    if not rows or not actor.may(Do.SEE_PLAN, PLAN_SCOPES, rows[0]):
        raise missing()
    return rows[0]


def show_plan(tx: Tx, actor: Actor, head: Row) -> Plan:
    """The whole plan for a head that `plan_head` answered."""
    given = {"of_id": head.id}
    today = tx.today(actor.zone)
    rows, signed, mentors = tx.batch(
        (_ITEMS, given), (_SIGNED, given), (MENTORS, {"of_agreement": head.agreement_id, "today": today})
    )
    return plan_of(tx, actor, head, rows, signed, mentors, asides_of_plan(tx, head.id, rows))


def plan_of(
    tx: Tx, actor: Actor, head: Row, rows: list[Row], signed: list[Row], mentors: list[Row], asides: Asides
) -> Plan:
    """The whole plan from what was read of it: its items, sign-offs and mentors, and what stands beside those."""
    today = tx.today(actor.zone)
    framework = framework_of(tx, head.framework_id)
    criteria = {criterion.key: criterion for criterion in framework.criterion}
    on_it = [row for row in rows if row.left_framework_id is None]
    by_item: dict[Id, list[Row]] = {}
    for one in signed:
        by_item.setdefault(one.item_id, []).append(one)
    view = View.of(actor, head, mentors, today, head.status)
    asides = replace(asides, under=signed_under(tx, head.framework_id, signed))
    name_deputies(tx, head.id, view.mentors)
    return Plan(
        id=head.id,
        mentee=Named(head.mentee_id, head.mentee_name),
        role=head.role,
        status=status_of(head, head.status, today),
        framework=FrameworkNamed(head.framework_id, framework.key, framework.version, framework.title),
        mentors=list(view.mentors),
        starts_on=head.starts_on,
        ends_on=head.runs_to,
        agreed_ends_on=head.ends_on,
        paused_since=paused_since(head, today),
        progress=progress_of(head, head.status, today),
        items=[
            item_of(view, row, criteria[row.key], framework.intent, by_item.get(row.id, ()), asides) for row in on_it
        ],
        left_items=[_left(tx, view, row, by_item, asides) for row in rows if row.left_framework_id is not None],
        review=_review(actor, head),
        may={
            "review": _may_review(actor, head),
            "move": view.is_open and actor.may(Do.MOVE_PLAN, PLAN_SCOPES, head),
            "see_evidence": actor.may(Do.SEE_EVIDENCE, MENTEE_SCOPES, head),
            "add_evidence": actor.may(Do.ADD_EVIDENCE, MENTEE_SCOPES, head),
        },
    )


def _review(actor: Actor, head: Row) -> PlanReviewed | None:
    if head.review_id is None or not actor.may(Do.SEE_REVIEW, REVIEWED_SCOPES, head):
        return None
    return PlanReviewed(head.review_id, head.review_status, head.review_decision)


def _may_review(actor: Actor, head: Row) -> bool:
    is_theirs = actor.person != head.mentee_id and actor.may(Do.REVIEW, PLAN_SCOPES, head)
    return is_theirs and is_reviewable(head.status, head.review_status, head.review_decision)


def _left(tx: Tx, view: View, row: Row, by_item: dict[Id, list[Row]], asides: Asides) -> Item:
    framework = framework_of(tx, row.left_framework_id)
    criterion = next(criterion for criterion in framework.criterion if criterion.key == row.key)
    return left_item_of(view, row, criterion, framework.intent, by_item.get(row.id, ()), asides)


def show_requested(tx: Tx, actor: Actor, item_id: Id, request_id: Id) -> Requested:
    """A request with its item, for whoever has just asked in this transaction."""
    return Requested(request_id, _shown(tx, actor, kept(tx, item_id)))


def show_item(tx: Tx, actor: Actor, item_id: Id) -> ItemNow:
    """An item and its plan's progress, for whoever has just done something about it in this transaction."""
    file = kept(tx, item_id)
    if not actor.may(Do.SEE_PLAN, PLAN_SCOPES, file.row):
        return ItemNow(None, None)
    progress = progress_of(file.row, file.row.plan_status, tx.today(actor.zone))
    return ItemNow(_shown(tx, actor, file), progress)


def _shown(tx: Tx, actor: Actor, file: ItemFile) -> Item:
    row = file.row
    today = tx.today(actor.zone)
    mentors = tx.rows(MENTORS, of_agreement=row.agreement_id, today=today)
    view = View.of(actor, row, mentors, today, row.plan_status)
    name_deputies(tx, row.plan_id, view.mentors)
    asides = replace(asides_of_item(tx, row), under=signed_under(tx, row.framework_id, file.sign_offs))
    return item_of(view, row, file.criterion, file.framework.intent, file.sign_offs, asides)


_LISTED = select(plans, people.c.name.label("mentee_name")).join(people, _mentee).where(ours(plans))
_OF_MENTEE = select(plans.c.id).where(ours(plans), plans.c.mentee_id == bindparam("mentee", type_=IdType()))
_mentored = (
    select(ties.c.scope_id)
    .where(ours(ties), ties.c.person_id == bindparam("mentor", type_=IdType()))
    .where(ties.c.tie == Tie.MENTOR.value, in_force())
)
_OF_MENTOR = select(plans.c.id).where(ours(plans), plans.c.agreement_id.in_(_mentored))
_UNDER = select(plans.c.id).where(ours(plans), plans.c.agreement_id == bindparam("agreement", type_=IdType()))
_BY = {"mentee": _OF_MENTEE, "mentor": _OF_MENTOR, "agreement": _UNDER}


def _wanted(status: PlanStatus | None, by_framework: bool) -> list[ColumnElement[bool]]:
    of = [plans.c.framework_id == bindparam("framework", type_=IdType())] if by_framework else []
    return of if status is None else [*of, _in_status(status)]


@cache
def _reach(status: PlanStatus | None, by_framework: bool) -> Reach:
    return Reach(_LISTED, Do.SEE_PLAN, plans, PLAN_SCOPES, *_wanted(status, by_framework))


@cache
def _few(by: tuple[str, ...], status: PlanStatus | None, by_framework: bool) -> Prepared:
    """The plans of somebody or under something, which are few: each is asked whether it is within reach."""
    wanted = _LISTED.where(*_wanted(status, by_framework), within(Do.SEE_PLAN, plans, PLAN_SCOPES))
    wanted = wanted.where(*(plans.c.id.in_(_BY[one]) for one in by))
    after = bindparam("after", type_=IdType())
    return Prepared(wanted.where(plans.c.id > after).order_by(plans.c.id).limit(bindparam("limit")))


def _in_status(status: PlanStatus) -> ColumnElement[bool]:
    """The condition that a plan shows this status on the day `:today`."""
    if status is PlanStatus.CLOSED:
        return plans.c.status == status.value
    still = still_on(plans)
    return and_(IS_OPEN, still if status is PlanStatus.PAUSED else not_(still))


def list_plans(tx: Tx, actor: Actor, wanted: PlanFilter) -> Page[PlanListed]:
    """The plans within reach, in the order they were made. Raises `request.invalid` for a cursor that is not ours."""
    (after,) = wanted.keys(FIRST)
    today = tx.today(actor.zone)
    rows = _rows(tx, actor, wanted, after, {"today": today, "framework": wanted.framework_id})
    return cut([_listed(tx, row, today) for row in rows], wanted.limit, lambda plan: [plan.id])


def _rows(tx: Tx, actor: Actor, wanted: PlanFilter, after: str, given: dict[str, Any]) -> list[Row]:
    mentee, mentor = wanted.person(wanted.mentee_id, actor), wanted.person(wanted.mentor_id, actor)
    by = {"mentee": mentee, "mentor": mentor, "agreement": wanted.agreement_id}
    of, limit = (wanted.status, wanted.framework_id is not None), wanted.limit + 1
    if not any(by.values()):
        return _reach(*of).page(tx, actor, after, limit, **given)
    given |= by | {"actor": actor.person, "after": after, "limit": limit}
    return tx.rows(_few(tuple(name for name, id_ in by.items() if id_), *of), **given)


def _listed(tx: Tx, row: Row, today: date) -> PlanListed:
    framework = framework_of(tx, row.framework_id)
    return PlanListed(
        row.id,
        Named(row.mentee_id, row.mentee_name),
        row.role,
        status_of(row, row.status, today),
        FrameworkNamed(row.framework_id, framework.key, framework.version, framework.title),
        row.starts_on,
        row.runs_to,
        progress_of(row, row.status, today),
    )
