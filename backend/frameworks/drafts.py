"""Drafts of frameworks: written, looked at, published or thrown away. Seen by those who may publish.

A draft is plain text that changes in place; nothing is made of it and nothing of it stands in the log. It may be
broken: then it says where, and is kept all the same.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from sqlalchemy import bindparam, delete, select, update

from backend.frameworks.changes import Changes, changes_between
from backend.frameworks.files import LARGEST, parse, write
from backend.frameworks.outcomes import read_outcomes, with_outcomes
from backend.frameworks.publishing import publish, published_as
from backend.frameworks.reading import FrameworkShown, newest_before, shown_of
from backend.frameworks.rules import Framework, unchanged
from backend.frameworks.tables import framework_drafts
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.errors import Refused, forbidden, id_reused, missing, stale
from backend.kernel.ids import Id, new_id
from backend.kernel.pages import FIRST, Page, Paging, cut
from backend.kernel.prepared import Prepared, Row, put
from backend.kernel.removals import ensure_removed, note_removal
from backend.kernel.shapes import OwnId, Within
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.names import Named
from backend.people.tables import people

Text = Annotated[str, Within(1, LARGEST)]


@dataclass(frozen=True, kw_only=True)
class NewDraft:
    """A framework's file, to be looked at before it is published."""

    id: OwnId = field(default_factory=new_id)
    text: Text


@dataclass(frozen=True, kw_only=True)
class ChangedDraft:
    """The whole text of a draft, changed."""

    text: Text


@dataclass
class DraftListed:
    """A draft in a list. Key, version and title are as far as they can be read."""

    id: Id
    key: str | None
    version: int | None
    title: str | None
    written_by: Named
    written_at: datetime


@dataclass
class DraftShown:
    """A draft: its text, and either where it is broken or what it would publish and what that changes. `published_as`
    is the version that is published with this very text already, so that there is nothing to publish.
    """

    id: Id
    text: str
    revision: int
    written_by: Named
    written_at: datetime
    broken: str | None
    preview: FrameworkShown | None
    changes: Changes | None
    published_as: Id | None


_ID = bindparam("of_id", type_=IdType())
_INSERT = put(framework_drafts, "id", "text", "written_by", "written_at", "revision")
_joined = (
    select(framework_drafts, people.c.name)
    .join(people, (people.c.org == framework_drafts.c.org) & (people.c.id == framework_drafts.c.written_by))
    .where(ours(framework_drafts))
)
_ONE = Prepared(_joined.where(framework_drafts.c.id == _ID))
_LIST = Prepared(
    _joined.where(framework_drafts.c.id > bindparam("after", type_=IdType()))
    .order_by(framework_drafts.c.id)
    .limit(bindparam("limit"))
)
_CHANGE = Prepared(
    update(framework_drafts)
    .where(ours(framework_drafts), framework_drafts.c.id == _ID)
    .where(framework_drafts.c.revision == bindparam("of_revision"))
    .values(
        text=bindparam("new_text"),
        written_by=bindparam("writer", type_=IdType()),
        written_at=bindparam("at", type_=Instant()),
        revision=framework_drafts.c.revision + 1,
    )
    .returning(framework_drafts.c.revision)
)
_DROP = Prepared(delete(framework_drafts).where(ours(framework_drafts), framework_drafts.c.id == _ID))
_USE_UP = Prepared(
    delete(framework_drafts)
    .where(ours(framework_drafts), framework_drafts.c.id == _ID)
    .where(framework_drafts.c.revision == bindparam("of_revision"))
    .returning(framework_drafts.c.id)
)


def write_draft(tx: Tx, actor: Actor, act: NewDraft) -> tuple[Id, bool]:
    """Keeps a new draft. Answers its id, and whether it is new. Raises `not_allowed`, `id.reused`."""
    _ensure_may(actor)
    if known := tx.first(_ONE, of_id=act.id):
        if known.text != act.text:
            raise id_reused()
        return act.id, False
    tx.put(_INSERT, id=act.id, text=act.text, written_by=actor.person, written_at=tx.now, revision=1)
    return act.id, True


