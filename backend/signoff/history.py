"""The history of an item: all that happened about it, in order, read from the log.

Who, what, from what to what, when and why, for everybody who sees the plan. Source: trust, S28.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, cast, func, literal, or_, select

from backend.frameworks.reading import framework_of
from backend.kernel.clock import day_or_none
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import WHOLE, Entry, entries, entry_of
from backend.kernel.errors import missing
from backend.kernel.ids import Id
from backend.kernel.pages import FIRST, Page, Paging, cut
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.names import Named
from backend.people.tables import people
from backend.practice.evidence_shown import EvidenceNamed
from backend.signoff.moving import MovePlan
from backend.signoff.showing_signed import evidence_of
from backend.signoff.tables import PLAN_SCOPES, items, plans


@dataclass(frozen=True)
class Told:
    """What an entry says: what was done, from what to what, the day it speaks of, whom it names, the words given."""

    what: str
    old: str | None = None
    new: str | None = None
    day: str | None = None
    person: Id | None = None
    why: str | None = None
    rests_on: Sequence[Mapping[str, Any]] = ()


@dataclass
class Happened:
    """One thing that happened about an item. `who` is as named then; `old`, `new` are codes or numbers, as text;
    when its plan `moved`, `old` is what the criterion was called until then, if that has changed.

    `day` is the day it speaks of (seen on), `why` the words that were given, `evidence` what a sign-off rests on;
    `kept_because`, for governance and whoever wrote them, why they keep what could tell who somebody is. `id` is the
    entry's own: of a sign-off, the sign-off's.
    """

    id: Id
    what: str
    who: Named
    at: datetime
    old: str | None
    new: str | None
    day: date | None
    person_id: Id | None
    why: str | None
    evidence: list[EvidenceNamed]
    kept_because: str | None


@dataclass(frozen=True)
class HistoryOf:
    """An item's history with the names it is read by."""

    mentee: Named
    title: str
    page: Page[Happened]


def _words(entry: Entry, name: str) -> str | None:
    said: str | None = (entry.words or {}).get(name)
    return said


def _signed(entry: Entry) -> Told:
    facts = entry.content
    rests_on = entry.attestation.get("rests_on", ())
    return Told("signed", None, facts["outcome"], facts["seen_on"], why=_words(entry, "statement"), rests_on=rests_on)


def _required(entry: Entry) -> Told:
    was, becomes = (str(entry.attestation[name]["signatures"]) for name in ("was", "becomes"))
    what = "requirement_raised" if entry.attestation["at_once"] else "requirement_proposed"
    return Told(what, was, becomes, why=_words(entry, "reason"))


def _requirement_answered(entry: Entry) -> Told:
    if "becomes" not in entry.attestation:
        return Told("requirement_declined", old="requirement_proposed")
    was, becomes = (str(entry.attestation[name]["signatures"]) for name in ("was", "becomes"))
    return Told("requirement_agreed", was, becomes)


TELLING: Mapping[str, Callable[[Entry], Told]] = {
    "request_sign_off": lambda e: Told("asked", person=e.content["mentor_id"], why=_words(e, "note")),
    "withdraw_request": lambda e: Told("unasked", old="asked"),
    "sign_off": _signed,
    "withdraw_sign_off": lambda e: Told("withdrawn", old="signed", why=_words(e, "reason")),
    "decline_request": lambda e: Told("declined", old="asked", why=_words(e, "reason")),
    "pass_request_on": lambda e: Told("passed_on", old="asked", person=e.content["mentor_id"], why=_words(e, "reason")),
    "change_requirement": _required,
    "answer_requirement": _requirement_answered,
    "withdraw_requirement": lambda e: Told("requirement_withdrawn", old="requirement_proposed"),
    "open_withdrawal": lambda e: Told("withdrawal_opened", old="signed", why=_words(e, "reason")),
    "confirm_withdrawal": lambda e: Told("withdrawal_confirmed", old="signed", person=e.attestation["opened"]["by"]),
    "take_withdrawal_back": lambda e: Told("withdrawal_taken_back", old="withdrawal_opened"),
    "report_not_me": lambda e: Told("frozen", old="signed"),
    "open_lifting": lambda e: Told("lifting_opened", old="frozen", why=_words(e, "reason")),
    "confirm_lifting": lambda e: Told("lifted", old="frozen", person=e.attestation["opened"]["by"]),
    "take_lifting_back": lambda e: Told("lifting_taken_back", old="lifting_opened"),
    "dispute_sign_off": lambda e: Told("disputed", why=_words(e, "text")),
    "dispute_item": lambda e: Told("disputed", why=_words(e, "text")),
    MovePlan.kind: lambda e: Told("moved", new=str(e.content["framework"]["version"])),
}
"""What each kind of entry about an item, or its whole plan, says. One that is not in here is not shown: add a row with
the act."""

