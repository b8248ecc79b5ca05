"""Conversations between mentor and mentee: noted by the mentor, read by both, struck through when wrong.

Source: domain 2 (one agreement switches between coaching and mentoring; mentor time is a real cost: measure it).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, ClassVar

from sqlalchemy import Date, and_, bindparam, or_, select, update

from backend.kernel import log
from backend.kernel.clock import day_in
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id, derived_id, new_id
from backend.kernel.pages import FIRST, Page, Paging, cut, day_key
from backend.kernel.prepared import Prepared, Row, put
from backend.kernel.shapes import Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.mentoring import rules
from backend.mentoring.file import AGREEMENT, AgreementFile, ensure_seen, lock_agreement
from backend.mentoring.rules import Mode
from backend.mentoring.tables import AGREEMENT_SCOPES, conversations
from backend.people.identifying.kinds import KeptBecause
from backend.people.names import Named
from backend.people.tables import people


@dataclass(frozen=True, kw_only=True)
class NoteConversation:
    """A mentor notes that they talked, for how many minutes, and whether they asked, told, or both."""

    kind: ClassVar[str] = "note_conversation"
    id: Id = field(default_factory=new_id)
    agreement_id: Id
    held_on: date
    minutes: Annotated[int, Within(5, 480)]
    mode: Mode
    note: Annotated[Words, Within(1, 2000)] | None = None
    kept_because: KeptBecause | None = None


@dataclass(frozen=True, kw_only=True)
class StrikeConversation:
    """Whoever noted a conversation strikes it through, with a reason; it stays to be read and counts no more."""

    kind: ClassVar[str] = "strike_conversation"
    conversation_id: Id
    reason: Annotated[Words, Within(1, 1000)]
    kept_because: KeptBecause | None = None

    @property
    def id(self) -> Id:
        """One striking a conversation."""
        return derived_id(self.conversation_id, "striking")


@dataclass
class Struck:
    """When a conversation was struck through, and why."""

    at: datetime
    reason: str


@dataclass
class Conversation:
    """A conversation as its mentor noted it."""

    id: Id
    agreement_id: Id
    mentor: Named
    held_on: date
    minutes: int
    mode: Mode
    note: str | None
    noted_at: datetime
    struck: Struck | None
    may: dict[str, bool]


_NOTE = put(
    conversations, "id", "agreement_id", "mentee_id", "mentor_id", "held_on", "month", "minutes", "mode", "note",
    "noted_at",
)  # fmt: skip
_OF = bindparam("of_id", type_=IdType())
_STRIKE = Prepared(
    update(conversations)
    .where(ours(conversations), conversations.c.id == _OF)
    .values(struck_at=bindparam("at", type_=Instant()), struck_reason=bindparam("why"))
)
_NOTED = select(conversations, people.c.name).join(
    people, and_(people.c.org == conversations.c.org, people.c.id == conversations.c.mentor_id)
)
_ONE = Prepared(_NOTED.where(ours(conversations), conversations.c.id == _OF))
_before = bindparam("before", type_=Date())
_LIST = Prepared(
    _NOTED.where(
        ours(conversations),
        conversations.c.agreement_id == bindparam("of_agreement", type_=IdType()),
        or_(
            conversations.c.held_on < _before,
            and_(conversations.c.held_on == _before, conversations.c.id > bindparam("after", type_=IdType())),
        ),
    )
    .order_by(conversations.c.held_on.desc(), conversations.c.id)
    .limit(bindparam("limit"))
)
_LAST_DAY = "9999-12-31"


def note_conversation(tx: Tx, actor: Actor, act: NoteConversation) -> Entry:
    """Notes a conversation.

    Raises `not_found`, `not_allowed`, `agreement.over`, `agreement.not_started`, `conversation.in_future`,
    `conversation.before_agreement`.
    """
    actor, file = lock_agreement(tx, actor, act.agreement_id)
    if entry := log.known(tx, actor, act):
        return entry
    agreement, today = file.agreement, tx.today(actor.zone)
    ensure_seen(actor, agreement)
    if not actor.may(Do.NOTE_CONVERSATION, AGREEMENT_SCOPES, agreement):
        raise forbidden()
    rules.ensure_started(file.status(today))
    rules.ensure_held(act.held_on, _earliest(actor, file), today)
    vouched = {"mentee_id": agreement.mentee_id}
    return log.record(tx, actor, act, about=agreement.id, subject=agreement.mentee_id, attestation=vouched)


def _earliest(actor: Actor, file: AgreementFile) -> date:
    """From when on they may have talked: they often begin before the last yes is in, or before the agreed start."""
    row = file.mentor(actor.person)
    assert row is not None
    starts_on: date = file.agreement.starts_on
    return min(day_in(actor.zone, row.invited_at), starts_on)


def strike_conversation(tx: Tx, actor: Actor, act: StrikeConversation) -> Entry:
    """Strikes one's own through. Raises `not_found`, `not_allowed`, `conversation.already_struck`."""
    row = tx.first(_ONE, of_id=act.conversation_id)
    if row is None:
        raise missing()
    actor, file = lock_agreement(tx, actor, row.agreement_id)
    if entry := log.known(tx, actor, act):
        return entry
    row = tx.one(_ONE, of_id=act.conversation_id)
    if row.mentor_id != actor.person:
        _ensure_reads(actor, file.agreement)
        raise forbidden()
    if row.struck_at is not None:
        raise rules.already_struck()
    return log.record(tx, actor, act, about=row.agreement_id, subject=row.mentee_id)


