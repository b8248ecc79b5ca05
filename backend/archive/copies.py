"""A copy of one plan, and of everything that is somebody's own, to take away and keep.

Source: domain 1 (keep their own copy of everything); domain 7 (copies to both sides); trust, S26 and S47.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select

from backend.archive.agreements import AgreementKept, agreements_of
from backend.archive.entries import receipts_of_person, receipts_of_plan, receipts_of_record
from backend.kernel.database import Tx
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id
from backend.kernel.pages import Page, Paging
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.reading import Person, show_person
from backend.people.tables import organisations
from backend.practice.evidence_shown import Evidence, EvidenceFilter, list_evidence
from backend.practice.reflections import Reflection, list_reflections
from backend.records.of_one import records_of
from backend.records.reading import show_record
from backend.records.rules import RecordState
from backend.records.shown import Record
from backend.reviews.reading import reviews_of, show_pack
from backend.reviews.shown import ReviewPack, ReviewShown
from backend.signoff.of_one import plans_of
from backend.signoff.reading import plan_head, show_plan
from backend.signoff.receipts import Receipt
from backend.signoff.shown import Plan


@dataclass
class PlanCopy:
    """A plan as it was at `as_of`, with a receipt for everything that happened to it and on it, in order.

    Each receipt can be checked without us (docs/record-format.md). `zone` is the organisation's: days are its days.
    """

    v: int
    as_of: datetime
    zone: str
    organisation: str
    plan: Plan
    receipts: list[Receipt]


@dataclass
class RecordCopy:
    """A shared record as it was at `as_of`, to be printed, with the receipt of every version and every answer."""

    as_of: datetime
    zone: str
    organisation: str
    record: Record
    receipts: list[Receipt]


@dataclass
class ReviewCopy:
    """What a plan's review is decided with, as it was at `as_of`, to be printed, with the receipts of its plan."""

    as_of: datetime
    zone: str
    organisation: str
    pack: ReviewPack
    receipts: list[Receipt]


@dataclass
class OwnCopy:
    """Everything that is somebody's own, as it was at `as_of`: who they are here, their agreements, their plans with
    all that is on them, the records about them with every version and answer, their reflections and evidence (files by
    their digests), the reviews of their plans, and the receipts of what is about them and of what they signed as a
    mentor, in order.

    One that the people team makes (`by_oneself` is false) has no reflections and no evidence, and of the records those
    that the people team may read; `records_elsewhere` counts the others.
    """

    v: int
    as_of: datetime
    zone: str
    organisation: str
    by_oneself: bool
    person: Person
    agreements: list[AgreementKept]
    plans: list[Plan]
    records: list[Record]
    records_elsewhere: int
    reflections: list[Reflection]
    evidence: list[Evidence]
    reviews: list[ReviewShown]
    receipts: list[Receipt]


T = TypeVar("T")
W = TypeVar("W", bound=Paging)
_NAME = Prepared(select(organisations.c.name).where(ours(organisations)))


def copy_plan(tx: Tx, actor: Actor, plan_id: Id) -> PlanCopy:
    """A copy of a plan, for everybody who sees it. Raises `not_found`."""
    plan = show_plan(tx, actor, plan_head(tx, actor, plan_id))
    return PlanCopy(1, tx.now, actor.zone, tx.one(_NAME).name, plan, receipts_of_plan(tx, plan_id))


def copy_record(tx: Tx, actor: Actor, record_id: Id) -> RecordCopy:
    """A copy of a record, for everybody who may read it. A draft is in no copy. Raises `not_found`."""
    record = show_record(tx, actor, record_id)
    if record.state is RecordState.DRAFT:
        raise missing()
    return RecordCopy(tx.now, actor.zone, tx.one(_NAME).name, record, receipts_of_record(tx, record_id))


def copy_review(tx: Tx, actor: Actor, plan_id: Id) -> ReviewCopy:
    """A copy of what a plan's review is decided with, for everybody who sees that page.

    Raises `not_found`, `not_allowed`.
    """
    pack = show_pack(tx, actor, plan_id)
    return ReviewCopy(tx.now, actor.zone, tx.one(_NAME).name, pack, receipts_of_plan(tx, plan_id))


def copy_own(tx: Tx, actor: Actor) -> OwnCopy:
    """A copy of everything that is the actor's own."""
    return _copy(tx, actor, actor.person)


def copy_for(tx: Tx, actor: Actor, person: Id) -> OwnCopy:
    """The same, made for somebody by the people team: whoever left sees nothing here, and asks them.

    Raises `not_found`, `not_allowed`.
    """
    return _copy(tx, actor, person, ensure_may_copy(tx, actor, person))


def ensure_may_copy(tx: Tx, actor: Actor, person: Id) -> Person:
    """The person of whom the actor may make a copy. Raises `not_found`, `not_allowed`."""
    shown = show_person(tx, actor, person)
    if not may_copy_for(actor):
        raise forbidden()
    return shown


def may_copy_for(actor: Actor) -> bool:
    """Whether the actor may make a copy for somebody else: those who look after people and see every plan."""
    return actor.may_anywhere(Do.MANAGE_PEOPLE) and actor.may_anywhere(Do.SEE_PLAN)


def _every(tx: Tx, actor: Actor, story: Callable[[Tx, Actor, W], Page[T]], wanted: W) -> list[T]:
    """All the pages of a list."""
    page = story(tx, actor, wanted)
    found = page.items
    while page.next_cursor:
        page = story(tx, actor, replace(wanted, cursor=page.next_cursor))
        found += page.items
    return found


def _copy(tx: Tx, actor: Actor, person: Id, shown: Person | None = None) -> OwnCopy:
    is_own = person == actor.person
    records, elsewhere = records_of(tx, actor, person)
    return OwnCopy(
        v=1,
        as_of=tx.now,
        zone=actor.zone,
        organisation=tx.one(_NAME).name,
        by_oneself=is_own,
        person=shown or show_person(tx, actor, person),
        agreements=agreements_of(tx, actor, person),
        plans=plans_of(tx, actor, person),
        records=records,
        records_elsewhere=elsewhere,
        reflections=_every(tx, actor, list_reflections, Paging(limit=100)) if is_own else [],
        evidence=_every(tx, actor, list_evidence, EvidenceFilter(limit=100)) if is_own else [],
        reviews=reviews_of(tx, actor, person),
        receipts=receipts_of_person(tx, person, by_oneself=is_own),
    )