_OF, _ON = bindparam("of_item", type_=IdType()), bindparam("of_plan", type_=IdType())
_ITEM = Prepared(
    select(items.c.key, items.c.left_framework_id, plans, people.c.name.label("mentee_name"))
    .join(plans, and_(plans.c.org == items.c.org, plans.c.id == items.c.plan_id))
    .join(people, and_(people.c.org == plans.c.org, people.c.id == plans.c.mentee_id))
    .where(ours(items), items.c.id == _OF, plans.c.id == _ON)
)
_before = entries.alias("before")
_place = select(_before.c.seq).where(ours(_before), _before.c.id == bindparam("after", type_=IdType()))
_ABOUT = Prepared(
    WHOLE.where(or_(entries.c.about == _OF, entries.c.about == _ON), or_(*(entries.c.kind == kind for kind in TELLING)))
    .where(entries.c.seq > func.coalesce(_place.scalar_subquery(), cast(literal(0), BigInteger())))
    .order_by(entries.c.seq)
    .limit(bindparam("limit", type_=BigInteger()))
)


def item_history(tx: Tx, actor: Actor, plan_id: Id, item_id: Id, paging: Paging) -> HistoryOf:
    """What happened about an item, in order, for everybody who sees its plan.

    Raises `not_found`, `request.invalid` for a cursor that is not ours.
    """
    (after,) = paging.keys(FIRST)
    given = {"of_item": item_id, "of_plan": plan_id, "after": after, "limit": paging.limit + 1}
    found, rows = tx.batch((_ITEM, given), (_ABOUT, given))
    if not found or not actor.may(Do.SEE_PLAN, PLAN_SCOPES, found[0]):
        raise missing()
    item = found[0]
    governs = actor.may(Do.OPEN_WITHDRAWAL, PLAN_SCOPES, item)
    title = _called(tx, item.left_framework_id or item.framework_id, item.key)
    told = [_told(tx, entry, item.key) for entry in map(entry_of, rows)]
    page = cut([_happened(entry, one, actor, governs) for entry, one in told], paging.limit, lambda one: [one.id])
    return HistoryOf(Named(item.mentee_id, item.mentee_name), title or "", page)


def show_history(tx: Tx, actor: Actor, plan_id: Id, item_id: Id, paging: Paging) -> Page[Happened]:
    """`item_history`, the entries alone."""
    return item_history(tx, actor, plan_id, item_id, paging).page


def _told(tx: Tx, entry: Entry, key: str) -> tuple[Entry, Told]:
    """An entry and what it says of the criterion with that key; of a move, what it was called when that has changed."""
    told = TELLING[entry.kind](entry)
    if entry.kind != MovePlan.kind:
        return entry, told
    before = _called(tx, entry.attestation["from_framework_id"], key)
    is_same = before == _called(tx, entry.content["framework_id"], key)
    return entry, told if is_same else replace(told, old=before)


def _called(tx: Tx, framework: Id, key: str) -> str | None:
    return next((one.title for one in framework_of(tx, framework).criterion if one.key == key), None)


def _happened(entry: Entry, told: Told, actor: Actor, governs: bool) -> Happened:
    return Happened(
        id=entry.id,
        what=told.what,
        who=Named(entry.actor, (entry.signer or {}).get("name", "")),
        at=entry.at,
        old=told.old,
        new=told.new,
        day=day_or_none(told.day),
        person_id=told.person,
        why=told.why,
        evidence=evidence_of(told.rests_on),
        kept_because=_words(entry, "kept_because") if governs or entry.actor == actor.person else None,
    )
