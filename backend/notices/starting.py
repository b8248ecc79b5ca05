"""Setting the channels up from the settings, and saying loudly which are not."""

from collections.abc import Callable, Mapping
from typing import Any

from backend.kernel.settings import Transports
from backend.notices.mail import Mail
from backend.notices.rules import Channel
from backend.notices.sending import Sender, Unset


def open_senders(given: Transports, at_once: int, log: Any, address: str = "") -> Mapping[Channel, Sender]:
    """A way out for each channel; what is not set up goes nowhere, and one line of the log says so. `address` is where
    people find us.

    Raises `ValueError` or `OSError` for a setting that is wrong: better not to start than to be silent.
    """
    made: dict[Channel, Callable[[], Sender]] = {
        Channel.FCM: lambda: _firebase(given, at_once),
        Channel.WEBPUSH: lambda: _webpush(given, at_once),
        Channel.MAIL: lambda: Mail(given.smtp_url, given.mail_from, address),
    }
    wanted = set_up(given)
    for channel, is_set in wanted.items():
        if not is_set:
            log.warning("NOT SET UP: these notices stay in the inbox", channel=channel.value)
    return {channel: make() if wanted[channel] else Unset() for channel, make in made.items()}


def set_up(given: Transports) -> Mapping[Channel, bool]:
    """By which channels the settings let anything leave the house."""
    return {
        Channel.FCM: given.firebase_credentials is not None,
        Channel.WEBPUSH: given.vapid_key is not None,
        Channel.MAIL: bool(given.smtp_url),
    }


def _firebase(given: Transports, at_once: int) -> Sender:
    from backend.notices.firebase import (  # noqa: PLC0415 - half a second that only whoever sends by it needs to wait
        Firebase,
        credentials_in,
    )

    assert given.firebase_credentials is not None
    return Firebase(credentials_in(given.firebase_credentials), given.fcm_endpoint, at_once)


def _webpush(given: Transports, at_once: int) -> Sender:
    from backend.notices.webpush import WebPush  # noqa: PLC0415 - the same

    assert given.vapid_key is not None
    return WebPush(given.vapid_key, given.vapid_contact, bool(given.fcm_endpoint), at_once)
