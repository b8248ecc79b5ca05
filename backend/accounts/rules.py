"""How long things last, how often one may guess, and what is refused about signing in and presence. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network

from backend.kernel.errors import Fault, Kind, Refused, invalid, refusal

ACCESS_LASTS = timedelta(hours=1)
WEB_LASTS = timedelta(hours=12)
REFRESH_LASTS = timedelta(days=90)
USE_NOTED_AFTER = timedelta(minutes=15)
PRESENCE_LASTS = timedelta(minutes=10)
PRESENCE_USES = 20
WRONG_PRESENCES = 5
SIGNING_LOCKED = timedelta(minutes=15)
CODE_DAYS = 14
SHARED_IDLE = timedelta(minutes=15)
"""A session on a shared phone ends when it is not used for so long."""
SHARED_SHIFT = timedelta(hours=12)
"""And after a shift, however much it is used."""
SHARED_SEEN = timedelta(days=30)
SHARED_MOST = 12
"""Who signed in on a shared phone within these days is on its list, so many at most."""
WRONG_TOLD_FOR = timedelta(days=30)


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
too_many_tries = refusal(
    "session.too_many_tries",
    Kind.THROTTLED,
    "There were many wrong tries just now. Please wait {seconds} seconds, then try again. Other devices that you have"
    " signed in on before need not wait.",
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
code_wrong = refusal(
    "joining.code_wrong",
    Kind.UNAUTHENTICATED,
    "That code does not work: it may be mistyped, used, or too old. Look at it again, or ask for a new one.",
)
code_shown_once = refusal(
    "joining.code_shown_once",
    Kind.CONFLICT,
    "This code was shown when it was made, and is kept nowhere. Make a new one; it ends the one before.",
)
own_code = refusal(
    "joining.own_code",
    Kind.FORBIDDEN,
    "Nobody makes a code for themselves. Ask a colleague who manages people.",
)
login_needed = refusal(
    "joining.login_needed",
    Kind.INVALID,
    "There is no staff number to sign in with, so give an e-mail address to sign in with from now on.",
)
login_taken = refusal(
    "joining.login_taken",
    Kind.CONFLICT,
    "That e-mail address signs in somebody else here. Give another one, or leave it out.",
)


def no_login() -> Refused:
    """`joining.login_needed`, at its field."""
    return login_needed(faults=[Fault("/login", login_needed.text, "required")])


def login_key(login: str, organisation: str | None) -> str:
    """What a login is looked up by: an e-mail address alone, or a staff number within an organisation."""
    typed = login.strip().casefold()
    return typed if organisation is None else f"{organisation.strip().casefold()}/{typed}"


def renewed(shared_until: datetime | None, now: datetime) -> timedelta:
    """How long an access token lasts from now on: an hour, or what a shared phone allows."""
    return ACCESS_LASTS if shared_until is None else min(SHARED_IDLE, shared_until - now)


_ADDRESS = re.compile(r"[^\s@/]+@[^\s@/]+\.[^\s@/]+")


def ensure_address(login: str) -> None:
    """Raises `request.invalid` unless a login somebody chooses is an e-mail address.

    Anything else could be read as somebody's staff number.
    """
    if _ADDRESS.fullmatch(login.strip()) is None:
        fault = Fault("/login", "Give an e-mail address, such as maya@example.org.", "invalid")
        raise invalid(faults=[fault], fields="login")


def may_refresh(generation: int, newest: int, retired_at: datetime | None) -> bool:
    """Whether a refresh token still works: a newest one, or the one that the newest came from, since an answer may
    be lost. Whichever of several newest is used first retires the others. Source: decisions, Surfaces.
    """
    return retired_at is None and generation >= newest - 1


@dataclass(frozen=True)
class Limit:
    """How often one may be wrong: `at_once` times, and then again one more `every` so long."""

    name: str
    at_once: int
    every: timedelta

    def of(self, what: str) -> tuple["Limit", str]:
        """This limit, counted for one login, device or network."""
        return self, what

    def wait(self, free_at: datetime, now: datetime) -> timedelta:
        """How long until one more try may be made; `free_at` is when all of them may be again. Zero or less is now."""
        return self.after_one(free_at, now) - now - self.at_once * self.every

    def after_one(self, free_at: datetime, now: datetime) -> datetime:
        """`free_at` once a try is counted."""
        return max(free_at, now) + self.every


LOGIN_TRIES = Limit("login", 10, timedelta(minutes=10))
"""At one login, from wherever nobody signed in to it before. Source: NIST SP 800-63B-4, rate limiting."""

DEVICE_TRIES = Limit("device", 10, timedelta(minutes=5))
"""At one login on a device it was signed in on before: a count of its own, so that nobody else can use it up."""

NETWORK_TRIES = Limit("network", 40, timedelta(seconds=30))
"""From one network, at whichever logins. A whole service may share an address, and only wrong tries count."""

CODE_TRIES = Limit("code", 10, timedelta(minutes=1))
"""At joining codes, from one network."""


def network_of(address: str) -> str:
    """The network an address belongs to: itself, or of IPv6 the /64 that one household or firm is given."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))
