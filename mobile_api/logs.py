"""One JSON line for each request, without personal data: no address with ids in it, no query, no name, no token."""

import sys
import traceback
from dataclasses import dataclass
from time import perf_counter
from typing import Any, BinaryIO

import orjson
import structlog
from flask import Flask, Response, current_app, g, request

from backend.kernel.database import Tx
from backend.kernel.ids import Id, new_id


@dataclass(slots=True)
class Trace:
    """What is noted of a request while it lasts. `began` is in seconds of a clock that only counts."""

    request_id: Id
    began: float
    org: str | None = None
    tx: Tx | None = None


def trace() -> Trace:
    """The trace of the request at hand."""
    noted: Trace = g.trace
    return noted


def keep_log(app: Flask, out: BinaryIO | None) -> None:
    """Writes a line to `out` (standard error when None) at the end of each request."""
    app.extensions["log"] = structlog.wrap_logger(
        structlog.BytesLogger(out or sys.stderr.buffer),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(orjson.dumps),
        ],
    )
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.trace = Trace(new_id(), perf_counter())


def _end(response: Response) -> Response:
    noted = trace()
    _log().info(
        "request",
        request_id=noted.request_id,
        method=request.method,
        route=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        milliseconds=round((perf_counter() - noted.began) * 1000, 2),
        org=noted.org,
        statements=noted.tx.statements if noted.tx else 0,
    )
    return response


def failed(error: Exception) -> None:
    """Notes where a mistake of ours happened. Its message is left out: a database puts rows into them."""
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    _log().error("failed", request_id=trace().request_id, error=type(error).__qualname__, where=where)


def _log() -> Any:
    return current_app.extensions["log"]
