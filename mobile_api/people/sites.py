"""Areas and their sites."""

from dataclasses import dataclass

from flask import Response

from backend.kernel.ids import Id
from backend.kernel.pages import Paging
from backend.people.names import Named
from backend.people.organisation import (
    OpenArea,
    OpenSite,
    RenameArea,
    RenameSite,
    open_area,
    open_site,
    rename_area,
    rename_site,
)
from backend.people.sites import SiteFilter, SiteListed, list_areas, list_sites
from mobile_api.answer_schemas import page_schema
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, made, query, read, writing
from mobile_api.people import examples

room = Room("sites", __name__, description="Areas, and the sites in them.")

AREA = Body(OpenArea, examples.AREA)
SITE = Body(OpenSite, examples.SITE)
AREA_NAME = Body(RenameArea, examples.AREA, without=("area_id",))
SITE_NAME = Body(RenameSite, examples.SITE_NAME, without=("site_id",))


@dataclass
class PlaceNamed:
    """An area or a site that was opened or renamed, by its id and its name from now on."""

    id: Id
    name: str


@room.operation("GET", "/v1/areas", query=Paging, gives={200: page_schema(Named)})
def areas() -> Response:
    """List the areas, by name."""
    return answer(read(list_areas, query(Paging)))


@room.operation(
    "POST", "/v1/areas", takes=AREA, gives={201: PlaceNamed, 200: PlaceNamed}, refuses=["not_allowed", "id.reused"]
)  # fmt: skip
def make_area() -> Response:
    """Open an area."""
    act = AREA.load()
    with writing() as (tx, actor):
        entry = open_area(tx, actor, act)
    return made(PlaceNamed(entry.id, act.name), entry.is_new)


@room.operation(
    "POST", "/v1/areas/<id:area_id>/names", takes=AREA_NAME, gives={201: PlaceNamed, 200: PlaceNamed},
    refuses=["not_found", "not_allowed", "id.reused"],
)  # fmt: skip
def make_area_name(area_id: Id) -> Response:
    """Give an area another name."""
    act = AREA_NAME.load(area_id=area_id)
    with writing() as (tx, actor):
        entry = rename_area(tx, actor, act)
    return made(PlaceNamed(area_id, act.name), entry.is_new)


@room.operation("GET", "/v1/sites", query=SiteFilter, gives={200: page_schema(SiteListed)})
def sites() -> Response:
    """List the sites, by name; those of one area with `area_id`."""
    return answer(read(list_sites, query(SiteFilter)))


@room.operation(
    "POST", "/v1/sites", takes=SITE, gives={201: PlaceNamed, 200: PlaceNamed},
    refuses=["not_allowed", "id.reused", "people.unknown_area"],
)  # fmt: skip
def make_site() -> Response:
    """Open a site in an area."""
    act = SITE.load()
    with writing() as (tx, actor):
        entry = open_site(tx, actor, act)
    return made(PlaceNamed(entry.id, act.name), entry.is_new)


@room.operation(
    "POST", "/v1/sites/<id:site_id>/names", takes=SITE_NAME, gives={201: PlaceNamed, 200: PlaceNamed},
    refuses=["not_found", "not_allowed", "id.reused"],
)  # fmt: skip
def make_site_name(site_id: Id) -> Response:
    """Give a site another name. What was signed there keeps the name of then."""
    act = SITE_NAME.load(site_id=site_id)
    with writing() as (tx, actor):
        entry = rename_site(tx, actor, act)
    return made(PlaceNamed(site_id, act.name), entry.is_new)
