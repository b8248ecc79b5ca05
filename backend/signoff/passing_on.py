"""Declining a request, and passing it on: by a mentor it is with.

A decline takes that mentor out; from the last one it ends the request, and the mentee can ask anew. Passing on gives
the others fourteen days of their own; when the approvers are told does not move. Source: domain 8; decisions, States.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, ClassVar, TypeVar

from sqlalchemy import bindparam, update

from backend.kernel import log
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id, derived_id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.shapes import Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, Tie, holders
from backend.people.files import lock_file
from backend.people.identifying.kinds import KeptBecause
from backend.signoff import rules
from backend.signoff.asides import count_aside
from backend.signoff.requests import ONE, Asked, end_request, hold, let_go
from backend.signoff.rules import Handed, RequestStatus
from backend.signoff.standing import TOUCH
from backend.signoff.tables import PLAN_SCOPES, requests


@dataclass(frozen=True, kw_only=True)
class DeclineRequest:
    """A mentor says no to a request, and why. Without an id of the client's, it goes by the request and the mentor."""

    kind: ClassVar[str] = "decline_request"
    id: Id = field(default_factory=lambda: Id(""))
    request_id: Id
    reason: Annotated[Words, Within(1, 500)]
    kept_because: KeptBecause | None = None


@dataclass(frozen=True, kw_only=True)
class PassRequestOn:
    """A mentor passes a request to one other mentor, or to any other. Without an id it goes as a decline does."""

    kind: ClassVar[str] = "pass_request_on"
    id: Id = field(default_factory=lambda: Id(""))
    request_id: Id
    mentor_id: Id | None = None
    reason: Annotated[Words, Within(1, 500)] | None = None
    kept_because: KeptBecause | None = None


A = TypeVar("A", DeclineRequest, PassRequestOn)
_ID = bindparam("of_id", type_=IdType())
_HANDED = {
    "handed_how": bindparam("how"),
    "handed_by_id": bindparam("by_id", type_=IdType()),
    "handed_by": bindparam("by"),
    "handed_at": bindparam("at", type_=Instant()),
    "handed_reason": bindparam("reason"),
}
_NOTE = Prepared(update(requests).where(ours(requests), requests.c.id == _ID).values(**_HANDED))
_HAND = Prepared(
    update(requests)
    .where(ours(requests), requests.c.id == _ID)
    .values(
        mentor_id=bindparam("new_mentor", type_=IdType()),
        passes_on=bindparam("new_day", type_=requests.c.passes_on.type),
        without=bindparam("new_without"),
        **_HANDED,
    )
)


def decline_request(tx: Tx, actor: Actor, act: DeclineRequest) -> Entry:
    """Declines a request. Raises `not_found`, `id.reused`, `not_allowed`, `request.over`, `request.not_with_you`."""
    act = _named(act, actor, "decline")
    actor, row, entry = _lock(tx, actor, act)
    if entry:
        return entry
    asked, mentors, having = _ensure_having(tx, actor, row)
    vouched = _vouched(asked, mentors)
    if having == [actor.person]:
        vouched["ends"] = True
    else:
        vouched |= {"ends": False, "without": _without(asked, actor), "passes_on": asked.passes_on.isoformat()}
        vouched["mentor_id"] = asked.mentor_id
    return log.record(tx, actor, act, about=asked.item_id, subject=asked.mentee_id, attestation=vouched)


