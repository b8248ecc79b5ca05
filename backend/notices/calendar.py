"""One's days in one's own calendar: a secret address, and what stands there.

Nobody is signed in there and a calendar is shown to others, so nothing in it names anybody or any criterion.
Source: api, domain 1 (managers-meeting); trust, P13.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Date, Text, and_, bindparam, delete, or_, select
from sqlalchemy.dialects.postgresql import insert  # the one form of it, which SQLite takes too

from backend.accounts.tokens import hash_of, new_token
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import missing
from backend.kernel.ids import derived_id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours, tenant
from backend.kernel.ties import Actor, Tie, in_force, ties
from backend.kernel.waits import waits
from backend.notices.icalendar import Event, calendar_of
from backend.notices.tables import calendar_feeds
from backend.people.meetings import occasions
from backend.people.tables import organisations, people
from backend.records.rules import StepStatus
from backend.records.tables import next_steps, records
from backend.reviews.due import DUE
from backend.reviews.tables import review_days
from backend.signoff.tables import IS_OPEN, plans

MOST = 200
LOOKS_BACK = timedelta(days=31)
MONTHS = 13


@dataclass
class Feed:
    """Whether somebody's calendar can read their days, and since when the address is what it is."""

    made_at: datetime | None


@dataclass
class NewFeed:
    """The secret end of the address, `/calendar/<secret>.ics`. It is said this once."""

    secret: str
    made_at: datetime


_OF = bindparam("of_person", type_=IdType())
_SINCE = bindparam("since", type_=Date())
_ONE = Prepared(select(calendar_feeds.c.made_at).where(ours(calendar_feeds), calendar_feeds.c.person_id == _OF))
_DROP = Prepared(delete(calendar_feeds).where(ours(calendar_feeds), calendar_feeds.c.person_id == _OF))
_new = insert(calendar_feeds).values(
    org=tenant(), person_id=_OF, hash=bindparam("new_hash", type_=Text()), made_at=bindparam("now", type_=Instant())
)
_PUT = Prepared(
    _new.on_conflict_do_update(
        index_elements=["org", "person_id"], set_={name: _new.excluded[name] for name in ("hash", "made_at")}
    )
)
_WHOSE = Prepared(
    select(calendar_feeds.c.person_id, calendar_feeds.c.made_at, organisations.c.zone, organisations.c.name)
    .join(people, and_(people.c.org == calendar_feeds.c.org, people.c.id == calendar_feeds.c.person_id))
    .join(organisations, organisations.c.org == calendar_feeds.c.org)
    .where(ours(calendar_feeds), calendar_feeds.c.hash == bindparam("of_hash"), people.c.left_at.is_(None))
)
_held = select(ties.c.scope_id).where(ours(ties), ties.c.person_id == _OF, in_force())
_mentored = _held.where(ties.c.tie == Tie.MENTOR.value)
_PLANS = Prepared(
    select(plans.c.id, plans.c.mentee_id, plans.c.runs_to.label("day"))
    .where(ours(plans), IS_OPEN, plans.c.runs_to >= _SINCE)
    .where(or_(plans.c.mentee_id == _OF, plans.c.agreement_id.in_(_mentored)))
    .order_by(plans.c.runs_to, plans.c.id)
    .limit(MOST)
)
_REVIEWS = Prepared(
    select(waits.c.matter_id.label("id"), waits.c.from_on.label("day"))
    .where(ours(waits), waits.c.holder_id == _OF, waits.c.kind == DUE, waits.c.from_on >= _SINCE)
    .order_by(waits.c.from_on, waits.c.matter_id)
    .limit(MOST)
)
_OWN_REVIEWS = Prepared(
    select(review_days.c.plan_id.label("id"), review_days.c.due_on.label("day"))
    .join(plans, and_(plans.c.org == review_days.c.org, plans.c.id == review_days.c.plan_id))
    .where(ours(review_days), plans.c.mentee_id == _OF, review_days.c.due_on >= _SINCE)
    .order_by(review_days.c.due_on, review_days.c.plan_id)
    .limit(MOST)
)
_STEPS = Prepared(
    select(next_steps.c.id, next_steps.c.due_on.label("day"))
    .where(ours(next_steps), next_steps.c.owner_id == _OF, next_steps.c.status == StepStatus.OPEN.value)
    .where(next_steps.c.due_on >= _SINCE)
    .order_by(next_steps.c.due_on, next_steps.c.id)
    .limit(MOST)
)
_ANSWERS = Prepared(
    select(records.c.id, records.c.answer_due_on.label("day"))
    .where(ours(records), records.c.subject_id == _OF, records.c.answer.is_(None), records.c.answer_due_on >= _SINCE)
    .order_by(records.c.answer_due_on, records.c.id)
    .limit(MOST)
)
_MANAGES = Prepared(_held.where(or_(ties.c.tie == Tie.SITE.value, ties.c.tie == Tie.AREA.value)).limit(1))

_SAID = (
    (_PLANS, "The dates of a plan end"),
    (_REVIEWS, "A review is due"),
    (_OWN_REVIEWS, "The review of your plan is due"),
    (_STEPS, "A next step is due"),
    (_ANSWERS, "A record waits for your answer until today"),
)
MEETING = "Managers’ meeting"


def show_feed(tx: Tx, actor: Actor) -> Feed:
    """Whether the actor's calendar reads their days."""
    row = tx.first(_ONE, of_person=actor.person)
    return Feed(row.made_at if row else None)


def make_feed(tx: Tx, actor: Actor) -> NewFeed:
    """A new secret address for the actor's calendar; the one before leads nowhere from now on."""
    secret = new_token(tx.tenant)
    tx.put(_PUT, of_person=actor.person, new_hash=hash_of(secret))
    return NewFeed(secret, tx.now)


def end_feed(tx: Tx, actor: Actor) -> None:
    """The actor's calendar reads nothing any more."""
    tx.put(_DROP, of_person=actor.person)


def apply_left(tx: Tx, entry: Entry) -> None:
    """The address of somebody who left leads nowhere, also when they come back."""
    if not tx.rebuilding:
        tx.put(_DROP, of_person=entry.content["person_id"])


def apply_returned(tx: Tx, entry: Entry) -> None:
    """Drops what an earlier release left when they left: whoever comes back makes an address anew."""
    apply_left(tx, entry)


def read_feed(tx: Tx, secret: str) -> str:
    """The calendar at a secret address, from a month back. Raises `not_found` for one that leads nowhere."""
    whose = tx.first(_WHOSE, of_hash=hash_of(secret))
    if whose is None:
        raise missing()
    return calendar_of(f"Countersign, {whose.name}", _events(tx, whose), whose.made_at)


def _events(tx: Tx, whose: Row) -> Iterator[Event]:
    given = {"of_person": whose.person_id, "since": tx.today(whose.zone) - LOOKS_BACK}
    found = tx.batch(*((statement, given) for statement, _ in _SAID), (_MANAGES, given))
    for (_, title), rows in zip(_SAID, found, strict=False):
        for row in rows:
            yield Event(derived_id(row.id, f"calendar/{title}/{whose.person_id}"), title, row.day)
    for begins, ends in occasions(tx, whose.zone, MONTHS) if found[-1] else ():
        yield Event(derived_id(tx.tenant, f"calendar/meeting/{begins:%Y-%m}"), MEETING, begins, ends)
