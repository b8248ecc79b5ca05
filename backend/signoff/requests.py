"""Asking a mentor to come and see, and taking the question back.

A request waits for the mentor it names, or for any; after fourteen days it passes to the others by itself.
Source: domain 8; decisions, States (request).
"""

from collections.abc import Collection
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Annotated, ClassVar

from sqlalchemy import and_, bindparam, select, update

from backend.kernel import log, waits
from backend.kernel.clock import day_or_none
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id, derived_id, new_id
from backend.kernel.prepared import Prepared, Row, put
from backend.kernel.shapes import Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, Tie, holders
from backend.mentoring.tables import agreement_mentors
from backend.people.files import lock_file
from backend.people.identifying.kinds import KeptBecause
from backend.signoff import rules
from backend.signoff.deciders import approvers, left_to
from backend.signoff.file import ensure_seen, kept, lock_item
from backend.signoff.rules import ItemStatus, PlanStatus, RequestStatus
from backend.signoff.standing import TOUCH
from backend.signoff.tables import IS_WAITING, PLAN_SCOPES, plans, requests

WAIT, OVERDUE = "request", "request_overdue"


@dataclass(frozen=True, kw_only=True)
class RequestSignOff:
    """The mentee asks for a sign-off: of one mentor, or of any."""

    kind: ClassVar[str] = "request_sign_off"
    id: Id = field(default_factory=new_id)
    plan_id: Id
    item_id: Id
    mentor_id: Id | None = None
    note: Annotated[Words, Within(1, 500)] | None = None
    kept_because: KeptBecause | None = None


@dataclass(frozen=True, kw_only=True)
class WithdrawRequest:
    """The mentee takes the question back."""

    kind: ClassVar[str] = "withdraw_request"
    request_id: Id

    @property
    def id(self) -> Id:
        """One withdrawal a request."""
        return derived_id(self.request_id, "withdrawal")


_INSERT = put(
    requests, "id", "plan_id", "item_id", "mentee_id", "mentor_id", "note", "status", "asked_at", "asked_on",
    "passes_on", "overdue_on", "without",
)  # fmt: skip
_ID = bindparam("of_id", type_=IdType())
_END = Prepared(
    update(requests)
    .where(ours(requests), requests.c.id == _ID)
    .values(status=bindparam("new_status"), ended_at=bindparam("at", type_=Instant()))
)
ONE = Prepared(
    select(requests, plans.c.agreement_id, plans.c.site_id, plans.c.area_id)
    .join(plans, and_(plans.c.org == requests.c.org, plans.c.id == requests.c.plan_id))
    .where(ours(requests), requests.c.id == _ID)
)
_OPEN_OF_AGREEMENT = Prepared(
    select(requests, plans.c.agreement_id)
    .join(plans, and_(plans.c.org == requests.c.org, plans.c.id == requests.c.plan_id))
    .where(ours(requests), IS_WAITING, plans.c.agreement_id == _ID)
    .order_by(requests.c.id)
)
_OPEN_OF_MENTEE = Prepared(
    select(requests, plans.c.agreement_id)
    .join(plans, and_(plans.c.org == requests.c.org, plans.c.id == requests.c.plan_id))
    .where(ours(requests), IS_WAITING, plans.c.mentee_id == _ID)
    .order_by(requests.c.id)
)
_OPEN_OF_ITEM = Prepared(select(requests.c.id).where(ours(requests), IS_WAITING, requests.c.item_id == _ID))
_LEFT_NOW = Prepared(
    select(agreement_mentors.c.agreement_id)
    .where(ours(agreement_mentors), agreement_mentors.c.person_id == _ID)
    .where(agreement_mentors.c.left_at == bindparam("at", type_=Instant()))
    .order_by(agreement_mentors.c.agreement_id)
)
_TOUCH_AGREEMENT = Prepared(
    update(plans).where(ours(plans), plans.c.agreement_id == _ID).values(version=plans.c.version + 1)
)


