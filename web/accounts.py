"""Signing in and out, and who one is here."""

from typing import Any

from flask import Blueprint, Response, request, session
from werkzeug.wrappers import Response as AnyResponse

from backend.accounts.presence import OpenPresence, open_presence
from backend.accounts.rules import WEB_LASTS, Platform, PresenceMethod
from backend.accounts.sessions import SignIn, end_session, sign_in, sign_out
from backend.accounts.shared_phones import login_on
from backend.kernel.ids import Id, is_id
from backend.kernel.shapes import load
from backend.signoff.waiting import show_me
from web.forms import EMPTY, Typed, ensure_filled, posted
from web.pages import led_to, redrawn, render
from web.paths import local
from web.phones import device_on, kept, phone_here
from web.visits import PRESENCE, TOKEN, acting, has_plan, house, leave_nothing, looking, phone_token, token

accounts = Blueprint("accounts", __name__)
DEVICE = {"name": "Web browser", "platform": Platform.WEB.value}


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


@accounts.get("/sign-in")
def door() -> Response:
    """The page to sign in on."""
    return sign_in_page()


@accounts.post("/sign-in")
@redrawn(sign_in_page)
def enter() -> AnyResponse:
    """Starts a session; nothing of an earlier one in this browser is left."""
    phone = phone_here()
    told = _told()
    act = load(SignIn, told | {"password": request.form["password"], "device": device_on(phone, DEVICE)})
    signed_in = sign_in(house().database, house().vault, act, WEB_LASTS)
    let_in(signed_in.access_token)
    return kept(phone, led_to("/" if phone else local(request.form.get("next"))))


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


@accounts.post("/sign-out")
def leave() -> AnyResponse:
    """Ends the session, and with it every presence."""
    with acting() as visit:
        sign_out(visit.tx, visit.actor)
    return leave_nothing(led_to("/sign-in"))


@accounts.get("/me")
def me() -> Response:
    """Who I am here."""
    with looking() as visit:
        myself = show_me(visit.tx, visit.actor)
        plan = has_plan(visit)
    done = request.args.get("done")
    return render("accounts/me.html", visit.frame, tab="me", me=myself, has_plan=plan, done=done)


def confirm() -> None:
    """Opens a presence with the PIN or password on the form, if there is one; the next sign-offs need none.

    Raises `presence.wrong`, `presence.locked`.
    """
    given: dict[str, Any] = posted("pin", "password")
    for method in PresenceMethod:
        if secret := given.get(method.value):
            act = load(OpenPresence, {"method": method.value, method.value: secret})
            session[PRESENCE] = open_presence(house().database, house().vault, token(), act).presence
            return


def presence() -> str | None:
    """The presence in the cookie, live or not."""
    return session.get(PRESENCE)
