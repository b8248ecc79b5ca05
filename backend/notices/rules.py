"""How deliveries are tried, which targets are taken, and what is refused. Pure."""

import base64
import binascii
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import SplitResult, urlsplit

from backend.kernel.errors import Fault, Kind, invalid, refusal


class Channel(StrEnum):
    """A way in which a notice reaches somebody."""

    FCM = "fcm"
    WEBPUSH = "webpush"
    MAIL = "mail"


class TargetKind(StrEnum):
    """What a push target's value is: a Firebase installation id, an FCM registration token, or a browser's
    subscription as JSON.
    """

    FID = "fid"
    TOKEN = "token"
    WEBPUSH = "webpush"


class State(StrEnum):
    """How a delivery stands. `silent`: it no longer concerned the person, or they had read it. `gone`: what it was to
    reach is no more. `dead`: given up, to be looked at and sent again.
    """

    WAITING = "waiting"
    SENT = "sent"
    SILENT = "silent"
    GONE = "gone"
    DEAD = "dead"


HELD = "held"
"""What became of a delivery that waited for working time, and went out as it began."""

STALE_AFTER = timedelta(days=30)
FORGOTTEN_AFTER = timedelta(days=270)
"""An app registers anew whenever it starts. A target that was not for a month is left alone; FCM itself drops one after
270 days. Source: ecosystem, firebase-admin."""

MOST_VALUE = 4000

shared = refusal(
    "push.shared_phone",
    Kind.CONFLICT,
    "Several people use this phone, so nothing is sent to it. What is new is in the inbox.",
)
strange_browser = refusal(
    "push.unknown_service", Kind.INVALID, "That is no browser subscription that we know. Send the browser's own, whole."
)

PUSH_HOSTS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    ".push.apple.com",
    ".notify.windows.com",
)
"""Where browsers have their push services; with a dot in front, anything below. A subscription is what a user
sends, and we call it from inside: nothing else is ever called."""


_HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def ensure_working(weekdays: Collection[str], starts: str, ends: str) -> None:
    """Raises `request.invalid`, with every fault, unless there is a weekday and both are times of day as `20:00`."""
    faults = [
        Fault(f"/working/{name}", "Give a time of day, such as 08:00 or 20:30.", "invalid")
        for name, text in (("starts", starts), ("ends", ends))
        if not _HOUR.fullmatch(text)
    ]
    if not weekdays:
        faults.insert(0, Fault("/working/weekdays", "Choose at least one day.", "invalid"))
    if faults:
        raise invalid(faults=faults, fields=", ".join(fault.pointer.strip("/") for fault in faults))


_HOST = re.compile(r"[a-z0-9.-]+")


def is_loopback(url: SplitResult) -> bool:
    """Whether it is on this machine, by its number."""
    return url.hostname in ("127.0.0.1", "::1")


def ensure_subscription(value: str, loopback: bool = False) -> Mapping[str, Any]:
    """A browser's subscription, read: an endpoint at a push service we know, and its two keys.

    With `loopback` (a trial's setting) an endpoint on this machine will do. Raises `push.unknown_service`.
    """
    try:
        found = json.loads(value)
        url = urlsplit(found["endpoint"])
        _ = url.port
        sizes = tuple(len(_decoded(found["keys"][name])) for name in ("p256dh", "auth"))
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error, RecursionError):
        raise strange_browser() from None
    if sizes != (65, 16) or not (_is_known(url) or (loopback and url.scheme == "http" and is_loopback(url))):
        raise strange_browser()
    return {"endpoint": found["endpoint"], "keys": {name: found["keys"][name] for name in ("p256dh", "auth")}}


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _is_known(url: SplitResult) -> bool:
    host = url.hostname or ""
    if not _HOST.fullmatch(host):  # others take a backslash for the end of a host, and would call somebody else
        return False
    named = any(host.endswith(one) if one.startswith(".") else host == one for one in PUSH_HOSTS)
    return url.scheme == "https" and named and url.port in (None, 443) and url.username is None


@dataclass(frozen=True)
class WorkerPace:
    """How fast a worker goes. A claim holds for `lease`, much longer than any try takes (ten seconds). After a failed
    try it waits `first`, then twice as long each time up to `longest`, with chance in it so that not all come back at
    once. `idle` is how long it looks away when nothing is due; `at_once` how many it hands over at a time,
    `ahead` how many it has claimed for that: a turn then settles many with one commit.
    """

    lease: timedelta = timedelta(seconds=60)
    first: timedelta = timedelta(seconds=2)
    longest: timedelta = timedelta(minutes=15)
    idle: timedelta = timedelta(milliseconds=500)
    at_once: int = 32
    sweeps: timedelta = timedelta(minutes=15)
    ahead: int = 128


def next_try(pace: WorkerPace, attempts: int, asked: timedelta | None, chance: float) -> timedelta:
    """How long to wait after so many tries; `chance` is from 0 to 1. Never less than the provider `asked` for."""
    doubled: timedelta = min(pace.first * 2 ** min(attempts, 20), pace.longest)
    own: timedelta = doubled * (0.5 + chance / 2)
    return own if asked is None else max(own, asked + pace.first * chance)
