"""A copy of one plan, and of everything that is somebody's own, to take away and keep.

Source: domain 1 (keep their own copy of everything); domain 7 (copies to both sides); trust, S26 and S47.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select

from backend.archive.agreements import AgreementKept, agreements_of
from backend.archive.entries import receipts_of_person, receipts_of_plan
from backend.kernel.database import Tx
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id
from backend.kernel.pages import Page, Paging
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.reading import Person, show_person
from backend.people.tables import organisations
from backend.practice.evidence_shown import Evidence, EvidenceFilter, list_evidence
from backend.practice.reflections import Reflection, list_reflections
from backend.reviews.reading import reviews_of
from backend.reviews.shown import ReviewShown
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
class OwnCopy:
    """Everything that is somebody's own, as it was at `as_of`: who they are here, their agreements, their plans with
    all that is on them, their reflections and evidence (files by their digests), the reviews of their plans, and the
    receipts of what is about them and of what they signed as a mentor, in order. One that the people team makes has no
    reflections and no evidence.
    """

    v: int
    as_of: datetime
    zone: str
    organisation: str
    person: Person
    agreements: list[AgreementKept]
    plans: list[Plan]
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
    return OwnCopy(
        v=1,
        as_of=tx.now,
        zone=actor.zone,
        organisation=tx.one(_NAME).name,
        person=shown or show_person(tx, actor, person),
        agreements=agreements_of(tx, actor, person),
        plans=plans_of(tx, actor, person),
        reflections=_every(tx, actor, list_reflections, Paging(limit=100)) if is_own else [],
        evidence=_every(tx, actor, list_evidence, EvidenceFilter(limit=100)) if is_own else [],
        reviews=reviews_of(tx, actor, person),
        receipts=receipts_of_person(tx, person, by_oneself=is_own),
    )
