"""Areas and their sites: one page with all of them, and a small one for each name."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
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
from backend.people.sites import choices
from web.forms import EMPTY, Typed, asked, ensure_filled, posted
from web.pages import answered, redrawn, render
from web.visits import acting, looking

sites = Blueprint("sites", __name__)


def sites_page(done: str | None = None) -> Response:
    """Every area with its sites. Raises `not_allowed`."""
    with looking() as visit:
        areas, found = choices(visit.tx)
    if not visit.frame.manages:
        raise forbidden()
    done = done or asked("done").get("done")
    return render("people/sites.html", visit.frame, tab="people", areas=areas, sites=found, done=done)


@sites.get("/sites")
def all_of_them() -> Response:
    """Every area with its sites."""
    return sites_page()


def name_page(kind: str, id_: Id | None = None, typed: Typed = EMPTY) -> Response:
    """The page to open an area or a site on, or to give one another name. Raises `not_found`, `not_allowed`."""
    with looking() as visit:
        areas, found = choices(visit.tx)
    of = next((one for one in (areas if kind == "area" else found) if one.id == id_), None)
    if id_ is not None and of is None:
        raise missing()
    if not visit.frame.manages:
        raise forbidden()
    action = f"/{kind}s/{id_}/names" if id_ else f"/{kind}s"
    form_id = typed.form_id() or new_id()
    return render(
        "people/place.html", visit.frame, tab="people", kind=kind, of=of, typed=typed, form_id=form_id, action=action,
        areas=[{"value": one.id, "label": one.name} for one in areas],
    )  # fmt: skip


def _new_area(typed: Typed = EMPTY) -> Response:
    return name_page("area", typed=typed)


def _new_site(typed: Typed = EMPTY) -> Response:
    return name_page("site", typed=typed)


def _area(area_id: Id, typed: Typed = EMPTY) -> Response:
    return name_page("area", area_id, typed)


def _site(site_id: Id, typed: Typed = EMPTY) -> Response:
    return name_page("site", site_id, typed)


sites.add_url_rule("/areas/new", "new area", _new_area)
sites.add_url_rule("/sites/new", "new site", _new_site)
sites.add_url_rule("/areas/<id:area_id>/names/new", "area", _area)
sites.add_url_rule("/sites/<id:site_id>/names/new", "site", _site)


@sites.post("/areas")
@redrawn(_new_area)
def add_area() -> AnyResponse:
    """Opens an area."""
    ensure_filled("name")
    act = load(OpenArea, posted("id", "name"))
    with acting() as visit:
        open_area(visit.tx, visit.actor, act)
    return answered(sites_page, "/sites", "place-opened")


@sites.post("/sites")
@redrawn(_new_site)
def add_site() -> AnyResponse:
    """Opens a site."""
    ensure_filled("name", "area_id")
    act = load(OpenSite, posted("id", "name", "area_id"))
    with acting() as visit:
        open_site(visit.tx, visit.actor, act)
    return answered(sites_page, "/sites", "place-opened")


@sites.post("/areas/<id:area_id>/names")
@redrawn(_area)
def name_area(area_id: Id) -> AnyResponse:
    """Gives an area another name."""
    ensure_filled("name")
    act = load(RenameArea, posted("id", "name"), area_id=area_id)
    with acting() as visit:
        rename_area(visit.tx, visit.actor, act)
    return answered(sites_page, "/sites", "place-named")


@sites.post("/sites/<id:site_id>/names")
@redrawn(_site)
def name_site(site_id: Id) -> AnyResponse:
    """Gives a site another name."""
    ensure_filled("name")
    act = load(RenameSite, posted("id", "name"), site_id=site_id)
    with acting() as visit:
        rename_site(visit.tx, visit.actor, act)
    return answered(sites_page, "/sites", "place-named")