def list_conversations(tx: Tx, actor: Actor, agreement_id: Id, paging: Paging) -> Page[Conversation]:
    """The conversations of an agreement, the latest day first. Raises `not_found`, and `not_allowed` to all but the
    mentee and the mentors.
    """
    before, after = paging.keys(_LAST_DAY, FIRST)
    given = {"of_agreement": agreement_id, "before": day_key(before), "after": after, "limit": paging.limit + 1}
    rows, found = tx.batch((AGREEMENT, {"of_id": agreement_id}), (_LIST, given))
    if not rows:
        raise missing()
    _ensure_reads(actor, rows[0])
    return cut([_shown(actor, row) for row in found], paging.limit, lambda one: [one.held_on.isoformat(), one.id])


def show_conversation(tx: Tx, actor: Actor, id_: Id) -> Conversation:
    """One conversation, to its pair and, for as long as they work here, to whoever noted it. Raises `not_found`,
    `not_allowed`.
    """
    row = tx.first(_ONE, of_id=id_)
    if row is None:
        raise missing()
    if row.mentor_id != actor.person:
        _ensure_reads(actor, tx.one(AGREEMENT, of_id=row.agreement_id))
    return _shown(actor, row)


def _ensure_reads(actor: Actor, agreement: Row) -> None:
    ensure_seen(actor, agreement)
    if not actor.may(Do.SEE_CONVERSATIONS, AGREEMENT_SCOPES, agreement):
        raise forbidden()


def _shown(actor: Actor, row: Row) -> Conversation:
    struck = Struck(row.struck_at, row.struck_reason or "") if row.struck_at else None
    return Conversation(
        row.id, row.agreement_id, Named(row.mentor_id, row.name), row.held_on, row.minutes, row.mode, row.note,
        row.noted_at, struck, {"strike": row.mentor_id == actor.person and struck is None},
    )  # fmt: skip


def apply_noted(tx: Tx, entry: Entry) -> None:
    """Keeps the conversation."""
    facts = entry.content
    tx.put(
        _NOTE,
        id=entry.id,
        agreement_id=entry.about,
        mentee_id=entry.attestation["mentee_id"],
        mentor_id=entry.actor,
        held_on=date.fromisoformat(facts["held_on"]),
        month=facts["held_on"][:7],
        minutes=facts["minutes"],
        mode=facts["mode"],
        note=(entry.words or {}).get("note"),
        noted_at=entry.at,
    )


def apply_struck(tx: Tx, entry: Entry) -> None:
    """Marks it; it stays."""
    reason = (entry.words or {}).get("reason", "")
    tx.put(_STRIKE, of_id=entry.content["conversation_id"], at=entry.at, why=reason)