def pass_request_on(tx: Tx, actor: Actor, act: PassRequestOn) -> Entry:
    """Passes a request on.

    Raises `not_found`, `id.reused`, `not_allowed`, `request.over`, `request.not_with_you`, `request.not_a_mentor`,
    `request.nobody_else`.
    """
    act = _named(act, actor, "passing-on")
    actor, row, entry = _lock(tx, actor, act)
    if entry:
        return entry
    asked, mentors, _ = _ensure_having(tx, actor, row)
    if act.mentor_id is not None and (act.mentor_id not in mentors or act.mentor_id == actor.person):
        raise rules.not_a_mentor()
    without = _without(asked, actor)
    if act.mentor_id is None and set(mentors) <= set(without):
        raise rules.nobody_else()
    vouched = {
        **_vouched(asked, mentors),
        "without": [mentor for mentor in without if mentor != act.mentor_id],
        "passes_on": (tx.today(actor.zone) + rules.PASSES_ON_AFTER).isoformat(),
    }
    return log.record(tx, actor, act, about=asked.item_id, subject=asked.mentee_id, attestation=vouched)


def _named(act: A, actor: Actor, what: str) -> A:
    return act if act.id else replace(act, id=derived_id(act.request_id, f"{what}/{actor.person}"))


def _lock(tx: Tx, actor: Actor, act: A) -> tuple[Actor, Row, Entry | None]:
    row = tx.first(ONE, of_id=act.request_id)
    if row is None:
        raise missing()
    actor, (rows,) = lock_file(tx, actor, row.mentee_id, (ONE, {"of_id": act.request_id}))
    return actor, rows[0], log.known(tx, actor, act)


def _ensure_having(tx: Tx, actor: Actor, row: Row) -> tuple[Asked, list[Id], list[Id]]:
    """The request, the mentors of its plan, and those it is with today, of whom the actor is one."""
    if not actor.may(Do.SEE_PLAN, PLAN_SCOPES, row):
        raise missing()
    if not actor.may(Do.HAND_ON_REQUEST, PLAN_SCOPES, row):
        raise forbidden()
    if row.status != RequestStatus.WAITING:
        raise rules.request_over()
    mentors = holders(tx, Tie.MENTOR, row.agreement_id)
    asked = Asked.of(row)
    having = asked.on(mentors, tx.today(actor.zone))
    if actor.person not in having:
        raise rules.not_with_you()
    return asked, mentors, having


def _vouched(asked: Asked, mentors: list[Id]) -> dict[str, Any]:
    return {"plan_id": asked.plan_id, "item_id": asked.item_id, "mentors": mentors}


def _without(asked: Asked, actor: Actor) -> list[Id]:
    return sorted({*map(Id, asked.without.split()), actor.person})


def apply_declined(tx: Tx, entry: Entry) -> None:
    """Takes the mentor out, or ends the request when it was with nobody else."""
    vouched = entry.attestation
    if vouched["ends"]:
        end_request(tx, entry.content["request_id"], RequestStatus.DECLINED, entry)
        tx.put(_NOTE, of_id=entry.content["request_id"], **_handed(entry, Handed.DECLINED))
        count_aside(tx, vouched["item_id"])
        tx.put(TOUCH, of_plan=vouched["plan_id"])
    else:
        _hand(tx, entry, vouched["mentor_id"], Handed.DECLINED)


def apply_passed_on(tx: Tx, entry: Entry) -> None:
    """Gives the request to the mentor it names, or to any other."""
    _hand(tx, entry, entry.content["mentor_id"], Handed.PASSED_ON)


def _hand(tx: Tx, entry: Entry, mentor: Id | None, how: Handed) -> None:
    request_id, vouched = entry.content["request_id"], entry.attestation
    tx.put(
        _HAND,
        of_id=request_id,
        new_mentor=mentor,
        new_day=date.fromisoformat(vouched["passes_on"]),
        new_without=" ".join(vouched["without"]),
        **_handed(entry, how),
    )
    let_go(tx, request_id)
    hold(tx, Asked.of(tx.one(ONE, of_id=request_id)), vouched["mentors"])
    tx.put(TOUCH, of_plan=vouched["plan_id"])


def _handed(entry: Entry, how: Handed) -> dict[str, Any]:
    return {
        "how": how.value,
        "by_id": entry.actor,
        "by": (entry.signer or {}).get("name", ""),
        "at": entry.at,
        "reason": (entry.words or {}).get("reason"),
    }
