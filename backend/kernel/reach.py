"""Lists of what is within reach, by id, at the same cost among fifty rows and among half a million.

Asking of each row whether it is within reach walks them all when few are. So whoever may see the whole organisation
reads along its key. For others ids are gathered first: a page along the index of the site they hold and of the area,
and all that hangs on a person or an agreement, which is little.
"""

from itertools import zip_longest
from typing import Any

from sqlalchemy import FromClause, Integer, Select, bindparam, func, select, union

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, Scopes, held_scopes

WHOLE, WIDE = "org", ("site_id", "area_id", "circle_id")
"""Columns that say the organisation, and those that many rows share; a table indexes each of these with its id."""

_after = bindparam("after", type_=IdType())
_limit = bindparam("limit", type_=Integer())


class Reach:
    """A select of rows of `table`, which it answers in pages of what an actor may do `do` to. Built once.

    `only` are the conditions on `table` of what is wanted; `latest_first` turns the order of ids round.
    """

    def __init__(
        self, wanted: Select[Any], do: Do, table: FromClause, scopes: Scopes, *only: Any, latest_first: bool = False
    ) -> None:
        self._do, self._scopes, self._latest_first = do, scopes, latest_first
        order = table.c.id.desc() if latest_first else table.c.id
        self._wide = [name for name in dict.fromkeys(scopes.values()) if name in WIDE]
        few = [name for name in dict.fromkeys(scopes.values()) if name not in (WHOLE, *WIDE)]
        ids = select(table.c.id).where(ours(table), *only)
        # Said so that SQLite does not walk the key from there on instead of reading the index of the few.
        plain = func.coalesce(table.c.id, _after)
        is_after = plain < _after if latest_first else plain > _after
        is_next = table.c.id < _after if latest_first else table.c.id > _after
        gathered = [ids.where(table.c[name].in_(held_scopes(do, scopes, name)), is_after) for name in few]
        for name in self._wide:
            held = ids.where(table.c[name] == bindparam(f"held_{name}", type_=IdType()), is_next)
            page = held.order_by(order).limit(_limit).subquery(f"at_{name}")
            gathered.append(select(page.c.id))
        self._all = Prepared(wanted.where(*only, is_next).order_by(order).limit(_limit))
        self._some = Prepared(wanted.where(table.c.id.in_(union(*gathered))).order_by(order).limit(_limit))

    def page(self, tx: Tx, actor: Actor, after: str, limit: int, **params: Any) -> list[Row]:
        """At most `limit` rows within reach with ids after `after`, in the order of ids.

        One statement, unless somebody manages several sites or areas.
        """
        given = {**params, "actor": actor.person, "after": after, "limit": limit}
        if tx.tenant in self._held(actor, WHOLE):
            return tx.rows(self._all, **given)
        pages = tx.batch(*((self._some, given | held) for held in held_places(actor, self._do, self._scopes)))
        rows = {row.id: row for page in pages for row in page}
        return [rows[id_] for id_ in sorted(rows, reverse=self._latest_first)][:limit]

    def _held(self, actor: Actor, name: str) -> list[Id]:
        return actor.scopes_for(self._do, self._scopes, name)


def held_places(actor: Actor, do: Do, scopes: Scopes) -> list[dict[str, Id | None]]:
    """The sites and areas by which an actor may do `do`, as the parameters `held_site_id` and so on: one of each kind
    at a time, for as many pages as it takes. Most people hold one at most.
    """
    wide = [name for name in dict.fromkeys(scopes.values()) if name in WIDE]
    held = zip_longest(*(dict.fromkeys(actor.scopes_for(do, scopes, name)) for name in wide))
    names = [f"held_{name}" for name in wide]
    return [dict(zip(names, one, strict=True)) for one in held] or [dict.fromkeys(names)]
