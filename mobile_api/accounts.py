"""Signing in and out, fresh tokens, and the presence that signing asks for."""

from flask import Response

from backend.accounts.presence import Opened, OpenPresence, open_presence
from backend.accounts.sessions import Refresh, SignedIn, SignIn, refresh, sign_in, sign_out
from mobile_api import examples
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, done, house, token, writing

room = Room("accounts", __name__, description="Signing in and out, and showing that it is you.")

SIGN_IN = Body(SignIn, examples.SIGN_IN)
REFRESH = Body(Refresh, examples.REFRESH)
PRESENCE = Body(OpenPresence, examples.PRESENCE)


@room.operation(
    "POST",
    "/v1/auth/sessions",
    takes=SIGN_IN,
    gives={201: SignedIn},
    example=examples.SIGNED_IN,
    refuses=["session.wrong_login"],
    is_public=True,
)
def sign_in_with_password() -> Response:
    """Sign in.

    `login` is an e-mail address, or a staff number together with `organisation`. Send the device's `id` again next
    time. Signing in with the password also ends a pause of signing after wrong tries.
    """
    return answer(sign_in(house().database, house().vault, SIGN_IN.load()), 201)


@room.operation(
    "POST",
    "/v1/auth/refreshes",
    takes=REFRESH,
    gives={201: SignedIn},
    example=examples.SIGNED_IN,
    refuses=["session.required", "session.refresh_reused"],
    is_public=True,
)
def refresh_tokens() -> Response:
    """Get a new pair of tokens.

    A retry whose answer was lost gets one too: the token before works until the newest was used. After that its use
    means theft, and the whole session ends.
    """
    return answer(refresh(house().database, REFRESH.load()), 201)


@room.operation("DELETE", "/v1/auth/sessions/current", gives={204: None})
def end_session() -> Response:
    """Sign out. Every presence of this session ends with it."""
    with writing() as (tx, actor):
        sign_out(tx, actor)
    return done()


@room.operation(
    "POST",
    "/v1/auth/presences",
    takes=PRESENCE,
    gives={201: Opened},
    example=examples.OPENED,
    refuses=["presence.wrong", "presence.locked"],
)
def make_presence() -> Response:
    """Show that it is you, with the PIN or the password.

    Good for ten minutes or twenty sign-offs, on this device and for this person. Five wrong tries in a row pause
    signing for fifteen minutes.
    """
    return answer(open_presence(house().database, house().vault, token(), PRESENCE.load()), 201)
