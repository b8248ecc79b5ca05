"""'It is me': the presence that signing asks for, opened from what stands on the form."""

from typing import Any

from flask import request, session

from backend.accounts.presence import OpenPresence, open_presence
from backend.accounts.rules import PresenceMethod
from backend.kernel.shapes import load
from web.forms import posted
from web.visits import PRESENCE, house, token


def confirm() -> None:
    """Opens a presence with the PIN or password on the form, if there is one; the next sign-offs need none.

    Raises `presence.wrong`, `presence.locked`.
    """
    given: dict[str, Any] = {"pin": request.form.get("pin", "").strip(), "password": request.form.get("password", "")}
    for method in PresenceMethod:
        if secret := given[method.value]:
            act = load(OpenPresence, {"method": method.value, method.value: secret})
            session[PRESENCE] = open_presence(house().database, house().vault, token(), act).presence
            return


def missing_proof() -> list[str]:
    """The PIN's field, where the form asks for it (no presence was live) and holds neither PIN nor password; to be
    named among what else is missing.
    """
    return ["pin"] if "pin" in request.form and not posted("pin", "password") else []


def presence() -> str | None:
    """The presence in the cookie, live or not."""
    return session.get(PRESENCE)
