"""Whom one may name in a proposal: the people within reach, by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from sqlalchemy import and_, bindparam, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id, is_id
from backend.kernel.prepared import Prepared
from backend.kernel.shapes import Within
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, within
from backend.people.tables import PERSON_SCOPES, people, sites

MOST = 200


@dataclass
class Choice:
    """Somebody who may be named, with what tells them from others of the same name."""

    id: Id
    name: str
    post: str
    site: str | None


@dataclass(frozen=True, kw_only=True)
class Search:
    """Part of a name, to choose among fewer."""

    find: Annotated[str, Within(1, 100)] | None = None


_WITHIN = (
    select(people, sites.c.name.label("site_name"))
    .outerjoin(sites, and_(sites.c.org == people.c.org, sites.c.id == people.c.site_id))
    .where(ours(people), people.c.left_at.is_(None), within(Do.SEE_PERSON, people, PERSON_SCOPES))
)
_ONE = Prepared(_WITHIN.where(people.c.id == bindparam("of_person", type_=IdType())))
_REACH = Prepared(
    _WITHIN.where(people.c.name.ilike(bindparam("pattern"), escape="!"))
    .order_by(people.c.name, people.c.id)
    .limit(bindparam("limit"))
)


def choices(tx: Tx, actor: Actor, search: Search, kept: Iterable[Id] = ()) -> list[Choice]:
    """The first 200 people within reach whose name holds what is sought, in the order of their names.

    `kept` are those chosen already, who stay among them.
    """
    sought = (search.find or "").replace("!", "!!").replace("%", "!%").replace("_", "!_")
    rows = tx.rows(_REACH, actor=actor.person, pattern=f"%{sought}%", limit=MOST)
    found = {row.id: row for row in rows}
    given = [(_ONE, {"actor": actor.person, "of_person": one}) for one in set(kept) - found.keys() if is_id(one)]
    found |= {row.id: row for rows in (tx.batch(*given) if given else []) for row in rows}
    return [Choice(row.id, row.name, row.post, row.site_name) for row in found.values()]
