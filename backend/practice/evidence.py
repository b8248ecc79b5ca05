"""Evidence: a photo or a document that shows somebody's practice, added by them or by a mentor, and taken back.

The file is kept before the act and named by its digest in it; nobody's file is ever changed or deleted by an act.
Source: trust, S23.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar

from sqlalchemy import bindparam, update

from backend.frameworks.reading import titles_of
from backend.kernel import log
from backend.kernel.canonical import canonical
from backend.kernel.clock import day_or_none
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import ENTRY, Entry
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id, derived_id, new_id
from backend.kernel.prepared import Prepared, Row, put
from backend.kernel.shapes import Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.files import lock_file
from backend.people.identifying.kinds import KeptBecause
from backend.people.tables import PERSON_SCOPES
from backend.practice import rules
from backend.practice.evidence_shown import KEPT, ONE, PERSON, Evidence, show_evidence
from backend.practice.rules import Allowance, EvidenceKind
from backend.practice.tables import EVIDENCE_SCOPES, evidence, evidence_criteria
from backend.practice.uploads import Kept

Keys = Annotated[list[Annotated[str, Within(1, 100)]], Within(0, 20)]
"""The criteria that something is evidence for, by their keys."""


@dataclass(frozen=True, kw_only=True)
class AddEvidence:
    """A photo or a document that shows what somebody does, with a title, and the criteria it is for.

    `sent` is the digest of the file as it was sent, by which the same one sent twice is known.
    """

    kind: ClassVar[str] = "add_evidence"
    id: Id = field(default_factory=new_id)
    person_id: Id
    title: Annotated[Words, Within(1, 200)]
    kept_because: KeptBecause | None = None
    criteria: Keys = field(default_factory=list)
    happened_on: date | None = None
    sent: str


@dataclass(frozen=True, kw_only=True)
class TakeEvidenceBack:
    """Whoever added it takes it back: it leaves the lists, and stays only where a sign-off rests on it."""

    kind: ClassVar[str] = "take_evidence_back"
    evidence_id: Id

    @property
    def id(self) -> Id:
        """One taking back of a piece of evidence."""
        return derived_id(self.evidence_id, "taking back")


_ADD = put(
    evidence, "id", "subject_id", "added_by_id", "kind", "digest", "media_type", "size", "title", "text", "criteria",
    "happened_on", "added_at", "taken_back_at", "pinned",
)  # fmt: skip
_FOR = put(evidence_criteria, "evidence_id", "key")
_ID = bindparam("of_id", type_=IdType())
_GONE = Prepared(
    update(evidence).where(ours(evidence), evidence.c.id == _ID).values(taken_back_at=bindparam("at", type_=Instant()))
)
_PIN = Prepared(update(evidence).where(ours(evidence), evidence.c.id == _ID).values(pinned=evidence.c.pinned + 1))


def ensure_may_add(
    tx: Tx, actor: Actor, person: Id, allowance: Allowance, id_: Id | None = None, criteria: Sequence[str] = ()
) -> None:
    """Asked before a file is looked at and kept, and again under the lock; of what is known under that id only reach.

    Raises `not_found`, `not_allowed`, `evidence.unknown_criterion`, `evidence.full`.
    """
    given = {"of_person": person, "entry_id": id_}
    found, known, (room,) = tx.batch((PERSON, given), (ENTRY, given), (KEPT, given))
    _ensure_adds(actor, found)
    if not known:
        ensure_criteria(tx, criteria)
        rules.ensure_room(allowance, room.files, room.size)


def ensure_criteria(tx: Tx, keys: Sequence[str]) -> None:
    """Raises `evidence.unknown_criterion` for a key that no framework here has."""
    if keys:
        rules.ensure_known(keys, titles_of(tx))


def _ensure_adds(actor: Actor, found: list[Row]) -> None:
    if not found or not actor.may(Do.SEE_PERSON, PERSON_SCOPES, found[0]):
        raise missing()
    if not actor.may(Do.ADD_EVIDENCE, PERSON_SCOPES, found[0]):
        raise forbidden()


def add_evidence(tx: Tx, actor: Actor, act: AddEvidence, kept: Kept, allowance: Allowance) -> tuple[Evidence, bool]:
    """Adds a file that is kept already; the evidence, and whether it is new (False: the answer was lost before).

    Raises `not_found`, `id.reused`, `not_allowed`, `evidence.in_future`, `evidence.unknown_criterion`, `evidence.full`.
    """
    given = {"of_person": act.person_id, "entry_id": act.id}
    actor, (found, known, (room,)) = lock_file(tx, actor, act.person_id, (PERSON, given), (ENTRY, given), (KEPT, given))
    if not found:
        raise missing()
    entry = log.same(actor, act, known[0] if known else None)
    if entry is None:
        _ensure_adds(actor, found)
        rules.ensure_happened_on(act.happened_on, tx.today(actor.zone))
        ensure_criteria(tx, act.criteria)
        rules.ensure_room(allowance, room.files, room.size, kept.size)
        content = {"form": kept.kind.value, "digest": kept.digest, "media_type": kept.media_type, "size": kept.size}
        entry = log.record(tx, actor, act, about=act.id, subject=act.person_id, content=content)
    return show_evidence(tx, actor, entry.id), entry.is_new


def take_evidence_back(tx: Tx, actor: Actor, act: TakeEvidenceBack) -> tuple[Evidence, bool]:
    """Takes one's own back; the evidence, and whether that is new.

    Raises `not_found`, `not_allowed`, `evidence.already_taken_back`.
    """
    row = tx.first(ONE, of_id=act.evidence_id)
    if row is None:
        raise missing()
    actor, (rows, known) = lock_file(
        tx, actor, row.subject_id, (ONE, {"of_id": act.evidence_id}), (ENTRY, {"entry_id": act.id})
    )
    entry = log.same(actor, act, known[0] if known else None)
    if entry is None:
        _ensure_own(actor, rows[0])
        entry = log.record(tx, actor, act, about=act.evidence_id, subject=row.subject_id)
    return show_evidence(tx, actor, act.evidence_id), entry.is_new


def _ensure_own(actor: Actor, row: Row) -> None:
    if not actor.may(Do.SEE_EVIDENCE, EVIDENCE_SCOPES, row):
        raise missing()
    if actor.person != row.added_by_id:
        raise forbidden()
    if row.taken_back_at is not None:
        raise rules.already_taken_back()


def write_row(tx: Tx, entry: Entry, **values: Any) -> None:
    """Keeps a piece of evidence and the criteria it is for. For applies."""
    facts = entry.content
    keys = sorted(set(facts["criteria"]))
    given: dict[str, Any] = {"media_type": None, "size": None, "title": None, "text": None, **values}
    tx.put(
        _ADD,
        id=entry.id,
        subject_id=entry.subject,
        added_by_id=entry.actor,
        criteria=canonical(keys).decode(),
        happened_on=day_or_none(facts["happened_on"]),
        added_at=entry.at,
        taken_back_at=None,
        pinned=0,
        **given,
    )
    for key in keys:
        tx.put(_FOR, evidence_id=entry.id, key=key)


def apply_added(tx: Tx, entry: Entry) -> None:
    """Keeps it."""
    facts = entry.content
    write_row(
        tx,
        entry,
        kind=EvidenceKind(facts["form"]).value,
        digest=facts["digest"],
        media_type=facts["media_type"],
        size=facts["size"],
        title=(entry.words or {}).get("title", ""),
    )


def apply_taken_back(tx: Tx, entry: Entry) -> None:
    """Marks it."""
    tx.put(_GONE, of_id=entry.content["evidence_id"], at=entry.at)


def pin(tx: Tx, ids: Iterable[Id]) -> None:
    """A sign-off rests on these: they stay to be read. For applies."""
    for id_ in sorted(ids):
        tx.put(_PIN, of_id=id_)
