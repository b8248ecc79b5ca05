"""Evidence as people see it: one, the list of somebody's, and its file.

Source: decisions, Rights; docs/decisions/0022.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any

import orjson
from sqlalchemy import Select, and_, bindparam, exists, func, literal_column, or_, select, true

from backend.kernel.clock import stamp
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id
from backend.kernel.pages import FIRST, Page, Paging, cut, instant_key
from backend.kernel.prepared import Prepared, Row
from backend.kernel.shapes import Within
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.names import Named
from backend.people.tables import PERSON_SCOPES, people
from backend.practice.file_kinds import ENDINGS
from backend.practice.rules import EvidenceKind
from backend.practice.tables import EVIDENCE_SCOPES, evidence, evidence_criteria


@dataclass
class Evidence:
    """Something that shows somebody's practice. A file has a `title`, a `media_type` and a `size` in bytes, a
    reflection its `text`. `digest` is what a sign-off that rests on it names; `pinned` says that one does.
    """

    id: Id
    kind: EvidenceKind
    person: Named
    added_by: Named
    title: str | None
    text: str | None
    criteria: list[str]
    happened_on: date | None
    added_at: datetime
    digest: str
    media_type: str | None
    size: int | None
    pinned: bool
    taken_back_at: datetime | None
    may: dict[str, bool]


@dataclass
class EvidenceNamed:
    """What a sign-off rests on: which piece of evidence, what it is, and the digest that pins it."""

    id: Id
    kind: EvidenceKind
    digest: str


@dataclass(frozen=True, kw_only=True)
class EvidenceFilter(Paging):
    """Whose evidence is wanted (nobody named: one's own), and for which criterion."""

    person_id: Id | None = None
    criterion: Annotated[str, Within(1, 100)] | None = None


@dataclass(frozen=True)
class EvidenceFile:
    """Which file is to be handed out, as what, and under which name of ours."""

    digest: str
    media_type: str
    name: str


MOST_BESIDE = 25
_LAST = "2199-12-31T00:00:00.000Z"
_PERSON = bindparam("of_person", type_=IdType())
PERSON = Prepared(
    select(people.c.org, people.c.id, people.c.name, people.c.site_id, people.c.area_id).where(
        ours(people), people.c.id == _PERSON
    )
)
"""Whom evidence is about, with what says who stands how to them."""

KEPT = Prepared(
    select(
        func.count().label("files"), func.coalesce(func.sum(evidence.c.size), literal_column("0")).label("size")
    ).where(ours(evidence), evidence.c.subject_id == _PERSON, evidence.c.media_type.is_not(None))
)
"""How many files are kept about somebody, and of how many bytes; those taken back too, as nothing deletes them."""

_adder = people.alias("adder")
WHOLE: Select[Any] = (
    select(evidence, people.c.name, people.c.site_id, people.c.area_id, _adder.c.name.label("adder"))
    .join(people, and_(people.c.org == evidence.c.org, people.c.id == evidence.c.subject_id))
    .join(_adder, and_(_adder.c.org == evidence.c.org, _adder.c.id == evidence.c.added_by_id))
    .where(ours(evidence))
)
ONE = Prepared(WHOLE.where(evidence.c.id == bindparam("of_id", type_=IdType())))
_STAYS = or_(evidence.c.taken_back_at.is_(None), evidence.c.pinned > literal_column("0"))


@cache
def _list(for_one: bool) -> Prepared:
    since, after = bindparam("since", type_=Instant()), bindparam("after", type_=IdType())
    wanted = WHOLE.where(evidence.c.subject_id == _PERSON, _STAYS, _for(bindparam("criterion")) if for_one else true())
    wanted = wanted.where(or_(evidence.c.added_at < since, and_(evidence.c.added_at == since, evidence.c.id > after)))
    return Prepared(wanted.order_by(evidence.c.added_at.desc(), evidence.c.id).limit(bindparam("limit")))


def _for(key: Any) -> Any:
    return exists(
        select(evidence_criteria.c.key)
        .where(ours(evidence_criteria), evidence_criteria.c.evidence_id == evidence.c.id)
        .where(evidence_criteria.c.key == key)
        .correlate(evidence)
    )


def list_evidence(tx: Tx, actor: Actor, wanted: EvidenceFilter) -> Page[Evidence]:
    """Somebody's evidence, what was added last on top; what was taken back is left out unless a sign-off rests on it.

    Raises `not_found`, `not_allowed`, `request.invalid` for a cursor that is not ours.
    """
    since, after = wanted.keys(_LAST, FIRST)
    given = {
        "of_person": wanted.person_id or actor.person, "criterion": wanted.criterion, "since": instant_key(since),
        "after": after, "limit": wanted.limit + 1,
    }  # fmt: skip
    found, rows = tx.batch((PERSON, given), (_list(wanted.criterion is not None), given))
    ensure_sees(actor, found)
    return cut([shown(actor, row) for row in rows], wanted.limit, lambda one: [stamp(one.added_at), one.id])


def evidence_about(tx: Tx, actor: Actor, person: Id, criterion: str | None = None) -> list[Evidence]:
    """The newest of somebody's evidence within the actor's reach, for a page that shows it beside other things."""
    given = {
        "of_person": person, "criterion": criterion, "since": instant_key(_LAST), "after": FIRST, "limit": MOST_BESIDE,
    }  # fmt: skip
    rows = tx.rows(_list(criterion is not None), **given)
    return [shown(actor, row) for row in rows if actor.may(Do.SEE_EVIDENCE, EVIDENCE_SCOPES, row)]


def ensure_sees(actor: Actor, found: Sequence[Row]) -> None:
    """Raises `not_found` unless the person is within reach, `not_allowed` unless their evidence is."""
    if not found or not actor.may(Do.SEE_PERSON, PERSON_SCOPES, found[0]):
        raise missing()
    if not sees_evidence_of(actor, found[0]):
        raise forbidden()


def sees_evidence_of(actor: Actor, person: Row) -> bool:
    """Whether all evidence about somebody is within reach, by their row in `people`."""
    scopes = {tie: name for tie, name in PERSON_SCOPES.items() if tie in EVIDENCE_SCOPES}
    return actor.may(Do.SEE_EVIDENCE, scopes, person)


def show_evidence(tx: Tx, actor: Actor, id_: Id) -> Evidence:
    """One piece of evidence. Once taken back, it is there for whoever added it and whom it is about, and for the
    others only where a sign-off rests on it. Raises `not_found`.
    """
    return shown(actor, _seen(actor, tx.rows(ONE, of_id=id_)))


def file_of(tx: Tx, actor: Actor, id_: Id) -> EvidenceFile:
    """Its file, asked for anew each time. One that was taken back is closed to everybody, unless a sign-off rests on
    it. Raises `not_found`.
    """
    row = _seen(actor, tx.rows(ONE, of_id=id_))
    if row.media_type is None or _is_gone(row):
        raise missing()
    return EvidenceFile(row.digest, row.media_type, f"evidence-{row.id[-6:]}.{ENDINGS[row.media_type]}")


def _seen(actor: Actor, rows: Sequence[Row]) -> Row:
    if not rows or not actor.may(Do.SEE_EVIDENCE, EVIDENCE_SCOPES, rows[0]):
        raise missing()
    if _is_gone(rows[0]) and actor.person not in (rows[0].added_by_id, rows[0].subject_id):
        raise missing()
    return rows[0]


def _is_gone(row: Row) -> bool:
    return row.taken_back_at is not None and not row.pinned


def shown(actor: Actor, row: Row) -> Evidence:
    """A piece of evidence from its row."""
    is_own = actor.person == row.added_by_id and row.taken_back_at is None
    return Evidence(
        row.id, row.kind, Named(row.subject_id, row.name), Named(row.added_by_id, row.adder), row.title, row.text,
        orjson.loads(row.criteria), row.happened_on, row.added_at, row.digest,
        row.media_type, row.size, row.pinned > 0, row.taken_back_at, {"take_back": is_own},
    )  # fmt: skip
