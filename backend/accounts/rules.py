"""How long things last, and what is refused about signing in and presence. Pure."""

from datetime import timedelta
from enum import StrEnum

from backend.kernel.errors import Kind, refusal

ACCESS_LASTS = timedelta(hours=1)
WEB_LASTS = timedelta(hours=12)
REFRESH_LASTS = timedelta(days=90)
PRESENCE_LASTS = timedelta(minutes=10)
PRESENCE_USES = 20
WRONG_PRESENCES = 5
SIGNING_LOCKED = timedelta(minutes=15)


class Platform(StrEnum):
    """What a device runs."""

    ANDROID = "android"
    IOS = "ios"
    WEB = "web"


class PresenceMethod(StrEnum):
    """How presence is proved now; the log knows more (passkey, device key). Source: decisions, Words."""

    PASSWORD = "password"
    PIN = "pin"


wrong_login = refusal(
    "session.wrong_login", Kind.UNAUTHENTICATED, "That login and password do not go together. Please try again."
)
spent_refresh = refusal(
    "session.refresh_reused", Kind.UNAUTHENTICATED, "This sign-in was used elsewhere, so we ended it. Please sign in."
)
presence_needed = refusal(
    "presence.required", Kind.UNAUTHENTICATED, "Please confirm that it is you, with your PIN or password."
)
wrong_presence = refusal(
    "presence.wrong",
    Kind.UNAUTHENTICATED,
    "That was not right. You have {left} more tries before signing pauses for a while.",
)
presence_locked = refusal(
    "presence.locked",
    Kind.FORBIDDEN,
    "Signing is paused after several wrong tries. Try again in 15 minutes, or sign in with your password.",
)


def login_key(login: str, organisation: str | None) -> str:
    """What a login is looked up by: an e-mail address alone, or a staff number within an organisation."""
    typed = login.strip().casefold()
    return typed if organisation is None else f"{organisation.strip().casefold()}/{typed}"
