"""The door: in with a login and password, and out again."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request, session
from werkzeug.wrappers import Response as AnyResponse

from backend.accounts.rules import WEB_LASTS
from backend.accounts.sessions import end_session, sign_out
from backend.accounts.shared_phones import login_on
from backend.accounts.signing_in import SignIn, sign_in
from backend.kernel.ids import Id, is_id
from backend.kernel.shapes import load
from backend.notices.targets import release
from web.accounts.phones import device_on, known, phone_here
from web.forms import EMPTY, Typed, ensure_filled, posted
from web.pages import led_to, redrawn, render
from web.paths import local
from web.visits import TOKEN, acting, house, leave_nothing, phone_token, token

door = Blueprint("door", __name__)


def sign_in_page(typed: Typed = EMPTY) -> Response:
    """The door. On a shared phone one chooses oneself first; where somebody was before does not lead the next on."""
    phone = phone_here()
    onward = "/" if phone else local(request.values.get("next"))
    wanted = request.values.get("person")
    if chosen := next((one for one in phone.people if one.id == wanted), None) if phone else None:
        return render("accounts/sign_in_as.html", None, typed=typed, chosen=chosen)
    if phone and phone.people and wanted is None and typed.refused is None:
        return render("accounts/who.html", None, phone=phone)
    return render("accounts/sign_in.html", None, typed=typed, onward=onward, phone=phone)


@door.get("/sign-in")
def entrance() -> Response:
    """The page to sign in on."""
    return sign_in_page()


@door.post("/sign-in")
@redrawn(sign_in_page)
def enter() -> AnyResponse:
    """Starts a session; nothing of an earlier one in this browser is left."""
    phone, told = phone_here(), _told()
    act = load(SignIn, told | {"password": request.form["password"], "device": device_on(phone)})
    signed_in = sign_in(house().database, house().vault, act, WEB_LASTS, request.remote_addr)
    let_in(signed_in.access_token)
    onward = "/" if phone else local(request.form.get("next"))
    has_choice = len(signed_in.memberships) > 1 and "organisation" not in told
    to = f"/me/organisations?next={quote(onward)}" if has_choice else onward
    return known(phone, led_to(to), signed_in.device.id)


def _told() -> dict[str, Any]:
    """Who wants to sign in: as they typed, or as somebody on the list of a shared phone."""
    person = request.form.get("person", "")
    if not is_id(person):
        ensure_filled("login", "password")
        return posted("login", "organisation")
    ensure_filled("password")
    found = login_on(house().database, phone_token(), Id(person))
    return {"login": found.login, "organisation": found.organisation}


def let_in(access_token: str) -> None:
    """From now on the browser acts with this token; the session it had before ends."""
    end_session(house().database, token())
    session.clear()
    session[TOKEN] = access_token


@door.post("/sign-out")
def leave() -> AnyResponse:
    """Ends the session, and with it every presence."""
    with acting() as visit:
        release(visit.tx, visit.actor)
        sign_out(visit.tx, visit.actor)
    return leave_nothing(led_to("/sign-in"))
