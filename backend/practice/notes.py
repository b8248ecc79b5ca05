"""Notes: a private jotting about somebody, to sign later. Only whoever wrote it ever sees it.

A note is no record: it can be dropped without a trace, and is used up by the sign-off that is made from it.
Source: domain 1; api, The main job (notes).
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Annotated

from sqlalchemy import and_, bindparam, delete, or_, select

from backend.kernel.clock import stamp
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.drivers import Clash
from backend.kernel.errors import id_reused, missing
from backend.kernel.ids import Id, new_id
from backend.kernel.pages import FIRST, Page, Paging, cut, instant_key
from backend.kernel.prepared import Prepared, Row, put
from backend.kernel.removals import ensure_removed, note_removal
from backend.kernel.shapes import OwnId, Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, Tie
from backend.people.files import lock_file
from backend.people.identifying.kinds import KeptBecause
from backend.people.names import Named
from backend.people.tables import PERSON_SCOPES, people
from backend.practice import rules
from backend.practice.tables import notes


@dataclass(frozen=True, kw_only=True)
class MakeNote:
    """A few words about what somebody did, and when. `criterion` is a key of a framework, where it is known."""

    id: OwnId = field(default_factory=new_id)
    person_id: Id
    criterion: Annotated[str, Within(1, 100)] | None = None
    text: Annotated[Words, Within(1, 2000)]
    kept_because: KeptBecause | None = None
    happened_at: datetime


@dataclass(frozen=True, kw_only=True)
class NoteFilter(Paging):
    """Which notes are wanted: those about one person, or all."""

    person_id: Id | None = None


@dataclass
class Note:
    """A note as its author sees it. `may.sign_off`: its author mentors the person now."""

    id: Id
    person: Named
    criterion: str | None
    text: str
    kept_because: str | None
    happened_at: datetime
    made_at: datetime
    may: dict[str, bool]


_SAID = ("id", "person_id", "criterion", "text", "kept_because", "happened_at")
_BEGINNING = "1900-01-01T00:00:00.000Z"
_ID, _ACTOR = bindparam("of_note", type_=IdType()), bindparam("actor", type_=IdType())
_PERSON = Prepared(
    select(people.c.org, people.c.id, people.c.name, people.c.site_id, people.c.area_id).where(
        ours(people), people.c.id == bindparam("of_person", type_=IdType())
    )
)
_ANY = Prepared(select(notes).where(ours(notes), notes.c.id == _ID))
_named = (
    select(notes, people.c.name)
    .join(people, and_(people.c.org == notes.c.org, people.c.id == notes.c.person_id))
    .where(ours(notes), notes.c.author_id == _ACTOR)
)
NOTE = Prepared(_named.where(notes.c.id == _ID))
"""One of the actor's own notes, by `of_note`."""
_ADD = put(notes, "author_id", "made_at", *_SAID)
_DROP = Prepared(delete(notes).where(ours(notes), notes.c.author_id == _ACTOR, notes.c.id == _ID))


@cache
def _list(of_one: bool) -> Prepared:
    since, after = bindparam("since", type_=Instant()), bindparam("after", type_=IdType())
    wanted = _named.where(or_(notes.c.happened_at > since, and_(notes.c.happened_at == since, notes.c.id > after)))
    if of_one:
        wanted = wanted.where(notes.c.person_id == bindparam("of_person", type_=IdType()))
    return Prepared(wanted.order_by(notes.c.happened_at, notes.c.id).limit(bindparam("limit")))


def make_note(tx: Tx, actor: Actor, act: MakeNote) -> tuple[Note, bool]:
    """Keeps a note about somebody within reach; the note, and whether it is new (False: the answer was lost before).

    Raises `not_found`, `id.reused`, `note.in_future`.
    """
    actor, (found, known) = lock_file(
        tx, actor, act.person_id, (_PERSON, {"of_person": act.person_id}), (_ANY, {"of_note": act.id})
    )
    if not found:
        raise missing()
    if known:
        return _same(actor, act, known[0], found[0].name), False
    if not actor.may(Do.SEE_PERSON, PERSON_SCOPES, found[0]):
        raise missing()
    rules.ensure_happened(act.happened_at, tx.now)
    said = {name: getattr(act, name) for name in _SAID}
    try:
        tx.put(_ADD, author_id=actor.person, made_at=tx.now, **said)
        tx.flush()
    except Clash as clash:  # the same id, about somebody else, at the same moment
        raise id_reused() from clash
    row = _NoteRow(**said, made_at=tx.now, name=found[0].name)
    return note_of(actor, row), True


@dataclass(frozen=True)
class _NoteRow:
    """A note that has just been written, as its row is read."""

    id: Id
    person_id: Id
    criterion: str | None
    text: str
    kept_because: str | None
    happened_at: datetime
    made_at: datetime
    name: str


def _same(actor: Actor, act: MakeNote, row: Row, name: str) -> Note:
    if row.author_id != actor.person or any(getattr(row, name) != getattr(act, name) for name in _SAID):
        raise id_reused()
    said = {part: getattr(row, part) for part in (*_SAID, "made_at")}
    return note_of(actor, _NoteRow(**said, name=name))


def note_of(actor: Actor, row: Row) -> Note:
    """A note from its row."""
    may = {"sign_off": (Tie.MENTOR, row.person_id) in actor.ties}
    return Note(
        row.id, Named(row.person_id, row.name), row.criterion, row.text, row.kept_because, row.happened_at, row.made_at,
        may,
    )  # fmt: skip


def list_notes(tx: Tx, actor: Actor, wanted: NoteFilter) -> Page[Note]:
    """The actor's own notes, those that happened first on top. Raises `request.invalid` for a strange cursor."""
    since, after = wanted.keys(_BEGINNING, FIRST)
    rows = tx.rows(
        _list(wanted.person_id is not None),
        actor=actor.person,
        of_person=wanted.person_id,
        since=instant_key(since),
        after=after,
        limit=wanted.limit + 1,
    )
    found = [note_of(actor, row) for row in rows]
    return cut(found, wanted.limit, lambda note: [stamp(note.happened_at), note.id])


def own_note(tx: Tx, actor: Actor, note_id: Id) -> Note | None:
    """One of the actor's own notes, if it is still there."""
    row = tx.first(NOTE, of_note=note_id, actor=actor.person)
    return None if row is None else note_of(actor, row)


def show_note(tx: Tx, actor: Actor, note_id: Id) -> Note:
    """One of the actor's own notes. Raises `not_found`."""
    note = own_note(tx, actor, note_id)
    if note is None:
        raise missing()
    return note


def drop_note(tx: Tx, actor: Actor, note_id: Id) -> None:
    """Deletes one of the actor's own notes, for good; one they have deleted before stays so. Raises `not_found`."""
    if own_note(tx, actor, note_id) is None:
        return ensure_removed(tx, actor, note_id)
    use_up(tx, actor, note_id)
    note_removal(tx, actor, note_id)


def use_up(tx: Tx, actor: Actor, note_id: Id) -> None:
    """Deletes a note that has become something else in this transaction."""
    tx.put(_DROP, of_note=note_id, actor=actor.person)
