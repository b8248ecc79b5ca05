"""Keeps the log of the phone API: one line for each request.

The twin of the other surface's: they share no hook, so that each answers for itself.
"""

from typing import BinaryIO

from flask import Flask, Response, current_app, g, request

from backend.kernel.request_log import RequestLog, Trace


def trace() -> Trace:
    """The trace of the request at hand."""
    noted: Trace = g.trace
    return noted


def keep_log(app: Flask, out: BinaryIO | None) -> None:
    """Writes a line to `out` (standard error when None) at the end of each request."""
    app.extensions["log"] = RequestLog("mobile_api", out)
    app.before_request(_begin)
    app.after_request(_end)


def failed(error: Exception) -> None:
    """Notes where a mistake of ours happened."""
    _log().failed(trace(), error)


def _begin() -> None:
    g.trace = Trace()


def _end(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else None
    _log().answered(trace(), request.method, route, response.status_code)
    return response


def _log() -> RequestLog:
    log: RequestLog = current_app.extensions["log"]
    return log