def change_draft(tx: Tx, actor: Actor, id_: Id, revision: int, text: str) -> None:
    """Puts another text in the place of revision `revision`. Raises `not_found`, `request.stale`."""
    if _draft(tx, actor, id_).text == text:  # the answer was lost before
        return
    given = {"of_id": id_, "of_revision": revision, "new_text": text, "writer": actor.person, "at": tx.now}
    if tx.first(_CHANGE, **given) is None:
        raise stale()


def add_outcomes(tx: Tx, actor: Actor, id_: Id, revision: int, outcomes: str) -> None:
    """Puts a regulator's outcomes into a draft.

    Raises `not_found`, `request.stale`, `framework.broken_file`, `framework.no_such_criterion`.
    """
    row = _draft(tx, actor, id_)
    change_draft(tx, actor, id_, revision, write(with_outcomes(parse(row.text), read_outcomes(outcomes))))


def discard_draft(tx: Tx, actor: Actor, id_: Id) -> None:
    """Throws a draft away; one they have thrown away before stays so. Raises `not_found`."""
    if tx.first(_ONE, of_id=id_) is None:
        return ensure_removed(tx, actor, id_)
    _draft(tx, actor, id_)
    tx.put(_DROP, of_id=id_)
    note_removal(tx, actor, id_)


def publish_draft(tx: Tx, actor: Actor, id_: Id, revision: int) -> Id:
    """Publishes a draft as it was at `revision`, which uses it up. Answers the version's id.

    Raises `not_found`, `request.stale`, `framework.broken_file`, `framework.unchanged`, `framework.version_published`.
    """
    row = _draft(tx, actor, id_)
    if row.revision != revision:
        raise stale()
    framework = parse(row.text)
    if published_as(tx, actor.org, framework) is not None:
        raise unchanged(version=framework.version)
    published = publish(tx, actor, framework)
    if tx.first(_USE_UP, of_id=id_, of_revision=revision) is None:
        raise stale()  # somebody changed it at this very moment: what they wrote is neither published nor lost
    return published


def list_drafts(tx: Tx, actor: Actor, paging: Paging) -> Page[DraftListed]:
    """Every draft, in the order they were begun. Raises `not_allowed`."""
    _ensure_may(actor)
    (after,) = paging.keys(FIRST)
    rows = tx.rows(_LIST, after=after, limit=paging.limit + 1)
    return cut([_listed(row) for row in rows], paging.limit, lambda draft: [draft.id])


def show_draft(tx: Tx, actor: Actor, id_: Id) -> DraftShown:
    """One draft. Raises `not_found`."""
    row = _draft(tx, actor, id_)
    writer = Named(row.written_by, row.name)
    found, broken = _parsed(row.text)
    if found is None:
        return DraftShown(row.id, row.text, row.revision, writer, row.written_at, broken, None, None, None)
    before = newest_before(tx, found.key, found.version)
    changes = changes_between(before, found) if before else None
    there, preview = published_as(tx, actor.org, found), shown_of(row.id, found)
    return DraftShown(row.id, row.text, row.revision, writer, row.written_at, None, preview, changes, there)


def _listed(row: Row) -> DraftListed:
    found, _ = _parsed(row.text)
    return DraftListed(
        id=row.id,
        key=found.key if found else None,
        version=found.version if found else None,
        title=found.title if found else None,
        written_by=Named(row.written_by, row.name),
        written_at=row.written_at,
    )


def _parsed(text: str) -> tuple[Framework | None, str | None]:
    try:
        return parse(text), None
    except Refused as refused:
        return None, refused.detail


def _ensure_may(actor: Actor) -> None:
    if not actor.may_anywhere(Do.PUBLISH_FRAMEWORK):
        raise forbidden()


def _draft(tx: Tx, actor: Actor, id_: Id) -> Row:
    row = tx.first(_ONE, of_id=id_)
    if row is None or not actor.may_anywhere(Do.PUBLISH_FRAMEWORK):
        raise missing()
    return row
