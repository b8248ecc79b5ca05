"""Reflections: what somebody wrote about their own practice, for themselves alone until they share it.

Sharing makes an entry with the words as they stand, and evidence under the same id; the private row goes.
Source: domain 1 (the fuzzy criteria, mostly by written reflection).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, ClassVar

import orjson
from sqlalchemy import and_, bindparam, delete, or_, select, update

from backend.kernel import log
from backend.kernel.clock import stamp
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.drivers import Clash
from backend.kernel.entries import ENTRY, Entry
from backend.kernel.errors import id_reused, missing, stale
from backend.kernel.ids import Id, new_id
from backend.kernel.pages import FIRST, Page, Paging, cut, instant_key
from backend.kernel.prepared import Prepared, Row, put
from backend.kernel.removals import ensure_removed, note_removal
from backend.kernel.shapes import OwnId, Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor
from backend.people.files import lock_file
from backend.people.identifying.kinds import KeptBecause
from backend.practice import rules
from backend.practice.evidence import Keys, ensure_criteria, write_row
from backend.practice.evidence_shown import Evidence, show_evidence
from backend.practice.rules import EvidenceKind
from backend.practice.tables import reflections


@dataclass(frozen=True, kw_only=True)
class ChangedReflection:
    """What somebody thinks about something they did, the criteria it is for, and when it was."""

    text: Annotated[Words, Within(1, 4000)]
    kept_because: KeptBecause | None = None
    criteria: Keys = field(default_factory=list)
    happened_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class MakeReflection(ChangedReflection):
    """A reflection on one's own practice. Nobody else sees it until it is shared."""

    id: OwnId = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True)
class ShareReflection:
    """Its author shares a reflection, as it stands: from then on it is evidence, and its words do not change."""

    kind: ClassVar[str] = "share_reflection"
    reflection_id: Id

    @property
    def id(self) -> Id:
        """The reflection's own, which is the evidence's from then on."""
        return self.reflection_id


@dataclass
class Reflection:
    """A reflection as its author sees it, while nobody else does. `revision` counts how often it was changed."""

    id: Id
    text: str
    kept_because: str | None
    criteria: list[str]
    happened_on: date | None
    made_at: datetime
    revision: int


_LAST = "2199-12-31T00:00:00.000Z"
_ID, _ACTOR = bindparam("of_id", type_=IdType()), bindparam("actor", type_=IdType())
_MINE = and_(ours(reflections), reflections.c.author_id == _ACTOR)
_ONE = Prepared(select(reflections).where(_MINE, reflections.c.id == _ID))
_ADD = put(reflections, *(c.name for c in reflections.c if c.name != "org"))
_CHANGE = Prepared(
    update(reflections)
    .where(_MINE, reflections.c.id == _ID)
    .values(
        text=bindparam("new_text"),
        kept_because=bindparam("new_reason"),
        criteria=bindparam("new_criteria"),
        happened_on=bindparam("new_day", type_=reflections.c.happened_on.type),
        revision=reflections.c.revision + 1,
    )
)
_DROP = Prepared(delete(reflections).where(_MINE, reflections.c.id == _ID))
_since, _after = bindparam("since", type_=Instant()), bindparam("after", type_=IdType())
_LIST = Prepared(
    select(reflections)
    .where(_MINE)
    .where(
        or_(reflections.c.made_at < _since, and_(reflections.c.made_at == _since, reflections.c.id > _after)),
    )
    .order_by(reflections.c.made_at.desc(), reflections.c.id)
    .limit(bindparam("limit"))
)


def write_reflection(tx: Tx, actor: Actor, act: MakeReflection) -> tuple[Reflection, bool]:
    """Keeps a reflection; it, and whether it is new (False: the answer was lost before).

    Raises `id.reused`, `evidence.in_future`, `evidence.unknown_criterion`.
    """
    actor, (rows, known) = _locked(tx, actor, act.id)
    if rows and _of(rows[0]) == (act.text, act.kept_because, act.criteria, act.happened_on):
        return _shown(rows[0]), False
    if rows or known:
        raise id_reused()
    rules.ensure_happened_on(act.happened_on, tx.today(actor.zone))
    ensure_criteria(tx, act.criteria)
    criteria = orjson.dumps(act.criteria).decode()
    try:
        tx.put(
            _ADD, id=act.id, author_id=actor.person, text=act.text, kept_because=act.kept_because, criteria=criteria,
            happened_on=act.happened_on, made_at=tx.now, revision=1,
        )  # fmt: skip
        tx.flush()
    except Clash as clash:  # somebody else's
        raise id_reused() from clash
    return Reflection(act.id, act.text, act.kept_because, act.criteria, act.happened_on, tx.now, 1), True


