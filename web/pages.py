"""How a page is answered: whole, for everyone; what a post leads to; and what is said when something is refused."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, Response, current_app, make_response, redirect, render_template, request, session
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.errors import Kind, Refused, signed_out
from web import refusals, words
from web.forms import typed
from web.logs import failed
from web.paths import local
from web.visits import Frame, leave_nothing, looking, token

STATUS: Mapping[Kind, int] = {
    Kind.MALFORMED: 400,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.MISSING: 404,
    Kind.CONFLICT: 409,
    Kind.INVALID: 422,
    Kind.THROTTLED: 429,
    Kind.STALE: 412,
    Kind.UNCONDITIONAL: 428,
    Kind.TOO_LARGE: 413,
    Kind.BUSY: 503,
    Kind.FULL: 507,
}

FRAMED = (403, 404, 405, 409, 412, 422)
"""Answers whose page keeps its name and tabs: the database is well, and whoever is signed in can go on from there."""

View = Callable[..., AnyResponse]


def render(template: str, frame: Frame | None, tab: str | None = None, **context: Any) -> Response:
    """A whole page. `tab` is the key of the place it belongs to."""
    around = {
        "frame": frame,
        "viewer": frame and frame.viewer,
        "tabs": frame and frame.tabs,
        "when": frame and frame.when,
        "sector": words.sector(*frame.viewer.sector) if frame else words.sector(),
        "current_tab": tab,
        "demo": current_app.extensions["house"].settings.demo,
    }
    return make_response(render_template(template, **around, **context))


def is_htmx() -> bool:
    """Whether htmx asks, which takes the page itself where a browser is sent on."""
    return request.headers.get("HX-Request") == "true"


def answered(page: View, at: str, done: str, **ids: Any) -> AnyResponse:
    """After a post that went well: for htmx the page that follows, for everyone else the way there."""
    if not is_htmx():
        return redirect(f"{at}?done={done}", 303)
    response = page(done=done, **ids)
    response.headers["HX-Replace-Url"] = at
    return response


def led_to(at: str) -> AnyResponse:
    """After signing in or out: another page altogether, since everything around it changes."""
    if not is_htmx():
        return redirect(at, 303)
    return Response(headers={"HX-Redirect": at})


def redrawn(page: View) -> Callable[[View], View]:
    """A post whose refusal is answered, to everyone, with `page`: the form as typed, each error at its field."""

    def wrap(view: View) -> View:
        @wraps(view)
        def answering(**ids: Any) -> AnyResponse:
            try:
                return view(**ids)
            except Refused as refused:
                response = page(typed=typed(refused), **ids)
                response.status_code = STATUS[refused.kind]
                return _with_patience(response, refused)

        return answering

    return wrap


def answer_errors(app: Flask) -> None:
    """Every refusal and every mishap gets a page in the same face."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _mishap)
    app.register_error_handler(Exception, _unexpected)


def _refused(refused: Refused) -> AnyResponse:
    if refused.code == signed_out.code:
        session.clear()
        if request.method in ("GET", "HEAD"):
            return leave_nothing(redirect(f"/sign-in?next={quote(local(request.full_path.rstrip('?')))}", 303))
    return _with_patience(_problem(STATUS[refused.kind], refusals.detail(refused)), refused)


def _with_patience(response: AnyResponse, refused: Refused) -> AnyResponse:
    """Says how long to wait, in seconds, where waiting helps."""
    if refused.kind in (Kind.BUSY, Kind.THROTTLED):
        response.headers["Retry-After"] = str(refused.params.get("seconds", 2))
    return response


def _mishap(error: HTTPException) -> AnyResponse:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    if isinstance(error, CSRFError):
        return _problem(code, "This page was open for too long, or in two windows. Open it afresh and send it again.")
    response = _problem(code, refusals.ERRORS.get(code, refusals.ERRORS[400 if code < 500 else 500])[1], error)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> AnyResponse:
    failed(error)
    return _problem(500, refusals.ERRORS[500][1])


def _typed() -> Mapping[str, str]:
    """What was typed into the form, to give it back; nothing when it is larger than we read."""
    try:
        return request.form
    except RequestEntityTooLarge:
        return {}


def _before() -> str:
    """The page that somebody came from, when it is one of ours: where to go on after signing in again."""
    came = urlsplit(request.referrer or "")
    return local(came.path if came.netloc == request.host else None)


def _frame() -> Frame | None:
    """What stands around a page of whoever is signed in; nothing when that cannot be told, whatever the reason."""
    if token() is None:
        return None
    try:
        with looking() as visit:
            pass
    except Exception:  # the page about one failure must not become another
        return None
    return visit.frame


def _problem(status: int, detail: str, error: HTTPException | None = None) -> Response:
    title = refusals.ERRORS.get(status, refusals.ERRORS[400 if status < 500 else 500])[0]
    kept = [(label, text) for name, label in refusals.KEPT.items() if (text := _typed().get(name))]
    frame = _frame() if status in FRAMED else None
    response = render("error.html", frame, status=status, title=title, detail=detail, kept=kept, onward=_before())
    response.status_code = status
    return response