def request_sign_off(tx: Tx, actor: Actor, act: RequestSignOff) -> Entry:
    """Asks for a sign-off.

    Raises `not_found`, `not_allowed`, `plan.closed`, `plan.criterion_left`, `request.already_waiting`,
    `request.already_signed`, `request.not_a_mentor`.
    """
    actor, file, entry = lock_item(tx, actor, act.plan_id, act.item_id, act)
    if entry:
        return entry
    ensure_seen(actor, file)
    item = file.row
    if not actor.may(Do.REQUEST, PLAN_SCOPES, item):
        raise forbidden()
    mentors = holders(tx, Tie.MENTOR, item.agreement_id)
    if item.plan_status == PlanStatus.CLOSED:
        raise rules.plan_closed()
    if item.left_framework_id is not None:
        raise rules.criterion_left()
    if item.status == ItemStatus.SIGNED:
        raise rules.already_signed()
    if item.request_id is not None:
        raise rules.already_asked()
    if act.mentor_id is not None and act.mentor_id not in mentors:
        raise rules.not_a_mentor()
    today = tx.today(actor.zone)
    vouched = {
        "day": today.isoformat(),
        "passes_on": (today + rules.PASSES_ON_AFTER).isoformat(),
        "overdue_on": (today + rules.PASSES_ON_AFTER).isoformat(),
        "mentee_id": item.mentee_id,
        "mentors": mentors,
    }
    content = {"criterion": item.key, "item_rev": item.rev}
    return log.record(tx, actor, act, about=item.id, subject=item.mentee_id, content=content, attestation=vouched)


def withdraw_request(tx: Tx, actor: Actor, act: WithdrawRequest) -> Entry:
    """Takes a request back. Raises `not_found`, `not_allowed`, `request.over`."""
    row = tx.first(ONE, of_id=act.request_id)
    if row is None:
        raise missing()
    actor, (rows,) = lock_file(tx, actor, row.mentee_id, (ONE, {"of_id": act.request_id}))
    if entry := log.known(tx, actor, act):
        return entry
    row = rows[0]
    if not actor.may(Do.SEE_PLAN, PLAN_SCOPES, row):
        raise missing()
    if not actor.may(Do.REQUEST, PLAN_SCOPES, row):
        raise forbidden()
    if row.status != RequestStatus.WAITING:
        raise rules.request_over()
    vouched = {"plan_id": row.plan_id}
    return log.record(tx, actor, act, about=row.item_id, subject=row.mentee_id, attestation=vouched)


def apply_requested(tx: Tx, entry: Entry) -> None:
    """Writes the request and opens the waits of those it is with, and of the approvers for when it is overdue."""
    facts, vouched = entry.content, entry.attestation
    asked = Asked(
        id=entry.id,
        plan_id=facts["plan_id"],
        item_id=facts["item_id"],
        mentee_id=vouched["mentee_id"],
        mentor_id=facts["mentor_id"],
        asked_at=entry.at,
        asked_on=date.fromisoformat(vouched["day"]),
        passes_on=date.fromisoformat(vouched["passes_on"]),
        overdue_on=day_or_none(vouched.get("overdue_on")),  # before approvers were told, none was kept
        without="",
    )
    note = (entry.words or {}).get("note")
    tx.put(_INSERT, note=note, status=RequestStatus.WAITING.value, **vars(asked))
    hold(tx, asked, vouched["mentors"])
    tx.put(TOUCH, of_plan=asked.plan_id)
    if not tx.rebuilding:
        file = kept(tx, asked.item_id)
        file.row = file.row._replace(
            request_id=asked.id,
            request_mentor_id=asked.mentor_id,
            asked_at=asked.asked_at,
            passes_on=asked.passes_on,
            note=note,
        )


def with_whom(
    mentor_id: Id | None, passes_on: date, mentors: list[Id], today: date, without: Collection[Id] = ()
) -> list[Id]:
    """The mentors a request is with on that day: the one it names until it passes on, then the others; else any.

    `without` are those who declined it or passed it on; they have it again only when nobody else is left.
    """
    able = [mentor for mentor in mentors if mentor not in without] or mentors
    others = [mentor for mentor in able if mentor != mentor_id]
    if mentor_id not in able or not others:
        return able
    return others if today >= passes_on else [mentor for mentor in able if mentor == mentor_id]


@dataclass(frozen=True)
class Asked:
    """What holding a request needs to know of it."""

    id: Id
    plan_id: Id
    item_id: Id
    mentee_id: Id
    mentor_id: Id | None
    asked_at: datetime
    asked_on: date
    passes_on: date
    overdue_on: date | None
    without: str

    def on(self, mentors: list[Id], today: date) -> list[Id]:
        """The mentors it is with on that day."""
        return with_whom(self.mentor_id, self.passes_on, mentors, today, [*map(Id, self.without.split())])

    @classmethod
    def of(cls, row: Row) -> "Asked":
        """From a request's row."""
        return cls(*(getattr(row, f.name) for f in fields(cls)))


