"""A phone that several people use, as a browser: its cookie, and handing it over so that nothing of a person is left.

The cookie is an opaque token; whose phone it is, and who signs in on it, only the server knows.
"""

from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from backend.accounts.rules import Platform
from backend.accounts.sessions import end_session
from backend.accounts.shared_phones import SharedPhone, find_phone, share_phone, take_off, unshare_phone
from backend.kernel.errors import signed_out
from backend.kernel.ids import Id, is_id
from web.accounts.browsers import named
from web.pages import led_to
from web.visits import acting, device_cookie, house, leave_nothing, phone_cookie, phone_token, token

phones = Blueprint("phones", __name__)
KEPT_SECONDS = 400 * 24 * 60 * 60
"""As long as browsers keep a cookie at all."""


def phone_here() -> SharedPhone | None:
    """The shared phone this browser is on."""
    kept = phone_token()
    return find_phone(house().database, kept) if kept else None


def device_on(phone: SharedPhone | None) -> dict[str, Any]:
    """The device to sign in on: a shared phone has its own id, whoever signs in, else the browser its own."""
    device = {"name": named(request.user_agent.string), "platform": Platform.WEB.value}
    if phone is not None:
        return device | {"id": phone.id, "name": "Shared phone", "shared": True}
    before = request.cookies.get(device_cookie(), "")
    return device | {"shared": "shared" in request.form} | ({"id": before} if is_id(before) else {})


def known(phone: SharedPhone | None, response: AnyResponse, device: Id) -> AnyResponse:
    """The answer to signing in. The browser is known again: from it, nobody else's wrong tries keep its people out.

    A shared phone remembers that it is one, and no person's device.
    """
    if phone is not None:
        return _remember(response, phone_token() or "")
    if "shared" not in request.form:
        return _keep(response, device_cookie(), device)
    with acting() as visit:
        kept = share_phone(visit.tx, visit.actor)
    return _remember(response, kept)


@phones.post("/hand-over")
def hand_over() -> AnyResponse:
    """Ends the session on a shared phone, also one that is over already."""
    if token() is None:
        raise signed_out()
    end_session(house().database, token())
    return leave_nothing(led_to("/sign-in"))


@phones.post("/me/shared-phone")
def share() -> AnyResponse:
    """From now on several people use this phone."""
    with acting() as visit:
        kept_token = share_phone(visit.tx, visit.actor)
    return _remember(led_to("/me?done=shared"), kept_token)


@phones.post("/me/shared-phone/removal")
def unshare() -> AnyResponse:
    """From now on one person uses this phone; whoever is signed in does so again."""
    kept_token = phone_token() or ""
    with acting() as visit:
        unshare_phone(visit.tx, kept_token)
    end_session(house().database, token())
    response = leave_nothing(led_to("/sign-in"))
    response.delete_cookie(
        phone_cookie(), path="/", secure=house().settings.secure_cookies, httponly=True, samesite="Lax"
    )
    return response


@phones.post("/sign-in/people/<id:person_id>/removal")
def forget(person_id: Id) -> AnyResponse:
    """Takes a name off this phone's list."""
    take_off(house().database, phone_token(), person_id)
    return led_to("/sign-in")


def _remember(response: AnyResponse, kept: str) -> AnyResponse:
    response.delete_cookie(device_cookie(), path="/", secure=house().settings.secure_cookies, httponly=True)
    return _keep(response, phone_cookie(), kept)


def _keep(response: AnyResponse, name: str, value: str) -> AnyResponse:
    secure = house().settings.secure_cookies
    response.set_cookie(name, value, KEPT_SECONDS, path="/", secure=secure, httponly=True, samesite="Lax")
    return response
