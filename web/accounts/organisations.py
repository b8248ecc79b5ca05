"""One login in several organisations: where to go, after signing in or later."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.accounts.switching import Switch, list_places, switch
from backend.kernel.shapes import load
from web.accounts.door import let_in
from web.forms import posted
from web.pages import led_to, render
from web.paths import local
from web.visits import house, looking, token

organisations = Blueprint("organisations", __name__)


@organisations.get("/me/organisations")
def choose() -> Response:
    """Where this login belongs."""
    places = list_places(house().database, token())
    with looking() as visit:
        pass
    onward = local(request.args.get("next"))
    return render("accounts/organisations.html", visit.frame, tab="me", places=places, onward=onward)


@organisations.post("/me/organisations")
def go() -> AnyResponse:
    """Goes there. What was open in the organisation before ends in this browser, its presence with it."""
    key = posted("organisation").get("organisation", "")
    if not _is_here(key):
        act = load(Switch, {"organisation": key})
        let_in(switch(house().database, token(), act).access_token)
    return led_to(local(request.form.get("next")))


def _is_here(key: str) -> bool:
    here = list_places(house().database, token())
    with looking() as visit:
        return any(place.organisation == key and place.person_id == visit.actor.person for place in here)
