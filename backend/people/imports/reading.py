"""Reading everybody and every place of the organisation, to compare a list with, or to take one out."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import and_, select

from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.kernel.ties import Tie, ties
from backend.people.imports.columns import key_of
from backend.people.imports.plan import Known
from backend.people.tables import areas, people, sites

# Everybody is read, those who left too: who comes back is known by their staff number. The limit is the largest
# organisation there is room for.
_MOST = 200_000
_PEOPLE = Prepared(
    select(
        people.c.id, people.c.name, people.c.staff_number, people.c.post, people.c.site_id, people.c.area_id,
        people.c.appointed_on, people.c.left_at, people.c.email, ties.c.person_id.label("manager_id"),
    )
    .outerjoin(
        ties,
        and_(
            ties.c.org == people.c.org, ties.c.scope_id == people.c.id, ties.c.tie == Tie.LINE.value,
            ties.c.ends_at.is_(None),
        ),
    )
    .where(ours(people))
    .order_by(people.c.staff_number, people.c.id)
    .limit(_MOST)
)  # fmt: skip
_SITES = Prepared(
    select(sites.c.id, sites.c.name, sites.c.area_id).where(ours(sites)).order_by(sites.c.id).limit(_MOST)
)  # fmt: skip
_AREAS = Prepared(select(areas.c.id, areas.c.name).where(ours(areas)).order_by(areas.c.id).limit(_MOST))


def known(tx: Tx) -> Known:
    """Everybody, who leads whom, and every place."""
    rows, at, of = tx.batch((_PEOPLE, {}), (_SITES, {}), (_AREAS, {}))
    numbered = [(key_of(row.staff_number), row) for row in rows if row.staff_number is not None]
    return Known(
        people=dict(numbered),
        twins={key for key, times in Counter(key for key, _ in numbered).items() if times > 1},
        unnumbered=[row for row in rows if row.staff_number is None and row.left_at is None],
        leads={row.id: row.manager_id for row in rows if row.manager_id is not None},
        sites=_by_name(at),
        areas=_by_name(of),
    )


def listed(tx: Tx) -> list[dict[str, Any]]:
    """Everybody who works here, as a list says them, those with staff numbers first and by these."""
    rows, at, of = tx.batch((_PEOPLE, {}), (_SITES, {}), (_AREAS, {}))
    names = {place.id: place.name for place in (*at, *of)}
    numbers: dict[Id, str | None] = {row.id: row.staff_number for row in rows}
    here = [row for row in rows if row.left_at is None]
    return [
        {
            "staff_number": row.staff_number,
            "name": row.name,
            "post": row.post,
            "site": names.get(row.site_id),
            "area": names.get(row.area_id),
            "line_manager": numbers.get(row.manager_id),
            "starts_on": row.appointed_on,
            "email": row.email,
        }
        for row in sorted(here, key=lambda row: (row.staff_number is None, row.staff_number or "", row.id))
    ]


def _by_name(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[key_of(row.name)].append(row)
    return dict(found)
