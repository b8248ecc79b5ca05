"""Sharing a record: from now on the person reads it, and so do those who lead them.

Source: domain 3; decisions, States (record) and Rights (see a shared record).
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from backend.kernel import log
from backend.kernel.clock import day_or_none
from backend.kernel.database import Tx
from backend.kernel.entries import ENTRY, Entry, entry_of
from backend.kernel.ids import Id, derived_id
from backend.kernel.prepared import Row, put
from backend.kernel.ties import Actor
from backend.people import rules as people
from backend.people.files import lock_file
from backend.people.identifying.kinds import KeptBecause
from backend.records import rules
from backend.records.drafts import DRAFT, DROP, ensure_may_write, gone, own_draft, said_in
from backend.records.rules import ANSWER_WITHIN, FORMS, Circle, RecordKind, StepStatus
from backend.records.saying import StepSaid, ensure_owners, ensure_sound
from backend.records.tables import next_steps, records
from backend.records.versions import TO_ANSWER, TO_DISCUSS, hold, put_version


@dataclass(frozen=True, kw_only=True)
class ShareRecord:
    """The writer shares a draft, and says on which day they talked about it, if they have."""

    kind: ClassVar[str] = "share_record"
    record_id: Id
    discussed_on: date | None = None
    kept_because: KeptBecause | None = None

    @property
    def id(self) -> Id:
        """One sharing a record."""
        return derived_id(self.record_id, "sharing")


_INSERT = put(records, *(c.name for c in records.c if c.name not in ("org", "answer", "answered_at")))
_STEP = put(next_steps, "id", "record_id", "subject_id", "text", "owner_id", "due_on", "status")


def share_record(tx: Tx, actor: Actor, act: ShareRecord, beside: dict[str, Any] | None = None) -> Entry:
    """Shares a draft, which uses it up. `beside` are words that belong to it though they were not typed.

    Raises `not_found`, `id.reused`, `not_allowed`, `people.has_left`, `record.already_shared`,
    `record.text_needed`, `record.talk_first`, `record.wrong_day`, `record.owner_outside`.
    """
    entry, row = None, own_draft(tx, actor, act.record_id)
    if row is not None:
        reads = ((DRAFT, {"of_id": act.record_id}), (ENTRY, {"entry_id": act.id}))
        actor, (rows, known) = lock_file(tx, actor, row.subject_id, *reads)
        row, entry = next(iter(rows), None), _before(actor, act, known[0] if known else None)
    if entry := entry or _before(actor, act, tx.first(ENTRY, entry_id=act.id)):
        return entry
    if row is None:
        raise gone(tx, actor, act.record_id)
    _ensure_shareable(tx, actor, row, act)
    tx.put(DROP, of_id=act.record_id)
    return _record(tx, actor, row, act, beside or {})


def _before(actor: Actor, act: ShareRecord, row: Row | None) -> Entry | None:
    """What became of it before. The draft said why details were kept, where the act did not. Raises `id.reused`."""
    if row is not None and act.kept_because is None:
        act = replace(act, kept_because=(entry_of(row).words or {}).get("kept_because"))
    return log.same(actor, act, row)


def _ensure_shareable(tx: Tx, actor: Actor, row: Row, act: ShareRecord) -> None:
    if row.left_at is not None:
        raise people.has_left()
    person = _Subject(row)
    ensure_may_write(actor, person)
    kind, said, today = RecordKind(row.kind), said_in(row), tx.today(actor.zone)
    ensure_sound(tx, kind, said, today)
    rules.ensure_whole(kind, said.shows, said.texts)
    ensure_owners(tx, person, actor.person, FORMS[kind].circle, [step.owner_id for step in said.next_steps])
    if act.discussed_on is not None:
        rules.ensure_talked(act.discussed_on, row.happened_on, today)
    elif FORMS[kind].talk_first:
        raise rules.talk_first()


class _Subject:
    """The person a draft is about, as the row of the draft has them."""

    def __init__(self, row: Row) -> None:
        self.org, self.id, self.site_id, self.area_id = row.org, row.subject_id, row.site_id, row.area_id


def _record(tx: Tx, actor: Actor, row: Row, act: ShareRecord, beside: dict[str, Any]) -> Entry:
    said, today = said_in(row), tx.today(actor.zone)
    content = {
        "record_kind": row.kind,
        "happened_on": row.happened_on.isoformat(),
        "shows": row.shows,
        "criteria": said.criteria,
        "steps": [_fact(row, n, step) for n, step in enumerate(said.next_steps)],
    }
    vouched = {
        "day": today.isoformat(),
        "written_on": row.written_on.isoformat(),
        "circle": FORMS[RecordKind(row.kind)].circle.value,
        "site_id": row.site_id,
        "area_id": row.area_id,
        "answer_due_on": (act.discussed_on + ANSWER_WITHIN).isoformat() if act.discussed_on else None,
    }
    if act.kept_because is not None:
        said = replace(said, kept_because=act.kept_because)
    words = {**said.words, **({"steps": [step.text for step in said.next_steps]} if said.next_steps else {}), **beside}
    subject = row.subject_id
    return log.record(
        tx, actor, act, about=act.record_id, subject=subject, content=content, attestation=vouched, words=words
    )


def _fact(row: Row, n: int, step: StepSaid) -> dict[str, Any]:
    due_on = step.due_on.isoformat() if step.due_on else None
    return {"id": derived_id(row.id, f"step/{n}"), "owner_id": step.owner_id or row.subject_id, "due_on": due_on}


def apply_shared(tx: Tx, entry: Entry) -> None:
    """Writes the record with its first version and its steps; it waits to be talked about, or to be answered."""
    facts, vouched, signer = entry.content, entry.attestation, entry.signer or {}
    kind, is_team = RecordKind(facts["record_kind"]), vouched["circle"] == Circle.TEAM
    discussed_on = day_or_none(facts["discussed_on"])
    tx.put(
        _INSERT,
        id=facts["record_id"],
        kind=facts["record_kind"],
        subject_id=entry.subject,
        writer_id=entry.actor,
        writer_name=signer.get("name", ""),
        writer_post=signer.get("post", ""),
        happened_on=date.fromisoformat(facts["happened_on"]),
        written_on=date.fromisoformat(vouched["written_on"]),
        shared_at=entry.at,
        discussed_on=discussed_on,
        answer_due_on=day_or_none(vouched["answer_due_on"]),
        version=1,
        shows=facts["shows"],
        included=False,
        site_id=vouched["site_id"] if is_team else None,
        area_id=vouched["area_id"] if is_team else None,
        circle_id=None if is_team else tx.tenant,
        evidence_for_id=entry.subject if rules.reaches_mentors(kind, facts["criteria"]) else None,
    )
    put_version(tx, entry, 1)
    _put_steps(tx, entry)
    day = date.fromisoformat(vouched["day"])
    hold(tx, entry, TO_ANSWER if discussed_on else TO_DISCUSS, day)


def _put_steps(tx: Tx, entry: Entry) -> None:
    texts = (entry.words or {}).get("steps", [])
    for n, step in enumerate(entry.content["steps"]):
        tx.put(
            _STEP,
            id=step["id"],
            record_id=entry.about,
            subject_id=entry.subject,
            text=texts[n] if n < len(texts) else "",
            owner_id=step["owner_id"],
            due_on=day_or_none(step["due_on"]),
            status=StepStatus.OPEN.value,
        )
