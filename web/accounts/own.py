"""Changing one's own password and PIN."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.accounts.changing import ChangePassword, ChangePin, change_password, change_pin
from backend.accounts.strength import LEAST
from backend.kernel.errors import Fault, invalid
from backend.kernel.shapes import load
from web import refusals
from web.accounts.me import me_page
from web.forms import EMPTY, Typed, ensure_filled, posted
from web.pages import answered, redrawn, render
from web.visits import house, looking, token

own = Blueprint("own", __name__)


def password_page(typed: Typed = EMPTY) -> Response:
    """The page to change the password on."""
    with looking() as visit:
        pass
    return render("accounts/password.html", visit.frame, tab="me", typed=typed, least=LEAST)


def pin_page(typed: Typed = EMPTY) -> Response:
    """The page to change the PIN on."""
    with looking() as visit:
        pass
    return render("accounts/pin.html", visit.frame, tab="me", typed=typed)


@own.get("/me/password")
def password() -> Response:
    """The page to change the password on."""
    return password_page()


@own.post("/me/password")
@redrawn(password_page)
def set_password() -> AnyResponse:
    """Changes the password. Every other session ends."""
    ensure_filled("current", "password", "again")
    _ensure_same("password")
    act = load(ChangePassword, {name: request.form[name] for name in ("current", "password")})
    change_password(house().database, house().vault, token(), act)
    return answered(me_page, "/me", "password")


@own.get("/me/pin")
def pin() -> Response:
    """The page to change the PIN on."""
    return pin_page()


@own.post("/me/pin")
@redrawn(pin_page)
def set_pin() -> AnyResponse:
    """Changes the PIN."""
    ensure_filled("password", "pin", "again")
    _ensure_same("pin")
    act = load(ChangePin, posted("pin") | {"password": request.form["password"]})
    change_pin(house().database, house().vault, token(), act)
    return answered(me_page, "/me", "pin")


def _ensure_same(name: str) -> None:
    if request.form[name] != request.form["again"]:
        raise invalid(faults=[Fault("/again", refusals.FAULTS["again"], "invalid")], fields="again")
