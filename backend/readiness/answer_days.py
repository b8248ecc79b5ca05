"""How long requests wait for their answer: the middle of it, by site, and never of one mentor.

Source: domain 8 (no rankings); trust, P07 (groups under five are not shown).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import Integer, Text, and_, bindparam, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert  # the one form of it, which SQLite takes too

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id
from backend.kernel.pages import FIRST, Page, Paging, cut
from backend.kernel.prepared import Prepared, Row
from backend.kernel.shapes import Within
from backend.kernel.tenancy import ours, tenant
from backend.kernel.ties import Actor
from backend.people.names import Named
from backend.people.tables import sites
from backend.readiness.scopes import SCOPE, scope_for, seen_scope
from backend.readiness.shown import ScopeKind
from backend.readiness.tables import answer_days
from backend.signoff.tables import plans, requests

FEWEST = 5
MONTHS = 3
"""The month of today and the two before it are looked at."""


@dataclass(frozen=True, kw_only=True)
class AnswerFilter(Paging):
    """Of which board: `site:ID`, `area:ID` or `organisation`; without it one's own widest."""

    scope: Annotated[str, Within(1, 60)] | None = None


@dataclass
class AnswersAtSite:
    """How many requests a site answered since `since`, and after how many days in the middle: half were answered as
    soon or sooner. `median_days` is None when fewer than five were.
    """

    site: Named
    since: date
    answered: int
    median_days: int | None


_ASKED = Prepared(
    select(requests.c.asked_on, plans.c.site_id)
    .join(plans, and_(plans.c.org == requests.c.org, plans.c.id == requests.c.plan_id))
    .where(ours(requests), requests.c.id == bindparam("of_request", type_=IdType()))
)
_one = insert(answer_days).values(
    {"org": tenant(), **{c.name: bindparam(c.name, type_=c.type) for c in answer_days.c if c.name != "org"}}
)
_COUNT = Prepared(
    _one.on_conflict_do_update(
        index_elements=["org", "site_id", "month", "days"],
        set_={"answered": answer_days.c.answered + _one.excluded.answered},
    )
)
_after = tuple_(bindparam("after_name", type_=Text()), bindparam("after", type_=IdType()))
_OF = bindparam("of_scope", type_=IdType())


def _page(kind: ScopeKind) -> Prepared:
    of = {ScopeKind.SITE: [sites.c.id == _OF], ScopeKind.AREA: [sites.c.area_id == _OF], ScopeKind.ORGANISATION: []}
    page = (
        select(sites.c.id, sites.c.name)
        .where(ours(sites), tuple_(sites.c.name, sites.c.id) > _after, *of[kind])
        .order_by(sites.c.name, sites.c.id)
        .limit(bindparam("limit", type_=Integer()))
        .subquery("page")
    )
    counted = and_(ours(answer_days), answer_days.c.site_id == page.c.id, answer_days.c.month >= bindparam("since"))
    return Prepared(
        select(page.c.id, page.c.name, answer_days.c.days, func.sum(answer_days.c.answered).label("answered"))
        .select_from(page)
        .outerjoin(answer_days, counted)
        .group_by(page.c.name, page.c.id, answer_days.c.days)
        .order_by(page.c.name, page.c.id, answer_days.c.days)
    )


_PAGES = {kind: _page(kind) for kind in ScopeKind}


def list_answers(tx: Tx, actor: Actor, wanted: AnswerFilter) -> Page[AnswersAtSite]:
    """The sites of a board by name, with how long requests waited there.

    Raises `request.invalid` for a scope that names no board and a cursor that is not ours, `not_found`, `not_allowed`.
    """
    scope = scope_for(actor, wanted.scope)
    name, after = wanted.keys("", FIRST)
    since = first_of(tx.today(actor.zone), MONTHS)
    given = {"of_scope": scope.id, "after_name": name, "after": after, "limit": wanted.limit + 1}
    places, rows = tx.batch((SCOPE, given), (_PAGES[scope.kind], given | {"since": f"{since:%Y-%m}"}))
    seen_scope(actor, scope, places)
    by_site: dict[tuple[Id, str], list[Row]] = defaultdict(list)
    for row in rows:
        by_site[row.id, row.name].append(row)
    found = [_at_site(Named(*site), since, days) for site, days in by_site.items()]
    return cut(found, wanted.limit, lambda one: [one.site.name, one.site.id])


def first_of(today: date, months: int) -> date:
    """The first day of the month so many months make, that of `today` being the last of them."""
    count = today.year * 12 + today.month - months
    return date(count // 12, count % 12 + 1, 1)


def _at_site(site: Named, since: date, days: Sequence[Row]) -> AnswersAtSite:
    counted = [(row.days, int(row.answered)) for row in days if row.answered]
    return AnswersAtSite(site, since, sum(many for _, many in counted), median(counted))


def median(counted: Sequence[tuple[int, int]]) -> int | None:
    """The day by which at least half were answered, of (days, how many) in order; None of fewer than five."""
    total, so_far = sum(many for _, many in counted), 0
    if total < FEWEST:
        return None
    for days, many in counted:
        so_far += many
        if 2 * so_far >= total:
            return days
    raise AssertionError("half of them are among all of them")


def apply_answered(tx: Tx, entry: Entry) -> None:
    """Counts how many days a request waited that this sign-off answers."""
    request = entry.attestation["answers"]
    asked = tx.first(_ASKED, of_request=request) if request else None
    if asked is None or asked.site_id is None:
        return
    on = date.fromisoformat(entry.attestation["day"])
    days = max((on - asked.asked_on).days, 0)
    tx.put(_COUNT, site_id=asked.site_id, month=f"{on:%Y-%m}", days=days, answered=1)
