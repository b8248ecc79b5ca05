"""Browser push by VAPID (RFC 8030, 8291, 8292), straight to the browsers' own push services.

A browser's endpoint is what a user sent: only services that we know are ever called, and redirects are not followed.
"""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import requests
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush
from requests.adapters import HTTPAdapter

from backend.kernel.errors import Refused
from backend.notices.rules import ensure_subscription
from backend.notices.sending import Attempt, Parcel, Verdict, again

TIMEOUT = 10


class _Session(requests.Session):
    """Goes where it is sent and no further."""

    def __init__(self, at_once: int) -> None:
        super().__init__()
        self.trust_env = False
        for prefix in ("https://", "http://"):
            self.mount(prefix, HTTPAdapter(pool_connections=8, pool_maxsize=at_once, max_retries=0))

    def post(self, *args: Any, **kwargs: Any) -> requests.Response:
        """POST, without following redirects."""
        return super().post(*args, **{**kwargs, "allow_redirects": False})


class WebPush:
    """Sends to browsers. `key` is the file of the organisation's private key, `contact` who is behind it: push services
    write there (`mailto:`). `loopback` is a trial's setting. Raises `OSError`, `ValueError` for a bad key.
    """

    def __init__(self, key: Path, contact: str, loopback: bool = False, at_once: int = 32) -> None:
        self._vapid: Any = Vapid02.from_pem(key.read_bytes())
        self._contact = contact
        self._loopback = loopback
        self._session = _Session(at_once)

    def send(self, parcel: Parcel) -> Attempt:
        """Tries once."""
        try:
            subscription = ensure_subscription(parcel.value, self._loopback)
            webpush(
                subscription,
                orjson.dumps(told(parcel)).decode(),
                vapid_private_key=self._vapid,
                vapid_claims={"sub": self._contact},
                ttl=parcel.seconds,
                headers={"Topic": parcel.tag, "Urgency": "normal"},
                timeout=TIMEOUT,
                requests_session=self._session,
            )
        except Refused:
            return Attempt(Verdict.GONE, "unknown_service")
        except WebPushException as error:
            return attempt_of(error.response)
        except requests.RequestException:
            return again("unreachable")
        except ValueError:  # its key is no point on the curve
            return Attempt(Verdict.GONE, "bad_key")
        return Attempt(Verdict.SENT)

    def close(self) -> None:
        """Lets go of its connections."""
        self._session.close()


def told(parcel: Parcel) -> Mapping[str, Any]:
    """What the browser is told, sealed for it alone."""
    words = {"title": parcel.text.title, "body": parcel.text.body}
    return {**words, "tag": parcel.tag, "badge": parcel.badge, **parcel.told}


def attempt_of(response: Any) -> Attempt:
    """What a push service's answer says."""
    if response is None:
        return again("not_understood")
    status = int(response.status_code)
    asked = response.headers.get("Retry-After", "")
    wait = timedelta(seconds=int(asked)) if asked.isdigit() else None
    if status in (404, 410):
        return Attempt(Verdict.GONE, str(status))
    if status in (401, 403):
        return Attempt(Verdict.FOREIGN, str(status))
    if status == 429 or status >= 500:
        return again(str(status), wait)
    return Attempt(Verdict.REFUSED, str(status))
