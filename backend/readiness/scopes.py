"""Of what a board is: a site, an area or the whole organisation; and who may look at it, one at a time.

Source: decisions, Rights (readiness board).
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, literal_column, select, union_all

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.errors import Fault, Refused, forbidden, invalid, missing
from backend.kernel.ids import Id, is_id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.sites import SiteListed, choices, sites_of
from backend.people.tables import areas, organisations, sites
from backend.readiness.shown import ScopeKind, ScopeShown
from backend.readiness.tables import BOARD_SCOPES

MOST_SITES = 200
"""So many sites are offered beside a board."""
COLUMNS = {ScopeKind.SITE: "site_id", ScopeKind.AREA: "area_id", ScopeKind.ORGANISATION: "org"}
"""By which column a scope's rows are told."""


@dataclass(frozen=True)
class Scope:
    """One board, by its kind and the id of its place."""

    kind: ScopeKind
    id: Id

    @property
    def name(self) -> str:
        """As an address names it: `site:ID`, `area:ID` or `organisation`."""
        return self.kind.value if self.kind is ScopeKind.ORGANISATION else f"{self.kind.value}:{self.id}"


_OF = bindparam("of_scope", type_=IdType())
_none = literal_column("NULL", IdType())
SCOPE = Prepared(
    union_all(
        select(sites.c.name, sites.c.id.label("site_id"), sites.c.area_id, sites.c.org)
        .where(ours(sites), sites.c.id == _OF),
        select(areas.c.name, _none.label("site_id"), areas.c.id.label("area_id"), areas.c.org)
        .where(ours(areas), areas.c.id == _OF),
        select(organisations.c.name, _none.label("site_id"), _none.label("area_id"), organisations.c.org)
        .where(ours(organisations), organisations.c.org == _OF),
    )
)  # fmt: skip
"""A scope as a thing that somebody may look at the board of."""


def asked_scope(text: str) -> Scope | None:
    """The scope that `site:ID`, `area:ID` or `organisation` names (that without an id yet); None for anything else."""
    kind, _, id_ = text.partition(":")
    if text == ScopeKind.ORGANISATION.value:
        return Scope(ScopeKind.ORGANISATION, Id(""))
    if kind in (ScopeKind.SITE, ScopeKind.AREA) and is_id(id_.lower()):
        return Scope(ScopeKind(kind), Id(id_.lower()))
    return None


def wrong_scope() -> Refused:
    """`request.invalid`, for a scope that names no board."""
    fault = Fault("/scope", "Name one board: site:ID, area:ID or organisation.", "invalid")
    return invalid(faults=[fault], fields="scope")


def own_scopes(actor: Actor) -> list[Scope]:
    """The boards that somebody's own posts open, the widest first."""
    return [
        Scope(kind, id_)
        for kind in (ScopeKind.ORGANISATION, ScopeKind.AREA, ScopeKind.SITE)
        for id_ in dict.fromkeys(actor.scopes_for(Do.SEE_BOARD, BOARD_SCOPES, COLUMNS[kind]))
    ]


def scope_for(actor: Actor, text: str | None) -> Scope:
    """The scope somebody asks for, or else their own widest.

    Raises `request.invalid`, and `not_allowed` when they have none of their own.
    """
    if text is None:
        own = own_scopes(actor)
        if not own:
            raise forbidden()
        return own[0]
    scope = asked_scope(text)
    if scope is None:
        raise wrong_scope()
    return scope if scope.id else Scope(scope.kind, actor.org)


def offered_scopes(tx: Tx, actor: Actor, at: ScopeShown, most: int = MOST_SITES) -> list[ScopeShown]:
    """The boards to choose from beside the one somebody looks at, by name: the widest first, and each area before its
    sites. Of more sites than `most` those of the area they look at are offered, so that a page does not grow with them.
    """
    own = own_scopes(actor)
    is_all = bool(own) and own[0].kind is ScopeKind.ORGANISATION
    found = _all_scopes(tx, actor, at, most) if is_all else _own_and_under(tx, own, most)
    found.setdefault(at.id, at)
    return list(found.values())


def _own_and_under(tx: Tx, own: list[Scope], most: int) -> dict[Id, ScopeShown]:
    named = tx.batch(*((SCOPE, {"of_scope": one.id}) for one in own))
    found: dict[Id, ScopeShown] = {}
    for scope, (row,) in zip(own, named, strict=True):
        found[scope.id] = ScopeShown(scope.kind, scope.id, row.name)
        if scope.kind is ScopeKind.AREA:
            found |= _sites(sites_of(tx, scope.id, most))
    return found


def _all_scopes(tx: Tx, actor: Actor, at: ScopeShown, most: int) -> dict[Id, ScopeShown]:
    areas_, sites_ = choices(tx, most + 1)
    if len(sites_) > most:
        (row,) = tx.rows(SCOPE, of_scope=at.id)
        sites_ = sites_of(tx, row.area_id, most) if row.area_id else []
    found = {actor.org: ScopeShown(ScopeKind.ORGANISATION, actor.org, "")}
    for area in areas_:
        found[area.id] = ScopeShown(ScopeKind.AREA, area.id, area.name)
        found |= _sites([site for site in sites_ if site.area.id == area.id])
    return found


def _sites(sites_: list[SiteListed]) -> dict[Id, ScopeShown]:
    return {site.id: ScopeShown(ScopeKind.SITE, site.id, site.name) for site in sites_}


def seen_scope(actor: Actor, scope: Scope, rows: list[Row]) -> ScopeShown:
    """The scope by name, from the rows of `SCOPE`. Raises `not_found`, `not_allowed`."""
    if not rows or _kind(rows[0]) is not scope.kind:
        raise missing()
    if not actor.may(Do.SEE_BOARD, BOARD_SCOPES, rows[0]):
        raise forbidden()
    return ScopeShown(scope.kind, scope.id, rows[0].name)


def _kind(row: Row) -> ScopeKind:
    return ScopeKind.SITE if row.site_id else ScopeKind.AREA if row.area_id else ScopeKind.ORGANISATION
