"""A phone that several people use, as a browser: its cookie, and handing it over so that nothing of a person is left.

The cookie is an opaque token; whose phone it is, and who signs in on it, only the server knows.
"""

from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from backend.accounts.sessions import end_session
from backend.accounts.shared_phones import SharedPhone, find_phone, share_phone, take_off, unshare_phone
from backend.kernel.errors import signed_out
from backend.kernel.ids import Id
from web.pages import led_to
from web.visits import acting, house, leave_nothing, phone_cookie, phone_token, token

phones = Blueprint("phones", __name__)
LASTS = 400 * 24 * 60 * 60  # seconds; browsers keep no cookie for longer


def phone_here() -> SharedPhone | None:
    """The shared phone this browser is on."""
    kept = phone_token()
    return find_phone(house().database, kept) if kept else None


def device_on(phone: SharedPhone | None, device: dict[str, Any]) -> dict[str, Any]:
    """The device to sign in on: a shared phone has its own id, whoever signs in."""
    if phone is not None:
        return device | {"id": phone.id, "name": "Shared phone", "shared": True}
    return device | {"shared": "shared" in request.form}


def kept(phone: SharedPhone | None, response: AnyResponse) -> AnyResponse:
    """The answer to signing in, which has the browser remember that its phone is shared, if that was said."""
    if phone is None and "shared" not in request.form:
        return response
    kept_token = phone_token()
    if phone is None:
        with acting() as visit:
            kept_token = share_phone(visit.tx, visit.actor)
    return _remember(response, kept_token or "")


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


def _remember(response: AnyResponse, kept_token: str) -> AnyResponse:
    secure = house().settings.secure_cookies
    response.set_cookie(phone_cookie(), kept_token, LASTS, path="/", secure=secure, httponly=True, samesite="Lax")
    return response
