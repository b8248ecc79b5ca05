"""Signing in, fresh tokens, going to another organisation, and the presence that signing asks for."""

from flask import Response, request

from backend.accounts.pairs import SignedIn
from backend.accounts.presence import Opened, OpenPresence, open_presence
from backend.accounts.refreshing import Refresh, refresh
from backend.accounts.signing_in import SignIn, sign_in
from backend.accounts.switching import Switch, switch
from mobile_api.accounts import examples
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, house, token

room = Room("accounts", __name__, description="Signing in, and showing that it is you.")

SIGN_IN = Body(SignIn, examples.SIGN_IN)
REFRESH = Body(Refresh, examples.REFRESH)
SWITCH = Body(Switch, examples.SWITCH)
PRESENCE = Body(OpenPresence, examples.PRESENCE)


@room.operation(
    "POST",
    "/v1/auth/sessions",
    takes=SIGN_IN,
    gives={201: SignedIn},
    example=examples.SIGNED_IN,
    refuses=["session.wrong_login", "session.too_many_tries"],
    is_public=True,
)
def sign_in_with_password() -> Response:
    """Sign in.

    `login` is an e-mail address, or a staff number together with `organisation`. Send the device's `id` again next
    time: where this login was signed in on before, nobody else's wrong tries slow it down. Elsewhere many wrong ones
    do. Signing in with the password also ends a pause of signing after wrong tries.
    """
    return answer(sign_in(house().database, house().vault, SIGN_IN.load(), address=request.remote_addr), 201)


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

    A retry whose answer was lost gets one too: a token works until its successor was used, and any of the answers to
    it may be kept. After that its use means theft, and the whole session ends. Use an answer only when no other request
    with the token before is still on its way.
    """
    return answer(refresh(house().database, REFRESH.load()), 201)


@room.operation(
    "POST",
    "/v1/auth/switches",
    takes=SWITCH,
    gives={201: SignedIn},
    example=examples.SIGNED_IN,
    refuses=["not_found"],
)
def make_switch() -> Response:
    """Go to another organisation of the same login (`memberships` names them), without the password again.

    A session of its own on the same device; the one that asked goes on. No presence is carried over.
    """
    return answer(switch(house().database, token(), SWITCH.load()), 201)


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
