"""A mentee's quiet request for a change: it goes to the approvers, never to a mentor.

Source: decisions, Rights (S may ask quietly for a change; goes to the approver, not the mentor).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, ClassVar

from sqlalchemy import and_, bindparam, select, update

from backend.kernel import log, waits
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id, new_id
from backend.kernel.pages import FIRST, Page, Paging, cut
from backend.kernel.prepared import Prepared, Row, put
from backend.kernel.shapes import Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.mentoring import rules
from backend.mentoring.file import AGREEMENT, MENTORS, AgreementFile, approvers_of, ensure_seen, lock_agreement, manages
from backend.mentoring.tables import AGREEMENT_SCOPES, change_requests
from backend.people.identifying.kinds import KeptBecause
from backend.people.names import Named
from backend.people.tables import people

CHANGE_WAIT = "change_request"


@dataclass(frozen=True, kw_only=True)
class AskForChange:
    """The mentee asks for something to be different; no mentor of theirs reads it."""

    kind: ClassVar[str] = "ask_for_change"
    id: Id = field(default_factory=new_id)
    agreement_id: Id
    text: Annotated[Words, Within(1, 2000)]
    kept_because: KeptBecause | None = None


@dataclass(frozen=True, kw_only=True)
class AnswerChange:
    """An approver answers with a word, which closes the request."""

    kind: ClassVar[str] = "answer_change"
    id: Id = field(default_factory=new_id)
    agreement_id: Id
    request_id: Id
    text: Annotated[Words, Within(1, 2000)]
    kept_because: KeptBecause | None = None


@dataclass
class ChangeRequest:
    """What was asked quietly, and what came of it."""

    id: Id
    text: str
    asked_at: datetime
    answer: str | None
    answered_by: Named | None
    answered_at: datetime | None
    may: dict[str, bool]


_INSERT = put(change_requests, "id", "agreement_id", "mentee_id", "text", "asked_at")
_OF = bindparam("of_id", type_=IdType())
_ANSWER = Prepared(
    update(change_requests)
    .where(ours(change_requests), change_requests.c.id == _OF)
    .values(
        answer=bindparam("word"),
        answered_by=bindparam("by", type_=IdType()),
        answered_at=bindparam("at", type_=Instant()),
    )
)
_ASKED = select(change_requests, people.c.name.label("answered_name")).outerjoin(
    people, and_(people.c.org == change_requests.c.org, people.c.id == change_requests.c.answered_by)
)
_ONE = Prepared(
    _ASKED.where(
        ours(change_requests),
        change_requests.c.id == _OF,
        change_requests.c.agreement_id == bindparam("of_agreement", type_=IdType()),
    )
)
_LIST = Prepared(
    _ASKED.where(
        ours(change_requests),
        change_requests.c.agreement_id == bindparam("of_agreement", type_=IdType()),
        change_requests.c.id > bindparam("after", type_=IdType()),
    )
    .order_by(change_requests.c.id)
    .limit(bindparam("limit"))
)


def ask_for_change(tx: Tx, actor: Actor, act: AskForChange) -> Entry:
    """Asks the approvers for a change.

    Raises `not_found`, `not_allowed`, `agreement.over`, and `agreement.nobody_to_ask` when every approver is or was one
    of the mentors.
    """
    actor, file = lock_agreement(tx, actor, act.agreement_id)
    if entry := log.known(tx, actor, act):
        return entry
    agreement, today = file.agreement, tx.today(actor.zone)
    ensure_seen(actor, agreement)
    if not actor.may(Do.ASK_FOR_CHANGE, AGREEMENT_SCOPES, agreement):
        raise forbidden()
    rules.ensure_goes_on(file.status(today))
    found = approvers_of(tx, actor, agreement.mentee_id, agreement)
    approvers = [person for person in found if not file.has_mentored(person)]
    if not approvers:
        raise rules.nobody_to_ask()
    vouched = {"mentee_id": agreement.mentee_id, "approvers": approvers, "day": today.isoformat()}
    return log.record(tx, actor, act, about=agreement.id, subject=agreement.mentee_id, attestation=vouched)


def answer_change(tx: Tx, actor: Actor, act: AnswerChange) -> Entry:
    """Closes a request with a word. Raises `not_found`, `not_allowed`, `change_request.answered`."""
    actor, file = lock_agreement(tx, actor, act.agreement_id)
    if entry := log.known(tx, actor, act):
        return entry
    _ensure_reads(actor, file)
    request = tx.first(_ONE, of_id=act.request_id, of_agreement=act.agreement_id)
    if request is None:
        raise missing()
    if not _may_answer(actor, file):
        raise forbidden()
    if request.answered_at is not None:
        raise rules.change_answered()
    agreement = file.agreement
    return log.record(tx, actor, act, about=agreement.id, subject=agreement.mentee_id)


def list_change_requests(tx: Tx, actor: Actor, agreement_id: Id, paging: Paging) -> Page[ChangeRequest]:
    """What was asked quietly, in the order it was asked. Raises `not_found`, and `not_allowed` to every mentor."""
    (after,) = paging.keys(FIRST)
    given = {"of_id": agreement_id}
    asked = {"of_agreement": agreement_id, "after": after, "limit": paging.limit + 1}
    rows, mentors, found = tx.batch((AGREEMENT, given), (MENTORS, given), (_LIST, asked))
    if not rows:
        raise missing()
    file = AgreementFile(rows[0], mentors)
    _ensure_reads(actor, file)
    may = _may_answer(actor, file)
    return cut([_shown(row, may) for row in found], paging.limit, lambda one: [one.id])


def show_change_request(tx: Tx, actor: Actor, agreement_id: Id, id_: Id) -> ChangeRequest:
    """One of them. Raises `not_found`, `not_allowed`."""
    given = {"of_id": agreement_id}
    one = {"of_id": id_, "of_agreement": agreement_id}
    rows, mentors, found = tx.batch((AGREEMENT, given), (MENTORS, given), (_ONE, one))
    if not rows:
        raise missing()
    file = AgreementFile(rows[0], mentors)
    _ensure_reads(actor, file)
    if not found:
        raise missing()
    return _shown(found[0], _may_answer(actor, file))


def may_read_changes(actor: Actor, file: AgreementFile) -> bool:
    """Whether somebody reads the quiet requests: the mentee, and approvers who never were a mentor here."""
    return actor.person == file.agreement.mentee_id or _may_answer(actor, file)


def _may_answer(actor: Actor, file: AgreementFile) -> bool:
    return manages(actor, file.agreement) and not file.has_mentored(actor.person)


def _ensure_reads(actor: Actor, file: AgreementFile) -> None:
    ensure_seen(actor, file.agreement)
    if not may_read_changes(actor, file):
        raise forbidden()


def _shown(row: Row, may_answer: bool) -> ChangeRequest:
    by = Named(row.answered_by, row.answered_name) if row.answered_by else None
    return ChangeRequest(
        row.id, row.text, row.asked_at, row.answer, by, row.answered_at, {"answer": may_answer and by is None}
    )


def apply_change_asked(tx: Tx, entry: Entry) -> None:
    """Keeps the request, and lets it wait for the approvers."""
    vouched = entry.attestation
    text = (entry.words or {}).get("text", "")
    tx.put(_INSERT, id=entry.id, agreement_id=entry.about, mentee_id=entry.actor, text=text, asked_at=entry.at)
    for approver in vouched["approvers"]:
        waits.open_wait(
            tx,
            entry.id,
            approver,
            kind=CHANGE_WAIT,
            subject=entry.actor,
            about=entry.about,
            since=entry.at,
            from_on=date.fromisoformat(vouched["day"]),
        )


def apply_change_answered(tx: Tx, entry: Entry) -> None:
    """Closes the request."""
    request = entry.content["request_id"]
    tx.put(_ANSWER, of_id=request, word=(entry.words or {}).get("text", ""), by=entry.actor, at=entry.at)
    waits.close_waits(tx, request)