def hold(tx: Tx, asked: Asked, mentors: list[Id]) -> None:
    """Opens the waits of a request: for the mentors it is with, each from and until their day, and for the approvers
    from the day it is overdue; for the deputies of mentors who have left, while there are no others. For applies.
    """
    first, later = asked.on(mentors, asked.asked_on), asked.on(mentors, asked.passes_on)
    for holder in mentors:
        if holder in first or holder in later:
            from_on = asked.asked_on if holder in first else asked.passes_on
            _wait(tx, asked, asked.id, holder, WAIT, from_on, None if holder in later else asked.passes_on)
    for deputy in [] if mentors else left_to(tx, asked.plan_id):
        _wait(tx, asked, asked.id, deputy, WAIT, asked.asked_on)
    if asked.overdue_on is not None:
        for approver in approvers(tx, asked.plan_id):
            _wait(tx, asked, _told(asked.id), approver, OVERDUE, asked.overdue_on)


def _wait(
    tx: Tx, asked: Asked, matter: Id, holder: Id, kind: str, from_on: date, until_on: date | None = None
) -> None:  # fmt: skip
    waits.open_wait(
        tx,
        matter,
        holder,
        kind=kind,
        subject=asked.mentee_id,
        about=asked.item_id,
        since=asked.asked_at,
        from_on=from_on,
        until_on=until_on,
    )


def _told(request_id: Id) -> Id:
    """The matter that approvers are told of, apart from the one that mentors hold."""
    return derived_id(request_id, "approvers")


def let_go(tx: Tx, request_id: Id) -> None:
    """The request waits for nobody. For applies."""
    waits.close_waits(tx, request_id)
    waits.close_waits(tx, _told(request_id))


def end_request(tx: Tx, request_id: Id, status: RequestStatus, entry: Entry) -> None:
    """Ends a request and its waits. For applies."""
    tx.put(_END, of_id=request_id, new_status=status.value, at=entry.at)
    let_go(tx, request_id)


def end_requests_on(tx: Tx, item_ids: Collection[Id], entry: Entry) -> None:
    """Ends what waits on those items. For applies: their criteria are on the plan no more."""
    for item in item_ids:
        for row in tx.rows(_OPEN_OF_ITEM, of_id=item):
            end_request(tx, row.id, RequestStatus.ENDED, entry)


def apply_request_withdrawn(tx: Tx, entry: Entry) -> None:
    """Ends the request."""
    end_request(tx, entry.content["request_id"], RequestStatus.WITHDRAWN, entry)
    tx.put(TOUCH, of_plan=entry.attestation["plan_id"])


def apply_mentor_removed(tx: Tx, entry: Entry) -> None:
    """Passes what waited for the mentor on to those who are left."""
    _pass_on(tx, entry.about)


def apply_mentor_joined(tx: Tx, entry: Entry) -> None:
    """Lets a mentor who joined see what waits, and passes on what waited for whom they replace."""
    if entry.attestation.get("joins"):
        _pass_on(tx, entry.about)


def _pass_on(tx: Tx, agreement_id: Id) -> None:
    tx.put(_TOUCH_AGREEMENT, of_id=agreement_id)
    mentors = holders(tx, Tie.MENTOR, agreement_id)
    for row in tx.rows(_OPEN_OF_AGREEMENT, of_id=agreement_id):
        let_go(tx, row.id)
        hold(tx, Asked.of(row), mentors)


def apply_moved(tx: Tx, entry: Entry) -> None:
    """Follows the mentee to another site: the approvers there are told of what is overdue."""
    person = entry.content["person_id"]
    for row in tx.rows(_OPEN_OF_MENTEE, of_id=person):
        let_go(tx, row.id)
        hold(tx, Asked.of(row), holders(tx, Tie.MENTOR, row.agreement_id))


def apply_agreement_ended(tx: Tx, entry: Entry) -> None:
    """Ends what was asked of its mentors; whatever is needed next can be asked of new ones."""
    for row in tx.rows(_OPEN_OF_AGREEMENT, of_id=entry.about):
        end_request(tx, row.id, RequestStatus.ENDED, entry)


def apply_taken_up(tx: Tx, entry: Entry) -> None:
    """What was asked while the plan had no mentors waits for the new ones."""
    _pass_on(tx, entry.content["agreement_id"])


def apply_left(tx: Tx, entry: Entry) -> None:
    """Ends what the person had asked for, and passes on what waited for them as a mentor."""
    person = entry.content["person_id"]
    for row in tx.rows(_OPEN_OF_MENTEE, of_id=person):
        end_request(tx, row.id, RequestStatus.ENDED, entry)
        tx.put(TOUCH, of_plan=row.plan_id)
    for row in tx.rows(_LEFT_NOW, of_id=person, at=entry.at):  # the floor below has just noted that they left
        _pass_on(tx, row.agreement_id)