def change_reflection(tx: Tx, actor: Actor, id_: Id, revision: int, act: ChangedReflection) -> Reflection:
    """Puts other words in its place. `revision` is the one that was read.

    Raises `not_found`, `request.stale`, `evidence.in_future`, `evidence.unknown_criterion`.
    """
    actor, (rows, _) = _locked(tx, actor, id_)
    if not rows:
        raise missing()
    if _of(rows[0]) == (act.text, act.kept_because, act.criteria, act.happened_on):  # the answer was lost before
        return _shown(rows[0])
    if rows[0].revision != revision:
        raise stale()
    rules.ensure_happened_on(act.happened_on, tx.today(actor.zone))
    ensure_criteria(tx, act.criteria)
    criteria = orjson.dumps(act.criteria).decode()
    said = {"new_text": act.text, "new_reason": act.kept_because, "new_criteria": criteria, "new_day": act.happened_on}
    tx.put(_CHANGE, of_id=id_, actor=actor.person, **said)
    return Reflection(
        id_, act.text, act.kept_because, act.criteria, act.happened_on, rows[0].made_at, revision + 1
    )  # fmt: skip


def drop_reflection(tx: Tx, actor: Actor, id_: Id) -> None:
    """Deletes a reflection that is not shared, for good; one they have deleted before stays so. Raises `not_found`."""
    actor, (rows, _) = _locked(tx, actor, id_)
    if not rows:
        return ensure_removed(tx, actor, id_)
    tx.put(_DROP, of_id=id_, actor=actor.person)
    note_removal(tx, actor, id_)


def share_reflection(tx: Tx, actor: Actor, act: ShareReflection) -> tuple[Evidence, bool]:
    """Shares a reflection as it stands; the evidence it becomes, and whether that is new.

    Raises `not_found`, `evidence.unknown_criterion`.
    """
    actor, (rows, known) = _locked(tx, actor, act.reflection_id)
    entry = log.same(actor, act, known[0]) if known and known[0].actor == actor.person else None
    if entry is None:
        if not rows:
            raise missing()
        text, reason, criteria, day = _of(rows[0])
        ensure_criteria(tx, criteria)
        words = {"text": text} | ({"kept_because": reason} if reason else {})
        content: dict[str, Any] = {"criteria": criteria, "happened_on": day.isoformat() if day else None}
        tx.put(_DROP, of_id=act.id, actor=actor.person)
        entry = log.record(
            tx, actor, act, about=act.id, subject=actor.person, content=content, words=words
        )  # fmt: skip
    return show_evidence(tx, actor, entry.id), entry.is_new


def _locked(tx: Tx, actor: Actor, id_: Id) -> tuple[Actor, list[list[Row]]]:
    tx.stand_as(actor.person)
    given = {"of_id": id_, "actor": actor.person}
    return lock_file(tx, actor, actor.person, (_ONE, given), (ENTRY, {"entry_id": id_}))


def show_reflection(tx: Tx, actor: Actor, id_: Id) -> Reflection:
    """One of the actor's own that is not shared. Raises `not_found`."""
    tx.stand_as(actor.person)
    row = tx.first(_ONE, of_id=id_, actor=actor.person)
    if row is None:
        raise missing()
    return _shown(row)


def list_reflections(tx: Tx, actor: Actor, paging: Paging) -> Page[Reflection]:
    """The actor's own that are not shared, the newest on top. Raises `request.invalid` for a strange cursor."""
    since, after = paging.keys(_LAST, FIRST)
    tx.stand_as(actor.person)
    rows = tx.rows(_LIST, actor=actor.person, since=instant_key(since), after=after, limit=paging.limit + 1)
    return cut([_shown(row) for row in rows], paging.limit, lambda one: [stamp(one.made_at), one.id])


def _of(row: Row) -> tuple[str, str | None, list[str], date | None]:
    return row.text, row.kept_because, orjson.loads(row.criteria), row.happened_on


def _shown(row: Row) -> Reflection:
    return Reflection(row.id, *_of(row), row.made_at, row.revision)


def apply_shared(tx: Tx, entry: Entry) -> None:
    """Keeps it as evidence. What stands for it in a sign-off is what its entry commits to."""
    text = (entry.words or {}).get("text", "")
    write_row(tx, entry, kind=EvidenceKind.REFLECTION.value, digest=entry.commitment.hex(), text=text)
