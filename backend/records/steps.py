"""Next steps: what was agreed to do, by whom and until when. They return until they are done, or dropped with a word
why. Source: domain 3 and 4 (actions have an owner and a date and come back).
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, ClassVar

from sqlalchemy import and_, bindparam, or_, select, update

from backend.kernel import log
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import ENTRY, Entry
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id, derived_id
from backend.kernel.pages import FIRST, Page, Paging, cut
from backend.kernel.prepared import Prepared, Row
from backend.kernel.shapes import Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, within
from backend.people.files import lock_file
from backend.people.identifying.kinds import KeptBecause
from backend.people.names import Named
from backend.people.tables import people
from backend.records import rules
from backend.records.rules import StepOutcome, StepStatus
from backend.records.tables import RECORD_SCOPES, next_steps, records


@dataclass(frozen=True, kw_only=True)
class SettleNextStep:
    """A next step is done, or dropped, with a word why."""

    kind: ClassVar[str] = "settle_next_step"
    step_id: Id
    outcome: StepOutcome
    why: Annotated[Words, Within(1, 500)] | None = None
    kept_because: KeptBecause | None = None

    @property
    def id(self) -> Id:
        """A step is settled once."""
        return derived_id(self.step_id, "settling")


@dataclass(frozen=True, kw_only=True)
class StepFilter(Paging):
    """Which open next steps are wanted: about one person, of one owner, or (when nobody is named) one's own."""

    subject_id: Id | None = None
    owner_id: Id | None = None


@dataclass
class NextStep:
    """A next step: who does it until when, and what became of it."""

    id: Id
    record_id: Id
    subject: Named
    text: str
    owner: Named
    due_on: date | None
    status: StepStatus
    why: str | None
    settled_by: Named | None
    settled_at: datetime | None
    may: dict[str, bool]


_ID = bindparam("of_id", type_=IdType())
_owner, _settler = people.alias("owner"), people.alias("settler")
STEPS = (
    select(
        next_steps, people.c.name.label("subject_name"), _owner.c.name.label("owner_name"),
        _settler.c.name.label("settler_name"),
        *(records.c[name] for name in ("writer_id", "site_id", "area_id", "circle_id", "evidence_for_id")),
    )
    .join(records, and_(records.c.org == next_steps.c.org, records.c.id == next_steps.c.record_id))
    .join(people, and_(people.c.org == next_steps.c.org, people.c.id == next_steps.c.subject_id))
    .join(_owner, and_(_owner.c.org == next_steps.c.org, _owner.c.id == next_steps.c.owner_id))
    .outerjoin(_settler, and_(_settler.c.org == next_steps.c.org, _settler.c.id == next_steps.c.settled_by))
    .where(ours(next_steps))
)  # fmt: skip
"""Steps with the names in them, and what says who reads their record."""

_ONE = Prepared(STEPS.where(next_steps.c.id == _ID))
OF_RECORD = Prepared(STEPS.where(next_steps.c.record_id == _ID).order_by(next_steps.c.id))
"""The steps of a record, by `of_id`."""
_SETTLE = Prepared(
    update(next_steps)
    .where(ours(next_steps), next_steps.c.id == _ID)
    .values(
        status=bindparam("new_status"),
        why=bindparam("words"),
        settled_by=bindparam("by", type_=IdType()),
        settled_at=bindparam("at", type_=Instant()),
    )
)
_LEAVE_TO_SUBJECT = Prepared(
    update(next_steps)
    .where(ours(next_steps), next_steps.c.owner_id == _ID, next_steps.c.status == StepStatus.OPEN.value)
    .values(owner_id=next_steps.c.subject_id)
)


def settle_next_step(tx: Tx, actor: Actor, act: SettleNextStep) -> Entry:
    """Settles a step.

    Raises `not_found`, `id.reused`, `not_allowed`, `record.step_settled`, `record.why_needed`.
    """
    row = tx.first(_ONE, of_id=act.step_id)
    if row is None:
        raise missing()
    reads = ((_ONE, {"of_id": act.step_id}), (ENTRY, {"entry_id": act.id}))
    actor, (rows, known) = lock_file(tx, actor, row.subject_id, *reads)
    if entry := log.same(actor, act, known[0] if known else None):
        return entry
    row = rows[0]
    if not _sees(actor, row):
        raise missing()
    if not _may_settle(actor, row):
        raise forbidden()
    if row.status != StepStatus.OPEN:
        raise rules.step_settled()
    if act.outcome is StepOutcome.DROPPED and act.why is None:
        raise rules.why_needed()
    return log.record(tx, actor, act, about=row.record_id, subject=row.subject_id)


def _sees(actor: Actor, row: Row) -> bool:
    return row.owner_id == actor.person or actor.may(Do.SEE_RECORD, RECORD_SCOPES, row)


def _may_settle(actor: Actor, row: Row) -> bool:
    return row.owner_id == actor.person or actor.may(Do.SETTLE_NEXT_STEP, RECORD_SCOPES, row)


def show_step(tx: Tx, actor: Actor, id_: Id) -> NextStep:
    """One step. Raises `not_found`."""
    row = tx.first(_ONE, of_id=id_)
    if row is None or not _sees(actor, row):
        raise missing()
    return step_of(actor, row)


@cache
def _list(of_subject: bool, of_owner: bool) -> Prepared:
    actor = bindparam("actor", type_=IdType())
    wanted = STEPS.where(next_steps.c.status == StepStatus.OPEN.value)
    if of_subject:
        wanted = wanted.where(next_steps.c.subject_id == bindparam("subject", type_=IdType()))
    if of_owner:
        wanted = wanted.where(next_steps.c.owner_id == bindparam("owner", type_=IdType()))
    seen = or_(next_steps.c.owner_id == actor, within(Do.SEE_RECORD, records, RECORD_SCOPES))
    after = next_steps.c.id > bindparam("after", type_=IdType())
    return Prepared(wanted.where(seen, after).order_by(next_steps.c.id).limit(bindparam("limit")))


def list_steps(tx: Tx, actor: Actor, wanted: StepFilter) -> Page[NextStep]:
    """The open steps within reach, of one person or one owner; the actor's own when nobody is named."""
    (after,) = wanted.keys(FIRST)
    owner = wanted.owner_id or (None if wanted.subject_id else actor.person)
    given: dict[str, Any] = {"subject": wanted.subject_id, "owner": owner, "actor": actor.person, "after": after}
    rows = tx.rows(_list(wanted.subject_id is not None, owner is not None), **given, limit=wanted.limit + 1)
    return cut([step_of(actor, row) for row in rows], wanted.limit, lambda step: [step.id])


def step_of(actor: Actor, row: Row) -> NextStep:
    """A step from its row."""
    by = Named(row.settled_by, row.settler_name) if row.settled_by else None
    is_open = row.status == StepStatus.OPEN
    return NextStep(
        row.id, row.record_id, Named(row.subject_id, row.subject_name), row.text, Named(row.owner_id, row.owner_name),
        row.due_on, row.status, row.why, by, row.settled_at, {"settle": is_open and _may_settle(actor, row)},
    )  # fmt: skip


def apply_settled(tx: Tx, entry: Entry) -> None:
    """Settles the step."""
    facts, why = entry.content, (entry.words or {}).get("why")
    tx.put(_SETTLE, of_id=facts["step_id"], new_status=facts["outcome"], words=why, by=entry.actor, at=entry.at)


def leave_to_subject(tx: Tx, owner: Id) -> None:
    """What somebody had to do who left is the person's own to take up. For applies."""
    tx.put(_LEAVE_TO_SUBJECT, of_id=owner)
