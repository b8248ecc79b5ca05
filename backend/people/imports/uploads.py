"""A list kept between looking at it and importing it: one a person, for an hour."""

from datetime import timedelta

from sqlalchemy import and_, bindparam, delete, or_, select

from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, put
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor
from backend.people.imports.doing import ensure_imports
from backend.people.imports.sheets import Sheet
from backend.people.tables import uploads

LASTS = timedelta(hours=1)

_PUT = put(uploads, "id", "person_id", "sheet", "made_at")
_MINE = and_(
    uploads.c.id == bindparam("of_id", type_=IdType()),
    uploads.c.person_id == bindparam("of_person", type_=IdType()),
    uploads.c.made_at > bindparam("since", type_=Instant()),
)
_ONE = Prepared(select(uploads.c.sheet).where(ours(uploads), _MINE))
_DONE = Prepared(delete(uploads).where(ours(uploads), uploads.c.id == bindparam("of_id", type_=IdType())))
_OLD = Prepared(
    delete(uploads).where(
        ours(uploads),
        or_(
            uploads.c.person_id == bindparam("of_person", type_=IdType()),
            uploads.c.made_at <= bindparam("since", type_=Instant()),
        ),
    )
)


def keep_upload(tx: Tx, actor: Actor, id_: Id, sheet: Sheet) -> None:
    """Keeps a list in place of any the actor left lying, and forgets everybody's that are older than an hour.

    Raises `not_allowed`.
    """
    ensure_imports(actor)
    tx.put(_OLD, of_person=actor.person, since=tx.now - LASTS)
    tx.put(_PUT, id=id_, person_id=actor.person, sheet=sheet.text, made_at=tx.now)


def upload_of(tx: Tx, actor: Actor, id_: Id) -> Sheet | None:
    """The list the actor keeps under that id; None when it is no longer there."""
    row = tx.first(_ONE, of_id=id_, of_person=actor.person, since=tx.now - LASTS)
    return Sheet.of(row.sheet) if row else None


def forget_upload(tx: Tx, id_: Id) -> None:
    """Forgets a list that was imported."""
    tx.put(_DONE, of_id=id_)
