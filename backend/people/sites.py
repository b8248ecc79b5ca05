"""Areas and their sites, by name. Everyone of the organisation may read them: they are on the doors."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, and_, bindparam, select, tuple_

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.pages import FIRST, Page, Paging, cut
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor
from backend.people.names import Named
from backend.people.tables import areas, sites


@dataclass(frozen=True, kw_only=True)
class SiteFilter(Paging):
    """Which sites are wanted: all, or those of one area."""

    area_id: Id | None = None


@dataclass
class SiteListed:
    """A service, setting, school or home, and the area it is in."""

    id: Id
    name: str
    area: Named


MOST_CHOICES = 1000
"""So many sites a form offers to choose from."""


def _by_name(table: Any) -> tuple[Any, Any]:
    after = tuple_(bindparam("after_name", type_=Text()), bindparam("after", type_=IdType()))
    return tuple_(table.c.name, table.c.id) > after, (table.c.name, table.c.id)


_later_area, _area_order = _by_name(areas)
_AREAS = Prepared(
    select(areas.c.id, areas.c.name).where(ours(areas), _later_area).order_by(*_area_order).limit(bindparam("limit"))
)
_later_site, _site_order = _by_name(sites)
_SITE_ROWS = (
    select(sites.c.id, sites.c.name, sites.c.area_id, areas.c.name.label("area_name"))
    .join(areas, and_(areas.c.org == sites.c.org, areas.c.id == sites.c.area_id))
    .where(ours(sites), _later_site)
    .order_by(*_site_order)
    .limit(bindparam("limit"))
)
_SITES = Prepared(_SITE_ROWS)
_SITES_OF = Prepared(_SITE_ROWS.where(sites.c.area_id == bindparam("of_area", type_=IdType())))


def list_areas(tx: Tx, actor: Actor, paging: Paging) -> Page[Named]:
    """The organisation's areas, by name."""
    after_name, after = paging.keys("", FIRST)
    rows = tx.rows(_AREAS, after_name=after_name, after=after, limit=paging.limit + 1)
    return cut([Named(row.id, row.name) for row in rows], paging.limit, lambda one: [one.name, one.id])


def list_sites(tx: Tx, actor: Actor, wanted: SiteFilter) -> Page[SiteListed]:
    """The organisation's sites, by name."""
    after_name, after = wanted.keys("", FIRST)
    given = {"after_name": after_name, "after": after, "limit": wanted.limit + 1}
    rows = tx.rows(_SITES_OF, of_area=wanted.area_id, **given) if wanted.area_id else tx.rows(_SITES, **given)
    return cut([_listed(row) for row in rows], wanted.limit, lambda one: [one.name, one.id])


def choices(tx: Tx, most_sites: int = MOST_CHOICES) -> tuple[list[Named], list[SiteListed]]:
    """Every area and every site, by name, for a form to choose from."""
    first = {"after_name": "", "after": FIRST}
    areas_, sites_ = tx.batch((_AREAS, first | {"limit": MOST_CHOICES}), (_SITES, first | {"limit": most_sites}))
    return [Named(row.id, row.name) for row in areas_], [_listed(row) for row in sites_]


def sites_of(tx: Tx, area: Id, limit: int) -> list[SiteListed]:
    """The sites of an area, by name."""
    rows = tx.rows(_SITES_OF, of_area=area, after_name="", after=FIRST, limit=limit)
    return [_listed(row) for row in rows]


def _listed(row: Row) -> SiteListed:
    return SiteListed(row.id, row.name, Named(row.area_id, row.area_name))
