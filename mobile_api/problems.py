"""Problem documents (RFC 9457): the one table from a refusal's kind to a status, and how everything else is told.

Nothing a client sends ends in a page of HTML, nor in a 500.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from backend.kernel.errors import Fault, Kind, Refused
from mobile_api import logs

STATUSES: Mapping[Kind, int] = {
    Kind.MALFORMED: 400,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.MISSING: 404,
    Kind.CONFLICT: 409,
    Kind.STALE: 412,
    Kind.TOO_LARGE: 413,
    Kind.INVALID: 422,
    Kind.THROTTLED: 429,
    Kind.UNCONDITIONAL: 428,
    Kind.BUSY: 503,
    Kind.FULL: 507,
}
"""What each kind of refusal answers."""

HTTP_PROBLEMS: Mapping[int, tuple[str, str]] = {
    400: ("request.malformed", "We could not read that request. Send it again."),
    404: ("not_found", "There is nothing here that you can see. Check the address, or go back."),
    405: ("request.method_not_allowed", "This address does not take that method. Allow names those that it takes."),
    413: ("request.too_large", "That is more than we take in one go. Send at most 1 MiB."),
    415: (
        "request.unsupported_media_type",
        "Send JSON (application/json), or a file of a kind that is taken here.",
    ),
    429: ("request.too_many", "That was a lot at once. Wait as long as Retry-After says, then try again."),
    500: ("unexpected", "Something went wrong on our side, and we have noted it. Please try again later."),
}
"""Code and words for what is refused before any story is asked."""

CONTENT_TYPE = "application/problem+json"
RETRY_SECONDS = "1"
# What a client has to do about a 401: sign in, or (RFC 9470) show that somebody is there and send the act again.
_SIGN_IN = 'Bearer realm="countersign"'
_EXPIRED = f'{_SIGN_IN}, error="invalid_token"'
_STEP_UP = f'{_SIGN_IN}, error="insufficient_user_authentication"'


@dataclass(kw_only=True)
class Problem:
    """What went wrong and what to do about it. `code` is stable, `title` and `detail` are for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    params: dict[str, Any]
    errors: list[Fault]


def document(
    status: int,
    code: str,
    detail: str,
    params: Mapping[str, Any] | None = None,
    faults: Sequence[Fault] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem document. `errors` stands in it for an invalid body or address (422)."""
    told = {
        "type": f"urn:countersign:problem:{code}",
        "title": HTTP_STATUS_CODES.get(status, "Error"),
        "status": status,
        "detail": detail,
        "code": code,
        "params": params or {},
    }
    if status == STATUSES[Kind.INVALID]:
        told["errors"] = faults or [Fault("", detail, code)]
    response = Response(orjson.dumps(told), status, {"Cache-Control": "no-store", **(headers or {})})
    response.content_type = CONTENT_TYPE
    return response


def refused(error: Refused) -> Response:
    """The answer to a refusal of the house."""
    status = STATUSES[error.kind]
    return document(
        status, error.code, error.detail, error.params, error.faults, _headers(status, error.code, error.params)
    )


def _headers(status: int, code: str, params: Mapping[str, Any] | None = None) -> dict[str, str]:
    if status == STATUSES[Kind.UNAUTHENTICATED]:
        if code.startswith("presence."):
            return {"WWW-Authenticate": _STEP_UP}
        return {"WWW-Authenticate": _EXPIRED if "Authorization" in request.headers else _SIGN_IN}
    if error_passes(status):
        return {"Retry-After": str((params or {}).get("seconds", RETRY_SECONDS))}
    return {}


def error_passes(status: int) -> bool:
    """Whether the same request may do better a moment later."""
    return status in (429, 503, 507)


def told(error: HTTPException) -> Response:
    """The answer to what Flask and Werkzeug refuse: unknown addresses and methods, bodies too large."""
    status = error.code or 500
    otherwise = (f"http.{status}", HTTP_STATUS_CODES.get(status, "This cannot be done."))
    code, detail = HTTP_PROBLEMS.get(status, otherwise)
    headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    return document(status, code, detail, headers=_headers(status, code) | headers)


def unexpected(error: Exception) -> Response:
    """The answer to a mistake of ours, which is logged. The request's id lets support find it."""
    logs.failed(error)
    code, detail = HTTP_PROBLEMS[500]
    return document(500, code, detail, {"request_id": logs.trace().request_id})


def tell_problems(app: Flask) -> None:
    """Makes `app` answer every refusal and every mistake with a problem document."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(Exception, unexpected)
