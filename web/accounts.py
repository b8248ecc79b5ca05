"""Signing in and out, and who one is here."""

from typing import Any

from flask import Blueprint, Response, request, session
from werkzeug.wrappers import Response as AnyResponse

from backend.accounts.presence import OpenPresence, open_presence
from backend.accounts.rules import WEB_LASTS, Platform, PresenceMethod
from backend.accounts.sessions import SignIn, end_session, sign_in, sign_out
from backend.kernel.shapes import load
from backend.signoff.waiting import show_me
from web.forms import EMPTY, Typed, ensure_filled, posted
from web.pages import led_to, redrawn, render
from web.paths import local
from web.visits import PRESENCE, TOKEN, acting, has_plan, house, looking, token

accounts = Blueprint("accounts", __name__)
DEVICE = {"name": "Web browser", "platform": Platform.WEB.value}


def sign_in_page(typed: Typed = EMPTY) -> Response:
    """The door."""
    onward = local(request.values.get("next"))
    return render("accounts/sign_in.html", None, typed=typed, onward=onward)


@accounts.get("/sign-in")
def door() -> Response:
    """The page to sign in on."""
    return sign_in_page()


@accounts.post("/sign-in")
@redrawn(sign_in_page)
def enter() -> AnyResponse:
    """Starts a session; nothing of an earlier one in this browser is left."""
    ensure_filled("login", "password")
    act = load(SignIn, posted("login", "organisation") | {"password": request.form["password"], "device": DEVICE})
    signed_in = sign_in(house().database, house().vault, act, WEB_LASTS)
    end_session(house().database, token())
    session.clear()
    session[TOKEN] = signed_in.access_token
    return led_to(local(request.form.get("next")))


@accounts.post("/sign-out")
def leave() -> AnyResponse:
    """Ends the session, and with it every presence."""
    with acting() as visit:
        sign_out(visit.tx, visit.actor)
    session.clear()
    return led_to("/sign-in")


@accounts.get("/me")
def me() -> Response:
    """Who I am here."""
    with looking() as visit:
        myself = show_me(visit.tx, visit.actor)
        plan = has_plan(visit)
    return render("accounts/me.html", visit.frame, tab="me", me=myself, has_plan=plan)


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
