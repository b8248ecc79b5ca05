"""Firebase Cloud Messaging by the real firebase-admin SDK, made to try once and to go nowhere else.

The SDK retries inside the caller's thread and has no switch for another server. This module alone owns the few of its
private attributes that change this; a contract test says when another version has them no more.
Source: ecosystem, firebase-admin.
"""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import firebase_admin
import orjson
from firebase_admin import exceptions, messaging
from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError
from google.oauth2 import service_account
from requests.adapters import HTTPAdapter

from backend.notices.rules import TargetKind, is_loopback
from backend.notices.sending import Attempt, Parcel, Verdict, again

SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
TIMEOUT = 10
GOOGLE = "https://fcm.googleapis.com"


class _Static(Credentials):
    """A service account's tokens and nothing beside: its own class calls a metadata host from a background thread.

    One thread fetches a token while the others wait.
    """

    def __init__(self, inner: Any) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library gives no types
        self._inner = inner
        self._lock = Lock()

    def refresh(self, request: Any) -> None:
        """Fetches a token, unless another thread has just done so."""
        with self._lock:
            if not self.valid:
                self._inner.refresh(request)
                self.token, self.expiry = self._inner.token, self._inner.expiry

    def spoil(self, token: str | None) -> None:
        """Forgets `token`, which was refused: the next try fetches another."""
        with self._lock:
            if self.token == token:
                self.token, self.expiry = None, None


class Firebase:
    """Sends to phones. `credentials` is a service account as its file says; `endpoint` a server on this machine that
    takes Google's place in a trial. Raises `ValueError` for an endpoint anywhere else, or for bad credentials.
    """

    def __init__(self, credentials: Mapping[str, Any], endpoint: str = "", at_once: int = 32) -> None:
        ensure_near(endpoint)
        base = endpoint.rstrip("/") or GOOGLE
        named = dict(credentials)
        inner = service_account.Credentials.from_service_account_info(named, scopes=[SCOPE])  # type: ignore[no-untyped-call]  # nor here
        if endpoint:
            inner = inner.with_token_uri(f"{base}/token")
        self._credential = _Static(inner)
        project = str(credentials["project_id"])
        options = {"projectId": project, "httpTimeout": TIMEOUT}
        self._app = firebase_admin.initialize_app(self._credential, options, name=f"countersign-{uuid4()}")
        self._aim(base, project, at_once)

    def _aim(self, base: str, project: str, at_once: int) -> None:
        service = messaging._get_messaging_service(self._app)
        service._fcm_url = f"{base}/v1/projects/{project}/messages:send"
        session = service._client.session
        session._refresh_status_codes = ()  # a third party's 401 would be tried three times
        around = session.merge_environment_settings(base, {}, None, None, None)
        session.trust_env = False  # the environment's proxy was looked up now, and not for each message
        session.proxies, session.verify, session.cert = around["proxies"], around["verify"], around["cert"]
        for prefix in ("https://", "http://", GOOGLE):
            session.mount(prefix, HTTPAdapter(pool_connections=1, pool_maxsize=at_once, max_retries=0))
        session._auth_request_session.mount("https://", HTTPAdapter(max_retries=0))

    def send(self, parcel: Parcel) -> Attempt:
        """Tries once."""
        token = self._credential.token
        try:
            messaging.send(message_of(parcel), app=self._app)
        except exceptions.FirebaseError as error:
            attempt = attempt_of(error)
            if attempt.code == "UNAUTHENTICATED":
                self._credential.spoil(token)
            return attempt
        except GoogleAuthError:
            return again("no_token")
        except ValueError:  # the SDK itself would not send it, or an answer of 200 was no JSON
            return again("not_understood")
        return Attempt(Verdict.SENT)

    def close(self) -> None:
        """Lets go of its connections."""
        messaging._get_messaging_service(self._app)._client.session.close()
        firebase_admin.delete_app(self._app)


def ensure_near(endpoint: str) -> None:
    """Raises `ValueError` for a trial's server that is not on this machine."""
    url = urlsplit(endpoint)
    if endpoint and not (url.scheme == "http" and is_loopback(url) and url.username is None and not url.query):
        raise ValueError("COUNTERSIGN_FCM_ENDPOINT is for a server on this machine: http://127.0.0.1:PORT")


def credentials_in(path: Path) -> Mapping[str, Any]:
    """A service account from its file. Raises `OSError`, `ValueError`."""
    found: Mapping[str, Any] = orjson.loads(path.read_bytes())
    return found


def message_of(parcel: Parcel) -> messaging.Message:
    """What Firebase is sent, for whatever the target runs: fixed words, references, and how to show it."""
    words, tag = parcel.text, parcel.tag
    message = messaging.Message(
        data=parcel.told,
        notification=messaging.Notification(title=words.title, body=words.body),
        android=messaging.AndroidConfig(
            collapse_key=tag,
            priority="normal",
            ttl=timedelta(seconds=parcel.seconds),
            notification=messaging.AndroidNotification(
                tag=tag, notification_count=parcel.badge, visibility="private", channel_id="countersign"
            ),
        ),
        apns=messaging.APNSConfig(
            headers={
                "apns-collapse-id": tag,
                "apns-priority": "5",
                "apns-push-type": "alert",
                "apns-expiration": str(int(parcel.expires_at.timestamp())),
            },
            payload=messaging.APNSPayload(messaging.Aps(badge=parcel.badge, thread_id=tag)),
        ),
        webpush=messaging.WebpushConfig(
            headers={"TTL": str(parcel.seconds), "Topic": tag, "Urgency": "normal"},
            notification=messaging.WebpushNotification(tag=tag, renotify=False),
        ),
    )
    if parcel.kind is TargetKind.FID:
        message.fid = parcel.value
    else:
        message.token = parcel.value  # told so, it does not warn: tokens are deprecated, and apps still have them
    return message


OURS = ("THIRD_PARTY_AUTH_ERROR",)
"""What our own set-up with Apple or a browser's service is to blame for: others still get through."""

_VERDICTS = {
    "UNREGISTERED": Verdict.GONE,
    "SENDER_ID_MISMATCH": Verdict.FOREIGN,
}


def attempt_of(error: exceptions.FirebaseError) -> Attempt:
    """What an error of the SDK's says about this message, this target, or the provider."""
    code, about_target, wait = _told(error)
    if code in _VERDICTS:
        return Attempt(_VERDICTS[code], code)
    if code == "INVALID_ARGUMENT":
        return Attempt(Verdict.GONE if about_target else Verdict.REFUSED, code)
    if code in OURS:
        return Attempt(Verdict.AGAIN, code)
    return again(code, wait)


def _told(error: exceptions.FirebaseError) -> tuple[str, bool, timedelta | None]:
    """The code, whether a field of the target is what is wrong, and how long we are asked to wait."""
    response = error.http_response
    if response is None:
        return str(error.code), False, None
    asked = response.headers.get("Retry-After", "")
    wait = timedelta(seconds=int(asked)) if asked.isdigit() else None
    try:
        details = response.json()["error"].get("details", [])
        code = next((one["errorCode"] for one in details if "errorCode" in one), error.code)
        fields = [violation["field"] for one in details for violation in one.get("fieldViolations", [])]
    except (ValueError, KeyError, TypeError, AttributeError):
        return str(error.code), False, wait
    return str(code), bool(fields) and set(fields) <= {"message.token", "message.fid"}, wait
